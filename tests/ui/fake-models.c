/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The counter's child objects as bags of properties that the test sets. */
#include "tests/ui/fake-counter.h"

#include <string.h>

/* A bag: values by property number, each 's', 'b', 'i', 'u', 'U' (uint64) or 'x' (int64). */
typedef struct {
  const char *name;
  char type;
} Field;

#define FIELDS_MAX 34

static void
install (GObjectClass *class, const Field *fields, guint n)
{
  for (guint i = 0; i < n; i++) {
    const char *name = fields[i].name;
    GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
    GParamSpec *spec =
        fields[i].type == 's'   ? g_param_spec_string (name, NULL, NULL, "", flags)
        : fields[i].type == 'b' ? g_param_spec_boolean (name, NULL, NULL, FALSE, flags)
        : fields[i].type == 'i' ? g_param_spec_int (name, NULL, NULL, 0, G_MAXINT, 0, flags)
        : fields[i].type == 'u' ? g_param_spec_uint (name, NULL, NULL, 0, G_MAXUINT, 0, flags)
        : fields[i].type == 'U'
            ? g_param_spec_uint64 (name, NULL, NULL, 0, G_MAXUINT64, 0, flags)
            : g_param_spec_int64 (name, NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
    g_object_class_install_property (class, i + 1, spec);
  }
}

static void
bag_set (GValue *values, guint id, const GValue *value)
{
  if (!G_IS_VALUE (&values[id]))
    g_value_init (&values[id], value->g_type);
  g_value_copy (value, &values[id]);
}

static void
bag_get (GValue *values, guint id, GValue *value)
{
  if (G_IS_VALUE (&values[id]))
    g_value_copy (&values[id], value);
  else if (G_VALUE_HOLDS_STRING (value))
    g_value_set_static_string (value, "");
}

static void
bag_clear (GValue *values)
{
  for (guint i = 0; i < FIELDS_MAX; i++)
    if (G_IS_VALUE (&values[i]))
      g_value_unset (&values[i]);
}

#define DEFINE_BAG(Type, type, fields)                                                             \
  static void type##_set_property (GObject *object, guint id, const GValue *value,                 \
                                   GParamSpec *pspec)                                              \
  {                                                                                                \
    bag_set (((Type *)object)->values, id, value);                                                 \
  }                                                                                                \
  static void type##_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)    \
  {                                                                                                \
    bag_get (((Type *)object)->values, id, value);                                                 \
  }                                                                                                \
  static void type##_finalize (GObject *object)                                                    \
  {                                                                                                \
    bag_clear (((Type *)object)->values);                                                          \
    G_OBJECT_CLASS (type##_parent_class)->finalize (object);                                       \
  }                                                                                                \
  static void type##_class_init (Type##Class *class)                                               \
  {                                                                                                \
    G_OBJECT_CLASS (class)->set_property = type##_set_property;                                    \
    G_OBJECT_CLASS (class)->get_property = type##_get_property;                                    \
    G_OBJECT_CLASS (class)->finalize = type##_finalize;                                            \
    install (G_OBJECT_CLASS (class), fields, G_N_ELEMENTS (fields));                               \
  }

/* ---- status ---- */

static const Field status_fields[] = {
    {"network", 'i'},    {"network-text", 's'},   {"unsent", 'U'},       {"oldest-text", 's'},
    {"devices-ok", 'u'}, {"devices-total", 'u'},  {"devices-text", 's'}, {"offline-vouchers", 'U'},
    {"unknown", 'u'},    {"attention", 'U'},      {"shift-text", 's'},   {"clerk-text", 's'},
    {"cases", 'u'},      {"tills", 'u'},          {"tills-total", 'u'},  {"exposure-text", 's'},
    {"time-text", 's'},  {"clock-trusted", 'b'},  {"clock-text", 's'},   {"synced-text", 's'},
    {"demo", 'b'},       {"store-vouchers", 'U'}, {"offline-text", 's'}, {"offline-hint", 's'},
    {"limit-text", 's'}, {"wan-cut", 'b'},        {"lan-cut", 'b'},      {"till-text", 's'},
    {"training", 'b'},
};

struct _HufuStatus {
  GObject parent_instance;
  GValue values[FIELDS_MAX];
};
G_DEFINE_FINAL_TYPE (HufuStatus, hufu_status, G_TYPE_OBJECT)
DEFINE_BAG (HufuStatus, hufu_status, status_fields)

static void
hufu_status_init (HufuStatus *status)
{
}

HufuStatus *
hufu_status_new (void)
{
  return g_object_new (HUFU_TYPE_STATUS, NULL);
}

/* ---- cash pad ---- */

static const Field pad_fields[] = {
    {"due-text", 's'},       {"rounding-text", 's'}, {"received-text", 's'}, {"change-text", 's'},
    {"covered", 'b'},        {"short-text", 's'},    {"part-text", 's'},     {"due-minor", 'x'},
    {"received-minor", 'x'}, {"change-minor", 'x'},
};

struct _HufuCashPad {
  GObject parent_instance;
  GValue values[FIELDS_MAX];
  GPtrArray *suggestions, *pieces;
  GString *typed;
};
G_DEFINE_FINAL_TYPE (HufuCashPad, hufu_cash_pad, G_TYPE_OBJECT)
DEFINE_BAG (HufuCashPad, hufu_cash_pad, pad_fields)

static void
hufu_cash_pad_init (HufuCashPad *pad)
{
  pad->suggestions = g_ptr_array_new ();
  pad->pieces = g_ptr_array_new ();
  pad->typed = g_string_new (NULL);
}

static void
show_typed (HufuCashPad *pad)
{
  g_object_set (pad, "received-text", pad->typed->str, NULL);
}

void
hufu_cash_pad_press (HufuCashPad *pad, const char *key)
{
  g_string_append (pad->typed, key);
  show_typed (pad);
}

void
hufu_cash_pad_backspace (HufuCashPad *pad)
{
  g_string_truncate (pad->typed, pad->typed->len > 0 ? pad->typed->len - 1 : 0);
  show_typed (pad);
}

void
hufu_cash_pad_clear (HufuCashPad *pad)
{
  g_string_truncate (pad->typed, 0);
  show_typed (pad);
}

void
hufu_cash_pad_set_received (HufuCashPad *pad, gint64 received_minor)
{
  g_string_printf (pad->typed, "%" G_GINT64_FORMAT ".00", received_minor / 100);
  g_object_set (pad, "received-minor", received_minor, NULL);
  show_typed (pad);
}

const GPtrArray *
hufu_cash_pad_get_suggestions (HufuCashPad *pad)
{
  return pad->suggestions;
}

const GPtrArray *
hufu_cash_pad_get_pieces (HufuCashPad *pad)
{
  return pad->pieces;
}

void
fake_pad_suggest (HufuCounter *counter, gint64 sum_minor, const char *label, const char *hint)
{
  HufuCashSuggestion *suggestion = g_new0 (HufuCashSuggestion, 1);
  *suggestion = (HufuCashSuggestion){sum_minor, g_strdup (label), g_strdup (hint)};
  g_ptr_array_add (hufu_counter_get_cash_pad (counter)->suggestions, suggestion);
}

void
fake_pad_add_piece (HufuCounter *counter, const char *piece)
{
  g_ptr_array_add (hufu_counter_get_cash_pad (counter)->pieces, g_strdup (piece));
}

/* ---- basket ---- */

static const Field basket_fields[] = {
    {"paid", 's'}, {"saved", 's'},  {"fact", 's'},   {"count", 's'},
    {"due", 's'},  {"member", 's'}, {"points", 's'}, {"empty", 'b'},
};

struct _HufuBasketModel {
  GObject parent_instance;
  GValue values[FIELDS_MAX];
  GListStore *rows;
};
static void basket_list_init (GListModelInterface *iface);
G_DEFINE_FINAL_TYPE_WITH_CODE (HufuBasketModel, hufu_basket_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, basket_list_init))
DEFINE_BAG (HufuBasketModel, hufu_basket_model, basket_fields)

