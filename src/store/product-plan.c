/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes of products in the catalogue: what a wish comes to, and what was changed laid over it. */
#include <string.h>

#include "core/gtin.h"
#include "store/catalog-product.h"
#include "store/product-edit.h"

void
hufu_product_edit_free (HufuProductEdit *edit)
{
  if (edit == NULL)
    return;
  json_decref (edit->changes);
  g_free (edit);
}

gboolean
hufu_product_load (HufuDb *catalog, gint64 product_id, json_t **ret_product, GError **error)
{
  gint64 unused;

  return hufu_catalog_load_product (catalog, product_id, ret_product, &unused, error);
}

gboolean
hufu_product_find (HufuDb *catalog, const char *code, gint64 *ret_product_id, GError **error)
{
  g_autofree char *upper = g_utf8_strup (code, -1);
  guint64 gtin = 0;

  *ret_product_id = 0;
  if (hufu_gtin_read (code, strlen (code), &gtin) &&
      !HUFU_GET_INT (catalog, error, 0, ret_product_id,
                     "SELECT product_id FROM barcode WHERE code = ?1 UNION ALL"
                     " SELECT product_id FROM barcode_off WHERE code = ?1",
                     SQL_INT (gtin)))
    return FALSE;
  return *ret_product_id != 0 ||
         HUFU_GET_INT (catalog, error, 0, ret_product_id,
                       "SELECT id FROM product WHERE sku IN (?1, ?2) UNION ALL"
                       " SELECT id FROM product_off WHERE sku IN (?1, ?2)",
                       SQL_TEXT (code), SQL_TEXT (upper));
}

/* ---- what a wish comes to ---- */

static gboolean
wants (const HufuProductWish *wish, HufuProductField field)
{
  return (wish->fields & (1u << field)) != 0;
}

static json_t *
make_value (const HufuProductWish *wish, HufuProductField field)
{
  switch (field) {
  case HUFU_PRODUCT_NAME_EN:
    return json_string (wish->name_en);
  case HUFU_PRODUCT_NAME_ZH:
    return json_string (wish->name_zh);
  case HUFU_PRODUCT_PRICE:
    return json_integer (wish->price_minor);
  case HUFU_PRODUCT_MEMBER_PRICE:
    return wish->member_price_minor < 0 ? json_null () : json_integer (wish->member_price_minor);
  case HUFU_PRODUCT_CATEGORY:
    return json_integer (wish->category_id);
  case HUFU_PRODUCT_SOLD:
  default:
    return json_boolean (wish->sold);
  }
}

/* here NULL: of a new product, all is. */
static void
plan_fields (HufuProductEdit *edit, const HufuProductWish *wish, const json_t *here)
{
  for (guint i = 0; i < HUFU_PRODUCT_FIELD_COUNT; i++) {
    const char *name = hufu_product_field_name ((HufuProductField)i);
    json_t *value;

    if (!wants (wish, (HufuProductField)i))
      continue;
    value = make_value (wish, (HufuProductField)i);
    if (here == NULL || !json_equal (value, json_object_get (here, name)))
      json_object_set (edit->changes, name, value);
    json_decref (value);
  }
}

static gboolean
plan_code (HufuDb *catalog, HufuProductEdit *edit, const HufuProductWish *wish, const json_t *here,
           HufuProductFault *ret_fault, GError **error)
{
  gint64 code = (gint64)wish->code, taken = 0;

  if (code == 0 || hufu_product_has_code (here, code))
    return TRUE;
  if (!HUFU_GET_INT (catalog, error, 0, &taken, "SELECT product_id FROM barcode WHERE code = ?",
                     SQL_INT (code)))
    return FALSE;
  if (taken != 0)
    *ret_fault = HUFU_PRODUCT_CODE_TAKEN;
  else if (json_array_size (json_object_get (here, "barcodes")) >= HUFU_PRODUCT_CODES_MAX)
    *ret_fault = HUFU_PRODUCT_CODES_FULL;
  else
    json_object_set_new (edit->changes, "barcodes", json_pack ("[I]", (json_int_t)code));
  return TRUE;
}

static void
plan_code_off (HufuProductEdit *edit, const HufuProductWish *wish, const json_t *here,
               HufuProductFault *ret_fault)
{
  gint64 code = (gint64)wish->code_off;

  if (code != 0 && !hufu_product_has_code (here, code))
    *ret_fault = HUFU_PRODUCT_NOT_ITS_CODE;
  else if (code != 0)
    json_object_set_new (edit->changes, "barcodes_off", json_pack ("[I]", (json_int_t)code));
}

