/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-sign-in-page.h"

#include <string.h>

#include "ui/hufu-icon.h"
#include "ui/hufu-mark.h"
#include "ui/util.h"
#include "ui/words.h"

#define PIN_MIN 4
#define PIN_MAX 8
#define PIN_PAUSE_MS 600 /* after this a PIN of enough digits is taken as complete */
#define COLUMNS 3

struct _HufuSignInPage {
  GtkGrid parent_instance;
  HufuCounter *counter;
  GtkGrid *people;
  GtkBox *dots;
  GtkWidget *date, *other_lang, *disc, *name, *note, *note_title, *note_text, *pin_word;
  char pin[PIN_MAX + 1];
  guint chosen;    /* place in the list of people; GTK_INVALID_LIST_POSITION: nobody yet */
  char *chosen_no; /* who stands there: the list may change while a PIN is typed */
  guint pause;
};

G_DEFINE_FINAL_TYPE (HufuSignInPage, hufu_sign_in_page, GTK_TYPE_GRID)

enum { PROP_STATUS = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
hufu_sign_in_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HufuSignInPage *self = HUFU_SIGN_IN_PAGE (object);
  g_value_set_object (value,
                      self->counter != NULL ? hufu_counter_get_status (self->counter) : NULL);
}

/* NULL: nobody is chosen yet. */
static HufuPerson *
dup_chosen (HufuSignInPage *self)
{
  return g_list_model_get_item (hufu_counter_get_people (self->counter), self->chosen);
}

static void
show_dots (HufuSignInPage *self)
{
  gsize typed = strlen (self->pin);
  hufu_remove_children (self->dots);
  for (gsize i = 0; i < MAX (typed, PIN_MIN); i++) {
    GtkWidget *dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
    gtk_widget_add_css_class (dot, "pin-dot");
    hufu_set_class (dot, "filled", i < typed);
    gtk_box_append (self->dots, dot);
  }
  g_autofree char *label = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%d digit typed", "%d digits typed", typed), (int)typed);
  hufu_set_accessible_label (self->dots, label);
}

/* NULL or "" = what to do. */
static void
say_at_keys (HufuSignInPage *self, const char *sentence)
{
  gboolean said = sentence != NULL && *sentence != '\0';
  gtk_label_set_text (GTK_LABEL (self->pin_word),
                      said ? sentence : _ ("Type your PIN, 4 to 8 digits"));
  hufu_set_class (self->pin_word, "said", said);
}

static void
forget_pin (HufuSignInPage *self)
{
  g_clear_handle_id (&self->pause, g_source_remove);
  explicit_bzero (self->pin, sizeof self->pin);
  show_dots (self);
}

static void
send_pin (HufuSignInPage *self)
{
  g_autoptr (HufuPerson) person = dup_chosen (self);
  if (person != NULL && strlen (self->pin) >= PIN_MIN)
    hufu_counter_sign_in (self->counter, person->no, self->pin);
  forget_pin (self);
}

static gboolean
on_pause (gpointer user_data)
{
  HufuSignInPage *self = user_data;
  self->pause = 0;
  send_pin (self);
  return G_SOURCE_REMOVE;
}

void
hufu_sign_in_page_press (HufuSignInPage *self, const char *key)
{
  gsize typed = strlen (self->pin);
  g_clear_handle_id (&self->pause, g_source_remove);
  if (self->chosen == GTK_INVALID_LIST_POSITION) {
    say_at_keys (self, _ ("Choose your name first"));
    return;
  }
  if (g_ascii_isdigit (key[0]) && key[1] == '\0' && typed < PIN_MAX)
    self->pin[typed] = key[0];
  else if (g_str_equal (key, "backspace") && typed > 0)
    self->pin[typed - 1] = '\0';
  else if (g_str_equal (key, "clear"))
    forget_pin (self);
  else if (g_str_equal (key, "enter") && typed >= PIN_MIN) {
    send_pin (self);
    return;
  }
  if (*self->pin != '\0')
    say_at_keys (self, NULL);
  if (strlen (self->pin) >= PIN_MIN)
    self->pause = g_timeout_add (PIN_PAUSE_MS, on_pause, self);
  show_dots (self);
}

/* The last two signs of the number, or the first of the name. */
static char *
dup_initials (const HufuPerson *person)
{
  if (person->manager)
    return g_utf8_substring (person->name, 0, 1);
  glong length = g_utf8_strlen (person->no, -1);
  return g_utf8_substring (person->no, MAX (length - 2, 0), length);
}

