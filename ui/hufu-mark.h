/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mark: a disc cut by a tick, the two halves of a tally. Joined = certain, lower half dashed =
 * no answer, halves apart = refused. Properties: "mark" (HufuMark as int), "size" (px). Drawn in
 * the CSS colour; also the logo. */
#pragma once

#include <gtk/gtk.h>
#include "counter/panel.h"

#define HUFU_TYPE_MARK_VIEW (hufu_mark_view_get_type ())
G_DECLARE_FINAL_TYPE (HufuMarkView, hufu_mark_view, HUFU, MARK_VIEW, GtkWidget)

void hufu_mark_view_set_mark (HufuMarkView *self, HufuMark mark);
