/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/terminals.h"

#include <string.h>

#include "core/life.h"
#include "platform/peers.h"
#include "platform/restore-log.h"
#include "platform/restore.h"
#include "platform/rights-drain.h"
#include "platform/rights-row.h"
#include "platform/terminals-list.h"
#include "platform/unleased.h"
#include "platform/wish.h"

gboolean
hufu_terminals_is_live (HufuPlatform *platform, const HufuHolder *holder)
{
  return hufu_pdb_get_int (platform->db, 0,
                           "SELECT 1 FROM incarnation WHERE terminal_id = ? AND incarnation = ? "
                           "AND state = 'enrolled' AND life = 'live'",
                           "di", &holder->terminal_id, (gint64)holder->incarnation) != 0;
}

const char *
hufu_terminals_get_life (HufuPlatform *platform, const HufuHolder *holder)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db, "SELECT life FROM incarnation WHERE terminal_id = ? AND incarnation = ?", "di",
      &holder->terminal_id, (gint64)holder->incarnation);
  HufuLife life = HUFU_LIFE_LIVE;

  if (hufu_pdb_next (platform->db, row)) {
    hufu_life_find (hufu_pdb_text (row, 0), &life);
    hufu_pdb_done (row);
  }
  return hufu_life_name (life);
}

/* The store's tills hear of it, and the trust list has a new version. */
static void
tell (HufuPlatform *platform, const HufuId *terminal_id)
{
  hufu_peers_tell (platform, terminal_id);
  hufu_pdb_run (platform->db, "UPDATE platform SET trust_version = trust_version + 1", "");
}

/* --- quarantine ---------------------------------------------------------------------------------
 */

static void
want_reports (HufuPlatform *platform, const HufuId *terminal_id)
{
  g_autoptr (GArray) others = hufu_terminals_list_others (platform, terminal_id);

  for (guint i = 0; i < others->len; i++) {
    const HufuHolder *other = &g_array_index (others, HufuHolder, i);

    hufu_reports_want (platform, &other->terminal_id, other->incarnation, HUFU_REPORT_KEEPS);
  }
}

static gboolean
has_quarantined (HufuPlatform *platform, const HufuId *terminal_id, guint32 incarnation)
{
  return hufu_pdb_get_int (platform->db, 0,
                           "SELECT EXISTS (SELECT 1 FROM \"right\" WHERE terminal_id = ? AND "
                           "incarnation = ? AND state = 'quarantined')",
                           "di", terminal_id, (gint64)incarnation) != 0;
}

/* The number is drawn before the reports are asked for, so that theirs are above it. What was
 * quarantined before waits for them anew: a copy may have given rights away since. */
static void
quarantine (HufuPlatform *platform, const HufuId *terminal_id, guint32 incarnation)
{
  HufuEpoch number = hufu_platform_next_epoch (platform);

  hufu_pdb_run (platform->db,
                "UPDATE \"right\" SET state = 'quarantined' WHERE terminal_id = ? AND "
                "incarnation = ? AND state = 'leased'",
                "di", terminal_id, (gint64)incarnation);
  hufu_pdb_run (platform->db,
                "UPDATE incarnation SET lost_epoch = ?, lost_counter = ?, lost_utc_s = ? "
                "WHERE terminal_id = ? AND incarnation = ?",
                "iiidi", (gint64)number.platform_epoch, (gint64)number.counter,
                hufu_platform_now_s (platform), terminal_id, (gint64)incarnation);
  if (has_quarantined (platform, terminal_id, incarnation))
    want_reports (platform, terminal_id);
}

void
hufu_terminals_freeze (HufuPlatform *platform, const HufuId *terminal_id, guint32 incarnation)
{
  if (hufu_pdb_run (platform->db,
                    "UPDATE incarnation SET state = 'forked' WHERE terminal_id = ? AND "
                    "incarnation = ? AND state <> 'forked'",
                    "di", terminal_id, (gint64)incarnation) == 0)
    return;
  quarantine (platform, terminal_id, incarnation);
  hufu_log_incarnation (platform, terminal_id, incarnation);
  tell (platform, terminal_id);
}

/* --- incarnations -------------------------------------------------------------------------------
 */

/* Where its journal ends is known only if it left nothing: what it held may be used and told later,
 * and a platform that is restored may not know what was granted to it, before its report there. */
