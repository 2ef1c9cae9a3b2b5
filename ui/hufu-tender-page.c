/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-tender-page.h"

#include "ui/hufu-icon.h"
#include "ui/util.h"

#define SUGGESTIONS_LARGE 4 /* no more where letters are large: the change stays in sight */
#define KEYPAD_LEAST_PX 228 /* wider where the sums leave room */

struct _HufuTenderPage {
  GtkBox parent_instance;
  HufuCashPad *pad;
  GtkGrid *suggestions;
  GtkFlowBox *pieces;
  GtkWidget *notice, *part, *cash, *keypad, *change, *change_label, *change_amount;
  gint64 received_minor; /* what the notice was said about */
};

G_DEFINE_FINAL_TYPE (HufuTenderPage, hufu_tender_page, GTK_TYPE_BOX)

enum { PROP_PAD = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
hufu_tender_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_object (value, HUFU_TENDER_PAGE (object)->pad);
}

/* Where letters are large the names of the means need all of the width. */
static gboolean
has_room_for_keycaps (HufuTenderPage *self)
{
  return !hufu_text_is_large ();
}

/* Sum and hint stand side by side, or one over the other where letters are large. */
static GtkWidget *
new_suggestion (const HufuCashSuggestion *suggestion, gint64 received_minor)
{
  GtkWidget *button = gtk_button_new ();
  GtkOrientation along =
      hufu_text_is_large () ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL;
  GtkWidget *row = gtk_box_new (along, along == GTK_ORIENTATION_VERTICAL ? 0 : 8);
  GtkWidget *sum = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *hint = gtk_label_new (suggestion->hint);
  gboolean chosen = suggestion->sum_minor == received_minor;
  gtk_widget_set_halign (row, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (row, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (sum, GTK_ALIGN_CENTER);
  if (chosen) /* a tick too: never by colour alone */
    gtk_box_append (GTK_BOX (sum), hufu_icon_new ("check", 18));
  gtk_box_append (GTK_BOX (sum), gtk_label_new (suggestion->label));
  gtk_box_append (GTK_BOX (row), sum);
  gtk_widget_add_css_class (hint, "hint");
  gtk_widget_set_visible (hint, *suggestion->hint != '\0');
  gtk_box_append (GTK_BOX (row), hint);
  gtk_button_set_child (GTK_BUTTON (button), row);
  gtk_widget_add_css_class (button, "button");
  gtk_widget_add_css_class (button, "suggestion");
  hufu_set_class (button, "chosen", chosen);
  gtk_widget_set_focus_on_click (button, FALSE);
  g_autofree char *label = g_strdup_printf ("%s %s", suggestion->label, suggestion->hint);
  hufu_set_accessible_label (button, label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "counter.received");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", suggestion->sum_minor);
  return button;
}

static void
show_suggestions (HufuTenderPage *self)
{
  const GPtrArray *suggestions = hufu_cash_pad_get_suggestions (self->pad);
  gint64 received_minor = 0;
  g_object_get (self->pad, "received-minor", &received_minor, NULL);
  guint n = suggestions != NULL ? suggestions->len : 0;
  hufu_remove_children (self->suggestions);
  if (hufu_text_is_large ())
    n = MIN (n, SUGGESTIONS_LARGE);
  for (guint i = 0; i < n; i++) {
    const HufuCashSuggestion *suggestion = g_ptr_array_index (suggestions, i);
    GtkWidget *button = new_suggestion (suggestion, received_minor);
    g_autofree char *name = g_strdup_printf ("cash-suggestion-%u", i + 1);
    gtk_widget_set_name (button, name);
    gtk_grid_attach (self->suggestions, button, (int)i % 2, (int)i / 2, 1, 1);
  }
}

static void
show_pieces (HufuTenderPage *self, gboolean covered)
{
  const GPtrArray *pieces = hufu_cash_pad_get_pieces (self->pad);
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->pieces))) != NULL)
    gtk_flow_box_remove (self->pieces, child);
  for (guint i = 0; covered && pieces != NULL && i < pieces->len; i++) {
    GtkWidget *piece = gtk_label_new (g_ptr_array_index (pieces, i));
    gtk_widget_add_css_class (piece, "piece");
    gtk_flow_box_insert (self->pieces, piece, -1);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->pieces), covered && pieces != NULL && pieces->len > 0);
}

