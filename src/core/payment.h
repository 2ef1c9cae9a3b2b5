/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Money that comes by card or wallet: what is known of one payment, and why one is not, or goes
 * back. A card is charged by a terminal of its own, of which the cashier tells; a wallet is asked
 * through the platform. What has no answer is unknown, never failed: it is asked again under its
 * own id. Pure.
 */
#pragma once

#include <glib.h>
#include "core/lang.h"

#define HUFU_PAYMENT_REFERENCE_MAX 64 /* bytes of an authorisation code or a wallet's number */
#define HUFU_CARD_REFERENCE_MIN 2
#define HUFU_CARD_REFERENCE_MAX 8 /* ISO 8583 has 6: no card number fits */

typedef enum {
  HUFU_PAYMENT_ASKING,  /* stored; no answer yet */
  HUFU_PAYMENT_PAYING,  /* the customer has it on the phone to confirm */
  HUFU_PAYMENT_UNKNOWN, /* no answer from the platform, the wallet or the card terminal */
  HUFU_PAYMENT_PAID,
  HUFU_PAYMENT_REFUSED,   /* nothing was taken */
  HUFU_PAYMENT_REVERSING, /* to be given back, not confirmed yet */
  HUFU_PAYMENT_REVERSED,
} HufuPaymentState;

#define HUFU_PAYMENT_STATE_COUNT 7

/* "asking": in the books and the contract; static. */
const char *hufu_payment_state_name (HufuPaymentState state);
gboolean hufu_payment_state_find (const char *name, HufuPaymentState *ret_state);
/* There is no answer yet: asking, paying or unknown. */
gboolean hufu_payment_state_is_open (HufuPaymentState state);

typedef enum {
  HUFU_PAYMENT_BY_TERMINAL, /* the card terminal beside the till */
  HUFU_PAYMENT_BY_CODE,     /* the customer's payment code was scanned */
  HUFU_PAYMENT_BY_QR,       /* the customer scans what the till shows */
} HufuPaymentWay;

#define HUFU_PAYMENT_WAY_COUNT 3

const char *hufu_payment_way_name (HufuPaymentWay way); /* "terminal" "code" "qr" */
gboolean hufu_payment_way_find (const char *name, HufuPaymentWay *ret_way);

typedef enum {
  HUFU_PAYMENT_REFUSAL_NONE,
  HUFU_PAYMENT_REFUSAL_DECLINED,  /* by the card's bank or the wallet */
  HUFU_PAYMENT_REFUSAL_BAD_CODE,  /* no payment code that the wallet knows, or an old one */
  HUFU_PAYMENT_REFUSAL_CLOSED,    /* given up before it was paid: it cannot be paid any more */
  HUFU_PAYMENT_REFUSAL_NO_WALLET, /* the platform has no wallet to ask */
} HufuPaymentRefusal;

#define HUFU_PAYMENT_REFUSAL_COUNT 5

/* "" "declined" "bad_code" "closed" "no_wallet" */
const char *hufu_payment_refusal_name (HufuPaymentRefusal refusal);
gboolean hufu_payment_refusal_find (const char *name, HufuPaymentRefusal *ret_refusal);
/* What is the case and what to do; static. */
const char *hufu_payment_refusal_sentence (HufuPaymentRefusal refusal, HufuLang lang);

/* ---- what the cashier reads off the card terminal ---- */

typedef enum {
  HUFU_CARD_SLIP_OK,
  HUFU_CARD_SLIP_NUMBER, /* a whole card number: refused and kept nowhere */
  HUFU_CARD_SLIP_BAD,
} HufuCardSlipVerdict;

typedef struct {
  char last_four[5];                           /* "" = not said */
  char reference[HUFU_CARD_REFERENCE_MAX + 1]; /* authorisation code; "" = not said */
} HufuCardSlip;

/* "1234", "A1B2C3" or "1234 A1B2C3": four digits, then an authorisation code of two to eight
 * letters and digits; either may be left out. */
HufuCardSlipVerdict hufu_card_slip_read (const char *text, gsize length, HufuCardSlip *ret_slip);
/* "" for OK; static. */
const char *hufu_card_slip_sentence (HufuCardSlipVerdict verdict, HufuLang lang);

/* ---- why a sale or a payment is taken back ---- */

typedef enum {
  HUFU_VOID_CUSTOMER, /* changed their mind */
  HUFU_VOID_MISTAKE,  /* rung up or charged wrongly */
  HUFU_VOID_PAYMENT,  /* it cannot be paid, or is paid another way */
  HUFU_VOID_LATE,     /* the payment came when nobody waited for it any more */
} HufuVoidReason;

#define HUFU_VOID_REASON_COUNT 4

const char *hufu_void_reason_name (HufuVoidReason reason); /* "customer": in the journal */
gboolean hufu_void_reason_find (const char *name, HufuVoidReason *ret_reason);
const char *hufu_void_reason_label (HufuVoidReason reason, HufuLang lang);
