/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/http-signature.h"

#include <string.h>

#include "crypto/sign.h"
#include "tests/lib/assert-bytes.h"

static const char body[] = "{\"hello\": \"world\"}";
static const char body_digest[] = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:";
static const char example_input[] =
    "hufu=(\"@method\" \"@path\" \"@query\" \"content-digest\" \"idempotency-key\")"
    ";created=1767225600;keyid=\"0190b7f2-6a3c-7d10-8a55-0123456789ab:2\""
    ";nonce=\"AAECAwQFBgcICQoLDA0ODw\";alg=\"ed25519\"";
/* Made by another program (Python, OpenSSL) with the seed 00 01 ... 1f. */
static const char example_value[] =
    "hufu=:I8U9RupfCqzqgrEQ5Ii1n1XZcORzZQcoYFyBOE7lr20COG0L4cZy/OTtOIMDF2t5nqcrnnzabEpZEsmd6RxuCQ"
    "==:";

static HufuKeyPair *
make_keys (void)
{
  guint8 seed[HUFU_SEED_BYTES];

  for (guint8 i = 0; i < sizeof seed; i++)
    seed[i] = i;
  return hufu_key_pair_from_seed (seed);
}

static HufuHttpRequest
make_request (void)
{
  return (HufuHttpRequest){
      .method = "POST",
      .path = "/v1/redemptions",
      .query = "dry=1",
      .content_digest = body_digest,
      .idempotency_key = "0190b7f2-6a3c-7d10-8a55-fedcba987654",
  };
}

static HufuHttpSignature
make_signature (void)
{
  HufuHttpSignature signature = {.created_utc_s = 1767225600};
  HufuSigner signer = {.kind = HUFU_SIGNER_TERMINAL, .incarnation = 2};
  guint8 random[HUFU_HTTP_NONCE_RANDOM];

  for (guint8 i = 0; i < sizeof random; i++)
    random[i] = i;
  g_assert_true (hufu_id_parse ("0190b7f2-6a3c-7d10-8a55-0123456789ab", &signer.terminal_id));
  hufu_http_keyid_format (&signer, signature.keyid);
  hufu_http_signature_make_nonce (random, signature.nonce);
  return signature;
}

static void
test_example (void)
{
  g_autoptr (HufuKeyPair) keys = make_keys ();
  const HufuHttpRequest request = make_request ();
  HufuHttpSignature signature = make_signature (), read;
  g_autofree char *input = NULL, *value = NULL;

  g_assert_true (hufu_http_signature_sign (&request, &signature, hufu_crypto_sign, keys));
  input = hufu_http_signature_format_input (&request, &signature);
  value = hufu_http_signature_format_value (&signature);
  g_assert_cmpstr (input, ==, example_input);
  g_assert_cmpstr (value, ==, example_value);
  g_assert_true (hufu_http_signature_parse (input, value, &read));
  g_assert_true (read.covers_idempotency_key);
  g_assert_cmpint (read.created_utc_s, ==, 1767225600);
  g_assert_cmpstr (read.keyid, ==, signature.keyid);
  g_assert_cmpstr (read.nonce, ==, signature.nonce);
  g_assert_true (
      hufu_http_signature_verify (&request, &read, keys->public_key, hufu_crypto_verify));
}

static void
test_get_without_query (void)
{
  g_autoptr (HufuKeyPair) keys = make_keys ();
  char digest[HUFU_HTTP_DIGEST_SIZE];
  HufuHttpRequest request = {.method = "GET", .path = "/v1/changes", .content_digest = digest};
  HufuHttpSignature signature = make_signature ();
  g_autofree char *base = NULL, *input = NULL;

  hufu_http_content_digest_make (NULL, 0, digest);
  g_assert_cmpstr (digest, ==, "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:");
  g_assert_true (hufu_http_signature_sign (&request, &signature, hufu_crypto_sign, keys));
  g_assert_false (signature.covers_idempotency_key);
  base = hufu_http_signature_make_base (&request, &signature);
  g_assert_true (
      g_str_has_prefix (base, "\"@method\": GET\n\"@path\": /v1/changes\n\"@query\": ?\n"));
  g_assert_null (strstr (base, "idempotency"));
  g_assert_false (g_str_has_suffix (base, "\n"));
  input = hufu_http_signature_format_input (&request, &signature);
  g_assert_null (strstr (input, "idempotency"));
  request.query = "";
  g_assert_true (
      hufu_http_signature_verify (&request, &signature, keys->public_key, hufu_crypto_verify));
}

