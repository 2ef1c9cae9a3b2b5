/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue: found by code, word and category; changed by deltas; swapped whole. Then what else
 * the platform tells the till. */
#include <string.h>
#include <unistd.h>
#include "store/catalog.h"
#include "store/change-store.h"
#include "store/sql.h"
#include "tests/store/books.h"

typedef struct {
  HufuTempdir *dir;
  HufuTestHost *world;
  HufuDb *db;
} Shop;

static HufuDb *
open_catalog (Shop *shop, const char *name)
{
  g_autofree char *path = hufu_tempdir_build (shop->dir, name);
  g_autoptr (GError) error = NULL;
  HufuDb *db = hufu_db_open (path, HUFU_DB_CATALOG, hufu_test_host_get (shop->world), &error);

  g_assert_no_error (error);
  return db;
}

static json_t *
make_product (gint64 id, gint64 group_id, const char *variant, const char *name_en,
              const char *name_zh, gint64 popularity)
{
  g_autofree char *sku = g_strdup_printf ("SKU-%d", (int)id);
  g_autofree char *key = g_strdup_printf ("%d", (int)id);

  return json_pack (
      "{s:s, s:s, s:s, s:{s:I, s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:n, s:I, s:b, s:I, s:I,"
      " s:s, s:I, s:b, s:[I]}}",
      "kind", "product", "op", "put", "key", key, "data", "id", (json_int_t)id, "sku", sku,
      "name_en", name_en, "name_zh", name_zh, "variant_en", variant, "variant_zh", variant,
      "group_id", (json_int_t)group_id, "category_id", (json_int_t)1, "price_minor",
      (json_int_t)19900, "member_price_minor", "tax_ppm", (json_int_t)130000, "by_weight", FALSE,
      "stock_milli", (json_int_t)5000, "stock_utc_s", (json_int_t)1, "icon", "shirt", "popularity",
      (json_int_t)popularity, "favourite", id == 1, "barcodes", (json_int_t)(6900000000000 + id));
}

static json_t *
make_changes (void)
{
  json_t *changes = json_array ();

  /* A product before its category: the order of a feed is not the order of keys. */
  json_array_append_new (changes, make_product (1, 10, "M", "Shirt", "棉衬衫", 5));
  json_array_append_new (changes, make_product (2, 10, "L", "Shirt", "棉衬衫", 9));
  json_array_append_new (changes, make_product (3, 11, "", "Crisps", "薯片", 7));
  json_array_append_new (changes, json_pack ("{s:s, s:s, s:s, s:{s:i, s:s, s:s, s:i}}", "kind",
                                             "category", "op", "put", "key", "1", "data", "id", 1,
                                             "name_en", "All", "name_zh", "全部", "position", 1));
  json_array_append_new (changes, json_pack ("{s:s, s:s, s:s, s:n}", "kind", "staff", "op",
                                             "delete", "key", "x", "data"));
  return changes;
}

static void
shop_init (Shop *shop)
{
  json_auto_t *changes = make_changes ();
  g_autoptr (GError) error = NULL;

  shop->dir = hufu_tempdir_new ();
  shop->world = hufu_test_host_new (1);
  shop->db = open_catalog (shop, "catalog.db");
  g_assert_true (hufu_catalog_apply (shop->db, changes, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (hufu_search_build_all (shop->db, &error));
  g_assert_no_error (error);
}

/* How many products fit, and the first of them. */
static guint
search (Shop *shop, const char *text, gint64 *ret_first)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuFound) found = hufu_catalog_search (shop->db, text, 0, 50, &error);

  g_assert_no_error (error);
  g_assert_cmpint (found->next, ==, -1);
  *ret_first =
      found->products->len > 0 ? ((HufuProduct *)found->products->pdata[0])->product_id : 0;
  return found->products->len;
}

static void
shop_clear (Shop *shop)
{
  hufu_db_close (shop->db);
  hufu_test_host_free (shop->world);
  hufu_tempdir_free (shop->dir);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shop, shop_clear)

