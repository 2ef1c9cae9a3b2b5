/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking a use back inside its window. */
#include "store/roster.h"
#include "store/use-write.h"

/* How the right of a held use stands now. */
typedef struct {
  gboolean here;      /* its row is here, at the epoch and hop of the use */
  gboolean elsewhere; /* its row is here at another epoch or hop */
  gboolean emptied;   /* its row is gone because a use at this epoch and hop took the last of it */
  gboolean moved;     /* it came back, or went on, since */
  gboolean covered;   /* a report or an acknowledged recall follows the use in the journal */
  gboolean lost;      /* used by an earlier incarnation, in an older generation, or now frozen, or
                       * its witnesses have not spoken */
} Standing;

static gboolean
load_standing (HufuDb *db, const HufuUseRow *row, Standing *ret_standing, GError **error)
{
  const HufuRightKey *key = &row->use.key;
  g_autoptr (HufuRows) rows = HUFU_QUERY (
      db, error,
      "SELECT"
      " EXISTS (SELECT 1 FROM entitlement e WHERE e.cti = ?1 AND e.generation = ?2 AND e.k = ?3"
      "  AND (e.platform_epoch, e.counter, e.hop) = (?4, ?5, ?6)),"
      " EXISTS (SELECT 1 FROM entitlement e WHERE e.cti = ?1 AND e.generation = ?2 AND e.k = ?3"
      "  AND (e.platform_epoch, e.counter, e.hop) <> (?4, ?5, ?6)),"
      " EXISTS (SELECT 1 FROM voucher_use u WHERE u.cti = ?1 AND u.generation = ?2 AND u.k = ?3"
      "  AND (u.platform_epoch, u.counter, u.hop) = (?4, ?5, ?6)"
      "  AND u.emptied AND u.state = 'redeemed'),"
      " EXISTS (SELECT 1 FROM credited c WHERE c.cti = ?1 AND c.generation = ?2 AND c.k = ?3"
      "  AND (c.platform_epoch, c.counter, c.hop) > (?4, ?5, ?6)),"
      " EXISTS (SELECT 1 FROM tombstone t WHERE t.cti = ?1 AND t.generation = ?2 AND t.k = ?3"
      "  AND (t.platform_epoch, t.counter) >= (?4, ?5))"
      " OR EXISTS (SELECT 1 FROM terminal WHERE report_no > ?7),"
      " EXISTS (SELECT 1 FROM terminal WHERE frozen OR incarnation <> ?7 >> 32)"
      " OR EXISTS (SELECT 1 FROM voucher v WHERE v.cti = ?1 AND v.generation > ?2)",
      SQL_ID (&key->cti), SQL_INT (key->generation), SQL_INT (key->k),
      SQL_INT (row->epoch.platform_epoch), SQL_INT (row->epoch.counter), SQL_INT (row->hop),
      SQL_INT (row->redeemed_no));

  if (hufu_rows_next (rows, error) <= 0)
    return FALSE;
  ret_standing->here = hufu_rows_int (rows, 0) != 0;
  ret_standing->elsewhere = hufu_rows_int (rows, 1) != 0;
  ret_standing->emptied = hufu_rows_int (rows, 2) != 0;
  ret_standing->moved = hufu_rows_int (rows, 3) != 0;
  ret_standing->covered = hufu_rows_int (rows, 4) != 0;
  ret_standing->lost = hufu_rows_int (rows, 5) != 0 || hufu_witness_is_awaited (db);
  return TRUE;
}

/*
 * Rule 6 of the rights: no report or acknowledged recall may follow the use in the journal, and the
 * row of a cash right must be here still at the epoch and hop of the use. A cash right that uses
 * have emptied has no row, and has gone nowhere: it counts as here with nothing left. A right that
 * has gone on to another till, come back, or was used by an earlier incarnation is not restored.
 */
static gboolean
may_restore (const Standing *standing, gboolean cash)
{
  if (standing->moved || standing->covered || standing->lost || standing->elsewhere)
    return FALSE;
  return cash ? standing->here || standing->emptied : !standing->here;
}

static gboolean
restore_right (HufuDb *db, const HufuUseRow *row, GError **error)
{
  const HufuRightKey *key = &row->use.key;

  return HUFU_RUN (db, error,
                   "INSERT INTO entitlement (cti, generation, k, platform_epoch, counter, hop,"
                   " remaining_minor) VALUES (?, ?, ?, ?, ?, ?, ?)"
                   " ON CONFLICT DO UPDATE SET"
                   " remaining_minor = remaining_minor + excluded.remaining_minor",
                   SQL_ID (&key->cti), SQL_INT (key->generation), SQL_INT (key->k),
                   SQL_INT (row->epoch.platform_epoch), SQL_INT (row->epoch.counter),
                   SQL_INT (row->hop), SQL_INT (row->use.amount_minor)) &&
         HUFU_RUN (db, error,
                   "UPDATE voucher_use SET emptied = 0"
                   " WHERE cti = ? AND generation = ? AND k = ? AND emptied",
                   SQL_ID (&key->cti), SQL_INT (key->generation), SQL_INT (key->k)) &&
         /* The right may be given to another till before anybody hears of the undo (rule 3). */
         HUFU_RUN (db, error,
                   "INSERT INTO undone_use (cti, generation, k, platform_epoch, counter, use_id)"
                   " VALUES (?, ?, ?, ?, ?, ?)",
                   SQL_ID (&key->cti), SQL_INT (key->generation), SQL_INT (key->k),
                   SQL_INT (row->epoch.platform_epoch), SQL_INT (row->epoch.counter),
                   SQL_ID (&row->use.use_id));
}

