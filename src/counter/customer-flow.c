/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the customer's display says now, from where the counter stands. */
#include "counter/counter-private.h"

static HufuCustomerState
state_of (HufuCounter *counter)
{
  if (counter->screen == HUFU_SCREEN_TENDER)
    return HUFU_CUSTOMER_PAYING;
  if (counter->screen != HUFU_SCREEN_SELL && counter->screen != HUFU_SCREEN_DRAWER)
    return HUFU_CUSTOMER_AWAY;
  if (counter->basket->lines->len > 0)
    return HUFU_CUSTOMER_BUYING;
  return counter->panel != NULL && counter->panel->kind == HUFU_PANEL_DONE ? HUFU_CUSTOMER_THANKS
                                                                           : HUFU_CUSTOMER_IDLE;
}

/* The policy has no words before the books are open. */
static const char *
word_of (HufuCounter *counter, const char *english, const char *chinese)
{
  const char *word = HUFU_WORD (counter->lang, english, chinese);

  return word != NULL ? word : "";
}

static const char *
shop_of (HufuCounter *counter)
{
  return word_of (counter, counter->policy.shop_en, counter->policy.shop_zh);
}

static char *
greet (HufuCounter *counter)
{
  if (!counter->basket->has_member)
    return g_strdup (shop_of (counter));
  return HUFU_SAY (counter->lang, "Hello, member %s", "您好，会员 %s",
                   counter->basket->member_label);
}

/* NULL: nobody is to scan anything now. */
static const HufuPayment *
get_payment_by_qr (HufuCounter *counter)
{
  const HufuPayment *payment = counter->pay.payment;

  return payment != NULL && payment->state == HUFU_PAYMENT_PAYING && *payment->qr_text != '\0'
             ? payment
             : NULL;
}

/* What is paid ahead now, and what is left then. FALSE: no deposit is being taken. */
static gboolean
show_deposit (HufuCounter *counter, HufuCustomerState state, const HufuTotals *totals)
{
  g_autofree char *greeting = greet (counter), *note = NULL;
  char deposit[HUFU_MONEY_TEXT_SIZE], left[HUFU_MONEY_TEXT_SIZE];

  if (counter->panel == NULL || counter->panel->kind != HUFU_PANEL_DEPOSIT ||
      counter->order_cash_minor == 0)
    return FALSE;
  hufu_money_format_grouped (counter->order_cash_minor, deposit);
  hufu_money_format_grouped (totals->due_minor + hufu_basket_cash_minor (counter->basket) -
                                 counter->order_cash_minor,
                             left);
  note = HUFU_SAY (counter->lang, "Left to pay when you take the goods: %s.", "取货时还需付 %s。",
                   left);
  hufu_customer_show (
      counter->customer,
      &(HufuCustomerView){.state = state,
                          .greeting = greeting,
                          .label = HUFU_WORD (counter->lang, "Deposit to pay now", "现付订金"),
                          .amount = deposit,
                          .note = note,
                          .saved = ""});
  return TRUE;
}

/* By a QR a part of what is due may be paid. */
static void
show_basket (HufuCounter *counter, HufuCustomerState state)
{
  const HufuPayment *payment = get_payment_by_qr (counter);
  g_autofree char *greeting = greet (counter);
  char due[HUFU_MONEY_TEXT_SIZE], saved[HUFU_MONEY_TEXT_SIZE];
  HufuTotals totals;

  hufu_basket_get_totals (counter->basket, &totals);
  if (show_deposit (counter, state, &totals))
    return;
  hufu_money_format_grouped (payment != NULL ? payment->amount_minor : totals.due_minor, due);
  hufu_money_format_grouped (totals.saved_minor, saved);
  hufu_customer_show (
      counter->customer,
      &(HufuCustomerView){.state = state,
                          .greeting = greeting,
                          .label = HUFU_WORD (counter->lang, "To pay", "应付"),
                          .amount = due,
                          .note = payment == NULL ? ""
                                                  : HUFU_WORD (counter->lang,
                                                               "Scan this code with your wallet.",
                                                               "请用钱包扫码付款。"),
                          .saved = totals.saved_minor > 0 ? saved : "",
                          .qr = payment != NULL ? payment->qr_text : NULL});
}

static void
show_words (HufuCounter *counter, HufuCustomerState state)
{
  const HufuPolicy *policy = &counter->policy;
  const char *note =
      state == HUFU_CUSTOMER_AWAY
          ? HUFU_WORD (counter->lang, "This till is closed for the moment.", "本收银台暂停服务。")
          : word_of (counter, policy->display_en, policy->display_zh);

  hufu_customer_show (counter->customer, &(HufuCustomerView){.state = state,
                                                             .greeting = shop_of (counter),
                                                             .label = "",
                                                             .amount = "",
                                                             .note = note,
                                                             .saved = ""});
}

static void
show_thanks (HufuCounter *counter)
{
  char change[HUFU_MONEY_TEXT_SIZE];
  gboolean gives = counter->last_change_minor > 0;

  hufu_money_format_grouped (counter->last_change_minor, change);
  hufu_customer_show (
      counter->customer,
      &(HufuCustomerView){
          .state = HUFU_CUSTOMER_THANKS,
          .greeting = shop_of (counter),
          .label = gives ? HUFU_WORD (counter->lang, "Your change", "找您") : "",
          .amount = gives ? change : "",
          .note = HUFU_WORD (counter->lang, "Thank you. See you again.", "谢谢惠顾，欢迎再来。"),
          .saved = ""});
}

void
hufu_customer_refresh (HufuCounter *counter)
{
  HufuCustomerState state = state_of (counter);

  if (state == HUFU_CUSTOMER_THANKS)
    show_thanks (counter);
  else if (state == HUFU_CUSTOMER_BUYING || state == HUFU_CUSTOMER_PAYING)
    show_basket (counter, state);
  else
    show_words (counter, state);
}
