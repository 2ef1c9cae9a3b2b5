/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Incarnations from inside an act; private to src/store. */
#pragma once

#include "store/sql.h"

/* Ends the incarnation that is and begins a later one. */
gboolean hufu_incarnation_begin (HufuDb *db, guint32 incarnation,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The events of all earlier incarnations go up again, as the platform may have lost them. */
gboolean hufu_incarnation_tell_past (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
