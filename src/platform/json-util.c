/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/json-util.h"

#include <string.h>

#include "core/base64url.h"

#define NAME_SHOWN_MAX 40

json_t *
hufu_pjson_id (const HufuId *id)
{
  char text[HUFU_ID_TEXT_SIZE];

  if (id == NULL || hufu_id_is_zero (id))
    return json_null ();
  hufu_id_format (id, text);
  return json_string (text);
}

json_t *
hufu_pjson_bytes (const guint8 *bytes, gsize size)
{
  g_autofree char *text = hufu_base64url_encode (bytes, size);

  return json_string (text);
}

json_t *
hufu_pjson_epoch (const HufuEpoch *epoch)
{
  return json_pack ("{s:I, s:I}", "platform_epoch", (json_int_t)epoch->platform_epoch, "counter",
                    (json_int_t)epoch->counter);
}

json_t *
hufu_pjson_right (const HufuRightKey *key)
{
  return json_pack ("{s:o, s:I, s:I}", "cti", hufu_pjson_id (&key->cti), "generation",
                    (json_int_t)key->generation, "k", (json_int_t)key->k);
}

char *
hufu_pjson_dump (const json_t *value)
{
  char *text = json_dumps (value, JSON_SORT_KEYS | JSON_COMPACT);
  char *copy = g_strdup (text);

  free (text); /* NOLINT: jansson's allocator */
  g_assert (copy != NULL);
  return copy;
}

json_t *
hufu_pjson_load_object (const char *text, gsize length)
{
  json_t *value = json_loadb (text, length, JSON_REJECT_DUPLICATES, NULL);

  if (json_is_object (value))
    return value;
  json_decref (value);
  return NULL;
}

char *
hufu_pjson_dup_unknown (const json_t *object, const char *const *names)
{
  const char *name;
  json_t *value;

  json_object_foreach (
      (json_t *)(gsize)object, name,
      value) if (!g_strv_contains (names,
                                   name)) return g_utf8_substring (name, 0,
                                                                   MIN (g_utf8_strlen (name, -1),
                                                                        NAME_SHOWN_MAX));
  return NULL;
}

gboolean
hufu_pjson_get_int (const json_t *object, const char *name, gint64 min, gint64 max,
                    gint64 *ret_value)
{
  const json_t *value = json_object_get (object, name);

  if (!json_is_integer (value) || json_integer_value (value) < min ||
      json_integer_value (value) > max)
    return FALSE;
  *ret_value = json_integer_value (value);
  return TRUE;
}

const char *
hufu_pjson_find_text (const json_t *object, const char *name, gsize max, gboolean may_be_empty)
{
  const json_t *value = json_object_get (object, name);
  gsize length = json_string_length (value);

  if (!json_is_string (value) || length > max || (length == 0 && !may_be_empty))
    return NULL;
  return strlen (json_string_value (value)) == length ? json_string_value (value) : NULL;
}

gboolean
hufu_pjson_get_id (const json_t *object, const char *name, HufuId *ret_id)
{
  const char *text = hufu_pjson_find_text (object, name, HUFU_ID_TEXT_SIZE - 1, FALSE);

  return text != NULL && hufu_id_parse (text, ret_id);
}

gboolean
hufu_pjson_get_id_or_null (const json_t *object, const char *name, HufuId *ret_id)
{
  const json_t *value = json_object_get (object, name);

  memset (ret_id, 0, sizeof *ret_id);
  return value == NULL || json_is_null (value) || hufu_pjson_get_id (object, name, ret_id);
}

gboolean
hufu_pjson_get_bytes (const json_t *object, const char *name, guint8 *ret_bytes, gsize size)
{
  const char *text = hufu_pjson_find_text (object, name, HUFU_BASE64URL_LENGTH (size), FALSE);
  gsize got = 0;

  return text != NULL && hufu_base64url_decode (text, strlen (text), ret_bytes, size, &got) &&
         got == size;
}

gboolean
hufu_pjson_get_epoch (const json_t *object, const char *name, HufuEpoch *ret_epoch)
{
  const json_t *value = json_object_get (object, name);
  gint64 platform_epoch, counter;

  if (!hufu_pjson_get_int (value, "platform_epoch", 0, G_MAXINT64, &platform_epoch) ||
      !hufu_pjson_get_int (value, "counter", 0, G_MAXINT64, &counter))
    return FALSE;
  *ret_epoch = (HufuEpoch){(guint64)platform_epoch, (guint64)counter};
  return TRUE;
}

gboolean
hufu_pjson_get_right (const json_t *object, const char *name, HufuRightKey *ret_key)
{
  const json_t *value = json_object_get (object, name);
  gint64 generation, k;

  if (!hufu_pjson_get_id (value, "cti", &ret_key->cti) ||
      !hufu_pjson_get_int (value, "generation", 0, G_MAXINT64, &generation) ||
      !hufu_pjson_get_int (value, "k", 0, 999, &k))
    return FALSE;
  ret_key->generation = (guint64)generation;
  ret_key->k = (guint32)k;
  return TRUE;
}
