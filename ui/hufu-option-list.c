/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-option-list.h"

#include "counter/panel.h"
#include "ui/util.h"

#define COLUMNS 3

struct _HufuOptionList {
  GtkBox parent_instance;
  GPtrArray *buttons; /* GtkToggleButton, in order */
  char *shown;        /* what the buttons say */
};

G_DEFINE_FINAL_TYPE (HufuOptionList, hufu_option_list, GTK_TYPE_BOX)

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_visible (label, *text != '\0');
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/* A touch is a wish: what is chosen then, the counter says. */
static void
on_clicked (GtkToggleButton *button, gpointer number)
{
  gtk_toggle_button_set_active (button, !gtk_toggle_button_get_active (button));
  gtk_widget_activate_action (GTK_WIDGET (button), "counter.choose", "u",
                              GPOINTER_TO_UINT (number));
}

static GtkWidget *
new_button (const HufuPanelOption *option)
{
  GtkWidget *button = gtk_toggle_button_new (), *grid = gtk_grid_new ();
  g_autofree char *number = g_strdup_printf ("%u", option->number);
  g_autofree char *name = g_strconcat ("option-", option->id, NULL);
  g_autofree char *words = *option->price == '\0'
                               ? g_strdup (option->label)
                               : g_strdup_printf ("%s, %s", option->label, option->price);
  GtkWidget *label = new_label (option->label, NULL);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  gtk_widget_set_valign (grid, GTK_ALIGN_CENTER);
  gtk_grid_attach (GTK_GRID (grid), new_label (number, "dim"), 0, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), label, 1, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), new_label (option->price, "small"), 1, 1, 1, 1);
  gtk_button_set_child (GTK_BUTTON (button), grid);
  gtk_widget_set_name (button, name);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_add_css_class (button, "button");
  gtk_widget_add_css_class (button, "choice-button");
  gtk_widget_add_css_class (button, "option");
  hufu_set_accessible_label (button, words);
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), GUINT_TO_POINTER (option->number));
  return button;
}

static char *
describe (const GPtrArray *options)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < options->len; i++) {
    const HufuPanelOption *option = options->pdata[i];
    g_string_append_printf (text, "%s\n%s\n%s\n%s\n", option->group, option->id, option->label,
                            option->price);
  }
  return g_string_free (text, FALSE);
}

static GtkWidget *
new_group (void)
{
  GtkWidget *grid = gtk_grid_new ();
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 8);
  /* As wide as the others, however few it has. */
  for (int column = 0; column < COLUMNS; column++)
    gtk_grid_attach (GTK_GRID (grid), gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), column, 0, 1, 1);
  return grid;
}

static void
build (HufuOptionList *self, const GPtrArray *options)
{
  GtkWidget *grid = NULL;
  int place = 0;
  g_ptr_array_set_size (self->buttons, 0);
  hufu_remove_children (GTK_WIDGET (self));
  for (guint i = 0; i < options->len; i++, place++) {
    const HufuPanelOption *option = options->pdata[i];
    GtkWidget *button = new_button (option);
    if (*option->group != '\0') {
      grid = new_group ();
      place = 0;
      gtk_box_append (GTK_BOX (self), new_label (option->group, "strong"));
      gtk_box_append (GTK_BOX (self), grid);
    }
    gtk_grid_attach (GTK_GRID (grid), button, place % COLUMNS, 1 + place / COLUMNS, 1, 1);
    g_ptr_array_add (self->buttons, button);
  }
}

void
hufu_option_list_show (HufuOptionList *self, const GPtrArray *options)
{
  g_autofree char *said = describe (options);
  if (g_strcmp0 (said, self->shown) != 0) {
    build (self, options);
    g_free (self->shown);
    self->shown = g_steal_pointer (&said);
  }
  for (guint i = 0; i < options->len; i++)
    gtk_toggle_button_set_active (self->buttons->pdata[i],
                                  ((const HufuPanelOption *)options->pdata[i])->chosen);
}

static void
hufu_option_list_finalize (GObject *object)
{
  HufuOptionList *self = HUFU_OPTION_LIST (object);
  g_ptr_array_unref (self->buttons);
  g_free (self->shown);
  G_OBJECT_CLASS (hufu_option_list_parent_class)->finalize (object);
}

static void
hufu_option_list_class_init (HufuOptionListClass *class)
{
  G_OBJECT_CLASS (class)->finalize = hufu_option_list_finalize;
}

static void
hufu_option_list_init (HufuOptionList *self)
{
  self->buttons = g_ptr_array_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
}

GtkWidget *
hufu_option_list_new (void)
{
  return g_object_new (HUFU_TYPE_OPTION_LIST, NULL);
}
