/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vouchers that tills accepted without their rights: used up if the right is here or comes back, a
 * conflict if it was used besides; and the policy that allows it. */
#include <string.h>

#include "core/base64url.h"
#include "core/limits.h"
#include "platform/changes.h"
#include "platform/conflict.h"
#include "platform/redemption.h"
#include "platform/restore.h"
#include "platform/rights-drain.h"
#include "platform/stake.h"
#include "platform/unleased.h"
#include "platform/wish.h"
#include "tests/platform/shop.h"

static gint64
count_conflicts (Shop *shop)
{
  return shop_count (shop, "SELECT count (*) FROM conflict");
}

static void
test_available (void)
{
  g_autoptr (Shop) shop = shop_open ();
  Till *a = shop_add_till (shop, 1), *b = shop_add_till (shop, 1);
  json_t *answer;

  shop_issue (shop, "deal", "deal", 1000);
  till_accept (a, "deal", 1000);
  g_assert_cmpstr (till_send (a), ==, "ok");
  g_assert_cmpint (count_conflicts (shop), ==, 0);
  g_assert_cmpint (hufu_unleased_sum_open (shop->platform, 0), ==, 1000);
  shop_check (shop, "deal", "used - 1000");
  /* A report is asked for, by which the till's counters fall. */
  answer = till_ask (a, 0);
  g_assert_true (json_is_object (json_object_get (answer, "report")));
  till_answer (a, answer);
  json_decref (answer);
  till_send (a);
  g_assert_cmpint (hufu_unleased_sum_open (shop->platform, 0), ==, 0);
  /* Another till did the same: one of the two is a loss. */
  till_accept (b, "deal", 1000);
  g_assert_cmpstr (till_send (b), ==, "ok");
  g_assert_cmpint (count_conflicts (shop), ==, 1);
  g_assert_cmpint (shop_count (shop, "SELECT loss_minor FROM conflict"), ==, 1000);
}

/* Another till holds it: it is wanted back, and used up by what was accepted. */
static void
test_leased (void)
{
  g_autoptr (Shop) shop = shop_open ();
  Till *a = shop_add_till (shop, 1), *b = shop_add_till (shop, 1), *holder, *other;
  json_t *answer;

  shop_issue (shop, "deal", "deal", 1000);
  answer = till_ask (a, 100);
  holder = json_array_size (json_object_get (answer, "terms")) > 0 ? a : b;
  other = holder == a ? b : a;
  json_decref (answer);
  till_take (holder, "deal");
  till_send (holder);
  till_accept (other, "deal", 1000);
  g_assert_cmpstr (till_send (other), ==, "ok");
  g_assert_cmpint (count_conflicts (shop), ==, 0);
  /* As when a till that begins anew tells it again. */
  hufu_pdb_run (
      shop->platform->db,
      "INSERT INTO claim (terminal_id, incarnation, seq, code, use_id, cti, generation, k, "
      "amount_minor, basis, at_utc_s) SELECT terminal_id, incarnation, seq + 100, code, "
      "use_id, cti, generation, k, amount_minor, basis, at_utc_s FROM claim",
      "");
  answer = till_ask (holder, 0);
  g_assert_cmpuint (json_array_size (json_object_get (answer, "recalls")), ==, 1);
  till_answer (holder, answer);
  json_decref (answer);
  till_send (holder);
  shop_check (shop, "deal", "used - 1000");
  g_assert_cmpint (count_conflicts (shop), ==, 0);
  g_assert_cmpint (shop_count (shop, "SELECT count (*) FROM use WHERE basis = 'R03'"), ==, 1);
}

/* The holder used it meanwhile: its use is the founded one, the other is the loss. */
static void
test_used_twice (void)
{
  g_autoptr (Shop) shop = shop_open ();
  Till *a = shop_add_till (shop, 1), *b = shop_add_till (shop, 1), *holder, *other;
  json_t *answer;
  Place place;

  shop_issue (shop, "deal", "deal", 1000);
  answer = till_ask (a, 100);
  holder = json_array_size (json_object_get (answer, "terms")) > 0 ? a : b;
  other = holder == a ? b : a;
  json_decref (answer);
  place = till_take (holder, "deal");
  till_use (holder, &place, 1000);
  till_accept (other, "deal", 1000);
  g_assert_cmpstr (till_send (other), ==, "ok");
  g_assert_cmpstr (till_send (holder), ==, "ok");
  g_assert_cmpint (count_conflicts (shop), ==, 1);
  answer = hufu_conflicts_list (shop->platform, 0);
  g_assert_cmpstr (
      json_string_value (json_object_get (
          json_array_get (json_object_get (json_array_get (answer, 0), "claims"), 1), "class")),
      ==, "unleased");
  json_decref (answer);
}

