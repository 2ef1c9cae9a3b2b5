/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/lan-server.h"

#include <string.h>
#include "sync/json.h"
#include "sync/lan-gate.h"
#include "sync/lan-guard.h"
#include "sync/lan-reply.h"

#define LISTEN_AGAIN_S 10           /* after no port could be had */
#define LOG_PAUSE_US G_USEC_PER_SEC /* between lines about refusals */
#define STRANGER_PAUSE_US (10 * G_USEC_PER_SEC)

struct HufuLanServer {
  HufuWire *wire;
  HufuLanPeers *peers;
  const HufuCertificate *certificate;
  char *listen;
  HufuLanServerObserver observer;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  gint port;                            /* atomic */
  gint closed;                          /* atomic */
  gint refused[HUFU_LAN_REFUSAL_COUNT]; /* atomic */

  /* of its thread */
  SoupServer *soup;
  HufuLanGate *gate;
  HufuLanGuard *guard;
  gint64 logged_mono_us, stranger_mono_us;
};

/* One message and what is known of it. */
typedef struct {
  HufuLanServer *server;
  SoupServerMessage *message;
  GBytes *content;
  HufuHttpRequest request;
  HufuHttpSignature signature;
  gboolean is_signed; /* the answer can be bound to it */
  HufuLanCall call;
} Visit;

/* --- answers --------------------------------------------------------------------------------- */

static void
sign_answer (Visit *visit, guint status, const char *text)
{
  HufuHttpSignature signature = {0};
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (visit->message);
  char digest[HUFU_HTTP_DIGEST_SIZE];
  HufuHttpAnswer answer = {status, digest, &visit->request};
  g_autofree char *input = NULL;
  g_autofree char *value = NULL;
  HufuIdentity identity;

  hufu_wire_get_identity (visit->server->wire, &identity);
  hufu_http_content_digest_make ((const guint8 *)text, strlen (text), digest);
  hufu_http_keyid_format (&(HufuSigner){.kind = HUFU_SIGNER_TERMINAL,
                                        .terminal_id = identity.terminal_id,
                                        .incarnation = identity.incarnation},
                          signature.keyid);
  g_strlcpy (signature.nonce, visit->signature.nonce, sizeof signature.nonce);
  signature.created_utc_s = MAX (hufu_wire_now_us (visit->server->wire) / G_USEC_PER_SEC, 0);
  if (!hufu_http_answer_sign (&answer, &signature, hufu_crypto_sign,
                              hufu_wire_get_keys (visit->server->wire)))
    return;
  input = hufu_http_answer_format_input (&signature);
  value = hufu_http_signature_format_value (&signature);
  soup_message_headers_replace (headers, "Content-Digest", digest);
  soup_message_headers_replace (headers, "Signature-Input", input);
  soup_message_headers_replace (headers, "Signature", value);
}

static void
answer (Visit *visit, guint status, const char *type, json_t *take_json)
{
  char *text = hufu_json_format (take_json);

  json_decref (take_json);
  if (visit->is_signed)
    sign_answer (visit, status, text);
  soup_server_message_set_status (visit->message, status, NULL);
  soup_server_message_set_response (visit->message, type, SOUP_MEMORY_TAKE, text, strlen (text));
}

/* No name, no address, nothing of the message: a code and a number. */
static void
note_refused (HufuLanServer *server, HufuLanRefusal refusal)
{
  guint count = (guint)g_atomic_int_add (&server->refused[refusal], 1) + 1;
  gint64 now_us = g_get_monotonic_time ();

  if (now_us - server->logged_mono_us < LOG_PAUSE_US && server->logged_mono_us != 0)
    return;
  server->logged_mono_us = now_us;
  g_message ("a message of the store's network was refused: %s (%u so far)",
             hufu_lan_refusal_code (refusal), count);
}

static void
refuse (Visit *visit, HufuLanRefusal refusal)
{
  char nonce[HUFU_HTTP_NONCE_SIZE];
  gint64 boot_us = hufu_host_boot_us (hufu_wire_get_host (visit->server->wire));
  gboolean has_nonce = refusal == HUFU_LAN_STALE_REQUEST &&
                       hufu_lan_guard_give_nonce (visit->server->guard, boot_us, nonce);

  note_refused (visit->server, refusal);
  answer (visit, hufu_lan_refusal_status (refusal), "application/problem+json",
          hufu_lan_problem_to_json (refusal, has_nonce ? nonce : NULL));
}

/* --- who asks -------------------------------------------------------------------------------- */

/* The signer is the till that TLS has proved, in its incarnation of the roster. */
static HufuLanRefusal
check_signer (const HufuPeer *peer, const char *keyid)
{
  HufuSigner signer;

  if (!hufu_http_keyid_parse (keyid, &signer) || signer.kind != HUFU_SIGNER_TERMINAL)
    return HUFU_LAN_UNKNOWN_DEVICE;
  if (!hufu_id_equal (&signer.terminal_id, &peer->terminal_id))
    return HUFU_LAN_WRONG_DEVICE;
  return signer.incarnation == peer->incarnation ? HUFU_LAN_FINE : HUFU_LAN_OLD_INCARNATION;
}

