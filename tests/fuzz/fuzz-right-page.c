/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of rights and of grants: what is read is within its limits and the one spelling of it. */
#include <string.h>

#include "core/money.h"
#include "core/right-page.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_right (const HufuRight *right)
{
  g_assert (right->key.k <= 999 && right->hop == 0);
  g_assert (right->remaining_minor >= 0 && right->remaining_minor <= HUFU_MONEY_MAX_MINOR);
}

static void
check_same (const char *text, gsize size, char *take_again)
{
  g_assert (strlen (take_again) == size && memcmp (take_again, text, size) == 0);
  g_free (take_again);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *text = (const char *)data;
  g_autoptr (GArray) rights = hufu_rights_decode (text, size);
  g_autoptr (GArray) grants = hufu_grants_decode (text, size);

  for (guint i = 0; rights != NULL && i < rights->len; i++)
    check_right (&g_array_index (rights, HufuRight, i));
  for (guint i = 0; grants != NULL && i < grants->len; i++) {
    check_right (&g_array_index (grants, HufuGrantItem, i).right);
    g_assert (g_array_index (grants, HufuGrantItem, i).terms < HUFU_GRANT_TERMS_MAX);
  }
  if (rights != NULL)
    check_same (text, size,
                hufu_rights_encode ((const HufuRight *)(gpointer)rights->data, rights->len));
  if (grants != NULL)
    check_same (text, size,
                hufu_grants_encode ((const HufuGrantItem *)(gpointer)grants->data, grants->len));
  return 0;
}
