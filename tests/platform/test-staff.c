/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Staff that managers changed at two tills: what the platform makes of it, in whatever order it
 * comes, and what it tells the tills then. */
#include <string.h>

#include "crypto/pin.h"
#include "platform/changes.h"
#include "tests/platform/shop.h"

#define LI "00000000-0000-4000-8000-0000000000b1"
#define MA "00000000-0000-4000-8000-0000000000b2"
#define BOSS "00000000-0000-4000-8000-0000000000b3"

/* In the journal of a till; `what` takes the members of the change. */
static void
write_change (Till *till, const char *who, json_int_t stamp, json_t *take_what)
{
  json_object_set_new (take_what, "staff_id", json_string (who));
  json_object_set_new (take_what, "by", json_string (BOSS));
  json_object_set_new (take_what, "stamp", json_integer (stamp));
  json_object_set_new (take_what, "at_utc_us", json_integer (1));
  till_write (till, "staff.changed", take_what);
}

static json_t *
make_person (Shop *shop, const char *no, const char *name, const char *role)
{
  guint8 key[32];
  g_autofree char *sealed = NULL;

  hufu_platform_make_phone_key (shop->platform, key);
  sealed = hufu_pin_seal (key, "$argon2id$first");
  return json_pack ("{s:s, s:s, s:s, s:s, s:s}", "no", no, "name_en", name, "name_zh", name, "role",
                    role, "pin", sealed);
}

static Shop *
open_shop (void)
{
  Shop *shop = shop_open ();
  Till *a = shop_add_till (shop, 1);

  shop_add_till (shop, 1);
  write_change (a, BOSS, 1, make_person (shop, "01", "Boss", "manager"));
  write_change (a, LI, 2, make_person (shop, "02", "Li", "clerk"));
  g_assert_cmpstr (till_send (a), ==, "ok");
  return shop;
}

/* Of a person in the feed: a member as text. */
static const char *
told (Shop *shop, const char *who, const char *member)
{
  g_autoptr (GError) error = NULL;
  gboolean gone;
  const HufuHolder holder = {.store_no = 1};
  json_t *answer = hufu_changes_list (shop->platform, &holder, NULL, 1000, &gone, &error), *change;
  const char *found = "";
  gsize i;

  g_assert_no_error (error);
  json_array_foreach (json_object_get (answer, "changes"), i, change)
  {
    json_t *value = json_object_get (json_object_get (change, "data"), member);
    if (strcmp (json_string_value (json_object_get (change, "key")), who) == 0)
      found = json_is_boolean (value) ? (json_is_true (value) ? "yes" : "no")
                                      : g_intern_string (json_string_value (value));
  }
  json_decref (answer);
  return found == NULL ? "" : found;
}

/* The order of the words in which the two journals come: "AB", "BA". */
static void
send_all (Shop *shop, const char *order)
{
  for (const char *who = order; *who != '\0'; who++)
    g_assert_cmpstr (till_send (shop->tills[*who - 'A']), ==, "ok");
}

/* One field each: both stay. The same field: the later one. */
static void
test_two_tills (gconstpointer data)
{
  g_autoptr (Shop) shop = open_shop ();

  write_change (shop->tills[0], LI, 10, json_pack ("{s:s}", "role", "cashier"));
  write_change (shop->tills[0], LI, 11, json_pack ("{s:s, s:s}", "name_en", "A", "name_zh", "A"));
  write_change (shop->tills[1], LI, 12, json_pack ("{s:s, s:s}", "name_en", "B", "name_zh", "B"));
  write_change (shop->tills[1], LI, 13, json_pack ("{s:b}", "active", 0));
  send_all (shop, data);
  g_assert_cmpstr (told (shop, LI, "role"), ==, "cashier");
  g_assert_cmpstr (told (shop, LI, "name_en"), ==, "B");
  g_assert_cmpstr (told (shop, LI, "active"), ==, "no");
  g_assert_cmpstr (told (shop, LI, "pin_hash"), ==, "$argon2id$first");
}

/* One number given at two tills: both people stay, who came second has the next free one. */
static void
test_one_number (gconstpointer data)
{
  const char *order = data;
  g_autoptr (Shop) shop = open_shop ();
  gboolean a_first = order[0] == 'A';

  write_change (shop->tills[0], LI, 10, json_pack ("{s:s}", "no", "07"));
  write_change (shop->tills[1], MA, 11, make_person (shop, "07", "Ma", "clerk"));
  send_all (shop, order);
  g_assert_cmpstr (told (shop, LI, "no"), ==, a_first ? "07" : "02");
  g_assert_cmpstr (told (shop, MA, "no"), ==, a_first ? "02" : "07");
}

/* Each till let the other's manager go: the store keeps the one that came second. */
static void
test_last_manager (gconstpointer data)
{
  const char *order = data;
  g_autoptr (Shop) shop = open_shop ();

  write_change (shop->tills[0], MA, 3, make_person (shop, "03", "Ma", "manager"));
  send_all (shop, "A");
  write_change (shop->tills[0], MA, 10, json_pack ("{s:s}", "role", "clerk"));
  write_change (shop->tills[1], BOSS, 11, json_pack ("{s:b}", "active", 0));
  send_all (shop, order);
  g_assert_cmpstr (told (shop, MA, "role"), ==, order[0] == 'A' ? "clerk" : "manager");
  g_assert_cmpstr (told (shop, BOSS, "role"), ==, "manager");
  g_assert_cmpstr (told (shop, BOSS, "active"), ==, order[0] == 'A' ? "yes" : "no");
}

/* What is not as the contract says is kept as an event, and nobody is changed. */
static void
test_bad (void)
{
  g_autoptr (Shop) shop = open_shop ();
  json_t *rows[] = {
      json_pack ("{s:s}", "role", "king"),
      json_pack ("{s:s}", "no", "x"),
      json_pack ("{s:s}", "name_en", "\u202eLi"),
      json_pack ("{s:s}", "pin", "AAAA"),
      json_pack ("{s:s}", "pin", "$argon2id$open"),
      json_pack ("{s:s}", "active", "yes"),
      json_pack ("{s:{s:i, s:i, s:i}}", "price_rights", "line_percent", 101, "basket_percent", 0,
                 "price_percent", 0),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    write_change (shop->tills[0], LI, 20 + (json_int_t)i, rows[i]);
    g_assert_cmpstr (till_send (shop->tills[0]), ==, "bad_body");
  }
  write_change (shop->tills[0], MA, 40, json_pack ("{s:s}", "role", "clerk"));
  g_assert_cmpstr (till_send (shop->tills[0]), ==, "bad_body");
  g_assert_cmpstr (told (shop, LI, "role"), ==, "clerk");
  g_assert_cmpstr (told (shop, MA, "role"), ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/staff/two-tills/AB", "AB", test_two_tills);
  g_test_add_data_func ("/staff/two-tills/BA", "BA", test_two_tills);
  g_test_add_data_func ("/staff/one-number/AB", "AB", test_one_number);
  g_test_add_data_func ("/staff/one-number/BA", "BA", test_one_number);
  g_test_add_data_func ("/staff/last-manager/AB", "AB", test_last_manager);
  g_test_add_data_func ("/staff/last-manager/BA", "BA", test_last_manager);
  g_test_add_func ("/staff/bad", test_bad);
  return g_test_run ();
}
