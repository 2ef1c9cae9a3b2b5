/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which USB device, and which of its interfaces, is a printer. */
#pragma once

#include <glib.h>
#include <libusb.h>

typedef struct {
  guint16 vendor, product;
  guint8 interface, alternate;
  guint8 out_endpoint;
  guint8 in_endpoint;     /* 0: the printer cannot answer */
  gboolean printer_class; /* has the class's control requests */
} HufuUsbPort;

/* Finds the port to print to. Without ids (vendor 0) an interface of the printer class; with the
 * device's ids a vendor-specific one too. A two-way protocol is preferred. */
gboolean hufu_usb_find_port (libusb_device *device, guint16 vendor, guint16 product,
                             HufuUsbPort *ret_port);
