/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys on the screen for the universal input: touch alone can type any code. Each starts
 * "counter.key". */
#pragma once

#include <gtk/gtk.h>

#define HUFU_TYPE_GLASS_KEYS (hufu_glass_keys_get_type ())
G_DECLARE_FINAL_TYPE (HufuGlassKeys, hufu_glass_keys, HUFU, GLASS_KEYS, GtkGrid)
