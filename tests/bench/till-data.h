/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The data folder of a till that was enrolled once and is offline now: a clerk ("03", PIN 1234),
 * an open shift, and a catalogue of any size.
 */
#pragma once

#include <glib.h>

#define HUFU_TILL_CLERK "03"
#define HUFU_TILL_PIN "1234"

/* Makes FOLDER/till-N unless it is there already; returns its path. Free with g_free. */
char *hufu_till_data_make (const char *folder, guint n_products);
