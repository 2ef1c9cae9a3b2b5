/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-counter-page.h"

#include "ui/hufu-basket.h"
#include "ui/hufu-camera-view.h"
#include "ui/hufu-drawer-page.h"
#include "ui/hufu-flat.h"
#include "ui/hufu-glass-keys.h"
#include "ui/hufu-guide.h"
#include "ui/hufu-manager-page.h"
#include "ui/hufu-more-page.h"
#include "ui/hufu-panel-view.h"
#include "ui/hufu-price-page.h"
#include "ui/hufu-product-page.h"
#include "ui/hufu-rail.h"
#include "ui/hufu-staff-page.h"
#include "ui/hufu-paper-page.h"
#include "ui/hufu-stock-page.h"
#include "ui/hufu-tender-page.h"
#include "ui/hufu-tiles.h"
#include "ui/hufu-today-page.h"
#include "ui/util.h"

struct _HufuCounterPage {
  GtkBox parent_instance;
  HufuCounter *counter;
  HufuRail *rail;
  GtkStack *work, *area;
  HufuInputBox *input;
  GtkRevealer *glass;
  HufuBasketView *basket;
  gboolean camera_first;    /* asked for while a panel was there, which waits under the picture */
  HufuPricePage *price;     /* in `work`; NULL = not made yet */
  HufuProductPage *product; /* the same */
  HufuManagerPage *manager; /* the same */
  const char *chosen;       /* "redeem" or "more" while the window shows its own page, else NULL */
};

G_DEFINE_FINAL_TYPE (HufuCounterPage, hufu_counter_page, GTK_TYPE_BOX)

static GtkWidget *
make_tiles (HufuCounterPage *self)
{
  GtkWidget *tiles = g_object_new (HUFU_TYPE_TILES, NULL);
  hufu_tiles_set_products (HUFU_TILES (tiles), hufu_counter_get_products (self->counter));
  return tiles;
}

static GtkWidget *
make_panel (HufuCounterPage *self)
{
  GtkWidget *panel = g_object_new (HUFU_TYPE_PANEL_VIEW, NULL);
  hufu_panel_view_set_counter (HUFU_PANEL_VIEW (panel), self->counter);
  gtk_widget_add_css_class (panel, "inset");
  return panel;
}

static GtkWidget *
make_guide (HufuCounterPage *self)
{
  return g_object_new (HUFU_TYPE_GUIDE, "css-classes", (const char *[]){"card", "inset", NULL},
                       NULL);
}

static GtkWidget *
make_more (HufuCounterPage *self)
{
  GtkWidget *more = hufu_more_page_new (hufu_counter_get_status (self->counter));
  gtk_widget_add_css_class (more, "inset");
  return more;
}

static GtkWidget *
make_camera (HufuCounterPage *self)
{
  GtkWidget *camera = hufu_camera_view_new (self->counter);
  gtk_widget_add_css_class (camera, "inset");
  return camera;
}

/* Where letters are large it scrolls: it never pushes the basket out of the window. */
static GtkWidget *
make_scrolled (GtkWidget *page)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), page);
  return scroller;
}

static GtkWidget *
make_tender (HufuCounterPage *self)
{
  GtkWidget *tender = g_object_new (HUFU_TYPE_TENDER_PAGE, NULL);
  hufu_tender_page_set_counter (HUFU_TENDER_PAGE (tender), self->counter);
  return make_scrolled (tender);
}

static GtkWidget *
make_drawer (HufuCounterPage *self)
{
  return make_scrolled (hufu_drawer_page_new (self->counter));
}

static GtkWidget *
make_price (HufuCounterPage *self)
{
  self->price = HUFU_PRICE_PAGE (hufu_price_page_new (self->counter));
  return make_scrolled (GTK_WIDGET (self->price));
}

static GtkWidget *
make_product (HufuCounterPage *self)
{
  self->product = HUFU_PRODUCT_PAGE (hufu_product_page_new (self->counter));
  return GTK_WIDGET (self->product);
}

