/* SPDX-License-Identifier: GPL-3.0-or-later */
/* make-till FOLDER N: the data folder of a till with N products, for a benchmark or to try the
 * terminal with (clerk 03, PIN 1234). */
#include <stdio.h>
#include "tests/bench/till-data.h"

int
main (int argc, char **argv)
{
  g_autofree char *path = NULL;
  guint64 n;

  if (argc != 3 || !g_ascii_string_to_unsigned (argv[2], 10, 1, 10000000, &n, NULL)) {
    fprintf (stderr, "usage: %s FOLDER N\n", argv[0]);
    return 2;
  }
  path = hufu_till_data_make (argv[1], (guint)n);
  puts (path);
  return 0;
}
