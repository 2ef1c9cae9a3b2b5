/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rail, work area and basket. The work area shows the tender, or under the input one of: tiles, the
 * counter's panel, the redeem guide, More, the camera. Each is made when it is first looked at.
 */
#pragma once

#include <gtk/gtk.h>
#include "counter/counter.h"
#include "ui/hufu-input.h"

#define HUFU_TYPE_COUNTER_PAGE (hufu_counter_page_get_type ())
G_DECLARE_FINAL_TYPE (HufuCounterPage, hufu_counter_page, HUFU, COUNTER_PAGE, GtkBox)

void hufu_counter_page_set_counter (HufuCounterPage *self, HufuCounter *counter);
/* A key of the price page. */
void hufu_counter_page_press_price (HufuCounterPage *self, const char *key);
/* FALSE: the manager's page has no use for the key now. */
gboolean hufu_counter_page_press_manager (HufuCounterPage *self, const char *key);
HufuInputBox *hufu_counter_page_get_input (HufuCounterPage *self);
/* Goes to a page of the rail: "sell", "redeem", "held", "more". */
void hufu_counter_page_go (HufuCounterPage *self, const char *page);
/* The page of the rail that is shown; static. */
const char *hufu_counter_page_get_page (HufuCounterPage *self);
/* Closes what only the window opened (More, the redeem guide, the keys); FALSE if nothing was. */
gboolean hufu_counter_page_close (HufuCounterPage *self);
void hufu_counter_page_toggle_keys (HufuCounterPage *self);
/* The picture takes the place of whatever was there, and goes again; what is found covers it. */
void hufu_counter_page_press_camera (HufuCounterPage *self);
gboolean hufu_counter_page_shows_camera (HufuCounterPage *self);
/* The page of a product is in front; Enter there saves it. */
gboolean hufu_counter_page_shows_product (HufuCounterPage *self);
void hufu_counter_page_save_product (HufuCounterPage *self);
/* Shows or hides the camera after the counter was told. */
void hufu_counter_page_refresh (HufuCounterPage *self);
