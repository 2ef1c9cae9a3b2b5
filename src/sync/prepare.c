/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/prepare.h"

#include "sync/json.h"
#include "sync/voucher-json.h"

#define LIMITED_WAIT_S 60 /* if the platform does not say how long */

static const char *const code_names[] = {
    [HUFU_CODE_TOKEN] = "token",
    [HUFU_CODE_SHORT] = "short_code",
    [HUFU_CODE_PLATFORM] = "platform_code",
};

void
hufu_prepared_free (HufuPrepared *prepared)
{
  if (prepared == NULL)
    return;
  hufu_voucher_free (prepared->voucher);
  g_free (prepared->prepare_token);
  g_free (prepared);
}

static HufuPrepared *
make_refusal (HufuReason reason)
{
  HufuPrepared *prepared = g_new0 (HufuPrepared, 1);

  prepared->reason = reason;
  return prepared;
}

static HufuPrepared *
make_limited (guint wait_s)
{
  HufuPrepared *prepared = make_refusal (HUFU_R28_OUTCOME_UNKNOWN);

  prepared->wait_s = wait_s > 0 ? wait_s : LIMITED_WAIT_S;
  return prepared;
}

static gboolean
read_where (const json_t *detail, HufuPrepared *prepared)
{
  gint64 store_no, terminal_no, at_utc_s;

  if (!hufu_json_get_int_or_null (detail, "store_no", G_MAXINT64, 0, &store_no) ||
      !hufu_json_get_int_or_null (detail, "terminal_no", G_MAXINT64, 0, &terminal_no) ||
      !hufu_json_get_int_or_null (detail, "at_utc_s", G_MAXINT64 / G_USEC_PER_SEC, 0, &at_utc_s))
    return FALSE;
  prepared->used_store_no = (guint64)store_no;
  prepared->used_terminal_no = (guint64)terminal_no;
  prepared->used_utc_us = at_utc_s * G_USEC_PER_SEC;
  return TRUE;
}

HufuPrepared *
hufu_prepared_from_json (const json_t *json)
{
  g_autoptr (HufuPrepared) prepared = g_new0 (HufuPrepared, 1);
  const char *reason = hufu_json_get_text (json, "reason", 3);
  const json_t *voucher = json_object_get (json, "voucher");
  gint64 uses_left;

  if (reason == NULL || !hufu_reason_find (reason, &prepared->reason) ||
      !hufu_json_get_int (json, "worth_now_minor", 0, G_GINT64_CONSTANT (1000000000000),
                          &prepared->worth_now_minor) ||
      !hufu_json_get_int (json, "uses_left", 0, 1000, &uses_left) ||
      !read_where (json_object_get (json, "detail"), prepared))
    return NULL;
  prepared->uses_left = (guint)uses_left;
  prepared->prepare_token = g_strdup (hufu_json_get_text (json, "prepare_token", 800));
  if (!json_is_null (voucher)) {
    prepared->voucher = hufu_voucher_from_json (voucher);
    if (prepared->voucher == NULL)
      return NULL;
    prepared->key.cti = prepared->voucher->cti;
    prepared->key.generation = prepared->voucher->generation;
  }
  /* A yes without a voucher is no answer. */
  if (hufu_reason_accepts (prepared->reason) && prepared->voucher == NULL)
    return NULL;
  return g_steal_pointer (&prepared);
}

static HufuPrepared *
make_restoring (void)
{
  HufuPrepared *prepared = make_refusal (HUFU_R28_OUTCOME_UNKNOWN);

  prepared->is_restoring = TRUE;
  return prepared;
}

static HufuPrepared *
judge (HufuWire *wire, const HufuAnswer *answer)
{
  HufuPrepared *prepared = NULL;

  if (answer->kind == HUFU_ANSWER_OK)
    prepared = hufu_prepared_from_json (answer->json);
  else if (hufu_answer_has_code (answer, "too_many_tries"))
    prepared = make_limited (answer->retry_after_s);
  else if (hufu_answer_has_code (answer, "restoring"))
    prepared = make_restoring ();
  else if (hufu_answer_has_code (answer, "unknown_voucher") ||
           hufu_answer_has_code (answer, "bad_request"))
    prepared = make_refusal (HUFU_R04_BAD_FORMAT);
  if (prepared == NULL)
    hufu_board_show_trouble (hufu_wire_get_board (wire), answer->kind == HUFU_ANSWER_OK
                                                             ? HUFU_TROUBLE_MALFORMED
                                                             : answer->problem);
  return prepared != NULL ? prepared : make_refusal (HUFU_R28_OUTCOME_UNKNOWN);
}

HufuPrepared *
hufu_prepare_ask (HufuWire *wire, HufuHttp *http, HufuCodeKind kind, const char *code)
{
  HufuIdentity identity;
  hufu_autojson body = NULL;
  g_autofree char *content = NULL;
  g_autoptr (HufuAnswer) answer = NULL;
  HufuAsk ask = {.method = "POST", .path = "/v1/vouchers/prepare", .quick = TRUE};

  hufu_wire_get_identity (wire, &identity);
  if (!identity.enrolled)
    return make_refusal (HUFU_R28_OUTCOME_UNKNOWN);
  /* Text that is not UTF-8 is no code. */
  body =
      json_pack ("{s:s, s:I}", code_names[kind], code, "store_no", (json_int_t)identity.store_no);
  if (body == NULL)
    return make_refusal (HUFU_R04_BAD_FORMAT);
  content = hufu_json_format (body);
  ask.content = content;
  answer = hufu_wire_ask (wire, http, &ask);
  if (hufu_answer_has_code (answer, "platform_epoch") &&
      hufu_wire_take_epoch (wire, answer->platform_epoch)) {
    hufu_answer_free (answer);
    answer = hufu_wire_ask (wire, http, &ask);
  }
  return judge (wire, answer);
}

char *
hufu_sync_make_redeem_request (const HufuId *use_id, const HufuId *sale_id, HufuCodeKind kind,
                               const char *code, gint64 amount_minor, const char *prepare_token)
{
  char use_text[HUFU_ID_TEXT_SIZE];
  char sale_text[HUFU_ID_TEXT_SIZE];
  hufu_autojson body = NULL;

  hufu_id_format (use_id, use_text);
  hufu_id_format (sale_id, sale_text);
  body = json_pack ("{s:s, s:s, s:s?, s:s?, s:I}", "use_id", use_text, code_names[kind], code,
                    "sale_id", hufu_id_is_zero (sale_id) ? NULL : sale_text, "prepare_token",
                    prepare_token, amount_minor > 0 ? "amount_minor" : "uses",
                    (json_int_t)(amount_minor > 0 ? amount_minor : 1));
  g_assert (body != NULL);
  return hufu_json_format (body);
}