static gboolean
is_cash (HufuDb *db, const HufuUseRow *row, gboolean *ret_cash, GError **error)
{
  gint64 cash = 0;

  if (!HUFU_GET_INT (db, error, 0, &cash,
                     "SELECT type = 'cash' FROM voucher JOIN voucher_terms USING (terms_no)"
                     " WHERE cti = ? AND generation = ?",
                     SQL_ID (&row->use.key.cti), SQL_INT (row->use.key.generation)))
    return FALSE;
  *ret_cash = cash != 0;
  return TRUE;
}

/* The tender waits while the platform is asked: what it paid is due again if the answer is yes. */
static void
set_tender_state (HufuBasket *basket, const HufuId *use_id, HufuTenderState state)
{
  HufuDiscount *discount = hufu_basket_find_discount (basket, use_id);

  for (guint i = 0; i < basket->tenders->len; i++) {
    HufuTender *tender = g_ptr_array_index (basket->tenders, i);

    if (hufu_id_equal (&tender->use_id, use_id))
      tender->state = state;
  }
  if (discount != NULL)
    discount->state = state;
  hufu_basket_reckon (basket);
}

static gboolean
undo_online (HufuDb *db, HufuUseRow *row, HufuUseSale *sale, HufuReason *ret_reason, GError **error)
{
  *ret_reason = HUFU_R28_OUTCOME_UNKNOWN;
  hufu_use_begin_undoing (&row->use);
  if (!hufu_use_write (db, row, error))
    return FALSE;
  if (sale->basket == NULL)
    return TRUE;
  set_tender_state (sale->basket, &row->use.use_id, HUFU_TENDER_PENDING);
  return hufu_sale_write (db, sale->basket, sale->state, error);
}

static gboolean
take_from_sale (HufuDb *db, HufuUseRow *row, HufuUseSale *sale, HufuReason *ret_reason,
                GError **error)
{
  *ret_reason = HUFU_R27_UNDONE_IN_WINDOW;
  row->use.state = HUFU_USE_UNDONE;
  row->use.reason = HUFU_R27_UNDONE_IN_WINDOW;
  row->emptied = FALSE;
  if (!hufu_use_record_undone (db, row, error) || !hufu_use_write (db, row, error))
    return FALSE;
  if (sale->basket == NULL)
    return TRUE;
  hufu_basket_remove_use (sale->basket, &row->use.use_id);
  return hufu_sale_write (db, sale->basket, sale->state, error);
}

/* It never held a right that a report or a recall could have fenced: nothing comes back here, and
 * the platform frees what the use took, if it took anything. What was accepted counts until a
 * report all the same: the counters do not fall. */
static gboolean
undo_unleased (HufuDb *db, HufuUseRow *row, HufuUseSale *sale, HufuReason *ret_reason,
               GError **error)
{
  Standing standing;

  if (!load_standing (db, row, &standing, error))
    return FALSE;
  *ret_reason = HUFU_R29_CONDITIONS_NOT_MET;
  return standing.lost || take_from_sale (db, row, sale, ret_reason, error);
}

/* Here as long as the right may come back here; after a report or a recall only the platform may
 * give it back (rule 6). */
static gboolean
undo_held (HufuDb *db, HufuUseRow *row, gboolean can_ask, HufuUseSale *sale, HufuReason *ret_reason,
           GError **error)
{
  Standing standing;
  gboolean cash, platform_may;

  if (!is_cash (db, row, &cash, error) || !load_standing (db, row, &standing, error))
    return FALSE;
  if (may_restore (&standing, cash))
    return restore_right (db, row, error) && take_from_sale (db, row, sale, ret_reason, error);
  platform_may = standing.covered && !standing.lost;
  if (platform_may && can_ask)
    return undo_online (db, row, sale, ret_reason, error);
  *ret_reason = platform_may ? HUFU_R07_OWNER_UNREACHABLE : HUFU_R29_CONDITIONS_NOT_MET;
  return TRUE;
}

/* A finished sale never changes: what paid for it stays. Nothing was due for a prepaid line, so the
 * use behind it can go while the line stands. */
