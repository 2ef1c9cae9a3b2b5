/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rights: credited once, used once, undone inside the window, never twice. */
#include <string.h>

#include "core/right-page.h"
#include "store/sql.h"
#include "tests/store/books.h"

#define CASH_HELD "SELECT sum (remaining_minor) FROM entitlement"
#define HOUR_MS G_GINT64_CONSTANT (3600000)

static void
test_grant_once (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 3);
  HufuEpoch newest;

  g_assert_cmpuint (hufu_books_grant (books, HUFU_TEST_CASH, 4), ==, 1);
  g_assert_cmpuint (hufu_books_grant (books, HUFU_TEST_CASH, 4), ==, 0);
  g_assert_cmpint (hufu_books_redeem (books, HUFU_TEST_CASH, 2000, &basket, NULL), ==,
                   HUFU_R00_OK_HELD);
  /* Neither a duplicate, nor an older, nor a newer grant of a row that is here writes it. */
  g_assert_cmpuint (hufu_books_grant (books, HUFU_TEST_CASH, 4), ==, 0);
  g_assert_cmpuint (hufu_books_grant (books, HUFU_TEST_CASH, 3), ==, 0);
  g_assert_cmpuint (hufu_books_grant (books, HUFU_TEST_CASH, 9), ==, 0);
  g_assert_cmpint (hufu_books_count (books, CASH_HELD), ==, 3000);
  g_assert_true (hufu_right_find_newest_epoch (books->db, &newest, NULL));
  g_assert_cmpuint (newest.counter, ==, 4);
}

