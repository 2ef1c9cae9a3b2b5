/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Shows the window in every state of scenes.c, in both languages and themes, writes a picture of
 * each into the test's folder (HUFU_GALLERY_DIR, else the working folder), and walks the widgets:
 * targets are large enough, controls have names, amounts are whole, a closed window is finalised.
 * HUFU_SCENE picks one scene.
 */
#include "tests/lib/await.h"
#include "tests/ui/checks.h"
#include "tests/ui/shown.h"
#include "ui/hufu-display.h"
#include "ui/hufu-window.h"
#include "ui/language.h"
#include "ui/theme.h"

typedef struct {
  const Scene *scene;
  HufuLang lang;
  const char *theme;
  int width, height;
} Case;

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
  shown_await_frames (window, 2);
  g_assert_true (hufu_theme_is_dark () == g_str_equal (row->theme, "dark"));
  shown_save_picture (window, name);
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
  hufu_await (watched_window == NULL && watched_counter == NULL, SHOWN_AWAIT_MS);
}

/* Somebody who reads with half as large letters again: nothing is pushed over the screen's edge. */
static void
check_fits (HufuCounter *counter, const char *name)
{
  int least;
  GtkWidget *window = shown_open_window (counter);
  if (g_str_has_suffix (name, "more"))
    hufu_window_go (HUFU_WINDOW (window), "more");
  shown_await_frames (window, 2);
  shown_save_picture (window, name);
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
    HufuCounter *counter = shown_make_scene (lang, scene);
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
    HufuCounter *counter = shown_make_scene (lang, "tender");
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
  HufuCounter *counter = shown_make_counter (HUFU_LANG_EN);
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
  shown_await_frames (display, 2);
  check_widgets (display, name);
  shown_save_picture (display, name);
}

/* The customer sees the lines, what is to be paid and what was saved; nobody serves: the shop. */
static void
test_display (void)
{
  for (HufuLang lang = HUFU_LANG_EN; lang <= HUFU_LANG_ZH; lang++) {
    HufuCounter *counter = shown_make_scene (lang, "counter");
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
  shown_init (&argc, &argv);
  g_test_add_func ("/gallery/large-text", test_large_text);
  g_test_add_func ("/gallery/much-change", test_much_change);
  g_test_add_func ("/gallery/large-amounts", test_large_amounts);
  g_test_add_func ("/gallery/display", test_display);
  for (guint i = 0; i < n_scenes; i++) {
    add_case (&scenes[i], HUFU_LANG_ZH, "light", 1366, 768);
    add_case (&scenes[i], HUFU_LANG_EN, "dark", 1366, 768);
  }
  for (guint i = 0; i < n_scenes; i++) {
    if (i >= 4 && !g_str_has_prefix (scenes[i].name, "manager-") &&
        !g_str_has_prefix (scenes[i].name, "today") &&
        !g_str_has_prefix (scenes[i].name, "staff") &&
        !g_str_has_prefix (scenes[i].name, "product") &&
        !g_str_has_prefix (scenes[i].name, "detail") && !g_str_equal (scenes[i].name, "held"))
      continue;
    add_case (&scenes[i], HUFU_LANG_EN, "light", 1366, 768);
    add_case (&scenes[i], HUFU_LANG_ZH, "dark", 1366, 768);
    add_case (&scenes[i], HUFU_LANG_ZH, "light", 1920, 1080);
    add_case (&scenes[i], HUFU_LANG_EN, "light", 1920, 1080);
  }
  return g_test_run ();
}
