/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The device key as a TLS identity: a self-signed X.509 certificate (RFC 8410, Ed25519). Nobody
 * believes what it says of itself: whoever meets it compares its key with the roster. It is valid
 * for ever, since a till whose clock is wrong must still reach the till beside it.
 *
 *   g_autoptr (HufuCertificate) certificate = hufu_certificate_make (keys);
 */
#pragma once

#include "crypto/sign.h"

#define HUFU_CERTIFICATE_PIN_SIZE 56

typedef struct {
  char *certificate_pem;
  char *key_pem; /* wiped when freed */
} HufuCertificate;

/* Never NULL. */
HufuCertificate *hufu_certificate_make (const HufuKeyPair *keys);
void hufu_certificate_free (HufuCertificate *certificate);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuCertificate, hufu_certificate_free)

/* The Ed25519 key of a certificate; FALSE if it is not one or has a key of another kind. Its
 * signature is not looked at: TLS has proved that the peer has the key. */
gboolean hufu_certificate_find_key (const guint8 *der, gsize size,
                                    guint8 ret_key[HUFU_PUBLIC_KEY_BYTES]);

/* "sha256//" and the digest of the key's SubjectPublicKeyInfo, as libcurl wants a pin. */
void hufu_certificate_make_pin (const guint8 key[HUFU_PUBLIC_KEY_BYTES],
                                char ret_pin[HUFU_CERTIFICATE_PIN_SIZE]);