/* What a page says twice is credited once, and what its vouchers have in common is stored once. */
static void
test_page (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuGrants) grants = hufu_grants_new ();
  g_autoptr (HufuVoucher) voucher = hufu_books_make_voucher (HUFU_TEST_DEAL);
  g_autoptr (GError) error = NULL;
  guint credited = 0;

  for (guint i = 0; i < 4; i++) {
    HufuRight right = {
        .key = {voucher->cti, 1, 0},
        .epoch = {1, 5 + i},
        .remaining_minor = voucher->value_minor,
    };

    right.key.cti.bytes[0] = (guint8)(i / 2);
    hufu_grants_add (grants, voucher, &right);
  }
  for (guint i = 0; i < 2; i++) {
    g_assert_true (hufu_right_credit (books->db, grants, &credited, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (credited, ==, i == 0 ? 2 : 0);
  }
  g_assert_cmpint (hufu_books_count (books, "SELECT sum (counter) FROM entitlement"), ==, 5 + 7);
  g_assert_cmpint (hufu_books_count (books, "SELECT sum (counter) FROM credited"), ==, 5 + 7);
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM voucher"), ==, 2);
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM voucher_terms"), ==, 1);
  hufu_books_assert_whole (books->db);
}

/* Rights that differ in one thing alone, which a table of them might take for one: another place of
 * a pass, another generation, and another voucher at another place. */
static void
test_page_of_likes (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuGrants) grants = hufu_grants_new ();
  HufuId next = hufu_books_cti (HUFU_TEST_PASS);
  g_autoptr (GError) error = NULL;
  guint credited = 0;

  next.bytes[HUFU_ID_BYTES - sizeof (guint)]++;
  for (guint i = 0; i < 4; i++) {
    g_autoptr (HufuVoucher) voucher = hufu_books_make_voucher (HUFU_TEST_PASS);
    HufuRight right = {.epoch = {1, 5 + i}, .remaining_minor = voucher->value_minor};

    if (i == 2)
      voucher->generation = 2;
    if (i == 3)
      voucher->cti = next;
    right.key = (HufuRightKey){voucher->cti, voucher->generation, i == 0 || i == 2 ? 1 : 0};
    hufu_grants_add (grants, voucher, &right);
  }
  g_assert_true (hufu_right_credit (books->db, grants, &credited, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (credited, ==, 4);
  g_assert_cmpint (hufu_books_count (books, "SELECT sum (counter) FROM entitlement"), ==,
                   5 + 6 + 7 + 8);
}

/* More rights on a page than an event of the journal holds are told in two; if the journal cannot
 * have the first of them, nothing of the page is credited. */
static void
test_page_of_many (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuGrants) grants = hufu_grants_new ();
  g_autoptr (HufuVoucher) voucher = hufu_books_make_voucher (HUFU_TEST_DEAL);
  g_autoptr (GError) error = NULL;
  guint credited = 0;

  for (guint32 i = 0; i <= HUFU_RIGHTS_MAX; i++) {
    HufuRight right = {.epoch = {1, 5 + i}, .remaining_minor = voucher->value_minor};

    memcpy (voucher->cti.bytes, &i, sizeof i);
    right.key = (HufuRightKey){voucher->cti, 1, 0};
    hufu_grants_add (grants, voucher, &right);
  }
  hufu_books_tamper (books, "CREATE TRIGGER no_room BEFORE INSERT ON journal"
                            " BEGIN SELECT RAISE (ABORT, 'no room'); END");
  g_assert_false (hufu_right_credit (books->db, grants, &credited, &error));
  g_assert_cmpstr (g_quark_to_string (error->domain), ==, g_quark_to_string (HUFU_STORE_ERROR));
  g_clear_error (&error);
  g_assert_cmpuint (credited, ==, 0);
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM entitlement"), ==, 0);
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM voucher"), ==, 0);
  hufu_books_tamper (books, "DROP TRIGGER no_room");
  g_assert_true (hufu_right_credit (books->db, grants, &credited, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (credited, ==, HUFU_RIGHTS_MAX + 1);
  g_assert_cmpint (
      hufu_books_count (books, "SELECT count(*) FROM journal WHERE kind = 'grants.credited'"), ==,
      2);
  hufu_books_assert_whole (books->db);
}

/* Books without the head of their journal: nothing is used, and they say that they are damaged. */
static void
test_damaged_head (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 1);
  g_autoptr (GError) error = NULL;
  HufuRedemption redemption;
  HufuReason reason;

  hufu_books_grant (books, HUFU_TEST_DEAL, 1);
  hufu_books_tamper (books, "UPDATE terminal SET last_hash = x'00'");
  redemption = hufu_books_make_redemption (books, HUFU_TEST_DEAL, 0, basket);
  g_assert_false (hufu_use_redeem_held (books->db, &redemption, &reason, NULL, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CORRUPT);
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM entitlement"), ==, 1);
}

static void
test_deal_once (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 1);

  hufu_books_grant (books, HUFU_TEST_DEAL, 1);
  g_assert_cmpint (hufu_books_redeem (books, HUFU_TEST_DEAL, 0, &basket, NULL), ==,
                   HUFU_R00_OK_HELD);
  g_assert_cmpuint (basket->lines->len, ==, 2);
  g_assert_cmpint (hufu_books_redeem (books, HUFU_TEST_DEAL, 0, &basket, NULL), ==,
                   HUFU_R11_ALREADY_REDEEMED_HERE);
  /* A late duplicate of the grant does not bring it back. */
  hufu_books_grant (books, HUFU_TEST_DEAL, 1);
  g_assert_cmpint (hufu_books_redeem (books, HUFU_TEST_DEAL, 0, &basket, NULL), ==,
                   HUFU_R11_ALREADY_REDEEMED_HERE);
  g_assert_cmpint (hufu_books_balance (books, "voucher_liability"), ==, 8800);
  g_assert_cmpint (hufu_books_balance (books, "output_tax"), ==, -498);
  hufu_books_assert_whole (books->db);
}

static void
test_refusals (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 9);
  HufuRedemption redemption;
  HufuReason reason;

  g_assert_cmpint (hufu_books_redeem (books, HUFU_TEST_CASH, 100, &basket, NULL), ==,
                   HUFU_R07_OWNER_UNREACHABLE);
  hufu_books_grant (books, HUFU_TEST_CASH, 1);
  g_assert_cmpint (hufu_books_redeem (books, HUFU_TEST_CASH, 5001, &basket, NULL), ==,
                   HUFU_R29_CONDITIONS_NOT_MET);
  g_assert_cmpint (hufu_books_redeem (books, HUFU_TEST_CASH, 0, &basket, NULL), ==,
                   HUFU_R29_CONDITIONS_NOT_MET);
  redemption = hufu_books_make_redemption (books, HUFU_TEST_CASH, 100, basket);
  redemption.generation = 0;
  g_assert_true (hufu_use_redeem_held (books->db, &redemption, &reason, NULL, NULL));
  g_assert_cmpint (reason, ==, HUFU_R15_GENERATION_OLD);
  /* None of them left a trace. */
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM sale"), ==, 0);
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM voucher_use"), ==, 0);
}

/* A lost answer between the books and the counter: the same use asked again is the same use. */
static void
test_same_use_again (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 3);
  HufuRedemption redemption;

  hufu_books_grant (books, HUFU_TEST_CASH, 1);
  redemption = hufu_books_make_redemption (books, HUFU_TEST_CASH, 2000, basket);
  for (int i = 0; i < 2; i++) {
    g_autoptr (HufuBasket) after = NULL;
    HufuReason reason;

    g_assert_true (hufu_use_redeem_held (books->db, &redemption, &reason, &after, NULL));
    g_assert_cmpint (reason, ==, HUFU_R00_OK_HELD);
    g_assert_cmpuint (after->tenders->len, ==, 1);
  }
  g_assert_cmpint (hufu_books_count (books, CASH_HELD), ==, 3000);
}

