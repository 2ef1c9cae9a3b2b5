/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Digits to touch: each does what its key does. */
#pragma once

#include <gtk/gtk.h>

/* "0".."9", the key of the corner ("00" where pieces are counted, "." where money is typed) and
 * back, each the action counter.key. */
GtkWidget *hufu_keypad_new (const char *corner);
