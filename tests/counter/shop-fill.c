/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/counter/shop-fill.h"

#include <string.h>

#include "core/base64url.h"
#include "counter/counter-private.h"
#include "crypto/host.h"
#include "crypto/keyed-index.h"
#include "crypto/pin.h"
#include "crypto/sign.h"
#include "store/catalog.h"
#include "store/change-store.h"
#include "store/terminal.h"
#include "tests/lib/await.h"

#define STAFF_ID "00000000-0000-4000-8000-000000000003"
#define MANAGER_ID "00000000-0000-4000-8000-000000000001"
#define ZEROS_32 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

HufuDb *
hufu_shop_open_db (HufuShop *shop, const char *name, HufuDbSchema schema)
{
  g_autofree char *path = g_build_filename (shop->data_dir, name, NULL);
  g_autoptr (GError) error = NULL;
  HufuDb *db = hufu_db_open (path, schema, hufu_crypto_host (), &error);

  g_assert_no_error (error);
  return db;
}

static HufuId
read_id (const char *text)
{
  HufuId id;

  g_assert_true (hufu_id_parse (text, &id));
  return id;
}

static json_t *
put (const char *kind, const char *key, json_t *take_data)
{
  g_assert_nonnull (take_data);
  return json_pack ("{s:s, s:s, s:s, s:o}", "kind", kind, "op", "put", "key", key, "data",
                    take_data);
}

/* ---- the books ---- */

static void
enrol (HufuDb *db)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *boot_id = NULL;
  const HufuTerminal identity = {
      .terminal_id = read_id ("00000000-0000-4000-8000-0000000000aa"),
      .incarnation = 1,
      .store_no = 1,
      .terminal_no = 1,
      .groups = {7},
      .n_groups = 1,
      .currency = 156,
      .platform_epoch = 1,
  };

  g_assert_true (hufu_terminal_enrol (db, &identity, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents ("/proc/sys/kernel/random/boot_id", &boot_id, NULL, NULL));
  g_strstrip (boot_id);
  g_assert_true (hufu_terminal_set_time_anchor (db, hufu_host_utc_us (hufu_crypto_host ()),
                                                hufu_host_boot_us (hufu_crypto_host ()), boot_id,
                                                &error));
  g_assert_no_error (error);
}

static json_t *
make_staff (const char *id, const char *no, const char *name, const char *role)
{
  char hash[HUFU_PIN_HASH_SIZE];

  hufu_pin_hash (HUFU_SHOP_PIN, hash);
  return put ("staff", id,
              json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s}", "staff_id", id, "no", no, "name_en",
                         name, "name_zh", "小林", "role", role, "pin_hash", hash));
}

static json_t *
make_policy (void)
{
  return put (
      "policy", "policy",
      json_pack ("{s:{s:i, s:s}, s:[{s:i, s:i, s:i, s:b, s:s}, {s:i, s:i, s:i, s:b, s:s}], s:s,"
                 " s:s, s:s, s:s, s:i, s:s, s:s, s:s, s:{s:{s:i, s:i, s:i}, s:{s:i, s:i, s:i}}}",
                 "cash_rounding", "increment_minor", 10, "rule", "half_up", "label_layouts",
                 "prefix", 20, "item_digits", 5, "value_digits", 5, "has_value_check", 0, "value",
                 "price", "prefix", 21, "item_digits", 5, "value_digits", 5, "has_value_check", 0,
                 "value", "weight", "shop_en", "Corner shop", "shop_zh", "街角小店", "footer_en",
                 "", "footer_zh", "", "undo_window_s", 3600, "phone_index_key", ZEROS_32,
                 "display_en", "Tea of the day", "display_zh", "今日好茶", "price_rights", "clerk",
                 "line_percent", 10, "basket_percent", 5, "price_percent", 10, "manager",
                 "line_percent", 100, "basket_percent", 50, "price_percent", 100));
}

static json_t *
make_member (void)
{
  const guint8 key[HUFU_INDEX_KEY_BYTES] = {0};
  guint8 index[HUFU_INDEX_BYTES];
  g_autofree char *text = NULL;

  hufu_keyed_index (key, "phone", (const guint8 *)HUFU_SHOP_PHONE, strlen (HUFU_SHOP_PHONE), index);
  text = hufu_base64url_encode (index, sizeof index);
  return put ("member", HUFU_SHOP_MEMBER_ID,
              json_pack ("{s:s, s:s, s:s, s:s, s:i, s:i}", "member_id", HUFU_SHOP_MEMBER_ID,
                         "code_subject", HUFU_SHOP_MEMBER_SUBJECT, "phone_index", text,
                         "phone_masked", "138****8000", "level", 1, "points", 120));
}

