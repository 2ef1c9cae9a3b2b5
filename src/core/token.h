/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The OV1 token, plain or in the envelope of a live code, OV2 (core/live.h): CWT in COSE_Sign1 (RFC
 * 8392, RFC 9052), Ed25519 as algorithm -19 (RFC 9864), deterministic CBOR (RFC 8949 4.2.1), base45
 * (RFC 9285). Strict, fixed schema, no heap, bounded time. Pure: the signature check comes in as a
 * function.
 */
#pragma once

#include <glib.h>
#include "core/id.h"
#include "core/reason.h"

#define HUFU_TOKEN_TEXT_MAX 600  /* characters of "OV1:..." and of "OV2:..." */
#define HUFU_TOKEN_BYTES_MAX 400 /* of the COSE_Sign1, and of an envelope with one */
#define HUFU_TOKEN_ISSUER_MAX 16
#define HUFU_TOKEN_SCOPE_MAX 8
#define HUFU_TOKEN_KID_BYTES 8
#define HUFU_TOKEN_KEY_BYTES 32
#define HUFU_TOKEN_SIGNATURE_BYTES 64
#define HUFU_TOKEN_SUBJECT_MIN 8
#define HUFU_TOKEN_SUBJECT_MAX 16
#define HUFU_TOKEN_ITEMS_MAX 16

typedef enum {
  HUFU_TOKEN_VOUCHER = 1,
  HUFU_TOKEN_MEMBER = 2,
  HUFU_TOKEN_PICKUP = 3,
  HUFU_TOKEN_RESERVATION = 4,
  HUFU_TOKEN_REFERRAL = 5,
  HUFU_TOKEN_VISIT = 6,
  HUFU_TOKEN_RATING = 7,
} HufuTokenKind;

typedef enum {
  HUFU_VOUCHER_OFFLINE_ALLOWED = 1 << 0,
  HUFU_VOUCHER_PROOF_REQUIRED = 1 << 1,
  HUFU_VOUCHER_TIER_MASK = 3 << 2, /* risk tier 0..3 */
  HUFU_VOUCHER_PARTIAL_USE = 1 << 4,
  HUFU_VOUCHER_TAXED_AT_REDEMPTION = 1 << 5,
} HufuVoucherFlags;

/* Deal numbers of this series name what was sold: paid for, and good without conditions. Of any
 * other number the code alone does not say so; it may as well be a coupon's. */
#define HUFU_DEAL_SOLD_MIN (G_GUINT64_CONSTANT (1) << 32)
#define HUFU_DEAL_SOLD_MAX (HUFU_DEAL_SOLD_MIN + G_MAXUINT32)

/* Field numbers in comments are the CBOR keys of the design. Optional fields have a has_ flag. */
typedef struct {
  HufuTokenKind kind;                     /* -65537 / 0 */
  char issuer[HUFU_TOKEN_ISSUER_MAX + 1]; /* 1, UTF-8 */
  gint64 expires_utc_s;                   /* 4 */
  gint64 not_before_utc_s;                /* 5 */
  HufuId cti;                             /* 7 */
  gboolean has_holder_key;                /* 8 */
  guint8 holder_key[HUFU_TOKEN_KEY_BYTES];

  /* kind voucher */
  gboolean deal_is_id; /* 1: a number or a 16-byte id */
  guint64 deal_number;
  HufuId deal_id;
  gboolean has_holder; /* 2 */
  guint8 holder[8];
  guint32 uses;        /* 3, 1..1000 */
  guint64 value_minor; /* 4 */
  guint32 currency;    /* 4, ISO 4217 numeric */
  gboolean has_home;   /* 5 */
  guint64 home_store;
  gsize n_scope; /* 6, 0 = all of the issuer */
  guint64 scope[HUFU_TOKEN_SCOPE_MAX];
  guint64 generation;  /* 7 */
  guint64 status_list; /* 8 */
  guint64 status_index;
  guint32 flags; /* 9, HufuVoucherFlags */

  /* other kinds */
  gsize subject_size; /* 1, 8..16 */
  guint8 subject[HUFU_TOKEN_SUBJECT_MAX];
  gboolean has_store; /* 2 */
  guint64 store;
  gsize n_items; /* 3 */
  guint64 items[HUFU_TOKEN_ITEMS_MAX];
} HufuClaims;

