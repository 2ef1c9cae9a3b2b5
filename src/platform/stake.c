/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/stake.h"

#include "core/limits.h"
#include "platform/rights-drain.h"
#include "platform/unleased.h"

/* --- what was signed ----------------------------------------------------------------------------
 */

void
hufu_stake_sign (HufuPlatform *platform, guint64 store_no, gint64 total_max_minor)
{
  hufu_pdb_run (platform->db,
                "INSERT OR REPLACE INTO signed_limit SELECT store_no, seq, ? FROM change "
                "WHERE kind = 'policy' AND key = 'store' AND store_no = ?",
                "ii", total_max_minor, (gint64)store_no);
}

static GArray *
list_signed (HufuPlatform *platform, gint64 store_no)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (HufuLimitsSigned));
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db, "SELECT seq, total_max_minor FROM signed_limit WHERE store_no = ? ORDER BY seq",
      "i", store_no);

  while (hufu_pdb_next (platform->db, row)) {
    const HufuLimitsSigned one = {hufu_pdb_int (row, 0), hufu_pdb_int (row, 1)};

    g_array_append_val (list, one);
  }
  return list;
}

static gint64
bound (HufuPlatform *platform, gint64 store_no, gint64 base_seq)
{
  g_autoptr (GArray) list = list_signed (platform, store_no);

  return hufu_limits_bound ((const HufuLimitsSigned *)(gconstpointer)list->data, list->len,
                            base_seq);
}

void
hufu_stake_forget (HufuPlatform *platform)
{
  hufu_pdb_run (platform->db,
                "INSERT OR REPLACE INTO signed_limit SELECT store_no, 0, ? FROM store", "i",
                (gint64)HUFU_LIMITS_TOTAL_MAX_MINOR);
  hufu_pdb_run (platform->db,
                "INSERT OR IGNORE INTO signed_limit SELECT store_no, seq, 0 FROM change JOIN store "
                "USING (store_no) WHERE kind = 'policy' AND key = 'store'",
                "");
  hufu_pdb_run (platform->db,
                "INSERT OR REPLACE INTO till_limit SELECT terminal_id, 0, 0, 0 FROM terminal", "");
}

/* --- what a till has heard ----------------------------------------------------------------------
 */

static void
write_heard (HufuPlatform *platform, const HufuHolder *holder, gint64 heard_seq)
{
  gint64 base_seq;

  hufu_pdb_run (platform->db,
                "INSERT INTO till_limit VALUES (?1, ?2, ?2, ?2) ON CONFLICT DO UPDATE SET "
                "heard_seq = ?2, wanted_seq = min (wanted_seq, ?2), base_seq = min (base_seq, ?2)",
                "di", &holder->terminal_id, heard_seq);
  base_seq =
      hufu_pdb_get_int (platform->db, 0, "SELECT base_seq FROM till_limit WHERE terminal_id = ?",
                        "d", &holder->terminal_id);
  if (bound (platform, (gint64)holder->store_no, base_seq) >
      bound (platform, (gint64)holder->store_no, heard_seq))
    hufu_reports_want (platform, &holder->terminal_id, holder->incarnation, HUFU_REPORT_KEEPS);
}

gboolean
hufu_stake_hear (HufuPlatform *platform, const HufuHolder *holder, gint64 seq, GError **error)
{
  gint64 heard_seq = hufu_pdb_get_int (
      platform->db, 0, "SELECT max (seq) FROM signed_limit WHERE store_no = ? AND seq <= ?", "ii",
      (gint64)holder->store_no, seq < 0 ? G_MAXINT64 : seq);

  if (hufu_pdb_get_int (platform->db, -1, "SELECT heard_seq FROM till_limit WHERE terminal_id = ?",
                        "d", &holder->terminal_id) == heard_seq)
    return TRUE;
  hufu_pdb_begin (platform->db);
  write_heard (platform, holder, heard_seq);
  return hufu_pdb_commit (platform->db, error);
}

void
hufu_stake_want (HufuPlatform *platform, const HufuId *terminal_id)
{
  hufu_pdb_run (platform->db, "UPDATE till_limit SET wanted_seq = heard_seq WHERE terminal_id = ?",
                "d", terminal_id);
}

void
hufu_stake_take_report (HufuPlatform *platform, const HufuHolder *holder, const HufuEpoch *number)
{
  hufu_pdb_run (platform->db,
                "UPDATE till_limit SET base_seq = wanted_seq WHERE terminal_id = ?1 AND EXISTS "
                "(SELECT 1 FROM incarnation WHERE terminal_id = ?1 AND incarnation = ?2 AND "
                "state = 'enrolled' AND wanted_epoch = ?3 AND wanted_counter = ?4)",
                "diii", &holder->terminal_id, (gint64)holder->incarnation,
                (gint64)number->platform_epoch, (gint64)number->counter);
}

/* --- what is at stake ---------------------------------------------------------------------------
 */

#define COUNTS                                                                                     \
  "JOIN incarnation i USING (terminal_id) WHERE NOT i.written_off AND i.life <> 'removed' AND "    \
  "i.incarnation = (SELECT max (incarnation) FROM incarnation n WHERE "                            \
  "n.terminal_id = t.terminal_id)"

static gint64
sum (HufuPlatform *platform, sqlite3_stmt *row)
{
  g_autoptr (GArray) tills = g_array_new (FALSE, FALSE, sizeof (HufuHolder));
  g_autoptr (GArray) bases = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 sum_minor = 0;

  while (hufu_pdb_next (platform->db, row)) {
    HufuHolder till = {.store_no = (guint64)hufu_pdb_int (row, 1)};
    gint64 base_seq = hufu_pdb_is_null (row, 2) ? -1 : hufu_pdb_int (row, 2);

    hufu_pdb_id (row, 0, &till.terminal_id);
    g_array_append_val (tills, till);
    g_array_append_val (bases, base_seq);
  }
  for (guint i = 0; i < tills->len; i++) {
    const HufuHolder *till = &g_array_index (tills, HufuHolder, i);
    gint64 base_seq = g_array_index (bases, gint64, i);
    gint64 may_minor = base_seq < 0 ? 0 : bound (platform, (gint64)till->store_no, base_seq);

    sum_minor += MAX (may_minor, hufu_unleased_sum_till (platform, &till->terminal_id));
  }
  return sum_minor;
}

gint64
hufu_stake_get (HufuPlatform *platform, const HufuId *terminal_id)
{
  return sum (platform,
              hufu_pdb_query (platform->db,
                              "SELECT t.terminal_id, t.store_no, l.base_seq FROM terminal t LEFT "
                              "JOIN till_limit l USING (terminal_id) " COUNTS
                              " AND t.terminal_id = ?",
                              "d", terminal_id));
}

gint64
hufu_stake_sum (HufuPlatform *platform, guint64 store_no, const HufuId *but_for)
{
  return sum (platform,
              hufu_pdb_query (platform->db,
                              "SELECT t.terminal_id, t.store_no, l.base_seq FROM terminal t LEFT "
                              "JOIN till_limit l USING (terminal_id) " COUNTS
                              " AND ? IN (0, t.store_no) AND t.terminal_id IS NOT ?",
                              "id", (gint64)store_no, but_for));
}
