/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <jansson.h>
#include "store/coupon-json.h"
#include "store/use-write.h"

HufuVoucher *
hufu_voucher_copy (const HufuVoucher *voucher)
{
  HufuVoucher *copy;

  if (voucher == NULL)
    return NULL;
  copy = g_new (HufuVoucher, 1);
  *copy = *voucher;
  copy->title_en = g_strdup (voucher->title_en);
  copy->title_zh = g_strdup (voucher->title_zh);
  copy->item_en = g_strdup (voucher->item_en);
  copy->item_zh = g_strdup (voucher->item_zh);
  copy->icon = g_strdup (voucher->icon);
  copy->issuer = g_strdup (voucher->issuer);
  copy->short_code = g_strdup (voucher->short_code);
  copy->holder_masked = g_strdup (voucher->holder_masked);
  return copy;
}

void
hufu_voucher_free (HufuVoucher *voucher)
{
  if (voucher == NULL)
    return;
  g_free (voucher->title_en);
  g_free (voucher->title_zh);
  g_free (voucher->item_en);
  g_free (voucher->item_zh);
  g_free (voucher->icon);
  g_free (voucher->issuer);
  g_free (voucher->short_code);
  g_free (voucher->holder_masked);
  g_free (voucher);
}

static const char *
or_empty (const char *text)
{
  return text == NULL ? "" : text;
}

HufuGrants *
hufu_grants_new (void)
{
  HufuGrants *grants = g_new (HufuGrants, 1);

  grants->items = g_array_new (FALSE, TRUE, sizeof (HufuGrantItem));
  grants->terms = g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_voucher_free);
  return grants;
}

void
hufu_grants_free (HufuGrants *grants)
{
  if (grants == NULL)
    return;
  g_array_unref (grants->items);
  g_ptr_array_unref (grants->terms);
  g_free (grants);
}

void
hufu_grants_add (HufuGrants *grants, const HufuVoucher *voucher, const HufuRight *right)
{
  HufuGrantItem item = {
      .right = *right,
      .terms = grants->terms->len,
      .not_before_utc_s = voucher->not_before_utc_s,
      .expires_utc_s = voucher->expires_utc_s,
  };

  g_strlcpy (item.short_code, or_empty (voucher->short_code), sizeof item.short_code);
  g_ptr_array_add (grants->terms, hufu_voucher_copy (voucher));
  g_array_append_val (grants->items, item);
}

void
hufu_voucher_state_clear (HufuVoucherState *state)
{
  g_clear_pointer (&state->voucher, hufu_voucher_free);
}

static char *
scope_to_text (const HufuVoucher *voucher)
{
  json_auto_t *array = json_array ();
  g_autofree char *text = NULL;

  for (gsize i = 0; i < voucher->n_scope; i++)
    json_array_append_new (array, json_integer ((json_int_t)voucher->scope[i]));
  text = json_dumps (array, JSON_COMPACT);
  return g_strdup (text);
}

static void
read_scope (const char *text, HufuVoucher *voucher)
{
  json_auto_t *array = json_loads (text, 0, NULL);

  voucher->n_scope = MIN (json_array_size (array), HUFU_TOKEN_SCOPE_MAX);
  for (gsize i = 0; i < voucher->n_scope; i++)
    voucher->scope[i] = (guint64)json_integer_value (json_array_get (array, i));
}

#define TERMS                                                                                      \
  "type, title_en, title_zh, item_en, item_zh, icon, issuer, uses, value_minor, paid_minor,"       \
  " currency, home_store, scope, flags, tax_ppm, holder_masked, conditions, holder"
#define TERMS_VALUES "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"

