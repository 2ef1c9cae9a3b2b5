/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/token.h"

#include <string.h>

#include "core/base45.h"
#include "core/money.h"
#include "crypto/sign.h"
#include "tests/lib/assert-bytes.h"
#include "tests/lib/test-host.h"

/* Seed 00 01 02 ... 1f. The three texts below were made by another encoder (Python, its own CBOR,
 * the Ed25519 of OpenSSL): the two must agree to the byte. */
static const char plain_text[] =
    "OV1:RRQT 9 60GO0/2O5VSI*N*478CK/D9180B9D*.CAX50$CP1EDF3K.6R2GBF3U$A700U8ANJK.UKG.KZ8L9KLSVL2/"
    "L%6M10000025LW50E73MC25KG0+4053RS0%*0I31SH0VE2A6127BWTSGEVCXQA:K3OPLT0T52/FM "
    "5LKG7Z/IN3P$PDM1GCAQ:Q5:PG7JPKPDM+V4$J6LI*6G0/8U*4LO2GD9W:DYWA4$OAEN4%U";
static const char full_text[] =
    "OV1:RRQT 9 60GO0/2O5VSI*N*478CK12J/70AIT/2I8$LFN0-ODI+T1T0AEDKHNR-0 DKAPKT "
    "K33LMEL-PLF$LY3M441E90W50824V94L34BB8UM84Y8N09.B9GN9ZY991ASCA2OALZA+1BEDBXOB7 "
    "BX1C1000005MLW5055AX507H0QS00+0J61%H1CT1H+196951AHS8PHA$86:B15KGK*9053RS02$0A60523100000**"
    "0I31SH0VE2X614M6-88/HV3T4CVA08FB7RFP0-56RIB+8G/UJ*4NNSP5DFTXJOAM.D8D3OO8KWTB "
    "KI0O8+LHR3WGN5IK0BNOLSSBR4/9P+9Q6HHB0";
static const char visit_text[] =
    "OV1:RRQT 9 60GO0/2O5VSI*N*478CK+-8180B9D*.CAX50$CP1EDF3K.6R2GBF3U$A700U8ANJK.UKG.KZ8L9KLSVL2/"
    "L%6M100000:WK7Y09C96C97C93W5746OB0:J0X50B73CR52784QDAZV0NM*D4WKV4GN8K1L:CX.OV07APEBIMIDO2%L$"
    "OJF-0-+NTM4TE3TC1MX6ATV%RDP.FLGP6YP--AQJC%CLHGH:DK10";
static const guint8 example_kid[] = {0xbe, 0x5d, 0xe2, 0xf4, 0xbc, 0xdc, 0x38, 0x3a};

static HufuKeyPair *
make_example_keys (void)
{
  guint8 seed[HUFU_SEED_BYTES];

  for (guint8 i = 0; i < sizeof seed; i++)
    seed[i] = i;
  return hufu_key_pair_from_seed (seed);
}

static void
fill_counting (guint8 *bytes, gsize size, guint8 first)
{
  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8)(first + i);
}

static HufuClaims
make_plain_claims (void)
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

  fill_counting (claims.cti.bytes, sizeof claims.cti.bytes, 0xa0);
  return claims;
}

static HufuClaims
make_full_claims (void)
{
  HufuClaims claims = make_plain_claims ();

  g_strlcpy (claims.issuer, "虎符", sizeof claims.issuer);
  claims.has_holder_key = TRUE;
  fill_counting (claims.holder_key, sizeof claims.holder_key, 0x40);
  claims.deal_is_id = TRUE;
  claims.deal_number = 0;
  fill_counting (claims.deal_id.bytes, sizeof claims.deal_id.bytes, 0);
  claims.has_holder = TRUE;
  memcpy (claims.holder, "HOLDER01", sizeof claims.holder);
  claims.uses = 10;
  claims.value_minor = 20000;
  claims.n_scope = 3;
  claims.scope[0] = 1;
  claims.scope[1] = 24;
  claims.scope[2] = 65536;
  claims.generation = 2;
  claims.flags = HUFU_VOUCHER_OFFLINE_ALLOWED | HUFU_VOUCHER_PROOF_REQUIRED |
                 HUFU_VOUCHER_PARTIAL_USE | HUFU_VOUCHER_TAXED_AT_REDEMPTION;
  return claims;
}

