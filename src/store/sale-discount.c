/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Coupons of a sale in the books: their terms are kept, what they take off follows from them. */
#include <string.h>

#include "store/coupon-json.h"
#include "store/sale-write.h"

static const char *
state_name (HufuTenderState state)
{
  return state == HUFU_TENDER_TAKEN ? "taken" : "pending";
}

static gboolean
is_discount (HufuRows *rows, const HufuDiscount *discount)
{
  HufuId use_id = hufu_rows_id (rows, 0);

  return hufu_id_equal (&use_id, &discount->use_id) &&
         strcmp (hufu_rows_text (rows, 1), state_name (discount->state)) == 0;
}

/* Terms and words of a use never change, so its id and state tell whether rows are as they are. */
static gboolean
compare (HufuDb *db, gint64 sale_no, const HufuBasket *basket, gboolean *ret_same, GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (
      db, error, "SELECT use_id, state FROM sale_discount WHERE sale_no = ? ORDER BY discount_no",
      SQL_INT (sale_no));
  guint n = 0;
  int step;

  *ret_same = TRUE;
  while ((step = hufu_rows_next (rows, error)) > 0) {
    *ret_same = *ret_same && n < basket->discounts->len &&
                is_discount (rows, g_ptr_array_index (basket->discounts, n));
    n++;
  }
  *ret_same = *ret_same && n == basket->discounts->len;
  return step == 0;
}

static gboolean
insert (HufuDb *db, gint64 sale_no, guint discount_no, const HufuDiscount *discount, GError **error)
{
  g_autofree char *conditions = hufu_coupon_terms_to_text (&discount->terms);

  return HUFU_RUN (db, error,
                   "INSERT INTO sale_discount (sale_no, discount_no, use_id, state, conditions,"
                   " label_en, label_zh) VALUES (?, ?, ?, ?, ?, ?, ?)",
                   SQL_INT (sale_no), SQL_INT (discount_no), SQL_ID (&discount->use_id),
                   SQL_TEXT (state_name (discount->state)), SQL_TEXT (conditions),
                   SQL_TEXT (discount->label_en), SQL_TEXT (discount->label_zh));
}

gboolean
hufu_sale_write_discounts (HufuDb *db, gint64 sale_no, const HufuBasket *basket, GError **error)
{
  gboolean same;

  if (!compare (db, sale_no, basket, &same, error))
    return FALSE;
  if (same)
    return TRUE;
  if (!HUFU_RUN (db, error, "DELETE FROM sale_discount WHERE sale_no = ?", SQL_INT (sale_no)))
    return FALSE;
  for (guint i = 0; i < basket->discounts->len; i++)
    if (!insert (db, sale_no, i + 1, g_ptr_array_index (basket->discounts, i), error))
      return FALSE;
  return TRUE;
}

static HufuDiscount *
read_discount (HufuRows *rows)
{
  HufuDiscount *discount = hufu_discount_new ();

  g_free (discount->label_en);
  g_free (discount->label_zh);
  discount->use_id = hufu_rows_id (rows, 0);
  discount->state = hufu_rows_int (rows, 1) != 0 ? HUFU_TENDER_TAKEN : HUFU_TENDER_PENDING;
  discount->label_en = hufu_rows_dup_text (rows, 2);
  discount->label_zh = hufu_rows_dup_text (rows, 3);
  if (!hufu_coupon_terms_from_text (hufu_rows_text (rows, 4), &discount->terms))
    g_assert_not_reached (); /* only what was read is stored */
  return discount;
}

gboolean
hufu_sale_load_discounts (HufuDb *db, gint64 sale_no, HufuBasket *basket, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT use_id, state = 'taken', label_en, label_zh, conditions"
                  " FROM sale_discount WHERE sale_no = ? ORDER BY discount_no",
                  SQL_INT (sale_no));
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0)
    g_ptr_array_add (basket->discounts, read_discount (rows));
  return step == 0;
}