/* Nothing that is covered can change. */
static void
test_changed_requests (void)
{
  g_autoptr (HufuKeyPair) keys = make_keys (), other = hufu_key_pair_make ();
  const HufuHttpRequest request = make_request ();
  HufuHttpSignature signature = make_signature (), read;
  HufuHttpRequest changed;

  g_assert_true (hufu_http_signature_sign (&request, &signature, hufu_crypto_sign, keys));
#define REFUSED(what, field, new_value)                                                            \
  g_test_message ("%s", #field " = " #new_value);                                                  \
  changed = request;                                                                               \
  read = signature;                                                                                \
  what.field = new_value;                                                                          \
  g_assert_false (                                                                                 \
      hufu_http_signature_verify (&changed, &read, keys->public_key, hufu_crypto_verify))

  REFUSED (changed, method, "PUT");
  REFUSED (changed, path, "/v1/redemption");
  REFUSED (changed, path, "/v1/redemptions/");
  REFUSED (changed, query, "dry=0");
  REFUSED (changed, query, NULL);
  REFUSED (changed, content_digest, "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:");
  REFUSED (changed, idempotency_key, "0190b7f2-6a3c-7d10-8a55-fedcba987655");
  REFUSED (changed, idempotency_key, NULL);
  REFUSED (changed, path, "/v1/redemptions\n\"@query\": ?");
  REFUSED (read, created_utc_s, 1767225601);
  REFUSED (read, keyid[37], '3');
  REFUSED (read, nonce[0], 'B');
  REFUSED (read, signature[5], 0);
  REFUSED (read, covers_idempotency_key, FALSE);
#undef REFUSED
  g_assert_false (
      hufu_http_signature_verify (&request, &signature, other->public_key, hufu_crypto_verify));
  g_assert_true (
      hufu_http_signature_verify (&request, &signature, keys->public_key, hufu_crypto_verify));
}

static void
test_never_signs (void)
{
  g_autoptr (HufuKeyPair) keys = make_keys ();
  g_autofree char *endless = g_strnfill (HUFU_HTTP_FIELD_MAX, 'a');
  g_autofree char *long_path = g_strconcat ("/", endless, NULL);
  const HufuHttpRequest request = make_request ();
  HufuHttpRequest changed;
  HufuHttpSignature signature;

#define REFUSED(what, field, new_value)                                                            \
  g_test_message ("%s", #field " = " #new_value);                                                  \
  changed = request;                                                                               \
  signature = make_signature ();                                                                   \
  what.field = new_value;                                                                          \
  g_assert_false (hufu_http_signature_sign (&changed, &signature, hufu_crypto_sign, keys))

  REFUSED (changed, method, "");
  REFUSED (changed, method, "get");
  REFUSED (changed, method, "GET /x");
  REFUSED (changed, path, "");
  REFUSED (changed, path, "v1");
  REFUSED (changed, path, "/v1?x");
  REFUSED (changed, path, "/v1\r\nHost: x");
  REFUSED (changed, path, "/caf\xc3\xa9");
  REFUSED (changed, path, long_path);
  REFUSED (changed, query, "a\nb");
  REFUSED (changed, content_digest, "");
  REFUSED (changed, content_digest, " x");
  REFUSED (changed, idempotency_key, "");
  REFUSED (changed, idempotency_key, "x ");
  REFUSED (changed, idempotency_key, "\x7f");
  REFUSED (signature, keyid[0], '"');
  REFUSED (signature, keyid[0], '\0');
  REFUSED (signature, nonce[0], '\0');
  REFUSED (signature, nonce[3], ' ');
  REFUSED (signature, created_utc_s, -1);
#undef REFUSED
}

/* The example with one thing replaced: refused, every one. */
static const struct {
  const char *from, *to;
} spellings[] = {
    {"hufu=", "sig1="},
    {"hufu=", "hufu ="},
    {"(\"@method\" ", "(\"@method\"  "},
    {"\"@method\" \"@path\"", "\"@path\" \"@method\""},
    {" \"@query\"", ""},
    {" \"content-digest\"", ""},
    {" \"idempotency-key\"", " \"date\""},
    {" \"idempotency-key\"", " \"idempotency-key\" \"date\""},
    {"\"@path\"", "\"@path\";req"},
    {"created=1767225600;", ""},
    {"1767225600", "01767225600"},
    {"1767225600", ""},
    {"1767225600", "-1"},
    {"1767225600", "99999999999999999999"},
    {"1767225600", "1767225600.0"},
    {"keyid=\"", "keyid="},
    {"0190b7f2", "0190b7f2\\\""},
    {"0190b7f2", "0190b7f2-0190b7f2-0190b7f2-0190b7f2-0190b7f2-0190b7f2-0190b7f2"},
    {"nonce=\"AAECAwQFBgcICQoLDA0ODw\"", "nonce=\"\""},
    {"nonce=\"AAECAwQFBgcICQoLDA0ODw\"", "nonce=\"a b\""},
    {"nonce=\"AAECAwQFBgcICQoLDA0ODw\"",
     "nonce=\"AAECAwQFBgcICQoLDA0ODwAAECAwQFBgcICQoLDA0ODwAA\""},
    {"nonce=\"", "nonse=\""},
    {"0ODw\";alg=\"ed25519\"", "0ODw"},
    {"0190b7f2-", "\xc3\xa9-"},
    {"alg=\"ed25519\"", "alg=\"rsa-pss-sha512\""},
    {";alg=\"ed25519\"", ""},
    {"alg=\"ed25519\"", "alg=\"ed25519\";expires=1"},
    {"alg=\"ed25519\"", "alg=\"ed25519\", other=()"},
};

static char *
replace (const char *text, const char *from, const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, 2);

  g_assert_nonnull (parts[1]);
  return g_strjoinv (to, parts);
}

static void
test_spellings (void)
{
  static const struct {
    const char *from, *to;
  } values[] = {
      {"hufu=:", "hufu="}, {"==:", "=="},    {"==:", "==:x"},  {"==:", ":"},   {"I8U9", "I8U-"},
      {"I8U9", "I8U"},     {"CQ==", "CR=="}, {"CQ==", "CQ=A"}, {"==:", "==;"},
  };
  HufuHttpSignature read;

  for (gsize i = 0; i < G_N_ELEMENTS (spellings); i++) {
    g_autofree char *input = replace (example_input, spellings[i].from, spellings[i].to);

    g_test_message ("%s", input);
    g_assert_false (hufu_http_signature_parse (input, example_value, &read));
  }
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    g_autofree char *value = replace (example_value, values[i].from, values[i].to);

    g_test_message ("%s", value);
    g_assert_false (hufu_http_signature_parse (example_input, value, &read));
  }
  g_assert_false (hufu_http_signature_parse (NULL, example_value, &read));
  g_assert_false (hufu_http_signature_parse (example_input, NULL, &read));
  g_assert_false (hufu_http_signature_parse ("", "", &read));
  g_assert_true (hufu_http_signature_parse (example_input, example_value, &read));
}

