/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/platform.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "core/token.h"
#include "crypto/keyed-index.h"
#include "crypto/secret-file.h"
#include "platform/epoch-log.h"
#include "platform/restore-log.h"
#include "platform/restore.h"

static HufuKeyPair *
load_key (const char *dir, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);

  return hufu_key_pair_load_or_make (path, error);
}

static gboolean
load_keys (HufuPlatform *platform, GError **error)
{
  g_autofree char *personal = g_build_filename (platform->dir, "personal.key", NULL);

  return (platform->roots[0] = load_key (platform->dir, "root-1.key", error)) != NULL &&
         (platform->roots[1] = load_key (platform->dir, "root-2.key", error)) != NULL &&
         (platform->issuer = load_key (platform->dir, "issuer.key", error)) != NULL &&
         (platform->signer = load_key (platform->dir, "platform.key", error)) != NULL &&
         (platform->operator_key = load_key (platform->dir, "operator.key", error)) != NULL &&
         hufu_secret_file_load_or_make (personal, platform->secret, error);
}

/* What a terminal is configured with: the pinned roots, a line of hex digits each. */
static gboolean
write_roots (HufuPlatform *platform, GError **error)
{
  g_autofree char *path = g_build_filename (platform->dir, "root.pub", NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (platform->roots); i++) {
    for (gsize at = 0; at < HUFU_PUBLIC_KEY_BYTES; at++)
      g_string_append_printf (text, "%02x", platform->roots[i]->public_key[at]);
    g_string_append_c (text, '\n');
  }
  return g_file_test (path, G_FILE_TEST_EXISTS) ||
         g_file_set_contents (path, text->str, (gssize)text->len, error);
}

static gboolean
found (HufuPlatform *platform, GError **error)
{
  gint64 now_s = hufu_platform_now_s (platform);
  guint8 kid[HUFU_TOKEN_KID_BYTES];
  HufuId db_id;

  hufu_host_random (platform->host, db_id.bytes, HUFU_ID_BYTES);
  hufu_token_make_kid (platform->issuer->public_key, kid);
  hufu_pdb_begin (platform->db);
  if (hufu_pdb_run (platform->db,
                    "INSERT OR IGNORE INTO platform (one, db_id, platform_epoch, epoch_counter, "
                    "trust_version, "
                    "made_utc_s) VALUES (1, ?, 1, 0, 1, ?)",
                    "di", &db_id, now_s) > 0)
    hufu_pdb_run (platform->db, "INSERT INTO issuer_key VALUES (?, ?, ?, ?, 'active')", "bbti", kid,
                  sizeof kid, platform->issuer->public_key, (gsize)HUFU_PUBLIC_KEY_BYTES,
                  HUFU_PLATFORM_ISSUER, now_s - 90 * 86400);
  return hufu_pdb_commit (platform->db, error);
}

static gboolean
load_identity (HufuPlatform *platform, GError **error)
{
  sqlite3_stmt *row = hufu_pdb_query (platform->db, "SELECT db_id FROM platform", "");

  if (hufu_pdb_next (platform->db, row)) {
    hufu_pdb_id (row, 0, &platform->db_id);
    hufu_pdb_done (row);
  }
  return hufu_pdb_check (platform->db, error);
}

/* Everything but the epoch is there. */
static HufuPlatform *
open_any (const char *dir, const HufuHost *host, GError **error)
{
  g_autoptr (HufuPlatform) platform = g_new0 (HufuPlatform, 1);
  g_autofree char *path = g_build_filename (dir, "platform.db", NULL);

  platform->dir = g_strdup (dir);
  platform->host = host;
  platform->base_url = g_strdup ("http://127.0.0.1:8377");
  if (g_mkdir_with_parents (dir, 0700) != 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The directory %s cannot be made", dir);
    return NULL;
  }
  if (!load_keys (platform, error) || !write_roots (platform, error))
    return NULL;
  platform->db = hufu_pdb_open (path, error);
  if (platform->db == NULL || !found (platform, error) || !load_identity (platform, error))
    return NULL;
  return g_steal_pointer (&platform);
}

