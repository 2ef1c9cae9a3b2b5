/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The virtual printer itself: its USB side (sysfs and usbfs by umockdev) and its behaviour. */
#pragma once

#include <glib.h>

typedef struct VirtualPrinter VirtualPrinter;

/* Makes an empty USB bus for this process and those that it starts. bytes_path may be NULL. NULL if
 * the process does not run under umockdev-wrapper. */
VirtualPrinter *virtual_printer_new (const char *bytes_path);
void virtual_printer_free (VirtualPrinter *printer);

/* Obeys a command of virtual-printer.c; FALSE if there is none of that name. */
gboolean virtual_printer_command (VirtualPrinter *printer, const char *command, gsize number);
gsize virtual_printer_get_n_bytes (VirtualPrinter *printer);
