/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/payments.h"

#include <string.h>

#include "core/basket.h"
#include "core/money.h"
#include "platform/pay-page.h"
#include "platform/wallet.h"

#define LIST_DEFAULT 50
#define LIST_MAX 200

typedef struct {
  HufuId payment_id, sale_id;
  HufuPaymentWay way;
  gint64 amount_minor;
  const char *code; /* NULL: by QR */
} Request;

/* ---- what is kept ---- */

/* Keeps the answer, under a new change number if it says anything new. */
static void
keep (HufuPlatform *platform, const HufuId *payment_id, const HufuWalletAnswer *answer)
{
  hufu_pdb_run (platform->db,
                "UPDATE payment SET state = ?1, refusal = ?2, paid_minor = ?3, reference = ?4,"
                " change_no = (SELECT max (change_no) + 1 FROM payment) WHERE payment_id = ?5"
                " AND (state, refusal, paid_minor, reference) <> (?1, ?2, ?3, ?4)",
                "ttitd", hufu_payment_state_name (answer->state),
                hufu_payment_refusal_name (answer->refusal), answer->paid_minor, answer->reference,
                payment_id);
}

static void
insert (HufuCall *call, const Request *request)
{
  hufu_pdb_run (call->platform->db,
                "INSERT INTO payment (payment_id, terminal_id, store_no, sale_id, way,"
                " amount_minor, state, created_utc_s, change_no)"
                " SELECT ?, ?, ?, ?, ?, ?, 'unknown', ?, coalesce (max (change_no), 0) + 1"
                " FROM payment",
                "ddidtii", &request->payment_id, &call->sender.holder.terminal_id,
                (gint64)call->sender.holder.store_no, &request->sale_id,
                hufu_payment_way_name (request->way), request->amount_minor,
                hufu_platform_now_s (call->platform));
}

static json_t *
or_null (const char *text)
{
  return *text == '\0' ? json_null () : json_string (text);
}

/* Of the columns of SELECT_PAYMENT. */
static json_t *
to_json (HufuPlatform *platform, sqlite3_stmt *row)
{
  g_autofree char *qr = NULL;
  HufuId payment_id;

  hufu_pdb_id (row, 0, &payment_id);
  if (strcmp (hufu_pdb_text (row, 1), "qr") == 0)
    qr = hufu_pay_page_make_link (platform, &payment_id);
  return json_pack (
      "{s:o, s:s, s:o, s:I, s:I, s:o, s:o}", "payment_id", hufu_pjson_id (&payment_id), "state",
      hufu_pdb_text (row, 2), "refusal", or_null (hufu_pdb_text (row, 3)), "amount_minor",
      (json_int_t)hufu_pdb_int (row, 4), "paid_minor", (json_int_t)hufu_pdb_int (row, 5),
      "reference", or_null (hufu_pdb_text (row, 6)), "qr_text", or_null (qr != NULL ? qr : ""));
}

#define SELECT_PAYMENT                                                                             \
  "SELECT payment_id, way, state, refusal, amount_minor, paid_minor, reference FROM payment "

static json_t *
find (HufuPlatform *platform, const HufuId *payment_id)
{
  sqlite3_stmt *row =
      hufu_pdb_query (platform->db, SELECT_PAYMENT "WHERE payment_id = ?", "d", payment_id);
  json_t *json;

  if (!hufu_pdb_next (platform->db, row))
    return NULL;
  json = to_json (platform, row);
  hufu_pdb_done (row);
  return json;
}

/* Ends the transaction and tells how the payment stands. */
static void
answer_with (HufuCall *call, const HufuId *payment_id)
{
  GError *error = NULL;
  json_t *answer = find (call->platform, payment_id);

  if (!hufu_pdb_commit (call->platform->db, &error))
    g_clear_pointer (&answer, json_decref);
  hufu_call_answer (call, answer, error);
}

static void
refuse (HufuCall *call, HufuProblem problem, const char *detail)
{
  hufu_pdb_rollback (call->platform->db);
  hufu_call_refuse (call, problem, detail);
}

/* ---- asking for one ---- */

static gboolean
read_request (const json_t *body, Request *ret_request)
{
  const char *way = hufu_pjson_find_text (body, "way", 8, FALSE);

  ret_request->code = hufu_pjson_find_text (body, "code", 64, FALSE);
  return way != NULL && hufu_payment_way_find (way, &ret_request->way) &&
         ret_request->way != HUFU_PAYMENT_BY_TERMINAL &&
         (ret_request->way == HUFU_PAYMENT_BY_CODE) == (ret_request->code != NULL) &&
         hufu_pjson_get_id (body, "payment_id", &ret_request->payment_id) &&
         hufu_pjson_get_id (body, "sale_id", &ret_request->sale_id) &&
         hufu_pjson_get_int (body, "amount_minor", 1, HUFU_MONEY_MAX_MINOR,
                             &ret_request->amount_minor);
}

typedef enum {
  IS_NEW,
  IS_SAME,
  IS_CLOSED, /* given up before it was heard of */
  IS_OTHER,
} Known;

