/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mark that some editors put before UTF-8. */
#pragma once

#include <glib.h>

#define HUFU_BOM "\xef\xbb\xbf"

/* How many bytes a text ("" at least) begins with that are not of it. */
static inline gsize
hufu_bom_size (const char *text)
{
  return g_str_has_prefix (text, HUFU_BOM) ? sizeof HUFU_BOM - 1 : 0;
}
