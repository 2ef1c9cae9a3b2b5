/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rights that go from till to till and come back (design 2, section 3: rules 3, 4, 5 and 6). */
#include "platform/rights-drain.h"
#include "tests/platform/shop.h"

static void
recall (Shop *shop, const char *title)
{
  Place place = shop_find (shop, title);
  HufuRightRow row;
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_rights_find (shop->platform, &place.key, &row));
  hufu_pdb_begin (shop->platform->db);
  hufu_recalls_start (shop->platform, &row, "operator");
  g_assert_true (hufu_pdb_commit (shop->platform->db, &error));
}

static void
want_report (Till *till)
{
  g_autoptr (GError) error = NULL;

  hufu_pdb_begin (till->shop->platform->db);
  hufu_reports_want (till->shop->platform, &till->holder.terminal_id, till->holder.incarnation,
                     HUFU_REPORT_RETURNS);
  g_assert_true (hufu_pdb_commit (till->shop->platform->db, &error));
}

/* Rule 3: the chain A -> B -> C is followed from either end, whichever journals come, in any order.
 */
static void
test_chain (gconstpointer data)
{
  const char *order = data; /* "ABC", "CBA", "C" ... */
  g_auto (Story) story = story_begin (3);
  HufuDebit first = till_request (story.b, story.a, &story.cash);
  g_autofree char *to_b = till_debit (story.a, &first);
  Place at_b = till_receive (story.b, &first, to_b);
  HufuDebit second = till_request (story.c, story.b, &at_b);
  g_autofree char *to_c = till_debit (story.b, &second);

  till_receive (story.c, &second, to_c);
  for (const char *who = order; *who != '\0'; who++)
    g_assert_cmpstr (till_send (story.shop->tills[*who - 'A']), ==, "ok");
  shop_check (story.shop, "cash", "leased C 1000");
  g_assert_cmpint (shop_count (story.shop, "SELECT max (hop) FROM \"right\""), ==, 2);
  g_assert_cmpint (shop_count (story.shop, "SELECT count(*) FROM claim"), ==, 0);
}

/* Rule 3: parts used at each till of the chain are followed when their journals come late. */
static void
test_late_parts (gconstpointer data)
{
  const char *order = data;
  g_auto (Story) story = story_begin (3);
  HufuDebit first;
  g_autofree char *to_b = NULL;
  Place at_b;

  till_use (story.a, &story.cash, 300);
  story.cash.remaining_minor = 700;
  first = till_request (story.b, story.a, &story.cash);
  to_b = till_debit (story.a, &first);
  at_b = till_receive (story.b, &first, to_b);
  till_use (story.b, &at_b, 600);
  for (const char *who = order; *who != '\0'; who++)
    g_assert_cmpstr (till_send (story.shop->tills[*who - 'A']), ==, "ok");
  shop_check (story.shop, "cash", "leased B 100");
  g_assert_cmpint (shop_count (story.shop, "SELECT sum (amount_minor) FROM use"), ==, 900);
  g_assert_cmpint (shop_count (story.shop, "SELECT count(*) FROM claim"), ==, 0);
}

/* Rule 3: a debit lists the uses undone before it; the platform treats them as undone, whether it
 * has heard of them or not. */
static void
test_undone_before_debit (gconstpointer data)
{
  const char *order = data;
  g_auto (Story) story = story_begin (3);
  HufuId use_id = till_use (story.a, &story.deal, 500);
  HufuDebit debit;
  g_autofree char *document = NULL;
  Place at_b;

  till_undo (story.a, &story.deal, &use_id);
  debit = till_request (story.b, story.a, &story.deal);
  g_assert_true (hufu_debit_add_undone (&debit, &use_id));
  document = till_debit (story.a, &debit);
  at_b = till_receive (story.b, &debit, document);
  till_use (story.b, &at_b, 500);
  for (const char *who = order; *who != '\0'; who++)
    g_assert_cmpstr (till_send (story.shop->tills[*who - 'A']), ==, "ok");
  shop_check (story.shop, "deal", "used B 500");
  g_assert_cmpint (shop_count (story.shop, "SELECT count(*) FROM use WHERE state = 'undone'"), ==,
                   1);
  g_assert_cmpint (shop_count (story.shop, "SELECT count(*) FROM claim"), ==, 0);
}

