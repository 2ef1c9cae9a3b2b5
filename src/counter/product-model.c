/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/product-model.h"

#include <string.h>

#include "counter/say.h"
#include "counter/tile.h"
#include "store/catalog.h"

#define PAGE_TILES 64                     /* rows read at a time: a screen and a half */
#define READ_AHEAD_TILES (PAGE_TILES / 2) /* before the end, then the next page is read */
#define CACHE_TILES_MAX 2048              /* beyond it everything out of sight is dropped */

/* ---- a tile ---- */

enum {
  TILE_NAME = 1,
  TILE_VARIANT,
  TILE_PRICE,
  TILE_STOCK,
  TILE_ICON,
  TILE_READY,
  TILE_SELECTED,
  N_TILE_PROPS
};

static GParamSpec *tile_props[N_TILE_PROPS];

G_DEFINE_FINAL_TYPE (HufuTile, hufu_tile, G_TYPE_OBJECT)

static char **
tile_field (HufuTile *self, guint id)
{
  char **fields[] = {NULL, &self->name, &self->variant, &self->price, &self->stock, &self->icon};

  return fields[id];
}

static void
hufu_tile_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HufuTile *self = HUFU_TILE (object);

  if (id == TILE_READY || id == TILE_SELECTED)
    g_value_set_boolean (value, id == TILE_READY ? self->ready : self->selected);
  else
    g_value_set_string (value, *tile_field (self, id));
}

static void
hufu_tile_finalize (GObject *object)
{
  for (guint id = TILE_NAME; id <= TILE_ICON; id++)
    g_free (*tile_field (HUFU_TILE (object), id));
  G_OBJECT_CLASS (hufu_tile_parent_class)->finalize (object);
}

static void
hufu_tile_class_init (HufuTileClass *klass)
{
  static const char *const names[] = {NULL, "name", "variant", "price", "stock", "icon"};
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = hufu_tile_get_property;
  object_class->finalize = hufu_tile_finalize;
  for (guint id = TILE_NAME; id <= TILE_ICON; id++)
    tile_props[id] = g_param_spec_string (names[id], NULL, NULL, "", flags);
  tile_props[TILE_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE, flags);
  tile_props[TILE_SELECTED] = g_param_spec_boolean ("selected", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_TILE_PROPS, tile_props);
}

static void
hufu_tile_init (HufuTile *self)
{
  for (guint id = TILE_NAME; id <= TILE_ICON; id++)
    *tile_field (self, id) = g_strdup ("");
}

static void
take_field (char **field, char *take_text)
{
  g_free (*field);
  *field = take_text;
}

static char *
say_stock (const HufuStockState *state, HufuLang lang)
{
  g_autofree char *number = hufu_stock_say_milli (ABS (state->milli));

  if (!state->known)
    return HUFU_SAY (lang, "stock unknown", "库存未知");
  return state->milli < 0 ? HUFU_SAY (lang, "%s short", "欠 %s", number)
                          : HUFU_SAY (lang, "%s left", "余 %s", number);
}

void
hufu_tile_say_stock (HufuTile *tile, HufuStockBook *book, HufuLang lang)
{
  HufuStockState state = hufu_stock_book_look (book, &tile->stock_key);
  char *said = tile->by_weight ? HUFU_SAY (lang, "By weight", "称重") : say_stock (&state, lang);
  gboolean is_low = state.is_low && (!tile->by_weight || state.milli < 0);
  gboolean is_same = strcmp (said, tile->stock) == 0 && is_low == tile->low_stock;

  take_field (&tile->stock, said);
  tile->low_stock = is_low;
  if (!is_same)
    g_object_notify_by_pspec (G_OBJECT (tile), tile_props[TILE_STOCK]);
}

void
hufu_tile_fill (HufuTile *tile, const HufuProduct *product, HufuStockBook *book, HufuLang lang)
{
  char price[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format (product->price_minor, price);
  tile->product_id = product->product_id;
  tile->stock_key = hufu_stock_key_of (product);
  tile->by_weight = product->by_weight;
  take_field (&tile->name, g_strdup (HUFU_WORD (lang, product->name_en, product->name_zh)));
  take_field (&tile->variant,
              g_strdup (HUFU_WORD (lang, product->variant_en, product->variant_zh)));
  take_field (&tile->price,
              product->by_weight ? g_strdup_printf ("%s/kg", price) : g_strdup (price));
  hufu_tile_say_stock (tile, book, lang);
  take_field (&tile->icon, g_strdup (product->icon));
  tile->ready = TRUE;
  for (guint id = 1; id < N_TILE_PROPS; id++)
    g_object_notify_by_pspec (G_OBJECT (tile), tile_props[id]);
}

void
hufu_tile_set_selected (HufuTile *tile, gboolean selected)
{
  tile->selected = selected;
  g_object_notify_by_pspec (G_OBJECT (tile), tile_props[TILE_SELECTED]);
}

/* ---- a chip ---- */

G_DEFINE_FINAL_TYPE (HufuCategoryItem, hufu_category_item, G_TYPE_OBJECT)

static void
hufu_category_item_finalize (GObject *object)
{
  g_free (HUFU_CATEGORY_ITEM (object)->name);
  G_OBJECT_CLASS (hufu_category_item_parent_class)->finalize (object);
}

static void
hufu_category_item_class_init (HufuCategoryItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hufu_category_item_finalize;
}

static void
hufu_category_item_init (HufuCategoryItem *self)
{
}

/* ---- the grid ---- */

struct _HufuProductModel {
  GObject parent_instance;

  HufuStore *catalog; /* borrowed; NULL = closed */
  HufuStockBook *stock;
  HufuLang lang;
  GCancellable *cancellable; /* of the reads for the shown category */
  GListStore *categories;
  GPtrArray *known; /* HufuCategory, owned: the chips */
  gint64 category_id;
  guint n_items;        /* known so far: it grows as somebody scrolls on */
  GArray *places;       /* HufuShelfPlace: where each page ends */
  gboolean is_complete; /* all pages are known */
  GHashTable *tiles;    /* row + 1 -> HufuTile, owned */
  GHashTable *asked;    /* page + 1: under way */
};

static void hufu_product_model_list_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HufuProductModel, hufu_product_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      hufu_product_model_list_init))

