/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/token.h"

#include <string.h>

#include "core/base45.h"
#include "core/cbor.h"
#include "core/live.h"
#include "core/money.h"

#define PREFIX "OV1:"
#define LIVE_PREFIX "OV2:" /* of the same length */
#define PREFIX_LENGTH (sizeof PREFIX - 1)

#define COSE_SIGN1_TAG 18      /* RFC 9052 2 */
#define COSE_ALG_ED25519 (-19) /* RFC 9864 2.2 */
#define HEADER_ALG 1           /* RFC 9052 3.1 */
#define HEADER_KID 4
#define PROTECTED_BYTES 13 /* {1: -19, 4: h'8 bytes'} has one size */
#define CLAIM_ISSUER 1     /* RFC 8392 4 */
#define CLAIM_EXPIRES 4
#define CLAIM_NOT_BEFORE 5
#define CLAIM_CTI 7
#define CLAIM_CNF 8 /* RFC 8747 3.1 */
#define CLAIM_HUFU (-65537)
#define CNF_COSE_KEY 1
#define KEY_KTY 1 /* RFC 9052 7.1, RFC 9053 7.2 */
#define KEY_CRV (-1)
#define KEY_X (-2)
#define KEY_KTY_OKP 1
#define KEY_CRV_ED25519 6

/* Every number fits a signed 64-bit column; a time lies before the year 10000, so that
 * micro-seconds of it fit too. */
#define UINT_MAX_VALUE ((guint64)G_MAXINT64)
#define TIME_MAX_S G_GUINT64_CONSTANT (253402300799)
#define CURRENCY_MAX 999
#define USES_MAX 1000

gboolean
hufu_token_is_text (const char *text, gsize length)
{
  return length >= PREFIX_LENGTH && (memcmp (text, PREFIX, PREFIX_LENGTH) == 0 ||
                                     memcmp (text, LIVE_PREFIX, PREFIX_LENGTH) == 0);
}

/* --- reading --------------------------------------------------------------------------------- */

static void
read_fixed (HufuCborReader *reader, guint8 *ret_bytes, gsize size)
{
  gsize n_read;
  const guint8 *bytes = hufu_cbor_read_bytes (reader, size, size, &n_read);

  if (bytes != NULL)
    memcpy (ret_bytes, bytes, size);
}

static gsize
read_numbers (HufuCborReader *reader, guint64 *ret_numbers, gsize least, gsize greatest)
{
  gsize n = hufu_cbor_read_array (reader, least, greatest);

  for (gsize i = 0; i < n; i++)
    ret_numbers[i] = hufu_cbor_read_uint (reader, 0, UINT_MAX_VALUE);
  return n;
}

static void
read_issuer (HufuCborReader *reader, HufuClaims *claims)
{
  gsize size;
  const char *issuer = hufu_cbor_read_text (reader, 1, HUFU_TOKEN_ISSUER_MAX, &size);

  if (issuer != NULL)
    memcpy (claims->issuer, issuer, size);
}

static void
read_holder_key (HufuCborReader *reader, HufuClaims *claims)
{
  HufuCborMap confirmation, key;

  hufu_cbor_read_map (reader, &confirmation);
  hufu_cbor_map_need (reader, &confirmation, CNF_COSE_KEY);
  hufu_cbor_read_map (reader, &key);
  hufu_cbor_map_need (reader, &key, KEY_KTY);
  hufu_cbor_read_uint (reader, KEY_KTY_OKP, KEY_KTY_OKP);
  hufu_cbor_map_need (reader, &key, KEY_CRV);
  hufu_cbor_read_uint (reader, KEY_CRV_ED25519, KEY_CRV_ED25519);
  hufu_cbor_map_need (reader, &key, KEY_X);
  read_fixed (reader, claims->holder_key, sizeof claims->holder_key);
  hufu_cbor_map_end (reader, &key);
  hufu_cbor_map_end (reader, &confirmation);
  claims->has_holder_key = TRUE;
}

