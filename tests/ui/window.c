/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window does by itself, whoever stands behind the counter: short stories. */
#include "tests/ui/checks.h"
#include "tests/ui/shown.h"
#include "ui/hufu-window.h"
#include "ui/theme.h"

/* The name of a class is none, nor is what lies in a button. */
static void
test_names (void)
{
  g_autoptr (GtkWidget) bare = g_object_ref_sink (gtk_button_new ());
  g_autoptr (GtkWidget) filled = g_object_ref_sink (gtk_button_new ());
  g_autoptr (GtkWidget) labelled = g_object_ref_sink (gtk_button_new_with_label ("Hold"));
  gtk_button_set_child (GTK_BUTTON (filled), gtk_label_new ("Hold"));
  g_assert_false (check_has_name (bare));
  g_assert_false (check_has_name (filled));
  g_assert_true (check_has_name (labelled));
  gtk_accessible_update_property (GTK_ACCESSIBLE (filled), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "GtkButton", -1);
  g_assert_false (check_has_name (filled));
  gtk_accessible_update_property (GTK_ACCESSIBLE (filled), GTK_ACCESSIBLE_PROPERTY_LABEL, "Hold",
                                  -1);
  g_assert_true (check_has_name (filled));
}

static GtkEventController *
find_key_listener (GtkWidget *window)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (window);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
    if (GTK_IS_EVENT_CONTROLLER_KEY (controller) &&
        gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
      return controller;
  }
  g_assert_not_reached ();
}

static void
press (GtkEventController *listener, guint keyval)
{
  gboolean taken;
  g_signal_emit_by_name (listener, "key-pressed", keyval, 0, 0, &taken);
}

#define LONG_SCAN 10240
#define ECHO_MOST 600

/* A scan of 10 KB is taken whole, and only its beginning is drawn: shaping all of it at each key
 * would hold everything up. */
static void
test_long_scan (void)
{
  g_auto (Shown) shown = shown_new (shown_make_scene (HUFU_LANG_EN, "empty"));
  GtkEditable *input = hufu_window_get_input (HUFU_WINDOW (shown.window));
  GtkEventController *listener = find_key_listener (shown.window);
  gtk_widget_grab_focus (GTK_WIDGET (input));
  g_free (fake_counter_take_log (shown.counter));
  for (guint i = 0; i < LONG_SCAN; i++)
    press (listener, GDK_KEY_A);
  g_assert_cmpuint (strlen (gtk_editable_get_text (input)), >, 0);
  g_assert_cmpuint (strlen (gtk_editable_get_text (input)), <=, ECHO_MOST);
  press (listener, GDK_KEY_Return);
  g_autofree char *asked = fake_counter_take_log (shown.counter);
  g_assert_true (g_str_has_prefix (asked, "scan:A"));
  g_assert_cmpuint (strspn (asked + strlen ("scan:"), "A"), ==, LONG_SCAN);
  g_assert_cmpstr (gtk_editable_get_text (input), ==, "");
}

/* A scan that comes while something moves waits for the next tick of what moves. */
static void
test_nothing_moves (void)
{
  gboolean animations = TRUE, blink = TRUE;
  hufu_theme_apply ("light");
  g_object_get (gtk_settings_get_default (), "gtk-enable-animations", &animations,
                "gtk-cursor-blink", &blink, NULL);
  g_assert_false (animations);
  g_assert_false (blink);
}

static const char *
area_of (GtkWidget *window)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (shown_find_widget (window, "area")));
}

