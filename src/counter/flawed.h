/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Products that were not told as agreed (core/flaw.h), as matters for the manager. */
#pragma once

#include "store/catalog.h"
#include "sync/matter.h"

/* An act on the catalogue: HufuFlawed, in a GPtrArray. */
gpointer hufu_flawed_read (HufuDb *catalog, gpointer unused, GError **error);
/* flawed NULL: the catalogue could not be read, which is told of elsewhere. */
void hufu_flawed_add (const GPtrArray *flawed, HufuMatters *matters);
