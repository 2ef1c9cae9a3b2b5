/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/cut.h"

#include <string.h>

#include "counter/counter-private.h"

static const struct {
  const char *name;
  HufuCutSet cut;
} words[] = {{"wan", HUFU_CUT_INTERNET}, {"lan", HUFU_CUT_STORE}};

/* ---- the file ---- */

gboolean
hufu_cut_find (const char *name, HufuCutSet *ret_cut)
{
  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (words); i++) {
    if (strcmp (words[i].name, name) == 0) {
      *ret_cut = words[i].cut;
      return TRUE;
    }
  }
  return FALSE;
}

HufuCutSet
hufu_cut_read (const char *path)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  HufuCutSet all = HUFU_CUT_NOTHING, one;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return HUFU_CUT_NOTHING;
  lines = g_strsplit (text, "\n", 8);
  for (gsize i = 0; lines[i] != NULL; i++)
    if (hufu_cut_find (g_strstrip (lines[i]), &one))
      all |= one;
  return all;
}

gboolean
hufu_cut_write (const char *path, HufuCutSet cut, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if ((cut & words[i].cut) != 0)
      g_string_append_printf (text, "%s\n", words[i].name);
  return g_file_set_contents (path, text->str, (gssize)text->len, error);
}

/* ---- the till ---- */

static void
apply (HufuCounter *counter)
{
  HufuCutSet cut = hufu_cut_read (counter->link_path);

  hufu_sync_set_cut (counter->sync, ((cut & HUFU_CUT_INTERNET) != 0 ? HUFU_CUT_WAN : 0) |
                                        ((cut & HUFU_CUT_STORE) != 0 ? HUFU_CUT_LAN : 0));
  g_object_set (counter->status, "wan-cut", (cut & HUFU_CUT_INTERNET) != 0, "lan-cut",
                (cut & HUFU_CUT_STORE) != 0, NULL);
}

static void
on_changed (GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event,
            HufuCounter *counter)
{
  apply (counter);
}

void
hufu_counter_watch_cut (HufuCounter *counter)
{
  g_autoptr (GFile) file = NULL;

  g_object_set (counter->status, "demo", counter->demo, NULL);
  if (!counter->demo)
    return;
  file = g_file_new_for_path (counter->link_path);
  counter->link_monitor = g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (counter->link_monitor != NULL) {
    g_file_monitor_set_rate_limit (counter->link_monitor, 50);
    g_signal_connect_object (counter->link_monitor, "changed", G_CALLBACK (on_changed), counter, 0);
  }
  apply (counter);
}

void
hufu_counter_set_cut (HufuCounter *counter, HufuCutSet which, gboolean cut)
{
  HufuCutSet before = hufu_cut_read (counter->link_path);
  g_autoptr (GError) error = NULL;

  if (!counter->demo || counter->sync == NULL)
    return;
  if (!hufu_cut_write (counter->link_path, cut ? before | which : before & ~which, &error))
    hufu_counter_show_problem (counter, error);
  apply (counter);
}
