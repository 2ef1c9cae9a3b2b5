/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/hlc.h"
#include "core/journal.h"
#include "crypto/sha256.h"

static HufuEvent
make_event (guint64 seq)
{
  HufuEvent event = {
      .incarnation = 1,
      .seq = seq,
      .hlc = G_GUINT64_CONSTANT (0x0123456789abcdef),
      .kind = "shift.opened",
      .body = "{\"float_minor\":50000}",
  };

  for (guint8 i = 0; i < HUFU_ID_BYTES; i++) {
    event.terminal_id.bytes[i] = i;
    event.event_id.bytes[i] = (guint8)(16 + i);
  }
  return event;
}

static char *
to_hex (const guint8 hash[HUFU_JOURNAL_HASH_BYTES])
{
  GString *hex = g_string_new (NULL);

  for (gsize i = 0; i < HUFU_JOURNAL_HASH_BYTES; i++)
    g_string_append_printf (hex, "%02x", hash[i]);
  return g_string_free (hex, FALSE);
}

/* Computed with Python's hashlib from the definition in the header. */
static void
test_vectors (void)
{
  guint8 first[HUFU_JOURNAL_HASH_BYTES] = {0}, second[HUFU_JOURNAL_HASH_BYTES];
  HufuEvent event = make_event (1);
  g_autofree char *first_hex = NULL, *second_hex = NULL;

  hufu_journal_hash (hufu_sha256, first, &event,
                     first); /* in place is allowed: prev is read first */
  first_hex = to_hex (first);
  g_assert_cmpstr (first_hex, ==,
                   "c8793b10085a9c4d3505d52a80287ed6ad3de80e51155644b3e9443bbd7cd673");
  event = make_event (2);
  event.hlc++;
  event.kind = "sale.finished";
  event.body = "{\"name\":\"绿茶\"}";
  hufu_journal_hash (hufu_sha256, first, &event, second);
  second_hex = to_hex (second);
  g_assert_cmpstr (second_hex, ==,
                   "02cbf90c8e62c6a5f6bdaa4dfb7784dba89eafa51593d70b9c439efcd390efa6");
}

/* Every field is in the hash, and no bytes can move from one text to the next. */
static void
test_every_field_counts (void)
{
  guint8 prev[HUFU_JOURNAL_HASH_BYTES] = {0}, other_prev[HUFU_JOURNAL_HASH_BYTES] = {1};
  HufuEvent events[9];
  guint8 hashes[G_N_ELEMENTS (events) + 1][HUFU_JOURNAL_HASH_BYTES];
  gsize n = G_N_ELEMENTS (events);

  for (gsize i = 0; i < n; i++)
    events[i] = make_event (1);
  events[1].terminal_id.bytes[0] ^= 1;
  events[2].incarnation++;
  events[3].seq++;
  events[4].event_id.bytes[15] ^= 1;
  events[5].hlc++;
  events[6].kind = "shift.opened{";
  events[6].body = "\"float_minor\":50000}";
  events[7].body = "{\"float_minor\":50001}";
  events[8].kind = "shift.closed";
  for (gsize i = 0; i < n; i++)
    hufu_journal_hash (hufu_sha256, prev, &events[i], hashes[i]);
  hufu_journal_hash (hufu_sha256, other_prev, &events[0], hashes[n]);
  for (gsize i = 0; i <= n; i++)
    for (gsize j = 0; j < i; j++)
      g_assert_cmpint (memcmp (hashes[i], hashes[j], HUFU_JOURNAL_HASH_BYTES), !=, 0);
}

static void
test_hlc (void)
{
  static const struct {
    guint64 last;
    gint64 utc_ms;
    guint64 expected;
  } rows[] = {
      {0, 1, 0x10000},
      {0x10000, 1, 0x10001},  /* the same millisecond */
      {0x10001, 2, 0x20000},  /* time went on */
      {0x50003, 1, 0x50004},  /* the wall clock went back */
      {0x1ffff, 1, 0x20000},  /* a full count carries */
      {0x30000, -7, 0x30001}, /* a broken clock */
      {0, G_MAXINT64, G_GUINT64_CONSTANT (0xffffffffffff0000)},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmphex (hufu_hlc_next (rows[i].last, rows[i].utc_ms), ==, rows[i].expected);
  g_assert_cmpint (hufu_hlc_utc_ms (hufu_hlc_next (0, 1767574800123)), ==, 1767574800123);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal/vectors", test_vectors);
  g_test_add_func ("/journal/every-field-counts", test_every_field_counts);
  g_test_add_func ("/hlc/next", test_hlc);
  return g_test_run ();
}
