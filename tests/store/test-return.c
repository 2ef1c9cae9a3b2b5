/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rights that go back to the platform: recalls, fenced reports, and what may not come after them.
 */
#include "tests/store/street.h"

/* Told of the platform epoch that the street has. */
#define OF_NOW 1

static HufuReason
undo_if (HufuStreet *street, HufuStreetTill till, const HufuId *use_id, gboolean can_ask)
{
  HufuBooks *books = street->till[till];
  HufuUndo wanted = hufu_books_make_undo (books, use_id);
  g_autoptr (HufuBasket) after = NULL;
  HufuReason reason = HUFU_R04_BAD_FORMAT;
  g_autoptr (GError) error = NULL;

  wanted.can_ask = can_ask;
  g_assert_true (hufu_use_undo (books->db, &wanted, &reason, &after, &error));
  g_assert_no_error (error);
  return reason;
}

static HufuReason
undo (HufuStreet *street, HufuStreetTill till, const HufuId *use_id)
{
  return undo_if (street, till, use_id, FALSE);
}

/* One use, on a sale of its own. */
static HufuId
redeem (HufuStreet *street, HufuStreetTill till, HufuTestVoucher which, gint64 amount_minor)
{
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (street->till[till], 3);
  HufuId use_id;
  HufuReason reason = hufu_books_redeem (street->till[till], which, amount_minor, &basket, &use_id);

  g_assert_true (hufu_reason_accepts (reason));
  return use_id;
}

static HufuReason
try_redeem (HufuStreet *street, HufuStreetTill till, HufuTestVoucher which)
{
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (street->till[till], 3);

  return hufu_books_redeem (street->till[till], which, 1000, &basket, NULL);
}

/* --- recall ---------------------------------------------------------------------------------- */

/* A right that is held: dropped, and the acknowledgement says which and for what number. */
static void
test_recall_held (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (HufuBatch) batch = NULL;
  const HufuStoredEvent *event;

  hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 7);
  g_assert_cmpint (hufu_street_recall (street, A, HUFU_TEST_DEAL, 20, 7), ==, HUFU_RETURN_DONE);
  g_assert_cmpint (hufu_street_held (street, A), ==, 0);
  g_assert_cmpint (try_redeem (street, A, HUFU_TEST_DEAL), ==, HUFU_R07_OWNER_UNREACHABLE);
  batch = hufu_journal_next_batch (street->till[A]->db, NULL);
  event = g_ptr_array_index (batch->events, batch->events->len - 1);
  g_assert_cmpstr (event->kind, ==, "right.recalled");
  g_assert_cmpstr (event->body, ==,
                   "{\"epoch\":{\"counter\":7,\"platform_epoch\":1},"
                   "\"recall\":{\"counter\":20,\"platform_epoch\":1},"
                   "\"right\":{\"cti\":\"00000000-0000-4000-8000-00000000000d\","
                   "\"generation\":1,\"k\":0}}");
}

/* The answer was lost and the recall comes again: it is answered, once. A later one is a new one.
 */
static void
test_recall_again (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();

  hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 7);
  g_assert_cmpint (hufu_street_recall (street, A, HUFU_TEST_DEAL, 20, 7), ==, HUFU_RETURN_DONE);
  g_assert_cmpint (hufu_street_recall (street, A, HUFU_TEST_DEAL, 20, 7), ==, HUFU_RETURN_KNOWN);
  g_assert_cmpint (hufu_street_recall (street, A, HUFU_TEST_DEAL, 19, 7), ==, HUFU_RETURN_KNOWN);
  g_assert_cmpint (hufu_street_events (street, A, "right.recalled"), ==, 1);
  hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 30);
  g_assert_cmpint (hufu_street_held (street, A), ==, 1);
  g_assert_cmpint (hufu_street_recall (street, A, HUFU_TEST_DEAL, 40, 30), ==, HUFU_RETURN_DONE);
  g_assert_cmpint (hufu_street_held (street, A), ==, 0);
}

/* The grant overtaken by its recall: acknowledged as not here, it is not credited when it comes. */
static void
test_late_grant (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();

  g_assert_cmpint (hufu_street_recall (street, A, HUFU_TEST_DEAL, 20, 7), ==, HUFU_RETURN_DONE);
  g_assert_cmpuint (hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 7), ==, 0);
  g_assert_cmpuint (hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 6), ==, 0);
  g_assert_cmpint (hufu_street_held (street, A), ==, 0);
  g_assert_cmpuint (hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 21), ==, 1);
}

