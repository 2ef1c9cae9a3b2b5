/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-today-page.h"

#include "ui/hufu-case-row.h"
#include "ui/hufu-icon.h"
#include "ui/hufu-plot.h"
#include "ui/util.h"

struct _HufuTodayPage {
  GtkBox parent_instance;
  HufuTodayView *today;
  HufuCases *cases;
  GtkWidget *day, *scope, *legend, *figures, *hours, *parts, *exposure, *exposure_hint, *issues,
      *nothing;
  GtkWidget *titles[HUFU_PLOT_COUNT], *hints[HUFU_PLOT_COUNT];
};

G_DEFINE_FINAL_TYPE (HufuTodayPage, hufu_today_page, GTK_TYPE_BOX)

static GtkWidget *
make_label (const char *text, const char *const *classes)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  for (; *classes != NULL; classes++)
    gtk_widget_add_css_class (label, *classes);
  return label;
}

static void
add_figure (HufuTodayPage *self, const HufuFact *fact)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (box, "today-figure");
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (box),
                  make_label (fact->label, (const char *const[]){"small", "dim", NULL}));
  gtk_box_append (GTK_BOX (box),
                  make_label (fact->value, (const char *const[]){"today-sum", NULL}));
  gtk_box_append (GTK_BOX (box),
                  make_label (fact->hint, (const char *const[]){"small", "dim", NULL}));
  gtk_box_append (GTK_BOX (self->figures), box);
}

static void
show_issues (HufuTodayPage *self)
{
  const GPtrArray *issues = hufu_today_view_get_issues (self->today);
  hufu_remove_children (self->issues);
  gtk_widget_set_visible (self->nothing, issues->len == 0);
  for (guint i = 0; i < issues->len; i++) {
    const HufuTodayIssue *issue = issues->pdata[i];
    HufuCaseRow *row = g_object_new (HUFU_TYPE_CASE_ROW, NULL);
    hufu_case_row_fill (row, issue->icon, issue->title, issue->hint, issue->amount, "");
    hufu_set_tone (row, issue->tone);
    gtk_box_append (GTK_BOX (self->issues), GTK_WIDGET (row));
  }
}

static void
show_exposure (HufuTodayPage *self)
{
  g_autofree char *exposure = NULL, *hint = NULL;
  g_object_get (self->cases, "exposure-text", &exposure, "exposure-hint", &hint, NULL);
  hufu_set_text (self->exposure, exposure);
  hufu_set_text (self->exposure_hint, hint);
}

static void
show_today (HufuTodayPage *self)
{
  const GPtrArray *figures = hufu_today_view_get_figures (self->today);
  g_autofree char *day = g_strdup_printf ("%s · %s", hufu_today_view_get_day (self->today),
                                          hufu_today_view_get_age (self->today));
  gboolean whole_store = FALSE;
  g_object_get (self->today, "whole-store", &whole_store, NULL);
  gtk_label_set_text (GTK_LABEL (self->day), day);
  gtk_stack_set_visible_child_name (GTK_STACK (self->scope), whole_store ? "store" : "till");
  gtk_widget_set_visible (self->legend, !whole_store); /* the platform tells none of it */
  hufu_remove_children (self->figures);
  for (guint i = 0; i < figures->len; i++)
    add_figure (self, figures->pdata[i]);
  for (guint i = 0; i < HUFU_PLOT_COUNT; i++) {
    gtk_label_set_text (GTK_LABEL (self->titles[i]),
                        hufu_today_view_get_title (self->today, (HufuPlotKind)i));
    hufu_set_text (self->hints[i], hufu_today_view_get_hint (self->today, (HufuPlotKind)i));
  }
  show_issues (self);
}

/* A title, what it holds, and the plot under them. */
static void
add_plot (HufuTodayPage *self, GtkWidget *card, HufuPlotKind kind)
{
  GtkWidget *head = gtk_widget_get_first_child (card);
  GtkWidget *plot = hufu_plot_new (self->today, kind);
  if (head == NULL) {
    head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
    gtk_box_append (GTK_BOX (card), head);
  }
  self->titles[kind] = make_label ("", (const char *const[]){"strong", NULL});
  self->hints[kind] = make_label ("", (const char *const[]){"small", "dim", NULL});
  gtk_box_prepend (GTK_BOX (head), self->hints[kind]);
  gtk_box_prepend (GTK_BOX (head), self->titles[kind]);
  gtk_widget_set_vexpand (plot, kind == HUFU_PLOT_HOURS);
  gtk_widget_set_name (plot, hufu_plot_kind_name (kind));
  gtk_box_append (GTK_BOX (card), plot);
}

static void
hufu_today_page_dispose (GObject *object)
{
  HufuTodayPage *self = HUFU_TODAY_PAGE (object);
  g_clear_object (&self->today);
  g_clear_object (&self->cases);
  G_OBJECT_CLASS (hufu_today_page_parent_class)->dispose (object);
}

static void
hufu_today_page_class_init (HufuTodayPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_ICON);
  G_OBJECT_CLASS (class)->dispose = hufu_today_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-today-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HufuTodayPage, day);
  gtk_widget_class_bind_template_child (widget_class, HufuTodayPage, scope);
  gtk_widget_class_bind_template_child (widget_class, HufuTodayPage, legend);
  gtk_widget_class_bind_template_child (widget_class, HufuTodayPage, figures);
  gtk_widget_class_bind_template_child (widget_class, HufuTodayPage, hours);
  gtk_widget_class_bind_template_child (widget_class, HufuTodayPage, parts);
  gtk_widget_class_bind_template_child (widget_class, HufuTodayPage, exposure);
  gtk_widget_class_bind_template_child (widget_class, HufuTodayPage, exposure_hint);
  gtk_widget_class_bind_template_child (widget_class, HufuTodayPage, issues);
  gtk_widget_class_bind_template_child (widget_class, HufuTodayPage, nothing);
}

static void
hufu_today_page_init (HufuTodayPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
hufu_today_page_new (HufuTodayView *today, HufuCases *cases)
{
  HufuTodayPage *self = g_object_new (HUFU_TYPE_TODAY_PAGE, NULL);
  self->today = g_object_ref (today);
  self->cases = g_object_ref (cases);
  add_plot (self, self->hours, HUFU_PLOT_HOURS);
  for (HufuPlotKind kind = HUFU_PLOT_CLERKS; kind < HUFU_PLOT_COUNT; kind++) {
    GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
    gtk_widget_add_css_class (card, "card");
    gtk_widget_add_css_class (card, "today-card");
    gtk_box_append (GTK_BOX (self->parts), card);
    add_plot (self, card, kind);
  }
  g_signal_connect_object (today, "changed", G_CALLBACK (show_today), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cases, "notify", G_CALLBACK (show_exposure), self, G_CONNECT_SWAPPED);
  show_today (self);
  show_exposure (self);
  return GTK_WIDGET (self);
}