static void
read_deal (HufuCborReader *reader, HufuClaims *claims)
{
  claims->deal_is_id = hufu_cbor_next_is (reader, HUFU_CBOR_BYTES);
  if (claims->deal_is_id)
    read_fixed (reader, claims->deal_id.bytes, sizeof claims->deal_id.bytes);
  else
    claims->deal_number = hufu_cbor_read_uint (reader, 0, UINT_MAX_VALUE);
}

static void
read_voucher (HufuCborReader *reader, HufuCborMap *map, HufuClaims *claims)
{
  hufu_cbor_map_need (reader, map, 1);
  read_deal (reader, claims);
  claims->has_holder = hufu_cbor_map_has (reader, map, 2);
  if (claims->has_holder)
    read_fixed (reader, claims->holder, sizeof claims->holder);
  claims->uses = 1;
  if (hufu_cbor_map_has (reader, map, 3))
    claims->uses = (guint32)hufu_cbor_read_uint (reader, 2, USES_MAX);
  hufu_cbor_map_need (reader, map, 4);
  hufu_cbor_read_array (reader, 2, 2);
  claims->value_minor = hufu_cbor_read_uint (reader, 0, HUFU_MONEY_MAX_MINOR);
  claims->currency = (guint32)hufu_cbor_read_uint (reader, 0, CURRENCY_MAX);
  claims->has_home = hufu_cbor_map_has (reader, map, 5);
  if (claims->has_home)
    claims->home_store = hufu_cbor_read_uint (reader, 0, UINT_MAX_VALUE);
  if (hufu_cbor_map_has (reader, map, 6))
    claims->n_scope = read_numbers (reader, claims->scope, 1, HUFU_TOKEN_SCOPE_MAX);
  hufu_cbor_map_need (reader, map, 7);
  claims->generation = hufu_cbor_read_uint (reader, 0, UINT_MAX_VALUE);
  hufu_cbor_map_need (reader, map, 8);
  hufu_cbor_read_array (reader, 2, 2);
  claims->status_list = hufu_cbor_read_uint (reader, 0, UINT_MAX_VALUE);
  claims->status_index = hufu_cbor_read_uint (reader, 0, UINT_MAX_VALUE);
  hufu_cbor_map_need (reader, map, 9);
  claims->flags = (guint32)hufu_cbor_read_uint (reader, 0, G_MAXUINT32);
}

static void
read_other (HufuCborReader *reader, HufuCborMap *map, HufuClaims *claims)
{
  const guint8 *subject;

  hufu_cbor_map_need (reader, map, 1);
  subject = hufu_cbor_read_bytes (reader, HUFU_TOKEN_SUBJECT_MIN, HUFU_TOKEN_SUBJECT_MAX,
                                  &claims->subject_size);
  if (subject != NULL)
    memcpy (claims->subject, subject, claims->subject_size);
  claims->has_store = hufu_cbor_map_has (reader, map, 2);
  if (claims->has_store)
    claims->store = hufu_cbor_read_uint (reader, 0, UINT_MAX_VALUE);
  if (hufu_cbor_map_has (reader, map, 3))
    claims->n_items = read_numbers (reader, claims->items, 0, HUFU_TOKEN_ITEMS_MAX);
}

static void
read_hufu (HufuCborReader *reader, HufuClaims *claims)
{
  HufuCborMap map;

  hufu_cbor_read_map (reader, &map);
  hufu_cbor_map_need (reader, &map, 0);
  claims->kind = (HufuTokenKind)hufu_cbor_read_uint (reader, HUFU_TOKEN_VOUCHER, HUFU_TOKEN_RATING);
  if (claims->kind == HUFU_TOKEN_VOUCHER)
    read_voucher (reader, &map, claims);
  else
    read_other (reader, &map, claims);
  hufu_cbor_map_end (reader, &map);
}

