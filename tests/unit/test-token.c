/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/token.h"

#include <string.h>

#include "core/base45.h"
#include "core/cbor.h"
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

/* --- what the reader refuses: a good token with one or two parts replaced --------------------- */

typedef enum {
  END, /* no replacement */
  TAG,
  ARRAY,
  HEADER,
  UNPROTECTED,
  PAYLOAD, /* replaces the whole content of the payload */
  MAP,
  ISSUER,
  EXPIRES,
  NOT_BEFORE,
  CTI,
  CNF,
  HUFU,
  VOUCHER,
  KIND,
  DEAL,
  HOLDER,
  USES,
  VALUE,
  HOME,
  SCOPE,
  GENERATION,
  STATUS,
  FLAGS,
  SIGNATURE,
  TAIL,
  N_PARTS,
} Part;

#define B8 "0102030405060708"
#define B16 B8 B8
#define B32 B16 B16
#define B64 B32 B32
#define KEY32 "5820" B32

static const char *const good_parts[N_PARTS] = {
    [TAG] = "d2",
    [ARRAY] = "84",
    [HEADER] = "4da201320448" B8,
    [UNPROTECTED] = "a0",
    [MAP] = "a5",
    [ISSUER] = "016168",
    [EXPIRES] = "041a6b36ec80",
    [NOT_BEFORE] = "051a6955b900",
    [CTI] = "0750" B16,
    [CNF] = "",
    [HUFU] = "3a00010000",
    [VOUCHER] = "a6",
    [KIND] = "0001",
    [DEAL] = "01190412",
    [HOLDER] = "",
    [USES] = "",
    [VALUE] = "04821926ac189c",
    [HOME] = "",
    [SCOPE] = "",
    [GENERATION] = "0701",
    [STATUS] = "08820300",
    [FLAGS] = "0901",
    [SIGNATURE] = "5840" B64,
    [TAIL] = "",
};

typedef struct {
  const char *why;
  gboolean good;
  struct {
    Part part;
    const char *hex;
  } change[2];
} Row;

