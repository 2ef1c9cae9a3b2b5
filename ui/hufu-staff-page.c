/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-staff-page.h"

#include <string.h>

#include "ui/choices.h"
#include "ui/hufu-case-row.h"
#include "ui/hufu-icon.h"
#include "ui/util.h"
#include "ui/words.h"

#define NO_FIRST 1
#define NO_LAST 9999
#define PERCENT_MAX 100

struct _HufuStaffPage {
  GtkBox parent_instance;
  HufuCounter *counter;
  GtkSingleSelection *selection;
  GtkWidget *list, *title, *notice, *name, *number, *pin, *pin_hint, *roles, *rights, *percents,
      *line, *sale, *price, *states, *state_row, *save;
  char *chosen;    /* number of the person in the form; NULL = a new one */
  gboolean typing; /* the form is being filled by the program */
};

G_DEFINE_FINAL_TYPE (HufuStaffPage, hufu_staff_page, GTK_TYPE_BOX)

static HufuStaffDesk *
get_desk (HufuStaffPage *self)
{
  return hufu_counter_get_staff_desk (self->counter);
}

static GListModel *
get_rows (HufuStaffPage *self)
{
  return hufu_staff_desk_get_rows (get_desk (self));
}

static const char *
get_text (GtkWidget *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

/* NULL: a new person, or one that is gone. */
static HufuStaffRow *
find_chosen (HufuStaffPage *self, guint *ret_place)
{
  GListModel *rows = get_rows (self);
  for (guint i = 0; self->chosen != NULL && i < g_list_model_get_n_items (rows); i++) {
    HufuStaffRow *row = g_list_model_get_item (rows, i);
    *ret_place = i;
    if (g_str_equal (row->no, self->chosen))
      return row;
    g_object_unref (row);
  }
  return NULL;
}

/* ---- the form ---- */

static void
show_percents (HufuStaffPage *self)
{
  gtk_widget_set_visible (self->percents, g_strcmp0 (hufu_choices_get (self->rights), "own") == 0);
}

static void
set_percent (GtkWidget *entry, gint percent)
{
  g_autofree char *text = g_strdup_printf ("%d", percent);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

/* The first number that nobody has. */
static char *
make_free_no (HufuStaffPage *self)
{
  GListModel *rows = get_rows (self);
  for (int no = NO_FIRST; no <= NO_LAST; no++) {
    char *text = g_strdup_printf ("%02d", no);
    gboolean taken = FALSE;
    for (guint i = 0; i < g_list_model_get_n_items (rows); i++) {
      g_autoptr (HufuStaffRow) row = g_list_model_get_item (rows, i);
      taken = taken || g_str_equal (row->no, text);
    }
    if (!taken)
      return text;
    g_free (text);
  }
  return g_strdup ("");
}

static void
fill (HufuStaffPage *self, const HufuStaffRow *row)
{
  g_autofree char *free_no = row == NULL ? make_free_no (self) : NULL;
  HufuPriceRights none = HUFU_PRICE_RIGHTS_NONE;
  const HufuPriceRights *rights = row == NULL ? &none : &row->rights;
  hufu_set_text (self->title, row == NULL ? _ ("Somebody new") : row->name);
  gtk_editable_set_text (GTK_EDITABLE (self->name), row == NULL ? "" : row->name);
  gtk_editable_set_text (GTK_EDITABLE (self->number), row == NULL ? free_no : row->no);
  gtk_editable_set_text (GTK_EDITABLE (self->pin), "");
  hufu_set_text (self->pin_hint, row == NULL ? _ ("4 to 8 digits, not like 1111 or 1234")
                                             : _ ("Empty: the PIN stays as it is"));
  hufu_choices_set (self->roles, row == NULL ? "clerk" : hufu_role_name (row->role));
  hufu_choices_set (self->rights, row != NULL && row->has_rights ? "own" : "role");
  set_percent (self->line, rights->line_percent);
  set_percent (self->sale, rights->basket_percent);
  set_percent (self->price, rights->price_percent);
  hufu_choices_set (self->states, row == NULL || row->active ? "here" : "left");
  gtk_widget_set_visible (self->state_row, row != NULL);
  show_percents (self);
  hufu_set_text (self->notice, "");
}

static void
show_chosen (HufuStaffPage *self)
{
  guint place = GTK_INVALID_LIST_POSITION;
  g_autoptr (HufuStaffRow) row = find_chosen (self, &place);
  self->typing = TRUE;
  gtk_single_selection_set_selected (self->selection,
                                     row == NULL ? GTK_INVALID_LIST_POSITION : place);
  self->typing = FALSE;
  fill (self, row);
}

static void
choose (HufuStaffPage *self, const char *no)
{
  g_free (self->chosen);
  self->chosen = g_strdup (no);
  show_chosen (self);
}

static void
on_selected (HufuStaffPage *self)
{
  HufuStaffRow *row = gtk_single_selection_get_selected_item (self->selection);
  if (!self->typing && row != NULL && g_strcmp0 (row->no, self->chosen) != 0)
    choose (self, row->no);
}

static void
on_new (HufuStaffPage *self)
{
  choose (self, NULL);
  gtk_widget_grab_focus (self->name);
}

/* What somebody is typing of a person stays while news of the others comes in. */
static void
on_rows (HufuStaffPage *self)
{
  guint place = GTK_INVALID_LIST_POSITION;
  g_autoptr (HufuStaffRow) row = find_chosen (self, &place);
  self->typing = TRUE;
  gtk_single_selection_set_selected (self->selection,
                                     row == NULL ? GTK_INVALID_LIST_POSITION : place);
  self->typing = FALSE;
}

static void
on_saved (HufuStaffPage *self)
{
  g_autofree char *no = NULL;
  g_object_get (get_desk (self), "saved", &no, NULL);
  g_autofree char *said = g_strdup (gtk_label_get_text (GTK_LABEL (self->notice)));
  choose (self, no);
  hufu_set_text (self->notice, said);
}

static void
on_notice (HufuCounter *counter, const char *sentence, HufuStaffPage *self)
{
  hufu_set_text (self->notice, sentence);
}

/* -1: no percentage; the counter says so. */
static gint
read_percent (GtkWidget *entry)
{
  guint64 percent;
  return g_ascii_string_to_unsigned (get_text (entry), 10, 0, PERCENT_MAX, &percent, NULL)
             ? (gint)percent
             : -1;
}

static char *
borrow (const char *text)
{
  return (char *)(gsize)text;
}

static void
on_save (HufuStaffPage *self)
{
  guint place;
  g_autoptr (HufuStaffRow) row = find_chosen (self, &place);
  HufuPriceRights rights = {read_percent (self->line), read_percent (self->sale),
                            read_percent (self->price)};
  gboolean own = g_strcmp0 (hufu_choices_get (self->rights), "own") == 0;
  HufuStaffForm form = {.which = self->chosen,
                        .no = borrow (get_text (self->number)),
                        .role = borrow (hufu_choices_get (self->roles)),
                        .sets_rights = TRUE,
                        .rights = own ? &rights : NULL,
                        .sets_active = row != NULL,
                        .active = g_strcmp0 (hufu_choices_get (self->states), "left") != 0};
  /* A name of two languages stays until it is typed anew. */
  if (row == NULL || !g_str_equal (row->name, get_text (self->name)))
    form.name = borrow (get_text (self->name));
  if (row == NULL || *get_text (self->pin) != '\0')
    form.pin = borrow (get_text (self->pin));
  hufu_counter_edit_staff (self->counter, &form);
  gtk_editable_set_text (GTK_EDITABLE (self->pin), "");
}

/* ---- the list ---- */

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, g_object_new (HUFU_TYPE_CASE_ROW, NULL));
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item)
{
  const HufuStaffRow *row = gtk_list_item_get_item (item);
  hufu_case_row_fill (HUFU_CASE_ROW (gtk_list_item_get_child (item)),
                      row->role == HUFU_ROLE_MANAGER ? "key" : "person", row->name, row->hint, "",
                      row->no);
}

