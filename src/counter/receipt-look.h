/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The receipt's template as a file in the data folder, its logo beside it: read at the start and
 * again whenever it changes, so that the next receipt looks as it says. A file that cannot be read
 * is said, and the receipts look as before. The functions here are for tools and worker threads;
 * the counter's own are in counter-private.h.
 */
#pragma once

#include "core/receipt-template.h"
#include "counter/paper.h"

#define HUFU_RECEIPT_LOOK_FILE "receipt.template"

/* The receipt, the gift receipt or the preparation slip of a sale made up for it; template NULL =
 * as at first. */
HufuReceipt *hufu_receipt_look_example (const HufuTemplate *template, HufuPaper paper,
                                        HufuLang lang);

/* The template of a file, its logo looked at, too. An error says the line and what to do. */
HufuTemplate *hufu_receipt_look_read (const char *path, HufuLang lang,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Draws that example. */
gboolean hufu_receipt_look_preview (const HufuTemplate *template, HufuPaper paper, HufuLang lang,
                                    const char *png_path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Copies template and logo into the data folder: a till that runs takes it up at once. */
gboolean hufu_receipt_look_install (const char *path, const char *data_dir, HufuLang lang,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Receipts look as at first. */
gboolean hufu_receipt_look_remove (const char *data_dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