static const Row rows[] = {
    {"as it should be", TRUE, {{END}}},
    /* the envelope */
    {"no tag", FALSE, {{TAG, ""}}},
    {"tag 17 (COSE_Mac0)", FALSE, {{TAG, "d1"}}},
    {"two tags", FALSE, {{TAG, "d2d2"}}},
    {"tag 61 (CWT) around", FALSE, {{TAG, "d83dd2"}}},
    {"tag 18 in two bytes is its shortest form elsewhere", FALSE, {{TAG, "d812"}}},
    {"array of three", FALSE, {{ARRAY, "83"}}},
    {"array of five", FALSE, {{ARRAY, "85"}}},
    {"indefinite array", FALSE, {{ARRAY, "9f"}, {TAIL, "ff"}}},
    {"a map in the array's place", FALSE, {{ARRAY, "a2"}}},
    {"trailing byte", FALSE, {{TAIL, "00"}}},
    {"a whole token behind the token", FALSE, {{TAIL, "d284"}}},
    /* the protected header */
    {"empty header", FALSE, {{HEADER, "40"}}},
    {"header as text", FALSE, {{HEADER, "6da201320448" B8}}},
    {"header as bare map", FALSE, {{HEADER, "a201320448" B8}}},
    {"header length not shortest", FALSE, {{HEADER, "580da201320448" B8}}},
    {"algorithm EdDSA (-8)", FALSE, {{HEADER, "4da201270448" B8}}},
    {"algorithm ES256 (-7)", FALSE, {{HEADER, "4da201260448" B8}}},
    {"algorithm 18", FALSE, {{HEADER, "4da201120448" B8}}},
    {"algorithm as text", FALSE, {{HEADER, "4da201600448" B8}}},
    {"key id before algorithm", FALSE, {{HEADER, "4da20448" B8 "0132"}}},
    {"no key id", FALSE, {{HEADER, "43a10132"}}},
    {"no algorithm", FALSE, {{HEADER, "4ba10448" B8}}},
    {"short key id", FALSE, {{HEADER, "4ca20132044701020304050607"}}},
    {"an unknown header", FALSE, {{HEADER, "4da301320442ffff054001020304"}}},
    {"a header map of one with two pairs", FALSE, {{HEADER, "4da101320448" B8}}},
    {"critical headers", FALSE, {{HEADER, "51a3013202810304480102030405060708"}}},
    {"something in the unprotected header", FALSE, {{UNPROTECTED, "a10401"}}},
    {"unprotected header as array", FALSE, {{UNPROTECTED, "80"}}},
    {"unprotected header null", FALSE, {{UNPROTECTED, "f6"}}},
    /* the signature */
    {"63 bytes of signature", FALSE, {{SIGNATURE, "583f" B32 B16 B8 "01020304050607"}}},
    {"65 bytes of signature", FALSE, {{SIGNATURE, "5841" B64 "00"}}},
    {"cut signature", FALSE, {{SIGNATURE, "5840" B32}}},
    {"signature as text", FALSE, {{SIGNATURE, "7840" B64}}},
    {"no signature", FALSE, {{SIGNATURE, ""}}},
    /* the claims */
    {"empty payload", FALSE, {{PAYLOAD, ""}}},
    {"empty claims", FALSE, {{PAYLOAD, "a0"}}},
    {"deep nesting", FALSE, {{PAYLOAD, "818181818181818181818181"}}},
    {"a huge map", FALSE, {{MAP, "bb7fffffffffffffff"}}},
    {"an indefinite map", FALSE, {{MAP, "bf"}, {FLAGS, "0901ff"}}},
    {"a map of four with five pairs", FALSE, {{MAP, "a4"}}},
    {"a map of six with five pairs", FALSE, {{MAP, "a6"}}},
    {"no issuer", FALSE, {{MAP, "a4"}, {ISSUER, ""}}},
    {"empty issuer", FALSE, {{ISSUER, "0160"}}},
    {"issuer of 16 bytes", TRUE, {{ISSUER, "01706162636465666768696a6b6c6d6e6f70"}}},
    {"issuer of 17 bytes", FALSE, {{ISSUER, "01716162636465666768696a6b6c6d6e6f7071"}}},
    {"issuer is not UTF-8", FALSE, {{ISSUER, "0162c328"}}},
    {"issuer with NUL", FALSE, {{ISSUER, "01626100"}}},
    {"issuer as bytes", FALSE, {{ISSUER, "014168"}}},
    {"issuer as indefinite text", FALSE, {{ISSUER, "017f6168ff"}}},
    {"issuer twice", FALSE, {{MAP, "a6"}, {ISSUER, "016168016168"}}},
    {"no expiry", FALSE, {{MAP, "a4"}, {EXPIRES, ""}}},
    {"expiry as float", FALSE, {{EXPIRES, "04fb41dacdbb20000000"}}},
    {"negative expiry", FALSE, {{EXPIRES, "0420"}}},
    {"expiry tagged as time", FALSE, {{EXPIRES, "04c11a6b36ec80"}}},
    {"expiry not shortest", FALSE, {{EXPIRES, "041b000000006b36ec80"}}},
    {"expiry in the year 9999", TRUE, {{EXPIRES, "041b0000003afff4417f"}}},
    {"expiry in the year 10000", FALSE, {{EXPIRES, "041b0000003afff44180"}}},
    {"no start", FALSE, {{MAP, "a4"}, {NOT_BEFORE, ""}}},
    {"start in the year 10000", FALSE, {{NOT_BEFORE, "051b0000003afff44180"}}},
    {"start before expiry in the map", FALSE, {{EXPIRES, ""}, {NOT_BEFORE, "05000400"}}},
    {"no id", FALSE, {{MAP, "a4"}, {CTI, ""}}},
    {"id of 15 bytes", FALSE, {{CTI, "074f" B8 "01020304050607"}}},
    {"id as text", FALSE, {{CTI, "0770" B16}}},
    {"an unknown claim (6, iat)", FALSE, {{MAP, "a6"}, {CTI, "06000750" B16}}},
    {"no Hufu claim", FALSE, {{PAYLOAD, "a4016168041a6b36ec80051a6955b9000750" B16}}},
    {"the claim of another", FALSE, {{HUFU, "3a00010001"}}},
    /* the holder's key */
    {"holder key", TRUE, {{MAP, "a6"}, {CNF, "08a101a301012006215820" B32}}},
    {"holder key by kid", FALSE, {{MAP, "a6"}, {CNF, "08a10348" B8}}},
    {"two confirmations", FALSE, {{MAP, "a6"}, {CNF, "08a201a301012006215820" B32 "0300"}}},
    {"no confirmation", FALSE, {{MAP, "a6"}, {CNF, "08a0"}}},
    {"holder key of type EC2", FALSE, {{MAP, "a6"}, {CNF, "08a101a301022006215820" B32}}},
    {"holder key on X25519", FALSE, {{MAP, "a6"}, {CNF, "08a101a301012004215820" B32}}},
    {"holder key of 31 bytes",
     FALSE,
     {{MAP, "a6"}, {CNF, "08a101a30101200621581f" B16 B8 "01020304050607"}}},
    {"holder key without curve", FALSE, {{MAP, "a6"}, {CNF, "08a101a20101215820" B32}}},
    {"holder key without type", FALSE, {{MAP, "a6"}, {CNF, "08a101a22006215820" B32}}},
    {"holder key without key", FALSE, {{MAP, "a6"}, {CNF, "08a101a201012006"}}},
    {"holder key with a key id", FALSE, {{MAP, "a6"}, {CNF, "08a101a401010241002006215820" B32}}},
    /* the voucher */
    {"voucher as array", FALSE, {{VOUCHER, "8c"}}},
    {"kind 0", FALSE, {{KIND, "0000"}}},
    {"kind 8", FALSE, {{KIND, "0008"}}},
    {"kind 2 with a voucher's fields", FALSE, {{KIND, "0002"}}},
    {"no kind", FALSE, {{VOUCHER, "a5"}, {KIND, ""}}},
    {"kind as text", FALSE, {{KIND, "006131"}}},
    {"no deal", FALSE, {{VOUCHER, "a5"}, {DEAL, ""}}},
    {"deal by id", TRUE, {{DEAL, "0150" B16}}},
    {"deal id of 8 bytes", FALSE, {{DEAL, "0148" B8}}},
    {"deal as text", FALSE, {{DEAL, "016131"}}},
    {"greatest deal number", TRUE, {{DEAL, "011b7fffffffffffffff"}}},
    {"deal number past a database column", FALSE, {{DEAL, "011b8000000000000000"}}},
    {"holder", TRUE, {{VOUCHER, "a7"}, {HOLDER, "0248" B8}}},
    {"holder of 7 bytes", FALSE, {{VOUCHER, "a7"}, {HOLDER, "024701020304050607"}}},
    {"0 uses", FALSE, {{VOUCHER, "a7"}, {USES, "0300"}}},
    {"1 use said aloud", FALSE, {{VOUCHER, "a7"}, {USES, "0301"}}},
    {"2 uses", TRUE, {{VOUCHER, "a7"}, {USES, "0302"}}},
    {"1000 uses", TRUE, {{VOUCHER, "a7"}, {USES, "031903e8"}}},
    {"1001 uses", FALSE, {{VOUCHER, "a7"}, {USES, "031903e9"}}},
    {"uses as float", FALSE, {{VOUCHER, "a7"}, {USES, "03f94000"}}},
    {"no value", FALSE, {{VOUCHER, "a5"}, {VALUE, ""}}},
    {"value without currency", FALSE, {{VALUE, "04811926ac"}}},
    {"value with three parts", FALSE, {{VALUE, "04831926ac189c00"}}},
    {"value as number", FALSE, {{VALUE, "041926ac"}}},
    {"negative value", FALSE, {{VALUE, "048220189c"}}},
    {"greatest value", TRUE, {{VALUE, "04821b000000e8d4a51000189c"}}},
    {"value past any shop's day", FALSE, {{VALUE, "04821b000000e8d4a51001189c"}}},
    {"currency 999", TRUE, {{VALUE, "04821926ac1903e7"}}},
    {"currency 1000", FALSE, {{VALUE, "04821926ac1903e8"}}},
    {"home store", TRUE, {{VOUCHER, "a7"}, {HOME, "0507"}}},
    {"home store null", FALSE, {{VOUCHER, "a7"}, {HOME, "05f6"}}},
    {"empty scope", FALSE, {{VOUCHER, "a7"}, {SCOPE, "0680"}}},
    {"scope of one", TRUE, {{VOUCHER, "a7"}, {SCOPE, "068101"}}},
    {"scope of eight", TRUE, {{VOUCHER, "a7"}, {SCOPE, "06880102030405060708"}}},
    {"scope of nine", FALSE, {{VOUCHER, "a7"}, {SCOPE, "0689010203040506070809"}}},
    {"scope with a text", FALSE, {{VOUCHER, "a7"}, {SCOPE, "06816131"}}},
    {"scope before home", FALSE, {{VOUCHER, "a8"}, {HOME, "0681010507"}}},
    {"indefinite scope", FALSE, {{VOUCHER, "a7"}, {SCOPE, "069f01ff"}}},
    {"no generation", FALSE, {{VOUCHER, "a5"}, {GENERATION, ""}}},
    {"generation 0", TRUE, {{GENERATION, "0700"}}},
    {"no status", FALSE, {{VOUCHER, "a5"}, {STATUS, ""}}},
    {"status without index", FALSE, {{STATUS, "088103"}}},
    {"no flags", FALSE, {{VOUCHER, "a5"}, {FLAGS, ""}}},
    {"flags past 32 bits", FALSE, {{FLAGS, "091b0000000100000000"}}},
    {"a flag of a later version", TRUE, {{FLAGS, "091840"}}},
    {"an unknown field", FALSE, {{VOUCHER, "a7"}, {FLAGS, "09010a00"}}},
    {"flags twice", FALSE, {{VOUCHER, "a7"}, {FLAGS, "09010901"}}},
};

