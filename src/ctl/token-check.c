/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ctl/token-check.h"

#include <jansson.h>
#include <string.h>

#include "core/base64url.h"
#include "core/live.h"
#include "core/recognise.h"
#include "core/verdict.h"
#include "crypto/host.h"
#include "crypto/sha256.h"
#include "crypto/sign.h"

#define TIME_MAX_S G_GINT64_CONSTANT (253402300799)
#define KIDS_HEX (2 * HUFU_TOKEN_KID_BYTES)
#define KEY_HEX (2 * HUFU_TOKEN_KEY_BYTES)

typedef enum {
  EXIT_ACCEPTED = 0,
  EXIT_USAGE = 1,
  EXIT_REFUSED = 2, /* or not known to hold */
} Exit;

typedef struct {
  GArray *keys; /* HufuTrustKey */
  gboolean has_time;
  gint64 at_utc_s;
  const char *text;
} Question;

/* --- the question ---------------------------------------------------------------------------- */

static gboolean
read_hex (const char *hex, gsize length, guint8 *ret_bytes)
{
  for (gsize i = 0; i < length; i++) {
    if (!g_ascii_isxdigit (hex[i]))
      return FALSE;
  }
  for (gsize i = 0; i < length / 2; i++)
    ret_bytes[i] =
        (guint8)(g_ascii_xdigit_value (hex[2 * i]) << 4 | g_ascii_xdigit_value (hex[2 * i + 1]));
  return TRUE;
}

static gboolean
add_key (GArray *keys, const char *text, GError **error)
{
  HufuTrustKey key;

  memset (&key, 0, sizeof key);
  if (strlen (text) != KIDS_HEX + 1 + KEY_HEX || text[KIDS_HEX] != ':' ||
      !read_hex (text, KIDS_HEX, key.kid) ||
      !read_hex (text + KIDS_HEX + 1, KEY_HEX, key.public_key)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "--key takes 16 hexadecimal digits of key id, a colon and 64 of public key");
    return FALSE;
  }
  g_array_append_val (keys, key);
  return TRUE;
}

static gboolean
read_question (char ***args, Question *question, GError **error)
{
  g_auto (GStrv) keys = NULL;
  g_autofree char *at = NULL;
  const GOptionEntry entries[] = {
      {"key", 0, 0, G_OPTION_ARG_STRING_ARRAY, &keys, "A key that is trusted", "KIDHEX:PUBHEX"},
      {"at", 0, 0, G_OPTION_ARG_STRING, &at, "Seconds since 1970", "UNIX"},
      {NULL},
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("TEXT");

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse_strv (context, args, error))
    return FALSE;
  for (gsize i = 0; keys != NULL && keys[i] != NULL; i++) {
    if (!add_key (question->keys, keys[i], error))
      return FALSE;
  }
  question->has_time = at != NULL;
  if (at != NULL && !g_ascii_string_to_signed (at, 10, 0, TIME_MAX_S, &question->at_utc_s, error)) {
    g_prefix_error (error, "--at takes seconds since 1970: ");
    return FALSE;
  }
  if (g_strv_length (*args) != 2) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 "Usage: token check [--key KIDHEX:PUBHEX] [--at UNIX] TEXT");
    return FALSE;
  }
  question->text = (*args)[1];
  return TRUE;
}

/* --- the answer ------------------------------------------------------------------------------ */

static HufuReason
decode (const char *text, HufuToken *ret_token)
{
  gsize length = strlen (text);
  HufuScan scan;

  hufu_recognise (text, length, HUFU_ASKING_ANYTHING, NULL, 0, &scan);
  if (scan.kind == HUFU_SCAN_TOKEN && scan.token_size > 0)
    return hufu_token_decode_bytes (scan.token_bytes, scan.token_size, ret_token);
  return hufu_token_decode (text, length, ret_token);
}

static gboolean
believe (const guint8 signature[HUFU_TOKEN_SIGNATURE_BYTES], const guint8 *message, gsize size,
         const guint8 public_key[HUFU_TOKEN_KEY_BYTES])
{
  return TRUE;
}

