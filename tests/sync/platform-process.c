/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/sync/platform-process.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#include "sync/operator.h"
#include "tests/lib/await.h"

#define START_MS 20000

static gboolean
read_port (const char *path, guint *ret_port)
{
  g_autofree char *text = NULL;
  guint64 port;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  g_strstrip (text);
  if (!g_ascii_string_to_unsigned (text, 10, 1, 65535, &port, NULL))
    return FALSE;
  *ret_port = (guint)port;
  return TRUE;
}

/* A test that crashes takes its platform along, which would hold the test runner's pipe. */
static void
die_with_test (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

void
hufu_platform_process_start (HufuPlatformProcess *platform)
{
  g_autofree char *port_file = hufu_tempdir_build (platform->dir, "port");
  g_autofree char *listen = g_strdup_printf ("127.0.0.1:%u", platform->port);
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  const char *program = g_getenv ("HUFU_PLATFORM_PROGRAM");

  g_assert_nonnull (program);
  g_unlink (port_file);
  g_ptr_array_add (arguments, (gpointer)(gsize)program);
  g_ptr_array_add (arguments, (gpointer)(gsize) "--demo");
  g_ptr_array_add (arguments, (gpointer)(gsize) "--data");
  g_ptr_array_add (arguments, platform->data_dir);
  g_ptr_array_add (arguments, (gpointer)(gsize) "--listen");
  g_ptr_array_add (arguments, listen);
  g_ptr_array_add (arguments, (gpointer)(gsize) "--port-file");
  g_ptr_array_add (arguments, port_file);
  for (gsize i = 0; platform->extra != NULL && platform->extra[i] != NULL; i++)
    g_ptr_array_add (arguments, platform->extra[i]);
  g_ptr_array_add (arguments, NULL);
  g_subprocess_launcher_set_child_setup (launcher, die_with_test, NULL, NULL);
  platform->process =
      g_subprocess_launcher_spawnv (launcher, (const char *const *)arguments->pdata, &error);
  g_assert_no_error (error);
  hufu_await (read_port (port_file, &platform->port), START_MS);
}

HufuPlatformProcess *
hufu_platform_process_new (char *const *extra)
{
  HufuPlatformProcess *platform = g_new0 (HufuPlatformProcess, 1);

  platform->dir = hufu_tempdir_new ();
  platform->data_dir = hufu_tempdir_build (platform->dir, "platform");
  platform->extra = extra;
  hufu_platform_process_start (platform);
  return platform;
}

static void
run (const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
      g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);

  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

void
hufu_platform_process_run (HufuPlatformProcess *platform, const char *option)
{
  const char *const arguments[] = {g_getenv ("HUFU_PLATFORM_PROGRAM"), "--data", platform->data_dir,
                                   option, NULL};

  run (arguments);
}

HufuPlatformProcess *
hufu_platform_process_copy (const HufuPlatformProcess *platform)
{
  HufuPlatformProcess *copy = g_new0 (HufuPlatformProcess, 1);

  copy->dir = hufu_tempdir_new ();
  copy->data_dir = hufu_tempdir_build (copy->dir, "platform");
  copy->extra = platform->extra;
  const char *const arguments[] = {"cp", "-a", platform->data_dir, copy->data_dir, NULL};
  run (arguments);
  return copy;
}

void
hufu_platform_process_kill (HufuPlatformProcess *platform)
{
  if (platform->process == NULL)
    return;
  g_subprocess_force_exit (platform->process);
  g_subprocess_wait (platform->process, NULL, NULL);
  g_clear_object (&platform->process);
}

void
hufu_platform_process_free (HufuPlatformProcess *platform)
{
  if (platform == NULL)
    return;
  hufu_platform_process_kill (platform);
  g_free (platform->data_dir);
  hufu_tempdir_free (platform->dir);
  g_free (platform);
}

json_t *
hufu_platform_process_call (HufuPlatformProcess *platform, const char *method, const char *path,
                            json_t *take_body)
{
  g_autofree char *url = g_strdup_printf (
      "%s://127.0.0.1:%u", platform->ca_file != NULL ? "https" : "http", platform->port);
  g_autofree char *key = g_build_filename (platform->data_dir, "operator.key", NULL);
  g_autoptr (GError) error = NULL;
  json_t *answer =
      hufu_operator_call (url, platform->ca_file, key, method, path, take_body, &error);

  g_assert_no_error (error);
  json_decref (take_body);
  return answer;
}

gint64
hufu_platform_process_status (HufuPlatformProcess *platform, const char *name)
{
  json_t *status = hufu_platform_process_call (platform, "GET", "/v1/status", NULL);
  g_auto (GStrv) names = g_strsplit (name, "/", -1);
  const json_t *value = status;
  gint64 number;

  for (gsize i = 0; names[i] != NULL; i++)
    value = json_object_get (value, names[i]);
  g_assert_true (json_is_integer (value));
  number = json_integer_value (value);
  json_decref (status);
  return number;
}
