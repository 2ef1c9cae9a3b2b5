/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/rights-move.h"

#include <string.h>

#include "platform/conflict.h"
#include "platform/devices.h"
#include "platform/restore-log.h"
#include "platform/restore.h"
#include "platform/rights-drain.h"
#include "platform/rights-row.h"
#include "platform/terminals.h"

/* The giver has signed where its journal stood: another hash than the one stored here is a fork. */
static void
hear_witness (HufuPlatform *platform, const HufuDebit *debit)
{
  if (debit->from_seq > 0 &&
      hufu_pdb_get_int (platform->db, 0,
                        "SELECT 1 FROM event WHERE terminal_id = ? AND incarnation = ? AND "
                        "seq = ? AND hash <> ?",
                        "diib", &debit->from_terminal, (gint64)debit->from_incarnation,
                        (gint64)debit->from_seq, debit->from_hash, sizeof debit->from_hash) != 0)
    hufu_terminals_freeze (platform, &debit->from_terminal, debit->from_incarnation);
}

gboolean
hufu_rights_read_debit (HufuPlatform *platform, const guint8 *document, gsize size,
                        HufuDebit *ret_debit)
{
  HufuHolder from, to;
  guint8 from_key[HUFU_PUBLIC_KEY_BYTES], to_key[HUFU_PUBLIC_KEY_BYTES];

  /* Whoever was ever enrolled: a debit of before stays true when its till has left. */
  if (!(hufu_debit_decode (document, size, ret_debit) &&
        hufu_devices_find (platform, &ret_debit->from_terminal, ret_debit->from_incarnation, &from,
                           from_key) != HUFU_MEMBER_UNKNOWN &&
        hufu_devices_find (platform, &ret_debit->to_terminal, ret_debit->to_incarnation, &to,
                           to_key) != HUFU_MEMBER_UNKNOWN &&
        hufu_debit_verify (document, size, from_key, hufu_crypto_verify)))
    return FALSE;
  hear_witness (platform, ret_debit);
  return TRUE;
}

/* The uses that the owner had undone before it gave the right away, told or yet to be told. What is
 * left of a cash right already says so. */
static void
undo_uses (HufuPlatform *platform, const HufuDebit *debit)
{
  for (gsize i = 0; i < debit->n_undone; i++) {
    if (hufu_pdb_run (platform->db, "INSERT OR IGNORE INTO undone_use VALUES (?)", "d",
                      &debit->undone[i]) > 0)
      hufu_log_undone (platform, &debit->undone[i]);
    hufu_pdb_run (platform->db,
                  "UPDATE use SET state = 'undone' WHERE use_id = ? AND cti = ? AND "
                  "generation = ? AND k = ? AND basis IN ('R00', 'R02')",
                  "ddii", &debit->undone[i], &debit->key.cti, (gint64)debit->key.generation,
                  (gint64)debit->key.k);
    hufu_pdb_run (platform->db, "UPDATE claim SET state = 'undone' WHERE use_id = ? AND cti = ?",
                  "dd", &debit->undone[i], &debit->key.cti);
  }
  if (debit->n_undone > 0)
    hufu_conflicts_judge (platform, &debit->key);
}

/* A use of a whole right that the debit does not take back: only a till that was tampered with
 * gives away what it has used. The right stays used, whoever says to have it now. */
static gboolean
is_still_used (HufuPlatform *platform, const HufuDebit *debit)
{
  return !hufu_right_row_is_cash (platform, &debit->key.cti) &&
         hufu_pdb_get_int (platform->db, 0,
                           "SELECT 1 FROM use WHERE cti = ? AND generation = ? AND k = ? AND "
                           "state = 'used'",
                           "dii", &debit->key.cti, (gint64)debit->key.generation,
                           (gint64)debit->key.k) != 0;
}

static void
move (HufuPlatform *platform, const HufuDebit *debit, gboolean is_credited)
{
  HufuOwnerState state =
      is_still_used (platform, debit)
          ? HUFU_RIGHT_USED
          : hufu_rights_state_at (platform, &debit->to_terminal, debit->to_incarnation);

  hufu_pdb_run (platform->db,
                "UPDATE \"right\" SET state = ?, platform_epoch = ?, counter = ?, hop = ?, "
                "remaining_minor = ?, terminal_id = ?, incarnation = ?, credited = ?, "
                "request_id = ?, request_seq = ? WHERE cti = ? AND generation = ? AND k = ?",
                "tiiiidiididii", hufu_right_state_name (state), (gint64)debit->epoch.platform_epoch,
                (gint64)debit->epoch.counter, (gint64)debit->hop, debit->remaining_minor,
                &debit->to_terminal, (gint64)debit->to_incarnation, (gint64)is_credited,
                &debit->request_id, (gint64)debit->to_seq, &debit->key.cti,
                (gint64)debit->key.generation, (gint64)debit->key.k);
}

/* --- what the asker never had -------------------------------------------------------------------
 */

gboolean
hufu_rights_is_asked_by_copy (HufuPlatform *platform, const HufuId *terminal_id,
                              guint32 incarnation, gint64 request_seq)
{
  return hufu_pdb_get_int (
             platform->db, 1,
             "SELECT CASE WHEN json_valid (body) THEN json_type (body, '$.closed') IS 'integer' "
             "ELSE 0 END FROM event WHERE terminal_id = ? AND incarnation = ? AND seq > ? AND kind "
             "= 'right.reported' "
             "ORDER BY seq LIMIT 1",
             "dii", terminal_id, (gint64)incarnation, request_seq) != 0;
}