static void
test_pass_use_by_use (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 1);
  HufuId use_ids[5];

  g_assert_cmpuint (hufu_books_grant (books, HUFU_TEST_PASS, 1), ==, 5);
  for (gint64 k = 0; k < 5; k++) {
    g_assert_cmpint (hufu_books_count (books, "SELECT min (k) FROM entitlement"), ==, k);
    g_assert_cmpint (hufu_books_redeem (books, HUFU_TEST_PASS, 0, &basket, &use_ids[k]), ==,
                     HUFU_R00_OK_HELD);
  }
  g_assert_cmpint (hufu_books_redeem (books, HUFU_TEST_PASS, 0, &basket, NULL), ==,
                   HUFU_R11_ALREADY_REDEEMED_HERE);
  g_assert_cmpint (hufu_books_undo (books, &use_ids[2], &basket), ==, HUFU_R27_UNDONE_IN_WINDOW);
  g_assert_cmpint (hufu_books_count (books, "SELECT k FROM entitlement"), ==, 2);
  g_assert_cmpint (hufu_books_undo (books, &use_ids[2], &basket), ==, HUFU_R27_UNDONE_IN_WINDOW);
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM entitlement"), ==, 1);
}

/* A cash voucher used up in parts; the parts come back in any order, and never more than once. */
static void
test_cash_in_parts (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 9);
  HufuId first, second, third;

  hufu_books_grant (books, HUFU_TEST_CASH, 1);
  hufu_books_redeem (books, HUFU_TEST_CASH, 2000, &basket, &first);
  hufu_books_redeem (books, HUFU_TEST_CASH, 3000, &basket, &second);
  g_assert_cmpint (hufu_books_redeem (books, HUFU_TEST_CASH, 1, &basket, NULL), ==,
                   HUFU_R11_ALREADY_REDEEMED_HERE);
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM entitlement"), ==, 0);
  g_assert_cmpint (hufu_books_undo (books, &first, &basket), ==, HUFU_R27_UNDONE_IN_WINDOW);
  g_assert_cmpint (hufu_books_count (books, CASH_HELD), ==, 2000);
  hufu_books_redeem (books, HUFU_TEST_CASH, 2000, &basket, &third);
  g_assert_cmpint (hufu_books_undo (books, &second, &basket), ==, HUFU_R27_UNDONE_IN_WINDOW);
  g_assert_cmpint (hufu_books_undo (books, &third, &basket), ==, HUFU_R27_UNDONE_IN_WINDOW);
  g_assert_cmpint (hufu_books_count (books, CASH_HELD), ==, 5000);
  g_assert_cmpint (hufu_books_balance (books, "voucher_liability"), ==, 0);
  g_assert_cmpuint (basket->tenders->len, ==, 0);
}

