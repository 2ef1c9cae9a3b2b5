/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `hufuctl link`: what the tills of a demo are cut off from. */
#include <stdio.h>
#include <string.h>

#include "ctl/ctl.h"

int
hufu_ctl_link (const HufuOptions *options, int argc, char **argv)
{
  gboolean cut = argc == 2 && strcmp (argv[1], "cut") == 0;
  gboolean heal = argc == 2 && strcmp (argv[1], "heal") == 0;
  HufuCutSet which = HUFU_CUT_NOTHING, now = hufu_cut_read (options->link_path);
  g_autoptr (GError) error = NULL;

  if (argc != 0 && ((!cut && !heal) || !hufu_cut_find (argv[0], &which)))
    return hufu_ctl_say (HUFU_EXIT_REFUSED, "say: link wan|lan cut|heal, or link alone");
  now = cut ? now | which : now & ~which;
  if (argc != 0 && !hufu_cut_write (options->link_path, now, &error))
    return hufu_ctl_say (HUFU_EXIT_FAILED, "%s", error->message);
  printf ("wan %s, lan %s\n", (now & HUFU_CUT_INTERNET) != 0 ? "cut" : "well",
          (now & HUFU_CUT_STORE) != 0 ? "cut" : "well");
  return HUFU_EXIT_DONE;
}
