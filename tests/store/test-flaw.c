/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One bad product in a page of changes: the rest of the page is taken, and the product as far as
 * can be (core/flaw.h). */
#include <string.h>

#include "store/catalog.h"
#include "store/sql.h"
#include "tests/store/books.h"

typedef struct {
  HufuTempdir *dir;
  HufuTestHost *world;
  HufuDb *db;
} Shop;

static void
shop_clear (Shop *shop)
{
  hufu_db_close (shop->db);
  hufu_test_host_free (shop->world);
  hufu_tempdir_free (shop->dir);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shop, shop_clear)

static json_t *
make (const char *kind, const char *op, const char *key, json_t *take_data)
{
  return json_pack ("{s:s, s:s, s:s, s:o}", "kind", kind, "op", op, "key", key, "data", take_data);
}

static json_t *
make_category (int id)
{
  g_autofree char *key = g_strdup_printf ("%d", id);

  return make ("category", "put", key,
               json_pack ("{s:i, s:s, s:s, s:i}", "id", id, "name_en", "All", "name_zh", "全部",
                          "position", id));
}

/* Barcode 690000000000 + id, for 9.00. */
static json_t *
make_product (int id)
{
  g_autofree char *sku = g_strdup_printf ("SKU-%d", id);
  g_autofree char *key = g_strdup_printf ("%d", id);

  return make (
      "product", "put", key,
      json_pack ("{s:i, s:s, s:s, s:s, s:s, s:s, s:i, s:i, s:i, s:n, s:i, s:b, s:i, s:i, s:s, s:i,"
                 " s:b, s:[I]}",
                 "id", id, "sku", sku, "name_en", "Tea", "name_zh", "茶", "variant_en", "",
                 "variant_zh", "", "group_id", id, "category_id", 1, "price_minor", 900,
                 "member_price_minor", "tax_ppm", 130000, "by_weight", FALSE, "stock_milli", 5000,
                 "stock_utc_s", 1, "icon", "tea", "popularity", 1, "favourite", FALSE, "barcodes",
                 (json_int_t)(690000000000 + id)));
}

static void
apply (Shop *shop, json_t *take_changes)
{
  json_auto_t *changes = take_changes;
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_catalog_apply (shop->db, changes, NULL, &error));
  g_assert_no_error (error);
}

static void
shop_init (Shop *shop)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  shop->dir = hufu_tempdir_new ();
  shop->world = hufu_test_host_new (1);
  path = hufu_tempdir_build (shop->dir, "catalog.db");
  shop->db = hufu_db_open (path, HUFU_DB_CATALOG, hufu_test_host_get (shop->world), &error);
  g_assert_no_error (error);
  apply (shop, json_pack ("[o, o]", make_category (1), make_product (1)));
}

/* "Tea 900", "" = not sold here. */
static char *
sells (Shop *shop, int id)
{
  g_autoptr (HufuProduct) product =
      hufu_catalog_find_code (shop->db, (guint64)(690000000000 + id), NULL);

  return product == NULL
             ? g_strdup ("")
             : g_strdup_printf ("%s %" G_GINT64_FORMAT, product->name_en, product->price_minor);
}

/* "1 product_price, 7 product_shape" */
static char *
list (Shop *shop)
{
  g_autoptr (GPtrArray) flawed = hufu_catalog_list_flawed (shop->db, 9, NULL);
  GString *text = g_string_new ("");

  for (guint i = 0; i < flawed->len; i++) {
    const HufuFlawed *one = flawed->pdata[i];

    g_string_append_printf (text, "%s%d %s", i == 0 ? "" : ", ", (int)one->product_id,
                            hufu_flaw_code (one->flaw));
  }
  return g_string_free (text, FALSE);
}

/* For 8.00, with that field in place of its own; value NULL: without it. */
static json_t *
make_spoilt (int id, const char *field, const char *value)
{
  json_t *change = make_product (id), *data = json_object_get (change, "data");

  json_object_set_new (data, "price_minor", json_integer (800));
  if (value == NULL)
    json_object_del (data, field);
  else
    json_object_set_new (data, field, json_loads (value, JSON_DECODE_ANY, NULL));
  return change;
}

