/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/payment-write.h"

HufuPayment *
hufu_payment_copy (const HufuPayment *payment)
{
  HufuPayment *copy;

  if (payment == NULL)
    return NULL;
  copy = g_memdup2 (payment, sizeof *payment);
  copy->request = g_strdup (payment->request);
  copy->qr_text = g_strdup (payment->qr_text);
  copy->reference = g_strdup (payment->reference);
  return copy;
}

void
hufu_payment_clear (HufuPayment *payment)
{
  g_clear_pointer (&payment->request, g_free);
  g_clear_pointer (&payment->qr_text, g_free);
  g_clear_pointer (&payment->reference, g_free);
}

void
hufu_payment_free (HufuPayment *payment)
{
  if (payment == NULL)
    return;
  hufu_payment_clear (payment);
  g_free (payment);
}

gint64
hufu_payment_wanted_minor (const HufuPayment *payment)
{
  return payment->in_sale ? payment->amount_minor : 0;
}

#define SELECT_PAYMENT                                                                             \
  "SELECT payment_id, sale_id, staff_id, kind, way, state, refusal, amount_minor, paid_minor,"     \
  " in_sale, abandoned, seen, request, qr_text, reference, last_four, tries, created_utc_us,"      \
  " deposit_id IS NOT NULL FROM payment "
#define IS_AWAITED "state IN ('asking', 'paying', 'unknown')"
#define IS_AWAITED_P "p." IS_AWAITED

static void
read_payment (HufuRows *rows, HufuPayment *payment)
{
  payment->payment_id = hufu_rows_id (rows, 0);
  payment->sale_id = hufu_rows_id (rows, 1);
  payment->staff_id = hufu_rows_id (rows, 2);
  g_assert (hufu_tender_kind_find (hufu_rows_text (rows, 3), &payment->kind));
  g_assert (hufu_payment_way_find (hufu_rows_text (rows, 4), &payment->way));
  g_assert (hufu_payment_state_find (hufu_rows_text (rows, 5), &payment->state));
  g_assert (hufu_payment_refusal_find (hufu_rows_text (rows, 6), &payment->refusal));
  payment->amount_minor = hufu_rows_int (rows, 7);
  payment->paid_minor = hufu_rows_int (rows, 8);
  payment->in_sale = hufu_rows_int (rows, 9) != 0;
  payment->abandoned = hufu_rows_int (rows, 10) != 0;
  payment->seen = hufu_rows_int (rows, 11) != 0;
  payment->request = hufu_rows_dup_text (rows, 12);
  payment->qr_text = hufu_rows_dup_text (rows, 13);
  payment->reference = hufu_rows_dup_text (rows, 14);
  g_strlcpy (payment->last_four, hufu_rows_text (rows, 15), sizeof payment->last_four);
  payment->tries = (guint)hufu_rows_int (rows, 16);
  payment->created_utc_us = hufu_rows_int (rows, 17);
  payment->in_deposit = hufu_rows_int (rows, 18) != 0;
}

static gboolean
take_first (HufuRows *rows, HufuPayment *ret_payment, GError **error)
{
  int step = hufu_rows_next (rows, error);

  *ret_payment = (HufuPayment){0};
  if (step > 0)
    read_payment (rows, ret_payment);
  return step >= 0;
}

gboolean
hufu_payment_load (HufuDb *db, const HufuId *payment_id, HufuPayment *ret_payment, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error, SELECT_PAYMENT "WHERE payment_id = ?", SQL_ID (payment_id));

  return take_first (rows, ret_payment, error);
}

HufuPayment *
hufu_payment_find (HufuDb *db, const HufuId *payment_id, GError **error)
{
  g_autoptr (HufuPayment) payment = g_new0 (HufuPayment, 1);

  if (!hufu_payment_load (db, payment_id, payment, error) || hufu_id_is_zero (&payment->payment_id))
    return NULL;
  return g_steal_pointer (&payment);
}

gboolean
hufu_payment_find_open_of_sale (HufuDb *db, const HufuId *sale_id, HufuPayment **ret_payment,
                                GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  SELECT_PAYMENT "WHERE sale_id = ? AND NOT abandoned AND " IS_AWAITED
                                 " ORDER BY created_utc_us DESC, payment_id DESC LIMIT 1",
                  SQL_ID (sale_id));
  g_autoptr (HufuPayment) payment = g_new0 (HufuPayment, 1);

  *ret_payment = NULL;
  if (!take_first (rows, payment, error))
    return FALSE;
  if (!hufu_id_is_zero (&payment->payment_id))
    *ret_payment = g_steal_pointer (&payment);
  return TRUE;
}

static GPtrArray *
take_all (HufuRows *rows, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_payment_free);
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    HufuPayment *payment = g_new0 (HufuPayment, 1);

    read_payment (rows, payment);
    g_ptr_array_add (list, payment);
  }
  return step < 0 ? NULL : g_steal_pointer (&list);
}

GPtrArray *
hufu_payment_list_open (HufuDb *db, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  SELECT_PAYMENT "WHERE state IN ('asking', 'paying', 'unknown', 'reversing')"
                                 " AND kind = 'wallet' ORDER BY created_utc_us, payment_id");

  return take_all (rows, error);
}

