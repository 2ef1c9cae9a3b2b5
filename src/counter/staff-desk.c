/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/staff-desk.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (HufuStaffRow, hufu_staff_row, G_TYPE_OBJECT)

static void
hufu_staff_row_finalize (GObject *object)
{
  HufuStaffRow *self = HUFU_STAFF_ROW (object);

  g_free (self->no);
  g_free (self->name);
  g_free (self->hint);
  G_OBJECT_CLASS (hufu_staff_row_parent_class)->finalize (object);
}

static void
hufu_staff_row_class_init (HufuStaffRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hufu_staff_row_finalize;
}

static void
hufu_staff_row_init (HufuStaffRow *self)
{
}

/* ---- the desk ---- */

struct _HufuStaffDesk {
  GObject parent_instance;
  GListStore *rows;
  gboolean shown;
  char *saved;
};

enum { PROP_SHOWN = 1, PROP_SAVED, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (HufuStaffDesk, hufu_staff_desk, G_TYPE_OBJECT)

static void
hufu_staff_desk_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HufuStaffDesk *self = HUFU_STAFF_DESK (object);

  if (id == PROP_SHOWN)
    g_value_set_boolean (value, self->shown);
  else
    g_value_set_string (value, self->saved);
}

static void
hufu_staff_desk_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HufuStaffDesk *self = HUFU_STAFF_DESK (object);

  if (self->shown == g_value_get_boolean (value))
    return;
  self->shown = g_value_get_boolean (value);
  g_object_notify_by_pspec (object, props[PROP_SHOWN]);
}

static void
hufu_staff_desk_finalize (GObject *object)
{
  HufuStaffDesk *self = HUFU_STAFF_DESK (object);

  g_object_unref (self->rows);
  g_free (self->saved);
  G_OBJECT_CLASS (hufu_staff_desk_parent_class)->finalize (object);
}

static void
hufu_staff_desk_class_init (HufuStaffDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hufu_staff_desk_get_property;
  object_class->set_property = hufu_staff_desk_set_property;
  object_class->finalize = hufu_staff_desk_finalize;
  props[PROP_SHOWN] =
      g_param_spec_boolean ("shown", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_SAVED] =
      g_param_spec_string ("saved", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
hufu_staff_desk_init (HufuStaffDesk *self)
{
  self->rows = g_list_store_new (HUFU_TYPE_STAFF_ROW);
  self->saved = g_strdup ("");
}

HufuStaffDesk *
hufu_staff_desk_new (void)
{
  return g_object_new (HUFU_TYPE_STAFF_DESK, NULL);
}

GListModel *
hufu_staff_desk_get_rows (HufuStaffDesk *desk)
{
  return G_LIST_MODEL (desk->rows);
}

void
hufu_staff_desk_show (HufuStaffDesk *desk, GPtrArray *rows)
{
  g_list_store_splice (desk->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (desk->rows)),
                       rows->pdata, rows->len);
}

void
hufu_staff_desk_tell_saved (HufuStaffDesk *desk, const char *no)
{
  g_free (desk->saved);
  desk->saved = g_strdup (no);
  g_object_notify_by_pspec (G_OBJECT (desk), props[PROP_SAVED]);
}

/* ---- the form ---- */

HufuStaffForm *
hufu_staff_form_copy (const HufuStaffForm *form)
{
  HufuStaffForm *copy = g_memdup2 (form, sizeof *form);

  copy->which = g_strdup (form->which);
  copy->no = g_strdup (form->no);
  copy->name = g_strdup (form->name);
  copy->role = g_strdup (form->role);
  copy->pin = g_strdup (form->pin);
  copy->rights = g_memdup2 (form->rights, sizeof *form->rights);
  return copy;
}

void
hufu_staff_form_free (HufuStaffForm *form)
{
  if (form == NULL)
    return;
  if (form->pin != NULL)
    explicit_bzero (form->pin, strlen (form->pin));
  g_free (form->which);
  g_free (form->no);
  g_free (form->name);
  g_free (form->role);
  g_free (form->pin);
  g_free (form->rights);
  g_free (form);
}
