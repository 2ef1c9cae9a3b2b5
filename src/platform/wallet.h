/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The wallet that the embedded platform plays, for the demo and for tests: a company of its own
 * with its own books, asked by payment id alone. It misbehaves as wallets do, and always in the
 * same way: the last digit of the customer's payment code says how. A payment by QR waits for what
 * the customer does on the page behind it (pay-page.h).
 *
 *   0 8 9  pays                       4  pays late: unknown until the third time, closed or not
 *   1  wants the customer to confirm  5  pays twice
 *   2  declines                       6  pays, then takes the money back
 *   3  never answers until closed     7  pays; does not answer the first reversal
 *
 * Each call is inside the caller's transaction.
 */
#pragma once

#include "core/payment.h"
#include "platform/platform.h"

typedef struct {
  HufuPaymentState state; /* PAYING, UNKNOWN, PAID, REFUSED or REVERSED */
  HufuPaymentRefusal refusal;
  gint64 paid_minor;  /* taken and not given back */
  char reference[24]; /* the wallet's own number; "" = none yet */
} HufuWalletAnswer;

/* Charges it once: the same id again is only asked after. code NULL: by QR. */
void hufu_wallet_charge (HufuPlatform *platform, const HufuId *payment_id, const char *code,
                         gint64 amount_minor, HufuWalletAnswer *ret_answer);
void hufu_wallet_ask (HufuPlatform *platform, const HufuId *payment_id,
                      HufuWalletAnswer *ret_answer);
/* It is not to be paid any more, if it is not yet. */
void hufu_wallet_close (HufuPlatform *platform, const HufuId *payment_id,
                        HufuWalletAnswer *ret_answer);
/* Gives back what is above keep_minor. */
void hufu_wallet_give_back (HufuPlatform *platform, const HufuId *payment_id, gint64 keep_minor,
                            HufuWalletAnswer *ret_answer);

/* What a customer does on the phone with a payment by QR. */
typedef enum {
  HUFU_WALLET_PAYS, /* once more if it was paid already, as people with two phones do */
  HUFU_WALLET_DECLINES,
  HUFU_WALLET_TAKES_BACK,
} HufuWalletAct;
void hufu_wallet_act (HufuPlatform *platform, const HufuId *payment_id, HufuWalletAct act);
/* Whether its wallet has news of a payment that this platform took for paid: a real one tells of
 * them by itself. */
gboolean hufu_wallet_has_news (HufuPlatform *platform, const HufuId *payment_id, gint64 paid_minor);
