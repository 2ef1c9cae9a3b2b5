/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/host.h"
#include "core/id.h"
#include "tests/lib/test-host.h"

/* The example of RFC 9562 A.6: 2022-02-22 19:22:22 UTC. */
static void
test_rfc_vector (void)
{
  const guint8 random[10] = {0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f};
  HufuId id = hufu_id_make_v7 (G_GINT64_CONSTANT (1645557742000), random);
  char text[HUFU_ID_TEXT_SIZE];

  hufu_id_format (&id, text);
  g_assert_cmpstr (text, ==, "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
}

static void
test_parse (void)
{
  static const struct {
    const char *text;
    gboolean good;
  } rows[] = {
      {"017f22e2-79b0-7cc3-98c4-dc0c0c07398f", TRUE},
      {"00000000-0000-0000-0000-000000000000", TRUE},
      {"017F22E2-79B0-7CC3-98C4-DC0C0C07398F", FALSE}, /* one id has one text */
      {"017f22e2-79b0-7cc3-98c4-dc0c0c07398", FALSE},
      {"017f22e2-79b0-7cc3-98c4-dc0c0c07398f0", FALSE},
      {"017f22e2079b0-7cc3-98c4-dc0c0c07398f", FALSE},
      {"017f22e279b07cc398c4dc0c0c07398f", FALSE},
      {"{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}", FALSE},
      {"017f22e2-79b0-7cc3-98c4-dc0c0c07398g", FALSE},
      {" 17f22e2-79b0-7cc3-98c4-dc0c0c07398f", FALSE},
      {"", FALSE},
      {NULL, FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    HufuId id, untouched;

    memset (&id, 0xaa, sizeof id);
    untouched = id;
    g_assert_cmpint (hufu_id_parse (rows[i].text, &id), ==, rows[i].good);
    g_assert_cmpint (hufu_id_equal (&id, &untouched), ==, !rows[i].good);
  }
}

static void
test_round_trip (void)
{
  g_autoptr (HufuTestHost) world = hufu_test_host_new (hufu_test_seed ());

  for (int i = 0; i < 1000; i++) {
    HufuId id, read;
    char text[HUFU_ID_TEXT_SIZE];

    hufu_host_random (hufu_test_host_get (world), id.bytes, sizeof id.bytes);
    hufu_id_format (&id, text);
    g_assert_true (hufu_id_parse (text, &read));
    g_assert_true (hufu_id_equal (&id, &read));
    g_assert_false (hufu_id_is_zero (&id));
  }
}

static void
test_zero (void)
{
  HufuId id = {{0}};

  g_assert_true (hufu_id_is_zero (&id));
  id.bytes[15] = 1;
  g_assert_false (hufu_id_is_zero (&id));
}

/* Ids made later sort later: the store's indexes stay compact. */
static void
test_host_ids_sort_by_time (void)
{
  g_autoptr (HufuTestHost) world = hufu_test_host_new (1);
  const HufuHost *host = hufu_test_host_get (world);
  HufuId earlier = hufu_host_make_id (host), later;

  for (int i = 0; i < 100; i++) {
    hufu_test_host_advance_ms (world, 1);
    later = hufu_host_make_id (host);
    g_assert_cmpint (memcmp (earlier.bytes, later.bytes, HUFU_ID_BYTES), <, 0);
    earlier = later;
  }
}

static void
test_host_survives_a_broken_clock (void)
{
  g_autoptr (HufuTestHost) world = hufu_test_host_new (1);
  HufuId id;

  hufu_test_host_set_utc_us (world, -5);
  id = hufu_host_make_id (hufu_test_host_get (world));
  g_assert_cmpint (id.bytes[0], ==, 0);
  hufu_test_host_set_utc_us (world, G_MAXINT64);
  id = hufu_host_make_id (hufu_test_host_get (world));
  g_assert_cmpint (id.bytes[6] >> 4, ==, 7);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/id/rfc-vector", test_rfc_vector);
  g_test_add_func ("/id/parse", test_parse);
  g_test_add_func ("/id/round-trip", test_round_trip);
  g_test_add_func ("/id/zero", test_zero);
  g_test_add_func ("/host/ids-sort-by-time", test_host_ids_sort_by_time);
  g_test_add_func ("/host/broken-clock", test_host_survives_a_broken_clock);
  return g_test_run ();
}
