/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two signature fields of a request, one a line, and the keyid: what is accepted is the one
 * spelling that is written. */
#include <string.h>

#include "core/http-signature.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_keyid (const char *keyid)
{
  HufuSigner signer;
  char again[HUFU_HTTP_KEYID_SIZE];

  if (!hufu_http_keyid_parse (keyid, &signer))
    return;
  hufu_http_keyid_format (&signer, again);
  g_assert (strcmp (again, keyid) == 0);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  char *line_end = strchr (text, '\n');
  const char *value = line_end != NULL ? line_end + 1 : "";
  HufuHttpRequest request = {.method = "GET", .path = "/", .content_digest = "x"};
  HufuHttpSignature signature;
  g_autofree char *base = NULL, *input_again = NULL, *value_again = NULL;

  if (line_end != NULL)
    *line_end = '\0';
  check_keyid (text);
  if (!hufu_http_signature_parse (text, value, &signature))
    return 0;
  check_keyid (signature.keyid);
  request.idempotency_key = signature.covers_idempotency_key ? "k" : NULL;
  base = hufu_http_signature_make_base (&request, &signature);
  g_assert (base != NULL);
  input_again = hufu_http_signature_format_input (&request, &signature);
  value_again = hufu_http_signature_format_value (&signature);
  g_assert (strcmp (input_again, text) == 0 && strcmp (value_again, value) == 0);
  return 0;
}
