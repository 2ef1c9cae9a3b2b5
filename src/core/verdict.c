/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/verdict.h"

#include <string.h>

#include "core/live.h"

/* What this version knows; a voucher with more asks for something that only the platform can judge.
 */
#define KNOWN_FLAGS                                                                                \
  (HUFU_VOUCHER_OFFLINE_ALLOWED | HUFU_VOUCHER_PROOF_REQUIRED | HUFU_VOUCHER_TIER_MASK |           \
   HUFU_VOUCHER_PARTIAL_USE | HUFU_VOUCHER_TAXED_AT_REDEMPTION)

static gboolean
is_in_scope (const HufuClaims *claims, const HufuVerdictContext *context)
{
  if (claims->n_scope == 0)
    return TRUE;
  for (gsize i = 0; i < claims->n_scope; i++) {
    for (gsize k = 0; k < context->n_groups; k++) {
      if (claims->scope[i] == context->groups[k])
        return TRUE;
    }
  }
  return FALSE;
}

static gboolean
is_for_here (const HufuClaims *claims, const HufuTrustKey *key, const HufuVerdictContext *context)
{
  if (strcmp (claims->issuer, key->issuer) != 0)
    return FALSE;
  if (claims->kind == HUFU_TOKEN_VOUCHER)
    return is_in_scope (claims, context);
  /* Goods and tables wait in one store; the store of the other kinds only says where they began. */
  if (claims->kind == HUFU_TOKEN_PICKUP || claims->kind == HUFU_TOKEN_RESERVATION)
    return !claims->has_store || claims->store == context->store_no;
  return TRUE;
}

/* RFC 8392 3.1.4, 3.1.5: good from nbf on, no more at exp. Sets *ret_near where a clock in doubt
 * could be on the wrong side of a limit. */
static HufuReason
check_time (const HufuClaims *claims, const HufuTrustKey *key, const HufuVerdictContext *context,
            gboolean *ret_near)
{
  gint64 start_s = MAX (claims->not_before_utc_s, key->not_before_utc_s);
  gint64 since_start_s = context->now_utc_s - start_s;
  gint64 until_end_s = claims->expires_utc_s - context->now_utc_s;

  *ret_near = !context->clock_trusted &&
              (since_start_s < HUFU_VERDICT_DOUBT_S || until_end_s <= HUFU_VERDICT_DOUBT_S);
  if (since_start_s >= 0 && until_end_s > 0)
    return HUFU_R00_OK_HELD;
  if (!context->clock_trusted)
    return HUFU_R21_CLOCK_UNTRUSTED;
  return since_start_s < 0 ? HUFU_R08_NOT_YET : HUFU_R09_EXPIRED;
}

/* ASK stops nobody here: who holds the right redeems it, everybody else asks the platform anyway.
 */
static HufuReason
check_status (const HufuClaims *claims, const HufuVerdictContext *context, HufuVerdict *verdict)
{
  const HufuStatusList *list = hufu_status_lists_find (context->lists, context->n_lists,
                                                       claims->issuer, claims->status_list);

  if (list == NULL)
    return HUFU_R00_OK_HELD;
  verdict->status = hufu_status_list_get (list, claims->status_index);
  verdict->status_utc_s = list->made_utc_s;
  if (verdict->status == HUFU_STATUS_REVOKED)
    return HUFU_R13_REVOKED;
  return verdict->status == HUFU_STATUS_USED && !context->held ? HUFU_R12_ALREADY_REDEEMED_ELSEWHERE
                                                               : HUFU_R00_OK_HELD;
}

static HufuReason
check_voucher (const HufuClaims *claims, const HufuVerdictContext *context, HufuVerdict *verdict)
{
  HufuReason reason = check_status (claims, context, verdict);

  if (reason != HUFU_R00_OK_HELD)
    return reason;
  if (claims->generation < context->newest_generation)
    return HUFU_R15_GENERATION_OLD;
  return HUFU_R00_OK_HELD;
}

static HufuReason
check_proof (const HufuToken *token, const HufuVerdictContext *context)
{
  const HufuClaims *claims = &token->claims;

  if (token->is_live)
    return hufu_live_check (token, context->now_utc_s, context->clock_trusted, context->verify,
                            context->sha256);
  return claims->kind == HUFU_TOKEN_VOUCHER &&
                 (claims->has_holder_key || (claims->flags & HUFU_VOUCHER_PROOF_REQUIRED) != 0)
             ? HUFU_R16_PROOF_REQUIRED
             : HUFU_R00_OK_HELD;
}

static gboolean
may_be_held_here (const HufuClaims *claims, const HufuVerdictContext *context)
{
  return claims->has_home && claims->home_store == context->store_no &&
         (claims->flags & HUFU_VOUCHER_OFFLINE_ALLOWED) != 0 &&
         (claims->flags & ~(guint32)KNOWN_FLAGS) == 0;
}

static HufuReason
find_reason (const HufuToken *token, const HufuTrustKey *key, const HufuVerdictContext *context,
             HufuVerdict *verdict, gboolean *ret_near)
{
  const HufuClaims *claims = &token->claims;
  HufuReason reason;

  if (!hufu_token_verify (token, key->public_key, context->verify))
    return HUFU_R06_BAD_SIGNATURE;
  if (!is_for_here (claims, key, context))
    return HUFU_R10_WRONG_SCOPE;
  reason = check_time (claims, key, context, ret_near);
  if (reason == HUFU_R00_OK_HELD && claims->kind == HUFU_TOKEN_VOUCHER)
    reason = check_voucher (claims, context, verdict);
  return reason == HUFU_R00_OK_HELD ? check_proof (token, context) : reason;
}

HufuVerdict
hufu_verdict_check (const HufuToken *token, const HufuVerdictContext *context)
{
  const HufuTrustKey *key = hufu_trust_list_find (context->trust, token->kid);
  HufuVerdict verdict = {.reason = HUFU_R05_UNKNOWN_KEY, .status = HUFU_STATUS_UNLISTED};
  gboolean near_limit = FALSE;

  if (key == NULL)
    return verdict;
  verdict.reason = find_reason (token, key, context, &verdict, &near_limit);
  if (verdict.reason == HUFU_R00_OK_HELD)
    verdict.online_only =
        near_limit || key->state == HUFU_KEY_COMPROMISED ||
        (token->claims.kind == HUFU_TOKEN_VOUCHER && !may_be_held_here (&token->claims, context));
  return verdict;
}
