/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/http-signature.h"

#include <string.h>

#include "core/base64url.h"

#define LABEL "hufu="
#define COMPONENTS "(\"@method\" \"@path\" \"@query\" \"content-digest\""
#define IDEMPOTENCY " \"idempotency-key\""
#define ANSWER_COMPONENTS                                                                          \
  "(\"@status\" \"content-digest\" \"@method\";req \"@path\";req \"@query\";req"                   \
  " \"content-digest\";req"
#define DIGEST_PREFIX "sha-256=:"
#define OPERATOR "operator"
#define NEW_PREFIX "new:"

void
hufu_http_content_digest_make (const guint8 *content, gsize size,
                               char ret_value[HUFU_HTTP_DIGEST_SIZE])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize n_digest = sizeof digest;
  g_autofree char *text = NULL;

  if (size > 0)
    g_checksum_update (checksum, content, (gssize)size);
  g_checksum_get_digest (checksum, digest, &n_digest);
  text = g_base64_encode (digest, n_digest);
  g_snprintf (ret_value, HUFU_HTTP_DIGEST_SIZE, DIGEST_PREFIX "%s:", text);
}

gboolean
hufu_http_content_digest_check (const char *value, const guint8 *content, gsize size)
{
  char good[HUFU_HTTP_DIGEST_SIZE];

  if (value == NULL)
    return FALSE;
  hufu_http_content_digest_make (content, size, good);
  return strcmp (value, good) == 0;
}

void
hufu_http_signature_make_nonce (const guint8 random[HUFU_HTTP_NONCE_RANDOM],
                                char ret_nonce[HUFU_HTTP_NONCE_SIZE])
{
  g_autofree char *text = hufu_base64url_encode (random, HUFU_HTTP_NONCE_RANDOM);

  g_strlcpy (ret_nonce, text, HUFU_HTTP_NONCE_SIZE);
}

