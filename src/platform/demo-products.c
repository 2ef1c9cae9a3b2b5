/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 500 products from a table of designs, colours and sizes. */
#include <string.h>

#include "platform/changes.h"
#include "platform/demo.h"
#include "platform/stock-book.h"

#define COMPANY_DIGITS G_GUINT64_CONSTANT (6908899) /* the made-up shop's GS1 company part */
#define LOCAL_OFFSET_S (8 * 3600)                   /* where the shop is */
#define DAY_S (24 * 3600)
#define EVENING_S (18 * 3600 + 40 * 60)
#define LABEL_PREFIX 21 /* weight labels: 21, item, grams, check */

typedef struct {
  HufuPlatform *platform;
  const json_t *store;
  gint64 next_id, now_s;
  guint32 seed;
  gint64 other_store_no, last_evening_s;
} Maker;

/* The same shop every time: a small generator of its own (Numerical Recipes, ch. 7.1). */
static guint32
roll (Maker *maker, guint32 n)
{
  maker->seed = maker->seed * 1664525U + 1013904223U;
  return (maker->seed >> 8) % n;
}

static guint64
make_ean13 (guint64 item)
{
  guint64 body = COMPANY_DIGITS * 100000 + item;
  guint64 rest = body;
  guint sum = 0;

  for (guint i = 0; i < 12; i++, rest /= 10)
    sum += (guint)(rest % 10) * (i % 2 == 0 ? 3 : 1);
  return body * 10 + (10 - sum % 10) % 10;
}

typedef struct {
  const char *sku, *name_en, *name_zh, *variant_en, *variant_zh, *icon, *asks, *options;
  gint64 group_id, category_id, price_minor, member_price_minor, cost_minor, tax_ppm, stock_milli,
      low_milli, open_price_max_minor;
  gboolean by_weight, favourite;
  guint64 code;
} Product;

static void
put (Maker *maker, gint64 product_id, gint64 store_no, gint64 milli, gint64 at_utc_s)
{
  HufuStockEntry entry = {hufu_host_make_id (maker->platform->host),
                          "opening",
                          product_id,
                          store_no,
                          milli,
                          "received",
                          at_utc_s};

  hufu_stock_book_move (maker->platform, &entry);
}

/* The other store told of it last evening; what sells much is there in plenty, and some of it is
 * nowhere. */
static void
put_around (Maker *maker, gint64 product_id, gint64 milli)
{
  put (maker, product_id, (gint64)maker->platform->demo_store, milli, 0);
  if (product_id % 7 != 0)
    put (maker, product_id, maker->other_store_no, 1000 * (product_id * 37 % 19),
         maker->last_evening_s);
  put (maker, product_id, HUFU_STOCK_ONLINE, milli / 1000 * 4000 + 1000 * (product_id * 53 % 23),
       0);
}

static void
insert (Maker *maker, const Product *product)
{
  gint64 id = maker->next_id++;

  hufu_pdb_run (
      maker->platform->db,
      "INSERT INTO product (id, sku, name_en, name_zh, variant_en, variant_zh, group_id, "
      "category_id, price_minor, member_price_minor, cost_minor, tax_ppm, by_weight, icon, "
      "popularity, favourite, open_price_max_minor, low_milli, asks, options) VALUES (?, ?, ?, ?, "
      "?, ?, "
      "?, ?, ?, "
      "nullif (?, -1), ?, ?, ?, ?, ?, ?, nullif (?, 0), nullif (?, 0), ?, ?)",
      "itttttiiiiiiitiiiitt", id, product->sku, product->name_en, product->name_zh,
      product->variant_en, product->variant_zh, product->group_id, product->category_id,
      product->price_minor, product->member_price_minor, product->cost_minor, product->tax_ppm,
      (gint64)product->by_weight, product->icon,
      (gint64)roll (maker, 900) + (product->favourite ? 1000 : 0), (gint64)product->favourite,
      product->open_price_max_minor, product->low_milli, product->asks != NULL ? product->asks : "",
      product->options != NULL ? product->options : "");
  hufu_pdb_run (maker->platform->db, "INSERT INTO barcode VALUES (?, ?)", "ii",
                (gint64)product->code, id);
  hufu_changes_touch_product (maker->platform, id);
  put_around (maker, id, product->stock_milli);
}

static const char *
text_at (const json_t *row, gsize at)
{
  return json_string_value (json_array_get (row, at));
}

static gint64
int_at (const json_t *row, gsize at)
{
  const json_t *value = json_array_get (row, at);

  return json_is_integer (value) ? json_integer_value (value) : -1;
}

static gint64
find_category (const Maker *maker, const char *name)
{
  json_t *row;
  gsize i;

  json_array_foreach (json_object_get (maker->store, "categories"), i, row)
  {
    if (strcmp (text_at (row, 0), name) == 0)
      return (gint64)i + 1;
  }
  g_assert_not_reached ();
}

/* "M · navy", "M", "navy" or "". */
static char *
join_variant (const json_t *size, const json_t *colour, gsize at)
{
  if (size != NULL && colour != NULL)
    return g_strdup_printf ("%s · %s", text_at (size, at), text_at (colour, at));
  return g_strdup (size != NULL ? text_at (size, at) : colour != NULL ? text_at (colour, at) : "");
}