typedef struct {
  gint64 category_id;
  gboolean is_first;
  HufuShelfPlace after;
} PageRequest;

static gpointer
read_page (HufuDb *db, gpointer data, GError **error)
{
  const PageRequest *request = data;

  return hufu_catalog_page (db, request->category_id, request->is_first ? NULL : &request->after,
                            PAGE_TILES, error);
}

typedef struct {
  HufuProductModel *model; /* a reference */
  guint page;
} PageAnswer;

/* The tiles of a page that was known and is looked at again. */
static void
fill_page (HufuProductModel *self, guint page, const GPtrArray *products)
{
  for (guint i = 0; i < products->len; i++) {
    guint row = page * PAGE_TILES + i;
    HufuTile *tile = g_hash_table_lookup (self->tiles, GUINT_TO_POINTER (row + 1));

    if (tile != NULL)
      hufu_tile_fill (tile, products->pdata[i], self->stock, self->lang);
  }
}

/* The list grows by the next page. */
static void
add_page (HufuProductModel *self, const GPtrArray *products)
{
  guint old = self->n_items;

  self->is_complete = products->len < PAGE_TILES;
  for (guint i = 0; i < products->len; i++) {
    const HufuProduct *product = products->pdata[i];
    HufuTile *tile = g_object_new (HUFU_TYPE_TILE, NULL);

    hufu_tile_fill (tile, product, self->stock, self->lang);
    g_hash_table_insert (self->tiles, GUINT_TO_POINTER (old + i + 1), tile);
    if (i + 1 == PAGE_TILES) {
      HufuShelfPlace place = {product->popularity, product->product_id};
      g_array_append_val (self->places, place);
    }
  }
  self->n_items += products->len;
  g_list_model_items_changed (G_LIST_MODEL (self), old, 0, products->len);
}

static void
on_page (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree PageAnswer *answer = user_data;
  g_autoptr (HufuProductModel) self = answer->model;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) products = hufu_store_run_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_hash_table_remove (self->asked, GUINT_TO_POINTER (answer->page + 1));
  if (products == NULL)
    return;
  if (answer->page == self->places->len)
    add_page (self, products);
  else
    fill_page (self, answer->page, products);
}

static void
ask_page (HufuProductModel *self, guint page)
{
  PageRequest *request;
  PageAnswer *answer;

  if (self->catalog == NULL || !g_hash_table_add (self->asked, GUINT_TO_POINTER (page + 1)))
    return;
  request = g_new (PageRequest, 1);
  *request = (PageRequest){.category_id = self->category_id, .is_first = page == 0};
  if (page > 0)
    request->after = g_array_index (self->places, HufuShelfPlace, page - 1);
  answer = g_new (PageAnswer, 1);
  *answer = (PageAnswer){g_object_ref (self), page};
  hufu_store_run_async (self->catalog, read_page, request, g_free,
                        (GDestroyNotify)g_ptr_array_unref, self->cancellable, on_page, answer);
}

static gboolean
is_unused (gpointer row, gpointer tile, gpointer user_data)
{
  return G_OBJECT (tile)->ref_count == 1;
}

static gpointer
hufu_product_model_get_item (GListModel *list, guint position)
{
  HufuProductModel *self = HUFU_PRODUCT_MODEL (list);
  HufuTile *tile;

  if (position >= self->n_items)
    return NULL;
  tile = g_hash_table_lookup (self->tiles, GUINT_TO_POINTER (position + 1));
  if (tile == NULL) {
    if (g_hash_table_size (self->tiles) >= CACHE_TILES_MAX)
      g_hash_table_foreach_remove (self->tiles, is_unused, NULL);
    tile = g_object_new (HUFU_TYPE_TILE, NULL);
    g_hash_table_insert (self->tiles, GUINT_TO_POINTER (position + 1), tile);
  }
  if (!tile->ready)
    ask_page (self, position / PAGE_TILES);
  if (!self->is_complete && position + READ_AHEAD_TILES >= self->n_items)
    ask_page (self, self->places->len);
  return g_object_ref (tile);
}