static gboolean
read_payload (const guint8 *bytes, gsize size, HufuClaims *claims)
{
  HufuCborReader reader;
  HufuCborMap map;

  hufu_cbor_reader_init (&reader, bytes, size);
  hufu_cbor_read_map (&reader, &map);
  hufu_cbor_map_need (&reader, &map, CLAIM_ISSUER);
  read_issuer (&reader, claims);
  hufu_cbor_map_need (&reader, &map, CLAIM_EXPIRES);
  claims->expires_utc_s = (gint64)hufu_cbor_read_uint (&reader, 0, TIME_MAX_S);
  hufu_cbor_map_need (&reader, &map, CLAIM_NOT_BEFORE);
  claims->not_before_utc_s = (gint64)hufu_cbor_read_uint (&reader, 0, TIME_MAX_S);
  hufu_cbor_map_need (&reader, &map, CLAIM_CTI);
  read_fixed (&reader, claims->cti.bytes, sizeof claims->cti.bytes);
  if (hufu_cbor_map_has (&reader, &map, CLAIM_CNF))
    read_holder_key (&reader, claims);
  hufu_cbor_map_need (&reader, &map, CLAIM_HUFU);
  read_hufu (&reader, claims);
  hufu_cbor_map_end (&reader, &map);
  return hufu_cbor_reader_finish (&reader);
}

static gboolean
read_protected (const guint8 *bytes, gsize size, guint8 ret_kid[HUFU_TOKEN_KID_BYTES])
{
  HufuCborReader reader;
  HufuCborMap map;

  hufu_cbor_reader_init (&reader, bytes, size);
  hufu_cbor_read_map (&reader, &map);
  hufu_cbor_map_need (&reader, &map, HEADER_ALG);
  if (hufu_cbor_read_int (&reader) != COSE_ALG_ED25519)
    hufu_cbor_reader_fail (&reader);
  hufu_cbor_map_need (&reader, &map, HEADER_KID);
  read_fixed (&reader, ret_kid, HUFU_TOKEN_KID_BYTES);
  hufu_cbor_map_end (&reader, &map);
  return hufu_cbor_reader_finish (&reader);
}

/* --- what is signed -------------------------------------------------------------------------- */

static void
write_protected (HufuCborWriter *writer, const guint8 kid[HUFU_TOKEN_KID_BYTES])
{
  hufu_cbor_write_map (writer, 2);
  hufu_cbor_write_uint (writer, HEADER_ALG);
  hufu_cbor_write_int (writer, COSE_ALG_ED25519);
  hufu_cbor_write_uint (writer, HEADER_KID);
  hufu_cbor_write_bytes (writer, kid, HUFU_TOKEN_KID_BYTES);
}

/* The Sig_structure of RFC 9052 4.4. The kind stands in external_aad too, so that no code of one
 * kind can be read as another. Smaller than the COSE_Sign1 that it comes from: it always fits. */
static void
write_signed (HufuToken *token, const guint8 *payload, gsize payload_size)
{
  guint8 protected_bytes[PROTECTED_BYTES];
  const guint8 aad[] = {'O', 'V', 'T', '1', (guint8)token->claims.kind};
  HufuCborWriter writer;

  hufu_cbor_writer_init (&writer, protected_bytes, sizeof protected_bytes);
  write_protected (&writer, token->kid);
  hufu_cbor_writer_init (&writer, token->signed_bytes, sizeof token->signed_bytes);
  hufu_cbor_write_array (&writer, 4);
  hufu_cbor_write_text (&writer, "Signature1");
  hufu_cbor_write_bytes (&writer, protected_bytes, sizeof protected_bytes);
  hufu_cbor_write_bytes (&writer, aad, sizeof aad);
  hufu_cbor_write_bytes (&writer, payload, payload_size);
  g_assert (!writer.failed);
  token->n_signed = writer.size;
}

