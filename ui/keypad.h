/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Digits to touch: each does what its key does. */
#pragma once

#include <gtk/gtk.h>

/* "0".."9", "00" and back, each the action counter.key. */
GtkWidget *hufu_keypad_new (void);
