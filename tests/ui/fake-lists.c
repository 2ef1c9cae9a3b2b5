/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Products, people and held sales as plain lists. */
#include "tests/ui/fake-counter.h"

struct _HufuProductModel {
  GObject parent_instance;
  GListStore *tiles, *categories;
  gint64 category_id;
};
static void products_list_init (GListModelInterface *iface);
G_DEFINE_FINAL_TYPE_WITH_CODE (HufuProductModel, hufu_product_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, products_list_init))
G_DEFINE_FINAL_TYPE (HufuTile, hufu_tile, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (HufuCategoryItem, hufu_category_item, G_TYPE_OBJECT)

#define EMPTY_CLASS(Type, type)                                                                    \
  static void type##_class_init (Type##Class *class)                                               \
  {                                                                                                \
  }                                                                                                \
  static void type##_init (Type *self)                                                             \
  {                                                                                                \
  }
EMPTY_CLASS (HufuTile, hufu_tile)
EMPTY_CLASS (HufuCategoryItem, hufu_category_item)

static GType
products_item_type (GListModel *model)
{
  return HUFU_TYPE_TILE;
}

static guint
products_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (((HufuProductModel *)model)->tiles));
}

static gpointer
products_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (((HufuProductModel *)model)->tiles), position);
}

static void
products_list_init (GListModelInterface *iface)
{
  iface->get_item_type = products_item_type;
  iface->get_n_items = products_n_items;
  iface->get_item = products_item;
}

static void
hufu_product_model_finalize (GObject *object)
{
  HufuProductModel *model = HUFU_PRODUCT_MODEL (object);
  g_clear_object (&model->tiles);
  g_clear_object (&model->categories);
  G_OBJECT_CLASS (hufu_product_model_parent_class)->finalize (object);
}

static void
hufu_product_model_class_init (HufuProductModelClass *class)
{
  G_OBJECT_CLASS (class)->finalize = hufu_product_model_finalize;
}

static void
hufu_product_model_init (HufuProductModel *model)
{
  model->tiles = g_list_store_new (HUFU_TYPE_TILE);
  model->categories = g_list_store_new (HUFU_TYPE_CATEGORY_ITEM);
}

HufuProductModel *
hufu_product_model_new (HufuStore *catalog)
{
  return g_object_new (HUFU_TYPE_PRODUCT_MODEL, NULL);
}

GListModel *
hufu_product_model_get_categories (HufuProductModel *model)
{
  return G_LIST_MODEL (model->categories);
}

void
hufu_product_model_set_category (HufuProductModel *model, gint64 category_id)
{
  model->category_id = category_id;
}

gint64
hufu_product_model_get_category (HufuProductModel *model)
{
  return model->category_id;
}

void
fake_products_add (HufuCounter *counter, const char *icon, const char *name, const char *price,
                   const char *stock, gboolean low_stock)
{
  HufuProductModel *model = hufu_counter_get_products (counter);
  g_autoptr (HufuTile) tile = g_object_new (HUFU_TYPE_TILE, NULL);
  guint place = products_n_items (G_LIST_MODEL (model));
  tile->ready = TRUE;
  tile->product_id = place + 1;
  tile->name = g_strdup (name);
  tile->variant = g_strdup ("");
  tile->price = g_strdup (price);
  tile->stock = g_strdup (stock);
  tile->icon = g_strdup (icon);
  tile->low_stock = low_stock;
  g_list_store_append (model->tiles, tile);
  g_list_model_items_changed (G_LIST_MODEL (model), place, 0, 1);
}

void
fake_products_add_category (HufuCounter *counter, const char *name)
{
  HufuProductModel *model = hufu_counter_get_products (counter);
  g_autoptr (HufuCategoryItem) category = g_object_new (HUFU_TYPE_CATEGORY_ITEM, NULL);
  category->category_id = g_list_model_get_n_items (G_LIST_MODEL (model->categories));
  category->name = g_strdup (name);
  g_list_store_append (model->categories, category);
}

void
fake_people_add (HufuCounter *counter, const char *no, const char *name, const char *hint,
                 gboolean manager)
{
  g_autoptr (HufuPerson) person = g_object_new (HUFU_TYPE_PERSON, NULL);
  person->no = g_strdup (no);
  person->name = g_strdup (name);
  person->hint = g_strdup (hint);
  person->manager = manager;
  g_list_store_append (G_LIST_STORE (hufu_counter_get_people (counter)), person);
}

void
fake_held_add (HufuCounter *counter, const char *name, const char *amount, const char *hint)
{
  g_autoptr (HufuHeldItem) item = g_object_new (HUFU_TYPE_HELD_ITEM, NULL);
  item->name = g_strdup (name);
  item->amount = g_strdup (amount);
  item->hint = g_strdup (hint);
  g_list_store_append (G_LIST_STORE (hufu_counter_get_held (counter)), item);
}

void
fake_elsewhere_add (HufuCounter *counter, HufuHeldPlace place, HufuGiving giving, const char *name,
                    const char *amount, const char *hint)
{
  g_autoptr (HufuHeldItem) item = g_object_new (HUFU_TYPE_HELD_ITEM, NULL);
  item->name = g_strdup (name);
  item->amount = g_strdup (amount);
  item->hint = g_strdup (hint);
  item->place = place;
  item->giving = giving;
  item->pending = place == HUFU_HELD_ASKED;
  g_list_store_append (G_LIST_STORE (hufu_counter_get_held_elsewhere (counter)), item);
}
