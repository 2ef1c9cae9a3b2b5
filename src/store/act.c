/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One act, one transaction. */
#include "store/sql.h"

void
hufu_act_roll_back (HufuDb *db)
{
  /* Some errors have rolled back already. */
  if (!sqlite3_get_autocommit (db->handle))
    sqlite3_exec (db->handle, "ROLLBACK", NULL, NULL, NULL);
  db->kept_sale = (HufuId){{0}};
}

gboolean
hufu_act_begin (HufuDb *db, GError **error)
{
  g_assert (sqlite3_get_autocommit (db->handle));
  if (HUFU_RUN (db, error, "BEGIN IMMEDIATE"))
    return TRUE;
  /* It may have begun before it failed. */
  hufu_act_roll_back (db);
  return FALSE;
}

gboolean
hufu_act_set_hurry (HufuDb *db, gboolean hurry, GError **error)
{
  return hufu_sql_script (db, hurry ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL",
                          error);
}

/* Writes what is there once more. A catalogue that was never fetched has no row that could be. */
void
hufu_act_touch (HufuDb *db)
{
  const char *touch = db->schema == HUFU_DB_TERMINAL
                          ? "UPDATE terminal SET one = one"
                          : "PRAGMA application_id = " G_STRINGIFY (HUFU_CATALOG_APPLICATION_ID);

  if (sqlite3_exec (db->handle, touch, NULL, NULL, NULL) == SQLITE_OK)
    db->tail_in_doubt = FALSE;
  hufu_act_roll_back (db);
}

/*
 * A COMMIT that fails at the sync leaves all its frames in the WAL, the commit mark included. This
 * process does not see them, but the next one would find them whole and play them back: an act that
 * was reported as not done. Any later commit writes over them; as none may come, one is made here,
 * and again at closing if the disk refuses that too.
 */
gboolean
hufu_act_end (HufuDb *db, gboolean done, GError **error)
{
  if (!done) {
    hufu_act_roll_back (db);
    return FALSE;
  }
  if (HUFU_RUN (db, error, "COMMIT")) {
    db->tail_in_doubt = FALSE;
    return TRUE;
  }
  hufu_act_roll_back (db);
  db->tail_in_doubt = TRUE;
  hufu_act_touch (db);
  return FALSE;
}

gboolean
hufu_act_run (HufuDb *db, GError **error, const char *sql, const HufuSqlValue *values, gsize n)
{
  return hufu_act_begin (db, error) &&
         hufu_act_end (db, hufu_sql_run (db, error, sql, values, n), error);
}
