/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/basket-model.h"

#include <string.h>

#include "core/deposit.h"
#include "counter/say.h"

enum {
  PROP_PAID = 1,
  PROP_SAVED,
  PROP_FACT,
  PROP_COUNT,
  PROP_DUE,
  PROP_MEMBER,
  PROP_POINTS,
  PROP_EMPTY,
  PROP_TOTAL_MINOR,
  N_PROPS
};

struct _HufuBasketModel {
  GObject parent_instance;

  GPtrArray *rows;
  char *texts[N_PROPS]; /* PROP_PAID .. PROP_POINTS */
  gboolean empty;
  gint64 total_minor;
};

static GParamSpec *props[N_PROPS];
static void hufu_basket_model_list_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HufuBasketModel, hufu_basket_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      hufu_basket_model_list_init))

static GType
hufu_basket_model_get_item_type (GListModel *list)
{
  return HUFU_TYPE_BASKET_ROW;
}

static guint
hufu_basket_model_get_n_items (GListModel *list)
{
  return HUFU_BASKET_MODEL (list)->rows->len;
}

static gpointer
hufu_basket_model_get_item (GListModel *list, guint position)
{
  GPtrArray *rows = HUFU_BASKET_MODEL (list)->rows;

  return position < rows->len ? g_object_ref (rows->pdata[position]) : NULL;
}

static void
hufu_basket_model_list_init (GListModelInterface *iface)
{
  iface->get_item_type = hufu_basket_model_get_item_type;
  iface->get_n_items = hufu_basket_model_get_n_items;
  iface->get_item = hufu_basket_model_get_item;
}

static void
hufu_basket_model_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HufuBasketModel *self = HUFU_BASKET_MODEL (object);

  if (id == PROP_EMPTY)
    g_value_set_boolean (value, self->empty);
  else if (id == PROP_TOTAL_MINOR)
    g_value_set_int64 (value, self->total_minor);
  else
    g_value_set_string (value, self->texts[id]);
}

static void
hufu_basket_model_finalize (GObject *object)
{
  HufuBasketModel *self = HUFU_BASKET_MODEL (object);

  g_ptr_array_unref (self->rows);
  for (guint id = 0; id < N_PROPS; id++)
    g_free (self->texts[id]);
  G_OBJECT_CLASS (hufu_basket_model_parent_class)->finalize (object);
}

