/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/right-return.h"

#include "store/limits-write.h"
#include "store/right-write.h"

/* --- recall (rule 4) ------------------------------------------------------------------------- */

static gboolean
drop (HufuDb *db, const HufuRecall *recall, GError **error)
{
  return HUFU_RUN (db, error,
                   "DELETE FROM entitlement WHERE cti = ? AND generation = ? AND k = ?"
                   " AND (platform_epoch, counter) <= (?, ?)",
                   SQL_RIGHT (&recall->key), SQL_EPOCH (&recall->epoch));
}

/* Also of a right that is held and dropped: what ends here must not come back by any way. */
static gboolean
write_tombstone (HufuDb *db, const HufuRecall *recall, const HufuRightMarks *marks, GError **error)
{
  const HufuEpoch *newest = hufu_epoch_compare (&marks->tombstone, &recall->epoch) > 0
                                ? &marks->tombstone
                                : &recall->epoch;

  return HUFU_RUN (db, error,
                   "INSERT INTO tombstone (cti, generation, k, platform_epoch, counter,"
                   " recall_platform_epoch, recall_counter) VALUES (?, ?, ?, ?, ?, ?, ?)"
                   " ON CONFLICT DO UPDATE SET platform_epoch = excluded.platform_epoch,"
                   " counter = excluded.counter,"
                   " recall_platform_epoch = excluded.recall_platform_epoch,"
                   " recall_counter = excluded.recall_counter",
                   SQL_RIGHT (&recall->key), SQL_EPOCH (newest), SQL_EPOCH (&recall->number));
}

static gboolean
acknowledge (HufuDb *db, const HufuRecall *recall, const HufuRightMarks *marks, GError **error)
{
  /* Requests are for a voucher, as only the owner knows which of its rights it can give. */
  return HUFU_REQUEST_CLOSE (db, error, "cti = ? AND generation = ?", SQL_ID (&recall->key.cti),
                             SQL_INT (recall->key.generation)) &&
         drop (db, recall, error) && write_tombstone (db, recall, marks, error) &&
         hufu_journal_append (
             db, "right.recalled",
             json_pack ("{s:o, s:o, s:o}", "recall", hufu_json_epoch (&recall->number), "right",
                        hufu_json_right (&recall->key), "epoch", hufu_json_epoch (&recall->epoch)),
             NULL, error);
}

static gboolean
recall_one (HufuDb *db, const HufuRecall *recall, HufuReturnOutcome *ret_outcome, GError **error)
{
  HufuRightTill till;
  HufuRightMarks marks;

  if (!hufu_right_load_till (db, &till, error) ||
      !hufu_right_load_marks (db, &recall->key, &marks, error))
    return FALSE;
  *ret_outcome = HUFU_RETURN_DONE;
  if (recall->number.platform_epoch != till.platform_epoch)
    *ret_outcome = HUFU_RETURN_OTHER_PLATFORM;
  else if (hufu_epoch_compare (&recall->number, &marks.recall) <= 0)
    *ret_outcome = HUFU_RETURN_KNOWN;
  else
    return acknowledge (db, recall, &marks, error);
  return TRUE;
}

static gboolean
recall_all (HufuDb *db, const HufuRecall *recalls, gsize n, HufuReturnOutcome *ret_outcomes,
            GError **error)
{
  HufuReturnOutcome outcome;

  for (gsize i = 0; i < n; i++)
    if (!recall_one (db, &recalls[i], ret_outcomes != NULL ? &ret_outcomes[i] : &outcome, error))
      return FALSE;
  return TRUE;
}

gboolean
hufu_right_recall (HufuDb *db, const HufuRecall *recalls, gsize n, HufuReturnOutcome *ret_outcomes,
                   GError **error)
{
  return hufu_act_begin (db, error) &&
         hufu_act_end (db, recall_all (db, recalls, n, ret_outcomes, error), error);
}

/* --- report (rule 5) ------------------------------------------------------------------------- */

static gboolean
raise_fence (HufuDb *db, const HufuEpoch *number, gint64 report_no, GError **error)
{
  return HUFU_RUN (db, error,
                   "UPDATE terminal SET fence_platform_epoch = ?, fence_counter = ?, report_no = ?",
                   SQL_EPOCH (number), SQL_INT (report_no));
}

/* What is dropped needs no event of its own: the place of the report in the journal says it of
 * everything that was granted before. What is closed is told one by one, and "closed" says so: what
 * a neighbour was asked and this journal does not know was asked by a copy of this till. */
static gboolean
make_report (HufuDb *db, const HufuEpoch *number, gboolean keeps, GError **error)
{
  json_t *body;
  gint64 report_no, kept = 0, open = 0;

  if (!HUFU_GET_INT (db, error, 0, &kept,
                     "SELECT count(*) FROM entitlement WHERE platform_epoch >= ?",
                     SQL_INT (number->platform_epoch)) ||
      !HUFU_GET_INT (db, error, 0, &open,
                     "SELECT count(*) FROM right_request WHERE state = 'open'") ||
      !HUFU_REQUEST_CLOSE (db, error, "TRUE"))
    return FALSE;
  body = json_pack ("{s:o, s:o, s:I}", "report", hufu_json_epoch (number), "up_to",
                    hufu_json_epoch (number), "closed", (json_int_t)open);
  if (keeps)
    json_object_set_new (body, "keeps", json_integer (kept));
  return hufu_journal_append (db, "right.reported", body, &report_no, error) &&
         HUFU_RUN (db, error,
                   "DELETE FROM entitlement WHERE (platform_epoch, counter) <= (?1, ?2)"
                   " AND (NOT ?3 OR platform_epoch < ?1)",
                   SQL_EPOCH (number), SQL_INT (keeps != FALSE)) &&
         raise_fence (db, number, report_no, error) && hufu_limits_mark_reported (db, error);
}

static gboolean
report (HufuDb *db, const HufuEpoch *number, gboolean keeps, HufuReturnOutcome *ret_outcome,
        GError **error)
{
  HufuRightTill till;

  if (!hufu_right_load_till (db, &till, error))
    return FALSE;
  *ret_outcome = HUFU_RETURN_DONE;
  if (number->platform_epoch != till.platform_epoch)
    *ret_outcome = HUFU_RETURN_OTHER_PLATFORM;
  else if (hufu_epoch_compare (number, &till.fence) <= 0)
    *ret_outcome = HUFU_RETURN_KNOWN;
  else
    return make_report (db, number, keeps, error);
  return TRUE;
}

gboolean
hufu_right_report (HufuDb *db, const HufuEpoch *number, gboolean keeps,
                   HufuReturnOutcome *ret_outcome, GError **error)
{
  return hufu_act_begin (db, error) &&
         hufu_act_end (db, report (db, number, keeps, ret_outcome, error), error);
}
