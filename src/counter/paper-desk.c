/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/paper-desk.h"

struct _HufuPaperDesk {
  GObject parent_instance;
  GListModel *rows;
  gboolean shown;
  HufuPaper kind;
  char *sku, *title, *fault;
  GBytes *picture; /* NULL = none */
};

enum { PROP_SHOWN = 1, PROP_KIND, PROP_SKU, PROP_TITLE, PROP_FAULT, PROP_PICTURE, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (HufuPaperDesk, hufu_paper_desk, G_TYPE_OBJECT)

static void
hufu_paper_desk_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HufuPaperDesk *self = HUFU_PAPER_DESK (object);

  if (id == PROP_SHOWN)
    g_value_set_boolean (value, self->shown);
  else if (id == PROP_KIND)
    g_value_set_int (value, (int)self->kind);
  else if (id == PROP_PICTURE)
    g_value_set_boxed (value, self->picture);
  else
    g_value_set_string (value, id == PROP_SKU     ? self->sku
                               : id == PROP_TITLE ? self->title
                                                  : self->fault);
}

static void
hufu_paper_desk_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HufuPaperDesk *self = HUFU_PAPER_DESK (object);

  if (self->shown == g_value_get_boolean (value))
    return;
  self->shown = g_value_get_boolean (value);
  g_object_notify_by_pspec (object, props[PROP_SHOWN]);
}

static void
hufu_paper_desk_finalize (GObject *object)
{
  HufuPaperDesk *self = HUFU_PAPER_DESK (object);

  g_object_unref (self->rows);
  g_free (self->sku);
  g_free (self->title);
  g_free (self->fault);
  g_clear_pointer (&self->picture, g_bytes_unref);
  G_OBJECT_CLASS (hufu_paper_desk_parent_class)->finalize (object);
}

static void
hufu_paper_desk_class_init (HufuPaperDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = hufu_paper_desk_get_property;
  object_class->set_property = hufu_paper_desk_set_property;
  object_class->finalize = hufu_paper_desk_finalize;
  props[PROP_SHOWN] =
      g_param_spec_boolean ("shown", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_KIND] = g_param_spec_int ("kind", NULL, NULL, 0, HUFU_PAPER_COUNT - 1, 0, flags);
  props[PROP_SKU] = g_param_spec_string ("sku", NULL, NULL, "", flags);
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  props[PROP_FAULT] = g_param_spec_string ("fault", NULL, NULL, "", flags);
  props[PROP_PICTURE] = g_param_spec_boxed ("picture", NULL, NULL, G_TYPE_BYTES, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
hufu_paper_desk_init (HufuPaperDesk *self)
{
  self->sku = g_strdup ("");
  self->title = g_strdup ("");
  self->fault = g_strdup ("");
}

HufuPaperDesk *
hufu_paper_desk_new (GListModel *rows)
{
  HufuPaperDesk *self = g_object_new (HUFU_TYPE_PAPER_DESK, NULL);

  self->rows = g_object_ref (rows);
  return self;
}

GListModel *
hufu_paper_desk_get_rows (HufuPaperDesk *desk)
{
  return desk->rows;
}

HufuPaper
hufu_paper_desk_get_kind (HufuPaperDesk *desk)
{
  return desk->kind;
}

const char *
hufu_paper_desk_get_sku (HufuPaperDesk *desk)
{
  return desk->sku;
}

const char *
hufu_paper_desk_get_title (HufuPaperDesk *desk)
{
  return desk->title;
}

const char *
hufu_paper_desk_get_fault (HufuPaperDesk *desk)
{
  return desk->fault;
}

GBytes *
hufu_paper_desk_get_picture (HufuPaperDesk *desk)
{
  return desk->picture;
}

static void
set_text (HufuPaperDesk *desk, char **field, guint id, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (desk), props[id]);
}

void
hufu_paper_desk_choose (HufuPaperDesk *desk, HufuPaper kind)
{
  if (desk->kind == kind)
    return;
  desk->kind = kind;
  g_object_notify_by_pspec (G_OBJECT (desk), props[PROP_KIND]);
}

void
hufu_paper_desk_look_at (HufuPaperDesk *desk, const char *sku, const char *title)
{
  g_object_freeze_notify (G_OBJECT (desk));
  set_text (desk, &desk->title, PROP_TITLE, title);
  set_text (desk, &desk->sku, PROP_SKU, sku);
  g_object_thaw_notify (G_OBJECT (desk));
}

void
hufu_paper_desk_set_fault (HufuPaperDesk *desk, const char *sentence)
{
  if (g_strcmp0 (desk->fault, sentence) != 0)
    set_text (desk, &desk->fault, PROP_FAULT, sentence);
}

void
hufu_paper_desk_take_picture (HufuPaperDesk *desk, GBytes *picture)
{
  g_clear_pointer (&desk->picture, g_bytes_unref);
  desk->picture = picture;
  g_object_notify_by_pspec (G_OBJECT (desk), props[PROP_PICTURE]);
}
