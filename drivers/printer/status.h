/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the status bytes of printers mean. Pure and total.
 * Sources: Epson ESC/POS command reference, DLE EOT and GS r; USB Device Class Definition for
 * Printing Devices 1.1, 4.2.2 (GET_PORT_STATUS), and IEEE 1284-2000 (device id).
 */
#pragma once

#include <glib.h>
#include "drivers/printer/state.h"

#define HUFU_STATUS_QUESTIONS 4 /* DLE EOT 1..4: printer, offline cause, error cause, paper */

/* TRUE if the byte is an answer to DLE EOT: 0xx1xx10. */
gboolean hufu_status_is_answer (guint8 byte);
/* TRUE if the byte is an answer to GS r: 0xx0xxxx. */
gboolean hufu_status_is_confirmation (guint8 byte);
/* The state that the answers to DLE EOT 1..4 tell. */
HufuPrinterState hufu_status_state (const guint8 answers[HUFU_STATUS_QUESTIONS]);

/* The state that the port status byte tells: the coarser witness. */
HufuPrinterState hufu_status_port_state (guint8 port);
/* TRUE if a printer that is well could say this: some always say 0, and are not to be believed. */
gboolean hufu_status_port_is_sane (guint8 port);

/* The value of `key` or `long_key` in a device id ("MFG:EPSON;MDL:TM-T88V;"), printable ASCII
 * alone, at most max_size - 1 bytes; "" if it is not there. */
void hufu_status_read_id (const char *id, gsize size, const char *key, const char *long_key,
                          char *ret_value, gsize max_size);
