/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Live codes: the envelope's one spelling, and what its proof is worth. */
#include "core/live.h"

#include <string.h>

#include "core/base45.h"
#include "core/cbor.h"
#include "crypto/sha256.h"
#include "crypto/sign.h"
#include "tests/lib/assert-bytes.h"

#define NOW G_GINT64_CONSTANT (1770000000)
#define STEP (NOW / HUFU_LIVE_STEP_S)

/* Made by another encoder (Python, its own CBOR, the Ed25519 of OpenSSL): issuer's seed 00 01 ..
 * 1f, holder's seed 40 41 .. 5f. */
static const char token_text[] =
    "OV1:RRQT 9 60GO0/2O5VSI*N*478CKRXE180B9D*.CAX50$CP1EDF3K.6R2GBF3U$A700U8ANJK.UKG.KZ8L9KLSV"
    "L2/LX5M.FKERKI60*Y0F6B:V4MINALU.XAC19L*R9HD:*DLRI7%C+93$0S$586KS7XD2$A/E7V50W30100B607N0TP"
    "03831YLQWJ:*0*50SJGS7371D1J0I48O/FP E.74GV9.52LN72$EFTRS*3MSJ0*1XYA%JK.Z2M4BY+SUH8D$0-L8+T"
    "BX7GM:2A75/NDA02A/VT+D9.B54AN:MA9P30";
static const char live_text[] =
    "OV2:9RG6NPTWGSLKOE6$894*BC.U $RNI798BH:KTED*$ER E6VCP$DFN0-ODI+T1T0AEDKHNR-0 DKAPKT K33LME"
    "L-PLF$LY3M441E90W50824V94*24CP8X26481D82-MDQRGDXR$*RK*6LGKQCFFHKX/9O 0EILK*J10000025LW50E7"
    "3MC25KG0+4053RS0%*0I31SH0VE2C6127BK$1F-9GK5+71GYMP/R45GSE8MTN3QMGX9- O4Z6JHM2L4D1Q$0LFNCE:"
    "HLF4UT84%T*XK2RQ-H17.RWFQETVO.DHYQ-NR96C3D3P316AGO48WQJJR81ERX665QBFR3XLLHNH9VOM6OBOFG3OWC"
    "F.X1OT1:$FV-1R-F-O3KGJS0PTISM9GB5GZ3KUP7F$VZ-TZ KIHIWJH40";

static HufuKeyPair *
make_keys (guint8 first)
{
  guint8 seed[HUFU_SEED_BYTES];

  for (guint8 i = 0; i < sizeof seed; i++)
    seed[i] = (guint8)(first + i);
  return hufu_key_pair_from_seed (seed);
}

static HufuReason
decode (const char *text, HufuToken *ret_token)
{
  return hufu_token_decode (text, strlen (text), ret_token);
}

/* --- one example ----------------------------------------------------------------------------- */

static void
test_example (void)
{
  g_autoptr (HufuKeyPair) issuer = make_keys (0), holder = make_keys (0x40);
  g_autofree char *made =
      hufu_live_encode (token_text, (guint64)STEP, hufu_sha256, hufu_crypto_sign, holder);
  HufuToken plain, live;

  g_assert_cmpstr (made, ==, live_text);
  g_assert_cmpint (decode (token_text, &plain), ==, HUFU_R00_OK_HELD);
  g_assert_false (plain.is_live);
  g_assert_cmpint (decode (live_text, &live), ==, HUFU_R00_OK_HELD);
  g_assert_true (live.is_live);
  g_assert_cmpuint (live.proof.step, ==, (guint64)STEP);
  hufu_assert_bytes (live.bytes, live.n_bytes, plain.bytes, plain.n_bytes);
  hufu_assert_bytes (&live.claims, sizeof live.claims, &plain.claims, sizeof plain.claims);
  g_assert_true (hufu_token_verify (&live, issuer->public_key, hufu_crypto_verify));
  g_assert_true (hufu_live_verify (&live, hufu_crypto_verify, hufu_sha256));
}

static void
test_steps (void)
{
  g_assert_cmpuint (hufu_live_step (-1), ==, 0);
  g_assert_cmpuint (hufu_live_step (14), ==, 0);
  g_assert_cmpuint (hufu_live_step (15), ==, 1);
  g_assert_cmpint (hufu_live_age_s (1, 44), ==, 29);
  g_assert_cmpint (hufu_live_age_s (2, 29), ==, -1);
}

