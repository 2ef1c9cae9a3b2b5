/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/ready.h"

#include <glib.h>
#include <sodium.h>

static gpointer
start_sodium (gpointer data)
{
  g_assert (sodium_init () >= 0);
  return NULL;
}

void
hufu_crypto_ensure_ready (void)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, start_sodium, NULL);
}
