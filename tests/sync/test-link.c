/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A till, a bad network and the real platform: what comes up comes up once, what comes down is
 * whole. After each story: nothing lost, nothing twice.
 */
#include <signal.h>
#include <string.h>

#include "tests/sync/contract.h"
#include "tests/sync/town.h"
#include "store/sql.h"

static guint32 next_seed = 1;

static void
test_first_start (void)
{
  g_auto (HufuTown) town = {0};
  HufuLinkState state;

  hufu_town_begin (&town, next_seed++);
  state = hufu_till_get_state (town.till);
  g_assert_cmpint (state.link, ==, HUFU_LINK_ONLINE);
  g_assert_true (state.clock_trusted);
  g_assert_cmpuint (state.n_rights, >, 0);
  g_assert_cmpint (hufu_platform_process_status (town.platform, "rights/leased"), ==,
                   (gint64)state.n_rights);
  hufu_await (
      (~town.till->what & (HUFU_SYNC_DATA_STAFF | HUFU_SYNC_DATA_MEMBERS | HUFU_SYNC_DATA_POLICY |
                           HUFU_SYNC_DATA_CATALOG | HUFU_SYNC_DATA_RIGHTS | HUFU_SYNC_DATA_TRUST |
                           HUFU_SYNC_DATA_TERMINAL)) == 0,
      20000);
  g_assert_cmpint (hufu_till_count_products (town.till), >, 0);
  hufu_town_assert_platform_has_all (&town);
}

/* All traffic of a first start and a push, held against the contract. */
static void
test_contract (void)
{
  g_autoptr (HufuPlatformProcess) platform = hufu_platform_process_new (NULL);
  g_autoptr (HufuContract) contract = hufu_contract_new (platform->port);
  g_autoptr (HufuTill) till = hufu_till_new (next_seed++, platform, contract->port);

  hufu_till_start (till);
  hufu_till_await_synced (till);
  hufu_till_write_events (till, 3);
  hufu_till_await_synced (till);
  hufu_till_close (till);
  hufu_contract_assert_kept (contract);
}

/* --- the outbox ------------------------------------------------------------------------------ */

static void
test_push_many (void)
{
  g_auto (HufuTown) town = {0};
  guint n_before;

  hufu_town_begin (&town, next_seed++);
  n_before = hufu_proxy_count (town.proxy, "POST /v1/events");
  hufu_till_write_events (town.till, 210);
  hufu_till_await_synced (town.till);
  g_assert_cmpuint (hufu_proxy_count (town.proxy, "POST /v1/events") - n_before, ==, 2);
  hufu_town_assert_platform_has_all (&town);
}

static void
test_push_badly (void)
{
  static const HufuFault faults[] = {
      HUFU_FAULT_REFUSE,  HUFU_FAULT_CUT,  HUFU_FAULT_HALF,   HUFU_FAULT_DUPLICATE,
      HUFU_FAULT_GARBAGE, HUFU_FAULT_HTML, HUFU_FAULT_PORTAL, HUFU_FAULT_BUSY,
  };
  g_auto (HufuTown) town = {0};

  hufu_town_begin (&town, next_seed++);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++) {
    g_test_message ("fault %d", faults[i]);
    hufu_proxy_set_fault (town.proxy, "POST /v1/events", faults[i], 2);
    hufu_till_write_events (town.till, 7);
    hufu_till_await_synced (town.till);
    hufu_town_assert_platform_has_all (&town);
  }
}

/* Each sale asks at once, and none of them in vain makes the till wait longer when all is well: it
 * comes back by itself. */
static void
test_sold_while_down (void)
{
  g_auto (HufuTown) town = {0};
  HufuLinkState state;
  guint n_before;

  hufu_town_begin (&town, next_seed++);
  n_before = hufu_proxy_count (town.proxy, "POST /v1/events");
  hufu_proxy_set_fault (town.proxy, "POST /v1/events", HUFU_FAULT_REFUSE, G_MAXUINT);
  hufu_till_write_events (town.till, 12);
  hufu_till_await (town.till, hufu_proxy_count (town.proxy, "POST /v1/events") > n_before + 30,
                   60000);
  hufu_proxy_set_fault (town.proxy, "POST /v1/events", HUFU_FAULT_NONE, 0);
  hufu_await ((state = hufu_till_get_state (town.till), state.n_unsent == 0 && !state.behind),
              30000);
  hufu_town_assert_platform_has_all (&town);
}

