/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small readers and writers of the contract's JSON: ids as UUID text, bytes as base64url. Readers
 * say FALSE for a member that is missing, of another type or out of range. */
#pragma once

#include <jansson.h>
#include "core/id.h"
#include "core/right.h"

json_t *hufu_pjson_id (const HufuId *id); /* null for NULL and for the zero id */
json_t *hufu_pjson_bytes (const guint8 *bytes, gsize size);
json_t *hufu_pjson_epoch (const HufuEpoch *epoch);
json_t *hufu_pjson_right (const HufuRightKey *key);
/* Canonical text; free with g_free. */
char *hufu_pjson_dump (const json_t *value);
/* An object from text, or NULL. */
json_t *hufu_pjson_load_object (const char *text, gsize length);

/* The first member that is none of these, at most 40 characters of it, to be told; NULL: there is
 * no such. The names end with NULL. */
char *hufu_pjson_dup_unknown (const json_t *object, const char *const *names);

gboolean hufu_pjson_get_int (const json_t *object, const char *name, gint64 min, gint64 max,
                             gint64 *ret_value) G_GNUC_WARN_UNUSED_RESULT;
/* Borrowed; NULL if missing, not text, longer than max bytes or (unless may_be_empty) empty. */
const char *hufu_pjson_find_text (const json_t *object, const char *name, gsize max,
                                  gboolean may_be_empty);
gboolean hufu_pjson_get_id (const json_t *object, const char *name,
                            HufuId *ret_id) G_GNUC_WARN_UNUSED_RESULT;
/* null and missing give zeros and TRUE. */
gboolean hufu_pjson_get_id_or_null (const json_t *object, const char *name,
                                    HufuId *ret_id) G_GNUC_WARN_UNUSED_RESULT;
gboolean hufu_pjson_get_bytes (const json_t *object, const char *name, guint8 *ret_bytes,
                               gsize size) G_GNUC_WARN_UNUSED_RESULT;
gboolean hufu_pjson_get_epoch (const json_t *object, const char *name,
                               HufuEpoch *ret_epoch) G_GNUC_WARN_UNUSED_RESULT;
gboolean hufu_pjson_get_right (const json_t *object, const char *name,
                               HufuRightKey *ret_key) G_GNUC_WARN_UNUSED_RESULT;
