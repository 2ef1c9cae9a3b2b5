/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drivers/qr/qr.h"

#include <glib/gstdio.h>

#include "tests/device/receipts.h"

/* 264 characters: the longest plain voucher; all of them are in QR's alphanumeric set. */
static char *
make_voucher_text (gsize length)
{
  static const char BASE45[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  GString *text = g_string_new ("OV1:");
  for (guint i = 0; text->len < length; i++)
    g_string_append_c (text, BASE45[(i * 7 + 11) % 45]);
  return g_string_free (text, FALSE);
}

static char *
decode_png (const char *path)
{
  cairo_surface_t *surface = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  char *text = read_qr (surface);
  cairo_surface_destroy (surface);
  return text;
}

static void
test_voucher_is_alphanumeric (void)
{
  struct {
    gsize length;
    int version;
  } const ROWS[] = {{237, 9}, {262, 9}, {264, 10}, {311, 10}};

  for (gsize i = 0; i < G_N_ELEMENTS (ROWS); i++) {
    g_autofree char *text = make_voucher_text (ROWS[i].length);
    g_autoptr (HufuQr) qr = hufu_qr_new (text, HUFU_QR_M);
    g_assert_nonnull (qr);
    g_assert_cmpint (hufu_qr_get_version (qr), ==, ROWS[i].version);
    g_assert_cmpint (hufu_qr_get_size (qr), ==, 17 + 4 * ROWS[i].version);
  }
}

static void
test_limits (void)
{
  g_autofree char *too_long = g_strnfill (8000, 'x');
  g_assert_null (hufu_qr_new (too_long, HUFU_QR_L));
  g_assert_null (hufu_qr_new ("", HUFU_QR_L));

  g_autoptr (HufuQr) qr = hufu_qr_new ("1", HUFU_QR_H);
  g_assert_true (hufu_qr_get (qr, 0, 0));
  g_assert_false (hufu_qr_get (qr, -1, 0));
  g_assert_false (hufu_qr_get (qr, 0, 21));
}

static void
test_png_reads_back (void)
{
  g_autofree char *voucher = make_voucher_text (264);
  const char *const TEXTS[] = {voucher, "https://shop.example/h#aBc_9-", "0123456789012"};
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("hufu-qr-XXXXXX", &error);
  g_assert_no_error (error);
  g_autofree char *path = g_build_filename (folder, "code.png", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (TEXTS); i++) {
    g_autoptr (HufuQr) qr = hufu_qr_new (TEXTS[i], HUFU_QR_M);
    g_assert_true (hufu_qr_write_png (qr, path, 4, &error));
    g_assert_no_error (error);
    g_autofree char *read = decode_png (path);
    g_assert_cmpstr (read, ==, TEXTS[i]);
  }
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_png_to_nowhere (void)
{
  g_autoptr (HufuQr) qr = hufu_qr_new ("1", HUFU_QR_H);
  g_autoptr (GError) error = NULL;
  g_assert_false (hufu_qr_write_png (qr, "/nonexistent/code.png", 1, &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/qr/voucher-is-alphanumeric", test_voucher_is_alphanumeric);
  g_test_add_func ("/qr/limits", test_limits);
  g_test_add_func ("/qr/png-reads-back", test_png_reads_back);
  g_test_add_func ("/qr/png-to-nowhere", test_png_to_nowhere);
  return g_test_run ();
}
