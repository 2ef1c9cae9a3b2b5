/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One right that goes from till to till: who holds it, and fetch it, as a customer waits for it.
 * Two tills with their books on disk, TLS and signatures between them on loopback; the goal is 50
 * ms.
 */
#include "tests/bench/stats.h"
#include "tests/sync/lane.h"

#define ROUNDS 300
#define GOAL_NS (50 * G_GINT64_CONSTANT (1000000))
#define TIMEOUT_MS 5000

typedef struct {
  HufuLan *lan[2];
  HufuId cti;
  guint rounds;
  HufuSample *find, *transfer;
  gint done; /* atomic */
} Bench;

static void
move_once (Bench *bench, HufuLan *lan)
{
  gint64 start_ns = hufu_bench_now_ns ();
  g_autoptr (HufuLanHolder) holder =
      hufu_lan_find (lan, &bench->cti, 1, HUFU_LAN_FIRST_YES, TIMEOUT_MS);

  hufu_sample_add (bench->find, hufu_bench_now_ns () - start_ns);
  g_assert_cmpint (holder->found, ==, HUFU_LAN_HELD);
  g_assert_cmpint (
      hufu_lan_fetch (lan, &bench->cti, 1, &holder->terminal_id, holder->incarnation, TIMEOUT_MS),
      ==, HUFU_LAN_MOVE_HERE);
  hufu_sample_add (bench->transfer, hufu_bench_now_ns () - start_ns);
}

static gpointer
run (gpointer data)
{
  Bench *bench = data;

  for (guint i = 0; i < bench->rounds; i++)
    move_once (bench, bench->lan[(i + 1) % 2]);
  g_atomic_int_set (&bench->done, 1);
  return NULL;
}

int
main (int argc, char **argv)
{
  HufuBenchOptions options = hufu_bench_init (argc, argv);
  g_autoptr (HufuLane) lane = hufu_lane_new (2);
  g_autoptr (HufuSample) find = hufu_sample_new ();
  g_autoptr (HufuSample) transfer = hufu_sample_new ();
  Bench bench = {.lan = {hufu_lane_get_lan (lane, 0), hufu_lane_get_lan (lane, 1)},
                 .cti = hufu_books_cti (HUFU_TEST_DEAL),
                 .rounds = hufu_bench_rounds (&options, ROUNDS),
                 .find = find,
                 .transfer = transfer};
  g_autofree char *find_text = NULL, *transfer_text = NULL;
  GThread *thread;

  hufu_lane_grant (lane, 0, HUFU_TEST_DEAL, 1);
  thread = g_thread_new ("bench", run, &bench);
  hufu_await (g_atomic_int_get (&bench.done) != 0, 600000);
  g_thread_join (thread);
  find_text = hufu_sample_format (find);
  transfer_text = hufu_sample_format (transfer);
  hufu_bench_row ("lan: who holds a right", find_text, "", 0, 0,
                  "one question and its answer, both signed, on an open connection");
  hufu_bench_row ("lan: a right moves to the till that asks", transfer_text, "50.0 ms",
                  hufu_bench_ratio (hufu_sample_get_ns (transfer, 990), GOAL_NS), 1,
                  "p99 from the question to the credited right, all writes synced; goal of the"
                  " voucher design");
  return 0;
}