static HufuReason
read_token (const guint8 *bytes, gsize size, HufuToken *ret_token)
{
  HufuCborReader reader;
  HufuCborMap unprotected;
  const guint8 *protected_bytes, *payload;
  gsize protected_size, payload_size;

  hufu_cbor_reader_init (&reader, bytes, size);
  hufu_cbor_read_tag (&reader, COSE_SIGN1_TAG);
  hufu_cbor_read_array (&reader, 4, 4);
  protected_bytes =
      hufu_cbor_read_bytes (&reader, PROTECTED_BYTES, PROTECTED_BYTES, &protected_size);
  hufu_cbor_read_map (&reader, &unprotected);
  hufu_cbor_map_end (&reader, &unprotected);
  payload = hufu_cbor_read_bytes (&reader, 1, HUFU_TOKEN_BYTES_MAX, &payload_size);
  read_fixed (&reader, ret_token->signature, sizeof ret_token->signature);
  if (!hufu_cbor_reader_finish (&reader) ||
      !read_protected (protected_bytes, protected_size, ret_token->kid) ||
      !read_payload (payload, payload_size, &ret_token->claims))
    return HUFU_R04_BAD_FORMAT;
  write_signed (ret_token, payload, payload_size);
  memcpy (ret_token->bytes, bytes, size);
  ret_token->n_bytes = size;
  return HUFU_R00_OK_HELD;
}

HufuReason
hufu_token_decode_bytes (const guint8 *bytes, gsize size, HufuToken *ret_token)
{
  const guint8 *token = bytes;
  gsize n_token = size;

  memset (ret_token, 0, sizeof *ret_token);
  ret_token->is_live = hufu_live_is_envelope (bytes, size);
  if (size > HUFU_TOKEN_BYTES_MAX ||
      (ret_token->is_live && !hufu_live_read (bytes, size, &ret_token->proof, &token, &n_token)))
    return HUFU_R04_BAD_FORMAT;
  return read_token (token, n_token, ret_token);
}

HufuReason
hufu_token_decode (const char *text, gsize length, HufuToken *ret_token)
{
  guint8 bytes[HUFU_TOKEN_BYTES_MAX];
  gsize size;

  if (length > HUFU_TOKEN_TEXT_MAX || !hufu_token_is_text (text, length) ||
      !hufu_base45_decode (text + PREFIX_LENGTH, length - PREFIX_LENGTH, bytes, sizeof bytes,
                           &size) ||
      hufu_live_is_envelope (bytes, size) != (memcmp (text, LIVE_PREFIX, PREFIX_LENGTH) == 0))
    return HUFU_R04_BAD_FORMAT;
  return hufu_token_decode_bytes (bytes, size, ret_token);
}

gboolean
hufu_token_verify (const HufuToken *token, const guint8 public_key[HUFU_TOKEN_KEY_BYTES],
                   HufuVerifyFunc verify)
{
  return verify (token->signature, token->signed_bytes, token->n_signed, public_key);
}

void
hufu_token_make_kid (const guint8 public_key[HUFU_TOKEN_KEY_BYTES],
                     guint8 ret_kid[HUFU_TOKEN_KID_BYTES])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 input[48];
  guint8 digest[32];
  gsize n_digest = sizeof digest;
  HufuCborWriter writer;

  /* RFC 9679 4.1: kty, crv, x and nothing else. */
  hufu_cbor_writer_init (&writer, input, sizeof input);
  hufu_cbor_write_map (&writer, 3);
  hufu_cbor_write_int (&writer, KEY_KTY);
  hufu_cbor_write_int (&writer, KEY_KTY_OKP);
  hufu_cbor_write_int (&writer, KEY_CRV);
  hufu_cbor_write_int (&writer, KEY_CRV_ED25519);
  hufu_cbor_write_int (&writer, KEY_X);
  hufu_cbor_write_bytes (&writer, public_key, HUFU_TOKEN_KEY_BYTES);
  g_checksum_update (checksum, input, (gssize)writer.size);
  g_checksum_get_digest (checksum, digest, &n_digest);
  memcpy (ret_kid, digest, HUFU_TOKEN_KID_BYTES);
}

/* --- writing --------------------------------------------------------------------------------- */

static void
write_numbers (HufuCborWriter *writer, const guint64 *numbers, gsize n)
{
  hufu_cbor_write_array (writer, n);
  for (gsize i = 0; i < n; i++)
    hufu_cbor_write_uint (writer, numbers[i]);
}

