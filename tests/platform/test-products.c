/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Products that managers changed at two tills: what the platform makes of it, in whatever order it
 * comes, and what it tells the tills of every store then. */
#include <string.h>

#include "core/product.h"
#include "platform/changes.h"
#include "tests/platform/shop.h"

#define BOSS "00000000-0000-4000-8000-0000000000b3"
#define SCONE (HUFU_PRODUCT_OWN_MIN + 7)
#define BUN (HUFU_PRODUCT_OWN_MIN + 8)
#define CODE G_GINT64_CONSTANT (4006381333931)

/* In the journal of a till; `what` takes the members of the change. */
static void
write_change (Till *till, gint64 id, json_int_t stamp, json_t *take_what)
{
  json_object_set_new (take_what, "product_id", json_integer (id));
  json_object_set_new (take_what, "by", json_string (BOSS));
  json_object_set_new (take_what, "stamp", json_integer (stamp));
  json_object_set_new (take_what, "at_utc_us", json_integer (1));
  till_write (till, "product.changed", take_what);
}

static json_t *
make_product (const char *name, const char *sku)
{
  return json_pack ("{s:s, s:s, s:i, s:b, s:{s:s, s:i, s:i, s:s}}", "name_en", name, "name_zh",
                    name, "price_minor", 1200, "sold", 1, "made", "sku", sku, "category_id", 1,
                    "tax_ppm", 130000, "icon", "cake");
}

static Shop *
open_shop (void)
{
  Shop *shop = shop_open ();
  Till *a = shop_add_till (shop, 1);

  shop_add_till (shop, 1);
  if (shop_count (shop, "SELECT count(*) FROM category") == 0) {
    g_autoptr (GError) error = NULL;

    hufu_pdb_begin (shop->platform->db);
    hufu_pdb_run (shop->platform->db, "INSERT INTO category VALUES (1, 'All', '全部', 1)", "");
    g_assert_true (hufu_pdb_commit (shop->platform->db, &error));
  }
  write_change (a, SCONE, 1, make_product ("Scone", "N7"));
  write_change (a, BUN, 2, make_product ("Bun", "N8"));
  g_assert_cmpstr (till_send (a), ==, "ok");
  return shop;
}

/* Of a product in the feed of a store: a member as text, "" if it is not there. */
static char *
told_in (Shop *shop, guint64 store_no, gint64 id, const char *member)
{
  g_autoptr (GError) error = NULL;
  gboolean gone;
  const HufuHolder holder = {.store_no = store_no};
  json_t *answer = hufu_changes_list (shop->platform, &holder, NULL, 1000, &gone, &error), *change;
  char *found = NULL;
  gsize i;

  g_assert_no_error (error);
  json_array_foreach (json_object_get (answer, "changes"), i, change)
  {
    json_t *data = json_object_get (change, "data"), *value = json_object_get (data, member);

    if (json_integer_value (json_object_get (data, "id")) != id || value == NULL)
      continue;
    g_free (found);
    found = json_dumps (value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_SORT_KEYS);
  }
  json_decref (answer);
  return found != NULL ? found : g_strdup ("");
}

static void
check_told (Shop *shop, gint64 id, const char *member, const char *expected)
{
  g_autofree char *told = told_in (shop, 1, id, member);

  g_assert_cmpstr (told, ==, expected);
}

/* The order of the words in which the two journals come: "AB", "BA". */
static void
send_all (Shop *shop, const char *order)
{
  for (const char *who = order; *who != '\0'; who++)
    g_assert_cmpstr (till_send (shop->tills[*who - 'A']), ==, "ok");
}

/* Made at a till: every store is told of it, and what is not said of it is not told. */
static void
test_made (void)
{
  g_autoptr (Shop) shop = open_shop ();
  g_autofree char *elsewhere = told_in (shop, 2, SCONE, "price_minor");

  check_told (shop, SCONE, "name_en", "\"Scone\"");
  check_told (shop, SCONE, "sku", "\"N7\"");
  check_told (shop, SCONE, "sold", "");
  check_told (shop, SCONE, "barcodes", "[]");
  check_told (shop, SCONE, "stamps", "{\"name_en\":1,\"name_zh\":1,\"price_minor\":1,\"sold\":1}");
  g_assert_cmpstr (elsewhere, ==, "1200");
}

