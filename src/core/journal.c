/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/journal.h"

#include <string.h>

static void
update (GChecksum *sum, const void *bytes, gsize size)
{
  g_checksum_update (sum, bytes, (gssize)size);
}

static void
update_u32 (GChecksum *sum, guint32 value)
{
  guint32 big_endian = GUINT32_TO_BE (value);

  update (sum, &big_endian, sizeof big_endian);
}

static void
update_u64 (GChecksum *sum, guint64 value)
{
  guint64 big_endian = GUINT64_TO_BE (value);

  update (sum, &big_endian, sizeof big_endian);
}

static void
update_text (GChecksum *sum, const char *text)
{
  gsize length = strlen (text);

  update_u32 (sum, (guint32)length);
  update (sum, text, length);
}

void
hufu_journal_hash (const guint8 prev[HUFU_JOURNAL_HASH_BYTES], const HufuEvent *event,
                   guint8 ret_hash[HUFU_JOURNAL_HASH_BYTES])
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = HUFU_JOURNAL_HASH_BYTES;

  g_assert (event->seq >= 1);
  g_assert (strlen (event->kind) <= HUFU_EVENT_KIND_MAX);
  g_assert (strlen (event->body) <= HUFU_EVENT_BODY_MAX);
  update (sum, "HUFUJ1", 6);
  update (sum, prev, HUFU_JOURNAL_HASH_BYTES);
  update (sum, event->terminal_id.bytes, HUFU_ID_BYTES);
  update_u32 (sum, event->incarnation);
  update_u64 (sum, event->seq);
  update (sum, event->event_id.bytes, HUFU_ID_BYTES);
  update_u64 (sum, event->hlc);
  update_text (sum, event->kind);
  update_text (sum, event->body);
  g_checksum_get_digest (sum, ret_hash, &size);
  g_assert (size == HUFU_JOURNAL_HASH_BYTES);
}