/* --- when it is good ------------------------------------------------------------------------- */

static void
test_window (void)
{
  static const struct {
    gint64 steps; /* the till's clock is so much later than the code */
    HufuReason sure, doubt;
  } rows[] = {
      {-5761, HUFU_R17_PROOF_BAD_OR_STALE, HUFU_R17_PROOF_BAD_OR_STALE},
      {-5760, HUFU_R17_PROOF_BAD_OR_STALE, HUFU_R21_CLOCK_UNTRUSTED},
      {-3, HUFU_R17_PROOF_BAD_OR_STALE, HUFU_R21_CLOCK_UNTRUSTED},
      {-2, HUFU_R00_OK_HELD, HUFU_R00_OK_HELD},
      {-1, HUFU_R00_OK_HELD, HUFU_R00_OK_HELD},
      {0, HUFU_R00_OK_HELD, HUFU_R00_OK_HELD},
      {1, HUFU_R00_OK_HELD, HUFU_R00_OK_HELD},
      {2, HUFU_R00_OK_HELD, HUFU_R00_OK_HELD},
      {3, HUFU_R17_PROOF_BAD_OR_STALE, HUFU_R21_CLOCK_UNTRUSTED},
      {5760, HUFU_R17_PROOF_BAD_OR_STALE, HUFU_R21_CLOCK_UNTRUSTED},
      {5761, HUFU_R17_PROOF_BAD_OR_STALE, HUFU_R17_PROOF_BAD_OR_STALE},
  };
  HufuToken token;

  g_assert_cmpint (decode (live_text, &token), ==, HUFU_R00_OK_HELD);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    gint64 now_utc_s = NOW + rows[i].steps * HUFU_LIVE_STEP_S;

    g_test_message ("%" G_GINT64_FORMAT " steps", rows[i].steps);
    for (gint64 s = 0; s < HUFU_LIVE_STEP_S; s++) {
      g_assert_cmpint (
          hufu_live_check (&token, now_utc_s + s, TRUE, hufu_crypto_verify, hufu_sha256), ==,
          rows[i].sure);
      g_assert_cmpint (
          hufu_live_check (&token, now_utc_s + s, FALSE, hufu_crypto_verify, hufu_sha256), ==,
          rows[i].doubt);
    }
  }
}

/* --- whose it is ----------------------------------------------------------------------------- */

static void
assert_bad (const char *why, const HufuToken *token)
{
  g_test_message ("%s", why);
  g_assert_false (hufu_live_verify (token, hufu_crypto_verify, hufu_sha256));
  /* Not even where the clock is in doubt. */
  g_assert_cmpint (hufu_live_check (token, NOW, FALSE, hufu_crypto_verify, hufu_sha256), ==,
                   HUFU_R17_PROOF_BAD_OR_STALE);
}

static void
test_bad_proofs (void)
{
  g_autoptr (HufuKeyPair) other = make_keys (0x41);
  g_autofree char *stolen =
      hufu_live_encode (token_text, (guint64)STEP, hufu_sha256, hufu_crypto_sign, other);
  HufuToken good, token;

  g_assert_cmpint (decode (live_text, &good), ==, HUFU_R00_OK_HELD);
  g_assert_cmpint (decode (stolen, &token), ==, HUFU_R00_OK_HELD);
  assert_bad ("another phone's key", &token);
  token = good;
  token.proof.step++;
  assert_bad ("the proof of the step before", &token);
  token = good;
  token.bytes[token.n_bytes - 1] ^= 1;
  assert_bad ("the proof of another token", &token);
  token = good;
  token.claims.has_holder_key = FALSE;
  assert_bad ("a token without a holder key", &token);
  for (gsize bit = 0; bit < 8 * sizeof token.proof.signature; bit += 7) {
    token = good;
    token.proof.signature[bit / 8] ^= (guint8)(1u << bit % 8);
    assert_bad ("a changed proof", &token);
  }
}

/* --- one spelling ---------------------------------------------------------------------------- */

