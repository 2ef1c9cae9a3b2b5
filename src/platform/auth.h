/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who sends a request: signatures by core/http-signature.h, times, nonces. */
#pragma once

#include "core/http-signature.h"
#include "platform/devices.h"
#include "platform/problem.h"

#define HUFU_AUTH_SKEW_S 300
#define HUFU_NONCE_LIFE_S 300
#define HUFU_NONCES_MAX 10000 /* given and not used yet */

typedef struct {
  HufuHttpRequest request;
  const char *input, *value; /* Signature-Input, Signature; may be NULL */
  const guint8 *content;
  gsize size;
} HufuAuthRequest;

typedef struct {
  HufuSignerKind kind;       /* terminal or operator */
  HufuHolder holder;         /* terminal */
  HufuMembership membership; /* terminal */
} HufuAuthSender;

/* FALSE and *ret_problem: not believed. A nonce is remembered only if all else is good. */
gboolean hufu_auth_check (HufuPlatform *platform, const HufuAuthRequest *request,
                          HufuAuthSender *ret_sender, HufuProblem *ret_problem);
/* The Nonce answer; NULL: too many are out. */
json_t *hufu_auth_give_nonce (HufuPlatform *platform);