/* A part was used before the right moved on, and is told last: what a third till accepted meanwhile
 * makes it no worse. */
static void
test_told_late (void)
{
  g_autoptr (Shop) shop = shop_open ();
  Till *a = shop_add_till (shop, 1), *b, *c;
  g_autofree char *document = NULL;
  HufuDebit debit;
  Place place;

  shop_issue (shop, "cash", "cash", 1000);
  place = till_take (a, "cash");
  till_send (a);
  b = shop_add_till (shop, 1);
  c = shop_add_till (shop, 1);
  till_use (a, &place, 300);
  place.remaining_minor = 700;
  debit = till_request (b, a, &place);
  document = till_debit (a, &debit);
  till_receive (b, &debit, document);
  till_send (b);
  till_accept (c, "cash", 100);
  till_send (c);
  till_send (a);
  shop_check (shop, "cash", "leased B 700");
  g_assert_cmpint (
      shop_count (shop, "SELECT count(*) FROM use WHERE state = 'used' AND basis = 'R00'"), ==, 1);
  g_assert_cmpint (shop_count (shop, "SELECT count(*) FROM claim WHERE basis = 'R00'"), ==, 0);
}

/* What a backup has as unused may have been used since: nothing is used up until all have reported,
 * and the founded use comes first. */
static void
test_restored (void)
{
  g_autoptr (Shop) shop = shop_open ();
  Till *a = shop_add_till (shop, 1), *b = shop_add_till (shop, 1), *holder, *other;
  json_t *answer;
  Place place;

  shop_issue (shop, "cash", "cash", 1000);
  shop_back_up (shop);
  answer = till_ask (a, 100);
  holder = json_array_size (json_object_get (answer, "terms")) > 0 ? a : b;
  other = holder == a ? b : a;
  json_decref (answer);
  place = till_take (holder, "cash");
  till_use (holder, &place, 1000);
  till_send (holder);
  shop_restore (shop);
  json_decref (till_ask (other, 0));
  till_accept (other, "cash", 400);
  till_send (other);
  shop_check (shop, "cash", "available - 1000");
  till_obey (other);
  till_send_again (holder);
  till_obey (holder);
  g_assert_false (hufu_restore_is_on (shop->platform));
  shop_check (shop, "cash", "used - 0");
  g_assert_cmpint (count_conflicts (shop), ==, 1);
  g_assert_cmpint (shop_count (shop, "SELECT loss_minor FROM conflict"), ==, 400);
}

/* Somebody signs for the till that had the right: what was accepted meanwhile uses it up, once, and
 * the rest is free. */
static void
test_written_off (void)
{
  static const struct {
    const char *title, *left;
    gint64 accepted_minor;
  } rows[] = {
      {"deal", "used - 1000", 1000},
      {"cash", "available - 700", 300},
      {"cash", "used - 0", 1000},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Shop) shop = shop_open ();
    Till *lost = shop_add_till (shop, 1), *other;

    shop_issue (shop, rows[i].title, rows[i].title, 1000);
    till_take (lost, rows[i].title);
    till_send (lost);
    other = shop_add_till (shop, 1);
    till_lose (lost);
    till_accept (other, rows[i].title, rows[i].accepted_minor);
    till_send (other);
    till_obey (other);
    g_assert_cmpint (till_write_off (lost, 0), ==, HUFU_TERMINAL_DONE);
    shop_check (shop, rows[i].title, rows[i].left);
    g_assert_cmpint (shop_count (shop, "SELECT count(*) FROM use WHERE state = 'used'"), ==, 1);
    g_assert_cmpint (count_conflicts (shop), ==, 0);
  }
}

/* A till used a part, gave the rest on and was not heard of since; the rest was refunded. Whoever
 * had accepted the voucher without the right, and takes that back, had nothing of the part. */
