/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A till that is restored, copied, lost or replaced: it is noticed, nothing that is leased is used
 * twice, and nothing that was sold is lost. */
#include <string.h>
#include "store/journal-write.h"
#include "tests/store/street.h"

#define BRANCHES "SELECT count(*) FROM journal WHERE kind = 'branch'"

/* Where the till's journal ends: what the platform or a neighbour would know of it. */
static HufuWitness
get_head (HufuBooks *books)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (books->db, NULL, "SELECT last_seq, last_hash FROM terminal");
  HufuWitness head = {0};

  g_assert_cmpint (hufu_rows_next (rows, NULL), ==, 1);
  head.seq = (guint64)hufu_rows_int (rows, 0);
  g_assert_true (hufu_rows_bytes (rows, 1, head.hash, sizeof head.hash));
  return head;
}

static void
acknowledge_all (HufuBooks *books)
{
  HufuWitness head = get_head (books);
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_journal_acknowledge (books->db, head.seq, head.hash, 1, NULL, 0, &error));
  g_assert_no_error (error);
}

static gboolean
compare (HufuBooks *books, const HufuWitness *witness)
{
  gboolean forked = FALSE;
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_witness_compare (books->db, 1, witness, &forked, &error));
  g_assert_no_error (error);
  return forked;
}

static gboolean
is_frozen (HufuBooks *books)
{
  return hufu_books_count (books, "SELECT frozen FROM terminal") != 0;
}

static void
reincarnate (HufuBooks *books, guint32 incarnation)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_terminal_reincarnate (books->db, incarnation, &error));
  g_assert_no_error (error);
  hufu_books_assert_whole (books->db);
}

/* One finished sale, which is events in the journal. */
static void
sell (HufuBooks *books)
{
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 1);
  g_auto (HufuFinished) finished = {{0}};

  hufu_books_finish (books, basket, &finished);
}

/* The image of yesterday is put back: its journal is shorter than the platform's. */
static void
test_shorter (void)
{
  g_autoptr (HufuBooks) till = hufu_books_new (1);
  g_autoptr (HufuBooks) restored = NULL;
  HufuWitness head;

  hufu_books_grant (till, HUFU_TEST_DEAL, 1);
  acknowledge_all (till);
  restored = hufu_books_new_copy (till, 2);
  sell (till);
  head = get_head (till);
  g_assert_false (compare (till, &head));
  g_assert_true (compare (restored, &head));
  g_assert_true (is_frozen (restored));
  reincarnate (restored, 2);
  g_assert_false (is_frozen (restored));
  /* All that it knows was confirmed before: there is no branch, and it holds nothing. */
  g_assert_cmpint (hufu_books_count (restored, BRANCHES), ==, 0);
  g_assert_cmpint (hufu_books_count (restored, "SELECT count(*) FROM entitlement"), ==, 0);
}

/* The restored image went on by itself: at the same number, another event. */
static void
test_diverged (void)
{
  g_autoptr (HufuBooks) till = hufu_books_new (1);
  g_autoptr (HufuBooks) restored = NULL;
  g_autoptr (HufuBatch) batch = NULL;
  HufuWitness head, before;
  const HufuStoredEvent *event;
  json_auto_t *body = NULL;
  json_t *inner;

  acknowledge_all (till);
  before = get_head (till);
  restored = hufu_books_new_copy (till, 2);
  sell (till);
  sell (restored);
  sell (restored);
  head = get_head (till);
  g_assert_false (compare (restored, &before)); /* late, and true of both */
  g_assert_true (compare (restored, &head));
  reincarnate (restored, 2);
  /* The two sales go up under the new name, as what they were. */
  batch = hufu_journal_next_batch (restored->db, NULL);
  g_assert_cmpuint (batch->incarnation, ==, 2);
  g_assert_cmpuint (batch->events->len, ==, 2);
  event = g_ptr_array_index (batch->events, 0);
  g_assert_cmpstr (event->kind, ==, "branch");
  body = json_loads (event->body, JSON_REJECT_DUPLICATES, NULL);
  g_assert_cmpint (json_integer_value (json_object_get (body, "incarnation")), ==, 1);
  g_assert_cmpint (json_integer_value (json_object_get (body, "seq")), ==, (gint64)before.seq + 1);
  g_assert_cmpstr (json_string_value (json_object_get (body, "kind")), ==, "sale.finished");
  inner = json_object_get (body, "body");
  g_assert_nonnull (json_object_get (inner, "receipt_no"));
}