/* The picture takes the place of a verdict, what is found covers it, and Esc goes back. */
static void
test_camera_over_panel (void)
{
  g_auto (Shown) shown = shown_new (shown_make_scene (HUFU_LANG_EN, "ok"));
  HufuWindow *self = HUFU_WINDOW (shown.window);
  g_assert_cmpstr (area_of (shown.window), ==, "panel");
  gtk_widget_activate_action (shown.window, "counter.camera", NULL);
  g_assert_true (hufu_counter_get_camera_on (shown.counter));
  g_assert_cmpstr (area_of (shown.window), ==, "camera");
  fake_counter_set_panel (shown.counter, hufu_panel_new (HUFU_PANEL_VERDICT));
  g_assert_cmpstr (area_of (shown.window), ==, "panel");
  gtk_widget_activate_action (shown.window, "counter.camera", NULL);
  g_assert_cmpstr (area_of (shown.window), ==, "camera");
  hufu_window_go (self, "more");
  g_assert_cmpstr (area_of (shown.window), ==, "more");
  gtk_widget_activate_action (shown.window, "counter.camera", NULL);
  g_assert_cmpstr (area_of (shown.window), ==, "camera");
  hufu_window_back (self);
  g_assert_false (hufu_counter_get_camera_on (shown.counter));
  hufu_window_go (self, "redeem");
  g_assert_cmpstr (area_of (shown.window), ==, "panel");
}

static const char *
notice_of (GtkWidget *window)
{
  GtkWidget *notice = shown_find_widget (window, "tender-notice");
  return gtk_widget_get_mapped (notice) ? gtk_label_get_text (GTK_LABEL (notice)) : "";
}

/* Money that is not taken is refused in words, where the cashier looks. */
static void
test_refused_money (void)
{
  g_auto (Shown) shown = shown_new (shown_make_scene (HUFU_LANG_EN, "tender"));
  g_assert_cmpstr (notice_of (shown.window), ==, "");
  g_signal_emit_by_name (shown.counter, "notice", "A voucher has no answer yet. Wait for it.");
  shown_await_frames (shown.window, 1);
  g_assert_cmpstr (notice_of (shown.window), ==, "A voucher has no answer yet. Wait for it.");
  g_object_set (hufu_counter_get_cash_pad (shown.counter), "received-minor",
                G_GINT64_CONSTANT (60000), NULL);
  g_assert_cmpstr (notice_of (shown.window), ==, "");
  g_signal_emit_by_name (shown.counter, "notice", "A voucher has no answer yet. Wait for it.");
  fake_counter_set_screen (shown.counter, HUFU_SCREEN_SELL);
  fake_counter_set_screen (shown.counter, HUFU_SCREEN_TENDER);
  shown_await_frames (shown.window, 1);
  g_assert_cmpstr (notice_of (shown.window), ==, "");
}

/* One touch takes the new price of a line; where there is none, the same opens the price page. */
static void
test_new_price (void)
{
  g_auto (Shown) shown = shown_new (shown_make_scene (HUFU_LANG_EN, "shelf"));
  g_free (fake_counter_take_log (shown.counter));
  hufu_window_line (HUFU_WINDOW (shown.window), "price");
  hufu_counter_select_line (shown.counter, 3);
  hufu_window_line (HUFU_WINDOW (shown.window), "price");
  g_autofree char *asked = fake_counter_take_log (shown.counter);
  g_assert_cmpstr (asked, ==, "take-price 2\nchange-price 3\n");
}

/* The words that stand in the input become the note of the selected line; without words the input
   asks for them, and the line keeps what it has. */
static void
test_note (void)
{
  g_auto (Shown) shown = shown_new (shown_make_scene (HUFU_LANG_EN, "shelf"));
  HufuWindow *window = HUFU_WINDOW (shown.window);
  GtkEditable *input = hufu_window_get_input (window);
  g_free (fake_counter_take_log (shown.counter));
  gtk_editable_set_text (input, " gift wrap ");
  hufu_window_line (window, "note");
  g_assert_cmpstr (gtk_editable_get_text (input), ==, "");
  hufu_window_line (window, "note");
  g_autofree char *asked = fake_counter_take_log (shown.counter);
  g_assert_cmpstr (asked, ==, "note 2 gift wrap\n");
}

/* A PIN is never tried on the name of somebody who did not choose it. */
static void
test_nobody_is_chosen (void)
{
  g_auto (Shown) shown = shown_new (shown_make_scene (HUFU_LANG_EN, "sign-in"));
  g_assert_cmpstr (shown_text_of (&shown, "sign-in-till"), ==, "Store 1 · till 2");
  for (guint i = 0; i < 8; i++)
    hufu_window_press (HUFU_WINDOW (shown.window), "1");
  g_assert_cmpstr (shown_text_of (&shown, "sign-in-name"), ==, "Choose your name");
  g_assert_cmpstr (shown_text_of (&shown, "pin-word"), ==, "Choose your name first");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (shown_find_widget (shown.window, "person-03")),
                                TRUE);
  g_assert_cmpstr (shown_text_of (&shown, "sign-in-name"), ==, "Clerk 03");
}

