/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the token reader refuses: a good token with one or two parts replaced, a row for each rule.
 */
#include "core/token.h"

#include "core/cbor.h"

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/token-schema/rows", test_schema);
  return g_test_run ();
}
