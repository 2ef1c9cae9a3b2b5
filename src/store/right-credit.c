/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/right-page.h"
#include "store/right-write.h"
#include "store/use-write.h"

void
hufu_grant_free (HufuGrant *grant)
{
  if (grant == NULL)
    return;
  hufu_voucher_free (grant->voucher);
  g_free (grant);
}

/* Rule 1 of the rights. A till that saw a fork takes nothing more. */
static gboolean
check_grant (HufuDb *db, const HufuRight *right, const HufuRightTill *till, gboolean *ret_take,
             GError **error)
{
  HufuRightMarks marks;

  if (!hufu_right_load_marks (db, &right->key, &marks, error))
    return FALSE;
  *ret_take = !till->frozen &&
              hufu_right_check_grant (&right->epoch, &marks.known, &till->fence, &marks.tombstone,
                                      till->platform_epoch) == HUFU_GRANT_CREDIT;
  return TRUE;
}

/* What was credited and is not in the journal yet. */
static gboolean
tell (HufuDb *db, GArray *credited, GError **error)
{
  g_autofree char *rights = NULL;

  if (credited->len == 0)
    return TRUE;
  rights = hufu_rights_encode ((const HufuRight *)(gpointer)credited->data, credited->len);
  g_array_set_size (credited, 0);
  return hufu_journal_append (db, "grants.credited", json_pack ("{s:s}", "rights", rights), NULL,
                              error);
}

/* A row that is here stays as it is, whatever a grant says: a refresh never writes what is left of
 * a right. */
static gboolean
credit_one (HufuDb *db, const HufuGrant *grant, const HufuRightTill *till, GArray *credited,
            GError **error)
{
  gboolean take, is_new = FALSE;

  if (!hufu_voucher_write (db, grant->voucher, error) ||
      !check_grant (db, &grant->right, till, &take, error))
    return FALSE;
  if (take && !hufu_right_write_held (db, &grant->right, &is_new, error))
    return FALSE;
  if (is_new)
    g_array_append_val (credited, grant->right);
  return credited->len < HUFU_RIGHTS_MAX || tell (db, credited, error);
}

static gboolean
credit_all (HufuDb *db, GPtrArray *grants, guint *n_credited, GError **error)
{
  g_autoptr (GArray) credited = g_array_new (FALSE, FALSE, sizeof (HufuRight));
  HufuRightTill till;

  if (!hufu_right_load_till (db, &till, error))
    return FALSE;
  for (guint i = 0; i < grants->len; i++) {
    guint before = credited->len;

    if (!credit_one (db, g_ptr_array_index (grants, i), &till, credited, error))
      return FALSE;
    *n_credited += credited->len != before ? 1 : 0;
  }
  return tell (db, credited, error);
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
  g_autoptr (HufuRows) rows = HUFU_QUERY (db, error,
                                          "SELECT platform_epoch, counter FROM credited"
                                          " ORDER BY platform_epoch DESC, counter DESC LIMIT 1");
  int step = hufu_rows_next (rows, error);

  *ret_epoch = (HufuEpoch){0};
  if (step > 0)
    *ret_epoch = (HufuEpoch){(guint64)hufu_rows_int (rows, 0), (guint64)hufu_rows_int (rows, 1)};
  return step >= 0;
}