static void
hufu_basket_model_class_init (HufuBasketModelClass *klass)
{
  static const char *const names[] = {NULL,    "paid", "saved",  "fact",
                                      "count", "due",  "member", "points"};
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = hufu_basket_model_get_property;
  object_class->finalize = hufu_basket_model_finalize;
  for (guint id = PROP_PAID; id <= PROP_POINTS; id++)
    props[id] = g_param_spec_string (names[id], NULL, NULL, "", flags);
  props[PROP_EMPTY] = g_param_spec_boolean ("empty", NULL, NULL, TRUE, flags);
  props[PROP_TOTAL_MINOR] = g_param_spec_int64 ("total-minor", NULL, NULL, -HUFU_MONEY_MAX_MINOR,
                                                HUFU_MONEY_MAX_MINOR, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
hufu_basket_model_init (HufuBasketModel *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->empty = TRUE;
  for (guint id = PROP_PAID; id <= PROP_POINTS; id++)
    self->texts[id] = g_strdup ("");
}

HufuBasketModel *
hufu_basket_model_new (void)
{
  return g_object_new (HUFU_TYPE_BASKET_MODEL, NULL);
}

static void
set_text (HufuBasketModel *self, guint id, char *take_text)
{
  g_autofree char *old = self->texts[id];

  self->texts[id] = take_text;
  if (strcmp (old, take_text) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), props[id]);
}

static char *
grouped (gint64 minor)
{
  char text[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format_grouped (minor, text);
  return g_strdup (text);
}

static char *
say_count (const HufuTotals *totals, HufuLang lang)
{
  guint n = (guint)totals->n_lines;

  if (lang == HUFU_LANG_EN && n == 1)
    return g_strdup_printf ("1 line, %" G_GINT64_FORMAT " item%s", totals->qty_pieces,
                            totals->qty_pieces == 1 ? "" : "s");
  return HUFU_SAY (lang, "%u lines, %" G_GINT64_FORMAT " items", "%u 行，%" G_GINT64_FORMAT " 件",
                   n, totals->qty_pieces);
}

/* Beside the sum that is due: what it comes to if what has no answer yet succeeds, else what it was
 * before the deposit, else that there is nothing to collect, else what it was before a part was
 * paid, else the tax. */
static char *
say_fact (const HufuTotals *totals, gint64 deposit_minor, HufuLang lang)
{
  char due[HUFU_MONEY_TEXT_SIZE], tax[HUFU_MONEY_TEXT_SIZE];
  char whole[HUFU_MONEY_TEXT_SIZE], deposit[HUFU_MONEY_TEXT_SIZE], paid[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format_grouped (totals->due_minor - totals->pending_minor, due);
  hufu_money_format (totals->tax_minor, tax);
  if (totals->pending_minor > 0)
    return HUFU_SAY (lang, "%s if it succeeds", "若成功，应收 %s", due);
  if (deposit_minor > 0 && deposit_minor == totals->taken_minor) {
    hufu_money_format_grouped (totals->gross_minor, whole);
    hufu_money_format_grouped (deposit_minor, deposit);
    return HUFU_SAY (lang, "Total %s, deposit %s", "合计 %s，订金 %s", whole, deposit);
  }
  if (totals->n_lines > 0 && totals->due_minor == 0)
    return HUFU_SAY (lang, "Nothing to collect", "无需收款");
  if (totals->taken_minor > 0) {
    hufu_money_format_grouped (totals->gross_minor, whole);
    hufu_money_format_grouped (totals->taken_minor, paid);
    return HUFU_SAY (lang, "Total %s, paid %s", "合计 %s，已付 %s", whole, paid);
  }
  if (totals->added_minor > 0)
    return HUFU_SAY (lang, "plus tax %s", "另加税 %s", tax);
  return totals->tax_minor > 0 ? HUFU_SAY (lang, "incl. tax %s", "含税 %s", tax) : g_strdup ("");
}

static void
show_totals (HufuBasketModel *self, const HufuBasket *basket, HufuLang lang)
{
  gint64 deposit_minor = hufu_deposit_sum_minor (basket);
  HufuTotals totals;
  char saved[HUFU_MONEY_TEXT_SIZE];

  hufu_basket_get_totals (basket, &totals);
  hufu_money_format (totals.saved_minor, saved);
  set_text (self, PROP_PAID, totals.taken_minor > 0 ? grouped (totals.taken_minor) : g_strdup (""));
  set_text (self, PROP_DUE, grouped (totals.due_minor));
  set_text (self, PROP_SAVED,
            totals.saved_minor > 0 ? HUFU_SAY (lang, "Saved %s", "已省 %s", saved) : g_strdup (""));
  set_text (self, PROP_FACT, say_fact (&totals, deposit_minor, lang));
  set_text (self, PROP_COUNT, say_count (&totals, lang));
  set_text (self, PROP_MEMBER, g_strdup (basket->has_member ? basket->member_label : ""));
  set_text (self, PROP_POINTS,
            basket->has_member ? HUFU_SAY (lang, "%" G_GINT64_FORMAT " pts",
                                           "%" G_GINT64_FORMAT " 积分", basket->member_points)
                               : g_strdup (""));
  if (self->total_minor != totals.due_minor) {
    self->total_minor = totals.due_minor;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TOTAL_MINOR]);
  }
}

/* What stayed at the beginning and at the end keeps its row objects, so that a view redraws only
 * what changed. */
static void
replace_rows (HufuBasketModel *self, GPtrArray *take_rows)
{
  g_autoptr (GPtrArray) old = self->rows;
  guint same = 0, tail = 0, shorter = MIN (old->len, take_rows->len);

  while (same < shorter && hufu_basket_row_equal (old->pdata[same], take_rows->pdata[same])) {
    g_set_object ((HufuBasketRow **)&take_rows->pdata[same], old->pdata[same]);
    same++;
  }
  while (tail < shorter - same &&
         hufu_basket_row_equal (old->pdata[old->len - 1 - tail],
                                take_rows->pdata[take_rows->len - 1 - tail])) {
    g_set_object ((HufuBasketRow **)&take_rows->pdata[take_rows->len - 1 - tail],
                  old->pdata[old->len - 1 - tail]);
    tail++;
  }
  self->rows = take_rows;
  if (same < old->len || same < take_rows->len)
    g_list_model_items_changed (G_LIST_MODEL (self), same, old->len - same - tail,
                                take_rows->len - same - tail);
}

void
hufu_basket_model_show (HufuBasketModel *model, const HufuBasket *basket, int lang)
{
  gboolean empty =
      basket->lines->len == 0 && basket->tenders->len == 0 && basket->awaited->len == 0;

  replace_rows (model, hufu_basket_row_list (basket, (HufuLang)lang));
  show_totals (model, basket, (HufuLang)lang);
  if (model->empty != empty) {
    model->empty = empty;
    g_object_notify_by_pspec (G_OBJECT (model), props[PROP_EMPTY]);
  }
}
