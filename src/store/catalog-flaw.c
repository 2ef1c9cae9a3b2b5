/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/catalog-flaw.h"

#include <string.h>

#include "core/detail.h"
#include "core/stock.h"
#include "store/catalog.h"
#include "store/option-json.h"

#define CODE_MAX G_GINT64_CONSTANT (99999999999999) /* 14 digits */
/* Of a category that nobody tells of, behind all others. */
#define UNTOLD "2147483647"

static void
worsen (HufuFlaw *flaw, HufuFlaw other)
{
  *flaw = MAX (*flaw, other);
}

/* ---- what was told ---- */

static void
mend_text (json_t *product, const char *key, HufuFlaw *flaw)
{
  const char *text = json_string_value (json_object_get (product, key));
  g_autofree char *mended = text != NULL ? hufu_flaw_mend_name (text) : NULL;

  if (mended == NULL)
    return;
  json_object_set_new (product, key, json_string (mended));
  worsen (flaw, HUFU_FLAW_NAME);
}

/* The other name, and if there is none its number. */
static void
fill_name (json_t *product, const char *key, const char *other, HufuFlaw *flaw)
{
  const char *name = json_string_value (json_object_get (product, key));
  const char *instead = json_string_value (json_object_get (product, other));

  if (name == NULL || name[strspn (name, " ")] != '\0')
    return;
  if (instead == NULL || instead[strspn (instead, " ")] == '\0')
    instead = json_string_value (json_object_get (product, "sku"));
  json_object_set_new (product, key, json_string (instead));
  worsen (flaw, HUFU_FLAW_NAME);
}

static void
mend_names (json_t *product, HufuFlaw *flaw)
{
  static const char *const keys[] = {"name_en", "name_zh", "variant_en", "variant_zh"};

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    mend_text (product, keys[i], flaw);
  fill_name (product, "name_en", "name_zh", flaw);
  fill_name (product, "name_zh", "name_en", flaw);
}

static void
mend_codes (json_t *product, HufuFlaw *flaw)
{
  json_t *codes = json_object_get (product, "barcodes");

  for (gsize i = json_array_size (codes); i > 0; i--) {
    const json_t *code = json_array_get (codes, i - 1);

    if (json_is_integer (code) && json_integer_value (code) > 0 &&
        json_integer_value (code) <= CODE_MAX)
      continue;
    json_array_remove (codes, i - 1);
    worsen (flaw, HUFU_FLAW_BARCODE);
  }
}

static void
mend_stock (json_t *product, HufuFlaw *flaw)
{
  const json_t *stock = json_object_get (product, "stock_milli");
  const json_t *low = json_object_get (product, "low_milli");
  json_int_t milli = json_integer_value (stock);

  if (json_is_integer (stock) && (milli > HUFU_STOCK_MAX_MILLI || milli < -HUFU_STOCK_MAX_MILLI)) {
    json_object_set_new (product, "stock_milli", json_integer (0));
    json_object_set_new (product, "stock_utc_s", json_integer (0));
    worsen (flaw, HUFU_FLAW_STOCK);
  }
  if (low != NULL && !json_is_null (low) &&
      (!json_is_integer (low) || json_integer_value (low) < 0 ||
       json_integer_value (low) > HUFU_STOCK_MAX_MILLI)) {
    json_object_set_new (product, "low_milli", json_null ());
    worsen (flaw, HUFU_FLAW_STOCK);
  }
}

static void
look_at_questions (const json_t *product, HufuFlaw *flaw)
{
  const char *asks = json_string_value (json_object_get (product, "asks"));
  const json_t *options = json_object_get (product, "options");
  HufuOptionFault fault = HUFU_OPTION_OK;
  g_autoptr (HufuOffer) offer = options != NULL ? hufu_offer_from_json (options, &fault) : NULL;
  HufuDetail unused;

  if (asks != NULL && !hufu_detail_find (asks, &unused))
    worsen (flaw, HUFU_FLAW_ASKS);
  /* Goods by weight have no pieces to choose for. */
  if (options != NULL && (offer == NULL || json_is_true (json_object_get (product, "by_weight"))))
    worsen (flaw, HUFU_FLAW_OPTIONS);
}

