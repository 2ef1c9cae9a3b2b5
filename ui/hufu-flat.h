/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A box whose content is drawn once and kept as one picture, in pixels. The cairo renderer walks
 * through every node of the window in each frame, also those outside of what is drawn anew; such a
 * picture is one node, passed over at no cost, and copied where something else uncovers it. For
 * what seldom changes and is small: a change anywhere in it draws all of it, and it takes four
 * bytes for each pixel.
 */
#pragma once

#include <gtk/gtk.h>

#define HUFU_TYPE_FLAT (hufu_flat_get_type ())
G_DECLARE_FINAL_TYPE (HufuFlat, hufu_flat, HUFU, FLAT, GtkBox)
