/* SPDX-License-Identifier: GPL-3.0-or-later */
/* base45: each text has at most one meaning, each byte string one text. */
#include <string.h>

#include "core/base45.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree guint8 *bytes = g_malloc (size + 1);
  g_autofree char *text = g_malloc (HUFU_BASE45_LENGTH (size) + 1);
  gsize n_bytes;

  if (hufu_base45_decode ((const char *)data, size, bytes, size, &n_bytes)) {
    g_assert (HUFU_BASE45_LENGTH (n_bytes) == size);
    hufu_base45_encode (bytes, n_bytes, text);
    g_assert (memcmp (text, data, size) == 0);
  }
  hufu_base45_encode (data, size, text);
  g_assert (hufu_base45_decode (text, strlen (text), bytes, size, &n_bytes));
  g_assert (n_bytes == size && (size == 0 || memcmp (bytes, data, size) == 0));
  g_assert (size == 0 || !g_str_has_suffix (text, " "));
  return 0;
}
