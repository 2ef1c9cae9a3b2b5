/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/round.h"

#include "sync/grants.h"
#include "sync/json.h"
#include "sync/payments.h"
#include "sync/pull.h"
#include "sync/push.h"
#include "sync/renew.h"
#include "sync/status-lists.h"

#define BEGINNINGS_MAX 3 /* rounds begun again for a newer platform epoch */

static HufuOutcome
pull_time (HufuWire *wire, HufuHttp *http)
{
  HufuAsk ask = {.method = "GET", .path = "/v1/time", .open = TRUE, .quick = TRUE};
  g_autoptr (HufuAnswer) answer = hufu_wire_ask (wire, http, &ask);
  gint64 utc_us, epoch;

  if (answer->kind != HUFU_ANSWER_OK)
    return hufu_outcome_of (wire, answer);
  if (!hufu_json_get_int (answer->json, "utc_us", 0, G_MAXINT64 / 2, &utc_us) ||
      !hufu_json_get_int (answer->json, "platform_epoch", 1, G_MAXINT64, &epoch))
    return hufu_outcome_problem (HUFU_TROUBLE_MALFORMED);
  hufu_wire_take_time (wire, utc_us, answer->reply->elapsed_us);
  /* Not signed: an epoch is believed only in answers to signed requests. */
  return HUFU_OUTCOME_OK;
}

/* Keeps the first problem; TRUE if the round goes on. */
static gboolean
add (HufuOutcome *sum, HufuOutcome step)
{
  if (sum->problem == HUFU_TROUBLE_NONE)
    sum->problem = step.problem;
  sum->again |= step.again;
  sum->ends_round |= step.ends_round;
  sum->retry_after_s = MAX (sum->retry_after_s, step.retry_after_s);
  return !sum->ends_round;
}

static HufuFrozen
find_frozen (HufuRound *round)
{
  HufuIdentity identity;

  hufu_wire_get_identity (round->wire, &identity);
  return identity.frozen;
}

static gboolean
is_forked (HufuRound *round)
{
  return find_frozen (round) == HUFU_FROZEN_FORKED;
}

static gpointer
act_freeze (HufuDb *db, gpointer data, GError **error)
{
  const HufuFrozen *frozen = data;

  return hufu_terminal_freeze (db, *frozen, error) ? data : NULL;
}

/* In the answer to what was just sent, so no late message: this till is a copy, or has one. */
static HufuOutcome
freeze_if_copied (HufuRound *round, HufuOutcome outcome)
{
  HufuFrozen frozen = outcome.problem == HUFU_TROUBLE_FORK         ? HUFU_FROZEN_FORKED
                      : outcome.problem == HUFU_TROUBLE_SUPERSEDED ? HUFU_FROZEN_SUPERSEDED
                                                                   : HUFU_FROZEN_NOT;

  if (find_frozen (round) >= frozen)
    return outcome;
  if (hufu_store_run_wait (hufu_wire_get_books (round->wire), act_freeze, &frozen, NULL) == NULL)
    return hufu_outcome_problem (HUFU_TROUBLE_STORE);
  hufu_wire_refresh (round->wire);
  return outcome;
}

static HufuOutcome
push (HufuRound *round, HufuHttp *http)
{
  HufuOutcome outcome;

  if (is_forked (round))
    return hufu_outcome_problem (HUFU_TROUBLE_FORK);
  outcome = hufu_push_all (round->wire, http, !round->compared);
  round->compared |= outcome.problem == HUFU_TROUBLE_NONE;
  if (round->compared && !hufu_wire_has_heard (round->wire, HUFU_WITNESSES_PLATFORM)) {
    hufu_wire_note_heard (round->wire, HUFU_WITNESSES_PLATFORM);
    if (round->lan != NULL && !hufu_wire_has_heard (round->wire, HUFU_WITNESSES_TILLS))
      hufu_lan_ask_witnesses (round->lan);
  }
  return freeze_if_copied (round, outcome);
}

/* What the platform has of this till is more than, or other than, what is here: this is a copy, or
 * there is one (rule 8 of the rights). It goes on as somebody new. */
static HufuOutcome
renew (HufuRound *round, HufuHttp *http)
{
  HufuOutcome outcome = hufu_renew (round->wire, http);

  round->renewed = outcome.problem == HUFU_TROUBLE_NONE;
  return outcome;
}

static HufuOutcome
pull_grants (HufuRound *round, HufuHttp *http, gboolean *ret_changed)
{
  return freeze_if_copied (round, hufu_grants_pull (round->wire, http, round->lan, ret_changed));
}

/* A fork freezes leases: no grant is asked for. A till that was superseded is not known to the
 * platform but for what it still has to tell. */
static HufuOutcome
run_enrolled (HufuRound *round, HufuHttp *http)
{
  HufuWire *wire = round->wire;
  HufuOutcome sum = HUFU_OUTCOME_OK;
  gboolean changed = FALSE;

  if (!add (&sum, hufu_trust_pull (wire, http, &round->trust)) || !add (&sum, push (round, http)))
    return sum;
  if (find_frozen (round) == HUFU_FROZEN_SUPERSEDED) {
    add (&sum, hufu_outcome_problem (HUFU_TROUBLE_SUPERSEDED));
    return sum;
  }
  if (!find_frozen (round) && !add (&sum, pull_grants (round, http, &changed)))
    return sum;
  if (!add (&sum, hufu_pull_all (wire, http, &round->trust)) ||
      (!find_frozen (round) && !add (&sum, hufu_status_lists_pull (wire, http, &round->trust))))
    return sum;
  if (!add (&sum, hufu_payments_pull (wire, http)))
    return sum;
  if (changed)
    add (&sum, push (round, http));
  if (sum.problem == HUFU_TROUBLE_NONE)
    hufu_wire_store_synced (wire, hufu_wire_now_us (wire));
  return sum;
}

HufuOutcome
hufu_round_run (HufuRound *round, HufuHttp *http, guint *ret_wait_ms)
{
  HufuOutcome outcome = HUFU_OUTCOME_OK;
  HufuOutcome before;
  HufuIdentity identity;

  *ret_wait_ms = 0;
  if (!add (&outcome, pull_time (round->wire, http)))
    return outcome;
  hufu_wire_get_identity (round->wire, &identity);
  if (!identity.enrolled) {
    add (&outcome, hufu_enrol_step (round->wire, http, &round->enrolment, ret_wait_ms));
    hufu_wire_get_identity (round->wire, &identity);
  }
  before = outcome;
  for (guint i = 0; identity.enrolled && i < BEGINNINGS_MAX; i++) {
    outcome = before;
    if (is_forked (round) && !round->renewed && !add (&outcome, renew (round, http)))
      break;
    add (&outcome, run_enrolled (round, http));
    if (!outcome.again && (round->renewed || !is_forked (round)))
      break;
  }
  return outcome;
}
