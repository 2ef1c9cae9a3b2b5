/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes a frame easier to read. Pure; works in place. */
#pragma once

#include "drivers/camera/decode-protocol.h"

/* scratch: width * height bytes and (width + 1) * (height + 1) guint32 of sums. width, height >= 1.
 */
void hufu_strategy_apply (HufuStrategy strategy, guint8 *grey, guint width, guint height,
                          guint8 *scratch, guint32 *sums);
