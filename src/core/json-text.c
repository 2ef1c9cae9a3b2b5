/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/json-text.h"

#include <string.h>

#define USUAL_SIZE 2048
#define INT_DIGITS_MAX 20

/* Room for n more bytes at the end. */
static char *
extend (HufuJsonText *json, gsize n)
{
  gsize at = json->text->len;

  g_string_set_size (json->text, at + n);
  return json->text->str + at;
}

/* Everything before the value itself. */
static void
begin_value (HufuJsonText *json, const char *key)
{
  HufuJsonLevel *level;
  gsize comma, size;
  char *end;

  g_assert (json->depth > 0);
  level = &json->levels[json->depth - 1];
  comma = level->has_value ? 1 : 0;
  level->has_value = TRUE;
  g_assert (level->is_array == (key == NULL));
  g_assert (key == NULL || level->last_key == NULL || strcmp (level->last_key, key) < 0);
  level->last_key = key;
  size = key == NULL ? 0 : strlen (key);
  end = extend (json, comma + (key == NULL ? 0 : size + 3));
  if (comma > 0)
    *end++ = ',';
  if (key == NULL)
    return;
  *end++ = '"';
  memcpy (end, key, size);
  memcpy (end + size, "\":", 2);
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
    digits[--at] = '-';
  memcpy (extend (json, sizeof digits - at), digits + at, sizeof digits - at);
}

/* RFC 8259, section 7: the quotation mark, the backslash and what is below a space. */
static gboolean
is_plain (char c)
{
  return (guchar)c >= ' ' && c != '"' && c != '\\';
}

static void
append_escaped (GString *text, char c)
{
  static const char short_forms[] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f',
                                     ['\r'] = 'r', ['"'] = '"',  ['\\'] = '\\'};
  guchar byte = (guchar)c;

  if (short_forms[byte] == 0) {
    g_string_append_printf (text, "\\u%04X", (guint)byte);
    return;
  }
  g_string_append_c (text, '\\');
  g_string_append_c (text, short_forms[byte]);
}

void
hufu_json_text_add_text (HufuJsonText *json, const char *key, const char *value)
{
  g_autofree char *valid = NULL;
  const char *end;

  begin_value (json, key);
  if (value == NULL)
    value = "";
  if (!g_utf8_validate (value, -1, NULL))
    value = valid = g_utf8_make_valid (value, -1);
  g_string_append_c (json->text, '"');
  for (; *value != '\0'; value = end) {
    for (end = value; is_plain (*end); end++)
      ;
    g_string_append_len (json->text, value, end - value);
    if (*end != '\0')
      append_escaped (json->text, *end++);
  }
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
