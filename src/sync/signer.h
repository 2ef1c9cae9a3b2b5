/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The header lines of a signed request (core/http-signature.h). Pure but for the host's clock. */
#pragma once

#include "core/host.h"
#include "core/http-signature.h"
#include "crypto/sign.h"

typedef struct {
  const HufuHost *host;
  HufuKeyPair *keys;
  HufuSigner signer;
  gint64 created_utc_s; /* best-known time */
  const char *nonce;    /* one that the platform gave; NULL: a random one */
} HufuSigning;

/* "Content-Digest: ...", "Signature-Input: ...", "Signature: ..." and the idempotency key's line,
 * NULL-terminated; free with g_strfreev. content may be NULL. */
char **hufu_sign_request (const HufuSigning *signing, const char *method, const char *path,
                          const char *query, const char *content, gsize size,
                          const char *idempotency_key);