/* Other kinds: the whole content of the last claim. */
#define MEMBER "a5016168041a6b36ec80051a6955b9000750" B16 "3a00010000"

static const Row other_rows[] = {
    {"member", TRUE, {{PAYLOAD, MEMBER "a200020148" B8}}},
    {"subject of 16", TRUE, {{PAYLOAD, MEMBER "a200030150" B16}}},
    {"subject of 7", FALSE, {{PAYLOAD, MEMBER "a20002014701020304050607"}}},
    {"subject of 17", FALSE, {{PAYLOAD, MEMBER "a200020151" B16 "09"}}},
    {"no subject", FALSE, {{PAYLOAD, MEMBER "a10002"}}},
    {"subject as number", FALSE, {{PAYLOAD, MEMBER "a200020101"}}},
    {"store", TRUE, {{PAYLOAD, MEMBER "a300040148" B8 "0207"}}},
    {"items", TRUE, {{PAYLOAD, MEMBER "a300060148" B8 "03820102"}}},
    {"no items", TRUE, {{PAYLOAD, MEMBER "a300060148" B8 "0380"}}},
    {"16 items", TRUE, {{PAYLOAD, MEMBER "a300060148" B8 "0390" B16}}},
    {"17 items", FALSE, {{PAYLOAD, MEMBER "a300060148" B8 "0391" B16 "00"}}},
    {"a voucher's field", FALSE, {{PAYLOAD, MEMBER "a300020148" B8 "0701"}}},
    {"items before store", FALSE, {{PAYLOAD, MEMBER "a400060148" B8 "03800207"}}},
    {"kind voucher with a member's fields", FALSE, {{PAYLOAD, MEMBER "a200010148" B8}}},
    {"a byte behind the claims", FALSE, {{PAYLOAD, MEMBER "a200020148" B8 "00"}}},
};