static gboolean
may_leave_sale (HufuDb *db, const HufuUseRow *row, const HufuUseSale *sale, gboolean *ret_may,
                GError **error)
{
  gint64 prepaid = 0;

  if (sale->basket == NULL &&
      !HUFU_GET_INT (db, error, 0, &prepaid,
                     "SELECT EXISTS (SELECT 1 FROM sale_line l JOIN sale s USING (sale_no)"
                     " WHERE s.sale_id = ? AND s.state = 'finished' AND l.kind = 'prepaid'"
                     " AND l.use_id = ?)",
                     SQL_ID (&row->use.sale_id), SQL_ID (&row->use.use_id)))
    return FALSE;
  *ret_may = sale->basket != NULL || prepaid != 0;
  return TRUE;
}

static gboolean
undo (HufuDb *db, const HufuUndo *wanted, HufuReason *ret_reason, HufuBasket **ret_basket,
      GError **error)
{
  g_auto (HufuUseRow) row = {0};
  g_auto (HufuUseSale) sale = {0};
  gboolean done = TRUE, may = FALSE;

  if (!hufu_use_load (db, &wanted->use_id, &row, error) ||
      !hufu_use_load_sale (db, &row.use.sale_id, &sale, error) ||
      !may_leave_sale (db, &row, &sale, &may, error))
    return FALSE;
  row.use.undo_staff_id = wanted->staff_id;
  if (row.use.state == HUFU_USE_UNDONE)
    *ret_reason = HUFU_R27_UNDONE_IN_WINDOW;
  else if (row.use.state == HUFU_USE_UNDOING)
    *ret_reason = HUFU_R28_OUTCOME_UNKNOWN;
  else if (row.use.state != HUFU_USE_REDEEMED || !may ||
           wanted->now_utc_us > row.use.undo_until_utc_us)
    *ret_reason = HUFU_R29_CONDITIONS_NOT_MET;
  else if (row.use.reason == HUFU_R03_OK_GRACE)
    done = undo_unleased (db, &row, &sale, ret_reason, error);
  else if (hufu_use_was_held (&row))
    done = undo_held (db, &row, wanted->can_ask, &sale, ret_reason, error);
  else
    done = undo_online (db, &row, &sale, ret_reason, error);
  *ret_basket = g_steal_pointer (&sale.basket);
  return done;
}

gboolean
hufu_use_undo (HufuDb *db, const HufuUndo *wanted, HufuReason *ret_reason, HufuBasket **ret_basket,
               GError **error)
{
  g_autoptr (HufuBasket) basket = NULL;

  return hufu_act_begin (db, error) &&
         hufu_use_end_act (db, undo (db, wanted, ret_reason, &basket, error), &basket, ret_basket,
                           error);
}

static gboolean
confirm_undone (HufuDb *db, HufuUseRow *row, HufuUseSale *sale, GError **error)
{
  row->use.state = HUFU_USE_UNDONE;
  row->use.reason = HUFU_R27_UNDONE_IN_WINDOW;
  if (!row->use.give_back && !hufu_use_record_undone (db, row, error))
    return FALSE;
  if (!hufu_use_write (db, row, error))
    return FALSE;
  if (sale->basket == NULL || !hufu_basket_remove_use (sale->basket, &row->use.use_id))
    return TRUE;
  return hufu_sale_write (db, sale->basket, sale->state, error);
}

/* The platform keeps the redemption. One that was to be given back stays on record as such, for a
 * person to look at. */
static gboolean
refuse_undone (HufuDb *db, HufuUseRow *row, HufuUseSale *sale, GError **error)
{
  row->use.state = HUFU_USE_REDEEMED;
  if (!hufu_use_write (db, row, error))
    return FALSE;
  if (sale->basket == NULL || row->use.give_back)
    return TRUE;
  set_tender_state (sale->basket, &row->use.use_id, HUFU_TENDER_TAKEN);
  return hufu_sale_write (db, sale->basket, sale->state, error);
}

static gboolean
settle_undone (HufuDb *db, const HufuId *use_id, gint64 attempt, gboolean undone,
               HufuBasket **ret_basket, GError **error)
{
  g_auto (HufuUseRow) row = {0};
  g_auto (HufuUseSale) sale = {0};
  gboolean done = TRUE;

  if (!hufu_use_load (db, use_id, &row, error) ||
      !hufu_use_load_sale (db, &row.use.sale_id, &sale, error))
    return FALSE;
  if (row.use.state == HUFU_USE_UNDOING && undone)
    done = confirm_undone (db, &row, &sale, error);
  else if (row.use.state == HUFU_USE_UNDOING && row.use.undo_attempt == attempt)
    done = refuse_undone (db, &row, &sale, error);
  *ret_basket = g_steal_pointer (&sale.basket);
  return done;
}

gboolean
hufu_use_undone (HufuDb *db, const HufuId *use_id, gint64 attempt, gboolean undone,
                 HufuBasket **ret_basket, GError **error)
{
  g_autoptr (HufuBasket) basket = NULL;

  return hufu_act_begin (db, error) &&
         hufu_use_end_act (db, settle_undone (db, use_id, attempt, undone, &basket, error), &basket,
                           ret_basket, error);
}
