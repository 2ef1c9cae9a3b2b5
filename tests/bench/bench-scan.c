/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a scanned barcode to the frame that shows the new line, in the terminal's real window over
 * real books and catalogues, next to appending a row to a bare GtkListView. The two alternate.
 * Needs a display. On a machine that does other things too, the second row and the shares at the
 * end of the first tell how much of the time was the terminal's.
 */
#include <gtk/gtk.h>
#include "tests/bench/catalog-file.h"
#include "tests/bench/effort.h"
#include "tests/bench/stats.h"
#include "tests/bench/till-data.h"
#include "tests/lib/await.h"
#include "ui/hufu-window.h"
#include "ui/language.h"
#include "ui/theme.h"

#define FRAME_NS 16666667
#define LINES 20 /* of a basket, then it is thrown away and the next begins */
#define REST_MS 40

/* A window with a list whose next frame is awaited. */
typedef struct {
  GtkWidget *window;
  GListModel *rows;
  GtkAdjustment *scroll; /* NULL: all rows are in sight */
  guint awaited;         /* rows; 0 = none awaited */
  gint64 painted_ns;
} Scene;

static gboolean
is_end_in_sight (Scene *scene)
{
  return scene->scroll == NULL ||
         gtk_adjustment_get_value (scene->scroll) + gtk_adjustment_get_page_size (scene->scroll) >=
             gtk_adjustment_get_upper (scene->scroll) - 1;
}

static void
on_painted (GdkFrameClock *clock, Scene *scene)
{
  if (scene->awaited > 0 && g_list_model_get_n_items (scene->rows) == scene->awaited &&
      is_end_in_sight (scene)) {
    scene->painted_ns = hufu_bench_now_ns ();
    scene->awaited = 0;
  }
}

static void
show (Scene *scene)
{
  GdkSurface *surface;

  gtk_window_present (GTK_WINDOW (scene->window));
  surface = gtk_native_get_surface (GTK_NATIVE (scene->window));
  g_signal_connect (gdk_surface_get_frame_clock (surface), "after-paint", G_CALLBACK (on_painted),
                    scene);
}

static gboolean
on_rested (gpointer user_data)
{
  *(gboolean *)user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Lets the windows come to rest, as they are when a customer's next piece is scanned. */
static void
rest (void)
{
  gboolean rested = FALSE;

  g_timeout_add (REST_MS, on_rested, &rested);
  hufu_await (rested, 10000);
}

/* ---- the bare list ---- */

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, gtk_label_new (NULL));
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkStringObject *row = gtk_list_item_get_item (item);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (row));
}

static Scene
make_bare (void)
{
  GtkStringList *rows = gtk_string_list_new (NULL);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  Scene scene = {.window = gtk_window_new (), .rows = G_LIST_MODEL (rows)};

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller),
                                 gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (
                                                        g_object_ref (G_LIST_MODEL (rows)))),
                                                    factory));
  gtk_window_set_child (GTK_WINDOW (scene.window), scroller);
  gtk_window_set_default_size (GTK_WINDOW (scene.window), 480, 700);
  return scene;
}

static gint64
append_bare (Scene *scene, guint number)
{
  g_autofree char *text = g_strdup_printf ("linen shirt %07u    1    12.90", number);
  guint n = g_list_model_get_n_items (scene->rows);
  gint64 start_ns;

  if (n >= LINES) {
    gtk_string_list_splice (GTK_STRING_LIST (scene->rows), 0, n, NULL);
    rest ();
    n = 0;
  }
  scene->awaited = n + 1;
  start_ns = hufu_bench_now_ns ();
  gtk_string_list_append (GTK_STRING_LIST (scene->rows), text);
  hufu_await (scene->awaited == 0, 10000);
  return scene->painted_ns - start_ns;
}

/* ---- the terminal ---- */

typedef struct {
  HufuCounter *counter;
  Scene scene;
  char *data_dir, *root_path;
  guint n_products;
  HufuSample *scan;
  HufuEffort effort;
  gsize resident_kib;
} Till;

