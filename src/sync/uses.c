/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/uses.h"

#include <string.h>
#include "sync/json.h"
#include "sync/pace.h"
#include "sync/voucher-json.h"

struct HufuUses {
  HufuWire *wire;
  HufuPace *pace;
};

HufuUses *
hufu_uses_new (HufuWire *wire)
{
  HufuUses *uses = g_new0 (HufuUses, 1);

  uses->wire = wire;
  uses->pace = hufu_pace_new (hufu_wire_get_host (wire));
  return uses;
}

void
hufu_uses_free (HufuUses *uses)
{
  if (uses == NULL)
    return;
  hufu_pace_free (uses->pace);
  g_free (uses);
}

void
hufu_uses_make_due (HufuUses *uses, gboolean by_hand)
{
  hufu_pace_make_due (uses->pace, by_hand);
}

/* --- acts ------------------------------------------------------------------------------------ */

static gpointer
act_list_open (HufuDb *db, gpointer data, GError **error)
{
  return hufu_use_list_open (db, error);
}

static gpointer
act_count_try (HufuDb *db, gpointer data, GError **error)
{
  return hufu_use_count_try (db, data, error) ? data : NULL;
}

static gpointer
act_answer (HufuDb *db, gpointer data, GError **error)
{
  HufuBasket *basket = NULL;
  gboolean stored = hufu_use_answer (db, data, &basket, error);

  hufu_basket_free (basket);
  return stored ? data : NULL;
}

typedef struct {
  const HufuId *use_id;
  const char *code;
} Attention;

static gpointer
act_set_attention (HufuDb *db, gpointer data, GError **error)
{
  const Attention *attention = data;

  return hufu_use_set_attention (db, attention->use_id, attention->code, error) ? data : NULL;
}

/* Of the books: they take it, they cannot now, or they never will. */
static HufuOutcome
judge_store (const GError *error)
{
  HufuOutcome outcome = hufu_outcome_problem (HUFU_TROUBLE_STORE);

  if (g_error_matches (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT) ||
      g_error_matches (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_INVALID)) {
    outcome.problem = HUFU_TROUBLE_REFUSED;
    outcome.final = TRUE;
    g_strlcpy (outcome.code, "books", sizeof outcome.code);
  }
  return outcome;
}

typedef struct {
  const HufuUse *use;
  gboolean undone;
} Undone;

static gpointer
act_undone (HufuDb *db, gpointer data, GError **error)
{
  const Undone *undone = data;
  HufuBasket *basket = NULL;
  gboolean stored = hufu_use_undone (db, &undone->use->use_id, undone->use->undo_attempt,
                                     undone->undone, &basket, error);

  hufu_basket_free (basket);
  return stored ? data : NULL;
}

/* --- answers --------------------------------------------------------------------------------- */

static gboolean
read_uses (const json_t *json, HufuUseAnswer *answer)
{
  const json_t *list = hufu_json_get_array (json, "uses", 10);
  const json_t *item;
  gint64 k = 0, amount_minor;
  gsize i;

  if (list == NULL || json_array_size (list) == 0)
    return FALSE;
  json_array_foreach (list, i, item)
  {
    if (!hufu_json_get_int (item, "k", 0, 999, &k) ||
        !hufu_json_get_int (item, "amount_minor", 0, G_GINT64_CONSTANT (1000000000000),
                            &amount_minor))
      return FALSE;
    answer->amount_minor += amount_minor;
    if (i == 0)
      answer->key.k = (guint32)k;
  }
  return TRUE;
}

