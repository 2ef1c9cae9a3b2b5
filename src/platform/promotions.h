/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The promotions of a store, as an operator publishes, looks at and ends them. */
#pragma once

#include "platform/call.h"

/* POST {store_no, text}: all that the text says (promotion-text.h), or nothing. One of the same
 * name is another version of it. */
void hufu_promotions_add (HufuCall *call);
void hufu_promotions_list (HufuCall *call);
/* POST {store_no, id} */
void hufu_promotions_end (HufuCall *call);
