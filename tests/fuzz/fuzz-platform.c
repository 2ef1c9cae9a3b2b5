/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the platform says to each question of the link. A till with real books, whose network is
 * this file: the first line of the input names a question, every further line answers one request:
 * a letter for the status, then the content (a nonce is always given). After them nobody answers.
 * Trust lists are signed for the input by the root that the till has pinned, so that what is in
 * them is read too. What is not wanted leaves the books as they were, and they stay whole.
 */
#include <string.h>

#include "core/base64url.h"
#include "core/token.h"
#include "crypto/host.h"
#include "store/change-store.h"
#include "store/journal-store.h"
#include "store/sql.h"
#include "sync/attention.h"
#include "sync/enrol.h"
#include "sync/grants.h"
#include "sync/json.h"
#include "sync/prepare.h"
#include "sync/pull.h"
#include "sync/push.h"
#include "sync/renew.h"
#include "sync/snapshot.h"
#include "sync/status-lists.h"
#include "sync/uses.h"
#include "tests/lib/tempdir.h"

#define PLATFORM "http://platform"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static HufuKeyPair *root;
static char **answers; /* what is left of the input */

/* --- the network ----------------------------------------------------------------------------- */

struct HufuHttp {
  guint8 nothing;
};

HufuHttp *
hufu_http_new (const char *ca_file)
{
  return g_new0 (HufuHttp, 1);
}

void
hufu_http_free (HufuHttp *http)
{
  g_free (http);
}

void
hufu_http_set_pins (HufuHttp *http, const char *pins)
{
}

void
hufu_http_set_identity (HufuHttp *http, const HufuCertificate *certificate)
{
}

void
hufu_http_stop (HufuHttp *http)
{
}

static HufuHttpReply *
make_reply (HufuTrouble problem, guint status, const char *content)
{
  HufuHttpReply *reply = g_new0 (HufuHttpReply, 1);

  reply->problem = problem;
  reply->status = status;
  reply->content = g_bytes_new (content, strlen (content));
  reply->headers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  reply->elapsed_us = 1000;
  return reply;
}

HufuHttpReply *
hufu_http_reply_unreachable (void)
{
  return make_reply (HUFU_TROUBLE_UNREACHABLE, 0, "");
}

static char *
sign_trust_list (const char *body)
{
  g_autofree char *message = g_strconcat ("HUFUT1", body, NULL);
  guint8 signature[HUFU_SIGNATURE_BYTES], kid[HUFU_TOKEN_KID_BYTES];
  g_autofree char *kid_text = NULL, *signature_text = NULL;
  hufu_autojson envelope = NULL;

  hufu_token_make_kid (root->public_key, kid);
  hufu_crypto_sign (root, (const guint8 *)message, strlen (message), signature);
  kid_text = hufu_base64url_encode (kid, sizeof kid);
  signature_text = hufu_base64url_encode (signature, sizeof signature);
  envelope = json_pack ("{s:s, s:[{s:s, s:s}]}", "body", body, "signatures", "root_kid", kid_text,
                        "signature", signature_text);
  return envelope != NULL ? hufu_json_format (envelope) : g_strdup ("");
}

HufuHttpReply *
hufu_http_perform (HufuHttp *http, const HufuHttpCall *call)
{
  const char *answer = *answers;
  g_autofree char *envelope = NULL;
  HufuHttpReply *reply;
  guint status;

  if (strstr (call->url, "/v1/nonce") != NULL)
    return make_reply (HUFU_TROUBLE_NONE, 200, "{\"nonce\":\"n\"}");
  if (answer == NULL || *answer == '\0')
    return hufu_http_reply_unreachable ();
  answers++;
  status = *answer == 'o' ? 200 : *answer == 'g' ? 410 : *answer == 'b' ? 503 : 409;
  if (status == 200 && strstr (call->url, "/v1/trust-list") != NULL)
    answer = envelope = sign_trust_list (answer + 1);
  else
    answer++;
  reply = make_reply (HUFU_TROUBLE_NONE, status, answer);
  if (status != 200)
    g_hash_table_insert (reply->headers, (gpointer) "content-type",
                         g_strdup ("application/problem+json"));
  if (status == 200 && call->sink != NULL &&
      !call->sink (call->sink_data, (const guint8 *)answer, strlen (answer)))
    reply->problem = HUFU_TROUBLE_STORE;
  return reply;
}

const char *
hufu_http_reply_header (const HufuHttpReply *reply, const char *lower_case_name)
{
  return g_hash_table_lookup (reply->headers, lower_case_name);
}

