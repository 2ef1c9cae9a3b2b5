/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the catalogue says now of what is in the basket. */
#pragma once

#include "counter/counter.h"

/* Looks, and tells what is new on its line. Nothing is asked of a basket without products. */
void hufu_shelf_price_check (HufuCounter *counter);
/* The same sale as stored: what was found of its lines stays with them. */
void hufu_shelf_price_carry (const HufuBasket *from, HufuBasket *to);
/* The line takes the new price. */
void hufu_shelf_price_take (HufuCounter *counter, guint32 line_no);
/* The price that the line can take, "" if none. Free with g_free. */
char *hufu_shelf_price_now (const HufuLine *line, gboolean member);
/* What the shelf says now, of a line that keeps another price; NULL if nothing else. Free with
 * g_free. */
char *hufu_shelf_price_say (const HufuLine *line, gboolean member, HufuLang lang);
