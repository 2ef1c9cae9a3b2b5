/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drivers/printer/escpos.h"

#include <string.h>

#include "drivers/printer/escpos-render.h"
#include "drivers/printer/escpos-size.h"
#include "tests/device/receipts.h"

static const char *const PROFILES[] = {"epson-tm-t88", "xprinter-80", "generic-58", "unknown"};

static HufuReceipt *
one_block (HufuBlockKind kind, const char *left, const char *right)
{
  HufuReceipt *receipt = hufu_receipt_new ();
  hufu_receipt_add (receipt, kind, HUFU_ALIGN_START, FALSE, FALSE, left, right);
  return receipt;
}

static HufuRendering *
print (const HufuReceipt *receipt, const HufuPrinterProfile *profile, HufuEscposFlags flags)
{
  g_autoptr (GByteArray) bytes = hufu_escpos_encode (receipt, profile, flags);
  return hufu_escpos_render (bytes->data, bytes->len, profile->width_dots);
}

static const HufuPaper *
get_paper (const HufuRendering *rendering, guint n)
{
  g_assert_cmpuint (rendering->papers->len, >, n);
  return g_ptr_array_index (rendering->papers, n);
}

static void
assert_bytes (const guint8 *bytes, gsize size, const char *expected, gsize expected_size)
{
  g_assert_cmpuint (size, ==, expected_size);
  g_assert_true (memcmp (bytes, expected, size) == 0);
}

/* What a line of text becomes: the bytes between the start and the end of the receipt. */
static void
test_bytes_of_text (void)
{
#define START                                                                                      \
  "\x1b@\x1c.\x1bR\0\x1b"                                                                          \
  "2"
  static const struct {
    const char *profile, *text;
    const char *bytes; /* NULL: a picture */
    gsize size;
  } ROWS[] = {
      {"xprinter-80", "Tea", "Tea\n", 4},
      {"xprinter-80", "茶 Tea", "\x1c&\xb2\xe8 Tea\n\x1c.", 11},
      {"xprinter-80", "¥5",
       "\x1c&\xa3\xa4"
       "5\n\x1c.",
       8},
      {"xprinter-80", "镕", "\x1c&\xe9\x46\n\x1c.", 7},
      {"generic-58", "茶", "\x1c&\xb2\xe8\n\x1c.", 7},
      {"generic-58", "镕", NULL, 0},
      {"xprinter-80", "café", "\x1c&caf\xa8\xa6\n\x1c.", 10},
      {"xprinter-80", "Ñandú",
       "\xa5"
       "and\xa3\n",
       6},
      {"xprinter-80", "Ñ茶", NULL, 0},
      {"xprinter-80", "Привет", "\x1c&\xa7\xb1\xa7\xe2\xa7\xda\xa7\xd3\xa7\xd6\xa7\xe4\n\x1c.", 17},
      {"xprinter-80", "สวัสดี", NULL, 0},
      {"xprinter-80", "😀", NULL, 0},
      {"unknown", "茶", NULL, 0},
      {"unknown", "Tea", "Tea\n", 4},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ROWS); i++) {
    HufuPrinterProfile profile = load_profile (ROWS[i].profile);
    g_autoptr (HufuReceipt) receipt = one_block (HUFU_BLOCK_TEXT, ROWS[i].text, NULL);
    g_autoptr (HufuEscpos) escpos = hufu_escpos_new (receipt, &profile, HUFU_ESCPOS_PLAIN);
    HufuEscposChunk chunk;
    g_assert_true (hufu_escpos_next (escpos, &chunk));
    assert_bytes (chunk.bytes, 9, START, 9);
    g_assert_true (hufu_escpos_next (escpos, &chunk));
    if (ROWS[i].bytes != NULL)
      assert_bytes (chunk.bytes, chunk.size, ROWS[i].bytes, ROWS[i].size);
    else
      assert_bytes (chunk.bytes, 3, "\x1dv0", 3);
  }
}

