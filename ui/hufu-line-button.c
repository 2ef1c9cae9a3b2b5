/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-line-button.h"

#include "ui/drawing.h"
#include "ui/text.h"

/* The sign before a quantity is smaller than its digits. */
#define SIGN_PT 12
#define WORDS_PT 14.25

struct _HufuLineButton {
  GtkButton parent_instance;
  char *sign, *icon, *words;
  int icon_px, gap_px;
  PangoLayout *sign_text, *words_text; /* NULL until it is drawn or measured */
};

G_DEFINE_FINAL_TYPE (HufuLineButton, hufu_line_button, GTK_TYPE_BUTTON)

enum { PROP_SIGN = 1, PROP_ICON, PROP_ICON_SIZE, PROP_WORDS, PROP_GAP, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
ensure_texts (HufuLineButton *self)
{
  if (self->sign != NULL && self->sign_text == NULL) {
    self->sign_text = hufu_text_new (GTK_WIDGET (self), SIGN_PT, WORDS_PT, PANGO_WEIGHT_NORMAL);
    pango_layout_set_text (self->sign_text, self->sign, -1);
  }
  if (self->words != NULL && self->words_text == NULL) {
    self->words_text = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->words);
    PangoAttrList *attrs = pango_attr_list_new ();
    pango_attr_list_insert (attrs, pango_attr_font_features_new ("tnum"));
    pango_layout_set_attributes (self->words_text, attrs);
    pango_attr_list_unref (attrs);
  }
}

/* Adds a piece of this width to the row of pieces. */
static void
add_piece (HufuLineButton *self, int *width, int piece)
{
  *width += piece + (*width > 0 ? self->gap_px : 0);
}

static void
get_content_size (HufuLineButton *self, int *ret_width, int *ret_height)
{
  PangoLayout *texts[] = {self->sign_text, self->words_text};
  *ret_width = *ret_height = 0;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    int width, height;
    if (texts[i] == NULL)
      continue;
    pango_layout_get_pixel_size (texts[i], &width, &height);
    add_piece (self, ret_width, width);
    *ret_height = MAX (*ret_height, height);
  }
  if (self->icon != NULL) {
    add_piece (self, ret_width, self->icon_px);
    *ret_height = MAX (*ret_height, self->icon_px);
  }
}

static void
hufu_line_button_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  HufuLineButton *self = HUFU_LINE_BUTTON (widget);
  int width, height;
  ensure_texts (self);
  get_content_size (self, &width, &height);
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? width : height;
}

static void
draw_text (HufuLineButton *self, PangoLayout *text, GtkSnapshot *snapshot, int *x,
           const GdkRGBA *color)
{
  int width, height;
  if (text == NULL)
    return;
  pango_layout_get_pixel_size (text, &width, &height);
  hufu_text_draw (text, snapshot, *x, (gtk_widget_get_height (GTK_WIDGET (self)) - height) / 2,
                  color);
  *x += width + self->gap_px;
}

static void
draw_icon (HufuLineButton *self, GtkSnapshot *snapshot, int *x, const GdkRGBA *color)
{
  int spare = gtk_widget_get_height (GTK_WIDGET (self)) - self->icon_px;
  if (self->icon == NULL)
    return;
  hufu_drawing_append (snapshot, self->icon, (float)*x, (float)spare / 2, self->icon_px, color);
  *x += self->icon_px + self->gap_px;
}

static void
hufu_line_button_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HufuLineButton *self = HUFU_LINE_BUTTON (widget);
  int width, height;
  GdkRGBA color, quiet = hufu_text_color (widget, "text2");
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  ensure_texts (self);
  get_content_size (self, &width, &height);
  int x = (gtk_widget_get_width (widget) - width) / 2;
  draw_text (self, self->sign_text, snapshot, &x, &quiet);
  draw_icon (self, snapshot, &x, &color);
  draw_text (self, self->words_text, snapshot, &x, &color);
}

static gboolean
set_string (char **place, const char *text)
{
  if (g_strcmp0 (*place, text) == 0)
    return FALSE;
  g_free (*place);
  *place = g_strdup (text);
  return TRUE;
}

static void
hufu_line_button_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HufuLineButton *self = HUFU_LINE_BUTTON (object);
  if (id == PROP_ICON_SIZE)
    self->icon_px = g_value_get_int (value);
  else if (id == PROP_GAP)
    self->gap_px = g_value_get_int (value);
  else
    hufu_line_button_show (self, id == PROP_SIGN ? g_value_get_string (value) : self->sign,
                           id == PROP_ICON ? g_value_get_string (value) : self->icon,
                           id == PROP_WORDS ? g_value_get_string (value) : self->words);
}

static void
hufu_line_button_finalize (GObject *object)
{
  HufuLineButton *self = HUFU_LINE_BUTTON (object);
  g_clear_object (&self->sign_text);
  g_clear_object (&self->words_text);
  g_free (self->sign);
  g_free (self->icon);
  g_free (self->words);
  G_OBJECT_CLASS (hufu_line_button_parent_class)->finalize (object);
}

static void
hufu_line_button_class_init (HufuLineButtonClass *class)
{
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  object_class->set_property = hufu_line_button_set_property;
  object_class->finalize = hufu_line_button_finalize;
  widget_class->measure = hufu_line_button_measure;
  widget_class->snapshot = hufu_line_button_snapshot;
  props[PROP_SIGN] = g_param_spec_string ("sign", NULL, NULL, NULL, flags);
  props[PROP_ICON] = g_param_spec_string ("icon", NULL, NULL, NULL, flags);
  props[PROP_ICON_SIZE] = g_param_spec_int ("icon-size", NULL, NULL, 1, 512, 17, flags);
  props[PROP_WORDS] = g_param_spec_string ("words", NULL, NULL, NULL, flags);
  props[PROP_GAP] = g_param_spec_int ("gap", NULL, NULL, 0, 100, 8, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
hufu_line_button_init (HufuLineButton *self)
{
  self->icon_px = 17;
  self->gap_px = 8;
  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
  gtk_widget_set_focus_on_click (GTK_WIDGET (self), FALSE);
}

void
hufu_line_button_show (HufuLineButton *button, const char *sign, const char *icon,
                       const char *words)
{
  gboolean other_sign = set_string (&button->sign, sign);
  gboolean other_words = set_string (&button->words, words);
  if (other_sign)
    g_clear_object (&button->sign_text);
  if (other_words)
    g_clear_object (&button->words_text);
  if (set_string (&button->icon, icon) || other_sign || other_words)
    gtk_widget_queue_resize (GTK_WIDGET (button));
}
