/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shift from inside an act; private to src/store. */
#pragma once

#include "store/journal-write.h"
#include "store/shift.h"

/* The open shift; CONFLICT if there is none. */
gboolean hufu_shift_need (HufuDb *db, HufuShift *ret_shift,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The last event that is not of the open shift; 0 if all are. */
gboolean hufu_shift_get_from (HufuDb *db, gint64 *ret_journal_no,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Appends the event and posts what it books, in the till's currency. */
gboolean hufu_shift_append (HufuDb *db, const char *kind, HufuJsonText *take_body,
                            const HufuPostings *postings, gint64 *ret_journal_no,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
