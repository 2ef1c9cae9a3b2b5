/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a till does with messages that no honest neighbour sends: each is refused with its code, and
 * nothing changes. Till 0 answers; what comes is made by hand under the key of till 1.
 */
#include <string.h>

#include "crypto/host.h"
#include "sync/http.h"
#include "sync/json.h"
#include "sync/lan-basket-json.h"
#include "sync/lan-guard.h"
#include "store/sql.h"
#include "store/today.h"
#include "sync/lan-json.h"
#include "sync/lan-server.h"
#include "sync/signer.h"
#include "tests/lib/test-log.h"
#include "tests/sync/lane.h"

/* One message: how it differs from what till 1 would send. */
typedef struct {
  const char *method, *path, *query, *content;
  HufuKeyPair *tls_keys;  /* of the connection */
  HufuKeyPair *sign_keys; /* NULL: not signed */
  guint32 terminal_no, incarnation;
  gint64 late_s;
  const char *nonce;        /* NULL: a fresh one */
  const char *sent_content; /* NULL: what was signed */
  char *const *headers;     /* NULL: made from the above */
} Message;

typedef struct {
  HufuTrouble trouble;
  guint status;
  char code[40];
  char nonce[HUFU_HTTP_NONCE_SIZE];
} Answer;

static Message
make_message (HufuLane *lane)
{
  static const char query[] = "cti=00000000-0000-4000-8000-00000000000d&generation=1";

  return (Message){.method = "GET",
                   .path = HUFU_LAN_HOLDS,
                   .query = query,
                   .tls_keys = lane->keys[1],
                   .sign_keys = lane->keys[1],
                   .terminal_no = 2,
                   .incarnation = 1};
}

static char **
sign (const Message *message)
{
  HufuSigning signing = {
      .host = hufu_crypto_host (),
      .keys = message->sign_keys,
      .created_utc_s = g_get_real_time () / G_USEC_PER_SEC - message->late_s,
      .nonce = message->nonce,
      .signer = {.kind = HUFU_SIGNER_TERMINAL,
                 .terminal_id = hufu_books_terminal_id ((guint8)message->terminal_no),
                 .incarnation = message->incarnation}};

  if (message->sign_keys == NULL)
    return g_new0 (char *, 1);
  return hufu_sign_request (&signing, message->method, message->path, message->query,
                            message->content,
                            message->content != NULL ? strlen (message->content) : 0, NULL);
}

static void
read_answer (const HufuHttpReply *reply, Answer *answer)
{
  gsize size = 0;
  const char *text = g_bytes_get_data (reply->content, &size);
  hufu_autojson json = size > 0 ? hufu_json_parse_object (text, size) : NULL;
  const char *code = json != NULL ? hufu_json_get_text (json, "code", 39) : NULL;
  const char *nonce =
      json != NULL ? hufu_json_get_text (json, "nonce", HUFU_HTTP_NONCE_SIZE - 1) : NULL;

  answer->trouble = reply->problem;
  answer->status = reply->status;
  g_strlcpy (answer->code, code != NULL ? code : "", sizeof answer->code);
  g_strlcpy (answer->nonce, nonce != NULL ? nonce : "", sizeof answer->nonce);
}

static Answer
send_once (HufuLane *lane, const Message *message)
{
  g_autoptr (HufuCertificate) certificate = hufu_certificate_make (message->tls_keys);
  g_autoptr (HufuHttp) http = hufu_http_new (NULL);
  g_auto (GStrv) made = message->headers == NULL ? sign (message) : NULL;
  g_autofree char *url = g_strconcat ("https://", lane->address[0], message->path,
                                      message->query != NULL ? "?" : "", message->query, NULL);
  const char *body = message->sent_content != NULL ? message->sent_content : message->content;
  char pin[HUFU_CERTIFICATE_PIN_SIZE];
  Answer answer;

  hufu_certificate_make_pin (lane->keys[0]->public_key, pin);
  hufu_http_set_pins (http, pin);
  hufu_http_set_identity (http, certificate);
  {
    const char *const *headers =
        (const char *const *)(message->headers != NULL ? message->headers : made);
    HufuHttpCall call = {.method = message->method,
                         .url = url,
                         .headers = headers,
                         .body = body,
                         .body_size = body != NULL ? strlen (body) : 0,
                         .timeout_ms = 10000,
                         .max_bytes = 65536};
    g_autoptr (HufuHttpReply) reply = hufu_http_perform (http, &call);

    read_answer (reply, &answer);
  }
  return answer;
}

