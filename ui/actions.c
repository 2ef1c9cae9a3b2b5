/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/actions.h"

#include "ui/sounds.h"
#include "ui/theme.h"

struct _HufuActions {
  HufuWindow *window; /* owns this */
  GSimpleActionGroup *group;
};

static HufuCounter *
counter_of (HufuActions *self)
{
  return hufu_window_get_counter (self->window);
}

void
hufu_actions_show (HufuActions *self, const char *name, const char *value)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->group), name);
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (value));
}

static void
do_act (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  HufuAct act;
  if (hufu_act_find (g_variant_get_string (value, NULL), &act))
    hufu_window_act (((HufuActions *)user_data)->window, act);
}

static void
do_page (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  hufu_window_go (((HufuActions *)user_data)->window, g_variant_get_string (value, NULL));
}

static void
do_page_shown (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  HufuActions *self = user_data;
  HufuCounterPage *selling = hufu_window_get_selling (self->window);
  if (selling != NULL)
    hufu_actions_show (self, "page", hufu_counter_page_get_page (selling));
  GtkEditable *input = hufu_window_get_input (self->window);
  if (input != NULL && gtk_window_get_focus (GTK_WINDOW (self->window)) == NULL)
    gtk_text_grab_focus_without_selecting (GTK_TEXT (input));
}

static void
do_key (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  hufu_window_press (((HufuActions *)user_data)->window, g_variant_get_string (value, NULL));
}

static void
do_line (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  hufu_window_line (((HufuActions *)user_data)->window, g_variant_get_string (value, NULL));
}

static void
do_hint (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  hufu_window_hint (((HufuActions *)user_data)->window, g_variant_get_string (value, NULL));
}

static void
do_select_line (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  hufu_counter_select_line (counter_of (user_data), g_variant_get_uint32 (value));
}

static void
do_add_product (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  HufuActions *self = user_data;
  GtkEditable *input = hufu_window_get_input (self->window);
  HufuPanel *panel = hufu_counter_get_panel (counter_of (self));
  /* The words have done their work. */
  if (input != NULL && panel != NULL && panel->kind == HUFU_PANEL_SEARCH)
    gtk_editable_set_text (input, "");
  hufu_counter_add_product (counter_of (self), g_variant_get_int64 (value));
}

static void
do_choose (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  g_autofree char *number = g_strdup_printf ("%u", g_variant_get_uint32 (value));
  hufu_counter_choose (counter_of (user_data), 0, number);
}

static void
resume (HufuActions *self, GListModel *list, guint place)
{
  g_autoptr (HufuHeldItem) item = g_list_model_get_item (list, place);
  if (item != NULL)
    hufu_counter_resume (counter_of (self), &item->sale_id);
}

static void
do_resume (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  resume (user_data, hufu_counter_get_held (counter_of (user_data)), g_variant_get_uint32 (value));
}

static void
do_take (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  resume (user_data, hufu_counter_get_held_elsewhere (counter_of (user_data)),
          g_variant_get_uint32 (value));
}

static void
do_resolve (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  hufu_counter_resolve (counter_of (user_data), g_variant_get_string (value, NULL));
}

static void
do_received (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  hufu_cash_pad_set_received (hufu_counter_get_cash_pad (counter_of (user_data)),
                              g_variant_get_int64 (value));
}

static void
do_camera (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  HufuCounterPage *selling = hufu_window_get_selling (((HufuActions *)user_data)->window);
  if (selling != NULL)
    hufu_counter_page_press_camera (selling);
}

static void
do_keyboard (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  HufuCounterPage *selling = hufu_window_get_selling (((HufuActions *)user_data)->window);
  if (selling != NULL)
    hufu_counter_page_toggle_keys (selling);
}

static void
do_typing (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  hufu_window_toggle_typing (((HufuActions *)user_data)->window);
}

