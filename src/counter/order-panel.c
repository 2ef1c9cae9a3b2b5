/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The panel that asks how much is paid ahead, and what the customer hands over for it. */
#include <string.h>

#include "counter/order-flow.h"
#include "counter/shown-code.h"

#define NOTES_MAX 6           /* sums of notes that a customer may pay a deposit with */
#define SUM_CHARACTERS_MAX 12 /* of a typed sum; what is longer is a name */

static void
add_suggestion (HufuPanel *panel, HufuCounter *counter, HufuAct act, const char *label,
                const char *key, gint64 sum_minor)
{
  char amount[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format_grouped (sum_minor, amount);
  hufu_panel_add_choice (panel, act, label, amount, key, "cash");
}

HufuBasket *
hufu_order_panel_copy_goods (HufuCounter *counter)
{
  HufuBasket *basket = hufu_edit_copy (counter);

  (void)hufu_basket_give_cash_back (basket);
  return basket;
}

/* What the customer hands over for the deposit. */
static gint64
received_of (HufuCounter *counter)
{
  return MAX (counter->order_received_minor, counter->order_cash_minor);
}

gint64
hufu_order_panel_change_minor (HufuCounter *counter)
{
  return received_of (counter) - counter->order_cash_minor;
}

/* So much of what is left to pay, in coins that there are; at least what the policy wants. */
static gint64
suggest (HufuCounter *counter, gint64 percent)
{
  g_autoptr (HufuBasket) goods = hufu_order_panel_copy_goods (counter);
  gint64 increment_minor = MAX (counter->policy.cash_increment_minor, 1);
  gint64 sum_minor, least_minor;
  HufuTotals totals;

  hufu_basket_get_totals (goods, &totals);
  least_minor = totals.gross_minor * MAX (counter->policy.deposit.least_percent, percent) / 100 -
                totals.taken_minor;
  sum_minor = MIN (MAX (least_minor, HUFU_DEPOSIT_MIN_MINOR), totals.due_minor);
  if (percent < 100 && sum_minor < totals.due_minor)
    sum_minor += increment_minor - 1;
  return sum_minor / increment_minor * increment_minor;
}

static void
add_facts (HufuPanel *panel, HufuCounter *counter, gint64 sum_minor)
{
  g_autoptr (HufuBasket) goods = hufu_order_panel_copy_goods (counter);
  HufuLang lang = counter->lang;
  HufuDue due = hufu_deposit_get_due (counter->basket);
  g_autofree char *ready = due.day == 0 ? g_strdup ("") : hufu_due_format (&due);
  gint64 payments_minor = hufu_deposit_payments_minor (counter->basket);
  char deposit[HUFU_MONEY_TEXT_SIZE], left[HUFU_MONEY_TEXT_SIZE], paid[HUFU_MONEY_TEXT_SIZE],
      change[HUFU_MONEY_TEXT_SIZE];
  g_autofree char *how = NULL, *from = NULL;
  HufuTotals totals;

  hufu_basket_get_totals (goods, &totals);
  hufu_money_format_grouped (received_of (counter), paid);
  hufu_money_format_grouped (hufu_order_panel_change_minor (counter), change);
  from = HUFU_SAY (lang, "of %s in cash", "收现金 %s", paid);
  hufu_money_format_grouped (sum_minor + payments_minor, deposit);
  hufu_money_format_grouped (totals.due_minor - sum_minor, left);
  hufu_money_format_grouped (payments_minor, paid);
  how = payments_minor == 0
            ? g_strdup (HUFU_WORD (lang, "In cash", "现金"))
            : HUFU_SAY (lang, "%s of it by card or wallet", "其中刷卡、扫码 %s", paid);
  hufu_panel_add_fact (panel, HUFU_WORD (lang, "Deposit", "订金"), deposit, how);
  hufu_panel_add_fact (panel, HUFU_WORD (lang, "Left to pay", "取货时还需付"), left, "");
  if (hufu_order_panel_change_minor (counter) > 0)
    hufu_panel_add_fact (panel, HUFU_WORD (lang, "Give back", "找零"), change, from);
  else if (*ready != '\0')
    hufu_panel_add_fact (panel, HUFU_WORD (lang, "Ready on", "取货时间"), ready, "");
}

/* The smallest note, or sum of notes, above what is handed over; 0 = there is none. */
static gint64
find_next_note (HufuCounter *counter)
{
  gint64 sums_minor[NOTES_MAX];
  gsize n = hufu_money_suggest_cash (counter->order_cash_minor, sums_minor, NOTES_MAX);

  for (gsize i = 0; i < n && counter->order_cash_minor > 0; i++)
    if (sums_minor[i] > received_of (counter))
      return sums_minor[i];
  return 0;
}

static void
add_note (HufuPanel *panel, HufuCounter *counter)
{
  gint64 note_minor = find_next_note (counter);
  char note[HUFU_MONEY_TEXT_SIZE];
  g_autofree char *label = NULL;

  hufu_money_format_grouped (note_minor, note);
  label = note_minor == 0 ? g_strdup (HUFU_WORD (counter->lang, "Exact", "刚好"))
                          : HUFU_SAY (counter->lang, "Pays with %s", "付 %s", note);
  if (note_minor > 0 || hufu_order_panel_change_minor (counter) > 0)
    hufu_panel_add_choice (panel, HUFU_ACT_DEPOSIT_NOTE, label, "", "", "cash");
}

static void
draw (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_DEPOSIT);
  HufuLang lang = counter->lang;

  hufu_panel_set_about (
      panel, "calendar",
      counter->order_name != NULL ? counter->order_name
                                  : HUFU_WORD (lang, "Order with a deposit", "收订金预订"),
      HUFU_WORD (lang, "Type the deposit or choose it; a name too, if it helps. Then Enter.",
                 "请输入或选择订金金额，也可以输入姓名，再按回车。"));
  add_facts (panel, counter, counter->order_cash_minor);
  add_suggestion (panel, counter, HUFU_ACT_DEPOSIT_FIFTH, HUFU_WORD (lang, "A fifth", "两成"), "F4",
                  suggest (counter, 20));
  add_suggestion (panel, counter, HUFU_ACT_DEPOSIT_HALF, HUFU_WORD (lang, "Half", "一半"), "F5",
                  suggest (counter, 50));
  add_suggestion (panel, counter, HUFU_ACT_DEPOSIT_WHOLE, HUFU_WORD (lang, "All", "全款"), "F8",
                  suggest (counter, 100));
  add_note (panel, counter);
  hufu_counter_take_redrawn (counter, panel, draw);
}

