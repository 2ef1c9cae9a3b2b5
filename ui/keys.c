/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/keys.h"

#include <string.h>

#include "core/burst.h"
#include "ui/hufu-rail.h"

#define NO_SUM G_MININT64

struct _HufuKeys {
  HufuWindow *window; /* owns this */
  HufuBurst burst;
  char *before;      /* the text of the input, or the drawer's sum, before the run of keys began */
  char *note_before; /* the drawer's note before it */
  GtkWidget *field;  /* of a page, that the keys go into; a weak pointer */
  char *field_before;
  guint row_before; /* of the count, and what was counted in it */
  guint32 counted_before;
  gint64 received_before;       /* the cash pad's sum before it; NO_SUM = not on the tender */
  GtkEventController *listener; /* owned by the window */
};

static HufuScreen
screen_of (HufuKeys *keys)
{
  return hufu_counter_get_screen (hufu_window_get_counter (keys->window));
}

#define SHOWN_MAX 600 /* characters of a scan that are echoed: more than the longest token */

/* ---- scans ---- */

/* Of the row that is being counted. */
static guint32
get_counted (HufuKeys *keys, guint *ret_row)
{
  HufuCountPad *pad = hufu_counter_get_count_pad (hufu_window_get_counter (keys->window));
  g_object_get (pad, "selected", ret_row, NULL);
  return hufu_count_pad_get_pieces (pad, *ret_row);
}

static HufuDrawerPad *
get_drawer (HufuKeys *keys)
{
  return hufu_counter_get_drawer_pad (hufu_window_get_counter (keys->window));
}

static gboolean
is_managers_page (HufuKeys *keys)
{
  HufuCounterPage *selling = hufu_window_get_selling (keys->window);
  return selling != NULL && screen_of (keys) == HUFU_SCREEN_SELL &&
         g_str_equal (hufu_counter_page_get_page (selling), "manager");
}

/* A field of a page has the focus: its keys are its own. */
static gboolean
is_typing_words (HufuKeys *keys)
{
  return GTK_IS_TEXT (gtk_window_get_focus (GTK_WINDOW (keys->window)));
}

static void
remember_field (HufuKeys *keys)
{
  GtkWidget *focus =
      is_typing_words (keys) ? gtk_window_get_focus (GTK_WINDOW (keys->window)) : NULL;
  g_set_weak_pointer (&keys->field, focus);
  g_free (keys->field_before);
  keys->field_before =
      focus == NULL ? NULL : g_strdup (gtk_editable_get_text (GTK_EDITABLE (focus)));
}

static void
remember_before (HufuKeys *keys)
{
  GtkEditable *input = hufu_window_get_input (keys->window);
  HufuDrawerPad *drawer = get_drawer (keys);
  g_free (keys->before);
  keys->before = g_strdup (input != NULL ? gtk_editable_get_text (input) : "");
  remember_field (keys);
  keys->received_before = NO_SUM;
  if (screen_of (keys) == HUFU_SCREEN_DRAWER) {
    g_free (keys->before);
    g_free (keys->note_before);
    keys->before = g_strdup (hufu_drawer_pad_get_typed (drawer));
    g_object_get (drawer, "note", &keys->note_before, NULL);
  }
  if (screen_of (keys) == HUFU_SCREEN_CLOSE_SHIFT)
    keys->counted_before = get_counted (keys, &keys->row_before);
  if (screen_of (keys) == HUFU_SCREEN_TENDER)
    g_object_get (hufu_counter_get_cash_pad (hufu_window_get_counter (keys->window)),
                  "received-minor", &keys->received_before, NULL);
}

/* The scanner's digits were not cash, nor its letters a search: put back what was there. */
static void
put_back (HufuKeys *keys)
{
  GtkEditable *input = hufu_window_get_input (keys->window);
  if (input != NULL)
    gtk_editable_set_text (input, keys->before != NULL ? keys->before : "");
  else if (keys->field != NULL && is_managers_page (keys))
    gtk_editable_set_text (GTK_EDITABLE (keys->field), keys->field_before);
  if (screen_of (keys) == HUFU_SCREEN_SIGN_IN || screen_of (keys) == HUFU_SCREEN_OPEN_SHIFT)
    hufu_window_press (keys->window, "clear");
  if (screen_of (keys) == HUFU_SCREEN_CLOSE_SHIFT)
    hufu_count_pad_set_pieces (hufu_counter_get_count_pad (hufu_window_get_counter (keys->window)),
                               keys->row_before, keys->counted_before);
  if (screen_of (keys) == HUFU_SCREEN_DRAWER && keys->note_before != NULL) {
    hufu_drawer_pad_set_typed (get_drawer (keys), keys->before);
    hufu_drawer_pad_set_note (get_drawer (keys), keys->note_before);
  }
  g_clear_pointer (&keys->note_before, g_free);
  if (screen_of (keys) == HUFU_SCREEN_TENDER && keys->received_before != NO_SUM)
    hufu_cash_pad_set_received (hufu_counter_get_cash_pad (hufu_window_get_counter (keys->window)),
                                keys->received_before);
  keys->received_before = NO_SUM;
}