static void
test_platform_killed (void)
{
  g_auto (HufuTown) town = {0};
  guint n_before;

  hufu_town_begin (&town, next_seed++);
  n_before = hufu_proxy_count (town.proxy, "POST /v1/events");
  hufu_till_write_events (town.till, 250);
  hufu_till_await (town.till, hufu_proxy_count (town.proxy, "POST /v1/events") > n_before, 20000);
  hufu_platform_process_kill (town.platform);
  hufu_till_await (town.till, hufu_till_get_state (town.till).link == HUFU_LINK_OFFLINE, 20000);
  hufu_till_await (town.till, hufu_till_get_state (town.till).problem[0] != '\0', 20000);
  hufu_till_write_events (town.till, 5);
  hufu_platform_process_start (town.platform);
  hufu_till_await_synced (town.till);
  hufu_town_assert_platform_has_all (&town);
}

/* Restarted without a network: works on, says so; everything goes up when there is one. */
static void
test_restart_offline (void)
{
  g_auto (HufuTown) town = {0};
  HufuLinkState state;

  hufu_town_begin (&town, next_seed++);
  hufu_till_close (town.till);
  hufu_platform_process_kill (town.platform);
  hufu_test_host_advance_ms (town.till->world, 3 * 24 * 3600 * G_GINT64_CONSTANT (1000));
  hufu_till_open (town.till);
  hufu_till_start (town.till);
  hufu_till_write_events (town.till, 20);
  hufu_till_await (town.till, hufu_till_get_state (town.till).n_unsent == 20, 20000);
  hufu_till_await (town.till, hufu_till_get_state (town.till).problem[0] != '\0', 20000);
  state = hufu_till_get_state (town.till);
  g_assert_cmpint (state.link, ==, HUFU_LINK_OFFLINE);
  g_assert_cmpuint (state.n_rights, >, 0);
  hufu_platform_process_start (town.platform);
  hufu_till_await_synced (town.till);
  hufu_town_assert_platform_has_all (&town);
}

/* --- a killed till --------------------------------------------------------------------------- */

/* The other process: opens the books of `path`, and pushes until it is killed. */
G_NORETURN static void
run_child (const char *path, guint port)
{
  HufuTempdir dir = {(char *)(gsize)path};
  HufuTill till = {.dir = &dir, .port = port, .scheme = "http"};

  hufu_till_open (&till);
  hufu_till_start (&till);
  while (TRUE) {
    hufu_sync_wake (till.sync);
    g_main_context_iteration (NULL, TRUE);
  }
}

static GSubprocess *
start_child (HufuTown *town)
{
  g_autofree char *port = g_strdup_printf ("%u", town->till->port);
  g_autoptr (GError) error = NULL;
  GSubprocess *child = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "/proc/self/exe",
                                         "--child", town->till->dir->path, port, NULL);

  g_assert_no_error (error);
  return child;
}

static void
test_till_killed (void)
{
  g_auto (HufuTown) town = {0};

  hufu_town_begin (&town, next_seed++);
  hufu_till_write_events (town.till, 10);
  hufu_till_await_synced (town.till);
  hufu_proxy_set_fault (town.proxy, "POST /v1/events", HUFU_FAULT_REFUSE, G_MAXUINT);
  hufu_till_write_events (town.till, 210);
  for (guint round = 1; round <= 3; round++) {
    guint n_before = hufu_proxy_count (town.proxy, "POST /v1/events");
    g_autoptr (GSubprocess) child = NULL;

    hufu_till_close (town.till);
    hufu_proxy_set_fault (town.proxy, "POST /v1/events", HUFU_FAULT_NONE, 1);
    child = start_child (&town);
    hufu_await (hufu_proxy_count (town.proxy, "POST /v1/events") >= n_before + round, 20000);
    g_subprocess_force_exit (child);
    g_subprocess_wait (child, NULL, NULL);
    hufu_till_open (town.till);
    hufu_till_start (town.till);
    hufu_till_await_synced (town.till);
    hufu_town_assert_platform_has_all (&town);
    hufu_proxy_set_fault (town.proxy, "POST /v1/events", HUFU_FAULT_REFUSE, G_MAXUINT);
    hufu_till_write_events (town.till, 210);
  }
}

