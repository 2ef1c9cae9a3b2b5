/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drivers/camera/strategy.h"

#include <string.h>

/* The window's half side: a sixteenth of the width across holds several modules of every QR size in
 * use. */
#define WINDOW_DIVISOR 32
/* A pixel this many hundredths darker than its neighbourhood is black (Bradley and Roth 2007 use
 * 15). */
#define DARKER_PERCENT 8

static void
invert (guint8 *grey, gsize size)
{
  for (gsize i = 0; i < size; i++)
    grey[i] = (guint8)(255 - grey[i]);
}

static guint
blur_sample (const guint8 *from, guint width, guint height, guint x, guint y)
{
  guint sum = 0;

  for (guint dy = 0; dy < 3; dy++) {
    guint row = CLAMP (y + dy, 1, height) - 1;
    for (guint dx = 0; dx < 3; dx++)
      sum += from[(gsize)row * width + CLAMP (x + dx, 1, width) - 1];
  }
  return sum / 9;
}

static void
blur (guint8 *grey, guint width, guint height, guint8 *scratch)
{
  memcpy (scratch, grey, (gsize)width * height);
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      grey[(gsize)y * width + x] = (guint8)blur_sample (scratch, width, height, x, y);
}

static void
make_sums (const guint8 *grey, guint width, guint height, guint32 *sums)
{
  gsize stride = width + 1;

  memset (sums, 0, stride * sizeof *sums);
  for (guint y = 0; y < height; y++) {
    guint32 row = 0;
    sums[(y + 1) * stride] = 0;
    for (guint x = 0; x < width; x++) {
      row += grey[(gsize)y * width + x];
      sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + row;
    }
  }
}

static void
threshold (guint8 *grey, guint width, guint height, guint32 *sums)
{
  gsize stride = width + 1;
  guint half = MAX (width / WINDOW_DIVISOR, 4);

  make_sums (grey, width, height, sums);
  for (guint y = 0; y < height; y++) {
    guint top = y > half ? y - half : 0, bottom = MIN (y + half + 1, height);
    for (guint x = 0; x < width; x++) {
      guint left = x > half ? x - half : 0, right = MIN (x + half + 1, width);
      guint64 area = (guint64)(right - left) * (bottom - top);
      guint64 sum = sums[bottom * stride + right] - sums[top * stride + right] -
                    sums[bottom * stride + left] + sums[top * stride + left];
      guint8 *pixel = &grey[(gsize)y * width + x];
      *pixel = *pixel * area * 100 < sum * (100 - DARKER_PERCENT) ? 0 : 255;
    }
  }
}

void
hufu_strategy_apply (HufuStrategy strategy, guint8 *grey, guint width, guint height,
                     guint8 *scratch, guint32 *sums)
{
  switch (strategy) {
  case HUFU_STRATEGY_PLAIN:
    return;
  case HUFU_STRATEGY_BLUR_ADAPTIVE:
    blur (grey, width, height, scratch);
    threshold (grey, width, height, sums);
    return;
  case HUFU_STRATEGY_ADAPTIVE:
    threshold (grey, width, height, sums);
    return;
  case HUFU_STRATEGY_INVERTED:
    invert (grey, (gsize)width * height);
    return;
  }
  g_assert_not_reached ();
}
