/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The row of a right, as the files that move rights share it; everybody else includes rights.h.
 * Each function runs inside the caller's transaction. */
#pragma once

#include "platform/rights.h"

#define HUFU_SELECT_RIGHT                                                                          \
  "SELECT r.cti, r.generation, r.k, r.state, r.platform_epoch, r.counter, r.hop, "                 \
  "r.remaining_minor, r.terminal_id, r.incarnation, r.credited, r.request_seq, r.gone "            \
  "FROM \"right\" r "
/* Part of a value, so that the row stays while something is left of it. */
#define HUFU_IS_CASH "(SELECT type = 'cash' FROM voucher v WHERE v.cti = \"right\".cti)"

void hufu_right_row_read (sqlite3_stmt *row, HufuRightRow *ret);
/* All rows of a query that begins with HUFU_SELECT_RIGHT; HufuRightRow elements. */
GArray *hufu_right_row_read_all (HufuPlatform *platform, sqlite3_stmt *row);
gboolean hufu_right_row_is_holder (const HufuRightRow *row, const HufuHolder *holder);
gboolean hufu_right_row_is_cash (HufuPlatform *platform, const HufuId *cti);
/* Its voucher was given on to a friend, or refunded: nothing comes back to it. */
gboolean hufu_right_row_is_ended (HufuPlatform *platform, const HufuRightRow *row);

/* Back to the platform, with what is left: nobody else has it now. */
void hufu_right_row_release (HufuPlatform *platform, const HufuRightRow *row);
/* Takes it from a till that has not given it back: somebody has signed for that, under this epoch.
 */
void hufu_right_row_take_from_till (HufuPlatform *platform, const HufuRightRow *row,
                                    const HufuEpoch *epoch);
/* Lowers what is left; what has nothing left is used, a holder stays named for an undo. */
void hufu_right_row_take (HufuPlatform *platform, const HufuRightKey *key, gint64 amount_minor);
/* What was used is the platform's to give away again, under an epoch of its own. */
void hufu_right_row_free (HufuPlatform *platform, const HufuRightKey *key, gint64 amount_minor);
/* Puts it where a grant of before a restore had put it. */
void hufu_right_row_place (HufuPlatform *platform, const HufuRightRow *row,
                           const HufuRightReport *report, const HufuHolder *holder);
/* state "used" or "undone". */
void hufu_right_row_insert_use (HufuPlatform *platform, const HufuHolder *holder,
                                const HufuRightReport *report, const char *state);
/* What was used of a right by all accounts, claims that were not undone included: minor units of a
 * cash voucher, else a number of uses. */
gint64 hufu_right_row_sum_used (HufuPlatform *platform, const HufuRightRow *row, gboolean is_cash);
/* Of these, what was accepted without the right and is not used up by it yet: nothing of the right
 * is gone for it. */
gint64 hufu_right_row_sum_unleased (HufuPlatform *platform, const HufuRightRow *row,
                                    gboolean is_cash);
/* What it is worth in these units, from the start of its generation. */
gint64 hufu_right_row_get_worth (HufuPlatform *platform, const HufuRightRow *row, gboolean is_cash);
/* What lacks of a cash right of which left_minor is left: a till that held it has used that and not
 * told so yet. */
gint64 hufu_right_row_find_unheard (HufuPlatform *platform, const HufuRightRow *row,
                                    gint64 left_minor);
