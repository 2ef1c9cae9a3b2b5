/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/care.h"

#include "platform/attention.h"
#include "platform/closing.h"
#include "platform/restore.h"
#include "platform/rights-drain.h"
#include "platform/terminals.h"
#include "platform/unleased.h"
#include "platform/voucher.h"
#include "platform/wish.h"

/* Who decides, for the books: the operator, or the terminal and the manager who is signed in. */
static char *
name_sender (HufuCall *call)
{
  const char *staff = hufu_pjson_find_text (call->body, "staff_id", HUFU_ID_TEXT_SIZE - 1, FALSE);
  char terminal[HUFU_ID_TEXT_SIZE];

  if (call->sender.kind == HUFU_SIGNER_OPERATOR)
    return g_strdup ("operator");
  hufu_id_format (&call->sender.holder.terminal_id, terminal);
  return g_strdup_printf ("%s at %s", staff != NULL ? staff : "somebody", terminal);
}

/* FALSE: the body has a member that is none of these, which is refused. */
static gboolean
check_names (HufuCall *call, const char *const *names)
{
  g_autofree char *unknown = hufu_pjson_dup_unknown (call->body, names);
  g_autofree char *known = NULL, *detail = NULL;

  if (unknown == NULL)
    return TRUE;
  known = g_strjoinv (", ", (char **)(gsize)names);
  detail = names[0] == NULL
               ? g_strdup_printf ("%s is not known here: nothing is asked for", unknown)
               : g_strdup_printf ("%s is not known here: there are %s", unknown, known);
  hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST, detail);
  return FALSE;
}

static const char *const no_names[] = {NULL};

/* --- terminals ----------------------------------------------------------------------------------
 */

void
hufu_care_renew_incarnation (HufuCall *call)
{
  json_t *answer = NULL;
  GError *error = NULL;
  HufuId key;

  if (!hufu_pjson_get_id (call->body, "key", &key)) {
    hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST, "key is wanted");
    return;
  }
  if (!hufu_terminals_renew (call->platform, &call->sender.holder, &key, &answer, &error))
    answer = NULL;
  hufu_call_answer (call, answer, error);
}

void
hufu_care_list_terminals (HufuCall *call)
{
  json_t *answer = json_pack ("{s:o}", "terminals", hufu_terminals_list (call->platform));
  GError *error = NULL;

  if (!hufu_pdb_check (call->platform->db, &error))
    g_clear_pointer (&answer, json_decref);
  hufu_call_answer (call, answer, error);
}

/* Whose reports a write-off waits for; NULL: for none. */
static char *
say_awaited (const json_t *till)
{
  const json_t *other, *others = json_object_get (till, "waits_for");
  GString *names;
  gsize i;

  if (json_array_size (others) == 0)
    return NULL;
  names = g_string_new ("It waits for reports, which are asked for, of");
  json_array_foreach (others, i, other) g_string_append_printf (
      names, "%s till %" JSON_INTEGER_FORMAT " of store %" JSON_INTEGER_FORMAT, i > 0 ? "," : "",
      json_integer_value (json_object_get (other, "terminal_no")),
      json_integer_value (json_object_get (other, "store_no")));
  return g_string_free (names, FALSE);
}

static void
answer_terminal (HufuCall *call, gboolean done, HufuTerminalOutcome outcome, json_t *answer,
                 GError *error)
{
  g_autofree char *awaited = say_awaited (answer);

  if (!done || outcome == HUFU_TERMINAL_DONE) {
    hufu_call_answer (call, done ? answer : NULL, error);
    return;
  }
  if (outcome == HUFU_TERMINAL_UNKNOWN)
    hufu_call_refuse (call, HUFU_PROBLEM_NOT_FOUND, "There is no such terminal");
  else
    hufu_call_refuse_with (call, HUFU_PROBLEM_NOT_NOW,
                           awaited != NULL ? awaited : "Nothing that it holds is in quarantine",
                           "terminal", json_incref (answer));
  json_decref (answer);
}

typedef gboolean (*Change) (HufuPlatform *platform, const HufuId *terminal_id,
                            HufuTerminalOutcome *ret_outcome, json_t **ret_answer, GError **error);

static void
change_terminal (HufuCall *call, Change change)
{
  HufuTerminalOutcome outcome = HUFU_TERMINAL_UNKNOWN;
  json_t *answer = NULL;
  GError *error = NULL;
  gboolean done;

  if (!check_names (call, no_names))
    return;
  done = change (call->platform, &call->path_id, &outcome, &answer, &error);
  answer_terminal (call, done, outcome, answer, error);
}

