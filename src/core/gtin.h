/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * GTINs (GS1 General Specifications): 8, 12, 13 or 14 digits with a check digit. The catalogue's
 * key is the number without leading zeros, so that UPC-A, EAN-13 and GTIN-14 forms of one article
 * are one. Pure.
 */
#pragma once

#include <glib.h>

#define HUFU_GTIN_MAX_DIGITS 14

/* TRUE if all `length` characters are ASCII digits and there is at least one. */
gboolean hufu_gtin_is_digits (const char *text, gsize length);
/* The number of up to 18 digits. */
guint64 hufu_gtin_number (const char *digits, gsize length);

/* The check digit ('0'..'9') that belongs behind `length` digits (GS1 7.9.1). */
char hufu_gtin_check_digit (const char *digits, gsize length);

/* Reads 8, 12, 13 or 14 digits with a good check digit that are not all zeros. */
gboolean hufu_gtin_read (const char *text, gsize length, guint64 *ret_gtin);

/* Reads the 8 digits of a UPC-E code (number system 0 or 1, six digits, check digit) and gives the
 * UPC-A number that it abbreviates (GS1 5.2.2.4.2). */
gboolean hufu_gtin_read_upc_e (const char *text, gsize length, guint64 *ret_gtin);

/* It is of goods whose measure varies from piece to piece (GTIN-14 with indicator 9, GS1 2.1.10).
 */
gboolean hufu_gtin_is_variable (guint64 gtin);

/* The check digit of the 4 or 5 digits of price or measure within a label (GS1 7.9.3). */
char hufu_gtin_price_check_digit (const char *digits, gsize length);