/* On a busy machine TLS may take longer than a till waits for it: then nothing was heard yet. */
static Answer
send (HufuLane *lane, const Message *message)
{
  gint64 end_us = g_get_monotonic_time () + 120 * G_USEC_PER_SEC;
  Answer answer;

  do
    answer = send_once (lane, message);
  while (answer.status == 0 && g_get_monotonic_time () < end_us);
  return answer;
}

/* Without what the till writes of its own accord: where others answered, and their journals' heads.
 * What it adds up while it is idle is added up before. */
static gpointer
act_describe (HufuDb *db, gpointer data, GError **error)
{
  static const char *const own[] = {"setting", "witness", NULL};
  gboolean done = FALSE;

  while (!done && hufu_today_follow (db, &done, error))
    continue;
  return done ? hufu_books_describe (db, own) : NULL;
}

static char *
describe (HufuLane *lane)
{
  return hufu_till_run (lane->till[0], lane->till[0]->books, act_describe, NULL);
}

static void
assert_refused (HufuLane *lane, const Message *message, guint status, const char *code)
{
  g_autofree char *before = describe (lane);
  Answer answer = send (lane, message);
  g_autofree char *after = describe (lane);

  g_test_message ("%s", code);
  g_assert_cmpint (answer.trouble, ==, HUFU_TROUBLE_NONE);
  g_assert_cmpstr (answer.code, ==, code);
  g_assert_cmpuint (answer.status, ==, status);
  g_assert_cmpstr (after, ==, before);
}

static void
test_signatures (void)
{
  g_autoptr (HufuLane) lane = hufu_lane_new (3);
  Message good = make_message (lane), bad;

  g_assert_cmpuint (send (lane, &good).status, ==, 200);
  bad = good;
  bad.sign_keys = NULL;
  assert_refused (lane, &bad, 401, "bad_signature");
  bad = good;
  bad.sign_keys = lane->keys[2]; /* forged */
  assert_refused (lane, &bad, 401, "bad_signature");
  bad = good;
  bad.terminal_no = 3;
  bad.sign_keys = lane->keys[2]; /* handed on by another till */
  assert_refused (lane, &bad, 401, "wrong_device");
  bad = good;
  bad.incarnation = 2;
  assert_refused (lane, &bad, 409, "old_incarnation");
  bad = good;
  bad.terminal_no = 9;
  assert_refused (lane, &bad, 401, "wrong_device");
  bad = good;
  bad.method = "POST";
  bad.path = HUFU_LAN_RIGHTS;
  bad.query = NULL;
  bad.content = "{\"held\":1}";
  bad.sent_content = "{\"held\":2}";
  assert_refused (lane, &bad, 400, "bad_digest");
  bad.sent_content = "{\"held\""; /* the rest was lost */
  assert_refused (lane, &bad, 400, "bad_digest");
}

static void
test_replays (void)
{
  g_autoptr (HufuLane) lane = hufu_lane_new (2);
  Message good = make_message (lane), late;
  g_auto (GStrv) headers = sign (&good);
  Answer stale;

  good.headers = headers;
  g_assert_cmpuint (send (lane, &good).status, ==, 200);
  assert_refused (lane, &good, 401, "replayed_request");
  late = make_message (lane);
  late.late_s = 3600;
  assert_refused (lane, &late, 401, "stale_request");
  late.late_s = -3600;
  assert_refused (lane, &late, 401, "stale_request");
  /* A clock that is wrong is made up for by a nonce that was given, once. */
  stale = send (lane, &late);
  late.nonce = stale.nonce;
  g_assert_cmpuint (send (lane, &late).status, ==, 200);
  assert_refused (lane, &late, 401, "replayed_request");
}

