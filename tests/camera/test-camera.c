/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The camera from pixels to text: real pictures, the real sandboxed reader. */
#include <cairo.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "core/label.h"
#include "drivers/camera/camera.h"
#include "drivers/camera/decoder-link.h"
#include "drivers/printer/escpos-render.h"
#include "drivers/printer/escpos.h"
#include "drivers/qr/qr.h"
#include "tests/lib/await.h"
#include "tests/lib/tempdir.h"

#define BOUND_MS 60000
#define TOKEN "OV1:6BFOXN*TS0BI$ZD4N9:9S6RCVN5+O30K3/XIV0W23NTDE"

typedef struct {
  HufuCameraState state;
  gboolean recovering; /* was said */
  guint n_frames, n_found;
  char *last;
} Watch;

static void
on_state (HufuCameraState state, gpointer user_data)
{
  Watch *watch = user_data;

  watch->state = state;
  watch->recovering |= state == HUFU_CAMERA_RECOVERING;
}

static void
on_frame (GBytes *grey, guint width, guint height, gpointer user_data)
{
  g_assert_cmpuint (g_bytes_get_size (grey), ==, width * height);
  ((Watch *)user_data)->n_frames++;
}

static void
on_found (const char *text, const HufuOutline *outline, gpointer user_data)
{
  Watch *watch = user_data;

  g_assert_cmpint (outline->x[0], >=, 0);
  watch->n_found++;
  g_free (watch->last);
  watch->last = g_strdup (text);
}

static HufuCamera *
open_camera (const char *uri, Watch *watch)
{
  static const HufuCameraWatch calls = {on_state, on_frame, on_found};
  HufuCamera *camera = hufu_camera_new (uri, g_getenv ("HUFU_CAMERA_DECODER"), &calls, watch);

  hufu_camera_set_on (camera, TRUE);
  return camera;
}

typedef struct {
  double turn_degrees, ink, paper;
  const char *text; /* NULL: TOKEN */
} Look;

/* Draws the code as a camera would see it on a phone: white quiet zone, turned, in this contrast.
 */
static void
draw_code (const char *path, const char *text, Look look)
{
  g_autoptr (HufuQr) qr = hufu_qr_new (text, HUFU_QR_M);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 640, 480);
  cairo_t *cr = cairo_create (surface);
  int size = hufu_qr_get_size (qr);
  double module = 300.0 / size;

  cairo_set_source_rgb (cr, look.paper, look.paper, look.paper);
  cairo_paint (cr);
  cairo_translate (cr, 320, 240);
  cairo_rotate (cr, look.turn_degrees * G_PI / 180);
  cairo_translate (cr, -150, -150);
  cairo_set_source_rgb (cr, look.ink, look.ink, look.ink);
  for (int y = 0; y < size; y++)
    for (int x = 0; x < size; x++)
      if (hufu_qr_get (qr, x, y))
        cairo_rectangle (cr, x * module, y * module, module, module);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  cairo_fill (cr);
  cairo_destroy (cr);
  g_assert_cmpint (cairo_surface_write_to_png (surface, path), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
}

/* Each way of looking has a picture that needs it, or that the plain look reads too. */
static void
reads_what_a_phone_shows (gconstpointer data)
{
  const Look *look = data;
  g_autoptr (HufuTempdir) dir = hufu_tempdir_new ();
  g_autofree char *path = hufu_tempdir_build (dir, "held-up.png");
  g_autofree char *uri = g_strconcat ("images:", path, NULL);
  Watch watch = {0};
  HufuCamera *camera;

  const char *text = look->text == NULL ? TOKEN : look->text;

  draw_code (path, text, *look);
  camera = open_camera (uri, &watch);
  hufu_await (watch.n_found > 0, BOUND_MS);
  g_assert_true (g_str_has_prefix (watch.last, "]Q1"));
  g_assert_cmpstr (watch.last + 3, ==, text);
  g_assert_cmpuint (watch.n_frames, >, 0);
  hufu_camera_free (camera);
  g_free (watch.last);
}

/* ---- bars ---- */

