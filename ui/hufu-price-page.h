/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another price or a discount by hand: how much, why, and, beyond what the clerk may do alone, a
 * manager who types the PIN. It stands where tiles and panels do; the basket stays beside it. */
#pragma once

#include <gtk/gtk.h>
#include "counter/counter.h"

#define HUFU_TYPE_PRICE_PAGE (hufu_price_page_get_type ())
G_DECLARE_FINAL_TYPE (HufuPricePage, hufu_price_page, HUFU, PRICE_PAGE, GtkBox)

GtkWidget *hufu_price_page_new (HufuCounter *counter);
/* "0".."9", ".", "backspace", "clear", "enter" (with a PIN: approve; else the primary act); others
 * are ignored. */
void hufu_price_page_press (HufuPricePage *self, const char *key);