/* What cannot be known here (issuers of keys, the store and its groups) is taken from the token. */
static HufuReason
judge (const HufuToken *token, const Question *question, gint64 now_utc_s)
{
  const HufuClaims *claims = &token->claims;
  gboolean has_keys = question->keys->len > 0;
  HufuTrustKey own = {.state = HUFU_KEY_ACTIVE};
  g_autoptr (HufuTrustList) trust = NULL;
  HufuVerdictContext context = {
      .verify = has_keys ? hufu_crypto_verify : believe,
      .sha256 = hufu_sha256,
      .store_no = claims->kind == HUFU_TOKEN_VOUCHER ? claims->home_store : claims->store,
      .groups = claims->scope,
      .n_groups = claims->n_scope,
      .clock_trusted = TRUE,
      .now_utc_s = now_utc_s,
  };

  memcpy (own.kid, token->kid, sizeof own.kid);
  for (guint i = 0; i < question->keys->len; i++)
    g_strlcpy (g_array_index (question->keys, HufuTrustKey, i).issuer, claims->issuer,
               sizeof own.issuer);
  g_strlcpy (own.issuer, claims->issuer, sizeof own.issuer);
  trust = has_keys ? hufu_trust_list_new (1, (HufuTrustKey *)(gpointer)question->keys->data,
                                          question->keys->len)
                   : hufu_trust_list_new (1, &own, 1);
  context.trust = trust;
  return hufu_verdict_check (token, &context).reason;
}

/* Without keys and a time, what is asked is only how the token looks: it is taken when it is good.
 */
static gint64
find_time (const HufuToken *token, const Question *question)
{
  if (question->has_time)
    return question->at_utc_s;
  if (question->keys->len > 0)
    return hufu_host_utc_us (hufu_crypto_host ()) / G_USEC_PER_SEC;
  return token->is_live ? (gint64)token->proof.step * HUFU_LIVE_STEP_S
                        : token->claims.not_before_utc_s;
}

static const char *
kind_name (HufuTokenKind kind)
{
  switch (kind) {
  case HUFU_TOKEN_VOUCHER:
    return "voucher";
  case HUFU_TOKEN_MEMBER:
    return "member";
  case HUFU_TOKEN_PICKUP:
    return "pick-up";
  case HUFU_TOKEN_RESERVATION:
    return "reservation";
  case HUFU_TOKEN_REFERRAL:
    return "referral";
  case HUFU_TOKEN_VISIT:
    return "visit";
  case HUFU_TOKEN_RATING:
    return "rating";
  }
  g_assert_not_reached ();
}

static void
set_number (json_t *object, const char *key, guint64 value)
{
  json_object_set_new (object, key, json_integer ((json_int_t)value));
}

static void
set_bytes (json_t *object, const char *key, const guint8 *bytes, gsize size)
{
  g_autofree char *text = hufu_base64url_encode (bytes, size);

  json_object_set_new (object, key, json_string (text));
}

static void
set_id (json_t *object, const char *key, const HufuId *id)
{
  char text[HUFU_ID_TEXT_SIZE];

  hufu_id_format (id, text);
  json_object_set_new (object, key, json_string (text));
}

static void
set_numbers (json_t *object, const char *key, const guint64 *numbers, gsize n)
{
  json_t *array = json_array ();

  for (gsize i = 0; i < n; i++)
    json_array_append_new (array, json_integer ((json_int_t)numbers[i]));
  json_object_set_new (object, key, array);
}

static void
describe_voucher (json_t *object, const HufuClaims *claims)
{
  if (claims->deal_is_id)
    set_id (object, "deal_id", &claims->deal_id);
  else
    set_number (object, "deal_number", claims->deal_number);
  if (claims->has_holder)
    set_bytes (object, "holder", claims->holder, sizeof claims->holder);
  set_number (object, "uses", claims->uses);
  set_number (object, "value_minor", claims->value_minor);
  set_number (object, "currency", claims->currency);
  if (claims->has_home)
    set_number (object, "home_store", claims->home_store);
  if (claims->n_scope > 0)
    set_numbers (object, "scope", claims->scope, claims->n_scope);
  set_number (object, "generation", claims->generation);
  set_number (object, "status_list", claims->status_list);
  set_number (object, "status_index", claims->status_index);
  set_number (object, "flags", claims->flags);
}

static json_t *
describe (const HufuClaims *claims)
{
  json_t *object = json_object ();

  json_object_set_new (object, "kind", json_string (kind_name (claims->kind)));
  json_object_set_new (object, "issuer", json_string (claims->issuer));
  set_number (object, "expires_utc_s", (guint64)claims->expires_utc_s);
  set_number (object, "not_before_utc_s", (guint64)claims->not_before_utc_s);
  set_id (object, "cti", &claims->cti);
  if (claims->has_holder_key)
    set_bytes (object, "holder_key", claims->holder_key, sizeof claims->holder_key);
  if (claims->kind == HUFU_TOKEN_VOUCHER) {
    describe_voucher (object, claims);
    return object;
  }
  set_bytes (object, "subject", claims->subject, claims->subject_size);
  if (claims->has_store)
    set_number (object, "store", claims->store);
  if (claims->n_items > 0)
    set_numbers (object, "items", claims->items, claims->n_items);
  return object;
}

