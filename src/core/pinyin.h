/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first letters of how a hanzi is read in Mandarin (Unihan, at build time). Pure. */
#pragma once

#include <glib.h>

/* "c" of 衬, "cz" of 长; "" of what has no known reading. Static. */
const char *hufu_pinyin_get_initials (gunichar c);