/* The row went elsewhere, or came back under another epoch: what was used stays used. */
static void
test_undo_only_at_home (void)
{
  static const struct {
    const char *change;
    HufuReason reason; /* R07: the platform may undo it, and cannot be asked here */
  } changes[] = {
      {"DELETE FROM entitlement", HUFU_R29_CONDITIONS_NOT_MET},
      {"UPDATE entitlement SET hop = hop + 1", HUFU_R29_CONDITIONS_NOT_MET},
      {"UPDATE entitlement SET counter = counter + 1", HUFU_R29_CONDITIONS_NOT_MET},
      {"UPDATE terminal SET report_no = (incarnation << 32) + last_seq + 1",
       HUFU_R07_OWNER_UNREACHABLE},
      {"UPDATE terminal SET frozen = 1", HUFU_R29_CONDITIONS_NOT_MET},
      {"UPDATE terminal SET frozen = 1, report_no = (incarnation << 32) + last_seq + 1",
       HUFU_R29_CONDITIONS_NOT_MET},
      {"INSERT INTO tombstone SELECT cti, generation, k, platform_epoch, counter, 1, 9"
       " FROM entitlement",
       HUFU_R07_OWNER_UNREACHABLE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autoptr (HufuBooks) books = hufu_books_new (1);
    g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 3);
    g_autoptr (HufuBasket) after = NULL;
    HufuReason reason;
    HufuUndo wanted;
    HufuId use_id;

    hufu_books_grant (books, HUFU_TEST_CASH, 1);
    hufu_books_redeem (books, HUFU_TEST_CASH, 2000, &basket, &use_id);
    hufu_books_tamper (books, changes[i].change);
    wanted = hufu_books_make_undo (books, &use_id);
    g_assert_true (hufu_use_undo (books->db, &wanted, &reason, &after, NULL));
    g_assert_cmpint (reason, ==, changes[i].reason);
  }
}

static void
test_undo_window (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 3);
  HufuId use_id;

  hufu_books_grant (books, HUFU_TEST_CASH, 1);
  hufu_books_redeem (books, HUFU_TEST_CASH, 2000, &basket, &use_id);
  hufu_test_host_advance_ms (books->world, HOUR_MS + 1);
  g_assert_cmpint (hufu_books_undo (books, &use_id, &basket), ==, HUFU_R29_CONDITIONS_NOT_MET);
}

/* The window counts by the best-known time: a wall clock that is set back does not lengthen it. */
static void
test_undo_window_and_wall_clock (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 3);
  g_autoptr (HufuBasket) after = NULL;
  HufuReason reason;
  HufuUndo wanted;
  HufuId use_id;

  hufu_books_grant (books, HUFU_TEST_CASH, 1);
  hufu_books_redeem (books, HUFU_TEST_CASH, 2000, &basket, &use_id);
  wanted = hufu_books_make_undo (books, &use_id);
  hufu_test_host_set_utc_us (books->world, wanted.now_utc_us - HOUR_MS * 1000);
  wanted.now_utc_us += HOUR_MS * 1000 + 1;
  g_assert_true (hufu_use_undo (books->db, &wanted, &reason, NULL, NULL));
  g_assert_cmpint (reason, ==, HUFU_R29_CONDITIONS_NOT_MET);
  wanted.now_utc_us--;
  g_assert_true (hufu_use_undo (books->db, &wanted, &reason, &after, NULL));
  g_assert_cmpint (reason, ==, HUFU_R27_UNDONE_IN_WINDOW);
}

