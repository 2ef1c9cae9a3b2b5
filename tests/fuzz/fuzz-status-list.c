/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Status lists: documents, and the plain bytes of a delta. What is read is within its limits, what
 * is followed is the one spelling of it.
 */
#include <string.h>

#include "core/status-list.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_document (const guint8 *data, gsize size)
{
  HufuStatusHead head;

  if (!hufu_status_read (data, size, &head))
    return;
  g_assert (head.n_entries <= HUFU_STATUS_ENTRIES_MAX && head.n_plain <= HUFU_STATUS_PLAIN_MAX);
  g_assert (head.n_squeezed > 0 && head.n_squeezed < size);
  g_assert (head.version > head.base_version);
}

static void
check_delta (const guint8 *data, gsize size)
{
  HufuStatusHead head = {.issuer = "hufu",
                         .list_no = 1,
                         .base_version = 1,
                         .version = 2,
                         .n_entries = 1000,
                         .n_plain = size};
  g_autoptr (HufuStatusList) base = hufu_status_list_new ("hufu", 1, 900);
  g_autoptr (HufuStatusList) list = NULL;
  g_autoptr (GByteArray) plain = NULL;

  base->version = 1;
  memset (base->bits, 0x1b, 225);
  list = hufu_status_follow (&head, data, base);
  if (list == NULL)
    return;
  plain = hufu_status_list_to_plain (list, base);
  g_assert (plain == NULL || (plain->len == size && memcmp (plain->data, data, size) == 0));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  check_document (data, size);
  check_delta (data, size);
  return 0;
}
