/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/lan-client.h"

#include <string.h>
#include "sync/http.h"
#include "sync/json.h"
#include "sync/lan-json.h"
#include "sync/signer.h"

#define TRY_LEAST_MS 20
#define TRY_MOST_MS 3000 /* where another address is left to try */

struct HufuLanClient {
  HufuWire *wire;
  HufuLanPeers *peers;
  const HufuCertificate *certificate;
  gint cut; /* atomic */

  GMutex mutex; /* guards what follows */
  gboolean stopped;
  GPtrArray *all;   /* HufuHttp, owned */
  GHashTable *idle; /* pin -> GPtrArray of HufuHttp, borrowed: connected to that till */
};

HufuLanClient *
hufu_lan_client_new (HufuWire *wire, HufuLanPeers *peers, const HufuCertificate *certificate)
{
  HufuLanClient *client = g_new0 (HufuLanClient, 1);

  client->wire = wire;
  client->peers = peers;
  client->certificate = certificate;
  g_mutex_init (&client->mutex);
  client->all = g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_http_free);
  client->idle =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  return client;
}

void
hufu_lan_client_free (HufuLanClient *client)
{
  if (client == NULL)
    return;
  g_hash_table_unref (client->idle);
  g_ptr_array_unref (client->all);
  g_mutex_clear (&client->mutex);
  g_free (client);
}

void
hufu_lan_client_stop (HufuLanClient *client)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&client->mutex);

  client->stopped = TRUE;
  for (guint i = 0; i < client->all->len; i++)
    hufu_http_stop (client->all->pdata[i]);
}

void
hufu_lan_client_set_cut (HufuLanClient *client, gboolean cut)
{
  g_atomic_int_set (&client->cut, cut);
}

void
hufu_lan_reply_free (HufuLanReply *reply)
{
  if (reply == NULL)
    return;
  g_clear_pointer (&reply->json, json_decref);
  g_free (reply);
}

/* --- conversations, kept open ---------------------------------------------------------------- */

static HufuHttp *
borrow (HufuLanClient *client, const char *pin)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&client->mutex);
  GPtrArray *idle = g_hash_table_lookup (client->idle, pin);
  HufuHttp *http;

  if (idle != NULL && idle->len > 0)
    return g_ptr_array_steal_index (idle, idle->len - 1);
  http = hufu_http_new (NULL);
  hufu_http_set_pins (http, pin);
  hufu_http_set_identity (http, client->certificate);
  if (client->stopped)
    hufu_http_stop (http);
  g_ptr_array_add (client->all, http);
  return http;
}

static void
give (HufuLanClient *client, const char *pin, HufuHttp *http)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&client->mutex);
  GPtrArray *idle = g_hash_table_lookup (client->idle, pin);

  if (idle == NULL) {
    idle = g_ptr_array_new ();
    g_hash_table_insert (client->idle, g_strdup (pin), idle);
  }
  g_ptr_array_add (idle, http);
}

/* --- one try --------------------------------------------------------------------------------- */

typedef struct {
  HufuLanClient *client;
  const HufuPeer *peer;
  const HufuLanAsk *ask;
  HufuHttp *http;
  const char *address;
  guint timeout_ms;
} Try;

static gboolean
is_own_answer (const Try *try, const HufuHttpReply *reply, const char *nonce)
{
  char request_digest[HUFU_HTTP_DIGEST_SIZE];
  gsize size = 0;
  const guint8 *content = g_bytes_get_data (reply->content, &size);
  const char *asked = try->ask->content;
  const char *digest = hufu_http_reply_header (reply, "content-digest");
  HufuHttpRequest request = {try->ask->method, try->ask->path, try->ask->query, request_digest,
                             NULL};
  HufuHttpAnswer answer = {reply->status, digest, &request};
  HufuHttpSignature signature;
  HufuSigner signer;

  hufu_http_content_digest_make ((const guint8 *)asked, asked != NULL ? strlen (asked) : 0,
                                 request_digest);
  return hufu_http_content_digest_check (digest, content, size) &&
         hufu_http_answer_parse (hufu_http_reply_header (reply, "signature-input"),
                                 hufu_http_reply_header (reply, "signature"), &signature) &&
         strcmp (signature.nonce, nonce) == 0 && hufu_http_keyid_parse (signature.keyid, &signer) &&
         signer.kind == HUFU_SIGNER_TERMINAL &&
         hufu_id_equal (&signer.terminal_id, &try->peer->terminal_id) &&
         signer.incarnation == try->peer->incarnation &&
         hufu_http_answer_verify (&answer, &signature, try->peer->device_public,
                                  hufu_crypto_verify);
}