static void
test_content_digest (void)
{
  const guint8 *content = (const guint8 *)body;

  /* The examples of RFC 9421 2.4 and of RFC 9530 appendix A. */
  g_assert_true (hufu_http_content_digest_check (body_digest, content, strlen (body)));
  g_assert_true (
      hufu_http_content_digest_check ("sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
                                      (const guint8 *)"{\"hello\": \"world\"}\n", 19));
  g_assert_false (hufu_http_content_digest_check (body_digest, content, strlen (body) - 1));
  g_assert_false (hufu_http_content_digest_check (NULL, content, strlen (body)));
  g_assert_false (hufu_http_content_digest_check ("sha-512=:X48E9qOo=:", content, strlen (body)));
}

static const struct {
  const char *keyid;
  gboolean good;
} keyids[] = {
    {"operator", TRUE},
    {"0190b7f2-6a3c-7d10-8a55-0123456789ab:1", TRUE},
    {"0190b7f2-6a3c-7d10-8a55-0123456789ab:4294967295", TRUE},
    {"new:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", TRUE},
    {"Operator", FALSE},
    {"", FALSE},
    {"0190b7f2-6a3c-7d10-8a55-0123456789ab", FALSE},
    {"0190b7f2-6a3c-7d10-8a55-0123456789ab:", FALSE},
    {"0190b7f2-6a3c-7d10-8a55-0123456789ab:0", FALSE},
    {"0190b7f2-6a3c-7d10-8a55-0123456789ab:01", FALSE},
    {"0190b7f2-6a3c-7d10-8a55-0123456789ab:4294967296", FALSE},
    {"0190b7f2-6a3c-7d10-8a55-0123456789ab:1x", FALSE},
    {"0190b7f2-6a3c-7d10-8a55-0123456789ab-1", FALSE},
    {"0190B7F2-6A3C-7D10-8A55-0123456789AB:1", FALSE},
    {"new:AAECAwQFBgcICQoLDA0ODw", FALSE},
    {"new:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gIA", FALSE},
    {"new:", FALSE},
};