/* More marks the colours of an option of the start, not the setting that it goes before. */
static void
test_forced_theme (void)
{
  HufuCounter *counter = shown_make_scene (HUFU_LANG_EN, "empty");
  hufu_counter_set_theme (counter, "system");
  hufu_theme_force ("dark");
  g_auto (Shown) shown = shown_new (counter);
  hufu_window_go (HUFU_WINDOW (shown.window), "more");
  GtkWidget *dark = shown_find_widget (shown.window, "theme-dark");
  GtkWidget *as_system = shown_find_widget (shown.window, "theme-system");
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (dark)));
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (as_system)));
  hufu_theme_force (NULL);
}

static void
add_tea (HufuCounter *counter)
{
  fake_basket_add (counter, HUFU_ROW_PRODUCT, "Cold-brew oolong", "500 ml", "1", "8.00", "", "",
                   "1 × 8.00 = 8.00. Store price 8.00.");
}

/* So many lines, the last of them selected. */
static Shown
show_teas (guint n)
{
  HufuCounter *counter = shown_make_counter (HUFU_LANG_EN);
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  for (guint i = 0; i < n; i++)
    add_tea (counter);
  if (n > 0)
    hufu_counter_select_line (counter, n);
  return shown_new (counter);
}

static GtkAdjustment *
get_scroll (const Shown *shown)
{
  return gtk_scrollable_get_vadjustment (
      GTK_SCROLLABLE (shown_find_widget (shown->window, "basket-lines")));
}

static void
check_at_end (GtkAdjustment *scroll)
{
  double end = gtk_adjustment_get_value (scroll) + gtk_adjustment_get_page_size (scroll);
  g_assert_cmpfloat (end, >=, gtk_adjustment_get_upper (scroll) - 1);
}

/* Each new line is selected and the last: the first frame that has it shows its lower edge. */
static void
test_new_line_in_sight (void)
{
  g_auto (Shown) shown = show_teas (0);
  GtkAdjustment *scroll = get_scroll (&shown);
  for (guint n = 1; n <= 16; n++) {
    add_tea (shown.counter);
    hufu_counter_select_line (shown.counter, n);
    shown_await_frames (shown.window, 1);
    check_at_end (scroll);
  }
}

/* A selected line that the cashier scrolled away comes back when more of it is scanned. */
static void
test_changed_line_in_sight (void)
{
  g_auto (Shown) shown = show_teas (16);
  GtkAdjustment *scroll = get_scroll (&shown);
  shown_await_frames (shown.window, 1);
  gtk_adjustment_set_value (scroll, 0);
  shown_await_frames (shown.window, 2);
  g_assert_cmpfloat (gtk_adjustment_get_value (scroll), ==, 0);
  g_list_model_items_changed (G_LIST_MODEL (hufu_counter_get_basket (shown.counter)), 15, 1, 1);
  shown_await_frames (shown.window, 2);
  check_at_end (scroll);
}

int
main (int argc, char *argv[])
{
  shown_init (&argc, &argv);
  g_test_add_func ("/window/nothing-moves", test_nothing_moves);
  g_test_add_func ("/window/names", test_names);
  g_test_add_func ("/window/long-scan", test_long_scan);
  g_test_add_func ("/window/camera-over-panel", test_camera_over_panel);
  g_test_add_func ("/window/refused-money", test_refused_money);
  g_test_add_func ("/window/new-price", test_new_price);
  g_test_add_func ("/window/note", test_note);
  g_test_add_func ("/window/nobody-is-chosen", test_nobody_is_chosen);
  g_test_add_func ("/window/forced-theme", test_forced_theme);
  g_test_add_func ("/window/new-line-in-sight", test_new_line_in_sight);
  g_test_add_func ("/window/changed-line-in-sight", test_changed_line_in_sight);
  return g_test_run ();
}
