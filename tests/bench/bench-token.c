/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OV1 tokens and OV2 live codes: decode, verify, encode, next to the bare signature check that no
 * design can avoid. */
#include <sodium.h>
#include <string.h>
#include "core/live.h"
#include "crypto/sha256.h"
#include "crypto/sign.h"
#include "tests/bench/stats.h"

#define LIVE_UTC_S 1770000000
#define BATCH 20 /* decodes of one sample: one alone is too near to the clock's grain */

typedef struct {
  HufuSample *decode, *verify, *bare, *sign, *encode, *live;
} Samples;

static HufuClaims
make_claims (void)
{
  HufuClaims claims = {
      .kind = HUFU_TOKEN_VOUCHER,
      .issuer = "hufu-demo",
      .expires_utc_s = 1798761599,
      .not_before_utc_s = 1767225600,
      .deal_number = 1042,
      .uses = 1,
      .value_minor = 9900,
      .currency = 156,
      .has_home = TRUE,
      .home_store = 7,
      .generation = 1,
      .status_list = 3,
      .status_index = 4711,
      .flags = HUFU_VOUCHER_OFFLINE_ALLOWED,
  };

  memset (claims.cti.bytes, 0xa0, sizeof claims.cti.bytes);
  return claims;
}

static void
measure_decode (Samples *samples, const char *text, HufuToken *ret_token)
{
  gint64 start_ns = hufu_bench_now_ns ();

  for (guint i = 0; i < BATCH; i++)
    g_assert_cmpint (hufu_token_decode (text, strlen (text), ret_token), ==, HUFU_R00_OK_HELD);
  hufu_sample_add (samples->decode, (hufu_bench_now_ns () - start_ns) / BATCH);
}

static void
measure_verify (Samples *samples, const HufuToken *token, const HufuKeyPair *keys)
{
  gint64 start_ns = hufu_bench_now_ns (), middle_ns;

  g_assert_true (hufu_token_verify (token, keys->public_key, hufu_crypto_verify));
  middle_ns = hufu_bench_now_ns ();
  g_assert_cmpint (crypto_sign_verify_detached (token->signature, token->signed_bytes,
                                                token->n_signed, keys->public_key),
                   ==, 0);
  hufu_sample_add (samples->verify, middle_ns - start_ns);
  hufu_sample_add (samples->bare, hufu_bench_now_ns () - middle_ns);
}

/* What a live code costs from its text to a checked proof. The token's own signature comes on top.
 */
static void
measure_live (Samples *samples, const char *text)
{
  gint64 start_ns = hufu_bench_now_ns ();
  HufuToken token;

  g_assert_cmpint (hufu_token_decode (text, strlen (text), &token), ==, HUFU_R00_OK_HELD);
  g_assert_cmpint (hufu_live_check (&token, LIVE_UTC_S, TRUE, hufu_crypto_verify, hufu_sha256), ==,
                   HUFU_R00_OK_HELD);
  hufu_sample_add (samples->live, hufu_bench_now_ns () - start_ns);
}

static void
measure_encode (Samples *samples, const HufuToken *token, HufuKeyPair *keys)
{
  gint64 start_ns = hufu_bench_now_ns (), middle_ns;
  guint8 bytes[HUFU_TOKEN_BYTES_MAX], signature[64];

  g_assert_cmpuint (
      hufu_token_encode_bytes (&token->claims, token->kid, hufu_crypto_sign, keys, bytes), >, 0);
  middle_ns = hufu_bench_now_ns ();
  crypto_sign_detached (signature, NULL, token->signed_bytes, token->n_signed, keys->secret_key);
  hufu_sample_add (samples->encode, middle_ns - start_ns);
  hufu_sample_add (samples->sign, hufu_bench_now_ns () - middle_ns);
}

static void
print (const char *what, HufuSample *sample, HufuSample *peer, const char *peer_name, double goal,
       const char *how)
{
  g_autofree char *measured = hufu_sample_format (sample);
  g_autofree char *limit = hufu_bench_format_ns (hufu_sample_get_ns (peer, 500));
  g_autofree char *peer_text = g_strdup_printf ("%s %s", peer_name, limit);

  hufu_bench_row (
      what, measured, peer_text,
      hufu_bench_ratio (hufu_sample_get_ns (sample, 500), hufu_sample_get_ns (peer, 500)), goal,
      how);
}

int
main (int argc, char **argv)
{
  HufuBenchOptions options = hufu_bench_init (argc, argv);
  g_autoptr (HufuKeyPair) keys = hufu_key_pair_make ();
  g_autoptr (HufuSample) decode = hufu_sample_new (), verify = hufu_sample_new ();
  g_autoptr (HufuSample) bare = hufu_sample_new (), sign = hufu_sample_new ();
  g_autoptr (HufuSample) encode = hufu_sample_new (), live = hufu_sample_new ();
  Samples samples = {decode, verify, bare, sign, encode, live};
  HufuClaims claims = make_claims ();
  guint8 kid[HUFU_TOKEN_KID_BYTES];
  g_autofree char *text = NULL, *bound = NULL, *live_text = NULL;
  HufuToken token;

  hufu_token_make_kid (keys->public_key, kid);
  text = hufu_token_encode (&claims, kid, hufu_crypto_sign, keys);
  claims.has_holder_key = TRUE;
  memcpy (claims.holder_key, keys->public_key, sizeof claims.holder_key);
  bound = hufu_token_encode (&claims, kid, hufu_crypto_sign, keys);
  live_text =
      hufu_live_encode (bound, hufu_live_step (LIVE_UTC_S), hufu_sha256, hufu_crypto_sign, keys);
  for (guint i = 0; i < hufu_bench_rounds (&options, 5000); i++) {
    measure_decode (&samples, text, &token);
    measure_verify (&samples, &token, keys);
    measure_encode (&samples, &token, keys);
    measure_live (&samples, live_text);
  }
  print ("token: decode", decode, bare, "bare Ed25519 check", 0.1,
         "strict OV1 text of a plain voucher to claims, no heap; peer: crypto_sign_verify_detached,"
         " alternating");
  print ("token: verify", verify, bare, "bare Ed25519 check", 1.1,
         "hufu_token_verify with hufu_crypto_verify; peer: crypto_sign_verify_detached of the same"
         " bytes, alternating");
  print ("token: encode and sign", encode, sign, "bare Ed25519 signature", 1.3,
         "claims to signed COSE bytes; peer: crypto_sign_detached of the same bytes, alternating");
  print ("token: decode a live code and check its proof", live, bare, "bare Ed25519 check", 1.2,
         "OV2 text to claims, SHA-256 of the token and hufu_live_check; peer:"
         " crypto_sign_verify_detached, alternating");
  return 0;
}
