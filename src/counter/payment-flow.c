/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cards and wallets. A payment is in the books before anybody is charged: of a card the cashier
 * says then what its terminal shows, a wallet is asked through the platform. Until there is an
 * answer the outcome is unknown, never failed, and nobody is charged anew.
 */
#include <string.h>

#include "counter/detail-flow.h"
#include "counter/counter-private.h"

void
hufu_payment_flow_clear (HufuCounter *counter)
{
  hufu_payment_free (counter->pay.payment);
  g_free (counter->pay.code);
  counter->pay = (HufuPaymentFlow){0};
}

void
hufu_payment_flow_draw (HufuCounter *counter, HufuPayment *take_payment)
{
  HufuCardSlip slip = counter->pay.slip;
  gboolean same = counter->pay.payment != NULL && take_payment != NULL &&
                  hufu_id_equal (&counter->pay.payment->payment_id, &take_payment->payment_id);

  hufu_payment_flow_clear (counter);
  counter->pay.payment = take_payment;
  if (same)
    counter->pay.slip = slip;
  hufu_counter_notice (counter, "");
  hufu_payment_panel_draw (counter);
}

void
hufu_payment_flow_take (HufuCounter *counter, HufuPayment *take_payment)
{
  gboolean ok = take_payment->in_sale && take_payment->paid_minor == take_payment->amount_minor;

  hufu_counter_sound (counter, ok                                            ? HUFU_SOUND_ACCEPTED
                               : take_payment->state == HUFU_PAYMENT_REFUSED ? HUFU_SOUND_REFUSED
                                                                             : HUFU_SOUND_ASK);
  hufu_payment_flow_draw (counter, take_payment);
}

/* ---- how much ---- */

/* What was typed, if it is less than what is due: so is a payment split. */
static gint64
find_amount (HufuCounter *counter)
{
  gint64 typed_minor =
      counter->screen == HUFU_SCREEN_TENDER ? hufu_cash_pad_get_received_minor (counter->pad) : 0;
  HufuTotals totals;

  hufu_basket_get_totals (counter->basket, &totals);
  if (typed_minor > 0 && typed_minor < totals.due_minor)
    return typed_minor;
  return totals.due_minor - totals.pending_minor;
}

/* More is typed than is due, and not what all of it is in cash: it was meant for something else. */
static gboolean
is_too_much (HufuCounter *counter)
{
  gint64 typed_minor = hufu_cash_pad_get_received_minor (counter->pad), cash_minor;
  HufuTotals totals;

  g_object_get (counter->pad, "due-minor", &cash_minor, NULL);
  hufu_basket_get_totals (counter->basket, &totals);
  return counter->screen == HUFU_SCREEN_TENDER && typed_minor > totals.due_minor &&
         typed_minor != cash_minor;
}

static gboolean
may_begin (HufuCounter *counter)
{
  if (counter->basket->lines->len > 0 && find_amount (counter) > 0 && !is_too_much (counter))
    return !hufu_detail_flow_stops (counter);
  if (counter->basket->lines->len > 0 && find_amount (counter) > 0) {
    hufu_counter_refuse (counter, hufu_edit_sentence (HUFU_EDIT_OVER_DUE, (int)counter->lang));
    return FALSE;
  }
  hufu_counter_refuse (counter,
                       counter->basket->lines->len == 0
                           ? hufu_edit_sentence (HUFU_EDIT_EMPTY, (int)counter->lang)
                           : HUFU_WORD (counter->lang, "Nothing is due any more.", "已无应收。"));
  return FALSE;
}

/* ---- asking: stored first ---- */

typedef struct {
  HufuPayment *payment;
  HufuBasket *basket; /* before; then as the act answers */
} Ask;

static void
ask_free (gpointer data)
{
  Ask *ask = data;

  hufu_payment_free (ask->payment);
  hufu_basket_free (ask->basket);
  g_free (ask);
}

