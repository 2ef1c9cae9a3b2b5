/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Policies, and the limits in them that the platform has signed: whatever they say, no limit is
 * above its maximum, and none holds without a signature.
 */
#include <jansson.h>
#include <string.h>

#include "core/base64url.h"
#include "core/token.h"
#include "crypto/host.h"
#include "crypto/sign.h"
#include "store/change-store.h"
#include "store/limits-store.h"
#include "store/sql.h"
#include "store/terminal.h"
#include "tests/lib/tempdir.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static HufuKeyPair *platform;
static char kid_text[16];

static void
put_text (HufuDb *db, const char *sql, const char *text)
{
  sqlite3_stmt *statement = NULL;

  g_assert (sqlite3_prepare_v2 (db->handle, sql, -1, &statement, NULL) == SQLITE_OK);
  g_assert (sqlite3_bind_text (statement, 1, text, -1, SQLITE_STATIC) == SQLITE_OK);
  g_assert (sqlite3_step (statement) == SQLITE_DONE);
  sqlite3_finalize (statement);
}

/* A till whose trust list names one key of the platform. */
static HufuDb *
open_books (void)
{
  HufuTempdir *dir = hufu_tempdir_new ();
  g_autofree char *path = hufu_tempdir_build (dir, "till.db");
  HufuDb *db = hufu_db_open (path, HUFU_DB_TERMINAL, hufu_crypto_host (), NULL);
  HufuTerminal identity = {.incarnation = 1,
                           .store_no = 1,
                           .terminal_no = 1,
                           .currency = 156,
                           .platform_epoch = 1,
                           .terminal_id = {{1}}};
  guint8 seed[HUFU_SEED_BYTES] = {7}, kid[HUFU_TOKEN_KID_BYTES];
  g_autofree char *key = NULL, *name = NULL, *trust = NULL;

  g_assert_true (hufu_terminal_enrol (db, &identity, NULL));
  platform = hufu_key_pair_from_seed (seed);
  hufu_token_make_kid (platform->public_key, kid);
  name = hufu_base64url_encode (kid, sizeof kid);
  g_strlcpy (kid_text, name, sizeof kid_text);
  key = hufu_base64url_encode (platform->public_key, sizeof platform->public_key);
  trust = g_strdup_printf ("{\"version\":1,\"keys\":[],\"platform_keys\":"
                           "[{\"kid\":\"%s\",\"public_key\":\"%s\"}]}",
                           name, key);
  g_assert_true (hufu_trust_store (db, 1, trust, NULL));
  hufu_tempdir_free (dir);
  return db;
}

static void
check_limits (HufuDb *db, gboolean may_hold)
{
  HufuLimitsBook book;

  if (!hufu_limits_load (db, &book, NULL))
    return;
  if (book.state != HUFU_LIMITS_ON) {
    g_assert (book.limits.uses_max == 0 && book.limits.total_max_minor == 0);
    return;
  }
  g_assert_true (may_hold);
  g_assert (book.limits.voucher_max_minor <= HUFU_LIMITS_VOUCHER_MAX_MINOR &&
            book.limits.uses_max <= HUFU_LIMITS_USES_MAX &&
            book.limits.total_max_minor <= HUFU_LIMITS_TOTAL_MAX_MINOR &&
            book.limits.status_age_max_s <= HUFU_LIMITS_STATUS_AGE_MAX_S);
  g_assert (book.limits.voucher_max_minor > 0 && book.limits.uses_max > 0 &&
            book.limits.total_max_minor > 0 && book.limits.status_age_max_s > 0);
}

/* The text as limits that are signed as they should be. */
static void
check_signed (HufuDb *db, const char *body)
{
  g_autofree char *message = g_strconcat ("HUFUP1", body, NULL);
  guint8 signature[HUFU_SIGNATURE_BYTES];
  g_autofree char *signature_text = NULL, *text = NULL;
  json_auto_t *policy = NULL;

  hufu_crypto_sign (platform, (const guint8 *)message, strlen (message), signature);
  signature_text = hufu_base64url_encode (signature, sizeof signature);
  policy = json_pack ("{s:{s:s, s:s, s:s}}", "unleased", "body", body, "kid", kid_text, "signature",
                      signature_text);
  if (policy == NULL) /* not UTF-8 */
    return;
  text = json_dumps (policy, JSON_COMPACT);
  put_text (db, "INSERT OR REPLACE INTO policy (one, body) VALUES (1, ?)", text);
  check_limits (db, TRUE);
}

/* The text as a change of the feed: what is taken can be read. */
static void
check_policy (HufuDb *db, const char *text)
{
  json_auto_t *json = json_loads (text, JSON_REJECT_DUPLICATES, NULL);
  json_auto_t *changes = json != NULL ? json_pack ("[{s:s, s:s, s:s, s:O}]", "kind", "policy", "op",
                                                   "put", "key", "1", "data", json)
                                      : NULL;
  g_auto (HufuPolicy) policy = {0};

  if (changes == NULL || !hufu_change_apply (db, changes, "a", NULL))
    return;
  g_assert_true (hufu_policy_load (db, &policy, NULL));
  g_assert (policy.cash_increment_minor >= 1 && policy.n_layouts <= HUFU_LAYOUTS_MAX);
  check_limits (db, FALSE);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static HufuDb *db;
  g_autofree char *text = g_strndup ((const char *)data, size);

  if (db == NULL)
    db = open_books ();
  check_signed (db, text);
  check_policy (db, text);
  return 0;
}
