/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What goes between the camera's worker and the decoder child over a pair of pipes, both ends being
 * of one build: native byte order. To the child: HufuDecodeRequest, then width * height grey bytes.
 * Back: one HufuDecodeAnswer, then per symbol a HufuDecodeSymbol and its text. The parent trusts
 * nothing that comes back beyond these limits.
 */
#pragma once

#include "drivers/camera/camera.h"

#define HUFU_DECODE_MAGIC 0x48554655u
#define HUFU_DECODE_SYMBOLS_MAX 8

/* One dear look at a frame is worse than several cheap ones at successive frames. */
typedef enum {
  HUFU_STRATEGY_PLAIN,
  HUFU_STRATEGY_ADAPTIVE,      /* adaptive threshold: low contrast, noise */
  HUFU_STRATEGY_BLUR_ADAPTIVE, /* 3x3 blur first: strong noise, moire */
  HUFU_STRATEGY_INVERTED,      /* light on dark */
} HufuStrategy;
#define HUFU_STRATEGY_COUNT 4

typedef struct {
  guint32 magic, width, height, strategy;
} HufuDecodeRequest;

typedef struct {
  guint32 magic, n_symbols;
} HufuDecodeAnswer;

typedef struct {
  char aim[4]; /* "]Q1" and NUL */
  HufuOutline outline;
  guint32 length;
} HufuDecodeSymbol;
