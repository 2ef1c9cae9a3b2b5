/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-window.h"

#include <string.h>

#include "ui/actions.h"
#include "ui/hufu-close-page.h"
#include "ui/hufu-flat.h"
#include "ui/hufu-message-page.h"
#include "ui/hufu-shift-page.h"
#include "ui/hufu-sign-in-page.h"
#include "ui/hufu-strip.h"
#include "ui/keys.h"
#include "ui/sounds.h"
#include "ui/theme.h"
#include "ui/touch-typing.h"
#include "ui/util.h"
#include "ui/words.h"

#define LARGE_FROM_PX 1700

struct _HufuWindow {
  GtkWindow parent_instance;
  HufuCounter *counter;
  HufuKeys *keys;
  HufuTouchTyping *typing;
  HufuActions *actions;
  GtkOverlay *over;
  GtkStack *pages;
  HufuStrip *strip;
  GtkWidget *training;
  HufuAct primary_act; /* what the primary button did last, and since when it does it */
  HufuScreen primary_screen;
  gint64 primary_since_us;
};

G_DEFINE_FINAL_TYPE (HufuWindow, hufu_window, GTK_TYPE_WINDOW)

static guint training_signal;

HufuCounter *
hufu_window_get_counter (HufuWindow *self)
{
  return self->counter;
}

/* ---- pages ---- */

HufuCounterPage *
hufu_window_get_selling (HufuWindow *self)
{
  return HUFU_COUNTER_PAGE (gtk_stack_get_child_by_name (self->pages, "counter"));
}

static const char *
page_of (HufuScreen screen)
{
  switch (screen) {
  case HUFU_SCREEN_STARTING:
  case HUFU_SCREEN_STOPPED:
  case HUFU_SCREEN_ENROL:
    return "message";
  case HUFU_SCREEN_SIGN_IN:
    return "sign-in";
  case HUFU_SCREEN_OPEN_SHIFT:
    return "shift";
  case HUFU_SCREEN_CLOSE_SHIFT:
    return "close";
  case HUFU_SCREEN_SELL:
  case HUFU_SCREEN_TENDER:
  case HUFU_SCREEN_DRAWER:
  case HUFU_SCREEN_PRICE:
    return "counter";
  default:
    g_assert_not_reached ();
  }
}

static GtkWidget *
make_page (HufuWindow *self, const char *name)
{
  GtkWidget *page;
  if (g_str_equal (name, "message")) {
    page = g_object_new (HUFU_TYPE_MESSAGE_PAGE, NULL);
    hufu_message_page_set_counter (HUFU_MESSAGE_PAGE (page), self->counter);
  } else if (g_str_equal (name, "sign-in")) {
    page = g_object_new (HUFU_TYPE_SIGN_IN_PAGE, NULL);
    hufu_sign_in_page_set_counter (HUFU_SIGN_IN_PAGE (page), self->counter);
  } else if (g_str_equal (name, "shift")) {
    page = g_object_new (HUFU_TYPE_SHIFT_PAGE, NULL);
    hufu_shift_page_set_counter (HUFU_SHIFT_PAGE (page), self->counter);
  } else if (g_str_equal (name, "close")) {
    page = hufu_close_page_new (self->counter);
  } else {
    page = g_object_new (HUFU_TYPE_COUNTER_PAGE, NULL);
    hufu_counter_page_set_counter (HUFU_COUNTER_PAGE (page), self->counter);
  }
  return page;
}

/* Of a demo: what it is cut off from, wherever that was said. */
static void
show_cut (HufuWindow *self)
{
  gboolean wan = FALSE, lan = FALSE;
  g_object_get (hufu_counter_get_status (self->counter), "wan-cut", &wan, "lan-cut", &lan, NULL);
  hufu_actions_show (self->actions, "wan", wan ? "cut" : "well");
  hufu_actions_show (self->actions, "lan", lan ? "cut" : "well");
}

static void
show_training (HufuWindow *self)
{
  gboolean training = hufu_counter_is_training (self->counter);
  gtk_widget_set_visible (self->training, training);
  hufu_set_class (self, "training", training);
}

