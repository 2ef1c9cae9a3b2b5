/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "store/grant-page.h"
#include "store/right-write.h"
#include "store/use-write.h"

static guint
hash_right (gconstpointer key)
{
  const HufuRightKey *right = key;
  guint hash;

  /* The end of an id is random. */
  memcpy (&hash, right->cti.bytes + HUFU_ID_BYTES - sizeof hash, sizeof hash);
  return hash + right->k;
}

static gboolean
equal_rights (gconstpointer a, gconstpointer b)
{
  const HufuRightKey *left = a, *right = b;

  return left->k == right->k && left->generation == right->generation &&
         hufu_id_equal (&left->cti, &right->cti);
}

/* Rule 1 of the rights. A till that saw a fork takes nothing more. A row that is here stays as it
 * is, whatever a grant says: a refresh never writes what is left of a right. */
static gboolean
check_grants (HufuDb *db, const HufuGrantPage *page, const HufuRightTill *till, GError **error)
{
  g_autoptr (GHashTable) taken = g_hash_table_new (hash_right, equal_rights);
  g_autoptr (HufuRows) rows = HUFU_QUERY (
      db, error,
      "SELECT place, c.platform_epoch, c.counter, t.platform_epoch, t.counter, e.cti IS NOT NULL"
      " FROM grant_page p LEFT JOIN credited c USING (cti, generation, k)"
      " LEFT JOIN tombstone t ON (t.cti, t.generation, t.k) = (p.cti, p.generation, p.k)"
      " LEFT JOIN entitlement e ON (e.cti, e.generation, e.k) = (p.cti, p.generation, p.k)");
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    guint place = (guint)hufu_rows_int (rows, 0);
    const HufuRight *right = &page->items[place].right;
    HufuEpoch known = {(guint64)hufu_rows_int (rows, 1), (guint64)hufu_rows_int (rows, 2)};
    HufuEpoch tombstone = {(guint64)hufu_rows_int (rows, 3), (guint64)hufu_rows_int (rows, 4)};

    page->take[place] = !till->frozen && hufu_rows_int (rows, 5) == 0 &&
                        hufu_right_check_grant (&right->epoch, &known, &till->fence, &tombstone,
                                                till->platform_epoch) == HUFU_GRANT_CREDIT &&
                        g_hash_table_add (taken, (gpointer)(guintptr)&right->key);
  }
  return step == 0;
}

static gboolean
write_vouchers (HufuDb *db, GError **error)
{
  return HUFU_RUN (
      db, error,
      "INSERT INTO voucher (cti, generation, short_code, not_before_utc_s, expires_utc_s, terms_no)"
      " SELECT cti, generation, short_code, not_before_utc_s, expires_utc_s, terms_no"
      " FROM grant_page WHERE TRUE" HUFU_VOUCHER_ON_CONFLICT);
}

static gboolean
write_taken (HufuDb *db, GError **error)
{
  return HUFU_RUN (db, error,
                   "INSERT INTO entitlement (cti, generation, k, platform_epoch, counter, hop,"
                   " remaining_minor) SELECT cti, generation, k, platform_epoch, counter, 0,"
                   " remaining_minor FROM grant_page WHERE take") &&
         HUFU_RUN (db, error,
                   "INSERT INTO credited (cti, generation, k, platform_epoch, counter, hop)"
                   " SELECT cti, generation, k, platform_epoch, counter, 0"
                   " FROM grant_page WHERE take ON CONFLICT DO UPDATE SET"
                   " platform_epoch = excluded.platform_epoch, counter = excluded.counter,"
                   " hop = excluded.hop");
}

/* What is credited and is not in the journal yet. */
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

static gboolean
tell_taken (HufuDb *db, const HufuGrantPage *page, guint *ret_credited, GError **error)
{
  g_autoptr (GArray) credited = g_array_new (FALSE, FALSE, sizeof (HufuRight));

  for (guint i = 0; i < page->n; i++) {
    if (!page->take[i])
      continue;
    g_array_append_val (credited, page->items[i].right);
    ++*ret_credited;
    if (credited->len == HUFU_RIGHTS_MAX && !tell (db, credited, error))
      return FALSE;
  }
  return tell (db, credited, error);
}

/* gint64 elements: the numbers of the terms here. */
static gboolean
write_terms (HufuDb *db, const HufuGrants *grants, GArray *numbers, GError **error)
{
  for (guint i = 0; i < grants->terms->len; i++) {
    gint64 number;

    if (!hufu_voucher_write_terms (db, g_ptr_array_index (grants->terms, i), &number, error))
      return FALSE;
    g_array_append_val (numbers, number);
  }
  return TRUE;
}

static gboolean
credit_page (HufuDb *db, const HufuGrantPage *page, guint *ret_credited, GError **error)
{
  HufuRightTill till;

  return hufu_right_load_till (db, &till, error) && write_vouchers (db, error) &&
         check_grants (db, page, &till, error) && write_taken (db, error) &&
         tell_taken (db, page, ret_credited, error);
}

static gboolean
credit_all (HufuDb *db, const HufuGrants *grants, guint *ret_credited, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree guint8 *take = g_new0 (guint8, grants->items->len);
  HufuGrantPage page;
  gboolean done;

  if (!write_terms (db, grants, numbers, error))
    return FALSE;
  page = (HufuGrantPage){(const HufuGrantItem *)(gpointer)grants->items->data, grants->items->len,
                         (const gint64 *)(gpointer)numbers->data, take};
  db->page = &page;
  done = credit_page (db, &page, ret_credited, error);
  db->page = NULL;
  return done;
}

gboolean
hufu_right_credit (HufuDb *db, const HufuGrants *grants, guint *ret_credited, GError **error)
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
