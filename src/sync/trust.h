/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trust list: signed by a pinned root, its version never lower. Worker threads only. */
#pragma once

#include "core/trust.h"
#include "sync/outcome.h"

#define HUFU_PLATFORM_KEYS_MAX 8

/* What the list says besides the keys of vouchers. */
typedef struct {
  guint64 version;
  gsize n_platform_keys;
  struct {
    guint8 kid[HUFU_TOKEN_KID_BYTES];
    guint8 public_key[HUFU_TOKEN_KEY_BYTES];
  } platform_keys[HUFU_PLATFORM_KEYS_MAX];
  char tls_pins[HUFU_HTTP_PINS_MAX]; /* "sha256//...;sha256//..." */
} HufuTrustFacts;

/* Reads the signed text; FALSE if it breaks the contract. Pure. */
gboolean hufu_trust_parse (const char *body, HufuTrustFacts *ret_facts) G_GNUC_WARN_UNUSED_RESULT;
/* TRUE if one of the signatures over "HUFUT1" and body is by one of the roots. Pure. */
gboolean hufu_trust_is_signed (const json_t *envelope, const guint8 (*roots)[32], gsize n_roots);

/* Fetches, checks and stores the list; *ret_facts are those in use afterwards (version 0: none). */
HufuOutcome hufu_trust_pull (HufuWire *wire, HufuHttp *http, HufuTrustFacts *facts);
