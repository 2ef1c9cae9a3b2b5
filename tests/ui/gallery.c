/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Shows the window in every state of scenes.c, in both languages and themes, writes a picture of
 * each into the test's folder (HUFU_GALLERY_DIR, else the working folder), and walks the widgets:
 * targets are large enough, controls have names, amounts are whole, a closed window is finalised.
 * HUFU_SCENE picks one scene.
 */
#include <locale.h>

#include "tests/lib/await.h"
#include "tests/ui/checks.h"
#include "tests/ui/scenes.h"
#include "ui/hufu-display.h"
#include "ui/hufu-window.h"
#include "ui/language.h"
#include "ui/theme.h"

#define SIDE_PX 572       /* of the window's width, whatever is in the basket */
#define SIDE_LARGE_PX 720 /* from 1700 px on */
#define AWAIT_MS 60000

typedef struct {
  const Scene *scene;
  HufuLang lang;
  const char *theme;
  int width, height;
} Case;

static guint frames;

static void
on_after_paint (GdkFrameClock *clock, gpointer user_data)
{
  frames++;
}

static void
await_frames (GtkWidget *window, guint n)
{
  hufu_await (gtk_widget_get_mapped (window), AWAIT_MS);
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), NULL);
  for (guint i = 0; i < n; i++) {
    frames = 0;
    gtk_widget_queue_draw (window);
    hufu_await (frames > 0, AWAIT_MS);
  }
  g_signal_handler_disconnect (clock, handler);
}

static void
save_picture (GtkWidget *window, const char *name)
{
  const char *folder = g_getenv ("HUFU_GALLERY_DIR");
  g_autofree char *file = g_strconcat (name, ".png", NULL);
  g_autofree char *path = g_build_filename (folder != NULL ? folder : ".", file, NULL);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (window),
                          gtk_widget_get_height (window));
  g_autoptr (GskRenderNode) node = gtk_snapshot_to_node (snapshot);
  g_autoptr (GdkTexture) texture =
      gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

static GtkWidget *
find_widget (GtkWidget *root, const char *name)
{
  GtkWidget *found = NULL;
  if (g_str_equal (gtk_widget_get_name (root), name))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_widget (child, name);
  return found;
}

static HufuCounter *
make_counter (HufuLang lang)
{
  HufuCounter *counter = fake_counter_new (lang);
  hufu_language_apply (lang);
  hufu_theme_apply ("light");
  return counter;
}

static HufuCounter *
make_scene (HufuLang lang, const char *name)
{
  HufuCounter *counter = make_counter (lang);
  scenes_fill (counter);
  for (guint i = 0; i < n_scenes; i++)
    if (g_str_equal (scenes[i].name, name))
      scenes[i].set_up (counter);
  return counter;
}

static GtkWidget *
show_window (HufuCounter *counter)
{
  GtkWidget *window = hufu_window_new (counter);
  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  gtk_window_present (GTK_WINDOW (window));
  await_frames (window, 2);
  return window;
}

typedef struct {
  HufuCounter *counter;
  GtkWidget *window;
} Shown;

static Shown
show (HufuCounter *take_counter)
{
  return (Shown){take_counter, show_window (take_counter)};
}

static void
shown_clear (Shown *shown)
{
  gtk_window_destroy (GTK_WINDOW (shown->window));
  g_object_unref (shown->counter);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shown, shown_clear)

static const char *
text_of (const Shown *shown, const char *label)
{
  return gtk_label_get_text (GTK_LABEL (find_widget (shown->window, label)));
}

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
  g_auto (Shown) shown = show (make_scene (HUFU_LANG_EN, "empty"));
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