static void
do_type (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  hufu_window_type (((HufuActions *)user_data)->window, g_variant_get_string (value, NULL));
}

static void
set_theme (HufuActions *self, const char *theme)
{
  hufu_theme_force (NULL);
  hufu_counter_set_theme (counter_of (self), theme);
  hufu_theme_apply (theme);
  hufu_actions_show (self, "theme", theme);
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
  hufu_counter_set_lang (counter_of (user_data), chinese ? HUFU_LANG_ZH : HUFU_LANG_EN);
}

static void
do_switch_lang (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  HufuCounter *counter = counter_of (user_data);
  gboolean english = hufu_counter_get_lang (counter) == HUFU_LANG_EN;
  hufu_counter_set_lang (counter, english ? HUFU_LANG_ZH : HUFU_LANG_EN);
}

static void
do_cut (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  HufuActions *self = user_data;
  HufuCutSet which;
  if (hufu_cut_find (g_action_get_name (G_ACTION (action)), &which))
    hufu_counter_set_cut (counter_of (self), which,
                          g_str_equal (g_variant_get_string (value, NULL), "cut"));
}

static void
do_volume (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  HufuActions *self = user_data;
  hufu_counter_set_volume (counter_of (self), g_variant_get_string (value, NULL));
  hufu_sounds_set_volume (hufu_counter_get_volume (counter_of (self)));
  g_simple_action_set_state (action, value);
  hufu_sounds_play (HUFU_SOUND_ITEM);
}

static void
do_training (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  hufu_window_tell_training (((HufuActions *)user_data)->window);
}

HufuActions *
hufu_actions_new (HufuWindow *window)
{
  static const GActionEntry entries[] = {
      {.name = "act", .activate = do_act, .parameter_type = "s"},
      {.name = "page", .activate = do_page, .parameter_type = "s", .state = "'sell'"},
      {.name = "page-shown", .activate = do_page_shown},
      {.name = "key", .activate = do_key, .parameter_type = "s"},
      {.name = "line", .activate = do_line, .parameter_type = "s"},
      {.name = "hint", .activate = do_hint, .parameter_type = "s"},
      {.name = "select-line", .activate = do_select_line, .parameter_type = "u"},
      {.name = "choose", .activate = do_choose, .parameter_type = "u"},
      {.name = "add-product", .activate = do_add_product, .parameter_type = "x"},
      {.name = "resume", .activate = do_resume, .parameter_type = "u"},
      {.name = "take", .activate = do_take, .parameter_type = "u"},
      {.name = "resolve", .activate = do_resolve, .parameter_type = "s"},
      {.name = "received", .activate = do_received, .parameter_type = "x"},
      {.name = "camera", .activate = do_camera},
      {.name = "keyboard", .activate = do_keyboard},
      {.name = "typing", .activate = do_typing},
      {.name = "type", .activate = do_type, .parameter_type = "s"},
      {.name = "training", .activate = do_training},
      {.name = "switch-lang", .activate = do_switch_lang},
      {.name = "switch-theme", .activate = do_switch_theme},
      {.name = "lang", .activate = do_lang, .parameter_type = "s", .state = "'en'"},
      {.name = "theme", .activate = do_theme, .parameter_type = "s", .state = "'system'"},
      {.name = "volume", .activate = do_volume, .parameter_type = "s", .state = "'normal'"},
      {.name = "wan", .activate = do_cut, .parameter_type = "s", .state = "'well'"},
      {.name = "lan", .activate = do_cut, .parameter_type = "s", .state = "'well'"},
  };
  HufuActions *self = g_new0 (HufuActions, 1);
  self->window = window;
  self->group = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->group), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (window), "counter", G_ACTION_GROUP (self->group));
  return self;
}

void
hufu_actions_free (HufuActions *self)
{
  gtk_widget_insert_action_group (GTK_WIDGET (self->window), "counter", NULL);
  g_object_unref (self->group);
  g_free (self);
}
