/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/json-read.h"

gboolean
hufu_json_take_text (const json_t *data, const char *name, char *ret_text, gsize size)
{
  const json_t *value = json_object_get (data, name);

  return value == NULL ||
         (json_is_string (value) && g_strlcpy (ret_text, json_string_value (value), size) < size);
}

gboolean
hufu_json_take_number (const json_t *data, const char *name, gint64 max, gint64 *ret_number)
{
  const json_t *value = json_object_get (data, name);

  if (value == NULL)
    return TRUE;
  if (!json_is_integer (value) || json_integer_value (value) < 0 ||
      json_integer_value (value) > max)
    return FALSE;
  *ret_number = json_integer_value (value);
  return TRUE;
}

gboolean
hufu_json_take_numbers (const json_t *array, gint64 min, gsize max_n, gint64 *ret_numbers,
                        gsize *ret_n)
{
  if (array == NULL)
    return TRUE;
  if (!json_is_array (array) || json_array_size (array) > max_n)
    return FALSE;
  *ret_n = json_array_size (array);
  for (gsize i = 0; i < *ret_n; i++) {
    const json_t *number = json_array_get (array, i);

    if (!json_is_integer (number) || json_integer_value (number) < min)
      return FALSE;
    ret_numbers[i] = json_integer_value (number);
  }
  return TRUE;
}

gboolean
hufu_json_take_word (const json_t *data, const char *name, const char *const *names,
                     gsize *ret_place)
{
  const json_t *value = json_object_get (data, name);

  for (gsize i = 0; names[i] != NULL; i++)
    if (json_is_string (value) && g_str_equal (json_string_value (value), names[i])) {
      *ret_place = i;
      return TRUE;
    }
  return value == NULL;
}
