/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ed25519 (RFC 8032) by libsodium: key pairs and the two functions that core takes as parameters.
 * Any thread; a key pair is read-only once made.
 *
 *   g_autoptr (HufuKeyPair) keys = hufu_key_pair_load_or_make (path, &error);
 *   char *text = hufu_token_encode (&claims, kid, hufu_crypto_sign, keys);
 */
#pragma once

#include <gio/gio.h>

#define HUFU_PUBLIC_KEY_BYTES 32
#define HUFU_SECRET_KEY_BYTES 64
#define HUFU_SIGNATURE_BYTES 64
#define HUFU_SEED_BYTES 32

/* Lives in memory that is locked where the system allows it and wiped when freed. */
typedef struct {
  guint8 public_key[HUFU_PUBLIC_KEY_BYTES];
  guint8 secret_key[HUFU_SECRET_KEY_BYTES];
} HufuKeyPair;

/* A new random pair; never NULL. */
HufuKeyPair *hufu_key_pair_make (void);
/* The pair of a seed (tests, fixed demo keys); never NULL. */
HufuKeyPair *hufu_key_pair_from_seed (const guint8 seed[HUFU_SEED_BYTES]);
/* The pair whose seed a file of crypto/secret-file.h holds; errors as there. */
HufuKeyPair *hufu_key_pair_load (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same; makes the file if there is none: on disk before this returns. */
HufuKeyPair *hufu_key_pair_load_or_make (const char *path,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hufu_key_pair_free (HufuKeyPair *pair);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuKeyPair, hufu_key_pair_free)

/* A HufuVerifyFunc (core/token.h). Refuses keys of small order and unreduced signatures. */
gboolean hufu_crypto_verify (const guint8 signature[HUFU_SIGNATURE_BYTES], const guint8 *message,
                             gsize size, const guint8 public_key[HUFU_PUBLIC_KEY_BYTES]);
/* A HufuSignFunc (core/token.h); key_pair is a HufuKeyPair *. */
void hufu_crypto_sign (gpointer key_pair, const guint8 *message, gsize size,
                       guint8 ret_signature[HUFU_SIGNATURE_BYTES]);
