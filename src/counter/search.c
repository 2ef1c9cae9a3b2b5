/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typed words: a SKU, or a search; and lists of products to choose from. */
#include <string.h>

#include "counter/counter-private.h"
#include "counter/shown-code.h"

#define FIRST_PAGE 60 /* products found at once: what fits on a screen, and the next */
#define DIGITS_MAX 8  /* of a number that is searched for while it is typed: a SKU, no code */

/* ---- products to choose from ---- */

/* What is typed goes on counting: the words may find something yet. */
static void
draw_nothing (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_SEARCH);
  const char *words = counter->choosing.words;
  g_autofree char *shown = hufu_shown_code (words, strlen (words));

  hufu_panel_set_about (
      panel, "search", shown,
      hufu_found_model_is_ready (counter->choosing.found)
          ? HUFU_WORD (counter->lang,
                       "No product has these words. Try fewer or other words, or scan "
                       "its barcode.",
                       "没有找到这样的商品。请少输几个字或换个说法，也可以扫商品条码。")
          : HUFU_WORD (counter->lang,
                       "Search is still being made ready. Scan the barcode, or try again soon.",
                       "正在准备搜索。请扫条码，或稍后再试。"));
  hufu_counter_take_redrawn (counter, panel, draw_nothing);
}

static const char *
say_what_to_do (HufuCounter *counter)
{
  if (!hufu_found_model_is_ready (counter->choosing.found))
    return HUFU_WORD (counter->lang,
                      "Search is still being made ready: only what sells most is here.",
                      "正在准备搜索，目前只有常卖的商品。");
  return HUFU_WORD (counter->lang, "Touch one to add it.", "点一个加入。");
}

static void
draw (HufuCounter *counter)
{
  const HufuProductList *list = &counter->choosing;
  const HufuProduct *first = hufu_found_model_get_first (list->found);
  HufuPanel *panel = hufu_panel_new (list->kind);

  hufu_found_model_set_lang (list->found, counter->lang);
  hufu_panel_set_about (panel, "search",
                        list->kind == HUFU_PANEL_SEARCH
                            ? list->words
                            : HUFU_WORD (counter->lang, first->name_en, first->name_zh),
                        say_what_to_do (counter));
  panel->products = g_object_ref (G_LIST_MODEL (list->found));
  hufu_counter_take_redrawn (counter, panel, draw);
}

void
hufu_product_list_clear (HufuProductList *list)
{
  g_clear_object (&list->found);
  g_clear_pointer (&list->words, g_free);
}

void
hufu_search_show (HufuCounter *counter, HufuPanelKind kind, const char *words,
                  HufuFound *take_found)
{
  HufuFoundModel *found =
      hufu_found_model_new (counter->catalog, counter->stock->book,
                            kind == HUFU_PANEL_SEARCH ? words : NULL, take_found, counter->lang);

  hufu_product_list_clear (&counter->choosing);
  counter->choosing = (HufuProductList){kind, g_strdup (words), found};
  g_signal_connect_object (found, "notify::selected", G_CALLBACK (hufu_primary_refresh), counter,
                           G_CONNECT_SWAPPED);
  if (hufu_found_model_get_first (found) == NULL)
    draw_nothing (counter);
  else
    draw (counter);
}

static gboolean
is_choosing (HufuCounter *counter)
{
  return counter->screen == HUFU_SCREEN_SELL && counter->panel != NULL &&
         counter->panel->products != NULL && counter->choosing.found != NULL;
}

const HufuProduct *
hufu_search_get_meant (HufuCounter *counter)
{
  return is_choosing (counter) ? hufu_found_model_get_meant (counter->choosing.found) : NULL;
}

