/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "crypto/certificate.h"
#include "crypto/host.h"
#include "crypto/keyed-index.h"
#include "crypto/pin.h"
#include "crypto/seal.h"
#include "crypto/secret-file.h"
#include "crypto/sign.h"
#include "tests/lib/assert-bytes.h"
#include "tests/lib/tempdir.h"

static void
from_hex (const char *hex, guint8 *ret_bytes, gsize size)
{
  g_assert_cmpuint (strlen (hex), ==, 2 * size);
  for (gsize i = 0; i < size; i++)
    ret_bytes[i] =
        (guint8)(g_ascii_xdigit_value (hex[2 * i]) << 4 | g_ascii_xdigit_value (hex[2 * i + 1]));
}

/* RFC 8032 7.1, tests 1 to 3. */
static const struct {
  const char *seed, *public_key, *message, *signature;
} vectors[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b"
     "46bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11"
     "d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc"
     "6594a7c15e9716ed28dc027beceea1ec40a"},
};

static void
test_ed25519 (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++) {
    guint8 seed[HUFU_SEED_BYTES], public_key[HUFU_PUBLIC_KEY_BYTES], message[2];
    guint8 expected[HUFU_SIGNATURE_BYTES], signature[HUFU_SIGNATURE_BYTES];
    gsize size = strlen (vectors[i].message) / 2;
    g_autoptr (HufuKeyPair) keys = NULL;

    from_hex (vectors[i].seed, seed, sizeof seed);
    from_hex (vectors[i].public_key, public_key, sizeof public_key);
    from_hex (vectors[i].message, message, size);
    from_hex (vectors[i].signature, expected, sizeof expected);
    keys = hufu_key_pair_from_seed (seed);
    hufu_assert_bytes (keys->public_key, sizeof keys->public_key, public_key, sizeof public_key);
    hufu_crypto_sign (keys, message, size, signature);
    hufu_assert_bytes (signature, sizeof signature, expected, sizeof expected);
    g_assert_true (hufu_crypto_verify (signature, message, size, public_key));
    signature[0] ^= 1;
    g_assert_false (hufu_crypto_verify (signature, message, size, public_key));
  }
}

/* A key of small order would let one signature fit every message. */
static void
test_weak_keys (void)
{
  const guint8 identity[HUFU_PUBLIC_KEY_BYTES] = {1};
  const guint8 signature[HUFU_SIGNATURE_BYTES] = {1};

  g_assert_false (hufu_crypto_verify (signature, (const guint8 *)"any", 3, identity));
}

