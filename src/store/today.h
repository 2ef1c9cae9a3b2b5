/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a business day came to. The sums are kept in the acts (sale, voucher, void, closing), a few
 * rows in one place, and equal what the journal says to the unit.
 */
#pragma once

#include "core/today.h"
#include "store/db.h"

/* The day of the shift that was opened last, with the hours of zone. Reads some tens of rows;
 * changes nothing. NULL with error. */
HufuToday *hufu_today_load (HufuDb *db, GTimeZone *zone, GError **error) G_GNUC_WARN_UNUSED_RESULT;
