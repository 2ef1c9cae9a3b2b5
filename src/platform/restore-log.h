/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a backup must not roll back, in two files beside the database that no backup contains:
 * platform.log, JSON lines of the roster, issued vouchers, uses, undos, wishes, generations, dead
 * keys and write-offs, on the disk before the act that they are part of is; and platform.mark, the
 * number of the last act. A database that is older than they are has been brought back from a
 * backup: it is not served until it has taken a new epoch (hufu_platform_renew_epoch), which
 * follows the log.
 *
 * Each note belongs to the act that is open, and is forgotten if that is rolled back.
 */
#pragma once

#include "platform/rights.h"

typedef struct HufuRestoreLog HufuRestoreLog;

/* Opens the files of platform->dir for its database; *ret_older: the database is older. */
gboolean hufu_log_open (HufuPlatform *platform, gboolean *ret_older,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* FALSE: another process has the directory open, too (a backup or a sheet of codes beside a
 * platform that serves). */
gboolean hufu_log_is_alone (HufuPlatform *platform);
void hufu_log_close (HufuPlatform *platform);
/* The entries that the database lacks, oldest first: an array, to be freed. */
json_t *hufu_log_take_missing (HufuPlatform *platform);
/* Goes on from the number of the log, so that later acts are told from those that were lost. */
void hufu_log_catch_up (HufuPlatform *platform);

/* kind: what it is; the rest of the object is its own. */
void hufu_log_note (HufuPlatform *platform, const char *kind, json_t *take_entry);
/* The terminal and its incarnation as they are now. */
void hufu_log_incarnation (HufuPlatform *platform, const HufuId *terminal_id, guint32 incarnation);
/* A use, told by its till or redeemed here: the till may be lost before it can tell it again. */
void hufu_log_use (HufuPlatform *platform, const HufuHolder *holder, const HufuRightReport *report);
void hufu_log_undone (HufuPlatform *platform, const HufuId *use_id);
void hufu_log_undo_refused (HufuPlatform *platform, const HufuHolder *asker,
                            const HufuUndoOrder *order);
/* rights: HufuRightRow elements; epoch: from which on they are free. */
void hufu_log_write_off (HufuPlatform *platform, const HufuId *terminal_id, guint32 incarnation,
                         const GArray *rights, const HufuEpoch *epoch, const char *signed_by);
