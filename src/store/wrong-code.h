/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Codes that are typed can be guessed, so wrong ones are counted at the till too, where no platform
 * may see them: after some in a row it looks none up for a while. The count is of the books, so
 * that a restart does not forget it; the journal has one event for each pause, and no code. Each
 * act is one transaction.
 */
#pragma once

#include "store/db.h"

#define HUFU_WRONG_CODES_MAX 10 /* in a row, none of them longer ago than the pause */
#define HUFU_WRONG_CODES_PAUSE_S                                                                   \
  60 /* then no code is looked up; the count begins anew after it                                  \
      */

/* *ret_until_utc_us: when the pause ends, 0 = a code may be looked up. now_utc_us: best-known time;
 * one that has gone back makes no pause longer than it is. */
gboolean hufu_wrong_code_check (HufuDb *db, gint64 now_utc_us, gint64 *ret_until_utc_us,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One more that nobody knows; the last one that is allowed begins the pause and is journalled. */
gboolean hufu_wrong_code_count (HufuDb *db, gint64 now_utc_us,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A right one: the count begins anew. */
gboolean hufu_wrong_code_forget (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
