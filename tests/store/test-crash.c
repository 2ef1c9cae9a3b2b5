/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Power fails at every single write of every act, and the disk keeps what it likes of what was not
 * synced: afterwards the act is wholly there or wholly absent. Then every call to the disk fails
 * once, or from then on.
 */
#include <string.h>
#include "store/sql.h"
#include "tests/store/books.h"

#define RANDOM_IMAGES 2

typedef struct {
  HufuBooks *books;
  HufuBasket *basket;
  HufuId use_id;
} Scene;

/* An act, and the scene that it needs. */
typedef struct {
  const char *name;
  void (*prepare) (Scene *scene);
  gboolean (*act) (Scene *scene, GError **error);
} Act;

static void
take_basket (Scene *scene, HufuBasket *basket)
{
  if (basket == NULL)
    return;
  hufu_basket_free (scene->basket);
  scene->basket = basket;
}

static void
prepare_nothing (Scene *scene)
{
}

static void
prepare_deal (Scene *scene)
{
  hufu_books_grant (scene->books, HUFU_TEST_DEAL, 1);
}

static void
prepare_cash (Scene *scene)
{
  hufu_books_grant (scene->books, HUFU_TEST_CASH, 1);
}

static void
prepare_redeemed (Scene *scene)
{
  prepare_cash (scene);
  g_assert_cmpint (
      hufu_books_redeem (scene->books, HUFU_TEST_CASH, 2000, &scene->basket, &scene->use_id), ==,
      HUFU_R00_OK_HELD);
}

static gboolean
act_save (Scene *scene, GError **error)
{
  return hufu_sale_save (scene->books->db, scene->basket, HUFU_SALE_HELD, error);
}

static gboolean
redeem (Scene *scene, HufuTestVoucher which, gint64 amount_minor, GError **error)
{
  HufuRedemption redemption =
      hufu_books_make_redemption (scene->books, which, amount_minor, scene->basket);
  HufuBasket *basket = NULL;
  HufuReason reason = HUFU_R04_BAD_FORMAT;

  if (!hufu_use_redeem_held (scene->books->db, &redemption, &reason, &basket, error))
    return FALSE;
  g_assert_cmpint (reason, ==, HUFU_R00_OK_HELD);
  take_basket (scene, basket);
  return TRUE;
}

static gboolean
act_redeem_deal (Scene *scene, GError **error)
{
  return redeem (scene, HUFU_TEST_DEAL, 0, error);
}

static gboolean
act_redeem_part (Scene *scene, GError **error)
{
  return redeem (scene, HUFU_TEST_CASH, 2000, error);
}

static gboolean
act_undo (Scene *scene, GError **error)
{
  HufuBasket *basket = NULL;
  HufuReason reason = HUFU_R04_BAD_FORMAT;

  if (!hufu_use_undo (scene->books->db, &scene->use_id, &scene->books->staff_id, &reason, &basket,
                      error))
    return FALSE;
  g_assert_cmpint (reason, ==, HUFU_R27_UNDONE_IN_WINDOW);
  take_basket (scene, basket);
  return TRUE;
}

static gboolean
act_ask (Scene *scene, GError **error)
{
  HufuRedemption redemption =
      hufu_books_make_redemption (scene->books, HUFU_TEST_CASH, 2000, scene->basket);
  g_autoptr (HufuVoucher) voucher = hufu_books_make_voucher (HUFU_TEST_CASH);
  HufuBasket *basket = NULL;

  scene->use_id = redemption.use_id;
  if (!hufu_use_ask (scene->books->db, &redemption, voucher, "{}", &basket, error))
    return FALSE;
  take_basket (scene, basket);
  return TRUE;
}

static void
prepare_asked (Scene *scene)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (act_ask (scene, &error));
}

static gboolean
act_answer (Scene *scene, GError **error)
{
  g_autoptr (HufuVoucher) voucher = hufu_books_make_voucher (HUFU_TEST_CASH);
  HufuUseAnswer answer = {
      .use_id = scene->use_id,
      .redeemed = TRUE,
      .reason = HUFU_R01_OK_ONLINE,
      .voucher = voucher,
      .key = {voucher->cti, 1, 0},
      .amount_minor = 2000,
  };
  HufuBasket *basket = NULL;

  if (!hufu_use_answer (scene->books->db, &answer, &basket, error))
    return FALSE;
  take_basket (scene, basket);
  return TRUE;
}