static void
show_chosen (HufuSignInPage *self)
{
  static const char *const hues[] = {"hue-0", "hue-1", "hue-2", "hue-3", "hue-4"};
  g_autoptr (HufuPerson) person = dup_chosen (self);
  gtk_widget_set_visible (self->disc, person != NULL);
  if (person == NULL) {
    gtk_label_set_text (GTK_LABEL (self->name), _ ("Choose your name"));
    return;
  }
  g_autofree char *initials = dup_initials (person);
  gtk_label_set_text (GTK_LABEL (self->disc), initials);
  gtk_label_set_text (GTK_LABEL (self->name), person->name);
  for (guint i = 0; i < G_N_ELEMENTS (hues); i++)
    hufu_set_class (self->disc, hues[i], i == self->chosen % G_N_ELEMENTS (hues));
  if (g_strcmp0 (self->chosen_no, person->no) == 0)
    return;
  g_free (self->chosen_no);
  self->chosen_no = g_strdup (person->no);
  forget_pin (self);
}

static void
on_person (GtkToggleButton *button, HufuSignInPage *self)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  self->chosen = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "place"));
  show_chosen (self);
  say_at_keys (self, NULL);
}

static GtkWidget *
new_text (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_widget_add_css_class (label, css_class);
  gtk_widget_set_visible (label, text != NULL && *text != '\0');
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  return label;
}

static GtkWidget *
new_person (HufuSignInPage *self, HufuPerson *person, guint place)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *initials = dup_initials (person);
  GtkWidget *disc = new_text (initials, "disc");
  g_autofree char *hue = g_strdup_printf ("hue-%u", place % 5);
  gtk_widget_add_css_class (disc, hue);
  gtk_widget_set_halign (disc, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_bottom (disc, 6);
  gtk_widget_set_valign (column, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (column), disc);
  gtk_box_append (GTK_BOX (column), new_text (person->name, "name"));
  GtkWidget *hint = new_text (person->hint, "small");
  gtk_widget_add_css_class (hint, "dim");
  gtk_box_append (GTK_BOX (column), hint);
  gtk_button_set_child (GTK_BUTTON (button), column);
  gtk_widget_add_css_class (button, "button");
  gtk_widget_add_css_class (button, "person");
  gtk_widget_set_focus_on_click (button, FALSE);
  g_autofree char *name = g_strconcat ("person-", person->no, NULL);
  gtk_widget_set_name (button, name);
  g_autofree char *label = g_strdup_printf ("%s. %s", person->name, person->hint);
  hufu_set_accessible_label (button, label);
  g_object_set_data (G_OBJECT (button), "place", GUINT_TO_POINTER (place));
  return button;
}

/* Nobody before somebody was chosen, so that no PIN is tried on another's name; then the one who
 * was here last. */
static guint
find_chosen (HufuSignInPage *self, GListModel *people)
{
  for (guint i = 0; i < g_list_model_get_n_items (people); i++) {
    g_autoptr (HufuPerson) person = g_list_model_get_item (people, i);
    if (g_strcmp0 (person->no, self->chosen_no) == 0)
      return i;
  }
  return GTK_INVALID_LIST_POSITION;
}

static void
show_people (HufuSignInPage *self)
{
  GListModel *people = hufu_counter_get_people (self->counter);
  GtkToggleButton *group = NULL;
  guint n = g_list_model_get_n_items (people);
  hufu_remove_children (self->people);
  self->chosen = find_chosen (self, people);
  for (guint i = 0; i < n; i++) {
    g_autoptr (HufuPerson) person = g_list_model_get_item (people, i);
    GtkWidget *button = new_person (self, person, i);
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), group);
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), i == self->chosen);
    g_signal_connect_object (button, "toggled", G_CALLBACK (on_person), self, (GConnectFlags)0);
    gtk_grid_attach (self->people, button, (int)i % COLUMNS, (int)i / COLUMNS, 1, 1);
    group = GTK_TOGGLE_BUTTON (button);
  }
  show_chosen (self);
}

void
hufu_sign_in_page_step (HufuSignInPage *self, int step)
{
  int place = (int)self->chosen + step;
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->people)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GPOINTER_TO_INT (g_object_get_data (G_OBJECT (child), "place")) == place)
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (child), TRUE);
}

static void
show_clock_doubt (HufuSignInPage *self)
{
  g_autofree char *clock = NULL;
  gboolean trusted = TRUE;
  g_object_get (hufu_counter_get_status (self->counter), "clock-text", &clock, "clock-trusted",
                &trusted, NULL);
  gtk_widget_set_visible (self->note, clock != NULL && *clock != '\0');
  hufu_set_tone (self->note, trusted ? HUFU_TONE_PLAIN : HUFU_TONE_ASK);
  hufu_set_text (self->note_title, _ ("Check the date and time"));
  hufu_set_text (self->note_text, clock);
}

