/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is on hand at a till: what it moved is read from its journal, the rest is told in pages. */
#include "store/sql.h"
#include "store/stock.h"
#include "tests/store/books.h"

#define TEA 1 /* the first product of a test basket */
#define SHIRT 2
#define HERE 1

/* ---- own movements ---- */

static void
read_all (HufuBooks *books, HufuStockTally *tally, gint64 after_no)
{
  gboolean more = TRUE;

  hufu_stock_tally_begin (tally, after_no);
  while (more) {
    g_autoptr (GError) error = NULL;
    g_autoptr (HufuStockPage) page =
        hufu_stock_read_moves (books->db, hufu_stock_tally_get_read (tally), &error);

    g_assert_no_error (error);
    for (guint i = 0; i < page->moves->len; i++)
      hufu_stock_tally_add (tally, &g_array_index (page->moves, HufuStockMove, i));
    hufu_stock_tally_set_read (tally, page->read_no);
    more = page->more;
  }
}

static gint64
moved (HufuBooks *books, gint64 product_id, gint64 after_no)
{
  g_autoptr (HufuStockTally) tally = hufu_stock_tally_new ();

  read_all (books, tally, after_no);
  return hufu_stock_tally_sum (tally, product_id, after_no);
}

static gint64
last_no (HufuBooks *books)
{
  return hufu_books_count (books, "SELECT max (journal_no) FROM journal");
}

static void
sell (HufuBooks *books, guint n_lines)
{
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, n_lines);
  g_auto (HufuFinished) finished = {0};
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_sale_save (books->db, basket, HUFU_SALE_OPEN, &error));
  hufu_books_finish (books, basket, &finished);
}

static void
correct (HufuBooks *books, const char *reason, gint64 product_id, gint64 number_milli,
         gint64 delta_milli)
{
  const HufuStockCorrection correction = {.product_id = product_id,
                                          .reason = hufu_stock_reason_find (reason),
                                          .note = "Shelf 3",
                                          .number_milli = number_milli,
                                          .delta_milli = delta_milli,
                                          .staff_id = books->staff_id};
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_stock_write_correction (books->db, &correction, &error));
  g_assert_no_error (error);
}

/* A sale moves what is on its lines; one that is held, thrown away or still open moves nothing. */
static void
test_sales_are_movements (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) held = hufu_books_make_basket (books, 1);
  g_autoptr (HufuBasket) thrown = hufu_books_make_basket (books, 1);
  g_autoptr (GError) error = NULL;
  gint64 before;

  sell (books, 2);
  before = last_no (books);
  sell (books, 1);
  g_assert_true (hufu_sale_save (books->db, thrown, HUFU_SALE_OPEN, &error));
  g_assert_true (
      hufu_sale_void (books->db, &thrown->id, &books->staff_id, HUFU_VOID_MISTAKE, &error));
  g_assert_true (hufu_sale_save (books->db, held, HUFU_SALE_HELD, &error));
  correct (books, "damaged", SHIRT, 3000, -3000);
  correct (books, "counted", SHIRT, 9000, 4000);
  g_assert_cmpint (moved (books, TEA, 0), ==, -2000);
  g_assert_cmpint (moved (books, TEA, before), ==, -1000);
  g_assert_cmpint (moved (books, SHIRT, 0), ==, -1000 - 3000 + 4000);
  g_assert_cmpint (moved (books, SHIRT, last_no (books)), ==, 0);
  hufu_books_reopen (books);
  g_assert_cmpint (moved (books, TEA, 0), ==, -2000);
  hufu_books_assert_whole (books->db);
}

/* What its lines moved is known by the order of the events, over incarnations: an event that is
 * brought up for an earlier incarnation does not move again. */
static void
test_incarnations (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (2);
  g_autoptr (GError) error = NULL;
  gint64 before;

  sell (books, 1);
  before = last_no (books);
  sell (books, 1);
  g_assert_true (hufu_terminal_reincarnate (books->db, 2, &error));
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM journal WHERE kind = 'branch'"),
                   >, 0);
  sell (books, 1);
  g_assert_cmpint (moved (books, TEA, 0), ==, -3000);
  g_assert_cmpint (moved (books, TEA, before), ==, -2000);
  g_assert_cmpint (moved (books, TEA, hufu_journal_no (2, 0)), ==, -1000);
}