static void
show_stock (HufuCounterPage *self, GtkStack *stack)
{
  GtkWidget *page = gtk_stack_get_child_by_name (stack, "stock");
  if (page == NULL) {
    page = hufu_stock_page_new (self->counter);
    gtk_stack_add_named (stack, page, "stock");
  }
  if (gtk_stack_get_visible_child (stack) == page)
    return;
  hufu_stack_show (stack, "stock");
  hufu_stock_page_focus (HUFU_STOCK_PAGE (page));
}

static void
show_paper (HufuCounterPage *self, GtkStack *stack)
{
  GtkWidget *page = gtk_stack_get_child_by_name (stack, "paper");
  if (page == NULL) {
    page = hufu_paper_page_new (self->counter);
    gtk_stack_add_named (stack, page, "paper");
  }
  if (gtk_stack_get_visible_child (stack) == page)
    return;
  hufu_stack_show (stack, "paper");
  hufu_paper_page_focus (HUFU_PAPER_PAGE (page));
}

/* Staff, stock and paper are in front of today, and that of the cases. */
static void
show_managers_page (HufuCounterPage *self)
{
  GtkStack *stack = GTK_STACK (gtk_stack_get_child_by_name (self->work, "manager"));
  gboolean today = FALSE, staff = FALSE, stock = FALSE, paper = FALSE;
  if (stack == NULL)
    return;
  g_object_get (hufu_counter_get_today (self->counter), "shown", &today, NULL);
  g_object_get (hufu_counter_get_staff_desk (self->counter), "shown", &staff, NULL);
  g_object_get (hufu_counter_get_stock_desk (self->counter), "shown", &stock, NULL);
  g_object_get (hufu_counter_get_paper_desk (self->counter), "shown", &paper, NULL);
  if (paper) {
    show_paper (self, stack);
    return;
  }
  if (stock) {
    show_stock (self, stack);
    return;
  }
  if (staff && gtk_stack_get_child_by_name (stack, "staff") == NULL)
    gtk_stack_add_named (stack, hufu_staff_page_new (self->counter), "staff");
  hufu_stack_show (stack, staff ? "staff" : today ? "today" : "cases");
}

static GtkWidget *
make_manager (HufuCounterPage *self)
{
  HufuTodayView *today = hufu_counter_get_today (self->counter);
  HufuCases *cases = hufu_counter_get_cases (self->counter);
  GtkWidget *stack = gtk_stack_new ();
  self->manager = HUFU_MANAGER_PAGE (hufu_manager_page_new (self->counter));
  gtk_stack_add_named (GTK_STACK (stack), GTK_WIDGET (self->manager), "cases");
  gtk_stack_add_named (GTK_STACK (stack), hufu_today_page_new (today, cases), "today");
  return stack;
}

static void
show_in (HufuCounterPage *self, GtkStack *stack, const char *name)
{
  static const struct {
    const char *name;
    GtkWidget *(*make) (HufuCounterPage *self);
  } makers[] = {
      {"tiles", make_tiles},     {"panel", make_panel},   {"guide", make_guide},
      {"more", make_more},       {"camera", make_camera}, {"tender", make_tender},
      {"manager", make_manager}, {"drawer", make_drawer}, {"price", make_price},
      {"product", make_product},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (makers); i++)
    if (g_str_equal (makers[i].name, name) && gtk_stack_get_child_by_name (stack, name) == NULL)
      gtk_stack_add_named (stack, makers[i].make (self), name);
  hufu_stack_show (stack, name);
}

static gboolean
is_manager_open (HufuCounterPage *self)
{
  gboolean open = FALSE;
  g_object_get (hufu_counter_get_cases (self->counter), "open", &open, NULL);
  return open;
}

static gboolean
is_redeem (const HufuPanel *panel)
{
  return panel->kind == HUFU_PANEL_VOUCHER || panel->kind == HUFU_PANEL_VERDICT;
}

gboolean
hufu_counter_page_shows_product (HufuCounterPage *self)
{
  return self->chosen == NULL &&
         hufu_product_desk_is_shown (hufu_counter_get_product_desk (self->counter));
}