static void
test_ended_unheard (void)
{
  g_auto (Story) story = story_begin (3);
  HufuPlatform *platform = story.shop->platform;
  HufuWishOrder order = {.kind = HUFU_WISH_REFUND, .cti = story.cash.key.cti, .home_store = -1};
  const char *refused;
  g_autoptr (GError) error = NULL;
  g_autofree char *document = NULL;
  HufuDebit debit;
  HufuId use_id;

  till_use (story.a, &story.cash, 300);
  story.cash.remaining_minor -= 300;
  debit = till_request (story.b, story.a, &story.cash);
  document = till_debit (story.a, &debit);
  till_receive (story.b, &debit, document);
  use_id = till_accept (story.c, "cash", 1000);
  g_assert_cmpstr (till_send (story.b), ==, "ok");
  till_send (story.c);
  json_decref (hufu_wish_make (platform, &order, &refused, &error));
  till_obey (story.b);
  g_assert_cmpint (shop_count (story.shop, "SELECT refund_minor FROM wish WHERE state = 'done'"),
                   ==, 700);
  till_take_back (story.c, "cash", &use_id);
  g_assert_cmpstr (till_send (story.c), ==, "ok");
  g_assert_cmpint (shop_count (story.shop, "SELECT count(owed_minor) FROM event"), ==, 0);
  g_assert_cmpstr (till_send (story.a), ==, "ok");
}

/* It took no lease that could come back: wanted undone online, it is refused and stays as it is. */
static void
test_not_undone (void)
{
  g_autoptr (Shop) shop = shop_open ();
  Till *till = shop_add_till (shop, 1);
  HufuKeyOutcome outcome;
  json_t *answer = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3_stmt *row;
  HufuId use_id;

  shop_issue (shop, "deal", "deal", 1000);
  till_accept (till, "deal", 1000);
  g_assert_cmpstr (till_send (till), ==, "ok");
  row = hufu_pdb_query (shop->platform->db, "SELECT use_id FROM use", "");
  g_assert_true (hufu_pdb_next (shop->platform->db, row));
  hufu_pdb_id (row, 0, &use_id);
  hufu_pdb_done (row);
  g_assert_true (hufu_redemption_undo (shop->platform, &till->holder,
                                       &(HufuUndoOrder){.use_id = use_id}, &outcome, &answer,
                                       &error));
  g_assert_cmpint (outcome, ==, HUFU_KEY_ANSWERED);
  g_assert_cmpstr (json_string_value (json_object_get (answer, "state")), ==, "refused");
  json_decref (answer);
  g_assert_cmpint (shop_count (shop, "SELECT state = 'used' FROM use"), ==, 1);
  shop_check (shop, "deal", "used - 1000");
}

static void
test_policy (void)
{
  static const struct {
    const char *limits;
    gboolean good;
  } rows[] = {
      {"{\"voucher_max_minor\":20000,\"uses_max\":50,\"total_max_minor\":200000,"
       "\"status_age_max_s\":86400}",
       TRUE},
      {"{\"voucher_max_minor\":20001,\"uses_max\":50,\"total_max_minor\":200000,"
       "\"status_age_max_s\":86400}",
       FALSE},
      {"{\"voucher_max_minor\":-1,\"uses_max\":50,\"total_max_minor\":200000,"
       "\"status_age_max_s\":86400}",
       FALSE},
      {"{}", FALSE},
      {"null", TRUE},
  };
  g_autoptr (Shop) shop = shop_open ();
  json_t *policy = json_pack ("{s:s}", "shop_en", "Shop");

  hufu_changes_put (shop->platform, "policy", "store", 1, policy);
  json_decref (policy);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    json_t *limits = json_loads (rows[i].limits, JSON_DECODE_ANY, NULL);
    g_autoptr (GError) error = NULL;
    g_autofree char *refused = NULL;

    g_assert_cmpint (hufu_unleased_allow (shop->platform, 1, limits, &refused, &error), ==,
                     rows[i].good);
    g_assert_no_error (error);
    g_assert_cmpint (refused == NULL, ==, rows[i].good);
    g_assert_cmpint (shop_count (shop, "SELECT json_extract (data, '$.unleased.kid') IS NOT NULL "
                                       "FROM change WHERE kind = 'policy' AND store_no = 1"),
                     ==, i < 4);
    json_decref (limits);
  }
}

/* --- what is at stake ---------------------------------------------------------------------------
 */

static void
sign (Shop *shop, gint64 total_max_minor)
{
  json_t *limits =
      total_max_minor == 0
          ? json_null ()
          : json_pack ("{s:i, s:i, s:I, s:i}", "voucher_max_minor", 1000, "uses_max", 50,
                       "total_max_minor", (json_int_t)total_max_minor, "status_age_max_s", 86400);
  g_autofree char *refused = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_unleased_allow (shop->platform, 1, limits, &refused, &error));
  json_decref (limits);
}

/* The till has all that it could be told, and says so by its cursor. */
static void
hear (Till *till)
{
  gint64 newest = shop_count (till->shop, "SELECT max (seq) FROM change");
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_stake_hear (till->shop->platform, &till->holder, newest, &error));
}

static void
make_report (Till *till)
{
  g_assert_cmpstr (till_obey (till), ==, "ok");
}