static void
show_change (HufuTenderPage *self)
{
  gboolean covered = FALSE;
  gint64 received_minor = 0;
  g_autofree char *change = NULL, *missing = NULL, *part = NULL;
  g_object_get (self->pad, "part-text", &part, "covered", &covered, "change-text", &change,
                "short-text", &missing, "received-minor", &received_minor, NULL);
  hufu_set_class (self->change, "short", !covered);
  gtk_widget_set_visible (self->part, *part != '\0');
  gtk_widget_set_visible (self->change, covered || received_minor > 0);
  gtk_widget_set_visible (self->change_label, covered);
  gtk_label_set_text (GTK_LABEL (self->change_amount), covered ? change : missing);
  show_pieces (self, covered);
  show_suggestions (self);
  if (received_minor != self->received_minor)
    hufu_set_text (self->notice, "");
  self->received_minor = received_minor;
}

/* Why the money was not taken: it stays until another sum is typed or the page is left. That a part
 * was taken stands on the page already. */
static void
on_notice (HufuCounter *counter, const char *sentence, HufuTenderPage *self)
{
  g_autofree char *part = NULL;

  g_object_get (self->pad, "part-text", &part, NULL);
  hufu_set_text (self->notice, g_str_equal (sentence, part) ? "" : sentence);
}

static void
on_screen (HufuTenderPage *self)
{
  hufu_set_text (self->notice, "");
}

/* The page is that of cash; the other means open what belongs to them: it stays chosen. */
static void
on_cash_toggled (HufuTenderPage *self)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->cash), TRUE);
}

static void
hufu_tender_page_dispose (GObject *object)
{
  g_clear_object (&HUFU_TENDER_PAGE (object)->pad);
  G_OBJECT_CLASS (hufu_tender_page_parent_class)->dispose (object);
}

static void
hufu_tender_page_class_init (HufuTenderPageClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_ICON);
  g_type_ensure (HUFU_TYPE_CASH_PAD);
  object_class->get_property = hufu_tender_page_get_property;
  object_class->dispose = hufu_tender_page_dispose;
  props[PROP_PAD] = g_param_spec_object ("pad", NULL, NULL, HUFU_TYPE_CASH_PAD,
                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-tender-page.ui");
  gtk_widget_class_bind_template_callback (widget_class, has_room_for_keycaps);
  gtk_widget_class_bind_template_child (widget_class, HufuTenderPage, suggestions);
  gtk_widget_class_bind_template_child (widget_class, HufuTenderPage, pieces);
  gtk_widget_class_bind_template_child (widget_class, HufuTenderPage, notice);
  gtk_widget_class_bind_template_child (widget_class, HufuTenderPage, part);
  gtk_widget_class_bind_template_child (widget_class, HufuTenderPage, cash);
  gtk_widget_class_bind_template_child (widget_class, HufuTenderPage, keypad);
  gtk_widget_class_bind_template_child (widget_class, HufuTenderPage, change);
  gtk_widget_class_bind_template_child (widget_class, HufuTenderPage, change_label);
  gtk_widget_class_bind_template_child (widget_class, HufuTenderPage, change_amount);
}

static void
hufu_tender_page_init (HufuTenderPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_size_request (self->keypad, KEYPAD_LEAST_PX, -1);
  g_signal_connect_object (self->cash, "toggled", G_CALLBACK (on_cash_toggled), self,
                           G_CONNECT_SWAPPED);
}

void
hufu_tender_page_set_counter (HufuTenderPage *self, HufuCounter *counter)
{
  g_set_object (&self->pad, hufu_counter_get_cash_pad (counter));
  g_signal_connect_object (self->pad, "notify", G_CALLBACK (show_change), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (counter, "notice", G_CALLBACK (on_notice), self, (GConnectFlags)0);
  g_signal_connect_object (counter, "notify::screen", G_CALLBACK (on_screen), self,
                           G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PAD]);
  show_change (self);
}
