/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/certificate.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <string.h>
#include "crypto/sha256.h"

#define NAME "hufu"
#define NOT_BEFORE "20200101000000Z"
#define NOT_AFTER "99991231235959Z" /* no expiry (RFC 5280 4.1.2.5) */

/* SubjectPublicKeyInfo of Ed25519 up to the key (RFC 8410 4). */
static const guint8 info_prefix[] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                     0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

static char *
dup_text (BIO *bio)
{
  char *data = NULL;
  long size = BIO_get_mem_data (bio, &data);

  g_assert (size > 0);
  return g_strndup (data, (gsize)size);
}

static char *
format_key (EVP_PKEY *key)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  char *text;

  g_assert (PEM_write_bio_PrivateKey (bio, key, NULL, NULL, 0, NULL, NULL) == 1);
  text = dup_text (bio);
  BIO_free (bio);
  return text;
}

static char *
format_certificate (X509 *x509)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  char *text;

  g_assert (PEM_write_bio_X509 (bio, x509) == 1);
  text = dup_text (bio);
  BIO_free (bio);
  return text;
}

static X509 *
make_x509 (EVP_PKEY *key)
{
  X509 *x509 = X509_new ();
  X509_NAME *name = X509_get_subject_name (x509);

  g_assert (
      X509_set_version (x509, X509_VERSION_3) == 1 &&
      ASN1_INTEGER_set (X509_get_serialNumber (x509), 1) == 1 &&
      ASN1_TIME_set_string (X509_getm_notBefore (x509), NOT_BEFORE) == 1 &&
      ASN1_TIME_set_string (X509_getm_notAfter (x509), NOT_AFTER) == 1 &&
      X509_NAME_add_entry_by_txt (name, "CN", MBSTRING_ASC, (const guint8 *)NAME, -1, -1, 0) == 1 &&
      X509_set_issuer_name (x509, name) == 1 && X509_set_pubkey (x509, key) == 1 &&
      X509_sign (x509, key, NULL) > 0);
  return x509;
}

HufuCertificate *
hufu_certificate_make (const HufuKeyPair *keys)
{
  HufuCertificate *certificate = g_new0 (HufuCertificate, 1);
  /* libsodium's secret key begins with the seed, which is the private key of RFC 8032. */
  EVP_PKEY *key =
      EVP_PKEY_new_raw_private_key (EVP_PKEY_ED25519, NULL, keys->secret_key, HUFU_SEED_BYTES);
  X509 *x509;

  g_assert (key != NULL);
  x509 = make_x509 (key);
  certificate->certificate_pem = format_certificate (x509);
  certificate->key_pem = format_key (key);
  X509_free (x509);
  EVP_PKEY_free (key);
  return certificate;
}

void
hufu_certificate_free (HufuCertificate *certificate)
{
  if (certificate == NULL)
    return;
  g_free (certificate->certificate_pem);
  if (certificate->key_pem != NULL)
    OPENSSL_cleanse (certificate->key_pem, strlen (certificate->key_pem));
  g_free (certificate->key_pem);
  g_free (certificate);
}

gboolean
hufu_certificate_find_key (const guint8 *der, gsize size, guint8 ret_key[HUFU_PUBLIC_KEY_BYTES])
{
  X509 *x509 = size <= G_MAXINT32 ? d2i_X509 (NULL, &der, (long)size) : NULL;
  EVP_PKEY *key = x509 != NULL ? X509_get0_pubkey (x509) : NULL;
  gsize length = HUFU_PUBLIC_KEY_BYTES;
  gboolean found = key != NULL && EVP_PKEY_get_base_id (key) == EVP_PKEY_ED25519 &&
                   EVP_PKEY_get_raw_public_key (key, ret_key, &length) == 1 &&
                   length == HUFU_PUBLIC_KEY_BYTES;

  X509_free (x509);
  return found;
}

void
hufu_certificate_make_pin (const guint8 key[HUFU_PUBLIC_KEY_BYTES],
                           char ret_pin[HUFU_CERTIFICATE_PIN_SIZE])
{
  guint8 info[sizeof info_prefix + HUFU_PUBLIC_KEY_BYTES];
  guint8 hash[HUFU_SHA256_BYTES];
  g_autofree char *text = NULL;

  memcpy (info, info_prefix, sizeof info_prefix);
  memcpy (info + sizeof info_prefix, key, HUFU_PUBLIC_KEY_BYTES);
  hufu_sha256 (info, sizeof info, hash);
  text = g_base64_encode (hash, sizeof hash);
  g_snprintf (ret_pin, HUFU_CERTIFICATE_PIN_SIZE, "sha256//%s", text);
}