static Known
look_up (HufuCall *call, const Request *request)
{
  sqlite3_stmt *row = hufu_pdb_query (call->platform->db,
                                      "SELECT terminal_id, sale_id, way, amount_minor FROM payment"
                                      " WHERE payment_id = ?",
                                      "d", &request->payment_id);
  HufuId terminal_id, sale_id;
  Known known = IS_OTHER;

  if (!hufu_pdb_next (call->platform->db, row))
    return IS_NEW;
  hufu_pdb_id (row, 0, &terminal_id);
  hufu_pdb_id (row, 1, &sale_id);
  if (hufu_id_is_zero (&sale_id))
    known = IS_CLOSED;
  else if (hufu_id_equal (&sale_id, &request->sale_id) &&
           strcmp (hufu_pdb_text (row, 2), hufu_payment_way_name (request->way)) == 0 &&
           hufu_pdb_int (row, 3) == request->amount_minor)
    known = IS_SAME;
  if (!hufu_id_equal (&terminal_id, &call->sender.holder.terminal_id))
    known = IS_OTHER;
  hufu_pdb_done (row);
  return known;
}

void
hufu_payments_make (HufuCall *call)
{
  Request request;
  HufuWalletAnswer said = {.state = HUFU_PAYMENT_REFUSED,
                           .refusal = HUFU_PAYMENT_REFUSAL_NO_WALLET};
  Known known;

  if (!read_request (call->body, &request)) {
    hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST, "a payment is wanted");
    return;
  }
  hufu_pdb_begin (call->platform->db);
  known = look_up (call, &request);
  if (known == IS_OTHER) {
    refuse (call, HUFU_PROBLEM_KEY_REUSED, NULL);
    return;
  }
  if (known == IS_NEW)
    insert (call, &request);
  if (call->platform->demo && known != IS_CLOSED)
    hufu_wallet_charge (call->platform, &request.payment_id, request.code, request.amount_minor,
                        &said);
  if (known != IS_CLOSED)
    keep (call->platform, &request.payment_id, &said);
  answer_with (call, &request.payment_id);
}

/* ---- closing, giving back ---- */

static gboolean
is_of_sender (HufuCall *call)
{
  return hufu_pdb_get_int (call->platform->db, 0,
                           "SELECT 1 FROM payment WHERE payment_id = ? AND terminal_id = ?", "dd",
                           &call->path_id, &call->sender.holder.terminal_id) != 0;
}

static gboolean
is_known (HufuCall *call)
{
  return hufu_pdb_get_int (call->platform->db, 0, "SELECT 1 FROM payment WHERE payment_id = ?", "d",
                           &call->path_id) != 0;
}

/* Nobody asked for it yet: what asks for it later finds it closed. */
static void
close_unheard (HufuCall *call)
{
  const Request nothing = {.payment_id = call->path_id, .way = HUFU_PAYMENT_BY_QR};
  const HufuWalletAnswer closed = {.state = HUFU_PAYMENT_REFUSED,
                                   .refusal = HUFU_PAYMENT_REFUSAL_CLOSED};

  insert (call, &nothing);
  keep (call->platform, &call->path_id, &closed);
}

static gboolean
is_heard (HufuCall *call)
{
  return hufu_pdb_get_int (call->platform->db, 0, "SELECT 1 FROM wallet WHERE payment_id = ?", "d",
                           &call->path_id) != 0;
}

void
hufu_payments_close (HufuCall *call)
{
  HufuWalletAnswer said;

  hufu_pdb_begin (call->platform->db);
  if (is_known (call) && !is_of_sender (call)) {
    refuse (call, HUFU_PROBLEM_NOT_FOUND, NULL);
    return;
  }
  if (!is_known (call)) {
    close_unheard (call);
  } else if (is_heard (call)) {
    hufu_wallet_close (call->platform, &call->path_id, &said);
    keep (call->platform, &call->path_id, &said);
  }
  answer_with (call, &call->path_id);
}

void
hufu_payments_give_back (HufuCall *call)
{
  HufuWalletAnswer said;
  gint64 keep_minor;

  if (!hufu_pjson_get_int (call->body, "keep_minor", 0, HUFU_MONEY_MAX_MINOR, &keep_minor)) {
    hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST, "keep_minor is wanted");
    return;
  }
  hufu_pdb_begin (call->platform->db);
  if (!is_of_sender (call)) {
    refuse (call, HUFU_PROBLEM_NOT_FOUND, NULL);
    return;
  }
  if (is_heard (call)) {
    hufu_wallet_give_back (call->platform, &call->path_id, keep_minor, &said);
    keep (call->platform, &call->path_id, &said);
  }
  answer_with (call, &call->path_id);
}

/* ---- what has changed ---- */

void
hufu_payments_refresh (HufuPlatform *platform, const HufuId *payment_id)
{
  HufuWalletAnswer said;

  hufu_wallet_ask (platform, payment_id, &said);
  keep (platform, payment_id, &said);
}