/* What came of it, of the books; takes the basket. */
static gpointer
answer_of (HufuDb *db, const HufuId *payment_id, HufuBasket *take_basket, GError **error)
{
  Ask *answer = g_new0 (Ask, 1);

  *answer = (Ask){hufu_payment_find (db, payment_id, error), take_basket};
  if (answer->payment != NULL)
    return answer;
  ask_free (answer);
  return NULL;
}

static gpointer
store_payment (HufuDb *db, gpointer data, GError **error)
{
  Ask *ask = data;
  HufuBasket *basket = NULL;

  if (!hufu_payment_ask (db, ask->payment, ask->basket, &basket, error))
    return NULL;
  return answer_of (db, &ask->payment->payment_id, basket, error);
}

static void
on_asked (HufuCounter *counter, gpointer data, const GError *error)
{
  const Ask *answer = data;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  if (answer->basket != NULL)
    hufu_edit_adopt (counter, hufu_basket_copy (answer->basket));
  hufu_voucher_flow_clear (counter);
  hufu_cash_pad_clear (counter->pad);
  hufu_payment_flow_draw (counter, hufu_payment_copy (answer->payment));
  if (answer->payment->kind == HUFU_TENDER_WALLET)
    hufu_sync_ask_payments (counter->sync);
  hufu_link_refresh_status (counter);
}

static void
ask (HufuCounter *counter, HufuTenderKind kind, HufuPaymentWay way, const char *code,
     gint64 amount_minor)
{
  Ask *ask = g_new0 (Ask, 1);
  HufuPayment *payment = g_new0 (HufuPayment, 1);

  ask->basket = hufu_edit_copy (counter);
  payment->payment_id = hufu_host_make_id (counter->host);
  payment->sale_id = ask->basket->id;
  payment->staff_id = counter->clerk->staff_id;
  payment->kind = kind;
  payment->way = way;
  payment->amount_minor = amount_minor;
  if (kind == HUFU_TENDER_WALLET)
    payment->request = hufu_sync_make_payment_request (&payment->payment_id, &payment->sale_id,
                                                       code, amount_minor);
  ask->payment = payment;
  hufu_counter_ask (counter, counter->books, store_payment, ask, ask_free, ask_free, on_asked);
}

/* ---- card ---- */

static void
begin_card (HufuCounter *counter)
{
  if (may_begin (counter))
    ask (counter, HUFU_TENDER_CARD, HUFU_PAYMENT_BY_TERMINAL, NULL, find_amount (counter));
}

void
hufu_payment_flow_begin_card (HufuCounter *counter)
{
  hufu_pending_use_check (counter, begin_card);
}

gboolean
hufu_payment_flow_is_card_open (HufuCounter *counter)
{
  const HufuPayment *payment = counter->pay.payment;

  return hufu_payment_flow_is_shown (counter) && payment != NULL &&
         payment->kind == HUFU_TENDER_CARD && hufu_payment_state_is_open (payment->state);
}

void
hufu_payment_flow_type_card (HufuCounter *counter, const char *text, gsize length)
{
  HufuCardSlip slip;
  HufuCardSlipVerdict verdict = hufu_card_slip_read (text, length, &slip);

  if (verdict != HUFU_CARD_SLIP_OK) {
    hufu_counter_refuse (counter, hufu_card_slip_sentence (verdict, counter->lang));
    return;
  }
  if (*slip.last_four != '\0')
    g_strlcpy (counter->pay.slip.last_four, slip.last_four, sizeof slip.last_four);
  if (*slip.reference != '\0')
    g_strlcpy (counter->pay.slip.reference, slip.reference, sizeof slip.reference);
  hufu_payment_panel_draw (counter);
}

typedef struct {
  HufuPaymentAnswer answer; /* texts: of the slip */
  HufuCardSlip slip;
} CardAnswer;

