/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Redeeming online over a bad network: one key, one request, one use, whatever befalls the answers.
 * Nothing lost, nothing twice.
 */
#include <string.h>

#include "store/journal-store.h"
#include "store/sql.h"
#include "tests/sync/town.h"

/* --- one customer ---------------------------------------------------------------------------- */

typedef struct {
  HufuId cti, use_id, sale_id, undo_staff_id;
  HufuReason undo_reason;
  char *token;
  char *request;
  HufuVoucher *voucher;
} Customer;

static void
customer_clear (Customer *customer)
{
  g_free (customer->token);
  g_free (customer->request);
  hufu_voucher_free (customer->voucher);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Customer, customer_clear)

/* Buys a deal that only the platform may redeem. */
static void
buy (HufuTown *town, Customer *customer)
{
  json_t *issued = hufu_platform_process_call (
      town->platform, "POST", "/v1/vouchers",
      json_pack ("{s:s, s:s, s:s, s:i, s:i, s:b}", "type", "deal", "title_en", "Tea", "title_zh",
                 "茶", "value_minor", 3000, "paid_minor", 3000, "offline", 0));

  g_assert_true (
      hufu_id_parse (json_string_value (json_object_get (issued, "cti")), &customer->cti));
  customer->token = g_strdup (json_string_value (json_object_get (issued, "token")));
  json_decref (issued);
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

static HufuPrepared *
prepare (HufuTown *town, const char *token)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  HufuPrepared *prepared;

  hufu_sync_prepare_async (town->till->sync, HUFU_CODE_TOKEN, token, NULL, on_prepared, &result);
  hufu_await (result != NULL, 20000);
  prepared = hufu_sync_prepare_finish (town->till->sync, result, &error);
  g_assert_no_error (error);
  return prepared;
}

static gpointer
act_ask (HufuDb *db, gpointer data, GError **error)
{
  Customer *customer = data;
  const HufuHost *host = hufu_db_get_host (db);
  g_autoptr (HufuBasket) basket = hufu_basket_new (156);
  g_autoptr (HufuBasket) after = NULL;
  HufuRedemption redemption = {.cti = customer->cti,
                               .generation = customer->voucher->generation,
                               .undo_window_us = G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC,
                               .basket = basket};

  basket->id = hufu_host_make_id (host);
  customer->sale_id = basket->id;
  customer->use_id = hufu_host_make_id (host);
  redemption.use_id = customer->use_id;
  redemption.staff_id = hufu_host_make_id (host);
  customer->request = hufu_sync_make_redeem_request (&customer->use_id, &customer->sale_id,
                                                     HUFU_CODE_TOKEN, customer->token, 0, NULL);
  return hufu_use_ask (db, &redemption, customer->voucher, customer->request, &after, error) ? data
                                                                                             : NULL;
}

/* Comes to the counter: prepare says yes, the use is stored, and only then asked. */
static void
come (HufuTown *town, Customer *customer)
{
  g_autoptr (HufuPrepared) prepared = NULL;

  buy (town, customer);
  prepared = prepare (town, customer->token);
  g_assert_cmpint (prepared->reason, ==, HUFU_R01_OK_ONLINE);
  customer->voucher = g_steal_pointer (&prepared->voucher);
  hufu_till_run (town->till, town->till->books, act_ask, customer);
  hufu_sync_ask_use (town->till->sync, &customer->use_id);
}

static HufuUseState
get_state (HufuTown *town, const Customer *customer, HufuReason *ret_reason)
{
  g_autoptr (HufuUse) use = hufu_till_find_use (town->till, &customer->use_id);

  *ret_reason = use->reason;
  return use->state;
}

static void
await_state (HufuTown *town, const Customer *customer, HufuUseState state, HufuReason reason)
{
  HufuReason now;

  hufu_await (get_state (town, customer, &now) == state, 20000);
  g_assert_cmpint (now, ==, reason);
}

static json_t *
fetch_report (HufuTown *town, const Customer *customer)
{
  char text[HUFU_ID_TEXT_SIZE];
  g_autofree char *path = NULL;

  hufu_id_format (&customer->cti, text);
  path = g_strconcat ("/v1/vouchers/", text, NULL);
  return hufu_platform_process_call (town->platform, "GET", path, NULL);
}

/* Uses of the voucher at the platform that count. */
static guint
count_uses (HufuTown *town, const Customer *customer)
{
  json_t *report = fetch_report (town, customer);
  const json_t *use;
  guint n = 0;
  gsize i;

  json_array_foreach (json_object_get (report, "uses"), i, use)
  {
    n += g_str_equal (json_string_value (json_object_get (use, "state")), "used") ? 1 : 0;
  }
  json_decref (report);
  return n;
}

