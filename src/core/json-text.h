/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writes one JSON object as canonical text (keys in the order of their bytes, no spaces), for what
 * is written on the path of a sale: building a tree and sorting it took a tenth of the sale. A key
 * out of order is a bug. Not a reader, and not for what comes from outside.
 *
 *   HufuJsonText json = hufu_json_text_begin ();
 *   hufu_json_text_add_int (&json, "gross_minor", 1990);
 *   hufu_json_text_begin_array (&json, "lines");
 *   hufu_json_text_begin_object (&json, NULL);
 *   ...
 *   hufu_json_text_end (&json);
 *   hufu_json_text_end (&json);
 *   g_autofree char *text = hufu_json_text_finish (&json);
 */
#pragma once

#include "core/id.h"

#define HUFU_JSON_DEPTH_MAX 5

typedef struct {
  const char *last_key; /* NULL in an array */
  gboolean is_array, has_value;
} HufuJsonLevel;

typedef struct {
  GString *text;
  guint depth;
  HufuJsonLevel levels[HUFU_JSON_DEPTH_MAX];
} HufuJsonText;

/* Begins the object; to be given to hufu_json_text_finish. */
HufuJsonText hufu_json_text_begin (void);
/* Ends the object; free with g_free. */
char *hufu_json_text_finish (HufuJsonText *json) G_GNUC_WARN_UNUSED_RESULT;

/* key: NULL in an array; a literal. */
void hufu_json_text_begin_object (HufuJsonText *json, const char *key);
void hufu_json_text_begin_array (HufuJsonText *json, const char *key);
/* Ends what was begun last. */
void hufu_json_text_end (HufuJsonText *json);

void hufu_json_text_add_int (HufuJsonText *json, const char *key, gint64 value);
/* NULL is "". What is not UTF-8 is replaced. */
void hufu_json_text_add_text (HufuJsonText *json, const char *key, const char *value);
/* A zero id is null. */
void hufu_json_text_add_id (HufuJsonText *json, const char *key, const HufuId *id);
