/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be chosen of a product: what a platform may say of it, how it is chosen, what it costs,
 * and that a line keeps it whatever becomes of the catalogue. */
#include <string.h>

#include "store/catalog.h"
#include "store/option-json.h"
#include "store/sale.h"
#include "tests/store/books.h"

#define CHOICE(id, more) "{\"id\": \"" id "\", \"name_en\": \"C\", \"name_zh\": \"选\"" more "}"
#define GROUP(more, choices)                                                                       \
  "{\"name_en\": \"G\", \"name_zh\": \"组\"" more ", \"choices\": [" choices "]}"
#define PRICE(minor) ", \"price_minor\": " minor
#define ON ", \"standard\": true"
#define FOUR CHOICE ("a", ) ", " CHOICE ("b", ) ", " CHOICE ("c", ) ", " CHOICE ("d", )
#define NAME_60 "123456789 123456789 123456789 123456789 123456789 1234567890"
#define ID_24 "a2345678-a2345678-a23456"

/* Tea: milk (one, whole if nobody says otherwise), toppings (at most two), a cup (one has to be
 * said). */
#define TEA                                                                                                            \
  "[" GROUP (                                                                                                          \
      ", \"least\": 1",                                                                                                \
      CHOICE ("whole", ON) ", " CHOICE (                                                                               \
          "oat",                                                                                                       \
          PRICE (                                                                                                      \
              "300"))) ", " GROUP (", \"most\": 2",                                                                    \
                                   CHOICE ("pearls", PRICE ("200")) ", " CHOICE ("jelly", PRICE ("150")) ", " CHOICE ( \
                                       "pudding",                                                                      \
                                       PRICE (                                                                         \
                                           "250"))) ", " GROUP (", \"least\": 1",                                      \
                                                                CHOICE ("paper", ) ", " CHOICE (                       \
                                                                    "own", )) "]"
enum { WHOLE, OAT, PEARLS, JELLY, PUDDING, PAPER, OWN };

/* ---- what is said ---- */