static HufuClaims
make_visit_claims (void)
{
  HufuClaims claims = {
      .kind = HUFU_TOKEN_VISIT,
      .issuer = "hufu-demo",
      .expires_utc_s = 1798761599,
      .not_before_utc_s = 1767225600,
      .subject_size = 9,
      .has_store = TRUE,
      .store = 7,
      .n_items = 3,
      .items = {1, 2, 300},
  };

  fill_counting (claims.cti.bytes, sizeof claims.cti.bytes, 0xa0);
  memcpy (claims.subject, "VISIT-001", 9);
  return claims;
}

static void
assert_same_claims (const HufuClaims *a, const HufuClaims *b)
{
#define SAME(field) hufu_assert_bytes (&a->field, sizeof a->field, &b->field, sizeof b->field)
  SAME (kind);
  g_assert_cmpstr (a->issuer, ==, b->issuer);
  SAME (expires_utc_s);
  SAME (not_before_utc_s);
  SAME (cti);
  SAME (has_holder_key);
  SAME (holder_key);
  SAME (deal_is_id);
  SAME (deal_number);
  SAME (deal_id);
  SAME (has_holder);
  SAME (holder);
  SAME (uses);
  SAME (value_minor);
  SAME (currency);
  SAME (has_home);
  SAME (home_store);
  SAME (n_scope);
  SAME (scope);
  SAME (generation);
  SAME (status_list);
  SAME (status_index);
  SAME (flags);
  SAME (subject_size);
  SAME (subject);
  SAME (has_store);
  SAME (store);
  SAME (n_items);
  SAME (items);
#undef SAME
}

static void
check_example (const HufuClaims *claims, const char *text)
{
  g_autoptr (HufuKeyPair) keys = make_example_keys ();
  g_autofree char *made = hufu_token_encode (claims, example_kid, hufu_crypto_sign, keys);
  HufuToken token;

  g_assert_cmpstr (made, ==, text);
  g_assert_true (hufu_token_is_text (text, strlen (text)));
  g_assert_cmpint (hufu_token_decode (text, strlen (text), &token), ==, HUFU_R00_OK_HELD);
  assert_same_claims (&token.claims, claims);
  hufu_assert_bytes (token.kid, sizeof token.kid, example_kid, sizeof example_kid);
  g_assert_true (hufu_token_verify (&token, keys->public_key, hufu_crypto_verify));
}

static void
test_examples (void)
{
  g_autoptr (HufuKeyPair) keys = make_example_keys ();
  const HufuClaims plain = make_plain_claims (), full = make_full_claims (),
                   visit = make_visit_claims ();
  guint8 kid[HUFU_TOKEN_KID_BYTES];

  hufu_token_make_kid (keys->public_key, kid);
  hufu_assert_bytes (kid, sizeof kid, example_kid, sizeof example_kid);
  check_example (&plain, plain_text);
  check_example (&full, full_text);
  check_example (&visit, visit_text);
}