static void
test_contents (void)
{
  static const char *const contents[] = {
      "",
      "{",
      "[]",
      "{\"request_id\":",
      "{\"request_id\":1}",
      "{\"request_id\":\"x\",\"request_id\":\"y\"}",
      "{\"asker\":[],\"cti\":{},\"generation\":-1,\"owner\":null}",
  };
  static const char *const witnesses[] = {
      "seq=7",
      "hash=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      "seq=0&hash=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      "seq=07&hash=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      "seq=4294967296&hash=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      "seq=7&hash=AAAA",
  };
  g_autoptr (HufuLane) lane = hufu_lane_new (2);
  g_autofree char *long_text = g_strnfill (HUFU_LAN_BODY_MAX + 1, ' ');
  Message bad = make_message (lane);

  bad.query = "cti=zzz&generation=1";
  assert_refused (lane, &bad, 400, "bad_request");
  bad.query = "cti=00000000-0000-4000-8000-00000000000d&generation=01";
  assert_refused (lane, &bad, 400, "bad_request");
  bad.query = NULL;
  assert_refused (lane, &bad, 400, "bad_request");
  bad.path = HUFU_LAN_WITNESS;
  for (gsize i = 0; i < G_N_ELEMENTS (witnesses); i++) {
    bad.query = witnesses[i];
    assert_refused (lane, &bad, 400, "bad_request");
  }
  bad.query = NULL;
  bad.path = "/lan/v1/nothing";
  assert_refused (lane, &bad, 404, "not_found");
  bad.path = HUFU_LAN_RIGHTS;
  assert_refused (lane, &bad, 405, "method_not_allowed");
  bad.method = "POST";
  for (gsize i = 0; i < G_N_ELEMENTS (contents); i++) {
    bad.content = contents[i];
    assert_refused (lane, &bad, 400, "bad_request");
  }
  bad.path = HUFU_LAN_BASKET;
  for (gsize i = 0; i < G_N_ELEMENTS (contents); i++) {
    bad.content = contents[i];
    assert_refused (lane, &bad, 400, "bad_request");
  }
  bad.content = long_text;
  assert_refused (lane, &bad, 413, "too_large");
  bad.content = NULL;
  bad.path = HUFU_LAN_BASKETS;
  assert_refused (lane, &bad, 405, "method_not_allowed");
  bad.method = "GET";
  bad.query = "all=1";
  assert_refused (lane, &bad, 400, "bad_request");
}

/* --- requests -------------------------------------------------------------------------------- */

static HufuRequest
make_request (guint32 asker_no, guint64 asker_seq)
{
  return (HufuRequest){.request_id = hufu_host_make_id (hufu_crypto_host ()),
                       .cti = hufu_books_cti (HUFU_TEST_DEAL),
                       .generation = 1,
                       .owner_terminal = hufu_books_terminal_id (1),
                       .owner_incarnation = 1,
                       .asker_terminal = hufu_books_terminal_id ((guint8)asker_no),
                       .asker_incarnation = 1,
                       .asker_seq = asker_seq,
                       .platform_epoch = 1};
}

static Message
make_request_message (HufuLane *lane, const char *text)
{
  Message message = make_message (lane);

  message.method = "POST";
  message.path = HUFU_LAN_RIGHTS;
  message.query = NULL;
  message.content = text;
  return message;
}

static char *
format_request (const HufuRequest *request)
{
  hufu_autojson json = hufu_request_to_json (request);

  return hufu_json_format (json);
}

/* A request that says another till asks. */
static void
test_requests (void)
{
  g_autoptr (HufuLane) lane = hufu_lane_new (3);
  HufuRequest request = make_request (3, 1);
  g_autofree char *text = format_request (&request);
  Message message = make_request_message (lane, text);

  hufu_lane_grant (lane, 0, HUFU_TEST_DEAL, 1);
  assert_refused (lane, &message, 401, "wrong_device");
  g_assert_cmpuint (hufu_lane_count_held (lane, 0, HUFU_TEST_DEAL), ==, 1);
}

/* The same request comes twice, and another one that was sent before it comes after it: the right
 * is given once, the same answer is given again, and nothing else changes. */
static void
test_out_of_order (void)
{
  g_autoptr (HufuLane) lane = hufu_lane_new (2);
  HufuRequest older = make_request (2, 1), newer = make_request (2, 2);
  g_autofree char *older_text = format_request (&older), *newer_text = format_request (&newer);
  Message message = make_request_message (lane, newer_text);
  g_autofree char *given = NULL, *later = NULL;

  hufu_lane_grant (lane, 0, HUFU_TEST_DEAL, 1);
  g_assert_cmpuint (send (lane, &message).status, ==, 200);
  g_assert_cmpuint (hufu_lane_count_held (lane, 0, HUFU_TEST_DEAL), ==, 0);
  given = describe (lane);
  g_assert_cmpuint (send (lane, &message).status, ==, 200);
  message.content = older_text;
  g_assert_cmpuint (send (lane, &message).status, ==, 200);
  later = describe (lane);
  g_assert_cmpstr (later, ==, given);
}