HufuPlatform *
hufu_platform_open (const char *dir, const HufuHost *host, GError **error)
{
  g_autoptr (HufuPlatform) platform = open_any (dir, host, error);
  guint64 logged, ours;
  gboolean older;

  if (platform == NULL || !hufu_epoch_log_read (dir, &logged, error) ||
      !hufu_log_open (platform, &older, error))
    return NULL;
  ours = hufu_platform_get_epoch (platform);
  if (logged > ours || older) {
    g_set_error (
        error, HUFU_PLATFORM_ERROR, HUFU_PLATFORM_ERROR_STORE,
        "The database in %s is older than its epoch.log or platform.log: run hufu-platform with "
        "--new-epoch once, as after every backup that is brought back",
        dir);
    return NULL;
  }
  if (logged < ours && !hufu_epoch_log_append (dir, ours, hufu_platform_now_s (platform), error))
    return NULL;
  return g_steal_pointer (&platform);
}

/* The log first: an epoch that is in it and nowhere else was never used. */
gboolean
hufu_platform_renew_epoch (const char *dir, const HufuHost *host, guint64 *ret_epoch,
                           GError **error)
{
  g_autoptr (HufuPlatform) platform = open_any (dir, host, error);
  guint64 logged;
  gboolean older;
  HufuId db_id;
  json_t *missing;

  if (platform == NULL || !hufu_epoch_log_read (dir, &logged, error) ||
      !hufu_log_open (platform, &older, error))
    return FALSE;
  if (!hufu_log_is_alone (platform)) {
    g_set_error (error, HUFU_PLATFORM_ERROR, HUFU_PLATFORM_ERROR_INPUT,
                 "The platform in %s is being served: stop it first", dir);
    return FALSE;
  }
  *ret_epoch = MAX (logged, hufu_platform_get_epoch (platform)) + 1;
  if (!hufu_epoch_log_append (dir, *ret_epoch, hufu_platform_now_s (platform), error))
    return FALSE;
  hufu_host_random (host, db_id.bytes, HUFU_ID_BYTES);
  hufu_pdb_begin (platform->db);
  hufu_pdb_run (platform->db, "UPDATE platform SET platform_epoch = ?, db_id = ?", "id",
                (gint64)*ret_epoch, &db_id);
  missing = hufu_log_take_missing (platform);
  hufu_log_catch_up (platform);
  hufu_restore_begin (platform, missing);
  json_decref (missing);
  return hufu_pdb_commit (platform->db, error);
}

gboolean
hufu_platform_set_pins (HufuPlatform *platform, char *const *pins, GError **error)
{
  g_autofree char *text = pins != NULL ? g_strjoinv (" ", (char **)(gsize)pins) : g_strdup ("");

  hufu_pdb_begin (platform->db);
  hufu_pdb_run (platform->db,
                "UPDATE platform SET tls_pins = ?1, trust_version = trust_version + 1 "
                "WHERE tls_pins <> ?1",
                "t", text);
  return hufu_pdb_commit (platform->db, error);
}

static gboolean
sync_file (const char *path, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean good = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    g_close (fd, NULL);
  if (!good)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s cannot be brought to the disk", path);
  return good;
}

/* What is in the copy is read before it is made, so that nothing later is taken for backed up. */
gboolean
hufu_platform_back_up (HufuPlatform *platform, const char *path, GError **error)
{
  sqlite3_stmt *row;

  if (g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "%s is there already: name a new file",
                 path);
    return FALSE;
  }
  hufu_pdb_run (platform->db,
                "CREATE TEMP TABLE IF NOT EXISTS backed AS SELECT terminal_id, "
                "incarnation, acked_seq FROM incarnation",
                "");
  row = hufu_pdb_query (platform->db, "VACUUM INTO ?", "t", path);
  while (hufu_pdb_next (platform->db, row))
    continue;
  if (!hufu_pdb_check (platform->db, error) || !sync_file (path, error))
    return FALSE;
  hufu_pdb_begin (platform->db);
  hufu_pdb_run (platform->db,
                "UPDATE incarnation SET backed_seq = max (backed_seq, b.acked_seq) FROM "
                "temp.backed b WHERE b.terminal_id = incarnation.terminal_id AND "
                "b.incarnation = incarnation.incarnation",
                "");
  return hufu_pdb_commit (platform->db, error);
}