static void
test_documents (void)
{
  static const struct {
    const char *text;
    HufuOptionFault fault;
  } rows[] = {
      {TEA, HUFU_OPTION_OK},
      {"[" GROUP ("", CHOICE ("a", PRICE ("0"))) "]", HUFU_OPTION_OK},
      {"[" GROUP ("", CHOICE ("a", PRICE ("100000"))) "]", HUFU_OPTION_OK},
      {"[" GROUP ("", CHOICE ("a", PRICE ("100001"))) "]", HUFU_OPTION_PRICE},
      {"[" GROUP ("", CHOICE ("a", PRICE ("-1"))) "]", HUFU_OPTION_PRICE},
      {"[" GROUP ("", CHOICE ("a", PRICE ("1.5"))) "]", HUFU_OPTION_PRICE},
      {"[" GROUP ("", CHOICE ("a", PRICE ("\"5\""))) "]", HUFU_OPTION_PRICE},
      {"[" GROUP ("", CHOICE (ID_24, )) "]", HUFU_OPTION_OK},
      {"[" GROUP ("", CHOICE (ID_24 "7", )) "]", HUFU_OPTION_ID},
      {"[" GROUP ("", CHOICE ("", )) "]", HUFU_OPTION_ID},
      {"[" GROUP ("", CHOICE ("Oat Milk", )) "]", HUFU_OPTION_ID},
      {"[" GROUP ("", CHOICE ("a", ) ", " CHOICE ("a", )) "]", HUFU_OPTION_ID},
      {"[" GROUP ("", CHOICE ("a", )) ", " GROUP ("", CHOICE ("a", )) "]", HUFU_OPTION_ID},
      {"[" GROUP ("", CHOICE ("a", ", \"standard\": 1")) "]", HUFU_OPTION_SHAPE},
      {"[" GROUP ("", "7") "]", HUFU_OPTION_SHAPE},
      {"[" GROUP ("", ) "]", HUFU_OPTION_CHOICES},
      {"[7]", HUFU_OPTION_SHAPE},
      {"[{}]", HUFU_OPTION_SHAPE},
      {"{}", HUFU_OPTION_SHAPE},
      {"[]", HUFU_OPTION_GROUPS},
      {"[{\"name_en\": \"G\", \"choices\": [" CHOICE ("a", ) "]}]", HUFU_OPTION_NAME},
      {"[{\"name_en\": \"\", \"name_zh\": \"\", \"choices\": [" CHOICE ("a", ) "]}]",
       HUFU_OPTION_NAME},
      {"[" GROUP ("", "{\"id\": \"a\", \"name_en\": \"" NAME_60 "\", \"name_zh\": \"x\"}") "]",
       HUFU_OPTION_OK},
      {"[" GROUP ("", "{\"id\": \"a\", \"name_en\": \"" NAME_60 "1\", \"name_zh\": \"x\"}") "]",
       HUFU_OPTION_NAME},
      {"[" GROUP ("", "{\"id\": \"a\", \"name_en\": \"a\\u001bp\", \"name_zh\": \"x\"}") "]",
       HUFU_OPTION_NAME},
      {"[" GROUP ("", "{\"id\": \"a\", \"name_en\": \"4111111111111111\", \"name_zh\": \"x\"}") "]",
       HUFU_OPTION_NAME},
      {"[" GROUP (", \"least\": 4, \"most\": 4", FOUR) "]", HUFU_OPTION_OK},
      {"[" GROUP (", \"least\": 2, \"most\": 1", FOUR) "]", HUFU_OPTION_COUNT},
      {"[" GROUP (", \"most\": 5", FOUR) "]", HUFU_OPTION_COUNT},
      {"[" GROUP (", \"most\": 0", FOUR) "]", HUFU_OPTION_COUNT},
      {"[" GROUP (", \"least\": -1", FOUR) "]", HUFU_OPTION_COUNT},
      {"[" GROUP ("", CHOICE ("a", ON) ", " CHOICE ("b", ON)) "]", HUFU_OPTION_STANDARD},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    json_auto_t *groups = json_loads (rows[i].text, 0, NULL);
    HufuOptionFault fault;
    g_autoptr (HufuOffer) options = hufu_offer_from_json (groups, &fault);

    g_test_message ("row %d", (int)i);
    g_assert_cmpstr (hufu_option_fault_name (fault), ==, hufu_option_fault_name (rows[i].fault));
    g_assert_true ((options != NULL) == (fault == HUFU_OPTION_OK));
  }
}

/* So many groups of so many choices, with names of so many bytes. */
static json_t *
make_many (guint n_groups, guint n_choices, gsize bytes)
{
  g_autofree char *name = g_strnfill (bytes, 'x');
  json_t *groups = json_array ();

  for (guint g = 0; g < n_groups; g++) {
    json_t *choices = json_array ();

    for (guint c = 0; c < n_choices; c++) {
      g_autofree char *id = g_strdup_printf ("%u-%u", g, c);

      json_array_append_new (
          choices, json_pack ("{s:s, s:s, s:s}", "id", id, "name_en", name, "name_zh", name));
    }
    json_array_append_new (
        groups, json_pack ("{s:s, s:s, s:o}", "name_en", "G", "name_zh", "G", "choices", choices));
  }
  return groups;
}

static void
test_limits (void)
{
  static const struct {
    guint n_groups, n_choices;
    gsize bytes;
    HufuOptionFault fault;
  } rows[] = {
      {6, 6, 60, HUFU_OPTION_OK},        {4, 10, 60, HUFU_OPTION_OK},
      {1, 12, 60, HUFU_OPTION_OK},       {7, 1, 60, HUFU_OPTION_GROUPS},
      {1000, 1, 60, HUFU_OPTION_GROUPS}, {1, 13, 60, HUFU_OPTION_CHOICES},
      {6, 7, 60, HUFU_OPTION_CHOICES},   {1, 100000, 60, HUFU_OPTION_CHOICES},
      {1, 1, 61, HUFU_OPTION_NAME},      {1, 1, 10 * 1024, HUFU_OPTION_NAME},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    json_auto_t *groups = make_many (rows[i].n_groups, rows[i].n_choices, rows[i].bytes);
    HufuOptionFault fault;
    g_autoptr (HufuOffer) options = hufu_offer_from_json (groups, &fault);

    g_assert_cmpstr (hufu_option_fault_name (fault), ==, hufu_option_fault_name (rows[i].fault));
  }
}