/* ---- the object ---- */

static void
make_choices (HufuStaffPage *self)
{
  HufuLang lang = hufu_counter_get_lang (self->counter);
  for (int role = 0; role < HUFU_ROLE_COUNT; role++)
    hufu_choices_add (self->roles, "role-", hufu_role_name ((HufuRole)role),
                      hufu_role_label ((HufuRole)role, lang));
  GtkWidget *rights = hufu_choices_add (self->rights, "rights-", "role", _ ("As the role"));
  hufu_choices_add (self->rights, "rights-", "own", _ ("Other rights"));
  g_signal_connect_object (rights, "toggled", G_CALLBACK (show_percents), self, G_CONNECT_SWAPPED);
  hufu_choices_add (self->states, "state-", "here", _ ("Works here"));
  hufu_choices_add (self->states, "state-", "left", _ ("Has left"));
}

static void
hufu_staff_page_dispose (GObject *object)
{
  HufuStaffPage *self = HUFU_STAFF_PAGE (object);
  if (self->list != NULL)
    gtk_list_view_set_model (GTK_LIST_VIEW (self->list), NULL);
  self->list = NULL;
  g_clear_object (&self->selection);
  g_clear_object (&self->counter);
  g_clear_pointer (&self->chosen, g_free);
  G_OBJECT_CLASS (hufu_staff_page_parent_class)->dispose (object);
}