void
hufu_care_remove_terminal (HufuCall *call)
{
  change_terminal (call, hufu_terminals_remove);
}

void
hufu_care_lose_terminal (HufuCall *call)
{
  change_terminal (call, hufu_terminals_lose);
}

void
hufu_care_find_terminal (HufuCall *call)
{
  change_terminal (call, hufu_terminals_find);
}

void
hufu_care_write_off (HufuCall *call)
{
  static const char *const names[] = {"incarnation", NULL};
  HufuTerminalOutcome outcome = HUFU_TERMINAL_UNKNOWN;
  json_t *answer = NULL;
  GError *error = NULL;
  gint64 incarnation = 0;
  gboolean done;

  if (!check_names (call, names))
    return;
  if (json_object_get (call->body, "incarnation") != NULL &&
      !hufu_pjson_get_int (call->body, "incarnation", 1, G_MAXUINT32, &incarnation)) {
    hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST, "incarnation is a number from 1 on");
    return;
  }
  done = hufu_terminals_write_off (call->platform, &call->path_id, (guint32)incarnation, "operator",
                                   &outcome, &answer, &error);
  answer_terminal (call, done, outcome, answer, error);
}

/* --- vouchers -----------------------------------------------------------------------------------
 */

/* NULL: the order is one; else what is wrong with it. */
static const char *
read_order (const json_t *body, HufuWishOrder *order)
{
  const char *kind = hufu_pjson_find_text (body, "kind", 16, FALSE);
  const json_t *home = json_object_get (body, "home_store");
  const json_t *risk = json_object_get (body, "accepts_risk");
  gint64 generation = 0;

  if (kind == NULL || !hufu_wish_kind_find (kind, &order->kind))
    return "kind is refund, transfer or home";
  if (order->kind != HUFU_WISH_HOME && home != NULL)
    return "home_store is for home alone";
  if (order->kind == HUFU_WISH_HOME && home == NULL)
    return "home_store is wanted: a store's number, or null for online alone";
  if (home != NULL && !json_is_null (home) &&
      !hufu_pjson_get_int (body, "home_store", 0, G_MAXINT64, &order->home_store))
    return "home_store is a store's number, or null for online alone";
  if (json_object_get (body, "generation") != NULL &&
      !hufu_pjson_get_int (body, "generation", 1, G_MAXINT64, &generation))
    return "generation is a number from 1 on";
  if (risk != NULL && !json_is_boolean (risk))
    return "accepts_risk is true or false";
  order->generation = (guint64)generation;
  order->accepts_risk = json_is_true (risk);
  return NULL;
}

void
hufu_care_make_wish (HufuCall *call)
{
  static const char *const names[] = {"kind", "home_store", "generation", "accepts_risk", NULL};
  HufuWishOrder order = {.cti = call->path_id, .home_store = -1, .signed_by = "operator"};
  const char *refused = NULL, *fault;
  GError *error = NULL;
  json_t *answer;

  if (!check_names (call, names))
    return;
  fault = read_order (call->body, &order);
  if (fault != NULL) {
    hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST, fault);
    return;
  }
  answer = hufu_wish_make (call->platform, &order, &refused, &error);
  if (refused != NULL)
    hufu_call_refuse (call, HUFU_PROBLEM_NOT_NOW, refused);
  else
    hufu_call_answer (call, answer, error);
}

void
hufu_care_recall_voucher (HufuCall *call)
{
  HufuPlatform *platform = call->platform;
  g_autoptr (HufuIssued) issued = NULL;
  g_autoptr (GArray) rights = NULL;
  GError *error = NULL;
  gint64 n = 0;

  if (!check_names (call, no_names))
    return;
  hufu_pdb_begin (platform->db);
  issued = hufu_issued_find_cti (platform, &call->path_id);
  if (issued != NULL)
    rights = hufu_rights_list (platform, &issued->cti, issued->generation);
  for (guint i = 0; rights != NULL && i < rights->len; i++)
    n += hufu_recalls_start (platform, &g_array_index (rights, HufuRightRow, i), "operator");
  if (!hufu_pdb_commit (platform->db, &error))
    hufu_call_answer (call, NULL, error);
  else if (issued == NULL)
    hufu_call_refuse (call, HUFU_PROBLEM_UNKNOWN_VOUCHER, NULL);
  else
    hufu_call_answer (call, json_pack ("{s:I}", "recalled", (json_int_t)n), NULL);
}

