/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-basket-line.h"

#include <string.h>

#include "ui/drawing.h"
#include "ui/hufu-basket.h"
#include "ui/hufu-line-button.h"
#include "ui/text.h"
#include "ui/util.h"
#include "ui/words.h"

#define FONT_PT 12 /* the line's own; the texts' sizes are told against it */
#define COLUMN_GAP 12
#define WORD_GAP 6
#define WHY_ICON_PX 15
#define DETAIL_TOP 4
#define DETAIL_BOTTOM 8
#define ACTS_MARGIN 4
#define ACTS_GAP 6
#define ANY_WIDTH (G_MAXINT / PANGO_SCALE) /* its height is wanted as if nothing were too long */
#define NAME_LEAST_PX 96 /* of a name, beside a variant that is longer than the line */

typedef enum { NAME, VARIANT, WHY, STRUCK, PENDING, AMOUNT, DETAIL, N_TEXTS } Text;
enum { LESS, ADD, COUNT, DETAILS, PRICE, NOTE, DELETE, N_ACTS };

struct _HufuBasketLine {
  GtkWidget parent_instance;
  HufuBasketRow *row;
  GtkWidget *qty, *acts[N_ACTS];
  PangoLayout *texts[N_TEXTS]; /* no text: not shown */
  gboolean open;               /* shows its arithmetic and buttons */
  HufuBasketView *basket;      /* while rooted; owns this line */
  gulong selected_handler;
};

G_DEFINE_FINAL_TYPE (HufuBasketLine, hufu_basket_line, GTK_TYPE_WIDGET)

