/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is at the counter: a tile each, and the keys of the PIN. A PIN is sent by Enter, or by itself
 * when it has four digits or more and no further one comes. */
#pragma once

#include <gtk/gtk.h>
#include "counter/counter.h"

#define HUFU_TYPE_SIGN_IN_PAGE (hufu_sign_in_page_get_type ())
G_DECLARE_FINAL_TYPE (HufuSignInPage, hufu_sign_in_page, HUFU, SIGN_IN_PAGE, GtkGrid)

void hufu_sign_in_page_set_counter (HufuSignInPage *self, HufuCounter *counter);
/* "0".."9", "backspace", "clear", "enter"; others are ignored. */
void hufu_sign_in_page_press (HufuSignInPage *self, const char *key);
/* Chooses the person before or after (step -1, +1). */
void hufu_sign_in_page_step (HufuSignInPage *self, int step);
