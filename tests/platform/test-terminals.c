/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terminals and platform come and go (design 2, section 3, rule 8). */
#include <string.h>

#include "platform/attention.h"
#include "platform/terminals.h"
#include "tests/platform/shop.h"

static gint64
get_exposure (Shop *shop, gboolean *ret_is_upper_bound)
{
  json_t *list = hufu_terminals_list_exposed (shop->platform);
  json_t *till;
  gint64 exposure_minor = 0;
  gsize i;

  *ret_is_upper_bound = FALSE;
  json_array_foreach (list, i, till)
  {
    exposure_minor += json_integer_value (json_object_get (till, "exposure_minor"));
    *ret_is_upper_bound |= json_is_true (json_object_get (till, "is_upper_bound"));
  }
  json_decref (list);
  return exposure_minor;
}

/* A removed till is drained first and gets nothing more; it may be wiped when a backup has all. */
static void
test_remove (void)
{
  g_auto (Story) story = story_begin (2);
  json_t *answer = till_act (story.a, hufu_terminals_remove);

  g_assert_cmpstr (json_string_value (json_object_get (answer, "life")), ==, "leaving");
  json_decref (answer);
  till_check_peer (story.a, "enrolled 1");
  shop_check (story.shop, "cash", "leased A 1000");
  g_assert_cmpstr (till_obey (story.a), ==, "ok");
  shop_check (story.shop, "cash", "available - 1000");
  till_check_peer (story.a, "gone");
  answer = till_ask (story.a, 1000);
  g_assert_cmpuint (json_array_size (json_object_get (answer, "terms")), ==, 0);
  json_decref (answer);
  answer = till_act (story.a, hufu_terminals_remove);
  g_assert_cmpstr (json_string_value (json_object_get (answer, "life")), ==, "removed");
  g_assert_true (json_is_false (json_object_get (answer, "may_be_wiped")));
  json_decref (answer);
}

/* A lost till with a live neighbour: what the neighbour got from it comes out of quarantine, and
 * only then the exposure is no upper bound and may be written off. */
static void
test_lost (void)
{
  g_auto (Story) story = story_begin (2);
  HufuDebit debit = till_request (story.b, story.a, &story.cash);
  g_autofree char *document = till_debit (story.a, &debit);
  gboolean is_upper_bound;

  till_receive (story.b, &debit, document);
  till_lose (story.a);
  shop_check (story.shop, "cash", "quarantined A 1000");
  g_assert_cmpint (get_exposure (story.shop, &is_upper_bound), ==, 1500);
  g_assert_true (is_upper_bound);
  till_check_peer (story.a, "gone");
  g_assert_cmpint (till_write_off (story.a, 0), ==, HUFU_TERMINAL_NOT_NOW);
  shop_check (story.shop, "deal", "quarantined A 500");
  g_assert_cmpstr (till_obey (story.b), ==, "ok");
  shop_check (story.shop, "cash", "available - 1000");
  g_assert_cmpint (get_exposure (story.shop, &is_upper_bound), ==, 500);
  g_assert_false (is_upper_bound);
  g_assert_cmpint (till_write_off (story.a, 0), ==, HUFU_TERMINAL_DONE);
  shop_check (story.shop, "deal", "available - 500");
  g_assert_cmpint (shop_count (story.shop, "SELECT exposure_minor FROM write_off"), ==, 500);
}

/* A report from before the loss proves nothing about it. */
static void
test_lost_after_report (void)
{
  g_auto (Story) story = story_begin (2);

  json_decref (till_act (story.b, hufu_terminals_remove));
  till_obey (story.b);
  shop_enrol_again (story.b);
  till_lose (story.a);
  g_assert_cmpint (till_write_off (story.a, 0), ==, HUFU_TERMINAL_NOT_NOW);
  till_obey (story.b);
  g_assert_cmpint (till_write_off (story.a, 0), ==, HUFU_TERMINAL_DONE);
}

/* It is found again before anybody signed: its own journal gives everything back. */
static void
test_found_again (void)
{
  g_auto (Story) story = story_begin (2);

  till_lose (story.a);
  till_use (story.a, &story.cash, 300);
  g_assert_cmpstr (till_obey (story.a), ==, "ok");
  shop_check (story.shop, "cash", "available - 700");
  shop_check (story.shop, "deal", "available - 500");
  g_assert_cmpint (shop_count (story.shop, "SELECT count(*) FROM claim"), ==, 0);
}

static const char *
get_life (const json_t *till)
{
  return json_string_value (json_object_get (till, "life"));
}

