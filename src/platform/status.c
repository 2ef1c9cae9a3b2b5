/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/status.h"

#include <string.h>

#include "crypto/status-document.h"

/* A voucher is asked about for a while after its end. */
#define KEPT_AFTER_END_S (30 * 86400)
#define ANSWER_BYTES_MAX (2 * 1024 * 1024) /* of documents; what is beyond comes with the next */

/* --- places ------------------------------------------------------------------------------------
 */

static gint64
list_of_now (HufuPlatform *platform)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (hufu_platform_now_s (platform));

  return g_date_time_get_year (now) * 10 + (g_date_time_get_month (now) + 2) / 3;
}

void
hufu_status_take_place (HufuPlatform *platform, guint64 *ret_list_no, guint64 *ret_index)
{
  gint64 list_no = list_of_now (platform);

  hufu_pdb_run (platform->db,
                "INSERT INTO status_list (list_no, next_index) VALUES (?, 1) "
                "ON CONFLICT (list_no) DO UPDATE SET next_index = next_index + 1",
                "i", list_no);
  *ret_list_no = (guint64)list_no;
  *ret_index = (guint64)hufu_pdb_get_int (
      platform->db, 0, "SELECT next_index - 1 FROM status_list WHERE list_no = ?", "i", list_no);
}

void
hufu_status_retire (HufuPlatform *platform, const HufuId *cti)
{
  hufu_pdb_run (platform->db,
                "INSERT INTO status_retired (status_list, status_index) "
                "SELECT status_list, status_index FROM voucher WHERE cti = ?",
                "d", cti);
}

void
hufu_status_restore_place (HufuPlatform *platform, const HufuId *cti, const char *token)
{
  HufuToken read;

  if (token == NULL || hufu_token_decode (token, strlen (token), &read) != HUFU_R00_OK_HELD ||
      hufu_pdb_get_int (platform->db, 0,
                        "SELECT 1 FROM voucher WHERE cti = ? AND status_list = ? AND "
                        "status_index = ?",
                        "dii", cti, (gint64)read.claims.status_list,
                        (gint64)read.claims.status_index) != 0)
    return;
  hufu_status_retire (platform, cti);
  hufu_pdb_run (platform->db,
                "INSERT INTO status_list (list_no, next_index) VALUES (?1, ?2 + 1) ON CONFLICT "
                "(list_no) DO UPDATE SET next_index = max (next_index, excluded.next_index)",
                "ii", (gint64)read.claims.status_list, (gint64)read.claims.status_index);
  hufu_pdb_run (platform->db, "UPDATE voucher SET status_list = ?, status_index = ? WHERE cti = ?",
                "iid", (gint64)read.claims.status_list, (gint64)read.claims.status_index, cti);
}

/* --- a new version -----------------------------------------------------------------------------
 */

static gint64
count_entries (HufuPlatform *platform, gint64 list_no)
{
  return hufu_pdb_get_int (platform->db, 0, "SELECT next_index FROM status_list WHERE list_no = ?",
                           "i", list_no);
}

static HufuStatusList *
load_list (HufuPlatform *platform, gint64 list_no)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT version, made_utc_s, n_entries, bits FROM status_list WHERE list_no = ?", "i",
      list_no);
  HufuStatusList *list;

  if (!hufu_pdb_next (platform->db, row))
    return NULL;
  list =
      hufu_status_list_new (HUFU_PLATFORM_ISSUER, (guint64)list_no, (gsize)hufu_pdb_int (row, 2));
  list->version = (guint64)hufu_pdb_int (row, 0);
  list->made_utc_s = hufu_pdb_int (row, 1);
  hufu_pdb_bytes (row, 3, list->bits, HUFU_STATUS_BYTES (list->n_entries));
  hufu_pdb_done (row);
  return list;
}

/* What tills are told of the present generation: partly used is for the platform alone to judge,
 * unless a till holds it, which knows better than any list. */
static void
put_changed (HufuPlatform *platform, HufuStatusList *list)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT v.status_index, CASE v.state WHEN 'revoked' THEN 2 WHEN 'suspended' THEN 3 ELSE "
      "(SELECT CASE WHEN count (*) = sum (r.state = 'used') THEN 1 "
      "WHEN sum (r.state IN ('used', 'written_off')) > 0 OR "
      "(v.type = 'cash' AND sum (r.remaining_minor) < v.value_minor) THEN 3 ELSE 0 END "
      "FROM \"right\" r WHERE r.cti = v.cti AND r.generation = v.generation) END "
      "FROM status_changed JOIN voucher v USING (cti) WHERE v.status_list = ?",
      "i", (gint64)list->list_no);

  while (hufu_pdb_next (platform->db, row))
    hufu_status_list_set (list, (gsize)hufu_pdb_int (row, 0),
                          (HufuVoucherStatus)hufu_pdb_int (row, 1));
  row = hufu_pdb_query (
      platform->db, "SELECT status_index FROM status_retired WHERE status_list = ? AND NOT told",
      "i", (gint64)list->list_no);
  while (hufu_pdb_next (platform->db, row))
    hufu_status_list_set (list, (gsize)hufu_pdb_int (row, 0), HUFU_STATUS_ASK);
}