static HufuLanRefusal
check_signature (Visit *visit, const HufuPeer *peer)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (visit->message);
  const HufuHost *host = hufu_wire_get_host (visit->server->wire);
  gsize size = 0;
  const guint8 *content = g_bytes_get_data (visit->content, &size);
  HufuLanRefusal refusal;

  if (!hufu_http_signature_parse (soup_message_headers_get_one (headers, "Signature-Input"),
                                  soup_message_headers_get_one (headers, "Signature"),
                                  &visit->signature))
    return HUFU_LAN_BAD_SIGNATURE;
  refusal = check_signer (peer, visit->signature.keyid);
  if (refusal != HUFU_LAN_FINE)
    return refusal;
  if (!hufu_http_content_digest_check (visit->request.content_digest, content, size))
    return HUFU_LAN_BAD_DIGEST;
  if (!hufu_http_signature_verify (&visit->request, &visit->signature, peer->device_public,
                                   hufu_crypto_verify))
    return HUFU_LAN_BAD_SIGNATURE;
  visit->is_signed = TRUE;
  return hufu_lan_guard_use_nonce (visit->server->guard, &visit->signature,
                                   hufu_wire_now_us (visit->server->wire) / G_USEC_PER_SEC,
                                   hufu_host_boot_us (host));
}

static HufuLanRefusal
authenticate (Visit *visit, const GPtrArray *list)
{
  const guint8 *key = hufu_lan_gate_find_key (visit->message);
  const HufuPeer *peer = key != NULL ? hufu_lan_peers_find_key (list, key) : NULL;

  if (peer == NULL)
    return HUFU_LAN_UNKNOWN_DEVICE;
  visit->call.sender = peer;
  if (!hufu_lan_guard_take_turn (visit->server->guard, &peer->terminal_id,
                                 hufu_host_boot_us (hufu_wire_get_host (visit->server->wire))))
    return HUFU_LAN_TOO_MANY_REQUESTS;
  return check_signature (visit, peer);
}

/* --- one message ----------------------------------------------------------------------------- */

static HufuLanRefusal
reply (Visit *visit, json_t **ret_json)
{
  HufuLanRefusal refusal = HUFU_LAN_FINE;
  const HufuLanOperation *operation =
      hufu_lan_operation_find (visit->request.method, visit->request.path, &refusal);
  gsize size = 0;
  const char *text = g_bytes_get_data (visit->content, &size);
  hufu_autojson body = NULL;

  if (operation == NULL)
    return refusal;
  if (strcmp (visit->request.method, "POST") == 0) {
    body = size > 0 ? hufu_json_parse_object (text, size) : NULL;
    if (body == NULL)
      return HUFU_LAN_BAD_REQUEST;
  }
  visit->call.wire = visit->server->wire;
  visit->call.query = visit->request.query;
  visit->call.body = body;
  *ret_json = operation->reply (&visit->call, &refusal);
  return *ret_json != NULL ? HUFU_LAN_FINE : refusal;
}

static void
serve (Visit *visit)
{
  g_autoptr (GPtrArray) list = hufu_lan_peers_list (visit->server->peers);
  HufuLanRefusal refusal = authenticate (visit, list);
  json_t *json = NULL;

  if (refusal == HUFU_LAN_FINE)
    refusal = reply (visit, &json);
  if (refusal != HUFU_LAN_FINE)
    refuse (visit, refusal);
  else
    answer (visit, 200, "application/json", json);
  if (visit->call.debited)
    visit->server->observer.debited (visit->server->observer.user_data);
}

static void
on_message (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer user_data)
{
  GUri *uri = soup_server_message_get_uri (message);
  const char *digest = soup_message_headers_get_one (
      soup_server_message_get_request_headers (message), "Content-Digest");
  g_autoptr (GBytes) content =
      soup_message_body_flatten (soup_server_message_get_request_body (message));
  Visit visit = {.server = user_data,
                 .message = message,
                 .content = content,
                 .request = {.method = soup_server_message_get_method (message),
                             .path = g_uri_get_path (uri),
                             .query = g_uri_get_query (uri),
                             .content_digest = digest != NULL ? digest : ""}};

  serve (&visit);
}

/* Before the content is read: a longer one is never kept in memory. */
static void
on_headers (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer user_data)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  Visit visit = {.server = user_data, .message = message};

  if (soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CHUNKED &&
      soup_message_headers_get_content_length (headers) <= HUFU_LAN_BODY_MAX)
    return;
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  refuse (&visit, HUFU_LAN_TOO_LARGE);
}

/* --- the thread ------------------------------------------------------------------------------ */

static gboolean
on_knows (gpointer user_data, const guint8 key[HUFU_PUBLIC_KEY_BYTES])
{
  HufuLanServer *server = user_data;
  g_autoptr (GPtrArray) list = hufu_lan_peers_list (server->peers);

  return hufu_lan_peers_find_key (list, key) != NULL;
}