/* One field each: both stay. The same field: the later one. Barcodes: all of them. */
static void
test_two_tills (gconstpointer data)
{
  g_autoptr (Shop) shop = open_shop ();
  Till *a = shop->tills[0], *b = shop->tills[1];

  write_change (a, SCONE, 10, json_pack ("{s:i}", "price_minor", 1000));
  write_change (a, SCONE, 11, json_pack ("{s:s}", "name_en", "A"));
  write_change (a, SCONE, 12, json_pack ("{s:[I]}", "barcodes", (json_int_t)CODE));
  write_change (b, SCONE, 13, json_pack ("{s:s, s:b}", "name_en", "B", "sold", 0));
  write_change (b, SCONE, 14, json_pack ("{s:[I]}", "barcodes", (json_int_t)CODE + 1));
  send_all (shop, data);
  check_told (shop, SCONE, "price_minor", "1000");
  check_told (shop, SCONE, "name_en", "\"B\"");
  check_told (shop, SCONE, "sold", "false");
  check_told (shop, SCONE, "barcodes", "[4006381333931,4006381333932]");
}

/* Taken off at one till, given to another product at the other, whichever comes first; a stale word
 * of it changes nothing. */
static void
test_code_off (gconstpointer data)
{
  g_autoptr (Shop) shop = open_shop ();

  write_change (shop->tills[0], SCONE, 10, json_pack ("{s:[I]}", "barcodes", (json_int_t)CODE));
  write_change (shop->tills[0], SCONE, 20, json_pack ("{s:[I]}", "barcodes_off", (json_int_t)CODE));
  write_change (shop->tills[1], SCONE, 15, json_pack ("{s:[I]}", "barcodes", (json_int_t)CODE));
  send_all (shop, data);
  check_told (shop, SCONE, "barcodes", "[]");
  check_told (shop, SCONE, "stamps",
              "{\"4006381333931\":20,\"name_en\":1,\"name_zh\":1,\"price_minor\":1,\"sold\":1}");
  write_change (shop->tills[1], BUN, 30, json_pack ("{s:[I]}", "barcodes", (json_int_t)CODE));
  write_change (shop->tills[0], SCONE, 31, json_pack ("{s:[I]}", "barcodes_off", (json_int_t)CODE));
  send_all (shop, data);
  check_told (shop, BUN, "barcodes", "[4006381333931]");
}

/* A category that is not there leaves it where it is. */
static void
test_category (void)
{
  g_autoptr (Shop) shop = open_shop ();
  gint64 other = hufu_pdb_get_int (shop->platform->db, 0, "SELECT max (id) FROM category", "");
  g_autofree char *wanted = g_strdup_printf ("%" G_GINT64_FORMAT, other);

  write_change (shop->tills[0], SCONE, 10, json_pack ("{s:I}", "category_id", (json_int_t)other));
  g_assert_cmpstr (till_send (shop->tills[0]), ==, "ok");
  check_told (shop, SCONE, "category_id", wanted);
  write_change (shop->tills[0], SCONE, 11, json_pack ("{s:I}", "category_id", (json_int_t)9999));
  g_assert_cmpstr (till_send (shop->tills[0]), ==, "ok");
  check_told (shop, SCONE, "category_id", wanted);
}

/* One barcode given to two products: it stays with the later, and both are told when that was. */
static void
test_one_code (gconstpointer data)
{
  g_autoptr (Shop) shop = open_shop ();

  write_change (shop->tills[0], SCONE, 10, json_pack ("{s:[I]}", "barcodes", (json_int_t)CODE));
  write_change (shop->tills[1], BUN, 11, json_pack ("{s:[I]}", "barcodes", (json_int_t)CODE));
  send_all (shop, data);
  check_told (shop, SCONE, "barcodes", "[]");
  check_told (shop, BUN, "barcodes", "[4006381333931]");
  check_told (shop, SCONE, "stamps",
              "{\"4006381333931\":11,\"name_en\":1,\"name_zh\":1,\"price_minor\":1,\"sold\":1}");
}

