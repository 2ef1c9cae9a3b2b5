/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/secret-file.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypto/ready.h"

#define MAGIC "hufu-secret-1 "
#define MAGIC_LENGTH (sizeof MAGIC - 1)
#define FILE_LENGTH (MAGIC_LENGTH + 2 * HUFU_SECRET_BYTES + 1)

void
hufu_secret_wipe (gpointer bytes, gsize size)
{
  sodium_memzero (bytes, size);
}

static gboolean
fail_errno (const char *doing, const char *path, int code, GError **error)
{
  g_set_error (error, G_IO_ERROR, (int)g_io_error_from_errno (code),
               "Cannot %s the key file %s: %s", doing, path, g_strerror (code));
  return FALSE;
}

static gboolean
read_all (int fd, guint8 *bytes, gsize size, gsize *ret_size)
{
  gsize done = 0;

  while (done < size) {
    gssize n = read (fd, bytes + done, size - done);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return FALSE;
    if (n == 0)
      break;
    done += (gsize)n;
  }
  *ret_size = done;
  return TRUE;
}

static gboolean
write_all (int fd, const guint8 *bytes, gsize size)
{
  while (size > 0) {
    gssize n = write (fd, bytes, size);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return FALSE;
    bytes += n;
    size -= (gsize)n;
  }
  return TRUE;
}

static gboolean
parse_line (const guint8 *line, gsize length, guint8 ret_secret[HUFU_SECRET_BYTES])
{
  gsize n_bytes = 0;

  return length == FILE_LENGTH && memcmp (line, MAGIC, MAGIC_LENGTH) == 0 &&
         line[FILE_LENGTH - 1] == '\n' &&
         sodium_hex2bin (ret_secret, HUFU_SECRET_BYTES, (const char *)line + MAGIC_LENGTH,
                         2 * (gsize)HUFU_SECRET_BYTES, NULL, &n_bytes, NULL) == 0 &&
         n_bytes == HUFU_SECRET_BYTES;
}

static gboolean
load_from (int fd, const char *path, guint8 ret_secret[HUFU_SECRET_BYTES], GError **error)
{
  guint8 line[FILE_LENGTH + 1]; /* one more, so that a longer file is noticed */
  gsize length = 0;
  gboolean good;
  struct stat status;

  if (fstat (fd, &status) != 0)
    return fail_errno ("read", path, errno, error);
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    g_set_error (
        error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
        "Other users may read the key file %s. Replace the key, or if nobody else uses this "
        "machine: chmod 600 %s",
        path, path);
    return FALSE;
  }
  if (!read_all (fd, line, sizeof line, &length))
    return fail_errno ("read", path, errno, error);
  good = parse_line (line, length, ret_secret);
  hufu_secret_wipe (line, sizeof line);
  if (!good)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 "The key file %s is damaged. Restore it from a backup, or move it away and enrol "
                 "this machine again.",
                 path);
  return good;
}

gboolean
hufu_secret_file_load (const char *path, guint8 ret_secret[HUFU_SECRET_BYTES], GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gboolean good;

  hufu_crypto_ensure_ready ();
  if (fd < 0)
    return fail_errno ("open", path, errno, error);
  good = load_from (fd, path, ret_secret, error);
  close (fd);
  return good;
}

static gboolean
sync_folder_of (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean good;

  if (fd < 0)
    return FALSE;
  good = fsync (fd) == 0;
  close (fd);
  return good;
}

static gboolean
write_line (const char *path, int fd, const guint8 secret[HUFU_SECRET_BYTES])
{
  guint8 line[FILE_LENGTH + 1];
  gboolean good;

  memcpy (line, MAGIC, MAGIC_LENGTH);
  sodium_bin2hex ((char *)line + MAGIC_LENGTH, 2 * HUFU_SECRET_BYTES + 1, secret,
                  HUFU_SECRET_BYTES);
  line[FILE_LENGTH - 1] = '\n';
  good = write_all (fd, line, FILE_LENGTH) && fsync (fd) == 0;
  hufu_secret_wipe (line, sizeof line);
  return good;
}

/* The whole file appears under its name at once, or another's that was first stays. */
static gboolean
make_file (const char *path, GError **error)
{
  g_autofree char *draft = g_strconcat (path, ".XXXXXX", NULL);
  guint8 secret[HUFU_SECRET_BYTES];
  int fd = g_mkstemp_full (draft, O_RDWR | O_CLOEXEC, 0600);
  int code = 0;

  if (fd < 0)
    return fail_errno ("make", path, errno, error);
  randombytes_buf (secret, sizeof secret);
  if (!write_line (draft, fd, secret))
    code = errno;
  hufu_secret_wipe (secret, sizeof secret);
  close (fd);
  if (code == 0 && renameat2 (AT_FDCWD, draft, AT_FDCWD, path, RENAME_NOREPLACE) != 0)
    code = errno;
  if (code != 0)
    unlink (draft);
  if (code == 0 && !sync_folder_of (path))
    code = errno;
  return code == 0 || code == EEXIST || fail_errno ("make", path, code, error);
}

gboolean
hufu_secret_file_load_or_make (const char *path, guint8 ret_secret[HUFU_SECRET_BYTES],
                               GError **error)
{
  hufu_crypto_ensure_ready ();
  if (access (path, F_OK) != 0 && !make_file (path, error))
    return FALSE;
  return hufu_secret_file_load (path, ret_secret, error);
}
