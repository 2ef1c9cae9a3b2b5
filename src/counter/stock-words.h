/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and ages of the stock as they are read and written. Pure. */
#pragma once

#include <glib.h>
#include "core/lang.h"

/* "12", "2.5", "-3". Free with g_free. */
char *hufu_stock_say_milli (gint64 milli);
/* "just now", "5 min ago", "never told". Free with g_free. */
char *hufu_stock_say_age (gint64 at_utc_s, gint64 now_utc_s, HufuLang lang);
/* Reads "12", "2.5"; at most three decimals, no sign, at most HUFU_QTY_MAX_MILLI; FALSE otherwise.
 */
gboolean hufu_stock_read_milli (const char *text, gint64 *ret_milli);