/* Fills *ret_answer; its voucher is owned by the caller. FALSE if it breaks the contract. */
static gboolean
read_redemption (const json_t *json, const HufuUse *use, HufuUseAnswer *ret_answer)
{
  const char *reason = hufu_json_get_text (json, "reason", 3);
  const char *state = hufu_json_get_text (json, "state", 16);
  gint64 undo_until_utc_s;
  HufuId use_id;

  *ret_answer = (HufuUseAnswer){.use_id = use->use_id};
  if (!hufu_json_get_id (json, "use_id", &use_id) || !hufu_id_equal (&use_id, &use->use_id) ||
      reason == NULL || !hufu_reason_find (reason, &ret_answer->reason) || state == NULL ||
      !hufu_json_get_int_or_null (json, "undo_until_utc_s", G_MAXINT64 / G_USEC_PER_SEC, 0,
                                  &undo_until_utc_s))
    return FALSE;
  ret_answer->redeemed = strcmp (state, "redeemed") == 0;
  ret_answer->undo_until_utc_us = undo_until_utc_s * G_USEC_PER_SEC;
  /* A yes must say yes to what, a no must be a no. */
  if (ret_answer->redeemed != hufu_reason_accepts (ret_answer->reason))
    return FALSE;
  if (!json_is_null (json_object_get (json, "voucher"))) {
    ret_answer->voucher = hufu_voucher_from_json (json_object_get (json, "voucher"));
    if (ret_answer->voucher == NULL)
      return FALSE;
    ret_answer->key.cti = ret_answer->voucher->cti;
    ret_answer->key.generation = ret_answer->voucher->generation;
  }
  return !ret_answer->redeemed || (ret_answer->voucher != NULL && read_uses (json, ret_answer));
}

static HufuOutcome
store_answer (HufuUses *uses, HufuUseAnswer *answer)
{
  g_autoptr (GError) error = NULL;

  if (hufu_store_run_wait (hufu_wire_get_books (uses->wire), act_answer, answer, &error) == NULL)
    return judge_store (error);
  hufu_board_tell_settled (hufu_wire_get_board (uses->wire), &answer->use_id);
  return HUFU_OUTCOME_OK;
}

static HufuOutcome
take_redemption (HufuUses *uses, const HufuUse *use, const json_t *json)
{
  HufuUseAnswer answer;
  HufuOutcome outcome = hufu_outcome_problem (HUFU_TROUBLE_MALFORMED);

  if (read_redemption (json, use, &answer))
    outcome = store_answer (uses, &answer);
  hufu_voucher_free (answer.voucher);
  return outcome;
}

static HufuOutcome
store_refusal (HufuUses *uses, const HufuUse *use, HufuReason reason)
{
  HufuUseAnswer answer = {.use_id = use->use_id, .reason = reason, .key = use->key};

  return store_answer (uses, &answer);
}

static HufuOutcome
store_undone (HufuUses *uses, const HufuUse *use, gboolean undone)
{
  Undone act = {use, undone};
  g_autoptr (GError) error = NULL;

  if (hufu_store_run_wait (hufu_wire_get_books (uses->wire), act_undone, &act, &error) == NULL)
    return judge_store (error);
  hufu_board_tell_settled (hufu_wire_get_board (uses->wire), &use->use_id);
  return HUFU_OUTCOME_OK;
}

/* --- asking ---------------------------------------------------------------------------------- */

/* Who takes it back; of one that never was answered, who asked for it. */
static HufuAnswer *
ask_undo (HufuUses *uses, HufuHttp *http, const HufuUse *use, const char *use_text)
{
  const HufuId *staff_id =
      hufu_id_is_zero (&use->undo_staff_id) ? &use->staff_id : &use->undo_staff_id;
  char staff_text[HUFU_ID_TEXT_SIZE];
  g_autofree char *path = g_strdup_printf ("/v1/redemptions/%s/undo", use_text);
  g_autofree char *content = NULL;
  json_auto_t *body = NULL;
  HufuAsk ask = {.method = "POST", .path = path, .quick = TRUE};

  hufu_id_format (staff_id, staff_text);
  body = json_pack ("{s:s?, s:I}", "staff_id", hufu_id_is_zero (staff_id) ? NULL : staff_text,
                    "attempt", (json_int_t)use->undo_attempt);
  content = hufu_json_format (body);
  ask.content = content;
  return hufu_wire_ask (uses->wire, http, &ask);
}