/* A recall of a lease that is over does not take the one of now; nor does its tombstone shrink. */
static void
test_recall_of_before (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();

  hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 30);
  g_assert_cmpint (hufu_street_recall (street, A, HUFU_TEST_DEAL, 40, 7), ==, HUFU_RETURN_DONE);
  g_assert_cmpint (hufu_street_held (street, A), ==, 1);
  g_assert_cmpint (hufu_street_recall (street, A, HUFU_TEST_DEAL, 50, 30), ==, HUFU_RETURN_DONE);
  g_assert_cmpint (hufu_street_recall (street, A, HUFU_TEST_DEAL, 60, 7), ==, HUFU_RETURN_DONE);
  g_assert_cmpuint (hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 30), ==, 0);
  g_assert_cmpint (hufu_street_held (street, A), ==, 0);
}

/* A right that was used before: the acknowledgement ends the undo. */
static void
test_recall_of_a_used_right (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  HufuId deal, part;

  hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 7);
  hufu_books_grant (street->till[A], HUFU_TEST_CASH, 8);
  deal = redeem (street, A, HUFU_TEST_DEAL, 0);
  part = redeem (street, A, HUFU_TEST_CASH, 2000);
  g_assert_cmpint (hufu_street_recall (street, A, HUFU_TEST_DEAL, 20, 7), ==, HUFU_RETURN_DONE);
  g_assert_cmpint (undo (street, A, &deal), ==, HUFU_R07_OWNER_UNREACHABLE);
  /* Only the one that was recalled. */
  g_assert_cmpint (undo (street, A, &part), ==, HUFU_R27_UNDONE_IN_WINDOW);
  g_assert_cmpint (hufu_street_recall (street, A, HUFU_TEST_CASH, 21, 8), ==, HUFU_RETURN_DONE);
  g_assert_cmpint (hufu_street_held (street, A), ==, 0);
  hufu_street_assert_whole (street);
}

/* It was given away before the recall came: it is leased to the neighbour, who goes on using it. */
static void
test_recall_of_a_debited_right (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();

  hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 7);
  g_assert_cmpint (hufu_street_move (street, B, A, HUFU_TEST_DEAL), ==, HUFU_RECEIVE_CREDITED);
  g_assert_cmpint (hufu_street_recall (street, A, HUFU_TEST_DEAL, 20, 7), ==, HUFU_RETURN_DONE);
  g_assert_cmpint (hufu_street_held (street, B), ==, 1);
  /* But it does not come back to who has acknowledged: the request ends, which the platform hears,
   * and the right waits there. */
  g_assert_cmpint (hufu_street_move (street, A, B, HUFU_TEST_DEAL), ==, HUFU_RECEIVE_TOMBSTONED);
  g_assert_cmpint (hufu_street_held (street, A), ==, 0);
  g_assert_cmpint (hufu_street_events (street, A, "request.closed"), ==, 1);
  g_assert_cmpint (hufu_street_events (street, A, "right.received"), ==, 0);
}

/* It is on its way here: the request is closed first, and the answer finds no request. */
static void
test_recall_in_flight (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (GBytes) document = NULL;
  HufuRequest request, other;
  gint64 closed_no, recalled_no;

  hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 7);
  hufu_books_grant (street->till[A], HUFU_TEST_PASS, 10);
  request = hufu_street_ask (street, B, A, HUFU_TEST_DEAL);
  other = hufu_street_ask (street, B, A, HUFU_TEST_PASS);
  g_assert_cmpint (hufu_street_answer (street, A, &request, &document), ==, HUFU_DEBIT_DEBITED);
  g_assert_cmpint (hufu_street_recall (street, B, HUFU_TEST_DEAL, 20, 7), ==, HUFU_RETURN_DONE);
  g_assert_cmpint (hufu_street_receive (street, B, document), ==, HUFU_RECEIVE_NO_REQUEST);
  g_assert_cmpint (hufu_street_events (street, B, "request.closed"), ==, 1);
  closed_no = hufu_books_count (street->till[B], "SELECT max (journal_no) FROM journal"
                                                 " WHERE kind = 'request.closed'");
  recalled_no = hufu_books_count (street->till[B], "SELECT max (journal_no) FROM journal"
                                                   " WHERE kind = 'right.recalled'");
  g_assert_cmpint (closed_no, <, recalled_no);
  /* The request for another voucher stays open. */
  g_clear_pointer (&document, g_bytes_unref);
  g_assert_cmpint (hufu_street_answer (street, A, &other, &document), ==, HUFU_DEBIT_DEBITED);
  g_assert_cmpint (hufu_street_receive (street, B, document), ==, HUFU_RECEIVE_CREDITED);
}