/* --- stories --------------------------------------------------------------------------------- */

static void
test_bad_networks (void)
{
  static const struct {
    const char *name;
    HufuFault fault;
  } rows[] = {
      {"a good network", HUFU_FAULT_NONE},
      {"hung up before", HUFU_FAULT_REFUSE},
      {"cut after the request went through", HUFU_FAULT_CUT},
      {"half an answer", HUFU_FAULT_HALF},
      {"sent twice", HUFU_FAULT_DUPLICATE},
      {"an answer that comes too late", HUFU_FAULT_LATE},
      {"noise for an answer", HUFU_FAULT_GARBAGE},
      {"a captive portal's page", HUFU_FAULT_HTML},
      {"a captive portal's redirect", HUFU_FAULT_PORTAL},
      {"busy", HUFU_FAULT_BUSY},
      {"an endless answer", HUFU_FAULT_HUGE},
  };
  g_auto (HufuTown) town = {0};

  hufu_town_begin (&town, 100);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (Customer) customer = {0};
    guint n_bodies = hufu_proxy_count_bodies (town.proxy, "POST /v1/redemptions");

    g_test_message ("%s", rows[i].name);
    hufu_proxy_set_fault (town.proxy, "POST /v1/redemptions", rows[i].fault, 2);
    come (&town, &customer);
    await_state (&town, &customer, HUFU_USE_REDEEMED, HUFU_R01_OK_ONLINE);
    g_assert_cmpuint (count_uses (&town, &customer), ==, 1);
    g_assert_cmpuint (hufu_proxy_count_bodies (town.proxy, "POST /v1/redemptions"), ==,
                      n_bodies + 1);
  }
  hufu_till_await_synced (town.till);
  hufu_till_assert_whole (town.till);
}

static gpointer
act_undo (HufuDb *db, gpointer data, GError **error)
{
  Customer *customer = data;
  g_autoptr (HufuBasket) after = NULL;
  HufuUndo wanted = {.use_id = customer->use_id, .can_ask = TRUE};

  customer->undo_staff_id = hufu_host_make_id (hufu_db_get_host (db));
  wanted.staff_id = customer->undo_staff_id;
  wanted.now_utc_us = hufu_host_utc_us (hufu_db_get_host (db));
  return hufu_use_undo (db, &wanted, &customer->undo_reason, &after, error) ? data : NULL;
}

/* The platform knows who took it back. */
static void
assert_undone_by (HufuTown *town, const Customer *customer)
{
  json_t *report = fetch_report (town, customer);
  const json_t *use = json_array_get (json_object_get (report, "uses"), 0);
  char text[HUFU_ID_TEXT_SIZE];

  hufu_id_format (&customer->undo_staff_id, text);
  g_assert_cmpstr (json_string_value (json_object_get (use, "undo_staff_id")), ==, text);
  json_decref (report);
}

static void
test_undo (void)
{
  g_auto (HufuTown) town = {0};
  g_auto (Customer) customer = {0};

  hufu_town_begin (&town, 200);
  come (&town, &customer);
  await_state (&town, &customer, HUFU_USE_REDEEMED, HUFU_R01_OK_ONLINE);
  hufu_till_await_synced (town.till);
  hufu_proxy_set_fault (town.proxy, "POST /v1/redemptions", HUFU_FAULT_CUT, 2);
  hufu_till_run (town.till, town.till->books, act_undo, &customer);
  hufu_sync_ask_use (town.till->sync, &customer.use_id);
  await_state (&town, &customer, HUFU_USE_UNDONE, HUFU_R27_UNDONE_IN_WINDOW);
  g_assert_cmpuint (count_uses (&town, &customer), ==, 0);
  assert_undone_by (&town, &customer);
}

static gpointer
act_give_back (HufuDb *db, gpointer data, GError **error)
{
  const Customer *customer = data;
  g_autoptr (HufuBasket) after = NULL;

  return hufu_use_give_back (db, &customer->use_id, &after, error) ? data : NULL;
}

/* The customer pays another way while the answer is out: whether the platform had heard of the
 * redemption or not, nothing is used in the end. */
