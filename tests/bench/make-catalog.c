/* SPDX-License-Identifier: GPL-3.0-or-later */
/* make-catalog FILE N: a catalogue of N products, for a benchmark or to try the terminal with. */
#include <stdio.h>
#include "tests/bench/catalog-file.h"

int
main (int argc, char **argv)
{
  guint64 n;

  if (argc != 3 || !g_ascii_string_to_unsigned (argv[2], 10, 1, 10000000, &n, NULL)) {
    fprintf (stderr, "usage: %s FILE N\n", argv[0]);
    return 2;
  }
  hufu_catalog_file_make (argv[1], (guint)n);
  return 0;
}
