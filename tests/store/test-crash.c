/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Power fails at every single write of every act, and the disk keeps what it likes of what was not
 * synced: afterwards the act is wholly there or wholly absent. Then every call to the disk fails
 * once, or from then on.
 */
#include <string.h>
#include "store/product-edit.h"
#include "store/sql.h"
#include "store/today.h"
#include "tests/store/crash-sweep.h"

static void
prepare_nothing (HufuScene *scene)
{
}

static void
prepare_deal (HufuScene *scene)
{
  hufu_books_grant (scene->books, HUFU_TEST_DEAL, 1);
}

/* Another merchant sold it, with which there is no account yet. */
static void
prepare_allied (HufuScene *scene)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_sql_script (
      scene->books->db, "INSERT INTO policy (one, body) VALUES (1, '{\"issuer\":\"house\"}')",
      &error));
  prepare_deal (scene);
}

static void
prepare_cash (HufuScene *scene)
{
  hufu_books_grant (scene->books, HUFU_TEST_CASH, 1);
}

static void
prepare_redeemed (HufuScene *scene)
{
  prepare_cash (scene);
  g_assert_cmpint (
      hufu_books_redeem (scene->books, HUFU_TEST_CASH, 2000, &scene->basket, &scene->use_id), ==,
      HUFU_R00_OK_HELD);
}

static gboolean
act_save (HufuScene *scene, GError **error)
{
  return hufu_sale_save (scene->books->db, scene->basket, HUFU_SALE_HELD, error);
}

static gboolean
redeem (HufuScene *scene, HufuTestVoucher which, gint64 amount_minor, guint64 live_step,
        GError **error)
{
  HufuRedemption redemption =
      hufu_books_make_redemption (scene->books, which, amount_minor, scene->basket);
  HufuBasket *basket = NULL;
  HufuReason reason = HUFU_R04_BAD_FORMAT;

  redemption.live_step = live_step;
  redemption.scan_id = redemption.use_id;
  if (!hufu_use_redeem_held (scene->books->db, &redemption, &reason, &basket, error))
    return FALSE;
  g_assert_cmpint (reason, ==, HUFU_R00_OK_HELD);
  hufu_scene_take_basket (scene, basket);
  return TRUE;
}

static gboolean
act_redeem_deal (HufuScene *scene, GError **error)
{
  return redeem (scene, HUFU_TEST_DEAL, 0, 0, error);
}

static gboolean
act_redeem_live (HufuScene *scene, GError **error)
{
  return redeem (scene, HUFU_TEST_DEAL, 0, 100, error);
}

static gboolean
act_redeem_part (HufuScene *scene, GError **error)
{
  return redeem (scene, HUFU_TEST_CASH, 2000, 0, error);
}

static gboolean
act_undo (HufuScene *scene, GError **error)
{
  const HufuUndo wanted = hufu_books_make_undo (scene->books, &scene->use_id);
  HufuBasket *basket = NULL;
  HufuReason reason = HUFU_R04_BAD_FORMAT;

  if (!hufu_use_undo (scene->books->db, &wanted, &reason, &basket, error))
    return FALSE;
  g_assert_cmpint (reason, ==, HUFU_R27_UNDONE_IN_WINDOW);
  hufu_scene_take_basket (scene, basket);
  return TRUE;
}

static gboolean
act_ask (HufuScene *scene, GError **error)
{
  HufuRedemption redemption =
      hufu_books_make_redemption (scene->books, HUFU_TEST_CASH, 2000, scene->basket);
  g_autoptr (HufuVoucher) voucher = hufu_books_make_voucher (HUFU_TEST_CASH);
  HufuBasket *basket = NULL;

  scene->use_id = redemption.use_id;
  if (!hufu_use_ask (scene->books->db, &redemption, voucher, "{}", &basket, error))
    return FALSE;
  hufu_scene_take_basket (scene, basket);
  return TRUE;
}

static void
prepare_asked (HufuScene *scene)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (act_ask (scene, &error));
}

static gboolean
act_answer (HufuScene *scene, GError **error)
{
  g_autoptr (HufuVoucher) voucher = hufu_books_make_voucher (HUFU_TEST_CASH);
  HufuUseAnswer answer = {
      .use_id = scene->use_id,
      .redeemed = TRUE,
      .reason = HUFU_R01_OK_ONLINE,
      .voucher = voucher,
      .key = {voucher->cti, 1, 0},
      .amount_minor = 2000,
      .undo_until_utc_us = (HUFU_TEST_START_UTC_S + 3600) * G_USEC_PER_SEC,
  };
  HufuBasket *basket = NULL;

  if (!hufu_use_answer (scene->books->db, &answer, &basket, error))
    return FALSE;
  hufu_scene_take_basket (scene, basket);
  return TRUE;
}