static void
show_screen (HufuWindow *self)
{
  const char *name = page_of (hufu_counter_get_screen (self->counter));
  hufu_theme_apply (hufu_counter_get_theme (self->counter)); /* known once the books are open */
  hufu_actions_show (self->actions, "theme",
                     hufu_theme_get_shown (hufu_counter_get_theme (self->counter)));
  hufu_sounds_set_volume (hufu_counter_get_volume (self->counter));
  hufu_actions_show (self->actions, "volume", hufu_sounds_get_volume ());
  show_cut (self);
  if (gtk_stack_get_child_by_name (self->pages, name) == NULL)
    gtk_stack_add_named (self->pages, make_page (self, name), name);
  hufu_stack_show (self->pages, name);
  GtkEditable *input = hufu_window_get_input (self);
  if (input != NULL)
    gtk_text_grab_focus_without_selecting (GTK_TEXT (input));
  else
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
}

static gboolean
is_on_manager_page (HufuWindow *self)
{
  HufuCounterPage *page = hufu_window_get_selling (self);
  return page != NULL && hufu_counter_get_screen (self->counter) == HUFU_SCREEN_SELL &&
         g_str_equal (hufu_counter_page_get_page (page), "manager");
}

GtkEditable *
hufu_window_get_input (HufuWindow *self)
{
  HufuCounterPage *page = hufu_window_get_selling (self);
  if (page == NULL || hufu_counter_get_screen (self->counter) != HUFU_SCREEN_SELL ||
      is_on_manager_page (self) || hufu_counter_page_shows_product (page))
    return NULL;
  return GTK_EDITABLE (hufu_input_box_get_text (hufu_counter_page_get_input (page)));
}

/* ---- the primary act ---- */

static void
on_primary (HufuWindow *self)
{
  const HufuChoice *primary = hufu_counter_get_primary (self->counter);
  HufuAct act = primary != NULL ? primary->act : HUFU_ACT_NONE;
  HufuScreen screen = hufu_counter_get_screen (self->counter);
  if (act == self->primary_act && screen == self->primary_screen)
    return;
  self->primary_act = act;
  self->primary_screen = screen;
  self->primary_since_us = g_get_monotonic_time ();
}

static gboolean
primary_is_deaf (HufuWindow *self)
{
  return g_get_monotonic_time () - self->primary_since_us <
         HUFU_PRIMARY_DEAF_MS * G_TIME_SPAN_MILLISECOND;
}

/* What stands in the input is the name under which the sale waits. */
static void
hold (HufuWindow *self)
{
  GtkEditable *input = hufu_window_get_input (self);
  g_autofree char *name =
      input != NULL ? g_strstrip (g_strdup (gtk_editable_get_text (input))) : NULL;
  if (name == NULL || *name == '\0') {
    hufu_counter_act (self->counter, HUFU_ACT_HOLD);
    return;
  }
  gtk_editable_set_text (input, "");
  hufu_counter_hold (self->counter, name);
}

void
hufu_window_act (HufuWindow *self, HufuAct act)
{
  const HufuChoice *primary = hufu_counter_get_primary (self->counter);
  gboolean is_primary = act == HUFU_ACT_PRIMARY || (primary != NULL && primary->act == act);
  if (is_primary && primary_is_deaf (self))
    return;
  /* The PIN is the page's: it goes to the counter with it. */
  if (is_primary && primary != NULL && primary->act == HUFU_ACT_APPROVE)
    hufu_window_press (self, "enter");
  else if (act == HUFU_ACT_HOLD)
    hold (self);
  else
    hufu_counter_act (self->counter, act);
}

/* ---- what keys and buttons do ---- */

static void
press_on_pad (HufuWindow *self, const char *key)
{
  HufuCashPad *pad = hufu_counter_get_cash_pad (self->counter);
  if (g_str_equal (key, "backspace"))
    hufu_cash_pad_backspace (pad);
  else if (g_str_equal (key, "clear"))
    hufu_cash_pad_clear (pad);
  else
    hufu_cash_pad_press (pad, key);
}

static void
press_on_drawer (HufuWindow *self, const char *key)
{
  HufuDrawerPad *pad = hufu_counter_get_drawer_pad (self->counter);
  if (g_str_equal (key, "backspace"))
    hufu_drawer_pad_backspace (pad);
  else
    hufu_drawer_pad_press (pad, key);
}

