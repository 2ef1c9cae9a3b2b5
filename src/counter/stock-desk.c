/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/stock-desk.h"

#include "counter/say.h"

G_DEFINE_FINAL_TYPE (HufuStockRow, hufu_stock_row, G_TYPE_OBJECT)

static void
hufu_stock_row_finalize (GObject *object)
{
  HufuStockRow *self = HUFU_STOCK_ROW (object);

  g_free (self->sku);
  g_free (self->name);
  g_free (self->icon);
  g_free (self->amount);
  g_free (self->hint);
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

/* ---- the desk ---- */

struct _HufuStockDesk {
  GObject parent_instance;
  GListModel *rows;
  gboolean shown;
  char *words, *sku, *title, *icon, *booked;
  HufuStockState state;
  GPtrArray *places; /* HufuFact; NULL = no product is looked at */
};

enum { PROP_SHOWN = 1, PROP_WORDS, PROP_SKU, PROP_TITLE, PROP_ICON, PROP_BOOKED, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (HufuStockDesk, hufu_stock_desk, G_TYPE_OBJECT)

static void
hufu_stock_desk_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HufuStockDesk *self = HUFU_STOCK_DESK (object);
  const char *const texts[] = {NULL,        NULL,       self->words, self->sku,
                               self->title, self->icon, self->booked};

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

  g_object_unref (self->rows);
  g_free (self->words);
  g_free (self->sku);
  g_free (self->title);
  g_free (self->icon);
  g_free (self->booked);
  g_clear_pointer (&self->places, g_ptr_array_unref);
  G_OBJECT_CLASS (hufu_stock_desk_parent_class)->finalize (object);
}

static void
hufu_stock_desk_class_init (HufuStockDeskClass *klass)
{
  static const char *const names[] = {NULL, NULL, "words", "sku", "title", "icon", "booked"};
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hufu_stock_desk_get_property;
  object_class->set_property = hufu_stock_desk_set_property;
  object_class->finalize = hufu_stock_desk_finalize;
  props[PROP_SHOWN] =
      g_param_spec_boolean ("shown", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  for (guint id = PROP_WORDS; id < N_PROPS; id++)
    props[id] =
        g_param_spec_string (names[id], NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
hufu_stock_desk_init (HufuStockDesk *self)
{
  self->words = g_strdup ("");
  self->sku = g_strdup ("");
  self->title = g_strdup ("");
  self->icon = g_strdup ("");
  self->booked = g_strdup ("");
}

HufuStockDesk *
hufu_stock_desk_new (GListModel *rows)
{
  HufuStockDesk *self = g_object_new (HUFU_TYPE_STOCK_DESK, NULL);

  self->rows = g_object_ref (rows);
  return self;
}

GListModel *
hufu_stock_desk_get_rows (HufuStockDesk *desk)
{
  return desk->rows;
}

static void
set_text (HufuStockDesk *desk, char **field, guint id, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (desk), props[id]);
}

void
hufu_stock_desk_set_words (HufuStockDesk *desk, const char *words)
{
  if (g_strcmp0 (desk->words, words) != 0)
    set_text (desk, &desk->words, PROP_WORDS, words);
}

/* ---- what is looked at ---- */

void
hufu_stock_desk_look_at (HufuStockDesk *desk, const char *sku, const char *title, const char *icon,
                         const HufuStockState *state, GPtrArray *take_places)
{
  g_clear_pointer (&desk->places, g_ptr_array_unref);
  desk->places = take_places;
  desk->state = *state;
  g_object_freeze_notify (G_OBJECT (desk));
  set_text (desk, &desk->title, PROP_TITLE, title);
  set_text (desk, &desk->icon, PROP_ICON, icon);
  set_text (desk, &desk->sku, PROP_SKU, sku);
  g_object_thaw_notify (G_OBJECT (desk));
}

const GPtrArray *
hufu_stock_desk_get_places (HufuStockDesk *desk)
{
  return desk->places;
}

static char *
say_move (const HufuStockDesk *desk, gint64 delta_milli, HufuLang lang)
{
  g_autofree char *delta = hufu_stock_say_milli (delta_milli);
  g_autofree char *then = hufu_stock_say_milli (desk->state.milli + delta_milli);
  const char *sign = delta_milli > 0 ? "+" : "";

  if (!desk->state.known)
    return HUFU_SAY (lang, "Moves %s%s", "变动 %s%s", sign, delta);
  return HUFU_SAY (lang, "Moves %s%s: %s here then", "变动 %s%s，之后本店 %s", sign, delta, then);
}

char *
hufu_stock_desk_foretell (HufuStockDesk *desk, const char *reason, const char *number,
                          const char *note, HufuLang lang)
{
  const HufuStockReason *found = hufu_stock_reason_find (reason);
  gint64 number_milli, delta_milli;
  HufuStockFault fault;

  if (desk->places == NULL || found == NULL || *number == '\0')
    return g_strdup ("");
  fault = !hufu_stock_read_milli (number, &number_milli)
              ? HUFU_STOCK_BAD_NUMBER
              : hufu_stock_correct (found, number_milli, note, desk->state.known, desk->state.milli,
                                    &delta_milli);
  return fault == HUFU_STOCK_OK ? say_move (desk, delta_milli, lang)
                                : g_strdup (hufu_stock_fault_sentence (fault, lang));
}

void
hufu_stock_desk_tell_booked (HufuStockDesk *desk, const char *sentence)
{
  set_text (desk, &desk->booked, PROP_BOOKED, sentence);
}