static void
write_holder_key (HufuCborWriter *writer, const HufuClaims *claims)
{
  hufu_cbor_write_int (writer, CLAIM_CNF);
  hufu_cbor_write_map (writer, 1);
  hufu_cbor_write_int (writer, CNF_COSE_KEY);
  hufu_cbor_write_map (writer, 3);
  hufu_cbor_write_int (writer, KEY_KTY);
  hufu_cbor_write_int (writer, KEY_KTY_OKP);
  hufu_cbor_write_int (writer, KEY_CRV);
  hufu_cbor_write_int (writer, KEY_CRV_ED25519);
  hufu_cbor_write_int (writer, KEY_X);
  hufu_cbor_write_bytes (writer, claims->holder_key, sizeof claims->holder_key);
}

static gsize
count (gboolean present)
{
  return present ? 1 : 0;
}

static void
write_voucher (HufuCborWriter *writer, const HufuClaims *claims)
{
  const guint64 value[] = {claims->value_minor, claims->currency};
  const guint64 status[] = {claims->status_list, claims->status_index};

  hufu_cbor_write_map (writer, 6 + count (claims->has_holder) + count (claims->uses != 1) +
                                   count (claims->has_home) + count (claims->n_scope > 0));
  hufu_cbor_write_uint (writer, 0);
  hufu_cbor_write_uint (writer, claims->kind);
  hufu_cbor_write_uint (writer, 1);
  if (claims->deal_is_id)
    hufu_cbor_write_bytes (writer, claims->deal_id.bytes, sizeof claims->deal_id.bytes);
  else
    hufu_cbor_write_uint (writer, claims->deal_number);
  if (claims->has_holder) {
    hufu_cbor_write_uint (writer, 2);
    hufu_cbor_write_bytes (writer, claims->holder, sizeof claims->holder);
  }
  if (claims->uses != 1) {
    hufu_cbor_write_uint (writer, 3);
    hufu_cbor_write_uint (writer, claims->uses);
  }
  hufu_cbor_write_uint (writer, 4);
  write_numbers (writer, value, G_N_ELEMENTS (value));
  if (claims->has_home) {
    hufu_cbor_write_uint (writer, 5);
    hufu_cbor_write_uint (writer, claims->home_store);
  }
  if (claims->n_scope > 0) {
    hufu_cbor_write_uint (writer, 6);
    write_numbers (writer, claims->scope, claims->n_scope);
  }
  hufu_cbor_write_uint (writer, 7);
  hufu_cbor_write_uint (writer, claims->generation);
  hufu_cbor_write_uint (writer, 8);
  write_numbers (writer, status, G_N_ELEMENTS (status));
  hufu_cbor_write_uint (writer, 9);
  hufu_cbor_write_uint (writer, claims->flags);
}

static void
write_other (HufuCborWriter *writer, const HufuClaims *claims)
{
  hufu_cbor_write_map (writer, 2 + count (claims->has_store) + count (claims->n_items > 0));
  hufu_cbor_write_uint (writer, 0);
  hufu_cbor_write_uint (writer, claims->kind);
  hufu_cbor_write_uint (writer, 1);
  hufu_cbor_write_bytes (writer, claims->subject, claims->subject_size);
  if (claims->has_store) {
    hufu_cbor_write_uint (writer, 2);
    hufu_cbor_write_uint (writer, claims->store);
  }
  if (claims->n_items > 0) {
    hufu_cbor_write_uint (writer, 3);
    write_numbers (writer, claims->items, claims->n_items);
  }
}

