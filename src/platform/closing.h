/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the end of a day means for the rights that a till holds. Its report is wanted, by which its
 * counters fall and its uses can be settled. A store's policy may say that it returns the rights
 * (returns_rights): then it is granted none until it opens the next day, and what is free goes to
 * the tills that are open. Else it keeps them, and the next day begins as well without the
 * internet. The till's own word decides both, in the order of its journal; nothing here moves a
 * right but its report.
 */
#pragma once

#include "platform/rights.h"

/* --- inside the caller's transaction ------------------------------------------------------------
 */

/* A shift was closed: body is its Z. What is left in the drawer is for the next shift of the day.
 */
void hufu_closing_begin (HufuPlatform *platform, const HufuHolder *holder, const json_t *body);
/* A shift was opened. */
void hufu_closing_end (HufuPlatform *platform, const HufuHolder *holder);
/* TRUE: nothing is granted to it now. */
gboolean hufu_closing_is_resting (HufuPlatform *platform, const HufuHolder *holder);