static void
test_undo_after_the_sale (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 3);
  g_auto (HufuFinished) finished = {{0}};
  HufuId use_id;

  hufu_books_grant (books, HUFU_TEST_CASH, 1);
  hufu_books_redeem (books, HUFU_TEST_CASH, 2000, &basket, &use_id);
  hufu_books_finish (books, basket, &finished);
  g_assert_cmpint (hufu_books_balance (books, "voucher_suspense"), ==, 0);
  g_assert_cmpint (hufu_books_undo (books, &use_id, &basket), ==, HUFU_R29_CONDITIONS_NOT_MET);
}

/* Nothing was due for it: the use goes, the finished sale stands. */
static void
test_undo_of_a_prepaid_line_after_the_sale (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 3);
  g_auto (HufuFinished) finished = {{0}};
  g_auto (HufuFinished) next = {{0}};
  HufuId use_id, second;

  hufu_books_grant (books, HUFU_TEST_DEAL, 1);
  hufu_books_redeem (books, HUFU_TEST_DEAL, 0, &basket, &use_id);
  hufu_books_finish (books, basket, &finished);
  g_assert_cmpint (hufu_books_undo (books, &use_id, &basket), ==, HUFU_R27_UNDONE_IN_WINDOW);
  g_assert_cmpint (hufu_books_undo (books, &use_id, &basket), ==, HUFU_R27_UNDONE_IN_WINDOW);
  g_assert_cmpint (hufu_books_count (books,
                                     "SELECT count(*) FROM sale_line JOIN sale USING (sale_no)"
                                     " WHERE state = 'finished' AND kind = 'prepaid'"),
                   ==, 1);
  g_assert_cmpint (
      hufu_books_count (books, "SELECT count(*) FROM journal WHERE kind = 'voucher.undone'"), ==,
      1);
  g_clear_pointer (&basket, hufu_basket_free);
  basket = hufu_books_make_basket (books, 3);
  g_assert_cmpint (hufu_books_redeem (books, HUFU_TEST_DEAL, 0, &basket, &second), ==,
                   HUFU_R00_OK_HELD);
  hufu_books_finish (books, basket, &next);
  hufu_test_host_advance_ms (books->world, HOUR_MS + 1);
  g_assert_cmpint (hufu_books_undo (books, &second, &basket), ==, HUFU_R29_CONDITIONS_NOT_MET);
}