static gsize
live_bytes (guint8 ret_bytes[HUFU_TOKEN_BYTES_MAX])
{
  gsize size = 0;

  g_assert_true (hufu_base45_decode (live_text + 4, strlen (live_text) - 4, ret_bytes,
                                     HUFU_TOKEN_BYTES_MAX, &size));
  return size;
}

static void
test_every_bit_counts (void)
{
  g_autoptr (HufuKeyPair) issuer = make_keys (0);
  guint8 bytes[HUFU_TOKEN_BYTES_MAX];
  gsize size = live_bytes (bytes);
  HufuToken token;

  for (gsize bit = 0; bit < 8 * size; bit++) {
    bytes[bit / 8] ^= (guint8)(1u << bit % 8);
    if (hufu_token_decode_bytes (bytes, size, &token) == HUFU_R00_OK_HELD)
      g_assert_false (hufu_token_verify (&token, issuer->public_key, hufu_crypto_verify) &&
                      hufu_live_verify (&token, hufu_crypto_verify, hufu_sha256));
    bytes[bit / 8] ^= (guint8)(1u << bit % 8);
  }
  for (gsize cut = 0; cut < size; cut++)
    g_assert_cmpint (hufu_token_decode_bytes (bytes, cut, &token), ==, HUFU_R04_BAD_FORMAT);
  g_assert_cmpint (hufu_token_decode_bytes (bytes, size, &token), ==, HUFU_R00_OK_HELD);
}

/* An envelope of parts; NULL is the good one. */
typedef struct {
  const char *why;
  const char *array, *token_head, *step, *proof_head;
  gsize n_proof; /* 0: 64 */
  const char *tail;
  gboolean good;
} Envelope;

static const Envelope envelopes[] = {
    {"the good one", .good = TRUE},
    {"the first step", .step = "00", .good = TRUE},
    {"the last step", .step = "1b00000003eeee267f", .good = TRUE},
    {"an array of two", .array = "82"},
    {"an array of four", .array = "84"},
    {"an array without a stated length", .array = "9f"},
    {"a length that is longer than needed", .array = "9803"},
    {"a map", .array = "a3"},
    {"a tag before it", .array = "d283"},
    {"the token as text", .token_head = "78c9"},
    {"the token's length longer than needed", .token_head = "5900c9"},
    {"a token in pieces", .token_head = "5f58c9"},
    {"no token", .token_head = "40"},
    {"a step longer than needed", .step = "1b0000000007088980"},
    {"a negative step", .step = "20"},
    {"a step in bytes", .step = "4107"},
    {"a step as a number with a fraction", .step = "fb3ff0000000000000"},
    {"a step beyond the year 9999", .step = "1b00000003eeee2680"},
    {"a greatest step", .step = "1bffffffffffffffff"},
    {"a proof as text", .proof_head = "7840"},
    {"a proof of 63 bytes", .proof_head = "583f", .n_proof = 63},
    {"a proof of 65 bytes", .proof_head = "5841", .n_proof = 65},
    {"more after it", .tail = "00"},
};

static void
append_hex (GByteArray *bytes, const char *hex)
{
  for (gsize i = 0; hex[i] != '\0'; i += 2) {
    guint8 byte = (guint8)(g_ascii_xdigit_value (hex[i]) << 4 | g_ascii_xdigit_value (hex[i + 1]));

    g_byte_array_append (bytes, &byte, 1);
  }
}

static GByteArray *
make_envelope (const Envelope *row, const HufuToken *good)
{
  GByteArray *bytes = g_byte_array_new ();
  guint8 proof[65] = {0};

  memcpy (proof, good->proof.signature, sizeof good->proof.signature);
  append_hex (bytes, row->array != NULL ? row->array : "83");
  append_hex (bytes, row->token_head != NULL ? row->token_head : "58c9");
  g_byte_array_append (bytes, good->bytes, (guint)good->n_bytes);
  append_hex (bytes, row->step != NULL ? row->step : "1a07088980");
  append_hex (bytes, row->proof_head != NULL ? row->proof_head : "5840");
  g_byte_array_append (bytes, proof, (guint)(row->n_proof != 0 ? row->n_proof : 64));
  append_hex (bytes, row->tail != NULL ? row->tail : "");
  return bytes;
}

