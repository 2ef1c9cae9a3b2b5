/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/price-pad.h"

#include <string.h>

#include "counter/price-pad-private.h"

#define ENTERED_MAX 12

struct _HufuPricePad {
  GObject parent_instance;

  guint32 line_no;
  HufuMarkdownKind kind;
  char entered[ENTERED_MAX + 1];
  char *reason, *note, *title, *preview, *limit;
  gboolean marked, beyond;
};

enum {
  PROP_LINE_NO = 1,
  PROP_KIND,
  PROP_ENTERED,
  PROP_REASON,
  PROP_NOTE,
  PROP_TITLE,
  PROP_PREVIEW,
  PROP_LIMIT,
  PROP_MARKED,
  PROP_BEYOND,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (HufuPricePad, hufu_price_pad, G_TYPE_OBJECT)

static void
hufu_price_pad_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HufuPricePad *self = HUFU_PRICE_PAD (object);
  const char *texts[N_PROPS] = {
      [PROP_ENTERED] = self->entered, [PROP_REASON] = self->reason,   [PROP_NOTE] = self->note,
      [PROP_TITLE] = self->title,     [PROP_PREVIEW] = self->preview, [PROP_LIMIT] = self->limit,
  };

  if (id == PROP_LINE_NO)
    g_value_set_uint (value, self->line_no);
  else if (id == PROP_KIND)
    g_value_set_int (value, (int)self->kind);
  else if (id == PROP_MARKED)
    g_value_set_boolean (value, self->marked);
  else if (id == PROP_BEYOND)
    g_value_set_boolean (value, self->beyond);
  else
    g_value_set_string (value, texts[id]);
}

static void
hufu_price_pad_finalize (GObject *object)
{
  HufuPricePad *self = HUFU_PRICE_PAD (object);

  g_free (self->reason);
  g_free (self->note);
  g_free (self->title);
  g_free (self->preview);
  g_free (self->limit);
  G_OBJECT_CLASS (hufu_price_pad_parent_class)->finalize (object);
}

