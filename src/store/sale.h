/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sales from the first line to the receipt number. Open and held baskets are here after every edit.
 */
#pragma once

#include "core/basket.h"
#include "core/payment.h"
#include "core/receipt.h"
#include "store/db.h"

typedef enum {
  HUFU_SALE_OPEN,
  HUFU_SALE_HELD,
} HufuSaleState;

/* Stores the basket as the sale of its id, whole: inserts, updates and deletes what differs. A sale
 * with redeemed lines keeps them whatever the basket says (CONFLICT if it lacks one). */
gboolean hufu_sale_save (HufuDb *db, const HufuBasket *basket, HufuSaleState state,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same of a basket with a price or discount by hand that was just made for the line, or with
 * line_no 0 for the whole sale, by the rights of the one who made it or approved by a manager whose
 * PIN was right: tells it in the journal (price.changed), and the manager's wrong PINs before it no
 * longer count. */
gboolean hufu_sale_mark_down (HufuDb *db, const HufuBasket *basket, guint32 line_no,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* NULL without error: no such unfinished sale. */
HufuBasket *hufu_sale_load (HufuDb *db, const HufuId *sale_id,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Opens a sale that was held, and holds `open` (NULL: there is nothing to hold) in the same act.
 * NULL without error: no such unfinished sale, and nothing is held. */
HufuBasket *hufu_sale_resume (HufuDb *db, const HufuId *sale_id, const HufuBasket *open,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The open sale that a killed till left behind; NULL without error if none. */
HufuBasket *hufu_sale_load_open (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
  HufuId sale_id;
  char *name;
  gint64 created_utc_us;
  gint64 gross_minor;
  guint n_lines;
  gboolean pending;     /* a voucher or payment without an answer */
  gint64 due_minor;     /* left to pay */
  gint64 deposit_minor; /* paid on it (store/deposit.h) */
  HufuDue due;          /* when all of it is to be ready */
} HufuHeldSale;
void hufu_held_sale_free (HufuHeldSale *held);
GPtrArray *hufu_sale_list_held (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Throws an unfinished sale away: sale.voided in the journal. Wallets that paid are given back,
 * cards that paid are to be reversed at their terminal (store/payment.h). CONFLICT if it has
 * redeemed lines, a deposit (store/deposit.h), or a card without an answer. */
gboolean hufu_sale_void (HufuDb *db, const HufuId *sale_id, const HufuId *staff_id,
                         HufuVoidReason reason, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
  HufuId staff_id;
  HufuId shift_id;
  const char *business_day;
  HufuReceiptFacts receipt; /* receipt_no is filled in by the act */
  HufuLang lang;
  gboolean
      print; /* the receipt waits for the printer from now on; FALSE: it can be printed again */
  const gint64 *prepared; /* of these categories a slip waits for the printer of those */
  gsize n_prepared;
} HufuFinish;

typedef struct {
  char receipt_no[40];   /* "001-01-20261122-0001": store-terminal-day-sequence, gap-free */
  HufuId job_id;         /* zero without print */
  HufuReceipt *document; /* owned */
  HufuId slip_id;        /* zero without a slip */
  HufuReceipt *slip;     /* owned; NULL = nothing of it is prepared */
} HufuFinished;
void hufu_finished_clear (HufuFinished *finished);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HufuFinished, hufu_finished_clear)

/* Finishes the sale of basket (paid in full, no pending tender: else CONFLICT): lines, tenders,
 * receipt number, ledger, journal and print jobs in one transaction. One fdatasync. */
gboolean hufu_sale_finish (HufuDb *db, const HufuBasket *basket, const HufuFinish *finish,
                           HufuFinished *ret_finished, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What the newest finished sale sold, without prices, as a print job; facts: receipt_no is filled
 * in by the act. CONFLICT if there is none. */
gboolean hufu_sale_print_gift (HufuDb *db, const HufuReceiptFacts *facts, HufuLang lang,
                               HufuId *ret_job_id, HufuReceipt **ret_document,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The newest finished sale's document marked COPY as a new print job; CONFLICT if there is none. */
gboolean hufu_sale_reprint_last (HufuDb *db, HufuId *ret_job_id, HufuReceipt **ret_document,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