static gboolean
act_finish (HufuScene *scene, GError **error)
{
  HufuFinish finish = hufu_books_make_finish (scene->books);
  g_autoptr (HufuBasket) basket = hufu_basket_copy (scene->basket);
  g_auto (HufuFinished) finished = {{0}};

  g_assert_cmpint (hufu_basket_pay_cash (basket, 10000, 10, HUFU_ROUND_HALF_UP), ==, HUFU_EDIT_OK);
  return hufu_sale_finish (scene->books->db, basket, &finish, &finished, error);
}

static void
prepare_finished (HufuScene *scene)
{
  g_autoptr (GError) error = NULL;

  prepare_redeemed (scene);
  g_assert_true (act_finish (scene, &error));
}

static gboolean
act_follow (HufuScene *scene, GError **error)
{
  gboolean done;

  return hufu_today_follow (scene->books->db, &done, error);
}

static gboolean
act_credit (HufuScene *scene, GError **error)
{
  g_autoptr (HufuGrants) grants = hufu_grants_new ();
  g_autoptr (HufuVoucher) voucher = hufu_books_make_voucher (HUFU_TEST_DEAL);
  HufuRight right = {.key = {voucher->cti, 1, 0}, .epoch = {1, 7}, .remaining_minor = 10000};

  hufu_grants_add (grants, voucher, &right);
  return hufu_right_credit (scene->books->db, grants, NULL, error);
}

static void
prepare_answered (HufuScene *scene)
{
  g_autoptr (GError) error = NULL;

  prepare_asked (scene);
  g_assert_true (act_answer (scene, &error));
}

static gboolean
act_undo_online (HufuScene *scene, GError **error)
{
  const HufuUndo wanted = hufu_books_make_undo (scene->books, &scene->use_id);
  HufuBasket *basket = NULL;
  HufuReason reason = HUFU_R04_BAD_FORMAT;

  if (!hufu_use_undo (scene->books->db, &wanted, &reason, &basket, error))
    return FALSE;
  g_assert_cmpint (reason, ==, HUFU_R28_OUTCOME_UNKNOWN);
  hufu_scene_take_basket (scene, basket);
  return TRUE;
}

static void
prepare_undoing (HufuScene *scene)
{
  g_autoptr (GError) error = NULL;

  prepare_answered (scene);
  g_assert_true (act_undo_online (scene, &error));
}

static gboolean
settle_undo (HufuScene *scene, gboolean undone, GError **error)
{
  HufuBasket *basket = NULL;

  if (!hufu_use_undone (scene->books->db, &scene->use_id, 1, undone, &basket, error))
    return FALSE;
  hufu_scene_take_basket (scene, basket);
  return TRUE;
}

static gboolean
act_undone (HufuScene *scene, GError **error)
{
  return settle_undo (scene, TRUE, error);
}

static gboolean
act_not_undone (HufuScene *scene, GError **error)
{
  return settle_undo (scene, FALSE, error);
}

static gboolean
act_give_back (HufuScene *scene, GError **error)
{
  HufuBasket *basket = NULL;

  if (!hufu_use_give_back (scene->books->db, &scene->use_id, &basket, error))
    return FALSE;
  hufu_scene_take_basket (scene, basket);
  return TRUE;
}

/* The platform has everything, and one event is to be looked at. */
static gboolean
act_acknowledge (HufuScene *scene, GError **error)
{
  HufuEventVerdict verdict = {1, (char *)(gsize) "unknown", (char *)(gsize) "not known"};
  g_autoptr (HufuBatch) batch = hufu_journal_last_batch (scene->books->db, error);
  const HufuStoredEvent *last;

  if (batch == NULL)
    return FALSE;
  last = g_ptr_array_index (batch->events, 0);
  return hufu_journal_acknowledge (scene->books->db, last->seq, last->hash, 1, &verdict, 1, error);
}

/* The platform is asked once more what it says of the one use that is open. */
static gboolean
act_try (HufuScene *scene, GError **error)
{
  g_autoptr (GPtrArray) open = hufu_use_list_open (scene->books->db, error);
  const HufuUse *use;

  if (open == NULL)
    return FALSE;
  use = g_ptr_array_index (open, 0);
  return hufu_use_count_try (scene->books->db, &use->use_id, error);
}

static void
prepare_manager (HufuScene *scene)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_sql_script (scene->books->db, "UPDATE staff SET role = 'manager'", &error));
}

