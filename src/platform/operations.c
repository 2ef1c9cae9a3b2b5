/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "platform/call.h"
#include "platform/care.h"
#include "platform/changes.h"
#include "platform/events.h"
#include "platform/live-page.h"
#include "platform/operator.h"
#include "platform/promotions.h"
#include "platform/settings.h"
#include "platform/taxes.h"
#include "platform/payments.h"
#include "platform/peers.h"
#include "platform/redemption.h"
#include "platform/rights.h"
#include "platform/sales.h"
#include "platform/stake.h"
#include "platform/status.h"
#include "platform/terminals.h"
#include "platform/voucher.h"

#define CHANGES_DEFAULT 500
#define NONCE_WAIT_S 60

/* --- anybody ------------------------------------------------------------------------------------
 */

static void
get_time (HufuCall *call)
{
  hufu_call_answer (
      call,
      json_pack ("{s:I, s:I}", "utc_us", (json_int_t)hufu_host_utc_us (call->platform->host),
                 "platform_epoch", (json_int_t)hufu_platform_get_epoch (call->platform)),
      NULL);
}

static void
get_nonce (HufuCall *call)
{
  json_t *nonce = hufu_auth_give_nonce (call->platform);

  if (nonce == NULL)
    hufu_call_refuse_for (call, HUFU_PROBLEM_TOO_MANY_TRIES, NONCE_WAIT_S);
  else
    hufu_call_answer (call, nonce, NULL);
}

static void
authorize_device (HufuCall *call)
{
  const char *name = hufu_pjson_find_text (call->body, "name", 200, FALSE);
  guint8 key[HUFU_TOKEN_KEY_BYTES];
  GError *error = NULL;
  json_t *answer;

  if (name == NULL || !hufu_pjson_get_bytes (call->body, "device_public", key, sizeof key)) {
    hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST, "device_public and name are wanted");
    return;
  }
  answer = hufu_devices_authorize (call->platform, key, name, &error);
  hufu_call_answer (call, answer, error);
}

static HufuProblem
device_problem (HufuDeviceOutcome outcome)
{
  switch (outcome) {
  case HUFU_DEVICE_PENDING:
    return HUFU_PROBLEM_AUTHORIZATION_PENDING;
  case HUFU_DEVICE_SLOW_DOWN:
    return HUFU_PROBLEM_SLOW_DOWN;
  case HUFU_DEVICE_DENIED:
    return HUFU_PROBLEM_ACCESS_DENIED;
  case HUFU_DEVICE_EXPIRED:
    return HUFU_PROBLEM_EXPIRED_TOKEN;
  case HUFU_DEVICE_ENROLLED:
    break;
  }
  g_assert_not_reached ();
}

static void
poll_device (HufuCall *call)
{
  const char *code = hufu_pjson_find_text (call->body, "device_code", 64, FALSE);
  HufuDeviceOutcome outcome;
  GError *error = NULL;
  json_t *answer = NULL;

  if (code == NULL) {
    hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST, "device_code is wanted");
    return;
  }
  if (hufu_devices_poll (call->platform, code, &outcome, &answer, &error) &&
      outcome != HUFU_DEVICE_ENROLLED) {
    hufu_call_refuse (call, device_problem (outcome), NULL);
    return;
  }
  hufu_call_answer (call, answer, error);
}

static void
get_trust_list (HufuCall *call)
{
  GError *error = NULL;
  gint64 store_no;
  json_t *answer;

  if (!hufu_call_get_query (call, "store", 0, G_MAXINT64, -1, &store_no))
    return;
  answer = hufu_devices_make_trust_list (call->platform, store_no, &error);
  hufu_call_answer (call, answer, error);
}

/* --- terminals ----------------------------------------------------------------------------------
 */

