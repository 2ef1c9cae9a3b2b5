/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A receipt of 40 lines in Chinese and English to ESC/POS bytes: as text, as pictures, and to its
 * first chunk. */
#include <string.h>
#include "drivers/printer/escpos.h"
#include "tests/bench/stats.h"
#include "tests/device/receipts.h"

#define LINES 40
#define PRINT_FLOOR_NS (600 * G_GINT64_CONSTANT (1000000)) /* 40 lines at 250 mm/s */

static gint64
time_encode (const HufuReceipt *receipt, const HufuPrinterProfile *profile, HufuEscposFlags flags,
             HufuSample *copy, gsize *ret_size)
{
  gint64 start_ns = hufu_bench_now_ns (), taken_ns;
  g_autoptr (GByteArray) bytes = hufu_escpos_encode (receipt, profile, flags);
  g_autofree guint8 *other = g_malloc0 (bytes->len);

  taken_ns = hufu_bench_now_ns () - start_ns;
  start_ns = hufu_bench_now_ns ();
  memcpy (other, bytes->data, bytes->len);
  hufu_sample_add (copy, hufu_bench_now_ns () - start_ns);
  g_assert_cmpint (other[bytes->len - 1], ==, bytes->data[bytes->len - 1]);
  *ret_size = bytes->len;
  return taken_ns;
}

static gint64
time_first_chunk (const HufuReceipt *receipt, const HufuPrinterProfile *profile,
                  HufuEscposFlags flags)
{
  gint64 start_ns = hufu_bench_now_ns ();
  g_autoptr (HufuEscpos) escpos = hufu_escpos_new (receipt, profile, flags);
  HufuEscposChunk chunk;

  /* The start and the drawer are the first; the first that puts ink on paper is what counts. */
  while (hufu_escpos_next (escpos, &chunk))
    if (chunk.kind == HUFU_BLOCK_TEXT)
      break;
  return hufu_bench_now_ns () - start_ns;
}

static void
print (const char *what, HufuSample *sample, HufuSample *copy, gsize size, const char *how)
{
  g_autofree char *measured = hufu_sample_format (sample);
  g_autofree char *copied = hufu_bench_format_ns (hufu_sample_get_ns (copy, 500));
  g_autofree char *full =
      g_strdup_printf ("%s; %" G_GSIZE_FORMAT " bytes, memcpy of them %s", how, size, copied);

  hufu_bench_row (what, measured, "paper 600 ms",
                  hufu_bench_ratio (hufu_sample_get_ns (sample, 500), PRINT_FLOOR_NS), 0.01, full);
}

int
main (int argc, char **argv)
{
  HufuBenchOptions options = hufu_bench_init (argc, argv);
  HufuPrinterProfile profile = load_profile ("xprinter-80");
  g_autoptr (HufuReceipt) receipt = make_sale_receipt ("001-01-20260105-0001", LINES);
  g_autoptr (HufuSample) text = hufu_sample_new (), raster = hufu_sample_new ();
  g_autoptr (HufuSample) first = hufu_sample_new (), first_raster = hufu_sample_new ();
  g_autoptr (HufuSample) text_copy = hufu_sample_new (), raster_copy = hufu_sample_new ();
  g_autoptr (GByteArray) warm = hufu_escpos_encode (receipt, &profile, HUFU_ESCPOS_ALL_RASTER);
  gsize text_size = 0, raster_size = warm->len;

  for (guint i = 0; i < hufu_bench_rounds (&options, 500); i++) {
    hufu_sample_add (text,
                     time_encode (receipt, &profile, HUFU_ESCPOS_PLAIN, text_copy, &text_size));
    hufu_sample_add (
        raster, time_encode (receipt, &profile, HUFU_ESCPOS_ALL_RASTER, raster_copy, &raster_size));
    hufu_sample_add (first, time_first_chunk (receipt, &profile, HUFU_ESCPOS_PLAIN));
    hufu_sample_add (first_raster, time_first_chunk (receipt, &profile, HUFU_ESCPOS_ALL_RASTER));
  }
  print ("receipt: 40 lines as text", text, text_copy, text_size,
         "p50; GB18030 profile with a QR as picture");
  print ("receipt: 40 lines as pictures", raster, raster_copy, raster_size,
         "p50; every line drawn by Pango, font loaded");
  print ("receipt: first line, text", first, text_copy, text_size,
         "p50; until the first line's bytes can be sent");
  print ("receipt: first line, picture", first_raster, raster_copy, raster_size,
         "p50; until the first line's bytes can be sent");
  return 0;
}
