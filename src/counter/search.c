/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typed words: a SKU, or a search; and lists of products to choose from. */
#include <string.h>

#include "counter/counter-private.h"
#include "counter/shown-code.h"
#include "counter/tile.h"

#define SEARCH_MAX 40      /* products shown for typed words */
#define LOOK_AHEAD_MAX 16  /* while they are being typed */
#define LOOK_AHEAD_LEAST 2 /* characters; a Chinese one alone is a word already */

/* ---- products to choose from ---- */

static GListModel *
make_tiles (HufuCounter *counter, GPtrArray *products)
{
  GListStore *tiles = g_list_store_new (HUFU_TYPE_TILE);

  for (guint i = 0; i < products->len; i++) {
    g_autoptr (HufuTile) tile = g_object_new (HUFU_TYPE_TILE, NULL);
    hufu_tile_fill (tile, products->pdata[i], counter->lang);
    g_list_store_append (tiles, tile);
  }
  return G_LIST_MODEL (tiles);
}

/* What is typed goes on counting: the words may find something yet. */
static void
draw_nothing (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_SEARCH);
  const char *words = counter->choosing.words;
  g_autofree char *shown = hufu_shown_code (words, strlen (words));

  hufu_panel_set_about (
      panel, "search", shown,
      HUFU_WORD (counter->lang,
                 "No product has these words. Try fewer or other words, or scan "
                 "its barcode.",
                 "没有找到这样的商品。请少输几个字或换个说法，也可以扫商品条码。"));
  hufu_counter_take_redrawn (counter, panel, draw_nothing);
}

static void
draw (HufuCounter *counter)
{
  const HufuProductList *list = &counter->choosing;
  const HufuProduct *first = list->products->pdata[0];
  HufuPanel *panel = hufu_panel_new (list->kind);

  hufu_panel_set_about (panel, "search",
                        list->kind == HUFU_PANEL_SEARCH
                            ? list->words
                            : HUFU_WORD (counter->lang, first->name_en, first->name_zh),
                        HUFU_WORD (counter->lang, "Touch one to add it.", "点一个加入。"));
  panel->products = make_tiles (counter, list->products);
  hufu_counter_take_redrawn (counter, panel, draw);
}

void
hufu_product_list_clear (HufuProductList *list)
{
  g_clear_pointer (&list->products, g_ptr_array_unref);
  g_clear_pointer (&list->words, g_free);
}

void
hufu_search_show (HufuCounter *counter, HufuPanelKind kind, const char *words, GPtrArray *products)
{
  hufu_product_list_clear (&counter->choosing);
  counter->choosing = (HufuProductList){kind, g_strdup (words), g_ptr_array_ref (products)};
  if (products->len == 0)
    draw_nothing (counter);
  else
    draw (counter);
}

/* ---- words after Enter ---- */

typedef struct {
  char *text;
  gboolean may_be_voucher;
  HufuProduct *exact;
  GPtrArray *found;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  hufu_product_free (search->exact);
  g_clear_pointer (&search->found, g_ptr_array_unref);
  g_free (search->text);
  g_free (search);
}

static gpointer
find_words (HufuDb *db, gpointer data, GError **error)
{
  Search *search = data;
  GError *trouble = NULL;

  search->exact = hufu_catalog_find_sku (db, search->text, &trouble);
  if (trouble == NULL)
    search->found = hufu_catalog_search (db, search->text, SEARCH_MAX, &trouble);
  if (trouble == NULL)
    return search;
  g_propagate_error (error, trouble);
  search_free (search);
  return NULL;
}

static void
on_words (HufuCounter *counter, gpointer answer, const GError *error)
{
  const Search *search = answer;

  if (error != NULL)
    hufu_counter_show_problem (counter, error);
  else if (search->exact != NULL)
    hufu_route_add_line (counter, search->exact, 0, 0, -1, NULL);
  else if (search->found->len > 0)
    hufu_search_show (counter, HUFU_PANEL_SEARCH, search->text, search->found);
  else if (search->may_be_voucher)
    hufu_route_ask_which (counter, search->text, strlen (search->text));
  else
    hufu_route_show_unknown (counter, search->text, strlen (search->text));
}

