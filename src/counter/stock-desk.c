/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/stock-desk.h"

#include "counter/say.h"
#include "store/stock.h"

#define PAGE 60       /* products read at a time */
#define READ_AHEAD 10 /* rows before the end, then it is read on */

G_DEFINE_FINAL_TYPE (HufuStockRow, hufu_stock_row, G_TYPE_OBJECT)

static void
hufu_stock_row_finalize (GObject *object)
{
  HufuStockRow *self = HUFU_STOCK_ROW (object);

  g_free (self->sku);
  g_free (self->name);
  g_free (self->icon);
  g_free (self->amount);
  G_OBJECT_CLASS (hufu_stock_row_parent_class)->finalize (object);
}

static void
hufu_stock_row_class_init (HufuStockRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hufu_stock_row_finalize;
}

static void
hufu_stock_row_init (HufuStockRow *self)
{
}

static HufuStockRow *
make_row (const HufuProduct *product, const HufuStockState *state, HufuLang lang)
{
  HufuStockRow *row = g_object_new (HUFU_TYPE_STOCK_ROW, NULL);
  const char *variant = HUFU_WORD (lang, product->variant_en, product->variant_zh);

  row->product_id = product->product_id;
  row->sku = g_strdup (product->sku);
  row->name = g_strjoin (*variant == '\0' ? "" : " · ",
                         HUFU_WORD (lang, product->name_en, product->name_zh), variant, NULL);
  row->icon = g_strdup (product->icon);
  row->amount = hufu_stock_say_milli (state->milli);
  row->milli = state->milli;
  row->low_milli = state->low_milli;
  return row;
}

static gint64
room_of (const HufuStockRow *row)
{
  return row->milli - row->low_milli;
}

/* ---- the desk ---- */

struct _HufuStockDesk {
  GObject parent_instance;
  HufuStockBook *book;
  HufuStore *catalog; /* borrowed; NULL = closed */
  HufuLang lang;
  GListStore *rows;
  guint serial;      /* of the list: pages of an older one are dropped */
  GHashTable *moved; /* gint64: their place follows from what the till moved, not from the figure */
  GPtrArray *own;    /* HufuStockRow of those that are short, shortest first, not shown yet */
  HufuStockRoom end; /* where the page that was read last ends */
  gboolean asking, is_complete;
  gboolean shown;
  char *sku, *title, *about, *booked;
};

enum { PROP_SHOWN = 1, PROP_SKU, PROP_TITLE, PROP_ABOUT, PROP_BOOKED, N_PROPS };
static GParamSpec *props[N_PROPS];

static void hufu_stock_desk_list_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HufuStockDesk, hufu_stock_desk, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, hufu_stock_desk_list_init))

static void
hufu_stock_desk_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HufuStockDesk *self = HUFU_STOCK_DESK (object);
  const char *const texts[] = {NULL, NULL, self->sku, self->title, self->about, self->booked};

  if (id == PROP_SHOWN)
    g_value_set_boolean (value, self->shown);
  else
    g_value_set_string (value, texts[id]);
}

static void
hufu_stock_desk_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HufuStockDesk *self = HUFU_STOCK_DESK (object);

  if (self->shown == g_value_get_boolean (value))
    return;
  self->shown = g_value_get_boolean (value);
  g_object_notify_by_pspec (object, props[PROP_SHOWN]);
}

static void
hufu_stock_desk_finalize (GObject *object)
{
  HufuStockDesk *self = HUFU_STOCK_DESK (object);

  g_object_unref (self->book);
  g_object_unref (self->rows);
  g_hash_table_unref (self->moved);
  g_ptr_array_unref (self->own);
  g_free (self->sku);
  g_free (self->title);
  g_free (self->about);
  g_free (self->booked);
  G_OBJECT_CLASS (hufu_stock_desk_parent_class)->finalize (object);
}

