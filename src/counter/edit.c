/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Editing the open sale. An edit is made on a copy, shown at once and stored behind it; saves run
 * in order. If one fails, the basket goes back to what is stored and the cashier is told.
 */
#include "counter/detail-flow.h"
#include "counter/counter-private.h"
#include "counter/shelf-price.h"

void
hufu_edit_show (HufuCounter *counter)
{
  if (counter->basket != NULL)
    hufu_basket_model_show (counter->rows, counter->basket, (int)counter->lang);
  if (counter->screen == HUFU_SCREEN_TENDER)
    hufu_tender_refresh (counter);
  if (counter->screen == HUFU_SCREEN_PRICE)
    hufu_price_refresh (counter);
  hufu_primary_refresh (counter);
}

void
hufu_edit_adopt (HufuCounter *counter, HufuBasket *take_basket)
{
  gboolean other =
      counter->basket == NULL || !hufu_id_equal (&counter->basket->id, &take_basket->id);

  if (!other)
    hufu_shelf_price_carry (counter->basket, take_basket);
  hufu_basket_free (counter->basket);
  hufu_basket_free (counter->stored);
  counter->basket = take_basket;
  counter->stored = hufu_basket_copy (take_basket);
  if (hufu_basket_find_line (take_basket, counter->selected_line) == NULL)
    hufu_counter_select_line (counter, 0);
  hufu_edit_show (counter);
  if (other)
    hufu_shelf_price_check (counter);
}

void
hufu_edit_begin (HufuCounter *counter)
{
  hufu_edit_adopt (counter, hufu_basket_new (counter->terminal.currency));
}

/* Those that are on now: the sale keeps them to its end, whatever becomes of them meanwhile. */
static HufuPromotionSet *
choose_promotions (HufuCounter *counter)
{
  gint64 utc_s = hufu_counter_now_utc_us (counter) / G_USEC_PER_SEC;
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (utc_s);
  gint minute = g_date_time_get_hour (now) * 60 + g_date_time_get_minute (now);

  return hufu_promotion_set_new (counter->promotions, counter->promotion_list_no, utc_s,
                                 (g_date_time_get_day_of_week (now) - 1) * 24 * 60 + minute);
}

HufuBasket *
hufu_edit_copy (HufuCounter *counter)
{
  HufuBasket *basket = hufu_basket_copy (counter->basket);

  if (hufu_id_is_zero (&basket->id))
    basket->id = hufu_host_make_id (counter->host);
  if (basket->promotions == NULL && counter->promotions != NULL) {
    g_autoptr (HufuPromotionSet) set = choose_promotions (counter);

    hufu_basket_set_promotions (basket, set);
    if (counter->taxes != NULL)
      hufu_basket_set_taxes (basket, counter->taxes);
  }
  return basket;
}

/* ---- storing ---- */

typedef struct {
  HufuCounter *counter; /* a reference */
  HufuBasket *basket;
} Save;

static gpointer
save_basket (HufuDb *db, gpointer data, GError **error)
{
  return GINT_TO_POINTER (hufu_sale_save (db, data, HUFU_SALE_OPEN, error));
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Save *save = user_data;
  g_autoptr (HufuCounter) counter = save->counter;
  g_autoptr (HufuBasket) basket = save->basket;
  g_autoptr (GError) error = NULL;

  (void)hufu_store_run_finish (result, &error);
  if (g_cancellable_is_cancelled (counter->cancellable)) {
    /* the till closes; what was saved is saved */
  } else if (error == NULL) {
    hufu_basket_free (counter->stored);
    counter->stored = g_steal_pointer (&basket);
  } else if (counter->n_edits == 1 && hufu_id_equal (&basket->id, &counter->basket->id)) {
    /* a later save would have carried this edit too */
    hufu_edit_adopt (counter, counter->stored == NULL ? hufu_basket_new (counter->terminal.currency)
                                                      : hufu_basket_copy (counter->stored));
    hufu_counter_show_problem (counter, error);
  }
  counter->n_edits--;
  hufu_counter_end_save (counter);
}

void
hufu_edit_commit (HufuCounter *counter, HufuBasket *take_basket, HufuEdit edit)
{
  g_autoptr (HufuBasket) basket = take_basket;
  Save *save;

  if (edit != HUFU_EDIT_OK) {
    hufu_counter_refuse (counter, hufu_edit_sentence (edit, (int)counter->lang));
    return;
  }
  hufu_basket_free (counter->basket);
  counter->basket = hufu_basket_copy (basket);
  hufu_edit_show (counter);
  hufu_counter_begin_save (counter);
  counter->n_edits++;
  save = g_new (Save, 1);
  *save = (Save){g_object_ref (counter), hufu_basket_copy (basket)};
  hufu_store_run_async (counter->books, save_basket, g_steal_pointer (&basket),
                        (GDestroyNotify)hufu_basket_free, NULL, NULL, on_saved, save);
  hufu_coupon_flow_drop_lapsed (counter);
}

/* ---- the edits ---- */

/* A scan after a finished sale or a verdict begins or goes on with selling: old news folds away. */
static void
fold_panel (HufuCounter *counter)
{
  hufu_voucher_flow_clear (counter);
  if (counter->panel != NULL)
    hufu_counter_take_panel (counter, NULL);
  hufu_counter_leave_page (counter);
}

gboolean
hufu_edit_add_line (HufuCounter *counter, HufuLine *take_line)
{
  g_autoptr (HufuLine) line = take_line;
  HufuBasket *basket = hufu_edit_copy (counter);
  guint32 line_no = 0;
  HufuEdit edit = hufu_basket_add (basket, line, &line_no);

  fold_panel (counter);
  hufu_edit_commit (counter, basket, edit);
  if (edit != HUFU_EDIT_OK)
    return FALSE;
  hufu_counter_select_line (counter, line_no);
  hufu_counter_notice (counter, "");
  hufu_counter_sound (counter, HUFU_SOUND_ITEM);
  hufu_detail_flow_begin_new (counter, line_no);
  return TRUE;
}

void
hufu_edit_set_qty (HufuCounter *counter, guint32 line_no, gint64 qty_milli)
{
  HufuBasket *basket = hufu_edit_copy (counter);

  hufu_edit_commit (counter, basket, hufu_basket_set_qty (basket, line_no, qty_milli));
}

void
hufu_edit_set_note (HufuCounter *counter, guint32 line_no, const char *note)
{
  HufuBasket *basket = hufu_edit_copy (counter);

  hufu_edit_commit (counter, basket, hufu_basket_set_note (basket, line_no, note));
}

void
hufu_edit_delete (HufuCounter *counter, guint32 line_no)
{
  HufuBasket *basket = hufu_edit_copy (counter);
  HufuEdit edit = hufu_basket_remove (basket, line_no);

  hufu_edit_commit (counter, basket, edit);
  if (edit == HUFU_EDIT_OK && counter->selected_line == line_no)
    hufu_counter_select_line (counter, 0);
}

void
hufu_edit_set_member (HufuCounter *counter, const HufuMember *member)
{
  HufuBasket *basket = hufu_edit_copy (counter);
  HufuEdit edit;

  basket->member_level = member == NULL ? 0 : g_ascii_strtoll (member->level, NULL, 10);
  edit = member == NULL ? hufu_basket_set_member (basket, NULL, NULL, 0)
                        : hufu_basket_set_member (basket, &member->member_id, member->phone_masked,
                                                  member->points);
  hufu_edit_commit (counter, basket, edit);
  if (edit == HUFU_EDIT_OK && member != NULL)
    hufu_counter_sound (counter, HUFU_SOUND_ITEM);
}