static void
send_snapshot (HufuCall *call, const HufuSnapshot *snapshot)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (call->message);
  char *content;
  gsize size;
  GError *error = NULL;

  if (!g_file_get_contents (snapshot->path, &content, &size, &error)) {
    hufu_call_answer (call, NULL, error);
    return;
  }
  soup_message_headers_replace (headers, "ETag", snapshot->etag);
  soup_message_headers_replace (headers, "Hufu-Cursor", snapshot->cursor);
  soup_message_headers_replace (headers, "Hufu-Snapshot-Signature", snapshot->signature);
  soup_server_message_set_status (call->message, 200, NULL);
  soup_server_message_set_response (call->message, "application/vnd.sqlite3", SOUP_MEMORY_TAKE,
                                    content, size);
}

static void
get_snapshot (HufuCall *call)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (call->message);
  const char *known = soup_message_headers_get_one (headers, "If-None-Match");
  g_autofree char *etag = hufu_snapshot_make_etag (call->platform, &call->sender.holder);
  g_autoptr (HufuSnapshot) snapshot = NULL;
  GError *error = NULL;

  if (g_strcmp0 (known, etag) == 0) {
    soup_server_message_set_status (call->message, 304, NULL);
    return;
  }
  snapshot = hufu_snapshot_make (call->platform, &call->sender.holder, &error);
  if (snapshot == NULL)
    hufu_call_answer (call, NULL, error);
  else
    send_snapshot (call, snapshot);
}

static void
post_status_lists (HufuCall *call)
{
  GError *error = NULL;
  json_t *answer;

  if (!json_is_array (json_object_get (call->body, "have"))) {
    hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST, "have is wanted");
    return;
  }
  answer = hufu_status_tell (call->platform, call->body, &error);
  hufu_call_answer (call, answer, error);
}

static void
add_next_link (HufuCall *call, const json_t *answer)
{
  g_autofree char *link = NULL;

  if (!json_is_true (json_object_get (answer, "more")))
    return;
  link = g_strdup_printf ("</v1/changes?cursor=%s>; rel=\"next\"",
                          json_string_value (json_object_get (answer, "cursor")));
  soup_message_headers_replace (soup_server_message_get_response_headers (call->message), "Link",
                                link);
}

static void
get_changes (HufuCall *call)
{
  const char *cursor = call->query != NULL ? g_hash_table_lookup (call->query, "cursor") : NULL;
  gint64 limit;
  gboolean gone;
  GError *error = NULL;
  json_t *answer;

  if (!hufu_call_get_query (call, "limit", 1, 1000, CHANGES_DEFAULT, &limit))
    return;
  answer = hufu_changes_list (call->platform, &call->sender.holder, cursor, limit, &gone, &error);
  if (gone) {
    hufu_call_refuse (call, HUFU_PROBLEM_SNAPSHOT_NEEDED, NULL);
    return;
  }
  if (answer != NULL && !hufu_stake_hear (call->platform, &call->sender.holder,
                                          hufu_changes_get_seq (call->platform, cursor), &error))
    g_clear_pointer (&answer, json_decref);
  add_next_link (call, answer);
  hufu_call_answer (call, answer, error);
}

/* FALSE and answered: the body names another incarnation or platform epoch than ours. */
static gboolean
check_epoch (HufuCall *call)
{
  guint64 ours = hufu_platform_get_epoch (call->platform);
  gint64 incarnation, platform_epoch;

  if (!hufu_pjson_get_int (call->body, "incarnation", 1, G_MAXUINT32, &incarnation) ||
      incarnation != call->sender.holder.incarnation ||
      !hufu_pjson_get_int (call->body, "platform_epoch", 1, G_MAXINT64, &platform_epoch)) {
    hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST,
                      "incarnation and platform_epoch are wanted, as they were signed");
    return FALSE;
  }
  if ((guint64)platform_epoch == ours)
    return TRUE;
  hufu_call_refuse_with (call, HUFU_PROBLEM_PLATFORM_EPOCH, NULL, "platform_epoch",
                         json_integer ((json_int_t)ours));
  return FALSE;
}

