/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Books that cannot be opened stop the till with what to do; a catalogue that is gone does not. */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "store/change-store.h"
#include "store/terminal.h"
#include "tests/counter/shop-fill.h"
#include "tests/lib/await.h"

#define sees(path, text) g_assert_cmpstr (hufu_shop_text (shop, path), ==, text)
#define counts(path, n) g_assert_cmpuint (hufu_shop_count (shop, path), ==, n)

static const HufuShopVoucher deal = {.type = HUFU_VOUCHER_DEAL, .id = "d1"};

static void
assert_stopped (HufuShop *shop, HufuStoreError why)
{
  hufu_shop_open (shop);
  sees ("screen", "stopped");
  sees ("panel.headline", "The books cannot be opened");
  sees ("panel.sentence", hufu_store_error_sentence (why, HUFU_LANG_EN));
  g_assert_null (strstr (hufu_shop_text (shop, "panel.note_text"),
                         hufu_store_error_sentence (why, HUFU_LANG_EN))); /* not twice */
  sees ("primary.act", "retry");
  hufu_counter_set_lang (shop->counter, HUFU_LANG_ZH);
  sees ("panel.sentence", hufu_store_error_sentence (why, HUFU_LANG_ZH));
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  g_assert_nonnull (strstr (shop->notices->str, "账本还没打开"));
  hufu_shop_act (shop, HUFU_ACT_PAY);
  sees ("screen", "stopped");
  hufu_shop_act (shop, HUFU_ACT_RETRY); /* nothing changed */
  sees ("screen", "stopped");
}

static void
test_in_use (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new ();
  HufuDb *other = hufu_shop_open_db (shop, "till.db", HUFU_DB_TERMINAL);

  assert_stopped (shop, HUFU_STORE_ERROR_IN_USE);
  hufu_db_close (other);
  hufu_shop_act (shop, HUFU_ACT_PRIMARY);
  sees ("screen", "sign-in");
}

/* All that is in the log goes into the file, and the log goes. */
static void
fold_log (HufuShop *shop, const char *name, HufuDbSchema schema)
{
  static const char *const ends[] = {"-wal", "-shm"};
  HufuDb *db = hufu_shop_open_db (shop, name, schema);

  hufu_db_checkpoint (db);
  hufu_db_close (db);
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autofree char *file = g_strconcat (name, ends[i], NULL);
    g_autofree char *path = g_build_filename (shop->data_dir, file, NULL);

    g_remove (path);
  }
}

static void
overwrite (HufuShop *shop, const char *name, gsize offset, const char *bytes, gsize size)
{
  g_autofree char *path = g_build_filename (shop->data_dir, name, NULL);
  FILE *file = fopen (path, "r+");

  g_assert_nonnull (file);
  g_assert_cmpint (fseek (file, (long)offset, SEEK_SET), ==, 0);
  g_assert_cmpuint (fwrite (bytes, 1, size, file), ==, size);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
test_corrupt (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new ();

  fold_log (shop, "till.db", HUFU_DB_TERMINAL);
  overwrite (shop, "till.db", 0, "This is no database at all.....", 32);
  assert_stopped (shop, HUFU_STORE_ERROR_CORRUPT);
}

static gboolean
has_damaged_catalog (HufuShop *shop)
{
  g_autoptr (GDir) dir = g_dir_open (shop->data_dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "catalog-damaged-") && g_str_has_suffix (name, ".db"))
      return TRUE;
  return FALSE;
}

typedef enum { DAMAGED, EMPTY, GONE, RUBBISH } CatalogLoss;
#define FIRST_PAGE_BYTES 4096

static void
lose_catalog (HufuShop *shop, CatalogLoss loss)
{
  g_autofree char *path = g_build_filename (shop->data_dir, "catalog.db", NULL);
  g_autoptr (HufuDb) db = hufu_shop_open_db (shop, "till.db", HUFU_DB_TERMINAL);
  g_autofree char *rubbish = g_strnfill (FIRST_PAGE_BYTES, 'x');
  json_t *changes = json_array ();
  GStatBuf file;

  g_assert_true (hufu_change_apply (db, changes, "c1", NULL)); /* it had come whole */
  json_decref (changes);
  fold_log (shop, "catalog.db", HUFU_DB_CATALOG);
  g_assert_cmpint (g_stat (path, &file), ==, 0);
  if (loss == DAMAGED)
    overwrite (shop, "catalog.db", 0, "This is no database at all.....", 32);
  else if (loss == RUBBISH)
    for (gsize at = FIRST_PAGE_BYTES; at < (gsize)file.st_size; at += FIRST_PAGE_BYTES)
      overwrite (shop, "catalog.db", at, rubbish, FIRST_PAGE_BYTES);
  else
    g_assert_cmpint (loss == EMPTY ? truncate (path, 0) : g_remove (path), ==, 0);
}

static gboolean
wants_snapshot (HufuShop *shop)
{
  g_autoptr (HufuDb) db = hufu_shop_open_db (shop, "till.db", HUFU_DB_TERMINAL);
  g_auto (HufuTerminal) terminal = {0};

  g_assert_true (hufu_terminal_load (db, &terminal, NULL));
  return terminal.changes_cursor == NULL;
}

