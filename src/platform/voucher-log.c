/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/voucher-log.h"

#include "platform/restore-log.h"

/* What is no bytes: all of it goes as one JSON text, made and read by SQL. */
static const char *const columns[] = {
    "generation",       "type",          "state",      "title_en",      "title_zh",
    "item_en",          "item_zh",       "issuer",     "short_code",    "platform_code",
    "not_before_utc_s", "expires_utc_s", "uses",       "value_minor",   "currency",
    "home_store",       "scope",         "flags",      "holder_masked", "paid_minor",
    "min_spend_minor",  "tax_ppm",       "icon",       "token",         "issued_utc_s",
    "status_list",      "status_index",  "conditions",
};

/* Once for each column, whose name stands for "{}". Free with g_free. */
static char *
join (const char *each)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++) {
    g_auto (GStrv) parts = g_strsplit (each, "{}", -1);
    g_autofree char *named = g_strjoinv (columns[i], parts);

    g_string_append (text, named);
  }
  return g_string_free (text, FALSE);
}

void
hufu_voucher_log_note (HufuPlatform *platform, const HufuId *cti)
{
  g_autofree char *pairs = join (", '{}', {}");
  g_autofree char *sql = g_strdup_printf ("SELECT json_object (%s), holder FROM voucher "
                                          "WHERE cti = ?",
                                          pairs + 2);
  sqlite3_stmt *row = hufu_pdb_query (platform->db, sql, "d", cti);
  guint8 holder[8];
  json_t *entry;

  if (!hufu_pdb_next (platform->db, row))
    return;
  entry = json_pack (
      "{s:o, s:s, s:o}", "cti", hufu_pjson_id (cti), "issued", hufu_pdb_text (row, 0), "holder",
      hufu_pdb_bytes (row, 1, holder, sizeof holder) ? hufu_pjson_bytes (holder, sizeof holder)
                                                     : json_null ());
  hufu_pdb_done (row);
  hufu_log_note (platform, "voucher", entry);
}

static void
add_rights (HufuPlatform *platform, const HufuId *cti)
{
  hufu_pdb_run (platform->db,
                "WITH RECURSIVE n (k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM n, voucher "
                "WHERE cti = ?1 AND k + 1 < uses) "
                "INSERT INTO \"right\" (cti, generation, k, state, remaining_minor) "
                "SELECT cti, generation, k, 'available', value_minor FROM n, voucher "
                "WHERE cti = ?1",
                "d", cti);
}

void
hufu_voucher_log_follow (HufuPlatform *platform, const json_t *entry)
{
  const char *issued = json_string_value (json_object_get (entry, "issued"));
  g_autofree char *names = join (", {}");
  g_autofree char *values = join (", ?3 ->> '{}'");
  g_autofree char *sql = g_strdup_printf ("INSERT OR IGNORE INTO voucher (cti, holder%s) "
                                          "SELECT ?1, ?2%s",
                                          names, values);
  guint8 holder[8];
  gboolean has_holder = hufu_pjson_get_bytes (entry, "holder", holder, sizeof holder);
  HufuId cti;

  if (issued == NULL || !hufu_pjson_get_id (entry, "cti", &cti) ||
      hufu_pdb_run (platform->db, sql, "dbt", &cti, has_holder ? holder : NULL,
                    (gsize)(has_holder ? sizeof holder : 0), issued) == 0)
    return;
  add_rights (platform, &cti);
  hufu_pdb_run (platform->db,
                "INSERT INTO status_list (list_no, next_index) SELECT status_list, "
                "status_index + 1 FROM voucher WHERE cti = ? ON CONFLICT (list_no) DO UPDATE SET "
                "next_index = max (next_index, excluded.next_index)",
                "d", &cti);
}