gint64
hufu_http_reply_retry_after_s (const HufuHttpReply *reply)
{
  return 0;
}

void
hufu_http_reply_free (HufuHttpReply *reply)
{
  if (reply == NULL)
    return;
  g_bytes_unref (reply->content);
  g_hash_table_unref (reply->headers);
  g_free (reply);
}

/* --- the till -------------------------------------------------------------------------------- */

typedef struct {
  HufuStore *books, *catalog;
  HufuWire *wire;
  HufuHttp *http;
  HufuTrustFacts trust;
} Till;

static const char *const files[] = {"till.db", "catalog.db"};
static GBytes *images[G_N_ELEMENTS (files)]; /* of a till that was just enrolled */
static HufuTempdir *dir;

static HufuVoucher
make_voucher (guint8 number)
{
  return (HufuVoucher){.cti = {{number}},
                       .generation = 1,
                       .type = HUFU_VOUCHER_DEAL,
                       .uses = 1,
                       .value_minor = 1000,
                       .title_en = "Tea",
                       .title_zh = "Tea",
                       .item_en = "",
                       .item_zh = "",
                       .icon = "",
                       .issuer = "hufu",
                       .short_code = "",
                       .holder_masked = "",
                       .currency = 156};
}

static gboolean
credit (HufuDb *db, GError **error)
{
  g_autoptr (HufuGrants) grants = hufu_grants_new ();
  HufuVoucher voucher = make_voucher (6);
  HufuRight right = {
      .key = {voucher.cti, 1, 0}, .epoch = {1, 1}, .remaining_minor = voucher.value_minor};

  hufu_grants_add (grants, &voucher, &right);
  return hufu_right_credit (db, grants, NULL, error);
}

/* A till that is enrolled, holds one right and waits for the answer to one use. */
static gpointer
act_begin (HufuDb *db, gpointer data, GError **error)
{
  HufuTerminal identity = {.incarnation = 1,
                           .store_no = 1,
                           .terminal_no = 1,
                           .currency = 156,
                           .platform_epoch = 1,
                           .terminal_id = {{1}}};
  HufuVoucher voucher = make_voucher (2);
  g_autoptr (HufuBasket) basket = hufu_basket_new (156);
  g_autoptr (HufuBasket) after = NULL;
  HufuRedemption redemption = {
      .cti = voucher.cti, .generation = 1, .use_id = {{3}}, .staff_id = {{4}}, .basket = basket};
  hufu_autojson none = json_array ();

  basket->id = (HufuId){{5}};
  g_assert_true (hufu_terminal_enrol (db, &identity, error));
  g_assert_true (hufu_change_apply (db, none, "a", error));
  g_assert_true (credit (db, error));
  g_assert_true (hufu_use_ask (db, &redemption, &voucher, "{}", &after, error));
  return NULL;
}

static HufuStore *
open_store (const char *name, HufuDbSchema schema)
{
  g_autofree char *path = hufu_tempdir_build (dir, name);
  HufuDb *db = hufu_db_open (path, schema, hufu_crypto_host (), NULL);

  g_assert_nonnull (db);
  return hufu_store_new (db);
}

static void
keep_files (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = hufu_tempdir_build (dir, files[i]);
    char *content = NULL;
    gsize size = 0;

    g_assert_true (g_file_get_contents (path, &content, &size, NULL));
    images[i] = g_bytes_new_take (content, size);
  }
}

static void
restore_files (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = hufu_tempdir_build (dir, files[i]);
    gsize size = 0;
    const char *content = g_bytes_get_data (images[i], &size);

    g_assert_true (g_file_set_contents_full (path, content, (gssize)size, G_FILE_SET_CONTENTS_NONE,
                                             0600, NULL));
  }
}

static void
ignore (gpointer user_data)
{
}

static void
ignore_data (gpointer user_data, HufuSyncData what)
{
}

static void
ignore_use (gpointer user_data, const HufuId *use_id)
{
}

static void
ignore_payment (gpointer user_data, const HufuId *payment_id, gboolean settled)
{
}