/* A till that was tampered with gives away what it has used: the right does not come free again. */
static void
test_used_and_debited (void)
{
  g_auto (Story) story = story_begin (3);
  HufuDebit debit;
  g_autofree char *document = NULL;
  Place at_b;

  till_use (story.a, &story.deal, 500);
  debit = till_request (story.b, story.a, &story.deal);
  document = till_debit (story.a, &debit);
  at_b = till_receive (story.b, &debit, document);
  till_send (story.a);
  till_send (story.b);
  want_report (story.b);
  till_obey (story.b);
  shop_check (story.shop, "deal", "used B 500");
  till_use (story.b, &at_b, 500);
  g_assert_cmpstr (till_send (story.b), ==, "not_held");
}

/* Nobody but the owner signs a debit, and neither end tells of somebody else's. */
static void
test_forged (void)
{
  g_auto (Story) story = story_begin (3);
  HufuDebit debit = till_request (story.b, story.a, &story.cash);
  guint8 document[HUFU_DEBIT_MAX_BYTES];
  gsize size = hufu_debit_seal (&debit, hufu_crypto_sign, story.b->keys, document);
  json_t *body = json_pack ("{s:o}", "debit", hufu_pjson_bytes (document, size));

  till_write (story.b, "right.received", json_incref (body));
  g_assert_cmpstr (till_send (story.b), ==, "bad_debit");
  json_decref (body);
  size = hufu_debit_seal (&debit, hufu_crypto_sign, story.a->keys, document);
  till_write (story.c, "right.received",
              json_pack ("{s:o}", "debit", hufu_pjson_bytes (document, size)));
  g_assert_cmpstr (till_send (story.c), ==, "bad_debit");
  shop_check (story.shop, "cash", "leased A 1000");
}

/* --- drain --------------------------------------------------------------------------------------
 */

/* Rule 5: a debit on its way comes back when the asker's journal has closed the request, whichever
 * of the two journals comes first. */
static void
test_closed_request (gconstpointer data)
{
  const char *order = data;
  g_auto (Story) story = story_begin (3);
  HufuDebit debit = till_request (story.b, story.a, &story.cash);
  g_autofree char *document = till_debit (story.a, &debit);

  till_close_request (story.b, &debit);
  for (const char *who = order; *who != '\0'; who++)
    g_assert_cmpstr (till_send (story.shop->tills[*who - 'A']), ==, "ok");
  shop_check (story.shop, "cash", "available - 1000");
}

/* Rule 5: or when a report placed after the request shows no credit for it, whichever comes first
 * (of a till that does not tell what it closes). */
static void
test_report_after_request (gconstpointer data)
{
  const char *order = data;
  g_auto (Story) story = story_begin (3);
  HufuDebit debit = till_request (story.b, story.a, &story.cash);
  g_autofree char *document = till_debit (story.a, &debit);

  want_report (story.b);
  for (const char *who = order; *who != '\0'; who++)
    g_assert_cmpstr (*who == 'B' ? till_obey (story.b) : till_send (story.a), ==, "ok");
  shop_check (story.shop, "cash", "available - 1000");
}

/* A journal that tells each request that it closed, and does not know the one that was answered: a
 * copy of the till has asked, and may have the right. Nothing that is leased to it comes free, by a
 * report or by a recall, whichever journal comes first. */
static void
test_asked_by_copy (gconstpointer data)
{
  const char *order = data;
  g_auto (Story) story = story_begin (3);
  HufuDebit debit = till_request (story.b, story.a, &story.cash);
  g_autofree char *document = till_debit (story.a, &debit);
  json_t *number;
  json_t *answer;

  want_report (story.b);
  answer = till_ask (story.b, 0);
  number = json_object_get (answer, "report");
  till_write (story.b, "right.reported",
              json_pack ("{s:O, s:O, s:i, s:i}", "report", number, "up_to", number, "keeps", 0,
                         "closed", 0));
  json_decref (answer);
  for (const char *who = order; *who != '\0'; who++)
    g_assert_cmpstr (till_send (story.shop->tills[*who - 'A']), ==, "ok");
  shop_check (story.shop, "cash", "quarantined B 1000");
  g_assert_cmpint (shop_count (story.shop, "SELECT count(*) FROM incarnation"
                                           " WHERE state = 'forked'"),
                   ==, 1);
}

