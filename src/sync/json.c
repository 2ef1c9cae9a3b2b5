/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/json.h"

#include <string.h>
#include "core/base64url.h"

json_t *
hufu_json_parse_object (const char *text, gsize size)
{
  json_t *value = json_loadb (text, size, JSON_REJECT_DUPLICATES, NULL);

  if (value != NULL && !json_is_object (value))
    g_clear_pointer (&value, json_decref);
  return value;
}

char *
hufu_json_format (const json_t *value)
{
  char *text = json_dumps (value, JSON_SORT_KEYS | JSON_COMPACT);
  char *copy = g_strdup (text);

  g_assert (text != NULL);
  free (text);
  return copy;
}

gboolean
hufu_json_get_int (const json_t *object, const char *name, gint64 min, gint64 max,
                   gint64 *ret_value)
{
  const json_t *value = json_object_get (object, name);

  if (!json_is_integer (value) || json_integer_value (value) < min ||
      json_integer_value (value) > max)
    return FALSE;
  *ret_value = json_integer_value (value);
  return TRUE;
}

gboolean
hufu_json_get_int_or_null (const json_t *object, const char *name, gint64 max, gint64 otherwise,
                           gint64 *ret_value)
{
  if (json_is_null (json_object_get (object, name))) {
    *ret_value = otherwise;
    return TRUE;
  }
  return hufu_json_get_int (object, name, 0, max, ret_value);
}

gboolean
hufu_json_get_bool (const json_t *object, const char *name, gboolean *ret_value)
{
  const json_t *value = json_object_get (object, name);

  *ret_value = json_is_true (value);
  return json_is_boolean (value);
}

const char *
hufu_json_get_text (const json_t *object, const char *name, gsize max)
{
  const json_t *value = json_object_get (object, name);
  gsize length = json_string_length (value);

  return json_is_string (value) && length > 0 && length <= max ? json_string_value (value) : NULL;
}

const char *
hufu_json_get_text_or_empty (const json_t *object, const char *name, gsize max)
{
  const json_t *value = json_object_get (object, name);

  if (json_is_null (value) || (json_is_string (value) && json_string_length (value) == 0))
    return "";
  return hufu_json_get_text (object, name, max);
}

gboolean
hufu_json_get_id (const json_t *object, const char *name, HufuId *ret_id)
{
  const char *text = hufu_json_get_text (object, name, HUFU_ID_TEXT_SIZE);

  return text != NULL && hufu_id_parse (text, ret_id);
}

gboolean
hufu_json_get_bytes (const json_t *object, const char *name, guint8 *ret_bytes, gsize size)
{
  const char *text = hufu_json_get_text (object, name, HUFU_BASE64URL_LENGTH (size));
  gsize n = 0;

  return text != NULL && hufu_base64url_decode (text, strlen (text), ret_bytes, size, &n) &&
         n == size;
}

json_t *
hufu_json_get_array (const json_t *object, const char *name, gsize max)
{
  json_t *value = json_object_get (object, name);

  return json_is_array (value) && json_array_size (value) <= max ? value : NULL;
}
