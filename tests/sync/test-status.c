/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Status lists as they come down: from the real platform, by the contract, and tampered with. */
#include "store/status-store.h"
#include "tests/sync/contract.h"
#include "tests/sync/till.h"

#define AWAIT_MS 20000
#define LISTS "POST /v1/status-lists"

static gpointer
act_load (HufuDb *db, gpointer data, GError **error)
{
  GPtrArray *lists = hufu_status_load (db, error);

  *(GPtrArray **)data = lists;
  return lists;
}

static GPtrArray *
load (HufuTill *till)
{
  GPtrArray *lists = NULL;

  hufu_till_run (till, till->books, act_load, &lists);
  return lists;
}

static guint
count (const HufuStatusList *list, HufuVoucherStatus status)
{
  guint n = 0;

  for (gsize i = 0; i < list->n_entries; i++)
    n += hufu_status_list_get (list, i) == status;
  return n;
}

static void
test_first_round (void)
{
  g_autoptr (HufuPlatformProcess) platform = hufu_platform_process_new (NULL);
  g_autoptr (HufuContract) contract = hufu_contract_new (platform->port);
  g_autoptr (HufuTill) till = hufu_till_new (900, platform, contract->port);
  g_autoptr (GPtrArray) lists = NULL;
  const HufuStatusList *list;

  hufu_till_start (till);
  hufu_till_await_synced (till);
  lists = load (till);
  g_assert_cmpuint (lists->len, ==, 1);
  list = lists->pdata[0];
  g_assert_cmpstr (list->issuer, ==, "hufu");
  g_assert_cmpuint (list->n_entries, >, 10);
  g_assert_cmpuint (list->version >> 32, ==, 1);
  g_assert_cmpuint (count (list, HUFU_STATUS_REVOKED), >, 0); /* the demo has some */
  hufu_till_close (till);
  hufu_contract_assert_kept (contract);
}

/* What is not as the platform signed it is not taken, and said; the next good one is. */
static void
test_tampered (void)
{
  static const struct {
    guint offset; /* of the character that is changed, from the start of the document */
    HufuTrouble trouble;
  } rows[] = {
      {0, HUFU_TROUBLE_MALFORMED}, {24, HUFU_TROUBLE_SNAPSHOT_SIGNATURE}, /* in its version */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (HufuPlatformProcess) platform = hufu_platform_process_new (NULL);
    g_autoptr (HufuProxy) proxy = hufu_proxy_new ();
    g_autoptr (HufuTill) till = NULL;
    g_autoptr (GPtrArray) none = NULL;
    g_autoptr (GPtrArray) lists = NULL;

    hufu_proxy_set_target (proxy, platform->port);
    till = hufu_till_new (901, platform, hufu_proxy_get_port (proxy));
    hufu_proxy_tamper (proxy, LISTS, "\"documents\":[\"", rows[i].offset);
    hufu_till_start (till);
    hufu_till_await (till, hufu_till_get_state (till).trouble == rows[i].trouble, AWAIT_MS);
    none = load (till);
    g_assert_cmpuint (none->len, ==, 0);
    hufu_proxy_set_fault (proxy, LISTS, HUFU_FAULT_NONE, 0);
    hufu_till_await_synced (till);
    lists = load (till);
    g_assert_cmpuint (lists->len, ==, 1);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/status/first-round", test_first_round);
  g_test_add_func ("/sync/status/tampered", test_tampered);
  return g_test_run ();
}
