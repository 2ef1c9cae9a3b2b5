/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Linked with the whole core against glib alone: that it links is the test. */
#include <glib.h>

static void
test_linked (void)
{
  g_assert_cmpuint (glib_major_version, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/links-against-glib-alone", test_linked);
  return g_test_run ();
}
