/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/checks.h"

#include "tests/ui/shown.h"
#include "ui/hufu-basket-line.h"
#include "ui/hufu-plot.h"
#include "ui/hufu-tile-button.h"

#define TARGET_LEAST_PX 43 /* 44 with its border; strip buttons lie on the screen's edge */
#define PRIMARY_LEAST_PX 56
#define SIDE_PX 572       /* of the window's width, whatever is in the basket */
#define SIDE_LARGE_PX 720 /* from 1700 px on */

/* What a screen reader says: the widget's own label, never what lies in it. A widget without one is
 * called by its class. */
gboolean
check_has_name (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);
  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
    return *gtk_button_get_label (GTK_BUTTON (widget)) != '\0';
  if (gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY))
    return TRUE;
  if (!gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL))
    return FALSE;
  /* NULL: it is the text that was asked for, which is none. */
  g_autofree char *name =
      gtk_test_accessible_check_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL, "");
  return name != NULL && g_type_from_name (name) == G_TYPE_INVALID;
}

static void
check_button (GtkWidget *button, const char *where)
{
  graphene_rect_t at; /* what can be touched: with padding and border */
  g_assert_true (gtk_widget_compute_bounds (button, button, &at));
  int width = (int)at.size.width, height = (int)at.size.height;
  int least = gtk_widget_has_css_class (button, "primary") ? PRIMARY_LEAST_PX : TARGET_LEAST_PX;
  if (width < least || height < least)
    g_error ("%s: the button %s is %dx%d", where, gtk_widget_get_name (button), width, height);
  if (!check_has_name (button))
    g_error ("%s: the button %s has no name", where, gtk_widget_get_name (button));
}

static void
check_field (GtkWidget *field, const char *where)
{
  if (gtk_widget_get_height (field) < TARGET_LEAST_PX - 2)
    g_error ("%s: the field %s is %d high", where, gtk_widget_get_name (field),
             gtk_widget_get_height (field));
  if (!check_has_name (field))
    g_error ("%s: the field %s has no name", where, gtk_widget_get_name (field));
}

/* Amounts and verdicts are never cut. */
static void
check_label (GtkWidget *label, const char *where)
{
  PangoLayout *layout = gtk_label_get_layout (GTK_LABEL (label));
  if (gtk_label_get_use_markup (GTK_LABEL (label)))
    g_error ("%s: \"%s\" is read as markup", where, gtk_label_get_text (GTK_LABEL (label)));
  if (pango_layout_is_ellipsized (layout))
    g_error ("%s: \"%s\" is cut", where, gtk_label_get_text (GTK_LABEL (label)));
}

static gboolean
is_blurred (GskRenderNode *node)
{
  GskRenderNodeType type = gsk_render_node_get_node_type (node);
  if (type == GSK_TRANSFORM_NODE)
    return is_blurred (gsk_transform_node_get_child (node));
  if (type == GSK_CLIP_NODE)
    return is_blurred (gsk_clip_node_get_child (node));
  if (type == GSK_OUTSET_SHADOW_NODE)
    return gsk_outset_shadow_node_get_blur_radius (node) > 0;
  for (guint i = 0; type == GSK_CONTAINER_NODE && i < gsk_container_node_get_n_children (node); i++)
    if (is_blurred (gsk_container_node_get_child (node, i)))
      return TRUE;
  return FALSE;
}

/* The line that was scanned last is drawn while somebody waits for it, and each blurred shadow
 * takes as long as all of its words. */
static void
check_drawn_quickly (GtkWidget *line, const char *where)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (line);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (line),
                          gtk_widget_get_height (line));
  g_autoptr (GskRenderNode) node = gtk_snapshot_to_node (snapshot);
  if (node != NULL && is_blurred (node))
    g_error ("%s: a line of the basket has blurred shadows", where);
}

/* A line and a plot draw their words themselves, so they tell them to who cannot see it. */
static void
check_line (GtkWidget *line, const char *where)
{
  if (!gtk_test_accessible_has_property (GTK_ACCESSIBLE (line), GTK_ACCESSIBLE_PROPERTY_LABEL))
    g_error ("%s: a line of the basket or a plot has no name", where);
}

/* Lines, tiles and plots draw their words themselves, so they are asked. */
void
check_amounts (GtkWidget *widget, const char *where)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (HUFU_IS_BASKET_LINE (widget) && hufu_basket_line_is_amount_cut (HUFU_BASKET_LINE (widget)))
    g_error ("%s: an amount of a line is cut", where);
  if (HUFU_IS_TILE_BUTTON (widget) && hufu_tile_button_is_price_cut (HUFU_TILE_BUTTON (widget)))
    g_error ("%s: the price of a tile is cut", where);
  if (HUFU_IS_PLOT (widget) && hufu_plot_is_label_cut (HUFU_PLOT (widget)))
    g_error ("%s: a label of a plot is cut", where);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_amounts (child, where);
}

void
check_widgets (GtkWidget *widget, const char *where)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_BUTTON (widget))
    check_button (widget, where);
  if (GTK_IS_ENTRY (widget))
    check_field (widget, where);
  if (GTK_IS_LABEL (widget))
    check_label (widget, where);
  if (HUFU_IS_BASKET_LINE (widget) || HUFU_IS_PLOT (widget))
    check_line (widget, where);
  if (HUFU_IS_BASKET_LINE (widget))
    check_drawn_quickly (widget, where);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_widgets (child, where);
}

void
check_not_sideways (GtkWidget *widget)
{
  GtkPolicyType policy = GTK_POLICY_NEVER;
  if (GTK_IS_SCROLLED_WINDOW (widget))
    gtk_scrolled_window_get_policy (GTK_SCROLLED_WINDOW (widget), &policy, NULL);
  if (policy == GTK_POLICY_AUTOMATIC) {
    GtkAdjustment *along = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (widget));
    g_assert_cmpfloat (gtk_adjustment_get_upper (along), <=, gtk_adjustment_get_page_size (along));
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_mapped (child))
      check_not_sideways (child);
}

void
check_basket_place (GtkWidget *window)
{
  int width = gtk_widget_get_width (window);
  graphene_rect_t at;
  GtkWidget *basket = shown_find_widget (window, "basket");
  if (basket == NULL || !gtk_widget_get_mapped (basket))
    return;
  g_assert_true (gtk_widget_compute_bounds (basket, window, &at));
  g_assert_cmpint ((int)at.origin.x, ==, width - (width >= 1700 ? SIDE_LARGE_PX : SIDE_PX));
}