static gboolean
act_finish (Scene *scene, GError **error)
{
  HufuFinish finish = hufu_books_make_finish (scene->books);
  g_autoptr (HufuBasket) basket = hufu_basket_copy (scene->basket);
  g_auto (HufuFinished) finished = {{0}};

  g_assert_cmpint (hufu_basket_pay_cash (basket, 10000, 10, HUFU_ROUND_HALF_UP), ==, HUFU_EDIT_OK);
  return hufu_sale_finish (scene->books->db, basket, &finish, &finished, error);
}

static gboolean
act_credit (Scene *scene, GError **error)
{
  g_autoptr (GPtrArray) grants = g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_grant_free);
  HufuGrant *grant = g_new0 (HufuGrant, 1);

  grant->voucher = hufu_books_make_voucher (HUFU_TEST_DEAL);
  grant->right =
      (HufuRight){.key = {grant->voucher->cti, 1, 0}, .epoch = {1, 7}, .remaining_minor = 10000};
  g_ptr_array_add (grants, grant);
  return hufu_right_credit (scene->books->db, grants, NULL, error);
}

static const Act acts[] = {
    {"save", prepare_nothing, act_save},
    {"credit", prepare_nothing, act_credit},
    {"redeem-deal", prepare_deal, act_redeem_deal},
    {"redeem-part", prepare_cash, act_redeem_part},
    {"undo", prepare_redeemed, act_undo},
    {"ask", prepare_nothing, act_ask},
    {"answer", prepare_asked, act_answer},
    {"finish", prepare_redeemed, act_finish},
};

/* Everything in the books as one text: two states are the same if this is. */
static char *
describe (HufuDb *db)
{
  static const char *const tables[] = {
      "terminal",     "journal",     "sale",        "sale_line", "sale_tender",
      "voucher",      "entitlement", "credited",    "tombstone", "ledger_reversal",
      "ledger_entry", "print_job",   "voucher_use", "shift",
  };
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s ORDER BY 1, 2", tables[i]);
    sqlite3_stmt *statement = NULL;

    g_assert (sqlite3_prepare_v2 (db->handle, sql, -1, &statement, NULL) == SQLITE_OK);
    while (sqlite3_step (statement) == SQLITE_ROW)
      for (int column = 0; column < sqlite3_column_count (statement); column++) {
        const void *bytes = sqlite3_column_blob (statement, column);

        g_checksum_update (sum, (const guchar *)"|", 1);
        if (bytes != NULL)
          g_checksum_update (sum, bytes, sqlite3_column_bytes (statement, column));
      }
    g_assert (sqlite3_finalize (statement) == SQLITE_OK);
  }
  return g_strdup (g_checksum_get_string (sum));
}

static void
scene_init (Scene *scene, const Act *act)
{
  g_autoptr (GError) error = NULL;

  scene->books = hufu_books_new_on_crash_disk (7);
  scene->basket = hufu_books_make_basket (scene->books, 3);
  g_assert_true (hufu_sale_save (scene->books->db, scene->basket, HUFU_SALE_OPEN, &error));
  act->prepare (scene);
}

static void
scene_clear (Scene *scene)
{
  hufu_basket_free (scene->basket);
  hufu_books_free (scene->books);
}

static void
check_image (Scene *scene, const HufuCrashRecord *record, guint n_ops, HufuCrashMode mode,
             guint32 seed, const char *before, const char *after)
{
  g_autoptr (HufuCrashImage) image = hufu_crash_record_make_image (record, n_ops, mode, seed);
  g_autofree char *now = NULL;
  gboolean done = n_ops == hufu_crash_record_count_ops (record);

  hufu_crash_disk_load (scene->books->disk, image);
  hufu_books_reopen (scene->books);
  now = describe (scene->books->db);
  if (strcmp (now, after) != 0 && (done || strcmp (now, before) != 0))
    g_error ("op %u mode %d seed %u: the act is %s", n_ops, (int)mode, seed,
             done ? "acknowledged and lost" : "half there");
  hufu_books_assert_whole (scene->books->db);
  g_clear_pointer (&scene->books->db, hufu_db_close);
}

static guint
check_all_images (Scene *scene, const HufuCrashRecord *record, const char *before,
                  const char *after)
{
  guint n = 0;

  for (guint op = 0; op <= hufu_crash_record_count_ops (record); op++) {
    check_image (scene, record, op, HUFU_CRASH_KEEP, 0, before, after);
    check_image (scene, record, op, HUFU_CRASH_DROP, 0, before, after);
    n += 2;
    for (guint32 seed = 0; seed < RANDOM_IMAGES; seed++, n += 2) {
      check_image (scene, record, op, HUFU_CRASH_RANDOM, op * 97 + seed, before, after);
      check_image (scene, record, op, HUFU_CRASH_TORN, op * 89 + seed, before, after);
    }
  }
  return n;
}

