/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The platform epochs that were ever in use, in a file of their own that a backup of the database
 * does not roll back: a restored platform takes one above all of them. Text, a line "EPOCH UTC_S"
 * each, only ever appended to.
 */
#pragma once

#include <gio/gio.h>

/* The greatest epoch of the log in `dir`; 0 if there is no log yet. Half a line (a write that
 * a power cut ended) counts for nothing; anything else that is no such line is an error. */
gboolean hufu_epoch_log_read (const char *dir, guint64 *ret_epoch,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* When it returns TRUE the epoch is on the disk, file and folder. */
gboolean hufu_epoch_log_append (const char *dir, guint64 epoch, gint64 utc_s,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
