/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/language.h"

#include <glib.h>
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
  /* Chinese is the one catalogue there is; which language is shown is chosen below. */
  g_setenv ("LANGUAGE", "zh_CN", TRUE);
  textdomain (GETTEXT_PACKAGE);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
}

/* English is the text of the sources: it is had by looking where there is no catalogue. Binding
 * also drops what gettext remembers, and unlike the environment it may be changed beside threads.
 */
void
hufu_language_apply (HufuLang lang)
{
  const char *built = g_getenv ("HUFU_LOCALE_DIR");
  const char *folder = built != NULL ? built
                       : g_file_test (HUFU_BUILD_LOCALE_DIR, G_FILE_TEST_IS_DIR)
                           ? HUFU_BUILD_LOCALE_DIR
                           : HUFU_LOCALE_DIR;
  bindtextdomain (GETTEXT_PACKAGE, lang == HUFU_LANG_ZH ? folder : "/nonexistent");
}
