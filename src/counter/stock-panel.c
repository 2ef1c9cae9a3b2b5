/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much of a product is here, in the other stores and online, and how old each figure is. */
#include <jansson.h>

#include "counter/counter-private.h"
#include "store/stock.h"

#define LOW_ROWS_MAX 40 /* of what is short that are told as JSON: a screen full */

/* ---- words ---- */

/* The figure here is the platform's as of the last sync, unless it was told later. */
static gint64
here_utc_s (HufuCounter *counter)
{
  gint64 at_utc_s = counter->stock->product->stock_utc_s;

  return at_utc_s == 0 ? 0 : MAX (at_utc_s, counter->link.synced_utc_us / G_USEC_PER_SEC);
}

static gint64
now_utc_s (HufuCounter *counter)
{
  return hufu_counter_now_utc_us (counter) / G_USEC_PER_SEC;
}

static gboolean
is_old (HufuCounter *counter, gint64 at_utc_s)
{
  return now_utc_s (counter) - at_utc_s > HUFU_STOCK_OLD_S;
}

static char *
say_amount (HufuCounter *counter, gint64 milli)
{
  g_autofree char *number = hufu_stock_say_milli (milli);

  return counter->stock->product->by_weight ? g_strconcat (number, " kg", NULL)
                                            : g_steal_pointer (&number);
}

static const char *
say_place (HufuCounter *counter, const HufuStockPlace *place)
{
  return place->store_no == HUFU_STOCK_ONLINE
             ? HUFU_WORD (counter->lang, "Online", "线上")
             : HUFU_WORD (counter->lang, place->name_en, place->name_zh);
}

static char *
say_store (HufuCounter *counter, const HufuStockPlace *place)
{
  const char *name = say_place (counter, place);

  return *name != '\0' ? g_strdup (name)
                       : HUFU_SAY (counter->lang, "Store %" G_GINT64_FORMAT,
                                   "%" G_GINT64_FORMAT " 号店", place->store_no);
}

static HufuStockState
look_here (HufuCounter *counter)
{
  HufuStockKey key = hufu_stock_key_of (counter->stock->product);

  return hufu_stock_book_look (counter->stock->book, &key);
}

static char *
say_here_age (HufuCounter *counter, const HufuStockState *state)
{
  const HufuProduct *product = counter->stock->product;
  gint64 own_milli = hufu_stock_tally_sum (hufu_stock_book_get_tally (counter->stock->book),
                                           product->product_id, product->stock_no);
  g_autofree char *age =
      hufu_stock_say_age (here_utc_s (counter), now_utc_s (counter), counter->lang);
  g_autofree char *own = hufu_stock_say_milli (own_milli);

  if (!state->known || own_milli == 0)
    return g_steal_pointer (&age);
  return HUFU_SAY (counter->lang, "%s, here since %s%s", "%s，之后本机 %s%s", age,
                   own_milli > 0 ? "+" : "", own);
}

static char *
say_here (HufuCounter *counter, const HufuStockState *state)
{
  return state->known ? say_amount (counter, state->milli)
                      : g_strdup (HUFU_WORD (counter->lang, "Not known", "未知"));
}

static HufuLook
find_here_look (HufuCounter *counter, const HufuStockState *state)
{
  if (state->is_low)
    return HUFU_LOOK_LOW;
  return !state->known || is_old (counter, here_utc_s (counter)) ? HUFU_LOOK_OLD : HUFU_LOOK_PLAIN;
}

static HufuLook
find_look (HufuCounter *counter, const HufuStockPlace *place)
{
  if (is_old (counter, place->at_utc_s))
    return HUFU_LOOK_OLD;
  return place->milli < 0 ? HUFU_LOOK_LOW : HUFU_LOOK_PLAIN;
}

/* ---- the panel ---- */