static gboolean
check_category (HufuDb *catalog, const HufuProductWish *wish, HufuProductFault *ret_fault,
                GError **error)
{
  gint64 known = 0;

  if (!wants (wish, HUFU_PRODUCT_CATEGORY))
    return TRUE;
  if (!HUFU_GET_INT (catalog, error, 0, &known, "SELECT 1 FROM category WHERE id = ?",
                     SQL_INT (wish->category_id)))
    return FALSE;
  if (!known)
    *ret_fault = HUFU_PRODUCT_BAD_CATEGORY;
  return TRUE;
}

static HufuProductFault
check_prices (const HufuProductWish *wish, const json_t *here)
{
  gboolean member = wants (wish, HUFU_PRODUCT_MEMBER_PRICE);
  gboolean asked = json_is_integer (json_object_get (here, "open_price_max_minor"));
  gint64 price_minor = wants (wish, HUFU_PRODUCT_PRICE)
                           ? wish->price_minor
                           : json_integer_value (json_object_get (here, "price_minor"));

  if (asked && (member || wants (wish, HUFU_PRODUCT_PRICE)))
    return HUFU_PRODUCT_ASKED_PRICE;
  return member && wish->member_price_minor >= price_minor ? HUFU_PRODUCT_BAD_MEMBER_PRICE
                                                           : HUFU_PRODUCT_OK;
}

static gint64
find_latest (const json_t *here)
{
  gint64 latest = 0;
  const char *key;
  json_t *stamp;

  json_object_foreach (json_object_get (here, "stamps"), key, stamp) latest =
      MAX (latest, json_integer_value (stamp));
  return latest;
}

/* Tax and picture of a new product are those of what sells most where it belongs. */
static gboolean
plan_new (HufuDb *catalog, HufuProductEdit *edit, const HufuProductWish *wish,
          HufuProductFault *ret_fault, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (catalog, error,
                  "SELECT tax_ppm, icon FROM product WHERE category_id = ? AND by_weight = 0"
                  " ORDER BY popularity DESC, id LIMIT 1",
                  SQL_INT (wish->category_id));
  char sku[HUFU_PRODUCT_SKU_SIZE];
  guint64 random;
  int step = hufu_rows_next (rows, error);

  if (step == 0)
    *ret_fault = HUFU_PRODUCT_BAD_CATEGORY;
  if (step <= 0)
    return step == 0;
  hufu_host_random (catalog->host, (guint8 *)&random, sizeof random);
  edit->product_id = hufu_product_make_id (random);
  hufu_product_make_sku (edit->product_id, sku);
  json_object_set_new (
      edit->changes, "made",
      json_pack ("{s:s, s:I, s:I, s:s}", "sku", sku, "category_id", (json_int_t)wish->category_id,
                 "tax_ppm", (json_int_t)hufu_rows_int (rows, 0), "icon", hufu_rows_text (rows, 1)));
  return TRUE;
}

static gboolean
plan (HufuDb *catalog, HufuProductEdit *edit, const HufuProductWish *wish,
      HufuProductFault *ret_fault, GError **error)
{
  json_auto_t *here = NULL;

  if (wish->product_id != 0 && !hufu_product_load (catalog, wish->product_id, &here, error))
    return FALSE;
  if (wish->product_id != 0 && here == NULL)
    *ret_fault = HUFU_PRODUCT_UNKNOWN;
  if (*ret_fault == HUFU_PRODUCT_OK)
    *ret_fault = check_prices (wish, here);
  if (*ret_fault != HUFU_PRODUCT_OK)
    return TRUE;
  edit->product_id = wish->product_id;
  edit->after_stamp = find_latest (here);
  plan_fields (edit, wish, here);
  plan_code_off (edit, wish, here, ret_fault);
  if (!plan_code (catalog, edit, wish, here, ret_fault, error) ||
      !check_category (catalog, wish, ret_fault, error))
    return FALSE;
  if (*ret_fault == HUFU_PRODUCT_OK && wish->product_id == 0)
    return plan_new (catalog, edit, wish, ret_fault, error);
  if (*ret_fault == HUFU_PRODUCT_OK && json_object_size (edit->changes) == 0)
    *ret_fault = HUFU_PRODUCT_SAME;
  return TRUE;
}