static void
test_find (void)
{
  g_auto (Shop) shop = {0};
  g_autoptr (HufuProduct) shirt = NULL, nothing = NULL;
  g_autoptr (HufuLine) line = NULL;
  g_autoptr (GError) error = NULL;

  shop_init (&shop);
  shirt = hufu_catalog_find_code (shop.db, 6900000000002, &error);
  g_assert_cmpstr (shirt->variant_en, ==, "L");
  g_assert_cmpint (shirt->member_price_minor, ==, -1);
  nothing = hufu_catalog_find_code (shop.db, 6900000000009, &error);
  g_assert_null (nothing);
  g_assert_no_error (error);
  line = hufu_product_to_line (shirt, 6900000000002, 2000);
  g_assert_cmpint (hufu_line_total_minor (line, FALSE), ==, 39800);
}

static void
test_search (void)
{
  static const struct {
    const char *text;
    gint64 first;
    guint n;
  } rows[] = {
      {"shirt", 2, 2},  {"Shi", 2, 2},  {"衬衫", 2, 2},      {"衫", 2, 2},
      {"棉衬衫", 2, 2}, {"薯片", 3, 1}, {"crisps 薯", 3, 1}, {"sku-1", 1, 1},
      {"SKU-2", 2, 1},  {"衬片", 0, 0}, {"", 0, 0},          {"\"*)", 0, 0},
      {"- -", 0, 0},    {"片\"", 3, 1}, {"SHIRT 衬", 2, 2},  {"mcs", 2, 2},
      {"cs", 2, 2},     {"sp", 3, 1},   {"\xff\xfe", 0, 0},  {"shirt m", 2, 2},
      {"棉衬 l", 2, 1}, {"hirt", 0, 0},
  };
  g_auto (Shop) shop = {0};

  shop_init (&shop);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    gint64 first;

    g_test_message ("%s", rows[i].text);
    g_assert_cmpuint (search (&shop, rows[i].text, &first), ==, rows[i].n);
    g_assert_cmpint (first, ==, rows[i].first);
  }
}

/* Many more than are split, or written, at once: none is lost, and none is taken for another. */
static void
test_search_many (void)
{
  Shop shop;
  g_autoptr (GError) error = NULL;
  gint64 first;

  shop_init (&shop);
  g_assert_true (hufu_sql_script (
      shop.db,
      "DELETE FROM search_state; WITH RECURSIVE n (i) AS (SELECT 10000 UNION ALL SELECT i + 1 FROM "
      "n"
      " WHERE i < 16000) INSERT INTO product (id, sku, name_en, name_zh, variant_en, variant_zh,"
      " group_id, category_id, price_minor, tax_ppm, by_weight, stock_milli, stock_utc_s, icon,"
      " popularity, favourite) SELECT i, 'R' || i, 'Rug', '地毯', '', '', i, 1, 100, 0, 0, 0, 0, "
      "'',"
      " i * 7919 % 1000, 0 FROM n",
      &error));
  g_assert_true (hufu_search_build_all (shop.db, &error));
  g_assert_no_error (error);
  for (gint64 id = 10000; id <= 16000; id += 7) {
    g_autofree char *text = g_strdup_printf ("r%" G_GINT64_FORMAT " 地毯", id);

    g_assert_cmpuint (search (&shop, text, &first), ==, 1);
    g_assert_cmpint (first, ==, id);
  }
  shop_clear (&shop);
}

static void
test_tiles (void)
{
  g_auto (Shop) shop = {0};
  g_autoptr (GPtrArray) categories = NULL, page = NULL, favourites = NULL, group = NULL;
  g_autoptr (GError) error = NULL;

  shop_init (&shop);
  categories = hufu_catalog_list_categories (shop.db, &error);
  g_assert_cmpuint (categories->len, ==, 2);
  page = hufu_catalog_page (shop.db, 1, NULL, 10, &error);
  g_assert_cmpuint (page->len, ==, 2);
  g_assert_cmpint (((HufuProduct *)g_ptr_array_index (page, 0))->product_id, ==, 2);
  favourites = hufu_catalog_page (shop.db, 0, NULL, 10, &error);
  g_assert_cmpuint (favourites->len, ==, 1);
  group = hufu_catalog_list_group (shop.db, 10, &error);
  g_assert_cmpuint (group->len, ==, 2);
}

