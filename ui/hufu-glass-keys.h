/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letters and digits on the screen, for touch alone: codes in capitals, each "counter.key"; or
 * words, small or capital, with signs and a space, each "counter.type". Neither takes the focus. */
#pragma once

#include <gtk/gtk.h>

#define HUFU_TYPE_GLASS_KEYS (hufu_glass_keys_get_type ())
G_DECLARE_FINAL_TYPE (HufuGlassKeys, hufu_glass_keys, HUFU, GLASS_KEYS, GtkGrid)

GtkWidget *hufu_glass_keys_new_for_codes (void);
GtkWidget *hufu_glass_keys_new_for_words (void);