/* One use of a pass is recalled, the others stay. Several recalls are one act. */
static void
test_recall_of_some (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  HufuId cti = hufu_books_cti (HUFU_TEST_PASS);
  HufuRecall recalls[] = {
      {{1, 21}, {cti, 1, 1}, {1, 2}},
      {{1, 20}, {cti, 1, 3}, {1, 4}},
      {{2, 99}, {cti, 1, 0}, {1, 1}}, /* of a platform epoch that is not known here yet */
      {{1, 20}, {cti, 1, 3}, {1, 4}},
  };
  HufuReturnOutcome outcomes[G_N_ELEMENTS (recalls)];
  g_autoptr (GError) error = NULL;

  hufu_books_grant (street->till[A], HUFU_TEST_PASS, 1);
  g_assert_true (
      hufu_right_recall (street->till[A]->db, recalls, G_N_ELEMENTS (recalls), outcomes, &error));
  g_assert_cmpint (outcomes[0], ==, HUFU_RETURN_DONE);
  g_assert_cmpint (outcomes[1], ==, HUFU_RETURN_DONE);
  g_assert_cmpint (outcomes[2], ==, HUFU_RETURN_OTHER_PLATFORM);
  g_assert_cmpint (outcomes[3], ==, HUFU_RETURN_KNOWN);
  g_assert_cmpint (hufu_street_held (street, A), ==, 3);
  g_assert_cmpint (hufu_books_count (street->till[A], "SELECT sum (k) FROM entitlement"), ==, 6);
  g_assert_true (hufu_right_recall (street->till[A]->db, recalls, 1, NULL, &error));
}

/* --- report ---------------------------------------------------------------------------------- */

/* All that is held goes back, late grants are fenced off, the number is answered once. */
static void
test_report (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  HufuEpoch number = {2, 50};
  HufuReturnOutcome outcome;

  hufu_books_grant (street->till[A], HUFU_TEST_PASS, 1);
  hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 60); /* granted after the question was made */
  g_assert_cmpint (hufu_street_report (street, A, 50), ==, HUFU_RETURN_DONE);
  g_assert_cmpint (hufu_street_held (street, A), ==, 1);
  g_assert_cmpuint (hufu_books_grant (street->till[A], HUFU_TEST_PASS, 1), ==, 0);
  g_assert_cmpuint (hufu_books_grant (street->till[A], HUFU_TEST_CASH, 50), ==, 0);
  g_assert_cmpuint (hufu_books_grant (street->till[A], HUFU_TEST_CASH, 51), ==, 1);
  g_assert_cmpint (hufu_street_report (street, A, 50), ==, HUFU_RETURN_KNOWN);
  g_assert_cmpint (hufu_street_report (street, A, 49), ==, HUFU_RETURN_KNOWN);
  g_assert_true (hufu_right_report (street->till[A]->db, &number, FALSE, &outcome, NULL));
  g_assert_cmpint (outcome, ==, HUFU_RETURN_OTHER_PLATFORM);
  g_assert_cmpint (hufu_street_events (street, A, "right.reported"), ==, 1);
  g_assert_cmpint (hufu_street_held (street, A), ==, 2);
}

/* The platform does not want the rights back: those of its epoch stay, and the report says how
 * many. All else is as it is: late grants are fenced off, requests closed, uses not undone here any
 * more. */
