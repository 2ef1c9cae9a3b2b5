/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a business day came to: sums, a few rows in one place, that equal what the journal says to
 * the unit. Vouchers, voids and closings add to them in their acts; sales, which must be quick, are
 * added from the journal afterwards.
 */
#pragma once

#include "core/today.h"
#include "store/db.h"

/* Adds sales that are not in the sums yet, some hundreds at most, in an act of its own; done: there
 * were none. For when the till is idle: whoever reads the sums has them followed first. */
gboolean hufu_today_follow (HufuDb *db, gboolean *ret_done,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The day of the shift that was opened last, with the hours of zone: some tens of rows, after
 * following the journal to its end. NULL with error. */
HufuToday *hufu_today_load (HufuDb *db, GTimeZone *zone, GError **error) G_GNUC_WARN_UNUSED_RESULT;
