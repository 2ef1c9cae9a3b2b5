/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/enrol.h"

#include <string.h>
#include "core/base64url.h"
#include "sync/json.h"

#define INTERVAL_MAX_S 60
#define SLOW_DOWN_MS 5000 /* RFC 8628 3.5 */

static gboolean
take_code (HufuWire *wire, HufuEnrolment *enrolment, const json_t *json)
{
  const char *code = hufu_json_get_text (json, "device_code", sizeof enrolment->device_code - 1);
  const char *user_code = hufu_json_get_text (json, "user_code", 16);
  const char *uri = hufu_json_get_text (json, "verification_uri_complete", 400);
  gint64 interval_s, expires_s;

  if (code == NULL || user_code == NULL || uri == NULL ||
      !hufu_json_get_int (json, "interval_s", 0, INTERVAL_MAX_S, &interval_s) ||
      !hufu_json_get_int (json, "expires_in_s", 1, 7 * 24 * 3600, &expires_s))
    return FALSE;
  g_strlcpy (enrolment->device_code, code, sizeof enrolment->device_code);
  enrolment->interval_ms = MAX ((guint)interval_s * 1000, HUFU_ENROL_POLL_MIN_MS);
  enrolment->expires_mono_us = g_get_monotonic_time () + expires_s * G_USEC_PER_SEC;
  hufu_board_show_code (hufu_wire_get_board (wire), user_code, uri);
  return TRUE;
}

static HufuOutcome
authorize (HufuWire *wire, HufuHttp *http, HufuEnrolment *enrolment)
{
  guint8 key[HUFU_PUBLIC_KEY_BYTES];
  g_autofree char *key_text = NULL;
  g_autofree char *content = NULL;
  hufu_autojson body = NULL;
  g_autoptr (HufuAnswer) answer = NULL;
  HufuAsk ask = {.method = "POST", .path = "/v1/device/authorization"};

  hufu_wire_get_public_key (wire, key);
  key_text = hufu_base64url_encode (key, sizeof key);
  body =
      json_pack ("{s:s, s:s}", "device_public", key_text, "name", hufu_wire_get_device_name (wire));
  g_assert (body != NULL);
  content = hufu_json_format (body);
  ask.content = content;
  answer = hufu_wire_ask (wire, http, &ask);
  if (answer->kind != HUFU_ANSWER_OK)
    return hufu_outcome_of (wire, answer);
  return hufu_outcome_problem (take_code (wire, enrolment, answer->json) ? HUFU_TROUBLE_NONE
                                                                         : HUFU_TROUBLE_MALFORMED);
}

/* --- the answer ------------------------------------------------------------------------------ */

static gboolean
read_store (const json_t *store, HufuTerminal *ret_identity)
{
  const json_t *groups = hufu_json_get_array (store, "groups", HUFU_GROUPS_MAX);
  const json_t *group;
  gint64 store_no;
  gsize i;

  if (groups == NULL || !hufu_json_get_int (store, "store_no", 0, G_MAXINT64, &store_no))
    return FALSE;
  ret_identity->store_no = (guint64)store_no;
  json_array_foreach (groups, i, group)
  {
    if (!json_is_integer (group) || json_integer_value (group) < 0)
      return FALSE;
    ret_identity->groups[ret_identity->n_groups++] = (guint64)json_integer_value (group);
  }
  return TRUE;
}

static gboolean
read_identity (const json_t *json, HufuTerminal *ret_identity)
{
  gint64 incarnation, epoch, terminal_no, currency;

  if (!hufu_json_get_id (json, "terminal_id", &ret_identity->terminal_id) ||
      !hufu_json_get_int (json, "incarnation", 1, G_MAXINT32, &incarnation) ||
      !hufu_json_get_int (json, "platform_epoch", 1, G_MAXINT64, &epoch) ||
      !hufu_json_get_int (json, "terminal_no", 1, 999, &terminal_no) ||
      !hufu_json_get_int (json, "currency", 1, 999, &currency) ||
      !read_store (json_object_get (json, "store"), ret_identity))
    return FALSE;
  ret_identity->enrolled = TRUE;
  ret_identity->incarnation = (guint32)incarnation;
  ret_identity->platform_epoch = (guint64)epoch;
  ret_identity->terminal_no = (guint64)terminal_no;
  ret_identity->currency = (guint32)currency;
  return TRUE;
}