/* A real wallet tells of what it does after it has paid; this one is asked. */
static void
ask_for_news (HufuCall *call)
{
  HufuPlatform *platform = call->platform;
  g_autoptr (GArray) paid = g_array_new (FALSE, FALSE, sizeof (HufuId));
  sqlite3_stmt *row =
      hufu_pdb_query (platform->db,
                      "SELECT payment_id, paid_minor FROM payment WHERE terminal_id = ?"
                      " AND state = 'paid'",
                      "d", &call->sender.holder.terminal_id);
  g_autoptr (GArray) sums = g_array_new (FALSE, FALSE, sizeof (gint64));

  while (hufu_pdb_next (platform->db, row)) {
    gint64 sum_minor = hufu_pdb_int (row, 1);
    HufuId payment_id;

    hufu_pdb_id (row, 0, &payment_id);
    g_array_append_val (paid, payment_id);
    g_array_append_val (sums, sum_minor);
  }
  for (guint i = 0; i < paid->len; i++) {
    const HufuId *payment_id = &g_array_index (paid, HufuId, i);

    if (hufu_wallet_has_news (platform, payment_id, g_array_index (sums, gint64, i)))
      hufu_payments_refresh (platform, payment_id);
  }
}

void
hufu_payments_list (HufuCall *call)
{
  json_t *payments = json_array ();
  gint64 after, limit;
  gboolean more = FALSE;
  GError *error = NULL;
  sqlite3_stmt *row;

  if (!hufu_call_get_query (call, "after", 0, G_MAXINT64, 0, &after) ||
      !hufu_call_get_query (call, "limit", 1, LIST_MAX, LIST_DEFAULT, &limit)) {
    json_decref (payments);
    return;
  }
  hufu_pdb_begin (call->platform->db);
  if (call->platform->demo)
    ask_for_news (call);
  row = hufu_pdb_query (call->platform->db,
                        "SELECT payment_id, way, state, refusal, amount_minor, paid_minor,"
                        " reference, change_no FROM payment WHERE change_no > ? AND terminal_id = ?"
                        " ORDER BY change_no LIMIT ?",
                        "idi", after, &call->sender.holder.terminal_id, limit + 1);
  while (hufu_pdb_next (call->platform->db, row)) {
    more = (gint64)json_array_size (payments) == limit;
    if (more)
      continue;
    json_array_append_new (payments, to_json (call->platform, row));
    after = hufu_pdb_int (row, 7);
  }
  if (!hufu_pdb_commit (call->platform->db, &error))
    g_clear_pointer (&payments, json_decref);
  hufu_call_answer (call,
                    payments == NULL ? NULL
                                     : json_pack ("{s:o, s:I, s:b}", "payments", payments, "after",
                                                  (json_int_t)after, "more", (int)more),
                    error);
}

/* ---- what tills have booked ---- */

static const char *
book (const HufuSubject *subject, gint64 sign)
{
  const char *kind = hufu_pjson_find_text (subject->body, "kind", 8, FALSE);
  HufuId payment_id, sale_id;
  gint64 amount_minor;

  if (kind == NULL || (strcmp (kind, "card") != 0 && strcmp (kind, "wallet") != 0) ||
      !hufu_pjson_get_id (subject->body, "payment_id", &payment_id) ||
      !hufu_pjson_get_id (subject->body, "sale_id", &sale_id) ||
      !hufu_pjson_get_int (subject->body, "amount_minor", 1, 2 * HUFU_MONEY_MAX_MINOR,
                           &amount_minor))
    return "bad_body";
  if (sign == 0)
    return "ok";
  hufu_pdb_run (subject->platform->db,
                "INSERT INTO payment_booked VALUES (?, ?, ?, ?, ?) ON CONFLICT (payment_id)"
                " DO UPDATE SET booked_minor = booked_minor + excluded.booked_minor",
                "dtddi", &payment_id, kind, &subject->holder->terminal_id, &sale_id,
                sign * amount_minor);
  return "ok";
}

const char *
hufu_interpret_payment_taken (const HufuSubject *subject)
{
  return book (subject, 1);
}

const char *
hufu_interpret_payment_returned (const HufuSubject *subject)
{
  return book (subject, -1);
}

const char *
hufu_interpret_payment_told (const HufuSubject *subject)
{
  return book (subject, 0);
}

json_t *
hufu_payments_sum (HufuPlatform *platform)
{
  return json_pack (
      "{s:I, s:I, s:I}", "wallet_paid_minor",
      (json_int_t)hufu_pdb_get_int (platform->db, 0, "SELECT sum (paid_minor) FROM payment", ""),
      "wallet_booked_minor",
      (json_int_t)hufu_pdb_get_int (
          platform->db, 0, "SELECT sum (booked_minor) FROM payment_booked WHERE kind = 'wallet'",
          ""),
      "card_booked_minor",
      (json_int_t)hufu_pdb_get_int (
          platform->db, 0, "SELECT sum (booked_minor) FROM payment_booked WHERE kind = 'card'",
          ""));
}
