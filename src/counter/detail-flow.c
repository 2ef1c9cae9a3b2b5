/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/detail-flow.h"

#include "counter/counter-private.h"
#include "counter/option-flow.h"
#include "counter/order-flow.h"

HufuDue
hufu_detail_flow_now (HufuCounter *counter)
{
  g_autoptr (GDateTime) now =
      g_date_time_new_from_unix_local (hufu_counter_now_utc_us (counter) / G_USEC_PER_SEC);

  return (HufuDue){g_date_time_get_year (now) * 10000 + g_date_time_get_month (now) * 100 +
                       g_date_time_get_day_of_month (now),
                   (gint16)(g_date_time_get_hour (now) * 60 + g_date_time_get_minute (now))};
}

/* ---- the panel ---- */

/* The line that the panel asks about; NULL = it asks nothing. */
static const HufuLine *
get_asked (HufuCounter *counter)
{
  return counter->panel != NULL && counter->panel->kind == HUFU_PANEL_DETAIL
             ? hufu_basket_find_line (counter->basket, counter->asked_line)
             : NULL;
}

static const char *
say_question (HufuDetail ask, HufuLang lang)
{
  switch (ask) {
  case HUFU_DETAIL_SERIAL:
    return HUFU_WORD (lang, "The serial number of this piece: scan it, or type it, then Enter.",
                      "这一件的序列号：请扫码，或输入后按回车。");
  case HUFU_DETAIL_LOT:
    return HUFU_WORD (lang,
                      "Its lot: scan it, or type it, its last day behind it: A1 2027-01-31. "
                      "Then Enter.",
                      "批号：请扫码，或输入，后面可写有效期：A1 2027-01-31，再按回车。");
  case HUFU_DETAIL_DUE:
    return HUFU_WORD (lang,
                      "When is it to be ready? Choose, or type a day and a time: 11-24 15:30, "
                      "+1 9:00, 17:45. Then Enter.",
                      "什么时候取货？请选择，或输入日期和时间：11-24 15:30、+1 9:00、17:45，"
                      "再按回车。");
  case HUFU_DETAIL_NOTHING:
    break;
  }
  g_assert_not_reached ();
}

static void
add_day (HufuPanel *panel, HufuCounter *counter, guint days, HufuAct act, const char *label,
         const char *key)
{
  const HufuDue due = {hufu_day_after (hufu_detail_flow_now (counter).day, days), -1};
  g_autofree char *day = hufu_due_format (&due);

  hufu_panel_add_choice (panel, act, label, day, key, "calendar");
}

static void
add_choices (HufuPanel *panel, HufuCounter *counter, const HufuLine *line)
{
  HufuLang lang = counter->lang;

  if (line->asks == HUFU_DETAIL_DUE) {
    add_day (panel, counter, 0, HUFU_ACT_DUE_TODAY, HUFU_WORD (lang, "Today", "今天"), "F4");
    add_day (panel, counter, 1, HUFU_ACT_DUE_TOMORROW, HUFU_WORD (lang, "Tomorrow", "明天"), "F5");
    add_day (panel, counter, 3, HUFU_ACT_DUE_3_DAYS, HUFU_WORD (lang, "In 3 days", "3 天后"), "F7");
    add_day (panel, counter, 7, HUFU_ACT_DUE_WEEK, HUFU_WORD (lang, "In a week", "一周后"), "F8");
  } else if (hufu_line_is_asking (line) && counter->clerk->role == HUFU_ROLE_MANAGER) {
    hufu_panel_add_choice (
        panel, HUFU_ACT_LEAVE_OUT, HUFU_WORD (lang, "Sell it without", "不填，直接卖"),
        HUFU_WORD (lang, "Your name stands with it", "会记下你的工号"), "F8", "check");
  } else if (hufu_line_is_asking (line)) {
    hufu_panel_set_note (
        panel, HUFU_TONE_PLAIN, HUFU_MARK_NONE, HUFU_WORD (lang, "It cannot be read?", "看不清？"),
        HUFU_WORD (lang, "A manager who signs in here may sell it without. The sale stays.",
                   "店长在本机登录后可以不填直接卖，本单保留。"));
  }
}

