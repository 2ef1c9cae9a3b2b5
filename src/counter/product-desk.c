/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/product-desk.h"

struct _HufuProductDesk {
  GObject parent_instance;
  HufuProductSheet *sheet;
  gboolean shown, beyond;
  guint serial;
  char *saved, *scanned;
};

enum { PROP_SHOWN = 1, PROP_BEYOND, PROP_SERIAL, PROP_SAVED, PROP_SCANNED, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (HufuProductDesk, hufu_product_desk, G_TYPE_OBJECT)

static void
hufu_product_desk_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HufuProductDesk *self = HUFU_PRODUCT_DESK (object);

  switch (id) {
  case PROP_SHOWN:
    g_value_set_boolean (value, self->shown);
    break;
  case PROP_BEYOND:
    g_value_set_boolean (value, self->beyond);
    break;
  case PROP_SERIAL:
    g_value_set_uint (value, self->serial);
    break;
  case PROP_SCANNED:
    g_value_set_string (value, self->scanned);
    break;
  default:
    g_value_set_string (value, self->saved);
  }
}

static void
hufu_product_desk_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HufuProductDesk *self = HUFU_PRODUCT_DESK (object);

  if (self->shown == g_value_get_boolean (value))
    return;
  self->shown = g_value_get_boolean (value);
  g_object_notify_by_pspec (object, props[PROP_SHOWN]);
}

static void
hufu_product_desk_finalize (GObject *object)
{
  HufuProductDesk *self = HUFU_PRODUCT_DESK (object);

  hufu_product_sheet_free (self->sheet);
  g_free (self->saved);
  g_free (self->scanned);
  G_OBJECT_CLASS (hufu_product_desk_parent_class)->finalize (object);
}

static void
hufu_product_desk_class_init (HufuProductDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = hufu_product_desk_get_property;
  object_class->set_property = hufu_product_desk_set_property;
  object_class->finalize = hufu_product_desk_finalize;
  props[PROP_SHOWN] =
      g_param_spec_boolean ("shown", NULL, NULL, FALSE, read | (GParamFlags)G_PARAM_WRITABLE);
  props[PROP_BEYOND] = g_param_spec_boolean ("beyond", NULL, NULL, FALSE, read);
  props[PROP_SERIAL] = g_param_spec_uint ("serial", NULL, NULL, 0, G_MAXUINT, 0, read);
  props[PROP_SAVED] = g_param_spec_string ("saved", NULL, NULL, "", read);
  props[PROP_SCANNED] = g_param_spec_string ("scanned", NULL, NULL, "", read);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
hufu_product_desk_init (HufuProductDesk *self)
{
  self->saved = g_strdup ("");
  self->scanned = g_strdup ("");
}

HufuProductDesk *
hufu_product_desk_new (void)
{
  return g_object_new (HUFU_TYPE_PRODUCT_DESK, NULL);
}

const HufuProductSheet *
hufu_product_desk_get_sheet (HufuProductDesk *desk)
{
  return desk->sheet;
}

void
hufu_product_desk_show (HufuProductDesk *desk, HufuProductSheet *take_sheet)
{
  hufu_product_sheet_free (desk->sheet);
  desk->sheet = take_sheet;
  desk->serial++;
  g_object_notify_by_pspec (G_OBJECT (desk), props[PROP_SERIAL]);
}

gboolean
hufu_product_desk_is_shown (HufuProductDesk *desk)
{
  return desk->shown;
}

gboolean
hufu_product_desk_is_beyond (HufuProductDesk *desk)
{
  return desk->beyond;
}

void
hufu_product_desk_set_beyond (HufuProductDesk *desk, gboolean beyond)
{
  if (desk->beyond == beyond)
    return;
  desk->beyond = beyond;
  g_object_notify_by_pspec (G_OBJECT (desk), props[PROP_BEYOND]);
}

void
hufu_product_desk_tell_scanned (HufuProductDesk *desk, const char *code)
{
  g_free (desk->scanned);
  desk->scanned = g_strdup (code);
  g_object_notify_by_pspec (G_OBJECT (desk), props[PROP_SCANNED]);
}

void
hufu_product_desk_tell_saved (HufuProductDesk *desk, const char *sentence)
{
  g_free (desk->saved);
  desk->saved = g_strdup (sentence);
  g_object_notify_by_pspec (G_OBJECT (desk), props[PROP_SAVED]);
}

/* ---- the plain structs ---- */

void
hufu_product_sheet_free (HufuProductSheet *sheet)
{
  if (sheet == NULL)
    return;
  g_free (sheet->sku);
  g_free (sheet->name_en);
  g_free (sheet->name_zh);
  g_free (sheet->price);
  g_free (sheet->member_price);
  g_free (sheet->codes);
  g_free (sheet);
}

HufuProductForm *
hufu_product_form_copy (const HufuProductForm *form)
{
  HufuProductForm *copy = g_memdup2 (form, sizeof *form);

  copy->which = g_strdup (form->which);
  copy->name_en = g_strdup (form->name_en);
  copy->name_zh = g_strdup (form->name_zh);
  copy->price = g_strdup (form->price);
  copy->member_price = g_strdup (form->member_price);
  copy->code = g_strdup (form->code);
  copy->code_off = g_strdup (form->code_off);
  copy->category = g_strdup (form->category);
  return copy;
}

void
hufu_product_form_free (HufuProductForm *form)
{
  if (form == NULL)
    return;
  g_free (form->which);
  g_free (form->name_en);
  g_free (form->name_zh);
  g_free (form->price);
  g_free (form->member_price);
  g_free (form->code);
  g_free (form->code_off);
  g_free (form->category);
  g_free (form);
}
