/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/products.h"

#include <string.h>

#include "core/product.h"
#include "platform/changes.h"
#include "platform/json-util.h"

#define SKU_MAX 40
#define ICON_MAX 40
#define CODE_MAX G_GINT64_CONSTANT (99999999999999) /* 14 digits */

/* ---- telling ---- */

static json_t *
list_barcodes (HufuPlatform *platform, gint64 product_id)
{
  json_t *codes = json_array ();
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db, "SELECT code FROM barcode WHERE product_id = ? ORDER BY code", "i", product_id);

  while (hufu_pdb_next (platform->db, row))
    json_array_append_new (codes, json_integer (hufu_pdb_int (row, 0)));
  return codes;
}

static json_t *
read_optional (sqlite3_stmt *row, int column)
{
  return hufu_pdb_is_null (row, column) ? json_null () : json_integer (hufu_pdb_int (row, column));
}

/* What nobody has changed says nothing of it. */
static void
tell_edits (json_t *product, gboolean sold, const char *stamps)
{
  if (!sold)
    json_object_set_new (product, "sold", json_false ());
  if (strcmp (stamps, "{}") != 0)
    json_object_set_new (product, "stamps", json_loads (stamps, 0, NULL));
}

json_t *
hufu_products_tell (HufuPlatform *platform, gint64 store_no, gint64 product_id)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT id, sku, name_en, name_zh, variant_en, variant_zh, group_id, category_id, "
      "price_minor, member_price_minor, tax_ppm, by_weight, coalesce (on_hand_milli, 0), "
      "coalesce (at_utc_s, 0), icon, popularity, favourite, open_price_max_minor, low_milli, sold, "
      "stamps, asks, options FROM product LEFT JOIN stock ON product_id = id AND store_no = ? "
      "WHERE id = ?",
      "ii", store_no, product_id);
  json_t *data;

  if (!hufu_pdb_next (platform->db, row))
    return NULL;
  data = json_pack (
      "{s:I, s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:o, s:I, s:b, s:I, s:I, s:s, s:I, s:b, s:o, "
      "s:o, s:o, s:s*}",
      "id", (json_int_t)product_id, "sku", hufu_pdb_text (row, 1), "name_en",
      hufu_pdb_text (row, 2), "name_zh", hufu_pdb_text (row, 3), "variant_en",
      hufu_pdb_text (row, 4), "variant_zh", hufu_pdb_text (row, 5), "group_id",
      (json_int_t)hufu_pdb_int (row, 6), "category_id", (json_int_t)hufu_pdb_int (row, 7),
      "price_minor", (json_int_t)hufu_pdb_int (row, 8), "member_price_minor",
      read_optional (row, 9), "tax_ppm", (json_int_t)hufu_pdb_int (row, 10), "by_weight",
      (int)hufu_pdb_int (row, 11), "stock_milli", (json_int_t)hufu_pdb_int (row, 12), "stock_utc_s",
      (json_int_t)hufu_pdb_int (row, 13), "icon", hufu_pdb_text (row, 14), "popularity",
      (json_int_t)hufu_pdb_int (row, 15), "favourite", (int)hufu_pdb_int (row, 16),
      "open_price_max_minor", read_optional (row, 17), "low_milli", read_optional (row, 18),
      "barcodes", list_barcodes (platform, product_id), "asks",
      *hufu_pdb_text (row, 21) != '\0' ? hufu_pdb_text (row, 21) : NULL);
  tell_edits (data, hufu_pdb_int (row, 19) != 0, hufu_pdb_text (row, 20));
  if (*hufu_pdb_text (row, 22) != '\0')
    json_object_set_new (data, "options", json_loads (hufu_pdb_text (row, 22), 0, NULL));
  hufu_pdb_done (row);
  return data;
}

/* ---- stamps ---- */

/* NULL: there is no such product. */
static json_t *
load_stamps (HufuPlatform *platform, gint64 product_id)
{
  sqlite3_stmt *row =
      hufu_pdb_query (platform->db, "SELECT stamps FROM product WHERE id = ?", "i", product_id);
  json_t *stamps;

  if (!hufu_pdb_next (platform->db, row))
    return NULL;
  stamps = hufu_pjson_load_object (hufu_pdb_text (row, 0), strlen (hufu_pdb_text (row, 0)));
  hufu_pdb_done (row);
  return stamps != NULL ? stamps : json_object ();
}

static void
save_stamps (HufuPlatform *platform, gint64 product_id, const json_t *stamps)
{
  g_autofree char *text = hufu_pjson_dump (stamps);

  hufu_pdb_run (platform->db, "UPDATE product SET stamps = ? WHERE id = ?", "ti", text, product_id);
  hufu_changes_touch_product (platform, product_id);
}