static HufuHttpReply *
send (const Try *try, const char *nonce)
{
  HufuWire *wire = try->client->wire;
  const HufuLanAsk *ask = try->ask;
  gsize size = ask->content != NULL ? strlen (ask->content) : 0;
  g_autofree char *url = g_strconcat ("https://", try->address, ask->path,
                                      ask->query != NULL ? "?" : "", ask->query, NULL);
  HufuSigning signing = {.host = hufu_wire_get_host (wire),
                         .keys = hufu_wire_get_keys (wire),
                         .created_utc_s = hufu_wire_now_us (wire) / G_USEC_PER_SEC,
                         .nonce = nonce};
  g_auto (GStrv) headers = NULL;
  HufuIdentity identity;

  hufu_wire_get_identity (wire, &identity);
  signing.signer = (HufuSigner){.kind = HUFU_SIGNER_TERMINAL,
                                .terminal_id = identity.terminal_id,
                                .incarnation = identity.incarnation};
  headers =
      hufu_sign_request (&signing, ask->method, ask->path, ask->query, ask->content, size, NULL);
  return hufu_http_perform (
      try->http,
      &(HufuHttpCall){.method = ask->method,
                      .url = url,
                      .headers = (const char *const *)headers,
                      .body = ask->content,
                      .body_size = size,
                      .timeout_ms = try->timeout_ms,
                      .max_bytes = ask->answer_max != 0 ? ask->answer_max : HUFU_LAN_ANSWER_MAX});
}

/* What its answer says; MALFORMED if it is not the till's own. */
static void
judge (const Try *try, const HufuHttpReply *http_reply, const char *nonce, HufuLanReply *reply,
       char ret_nonce[HUFU_HTTP_NONCE_SIZE])
{
  gsize size = 0;
  const char *text = g_bytes_get_data (http_reply->content, &size);
  hufu_autojson json = NULL;

  ret_nonce[0] = '\0';
  reply->trouble = http_reply->problem;
  if (reply->trouble != HUFU_TROUBLE_NONE)
    return;
  reply->trouble = HUFU_TROUBLE_SIGNATURE;
  if (!is_own_answer (try, http_reply, nonce))
    return;
  reply->trouble = HUFU_TROUBLE_MALFORMED;
  json = size > 0 ? hufu_json_parse_object (text, size) : NULL;
  if (json == NULL ||
      (http_reply->status != 200 && !hufu_lan_problem_from_json (json, &reply->refusal, ret_nonce)))
    return;
  reply->trouble = HUFU_TROUBLE_NONE;
  if (http_reply->status == 200)
    reply->json = g_steal_pointer (&json);
}

/* A till whose clock differs is asked again with the nonce that it gave, once. */
static void
ask_at (const Try *try, HufuLanReply *reply)
{
  guint8 random[HUFU_HTTP_NONCE_RANDOM];
  char nonce[HUFU_HTTP_NONCE_SIZE], given[HUFU_HTTP_NONCE_SIZE];

  hufu_host_random (hufu_wire_get_host (try->client->wire), random, sizeof random);
  hufu_http_signature_make_nonce (random, nonce);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (HufuHttpReply) http_reply = send (try, nonce);

    reply->refusal = HUFU_LAN_FINE;
    judge (try, http_reply, nonce, reply, given);
    if (reply->refusal != HUFU_LAN_STALE_REQUEST || given[0] == '\0')
      return;
    g_strlcpy (nonce, given, sizeof nonce);
  }
}

/* The last address has all the time that is left. */
static guint
find_timeout (gint64 end_us, gboolean is_last)
{
  gint64 left_ms = (end_us - g_get_monotonic_time ()) / 1000;

  return (guint)CLAMP (is_last ? left_ms : MIN (left_ms / 2, TRY_MOST_MS), TRY_LEAST_MS,
                       G_MAXINT32);
}

HufuLanReply *
hufu_lan_client_ask (HufuLanClient *client, const HufuPeer *peer, const HufuLanAsk *ask)
{
  HufuLanReply *reply = g_new0 (HufuLanReply, 1);
  g_auto (GStrv) addresses = hufu_lan_peers_list_addresses (client->peers, peer);
  gint64 end_us = g_get_monotonic_time () + (gint64)ask->timeout_ms * 1000;
  char pin[HUFU_CERTIFICATE_PIN_SIZE];
  Try try = {.client = client, .peer = peer, .ask = ask};

  reply->trouble = HUFU_TROUBLE_UNREACHABLE;
  hufu_certificate_make_pin (peer->device_public, pin);
  for (guint i = 0; addresses[i] != NULL && reply->trouble != HUFU_TROUBLE_NONE; i++) {
    if (g_atomic_int_get (&client->cut) || g_get_monotonic_time () >= end_us)
      break;
    try.http = borrow (client, pin);
    try.address = addresses[i];
    try.timeout_ms = find_timeout (end_us, addresses[i + 1] == NULL);
    ask_at (&try, reply);
    give (client, pin, try.http);
    if (reply->trouble == HUFU_TROUBLE_NONE)
      hufu_lan_peers_note_worked (client->peers, &peer->terminal_id, addresses[i]);
  }
  return reply;
}
