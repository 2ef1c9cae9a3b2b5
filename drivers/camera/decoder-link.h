/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parent's end of the decoder child. Used by the camera's worker thread alone. */
#pragma once

#include "drivers/camera/source.h"
#include "drivers/camera/decode-protocol.h"

#define HUFU_DECODE_TIMEOUT_MS                                                                     \
  2000 /* a frame takes 10-60 ms; a child that takes this long is killed */

typedef struct {
  char aim[4];
  HufuOutline outline;
  char text[HUFU_CAMERA_TEXT_MAX + 1];
} HufuDecoded;

typedef struct _HufuDecoderLink HufuDecoderLink;

/* NULL if the program cannot be started. */
HufuDecoderLink *hufu_decoder_link_new (const char *child_path);
/* Kills the child and reaps it. NULL-safe. */
void hufu_decoder_link_free (HufuDecoderLink *link);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuDecoderLink, hufu_decoder_link_free)

/* Decodes one frame. Returns the number of texts written to ret_decoded (HUFU_DECODE_SYMBOLS_MAX
 * places), or -1 if the child died, hung or lied: then the link is of no more use. */
int hufu_decoder_link_decode (HufuDecoderLink *link, const HufuFrame *frame, HufuStrategy strategy,
                              HufuDecoded *ret_decoded);
