/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/json-text.h"

#include <string.h>

#define USUAL_SIZE 2048
#define INT_DIGITS_MAX 20

/* Everything before the value itself. */
static void
begin_value (HufuJsonText *json, const char *key)
{
  g_assert (json->depth > 0);
  if (json->levels[json->depth - 1].has_value)
    g_string_append_c (json->text, ',');
  json->levels[json->depth - 1].has_value = TRUE;
  g_assert (json->levels[json->depth - 1].is_array == (key == NULL));
  if (key == NULL)
    return;
  if (json->levels[json->depth - 1].last_key != NULL)
    g_assert (strcmp (json->levels[json->depth - 1].last_key, key) < 0);
  json->levels[json->depth - 1].last_key = key;
  g_string_append_c (json->text, '"');
  g_string_append (json->text, key);
  g_string_append_len (json->text, "\":", 2);
}

static void
push (HufuJsonText *json, gboolean is_array)
{
  g_assert (json->depth < HUFU_JSON_DEPTH_MAX);
  g_string_append_c (json->text, is_array ? '[' : '{');
  json->levels[json->depth].last_key = NULL;
  json->levels[json->depth].is_array = is_array;
  json->levels[json->depth].has_value = FALSE;
  json->depth++;
}

HufuJsonText
hufu_json_text_begin (void)
{
  HufuJsonText json = {.text = g_string_sized_new (USUAL_SIZE)};

  push (&json, FALSE);
  return json;
}

char *
hufu_json_text_finish (HufuJsonText *json)
{
  g_assert (json->depth == 1);
  hufu_json_text_end (json);
  return g_string_free (g_steal_pointer (&json->text), FALSE);
}

void
hufu_json_text_begin_object (HufuJsonText *json, const char *key)
{
  begin_value (json, key);
  push (json, FALSE);
}

void
hufu_json_text_begin_array (HufuJsonText *json, const char *key)
{
  begin_value (json, key);
  push (json, TRUE);
}

void
hufu_json_text_end (HufuJsonText *json)
{
  g_assert (json->depth > 0);
  json->depth--;
  g_string_append_c (json->text, json->levels[json->depth].is_array ? ']' : '}');
}

void
hufu_json_text_add_int (HufuJsonText *json, const char *key, gint64 value)
{
  char digits[INT_DIGITS_MAX];
  guint64 left = value < 0 ? 0 - (guint64)value : (guint64)value;
  gsize at = sizeof digits;

  begin_value (json, key);
  do {
    digits[--at] = (char)('0' + left % 10);
    left /= 10;
  } while (left > 0);
  if (value < 0)
    g_string_append_c (json->text, '-');
  g_string_append_len (json->text, digits + at, (gssize)(sizeof digits - at));
}

/* RFC 8259, section 7: the quotation mark, the backslash and what is below a space. */
static void
append_escaped (GString *text, char c)
{
  static const char short_forms[] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f',
                                     ['\r'] = 'r', ['"'] = '"',  ['\\'] = '\\'};
  guchar byte = (guchar)c;

  if (byte < sizeof short_forms && short_forms[byte] != 0) {
    g_string_append_c (text, '\\');
    g_string_append_c (text, short_forms[byte]);
  } else if (byte < ' ') {
    g_string_append_printf (text, "\\u%04X", (guint)byte);
  } else {
    g_string_append_c (text, c);
  }
}

void
hufu_json_text_add_text (HufuJsonText *json, const char *key, const char *value)
{
  g_autofree char *valid = NULL;

  begin_value (json, key);
  if (value == NULL)
    value = "";
  if (!g_utf8_validate (value, -1, NULL))
    value = valid = g_utf8_make_valid (value, -1);
  g_string_append_c (json->text, '"');
  for (; *value != '\0'; value++)
    append_escaped (json->text, *value);
  g_string_append_c (json->text, '"');
}

void
hufu_json_text_add_id (HufuJsonText *json, const char *key, const HufuId *id)
{
  char text[HUFU_ID_TEXT_SIZE];

  begin_value (json, key);
  if (hufu_id_is_zero (id)) {
    g_string_append (json->text, "null");
    return;
  }
  hufu_id_format (id, text);
  g_string_append_c (json->text, '"');
  g_string_append_len (json->text, text, HUFU_ID_TEXT_SIZE - 1);
  g_string_append_c (json->text, '"');
}
