/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rights used for more than they are worth, and events that need a person (G3, G5; rule 5). */
#include "platform/attention.h"
#include "platform/rights-drain.h"
#include "platform/terminals.h"
#include "tests/platform/shop.h"

static json_t *
look (Shop *shop)
{
  g_autoptr (GError) error = NULL;
  json_t *attention = hufu_attention_list (shop->platform, 0, NULL, &error);

  g_assert_no_error (error);
  return attention;
}

/* "held 1000, unleased 0 of 300": what each claim is covered for, in the order of the decision. */
static void
check_conflict (Shop *shop, const char *expected)
{
  json_t *attention = look (shop);
  json_t *conflicts = json_object_get (attention, "conflicts");
  json_t *claim;
  g_autoptr (GString) text = g_string_new (NULL);
  gsize i;

  g_assert_cmpuint (json_array_size (conflicts), <=, 1);
  json_array_foreach (json_object_get (json_array_get (conflicts, 0), "claims"), i, claim)
      g_string_append_printf (text, "%s%s %d of %d", i > 0 ? ", " : "",
                              json_string_value (json_object_get (claim, "class")),
                              (int)json_integer_value (json_object_get (claim, "covered_minor")),
                              (int)json_integer_value (json_object_get (claim, "amount_minor")));
  g_assert_cmpstr (text->str, ==, expected);
  json_decref (attention);
}

static void
use_on (Till *till, const Place *place, const char *basis, gint64 amount_minor, gint64 at_utc_s)
{
  HufuId use_id = hufu_host_make_id (hufu_test_host_get (till->shop->clock));

  till_write (till, "voucher.redeemed",
              json_pack ("{s:o, s:o, s:o, s:i, s:s, s:I, s:n, s:n, s:I}", "use_id",
                         hufu_pjson_id (&use_id), "right", hufu_pjson_right (&place->key), "epoch",
                         hufu_pjson_epoch (&place->epoch), "hop", (int)place->hop, "basis", basis,
                         "amount_minor", (json_int_t)amount_minor, "sale_id", "staff_id",
                         "at_utc_us", (json_int_t)at_utc_s * G_USEC_PER_SEC));
}

/* Held before unleased, whichever comes first; the loss is what is not covered. */
static void
test_held_and_grace (gconstpointer data)
{
  const char *order = data;
  g_auto (Story) story = story_begin (2);

  use_on (story.a, &story.cash, "R00", 900, 20);
  use_on (story.b, &story.cash, "R03", 300, 10);
  for (const char *who = order; *who != '\0'; who++)
    till_send (story.shop->tills[*who - 'A']);
  check_conflict (story.shop, "held 900 of 900, unleased 100 of 300");
  g_assert_cmpint (shop_count (story.shop, "SELECT loss_minor FROM conflict"), ==, 200);
  shop_check (story.shop, "cash", "leased A 100");
}

/* Two accepted without the right: the earlier one wins, whatever order they came in. */
static void
test_two_unleased (gconstpointer data)
{
  const char *order = data;
  g_auto (Story) story = story_begin (2);

  use_on (story.a, &story.deal, "R03", 500, 20);
  use_on (story.b, &story.deal, "R23", 500, 30);
  for (const char *who = order; *who != '\0'; who++)
    till_send (story.shop->tills[*who - 'A']);
  check_conflict (story.shop, "override 500 of 500, unleased 0 of 500");
  shop_check (story.shop, "deal", "leased A 500");
}

/* One claim alone takes nothing from anybody. */
static void
test_no_conflict (void)
{
  g_auto (Story) story = story_begin (2);

  use_on (story.b, &story.deal, "R03", 500, 20);
  g_assert_cmpstr (till_send (story.b), ==, "ok");
  check_conflict (story.shop, "");
}