/* Bars and spaces by turns, each so many modules wide, as zint 2.11 makes them: a witness that
 * shares nothing with the reader. */
typedef struct {
  const char *name, *widths, *read;
} Bars;

static const Bars bars[] = {
    {"ean-13", "11131121123122222121411113211111123111141312121331122122111", "]E06901234567892"},
    {"ean-8", "1113112111414111213111111231321113121132111", "]E496385074"},
    {"upc-a", "11132111411111432113211321111111212231122221113212312122111", "]E0036000291452"},
    {"upc-e", "111122221221411231113211114111111", "]E001234565"},
    {"databar", "111412133256114311122121121152115531215111411", "]e00124012345678905"},
    {"databar-expanded", "11232224118411121314413233111311463231116121111515236411161321121",
     "]e001906141410000153202000150"},
    {"code-128", "2112142311132131311323112131311221321232212232111131232331112", "]C0HUFU-12"},
    {"gs1-128",
     "211232411131222122122213214121112232131123331121241112111143221312114131111323123221114212233"
     "1112",
     "]C1010690123456789210A1"},
};

#define BARS_WIDTH 640
#define BARS_HEIGHT 240

/* Dark bars in the middle of white, n_dots to a module. */
static void
draw_bars (guint8 *grey, const char *widths, int n_dots)
{
  int n_modules = 0, x;
  gboolean dark = TRUE;

  for (const char *c = widths; *c != '\0'; c++)
    n_modules += *c - '0';
  x = (BARS_WIDTH - n_modules * n_dots) / 2;
  g_assert_cmpint (x, >=, 10 * n_dots);
  memset (grey, 255, BARS_WIDTH * BARS_HEIGHT);
  for (const char *c = widths; *c != '\0'; c++, dark = !dark)
    for (int i = 0; i < (*c - '0') * n_dots; i++, x++)
      for (int y = 40; y < BARS_HEIGHT - 40 && dark; y++)
        grey[y * BARS_WIDTH + x] = 0;
}

/* The texts of a picture, each with its symbology identifier. */
static GPtrArray *
look_at (HufuDecoderLink *link, guint8 *grey)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  g_autofree HufuDecoded *decoded = g_new (HufuDecoded, HUFU_DECODE_SYMBOLS_MAX);
  const HufuFrame frame = {BARS_WIDTH, BARS_HEIGHT, grey};
  int n = hufu_decoder_link_decode (link, &frame, HUFU_STRATEGY_PLAIN, decoded);

  g_assert_cmpint (n, >=, 0);
  for (int i = 0; i < n; i++)
    g_ptr_array_add (texts, g_strconcat (decoded[i].aim, decoded[i].text, NULL));
  return texts;
}

static void
reads_bars (gconstpointer data)
{
  const Bars *row = data;
  g_autoptr (HufuDecoderLink) link = hufu_decoder_link_new (g_getenv ("HUFU_CAMERA_DECODER"));
  g_autofree guint8 *grey = g_malloc (BARS_WIDTH * BARS_HEIGHT);
  g_autoptr (GPtrArray) texts = NULL;

  draw_bars (grey, row->widths, 2);
  texts = look_at (link, grey);
  g_assert_cmpuint (texts->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (texts, 0), ==, row->read);
}

/* A thumb over part of the bars, wherever it is: the right code or none, never a shorter one. */
static void
reads_no_part_for_a_whole (gconstpointer data)
{
  const Bars *row = data;
  g_autoptr (HufuDecoderLink) link = hufu_decoder_link_new (g_getenv ("HUFU_CAMERA_DECODER"));
  g_autofree guint8 *grey = g_malloc (BARS_WIDTH * BARS_HEIGHT);

  for (int x = 100; x < BARS_WIDTH - 100; x += 12) {
    g_autoptr (GPtrArray) texts = NULL;

    draw_bars (grey, row->widths, 2);
    for (int y = 0; y < BARS_HEIGHT; y++)
      memset (grey + y * BARS_WIDTH + x, x % 24 == 4 ? 255 : 0, 40);
    texts = look_at (link, grey);
    for (guint i = 0; i < texts->len; i++)
      g_assert_cmpstr (g_ptr_array_index (texts, i), ==, row->read);
  }
}

