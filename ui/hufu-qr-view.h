/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A QR code: black on white in the dark theme too, with its quiet border of four modules. */
#pragma once

#include <gtk/gtk.h>

#define HUFU_TYPE_QR_VIEW (hufu_qr_view_get_type ())
G_DECLARE_FINAL_TYPE (HufuQrView, hufu_qr_view, HUFU, QR_VIEW, GtkWidget)

/* text "" or NULL: nothing is drawn and the widget hides. */
void hufu_qr_view_set_text (HufuQrView *self, const char *text);