static json_t *
make_pickup (void)
{
  return put ("pickup", "p1",
              json_pack ("{s:s, s:s, s:s, s:s, s:s, s:i, s:i, s:[{s:i, s:s, s:s, s:i}]}",
                         "order_id", "00000000-0000-4000-8000-0000000000f1", "order_no", "A-1042",
                         "code_subject", HUFU_SHOP_MEMBER_SUBJECT, "phone_masked", "139****0001",
                         "state", "ready", "ready_utc_s", 1767574800, "paid_minor", 2580, "lines",
                         "product_id", 1, "title_en", "Crisps", "title_zh", "薯片", "qty_milli",
                         2000));
}

static void
store_trust (HufuShop *shop, HufuDb *db)
{
  g_autoptr (GError) error = NULL;
  guint8 kid[HUFU_TOKEN_KID_BYTES];
  g_autofree char *kid_text = NULL, *key_text = NULL, *body = NULL;

  hufu_token_make_kid (shop->issuer->public_key, kid);
  kid_text = hufu_base64url_encode (kid, sizeof kid);
  key_text = hufu_base64url_encode (shop->issuer->public_key, HUFU_PUBLIC_KEY_BYTES);
  body = g_strdup_printf ("{\"version\":1,\"keys\":[{\"kid\":\"%s\",\"public_key\":\"%s\","
                          "\"issuer\":\"demo\",\"not_before_utc_s\":0,\"state\":\"active\"}]}",
                          kid_text, key_text);
  g_assert_true (hufu_trust_store (db, 1, body, &error));
  g_assert_no_error (error);
}

static void
make_device_key (HufuShop *shop)
{
  g_autofree char *path = g_build_filename (shop->data_dir, "device.key", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuKeyPair) keys = hufu_key_pair_load_or_make (path, &error);

  g_assert_no_error (error);
}

void
hufu_shop_fill_books (HufuShop *shop)
{
  g_autoptr (HufuDb) db = hufu_shop_open_db (shop, "till.db", HUFU_DB_TERMINAL);
  g_autoptr (GError) error = NULL;
  json_auto_t *changes = json_pack ("[o, o, o, o, o]", make_staff (STAFF_ID, "03", "Lin", "clerk"),
                                    make_staff (MANAGER_ID, "01", "Chen", "manager"),
                                    make_policy (), make_member (), make_pickup ());

  enrol (db);
  store_trust (shop, db);
  g_assert_true (hufu_change_apply (db, changes, "c1", &error));
  g_assert_no_error (error);
  make_device_key (shop);
}

void
hufu_shop_promote (HufuShop *shop, const char *id, const char *body)
{
  g_autoptr (HufuDb) db = hufu_shop_open_db (shop, "till.db", HUFU_DB_TERMINAL);
  g_autoptr (GError) error = NULL;
  json_auto_t *changes = json_pack ("[{s:s, s:s, s:s, s:o}]", "kind", "promotion", "op",
                                    body == NULL ? "delete" : "put", "key", id, "data",
                                    body == NULL ? json_null () : json_loads (body, 0, NULL));

  g_assert_true (hufu_change_apply (db, changes, "c2", &error));
  g_assert_no_error (error);
}

/* ---- the catalogue ---- */

typedef struct {
  int id, group_id;
  const char *name_en, *name_zh, *variant_en, *variant_zh;
  int price_minor, member_minor; /* 0 = no member price */
  gint64 code;
  gboolean by_weight;
  int open_max_minor;  /* 0 = it has a price */
  const char *asks;    /* NULL = nothing */
  const char *options; /* the same */
} Product;

static json_t *
make_product (const Product *p)
{
  g_autofree char *key = g_strdup_printf ("%d", p->id);
  g_autofree char *sku = g_strdup_printf ("SKU%d", p->id);
  json_t *data = json_pack (
      "{s:i, s:s, s:s, s:s, s:s, s:s, s:i, s:i, s:i, s:o, s:i, s:b, s:i, s:i, s:s, s:i, s:b, s:o,"
      " s:[I], s:s*}",
      "id", p->id, "sku", sku, "name_en", p->name_en, "name_zh", p->name_zh, "variant_en",
      p->variant_en, "variant_zh", p->variant_zh, "group_id", p->group_id, "category_id", 1,
      "price_minor", p->price_minor, "member_price_minor",
      p->member_minor == 0 ? json_null () : json_integer (p->member_minor), "tax_ppm", 130000,
      "by_weight", p->by_weight, "stock_milli", 0, "stock_utc_s", 0, "icon", "box", "popularity",
      p->id, "favourite", 1, "open_price_max_minor",
      p->open_max_minor == 0 ? json_null () : json_integer (p->open_max_minor), "barcodes",
      (json_int_t)p->code, "asks", p->asks);
  if (p->options != NULL)
    json_object_set_new (data, "options", json_loads (p->options, 0, NULL));
  return put ("product", key, data);
}

