/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/count-pad.h"

#include <string.h>

#include "counter/count-pad-private.h"
#include "counter/say.h"

#define YUAN 100
#define JIAO 10

struct _HufuCountPad {
  GObject parent_instance;

  HufuLang lang;
  HufuCashCount count;
  guint selected;
  gboolean handover, beyond;
  gint64 difference_minor;
};

enum {
  PROP_SELECTED = 1,
  PROP_TOTAL_TEXT,
  PROP_TOTAL_MINOR,
  PROP_HANDOVER,
  PROP_BEYOND,
  PROP_DIFFERENCE_TEXT,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (HufuCountPad, hufu_count_pad, G_TYPE_OBJECT)

static char *
dup_money (gint64 minor)
{
  char text[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format_grouped (minor, text);
  return g_strdup (text);
}

char *
hufu_count_pad_say_difference (HufuLang lang, gint64 difference_minor)
{
  g_autofree char *amount = dup_money (ABS (difference_minor));

  if (difference_minor == 0)
    return HUFU_SAY (lang, "to the cent", "分文不差");
  return difference_minor < 0 ? HUFU_SAY (lang, "%s short", "短款 %s", amount)
                              : HUFU_SAY (lang, "%s over", "长款 %s", amount);
}

static void
hufu_count_pad_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HufuCountPad *self = HUFU_COUNT_PAD (object);

  switch (id) {
  case PROP_SELECTED:
    g_value_set_uint (value, self->selected);
    break;
  case PROP_TOTAL_TEXT:
    g_value_take_string (value, dup_money (hufu_cash_count_minor (&self->count)));
    break;
  case PROP_TOTAL_MINOR:
    g_value_set_int64 (value, hufu_cash_count_minor (&self->count));
    break;
  case PROP_HANDOVER:
    g_value_set_boolean (value, self->handover);
    break;
  case PROP_BEYOND:
    g_value_set_boolean (value, self->beyond);
    break;
  case PROP_DIFFERENCE_TEXT:
    g_value_take_string (
        value, self->beyond ? hufu_count_pad_say_difference (self->lang, self->difference_minor)
                            : g_strdup (""));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
hufu_count_pad_class_init (HufuCountPadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = hufu_count_pad_get_property;
  props[PROP_SELECTED] =
      g_param_spec_uint ("selected", NULL, NULL, 0, HUFU_DENOMINATION_COUNT - 1, 0, flags);
  props[PROP_TOTAL_TEXT] = g_param_spec_string ("total-text", NULL, NULL, "", flags);
  props[PROP_TOTAL_MINOR] =
      g_param_spec_int64 ("total-minor", NULL, NULL, 0, HUFU_MONEY_MAX_MINOR, 0, flags);
  props[PROP_HANDOVER] = g_param_spec_boolean ("handover", NULL, NULL, FALSE, flags);
  props[PROP_BEYOND] = g_param_spec_boolean ("beyond", NULL, NULL, FALSE, flags);
  props[PROP_DIFFERENCE_TEXT] = g_param_spec_string ("difference-text", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
hufu_count_pad_init (HufuCountPad *self)
{
}

HufuCountPad *
hufu_count_pad_new (void)
{
  return g_object_new (HUFU_TYPE_COUNT_PAD, NULL);
}

static void
tell_all (HufuCountPad *self)
{
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 1; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), props[i]);
  g_object_thaw_notify (G_OBJECT (self));
}

guint
hufu_count_pad_get_n_rows (HufuCountPad *pad)
{
  return HUFU_DENOMINATION_COUNT;
}

gint64
hufu_count_pad_get_value_minor (HufuCountPad *pad, guint row)
{
  return hufu_money_denomination_minor (row);
}

char *
hufu_count_pad_dup_label (HufuCountPad *pad, guint row)
{
  gint64 value_minor = hufu_money_denomination_minor (row);

  if (value_minor >= YUAN)
    return HUFU_SAY (pad->lang, "%" G_GINT64_FORMAT " yuan", "%" G_GINT64_FORMAT " 元",
                     value_minor / YUAN);
  return HUFU_SAY (pad->lang, "%" G_GINT64_FORMAT " jiao", "%" G_GINT64_FORMAT " 角",
                   value_minor / JIAO);
}

guint32
hufu_count_pad_get_pieces (HufuCountPad *pad, guint row)
{
  g_return_val_if_fail (row < HUFU_DENOMINATION_COUNT, 0);
  return pad->count.pieces[row];
}

char *
hufu_count_pad_dup_amount (HufuCountPad *pad, guint row)
{
  return dup_money (hufu_money_denomination_minor (row) * hufu_count_pad_get_pieces (pad, row));
}

void
hufu_count_pad_select (HufuCountPad *pad, guint row)
{
  pad->selected = MIN (row, HUFU_DENOMINATION_COUNT - 1);
  tell_all (pad);
}

void
hufu_count_pad_set_pieces (HufuCountPad *pad, guint row, guint32 pieces)
{
  g_return_if_fail (row < HUFU_DENOMINATION_COUNT && pieces <= HUFU_CASH_PIECES_MAX);
  pad->count.pieces[row] = pieces;
  tell_all (pad);
}

void
hufu_count_pad_press (HufuCountPad *pad, const char *key)
{
  guint64 pieces = pad->count.pieces[pad->selected];

  if (*key == '\0' || strspn (key, "0123456789") != strlen (key))
    return;
  for (const char *digit = key; *digit != '\0'; digit++)
    pieces = pieces * 10 + (guint64)(*digit - '0');
  if (pieces <= HUFU_CASH_PIECES_MAX)
    hufu_count_pad_set_pieces (pad, pad->selected, (guint32)pieces);
}

void
hufu_count_pad_backspace (HufuCountPad *pad)
{
  hufu_count_pad_set_pieces (pad, pad->selected, pad->count.pieces[pad->selected] / 10);
}

void
hufu_count_pad_set_handover (HufuCountPad *pad, gboolean handover)
{
  pad->handover = handover;
  tell_all (pad);
}

void
hufu_count_pad_clear (HufuCountPad *pad)
{
  pad->count = (HufuCashCount){0};
  pad->selected = 0;
  pad->handover = FALSE;
  hufu_count_pad_set_beyond (pad, FALSE, 0);
}

void
hufu_count_pad_set_lang (HufuCountPad *pad, HufuLang lang)
{
  pad->lang = lang;
  tell_all (pad);
}

const HufuCashCount *
hufu_count_pad_get_count (HufuCountPad *pad)
{
  return &pad->count;
}

void
hufu_count_pad_set_beyond (HufuCountPad *pad, gboolean beyond, gint64 difference_minor)
{
  pad->beyond = beyond;
  pad->difference_minor = difference_minor;
  tell_all (pad);
}

gboolean
hufu_count_pad_get_beyond (HufuCountPad *pad)
{
  return pad->beyond;
}

gboolean
hufu_count_pad_get_handover (HufuCountPad *pad)
{
  return pad->handover;
}
