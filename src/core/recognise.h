/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The universal input: says what a scanned or typed text is. Pure and total: any bytes get an
 * answer. It decides by the scanner's symbology identifier (ISO/IEC 15424, "]E0", "]C1", "]Q3"...),
 * then by length and what the screen asks for. Where two meanings remain, both are given and the
 * catalogue, then the cashier, decides; nothing is sent anywhere on a guess.
 */
#pragma once

#include <glib.h>
#include "core/gs1.h"
#include "core/short-code.h"
#include "core/token.h"

#define HUFU_SCAN_TEXT_MAX 4096 /* longer input is HUFU_SCAN_UNKNOWN without being looked at */

typedef enum {
  HUFU_SCAN_UNKNOWN,
  HUFU_SCAN_EMPTY,
  HUFU_SCAN_TOKEN,         /* "OV1:" or "OV2:" text, or an https link with either in its fragment */
  HUFU_SCAN_SHORT_CODE,    /* 10 Crockford base-32 characters with a good check character */
  HUFU_SCAN_GTIN,          /* EAN-13/8, UPC-A/E, ITF-14, GS1 (01): gtin is set */
  HUFU_SCAN_IN_STORE,      /* prefix 02/20-29: item, price or weight are set */
  HUFU_SCAN_PAYMENT_CODE,  /* a wallet's 16-24 digits; only while a tender is asked for */
  HUFU_SCAN_PLATFORM_CODE, /* an opaque code of a voucher platform, 15 or 16 digits; GS1 (255); as
                              the second meaning also other digits, and 6-40 letters and digits */
  HUFU_SCAN_PHONE,         /* a mainland mobile number: a member */
  HUFU_SCAN_QUANTITY,      /* "*3": quantity for the selected or next line; "*0" */
  HUFU_SCAN_TEXT,          /* typed words: SKU or search */
} HufuScanKind;

typedef enum {
  HUFU_ASKING_ANYTHING,
  HUFU_ASKING_TENDER,
} HufuAsking;

/* How a 13-digit in-store label is cut: prefix (2 digits), item digits, value digits, check. */
typedef enum {
  HUFU_LABEL_PRICE,  /* value is minor units */
  HUFU_LABEL_WEIGHT, /* value is grams */
} HufuLabelValue;

typedef struct {
  guint8 prefix;       /* 02, 20..29 */
  guint8 item_digits;  /* 4..6 */
  guint8 value_digits; /* 4..6; item + value (+ one value check digit) = 10 */
  gboolean
      has_value_check; /* a digit before the value checks it (GS1 7.9.3): value_digits 4 or 5 */
  HufuLabelValue value;
} HufuLabelLayout;
/* GS1 prefixes 2 and 20 to 29 are the shop's own; ten digits stand between prefix and check digit.
 */
gboolean hufu_label_layout_is_good (const HufuLabelLayout *layout);

typedef struct {
  HufuScanKind kind;
  HufuScanKind other; /* the second meaning, or HUFU_SCAN_UNKNOWN */
  guint64 gtin;       /* as a number of up to 14 digits: the catalogue's key; 0: none */
  guint64 item; /* in-store: 13 digits, the layout's prefix and item digits, zeros after; 0: none */
  gint64 label_price_minor;  /* -1: none */
  gint64 label_weight_milli; /* -1: none */
  gint64 qty_milli;          /* HUFU_SCAN_QUANTITY: 0: out of range; GS1 (310n) weights: 0: none */
  HufuTrace trace;           /* HUFU_SCAN_GTIN: of GS1 codes that tell it */
  gsize token_size;          /* HUFU_SCAN_TOKEN from a link: the bytes; 0 for a text */
  guint8 token_bytes[HUFU_TOKEN_BYTES_MAX];
  char short_code[HUFU_SHORT_CODE_SIZE]; /* HUFU_SCAN_SHORT_CODE: normalised; "" otherwise */
  /* The text without symbology identifier and surrounding spaces; points into the caller's buffer
   * or is "". Not NUL-terminated. */
  const char *text;
  gsize text_length;
} HufuScan;

/* text: `length` bytes, need not be UTF-8. layouts may be NULL with n_layouts 0. */
void hufu_recognise (const char *text, gsize length, HufuAsking asking,
                     const HufuLabelLayout *layouts, gsize n_layouts, HufuScan *ret_scan);

/* A till that reads this text takes it, or offers to take it, for a platform's code. */
gboolean hufu_recognise_may_be_opaque (const char *text);

/* "voucher code", "product barcode" ... for hufuctl and logs; static. */
const char *hufu_scan_kind_name (HufuScanKind kind);