static GType
basket_item_type (GListModel *model)
{
  return HUFU_TYPE_BASKET_ROW;
}

static guint
basket_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (((HufuBasketModel *)model)->rows));
}

static gpointer
basket_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (((HufuBasketModel *)model)->rows), position);
}

static void
basket_list_init (GListModelInterface *iface)
{
  iface->get_item_type = basket_item_type;
  iface->get_n_items = basket_n_items;
  iface->get_item = basket_item;
}

static void
hufu_basket_model_init (HufuBasketModel *model)
{
  model->rows = g_list_store_new (HUFU_TYPE_BASKET_ROW);
  g_object_set (model, "empty", TRUE, "due", "0.00", NULL);
}

HufuBasketModel *
hufu_basket_model_new (void)
{
  return g_object_new (HUFU_TYPE_BASKET_MODEL, NULL);
}

G_DEFINE_FINAL_TYPE (HufuBasketRow, hufu_basket_row, G_TYPE_OBJECT)

enum {
  ROW_NAME = 1,
  ROW_VARIANT,
  ROW_QTY,
  ROW_AMOUNT,
  ROW_STRUCK,
  ROW_WHY,
  ROW_DETAIL,
};

static void
hufu_basket_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HufuBasketRow *row = HUFU_BASKET_ROW (object);
  const char *texts[] = {
      [ROW_NAME] = row->name,     [ROW_VARIANT] = row->variant, [ROW_QTY] = row->qty,
      [ROW_AMOUNT] = row->amount, [ROW_STRUCK] = row->struck,   [ROW_WHY] = row->why,
      [ROW_DETAIL] = row->detail};
  g_value_set_string (value, texts[id]);
}