/* --- attention ----------------------------------------------------------------------------------
 */

/* A terminal hears of its own store alone; 0: an operator, who hears of all. */
static guint64
get_store (const HufuCall *call)
{
  return call->sender.kind == HUFU_SIGNER_OPERATOR ? 0 : call->sender.holder.store_no;
}

/* A terminal knows best what it accepts itself; NULL: an operator. */
static const HufuId *
get_asker (const HufuCall *call)
{
  return call->sender.kind == HUFU_SIGNER_OPERATOR ? NULL : &call->sender.holder.terminal_id;
}

void
hufu_care_get_attention (HufuCall *call)
{
  GError *error = NULL;
  json_t *answer = hufu_attention_list (call->platform, get_store (call), get_asker (call), &error);

  hufu_call_answer (call, answer, error);
}

/* An operator decides for himself; at a terminal a manager of its store does. */
static gboolean
is_manager (HufuCall *call)
{
  const char *staff = hufu_pjson_find_text (call->body, "staff_id", HUFU_ID_TEXT_SIZE - 1, FALSE);

  return call->sender.kind == HUFU_SIGNER_OPERATOR ||
         hufu_pdb_get_int (call->platform->db, 0,
                           "SELECT 1 FROM change WHERE kind = 'staff' AND key = ? AND "
                           "(store_no IS NULL OR store_no = ?) AND data ->> 'role' = 'manager' AND "
                           "ifnull (data ->> 'active', 1)",
                           "ti", staff, (gint64)call->sender.holder.store_no) != 0;
}

typedef enum { DECIDED, NOTHING_LIKE_IT, REFUSED, NOT_STORED } Decided;

static Decided
judge (gboolean stored, gboolean found)
{
  return !stored ? NOT_STORED : found ? DECIDED : NOTHING_LIKE_IT;
}

static Decided
decide_conflict (HufuCall *call, const char *decision, GError **error)
{
  g_autofree char *by = name_sender (call);
  gboolean stored, found = FALSE;
  HufuRightKey key;

  if (!hufu_pjson_get_right (call->body, "conflict", &key))
    return NOTHING_LIKE_IT;
  stored = hufu_attention_decide_conflict (call->platform, get_store (call), &key, decision, by,
                                           &found, error);
  return judge (stored, found);
}

/* FALSE: it is not named, or not of the store of who asks. */
static gboolean
read_till (HufuCall *call, const json_t *place, HufuHolder *ret_till)
{
  gint64 incarnation;

  *ret_till = (HufuHolder){0};
  if (!hufu_pjson_get_id (place, "terminal_id", &ret_till->terminal_id) ||
      !hufu_pjson_get_int (place, "incarnation", 1, G_MAXUINT32, &incarnation))
    return FALSE;
  ret_till->incarnation = (guint32)incarnation;
  ret_till->store_no = (guint64)hufu_pdb_get_int (
      call->platform->db, 0, "SELECT store_no FROM terminal WHERE terminal_id = ?", "d",
      &ret_till->terminal_id);
  return get_store (call) == 0 || get_store (call) == ret_till->store_no;
}

static Decided
settle_event (HufuCall *call, const char *decision, GError **error)
{
  const json_t *event = json_object_get (call->body, "event");
  g_autofree char *by = name_sender (call);
  gboolean stored, found = FALSE;
  HufuHolder till;
  gint64 seq;

  if (!read_till (call, event, &till) || !hufu_pjson_get_int (event, "seq", 1, G_MAXINT64, &seq))
    return NOTHING_LIKE_IT;
  stored = hufu_attention_settle_event (call->platform, &till, seq, by, &found, error);
  return judge (stored, found);
}

/* Who signs, and why: it stands in the books beside the loss that may come of it. */
static char *
name_signer (HufuCall *call, const char *reason)
{
  g_autofree char *by = name_sender (call);

  return g_strdup_printf ("%s: %s", by, reason);
}

/* As the list has it: what is signed off already is not signed again. */
static gboolean
holds_quarantined (HufuCall *call, const HufuHolder *till)
{
  return hufu_pdb_get_int (call->platform->db, 0,
                           "SELECT 1 FROM \"right\" WHERE terminal_id = ? AND incarnation = ? AND "
                           "state = 'quarantined' LIMIT 1",
                           "di", &till->terminal_id, (gint64)till->incarnation) != 0;
}