/* TRUE: the key is closed with nothing used; FALSE with *ret_refused: it is not. */
static gboolean
read_undo (const json_t *json, const HufuUse *use, gboolean *ret_undone, HufuReason *ret_reason)
{
  const char *state = hufu_json_get_text (json, "state", 16);
  const char *reason = hufu_json_get_text (json, "reason", 3);
  HufuId use_id;

  if (!hufu_json_get_id (json, "use_id", &use_id) || !hufu_id_equal (&use_id, &use->use_id) ||
      state == NULL || reason == NULL || !hufu_reason_find (reason, ret_reason))
    return FALSE;
  *ret_undone = strcmp (state, "undone") == 0 || strcmp (state, "given_up") == 0;
  return *ret_undone || strcmp (state, "refused") == 0;
}

static HufuOutcome
ask_state (HufuUses *uses, HufuHttp *http, const HufuUse *use, const char *use_text)
{
  g_autofree char *path = g_strdup_printf ("/v1/redemptions/%s", use_text);
  HufuAsk ask = {.method = "GET", .path = path, .quick = TRUE};
  g_autoptr (HufuAnswer) answer = hufu_wire_ask (uses->wire, http, &ask);

  if (answer->kind != HUFU_ANSWER_OK)
    return hufu_outcome_of (uses->wire, answer);
  return take_redemption (uses, use, answer->json);
}

/* Closes the key of a use that was never answered: whatever the platform had heard of it is taken
 * back, and what it hears later is refused. If it can no longer be taken back, what was answered is
 * the truth. */
static HufuOutcome
give_up (HufuUses *uses, HufuHttp *http, const HufuUse *use, const char *use_text,
         HufuReason reason)
{
  g_autoptr (HufuAnswer) answer = ask_undo (uses, http, use, use_text);
  HufuReason said;
  gboolean undone;

  if (answer->kind != HUFU_ANSWER_OK)
    return hufu_outcome_of (uses->wire, answer);
  if (!read_undo (answer->json, use, &undone, &said))
    return hufu_outcome_problem (HUFU_TROUBLE_MALFORMED);
  if (undone)
    return store_refusal (uses, use, reason);
  return ask_state (uses, http, use, use_text);
}

static HufuOutcome
ask_undone (HufuUses *uses, HufuHttp *http, const HufuUse *use, const char *use_text)
{
  g_autoptr (HufuAnswer) answer = ask_undo (uses, http, use, use_text);
  HufuReason reason;
  gboolean undone;

  if (answer->kind != HUFU_ANSWER_OK)
    return hufu_outcome_of (uses->wire, answer);
  if (!read_undo (answer->json, use, &undone, &reason))
    return hufu_outcome_problem (HUFU_TROUBLE_MALFORMED);
  return store_undone (uses, use, undone);
}

/* Refusals of the request itself, which asking again cannot change. */
static gboolean
is_hopeless (const HufuAnswer *answer, HufuReason *ret_reason)
{
  static const struct {
    const char *code;
    HufuReason reason;
  } codes[] = {
      {"unknown_voucher", HUFU_R04_BAD_FORMAT},    {"bad_request", HUFU_R04_BAD_FORMAT},
      {"too_large", HUFU_R04_BAD_FORMAT},          {"not_found", HUFU_R04_BAD_FORMAT},
      {"key_reused", HUFU_R29_CONDITIONS_NOT_MET},
  };

  for (gsize i = 0; answer->kind == HUFU_ANSWER_FINAL && i < G_N_ELEMENTS (codes); i++) {
    if (hufu_answer_has_code (answer, codes[i].code)) {
      *ret_reason = codes[i].reason;
      return TRUE;
    }
  }
  return FALSE;
}

static HufuOutcome
ask_redeemed (HufuUses *uses, HufuHttp *http, const HufuUse *use, const char *use_text)
{
  HufuAsk ask = {.method = "POST",
                 .path = "/v1/redemptions",
                 .content = use->request,
                 .idempotency_key = use_text,
                 .quick = TRUE};
  g_autoptr (HufuAnswer) answer = hufu_wire_ask (uses->wire, http, &ask);
  HufuReason reason;

  if (answer->kind == HUFU_ANSWER_OK)
    return take_redemption (uses, use, answer->json);
  if (is_hopeless (answer, &reason))
    return give_up (uses, http, use, use_text, reason);
  return hufu_outcome_of (uses->wire, answer);
}

