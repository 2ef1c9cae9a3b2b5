/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/drawer-pad.h"

#include <string.h>

#include "counter/drawer-pad-private.h"
#include "counter/typed-sum.h"

struct _HufuDrawerPad {
  GObject parent_instance;

  HufuCashKind kind;
  const HufuCashReason *reason; /* NULL = none is chosen */
  char *note;
  HufuTypedSum sum;
};

enum { PROP_KIND = 1, PROP_REASON, PROP_NOTE, PROP_AMOUNT_MINOR, PROP_AMOUNT_TEXT, N_PROPS };

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (HufuDrawerPad, hufu_drawer_pad, G_TYPE_OBJECT)

static gint64
amount_of (HufuDrawerPad *self)
{
  return self->kind == HUFU_CASH_NO_SALE ? 0 : hufu_typed_sum_get_minor (&self->sum);
}

static void
take_amount (HufuDrawerPad *self, GValue *value)
{
  char text[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format_grouped (amount_of (self), text);
  g_value_set_string (value, text);
}

static void
hufu_drawer_pad_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HufuDrawerPad *self = HUFU_DRAWER_PAD (object);

  switch (id) {
  case PROP_KIND:
    g_value_set_uint (value, self->kind);
    break;
  case PROP_REASON:
    g_value_set_static_string (value, self->reason != NULL ? self->reason->name : "");
    break;
  case PROP_NOTE:
    g_value_set_string (value, self->note);
    break;
  case PROP_AMOUNT_MINOR:
    g_value_set_int64 (value, amount_of (self));
    break;
  case PROP_AMOUNT_TEXT:
    take_amount (self, value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
hufu_drawer_pad_finalize (GObject *object)
{
  g_free (HUFU_DRAWER_PAD (object)->note);
  G_OBJECT_CLASS (hufu_drawer_pad_parent_class)->finalize (object);
}

static void
hufu_drawer_pad_class_init (HufuDrawerPadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = hufu_drawer_pad_get_property;
  object_class->finalize = hufu_drawer_pad_finalize;
  props[PROP_KIND] = g_param_spec_uint ("kind", NULL, NULL, 0, HUFU_CASH_NO_SALE, 0, flags);
  props[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, "", flags);
  props[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, "", flags);
  props[PROP_AMOUNT_MINOR] =
      g_param_spec_int64 ("amount-minor", NULL, NULL, 0, HUFU_MONEY_MAX_MINOR, 0, flags);
  props[PROP_AMOUNT_TEXT] = g_param_spec_string ("amount-text", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
hufu_drawer_pad_init (HufuDrawerPad *self)
{
  self->note = g_strdup ("");
}

HufuDrawerPad *
hufu_drawer_pad_new (void)
{
  return g_object_new (HUFU_TYPE_DRAWER_PAD, NULL);
}

static void
tell_all (HufuDrawerPad *self)
{
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 1; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), props[i]);
  g_object_thaw_notify (G_OBJECT (self));
}

void
hufu_drawer_pad_clear (HufuDrawerPad *pad)
{
  hufu_typed_sum_clear (&pad->sum);
  pad->kind = HUFU_CASH_IN;
  pad->reason = NULL;
  hufu_drawer_pad_set_note (pad, "");
}

void
hufu_drawer_pad_set_kind (HufuDrawerPad *pad, HufuCashKind kind)
{
  g_return_if_fail (kind != HUFU_CASH_DIFFERENCE);
  if (pad->kind != kind)
    pad->reason = NULL;
  pad->kind = kind;
  tell_all (pad);
}

void
hufu_drawer_pad_set_reason (HufuDrawerPad *pad, const char *reason)
{
  const HufuCashReason *found = hufu_cash_reason_find (pad->kind, reason);

  if (found != NULL)
    pad->reason = found;
  tell_all (pad);
}

void
hufu_drawer_pad_step (HufuDrawerPad *pad, int step)
{
  const HufuCashReason *at = NULL;

  for (gsize i = 0; i < HUFU_CASH_REASON_COUNT; i++) {
    const HufuCashReason *reason =
        hufu_cash_reason_get (step > 0 ? i : HUFU_CASH_REASON_COUNT - 1 - i);

    if (reason->kind != pad->kind)
      continue;
    if (pad->reason == NULL || at == pad->reason) {
      pad->reason = reason;
      break;
    }
    at = reason;
  }
  tell_all (pad);
}

void
hufu_drawer_pad_set_note (HufuDrawerPad *pad, const char *note)
{
  g_free (pad->note);
  pad->note = g_strdup (note);
  tell_all (pad);
}

void
hufu_drawer_pad_press (HufuDrawerPad *pad, const char *key)
{
  if (pad->kind != HUFU_CASH_NO_SALE)
    hufu_typed_sum_press (&pad->sum, key);
  tell_all (pad);
}

void
hufu_drawer_pad_backspace (HufuDrawerPad *pad)
{
  hufu_typed_sum_backspace (&pad->sum);
  tell_all (pad);
}

const char *
hufu_drawer_pad_get_typed (HufuDrawerPad *pad)
{
  return pad->sum.text;
}

void
hufu_drawer_pad_set_typed (HufuDrawerPad *pad, const char *typed)
{
  hufu_typed_sum_clear (&pad->sum);
  hufu_typed_sum_press (&pad->sum, typed);
  tell_all (pad);
}