static gboolean
is_closed (HufuPlatform *platform, const HufuDebit *debit)
{
  return hufu_pdb_get_int (platform->db, 0,
                           "SELECT 1 FROM closed_request WHERE terminal_id = ? AND "
                           "incarnation = ? AND request_id = ?",
                           "did", &debit->to_terminal, (gint64)debit->to_incarnation,
                           &debit->request_id) != 0;
}

static gboolean
is_before_report (HufuPlatform *platform, const HufuDebit *debit)
{
  return hufu_pdb_get_int (platform->db, 0,
                           "SELECT 1 FROM incarnation WHERE terminal_id = ? AND incarnation = ? "
                           "AND reported_seq > ?",
                           "dii", &debit->to_terminal, (gint64)debit->to_incarnation,
                           (gint64)debit->to_seq) != 0;
}

/* The asker's journal has closed the request, or a report in it stands after the request, and there
 * is no credit: it will never come. Unless the one that asked was a copy, which may have it. */
static gboolean
is_refused (HufuPlatform *platform, const HufuDebit *debit)
{
  if (is_closed (platform, debit))
    return TRUE;
  if (!is_before_report (platform, debit))
    return FALSE;
  if (!hufu_rights_is_asked_by_copy (platform, &debit->to_terminal, debit->to_incarnation,
                                     (gint64)debit->to_seq))
    return TRUE;
  hufu_terminals_freeze (platform, &debit->to_terminal, debit->to_incarnation);
  return FALSE;
}

static void
credit (HufuPlatform *platform, const HufuDebit *debit)
{
  hufu_pdb_run (platform->db,
                "UPDATE \"right\" SET credited = 1 WHERE cti = ? AND generation = ? AND k = ? AND "
                "hop = ? AND platform_epoch = ? AND counter = ? AND request_id = ? AND "
                "terminal_id = ? AND incarnation = ?",
                "diiiiiddi", &debit->key.cti, (gint64)debit->key.generation, (gint64)debit->key.k,
                (gint64)debit->hop, (gint64)debit->epoch.platform_epoch,
                (gint64)debit->epoch.counter, &debit->request_id, &debit->to_terminal,
                (gint64)debit->to_incarnation);
}

/* The asker has what the right itself knows nothing of: from a copy of the disk of its owner, who
 * had given the right back. It gives back what it has. */
static void
want_back (HufuPlatform *platform, const HufuDebit *debit, gboolean is_credited)
{
  if (is_credited && !hufu_restore_is_on (platform))
    hufu_reports_want_open (platform, &debit->to_terminal, debit->to_incarnation,
                            HUFU_REPORT_RETURNS);
}

const char *
hufu_rights_follow_debit (HufuPlatform *platform, const HufuDebit *debit, gboolean is_credited)
{
  HufuRightRow row;
  int order;

  if (!hufu_rights_find (platform, &debit->key, &row))
    return "unknown_right";
  order = hufu_epoch_compare (&debit->epoch, &row.epoch);
  if (order > 0 && !hufu_platform_is_past_number (platform, &debit->epoch))
    return "wrong_epoch";
  undo_uses (platform, debit);
  if (order < 0) {
    want_back (platform, debit, is_credited);
    return "ok";
  }
  if (order == 0 && debit->hop <= row.hop) {
    if (is_credited)
      credit (platform, debit);
    return "ok";
  }
  /* Given up by signature, or free by a till's word that this debit contradicts: it moves nothing,
   * and a use of it is a claim. */
  if (order == 0 && (row.state == HUFU_RIGHT_AVAILABLE || row.state == HUFU_RIGHT_WRITTEN_OFF)) {
    want_back (platform, debit, is_credited);
    return "not_held";
  }
  move (platform, debit, is_credited);
  if (!hufu_rights_find (platform, &debit->key, &row))
    return "unknown_right";
  if (!is_credited && row.state != HUFU_RIGHT_USED && is_refused (platform, debit))
    hufu_right_row_release (platform, &row);
  else
    hufu_recalls_follow (platform, &row);
  return "ok";
}

const char *
hufu_rights_close_request (HufuPlatform *platform, const HufuHolder *holder,
                           const HufuId *request_id, gint64 seq)
{
  g_autoptr (GArray) rows = NULL;

  hufu_pdb_run (platform->db, "INSERT OR IGNORE INTO closed_request VALUES (?, ?, ?, ?)", "didi",
                &holder->terminal_id, (gint64)holder->incarnation, request_id, seq);
  rows = hufu_right_row_read_all (
      platform,
      hufu_pdb_query (platform->db,
                      HUFU_SELECT_RIGHT
                      "WHERE terminal_id = ? AND incarnation = ? AND request_id = ? AND "
                      "credited = 0 AND state IN ('leased', 'quarantined')",
                      "did", &holder->terminal_id, (gint64)holder->incarnation, request_id));
  for (guint i = 0; i < rows->len; i++)
    hufu_right_row_release (platform, &g_array_index (rows, HufuRightRow, i));
  return "ok";
}
