/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/problem.h"

static const struct {
  guint status;
  const char *code, *title;
} problems[] = {
    [HUFU_PROBLEM_AUTHORIZATION_PENDING] = {400, "authorization_pending",
                                            "An operator has not approved this terminal yet"},
    [HUFU_PROBLEM_SLOW_DOWN] = {400, "slow_down", "Asked too often: wait longer between two tries"},
    [HUFU_PROBLEM_EXPIRED_TOKEN] = {400, "expired_token", "The enrolment has expired: begin again"},
    [HUFU_PROBLEM_ACCESS_DENIED] = {400, "access_denied", "An operator refused this terminal"},
    [HUFU_PROBLEM_BAD_REQUEST] = {400, "bad_request", "The request is not as the contract says"},
    [HUFU_PROBLEM_BAD_SIGNATURE] = {401, "bad_signature", "The request's signature is not good"},
    [HUFU_PROBLEM_BAD_DIGEST] = {400, "bad_digest", "The content is not the one that was signed"},
    [HUFU_PROBLEM_UNKNOWN_KEY] = {404, "unknown_key", "No redemption has this key"},
    [HUFU_PROBLEM_UNKNOWN_VOUCHER] = {404, "unknown_voucher", "There is no such voucher"},
    [HUFU_PROBLEM_UNKNOWN_DEVICE] = {401, "unknown_device", "This terminal is not enrolled here"},
    [HUFU_PROBLEM_FORBIDDEN] = {403, "forbidden", "This key may not do that"},
    [HUFU_PROBLEM_NOT_FOUND] = {404, "not_found", "There is nothing here"},
    [HUFU_PROBLEM_METHOD_NOT_ALLOWED] = {405, "method_not_allowed", "Not with this method"},
    [HUFU_PROBLEM_TOO_LARGE] = {413, "too_large", "The request is too large"},
    [HUFU_PROBLEM_PLATFORM_EPOCH] =
        {409, "platform_epoch",
         "The request is of another platform epoch: store the platform's "
         "epoch and send everything again"},
    [HUFU_PROBLEM_OLD_INCARNATION] = {409, "old_incarnation",
                                      "A newer incarnation of this terminal is enrolled"},
    [HUFU_PROBLEM_CHAIN_FORK] = {409, "chain_fork",
                                 "The journal does not follow the one stored here: enrol anew"},
    [HUFU_PROBLEM_FROZEN] = {409, "frozen", "This incarnation is frozen after a fork: enrol anew"},
    [HUFU_PROBLEM_KEY_REUSED] = {422, "key_reused", "The key was used for another request"},
    [HUFU_PROBLEM_SNAPSHOT_NEEDED] = {410, "snapshot_needed",
                                      "The cursor is not known here: take a snapshot"},
    [HUFU_PROBLEM_TOO_MANY_TRIES] = {429, "too_many_tries",
                                     "Too many tries: wait as long as Retry-After says"},
    [HUFU_PROBLEM_STALE_REQUEST] =
        {401, "stale_request", "The request's time is too far from the platform's: sign a nonce"},
    [HUFU_PROBLEM_REPLAYED_REQUEST] = {401, "replayed_request", "The nonce was used before"},
    [HUFU_PROBLEM_NOT_NOW] = {409, "not_now", "That cannot be done as things stand"},
    [HUFU_PROBLEM_RESTORING] = {503, "restoring",
                                "The platform was brought back from a backup and waits for the "
                                "reports of all its tills: try again later"},
    [HUFU_PROBLEM_INTERNAL] = {500, "internal", "The platform cannot answer now: try again later"},
};

guint
hufu_problem_status (HufuProblem problem)
{
  return problems[problem].status;
}

json_t *
hufu_problem_to_json (HufuProblem problem, const char *detail)
{
  g_autofree char *type = g_strconcat ("urn:hufu:problem:", problems[problem].code, NULL);

  return json_pack ("{s:s, s:s, s:i, s:s, s:s}", "type", type, "title", problems[problem].title,
                    "status", (int)problems[problem].status, "code", problems[problem].code,
                    "detail", detail != NULL ? detail : problems[problem].title);
}
