/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/util.h"

#include "core/money.h"

void
hufu_set_class (gpointer widget, const char *css_class, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

void
hufu_set_tone (gpointer widget, HufuTone tone)
{
  hufu_set_class (widget, "tone-plain", tone == HUFU_TONE_PLAIN);
  hufu_set_class (widget, "tone-ok", tone == HUFU_TONE_OK);
  hufu_set_class (widget, "tone-ask", tone == HUFU_TONE_ASK);
  hufu_set_class (widget, "tone-no", tone == HUFU_TONE_NO);
}

void
hufu_set_accessible_label (gpointer widget, const char *label)
{
  gtk_accessible_update_property (widget, GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

void
hufu_set_text (gpointer label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL && *text != '\0');
}

void
hufu_remove_children (gpointer box)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (box)) != NULL)
    if (GTK_IS_BOX (box))
      gtk_box_remove (box, child);
    else
      gtk_grid_remove (box, child);
}

gint64
hufu_parse_qty_milli (const char *text)
{
  gint64 milli = 0;
  int decimals = -1;
  if (!g_ascii_isdigit (*text))
    return -1;
  for (; *text != '\0'; text++) {
    if (*text == '.' && decimals < 0) {
      decimals = 0;
    } else if (g_ascii_isdigit (*text) && decimals < 3 && milli <= HUFU_QTY_MAX_MILLI) {
      milli = milli * 10 + (*text - '0');
      decimals += decimals >= 0;
    } else {
      return -1;
    }
  }
  for (int i = MAX (decimals, 0); i < 3; i++)
    milli *= 10;
  return milli <= HUFU_QTY_MAX_MILLI ? milli : -1;
}

const char *
hufu_hue_class (const char *name)
{
  static const char *const hues[] = {"hue-0", "hue-1", "hue-2", "hue-3", "hue-4"};
  static const struct {
    const char *icon;
    guint hue;
  } goods[] = {
      {"shirt", 0}, {"trousers", 0}, {"tee", 0},    {"dress", 1}, {"skirt", 1},
      {"candy", 1}, {"gift", 1},     {"bottle", 2}, {"socks", 2}, {"tea", 2},
      {"hat", 3},   {"cookie", 3},   {"crisps", 3}, {"scarf", 3}, {"cardigan", 4},
      {"tote", 4},  {"nuts", 4},     {"coffee", 4}, {"shoe", 4},  {"chocolate", 4},
  };
  for (guint i = 0; i < G_N_ELEMENTS (goods); i++)
    if (g_strcmp0 (name, goods[i].icon) == 0)
      return hues[goods[i].hue];
  return hues[name != NULL ? g_str_hash (name) % G_N_ELEMENTS (hues) : 0];
}

void
hufu_stack_show (GtkStack *stack, const char *name)
{
  GtkWidget *wanted = gtk_stack_get_child_by_name (stack, name);

  gtk_widget_set_visible (wanted, TRUE);
  gtk_stack_set_visible_child (stack, wanted);
  for (GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (stack)); page != NULL;
       page = gtk_widget_get_next_sibling (page))
    gtk_widget_set_visible (page, page == wanted);
}

gboolean
hufu_text_is_large (void)
{
  int dpi_1024ths = 0;
  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &dpi_1024ths, NULL);
  return dpi_1024ths > 96 * 1024 * 5 / 4; /* -1 = as usual */
}
