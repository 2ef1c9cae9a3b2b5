/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A product is changed at the till: in the books, over the catalogue, and what the platform tells
 * of it before and after. */
#include <string.h>

#include "store/catalog.h"
#include "store/change-store.h"
#include "store/product-edit.h"
#include "store/sql.h"
#include "tests/store/books.h"

#define MANAGER_ID "00000000-0000-4000-8000-0000000000a1"
#define TEA 7
#define COLA 8
#define TEA_CODE G_GUINT64_CONSTANT (6901234567892)
#define NEW_CODE G_GUINT64_CONSTANT (4006381333931)
#define LATER G_GINT64_CONSTANT (9000000000000000000)

typedef struct {
  HufuBooks *books;
  HufuDb *catalog;
} Till;

static HufuId
parse (const char *text)
{
  HufuId id;

  g_assert_true (hufu_id_parse (text, &id));
  return id;
}

/* As the platform has it; stamps as JSON. */
static json_t *
make_told (gint64 id, const char *name, gint64 price_minor, guint64 code, const char *stamps)
{
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  g_autofree char *sku = g_strdup_printf ("TT-%" G_GINT64_FORMAT, id);

  return json_pack (
      "{s:s, s:s, s:s, s:{s:I, s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:n, s:I, s:b, s:I, s:I,"
      " s:s, s:I, s:b, s:[I], s:o}}",
      "kind", "product", "op", "put", "key", key, "data", "id", (json_int_t)id, "sku", sku,
      "name_en", name, "name_zh", name, "variant_en", "", "variant_zh", "", "group_id",
      (json_int_t)id, "category_id", (json_int_t)1, "price_minor", (json_int_t)price_minor,
      "member_price_minor", "tax_ppm", (json_int_t)130000, "by_weight", 0, "stock_milli",
      (json_int_t)5000, "stock_utc_s", (json_int_t)44, "icon", "tea", "popularity",
      (json_int_t)(20 - id), "favourite", 0, "barcodes", (json_int_t)code, "stamps",
      json_loads (stamps, 0, NULL));
}