const char *
hufu_counter_page_get_page (HufuCounterPage *self)
{
  const HufuPanel *panel = hufu_counter_get_panel (self->counter);
  if (self->chosen != NULL)
    return self->chosen;
  if (is_manager_open (self) && !hufu_counter_page_shows_product (self))
    return "manager";
  if (panel == NULL)
    return "sell";
  return is_redeem (panel) ? "redeem" : panel->kind == HUFU_PANEL_HELD ? "held" : "sell";
}

void
hufu_counter_page_refresh (HufuCounterPage *self)
{
  HufuPanel *panel = hufu_counter_get_panel (self->counter);
  HufuScreen screen = hufu_counter_get_screen (self->counter);
  gboolean camera = hufu_counter_get_camera_on (self->counter);
  if (camera && self->camera_first)
    show_in (self, self->area, "camera");
  else if (g_strcmp0 (self->chosen, "more") == 0)
    show_in (self, self->area, "more");
  else if (panel == NULL && camera)
    show_in (self, self->area, "camera"); /* what it found is shown over it */
  else if (g_strcmp0 (self->chosen, "redeem") == 0)
    show_in (self, self->area, "guide");
  else
    show_in (self, self->area, panel != NULL ? "panel" : "tiles");
  gboolean product = hufu_counter_page_shows_product (self);
  gboolean manager = self->chosen == NULL && is_manager_open (self) && !product;
  /* The page needs both columns; the basket is kept, and is back with the sale. */
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  gboolean comes = manager ? gtk_widget_get_visible (GTK_WIDGET (self->basket))
                           : product && g_strcmp0 (gtk_stack_get_visible_child_name (self->work),
                                                   "product") != 0;
  if (comes && root != NULL)
    gtk_root_set_focus (root, NULL); /* nobody types into what is hidden */
  gtk_widget_set_visible (GTK_WIDGET (self->basket), !manager);
  if (product)
    show_in (self, self->work, "product");
  else if (manager) {
    show_in (self, self->work, "manager");
    show_managers_page (self);
  } else if (screen == HUFU_SCREEN_TENDER && self->chosen == NULL)
    show_in (self, self->work, "tender");
  else if (screen == HUFU_SCREEN_DRAWER && self->chosen == NULL)
    show_in (self, self->work, "drawer");
  else if (screen == HUFU_SCREEN_PRICE && self->chosen == NULL)
    show_in (self, self->work, "price");
  else
    hufu_stack_show (self->work, "sell");
  gtk_widget_activate_action (GTK_WIDGET (self), "counter.page-shown", NULL);
}

static void
on_changed (HufuCounterPage *self)
{
  /* What the counter says now goes before what was being looked at. */
  self->chosen = NULL;
  self->camera_first = FALSE;
  hufu_counter_page_refresh (self);
}

static void
on_camera (HufuCounterPage *self)
{
  self->camera_first = hufu_counter_get_camera_on (self->counter);
  hufu_counter_page_refresh (self);
}

static void
show_held (HufuCounterPage *self)
{
  hufu_rail_show_held (self->rail,
                       g_list_model_get_n_items (hufu_counter_get_held (self->counter)));
}

void
hufu_counter_page_go (HufuCounterPage *self, const char *page)
{
  HufuPanel *panel = hufu_counter_get_panel (self->counter);
  gboolean manager = is_manager_open (self);
  self->chosen = NULL;
  self->camera_first = FALSE;
  if (hufu_counter_page_shows_product (self))
    hufu_counter_act (self->counter, HUFU_ACT_BACK);
  if (manager)
    hufu_counter_act (self->counter, HUFU_ACT_BACK);
  if (g_str_equal (page, "more"))
    self->chosen = "more";
  else if (g_str_equal (page, "redeem") && (panel == NULL || !is_redeem (panel)))
    self->chosen = "redeem";
  else if (g_str_equal (page, "held"))
    hufu_counter_act (self->counter, HUFU_ACT_SHOW_HELD);
  else if (g_str_equal (page, "sell") && !manager &&
           (panel != NULL || hufu_counter_get_screen (self->counter) != HUFU_SCREEN_SELL))
    hufu_counter_act (self->counter, HUFU_ACT_BACK);
  hufu_counter_page_refresh (self);
}

