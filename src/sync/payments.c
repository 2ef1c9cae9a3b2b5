/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/payments.h"

#include <string.h>

#include "core/money.h"
#include "sync/json.h"
#include "sync/pace.h"

#define PAGE 100

struct HufuPayments {
  HufuWire *wire;
  HufuPace *pace;
};

HufuPayments *
hufu_payments_new (HufuWire *wire)
{
  HufuPayments *payments = g_new0 (HufuPayments, 1);

  payments->wire = wire;
  payments->pace = hufu_pace_new (hufu_wire_get_host (wire));
  return payments;
}

void
hufu_payments_free (HufuPayments *payments)
{
  if (payments == NULL)
    return;
  hufu_pace_free (payments->pace);
  g_free (payments);
}

void
hufu_payments_make_due (HufuPayments *payments, gboolean by_hand)
{
  hufu_pace_make_due (payments->pace, by_hand);
}

/* --- acts ------------------------------------------------------------------------------------ */

static gpointer
act_list_open (HufuDb *db, gpointer data, GError **error)
{
  return hufu_payment_list_open (db, error);
}

static gpointer
act_count_try (HufuDb *db, gpointer data, GError **error)
{
  return hufu_payment_count_try (db, data, error) ? data : NULL;
}

typedef struct {
  HufuPaymentAnswer answer;
  gboolean is_news;
} Answer;

static gboolean
is_same (const HufuPayment *a, const HufuPayment *b)
{
  return a->state == b->state && a->paid_minor == b->paid_minor && a->in_sale == b->in_sale &&
         g_strcmp0 (a->qr_text, b->qr_text) == 0;
}

static gpointer
act_answer (HufuDb *db, gpointer data, GError **error)
{
  Answer *answer = data;
  g_autoptr (HufuPayment) before = hufu_payment_find (db, &answer->answer.payment_id, error);
  g_autoptr (HufuPayment) after = NULL;
  g_autoptr (HufuBasket) basket = NULL;

  if (error != NULL && *error != NULL)
    return NULL;
  if (!hufu_payment_answer (db, &answer->answer, &basket, error))
    return NULL;
  after = hufu_payment_find (db, &answer->answer.payment_id, error);
  answer->is_news = before != NULL && after != NULL && !is_same (before, after);
  return after != NULL ? data : NULL;
}

static gpointer
act_get_after (HufuDb *db, gpointer data, GError **error)
{
  return hufu_payment_get_after (db, data, error) ? data : NULL;
}

static gpointer
act_set_after (HufuDb *db, gpointer data, GError **error)
{
  return hufu_payment_set_after (db, *(const gint64 *)data, error) ? data : NULL;
}

/* --- answers --------------------------------------------------------------------------------- */

/* Texts are borrowed from the JSON. FALSE if it breaks the contract. */
static gboolean
read_payment (const json_t *json, HufuPaymentAnswer *ret_answer)
{
  const char *state = hufu_json_get_text (json, "state", 16);
  const char *refusal = hufu_json_get_text_or_empty (json, "refusal", 16);

  *ret_answer = (HufuPaymentAnswer){
      .qr_text = hufu_json_get_text_or_empty (json, "qr_text", 512),
      .reference = hufu_json_get_text_or_empty (json, "reference", HUFU_PAYMENT_REFERENCE_MAX),
  };
  return state != NULL && hufu_payment_state_find (state, &ret_answer->state) &&
         ret_answer->state != HUFU_PAYMENT_ASKING && ret_answer->state != HUFU_PAYMENT_REVERSING &&
         refusal != NULL && hufu_payment_refusal_find (refusal, &ret_answer->refusal) &&
         ret_answer->qr_text != NULL && ret_answer->reference != NULL &&
         hufu_json_get_id (json, "payment_id", &ret_answer->payment_id) &&
         hufu_json_get_int (json, "paid_minor", 0, 100 * HUFU_MONEY_MAX_MINOR,
                            &ret_answer->paid_minor) &&
         /* A yes has its money, a no has none. */
         (ret_answer->state != HUFU_PAYMENT_PAID || ret_answer->paid_minor > 0) &&
         ((ret_answer->state != HUFU_PAYMENT_REFUSED &&
           ret_answer->state != HUFU_PAYMENT_REVERSED) ||
          ret_answer->paid_minor == 0);
}