static void
end_incarnation (HufuPlatform *platform, const HufuId *terminal_id, gint64 incarnation)
{
  if (hufu_pdb_run (platform->db,
                    "UPDATE incarnation SET state = CASE WHEN state = 'enrolled' THEN 'superseded' "
                    "ELSE state END WHERE terminal_id = ? AND incarnation = ?",
                    "di", terminal_id, incarnation) == 0)
    return;
  quarantine (platform, terminal_id, (guint32)incarnation);
  if (!has_quarantined (platform, terminal_id, (guint32)incarnation))
    hufu_pdb_run (platform->db,
                  "UPDATE incarnation SET ended_seq = acked_seq WHERE terminal_id = ?1 AND "
                  "incarnation = ?2 AND (reported_epoch >= (SELECT platform_epoch FROM platform) "
                  "OR NOT (SELECT restoring FROM platform))",
                  "di", terminal_id, incarnation);
  hufu_log_incarnation (platform, terminal_id, (guint32)incarnation);
}

gint64
hufu_terminals_begin_incarnation (HufuPlatform *platform, const HufuId *terminal_id,
                                  const HufuId *key)
{
  guint8 zeros[32] = {0};
  gint64 last = hufu_pdb_get_int (platform->db, 0,
                                  "SELECT max (incarnation) FROM incarnation "
                                  "WHERE terminal_id = ?",
                                  "d", terminal_id);

  if (last > 0)
    end_incarnation (platform, terminal_id, last);
  hufu_pdb_run (platform->db,
                "INSERT INTO incarnation (terminal_id, incarnation, state, acked_seq, chain_hash, "
                "enrolled_utc_s, successor_key) VALUES (?, ?, 'enrolled', 0, ?, ?, ?)",
                "dibid", terminal_id, last + 1, zeros, sizeof zeros, hufu_platform_now_s (platform),
                key);
  /* It may have a right of a neighbour before everybody else has reported. */
  if (hufu_restore_is_on (platform))
    hufu_reports_want (platform, terminal_id, (guint32)(last + 1), HUFU_REPORT_RETURNS);
  hufu_log_incarnation (platform, terminal_id, (guint32)(last + 1));
  tell (platform, terminal_id);
  return last + 1;
}

/* The same key has the same answer until its till goes by it. One that asks with it after that (its
 * books were cut off before they forgot it, or are of an image) is to begin another. */
gboolean
hufu_terminals_renew (HufuPlatform *platform, const HufuHolder *holder, const HufuId *key,
                      json_t **ret_answer, GError **error)
{
  gint64 incarnation;

  *ret_answer = NULL;
  hufu_pdb_begin (platform->db);
  incarnation = hufu_pdb_get_int (platform->db, 0,
                                  "SELECT incarnation FROM incarnation WHERE terminal_id = ? AND "
                                  "successor_key = ? AND incarnation > ?",
                                  "ddi", &holder->terminal_id, key, (gint64)holder->incarnation);
  if (incarnation == 0)
    incarnation = hufu_terminals_begin_incarnation (platform, &holder->terminal_id, key);
  if (!hufu_pdb_commit (platform->db, error))
    return FALSE;
  *ret_answer = json_pack ("{s:o, s:I, s:I}", "terminal_id", hufu_pjson_id (&holder->terminal_id),
                           "incarnation", (json_int_t)incarnation, "platform_epoch",
                           (json_int_t)hufu_platform_get_epoch (platform));
  return TRUE;
}

/* --- leaving ------------------------------------------------------------------------------------
 */

void
hufu_terminals_settle (HufuPlatform *platform)
{
  g_autoptr (GArray) gone = hufu_terminals_read_holders (
      platform,
      hufu_pdb_query (
          platform->db,
          "SELECT i.terminal_id, incarnation, store_no, terminal_no FROM incarnation i JOIN "
          "terminal USING (terminal_id) WHERE life = 'leaving' AND "
          "(reported_epoch, reported_counter) >= (wanted_epoch, wanted_counter) AND NOT EXISTS "
          "(SELECT 1 FROM \"right\" r WHERE r.terminal_id = i.terminal_id AND "
          "r.incarnation = i.incarnation AND r.state IN ('leased', 'quarantined'))",
          ""));

  for (guint i = 0; i < gone->len; i++) {
    const HufuHolder *holder = &g_array_index (gone, HufuHolder, i);

    hufu_pdb_run (platform->db,
                  "UPDATE incarnation SET life = 'removed', ended_seq = acked_seq "
                  "WHERE terminal_id = ? AND incarnation = ?",
                  "di", &holder->terminal_id, (gint64)holder->incarnation);
    hufu_log_incarnation (platform, &holder->terminal_id, holder->incarnation);
    tell (platform, &holder->terminal_id);
  }
}