static void
test_recalled_of_copy (void)
{
  g_auto (Story) story = story_begin (3);
  HufuDebit debit = till_request (story.b, story.a, &story.cash);
  g_autofree char *document = till_debit (story.a, &debit);

  till_send (story.a);
  recall (story.shop, "cash");
  till_obey (story.b);
  shop_check (story.shop, "cash", "quarantined B 1000");
}

/* A copy of the owner's disk gives what its original has given back since, and here nobody sees
 * that it is one. The till that got it is to give it back. */
static void
test_given_by_copy (void)
{
  g_auto (Story) story = story_begin (2);
  const Place of_before = story.cash;
  HufuDebit debit;
  g_autofree char *document = NULL;
  json_t *answer;

  want_report (story.a);
  till_obey (story.a);
  shop_check (story.shop, "cash", "available - 1000");
  debit = till_request (story.b, story.a, &of_before);
  document = till_debit (story.a, &debit);
  till_receive (story.b, &debit, document);
  g_assert_cmpstr (till_send (story.b), ==, "not_held");
  shop_check (story.shop, "cash", "available - 1000");
  answer = till_ask (story.b, 0);
  g_assert_true (json_is_object (json_object_get (answer, "report")));
  g_assert_true (json_is_false (json_object_get (answer, "report_keeps")));
  json_decref (answer);
}

/* Rule 5: an earlier report of the asker proves nothing. */
static void
test_report_before_request (gconstpointer data)
{
  const char *order = data;
  g_auto (Story) story = story_begin (3);
  HufuDebit debit;
  g_autofree char *document = NULL;
  json_t *answer;

  want_report (story.b);
  answer = till_ask (story.b, 0);
  till_answer (story.b, answer);
  json_decref (answer);
  debit = till_request (story.b, story.a, &story.cash);
  document = till_debit (story.a, &debit);
  for (const char *who = order; *who != '\0'; who++)
    g_assert_cmpstr (till_send (story.shop->tills[*who - 'A']), ==, "ok");
  shop_check (story.shop, "cash", "leased B 1000");
  till_receive (story.b, &debit, document);
  g_assert_cmpstr (till_send (story.b), ==, "ok");
  shop_check (story.shop, "cash", "leased B 1000");
}

/* Rule 5: a report gives back what its till holds up to the number, and no more; it is heard once.
 */
static void
test_report (void)
{
  g_auto (Story) story = story_begin (3);
  json_t *answer;
  Place late;

  want_report (story.a);
  shop_issue (story.shop, "deal", "late", 100);
  answer = till_ask (story.a, 1000);
  g_assert_true (json_is_object (json_object_get (answer, "report")));
  till_answer (story.a, answer);
  json_decref (answer);
  g_assert_cmpstr (till_send (story.a), ==, "ok");
  shop_check (story.shop, "cash", "available - 1000");
  shop_check (story.shop, "deal", "available - 500");
  late = shop_find (story.shop, "late");
  if (late.epoch.counter > 0)
    g_assert_cmpint (
        shop_count (story.shop, "SELECT count(*) FROM \"right\" WHERE state = 'leased'"), ==, 1);
  answer = till_ask (story.a, 0);
  g_assert_true (json_is_null (json_object_get (answer, "report")));
  json_decref (answer);
}

/* A till makes up a fence nobody asked for: nothing moves. */
static void
test_report_unasked (void)
{
  g_auto (Story) story = story_begin (3);
  const HufuEpoch high = {1, 1000};

  till_write (story.a, "right.reported",
              json_pack ("{s:o, s:o}", "report", hufu_pjson_epoch (&high), "up_to",
                         hufu_pjson_epoch (&high)));
  g_assert_cmpstr (till_send (story.a), ==, "wrong_epoch");
  shop_check (story.shop, "cash", "leased A 1000");
}

/* Rule 5: while an event that nobody could read needs attention, that till's returns wait; not
 * those of others. */
static void
test_report_waits (void)
{
  g_auto (Story) story = story_begin (3);

  till_write (story.a, "moon.landed", json_object ());
  want_report (story.a);
  g_assert_cmpstr (till_obey (story.a), ==, "waiting");
  shop_check (story.shop, "cash", "leased A 1000");
  want_report (story.b);
  g_assert_cmpstr (till_obey (story.b), ==, "ok");
}

/* Rule 6: an undo written after a fence moves nothing. */
static void
test_undo_after_fence (void)
{
  g_auto (Story) story = story_begin (3);
  HufuId use_id = till_use (story.a, &story.deal, 500);

  want_report (story.a);
  g_assert_cmpstr (till_obey (story.a), ==, "ok");
  till_undo (story.a, &story.deal, &use_id);
  g_assert_cmpstr (till_send (story.a), ==, "not_held");
  shop_check (story.shop, "deal", "used A 500");
}

