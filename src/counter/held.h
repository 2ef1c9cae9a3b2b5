/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sales put aside: here, and at the other tills of the store as far as they answer. Drawing thread;
 * part of the counter.
 */
#pragma once

#include "counter/counter.h"
#include "counter/people-model.h"

/* ---- held.c ---- */
void hufu_held_hold (HufuCounter *counter, const char *name);
/* The list; the other tills are asked for theirs. */
void hufu_held_show (HufuCounter *counter);
/* Goes on with one of either list. */
void hufu_held_resume (HufuCounter *counter, const HufuId *sale_id);
/* The same of one that is held here. */
void hufu_held_resume_own (HufuCounter *counter, const HufuId *sale_id);
void hufu_held_reload (HufuCounter *counter);
/* Makes the panel of the list again from what is known now. */
void hufu_held_draw (HufuCounter *counter);

/* ---- held-elsewhere.c ---- */
/* Asks the other tills what they hold; shows: the counter is busy until they have answered or will
 * not. */
void hufu_held_look (HufuCounter *counter, gboolean shows);
/* While the list is open they are asked again and again. */
void hufu_held_on_tick (HufuCounter *counter);
/* One came from another till, or went to one. */
void hufu_held_on_sales (HufuCounter *counter);
/* One of `elsewhere` is asked for, or taken back. */
void hufu_held_take (HufuCounter *counter, const HufuHeldItem *item);
/* It is not held here: says where it went, if it did. */
void hufu_held_say_gone (HufuCounter *counter, const HufuId *sale_id);
/* The same list in the language as it is now. */
void hufu_held_redraw_elsewhere (HufuCounter *counter);
void hufu_held_clear (HufuCounter *counter);
/* How many tills of the store did not answer when they were last asked. */
guint hufu_held_count_silent (HufuCounter *counter);