static GType
hufu_product_model_get_item_type (GListModel *list)
{
  return HUFU_TYPE_TILE;
}

static guint
hufu_product_model_get_n_items (GListModel *list)
{
  return HUFU_PRODUCT_MODEL (list)->n_items;
}

static void
hufu_product_model_list_init (GListModelInterface *iface)
{
  iface->get_item_type = hufu_product_model_get_item_type;
  iface->get_n_items = hufu_product_model_get_n_items;
  iface->get_item = hufu_product_model_get_item;
}

static void
hufu_product_model_finalize (GObject *object)
{
  HufuProductModel *self = HUFU_PRODUCT_MODEL (object);

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_object_unref (self->categories);
  g_clear_object (&self->stock);
  g_clear_pointer (&self->known, g_ptr_array_unref);
  g_array_unref (self->places);
  g_hash_table_unref (self->tiles);
  g_hash_table_unref (self->asked);
  G_OBJECT_CLASS (hufu_product_model_parent_class)->finalize (object);
}

static void
hufu_product_model_class_init (HufuProductModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hufu_product_model_finalize;
}

static void
hufu_product_model_init (HufuProductModel *self)
{
  self->cancellable = g_cancellable_new ();
  self->categories = g_list_store_new (HUFU_TYPE_CATEGORY_ITEM);
  self->places = g_array_new (FALSE, FALSE, sizeof (HufuShelfPlace));
  self->tiles = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->asked = g_hash_table_new (NULL, NULL);
}

HufuProductModel *
hufu_product_model_new (HufuStore *catalog)
{
  HufuProductModel *self = g_object_new (HUFU_TYPE_PRODUCT_MODEL, NULL);

  self->catalog = catalog;
  return self;
}

static void
on_stock (HufuStockBook *book, HufuProductModel *self)
{
  GHashTableIter iter;
  gpointer tile;

  g_hash_table_iter_init (&iter, self->tiles);
  while (g_hash_table_iter_next (&iter, NULL, &tile))
    if (HUFU_TILE (tile)->ready)
      hufu_tile_say_stock (tile, book, self->lang);
}

void
hufu_product_model_set_stock (HufuProductModel *model, HufuStockBook *book)
{
  model->stock = g_object_ref (book);
  g_signal_connect_object (book, "changed", G_CALLBACK (on_stock), model, (GConnectFlags)0);
}

void
hufu_product_model_stop (HufuProductModel *model)
{
  model->catalog = NULL;
}

/* Everything shown becomes stale: reads under way are dropped, rows are asked for anew. */
static void
show_category (HufuProductModel *self)
{
  guint old = self->n_items;

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_hash_table_remove_all (self->tiles);
  g_hash_table_remove_all (self->asked);
  g_array_set_size (self->places, 0);
  self->is_complete = FALSE;
  self->n_items = 0;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, old, 0);
  ask_page (self, 0);
}

static void
show_chips (HufuProductModel *self)
{
  g_autoptr (GPtrArray) chips = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; self->known != NULL && i < self->known->len; i++) {
    const HufuCategory *category = self->known->pdata[i];
    HufuCategoryItem *chip = g_object_new (HUFU_TYPE_CATEGORY_ITEM, NULL);
    chip->category_id = category->category_id;
    chip->name = g_strdup (HUFU_WORD (self->lang, category->name_en, category->name_zh));
    g_ptr_array_add (chips, chip);
  }
  g_list_store_splice (self->categories, 0,
                       g_list_model_get_n_items (G_LIST_MODEL (self->categories)), chips->pdata,
                       chips->len);
}

static gpointer
read_categories (HufuDb *db, gpointer data, GError **error)
{
  return hufu_catalog_list_categories (db, error);
}

static void
on_categories (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HufuProductModel) self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *known = hufu_store_run_finish (result, &error);

  if (known == NULL)
    return;
  g_clear_pointer (&self->known, g_ptr_array_unref);
  self->known = known;
  show_chips (self);
  show_category (self);
}

void
hufu_product_model_refresh (HufuProductModel *model)
{
  if (model->catalog == NULL)
    return;
  hufu_store_run_async (model->catalog, read_categories, NULL, NULL,
                        (GDestroyNotify)g_ptr_array_unref, NULL, on_categories,
                        g_object_ref (model));
}

void
hufu_product_model_close (HufuProductModel *model)
{
  model->catalog = NULL;
}

void
hufu_product_model_set_lang (HufuProductModel *model, HufuLang lang)
{
  if (model->lang == lang)
    return;
  model->lang = lang;
  show_chips (model);
  show_category (model);
}

GListModel *
hufu_product_model_get_categories (HufuProductModel *model)
{
  return G_LIST_MODEL (model->categories);
}

void
hufu_product_model_set_category (HufuProductModel *model, gint64 category_id)
{
  if (model->category_id == category_id)
    return;
  model->category_id = category_id;
  show_category (model);
}

gint64
hufu_product_model_get_category (HufuProductModel *model)
{
  return model->category_id;
}