/* The text of a branch event is canonical, and has the event word by word. */
static void
test_canonical (void)
{
  g_autoptr (HufuBooks) till = hufu_books_new (1);
  g_autoptr (HufuBatch) before = hufu_journal_next_batch (till->db, NULL);
  g_autoptr (HufuBatch) after = NULL;

  reincarnate (till, 5);
  after = hufu_journal_next_batch (till->db, NULL);
  g_assert_cmpuint (after->events->len, ==, before->events->len);
  for (guint i = 0; i < after->events->len; i++) {
    const HufuStoredEvent *was = g_ptr_array_index (before->events, i);
    const HufuStoredEvent *is = g_ptr_array_index (after->events, i);
    json_auto_t *body = json_loads (is->body, JSON_REJECT_DUPLICATES, NULL);
    g_autofree char *text = json_dumps (body, JSON_SORT_KEYS | JSON_COMPACT);
    g_autofree char *inner =
        json_dumps (json_object_get (body, "body"), JSON_SORT_KEYS | JSON_COMPACT);

    g_assert_cmpstr (is->body, ==, text);
    g_assert_cmpstr (was->body, ==, inner);
    g_assert_false (hufu_id_equal (&was->event_id, &is->event_id));
  }
}

/* Twice in a row without a word to the platform: each event once, under its own first name. */
static void
test_branch_of_a_branch (void)
{
  g_autoptr (HufuBooks) till = hufu_books_new (1);
  gint64 first = hufu_books_count (till, "SELECT count(*) FROM journal");

  reincarnate (till, 2);
  sell (till);
  reincarnate (till, 4);
  g_assert_cmpint (hufu_books_count (till, BRANCHES " AND incarnation = 2"), ==, first);
  g_assert_cmpint (hufu_books_count (till, BRANCHES " AND incarnation = 4"), ==, first + 1);
  g_assert_cmpint (hufu_books_count (till, "SELECT count(DISTINCT body ->> 'event_id')"
                                           " FROM journal WHERE kind = 'branch'"),
                   ==, first + 1);
  g_assert_cmpint (hufu_books_count (till, BRANCHES " AND body ->> 'kind' = 'branch'"), ==, 0);
}