void
hufu_search_words (HufuCounter *counter, const HufuScan *scan)
{
  Search *search = g_new0 (Search, 1);

  search->may_be_voucher = scan->other == HUFU_SCAN_PLATFORM_CODE;
  search->text = g_utf8_make_valid (scan->text, (gssize)MIN (scan->text_length, HUFU_NAME_MAX));
  hufu_counter_ask (counter, counter->catalog, find_words, search, NULL, search_free, on_words);
}

/* ---- words that are still being typed ---- */

typedef struct {
  HufuCounter *counter; /* a reference */
  guint serial;
  char *words;
} Ahead;

static gpointer
find_ahead (HufuDb *db, gpointer data, GError **error)
{
  return hufu_catalog_search (db, data, LOOK_AHEAD_MAX, error);
}

/* Whatever else is in the work area has been asked for: it is not covered. */
static gboolean
may_look_ahead (HufuCounter *counter)
{
  return counter->screen == HUFU_SCREEN_SELL && counter->catalog != NULL &&
         (counter->panel == NULL || counter->panel->kind == HUFU_PANEL_SEARCH);
}

static void
stop_looking (HufuCounter *counter)
{
  if (counter->looking_ahead && counter->panel != NULL && counter->panel->kind == HUFU_PANEL_SEARCH)
    hufu_counter_take_panel (counter, NULL);
  counter->looking_ahead = FALSE;
}

static void
show_ahead (HufuCounter *counter, const Ahead *ahead, GPtrArray *found)
{
  if (ahead->serial != counter->ahead_serial || !counter->looking_ahead ||
      !may_look_ahead (counter))
    return;
  if (found == NULL) {
    if (counter->panel != NULL)
      hufu_counter_take_panel (counter, NULL);
    return;
  }
  hufu_search_show (counter, HUFU_PANEL_SEARCH, ahead->words, found);
}

static void
on_ahead (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Ahead *ahead = user_data;
  g_autoptr (HufuCounter) counter = ahead->counter;
  g_autoptr (GPtrArray) found = hufu_store_run_finish (result, NULL);
  g_autofree char *words = ahead->words;

  if (!g_cancellable_is_cancelled (counter->cancellable))
    show_ahead (counter, ahead, found);
  hufu_counter_end_save (counter);
}

/* Numbers, codes and tokens are no words; neither is what may be a card's number. */
static gboolean
is_words (HufuCounter *counter, const char *text)
{
  g_autofree HufuScan *scan = g_new0 (HufuScan, 1);
  gsize length = strlen (text);
  glong n_characters = g_utf8_strlen (text, -1);

  if (length > HUFU_NAME_MAX || (n_characters < LOOK_AHEAD_LEAST && (guchar)*text < 128) ||
      n_characters == 0)
    return FALSE;
  hufu_recognise (text, length, HUFU_ASKING_ANYTHING, counter->policy.layouts,
                  counter->policy.n_layouts, scan);
  return scan->kind == HUFU_SCAN_TEXT && !hufu_shown_code_is_card (text, length) &&
         strpbrk (text, "0123456789*") != text;
}

void
hufu_counter_look_ahead (HufuCounter *counter, const char *text)
{
  g_autofree char *words = g_strstrip (g_utf8_make_valid (text, -1));
  Ahead *ahead;

  counter->ahead_serial++;
  if (!is_words (counter, words)) {
    stop_looking (counter);
    return;
  }
  if (!may_look_ahead (counter))
    return;
  counter->looking_ahead = TRUE;
  ahead = g_new (Ahead, 1);
  *ahead = (Ahead){g_object_ref (counter), counter->ahead_serial, g_strdup (words)};
  hufu_counter_begin_save (counter);
  hufu_store_run_async (counter->catalog, find_ahead, g_strdup (words), g_free,
                        (GDestroyNotify)g_ptr_array_unref, NULL, on_ahead, ahead);
}
