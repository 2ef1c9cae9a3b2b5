/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-window.h"

#include <string.h>

#include "ui/hufu-counter-page.h"
#include "ui/hufu-flat.h"
#include "ui/hufu-message-page.h"
#include "ui/hufu-shift-page.h"
#include "ui/hufu-sign-in-page.h"
#include "ui/hufu-strip.h"
#include "ui/keys.h"
#include "ui/sounds.h"
#include "ui/theme.h"
#include "ui/util.h"
#include "ui/words.h"

#define LARGE_FROM_PX 1700

struct _HufuWindow {
  GtkWindow parent_instance;
  HufuCounter *counter;
  HufuKeys *keys;
  GSimpleActionGroup *actions;
  GtkStack *pages;
  HufuStrip *strip;
  HufuAct primary_act; /* what the primary button did last, and since when it does it */
  HufuScreen primary_screen;
  gint64 primary_since_us;
};

G_DEFINE_FINAL_TYPE (HufuWindow, hufu_window, GTK_TYPE_WINDOW)

HufuCounter *
hufu_window_get_counter (HufuWindow *self)
{
  return self->counter;
}

static void
set_state (HufuWindow *self, const char *name, const char *value)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (value));
}

/* ---- pages ---- */

static HufuCounterPage *
get_selling (HufuWindow *self)
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
  case HUFU_SCREEN_SELL:
  case HUFU_SCREEN_TENDER:
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
  set_state (self, "wan", wan ? "cut" : "well");
  set_state (self, "lan", lan ? "cut" : "well");
}

static void
show_screen (HufuWindow *self)
{
  const char *name = page_of (hufu_counter_get_screen (self->counter));
  hufu_theme_apply (hufu_counter_get_theme (self->counter)); /* known once the books are open */
  set_state (self, "theme", hufu_counter_get_theme (self->counter));
  hufu_sounds_set_volume (hufu_counter_get_volume (self->counter));
  set_state (self, "volume", hufu_sounds_get_volume ());
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

GtkEditable *
hufu_window_get_input (HufuWindow *self)
{
  HufuCounterPage *page = get_selling (self);
  if (page == NULL || hufu_counter_get_screen (self->counter) != HUFU_SCREEN_SELL ||
      g_str_equal (hufu_counter_page_get_page (page), "manager"))
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

void
hufu_window_act (HufuWindow *self, HufuAct act)
{
  const HufuChoice *primary = hufu_counter_get_primary (self->counter);
  gboolean is_primary = act == HUFU_ACT_PRIMARY || (primary != NULL && primary->act == act);
  if (is_primary && primary_is_deaf (self))
    return;
  hufu_counter_act (self->counter, act);
}

/* ---- what keys and buttons do ---- */

static void
type_on_glass (GtkEditable *input, const char *key)
{
  int position = -1;
  if (g_str_equal (key, "backspace")) {
    g_autofree char *text = g_strdup (gtk_editable_get_text (input));
    char *last = g_utf8_find_prev_char (text, text + strlen (text));
    if (last != NULL)
      *last = '\0';
    gtk_editable_set_text (input, text);
  } else {
    gtk_editable_insert_text (input, key, -1, &position);
  }
  gtk_editable_set_position (input, -1);
}

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

void
hufu_window_press (HufuWindow *self, const char *key)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->pages);
  GtkEditable *input = hufu_window_get_input (self);
  if (HUFU_IS_SIGN_IN_PAGE (page))
    hufu_sign_in_page_press (HUFU_SIGN_IN_PAGE (page), key);
  else if (HUFU_IS_SHIFT_PAGE (page))
    hufu_shift_page_press (HUFU_SHIFT_PAGE (page), key);
  else if (hufu_counter_get_screen (self->counter) == HUFU_SCREEN_TENDER)
    press_on_pad (self, key);
  else if (input != NULL && g_str_equal (key, "enter"))
    hufu_window_enter (self);
  else if (input != NULL)
    type_on_glass (input, key);
}

void
hufu_window_go (HufuWindow *self, const char *page)
{
  HufuCounterPage *selling = get_selling (self);
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
  if (!HUFU_IS_COUNTER_PAGE (page))
    return;
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
  HufuCounterPage *selling = get_selling (self);
  if (selling == NULL)
    return;
  if (hufu_counter_get_screen (self->counter) == HUFU_SCREEN_TENDER)
    hufu_counter_act (self->counter, HUFU_ACT_BACK);
  HufuInputBox *input = hufu_counter_page_get_input (selling);
  const char *sentence = g_str_equal (topic, "member")
                             ? _ ("Scan the member code, or type the phone number, then Enter.")
                         : g_str_equal (topic, "voucher")
                             ? _ ("Scan the voucher, or type the code under it, then Enter.")
                             : _ ("Type the quantity after the *, then Enter.");
  hufu_input_box_show_notice (input, sentence);
  hufu_input_box_focus (input);
}