static void
test_give_back (void)
{
  static const HufuFault faults[] = {HUFU_FAULT_REFUSE, HUFU_FAULT_CUT};
  g_auto (HufuTown) town = {0};

  hufu_town_begin (&town, 300);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++) {
    g_auto (Customer) customer = {0};
    guint n_tried = town.till->n_tried;

    hufu_proxy_set_fault (town.proxy, "POST /v1/redemptions", faults[i], G_MAXUINT);
    come (&town, &customer);
    hufu_await (town.till->n_tried > n_tried, 20000);
    hufu_till_run (town.till, town.till->books, act_give_back, &customer);
    hufu_proxy_set_fault (town.proxy, "POST /v1/redemptions", HUFU_FAULT_NONE, 0);
    hufu_sync_ask_use (town.till->sync, &customer.use_id);
    await_state (&town, &customer, HUFU_USE_REFUSED, HUFU_R27_UNDONE_IN_WINDOW);
    g_assert_cmpuint (count_uses (&town, &customer), ==, 0);
  }
}

/* Platform and till are both killed while the answer is out. */
static void
test_killed_between (void)
{
  g_auto (HufuTown) town = {0};
  g_auto (Customer) customer = {0};

  hufu_town_begin (&town, 400);
  hufu_proxy_set_fault (town.proxy, "POST /v1/redemptions", HUFU_FAULT_CUT, G_MAXUINT);
  come (&town, &customer);
  hufu_await (town.till->n_tried > 0, 20000);
  hufu_platform_process_kill (town.platform);
  hufu_till_close (town.till);
  hufu_proxy_set_fault (town.proxy, "POST /v1/redemptions", HUFU_FAULT_NONE, 0);
  hufu_platform_process_start (town.platform);
  hufu_till_open (town.till);
  hufu_till_start (town.till);
  await_state (&town, &customer, HUFU_USE_REDEEMED, HUFU_R01_OK_ONLINE);
  g_assert_cmpuint (count_uses (&town, &customer), ==, 1);
  hufu_till_await_synced (town.till);
  hufu_till_assert_whole (town.till);
}

/* --- what needs a person --------------------------------------------------------------------- */

/* A refusal of the question itself is kept and shown and holds nobody up; asked by hand it goes
 * through. */
static void
on_attention (const HufuAttention *attention, gpointer user_data)
{
  GString *list = user_data;

  g_string_append_printf (list, "%" G_GUINT64_FORMAT " %s %s\n", attention->incarnation,
                          attention->code, attention->detail);
}

static gpointer
act_list_attention (HufuDb *db, gpointer data, GError **error)
{
  return hufu_attention_foreach (db, on_attention, data, error) ? data : NULL;
}

static void
assert_listed (HufuTown *town, const Customer *customer, const char *code)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *wanted = NULL;
  char text[HUFU_ID_TEXT_SIZE];

  hufu_id_format (&customer->use_id, text);
  wanted = g_strdup_printf ("0 %s %s\n", code, text);
  hufu_till_run (town->till, town->till->books, act_list_attention, list);
  g_assert_cmpstr (list->str, ==, wanted);
}

static void
test_refused_question (void)
{
  g_auto (HufuTown) town = {0};
  g_auto (Customer) first = {0}, second = {0};
  HufuReason reason;
  guint n_asked;

  hufu_town_begin (&town, 600);
  hufu_proxy_set_answer (town.proxy, "POST /v1/redemptions", "403 Forbidden",
                         "Content-Type: application/problem+json\r\n",
                         "{\"type\":\"urn:hufu:problem:forbidden\",\"title\":\"t\",\"status\":403,"
                         "\"code\":\"forbidden\",\"detail\":\"d\"}");
  hufu_proxy_set_fault (town.proxy, "POST /v1/redemptions", HUFU_FAULT_LIE, 1);
  come (&town, &first);
  hufu_await (hufu_till_get_state (town.till).n_attention == 1, 20000);
  g_assert_cmpint (get_state (&town, &first, &reason), ==, HUFU_USE_ASKED);
  assert_listed (&town, &first, "forbidden");
  n_asked = hufu_proxy_count (town.proxy, "POST /v1/redemptions");
  hufu_till_write_events (town.till, 3);
  hufu_till_await (town.till, hufu_till_get_state (town.till).n_unsent == 0, 20000);
  g_assert_cmpuint (hufu_proxy_count (town.proxy, "POST /v1/redemptions"), ==, n_asked);

  come (&town, &second);
  await_state (&town, &second, HUFU_USE_REDEEMED, HUFU_R01_OK_ONLINE);
  hufu_sync_ask_use (town.till->sync, &first.use_id);
  await_state (&town, &first, HUFU_USE_REDEEMED, HUFU_R01_OK_ONLINE);
  g_assert_cmpuint (count_uses (&town, &first), ==, 1);
  hufu_till_await (town.till, hufu_till_get_state (town.till).n_attention == 0, 20000);
  hufu_till_assert_whole (town.till);
}