/* A tile does not move under the finger: beside the basket is the same room in every state. */
static void
check_basket_place (GtkWidget *window)
{
  int width = gtk_widget_get_width (window);
  graphene_rect_t at;
  GtkWidget *basket = find_widget (window, "basket");
  if (basket == NULL || !gtk_widget_get_mapped (basket))
    return;
  g_assert_true (gtk_widget_compute_bounds (basket, window, &at));
  g_assert_cmpint ((int)at.origin.x, ==, width - (width >= 1700 ? SIDE_LARGE_PX : SIDE_PX));
}

static void
test_scene (gconstpointer data)
{
  const Case *row = data;
  g_autofree char *name =
      g_strdup_printf ("%s-%s-%s-%d", row->scene->name, row->lang == HUFU_LANG_ZH ? "zh" : "en",
                       row->theme, row->width);
  HufuCounter *counter = fake_counter_new (row->lang);
  hufu_language_apply (row->lang);
  scenes_fill (counter);
  hufu_counter_set_theme (counter, row->theme);
  GtkWidget *window = hufu_window_new (counter);
  hufu_theme_apply (row->theme);
  gtk_window_set_default_size (GTK_WINDOW (window), row->width, row->height);
  row->scene->set_up (counter);
  gtk_window_present (GTK_WINDOW (window));
  await_frames (window, 2);
  g_assert_true (hufu_theme_is_dark () == g_str_equal (row->theme, "dark"));
  save_picture (window, name);
  g_assert_cmpint (gtk_widget_get_width (window), ==, row->width);
  g_assert_cmpint (gtk_widget_get_height (window), ==, row->height);
  check_widgets (window, name);
  check_amounts (window, name);
  check_basket_place (window);

  gpointer watched_window = window, watched_counter = counter;
  g_object_add_weak_pointer (G_OBJECT (window), &watched_window);
  g_object_add_weak_pointer (G_OBJECT (counter), &watched_counter);
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (counter);
  hufu_await (watched_window == NULL && watched_counter == NULL, AWAIT_MS);
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
  return gtk_stack_get_visible_child_name (GTK_STACK (find_widget (window, "area")));
}

/* The picture takes the place of a verdict, what is found covers it, and Esc goes back. */
static void
test_camera_over_panel (void)
{
  g_auto (Shown) shown = show (make_scene (HUFU_LANG_EN, "ok"));
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
  GtkWidget *notice = find_widget (window, "tender-notice");
  return gtk_widget_get_mapped (notice) ? gtk_label_get_text (GTK_LABEL (notice)) : "";
}

/* Money that is not taken is refused in words, where the cashier looks. */
static void
test_refused_money (void)
{
  g_auto (Shown) shown = show (make_scene (HUFU_LANG_EN, "tender"));
  g_assert_cmpstr (notice_of (shown.window), ==, "");
  g_signal_emit_by_name (shown.counter, "notice", "A voucher has no answer yet. Wait for it.");
  await_frames (shown.window, 1);
  g_assert_cmpstr (notice_of (shown.window), ==, "A voucher has no answer yet. Wait for it.");
  g_object_set (hufu_counter_get_cash_pad (shown.counter), "received-minor",
                G_GINT64_CONSTANT (60000), NULL);
  g_assert_cmpstr (notice_of (shown.window), ==, "");
  g_signal_emit_by_name (shown.counter, "notice", "A voucher has no answer yet. Wait for it.");
  fake_counter_set_screen (shown.counter, HUFU_SCREEN_SELL);
  fake_counter_set_screen (shown.counter, HUFU_SCREEN_TENDER);
  await_frames (shown.window, 1);
  g_assert_cmpstr (notice_of (shown.window), ==, "");
}

/* One touch takes the new price of a line; where there is none, the same opens the price page. */
static void
test_new_price (void)
{
  g_auto (Shown) shown = show (make_scene (HUFU_LANG_EN, "shelf"));
  g_free (fake_counter_take_log (shown.counter));
  hufu_window_line (HUFU_WINDOW (shown.window), "price");
  hufu_counter_select_line (shown.counter, 3);
  hufu_window_line (HUFU_WINDOW (shown.window), "price");
  g_autofree char *asked = fake_counter_take_log (shown.counter);
  g_assert_cmpstr (asked, ==, "take-price 2\nchange-price 3\n");
}

