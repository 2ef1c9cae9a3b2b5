/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One life of the till after another: each has its own journal, and holds only its own rights. */
#include "store/incarnation-write.h"

#include <string.h>
#include "core/base64url.h"
#include "store/limits-write.h"
#include "store/right-write.h"
#include "store/terminal.h"

/* --- branches -------------------------------------------------------------------------------- */

/* The event in the event, canonical as it stands. A branch of a branch is the same branch: what was
 * not confirmed of an earlier incarnation stays what it is. */
static char *
make_branch_body (HufuRows *rows)
{
  const char *kind = hufu_rows_text (rows, 3), *body = hufu_rows_text (rows, 4);
  guint8 hash[HUFU_JOURNAL_HASH_BYTES] = {0};
  g_autofree char *hash_text = NULL;
  char event_id[HUFU_ID_TEXT_SIZE];
  HufuId id = hufu_rows_id (rows, 1);

  if (strcmp (kind, "branch") == 0)
    return g_strdup (body);
  hufu_rows_bytes (rows, 5, hash, sizeof hash);
  hash_text = hufu_base64url_encode (hash, sizeof hash);
  hufu_id_format (&id, event_id);
  return g_strdup_printf (
      "{\"body\":%s,\"event_id\":\"%s\",\"hash\":\"%s\",\"hlc\":%" G_GINT64_FORMAT
      ",\"incarnation\":%" G_GINT64_FORMAT ",\"kind\":\"%s\",\"seq\":%" G_GINT64_FORMAT "}",
      body, event_id, hash_text, hufu_rows_int (rows, 2), hufu_rows_int (rows, 0) >> 32, kind,
      hufu_rows_int (rows, 0) & G_MAXUINT32);
}

/* Events of the journal, by their rows. */
typedef struct {
  gint64 after_no, last_no;
  gboolean with_branches; /* else only those that were not brought up for others */
} Stretch;

/* The next event, which *stretch is moved behind; NULL without error: there is none. */
static char *
next_branch (HufuDb *db, Stretch *stretch, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT journal_no, event_id, hlc, kind, body, hash FROM journal"
                  " WHERE journal_no > ? AND journal_no <= ? AND (? OR kind <> 'branch')"
                  " ORDER BY journal_no LIMIT 1",
                  SQL_INT (stretch->after_no), SQL_INT (stretch->last_no),
                  SQL_INT (stretch->with_branches != 0));

  if (hufu_rows_next (rows, error) <= 0)
    return NULL;
  stretch->after_no = hufu_rows_int (rows, 0);
  return make_branch_body (rows);
}

/* Brings the events of an earlier incarnation up in the journal of this one, as branch events. */
static gboolean
append_branch (HufuDb *db, Stretch stretch, GError **error)
{
  g_autoptr (GError) failure = NULL;

  for (;;) {
    g_autofree char *body = next_branch (db, &stretch, &failure);

    if (failure != NULL) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
    if (body == NULL)
      return TRUE;
    if (!hufu_journal_append_text (db, "branch", body, NULL, error))
      return FALSE;
  }
}

/* --- beginning ------------------------------------------------------------------------------- */

/* What the former incarnation held was leased to it alone (rule 8). Tombstones and the epochs that
 * were credited stay: nothing of before is ever credited again. */
static gboolean
end_incarnation (HufuDb *db, GError **error)
{
  return HUFU_RUN (db, error,
                   "INSERT INTO past_incarnation (incarnation, last_seq, last_hash)"
                   " SELECT incarnation, last_seq, last_hash FROM terminal WHERE last_seq > 0") &&
         HUFU_RUN (db, error, "DELETE FROM entitlement") &&
         HUFU_RUN (db, error, "DELETE FROM undone_use") &&
         HUFU_RUN (db, error, "UPDATE right_request SET state = 'closed' WHERE state = 'open'");
}

gboolean
hufu_incarnation_begin (HufuDb *db, guint32 incarnation, GError **error)
{
  g_auto (HufuTerminal) old = {0};

  return hufu_terminal_load (db, &old, error) && end_incarnation (db, error) &&
         hufu_limits_begin_anew (db, error) &&
         HUFU_RUN (db, error,
                   "UPDATE terminal SET incarnation = ?, last_seq = 0, last_hash = zeroblob (32),"
                   " acked_seq = 0, frozen = 0, life = 'live'",
                   SQL_INT (incarnation)) &&
         append_branch (db,
                        (Stretch){hufu_journal_no (old.incarnation, old.acked_seq),
                                  hufu_journal_no (old.incarnation, old.last_seq), TRUE},
                        error);
}

gboolean
hufu_incarnation_tell_past (HufuDb *db, GError **error)
{
  HufuRightTill till;

  return hufu_right_load_till (db, &till, error) &&
         append_branch (db, (Stretch){0, hufu_journal_no (till.incarnation, 0), FALSE}, error);
}

static gboolean
reincarnate (HufuDb *db, guint32 incarnation, GError **error)
{
  HufuRightTill till;

  if (!hufu_right_load_till (db, &till, error))
    return FALSE;
  if (hufu_id_is_zero (&till.terminal_id) || incarnation <= till.incarnation)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT, "not a later incarnation");
  return hufu_incarnation_begin (db, incarnation, error);
}

gboolean
hufu_terminal_reincarnate (HufuDb *db, guint32 incarnation, GError **error)
{
  g_assert (incarnation <= G_MAXINT32);
  return hufu_act_begin (db, error) &&
         hufu_act_end (db, reincarnate (db, incarnation, error), error);
}

gboolean
hufu_terminal_freeze (HufuDb *db, HufuFrozen frozen, GError **error)
{
  return HUFU_ACT_RUN (db, error, "UPDATE terminal SET frozen = max (frozen, ?)", SQL_INT (frozen));
}