/* No member price is a value too. */
static void
test_member_price (void)
{
  g_autoptr (Shop) shop = open_shop ();

  write_change (shop->tills[0], SCONE, 10, json_pack ("{s:i}", "member_price_minor", 900));
  send_all (shop, "A");
  check_told (shop, SCONE, "member_price_minor", "900");
  write_change (shop->tills[0], SCONE, 11, json_pack ("{s:n}", "member_price_minor"));
  send_all (shop, "A");
  check_told (shop, SCONE, "member_price_minor", "null");
}

/* What is not as the contract says is kept as an event, and nothing is changed. */
static void
test_bad (void)
{
  g_autoptr (Shop) shop = open_shop ();
  Till *a = shop->tills[0];
  json_t *rows[] = {
      json_pack ("{s:i}", "price_minor", 0),
      json_pack ("{s:i}", "price_minor", 100000001),
      json_pack ("{s:s}", "price_minor", "9"),
      json_pack ("{s:i}", "member_price_minor", -1),
      json_pack ("{s:s}", "name_en", "a\nb"),
      json_pack ("{s:s}", "name_zh", ""),
      json_pack ("{s:i}", "sold", 1),
      json_pack ("{s:[i]}", "barcodes", 0),
      json_pack ("{s:i}", "barcodes", 7),
      json_pack ("{s:[I]}", "barcodes", G_GINT64_CONSTANT (100000000000000)),
  };
  json_t *whole;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    write_change (a, SCONE, 20 + (json_int_t)i, rows[i]);
    g_assert_cmpstr (till_send (a), ==, "bad_body");
  }
  write_change (a, 999, 40, json_pack ("{s:i}", "price_minor", 900));
  g_assert_cmpstr (till_send (a), ==, "unknown_product");
  write_change (a, 999, 41, make_product ("In the catalogue's numbers", "N9"));
  g_assert_cmpstr (till_send (a), ==, "bad_body");
  write_change (a, SCONE + 5, 42, make_product ("Another's number", "N8"));
  g_assert_cmpstr (till_send (a), ==, "bad_body");
  whole = make_product ("Without a price", "N10");
  json_object_del (whole, "price_minor");
  write_change (a, SCONE + 6, 43, whole);
  g_assert_cmpstr (till_send (a), ==, "bad_body");
  check_told (shop, SCONE, "price_minor", "1200");
  check_told (shop, SCONE + 5, "id", "");
}

/* A product has so many barcodes and no more; the till hears that the last one was not taken. */
static void
test_full (void)
{
  g_autoptr (Shop) shop = open_shop ();
  json_t *codes = json_array ();

  for (int i = 0; i < HUFU_PRODUCT_CODES_MAX; i++)
    json_array_append_new (codes, json_integer (CODE + 100 + i));
  write_change (shop->tills[0], SCONE, 10, json_pack ("{s:o}", "barcodes", codes));
  write_change (shop->tills[0], SCONE, 11, json_pack ("{s:[I]}", "barcodes", (json_int_t)CODE));
  send_all (shop, "A");
  g_assert_cmpint (
      shop_count (shop, "SELECT count(*) FROM barcode WHERE product_id = 4503599627370503"), ==,
      HUFU_PRODUCT_CODES_MAX);
  g_assert_cmpint (shop_count (shop, "SELECT stamps ->> '$.\"4006381333931\"' FROM product"
                                     " WHERE id = 4503599627370503"),
                   ==, 11);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/products/made", test_made);
  g_test_add_data_func ("/products/two-tills/AB", "AB", test_two_tills);
  g_test_add_data_func ("/products/two-tills/BA", "BA", test_two_tills);
  g_test_add_data_func ("/products/one-code/AB", "AB", test_one_code);
  g_test_add_data_func ("/products/one-code/BA", "BA", test_one_code);
  g_test_add_data_func ("/products/code-off/AB", "AB", test_code_off);
  g_test_add_data_func ("/products/code-off/BA", "BA", test_code_off);
  g_test_add_func ("/products/category", test_category);
  g_test_add_func ("/products/member-price", test_member_price);
  g_test_add_func ("/products/bad", test_bad);
  g_test_add_func ("/products/full", test_full);
  return g_test_run ();
}