/* The price of a product, in the books. */
static gboolean
act_change_product (HufuScene *scene, GError **error)
{
  json_auto_t *changes = json_pack ("{s:i}", "price_minor", 990), *edits = NULL;
  const HufuProductEdit edit = {.product_id = 7, .changes = changes, .by = scene->books->staff_id};
  HufuProductFault fault;

  return hufu_product_edit (scene->books->db, &edit, &edits, &fault, error);
}

static const HufuSweepAct acts[] = {
    {"save", prepare_nothing, act_save},
    {"credit", prepare_nothing, act_credit},
    {"redeem-deal", prepare_deal, act_redeem_deal},
    {"redeem-part", prepare_cash, act_redeem_part},
    {"undo", prepare_redeemed, act_undo},
    {"ask", prepare_nothing, act_ask},
    {"answer", prepare_asked, act_answer},
    {"finish", prepare_redeemed, act_finish},
    {"follow-sales", prepare_finished, act_follow},
    {"undo-online", prepare_answered, act_undo_online},
    {"undone-online", prepare_undoing, act_undone},
    {"not-undone-online", prepare_undoing, act_not_undone},
    {"give-back", prepare_asked, act_give_back},
    {"try", prepare_asked, act_try},
    {"acknowledge", prepare_redeemed, act_acknowledge},
    {"redeem-live", prepare_deal, act_redeem_live},
    {"redeem-allied", prepare_allied, act_redeem_deal},
    {"change-product", prepare_manager, act_change_product},
};

/* A crash while the owner copies the WAL back, or begins it anew, changes nothing. */
static void
test_crash_checkpoint (void)
{
  g_autoptr (HufuCrashRecord) record = NULL;
  g_autofree char *before = NULL;
  g_autoptr (GError) error = NULL;
  HufuScene scene = {0};
  guint n;

  hufu_scene_init (&scene, &acts[7]);
  g_assert_true (acts[7].act (&scene, &error));
  before = hufu_books_describe (scene.books->db, NULL);
  hufu_crash_disk_mark (scene.books->disk);
  hufu_db_checkpoint (scene.books->db);
  g_assert_cmpint (hufu_db_get_wal_pages (scene.books->db), ==, 1);
  record = hufu_crash_disk_take_record (scene.books->disk);
  hufu_crash_disk_kill (scene.books->disk);
  g_clear_pointer (&scene.books->db, hufu_db_close);
  n = hufu_sweep_images (&scene, record, before, before);
  g_test_message ("checkpoint: %u images", n);
  hufu_scene_clear (&scene);
}

/* After a checkpoint too, the next sale is one sync. */
static void
test_one_sync_after_checkpoint (void)
{
  g_autoptr (GError) error = NULL;
  HufuScene scene = {0};

  hufu_scene_init (&scene, &acts[7]);
  hufu_db_checkpoint (scene.books->db);
  hufu_crash_disk_mark (scene.books->disk);
  g_assert_true (acts[7].act (&scene, &error));
  g_assert_cmpuint (hufu_crash_record_count_syncs (hufu_crash_disk_get_record (scene.books->disk)),
                    ==, 1);
  hufu_scene_clear (&scene);
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
  HufuScene failing = {0}, other = {0};
  g_autoptr (GError) error = NULL;

  hufu_scene_init (&failing, &acts[0]);
  hufu_scene_init (&other, &acts[0]);
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
  hufu_scene_clear (&failing);
  hufu_scene_clear (&other);
}

static GByteArray *
sell_by_seed (guint32 seed)
{
  g_autoptr (HufuCrashRecord) record = NULL;
  g_autoptr (HufuCrashImage) image = NULL;
  g_autofree char *wal = NULL;
  g_autoptr (GError) error = NULL;
  HufuScene scene = {0};
  GByteArray *bytes;

  hufu_crash_disk_seed_all (seed);
  hufu_scene_init (&scene, &acts[7]);
  g_assert_true (acts[7].act (&scene, &error));
  wal = g_strconcat (scene.books->path, "-wal", NULL);
  record = hufu_crash_disk_take_record (scene.books->disk);
  image = hufu_crash_record_make_image (record, hufu_crash_record_count_ops (record),
                                        HUFU_CRASH_DROP, 0);
  bytes = g_byte_array_ref (hufu_crash_image_find_file (image, wal));
  hufu_scene_clear (&scene);
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
  hufu_sweep_add_tests (acts, G_N_ELEMENTS (acts));
  g_test_add_func ("/store/crash/checkpoint", test_crash_checkpoint);
  g_test_add_func ("/store/crash/one-sync-after-checkpoint", test_one_sync_after_checkpoint);
  g_test_add_func ("/store/crash/machines", test_machines);
  g_test_add_func ("/store/crash/same-bytes", test_same_bytes);
  return g_test_run ();
}
