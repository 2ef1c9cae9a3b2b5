/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/grants.h"

#include "store/right-return.h"
#include "store/roster.h"
#include "sync/json.h"
#include "sync/lan.h"
#include "sync/voucher-json.h"

#define RECALLS_MAX 1000

/* One sync: the page that came last is credited while the next one is asked for. */
typedef struct {
  HufuWire *wire;
  HufuHttp *http;
  HufuLan *lan;
  HufuEpoch after;
  gint64 room;
  HufuGrants *grants; /* of the page that is being credited; NULL: none is */
  HufuStoreTurn *turn;
  guint n_credited;
  gboolean changed;
} Pull;

/* Where other tills reach this one is said too, if anywhere. */
static char *
format_request (const Pull *pull)
{
  HufuIdentity identity;
  hufu_autojson body = NULL;
  g_autofree char *address = NULL;

  hufu_wire_get_identity (pull->wire, &identity);
  body =
      json_pack ("{s:I, s:I, s:{s:I, s:I}, s:I}", "incarnation", (json_int_t)identity.incarnation,
                 "platform_epoch", (json_int_t)identity.platform_epoch, "after", "platform_epoch",
                 (json_int_t)pull->after.platform_epoch, "counter", (json_int_t)pull->after.counter,
                 "room", (json_int_t)pull->room);
  if (pull->lan != NULL)
    address = hufu_lan_dup_address (pull->lan);
  if (address != NULL)
    json_object_set_new (body, "address", json_string (address));
  return hufu_json_format (body);
}

/* NULL if one of them breaks the contract or they do not ascend from *after, which moves on. */
static HufuGrants *
read_grants (const json_t *json, HufuEpoch *after)
{
  g_autoptr (HufuGrants) grants = hufu_grants_from_json (json);

  for (guint i = 0; grants != NULL && i < grants->items->len; i++) {
    const HufuGrantItem *grant = &g_array_index (grants->items, HufuGrantItem, i);

    if (hufu_epoch_compare (&grant->right.epoch, after) <= 0)
      return NULL;
    *after = grant->right.epoch;
  }
  return g_steal_pointer (&grants);
}

/* --- what the platform wants back ------------------------------------------------------------ */

typedef struct {
  HufuRecall *recalls;
  gsize n_recalls;
  gboolean wants_report, keeps;
  HufuEpoch report;
  gboolean changed;
} Returns;

static gboolean
read_recall (const json_t *json, HufuRecall *ret_recall)
{
  const json_t *key = json_object_get (json, "right");
  gint64 generation, k;

  if (!hufu_epoch_from_json (json_object_get (json, "number"), &ret_recall->number) ||
      !hufu_epoch_from_json (json_object_get (json, "epoch"), &ret_recall->epoch) ||
      !hufu_json_get_id (key, "cti", &ret_recall->key.cti) ||
      !hufu_json_get_int (key, "generation", 0, G_MAXINT64, &generation) ||
      !hufu_json_get_int (key, "k", 0, 999, &k))
    return FALSE;
  ret_recall->key.generation = (guint64)generation;
  ret_recall->key.k = (guint32)k;
  return TRUE;
}

static gboolean
read_returns (const json_t *json, Returns *returns)
{
  const json_t *list = hufu_json_get_array (json, "recalls", RECALLS_MAX);
  const json_t *report = json_object_get (json, "report");
  const json_t *item;
  gsize i;

  if (list == NULL || report == NULL)
    return FALSE;
  returns->recalls = g_new0 (HufuRecall, json_array_size (list));
  json_array_foreach (list, i, item)
  {
    if (!read_recall (item, &returns->recalls[returns->n_recalls++]))
      return FALSE;
  }
  returns->wants_report = !json_is_null (report);
  returns->keeps = json_is_true (json_object_get (json, "report_keeps"));
  return !returns->wants_report || hufu_epoch_from_json (report, &returns->report);
}

static gpointer
act_return (HufuDb *db, gpointer data, GError **error)
{
  Returns *returns = data;
  g_autofree HufuReturnOutcome *outcomes = g_new0 (HufuReturnOutcome, returns->n_recalls);
  HufuReturnOutcome reported = HUFU_RETURN_KNOWN;

  /* A copy says nothing for its original. It is asked again. */
  if (hufu_witness_is_awaited (db))
    return returns;
  if ((returns->n_recalls > 0 &&
       !hufu_right_recall (db, returns->recalls, returns->n_recalls, outcomes, error)) ||
      (returns->wants_report &&
       !hufu_right_report (db, &returns->report, returns->keeps, &reported, error)))
    return NULL;
  returns->changed = reported == HUFU_RETURN_DONE;
  for (gsize i = 0; i < returns->n_recalls; i++)
    returns->changed |= outcomes[i] == HUFU_RETURN_DONE;
  return returns;
}