/* A sale of the greatest size goes up as a branch too. */
static void
test_longest_branch (void)
{
  g_autoptr (HufuBooks) till = hufu_books_new (1);
  g_autofree char *filler = g_strnfill (HUFU_ACT_BODY_MAX - strlen ("{\"x\":\"\"}"), 'x');
  g_autofree char *body = g_strdup_printf ("{\"x\":\"%s\"}", filler);
  g_autofree char *longer = g_strconcat (body, " ", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_act_begin (till->db, &error));
  g_assert_true (hufu_act_end (
      till->db, hufu_journal_append_text (till->db, "sale.finished", body, NULL, &error), &error));
  g_assert_true (hufu_act_begin (till->db, &error));
  g_assert_false (hufu_act_end (
      till->db, hufu_journal_append_text (till->db, "sale.finished", longer, NULL, &error),
      &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_INVALID);
  reincarnate (till, 2);
  g_assert_cmpint (hufu_books_count (till, "SELECT max (length (body)) FROM journal"), >,
                   HUFU_ACT_BODY_MAX);
}

/* A lost till is replaced by a new machine: its database begins with the next incarnation. */
static void
test_replaced (void)
{
  g_autoptr (HufuBooks) till = hufu_books_new_empty (1);
  g_autoptr (HufuBasket) basket = NULL;
  g_autoptr (GError) error = NULL;
  HufuTerminal identity = {
      .terminal_id = hufu_books_terminal_id (1),
      .incarnation = 7,
      .store_no = 1,
      .terminal_no = 1,
      .currency = 156,
      .platform_epoch = 1,
  };

  g_assert_true (hufu_terminal_enrol (till->db, &identity, &error));
  g_assert_cmpuint (hufu_books_grant (till, HUFU_TEST_DEAL, 90), ==, 1);
  basket = hufu_books_make_basket (till, 1);
  g_assert_cmpint (hufu_books_redeem (till, HUFU_TEST_DEAL, 0, &basket, NULL), ==,
                   HUFU_R00_OK_HELD);
  g_assert_cmpint (hufu_books_count (till, BRANCHES), ==, 0);
  g_assert_cmpint (hufu_books_count (till, "SELECT min (incarnation) FROM journal"), ==, 7);
}

/* The answer to an enrolment makes a later incarnation too, with unsent events or without. */
static void
test_enrolled_anew (void)
{
  g_autoptr (HufuBooks) till = hufu_books_new (1);
  gint64 unsent = hufu_books_count (till, "SELECT count(*) FROM journal");
  g_autoptr (GError) error = NULL;
  HufuTerminal identity = {
      .terminal_id = hufu_books_terminal_id (1),
      .incarnation = 2,
      .store_no = 1,
      .terminal_no = 1,
      .currency = 156,
      .platform_epoch = 1,
  };

  g_assert_true (hufu_terminal_enrol (till->db, &identity, &error));
  g_assert_cmpint (hufu_books_count (till, BRANCHES), ==, unsent);
  hufu_books_assert_whole (till->db);
  /* The same answer once more changes nothing; a later word of an older one is refused. */
  g_assert_true (hufu_terminal_enrol (till->db, &identity, &error));
  g_assert_cmpint (hufu_books_count (till, BRANCHES), ==, unsent);
  identity.incarnation = 1;
  g_assert_false (hufu_terminal_enrol (till->db, &identity, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT);
}

static void
test_not_later (void)
{
  g_autoptr (HufuBooks) till = hufu_books_new (1), nobody = hufu_books_new_empty (2);
  g_autoptr (GError) error = NULL;

  g_assert_false (hufu_terminal_reincarnate (till->db, 1, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_false (hufu_terminal_reincarnate (nobody->db, 1, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT);
}

/* A fork freezes leases: nothing is used, moved, credited, asked for or undone; sales go on. */
static void
test_frozen (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  HufuBooks *till = street->till[A];
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (till, 3), after = NULL;
  g_autoptr (GBytes) given = NULL, asked = NULL;
  g_autoptr (GError) error = NULL;
  HufuRequest of_b, of_a;
  HufuReason reason;
  HufuUndo wanted;
  HufuId use_id;

  hufu_books_grant (till, HUFU_TEST_CASH, 1);
  hufu_books_grant (street->till[B], HUFU_TEST_DEAL, 2);
  hufu_books_redeem (till, HUFU_TEST_CASH, 2000, &basket, &use_id);
  of_b = hufu_street_ask (street, B, A, HUFU_TEST_CASH);
  of_a = hufu_street_ask (street, A, B, HUFU_TEST_DEAL);
  g_assert_cmpint (hufu_street_answer (street, B, &of_a, &asked), ==, HUFU_DEBIT_DEBITED);
  g_assert_true (hufu_terminal_freeze (till->db, HUFU_FROZEN_FORKED, &error));
  hufu_books_reopen (till);
  g_assert_cmpint (hufu_books_redeem (till, HUFU_TEST_CASH, 1000, &basket, NULL), ==,
                   HUFU_R26_LEASE_LOST_DEVICE);
  g_assert_cmpint (hufu_street_answer (street, A, &of_b, &given), ==, HUFU_DEBIT_FROZEN);
  g_assert_cmpint (hufu_street_receive (street, A, asked), ==, HUFU_RECEIVE_FROZEN);
  g_assert_cmpuint (hufu_books_grant (till, HUFU_TEST_PASS, 9), ==, 0);
  wanted = hufu_books_make_undo (till, &use_id);
  g_assert_true (hufu_use_undo (till->db, &wanted, &reason, &after, &error));
  g_assert_cmpint (reason, ==, HUFU_R29_CONDITIONS_NOT_MET);
  g_assert_false (
      hufu_request_open (till->db, &of_a.cti, 2, &of_a.owner_terminal, 1, &of_a, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT);
  sell (till);
  hufu_books_assert_whole (till->db);
}

/* A till that is being removed asks nobody; it gives what it holds, and sells. Its successor is
 * live. */
static void
test_leaving (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  HufuBooks *till = street->till[A];
  g_auto (HufuTerminal) leaving = {0}, live = {0};
  g_autoptr (GBytes) given = NULL;
  g_autoptr (GError) error = NULL;
  HufuRequest of_b, of_a;

  hufu_books_grant (till, HUFU_TEST_CASH, 1);
  hufu_books_grant (street->till[B], HUFU_TEST_DEAL, 2);
  of_b = hufu_street_ask (street, B, A, HUFU_TEST_CASH);
  of_a = hufu_street_ask (street, A, B, HUFU_TEST_DEAL);
  g_assert_true (hufu_request_close (till->db, &of_a.request_id, &error));
  g_assert_true (hufu_terminal_set_life (till->db, HUFU_LIFE_LEAVING, &error));
  hufu_books_reopen (till);
  g_assert_true (hufu_terminal_load (till->db, &leaving, &error));
  g_assert_cmpint (leaving.life, ==, HUFU_LIFE_LEAVING);
  g_assert_false (hufu_request_open (till->db, &of_a.cti, of_a.generation, &of_a.owner_terminal, 1,
                                     &of_a, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_cmpint (hufu_street_answer (street, A, &of_b, &given), ==, HUFU_DEBIT_DEBITED);
  g_assert_cmpint (hufu_street_receive (street, B, given), ==, HUFU_RECEIVE_CREDITED);
  sell (till);
  g_assert_true (hufu_terminal_reincarnate (till->db, 2, &error));
  g_assert_true (hufu_terminal_load (till->db, &live, &error));
  g_assert_cmpint (live.life, ==, HUFU_LIFE_LIVE);
  hufu_books_assert_whole (till->db);
}

/* What the former self asked for, held or gave is not the successor's. */
static void
test_successor (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  HufuBooks *till = street->till[A];
  g_autoptr (GBytes) asked = NULL, given = NULL, again = NULL;
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (till, 3), after = NULL;
  HufuRequest of_a, of_b;
  HufuReason reason;
  HufuUndo wanted;
  HufuId use_id;

  hufu_books_grant (till, HUFU_TEST_PASS, 1);
  hufu_books_grant (street->till[B], HUFU_TEST_DEAL, 10);
  hufu_books_redeem (till, HUFU_TEST_PASS, 0, &basket, &use_id);
  of_a = hufu_street_ask (street, A, B, HUFU_TEST_DEAL);
  g_assert_cmpint (hufu_street_answer (street, B, &of_a, &asked), ==, HUFU_DEBIT_DEBITED);
  of_b = hufu_street_ask (street, B, A, HUFU_TEST_PASS);
  g_assert_cmpint (hufu_street_answer (street, A, &of_b, &given), ==, HUFU_DEBIT_DEBITED);
  reincarnate (till, 2);
  g_assert_cmpint (hufu_street_held (street, A), ==, 0);
  /* Neither the answer to the old request is taken, nor an old answer given again. */
  g_assert_cmpint (hufu_street_receive (street, A, asked), ==, HUFU_RECEIVE_NO_REQUEST);
  g_assert_cmpint (hufu_street_answer (street, A, &of_b, &again), ==, HUFU_DEBIT_WRONG_OWNER);
  /* The use stands; it is for the platform to undo it. */
  wanted = hufu_books_make_undo (till, &use_id);
  g_assert_true (hufu_use_undo (till->db, &wanted, &reason, &after, NULL));
  g_assert_cmpint (reason, ==, HUFU_R29_CONDITIONS_NOT_MET);
  /* A late copy of an old grant is not credited, a new one is. */
  g_assert_cmpuint (hufu_books_grant (till, HUFU_TEST_PASS, 1), ==, 0);
  g_assert_cmpuint (hufu_books_grant (till, HUFU_TEST_PASS, 50), ==, 5);
}

/* A platform that was restored has lost what earlier incarnations had sent: it comes again. */
static void
test_platform_restored (void)
{
  g_autoptr (HufuBooks) till = hufu_books_new (1);
  g_autoptr (GError) error = NULL;
  gint64 before;

  sell (till);
  acknowledge_all (till);
  reincarnate (till, 2);
  sell (till);
  acknowledge_all (till);
  before = hufu_books_count (till, "SELECT count(*) FROM journal WHERE incarnation = 1");
  g_assert_true (hufu_terminal_set_platform_epoch (till->db, 2, &error));
  g_assert_cmpint (hufu_books_count (till, BRANCHES), ==, before);
  g_assert_cmpint (hufu_books_count (till, "SELECT acked_seq FROM terminal"), ==, 0);
  g_assert_true (hufu_terminal_set_platform_epoch (till->db, 2, &error));
  g_assert_true (hufu_terminal_set_platform_epoch (till->db, 1, &error));
  g_assert_cmpint (hufu_books_count (till, BRANCHES), ==, before);
  hufu_books_assert_whole (till->db);
}

/* The same, when the till hears of it by being enrolled again: of each earlier incarnation. */
static void
test_enrolled_at_restored (void)
{
  g_autoptr (HufuBooks) till = hufu_books_new (1);
  g_autoptr (GError) error = NULL;
  const HufuTerminal identity = {
      .terminal_id = hufu_books_terminal_id (1),
      .incarnation = 3,
      .store_no = 1,
      .terminal_no = 1,
      .currency = 156,
      .platform_epoch = 2,
  };
  gint64 before;

  sell (till);
  acknowledge_all (till);
  reincarnate (till, 2);
  sell (till);
  acknowledge_all (till);
  before = hufu_books_count (till, "SELECT count(*) FROM journal WHERE kind <> 'branch'");
  g_assert_true (hufu_terminal_enrol (till->db, &identity, &error));
  g_assert_no_error (error);
  g_assert_cmpint (hufu_books_count (till, BRANCHES " AND incarnation = 3"), ==, before);
  hufu_books_assert_whole (till->db);
}

/* Witnesses: neighbours know how far a till has come, and do not forget it. */
static void
test_witnesses (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (HufuBooks) restored = hufu_books_new_copy (street->till[B], 9);
  HufuId b = hufu_books_terminal_id (2), a = hufu_books_terminal_id (1);
  HufuWitness of_b, of_a, nothing;
  HufuRequest request;

  hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 1);
  sell (street->till[B]);
  request = hufu_street_ask (street, B, A, HUFU_TEST_DEAL);
  g_assert_true (hufu_witness_find (street->till[A]->db, &b, 1, &nothing, NULL));
  g_assert_cmpuint (nothing.seq, ==, 0);
  g_assert_cmpint (hufu_street_move (street, B, A, HUFU_TEST_DEAL), ==, HUFU_RECEIVE_CREDITED);
  g_assert_true (hufu_witness_find (street->till[A]->db, &b, 1, &of_b, NULL));
  g_assert_cmpuint (of_b.seq, ==, request.asker_seq);
  g_assert_true (hufu_witness_find (street->till[B]->db, &a, 1, &of_a, NULL));
  g_assert_cmpuint (of_a.seq, >, 0);
  /* A tells B in its answer what it knows of B: true of B, and not of B's image of this morning. */
  g_assert_false (compare (street->till[B], &nothing));
  g_assert_false (compare (street->till[B], &of_b));
  g_assert_false (compare (street->till[A], &of_a));
  g_assert_true (compare (restored, &of_b));
  /* An earlier incarnation is nobody's business any more. */
  reincarnate (restored, 2);
  g_assert_false (compare (restored, &of_b));
}

/* Books that were just opened: until their witnesses have spoken, or did not within the bound, what
 * is held stays where it is, and nobody is told to remember this journal. */
static void
test_awaited (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  HufuBooks *till = street->till[A];
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (till, 1);
  g_autoptr (GBytes) document = NULL;
  HufuRequest request;
  HufuWitness own;
  HufuId use_id;

  hufu_books_grant (till, HUFU_TEST_DEAL, 1);
  hufu_books_grant (till, HUFU_TEST_PASS, 2);
  g_assert_cmpint (hufu_books_redeem (till, HUFU_TEST_PASS, 0, &basket, &use_id), ==,
                   HUFU_R00_OK_HELD);
  hufu_witness_await (till->db, 5 * G_USEC_PER_SEC);
  g_assert_true (hufu_witness_is_awaited (till->db));
  g_assert_cmpint (hufu_books_redeem (till, HUFU_TEST_DEAL, 0, &basket, NULL), ==,
                   HUFU_R28_OUTCOME_UNKNOWN);
  g_assert_cmpint (hufu_books_undo (till, &use_id, &basket), ==, HUFU_R29_CONDITIONS_NOT_MET);
  request = hufu_street_ask (street, B, A, HUFU_TEST_DEAL);
  g_assert_cmpint (hufu_street_answer (street, A, &request, &document), ==, HUFU_DEBIT_FROZEN);
  g_assert_true (hufu_witness_get_own (till->db, &own, NULL));
  g_assert_cmpuint (own.seq, ==, 0);
  g_assert_cmpint (hufu_books_count (till, "SELECT count(*) FROM entitlement"), ==, 5);
  hufu_test_host_advance_ms (till->world, 5000);
  g_assert_false (hufu_witness_is_awaited (till->db));
  g_assert_cmpint (hufu_books_undo (till, &use_id, &basket), ==, HUFU_R27_UNDONE_IN_WINDOW);
  hufu_witness_await (till->db, 5 * G_USEC_PER_SEC);
  hufu_witness_heard (till->db);
  g_assert_cmpint (hufu_books_redeem (till, HUFU_TEST_DEAL, 0, &basket, NULL), ==,
                   HUFU_R00_OK_HELD);
  g_assert_true (hufu_witness_get_own (till->db, &own, NULL));
  g_assert_cmpuint (own.seq, ==, get_head (till).seq);
  /* There is nobody to wait for. Nor is a copy's journal one to remember. */
  hufu_witness_await (till->db, 0);
  g_assert_false (hufu_witness_is_awaited (till->db));
  g_assert_true (hufu_terminal_freeze (till->db, HUFU_FROZEN_FORKED, NULL));
  g_assert_true (hufu_witness_get_own (till->db, &own, NULL));
  g_assert_cmpuint (own.seq, ==, 0);
}

/* A till that gives nothing away says how far it has come: the neighbour answers what it knew
 * before, and then remembers the furthest. */
static void
test_exchange (void)
{
  static const struct {
    guint64 said, known;
  } questions[] = {{0, 0}, {7, 0}, {0, 7}, {5, 7}, {9, 7}, {0, 9}};
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  HufuId other = hufu_books_terminal_id (2);

  for (gsize i = 0; i < G_N_ELEMENTS (questions); i++) {
    HufuWitness said = {questions[i].said, {(guint8)questions[i].said}}, known;
    g_autoptr (GError) error = NULL;

    g_assert_true (hufu_witness_exchange (books->db, &other, 1, &said, &known, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (known.seq, ==, questions[i].known);
    g_assert_cmpuint (known.hash[0], ==, questions[i].known);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/incarnation/shorter", test_shorter);
  g_test_add_func ("/store/incarnation/diverged", test_diverged);
  g_test_add_func ("/store/incarnation/canonical", test_canonical);
  g_test_add_func ("/store/incarnation/branch-of-a-branch", test_branch_of_a_branch);
  g_test_add_func ("/store/incarnation/longest-branch", test_longest_branch);
  g_test_add_func ("/store/incarnation/replaced", test_replaced);
  g_test_add_func ("/store/incarnation/enrolled-anew", test_enrolled_anew);
  g_test_add_func ("/store/incarnation/not-later", test_not_later);
  g_test_add_func ("/store/incarnation/frozen", test_frozen);
  g_test_add_func ("/store/incarnation/leaving", test_leaving);
  g_test_add_func ("/store/incarnation/successor", test_successor);
  g_test_add_func ("/store/incarnation/platform-restored", test_platform_restored);
  g_test_add_func ("/store/incarnation/enrolled-at-restored", test_enrolled_at_restored);
  g_test_add_func ("/store/incarnation/witnesses", test_witnesses);
  g_test_add_func ("/store/incarnation/awaited", test_awaited);
  g_test_add_func ("/store/incarnation/exchange", test_exchange);
  return g_test_run ();
}