static gboolean
end_scan (HufuKeys *keys, guint32 time_ms)
{
  if (!hufu_burst_end (&keys->burst, time_ms))
    return FALSE;
  put_back (keys);
  g_autofree char *text = g_strdup (hufu_burst_get_text (&keys->burst));
  hufu_burst_reset (&keys->burst);
  hufu_counter_input (hufu_window_get_counter (keys->window), text, -1, HUFU_INPUT_SCAN);
  return TRUE;
}

/* ---- characters ---- */

/* Keys that act on the basket while nothing is typed. */
static gboolean
act_on_line (HufuKeys *keys, gunichar character, GtkEditable *input)
{
  HufuCounter *counter = hufu_window_get_counter (keys->window);
  guint32 line = hufu_counter_get_selected_line (counter);
  HufuPanel *panel = hufu_counter_get_panel (counter);
  /* A date may begin with "+": what is asked goes before. */
  if (line == 0 || (panel != NULL && panel->kind == HUFU_PANEL_DETAIL) ||
      *gtk_editable_get_text (input) != '\0' ||
      (character != '+' && character != '-' && character != '/'))
    return FALSE;
  hufu_window_line (keys->window, character == '+' ? "more" : character == '-' ? "less" : "price");
  return TRUE;
}

static gboolean
type_into_input (HufuKeys *keys, gunichar character, GtkEditable *input)
{
  if (!hufu_burst_is_sure (&keys->burst) && act_on_line (keys, character, input))
    return TRUE;
  if (hufu_burst_is_sure (&keys->burst)) {
    /* A scanner's keys go past the input method: what it types is never a word of a language.
     * Shaping a very long text anew at each key would hold everything up, so its tail is kept but
     * not shown. */
    if (keys->burst.n_keys > SHOWN_MAX)
      return TRUE;
    char text[8] = {0};
    int position = -1;
    int length = g_unichar_to_utf8 (character, text);
    gtk_editable_insert_text (input, text, length, &position);
    gtk_editable_set_position (input, -1);
    return TRUE;
  }
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (keys->window));
  if (focus == GTK_WIDGET (input))
    return FALSE;
  gtk_text_grab_focus_without_selecting (GTK_TEXT (input));
  gtk_editable_set_position (input, -1);
  return gtk_event_controller_key_forward (GTK_EVENT_CONTROLLER_KEY (keys->listener),
                                           GTK_WIDGET (input));
}

static gboolean
on_character (HufuKeys *keys, gunichar character, guint32 time_ms)
{
  GtkEditable *input = hufu_window_get_input (keys->window);
  const char key[2] = {character < 128 ? (char)character : '\0', '\0'};
  if (!hufu_burst_key (&keys->burst, character, time_ms))
    remember_before (keys);
  if (input != NULL)
    return type_into_input (keys, character, input);
  if (is_typing_words (keys))
    return FALSE;
  /* A scan's digits are taken too until its Enter tells what they were: see put_back. */
  if (g_ascii_isdigit (key[0]) || key[0] == '.')
    hufu_window_press (keys->window, key);
  return TRUE;
}

/* ---- keys with a name ---- */

static const HufuChoice *
find_choice (HufuKeys *keys, const char *key_name)
{
  HufuPanel *panel = hufu_counter_get_panel (hufu_window_get_counter (keys->window));
  for (guint i = 0; panel != NULL && i < panel->choices->len; i++) {
    const HufuChoice *choice = g_ptr_array_index (panel->choices, i);
    if (g_str_equal (choice->key, key_name))
      return choice;
  }
  return NULL;
}

/* What the panel offers is behind the manager's page. */
static gboolean
on_managers_key (HufuKeys *keys, guint number)
{
  if (!is_managers_page (keys) || (number != 7 && number != 8))
    return FALSE;
  hufu_window_act (keys->window, number == 7 ? HUFU_ACT_SHOW_STAFF : HUFU_ACT_SHOW_LOW);
  return TRUE;
}

static gboolean
on_function_key (HufuKeys *keys, guint number)
{
  static const HufuAct acts[] = {
      [1] = HUFU_ACT_PAY,          [2] = HUFU_ACT_PAY_WALLET, [3] = HUFU_ACT_PAY_CARD,
      [5] = HUFU_ACT_ASK_AGAIN,    [6] = HUFU_ACT_HOLD,       [7] = HUFU_ACT_DEPOSIT,
      [9] = HUFU_ACT_SHOW_MANAGER, [10] = HUFU_ACT_SHOW_HELD, [12] = HUFU_ACT_PAY,
  };
  g_autofree char *name = g_strdup_printf ("F%u", number);
  const HufuChoice *choice = find_choice (keys, name);
  const HufuChoice *primary = hufu_counter_get_primary (hufu_window_get_counter (keys->window));
  if (on_managers_key (keys, number))
    return TRUE;
  if (choice != NULL)
    hufu_window_act (keys->window, choice->act);
  else if (primary != NULL && g_str_equal (primary->key, name))
    hufu_window_act (keys->window, HUFU_ACT_PRIMARY);
  else if (number == 4)
    hufu_window_hint (keys->window, "voucher");
  else if (number == 8)
    hufu_window_line (keys->window, "note");
  else if (number == 11)
    hufu_window_hint (keys->window, "member");
  else if (number < G_N_ELEMENTS (acts) && acts[number] != HUFU_ACT_NONE)
    hufu_window_act (keys->window, acts[number]);
  return TRUE;
}

