/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window's own words (gettext domain "hufu"); the counter's sentences come ready. */
#pragma once

#include "core/lang.h"

/* Once, before gtk_init and before any thread: sets the locale so that catalogues can be used at
 * all. */
void hufu_language_init (void);
/* The words of widgets made from now on. */
void hufu_language_apply (HufuLang lang);
