/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The shift: opened with a float, sold in, counted and closed. At most one is open. What happens
 * belongs to the shift whose closing comes next in the journal: an answer that comes after a
 * closing is settled in the shift that follows.
 *
 * In the ledger "cash" is what is in the drawer. Opening brings the float from the safe, closing
 * takes what was counted there, but for what is left for the next shift.
 */
#pragma once

#include "core/shift-report.h"
#include "store/db.h"

#define HUFU_Z_NO_SIZE 40

typedef struct {
  gboolean open;
  HufuId shift_id;
  guint64 shift_no;
  char business_day[11]; /* "2026-11-22" */
  HufuId staff_id;
  gint64 float_minor;
  gint64 opened_utc_us;
  /* of the last closed one */
  char last_z_no[HUFU_Z_NO_SIZE]; /* "" = there is none */
  gint64 left_minor;              /* what it left in the drawer */
} HufuShift;

/* The open shift; ret_shift->open FALSE if there is none. */
gboolean hufu_shift_load (HufuDb *db, HufuShift *ret_shift,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* business_day is chosen by people, not by the clock. CONFLICT if a shift is open; INVALID for a
 * float above HUFU_CASH_MOVE_MAX_MINOR, but for what the last shift left, which is taken over. */
gboolean hufu_shift_open (HufuDb *db, const HufuId *staff_id, const char *business_day,
                          gint64 float_minor, HufuShift *ret_shift,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The sums of the open shift so far; CONFLICT if there is none. Changes nothing. */
gboolean hufu_shift_report_load (HufuDb *db, HufuShiftReport *ret_report,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
  HufuId staff_id;
  HufuCashCount count;
  gboolean handover;         /* what was counted stays in the drawer for the next shift */
  gint64 tolerance_minor;    /* >= 0 */
  const char *reason, *note; /* reason NULL: none was given (yet) */
  HufuId approved_by;        /* zero: nobody (yet) */
  HufuShiftFacts facts;      /* shop, names and times; the rest is filled in by the act */
  HufuLang lang;
  gboolean print;
} HufuClose;

typedef struct {
  gboolean closed; /* FALSE: wants a manager. The count is in the journal; nothing else is */
  gint64 counted_minor, expected_minor;
  char z_no[HUFU_Z_NO_SIZE]; /* "001-01-Z0003": store-terminal-shift, gap-free */
  HufuId job_id;             /* zero without print */
  HufuShiftReport report;
  HufuReceipt *document; /* owned; NULL unless closed */
} HufuClosed;
void hufu_closed_clear (HufuClosed *closed);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HufuClosed, hufu_closed_clear)

/* Closes the open shift: Z, ledger, journal and print job in one transaction. What is unsent, open
 * or without an answer is no obstacle. A count beyond the tolerance, and each that follows one, is
 * written down and closes nothing until it comes with a reason and a manager (else INVALID).
 * CONFLICT if none is open. */
gboolean hufu_shift_close (HufuDb *db, const HufuClose *close, HufuClosed *ret_closed,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The Z of the last closed shift as it was printed, marked COPY, as a new print job; CONFLICT if
 * there is none. */
gboolean hufu_shift_reprint_last (HufuDb *db, HufuId *ret_job_id, HufuReceipt **ret_document,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
  HufuId staff_id;
  HufuCashKind kind; /* IN, OUT or NO_SALE */
  const char *reason, *note;
  gint64 amount_minor; /* 0 for NO_SALE */
  HufuReceiptFacts slip;
  HufuLang lang;
  gboolean print;
} HufuCashMove;

/* Books the move and lets its slip, which opens the drawer, wait for the printer. Any amount that
 * hufu_cash_check lets pass may be taken out: a refusal would tell what the drawer holds. INVALID
 * as hufu_cash_check; CONFLICT while no shift is open. The caller frees *ret_document. */
gboolean hufu_cash_move (HufuDb *db, const HufuCashMove *move, HufuId *ret_job_id,
                         HufuReceipt **ret_document, GError **error) G_GNUC_WARN_UNUSED_RESULT;