static void
test_lines (void)
{
  static const struct {
    const char *profile, *left, *right, *printed;
  } ROWS[] = {
      {"generic-58", "Tea", "1.00", "Tea                         1.00\n"},
      {"generic-58", "茶", "1.00", "茶                          1.00\n"},
      {"generic-58", "A name that is too long for it", "12.00",
       "A name that is too long\nfor it                     12.00\n"},
      {"generic-58", "一二三四五六七八九十一二三四五六", "9.00",
       "一二三四五六七八九十一二三\n四五六                      9.00\n"},
      {"generic-58", "", "9.00", "                            9.00\n"},
      {"generic-58", "x", "1234567890123456789012", "x\n          1234567890123456789012\n"},
      {"generic-58", "Wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww", "1.00",
       "Wwwwwwwwwwwwwwwwwwwwwwwwwww\nwwwwwwwwwwww                1.00\n"},
      {"epson-tm-t88", "Tea", "1.00", "Tea                                   1.00\n"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ROWS); i++) {
    HufuPrinterProfile profile = load_profile (ROWS[i].profile);
    g_autoptr (HufuReceipt) receipt = one_block (HUFU_BLOCK_COLUMNS, ROWS[i].left, ROWS[i].right);
    g_autoptr (HufuRendering) rendering = print (receipt, &profile, HUFU_ESCPOS_PLAIN);
    g_assert_cmpstr (get_paper (rendering, 0)->text->str, ==, ROWS[i].printed);
  }
}

/* Whatever a name holds, the printer sees the commands of a harmless name and nothing else. */
static void
test_nothing_in_a_name_is_a_command (void)
{
  static const char *const NAMES[] = {
      "\x1b@\x1bp\x01\x19\xfa",            /* reset, open the drawer */
      "\x10\x14\x01\x01\x05 pulse",        /* drawer, obeyed at any time */
      "\x10\x04\x01\x10\x05\x02",          /* status, recover */
      "\x1dV\x41\x03 cut",                 /* cut */
      "\x1c.\x1c&\x1bt\x10 modes",         /* modes */
      "\x1dv0\x00\xff\xff\xff\xff",        /* a picture that swallows what follows */
      "a\r\nb\tc\x7f\x00",                 /* movement */
      "<b>bold</b> & <span size='99999'>", /* markup stays what it is */
      "\xc2\x9b"
      "31m \xc2\x90", /* C1 controls */
      "\xe2\x80\xae"
      "evil\xe2\x80\xac",             /* right-to-left override */
      "\xff\xfe\x1b\x1b\xf0\x28\x8c", /* no UTF-8 */
      "茶\x1bp\x00\x32\x32茶\x10\x04\x01",
  };

  for (gsize p = 0; p < G_N_ELEMENTS (PROFILES); p++)
    for (gsize i = 0; i < G_N_ELEMENTS (NAMES); i++)
      for (guint raster = 0; raster < 2; raster++) {
        HufuPrinterProfile profile = load_profile (PROFILES[p]);
        g_autoptr (HufuReceipt) receipt = one_block (HUFU_BLOCK_COLUMNS, NAMES[i], NAMES[i]);
        hufu_receipt_add (receipt, HUFU_BLOCK_TEXT, HUFU_ALIGN_CENTRE, TRUE, TRUE, NAMES[i], NULL);
        hufu_receipt_add (receipt, HUFU_BLOCK_TEXT, HUFU_ALIGN_START, FALSE, FALSE, "end", NULL);
        g_autoptr (HufuRendering) rendering =
            print (receipt, &profile, raster != 0 ? HUFU_ESCPOS_ALL_RASTER : HUFU_ESCPOS_PLAIN);
        g_assert_cmpuint (rendering->n_drawer_kicks, ==, 0);
        g_assert_cmpuint (rendering->n_status, ==, 0);
        g_assert_cmpuint (rendering->n_unknown, ==, 0);
        g_assert_cmpuint (rendering->n_missing, ==, 0);
        g_assert_cmpuint (rendering->papers->len, ==, 1);
        if (raster == 0)
          g_assert_true (g_str_has_suffix (get_paper (rendering, 0)->text->str, "end\n"));
      }
}

static void
test_markup_is_printed_as_it_is (void)
{
  HufuPrinterProfile profile = load_profile ("xprinter-80");
  g_autoptr (HufuReceipt) receipt = one_block (HUFU_BLOCK_TEXT, "<b>1 & 2</b>\x1b\n3", NULL);
  g_autoptr (HufuRendering) rendering = print (receipt, &profile, HUFU_ESCPOS_PLAIN);
  g_assert_cmpstr (get_paper (rendering, 0)->text->str, ==, "<b>1 & 2</b> 3\n");
}

/* Random bytes as text: commands stay whole, and in pictures no sequence that is obeyed anywhere.
 */
