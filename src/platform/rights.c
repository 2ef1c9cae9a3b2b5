/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/rights-row.h"

#include <string.h>

#include "platform/conflict.h"
#include "platform/restore-log.h"
#include "platform/unleased.h"
#include "platform/rights-drain.h"

static const char *const state_names[] = {
    [HUFU_RIGHT_AVAILABLE] = "available",
    [HUFU_RIGHT_LEASED] = "leased",
    [HUFU_RIGHT_USED] = "used",
    [HUFU_RIGHT_QUARANTINED] = "quarantined",
    [HUFU_RIGHT_WRITTEN_OFF] = "written_off",
};

const char *
hufu_right_state_name (HufuOwnerState state)
{
  g_assert ((gsize)state < G_N_ELEMENTS (state_names));
  return state_names[state];
}

static HufuOwnerState
find_state (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (state_names); i++) {
    if (strcmp (name, state_names[i]) == 0)
      return (HufuOwnerState)i;
  }
  g_assert_not_reached ();
}

void
hufu_right_row_read (sqlite3_stmt *row, HufuRightRow *ret)
{
  memset (ret, 0, sizeof *ret);
  hufu_pdb_id (row, 0, &ret->key.cti);
  ret->key.generation = (guint64)hufu_pdb_int (row, 1);
  ret->key.k = (guint32)hufu_pdb_int (row, 2);
  ret->state = find_state (hufu_pdb_text (row, 3));
  ret->epoch.platform_epoch = (guint64)hufu_pdb_int (row, 4);
  ret->epoch.counter = (guint64)hufu_pdb_int (row, 5);
  ret->hop = (guint64)hufu_pdb_int (row, 6);
  ret->remaining_minor = hufu_pdb_int (row, 7);
  hufu_pdb_id (row, 8, &ret->terminal_id);
  ret->incarnation = (guint32)hufu_pdb_int (row, 9);
  ret->credited = hufu_pdb_int (row, 10) != 0;
  ret->request_seq = hufu_pdb_int (row, 11);
  ret->gone = hufu_pdb_int (row, 12);
}

gboolean
hufu_rights_find (HufuPlatform *platform, const HufuRightKey *key, HufuRightRow *ret_row)
{
  sqlite3_stmt *row =
      hufu_pdb_query (platform->db, HUFU_SELECT_RIGHT "WHERE cti = ? AND generation = ? AND k = ?",
                      "dii", &key->cti, (gint64)key->generation, (gint64)key->k);

  if (!hufu_pdb_next (platform->db, row))
    return FALSE;
  hufu_right_row_read (row, ret_row);
  hufu_pdb_done (row);
  return TRUE;
}

GArray *
hufu_right_row_read_all (HufuPlatform *platform, sqlite3_stmt *row)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (HufuRightRow));
  HufuRightRow right;

  while (hufu_pdb_next (platform->db, row)) {
    hufu_right_row_read (row, &right);
    g_array_append_val (rows, right);
  }
  return rows;
}

GArray *
hufu_rights_list (HufuPlatform *platform, const HufuId *cti, guint64 generation)
{
  return hufu_right_row_read_all (
      platform,
      hufu_pdb_query (platform->db, HUFU_SELECT_RIGHT "WHERE cti = ? AND generation = ? ORDER BY k",
                      "di", cti, (gint64)generation));
}

gboolean
hufu_right_row_is_holder (const HufuRightRow *row, const HufuHolder *holder)
{
  return hufu_id_equal (&row->terminal_id, &holder->terminal_id) &&
         row->incarnation == holder->incarnation;
}

/* Only a cash voucher is used by amount; of the others a use is a use. */
gboolean
hufu_right_row_is_cash (HufuPlatform *platform, const HufuId *cti)
{
  return hufu_pdb_get_int (platform->db, 0, "SELECT type = 'cash' FROM voucher WHERE cti = ?", "d",
                           cti) != 0;
}

