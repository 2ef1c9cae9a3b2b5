/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The universal input, GS1 element strings and Digital Links: any bytes get an answer that holds.
 */
#include "core/gtin.h"
#include "core/recognise.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const HufuLabelLayout layouts[] = {
    {.prefix = 21, .item_digits = 5, .value_digits = 5, .value = HUFU_LABEL_PRICE},
    {.prefix = 22, .item_digits = 6, .value_digits = 4, .value = HUFU_LABEL_WEIGHT},
    {.prefix = 2,
     .item_digits = 5,
     .value_digits = 4,
     .has_value_check = TRUE,
     .value = HUFU_LABEL_PRICE},
};

static void
check (const char *text, gsize length, HufuAsking asking)
{
  HufuScan scan;

  hufu_recognise (text, length, asking, layouts, G_N_ELEMENTS (layouts), &scan);
  g_assert (hufu_scan_kind_name (scan.kind) != NULL);
  g_assert (scan.text_length <= length);
  g_assert (scan.token_size <= HUFU_TOKEN_BYTES_MAX);
  g_assert (scan.qty_milli >= 0 && scan.label_price_minor >= -1 && scan.label_weight_milli >= -1);
  g_assert (scan.kind != HUFU_SCAN_GTIN || scan.gtin != 0);
  g_assert (scan.kind != HUFU_SCAN_IN_STORE || scan.item != 0);
  g_assert (scan.kind != HUFU_SCAN_PAYMENT_CODE || asking == HUFU_ASKING_TENDER);
  g_assert (scan.kind != HUFU_SCAN_TEXT || g_utf8_validate_len (scan.text, scan.text_length, NULL));
  g_assert (scan.kind == HUFU_SCAN_UNKNOWN || scan.kind != scan.other);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  check ((const char *)data, size, HUFU_ASKING_ANYTHING);
  check ((const char *)data, size, HUFU_ASKING_TENDER);
  return 0;
}
