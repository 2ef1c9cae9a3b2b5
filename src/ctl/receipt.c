/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `hufuctl receipt`: how receipts look, tried out before a customer sees one. */
#include <stdio.h>
#include <string.h>

#include "counter/receipt-look.h"
#include "ctl/ctl.h"

static int
check (const char *path, HufuLang lang)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuTemplate) template = hufu_receipt_look_read (path, lang, &error);

  if (template == NULL)
    return hufu_ctl_say (HUFU_EXIT_REFUSED, "%s", error->message);
  printf ("%u blocks\n", template->parts->len);
  return HUFU_EXIT_DONE;
}

static int
preview (const char *path, const char *png_path, HufuPaper paper, HufuLang lang)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuTemplate) template = hufu_receipt_look_read (path, lang, &error);

  if (template == NULL)
    return hufu_ctl_say (HUFU_EXIT_REFUSED, "%s", error->message);
  if (!hufu_receipt_look_preview (template, paper, lang, png_path, &error))
    return hufu_ctl_say (HUFU_EXIT_FAILED, "%s", error->message);
  return HUFU_EXIT_DONE;
}

int
hufu_ctl_receipt (const HufuOptions *options, int argc, char **argv)
{
  const char *verb = argc > 0 ? argv[0] : "";
  HufuLang lang = strcmp (options->lang, "zh") == 0 ? HUFU_LANG_ZH : HUFU_LANG_EN;
  HufuPaper paper = HUFU_PAPER_RECEIPT;
  gboolean named = argc == 4 && hufu_paper_find (argv[3], &paper) && paper != HUFU_PAPER_LABEL;
  g_autoptr (GError) error = NULL;
  gboolean done;

  if (argc == 1 && strcmp (verb, "template") == 0)
    return fputs (hufu_template_get_default_text (), stdout) < 0 ? HUFU_EXIT_FAILED
                                                                 : HUFU_EXIT_DONE;
  if (argc == 2 && strcmp (verb, "check") == 0)
    return check (argv[1], lang);
  if ((argc == 3 || named) && strcmp (verb, "preview") == 0)
    return preview (argv[1], argv[2], paper, lang);
  if (argc == 2 && strcmp (verb, "use") == 0)
    done = hufu_receipt_look_install (argv[1], options->data_dir, lang, &error);
  else if (argc == 1 && strcmp (verb, "reset") == 0)
    done = hufu_receipt_look_remove (options->data_dir, &error);
  else
    return hufu_ctl_say (
        HUFU_EXIT_REFUSED,
        "say: receipt template, check FILE, preview FILE PNG [gift|preparation], use "
        "FILE or reset");
  return done ? HUFU_EXIT_DONE : hufu_ctl_say (HUFU_EXIT_FAILED, "%s", error->message);
}