static void
add_here (HufuPanel *panel, HufuCounter *counter, const HufuStockState *state)
{
  g_autofree char *amount = say_here (counter, state);
  g_autofree char *age = say_here_age (counter, state);

  hufu_panel_add_fact (panel, HUFU_WORD (counter->lang, "Here", "本店"), amount, age);
  hufu_panel_set_fact_look (panel, find_here_look (counter, state));
}

static void
add_place (HufuPanel *panel, HufuCounter *counter, const HufuStockPlace *place)
{
  g_autofree char *amount = say_amount (counter, place->milli);
  g_autofree char *age = hufu_stock_say_age (place->at_utc_s, now_utc_s (counter), counter->lang);
  g_autofree char *name = say_store (counter, place);
  HufuLook look = find_look (counter, place);

  if (place->store_no == HUFU_STOCK_ONLINE) {
    hufu_panel_add_fact (panel, name, amount, age);
    hufu_panel_set_fact_look (panel, look);
  } else {
    hufu_panel_add_line (panel, name, amount);
    hufu_panel_set_line_look (panel, look, age);
  }
}

static void
add_note (HufuPanel *panel, HufuCounter *counter, const HufuStockState *state)
{
  HufuLang lang = counter->lang;

  if (state->known && state->milli < 0)
    hufu_panel_set_note (
        panel, HUFU_TONE_ASK, HUFU_MARK_NONE,
        HUFU_WORD (lang, "Below zero: more was sold than was booked", "低于零：卖出多于账面"),
        HUFU_WORD (lang, "Selling goes on. A manager counts it and corrects the number.",
                   "可以照常销售。请店长盘点后更正数量。"));
  else if (!state->known)
    hufu_panel_set_note (
        panel, HUFU_TONE_PLAIN, HUFU_MARK_NONE,
        HUFU_WORD (lang, "Nobody has told how many there are here", "还不知道本店有多少"),
        HUFU_WORD (lang, "Look at the shelf. Selling goes on.", "请看货架。可以照常销售。"));
}

static char *
say_name (HufuCounter *counter)
{
  const HufuProduct *product = counter->stock->product;
  const char *variant = HUFU_WORD (counter->lang, product->variant_en, product->variant_zh);

  return g_strjoin (*variant == '\0' ? "" : " · ",
                    HUFU_WORD (counter->lang, product->name_en, product->name_zh), variant, NULL);
}

static void
draw (HufuCounter *counter)
{
  const struct _HufuStockFlow *flow = counter->stock;
  HufuPanel *panel;
  g_autofree char *name = NULL;
  HufuStockState state;

  if (flow->product == NULL)
    return;
  panel = hufu_panel_new (HUFU_PANEL_STOCK);
  name = say_name (counter);
  state = look_here (counter);
  hufu_panel_set_about (panel, flow->product->icon, name, flow->product->sku);
  add_here (panel, counter, &state);
  for (guint i = 0; i < flow->places->len; i++)
    add_place (panel, counter, flow->places->pdata[i]);
  add_note (panel, counter, &state);
  hufu_counter_take_redrawn (counter, panel, draw);
}

/* ---- the manager's page ---- */

gboolean
hufu_stock_is_desk_shown (HufuCounter *counter)
{
  gboolean shown = FALSE;

  g_object_get (counter->stock->desk, "shown", &shown, NULL);
  return shown && hufu_manager_is_open (counter);
}

/* The list is of what was found by words. */
static gboolean
is_searching (HufuCounter *counter)
{
  g_autofree char *words = NULL;

  g_object_get (counter->stock->desk, "words", &words, NULL);
  return *words != '\0';
}

static void
add_fact (GPtrArray *facts, const char *label, const char *value, const char *hint, HufuLook look)
{
  HufuFact *fact = g_new (HufuFact, 1);

  *fact = (HufuFact){g_strdup (label), g_strdup (value), g_strdup (hint), look};
  g_ptr_array_add (facts, fact);
}