static void
draw (HufuCounter *counter)
{
  const HufuLine *line = hufu_basket_find_line (counter->basket, counter->asked_line);
  HufuLang lang = counter->lang;
  HufuPanel *panel;
  g_autofree char *title = NULL, *said = NULL;

  if (line == NULL) {
    hufu_counter_take_panel (counter, NULL);
    return;
  }
  panel = hufu_panel_new (HUFU_PANEL_DETAIL);
  title = g_strstrip (g_strjoin (" ", HUFU_WORD (lang, line->name_en, line->name_zh),
                                 HUFU_WORD (lang, line->variant_en, line->variant_zh), NULL));
  said = hufu_line_say_answers (line, lang, " · ");
  hufu_panel_set_about (panel, line->icon, title, say_question (line->asks, lang));
  if (*said != '\0')
    hufu_panel_add_fact (panel, HUFU_WORD (lang, "So far", "目前"), said, "");
  add_choices (panel, counter, line);
  hufu_counter_take_redrawn (counter, panel, draw);
}

void
hufu_detail_flow_begin (HufuCounter *counter, guint32 line_no)
{
  const HufuLine *line = hufu_basket_find_line (counter->basket, line_no);

  if (line == NULL || line->asks == HUFU_DETAIL_NOTHING) {
    hufu_counter_refuse (counter, hufu_edit_sentence (HUFU_EDIT_NOT_ASKED, (int)counter->lang));
    return;
  }
  hufu_voucher_flow_clear (counter);
  hufu_counter_select_line (counter, line_no);
  counter->asked_line = line_no;
  hufu_counter_sound (counter, HUFU_SOUND_ASK);
  draw (counter);
}

/* Both are asked by the same button: first the choices, then the rest. */
static gboolean
shows_options (HufuCounter *counter, const HufuLine *line)
{
  return line->asks != HUFU_DETAIL_NOTHING && counter->panel != NULL &&
         counter->panel->kind == HUFU_PANEL_OPTIONS && counter->asked_line == line->line_no;
}

void
hufu_detail_flow_begin_line (HufuCounter *counter)
{
  const HufuLine *line = hufu_basket_find_line (counter->basket, counter->selected_line);

  if (line != NULL && line->options != NULL && !shows_options (counter, line))
    hufu_option_flow_begin (counter, line->line_no);
  else
    hufu_detail_flow_begin (counter, counter->selected_line);
}

void
hufu_detail_flow_begin_if_asking (HufuCounter *counter, guint32 line_no)
{
  const HufuLine *line = hufu_basket_find_line (counter->basket, line_no);

  if (line != NULL && hufu_line_is_asking (line))
    hufu_detail_flow_begin (counter, line_no);
}

void
hufu_detail_flow_begin_new (HufuCounter *counter, guint32 line_no)
{
  const HufuLine *line = hufu_basket_find_line (counter->basket, line_no);

  if (line != NULL && line->options != NULL)
    hufu_option_flow_begin (counter, line_no);
  else
    hufu_detail_flow_begin_if_asking (counter, line_no);
}

static void
begin_missing (HufuCounter *counter, const HufuLine *line)
{
  if (hufu_line_is_choosing (line))
    hufu_option_flow_begin (counter, line->line_no);
  else
    hufu_detail_flow_begin (counter, line->line_no);
}

/* ---- before anything is paid ---- */

