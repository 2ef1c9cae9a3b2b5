/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/people-model.h"

G_DEFINE_FINAL_TYPE (HufuPerson, hufu_person, G_TYPE_OBJECT)

static void
hufu_person_finalize (GObject *object)
{
  HufuPerson *self = HUFU_PERSON (object);

  g_free (self->no);
  g_free (self->name);
  g_free (self->hint);
  G_OBJECT_CLASS (hufu_person_parent_class)->finalize (object);
}

static void
hufu_person_class_init (HufuPersonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hufu_person_finalize;
}

static void
hufu_person_init (HufuPerson *self)
{
}

G_DEFINE_FINAL_TYPE (HufuHeldItem, hufu_held_item, G_TYPE_OBJECT)

static void
hufu_held_item_finalize (GObject *object)
{
  HufuHeldItem *self = HUFU_HELD_ITEM (object);

  g_free (self->name);
  g_free (self->amount);
  g_free (self->hint);
  G_OBJECT_CLASS (hufu_held_item_parent_class)->finalize (object);
}

static void
hufu_held_item_class_init (HufuHeldItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hufu_held_item_finalize;
}

static void
hufu_held_item_init (HufuHeldItem *self)
{
}
