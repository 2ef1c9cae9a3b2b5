/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a till needs of GS1 element strings (GS1 General Specifications 3 and 7.8: GS1-128, DataBar,
 * GS1 DataMatrix, GS1 QR) and of GS1 Digital Link addresses. Pure; never opens an address. Strict:
 * an unknown application identifier or a malformed value makes the whole string no GS1.
 */
#pragma once

#include <glib.h>

#define HUFU_GS1_SEPARATOR '\x1d' /* FNC1 as scanners send it */

#define HUFU_TRACE_MAX 20 /* characters of a lot or a serial number (GS1 3.4.1, 3.5.2) */

/* Which piece of an article it is. */
typedef struct {
  char lot[HUFU_TRACE_MAX + 1];    /* AI 10; "" = unknown */
  char serial[HUFU_TRACE_MAX + 1]; /* AI 21; "" = unknown */
  gint32 expires_day; /* AI 17 as yyyymmdd, of this century: the last day of its use; 0 = unknown */
} HufuTrace;

/* It can be a lot or a serial number: its length and signs are right. */
gboolean hufu_gs1_is_trace (const char *text, gsize length);

typedef struct {
  guint64 gtin;        /* AI 01; core/gtin.h; 0: a coupon */
  gint64 weight_milli; /* AI 310n, kg * 1000, rounded down; -1: none */
  gint64 price_minor;  /* AI 392n, two decimals, rounded down; -1: none */
  HufuTrace trace;
  const char *coupon; /* AI 255, within the text; NULL: none */
  gsize coupon_length;
} HufuGs1;

/* Reads an element string with a GTIN or a coupon's number; a separator at its start is skipped. */
gboolean hufu_gs1_read_elements (const char *text, gsize length, HufuGs1 *ret_gs1);

/* The same as it is printed below a symbol: "(01)09521234543213(10)A1". With a GTIN alone. */
gboolean hufu_gs1_read_printed (const char *text, gsize length, HufuGs1 *ret_gs1);

/* Reads "https://any.domain/any/path/01/<GTIN of 8, 12, 13 or 14 digits>" or ".../255/<coupon>"
 * with further path and query parts; lot and serial come from either, the rest from the query. */
gboolean hufu_gs1_read_link (const char *text, gsize length, HufuGs1 *ret_gs1);

/* The bytes behind "http://" or "https://" in any case; NULL if the text is no such address. */
const char *hufu_gs1_skip_scheme (const char *text, gsize length);