static void
test_random_text (void)
{
  HufuPrinterProfile profile = load_profile ("unknown");
  for (guint round = 0; round < 60; round++) {
    char text[80] = {0};
    for (guint i = 0; i + 1 < sizeof text; i++)
      text[i] = (char)g_test_rand_int_range (1, 256);
    g_autoptr (HufuReceipt) receipt = one_block (HUFU_BLOCK_TEXT, text, NULL);
    g_autoptr (GByteArray) bytes = hufu_escpos_encode (receipt, &profile, HUFU_ESCPOS_ALL_RASTER);
    gsize at = 0;
    while (at < bytes->len) {
      gsize size = hufu_escpos_size (bytes->data + at, bytes->len - at, FALSE);
      g_assert_cmpuint (size, >, 0);
      at += size;
    }
    g_assert_cmpuint (at, ==, bytes->len);
    for (gsize i = 0; i + 1 < bytes->len; i++)
      g_assert_false (
          bytes->data[i] == 0x10 &&
          (bytes->data[i + 1] == 0x04 || bytes->data[i + 1] == 0x05 || bytes->data[i + 1] == 0x14));
  }
}

static void
test_whole_receipt (void)
{
  for (gsize p = 0; p < G_N_ELEMENTS (PROFILES); p++)
    for (guint raster = 0; raster < 2; raster++) {
      HufuPrinterProfile profile = load_profile (PROFILES[p]);
      g_autoptr (HufuReceipt) receipt = make_sale_receipt ("R-000017", 12);
      g_autoptr (HufuRendering) rendering =
          print (receipt, &profile, raster != 0 ? HUFU_ESCPOS_ALL_RASTER : HUFU_ESCPOS_PLAIN);
      const HufuPaper *paper = get_paper (rendering, 0);
      g_autofree char *qr = read_qr (paper->picture);
      g_assert_cmpstr (qr, ==, RECEIPT_QR_TEXT);
      g_assert_cmpuint (rendering->papers->len, ==, 1);
      g_assert_cmpuint (rendering->n_drawer_kicks, ==, 1);
      g_assert_cmpuint (rendering->n_unknown, ==, 0);
      g_assert_cmpint (paper->cut, ==, profile.cutter);
    }
}

static void
test_chunks (void)
{
  HufuPrinterProfile profile = load_profile ("epson-tm-t88");
  g_autoptr (HufuReceipt) receipt = make_sale_receipt ("R-000017", 40);
  g_autoptr (HufuEscpos) escpos =
      hufu_escpos_new (receipt, &profile, HUFU_ESCPOS_ALL_RASTER | HUFU_ESCPOS_CONFIRM);
  guint n = 0;
  guint8 last[3] = {0};
  for (HufuEscposChunk chunk; hufu_escpos_next (escpos, &chunk); n++) {
    g_assert_cmpuint (chunk.size, >, 0);
    g_assert_cmpuint (chunk.size, <=, HUFU_ESCPOS_CHUNK_MAX);
    memcpy (last, chunk.bytes, MIN (chunk.size, 3));
  }
  g_assert_cmpuint (n, >, 45);
  assert_bytes (last, 3, "\x1dr\x01", 3);
}

static void
test_drawer_only_once (void)
{
  HufuPrinterProfile profile = load_profile ("xprinter-80");
  g_autoptr (HufuReceipt) receipt = one_block (HUFU_BLOCK_DRAWER, NULL, NULL);
  g_autoptr (HufuRendering) first = print (receipt, &profile, HUFU_ESCPOS_PLAIN);
  g_assert_cmpuint (first->n_drawer_kicks, ==, 1);
  g_autoptr (HufuRendering) again = print (receipt, &profile, HUFU_ESCPOS_NO_DRAWER);
  g_assert_cmpuint (again->n_drawer_kicks, ==, 0);
}

/* A receipt that stops after any byte is closed by the mark: the next one is whole on its own
 * paper. */
