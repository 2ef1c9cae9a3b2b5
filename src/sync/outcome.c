/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/outcome.h"

HufuOutcome
hufu_outcome_problem (HufuTrouble problem)
{
  return (HufuOutcome){.problem = problem};
}

HufuOutcome
hufu_outcome_again (void)
{
  return (HufuOutcome){.problem = HUFU_TROUBLE_NEWER_EPOCH, .ends_round = TRUE, .again = TRUE};
}

HufuOutcome
hufu_outcome_of (HufuWire *wire, const HufuAnswer *answer)
{
  HufuOutcome outcome = {.problem = answer->problem, .retry_after_s = answer->retry_after_s};

  if (hufu_answer_has_code (answer, "platform_epoch")) {
    if (hufu_wire_take_epoch (wire, answer->platform_epoch))
      return hufu_outcome_again ();
    outcome.problem = HUFU_TROUBLE_OLDER_EPOCH;
  }
  outcome.ends_round =
      answer->status == 0 || answer->kind == HUFU_ANSWER_STOPPED ||
      outcome.problem == HUFU_TROUBLE_BUSY || outcome.problem == HUFU_TROUBLE_ERRORS ||
      outcome.problem == HUFU_TROUBLE_DEVICE || outcome.problem == HUFU_TROUBLE_SUPERSEDED ||
      outcome.problem == HUFU_TROUBLE_SIGNATURE;
  outcome.final = answer->kind == HUFU_ANSWER_FINAL && outcome.problem == HUFU_TROUBLE_REFUSED;
  g_strlcpy (outcome.code, answer->code, sizeof outcome.code);
  return outcome;
}
