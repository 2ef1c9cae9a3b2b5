/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long ESC/POS commands are. Source: Epson ESC/POS command reference. Pure, total. */
#pragma once

#include <glib.h>

/* Bytes of the command or character at bytes[0..size), size > 0, all its data included; more than
 * `size` if it is not all there yet. 0 if no command known here begins so. */
gsize hufu_escpos_size (const guint8 *bytes, gsize size, gboolean hanzi_mode);