static gpointer
answer_card (HufuDb *db, gpointer data, GError **error)
{
  CardAnswer *card = data;
  HufuBasket *basket = NULL;

  card->answer.last_four = card->slip.last_four;
  card->answer.reference = card->slip.reference;
  if (!hufu_payment_answer (db, &card->answer, &basket, error))
    return NULL;
  return answer_of (db, &card->answer.payment_id, basket, error);
}

void
hufu_payment_flow_finish_if_paid (HufuCounter *counter)
{
  HufuTotals totals;

  hufu_basket_get_totals (counter->basket, &totals);
  if (totals.n_lines > 0 && totals.due_minor == 0 && totals.pending_minor == 0)
    hufu_tender_finish (counter);
}

static void
on_answered (HufuCounter *counter, gpointer data, const GError *error)
{
  const Ask *answer = data;
  gboolean here;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  here = answer->basket != NULL && hufu_id_equal (&answer->basket->id, &counter->basket->id);
  if (here)
    hufu_edit_adopt (counter, hufu_basket_copy (answer->basket));
  hufu_payment_flow_take (counter, hufu_payment_copy (answer->payment));
  hufu_manager_reload (counter);
  hufu_sync_wake (counter->sync);
  if (here && answer->payment->in_sale)
    hufu_payment_flow_finish_if_paid (counter);
}

static void
say_card (HufuCounter *counter, HufuPaymentState state)
{
  const HufuPayment *payment = counter->pay.payment;
  CardAnswer *card;

  if (!hufu_payment_flow_is_card_open (counter))
    return;
  card = g_new0 (CardAnswer, 1);
  card->slip = counter->pay.slip;
  card->answer = (HufuPaymentAnswer){
      .payment_id = payment->payment_id,
      .state = state,
      .refusal =
          state == HUFU_PAYMENT_REFUSED ? HUFU_PAYMENT_REFUSAL_DECLINED : HUFU_PAYMENT_REFUSAL_NONE,
      .paid_minor = state == HUFU_PAYMENT_PAID ? payment->amount_minor : 0,
  };
  hufu_counter_ask (counter, counter->books, answer_card, card, g_free, ask_free, on_answered);
}

void
hufu_payment_flow_card_approved (HufuCounter *counter)
{
  say_card (counter, HUFU_PAYMENT_PAID);
}

void
hufu_payment_flow_card_declined (HufuCounter *counter)
{
  say_card (counter, HUFU_PAYMENT_REFUSED);
}

void
hufu_payment_flow_card_unsure (HufuCounter *counter)
{
  say_card (counter, HUFU_PAYMENT_UNKNOWN);
}

/* ---- wallet ---- */

/* Without the platform no wallet can be asked: nothing is begun that nobody can end. */
static gboolean
can_ask_wallet (HufuCounter *counter)
{
  if (counter->link.link != HUFU_LINK_OFFLINE && counter->link.link != HUFU_LINK_NOT_ENROLLED)
    return TRUE;
  hufu_counter_refuse (
      counter, HUFU_WORD (counter->lang,
                          "The platform cannot be reached, so no wallet can be asked. Nothing was "
                          "charged. Take a card or cash.",
                          "连不上平台，无法扫码收款。没有扣款。请刷卡或收现金。"));
  return FALSE;
}

static void
begin_wallet (HufuCounter *counter)
{
  gint64 amount_minor;

  if (!may_begin (counter) || !can_ask_wallet (counter))
    return;
  amount_minor = find_amount (counter);
  hufu_voucher_flow_clear (counter);
  hufu_payment_flow_clear (counter);
  counter->pay.choosing = TRUE;
  counter->pay.amount_minor = amount_minor;
  hufu_counter_notice (counter, "");
  hufu_payment_panel_draw (counter);
}

void
hufu_payment_flow_begin_wallet (HufuCounter *counter)
{
  hufu_pending_use_check (counter, begin_wallet);
}

