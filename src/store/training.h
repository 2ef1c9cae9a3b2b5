/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Books to train with: the till's staff, with their PINs, rights, promotions and taxes, and nothing
 * that happened. They belong to a terminal that nobody knows, so that no platform and no till would
 * take anything from them, and carry a mark, so that they are never opened as a till's own. What
 * was trained before is gone, but for PINs that were wrong: they go on counting.
 *
 *   HufuDb *db = hufu_training_begin ("/var/lib/hufu/training/till.db", "/var/lib/hufu/till.db",
 *                                     host, &error);
 */
#pragma once

#include "store/db.h"

/* Makes and opens them. The till's own books at from_path are opened to read only. NULL with error:
 * IN_USE while somebody trains; NO_TRAINING if the till has no staff yet. */
HufuDb *hufu_training_begin (const char *path, const char *from_path, const HufuHost *host,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* FALSE with TRAINING: these books are to train with, and no till's own. */
gboolean hufu_training_refuse (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