static const char *
part_of (const Row *row, Part part)
{
  for (gsize i = 0; i < G_N_ELEMENTS (row->change); i++) {
    if (row->change[i].part == part && part != END)
      return row->change[i].hex;
  }
  return part == PAYLOAD ? NULL : good_parts[part];
}

static void
append_hex (GByteArray *bytes, const char *hex)
{
  for (; hex != NULL && *hex != '\0'; hex += 2) {
    guint8 byte = (guint8)(g_ascii_xdigit_value (hex[0]) << 4 | g_ascii_xdigit_value (hex[1]));

    g_byte_array_append (bytes, &byte, 1);
  }
}

static GByteArray *
build (const Row *row)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  guint8 wrapped[1000];
  HufuCborWriter writer;

  for (Part part = TAG; part < PAYLOAD; part++)
    append_hex (bytes, part_of (row, part));
  append_hex (payload, part_of (row, PAYLOAD));
  for (Part part = MAP; part < SIGNATURE && part_of (row, PAYLOAD) == NULL; part++)
    append_hex (payload, part_of (row, part));
  hufu_cbor_writer_init (&writer, wrapped, sizeof wrapped);
  hufu_cbor_write_bytes (&writer, payload->data, payload->len);
  g_byte_array_append (bytes, wrapped, (guint)writer.size);
  append_hex (bytes, part_of (row, SIGNATURE));
  append_hex (bytes, part_of (row, TAIL));
  return bytes;
}

static void
check_rows (const Row *table, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    g_autoptr (GByteArray) bytes = build (&table[i]);
    HufuToken token;

    g_test_message ("%s", table[i].why);
    g_assert_cmpint (hufu_token_decode_bytes (bytes->data, bytes->len, &token), ==,
                     table[i].good ? HUFU_R00_OK_HELD : HUFU_R04_BAD_FORMAT);
  }
}

static void
test_schema (void)
{
  check_rows (rows, G_N_ELEMENTS (rows));
  check_rows (other_rows, G_N_ELEMENTS (other_rows));
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
      {"OV2:RRQT", "another version"},
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
  g_test_add_func ("/token/schema", test_schema);
  g_test_add_func ("/token/text-refused", test_text_refused);
  g_test_add_func ("/token/every-bit-counts", test_every_bit_counts);
  g_test_add_func ("/token/round-trip", test_round_trip);
  g_test_add_func ("/token/never-signs-what-it-would-refuse",
                   test_never_signs_what_it_would_refuse);
  g_test_add_func ("/token/longest", test_longest);
  return g_test_run ();
}
