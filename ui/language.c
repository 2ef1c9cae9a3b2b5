/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/language.h"

#include <gtk/gtk.h>
#include <libintl.h>
#include <locale.h>

#include "ui/paths.h"

void
hufu_language_init (void)
{
  const char *locale = setlocale (LC_ALL, "");
  /* Under "C" gettext translates nothing, whatever is asked for; C.UTF-8 is always there. */
  const char *messages = locale != NULL ? setlocale (LC_MESSAGES, NULL) : NULL;
  if (messages == NULL || g_str_equal (messages, "C") || g_str_equal (messages, "POSIX"))
    setlocale (LC_ALL, "C.UTF-8");
  gtk_disable_setlocale (); /* it would ask the environment again */
  /* Chinese is the one catalogue there is; which language is shown is chosen below. */
  g_setenv ("LANGUAGE", "zh_CN", TRUE);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
}

/* English is the text of the sources: it is had by looking where there is no catalogue. Binding
 * also drops what gettext remembers, and unlike the environment it may be changed beside threads.
 * The libraries' words go along, so that no sentence is half in one language. */
void
hufu_language_apply (HufuLang lang)
{
  static const char *const libraries[] = {"libc", "glib20", "gtk40"};
  const char *nowhere = "/nonexistent";
  const char *folder = g_file_test (HUFU_BUILD_LOCALE_DIR, G_FILE_TEST_IS_DIR)
                           ? HUFU_BUILD_LOCALE_DIR
                           : HUFU_LOCALE_DIR;
  /* GLib binds its own domain at its first word; later it would undo what is set here. */
  g_free (g_format_size (0));
  for (gsize i = 0; i < G_N_ELEMENTS (libraries); i++)
    bindtextdomain (libraries[i], lang == HUFU_LANG_ZH ? "/usr/share/locale" : nowhere);
  bindtextdomain (GETTEXT_PACKAGE, lang == HUFU_LANG_ZH ? folder : nowhere);
}