/* The proof is checked by the key in the claims, whoever signed those. */
static json_t *
describe_live (const HufuToken *token, gint64 now_utc_s)
{
  gboolean good = hufu_live_verify (token, hufu_crypto_verify, hufu_sha256);

  return json_pack ("{s:I, s:I, s:s}", "step", (json_int_t)token->proof.step, "age_s",
                    (json_int_t)hufu_live_age_s (token->proof.step, now_utc_s), "proof",
                    good ? "good" : "bad");
}

static void
explain (json_t *answer, HufuReason reason)
{
  json_object_set_new (answer, "reason", json_string (hufu_reason_code (reason)));
  json_object_set_new (answer, "name", json_string (hufu_reason_name (reason)));
  json_object_set_new (answer, "sentence_en",
                       json_string (hufu_reason_sentence (reason, HUFU_LANG_EN)));
  json_object_set_new (answer, "sentence_zh",
                       json_string (hufu_reason_sentence (reason, HUFU_LANG_ZH)));
}

/* A key that is missing or wrong leaves nothing of the claims to be believed: they are not shown.
 */
static const char *
signature_state (const Question *question, HufuReason reason)
{
  if (question->keys->len == 0)
    return "not checked";
  if (reason == HUFU_R05_UNKNOWN_KEY)
    return "unknown key";
  return reason == HUFU_R06_BAD_SIGNATURE ? "bad" : "good";
}

static json_t *
answer_question (const Question *question, int *ret_exit)
{
  json_t *answer = json_object ();
  HufuToken token;
  HufuReason reason = decode (question->text, &token);
  gboolean decoded = reason == HUFU_R00_OK_HELD, accepted;
  char kid[KIDS_HEX + 1];

  if (decoded) {
    gint64 now_utc_s = find_time (&token, question);

    reason = judge (&token, question, now_utc_s);
    for (gsize i = 0; i < HUFU_TOKEN_KID_BYTES; i++)
      g_snprintf (kid + 2 * i, 3, "%02x", token.kid[i]);
    json_object_set_new (answer, "kid", json_string (kid));
    json_object_set_new (answer, "signature", json_string (signature_state (question, reason)));
    if (reason != HUFU_R05_UNKNOWN_KEY && reason != HUFU_R06_BAD_SIGNATURE)
      json_object_set_new (answer, "claims", describe (&token.claims));
    if (token.is_live)
      json_object_set_new (answer, "live", describe_live (&token, now_utc_s));
  }
  accepted = reason == HUFU_R00_OK_HELD && question->keys->len > 0;
  json_object_set_new (answer, "accepted",
                       reason == HUFU_R00_OK_HELD && !accepted ? json_null ()
                                                               : json_boolean (accepted));
  if (reason != HUFU_R00_OK_HELD)
    explain (answer, reason);
  *ret_exit = accepted ? EXIT_ACCEPTED : EXIT_REFUSED;
  return answer;
}

char *
hufu_ctl_token_check_line (int argc, char **argv, int *ret_exit, GError **error)
{
  g_auto (GStrv) args = g_new0 (char *, (gsize)argc + 1);
  g_autoptr (GArray) keys = g_array_new (FALSE, TRUE, sizeof (HufuTrustKey));
  Question question = {.keys = keys};
  json_t *answer;
  char *dump, *line;

  for (int i = 0; i < argc; i++)
    args[i] = g_strdup (argv[i]);
  *ret_exit = EXIT_USAGE;
  if (!read_question (&args, &question, error))
    return NULL;
  answer = answer_question (&question, ret_exit);
  dump = json_dumps (answer, JSON_SORT_KEYS | JSON_COMPACT);
  line = g_strdup (dump);
  free (dump);
  json_decref (answer);
  return line;
}

int
hufu_ctl_token_check (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int status;
  g_autofree char *line = hufu_ctl_token_check_line (argc, argv, &status, &error);

  if (line == NULL)
    g_printerr ("%s\n", error->message);
  else
    g_print ("%s\n", line);
  return status;
}
