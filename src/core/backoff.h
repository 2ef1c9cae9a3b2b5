/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long to wait before asking again: full jitter, U(0, min(300 s, 1 s * 2^n)), as in
 * "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015). Pure: the random bits come in.
 *
 *   hufu_host_random (host, (guint8 *) &bits, sizeof bits);
 *   delay_ms = hufu_backoff_delay_ms (n_failures, bits, retry_after_ms);
 */
#pragma once

#include <glib.h>

#define HUFU_BACKOFF_BASE_MS 1000
#define HUFU_BACKOFF_CAP_MS 300000
#define HUFU_BACKOFF_RETRY_AFTER_MAX_MS 3600000 /* a wrong header must not silence a till */

/* n_failures: how often it has failed already, from 0. random: 64 uniform bits. retry_after_ms:
 * what the server asked for (RFC 9110 10.2.3), a floor; 0 or less = nothing, at most an hour
 * counts. */
gint64 hufu_backoff_delay_ms (guint n_failures, guint64 random, gint64 retry_after_ms);
