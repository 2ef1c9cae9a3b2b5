/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/found-model.h"

#include "counter/tile.h"

#define PAGE 60      /* products read on at a time */
#define READ_AHEAD 8 /* tiles before the end, then it is read on */

struct _HufuFoundModel {
  GObject parent_instance;
  HufuStore *catalog; /* borrowed */
  HufuStockBook *stock;
  char *words;
  HufuLang lang;
  HufuFound *found;
  GPtrArray *tiles; /* HufuTile, one a product */
  gboolean asking;
  GCancellable *cancellable;
  int selected;
};

enum { PROP_SELECTED = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

static void hufu_found_model_list_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HufuFoundModel, hufu_found_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      hufu_found_model_list_init))

/* Tiles for the products that have none yet. */
static void
add_tiles (HufuFoundModel *self)
{
  guint old = self->tiles->len;

  while (self->tiles->len < self->found->products->len) {
    HufuTile *tile = g_object_new (HUFU_TYPE_TILE, NULL);

    hufu_tile_fill (tile, self->found->products->pdata[self->tiles->len], self->stock, self->lang);
    g_ptr_array_add (self->tiles, tile);
  }
  if (self->tiles->len > old)
    g_list_model_items_changed (G_LIST_MODEL (self), old, 0, self->tiles->len - old);
}

/* ---- reading on ---- */

typedef struct {
  char *words;
  gint64 from;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->words);
  g_free (request);
}

static gpointer
find_more (HufuDb *db, gpointer data, GError **error)
{
  const Request *request = data;

  return hufu_catalog_search (db, request->words, request->from, PAGE, error);
}

static void read_on (HufuFoundModel *self);

static void
on_more (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HufuFoundModel) self = user_data;
  g_autoptr (HufuFound) more = hufu_store_run_finish (result, NULL);

  self->asking = FALSE;
  if (more == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  self->found->next = more->next;
  g_ptr_array_extend_and_steal (self->found->products,
                                g_steal_pointer (&more->products)); /* takes the array, too */
  more->products = g_ptr_array_new ();
  if (self->tiles->len == self->found->products->len)
    read_on (self);
  add_tiles (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SELECTED]); /* one may be many by now */
}

static void
read_on (HufuFoundModel *self)
{
  Request *request;

  if (self->asking || self->found->next < 0 || self->words == NULL)
    return;
  self->asking = TRUE;
  request = g_new (Request, 1);
  *request = (Request){g_strdup (self->words), self->found->next};
  hufu_store_run_async (self->catalog, find_more, request, request_free,
                        (GDestroyNotify)hufu_found_free, self->cancellable, on_more,
                        g_object_ref (self));
}

/* ---- the list ---- */

static gpointer
hufu_found_model_get_item (GListModel *list, guint position)
{
  HufuFoundModel *self = HUFU_FOUND_MODEL (list);

  if (position + READ_AHEAD >= self->tiles->len)
    read_on (self);
  return position < self->tiles->len ? g_object_ref (self->tiles->pdata[position]) : NULL;
}

static GType
hufu_found_model_get_item_type (GListModel *list)
{
  return HUFU_TYPE_TILE;
}

static guint
hufu_found_model_get_n_items (GListModel *list)
{
  return HUFU_FOUND_MODEL (list)->tiles->len;
}

static void
hufu_found_model_list_init (GListModelInterface *iface)
{
  iface->get_item = hufu_found_model_get_item;
  iface->get_item_type = hufu_found_model_get_item_type;
  iface->get_n_items = hufu_found_model_get_n_items;
}

/* ---- the object ---- */

static void
hufu_found_model_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_int (value, HUFU_FOUND_MODEL (object)->selected);
}

static void
hufu_found_model_dispose (GObject *object)
{
  g_cancellable_cancel (HUFU_FOUND_MODEL (object)->cancellable);
  G_OBJECT_CLASS (hufu_found_model_parent_class)->dispose (object);
}

static void
hufu_found_model_finalize (GObject *object)
{
  HufuFoundModel *self = HUFU_FOUND_MODEL (object);

  g_clear_object (&self->stock);
  g_free (self->words);
  hufu_found_free (self->found);
  g_ptr_array_unref (self->tiles);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (hufu_found_model_parent_class)->finalize (object);
}

static void
hufu_found_model_class_init (HufuFoundModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hufu_found_model_get_property;
  object_class->dispose = hufu_found_model_dispose;
  object_class->finalize = hufu_found_model_finalize;
  props[PROP_SELECTED] = g_param_spec_int ("selected", NULL, NULL, -1, G_MAXINT, -1,
                                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
hufu_found_model_init (HufuFoundModel *self)
{
  self->tiles = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancellable = g_cancellable_new ();
  self->selected = -1;
}

static void
on_stock (HufuStockBook *book, HufuFoundModel *self)
{
  for (guint i = 0; i < self->tiles->len; i++)
    hufu_tile_say_stock (self->tiles->pdata[i], book, self->lang);
}

HufuFoundModel *
hufu_found_model_new (HufuStore *catalog, HufuStockBook *stock, const char *words,
                      HufuFound *take_found, HufuLang lang)
{
  HufuFoundModel *self = g_object_new (HUFU_TYPE_FOUND_MODEL, NULL);

  self->catalog = catalog;
  self->stock = g_object_ref (stock);
  g_signal_connect_object (stock, "changed", G_CALLBACK (on_stock), self, (GConnectFlags)0);
  self->words = g_strdup (words);
  self->found = take_found;
  self->lang = lang;
  add_tiles (self);
  return self;
}

void
hufu_found_model_set_lang (HufuFoundModel *model, HufuLang lang)
{
  if (model->lang == lang)
    return;
  model->lang = lang;
  for (guint i = 0; i < model->tiles->len; i++)
    hufu_tile_fill (model->tiles->pdata[i], model->found->products->pdata[i], model->stock, lang);
}

static void
set_selected (HufuFoundModel *self, int selected)
{
  if (self->selected == selected)
    return;
  if (self->selected >= 0)
    hufu_tile_set_selected (self->tiles->pdata[self->selected], FALSE);
  self->selected = selected;
  if (selected >= 0)
    hufu_tile_set_selected (self->tiles->pdata[selected], TRUE);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SELECTED]);
}

void
hufu_found_model_step (HufuFoundModel *model, int step)
{
  int last = (int)model->tiles->len - 1;

  if (last < 0)
    return;
  set_selected (model, model->selected < 0 ? 0 : CLAMP (model->selected + step, 0, last));
  if (model->selected + READ_AHEAD > last)
    read_on (model);
}

int
hufu_found_model_get_selected (HufuFoundModel *model)
{
  return model->selected;
}

const HufuProduct *
hufu_found_model_get_meant (HufuFoundModel *model)
{
  if (model->selected >= 0)
    return model->found->products->pdata[model->selected];
  return model->tiles->len == 1 && model->found->next < 0 && model->found->ready
             ? model->found->products->pdata[0]
             : NULL;
}

const HufuProduct *
hufu_found_model_get_first (HufuFoundModel *model)
{
  return model->tiles->len > 0 ? model->found->products->pdata[0] : NULL;
}

gboolean
hufu_found_model_is_ready (HufuFoundModel *model)
{
  return model->found->ready;
}
