/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/cash-pad.h"

#include <string.h>

#include "core/lang.h"
#include "core/money.h"
#include "counter/cash-pad-private.h"
#include "counter/say.h"
#include "counter/typed-sum.h"

#define SUGGESTIONS_MAX 6
#define PIECES_MAX 4

struct _HufuCashPad {
  GObject parent_instance;

  HufuLang lang;
  gint64 due_minor;     /* of the sale, before cash rounding */
  gint64 rounded_minor; /* what cash must cover */
  gint64 part_minor;    /* cash that was taken already */
  HufuTypedSum typed;
  gint64 received_minor;
  GPtrArray *suggestions, *pieces;
};

enum {
  PROP_DUE_TEXT = 1,
  PROP_ROUNDING_TEXT,
  PROP_RECEIVED_TEXT,
  PROP_CHANGE_TEXT,
  PROP_SHORT_TEXT,
  PROP_PART_TEXT,
  PROP_COVERED,
  PROP_DUE_MINOR,
  PROP_RECEIVED_MINOR,
  PROP_CHANGE_MINOR,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (HufuCashPad, hufu_cash_pad, G_TYPE_OBJECT)

static gint64
change_of (HufuCashPad *self)
{
  return MAX (self->received_minor - self->rounded_minor, 0);
}

static gboolean
is_covered (HufuCashPad *self)
{
  return self->received_minor >= self->rounded_minor;
}

static void
take_money (GValue *value, gint64 minor)
{
  char text[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format_grouped (minor, text);
  g_value_set_string (value, text);
}

static void
take_rounding (HufuCashPad *self, GValue *value)
{
  gint64 rounding_minor = self->rounded_minor - self->due_minor;
  char text[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format_signed (rounding_minor, text);
  if (rounding_minor == 0)
    g_value_set_static_string (value, "");
  else
    g_value_take_string (value, HUFU_SAY (self->lang, "rounding %s",
                                          rounding_minor < 0 ? "抹零 %s" : "进位 %s", text));
}

static void
take_short (HufuCashPad *self, GValue *value)
{
  char text[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format_grouped (self->rounded_minor - self->received_minor, text);
  if (is_covered (self))
    g_value_set_static_string (value, "");
  else
    g_value_take_string (value, HUFU_SAY (self->lang, "%s is missing", "还差 %s", text));
}

static void
take_part (HufuCashPad *self, GValue *value)
{
  char part[HUFU_MONEY_TEXT_SIZE], due[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format_grouped (self->part_minor, part);
  hufu_money_format_grouped (self->due_minor, due);
  if (self->part_minor == 0)
    g_value_set_static_string (value, "");
  else
    g_value_take_string (value, HUFU_SAY (self->lang, "%s in cash, %s still to pay.",
                                          "已收现金 %s，还要付 %s。", part, due));
}

static void
hufu_cash_pad_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HufuCashPad *self = HUFU_CASH_PAD (object);

  switch (id) {
  case PROP_DUE_TEXT:
    take_money (value, self->rounded_minor);
    break;
  case PROP_ROUNDING_TEXT:
    take_rounding (self, value);
    break;
  case PROP_RECEIVED_TEXT:
    take_money (value, self->received_minor);
    break;
  case PROP_CHANGE_TEXT:
    take_money (value, change_of (self));
    break;
  case PROP_SHORT_TEXT:
    take_short (self, value);
    break;
  case PROP_PART_TEXT:
    take_part (self, value);
    break;
  case PROP_COVERED:
    g_value_set_boolean (value, is_covered (self));
    break;
  case PROP_DUE_MINOR:
    g_value_set_int64 (value, self->rounded_minor);
    break;
  case PROP_RECEIVED_MINOR:
    g_value_set_int64 (value, self->received_minor);
    break;
  case PROP_CHANGE_MINOR:
    g_value_set_int64 (value, change_of (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
suggestion_free (gpointer data)
{
  HufuCashSuggestion *suggestion = data;

  g_free (suggestion->label);
  g_free (suggestion->hint);
  g_free (suggestion);
}

static void
hufu_cash_pad_finalize (GObject *object)
{
  HufuCashPad *self = HUFU_CASH_PAD (object);

  g_ptr_array_unref (self->suggestions);
  g_ptr_array_unref (self->pieces);
  G_OBJECT_CLASS (hufu_cash_pad_parent_class)->finalize (object);
}

static void
hufu_cash_pad_class_init (HufuCashPadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = hufu_cash_pad_get_property;
  object_class->finalize = hufu_cash_pad_finalize;
  props[PROP_DUE_TEXT] = g_param_spec_string ("due-text", NULL, NULL, "", flags);
  props[PROP_ROUNDING_TEXT] = g_param_spec_string ("rounding-text", NULL, NULL, "", flags);
  props[PROP_RECEIVED_TEXT] = g_param_spec_string ("received-text", NULL, NULL, "", flags);
  props[PROP_CHANGE_TEXT] = g_param_spec_string ("change-text", NULL, NULL, "", flags);
  props[PROP_SHORT_TEXT] = g_param_spec_string ("short-text", NULL, NULL, "", flags);
  props[PROP_PART_TEXT] = g_param_spec_string ("part-text", NULL, NULL, "", flags);
  props[PROP_COVERED] = g_param_spec_boolean ("covered", NULL, NULL, TRUE, flags);
  props[PROP_DUE_MINOR] =
      g_param_spec_int64 ("due-minor", NULL, NULL, 0, HUFU_MONEY_MAX_MINOR, 0, flags);
  props[PROP_RECEIVED_MINOR] =
      g_param_spec_int64 ("received-minor", NULL, NULL, 0, HUFU_MONEY_MAX_MINOR, 0, flags);
  props[PROP_CHANGE_MINOR] =
      g_param_spec_int64 ("change-minor", NULL, NULL, 0, HUFU_MONEY_MAX_MINOR, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
hufu_cash_pad_init (HufuCashPad *self)
{
  self->suggestions = g_ptr_array_new_with_free_func (suggestion_free);
  self->pieces = g_ptr_array_new_with_free_func (g_free);
}

/* "500" rather than "500.00": a suggestion is read at a glance. */
static char *
short_amount (gint64 minor)
{
  char text[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format (minor, text);
  if (g_str_has_suffix (text, ".00"))
    text[strlen (text) - 3] = '\0';
  return g_strdup (text);
}

static void
suggest (HufuCashPad *self)
{
  gint64 sums_minor[SUGGESTIONS_MAX];
  gsize n = hufu_money_suggest_cash (self->rounded_minor, sums_minor, SUGGESTIONS_MAX);

  g_ptr_array_set_size (self->suggestions, 0);
  for (gsize i = 0; i < n; i++) {
    HufuCashSuggestion *suggestion = g_new0 (HufuCashSuggestion, 1);
    g_autofree char *sum = short_amount (sums_minor[i]);
    g_autofree char *back = short_amount (sums_minor[i] - self->rounded_minor);
    suggestion->sum_minor = sums_minor[i];
    suggestion->label = i == 0 ? HUFU_SAY (self->lang, "Exact %s", "刚好 %s", sum) : g_strdup (sum);
    suggestion->hint = i == 0 ? g_strdup ("") : HUFU_SAY (self->lang, "gives %s", "找 %s", back);
    g_ptr_array_add (self->suggestions, suggestion);
  }
}

static void
split_change (HufuCashPad *self)
{
  HufuDenomination pieces[PIECES_MAX];
  gsize n = hufu_money_change_pieces (change_of (self), pieces, PIECES_MAX);

  g_ptr_array_set_size (self->pieces, 0);
  for (gsize i = 0; i < n; i++) {
    gint64 value = pieces[i].value_minor;
    gboolean yuan = value >= 100;
    gint64 shown = yuan ? value / 100 : value / 10;
    g_ptr_array_add (self->pieces,
                     yuan ? HUFU_SAY (self->lang, "%" G_GINT64_FORMAT " yuan × %u",
                                      "%" G_GINT64_FORMAT "元 × %u", shown, pieces[i].count)
                          : HUFU_SAY (self->lang, "%" G_GINT64_FORMAT " jiao × %u",
                                      "%" G_GINT64_FORMAT "角 × %u", shown, pieces[i].count));
  }
}

static void
tell_all (HufuCashPad *self)
{
  split_change (self);
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 1; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), props[i]);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
read_typed (HufuCashPad *self)
{
  self->received_minor = hufu_typed_sum_get_minor (&self->typed);
  tell_all (self);
}

HufuCashPad *
hufu_cash_pad_new (void)
{
  return g_object_new (HUFU_TYPE_CASH_PAD, NULL);
}

void
hufu_cash_pad_ask (HufuCashPad *pad, gint64 due_minor, gint64 part_minor, gint64 increment_minor,
                   HufuRounding rounding, HufuLang lang)
{
  pad->lang = lang;
  pad->part_minor = part_minor;
  pad->due_minor = due_minor;
  pad->rounded_minor = hufu_money_round_cash (due_minor, increment_minor, rounding);
  suggest (pad);
  tell_all (pad);
}

void
hufu_cash_pad_press (HufuCashPad *pad, const char *key)
{
  hufu_typed_sum_press (&pad->typed, key);
  read_typed (pad);
}

void
hufu_cash_pad_backspace (HufuCashPad *pad)
{
  hufu_typed_sum_backspace (&pad->typed);
  read_typed (pad);
}

void
hufu_cash_pad_clear (HufuCashPad *pad)
{
  hufu_typed_sum_clear (&pad->typed);
  read_typed (pad);
}

void
hufu_cash_pad_set_received (HufuCashPad *pad, gint64 received_minor)
{
  g_return_if_fail (received_minor >= 0 && hufu_money_in_range (received_minor));
  hufu_typed_sum_clear (&pad->typed); /* the next key begins a new sum */
  pad->received_minor = received_minor;
  tell_all (pad);
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

gint64
hufu_cash_pad_get_received_minor (HufuCashPad *pad)
{
  return pad->received_minor;
}
