/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/journal.h"

#include <string.h>

#define FIXED_BYTES 128 /* what is hashed beside the texts */

static void
append_u32 (GByteArray *message, guint32 value)
{
  guint32 big_endian = GUINT32_TO_BE (value);

  g_byte_array_append (message, (const guint8 *)&big_endian, sizeof big_endian);
}

static void
append_u64 (GByteArray *message, guint64 value)
{
  guint64 big_endian = GUINT64_TO_BE (value);

  g_byte_array_append (message, (const guint8 *)&big_endian, sizeof big_endian);
}

static void
append_text (GByteArray *message, const char *text)
{
  gsize length = strlen (text);

  append_u32 (message, (guint32)length);
  g_byte_array_append (message, (const guint8 *)text, (guint)length);
}

void
hufu_journal_hash (HufuSha256Func sha256, const guint8 prev[HUFU_JOURNAL_HASH_BYTES],
                   const HufuEvent *event, guint8 ret_hash[HUFU_JOURNAL_HASH_BYTES])
{
  g_autoptr (GByteArray) message = NULL;

  g_assert (event->seq >= 1);
  g_assert (strlen (event->kind) <= HUFU_EVENT_KIND_MAX);
  g_assert (strlen (event->body) <= HUFU_EVENT_BODY_MAX);
  message =
      g_byte_array_sized_new ((guint)(FIXED_BYTES + strlen (event->kind) + strlen (event->body)));
  g_byte_array_append (message, (const guint8 *)"HUFUJ1", 6);
  g_byte_array_append (message, prev, HUFU_JOURNAL_HASH_BYTES);
  g_byte_array_append (message, event->terminal_id.bytes, HUFU_ID_BYTES);
  append_u32 (message, event->incarnation);
  append_u64 (message, event->seq);
  g_byte_array_append (message, event->event_id.bytes, HUFU_ID_BYTES);
  append_u64 (message, event->hlc);
  append_text (message, event->kind);
  append_text (message, event->body);
  sha256 (message->data, message->len, ret_hash);
}
