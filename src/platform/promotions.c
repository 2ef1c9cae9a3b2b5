/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/promotions.h"

#include <string.h>

#include "core/promotion.h"
#include "platform/changes.h"
#include "platform/promotion-text.h"

static gboolean
is_store (HufuCall *call, gint64 store_no)
{
  if (hufu_pdb_get_int (call->platform->db, 0, "SELECT 1 FROM store WHERE store_no = ?", "i",
                        store_no) != 0)
    return TRUE;
  hufu_call_refuse (call, HUFU_PROBLEM_NOT_FOUND, "There is no such store");
  return FALSE;
}

static gint64
find_goods (gpointer user_data, gboolean category, const char *name)
{
  HufuPlatform *platform = user_data;

  return hufu_pdb_get_int (platform->db, 0,
                           category ? "SELECT id FROM category WHERE name_en = ?1 COLLATE NOCASE"
                                      " OR name_zh = ?1 OR CAST (id AS TEXT) = ?1"
                                    : "SELECT id FROM product WHERE sku = ?1",
                           "t", name);
}

/* Those that are on, or will be. */
static json_t *
read_store (HufuPlatform *platform, gint64 store_no)
{
  json_t *list = json_array ();
  sqlite3_stmt *row =
      hufu_pdb_query (platform->db,
                      "SELECT data FROM change WHERE kind = 'promotion' AND store_no = ?"
                      " AND data IS NOT NULL ORDER BY key",
                      "i", store_no);

  while (hufu_pdb_next (platform->db, row))
    json_array_append_new (list, json_loads (hufu_pdb_text (row, 0), 0, NULL));
  return list;
}

static const json_t *
find_by_id (const json_t *list, const char *id)
{
  const json_t *promotion;
  gsize i;

  json_array_foreach (list, i, promotion)
  {
    if (strcmp (json_string_value (json_object_get (promotion, "id")), id) == 0)
      return promotion;
  }
  return NULL;
}

/* One that was ended and comes again begins anew: till and journal tell it by its name and time. */
static gint64
next_version (const json_t *before)
{
  return before == NULL ? 1 : json_integer_value (json_object_get (before, "version")) + 1;
}

static void
publish (HufuCall *call, gint64 store_no, const json_t *there, const json_t *list)
{
  json_t *ids = json_array (), *promotion;
  GError *error = NULL;
  gsize i;

  hufu_pdb_begin (call->platform->db);
  json_array_foreach (list, i, promotion)
  {
    const char *id = json_string_value (json_object_get (promotion, "id"));

    json_object_set_new (promotion, "version",
                         json_integer (next_version (find_by_id (there, id))));
    hufu_changes_put (call->platform, "promotion", id, store_no, promotion);
    json_array_append_new (ids, json_string (id));
  }
  if (hufu_pdb_commit (call->platform->db, &error)) {
    hufu_call_answer (call, json_pack ("{s:o}", "published", ids), NULL);
    return;
  }
  json_decref (ids);
  hufu_call_answer (call, NULL, error);
}

static gsize
count_after (const json_t *there, const json_t *list)
{
  gsize n = json_array_size (there), i;
  const json_t *promotion;

  json_array_foreach (list, i, promotion)
  {
    n += find_by_id (there, json_string_value (json_object_get (promotion, "id"))) == NULL;
  }
  return n;
}

void
hufu_promotions_add (HufuCall *call)
{
  const char *text = hufu_pjson_find_text (call->body, "text", HUFU_SECTION_TEXT_MAX, FALSE);
  g_autoptr (GPtrArray) faults = hufu_faults_new ();
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  json_auto_t *list = NULL, *there = NULL;
  g_autofree char *said = NULL;
  gint64 store_no;

  if (text == NULL || !hufu_pjson_get_int (call->body, "store_no", 0, G_MAXINT64, &store_no)) {
    hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST, "store_no and text are wanted");
    return;
  }
  if (!is_store (call, store_no))
    return;
  list = hufu_promotions_read (text, zone, find_goods, call->platform, faults);
  there = read_store (call->platform, store_no);
  if (faults->len == 0 && count_after (there, list) > HUFU_PROMOTIONS_MAX)
    hufu_faults_add (faults, 1, "a store has at most %d promotions: end some first",
                     HUFU_PROMOTIONS_MAX);
  if (faults->len == 0) {
    publish (call, store_no, there, list);
    return;
  }
  said = hufu_faults_say (faults);
  hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST, said);
}

void
hufu_promotions_list (HufuCall *call)
{
  gint64 store_no;
  GError *error = NULL;
  json_t *answer;

  if (!hufu_call_get_query (call, "store", 0, G_MAXINT64, -1, &store_no) ||
      !is_store (call, store_no))
    return;
  answer = json_pack ("{s:o}", "promotions", read_store (call->platform, store_no));
  if (!hufu_pdb_check (call->platform->db, &error))
    g_clear_pointer (&answer, json_decref);
  hufu_call_answer (call, answer, error);
}

void
hufu_promotions_end (HufuCall *call)
{
  const char *id = hufu_pjson_find_text (call->body, "id", HUFU_PROMOTION_ID_SIZE, FALSE);
  json_auto_t *there = NULL;
  GError *error = NULL;
  gint64 store_no;
  gboolean done;

  if (id == NULL || !hufu_pjson_get_int (call->body, "store_no", 0, G_MAXINT64, &store_no)) {
    hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST, "store_no and id are wanted");
    return;
  }
  there = read_store (call->platform, store_no);
  if (find_by_id (there, id) == NULL) {
    hufu_call_refuse (call, HUFU_PROBLEM_NOT_FOUND, "There is no such promotion");
    return;
  }
  hufu_pdb_begin (call->platform->db);
  hufu_changes_put (call->platform, "promotion", id, store_no, NULL);
  done = hufu_pdb_commit (call->platform->db, &error);
  hufu_call_answer (call, done ? json_pack ("{s:s}", "ended", id) : NULL, error);
}