void
hufu_window_press (HufuWindow *self, const char *key)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->pages);
  GtkEditable *input = hufu_window_get_input (self);
  if (HUFU_IS_SIGN_IN_PAGE (page))
    hufu_sign_in_page_press (HUFU_SIGN_IN_PAGE (page), key);
  else if (HUFU_IS_SHIFT_PAGE (page))
    hufu_shift_page_press (HUFU_SHIFT_PAGE (page), key);
  else if (HUFU_IS_CLOSE_PAGE (page))
    hufu_close_page_press (HUFU_CLOSE_PAGE (page), key);
  else if (hufu_counter_get_screen (self->counter) == HUFU_SCREEN_TENDER)
    press_on_pad (self, key);
  else if (hufu_counter_get_screen (self->counter) == HUFU_SCREEN_DRAWER)
    press_on_drawer (self, key);
  else if (hufu_counter_get_screen (self->counter) == HUFU_SCREEN_PRICE)
    hufu_counter_page_press_price (hufu_window_get_selling (self), key);
  else if (is_on_manager_page (self))
    hufu_counter_page_press_manager (hufu_window_get_selling (self), key);
  else if (input != NULL && g_str_equal (key, "enter"))
    hufu_window_enter (self);
  else if (input != NULL) {
    gtk_editable_set_position (input, -1);
    hufu_type_into (GTK_TEXT (input), key);
  }
}

void
hufu_window_type (HufuWindow *self, const char *key)
{
  hufu_touch_typing_press (self->typing, key);
}

void
hufu_window_toggle_typing (HufuWindow *self)
{
  hufu_touch_typing_toggle (self->typing);
}

void
hufu_window_go (HufuWindow *self, const char *page)
{
  HufuCounterPage *selling = hufu_window_get_selling (self);
  if (selling != NULL && GTK_WIDGET (selling) == gtk_stack_get_visible_child (self->pages))
    hufu_counter_page_go (selling, page);
}

static gboolean
find_row (HufuWindow *self, guint32 line_no, guint *ret_place)
{
  GListModel *rows = G_LIST_MODEL (hufu_counter_get_basket (self->counter));
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++) {
    g_autoptr (HufuBasketRow) row = g_list_model_get_item (rows, i);
    *ret_place = i;
    if (row->line_no == line_no)
      return TRUE;
  }
  return FALSE;
}

/* What stands in the input is the note; nothing takes away the one that is there. */
static void
note (HufuWindow *self, guint32 line_no, gboolean has_note)
{
  GtkEditable *input = hufu_window_get_input (self);
  g_autofree char *words =
      g_strstrip (g_strdup (input != NULL ? gtk_editable_get_text (input) : ""));
  if (*words == '\0' && !has_note) {
    hufu_window_hint (self, "note");
    return;
  }
  if (input != NULL)
    gtk_editable_set_text (input, "");
  hufu_counter_set_note (self->counter, line_no, words);
}

void
hufu_window_line (HufuWindow *self, const char *what)
{
  guint place;
  guint32 line_no = hufu_counter_get_selected_line (self->counter);
  GListModel *rows = G_LIST_MODEL (hufu_counter_get_basket (self->counter));
  if (line_no == 0 || !find_row (self, line_no, &place))
    return;
  g_autoptr (HufuBasketRow) row = g_list_model_get_item (rows, place);
  gint64 qty_milli = hufu_parse_qty_milli (row->qty);
  GtkEditable *input = hufu_window_get_input (self);
  if (g_str_equal (what, "delete")) {
    hufu_counter_delete_line (self->counter, line_no);
  } else if (g_str_equal (what, "count") && input != NULL) {
    gtk_text_grab_focus_without_selecting (GTK_TEXT (input));
    gtk_editable_set_text (input, "*");
    gtk_editable_set_position (input, -1);
    hufu_window_hint (self, "quantity");
  } else if (g_str_equal (what, "details")) {
    hufu_window_act (self, HUFU_ACT_SHOW_DETAIL);
  } else if (g_str_equal (what, "note")) {
    note (self, line_no, row->has_note);
  } else if (g_str_equal (what, "price") && *row->new_price != '\0') {
    hufu_counter_take_price (self->counter, line_no);
  } else if (g_str_equal (what, "price")) {
    hufu_counter_change_price (self->counter, line_no);
  } else if (g_str_equal (what, "more")) {
    hufu_counter_set_qty (self->counter, line_no, qty_milli + 1000);
  } else if (g_str_equal (what, "less") && qty_milli > 1000) {
    /* The last one goes by "Delete", never by one touch too many. */
    hufu_counter_set_qty (self->counter, line_no, qty_milli - 1000);
  }
}