/* The catalogue comes from the platform, so it can come again: nobody stops for it. */
static void
test_lost_catalog (gconstpointer data)
{
  CatalogLoss loss = GPOINTER_TO_INT (data);
  g_autoptr (HufuShop) shop = hufu_shop_new ();
  g_autofree char *code = hufu_shop_make_code (shop, &deal);

  hufu_shop_grant (shop, &deal);
  lose_catalog (shop, loss);
  hufu_shop_open (shop);
  sees ("screen", "sign-in");
  g_assert_true (g_str_has_prefix (hufu_shop_text (shop, "panel.sentence"),
                                   "The product list is damaged or gone. Check the network"));
  hufu_shop_close (shop);
  g_assert_true (wants_snapshot (shop));
  hufu_shop_open (shop); /* still said: it has not come */
  g_assert_true (g_str_has_prefix (hufu_shop_text (shop, "panel.sentence"),
                                   "The product list is damaged or gone. Check the network"));
  hufu_shop_sign_in (shop);
  g_assert_true (has_damaged_catalog (shop) == (loss != GONE));
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  counts ("basket.rows", 0);
  hufu_shop_scan (shop, code);
  hufu_shop_act (shop, HUFU_ACT_REDEEM);
  counts ("basket.rows", 1);
}

/* Its header reads, so it opens; what it is is found at the first page that is looked at. */
static void
test_rubbish_catalog (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new ();
  g_autofree char *code = hufu_shop_make_code (shop, &deal);

  hufu_shop_grant (shop, &deal);
  lose_catalog (shop, RUBBISH);
  hufu_shop_open (shop);
  hufu_await (has_damaged_catalog (shop), 20000);
  g_assert_true (g_str_has_prefix (hufu_shop_text (shop, "panel.sentence"),
                                   "The product list is damaged or gone. Check the network"));
  hufu_shop_sign_in (shop);
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  counts ("basket.rows", 0);
  hufu_shop_scan (shop, code);
  hufu_shop_act (shop, HUFU_ACT_REDEEM);
  counts ("basket.rows", 1);
  hufu_shop_close (shop);
  g_assert_true (wants_snapshot (shop));
  hufu_shop_open (shop); /* still said: it has not come */
  g_assert_true (g_str_has_prefix (hufu_shop_text (shop, "panel.sentence"),
                                   "The product list is damaged or gone. Check the network"));
}

static void
test_newer (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new ();

  fold_log (shop, "till.db", HUFU_DB_TERMINAL);
  overwrite (shop, "till.db", 60, "\0\0\x7f\xff", 4);
  assert_stopped (shop, HUFU_STORE_ERROR_NEWER);
}

static void
test_newer_catalog (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new ();

  fold_log (shop, "catalog.db", HUFU_DB_CATALOG);
  overwrite (shop, "catalog.db", 60, "\0\0\x7f\xff", 4);
  assert_stopped (shop, HUFU_STORE_ERROR_NEWER_CATALOG);
}

/* No till begins a new life because its books have lost all they had. */
static void
test_emptied (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new ();
  g_autofree char *path = g_build_filename (shop->data_dir, "till.db", NULL);

  fold_log (shop, "till.db", HUFU_DB_TERMINAL);
  g_assert_cmpint (truncate (path, 0), ==, 0);
  assert_stopped (shop, HUFU_STORE_ERROR_CORRUPT);
}

/* Nor because they are gone. Without its key it is a new till, which nobody takes for the old. */
static void
test_gone (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new ();
  g_autofree char *path = g_build_filename (shop->data_dir, "till.db", NULL);
  g_autofree char *key = g_build_filename (shop->data_dir, "device.key", NULL);

  fold_log (shop, "till.db", HUFU_DB_TERMINAL);
  g_assert_cmpint (g_remove (path), ==, 0);
  assert_stopped (shop, HUFU_STORE_ERROR_MISSING);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_remove (key), ==, 0);
  hufu_shop_act (shop, HUFU_ACT_RETRY);
  sees ("screen", "enrol");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/counter/in-use", test_in_use);
  g_test_add_func ("/counter/corrupt", test_corrupt);
  g_test_add_func ("/counter/newer", test_newer);
  g_test_add_func ("/counter/emptied", test_emptied);
  g_test_add_func ("/counter/gone", test_gone);
  g_test_add_func ("/counter/newer-catalog", test_newer_catalog);
  g_test_add_data_func ("/counter/lost-catalog/damaged", GINT_TO_POINTER (DAMAGED),
                        test_lost_catalog);
  g_test_add_data_func ("/counter/lost-catalog/empty", GINT_TO_POINTER (EMPTY), test_lost_catalog);
  g_test_add_data_func ("/counter/lost-catalog/gone", GINT_TO_POINTER (GONE), test_lost_catalog);
  g_test_add_func ("/counter/rubbish-catalog", test_rubbish_catalog);
  return g_test_run ();
}
