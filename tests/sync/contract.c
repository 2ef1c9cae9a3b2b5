/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/sync/contract.h"

#include <signal.h>
#include <string.h>

#include "tests/lib/await.h"

HufuContract *
hufu_contract_new (guint platform_port)
{
  HufuContract *contract = g_new0 (HufuContract, 1);
  g_autofree char *to = g_strdup_printf ("127.0.0.1:%u", platform_port);
  g_autofree char *port_file = NULL;
  g_autofree char *port = NULL;
  g_autoptr (GError) error = NULL;

  contract->dir = hufu_tempdir_new ();
  contract->log = hufu_tempdir_build (contract->dir, "log");
  port_file = hufu_tempdir_build (contract->dir, "port");
  contract->process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "/usr/bin/python3",
                                        g_getenv ("HUFU_CONTRACT_PROGRAM"), "proxy", "--to", to,
                                        "--port-file", port_file, "--log", contract->log, NULL);
  g_assert_no_error (error);
  hufu_await (g_file_get_contents (port_file, &port, NULL, NULL), 20000);
  contract->port = (guint)g_ascii_strtoull (port, NULL, 10);
  return contract;
}

void
hufu_contract_free (HufuContract *contract)
{
  if (contract == NULL)
    return;
  if (contract->process != NULL)
    g_subprocess_force_exit (contract->process);
  g_clear_object (&contract->process);
  g_free (contract->log);
  hufu_tempdir_free (contract->dir);
  g_free (contract);
}

void
hufu_contract_assert_kept (HufuContract *contract)
{
  g_autofree char *log = NULL;
  g_auto (GStrv) lines = NULL;

  g_subprocess_send_signal (contract->process, SIGTERM);
  g_subprocess_wait (contract->process, NULL, NULL);
  g_assert_true (g_file_get_contents (contract->log, &log, NULL, NULL));
  lines = g_strsplit (log, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++) {
    if (g_str_has_prefix (lines[i], "breach"))
      g_test_message ("%s", lines[i]);
  }
  g_assert_cmpuint (g_strv_length (lines), >, 1);
  g_assert_cmpint (g_subprocess_get_exit_status (contract->process), ==, 0);
}
