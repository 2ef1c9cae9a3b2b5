/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trust lists: the envelope, and the body that a root has signed. Whatever the link takes as a list
 * the books can keep and read again.
 */
#include <string.h>

#include "crypto/host.h"
#include "store/change-store.h"
#include "sync/json.h"
#include "sync/trust.h"
#include "tests/lib/tempdir.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static HufuDb *
open_books (void)
{
  HufuTempdir *dir = hufu_tempdir_new ();
  g_autofree char *path = hufu_tempdir_build (dir, "till.db");
  HufuDb *db = hufu_db_open (path, HUFU_DB_TERMINAL, hufu_crypto_host (), NULL);

  g_assert_nonnull (db);
  hufu_tempdir_free (dir);
  return db;
}

static void
check_body (HufuDb *db, const char *body)
{
  HufuTrustFacts facts;
  g_autoptr (HufuTrustList) list = NULL;
  g_autoptr (GError) error = NULL;

  if (!hufu_trust_parse (body, &facts))
    return;
  g_assert (facts.version > 0 && facts.n_platform_keys <= HUFU_PLATFORM_KEYS_MAX);
  g_assert (memchr (facts.tls_pins, '\0', sizeof facts.tls_pins) != NULL);
  g_assert_true (hufu_trust_store (db, facts.version, body, &error));
  list = hufu_trust_load (db, &error);
  g_assert_no_error (error);
  g_assert (list != NULL && list->version >= facts.version);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static HufuDb *db;
  static const guint8 roots[2][32] = {{1}, {2}};
  g_autofree char *text = g_strndup ((const char *)data, size);
  hufu_autojson json = hufu_json_parse_object (text, strlen (text));

  if (db == NULL)
    db = open_books ();
  if (json != NULL)
    g_assert_false (hufu_trust_is_signed (json, roots, 2));
  check_body (db, text);
  return 0;
}