static void
hufu_staff_page_class_init (HufuStaffPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  g_type_ensure (HUFU_TYPE_ICON);
  G_OBJECT_CLASS (class)->dispose = hufu_staff_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-staff-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HufuStaffPage, list);
  gtk_widget_class_bind_template_child (widget_class, HufuStaffPage, title);
  gtk_widget_class_bind_template_child (widget_class, HufuStaffPage, notice);
  gtk_widget_class_bind_template_child (widget_class, HufuStaffPage, name);
  gtk_widget_class_bind_template_child (widget_class, HufuStaffPage, number);
  gtk_widget_class_bind_template_child (widget_class, HufuStaffPage, pin);
  gtk_widget_class_bind_template_child (widget_class, HufuStaffPage, pin_hint);
  gtk_widget_class_bind_template_child (widget_class, HufuStaffPage, roles);
  gtk_widget_class_bind_template_child (widget_class, HufuStaffPage, rights);
  gtk_widget_class_bind_template_child (widget_class, HufuStaffPage, percents);
  gtk_widget_class_bind_template_child (widget_class, HufuStaffPage, line);
  gtk_widget_class_bind_template_child (widget_class, HufuStaffPage, sale);
  gtk_widget_class_bind_template_child (widget_class, HufuStaffPage, price);
  gtk_widget_class_bind_template_child (widget_class, HufuStaffPage, states);
  gtk_widget_class_bind_template_child (widget_class, HufuStaffPage, state_row);
  gtk_widget_class_bind_template_child (widget_class, HufuStaffPage, save);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_new);
}

static void
hufu_staff_page_init (HufuStaffPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
hufu_staff_page_new (HufuCounter *counter)
{
  HufuStaffPage *self = g_object_new (HUFU_TYPE_STAFF_PAGE, NULL);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autofree char *saved = NULL;
  self->counter = g_object_ref (counter);
  self->selection = gtk_single_selection_new (g_object_ref (get_rows (self)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  gtk_list_view_set_factory (GTK_LIST_VIEW (self->list), factory);
  gtk_list_view_set_model (GTK_LIST_VIEW (self->list), GTK_SELECTION_MODEL (self->selection));
  make_choices (self);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_rows (self), "items-changed", G_CALLBACK (on_rows), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (get_desk (self), "notify::saved", G_CALLBACK (on_saved), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (counter, "notice", G_CALLBACK (on_notice), self, (GConnectFlags)0);
  g_object_get (get_desk (self), "saved", &saved, NULL);
  choose (self, *saved == '\0' ? NULL : saved);
  return GTK_WIDGET (self);
}
