/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end of a till's day: what its report keeps, and what goes back where the policy says so. */
#include "platform/changes.h"
#include "platform/closing.h"
#include "platform/settings.h"
#include "platform/json-util.h"
#include "platform/rights-drain.h"
#include "tests/platform/shop.h"

static void
write_shift (Till *till, const char *kind, guint8 no, gint64 left_minor)
{
  HufuId shift_id = {{no, 9, 9}};
  json_t *body = json_pack ("{s:o, s:n, s:i, s:I, s:s, s:s}", "shift_id", hufu_pjson_id (&shift_id),
                            "staff_id", "at_utc_us", 1000, "left_minor", (json_int_t)left_minor,
                            "business_day", "2026-01-05", "z_no", "001-01-Z0001");
  static const char *const zeros[] = {
      "counted_minor", "expected_minor", "float_minor", "gross_minor", "rounding_minor",
      "saved_minor",   "tax_minor",      "n_held",      "n_sales",     "n_unknown"};
  static const char *const lists[] = {"moves", "tenders", "uses"};

  for (gsize i = 0; i < G_N_ELEMENTS (zeros); i++)
    json_object_set_new (body, zeros[i], json_integer (0));
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    json_object_set_new (body, lists[i], json_array ());
  till_write (till, kind, body);
  g_assert_cmpstr (till_send (till), ==, "ok");
}

static void
close_day (Till *till)
{
  write_shift (till, "shift.opened", 1, 0);
  write_shift (till, "shift.closed", 1, 0);
}

/* What the platform asks of it: "keeps", "returns" or "nothing". */
static const char *
find_wanted (Till *till)
{
  json_t *answer = till_ask (till, 0);
  gboolean keeps = json_is_true (json_object_get (answer, "report_keeps"));
  gboolean wanted = !json_is_null (json_object_get (answer, "report"));

  json_decref (answer);
  return !wanted ? "nothing" : keeps ? "keeps" : "returns";
}

static void
want (Till *till, HufuReportKind kind)
{
  hufu_pdb_begin (till->shop->platform->db);
  hufu_reports_want_open (till->shop->platform, &till->holder.terminal_id, till->holder.incarnation,
                          kind);
  g_assert_true (hufu_pdb_commit (till->shop->platform->db, NULL));
}

static void
report_and_keep (Till *till, gint64 n)
{
  json_t *answer = till_ask (till, 0);
  json_t *number = json_object_get (answer, "report");

  till_write (
      till, "right.reported",
      json_pack ("{s:O, s:O, s:I}", "report", number, "up_to", number, "keeps", (json_int_t)n));
  json_decref (answer);
  g_assert_cmpstr (till_send (till), ==, "ok");
}

/* The day is closed, and the till holds what it held; a grant that never reached it is free. */
static void
test_keeps (void)
{
  g_auto (Story) story = story_begin (2);
  json_t *answer;

  till_lose (story.b); /* all is A's */
  till_obey (story.a);
  shop_issue (story.shop, "deal", "again", 500);
  till_take (story.a, "again");
  shop_issue (story.shop, "deal", "lost on the way", 500);
  answer = till_ask (story.a, 100);
  json_decref (answer);
  shop_check (story.shop, "lost on the way", "leased A 500");
  close_day (story.a);
  g_assert_cmpstr (find_wanted (story.a), ==, "keeps");
  report_and_keep (story.a, 1);
  shop_check (story.shop, "again", "leased A 500");
  shop_check (story.shop, "lost on the way", "available - 500");
  g_assert_cmpstr (find_wanted (story.a), ==, "nothing");
  g_assert_cmpstr (till_send (story.a), ==, "");
}

/* What is left in the drawer is for the next shift of the same day: nothing is asked. */
static void
test_handover (void)
{
  g_auto (Story) story = story_begin (2);

  write_shift (story.a, "shift.opened", 1, 0);
  write_shift (story.a, "shift.closed", 1, 20000);
  g_assert_cmpstr (find_wanted (story.a), ==, "nothing");
}

/* The policy has them returned: they go to a till that is open; the closed one gets some again when
 * it opens. */
static void
test_returns (void)
{
  g_auto (Story) story = story_begin (2);
  json_t *policy = json_pack ("{s:s}", "shop_en", "Shop"), *answer;
  json_auto_t *returns = json_pack ("{s:b}", "returns_rights", 1);
  g_autofree char *refused = NULL;
  g_autoptr (GError) error = NULL;

  hufu_changes_put (story.shop->platform, "policy", "store", 1, policy);
  json_decref (policy);
  g_assert_true (hufu_settings_put (story.shop->platform, 1, returns, &refused, &error));
  close_day (story.a);
  g_assert_cmpstr (find_wanted (story.a), ==, "returns");
  g_assert_cmpstr (till_obey (story.a), ==, "ok");
  shop_check (story.shop, "cash", "available - 1000");
  answer = till_ask (story.a, 100);
  json_decref (answer);
  shop_check (story.shop, "cash", "available - 1000");
  shop_check (story.shop, "deal", "available - 500");
  answer = till_ask (story.b, 100);
  json_decref (answer);
  shop_check (story.shop, "cash", "leased B 1000");
  shop_check (story.shop, "deal", "leased B 500");
  write_shift (story.a, "shift.opened", 2, 0);
  for (guint i = 0; i < 8; i++) {
    g_autofree char *title = g_strdup_printf ("new %u", i);

    shop_issue (story.shop, "deal", title, 500);
  }
  answer = till_ask (story.a, 100);
  json_decref (answer);
  g_assert_cmpint (shop_count (story.shop, "SELECT count(*) FROM \"right\" WHERE state = 'leased'"),
                   >, 2);
}

/* A report that keeps does not take the place of one that brings back; the other way it does. */
static void
test_both_wanted (void)
{
  g_auto (Story) story = story_begin (2);

  want (story.a, HUFU_REPORT_KEEPS);
  g_assert_cmpstr (find_wanted (story.a), ==, "keeps");
  want (story.a, HUFU_REPORT_RETURNS);
  g_assert_cmpstr (find_wanted (story.a), ==, "returns");
  want (story.a, HUFU_REPORT_KEEPS);
  g_assert_cmpstr (find_wanted (story.a), ==, "returns");
  g_assert_cmpstr (till_obey (story.a), ==, "ok");
  shop_check (story.shop, "cash", "available - 1000");
  want (story.a, HUFU_REPORT_KEEPS);
  g_assert_cmpstr (find_wanted (story.a), ==, "keeps");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/platform/closing/keeps", test_keeps);
  g_test_add_func ("/platform/closing/handover", test_handover);
  g_test_add_func ("/platform/closing/returns", test_returns);
  g_test_add_func ("/platform/closing/both-wanted", test_both_wanted);
  return g_test_run ();
}
