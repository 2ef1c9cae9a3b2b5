/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The catalogue and the trust list as they come down: a cursor that the platform does not know
 * means a snapshot, and what was tampered with or is older is refused while the old one stays in
 * use.
 */
#include <string.h>

#include "core/base64url.h"
#include "core/token.h"
#include "crypto/sign.h"
#include "store/change-store.h"
#include "tests/sync/town.h"

#define AWAIT_MS 20000
#define SNAPSHOT "GET /v1/catalog/snapshot"
#define GONE                                                                                       \
  "{\"type\":\"urn:hufu:problem:snapshot_needed\",\"title\":\"t\",\"status\":410,"                 \
  "\"code\":\"snapshot_needed\",\"detail\":\"d\"}"

static void
await_trouble (HufuTown *town, HufuTrouble trouble)
{
  hufu_till_await (town->till, hufu_till_get_state (town->till).trouble == trouble, AWAIT_MS);
  g_assert_cmpstr (hufu_till_get_state (town->till).problem, ==,
                   hufu_trouble_sentence (trouble, HUFU_LANG_EN));
}

/* The next question for changes is answered 410. */
static void
forget_cursor (HufuTown *town)
{
  hufu_proxy_set_answer (town->proxy, "GET /v1/changes", "410 Gone",
                         "Content-Type: application/problem+json\r\n", GONE);
  hufu_proxy_set_fault (town->proxy, "GET /v1/changes", HUFU_FAULT_LIE, 1);
}

static void
test_gone (void)
{
  g_auto (HufuTown) town = {0};
  guint n_before;
  gint64 n_products;

  hufu_town_begin (&town, 700);
  n_products = hufu_till_count_products (town.till);
  n_before = hufu_proxy_count (town.proxy, SNAPSHOT);
  forget_cursor (&town);
  hufu_till_await (town.till, hufu_proxy_count (town.proxy, SNAPSHOT) > n_before, AWAIT_MS);
  hufu_till_await_synced (town.till);
  g_assert_cmpuint (hufu_proxy_count (town.proxy, SNAPSHOT), ==, n_before + 1);
  g_assert_cmpint (hufu_till_count_products (town.till), ==, n_products);
}

/* A platform that is never content with its own snapshot is asked for one a round, not for ever. */
static void
test_gone_again_and_again (void)
{
  g_auto (HufuTown) town = {0};
  guint n_before, n_rounds;

  hufu_town_begin (&town, 701);
  n_before = hufu_proxy_count (town.proxy, SNAPSHOT);
  n_rounds = hufu_proxy_count (town.proxy, "GET /v1/trust-list");
  forget_cursor (&town);
  hufu_proxy_set_fault (town.proxy, "GET /v1/changes", HUFU_FAULT_LIE, G_MAXUINT);
  hufu_till_await (town.till, hufu_proxy_count (town.proxy, SNAPSHOT) >= n_before + 2, AWAIT_MS);
  g_assert_cmpuint (hufu_proxy_count (town.proxy, SNAPSHOT) - n_before, <=,
                    hufu_proxy_count (town.proxy, "GET /v1/trust-list") - n_rounds);
  hufu_proxy_set_fault (town.proxy, "GET /v1/changes", HUFU_FAULT_NONE, 0);
  hufu_till_await_synced (town.till);
}

/* One byte of the file, of the signature or of the key's name. */
static void
test_tampered_snapshot (void)
{
  static const struct {
    const char *what, *marker;
    guint offset;
  } rows[] = {
      {"the first byte of the file", "\r\n\r\n", 0},
      {"a byte in its middle", "\r\n\r\n", 20000},
      {"its signature", "Hufu-Snapshot-Signature: ", 40},
      {"who signed it", "Hufu-Snapshot-Signature: ", 3},
  };
  g_auto (HufuTown) town = {0};
  gint64 n_products;

  hufu_town_begin (&town, 702);
  n_products = hufu_till_count_products (town.till);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].what);
    hufu_proxy_tamper (town.proxy, SNAPSHOT, rows[i].marker, rows[i].offset);
    forget_cursor (&town);
    await_trouble (&town, HUFU_TROUBLE_SNAPSHOT_SIGNATURE);
    g_assert_cmpint (hufu_till_count_products (town.till), ==, n_products);
    hufu_till_write_events (town.till, 1);
    hufu_till_await (town.till, hufu_till_get_state (town.till).n_unsent == 0, AWAIT_MS);
    hufu_proxy_set_fault (town.proxy, SNAPSHOT, HUFU_FAULT_NONE, 0);
    hufu_till_await_synced (town.till);
  }
  /* A restart finds the old one as usable. */
  hufu_till_close (town.till);
  hufu_till_open (town.till);
  g_assert_cmpint (hufu_till_count_products (town.till), ==, n_products);
}