/* More events than one act looks at. */
static void
test_pages (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (3);
  g_autoptr (HufuStockPage) page = NULL;
  g_autoptr (GError) error = NULL;
  guint n = HUFU_STOCK_PAGE_EVENTS + 20;

  for (guint i = 0; i < n; i++)
    correct (books, "found", TEA, 1000, 1000);
  page = hufu_stock_read_moves (books->db, 0, &error);
  g_assert_true (page->more);
  g_assert_cmpuint (page->moves->len, <=, HUFU_STOCK_PAGE_EVENTS);
  g_assert_cmpint (moved (books, TEA, 0), ==, 1000 * (gint64)n);
}

static void
test_bad_corrections (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (4);
  const HufuStockReason *lost = hufu_stock_reason_find ("lost");
  const HufuStockReason *counted = hufu_stock_reason_find ("counted");
  const HufuStockCorrection rows[] = {
      {TEA, NULL, "", 1000, -1000, books->staff_id},
      {TEA, lost, "", 1000, 1000, books->staff_id},
      {TEA, lost, "", 0, 0, books->staff_id},
      {TEA, lost, "two\nlines", 1000, -1000, books->staff_id},
      {TEA, counted, "", 1000, HUFU_STOCK_MAX_MILLI + 1, books->staff_id},
  };
  gint64 before = last_no (books);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (hufu_stock_write_correction (books->db, &rows[i], &error));
    g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_INVALID);
  }
  g_assert_cmpint (last_no (books), ==, before);
}

/* ---- figures ---- */

typedef struct {
  HufuTempdir *dir;
  HufuTestHost *world;
  HufuDb *db;
} Shelf;

static void
shelf_clear (Shelf *shelf)
{
  hufu_db_close (shelf->db);
  hufu_test_host_free (shelf->world);
  hufu_tempdir_free (shelf->dir);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shelf, shelf_clear)

static json_t *
product (gint64 id, gint64 low_milli)
{
  g_autofree char *sku = g_strdup_printf ("P-%d", (int)id);

  return json_pack (
      "{s:s, s:s, s:s, s:{s:I, s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:n, s:I, s:b, s:I, s:I,"
      " s:s, s:I, s:b, s:o, s:[]}}",
      "kind", "product", "op", "put", "key", "1", "data", "id", (json_int_t)id, "sku", sku,
      "name_en", "Tea", "name_zh", "茶", "variant_en", "", "variant_zh", "", "group_id",
      (json_int_t)id, "category_id", (json_int_t)1, "price_minor", (json_int_t)100,
      "member_price_minor", "tax_ppm", (json_int_t)0, "by_weight", 0, "stock_milli", (json_int_t)0,
      "stock_utc_s", (json_int_t)0, "icon", "tea", "popularity", (json_int_t)1, "favourite", 0,
      "low_milli", low_milli >= 0 ? json_integer (low_milli) : json_null (), "barcodes");
}

static json_t *
stock (gint64 id, gint64 here_milli, gint64 other_milli)
{
  return json_pack ("{s:s, s:s, s:s, s:{s:I, s:[{s:i, s:I, s:i}, {s:i, s:I, s:i}, "
                    "{s:i, s:i, s:i}]}}",
                    "kind", "stock", "op", "put", "key", "1", "data", "product_id", (json_int_t)id,
                    "places", "store_no", 0, "on_hand_milli", (json_int_t)40000, "at_utc_s", 50,
                    "store_no", HERE, "on_hand_milli", (json_int_t)here_milli, "at_utc_s", 60,
                    "store_no", 2, "on_hand_milli", (int)other_milli, "at_utc_s", 70);
}