/* --- many rights ------------------------------------------------------------------------------ */

static void
issue_passes (HufuTown *town, guint n)
{
  for (guint i = 0; i < n; i++)
    json_decref (hufu_platform_process_call (
        town->platform, "POST", "/v1/vouchers",
        json_pack ("{s:s, s:s, s:s, s:i, s:i, s:i}", "type", "pass", "title_en", "A thousand teas",
                   "title_zh", "千杯茶", "value_minor", 500, "uses", 1000, "home_store", 1)));
}

static gboolean
holds (HufuTown *town, guint64 n_rights)
{
  return hufu_till_get_state (town->till).n_rights == n_rights &&
         hufu_platform_process_status (town->platform, "rights/leased") == (gint64)n_rights;
}

/* More rights than one page has room for: each page is asked for while the one before goes into the
 * books. Answers are lost, the platform dies between two pages; each right comes, and comes once.
 */
static void
test_pages (void)
{
  g_auto (HufuTown) town = {0};
  guint64 n_before;
  guint n_asked;

  hufu_town_begin (&town, next_seed++);
  n_before = hufu_till_get_state (town.till).n_rights;
  hufu_proxy_set_fault (town.proxy, "POST /v1/grants", HUFU_FAULT_REFUSE, G_MAXUINT);
  issue_passes (&town, 11);
  hufu_proxy_set_fault (town.proxy, "POST /v1/grants", HUFU_FAULT_CUT, 1);
  n_asked = hufu_proxy_count (town.proxy, "POST /v1/grants");
  hufu_till_await (town.till, hufu_proxy_count (town.proxy, "POST /v1/grants") >= n_asked + 3,
                   20000);
  hufu_platform_process_kill (town.platform);
  hufu_platform_process_start (town.platform);
  hufu_till_await (town.till, holds (&town, n_before + 11000), 60000);
  hufu_till_await_synced (town.till);
  hufu_till_assert_whole (town.till);
  hufu_town_assert_platform_has_all (&town);
}

/* --- clocks ---------------------------------------------------------------------------------- */

/* The acts that the books date an hour or more away from the platform's time, here the machine's.
 */
static gpointer
act_count_misdated (HufuDb *db, gpointer data, GError **error)
{
  gint64 now_us = g_get_real_time ();

  return HUFU_GET_INT (db, error, -1, data,
                       "SELECT count(*) FROM journal WHERE kind = 'staff.signed_in' AND"
                       " (abs (json_extract (body, '$.at_utc_us') - ?1) > 3600 * 1000000 OR"
                       " abs ((hlc >> 16) - ?1 / 1000) > 3600 * 1000)",
                       SQL_INT (now_us))
             ? data
             : NULL;
}

/* The wall clock jumps; what is signed, shown and booked follows the platform's time. */
static void
test_clock_jumps (void)
{
  g_auto (HufuTown) town = {0};
  HufuLinkState state;
  gint64 n_misdated = -1;

  hufu_town_begin (&town, next_seed++);
  hufu_test_host_set_utc_us (town.till->world, 1);
  hufu_till_write_events (town.till, 3);
  hufu_till_await_synced (town.till);
  state = hufu_till_get_state (town.till);
  g_assert_true (state.clock_trusted);
  g_assert_cmpint (state.clock_state, ==, HUFU_CLOCK_WALL_OFF);
  g_assert_cmpint (state.best_utc_us_offset, >, HUFU_TEST_START_UTC_S * G_USEC_PER_SEC);
  hufu_test_host_set_utc_us (town.till->world,
                             G_GINT64_CONSTANT (4102444800) * G_USEC_PER_SEC); /* 2100 */
  hufu_till_write_events (town.till, 3);
  hufu_till_run (town.till, town.till->books, act_count_misdated, &n_misdated);
  g_assert_cmpint (n_misdated, ==, 0);
  hufu_till_await_synced (town.till);
  hufu_town_assert_platform_has_all (&town);
}