static void
test_text_refused (void)
{
  static const struct {
    const char *text, *why;
  } bad[] = {
      {"", "nothing"},
      {"OV1", "less than the prefix"},
      {"OV1:", "only the prefix"},
      {"ov1:RRQT", "lower-case prefix"},
      {"OV2:RRQT", "no live code"},
      {"OV3:RRQT", "another version"},
      {" OV1:RRQT", "a space before"},
      {"OV1:RRQ", "too short"},
      {"OV1:rrqt", "not base45"},
      {"HC1:6BF+70790T9WJWG.FKY*4GO0", "a health certificate"},
  };
  g_autofree char *padded = g_strconcat (plain_text, "\n", NULL);
  char longest[10240];
  HufuToken token;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_test_message ("%s", bad[i].why);
    g_assert_cmpint (hufu_token_decode (bad[i].text, strlen (bad[i].text), &token), ==,
                     HUFU_R04_BAD_FORMAT);
  }
  g_assert_cmpint (hufu_token_decode (padded, strlen (padded), &token), ==, HUFU_R04_BAD_FORMAT);
  memset (longest, '0', sizeof longest);
  memcpy (longest, "OV1:", 4);
  g_assert_cmpint (hufu_token_decode (longest, sizeof longest, &token), ==, HUFU_R04_BAD_FORMAT);
  g_assert_cmpint (hufu_token_decode (longest, HUFU_TOKEN_TEXT_MAX, &token), ==,
                   HUFU_R04_BAD_FORMAT);
  g_assert_cmpint (
      hufu_token_decode_bytes ((const guint8 *)longest, HUFU_TOKEN_BYTES_MAX + 1, &token), ==,
      HUFU_R04_BAD_FORMAT);
}

/* --- properties ------------------------------------------------------------------------------ */

static gsize
decode_to_bytes (const char *text, guint8 ret_bytes[HUFU_TOKEN_BYTES_MAX])
{
  gsize size = 0;

  g_assert_true (
      hufu_base45_decode (text + 4, strlen (text) - 4, ret_bytes, HUFU_TOKEN_BYTES_MAX, &size));
  return size;
}

/* No changed token is believed: it is refused or its signature is wrong. */
static void
check_mutations (const char *text)
{
  g_autoptr (HufuKeyPair) keys = make_example_keys ();
  guint8 bytes[HUFU_TOKEN_BYTES_MAX];
  gsize size = decode_to_bytes (text, bytes);
  HufuToken token;

  for (gsize bit = 0; bit < size * 8; bit++) {
    bytes[bit / 8] ^= (guint8)(1u << bit % 8);
    if (hufu_token_decode_bytes (bytes, size, &token) == HUFU_R00_OK_HELD)
      g_assert_true (!hufu_token_verify (&token, keys->public_key, hufu_crypto_verify) ||
                     memcmp (token.kid, example_kid, sizeof example_kid) != 0);
    bytes[bit / 8] ^= (guint8)(1u << bit % 8);
  }
  for (gsize cut = 0; cut < size; cut++)
    g_assert_cmpint (hufu_token_decode_bytes (bytes, cut, &token), ==, HUFU_R04_BAD_FORMAT);
  g_assert_cmpint (hufu_token_decode_bytes (bytes, size, &token), ==, HUFU_R00_OK_HELD);
}

static void
test_every_bit_counts (void)
{
  check_mutations (plain_text);
  check_mutations (full_text);
  check_mutations (visit_text);
}

static guint64
random_number (GRand *rand)
{
  guint bits = (guint)g_rand_int_range (rand, 0, 64);
  guint64 value = (guint64)g_rand_int (rand) << 32 | g_rand_int (rand);

  return bits == 0 ? 0 : value >> (64 - bits);
}

static void
random_bytes (GRand *rand, guint8 *bytes, gsize size)
{
  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8)g_rand_int_range (rand, 0, 256);
}

