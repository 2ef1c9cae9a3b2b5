/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drivers/printer/escpos-render.h"

#include <pango/pangocairo.h>
#include <string.h>

#include "drivers/printer/escpos-size.h"
#include "drivers/printer/raster.h"

#define MARGIN 16
#define CELL_WIDTH 12
#define CELL_HEIGHT 24
#define LINE_SPACING 30
#define FIRST_HEIGHT 512
#define TOTAL_HEIGHT_MAX                                                                           \
  40000 /* dots of all papers: 5 m of roll; what comes after is not drawn                          \
         */

typedef struct {
  gunichar c;
  guint columns;
  guint scale_x, scale_y;
  gboolean bold;
} Glyph;

typedef struct {
  guint width_dots;
  HufuRendering *rendering;
  HufuPaper *paper; /* being printed; NULL before the first ink */
  int y, height;    /* next free row, rows of the picture */
  int total_height;
  PangoContext *pango;
  GArray *line; /* Glyph */
  gboolean hanzi, bold;
  guint scale_x, scale_y, align, spacing;
  guint8 codepage;
} Engine;

static void
paper_free (gpointer data)
{
  HufuPaper *paper = data;
  cairo_surface_destroy (paper->picture);
  g_string_free (paper->text, TRUE);
  g_free (paper);
}

void
hufu_rendering_free (HufuRendering *rendering)
{
  if (rendering == NULL)
    return;
  g_ptr_array_unref (rendering->papers);
  g_free (rendering);
}

static cairo_surface_t *
make_white (int width, int height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cairo = cairo_create (surface);
  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_paint (cairo);
  cairo_destroy (cairo);
  return surface;
}

static cairo_surface_t *
copy_to (cairo_surface_t *from, int width, int height)
{
  cairo_surface_t *surface = make_white (width, height);
  cairo_t *cairo = cairo_create (surface);
  cairo_set_source_surface (cairo, from, 0, 0);
  cairo_paint (cairo);
  cairo_destroy (cairo);
  return surface;
}

static int
get_width (const Engine *engine)
{
  return (int)engine->width_dots + 2 * MARGIN;
}

static void
end_paper (Engine *engine, gboolean cut)
{
  HufuPaper *paper = g_steal_pointer (&engine->paper);
  if (paper == NULL)
    return;
  cairo_surface_t *cropped = copy_to (paper->picture, get_width (engine), engine->y + MARGIN);
  cairo_surface_destroy (paper->picture);
  paper->picture = cropped;
  paper->cut = cut;
  g_ptr_array_add (engine->rendering->papers, paper);
}

/* Makes room for `rows` more; FALSE if all the paper that may be drawn is used. */
static gboolean
reserve (Engine *engine, int rows)
{
  if (rows > HUFU_PAPER_HEIGHT_DOTS_MAX || engine->total_height + rows > TOTAL_HEIGHT_MAX)
    return FALSE;
  if (engine->paper != NULL && engine->y + rows > HUFU_PAPER_HEIGHT_DOTS_MAX)
    end_paper (engine, FALSE);
  if (engine->paper == NULL) {
    engine->paper = g_new0 (HufuPaper, 1);
    engine->paper->text = g_string_new (NULL);
    engine->y = MARGIN;
    engine->height = FIRST_HEIGHT;
    engine->paper->picture = make_white (get_width (engine), engine->height);
  }
  if (engine->y + rows + MARGIN > engine->height) {
    engine->height = MAX (2 * engine->height, engine->y + rows + MARGIN);
    cairo_surface_t *grown = copy_to (engine->paper->picture, get_width (engine), engine->height);
    cairo_surface_destroy (engine->paper->picture);
    engine->paper->picture = grown;
  }
  return TRUE;
}

static void
advance (Engine *engine, int rows)
{
  engine->y += rows;
  engine->total_height += rows;
}

/* Blank rows: before any ink they are not worth a picture. */
static void
feed (Engine *engine, int rows)
{
  if (engine->paper != NULL && reserve (engine, rows))
    advance (engine, rows);
}

static int
align_x (const Engine *engine, guint used)
{
  guint spare = engine->width_dots - MIN (used, engine->width_dots);
  return MARGIN + (int)(engine->align == 1 ? spare / 2 : engine->align == 2 ? spare : 0);
}

static void
draw_glyph (Engine *engine, cairo_t *cairo, PangoLayout *layout, const Glyph *glyph, int x,
            int base_y)
{
  char utf8[7] = {0};
  int ink_width, ink_height;
  g_unichar_to_utf8 (glyph->c, utf8);
  pango_layout_set_text (layout, utf8, -1);
  pango_layout_get_pixel_size (layout, &ink_width, &ink_height);
  cairo_save (cairo);
  cairo_translate (cairo, x, base_y - CELL_HEIGHT * (int)glyph->scale_y);
  cairo_scale (cairo, glyph->scale_x, glyph->scale_y);
  cairo_move_to (cairo, ((int)glyph->columns * CELL_WIDTH - ink_width) / 2,
                 (CELL_HEIGHT - ink_height) / 2);
  pango_cairo_show_layout (cairo, layout);
  if (glyph->bold) {
    cairo_rel_move_to (cairo, 1, 0);
    pango_cairo_show_layout (cairo, layout);
  }
  cairo_restore (cairo);
}