/* No answer to the question for the time, and the machine was restarted with an empty battery: the
 * platform's nonces make up for it. */
static void
test_clock_unknown (void)
{
  g_auto (HufuTown) town = {0};
  guint n_nonces;

  hufu_town_begin (&town, next_seed++);
  hufu_till_close (town.till);
  hufu_test_host_reboot (town.till->world);
  hufu_test_host_set_utc_us (town.till->world, 0);
  hufu_proxy_set_fault (town.proxy, "GET /v1/time", HUFU_FAULT_LIE, G_MAXUINT);
  n_nonces = hufu_proxy_count (town.proxy, "GET /v1/nonce");
  hufu_till_open (town.till);
  hufu_till_start (town.till);
  hufu_till_write_events (town.till, 3);
  hufu_till_await (town.till,
                   hufu_till_get_state (town.till).n_unsent == 0 &&
                       hufu_proxy_count (town.proxy, "GET /v1/nonce") > n_nonces,
                   20000);
  g_assert_false (hufu_till_get_state (town.till).clock_trusted);
  hufu_proxy_set_fault (town.proxy, "GET /v1/time", HUFU_FAULT_NONE, 0);
  hufu_till_await (town.till, hufu_till_get_state (town.till).clock_trusted, 20000);
  hufu_till_await_synced (town.till);
  hufu_town_assert_platform_has_all (&town);
}

/* --- a platform that lies -------------------------------------------------------------------- */

static void
test_lies (void)
{
  static const struct {
    const char *which, *lie;
    HufuTrouble trouble;
  } rows[] = {
      {"GET /v1/time", "{\"utc_us\":\"now\",\"platform_epoch\":1}", HUFU_TROUBLE_MALFORMED},
      {"GET /v1/trust-list", "{}", HUFU_TROUBLE_MALFORMED},
      {"GET /v1/trust-list", "{\"body\":\"{}\",\"signatures\":[]}", HUFU_TROUBLE_TRUST_SIGNATURE},
      {"POST /v1/grants",
       "{\"grants\":\"gYABAg\",\"terms\":[],\"more\":false,\"platform_epoch\":1}",
       HUFU_TROUBLE_GRANTS_BAD},
      {"GET /v1/changes", "{\"changes\":{},\"cursor\":\"a\",\"more\":false}",
       HUFU_TROUBLE_MALFORMED},
      {"GET /v1/changes",
       "{\"changes\":[{\"kind\":\"product\",\"op\":\"put\",\"key\":\"1\",\"data\":{\"id\":\"x\"}}],"
       "\"cursor\":\"a\",\"more\":false}",
       HUFU_TROUBLE_CHANGES_BAD},
  };
  g_auto (HufuTown) town = {0};

  hufu_town_begin (&town, next_seed++);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s %s", rows[i].which, rows[i].lie);
    hufu_proxy_set_lie (town.proxy, rows[i].which, rows[i].lie);
    hufu_proxy_set_fault (town.proxy, rows[i].which, HUFU_FAULT_LIE, G_MAXUINT);
    hufu_till_await (town.till, hufu_till_get_state (town.till).trouble == rows[i].trouble, 20000);
    hufu_proxy_set_fault (town.proxy, rows[i].which, HUFU_FAULT_NONE, 0);
    hufu_till_await_synced (town.till);
    hufu_town_assert_platform_has_all (&town);
  }
}

/* An acknowledgement of something else: sending stops until people have looked, nothing is lost. */
static gboolean
is_renewed (HufuTill *till)
{
  g_auto (HufuTerminal) terminal = {0};

  hufu_till_load (till, &terminal);
  return terminal.incarnation == 2 && !terminal.frozen && terminal.n_unsent == 0;
}

