/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file that holds one 32-byte secret: a device's key seed, the key of personal data. Mode 0600,
 * written whole or not at all. Blocks on the disk; any thread.
 *
 * The file is one line of text: "hufu-secret-1 <64 hex digits>".
 */
#pragma once

#include <gio/gio.h>

#define HUFU_SECRET_BYTES 32

/* Reads the secret. Fails with G_IO_ERROR: NOT_FOUND, PERMISSION_DENIED (also when other users may
 * read the file: then the secret is none), INVALID_DATA. The message names the file, never the
 * secret. The caller wipes ret_secret when done (hufu_secret_wipe). */
gboolean hufu_secret_file_load (const char *path, guint8 ret_secret[HUFU_SECRET_BYTES],
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same; makes the file with a random secret if there is none. When it returns TRUE the secret
 * is on disk (file and folder fsynced). Of two that make it at once, both get the same secret. */
gboolean hufu_secret_file_load_or_make (const char *path, guint8 ret_secret[HUFU_SECRET_BYTES],
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Overwrites memory in a way the compiler does not drop. */
void hufu_secret_wipe (gpointer bytes, gsize size);