static gboolean
on_modified (HufuKeys *keys, guint keyval, GdkModifierType state)
{
  if ((state & GDK_CONTROL_MASK) != 0 && (keyval == GDK_KEY_l || keyval == GDK_KEY_L)) {
    hufu_window_act (keys->window, HUFU_ACT_SIGN_OUT);
    return TRUE;
  }
  const char *page = (state & GDK_ALT_MASK) != 0 && keyval >= GDK_KEY_1 && keyval <= GDK_KEY_9
                         ? hufu_rail_get_page (keyval - GDK_KEY_0)
                         : NULL;
  if (page != NULL)
    hufu_window_go (keys->window, page);
  return page != NULL;
}

static gboolean
on_enter (HufuKeys *keys, guint32 time_ms)
{
  if (end_scan (keys, time_ms))
    return TRUE;
  hufu_burst_reset (&keys->burst);
  /* Who walked to a button by Tab means that button. */
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (keys->window));
  if (GTK_IS_BUTTON (focus) && gtk_window_get_focus_visible (GTK_WINDOW (keys->window)))
    return FALSE;
  /* A field or a row of that page knows what it is for. */
  if (is_managers_page (keys) && focus != NULL &&
      (is_typing_words (keys) || gtk_window_get_focus_visible (GTK_WINDOW (keys->window))))
    return FALSE;
  hufu_window_enter (keys->window);
  return TRUE;
}

/* Up and Down choose among products that are shown for it, whatever is typed. */
static gboolean
on_choosing_key (HufuKeys *keys, guint keyval)
{
  return (keyval == GDK_KEY_Up || keyval == GDK_KEY_Down) &&
         hufu_counter_step_found (hufu_window_get_counter (keys->window),
                                  keyval == GDK_KEY_Up ? -1 : 1);
}

/* Keys of the lines while nothing is typed; FALSE leaves them to the text. */
static gboolean
on_line_key (HufuKeys *keys, guint keyval)
{
  GtkEditable *input = hufu_window_get_input (keys->window);
  if (input != NULL ? *gtk_editable_get_text (input) != '\0' : is_typing_words (keys))
    return FALSE;
  if (is_managers_page (keys))
    return FALSE; /* its lists have keys of their own, and the basket is behind it */
  if (keyval == GDK_KEY_Up || keyval == GDK_KEY_Down) {
    hufu_window_step (keys->window, keyval == GDK_KEY_Up ? -1 : 1);
    return TRUE;
  }
  if (keyval == GDK_KEY_Delete && input != NULL)
    hufu_window_line (keys->window, "delete");
  else if (keyval == GDK_KEY_BackSpace && input == NULL)
    hufu_window_press (keys->window, "backspace");
  else
    return FALSE;
  return TRUE;
}

static gboolean
on_key_pressed (GtkEventControllerKey *listener, guint keyval, guint keycode, GdkModifierType state,
                gpointer user_data)
{
  HufuKeys *keys = user_data;
  guint32 time_ms = gtk_event_controller_get_current_event_time (keys->listener);
  gunichar character = gdk_keyval_to_unicode (keyval);
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return on_modified (keys, keyval, state);
  if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter)
    return on_enter (keys, time_ms);
  if (keyval == GDK_KEY_Tab)
    return end_scan (keys, time_ms);
  if (keyval >= GDK_KEY_F1 && keyval <= GDK_KEY_F12)
    return on_function_key (keys, keyval - GDK_KEY_F1 + 1);
  if (keyval == GDK_KEY_Escape) {
    hufu_window_back (keys->window);
    return TRUE;
  }
  if (character >= ' ' && character != 0x7f)
    return on_character (keys, character, time_ms);
  return on_choosing_key (keys, keyval) || on_line_key (keys, keyval);
}

HufuKeys *
hufu_keys_new (HufuWindow *window)
{
  HufuKeys *keys = g_new0 (HufuKeys, 1);
  keys->window = window;
  keys->received_before = NO_SUM;
  hufu_burst_init (&keys->burst);
  keys->listener = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (keys->listener, GTK_PHASE_CAPTURE);
  g_signal_connect (keys->listener, "key-pressed", G_CALLBACK (on_key_pressed), keys);
  gtk_widget_add_controller (GTK_WIDGET (window), keys->listener);
  return keys;
}

void
hufu_keys_free (HufuKeys *keys)
{
  gtk_widget_remove_controller (GTK_WIDGET (keys->window), keys->listener);
  hufu_burst_clear (&keys->burst);
  g_clear_weak_pointer (&keys->field);
  g_free (keys->field_before);
  g_free (keys->before);
  g_free (keys->note_before);
  g_free (keys);
}