static GtkWidget *
find_widget (GtkWidget *root, const char *name)
{
  GtkWidget *found = NULL;

  if (g_strcmp0 (gtk_widget_get_name (root), name) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_widget (child, name);
  return found;
}

static gboolean
is_at (Till *till, HufuScreen screen)
{
  return hufu_counter_get_screen (till->counter) == screen &&
         !hufu_counter_get_busy (till->counter);
}

/* The second time it is meant. */
static void
empty_basket (Till *till)
{
  hufu_counter_act (till->counter, HUFU_ACT_VOID);
  hufu_counter_act (till->counter, HUFU_ACT_VOID);
  hufu_await (g_list_model_get_n_items (till->scene.rows) == 0 && is_at (till, HUFU_SCREEN_SELL),
              10000);
  rest ();
}

static void
open_till (Till *till, const char *folder, guint n_products)
{
  HufuCounterOptions options = {.platform_url = "http://127.0.0.1:9"};

  till->n_products = n_products;
  till->scan = hufu_sample_new ();
  hufu_effort_init (&till->effort);
  till->data_dir = hufu_till_data_make (folder, n_products);
  till->root_path = g_build_filename (till->data_dir, "root.pub", NULL);
  options.data_dir = till->data_dir;
  options.root_path = till->root_path;
  till->counter = hufu_counter_new (&options);
  hufu_counter_start (till->counter);
  till->scene.window = hufu_window_new (till->counter);
  till->scene.rows = G_LIST_MODEL (hufu_counter_get_basket (till->counter));
  gtk_window_set_default_size (GTK_WINDOW (till->scene.window), 1366, 768);
  show (&till->scene);
  hufu_await (is_at (till, HUFU_SCREEN_SIGN_IN), 20000);
  hufu_counter_sign_in (till->counter, HUFU_TILL_CLERK, HUFU_TILL_PIN);
  hufu_await (is_at (till, HUFU_SCREEN_SELL), 20000);
  till->scene.scroll = gtk_scrollable_get_vadjustment (
      GTK_SCROLLABLE (find_widget (till->scene.window, "basket-lines")));
  if (g_list_model_get_n_items (till->scene.rows) > 0)
    empty_basket (till); /* of a run that was broken off */
}

/* Never the same product twice in a basket: that would be no new line. */
static gint64
scan (Till *till, guint number)
{
  guint step = till->n_products / LINES;
  guint product = 1 + (number % LINES) * step + (number / LINES * 7919) % step;
  g_autofree char *code = g_strdup_printf ("%" G_GUINT64_FORMAT, hufu_catalog_file_code (product));
  gint64 start_ns;

  if (g_list_model_get_n_items (till->scene.rows) >= LINES)
    empty_basket (till);
  hufu_await (!hufu_counter_get_busy (till->counter), 10000);
  rest ();
  till->scene.awaited = g_list_model_get_n_items (till->scene.rows) + 1;
  hufu_effort_begin (&till->effort);
  start_ns = hufu_bench_now_ns ();
  hufu_counter_input (till->counter, code, -1, HUFU_INPUT_SCAN);
  hufu_await (till->scene.awaited == 0, 10000);
  hufu_effort_end (&till->effort);
  return till->scene.painted_ns - start_ns;
}

static void
close_till (Till *till)
{
  if (g_list_model_get_n_items (till->scene.rows) > 0)
    empty_basket (till);
  till->resident_kib = hufu_bench_resident_kib ();
  hufu_counter_stop (till->counter);
  gtk_window_destroy (GTK_WINDOW (till->scene.window));
  g_clear_object (&till->counter);
}

static void
print_row (Till *till, const char *what, HufuSample *sample, const char *how)
{
  g_autofree char *title = g_strdup_printf ("%s: %u products", what, till->n_products);
  g_autofree char *percentiles = hufu_sample_format (sample);
  g_autofree char *greatest = hufu_bench_format_ns (hufu_sample_get_ns (sample, 1000));
  g_autofree char *measured = g_strdup_printf ("%s, max %s", percentiles, greatest);

  hufu_bench_row (title, measured, "a frame of 16.7 ms",
                  hufu_bench_ratio (hufu_sample_get_ns (sample, 990), FRAME_NS), 1.0, how);
}

static void
print (Till *till, HufuSample *bare)
{
  g_autofree char *peer = hufu_sample_format (bare);
  g_autofree char *noise = hufu_effort_format (&till->effort);
  g_autofree char *how = g_strdup_printf (
      "p99; hufu_counter_input of an EAN-13 to the end of the frame with the new line in sight, %u"
      " scans: %s; a bare GtkListView's append in the same run %s: %.2fx at p50; resident then"
      " %" G_GSIZE_FORMAT " MB",
      till->scan->ns->len, noise, peer,
      hufu_bench_ratio (hufu_sample_get_ns (till->scan, 500), hufu_sample_get_ns (bare, 500)),
      till->resident_kib / 1024);

  print_row (till, "scan to line drawn", till->scan, how);
  print_row (till, "its work", till->effort.cpu,
             "p99; processor time of the drawing thread in the same scans");
}

static void
bench (const HufuBenchOptions *options, guint n_products, guint rounds)
{
  g_autoptr (HufuSample) bare_sample = hufu_sample_new ();
  Scene bare = make_bare ();
  Till till = {0};

  open_till (&till, options->folder, n_products);
  show (&bare);
  rest ();
  for (guint i = 0; i < hufu_bench_rounds (options, rounds); i++) {
    hufu_sample_add (till.scan, scan (&till, i));
    rest ();
    hufu_sample_add (bare_sample, append_bare (&bare, i));
  }
  close_till (&till);
  gtk_window_destroy (GTK_WINDOW (bare.window));
  print (&till, bare_sample);
  hufu_sample_free (till.scan);
  hufu_effort_clear (&till.effort);
  g_free (till.data_dir);
  g_free (till.root_path);
}

int
main (int argc, char **argv)
{
  HufuBenchOptions options = hufu_bench_init (argc, argv);

  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
  g_setenv ("GTK_THEME", "Empty", FALSE);
  hufu_language_init ();
  gtk_init ();
  hufu_language_apply (HUFU_LANG_EN);
  hufu_theme_apply ("light");
  bench (&options, options.quick ? 200 : 500, 300);
  bench (&options, options.quick ? 1000 : 1000000, 1000);
  return 0;
}