static void
test_keyids (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keyids); i++) {
    HufuSigner signer;
    char again[HUFU_HTTP_KEYID_SIZE];

    g_test_message ("%s", keyids[i].keyid);
    g_assert_cmpint (hufu_http_keyid_parse (keyids[i].keyid, &signer), ==, keyids[i].good);
    if (!keyids[i].good)
      continue;
    hufu_http_keyid_format (&signer, again);
    g_assert_cmpstr (again, ==, keyids[i].keyid);
  }
}

/* --- answers --------------------------------------------------------------------------------- */

static void
test_answer (void)
{
  g_autoptr (HufuKeyPair) keys = make_keys ();
  HufuHttpRequest request = make_request ();
  HufuHttpAnswer answer = {200, body_digest, &request};
  HufuHttpSignature signature = make_signature (), read;
  g_autofree char *base = hufu_http_answer_make_base (&answer, &signature);
  g_autofree char *input = hufu_http_answer_format_input (&signature);
  g_autofree char *value = NULL;

  g_assert_cmpstr (
      base, ==,
      "\"@status\": 200\n"
      "\"content-digest\": sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:\n"
      "\"@method\";req: POST\n\"@path\";req: /v1/redemptions\n\"@query\";req: ?dry=1\n"
      "\"content-digest\";req: sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:\n"
      "\"@signature-params\": (\"@status\" \"content-digest\" \"@method\";req \"@path\";req"
      " \"@query\";req \"content-digest\";req);created=1767225600"
      ";keyid=\"0190b7f2-6a3c-7d10-8a55-0123456789ab:2\";nonce=\"AAECAwQFBgcICQoLDA0ODw\""
      ";alg=\"ed25519\"");
  g_assert_true (hufu_http_answer_sign (&answer, &signature, hufu_crypto_sign, keys));
  value = hufu_http_signature_format_value (&signature);
  g_assert_true (hufu_http_answer_parse (input, value, &read));
  g_assert_true (hufu_http_answer_verify (&answer, &read, keys->public_key, hufu_crypto_verify));
  /* One is never read as the other. */
  g_assert_false (hufu_http_signature_parse (input, value, &read));
  g_assert_false (hufu_http_answer_parse (example_input, example_value, &read));
}

/* An answer to something else, or said otherwise, is none. */
static void
test_changed_answers (void)
{
  g_autoptr (HufuKeyPair) keys = make_keys ();
  const char *other_digest = "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:";
  HufuHttpRequest request = make_request ();
  HufuHttpRequest other_path = request, other_query = request, other_content = request;
  HufuHttpSignature signature = make_signature (), other_nonce;
  HufuHttpAnswer answer = {200, body_digest, &request};

  other_path.path = "/v1/other";
  other_query.query = "dry=0";
  other_content.content_digest = other_digest;
  g_assert_true (hufu_http_answer_sign (&answer, &signature, hufu_crypto_sign, keys));
  {
    const HufuHttpAnswer changed[] = {
        {201, body_digest, &request},
        {200, other_digest, &request},
        {200, body_digest, &other_path},
        {200, body_digest, &other_query},
        {200, body_digest, &other_content},
        {99, body_digest, &request},
        {200, "", &request},
    };

    for (gsize i = 0; i < G_N_ELEMENTS (changed); i++)
      g_assert_false (
          hufu_http_answer_verify (&changed[i], &signature, keys->public_key, hufu_crypto_verify));
  }
  other_nonce = signature;
  other_nonce.nonce[0] ^= 1;
  g_assert_false (
      hufu_http_answer_verify (&answer, &other_nonce, keys->public_key, hufu_crypto_verify));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http-signature/example", test_example);
  g_test_add_func ("/http-signature/get-without-query", test_get_without_query);
  g_test_add_func ("/http-signature/changed-requests", test_changed_requests);
  g_test_add_func ("/http-signature/never-signs", test_never_signs);
  g_test_add_func ("/http-signature/spellings", test_spellings);
  g_test_add_func ("/http-signature/content-digest", test_content_digest);
  g_test_add_func ("/http-signature/keyids", test_keyids);
  g_test_add_func ("/http-signature/answer", test_answer);
  g_test_add_func ("/http-signature/changed-answers", test_changed_answers);
  return g_test_run ();
}
