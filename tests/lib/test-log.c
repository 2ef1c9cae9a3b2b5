/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/lib/test-log.h"

#include <string.h>

static GMutex mutex; /* guards what was logged */
static GString *logged;

static GLogWriterOutput
keep (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  g_autofree char *line = g_log_writer_format_fields (level, fields, n_fields, FALSE);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  g_string_append (logged, line);
  return g_log_writer_default (level, fields, n_fields, user_data);
}

void
hufu_test_log_keep (void)
{
  logged = g_string_new (NULL);
  g_log_set_writer_func (keep, NULL, NULL);
}

gboolean
hufu_test_log_has (const char *text)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  return strstr (logged->str, text) != NULL;
}