static void
hufu_basket_row_class_init (HufuBasketRowClass *class)
{
  static const char *const names[] = {"name",   "variant", "qty",   "amount",
                                      "struck", "why",     "detail"};
  G_OBJECT_CLASS (class)->get_property = hufu_basket_row_get_property;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_object_class_install_property (
        G_OBJECT_CLASS (class), i + 1,
        g_param_spec_string (names[i], NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
hufu_basket_row_init (HufuBasketRow *row)
{
  row->new_price = g_strdup ("");
  row->asks = g_strdup ("");
}

void
fake_basket_add (HufuCounter *counter, HufuRowKind kind, const char *name, const char *variant,
                 const char *qty, const char *amount, const char *struck, const char *why,
                 const char *detail)
{
  HufuBasketModel *model = hufu_counter_get_basket (counter);
  g_autoptr (HufuBasketRow) row = g_object_new (HUFU_TYPE_BASKET_ROW, NULL);
  guint place = basket_n_items (G_LIST_MODEL (model));
  row->kind = kind;
  row->line_no = place + 1;
  row->name = g_strdup (name);
  row->variant = g_strdup (variant);
  row->qty = g_strdup (qty);
  row->amount = g_strdup (amount);
  row->struck = g_strdup (struck);
  row->why = g_strdup (why);
  row->detail = g_strdup (detail);
  row->icon = g_strdup ("");
  row->can_change_qty = row->can_delete = kind == HUFU_ROW_PRODUCT;
  g_list_store_append (model->rows, row);
  g_list_model_items_changed (G_LIST_MODEL (model), place, 0, 1);
  g_object_set (model, "empty", FALSE, NULL);
}

void
fake_basket_reprice (HufuCounter *counter, guint place, const char *new_price, const char *why)
{
  HufuBasketModel *model = hufu_counter_get_basket (counter);
  g_autoptr (HufuBasketRow) row = g_list_model_get_item (G_LIST_MODEL (model), place);
  g_free (row->new_price);
  row->new_price = g_strdup (new_price);
  g_free (row->why);
  row->why = g_strdup (why);
  g_list_model_items_changed (G_LIST_MODEL (model), place, 1, 1);
}

void
fake_basket_ask (HufuCounter *counter, guint place, const char *asks, gboolean asking)
{
  HufuBasketModel *model = hufu_counter_get_basket (counter);
  g_autoptr (HufuBasketRow) row = g_list_model_get_item (G_LIST_MODEL (model), place);
  g_free (row->asks);
  row->asks = g_strdup (asks);
  row->asking = asking;
  g_list_model_items_changed (G_LIST_MODEL (model), place, 1, 1);
}

void
fake_basket_set (HufuCounter *counter, const char *property, const char *text)
{
  g_object_set (hufu_counter_get_basket (counter), property, text, NULL);
}

void
fake_basket_clear (HufuCounter *counter)
{
  HufuBasketModel *model = hufu_counter_get_basket (counter);
  guint n = basket_n_items (G_LIST_MODEL (model));
  g_list_store_remove_all (model->rows);
  g_list_model_items_changed (G_LIST_MODEL (model), 0, n, 0);
  g_object_set (model, "empty", TRUE, "due", "0.00", "saved", "", "fact", "", "count", "", "member",
                "", "points", "", NULL);
}