static const Product products[] = {
    {1, 1, "Crisps", "薯片", "", "", 1290, 1190, 6901234567892, FALSE},
    {2, 2, "Green tea", "绿茶", "", "", 503, 0, 6901234567908, FALSE},
    {3, 3, "Shirt", "衬衫", "S", "小", 9900, 0, 6901234567915, FALSE},
    {4, 3, "Shirt", "衬衫", "L", "大", 9900, 0, 6901234567922, FALSE},
    {5, 5, "Cheese", "奶酪", "", "", 8000, 0, 2012345000000, TRUE},
    {6, 6, "Apples", "苹果", "", "", 1000, 0, 2154321000000, TRUE},
    {7, 7, "Engraving", "刻字", "", "", 0, 0, 6901234567939, FALSE, 5000},
    {8, 8, "Pie", "馅饼", "", "", 2000, 0, 96901234567895, FALSE},
};

static gpointer
apply_changes (HufuDb *db, gpointer changes, GError **error)
{
  return hufu_catalog_apply (db, changes, NULL, error) ? changes : NULL;
}

static void
on_applied (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  (void)hufu_store_run_finish (result, &error);
  g_assert_no_error (error);
  *(gboolean *)user_data = TRUE;
}

/* Through the till, as the changes feed does, if it is on. */
static void
apply (HufuShop *shop, json_t *changes)
{
  g_autoptr (HufuDb) db = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;

  if (shop->counter == NULL) {
    db = hufu_shop_open_db (shop, "catalog.db", HUFU_DB_CATALOG);
    g_assert_true (hufu_catalog_apply (db, changes, NULL, &error));
    g_assert_no_error (error);
    return;
  }
  hufu_store_run_async (shop->counter->catalog, apply_changes, changes, NULL, NULL, NULL,
                        on_applied, &done);
  hufu_await (done, 20000);
  g_signal_emit_by_name (shop->counter->sync, "data-changed", (guint)HUFU_SYNC_DATA_CATALOG);
  hufu_shop_settle (shop);
}

void
hufu_shop_reprice (HufuShop *shop, int product_id, int price_minor, int member_minor)
{
  g_autofree char *key = g_strdup_printf ("%d", product_id);
  json_auto_t *changes = json_array ();
  Product product = products[product_id - 1];

  product.price_minor = price_minor;
  product.member_minor = member_minor;
  json_array_append_new (changes, price_minor > 0
                                      ? make_product (&product)
                                      : json_pack ("{s:s, s:s, s:s, s:n}", "kind", "product", "op",
                                                   "delete", "key", key, "data"));
  apply (shop, changes);
}

void
hufu_shop_ask (HufuShop *shop, int product_id, const char *asks)
{
  json_auto_t *changes = json_array ();
  Product product = products[product_id - 1];

  product.asks = asks;
  json_array_append_new (changes, make_product (&product));
  apply (shop, changes);
}

void
hufu_shop_offer (HufuShop *shop, int product_id, const char *options, const char *asks)
{
  json_auto_t *changes = json_array ();
  Product product = products[product_id - 1];

  product.options = options;
  product.asks = asks;
  json_array_append_new (changes, make_product (&product));
  apply (shop, changes);
}

void
hufu_shop_fill_catalog (HufuShop *shop)
{
  g_autoptr (HufuDb) db = hufu_shop_open_db (shop, "catalog.db", HUFU_DB_CATALOG);
  g_autoptr (GError) error = NULL;
  json_auto_t *changes = json_array ();

  json_array_append_new (changes, put ("category", "1",
                                       json_pack ("{s:i, s:s, s:s, s:i}", "id", 1, "name_en", "All",
                                                  "name_zh", "全部", "position", 1)));
  for (gsize i = 0; i < G_N_ELEMENTS (products); i++)
    json_array_append_new (changes, make_product (&products[i]));
  g_assert_true (hufu_catalog_apply (db, changes, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (hufu_search_build_all (db, &error));
  g_assert_no_error (error);
}