void
hufu_window_step (HufuWindow *self, int step)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->pages);
  if (HUFU_IS_SIGN_IN_PAGE (page))
    hufu_sign_in_page_step (HUFU_SIGN_IN_PAGE (page), step);
  if (HUFU_IS_CLOSE_PAGE (page))
    hufu_close_page_step (HUFU_CLOSE_PAGE (page), step);
  if (!HUFU_IS_COUNTER_PAGE (page))
    return;
  if (hufu_counter_get_screen (self->counter) == HUFU_SCREEN_DRAWER) {
    hufu_drawer_pad_step (hufu_counter_get_drawer_pad (self->counter), step);
    return;
  }
  GListModel *rows = G_LIST_MODEL (hufu_counter_get_basket (self->counter));
  guint n = g_list_model_get_n_items (rows), place = 0;
  if (n == 0)
    return;
  if (find_row (self, hufu_counter_get_selected_line (self->counter), &place))
    place = (guint)CLAMP ((int)place + step, 0, (int)n - 1);
  g_autoptr (HufuBasketRow) row = g_list_model_get_item (rows, place);
  hufu_counter_select_line (self->counter, row->line_no);
}

void
hufu_window_hint (HufuWindow *self, const char *topic)
{
  HufuCounterPage *selling = hufu_window_get_selling (self);
  if (selling == NULL)
    return;
  if (hufu_counter_get_screen (self->counter) != HUFU_SCREEN_SELL)
    hufu_counter_act (self->counter, HUFU_ACT_BACK);
  HufuInputBox *input = hufu_counter_page_get_input (selling);
  const char *sentence = g_str_equal (topic, "member")
                             ? _ ("Scan the member code, or type the phone number, then Enter.")
                         : g_str_equal (topic, "voucher")
                             ? _ ("Scan the voucher, or type the code under it, then Enter.")
                         : g_str_equal (topic, "note")
                             ? _ ("Type the words here first, then press Note (F8).")
                             : _ ("Type the quantity after the *, then Enter.");
  hufu_input_box_show_notice (input, sentence);
  hufu_input_box_focus (input);
}

void
hufu_window_back (HufuWindow *self)
{
  HufuCounterPage *selling = hufu_window_get_selling (self);
  GtkEditable *input = hufu_window_get_input (self);
  if (hufu_touch_typing_close (self->typing))
    return;
  if (hufu_counter_get_screen (self->counter) == HUFU_SCREEN_SIGN_IN) {
    hufu_window_press (self, "clear");
    return;
  }
  if (input != NULL && hufu_counter_page_shows_camera (selling)) {
    hufu_counter_set_camera_on (self->counter, FALSE);
    return;
  }
  if (selling != NULL && hufu_counter_page_close (selling))
    return;
  if (input != NULL && *gtk_editable_get_text (input) != '\0') {
    gtk_editable_set_text (input, "");
    hufu_input_box_show_notice (hufu_counter_page_get_input (selling), "");
    return;
  }
  hufu_counter_act (self->counter, HUFU_ACT_BACK);
}

/* "*3" and "3*" set the quantity of the selected line. */
static gboolean
enter_quantity (HufuWindow *self, const char *text)
{
  gsize length = strlen (text);
  if (length < 2 || (text[0] != '*' && text[length - 1] != '*'))
    return FALSE;
  g_autofree char *number = text[0] == '*' ? g_strdup (text + 1) : g_strndup (text, length - 1);
  gint64 qty_milli = hufu_parse_qty_milli (number);
  guint32 line_no = hufu_counter_get_selected_line (self->counter);
  if (qty_milli <= 0 || line_no == 0)
    return FALSE;
  hufu_counter_set_qty (self->counter, line_no, qty_milli);
  return TRUE;
}

void
hufu_window_enter (HufuWindow *self)
{
  GtkEditable *input = hufu_window_get_input (self);
  HufuScreen screen = hufu_counter_get_screen (self->counter);
  if (screen == HUFU_SCREEN_SIGN_IN || screen == HUFU_SCREEN_OPEN_SHIFT ||
      screen == HUFU_SCREEN_CLOSE_SHIFT) {
    hufu_window_press (self, "enter");
    return;
  }
  HufuCounterPage *selling = hufu_window_get_selling (self);
  if (selling != NULL && hufu_counter_page_shows_product (selling)) {
    hufu_counter_page_save_product (selling);
    return;
  }
  if (is_on_manager_page (self) && hufu_counter_page_press_manager (selling, "enter"))
    return;
  g_autofree char *text = g_strdup (input != NULL ? gtk_editable_get_text (input) : "");
  g_strstrip (text);
  if (input == NULL || *text == '\0') {
    hufu_window_act (self, HUFU_ACT_PRIMARY);
    return;
  }
  gtk_editable_set_text (input, "");
  hufu_input_box_show_notice (hufu_counter_page_get_input (hufu_window_get_selling (self)), "");
  if (!enter_quantity (self, text))
    hufu_counter_input (self->counter, text, -1, HUFU_INPUT_TYPED);
}