static void
tell_desk (HufuCounter *counter)
{
  const struct _HufuStockFlow *flow = counter->stock;
  GPtrArray *facts = g_ptr_array_new_with_free_func (hufu_fact_free);
  g_autofree char *name = say_name (counter);
  HufuStockState state = look_here (counter);
  g_autofree char *amount = say_here (counter, &state), *age = say_here_age (counter, &state);

  add_fact (facts, HUFU_WORD (counter->lang, "Here", "本店"), amount, age,
            find_here_look (counter, &state));
  for (guint i = 0; i < flow->places->len; i++) {
    const HufuStockPlace *place = flow->places->pdata[i];
    g_autofree char *store = say_store (counter, place);
    g_autofree char *there = say_amount (counter, place->milli);
    g_autofree char *told =
        hufu_stock_say_age (place->at_utc_s, now_utc_s (counter), counter->lang);

    add_fact (facts, store, there, told, find_look (counter, place));
  }
  hufu_stock_desk_look_at (flow->desk, flow->product->sku, name, flow->product->icon, &state,
                           facts);
}

static void
on_low_read (gpointer data)
{
  HufuCounter *counter = data;

  hufu_counter_end_wait (counter);
  g_object_unref (counter);
}

static void
read_low (HufuCounter *counter)
{
  hufu_counter_begin_wait (counter);
  hufu_stock_desk_set_words (counter->stock->desk, "");
  hufu_stock_list_read (counter->stock->list, counter->catalog, counter->lang, on_low_read,
                        g_object_ref (counter));
}

void
hufu_stock_open_low (HufuCounter *counter)
{
  hufu_manager_open_today (counter);
  if (!hufu_manager_is_open (counter))
    return;
  g_object_set (counter->stock->desk, "shown", TRUE, NULL);
  if (counter->stock->product != NULL)
    tell_desk (counter);
  hufu_stock_flow_catch_up (counter, read_low);
}

/* ---- asking ---- */

static void
keep (HufuCounter *counter, HufuStockQuestion *question)
{
  struct _HufuStockFlow *flow = counter->stock;

  g_clear_pointer (&flow->product, hufu_product_free);
  g_clear_pointer (&flow->places, g_ptr_array_unref);
  flow->product = g_steal_pointer (&question->product);
  flow->places = g_steal_pointer (&question->places);
}

/* On the manager's page, in the place of what is short. */
static void
show_found (HufuCounter *counter, const HufuStockQuestion *question)
{
  hufu_counter_notice (counter, "");
  hufu_stock_desk_set_words (counter->stock->desk, question->code);
  hufu_stock_list_show (counter->stock->list, question->found->products, counter->lang);
}

static void
on_found (HufuCounter *counter, gpointer answer, const GError *error)
{
  HufuStockQuestion *question = answer;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  if (question->product == NULL && question->found != NULL && question->found->products->len > 0) {
    show_found (counter, question);
    return;
  }
  if (question->product == NULL) {
    hufu_stock_say_unknown (counter);
    return;
  }
  keep (counter, question);
  if (hufu_stock_is_desk_shown (counter)) {
    tell_desk (counter);
    return;
  }
  hufu_voucher_flow_clear (counter);
  draw (counter);
}

static void
show (HufuCounter *counter, const char *code, gint64 product_id)
{
  HufuStockQuestion *question = g_new0 (HufuStockQuestion, 1);

  question->code = g_strdup (code);
  question->product_id = product_id;
  question->by_words = hufu_stock_is_desk_shown (counter);
  hufu_stock_ask (counter, question, on_found);
}

void
hufu_stock_show (HufuCounter *counter, const char *code)
{
  show (counter, code, 0);
}

void
hufu_stock_show_meant (HufuCounter *counter)
{
  gint64 product_id = hufu_search_find_meant (counter);

  if (product_id > 0)
    show (counter, NULL, product_id);
}

/* ---- what is shown is of other figures now ---- */

static gboolean
is_panel_shown (HufuCounter *counter)
{
  return counter->panel != NULL && counter->panel->kind == HUFU_PANEL_STOCK;
}

