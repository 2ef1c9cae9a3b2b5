/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How rights come back: recalls of one, fenced reports of all up to a number. Both are asked for in
 * the answer to a till's request for grants, again and again until its journal says that it was
 * done; only then, and only what that journal allows, is free (rules 4 and 5). Each function runs
 * inside the caller's transaction.
 */
#pragma once

#include "platform/rights.h"

/* Asks whoever holds the right for it, once; nothing if it is not out. why: "redeem", "wish" or
 * "operator". TRUE if a recall of it is under way, begun here or before. */
gboolean hufu_recalls_start (HufuPlatform *platform, const HufuRightRow *row, const char *why);
/* The right came to another till: what was asked of the last one is asked of this one. */
void hufu_recalls_follow (HufuPlatform *platform, const HufuRightRow *row);
/* The right is not out any more. */
void hufu_recalls_end (HufuPlatform *platform, const HufuRightKey *key);
/* TRUE while some right of the voucher is asked for. */
gboolean hufu_recalls_has_open (HufuPlatform *platform, const HufuId *cti, guint64 generation);
/* The "recalls" of a Grants answer. */
json_t *hufu_recalls_list (HufuPlatform *platform, const HufuHolder *holder);
/* A till's acknowledgement: at seq of its journal it had the right no more, up to this epoch. */
const char *hufu_recalls_acknowledge (HufuPlatform *platform, const HufuHolder *holder,
                                      const HufuEpoch *number, const HufuRightKey *key,
                                      const HufuEpoch *epoch, gint64 seq);

/*
 * A report is wanted for what it tells, or for what it brings back. One that keeps closes requests
 * and fences as any, but the till goes on with what it holds under this platform epoch and has told
 * of: so nothing but what it never had comes back, which is the part of a report that is free
 * either way. (What is free after it is a part of what would be free after one that returns all.)
 */
typedef enum {
  HUFU_REPORT_RETURNS,
  HUFU_REPORT_KEEPS,
} HufuReportKind;

/* Draws a new number and asks this incarnation for a report up to it. One that keeps does not take
 * the place of one that returns all and has not come. */
void hufu_reports_want (HufuPlatform *platform, const HufuId *terminal_id, guint32 incarnation,
                        HufuReportKind kind);
/* The same, unless such a report, or one that returns all, is asked for already and has not come.
 */
void hufu_reports_want_open (HufuPlatform *platform, const HufuId *terminal_id, guint32 incarnation,
                             HufuReportKind kind);
/* The "report" and "report_keeps" of a Grants answer: a number, or null; and its kind. */
void hufu_reports_describe (HufuPlatform *platform, const HufuHolder *holder, json_t *answer);
/* A till's fenced report at seq of its journal, which answers `number`: all up to up_to is back,
 * or, if it keeps, what the till never had. */
const char *hufu_reports_take (HufuPlatform *platform, const HufuHolder *holder,
                               const HufuEpoch *number, const HufuEpoch *up_to, HufuReportKind kind,
                               gint64 seq);

/* TRUE if a report or an acknowledged recall stands after this seq of the holder's journal. */
gboolean hufu_rights_is_covered (HufuPlatform *platform, const HufuHolder *holder,
                                 const HufuRightKey *key, gint64 seq);
/* A till that is not written off may itself undo what it used last of a right, until its report or
 * its acknowledgement of a recall says that it will not. TRUE if nobody may. */
gboolean hufu_rights_has_let_go (HufuPlatform *platform, const HufuRightRow *row);
/* The same; else the till is asked for a report. */
gboolean hufu_rights_make_let_go (HufuPlatform *platform, const HufuRightRow *row);
/* leased, or quarantined at a till that is lost, was replaced or has forked. */
HufuOwnerState hufu_rights_state_at (HufuPlatform *platform, const HufuId *terminal_id,
                                     guint32 incarnation);
