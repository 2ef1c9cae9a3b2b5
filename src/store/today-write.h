/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What acts add to their day; private to src/store. Each is part of the act that it tells of. */
#pragma once

#include "store/sale.h"
#include "store/shift.h"
#include "store/today.h"

gboolean hufu_today_add_use (HufuDb *db, HufuVoucherType type, gint64 amount_minor, gboolean undone,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* HELD: it was taken. */
gboolean hufu_today_add_deposit (HufuDb *db, HufuDepositState state, gint64 amount_minor,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hufu_today_add_void (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hufu_today_add_difference (HufuDb *db, const HufuShift *shift, gint64 difference_minor,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