static void
hufu_price_pad_class_init (HufuPricePadClass *klass)
{
  static const char *const texts[N_PROPS] = {
      [PROP_ENTERED] = "entered", [PROP_REASON] = "reason",   [PROP_NOTE] = "note",
      [PROP_TITLE] = "title",     [PROP_PREVIEW] = "preview", [PROP_LIMIT] = "limit",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = hufu_price_pad_get_property;
  object_class->finalize = hufu_price_pad_finalize;
  props[PROP_LINE_NO] = g_param_spec_uint ("line-no", NULL, NULL, 0, G_MAXUINT32, 0, flags);
  props[PROP_KIND] = g_param_spec_int ("kind", NULL, NULL, 0, HUFU_MARKDOWN_KIND_COUNT - 1,
                                       HUFU_MARKDOWN_PERCENT, flags);
  props[PROP_MARKED] = g_param_spec_boolean ("marked", NULL, NULL, FALSE, flags);
  props[PROP_BEYOND] = g_param_spec_boolean ("beyond", NULL, NULL, FALSE, flags);
  for (guint id = PROP_ENTERED; id <= PROP_LIMIT; id++)
    props[id] = g_param_spec_string (texts[id], NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
hufu_price_pad_init (HufuPricePad *self)
{
  char **texts[] = {&self->reason, &self->note, &self->title, &self->preview, &self->limit};

  self->kind = HUFU_MARKDOWN_PERCENT;
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    *texts[i] = g_strdup ("");
}

HufuPricePad *
hufu_price_pad_new (void)
{
  return g_object_new (HUFU_TYPE_PRICE_PAD, NULL);
}

static void
tell (HufuPricePad *self, guint id)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[id]);
}

static void
set_text (char **place, const char *text)
{
  char *old = *place;

  *place = g_strdup (text == NULL ? "" : text); /* text may be the old one */
  g_free (old);
}

/* What was asked for is another thing now: nobody is asked to approve it. */
static void
changed (HufuPricePad *self)
{
  hufu_price_pad_set_beyond (self, FALSE);
  tell (self, PROP_ENTERED);
}

void
hufu_price_pad_begin (HufuPricePad *pad, guint32 line_no, HufuMarkdownKind marked)
{
  pad->line_no = line_no;
  pad->kind = marked == HUFU_MARKDOWN_NONE ? HUFU_MARKDOWN_PERCENT : marked;
  pad->entered[0] = '\0';
  set_text (&pad->reason, "");
  set_text (&pad->note, "");
  tell (pad, PROP_LINE_NO);
  tell (pad, PROP_KIND);
  tell (pad, PROP_REASON);
  tell (pad, PROP_NOTE);
  changed (pad);
}

guint32
hufu_price_pad_get_line_no (HufuPricePad *pad)
{
  return pad->line_no;
}

gboolean
hufu_price_pad_get_beyond (HufuPricePad *pad)
{
  return pad->beyond;
}

/* FALSE: it is no number of that kind. */
static gboolean
read_value (HufuMarkdownKind kind, const char *text, gint64 *ret_value)
{
  guint64 percent;

  if (kind != HUFU_MARKDOWN_PERCENT)
    return hufu_money_parse (text, ret_value);
  if (!g_ascii_string_to_unsigned (text, 10, 0, 100, &percent, NULL))
    return FALSE;
  *ret_value = (gint64)percent;
  return TRUE;
}

void
hufu_price_pad_get_markdown (HufuPricePad *pad, HufuMarkdown *ret_markdown)
{
  *ret_markdown = (HufuMarkdown){.kind = pad->kind, .value = -1};
  if (pad->entered[0] != '\0' && !read_value (pad->kind, pad->entered, &ret_markdown->value))
    ret_markdown->value = -1; /* a point with nothing after it */
  g_strlcpy (ret_markdown->reason, pad->reason, sizeof ret_markdown->reason);
  g_strlcpy (ret_markdown->note, pad->note, sizeof ret_markdown->note);
}

void
hufu_price_pad_set_kind (HufuPricePad *pad, HufuMarkdownKind kind)
{
  gboolean fits = kind == HUFU_MARKDOWN_PERCENT || kind == HUFU_MARKDOWN_AMOUNT ||
                  (kind == HUFU_MARKDOWN_PRICE && pad->line_no > 0);

  if (!fits || kind == pad->kind)
    return;
  pad->kind = kind;
  pad->entered[0] = '\0';
  tell (pad, PROP_KIND);
  changed (pad);
}

void
hufu_price_pad_set_entered (HufuPricePad *pad, const char *text)
{
  g_autofree char *whole = g_strconcat (text, "0", NULL); /* "12." is on the way to "12.5" */
  gint64 value;
  gboolean amount = pad->kind != HUFU_MARKDOWN_PERCENT;

  if (strlen (text) > ENTERED_MAX ||
      (*text != '\0' && !read_value (pad->kind, text, &value) &&
       !(amount && g_str_has_suffix (text, ".") && read_value (pad->kind, whole, &value))))
    return;
  g_strlcpy (pad->entered, text, sizeof pad->entered);
  changed (pad);
}

void
hufu_price_pad_press (HufuPricePad *pad, const char *key)
{
  g_autofree char *text = g_strconcat (pad->entered, key, NULL);

  if (*key != '\0' && strspn (key, "0123456789.") == strlen (key))
    hufu_price_pad_set_entered (pad, text);
}

void
hufu_price_pad_backspace (HufuPricePad *pad)
{
  gsize length = strlen (pad->entered);

  if (length == 0)
    return;
  pad->entered[length - 1] = '\0';
  changed (pad);
}

void
hufu_price_pad_set_reason (HufuPricePad *pad, const char *reason)
{
  if (strcmp (pad->reason, reason) == 0)
    return;
  set_text (&pad->reason, reason);
  tell (pad, PROP_REASON);
  changed (pad);
}

void
hufu_price_pad_set_note (HufuPricePad *pad, const char *note)
{
  if (strcmp (pad->note, note) == 0)
    return;
  set_text (&pad->note, note);
  tell (pad, PROP_NOTE);
  changed (pad);
}

void
hufu_price_pad_show (HufuPricePad *pad, const char *title, const char *preview, const char *limit,
                     gboolean marked)
{
  set_text (&pad->title, title);
  set_text (&pad->preview, preview);
  set_text (&pad->limit, limit);
  pad->marked = marked;
  tell (pad, PROP_TITLE);
  tell (pad, PROP_PREVIEW);
  tell (pad, PROP_LIMIT);
  tell (pad, PROP_MARKED);
}

void
hufu_price_pad_set_beyond (HufuPricePad *pad, gboolean beyond)
{
  if (pad->beyond == beyond)
    return;
  pad->beyond = beyond;
  tell (pad, PROP_BEYOND);
}
