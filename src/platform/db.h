/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The platform's database: one connection, one thread, WAL, FULL, STRICT. A failure sticks: after
 * it every query gives no row, every write does nothing, and the commit fails and rolls all back.
 * So an act reads like its rule, and is wholly there or wholly absent.
 *
 *   hufu_pdb_begin (db);
 *   hufu_pdb_run (db, "UPDATE platform SET trust_version = trust_version + 1", "");
 *   return hufu_pdb_commit (db, error);
 */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>
#include "core/id.h"

#define HUFU_PLATFORM_ERROR (hufu_platform_error_quark ())
typedef enum {
  HUFU_PLATFORM_ERROR_STORE,     /* the database: disk full, unreadable, newer schema */
  HUFU_PLATFORM_ERROR_INPUT,     /* what was given breaks a rule; the message says which */
  HUFU_PLATFORM_ERROR_TAKEN,     /* another one has what may be given once; the same */
  HUFU_PLATFORM_ERROR_RESTORING, /* not until every till has reported (restore.h) */
} HufuPlatformError;
GQuark hufu_platform_error_quark (void);

typedef struct HufuPdb HufuPdb;

/* Opens or makes the database and brings it to the newest schema; refuses a newer one. */
HufuPdb *hufu_pdb_open (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hufu_pdb_close (HufuPdb *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuPdb, hufu_pdb_close)

/* One transaction at a time. durable FALSE (begin_light): survives the process, maybe not the
 * machine; only for what may be forgotten (nonces, polls). */
void hufu_pdb_begin (HufuPdb *db);
void hufu_pdb_begin_light (HufuPdb *db);
gboolean hufu_pdb_commit (HufuPdb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hufu_pdb_rollback (HufuPdb *db);
/* Around the commit of every durable transaction that has changed something: before may write to
 * the database, and fails the commit by FALSE; after is told what came of it. */
void hufu_pdb_set_commit_hooks (HufuPdb *db, gboolean (*before) (gpointer user_data),
                                void (*after) (gpointer user_data, gboolean committed),
                                gpointer user_data);
/* The sticky failure as an error; FALSE if there was one (it is cleared). For reads. */
gboolean hufu_pdb_check (HufuPdb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* types, one letter an argument: i gint64, t text (NULL allowed), d const HufuId * (NULL allowed),
 * b const guint8 * (NULL allowed) and gsize, p gpointer for a function. query: rows with
 * hufu_pdb_next until it is FALSE, or hufu_pdb_done. A statement is kept and reused: never two rows
 * of one text open at once. */
sqlite3_stmt *hufu_pdb_query (HufuPdb *db, const char *sql, const char *types, ...);
gboolean hufu_pdb_next (HufuPdb *db, sqlite3_stmt *statement);
void hufu_pdb_done (sqlite3_stmt *statement);
/* Runs to the end; the number of rows changed, 0 after a failure. */
int hufu_pdb_run (HufuPdb *db, const char *sql, const char *types, ...);
/* The first column of the first row; `otherwise` if there is none. */
gint64 hufu_pdb_get_int (HufuPdb *db, gint64 otherwise, const char *sql, const char *types, ...);
gint64 hufu_pdb_last_rowid (HufuPdb *db);

/* Makes a function for the SQL that follows, the first time: after a new one every statement is
 * prepared anew. What it is to know comes to it as a value of type p. name: a literal. */
void hufu_pdb_ensure_function (HufuPdb *db, const char *name, int n_values,
                               void (*function) (sqlite3_context *, int, sqlite3_value **));
gpointer hufu_pdb_value_pointer (sqlite3_value *value);

/* Whether triggers fire; they do unless somebody says otherwise, who says so again when that is
 * over. Every statement is prepared anew after it: for thousands of rows only. */
void hufu_pdb_set_triggers (HufuPdb *db, gboolean fire);

/* Columns of the current row. text never NULL ("" for NULL); borrowed until the next step. */
gint64 hufu_pdb_int (sqlite3_stmt *row, int column);
const char *hufu_pdb_text (sqlite3_stmt *row, int column);
gboolean hufu_pdb_is_null (sqlite3_stmt *row, int column);
/* FALSE and zeros if it is NULL or of another size. */
gboolean hufu_pdb_id (sqlite3_stmt *row, int column, HufuId *ret_id);
gboolean hufu_pdb_bytes (sqlite3_stmt *row, int column, guint8 *ret_bytes, gsize size);

/* Called before every step of a statement; tests kill the process in it. */
void hufu_pdb_set_step_hook (HufuPdb *db, void (*hook) (gpointer user_data), gpointer user_data);

/* Runs a script of the resource bundle (/hufu/sql/...) on any connection. */
gboolean hufu_pdb_run_script (sqlite3 *handle, const char *resource,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