static Decided
sign_off_till (HufuCall *call, const char *decision, GError **error)
{
  g_autofree char *by = name_signer (call, decision);
  HufuTerminalOutcome outcome = HUFU_TERMINAL_UNKNOWN;
  json_t *answer = NULL;
  HufuHolder till;

  if (!read_till (call, json_object_get (call->body, "till"), &till) ||
      !holds_quarantined (call, &till))
    return NOTHING_LIKE_IT;
  if (!hufu_terminals_write_off (call->platform, &till.terminal_id, till.incarnation, by, &outcome,
                                 &answer, error))
    return NOT_STORED;
  if (outcome == HUFU_TERMINAL_NOT_NOW) {
    answer_terminal (call, TRUE, outcome, answer, NULL);
    return REFUSED;
  }
  json_decref (answer);
  return judge (TRUE, outcome == HUFU_TERMINAL_DONE);
}

static Decided
take_risk (HufuCall *call, const char *decision, GError **error)
{
  g_autofree char *by = name_signer (call, decision);
  gboolean stored, found = FALSE;
  HufuId wish_id;

  if (!hufu_pjson_get_id (call->body, "wish", &wish_id))
    return NOTHING_LIKE_IT;
  if (hufu_restore_is_on (call->platform)) {
    hufu_call_refuse (call, HUFU_PROBLEM_NOT_NOW, HUFU_WISH_RESTORING);
    return REFUSED;
  }
  stored = hufu_wish_sign (call->platform, get_store (call), &wish_id, by, &found, error);
  return judge (stored, found);
}

typedef Decided (*Decide) (HufuCall *call, const char *decision, GError **error);

/* What the body names; NULL: nothing, or more than one thing. */
static Decide
find_decide (const json_t *body)
{
  static const struct {
    const char *subject;
    Decide decide;
  } all[] = {
      {"conflict", decide_conflict},
      {"event", settle_event},
      {"till", sign_off_till},
      {"wish", take_risk},
  };
  Decide decide = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++) {
    if (json_object_get (body, all[i].subject) == NULL)
      continue;
    if (decide != NULL)
      return NULL;
    decide = all[i].decide;
  }
  return decide;
}

void
hufu_care_settle_attention (HufuCall *call)
{
  const char *decision = hufu_pjson_find_text (call->body, "decision", 200, FALSE);
  Decide decide = find_decide (call->body);
  GError *error = NULL;

  if (!is_manager (call)) {
    hufu_call_refuse (call, HUFU_PROBLEM_FORBIDDEN, "A manager of this store decides that");
    return;
  }
  if (decision == NULL || decide == NULL) {
    hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST,
                      "decision and one of conflict, event, till and wish are wanted");
    return;
  }
  switch (decide (call, decision, &error)) {
  case DECIDED:
    hufu_care_get_attention (call);
    break;
  case NOTHING_LIKE_IT:
    hufu_call_refuse (call, HUFU_PROBLEM_NOT_FOUND, "Nothing like that needs attention");
    break;
  case REFUSED:
    break;
  case NOT_STORED:
    hufu_call_answer (call, NULL, error);
    break;
  }
}

void
hufu_care_get_limits (HufuCall *call)
{
  GError *error = NULL;
  json_t *answer = hufu_unleased_list (call->platform, &error);

  hufu_call_answer (call, answer, error);
}

void
hufu_care_put_limits (HufuCall *call)
{
  static const char *const names[] = {"store_no", "limits", NULL};
  const json_t *limits = json_object_get (call->body, "limits");
  g_autofree char *refused = NULL;
  GError *error = NULL;
  gint64 store_no;

  if (!check_names (call, names))
    return;
  if (!hufu_pjson_get_int (call->body, "store_no", 0, G_MAXINT64, &store_no))
    refused = g_strdup ("store_no is a store's number");
  else if (!json_is_null (limits) && !json_is_object (limits))
    refused = g_strdup ("limits is wanted: the four of them, or null for none");
  else if (hufu_unleased_allow (call->platform, (guint64)store_no, limits, &refused, &error))
    hufu_call_answer (call, json_pack ("{s:b}", "is_on", (int)!json_is_null (limits)), NULL);
  if (refused != NULL)
    hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST, refused);
  else if (error != NULL)
    hufu_call_answer (call, NULL, error);
}
