/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The trust list: which keys may sign what. Signed by an offline root (two roots are pinned); its
 * version never goes down. The wire form is JSON signed as bytes; parsing it is src/sync's work,
 * this is the list in memory and the questions asked of it.
 */
#pragma once

#include <glib.h>
#include "core/token.h"

#define HUFU_TRUST_KEYS_MAX 1024

typedef enum {
  HUFU_KEY_ACTIVE,
  HUFU_KEY_RETIRED,     /* signs nothing new; its old tokens stay good */
  HUFU_KEY_COMPROMISED, /* its vouchers are online-only, not dead */
} HufuKeyState;

typedef struct {
  guint8 kid[HUFU_TOKEN_KID_BYTES];
  guint8 public_key[HUFU_TOKEN_KEY_BYTES];
  char issuer[HUFU_TOKEN_ISSUER_MAX + 1];
  gint64 not_before_utc_s; /* the key's own start */
  HufuKeyState state;
} HufuTrustKey;

typedef struct {
  guint64 version;
  gsize n_keys;
  HufuTrustKey *keys; /* sorted by kid */
} HufuTrustList;

HufuTrustList *hufu_trust_list_new (guint64 version, const HufuTrustKey *keys, gsize n_keys);
void hufu_trust_list_free (HufuTrustList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuTrustList, hufu_trust_list_free)

/* Borrowed; NULL if the list has no such key. */
const HufuTrustKey *hufu_trust_list_find (const HufuTrustList *list,
                                          const guint8 kid[HUFU_TOKEN_KID_BYTES]);
