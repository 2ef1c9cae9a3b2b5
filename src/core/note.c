/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/note.h"

#include <string.h>

#include "core/card-like.h"

gboolean
hufu_note_is_line (const char *text, gsize max)
{
  if (strlen (text) > max || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *at = text; *at != '\0'; at += g_utf8_skip[(guchar)*at])
    if (!g_unichar_isprint (g_utf8_get_char (at)))
      return FALSE;
  return TRUE;
}

/* The digits of a number stay one number with spaces and hyphens between them. */
static gboolean
has_card (const char *note)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  for (const char *at = note;; at++) {
    if (g_ascii_isdigit (*at)) {
      g_string_append_c (digits, *at);
    } else if (*at == '\0' || strchr (" -", *at) == NULL) {
      if (hufu_card_like (digits->str, digits->len))
        return TRUE;
      g_string_truncate (digits, 0);
    }
    if (*at == '\0')
      return FALSE;
  }
}

static gboolean
is_blank (const char *note)
{
  return note == NULL || strspn (note, " ") == strlen (note);
}

HufuNoteKind
hufu_note_look (const char *note)
{
  if (is_blank (note))
    return HUFU_NOTE_EMPTY;
  if (!hufu_note_is_line (note, HUFU_NOTE_MAX))
    return HUFU_NOTE_BAD;
  return has_card (note) ? HUFU_NOTE_CARD : HUFU_NOTE_GOOD;
}
