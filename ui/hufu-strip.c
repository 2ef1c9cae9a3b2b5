/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-strip.h"

#include <string.h>

#include "ui/hufu-icon.h"
#include "ui/util.h"
#include "ui/words.h"

struct _HufuStrip {
  GtkBox parent_instance;
  HufuStatus *status;
  GtkWidget *network, *network_icon, *unsent, *unsent_count, *oldest, *unknown, *unknown_count,
      *cases, *cases_words, *cases_count;
  GtkWidget *devices, *devices_words, *devices_count, *offline, *offline_count, *offline_words,
      *tills;
  GtkWidget *tills_count, *typing, *shift, *clerk, *time, *clock_icon;
};

G_DEFINE_FINAL_TYPE (HufuStrip, hufu_strip, GTK_TYPE_BOX)

enum { PROP_STATUS = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
show_network (HufuStrip *self)
{
  int network = HUFU_NETWORK_OFFLINE;
  g_autofree char *text = NULL, *synced = NULL;
  g_object_get (self->status, "network", &network, "network-text", &text, "synced-text", &synced,
                NULL);
  hufu_set_class (self->network, "online", network == HUFU_NETWORK_ONLINE);
  hufu_set_class (self->network, "tone-ask", network != HUFU_NETWORK_ONLINE);
  hufu_icon_set_icon (HUFU_ICON (self->network_icon),
                      network == HUFU_NETWORK_OFFLINE ? "wifi-off" : "wifi");
  g_autofree char *name = g_strjoin (" ", text != NULL ? text : "", synced, NULL);
  hufu_set_accessible_label (self->network, name);
}

static void
show_count (GtkWidget *label, guint64 count)
{
  g_autofree char *text = count < 1000 ? g_strdup_printf ("%" G_GUINT64_FORMAT, count)
                                       : g_strdup_printf ("%" G_GUINT64_FORMAT ",%03u",
                                                          count / 1000, (guint)(count % 1000));
  gtk_label_set_text (GTK_LABEL (label), text);
}

static void
show_unsent (HufuStrip *self)
{
  guint64 unsent = 0;
  guint unknown = 0;
  g_autofree char *oldest = NULL;
  g_object_get (self->status, "unsent", &unsent, "oldest-text", &oldest, "unknown", &unknown, NULL);
  show_count (self->unsent_count, unsent);
  gboolean waits = unsent > 0 && oldest != NULL && *oldest != '\0';
  g_autofree char *text = waits ? g_strdup_printf ("· %s", oldest) : NULL;
  hufu_set_text (self->oldest, text);
  hufu_set_class (self->unsent, "tone-ask", waits);
  show_count (self->unknown_count, unknown);
  gtk_widget_set_visible (self->unknown, unknown > 0);
  hufu_set_class (self->unknown, "tone-ask", TRUE);
}

/* The strip has room for what is the case; what to do about it is on the page that a touch opens.
 */
static char *
first_sentence (const char *text)
{
  const char *latin = strstr (text, ". "), *chinese = strstr (text, "。");
  const char *end = chinese != NULL ? chinese : latin;
  return end == NULL ? g_strdup (text) : g_strndup (text, (gsize)(end - text));
}

static void
show_devices (HufuStrip *self)
{
  guint ok = 0, total = 0;
  g_autofree char *problem = NULL;
  g_object_get (self->status, "devices-ok", &ok, "devices-total", &total, "devices-text", &problem,
                NULL);
  gboolean bad = problem != NULL && *problem != '\0';
  g_autofree char *count = g_strdup_printf ("%u/%u", ok, total);
  g_autofree char *fact = bad ? first_sentence (problem) : g_strdup (_ ("Devices"));
  g_autofree char *name = bad ? g_strdup (problem) : g_strjoin (" ", fact, count, NULL);
  gtk_label_set_text (GTK_LABEL (self->devices_words), fact);
  hufu_set_accessible_label (self->devices, name);
  hufu_set_text (self->devices_count, bad ? "" : count);
  hufu_set_class (self->devices_words, "strong", bad);
  hufu_set_class (self->devices, "tone-ask", bad); /* receipts wait, none is lost */
  gtk_widget_set_visible (self->devices, total > 0 || bad);
}

/* What works without the internet, on and off line alike; how many tills that is, its words say. */
static void
show_offline (HufuStrip *self)
{
  guint64 vouchers = 0;
  g_autofree char *words = NULL, *hint = NULL;
  g_object_get (self->status, "store-vouchers", &vouchers, "offline-text", &words, "offline-hint",
                &hint, NULL);
  show_count (self->offline_count, vouchers);
  gtk_label_set_text (GTK_LABEL (self->offline_words), words);
  g_autofree char *name =
      g_strjoin (" ", gtk_label_get_text (GTK_LABEL (self->offline_count)), words, hint, NULL);
  hufu_set_accessible_label (self->offline, name);
}

/* The other tills of the store: with them, a voucher that one of them holds works here too. */
static void
show_tills (HufuStrip *self)
{
  guint tills = 0, total = 0;
  g_object_get (self->status, "tills", &tills, "tills-total", &total, NULL);
  g_autofree char *count = g_strdup_printf ("%u/%u", tills, total);
  g_autofree char *name = g_strdup_printf (_ ("Other tills that answer: %u of %u"), tills, total);
  gtk_label_set_text (GTK_LABEL (self->tills_count), count);
  hufu_set_accessible_label (self->tills, name);
  hufu_set_class (self->tills, "tone-ask", tills < total);
  gtk_widget_set_visible (self->tills, total > 0);
}

static void
show_clock (HufuStrip *self)
{
  gboolean trusted = FALSE;
  g_autofree char *why = NULL, *time = NULL, *clerk = NULL, *shift = NULL;
  g_object_get (self->status, "clock-trusted", &trusted, "clock-text", &why, "time-text", &time,
                "clerk-text", &clerk, "shift-text", &shift, NULL);
  hufu_icon_set_icon (HUFU_ICON (self->clock_icon), trusted ? "check" : "question");
  hufu_set_class (self->clock_icon, "sure", trusted);
  hufu_set_class (self->time, "tone-ask", !trusted);
  g_autofree char *name = g_strjoin (" ", time != NULL ? time : "", why, NULL);
  hufu_set_accessible_label (self->time, name);
  gtk_widget_set_visible (self->clerk, clerk != NULL && *clerk != '\0');
  gtk_widget_set_visible (self->shift, shift != NULL && *shift != '\0');
}

/* What the manager's page has: cases, and what was accepted within the limit. There is room for one
 * of them; the name has all. */
static void
show_cases (HufuStrip *self)
{
  guint cases = 0;
  g_autofree char *exposure = NULL, *limit = NULL;
  g_object_get (self->status, "cases", &cases, "exposure-text", &exposure, "limit-text", &limit,
                NULL);
  gboolean at_stake = exposure != NULL && *exposure != '\0';
  gboolean accepted = limit != NULL && *limit != '\0';
  GString *name = g_string_new (NULL);
  g_string_append_printf (name, "%s: %u", _ ("For the manager"), cases);
  if (at_stake)
    g_string_append_printf (name, " · %s %s", _ ("Exposure"), exposure);
  if (accepted)
    g_string_append_printf (name, " · %s %s", _ ("Within limit"), limit);
  hufu_set_accessible_label (self->cases, name->str);
  g_string_free (name, TRUE);
  gtk_label_set_text (GTK_LABEL (self->cases_words), cases > 0 ? _ ("Cases") : _ ("Within limit"));
  show_count (self->cases_count, cases);
  if (cases == 0)
    gtk_label_set_text (GTK_LABEL (self->cases_count), limit);
  hufu_set_class (self->cases, "tone-ask", TRUE);
  gtk_widget_set_visible (self->cases, cases > 0 || accepted);
}

static void
show_all (HufuStrip *self)
{
  if (self->status == NULL)
    return;
  show_network (self);
  show_unsent (self);
  show_devices (self);
  show_offline (self);
  show_tills (self);
  show_cases (self);
  show_clock (self);
}

static void
hufu_strip_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HufuStrip *self = HUFU_STRIP (object);
  if (!g_set_object (&self->status, g_value_get_object (value)) || self->status == NULL)
    return;
  g_signal_connect_object (self->status, "notify", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  show_all (self);
}

static void
hufu_strip_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_object (value, HUFU_STRIP (object)->status);
}

