/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/device/receipts.h"

#include <zbar.h>

HufuReceipt *
make_sale_receipt (const char *receipt_no, guint n_lines)
{
  static const struct {
    const char *name, *price;
  } GOODS[] = {
      {"亚麻衬衫 Linen shirt 蓝 L", "¥299.00"},
      {"Cotton socks, 3 pairs", "¥39.90"},
      {"海苔米饼", "¥12.50"},
      {"A long English name that goes over the edge of the paper and wraps", "¥1,288.00"},
      {"散装夏威夷果（奶油味）0.386 kg × ¥98.00/kg", "¥37.83"},
  };
  HufuReceipt *receipt = hufu_receipt_new ();
  hufu_receipt_add (receipt, HUFU_BLOCK_DRAWER, HUFU_ALIGN_START, FALSE, FALSE, NULL, NULL);
  hufu_receipt_add (receipt, HUFU_BLOCK_TEXT, HUFU_ALIGN_CENTRE, TRUE, TRUE, "虎符示范店", NULL);
  hufu_receipt_add (receipt, HUFU_BLOCK_TEXT, HUFU_ALIGN_CENTRE, FALSE, FALSE, receipt_no, NULL);
  hufu_receipt_add (receipt, HUFU_BLOCK_RULE, HUFU_ALIGN_START, FALSE, FALSE, NULL, NULL);
  for (guint i = 0; i < n_lines; i++)
    hufu_receipt_add (receipt, HUFU_BLOCK_COLUMNS, HUFU_ALIGN_START, FALSE, FALSE,
                      GOODS[i % G_N_ELEMENTS (GOODS)].name, GOODS[i % G_N_ELEMENTS (GOODS)].price);
  hufu_receipt_add (receipt, HUFU_BLOCK_RULE, HUFU_ALIGN_START, FALSE, FALSE, NULL, NULL);
  hufu_receipt_add (receipt, HUFU_BLOCK_COLUMNS, HUFU_ALIGN_START, TRUE, TRUE, "合计", "¥351.40");
  hufu_receipt_add (receipt, HUFU_BLOCK_QR, HUFU_ALIGN_CENTRE, FALSE, FALSE, RECEIPT_QR_TEXT, NULL);
  hufu_receipt_add (receipt, HUFU_BLOCK_FEED, HUFU_ALIGN_START, FALSE, FALSE, NULL, NULL);
  hufu_receipt_add (receipt, HUFU_BLOCK_CUT, HUFU_ALIGN_START, FALSE, FALSE, NULL, NULL);
  return receipt;
}

HufuPrinterProfile
load_profile (const char *name)
{
  HufuPrinterProfile profile;
  g_autoptr (GError) error = NULL;
  gboolean ok = hufu_profile_load (NULL, name, &profile, &error);
  g_assert_no_error (error);
  g_assert_true (ok);
  return profile;
}

char *
read_qr (cairo_surface_t *picture)
{
  cairo_surface_flush (picture);
  unsigned width = (unsigned)cairo_image_surface_get_width (picture);
  unsigned height = (unsigned)cairo_image_surface_get_height (picture);
  const guint8 *pixels = cairo_image_surface_get_data (picture);
  gsize stride = (gsize)cairo_image_surface_get_stride (picture);
  g_autofree guint8 *grey = g_malloc ((gsize)width * height);
  for (unsigned y = 0; y < height; y++)
    for (unsigned x = 0; x < width; x++)
      grey[y * width + x] = pixels[y * stride + x * 4];

  zbar_image_scanner_t *scanner = zbar_image_scanner_create ();
  zbar_image_scanner_set_config (scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
  zbar_image_scanner_set_config (scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
  zbar_image_t *image = zbar_image_create ();
  zbar_image_set_format (image, zbar_fourcc ('Y', '8', '0', '0'));
  zbar_image_set_size (image, width, height);
  zbar_image_set_data (image, grey, (gulong)width * height, NULL);
  zbar_scan_image (scanner, image);
  const zbar_symbol_t *symbol = zbar_image_first_symbol (image);
  char *text = symbol != NULL ? g_strdup (zbar_symbol_get_data (symbol)) : NULL;
  zbar_image_destroy (image);
  zbar_image_scanner_destroy (scanner);
  return text;
}
