/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-tile-button.h"

#include <string.h>

#include "ui/drawing.h"
#include "ui/text.h"
#include "ui/util.h"

#define PADDING 10
#define RADIUS 11
#define ICON_PX 38
#define ICON_LEAST_PX 16
#define PRICE_SCALE 1.04
#define PRICE_LEAST_SCALE 0.5
#define NAME_LINES_MAX 2
#define NAME_LINE_SPACING 0.85F
#define UNIT_MAX 2 /* bytes of "g", "kg", "ml" */

struct _HufuTileButton {
  GtkButton parent_instance;
  HufuTile *tile;
};

G_DEFINE_FINAL_TYPE (HufuTileButton, hufu_tile_button, GTK_TYPE_BUTTON)

enum { PROP_TILE = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

static PangoLayout *
make_text (HufuTileButton *self, const char *text, double scale, gboolean bold, int width_px)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  PangoAttrList *attrs = pango_attr_list_new ();
  pango_attr_list_insert (attrs, pango_attr_scale_new (scale));
  if (bold)
    pango_attr_list_insert (attrs, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (layout, attrs);
  pango_attr_list_unref (attrs);
  if (width_px > 0) {
    pango_layout_set_width (layout, width_px * PANGO_SCALE);
    pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  }
  return layout;
}

/* One that is wider than the tile is written smaller, never cut. */
static PangoLayout *
make_price (HufuTileButton *self, int inner)
{
  double scale = PRICE_SCALE;
  for (;;) {
    int width;
    PangoLayout *price = make_text (self, self->tile->price, scale, TRUE, 0);
    pango_layout_get_pixel_size (price, &width, NULL);
    if (width <= inner || scale < PRICE_LEAST_SCALE)
      return price;
    g_object_unref (price);
    scale *= 0.9;
  }
}

/* A unit stays with its number: "200 g" is not torn apart. */
static char *
bind_unit (const char *name)
{
  const char *space = strrchr (name, ' ');
  if (space == NULL || space == name || strlen (space + 1) > UNIT_MAX ||
      !g_ascii_isdigit (space[-1]))
    return g_strdup (name);
  return g_strdup_printf ("%.*s\u00a0%s", (int)(space - name), name, space + 1);
}

static void
draw_picture (HufuTileButton *self, GtkSnapshot *snapshot, int width, int height)
{
  static const char *const grounds[] = {"blue_bg", "rose_bg", "leaf_bg", "sand_bg", "clay_bg"};
  static const char *const inks[] = {"blue_ink", "rose_ink", "leaf_ink", "sand_ink", "clay_ink"};
  int hue = hufu_hue_class (self->tile->icon)[4] - '0';
  GdkRGBA ground = hufu_text_color (GTK_WIDGET (self), grounds[hue]);
  GdkRGBA ink = hufu_text_color (GTK_WIDGET (self), inks[hue]);
  graphene_rect_t area = GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height);
  GskRoundedRect clip;
  gsk_rounded_rect_init (&clip, &area, &GRAPHENE_SIZE_INIT (RADIUS, RADIUS),
                         &GRAPHENE_SIZE_INIT (RADIUS, RADIUS), &GRAPHENE_SIZE_INIT (0, 0),
                         &GRAPHENE_SIZE_INIT (0, 0));
  gtk_snapshot_push_rounded_clip (snapshot, &clip);
  gtk_snapshot_append_color (snapshot, &ground, &area);
  gtk_snapshot_pop (snapshot);
  int size = MIN (ICON_PX, height - 2);
  if (size >= ICON_LEAST_PX)
    hufu_drawing_append (snapshot, hufu_drawing_for_goods (self->tile->icon),
                         (float)((width - size) / 2), (float)((height - size) / 2), size, &ink);
}