/* Recalls, then the report; what was answered before changes nothing. */
static HufuOutcome
give_back (HufuWire *wire, const json_t *json, gboolean *ret_changed)
{
  Returns returns = {0};
  HufuOutcome outcome = HUFU_OUTCOME_OK;

  if (!read_returns (json, &returns))
    outcome = hufu_outcome_problem (HUFU_TROUBLE_GRANTS_BAD);
  else if ((returns.n_recalls > 0 || returns.wants_report) &&
           hufu_store_run_wait (hufu_wire_get_books (wire), act_return, &returns, NULL) == NULL)
    outcome = hufu_outcome_problem (HUFU_TROUBLE_STORE);
  *ret_changed |= returns.changed;
  g_free (returns.recalls);
  return outcome;
}

/* --- pages ----------------------------------------------------------------------------------- */

static gpointer
act_credit (HufuDb *db, gpointer data, GError **error)
{
  Pull *pull = data;

  return hufu_right_credit (db, pull->grants, &pull->n_credited, error) ? data : NULL;
}

static void
begin_credit (Pull *pull, HufuGrants *take_grants)
{
  g_assert (pull->turn == NULL);
  pull->grants = take_grants;
  pull->n_credited = 0;
  pull->room = MAX (pull->room - (gint64)take_grants->items->len, 0);
  pull->turn = hufu_store_run_begin (hufu_wire_get_books (pull->wire), act_credit, pull);
}

/* FALSE: the page is not in the books. The platform knows it as leased here and tells it again. */
static gboolean
end_credit (Pull *pull)
{
  gboolean done;

  if (pull->turn == NULL)
    return TRUE;
  done = hufu_store_run_end (g_steal_pointer (&pull->turn), NULL) != NULL;
  pull->changed |= done && pull->n_credited > 0;
  g_clear_pointer (&pull->grants, hufu_grants_free);
  return done;
}

static HufuOutcome
take_page (Pull *pull, const json_t *json, gboolean *ret_more)
{
  g_autoptr (HufuGrants) grants = NULL;
  HufuIdentity identity;
  HufuLife life;
  gint64 epoch;

  if (!hufu_json_get_int (json, "platform_epoch", 1, G_MAXINT64, &epoch) ||
      !hufu_json_get_bool (json, "more", ret_more))
    return hufu_outcome_problem (HUFU_TROUBLE_GRANTS_BAD);
  if (hufu_wire_take_epoch (pull->wire, (guint64)epoch))
    return hufu_outcome_again ();
  hufu_wire_get_identity (pull->wire, &identity);
  if ((guint64)epoch < identity.platform_epoch)
    return hufu_outcome_problem (HUFU_TROUBLE_OLDER_EPOCH);
  grants = read_grants (json, &pull->after);
  if (grants == NULL || !hufu_life_find (hufu_json_get_text (json, "life", 16), &life))
    return hufu_outcome_problem (HUFU_TROUBLE_GRANTS_BAD);
  if (!hufu_wire_take_life (pull->wire, life))
    return hufu_outcome_problem (HUFU_TROUBLE_STORE);
  *ret_more = *ret_more && grants->items->len > 0;
  /* What was granted before it was to leave comes back by the report that is wanted of it. */
  if (grants->items->len > 0 && life == HUFU_LIFE_LIVE)
    begin_credit (pull, g_steal_pointer (&grants));
  return HUFU_OUTCOME_OK;
}

/* Asks while the page before is credited; what is wanted back goes back when all has come. */
static HufuOutcome
pull_page (Pull *pull, gboolean *ret_more)
{
  g_autofree char *content = format_request (pull);
  HufuAsk ask = {.method = "POST", .path = "/v1/grants", .content = content};
  g_autoptr (HufuAnswer) answer = hufu_wire_ask (pull->wire, pull->http, &ask);
  HufuOutcome outcome;

  if (!end_credit (pull))
    return hufu_outcome_problem (HUFU_TROUBLE_STORE);
  if (answer->kind != HUFU_ANSWER_OK)
    return hufu_outcome_of (pull->wire, answer);
  outcome = take_page (pull, answer->json, ret_more);
  if (outcome.problem != HUFU_TROUBLE_NONE || *ret_more)
    return outcome;
  if (!end_credit (pull))
    return hufu_outcome_problem (HUFU_TROUBLE_STORE);
  return give_back (pull->wire, answer->json, &pull->changed);
}

HufuOutcome
hufu_grants_pull (HufuWire *wire, HufuHttp *http, HufuLan *lan, gboolean *ret_changed)
{
  HufuOutcome outcome = HUFU_OUTCOME_OK;
  HufuLinkState state;
  /* From the start each time: what was credited is in the journal, which went up before, so only
   * what the platform does not know as credited comes again. */
  Pull pull = {.wire = wire, .http = http, .lan = lan};
  gboolean more = TRUE;

  hufu_wire_get_state (wire, &state);
  pull.room = MAX ((gint64)HUFU_RIGHTS_WANTED - (gint64)state.n_rights, 0);
  while (more && outcome.problem == HUFU_TROUBLE_NONE)
    outcome = pull_page (&pull, &more);
  g_assert (pull.turn == NULL);
  *ret_changed = pull.changed;
  if (pull.changed) {
    hufu_wire_refresh (wire);
    hufu_board_tell_data (hufu_wire_get_board (wire), HUFU_SYNC_DATA_RIGHTS);
  }
  return outcome;
}
