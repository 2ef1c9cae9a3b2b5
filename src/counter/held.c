/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sales put aside while the next customer is served. */
#include <string.h>

#include "counter/counter-private.h"
#include "counter/held.h"
#include "counter/shown-code.h"

/* ---- the list ---- */

static gpointer
list_held (HufuDb *db, gpointer data, GError **error)
{
  return hufu_sale_list_held (db, error);
}

/* "Deposit 20.00, left to pay 31.00 · 2026-11-24" */
static char *
say_order (const HufuHeldSale *held, HufuLang lang)
{
  char deposit[HUFU_MONEY_TEXT_SIZE], left[HUFU_MONEY_TEXT_SIZE];
  g_autofree char *due = held->due.day == 0 ? g_strdup ("") : hufu_due_format (&held->due);

  hufu_money_format_grouped (held->deposit_minor, deposit);
  hufu_money_format_grouped (held->due_minor, left);
  return HUFU_SAY (lang, "Deposit %s, left to pay %s%s%s", "订金 %s，还需付 %s%s%s", deposit, left,
                   *due == '\0' ? "" : " · ", due);
}

static char *
say_lines (const HufuHeldSale *held, HufuLang lang)
{
  const char *s = held->n_lines == 1 ? "" : "s";

  if (held->deposit_minor > 0 && !held->pending)
    return say_order (held, lang);

  if (lang == HUFU_LANG_EN)
    return g_strdup_printf ("%u line%s%s", held->n_lines, s,
                            held->pending ? ", waits for an answer" : "");
  return g_strdup_printf ("%u 行%s", held->n_lines, held->pending ? "，等券的答复" : "");
}