static HufuOutcome
ask_once (HufuUses *uses, HufuHttp *http, const HufuUse *use)
{
  char use_text[HUFU_ID_TEXT_SIZE];

  hufu_id_format (&use->use_id, use_text);
  if (use->state == HUFU_USE_UNDOING)
    return ask_undone (uses, http, use, use_text);
  if (use->give_back || use->request == NULL)
    return give_up (uses, http, use, use_text, HUFU_R27_UNDONE_IN_WINDOW);
  return ask_redeemed (uses, http, use, use_text);
}

/* --- when ------------------------------------------------------------------------------------ */

static void
note_failure (HufuUses *uses, HufuUse *use, const HufuOutcome *outcome)
{
  hufu_pace_note_failure (uses->pace, &use->use_id, outcome->retry_after_s);
  hufu_store_run_wait (hufu_wire_get_books (uses->wire), act_count_try, &use->use_id, NULL);
  hufu_board_tell_tried (hufu_wire_get_board (uses->wire), &use->use_id);
}

/* Shown, kept, and asked again only when somebody says so or the program starts anew. */
static void
put_aside (HufuUses *uses, const HufuUse *use, const HufuOutcome *outcome)
{
  Attention attention = {&use->use_id, outcome->code};

  hufu_pace_put_aside (uses->pace, &use->use_id);
  hufu_store_run_wait (hufu_wire_get_books (uses->wire), act_set_attention, &attention, NULL);
  hufu_wire_refresh (uses->wire);
}

static void
try_use (HufuUses *uses, HufuHttp *http, HufuUse *use, HufuOutcome *worst)
{
  HufuOutcome outcome = ask_once (uses, http, use);

  if (outcome.problem == HUFU_TROUBLE_STOPPED)
    return;
  if (outcome.problem == HUFU_TROUBLE_NONE) {
    hufu_pace_forget (uses->pace, &use->use_id);
    return;
  }
  note_failure (uses, use, &outcome);
  if (outcome.final)
    put_aside (uses, use, &outcome);
  *worst = outcome;
}

static GPtrArray *
list_open (HufuUses *uses)
{
  GPtrArray *open =
      hufu_store_run_wait (hufu_wire_get_books (uses->wire), act_list_open, NULL, NULL);

  if (open != NULL)
    hufu_board_show_open_uses (hufu_wire_get_board (uses->wire), open->len);
  return open;
}

static guint
find_wait (HufuUses *uses, const GPtrArray *open)
{
  gint64 wait_ms = G_MAXUINT;

  for (guint i = 0; i < open->len; i++) {
    const HufuUse *use = open->pdata[i];

    if (!use->waits_for_report)
      wait_ms = MIN (wait_ms, hufu_pace_get_wait_ms (uses->pace, &use->use_id));
  }
  return (guint)wait_ms;
}

HufuOutcome
hufu_uses_ask_due (HufuUses *uses, HufuHttp *http, guint *ret_wait_ms)
{
  HufuOutcome worst = HUFU_OUTCOME_OK;
  g_autoptr (GPtrArray) open = list_open (uses);
  g_autoptr (GPtrArray) left = NULL;

  *ret_wait_ms = 1000;
  if (open == NULL)
    return hufu_outcome_problem (HUFU_TROUBLE_STORE);
  /* The newest first: its customer stands here. A dead link is tried once, not once a use. */
  for (guint i = open->len; i > 0 && !worst.ends_round && !hufu_wire_is_stopped (uses->wire); i--) {
    HufuUse *use = open->pdata[i - 1];

    if (!use->waits_for_report && hufu_pace_is_due (uses->pace, &use->use_id))
      try_use (uses, http, use, &worst);
  }
  left = list_open (uses);
  if (left != NULL)
    *ret_wait_ms = find_wait (uses, left);
  return worst;
}