gboolean
hufu_right_row_is_ended (HufuPlatform *platform, const HufuRightRow *row)
{
  return row->state == HUFU_RIGHT_WRITTEN_OFF ||
         hufu_pdb_get_int (platform->db, 0,
                           "SELECT generation > ?1 OR (state = 'revoked' AND EXISTS (SELECT 1 FROM "
                           "wish w WHERE w.cti = v.cti AND w.kind = 'refund' AND "
                           "w.state = 'done')) FROM voucher v WHERE cti = ?2",
                           "id", (gint64)row->key.generation, &row->key.cti) != 0;
}

static void
make_available (HufuPlatform *platform, const HufuRightRow *row)
{
  hufu_pdb_run (platform->db,
                "UPDATE \"right\" SET state = 'available', terminal_id = NULL, incarnation = NULL, "
                "credited = 0, request_id = NULL, request_seq = 0 "
                "WHERE cti = ? AND generation = ? AND k = ? AND state IN ('leased', 'quarantined')",
                "dii", &row->key.cti, (gint64)row->key.generation, (gint64)row->key.k);
}

void
hufu_right_row_release (HufuPlatform *platform, const HufuRightRow *row)
{
  make_available (platform, row);
  hufu_recalls_end (platform, &row->key);
  hufu_unleased_settle (platform, &row->key);
}

void
hufu_right_row_take_from_till (HufuPlatform *platform, const HufuRightRow *row,
                               const HufuEpoch *epoch)
{
  /* The till is told to drop it all the same, whenever it is heard of. */
  hufu_recalls_start (platform, row, "operator");
  make_available (platform, row);
  hufu_pdb_run (platform->db,
                "UPDATE \"right\" SET platform_epoch = ?, counter = ?, hop = 0 "
                "WHERE cti = ? AND generation = ? AND k = ?",
                "iidii", (gint64)epoch->platform_epoch, (gint64)epoch->counter, &row->key.cti,
                (gint64)row->key.generation, (gint64)row->key.k);
}

void
hufu_right_row_take (HufuPlatform *platform, const HufuRightKey *key, gint64 amount_minor)
{
  hufu_pdb_run (platform->db,
                "UPDATE \"right\" SET "
                "state = CASE WHEN " HUFU_IS_CASH
                " AND remaining_minor > ?1 THEN state ELSE 'used' END, "
                "remaining_minor = CASE WHEN " HUFU_IS_CASH " THEN max (remaining_minor - ?1, 0) "
                "ELSE remaining_minor END WHERE cti = ?2 AND generation = ?3 AND k = ?4",
                "idii", amount_minor, &key->cti, (gint64)key->generation, (gint64)key->k);
}

void
hufu_right_row_free (HufuPlatform *platform, const HufuRightKey *key, gint64 amount_minor)
{
  HufuEpoch epoch = hufu_platform_next_epoch (platform);

  hufu_pdb_run (platform->db,
                "UPDATE \"right\" SET state = 'available', platform_epoch = ?1, counter = ?2, "
                "hop = 0, credited = 0, terminal_id = NULL, incarnation = NULL, "
                "request_id = NULL, request_seq = 0, remaining_minor = remaining_minor + ?3 "
                "WHERE cti = ?4 AND generation = ?5 AND k = ?6",
                "iiidii", (gint64)epoch.platform_epoch, (gint64)epoch.counter, amount_minor,
                &key->cti, (gint64)key->generation, (gint64)key->k);
}

void
hufu_right_row_place (HufuPlatform *platform, const HufuRightRow *row,
                      const HufuRightReport *report, const HufuHolder *holder)
{
  HufuOwnerState state = hufu_rights_state_at (platform, &holder->terminal_id, holder->incarnation);

  hufu_pdb_run (platform->db,
                "UPDATE \"right\" SET state = ?, platform_epoch = ?, counter = ?, hop = ?, "
                "remaining_minor = ?, terminal_id = ?, incarnation = ?, credited = 0, "
                "request_id = NULL, request_seq = 0 WHERE cti = ? AND generation = ? AND k = ?",
                "tiiiididii", hufu_right_state_name (state), (gint64)report->epoch.platform_epoch,
                (gint64)report->epoch.counter, (gint64)report->hop, report->remaining_minor,
                &holder->terminal_id, (gint64)holder->incarnation, &row->key.cti,
                (gint64)row->key.generation, (gint64)row->key.k);
}