static void
show_qr (HufuCounter *counter)
{
  if (may_begin (counter) && can_ask_wallet (counter))
    ask (counter, HUFU_TENDER_WALLET, HUFU_PAYMENT_BY_QR, NULL,
         counter->pay.choosing ? counter->pay.amount_minor : find_amount (counter));
}

void
hufu_payment_flow_show_qr (HufuCounter *counter)
{
  hufu_pending_use_check (counter, show_qr);
}

/* A payment is being taken: a payment code is one. */
gboolean
hufu_payment_flow_wants_code (HufuCounter *counter)
{
  return counter->screen == HUFU_SCREEN_TENDER ||
         (hufu_payment_flow_is_shown (counter) && counter->pay.choosing);
}

static void
charge_code (HufuCounter *counter)
{
  if (counter->pay.code != NULL && may_begin (counter) && can_ask_wallet (counter))
    ask (counter, HUFU_TENDER_WALLET, HUFU_PAYMENT_BY_CODE, counter->pay.code,
         counter->pay.choosing ? counter->pay.amount_minor : find_amount (counter));
  g_clear_pointer (&counter->pay.code, g_free);
}

void
hufu_payment_flow_scan_code (HufuCounter *counter, const char *code, gsize length)
{
  g_free (counter->pay.code);
  counter->pay.code = g_strndup (code, length);
  hufu_pending_use_check (counter, charge_code);
}

/* ---- while there is no answer ---- */

gboolean
hufu_payment_flow_is_shown (HufuCounter *counter)
{
  return counter->panel != NULL && counter->panel->kind == HUFU_PANEL_PAYMENT;
}

void
hufu_payment_flow_show (HufuCounter *counter, const HufuPayment *payment)
{
  hufu_voucher_flow_clear (counter);
  hufu_payment_flow_take (counter, hufu_payment_copy (payment));
  if (payment->kind == HUFU_TENDER_WALLET && hufu_payment_state_is_open (payment->state))
    hufu_sync_ask_payments (counter->sync);
}

gboolean
hufu_payment_flow_ask_again (HufuCounter *counter)
{
  if (!hufu_payment_flow_is_shown (counter))
    return FALSE;
  hufu_sync_ask_payments (counter->sync);
  hufu_sync_wake (counter->sync);
  return TRUE;
}

static gpointer
abandon (HufuDb *db, gpointer data, GError **error)
{
  HufuBasket *basket = NULL;

  return hufu_payment_abandon (db, data, &basket, error) ? basket : NULL;
}

static void
on_abandoned (HufuCounter *counter, gpointer answer, const GError *error)
{
  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  if (answer != NULL)
    hufu_edit_adopt (counter, hufu_basket_copy (answer));
  hufu_sync_ask_payments (counter->sync);
  hufu_payment_flow_clear (counter);
  hufu_counter_take_panel (counter, NULL);
  hufu_counter_notice (
      counter,
      HUFU_WORD (counter->lang,
                 "Take the payment another way. Should the wallet pay after all, you are told, and "
                 "it is given back.",
                 "请用别的方式收款。钱包若后来仍付了款，会提示您退回。"));
}

gboolean
hufu_payment_flow_pay_otherwise (HufuCounter *counter)
{
  const HufuPayment *payment = counter->pay.payment;

  if (!hufu_payment_flow_is_shown (counter) || payment == NULL ||
      payment->kind != HUFU_TENDER_WALLET || !hufu_payment_state_is_open (payment->state))
    return FALSE;
  hufu_counter_ask (counter, counter->books, abandon,
                    g_memdup2 (&payment->payment_id, sizeof payment->payment_id), g_free,
                    (GDestroyNotify)hufu_basket_free, on_abandoned);
  return TRUE;
}

/* ---- giving back ---- */

typedef struct {
  HufuId payment_id, staff_id;
  HufuVoidReason reason;
} Reversal;

