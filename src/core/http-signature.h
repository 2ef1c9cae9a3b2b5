/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signed requests, and answers between terminals: the one profile of HTTP Message Signatures (RFC
 * 9421) that terminal, platform and tools speak. Pure: keys and Ed25519 stay with the caller.
 *
 * Every request carries Content-Digest (RFC 9530, sha-256; of the empty content where there is
 * none), Signature-Input and Signature with the label `hufu`. Covered, in this order: "@method",
 * "@path",
 * "@query", "content-digest", and "idempotency-key" if the request has that field. Parameters, in
 * this order: created, keyid, nonce, alg="ed25519". Anything else is refused.
 *
 *   HufuHttpRequest request = { "POST", "/v1/events", NULL, digest, key };
 *   HufuHttpSignature signature = { .created_utc_s = now };
 *   hufu_http_keyid_format (&(HufuSigner){ HUFU_SIGNER_TERMINAL, id, 1 }, signature.keyid);
 *   hufu_http_signature_make_nonce (random, signature.nonce);
 *   g_assert (hufu_http_signature_sign (&request, &signature, hufu_crypto_sign, keys));
 *   g_autofree char *input = hufu_http_signature_format_input (&request, &signature);
 *   g_autofree char *value = hufu_http_signature_format_value (&signature);
 *
 * The receiver parses both fields, finds the key of the keyid, checks created and nonce itself,
 * then hufu_http_content_digest_check and hufu_http_signature_verify.
 */
#pragma once

#include "core/id.h"
#include "core/token.h"

#define HUFU_HTTP_KEYID_SIZE 80
#define HUFU_HTTP_NONCE_SIZE 44   /* 1..43 characters of base64url */
#define HUFU_HTTP_NONCE_RANDOM 16 /* bytes of a nonce that the sender makes */
#define HUFU_HTTP_DIGEST_SIZE 64
#define HUFU_HTTP_FIELD_MAX 2048 /* bytes of each covered component */

/* What is covered, as on the wire. */
typedef struct {
  const char *method;          /* "POST": upper-case letters */
  const char *path;            /* starts with '/', percent-encoded as sent */
  const char *query;           /* without '?'; NULL or "" = none */
  const char *content_digest;  /* the field's value, see hufu_http_content_digest_make */
  const char *idempotency_key; /* the field's value; NULL = the request has none */
} HufuHttpRequest;

typedef struct {
  gboolean covers_idempotency_key; /* filled by parse; sign takes it from the request */
  gint64 created_utc_s;            /* >= 0 */
  char keyid[HUFU_HTTP_KEYID_SIZE];
  char nonce[HUFU_HTTP_NONCE_SIZE];
  guint8 signature[HUFU_TOKEN_SIGNATURE_BYTES];
} HufuHttpSignature;

/* "sha-256=:<base64>:" of the content. */
void hufu_http_content_digest_make (const guint8 *content, gsize size,
                                    char ret_value[HUFU_HTTP_DIGEST_SIZE]);
/* TRUE if `value` (may be NULL) is the digest of the content in exactly that spelling. */
gboolean hufu_http_content_digest_check (const char *value, const guint8 *content, gsize size);

/* A nonce of HUFU_HTTP_NONCE_RANDOM random bytes. */
void hufu_http_signature_make_nonce (const guint8 random[HUFU_HTTP_NONCE_RANDOM],
                                     char ret_nonce[HUFU_HTTP_NONCE_SIZE]);

/* The signature base (RFC 9421 2.5); NULL if a component or parameter cannot be in one (empty or
 * too long, bytes outside printable ASCII, quotes in keyid). Free with g_free. */
char *hufu_http_signature_make_base (const HufuHttpRequest *request,
                                     const HufuHttpSignature *signature);

/* Fills signature->signature and covers_idempotency_key; FALSE as for make_base. */
gboolean hufu_http_signature_sign (const HufuHttpRequest *request, HufuHttpSignature *signature,
                                   HufuSignFunc sign, gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;

/* TRUE if the key signed this very request; a request whose idempotency key is not covered, or
 * covered but absent, is not signed. Does not look at created, nonce or the content. */
gboolean hufu_http_signature_verify (const HufuHttpRequest *request,
                                     const HufuHttpSignature *signature,
                                     const guint8 public_key[HUFU_TOKEN_KEY_BYTES],
                                     HufuVerifyFunc verify) G_GNUC_WARN_UNUSED_RESULT;

/* The value of Signature-Input. Free with g_free. */
char *hufu_http_signature_format_input (const HufuHttpRequest *request,
                                        const HufuHttpSignature *signature);
/* The value of Signature. Free with g_free. */
char *hufu_http_signature_format_value (const HufuHttpSignature *signature);

/* Reads both fields (either may be NULL: FALSE); FALSE for anything but the profile's one spelling.
 */
gboolean hufu_http_signature_parse (const char *input, const char *value,
                                    HufuHttpSignature *ret_signature) G_GNUC_WARN_UNUSED_RESULT;

/* --- answers: between terminals both sides sign ----------------------------------------------- */

/* Bound to what it answers: "@status", "content-digest", then "@method", "@path", "@query" and
 * "content-digest" of the request (RFC 9421 2.4). Its nonce is that of the request, so that an
 * answer to another try of the same request is none. */
typedef struct {
  guint status;               /* 100..599 */
  const char *content_digest; /* of the answer's content */
  const HufuHttpRequest *request;
} HufuHttpAnswer;

/* The same four as for requests; covers_idempotency_key is not looked at. */
char *hufu_http_answer_make_base (const HufuHttpAnswer *answer, const HufuHttpSignature *signature);
gboolean hufu_http_answer_sign (const HufuHttpAnswer *answer, HufuHttpSignature *signature,
                                HufuSignFunc sign, gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
gboolean hufu_http_answer_verify (const HufuHttpAnswer *answer, const HufuHttpSignature *signature,
                                  const guint8 public_key[HUFU_TOKEN_KEY_BYTES],
                                  HufuVerifyFunc verify) G_GNUC_WARN_UNUSED_RESULT;
/* The value of Signature-Input; that of Signature is made as for a request. Free with g_free. */
char *hufu_http_answer_format_input (const HufuHttpSignature *signature);
gboolean hufu_http_answer_parse (const char *input, const char *value,
                                 HufuHttpSignature *ret_signature) G_GNUC_WARN_UNUSED_RESULT;

/* Who signs: the three forms of a keyid. */
typedef enum {
  HUFU_SIGNER_TERMINAL, /* "<terminal uuid>:<incarnation>" */
  HUFU_SIGNER_OPERATOR, /* "operator" */
  HUFU_SIGNER_NEW,      /* "new:<public key, base64url>": enrolment, the request proves the key */
} HufuSignerKind;

typedef struct {
  HufuSignerKind kind;
  HufuId terminal_id;                      /* terminal */
  guint32 incarnation;                     /* terminal, >= 1 */
  guint8 public_key[HUFU_TOKEN_KEY_BYTES]; /* new */
} HufuSigner;

void hufu_http_keyid_format (const HufuSigner *signer, char ret_keyid[HUFU_HTTP_KEYID_SIZE]);
/* FALSE for anything else, *ret_signer then undefined. */
gboolean hufu_http_keyid_parse (const char *keyid,
                                HufuSigner *ret_signer) G_GNUC_WARN_UNUSED_RESULT;