void
hufu_right_row_insert_use (HufuPlatform *platform, const HufuHolder *holder,
                           const HufuRightReport *report, const char *state)
{
  hufu_pdb_run (platform->db,
                "INSERT INTO use (use_id, k, cti, generation, amount_minor, basis, state, "
                "terminal_id, incarnation, platform_epoch, counter, sale_id, staff_id, at_utc_s, "
                "reported, seq, hop) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                "didiittdiiiddiiii", &report->use_id, (gint64)report->key.k, &report->key.cti,
                (gint64)report->key.generation, report->amount_minor, report->basis, state,
                &holder->terminal_id, (gint64)holder->incarnation,
                (gint64)report->epoch.platform_epoch, (gint64)report->epoch.counter,
                hufu_id_is_zero (&report->sale_id) ? NULL : &report->sale_id,
                hufu_id_is_zero (&report->staff_id) ? NULL : &report->staff_id, report->at_utc_s,
                (gint64)(report->seq > 0), report->seq, (gint64)report->hop);
  if (strcmp (state, "used") == 0)
    hufu_log_use (platform, holder, report);
  hufu_conflicts_judge (platform, &report->key);
}

gint64
hufu_right_row_sum_used (HufuPlatform *platform, const HufuRightRow *row, gboolean is_cash)
{
  return hufu_pdb_get_int (
      platform->db, 0,
      "SELECT sum (worth) FROM (SELECT max (CASE WHEN ?1 THEN amount_minor ELSE 1 END) AS worth "
      "FROM (SELECT use_id, amount_minor FROM use WHERE cti = ?2 AND generation = ?3 AND k = ?4 "
      "AND state = 'used' UNION ALL SELECT use_id, amount_minor FROM claim c WHERE cti = ?2 AND "
      "generation = ?3 AND k = ?4 AND state = 'used' AND amount_minor IS NOT NULL AND NOT EXISTS "
      "(SELECT 1 FROM use u WHERE u.use_id = c.use_id AND u.k = c.k)) GROUP BY use_id)",
      "idii", (gint64)is_cash, &row->key.cti, (gint64)row->key.generation, (gint64)row->key.k);
}

gint64
hufu_right_row_sum_unleased (HufuPlatform *platform, const HufuRightRow *row, gboolean is_cash)
{
  return hufu_pdb_get_int (
      platform->db, 0,
      "SELECT sum (worth) FROM (SELECT max (CASE WHEN ? THEN amount_minor ELSE 1 END) AS worth "
      "FROM claim c WHERE cti = ? AND generation = ? AND k = ? AND state = 'used' AND "
      "basis = 'R03' AND amount_minor IS NOT NULL AND NOT EXISTS (SELECT 1 FROM use u WHERE "
      "u.use_id = c.use_id AND u.k = c.k) GROUP BY use_id)",
      "idii", (gint64)is_cash, &row->key.cti, (gint64)row->key.generation, (gint64)row->key.k);
}

gint64
hufu_right_row_get_worth (HufuPlatform *platform, const HufuRightRow *row, gboolean is_cash)
{
  gint64 whole =
      is_cash ? hufu_pdb_get_int (platform->db, 0, "SELECT value_minor FROM voucher WHERE cti = ?",
                                  "d", &row->key.cti)
              : 1;

  return whole - row->gone;
}

gint64
hufu_right_row_find_unheard (HufuPlatform *platform, const HufuRightRow *row, gint64 left_minor)
{
  return hufu_right_row_get_worth (platform, row, TRUE) - left_minor -
         (hufu_right_row_sum_used (platform, row, TRUE) -
          hufu_right_row_sum_unleased (platform, row, TRUE));
}