gboolean
hufu_voucher_write_terms (HufuDb *db, const HufuVoucher *voucher, gint64 *ret_terms_no,
                          GError **error)
{
  g_autofree char *scope = scope_to_text (voucher);
  g_autofree char *conditions =
      voucher->type == HUFU_VOUCHER_COUPON || hufu_coupon_terms_name_goods (&voucher->terms)
          ? hufu_coupon_terms_to_text (&voucher->terms)
          : NULL;
  const HufuSqlValue values[] = {
      SQL_TEXT (hufu_voucher_type_name (voucher->type)),
      SQL_TEXT (or_empty (voucher->title_en)),
      SQL_TEXT (or_empty (voucher->title_zh)),
      SQL_TEXT (or_empty (voucher->item_en)),
      SQL_TEXT (or_empty (voucher->item_zh)),
      SQL_TEXT (or_empty (voucher->icon)),
      SQL_TEXT (or_empty (voucher->issuer)),
      SQL_INT (voucher->uses),
      SQL_INT (voucher->value_minor),
      SQL_INT (voucher->paid_minor),
      SQL_INT (voucher->currency),
      SQL_INT (voucher->home_store),
      SQL_TEXT (scope),
      SQL_INT (voucher->flags),
      SQL_INT (voucher->tax_ppm),
      SQL_TEXT (or_empty (voucher->holder_masked)),
      SQL_TEXT (or_empty (conditions)),
      SQL_BLOB (voucher->holder, voucher->has_holder ? sizeof voucher->holder : 0),
  };

  return hufu_sql_run (db, error,
                       "INSERT INTO voucher_terms (" TERMS ") VALUES (" TERMS_VALUES ")"
                       " ON CONFLICT DO NOTHING",
                       values, G_N_ELEMENTS (values)) &&
         hufu_sql_get_int (db, error, 0, ret_terms_no,
                           "SELECT terms_no FROM voucher_terms WHERE (" TERMS ") = (" TERMS_VALUES
                           ")",
                           values, G_N_ELEMENTS (values));
}

gboolean
hufu_voucher_write (HufuDb *db, const HufuVoucher *voucher, GError **error)
{
  gint64 terms_no;

  return hufu_voucher_write_terms (db, voucher, &terms_no, error) &&
         HUFU_RUN (db, error,
                   "INSERT INTO voucher (cti, generation, short_code, not_before_utc_s,"
                   " expires_utc_s, terms_no) VALUES (?, ?, ?, ?, ?, ?)" HUFU_VOUCHER_ON_CONFLICT,
                   SQL_ID (&voucher->cti), SQL_INT (voucher->generation),
                   SQL_TEXT (or_empty (voucher->short_code)), SQL_INT (voucher->not_before_utc_s),
                   SQL_INT (voucher->expires_utc_s), SQL_INT (terms_no));
}

/* A coupon that was granted before its terms were told takes off its value and asks for nothing. */
static void
read_terms (const char *text, HufuVoucher *voucher)
{
  if (!hufu_coupon_terms_from_text (text, &voucher->terms))
    g_assert_not_reached (); /* only what was read is stored */
  if (*text == '\0')
    voucher->terms.off_minor = voucher->value_minor;
}

static HufuVoucher *
read_voucher (HufuRows *rows)
{
  HufuVoucher *voucher = g_new0 (HufuVoucher, 1);

  voucher->cti = hufu_rows_id (rows, 0);
  voucher->generation = (guint64)hufu_rows_int (rows, 1);
  g_assert (hufu_voucher_type_find (hufu_rows_text (rows, 2), &voucher->type));
  voucher->title_en = hufu_rows_dup_text (rows, 3);
  voucher->title_zh = hufu_rows_dup_text (rows, 4);
  voucher->item_en = hufu_rows_dup_text (rows, 5);
  voucher->item_zh = hufu_rows_dup_text (rows, 6);
  voucher->icon = hufu_rows_dup_text (rows, 7);
  voucher->issuer = hufu_rows_dup_text (rows, 8);
  voucher->short_code = hufu_rows_dup_text (rows, 9);
  voucher->not_before_utc_s = hufu_rows_int (rows, 10);
  voucher->expires_utc_s = hufu_rows_int (rows, 11);
  voucher->uses = (guint32)hufu_rows_int (rows, 12);
  voucher->value_minor = hufu_rows_int (rows, 13);
  voucher->paid_minor = hufu_rows_int (rows, 14);
  voucher->currency = (guint32)hufu_rows_int (rows, 15);
  voucher->home_store = (guint64)hufu_rows_int (rows, 16);
  read_scope (hufu_rows_text (rows, 17), voucher);
  voucher->flags = (guint32)hufu_rows_int (rows, 18);
  voucher->tax_ppm = (gint32)hufu_rows_int (rows, 19);
  voucher->holder_masked = hufu_rows_dup_text (rows, 20);
  read_terms (hufu_rows_text (rows, 21), voucher);
  voucher->has_holder = hufu_rows_bytes (rows, 22, voucher->holder, sizeof voucher->holder);
  return voucher;
}