json_t *
hufu_flaw_mend (const json_t *told, HufuFlaw *ret_flaw)
{
  json_t *product = json_deep_copy (told);

  *ret_flaw = HUFU_FLAW_NONE;
  mend_names (product, ret_flaw);
  mend_codes (product, ret_flaw);
  mend_stock (product, ret_flaw);
  look_at_questions (product, ret_flaw);
  return product;
}

/* ---- what is known of it ---- */

gboolean
hufu_flaw_note (HufuDb *db, gint64 product_id, HufuFlaw flaw, GError **error)
{
  if (flaw == HUFU_FLAW_NONE)
    return HUFU_RUN (db, error, "DELETE FROM product_flaw WHERE product_id = ?",
                     SQL_INT (product_id));
  return HUFU_RUN (db, error,
                   "INSERT INTO product_flaw (product_id, flaw) VALUES (?, ?)"
                   " ON CONFLICT (product_id) DO UPDATE SET flaw = excluded.flaw"
                   " WHERE flaw <> excluded.flaw",
                   SQL_INT (product_id), SQL_TEXT (hufu_flaw_code (flaw)));
}

gboolean
hufu_catalog_note_flaw (HufuDb *db, gint64 product_id, HufuFlaw flaw, GError **error)
{
  return hufu_act_begin (db, error) &&
         hufu_act_end (db, hufu_flaw_note (db, product_id, flaw, error), error);
}

void
hufu_flawed_free (gpointer flawed)
{
  HufuFlawed *self = flawed;

  g_free (self->sku);
  g_free (self->name_en);
  g_free (self->name_zh);
  g_free (self);
}

GPtrArray *
hufu_catalog_list_flawed (HufuDb *db, guint n, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (hufu_flawed_free);
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT product_id, flaw, p.sku, p.name_en, p.name_zh FROM product_flaw"
                  " LEFT JOIN product p ON p.id = product_id ORDER BY product_id LIMIT ?",
                  SQL_INT (n));
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    HufuFlawed *flawed = g_new0 (HufuFlawed, 1);

    flawed->product_id = hufu_rows_int (rows, 0);
    flawed->flaw = hufu_flaw_find (hufu_rows_text (rows, 1));
    flawed->is_here = !hufu_rows_is_null (rows, 2);
    flawed->sku = hufu_rows_dup_text (rows, 2);
    flawed->name_en = hufu_rows_dup_text (rows, 3);
    flawed->name_zh = hufu_rows_dup_text (rows, 4);
    g_ptr_array_add (list, flawed);
  }
  return step < 0 ? NULL : g_steal_pointer (&list);
}

/* ---- categories ---- */

gboolean
hufu_flaw_look_at_category (HufuDb *db, gint64 category_id, HufuFlaw *flaw, GError **error)
{
  gint64 known = 0;

  if (!HUFU_GET_INT (db, error, 0, &known,
                     "SELECT 1 FROM category WHERE id = ? AND position < " UNTOLD,
                     SQL_INT (category_id)))
    return FALSE;
  if (known == 0)
    worsen (flaw, HUFU_FLAW_CATEGORY);
  return TRUE;
}

gboolean
hufu_flaw_leave_category (HufuDb *db, gint64 category_id, GError **error)
{
  return HUFU_RUN (db, error, "UPDATE category SET position = " UNTOLD " WHERE id = ?",
                   SQL_INT (category_id));
}

/* A product may come before its category, and a category go before its products, in one page or in
 * two. */
gboolean
hufu_flaw_end_page (HufuDb *db, GError **error)
{
  return HUFU_RUN (
             db, error,
             "INSERT OR IGNORE INTO category (id, name_en, name_zh, position)"
             " SELECT category_id, 'Category ' || category_id, '类别 ' || category_id, " UNTOLD
             " FROM product_flaw JOIN product ON id = product_id") &&
         HUFU_RUN (db, error,
                   "DELETE FROM product_flaw WHERE flaw = ? AND EXISTS (SELECT 1 FROM product p"
                   " JOIN category c ON c.id = p.category_id WHERE p.id = product_id"
                   " AND c.position < " UNTOLD ")",
                   SQL_TEXT (hufu_flaw_code (HUFU_FLAW_CATEGORY))) &&
         HUFU_RUN (db, error,
                   "DELETE FROM category WHERE position = " UNTOLD " AND NOT EXISTS"
                   " (SELECT 1 FROM product WHERE category_id = category.id)");
}