void
hufu_window_back (HufuWindow *self)
{
  HufuCounterPage *selling = get_selling (self);
  GtkEditable *input = hufu_window_get_input (self);
  if (hufu_counter_get_screen (self->counter) == HUFU_SCREEN_SIGN_IN) {
    hufu_window_press (self, "clear");
    return;
  }
  if (selling != NULL && hufu_counter_page_close (selling))
    return;
  if (input != NULL && hufu_counter_get_camera_on (self->counter)) {
    gtk_widget_activate_action (GTK_WIDGET (self), "counter.camera", NULL);
    return;
  }
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
  if (screen == HUFU_SCREEN_SIGN_IN || screen == HUFU_SCREEN_OPEN_SHIFT) {
    hufu_window_press (self, "enter");
    return;
  }
  g_autofree char *text = g_strdup (input != NULL ? gtk_editable_get_text (input) : "");
  g_strstrip (text);
  if (input == NULL || *text == '\0') {
    hufu_window_act (self, HUFU_ACT_PRIMARY);
    return;
  }
  gtk_editable_set_text (input, "");
  hufu_input_box_show_notice (hufu_counter_page_get_input (get_selling (self)), "");
  if (!enter_quantity (self, text))
    hufu_counter_input (self->counter, text, -1, HUFU_INPUT_TYPED);
}

/* ---- actions ---- */

static void
do_act (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  HufuAct act;
  if (hufu_act_find (g_variant_get_string (value, NULL), &act))
    hufu_window_act (user_data, act);
}

static void
do_page (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  hufu_window_go (user_data, g_variant_get_string (value, NULL));
}

static void
do_page_shown (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  HufuWindow *self = user_data;
  HufuCounterPage *selling = get_selling (self);
  GAction *page = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "page");
  if (selling != NULL)
    g_simple_action_set_state (G_SIMPLE_ACTION (page),
                               g_variant_new_string (hufu_counter_page_get_page (selling)));
  GtkEditable *input = hufu_window_get_input (self);
  if (input != NULL && gtk_window_get_focus (GTK_WINDOW (self)) == NULL)
    gtk_text_grab_focus_without_selecting (GTK_TEXT (input));
}

static void
do_key (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  hufu_window_press (user_data, g_variant_get_string (value, NULL));
}

static void
do_line (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  hufu_window_line (user_data, g_variant_get_string (value, NULL));
}

static void
do_hint (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  hufu_window_hint (user_data, g_variant_get_string (value, NULL));
}

static void
do_select_line (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  hufu_counter_select_line (HUFU_WINDOW (user_data)->counter, g_variant_get_uint32 (value));
}

static void
do_add_product (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  HufuWindow *self = user_data;
  GtkEditable *input = hufu_window_get_input (self);
  HufuPanel *panel = hufu_counter_get_panel (self->counter);
  /* The words have done their work. */
  if (input != NULL && panel != NULL && panel->kind == HUFU_PANEL_SEARCH)
    gtk_editable_set_text (input, "");
  hufu_counter_add_product (self->counter, g_variant_get_int64 (value));
}

static void
do_resume (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  HufuWindow *self = user_data;
  g_autoptr (HufuHeldItem) item =
      g_list_model_get_item (hufu_counter_get_held (self->counter), g_variant_get_uint32 (value));
  if (item != NULL)
    hufu_counter_resume (self->counter, &item->sale_id);
}

static void
do_resolve (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  hufu_counter_resolve (HUFU_WINDOW (user_data)->counter, g_variant_get_string (value, NULL));
}

static void
do_received (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  hufu_cash_pad_set_received (hufu_counter_get_cash_pad (HUFU_WINDOW (user_data)->counter),
                              g_variant_get_int64 (value));
}

static void
do_camera (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  HufuCounter *counter = HUFU_WINDOW (user_data)->counter;
  hufu_counter_set_camera_on (counter, !hufu_counter_get_camera_on (counter));
}

