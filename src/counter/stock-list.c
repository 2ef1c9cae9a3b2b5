/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/stock-list.h"

#include "counter/say.h"
#include "store/stock.h"

#define PAGE 60       /* products read at a time */
#define READ_AHEAD 10 /* rows before the end, then it is read on */

struct _HufuStockList {
  GObject parent_instance;
  HufuStockBook *book;
  HufuStore *catalog; /* borrowed; NULL = closed, or the list is not of what is short */
  HufuLang lang;
  GListStore *rows;
  guint serial;      /* of the list: pages of an older one are dropped */
  gboolean is_stale; /* the rows are of an older one: they stay until its first page is there */
  GHashTable *moved; /* gint64: their place follows from what the till moved, not from the figure */
  GPtrArray *own;    /* HufuStockRow of those that are short, shortest first, not shown yet */
  HufuStockRoom end; /* where the page that was read last ends */
  gboolean asking, is_complete;
};

static void hufu_stock_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HufuStockList, hufu_stock_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      hufu_stock_list_model_init))

static void
hufu_stock_list_finalize (GObject *object)
{
  HufuStockList *self = HUFU_STOCK_LIST (object);

  g_object_unref (self->book);
  g_object_unref (self->rows);
  g_hash_table_unref (self->moved);
  g_ptr_array_unref (self->own);
  G_OBJECT_CLASS (hufu_stock_list_parent_class)->finalize (object);
}

static void
hufu_stock_list_class_init (HufuStockListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hufu_stock_list_finalize;
}

static void
on_items (GListModel *rows, guint at, guint removed, guint added, HufuStockList *self)
{
  g_list_model_items_changed (G_LIST_MODEL (self), at, removed, added);
}

static void
hufu_stock_list_init (HufuStockList *self)
{
  self->rows = g_list_store_new (HUFU_TYPE_STOCK_ROW);
  self->moved = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->own = g_ptr_array_new_with_free_func (g_object_unref);
  self->is_complete = TRUE;
  g_signal_connect_object (self->rows, "items-changed", G_CALLBACK (on_items), self,
                           (GConnectFlags)0);
}

HufuStockList *
hufu_stock_list_new (HufuStockBook *book)
{
  HufuStockList *self = g_object_new (HUFU_TYPE_STOCK_LIST, NULL);

  self->book = g_object_ref (book);
  return self;
}

void
hufu_stock_list_stop (HufuStockList *list)
{
  list->catalog = NULL;
}

/* ---- rows ---- */

static void
count_row (HufuStockRow *row, const HufuStockState *state, HufuLang lang)
{
  g_autofree char *low = hufu_stock_say_milli (state->low_milli);

  g_free (row->amount);
  g_free (row->hint);
  row->amount =
      state->known ? hufu_stock_say_milli (state->milli) : g_strdup (HUFU_WORD (lang, "?", "未知"));
  row->hint = HUFU_SAY (lang, "%s · low at %s", "%s · 预警值 %s", row->sku, low);
  row->state = *state;
}

static HufuStockRow *
make_row (const HufuProduct *product, const HufuStockState *state, HufuLang lang)
{
  HufuStockRow *row = g_object_new (HUFU_TYPE_STOCK_ROW, NULL);
  const char *variant = HUFU_WORD (lang, product->variant_en, product->variant_zh);

  row->key = hufu_stock_key_of (product);
  row->sku = g_strdup (product->sku);
  row->name = g_strjoin (*variant == '\0' ? "" : " · ",
                         HUFU_WORD (lang, product->name_en, product->name_zh), variant, NULL);
  row->icon = g_strdup (product->icon);
  count_row (row, state, lang);
  return row;
}

static gint64
room_of (const HufuStockRow *row)
{
  return row->state.milli - row->state.low_milli;
}

/* ---- reading on ---- */

typedef struct {
  gint64 low_milli;
  gboolean is_first;
  HufuStockRoom after;
  GArray *moved; /* gint64: asked for with the first page */
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_clear_pointer (&request->moved, g_array_unref);
  g_free (request);
}

typedef struct {
  GPtrArray *moved, *page; /* HufuProduct */
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_clear_pointer (&answer->moved, g_ptr_array_unref);
  g_clear_pointer (&answer->page, g_ptr_array_unref);
  g_free (answer);
}

static gpointer
read_page (HufuDb *db, gpointer data, GError **error)
{
  const Request *request = data;
  Answer *answer = g_new0 (Answer, 1);

  if ((request->moved == NULL ||
       (answer->moved = hufu_stock_list_products (db, request->moved, error)) != NULL) &&
      (answer->page =
           hufu_stock_list_low (db, request->low_milli, request->is_first ? NULL : &request->after,
                                PAGE, error)) != NULL)
    return answer;
  answer_free (answer);
  return NULL;
}

static gint
compare_rooms (gconstpointer a, gconstpointer b)
{
  gint64 one = room_of (*(HufuStockRow *const *)a), other = room_of (*(HufuStockRow *const *)b);

  return one < other ? -1 : one > other;
}

static HufuStockState
look (HufuStockList *self, const HufuProduct *product)
{
  HufuStockKey key = hufu_stock_key_of (product);

  return hufu_stock_book_look (self->book, &key);
}

static void
take_moved (HufuStockList *self, const GPtrArray *products)
{
  for (guint i = 0; i < products->len; i++) {
    const HufuProduct *product = products->pdata[i];
    HufuStockState state = look (self, product);

    g_hash_table_add (self->moved, g_memdup2 (&product->product_id, sizeof product->product_id));
    if (state.is_low)
      g_ptr_array_add (self->own, make_row (product, &state, self->lang));
  }
  g_ptr_array_sort (self->own, compare_rooms);
}

