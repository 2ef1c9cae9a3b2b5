/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drivers/printer/escpos.h"

#include <string.h>

#include "drivers/printer/cells.h"
#include "drivers/printer/raster.h"
#include "drivers/qr/qr.h"

#define DLE 0x10
#define ESC 0x1b
#define FS 0x1c
#define GS 0x1d
#define LF 0x0a

#define BAND_BYTES_MAX                                                                             \
  4096 /* of picture data in one GS v 0; small printers have buffers of 4 KiB */
#define QR_TEXT_MAX 2000

struct HufuEscpos {
  const HufuReceipt *receipt;
  const HufuPrinterProfile *profile;
  HufuEscposFlags flags;
  guint next_block;
  gboolean started, ended;
  GQueue chunks; /* GByteArray, of the block before next_block */
  HufuBlockKind kind;
  GByteArray *current; /* lent out */
};

static void
add (GByteArray *bytes, const guint8 *from, guint size)
{
  g_byte_array_append (bytes, from, size);
}
#define ADD(bytes, ...)                                                                            \
  add (bytes, (const guint8[]){__VA_ARGS__}, sizeof ((const guint8[]){__VA_ARGS__}))

/* A printer remembers modes from whoever printed before, and some power up in Hanzi mode: every
 * mode that is used is stated. ESC R 0 gives '$' and '#' their ASCII shapes. */
static GByteArray *
make_start (const HufuPrinterProfile *profile)
{
  GByteArray *bytes = g_byte_array_new ();
  ADD (bytes, ESC, '@', FS, '.', ESC, 'R', 0, ESC, '2');
  if (profile->codepage[0] != '\0')
    ADD (bytes, ESC, 't', profile->codepage_number);
  return bytes;
}

static void
push (HufuEscpos *escpos, GByteArray *bytes)
{
  g_assert (bytes->len > 0 && bytes->len <= HUFU_ESCPOS_CHUNK_MAX);
  g_queue_push_tail (&escpos->chunks, bytes);
}

typedef struct {
  HufuCharset charset;
  gboolean bold, large, centre;
} Style;

static void
begin_style (GByteArray *bytes, const Style *style)
{
  if (style->centre)
    ADD (bytes, ESC, 'a', 1);
  if (style->bold)
    ADD (bytes, ESC, 'E', 1);
  if (style->charset == HUFU_CHARSET_HANZI)
    ADD (bytes, FS, '&');
  if (style->large) {
    ADD (bytes, GS, '!', 0x11);
    if (style->charset == HUFU_CHARSET_HANZI)
      ADD (bytes, FS, 'W', 1);
  }
}

static void
end_style (GByteArray *bytes, const Style *style)
{
  if (style->large) {
    if (style->charset == HUFU_CHARSET_HANZI)
      ADD (bytes, FS, 'W', 0);
    ADD (bytes, GS, '!', 0);
  }
  if (style->charset == HUFU_CHARSET_HANZI)
    ADD (bytes, FS, '.');
  if (style->bold)
    ADD (bytes, ESC, 'E', 0);
  if (style->centre)
    ADD (bytes, ESC, 'a', 0);
}

static void
add_cells (GByteArray *bytes, const HufuCellLine *line)
{
  for (guint i = 0; i < line->n_cells; i++)
    add (bytes, line->cells[i].bytes, line->cells[i].n_bytes);
}

static void
add_spaces (GByteArray *bytes, guint n)
{
  for (guint i = 0; i < n; i++)
    ADD (bytes, ' ');
}

/* One printed line: `left`, and `right` (may be NULL) ending in the last of `columns`. */
static void
push_line (HufuEscpos *escpos, const Style *style, const HufuCellLine *left,
           const HufuCellLine *right, guint columns)
{
  GByteArray *bytes = g_byte_array_new ();
  begin_style (bytes, style);
  add_cells (bytes, left);
  if (right != NULL && right->n_cells > 0) {
    add_spaces (bytes, columns - MIN (columns, left->columns + right->columns));
    add_cells (bytes, right);
  }
  ADD (bytes, LF);
  end_style (bytes, style);
  push (escpos, bytes);
}

/* DLE with EOT, ENQ or DC4 after it is obeyed at any time, even within a picture: lighting one more
 * dot of the DLE byte takes its meaning and is not seen on paper. */