/* A component's value: what RFC 9421 2.1 lets through without any folding or trimming of ours. */
static gboolean
is_component (const char *text)
{
  gsize length = strlen (text);

  if (length == 0 || length > HUFU_HTTP_FIELD_MAX || text[0] == ' ' || text[length - 1] == ' ')
    return FALSE;
  for (gsize i = 0; i < length; i++) {
    if (text[i] < ' ' || text[i] > '~')
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_method (const char *text)
{
  return *text != '\0' && strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == strlen (text);
}

/* keyid and nonce never need escapes in a quoted string. */
static gboolean
is_word (const char *text)
{
  for (const char *c = text; *c != '\0'; c++) {
    if (!g_ascii_isalnum (*c) && *c != '-' && *c != '_' && *c != ':')
      return FALSE;
  }
  return *text != '\0';
}

static gboolean
is_signable (const HufuHttpRequest *request, const HufuHttpSignature *signature)
{
  return is_method (request->method) && request->path[0] == '/' && is_component (request->path) &&
         strpbrk (request->path, "?# ") == NULL &&
         (request->query == NULL || *request->query == '\0' || is_component (request->query)) &&
         is_component (request->content_digest) &&
         (request->idempotency_key == NULL || is_component (request->idempotency_key)) &&
         is_word (signature->keyid) && is_word (signature->nonce) && signature->created_utc_s >= 0;
}

static void
append_params (GString *text, const char *components, const HufuHttpSignature *signature)
{
  g_string_append_printf (
      text, "%s);created=%" G_GINT64_FORMAT ";keyid=\"%s\";nonce=\"%s\";alg=\"ed25519\"",
      components, signature->created_utc_s, signature->keyid, signature->nonce);
}

char *
hufu_http_signature_make_base (const HufuHttpRequest *request, const HufuHttpSignature *signature)
{
  GString *base;

  if (!is_signable (request, signature))
    return NULL;
  base = g_string_new (NULL);
  g_string_append_printf (base,
                          "\"@method\": %s\n\"@path\": %s\n\"@query\": ?%s\n"
                          "\"content-digest\": %s\n",
                          request->method, request->path,
                          request->query != NULL ? request->query : "", request->content_digest);
  if (request->idempotency_key != NULL)
    g_string_append_printf (base, "\"idempotency-key\": %s\n", request->idempotency_key);
  g_string_append (base, "\"@signature-params\": ");
  append_params (base, request->idempotency_key != NULL ? COMPONENTS IDEMPOTENCY : COMPONENTS,
                 signature);
  return g_string_free (base, FALSE);
}

gboolean
hufu_http_signature_sign (const HufuHttpRequest *request, HufuHttpSignature *signature,
                          HufuSignFunc sign, gpointer user_data)
{
  g_autofree char *base = hufu_http_signature_make_base (request, signature);

  if (base == NULL)
    return FALSE;
  sign (user_data, (const guint8 *)base, strlen (base), signature->signature);
  signature->covers_idempotency_key = request->idempotency_key != NULL;
  return TRUE;
}

gboolean
hufu_http_signature_verify (const HufuHttpRequest *request, const HufuHttpSignature *signature,
                            const guint8 public_key[HUFU_TOKEN_KEY_BYTES], HufuVerifyFunc verify)
{
  g_autofree char *base = hufu_http_signature_make_base (request, signature);

  return base != NULL && signature->covers_idempotency_key == (request->idempotency_key != NULL) &&
         verify (signature->signature, (const guint8 *)base, strlen (base), public_key);
}

char *
hufu_http_signature_format_input (const HufuHttpRequest *request,
                                  const HufuHttpSignature *signature)
{
  GString *text = g_string_new (LABEL);

  append_params (text, request->idempotency_key != NULL ? COMPONENTS IDEMPOTENCY : COMPONENTS,
                 signature);
  return g_string_free (text, FALSE);
}

char *
hufu_http_signature_format_value (const HufuHttpSignature *signature)
{
  g_autofree char *text = g_base64_encode (signature->signature, sizeof signature->signature);

  return g_strconcat (LABEL ":", text, ":", NULL);
}

/* --- reading: a cursor over the one spelling ------------------------------------------------- */

static gboolean
skip (const char **at, const char *literal)
{
  if (!g_str_has_prefix (*at, literal))
    return FALSE;
  *at += strlen (literal);
  return TRUE;
}

static gboolean
read_decimal (const char **at, guint64 max, guint64 *ret_value)
{
  const char *start = *at;
  guint64 value = 0;

  for (; g_ascii_isdigit (**at); (*at)++) {
    value = value * 10 + (guint64)g_ascii_digit_value (**at);
    if (value > max)
      return FALSE;
  }
  *ret_value = value;
  return *at > start && (*start != '0' || *at == start + 1);
}

static gboolean
read_quoted (const char **at, char *ret_text, gsize size)
{
  gsize length;

  if (!skip (at, "\""))
    return FALSE;
  length = strcspn (*at, "\"");
  if ((*at)[length] != '"' || length >= size)
    return FALSE;
  memcpy (ret_text, *at, length);
  ret_text[length] = '\0';
  *at += length + 1;
  return is_word (ret_text);
}

/* sf-binary (RFC 8941 3.3.5), only in the spelling that an encoder makes. */
static gboolean
parse_value (const char *value, guint8 ret_signature[HUFU_TOKEN_SIGNATURE_BYTES])
{
  g_autofree guchar *bytes = NULL;
  g_autofree char *again = NULL;
  g_autofree char *text = NULL;
  gsize size = 0;

  if (!skip (&value, LABEL ":") || strlen (value) != 89 || value[88] != ':')
    return FALSE;
  text = g_strndup (value, 88);
  bytes = g_base64_decode (text, &size);
  again = g_base64_encode (bytes, size);
  if (size != HUFU_TOKEN_SIGNATURE_BYTES || strcmp (again, text) != 0)
    return FALSE;
  memcpy (ret_signature, bytes, size);
  return TRUE;
}

/* What follows the components in both fields. */
static gboolean
parse_params (const char *at, const char *value, HufuHttpSignature *ret_signature)
{
  guint64 created = 0;

  if (!skip (&at, ");created=") || !read_decimal (&at, G_MAXINT64 / 10, &created) ||
      !skip (&at, ";keyid=") ||
      !read_quoted (&at, ret_signature->keyid, sizeof ret_signature->keyid) ||
      !skip (&at, ";nonce=") ||
      !read_quoted (&at, ret_signature->nonce, sizeof ret_signature->nonce) ||
      strcmp (at, ";alg=\"ed25519\"") != 0)
    return FALSE;
  ret_signature->created_utc_s = (gint64)created;
  return parse_value (value, ret_signature->signature);
}

gboolean
hufu_http_signature_parse (const char *input, const char *value, HufuHttpSignature *ret_signature)
{
  const char *at = input;

  memset (ret_signature, 0, sizeof *ret_signature);
  if (input == NULL || value == NULL || !skip (&at, LABEL COMPONENTS))
    return FALSE;
  ret_signature->covers_idempotency_key = skip (&at, IDEMPOTENCY);
  return parse_params (at, value, ret_signature);
}

/* --- answers --------------------------------------------------------------------------------- */

char *
hufu_http_answer_make_base (const HufuHttpAnswer *answer, const HufuHttpSignature *signature)
{
  const HufuHttpRequest *request = answer->request;
  GString *base;

  if (!is_signable (request, signature) || answer->status < 100 || answer->status > 599 ||
      !is_component (answer->content_digest))
    return NULL;
  base = g_string_new (NULL);
  g_string_append_printf (base,
                          "\"@status\": %u\n\"content-digest\": %s\n\"@method\";req: %s\n"
                          "\"@path\";req: %s\n\"@query\";req: ?%s\n\"content-digest\";req: %s\n"
                          "\"@signature-params\": ",
                          answer->status, answer->content_digest, request->method, request->path,
                          request->query != NULL ? request->query : "", request->content_digest);
  append_params (base, ANSWER_COMPONENTS, signature);
  return g_string_free (base, FALSE);
}

gboolean
hufu_http_answer_sign (const HufuHttpAnswer *answer, HufuHttpSignature *signature,
                       HufuSignFunc sign, gpointer user_data)
{
  g_autofree char *base = hufu_http_answer_make_base (answer, signature);

  if (base == NULL)
    return FALSE;
  sign (user_data, (const guint8 *)base, strlen (base), signature->signature);
  return TRUE;
}

gboolean
hufu_http_answer_verify (const HufuHttpAnswer *answer, const HufuHttpSignature *signature,
                         const guint8 public_key[HUFU_TOKEN_KEY_BYTES], HufuVerifyFunc verify)
{
  g_autofree char *base = hufu_http_answer_make_base (answer, signature);

  return base != NULL &&
         verify (signature->signature, (const guint8 *)base, strlen (base), public_key);
}

char *
hufu_http_answer_format_input (const HufuHttpSignature *signature)
{
  GString *text = g_string_new (LABEL);

  append_params (text, ANSWER_COMPONENTS, signature);
  return g_string_free (text, FALSE);
}

gboolean
hufu_http_answer_parse (const char *input, const char *value, HufuHttpSignature *ret_signature)
{
  const char *at = input;

  memset (ret_signature, 0, sizeof *ret_signature);
  return input != NULL && value != NULL && skip (&at, LABEL ANSWER_COMPONENTS) &&
         parse_params (at, value, ret_signature);
}

/* --- who signs ------------------------------------------------------------------------------- */

void
hufu_http_keyid_format (const HufuSigner *signer, char ret_keyid[HUFU_HTTP_KEYID_SIZE])
{
  char id[HUFU_ID_TEXT_SIZE];
  g_autofree char *key = NULL;

  switch (signer->kind) {
  case HUFU_SIGNER_TERMINAL:
    hufu_id_format (&signer->terminal_id, id);
    g_snprintf (ret_keyid, HUFU_HTTP_KEYID_SIZE, "%s:%u", id, signer->incarnation);
    return;
  case HUFU_SIGNER_OPERATOR:
    g_strlcpy (ret_keyid, OPERATOR, HUFU_HTTP_KEYID_SIZE);
    return;
  case HUFU_SIGNER_NEW:
    key = hufu_base64url_encode (signer->public_key, sizeof signer->public_key);
    g_snprintf (ret_keyid, HUFU_HTTP_KEYID_SIZE, NEW_PREFIX "%s", key);
    return;
  }
  g_assert_not_reached ();
}

static gboolean
parse_terminal (const char *keyid, HufuSigner *ret_signer)
{
  char id[HUFU_ID_TEXT_SIZE];
  const char *at = keyid + HUFU_ID_TEXT_SIZE - 1;
  guint64 incarnation = 0;

  if (strlen (keyid) < HUFU_ID_TEXT_SIZE)
    return FALSE;
  g_strlcpy (id, keyid, sizeof id);
  if (!hufu_id_parse (id, &ret_signer->terminal_id) || !skip (&at, ":") ||
      !read_decimal (&at, G_MAXUINT32, &incarnation) || *at != '\0' || incarnation == 0)
    return FALSE;
  ret_signer->incarnation = (guint32)incarnation;
  return TRUE;
}

gboolean
hufu_http_keyid_parse (const char *keyid, HufuSigner *ret_signer)
{
  const char *at = keyid;
  gsize size = 0;

  memset (ret_signer, 0, sizeof *ret_signer);
  if (strcmp (keyid, OPERATOR) == 0) {
    ret_signer->kind = HUFU_SIGNER_OPERATOR;
    return TRUE;
  }
  if (skip (&at, NEW_PREFIX)) {
    ret_signer->kind = HUFU_SIGNER_NEW;
    return hufu_base64url_decode (at, strlen (at), ret_signer->public_key,
                                  sizeof ret_signer->public_key, &size) &&
           size == sizeof ret_signer->public_key;
  }
  ret_signer->kind = HUFU_SIGNER_TERMINAL;
  return parse_terminal (keyid, ret_signer);
}
