/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a till does with messages that no honest platform sends, at each of its questions: it says
 * what is wrong, logs nothing of what was in them, and its books stay as they were. The next good
 * answer is taken.
 */
#include "tests/lib/test-log.h"
#include "tests/store/books.h"
#include "tests/sync/town.h"

#define AWAIT_MS 20000
#define PHONE "13800138000"

/* Without what the till writes of its own accord: when it synced, and the time. */
static gpointer
act_describe (HufuDb *db, gpointer data, GError **error)
{
  static const char *const own[] = {"terminal", "setting", NULL};

  return hufu_books_describe (db, own);
}

static char *
describe (HufuTown *town)
{
  return hufu_till_run (town->till, town->till->books, act_describe, NULL);
}

/* While the question is answered so, the till says what is wrong and changes nothing. */
static void
assert_refused (HufuTown *town, const char *which, HufuFault fault, HufuTrouble trouble)
{
  g_autofree char *before = describe (town), *after = NULL;
  g_auto (HufuTerminal) was = {0}, is = {0};
  guint n_asked;

  g_test_message ("%s, fault %d", which, (int)fault);
  hufu_till_load (town->till, &was);
  n_asked = hufu_proxy_count (town->proxy, which);
  hufu_proxy_set_fault (town->proxy, which, fault, G_MAXUINT);
  hufu_till_await (town->till, hufu_till_get_state (town->till).trouble == trouble, AWAIT_MS);
  hufu_till_await (town->till, hufu_proxy_count (town->proxy, which) > n_asked + 1, AWAIT_MS);
  after = describe (town);
  hufu_till_load (town->till, &is);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (is.acked_seq, ==, was.acked_seq);
  g_assert_cmpuint (is.platform_epoch, ==, was.platform_epoch);
  g_assert_cmpuint (is.n_rights, ==, was.n_rights);
  g_assert_false (is.frozen);
  hufu_proxy_set_fault (town->proxy, which, HUFU_FAULT_NONE, 0);
  hufu_till_await_synced (town->till);
}

static const char *const questions[] = {
    "GET /v1/trust-list",
    "POST /v1/grants",
    "GET /v1/changes",
    "POST /v1/status-lists",
};

/* Truncated, oversized, and what is no object of the contract. */
static void
test_broken (void)
{
  g_auto (HufuTown) town = {0};

  hufu_town_begin (&town, 1000);
  for (gsize i = 0; i < G_N_ELEMENTS (questions); i++) {
    hufu_proxy_set_lie (town.proxy, questions[i], "[\"" PHONE "\"]");
    assert_refused (&town, questions[i], HUFU_FAULT_LIE, HUFU_TROUBLE_MALFORMED);
    assert_refused (&town, questions[i], HUFU_FAULT_GARBAGE, HUFU_TROUBLE_MALFORMED);
    assert_refused (&town, questions[i], HUFU_FAULT_HUGE, HUFU_TROUBLE_TOO_LARGE);
  }
  assert_refused (&town, "GET /v1/trust-list", HUFU_FAULT_HALF, HUFU_TROUBLE_BROKEN);
  g_assert_false (hufu_test_log_has (PHONE));
  hufu_town_assert_platform_has_all (&town);
}

/* What is well formed and says what cannot be: forged, replayed, out of its order. */
static void
test_wrong (void)
{
  static const struct {
    const char *which, *lie;
    HufuTrouble trouble;
  } rows[] = {
      {"GET /v1/trust-list", "{\"body\":\"" PHONE "\",\"signatures\":[]}",
       HUFU_TROUBLE_TRUST_SIGNATURE},
      {"POST /v1/grants",
       "{\"grants\":[{\"holder\":\"" PHONE "\"}],\"more\":false,\"platform_epoch\":1,"
       "\"recalls\":[],\"report\":null}",
       HUFU_TROUBLE_GRANTS_BAD},
      {"POST /v1/grants",
       "{\"grants\":[],\"more\":false,\"platform_epoch\":1,\"recalls\":[{}],\"report\":null}",
       HUFU_TROUBLE_GRANTS_BAD},
      {"GET /v1/changes",
       "{\"changes\":[{\"kind\":\"member\",\"op\":\"put\",\"key\":\"1\",\"data\":{\"phone\":"
       "\"" PHONE "\"}}],\"cursor\":\"a\",\"more\":false}",
       HUFU_TROUBLE_CHANGES_BAD},
      {"GET /v1/changes",
       "{\"changes\":[{\"kind\":\"policy\",\"op\":\"put\",\"key\":\"1\",\"data\":{\"shop_en\":"
       "\"" PHONE "\"}}],\"cursor\":\"a\",\"more\":false}",
       HUFU_TROUBLE_CHANGES_BAD},
      {"GET /v1/changes", "{\"changes\":[],\"cursor\":\"no cursor!\",\"more\":true}",
       HUFU_TROUBLE_MALFORMED},
  };
  g_auto (HufuTown) town = {0};

  hufu_town_begin (&town, 1001);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].lie);
    hufu_proxy_set_lie (town.proxy, rows[i].which, rows[i].lie);
    assert_refused (&town, rows[i].which, HUFU_FAULT_LIE, rows[i].trouble);
  }
  g_assert_false (hufu_test_log_has (PHONE));
  hufu_town_assert_platform_has_all (&town);
}

int
main (int argc, char **argv)
{
  hufu_test_log_keep ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/platform-messages/broken", test_broken);
  g_test_add_func ("/platform-messages/wrong", test_wrong);
  return g_test_run ();
}
