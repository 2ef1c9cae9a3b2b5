/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shifts as reported by terminals: opened, closed with their Z, and the Z of a store over all its
 * terminals for a business day. */
#pragma once

#include "platform/platform.h"

/* Inside the caller's transaction; each answers a verdict code. What is counted, moved in the
 * drawer or opened it is kept as the event that it is. */
const char *hufu_shifts_open (HufuPlatform *platform, const HufuHolder *holder, const json_t *body);
const char *hufu_shifts_close (HufuPlatform *platform, const HufuHolder *holder, const json_t *body,
                               const char *text);
const char *hufu_shifts_check_counted (const json_t *body);
const char *hufu_shifts_check_moved (const json_t *body);
const char *hufu_shifts_check_drawer (const json_t *body);

/* The Shifts answer: Zs in the order of arrival. */
json_t *hufu_shifts_list (HufuPlatform *platform, gint64 after, gint64 limit,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The Day answer: all Zs of a store's business day, their sums, and what is not closed. */
json_t *hufu_shifts_get_day (HufuPlatform *platform, gint64 store_no, const char *business_day,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
