/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deposits from inside an act; private to src/store. */
#pragma once

#include "store/deposit.h"
#include "store/shift.h"
#include "store/sql.h"

/* The sale is finished: its deposits are used. */
gboolean hufu_deposit_use (HufuDb *db, const HufuBasket *basket,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What the open shift took and gave back, and what is held by now. */
gboolean hufu_deposit_load_sums (HufuDb *db, gint64 from_no, HufuShiftReport *report,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