static void
on_turned_away (gpointer user_data)
{
  HufuLanServer *server = user_data;
  gint64 now_us = g_get_monotonic_time ();

  note_refused (server, HUFU_LAN_UNKNOWN_DEVICE);
  if (now_us - server->stranger_mono_us < STRANGER_PAUSE_US && server->stranger_mono_us != 0)
    return;
  server->stranger_mono_us = now_us;
  server->observer.stranger (server->observer.user_data);
}

/* The port that was named, or any if it is taken: others are told the one it is. */
static void
open_gate (HufuLanServer *server)
{
  const HufuLanGateKeeper keeper = {on_knows, on_turned_away, server};
  const char *colon = strrchr (server->listen, ':');
  g_autofree char *any =
      g_strdup_printf ("%.*s:0", colon != NULL ? (int)(colon - server->listen) : 0, server->listen);
  g_autoptr (GError) error = NULL;

  server->gate =
      hufu_lan_gate_new (server->listen, server->certificate, server->soup, &keeper, NULL);
  if (server->gate == NULL)
    server->gate = hufu_lan_gate_new (any, server->certificate, server->soup, &keeper, &error);
  if (server->gate == NULL) {
    g_message ("this till cannot answer the other tills: %s", error->message);
    return;
  }
  hufu_lan_gate_set_closed (server->gate, g_atomic_int_get (&server->closed));
  g_atomic_int_set (&server->port, (int)hufu_lan_gate_get_port (server->gate));
  server->observer.ready (server->observer.user_data, hufu_lan_gate_get_port (server->gate));
}

static gboolean
on_open_again (gpointer user_data)
{
  HufuLanServer *server = user_data;

  if (server->gate == NULL)
    open_gate (server);
  return server->gate == NULL ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static gpointer
run (gpointer data)
{
  HufuLanServer *server = data;
  g_autoptr (GSource) again = g_timeout_source_new_seconds (LISTEN_AGAIN_S);

  g_main_context_push_thread_default (server->context);
  server->guard = hufu_lan_guard_new (hufu_wire_get_host (server->wire),
                                      hufu_wire_now_us (server->wire) / G_USEC_PER_SEC);
  server->soup = soup_server_new ("server-header", "hufu", NULL);
  soup_server_add_early_handler (server->soup, NULL, on_headers, server, NULL);
  soup_server_add_handler (server->soup, NULL, on_message, server, NULL);
  g_source_set_callback (again, on_open_again, server, NULL);
  g_source_attach (again, server->context);
  open_gate (server);
  g_main_loop_run (server->loop);
  g_source_destroy (again);
  server->observer.ending (server->observer.user_data);
  soup_server_disconnect (server->soup);
  hufu_lan_gate_free (server->gate);
  g_clear_object (&server->soup);
  hufu_lan_guard_free (server->guard);
  g_main_context_pop_thread_default (server->context);
  return NULL;
}

HufuLanServer *
hufu_lan_server_new (HufuWire *wire, HufuLanPeers *peers, const HufuCertificate *certificate,
                     const char *listen, const HufuLanServerObserver *observer)
{
  HufuLanServer *server = g_new0 (HufuLanServer, 1);

  server->wire = wire;
  server->peers = peers;
  server->certificate = certificate;
  server->listen = g_strdup (listen);
  server->observer = *observer;
  server->context = g_main_context_new ();
  server->loop = g_main_loop_new (server->context, FALSE);
  server->thread = g_thread_new ("lan-server", run, server);
  return server;
}

/* In the server's thread, even if its loop does not run yet. */
static void
post (HufuLanServer *server, GSourceFunc func)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_callback (source, func, server, NULL);
  g_source_attach (source, server->context);
}

static gboolean
on_quit (gpointer user_data)
{
  g_main_loop_quit (((HufuLanServer *)user_data)->loop);
  return G_SOURCE_REMOVE;
}

void
hufu_lan_server_free (HufuLanServer *server)
{
  if (server == NULL)
    return;
  post (server, on_quit);
  g_thread_join (server->thread);
  g_main_loop_unref (server->loop);
  g_main_context_unref (server->context);
  g_free (server->listen);
  g_free (server);
}

guint
hufu_lan_server_get_port (HufuLanServer *server)
{
  return (guint)g_atomic_int_get (&server->port);
}

static gboolean
on_closed (gpointer user_data)
{
  HufuLanServer *server = user_data;

  if (server->gate != NULL)
    hufu_lan_gate_set_closed (server->gate, g_atomic_int_get (&server->closed));
  return G_SOURCE_REMOVE;
}

void
hufu_lan_server_set_closed (HufuLanServer *server, gboolean closed)
{
  g_atomic_int_set (&server->closed, closed);
  post (server, on_closed);
}

guint
hufu_lan_server_count_refused (HufuLanServer *server, HufuLanRefusal refusal)
{
  return (guint)g_atomic_int_get (&server->refused[refusal]);
}