static void
insert_variant (Maker *maker, Product *product, const char *code, const char *size_code,
                const char *colour_code)
{
  const json_t *size = json_object_get (json_object_get (maker->store, "sizes"), size_code);
  const json_t *colour = json_object_get (json_object_get (maker->store, "colours"), colour_code);
  g_autofree char *sku = g_strconcat ("TT-", code, *colour_code != '\0' ? "-" : "", colour_code,
                                      *size_code != '\0' ? "-" : "", size_code, NULL);
  g_autofree char *english = join_variant (size, colour, 0);
  g_autofree char *chinese = join_variant (size, colour, 1);

  product->sku = sku;
  product->variant_en = english;
  product->variant_zh = chinese;
  product->code = make_ean13 ((guint64)maker->next_id);
  product->stock_milli = 1000 * (gint64)(2 + roll (maker, *size_code != '\0' ? 14 : 90));
  insert (maker, product);
}

/* What the store calls so; NULL for none. Free with g_free. */
static char *
dup_options (const Maker *maker, const char *name)
{
  const json_t *all = json_object_get (maker->store, "options");

  return name == NULL ? NULL
                      : json_dumps (json_object_get (all, name), JSON_COMPACT | JSON_SORT_KEYS);
}

static void
insert_design (Maker *maker, const json_t *row, gint64 group_id)
{
  g_auto (GStrv) sizes = g_strsplit (text_at (row, 9), " ", -1);
  g_auto (GStrv) colours = g_strsplit (text_at (row, 10), " ", -1);
  Product product = {
      .group_id = group_id,
      .category_id = find_category (maker, text_at (row, 1)),
      .icon = text_at (row, 2),
      .name_en = text_at (row, 3),
      .name_zh = text_at (row, 4),
      .price_minor = int_at (row, 5),
      .member_price_minor = int_at (row, 6),
      .cost_minor = int_at (row, 7),
      .tax_ppm = int_at (row, 8),
      .favourite = int_at (row, 11) == 1,
      .asks = text_at (row, 12),
  };
  g_autofree char *options = dup_options (maker, text_at (row, 13));
  static char nothing[] = "";
  static char *const none[] = {nothing, NULL};

  product.options = options;
  for (char *const *colour = *colours != NULL ? colours : none; *colour != NULL; colour++) {
    for (char *const *size = *sizes != NULL ? sizes : none; *size != NULL; size++) {
      insert_variant (maker, &product, text_at (row, 0), *size, *colour);
      product.favourite = FALSE; /* one tile a design */
    }
  }
}

static void
insert_weighed (Maker *maker, const json_t *row, gint64 group_id)
{
  g_autofree char *sku = g_strdup_printf ("TT-W%02d", (int)int_at (row, 0));
  Product product = {
      .sku = sku,
      .group_id = group_id,
      .category_id = find_category (maker, "weigh"),
      .icon = text_at (row, 1),
      .name_en = text_at (row, 2),
      .name_zh = text_at (row, 3),
      .variant_en = "",
      .variant_zh = "",
      .price_minor = int_at (row, 4),
      .member_price_minor = int_at (row, 5),
      .cost_minor = int_at (row, 6),
      .tax_ppm = int_at (row, 7),
      .by_weight = TRUE,
      .stock_milli = 1000 * (gint64)(3 + roll (maker, 20)),
      .low_milli = 5000,
      /* prefix and item digits, zeros for the weight and the check */
      .code = LABEL_PREFIX * G_GUINT64_CONSTANT (100000000000) +
              (guint64)int_at (row, 0) * G_GUINT64_CONSTANT (1000000),
  };

  insert (maker, &product);
}

static void
insert_categories (Maker *maker)
{
  json_t *row;
  gsize i;

  json_array_foreach (json_object_get (maker->store, "categories"), i, row)
  {
    hufu_pdb_run (maker->platform->db, "INSERT INTO category VALUES (?, ?, ?, ?)", "itti",
                  (gint64)i + 1, text_at (row, 1), text_at (row, 2), (gint64)i + 1);
    hufu_changes_touch_category (maker->platform, (gint64)i + 1);
  }
}

void
hufu_demo_make_products (HufuPlatform *platform, const json_t *store)
{
  gint64 now_s = hufu_platform_now_s (platform);
  const json_t *other = json_array_get (json_object_get (store, "other_stores"), 0);
  Maker maker = {
      .platform = platform,
      .store = store,
      .next_id = 1,
      .now_s = now_s,
      .seed = 20,
      .other_store_no = json_integer_value (json_object_get (other, "store_no")),
      .last_evening_s = now_s - (now_s + LOCAL_OFFSET_S) % DAY_S - DAY_S + EVENING_S,
  };
  json_t *products = hufu_demo_load ("products.json");
  gint64 group_id = 1;
  json_t *row;
  gsize i;

  insert_categories (&maker);
  json_array_foreach (json_object_get (products, "designs"), i, row)
      insert_design (&maker, row, group_id++);
  json_array_foreach (json_object_get (products, "weigh"), i, row)
      insert_weighed (&maker, row, group_id++);
  json_decref (products);
}