/* ---- how it is chosen ---- */

static HufuLine *
make_tea (gint64 product_id)
{
  HufuLine *line = hufu_line_new ();

  line->product_id = product_id;
  line->list_price_minor = 1800;
  line->options = hufu_offer_from_text (TEA);
  g_assert_nonnull (line->options);
  line->chosen = hufu_offer_standard (line->options);
  return line;
}

static guint32
add_tea (HufuBasket *basket)
{
  g_autoptr (HufuLine) line = make_tea (1);
  guint32 line_no = 0;

  g_assert_cmpint (hufu_basket_add (basket, line, &line_no), ==, HUFU_EDIT_OK);
  return line_no;
}

static HufuEdit
choose (HufuBasket *basket, guint32 line_no, guint place)
{
  return hufu_basket_choose (basket, line_no, place);
}

static gint64
cost_of (const HufuBasket *basket, guint32 line_no)
{
  return hufu_line_net_minor (hufu_basket_find_line (basket, line_no), FALSE);
}

/* What is touched, and what stands there and costs then. */
static void
test_choosing (void)
{
  static const struct {
    guint place;
    HufuEdit edit;
    const char *chosen;
    gint64 cost_minor;
  } rows[] = {
      {OAT, HUFU_EDIT_OK, "oat", 2100},
      {OAT, HUFU_EDIT_OK, "oat", 2100}, /* one has to be */
      {PEARLS, HUFU_EDIT_OK, "oat pearls", 2300},
      {JELLY, HUFU_EDIT_OK, "oat pearls jelly", 2450},
      {PUDDING, HUFU_EDIT_ENOUGH_OPTIONS, "oat pearls jelly", 2450},
      {PEARLS, HUFU_EDIT_OK, "oat jelly", 2250},
      {PUDDING, HUFU_EDIT_OK, "oat jelly pudding", 2500},
      {OWN, HUFU_EDIT_OK, "oat jelly pudding own", 2500},
      {PAPER, HUFU_EDIT_OK, "oat jelly pudding paper", 2500},
      {WHOLE, HUFU_EDIT_OK, "whole jelly pudding paper", 2200},
      {OWN + 1, HUFU_EDIT_NO_OPTION, "whole jelly pudding paper", 2200},
  };
  g_autoptr (HufuBasket) basket = hufu_basket_new (156);
  guint32 line_no = add_tea (basket);
  const HufuLine *line = hufu_basket_find_line (basket, line_no);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    GString *chosen = g_string_new (NULL);

    g_assert_cmpint (choose (basket, line_no, rows[i].place), ==, rows[i].edit);
    for (guint place = 0; place < line->options->n_options; place++)
      if ((line->chosen >> place & 1) != 0)
        g_string_append_printf (chosen, "%s%s", chosen->len > 0 ? " " : "",
                                line->options->options[place].id);
    g_assert_cmpstr (chosen->str, ==, rows[i].chosen);
    g_assert_cmpint (cost_of (basket, line_no), ==, rows[i].cost_minor);
    g_string_free (chosen, TRUE);
  }
  g_assert_cmpint (hufu_offer_find (line->options, "pudding"), ==, PUDDING);
  g_assert_cmpint (hufu_offer_find (line->options, "salt"), ==, -1);
}

/* Each piece may be another, so each is a line; several alike are one with their number. Nothing is
 * paid before a group has what it wants. */