static void
post_events (HufuCall *call)
{
  HufuBatchOutcome outcome;
  guint64 seq = 1;
  json_t *answer;
  GError *error = NULL;

  if (!check_epoch (call))
    return;
  if (!hufu_events_store (call->platform, &call->sender.holder, call->body, &outcome, &seq, &answer,
                          &error)) {
    hufu_call_answer (call, NULL, error);
    return;
  }
  switch (outcome) {
  case HUFU_BATCH_STORED:
    hufu_call_answer (call, answer, NULL);
    return;
  case HUFU_BATCH_MALFORMED:
    hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST, "1 to 200 well-formed events are wanted");
    return;
  case HUFU_BATCH_FORKED:
    hufu_call_refuse_with (call, HUFU_PROBLEM_CHAIN_FORK, NULL, "seq",
                           json_integer ((json_int_t)seq));
    return;
  }
  g_assert_not_reached ();
}

static void
post_grants (HufuCall *call)
{
  const char *address = NULL;
  HufuEpoch after;
  gint64 room;
  GError *error = NULL;
  json_t *answer = NULL;

  if (!check_epoch (call))
    return;
  if (json_object_get (call->body, "address") != NULL)
    address = hufu_pjson_find_text (call->body, "address", HUFU_PEER_ADDRESS_MAX, FALSE);
  if (!hufu_pjson_get_epoch (call->body, "after", &after) ||
      !hufu_pjson_get_int (call->body, "room", 0, 100000, &room) ||
      (address == NULL && json_object_get (call->body, "address") != NULL)) {
    hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST, "after and room are wanted");
    return;
  }
  if (hufu_peers_note_address (call->platform, &call->sender.holder, address, &error))
    answer = hufu_rights_grant (call->platform, &call->sender.holder, &after, room, &error);
  if (answer != NULL)
    json_object_set_new (
        answer, "life",
        json_string (hufu_terminals_get_life (call->platform, &call->sender.holder)));
  hufu_call_answer (call, answer, error);
}

static gboolean
names_one_code (HufuCall *call)
{
  static const struct {
    const char *name;
    gsize max;
  } codes[] = {{"token", 600}, {"short_code", 20}, {"platform_code", 64}, {"cti", 36}};
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++) {
    if (json_object_get (call->body, codes[i].name) != NULL)
      n += hufu_pjson_find_text (call->body, codes[i].name, codes[i].max, FALSE) != NULL ? 1 : 2;
  }
  if (n == 1)
    return TRUE;
  hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST,
                    "one of token, short_code, platform_code and cti is wanted");
  return FALSE;
}

/* TRUE and answered: this terminal has typed too many codes that are none. */
static gboolean
refuse_guess (HufuCall *call)
{
  gint64 wait_s = hufu_issued_wait_s (call->platform, &call->sender.holder, call->body);

  if (wait_s > 0)
    hufu_call_refuse_for (call, HUFU_PROBLEM_TOO_MANY_TRIES, wait_s);
  return wait_s > 0;
}

static void
prepare_voucher (HufuCall *call)
{
  GError *error = NULL;
  json_t *answer;

  if (!names_one_code (call))
    return;
  if (refuse_guess (call))
    return;
  answer = hufu_redemption_prepare (call->platform, &call->sender.holder, call->body, &error);
  hufu_call_answer (call, answer, error);
}

static void
answer_key (HufuCall *call, HufuKeyOutcome outcome, json_t *answer)
{
  switch (outcome) {
  case HUFU_KEY_ANSWERED:
    hufu_call_answer (call, answer, NULL);
    return;
  case HUFU_KEY_REUSED:
    hufu_call_refuse (call, HUFU_PROBLEM_KEY_REUSED, NULL);
    return;
  case HUFU_KEY_FOREIGN:
    hufu_call_refuse (call, HUFU_PROBLEM_FORBIDDEN, "The key belongs to another terminal");
    return;
  case HUFU_KEY_UNKNOWN:
    hufu_call_refuse (call, HUFU_PROBLEM_UNKNOWN_KEY, NULL);
    return;
  case HUFU_KEY_RESTORING:
    hufu_call_refuse (call, HUFU_PROBLEM_RESTORING, NULL);
    return;
  }
  g_assert_not_reached ();
}