/* What the till prints on a label, its camera reads, on wide paper and on narrow. */
static void
reads_a_printed_label (gconstpointer profile_name)
{
  const HufuLabelFacts facts = {.name_en = "Cold brew",
                                .name_zh = "冷泡乌龙茶",
                                .variant_en = "",
                                .variant_zh = "",
                                .sku = "TEA-01",
                                .price_minor = 800,
                                .member_price_minor = -1,
                                .gtin = 6901234567892};
  g_autoptr (HufuReceipt) label = hufu_receipt_of_label (&facts, 1, HUFU_LANG_ZH);
  g_autoptr (HufuDecoderLink) link = hufu_decoder_link_new (g_getenv ("HUFU_CAMERA_DECODER"));
  g_autofree HufuDecoded *decoded = g_new (HufuDecoded, HUFU_DECODE_SYMBOLS_MAX);
  g_autofree guint8 *grey = NULL;
  HufuPrinterProfile profile;
  cairo_surface_t *picture;
  HufuFrame frame;

  g_assert_true (hufu_profile_load (NULL, profile_name, &profile, NULL));
  {
    g_autoptr (GByteArray) bytes = hufu_escpos_encode (label, &profile, HUFU_ESCPOS_PLAIN);
    g_autoptr (HufuRendering) paper =
        hufu_escpos_render (bytes->data, bytes->len, profile.width_dots);
    picture = hufu_rendering_join (paper);
  }
  frame.width = (guint)cairo_image_surface_get_width (picture);
  frame.height = (guint)cairo_image_surface_get_height (picture);
  frame.grey = grey = g_malloc ((gsize)frame.width * frame.height);
  for (guint y = 0; y < frame.height; y++)
    for (guint x = 0; x < frame.width; x++)
      grey[y * frame.width + x] = cairo_image_surface_get_data (
          picture)[y * (guint)cairo_image_surface_get_stride (picture) + x * 4];
  cairo_surface_destroy (picture);
  g_assert_cmpint (hufu_decoder_link_decode (link, &frame, HUFU_STRATEGY_PLAIN, decoded), ==, 1);
  g_assert_cmpstr (decoded[0].text, ==, "6901234567892");
}

/* The left half of one product, then the right half of another that would go with it. */
static void
reads_no_two_halves_as_one (void)
{
  static const char *const products[] = {
      "11131121123122222121411113211111123111141312121331122122111",  /* 6901234567892 */
      "11131121123122222121411113211111321132113211321132113112111"}; /* 6901234000009 */
  g_autoptr (HufuDecoderLink) link = hufu_decoder_link_new (g_getenv ("HUFU_CAMERA_DECODER"));
  g_autofree guint8 *grey = g_malloc (BARS_WIDTH * BARS_HEIGHT);

  for (gsize i = 0; i < 6; i++) {
    g_autoptr (GPtrArray) texts = NULL;

    draw_bars (grey, products[i % 2], 2);
    for (gsize y = 0; y < BARS_HEIGHT; y++)
      memset (grey + y * BARS_WIDTH + (i % 2 == 0 ? BARS_WIDTH / 2 + 8 : 0), 255,
              BARS_WIDTH / 2 - 8);
    texts = look_at (link, grey);
    g_assert_cmpuint (texts->len, ==, 0);
  }
}

/* A code that stays in sight is told once; the next picture is told at once. */
static void
tells_each_code_once (void)
{
  g_autoptr (HufuTempdir) dir = hufu_tempdir_new ();
  g_autofree char *path = hufu_tempdir_build (dir, "held-up.png");
  g_autofree char *uri = g_strconcat ("images:", path, NULL);
  Watch watch = {0};
  HufuCamera *camera;
  guint frames;

  draw_code (path, "6901234567892", (Look){0, 0, 1});
  camera = open_camera (uri, &watch);
  hufu_await (watch.n_found > 0, BOUND_MS);
  frames = watch.n_frames;
  hufu_await (watch.n_frames >= frames + 10, BOUND_MS);
  g_assert_cmpuint (watch.n_found, ==, 1);
  draw_code (path, TOKEN, (Look){0, 0, 1});
  watch.n_found = 0;
  hufu_await (watch.n_found > 0, BOUND_MS);
  g_assert_cmpstr (watch.last, ==, "]Q1" TOKEN);
  hufu_camera_free (camera);
  g_free (watch.last);
}

