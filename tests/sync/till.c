/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/sync/till.h"

#include "core/base64url.h"
#include "crypto/host.h"
#include "tests/store/books.h"

static const HufuHost *
get_host (HufuTill *till)
{
  return till->world != NULL ? hufu_test_host_get (till->world) : hufu_crypto_host ();
}

static void
load_root (HufuTill *till, HufuPlatformProcess *platform)
{
  g_autofree char *path = g_build_filename (platform->data_dir, "root.pub", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree guint8 (*roots)[32] = hufu_sync_load_roots (path, &till->n_roots, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (till->n_roots, ==, 2);
  memcpy (till->roots, roots, sizeof till->roots);
}

HufuTill *
hufu_till_new (guint32 seed, HufuPlatformProcess *platform, guint port)
{
  HufuTill *till = g_new0 (HufuTill, 1);

  till->dir = hufu_tempdir_new ();
  till->world = seed != 0 ? hufu_test_host_new (seed) : NULL;
  till->port = port;
  till->scheme = "http";
  if (platform != NULL)
    load_root (till, platform);
  hufu_till_open (till);
  return till;
}

static HufuStore *
open_store (HufuTill *till, const char *name, HufuDbSchema schema)
{
  g_autofree char *path = hufu_tempdir_build (till->dir, name);
  g_autoptr (GError) error = NULL;
  HufuDb *db = hufu_db_open (path, schema, get_host (till), &error);

  g_assert_no_error (error);
  if (schema == HUFU_DB_TERMINAL)
    hufu_witness_await (db, (gint64)till->witness_ms * 1000);
  return hufu_store_new (db);
}

void
hufu_till_open (HufuTill *till)
{
  till->books = open_store (till, "till.db", HUFU_DB_TERMINAL);
  till->catalog = open_store (till, "catalog.db", HUFU_DB_CATALOG);
}

static void
on_data_changed (HufuSync *sync, guint what, gpointer user_data)
{
  HufuTill *till = user_data;

  till->what |= what;
}

static void
on_use_tried (HufuSync *sync, gpointer use_id, gpointer user_data)
{
  HufuTill *till = user_data;

  till->n_tried++;
}

static void
on_use_settled (HufuSync *sync, gpointer use_id, gpointer user_data)
{
  HufuTill *till = user_data;

  till->n_settled++;
}

void
hufu_till_start (HufuTill *till)
{
  g_autofree char *url = g_strdup_printf ("%s://127.0.0.1:%u", till->scheme, till->port);
  g_autofree char *key = hufu_tempdir_build (till->dir, "device.key");
  HufuSyncOptions options = {.platform_url = url,
                             .key_path = key,
                             .snapshot_dir = till->dir->path,
                             .roots = (const guint8 (*)[32])till->roots,
                             .n_roots = till->n_roots,
                             .device_name = "test till",
                             .ask_timeout_ms = 2000,
                             .witness_ms = till->witness_ms,
                             .ca_file = till->ca_file,
                             .lan_listen = till->lan_listen};

  till->sync = hufu_sync_new (till->books, till->catalog, &options);
  g_signal_connect (till->sync, "data-changed", G_CALLBACK (on_data_changed), till);
  g_signal_connect (till->sync, "use-tried", G_CALLBACK (on_use_tried), till);
  g_signal_connect (till->sync, "use-settled", G_CALLBACK (on_use_settled), till);
  hufu_sync_start (till->sync);
}

void
hufu_till_close (HufuTill *till)
{
  if (till->sync != NULL) {
    hufu_sync_stop (till->sync);
    while (g_main_context_iteration (NULL, FALSE))
      continue;
    g_assert_finalize_object (g_steal_pointer (&till->sync));
  }
  g_clear_pointer (&till->books, hufu_store_free);
  g_clear_pointer (&till->catalog, hufu_store_free);
}

void
hufu_till_free (HufuTill *till)
{
  if (till == NULL)
    return;
  hufu_till_close (till);
  hufu_test_host_free (till->world);
  hufu_tempdir_free (till->dir);
  g_free (till);
}

HufuLinkState
hufu_till_get_state (HufuTill *till)
{
  HufuLinkState state;

  hufu_sync_get_state (till->sync, &state);
  return state;
}

/* --- acts ------------------------------------------------------------------------------------ */

static void
on_ran (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

gpointer
hufu_till_run (HufuTill *till, HufuStore *store, HufuStoreAct act, gpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gpointer answer;

  hufu_store_run_async (store, act, data, NULL, NULL, NULL, on_ran, &result);
  hufu_await (result != NULL, 20000);
  answer = hufu_store_run_finish (result, &error);
  g_assert_no_error (error);
  return answer;
}

static gpointer
act_load (HufuDb *db, gpointer data, GError **error)
{
  return hufu_terminal_load (db, data, error) ? data : NULL;
}

void
hufu_till_load (HufuTill *till, HufuTerminal *ret_terminal)
{
  hufu_till_run (till, till->books, act_load, ret_terminal);
}

static gpointer
act_sign_in (HufuDb *db, gpointer data, GError **error)
{
  const guint *n = data;
  g_autoptr (GPtrArray) staff = hufu_staff_list (db, error);

  g_assert_cmpuint (staff->len, >, 0);
  for (guint i = 0; i < *n; i++) {
    const HufuStaff *one = staff->pdata[i % staff->len];

    if (!hufu_staff_record_pin (db, &one->staff_id, TRUE, error))
      return NULL;
  }
  return data;
}

void
hufu_till_write_events (HufuTill *till, guint n)
{
  hufu_till_run (till, till->books, act_sign_in, &n);
}

static gpointer
act_find_use (HufuDb *db, gpointer data, GError **error)
{
  return hufu_use_find (db, data, error);
}

HufuUse *
hufu_till_find_use (HufuTill *till, const HufuId *use_id)
{
  HufuId copy = *use_id;

  return hufu_till_run (till, till->books, act_find_use, &copy);
}

static gpointer
act_count_products (HufuDb *db, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) categories = hufu_catalog_list_categories (db, error);
  gint64 *n = data;

  for (guint i = 0; i < categories->len; i++) {
    const HufuCategory *category = categories->pdata[i];

    if (category->category_id != 0) {
      g_autoptr (GPtrArray) page =
          hufu_catalog_page (db, category->category_id, NULL, G_MAXINT16, error);
      *n += page->len;
    }
  }
  return data;
}

gint64
hufu_till_count_products (HufuTill *till)
{
  gint64 n = 0;

  hufu_till_run (till, till->catalog, act_count_products, &n);
  return n;
}

static gpointer
act_list_peers (HufuDb *db, gpointer data, GError **error)
{
  return hufu_roster_list (db, error);
}

GPtrArray *
hufu_till_list_peers (HufuTill *till)
{
  return hufu_till_run (till, till->books, act_list_peers, NULL);
}

static gpointer
act_assert_whole (HufuDb *db, gpointer data, GError **error)
{
  hufu_books_assert_whole (db);
  return db;
}

void
hufu_till_assert_whole (HufuTill *till)
{
  hufu_till_run (till, till->books, act_assert_whole, NULL);
}

/* The books know at once what the state tells a little later. */
static gboolean
is_synced (HufuTill *till)
{
  HufuLinkState state = hufu_till_get_state (till);
  g_auto (HufuTerminal) terminal = {0};

  if (state.link < HUFU_LINK_SLOW || state.trouble != HUFU_TROUBLE_NONE)
    return FALSE;
  hufu_till_load (till, &terminal);
  return terminal.synced_utc_us > 0 && terminal.n_unsent == 0 && terminal.last_seq > 0;
}

void
hufu_till_await_synced (HufuTill *till)
{
  hufu_till_await (till, is_synced (till), 20000);
}