gint64
hufu_search_find_meant (HufuCounter *counter)
{
  const HufuProduct *meant = hufu_search_get_meant (counter);
  const HufuLine *line = hufu_basket_find_line (counter->basket, counter->selected_line);
  gint64 product_id = meant != NULL ? meant->product_id : line != NULL ? line->product_id : 0;

  if (product_id == 0)
    hufu_counter_refuse (counter, HUFU_WORD (counter->lang,
                                             "Select a line, or search for the product first.",
                                             "请先选一行，或查找商品。"));
  return product_id;
}

void
hufu_search_take (HufuCounter *counter)
{
  const HufuProduct *meant = hufu_search_get_meant (counter);

  if (meant != NULL)
    (void)hufu_line_add (counter, meant, 0, 0, -1, NULL);
}

gboolean
hufu_counter_step_found (HufuCounter *counter, int step)
{
  if (!is_choosing (counter))
    return FALSE;
  hufu_found_model_step (counter->choosing.found, step);
  return TRUE;
}

/* ---- words after Enter ---- */

typedef struct {
  char *text;
  gboolean may_be_voucher;
  HufuProduct *exact;
  HufuFound *found;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  hufu_product_free (search->exact);
  hufu_found_free (search->found);
  g_free (search->text);
  g_free (search);
}

static gpointer
find_words (HufuDb *db, gpointer data, GError **error)
{
  Search *search = data;
  g_autofree char *upper = g_utf8_strup (search->text, -1);
  GError *trouble = NULL;

  search->exact = hufu_catalog_find_sku (db, search->text, &trouble);
  if (search->exact == NULL && trouble == NULL)
    search->exact = hufu_catalog_find_sku (db, upper, &trouble);
  if (trouble == NULL)
    search->found = hufu_catalog_search (db, search->text, 0, FIRST_PAGE, &trouble);
  if (trouble == NULL)
    return search;
  g_propagate_error (error, trouble);
  search_free (search);
  return NULL;
}

static void
on_words (HufuCounter *counter, gpointer answer, const GError *error)
{
  Search *search = answer;

  if (error != NULL)
    hufu_counter_show_problem (counter, error);
  else if (search->exact != NULL)
    (void)hufu_line_add (counter, search->exact, 0, 0, -1, NULL);
  else if (search->found->products->len > 0 || search->found->next >= 0 || !search->found->ready)
    hufu_search_show (counter, HUFU_PANEL_SEARCH, search->text, g_steal_pointer (&search->found));
  else if (search->may_be_voucher)
    hufu_route_ask_which (counter, search->text, strlen (search->text));
  else
    hufu_route_show_unknown (counter, search->text, strlen (search->text));
}

/* What is shown for these very words, and the primary button names, is meant by Enter. */
static gboolean
take_shown (HufuCounter *counter, const char *words)
{
  if (hufu_search_get_meant (counter) == NULL || counter->panel->kind != HUFU_PANEL_SEARCH ||
      strcmp (counter->choosing.words, words) != 0)
    return FALSE;
  hufu_search_take (counter);
  return TRUE;
}

void
hufu_search_words (HufuCounter *counter, const HufuScan *scan, HufuInput how)
{
  g_autofree char *words =
      g_utf8_make_valid (scan->text, (gssize)MIN (scan->text_length, HUFU_NAME_MAX));
  Search *search;

  if (how == HUFU_INPUT_TYPED && take_shown (counter, words))
    return;
  search = g_new0 (Search, 1);
  search->may_be_voucher = scan->other == HUFU_SCAN_PLATFORM_CODE;
  search->text = g_steal_pointer (&words);
  hufu_counter_ask (counter, counter->catalog, find_words, search, NULL, search_free, on_words);
}

/* ---- words that are still being typed ---- */

typedef struct {
  HufuCounter *counter; /* a reference */
  guint serial;
  char *words;
} Ahead;

typedef struct {
  char *words;
  gint64 from;
  GCancellable *later; /* cancelled: later words were typed */
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_object_unref (request->later);
  g_free (request->words);
  g_free (request);
}

static gpointer
find_ahead (HufuDb *db, gpointer data, GError **error)
{
  const Request *request = data;

  if (g_cancellable_is_cancelled (request->later))
    return NULL;
  return hufu_catalog_search (db, request->words, request->from, FIRST_PAGE, error);
}

