/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>
#include "core/base64url.h"
#include "store/catalog.h"

#define SIGNED_PREFIX "HUFUS1"
#define FILE_NAME "catalogue.download"
#define DIGEST_BYTES 32

/* A file in the coming and the digest of what came. */
typedef struct {
  int fd;
  GChecksum *digest;
} Download;

static gboolean
on_bytes (gpointer user_data, const guint8 *bytes, gsize size)
{
  Download *download = user_data;

  g_checksum_update (download->digest, bytes, (gssize)size);
  while (size > 0) {
    gssize n = write (download->fd, bytes, size);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return FALSE;
    bytes += n;
    size -= (gsize)n;
  }
  return TRUE;
}

gboolean
hufu_cursor_is_good (const char *cursor)
{
  gsize length = cursor != NULL ? strlen (cursor) : 0;

  return length > 0 && length <= HUFU_CURSOR_MAX &&
         strspn (cursor, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") ==
             length;
}

static const guint8 *
find_key (const HufuTrustFacts *trust, const guint8 kid[HUFU_TOKEN_KID_BYTES])
{
  for (gsize i = 0; i < trust->n_platform_keys; i++) {
    if (memcmp (trust->platform_keys[i].kid, kid, HUFU_TOKEN_KID_BYTES) == 0)
      return trust->platform_keys[i].public_key;
  }
  return NULL;
}

/* value: KID ":" signature over the prefix and the digest. */
static gboolean
is_signed (const char *value, const HufuTrustFacts *trust, const guint8 digest[DIGEST_BYTES])
{
  const char *colon = value != NULL ? strchr (value, ':') : NULL;
  guint8 message[sizeof SIGNED_PREFIX - 1 + DIGEST_BYTES];
  guint8 kid[HUFU_TOKEN_KID_BYTES];
  guint8 signature[HUFU_SIGNATURE_BYTES];
  const guint8 *key;
  gsize n_kid = 0, n_signature = 0;

  if (colon == NULL ||
      !hufu_base64url_decode (value, (gsize)(colon - value), kid, sizeof kid, &n_kid) ||
      !hufu_base64url_decode (colon + 1, strlen (colon + 1), signature, sizeof signature,
                              &n_signature) ||
      n_kid != sizeof kid || n_signature != sizeof signature)
    return FALSE;
  key = find_key (trust, kid);
  memcpy (message, SIGNED_PREFIX, sizeof SIGNED_PREFIX - 1);
  memcpy (message + sizeof SIGNED_PREFIX - 1, digest, DIGEST_BYTES);
  return key != NULL && hufu_crypto_verify (signature, message, sizeof message, key);
}

static gpointer
act_swap (HufuDb *db, gpointer data, GError **error)
{
  return hufu_catalog_swap (db, data, error) ? data : NULL;
}

static HufuOutcome
swap (HufuWire *wire, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *copy = g_strdup (path);

  if (hufu_store_run_wait (hufu_wire_get_catalog (wire), act_swap, copy, &error) != NULL) {
    hufu_board_tell_data (hufu_wire_get_board (wire), HUFU_SYNC_DATA_CATALOG);
    return HUFU_OUTCOME_OK;
  }
  return hufu_outcome_problem (g_error_matches (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_INVALID)
                                   ? HUFU_TROUBLE_SNAPSHOT_BAD
                                   : HUFU_TROUBLE_STORE);
}

static HufuOutcome
take_file (HufuWire *wire, const HufuAnswer *answer, const HufuTrustFacts *trust, const char *path,
           GChecksum *checksum, char ret_cursor[HUFU_CURSOR_MAX + 1])
{
  const char *cursor = hufu_http_reply_header (answer->reply, "hufu-cursor");
  const char *signature = hufu_http_reply_header (answer->reply, "hufu-snapshot-signature");
  guint8 digest[DIGEST_BYTES];
  gsize n_digest = sizeof digest;

  g_checksum_get_digest (checksum, digest, &n_digest);
  if (!is_signed (signature, trust, digest))
    return hufu_outcome_problem (HUFU_TROUBLE_SNAPSHOT_SIGNATURE);
  if (!hufu_cursor_is_good (cursor))
    return hufu_outcome_problem (HUFU_TROUBLE_MALFORMED);
  g_strlcpy (ret_cursor, cursor, HUFU_CURSOR_MAX + 1);
  return swap (wire, path);
}

static HufuOutcome
fetch (HufuWire *wire, HufuHttp *http, const HufuTrustFacts *trust, const char *path, int fd,
       char ret_cursor[HUFU_CURSOR_MAX + 1])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  Download download = {fd, checksum};
  HufuAsk ask = {
      .method = "GET", .path = "/v1/catalog/snapshot", .sink = on_bytes, .sink_data = &download};
  g_autoptr (HufuAnswer) answer = hufu_wire_ask (wire, http, &ask);

  if (answer->kind != HUFU_ANSWER_OK)
    return hufu_outcome_of (wire, answer);
  if (fsync (fd) != 0)
    return hufu_outcome_problem (HUFU_TROUBLE_DISK);
  return take_file (wire, answer, trust, path, checksum, ret_cursor);
}

HufuOutcome
hufu_snapshot_pull (HufuWire *wire, HufuHttp *http, const HufuTrustFacts *trust,
                    char ret_cursor[HUFU_CURSOR_MAX + 1])
{
  g_autofree char *path = g_build_filename (hufu_wire_get_snapshot_dir (wire), FILE_NAME, NULL);
  HufuOutcome outcome;
  int fd;

  if (trust->n_platform_keys == 0)
    return hufu_outcome_problem (HUFU_TROUBLE_SNAPSHOT_SIGNATURE);
  if (g_mkdir_with_parents (hufu_wire_get_snapshot_dir (wire), 0700) != 0)
    return hufu_outcome_problem (HUFU_TROUBLE_DISK);
  fd = g_open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0)
    return hufu_outcome_problem (HUFU_TROUBLE_DISK);
  outcome = fetch (wire, http, trust, path, fd, ret_cursor);
  g_close (fd, NULL);
  g_unlink (path);
  return outcome;
}