static void
take_page (Shelf *shelf, json_t *take_changes, gint64 counted_no, gboolean is_last)
{
  json_auto_t *changes = take_changes;
  json_auto_t *heard = json_pack ("[{s:i, s:i}, {s:i, s:i}]", "store_no", 0, "at_utc_s", 900,
                                  "store_no", 2, "at_utc_s", 500);
  const HufuCatalogPage page = {HERE, counted_no, is_last, heard};
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_catalog_apply (shelf->db, changes, &page, &error));
  g_assert_no_error (error);
}

static void
shelf_init (Shelf *shelf)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  shelf->dir = hufu_tempdir_new ();
  shelf->world = hufu_test_host_new (1);
  path = hufu_tempdir_build (shelf->dir, "catalog.db");
  shelf->db = hufu_db_open (path, HUFU_DB_CATALOG, hufu_test_host_get (shelf->world), &error);
  g_assert_no_error (error);
  g_assert_true (hufu_sql_run (shelf->db, &error,
                               "INSERT INTO catalogue (one, cursor, made_utc_s) VALUES (1, 'c', 1)",
                               NULL, 0));
  take_page (shelf,
             json_pack ("[{s:s, s:s, s:s, s:{s:i, s:s, s:s, s:i}}, {s:s, s:s, s:s, s:{s:i, s:s, "
                        "s:s, s:i}}]",
                        "kind", "category", "op", "put", "key", "1", "data", "id", 1, "name_en",
                        "Drinks", "name_zh", "饮品", "position", 1, "kind", "store", "op", "put",
                        "key", "2", "data", "store_no", 2, "name_en", "Riverside", "name_zh",
                        "滨江店", "heard_utc_s", 5),
             0, FALSE);
}

static HufuStockFigure
figure_of (Shelf *shelf, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuProduct) found = hufu_catalog_find_product (shelf->db, id, &error);

  g_assert_no_error (error);
  return hufu_product_get_figure (found);
}

/* A figure comes with the point up to which it counts; the last page has a word on all. */
static void
test_figures (void)
{
  g_auto (Shelf) shelf = {0};
  HufuStockFigure figure;

  shelf_init (&shelf);
  take_page (&shelf, json_pack ("[o, o]", product (TEA, -1), product (SHIRT, -1)), 100, FALSE);
  figure = figure_of (&shelf, TEA);
  g_assert_cmpint (figure.at_utc_s, ==, 0);
  take_page (&shelf, json_pack ("[o]", stock (TEA, 12000, 5000)), 105, FALSE);
  figure = figure_of (&shelf, TEA);
  g_assert_cmpint (figure.milli, ==, 12000);
  g_assert_cmpint (figure.at_utc_s, ==, 60);
  g_assert_cmpint (figure.counted_no, ==, 105);
  g_assert_cmpint (figure_of (&shelf, SHIRT).counted_no, ==, 100);
  take_page (&shelf, json_pack ("[o]", stock (SHIRT, -3000, 5000)), 110, TRUE);
  g_assert_cmpint (figure_of (&shelf, TEA).counted_no, ==, 110);
  g_assert_cmpint (figure_of (&shelf, SHIRT).milli, ==, -3000);
}

