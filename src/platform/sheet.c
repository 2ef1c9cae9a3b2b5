/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/sheet.h"

#include <cairo-pdf.h>
#include <glib/gstdio.h>
#include <pango/pangocairo.h>
#include <string.h>

#include "drivers/qr/qr.h"
#include "platform/codes.h"

/* A4 in points; three columns and four rows a page. */
#define PAGE_WIDTH 595
#define PAGE_HEIGHT 842
#define COLUMNS 3
#define ROWS 4
#define MARGIN 36
#define TITLE_HEIGHT 36
#define CODE_SIDE 128
#define LIVE_WIDTH 160
#define BAR_HEIGHT 64
#define BAR_WIDTH 1.2
#define PNG_SCALE 2
#define PNG_MODULE_PX 8

static gboolean
is_qr (const json_t *code)
{
  const char *kind = json_string_value (json_object_get (code, "kind"));

  return strcmp (kind, "product") != 0 && strcmp (kind, "label") != 0;
}

static gboolean
is_live (const json_t *code)
{
  return json_is_true (json_object_get (code, "live"));
}

static const char *
text_of (const json_t *code, const char *name)
{
  const char *text = json_string_value (json_object_get (code, name));

  return text != NULL ? text : "";
}

/* lines: at most so many, the rest is cut. */
static void
draw_lines (cairo_t *cairo, int x, int y, int width, int lines, const char *font, const char *text)
{
  PangoLayout *layout = pango_cairo_create_layout (cairo);
  PangoFontDescription *description = pango_font_description_from_string (font);

  pango_layout_set_font_description (layout, description);
  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_set_height (layout, -lines);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_text (layout, text, -1);
  cairo_move_to (cairo, x, y);
  pango_cairo_show_layout (cairo, layout);
  pango_font_description_free (description);
  g_object_unref (layout);
}

static void
draw_text (cairo_t *cairo, int x, int y, int width, const char *font, const char *text)
{
  draw_lines (cairo, x, y, width, 2, font, text);
}

/* A live code is stale before it is printed: where a fresh one is shown stands in its place. */
static void
draw_live (cairo_t *cairo, int x, int y, const char *cti)
{
  g_autofree char *text = g_strdup_printf (
      "Renews itself every 15 seconds: open the page /live of this platform, or say\n"
      "hufuctl voucher live\n%s\n每 15 秒更新：请打开本平台的 /live 页面，或运行上面的命令。",
      cti);

  cairo_save (cairo);
  cairo_set_line_width (cairo, 0.5);
  cairo_rectangle (cairo, x, y, LIVE_WIDTH, CODE_SIDE);
  cairo_stroke (cairo);
  cairo_restore (cairo);
  draw_lines (cairo, x + 6, y + 6, LIVE_WIDTH - 12, 8, "Noto Sans CJK SC 7", text);
}

static void
draw_qr (cairo_t *cairo, int x, int y, const char *text)
{
  g_autoptr (HufuQr) qr = hufu_qr_new (text, HUFU_QR_M);
  int size = qr != NULL ? hufu_qr_get_size (qr) : 0;

  if (qr == NULL)
    return;
  cairo_save (cairo);
  cairo_translate (cairo, x, y);
  cairo_scale (cairo, 1.0 * CODE_SIDE / size, 1.0 * CODE_SIDE / size);
  for (int row = 0; row < size; row++) {
    for (int column = 0; column < size; column++) {
      if (hufu_qr_get (qr, column, row))
        cairo_rectangle (cairo, column, row, 1, 1);
    }
  }
  cairo_fill (cairo);
  cairo_restore (cairo);
}

/* EAN-13 (ISO/IEC 15420): 95 modules; the first digit is in the choice of sets A and B. */
static void
make_ean_modules (const char digits[14], char ret_modules[96])
{
  static const char *const set_a[] = {"0001101", "0011001", "0010011", "0111101", "0100011",
                                      "0110001", "0101111", "0111011", "0110111", "0001011"};
  static const char *const parity[] = {"AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB",
                                       "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA"};
  const char *sets = parity[digits[0] - '0'];
  gsize at = 3;

  memcpy (ret_modules, "101", 3);
  for (gsize i = 1; i <= 12; i++) {
    const char *pattern = set_a[digits[i] - '0'];
    gboolean is_b = i <= 6 && sets[i - 1] == 'B';

    /* Set C is set A inverted, set B is set C read backwards. */
    for (gsize bit = 0; bit < 7; bit++) {
      gboolean dark = pattern[is_b ? 6 - bit : bit] == '1';

      ret_modules[at++] = dark != (is_b || i > 6) ? '1' : '0';
    }
    if (i == 6) {
      memcpy (ret_modules + at, "01010", 5);
      at += 5;
    }
  }
  memcpy (ret_modules + at, "101", 4);
}

static void
draw_ean (cairo_t *cairo, int x, int y, const char *digits)
{
  char modules[96];

  make_ean_modules (digits, modules);
  cairo_save (cairo);
  cairo_translate (cairo, x, y);
  cairo_scale (cairo, BAR_WIDTH, 1);
  for (int i = 0; i < 95; i++) {
    if (modules[i] == '1')
      cairo_rectangle (cairo, i, 0, 1, BAR_HEIGHT);
  }
  cairo_fill (cairo);
  cairo_restore (cairo);
  draw_text (cairo, x, y + BAR_HEIGHT + 2, CODE_SIDE, "Monospace 9", digits);
}