static inline gboolean
hufu_claims_are_of_sold (const HufuClaims *claims)
{
  return claims->kind == HUFU_TOKEN_VOUCHER && !claims->deal_is_id &&
         claims->deal_number >= HUFU_DEAL_SOLD_MIN && claims->deal_number <= HUFU_DEAL_SOLD_MAX;
}

/* What a live code has around its token. */
typedef struct {
  guint64 step;
  guint8 signature[HUFU_TOKEN_SIGNATURE_BYTES];
} HufuLiveProof;

/* A decoded token that is not yet believed: what was signed, and by which key. */
typedef struct {
  HufuClaims claims;
  gboolean is_live;    /* it came as a live code */
  HufuLiveProof proof; /* then; not checked */
  gsize n_bytes;
  guint8 bytes[HUFU_TOKEN_BYTES_MAX]; /* the COSE_Sign1 */
  guint8 kid[HUFU_TOKEN_KID_BYTES];
  guint8 signature[HUFU_TOKEN_SIGNATURE_BYTES];
  gsize n_signed;                            /* bytes of signed_bytes */
  guint8 signed_bytes[HUFU_TOKEN_BYTES_MAX]; /* the COSE Sig_structure */
} HufuToken;

/* Checks an Ed25519 signature. Must be pure and never fail otherwise. */
typedef gboolean (*HufuVerifyFunc) (const guint8 signature[HUFU_TOKEN_SIGNATURE_BYTES],
                                    const guint8 *message, gsize size,
                                    const guint8 public_key[HUFU_TOKEN_KEY_BYTES]);
/* Makes an Ed25519 signature; user_data carries the secret key. */
typedef void (*HufuSignFunc) (gpointer user_data, const guint8 *message, gsize size,
                              guint8 ret_signature[HUFU_TOKEN_SIGNATURE_BYTES]);

/* TRUE if text starts with "OV1:" or "OV2:" (the only question that routing asks). */
gboolean hufu_token_is_text (const char *text, gsize length);

/* Decodes "OV1:..." or "OV2:..." strictly. HUFU_R00_OK_HELD here means "well-formed", R04 anything
 * else. Neither the signature nor a live code's proof is checked. *ret_token is undefined on R04.
 */
HufuReason hufu_token_decode (const char *text, gsize length, HufuToken *ret_token);
/* The same for the bare bytes of a COSE_Sign1 or an envelope (base64url form of https links). */
HufuReason hufu_token_decode_bytes (const guint8 *bytes, gsize size, HufuToken *ret_token);

/* TRUE if `public_key` signed the token. */
gboolean hufu_token_verify (const HufuToken *token, const guint8 public_key[HUFU_TOKEN_KEY_BYTES],
                            HufuVerifyFunc verify);

/* The key id of a public key: first 8 bytes of SHA-256 of the COSE Key Thumbprint input (RFC 9679)
 * of the OKP key. */
void hufu_token_make_kid (const guint8 public_key[HUFU_TOKEN_KEY_BYTES],
                          guint8 ret_kid[HUFU_TOKEN_KID_BYTES]);

/* Encodes and signs claims. Returns the COSE_Sign1 bytes' size, or 0 if the claims break a limit of
 * the schema (the issuer's bug). */
gsize hufu_token_encode_bytes (const HufuClaims *claims, const guint8 kid[HUFU_TOKEN_KID_BYTES],
                               HufuSignFunc sign, gpointer user_data,
                               guint8 ret_bytes[HUFU_TOKEN_BYTES_MAX]);
/* The same as "OV1:" text; NULL if the claims break a limit. A scanner that trims spaces does no
 * harm: the text never ends in one, as the last digit of a base45 group is at most 32 ('W'). Free
 * with g_free. */
char *hufu_token_encode (const HufuClaims *claims, const guint8 kid[HUFU_TOKEN_KID_BYTES],
                         HufuSignFunc sign, gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
