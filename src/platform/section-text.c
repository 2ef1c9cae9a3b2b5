/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/section-text.h"

#include <string.h>

#include "core/bom.h"

static void
free_entry (gpointer data)
{
  HufuSectionEntry *entry = data;

  g_free (entry->key);
  g_free (entry->value);
  g_free (entry);
}

static void
free_section (gpointer data)
{
  HufuSection *section = data;

  g_free (section->name);
  g_ptr_array_unref (section->entries);
  g_free (section);
}

/* ---- what is wrong ---- */

HufuFaults *
hufu_faults_new (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

void
hufu_faults_add (HufuFaults *faults, guint line, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (faults, g_strdup_printf ("line %u: %s", line, what));
}

char *
hufu_faults_say (const HufuFaults *faults)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < faults->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", (const char *)faults->pdata[i]);
  return g_string_free (text, FALSE);
}

/* ---- reading ---- */

static void
begin_section (GPtrArray *sections, guint line, const char *text, HufuFaults *faults)
{
  HufuSection *section = g_new0 (HufuSection, 1);
  gsize length = strlen (text);

  section->line = line;
  section->entries = g_ptr_array_new_with_free_func (free_entry);
  section->name = g_strstrip (g_strndup (text + 1, length - 1));
  if (g_str_has_suffix (section->name, "]"))
    section->name[strlen (section->name) - 1] = '\0';
  else
    hufu_faults_add (faults, line, "a section is a name in brackets: [name]");
  for (guint i = 0; i < sections->len; i++)
    if (strcmp (((HufuSection *)sections->pdata[i])->name, section->name) == 0)
      hufu_faults_add (faults, line, "[%s] is there already, in line %u", section->name,
                       ((HufuSection *)sections->pdata[i])->line);
  g_ptr_array_add (sections, section);
}

static void
add_entry (GPtrArray *sections, guint line, const char *text, HufuFaults *faults)
{
  const char *equals = strchr (text, '=');
  HufuSectionEntry *entry;

  if (equals == NULL || equals == text) {
    hufu_faults_add (faults, line, "say key = value");
    return;
  }
  if (sections->len == 0) {
    hufu_faults_add (faults, line, "a section comes first: [name]");
    return;
  }
  entry = g_new (HufuSectionEntry, 1);
  *entry = (HufuSectionEntry){line, g_strstrip (g_strndup (text, (gsize)(equals - text))),
                              g_strstrip (g_strdup (equals + 1))};
  g_ptr_array_add (((HufuSection *)sections->pdata[sections->len - 1])->entries, entry);
}

GPtrArray *
hufu_sections_read (const char *text, HufuFaults *faults)
{
  GPtrArray *sections = g_ptr_array_new_with_free_func (free_section);
  g_auto (GStrv) lines = NULL;

  if (strlen (text) > HUFU_SECTION_TEXT_MAX || !g_utf8_validate (text, -1, NULL)) {
    hufu_faults_add (faults, 1, "the file is longer than %d bytes, or not UTF-8",
                     HUFU_SECTION_TEXT_MAX);
    return sections;
  }
  lines = g_strsplit (text + hufu_bom_size (text), "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    const char *line = g_strstrip (lines[i]);

    if (*line == '[')
      begin_section (sections, i + 1, line, faults);
    else if (*line != '\0' && *line != '#')
      add_entry (sections, i + 1, line, faults);
  }
  return sections;
}

const HufuSectionEntry *
hufu_section_find (const HufuSection *section, const char *key)
{
  for (guint i = 0; i < section->entries->len; i++) {
    const HufuSectionEntry *entry = section->entries->pdata[i];

    if (strcmp (entry->key, key) == 0)
      return entry;
  }
  return NULL;
}
