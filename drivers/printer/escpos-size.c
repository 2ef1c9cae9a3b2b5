/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drivers/printer/escpos-size.h"

#include <string.h>

typedef struct {
  guint8 prefix, letter;
  guint8 size;
} CommandRow;

static const CommandRow FIXED[] = {
    {0x10, 0x04, 3}, {0x10, 0x05, 3}, {0x1b, '@', 2}, {0x1b, '2', 2}, {0x1b, '3', 3},
    {0x1b, 'a', 3},  {0x1b, 'E', 3},  {0x1b, 'G', 3}, {0x1b, 't', 3}, {0x1b, 'R', 3},
    {0x1b, 'd', 3},  {0x1b, 'J', 3},  {0x1b, 'p', 5}, {0x1b, '!', 3}, {0x1b, '-', 3},
    {0x1b, 'M', 3},  {0x1b, ' ', 3},  {0x1b, '{', 3}, {0x1b, '$', 4}, {0x1b, '\\', 4},
    {0x1b, 'i', 2},  {0x1b, 'm', 2},  {0x1b, 'c', 4}, {0x1b, '=', 3}, {0x1b, 'V', 3},
    {0x1c, '&', 2},  {0x1c, '.', 2},  {0x1c, '!', 3}, {0x1c, 'W', 3}, {0x1c, '-', 3},
    {0x1c, 'S', 4},  {0x1c, 'C', 3},  {0x1c, 'p', 4}, {0x1d, '!', 3}, {0x1d, 'r', 3},
    {0x1d, 'a', 3},  {0x1d, 'B', 3},  {0x1d, 'L', 4}, {0x1d, 'W', 4}, {0x1d, 'h', 3},
    {0x1d, 'w', 3},  {0x1d, 'H', 3},  {0x1d, 'f', 3}, {0x1d, 'P', 4}, {0x1d, 'I', 3},
};

static gsize
until_nul (const guint8 *bytes, gsize size, gsize from)
{
  const guint8 *nul = from < size ? memchr (bytes + from, 0, size - from) : NULL;
  return nul != NULL ? (gsize)(nul - bytes) + 1 : size + 1;
}

static gsize
real_time_size (const guint8 *bytes, gsize size)
{
  if (size < 3)
    return 3;
  return bytes[2] == 8 ? 10 : 5;
}

static gsize
cut_size (const guint8 *bytes, gsize size)
{
  if (size < 3)
    return 3;
  return bytes[2] >= 65 ? 4 : 3;
}

static gsize
raster_size (const guint8 *bytes, gsize size)
{
  if (size < 8)
    return 8;
  return 8 + ((gsize)bytes[4] | (gsize)bytes[5] << 8) * ((gsize)bytes[6] | (gsize)bytes[7] << 8);
}

static gsize
bit_image_size (const guint8 *bytes, gsize size)
{
  if (size < 5)
    return 5;
  gsize columns = (gsize)bytes[3] | (gsize)bytes[4] << 8;
  return 5 + columns * (bytes[2] >= 32 ? 3 : 1);
}

static gsize
bar_code_size (const guint8 *bytes, gsize size)
{
  if (size < 4)
    return 4;
  return bytes[2] <= 6 ? until_nul (bytes, size, 3) : 4 + (gsize)bytes[3];
}

static gsize
function_size (const guint8 *bytes, gsize size)
{
  if (size < 5)
    return 5;
  return 5 + ((gsize)bytes[3] | (gsize)bytes[4] << 8);
}

static gsize
command_size (const guint8 *bytes, gsize size)
{
  for (gsize i = 0; i < G_N_ELEMENTS (FIXED); i++)
    if (FIXED[i].prefix == bytes[0] && FIXED[i].letter == bytes[1])
      return FIXED[i].size;
  switch (bytes[0] << 8 | bytes[1]) {
  case 0x1014:
    return real_time_size (bytes, size);
  case 0x1b00 | 'D':
    return until_nul (bytes, size, 2);
  case 0x1b00 | '*':
    return bit_image_size (bytes, size);
  case 0x1d00 | 'V':
    return cut_size (bytes, size);
  case 0x1d00 | 'v':
    return raster_size (bytes, size);
  case 0x1d00 | 'k':
    return bar_code_size (bytes, size);
  case 0x1d00 | '(':
    return function_size (bytes, size);
  default:
    return 0;
  }
}

gsize
hufu_escpos_size (const guint8 *bytes, gsize size, gboolean hanzi_mode)
{
  guint8 first = bytes[0];
  if (first == 0x10 || first == 0x1b || first == 0x1c || first == 0x1d)
    return size < 2 ? 2 : command_size (bytes, size);
  if (first < 0x81 || first == 0xff || !hanzi_mode)
    return 1;
  if (size < 2)
    return 2;
  return bytes[1] >= 0x30 && bytes[1] <= 0x39 ? 4 : 2;
}