static gboolean
is_redemption (HufuCall *call, HufuId *ret_use_id)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (call->message);
  const char *key = soup_message_headers_get_one (headers, "Idempotency-Key");
  HufuId key_id;
  gint64 number;
  gboolean has_uses = hufu_pjson_get_int (call->body, "uses", 1, 10, &number);
  gboolean has_amount = hufu_pjson_get_int (call->body, "amount_minor", 1, G_MAXINT64, &number);

  if (key != NULL && hufu_id_parse (key, &key_id) &&
      hufu_pjson_get_id (call->body, "use_id", ret_use_id) && hufu_id_equal (&key_id, ret_use_id) &&
      has_uses != has_amount)
    return TRUE;
  hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST,
                    "use_id as Idempotency-Key too, and uses (1 to 10) or amount_minor are wanted");
  return FALSE;
}

/* A key that has its answer gives it whatever was typed since. */
static gboolean
is_new_key (HufuCall *call, const HufuId *use_id)
{
  return hufu_pdb_get_int (call->platform->db, 1, "SELECT 0 FROM redemption WHERE use_id = ?", "d",
                           use_id) != 0;
}

static void
redeem (HufuCall *call)
{
  HufuKeyOutcome outcome;
  HufuId use_id;
  json_t *answer = NULL;
  GError *error = NULL;

  if (!is_redemption (call, &use_id) || !names_one_code (call) ||
      (is_new_key (call, &use_id) && refuse_guess (call)))
    return;
  if (hufu_redemption_redeem (call->platform, &call->sender.holder, &use_id, call->body,
                              call->content, call->size, &outcome, &answer, &error))
    answer_key (call, outcome, answer);
  else
    hufu_call_answer (call, NULL, error);
}

static void
get_redemption (HufuCall *call)
{
  HufuKeyOutcome outcome;
  json_t *answer = NULL;
  GError *error = NULL;

  if (hufu_redemption_find (call->platform, &call->sender.holder, &call->path_id, &outcome, &answer,
                            &error))
    answer_key (call, outcome, answer);
  else
    hufu_call_answer (call, NULL, error);
}

static void
undo_redemption (HufuCall *call)
{
  HufuUndoOrder order = {.use_id = call->path_id};
  HufuKeyOutcome outcome;
  json_t *answer = NULL;
  GError *error = NULL;

  if (!hufu_pjson_get_id_or_null (call->body, "staff_id", &order.staff_id) ||
      !hufu_pjson_get_int (call->body, "attempt", 0, G_MAXINT64, &order.attempt)) {
    hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST,
                      "staff_id is wanted, an id or null, and attempt, from 0 on");
    return;
  }
  if (hufu_redemption_undo (call->platform, &call->sender.holder, &order, &outcome, &answer,
                            &error))
    answer_key (call, outcome, answer);
  else
    hufu_call_answer (call, NULL, error);
}