enum { PROP_ROW = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
on_select (HufuBasketLine *self)
{
  if (self->row != NULL && self->row->kind == HUFU_ROW_PENDING)
    gtk_widget_activate_action (GTK_WIDGET (self), "counter.act", "s",
                                hufu_act_name (HUFU_ACT_SHOW_PENDING));
  else if (self->row != NULL && self->row->kind == HUFU_ROW_DISCOUNT)
    gtk_widget_activate_action (GTK_WIDGET (self), "counter.act", "s",
                                hufu_act_name (HUFU_ACT_CHANGE_SALE));
  else if (self->row != NULL && self->row->kind == HUFU_ROW_PAYMENT)
    gtk_widget_activate_action (GTK_WIDGET (self), "counter.act", "s",
                                hufu_act_name (HUFU_ACT_SHOW_PAYMENT));
  else if (self->row != NULL && self->row->kind == HUFU_ROW_CASH)
    gtk_widget_activate_action (GTK_WIDGET (self), "counter.act", "s",
                                hufu_act_name (HUFU_ACT_PAY));
  else if (self->row != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "counter.select-line", "u", self->row->line_no);
}

/* ---- what it shows ---- */

static gboolean
is_selected (HufuBasketLine *self)
{
  return self->row != NULL && self->basket != NULL && self->row->line_no > 0 &&
         hufu_basket_view_get_selected (self->basket) == self->row->line_no;
}

static void
show_selected (HufuBasketLine *self)
{
  HufuBasketRow *row = self->row;
  gboolean selected = is_selected (self);
  gboolean changes = selected && row->can_change_qty, goes = selected && row->can_delete;
  gboolean asks = goes && *row->asks != '\0';
  gboolean open = changes || goes || (selected && *row->detail != '\0');
  hufu_set_class (self, "selected", selected);
  for (guint i = LESS; i <= COUNT; i++)
    gtk_widget_set_visible (self->acts[i], changes && !(i == COUNT && asks));
  gtk_widget_set_visible (self->acts[DETAILS], asks);
  gtk_widget_set_visible (self->acts[PRICE], goes);
  gtk_widget_set_visible (self->acts[NOTE], goes && row->kind == HUFU_ROW_PRODUCT);
  gtk_widget_set_visible (self->acts[DELETE], goes);
  if (self->open == open)
    return;
  self->open = open;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
show_qty (HufuBasketLine *self)
{
  HufuBasketRow *row = self->row;
  HufuLineButton *qty = HUFU_LINE_BUTTON (self->qty);
  /* A weight fills the chip alone; the line below says what it is multiplied by. */
  if (row->kind == HUFU_ROW_PRODUCT)
    hufu_line_button_show (qty, strchr (row->qty, '.') == NULL ? "×" : NULL, NULL, row->qty);
  else
    hufu_line_button_show (qty, NULL,
                           row->kind == HUFU_ROW_PENDING   ? "hourglass"
                           : row->kind == HUFU_ROW_PAYMENT ? "wallet"
                           : row->kind == HUFU_ROW_CASH    ? "cash"
                                                           : "ticket",
                           NULL);
}

/* Where the shelf has another price, one touch takes that. Without a picture it has room. */
static void
show_price (HufuBasketLine *self)
{
  const char *price = self->row->new_price;
  gboolean other = *price != '\0';
  g_autofree char *words = other ? g_strdup_printf (_ ("Take %s"), price) : g_strdup (_ ("Price"));
  g_autofree char *label = other ? g_strdup_printf (_ ("Take the new price, %s"), price)
                                 : g_strdup (_ ("Change the price"));

  hufu_line_button_show (HUFU_LINE_BUTTON (self->acts[PRICE]), NULL, other ? NULL : "tag", words);
  hufu_set_accessible_label (self->acts[PRICE], label);
}

/* It has the place of the quantity's button, which can be typed as "*3" as well. */
static void
show_asks (HufuBasketLine *self)
{
  const char *asks = self->row->asks;
  hufu_line_button_show (HUFU_LINE_BUTTON (self->acts[DETAILS]), NULL, "pencil",
                         hufu_text_is_large () ? NULL : asks);
  hufu_set_accessible_label (self->acts[DETAILS], asks);
}

static void
show_names (HufuBasketLine *self)
{
  HufuBasketRow *row = self->row;
  g_autofree char *button =
      g_strdup_printf ("%s %s × %s %s", row->name, row->variant, row->qty, row->amount);
  g_autofree char *line = g_strjoin (". ", button, *row->why != '\0' ? row->why : NULL, NULL);
  hufu_set_accessible_label (self->qty, button);
  hufu_set_accessible_label (self, line);
}

static void
show_row (HufuBasketLine *self)
{
  HufuBasketRow *row = self->row;
  if (row == NULL)
    return;
  gboolean pending = row->kind == HUFU_ROW_PENDING;
  const char *const texts[N_TEXTS] = {
      row->name,   row->variant, row->why, row->struck, pending ? _ ("pending") : "",
      row->amount, row->detail,
  };
  hufu_set_class (self, "prepaid", row->kind == HUFU_ROW_PREPAID || row->kind == HUFU_ROW_VOUCHER);
  hufu_set_class (self, "pending", pending);
  for (guint i = 0; i < N_TEXTS; i++)
    pango_layout_set_text (self->texts[i], texts[i], -1);
  show_qty (self);
  show_names (self);
  show_price (self);
  show_asks (self);
  show_selected (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static gboolean
has (HufuBasketLine *self, Text text)
{
  return pango_layout_get_character_count (self->texts[text]) > 0;
}

static gboolean
saves (HufuBasketLine *self)
{
  return self->row->kind == HUFU_ROW_PRODUCT && *self->row->struck != '\0';
}

/* The shelf says another price, or the product asks for something: somebody has to look at it. */
static gboolean
needs_care (HufuBasketLine *self)
{
  return *self->row->new_price != '\0' || self->row->asking;
}

/* The picture before the reason; NULL = none. */
static const char *
why_icon (HufuBasketLine *self)
{
  if (needs_care (self))
    return NULL;
  if (saves (self) || self->row->kind == HUFU_ROW_DISCOUNT)
    return "tag";
  return self->row->kind == HUFU_ROW_PRODUCT || self->row->kind == HUFU_ROW_PENDING ? NULL
                                                                                    : "check";
}

static const char *
why_color (HufuBasketLine *self)
{
  switch (self->row->kind) {
  case HUFU_ROW_PRODUCT:
    return needs_care (self) ? "ask_text" : saves (self) ? "benefit" : "text2";
  case HUFU_ROW_PREPAID:
  case HUFU_ROW_VOUCHER:
  case HUFU_ROW_PAYMENT:
  case HUFU_ROW_CASH:
    return "ok_text";
  case HUFU_ROW_DISCOUNT:
    return "benefit";
  case HUFU_ROW_PENDING:
    return "ask_text";
  }
  g_assert_not_reached ();
}

/* ---- where it shows it ---- */

static int
width_of (HufuBasketLine *self, Text text)
{
  int width;
  pango_layout_get_pixel_size (self->texts[text], &width, NULL);
  return width;
}

static int
height_of (HufuBasketLine *self, Text text)
{
  int height;
  pango_layout_get_pixel_size (self->texts[text], NULL, &height);
  return has (self, text) ? height : 0;
}

static int
size_of (GtkWidget *widget, GtkOrientation orientation)
{
  int natural = 0;
  if (gtk_widget_get_visible (widget))
    gtk_widget_measure (widget, orientation, -1, NULL, &natural, NULL, NULL);
  return natural;
}

/* Left edge of all that stands right of the quantity. */
static int
text_left (HufuBasketLine *self)
{
  return size_of (self->qty, GTK_ORIENTATION_HORIZONTAL) + COLUMN_GAP;
}

static int
amount_width (HufuBasketLine *self)
{
  int amount = width_of (self, AMOUNT);
  if (has (self, PENDING))
    amount += width_of (self, PENDING) + WORD_GAP;
  return MAX (amount, width_of (self, STRUCK));
}

static int
amount_height (HufuBasketLine *self)
{
  return height_of (self, STRUCK) + MAX (height_of (self, AMOUNT), height_of (self, PENDING));
}

static int
words_height (HufuBasketLine *self)
{
  return MAX (height_of (self, NAME), height_of (self, VARIANT)) +
         MAX (height_of (self, WHY), has (self, WHY) && why_icon (self) != NULL ? WHY_ICON_PX : 0);
}

static int
head_height (HufuBasketLine *self)
{
  int least = size_of (self->qty, GTK_ORIENTATION_VERTICAL);
  return MAX (least, MAX (words_height (self), amount_height (self)));
}

static int
acts_width (HufuBasketLine *self)
{
  int width = 0;
  for (guint i = 0; i < N_ACTS; i++)
    if (gtk_widget_get_visible (self->acts[i]))
      width += size_of (self->acts[i], GTK_ORIENTATION_HORIZONTAL) + (width > 0 ? ACTS_GAP : 0);
  return width;
}

static int
acts_height (HufuBasketLine *self)
{
  int height = 0;
  for (guint i = 0; i < N_ACTS; i++)
    height = MAX (height, size_of (self->acts[i], GTK_ORIENTATION_VERTICAL));
  return height > 0 ? height + 2 * ACTS_MARGIN : 0;
}

static int
detail_height (HufuBasketLine *self)
{
  return has (self, DETAIL) ? DETAIL_TOP + height_of (self, DETAIL) + DETAIL_BOTTOM : 0;
}

/* Setting a width makes Pango shape the words anew, so a text gets one only where it is too long.
 */
static void
fit (PangoLayout *text, int width)
{
  int natural;
  if (pango_layout_get_width (text) == width * PANGO_SCALE)
    return;
  pango_layout_set_width (text, -1);
  pango_layout_get_pixel_size (text, &natural, NULL);
  if (natural > width)
    pango_layout_set_width (text, MAX (width, 0) * PANGO_SCALE);
}

static void
fit_texts (HufuBasketLine *self, int width)
{
  int left = text_left (self), words = width - left - amount_width (self) - COLUMN_GAP;
  int icon = why_icon (self) != NULL ? WHY_ICON_PX + WORD_GAP : 0;
  fit (self->texts[VARIANT], words - WORD_GAP - NAME_LEAST_PX);
  int variant = has (self, VARIANT) ? width_of (self, VARIANT) + WORD_GAP : 0;
  fit (self->texts[NAME], words - variant);
  fit (self->texts[WHY], words - icon);
  if (self->open)
    fit (self->texts[DETAIL], width - left);
}

static int
least_width (HufuBasketLine *self)
{
  int head = NAME_LEAST_PX + COLUMN_GAP + amount_width (self);
  return text_left (self) + MAX (head, self->open ? acts_width (self) : 0);
}

static int
needed_height (HufuBasketLine *self, int width)
{
  fit_texts (self, width);
  return head_height (self) + (self->open ? detail_height (self) + acts_height (self) : 0);
}

static void
hufu_basket_line_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  HufuBasketLine *self = HUFU_BASKET_LINE (widget);
  int size = 0;
  if (self->row != NULL && orientation == GTK_ORIENTATION_HORIZONTAL)
    size = least_width (self);
  else if (self->row != NULL)
    size = needed_height (self, for_size >= 0 ? for_size : ANY_WIDTH);
  *minimum = *natural = size;
}

static GtkSizeRequestMode
hufu_basket_line_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
place (GtkWidget *child, int x, int y)
{
  GtkAllocation at = {x, y, size_of (child, GTK_ORIENTATION_HORIZONTAL),
                      size_of (child, GTK_ORIENTATION_VERTICAL)};
  gtk_widget_size_allocate (child, &at, -1);
}

static void
hufu_basket_line_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  HufuBasketLine *self = HUFU_BASKET_LINE (widget);
  if (self->row == NULL)
    return;
  fit_texts (self, width);
  int x = text_left (self), y = head_height (self) + detail_height (self) + ACTS_MARGIN;
  place (self->qty, 0, 0);
  for (guint i = 0; i < N_ACTS; i++) {
    if (!gtk_widget_get_visible (self->acts[i]))
      continue;
    place (self->acts[i], x, y);
    x += size_of (self->acts[i], GTK_ORIENTATION_HORIZONTAL) + ACTS_GAP;
  }
}

/* ---- drawing ---- */

/* In the middle of a band of this height. */
static void
draw (HufuBasketLine *self, GtkSnapshot *snapshot, Text text, int x, int y, int height,
      const char *color)
{
  if (!has (self, text))
    return;
  GdkRGBA rgba = hufu_text_color (GTK_WIDGET (self), color);
  hufu_text_draw (self->texts[text], snapshot, x, y + (height - height_of (self, text)) / 2, &rgba);
}

static void
draw_words (HufuBasketLine *self, GtkSnapshot *snapshot, int head)
{
  int x = text_left (self), y = (head - words_height (self)) / 2;
  int name = MAX (height_of (self, NAME), height_of (self, VARIANT));
  int why = words_height (self) - name;
  const char *icon = why_icon (self);
  draw (self, snapshot, NAME, x, y, name, "text");
  draw (self, snapshot, VARIANT, x + width_of (self, NAME) + WORD_GAP, y, name, "text2");
  if (!has (self, WHY))
    return;
  if (icon != NULL) {
    GdkRGBA rgba = hufu_text_color (GTK_WIDGET (self), why_color (self));
    hufu_drawing_append (snapshot, icon, (float)x,
                         (float)(y + name) + (float)(why - WHY_ICON_PX) / 2, WHY_ICON_PX, &rgba);
    x += WHY_ICON_PX + WORD_GAP;
  }
  draw (self, snapshot, WHY, x, y + name, why, why_color (self));
}

static void
draw_amounts (HufuBasketLine *self, GtkSnapshot *snapshot, int head)
{
  int right = gtk_widget_get_width (GTK_WIDGET (self)), y = (head - amount_height (self)) / 2;
  int struck = height_of (self, STRUCK), amount = amount_height (self) - struck;
  int x = right - width_of (self, AMOUNT);
  gboolean pending = has (self, PENDING);
  draw (self, snapshot, STRUCK, right - width_of (self, STRUCK), y, struck, "text2");
  draw (self, snapshot, AMOUNT, x, y + struck, amount, pending ? "ask_text" : "text");
  if (pending)
    draw (self, snapshot, PENDING, x - WORD_GAP - width_of (self, PENDING), y + struck, amount,
          "ask_text");
}

static void
hufu_basket_line_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HufuBasketLine *self = HUFU_BASKET_LINE (widget);
  if (self->row == NULL)
    return;
  int head = head_height (self);
  draw_words (self, snapshot, head);
  draw_amounts (self, snapshot, head);
  if (self->open)
    draw (self, snapshot, DETAIL, text_left (self), head + DETAIL_TOP, height_of (self, DETAIL),
          "text2");
  GTK_WIDGET_CLASS (hufu_basket_line_parent_class)->snapshot (widget, snapshot);
}

/* ---- the object ---- */

static void
hufu_basket_line_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HufuBasketLine *self = HUFU_BASKET_LINE (object);
  if (!g_set_object (&self->row, g_value_get_object (value)))
    return;
  show_row (self);
  g_object_notify_by_pspec (object, props[PROP_ROW]);
}