static gboolean
is_shown (HufuCounter *counter)
{
  return counter->panel != NULL && counter->panel->kind == HUFU_PANEL_DEPOSIT;
}

static gboolean
refuses (HufuCounter *counter, gint64 cash_minor)
{
  g_autoptr (HufuBasket) goods = hufu_order_panel_copy_goods (counter);
  HufuDepositFault fault = hufu_deposit_check (
      goods, cash_minor, counter->policy.cash_increment_minor, &counter->policy.deposit);

  if (fault == HUFU_DEPOSIT_OK)
    return FALSE;
  hufu_counter_refuse (counter, hufu_deposit_fault_sentence (fault, counter->lang));
  return TRUE;
}

static void
begin (HufuCounter *counter)
{
  g_autoptr (HufuBasket) goods = hufu_order_panel_copy_goods (counter);
  gint64 part_minor = hufu_basket_cash_minor (counter->basket),
         cash_minor = part_minor + (counter->screen == HUFU_SCREEN_TENDER
                                        ? hufu_cash_pad_get_received_minor (counter->pad)
                                        : 0);
  HufuDepositFault fault = hufu_deposit_check (goods, 0, 1, &counter->policy.deposit);

  if (cash_minor > 0 && refuses (counter, cash_minor))
    return;
  if (cash_minor == 0 && fault != HUFU_DEPOSIT_OK && fault != HUFU_DEPOSIT_NOTHING &&
      fault != HUFU_DEPOSIT_TOO_SMALL) {
    hufu_counter_refuse (counter, hufu_deposit_fault_sentence (fault, counter->lang));
    return;
  }
  counter->order_cash_minor = counter->order_received_minor = cash_minor;
  g_clear_pointer (&counter->order_name, g_free);
  counter->order_name = g_strdup (counter->basket->hold_name);
  hufu_cash_pad_clear (counter->pad);
  hufu_voucher_flow_clear (counter);
  hufu_counter_set_screen (counter, HUFU_SCREEN_SELL);
  hufu_counter_notice (counter, "");
  hufu_counter_sound (counter, HUFU_SOUND_ASK);
  draw (counter);
}

gboolean
hufu_order_panel_may_take (HufuCounter *counter)
{
  return is_shown (counter) && !refuses (counter, counter->order_cash_minor);
}