static void
defuse (guint8 *bytes, gsize size)
{
  for (gsize i = 0; i + 1 < size; i++)
    if (bytes[i] == DLE && (bytes[i + 1] == 0x04 || bytes[i + 1] == 0x05 || bytes[i + 1] == 0x14))
      bytes[i] |= 0x08;
}

/* Blank dots at the right of all rows are not sent. */
static gsize
find_used_bytes (const guint8 *rows, gsize row_bytes, guint n_rows)
{
  gsize used = 1;
  for (guint y = 0; y < n_rows; y++)
    for (gsize x = row_bytes; x > used; x--)
      if (rows[y * row_bytes + x - 1] != 0) {
        used = x;
        break;
      }
  return used;
}

static void
push_band (HufuEscpos *escpos, const HufuRaster *raster, guint first_row, guint n_rows)
{
  const guint8 *rows = raster->bits + first_row * raster->row_bytes;
  gsize used = find_used_bytes (rows, raster->row_bytes, n_rows);
  GByteArray *bytes = g_byte_array_new ();
  ADD (bytes, GS, 'v', '0', 0, (guint8)used, 0, (guint8)(n_rows & 0xff), (guint8)(n_rows >> 8));
  guint header = bytes->len;
  for (guint y = 0; y < n_rows; y++)
    add (bytes, rows + y * raster->row_bytes, (guint)used);
  defuse (bytes->data + header, bytes->len - header);
  push (escpos, bytes);
}

static void
push_raster (HufuEscpos *escpos, const HufuRaster *raster)
{
  guint rows = (guint)MIN (BAND_BYTES_MAX / raster->row_bytes, 255);
  for (guint y = 0; y < raster->height_dots; y += rows)
    push_band (escpos, raster, y, MIN (rows, raster->height_dots - y));
}

static void
push_left_and_right (HufuEscpos *escpos, const Style *style, const GArray *left,
                     const GArray *right, guint columns)
{
  HufuCellLine right_line = {0}, line = {0};
  guint right_columns = 0, position = 0;
  for (guint i = 0; i < right->len; i++)
    right_columns += g_array_index (right, HufuCell, i).n_bytes;

  /* A sum so wide that nothing sensible fits beside it stands on a line of its own. */
  gboolean beside = right->len > 0 && right_columns <= columns * 2 / 3;
  guint left_columns = beside ? columns - right_columns - 1 : columns;
  if (beside)
    right_line = (HufuCellLine){.cells = &g_array_index (right, HufuCell, 0),
                                .n_cells = right->len,
                                .columns = right_columns};
  gboolean any = FALSE;
  while (hufu_cells_next_line (left, &position, left_columns, &line)) {
    any = TRUE;
    push_line (escpos, style, &line, position == left->len ? &right_line : NULL, columns);
  }
  if (beside && !any)
    push_line (escpos, style, &(HufuCellLine){0}, &right_line, columns);
  for (position = 0; !beside && hufu_cells_next_line (right, &position, columns, &line);)
    push_line (escpos, style, &(HufuCellLine){0}, &line, columns);
}

static HufuCharset
encode_both (const HufuPrinterProfile *profile, const char *left, const char *right, GArray *cells,
             guint *ret_n_left)
{
  /* Both halves of a line are in one set, because the mode is the line's. */
  g_autofree char *both = g_strconcat (left, right, NULL);
  *ret_n_left = (guint)g_utf8_strlen (left, -1);
  return hufu_cells_encode (both, profile, cells);
}

static void
encode_text (HufuEscpos *escpos, const HufuBlock *block)
{
  const HufuPrinterProfile *profile = escpos->profile;
  g_autofree char *left = hufu_cells_clean_text (block->left, HUFU_ESCPOS_TEXT_MAX_CHARS);
  g_autofree char *right = hufu_cells_clean_text (
      block->kind == HUFU_BLOCK_COLUMNS ? block->right : NULL, HUFU_ESCPOS_TEXT_MAX_CHARS);
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (HufuCell));
  guint n_left = 0;
  HufuCharset charset = HUFU_CHARSET_NONE;
  if ((escpos->flags & HUFU_ESCPOS_ALL_RASTER) == 0)
    charset = encode_both (profile, left, right, cells, &n_left);

  if (charset == HUFU_CHARSET_NONE) {
    g_autoptr (HufuRaster) raster = hufu_raster_of_text (left, right, block->align, block->bold,
                                                         block->large, profile->width_dots);
    push_raster (escpos, raster);
    return;
  }
  g_autoptr (GArray) right_cells = g_array_new (FALSE, FALSE, sizeof (HufuCell));
  if (cells->len > n_left)
    g_array_append_vals (right_cells, &g_array_index (cells, HufuCell, n_left),
                         cells->len - n_left);
  g_array_set_size (cells, n_left);
  Style style = {charset, block->bold, block->large,
                 block->kind == HUFU_BLOCK_TEXT && block->align == HUFU_ALIGN_CENTRE};
  push_left_and_right (escpos, &style, cells, right_cells,
                       block->large ? profile->columns / 2 : profile->columns);
}