static gint64
count_granted (Till *till)
{
  json_t *answer = till_ask (till, 1000);
  gint64 n = (gint64)json_array_size (json_object_get (answer, "terms"));

  json_decref (answer);
  return n;
}

/* The operator says that it is there again: it goes on, and gets rights when it has reported. */
static void
test_found_goes_on (void)
{
  g_auto (Story) story = story_begin (1);
  json_t *till;

  till_lose (story.a);
  till_use (story.a, &story.cash, 300);
  till = till_act (story.a, hufu_terminals_find);
  g_assert_cmpstr (get_life (till), ==, "live");
  g_assert_true (json_is_true (json_object_get (till, "report_wanted")));
  g_assert_cmpint (json_integer_value (json_object_get (till, "exposure_minor")), ==, 0);
  json_decref (till);
  till_check_peer (story.a, "enrolled 1");
  g_assert_cmpint (till_write_off (story.a, 0), ==, HUFU_TERMINAL_NOT_NOW);
  g_assert_cmpstr (till_obey (story.a), ==, "ok");
  shop_check (story.shop, "cash", "available - 700");
  shop_check (story.shop, "deal", "available - 500");
  json_decref (till_act (story.b, hufu_terminals_remove));
  g_assert_cmpint (count_granted (story.a), ==, 2);
  g_assert_cmpint (shop_count (story.shop, "SELECT count(*) FROM claim"), ==, 0);
  till = till_act (story.a, hufu_terminals_find); /* said twice */
  g_assert_cmpstr (get_life (till), ==, "live");
  json_decref (till);
}

/* Somebody signed meanwhile: it is drained, what it did is a claim that a manager looks at, and it
 * may be wiped once that is settled and a backup has all. Then it enrols as a new till does. */
static void
test_found_after_write_off (void)
{
  g_auto (Story) story = story_begin (2);
  g_autoptr (GError) error = NULL;
  gboolean found;
  json_t *till;

  till_lose (story.a);
  till_obey (story.b);
  g_assert_cmpint (till_write_off (story.a, 0), ==, HUFU_TERMINAL_DONE);
  till_use (story.a, &story.deal, 500);
  g_assert_cmpstr (till_send (story.a), ==, "not_held");
  till = till_act (story.a, hufu_terminals_find);
  g_assert_cmpstr (get_life (till), ==, "leaving");
  json_decref (till);
  g_assert_cmpint (count_granted (story.a), ==, 0);
  till_obey (story.a);
  g_assert_true (hufu_attention_settle_event (story.shop->platform, &story.a->holder,
                                              (gint64)story.a->seq - 1, "operator", &found,
                                              &error));
  till_obey (story.a);
  till = till_act (story.a, hufu_terminals_find);
  g_assert_cmpstr (get_life (till), ==, "removed");
  g_assert_true (json_is_false (json_object_get (till, "may_be_wiped")));
  json_decref (till);
  g_assert_cmpint (shop_count (story.shop, "SELECT count(*) FROM claim"), ==, 1);
  shop_enrol_again (story.a);
  till_check_peer (story.a, "enrolled 2");
}

/* After the write-off what it has done comes to light as a claim: it moves nothing. */
static void
test_found_too_late (void)
{
  g_auto (Story) story = story_begin (2);

  till_lose (story.a);
  till_obey (story.b);
  g_assert_cmpint (till_write_off (story.a, 0), ==, HUFU_TERMINAL_DONE);
  till_use (story.a, &story.deal, 500);
  g_assert_cmpstr (till_send (story.a), ==, "not_held");
  shop_check (story.shop, "deal", "available - 500");
  g_assert_cmpint (shop_count (story.shop, "SELECT count(*) FROM claim"), ==, 1);
}

/* Nobody signs for a till that is there. */
static void
test_write_off_of_live (void)
{
  g_auto (Story) story = story_begin (2);

  g_assert_cmpint (till_write_off (story.a, 0), ==, HUFU_TERMINAL_NOT_NOW);
  shop_check (story.shop, "deal", "leased A 500");
}

static gint64
renew (Shop *shop, const HufuHolder *holder, const HufuId *key)
{
  g_autoptr (GError) error = NULL;
  json_t *answer = NULL;
  gint64 incarnation;

  g_assert_true (hufu_terminals_renew (shop->platform, holder, key, &answer, &error));
  incarnation = json_integer_value (json_object_get (answer, "incarnation"));
  json_decref (answer);
  return incarnation;
}

/* A till whose books remember the key of a renewal that it has gone by already (cut off before they
 * forgot it) still gets a new one. */