static gpointer
reverse (HufuDb *db, gpointer data, GError **error)
{
  const Reversal *reversal = data;
  HufuBasket *basket = NULL;

  if (!hufu_payment_reverse (db, &reversal->payment_id, &reversal->staff_id, reversal->reason,
                             &basket, error))
    return NULL;
  return answer_of (db, &reversal->payment_id, basket, error);
}

/* On the manager's page it is done without leaving the page. */
static void
on_reversed (HufuCounter *counter, gpointer data, const GError *error)
{
  const Ask *answer = data;

  if (error == NULL && hufu_manager_is_open (counter)) {
    hufu_counter_sound (counter, HUFU_SOUND_ANSWER);
    hufu_counter_notice (counter, hufu_payment_panel_headline (answer->payment, counter->lang));
    hufu_manager_reload (counter);
  } else {
    on_answered (counter, data, error);
  }
  if (error == NULL)
    hufu_sync_ask_payments (counter->sync);
}

void
hufu_payment_flow_reverse_id (HufuCounter *counter, const HufuId *payment_id, HufuVoidReason reason)
{
  Reversal *reversal = g_new0 (Reversal, 1);

  *reversal = (Reversal){*payment_id, counter->clerk->staff_id, reason};
  hufu_counter_ask (counter, counter->books, reverse, reversal, g_free, ask_free, on_reversed);
}

void
hufu_payment_flow_reverse (HufuCounter *counter, HufuVoidReason reason)
{
  if (hufu_payment_flow_is_shown (counter) && counter->pay.payment != NULL)
    hufu_payment_flow_reverse_id (counter, &counter->pay.payment->payment_id, reason);
}

static gpointer
see (HufuDb *db, gpointer data, GError **error)
{
  const Reversal *seen = data;

  return GINT_TO_POINTER (hufu_payment_see (db, &seen->payment_id, &seen->staff_id, error));
}

static void
on_seen (HufuCounter *counter, gpointer answer, const GError *error)
{
  if (error != NULL)
    hufu_counter_show_problem (counter, error);
  hufu_manager_reload (counter);
}

void
hufu_payment_flow_see_id (HufuCounter *counter, const HufuId *payment_id)
{
  Reversal *seen = g_new0 (Reversal, 1);

  *seen = (Reversal){.payment_id = *payment_id, .staff_id = counter->clerk->staff_id};
  hufu_counter_ask (counter, counter->books, see, seen, g_free, NULL, on_seen);
}

/* ---- a payment whose sale is elsewhere ---- */

static gpointer
find (HufuDb *db, gpointer data, GError **error)
{
  return hufu_payment_find (db, data, error);
}

static void
on_opened (HufuCounter *counter, gpointer answer, const GError *error)
{
  const HufuPayment *payment = answer;

  if (payment == NULL || !hufu_id_equal (&payment->sale_id, &counter->basket->id) ||
      !hufu_payment_state_is_open (payment->state))
    return;
  hufu_counter_set_screen (counter, HUFU_SCREEN_SELL);
  hufu_payment_flow_show (counter, payment);
}

static void
find_then (HufuCounter *counter, const HufuId *payment_id, HufuCounterDone then)
{
  hufu_counter_ask (counter, counter->books, find, g_memdup2 (payment_id, sizeof *payment_id),
                    g_free, (GDestroyNotify)hufu_payment_free, then);
}

static void
on_found (HufuCounter *counter, gpointer answer, const GError *error)
{
  const HufuPayment *payment = answer;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  hufu_manager_close (counter);
  if (payment == NULL)
    return;
  if (!hufu_id_equal (&payment->sale_id, &counter->basket->id))
    hufu_held_resume (counter, &payment->sale_id);
  find_then (counter, &payment->payment_id, on_opened); /* acts are answered in their order */
}

void
hufu_payment_flow_open_sale (HufuCounter *counter, const HufuId *payment_id)
{
  find_then (counter, payment_id, on_found);
}
