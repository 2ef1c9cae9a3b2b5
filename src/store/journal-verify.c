/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/journal-store.h"

#include <string.h>
#include "crypto/sha256.h"
#include "store/sql.h"

/* A walk over one incarnation's chain, and what was found wrong first. */
typedef struct {
  HufuId terminal_id;
  gint64 incarnation; /* -1 before the first row */
  guint64 seq;
  guint8 hash[HUFU_JOURNAL_HASH_BYTES];
  guint64 rows, bad_seq;
  const char *what;
} Walk;

static void
find_bad (Walk *walk, guint64 seq, const char *what)
{
  if (walk->what != NULL)
    return;
  walk->bad_seq = seq;
  walk->what = what;
}

/* Compares where the rows of an incarnation end with where the books say that it ends. */
static gboolean
check_end (HufuDb *db, Walk *walk, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT last_seq, last_hash FROM terminal WHERE incarnation = ?1 UNION ALL"
                  " SELECT last_seq, last_hash FROM past_incarnation WHERE incarnation = ?1",
                  SQL_INT (walk->incarnation));
  int step = hufu_rows_next (rows, error);
  guint8 hash[HUFU_JOURNAL_HASH_BYTES] = {0};
  guint64 last_seq;

  if (step < 0)
    return FALSE;
  if (step == 0) {
    find_bad (walk, walk->seq, "rows of an incarnation that never was");
    return TRUE;
  }
  last_seq = (guint64)hufu_rows_int (rows, 0);
  if (last_seq > walk->seq)
    find_bad (walk, walk->seq + 1, "the last rows are missing");
  else if (last_seq < walk->seq)
    find_bad (walk, last_seq + 1, "rows were added at the end");
  else if (!hufu_rows_bytes (rows, 1, hash, sizeof hash) ||
           memcmp (hash, walk->hash, sizeof hash) != 0)
    find_bad (walk, walk->seq, "the last row is not the one that was written");
  return TRUE;
}

static void
check_row (Walk *walk, HufuRows *rows)
{
  HufuEvent event = {
      .terminal_id = walk->terminal_id,
      .incarnation = (guint32)walk->incarnation,
      .seq = (guint64)hufu_rows_int (rows, 1),
      .event_id = hufu_rows_id (rows, 2),
      .hlc = (guint64)hufu_rows_int (rows, 3),
      .kind = hufu_rows_text (rows, 4),
      .body = hufu_rows_text (rows, 5),
  };
  guint8 hash[HUFU_JOURNAL_HASH_BYTES] = {0};

  if (event.seq != walk->seq + 1) {
    find_bad (walk, walk->seq + 1, "a row is missing");
    return;
  }
  walk->seq = event.seq;
  if (strlen (event.kind) > HUFU_EVENT_KIND_MAX || strlen (event.body) > HUFU_EVENT_BODY_MAX) {
    find_bad (walk, event.seq, "the row was changed");
    return;
  }
  hufu_journal_hash (hufu_sha256, walk->hash, &event, walk->hash);
  if (!hufu_rows_bytes (rows, 6, hash, sizeof hash) || memcmp (hash, walk->hash, sizeof hash) != 0)
    find_bad (walk, event.seq, "the row was changed or put in");
}

static gboolean
begin_chain (HufuDb *db, Walk *walk, gint64 incarnation, GError **error)
{
  if (walk->incarnation >= 0 && !check_end (db, walk, error))
    return FALSE;
  walk->incarnation = incarnation;
  walk->seq = 0;
  memset (walk->hash, 0, sizeof walk->hash);
  return TRUE;
}

static gboolean
walk_rows (HufuDb *db, Walk *walk, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT incarnation, seq, event_id, hlc, kind, body, hash FROM journal"
                  " ORDER BY journal_no");
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0 && walk->what == NULL) {
    if (hufu_rows_int (rows, 0) != walk->incarnation &&
        !begin_chain (db, walk, hufu_rows_int (rows, 0), error))
      return FALSE;
    walk->rows++;
    check_row (walk, rows);
  }
  if (step < 0)
    return FALSE;
  return walk->what != NULL || walk->incarnation < 0 || check_end (db, walk, error);
}

/* Incarnations that should have rows and have none at all. */
static gboolean
check_absent (HufuDb *db, Walk *walk, GError **error)
{
  gint64 absent = 0;

  if (!HUFU_GET_INT (db, error, 0, &absent,
                     "SELECT count(*) FROM (SELECT incarnation FROM terminal WHERE last_seq > 0"
                     " UNION ALL SELECT incarnation FROM past_incarnation) i"
                     " WHERE NOT EXISTS (SELECT 1 FROM journal WHERE journal_no"
                     " BETWEEN i.incarnation << 32 AND (i.incarnation + 1 << 32) - 1)"))
    return FALSE;
  if (absent > 0)
    find_bad (walk, 1, "all rows of an incarnation are missing");
  return TRUE;
}

static gboolean
load_terminal_id (HufuDb *db, HufuId *ret_id, GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (db, error, "SELECT terminal_id FROM terminal");

  if (hufu_rows_next (rows, error) <= 0)
    return FALSE;
  *ret_id = hufu_rows_id (rows, 0);
  return TRUE;
}

gboolean
hufu_journal_verify (HufuDb *db, guint64 *ret_rows, guint64 *ret_bad_seq, char **ret_what,
                     GError **error)
{
  Walk walk = {.incarnation = -1};

  if (!load_terminal_id (db, &walk.terminal_id, error) || !walk_rows (db, &walk, error) ||
      !check_absent (db, &walk, error))
    return FALSE;
  *ret_rows = walk.rows;
  *ret_bad_seq = walk.bad_seq;
  *ret_what = g_strdup (walk.what == NULL ? "" : walk.what);
  return TRUE;
}