/* Leases are frozen until the till goes on as its next incarnation; what it had not sent goes up
 * with that one. */
static void
test_fork (void)
{
  g_auto (HufuTerminal) terminal = {0};
  g_auto (HufuTown) town = {0};

  hufu_town_begin (&town, next_seed++);
  hufu_proxy_set_lie (town.proxy, "POST /v1/events",
                      "{\"acked_seq\":1000000,\"want_seq\":1000001,\"platform_epoch\":1,"
                      "\"verdicts\":[],"
                      "\"chain_hash\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}");
  hufu_proxy_set_fault (town.proxy, "POST /v1/events", HUFU_FAULT_LIE, 1);
  hufu_till_write_events (town.till, 5);
  hufu_till_await (town.till, is_renewed (town.till), 20000);
  hufu_till_assert_whole (town.till);
  hufu_till_load (town.till, &terminal);
  g_assert_cmpuint (terminal.last_seq, >=, 5);
  g_assert_cmpuint (terminal.n_attention, ==, 0);
  g_assert_cmpint (hufu_platform_process_status (town.platform, "incarnations"), ==, 2);
}

/* The platform froze it, and it has nothing to send: the next answer tells it. */
static void
test_frozen (void)
{
  g_auto (HufuTown) town = {0};

  hufu_town_begin (&town, next_seed++);
  hufu_proxy_set_answer (town.proxy, "POST /v1/grants", "403 Forbidden",
                         "Content-Type: application/problem+json\r\n",
                         "{\"type\":\"about:blank\",\"title\":\"Frozen\",\"status\":403,"
                         "\"code\":\"frozen\"}");
  hufu_proxy_set_fault (town.proxy, "POST /v1/grants", HUFU_FAULT_LIE, 1);
  hufu_sync_wake (town.till->sync);
  hufu_till_await (town.till, is_renewed (town.till), 20000);
  hufu_till_write_events (town.till, 1);
  hufu_till_await_synced (town.till);
  hufu_till_assert_whole (town.till);
  g_assert_cmpint (hufu_platform_process_status (town.platform, "incarnations"), ==, 2);
}

/* --- ending ---------------------------------------------------------------------------------- */

static void
test_stop_at_once (void)
{
  g_auto (HufuTown) town = {0};
  gint64 start_us;
  guint n_before;

  hufu_town_begin (&town, next_seed++);
  n_before = hufu_proxy_count (town.proxy, "GET /v1/trust-list");
  hufu_proxy_set_fault (town.proxy, "GET /v1/trust-list", HUFU_FAULT_LATE, G_MAXUINT);
  hufu_till_await (town.till, hufu_proxy_count (town.proxy, "GET /v1/trust-list") > n_before,
                   20000);
  start_us = g_get_monotonic_time ();
  hufu_sync_stop (town.till->sync);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, G_USEC_PER_SEC);
  hufu_sync_stop (town.till->sync);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && strcmp (argv[1], "--child") == 0)
    run_child (argv[2], (guint)g_ascii_strtoull (argv[3], NULL, 10));
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/link/first-start", test_first_start);
  g_test_add_func ("/sync/link/contract", test_contract);
  g_test_add_func ("/sync/link/push-many", test_push_many);
  g_test_add_func ("/sync/link/push-badly", test_push_badly);
  g_test_add_func ("/sync/link/sold-while-down", test_sold_while_down);
  g_test_add_func ("/sync/link/platform-killed", test_platform_killed);
  g_test_add_func ("/sync/link/restart-offline", test_restart_offline);
  g_test_add_func ("/sync/link/till-killed", test_till_killed);
  g_test_add_func ("/sync/link/pages", test_pages);
  g_test_add_func ("/sync/link/clock-jumps", test_clock_jumps);
  g_test_add_func ("/sync/link/clock-unknown", test_clock_unknown);
  g_test_add_func ("/sync/link/lies", test_lies);
  g_test_add_func ("/sync/link/fork", test_fork);
  g_test_add_func ("/sync/link/frozen", test_frozen);
  g_test_add_func ("/sync/link/stop-at-once", test_stop_at_once);
  return g_test_run ();
}
