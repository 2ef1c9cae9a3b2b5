/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/trust.h"

#include <stdlib.h>
#include <string.h>

static int
compare_keys (const void *a, const void *b)
{
  const HufuTrustKey *left = a, *right = b;

  return memcmp (left->kid, right->kid, sizeof left->kid);
}

HufuTrustList *
hufu_trust_list_new (guint64 version, const HufuTrustKey *keys, gsize n_keys)
{
  HufuTrustList *list = g_new0 (HufuTrustList, 1);

  g_assert (n_keys <= HUFU_TRUST_KEYS_MAX);
  list->version = version;
  list->n_keys = n_keys;
  list->keys = g_new0 (HufuTrustKey, n_keys + 1);
  if (n_keys > 0) {
    memcpy (list->keys, keys, n_keys * sizeof *keys);
    qsort (list->keys, n_keys, sizeof *keys, compare_keys);
  }
  return list;
}

void
hufu_trust_list_free (HufuTrustList *list)
{
  if (list == NULL)
    return;
  g_free (list->keys);
  g_free (list);
}

const HufuTrustKey *
hufu_trust_list_find (const HufuTrustList *list, const guint8 kid[HUFU_TOKEN_KID_BYTES])
{
  HufuTrustKey wanted;

  memcpy (wanted.kid, kid, sizeof wanted.kid);
  return bsearch (&wanted, list->keys, list->n_keys, sizeof wanted, compare_keys);
}