/* What the counter says here, such as that this is a demo. */
static void
show_note (HufuSignInPage *self)
{
  HufuPanel *panel = hufu_counter_get_panel (self->counter);
  if (panel == NULL) {
    show_clock_doubt (self);
    return;
  }
  gtk_widget_set_visible (self->note, TRUE);
  const char *title = *panel->headline != '\0' ? panel->headline : panel->title;
  const char *text = *panel->sentence != '\0' ? panel->sentence : panel->subtitle;
  hufu_set_tone (self->note, panel->tone);
  hufu_set_text (self->note_title, *title != '\0' ? title : panel->note_title);
  hufu_set_text (self->note_text, *text != '\0' ? text : panel->note_text);
}

static void
show_date (HufuSignInPage *self)
{
  const char *const days[] = {_ ("Monday"), _ ("Tuesday"),  _ ("Wednesday"), _ ("Thursday"),
                              _ ("Friday"), _ ("Saturday"), _ ("Sunday")};
  g_autoptr (GDateTime) now =
      g_date_time_new_from_unix_local (hufu_counter_now_utc_us (self->counter) / G_USEC_PER_SEC);
  g_autofree char *date = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *text =
      g_strdup_printf ("%s · %s", date, days[g_date_time_get_day_of_week (now) - 1]);
  gtk_label_set_text (GTK_LABEL (self->date), text);
}

/* One sentence, such as that the PIN is wrong, where the eyes are: over the keys. */
static void
on_notice (HufuCounter *counter, const char *sentence, HufuSignInPage *self)
{
  say_at_keys (self, sentence);
}

static void
hufu_sign_in_page_dispose (GObject *object)
{
  HufuSignInPage *self = HUFU_SIGN_IN_PAGE (object);
  g_clear_handle_id (&self->pause, g_source_remove);
  explicit_bzero (self->pin, sizeof self->pin);
  g_clear_pointer (&self->chosen_no, g_free);
  g_clear_object (&self->counter);
  G_OBJECT_CLASS (hufu_sign_in_page_parent_class)->dispose (object);
}

static void
hufu_sign_in_page_class_init (HufuSignInPageClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_ICON);
  g_type_ensure (HUFU_TYPE_MARK_VIEW);
  g_type_ensure (HUFU_TYPE_STATUS);
  object_class->get_property = hufu_sign_in_page_get_property;
  object_class->dispose = hufu_sign_in_page_dispose;
  props[PROP_STATUS] = g_param_spec_object ("status", NULL, NULL, HUFU_TYPE_STATUS,
                                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-sign-in-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HufuSignInPage, people);
  gtk_widget_class_bind_template_child (widget_class, HufuSignInPage, dots);
  gtk_widget_class_bind_template_child (widget_class, HufuSignInPage, date);
  gtk_widget_class_bind_template_child (widget_class, HufuSignInPage, other_lang);
  gtk_widget_class_bind_template_child (widget_class, HufuSignInPage, disc);
  gtk_widget_class_bind_template_child (widget_class, HufuSignInPage, name);
  gtk_widget_class_bind_template_child (widget_class, HufuSignInPage, note);
  gtk_widget_class_bind_template_child (widget_class, HufuSignInPage, note_title);
  gtk_widget_class_bind_template_child (widget_class, HufuSignInPage, note_text);
  gtk_widget_class_bind_template_child (widget_class, HufuSignInPage, pin_word);
}

static void
hufu_sign_in_page_init (HufuSignInPage *self)
{
  self->chosen = GTK_INVALID_LIST_POSITION;
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
hufu_sign_in_page_set_counter (HufuSignInPage *self, HufuCounter *counter)
{
  g_set_object (&self->counter, counter);
  g_signal_connect_object (hufu_counter_get_people (counter), "items-changed",
                           G_CALLBACK (show_people), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (counter, "notify::panel", G_CALLBACK (show_note), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (counter, "notice", G_CALLBACK (on_notice), self, (GConnectFlags)0);
  g_signal_connect_object (hufu_counter_get_status (counter), "notify::time-text",
                           G_CALLBACK (show_date), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hufu_counter_get_status (counter), "notify::clock-text",
                           G_CALLBACK (show_note), self, G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATUS]);
  /* The other language is named in its own words, for who cannot read this one. */
  gboolean english = hufu_counter_get_lang (counter) == HUFU_LANG_EN;
  gtk_label_set_text (GTK_LABEL (self->other_lang), english ? "中文" : "English");
  show_date (self);
  show_dots (self);
  show_people (self);
  show_note (self);
  say_at_keys (self, NULL);
}
