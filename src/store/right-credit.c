/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/use-write.h"

void
hufu_grant_free (HufuGrant *grant)
{
  if (grant == NULL)
    return;
  hufu_voucher_free (grant->voucher);
  g_free (grant);
}

/* What every grant of one batch is held against. */
typedef struct {
  HufuEpoch fence;
  guint64 platform_epoch;
} Limits;

static gboolean
load_limits (HufuDb *db, Limits *limits, GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (
      db, error, "SELECT fence_platform_epoch, fence_counter, platform_epoch FROM terminal");

  if (hufu_rows_next (rows, error) <= 0)
    return FALSE;
  limits->fence.platform_epoch = (guint64)hufu_rows_int (rows, 0);
  limits->fence.counter = (guint64)hufu_rows_int (rows, 1);
  limits->platform_epoch = (guint64)hufu_rows_int (rows, 2);
  return TRUE;
}

/* The pair that a table remembers of a right; zeros if none. Takes rows. */
static gboolean
read_pair (HufuRows *take_rows, HufuEpoch *ret_epoch, GError **error)
{
  g_autoptr (HufuRows) rows = take_rows;
  int step = hufu_rows_next (rows, error);

  *ret_epoch = (HufuEpoch){0};
  if (step <= 0)
    return step == 0;
  ret_epoch->platform_epoch = (guint64)hufu_rows_int (rows, 0);
  ret_epoch->counter = (guint64)hufu_rows_int (rows, 1);
  return TRUE;
}

#define SQL_RIGHT(key) SQL_ID (&(key)->cti), SQL_INT ((key)->generation), SQL_INT ((key)->k)

static gboolean
check_grant (HufuDb *db, const HufuRight *right, const Limits *limits,
             HufuGrantVerdict *ret_verdict, GError **error)
{
  HufuEpoch known, tombstone;

  if (!read_pair (HUFU_QUERY (db, error,
                              "SELECT platform_epoch, counter FROM credited"
                              " WHERE cti = ? AND generation = ? AND k = ?",
                              SQL_RIGHT (&right->key)),
                  &known, error) ||
      !read_pair (HUFU_QUERY (db, error,
                              "SELECT platform_epoch, counter FROM tombstone"
                              " WHERE cti = ? AND generation = ? AND k = ?",
                              SQL_RIGHT (&right->key)),
                  &tombstone, error))
    return FALSE;
  *ret_verdict = hufu_right_check_grant (&right->epoch, &known, &limits->fence, &tombstone,
                                         limits->platform_epoch);
  return TRUE;
}

static json_t *
make_body (const HufuRight *right)
{
  return json_pack ("{s:o, s:o, s:I, s:I}", "right", hufu_json_right (&right->key), "epoch",
                    hufu_json_epoch (&right->epoch), "hop", (json_int_t)right->hop,
                    "remaining_minor", (json_int_t)right->remaining_minor);
}

/* A row that is here stays as it is, whatever a grant says: a refresh never writes what is left of
 * a right. */
static gboolean
write_right (HufuDb *db, const HufuRight *right, gboolean *ret_credited, GError **error)
{
  *ret_credited = FALSE;
  if (!HUFU_RUN (db, error,
                 "INSERT INTO entitlement (cti, generation, k, platform_epoch, counter, hop,"
                 " remaining_minor) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                 SQL_RIGHT (&right->key), SQL_INT (right->epoch.platform_epoch),
                 SQL_INT (right->epoch.counter), SQL_INT (right->hop),
                 SQL_INT (right->remaining_minor)))
    return FALSE;
  if (hufu_sql_changes (db) == 0)
    return TRUE;
  *ret_credited = TRUE;
  return HUFU_RUN (db, error,
                   "INSERT INTO credited (cti, generation, k, platform_epoch, counter)"
                   " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                   " platform_epoch = excluded.platform_epoch, counter = excluded.counter",
                   SQL_RIGHT (&right->key), SQL_INT (right->epoch.platform_epoch),
                   SQL_INT (right->epoch.counter)) &&
         hufu_journal_append (db, "right.credited", make_body (right), NULL, error);
}

static gboolean
credit_one (HufuDb *db, const HufuGrant *grant, const Limits *limits, guint *credited,
            GError **error)
{
  HufuGrantVerdict verdict;
  gboolean is_new = FALSE;

  if (!hufu_voucher_write (db, grant->voucher, error) ||
      !check_grant (db, &grant->right, limits, &verdict, error))
    return FALSE;
  if (verdict == HUFU_GRANT_CREDIT && !write_right (db, &grant->right, &is_new, error))
    return FALSE;
  *credited += is_new ? 1 : 0;
  return TRUE;
}

static gboolean
credit_all (HufuDb *db, GPtrArray *grants, guint *credited, GError **error)
{
  Limits limits;

  if (!load_limits (db, &limits, error))
    return FALSE;
  for (guint i = 0; i < grants->len; i++)
    if (!credit_one (db, g_ptr_array_index (grants, i), &limits, credited, error))
      return FALSE;
  return TRUE;
}

gboolean
hufu_right_credit (HufuDb *db, GPtrArray *grants, guint *ret_credited, GError **error)
{
  guint credited = 0;

  if (!hufu_act_begin (db, error) ||
      !hufu_act_end (db, credit_all (db, grants, &credited, error), error))
    return FALSE;
  if (ret_credited != NULL)
    *ret_credited = credited;
  return TRUE;
}

gboolean
hufu_right_find_newest_epoch (HufuDb *db, HufuEpoch *ret_epoch, GError **error)
{
  return read_pair (HUFU_QUERY (db, error,
                                "SELECT platform_epoch, counter FROM credited"
                                " ORDER BY platform_epoch DESC, counter DESC LIMIT 1"),
                    ret_epoch, error);
}