gboolean
hufu_counter_page_close (HufuCounterPage *self)
{
  gboolean keys = gtk_revealer_get_reveal_child (self->glass);
  gboolean open = self->chosen != NULL || keys;
  self->chosen = NULL;
  gtk_revealer_set_reveal_child (self->glass, FALSE);
  hufu_counter_page_refresh (self);
  return open;
}

void
hufu_counter_page_toggle_keys (HufuCounterPage *self)
{
  if (gtk_revealer_get_child (self->glass) == NULL)
    gtk_revealer_set_child (self->glass, hufu_glass_keys_new_for_codes ());
  gtk_revealer_set_reveal_child (self->glass, !gtk_revealer_get_reveal_child (self->glass));
}

gboolean
hufu_counter_page_shows_camera (HufuCounterPage *self)
{
  GtkWidget *shown = gtk_stack_get_visible_child (self->area);
  return shown != NULL && HUFU_IS_CAMERA_VIEW (shown) && gtk_widget_get_mapped (shown);
}

/* A picture that a panel covers comes out again; it goes by a second press. */
void
hufu_counter_page_press_camera (HufuCounterPage *self)
{
  hufu_counter_set_camera_on (self->counter, !hufu_counter_page_shows_camera (self));
  on_camera (self);
}

gboolean
hufu_counter_page_press_manager (HufuCounterPage *self, const char *key)
{
  return self->manager != NULL && hufu_manager_page_press (self->manager, key);
}

void
hufu_counter_page_save_product (HufuCounterPage *self)
{
  if (self->product != NULL)
    hufu_product_page_save (self->product);
}

void
hufu_counter_page_press_price (HufuCounterPage *self, const char *key)
{
  if (self->price != NULL)
    hufu_price_page_press (self->price, key);
}

HufuInputBox *
hufu_counter_page_get_input (HufuCounterPage *self)
{
  return self->input;
}

static void
hufu_counter_page_dispose (GObject *object)
{
  g_clear_object (&HUFU_COUNTER_PAGE (object)->counter);
  G_OBJECT_CLASS (hufu_counter_page_parent_class)->dispose (object);
}

static void
hufu_counter_page_class_init (HufuCounterPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_FLAT);
  g_type_ensure (HUFU_TYPE_RAIL);
  g_type_ensure (HUFU_TYPE_INPUT_BOX);
  g_type_ensure (HUFU_TYPE_BASKET_VIEW);
  G_OBJECT_CLASS (class)->dispose = hufu_counter_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-counter-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HufuCounterPage, rail);
  gtk_widget_class_bind_template_child (widget_class, HufuCounterPage, work);
  gtk_widget_class_bind_template_child (widget_class, HufuCounterPage, area);
  gtk_widget_class_bind_template_child (widget_class, HufuCounterPage, input);
  gtk_widget_class_bind_template_child (widget_class, HufuCounterPage, glass);
  gtk_widget_class_bind_template_child (widget_class, HufuCounterPage, basket);
}

static void
hufu_counter_page_init (HufuCounterPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
hufu_counter_page_set_counter (HufuCounterPage *self, HufuCounter *counter)
{
  g_set_object (&self->counter, counter);
  hufu_input_box_set_counter (self->input, counter);
  hufu_basket_view_set_counter (self->basket, counter);
  g_signal_connect_object (counter, "notify::panel", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (counter, "notify::camera-on", G_CALLBACK (on_camera), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (counter, "notify::screen", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (hufu_counter_get_cases (counter), "notify::open",
                           G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hufu_counter_get_today (counter), "notify::shown",
                           G_CALLBACK (show_managers_page), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hufu_counter_get_staff_desk (counter), "notify::shown",
                           G_CALLBACK (show_managers_page), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hufu_counter_get_stock_desk (counter), "notify::shown",
                           G_CALLBACK (show_managers_page), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hufu_counter_get_paper_desk (counter), "notify::shown",
                           G_CALLBACK (show_managers_page), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hufu_counter_get_product_desk (counter), "notify::shown",
                           G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hufu_counter_get_held (counter), "items-changed", G_CALLBACK (show_held),
                           self, G_CONNECT_SWAPPED);
  show_held (self);
  hufu_counter_page_refresh (self);
}