static void
test_renewed_with_an_old_key (void)
{
  g_auto (Story) story = story_begin (1);
  HufuId key = hufu_host_make_id (hufu_test_host_get (story.shop->clock));
  HufuHolder till = story.a->holder;

  till.incarnation = (guint32)renew (story.shop, &till, &key);
  g_assert_cmpuint (till.incarnation, ==, 2);
  till.incarnation = (guint32)renew (story.shop, &till, &key);
  g_assert_cmpuint (till.incarnation, ==, 3);
}

/* A restored image goes on under a new incarnation; what its journal did beyond is told as a
 * branch: claims, which neither move nor free a right. */
static void
test_restored_image (void)
{
  g_auto (Story) story = story_begin (2);
  HufuId key = hufu_host_make_id (hufu_test_host_get (story.shop->clock));
  HufuHolder old = story.a->holder;

  g_assert_cmpint (renew (story.shop, &old, &key), ==, 2);
  g_assert_cmpint (renew (story.shop, &old, &key), ==, 2);
  shop_check (story.shop, "deal", "quarantined A 500");
  till_check_peer (story.a, "enrolled 2");
  till_use (story.a, &story.deal, 500);
  till_tell_as_branch (story.a);
  g_assert_cmpstr (till_send (story.a), ==, "claim");
  shop_check (story.shop, "deal", "quarantined A 500");
  g_assert_cmpint (shop_count (story.shop, "SELECT count(*) FROM claim"), ==, 1);
  till_obey (story.a);
  till_obey (story.b);
  g_assert_cmpint (till_write_off (story.a, 1), ==, HUFU_TERMINAL_DONE);
  shop_check (story.shop, "deal", "used - 500");
  shop_check (story.shop, "cash", "available - 1000");
}

/* A debit carries where its giver's journal stood: another journal there is a copy. */
static void
test_witness (void)
{
  g_auto (Story) story = story_begin (2);
  HufuDebit debit = till_request (story.b, story.a, &story.cash);
  g_autofree char *document = NULL;

  memset (story.a->chain, 7, sizeof story.a->chain);
  document = till_debit (story.a, &debit);
  till_receive (story.b, &debit, document);
  till_send (story.b);
  till_check_peer (story.a, "gone");
  shop_check (story.shop, "deal", "quarantined A 500");
}

/* A copy of a till and the till go on side by side: the till's first life ends, and then it comes
 * out that its journal has two ends. The reports that the manager's page awaits are asked
 * for again. */
static void
test_ended_then_forked (void)
{
  g_auto (Story) story = story_begin (2);
  HufuId key = hufu_host_make_id (hufu_test_host_get (story.shop->clock));
  HufuHolder old = story.a->holder;
  g_autoptr (GError) error = NULL;
  gboolean is_upper_bound;

  renew (story.shop, &old, &key);
  till_obey (story.b);
  get_exposure (story.shop, &is_upper_bound);
  g_assert_false (is_upper_bound);
  hufu_pdb_begin (story.shop->platform->db);
  hufu_terminals_freeze (story.shop->platform, &old.terminal_id, old.incarnation);
  g_assert_true (hufu_pdb_commit (story.shop->platform->db, &error));
  get_exposure (story.shop, &is_upper_bound);
  g_assert_true (is_upper_bound);
  till_obey (story.b);
  g_assert_cmpint (get_exposure (story.shop, &is_upper_bound), ==, 1500);
  g_assert_false (is_upper_bound);
  g_assert_cmpint (till_write_off (story.a, old.incarnation), ==, HUFU_TERMINAL_DONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/terminals/remove", test_remove);
  g_test_add_func ("/terminals/lost", test_lost);
  g_test_add_func ("/terminals/lost-after-report", test_lost_after_report);
  g_test_add_func ("/terminals/found-again", test_found_again);
  g_test_add_func ("/terminals/found-goes-on", test_found_goes_on);
  g_test_add_func ("/terminals/found-after-write-off", test_found_after_write_off);
  g_test_add_func ("/terminals/found-too-late", test_found_too_late);
  g_test_add_func ("/terminals/write-off-of-live", test_write_off_of_live);
  g_test_add_func ("/terminals/restored-image", test_restored_image);
  g_test_add_func ("/terminals/renewed-with-an-old-key", test_renewed_with_an_old_key);
  g_test_add_func ("/terminals/witness", test_witness);
  g_test_add_func ("/terminals/ended-then-forked", test_ended_then_forked);
  return g_test_run ();
}