static PangoLayout *
make_cell_layout (Engine *engine)
{
  PangoLayout *layout = pango_layout_new (engine->pango);
  PangoFontDescription *font = pango_font_description_from_string (HUFU_RASTER_FONT);
  pango_font_description_set_absolute_size (font, HUFU_RASTER_FONT_DOTS * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  return layout;
}

/* Prints and empties the line; `height` is that of its tallest character. */
static void
draw_line (Engine *engine, int height)
{
  guint used = 0;
  for (guint i = 0; i < engine->line->len; i++) {
    const Glyph *glyph = &g_array_index (engine->line, Glyph, i);
    used += glyph->columns * CELL_WIDTH * glyph->scale_x;
    g_string_append_unichar (engine->paper->text, glyph->c);
  }
  int x = align_x (engine, used);
  g_autoptr (PangoLayout) layout = make_cell_layout (engine);
  cairo_t *cairo = cairo_create (engine->paper->picture);
  cairo_rectangle (cairo, 0, 0, get_width (engine), engine->height);
  cairo_clip (cairo);
  for (guint i = 0; i < engine->line->len; i++) {
    const Glyph *glyph = &g_array_index (engine->line, Glyph, i);
    draw_glyph (engine, cairo, layout, glyph, x, engine->y + height);
    x += (int)(glyph->columns * CELL_WIDTH * glyph->scale_x);
  }
  cairo_destroy (cairo);
}

static void
end_line (Engine *engine)
{
  int height = CELL_HEIGHT;
  for (guint i = 0; i < engine->line->len; i++)
    height = MAX (height, CELL_HEIGHT * (int)g_array_index (engine->line, Glyph, i).scale_y);
  int rows = MAX (height + LINE_SPACING - CELL_HEIGHT, (int)engine->spacing);
  if (engine->line->len == 0) {
    feed (engine, (int)engine->spacing);
  } else if (reserve (engine, rows)) {
    draw_line (engine, height);
    g_string_append_c (engine->paper->text, '\n');
    advance (engine, rows);
  }
  g_array_set_size (engine->line, 0);
}

static void
add_glyph (Engine *engine, gunichar c, guint columns)
{
  Glyph glyph = {c, columns, engine->scale_x, engine->scale_y, engine->bold};
  guint used = columns * engine->scale_x * CELL_WIDTH;
  for (guint i = 0; i < engine->line->len; i++) {
    const Glyph *other = &g_array_index (engine->line, Glyph, i);
    used += other->columns * other->scale_x * CELL_WIDTH;
  }
  if (used > engine->width_dots)
    end_line (engine);
  g_array_append_val (engine->line, glyph);
}

static void
print_character (Engine *engine, const guint8 *bytes, gsize size)
{
  static const struct {
    guint8 number;
    const char *charset;
  } CODEPAGES[] = {{0, "CP437"}, {2, "CP850"}, {16, "CP1252"}, {17, "CP866"}, {19, "CP858"}};
  if (size == 1 && bytes[0] < 0x80) {
    add_glyph (engine, bytes[0], 1);
    return;
  }
  const char *charset = size > 1 ? "GB18030" : NULL;
  for (gsize i = 0; charset == NULL && i < G_N_ELEMENTS (CODEPAGES); i++)
    if (CODEPAGES[i].number == engine->codepage)
      charset = CODEPAGES[i].charset;
  char text[4];
  memcpy (text, bytes, size);
  g_autofree char *utf8 =
      charset != NULL ? g_convert (text, (gssize)size, "UTF-8", charset, NULL, NULL, NULL) : NULL;
  add_glyph (engine, utf8 != NULL ? g_utf8_get_char (utf8) : 0xfffd, size > 1 ? 2 : 1);
}

static void
print_raster (Engine *engine, const guint8 *bytes)
{
  guint row_bytes = bytes[4] | (guint)bytes[5] << 8, rows = bytes[6] | (guint)bytes[7] << 8;
  if (engine->line->len > 0)
    end_line (engine);
  if (rows == 0 || row_bytes == 0 || !reserve (engine, (int)rows))
    return;
  cairo_surface_flush (engine->paper->picture);
  guint8 *pixels = cairo_image_surface_get_data (engine->paper->picture);
  gsize stride = (gsize)cairo_image_surface_get_stride (engine->paper->picture);
  guint left = (guint)align_x (engine, row_bytes * 8);
  guint width = MIN (row_bytes * 8, engine->width_dots);
  for (guint y = 0; y < rows; y++) {
    guint32 *row = (guint32 *)(void *)(pixels + ((gsize)engine->y + y) * stride);
    for (guint x = 0; x < width; x++)
      if ((bytes[8 + (gsize)y * row_bytes + x / 8] & (0x80 >> (x % 8))) != 0)
        row[left + x] = 0;
  }
  cairo_surface_mark_dirty (engine->paper->picture);
  advance (engine, (int)rows);
}

static void
reset (Engine *engine)
{
  g_array_set_size (engine->line, 0);
  engine->hanzi = engine->bold = FALSE;
  engine->scale_x = engine->scale_y = 1;
  engine->align = 0;
  engine->spacing = LINE_SPACING;
  engine->codepage = 0;
}

static void
do_escape (Engine *engine, const guint8 *bytes)
{
  switch (bytes[1]) {
  case '@':
    reset (engine);
    break;
  case '2':
    engine->spacing = LINE_SPACING;
    break;
  case '3':
    engine->spacing = bytes[2];
    break;
  case 'a':
    engine->align = bytes[2] % 48;
    break;
  case 'E':
    engine->bold = (bytes[2] & 1) != 0;
    break;
  case 't':
    engine->codepage = bytes[2];
    break;
  case 'd':
    if (engine->line->len > 0)
      end_line (engine);
    feed (engine, bytes[2] * (int)engine->spacing);
    break;
  case 'p':
    engine->rendering->n_drawer_kicks += bytes[3] > 0; /* a pulse of no time opens nothing */
    break;
  default:
    break;
  }
}

static void
do_group (Engine *engine, const guint8 *bytes)
{
  switch (bytes[1]) {
  case '!':
    engine->scale_x = (bytes[2] >> 4 & 7) + 1;
    engine->scale_y = (bytes[2] & 7) + 1;
    break;
  case 'v':
    print_raster (engine, bytes);
    break;
  case 'V':
    if (engine->line->len > 0)
      end_line (engine);
    end_paper (engine, TRUE);
    break;
  case 'r':
    engine->rendering->n_status++;
    break;
  default:
    break;
  }
}

static void
do_one (Engine *engine, const guint8 *bytes, gsize size)
{
  switch (bytes[0]) {
  case 0x1b:
    do_escape (engine, bytes);
    return;
  case 0x1c:
    if (bytes[1] == '&' || bytes[1] == '.')
      engine->hanzi = bytes[1] == '&';
    return;
  case 0x1d:
    do_group (engine, bytes);
    return;
  case 0x10:
    if (bytes[1] == 0x04)
      engine->rendering->n_status++;
    return;
  case '\n':
    end_line (engine);
    return;
  default:
    if (bytes[0] >= 0x20 && bytes[0] != 0x7f)
      print_character (engine, bytes, size);
    else if (bytes[0] != 0)
      engine->rendering->n_unknown++;
  }
}

HufuRendering *
hufu_escpos_render (const guint8 *bytes, gsize size, guint width_dots)
{
  HufuRendering *rendering = g_new0 (HufuRendering, 1);
  rendering->papers = g_ptr_array_new_with_free_func (paper_free);
  PangoContext *pango = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  g_autoptr (GArray) line = g_array_new (FALSE, FALSE, sizeof (Glyph));
  Engine engine = {.width_dots = width_dots, .rendering = rendering, .pango = pango, .line = line};
  reset (&engine);

  for (gsize at = 0; at < size;) {
    gsize wanted = hufu_escpos_size (bytes + at, size - at, engine.hanzi);
    if (wanted > size - at) {
      rendering->n_missing = wanted - (size - at);
      break;
    }
    if (wanted == 0)
      rendering->n_unknown++;
    else
      do_one (&engine, bytes + at, wanted);
    at += MAX (wanted, 1);
  }
  if (line->len > 0)
    end_line (&engine);
  end_paper (&engine, FALSE);
  g_object_unref (pango);
  return rendering;
}

cairo_surface_t *
hufu_rendering_join (const HufuRendering *rendering)
{
  int width = 2 * MARGIN, height = 0;
  for (guint i = 0; i < rendering->papers->len; i++) {
    const HufuPaper *paper = g_ptr_array_index (rendering->papers, i);
    width = MAX (width, cairo_image_surface_get_width (paper->picture));
    height += cairo_image_surface_get_height (paper->picture);
  }
  cairo_surface_t *joined = make_white (width, MAX (height, 2 * MARGIN));
  cairo_t *cairo = cairo_create (joined);
  int y = 0;
  for (guint i = 0; i < rendering->papers->len; i++) {
    const HufuPaper *paper = g_ptr_array_index (rendering->papers, i);
    cairo_set_source_surface (cairo, paper->picture, 0, y);
    cairo_paint (cairo);
    y += cairo_image_surface_get_height (paper->picture);
  }
  cairo_destroy (cairo);
  return joined;
}
