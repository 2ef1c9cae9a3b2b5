/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A demonstration's way to be offline. A file names what is cut off, a word a line: "wan" the
 * internet, "lan" the other tills; no file, nothing. Every till of a demo that watches the file
 * does not connect there and hangs up on what comes from there, so what is shown is the real thing.
 * Only a till started as a demo looks at it.
 */
#pragma once

#include <gio/gio.h>

typedef enum {
  HUFU_CUT_NOTHING = 0,
  HUFU_CUT_INTERNET = 1 << 0,
  HUFU_CUT_STORE = 1 << 1,
} HufuCutSet;

/* "wan" or "lan"; NULL-safe. FALSE: neither. */
gboolean hufu_cut_find (const char *name, HufuCutSet *ret_cut);
/* What the file says; words that are not known are passed over. */
HufuCutSet hufu_cut_read (const char *path);
gboolean hufu_cut_write (const char *path, HufuCutSet cut,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