static void
test_crash (gconstpointer data)
{
  const Act *act = data;
  g_autoptr (HufuCrashRecord) record = NULL;
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;
  Scene scene = {0};
  guint n;

  scene_init (&scene, act);
  before = describe (scene.books->db);
  hufu_crash_disk_mark (scene.books->disk);
  g_assert_true (act->act (&scene, &error));
  g_assert_cmpuint (hufu_crash_record_count_syncs (hufu_crash_disk_get_record (scene.books->disk)),
                    ==, 1);
  record = hufu_crash_disk_take_record (scene.books->disk);
  after = describe (scene.books->db);
  g_assert_cmpstr (before, !=, after);
  hufu_crash_disk_kill (scene.books->disk);
  g_clear_pointer (&scene.books->db, hufu_db_close);
  n = check_all_images (&scene, record, before, after);
  g_test_message ("%s: 1 sync, %u writes, %zu bytes, %u images", act->name,
                  hufu_crash_record_count_writes (record), hufu_crash_record_count_bytes (record),
                  n);
  scene_clear (&scene);
}

/* A crash while the owner copies the WAL back, or begins it anew, changes nothing. */
static void
test_crash_checkpoint (void)
{
  g_autoptr (HufuCrashRecord) record = NULL;
  g_autofree char *before = NULL;
  g_autoptr (GError) error = NULL;
  Scene scene = {0};
  guint n;

  scene_init (&scene, &acts[7]);
  g_assert_true (acts[7].act (&scene, &error));
  before = describe (scene.books->db);
  hufu_crash_disk_mark (scene.books->disk);
  hufu_db_checkpoint (scene.books->db);
  g_assert_cmpint (hufu_db_get_wal_pages (scene.books->db), ==, 1);
  record = hufu_crash_disk_take_record (scene.books->disk);
  hufu_crash_disk_kill (scene.books->disk);
  g_clear_pointer (&scene.books->db, hufu_db_close);
  n = check_all_images (&scene, record, before, before);
  g_test_message ("checkpoint: %u images", n);
  scene_clear (&scene);
}

/* After a checkpoint too, the next sale is one sync. */
static void
test_one_sync_after_checkpoint (void)
{
  g_autoptr (GError) error = NULL;
  Scene scene = {0};

  scene_init (&scene, &acts[7]);
  hufu_db_checkpoint (scene.books->db);
  hufu_crash_disk_mark (scene.books->disk);
  g_assert_true (acts[7].act (&scene, &error));
  g_assert_cmpuint (hufu_crash_record_count_syncs (hufu_crash_disk_get_record (scene.books->disk)),
                    ==, 1);
  scene_clear (&scene);
}

static void
check_failure (Scene *scene, const Act *act, const HufuCrashImage *start, guint k,
               gboolean for_ever, gboolean full, const char *before, gboolean *ret_failed)
{
  g_autoptr (HufuBasket) basket = hufu_basket_copy (scene->basket);
  g_autofree char *now = NULL, *later = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done;

  hufu_crash_disk_load (scene->books->disk, start);
  hufu_books_reopen (scene->books);
  hufu_crash_disk_fail_at (scene->books->disk, k, for_ever, full);
  done = act->act (scene, &error);
  *ret_failed = hufu_crash_disk_has_failed (scene->books->disk);
  hufu_crash_disk_fail_at (scene->books->disk, 0, FALSE, FALSE);
  now = describe (scene->books->db);
  g_assert_true (done == (strcmp (now, before) != 0));
  if (!done) {
    g_assert_true (error->domain == HUFU_STORE_ERROR);
    g_assert_cmpint (error->code, ==, full ? HUFU_STORE_ERROR_FULL : HUFU_STORE_ERROR_IO);
  }
  hufu_books_assert_whole (scene->books->db);
  take_basket (scene, hufu_basket_copy (basket));
  /* What failed did not happen, after a restart neither; and the books can be used. */
  hufu_books_reopen (scene->books);
  later = describe (scene->books->db);
  g_assert_cmpstr (now, ==, later);
  if (!done) {
    g_clear_error (&error);
    g_assert_true (act->act (scene, &error));
    take_basket (scene, hufu_basket_copy (basket));
  }
  g_clear_pointer (&scene->books->db, hufu_db_close);
}

static guint
check_failures (Scene *scene, const Act *act, const HufuCrashImage *start, gboolean for_ever,
                gboolean full, const char *before)
{
  gboolean failed = TRUE;
  guint k;

  for (k = 1; failed; k++) {
    g_assert_cmpuint (k, <, 1000);
    check_failure (scene, act, start, k, for_ever, full, before, &failed);
  }
  return k - 2;
}

