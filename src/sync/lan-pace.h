/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * When a request that has no answer of its till is sent again: soon, then ever more rarely, and
 * never by two threads at once. Any thread.
 *
 *   if (hufu_lan_paces_begin (paces, &request_id, FALSE))
 *     hufu_lan_paces_end (paces, &request_id, deliver (...));
 */
#pragma once

#include "core/host.h"
#include "core/id.h"

#define HUFU_LAN_ASK_AGAIN_FIRST_MS 100
#define HUFU_LAN_ASK_AGAIN_MOST_MS 10000 /* it is in the same room: it is back when it is back */

typedef struct HufuLanPaces HufuLanPaces;

HufuLanPaces *hufu_lan_paces_new (const HufuHost *host);
void hufu_lan_paces_free (HufuLanPaces *paces);
/* FALSE: it is under way in another thread, or (unless now) not due yet. */
gboolean hufu_lan_paces_begin (HufuLanPaces *paces, const HufuId *id,
                               gboolean now) G_GNUC_WARN_UNUSED_RESULT;
/* Waits so long while it is under way in another thread. FALSE: it still is. */
gboolean hufu_lan_paces_begin_now (HufuLanPaces *paces, const HufuId *id,
                                   guint timeout_ms) G_GNUC_WARN_UNUSED_RESULT;
/* settled: it has its answer. */
void hufu_lan_paces_end (HufuLanPaces *paces, const HufuId *id, gboolean settled);
/* All are due now. */
void hufu_lan_paces_make_due (HufuLanPaces *paces);
/* Until the next of these is due; G_MAXUINT if there are none. Each begins with its id. */
guint hufu_lan_paces_find_wait (HufuLanPaces *paces, const GPtrArray *requests);
