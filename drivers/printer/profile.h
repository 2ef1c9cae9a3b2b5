/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What one kind of printer can do: a key file in data/printers, built into the program, with a
 * folder of the operator's own before it. Plain data; no device is touched here.
 */
#pragma once

#include <glib.h>

#define HUFU_PROFILE_NAME_SIZE 64
#define HUFU_PROFILE_WIDTH_DOTS_MAX 1024

typedef enum {
  HUFU_HANZI_NONE,    /* no Chinese font that could be relied on */
  HUFU_HANZI_GB2312,  /* two bytes, both 0xa1..0xfe */
  HUFU_HANZI_GB18030, /* its two-byte part; four-byte characters go as pictures */
} HufuHanzi;

typedef struct {
  char name[HUFU_PROFILE_NAME_SIZE];
  guint width_dots; /* 200..HUFU_PROFILE_WIDTH_DOTS_MAX, a multiple of 8 */
  guint columns;    /* of font A, 12 dots each: 16..80 */
  HufuHanzi hanzi;
  char codepage[16];      /* iconv's name of a single-byte set; "" = ASCII alone */
  guint8 codepage_number; /* of ESC t */
  gboolean cutter;
  guint8 feed_lines;      /* blank lines before a cut, or to tear where there is no cutter */
  guint8 drawer_pin;      /* 2, 5; 0 = no drawer connector */
  gboolean native_qr;     /* it has GS ( k; we print pictures all the same */
  gboolean status;        /* may answer DLE EOT; whether it does is tried at each opening */
  gboolean confirms;      /* answers GS r 1 after the lines before it are printed */
  gboolean clears_buffer; /* has DLE DC4 fn 8: drops what it holds after paper out */
  guint patience_ms;      /* how long it may take no data without an error being said */
} HufuPrinterProfile;

/* The profile of that name from `folder` (may be NULL) or from those built in. FALSE with an error
 * if there is none or a value is out of range. */
gboolean hufu_profile_load (const char *folder, const char *name, HufuPrinterProfile *ret_profile,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The profile for a device, by its ids and the MDL of its IEEE-1284 id ("" if it has none);
 * "unknown" if no profile matches. Free with g_free. */
char *hufu_profile_match (const char *folder, guint16 vendor, guint16 product, const char *model);
