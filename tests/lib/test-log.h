/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the program writes to its log, kept to be looked at. Any thread. */
#pragma once

#include <glib.h>

/* From now on; once, before anything is logged. */
void hufu_test_log_keep (void);
/* TRUE if the text was logged. */
gboolean hufu_test_log_has (const char *text);