static void
test_report_keeps (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  HufuBooks *till = street->till[A];
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (till, 1);
  g_autoptr (GError) error = NULL;
  HufuReturnOutcome outcome;
  HufuId use_id;

  hufu_books_grant (till, HUFU_TEST_PASS, 1);
  g_assert_cmpint (hufu_books_redeem (till, HUFU_TEST_PASS, 0, &basket, &use_id), ==,
                   HUFU_R00_OK_HELD);
  hufu_street_ask (street, A, B, HUFU_TEST_DEAL);
  g_assert_true (hufu_right_report (till->db, &(HufuEpoch){1, 50}, TRUE, &outcome, &error));
  g_assert_no_error (error);
  g_assert_cmpint (outcome, ==, HUFU_RETURN_DONE);
  g_assert_cmpint (hufu_street_held (street, A), ==, 4);
  g_assert_cmpint (hufu_books_count (till, "SELECT json_extract (body, '$.keeps') FROM journal"
                                           " WHERE kind = 'right.reported'"),
                   ==, 4);
  g_assert_cmpint (hufu_books_count (till, "SELECT count(*) FROM right_request"
                                           " WHERE state = 'open'"),
                   ==, 0);
  g_assert_cmpuint (hufu_books_grant (till, HUFU_TEST_CASH, 50), ==, 0);
  g_assert_cmpint (hufu_books_undo (till, &use_id, &basket), ==, HUFU_R07_OWNER_UNREACHABLE);
  g_assert_cmpint (hufu_books_redeem (till, HUFU_TEST_PASS, 0, &basket, NULL), ==,
                   HUFU_R00_OK_HELD);
  /* After a restore of the platform all of before goes back, whatever is asked. */
  g_assert_true (hufu_terminal_set_platform_epoch (till->db, 2, &error));
  g_assert_true (hufu_right_report (till->db, &(HufuEpoch){2, 1}, TRUE, &outcome, &error));
  g_assert_cmpint (hufu_street_held (street, A), ==, 0);
  hufu_books_assert_whole (till->db);
}

/* What is asked for is given up: the answer that comes later finds nothing. */
static void
test_report_closes_requests (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (GBytes) document = NULL;
  HufuRequest request, again;

  hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 7);
  request = hufu_street_ask (street, B, A, HUFU_TEST_DEAL);
  g_assert_cmpint (hufu_street_answer (street, A, &request, &document), ==, HUFU_DEBIT_DEBITED);
  g_assert_cmpint (hufu_street_report (street, B, 50), ==, HUFU_RETURN_DONE);
  g_assert_cmpint (hufu_street_receive (street, B, document), ==, HUFU_RECEIVE_NO_REQUEST);
  /* Each is told, before the report, which says so: what else is asked in the name of this till is
   * a copy's. */
  g_assert_cmpint (hufu_street_events (street, B, "request.closed"), ==, 1);
  g_assert_cmpint (hufu_books_count (street->till[B],
                                     "SELECT json_extract (body, '$.closed') FROM journal"
                                     " WHERE kind = 'right.reported' AND journal_no >"
                                     " (SELECT journal_no FROM journal"
                                     " WHERE kind = 'request.closed')"),
                   ==, 1);
  again = hufu_street_ask (street, B, A, HUFU_TEST_DEAL);
  g_assert_false (hufu_id_equal (&again.request_id, &request.request_id));
  /* It was asked after the report, and says so. */
  g_assert_cmpuint (again.asker_seq, >, request.asker_seq);
}

/* Undo ends with the report that follows the use; a use after it can be undone, also of a right
 * that came from a neighbour under an epoch below the fence. */
static void
test_undo_and_report (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  HufuId before, after;

  hufu_books_grant (street->till[B], HUFU_TEST_PASS, 1);
  hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 20);
  before = redeem (street, B, HUFU_TEST_PASS, 0);
  g_assert_cmpint (hufu_street_report (street, B, 50), ==, HUFU_RETURN_DONE);
  g_assert_cmpint (undo (street, B, &before), ==, HUFU_R07_OWNER_UNREACHABLE);
  g_assert_cmpint (hufu_street_move (street, B, A, HUFU_TEST_DEAL), ==, HUFU_RECEIVE_CREDITED);
  after = redeem (street, B, HUFU_TEST_DEAL, 0);
  g_assert_cmpint (undo (street, B, &after), ==, HUFU_R27_UNDONE_IN_WINDOW);
  g_assert_cmpint (hufu_street_held (street, B), ==, 1);
  /* And the next report takes it back. */
  g_assert_cmpint (hufu_street_report (street, B, 51), ==, HUFU_RETURN_DONE);
  g_assert_cmpint (hufu_street_held (street, B), ==, 0);
}

static HufuUse *
find_open (HufuBooks *books)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) open = hufu_use_list_open (books->db, &error);

  g_assert_no_error (error);
  return open->len == 0 ? NULL : g_ptr_array_steal_index (open, 0);
}

static void
acknowledge_all (HufuBooks *books)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuBatch) batch = hufu_journal_next_batch (books->db, &error);
  const HufuStoredEvent *last = g_ptr_array_index (batch->events, batch->events->len - 1);

  g_assert_true (
      hufu_journal_acknowledge (books->db, last->seq, last->hash, OF_NOW, NULL, 0, &error));
}