/* Roots given by hand are kept, and never replaced by what an answer says. */
static gboolean
take_roots (HufuWire *wire, const json_t *json)
{
  const json_t *list = hufu_json_get_array (json, "roots", 2);
  guint8 roots[2][32];
  gsize n_given = hufu_wire_get_roots (wire, roots);
  const json_t *root;
  gsize i;

  if (n_given > 0)
    return hufu_wire_store_roots (wire, (const guint8 (*)[32])roots, n_given);
  if (list == NULL || json_array_size (list) == 0)
    return FALSE;
  json_array_foreach (list, i, root)
  {
    if (!hufu_json_get_bytes (root, "public_key", roots[i], sizeof roots[i]))
      return FALSE;
  }
  return hufu_wire_store_roots (wire, (const guint8 (*)[32])roots, json_array_size (list));
}

static gpointer
act_enrol (HufuDb *db, gpointer data, GError **error)
{
  return hufu_terminal_enrol (db, data, error) ? data : NULL;
}

static HufuOutcome
finish (HufuWire *wire, const json_t *json)
{
  g_auto (HufuTerminal) identity = {0};
  g_autoptr (GError) error = NULL;

  if (!read_identity (json, &identity) || !take_roots (wire, json))
    return hufu_outcome_problem (HUFU_TROUBLE_MALFORMED);
  if (hufu_store_run_wait (hufu_wire_get_books (wire), act_enrol, &identity, &error) == NULL)
    return (HufuOutcome){
        .problem = g_error_matches (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT)
                       ? HUFU_TROUBLE_ENROL_CONFLICT
                       : HUFU_TROUBLE_STORE,
        .ends_round = TRUE,
    };
  hufu_wire_refresh (wire);
  hufu_board_tell_data (hufu_wire_get_board (wire), HUFU_SYNC_DATA_TERMINAL);
  return HUFU_OUTCOME_OK;
}

static HufuOutcome
judge_refusal (HufuWire *wire, HufuEnrolment *enrolment, const HufuAnswer *answer,
               guint *ret_wait_ms)
{
  *ret_wait_ms = enrolment->interval_ms;
  if (hufu_answer_has_code (answer, "authorization_pending"))
    return HUFU_OUTCOME_OK;
  if (hufu_answer_has_code (answer, "slow_down")) {
    enrolment->interval_ms += SLOW_DOWN_MS;
    *ret_wait_ms = enrolment->interval_ms;
    return HUFU_OUTCOME_OK;
  }
  *ret_wait_ms = 0;
  if (answer->kind == HUFU_ANSWER_FINAL)
    enrolment->device_code[0] = '\0';
  return hufu_outcome_of (wire, answer);
}

static HufuOutcome
poll (HufuWire *wire, HufuHttp *http, HufuEnrolment *enrolment, guint *ret_wait_ms)
{
  hufu_autojson body = json_pack ("{s:s}", "device_code", enrolment->device_code);
  g_autofree char *content = body != NULL ? hufu_json_format (body) : NULL;
  HufuAsk ask = {.method = "POST", .path = "/v1/device/token", .content = content};
  g_autoptr (HufuAnswer) answer = NULL;

  if (content == NULL)
    return hufu_outcome_problem (HUFU_TROUBLE_MALFORMED);
  answer = hufu_wire_ask (wire, http, &ask);
  if (answer->kind != HUFU_ANSWER_OK)
    return judge_refusal (wire, enrolment, answer, ret_wait_ms);
  return finish (wire, answer->json);
}

HufuOutcome
hufu_enrol_step (HufuWire *wire, HufuHttp *http, HufuEnrolment *enrolment, guint *ret_wait_ms)
{
  *ret_wait_ms = 0;
  if (!hufu_wire_may_enrol (wire))
    return hufu_outcome_problem (HUFU_TROUBLE_ROOTS);
  if (enrolment->device_code[0] == '\0' || g_get_monotonic_time () >= enrolment->expires_mono_us) {
    HufuOutcome outcome = authorize (wire, http, enrolment);

    if (outcome.problem != HUFU_TROUBLE_NONE)
      return outcome;
  }
  return poll (wire, http, enrolment, ret_wait_ms);
}