static HufuOutcome
store_answer (HufuWire *wire, const HufuPaymentAnswer *said)
{
  g_autoptr (GError) error = NULL;
  Answer answer = {*said, FALSE};

  if (hufu_store_run_wait (hufu_wire_get_books (wire), act_answer, &answer, &error) == NULL) {
    HufuOutcome outcome = hufu_outcome_problem (HUFU_TROUBLE_STORE);

    outcome.final = g_error_matches (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT);
    return outcome;
  }
  if (answer.is_news)
    hufu_board_tell_payment (hufu_wire_get_board (wire), &said->payment_id,
                             !hufu_payment_state_is_open (said->state));
  return HUFU_OUTCOME_OK;
}

static HufuOutcome
take_payment (HufuWire *wire, const HufuPayment *payment, const json_t *json)
{
  HufuPaymentAnswer answer;

  if (!read_payment (json, &answer) || !hufu_id_equal (&answer.payment_id, &payment->payment_id))
    return hufu_outcome_problem (HUFU_TROUBLE_MALFORMED);
  return store_answer (wire, &answer);
}

/* --- asking ---------------------------------------------------------------------------------- */

static HufuAnswer *
ask (HufuPayments *payments, HufuHttp *http, const HufuPayment *payment)
{
  char id[HUFU_ID_TEXT_SIZE];
  g_autofree char *path = NULL, *content = NULL;
  HufuAsk ask = {.method = "POST", .quick = TRUE};

  hufu_id_format (&payment->payment_id, id);
  if (payment->state == HUFU_PAYMENT_REVERSING) {
    path = g_strdup_printf ("/v1/payments/%s/reversal", id);
    content = g_strdup_printf ("{\"keep_minor\":%" G_GINT64_FORMAT "}",
                               hufu_payment_wanted_minor (payment));
  } else if (payment->abandoned || payment->request == NULL) {
    path = g_strdup_printf ("/v1/payments/%s/close", id);
    content = g_strdup ("{}");
  } else {
    path = g_strdup ("/v1/payments");
    content = g_strdup (payment->request);
    ask.idempotency_key = id;
  }
  ask.path = path;
  ask.content = content;
  return hufu_wire_ask (payments->wire, http, &ask);
}

/* The platform will never charge for it: the request is not one, or its id is another's. */
static gboolean
is_hopeless (const HufuAnswer *answer)
{
  return answer->kind == HUFU_ANSWER_FINAL &&
         (hufu_answer_has_code (answer, "bad_request") ||
          hufu_answer_has_code (answer, "too_large") || hufu_answer_has_code (answer, "not_found"));
}

static HufuOutcome
ask_once (HufuPayments *payments, HufuHttp *http, const HufuPayment *payment)
{
  g_autoptr (HufuAnswer) answer = ask (payments, http, payment);
  HufuPaymentAnswer refused = {.payment_id = payment->payment_id,
                               .state = HUFU_PAYMENT_REFUSED,
                               .refusal = HUFU_PAYMENT_REFUSAL_NO_WALLET};

  if (answer->kind == HUFU_ANSWER_OK)
    return take_payment (payments->wire, payment, answer->json);
  if (is_hopeless (answer) && payment->state != HUFU_PAYMENT_REVERSING)
    return store_answer (payments->wire, &refused);
  return hufu_outcome_of (payments->wire, answer);
}

static void
try_payment (HufuPayments *payments, HufuHttp *http, HufuPayment *payment, HufuOutcome *worst)
{
  HufuOutcome outcome = ask_once (payments, http, payment);

  if (outcome.problem == HUFU_TROUBLE_STOPPED)
    return;
  if (outcome.problem == HUFU_TROUBLE_NONE) { /* asked again if it is still open */
    hufu_pace_forget (payments->pace, &payment->payment_id);
    hufu_pace_note_wait (payments->pace, &payment->payment_id, HUFU_PAYMENT_ASK_MS);
    return;
  }
  hufu_pace_note_failure (payments->pace, &payment->payment_id, outcome.retry_after_s);
  hufu_store_run_wait (hufu_wire_get_books (payments->wire), act_count_try, &payment->payment_id,
                       NULL);
  hufu_board_tell_payment (hufu_wire_get_board (payments->wire), &payment->payment_id, FALSE);
  if (outcome.final)
    hufu_pace_put_aside (payments->pace, &payment->payment_id);
  *worst = outcome;
}

static GPtrArray *
list_open (HufuPayments *payments)
{
  GPtrArray *open =
      hufu_store_run_wait (hufu_wire_get_books (payments->wire), act_list_open, NULL, NULL);

  if (open != NULL)
    hufu_board_show_open_payments (hufu_wire_get_board (payments->wire), open->len);
  return open;
}

