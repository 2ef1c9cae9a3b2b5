/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One scan of a live code is good for one act: what the books remember of it. */
#include "tests/store/books.h"

static HufuId
make_scan (guint8 which)
{
  return (HufuId){{which, 1}};
}

/* scan 0: no live code. */
static HufuReason
redeem (HufuBooks *books, HufuTestVoucher which, guint64 step, guint8 scan, HufuBasket **basket)
{
  HufuRedemption redemption = hufu_books_make_redemption (books, which, 100, *basket);
  g_autoptr (GError) error = NULL;
  HufuBasket *after = NULL;
  HufuReason reason;

  redemption.live_step = scan == 0 ? 0 : step;
  redemption.scan_id = make_scan (scan);
  g_assert_true (hufu_use_redeem_held (books->db, &redemption, &reason, &after, &error));
  g_assert_no_error (error);
  if (after != NULL) {
    hufu_basket_free (*basket);
    *basket = after;
  }
  return reason;
}

static guint64
find_step (HufuBooks *books, HufuTestVoucher which)
{
  g_auto (HufuVoucherState) state = {0};
  HufuId cti = hufu_books_cti (which);
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_voucher_find (books->db, &cti, &state, &error));
  return state.live_step;
}

static void
test_pass (void)
{
  static const struct {
    const char *what;
    guint64 step;
    guint8 scan;
    HufuReason reason;
    guint64 newest;
  } rows[] = {
      {"its first code", 100, 1, HUFU_R00_OK_HELD, 100},
      {"a second use by the same scan", 100, 1, HUFU_R00_OK_HELD, 100},
      {"a photograph of that code", 100, 2, HUFU_R17_PROOF_BAD_OR_STALE, 100},
      {"an older code", 99, 3, HUFU_R17_PROOF_BAD_OR_STALE, 100},
      {"the next code", 101, 4, HUFU_R00_OK_HELD, 101},
      {"the first scan, after that", 100, 1, HUFU_R17_PROOF_BAD_OR_STALE, 101},
      {"without a code, where none is wanted", 0, 0, HUFU_R00_OK_HELD, 101},
  };
  g_autoptr (HufuBooks) books = hufu_books_new (30);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 0);

  g_assert_cmpuint (hufu_books_grant (books, HUFU_TEST_PASS, 1), ==, 5);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].what);
    hufu_books_reopen (books);
    g_assert_cmpint (redeem (books, HUFU_TEST_PASS, rows[i].step, rows[i].scan, &basket), ==,
                     rows[i].reason);
    g_assert_cmpuint (find_step (books, HUFU_TEST_PASS), ==, rows[i].newest);
  }
  g_assert_cmpuint (basket->lines->len, ==, 4);
  g_test_message ("each event says by which code");
  g_assert_cmpint (hufu_books_count (books, "SELECT sum (json_extract (body, '$.live_step'))"
                                            " FROM journal WHERE kind = 'voucher.redeemed'"),
                   ==, 100 + 100 + 101);
  hufu_books_assert_whole (books->db);
}

/* What is refused for another reason takes no code. */
static void
test_refused (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (31);
  g_autoptr (HufuBasket) empty = hufu_books_make_basket (books, 0);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 1);

  g_assert_cmpint (redeem (books, HUFU_TEST_DEAL, 100, 1, &empty), ==, HUFU_R07_OWNER_UNREACHABLE);
  hufu_books_grant (books, HUFU_TEST_DEAL, 1);
  hufu_books_grant (books, HUFU_TEST_CASH, 2);
  g_assert_cmpint (redeem (books, HUFU_TEST_CASH, 100, 1, &empty), ==, /* nothing is to be paid */
                   HUFU_R29_CONDITIONS_NOT_MET);
  g_assert_cmpuint (find_step (books, HUFU_TEST_DEAL), ==, 0);
  g_assert_cmpuint (find_step (books, HUFU_TEST_CASH), ==, 0);
  g_assert_cmpint (redeem (books, HUFU_TEST_DEAL, 100, 2, &basket), ==, HUFU_R00_OK_HELD);
  g_assert_cmpint (redeem (books, HUFU_TEST_CASH, 100, 3, &basket), ==, HUFU_R00_OK_HELD);
  g_assert_cmpint (redeem (books, HUFU_TEST_CASH, 100, 4, &basket), ==,
                   HUFU_R17_PROOF_BAD_OR_STALE);
}

/* So that every till that asks hears of it; the scan that took it redeems by it. */
static void
test_taken_before (void)
{
  static const struct {
    const char *what;
    guint64 step;
    guint8 scan;
    gboolean is_taken;
    guint64 newest;
  } rows[] = {
      {"of a voucher that was never heard of here", 100, 1, TRUE, 100},
      {"twice by one scan", 100, 1, TRUE, 100},
      {"a photograph of it", 100, 2, FALSE, 100},
      {"an older code", 99, 3, FALSE, 100},
      {"the next code", 101, 4, TRUE, 101},
      {"the first scan, after that", 100, 1, FALSE, 101},
  };
  g_autoptr (HufuBooks) books = hufu_books_new (32);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 0);
  HufuId cti = hufu_books_cti (HUFU_TEST_PASS);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    HufuId scan = make_scan (rows[i].scan);
    gboolean is_taken;

    g_test_message ("%s", rows[i].what);
    hufu_books_reopen (books);
    g_assert_true (hufu_live_code_take (books->db, &cti, rows[i].step, &scan, &is_taken, &error));
    g_assert_no_error (error);
    g_assert_cmpint (is_taken, ==, rows[i].is_taken);
    g_assert_cmpuint (find_step (books, HUFU_TEST_PASS), ==, rows[i].newest);
  }
  g_assert_cmpuint (hufu_books_grant (books, HUFU_TEST_PASS, 1), ==, 5);
  g_assert_cmpint (redeem (books, HUFU_TEST_PASS, 101, 5, &basket), ==,
                   HUFU_R17_PROOF_BAD_OR_STALE);
  g_assert_cmpint (redeem (books, HUFU_TEST_PASS, 101, 4, &basket), ==, HUFU_R00_OK_HELD);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live/pass", test_pass);
  g_test_add_func ("/live/refused", test_refused);
  g_test_add_func ("/live/taken-before", test_taken_before);
  return g_test_run ();
}
