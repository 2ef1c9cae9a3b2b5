/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one place where libusb's codes become states. */
#pragma once

#include <libusb.h>
#include "drivers/printer/state.h"

/* LIBUSB_SUCCESS is HUFU_PRINTER_READY. */
HufuPrinterState hufu_usb_state_of_error (enum libusb_error error);
/* How a transfer ended; LIBUSB_TRANSFER_COMPLETED is HUFU_PRINTER_READY. */
HufuPrinterState hufu_usb_state_of_transfer (enum libusb_transfer_status status);
