/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demo's codes for a person with a printer, a phone or a webcam, and for tests. */
#pragma once

#include "platform/platform.h"

/* Pages of QR codes and barcodes with titles: PDF, or one long PNG if the name ends in .png. */
gboolean hufu_sheet_write (HufuPlatform *platform, const char *path,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* [{label, kind, text, ...}]: kind voucher, member, pickup, reservation (text is a token), product
 * and label (text is 13 digits). Vouchers carry short_code, cti, type, home_store too. */
gboolean hufu_sheet_write_json (HufuPlatform *platform, const char *path,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Each QR code as NN-kind-label.png in a directory that is made if need be. */
gboolean hufu_sheet_write_pngs (HufuPlatform *platform, const char *dir,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