static void
hufu_tile_button_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HufuTileButton *self = HUFU_TILE_BUTTON (widget);
  HufuTile *tile = self->tile;
  if (tile == NULL || !tile->ready)
    return;
  GdkRGBA text = hufu_text_color (widget, "text"), quiet = hufu_text_color (widget, "text2");
  GdkRGBA low = hufu_text_color (widget, "ask_text");
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int inner = width - 2 * PADDING, price_width, stock_width, name_height, price_height;
  g_autofree char *full = tile->variant != NULL && *tile->variant != '\0'
                              ? g_strdup_printf ("%s %s", tile->name, tile->variant)
                              : g_strdup (tile->name);
  g_autoptr (PangoLayout) name = make_text (self, full, 1.0, FALSE, inner);
  g_autoptr (PangoLayout) price = make_price (self, inner);
  pango_layout_get_pixel_size (price, &price_width, &price_height);
  pango_layout_get_pixel_size (name, NULL, &name_height);
  /* The price is never cut; what is left of the line is the stock's. */
  g_autoptr (PangoLayout) stock = make_text (self, tile->stock, hufu_text_is_large () ? 0.8 : 0.94,
                                             FALSE, MAX (inner - price_width - 6, 1));
  pango_layout_get_pixel_size (stock, &stock_width, NULL);
  int y_price = height - price_height - 4, y_name = y_price - name_height + 3;
  /* What tells two variants apart is not cut off: it takes a line of its own from the picture. */
  gboolean long_name = pango_layout_is_ellipsized (name);
  if (long_name && tile->variant != NULL && *tile->variant != '\0') {
    g_autoptr (PangoLayout) variant = make_text (self, tile->variant, 0.94, FALSE, inner);
    pango_layout_set_text (name, tile->name, -1);
    hufu_text_draw (variant, snapshot, PADDING, y_name + 1, &quiet);
    y_name -= name_height - 4;
    long_name = pango_layout_is_ellipsized (name);
  }
  if (long_name) {
    g_autofree char *bound = bind_unit (pango_layout_get_text (name));
    pango_layout_set_text (name, bound, -1);
    pango_layout_set_height (name, -NAME_LINES_MAX);
    pango_layout_set_wrap (name, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_line_spacing (name, NAME_LINE_SPACING);
    int two_lines_height;
    pango_layout_get_pixel_size (name, NULL, &two_lines_height);
    y_name -= two_lines_height - name_height;
  }
  draw_picture (self, snapshot, width, y_name - 3);
  hufu_text_draw (name, snapshot, PADDING, y_name, &text);
  hufu_text_draw (price, snapshot, PADDING, y_price, &text);
  hufu_text_draw (stock, snapshot, width - PADDING - stock_width, y_price + 1,
                  tile->low_stock ? &low : &quiet);
}

static void
on_tile_changed (HufuTileButton *self)
{
  HufuTile *tile = self->tile;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  hufu_set_class (GTK_WIDGET (self), "chosen", tile != NULL && tile->selected);
  if (tile == NULL || !tile->ready) {
    gtk_actionable_set_action_name (GTK_ACTIONABLE (self), NULL); /* nothing to add yet */
    return;
  }
  g_autofree char *label =
      g_strjoin (" ", tile->name, tile->variant != NULL ? tile->variant : "", tile->price, NULL);
  hufu_set_accessible_label (self, label);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "x", tile->product_id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "counter.add-product");
}

static void
set_tile (HufuTileButton *self, HufuTile *tile)
{
  if (self->tile != NULL)
    g_signal_handlers_disconnect_by_data (self->tile, self);
  g_set_object (&self->tile, tile);
  if (tile != NULL)
    g_signal_connect_object (tile, "notify", G_CALLBACK (on_tile_changed), self, G_CONNECT_SWAPPED);
  on_tile_changed (self);
}

static void
hufu_tile_button_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  set_tile (HUFU_TILE_BUTTON (object), g_value_get_object (value));
}

static void
hufu_tile_button_dispose (GObject *object)
{
  HufuTileButton *self = HUFU_TILE_BUTTON (object);
  if (self->tile != NULL)
    g_signal_handlers_disconnect_by_data (self->tile, self);
  g_clear_object (&self->tile);
  G_OBJECT_CLASS (hufu_tile_button_parent_class)->dispose (object);
}

static void
hufu_tile_button_class_init (HufuTileButtonClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  object_class->set_property = hufu_tile_button_set_property;
  object_class->dispose = hufu_tile_button_dispose;
  GTK_WIDGET_CLASS (class)->snapshot = hufu_tile_button_snapshot;
  props[PROP_TILE] = g_param_spec_object ("tile", NULL, NULL, HUFU_TYPE_TILE,
                                          G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
hufu_tile_button_init (HufuTileButton *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "tile");
  gtk_widget_set_focus_on_click (GTK_WIDGET (self), FALSE);
}

gboolean
hufu_tile_button_is_price_cut (HufuTileButton *self)
{
  int inner = gtk_widget_get_width (GTK_WIDGET (self)) - 2 * PADDING, width;
  if (self->tile == NULL || !self->tile->ready)
    return FALSE;
  g_autoptr (PangoLayout) price = make_price (self, inner);
  pango_layout_get_pixel_size (price, &width, NULL);
  return width > inner;
}