/* Written off, used again, and then the lost till comes back with its own use: both are named. */
static void
test_lost_till_returns (void)
{
  g_auto (Story) story = story_begin (2);
  HufuTerminalOutcome outcome;
  json_t *answer = NULL;
  g_autoptr (GError) error = NULL;
  Place place;

  use_on (story.a, &story.deal, "R00", 500, 10);
  g_assert_true (hufu_terminals_lose (story.shop->platform, &story.a->holder.terminal_id, &outcome,
                                      &answer, &error));
  json_decref (answer);
  till_obey (story.b);
  g_assert_true (hufu_terminals_write_off (story.shop->platform, &story.a->holder.terminal_id, 0,
                                           "operator", &outcome, &answer, &error));
  json_decref (answer);
  place = till_take (story.b, "deal");
  use_on (story.b, &place, "R00", 500, 20);
  g_assert_cmpstr (till_send (story.b), ==, "ok");
  check_conflict (story.shop, "");
  till_send (story.a);
  check_conflict (story.shop, "held 500 of 500, held 0 of 500");
  shop_check (story.shop, "deal", "used B 500");
}

/* A claim that is undone later is no conflict any more. */
static void
test_undone_claim (void)
{
  g_auto (Story) story = story_begin (2);
  HufuId use_id;

  use_on (story.b, &story.deal, "R03", 500, 10);
  till_send (story.b);
  use_id = till_use (story.a, &story.deal, 500);
  till_send (story.a);
  check_conflict (story.shop, "held 500 of 500, unleased 0 of 500");
  till_undo (story.a, &story.deal, &use_id);
  g_assert_cmpstr (till_send (story.a), ==, "ok");
  check_conflict (story.shop, "");
}

/* A person decides; the loss stays booked. */
static void
test_decide (void)
{
  g_auto (Story) story = story_begin (2);
  gboolean found;
  g_autoptr (GError) error = NULL;

  use_on (story.a, &story.deal, "R00", 500, 10);
  use_on (story.b, &story.deal, "R03", 500, 20);
  till_send (story.a);
  till_send (story.b);
  for (guint i = 0; i < 2; i++) {
    g_assert_true (hufu_attention_decide_conflict (story.shop->platform, 0, &story.deal.key,
                                                   "goodwill", "manager", &found, &error));
    g_assert_cmpint (found, ==, i == 0);
  }
  check_conflict (story.shop, "");
  g_assert_cmpint (shop_count (story.shop, "SELECT loss_minor FROM conflict"), ==, 500);
}

/* An event that nobody can read holds up what its till gives back, until somebody has looked. */
static void
test_settle_event (void)
{
  g_auto (Story) story = story_begin (2);
  gboolean found;
  guint64 seq = till_write (story.a, "moon.landed", json_object ());
  json_t *attention;
  g_autoptr (GError) error = NULL;

  hufu_pdb_begin (story.shop->platform->db);
  hufu_reports_want (story.shop->platform, &story.a->holder.terminal_id, 1, HUFU_REPORT_RETURNS);
  g_assert_true (hufu_pdb_commit (story.shop->platform->db, &error));
  g_assert_cmpstr (till_obey (story.a), ==, "waiting");
  attention = look (story.shop);
  g_assert_true (json_is_true (
      json_object_get (json_array_get (json_object_get (attention, "events"), 0), "holds_up")));
  json_decref (attention);
  shop_check (story.shop, "cash", "leased A 1000");
  g_assert_true (hufu_attention_settle_event (story.shop->platform, &story.a->holder, (gint64)seq,
                                              "manager", &found, &error));
  g_assert_true (found);
  shop_check (story.shop, "cash", "available - 1000");
}

int
main (int argc, char **argv)
{
  static const char *const orders[] = {"AB", "BA"};

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++) {
    g_autofree char *grace = g_strconcat ("/conflicts/held-and-grace/", orders[i], NULL);
    g_autofree char *unleased = g_strconcat ("/conflicts/two-unleased/", orders[i], NULL);

    g_test_add_data_func (grace, orders[i], test_held_and_grace);
    g_test_add_data_func (unleased, orders[i], test_two_unleased);
  }
  g_test_add_func ("/conflicts/no-conflict", test_no_conflict);
  g_test_add_func ("/conflicts/lost-till-returns", test_lost_till_returns);
  g_test_add_func ("/conflicts/undone-claim", test_undone_claim);
  g_test_add_func ("/conflicts/decide", test_decide);
  g_test_add_func ("/conflicts/settle-event", test_settle_event);
  return g_test_run ();
}
