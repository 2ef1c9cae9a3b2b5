/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/burst.h"

typedef struct {
  const char *name, *keys; /* '|' = what follows is held up by stall_ms */
  guint gap_ms, end_gap_ms;
  gboolean scan;
  guint stall_ms;
} Row;

/* What a scanner, a hand, and both at the edge of the rule do. */
static const Row rows[] = {
    {"scanner", "6901234567892", 2, 2, TRUE},
    {"slow scanner", "69012345", 34, 34, TRUE},
    {"hand", "690123", 80, 120, FALSE},
    {"hand, two keys at once", "am|er|ica|no", 20, 100, FALSE, 90},
    {"exactly the gap", "690123", 35, 1, FALSE},
    {"short", "12345", 1, 1, FALSE},
    {"least", "123456", 1, 1, TRUE},
    {"enter held up", "123456", 1, 200, TRUE},
    {"enter by hand", "123456", 1, 250, FALSE},
    {"at once", "OV1:ABCDEF", 0, 0, TRUE},
    {"stall in the middle", "6901234|567892", 2, 2, TRUE, 120},
    {"stall at the second key", "6|901234567892", 2, 2, TRUE, 249},
    {"two stalls", "690|12345|67892", 2, 2, TRUE, 40},
    {"a pause makes two runs", "69012|34567892", 2, 2, FALSE, 250},
    {"held up once it is a scanner's", "690123|4567892", 2, 2, TRUE, 999},
    {"two scanners' runs", "690123|4567892", 2, 2, FALSE, 1000},
};

static guint32
type (HufuBurst *burst, const char *keys, guint32 time_ms, guint gap_ms, guint stall_ms)
{
  for (const char *key = keys; *key != '\0'; key++) {
    gboolean stall = *key == '|';
    key += stall;
    time_ms += stall ? stall_ms : gap_ms;
    hufu_burst_key (burst, (guchar)*key, time_ms);
  }
  return time_ms;
}

static void
test_rows (gconstpointer data)
{
  const Row *row = data;
  HufuBurst burst;
  hufu_burst_init (&burst);
  g_auto (GStrv) parts = g_strsplit (row->keys, "|", -1);
  g_autofree char *whole = g_strjoinv ("", parts);
  guint32 time_ms = type (&burst, row->keys, 1000, row->gap_ms, row->stall_ms);
  gboolean scan = hufu_burst_end (&burst, time_ms + row->end_gap_ms) &&
                  g_str_equal (hufu_burst_get_text (&burst), whole);
  g_assert_cmpint (scan, ==, row->scan);
  hufu_burst_clear (&burst);
}

/* Letters typed by hand before a scan stay apart from it. */
static void
test_hand_then_scan (void)
{
  HufuBurst burst;
  hufu_burst_init (&burst);
  guint32 time_ms = type (&burst, "shirt", 1000, 90, 0);
  time_ms = type (&burst, "6", time_ms + 500, 0, 0);
  time_ms = type (&burst, "901234567892", time_ms, 3, 0);
  g_assert_true (hufu_burst_is_sure (&burst));
  g_assert_true (hufu_burst_end (&burst, time_ms + 3));
  g_assert_cmpstr (hufu_burst_get_text (&burst), ==, "6901234567892");
  hufu_burst_clear (&burst);
}

/* The event clock wraps at 2^32 ms in the middle of a scan. */
static void
test_wrap (void)
{
  HufuBurst burst;
  hufu_burst_init (&burst);
  guint32 time_ms = type (&burst, "6901234567892", G_MAXUINT32 - 10, 2, 0);
  g_assert_cmpuint (time_ms, <, 100);
  g_assert_true (hufu_burst_end (&burst, time_ms + 2));
  hufu_burst_clear (&burst);
}

/* A run without end is kept to its limit, whole characters, and never grows past it. */
static void
test_limit (void)
{
  HufuBurst burst;
  hufu_burst_init (&burst);
  for (guint i = 0; i < HUFU_BURST_MAX; i++)
    hufu_burst_key (&burst, 0x4e2d, 1000);
  g_assert_cmpuint (strlen (hufu_burst_get_text (&burst)), <=, HUFU_BURST_MAX + 4);
  g_assert_true (g_utf8_validate (hufu_burst_get_text (&burst), -1, NULL));
  hufu_burst_clear (&burst);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/burst/%s", rows[i].name);
    g_test_add_data_func (path, &rows[i], test_rows);
  }
  g_test_add_func ("/burst/hand then scan", test_hand_then_scan);
  g_test_add_func ("/burst/wrap", test_wrap);
  g_test_add_func ("/burst/limit", test_limit);
  return g_test_run ();
}
