/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading what came over the link: every value checked for type and range. Pure. */
#pragma once

#include <jansson.h>
#include "core/id.h"

/* NULL for anything that is not one JSON object without duplicate members. */
json_t *hufu_json_parse_object (const char *text, gsize size);
/* The canonical text: sorted members, no spaces. Free with g_free. */
char *hufu_json_format (const json_t *value);

/* FALSE if the member is absent, of another type or outside min..max. */
gboolean hufu_json_get_int (const json_t *object, const char *name, gint64 min, gint64 max,
                            gint64 *ret_value) G_GNUC_WARN_UNUSED_RESULT;
/* The same; null gives `otherwise`. */
gboolean hufu_json_get_int_or_null (const json_t *object, const char *name, gint64 max,
                                    gint64 otherwise, gint64 *ret_value) G_GNUC_WARN_UNUSED_RESULT;
gboolean hufu_json_get_bool (const json_t *object, const char *name,
                             gboolean *ret_value) G_GNUC_WARN_UNUSED_RESULT;
/* Borrowed; NULL if absent, no string, empty or longer than max bytes. */
const char *hufu_json_get_text (const json_t *object, const char *name, gsize max);
/* The same; null and "" give "". */
const char *hufu_json_get_text_or_empty (const json_t *object, const char *name, gsize max);
gboolean hufu_json_get_id (const json_t *object, const char *name,
                           HufuId *ret_id) G_GNUC_WARN_UNUSED_RESULT;
/* base64url of exactly `size` bytes. */
gboolean hufu_json_get_bytes (const json_t *object, const char *name, guint8 *ret_bytes,
                              gsize size) G_GNUC_WARN_UNUSED_RESULT;
/* Borrowed; NULL if absent or no array of at most max. */
json_t *hufu_json_get_array (const json_t *object, const char *name, gsize max);

static inline void
hufu_json_clear (json_t **json)
{
  if (*json != NULL)
    json_decref (*json);
}
#define hufu_autojson __attribute__ ((cleanup (hufu_json_clear))) json_t *