static void
test_lines (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (156);
  guint32 first = add_tea (basket), second = add_tea (basket);
  g_autoptr (HufuLine) plain = hufu_line_new ();

  g_assert_cmpuint (first, !=, second);
  plain->product_id = 2;
  g_assert_cmpint (hufu_basket_add (basket, plain, NULL), ==, HUFU_EDIT_OK);
  g_assert_cmpint (choose (basket, 3, 0), ==, HUFU_EDIT_NO_OPTION);
  g_assert_cmpint (choose (basket, 99, 0), ==, HUFU_EDIT_NO_SUCH_LINE);
  g_assert_cmpint (choose (basket, second, OAT), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_set_qty (basket, second, 3000), ==, HUFU_EDIT_OK);
  g_assert_cmpint (cost_of (basket, second), ==, 6300);
  g_assert_cmpuint (hufu_basket_find_asking (basket, NULL)->line_no, ==, first);
  g_assert_cmpint (choose (basket, first, OWN), ==, HUFU_EDIT_OK);
  g_assert_cmpuint (hufu_basket_find_asking (basket, NULL)->line_no, ==, second);
  g_assert_cmpint (hufu_basket_pay_cash (basket, 10000, 1, HUFU_ROUND_HALF_UP), ==,
                   HUFU_EDIT_UNANSWERED);
  g_assert_cmpint (choose (basket, second, PAPER), ==, HUFU_EDIT_OK);
  g_assert_null (hufu_basket_find_asking (basket, NULL));
  g_assert_cmpint (hufu_basket_pay_cash (basket, 10000, 1, HUFU_ROUND_HALF_UP), ==, HUFU_EDIT_OK);
}

/* What is paid already, and what was approved, hold. */
static void
test_refused (void)
{
  g_autoptr (HufuBasket) basket = hufu_basket_new (156);
  guint32 line_no = add_tea (basket);
  g_autoptr (HufuTender) voucher = hufu_tender_new ();
  HufuMarkdown off = {.kind = HUFU_MARKDOWN_PERCENT,
                      .value = 50,
                      .reason = "damaged",
                      .staff_id = {{1}},
                      .approved_by = {{2}},
                      .approved_no = "01"};

  g_assert_cmpint (choose (basket, line_no, OAT), ==, HUFU_EDIT_OK);
  voucher->kind = HUFU_TENDER_VOUCHER;
  voucher->state = HUFU_TENDER_TAKEN;
  voucher->use_id.bytes[0] = 1;
  voucher->amount_minor = 2000;
  g_assert_cmpint (hufu_basket_add_tender (basket, voucher), ==, HUFU_EDIT_OK);
  g_assert_cmpint (choose (basket, line_no, WHOLE), ==, HUFU_EDIT_BELOW_TAKEN);
  g_assert_cmpint (cost_of (basket, line_no), ==, 2100);
  g_assert_true (hufu_basket_remove_use (basket, &voucher->use_id));
  g_assert_cmpint (hufu_basket_mark_down (basket, line_no, &off), ==, HUFU_EDIT_OK);
  g_assert_cmpint (choose (basket, line_no, PEARLS), ==, HUFU_EDIT_APPROVED_OPTION);
  g_assert_cmpint (cost_of (basket, line_no), ==, 1050);
}

/* ---- the catalogue and the books ---- */

static json_t *
make_product (const char *options, gboolean by_weight)
{
  return json_pack (
      "{s:s, s:s, s:s, s:{s:I, s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:n, s:I, s:b, s:I, s:I,"
      " s:s, s:I, s:b, s:[I], s:o}}",
      "kind", "product", "op", "put", "key", "1", "data", "id", (json_int_t)1, "sku", "TEA",
      "name_en", "Tea", "name_zh", "茶", "variant_en", "", "variant_zh", "", "group_id",
      (json_int_t)1, "category_id", (json_int_t)1, "price_minor", (json_int_t)1800,
      "member_price_minor", "tax_ppm", (json_int_t)60000, "by_weight", by_weight, "stock_milli",
      (json_int_t)5000, "stock_utc_s", (json_int_t)1, "icon", "tea", "popularity", (json_int_t)1,
      "favourite", FALSE, "barcodes", (json_int_t)6900000000001, "options",
      json_loads (options, 0, NULL));
}

static gboolean
tell (HufuDb *db, const char *options, gboolean by_weight, GError **error)
{
  json_auto_t *changes =
      json_pack ("[{s:s, s:s, s:s, s:{s:i, s:s, s:s, s:i}}, o]", "kind", "category", "op", "put",
                 "key", "1", "data", "id", 1, "name_en", "All", "name_zh", "全部", "position", 1,
                 make_product (options, by_weight));

  return hufu_catalog_apply (db, changes, NULL, error);
}

