/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/status-store.h"

#include "store/sql.h"

gboolean
hufu_status_store (HufuDb *db, const HufuStatusList *list, GError **error)
{
  return HUFU_ACT_RUN (
      db, error,
      "INSERT INTO status_list (issuer, list_no, version, made_utc_s, n_entries, bits)"
      " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (issuer, list_no) DO UPDATE SET"
      " version = excluded.version, made_utc_s = excluded.made_utc_s,"
      " n_entries = excluded.n_entries, bits = excluded.bits WHERE excluded.version > version",
      SQL_TEXT (list->issuer), SQL_INT (list->list_no), SQL_INT (list->version),
      SQL_INT (list->made_utc_s), SQL_INT (list->n_entries),
      SQL_BLOB (list->bits, HUFU_STATUS_BYTES (list->n_entries)));
}

static HufuStatusList *
read_list (HufuRows *rows)
{
  gint64 n_entries = hufu_rows_int (rows, 4);
  g_autoptr (HufuStatusList) list = NULL;

  if (n_entries < 0 || n_entries > HUFU_STATUS_ENTRIES_MAX)
    return NULL;
  list = hufu_status_list_new (hufu_rows_text (rows, 0), (guint64)hufu_rows_int (rows, 1),
                               (gsize)n_entries);
  list->version = (guint64)hufu_rows_int (rows, 2);
  list->made_utc_s = hufu_rows_int (rows, 3);
  return hufu_rows_bytes (rows, 5, list->bits, HUFU_STATUS_BYTES (list->n_entries))
             ? g_steal_pointer (&list)
             : NULL;
}

GPtrArray *
hufu_status_load (HufuDb *db, GError **error)
{
  g_autoptr (GPtrArray) lists =
      g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_status_list_free);
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT issuer, list_no, version, made_utc_s, n_entries, bits FROM status_list"
                  " ORDER BY issuer, list_no");
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    HufuStatusList *list = read_list (rows);

    if (list == NULL) {
      hufu_store_refuse (error, HUFU_STORE_ERROR_CORRUPT, "a status list cannot be read");
      return NULL;
    }
    g_ptr_array_add (lists, list);
  }
  return step == 0 ? g_steal_pointer (&lists) : NULL;
}