static gint64
find_newest (HufuPlatform *platform, const HufuId *terminal_id)
{
  return hufu_pdb_get_int (platform->db, 0,
                           "SELECT max (incarnation) FROM incarnation WHERE terminal_id = ?", "d",
                           terminal_id);
}

static gboolean
finish (HufuPlatform *platform, const HufuId *terminal_id, gint64 incarnation,
        HufuTerminalOutcome outcome, HufuTerminalOutcome *ret_outcome, json_t **ret_answer,
        GError **error)
{
  json_t *answer = incarnation > 0
                       ? hufu_terminals_describe (platform, terminal_id, (guint32)incarnation)
                       : NULL;

  *ret_outcome = answer != NULL ? outcome : HUFU_TERMINAL_UNKNOWN;
  *ret_answer = answer;
  if (hufu_pdb_commit (platform->db, error))
    return TRUE;
  json_decref (answer);
  *ret_answer = NULL;
  return FALSE;
}

/* Whatever becomes of a till begins with its giving all back: of a lost one, when it is found. */
static gboolean
end_change (HufuPlatform *platform, const HufuId *terminal_id, gint64 incarnation,
            gboolean is_changed, HufuTerminalOutcome *ret_outcome, json_t **ret_answer,
            GError **error)
{
  if (is_changed) {
    hufu_reports_want (platform, terminal_id, (guint32)incarnation, HUFU_REPORT_RETURNS);
    hufu_log_incarnation (platform, terminal_id, (guint32)incarnation);
    tell (platform, terminal_id);
  }
  return finish (platform, terminal_id, incarnation, HUFU_TERMINAL_DONE, ret_outcome, ret_answer,
                 error);
}

gboolean
hufu_terminals_remove (HufuPlatform *platform, const HufuId *terminal_id,
                       HufuTerminalOutcome *ret_outcome, json_t **ret_answer, GError **error)
{
  gint64 incarnation;
  gboolean leaves;

  hufu_pdb_begin (platform->db);
  incarnation = find_newest (platform, terminal_id);
  leaves = hufu_pdb_run (platform->db,
                         "UPDATE incarnation SET life = 'leaving' WHERE terminal_id = ? AND "
                         "incarnation = ? AND life = 'live' AND state = 'enrolled'",
                         "di", terminal_id, incarnation) > 0;
  return end_change (platform, terminal_id, incarnation, leaves, ret_outcome, ret_answer, error);
}

gboolean
hufu_terminals_lose (HufuPlatform *platform, const HufuId *terminal_id,
                     HufuTerminalOutcome *ret_outcome, json_t **ret_answer, GError **error)
{
  gint64 incarnation;
  gboolean goes;

  hufu_pdb_begin (platform->db);
  incarnation = find_newest (platform, terminal_id);
  goes = hufu_pdb_run (platform->db,
                       "UPDATE incarnation SET life = 'lost' WHERE terminal_id = ? AND "
                       "incarnation = ? AND life IN ('live', 'leaving')",
                       "di", terminal_id, incarnation) > 0;
  if (goes)
    quarantine (platform, terminal_id, (guint32)incarnation);
  return end_change (platform, terminal_id, incarnation, goes, ret_outcome, ret_answer, error);
}

gboolean
hufu_terminals_find (HufuPlatform *platform, const HufuId *terminal_id,
                     HufuTerminalOutcome *ret_outcome, json_t **ret_answer, GError **error)
{
  gint64 incarnation;
  gboolean comes;

  hufu_pdb_begin (platform->db);
  incarnation = find_newest (platform, terminal_id);
  comes = hufu_pdb_run (platform->db,
                        "UPDATE incarnation SET life = CASE WHEN written_off THEN 'leaving' ELSE "
                        "'live' END WHERE terminal_id = ? AND incarnation = ? AND life = 'lost' "
                        "AND state = 'enrolled'",
                        "di", terminal_id, incarnation) > 0;
  if (comes)
    hufu_pdb_run (platform->db,
                  "UPDATE \"right\" SET state = 'leased' WHERE terminal_id = ? AND "
                  "incarnation = ? AND state = 'quarantined'",
                  "di", terminal_id, incarnation);
  return end_change (platform, terminal_id, incarnation, comes, ret_outcome, ret_answer, error);
}