/* Page by page, whatever the size of a page: every design once, what sells more first. */
static void
test_pages (void)
{
  g_auto (Shop) shop = {0};
  json_auto_t *changes = json_array ();
  g_autoptr (GError) error = NULL;

  shop_init (&shop);
  for (gint64 id = 100; id < 130; id++) /* six that sell alike, five times */
    json_array_append_new (changes, make_product (id, id, "", "Cup", "杯", 20 + id % 5));
  g_assert_true (hufu_catalog_apply (shop.db, changes, NULL, &error));
  for (guint n = 1; n <= 33; n++) {
    HufuShelfPlace place = {G_MAXINT64, 0};
    guint n_seen = 0;

    while (TRUE) {
      g_autoptr (GPtrArray) page =
          hufu_catalog_page (shop.db, 1, n_seen == 0 ? NULL : &place, n, &error);

      g_assert_no_error (error);
      for (guint i = 0; i < page->len; i++) {
        const HufuProduct *product = page->pdata[i];

        g_assert_true (
            product->popularity < place.popularity ||
            (product->popularity == place.popularity && product->product_id > place.product_id));
        place = (HufuShelfPlace){product->popularity, product->product_id};
      }
      n_seen += page->len;
      if (page->len < n)
        break;
    }
    g_assert_cmpuint (n_seen, ==, 32);
  }
}

/* What is not found may be there all the same. */
static gboolean
is_ready (Shop *shop)
{
  g_autoptr (HufuFound) found = hufu_catalog_search (shop->db, "cracker", 0, 1, NULL);

  return found != NULL && found->ready;
}