void
hufu_platform_close (HufuPlatform *platform)
{
  if (platform == NULL)
    return;
  hufu_log_close (platform);
  hufu_pdb_close (platform->db);
  hufu_key_pair_free (platform->roots[0]);
  hufu_key_pair_free (platform->roots[1]);
  hufu_key_pair_free (platform->issuer);
  hufu_key_pair_free (platform->ally);
  hufu_key_pair_free (platform->signer);
  hufu_key_pair_free (platform->operator_key);
  hufu_secret_wipe (platform->secret, sizeof platform->secret);
  g_free (platform->base_url);
  g_free (platform->dir);
  g_free (platform);
}

gboolean
hufu_platform_make_ally (HufuPlatform *platform, GError **error)
{
  guint8 kid[HUFU_TOKEN_KID_BYTES];

  platform->ally = load_key (platform->dir, "ally.key", error);
  if (platform->ally == NULL)
    return FALSE;
  hufu_token_make_kid (platform->ally->public_key, kid);
  hufu_pdb_begin (platform->db);
  if (hufu_pdb_run (platform->db, "INSERT OR IGNORE INTO issuer_key VALUES (?, ?, ?, ?, 'active')",
                    "bbti", kid, sizeof kid, platform->ally->public_key,
                    (gsize)HUFU_PUBLIC_KEY_BYTES, HUFU_PLATFORM_ALLY,
                    hufu_platform_now_s (platform) - 90 * 86400) > 0)
    hufu_pdb_run (platform->db, "UPDATE platform SET trust_version = trust_version + 1", "");
  return hufu_pdb_commit (platform->db, error);
}

HufuKeyPair *
hufu_platform_find_issuer (const HufuPlatform *platform, const char *issuer)
{
  if (strcmp (issuer, HUFU_PLATFORM_ISSUER) == 0)
    return platform->issuer;
  return strcmp (issuer, HUFU_PLATFORM_ALLY) == 0 ? platform->ally : NULL;
}

gint64
hufu_platform_now_s (const HufuPlatform *platform)
{
  return hufu_host_utc_us (platform->host) / G_USEC_PER_SEC;
}

guint64
hufu_platform_get_epoch (HufuPlatform *platform)
{
  return (guint64)hufu_pdb_get_int (platform->db, 0, "SELECT platform_epoch FROM platform", "");
}

HufuEpoch
hufu_platform_next_epochs (HufuPlatform *platform, guint n)
{
  HufuEpoch epoch = {0, 0};
  sqlite3_stmt *row = hufu_pdb_query (platform->db,
                                      "UPDATE platform SET epoch_counter = epoch_counter + ?1 "
                                      "RETURNING platform_epoch, epoch_counter - ?1 + 1",
                                      "i", (gint64)n);

  while (hufu_pdb_next (platform->db, row)) {
    epoch.platform_epoch = (guint64)hufu_pdb_int (row, 0);
    epoch.counter = (guint64)hufu_pdb_int (row, 1);
  }
  return epoch;
}

HufuEpoch
hufu_platform_next_epoch (HufuPlatform *platform)
{
  return hufu_platform_next_epochs (platform, 1);
}

gboolean
hufu_platform_is_past_number (HufuPlatform *platform, const HufuEpoch *number)
{
  return number->platform_epoch < hufu_platform_get_epoch (platform);
}

void
hufu_platform_make_phone_key (const HufuPlatform *platform, guint8 ret_key[32])
{
  hufu_keyed_index (platform->secret, "phone key 1", (const guint8 *)"", 0, ret_key);
  hufu_keyed_index (platform->secret, "phone key 2", (const guint8 *)"", 0, ret_key + 16);
}
