/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The token decoder, on texts ("OV1:...", "OV2:...") and on bytes: it never reads or writes past an
 * end, and what it accepts is the one spelling that the encoder makes.
 */
#include <string.h>

#include "core/base45.h"
#include "core/cbor.h"
#include "core/live.h"
#include "core/money.h"
#include "core/token.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
sign_as_before (gpointer token, const guint8 *message, gsize size,
                guint8 ret_signature[HUFU_TOKEN_SIGNATURE_BYTES])
{
  const HufuToken *before = token;

  g_assert (size == before->n_signed && memcmp (message, before->signed_bytes, size) == 0);
  memcpy (ret_signature, before->signature, HUFU_TOKEN_SIGNATURE_BYTES);
}

/* What a live code has around its token is spelled in one way too. */
static void
check_envelope (const HufuToken *token, const guint8 *bytes, gsize size)
{
  guint8 again[HUFU_TOKEN_BYTES_MAX];
  HufuCborWriter writer;

  hufu_cbor_writer_init (&writer, again, sizeof again);
  hufu_cbor_write_array (&writer, 3);
  hufu_cbor_write_bytes (&writer, token->bytes, token->n_bytes);
  hufu_cbor_write_uint (&writer, token->proof.step);
  hufu_cbor_write_bytes (&writer, token->proof.signature, sizeof token->proof.signature);
  g_assert (!writer.failed && writer.size == size && memcmp (again, bytes, size) == 0);
}

static void
check_bytes (const guint8 *bytes, gsize size)
{
  HufuToken token;
  guint8 again[HUFU_TOKEN_BYTES_MAX];
  const HufuClaims *claims = &token.claims;

  if (hufu_token_decode_bytes (bytes, size, &token) != HUFU_R00_OK_HELD)
    return;
  if (token.is_live)
    check_envelope (&token, bytes, size);
  else
    g_assert (token.n_bytes == size && memcmp (token.bytes, bytes, size) == 0);
  g_assert (claims->value_minor <= HUFU_MONEY_MAX_MINOR);
  g_assert (claims->n_scope <= HUFU_TOKEN_SCOPE_MAX && claims->n_items <= HUFU_TOKEN_ITEMS_MAX);
  g_assert (g_utf8_validate (claims->issuer, -1, NULL));
  /* An empty list of items may be written or left out: the one freedom of the schema. */
  if (claims->kind != HUFU_TOKEN_VOUCHER && claims->n_items == 0)
    return;
  g_assert (hufu_token_encode_bytes (claims, token.kid, sign_as_before, &token, again) ==
            token.n_bytes);
  g_assert (memcmp (again, token.bytes, token.n_bytes) == 0);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  HufuToken token;
  guint8 bytes[HUFU_TOKEN_BYTES_MAX];
  gsize n_bytes;

  if (!hufu_token_is_text ((const char *)data, size)) {
    check_bytes (data, size);
    return 0;
  }
  if (hufu_token_decode ((const char *)data, size, &token) != HUFU_R00_OK_HELD)
    return 0;
  g_assert (hufu_base45_decode ((const char *)data + 4, size - 4, bytes, sizeof bytes, &n_bytes));
  check_bytes (bytes, n_bytes);
  return 0;
}
