/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The page behind the QR of a receipt: the receipt online, and the request for an e-invoice. The
 * link is the sale's id, which nobody can guess. A till that was offline prints it all the same:
 * until its sale has come the page says that it is on its way.
 */
#pragma once

#include "platform/call.h"

#define HUFU_RECEIPT_PATH "/r/"

gboolean hufu_receipt_page_is_path (const char *path);
/* GET shows the receipt; POST with "title" and "tax_no" asks for an invoice, once. */
void hufu_receipt_page_serve (HufuCall *call, const char *path);