static void
hufu_basket_line_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_object (value, HUFU_BASKET_LINE (object)->row);
}

static void
hufu_basket_line_root (GtkWidget *widget)
{
  HufuBasketLine *self = HUFU_BASKET_LINE (widget);
  GTK_WIDGET_CLASS (hufu_basket_line_parent_class)->root (widget);
  GtkWidget *basket = gtk_widget_get_ancestor (widget, HUFU_TYPE_BASKET_VIEW);
  if (basket == NULL)
    return;
  self->basket = HUFU_BASKET_VIEW (basket);
  self->selected_handler = g_signal_connect_object (
      basket, "notify::selected", G_CALLBACK (show_selected), self, G_CONNECT_SWAPPED);
  show_selected (self);
}

static void
hufu_basket_line_unroot (GtkWidget *widget)
{
  HufuBasketLine *self = HUFU_BASKET_LINE (widget);
  if (self->basket != NULL)
    g_clear_signal_handler (&self->selected_handler, self->basket);
  self->basket = NULL;
  GTK_WIDGET_CLASS (hufu_basket_line_parent_class)->unroot (widget);
}

static void
hufu_basket_line_dispose (GObject *object)
{
  HufuBasketLine *self = HUFU_BASKET_LINE (object);
  g_clear_object (&self->row);
  for (guint i = 0; i < N_TEXTS; i++)
    g_clear_object (&self->texts[i]);
  gtk_widget_dispose_template (GTK_WIDGET (self), HUFU_TYPE_BASKET_LINE);
  G_OBJECT_CLASS (hufu_basket_line_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  static const char *const acts[N_ACTS] = {"less",  "add",  "count", "details",
                                           "price", "note", "delete"};
  gtk_widget_class_bind_template_child (widget_class, HufuBasketLine, qty);
  for (gssize i = 0; i < N_ACTS; i++)
    gtk_widget_class_bind_template_child_full (widget_class, acts[i], FALSE,
                                               G_STRUCT_OFFSET (HufuBasketLine, acts) +
                                                   i * (gssize)sizeof (GtkWidget *));
  gtk_widget_class_bind_template_callback (widget_class, on_select);
}

static void
hufu_basket_line_class_init (HufuBasketLineClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_LINE_BUTTON);
  g_type_ensure (HUFU_TYPE_BASKET_ROW);
  object_class->set_property = hufu_basket_line_set_property;
  object_class->get_property = hufu_basket_line_get_property;
  object_class->dispose = hufu_basket_line_dispose;
  widget_class->root = hufu_basket_line_root;
  widget_class->unroot = hufu_basket_line_unroot;
  widget_class->measure = hufu_basket_line_measure;
  widget_class->get_request_mode = hufu_basket_line_get_request_mode;
  widget_class->size_allocate = hufu_basket_line_size_allocate;
  widget_class->snapshot = hufu_basket_line_snapshot;
  props[PROP_ROW] =
      g_param_spec_object ("row", NULL, NULL, HUFU_TYPE_BASKET_ROW,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-basket-line.ui");
  bind_children (widget_class);
}

static void
make_texts (HufuBasketLine *self)
{
  static const double sizes_pt[N_TEXTS] = {
      [NAME] = 12.75,   [VARIANT] = 11.25, [WHY] = 10.5,   [STRUCK] = 10.5,
      [PENDING] = 10.5, [AMOUNT] = 14.25,  [DETAIL] = 10.5};
  for (guint i = 0; i < N_TEXTS; i++)
    self->texts[i] = hufu_text_new (GTK_WIDGET (self), sizes_pt[i], FONT_PT,
                                    i == AMOUNT ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_ellipsize (self->texts[NAME], PANGO_ELLIPSIZE_END);
  pango_layout_set_ellipsize (self->texts[VARIANT], PANGO_ELLIPSIZE_MIDDLE);
  /* There are amounts in the reason and in the arithmetic: they take another line. */
  pango_layout_set_wrap (self->texts[WHY], PANGO_WRAP_WORD_CHAR);
  pango_layout_set_wrap (self->texts[DETAIL], PANGO_WRAP_WORD_CHAR);
  pango_attr_list_insert (pango_layout_get_attributes (self->texts[STRUCK]),
                          pango_attr_strikethrough_new (TRUE));
}

static void
hufu_basket_line_init (HufuBasketLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  make_texts (self);
  /* All of them fit beside each other: where letters are large they have their pictures alone. */
  if (hufu_text_is_large ()) {
    hufu_line_button_show (HUFU_LINE_BUTTON (self->acts[COUNT]), NULL, "pencil", NULL);
    hufu_line_button_show (HUFU_LINE_BUTTON (self->acts[PRICE]), NULL, "tag", NULL);
    hufu_line_button_show (HUFU_LINE_BUTTON (self->acts[DELETE]), NULL, "trash", NULL);
  }
  /* The whole line is the target of a touch, not only its quantity. */
  GtkGesture *click = gtk_gesture_click_new ();
  g_signal_connect_object (click, "pressed", G_CALLBACK (on_select), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

gboolean
hufu_basket_line_is_amount_cut (HufuBasketLine *self)
{
  static const Text with_amounts[] = {WHY, STRUCK, AMOUNT, DETAIL};
  int width = gtk_widget_get_width (GTK_WIDGET (self)), left = text_left (self);
  int beside = amount_width (self) + COLUMN_GAP;
  if (self->row == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (with_amounts); i++)
    if (pango_layout_is_ellipsized (self->texts[with_amounts[i]]))
      return TRUE;
  return left + width_of (self, WHY) + beside > width ||
         (self->open && left + width_of (self, DETAIL) > width);
}
