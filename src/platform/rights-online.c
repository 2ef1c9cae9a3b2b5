/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/conflict.h"
#include "platform/restore-log.h"
#include "platform/rights-drain.h"
#include "platform/rights-row.h"
#include "platform/unleased.h"

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

/* One use under an online key, or one that a till told of and that is to be taken back here. */
typedef struct {
  HufuRightKey key;
  gint64 amount_minor;
  HufuHolder holder; /* who used it */
  gint64 seq;
  gboolean is_held, is_cash;
} Use;

static GArray *
list_uses (HufuPlatform *platform, const HufuId *use_id)
{
  GArray *uses = g_array_new (FALSE, FALSE, sizeof (Use));
  sqlite3_stmt *row =
      hufu_pdb_query (platform->db,
                      "SELECT u.cti, u.generation, k, amount_minor, terminal_id, incarnation, seq, "
                      "basis <> 'R01', v.type = 'cash' FROM use u JOIN voucher v USING (cti) "
                      "WHERE use_id = ? AND u.state = 'used' AND basis IN ('R00', 'R01', 'R02')",
                      "d", use_id);

  while (hufu_pdb_next (platform->db, row)) {
    Use use = {.key.generation = (guint64)hufu_pdb_int (row, 1),
               .key.k = (guint32)hufu_pdb_int (row, 2),
               .amount_minor = hufu_pdb_int (row, 3),
               .holder.incarnation = (guint32)hufu_pdb_int (row, 5),
               .seq = hufu_pdb_int (row, 6),
               .is_held = hufu_pdb_int (row, 7) != 0,
               .is_cash = hufu_pdb_int (row, 8) != 0};

    hufu_pdb_id (row, 0, &use.key.cti);
    hufu_pdb_id (row, 4, &use.holder.terminal_id);
    g_array_append_val (uses, use);
  }
  return uses;
}

/* Rule 6. What was used whole is the platform's own until it is taken back; of a cash right there
 * may be a rest, and that must be here; so must be what was used last of it. What a till used may
 * be undone there as well, until its report or its acknowledgement of a recall says that it will
 * not be. What was used of a voucher that was given on or refunded since is paid back by hand. */
static gboolean
can_undo (HufuPlatform *platform, const Use *use)
{
  HufuRightRow row;

  if (use->is_held && !hufu_rights_is_covered (platform, &use->holder, &use->key, use->seq)) {
    hufu_reports_want_open (platform, &use->holder.terminal_id, use->holder.incarnation,
                            use->is_cash ? HUFU_REPORT_RETURNS : HUFU_REPORT_KEEPS);
    return FALSE;
  }
  return hufu_rights_find (platform, &use->key, &row) &&
         ((row.state == HUFU_RIGHT_USED && hufu_rights_make_let_go (platform, &row)) ||
          (row.state == HUFU_RIGHT_AVAILABLE && use->is_cash)) &&
         (use->is_held || hufu_id_is_zero (&row.terminal_id)) &&
         !hufu_right_row_is_ended (platform, &row);
}

/* The till has heard, or may hear yet, that this attempt is refused, and then a sale counts on the
 * use: a copy of the request that comes late must not take it back. */
static gboolean
was_refused (HufuPlatform *platform, const HufuHolder *asker, const HufuUndoOrder *order)
{
  return hufu_pdb_get_int (platform->db, -1,
                           "SELECT attempt FROM undo_refusal WHERE use_id = ? AND terminal_id = ?",
                           "dd", &order->use_id, &asker->terminal_id) >= order->attempt;
}

void
hufu_rights_refuse_undo (HufuPlatform *platform, const HufuId *use_id, const HufuId *terminal_id,
                         gint64 attempt)
{
  hufu_pdb_run (platform->db,
                "INSERT INTO undo_refusal VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET "
                "attempt = max (attempt, excluded.attempt)",
                "ddi", use_id, terminal_id, attempt);
}

static gboolean
can_undo_all (HufuPlatform *platform, const GArray *uses)
{
  for (guint i = 0; i < uses->len; i++) {
    if (!can_undo (platform, &g_array_index (uses, Use, i)))
      return FALSE;
  }
  return uses->len > 0;
}

gboolean
hufu_rights_undo_online (HufuPlatform *platform, const HufuHolder *asker,
                         const HufuUndoOrder *order)
{
  const HufuId *use_id = &order->use_id, *staff_id = &order->staff_id;
  g_autoptr (GArray) uses = list_uses (platform, use_id);

  if (was_refused (platform, asker, order))
    return FALSE;
  if (!can_undo_all (platform, uses)) {
    hufu_rights_refuse_undo (platform, use_id, &asker->terminal_id, order->attempt);
    hufu_log_undo_refused (platform, asker, order);
    return FALSE;
  }
  hufu_pdb_run (platform->db, "UPDATE use SET state = 'undone', undo_staff_id = ? WHERE use_id = ?",
                "dd", hufu_id_is_zero (staff_id) ? NULL : staff_id, use_id);
  for (guint i = 0; i < uses->len; i++) {
    const Use *use = &g_array_index (uses, Use, i);

    hufu_right_row_free (platform, &use->key, use->is_cash ? use->amount_minor : 0);
    hufu_unleased_settle (platform, &use->key);
  }
  for (guint i = 0; i < uses->len; i++)
    hufu_conflicts_judge (platform, &g_array_index (uses, Use, i).key);
  hufu_log_undone (platform, use_id);
  return TRUE;
}
