/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/till-data.h"

#include <jansson.h>
#include "crypto/host.h"
#include "crypto/pin.h"
#include "crypto/sign.h"
#include "store/change-store.h"
#include "store/shift.h"
#include "store/terminal.h"
#include "tests/bench/catalog-file.h"

#define CLERK_ID "00000000-0000-4000-8000-000000000003"

static HufuId
read_id (const char *text)
{
  HufuId id;

  g_assert_true (hufu_id_parse (text, &id));
  return id;
}

static void
enrol (HufuDb *db)
{
  g_autoptr (GError) error = NULL;
  HufuTerminal identity = {
      .terminal_id = read_id ("00000000-0000-4000-8000-000000000001"),
      .incarnation = 1,
      .store_no = 1,
      .terminal_no = 1,
      .currency = 156,
      .platform_epoch = 1,
  };

  g_assert_true (hufu_terminal_enrol (db, &identity, &error));
  g_assert_no_error (error);
}

static void
add_clerk (HufuDb *db)
{
  g_autoptr (GError) error = NULL;
  char pin_hash[HUFU_PIN_HASH_SIZE];
  json_t *clerk;
  json_auto_t *changes = NULL;

  hufu_pin_hash (HUFU_TILL_PIN, pin_hash);
  clerk = json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s}", "staff_id", CLERK_ID, "no", HUFU_TILL_CLERK,
                     "name_en", "Lin", "name_zh", "林", "role", "clerk", "pin_hash", pin_hash);
  changes = json_pack ("[{s:s, s:s, s:s, s:o}]", "kind", "staff", "op", "put", "key", CLERK_ID,
                       "data", clerk);
  g_assert_true (hufu_change_apply (db, changes, "c1", &error));
  g_assert_no_error (error);
}

static void
open_shift (HufuDb *db)
{
  g_autoptr (GError) error = NULL;
  HufuId clerk_id = read_id (CLERK_ID);
  HufuShift shift;

  g_assert_true (hufu_shift_open (db, &clerk_id, "2026-01-05", 20000, &shift, &error));
  g_assert_no_error (error);
}

/* An enrolled till without its key says so instead of getting ready. */
static void
make_key (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuKeyPair) keys = hufu_key_pair_load_or_make (path, &error);

  g_assert_no_error (error);
}

static void
make_books (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuDb) db = NULL;
  HufuShift shift;

  db = hufu_db_open (path, HUFU_DB_TERMINAL, hufu_crypto_host (), &error);
  g_assert_no_error (error);
  g_assert_true (hufu_shift_load (db, &shift, NULL));
  if (shift.open)
    return;
  enrol (db);
  add_clerk (db);
  open_shift (db);
}

char *
hufu_till_data_make (const char *folder, guint n_products)
{
  g_autofree char *name = g_strdup_printf ("till-%u", n_products);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *books = g_build_filename (path, "till.db", NULL);
  g_autofree char *catalog = g_build_filename (path, "catalog.db", NULL);
  g_autofree char *key = g_build_filename (path, "device.key", NULL);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  hufu_catalog_file_make (catalog, n_products);
  make_books (books);
  make_key (key);
  return g_steal_pointer (&path);
}
