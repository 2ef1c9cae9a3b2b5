/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/approval.h"

#include <string.h>

#include "ui/util.h"
#include "ui/words.h"

static void
show_dots (HufuApproval *approval)
{
  g_autoptr (GString) dots = g_string_new (NULL);
  for (gsize i = 0; i < strlen (approval->pin); i++)
    g_string_append (dots, "●");
  gtk_label_set_text (GTK_LABEL (approval->dots),
                      dots->len > 0 ? dots->str : _ ("PIN of the manager"));
}

void
hufu_approval_wipe (HufuApproval *approval)
{
  explicit_bzero (approval->pin, sizeof approval->pin);
}

void
hufu_approval_forget (HufuApproval *approval)
{
  hufu_approval_wipe (approval);
  show_dots (approval);
}

void
hufu_approval_begin (HufuApproval *approval, HufuCounter *counter)
{
  GListModel *people = hufu_counter_get_people (counter);
  hufu_remove_children (approval->managers);
  for (guint i = 0; i < g_list_model_get_n_items (people); i++) {
    g_autoptr (HufuPerson) person = g_list_model_get_item (people, i);
    if (person->manager)
      hufu_choices_add (approval->managers, "manager-", person->no, person->name);
  }
  GtkWidget *first = gtk_widget_get_first_child (approval->managers);
  if (first != NULL)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (first), TRUE);
  hufu_approval_forget (approval);
}

const char *
hufu_approval_get_manager (const HufuApproval *approval)
{
  const char *manager = hufu_choices_get (approval->managers);
  return manager != NULL ? manager : "";
}

void
hufu_approval_press (HufuApproval *approval, const char *key)
{
  gsize typed = strlen (approval->pin);
  if (g_str_equal (key, "clear"))
    hufu_approval_forget (approval);
  else if (g_str_equal (key, "backspace") && typed > 0)
    approval->pin[typed - 1] = '\0';
  else if (g_ascii_isdigit (key[0]) && typed + strlen (key) <= HUFU_APPROVAL_PIN_MAX)
    g_strlcpy (approval->pin + typed, key, sizeof approval->pin - typed);
  show_dots (approval);
}