static char *
say_missing (HufuCounter *counter, const HufuLine *line)
{
  HufuLang lang = counter->lang;
  const char *name = HUFU_WORD (lang, line->name_en, line->name_zh);

  switch (line->asks) {
  case HUFU_DETAIL_SERIAL:
    return HUFU_SAY (lang, "Line %u, %s, has no serial number yet. Scan or type it, then pay.",
                     "第 %u 行 %s 还没有序列号。请先扫码或输入，再收款。", line->line_no, name);
  case HUFU_DETAIL_LOT:
    return HUFU_SAY (lang, "Line %u, %s, has no lot yet. Scan or type it, then pay.",
                     "第 %u 行 %s 还没有批号。请先扫码或输入，再收款。", line->line_no, name);
  case HUFU_DETAIL_DUE:
    return line->due.day == 0
               ? HUFU_SAY (lang, "Line %u, %s, has no due date yet. Choose it, then pay.",
                           "第 %u 行 %s 还没有取货时间。请先选择，再收款。", line->line_no, name)
               : HUFU_SAY (lang, "Line %u, %s, was due in the past. Choose a later day, then pay.",
                           "第 %u 行 %s 的取货时间已过。请改到以后，再收款。", line->line_no, name);
  case HUFU_DETAIL_NOTHING:
    break;
  }
  g_assert_not_reached ();
}

gboolean
hufu_detail_flow_stops (HufuCounter *counter)
{
  const HufuDue now = hufu_detail_flow_now (counter);
  /* What was ordered and paid for in part is fetched when it is ready: the day is over by then. */
  const HufuLine *line = hufu_basket_find_asking (
      counter->basket, hufu_order_flow_has_deposit (counter) ? NULL : &now);
  g_autofree char *sentence = NULL;

  if (line == NULL)
    return FALSE;
  sentence = hufu_line_is_choosing (line) ? hufu_option_flow_say_missing (counter, line)
                                          : say_missing (counter, line);
  hufu_counter_leave_page (counter);
  begin_missing (counter, line);
  hufu_counter_refuse (counter, sentence);
  return TRUE;
}

/* ---- the answer ---- */

/* The next line that asks, or back to selling. */
static void
go_on (HufuCounter *counter)
{
  const HufuLine *next = hufu_basket_find_asking (counter->basket, NULL);

  hufu_counter_notice (counter, "");
  if (next != NULL) {
    begin_missing (counter, next);
    return;
  }
  hufu_counter_take_panel (counter, NULL);
  hufu_counter_sound (counter, HUFU_SOUND_ITEM);
}

static void
put (HufuCounter *counter, guint32 line_no, const HufuDetails *answer)
{
  HufuBasket *basket = hufu_edit_copy (counter);
  HufuEdit edit = hufu_basket_answer (basket, line_no, answer);
  gboolean shown = get_asked (counter) != NULL;

  hufu_edit_commit (counter, basket, edit);
  if (edit == HUFU_EDIT_OK && shown)
    go_on (counter);
}

void
hufu_detail_flow_answer (HufuCounter *counter, guint32 line_no, const char *text, gsize length)
{
  const HufuLine *line = hufu_basket_find_line (counter->basket, line_no);
  const HufuDue now = hufu_detail_flow_now (counter);
  HufuDetails answer;
  HufuDetailFault fault;

  if (line == NULL || line->asks == HUFU_DETAIL_NOTHING) {
    hufu_counter_refuse (
        counter, hufu_edit_sentence (line == NULL ? HUFU_EDIT_NO_SUCH_LINE : HUFU_EDIT_NOT_ASKED,
                                     (int)counter->lang));
    return;
  }
  fault = hufu_detail_read (line->asks, text, length, &now, &answer);
  if (fault != HUFU_DETAIL_OK)
    hufu_counter_refuse (counter, hufu_detail_fault_sentence (fault, counter->lang));
  else
    put (counter, line_no, &answer);
}

/* A date is typed, so what is scanned is something else; what begins as a date does is one, unless
 * it is a product's number. */