/* One change of the feed, in the catalogue and in the books. */
static void
tell (Till *till, json_t *take_change)
{
  json_auto_t *changes = json_pack ("[o]", take_change);
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_catalog_apply (till->catalog, changes, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (hufu_change_apply (till->books->db, changes, "c", &error));
  g_assert_no_error (error);
}

static HufuDb *
open_catalog (Till *till, const char *name)
{
  g_autofree char *path = hufu_tempdir_build (till->books->dir, name);
  g_autoptr (GError) error = NULL;
  HufuDb *db =
      hufu_db_open (path, HUFU_DB_CATALOG, hufu_test_host_get (till->books->world), &error);

  g_assert_no_error (error);
  return db;
}

static void
fill (HufuDb *catalog)
{
  json_auto_t *changes =
      json_pack ("[{s:s, s:s, s:s, s:{s:i, s:s, s:s, s:i}}, o, o]", "kind", "category", "op", "put",
                 "key", "1", "data", "id", 1, "name_en", "All", "name_zh", "全部", "position", 1,
                 make_told (TEA, "Tea", 900, TEA_CODE, "{}"),
                 make_told (COLA, "Cola", 500, 6901234567809, "{}"));

  g_assert_true (hufu_catalog_apply (catalog, changes, NULL, NULL));
  g_assert_true (hufu_search_build_all (catalog, NULL));
}

static void
open_till (Till *till)
{
  json_auto_t *staff =
      json_pack ("[{s:s, s:s, s:s, s:{s:s, s:s, s:s, s:s, s:s, s:s}}]", "kind", "staff", "op",
                 "put", "key", MANAGER_ID, "data", "staff_id", MANAGER_ID, "no", "91", "name_en",
                 "Manager", "name_zh", "Manager", "role", "manager", "pin_hash", "$argon2id$told");

  till->books = hufu_books_new (1);
  g_assert_true (hufu_change_apply (till->books->db, staff, "c", NULL));
  till->catalog = open_catalog (till, "catalog.db");
  fill (till->catalog);
}

static void
till_clear (Till *till)
{
  hufu_db_close (till->catalog);
  hufu_books_free (till->books);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Till, till_clear)

/* In the books alone, as a till that is killed then; *ret_id may be NULL. The fault's code, "" if
 * it was done. */
static const char *
write_by (Till *till, const HufuProductWish *wish, const HufuId *by, const HufuId *approved_by,
          json_t **ret_edits, gint64 *ret_id)
{
  g_autoptr (GError) error = NULL;
  HufuProductFault fault;
  g_autoptr (HufuProductEdit) edit = hufu_product_plan (till->catalog, wish, &fault, &error);

  g_assert_no_error (error);
  *ret_edits = NULL;
  if (edit == NULL)
    return hufu_product_fault_code (fault);
  edit->by = *by;
  if (approved_by != NULL)
    edit->approved_by = *approved_by;
  if (ret_id != NULL)
    *ret_id = edit->product_id;
  g_assert_true (hufu_product_edit (till->books->db, edit, ret_edits, &fault, &error));
  g_assert_no_error (error);
  return hufu_product_fault_code (fault);
}

static const char *
edit (Till *till, HufuProductWish wish)
{
  HufuId manager = parse (MANAGER_ID);
  json_auto_t *edits = NULL;
  const char *code = write_by (till, &wish, &manager, NULL, &edits, NULL);

  if (edits != NULL)
    g_assert_true (hufu_product_lay (till->catalog, edits, NULL));
  return code;
}

static HufuProductWish
want_price (gint64 id, gint64 price_minor)
{
  return (HufuProductWish){
      .product_id = id, .fields = 1u << HUFU_PRODUCT_PRICE, .price_minor = price_minor};
}

static HufuProductWish
want_sold (gint64 id, gboolean sold)
{
  return (HufuProductWish){.product_id = id, .fields = 1u << HUFU_PRODUCT_SOLD, .sold = sold};
}

static HufuProductWish
want_name (gint64 id, const char *name)
{
  return (HufuProductWish){.product_id = id,
                           .fields = 1u << HUFU_PRODUCT_NAME_EN | 1u << HUFU_PRODUCT_NAME_ZH,
                           .name_en = (char *)(gsize)name,
                           .name_zh = (char *)(gsize)name};
}

static HufuProductWish
want_new (const char *name, gint64 price_minor, guint64 code)
{
  HufuProductWish wish = want_name (0, name);

  wish.fields |= 1u << HUFU_PRODUCT_PRICE | 1u << HUFU_PRODUCT_SOLD;
  wish.price_minor = price_minor;
  wish.sold = TRUE;
  wish.code = code;
  wish.category_id = 1;
  return wish;
}

/* What a scan of it sells: "Tea 900", "" if nothing. Static. */
static const char *
scan (Till *till, guint64 code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuProduct) product = hufu_catalog_find_code (till->catalog, code, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = product == NULL
             ? g_strdup ("")
             : g_strdup_printf ("%s %" G_GINT64_FORMAT, product->name_en, product->price_minor);
  return g_intern_string (text);
}

static guint
search (Till *till, const char *words)
{
  g_autoptr (HufuFound) found = NULL;

  g_assert_true (hufu_search_build_all (till->catalog, NULL));
  found = hufu_catalog_search (till->catalog, words, 0, 50, NULL);
  return found->products->len;
}

#define waiting(till) hufu_books_count ((till)->books, "SELECT count(*) FROM product_edit")
#define events(till)                                                                               \
  hufu_books_count ((till)->books, "SELECT count(*) FROM journal WHERE kind = 'product.changed'")

/* At once in scan and search, with one event that says what is different. */
static void
test_edit (void)
{
  g_auto (Till) till = {0};
  HufuProductWish member = {
      .product_id = TEA, .fields = 1u << HUFU_PRODUCT_MEMBER_PRICE, .member_price_minor = 850};
  HufuProductWish code = {.product_id = TEA, .code = NEW_CODE};

  open_till (&till);
  g_assert_cmpstr (edit (&till, want_price (TEA, 950)), ==, "");
  g_assert_cmpstr (scan (&till, TEA_CODE), ==, "Tea 950");
  g_assert_cmpstr (edit (&till, want_name (TEA, "Oolong")), ==, "");
  g_assert_cmpuint (search (&till, "oolong"), ==, 1);
  g_assert_cmpuint (search (&till, "tea"), ==, 0);
  g_assert_cmpstr (edit (&till, member), ==, "");
  g_assert_cmpstr (edit (&till, code), ==, "");
  g_assert_cmpstr (scan (&till, NEW_CODE), ==, "Oolong 950");
  g_assert_cmpstr (scan (&till, TEA_CODE), ==, "Oolong 950");
  g_assert_cmpint (events (&till), ==, 4);
  g_assert_cmpint (hufu_books_count (till.books,
                                     "SELECT count(*) FROM journal WHERE kind = 'product.changed'"
                                     " AND body LIKE '%price_minor%' AND body LIKE '%name_en%'"),
                   ==, 0);
  g_assert_cmpint (waiting (&till), ==, 4);
  hufu_books_assert_whole (till.books->db);
}

/* What is not sold is neither scanned nor found, and is sold again as it was. */
static void
test_off (void)
{
  g_auto (Till) till = {0};
  gint64 id = 0;

  open_till (&till);
  g_assert_cmpstr (edit (&till, want_sold (TEA, FALSE)), ==, "");
  g_assert_cmpstr (scan (&till, TEA_CODE), ==, "");
  g_assert_cmpuint (search (&till, "tea"), ==, 0);
  g_assert_true (hufu_product_find (till.catalog, "6901234567892", &id, NULL));
  g_assert_cmpint (id, ==, TEA);
  g_assert_true (hufu_product_find (till.catalog, "tt-7", &id, NULL));
  g_assert_cmpint (id, ==, TEA);
  g_assert_cmpstr (edit (&till, want_price (TEA, 990)), ==, "");
  g_assert_cmpstr (scan (&till, TEA_CODE), ==, "");
  g_assert_cmpstr (edit (&till, want_sold (TEA, TRUE)), ==, "");
  g_assert_cmpstr (scan (&till, TEA_CODE), ==, "Tea 990");
  g_assert_cmpuint (search (&till, "tea"), ==, 1);
}

/* A new one has tax and picture of what sells most there, and a number of its own. */
static void
test_new (void)
{
  g_auto (Till) till = {0};
  g_autoptr (HufuProduct) product = NULL;

  open_till (&till);
  g_assert_cmpstr (edit (&till, want_new ("Scone", 1200, NEW_CODE)), ==, "");
  product = hufu_catalog_find_code (till.catalog, NEW_CODE, NULL);
  g_assert_true (hufu_product_is_own_id (product->product_id));
  g_assert_cmpint (product->price_minor, ==, 1200);
  g_assert_cmpint (product->tax_ppm, ==, 130000);
  g_assert_cmpstr (product->icon, ==, "tea");
  g_assert_true (product->sku[0] == 'N');
  g_assert_cmpint (product->stock_utc_s, ==, 0);
  g_assert_cmpuint (search (&till, "scone"), ==, 1);
  g_assert_cmpstr (edit (&till, want_price (product->product_id, 1100)), ==, "");
  g_assert_cmpstr (scan (&till, NEW_CODE), ==, "Scone 1100");
}

/* What is refused leaves the books as they were. */
static void
test_refused (void)
{
  g_auto (Till) till = {0};
  g_autofree char *before = NULL, *after = NULL;
  HufuProductWish wish;
  json_auto_t *edits = NULL;

  open_till (&till);
  before = hufu_books_describe (till.books->db, NULL);
  g_assert_cmpstr (edit (&till, want_price (TEA, 900)), ==, "product_same");
  g_assert_cmpstr (edit (&till, want_price (TEA, 0)), ==, "product_bad_price");
  g_assert_cmpstr (edit (&till, want_price (99, 900)), ==, "product_unknown");
  g_assert_cmpstr (edit (&till, want_name (TEA, "a\nb")), ==, "product_bad_name");
  g_assert_cmpstr (edit (&till, want_sold (TEA, TRUE)), ==, "product_same");
  wish = (HufuProductWish){
      .product_id = TEA, .fields = 1u << HUFU_PRODUCT_MEMBER_PRICE, .member_price_minor = 900};
  g_assert_cmpstr (edit (&till, wish), ==, "product_bad_member_price");
  wish = (HufuProductWish){.product_id = COLA, .code = TEA_CODE};
  g_assert_cmpstr (edit (&till, wish), ==, "product_code_taken");
  wish = want_new ("Scone", 1200, 0);
  wish.category_id = 9;
  g_assert_cmpstr (edit (&till, wish), ==, "product_bad_category");
  wish = want_price (TEA, 950);
  g_assert_cmpstr (write_by (&till, &wish, &till.books->staff_id, NULL, &edits, NULL), ==,
                   "product_not_allowed");
  after = hufu_books_describe (till.books->db, NULL);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpstr (scan (&till, TEA_CODE), ==, "Tea 900");
}

/* Somebody else, with a manager's word. */
static void
test_approved (void)
{
  g_auto (Till) till = {0};
  HufuProductWish wish = want_price (TEA, 950);
  HufuId manager = parse (MANAGER_ID);
  json_auto_t *edits = NULL;

  open_till (&till);
  g_assert_cmpstr (write_by (&till, &wish, &till.books->staff_id, &manager, &edits, NULL), ==, "");
  g_assert_nonnull (json_object_get (json_array_get (edits, 0), "approved_by"));
}

/* A till that was killed between its books and its catalogue has it after the next start; a new
 * catalogue gets all that the platform does not have yet, twice or not. */
static void
test_lay (void)
{
  g_auto (Till) till = {0};
  HufuProductWish wish = want_price (TEA, 950), scone = want_new ("Scone", 1200, NEW_CODE);
  HufuId manager = parse (MANAGER_ID);
  json_auto_t *edits = NULL, *made = NULL, *all = NULL;

  open_till (&till);
  g_assert_cmpstr (write_by (&till, &wish, &manager, NULL, &edits, NULL), ==, "");
  g_assert_cmpstr (write_by (&till, &scone, &manager, NULL, &made, NULL), ==, "");
  g_assert_cmpstr (scan (&till, TEA_CODE), ==, "Tea 900");
  hufu_books_reopen (till.books);
  all = hufu_product_list_edits (till.books->db, NULL);
  g_assert_cmpuint (json_array_size (all), ==, 2);
  for (int twice = 0; twice < 2; twice++) {
    g_assert_true (hufu_product_lay (till.catalog, all, NULL));
    g_assert_cmpstr (scan (&till, TEA_CODE), ==, "Tea 950");
    g_assert_cmpstr (scan (&till, NEW_CODE), ==, "Scone 1200");
  }
  hufu_db_close (till.catalog);
  till.catalog = open_catalog (&till, "fresh.db");
  fill (till.catalog);
  g_assert_true (hufu_product_lay (till.catalog, all, NULL));
  g_assert_cmpstr (scan (&till, TEA_CODE), ==, "Tea 950");
  g_assert_cmpstr (scan (&till, NEW_CODE), ==, "Scone 1200");
}

/* Each field by the later stamp, whichever is heard of last; the books forget what has come back.
 */
static void
test_merge (void)
{
  g_auto (Till) till = {0};
  HufuProductWish code = {.product_id = TEA, .code = NEW_CODE};

  open_till (&till);
  g_assert_cmpstr (edit (&till, want_price (TEA, 950)), ==, "");
  g_assert_cmpstr (edit (&till, code), ==, "");
  /* Told by a platform that has not heard of it: the name is new, price and code stay. */
  tell (&till, make_told (TEA, "Green tea", 900, TEA_CODE, "{}"));
  g_assert_cmpstr (scan (&till, TEA_CODE), ==, "Green tea 950");
  g_assert_cmpstr (scan (&till, NEW_CODE), ==, "Green tea 950");
  g_assert_cmpint (waiting (&till), ==, 2);
  /* Changed later elsewhere: that price counts, and there is nothing to wait for. */
  tell (&till,
        make_told (TEA, "Green tea", 800, TEA_CODE, "{\"price_minor\": 9000000000000000000}"));
  g_assert_cmpstr (scan (&till, TEA_CODE), ==, "Green tea 800");
  g_assert_cmpstr (scan (&till, NEW_CODE), ==, "Green tea 800");
  g_assert_cmpint (waiting (&till), ==, 1);
  /* What is changed after it was heard of is later than it, whatever the clock says. */
  g_assert_cmpstr (edit (&till, want_price (TEA, 820)), ==, "");
  tell (&till,
        make_told (TEA, "Green tea", 800, TEA_CODE, "{\"price_minor\": 9000000000000000000}"));
  g_assert_cmpstr (scan (&till, TEA_CODE), ==, "Green tea 820");
  g_assert_cmpint (waiting (&till), ==, 2);
}

/* A barcode that was given to another product later goes there, whichever is told first. */
static void
test_code_moves (void)
{
  g_auto (Till) till = {0};
  HufuProductWish code = {.product_id = TEA, .code = NEW_CODE};
  g_autofree char *stamps =
      g_strdup_printf ("{\"%" G_GUINT64_FORMAT "\": %" G_GINT64_FORMAT "}", NEW_CODE, LATER);

  open_till (&till);
  g_assert_cmpstr (edit (&till, code), ==, "");
  tell (&till, make_told (COLA, "Cola", 500, NEW_CODE, stamps));
  tell (&till, make_told (TEA, "Tea", 900, TEA_CODE, stamps));
  g_assert_cmpstr (scan (&till, NEW_CODE), ==, "Cola 500");
  g_assert_cmpint (waiting (&till), ==, 0);
}

/* Taken off, it is nobody's at once, also when the platform still tells the old state. */
static void
test_code_off (void)
{
  g_auto (Till) till = {0};
  HufuProductWish off = {.product_id = TEA, .code_off = TEA_CODE};
  HufuProductWish not_its = {.product_id = TEA, .code_off = NEW_CODE};
  g_autofree char *stamps =
      g_strdup_printf ("{\"%" G_GUINT64_FORMAT "\": %" G_GINT64_FORMAT "}", TEA_CODE, LATER);

  open_till (&till);
  g_assert_cmpstr (edit (&till, not_its), ==, "product_not_its_code");
  g_assert_cmpstr (edit (&till, off), ==, "");
  g_assert_cmpstr (scan (&till, TEA_CODE), ==, "");
  tell (&till, make_told (TEA, "Tea", 900, TEA_CODE, "{}"));
  g_assert_cmpstr (scan (&till, TEA_CODE), ==, "");
  g_assert_cmpint (waiting (&till), ==, 1);
  tell (&till, make_told (TEA, "Tea", 900, TEA_CODE, stamps));
  g_assert_cmpstr (scan (&till, TEA_CODE), ==, "Tea 900");
  g_assert_cmpint (waiting (&till), ==, 0);
}

static void
test_category (void)
{
  g_auto (Till) till = {0};
  HufuProductWish wish = {
      .product_id = TEA, .fields = 1u << HUFU_PRODUCT_CATEGORY, .category_id = 99};

  open_till (&till);
  g_assert_cmpstr (edit (&till, wish), ==, "product_bad_category");
  wish.category_id = 1;
  g_assert_cmpstr (edit (&till, wish), ==, "product_same");
}

/* The platform says that it is sold no more, gone, or that two products have one number. */
static void
test_told (void)
{
  g_auto (Till) till = {0};
  json_t *off, *same;

  open_till (&till);
  off = make_told (TEA, "Tea", 900, TEA_CODE, "{\"sold\": 5}");
  json_object_set_new (json_object_get (off, "data"), "sold", json_false ());
  tell (&till, off);
  g_assert_cmpstr (scan (&till, TEA_CODE), ==, "");
  tell (&till, make_told (TEA, "Tea", 900, TEA_CODE, "{\"sold\": 6}"));
  g_assert_cmpstr (scan (&till, TEA_CODE), ==, "Tea 900");
  same = make_told (9, "Other tea", 700, NEW_CODE, "{}");
  json_object_set_new (json_object_get (same, "data"), "sku", json_string ("TT-7"));
  tell (&till, same);
  g_assert_cmpstr (scan (&till, NEW_CODE), ==, "Other tea 700");
  g_assert_cmpstr (scan (&till, TEA_CODE), ==, "Tea 900");
  g_assert_cmpstr (edit (&till, want_price (TEA, 950)), ==, "");
  tell (&till,
        json_pack ("{s:s, s:s, s:s, s:n}", "kind", "product", "op", "delete", "key", "7", "data"));
  g_assert_cmpstr (scan (&till, TEA_CODE), ==, "");
  g_assert_cmpint (waiting (&till), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/product/edit", test_edit);
  g_test_add_func ("/store/product/off", test_off);
  g_test_add_func ("/store/product/new", test_new);
  g_test_add_func ("/store/product/refused", test_refused);
  g_test_add_func ("/store/product/approved", test_approved);
  g_test_add_func ("/store/product/lay", test_lay);
  g_test_add_func ("/store/product/merge", test_merge);
  g_test_add_func ("/store/product/code-moves", test_code_moves);
  g_test_add_func ("/store/product/code-off", test_code_off);
  g_test_add_func ("/store/product/category", test_category);
  g_test_add_func ("/store/product/told", test_told);
  return g_test_run ();
}