/* After the report the platform may undo it: it is asked once it has the report, and what it says
 * is the end of it. Nothing comes back here but by a new grant. */
static void
test_undo_after_report (gconstpointer data)
{
  gboolean undone = GPOINTER_TO_INT (data);
  g_autoptr (HufuStreet) street = hufu_street_new ();
  HufuBooks *books = street->till[B];
  g_autoptr (HufuBasket) basket = NULL;
  g_autoptr (HufuUse) unheard = NULL, heard = NULL, use = NULL;
  g_autoptr (GError) error = NULL;
  HufuId use_id;

  hufu_books_grant (books, HUFU_TEST_DEAL, 1);
  use_id = redeem (street, B, HUFU_TEST_DEAL, 0);
  g_assert_cmpint (hufu_street_report (street, B, 50), ==, HUFU_RETURN_DONE);
  g_assert_cmpint (undo_if (street, B, &use_id, FALSE), ==, HUFU_R07_OWNER_UNREACHABLE);
  g_assert_null (find_open (books));
  g_assert_cmpint (undo_if (street, B, &use_id, TRUE), ==, HUFU_R28_OUTCOME_UNKNOWN);
  g_assert_cmpint (undo_if (street, B, &use_id, TRUE), ==, HUFU_R28_OUTCOME_UNKNOWN);
  unheard = find_open (books);
  g_assert_true (unheard->waits_for_report);
  acknowledge_all (books);
  heard = find_open (books);
  g_assert_cmpint (heard->state, ==, HUFU_USE_UNDOING);
  g_assert_false (heard->waits_for_report);
  g_assert_true (hufu_use_undone (books->db, &use_id, 1, undone, &basket, &error));
  use = hufu_use_find (books->db, &use_id, &error);
  g_assert_cmpint (use->state, ==, undone ? HUFU_USE_UNDONE : HUFU_USE_REDEEMED);
  g_assert_cmpint (hufu_street_events (street, B, "voucher.undone"), ==, undone ? 1 : 0);
  g_assert_cmpint (hufu_street_held (street, B), ==, 0);
  hufu_street_assert_whole (street);
}

/* The same of a prepaid line whose sale is finished: that stands, whatever the answer. */
static void
test_undo_of_a_sold_line (gconstpointer data)
{
  gboolean undone = GPOINTER_TO_INT (data);
  g_autoptr (HufuStreet) street = hufu_street_new ();
  HufuBooks *books = street->till[B];
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 1), after = NULL;
  g_auto (HufuFinished) finished = {0};
  g_autoptr (HufuUse) use = NULL;
  g_autoptr (GError) error = NULL;
  HufuId use_id;

  hufu_books_grant (books, HUFU_TEST_DEAL, 1);
  g_assert_cmpint (hufu_books_redeem (books, HUFU_TEST_DEAL, 0, &basket, &use_id), ==,
                   HUFU_R00_OK_HELD);
  hufu_books_finish (books, basket, &finished);
  g_assert_cmpint (hufu_street_report (street, B, 50), ==, HUFU_RETURN_DONE);
  g_assert_cmpint (undo_if (street, B, &use_id, TRUE), ==, HUFU_R28_OUTCOME_UNKNOWN);
  g_assert_true (hufu_use_undone (books->db, &use_id, 1, undone, &after, &error));
  g_assert_no_error (error);
  g_assert_null (after);
  use = hufu_use_find (books->db, &use_id, &error);
  g_assert_cmpint (use->state, ==, undone ? HUFU_USE_UNDONE : HUFU_USE_REDEEMED);
  g_assert_cmpint (hufu_street_events (street, B, "voucher.undone"), ==, undone ? 1 : 0);
  g_assert_cmpint (hufu_books_balance (books, "voucher_liability"), ==, undone ? 0 : 8800);
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM sale_line JOIN sale"
                                            " USING (sale_no) WHERE state = 'finished'"),
                   ==, 2);
  hufu_street_assert_whole (street);
}

/* The same of a cash voucher, of which a part is left. */
static void
test_undo_of_a_part_and_report (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  HufuId part;

  hufu_books_grant (street->till[A], HUFU_TEST_CASH, 7);
  part = redeem (street, A, HUFU_TEST_CASH, 2000);
  g_assert_cmpint (hufu_street_report (street, A, 50), ==, HUFU_RETURN_DONE);
  g_assert_cmpint (undo (street, A, &part), ==, HUFU_R07_OWNER_UNREACHABLE);
  /* What is left comes back under a new epoch: the part of before is not added to it here. */
  hufu_books_grant (street->till[A], HUFU_TEST_CASH, 60);
  g_assert_cmpint (undo (street, A, &part), ==, HUFU_R07_OWNER_UNREACHABLE);
}