/* A PIN is never tried on the name of somebody who did not choose it. */
static void
test_nobody_is_chosen (void)
{
  g_auto (Shown) shown = show (make_scene (HUFU_LANG_EN, "sign-in"));
  g_assert_cmpstr (text_of (&shown, "sign-in-till"), ==, "Store 1 · till 2");
  for (guint i = 0; i < 8; i++)
    hufu_window_press (HUFU_WINDOW (shown.window), "1");
  g_assert_cmpstr (text_of (&shown, "sign-in-name"), ==, "Choose your name");
  g_assert_cmpstr (text_of (&shown, "pin-word"), ==, "Choose your name first");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_widget (shown.window, "person-03")), TRUE);
  g_assert_cmpstr (text_of (&shown, "sign-in-name"), ==, "Clerk 03");
}

/* More marks the colours of an option of the start, not the setting that it goes before. */
static void
test_forced_theme (void)
{
  HufuCounter *counter = make_scene (HUFU_LANG_EN, "empty");
  hufu_counter_set_theme (counter, "system");
  hufu_theme_force ("dark");
  g_auto (Shown) shown = show (counter);
  hufu_window_go (HUFU_WINDOW (shown.window), "more");
  GtkWidget *dark = find_widget (shown.window, "theme-dark");
  GtkWidget *as_system = find_widget (shown.window, "theme-system");
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
  HufuCounter *counter = make_counter (HUFU_LANG_EN);
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  for (guint i = 0; i < n; i++)
    add_tea (counter);
  if (n > 0)
    hufu_counter_select_line (counter, n);
  return show (counter);
}

static GtkAdjustment *
get_scroll (const Shown *shown)
{
  return gtk_scrollable_get_vadjustment (
      GTK_SCROLLABLE (find_widget (shown->window, "basket-lines")));
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
    await_frames (shown.window, 1);
    check_at_end (scroll);
  }
}

/* A selected line that the cashier scrolled away comes back when more of it is scanned. */
static void
test_changed_line_in_sight (void)
{
  g_auto (Shown) shown = show_teas (16);
  GtkAdjustment *scroll = get_scroll (&shown);
  await_frames (shown.window, 1);
  gtk_adjustment_set_value (scroll, 0);
  await_frames (shown.window, 2);
  g_assert_cmpfloat (gtk_adjustment_get_value (scroll), ==, 0);
  g_list_model_items_changed (G_LIST_MODEL (hufu_counter_get_basket (shown.counter)), 15, 1, 1);
  await_frames (shown.window, 2);
  check_at_end (scroll);
}

/* Somebody who reads with half as large letters again: nothing is pushed over the screen's edge. */
static void
check_fits (HufuCounter *counter, const char *name)
{
  int least;
  GtkWidget *window = show_window (counter);
  if (g_str_has_suffix (name, "more"))
    hufu_window_go (HUFU_WINDOW (window), "more");
  await_frames (window, 2);
  save_picture (window, name);
  gtk_widget_measure (window, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <=, 1366);
  check_not_sideways (window);
  check_amounts (window, name);
  check_basket_place (window);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Returns what it was. */
static int
set_text_dpi (int dpi)
{
  int was;
  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &was, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", dpi * 1024, NULL);
  return was / 1024;
}

static void
test_large_text (void)
{
  static const char *const names[] = {
      "counter", "tender", "ok",   "unknown", "manager-conflict", "manager-quarantine",
      "done",    "empty",  "held", "search",  "redeemed"};
  int dpi = set_text_dpi (144);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (names); i++) {
    HufuLang lang = i % 2 == 0 ? HUFU_LANG_EN : HUFU_LANG_ZH;
    const char *scene = names[i / 2];
    HufuCounter *counter = make_scene (lang, scene);
    g_autofree char *name = g_strdup_printf ("large-text-%s-%s", lang == HUFU_LANG_EN ? "en" : "zh",
                                             g_str_equal (scene, "empty") ? "more" : scene);
    check_fits (counter, name);
    g_object_unref (counter);
  }
  set_text_dpi (dpi);
}

