/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the store speaks SQL; private to src/store. Statements are literals, prepared once per
 * database, found again by their address, and bound by typed values:
 *
 *   g_autoptr (HufuRows) rows = HUFU_QUERY (db, error, "SELECT a FROM t WHERE b = ?", SQL_INT (3));
 *   while ((step = hufu_rows_next (rows, error)) > 0) ... hufu_rows_int (rows, 0) ...
 *
 * An act is hufu_act_begin, the work, and hufu_act_end, which commits or rolls back.
 */
#pragma once

#include <sqlite3.h>
#include "core/id.h"
#include "store/db.h"

#define HUFU_TERMINAL_APPLICATION_ID 0x48554654 /* "HUFT" */
#define HUFU_CATALOG_APPLICATION_ID 0x48554643  /* "HUFC" */

typedef struct _HufuGrantPage HufuGrantPage;

struct _HufuDb {
  sqlite3 *handle;
  HufuDbSchema schema;
  const HufuHost *host;
  char *path;
  gboolean believed;      /* the checks of opening are through */
  gboolean damaged;       /* a statement found so */
  int lock_fd;            /* -1: opened to read only */
  GHashTable *statements; /* address of a literal -> sqlite3_stmt */
  /* A commit failed after its frames were written: they must be overwritten before they can be
   * mistaken for an act that happened. */
  gboolean tail_in_doubt;
  int wal_pages; /* as of the last commit */
  /* The lines that the last saved sale has in its table, so that saving it again need not read
   * them; none after an act that was taken back. */
  HufuId kept_sale;
  GByteArray *kept_lines;
  const HufuGrantPage *page; /* what grant_page has now */
  gint64 anchor_utc_us;      /* 0 = none */
  gint64 anchor_boot_us;
  gint64 witness_boot_us; /* until then the witnesses are waited for; 0 = they are not */
};

typedef enum {
  HUFU_SQL_NULL,
  HUFU_SQL_INT,
  HUFU_SQL_TEXT,
  HUFU_SQL_BLOB,
} HufuSqlType;

typedef struct {
  HufuSqlType type;
  gint64 integer;
  const void *bytes;
  gsize size;
} HufuSqlValue;

#define SQL_INT(value) hufu_sql_int ((gint64)(value))
#define SQL_TEXT(text) hufu_sql_text (text)
#define SQL_ID(id) hufu_sql_id (id)
#define SQL_BLOB(bytes, size) hufu_sql_blob (bytes, size)

static inline HufuSqlValue
hufu_sql_int (gint64 value)
{
  return (HufuSqlValue){.type = HUFU_SQL_INT, .integer = value};
}

static inline HufuSqlValue
hufu_sql_blob (const void *bytes, gsize size)
{
  return (HufuSqlValue){.type = HUFU_SQL_BLOB, .bytes = bytes, .size = size};
}

/* NULL text is SQL NULL. Bound text and blobs must outlive the step. */
static inline HufuSqlValue
hufu_sql_text (const char *text)
{
  return (HufuSqlValue){.type = text == NULL ? HUFU_SQL_NULL : HUFU_SQL_TEXT, .bytes = text};
}

/* A NULL or zero id is SQL NULL. */
static inline HufuSqlValue
hufu_sql_id (const HufuId *id)
{
  if (id == NULL || hufu_id_is_zero (id))
    return (HufuSqlValue){.type = HUFU_SQL_NULL};
  return hufu_sql_blob (id->bytes, HUFU_ID_BYTES);
}

typedef struct _HufuRows HufuRows; /* a running statement; freeing resets it */
void hufu_rows_free (HufuRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuRows, hufu_rows_free)

/* NULL with error. Use the macros. */
HufuRows *hufu_sql_query (HufuDb *db, GError **error, const char *sql, const HufuSqlValue *values,
                          gsize n) G_GNUC_WARN_UNUSED_RESULT;
gboolean hufu_sql_run (HufuDb *db, GError **error, const char *sql, const HufuSqlValue *values,
                       gsize n) G_GNUC_WARN_UNUSED_RESULT;