static void
do_keyboard (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  HufuCounterPage *selling = get_selling (user_data);
  if (selling != NULL)
    hufu_counter_page_toggle_keys (selling);
}

static void
set_theme (HufuWindow *self, const char *theme)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "theme");
  hufu_theme_force (NULL);
  hufu_counter_set_theme (self->counter, theme);
  hufu_theme_apply (theme);
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (theme));
}

static void
do_theme (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  set_theme (user_data, g_variant_get_string (value, NULL));
}

static void
do_switch_theme (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  set_theme (user_data, hufu_theme_is_dark () ? "light" : "dark");
}

static void
do_lang (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  gboolean chinese = g_str_equal (g_variant_get_string (value, NULL), "zh");
  hufu_counter_set_lang (HUFU_WINDOW (user_data)->counter, chinese ? HUFU_LANG_ZH : HUFU_LANG_EN);
}

static void
do_switch_lang (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  HufuCounter *counter = HUFU_WINDOW (user_data)->counter;
  gboolean english = hufu_counter_get_lang (counter) == HUFU_LANG_EN;
  hufu_counter_set_lang (counter, english ? HUFU_LANG_ZH : HUFU_LANG_EN);
}

static void
do_cut (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  HufuWindow *self = user_data;
  HufuCutSet which;
  if (hufu_cut_find (g_action_get_name (G_ACTION (action)), &which))
    hufu_counter_set_cut (self->counter, which,
                          g_str_equal (g_variant_get_string (value, NULL), "cut"));
}

static void
do_volume (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  HufuWindow *self = user_data;
  hufu_counter_set_volume (self->counter, g_variant_get_string (value, NULL));
  hufu_sounds_set_volume (hufu_counter_get_volume (self->counter));
  g_simple_action_set_state (action, value);
  hufu_sounds_play (HUFU_SOUND_ITEM);
}

static void
add_actions (HufuWindow *self)
{
  static const GActionEntry entries[] = {
      {.name = "act", .activate = do_act, .parameter_type = "s"},
      {.name = "page", .activate = do_page, .parameter_type = "s", .state = "'sell'"},
      {.name = "page-shown", .activate = do_page_shown},
      {.name = "key", .activate = do_key, .parameter_type = "s"},
      {.name = "line", .activate = do_line, .parameter_type = "s"},
      {.name = "hint", .activate = do_hint, .parameter_type = "s"},
      {.name = "select-line", .activate = do_select_line, .parameter_type = "u"},
      {.name = "add-product", .activate = do_add_product, .parameter_type = "x"},
      {.name = "resume", .activate = do_resume, .parameter_type = "u"},
      {.name = "resolve", .activate = do_resolve, .parameter_type = "s"},
      {.name = "received", .activate = do_received, .parameter_type = "x"},
      {.name = "camera", .activate = do_camera},
      {.name = "keyboard", .activate = do_keyboard},
      {.name = "switch-lang", .activate = do_switch_lang},
      {.name = "switch-theme", .activate = do_switch_theme},
      {.name = "lang", .activate = do_lang, .parameter_type = "s", .state = "'en'"},
      {.name = "theme", .activate = do_theme, .parameter_type = "s", .state = "'system'"},
      {.name = "volume", .activate = do_volume, .parameter_type = "s", .state = "'normal'"},
      {.name = "wan", .activate = do_cut, .parameter_type = "s", .state = "'well'"},
      {.name = "lan", .activate = do_cut, .parameter_type = "s", .state = "'well'"},
  };
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "counter", G_ACTION_GROUP (self->actions));
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
  g_clear_pointer (&self->keys, hufu_keys_free);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "counter", NULL);
  g_clear_object (&self->actions);
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
  gtk_widget_class_bind_template_child (widget_class, HufuWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, HufuWindow, strip);
}

static void
hufu_window_init (HufuWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->primary_since_us = G_MININT64 / 2;
}

GtkWidget *
hufu_window_new (HufuCounter *counter)
{
  HufuWindow *self = g_object_new (HUFU_TYPE_WINDOW, NULL);
  self->counter = g_object_ref (counter);
  add_actions (self);
  set_state (self, "lang", hufu_counter_get_lang (counter) == HUFU_LANG_ZH ? "zh" : "en");
  set_state (self, "theme", hufu_counter_get_theme (counter));
  set_state (self, "volume", hufu_sounds_get_volume ());
  g_object_set (self->strip, "status", hufu_counter_get_status (counter), NULL);
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
  show_screen (self);
  return GTK_WIDGET (self);
}