static HufuHeldItem *
make_item (HufuCounter *counter, const HufuHeldSale *held)
{
  HufuHeldItem *item = g_object_new (HUFU_TYPE_HELD_ITEM, NULL);
  char amount[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format (held->gross_minor, amount);
  item->sale_id = held->sale_id;
  item->pending = held->pending;
  item->name = g_strdup (held->name == NULL ? "" : held->name);
  item->amount = g_strdup (amount);
  item->hint = say_lines (held, counter->lang);
  return item;
}

static void
on_held (HufuCounter *counter, gpointer answer, const GError *error)
{
  GPtrArray *sales = answer;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  for (guint i = 0; i < sales->len; i++)
    g_ptr_array_add (items, make_item (counter, sales->pdata[i]));
  g_list_store_splice (counter->held, 0, g_list_model_get_n_items (G_LIST_MODEL (counter->held)),
                       items->pdata, items->len);
  hufu_primary_refresh (counter);
}

void
hufu_held_reload (HufuCounter *counter)
{
  hufu_counter_ask (counter, counter->books, list_held, NULL, NULL,
                    (GDestroyNotify)g_ptr_array_unref, on_held);
}

static char *
say_how (HufuCounter *counter)
{
  guint n_silent = hufu_held_count_silent (counter);

  if (n_silent == 0)
    return g_strdup (HUFU_WORD (counter->lang, "Touch one to go on with it.", "点一单继续。"));
  return HUFU_SAY (counter->lang,
                   "Touch one to go on with it. %u till%s of the store cannot be reached now.",
                   "点一单继续。本店有 %u 台机%s现在联系不上。", n_silent,
                   counter->lang == HUFU_LANG_ZH || n_silent == 1 ? "" : "s");
}

static void
redraw (HufuCounter *counter)
{
  hufu_held_reload (counter);
  hufu_held_redraw_elsewhere (counter);
  hufu_held_draw (counter);
}

void
hufu_held_draw (HufuCounter *counter)
{
  g_autofree char *how = say_how (counter);
  HufuPanel *panel = NULL;

  if (counter->panel != NULL && counter->panel->kind == HUFU_PANEL_HELD && !counter->redrawing &&
      g_str_equal (counter->panel->subtitle, how))
    return;
  panel = hufu_panel_new (HUFU_PANEL_HELD);
  hufu_panel_set_about (panel, "list", HUFU_WORD (counter->lang, "Held sales", "已挂起的单"), how);
  hufu_counter_take_redrawn (counter, panel, redraw);
}

void
hufu_held_show (HufuCounter *counter)
{
  hufu_held_draw (counter);
  hufu_held_look (counter, TRUE);
}

/* ---- hold ---- */

static gpointer
hold_basket (HufuDb *db, gpointer data, GError **error)
{
  return GINT_TO_POINTER (hufu_sale_save (db, data, HUFU_SALE_HELD, error));
}

static void
on_holding (HufuCounter *counter, gpointer answer, const GError *error)
{
  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  hufu_voucher_flow_clear (counter);
  hufu_edit_begin (counter);
  hufu_counter_set_screen (counter, HUFU_SCREEN_SELL);
  hufu_counter_take_panel (counter, NULL);
  hufu_held_reload (counter);
}

static gboolean
is_empty (const HufuBasket *basket)
{
  return basket->lines->len == 0 && basket->tenders->len == 0 && basket->awaited->len == 0;
}

static HufuBasket *
make_held (HufuCounter *counter, const char *name)
{
  HufuBasket *basket = hufu_edit_copy (counter);

  g_free (basket->hold_name);
  basket->hold_name =
      name != NULL ? g_strndup (name, HUFU_NAME_MAX)
      : counter->basket->hold_name != NULL
          ? g_strdup (counter->basket->hold_name)
          : hufu_counter_clock_text (counter, hufu_counter_now_utc_us (counter), TRUE);
  return basket;
}

void
hufu_held_hold (HufuCounter *counter, const char *name)
{
  /* A sale without a line waits too, if a voucher without an answer is to become its first. */
  if (is_empty (counter->basket) && !counter->flow.pending) {
    hufu_counter_refuse (
        counter, HUFU_WORD (counter->lang, "There is nothing to hold.", "没有可挂起的单。"));
    return;
  }
  if (hufu_tender_keeps_sale (counter))
    return;
  if (name != NULL && hufu_shown_code_is_card (name, strlen (name))) {
    hufu_counter_refuse (counter,
                         HUFU_WORD (counter->lang, "That looks like a card number: give a name.",
                                    "这像是银行卡号，请换个名字。"));
    return;
  }
  if (hufu_note_look (name) == HUFU_NOTE_BAD) {
    hufu_counter_refuse (counter, HUFU_WORD (counter->lang,
                                             "The name has to be one line of 40 characters. Give "
                                             "another one.",
                                             "名字要一行、不超过 40 个字。请换个名字。"));
    return;
  }
  hufu_counter_ask (counter, counter->books, hold_basket, make_held (counter, name),
                    (GDestroyNotify)hufu_basket_free, NULL, on_holding);
}

/* ---- resume: the open sale, if there is one, is held first ---- */

typedef struct {
  HufuId sale_id;
  HufuBasket *open; /* to be held; NULL = none */
} Resume;

static void
resume_free (gpointer data)
{
  hufu_basket_free (((Resume *)data)->open);
  g_free (data);
}

static gpointer
resume_sale (HufuDb *db, gpointer data, GError **error)
{
  const Resume *resume = data;

  return hufu_sale_resume (db, &resume->sale_id, resume->open, error);
}

static void
on_resumed (HufuCounter *counter, gpointer answer, const GError *error)
{
  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  if (answer == NULL) {
    hufu_held_say_gone (counter, &counter->resumed_id);
    hufu_held_reload (counter);
    return;
  }
  hufu_voucher_flow_clear (counter);
  hufu_edit_adopt (counter, hufu_basket_copy (answer));
  hufu_counter_set_screen (counter, HUFU_SCREEN_SELL);
  hufu_counter_take_panel (counter, NULL);
  hufu_held_reload (counter);
}

void
hufu_held_resume_own (HufuCounter *counter, const HufuId *sale_id)
{
  Resume *resume;

  if (hufu_tender_keeps_sale (counter))
    return;
  resume = g_new0 (Resume, 1);
  counter->resumed_id = resume->sale_id = *sale_id;
  if (!is_empty (counter->basket))
    resume->open = make_held (counter, NULL);
  hufu_counter_ask (counter, counter->books, resume_sale, resume, resume_free,
                    (GDestroyNotify)hufu_basket_free, on_resumed);
}

void
hufu_held_resume (HufuCounter *counter, const HufuId *sale_id)
{
  GListModel *elsewhere = G_LIST_MODEL (counter->elsewhere);

  if (hufu_tender_keeps_sale (counter))
    return;
  for (guint i = 0; i < g_list_model_get_n_items (elsewhere); i++) {
    g_autoptr (HufuHeldItem) item = g_list_model_get_item (elsewhere, i);

    if (hufu_id_equal (&item->sale_id, sale_id)) {
      hufu_held_take (counter, item);
      return;
    }
  }
  hufu_held_resume_own (counter, sale_id);
}
