/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/counter-private.h"

#include <string.h>

#include "counter/command.h"
#include "counter/paper-flow.h"
#include "crypto/host.h"

enum {
  PROP_SCREEN = 1,
  PROP_PANEL,
  PROP_PRIMARY,
  PROP_BUSY,
  PROP_LANG,
  PROP_SELECTED_LINE,
  PROP_CAMERA_ON,
  N_PROPS
};
enum {
  SIGNAL_SOUND,
  SIGNAL_NOTICE,
  SIGNAL_REFUSED,
  SIGNAL_RESTART_UI,
  SIGNAL_CAMERA_FRAME,
  SIGNAL_CAMERA_STATE,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HufuCounter, hufu_counter, G_TYPE_OBJECT)

/* ---- the object ---- */

static void
hufu_counter_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HufuCounter *self = HUFU_COUNTER (object);

  switch (id) {
  case PROP_SCREEN:
    g_value_set_int (value, self->screen);
    break;
  case PROP_PANEL:
    g_value_set_object (value, self->panel);
    break;
  case PROP_PRIMARY:
    g_value_set_pointer (value, self->primary);
    break;
  case PROP_BUSY:
    g_value_set_boolean (value, hufu_counter_get_busy (self));
    break;
  case PROP_LANG:
    g_value_set_int (value, self->lang);
    break;
  case PROP_CAMERA_ON:
    g_value_set_boolean (value, self->camera_on);
    break;
  case PROP_SELECTED_LINE:
    g_value_set_uint (value, self->selected_line);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

/* While what is under way can still refer to it. */
static void
hufu_counter_dispose (GObject *object)
{
  hufu_counter_stop (HUFU_COUNTER (object));
  G_OBJECT_CLASS (hufu_counter_parent_class)->dispose (object);
}

static void
hufu_counter_finalize (GObject *object)
{
  HufuCounter *self = HUFU_COUNTER (object);

  hufu_voucher_flow_clear (self);
  hufu_payment_flow_clear (self);
  g_queue_free_full (self->commands, hufu_command_free);
  g_clear_object (&self->panel);
  g_clear_pointer (&self->primary, hufu_choice_free);
  g_clear_object (&self->products);
  g_object_unref (self->status);
  g_object_unref (self->rows);
  g_object_unref (self->pad);
  g_object_unref (self->count);
  g_object_unref (self->drawer);
  g_object_unref (self->customer);
  g_object_unref (self->price);
  g_object_unref (self->people);
  g_object_unref (self->held);
  g_object_unref (self->elsewhere);
  hufu_held_clear (self);
  g_object_unref (self->cases);
  g_object_unref (self->today);
  g_object_unref (self->desk);
  g_object_unref (self->product);
  hufu_product_edit_free (self->product_edit);
  hufu_paper_flow_free (self->paper);
  hufu_stock_flow_free (self->stock);
  g_object_unref (self->cancellable);
  hufu_basket_free (self->basket);
  hufu_basket_free (self->stored);
  hufu_terminal_clear (&self->terminal);
  hufu_policy_clear (&self->policy);
  hufu_trust_list_free (self->trust);
  g_clear_pointer (&self->status_lists, g_ptr_array_unref);
  g_clear_pointer (&self->staff, g_ptr_array_unref);
  g_clear_pointer (&self->promotions, g_ptr_array_unref);
  g_clear_object (&self->look_monitor);
  g_clear_pointer (&self->receipt_look, hufu_template_unref);
  g_clear_pointer (&self->taxes, hufu_tax_rules_unref);
  g_free (self->roots);
  g_free (self->shown_code);
  g_free (self->order_name);
  g_free (self->why);
  g_free (self->why_note);
  hufu_product_list_clear (&self->choosing);
  g_clear_object (&self->ahead_later);
  g_clear_pointer (&self->priced, hufu_line_free);
  g_clear_error (&self->stopped_error);
  g_clear_error (&self->problem);
  g_free (self->theme);
  g_free (self->volume);
  g_free (self->data_dir);
  g_free (self->till_dir);
  g_free (self->platform_url);
  g_free (self->ca_path);
  g_free (self->root_path);
  g_free (self->printer_uri);
  g_free (self->slip_printer_uri);
  g_free (self->camera_uri);
  g_free (self->camera_child);
  g_free (self->lan_listen);
  g_free (self->lan_address);
  g_free (self->link_path);
  G_OBJECT_CLASS (hufu_counter_parent_class)->finalize (object);
}

static guint
make_signal (const char *name, guint n, GType first, GType second, GType third)
{
  return g_signal_new (name, HUFU_TYPE_COUNTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                       n, first, second, third);
}

static void
hufu_counter_class_init (HufuCounterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = hufu_counter_get_property;
  object_class->dispose = hufu_counter_dispose;
  object_class->finalize = hufu_counter_finalize;
  props[PROP_SCREEN] = g_param_spec_int ("screen", NULL, NULL, HUFU_SCREEN_STARTING,
                                         HUFU_SCREEN_CLOSE_SHIFT, HUFU_SCREEN_STARTING, flags);
  props[PROP_PANEL] = g_param_spec_object ("panel", NULL, NULL, HUFU_TYPE_PANEL, flags);
  props[PROP_PRIMARY] = g_param_spec_pointer ("primary", NULL, NULL, flags);
  props[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  props[PROP_LANG] = g_param_spec_int ("lang", NULL, NULL, 0, HUFU_LANG_COUNT - 1, 0, flags);
  props[PROP_CAMERA_ON] = g_param_spec_boolean ("camera-on", NULL, NULL, FALSE, flags);
  props[PROP_SELECTED_LINE] =
      g_param_spec_uint ("selected-line", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[SIGNAL_SOUND] = make_signal ("sound", 1, G_TYPE_INT, 0, 0);
  signals[SIGNAL_REFUSED] = make_signal ("refused", 1, G_TYPE_STRING, 0, 0);
  signals[SIGNAL_NOTICE] = make_signal ("notice", 1, G_TYPE_STRING, 0, 0);
  signals[SIGNAL_RESTART_UI] = make_signal ("restart-ui", 0, 0, 0, 0);
  signals[SIGNAL_CAMERA_FRAME] =
      make_signal ("camera-frame", 3, G_TYPE_BYTES, G_TYPE_UINT, G_TYPE_UINT);
  signals[SIGNAL_CAMERA_STATE] = make_signal ("camera-state", 1, G_TYPE_STRING, 0, 0);
}

static void
hufu_counter_init (HufuCounter *self)
{
  self->host = hufu_crypto_host ();
  self->cancellable = g_cancellable_new ();
  self->commands = g_queue_new ();
  self->status = hufu_status_new ();
  self->rows = hufu_basket_model_new ();
  self->pad = hufu_cash_pad_new ();
  self->count = hufu_count_pad_new ();
  self->drawer = hufu_drawer_pad_new ();
  self->customer = hufu_customer_new ();
  g_signal_connect_object (self->drawer, "notify::amount-text", G_CALLBACK (hufu_primary_refresh),
                           self, G_CONNECT_SWAPPED);
  self->price = hufu_price_pad_new ();
  g_signal_connect_object (self->price, "notify::entered", G_CALLBACK (hufu_price_refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->count, "notify::total-text", G_CALLBACK (hufu_primary_refresh),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pad, "notify::received-minor", G_CALLBACK (hufu_primary_refresh),
                           self, G_CONNECT_SWAPPED);
  self->people = g_list_store_new (HUFU_TYPE_PERSON);
  self->held = g_list_store_new (HUFU_TYPE_HELD_ITEM);
  self->elsewhere = g_list_store_new (HUFU_TYPE_HELD_ITEM);
  self->cases = hufu_cases_new ();
  self->today = hufu_today_view_new ();
  self->desk = hufu_staff_desk_new ();
  self->product = hufu_product_desk_new ();
  self->stock = hufu_stock_flow_new ();
  self->paper = hufu_paper_flow_new (self->stock->book);
  self->theme = g_strdup ("system");
  self->volume = g_strdup ("normal");
  self->basket = hufu_basket_new (156);
}

HufuCounter *
hufu_counter_new (const HufuCounterOptions *options)
{
  HufuCounter *self = g_object_new (HUFU_TYPE_COUNTER, NULL);

  self->lang = options->lang;
  self->training = options->training;
  self->camera_uri = g_strdup (options->camera_uri);
  self->camera_child = g_strdup (options->camera_child);
  if (options->training) { /* it knows of nobody else, whatever the options say */
    self->till_dir = g_strdup (options->data_dir);
    self->data_dir = g_build_filename (options->data_dir, "training", NULL);
    self->link_path = g_build_filename (self->data_dir, "link", NULL);
    return self;
  }
  self->data_dir = g_strdup (options->data_dir);
  self->platform_url = g_strdup (options->platform_url);
  self->ca_path = g_strdup (options->ca_path);
  self->root_path = g_strdup (options->root_path);
  self->printer_uri = g_strdup (options->printer_uri);
  self->slip_printer_uri = g_strdup (options->slip_printer_uri);
  self->lan_listen = g_strdup (options->lan_listen);
  self->lan_address = g_strdup (options->lan_address);
  self->link_path = options->link_path != NULL ? g_strdup (options->link_path)
                                               : g_build_filename (options->data_dir, "link", NULL);
  self->witness_ms = options->witness_ms;
  self->demo = options->demo;
  return self;
}

/* ---- showing ---- */

void
hufu_counter_notice (HufuCounter *counter, const char *sentence)
{
  g_signal_emit (counter, signals[SIGNAL_NOTICE], 0, sentence);
}

void
hufu_counter_refuse (HufuCounter *counter, const char *sentence)
{
  hufu_counter_sound (counter, HUFU_SOUND_REFUSED);
  hufu_counter_notice (counter, sentence);
  g_signal_emit (counter, signals[SIGNAL_REFUSED], 0, sentence);
}

void
hufu_counter_sound (HufuCounter *counter, HufuSound sound)
{
  if (!counter->redrawing)
    g_signal_emit (counter, signals[SIGNAL_SOUND], 0, (int)sound);
}

void
hufu_counter_set_screen (HufuCounter *counter, HufuScreen screen)
{
  if (counter->screen == screen)
    return;
  counter->screen = screen;
  g_object_notify_by_pspec (G_OBJECT (counter), props[PROP_SCREEN]);
  hufu_primary_refresh (counter);
}

gboolean
hufu_counter_is_on_page (HufuCounter *counter)
{
  return counter->screen == HUFU_SCREEN_TENDER || counter->screen == HUFU_SCREEN_PRICE;
}

void
hufu_counter_leave_page (HufuCounter *counter)
{
  if (hufu_counter_is_on_page (counter) || counter->screen == HUFU_SCREEN_DRAWER)
    hufu_counter_set_screen (counter, HUFU_SCREEN_SELL);
}

void
hufu_counter_take_panel (HufuCounter *counter, HufuPanel *panel)
{
  g_autoptr (HufuPanel) old = counter->panel;

  counter->panel = panel;
  counter->redraw = NULL;
  if (panel != NULL && !counter->redrawing)
    hufu_manager_close (counter); /* what was scanned goes before what was being looked at */
  if (old != NULL || panel != NULL)
    g_object_notify_by_pspec (G_OBJECT (counter), props[PROP_PANEL]);
  if (panel != NULL)
    hufu_counter_leave_page (counter);
  hufu_primary_refresh (counter);
}

void
hufu_counter_take_redrawn (HufuCounter *counter, HufuPanel *panel,
                           void (*redraw) (HufuCounter *counter))
{
  hufu_counter_take_panel (counter, panel);
  counter->redraw = redraw;
}

/* A panel that cannot be made again was made in the other language: it goes. */
void
hufu_counter_redraw_panel (HufuCounter *counter)
{
  if (counter->panel == NULL)
    return;
  counter->redrawing = TRUE;
  if (counter->redraw != NULL)
    counter->redraw (counter);
  else
    hufu_counter_take_panel (counter, NULL);
  counter->redrawing = FALSE;
}

static void
draw_problem (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_MESSAGE);
  const GError *error = counter->problem;
  gboolean known = error->domain == HUFU_STORE_ERROR;

  hufu_panel_set_band (panel, HUFU_MARK_NONE, HUFU_TONE_NO,
                       HUFU_WORD (counter->lang, "Not done, nothing lost", "没有完成，什么都没丢"),
                       known
                           ? hufu_store_error_sentence ((HufuStoreError)error->code, counter->lang)
                           : error->message);
  hufu_counter_take_redrawn (counter, panel, draw_problem);
}

void
hufu_counter_show_problem (HufuCounter *counter, const GError *error)
{
  g_message ("%s", error->message);
  g_clear_error (&counter->problem);
  counter->problem = g_error_copy (error);
  hufu_counter_sound (counter, HUFU_SOUND_REFUSED);
  draw_problem (counter);
}

gint64
hufu_counter_now_utc_us (HufuCounter *counter)
{
  return hufu_host_utc_us (counter->host) + counter->link.best_utc_us_offset;
}

char *
hufu_counter_clock_text (HufuCounter *counter, gint64 utc_us, gboolean seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (utc_us / G_USEC_PER_SEC);

  return g_date_time_format (time, seconds ? "%H:%M:%S" : "%H:%M");
}

char *
hufu_counter_day_text (HufuCounter *counter, gint64 utc_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (utc_us / G_USEC_PER_SEC);

  return g_date_time_format (time, "%Y-%m-%d %H:%M");
}

/* ---- what is under way ---- */

static void
tell_busy (HufuCounter *counter)
{
  gboolean busy = hufu_counter_get_busy (counter);

  if (counter->was_busy == busy)
    return;
  counter->was_busy = busy;
  g_object_notify_by_pspec (G_OBJECT (counter), props[PROP_BUSY]);
}

static void
run_commands (HufuCounter *counter)
{
  while (counter->n_waiting == 0 && !g_queue_is_empty (counter->commands) &&
         !g_cancellable_is_cancelled (counter->cancellable)) {
    HufuCommand *command = g_queue_pop_head (counter->commands);
    hufu_command_run (counter, command);
    hufu_command_free (command);
  }
  tell_busy (counter);
}

void
hufu_counter_begin_wait (HufuCounter *counter)
{
  counter->n_waiting++;
  tell_busy (counter);
}

void
hufu_counter_end_wait (HufuCounter *counter)
{
  g_assert (counter->n_waiting > 0);
  counter->n_waiting--;
  run_commands (counter);
}

void
hufu_counter_begin_save (HufuCounter *counter)
{
  counter->n_saving++;
  tell_busy (counter);
}

void
hufu_counter_end_save (HufuCounter *counter)
{
  g_assert (counter->n_saving > 0);
  counter->n_saving--;
  tell_busy (counter);
}

void
hufu_counter_post (HufuCounter *counter, HufuCommand *take_command)
{
  if (g_cancellable_is_cancelled (counter->cancellable)) {
    hufu_command_free (take_command);
    return;
  }
  hufu_counter_stir (counter);
  if (g_queue_get_length (counter->commands) >= HUFU_COMMANDS_MAX) {
    hufu_command_free (take_command);
    hufu_counter_refuse (counter, HUFU_WORD (counter->lang, "Too fast: scan the last one again.",
                                             "太快了：最后一个请再扫一次。"));
    return;
  }
  g_queue_push_tail (counter->commands, take_command);
  run_commands (counter);
}

typedef struct {
  HufuCounter *counter; /* a reference */
  HufuCounterDone done;
  GDestroyNotify free_answer;
} Asked;

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Asked *asked = user_data;
  g_autoptr (HufuCounter) counter = asked->counter;
  g_autoptr (GError) error = NULL;
  gpointer answer = hufu_store_run_finish (result, &error);

  if (!g_cancellable_is_cancelled (counter->cancellable)) {
    if (error != NULL && asked->done == NULL)
      hufu_counter_show_problem (counter, error);
    else if (asked->done != NULL)
      asked->done (counter, answer, error);
  }
  if (answer != NULL && asked->free_answer != NULL)
    asked->free_answer (answer);
  hufu_counter_end_wait (counter);
}

void
hufu_counter_ask (HufuCounter *counter, HufuStore *store, HufuStoreAct act, gpointer data,
                  GDestroyNotify free_data, GDestroyNotify free_answer, HufuCounterDone done)
{
  Asked *asked = g_new (Asked, 1);

  *asked = (Asked){g_object_ref (counter), done, free_answer};
  hufu_counter_begin_wait (counter);
  hufu_store_run_async (store, act, data, free_data, free_answer, NULL, on_answer, asked);
}

/* ---- stopping ---- */

static gboolean
on_bound (gpointer user_data)
{
  *(gboolean *)user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Answers that are still on their way come to a counter that no longer listens (cancellable); each
 * holds a reference, so they are awaited. */
static void
drain (HufuCounter *counter)
{
  gboolean over = FALSE;
  guint bound = g_timeout_add (HUFU_STOP_BOUND_MS, on_bound, &over);

  while (!over && counter->n_waiting + counter->n_saving + counter->n_quiet > 0)
    g_main_context_iteration (NULL, TRUE);
  if (!over)
    g_source_remove (bound);
}

void
hufu_counter_stop (HufuCounter *counter)
{
  if (g_cancellable_is_cancelled (counter->cancellable))
    return;
  g_cancellable_cancel (counter->cancellable);
  hufu_auto_lock_stop (counter);
  g_queue_clear_full (counter->commands, hufu_command_free);
  hufu_devices_stop (counter);
  hufu_link_stop (counter);
  if (counter->products != NULL)
    hufu_product_model_stop (counter->products);
  hufu_stock_list_stop (counter->stock->list);
  hufu_stock_list_stop (counter->paper->list);
  g_clear_pointer (&counter->books, hufu_store_free);
  if (counter->products != NULL)
    hufu_product_model_close (counter->products);
  g_clear_pointer (&counter->catalog, hufu_store_free);
  drain (counter);
}

/* ---- what is next, and which line is meant ---- */

void
hufu_counter_set_primary (HufuCounter *counter, HufuChoice *take_choice)
{
  g_clear_pointer (&counter->primary, hufu_choice_free);
  counter->primary = take_choice;
  g_object_notify_by_pspec (G_OBJECT (counter), props[PROP_PRIMARY]);
}

void
hufu_counter_select_line (HufuCounter *counter, guint32 line_no)
{
  if (counter->selected_line == line_no)
    return;
  if (line_no != 0 && hufu_basket_find_line (counter->basket, line_no) == NULL) {
    hufu_counter_refuse (counter, hufu_edit_sentence (HUFU_EDIT_NO_SUCH_LINE, (int)counter->lang));
    return;
  }
  counter->selected_line = line_no;
  g_object_notify_by_pspec (G_OBJECT (counter), props[PROP_SELECTED_LINE]);
}
