/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/wire-private.h"

#include <string.h>
#include "crypto/sign.h"
#include "sync/json.h"
#include "sync/signer.h"

#define EPOCH_HEADER "Hufu-Platform-Epoch"
#define EPOCH_HEADER_LOWER "hufu-platform-epoch"

HufuWire *
hufu_wire_new (HufuStore *books, HufuStore *catalog, const HufuSyncOptions *options,
               const HufuBoardObserver *observer)
{
  HufuWire *wire = g_new0 (HufuWire, 1);

  g_assert (options->n_roots <= HUFU_WIRE_ROOTS_MAX);
  wire->books = books;
  wire->catalog = catalog;
  wire->platform_url = g_strdup (options->platform_url);
  while (g_str_has_suffix (wire->platform_url, "/"))
    wire->platform_url[strlen (wire->platform_url) - 1] = '\0';
  wire->key_path = g_strdup (options->key_path);
  wire->snapshot_dir = g_strdup (options->snapshot_dir);
  wire->device_name = g_strdup (options->device_name);
  wire->ca_file = g_strdup (options->ca_file);
  wire->board = hufu_board_new (observer);
  wire->ask_timeout_ms =
      options->ask_timeout_ms != 0 ? options->ask_timeout_ms : HUFU_SYNC_ASK_TIMEOUT_MS;
  if (options->witness_ms > 0)
    hufu_board_show_witness (wire->board,
                             g_get_monotonic_time () + (gint64)options->witness_ms * 1000);
  wire->n_roots = options->n_roots;
  wire->take_roots = options->take_roots;
  if (options->n_roots > 0)
    memcpy (wire->roots, options->roots, options->n_roots * sizeof wire->roots[0]);
  wire->all_https = g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_http_free);
  wire->idle_https = g_ptr_array_new ();
  g_mutex_init (&wire->mutex);
  return wire;
}

void
hufu_wire_free (HufuWire *wire)
{
  if (wire == NULL)
    return;
  g_ptr_array_unref (wire->idle_https);
  g_ptr_array_unref (wire->all_https);
  hufu_key_pair_free (wire->keys);
  hufu_board_free (wire->board);
  g_free (wire->platform_url);
  g_free (wire->key_path);
  g_free (wire->snapshot_dir);
  g_free (wire->device_name);
  g_free (wire->ca_file);
  g_mutex_clear (&wire->mutex);
  g_free (wire);
}

HufuStore *
hufu_wire_get_books (HufuWire *wire)
{
  return wire->books;
}

HufuStore *
hufu_wire_get_catalog (HufuWire *wire)
{
  return wire->catalog;
}

const char *
hufu_wire_get_snapshot_dir (HufuWire *wire)
{
  return wire->snapshot_dir;
}

const char *
hufu_wire_get_device_name (HufuWire *wire)
{
  return wire->device_name;
}

/* --- conversations --------------------------------------------------------------------------- */

void
hufu_wire_stop (HufuWire *wire)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&wire->mutex);

  g_atomic_int_set (&wire->stopped, 1);
  for (guint i = 0; i < wire->all_https->len; i++)
    hufu_http_stop (g_ptr_array_index (wire->all_https, i));
}

gboolean
hufu_wire_is_stopped (HufuWire *wire)
{
  return g_atomic_int_get (&wire->stopped) != 0;
}

void
hufu_wire_set_cut (HufuWire *wire, gboolean cut)
{
  g_atomic_int_set (&wire->cut, cut);
}

HufuHttp *
hufu_wire_borrow (HufuWire *wire)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&wire->mutex);
  HufuHttp *http;

  if (wire->idle_https->len > 0)
    return g_ptr_array_steal_index (wire->idle_https, wire->idle_https->len - 1);
  http = hufu_http_new (wire->ca_file);
  if (hufu_wire_is_stopped (wire))
    hufu_http_stop (http);
  g_ptr_array_add (wire->all_https, http);
  return http;
}

void
hufu_wire_give (HufuWire *wire, HufuHttp *http)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&wire->mutex);

  g_ptr_array_add (wire->idle_https, http);
}

/* --- one request ----------------------------------------------------------------------------- */

static HufuAnswer *
send (HufuWire *wire, HufuHttp *http, const HufuAsk *ask, char **headers)
{
  gboolean is_file = ask->sink != NULL;
  g_autofree char *url = g_strconcat (wire->platform_url, ask->path, ask->query != NULL ? "?" : "",
                                      ask->query != NULL ? ask->query : "", NULL);
  HufuHttpCall call = {
      .method = ask->method,
      .url = url,
      .headers = (const char *const *)headers,
      .body = ask->content,
      .body_size = ask->content != NULL ? strlen (ask->content) : 0,
      .timeout_ms = is_file      ? 0
                    : ask->quick ? wire->ask_timeout_ms
                                 : HUFU_SYNC_TIMEOUT_MS,
      .max_bytes = is_file ? HUFU_SYNC_SNAPSHOT_MAX : HUFU_SYNC_ANSWER_MAX,
      .sink = ask->sink,
      .sink_data = ask->sink_data,
  };
  HufuAnswer *answer;

  g_mutex_lock (&wire->mutex);
  hufu_http_set_pins (http, wire->pins);
  g_mutex_unlock (&wire->mutex);
  answer = hufu_answer_judge (g_atomic_int_get (&wire->cut) ? hufu_http_reply_unreachable ()
                                                            : hufu_http_perform (http, &call),
                              !is_file);
  hufu_board_note_answer (wire->board, answer, is_file);
  return answer;
}