static void
hufu_strip_dispose (GObject *object)
{
  g_clear_object (&HUFU_STRIP (object)->status);
  G_OBJECT_CLASS (hufu_strip_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HufuStrip, network);
  gtk_widget_class_bind_template_child (widget_class, HufuStrip, network_icon);
  gtk_widget_class_bind_template_child (widget_class, HufuStrip, unsent);
  gtk_widget_class_bind_template_child (widget_class, HufuStrip, unsent_count);
  gtk_widget_class_bind_template_child (widget_class, HufuStrip, oldest);
  gtk_widget_class_bind_template_child (widget_class, HufuStrip, unknown);
  gtk_widget_class_bind_template_child (widget_class, HufuStrip, unknown_count);
  gtk_widget_class_bind_template_child (widget_class, HufuStrip, cases);
  gtk_widget_class_bind_template_child (widget_class, HufuStrip, cases_words);
  gtk_widget_class_bind_template_child (widget_class, HufuStrip, cases_count);
  gtk_widget_class_bind_template_child (widget_class, HufuStrip, devices);
  gtk_widget_class_bind_template_child (widget_class, HufuStrip, devices_words);
  gtk_widget_class_bind_template_child (widget_class, HufuStrip, devices_count);
  gtk_widget_class_bind_template_child (widget_class, HufuStrip, offline);
  gtk_widget_class_bind_template_child (widget_class, HufuStrip, offline_count);
  gtk_widget_class_bind_template_child (widget_class, HufuStrip, offline_words);
  gtk_widget_class_bind_template_child (widget_class, HufuStrip, tills);
  gtk_widget_class_bind_template_child (widget_class, HufuStrip, tills_count);
  gtk_widget_class_bind_template_child (widget_class, HufuStrip, typing);
  gtk_widget_class_bind_template_child (widget_class, HufuStrip, shift);
  gtk_widget_class_bind_template_child (widget_class, HufuStrip, clerk);
  gtk_widget_class_bind_template_child (widget_class, HufuStrip, time);
  gtk_widget_class_bind_template_child (widget_class, HufuStrip, clock_icon);
}

static void
hufu_strip_class_init (HufuStripClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_ICON);
  g_type_ensure (HUFU_TYPE_STATUS);
  object_class->set_property = hufu_strip_set_property;
  object_class->get_property = hufu_strip_get_property;
  object_class->dispose = hufu_strip_dispose;
  props[PROP_STATUS] = g_param_spec_object ("status", NULL, NULL, HUFU_TYPE_STATUS,
                                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-strip.ui");
  bind_children (widget_class);
}

static void
hufu_strip_init (HufuStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
hufu_strip_show_typing (HufuStrip *self, gboolean typing)
{
  gtk_widget_set_visible (self->typing, typing);
}