static Shop *
open_with_policy (void)
{
  Shop *shop = shop_open ();
  json_t *policy = json_pack ("{s:s}", "shop_en", "Shop");

  hufu_changes_put (shop->platform, "policy", "store", 1, policy);
  json_decref (policy);
  return shop;
}

#define ALL(shop) hufu_stake_sum ((shop)->platform, 1, NULL)

/* A till that did not hear of it goes by the limits of before, lost or not, until somebody signs.
 */
static void
test_stake_differs (void)
{
  g_autoptr (Shop) shop = open_with_policy ();
  Till *a = shop_add_till (shop, 1), *b = shop_add_till (shop, 1);

  shop_issue (shop, "deal", "deal", 1000);
  g_assert_cmpint (ALL (shop), ==, 0);
  sign (shop, 5000);
  hear (a);
  hear (b);
  g_assert_cmpint (ALL (shop), ==, 10000);
  till_accept (b, "deal", 1000);
  sign (shop, 0);
  g_assert_cmpint (ALL (shop), ==, 10000);
  hear (a);
  g_assert_cmpint (ALL (shop), ==, 10000);
  make_report (a);
  g_assert_cmpint (ALL (shop), ==, 5000);
  g_assert_cmpint (hufu_stake_sum (shop->platform, 1, &a->holder.terminal_id), ==, 5000);
  g_assert_cmpint (hufu_stake_sum (shop->platform, 1, &b->holder.terminal_id), ==, 0);
  till_lose (b);
  g_assert_cmpint (ALL (shop), ==, 5000);
  /* Lowered: the one that is lost still goes by what it has. */
  sign (shop, 100);
  hear (a);
  g_assert_cmpint (ALL (shop), ==, 5100);
  g_assert_cmpint (till_write_off (b, 0), ==, HUFU_TERMINAL_DONE);
  g_assert_cmpint (ALL (shop), ==, 100);
  g_assert_cmpint (till_write_off (a, 0), ==, HUFU_TERMINAL_NOT_NOW);
}

/* A report that was asked for before the till heard of the new limits may have been written under
 * the old ones: what came after it in the journal is not told by it. */
static void
test_stake_of_old_report (void)
{
  g_autoptr (Shop) shop = open_with_policy ();
  Till *a = shop_add_till (shop, 1);
  json_t *answer;

  sign (shop, 5000);
  hear (a);
  hufu_pdb_begin (shop->platform->db);
  hufu_reports_want (shop->platform, &a->holder.terminal_id, a->holder.incarnation,
                     HUFU_REPORT_RETURNS);
  g_assert_true (hufu_pdb_commit (shop->platform->db, NULL));
  answer = till_ask (a, 0);
  till_answer (a, answer); /* written, not sent */
  json_decref (answer);
  sign (shop, 0);
  hear (a);
  g_assert_cmpstr (till_send (a), ==, "ok");
  g_assert_cmpint (ALL (shop), ==, 5000);
  make_report (a); /* asked for when it heard of them */
  g_assert_cmpint (ALL (shop), ==, 0);
}

/* What was signed after the backup is not known: at worst it was the most. */
static void
test_stake_restored (void)
{
  g_autoptr (Shop) shop = open_with_policy ();
  Till *a = shop_add_till (shop, 1);

  hear (a);
  shop_back_up (shop);
  sign (shop, 5000);
  hear (a);
  shop_restore (shop);
  g_assert_cmpint (ALL (shop), ==, HUFU_LIMITS_TOTAL_MAX_MINOR);
  hear (a);
  till_send_again (a);
  make_report (a);
  g_assert_cmpint (ALL (shop), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/platform/unleased/available", test_available);
  g_test_add_func ("/platform/unleased/leased", test_leased);
  g_test_add_func ("/platform/unleased/used-twice", test_used_twice);
  g_test_add_func ("/platform/unleased/told-late", test_told_late);
  g_test_add_func ("/platform/unleased/restored", test_restored);
  g_test_add_func ("/platform/unleased/written-off", test_written_off);
  g_test_add_func ("/platform/unleased/not-undone", test_not_undone);
  g_test_add_func ("/platform/unleased/ended-unheard", test_ended_unheard);
  g_test_add_func ("/platform/unleased/policy", test_policy);
  g_test_add_func ("/platform/unleased/stake-differs", test_stake_differs);
  g_test_add_func ("/platform/unleased/stake-of-old-report", test_stake_of_old_report);
  g_test_add_func ("/platform/unleased/stake-restored", test_stake_restored);
  return g_test_run ();
}
