/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading members of the contract's objects; private to src/store. What is not there stays as it
 * is; FALSE for what breaks the contract. */
#pragma once

#include <glib.h>
#include <jansson.h>

gboolean hufu_json_take_text (const json_t *data, const char *name, char *ret_text, gsize size);
/* 0..max */
gboolean hufu_json_take_number (const json_t *data, const char *name, gint64 max,
                                gint64 *ret_number);
/* An array of min.. of at most max_n. */
gboolean hufu_json_take_numbers (const json_t *array, gint64 min, gsize max_n, gint64 *ret_numbers,
                                 gsize *ret_n);
/* A word that is one of `names` (ended by NULL): its place. */
gboolean hufu_json_take_word (const json_t *data, const char *name, const char *const *names,
                              gsize *ret_place);
