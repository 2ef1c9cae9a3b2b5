/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A payment looked at again, and what is heard of one: of the open sale, of one that is held, or of
 * one that is long finished. */
#include "counter/order-flow.h"
#include "counter/counter-private.h"

/* ---- one that was taken, looked at again ---- */

static gpointer
find_payment (HufuDb *db, gpointer data, GError **error)
{
  return hufu_payment_find (db, data, error);
}

static void
on_found (HufuCounter *counter, gpointer answer, const GError *error)
{
  if (error != NULL)
    hufu_counter_show_problem (counter, error);
  else if (answer != NULL)
    hufu_payment_flow_draw (counter, hufu_payment_copy (answer));
}

/* The newest card or wallet of the open sale. */
void
hufu_payment_flow_open (HufuCounter *counter)
{
  const HufuTender *found = NULL;

  for (guint i = 0; i < counter->basket->tenders->len; i++) {
    const HufuTender *tender = counter->basket->tenders->pdata[i];

    if (hufu_tender_kind_is_payment (tender->kind))
      found = tender;
  }
  if (found == NULL && hufu_order_flow_has_deposit (counter))
    hufu_counter_notice (counter,
                         HUFU_WORD (counter->lang,
                                    "The deposit is paid ahead. Discard calls the order off.",
                                    "订金已预付。要取消订单，请按清空。"));
  else if (found == NULL)
    hufu_counter_refuse (counter, HUFU_WORD (counter->lang, "Nothing is paid by card or wallet.",
                                             "本单没有刷卡或扫码付款。"));
  else
    hufu_counter_ask (counter, counter->books, find_payment,
                      g_memdup2 (&found->use_id, sizeof found->use_id), g_free,
                      (GDestroyNotify)hufu_payment_free, on_found);
}

/* ---- news ---- */

typedef struct {
  HufuId payment_id, sale_id;
  HufuPayment *payment;
  HufuBasket *basket; /* the open sale, if the payment is of it */
} News;

static void
news_free (gpointer data)
{
  News *news = data;

  hufu_payment_free (news->payment);
  hufu_basket_free (news->basket);
  g_free (news);
}

static gpointer
read_news (HufuDb *db, gpointer data, GError **error)
{
  News *news = data;
  GError *trouble = NULL;

  news->payment = hufu_payment_find (db, &news->payment_id, &trouble);
  if (trouble == NULL && news->payment != NULL &&
      hufu_id_equal (&news->payment->sale_id, &news->sale_id))
    news->basket = hufu_sale_load (db, &news->sale_id, &trouble);
  if (trouble == NULL)
    return news;
  g_propagate_error (error, trouble);
  news_free (news);
  return NULL;
}

/* The panel is about something else by now. */
static void
say_news (HufuCounter *counter, const HufuPayment *payment)
{
  gboolean amiss = payment->paid_minor != hufu_payment_wanted_minor (payment);
  char amount[HUFU_MONEY_TEXT_SIZE];
  g_autofree char *sentence = NULL;

  if (hufu_payment_state_is_open (payment->state) ||
      (payment->state == HUFU_PAYMENT_REFUSED && payment->abandoned))
    return;
  if (amiss && payment->state != HUFU_PAYMENT_REVERSING &&
      (counter->panel == NULL || counter->panel->kind == HUFU_PANEL_DONE)) {
    hufu_payment_flow_take (counter, hufu_payment_copy (payment));
    return;
  }
  hufu_money_format_grouped (payment->amount_minor, amount);
  sentence = HUFU_SAY (counter->lang, "A payment of %s has its answer: %s.",
                       "一笔 %s 的付款有答复了：%s。", amount,
                       hufu_payment_panel_headline (payment, counter->lang));
  hufu_counter_sound (counter, HUFU_SOUND_ANSWER);
  hufu_counter_notice (counter, sentence);
}

static void
on_news (HufuCounter *counter, gpointer data, const GError *error)
{
  const News *news = data;
  const HufuPayment *shown = counter->pay.payment;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  if (news->payment == NULL)
    return;
  if (news->basket != NULL && hufu_id_equal (&news->basket->id, &counter->basket->id))
    hufu_edit_adopt (counter, hufu_basket_copy (news->basket));
  if (hufu_payment_flow_is_shown (counter) && shown != NULL &&
      hufu_id_equal (&shown->payment_id, &news->payment_id)) {
    gboolean was_open = hufu_payment_state_is_open (shown->state);

    if (hufu_payment_state_is_open (news->payment->state))
      hufu_payment_flow_draw (counter, hufu_payment_copy (news->payment));
    else
      hufu_payment_flow_take (counter, hufu_payment_copy (news->payment));
    if (was_open && news->payment->in_sale &&
        news->payment->paid_minor >= news->payment->amount_minor)
      hufu_payment_flow_finish_if_paid (counter);
  } else {
    say_news (counter, news->payment);
  }
  hufu_held_reload (counter);
  hufu_manager_reload (counter);
}

void
hufu_payment_flow_on_changed (HufuCounter *counter, const HufuId *payment_id)
{
  News *news = g_new0 (News, 1);

  news->payment_id = *payment_id;
  news->sale_id = counter->basket->id;
  hufu_counter_ask (counter, counter->books, read_news, news, NULL, news_free, on_news);
}