static void
test_delta (void)
{
  g_auto (Shop) shop = {0};
  json_auto_t *changes = json_array (), *bad = json_array ();
  g_autoptr (GError) error = NULL;
  gint64 first;

  shop_init (&shop);
  json_array_append_new (changes, make_product (3, 11, "", "Cracker", "米饼", 7));
  json_array_append_new (changes, json_pack ("{s:s, s:s, s:s, s:n}", "kind", "product", "op",
                                             "delete", "key", "1", "data"));
  g_assert_true (is_ready (&shop));
  g_assert_true (hufu_catalog_apply (shop.db, changes, NULL, &error));
  g_assert_false (is_ready (&shop));
  g_assert_true (hufu_search_build_all (shop.db, &error));
  g_assert_true (is_ready (&shop));
  g_assert_cmpuint (search (&shop, "米饼", &first), ==, 1);
  g_assert_cmpuint (search (&shop, "mb", &first), ==, 1);
  g_assert_cmpuint (search (&shop, "薯片", &first), ==, 0);
  g_assert_cmpuint (search (&shop, "衬衫", &first), ==, 1);
  g_assert_null (hufu_catalog_find_code (shop.db, 6900000000001, &error));
  /* One bad change, and none of its batch is taken over. */
  json_array_append_new (bad, json_pack ("{s:s, s:s, s:s, s:n}", "kind", "product", "op", "delete",
                                         "key", "2", "data"));
  json_array_append_new (bad, json_pack ("{s:s, s:s, s:s, s:{}}", "kind", "category", "op", "put",
                                         "key", "4", "data"));
  g_assert_false (hufu_catalog_apply (shop.db, bad, NULL, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpuint (search (&shop, "shirt", &first), ==, 1);
}

static char *
make_snapshot (Shop *shop)
{
  json_auto_t *changes = make_changes ();
  HufuDb *snapshot = open_catalog (shop, "snapshot.db");

  json_array_append_new (changes, make_product (4, 12, "", "Tea", "茶", 1));
  g_assert_true (hufu_catalog_apply (snapshot, changes, NULL, NULL));
  hufu_db_checkpoint (snapshot);
  hufu_db_close (snapshot);
  return hufu_tempdir_build (shop->dir, "snapshot.db");
}

static void
test_swap (void)
{
  g_auto (Shop) shop = {0};
  g_autofree char *snapshot = NULL;
  g_autoptr (GError) error = NULL;
  gint64 first;

  shop_init (&shop);
  snapshot = make_snapshot (&shop);
  g_assert_true (hufu_catalog_swap (shop.db, snapshot, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (search (&shop, "tea", &first), ==, 0); /* not made ready yet */
  g_assert_true (hufu_search_build_all (shop.db, &error));
  g_assert_cmpuint (search (&shop, "tea", &first), ==, 1);
  g_assert_false (g_file_test (snapshot, G_FILE_TEST_EXISTS));
}

/* A file that is not what was agreed stays out, and the old catalogue stays in use. */
static void
test_bad_snapshot (void)
{
  static const char *const spoil[] = {
      "PRAGMA application_id = 1",
      "PRAGMA user_version = 9",
      "CREATE TRIGGER evil AFTER UPDATE ON product BEGIN DELETE FROM product; END",
      "CREATE VIEW evil AS SELECT 1",
      "DROP INDEX product_by_group; CREATE INDEX product_by_group ON product (id)",
      "ALTER TABLE product ADD COLUMN note TEXT",
      "CREATE TABLE more (one INTEGER PRIMARY KEY) STRICT",
      "DROP INDEX product_by_group",
      "PRAGMA foreign_keys = OFF; DROP TABLE barcode; CREATE TABLE barcode (code, product_id)",
  };

  for (gsize i = 0; i <= G_N_ELEMENTS (spoil) + 1; i++) {
    g_auto (Shop) shop = {0};
    g_autofree char *snapshot = NULL;
    g_autoptr (GError) error = NULL;
    HufuProduct *product;

    shop_init (&shop);
    snapshot = make_snapshot (&shop);
    if (i < G_N_ELEMENTS (spoil)) {
      sqlite3 *handle = NULL;

      g_assert_cmpint (sqlite3_open (snapshot, &handle), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_exec (handle, spoil[i], NULL, NULL, NULL), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
    } else if (i == G_N_ELEMENTS (spoil)) {
      g_assert_cmpint (truncate (snapshot, 8192), ==, 0);
    } else {
      g_assert_true (g_file_set_contents (snapshot, "<html>sign in to the Wi-Fi</html>", -1, NULL));
    }
    g_assert_false (hufu_catalog_swap (shop.db, snapshot, &error));
    g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_INVALID);
    product = hufu_catalog_find_code (shop.db, 6900000000003, NULL);
    g_assert_nonnull (product);
    hufu_product_free (product);
  }
}

#define KEY_32 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static void
test_changes (void)
{
  static const char text[] =
      "[{\"kind\":\"member\",\"op\":\"put\",\"key\":\"00000000-0000-4000-8000-0000000000aa\","
      "\"data\":{\"member_id\":\"00000000-0000-4000-8000-0000000000aa\","
      "\"code_subject\":\"AQIDBAUGBwg\",\"phone_index\":\"AAAAAAAAAAAAAAAAAAAAAA\","
      "\"phone_masked\":\"138****2706\",\"level\":2,\"points\":86}},"
      "{\"kind\":\"policy\",\"op\":\"put\",\"key\":\"store\",\"data\":{\"cash_rounding\":"
      "{\"increment_minor\":10,\"rule\":\"half_up\"},\"label_layouts\":[{\"prefix\":22,"
      "\"item_digits\":5,\"value_digits\":5,\"has_value_check\":false,\"value\":\"weight\"}],"
      "\"shop_en\":\"Hufu\",\"shop_zh\":\"虎符\",\"footer_en\":\"\",\"footer_zh\":\"\","
      "\"undo_window_s\":3600,\"phone_index_key\":\"" KEY_32 "\",\"price_tax\":\"inclusive\"}},"
      "{\"kind\":\"pickup\",\"op\":\"put\",\"key\":\"o1\",\"data\":{\"order_no\":\"A1\","
      "\"code_subject\":\"AQIDBAUGBwk\"}}]";
  static const guint8 subject[] = {1, 2, 3, 4, 5, 6, 7, 8}, pickup[] = {1, 2, 3, 4, 5, 6, 7, 9};
  static const guint8 phone_index[16] = {0};
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  json_auto_t *changes = json_loads (text, 0, NULL), *order = NULL;
  g_autoptr (HufuMember) by_code = NULL, by_phone = NULL;
  g_auto (HufuTerminal) terminal = {0};
  g_auto (HufuPolicy) policy = {0};
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_change_apply (books->db, changes, "c9", &error));
  g_assert_no_error (error);
  by_code = hufu_member_find_by_subject (books->db, subject, sizeof subject, &error);
  by_phone = hufu_member_find_by_phone (books->db, phone_index, &error);
  g_assert_cmpint (by_code->points, ==, 86);
  g_assert_true (hufu_id_equal (&by_code->member_id, &by_phone->member_id));
  g_assert_true (hufu_policy_load (books->db, &policy, &error));
  g_assert_cmpint (policy.cash_increment_minor, ==, 10);
  g_assert_cmpuint (policy.n_layouts, ==, 1);
  order = hufu_appointment_find (books->db, "pickup", pickup, sizeof pickup, &error);
  g_assert_cmpstr (json_string_value (json_object_get (order, "order_no")), ==, "A1");
  g_assert_true (hufu_terminal_load (books->db, &terminal, &error));
  g_assert_cmpstr (terminal.changes_cursor, ==, "c9");
}

/* Pages come one after the other: one that was asked for from elsewhere changes nothing. */
static void
test_late_page (void)
{
  static const struct {
    const char *from, *cursor;
    gboolean anew, taken;
  } rows[] = {
      {"c1", "c2", FALSE, TRUE}, {"c1", "c2", FALSE, FALSE}, {NULL, "c1", FALSE, FALSE},
      {"c2", "c3", FALSE, TRUE}, {"c3", "c4", TRUE, FALSE},  {NULL, "c5", FALSE, TRUE},
  };
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  json_auto_t *none = json_array ();

  g_assert_true (hufu_change_apply (books->db, none, "c1", NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (HufuTerminal) before = {0}, after = {0};
    g_autoptr (GError) error = NULL;

    if (rows[i].anew)
      g_assert_true (hufu_change_begin_anew (books->db, NULL));
    g_assert_true (hufu_terminal_load (books->db, &before, NULL));
    g_assert_true (hufu_change_apply_after (books->db, rows[i].from, none, rows[i].cursor,
                                            &error) == rows[i].taken);
    if (!rows[i].taken)
      g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT);
    g_assert_true (hufu_terminal_load (books->db, &after, NULL));
    g_assert_cmpstr (after.changes_cursor, ==,
                     rows[i].taken ? rows[i].cursor : before.changes_cursor);
  }
}

static void
test_trust_never_goes_down (void)
{
  static const char body[] = "{\"version\":%d,\"keys\":[{\"kid\":\"AAAAAAAAAAA\",\"public_key\":"
                             "\"" KEY_32 "\",\"issuer\":\"demo\",\"not_before_utc_s\":0,"
                             "\"state\":\"active\"}]}";
  static const struct {
    int version;
    guint64 now;
  } rows[] = {{2, 2}, {1, 2}, {2, 2}, {3, 3}};
  g_autoptr (HufuBooks) books = hufu_books_new (1);

  g_assert_null (hufu_trust_load (books->db, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (GStrv) parts = g_strsplit (body, "%d", 2);
    g_autofree char *text = g_strdup_printf ("%s%d%s", parts[0], rows[i].version, parts[1]);
    g_autoptr (HufuTrustList) list = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_true (hufu_trust_store (books->db, (guint64)rows[i].version, text, &error));
    list = hufu_trust_load (books->db, &error);
    g_assert_cmpuint (list->version, ==, rows[i].now);
    g_assert_cmpuint (list->n_keys, ==, 1);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/catalog/find", test_find);
  g_test_add_func ("/store/catalog/search", test_search);
  g_test_add_func ("/store/catalog/search-many", test_search_many);
  g_test_add_func ("/store/catalog/tiles", test_tiles);
  g_test_add_func ("/store/catalog/pages", test_pages);
  g_test_add_func ("/store/catalog/delta", test_delta);
  g_test_add_func ("/store/catalog/swap", test_swap);
  g_test_add_func ("/store/catalog/bad-snapshot", test_bad_snapshot);
  g_test_add_func ("/store/changes", test_changes);
  g_test_add_func ("/store/late-page", test_late_page);
  g_test_add_func ("/store/trust-never-goes-down", test_trust_never_goes_down);
  return g_test_run ();
}
