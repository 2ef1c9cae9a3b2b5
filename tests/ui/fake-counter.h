/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A counter without books: the same types as src/counter, but every text, row and screen is put
 * there by the test. It stands for src/counter at link time, so that a widget can be shown any
 * state, also those that take a day to reach. It writes down what the window asked of it.
 */
#pragma once

#include "counter/counter.h"

HufuCounter *fake_counter_new (HufuLang lang);
void fake_counter_set_screen (HufuCounter *counter, HufuScreen screen);
/* Takes the panel; NULL shows the tiles. */
void fake_counter_set_panel (HufuCounter *counter, HufuPanel *take_panel);
void fake_counter_set_primary (HufuCounter *counter, HufuAct act, const char *label,
                               const char *key);
void fake_counter_set_camera_frame (HufuCounter *counter, int width, int height);

/* A line; the texts are copied. */
void fake_basket_add (HufuCounter *counter, HufuRowKind kind, const char *name, const char *variant,
                      const char *qty, const char *amount, const char *struck, const char *why,
                      const char *detail);
/* The line at the place says why, and that the shelf has another price. */
void fake_basket_reprice (HufuCounter *counter, guint place, const char *new_price,
                          const char *why);
/* "total", "due", "saved", "fact", "count", "member", "points". */
/* The row at that place asks for that, and has to be told yet. */
void fake_basket_ask (HufuCounter *counter, guint place, const char *asks, gboolean asking);
void fake_basket_set (HufuCounter *counter, const char *property, const char *text);
void fake_basket_clear (HufuCounter *counter);

void fake_products_add (HufuCounter *counter, const char *icon, const char *name, const char *price,
                        const char *stock, gboolean low_stock);
void fake_products_add_category (HufuCounter *counter, const char *name);
void fake_people_add (HufuCounter *counter, const char *no, const char *name, const char *hint,
                      gboolean manager);
void fake_held_add (HufuCounter *counter, const char *name, const char *amount, const char *hint);
/* One of another till. */
void fake_elsewhere_add (HufuCounter *counter, HufuHeldPlace place, HufuGiving giving,
                         const char *name, const char *amount, const char *hint);
/* Any property of HufuStatus or HufuCashPad by name; also "suggestion" "sum|label|hint" and "piece"
 * of the pad. */
void fake_pad_suggest (HufuCounter *counter, gint64 sum_minor, const char *label, const char *hint);
void fake_pad_add_piece (HufuCounter *counter, const char *piece);

/* What was asked for since the last call, one word or more each, parted by spaces:
 * "scan:6901234567892 act:hold". Free with g_free. */
char *fake_counter_take_log (HufuCounter *counter);