static void
test_envelopes (void)
{
  HufuToken good, token;

  g_assert_cmpint (decode (live_text, &good), ==, HUFU_R00_OK_HELD);
  for (gsize i = 0; i < G_N_ELEMENTS (envelopes); i++) {
    g_autoptr (GByteArray) bytes = make_envelope (&envelopes[i], &good);

    g_test_message ("%s", envelopes[i].why);
    g_assert_cmpint (hufu_token_decode_bytes (bytes->data, bytes->len, &token), ==,
                     envelopes[i].good ? HUFU_R00_OK_HELD : HUFU_R04_BAD_FORMAT);
  }
  token = good; /* its outermost tag is gone */
  token.bytes[0] = 0xd3;
  g_autoptr (GByteArray) bytes = make_envelope (&envelopes[0], &token);
  g_assert_cmpint (hufu_token_decode_bytes (bytes->data, bytes->len, &token), ==,
                   HUFU_R04_BAD_FORMAT);
}

static void
test_texts (void)
{
  static const char *const bad[] = {"OV2", "OV2:", "OV2:RRQT", "ov2:9RG6", "OV3:9RG6"};
  g_autofree char *as_plain = g_strconcat ("OV1:", live_text + 4, NULL);
  g_autofree char *as_live = g_strconcat ("OV2:", token_text + 4, NULL);
  g_autofree char *longer = g_strnfill (HUFU_TOKEN_TEXT_MAX + 1, '0');
  HufuToken token;

  g_assert_true (hufu_token_is_text (live_text, strlen (live_text)));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_cmpint (decode (bad[i], &token), ==, HUFU_R04_BAD_FORMAT);
  g_test_message ("each prefix has its own content");
  g_assert_cmpint (decode (as_plain, &token), ==, HUFU_R04_BAD_FORMAT);
  g_assert_cmpint (decode (as_live, &token), ==, HUFU_R04_BAD_FORMAT);
  memcpy (longer, live_text, 4);
  g_assert_cmpint (decode (longer, &token), ==, HUFU_R04_BAD_FORMAT);
}

static void
test_never_made (void)
{
  g_autoptr (HufuKeyPair) issuer = make_keys (0);
  guint8 kid[HUFU_TOKEN_KID_BYTES] = {0};
  g_autofree char *none = NULL, *longest = NULL;
  HufuToken token;

  g_assert_cmpint (decode (token_text, &token), ==, HUFU_R00_OK_HELD);
  token.claims.has_holder_key = FALSE;
  none = hufu_token_encode (&token.claims, kid, hufu_crypto_sign, issuer);
  token.claims.has_holder_key = TRUE;
  token.claims.n_scope = HUFU_TOKEN_SCOPE_MAX;
  for (gsize i = 0; i < HUFU_TOKEN_SCOPE_MAX; i++)
    token.claims.scope[i] = G_MAXINT64;
  token.claims.generation = token.claims.home_store = token.claims.status_index = G_MAXINT64;
  token.claims.status_list = G_MAXINT64;
  token.claims.deal_is_id = token.claims.has_holder = TRUE;
  g_strlcpy (token.claims.issuer, "0123456789abcdef", sizeof token.claims.issuer);
  longest = hufu_token_encode (&token.claims, kid, hufu_crypto_sign, issuer);

  g_assert_null (hufu_live_encode (none, 1, hufu_sha256, hufu_crypto_sign, issuer));
  g_assert_null (hufu_live_encode (longest, 1, hufu_sha256, hufu_crypto_sign, issuer));
  g_assert_null (hufu_live_encode (live_text, 1, hufu_sha256, hufu_crypto_sign, issuer));
  g_assert_null (hufu_live_encode ("OV1:RRQT", 1, hufu_sha256, hufu_crypto_sign, issuer));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live/example", test_example);
  g_test_add_func ("/live/steps", test_steps);
  g_test_add_func ("/live/window", test_window);
  g_test_add_func ("/live/bad-proofs", test_bad_proofs);
  g_test_add_func ("/live/every-bit-counts", test_every_bit_counts);
  g_test_add_func ("/live/envelopes", test_envelopes);
  g_test_add_func ("/live/texts", test_texts);
  g_test_add_func ("/live/never-made", test_never_made);
  return g_test_run ();
}