static gint64
get_stamp (const json_t *stamps, const char *key)
{
  return json_integer_value (json_object_get (stamps, key));
}

static void
set_stamp (json_t *stamps, const char *key, gint64 stamp)
{
  json_object_set_new (stamps, key, json_integer (stamp));
}

/* ---- what the event says ---- */

static gboolean
is_price (const json_t *value)
{
  return json_is_integer (value) &&
         hufu_product_check_price (json_integer_value (value)) == HUFU_PRODUCT_OK;
}

static gboolean
is_good (HufuProductField field, const json_t *value)
{
  switch (field) {
  case HUFU_PRODUCT_NAME_EN:
  case HUFU_PRODUCT_NAME_ZH:
    return json_is_string (value) &&
           hufu_product_check_name (json_string_value (value)) == HUFU_PRODUCT_OK;
  case HUFU_PRODUCT_PRICE:
    return is_price (value);
  case HUFU_PRODUCT_MEMBER_PRICE:
    return json_is_null (value) || is_price (value);
  case HUFU_PRODUCT_CATEGORY:
    return json_is_integer (value) && json_integer_value (value) > 0;
  case HUFU_PRODUCT_SOLD:
  default:
    return json_is_boolean (value);
  }
}

static gboolean
are_codes (const json_t *codes)
{
  for (gsize i = 0; i < json_array_size (codes); i++) {
    const json_t *code = json_array_get (codes, i);

    if (!json_is_integer (code) || json_integer_value (code) < 1 ||
        json_integer_value (code) > CODE_MAX)
      return FALSE;
  }
  return codes == NULL ||
         (json_is_array (codes) && json_array_size (codes) <= HUFU_PRODUCT_CODES_MAX);
}

static gboolean
are_members_good (const json_t *body)
{
  for (guint f = 0; f < HUFU_PRODUCT_FIELD_COUNT; f++) {
    const json_t *value = json_object_get (body, hufu_product_field_name ((HufuProductField)f));

    if (value != NULL && !is_good ((HufuProductField)f, value))
      return FALSE;
  }
  return are_codes (json_object_get (body, "barcodes")) &&
         are_codes (json_object_get (body, "barcodes_off"));
}

/* ---- what comes of it ---- */

static void
write_field (HufuPlatform *platform, gint64 product_id, HufuProductField field, const json_t *value)
{
  switch (field) {
  case HUFU_PRODUCT_NAME_EN:
    hufu_pdb_run (platform->db, "UPDATE product SET name_en = ? WHERE id = ?", "ti",
                  json_string_value (value), product_id);
    break;
  case HUFU_PRODUCT_NAME_ZH:
    hufu_pdb_run (platform->db, "UPDATE product SET name_zh = ? WHERE id = ?", "ti",
                  json_string_value (value), product_id);
    break;
  case HUFU_PRODUCT_PRICE:
    hufu_pdb_run (platform->db, "UPDATE product SET price_minor = ? WHERE id = ?", "ii",
                  (gint64)json_integer_value (value), product_id);
    break;
  case HUFU_PRODUCT_MEMBER_PRICE:
    hufu_pdb_run (platform->db,
                  "UPDATE product SET member_price_minor = nullif (?, 0) WHERE id = ?", "ii",
                  (gint64)json_integer_value (value), product_id);
    break;
  case HUFU_PRODUCT_CATEGORY: /* which may have gone meanwhile */
    hufu_pdb_run (platform->db,
                  "UPDATE product SET category_id = ?1 WHERE id = ?2 AND "
                  "EXISTS (SELECT 1 FROM category WHERE id = ?1)",
                  "ii", (gint64)json_integer_value (value), product_id);
    break;
  case HUFU_PRODUCT_SOLD:
  default:
    hufu_pdb_run (platform->db, "UPDATE product SET sold = ? WHERE id = ?", "ii",
                  (gint64)json_is_true (value), product_id);
  }
}

static gboolean
has_room (HufuPlatform *platform, gint64 product_id)
{
  return hufu_pdb_get_int (platform->db, 0, "SELECT count(*) FROM barcode WHERE product_id = ?",
                           "i", product_id) < HUFU_PRODUCT_CODES_MAX;
}

/* Both products get the stamp of the later change, so that a till that has it at the other one
 * hears of it. */