static void
draw_code (cairo_t *cairo, const json_t *code, int place)
{
  int width = (PAGE_WIDTH - 2 * MARGIN) / COLUMNS;
  int height = (PAGE_HEIGHT - 2 * MARGIN) / ROWS;
  int x = MARGIN + place % COLUMNS * width;
  int y = MARGIN + place / COLUMNS * height;

  draw_text (cairo, x, y, width - 12, "Noto Sans CJK SC 8", text_of (code, "label"));
  draw_text (cairo, x, y + 12, width - 12, "Noto Sans CJK SC 8", text_of (code, "label_zh"));
  if (is_live (code)) {
    draw_live (cairo, x, y + TITLE_HEIGHT, text_of (code, "cti"));
  } else if (is_qr (code)) {
    draw_qr (cairo, x, y + TITLE_HEIGHT, text_of (code, "text"));
    draw_text (cairo, x, y + TITLE_HEIGHT + CODE_SIDE + 3, width - 12, "Monospace 9",
               text_of (code, "short_code"));
  } else {
    draw_ean (cairo, x + 6, y + TITLE_HEIGHT, text_of (code, "text"));
  }
}

static gboolean
check_surface (cairo_surface_t *surface, const char *path, GError **error)
{
  if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s cannot be written: %s", path,
               cairo_status_to_string (cairo_surface_status (surface)));
  return FALSE;
}

static gboolean
write_pdf (const json_t *codes, const char *path, GError **error)
{
  cairo_surface_t *surface = cairo_pdf_surface_create (path, PAGE_WIDTH, PAGE_HEIGHT);
  cairo_t *cairo = cairo_create (surface);
  json_t *code;
  gsize i;
  gboolean good;

  json_array_foreach (codes, i, code)
  {
    if (i > 0 && i % (COLUMNS * ROWS) == 0)
      cairo_show_page (cairo);
    draw_code (cairo, code, (int)(i % (COLUMNS * ROWS)));
  }
  cairo_destroy (cairo);
  cairo_surface_finish (surface);
  good = check_surface (surface, path, error);
  cairo_surface_destroy (surface);
  return good;
}

static gboolean
write_png (const json_t *codes, const char *path, GError **error)
{
  int n_pages = (int)((json_array_size (codes) + COLUMNS * ROWS - 1) / (COLUMNS * ROWS));
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, PAGE_WIDTH * PNG_SCALE,
                                                         PAGE_HEIGHT * PNG_SCALE * n_pages);
  cairo_t *cairo = cairo_create (surface);
  json_t *code;
  gsize i;
  gboolean good;

  cairo_scale (cairo, PNG_SCALE, PNG_SCALE);
  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_paint (cairo);
  cairo_set_source_rgb (cairo, 0, 0, 0);
  json_array_foreach (codes, i, code)
  {
    cairo_save (cairo);
    cairo_translate (cairo, 0, PAGE_HEIGHT * (int)(i / (COLUMNS * ROWS)));
    draw_code (cairo, code, (int)(i % (COLUMNS * ROWS)));
    cairo_restore (cairo);
  }
  cairo_destroy (cairo);
  good = cairo_surface_write_to_png (surface, path) == CAIRO_STATUS_SUCCESS ||
         check_surface (surface, path, error);
  cairo_surface_destroy (surface);
  return good;
}

gboolean
hufu_sheet_write (HufuPlatform *platform, const char *path, GError **error)
{
  json_t *codes = hufu_codes_list (platform, error);
  gboolean good;

  if (codes == NULL)
    return FALSE;
  good = g_str_has_suffix (path, ".png") ? write_png (codes, path, error)
                                         : write_pdf (codes, path, error);
  json_decref (codes);
  return good;
}

gboolean
hufu_sheet_write_json (HufuPlatform *platform, const char *path, GError **error)
{
  json_t *codes = hufu_codes_list (platform, error);
  g_autofree char *text = NULL;

  if (codes == NULL)
    return FALSE;
  text = hufu_pjson_dump (codes);
  json_decref (codes);
  return g_file_set_contents (path, text, -1, error);
}

static char *
make_name (const json_t *code, gsize number)
{
  g_autofree char *label = g_ascii_strdown (text_of (code, "label"), -1);

  g_strcanon (label, "abcdefghijklmnopqrstuvwxyz0123456789", '-');
  return g_strdup_printf ("%02" G_GSIZE_FORMAT "-%s-%s.png", number, text_of (code, "kind"), label);
}

static gboolean
write_one (const json_t *code, const char *dir, gsize number, GError **error)
{
  g_autofree char *name = make_name (code, number);
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autoptr (HufuQr) qr = hufu_qr_new (text_of (code, "text"), HUFU_QR_M);

  g_assert (qr != NULL);
  return hufu_qr_write_png (qr, path, PNG_MODULE_PX, error);
}

gboolean
hufu_sheet_write_pngs (HufuPlatform *platform, const char *dir, GError **error)
{
  json_t *codes = hufu_codes_list (platform, error);
  gboolean good = codes != NULL;
  json_t *code;
  gsize i;

  if (good && g_mkdir_with_parents (dir, 0700) != 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The directory %s cannot be made", dir);
    good = FALSE;
  }
  json_array_foreach (codes, i, code)
  {
    if (good && is_qr (code) && !is_live (code))
      good = write_one (code, dir, i + 1, error);
  }
  json_decref (codes);
  return good;
}
