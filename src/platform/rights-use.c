/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a terminal did with a right that it held, as its journal tells it. */
#include <string.h>

#include "platform/conflict.h"
#include "platform/restore-log.h"
#include "platform/restore.h"
#include "platform/rights-drain.h"
#include "platform/rights-row.h"

/* A grant is credited under its epoch with hop 0. A till's word that comes late, when the right has
 * moved on or its epoch has ended, is good and moves nothing. An epoch above the row's is known to
 * the till from before the platform was restored: its journal knows better. */
const char *
hufu_rights_credit (HufuPlatform *platform, const HufuHolder *holder, const HufuRightReport *report)
{
  HufuRightRow row;
  int order;

  if (!hufu_rights_find (platform, &report->key, &row))
    return "unknown_right";
  order = hufu_epoch_compare (&report->epoch, &row.epoch);
  if (order < 0 || (order == 0 && report->hop < row.hop))
    return "ok";
  if (order > 0 && !hufu_platform_is_past_number (platform, &report->epoch))
    return "wrong_epoch";
  if (order == 0 && !hufu_right_row_is_holder (&row, holder))
    return "not_held";
  if (report->hop != 0)
    return "wrong_hop";
  if (order > 0)
    hufu_right_row_place (platform, &row, report, holder);
  hufu_pdb_run (platform->db,
                "UPDATE \"right\" SET credited = 1 WHERE cti = ? AND generation = ? AND k = ?",
                "dii", &row.key.cti, (gint64)row.key.generation, (gint64)row.key.k);
  return "ok";
}

static gboolean
is_use_known (HufuPlatform *platform, const HufuRightReport *report)
{
  return hufu_pdb_get_int (platform->db, 0, "SELECT 1 FROM use WHERE use_id = ? AND k = ?", "di",
                           &report->use_id, (gint64)report->key.k) != 0;
}

/* Known by the log alone, from before a restore: its till tells it now, and moves the right by it.
 */
static gboolean
forget_logged (HufuPlatform *platform, const HufuHolder *holder, const HufuRightReport *report)
{
  return hufu_pdb_run (platform->db,
                       "DELETE FROM use WHERE use_id = ? AND k = ? AND terminal_id = ? AND "
                       "incarnation = ? AND NOT reported AND basis IN ('R00', 'R02')",
                       "didi", &report->use_id, (gint64)report->key.k, &holder->terminal_id,
                       (gint64)holder->incarnation) > 0;
}

static gboolean
is_known_undone (HufuPlatform *platform, const HufuId *use_id)
{
  return hufu_pdb_get_int (platform->db, 0, "SELECT 1 FROM undone_use WHERE use_id = ?", "d",
                           use_id) != 0;
}

/* "ok" if the use is of the right as it stands at this holder, else why it is not. */
static const char *
check_use (HufuPlatform *platform, const HufuHolder *holder, const HufuRightReport *report,
           const HufuRightRow *row)
{
  if (!hufu_right_row_is_holder (row, holder))
    return "not_held";
  if (hufu_epoch_compare (&row->epoch, &report->epoch) != 0)
    return "wrong_epoch";
  if (row->hop != report->hop)
    return "wrong_hop";
  if ((row->state != HUFU_RIGHT_LEASED && row->state != HUFU_RIGHT_QUARANTINED) || !row->credited)
    return "not_held";
  return report->amount_minor > row->remaining_minor &&
                 hufu_right_row_is_cash (platform, &report->key.cti)
             ? "over_value"
             : "ok";
}

/* A part of a cash voucher used before the right moved on: what is left here is already less by it
 * (a debit and a grant say what remains). Comes late when the journals of two tills come in the
 * other order. After a restore what is left is made up from all uses in the end: no matter what the
 * row says before that. */
static gboolean
is_accounted_for (HufuPlatform *platform, const HufuRightReport *report, const HufuRightRow *row)
{
  int order = hufu_epoch_compare (&report->epoch, &row->epoch);
  gint64 left = hufu_restore_is_on (platform) ? 0 : row->remaining_minor;

  return (order < 0 || (order == 0 && report->hop < row->hop)) &&
         hufu_right_row_is_cash (platform, &report->key.cti) &&
         report->amount_minor <= hufu_right_row_find_unheard (platform, row, left);
}