static void
add_code (HufuPlatform *platform, gint64 product_id, json_t *stamps, gint64 code, gint64 stamp)
{
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT, code);
  gint64 owner = hufu_pdb_get_int (platform->db, 0, "SELECT product_id FROM barcode WHERE code = ?",
                                   "i", code);
  json_t *theirs = owner != 0 && owner != product_id ? load_stamps (platform, owner) : NULL;
  gint64 last = get_stamp (theirs, key);

  if (get_stamp (stamps, key) < stamp)
    set_stamp (stamps, key, MAX (stamp, last));
  if (get_stamp (stamps, key) == stamp && owner != product_id && stamp > last &&
      has_room (platform, product_id)) {
    hufu_pdb_run (platform->db,
                  "INSERT INTO barcode VALUES (?, ?) ON CONFLICT (code) DO UPDATE SET "
                  "product_id = excluded.product_id",
                  "ii", code, product_id);
    if (theirs != NULL) {
      set_stamp (theirs, key, stamp);
      save_stamps (platform, owner, theirs);
    }
  }
  json_decref (theirs);
}

static void
take_code_off (HufuPlatform *platform, gint64 product_id, json_t *stamps, gint64 code, gint64 stamp)
{
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT, code);

  if (get_stamp (stamps, key) >= stamp)
    return;
  set_stamp (stamps, key, stamp);
  hufu_pdb_run (platform->db, "DELETE FROM barcode WHERE code = ? AND product_id = ?", "ii", code,
                product_id);
}

static void
merge (HufuPlatform *platform, gint64 product_id, json_t *stamps, const json_t *body, gint64 stamp)
{
  const json_t *barcodes = json_object_get (body, "barcodes");
  const json_t *off = json_object_get (body, "barcodes_off");

  for (guint f = 0; f < HUFU_PRODUCT_FIELD_COUNT; f++) {
    const char *name = hufu_product_field_name ((HufuProductField)f);
    const json_t *value = json_object_get (body, name);

    if (value == NULL || get_stamp (stamps, name) >= stamp)
      continue;
    write_field (platform, product_id, (HufuProductField)f, value);
    set_stamp (stamps, name, stamp);
  }
  for (gsize i = 0; i < json_array_size (off); i++)
    take_code_off (platform, product_id, stamps, json_integer_value (json_array_get (off, i)),
                   stamp);
  for (gsize i = 0; i < json_array_size (barcodes); i++)
    add_code (platform, product_id, stamps, json_integer_value (json_array_get (barcodes, i)),
              stamp);
}

/* A product that was made at a till. FALSE: it is not as the contract says. */
static gboolean
make (HufuPlatform *platform, gint64 product_id, const json_t *body)
{
  const json_t *made = json_object_get (body, "made");
  const char *sku = hufu_pjson_find_text (made, "sku", SKU_MAX, FALSE);
  const char *icon = hufu_pjson_find_text (made, "icon", ICON_MAX, FALSE);
  gint64 category_id, tax_ppm;

  if (!hufu_product_is_own_id (product_id) || sku == NULL || icon == NULL ||
      !hufu_pjson_get_int (made, "category_id", 1, G_MAXINT64, &category_id) ||
      !hufu_pjson_get_int (made, "tax_ppm", 0, 1000000, &tax_ppm) ||
      json_object_get (body, "name_en") == NULL || json_object_get (body, "name_zh") == NULL ||
      json_object_get (body, "price_minor") == NULL ||
      hufu_pdb_get_int (platform->db, 0, "SELECT 1 FROM product WHERE sku = ?", "t", sku) != 0)
    return FALSE;
  /* The category may have gone meanwhile. */
  hufu_pdb_run (platform->db,
                "INSERT INTO product (id, sku, name_en, name_zh, variant_en, variant_zh, group_id, "
                "category_id, price_minor, cost_minor, tax_ppm, by_weight, icon, popularity, "
                "favourite) SELECT ?1, ?2, '', '', '', '', ?1, "
                "ifnull ((SELECT id FROM category WHERE id = ?3), min (id)), 0, 0, ?4, 0, ?5, 0, 0 "
                "FROM category",
                "itiit", product_id, sku, category_id, tax_ppm, icon);
  return TRUE;
}

const char *
hufu_products_change (HufuPlatform *platform, const json_t *body)
{
  gint64 product_id, stamp;
  HufuId by, approved_by;
  json_t *stamps;

  if (!hufu_pjson_get_int (body, "product_id", 1, G_MAXINT64, &product_id) ||
      !hufu_pjson_get_int (body, "stamp", 1, G_MAXINT64 - 1, &stamp) ||
      !hufu_pjson_get_id (body, "by", &by) ||
      !hufu_pjson_get_id_or_null (body, "approved_by", &approved_by) || !are_members_good (body))
    return "bad_body";
  stamps = load_stamps (platform, product_id);
  if (stamps == NULL && json_object_get (body, "made") == NULL)
    return "unknown_product";
  if (stamps == NULL && !make (platform, product_id, body))
    return "bad_body";
  if (stamps == NULL)
    stamps = json_object ();
  merge (platform, product_id, stamps, body, stamp);
  save_stamps (platform, product_id, stamps);
  json_decref (stamps);
  return "ok";
}
