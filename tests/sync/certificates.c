/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/sync/certificates.h"

#include <gio/gio.h>

static GBytes *
run (const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) output = NULL;
  g_autoptr (GSubprocess) openssl = g_subprocess_newv (
      arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);

  g_assert_no_error (error);
  g_subprocess_communicate (openssl, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (openssl));
  return g_steal_pointer (&output);
}

static char *
make_path (const HufuTempdir *dir, const char *name, const char *suffix)
{
  g_autofree char *file = g_strconcat (name, suffix, NULL);

  return hufu_tempdir_build (dir, file);
}

static void
make (const HufuTempdir *dir, const char *name, const char *extension, const char *authority)
{
  g_autofree char *certificate = make_path (dir, name, ".pem");
  g_autofree char *key = make_path (dir, name, ".key");
  g_autofree char *subject = g_strconcat ("/CN=", name, NULL);
  g_autofree char *signer = authority != NULL ? make_path (dir, authority, ".pem") : NULL;
  g_autofree char *signer_key = authority != NULL ? make_path (dir, authority, ".key") : NULL;
  const char *const arguments[] = {"openssl",
                                   "req",
                                   "-x509",
                                   "-newkey",
                                   "ec",
                                   "-pkeyopt",
                                   "ec_paramgen_curve:prime256v1",
                                   "-nodes",
                                   "-days",
                                   "2",
                                   "-subj",
                                   subject,
                                   "-addext",
                                   extension,
                                   "-keyout",
                                   key,
                                   "-out",
                                   certificate,
                                   authority != NULL ? "-CA" : NULL,
                                   signer,
                                   "-CAkey",
                                   signer_key,
                                   NULL};

  g_bytes_unref (run (arguments));
}

void
hufu_certificates_make_authority (const HufuTempdir *dir, const char *name)
{
  make (dir, name, "keyUsage=critical,keyCertSign,digitalSignature", NULL);
}

void
hufu_certificates_make (const HufuTempdir *dir, const char *authority, const char *name,
                        const char *subject_name)
{
  g_autofree char *extension = g_strconcat ("subjectAltName=", subject_name, NULL);

  make (dir, name, extension, authority);
}

char *
hufu_certificates_find_pin (const HufuTempdir *dir, const char *name)
{
  g_autofree char *key = make_path (dir, name, ".key");
  const char *const arguments[] = {"openssl", "pkey",     "-in", key,
                                   "-pubout", "-outform", "DER", NULL};
  g_autoptr (GBytes) public_key = run (arguments);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize size, n_digest = sizeof digest;
  const guint8 *bytes = g_bytes_get_data (public_key, &size);
  g_autofree char *text = NULL;

  g_checksum_update (checksum, bytes, (gssize)size);
  g_checksum_get_digest (checksum, digest, &n_digest);
  text = g_base64_encode (digest, n_digest);
  return g_strconcat ("sha256//", text, NULL);
}
