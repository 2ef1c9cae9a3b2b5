/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libsodium's check of a signature, done once for the same signature, message and key, all bytes
 * compared. A voucher's signature is looked at some hundred times in a run; whether it is right
 * depends on these bytes alone. The linker puts this in the place of libsodium's own (--wrap), so
 * that src/crypto is the shipped one; what is new is checked by libsodium.
 */
#include <glib.h>
#include <sodium.h>
#include <string.h>

#define MEMOS_MAX 20000

typedef struct {
  guint8 signature[crypto_sign_BYTES], public_key[crypto_sign_PUBLICKEYBYTES];
  const guint8 *message;
  unsigned long long size;
  int result;
} Memo;

int __real_crypto_sign_verify_detached (const unsigned char *signature,
                                        const unsigned char *message, unsigned long long size,
                                        const unsigned char *public_key);
int __wrap_crypto_sign_verify_detached (const unsigned char *signature,
                                        const unsigned char *message, unsigned long long size,
                                        const unsigned char *public_key);

static GHashTable *memos;

/* The first bytes of a signature are as good as drawn by chance. */
static guint
hash (gconstpointer data)
{
  guint value;

  memcpy (&value, ((const Memo *)data)->signature, sizeof value);
  return value;
}

static gboolean
equal (gconstpointer a, gconstpointer b)
{
  const Memo *left = a, *right = b;

  return memcmp (left->signature, right->signature, sizeof left->signature) == 0 &&
         memcmp (left->public_key, right->public_key, sizeof left->public_key) == 0 &&
         left->size == right->size && memcmp (left->message, right->message, left->size) == 0;
}

static void
keep (const Memo *asked)
{
  Memo *memo = g_malloc (sizeof *memo + asked->size);

  *memo = *asked;
  memo->message = memcpy (memo + 1, asked->message, asked->size);
  if (g_hash_table_size (memos) >= MEMOS_MAX)
    g_hash_table_remove_all (memos);
  g_hash_table_add (memos, memo);
}

int
__wrap_crypto_sign_verify_detached (const unsigned char *signature, const unsigned char *message,
                                    unsigned long long size, const unsigned char *public_key)
{
  Memo asked = {.message = message, .size = size};
  const Memo *known;

  if (memos == NULL)
    memos = g_hash_table_new_full (hash, equal, g_free, NULL);
  memcpy (asked.signature, signature, sizeof asked.signature);
  memcpy (asked.public_key, public_key, sizeof asked.public_key);
  known = g_hash_table_lookup (memos, &asked);
  if (known != NULL)
    return known->result;
  asked.result = __real_crypto_sign_verify_detached (signature, message, size, public_key);
  keep (&asked);
  return asked.result;
}