HufuOutcome
hufu_payments_ask_due (HufuPayments *payments, HufuHttp *http, guint *ret_wait_ms)
{
  HufuOutcome worst = HUFU_OUTCOME_OK;
  g_autoptr (GPtrArray) open = list_open (payments);
  g_autoptr (GPtrArray) left = NULL;
  gint64 wait_ms = G_MAXUINT;

  *ret_wait_ms = 1000;
  if (open == NULL)
    return hufu_outcome_problem (HUFU_TROUBLE_STORE);
  /* The newest first: its customer stands here. */
  for (guint i = open->len; i > 0 && !worst.ends_round && !hufu_wire_is_stopped (payments->wire);
       i--) {
    HufuPayment *payment = open->pdata[i - 1];

    if (hufu_pace_is_due (payments->pace, &payment->payment_id))
      try_payment (payments, http, payment, &worst);
  }
  left = list_open (payments);
  for (guint i = 0; left != NULL && i < left->len; i++)
    wait_ms =
        MIN (wait_ms, hufu_pace_get_wait_ms (payments->pace,
                                             &((const HufuPayment *)left->pdata[i])->payment_id));
  *ret_wait_ms = (guint)wait_ms;
  return worst;
}

/* --- the request ----------------------------------------------------------------------------- */

char *
hufu_sync_make_payment_request (const HufuId *payment_id, const HufuId *sale_id, const char *code,
                                gint64 amount_minor)
{
  char payment_text[HUFU_ID_TEXT_SIZE], sale_text[HUFU_ID_TEXT_SIZE];
  hufu_autojson body = NULL;

  hufu_id_format (payment_id, payment_text);
  hufu_id_format (sale_id, sale_text);
  body = json_pack (
      "{s:s, s:s, s:s, s:s*, s:I}", "payment_id", payment_text, "sale_id", sale_text, "way",
      hufu_payment_way_name (code != NULL ? HUFU_PAYMENT_BY_CODE : HUFU_PAYMENT_BY_QR), "code",
      code, "amount_minor", (json_int_t)amount_minor);
  g_assert (body != NULL);
  return hufu_json_format (body);
}

/* --- what comes later ------------------------------------------------------------------------ */

/* One that is not in these books is of an earlier life of this till: nothing here can book it. */
static HufuOutcome
take_later (HufuWire *wire, const json_t *list)
{
  const json_t *item;
  gsize i;

  json_array_foreach (list, i, item)
  {
    HufuPaymentAnswer answer;
    HufuOutcome outcome;

    if (!read_payment (item, &answer))
      return hufu_outcome_problem (HUFU_TROUBLE_MALFORMED);
    outcome = store_answer (wire, &answer);
    if (outcome.problem != HUFU_TROUBLE_NONE && !outcome.final)
      return outcome;
  }
  return HUFU_OUTCOME_OK;
}

static HufuOutcome
pull_page (HufuWire *wire, HufuHttp *http, gint64 *after, gboolean *ret_more)
{
  g_autofree char *query = g_strdup_printf ("after=%" G_GINT64_FORMAT "&limit=%d", *after, PAGE);
  HufuAsk ask = {.method = "GET", .path = "/v1/payments", .query = query};
  g_autoptr (HufuAnswer) answer = hufu_wire_ask (wire, http, &ask);
  gint64 before = *after;
  const json_t *list;
  HufuOutcome outcome;

  *ret_more = FALSE;
  if (answer->kind != HUFU_ANSWER_OK)
    return hufu_outcome_of (wire, answer);
  list = hufu_json_get_array (answer->json, "payments", PAGE);
  if (list == NULL || !hufu_json_get_bool (answer->json, "more", ret_more) ||
      !hufu_json_get_int (answer->json, "after", 0, G_MAXINT64, after))
    return hufu_outcome_problem (HUFU_TROUBLE_MALFORMED);
  outcome = take_later (wire, list);
  if (outcome.problem == HUFU_TROUBLE_NONE && *after != before &&
      hufu_store_run_wait (hufu_wire_get_books (wire), act_set_after, after, NULL) == NULL)
    return hufu_outcome_problem (HUFU_TROUBLE_STORE);
  return outcome;
}

HufuOutcome
hufu_payments_pull (HufuWire *wire, HufuHttp *http)
{
  HufuOutcome outcome = HUFU_OUTCOME_OK;
  gboolean more = TRUE;
  gint64 after = 0;

  if (hufu_store_run_wait (hufu_wire_get_books (wire), act_get_after, &after, NULL) == NULL)
    return hufu_outcome_problem (HUFU_TROUBLE_STORE);
  while (more && outcome.problem == HUFU_TROUBLE_NONE)
    outcome = pull_page (wire, http, &after, &more);
  return outcome;
}
