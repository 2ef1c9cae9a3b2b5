/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The status lists (core/status-list.h) that the till has. */
#pragma once

#include "core/status-list.h"
#include "store/db.h"

/* Stores a list whose document was checked, whole or not at all. One that is not newer than what is
 * here changes nothing (TRUE). */
gboolean hufu_status_store (HufuDb *db, const HufuStatusList *list,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* All of them, HufuStatusList pointers; NULL with error. CORRUPT if a row is no list. */
GPtrArray *hufu_status_load (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
