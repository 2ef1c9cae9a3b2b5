/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Products that the platform tells otherwise than agreed (core/flaw.h), from inside an act; private
 * to src/store. */
#pragma once

#include <jansson.h>

#include "core/flaw.h"
#include "store/sql.h"

/* A copy of what was told in which all is as agreed that can be mended; whether the rest is, is not
 * looked at. ASKS and OPTIONS stay as they are, since a catalogue that comes whole may have them
 * too. */
json_t *hufu_flaw_mend (const json_t *told, HufuFlaw *ret_flaw);

/* NONE forgets it. product_id 0: it cannot be named. */
gboolean hufu_flaw_note (HufuDb *db, gint64 product_id, HufuFlaw flaw, GError **error);
/* Before the product is written: *flaw becomes CATEGORY where nothing is graver and nobody told of
 * the category yet. */
gboolean hufu_flaw_look_at_category (HufuDb *db, gint64 category_id, HufuFlaw *flaw,
                                     GError **error);

/* The platform has the category no more. It goes at the end of the page in which the last product
 * leaves it. */
gboolean hufu_flaw_leave_category (HufuDb *db, gint64 category_id, GError **error);
/* After all changes of a page: each product has its category. */
gboolean hufu_flaw_end_page (HufuDb *db, GError **error);