static void
hufu_stock_desk_class_init (HufuStockDeskClass *klass)
{
  static const char *const names[] = {NULL, NULL, "sku", "title", "about", "booked"};
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hufu_stock_desk_get_property;
  object_class->set_property = hufu_stock_desk_set_property;
  object_class->finalize = hufu_stock_desk_finalize;
  props[PROP_SHOWN] =
      g_param_spec_boolean ("shown", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  for (guint id = PROP_SKU; id < N_PROPS; id++)
    props[id] =
        g_param_spec_string (names[id], NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
on_items (GListModel *rows, guint at, guint removed, guint added, HufuStockDesk *self)
{
  g_list_model_items_changed (G_LIST_MODEL (self), at, removed, added);
}

static void
hufu_stock_desk_init (HufuStockDesk *self)
{
  self->rows = g_list_store_new (HUFU_TYPE_STOCK_ROW);
  self->moved = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->own = g_ptr_array_new_with_free_func (g_object_unref);
  self->sku = g_strdup ("");
  self->title = g_strdup ("");
  self->about = g_strdup ("");
  self->booked = g_strdup ("");
  g_signal_connect_object (self->rows, "items-changed", G_CALLBACK (on_items), self,
                           (GConnectFlags)0);
}

HufuStockDesk *
hufu_stock_desk_new (HufuStockBook *book)
{
  HufuStockDesk *self = g_object_new (HUFU_TYPE_STOCK_DESK, NULL);

  self->book = g_object_ref (book);
  return self;
}

void
hufu_stock_desk_stop (HufuStockDesk *desk)
{
  desk->catalog = NULL;
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
look (HufuStockDesk *self, const HufuProduct *product)
{
  HufuStockKey key = hufu_stock_key_of (product);

  return hufu_stock_book_look (self->book, &key);
}

static void
take_moved (HufuStockDesk *self, const GPtrArray *products)
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
add_own (HufuStockDesk *self, GPtrArray *rows, gint64 room_milli)
{
  while (self->own->len > 0 && room_of (self->own->pdata[0]) <= room_milli)
    g_ptr_array_add (rows, g_ptr_array_steal_index (self->own, 0));
}

static void
take_page (HufuStockDesk *self, const GPtrArray *page)
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
  g_list_store_splice (self->rows, g_list_model_get_n_items (G_LIST_MODEL (self->rows)), 0,
                       rows->pdata, rows->len);
}

typedef struct {
  HufuStockDesk *desk; /* a reference */
  guint serial;
  HufuStockDeskDone done;
  gpointer data;
} Reading;

static void ask_page (HufuStockDesk *self, GArray *take_moved, HufuStockDeskDone done,
                      gpointer data);

static void
on_page (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Reading *reading = user_data;
  g_autoptr (HufuStockDesk) self = reading->desk;
  g_autoptr (GError) error = NULL;
  Answer *answer = hufu_store_run_finish (result, &error);

  if (reading->serial == self->serial) {
    self->asking = FALSE;
    if (answer == NULL) {
      g_message ("what is short could not be read: %s", error->message);
    } else {
      guint before = g_list_model_get_n_items (G_LIST_MODEL (self->rows));

      if (answer->moved != NULL)
        take_moved (self, answer->moved);
      take_page (self, answer->page);
      /* A page of nothing but what the till moved itself: nobody would ask for the next one. */
      if (!self->is_complete && g_list_model_get_n_items (G_LIST_MODEL (self->rows)) == before)
        ask_page (self, NULL, NULL, NULL);
    }
  }
  if (answer != NULL)
    answer_free (answer);
  if (reading->done != NULL)
    reading->done (reading->data);
}

static void
ask_page (HufuStockDesk *self, GArray *take_moved, HufuStockDeskDone done, gpointer data)
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
hufu_stock_desk_read (HufuStockDesk *desk, HufuStore *catalog, HufuLang lang,
                      HufuStockDeskDone done, gpointer data)
{
  desk->catalog = catalog;
  desk->lang = lang;
  desk->serial++;
  desk->is_complete = FALSE;
  g_hash_table_remove_all (desk->moved);
  g_ptr_array_set_size (desk->own, 0);
  g_list_store_remove_all (desk->rows);
  ask_page (desk, hufu_stock_tally_list (hufu_stock_book_get_tally (desk->book)), done, data);
}

/* ---- the list ---- */

static gpointer
hufu_stock_desk_get_item (GListModel *list, guint position)
{
  HufuStockDesk *self = HUFU_STOCK_DESK (list);

  if (!self->is_complete && !self->asking && self->catalog != NULL &&
      position + READ_AHEAD >= g_list_model_get_n_items (G_LIST_MODEL (self->rows)))
    ask_page (self, NULL, NULL, NULL);
  return g_list_model_get_item (G_LIST_MODEL (self->rows), position);
}

static GType
hufu_stock_desk_get_item_type (GListModel *list)
{
  return HUFU_TYPE_STOCK_ROW;
}

static guint
hufu_stock_desk_get_n_items (GListModel *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (HUFU_STOCK_DESK (list)->rows));
}

static void
hufu_stock_desk_list_init (GListModelInterface *iface)
{
  iface->get_item = hufu_stock_desk_get_item;
  iface->get_item_type = hufu_stock_desk_get_item_type;
  iface->get_n_items = hufu_stock_desk_get_n_items;
}

GListModel *
hufu_stock_desk_get_rows (HufuStockDesk *desk)
{
  return G_LIST_MODEL (desk);
}

/* ---- what is looked at ---- */

static void
set_text (HufuStockDesk *desk, char **field, guint id, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (desk), props[id]);
}

void
hufu_stock_desk_look_at (HufuStockDesk *desk, const char *sku, const char *title, const char *about)
{
  g_object_freeze_notify (G_OBJECT (desk));
  set_text (desk, &desk->sku, PROP_SKU, sku);
  set_text (desk, &desk->title, PROP_TITLE, title);
  set_text (desk, &desk->about, PROP_ABOUT, about);
  g_object_thaw_notify (G_OBJECT (desk));
}

void
hufu_stock_desk_tell_booked (HufuStockDesk *desk, const char *sentence)
{
  set_text (desk, &desk->booked, PROP_BOOKED, sentence);
}