/* --- recalls ------------------------------------------------------------------------------------
 */

/* Rule 4: a recall is asked for until it is acknowledged; then the right is free. */
static void
test_recall (void)
{
  g_auto (Story) story = story_begin (3);
  json_t *answer;

  recall (story.shop, "cash");
  recall (story.shop, "cash");
  for (guint i = 0; i < 2; i++) {
    answer = till_ask (story.a, 0);
    g_assert_cmpuint (json_array_size (json_object_get (answer, "recalls")), ==, 1);
    json_decref (answer);
  }
  shop_check (story.shop, "cash", "leased A 1000");
  g_assert_cmpstr (till_obey (story.a), ==, "ok");
  shop_check (story.shop, "cash", "available - 1000");
  answer = till_ask (story.a, 0);
  g_assert_cmpuint (json_array_size (json_object_get (answer, "recalls")), ==, 0);
  json_decref (answer);
}

/* Rule 4: a right already debited is still leased, to the debitee: it is recalled from there. */
static void
test_recall_moved (gconstpointer data)
{
  const char *order = data; /* whose word comes first */
  g_auto (Story) story = story_begin (3);
  HufuDebit debit = till_request (story.b, story.a, &story.cash);
  g_autofree char *document = till_debit (story.a, &debit);

  till_receive (story.b, &debit, document);
  recall (story.shop, "cash");
  for (const char *who = order; *who != '\0'; who++)
    g_assert_cmpstr (till_obey (story.shop->tills[*who - 'A']), ==, "ok");
  shop_check (story.shop, "cash", "leased B 1000");
  g_assert_cmpstr (till_obey (story.b), ==, "ok");
  shop_check (story.shop, "cash", "available - 1000");
  g_assert_cmpint (shop_count (story.shop, "SELECT count(*) FROM recall WHERE state = 'open'"), ==,
                   0);
}

/* Rule 4: the asker that acknowledges a recall has closed its request before. */
static void
test_recall_in_flight (void)
{
  g_auto (Story) story = story_begin (3);
  HufuDebit debit = till_request (story.b, story.a, &story.cash);
  g_autofree char *document = till_debit (story.a, &debit);

  till_send (story.a);
  recall (story.shop, "cash");
  till_close_request (story.b, &debit);
  till_obey (story.b);
  shop_check (story.shop, "cash", "available - 1000");
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*run) (gconstpointer data);
    const char *orders[6];
  } stories[] = {
      {"chain", test_chain, {"ABC", "CBA", "BAC", "C", "CB", "CA"}},
      {"late-parts", test_late_parts, {"AB", "BA"}},
      {"undone-before-debit", test_undone_before_debit, {"AB", "BA"}},
      {"closed-request", test_closed_request, {"AB", "BA"}},
      {"report-after-request", test_report_after_request, {"AB", "BA"}},
      {"asked-by-copy", test_asked_by_copy, {"AB", "BA"}},
      {"report-before-request", test_report_before_request, {"AB", "BA"}},
      {"recall-moved", test_recall_moved, {"A", "BA"}},
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++) {
    for (gsize k = 0; k < G_N_ELEMENTS (stories[i].orders) && stories[i].orders[k] != NULL; k++) {
      g_autofree char *name =
          g_strconcat ("/moves/", stories[i].name, "/", stories[i].orders[k], NULL);

      g_test_add_data_func (name, stories[i].orders[k], stories[i].run);
    }
  }
  g_test_add_func ("/moves/used-and-debited", test_used_and_debited);
  g_test_add_func ("/moves/forged", test_forged);
  g_test_add_func ("/moves/report", test_report);
  g_test_add_func ("/moves/report-unasked", test_report_unasked);
  g_test_add_func ("/moves/report-waits", test_report_waits);
  g_test_add_func ("/moves/undo-after-fence", test_undo_after_fence);
  g_test_add_func ("/moves/recall", test_recall);
  g_test_add_func ("/moves/recall-in-flight", test_recall_in_flight);
  g_test_add_func ("/moves/recalled-of-copy", test_recalled_of_copy);
  g_test_add_func ("/moves/given-by-copy", test_given_by_copy);
  return g_test_run ();
}
