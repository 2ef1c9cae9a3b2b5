/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A platform that was brought back from a backup (rule 8). It follows its log, takes an epoch above
 * any ever used, and answers no grant, online redemption, undo, refund or transfer until every
 * incarnation ever enrolled has made a fenced report under the new epoch or is written off. What
 * the log knows of uses and wishes it knows at once, though their tills be lost.
 */
#pragma once

#include "platform/platform.h"

gboolean hufu_restore_is_on (HufuPlatform *platform);
/* Who is still missing; Till elements of the contract. */
json_t *hufu_restore_list_missing (HufuPlatform *platform);

/* Inside the caller's transaction: */

/* Follows the entries of the log and asks everybody for a report, under the epoch as it is now. */
void hufu_restore_begin (HufuPlatform *platform, const json_t *entries);
/* Serves again if nobody is missing any more. */
void hufu_restore_settle (HufuPlatform *platform);