static gpointer
act_refuse_answers (HufuDb *db, gpointer data, GError **error)
{
  return hufu_sql_run (db, error,
                       "CREATE TEMP TRIGGER no_answer BEFORE UPDATE ON main.voucher_use"
                       " WHEN new.state = 'redeemed' BEGIN SELECT RAISE (ABORT, 'odd'); END",
                       NULL, 0)
             ? db
             : NULL;
}

static gpointer
act_take_answers (HufuDb *db, gpointer data, GError **error)
{
  return hufu_sql_run (db, error, "DROP TRIGGER no_answer", NULL, 0) ? db : NULL;
}

/* The books do not take the platform's answer: it is not asked for ever, and not lost. */
static void
test_odd_books (void)
{
  g_auto (HufuTown) town = {0};
  g_auto (Customer) customer = {0};
  HufuReason reason;
  guint n_asked;

  hufu_town_begin (&town, 700);
  hufu_till_run (town.till, town.till->books, act_refuse_answers, NULL);
  come (&town, &customer);
  hufu_await (hufu_till_get_state (town.till).n_attention == 1, 20000);
  n_asked = hufu_proxy_count (town.proxy, "POST /v1/redemptions");
  hufu_till_write_events (town.till, 3);
  hufu_till_await (town.till, hufu_till_get_state (town.till).n_unsent == 0, 20000);
  g_assert_cmpint (get_state (&town, &customer, &reason), ==, HUFU_USE_ASKED);
  assert_listed (&town, &customer, "books");
  g_assert_cmpuint (hufu_proxy_count (town.proxy, "POST /v1/redemptions"), ==, n_asked);

  hufu_till_run (town.till, town.till->books, act_take_answers, NULL);
  hufu_sync_ask_use (town.till->sync, &customer.use_id);
  await_state (&town, &customer, HUFU_USE_REDEEMED, HUFU_R01_OK_ONLINE);
  g_assert_cmpuint (count_uses (&town, &customer), ==, 1);
}

/* A well-formed refusal by a platform that was left behind: it decides nothing. */
static void
test_older_platform (void)
{
  g_auto (HufuTown) town = {0};
  g_auto (Customer) customer = {0};
  g_autofree char *refusal = NULL;
  char use_text[HUFU_ID_TEXT_SIZE];
  HufuReason reason;
  guint n_seen;

  hufu_town_begin (&town, 500);
  hufu_platform_process_kill (town.platform);
  hufu_platform_process_run (town.platform, "--new-epoch");
  hufu_platform_process_start (town.platform);
  hufu_till_await_synced (town.till);
  hufu_proxy_set_fault (town.proxy, "POST /v1/redemptions", HUFU_FAULT_REFUSE, G_MAXUINT);
  come (&town, &customer);
  hufu_await (town.till->n_tried > 0, 20000);
  hufu_id_format (&customer.use_id, use_text);
  refusal = g_strdup_printf ("{\"use_id\":\"%s\",\"reason\":\"R13\",\"state\":\"refused\","
                             "\"uses\":[],\"undo_until_utc_s\":null,\"voucher\":null,"
                             "\"detail\":null}",
                             use_text);
  hufu_proxy_set_answer (town.proxy, "POST /v1/redemptions", "200 OK",
                         "Hufu-Platform-Epoch: 1\r\nContent-Type: application/json\r\n", refusal);
  n_seen = hufu_proxy_count (town.proxy, "POST /v1/redemptions");
  hufu_proxy_set_fault (town.proxy, "POST /v1/redemptions", HUFU_FAULT_LIE, G_MAXUINT);
  hufu_sync_ask_use (town.till->sync, &customer.use_id);
  hufu_await (hufu_proxy_count (town.proxy, "POST /v1/redemptions") >= n_seen + 2, 20000);
  g_assert_cmpint (get_state (&town, &customer, &reason), ==, HUFU_USE_ASKED);
  hufu_proxy_set_fault (town.proxy, "POST /v1/redemptions", HUFU_FAULT_NONE, 0);
  hufu_sync_ask_use (town.till->sync, &customer.use_id);
  await_state (&town, &customer, HUFU_USE_REDEEMED, HUFU_R01_OK_ONLINE);
  g_assert_cmpuint (count_uses (&town, &customer), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/redeem/bad-networks", test_bad_networks);
  g_test_add_func ("/sync/redeem/undo", test_undo);
  g_test_add_func ("/sync/redeem/give-back", test_give_back);
  g_test_add_func ("/sync/redeem/killed-between", test_killed_between);
  g_test_add_func ("/sync/redeem/older-platform", test_older_platform);
  g_test_add_func ("/sync/redeem/refused-question", test_refused_question);
  g_test_add_func ("/sync/redeem/odd-books", test_odd_books);
  return g_test_run ();
}
