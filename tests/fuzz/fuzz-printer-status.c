/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a printer says of itself: status bytes, port status and device id, any bytes. */
#include <stdint.h>

#include "drivers/printer/escpos-size.h"
#include "drivers/printer/status.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  char value[16];
  if (size < HUFU_STATUS_QUESTIONS + 1)
    return 0;
  g_assert_cmpint (hufu_status_state (data), <, HUFU_PRINTER_STATE_COUNT);
  g_assert_cmpint (hufu_status_port_state (data[4]), <, HUFU_PRINTER_STATE_COUNT);
  hufu_status_read_id ((const char *)data, size, "MDL:", "MODEL:", value, sizeof value);
  for (guint i = 0; value[i] != '\0'; i++)
    g_assert_true (value[i] >= 0x20 && value[i] < 0x7f);
  for (size_t at = 0; at < size;)
    at += MAX (hufu_escpos_size (data + at, size - at, (data[0] & 1) != 0), 1);
  return 0;
}
