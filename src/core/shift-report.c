/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/shift-report.h"

HufuTally
hufu_shift_report_moves (const HufuShiftReport *report, HufuCashKind kind)
{
  HufuTally all = {0};

  for (gsize i = 0; i < HUFU_CASH_REASON_COUNT; i++)
    if (hufu_cash_reason_get (i)->kind == kind) {
      all.n += report->moves[i].n;
      all.sum_minor += report->moves[i].sum_minor;
    }
  return all;
}

gint64
hufu_shift_report_expected_minor (const HufuShiftReport *report)
{
  return report->float_minor + report->tenders[HUFU_TENDER_CASH].sum_minor +
         report->deposits_taken[HUFU_TENDER_CASH].sum_minor -
         report->deposits_returned[HUFU_TENDER_CASH].sum_minor +
         hufu_shift_report_moves (report, HUFU_CASH_IN).sum_minor -
         hufu_shift_report_moves (report, HUFU_CASH_OUT).sum_minor;
}

HufuCountVerdict
hufu_shift_judge (gint64 difference_minor, gint64 tolerance_minor)
{
  if (difference_minor == 0)
    return HUFU_COUNT_EXACT;
  return ABS (difference_minor) <= tolerance_minor ? HUFU_COUNT_WITHIN : HUFU_COUNT_BEYOND;
}