static void
encode_rule (HufuEscpos *escpos)
{
  GByteArray *bytes = g_byte_array_new ();
  for (guint i = 0; i < escpos->profile->columns; i++)
    ADD (bytes, '-');
  ADD (bytes, LF);
  push (escpos, bytes);
}

static void
encode_qr (HufuEscpos *escpos, const HufuBlock *block)
{
  const char *text = block->left != NULL ? block->left : "";
  g_autoptr (HufuQr) qr = strlen (text) <= QR_TEXT_MAX ? hufu_qr_new (text, HUFU_QR_M) : NULL;
  g_autoptr (HufuRaster) raster =
      qr != NULL ? hufu_raster_of_qr (qr, escpos->profile->width_dots) : NULL;
  if (raster != NULL)
    push_raster (escpos, raster);
  else
    encode_text (escpos, block); /* no room for a code: its content can at least be read */
}

/* A logo that is gone is no reason to print nothing. */
static void
encode_image (HufuEscpos *escpos, const HufuBlock *block)
{
  g_autoptr (HufuRaster) raster = hufu_raster_of_image (block->left, escpos->profile->width_dots);

  if (raster != NULL)
    push_raster (escpos, raster);
  else
    g_message ("the logo cannot be printed: %s", block->left);
}

/* Where they do not fit, the digits below them can still be typed. */
static void
encode_bars (HufuEscpos *escpos, const HufuBlock *block)
{
  g_autoptr (HufuRaster) raster = hufu_raster_of_bars (block->left, escpos->profile->width_dots);

  if (raster != NULL)
    push_raster (escpos, raster);
}

static GByteArray *
make_cut (const HufuPrinterProfile *profile)
{
  GByteArray *bytes = g_byte_array_new ();
  if (profile->feed_lines > 0)
    ADD (bytes, ESC, 'd', profile->feed_lines);
  if (profile->cutter)
    ADD (bytes, GS, 'V', 'B', 0); /* feeds to the knife, then cuts all but a point */
  return bytes;
}

static void
encode_cut (HufuEscpos *escpos)
{
  GByteArray *bytes = make_cut (escpos->profile);
  if (bytes->len > 0)
    push (escpos, bytes);
  else
    g_byte_array_unref (bytes);
}

static void
encode_drawer (HufuEscpos *escpos)
{
  if (escpos->profile->drawer_pin == 0 || (escpos->flags & HUFU_ESCPOS_NO_DRAWER) != 0)
    return;
  GByteArray *bytes = g_byte_array_new ();
  /* 50 ms on, 500 ms off: within what drawers with 12 and 24 V coils take. */
  ADD (bytes, ESC, 'p', escpos->profile->drawer_pin == 5 ? 1 : 0, 25, 250);
  push (escpos, bytes);
}

static void
encode_feed (HufuEscpos *escpos)
{
  GByteArray *bytes = g_byte_array_new ();
  ADD (bytes, LF);
  push (escpos, bytes);
}

static void
encode_block (HufuEscpos *escpos, const HufuBlock *block)
{
  escpos->kind = block->kind;
  switch (block->kind) {
  case HUFU_BLOCK_TEXT:
  case HUFU_BLOCK_COLUMNS:
    encode_text (escpos, block);
    return;
  case HUFU_BLOCK_RULE:
    encode_rule (escpos);
    return;
  case HUFU_BLOCK_QR:
    encode_qr (escpos, block);
    return;
  case HUFU_BLOCK_FEED:
    encode_feed (escpos);
    return;
  case HUFU_BLOCK_CUT:
    encode_cut (escpos);
    return;
  case HUFU_BLOCK_DRAWER:
    encode_drawer (escpos);
    return;
  case HUFU_BLOCK_IMAGE:
    encode_image (escpos, block);
    return;
  case HUFU_BLOCK_BARS:
    encode_bars (escpos, block);
    return;
  }
  g_assert_not_reached ();
}