static void
on_found_again (HufuCounter *counter, gpointer answer, const GError *error)
{
  HufuStockQuestion *question = answer;

  if (error != NULL || question->product == NULL)
    return;
  keep (counter, question);
  if (hufu_stock_is_desk_shown (counter))
    tell_desk (counter);
  if (is_panel_shown (counter))
    hufu_counter_redraw_panel (counter);
}

static void
ask_product_again (HufuCounter *counter)
{
  HufuStockQuestion *question;

  if (counter->stock->product == NULL)
    return;
  question = g_new0 (HufuStockQuestion, 1);
  question->product_id = counter->stock->product->product_id;
  hufu_stock_ask (counter, question, on_found_again);
}

static void
read_again (HufuCounter *counter)
{
  if (hufu_stock_is_desk_shown (counter) && is_searching (counter))
    hufu_stock_list_recount (counter->stock->list);
  else if (hufu_stock_is_desk_shown (counter))
    read_low (counter);
  ask_product_again (counter);
}

void
hufu_stock_show_again (HufuCounter *counter)
{
  hufu_stock_flow_catch_up (counter, read_again);
}

void
hufu_stock_on_lang (HufuCounter *counter)
{
  if (!hufu_stock_is_desk_shown (counter))
    return;
  hufu_stock_desk_set_words (counter->stock->desk, "");
  hufu_stock_show_again (counter);
}

void
hufu_stock_on_figures (HufuCounter *counter)
{
  hufu_stock_flow_on_catalog (counter);
  hufu_product_model_refresh (counter->products);
  if ((is_panel_shown (counter) || hufu_stock_is_desk_shown (counter)) &&
      g_queue_is_empty (counter->commands) && counter->n_waiting == 0)
    ask_product_again (counter);
}

/* ---- as JSON ---- */

static json_t *
place_json (HufuCounter *counter, gint64 store_no, const char *name, gint64 milli, gint64 at_utc_s)
{
  return json_pack ("{s:I s:s s:I s:I s:b}", "store_no", (json_int_t)store_no, "name", name,
                    "milli", (json_int_t)milli, "at_utc_s", (json_int_t)at_utc_s, "old",
                    is_old (counter, at_utc_s));
}

json_t *
hufu_stock_to_json (HufuCounter *counter)
{
  const struct _HufuStockFlow *flow = counter->stock;
  HufuStockState state = look_here (counter);
  json_t *places = json_array ();

  for (guint i = 0; i < flow->places->len; i++) {
    const HufuStockPlace *place = flow->places->pdata[i];
    g_autofree char *name = say_store (counter, place);
    json_array_append_new (
        places, place_json (counter, place->store_no, name, place->milli, place->at_utc_s));
  }
  return json_pack ("{s:I s:s s:b s:o s:I s:I s:b s:b s:b s:o}", "product_id",
                    (json_int_t)flow->product->product_id, "sku", flow->product->sku, "known",
                    state.known, "here_milli",
                    state.known ? json_integer (state.milli) : json_null (), "at_utc_s",
                    (json_int_t)here_utc_s (counter), "low_milli", (json_int_t)state.low_milli,
                    "low", state.is_low, "negative", state.known && state.milli < 0, "old",
                    is_old (counter, here_utc_s (counter)), "elsewhere", places);
}

void
hufu_stock_add_list_to_json (HufuCounter *counter, json_t *state)
{
  GListModel *rows = hufu_stock_desk_get_rows (counter->stock->desk);
  json_t *list = json_array ();

  for (guint i = 0; i < MIN (g_list_model_get_n_items (rows), LOW_ROWS_MAX); i++) {
    g_autoptr (HufuStockRow) row = g_list_model_get_item (rows, i);
    json_array_append_new (list,
                           json_pack ("{s:I s:s s:s s:I s:I}", "product_id",
                                      (json_int_t)row->key.product_id, "sku", row->sku, "name",
                                      row->name, "here_milli", (json_int_t)row->state.milli,
                                      "low_milli", (json_int_t)row->state.low_milli));
  }
  json_object_set_new (state, is_searching (counter) ? "found" : "low", list);
}