/* The basket cannot lose or invent a redemption. */
static void
test_basket_and_uses_agree (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 3);
  g_autoptr (HufuBasket) without = NULL, invented = NULL;
  g_autoptr (GError) error = NULL;
  HufuId use_id;

  hufu_books_grant (books, HUFU_TEST_CASH, 1);
  hufu_books_redeem (books, HUFU_TEST_CASH, 2000, &basket, &use_id);
  without = hufu_basket_copy (basket);
  hufu_basket_remove_use (without, &use_id);
  g_assert_false (hufu_sale_save (books->db, without, HUFU_SALE_OPEN, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_false (
      hufu_sale_void (books->db, &basket->id, &books->staff_id, HUFU_VOID_CUSTOMER, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT);
  g_clear_error (&error);
  invented = hufu_basket_copy (basket);
  ((HufuTender *)g_ptr_array_index (invented->tenders, 0))->amount_minor = 3870;
  g_assert_false (hufu_sale_save (books->db, invented, HUFU_SALE_OPEN, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT);
}

/* --- more of redeeming and undoing ----------------------------------------------------------- */

static void
credit (HufuBooks *books, HufuVoucher *take_voucher, gint64 remaining_minor)
{
  g_autoptr (HufuGrants) grants = hufu_grants_new ();
  HufuRight right = {
      .key = {take_voucher->cti, take_voucher->generation, 0},
      .epoch = {1, 1},
      .remaining_minor = remaining_minor,
  };
  g_autoptr (GError) error = NULL;

  hufu_grants_add (grants, take_voucher, &right);
  hufu_voucher_free (take_voucher);
  g_assert_true (hufu_right_credit (books->db, grants, NULL, &error));
  g_assert_no_error (error);
}

/* A cash voucher that may not be used in parts is used whole. */
static void
test_cash_whole (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 9);
  HufuVoucher *voucher = hufu_books_make_voucher (HUFU_TEST_CASH);

  voucher->flags &= ~(guint32)HUFU_VOUCHER_PARTIAL_USE;
  credit (books, voucher, 5000);
  g_assert_cmpint (hufu_books_redeem (books, HUFU_TEST_CASH, 2000, &basket, NULL), ==,
                   HUFU_R29_CONDITIONS_NOT_MET);
  g_assert_cmpint (hufu_books_redeem (books, HUFU_TEST_CASH, 5000, &basket, NULL), ==,
                   HUFU_R00_OK_HELD);
}

/* No room on the sale: nothing is used. */
static void
test_no_room (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 9);
  HufuReason reason;
  guint n = 0;

  hufu_books_grant (books, HUFU_TEST_CASH, 1);
  while ((reason = hufu_books_redeem (books, HUFU_TEST_CASH, 10, &basket, NULL)) ==
         HUFU_R00_OK_HELD)
    n++;
  g_assert_cmpint (reason, ==, HUFU_R29_CONDITIONS_NOT_MET);
  g_assert_cmpuint (n, ==, basket->tenders->len);
  g_assert_cmpint (hufu_books_count (books, CASH_HELD), ==, 5000 - 10 * n);
  hufu_books_assert_whole (books->db);
}

/* An id stands for one use for ever: one that was undone is not redeemed under it again. */
static void
test_id_of_an_undone_use (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 3);
  g_autoptr (GError) error = NULL;
  HufuRedemption redemption;
  HufuReason reason;
  HufuId use_id;

  hufu_books_grant (books, HUFU_TEST_CASH, 1);
  hufu_books_redeem (books, HUFU_TEST_CASH, 2000, &basket, &use_id);
  g_assert_cmpint (hufu_books_undo (books, &use_id, &basket), ==, HUFU_R27_UNDONE_IN_WINDOW);
  redemption = hufu_books_make_redemption (books, HUFU_TEST_CASH, 2000, basket);
  redemption.use_id = use_id;
  g_assert_false (hufu_use_redeem_held (books->db, &redemption, &reason, NULL, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT);
  g_assert_cmpint (hufu_books_count (books, CASH_HELD), ==, 5000);
}

/* What has no item is handed over by its title; a coupon is no line and no tender. */
static void
test_other_kinds (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 1);
  HufuVoucher *deal = hufu_books_make_voucher (HUFU_TEST_DEAL);
  HufuVoucher *coupon = hufu_books_make_voucher (HUFU_TEST_PASS);
  const HufuLine *line;

  deal->item_en[0] = '\0';
  credit (books, deal, 10000);
  coupon->type = HUFU_VOUCHER_COUPON;
  credit (books, coupon, 100);
  g_assert_cmpint (hufu_books_redeem (books, HUFU_TEST_DEAL, 0, &basket, NULL), ==,
                   HUFU_R00_OK_HELD);
  line = g_ptr_array_index (basket->lines, 1);
  g_assert_cmpstr (line->name_en, ==, "Voucher");
  g_assert_cmpint (hufu_books_redeem (books, HUFU_TEST_PASS, 0, &basket, NULL), ==,
                   HUFU_R29_CONDITIONS_NOT_MET);
}