/* ---- the object ---- */

static void
hufu_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  hufu_set_class (widget, "large", width >= LARGE_FROM_PX);
  GTK_WIDGET_CLASS (hufu_window_parent_class)->size_allocate (widget, width, height, baseline);
}

static void
hufu_window_dispose (GObject *object)
{
  HufuWindow *self = HUFU_WINDOW (object);
  g_clear_pointer (&self->typing, hufu_touch_typing_free);
  g_clear_pointer (&self->keys, hufu_keys_free);
  g_clear_pointer (&self->actions, hufu_actions_free);
  g_clear_object (&self->counter);
  G_OBJECT_CLASS (hufu_window_parent_class)->dispose (object);
}

static void
hufu_window_class_init (HufuWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_FLAT);
  g_type_ensure (HUFU_TYPE_STRIP);
  G_OBJECT_CLASS (class)->dispose = hufu_window_dispose;
  widget_class->size_allocate = hufu_window_size_allocate;
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-window.ui");
  gtk_widget_class_bind_template_child (widget_class, HufuWindow, over);
  gtk_widget_class_bind_template_child (widget_class, HufuWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, HufuWindow, strip);
  gtk_widget_class_bind_template_child (widget_class, HufuWindow, training);
  training_signal = g_signal_new ("training", HUFU_TYPE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

void
hufu_window_tell_training (HufuWindow *self)
{
  g_signal_emit (self, training_signal, 0);
}

static void
hufu_window_init (HufuWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hufu_set_class (self, "big-text", hufu_text_is_large ());
  self->primary_since_us = G_MININT64 / 2;
}

/* Whatever else it does, a key or a touch says that somebody is there. */
static gboolean
on_event (GtkEventControllerLegacy *listener, GdkEvent *event, HufuWindow *self)
{
  GdkEventType type = gdk_event_get_event_type (event);
  if (type == GDK_KEY_PRESS || type == GDK_BUTTON_PRESS || type == GDK_TOUCH_BEGIN)
    hufu_counter_stir (self->counter);
  return GDK_EVENT_PROPAGATE;
}

static void
watch_events (HufuWindow *self)
{
  GtkEventController *listener = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (listener, GTK_PHASE_CAPTURE);
  g_signal_connect_object (listener, "event", G_CALLBACK (on_event), self, (GConnectFlags)0);
  gtk_widget_add_controller (GTK_WIDGET (self), listener);
}

static void
show_typing (GtkWindow *window, gboolean typing)
{
  hufu_strip_show_typing (HUFU_WINDOW (window)->strip, typing);
}

GtkWidget *
hufu_window_new (HufuCounter *counter)
{
  HufuWindow *self = g_object_new (HUFU_TYPE_WINDOW, NULL);
  self->counter = g_object_ref (counter);
  self->actions = hufu_actions_new (self);
  hufu_actions_show (self->actions, "lang",
                     hufu_counter_get_lang (counter) == HUFU_LANG_ZH ? "zh" : "en");
  hufu_actions_show (self->actions, "volume", hufu_sounds_get_volume ());
  g_object_set (self->strip, "status", hufu_counter_get_status (counter), NULL);
  g_signal_connect_object (hufu_counter_get_status (counter), "notify::training",
                           G_CALLBACK (show_training), self, G_CONNECT_SWAPPED);
  show_training (self);
  for (gsize i = 0; i < 2; i++)
    g_signal_connect_object (hufu_counter_get_status (counter),
                             i == 0 ? "notify::wan-cut" : "notify::lan-cut", G_CALLBACK (show_cut),
                             self, G_CONNECT_SWAPPED);
  g_signal_connect_object (counter, "notify::screen", G_CALLBACK (show_screen), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (counter, "notify::primary", G_CALLBACK (on_primary), self,
                           G_CONNECT_SWAPPED);
  on_primary (self);
  self->keys = hufu_keys_new (self);
  self->typing = hufu_touch_typing_new (GTK_WINDOW (self), self->over, show_typing);
  watch_events (self);
  show_screen (self);
  return GTK_WIDGET (self);
}
