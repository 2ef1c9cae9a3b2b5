/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/touch-typing.h"

#include "ui/hufu-glass-keys.h"

struct _HufuTouchTyping {
  GtkWindow *window; /* owns this */
  GtkOverlay *over;
  GtkWidget *keys; /* NULL until they are wanted; of over */
  GtkEventController *touched;
  void (*changed) (GtkWindow *window, gboolean typing);
};

void
hufu_type_into (GtkText *text, const char *key)
{
  GtkEditable *editable = GTK_EDITABLE (text);
  if (g_str_equal (key, "backspace")) {
    g_signal_emit_by_name (text, "backspace");
    return;
  }
  gtk_editable_delete_selection (editable);
  int position = gtk_editable_get_position (editable);
  gtk_editable_insert_text (editable, key, -1, &position);
  gtk_editable_set_position (editable, position);
}

/* NULL: none has the focus. */
static GtkText *
get_field (HufuTouchTyping *self)
{
  GtkWidget *focus = gtk_window_get_focus (self->window);
  return GTK_IS_TEXT (focus) && gtk_widget_get_ancestor (focus, GTK_TYPE_ENTRY) != NULL
             ? GTK_TEXT (focus)
             : NULL;
}

static void
open_keys (HufuTouchTyping *self)
{
  GtkText *field = get_field (self);
  graphene_rect_t at;
  if (field == NULL ||
      !gtk_widget_compute_bounds (GTK_WIDGET (field), GTK_WIDGET (self->over), &at))
    return;
  if (self->keys == NULL) {
    self->keys = hufu_glass_keys_new_for_words ();
    gtk_overlay_add_overlay (self->over, self->keys);
  }
  gtk_widget_set_valign (self->keys,
                         at.origin.y + at.size.height / 2 >
                                 (float)gtk_widget_get_height (GTK_WIDGET (self->over)) / 2
                             ? GTK_ALIGN_START
                             : GTK_ALIGN_END);
  gtk_widget_set_visible (self->keys, TRUE);
}

gboolean
hufu_touch_typing_close (HufuTouchTyping *self)
{
  if (self->keys == NULL || !gtk_widget_get_visible (self->keys))
    return FALSE;
  gtk_widget_set_visible (self->keys, FALSE);
  return TRUE;
}

void
hufu_touch_typing_toggle (HufuTouchTyping *self)
{
  if (!hufu_touch_typing_close (self))
    open_keys (self);
}

void
hufu_touch_typing_press (HufuTouchTyping *self, const char *key)
{
  GtkText *field = get_field (self);
  gboolean done = g_str_equal (key, "done");
  if (done)
    hufu_touch_typing_close (self);
  if (field != NULL && done)
    g_signal_emit_by_name (field, "activate");
  else if (field != NULL)
    hufu_type_into (field, key);
}

static void
on_focus (HufuTouchTyping *self)
{
  gboolean typing = get_field (self) != NULL;
  if (!typing)
    hufu_touch_typing_close (self);
  self->changed (self->window, typing);
}

/* A finger on a field; a mouse has a keyboard beside it. */
static void
on_touched (HufuTouchTyping *self, int n_press, double x, double y)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->window), x, y, GTK_PICK_DEFAULT);
  GtkWidget *entry = widget != NULL ? gtk_widget_get_ancestor (widget, GTK_TYPE_ENTRY) : NULL;
  if (entry != NULL && gtk_entry_grab_focus_without_selecting (GTK_ENTRY (entry)))
    open_keys (self);
}

HufuTouchTyping *
hufu_touch_typing_new (GtkWindow *window, GtkOverlay *over,
                       void (*changed) (GtkWindow *window, gboolean typing))
{
  HufuTouchTyping *self = g_new0 (HufuTouchTyping, 1);
  GtkGesture *touched = gtk_gesture_click_new ();
  self->window = window;
  self->over = over;
  self->changed = changed;
  self->touched = GTK_EVENT_CONTROLLER (touched);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (touched), TRUE);
  gtk_event_controller_set_propagation_phase (self->touched, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (touched, "released", G_CALLBACK (on_touched), self);
  gtk_widget_add_controller (GTK_WIDGET (window), self->touched);
  g_signal_connect_swapped (window, "notify::focus-widget", G_CALLBACK (on_focus), self);
  return self;
}

void
hufu_touch_typing_free (HufuTouchTyping *self)
{
  g_signal_handlers_disconnect_by_data (self->window, self);
  gtk_widget_remove_controller (GTK_WIDGET (self->window), self->touched);
  g_free (self);
}
