/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hybrid logical clock (Kulkarni et al. 2014) in 64 bits: 48 bits of UTC milliseconds, 16 of count.
 */
#pragma once

#include <glib.h>

/* The next stamp after `last` at wall time utc_ms: never goes back, whatever the wall clock does.
 */
guint64 hufu_hlc_next (guint64 last, gint64 utc_ms);
/* The milliseconds part: UTC, possibly ahead of the wall clock. */
gint64 hufu_hlc_utc_ms (guint64 hlc);
