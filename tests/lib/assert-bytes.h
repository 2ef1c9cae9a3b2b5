/* SPDX-License-Identifier: GPL-3.0-or-later */
/* g_assert_cmpmem for sizes of gsize (that of GLib 2.74 warns under -Wsign-conversion). */
#pragma once

#include <glib.h>
#include <string.h>

#define hufu_assert_bytes(a, n_a, b, n_b)                                                          \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gsize expected_size_ = (n_b);                                                                  \
    g_assert_cmpuint ((n_a), ==, expected_size_);                                                  \
    g_assert_true (expected_size_ == 0 || memcmp ((a), (b), expected_size_) == 0);                 \
  }                                                                                                \
  G_STMT_END