static void
till_open (Till *till)
{
  static const HufuBoardObserver nobody = {ignore,     ignore_data,    ignore_use,
                                           ignore_use, ignore_payment, NULL};
  g_autofree char *key = hufu_tempdir_build (dir, "device.key");
  HufuSyncOptions options = {.platform_url = PLATFORM,
                             .key_path = key,
                             .snapshot_dir = dir->path,
                             .roots = (const guint8 (*)[32]) & root->public_key,
                             .n_roots = 1,
                             .device_name = "till"};

  till->books = open_store (files[0], HUFU_DB_TERMINAL);
  till->catalog = open_store (files[1], HUFU_DB_CATALOG);
  till->wire = hufu_wire_new (till->books, till->catalog, &options, &nobody);
  g_assert_cmpint (hufu_wire_open (till->wire), ==, HUFU_TROUBLE_NONE);
  till->http = hufu_wire_borrow (till->wire);
}

static void
till_close (Till *till)
{
  hufu_wire_give (till->wire, till->http);
  hufu_wire_free (till->wire);
  hufu_store_free (till->books);
  hufu_store_free (till->catalog);
}

static gpointer
act_count_changes (HufuDb *db, gpointer data, GError **error)
{
  *(int *)data += sqlite3_total_changes (db->handle);
  return NULL;
}

static int
count_changes (Till *till)
{
  int n = 0;

  hufu_store_run_wait (till->books, act_count_changes, &n, NULL);
  hufu_store_run_wait (till->catalog, act_count_changes, &n, NULL);
  return n;
}

static gpointer
act_verify (HufuDb *db, gpointer data, GError **error)
{
  g_autofree char *what = NULL;
  guint64 n_rows, bad_seq = 0;

  g_assert (hufu_journal_verify (db, &n_rows, &bad_seq, &what, error) && bad_seq == 0);
  return NULL;
}

/* --- the questions --------------------------------------------------------------------------- */

static void
ask (Till *till, char what)
{
  HufuEnrolment enrolment = {.interval_ms = HUFU_ENROL_POLL_MIN_MS};
  g_autoptr (GError) error = NULL;
  gboolean changed = FALSE;
  guint wait_ms;

  switch (what) {
  case 't':
    hufu_trust_pull (till->wire, till->http, &till->trust);
    break;
  case 'c':
    hufu_pull_all (till->wire, till->http, &till->trust);
    break;
  case 'g':
    hufu_grants_pull (till->wire, till->http, NULL, &changed);
    break;
  case 'e':
    hufu_push_all (till->wire, till->http, TRUE);
    break;
  case 'l':
    hufu_status_lists_pull (till->wire, till->http, &till->trust);
    break;
  case 'n':
    hufu_enrol_step (till->wire, till->http, &enrolment, &wait_ms);
    break;
  case 'i':
    hufu_renew (till->wire, till->http);
    break;
  case 'p': {
    g_autoptr (HufuPrepared) prepared =
        hufu_prepare_ask (till->wire, till->http, HUFU_CODE_SHORT, "0123456789");

    g_assert_nonnull (prepared);
    break;
  }
  case 'u': {
    HufuUses *uses = hufu_uses_new (till->wire);

    hufu_uses_ask_due (uses, till->http, &wait_ms);
    hufu_uses_free (uses);
    break;
  }
  case 'a': {
    g_autofree char *text = hufu_attention_ask (till->wire, till->http, NULL, &error);
    HufuMatters *matters = text != NULL ? hufu_matters_from_text (text) : NULL;

    hufu_matters_free (matters);
    break;
  }
  default:
    break;
  }
}

static gpointer
run (gpointer data)
{
  static Till till;
  static int n_before;
  char **lines = data;

  if (till.wire == NULL) {
    till_open (&till);
    n_before = count_changes (&till);
  }
  till.trust = (HufuTrustFacts){0};
  answers = lines + 1;
  ask (&till, lines[0][0]);
  if (count_changes (&till) == n_before)
    return NULL;
  hufu_store_run_wait (till.books, act_verify, NULL, NULL);
  till_close (&till);
  restore_files ();
  till = (Till){0};
  return NULL;
}

static gpointer
begin (gpointer data)
{
  Till till = {0};

  till_open (&till);
  hufu_store_run_wait (till.books, act_begin, NULL, NULL);
  till_close (&till);
  keep_files ();
  return NULL;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 10);
  guint8 seed[HUFU_SEED_BYTES] = {7};

  if (root == NULL) {
    root = hufu_key_pair_from_seed (seed);
    dir = hufu_tempdir_new ();
    g_thread_join (g_thread_new ("begin", begin, NULL));
  }
  if (lines[0] == NULL)
    return 0;
  /* Whoever waits for the books is no main thread. */
  g_thread_join (g_thread_new ("ask", run, lines));
  return 0;
}