gboolean
hufu_voucher_state_is_spent (const HufuVoucherState *state)
{
  if (state->voucher == NULL || state->held > 0 || state->used_here == 0)
    return FALSE;
  return state->voucher->type == HUFU_VOUCHER_CASH
             ? state->used_minor >= state->voucher->value_minor
             : state->used_here >= state->voucher->uses;
}

static gboolean
load_newest (HufuDb *db, const HufuId *cti, HufuVoucherState *state, GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (
      db, error,
      "SELECT cti, generation, type, title_en, title_zh, item_en, item_zh, icon, issuer,"
      " short_code, not_before_utc_s, expires_utc_s, uses, value_minor, paid_minor,"
      " currency, home_store, scope, flags, tax_ppm, holder_masked, conditions, holder"
      " FROM voucher JOIN voucher_terms USING (terms_no)"
      " WHERE cti = ? ORDER BY generation DESC LIMIT 1",
      SQL_ID (cti));
  int step = hufu_rows_next (rows, error);

  if (step <= 0)
    return step == 0;
  state->voucher = read_voucher (rows);
  state->newest_generation = state->voucher->generation;
  return TRUE;
}

static gboolean
load_held (HufuDb *db, const HufuId *cti, HufuVoucherState *state, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT count(*), coalesce (sum (remaining_minor), 0) FROM entitlement"
                  " WHERE cti = ? AND generation = ?",
                  SQL_ID (cti), SQL_INT (state->newest_generation));

  if (hufu_rows_next (rows, error) <= 0)
    return FALSE;
  state->held = (guint)hufu_rows_int (rows, 0);
  if (state->voucher != NULL && state->voucher->type == HUFU_VOUCHER_CASH)
    state->remaining_minor = hufu_rows_int (rows, 1);
  return TRUE;
}

static gboolean
load_uses (HufuDb *db, const HufuId *cti, HufuVoucherState *state, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT use_id, created_utc_us, state IN ('redeemed', 'undoing'), amount_minor"
                  " FROM voucher_use"
                  " WHERE cti = ? AND state IN ('asked', 'redeemed', 'undoing')"
                  " ORDER BY created_utc_us DESC, use_id DESC",
                  SQL_ID (cti));
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    if (hufu_id_is_zero (&state->last_use_id)) {
      state->last_use_id = hufu_rows_id (rows, 0);
      state->last_use_utc_us = hufu_rows_int (rows, 1);
    }
    if (hufu_rows_int (rows, 2) == 0)
      continue;
    state->used_here++;
    state->used_minor += hufu_rows_int (rows, 3);
  }
  return step == 0;
}

static gboolean
load_live (HufuDb *db, const HufuId *cti, HufuVoucherState *state, GError **error)
{
  gint64 step = 0;

  if (!HUFU_GET_INT (db, error, 0, &step, "SELECT step FROM live_code WHERE cti = ?", SQL_ID (cti)))
    return FALSE;
  state->live_step = (guint64)step;
  return TRUE;
}

gboolean
hufu_voucher_find (HufuDb *db, const HufuId *cti, HufuVoucherState *ret_state, GError **error)
{
  *ret_state = (HufuVoucherState){0};
  if (load_newest (db, cti, ret_state, error) && load_held (db, cti, ret_state, error) &&
      load_uses (db, cti, ret_state, error) && load_live (db, cti, ret_state, error))
    return TRUE;
  hufu_voucher_state_clear (ret_state);
  return FALSE;
}

static gboolean
find_code (HufuDb *db, const char *short_code, HufuId *ret_cti, guint64 *ret_generation,
           GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (
      db, error,
      "SELECT cti, generation FROM voucher WHERE short_code = ? ORDER BY generation DESC LIMIT 1",
      SQL_TEXT (short_code));
  int step = hufu_rows_next (rows, error);

  *ret_cti = (HufuId){{0}};
  if (step > 0) {
    *ret_cti = hufu_rows_id (rows, 0);
    *ret_generation = (guint64)hufu_rows_int (rows, 1);
  }
  return step >= 0;
}

gboolean
hufu_voucher_find_by_short_code (HufuDb *db, const char *short_code, HufuVoucherState *ret_state,
                                 GError **error)
{
  guint64 generation = 0;
  HufuId cti;

  *ret_state = (HufuVoucherState){0};
  if (!find_code (db, short_code, &cti, &generation, error))
    return FALSE;
  if (hufu_id_is_zero (&cti))
    return TRUE;
  if (!hufu_voucher_find (db, &cti, ret_state, error))
    return FALSE;
  ret_state->code_generation = generation;
  return TRUE;
}
