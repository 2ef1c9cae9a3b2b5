/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The status lists that tills take home (core/status-list.h): one a quarter of issue, a new version
 * when something has changed, or when the last one grows old. Deltas are kept for a while; whoever
 * is further behind takes a snapshot.
 */
#pragma once

#include "platform/platform.h"

#define HUFU_STATUS_KEPT_DELTAS 100
/* A version is made at most so often, and at least so often while tills ask. */
#define HUFU_STATUS_RENEW_MIN_S 60
#define HUFU_STATUS_RENEW_MAX_S 3600

/* The next free place of this quarter's list; inside a transaction. */
void hufu_status_take_place (HufuPlatform *platform, guint64 *ret_list_no, guint64 *ret_index);
/* This voucher's generation is no more: its place is retired. Before the voucher gets the next. */
void hufu_status_retire (HufuPlatform *platform, const HufuId *cti);

/* The same for a voucher whose next generation is known from before a restore: its place is the one
 * in this token. */
void hufu_status_restore_place (HufuPlatform *platform, const HufuId *cti, const char *token);

/* The StatusLists answer to a StatusListRequest: for each list whose vouchers are still good what
 * leads from the version that the till has to the newest. */
json_t *hufu_status_tell (HufuPlatform *platform, const json_t *request,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