static void
test_end_of_fragment (void)
{
  HufuPrinterProfile profile = load_profile ("xprinter-80");
  g_autoptr (HufuReceipt) receipt = make_sale_receipt ("R-000017", 3);
  g_autoptr (GByteArray) whole = hufu_escpos_encode (receipt, &profile, HUFU_ESCPOS_PLAIN);
  g_autoptr (GByteArray) end = hufu_escpos_end_fragment (&profile, 4200);
  g_autoptr (HufuRendering) one = hufu_escpos_render (whole->data, whole->len, profile.width_dots);

  for (guint cut = 0; cut < whole->len; cut += 397) {
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    g_byte_array_append (bytes, whole->data, cut);
    g_byte_array_append (bytes, end->data, end->len);
    g_byte_array_append (bytes, whole->data, whole->len);
    g_autoptr (HufuRendering) rendering =
        hufu_escpos_render (bytes->data, bytes->len, profile.width_dots);
    g_assert_cmpuint (rendering->papers->len, ==, 2);
    const HufuPaper *fragment = get_paper (rendering, 0);
    g_assert_nonnull (strstr (fragment->text->str, "Interrupted: not a receipt\n"));
    g_assert_nonnull (strstr (fragment->text->str, "打印中断，此段作废\n"));
    g_assert_cmpstr (get_paper (rendering, 1)->text->str, ==, get_paper (one, 0)->text->str);
    g_assert_cmpint (cairo_image_surface_get_height (get_paper (rendering, 1)->picture), ==,
                     cairo_image_surface_get_height (get_paper (one, 0)->picture));
  }
}

static void
test_long_text_is_bounded (void)
{
  HufuPrinterProfile profile = load_profile ("xprinter-80");
  g_autofree char *text = g_strnfill (10 * 1024, 'x');
  g_autoptr (HufuReceipt) receipt = one_block (HUFU_BLOCK_TEXT, text, NULL);
  g_autoptr (GByteArray) bytes = hufu_escpos_encode (receipt, &profile, HUFU_ESCPOS_PLAIN);
  g_assert_cmpuint (bytes->len, <, HUFU_ESCPOS_TEXT_MAX_CHARS + 60);

  g_autoptr (HufuReceipt) code = one_block (HUFU_BLOCK_QR, text, NULL);
  g_autoptr (GByteArray) code_bytes = hufu_escpos_encode (code, &profile, HUFU_ESCPOS_PLAIN);
  g_assert_cmpuint (code_bytes->len, <, HUFU_ESCPOS_TEXT_MAX_CHARS + 60);
}

static void
test_renderer_takes_anything (void)
{
  for (guint round = 0; round < 300; round++) {
    guint8 bytes[600];
    gsize size = (gsize)g_test_rand_int_range (0, (gint32)sizeof bytes);
    for (gsize i = 0; i < size; i++)
      bytes[i] = (guint8)g_test_rand_int_range (0, 256);
    for (gsize i = 0; i + 4 < size; i += 37)
      memcpy (bytes + i,
              i % 2 != 0 ? "\x1dv0\0"
                         : "\x1b"
                           "d\xff\n",
              4);
    g_autoptr (HufuRendering) rendering = hufu_escpos_render (bytes, size, 384);
    g_assert_nonnull (rendering->papers);
  }
}

static void
test_profiles (void)
{
  HufuPrinterProfile profile;
  static const char *const BAD[] = {"", "../unknown", "no-such-printer", "A"};
  for (gsize i = 0; i < G_N_ELEMENTS (BAD); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_false (hufu_profile_load (NULL, BAD[i], &profile, &error));
    g_assert_nonnull (error);
  }

  static const struct {
    guint16 vendor, product;
    const char *model, *name;
  } ROWS[] = {
      {0x04b8, 0x0202, "TM-T88V", "epson-tm-t88"},
      {0x0483, 0x5743, "XP-80C", "xprinter-80"},
      {0x0416, 0x5011, "POS58", "generic-58"},
      {0x1234, 0x5678, "", "unknown"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (ROWS); i++) {
    g_autofree char *name =
        hufu_profile_match (NULL, ROWS[i].vendor, ROWS[i].product, ROWS[i].model);
    g_assert_cmpstr (name, ==, ROWS[i].name);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/escpos/bytes-of-text", test_bytes_of_text);
  g_test_add_func ("/escpos/lines", test_lines);
  g_test_add_func ("/escpos/nothing-in-a-name-is-a-command", test_nothing_in_a_name_is_a_command);
  g_test_add_func ("/escpos/markup-is-printed-as-it-is", test_markup_is_printed_as_it_is);
  g_test_add_func ("/escpos/random-text", test_random_text);
  g_test_add_func ("/escpos/whole-receipt", test_whole_receipt);
  g_test_add_func ("/escpos/chunks", test_chunks);
  g_test_add_func ("/escpos/drawer-only-once", test_drawer_only_once);
  g_test_add_func ("/escpos/end-of-fragment", test_end_of_fragment);
  g_test_add_func ("/escpos/long-text-is-bounded", test_long_text_is_bounded);
  g_test_add_func ("/escpos/renderer-takes-anything", test_renderer_takes_anything);
  g_test_add_func ("/escpos/profiles", test_profiles);
  return g_test_run ();
}
