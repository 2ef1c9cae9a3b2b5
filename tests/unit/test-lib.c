/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tests' own tools: a tool that lies makes every test lie. */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/lib/await.h"
#include "tests/lib/tempdir.h"
#include "tests/lib/test-host.h"

static void
test_one_seed_is_one_run (void)
{
  g_autoptr (HufuTestHost) a = hufu_test_host_new (7), b = hufu_test_host_new (7);
  g_autoptr (HufuTestHost) c = hufu_test_host_new (8);
  guint8 from_a[16], from_b[16], from_c[16];

  hufu_host_random (hufu_test_host_get (a), from_a, sizeof from_a);
  hufu_host_random (hufu_test_host_get (b), from_b, sizeof from_b);
  hufu_host_random (hufu_test_host_get (c), from_c, sizeof from_c);
  g_assert_cmpint (memcmp (from_a, from_b, sizeof from_a), ==, 0);
  g_assert_cmpint (memcmp (from_a, from_c, sizeof from_a), !=, 0);
}

static void
test_clocks (void)
{
  g_autoptr (HufuTestHost) world = hufu_test_host_new (1);
  const HufuHost *host = hufu_test_host_get (world);
  gint64 boot_us = hufu_host_boot_us (host);

  hufu_test_host_advance_ms (world, 5);
  g_assert_cmpint (hufu_host_boot_us (host), ==, boot_us + 5000);
  g_assert_cmpint (hufu_host_utc_us (host), ==, HUFU_TEST_START_UTC_S * G_USEC_PER_SEC + 5000);
  hufu_test_host_set_utc_us (world, 12);
  g_assert_cmpint (hufu_host_utc_us (host), ==, 12);
  g_assert_cmpint (hufu_host_boot_us (host), ==, boot_us + 5000);
  hufu_test_host_reboot (world);
  g_assert_cmpint (hufu_host_boot_us (host), ==, 0);
}

static gpointer
set_flag (gpointer user_data)
{
  gint *flag = user_data;

  g_atomic_int_set (flag, 1);
  return NULL;
}

static gboolean
on_idle (gpointer user_data)
{
  set_flag (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_await (void)
{
  gint from_thread = 0, from_idle = 0;
  GThread *thread = g_thread_new ("setter", set_flag, &from_thread);

  hufu_await (g_atomic_int_get (&from_thread), 5000);
  g_thread_join (thread);
  g_idle_add (on_idle, &from_idle);
  hufu_await (from_idle, 5000);
}

static void
test_await_gives_up (void)
{
  if (g_test_subprocess ()) {
    gboolean never = FALSE;

    hufu_await (never, 30);
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*still not true after * times 30 ms: never*");
}

static void
test_tempdir (void)
{
  HufuTempdir *dir = hufu_tempdir_new ();
  g_autoptr (HufuTempdir) outside = hufu_tempdir_new ();
  g_autofree char *path = g_strdup (dir->path);
  g_autofree char *sub = hufu_tempdir_build (dir, "sub");
  g_autofree char *file = g_build_filename (sub, "file", NULL);
  g_autofree char *link = g_build_filename (sub, "link", NULL);
  g_autofree char *kept = hufu_tempdir_build (outside, "kept");

  g_assert_cmpint (g_mkdir (sub, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  g_assert_true (g_file_set_contents (kept, "x", 1, NULL));
  g_assert_cmpint (symlink (outside->path, link), ==, 0);
  hufu_tempdir_free (dir);
  if (g_getenv ("HUFU_TEST_KEEP") == NULL)
    g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lib/one-seed-is-one-run", test_one_seed_is_one_run);
  g_test_add_func ("/lib/clocks", test_clocks);
  g_test_add_func ("/lib/await", test_await);
  g_test_add_func ("/lib/await-gives-up", test_await_gives_up);
  g_test_add_func ("/lib/tempdir", test_tempdir);
  return g_test_run ();
}
