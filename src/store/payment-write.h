/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Payments from inside an act; private to src/store. */
#pragma once

#include "store/payment.h"
#include "store/sale-write.h"

/* payment_id is zero if there is none. Free the content with hufu_payment_clear. */
gboolean hufu_payment_load (HufuDb *db, const HufuId *payment_id, HufuPayment *ret_payment,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hufu_payment_clear (HufuPayment *payment);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HufuPayment, hufu_payment_clear)
/* Inserts, or writes all that may change. */
gboolean hufu_payment_write (HufuDb *db, const HufuPayment *payment,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The tenders of a sale, as its rows are, and its payments agree: each card or wallet tender that
 * is taken has a payment that pays this sale, each that is pending one without an answer. */
gboolean hufu_payment_check_sale (HufuDb *db, gint64 sale_no, const HufuId *sale_id,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The sale is void: wallets that paid give back, those that are asked are to be closed, and cards
 * that paid are to be reversed by hand. CONFLICT while a card has no answer. */
gboolean hufu_payment_void_sale (HufuDb *db, const HufuId *sale_id,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