/* Whatever else is in the work area has been asked for: it is not covered. A sale that is done
 * gives way to the next, as it does to a scan. */
static gboolean
may_look_ahead (HufuCounter *counter)
{
  return counter->screen == HUFU_SCREEN_SELL && counter->catalog != NULL &&
         (counter->panel == NULL || counter->panel->kind == HUFU_PANEL_SEARCH ||
          counter->panel->kind == HUFU_PANEL_DONE);
}

static void
stop_looking (HufuCounter *counter)
{
  if (counter->looking_ahead && counter->panel != NULL && counter->panel->kind == HUFU_PANEL_SEARCH)
    hufu_counter_take_panel (counter, NULL);
  counter->looking_ahead = FALSE;
}

static void look_from (HufuCounter *counter, const char *words, gint64 from);

static void
show_ahead (HufuCounter *counter, const Ahead *ahead, HufuFound *take_found)
{
  g_autoptr (HufuFound) found = take_found;

  if (ahead->serial != counter->ahead_serial || !counter->looking_ahead ||
      !may_look_ahead (counter))
    return;
  if (found == NULL) {
    if (counter->panel != NULL)
      hufu_counter_take_panel (counter, NULL);
    return;
  }
  if (found->products->len == 0 && found->next >= 0)
    look_from (counter, ahead->words, found->next);
  else
    hufu_search_show (counter, HUFU_PANEL_SEARCH, ahead->words, g_steal_pointer (&found));
}

static void
on_ahead (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Ahead *ahead = user_data;
  g_autoptr (HufuCounter) counter = ahead->counter;
  HufuFound *found = hufu_store_run_finish (result, NULL);
  g_autofree char *words = ahead->words;

  if (g_cancellable_is_cancelled (counter->cancellable))
    hufu_found_free (found);
  else
    show_ahead (counter, ahead, found);
  hufu_counter_end_save (counter);
}

static void
look_from (HufuCounter *counter, const char *words, gint64 from)
{
  Ahead *ahead = g_new (Ahead, 1);
  Request *request = g_new (Request, 1);

  *ahead = (Ahead){g_object_ref (counter), counter->ahead_serial, g_strdup (words)};
  *request = (Request){g_strdup (words), from, g_object_ref (counter->ahead_later)};
  hufu_counter_begin_save (counter);
  hufu_store_run_async (counter->catalog, find_ahead, request, request_free,
                        (GDestroyNotify)hufu_found_free, NULL, on_ahead, ahead);
}

/* Codes and tokens are no words; neither are long numbers, nor what may be a card's. */
static gboolean
is_words (HufuCounter *counter, const char *text)
{
  g_autofree HufuScan *scan = g_new0 (HufuScan, 1);
  gsize length = strlen (text);

  if (length == 0 || length > HUFU_NAME_MAX || *text == '*' ||
      (g_ascii_isdigit (*text) && length > DIGITS_MAX))
    return FALSE;
  hufu_recognise (text, length, HUFU_ASKING_ANYTHING, counter->policy.layouts,
                  counter->policy.n_layouts, scan);
  return scan->kind == HUFU_SCAN_TEXT && !hufu_shown_code_is_card (text, length);
}

void
hufu_counter_look_ahead (HufuCounter *counter, const char *text)
{
  g_autofree char *words = g_strstrip (g_utf8_make_valid (text, -1));

  counter->ahead_serial++;
  if (counter->ahead_later != NULL)
    g_cancellable_cancel (counter->ahead_later);
  g_clear_object (&counter->ahead_later);
  if (!is_words (counter, words)) {
    stop_looking (counter);
    return;
  }
  if (!may_look_ahead (counter))
    return;
  counter->looking_ahead = TRUE;
  counter->ahead_later = g_cancellable_new ();
  look_from (counter, words, 0);
}
