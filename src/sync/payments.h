/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Payments by wallet, asked of the platform: the same stored request under the same id until it is
 * known what became of it, then closed or reversed if nobody wants it. Worker threads only.
 */
#pragma once

#include "store/payment.h"
#include "sync/outcome.h"

#define HUFU_PAYMENT_ASK_MS 2000 /* between two questions while the customer confirms */

typedef struct HufuPayments HufuPayments;

HufuPayments *hufu_payments_new (HufuWire *wire);
void hufu_payments_free (HufuPayments *payments);

/* Asks for every open payment whose time has come, newest first, until the link fails.
 * *ret_wait_ms: until the next one is due; G_MAXUINT if none is open. */
HufuOutcome hufu_payments_ask_due (HufuPayments *payments, HufuHttp *http, guint *ret_wait_ms);
void hufu_payments_make_due (HufuPayments *payments, gboolean by_hand);

/* Reads on what became of payments after their answer: paid once more, taken back. */
HufuOutcome hufu_payments_pull (HufuWire *wire, HufuHttp *http);