/* The platform's own signature over `content`, as the header says it. */
static char *
sign_snapshot (HufuTown *town, const char *content)
{
  g_autofree char *path = g_build_filename (town->platform->data_dir, "platform.key", NULL);
  g_autoptr (HufuKeyPair) keys = hufu_key_pair_load (path, NULL);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 message[6 + 32] = "HUFUS1", kid[HUFU_TOKEN_KID_BYTES], signature[HUFU_SIGNATURE_BYTES];
  gsize n_digest = 32;
  g_autofree char *kid_text = NULL, *signature_text = NULL;

  g_assert_nonnull (keys);
  g_checksum_update (checksum, (const guint8 *)content, -1);
  g_checksum_get_digest (checksum, message + 6, &n_digest);
  hufu_token_make_kid (keys->public_key, kid);
  hufu_crypto_sign (keys, message, sizeof message, signature);
  kid_text = hufu_base64url_encode (kid, sizeof kid);
  signature_text = hufu_base64url_encode (signature, sizeof signature);
  return g_strconcat ("Hufu-Snapshot-Signature: ", kid_text, ":", signature_text, "\r\n", NULL);
}

/* Signed well, and no catalogue. */
static void
test_signed_nonsense (void)
{
  static const char content[] = "this is not a database";
  g_auto (HufuTown) town = {0};
  g_autofree char *signature = NULL;
  g_autofree char *fields = NULL;
  gint64 n_products;

  hufu_town_begin (&town, 703);
  n_products = hufu_till_count_products (town.till);
  signature = sign_snapshot (&town, content);
  fields = g_strconcat ("Hufu-Cursor: a.1.1\r\n", signature, NULL);
  hufu_proxy_set_answer (town.proxy, SNAPSHOT, "200 OK", fields, content);
  hufu_proxy_set_fault (town.proxy, SNAPSHOT, HUFU_FAULT_LIE, G_MAXUINT);
  forget_cursor (&town);
  await_trouble (&town, HUFU_TROUBLE_SNAPSHOT_BAD);
  g_assert_cmpint (hufu_till_count_products (town.till), ==, n_products);
  hufu_proxy_set_fault (town.proxy, SNAPSHOT, HUFU_FAULT_NONE, 0);
  hufu_till_await_synced (town.till);
  g_assert_cmpint (hufu_till_count_products (town.till), ==, n_products);
}

/* --- the trust list -------------------------------------------------------------------------- */

static char *
fetch_trust_list (HufuTown *town)
{
  json_t *envelope =
      hufu_platform_process_call (town->platform, "GET", "/v1/trust-list?store=1", NULL);
  char *text = json_dumps (envelope, JSON_COMPACT);
  char *copy = g_strdup (text);

  free (text);
  json_decref (envelope);
  return copy;
}

static gpointer
act_get_version (HufuDb *db, gpointer data, GError **error)
{
  g_autoptr (HufuTrustList) list = hufu_trust_load (db, error);

  *(guint64 *)data = list != NULL ? list->version : 0;
  return data;
}

static guint64
get_version (HufuTown *town)
{
  guint64 version = 0;

  hufu_till_run (town->till, town->till->books, act_get_version, &version);
  return version;
}

/* Well signed and older: a key that was struck off would be back. The roster grows with a second
 * till, so the version does. */
static void
test_older_list (void)
{
  g_auto (HufuTown) town = {0};
  g_autofree char *older = NULL;
  g_autoptr (HufuTill) second = NULL;
  guint64 version;

  hufu_town_begin (&town, 704);
  older = fetch_trust_list (&town);
  version = get_version (&town);
  second = hufu_till_new (705, town.platform, town.platform->port);
  hufu_till_start (second);
  hufu_till_await (second, (second->what & HUFU_SYNC_DATA_TERMINAL) != 0, AWAIT_MS);
  hufu_till_await (town.till, get_version (&town) > version, AWAIT_MS);
  version = get_version (&town);

  hufu_proxy_set_lie (town.proxy, "GET /v1/trust-list", older);
  hufu_proxy_set_fault (town.proxy, "GET /v1/trust-list", HUFU_FAULT_LIE, G_MAXUINT);
  await_trouble (&town, HUFU_TROUBLE_TRUST_OLDER);
  g_assert_cmpuint (get_version (&town), ==, version);
  hufu_proxy_set_fault (town.proxy, "GET /v1/trust-list", HUFU_FAULT_NONE, 0);
  hufu_till_await_synced (town.till);
  g_assert_cmpuint (get_version (&town), ==, version);
}

/* One byte of the list or of both signatures. */
static void
test_tampered_list (void)
{
  static const struct {
    const char *marker;
    guint offset;
  } rows[] = {{"public_key\\\":\\\"", 5}, {"issuer\\\":\\\"", 0}};
  g_auto (HufuTown) town = {0};
  guint64 version;

  hufu_town_begin (&town, 706);
  version = get_version (&town);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    hufu_proxy_tamper (town.proxy, "GET /v1/trust-list", rows[i].marker, rows[i].offset);
    await_trouble (&town, HUFU_TROUBLE_TRUST_SIGNATURE);
    g_assert_cmpuint (get_version (&town), ==, version);
    hufu_proxy_set_fault (town.proxy, "GET /v1/trust-list", HUFU_FAULT_NONE, 0);
    hufu_till_await_synced (town.till);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/catalogue/gone", test_gone);
  g_test_add_func ("/sync/catalogue/gone-again-and-again", test_gone_again_and_again);
  g_test_add_func ("/sync/catalogue/tampered-snapshot", test_tampered_snapshot);
  g_test_add_func ("/sync/catalogue/signed-nonsense", test_signed_nonsense);
  g_test_add_func ("/sync/catalogue/older-list", test_older_list);
  g_test_add_func ("/sync/catalogue/tampered-list", test_tampered_list);
  return g_test_run ();
}
