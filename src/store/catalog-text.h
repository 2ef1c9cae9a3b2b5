/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From typed words to a query of the catalogue's index; private to src/store. */
#pragma once

#include <glib.h>

/* Every hanzi run becomes its bigrams (a single hanzi itself), every other word a prefix, all of
 * which a product must have. NULL if the text has no word. Free with g_free. */
char *hufu_catalog_make_query (const char *text);