HufuProductEdit *
hufu_product_plan (HufuDb *catalog, const HufuProductWish *wish, HufuProductFault *ret_fault,
                   GError **error)
{
  g_autoptr (HufuProductEdit) edit = g_new0 (HufuProductEdit, 1);

  edit->changes = json_object ();
  *ret_fault = hufu_product_wish_check (wish);
  if (*ret_fault != HUFU_PRODUCT_OK || !plan (catalog, edit, wish, ret_fault, error) ||
      *ret_fault != HUFU_PRODUCT_OK)
    return NULL;
  return g_steal_pointer (&edit);
}

/* ---- laying what was changed over the catalogue ---- */

/* A product that was made at a till, before anything of it was changed; NULL: it was not. */
static json_t *
make_product (const json_t *edit)
{
  json_t *made = json_object_get (edit, "made");
  json_int_t id = json_integer_value (json_object_get (edit, "product_id"));

  if (made == NULL)
    return NULL;
  return json_pack ("{s:I, s:O, s:s, s:s, s:s, s:s, s:I, s:O, s:i, s:n, s:O, s:b, s:i, s:i, s:O,"
                    " s:i, s:b, s:{}, s:[]}",
                    "id", id, "sku", json_object_get (made, "sku"), "name_en", "", "name_zh", "",
                    "variant_en", "", "variant_zh", "", "group_id", id, "category_id",
                    json_object_get (made, "category_id"), "price_minor", 0, "member_price_minor",
                    "tax_ppm", json_object_get (made, "tax_ppm"), "by_weight", 0, "stock_milli", 0,
                    "stock_utc_s", 0, "icon", json_object_get (made, "icon"), "popularity", 0,
                    "favourite", 0, "stamps", "barcodes");
}

static gboolean
change_codes (json_t *product, const json_t *codes, gboolean has, json_int_t stamp)
{
  gboolean other = FALSE;

  for (gsize i = 0; i < json_array_size (codes); i++) {
    gint64 code = json_integer_value (json_array_get (codes, i));
    g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT, code);

    if (hufu_product_get_stamp (product, key) >= stamp)
      continue;
    hufu_product_set_code (product, code, has);
    hufu_product_set_stamp (product, key, stamp);
    other = TRUE;
  }
  return other;
}

/* TRUE if anything is another one now. */
static gboolean
change (json_t *product, const json_t *edit)
{
  json_int_t stamp = json_integer_value (json_object_get (edit, "stamp"));
  gboolean other = change_codes (product, json_object_get (edit, "barcodes_off"), FALSE, stamp);

  for (guint f = 0; f < HUFU_PRODUCT_FIELD_COUNT; f++) {
    const char *name = hufu_product_field_name ((HufuProductField)f);
    json_t *value = json_object_get (edit, name);

    if (value == NULL || hufu_product_get_stamp (product, name) >= stamp)
      continue;
    json_object_set (product, name, value);
    hufu_product_set_stamp (product, name, stamp);
    other = TRUE;
  }
  other |= change_codes (product, json_object_get (edit, "barcodes"), TRUE, stamp);
  return other;
}

/* What has lost its product or its category meanwhile is the platform's to say. */
static gboolean
lay (HufuDb *catalog, const json_t *edit, GError **error)
{
  json_auto_t *product = NULL;
  gint64 stock_no, known = 0;

  if (!hufu_catalog_load_product (catalog,
                                  json_integer_value (json_object_get (edit, "product_id")),
                                  &product, &stock_no, error))
    return FALSE;
  if (product == NULL)
    product = make_product (edit);
  if (product == NULL || !change (product, edit))
    return TRUE;
  if (!HUFU_GET_INT (catalog, error, 0, &known, "SELECT 1 FROM category WHERE id = ?",
                     SQL_INT (json_integer_value (json_object_get (product, "category_id")))))
    return FALSE;
  return !known || hufu_catalog_write_product (catalog, product, stock_no, error);
}

static gboolean
lay_each (HufuDb *catalog, const json_t *edits, GError **error)
{
  for (gsize i = 0; i < json_array_size (edits); i++)
    if (!lay (catalog, json_array_get (edits, i), error))
      return FALSE;
  return TRUE;
}

gboolean
hufu_product_lay (HufuDb *catalog, const json_t *edits, GError **error)
{
  return json_array_size (edits) == 0 ||
         (hufu_act_begin (catalog, error) &&
          hufu_act_end (catalog, lay_each (catalog, edits, error), error));
}