static void
test_failing_disk (gconstpointer data)
{
  const Act *act = data;
  g_autoptr (HufuCrashRecord) record = NULL;
  g_autoptr (HufuCrashImage) start = NULL;
  g_autofree char *before = NULL;
  HufuId use_id;
  Scene scene = {0};
  guint once, for_ever, full;

  scene_init (&scene, act);
  use_id = scene.use_id;
  before = describe (scene.books->db);
  g_clear_pointer (&scene.books->db, hufu_db_close);
  hufu_crash_disk_mark (scene.books->disk);
  record = hufu_crash_disk_take_record (scene.books->disk);
  start = hufu_crash_record_make_image (record, 0, HUFU_CRASH_KEEP, 0);
  scene.use_id = use_id;
  once = check_failures (&scene, act, start, FALSE, FALSE, before);
  for_ever = check_failures (&scene, act, start, TRUE, FALSE, before);
  full = check_failures (&scene, act, start, TRUE, TRUE, before);
  g_assert_cmpuint (MIN (once, MIN (for_ever, full)), >, 3);
  g_test_message ("%s: %u calls failed once, %u for ever, %u on a full disk", act->name, once,
                  for_ever, full);
  scene_clear (&scene);
}

static gint64
count_sales (HufuBooks *books)
{
  return hufu_books_count (books, "SELECT count(*) FROM sale");
}

/* Two tills in one process: power fails at one of them, twice, and the other goes on. */
static void
test_machines (void)
{
  Scene failing = {0}, other = {0};
  g_autoptr (GError) error = NULL;

  scene_init (&failing, &acts[0]);
  scene_init (&other, &acts[0]);
  for (guint32 seed = 1; seed <= 2; seed++) {
    g_autoptr (HufuBasket) basket = hufu_books_make_basket (failing.books, 2);

    g_assert_true (hufu_sale_save (failing.books->db, basket, HUFU_SALE_HELD, &error));
    hufu_crash_disk_forget_synced (failing.books->disk);
    hufu_crash_disk_crash (failing.books->disk, HUFU_CRASH_DROP, seed);
    g_assert_true (act_save (&other, &error));
    hufu_books_reopen (failing.books);
    g_assert_cmpint (count_sales (failing.books), ==, 1 + seed);
    hufu_books_assert_whole (failing.books->db);
  }
  g_assert_cmpint (count_sales (other.books), ==, 1);
  scene_clear (&failing);
  scene_clear (&other);
}

static GByteArray *
sell_by_seed (guint32 seed)
{
  g_autoptr (HufuCrashRecord) record = NULL;
  g_autoptr (HufuCrashImage) image = NULL;
  g_autofree char *wal = NULL;
  g_autoptr (GError) error = NULL;
  Scene scene = {0};
  GByteArray *bytes;

  hufu_crash_disk_seed_all (seed);
  scene_init (&scene, &acts[7]);
  g_assert_true (acts[7].act (&scene, &error));
  wal = g_strconcat (scene.books->path, "-wal", NULL);
  record = hufu_crash_disk_take_record (scene.books->disk);
  image = hufu_crash_record_make_image (record, hufu_crash_record_count_ops (record),
                                        HUFU_CRASH_DROP, 0);
  bytes = g_byte_array_ref (hufu_crash_image_find_file (image, wal));
  scene_clear (&scene);
  return bytes;
}

/* The same seed gives the same bytes, so that what a simulator found can be played again. */
static void
test_same_bytes (void)
{
  g_autoptr (GByteArray) first = sell_by_seed (1), again = sell_by_seed (1);
  g_autoptr (GByteArray) other = sell_by_seed (2);

  g_assert_cmpuint (first->len, ==, again->len);
  g_assert_cmpint (memcmp (first->data, again->data, first->len), ==, 0);
  g_assert_cmpint (memcmp (first->data, other->data, MIN (first->len, other->len)), !=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++) {
    g_autofree char *crash = g_strdup_printf ("/store/crash/%s", acts[i].name);
    g_autofree char *failing = g_strdup_printf ("/store/failing-disk/%s", acts[i].name);

    g_test_add_data_func (crash, &acts[i], test_crash);
    g_test_add_data_func (failing, &acts[i], test_failing_disk);
  }
  g_test_add_func ("/store/crash/checkpoint", test_crash_checkpoint);
  g_test_add_func ("/store/crash/one-sync-after-checkpoint", test_one_sync_after_checkpoint);
  g_test_add_func ("/store/crash/machines", test_machines);
  g_test_add_func ("/store/crash/same-bytes", test_same_bytes);
  return g_test_run ();
}