void
hufu_order_flow_begin (HufuCounter *counter)
{
  if (is_shown (counter))
    hufu_order_flow_take (counter);
  else
    hufu_pending_use_check (counter, begin);
}

/* What was taken on the sale before stays handed over: of more than the deposit is given back. */
static void
set_sums (HufuCounter *counter, gint64 cash_minor, gint64 received_minor)
{
  if (!is_shown (counter) || refuses (counter, cash_minor))
    return;
  if (received_minor > cash_minor + HUFU_CASH_ABOVE_DUE_MAX_MINOR) {
    hufu_counter_refuse (counter, hufu_edit_sentence (HUFU_EDIT_CASH_TOO_MUCH, (int)counter->lang));
    return;
  }
  counter->order_cash_minor = cash_minor;
  counter->order_received_minor = MAX (received_minor, hufu_basket_cash_minor (counter->basket));
  hufu_counter_notice (counter, "");
  draw (counter);
}

static void
set_sum (HufuCounter *counter, gint64 cash_minor)
{
  set_sums (counter, cash_minor, 0);
}

void
hufu_order_flow_next_note (HufuCounter *counter)
{
  set_sums (counter, counter->order_cash_minor, find_next_note (counter));
}

void
hufu_order_flow_fifth (HufuCounter *counter)
{
  set_sum (counter, suggest (counter, 20));
}

void
hufu_order_flow_half (HufuCounter *counter)
{
  set_sum (counter, suggest (counter, 50));
}

void
hufu_order_flow_whole (HufuCounter *counter)
{
  set_sum (counter, suggest (counter, 100));
}

/* What a held sale may not be called, an order may not either. */
static void
set_name (HufuCounter *counter, const char *name)
{
  if (hufu_shown_code_is_card (name, strlen (name)) || hufu_note_look (name) == HUFU_NOTE_BAD) {
    hufu_counter_refuse (counter, HUFU_WORD (counter->lang,
                                             "The name has to be one line of 40 characters. Give "
                                             "another one.",
                                             "名字要一行、不超过 40 个字。请换个名字。"));
    return;
  }
  g_free (counter->order_name);
  counter->order_name = g_strndup (name, HUFU_NAME_MAX);
  draw (counter);
}

/* "20/50": of a 50 note 20 are the deposit. FALSE if it is nothing of the kind. */
static gboolean
type_sums (HufuCounter *counter, const char *typed)
{
  g_auto (GStrv) sums = g_strsplit (typed, "/", 2);
  gint64 cash_minor, received_minor;

  if (!hufu_money_parse (sums[0], &cash_minor) || sums[1] == NULL ||
      !hufu_money_parse (sums[1], &received_minor))
    return FALSE;
  if (received_minor < cash_minor)
    hufu_counter_refuse (counter, hufu_edit_sentence (HUFU_EDIT_NOT_COVERED, (int)counter->lang));
  else
    set_sums (counter, cash_minor, received_minor);
  return TRUE;
}

gboolean
hufu_order_flow_type (HufuCounter *counter, const char *text, gsize length)
{
  g_autofree char *typed = g_strndup (text, length);
  gint64 cash_minor;

  if (!is_shown (counter))
    return FALSE;
  g_strstrip (typed);
  if (*typed == '\0')
    hufu_order_flow_take (counter);
  else if (length <= SUM_CHARACTERS_MAX && hufu_money_parse (typed, &cash_minor))
    set_sum (counter, cash_minor);
  else if (!type_sums (counter, typed))
    set_name (counter, typed);
  return TRUE;
}

HufuChoice *
hufu_order_flow_make_primary (HufuCounter *counter)
{
  gint64 sum_minor = counter->order_cash_minor + hufu_deposit_payments_minor (counter->basket);
  char amount[HUFU_MONEY_TEXT_SIZE], change[HUFU_MONEY_TEXT_SIZE];
  g_autofree char *label = NULL;

  hufu_money_format_grouped (sum_minor, amount);
  hufu_money_format_grouped (hufu_order_panel_change_minor (counter), change);
  label = sum_minor == 0 ? g_strdup (HUFU_WORD (counter->lang, "Type the deposit", "请输入订金"))
          : hufu_order_panel_change_minor (counter) > 0
              ? HUFU_SAY (counter->lang, "Take a deposit of %s, give %s", "收订金 %s，找 %s",
                          amount, change)
              : HUFU_SAY (counter->lang, "Take %s as a deposit", "收订金 %s", amount);
  return hufu_choice_new (HUFU_ACT_TAKE_DEPOSIT, label, "", "Enter", "");
}