/* A picture that is put into the folder later is seen, into an empty one too. */
static void
sees_what_comes_into_the_folder (void)
{
  g_autoptr (HufuTempdir) dir = hufu_tempdir_new ();
  g_autofree char *folder = hufu_tempdir_build (dir, ""),
                  *uri = g_strconcat ("images:", folder, NULL);
  g_autofree char *first = hufu_tempdir_build (dir, "a.png");
  g_autofree char *second = hufu_tempdir_build (dir, "b.png");
  Watch watch = {0};
  HufuCamera *camera = open_camera (uri, &watch);

  draw_code (first, "6901234567892", (Look){0, 0, 1});
  hufu_await (g_strcmp0 (watch.last, "]Q16901234567892") == 0, BOUND_MS);
  draw_code (second, TOKEN, (Look){0, 0, 1});
  hufu_await (g_strcmp0 (watch.last, "]Q1" TOKEN) == 0, BOUND_MS);
  hufu_camera_free (camera);
  g_free (watch.last);
}

/* No camera is a normal day: it says so, sees one that comes, and can be switched off. */
static void
comes_and_goes (void)
{
  g_autoptr (HufuTempdir) dir = hufu_tempdir_new ();
  g_autofree char *path = hufu_tempdir_build (dir, "late.png");
  g_autofree char *uri = g_strconcat ("images:", path, NULL);
  Watch watch = {0};
  HufuCamera *camera = open_camera (uri, &watch);

  hufu_await (watch.state == HUFU_CAMERA_ABSENT, BOUND_MS);
  g_assert_true (g_str_has_prefix (hufu_camera_state_sentence (watch.state, HUFU_LANG_EN), "No "));
  draw_code (path, TOKEN, (Look){0, 0, 1});
  hufu_await (watch.n_found > 0, BOUND_MS);
  hufu_camera_set_on (camera, FALSE);
  hufu_await (watch.state == HUFU_CAMERA_OFF, BOUND_MS);
  hufu_camera_free (camera);
  g_free (watch.last);
}

static void
no_v4l2_device (void)
{
  Watch watch = {0};
  HufuCamera *camera = open_camera ("v4l2:/dev/video-that-is-not-there", &watch);

  hufu_await (watch.state == HUFU_CAMERA_ABSENT, BOUND_MS);
  hufu_camera_free (camera);
}

/* A reader that dies at every picture is reported, not started for ever in a tight loop. */
static void
reader_that_dies (void)
{
  static const HufuCameraWatch calls = {on_state, on_frame, on_found};
  g_autoptr (HufuTempdir) dir = hufu_tempdir_new ();
  g_autofree char *path = hufu_tempdir_build (dir, "held-up.png");
  g_autofree char *uri = g_strconcat ("images:", path, NULL);
  Watch watch = {0};
  HufuCamera *camera = hufu_camera_new (uri, "/bin/false", &calls, &watch);

  draw_code (path, TOKEN, (Look){0, 0, 1});
  hufu_camera_set_on (camera, TRUE);
  hufu_await (watch.state == HUFU_CAMERA_NO_DECODER, BOUND_MS);
  g_assert_cmpuint (watch.n_found, ==, 0);
  hufu_camera_free (camera);
}

