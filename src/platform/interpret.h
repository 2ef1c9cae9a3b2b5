/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stored events mean. Each gets a verdict once; one that cannot be followed gets "attention",
 * is kept as a claim if it speaks of a voucher, and never blocks what is behind it. */
#pragma once

#include "platform/platform.h"

/* Gives a verdict to every stored event of the holder that has none, in order of seq; one
 * transaction. */
gboolean hufu_interpret_open (HufuPlatform *platform, const HufuHolder *holder,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for all incarnations: after a start, what a kill left behind. */
gboolean hufu_interpret_all (HufuPlatform *platform, GError **error) G_GNUC_WARN_UNUSED_RESULT;
