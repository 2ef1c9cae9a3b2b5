/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goods that are ordered and not taken yet, and what is paid on them: the sale is held with money
 * in it. A deposit is owed to the customer until the goods go; it is no sale before. Pure.
 */
#pragma once

#include "core/receipt.h"

#define HUFU_DEPOSIT_MIN_MINOR 100     /* the least that is taken; at most what the goods cost */
#define HUFU_DEPOSIT_KEEP_DAYS_MAX 366 /* that ordered goods are kept after they are ready */
#define HUFU_DEPOSIT_NO_SIZE 32        /* "001-01-D0001" */

/* What the policy says. */
typedef struct {
  gint64 least_percent; /* of what the goods cost; 0 = nothing said */
  gint64 keep_days;     /* printed; 0 = nothing said */
} HufuDepositRules;
gboolean hufu_deposit_rules_are_good (const HufuDepositRules *rules);

typedef enum {
  HUFU_DEPOSIT_OK,
  HUFU_DEPOSIT_EMPTY,     /* nothing is ordered */
  HUFU_DEPOSIT_NOT_DUE,   /* a line made to order has not been told when it is to be ready */
  HUFU_DEPOSIT_PENDING,   /* a voucher or payment has no answer yet */
  HUFU_DEPOSIT_VOUCHER,   /* a voucher was redeemed: that is for when the goods are taken */
  HUFU_DEPOSIT_NOTHING,   /* no money was said or taken */
  HUFU_DEPOSIT_TOO_SMALL, /* less than HUFU_DEPOSIT_MIN_MINOR, or than the policy wants */
  HUFU_DEPOSIT_TOO_LARGE, /* more than is left to pay */
  HUFU_DEPOSIT_NO_COIN,   /* there are no coins for this sum in cash */
  HUFU_DEPOSIT_TOO_MANY,  /* the sale has no room for one more */
} HufuDepositFault;
#define HUFU_DEPOSIT_FAULT_COUNT 10
/* One sentence: what is the case, what to do; "" for OK; static. */
const char *hufu_deposit_fault_sentence (HufuDepositFault fault, HufuLang lang);

/* Whether cash, with what cards and wallets have taken on the basket, may be its deposit. */
HufuDepositFault hufu_deposit_check (const HufuBasket *basket, gint64 cash_minor,
                                     gint64 increment_minor, const HufuDepositRules *rules);
/* What cards and wallets have taken and no deposit has yet. */
gint64 hufu_deposit_payments_minor (const HufuBasket *basket);
/* What the deposits on the basket come to. */
gint64 hufu_deposit_sum_minor (const HufuBasket *basket);
/* When the last of it is to be ready; HUFU_DUE_NONE if nothing is made to order. */
HufuDue hufu_deposit_get_due (const HufuBasket *basket);

/* What becomes of a deposit. */
typedef enum {
  HUFU_DEPOSIT_HELD,
  HUFU_DEPOSIT_USED,     /* its sale is finished: it was a part of the price */
  HUFU_DEPOSIT_RETURNED, /* the order is off, the customer has it back */
  HUFU_DEPOSIT_KEPT,     /* the order is off, the shop keeps it: a manager has said so */
} HufuDepositState;
#define HUFU_DEPOSIT_STATE_COUNT 4
const char *hufu_deposit_state_name (HufuDepositState state); /* "held": in the books; static */
gboolean hufu_deposit_state_find (const char *name, HufuDepositState *ret_state);
const char *hufu_deposit_state_label (HufuDepositState state, HufuLang lang);

/* "001-01-D0001" of a store, till and number; FALSE unless the text is one. */
void hufu_deposit_no_format (gint64 store_no, gint64 terminal_no, gint64 number,
                             char ret_text[HUFU_DEPOSIT_NO_SIZE]);
gboolean hufu_deposit_no_read (const char *text, gsize length, gint64 *ret_store_no,
                               gint64 *ret_terminal_no, gint64 *ret_number);

/* The slip of a deposit that was just put on the basket, and the one of its end; the number is the
 * facts' receipt_no. Never NULL. */
typedef struct {
  gint64 amount_minor, cash_minor;
  gint64 keep_days; /* 0 = nothing is said */
  HufuReceiptFacts facts;
} HufuDepositPaper;
HufuReceipt *hufu_receipt_of_deposit (const HufuBasket *basket, const HufuDepositPaper *paper,
                                      HufuLang lang);
HufuReceipt *hufu_receipt_of_deposit_end (HufuDepositState state, const HufuDepositPaper *paper,
                                          HufuLang lang);