/* The platform was restored: it asks everybody again, and then grants under its new epoch alone. */
static void
test_after_a_restore (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  HufuDb *db = street->till[A]->db;
  HufuEpoch of_before = {OF_NOW, 900}, of_now = {2, 1};
  HufuReturnOutcome outcome;
  g_autoptr (GError) error = NULL;

  hufu_books_grant (street->till[A], HUFU_TEST_PASS, 100);
  g_assert_true (hufu_terminal_set_platform_epoch (db, 2, &error));
  /* What it holds is good yet; grants and questions of before are not. */
  redeem (street, A, HUFU_TEST_PASS, 0);
  g_assert_cmpuint (hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 200), ==, 0);
  g_assert_true (hufu_right_report (db, &of_before, FALSE, &outcome, &error));
  g_assert_cmpint (outcome, ==, HUFU_RETURN_OTHER_PLATFORM);
  g_assert_cmpint (hufu_street_recall (street, A, HUFU_TEST_PASS, 950, 100), ==,
                   HUFU_RETURN_OTHER_PLATFORM);
  g_assert_cmpint (hufu_street_held (street, A), ==, 4);
  g_assert_true (hufu_right_report (db, &of_now, FALSE, &outcome, &error));
  g_assert_cmpint (outcome, ==, HUFU_RETURN_DONE);
  g_assert_cmpint (hufu_street_held (street, A), ==, 0);
  g_assert_true (hufu_terminal_set_platform_epoch (db, 1, &error));
  g_assert_cmpint (hufu_books_count (street->till[A], "SELECT platform_epoch FROM terminal"), ==,
                   2);
}

/* Neither recalls nor reports are lost on a till that cannot write them: nothing is enrolled. */
static void
test_not_enrolled (void)
{
  g_autoptr (HufuBooks) nobody = hufu_books_new_empty (1);
  HufuRecall recall = {{0, 1}, hufu_street_key (HUFU_TEST_DEAL), {0, 1}};
  HufuEpoch number = {0, 1};
  HufuReturnOutcome outcome;
  g_autoptr (GError) error = NULL;

  g_assert_false (hufu_right_recall (nobody->db, &recall, 1, &outcome, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_false (hufu_right_report (nobody->db, &number, FALSE, &outcome, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT);
  g_assert_cmpint (hufu_books_count (nobody, "SELECT count(*) FROM tombstone"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/return/recall-held", test_recall_held);
  g_test_add_func ("/store/return/recall-again", test_recall_again);
  g_test_add_func ("/store/return/late-grant", test_late_grant);
  g_test_add_func ("/store/return/recall-of-before", test_recall_of_before);
  g_test_add_func ("/store/return/recall-of-a-used-right", test_recall_of_a_used_right);
  g_test_add_func ("/store/return/recall-of-a-debited-right", test_recall_of_a_debited_right);
  g_test_add_func ("/store/return/recall-in-flight", test_recall_in_flight);
  g_test_add_func ("/store/return/recall-of-some", test_recall_of_some);
  g_test_add_func ("/store/return/report", test_report);
  g_test_add_func ("/store/return/report-closes-requests", test_report_closes_requests);
  g_test_add_data_func ("/store/return/undo-after-report/undone", GINT_TO_POINTER (TRUE),
                        test_undo_after_report);
  g_test_add_data_func ("/store/return/undo-after-report/refused", GINT_TO_POINTER (FALSE),
                        test_undo_after_report);
  g_test_add_data_func ("/store/return/undo-of-a-sold-line/undone", GINT_TO_POINTER (TRUE),
                        test_undo_of_a_sold_line);
  g_test_add_data_func ("/store/return/undo-of-a-sold-line/refused", GINT_TO_POINTER (FALSE),
                        test_undo_of_a_sold_line);
  g_test_add_func ("/store/return/undo-and-report", test_undo_and_report);
  g_test_add_func ("/store/return/report-keeps", test_report_keeps);
  g_test_add_func ("/store/return/undo-of-a-part-and-report", test_undo_of_a_part_and_report);
  g_test_add_func ("/store/return/after-a-restore", test_after_a_restore);
  g_test_add_func ("/store/return/not-enrolled", test_not_enrolled);
  return g_test_run ();
}