/* 2,000 for 705.10: the most that stands on the page, and nothing of it is pushed aside. */
static void
test_much_change (void)
{
  for (guint i = 0; i < 2; i++) {
    HufuLang lang = i == 0 ? HUFU_LANG_EN : HUFU_LANG_ZH;
    HufuCounter *counter = make_scene (lang, "tender");
    fake_pad_add_piece (counter, lang == HUFU_LANG_EN ? "100 × 12" : "100元 × 12");
    fake_pad_add_piece (counter, lang == HUFU_LANG_EN ? "20 × 2" : "20元 × 2");
    g_object_set (hufu_counter_get_cash_pad (counter), "due-text", "705.10", "rounding-text",
                  lang == HUFU_LANG_EN ? "rounding +0.03" : "进位 +0.03", "received-minor",
                  G_GINT64_CONSTANT (200000), "received-text", "2,000.00", "change-text",
                  "¥11,294.90", NULL);
    check_fits (counter, lang == HUFU_LANG_EN ? "much-change-en" : "much-change-zh");
    g_object_unref (counter);
  }
}

/* However much something costs, all of the amount is seen: names give way. */
static void
test_large_amounts (void)
{
  HufuCounter *counter = make_counter (HUFU_LANG_EN);
  fake_products_add (counter, "gift", "Gift box with one of everything", "12,345,678.90", "per kg",
                     FALSE);
  fake_basket_add (counter, HUFU_ROW_PRODUCT, "Gift box with one of everything that the shop has",
                   "in the largest wrapping, with a ribbon and a card", "12.345", "1,234,567.00",
                   "1,334,567.00", "The whole shop at once, from 1,000.000 kg on: saves 100,000.00",
                   "12.345 × 100,000.00 = 1,234,500.00, of which 100,000.00 were taken off "
                   "by hand for damaged wrappings");
  fake_basket_add (counter, HUFU_ROW_PENDING, "Cash voucher of the largest kind that there is", "",
                   "1", "12,345,678.90", "", "Unknown, 12,345,678.90 are not deducted yet", "");
  fake_basket_set (counter, "due", "12,345,678.90");
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  hufu_counter_select_line (counter, 1);
  check_fits (counter, "large-amounts");
  int dpi = set_text_dpi (144);
  check_fits (counter, "large-amounts-large-text");
  set_text_dpi (dpi);
  g_object_unref (counter);
}

static void
save_display (GtkWidget *display, HufuCounter *counter, const char *name,
              const HufuCustomerView *view)
{
  hufu_customer_show (hufu_counter_get_customer (counter), view);
  gtk_window_present (GTK_WINDOW (display));
  await_frames (display, 2);
  check_widgets (display, name);
  save_picture (display, name);
}