static HufuProduct *
find (HufuDb *db)
{
  g_autoptr (GError) error = NULL;
  HufuProduct *product = hufu_catalog_find_code (db, 6900000000001, &error);

  g_assert_no_error (error);
  g_assert_nonnull (product);
  return product;
}

/* What is no good offers nothing; the product is sold without, and it is noted. */
static void
test_catalogue (void)
{
  g_autoptr (HufuTempdir) dir = hufu_tempdir_new ();
  g_autoptr (HufuTestHost) world = hufu_test_host_new (1);
  g_autofree char *path = hufu_tempdir_build (dir, "catalog.db");
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuDb) db = hufu_db_open (path, HUFU_DB_CATALOG, hufu_test_host_get (world), &error);
  g_autoptr (HufuProduct) product = NULL;
  g_autoptr (HufuLine) line = NULL;

  static const struct {
    const char *options;
    gboolean by_weight;
  } bad[] = {{"[" GROUP ("", CHOICE ("a", PRICE ("-1"))) "]", FALSE}, {TEA, TRUE}};

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (HufuProduct) without = NULL;
    g_autoptr (HufuLine) plain = NULL;

    g_assert_true (tell (db, bad[i].options, bad[i].by_weight, &error));
    g_assert_no_error (error);
    without = find (db);
    plain = hufu_product_to_line (without, 0, 1000);
    g_assert_cmpint (without->flaw, ==, HUFU_FLAW_OPTIONS);
    g_assert_null (plain->options);
  }
  g_assert_true (tell (db, TEA, FALSE, &error));
  g_assert_no_error (error);
  product = find (db);
  g_assert_cmpint (product->flaw, ==, HUFU_FLAW_NONE);
  line = hufu_product_to_line (product, 0, 1000);
  g_assert_cmpuint (line->options->n_groups, ==, 3);
  g_assert_cmpuint (line->chosen, ==, 1u << WHOLE);
  g_assert_true (hufu_line_is_choosing (line));
}

/* All that was offered stays with the line: a till that was killed goes on choosing, and the event
 * tells what was chosen and what it cost. */
static void
test_books (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 1), loaded = NULL;
  g_auto (HufuFinished) finished = {0};
  guint32 line_no = add_tea (basket);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (choose (basket, line_no, OAT), ==, HUFU_EDIT_OK);
  g_assert_cmpint (choose (basket, line_no, OWN), ==, HUFU_EDIT_OK);
  g_assert_true (hufu_sale_save (books->db, basket, HUFU_SALE_OPEN, &error));
  g_assert_no_error (error);
  hufu_books_reopen (books);
  loaded = hufu_sale_load_open (books->db, &error);
  g_assert_no_error (error);
  g_assert_cmpint (cost_of (loaded, line_no), ==, 2100);
  g_assert_null (hufu_basket_find_asking (loaded, NULL));
  g_assert_cmpint (choose (loaded, line_no, PUDDING), ==, HUFU_EDIT_OK); /* all is offered still */
  g_assert_cmpint (cost_of (loaded, line_no), ==, 2350);
  hufu_books_finish (books, loaded, &finished);
  g_assert_cmpint (
      hufu_books_count (books,
                        "SELECT count(*) FROM journal WHERE CAST (body AS TEXT) LIKE"
                        " '%\"options\":[{\"id\":\"oat\",\"name_en\":\"C\",\"name_zh\":\"选\","
                        "\"price_minor\":300},{\"id\":\"pudding\"%'"),
      ==, 1);
  hufu_books_assert_whole (books->db);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/options/documents", test_documents);
  g_test_add_func ("/options/limits", test_limits);
  g_test_add_func ("/options/choosing", test_choosing);
  g_test_add_func ("/options/lines", test_lines);
  g_test_add_func ("/options/refused", test_refused);
  g_test_add_func ("/options/catalogue", test_catalogue);
  g_test_add_func ("/options/books", test_books);
  return g_test_run ();
}
