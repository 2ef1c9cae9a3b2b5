/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A receipt document as ESC/POS bytes for one printer profile, chunk by chunk, so that the first
 * bytes are on the way before the rest is drawn. Every chunk is whole commands. Lines that the
 * profile can print go as text with their mode stated, all others as pictures in bands.
 *
 * What reaches the printer is commands of this file and, between them, bytes of an allow-list made
 * from user text: 0x20..0x7e and, while Hanzi mode is on, GB pairs. Control characters,
 * bidirectional overrides and bytes that are no UTF-8 are dropped; nothing in a text is a command.
 * Picture bytes never contain the sequences that printers obey at any time (DLE EOT, DLE ENQ, DLE
 * DC4).
 *
 *   g_autoptr (HufuEscpos) escpos = hufu_escpos_new (receipt, &profile, HUFU_ESCPOS_PLAIN);
 *   for (HufuEscposChunk chunk; hufu_escpos_next (escpos, &chunk);)
 *     send (chunk.bytes, chunk.size);
 *
 * Any thread, one at a time; the first picture in a thread loads the font.
 */
#pragma once

#include <glib.h>
#include "core/receipt.h"
#include "drivers/printer/profile.h"

#define HUFU_ESCPOS_CHUNK_MAX 8192      /* bytes */
#define HUFU_ESCPOS_TEXT_MAX_CHARS 1000 /* of one block's text; the rest is cut off */

typedef enum {
  HUFU_ESCPOS_PLAIN = 0,
  HUFU_ESCPOS_NO_DRAWER = 1 << 0,  /* the drawer was opened at an earlier attempt */
  HUFU_ESCPOS_ALL_RASTER = 1 << 1, /* every line as a picture */
  HUFU_ESCPOS_CONFIRM = 1 << 2,    /* ends with GS r 1 if the profile confirms */
} HufuEscposFlags;

typedef struct {
  HufuBlockKind kind;  /* of the block that it belongs to */
  const guint8 *bytes; /* borrowed until the next call */
  gsize size;          /* 1..HUFU_ESCPOS_CHUNK_MAX */
} HufuEscposChunk;

typedef struct HufuEscpos HufuEscpos;

/* Borrows both arguments until hufu_escpos_free. */
HufuEscpos *hufu_escpos_new (const HufuReceipt *receipt, const HufuPrinterProfile *profile,
                             HufuEscposFlags flags);
void hufu_escpos_free (HufuEscpos *escpos);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuEscpos, hufu_escpos_free)

/* The next chunk; FALSE after the last. */
gboolean hufu_escpos_next (HufuEscpos *escpos, HufuEscposChunk *ret_chunk);

/* All chunks joined; free with g_byte_array_unref. */
GByteArray *hufu_escpos_encode (const HufuReceipt *receipt, const HufuPrinterProfile *profile,
                                HufuEscposFlags flags);

/* Ends what an interrupted receipt left: fills up a command of which `missing` bytes may not have
 * arrived (zeros are no command), marks the fragment in both languages, and cuts. */
GByteArray *hufu_escpos_end_fragment (const HufuPrinterProfile *profile, gsize missing);
