/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a document would look like on paper, without a printer. Any thread, one at a time. */
#pragma once

#include <glib.h>
#include "core/receipt.h"

/* A PNG of the paper of that profile (NULL: 80 mm). */
GBytes *hufu_preview_draw (const HufuReceipt *receipt, const char *profile,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Writes a PNG of the paper of that profile (NULL: 80 mm). */
gboolean hufu_preview_write (const HufuReceipt *receipt, const char *profile, const char *png_path,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