/* Fills the queue; FALSE at the end of the document. */
static gboolean
encode_more (HufuEscpos *escpos)
{
  if (!escpos->started) {
    escpos->started = TRUE;
    escpos->kind = HUFU_BLOCK_FEED;
    push (escpos, make_start (escpos->profile));
    return TRUE;
  }
  if (escpos->next_block < escpos->receipt->blocks->len) {
    encode_block (escpos, g_ptr_array_index (escpos->receipt->blocks, escpos->next_block++));
    return TRUE;
  }
  if (escpos->ended || (escpos->flags & HUFU_ESCPOS_CONFIRM) == 0 || !escpos->profile->confirms)
    return FALSE;
  escpos->ended = TRUE;
  escpos->kind = HUFU_BLOCK_FEED;
  GByteArray *bytes = g_byte_array_new ();
  ADD (bytes, GS, 'r', 1);
  push (escpos, bytes);
  return TRUE;
}

HufuEscpos *
hufu_escpos_new (const HufuReceipt *receipt, const HufuPrinterProfile *profile,
                 HufuEscposFlags flags)
{
  HufuEscpos *escpos = g_new0 (HufuEscpos, 1);
  escpos->receipt = receipt;
  escpos->profile = profile;
  escpos->flags = flags;
  g_queue_init (&escpos->chunks);
  return escpos;
}

static void
free_chunk (gpointer chunk)
{
  g_byte_array_unref (chunk);
}

void
hufu_escpos_free (HufuEscpos *escpos)
{
  if (escpos == NULL)
    return;
  g_queue_clear_full (&escpos->chunks, free_chunk);
  g_clear_pointer (&escpos->current, g_byte_array_unref);
  g_free (escpos);
}

gboolean
hufu_escpos_next (HufuEscpos *escpos, HufuEscposChunk *ret_chunk)
{
  g_clear_pointer (&escpos->current, g_byte_array_unref);
  while (g_queue_is_empty (&escpos->chunks))
    if (!encode_more (escpos))
      return FALSE;
  escpos->current = g_queue_pop_head (&escpos->chunks);
  *ret_chunk = (HufuEscposChunk){escpos->kind, escpos->current->data, escpos->current->len};
  return TRUE;
}

GByteArray *
hufu_escpos_encode (const HufuReceipt *receipt, const HufuPrinterProfile *profile,
                    HufuEscposFlags flags)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr (HufuEscpos) escpos = hufu_escpos_new (receipt, profile, flags);
  for (HufuEscposChunk chunk; hufu_escpos_next (escpos, &chunk);)
    add (bytes, chunk.bytes, (guint)chunk.size);
  return bytes;
}

GByteArray *
hufu_escpos_end_fragment (const HufuPrinterProfile *profile, gsize missing)
{
  g_autoptr (HufuReceipt) mark = hufu_receipt_new ();
  hufu_receipt_add (mark, HUFU_BLOCK_RULE, HUFU_ALIGN_START, FALSE, FALSE, NULL, NULL);
  hufu_receipt_add (mark, HUFU_BLOCK_TEXT, HUFU_ALIGN_CENTRE, TRUE, FALSE,
                    "Interrupted: not a receipt", NULL);
  hufu_receipt_add (mark, HUFU_BLOCK_TEXT, HUFU_ALIGN_CENTRE, TRUE, FALSE, "打印中断，此段作废",
                    NULL);
  hufu_receipt_add (mark, HUFU_BLOCK_CUT, HUFU_ALIGN_START, FALSE, FALSE, NULL, NULL);

  GByteArray *bytes = g_byte_array_new ();
  g_assert (missing <= HUFU_ESCPOS_CHUNK_MAX);
  g_byte_array_set_size (bytes, (guint)missing);
  if (missing > 0)
    memset (bytes->data, 0, missing);
  ADD (bytes, LF);
  g_autoptr (GByteArray) mark_bytes = hufu_escpos_encode (mark, profile, HUFU_ESCPOS_PLAIN);
  add (bytes, mark_bytes->data, mark_bytes->len);
  return bytes;
}