static void
forget_changed (HufuPlatform *platform, gint64 list_no)
{
  hufu_pdb_run (platform->db,
                "UPDATE status_list SET ends_utc_s = max (ends_utc_s, coalesce ((SELECT "
                "max (v.expires_utc_s) FROM status_changed JOIN voucher v USING (cti) "
                "WHERE v.status_list = ?1), 0)) WHERE list_no = ?1",
                "i", list_no);
  hufu_pdb_run (platform->db,
                "DELETE FROM status_changed WHERE cti IN (SELECT cti FROM status_changed JOIN "
                "voucher v USING (cti) WHERE v.status_list = ?)",
                "i", list_no);
  hufu_pdb_run (platform->db, "UPDATE status_retired SET told = 1 WHERE status_list = ?", "i",
                list_no);
}

static void
store_list (HufuPlatform *platform, const HufuStatusList *list)
{
  hufu_pdb_run (platform->db,
                "UPDATE status_list SET version = ?, made_utc_s = ?, n_entries = ?, bits = ? "
                "WHERE list_no = ?",
                "iiibi", (gint64)list->version, list->made_utc_s, (gint64)list->n_entries,
                list->bits, (gsize)HUFU_STATUS_BYTES (list->n_entries), (gint64)list->list_no);
}

static void
store_delta (HufuPlatform *platform, const HufuStatusList *list, const HufuStatusList *base)
{
  g_autoptr (GBytes) document = hufu_status_document_make (list, base, platform->signer);

  hufu_pdb_run (platform->db, "INSERT OR REPLACE INTO status_delta VALUES (?, ?, ?)", "iib",
                (gint64)list->list_no, (gint64)base->version, g_bytes_get_data (document, NULL),
                g_bytes_get_size (document));
  hufu_pdb_run (platform->db,
                "DELETE FROM status_delta WHERE list_no = ?1 AND base_version < (SELECT "
                "base_version FROM status_delta WHERE list_no = ?1 ORDER BY base_version DESC "
                "LIMIT 1 OFFSET ?2)",
                "ii", (gint64)list->list_no, (gint64)HUFU_STATUS_KEPT_DELTAS - 1);
}

/* After a restore the epoch of the platform makes the version a greater one, whose base no delta
 * leads from. */
static guint64
next_version (HufuPlatform *platform, const HufuStatusList *base)
{
  guint64 first = (hufu_platform_get_epoch (platform) << 32) + 1;

  return MAX (first, base->version + 1);
}

static void
renew (HufuPlatform *platform, gint64 list_no)
{
  g_autoptr (HufuStatusList) base = load_list (platform, list_no);
  g_autoptr (HufuStatusList) list = NULL;
  gint64 n_entries = count_entries (platform, list_no);

  if (base == NULL || n_entries > HUFU_STATUS_ENTRIES_MAX)
    return;
  list = hufu_status_list_copy (base, (gsize)n_entries);
  list->version = next_version (platform, base);
  list->made_utc_s = hufu_platform_now_s (platform);
  put_changed (platform, list);
  forget_changed (platform, list_no);
  if (base->version > 0)
    store_delta (platform, list, base);
  store_list (platform, list);
}

static gboolean
is_due (HufuPlatform *platform, gint64 list_no)
{
  gint64 now_s = hufu_platform_now_s (platform);
  gint64 made_s = hufu_pdb_get_int (
      platform->db, 0, "SELECT made_utc_s FROM status_list WHERE list_no = ?", "i", list_no);
  gint64 age_s = now_s - made_s;

  if (age_s >= HUFU_STATUS_RENEW_MAX_S || age_s < 0)
    return TRUE;
  return age_s >= HUFU_STATUS_RENEW_MIN_S &&
         hufu_pdb_get_int (platform->db, 0,
                           "SELECT EXISTS (SELECT 1 FROM status_changed JOIN voucher v USING (cti) "
                           "WHERE v.status_list = ?1) OR EXISTS (SELECT 1 FROM status_retired "
                           "WHERE status_list = ?1 AND NOT told)",
                           "i", list_no) != 0;
}