static gpointer
act_await_witnesses (HufuDb *db, gpointer data, GError **error)
{
  hufu_witness_await (db, GPOINTER_TO_INT (data) * (gint64)G_USEC_PER_SEC);
  return db;
}

/* A till that has just started gives nothing away until it has asked its witnesses: it says that it
 * is starting, and the same request gets the right when it is done. */
static void
test_starting (void)
{
  g_autoptr (HufuLane) lane = hufu_lane_new (2);
  HufuRequest request = make_request (2, 1);
  g_autofree char *text = format_request (&request);
  Message message = make_request_message (lane, text);

  hufu_lane_grant (lane, 0, HUFU_TEST_DEAL, 1);
  hufu_till_run (lane->till[0], lane->till[0]->books, act_await_witnesses, GINT_TO_POINTER (3600));
  assert_refused (lane, &message, 503, "starting");
  g_assert_cmpuint (hufu_lane_count_held (lane, 0, HUFU_TEST_DEAL), ==, 1);
  hufu_till_run (lane->till[0], lane->till[0]->books, act_await_witnesses, GINT_TO_POINTER (0));
  g_assert_cmpuint (send (lane, &message).status, ==, 200);
  g_assert_cmpuint (hufu_lane_count_held (lane, 0, HUFU_TEST_DEAL), ==, 0);
}

static gpointer
act_keep_from_writing (HufuDb *db, gpointer data, GError **error)
{
  return HUFU_RUN (db, error, data != NULL ? "PRAGMA query_only = 1" : "PRAGMA query_only = 0")
             ? db
             : NULL;
}

/* Books that cannot be written: nothing is given, and the request that is sent again gets it. */
static void
test_cannot_write (void)
{
  g_autoptr (HufuLane) lane = hufu_lane_new (2);
  HufuRequest request = make_request (2, 1);
  g_autofree char *text = format_request (&request), *before = NULL;
  Message message = make_request_message (lane, text);

  hufu_lane_grant (lane, 0, HUFU_TEST_DEAL, 1);
  before = describe (lane); /* there is nothing left to add up */
  hufu_till_run (lane->till[0], lane->till[0]->books, act_keep_from_writing, lane);
  assert_refused (lane, &message, 503, "internal");
  hufu_till_run (lane->till[0], lane->till[0]->books, act_keep_from_writing, NULL);
  g_assert_cmpuint (send (lane, &message).status, ==, 200);
  g_assert_cmpuint (hufu_lane_count_held (lane, 0, HUFU_TEST_DEAL), ==, 0);
}

/* --- what is logged -------------------------------------------------------------------------- */

/* What is refused is said by its code alone: nothing of what was sent. */
static void
test_log (void)
{
  static const char *const canaries[] = {"13800138000", "4111111111111111", "OV1:SECRET",
                                         "00000000-0000-4000-8000-00000000000d"};
  g_autoptr (HufuLane) lane = hufu_lane_new (2);
  g_autofree char *content = g_strdup_printf ("{\"phone\":\"%s\",\"card\":\"%s\",\"code\":\"%s\"}",
                                              canaries[0], canaries[1], canaries[2]);
  Message message = make_message (lane);

  message.nonce = canaries[0];
  message.sign_keys = NULL;
  assert_refused (lane, &message, 401, "bad_signature");
  g_assert_true (hufu_test_log_has ("was refused: bad_signature"));
  message = make_request_message (lane, content);
  assert_refused (lane, &message, 400, "bad_request");
  for (gsize i = 0; i < G_N_ELEMENTS (canaries); i++)
    g_assert_false (hufu_test_log_has (canaries[i]));
}

/* --- how many -------------------------------------------------------------------------------- */

/* A till that asks too much waits a little; the others are answered meanwhile. */
static void
test_too_many (void)
{
  g_autoptr (HufuLanGuard) guard = hufu_lan_guard_new (hufu_crypto_host (), 0);
  HufuId one = hufu_books_terminal_id (1), two = hufu_books_terminal_id (2);

  for (guint i = 0; i < HUFU_LAN_RATE_BURST; i++)
    g_assert_true (hufu_lan_guard_take_turn (guard, &one, 1000));
  g_assert_false (hufu_lan_guard_take_turn (guard, &one, 1000));
  g_assert_true (hufu_lan_guard_take_turn (guard, &two, 1000));
  g_assert_true (hufu_lan_guard_take_turn (guard, &one, 1000 + G_USEC_PER_SEC));
}