GPtrArray *
hufu_payment_list_amiss (HufuDb *db, GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (
      db, error,
      SELECT_PAYMENT "WHERE payment_id IN (SELECT payment_id FROM payment"
                     " WHERE paid_minor <> in_sale * amount_minor AND NOT seen"
                     " UNION SELECT payment_id FROM payment WHERE state IN ('asking', 'paying',"
                     " 'unknown', 'reversing')) ORDER BY created_utc_us, payment_id");

  return take_all (rows, error);
}

gboolean
hufu_payment_write (HufuDb *db, const HufuPayment *payment, GError **error)
{
  return HUFU_RUN (
      db, error,
      "INSERT INTO payment (payment_id, sale_id, staff_id, kind, way, state, refusal,"
      " amount_minor, paid_minor, in_sale, abandoned, seen, request, qr_text, reference,"
      " last_four, tries, created_utc_us)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (payment_id) DO UPDATE SET state = excluded.state,"
      " refusal = excluded.refusal, paid_minor = excluded.paid_minor,"
      " in_sale = excluded.in_sale, abandoned = excluded.abandoned, seen = excluded.seen,"
      " qr_text = excluded.qr_text, reference = excluded.reference,"
      " last_four = excluded.last_four, tries = excluded.tries",
      SQL_ID (&payment->payment_id), SQL_ID (&payment->sale_id), SQL_ID (&payment->staff_id),
      SQL_TEXT (hufu_tender_kind_name (payment->kind)),
      SQL_TEXT (hufu_payment_way_name (payment->way)),
      SQL_TEXT (hufu_payment_state_name (payment->state)),
      SQL_TEXT (hufu_payment_refusal_name (payment->refusal)), SQL_INT (payment->amount_minor),
      SQL_INT (payment->paid_minor), SQL_INT (payment->in_sale != 0),
      SQL_INT (payment->abandoned != 0), SQL_INT (payment->seen != 0), SQL_TEXT (payment->request),
      SQL_TEXT (payment->qr_text != NULL ? payment->qr_text : ""),
      SQL_TEXT (payment->reference != NULL ? payment->reference : ""),
      SQL_TEXT (payment->last_four), SQL_INT (payment->tries), SQL_INT (payment->created_utc_us));
}

gboolean
hufu_payment_check_sale (HufuDb *db, gint64 sale_no, const HufuId *sale_id, GError **error)
{
  gint64 wrong = 0;

  if (!HUFU_GET_INT (db, error, 0, &wrong,
                     "SELECT (SELECT count(*) FROM payment p LEFT JOIN sale_tender t"
                     " ON t.sale_no = ?2 AND t.use_id = p.payment_id WHERE p.sale_id = ?1"
                     " AND p.deposit_id IS NULL"
                     " AND ((t.state IS 'taken') <> p.in_sale"
                     " OR (t.state IS 'pending') <> (" IS_AWAITED_P " AND NOT p.abandoned)"
                     " OR t.kind <> p.kind OR t.amount_minor <> p.amount_minor))"
                     " + (SELECT count(*) FROM sale_tender t LEFT JOIN payment p"
                     " ON p.payment_id = t.use_id AND p.sale_id = ?1 WHERE t.sale_no = ?2"
                     " AND t.kind IN ('card', 'wallet') AND p.payment_id IS NULL)",
                     SQL_ID (sale_id), SQL_INT (sale_no)))
    return FALSE;
  return wrong == 0 || hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT,
                                          "the sale and its payments do not agree");
}

gboolean
hufu_payment_void_sale (HufuDb *db, const HufuId *sale_id, GError **error)
{
  gint64 cards = 0;

  if (!HUFU_GET_INT (db, error, 0, &cards,
                     "SELECT count(*) FROM payment WHERE sale_id = ? AND kind = 'card'"
                     " AND " IS_AWAITED,
                     SQL_ID (sale_id)))
    return FALSE;
  if (cards > 0)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT,
                              "a card of this sale has no answer: say first what became of it");
  return HUFU_RUN (db, error,
                   "UPDATE payment SET in_sale = 0, abandoned = abandoned OR " IS_AWAITED ","
                   " state = iif (state = 'paid' AND kind = 'wallet', 'reversing', state)"
                   " WHERE sale_id = ? AND deposit_id IS NULL",
                   SQL_ID (sale_id));
}

gboolean
hufu_payment_count_try (HufuDb *db, const HufuId *payment_id, GError **error)
{
  return HUFU_ACT_RUN (db, error,
                       "UPDATE payment SET tries = tries + 1,"
                       " state = iif (state = 'asking', 'unknown', state) WHERE payment_id = ?",
                       SQL_ID (payment_id));
}

gboolean
hufu_payment_get_after (HufuDb *db, gint64 *ret_after, GError **error)
{
  return HUFU_GET_INT (db, error, 0, ret_after, "SELECT payments_after FROM terminal");
}

gboolean
hufu_payment_set_after (HufuDb *db, gint64 after, GError **error)
{
  return HUFU_ACT_RUN (db, error, "UPDATE terminal SET payments_after = ?", SQL_INT (after));
}
