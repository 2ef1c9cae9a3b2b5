/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/rights-row.h"

void
hufu_rights_use_online (HufuPlatform *platform, const HufuHolder *holder,
                        const HufuRightReport *report)
{
  HufuRightRow row;

  if (!hufu_rights_find (platform, &report->key, &row))
    return;
  g_assert (row.state == HUFU_RIGHT_AVAILABLE);
  g_assert (report->amount_minor <= row.remaining_minor);
  hufu_right_row_insert_use (platform, holder, report, "used");
  hufu_right_row_take (platform, &report->key, report->amount_minor);
}

static gboolean
can_undo (HufuPlatform *platform, const HufuId *use_id)
{
  /* What was used whole is the platform's own until it is taken back; of a cash right there may be
   * a rest, and that must be here. */
  return hufu_pdb_get_int (platform->db, 1,
                           "SELECT count(*) FROM use u JOIN \"right\" r USING (cti, generation, k) "
                           "JOIN voucher v USING (cti) WHERE u.use_id = ? AND u.state = 'used' AND "
                           "(u.basis <> 'R01' OR r.terminal_id IS NOT NULL OR "
                           "r.state NOT IN ('used', 'available') OR v.generation <> u.generation)",
                           "d", use_id) == 0;
}

static void
give_back (HufuPlatform *platform, const HufuRightKey *key, gint64 amount_minor)
{
  HufuEpoch epoch = hufu_platform_next_epoch (platform);

  hufu_pdb_run (platform->db,
                "UPDATE \"right\" SET state = 'available', platform_epoch = ?1, counter = ?2, "
                "hop = 0, credited = 0, remaining_minor = CASE WHEN " HUFU_IS_CASH
                " THEN remaining_minor + ?3 ELSE remaining_minor END "
                "WHERE cti = ?4 AND generation = ?5 AND k = ?6",
                "iiidii", (gint64)epoch.platform_epoch, (gint64)epoch.counter, amount_minor,
                &key->cti, (gint64)key->generation, (gint64)key->k);
}

gboolean
hufu_rights_undo_online (HufuPlatform *platform, const HufuId *use_id, const HufuId *staff_id)
{
  sqlite3_stmt *row;

  if (!can_undo (platform, use_id))
    return FALSE;
  row = hufu_pdb_query (platform->db,
                        "SELECT cti, generation, k, amount_minor FROM use "
                        "WHERE use_id = ? AND state = 'used'",
                        "d", use_id);
  while (hufu_pdb_next (platform->db, row)) {
    HufuRightKey key;

    hufu_pdb_id (row, 0, &key.cti);
    key.generation = (guint64)hufu_pdb_int (row, 1);
    key.k = (guint32)hufu_pdb_int (row, 2);
    give_back (platform, &key, hufu_pdb_int (row, 3));
  }
  hufu_pdb_run (platform->db, "UPDATE use SET state = 'undone', undo_staff_id = ? WHERE use_id = ?",
                "dd", hufu_id_is_zero (staff_id) ? NULL : staff_id, use_id);
  return TRUE;
}
