/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/preparation.h"

#include "core/preparation.h"
#include "platform/changes.h"

static gboolean
are_categories (HufuPlatform *platform, const json_t *categories)
{
  if (!json_is_array (categories) || json_array_size (categories) > HUFU_PREPARED_MAX)
    return FALSE;
  for (gsize i = 0; i < json_array_size (categories); i++)
    if (hufu_pdb_get_int (platform->db, 0, "SELECT 1 FROM category WHERE id = ?", "i",
                          (gint64)json_integer_value (json_array_get (categories, i))) == 0)
      return FALSE;
  return TRUE;
}

/* FALSE without error: there is no such store. */
static gboolean
put (HufuPlatform *platform, gint64 store_no, json_t *categories, GError **error)
{
  json_t *policy;

  hufu_pdb_begin (platform->db);
  policy = hufu_changes_load_policy (platform, (guint64)store_no);
  if (policy == NULL) {
    hufu_pdb_rollback (platform->db);
    return FALSE;
  }
  json_object_set (policy, "prepared_categories", categories);
  hufu_changes_put (platform, "policy", "store", store_no, policy);
  json_decref (policy);
  return hufu_pdb_commit (platform->db, error);
}

void
hufu_preparation_put (HufuCall *call)
{
  json_t *categories = json_object_get (call->body, "categories");
  GError *error = NULL;
  gint64 store_no;

  if (!are_categories (call->platform, categories) ||
      !hufu_pjson_get_int (call->body, "store_no", 0, G_MAXINT64, &store_no))
    hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST,
                      "store_no and at most 16 categories of the catalogue are wanted");
  else if (put (call->platform, store_no, categories, &error))
    hufu_call_answer (call, json_pack ("{s:O}", "categories", categories), NULL);
  else if (error == NULL)
    hufu_call_refuse (call, HUFU_PROBLEM_NOT_FOUND, "There is no such store");
  else
    hufu_call_answer (call, NULL, error);
}