static void
random_voucher (GRand *rand, HufuClaims *claims)
{
  claims->kind = HUFU_TOKEN_VOUCHER;
  claims->deal_is_id = g_rand_boolean (rand);
  if (claims->deal_is_id)
    random_bytes (rand, claims->deal_id.bytes, sizeof claims->deal_id.bytes);
  else
    claims->deal_number = random_number (rand);
  claims->has_holder = g_rand_boolean (rand);
  if (claims->has_holder)
    random_bytes (rand, claims->holder, sizeof claims->holder);
  claims->uses = g_rand_boolean (rand) ? 1 : (guint32)g_rand_int_range (rand, 2, 1001);
  claims->value_minor = random_number (rand) % (HUFU_MONEY_MAX_MINOR + 1);
  claims->currency = (guint32)g_rand_int_range (rand, 0, 1000);
  claims->has_home = g_rand_boolean (rand);
  if (claims->has_home)
    claims->home_store = random_number (rand);
  claims->n_scope = (gsize)g_rand_int_range (rand, 0, HUFU_TOKEN_SCOPE_MAX + 1);
  for (gsize i = 0; i < claims->n_scope; i++)
    claims->scope[i] = random_number (rand);
  claims->generation = random_number (rand);
  claims->status_list = random_number (rand);
  claims->status_index = random_number (rand);
  claims->flags = (guint32)g_rand_int_range (rand, 0, 64);
}

static void
random_other (GRand *rand, HufuClaims *claims)
{
  claims->kind = (HufuTokenKind)g_rand_int_range (rand, HUFU_TOKEN_MEMBER, HUFU_TOKEN_RATING + 1);
  claims->subject_size =
      (gsize)g_rand_int_range (rand, HUFU_TOKEN_SUBJECT_MIN, HUFU_TOKEN_SUBJECT_MAX + 1);
  random_bytes (rand, claims->subject, claims->subject_size);
  claims->has_store = g_rand_boolean (rand);
  if (claims->has_store)
    claims->store = random_number (rand);
  claims->n_items = (gsize)g_rand_int_range (rand, 0, HUFU_TOKEN_ITEMS_MAX + 1);
  for (gsize i = 0; i < claims->n_items; i++)
    claims->items[i] = random_number (rand);
}

static void
random_claims (GRand *rand, HufuClaims *claims)
{
  static const char *const issuers[] = {"a", "hufu-demo", "0123456789abcdef", "虎符商家"};

  memset (claims, 0, sizeof *claims);
  g_strlcpy (claims->issuer, issuers[g_rand_int_range (rand, 0, 4)], sizeof claims->issuer);
  claims->expires_utc_s = (gint64)(random_number (rand) % 253402300800u);
  claims->not_before_utc_s = (gint64)(random_number (rand) % 253402300800u);
  random_bytes (rand, claims->cti.bytes, sizeof claims->cti.bytes);
  claims->has_holder_key = g_rand_boolean (rand);
  if (claims->has_holder_key)
    random_bytes (rand, claims->holder_key, sizeof claims->holder_key);
  if (g_rand_boolean (rand))
    random_voucher (rand, claims);
  else
    random_other (rand, claims);
}

static void
test_round_trip (void)
{
  g_autoptr (HufuKeyPair) keys = hufu_key_pair_make ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (hufu_test_seed ());
  guint8 kid[HUFU_TOKEN_KID_BYTES];

  hufu_token_make_kid (keys->public_key, kid);
  for (guint i = 0; i < 2000; i++) {
    HufuClaims claims;
    HufuToken token;
    guint8 bytes[HUFU_TOKEN_BYTES_MAX];
    gsize size;
    g_autofree char *text = NULL;

    random_claims (rand, &claims);
    size = hufu_token_encode_bytes (&claims, kid, hufu_crypto_sign, keys, bytes);
    g_assert_cmpuint (size, >, 0);
    g_assert_cmpint (hufu_token_decode_bytes (bytes, size, &token), ==, HUFU_R00_OK_HELD);
    assert_same_claims (&token.claims, &claims);
    text = hufu_token_encode (&claims, kid, hufu_crypto_sign, keys);
    g_assert_nonnull (text);
    g_assert_cmpuint (strlen (text), <=, HUFU_TOKEN_TEXT_MAX);
    g_assert_false (g_str_has_suffix (text, " "));
    g_assert_cmpint (hufu_token_decode (text, strlen (text), &token), ==, HUFU_R00_OK_HELD);
    g_assert_true (hufu_token_verify (&token, keys->public_key, hufu_crypto_verify));
  }
}