static gboolean
is_nonce (const char *text)
{
  return text != NULL &&
         strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
             strlen (text);
}

/* A nonce of the platform's, or what hinders: then *ret_answer is that. */
static char *
fetch_nonce (HufuWire *wire, HufuHttp *http, HufuAnswer **ret_answer)
{
  HufuAsk ask = {.method = "GET", .path = "/v1/nonce", .quick = TRUE};
  g_autoptr (HufuAnswer) answer = send (wire, http, &ask, NULL);
  const char *nonce = NULL;

  if (answer->kind == HUFU_ANSWER_OK) {
    nonce = hufu_json_get_text (answer->json, "nonce", HUFU_HTTP_NONCE_SIZE - 1);
    if (is_nonce (nonce))
      return g_strdup (nonce);
    answer->kind = HUFU_ANSWER_RETRY;
    answer->problem = HUFU_TROUBLE_MALFORMED;
  }
  *ret_answer = g_steal_pointer (&answer);
  return NULL;
}

/* An answer of another platform epoch is none: it is judged as the refusal that it should have
 * been. A platform that does not say its epoch is taken at its word. */
static void
judge_epoch (HufuWire *wire, HufuAnswer *answer)
{
  const char *text = hufu_http_reply_header (answer->reply, EPOCH_HEADER_LOWER);
  HufuIdentity identity;
  guint64 epoch;

  hufu_wire_get_identity (wire, &identity);
  if (answer->kind != HUFU_ANSWER_OK || !identity.enrolled || text == NULL ||
      !g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT64, &epoch, NULL) ||
      epoch == identity.platform_epoch)
    return;
  g_clear_pointer (&answer->json, json_decref);
  answer->kind = HUFU_ANSWER_FINAL;
  answer->problem = HUFU_TROUBLE_OLDER_EPOCH;
  answer->platform_epoch = epoch;
  g_strlcpy (answer->code, "platform_epoch", sizeof answer->code);
}

/* Requests whose body was stored before it is sent name the epoch beside it. */
static char **
add_epoch (char **take_headers, guint64 platform_epoch)
{
  guint n = g_strv_length (take_headers);

  take_headers = g_renew (char *, take_headers, n + 2);
  take_headers[n] = g_strdup_printf (EPOCH_HEADER ": %" G_GUINT64_FORMAT, platform_epoch);
  take_headers[n + 1] = NULL;
  return take_headers;
}

static HufuAnswer *
send_signed (HufuWire *wire, HufuHttp *http, const HufuAsk *ask, const char *nonce)
{
  HufuSigning signing = {.host = wire->host, .keys = wire->keys, .nonce = nonce};
  g_auto (GStrv) headers = NULL;
  HufuIdentity identity;
  HufuAnswer *answer;

  hufu_wire_get_identity (wire, &identity);
  signing.created_utc_s = hufu_wire_now_us (wire) / G_USEC_PER_SEC;
  signing.signer = (HufuSigner){.kind = HUFU_SIGNER_TERMINAL,
                                .terminal_id = identity.terminal_id,
                                .incarnation = identity.incarnation};
  if (!identity.enrolled) {
    signing.signer.kind = HUFU_SIGNER_NEW;
    memcpy (signing.signer.public_key, wire->keys->public_key, sizeof signing.signer.public_key);
  }
  headers =
      hufu_sign_request (&signing, ask->method, ask->path, ask->query, ask->content,
                         ask->content != NULL ? strlen (ask->content) : 0, ask->idempotency_key);
  if (identity.enrolled)
    headers = add_epoch (headers, identity.platform_epoch);
  answer = send (wire, http, ask, headers);
  judge_epoch (wire, answer);
  return answer;
}

static gboolean
is_clock_trusted (HufuWire *wire)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&wire->mutex);

  return hufu_sync_clock_is_trusted (&wire->clock);
}

HufuAnswer *
hufu_wire_ask (HufuWire *wire, HufuHttp *http, const HufuAsk *ask)
{
  HufuAnswer *answer = NULL;
  g_autofree char *nonce = NULL;

  if (ask->open)
    return send (wire, http, ask, NULL);
  if (is_clock_trusted (wire)) {
    answer = send_signed (wire, http, ask, NULL);
    if (!hufu_answer_has_code (answer, "stale_request") &&
        !hufu_answer_has_code (answer, "replayed_request"))
      return answer;
    g_clear_pointer (&answer, hufu_answer_free);
  }
  nonce = fetch_nonce (wire, http, &answer);
  return nonce != NULL ? send_signed (wire, http, ask, nonce) : answer;
}

/* --- what is shown --------------------------------------------------------------------------- */

HufuBoard *
hufu_wire_get_board (HufuWire *wire)
{
  return wire->board;
}

void
hufu_wire_get_state (HufuWire *wire, HufuLinkState *ret_state)
{
  hufu_board_get (wire->board, ret_state);
  {
    g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&wire->mutex);

    if (wire->clock.host != NULL) {
      ret_state->clock_trusted = hufu_sync_clock_is_trusted (&wire->clock);
      ret_state->clock_state = hufu_sync_clock_get_state (&wire->clock);
      ret_state->best_utc_us_offset =
          hufu_sync_clock_now_us (&wire->clock) - hufu_host_utc_us (wire->host);
    }
  }
}
