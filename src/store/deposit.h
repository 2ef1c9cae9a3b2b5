/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Deposits on goods that are ordered: the sale is held, with money in it (core/deposit.h). What is
 * taken is owed to the customer (account customer_deposit) until the sale is finished, or thrown
 * away with the deposit given back or kept.
 *
 *   hufu_deposit_take (db, basket, &take, &taken, &error);     the sale is held
 *   hufu_sale_load ... hufu_sale_finish                         later, maybe in another shift
 *   hufu_deposit_cancel (db, &cancel, &cancelled, &error);      or the order is off
 */
#pragma once

#include "core/deposit.h"
#include "store/sale.h"

typedef struct {
  HufuId deposit_id, staff_id;
  const char *name; /* of the order, as a held sale has one */
  gint64 cash_minor, increment_minor;
  HufuDepositRules rules;
  HufuReceiptFacts receipt; /* receipt_no is filled in by the act */
  HufuLang lang;
  gboolean print;
} HufuDepositTake;

typedef struct {
  char deposit_no[HUFU_DEPOSIT_NO_SIZE]; /* of the last one */
  gint64 amount_minor;
  HufuId job_id;         /* zero without print */
  HufuReceipt *document; /* owned */
} HufuDepositDone;
void hufu_deposit_done_clear (HufuDepositDone *done);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HufuDepositDone, hufu_deposit_done_clear)

/* Takes the cash, and what cards and wallets have taken on the basket, as a deposit, and holds the
 * sale: deposit.taken in the journal. CONFLICT if hufu_deposit_check has something against it, or
 * no shift is open. */
gboolean hufu_deposit_take (HufuDb *db, const HufuBasket *basket, const HufuDepositTake *take,
                            HufuDepositDone *ret_done, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
  HufuId sale_id, staff_id;
  HufuDepositState state; /* RETURNED, or KEPT */
  HufuVoidReason reason;
  HufuId approved_by; /* KEPT: the manager whose PIN was right */
  HufuReceiptFacts receipt;
  HufuLang lang;
  gboolean print;
} HufuDepositCancel;

/* The order is off: each of its deposits goes back the way it came (cash from the drawer; wallets
 * are asked, cards are to be reversed at their terminal, store/payment.h), or is kept; the sale is
 * void. deposit.returned or deposit.kept of each, then sale.voided. CONFLICT: the sale is finished,
 * or has no deposit; INVALID: who approved is no manager. */
gboolean hufu_deposit_cancel (HufuDb *db, const HufuDepositCancel *cancel,
                              HufuDepositDone *ret_done, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
  HufuId deposit_id, sale_id;
  gint64 number;
  HufuDepositState state;
  char *name; /* owned */
  gint64 amount_minor, cash_minor;
  HufuDue due;
  gint64 taken_utc_us;
} HufuDeposit;
void hufu_deposit_free (HufuDeposit *deposit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuDeposit, hufu_deposit_free)

/* HufuDeposit, those that are held, oldest first; sale_id NULL: of all sales. */
GPtrArray *hufu_deposit_list_held (HufuDb *db, const HufuId *sale_id,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* By the number on the slip; NULL without error: this till has none. */
HufuDeposit *hufu_deposit_find (HufuDb *db, gint64 number,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The slip of the last deposit of the sale, marked COPY, as a new print job. CONFLICT: none. */
gboolean hufu_deposit_reprint (HufuDb *db, const HufuId *sale_id, HufuDepositDone *ret_done,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
