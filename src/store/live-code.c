/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which live code was taken here, and by which scan of it. */
#include "store/use-write.h"

static gboolean
write_code (HufuDb *db, const HufuId *cti, guint64 step, const HufuId *scan_id, gboolean *ret_taken,
            GError **error)
{
  gint64 n_taken = 0;

  if (!HUFU_RUN (db, error,
                 "INSERT INTO live_code (cti, step, scan_id) VALUES (?, ?, ?) ON CONFLICT (cti)"
                 " DO UPDATE SET step = excluded.step, scan_id = excluded.scan_id"
                 " WHERE excluded.step > step OR excluded.scan_id = scan_id",
                 SQL_ID (cti), SQL_INT (step), SQL_ID (scan_id)) ||
      !HUFU_GET_INT (db, error, 0, &n_taken, "SELECT changes ()"))
    return FALSE;
  *ret_taken = n_taken > 0;
  return TRUE;
}

gboolean
hufu_use_take_live (HufuDb *db, const HufuRedemption *redemption, HufuReason *ret_reason,
                    GError **error)
{
  gboolean is_taken = TRUE;

  if (redemption->live_step > 0 && !write_code (db, &redemption->cti, redemption->live_step,
                                                &redemption->scan_id, &is_taken, error))
    return FALSE;
  if (!is_taken)
    *ret_reason = HUFU_R17_PROOF_BAD_OR_STALE;
  return TRUE;
}

gboolean
hufu_live_code_take (HufuDb *db, const HufuId *cti, guint64 step, const HufuId *scan_id,
                     gboolean *ret_taken, GError **error)
{
  return hufu_act_begin (db, error) &&
         hufu_act_end (db, write_code (db, cti, step, scan_id, ret_taken, error), error);
}