/* Product 1, which the till has, and 2, which it has not, are told for 8.00 with one field bad;
 * before and behind them is a good one. */
static void
test_fields (void)
{
  g_autofree char *long_name = g_strnfill (201, 'x');
  g_autofree char *long_json = g_strdup_printf ("\"%s\"", long_name);
  g_autofree char *cut_name = g_strdup_printf ("%.200s 800", long_name);
  const struct {
    const char *field, *value; /* NULL: not there */
    const char *known, *new, *code;
  } rows[] = {
      {"stock_milli", "2000000000000", "Tea 800", "Tea 800", "product_stock"},
      {"low_milli", "-1", "Tea 800", "Tea 800", "product_stock"},
      {"name_en", "\"\"", "茶 800", "茶 800", "product_name"},
      {"name_en", "\"Te\\na\"", "Te a 800", "Te a 800", "product_name"},
      {"name_en", long_json, cut_name, cut_name, "product_name"},
      {"name_en", "7", "Tea 900", "", "product_shape"},
      {"category_id", "9", "Tea 800", "Tea 800", "product_category"},
      {"asks", "\"blood group\"", "Tea 800", "Tea 800", "product_asks"},
      {"asks", "7", "Tea 900", "", "product_shape"},
      {"options", "[{}]", "Tea 800", "Tea 800", "product_options"},
      {"options", "\"none\"", "Tea 800", "Tea 800", "product_options"},
      {"tax_ppm", "1000001", "Tea 900", "", "product_tax"},
      {"tax_ppm", "\"reduced\"", "Tea 900", "", "product_shape"},
      {"price_minor", "-1", "Tea 900", "", "product_price"},
      {"price_minor", "9000000000000000000", "Tea 900", "", "product_price"},
      {"price_minor", "8.5", "Tea 900", "", "product_shape"},
      {"member_price_minor", "-1", "Tea 900", "", "product_price"},
      {"open_price_max_minor", "0", "Tea 900", "", "product_price"},
      {"barcodes", "null", "Tea 900", "", "product_shape"},
      {"stamps", "{\"sold\": -1}", "Tea 900", "", "product_shape"},
      {"sku", NULL, "Tea 900", "", "product_shape"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (Shop) shop = {0};
    g_autofree char *flaws = g_strdup_printf ("1 %s, 2 %s", rows[i].code, rows[i].code),
                    *listed = NULL;
    g_autofree char *known = NULL, *new = NULL, *before = NULL, *behind = NULL, *mended = NULL;
    g_autofree char *left = NULL;
    json_t *page = json_array ();

    g_test_message ("%s: %.40s", rows[i].field, rows[i].value != NULL ? rows[i].value : "-");
    shop_init (&shop);
    for (int id = 1; id <= 2; id++)
      json_array_append_new (page, make_spoilt (id, rows[i].field, rows[i].value));
    json_array_insert_new (page, 0, make_product (3));
    json_array_append_new (page, make_product (4));
    apply (&shop, page);
    known = sells (&shop, 1);
    new = sells (&shop, 2);
    before = sells (&shop, 3);
    behind = sells (&shop, 4);
    listed = list (&shop);
    g_assert_cmpstr (known, ==, rows[i].known);
    g_assert_cmpstr (new, ==, rows[i].new);
    g_assert_cmpstr (before, ==, "Tea 900");
    g_assert_cmpstr (behind, ==, "Tea 900");
    g_assert_cmpstr (listed, ==, flaws);
    /* It goes by itself. */
    apply (&shop, json_pack ("[o, o]", make_product (1), make_product (2)));
    mended = sells (&shop, 2);
    left = list (&shop);
    g_assert_cmpstr (mended, ==, "Tea 900");
    g_assert_cmpstr (left, ==, "");
  }
}

/* Those that are no barcodes are left out, one by one. */
static void
test_barcodes (void)
{
  g_auto (Shop) shop = {0};
  json_t *change = make_product (2);
  g_autofree char *found = NULL, *listed = NULL;

  shop_init (&shop);
  json_object_set_new (json_object_get (change, "data"), "barcodes",
                       json_pack ("[i, s, I, I, n]", -4, "690000000002", (json_int_t)690000000002,
                                  (json_int_t)100000000000000));
  apply (&shop, json_pack ("[o]", change));
  found = sells (&shop, 2);
  listed = list (&shop);
  g_assert_cmpstr (found, ==, "Tea 900");
  g_assert_cmpstr (listed, ==, "2 product_barcode");
}

/* What is no product at all is counted by its key, and those without one together. */
static void
test_nameless (void)
{
  g_auto (Shop) shop = {0};
  g_autofree char *listed = NULL, *left = NULL, *behind = NULL;

  shop_init (&shop);
  apply (&shop, json_pack ("[o, o, o, o]", make ("product", "put", "8", json_integer (7)),
                           make ("product", "put", "x", json_object ()),
                           make ("product", "put", "", json_null ()), make_product (4)));
  listed = list (&shop);
  behind = sells (&shop, 4);
  g_assert_cmpstr (listed, ==, "0 product_shape, 8 product_shape");
  g_assert_cmpstr (behind, ==, "Tea 900");
  apply (&shop, json_pack ("[o]", make ("product", "delete", "8", json_null ())));
  left = list (&shop);
  g_assert_cmpstr (left, ==, "0 product_shape");
}

/* A page may end between a product and its category, and between a category that goes and the last
 * product that leaves it. */
static void
test_categories (void)
{
  g_auto (Shop) shop = {0};
  json_t *early = make_product (2), *late = make_product (1);
  g_autofree char *waits = NULL, *told = NULL;
  g_autoptr (GPtrArray) with = NULL, without = NULL;

  shop_init (&shop);
  json_object_set_new (json_object_get (early, "data"), "category_id", json_integer (2));
  apply (&shop, json_pack ("[o]", early));
  waits = list (&shop);
  g_assert_cmpstr (waits, ==, "2 product_category");
  apply (&shop,
         json_pack ("[o, o]", make_category (2), make ("category", "delete", "1", json_null ())));
  told = list (&shop);
  g_assert_cmpstr (told, ==, "");
  with = hufu_catalog_list_categories (shop.db, NULL);
  g_assert_cmpuint (with->len, ==, 3); /* with that of the favourites */
  json_object_set_new (json_object_get (late, "data"), "category_id", json_integer (2));
  apply (&shop, json_pack ("[o]", late));
  without = hufu_catalog_list_categories (shop.db, NULL);
  g_assert_cmpuint (without->len, ==, 2);
  g_assert_cmpstr (((HufuCategory *)without->pdata[1])->name_en, ==, "All");
}

/* Each has words for whom it concerns, and a code of its own. */
static void
test_words (void)
{
  for (guint i = 0; i < HUFU_FLAW_COUNT; i++) {
    HufuFlaw flaw = (HufuFlaw)i;

    g_assert_cmpint (hufu_flaw_find (hufu_flaw_code (flaw)), ==, flaw);
    for (HufuLang lang = HUFU_LANG_EN; lang <= HUFU_LANG_ZH; lang++) {
      g_assert_cmpint (*hufu_flaw_say (flaw, TRUE, lang) != '\0', ==, i > 0);
      g_assert_cmpint (*hufu_flaw_say_selling (flaw, lang) != '\0', ==, flaw >= HUFU_FLAW_ASKS);
    }
    g_assert_cmpint (strcmp (hufu_flaw_say (flaw, TRUE, HUFU_LANG_EN),
                             hufu_flaw_say (flaw, FALSE, HUFU_LANG_EN)) != 0,
                     ==, hufu_flaw_leaves_out (flaw));
  }
  g_assert_cmpint (hufu_flaw_find ("of a newer till"), ==, HUFU_FLAW_SHAPE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/flaw/fields", test_fields);
  g_test_add_func ("/store/flaw/barcodes", test_barcodes);
  g_test_add_func ("/store/flaw/nameless", test_nameless);
  g_test_add_func ("/store/flaw/categories", test_categories);
  g_test_add_func ("/store/flaw/words", test_words);
  return g_test_run ();
}