static void
test_elsewhere (void)
{
  g_auto (Shelf) shelf = {0};
  g_autoptr (GPtrArray) places = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GError) error = NULL;
  const HufuStockPlace *place;

  shelf_init (&shelf);
  take_page (&shelf, json_pack ("[o, o]", product (TEA, -1), stock (TEA, 12000, 5000)), 1, TRUE);
  places = hufu_stock_list_elsewhere (shelf.db, TEA, &error);
  g_assert_cmpuint (places->len, ==, 2);
  place = places->pdata[0];
  g_assert_cmpstr (place->name_en, ==, "Riverside");
  g_assert_cmpint (place->milli, ==, 5000);
  g_assert_cmpint (place->at_utc_s, ==, 500); /* heard of since it was moved */
  place = places->pdata[1];
  g_assert_cmpint (place->store_no, ==, HUFU_STOCK_ONLINE);
  g_assert_cmpint (place->at_utc_s, ==, 900);
  take_page (
      &shelf,
      json_pack ("[{s:s, s:s, s:s, s:n}]", "kind", "product", "op", "delete", "key", "1", "data"),
      2, TRUE);
  none = hufu_stock_list_elsewhere (shelf.db, TEA, &error);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_bad_pages (void)
{
  static const char *const rows[] = {
      "{}",
      "{\"product_id\": 0, \"places\": []}",
      "{\"product_id\": 1, \"places\": {}}",
      "{\"product_id\": 1, \"places\": [{\"store_no\": 1}]}",
      "{\"product_id\": 1, \"places\": [{\"store_no\": -1, \"on_hand_milli\": 1, \"at_utc_s\": "
      "1}]}",
      "{\"product_id\": 1, \"places\": [{\"store_no\": 1, \"on_hand_milli\": 1, \"at_utc_s\": "
      "0}]}",
      "{\"product_id\": 1, \"places\": [{\"store_no\": 1, \"on_hand_milli\": 1000000000001,"
      " \"at_utc_s\": 1}]}",
  };
  g_auto (Shelf) shelf = {0};

  shelf_init (&shelf);
  take_page (&shelf, json_pack ("[o, o]", product (TEA, -1), stock (TEA, 12000, 5000)), 7, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    json_auto_t *changes =
        json_pack ("[o, {s:s, s:s, s:s, s:o}]", stock (TEA, 1000, 1000), "kind", "stock", "op",
                   "put", "key", "1", "data", json_loads (rows[i], 0, NULL));
    g_autoptr (GError) error = NULL;

    g_assert_false (hufu_catalog_apply (shelf.db, changes, NULL, &error));
    g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_INVALID);
  }
  g_assert_cmpint (figure_of (&shelf, TEA).milli, ==, 12000);
  g_assert_cmpint (figure_of (&shelf, TEA).counted_no, ==, 7);
}

/* ---- what is short ---- */

/* Product i has i - 3 pieces; every third is short at 5, the rest as the policy says. */
static void
fill (Shelf *shelf, gint64 n)
{
  json_t *changes = json_array ();

  for (gint64 i = 1; i <= n; i++) {
    json_array_append_new (changes, product (i, i % 3 == 0 ? 5000 : -1));
    if (i != 2)
      json_array_append_new (changes, stock (i, 1000 * (i - 3), 0));
  }
  take_page (shelf, changes, 1, TRUE);
}

static void
test_low (void)
{
  /* Of 1 to 12 there are -2 to 9; of 2 nobody knows. At 2.5 are short 1, 4 and 5; at 5 3 and 6. */
  static const gint64 expected[] = {3, 1, 6, 4, 5};
  g_auto (Shelf) shelf = {0};
  g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (gint64));
  HufuStockRoom after = {0};
  gboolean more = TRUE;

  shelf_init (&shelf);
  fill (&shelf, 12);
  while (more) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) page =
        hufu_stock_list_low (shelf.db, 2500, seen->len > 0 ? &after : NULL, 2, &error);

    g_assert_no_error (error);
    more = page->len == 2;
    for (guint i = 0; i < page->len; i++) {
      const HufuProduct *one = page->pdata[i];

      g_array_append_val (seen, one->product_id);
      after = (HufuStockRoom){one->stock_milli - hufu_product_get_low_milli (one, 2500),
                              one->product_id};
      g_assert_cmpint (after.room_milli, <=, 0);
    }
  }
  g_assert_cmpuint (seen->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < seen->len; i++)
    g_assert_cmpint (g_array_index (seen, gint64, i), ==, expected[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/stock/sales-are-movements", test_sales_are_movements);
  g_test_add_func ("/store/stock/incarnations", test_incarnations);
  g_test_add_func ("/store/stock/pages", test_pages);
  g_test_add_func ("/store/stock/bad-corrections", test_bad_corrections);
  g_test_add_func ("/store/stock/figures", test_figures);
  g_test_add_func ("/store/stock/elsewhere", test_elsewhere);
  g_test_add_func ("/store/stock/bad-pages", test_bad_pages);
  g_test_add_func ("/store/stock/low", test_low);
  return g_test_run ();
}
