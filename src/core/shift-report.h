/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What happened in a shift, in sums, and what the drawer should hold after it. The sums come from
 * the books (store/shift.h); here is what follows from them, and how it is printed. Pure.
 */
#pragma once

#include "core/basket.h"
#include "core/cash.h"
#include "core/receipt.h"
#include "core/right.h"

/* How many, and what they come to. */
typedef struct {
  gint64 n, sum_minor;
} HufuTally;

/* The part of somebody who finished sales, or threw some away. */
typedef struct {
  HufuId staff_id;
  HufuTally sales, cash; /* as in the whole */
  gint64 saved_minor, n_voided;
} HufuShiftPart;
#define HUFU_SHIFT_PARTS_MAX 20 /* more people than that are not told apart */

typedef struct {
  gint64 float_minor;
  HufuTally sales; /* finished, at what was paid for them: gross */
  gint64 n_voided;
  gint64 tax_minor;                    /* contained in gross */
  HufuTaxSum taxes[HUFU_TAX_SUMS_MAX]; /* the parts of it, the greatest first */
  gsize n_taxes;
  gint64 saved_minor;    /* member prices and coupons */
  gint64 rounding_minor; /* of cash: gross + rounding = all tenders */
  HufuTally tenders[HUFU_TENDER_KIND_COUNT];
  HufuTally uses[HUFU_VOUCHER_TYPE_COUNT]; /* redeemed, undone ones too */
  HufuTally undone;
  HufuTally late; /* of the uses: asked for before this shift, answered in it */
  HufuTally moves[HUFU_CASH_REASON_COUNT]; /* as hufu_cash_reason_get */
  /* of orders (core/deposit.h), by how they were paid; those used are tenders of sales */
  HufuTally deposits_taken[HUFU_TENDER_KIND_COUNT], deposits_returned[HUFU_TENDER_KIND_COUNT];
  HufuTally deposits_kept;
  /* left open as it stands: nothing of it is lost by closing */
  gint64 n_held, n_unknown, n_unsent;
  gint64 ahead_minor; /* taken by card and wallet for sales that are still open */
  HufuTally deposits_held;
  HufuShiftPart parts[HUFU_SHIFT_PARTS_MAX]; /* by clerk, who sold most first */
  gsize n_parts;
} HufuShiftReport;

/* What all moves of a kind come to. */
HufuTally hufu_shift_report_moves (const HufuShiftReport *report, HufuCashKind kind);
/* Float, cash taken for sales and as deposits, and cash in, less cash out and deposits given back.
 * May be below 0: more was taken out than the books knew to be there. */
gint64 hufu_shift_report_expected_minor (const HufuShiftReport *report);

#define HUFU_CASH_TOLERANCE_MINOR 500 /* where the policy of the store says nothing else */

typedef enum {
  HUFU_COUNT_EXACT,
  HUFU_COUNT_WITHIN, /* the tolerance: closed as it is */
  HUFU_COUNT_BEYOND, /* wants a reason, and a manager */
} HufuCountVerdict;
HufuCountVerdict hufu_shift_judge (gint64 difference_minor, gint64 tolerance_minor);

/* What the paper says besides. Texts are ready in the language of the paper. */
typedef struct {
  const char *shop_en, *shop_zh;
  const char *z_no; /* "001-01-Z0003"; NULL = an X, of a shift that is still open */
  gint64 shift_no;
  const char *business_day;
  const char *opened_by, *opened_time;
  const char *clerk_label, *local_time; /* who closed it, or asks; when */
  /* of a Z */
  HufuCashCount count;
  gint64 n_counts;               /* how often it was counted, the last time included */
  gint64 first_difference_minor; /* of the first count, if there were more */
  const HufuCashReason *reason;  /* NULL = none was wanted */
  const char *note;              /* "" = none */
  const char *approved_by;       /* "" = nobody had to */
  gboolean handover;
  /* of an X: the names that go with the parts; NULL = they are not told apart */
  const char *const *part_names;
} HufuShiftFacts;

/* The X or Z; never NULL. A Z opens no drawer: it was open for counting. */
HufuReceipt *hufu_receipt_of_shift (const HufuShiftReport *report, const HufuShiftFacts *facts,
                                    HufuLang lang);
/* The slip of cash in or out, or of a drawer opened without a sale, with a line to sign; opens the
 * drawer. Never NULL. */
HufuReceipt *hufu_receipt_of_cash (const HufuCashReason *reason, const char *note,
                                   gint64 amount_minor, const HufuReceiptFacts *facts,
                                   HufuLang lang);