/* --- write-off ----------------------------------------------------------------------------------
 */

/* Whatever is known to be used of it, by claims too, is not given away again. What was accepted
 * under limits meanwhile uses it up now, and is not counted besides. */
static gint64
free_right (HufuPlatform *platform, const HufuRightRow *row, const HufuEpoch *epoch)
{
  gboolean is_cash = hufu_right_row_is_cash (platform, &row->key.cti);
  gint64 left = hufu_right_row_get_worth (platform, row, is_cash) -
                hufu_right_row_sum_used (platform, row, is_cash) +
                hufu_right_row_sum_unleased (platform, row, is_cash);
  gint64 remaining_minor = is_cash ? CLAMP (left, 0, row->remaining_minor) : row->remaining_minor;

  hufu_right_row_take_from_till (platform, row, epoch);
  hufu_pdb_run (platform->db,
                "UPDATE \"right\" SET state = CASE WHEN ?1 > 0 THEN state ELSE 'used' END, "
                "remaining_minor = ?2 WHERE cti = ?3 AND generation = ?4 AND k = ?5",
                "iidii", left, remaining_minor, &row->key.cti, (gint64)row->key.generation,
                (gint64)row->key.k);
  hufu_unleased_settle (platform, &row->key);
  return row->remaining_minor;
}

static void
write_off (HufuPlatform *platform, const HufuId *terminal_id, gint64 incarnation,
           const char *signed_by)
{
  g_autoptr (GArray) rows = hufu_right_row_read_all (
      platform,
      hufu_pdb_query (platform->db,
                      HUFU_SELECT_RIGHT "WHERE terminal_id = ? AND incarnation = ? AND "
                                        "state = 'quarantined' ORDER BY cti, generation, k",
                      "di", terminal_id, incarnation));
  HufuId id = hufu_host_make_id (platform->host);
  HufuEpoch epoch = hufu_platform_next_epoch (platform);
  gint64 exposure_minor = 0;

  hufu_log_write_off (platform, terminal_id, (guint32)incarnation, rows, &epoch, signed_by);
  for (guint i = 0; i < rows->len; i++)
    exposure_minor += free_right (platform, &g_array_index (rows, HufuRightRow, i), &epoch);
  hufu_pdb_run (platform->db, "INSERT INTO write_off VALUES (?, ?, ?, ?, ?, ?, ?)", "ddiiiti", &id,
                terminal_id, incarnation, (gint64)rows->len, exposure_minor, signed_by,
                hufu_platform_now_s (platform));
  hufu_pdb_run (platform->db,
                "UPDATE incarnation SET written_off = 1, ended_seq = acked_seq "
                "WHERE terminal_id = ? AND incarnation = ?",
                "di", terminal_id, incarnation);
  hufu_log_incarnation (platform, terminal_id, (guint32)incarnation);
  hufu_restore_settle (platform);
  hufu_wishes_settle (platform);
}

gboolean
hufu_terminals_write_off (HufuPlatform *platform, const HufuId *terminal_id, guint32 incarnation,
                          const char *signed_by, HufuTerminalOutcome *ret_outcome,
                          json_t **ret_answer, GError **error)
{
  HufuTerminalOutcome outcome = HUFU_TERMINAL_NOT_NOW;
  g_autoptr (GArray) awaited = NULL;
  gint64 which;

  hufu_pdb_begin (platform->db);
  which = incarnation > 0 ? (gint64)incarnation : find_newest (platform, terminal_id);
  awaited = hufu_terminals_list_awaited (platform, terminal_id, (guint32)which);
  for (guint i = 0; i < awaited->len; i++) {
    const HufuHolder *other = &g_array_index (awaited, HufuHolder, i);

    hufu_reports_want_open (platform, &other->terminal_id, other->incarnation, HUFU_REPORT_KEEPS);
  }
  if (awaited->len == 0 &&
      hufu_rights_state_at (platform, terminal_id, (guint32)which) == HUFU_RIGHT_QUARANTINED) {
    write_off (platform, terminal_id, which, signed_by);
    outcome = HUFU_TERMINAL_DONE;
  }
  return finish (platform, terminal_id, which, outcome, ret_outcome, ret_answer, error);
}
