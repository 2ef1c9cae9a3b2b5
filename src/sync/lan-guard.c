/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/lan-guard.h"

#include <string.h>

/* A nonce and when it may be forgotten; a set of them is a table and a queue in order of time. */
typedef struct {
  char nonce[HUFU_HTTP_NONCE_SIZE];
  gint64 expires_boot_us;
} Nonce;

typedef struct {
  GHashTable *table; /* Nonce.nonce -> Nonce, owned */
  GQueue order;      /* Nonce, borrowed, oldest first */
} Nonces;

typedef struct {
  gint64 tokens_micro; /* a request costs a million */
  gint64 filled_boot_us;
} Bucket;

struct HufuLanGuard {
  const HufuHost *host;
  gint64 began_utc_s;
  Nonces used, given;
  GHashTable *buckets; /* id text -> Bucket */
};

static void
nonces_init (Nonces *nonces)
{
  nonces->table = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_queue_init (&nonces->order);
}

static void
nonces_clear (Nonces *nonces)
{
  g_queue_clear (&nonces->order);
  g_hash_table_unref (nonces->table);
}

static void
nonces_expire (Nonces *nonces, gint64 now_boot_us)
{
  const Nonce *oldest;

  while ((oldest = g_queue_peek_head (&nonces->order)) != NULL &&
         oldest->expires_boot_us <= now_boot_us) {
    g_queue_pop_head (&nonces->order);
    g_hash_table_remove (nonces->table, oldest->nonce);
  }
}

static void
nonces_add (Nonces *nonces, const char *text, gint64 now_boot_us)
{
  Nonce *nonce = g_new (Nonce, 1);

  g_strlcpy (nonce->nonce, text, sizeof nonce->nonce);
  nonce->expires_boot_us = now_boot_us + HUFU_LAN_NONCE_LIFE_S * G_USEC_PER_SEC;
  g_hash_table_insert (nonces->table, nonce->nonce, nonce);
  g_queue_push_tail (&nonces->order, nonce);
}

static gboolean
nonces_take (Nonces *nonces, const char *text)
{
  Nonce *nonce = g_hash_table_lookup (nonces->table, text);

  if (nonce == NULL)
    return FALSE;
  g_queue_remove (&nonces->order, nonce);
  return g_hash_table_remove (nonces->table, text);
}

HufuLanGuard *
hufu_lan_guard_new (const HufuHost *host, gint64 now_utc_s)
{
  HufuLanGuard *guard = g_new0 (HufuLanGuard, 1);

  guard->host = host;
  guard->began_utc_s = now_utc_s;
  nonces_init (&guard->used);
  nonces_init (&guard->given);
  guard->buckets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return guard;
}

void
hufu_lan_guard_free (HufuLanGuard *guard)
{
  if (guard == NULL)
    return;
  nonces_clear (&guard->used);
  nonces_clear (&guard->given);
  g_hash_table_unref (guard->buckets);
  g_free (guard);
}

HufuLanRefusal
hufu_lan_guard_use_nonce (HufuLanGuard *guard, const HufuHttpSignature *signature, gint64 now_utc_s,
                          gint64 now_boot_us)
{
  gboolean fresh = ABS (now_utc_s - signature->created_utc_s) <= HUFU_LAN_SKEW_S &&
                   signature->created_utc_s >= guard->began_utc_s;

  nonces_expire (&guard->used, now_boot_us);
  nonces_expire (&guard->given, now_boot_us);
  if (g_hash_table_contains (guard->used.table, signature->nonce))
    return HUFU_LAN_REPLAYED_REQUEST;
  if (!nonces_take (&guard->given, signature->nonce) && !fresh)
    return HUFU_LAN_STALE_REQUEST;
  if (g_hash_table_size (guard->used.table) >= HUFU_LAN_NONCES_MAX)
    return HUFU_LAN_TOO_MANY_REQUESTS;
  nonces_add (&guard->used, signature->nonce, now_boot_us);
  return HUFU_LAN_FINE;
}

gboolean
hufu_lan_guard_give_nonce (HufuLanGuard *guard, gint64 now_boot_us,
                           char ret_nonce[HUFU_HTTP_NONCE_SIZE])
{
  guint8 random[HUFU_HTTP_NONCE_RANDOM];

  nonces_expire (&guard->given, now_boot_us);
  if (g_hash_table_size (guard->given.table) >= HUFU_LAN_GIVEN_MAX)
    return FALSE;
  hufu_host_random (guard->host, random, sizeof random);
  hufu_http_signature_make_nonce (random, ret_nonce);
  nonces_add (&guard->given, ret_nonce, now_boot_us);
  return TRUE;
}

/* Only tills of the roster come here, so the table is as long as the roster ever was. */
gboolean
hufu_lan_guard_take_turn (HufuLanGuard *guard, const HufuId *terminal_id, gint64 now_boot_us)
{
  char text[HUFU_ID_TEXT_SIZE];
  gint64 elapsed_us;
  Bucket *bucket;

  hufu_id_format (terminal_id, text);
  bucket = g_hash_table_lookup (guard->buckets, text);
  if (bucket == NULL) {
    bucket = g_new (Bucket, 1);
    *bucket = (Bucket){HUFU_LAN_RATE_BURST * G_USEC_PER_SEC, now_boot_us};
    g_hash_table_insert (guard->buckets, g_strdup (text), bucket);
  }
  elapsed_us = CLAMP (now_boot_us - bucket->filled_boot_us, 0,
                      HUFU_LAN_RATE_BURST * G_USEC_PER_SEC / HUFU_LAN_RATE_PER_S);
  bucket->tokens_micro = MIN (bucket->tokens_micro + elapsed_us * HUFU_LAN_RATE_PER_S,
                              HUFU_LAN_RATE_BURST * G_USEC_PER_SEC);
  bucket->filled_boot_us = now_boot_us;
  if (bucket->tokens_micro < G_USEC_PER_SEC)
    return FALSE;
  bucket->tokens_micro -= G_USEC_PER_SEC;
  return TRUE;
}