/* Those of the till's own that come before a place, or all of them. */
static void
add_own (HufuStockList *self, GPtrArray *rows, gint64 room_milli)
{
  while (self->own->len > 0 && room_of (self->own->pdata[0]) <= room_milli)
    g_ptr_array_add (rows, g_ptr_array_steal_index (self->own, 0));
}

/* The first page takes the place of what was shown before. */
static void
append (HufuStockList *self, const GPtrArray *rows)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));

  g_list_store_splice (self->rows, self->is_stale ? 0 : n, self->is_stale ? n : 0, rows->pdata,
                       rows->len);
  self->is_stale = FALSE;
}

/* FALSE: nothing of the page is to be shown. */
static gboolean
take_page (HufuStockList *self, const GPtrArray *page)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < page->len; i++) {
    const HufuProduct *product = page->pdata[i];
    gint64 low_milli =
        hufu_product_get_low_milli (product, hufu_stock_book_get_low_milli (self->book));
    HufuStockState state = look (self, product);

    self->end = (HufuStockRoom){product->stock_milli - low_milli, product->product_id};
    if (g_hash_table_contains (self->moved, &product->product_id) || !state.is_low)
      continue;
    add_own (self, rows, self->end.room_milli);
    g_ptr_array_add (rows, make_row (product, &state, self->lang));
  }
  self->is_complete = page->len < PAGE;
  if (self->is_complete)
    add_own (self, rows, G_MAXINT64);
  append (self, rows);
  return rows->len > 0;
}

typedef struct {
  HufuStockList *list; /* a reference */
  guint serial;
  HufuStockListDone done;
  gpointer data;
} Reading;

static void ask_page (HufuStockList *self, GArray *take_moved, HufuStockListDone done,
                      gpointer data);

static void
on_page (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Reading *reading = user_data;
  g_autoptr (HufuStockList) self = reading->list;
  g_autoptr (GError) error = NULL;
  Answer *answer = hufu_store_run_finish (result, &error);

  if (reading->serial == self->serial) {
    self->asking = FALSE;
    if (answer == NULL) {
      g_message ("what is short could not be read: %s", error->message);
    } else {
      if (answer->moved != NULL)
        take_moved (self, answer->moved);
      /* A page of nothing but what the till moved itself: nobody would ask for the next one. */
      if (!take_page (self, answer->page) && !self->is_complete && self->catalog != NULL)
        ask_page (self, NULL, NULL, NULL);
    }
  }
  if (answer != NULL)
    answer_free (answer);
  if (reading->done != NULL)
    reading->done (reading->data);
}

static void
ask_page (HufuStockList *self, GArray *take_moved, HufuStockListDone done, gpointer data)
{
  Request *request = g_new (Request, 1);
  Reading *reading = g_new (Reading, 1);

  *request = (Request){hufu_stock_book_get_low_milli (self->book), take_moved != NULL, self->end,
                       take_moved};
  *reading = (Reading){g_object_ref (self), self->serial, done, data};
  self->asking = TRUE;
  hufu_store_run_async (self->catalog, read_page, request, request_free, answer_free, NULL, on_page,
                        reading);
}

void
hufu_stock_list_read (HufuStockList *list, HufuStore *catalog, HufuLang lang,
                      HufuStockListDone done, gpointer data)
{
  list->catalog = catalog;
  list->lang = lang;
  list->serial++;
  list->is_complete = FALSE;
  g_hash_table_remove_all (list->moved);
  g_ptr_array_set_size (list->own, 0);
  list->is_stale = TRUE;
  ask_page (list, hufu_stock_tally_list (hufu_stock_book_get_tally (list->book)), done, data);
}

void
hufu_stock_list_show (HufuStockList *list, const GPtrArray *products, HufuLang lang)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  list->serial++;
  list->catalog = NULL;
  list->asking = FALSE;
  list->lang = lang;
  list->is_complete = list->is_stale = TRUE;
  for (guint i = 0; i < products->len; i++) {
    HufuStockState state = look (list, products->pdata[i]);

    g_ptr_array_add (rows, make_row (products->pdata[i], &state, lang));
  }
  append (list, rows);
}

void
hufu_stock_list_recount (HufuStockList *list)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list->rows)); i++) {
    g_autoptr (HufuStockRow) row = g_list_model_get_item (G_LIST_MODEL (list->rows), i);
    HufuStockState state = hufu_stock_book_look (list->book, &row->key);

    if (state.known == row->state.known && state.milli == row->state.milli)
      continue;
    count_row (row, &state, list->lang);
    g_list_store_splice (list->rows, i, 1, (gpointer *)&row, 1);
  }
}

/* ---- the list ---- */

static gpointer
hufu_stock_list_get_item (GListModel *list, guint position)
{
  HufuStockList *self = HUFU_STOCK_LIST (list);

  if (!self->is_complete && !self->asking && self->catalog != NULL &&
      position + READ_AHEAD >= g_list_model_get_n_items (G_LIST_MODEL (self->rows)))
    ask_page (self, NULL, NULL, NULL);
  return g_list_model_get_item (G_LIST_MODEL (self->rows), position);
}

static GType
hufu_stock_list_get_item_type (GListModel *list)
{
  return HUFU_TYPE_STOCK_ROW;
}

static guint
hufu_stock_list_get_n_items (GListModel *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (HUFU_STOCK_LIST (list)->rows));
}

static void
hufu_stock_list_model_init (GListModelInterface *iface)
{
  iface->get_item = hufu_stock_list_get_item;
  iface->get_item_type = hufu_stock_list_get_item_type;
  iface->get_n_items = hufu_stock_list_get_n_items;
}