static gboolean
is_due (const HufuScan *scan, HufuInput how, const HufuDue *now)
{
  HufuDetails answer;
  HufuDetailFault fault =
      hufu_detail_read (HUFU_DETAIL_DUE, scan->text, scan->text_length, now, &answer);

  if (how != HUFU_INPUT_TYPED || scan->kind == HUFU_SCAN_TOKEN)
    return FALSE;
  if (fault != HUFU_DETAIL_BAD_DAY)
    return TRUE;
  return scan->kind != HUFU_SCAN_GTIN && scan->kind != HUFU_SCAN_IN_STORE &&
         scan->text_length > 0 && (g_ascii_isdigit (*scan->text) || *scan->text == '+');
}

/* What is sure to be something else: a product's number, a voucher, a quantity; and a code that
 * pays, where it was scanned. */
static gboolean
is_trace (const HufuScan *scan, HufuInput how)
{
  if (how == HUFU_INPUT_SCAN &&
      (scan->kind == HUFU_SCAN_PAYMENT_CODE || scan->other == HUFU_SCAN_PAYMENT_CODE))
    return FALSE;
  return scan->kind != HUFU_SCAN_GTIN && scan->kind != HUFU_SCAN_IN_STORE &&
         scan->kind != HUFU_SCAN_TOKEN && scan->kind != HUFU_SCAN_QUANTITY &&
         scan->kind != HUFU_SCAN_EMPTY;
}

gboolean
hufu_detail_flow_take (HufuCounter *counter, const HufuScan *scan, HufuInput how)
{
  const HufuLine *line = get_asked (counter);
  const HufuDue now = hufu_detail_flow_now (counter);

  if (line == NULL ||
      !(line->asks == HUFU_DETAIL_DUE ? is_due (scan, how, &now) : is_trace (scan, how)))
    return FALSE;
  hufu_detail_flow_answer (counter, line->line_no, scan->text, scan->text_length);
  return TRUE;
}

gboolean
hufu_detail_flow_take_text (HufuCounter *counter, const char *text, gsize length)
{
  const HufuLine *line = get_asked (counter);

  if (line == NULL || line->asks == HUFU_DETAIL_DUE)
    return FALSE;
  hufu_detail_flow_answer (counter, line->line_no, text, length);
  return TRUE;
}

gboolean
hufu_detail_flow_take_trace (HufuCounter *counter, gint64 product_id, const HufuTrace *trace)
{
  const HufuLine *line = get_asked (counter);
  const HufuDetails answer = {*trace, HUFU_DUE_NONE};

  if (line == NULL || line->product_id != product_id || !hufu_line_is_asking (line) ||
      !hufu_detail_is_answered (line->asks, trace, &answer.due))
    return FALSE;
  put (counter, line->line_no, &answer);
  return TRUE;
}

void
hufu_detail_flow_leave_out (HufuCounter *counter)
{
  const HufuLine *line = get_asked (counter);
  HufuBasket *basket;
  HufuEdit edit;

  if (line == NULL)
    return;
  basket = hufu_edit_copy (counter);
  edit = hufu_basket_leave_out (basket, line->line_no, &counter->clerk->staff_id);
  hufu_edit_commit (counter, basket, edit);
  if (edit == HUFU_EDIT_OK)
    go_on (counter);
}

static void
put_day (HufuCounter *counter, guint days)
{
  const HufuDetails answer = {
      .due = {hufu_day_after (hufu_detail_flow_now (counter).day, days), -1}};
  const HufuLine *line = get_asked (counter);

  if (line != NULL)
    put (counter, line->line_no, &answer);
}

void
hufu_detail_flow_due_today (HufuCounter *counter)
{
  put_day (counter, 0);
}

void
hufu_detail_flow_due_tomorrow (HufuCounter *counter)
{
  put_day (counter, 1);
}

void
hufu_detail_flow_due_3_days (HufuCounter *counter)
{
  put_day (counter, 3);
}

void
hufu_detail_flow_due_week (HufuCounter *counter)
{
  put_day (counter, 7);
}