const char *
hufu_rights_use_held (HufuPlatform *platform, const HufuHolder *holder,
                      const HufuRightReport *report)
{
  HufuRightRow row;
  const char *code;
  gboolean is_logged;

  if (!hufu_rights_find (platform, &report->key, &row))
    return "unknown_right";
  is_logged = forget_logged (platform, holder, report);
  if (is_use_known (platform, report))
    return "duplicate";
  if (is_known_undone (platform, &report->use_id)) {
    hufu_right_row_insert_use (platform, holder, report, "undone");
    return "ok";
  }
  code = check_use (platform, holder, report, &row);
  if (strcmp (code, "ok") == 0) {
    hufu_right_row_insert_use (platform, holder, report, "used");
    hufu_right_row_take (platform, &report->key, report->amount_minor);
    return "ok";
  }
  if (!is_logged && !is_accounted_for (platform, report, &row))
    return code;
  hufu_right_row_insert_use (platform, holder, report, "used");
  hufu_pdb_run (platform->db,
                "UPDATE \"right\" SET unheard_minor = max (unheard_minor - ?, 0) WHERE cti = ? AND "
                "generation = ? AND k = ?",
                "idii", report->amount_minor, &row.key.cti, (gint64)row.key.generation,
                (gint64)row.key.k);
  return "ok";
}

/* --- undo -------------------------------------------------------------------------------------
 */

typedef struct {
  gboolean found, undone;
  gint64 seq, hop;
} Use;

static Use
find_use (HufuPlatform *platform, const HufuHolder *holder, const HufuRightReport *report)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT state = 'undone', seq, hop FROM use WHERE use_id = ? AND k = ? AND cti = ? AND "
      "generation = ? AND terminal_id = ? AND incarnation = ? AND platform_epoch = ? AND "
      "counter = ? AND basis IN ('R00', 'R02')",
      "dididiii", &report->use_id, (gint64)report->key.k, &report->key.cti,
      (gint64)report->key.generation, &holder->terminal_id, (gint64)holder->incarnation,
      (gint64)report->epoch.platform_epoch, (gint64)report->epoch.counter);
  Use use = {0};

  if (!hufu_pdb_next (platform->db, row))
    return use;
  use = (Use){TRUE, hufu_pdb_int (row, 0) != 0, hufu_pdb_int (row, 1), hufu_pdb_int (row, 2)};
  hufu_pdb_done (row);
  return use;
}

gboolean
hufu_rights_undo_claim (HufuPlatform *platform, const HufuHolder *holder,
                        const HufuRightReport *report)
{
  gboolean found =
      hufu_pdb_run (platform->db,
                    "UPDATE claim SET state = 'undone' WHERE use_id = ? AND k = ? AND "
                    "terminal_id = ? AND amount_minor IS NOT NULL AND state = 'used'",
                    "did", &report->use_id, (gint64)report->key.k, &holder->terminal_id) > 0;

  if (found)
    hufu_conflicts_judge (platform, &report->key);
  return found;
}

static void
give_back (HufuPlatform *platform, const HufuRightReport *report)
{
  hufu_pdb_run (platform->db, "UPDATE use SET state = 'undone' WHERE use_id = ? AND k = ?", "di",
                &report->use_id, (gint64)report->key.k);
  hufu_pdb_run (
      platform->db,
      "UPDATE \"right\" SET state = CASE WHEN state = 'quarantined' OR EXISTS (SELECT 1 FROM "
      "incarnation i WHERE i.terminal_id = \"right\".terminal_id AND i.incarnation = "
      "\"right\".incarnation AND (i.life = 'lost' OR i.state <> 'enrolled')) "
      "THEN 'quarantined' ELSE 'leased' END, remaining_minor = CASE WHEN " HUFU_IS_CASH
      " THEN remaining_minor + (SELECT amount_minor FROM use WHERE use_id = ?1 AND k = ?4) "
      "ELSE remaining_minor END WHERE cti = ?2 AND generation = ?3 AND k = ?4",
      "ddii", &report->use_id, &report->key.cti, (gint64)report->key.generation,
      (gint64)report->key.k);
}

