/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/live.h"

#include <string.h>

#include "core/base45.h"
#include "core/cbor.h"
#include "core/verdict.h"

#define PREFIX "OV2:"
#define PREFIX_LENGTH (sizeof PREFIX - 1)
#define ENVELOPE 0x83        /* an array of three, where a COSE_Sign1 has its tag */
#define STEP_MAX 16893486719 /* of the year 9999, as the times of a token */
#define MESSAGE_BYTES (4 + HUFU_JOURNAL_HASH_BYTES + 8)

guint64
hufu_live_step (gint64 utc_s)
{
  return utc_s > 0 ? (guint64)utc_s / HUFU_LIVE_STEP_S : 0;
}

gint64
hufu_live_age_s (guint64 step, gint64 utc_s)
{
  return utc_s - (gint64)step * HUFU_LIVE_STEP_S;
}

static gint64
count_steps (guint64 step, gint64 utc_s)
{
  return ABS ((gint64)hufu_live_step (utc_s) - (gint64)step);
}

gboolean
hufu_live_is_fresh (guint64 step, gint64 utc_s)
{
  return count_steps (step, utc_s) <= HUFU_LIVE_STEPS;
}

/* --- the envelope ---------------------------------------------------------------------------- */

gboolean
hufu_live_is_envelope (const guint8 *bytes, gsize size)
{
  return size > 0 && bytes[0] == ENVELOPE;
}

gboolean
hufu_live_read (const guint8 *bytes, gsize size, HufuLiveProof *ret_proof, const guint8 **ret_token,
                gsize *ret_n_token)
{
  HufuCborReader reader;
  const guint8 *signature;
  gsize n_signature;

  hufu_cbor_reader_init (&reader, bytes, size);
  hufu_cbor_read_array (&reader, 3, 3);
  *ret_token = hufu_cbor_read_bytes (&reader, 1, HUFU_TOKEN_BYTES_MAX, ret_n_token);
  ret_proof->step = hufu_cbor_read_uint (&reader, 0, STEP_MAX);
  signature = hufu_cbor_read_bytes (&reader, HUFU_TOKEN_SIGNATURE_BYTES, HUFU_TOKEN_SIGNATURE_BYTES,
                                    &n_signature);
  if (!hufu_cbor_reader_finish (&reader))
    return FALSE;
  memcpy (ret_proof->signature, signature, n_signature);
  return TRUE;
}

/* --- the proof ------------------------------------------------------------------------------- */

static void
make_message (const HufuToken *token, guint64 step, HufuSha256Func sha256,
              guint8 ret_message[MESSAGE_BYTES])
{
  guint64 big_step = GUINT64_TO_BE (step);

  memcpy (ret_message, "OVP1", 4);
  sha256 (token->bytes, token->n_bytes, ret_message + 4);
  memcpy (ret_message + 4 + HUFU_JOURNAL_HASH_BYTES, &big_step, sizeof big_step);
}

gboolean
hufu_live_verify (const HufuToken *token, HufuVerifyFunc verify, HufuSha256Func sha256)
{
  guint8 message[MESSAGE_BYTES];

  if (!token->claims.has_holder_key)
    return FALSE;
  make_message (token, token->proof.step, sha256, message);
  return verify (token->proof.signature, message, sizeof message, token->claims.holder_key);
}

HufuReason
hufu_live_check (const HufuToken *token, gint64 now_utc_s, gboolean clock_trusted,
                 HufuVerifyFunc verify, HufuSha256Func sha256)
{
  if (!hufu_live_verify (token, verify, sha256))
    return HUFU_R17_PROOF_BAD_OR_STALE;
  if (hufu_live_is_fresh (token->proof.step, now_utc_s))
    return HUFU_R00_OK_HELD;
  return clock_trusted || count_steps (token->proof.step, now_utc_s) * HUFU_LIVE_STEP_S >
                              HUFU_VERDICT_DOUBT_S
             ? HUFU_R17_PROOF_BAD_OR_STALE
             : HUFU_R21_CLOCK_UNTRUSTED;
}

/* --- making one ------------------------------------------------------------------------------ */

static char *
write_text (const HufuToken *token)
{
  guint8 bytes[(HUFU_TOKEN_TEXT_MAX - PREFIX_LENGTH) / 3 * 2]; /* what the longest text holds */
  char text[HUFU_TOKEN_TEXT_MAX + 1] = PREFIX;
  HufuCborWriter writer;

  hufu_cbor_writer_init (&writer, bytes, sizeof bytes);
  hufu_cbor_write_array (&writer, 3);
  hufu_cbor_write_bytes (&writer, token->bytes, token->n_bytes);
  hufu_cbor_write_uint (&writer, token->proof.step);
  hufu_cbor_write_bytes (&writer, token->proof.signature, sizeof token->proof.signature);
  if (writer.failed)
    return NULL;
  hufu_base45_encode (bytes, writer.size, text + PREFIX_LENGTH);
  return g_strdup (text);
}

char *
hufu_live_encode (const char *ov1_text, guint64 step, HufuSha256Func sha256, HufuSignFunc sign,
                  gpointer user_data)
{
  guint8 message[MESSAGE_BYTES];
  HufuToken token;

  if (hufu_token_decode (ov1_text, strlen (ov1_text), &token) != HUFU_R00_OK_HELD ||
      token.is_live || !token.claims.has_holder_key)
    return NULL;
  token.proof.step = step;
  make_message (&token, step, sha256, message);
  sign (user_data, message, sizeof message, token.proof.signature);
  return write_text (&token);
}