const HufuOperation hufu_operations[] = {
    {"GET", "/v1/time", HUFU_FOR_ANYBODY, get_time},
    {"GET", "/v1/nonce", HUFU_FOR_ANYBODY, get_nonce},
    {"POST", "/v1/device/authorization", HUFU_FOR_ANYBODY, authorize_device},
    {"POST", "/v1/device/token", HUFU_FOR_ANYBODY, poll_device},
    {"POST", "/v1/device/approve", HUFU_FOR_OPERATOR, hufu_operator_approve_device},
    {"GET", "/v1/trust-list", HUFU_FOR_ANYBODY, get_trust_list},
    {"GET", "/v1/catalog/snapshot", HUFU_FOR_TERMINAL, get_snapshot},
    {"GET", "/v1/changes", HUFU_FOR_TERMINAL, get_changes},
    {"POST", "/v1/events", HUFU_FOR_TERMINAL, post_events},
    {"POST", "/v1/grants", HUFU_FOR_ENROLLED, post_grants},
    {"GET", "/v1/limits", HUFU_FOR_OPERATOR, hufu_care_get_limits},
    {"POST", "/v1/limits", HUFU_FOR_OPERATOR, hufu_care_put_limits},
    {"GET", "/v1/policy", HUFU_FOR_OPERATOR, hufu_settings_answer_get},
    {"POST", "/v1/policy", HUFU_FOR_OPERATOR, hufu_settings_answer_put},
    {"POST", "/v1/status-lists", HUFU_FOR_ENROLLED, post_status_lists},
    {"POST", "/v1/vouchers/prepare", HUFU_FOR_ENROLLED, prepare_voucher},
    {"POST", "/v1/redemptions", HUFU_FOR_ENROLLED, redeem},
    {"GET", "/v1/redemptions/{}", HUFU_FOR_TERMINAL, get_redemption},
    {"POST", "/v1/redemptions/{}/undo", HUFU_FOR_ENROLLED, undo_redemption},
    {"POST", "/v1/payments", HUFU_FOR_ENROLLED, hufu_payments_make},
    {"GET", "/v1/payments", HUFU_FOR_TERMINAL, hufu_payments_list},
    {"POST", "/v1/payments/{}/close", HUFU_FOR_ENROLLED, hufu_payments_close},
    {"POST", "/v1/payments/{}/reversal", HUFU_FOR_ENROLLED, hufu_payments_give_back},
    {"POST", "/v1/vouchers", HUFU_FOR_OPERATOR, hufu_operator_issue_voucher},
    {"GET", "/v1/vouchers/{}", HUFU_FOR_OPERATOR, hufu_operator_show_voucher},
    {"GET", "/v1/vouchers/{}/live", HUFU_FOR_OPERATOR, hufu_live_page_answer},
    {"POST", "/v1/vouchers/{}/wishes", HUFU_FOR_OPERATOR, hufu_care_make_wish},
    {"POST", "/v1/vouchers/{}/recall", HUFU_FOR_OPERATOR, hufu_care_recall_voucher},
    {"POST", "/v1/device/incarnation", HUFU_FOR_TERMINAL, hufu_care_renew_incarnation},
    {"GET", "/v1/terminals", HUFU_FOR_OPERATOR, hufu_care_list_terminals},
    {"POST", "/v1/terminals/{}/remove", HUFU_FOR_OPERATOR, hufu_care_remove_terminal},
    {"POST", "/v1/terminals/{}/lost", HUFU_FOR_OPERATOR, hufu_care_lose_terminal},
    {"POST", "/v1/terminals/{}/found", HUFU_FOR_OPERATOR, hufu_care_find_terminal},
    {"POST", "/v1/terminals/{}/write-off", HUFU_FOR_OPERATOR, hufu_care_write_off},
    {"GET", "/v1/attention", HUFU_FOR_MANAGER, hufu_care_get_attention},
    {"POST", "/v1/attention", HUFU_FOR_MANAGER, hufu_care_settle_attention},
    {"GET", "/v1/orders", HUFU_FOR_OPERATOR, hufu_operator_list_orders},
    {"GET", "/v1/stock", HUFU_FOR_OPERATOR, hufu_operator_get_stock},
    {"POST", "/v1/stock", HUFU_FOR_OPERATOR, hufu_operator_move_stock},
    {"GET", "/v1/shifts", HUFU_FOR_OPERATOR, hufu_operator_list_shifts},
    {"GET", "/v1/day", HUFU_FOR_OPERATOR, hufu_operator_get_day},
    {"GET", "/v1/promotions", HUFU_FOR_OPERATOR, hufu_promotions_list},
    {"POST", "/v1/promotions", HUFU_FOR_OPERATOR, hufu_promotions_add},
    {"POST", "/v1/promotions/end", HUFU_FOR_OPERATOR, hufu_promotions_end},
    {"POST", "/v1/taxes", HUFU_FOR_OPERATOR, hufu_taxes_put},
    {"GET", "/v1/status", HUFU_FOR_OPERATOR, hufu_operator_get_status},
};
const gsize hufu_n_operations = G_N_ELEMENTS (hufu_operations);