/* --- what a till is told -----------------------------------------------------------------------
 */

static guint64
find_version (const json_t *have, gint64 list_no)
{
  const json_t *entry;
  gsize i;

  json_array_foreach (have, i, entry)
  {
    const char *issuer = hufu_pjson_find_text (entry, "issuer", HUFU_TOKEN_ISSUER_MAX, FALSE);
    gint64 no, version;

    if (g_strcmp0 (issuer, HUFU_PLATFORM_ISSUER) == 0 &&
        hufu_pjson_get_int (entry, "list_no", 0, G_MAXINT64, &no) && no == list_no &&
        hufu_pjson_get_int (entry, "version", 1, G_MAXINT64, &version))
      return (guint64)version;
  }
  return 0;
}

/* The documents that follow this version, one after the other; NULL if one of them is not kept. */
static json_t *
list_deltas (HufuPlatform *platform, gint64 list_no, guint64 from, guint64 to, gsize *n_bytes)
{
  json_t *documents = json_array ();
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT base_version, document FROM status_delta WHERE list_no = ? AND base_version >= ? "
      "ORDER BY base_version",
      "ii", list_no, (gint64)from);
  gboolean unbroken = from > 0 && from <= to, first = TRUE;
  gsize sum = 0;

  while (hufu_pdb_next (platform->db, row)) {
    gsize size = (gsize)sqlite3_column_bytes (row, 1);

    unbroken = unbroken && (!first || (guint64)hufu_pdb_int (row, 0) == from);
    first = FALSE;
    json_array_append_new (documents, hufu_pjson_bytes (sqlite3_column_blob (row, 1), size));
    sum += size;
  }
  if (unbroken && (!first || from == to) && sum < HUFU_STATUS_BYTES (HUFU_STATUS_ENTRIES_MAX)) {
    *n_bytes += sum;
    return documents;
  }
  json_decref (documents);
  return NULL;
}

static json_t *
make_snapshot (HufuPlatform *platform, const HufuStatusList *list, gsize *n_bytes)
{
  g_autoptr (GBytes) document = hufu_status_document_make (list, NULL, platform->signer);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (document, &size);

  *n_bytes += size;
  return json_pack ("[o]", hufu_pjson_bytes (bytes, size));
}

static json_t *
tell_list (HufuPlatform *platform, gint64 list_no, guint64 from, gsize *n_bytes)
{
  g_autoptr (HufuStatusList) list = load_list (platform, list_no);
  json_t *documents;

  if (list == NULL || list->version == 0)
    return NULL;
  documents = list_deltas (platform, list_no, from, list->version, n_bytes);
  if (documents == NULL)
    documents = make_snapshot (platform, list, n_bytes);
  return json_pack ("{s:s, s:I, s:I, s:o}", "issuer", list->issuer, "list_no", (json_int_t)list_no,
                    "version", (json_int_t)list->version, "documents", documents);
}

static GArray *
list_numbers (HufuPlatform *platform)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT list_no FROM status_list WHERE version = 0 OR ends_utc_s > ? ORDER BY list_no DESC",
      "i", hufu_platform_now_s (platform) - KEPT_AFTER_END_S);

  while (hufu_pdb_next (platform->db, row)) {
    gint64 list_no = hufu_pdb_int (row, 0);

    g_array_append_val (numbers, list_no);
  }
  return numbers;
}

json_t *
hufu_status_tell (HufuPlatform *platform, const json_t *request, GError **error)
{
  const json_t *have = json_object_get (request, "have");
  json_t *lists = json_array ();
  g_autoptr (GArray) numbers = NULL;
  gboolean more = FALSE;
  gsize n_bytes = 0;

  hufu_pdb_begin (platform->db);
  numbers = list_numbers (platform);
  for (guint i = 0; i < numbers->len && !more; i++) {
    gint64 list_no = g_array_index (numbers, gint64, i);
    json_t *told;

    if (is_due (platform, list_no))
      renew (platform, list_no);
    told = tell_list (platform, list_no, find_version (have, list_no), &n_bytes);
    if (told != NULL)
      json_array_append_new (lists, told);
    more = n_bytes > ANSWER_BYTES_MAX && i + 1 < numbers->len;
  }
  if (!hufu_pdb_commit (platform->db, error)) {
    json_decref (lists);
    return NULL;
  }
  return json_pack ("{s:o, s:b, s:I}", "lists", lists, "more", (int)more, "platform_epoch",
                    (json_int_t)hufu_platform_get_epoch (platform));
}
