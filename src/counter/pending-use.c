/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A use without an answer, found again: by its voucher, or because its sale is to be paid or thrown
 * away. It is unknown wherever it is met, never unused.
 */
#include "counter/counter-private.h"

void
hufu_pending_use_show (HufuCounter *counter, const HufuUse *use, const HufuVoucher *voucher)
{
  HufuVoucherFlow *flow = &counter->flow;
  gboolean undoing = use->state == HUFU_USE_UNDOING;

  hufu_voucher_free (flow->voucher);
  flow->voucher = hufu_voucher_copy (voucher);
  flow->use_id = use->use_id;
  flow->amount_minor = use->amount_minor;
  flow->pending = TRUE;
  flow->given_back = undoing || use->give_back;
  flow->left_unknown = TRUE;
  flow->tries = use->tries;
  flow->asked_utc_us = undoing ? hufu_counter_now_utc_us (counter) : use->created_utc_us;
  hufu_sync_ask_use (counter->sync, &flow->use_id);
  hufu_counter_sound (counter, HUFU_SOUND_ASK);
  hufu_online_use_show_unknown (counter);
}

/* ---- of the open sale ---- */

typedef struct {
  HufuUse *use;         /* NULL = every use has its answer */
  HufuPayment *payment; /* the same of cards and wallets */
  HufuVoucherState state;
} Awaited;

static void
awaited_free (gpointer data)
{
  Awaited *awaited = data;

  hufu_use_free (awaited->use);
  hufu_payment_free (awaited->payment);
  hufu_voucher_state_clear (&awaited->state);
  g_free (awaited);
}

static gpointer
find_awaited (HufuDb *db, gpointer data, GError **error)
{
  Awaited *awaited = g_new0 (Awaited, 1);

  if (hufu_use_find_open_of_sale (db, data, &awaited->use, error) &&
      (awaited->use == NULL || !awaited->use->has_cti ||
       hufu_voucher_find (db, &awaited->use->key.cti, &awaited->state, error)) &&
      hufu_payment_find_open_of_sale (db, data, &awaited->payment, error))
    return awaited;
  awaited_free (awaited);
  return NULL;
}

/* What is known of a use just asked for is more than what the books know of it. */
static void
show_of_sale (HufuCounter *counter, const Awaited *awaited)
{
  if (counter->flow.pending && hufu_id_equal (&counter->flow.use_id, &awaited->use->use_id)) {
    hufu_online_use_show_unknown (counter);
    return;
  }
  hufu_voucher_flow_clear (counter);
  hufu_pending_use_show (counter, awaited->use, awaited->state.voucher);
}

static void
on_awaited (HufuCounter *counter, gpointer answer, const GError *error)
{
  const Awaited *awaited = answer;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
  } else if (awaited->use != NULL) {
    hufu_counter_set_screen (counter, HUFU_SCREEN_SELL);
    show_of_sale (counter, awaited);
    hufu_counter_refuse (counter, hufu_edit_sentence (HUFU_EDIT_PENDING, (int)counter->lang));
  } else if (awaited->payment != NULL) {
    hufu_counter_set_screen (counter, HUFU_SCREEN_SELL);
    hufu_payment_flow_show (counter, awaited->payment);
    hufu_counter_refuse (counter, hufu_edit_sentence (HUFU_EDIT_PENDING, (int)counter->lang));
  } else if (counter->unless_pending != NULL) {
    counter->unless_pending (counter);
  }
}

void
hufu_pending_use_check (HufuCounter *counter, void (*then) (HufuCounter *counter))
{
  counter->unless_pending = then;
  hufu_counter_ask (counter, counter->books, find_awaited,
                    g_memdup2 (&counter->basket->id, sizeof counter->basket->id), g_free,
                    awaited_free, on_awaited);
}

void
hufu_pending_use_refuse_none (HufuCounter *counter)
{
  hufu_counter_refuse (counter, HUFU_WORD (counter->lang, "Nothing waits for an answer here.",
                                           "这里没有等待答复的事项。"));
}

void
hufu_pending_use_open (HufuCounter *counter)
{
  hufu_pending_use_check (counter, hufu_pending_use_refuse_none);
}

/* ---- not waited for ---- */

static gpointer
give_back (HufuDb *db, gpointer data, GError **error)
{
  HufuBasket *basket = NULL;

  if (!hufu_use_give_back (db, data, &basket, error))
    return NULL;
  return basket;
}

static void
on_given_back (HufuCounter *counter, gpointer answer, const GError *error)
{
  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  if (answer != NULL)
    hufu_edit_adopt (counter, hufu_basket_copy (answer));
  hufu_sync_ask_use (counter->sync, &counter->flow.use_id);
  if (hufu_batch_flow_give_back (counter)) {
    hufu_counter_notice (
        counter, HUFU_WORD (counter->lang,
                            "The use without an answer is given back; the others are redeemed.",
                            "没有答复的那次会退回给顾客，其余各次已核销。"));
    return;
  }
  hufu_voucher_flow_clear (counter);
  hufu_counter_take_panel (counter, NULL);
  hufu_counter_notice (
      counter, HUFU_WORD (counter->lang, "Take the payment another way; the voucher is given back.",
                          "请用别的方式收款，券会退回给顾客。"));
}

void
hufu_pending_use_pay_otherwise (HufuCounter *counter)
{
  if (hufu_lan_use_is_waiting (counter))
    hufu_lan_use_leave (counter);
  if (!counter->flow.pending || counter->flow.given_back)
    return;
  hufu_counter_ask (counter, counter->books, give_back,
                    g_memdup2 (&counter->flow.use_id, sizeof counter->flow.use_id), g_free,
                    (GDestroyNotify)hufu_basket_free, on_given_back);
}