/* What is remembered is bounded in number and forgotten in time. */
static void
test_nonces (void)
{
  g_autoptr (HufuLanGuard) guard = hufu_lan_guard_new (hufu_crypto_host (), 1000);
  HufuHttpSignature signature = {.created_utc_s = 1000};
  gint64 later_us = (HUFU_LAN_NONCE_LIFE_S + 1) * G_USEC_PER_SEC;
  char nonce[HUFU_HTTP_NONCE_SIZE];

  for (guint i = 0; i < HUFU_LAN_NONCES_MAX; i++) {
    g_snprintf (signature.nonce, sizeof signature.nonce, "n%u", i);
    g_assert_cmpint (hufu_lan_guard_use_nonce (guard, &signature, 1000, 0), ==, HUFU_LAN_FINE);
  }
  g_assert_cmpint (hufu_lan_guard_use_nonce (guard, &signature, 1000, 0), ==,
                   HUFU_LAN_REPLAYED_REQUEST);
  g_strlcpy (signature.nonce, "one-more", sizeof signature.nonce);
  g_assert_cmpint (hufu_lan_guard_use_nonce (guard, &signature, 1000, 0), ==,
                   HUFU_LAN_TOO_MANY_REQUESTS);
  g_assert_cmpint (hufu_lan_guard_use_nonce (guard, &signature, 1000, later_us), ==, HUFU_LAN_FINE);
  /* Signed before the program began: whatever it remembers, it was not there to see it used. */
  signature.created_utc_s = 999;
  g_strlcpy (signature.nonce, "earlier", sizeof signature.nonce);
  g_assert_cmpint (hufu_lan_guard_use_nonce (guard, &signature, 1000, later_us), ==,
                   HUFU_LAN_STALE_REQUEST);
  for (guint i = 0; i < HUFU_LAN_GIVEN_MAX; i++)
    g_assert_true (hufu_lan_guard_give_nonce (guard, later_us, nonce));
  g_assert_false (hufu_lan_guard_give_nonce (guard, later_us, nonce));
  g_assert_true (hufu_lan_guard_give_nonce (guard, 2 * later_us, nonce));
}

/* A terminal with a key of another store gets no further than TLS. */
static void
test_strangers (void)
{
  g_autoptr (HufuLane) lane = hufu_lane_new (2);
  g_autoptr (HufuKeyPair) strange = hufu_key_pair_make ();
  HufuLan *lan = hufu_lane_get_lan (lane, 0);
  guint before = hufu_lan_count_refused (lan, HUFU_LAN_UNKNOWN_DEVICE);
  Message message = make_message (lane);

  message.tls_keys = message.sign_keys = strange;
  g_assert_cmpuint (send_once (lane, &message).status, ==, 0);
  hufu_await (hufu_lan_count_refused (lan, HUFU_LAN_UNKNOWN_DEVICE) > before, 20000);
  /* Nor does one that left the roster. */
  message = make_message (lane);
  g_assert_cmpuint (send (lane, &message).status, ==, 200);
  hufu_lane_enlist (lane, 1u << 0);
  g_assert_cmpuint (send_once (lane, &message).status, ==, 0);
}

int
main (int argc, char **argv)
{
  hufu_test_log_keep ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lan-messages/signatures", test_signatures);
  g_test_add_func ("/lan-messages/replays", test_replays);
  g_test_add_func ("/lan-messages/contents", test_contents);
  g_test_add_func ("/lan-messages/requests", test_requests);
  g_test_add_func ("/lan-messages/out-of-order", test_out_of_order);
  g_test_add_func ("/lan-messages/starting", test_starting);
  g_test_add_func ("/lan-messages/cannot-write", test_cannot_write);
  g_test_add_func ("/lan-messages/log", test_log);
  g_test_add_func ("/lan-messages/strangers", test_strangers);
  g_test_add_func ("/lan-messages/too-many", test_too_many);
  g_test_add_func ("/lan-messages/nonces", test_nonces);
  return g_test_run ();
}