/* The right is at this till as the use left it, which may itself undo that (rule 6). */
static gboolean
is_undoable (HufuPlatform *platform, const HufuHolder *holder, const HufuRightReport *report)
{
  HufuRightRow row;

  return hufu_rights_find (platform, &report->key, &row) &&
         (row.state == HUFU_RIGHT_LEASED || row.state == HUFU_RIGHT_USED ||
          row.state == HUFU_RIGHT_QUARANTINED) &&
         hufu_right_row_is_holder (&row, holder) && row.hop == report->hop &&
         hufu_epoch_compare (&row.epoch, &report->epoch) == 0 &&
         !hufu_rights_is_covered (platform, holder, &report->key, report->seq);
}

/* A use of a right that was held, as its till's journal told it. */
static gboolean
find_told (HufuPlatform *platform, const HufuId *use_id, HufuHolder *ret_holder,
           HufuRightReport *ret_report)
{
  sqlite3_stmt *row =
      hufu_pdb_query (platform->db,
                      "SELECT cti, generation, k, platform_epoch, counter, hop, seq, terminal_id, "
                      "incarnation FROM use WHERE use_id = ? AND state = 'used' AND reported AND "
                      "basis IN ('R00', 'R02')",
                      "d", use_id);

  *ret_report = (HufuRightReport){.use_id = *use_id};
  *ret_holder = (HufuHolder){0};
  if (!hufu_pdb_next (platform->db, row))
    return FALSE;
  hufu_pdb_id (row, 0, &ret_report->key.cti);
  ret_report->key.generation = (guint64)hufu_pdb_int (row, 1);
  ret_report->key.k = (guint32)hufu_pdb_int (row, 2);
  ret_report->epoch = (HufuEpoch){(guint64)hufu_pdb_int (row, 3), (guint64)hufu_pdb_int (row, 4)};
  ret_report->hop = (guint64)hufu_pdb_int (row, 5);
  ret_report->seq = hufu_pdb_int (row, 6);
  hufu_pdb_id (row, 7, &ret_holder->terminal_id);
  ret_holder->incarnation = (guint32)hufu_pdb_int (row, 8);
  hufu_pdb_done (row);
  return TRUE;
}

void
hufu_rights_follow_undone (HufuPlatform *platform, const HufuId *use_id)
{
  HufuRightReport report;
  HufuHolder holder;

  if (find_told (platform, use_id, &holder, &report) && is_undoable (platform, &holder, &report))
    give_back (platform, &report);
  hufu_pdb_run (platform->db, "UPDATE use SET state = 'undone' WHERE use_id = ?", "d", use_id);
}

const char *
hufu_rights_undo_held (HufuPlatform *platform, const HufuHolder *holder,
                       const HufuRightReport *report)
{
  HufuRightRow row;
  Use use;

  if (!hufu_rights_find (platform, &report->key, &row))
    return "unknown_right";
  use = find_use (platform, holder, report);
  if (!use.found)
    return hufu_rights_undo_claim (platform, holder, report) ? "ok" : "unknown_use";
  if (use.undone)
    return is_known_undone (platform, &report->use_id) ? "ok" : "unknown_use";
  if (!hufu_right_row_is_holder (&row, holder))
    return "not_held";
  if (hufu_epoch_compare (&row.epoch, &report->epoch) != 0)
    return "wrong_epoch";
  if (row.hop != (guint64)use.hop)
    return "wrong_hop";
  /* Rule 6: a report or an acknowledged recall after the use ends its undo offline. */
  if ((row.state != HUFU_RIGHT_LEASED && row.state != HUFU_RIGHT_USED &&
       row.state != HUFU_RIGHT_QUARANTINED) ||
      hufu_rights_is_covered (platform, holder, &report->key, use.seq))
    return "not_held";
  give_back (platform, report);
  hufu_log_undone (platform, &report->use_id);
  hufu_conflicts_judge (platform, &report->key);
  return "ok";
}
