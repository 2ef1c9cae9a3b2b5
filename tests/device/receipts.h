/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Receipts that the device tests print, and a reader of the QR codes on them. */
#pragma once

#include <cairo.h>
#include "core/receipt.h"
#include "drivers/printer/profile.h"

/* A token as long as a plain voucher's, for the QR at the foot. */
#define RECEIPT_QR_TEXT                                                                            \
  "https://shop.example/h#2oREoQExBEgBAgMEBQYHCKBYVqkBZnNob3AtMQQaaWRzAAUaZ2QvgA"

/* A sale of `n_lines` goods in Chinese and English with drawer, total, QR and cut; `receipt_no` is
 * printed in it, so that receipts can be told apart. */
HufuReceipt *make_sale_receipt (const char *receipt_no, guint n_lines);

HufuPrinterProfile load_profile (const char *name);

/* The text of the first QR code in the picture; NULL if there is none. Free with g_free. */
char *read_qr (cairo_surface_t *picture);