static void
check_never_signed (const char *why, const HufuClaims *claims)
{
  g_autoptr (HufuKeyPair) keys = make_example_keys ();
  guint8 bytes[HUFU_TOKEN_BYTES_MAX];

  g_test_message ("%s", why);
  g_assert_cmpuint (hufu_token_encode_bytes (claims, example_kid, hufu_crypto_sign, keys, bytes),
                    ==, 0);
  g_assert_null (hufu_token_encode (claims, example_kid, hufu_crypto_sign, keys));
}

static void
test_never_signs_what_it_would_refuse (void)
{
  const HufuClaims voucher = make_plain_claims (), visit = make_visit_claims ();
  HufuClaims claims;

#define REFUSED(base, field, value)                                                                \
  claims = base;                                                                                   \
  claims.field = value;                                                                            \
  check_never_signed (#field " = " #value, &claims)

  REFUSED (voucher, kind, 0);
  REFUSED (voucher, kind, 8);
  REFUSED (voucher, issuer[0], '\0');
  REFUSED (voucher, issuer[0], '\xff');
  REFUSED (voucher, expires_utc_s, -1);
  REFUSED (voucher, not_before_utc_s, G_MAXINT64);
  REFUSED (voucher, uses, 0);
  REFUSED (voucher, uses, 1001);
  REFUSED (voucher, currency, 1000);
  REFUSED (voucher, value_minor, HUFU_MONEY_MAX_MINOR + 1);
  REFUSED (voucher, n_scope, HUFU_TOKEN_SCOPE_MAX + 1);
  REFUSED (voucher, deal_number, G_MAXUINT64);
  REFUSED (visit, subject_size, 7);
  REFUSED (visit, subject_size, 17);
  REFUSED (visit, n_items, HUFU_TOKEN_ITEMS_MAX + 1);
#undef REFUSED
}

/* Every field at its longest still fits. */
static void
test_longest (void)
{
  g_autoptr (HufuKeyPair) keys = make_example_keys ();
  HufuClaims claims = make_full_claims ();
  g_autofree char *text = NULL;

  claims.n_scope = HUFU_TOKEN_SCOPE_MAX;
  for (gsize i = 0; i < HUFU_TOKEN_SCOPE_MAX; i++)
    claims.scope[i] = G_MAXINT64;
  claims.home_store = claims.generation = claims.status_list = claims.status_index = G_MAXINT64;
  claims.expires_utc_s = claims.not_before_utc_s = 253402300799;
  claims.uses = 1000;
  claims.value_minor = HUFU_MONEY_MAX_MINOR;
  claims.flags = 63;
  text = hufu_token_encode (&claims, example_kid, hufu_crypto_sign, keys);
  g_assert_nonnull (text);
  g_test_message ("longest voucher: %" G_GSIZE_FORMAT " characters", strlen (text));

  claims = make_visit_claims ();
  claims.has_holder_key = TRUE;
  claims.n_items = HUFU_TOKEN_ITEMS_MAX;
  for (gsize i = 0; i < HUFU_TOKEN_ITEMS_MAX; i++)
    claims.items[i] = G_MAXINT64;
  g_clear_pointer (&text, g_free);
  text = hufu_token_encode (&claims, example_kid, hufu_crypto_sign, keys);
  g_assert_nonnull (text);
  g_test_message ("longest visit: %" G_GSIZE_FORMAT " characters", strlen (text));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/token/examples", test_examples);
  g_test_add_func ("/token/text-refused", test_text_refused);
  g_test_add_func ("/token/every-bit-counts", test_every_bit_counts);
  g_test_add_func ("/token/round-trip", test_round_trip);
  g_test_add_func ("/token/never-signs-what-it-would-refuse",
                   test_never_signs_what_it_would_refuse);
  g_test_add_func ("/token/longest", test_longest);
  return g_test_run ();
}