static void
test_key_file (void)
{
  g_autoptr (HufuTempdir) dir = hufu_tempdir_new ();
  g_autofree char *path = hufu_tempdir_build (dir, "device.key");
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuKeyPair) first = NULL, second = NULL, third = NULL;
  struct stat status;

  g_assert_null (hufu_key_pair_load (path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  first = hufu_key_pair_load_or_make (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  second = hufu_key_pair_load_or_make (path, &error);
  third = hufu_key_pair_load (path, &error);
  g_assert_no_error (error);
  hufu_assert_bytes (second, sizeof *second, first, sizeof *first);
  hufu_assert_bytes (third, sizeof *third, first, sizeof *first);
  hufu_key_pair_free (NULL);
}

/* What is wrong with a key file is said, and the file is left as it is. */
static void
test_bad_key_files (void)
{
  static const struct {
    const char *content;
    int mode;
    int code;
  } bad[] = {
      {"", 0600, G_IO_ERROR_INVALID_DATA},
      {"hufu-secret-1 00", 0600, G_IO_ERROR_INVALID_DATA},
      {"hufu-secret-2 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n", 0600,
       G_IO_ERROR_INVALID_DATA},
      {"hufu-secret-1 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1g\n", 0600,
       G_IO_ERROR_INVALID_DATA},
      {"hufu-secret-1 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n\n", 0600,
       G_IO_ERROR_INVALID_DATA},
      {"hufu-secret-1 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f ", 0600,
       G_IO_ERROR_INVALID_DATA},
      {"hufu-secret-1 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n", 0640,
       G_IO_ERROR_PERMISSION_DENIED},
      {"hufu-secret-1 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n", 0604,
       G_IO_ERROR_PERMISSION_DENIED},
  };
  g_autoptr (HufuTempdir) dir = hufu_tempdir_new ();
  g_autofree char *path = hufu_tempdir_build (dir, "device.key");

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *after = NULL;

    g_assert_true (g_file_set_contents (path, bad[i].content, -1, NULL));
    g_assert_cmpint (g_chmod (path, (mode_t)bad[i].mode), ==, 0);
    g_assert_null (hufu_key_pair_load_or_make (path, &error));
    g_assert_error (error, G_IO_ERROR, bad[i].code);
    g_assert_nonnull (strstr (error->message, path));
    g_assert_null (strstr (error->message, "00010203"));
    g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
    g_assert_cmpstr (after, ==, bad[i].content);
  }
}

static void
test_no_folder (void)
{
  g_autoptr (HufuTempdir) dir = hufu_tempdir_new ();
  g_autofree char *path = hufu_tempdir_build (dir, "missing/device.key");
  g_autoptr (GError) error = NULL;

  g_assert_null (hufu_key_pair_load_or_make (path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static gpointer
make_in_thread (gpointer path)
{
  return hufu_key_pair_load_or_make (path, NULL);
}

/* Several that start at once end with one key. */
static void
test_race (void)
{
  g_autoptr (HufuTempdir) dir = hufu_tempdir_new ();
  g_autofree char *path = hufu_tempdir_build (dir, "device.key");
  GThread *threads[8];
  g_autoptr (GDir) folder = NULL;
  HufuKeyPair *first = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("maker", make_in_thread, path);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++) {
    HufuKeyPair *made = g_thread_join (threads[i]);

    g_assert_nonnull (made);
    if (first != NULL)
      hufu_assert_bytes (made, sizeof *made, first, sizeof *first);
    if (first == NULL)
      first = made;
    else
      hufu_key_pair_free (made);
  }
  hufu_key_pair_free (first);
  folder = g_dir_open (dir->path, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (folder), ==, "device.key");
  g_assert_null (g_dir_read_name (folder));
}

static void
test_pin (void)
{
  char hash[HUFU_PIN_HASH_SIZE], again[HUFU_PIN_HASH_SIZE];
  g_autofree char *endless = g_strnfill (HUFU_PIN_MAX + 1, '1');
  g_autofree char *long_hash = g_strnfill (HUFU_PIN_HASH_SIZE, '$');

  hufu_pin_hash ("4711", hash);
  hufu_pin_hash ("4711", again);
  g_assert_true (g_str_has_prefix (hash, "$argon2id$"));
  g_assert_cmpstr (hash, !=, again);
  g_assert_true (hufu_pin_check ("4711", hash));
  g_assert_true (hufu_pin_check ("4711", again));
  g_assert_false (hufu_pin_check ("4712", hash));
  g_assert_false (hufu_pin_check ("", hash));
  g_assert_false (hufu_pin_check (endless, hash));
  g_assert_false (hufu_pin_check ("4711", ""));
  g_assert_false (hufu_pin_check ("4711", "4711"));
  g_assert_false (hufu_pin_check ("4711", long_hash));
}

static void
test_keyed_index (void)
{
  const guint8 key[HUFU_INDEX_KEY_BYTES] = {1}, other_key[HUFU_INDEX_KEY_BYTES] = {2};
  const guint8 *phone = (const guint8 *)"13800138000";
  guint8 index[HUFU_INDEX_BYTES], again[HUFU_INDEX_BYTES];

  hufu_keyed_index (key, "phone", phone, 11, index);
  hufu_keyed_index (key, "phone", phone, 11, again);
  hufu_assert_bytes (again, sizeof again, index, sizeof index);
  hufu_keyed_index (key, "phone", phone, 10, again);
  g_assert_cmpint (memcmp (index, again, sizeof index), !=, 0);
  hufu_keyed_index (key, "holder", phone, 11, again);
  g_assert_cmpint (memcmp (index, again, sizeof index), !=, 0);
  hufu_keyed_index (key, "phone1", phone + 1, 10, again);
  g_assert_cmpint (memcmp (index, again, sizeof index), !=, 0);
  hufu_keyed_index (other_key, "phone", phone, 11, again);
  g_assert_cmpint (memcmp (index, again, sizeof index), !=, 0);
}

static void
test_seal (void)
{
  const guint8 key[HUFU_SEAL_KEY_BYTES] = {1}, other_key[HUFU_SEAL_KEY_BYTES] = {2};
  g_autoptr (GBytes) sealed = hufu_seal (key, (const guint8 *)"13800138000", 11);
  g_autoptr (GBytes) twice = hufu_seal (key, (const guint8 *)"13800138000", 11);
  g_autoptr (GBytes) opened = NULL, empty = NULL, nothing = NULL;
  gsize size;
  const guint8 *bytes = g_bytes_get_data (sealed, &size);
  g_autofree guint8 *changed = g_memdup2 (bytes, size);

  g_assert_cmpuint (size, ==, 11 + HUFU_SEAL_OVERHEAD);
  g_assert_false (g_bytes_equal (sealed, twice));
  opened = hufu_seal_open (key, bytes, size);
  hufu_assert_bytes (g_bytes_get_data (opened, NULL), g_bytes_get_size (opened), "13800138000", 11);
  g_assert_null (hufu_seal_open (other_key, bytes, size));
  g_assert_null (hufu_seal_open (key, bytes, size - 1));
  g_assert_null (hufu_seal_open (key, bytes, HUFU_SEAL_OVERHEAD - 1));
  for (gsize i = 0; i < size; i++) {
    changed[i] ^= 1;
    g_assert_null (hufu_seal_open (key, changed, size));
    changed[i] ^= 1;
  }
  empty = hufu_seal (key, NULL, 0);
  nothing = hufu_seal_open (key, g_bytes_get_data (empty, NULL), g_bytes_get_size (empty));
  g_assert_nonnull (nothing);
  g_assert_cmpuint (g_bytes_get_size (nothing), ==, 0);
}

static void
test_host (void)
{
  const HufuHost *host = hufu_crypto_host ();
  gint64 before_us = g_get_real_time (), boot_us = hufu_host_boot_us (host);
  HufuId a = hufu_host_make_id (host), b = hufu_host_make_id (host);

  g_assert_cmpint (hufu_host_utc_us (host), >=, before_us);
  g_assert_cmpint (hufu_host_boot_us (host), >=, boot_us);
  g_assert_false (hufu_id_equal (&a, &b));
}

/* A certificate says whose key it has; the pin is that of the key of RFC 8032's first test, made by
 * another program (openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64). */
static void
test_certificate (void)
{
  guint8 seed[HUFU_SEED_BYTES], key[HUFU_PUBLIC_KEY_BYTES], read[HUFU_PUBLIC_KEY_BYTES];
  char pin[HUFU_CERTIFICATE_PIN_SIZE];
  g_autoptr (HufuKeyPair) keys = NULL;
  g_autoptr (HufuCertificate) certificate = NULL;
  g_autofree guint8 *der = NULL;
  gsize size = 0;
  g_auto (GStrv) lines = NULL;

  from_hex (vectors[0].seed, seed, sizeof seed);
  from_hex (vectors[0].public_key, key, sizeof key);
  keys = hufu_key_pair_from_seed (seed);
  certificate = hufu_certificate_make (keys);
  g_assert_nonnull (strstr (certificate->key_pem, "BEGIN PRIVATE KEY"));
  lines = g_strsplit (certificate->certificate_pem, "-----", -1);
  der = g_base64_decode (lines[2], &size);
  g_assert_true (hufu_certificate_find_key (der, size, read));
  hufu_assert_bytes (read, sizeof read, key, sizeof key);
  g_assert_false (hufu_certificate_find_key (der, size / 2, read));
  hufu_certificate_make_pin (key, pin);
  g_assert_cmpstr (pin, ==, "sha256//BuP9j9opu2CrWVV95h7bCuzbIxE0vjDnW0Vfjht5L6k=");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crypto/ed25519", test_ed25519);
  g_test_add_func ("/crypto/weak-keys", test_weak_keys);
  g_test_add_func ("/crypto/key-file", test_key_file);
  g_test_add_func ("/crypto/bad-key-files", test_bad_key_files);
  g_test_add_func ("/crypto/no-folder", test_no_folder);
  g_test_add_func ("/crypto/race", test_race);
  g_test_add_func ("/crypto/pin", test_pin);
  g_test_add_func ("/crypto/keyed-index", test_keyed_index);
  g_test_add_func ("/crypto/seal", test_seal);
  g_test_add_func ("/crypto/host", test_host);
  g_test_add_func ("/crypto/certificate", test_certificate);
  return g_test_run ();
}