/* What the till knows of a voucher, by its id and by the code under its QR. */
static void
test_what_is_known (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  HufuVoucher *voucher = hufu_books_make_voucher (HUFU_TEST_CASH);
  g_auto (HufuVoucherState) state = {0}, unknown = {0};
  g_autoptr (GError) error = NULL;
  HufuEpoch newest;

  g_assert_true (hufu_right_find_newest_epoch (books->db, &newest, &error));
  g_assert_cmpuint (newest.platform_epoch, ==, 0);
  voucher->n_scope = 2;
  voucher->scope[0] = 7;
  voucher->scope[1] = 9;
  credit (books, voucher, 5000);
  g_assert_true (hufu_voucher_find_by_short_code (books->db, "CASH000000", &state, &error));
  g_assert_cmpint (state.remaining_minor, ==, 5000);
  g_assert_cmpuint (state.voucher->n_scope, ==, 2);
  g_assert_cmpuint (state.voucher->scope[1], ==, 9);
  g_assert_true (hufu_voucher_find_by_short_code (books->db, "NOBODY0000", &unknown, &error));
  g_assert_null (unknown.voucher);
  g_assert_null (hufu_voucher_copy (NULL));
  hufu_voucher_free (NULL);
  hufu_grants_free (NULL);
}

/* A friend has the voucher under a code of their own; whoever gave it shows a code of an earlier
 * generation. A code that both had, of before a transfer changed it, is the newest one's. */
static void
test_old_code (void)
{
  static const struct {
    const char *code;
    guint64 generation;
  } codes[] = {{"CASH000000", 1}, {"FR1END0000", 2}};
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  HufuVoucher *voucher = hufu_books_make_voucher (HUFU_TEST_CASH);
  g_autoptr (GError) error = NULL;

  credit (books, voucher, 5000);
  hufu_books_tamper (books, "INSERT INTO voucher SELECT cti, 2, 'FR1END0000', not_before_utc_s,"
                            " expires_utc_s, terms_no FROM voucher");
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++) {
    g_auto (HufuVoucherState) state = {0};

    g_assert_true (hufu_voucher_find_by_short_code (books->db, codes[i].code, &state, &error));
    g_assert_cmpuint (state.code_generation, ==, codes[i].generation);
    g_assert_cmpuint (state.newest_generation, ==, 2);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/rights/old-code", test_old_code);
  g_test_add_func ("/store/rights/grant-once", test_grant_once);
  g_test_add_func ("/store/rights/page", test_page);
  g_test_add_func ("/store/rights/page-of-likes", test_page_of_likes);
  g_test_add_func ("/store/rights/page-of-many", test_page_of_many);
  g_test_add_func ("/store/rights/damaged-head", test_damaged_head);
  g_test_add_func ("/store/rights/deal-once", test_deal_once);
  g_test_add_func ("/store/rights/refusals", test_refusals);
  g_test_add_func ("/store/rights/same-use-again", test_same_use_again);
  g_test_add_func ("/store/rights/pass-use-by-use", test_pass_use_by_use);
  g_test_add_func ("/store/rights/cash-in-parts", test_cash_in_parts);
  g_test_add_func ("/store/rights/undo-only-at-home", test_undo_only_at_home);
  g_test_add_func ("/store/rights/undo-window", test_undo_window);
  g_test_add_func ("/store/rights/undo-window-wall-clock", test_undo_window_and_wall_clock);
  g_test_add_func ("/store/rights/undo-after-the-sale", test_undo_after_the_sale);
  g_test_add_func ("/store/rights/undo-of-a-prepaid-line-after-the-sale",
                   test_undo_of_a_prepaid_line_after_the_sale);
  g_test_add_func ("/store/rights/basket-and-uses-agree", test_basket_and_uses_agree);
  g_test_add_func ("/store/rights/cash-whole", test_cash_whole);
  g_test_add_func ("/store/rights/no-room", test_no_room);
  g_test_add_func ("/store/rights/id-of-an-undone-use", test_id_of_an_undone_use);
  g_test_add_func ("/store/rights/other-kinds", test_other_kinds);
  g_test_add_func ("/store/rights/what-is-known", test_what_is_known);
  return g_test_run ();
}
