/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/signer.h"

static void
fill_nonce (const HufuSigning *signing, char ret_nonce[HUFU_HTTP_NONCE_SIZE])
{
  guint8 random[HUFU_HTTP_NONCE_RANDOM];

  if (signing->nonce != NULL) {
    g_strlcpy (ret_nonce, signing->nonce, HUFU_HTTP_NONCE_SIZE);
    return;
  }
  hufu_host_random (signing->host, random, sizeof random);
  hufu_http_signature_make_nonce (random, ret_nonce);
}

static void
add_line (GStrvBuilder *lines, const char *name, const char *value)
{
  g_autofree char *line = g_strconcat (name, ": ", value, NULL);

  g_strv_builder_add (lines, line);
}

char **
hufu_sign_request (const HufuSigning *signing, const char *method, const char *path,
                   const char *query, const char *content, gsize size, const char *idempotency_key)
{
  char digest[HUFU_HTTP_DIGEST_SIZE];
  HufuHttpRequest request = {method, path, query, digest, idempotency_key};
  HufuHttpSignature signature = {.created_utc_s = MAX (signing->created_utc_s, 0)};
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  g_autofree char *input = NULL;
  g_autofree char *value = NULL;
  gboolean is_signed;

  hufu_http_content_digest_make ((const guint8 *)content, size, digest);
  hufu_http_keyid_format (&signing->signer, signature.keyid);
  fill_nonce (signing, signature.nonce);
  is_signed = hufu_http_signature_sign (&request, &signature, hufu_crypto_sign, signing->keys);
  g_assert (is_signed);
  input = hufu_http_signature_format_input (&request, &signature);
  value = hufu_http_signature_format_value (&signature);
  add_line (lines, "Content-Digest", digest);
  add_line (lines, "Signature-Input", input);
  add_line (lines, "Signature", value);
  if (idempotency_key != NULL)
    add_line (lines, "Idempotency-Key", idempotency_key);
  return g_strv_builder_end (lines);
}