static void
write_payload (HufuCborWriter *writer, const HufuClaims *claims)
{
  hufu_cbor_write_map (writer, 5 + count (claims->has_holder_key));
  hufu_cbor_write_int (writer, CLAIM_ISSUER);
  hufu_cbor_write_text (writer, claims->issuer);
  hufu_cbor_write_int (writer, CLAIM_EXPIRES);
  hufu_cbor_write_uint (writer, (guint64)claims->expires_utc_s);
  hufu_cbor_write_int (writer, CLAIM_NOT_BEFORE);
  hufu_cbor_write_uint (writer, (guint64)claims->not_before_utc_s);
  hufu_cbor_write_int (writer, CLAIM_CTI);
  hufu_cbor_write_bytes (writer, claims->cti.bytes, sizeof claims->cti.bytes);
  if (claims->has_holder_key)
    write_holder_key (writer, claims);
  hufu_cbor_write_int (writer, CLAIM_HUFU);
  if (claims->kind == HUFU_TOKEN_VOUCHER)
    write_voucher (writer, claims);
  else
    write_other (writer, claims);
}

/* Writes the COSE_Sign1 with an empty signature at its end. */
static gsize
write_unsigned (const HufuClaims *claims, const guint8 kid[HUFU_TOKEN_KID_BYTES],
                guint8 ret_bytes[HUFU_TOKEN_BYTES_MAX])
{
  guint8 protected_bytes[PROTECTED_BYTES];
  guint8 payload[HUFU_TOKEN_BYTES_MAX];
  const guint8 no_signature[HUFU_TOKEN_SIGNATURE_BYTES] = {0};
  HufuCborWriter header, body, whole;

  hufu_cbor_writer_init (&header, protected_bytes, sizeof protected_bytes);
  write_protected (&header, kid);
  hufu_cbor_writer_init (&body, payload, sizeof payload);
  write_payload (&body, claims);
  hufu_cbor_writer_init (&whole, ret_bytes, HUFU_TOKEN_BYTES_MAX);
  hufu_cbor_write_tag (&whole, COSE_SIGN1_TAG);
  hufu_cbor_write_array (&whole, 4);
  hufu_cbor_write_bytes (&whole, protected_bytes, header.size);
  hufu_cbor_write_map (&whole, 0);
  hufu_cbor_write_bytes (&whole, payload, body.size);
  hufu_cbor_write_bytes (&whole, no_signature, sizeof no_signature);
  /* The schema's longest token is shorter than the limits of text and bytes. */
  g_assert (!body.failed && !whole.failed);
  return whole.size;
}

/* The reader is the one judge of the schema: what it would refuse is never signed. */
gsize
hufu_token_encode_bytes (const HufuClaims *claims, const guint8 kid[HUFU_TOKEN_KID_BYTES],
                         HufuSignFunc sign, gpointer user_data,
                         guint8 ret_bytes[HUFU_TOKEN_BYTES_MAX])
{
  HufuToken token;
  gsize size;

  if (claims->subject_size > HUFU_TOKEN_SUBJECT_MAX || claims->n_scope > HUFU_TOKEN_SCOPE_MAX ||
      claims->n_items > HUFU_TOKEN_ITEMS_MAX)
    return 0;
  size = write_unsigned (claims, kid, ret_bytes);
  if (hufu_token_decode_bytes (ret_bytes, size, &token) != HUFU_R00_OK_HELD)
    return 0;
  sign (user_data, token.signed_bytes, token.n_signed,
        ret_bytes + size - HUFU_TOKEN_SIGNATURE_BYTES);
  return size;
}

char *
hufu_token_encode (const HufuClaims *claims, const guint8 kid[HUFU_TOKEN_KID_BYTES],
                   HufuSignFunc sign, gpointer user_data)
{
  guint8 bytes[HUFU_TOKEN_BYTES_MAX];
  char text[PREFIX_LENGTH + HUFU_BASE45_LENGTH (HUFU_TOKEN_BYTES_MAX) + 1] = PREFIX;
  gsize size = hufu_token_encode_bytes (claims, kid, sign, user_data, bytes);
  gsize length = PREFIX_LENGTH + HUFU_BASE45_LENGTH (size);

  if (size == 0)
    return NULL;
  g_assert (length <= HUFU_TOKEN_TEXT_MAX);
  hufu_base45_encode (bytes, size, text + PREFIX_LENGTH);
  return g_strdup (text);
}