/* The first column of the only row; `none` if there is no row or it is NULL. */
gboolean hufu_sql_get_int (HufuDb *db, GError **error, gint64 none, gint64 *ret_value,
                           const char *sql, const HufuSqlValue *values,
                           gsize n) G_GNUC_WARN_UNUSED_RESULT;

#define HUFU_SQL_VALUES(...)                                                                       \
  (const HufuSqlValue[]){{.type = HUFU_SQL_NULL}, ##__VA_ARGS__} + 1,                              \
      sizeof ((const HufuSqlValue[]){{.type = HUFU_SQL_NULL}, ##__VA_ARGS__}) /                    \
              sizeof (HufuSqlValue) -                                                              \
          1
#define HUFU_QUERY(db, error, sql, ...)                                                            \
  hufu_sql_query (db, error, sql, HUFU_SQL_VALUES (__VA_ARGS__))
#define HUFU_RUN(db, error, sql, ...) hufu_sql_run (db, error, sql, HUFU_SQL_VALUES (__VA_ARGS__))
#define HUFU_GET_INT(db, error, none, ret_value, sql, ...)                                         \
  hufu_sql_get_int (db, error, none, ret_value, sql, HUFU_SQL_VALUES (__VA_ARGS__))

/* 1 a row, 0 the end, -1 error. rows may be NULL (then -1: the query failed). */
int hufu_rows_next (HufuRows *rows, GError **error);
gint64 hufu_rows_int (HufuRows *rows, int column);
/* Borrowed until the next step; "" for NULL. */
const char *hufu_rows_text (HufuRows *rows, int column);
/* NULL for NULL; free with g_free. */
char *hufu_rows_dup_text (HufuRows *rows, int column);
gboolean hufu_rows_is_null (HufuRows *rows, int column);
/* Zero for NULL. */
HufuId hufu_rows_id (HufuRows *rows, int column);
/* Borrowed until the next step; NULL for NULL or none. */
const guint8 *hufu_rows_blob (HufuRows *rows, int column, gsize *ret_size);
/* Copies exactly size bytes; FALSE if the column has another size. */
gboolean hufu_rows_bytes (HufuRows *rows, int column, guint8 *ret_bytes, gsize size);
/* The columns of the row from the first are these values. */
gboolean hufu_rows_are (HufuRows *rows, const HufuSqlValue *values, gsize n);
/* Rows that the last run changed. */
int hufu_sql_changes (HufuDb *db);

/* Runs a text of several statements, unprepared: migrations and pragmas. */
gboolean hufu_sql_script (HufuDb *db, const char *sql, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Between acts. In a hurry, acts do not wait for the disk: in a power cut the last of them may be
 * undone, the books are whole, and an act that did wait has all before it. For what is only made
 * again; TRUE lasts until FALSE. */
gboolean hufu_act_set_hurry (HufuDb *db, gboolean hurry, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* BEGIN IMMEDIATE. Acts do not nest. */
gboolean hufu_act_begin (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Commits if `done`, else rolls back; TRUE only if the act happened. */
gboolean hufu_act_end (HufuDb *db, gboolean done, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ends an act that found nothing to do. */
void hufu_act_roll_back (HufuDb *db);
/* An act of one statement. */
gboolean hufu_act_run (HufuDb *db, GError **error, const char *sql, const HufuSqlValue *values,
                       gsize n) G_GNUC_WARN_UNUSED_RESULT;
#define HUFU_ACT_RUN(db, error, sql, ...)                                                          \
  hufu_act_run (db, error, sql, HUFU_SQL_VALUES (__VA_ARGS__))
/* A commit that changes nothing: it writes over the tail of the WAL, or begins a used-up one. */
void hufu_act_touch (HufuDb *db);

/* Swaps another file of the same schema in for the database; a failure leaves the old one open. */
gboolean hufu_db_replace_file (HufuDb *db, const char *new_path,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The damaged file is put aside, and an empty database opened in its place. */
gboolean hufu_db_begin_anew (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Sets error from what SQLite said last; returns FALSE. */
gboolean hufu_sql_fail (HufuDb *db, GError **error);
/* The error of an act that the state does not allow, or of bad data; returns FALSE. */
gboolean hufu_store_refuse (GError **error, HufuStoreError code, const char *what);
