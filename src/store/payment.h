/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Payments by card and wallet, from before the customer is charged to the last unit given back.
 * Like the uses of vouchers (store/voucher-store.h): the id and the exact request are stored
 * before anything is sent, an answer is an act of its own, and what it changes is in the books at
 * once. Each act answers with the unfinished sale as it stands then, NULL if there is none.
 */
#pragma once

#include "core/payment.h"
#include "store/sale.h"

typedef struct {
  HufuId payment_id, sale_id, staff_id;
  HufuTenderKind kind; /* card or wallet */
  HufuPaymentWay way;
  HufuPaymentState state;
  HufuPaymentRefusal refusal;
  gint64 amount_minor;
  gint64 paid_minor;   /* taken and not given back, as far as is known */
  gboolean in_sale;    /* it pays a sale, finished or not */
  gboolean in_deposit; /* of an order: as if the sale were finished (store/deposit.h) */
  gboolean abandoned;  /* the customer pays another way, or the sale is void */
  gboolean seen;
  char *request, *qr_text, *reference; /* request may be NULL */
  char last_four[5];
  guint tries;
  gint64 created_utc_us;
} HufuPayment;
HufuPayment *hufu_payment_copy (const HufuPayment *payment);
void hufu_payment_free (HufuPayment *payment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuPayment, hufu_payment_free)

/* What of it is to stay: all of it if it pays a sale, else nothing. */
gint64 hufu_payment_wanted_minor (const HufuPayment *payment);

/* Stores a payment that is to be asked for (ids, kind, way, amount, request) and puts its pending
 * tender on the basket. The same id again finds it stored. CONFLICT if the sale has no room. */
gboolean hufu_payment_ask (HufuDb *db, const HufuPayment *payment, const HufuBasket *basket,
                           HufuBasket **ret_basket, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the platform says, or the cashier read off the card terminal. */
typedef struct {
  HufuId payment_id;
  HufuPaymentState state; /* not ASKING */
  HufuPaymentRefusal refusal;
  gint64 paid_minor;
  const char *qr_text, *reference, *last_four; /* NULL = nothing new */
} HufuPaymentAnswer;
/* Takes it in: money that its sale waits for becomes a taken tender; money that nobody waits for,
 * or that is too much, stays visible as amiss until it is reversed. An answer that says nothing
 * new changes nothing. CONFLICT: there is no such payment. */
gboolean hufu_payment_answer (HufuDb *db, const HufuPaymentAnswer *answer, HufuBasket **ret_basket,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The customer pays another way: the pending tender goes, the wallet is asked to close it. */
gboolean hufu_payment_abandon (HufuDb *db, const HufuId *payment_id, HufuBasket **ret_basket,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Gives back what is not wanted of it; of an unfinished sale, all of it, its tender leaves. A
 * wallet is asked (REVERSING); of a card the cashier says that it was reversed at its terminal.
 * CONFLICT: its sale is finished and it is not too much, or it was never paid. */
gboolean hufu_payment_reverse (HufuDb *db, const HufuId *payment_id, const HufuId *staff_id,
                               HufuVoidReason reason, HufuBasket **ret_basket,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A manager has seen what cannot be mended: a finished sale whose payment was taken back. */
gboolean hufu_payment_see (HufuDb *db, const HufuId *payment_id, const HufuId *staff_id,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* NULL without error: there is none. */
HufuPayment *hufu_payment_find (HufuDb *db, const HufuId *payment_id,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The newest of an unfinished sale that has no answer and is waited for; *ret_payment NULL: none.
 */
gboolean hufu_payment_find_open_of_sale (HufuDb *db, const HufuId *sale_id,
                                         HufuPayment **ret_payment,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* HufuPayment: wallets that are to be asked, oldest first. */
GPtrArray *hufu_payment_list_open (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* HufuPayment: whatever is taken but not wanted, or wanted but not there, and cards without an
 * answer; oldest first. */
GPtrArray *hufu_payment_list_amiss (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One more try got no answer: what was asking is unknown from then on. */
gboolean hufu_payment_count_try (HufuDb *db, const HufuId *payment_id,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* How far the platform's list of changed payments was read. */
gboolean hufu_payment_get_after (HufuDb *db, gint64 *ret_after,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hufu_payment_set_after (HufuDb *db, gint64 after,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