/* A reader that ends once is started again, and it is said long enough to be read. */
static void
reader_that_ends_once (void)
{
  static const HufuCameraWatch calls = {on_state, on_frame, on_found};
  g_autoptr (HufuTempdir) dir = hufu_tempdir_new ();
  g_autofree char *path = hufu_tempdir_build (dir, "held-up.png");
  g_autofree char *reader = hufu_tempdir_build (dir, "reader");
  g_autofree char *uri = g_strconcat ("images:", path, NULL);
  g_autofree char *script =
      g_strdup_printf ("#!/bin/sh\n[ -e %s.ended ] || { : >%s.ended; exit 1; }\nexec %s\n", reader,
                       reader, g_getenv ("HUFU_CAMERA_DECODER"));
  g_autoptr (GError) error = NULL;
  Watch watch = {0};
  HufuCamera *camera;

  draw_code (path, TOKEN, (Look){0, 0, 1});
  g_file_set_contents_full (reader, script, -1, G_FILE_SET_CONTENTS_NONE, 0700, &error);
  g_assert_no_error (error);
  camera = hufu_camera_new (uri, reader, &calls, &watch);
  hufu_camera_set_on (camera, TRUE);
  hufu_await (watch.recovering, BOUND_MS);
  hufu_await (watch.n_found > 0, BOUND_MS);
  hufu_await (watch.state == HUFU_CAMERA_RUNNING, BOUND_MS);
  hufu_camera_free (camera);
  g_free (watch.last);
}

/* A request beyond the limits ends the child instead of being believed. */
static void
child_refuses_nonsense (void)
{
  g_autoptr (HufuDecoderLink) link = hufu_decoder_link_new (g_getenv ("HUFU_CAMERA_DECODER"));
  g_autofree HufuDecoded *decoded = g_new (HufuDecoded, HUFU_DECODE_SYMBOLS_MAX);
  guint8 pixel = 0;
  const HufuFrame frame = {1, 1, &pixel};

  g_assert_cmpint (hufu_decoder_link_decode (link, &frame, HUFU_STRATEGY_PLAIN, decoded), ==, 0);
  g_assert_cmpint (hufu_decoder_link_decode (link, &frame, 99, decoded), ==, -1);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    Look look;
  } looks[] = {
      {"plain", {0, 0, 1}},
      {"turned", {15, 0, 1}},
      {"upside-down", {180, 0, 1}},
      {"low-contrast", {0, 0.45, 0.55}},
      {"light-on-dark", {0, 1, 0}},
      {"link", {0, 0, 1, "https://example.com/h#0oRDoQEmoFgkAYIYKxgt"}},
      {"chinese", {0, 0, 1, "虎符小店，会员码"}},
  };

  g_test_init (&argc, &argv, NULL);
  signal (SIGPIPE,
          SIG_IGN); /* the camera's worker does so for itself; one story uses the link bare */
  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++) {
    g_autofree char *name = g_strconcat ("/camera/reads/", looks[i].name, NULL);
    g_test_add_data_func (name, &looks[i].look, reads_what_a_phone_shows);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (bars); i++) {
    g_autofree char *name = g_strconcat ("/camera/bars/", bars[i].name, NULL);
    g_autofree char *covered = g_strconcat ("/camera/covered/", bars[i].name, NULL);
    g_test_add_data_func (name, &bars[i], reads_bars);
    g_test_add_data_func (covered, &bars[i], reads_no_part_for_a_whole);
  }
  g_test_add_data_func ("/camera/label/80-mm", "xprinter-80", reads_a_printed_label);
  g_test_add_data_func ("/camera/label/58-mm", "generic-58", reads_a_printed_label);
  g_test_add_func ("/camera/two-halves", reads_no_two_halves_as_one);
  g_test_add_func ("/camera/tells-each-code-once", tells_each_code_once);
  g_test_add_func ("/camera/sees-what-comes-into-the-folder", sees_what_comes_into_the_folder);
  g_test_add_func ("/camera/comes-and-goes", comes_and_goes);
  g_test_add_func ("/camera/no-v4l2-device", no_v4l2_device);
  g_test_add_func ("/camera/reader-that-dies", reader_that_dies);
  g_test_add_func ("/camera/reader-that-ends-once", reader_that_ends_once);
  g_test_add_func ("/camera/child-refuses-nonsense", child_refuses_nonsense);
  return g_test_run ();
}