/* The customer sees the lines, what is to be paid and what was saved; nobody serves: the shop. */
static void
test_display (void)
{
  for (HufuLang lang = HUFU_LANG_EN; lang <= HUFU_LANG_ZH; lang++) {
    HufuCounter *counter = make_scene (lang, "counter");
    gboolean english = lang == HUFU_LANG_EN;
    hufu_theme_apply (english ? "dark" : "light");
    GtkWidget *display = hufu_display_new (counter);
    save_display (
        display, counter, english ? "display-en" : "display-zh",
        &(HufuCustomerView){HUFU_CUSTOMER_BUYING,
                            english ? "Hello, member 138****2706" : "您好，会员 138****2706",
                            english ? "To pay" : "应付", "486.25", "", "26.45", NULL});
    save_display (display, counter, english ? "display-thanks-en" : "display-thanks-zh",
                  &(HufuCustomerView){
                      HUFU_CUSTOMER_THANKS, english ? "Tiger & Tally" : "虎符小店",
                      english ? "Your change" : "找您", "13.75",
                      english ? "Thank you. See you again." : "谢谢惠顾，欢迎再来。", "", NULL});
    save_display (display, counter, english ? "display-pay-en" : "display-pay-zh",
                  &(HufuCustomerView){
                      HUFU_CUSTOMER_PAYING, english ? "Tiger & Tally" : "虎符小店",
                      english ? "To pay" : "应付", "486.25",
                      english ? "Scan this code with your wallet." : "请用钱包扫码付款。", "26.45",
                      "https://example.org/pay/01978c1e-7a70-7000-8000-000000000001"});
    gtk_window_destroy (GTK_WINDOW (display));
    g_object_unref (counter);
  }
}

static void
add_case (const Scene *scene, HufuLang lang, const char *theme, int width, int height)
{
  static Case cases[300];
  static guint n = 0;
  const char *only = g_getenv ("HUFU_SCENE");
  if (only != NULL && !g_str_equal (only, scene->name))
    return;
  cases[n] = (Case){scene, lang, theme, width, height};
  g_autofree char *path = g_strdup_printf ("/gallery/%s/%s/%s/%d", scene->name,
                                           lang == HUFU_LANG_ZH ? "zh" : "en", theme, width);
  g_test_add_data_func (path, &cases[n++], test_scene);
}

int
main (int argc, char *argv[])
{
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
  g_setenv ("GTK_THEME", "Empty", FALSE);
  g_setenv ("GTK_A11Y", "test", TRUE); /* names can be asked for, and no bus is needed */
  hufu_language_init ();
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  g_test_add_func ("/gallery/nothing-moves", test_nothing_moves);
  g_test_add_func ("/gallery/names", test_names);
  g_test_add_func ("/gallery/long-scan", test_long_scan);
  g_test_add_func ("/gallery/large-text", test_large_text);
  g_test_add_func ("/gallery/camera-over-panel", test_camera_over_panel);
  g_test_add_func ("/gallery/refused-money", test_refused_money);
  g_test_add_func ("/gallery/new-price", test_new_price);
  g_test_add_func ("/gallery/nobody-is-chosen", test_nobody_is_chosen);
  g_test_add_func ("/gallery/forced-theme", test_forced_theme);
  g_test_add_func ("/gallery/much-change", test_much_change);
  g_test_add_func ("/gallery/large-amounts", test_large_amounts);
  g_test_add_func ("/gallery/display", test_display);
  g_test_add_func ("/gallery/new-line-in-sight", test_new_line_in_sight);
  g_test_add_func ("/gallery/changed-line-in-sight", test_changed_line_in_sight);
  for (guint i = 0; i < n_scenes; i++) {
    add_case (&scenes[i], HUFU_LANG_ZH, "light", 1366, 768);
    add_case (&scenes[i], HUFU_LANG_EN, "dark", 1366, 768);
  }
  for (guint i = 0; i < n_scenes; i++) {
    if (i >= 4 && !g_str_has_prefix (scenes[i].name, "manager-") &&
        !g_str_has_prefix (scenes[i].name, "today") &&
        !g_str_has_prefix (scenes[i].name, "staff") &&
        !g_str_has_prefix (scenes[i].name, "product"))
      continue;
    add_case (&scenes[i], HUFU_LANG_EN, "light", 1366, 768);
    add_case (&scenes[i], HUFU_LANG_ZH, "dark", 1366, 768);
    add_case (&scenes[i], HUFU_LANG_ZH, "light", 1920, 1080);
    add_case (&scenes[i], HUFU_LANG_EN, "light", 1920, 1080);
  }
  return g_test_run ();
}
