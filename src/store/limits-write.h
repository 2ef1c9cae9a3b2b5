/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The counters of what was accepted without its right, from inside an act; private to src/store. */
#pragma once

#include "core/limits.h"
#include "store/sql.h"

gboolean hufu_limits_load_used (HufuDb *db, HufuLimitsUsed *ret_used,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hufu_limits_write_used (HufuDb *db, const HufuLimitsUsed *used,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A fenced report was made: it covers what was accepted so far. Nothing falls yet. */
gboolean hufu_limits_mark_reported (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The platform has confirmed the journal up to here: if the last report is in it, what the report
 * covers falls. */
gboolean hufu_limits_confirm (HufuDb *db, gint64 acked_no,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Another incarnation begins: what is not confirmed stays until it makes a report of its own. */
gboolean hufu_limits_begin_anew (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
