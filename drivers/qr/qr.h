/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A QR symbol (ISO/IEC 18004) as a matrix of modules, and as a PNG for sheets. The only code that
 * names libqrencode. Any thread; nothing is shared between symbols.
 *
 *   g_autoptr (HufuQr) qr = hufu_qr_new ("OV1:...", HUFU_QR_M);
 *   for (int y = 0; y < hufu_qr_get_size (qr); y++) ... hufu_qr_get (qr, x, y) ...
 */
#pragma once

#include <glib.h>

#define HUFU_QR_QUIET_MODULES 4 /* light border that ISO/IEC 18004 asks for */

typedef enum {
  HUFU_QR_L, /* 7 % of the codewords may be lost */
  HUFU_QR_M, /* 15 % */
  HUFU_QR_Q, /* 25 % */
  HUFU_QR_H, /* 30 % */
} HufuQrLevel;

typedef struct HufuQr HufuQr;

/* The smallest symbol that holds `text` (not empty). Case is kept; runs of digits and of the
 * alphanumeric set (all of an OV1 text) take their dense modes by themselves, other bytes take byte
 * mode as UTF-8. NULL if the text is empty or does not fit version 40. */
HufuQr *hufu_qr_new (const char *text, HufuQrLevel level) G_GNUC_WARN_UNUSED_RESULT;
void hufu_qr_free (HufuQr *qr);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuQr, hufu_qr_free)

/* Modules on a side, quiet border not counted: 21..177. */
int hufu_qr_get_size (const HufuQr *qr);

/* 1..40. */
int hufu_qr_get_version (const HufuQr *qr);

/* TRUE if the module is dark; FALSE outside of the symbol, so a border needs no special case. */
gboolean hufu_qr_get (const HufuQr *qr, int x, int y);

/* Writes a black and white PNG with `module_px` (>= 1) pixels a module and the quiet border. */
gboolean hufu_qr_write_png (const HufuQr *qr, const char *path, int module_px,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
