/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vouchers accepted without their rights: what the signed policy allows, counted in the books and
 * in the journal, and when the count falls. */
#include <jansson.h>
#include <string.h>
#include "crypto/sign.h"
#include "store/change-store.h"
#include "store/limits-store.h"
#include "store/right-return.h"
#include "store/sql.h"
#include "store/terminal.h"
#include "tests/store/books.h"

#define NOW_S (HUFU_TEST_START_UTC_S)
#define FULL HUFU_TEST_LIMITS

static HufuKeyPair *
make_keys (guint8 first)
{
  guint8 seed[HUFU_SEED_BYTES] = {first};

  return hufu_key_pair_from_seed (seed);
}

static HufuBooks *
new_with_limits (const char *body)
{
  HufuBooks *books = hufu_books_new (11);
  g_autoptr (HufuKeyPair) platform = make_keys (1);

  hufu_books_trust (books, platform);
  hufu_books_ask_limits (books, body, platform);
  return books;
}

static const HufuLimitsAsk good = {
    .status = HUFU_STATUS_VALID,
    .status_utc_s = NOW_S - 60,
    .now_utc_s = NOW_S,
    .clock_trusted = TRUE,
};

/* The n-th voucher of this value; *basket is replaced by the sale as it stands. */
static HufuReason
accept_voucher (HufuBooks *books, HufuTestVoucher which, guint n, gint64 value_minor,
                gint64 amount_minor, HufuBasket **basket)
{
  g_autoptr (HufuVoucher) voucher = hufu_books_make_voucher (which);
  g_autoptr (HufuBasket) next = NULL;
  g_autoptr (GError) error = NULL;
  HufuRedemption redemption = hufu_books_make_redemption (books, which, amount_minor, *basket);
  HufuReason reason;

  voucher->cti.bytes[0] = (guint8)(n + 1);
  voucher->value_minor = value_minor;
  voucher->paid_minor = which == HUFU_TEST_COUPON ? 0 : value_minor;
  redemption.cti = voucher->cti;
  g_assert_true (
      hufu_use_redeem_unleased (books->db, &redemption, voucher, &good, &reason, &next, &error));
  g_assert_no_error (error);
  g_assert_cmpint (next != NULL, ==, reason == HUFU_R03_OK_GRACE);
  if (next != NULL) {
    hufu_basket_free (*basket);
    *basket = g_steal_pointer (&next);
  }
  return reason;
}

static HufuLimitsBook
load (HufuBooks *books)
{
  g_autoptr (GError) error = NULL;
  HufuLimitsBook book;

  g_assert_true (hufu_limits_load (books->db, &book, &error));
  g_assert_no_error (error);
  return book;
}

static void
test_policies (void)
{
  g_autoptr (HufuKeyPair) platform = make_keys (1);
  g_autoptr (HufuKeyPair) stranger = make_keys (2);
  const struct {
    const char *why, *body;
    HufuKeyPair *signer;
    HufuLimitsState expected;
  } rows[] = {
      {"all there can be", FULL, platform, HUFU_LIMITS_ON},
      {"nobody signed it", FULL, NULL, HUFU_LIMITS_UNSIGNED},
      {"a stranger signed it", FULL, stranger, HUFU_LIMITS_UNSIGNED},
      {"no limits in it", "{}", platform, HUFU_LIMITS_NONSENSE},
      {"no JSON in it", "x", platform, HUFU_LIMITS_NONSENSE},
      {"another store's",
       "{\"status_age_max_s\":86400,\"store_no\":2,\"total_max_minor\":200000,\"uses_max\":50,"
       "\"voucher_max_minor\":20000}",
       platform, HUFU_LIMITS_NONSENSE},
      {"a limit of 1,000,000.00",
       "{\"status_age_max_s\":86400,\"store_no\":1,\"total_max_minor\":100000000,\"uses_max\":50,"
       "\"voucher_max_minor\":20000}",
       platform, HUFU_LIMITS_NONSENSE},
      {"a negative limit",
       "{\"status_age_max_s\":86400,\"store_no\":1,\"total_max_minor\":200000,\"uses_max\":-1,"
       "\"voucher_max_minor\":20000}",
       platform, HUFU_LIMITS_NONSENSE},
  };
  g_autoptr (HufuBooks) books = hufu_books_new (10);

  g_assert_cmpint (load (books).state, ==, HUFU_LIMITS_OFF);
  hufu_books_trust (books, platform);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    HufuLimitsBook book;

    g_test_message ("%s", rows[i].why);
    hufu_books_ask_limits (books, rows[i].body, rows[i].signer);
    book = load (books);
    g_assert_cmpint (book.state, ==, rows[i].expected);
    g_assert_cmpint (book.limits.uses_max, ==, rows[i].expected == HUFU_LIMITS_ON ? 50 : 0);
  }
}

static void
test_off (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (10);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 0);

  g_assert_cmpint (accept_voucher (books, HUFU_TEST_DEAL, 1, 100, 0, &basket), ==,
                   HUFU_R07_OWNER_UNREACHABLE);
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM voucher_use"), ==, 0);
}

/* Nobody paid for a coupon, nor for what is shown as a deal but may be one. */
static void
test_unpaid (void)
{
  g_autoptr (HufuBooks) books = new_with_limits (FULL);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 0);
  g_autoptr (HufuVoucher) gift = hufu_books_make_voucher (HUFU_TEST_DEAL);
  HufuLimitsBook book;

  g_assert_cmpint (accept_voucher (books, HUFU_TEST_COUPON, 1, 500, 0, &basket), ==,
                   HUFU_R07_OWNER_UNREACHABLE);
  g_assert_true (hufu_limits_can_cover (gift));
  gift->paid_minor = 0;
  g_assert_false (hufu_limits_can_cover (gift));
  book = load (books);
  g_assert_cmpint (book.used.uses, ==, 0);
  g_assert_cmpint (hufu_limits_find_room (&book, 0), ==, 20000);
  g_assert_cmpint (hufu_limits_find_room (&book, 19000), ==, 1000);
  book.used.total_minor = 200000 - 500;
  g_assert_cmpint (hufu_limits_find_room (&book, 0), ==, 500);
  book.used.uses = 50;
  g_assert_cmpint (hufu_limits_find_room (&book, 0), ==, 0);
}

/* Each use raises the counters in its own transaction, and its event carries them. */
static void
test_counts (void)
{
  g_autoptr (HufuBooks) books = new_with_limits (FULL);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 0);

  g_assert_cmpint (accept_voucher (books, HUFU_TEST_DEAL, 1, 8800, 0, &basket), ==,
                   HUFU_R03_OK_GRACE);
  g_assert_cmpint (accept_voucher (books, HUFU_TEST_DEAL, 1, 8800, 0, &basket), ==,
                   HUFU_R11_ALREADY_REDEEMED_HERE);
  g_assert_cmpint (accept_voucher (books, HUFU_TEST_DEAL, 2, 20001, 0, &basket), ==,
                   HUFU_R19_LIMIT_VALUE);
  g_assert_cmpint (accept_voucher (books, HUFU_TEST_PASS, 3, 3000, 0, &basket), ==,
                   HUFU_R07_OWNER_UNREACHABLE);
  g_assert_cmpuint (basket->lines->len, ==, 1);
  hufu_books_reopen (books);
  g_assert_cmpint (load (books).used.uses, ==, 1);
  g_assert_cmpint (load (books).used.total_minor, ==, 8800);
  g_assert_cmpint (hufu_books_count (books, "SELECT json_extract (body, '$.unleased.total_minor')"
                                            " FROM journal WHERE kind = 'voucher.redeemed'"
                                            " AND json_extract (body, '$.basis') = 'R03'"),
                   ==, 8800);
  hufu_books_assert_whole (books->db);
}

/* Fifty and no more; 2,000.00 and no more. */
static void
test_limits (void)
{
  static const struct {
    gint64 value_minor;
    guint n_accepted;
    HufuReason then;
  } rows[] = {
      {100, 50, HUFU_R18_LIMIT_COUNT},
      {20000, 10, HUFU_R19_LIMIT_VALUE},
      {15000, 13, HUFU_R19_LIMIT_VALUE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (HufuBooks) books = new_with_limits (FULL);
    g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 0);

    for (guint n = 0; n < rows[i].n_accepted; n++)
      g_assert_cmpint (accept_voucher (books, HUFU_TEST_DEAL, n, rows[i].value_minor, 0, &basket),
                       ==, HUFU_R03_OK_GRACE);
    g_assert_cmpint (accept_voucher (books, HUFU_TEST_DEAL, 99, rows[i].value_minor, 0, &basket),
                     ==, rows[i].then);
    g_assert_cmpint (load (books).used.total_minor, ==, rows[i].value_minor * rows[i].n_accepted);
  }
}

/* A part today, a part tomorrow: together no more than it is worth, and than a voucher may. */
static void
test_cash (void)
{
  g_autoptr (HufuBooks) books = new_with_limits (FULL);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 30);

  g_assert_cmpint (accept_voucher (books, HUFU_TEST_CASH, 1, 50000, 15000, &basket), ==,
                   HUFU_R03_OK_GRACE);
  g_assert_cmpint (accept_voucher (books, HUFU_TEST_CASH, 1, 50000, 5001, &basket), ==,
                   HUFU_R19_LIMIT_VALUE);
  g_assert_cmpint (accept_voucher (books, HUFU_TEST_CASH, 1, 50000, 5000, &basket), ==,
                   HUFU_R03_OK_GRACE);
  g_assert_cmpint (accept_voucher (books, HUFU_TEST_CASH, 2, 3000, 3001, &basket), ==,
                   HUFU_R29_CONDITIONS_NOT_MET);
  g_assert_cmpint (accept_voucher (books, HUFU_TEST_CASH, 2, 3000, 3000, &basket), ==,
                   HUFU_R03_OK_GRACE);
  g_assert_cmpint (accept_voucher (books, HUFU_TEST_CASH, 2, 3000, 1, &basket), ==,
                   HUFU_R11_ALREADY_REDEEMED_HERE);
  hufu_books_assert_whole (books->db);
}

/* A till that is leaving or lost has made its last report, or is about to. */
static void
test_leaving (void)
{
  g_autoptr (HufuBooks) books = new_with_limits (FULL);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 0);

  g_assert_true (hufu_terminal_set_life (books->db, HUFU_LIFE_LEAVING, NULL));
  g_assert_cmpint (accept_voucher (books, HUFU_TEST_DEAL, 0, 100, 0, &basket), ==,
                   HUFU_R07_OWNER_UNREACHABLE);
  g_assert_true (hufu_terminal_set_life (books->db, HUFU_LIFE_LIVE, NULL));
  g_assert_cmpint (accept_voucher (books, HUFU_TEST_DEAL, 0, 100, 0, &basket), ==,
                   HUFU_R03_OK_GRACE);
}

/* The other tills go by what they heard last: the platform said how much that is. */
static void
test_others (void)
{
  static const struct {
    const char *told;
    gint64 expected;
  } rows[] = {{"{\"exposure_minor\":1}", 0}, {"{\"at_stake_minor\":5000}", 5000}, {"broken", 0}};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (HufuBooks) books = new_with_limits (FULL);

    g_assert_cmpint (load (books).others_minor, ==, 0);
    g_assert_true (hufu_setting_set (books->db, "attention", rows[i].told, NULL));
    g_assert_cmpint (load (books).others_minor, ==, rows[i].expected);
  }
}

static void
test_held (void)
{
  g_autoptr (HufuBooks) books = new_with_limits (FULL);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 0);
  g_autoptr (HufuVoucher) voucher = hufu_books_make_voucher (HUFU_TEST_DEAL);
  HufuRedemption redemption;
  HufuReason reason;

  hufu_books_grant (books, HUFU_TEST_DEAL, 1);
  redemption = hufu_books_make_redemption (books, HUFU_TEST_DEAL, 0, basket);
  g_assert_true (
      hufu_use_redeem_unleased (books->db, &redemption, voucher, &good, &reason, NULL, NULL));
  g_assert_cmpint (reason, ==, HUFU_R00_OK_HELD);
  g_assert_cmpint (load (books).used.uses, ==, 0);
}

/* The platform confirms all that is in the journal. */
static void
confirm (HufuBooks *books)
{
  g_auto (HufuTerminal) terminal = {0};
  guint8 hash[HUFU_JOURNAL_HASH_BYTES];
  g_autoptr (HufuBatch) batch = hufu_journal_next_batch (books->db, NULL);
  const HufuStoredEvent *last = batch->events->pdata[batch->events->len - 1];

  memcpy (hash, last->hash, sizeof hash);
  g_assert_true (hufu_terminal_load (books->db, &terminal, NULL));
  g_assert_true (hufu_journal_acknowledge (books->db, last->seq, hash, terminal.platform_epoch,
                                           NULL, 0, NULL));
}

static void
report (HufuBooks *books, guint64 counter)
{
  const HufuEpoch number = {1, counter};
  HufuReturnOutcome outcome;

  g_assert_true (hufu_right_report (books->db, &number, FALSE, &outcome, NULL));
  g_assert_cmpint (outcome, ==, HUFU_RETURN_DONE);
}

/* Neither what is sent nor a report alone lets the counters fall, only a report that is confirmed;
 * and what came after it stays counted. */
static void
test_falls (void)
{
  g_autoptr (HufuBooks) books = new_with_limits (FULL);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 0);

  accept_voucher (books, HUFU_TEST_DEAL, 1, 1000, 0, &basket);
  confirm (books);
  g_assert_cmpint (load (books).used.total_minor, ==, 1000);
  report (books, 90);
  g_assert_cmpint (load (books).used.total_minor, ==, 1000);
  accept_voucher (books, HUFU_TEST_DEAL, 2, 300, 0, &basket);
  g_assert_cmpint (load (books).used.total_minor, ==, 1300);
  confirm (books);
  g_assert_cmpint (load (books).used.total_minor, ==, 300);
  g_assert_cmpint (load (books).used.uses, ==, 1);
  accept_voucher (books, HUFU_TEST_DEAL, 3, 10, 0, &basket);
  confirm (books);
  g_assert_cmpint (load (books).used.total_minor, ==, 310);
  report (books, 91);
  confirm (books);
  g_assert_cmpint (load (books).used.uses, ==, 0);
}

/* Enrolled anew before the report was confirmed: nothing falls by that. */
static void
test_incarnation (void)
{
  g_autoptr (HufuBooks) books = new_with_limits (FULL);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 0);

  accept_voucher (books, HUFU_TEST_DEAL, 1, 1000, 0, &basket);
  report (books, 90);
  g_assert_true (hufu_terminal_reincarnate (books->db, 2, NULL));
  confirm (books);
  g_assert_cmpint (load (books).used.total_minor, ==, 1000);
  report (books, 91);
  confirm (books);
  g_assert_cmpint (load (books).used.total_minor, ==, 0);
}

static gint64
count (HufuBooks *books, const char *sql)
{
  gint64 n = -1;

  g_assert_true (HUFU_GET_INT (books->db, NULL, -1, &n, sql));
  return n;
}

#define UNDONE "SELECT count(*) FROM journal WHERE kind = 'voucher.undone'"
/* What stands anywhere, sign or no sign. */
#define BALANCES                                                                                   \
  "SELECT sum (abs (n)) FROM (SELECT sum (debit_minor - credit_minor) AS n FROM ledger_entry"      \
  " GROUP BY account)"

/* Taken back inside the hour it leaves the sale and the books. No right comes back here, and what
 * was accepted counts until a report: an undo makes no room for more. */
static void
test_undo (void)
{
  static const HufuTestVoucher rows[] = {HUFU_TEST_DEAL, HUFU_TEST_CASH};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (HufuBooks) books = new_with_limits (FULL);
    g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, i == 0 ? 0 : 1);
    g_autoptr (HufuBasket) after = NULL;
    gboolean is_cash = rows[i] == HUFU_TEST_CASH;
    HufuReason reason;
    HufuUndo wanted;
    gint64 balances = count (books, BALANCES);

    g_assert_cmpint (accept_voucher (books, rows[i], 1, 1000, is_cash ? 1000 : 0, &basket), ==,
                     HUFU_R03_OK_GRACE);
    wanted =
        hufu_books_make_undo (books, is_cash ? &((HufuTender *)basket->tenders->pdata[0])->use_id
                                             : &((HufuLine *)basket->lines->pdata[0])->use_id);
    g_assert_true (hufu_use_undo (books->db, &wanted, &reason, &after, NULL));
    g_assert_cmpint (reason, ==, HUFU_R27_UNDONE_IN_WINDOW);
    g_assert_cmpuint (after->tenders->len, ==, 0);
    g_assert_cmpuint (after->lines->len, ==, is_cash ? 1 : 0);
    g_assert_cmpint (count (books, UNDONE), ==, 1);
    g_assert_cmpint (load (books).used.total_minor, ==, 1000);
    g_assert_cmpint (count (books, "SELECT count(*) FROM entitlement"), ==, 0);
    g_assert_cmpint (count (books, BALANCES), ==, balances);
  }
}

static void
test_undo_too_late (void)
{
  g_autoptr (HufuBooks) books = new_with_limits (FULL);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 0);
  g_autoptr (HufuBasket) after = NULL;
  HufuReason reason;
  HufuUndo wanted;

  accept_voucher (books, HUFU_TEST_DEAL, 1, 1000, 0, &basket);
  wanted = hufu_books_make_undo (books, &((HufuLine *)basket->lines->pdata[0])->use_id);
  wanted.now_utc_us += G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC;
  g_assert_true (hufu_use_undo (books->db, &wanted, &reason, &after, NULL));
  g_assert_cmpint (reason, ==, HUFU_R29_CONDITIONS_NOT_MET);
  g_assert_cmpint (count (books, UNDONE), ==, 0);
}

/* The till may be a copy since: what was accepted stays as it is, here. */
static void
test_undo_of_a_copy (void)
{
  g_autoptr (HufuBooks) books = new_with_limits (FULL);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 0);
  g_autoptr (GError) error = NULL;
  HufuId use_id;

  accept_voucher (books, HUFU_TEST_DEAL, 1, 1000, 0, &basket);
  use_id = ((HufuLine *)basket->lines->pdata[0])->use_id;
  g_assert_true (hufu_terminal_freeze (books->db, HUFU_FROZEN_FORKED, &error));
  g_assert_cmpint (hufu_books_undo (books, &use_id, &basket), ==, HUFU_R29_CONDITIONS_NOT_MET);
  g_assert_cmpint (count (books, UNDONE), ==, 0);
  g_assert_cmpint (count (books, "SELECT count(*) FROM sale_line"), ==, 1);
}

/* Of a voucher that says no more than a title: its line is called that, and it is our own. */
static void
test_title_alone (void)
{
  g_autoptr (HufuBooks) books = new_with_limits (FULL);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 0), after = NULL;
  g_autoptr (HufuVoucher) voucher = hufu_books_make_voucher (HUFU_TEST_DEAL);
  HufuRedemption redemption = hufu_books_make_redemption (books, HUFU_TEST_DEAL, 0, basket);
  g_autoptr (GError) error = NULL;
  const HufuLine *line;
  HufuReason reason;

  g_clear_pointer (&voucher->item_en, g_free);
  g_clear_pointer (&voucher->item_zh, g_free);
  g_clear_pointer (&voucher->icon, g_free);
  g_clear_pointer (&voucher->issuer, g_free);
  g_assert_true (
      hufu_use_redeem_unleased (books->db, &redemption, voucher, &good, &reason, &after, &error));
  g_assert_no_error (error);
  g_assert_cmpint (reason, ==, HUFU_R03_OK_GRACE);
  line = g_ptr_array_index (after->lines, 0);
  g_assert_cmpstr (line->name_en, ==, "Voucher");
  g_assert_cmpstr (line->name_zh, ==, "券");
  g_assert_cmpstr (line->icon, ==, "");
  g_assert_cmpint (hufu_books_balance (books, "voucher_liability"), ==, 8800);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/limits/policies", test_policies);
  g_test_add_func ("/store/limits/off", test_off);
  g_test_add_func ("/store/limits/counts", test_counts);
  g_test_add_func ("/store/limits/unpaid", test_unpaid);
  g_test_add_func ("/store/limits/limits", test_limits);
  g_test_add_func ("/store/limits/cash", test_cash);
  g_test_add_func ("/store/limits/leaving", test_leaving);
  g_test_add_func ("/store/limits/others", test_others);
  g_test_add_func ("/store/limits/held", test_held);
  g_test_add_func ("/store/limits/falls", test_falls);
  g_test_add_func ("/store/limits/incarnation", test_incarnation);
  g_test_add_func ("/store/limits/undo", test_undo);
  g_test_add_func ("/store/limits/undo-too-late", test_undo_too_late);
  g_test_add_func ("/store/limits/undo-of-a-copy", test_undo_of_a_copy);
  g_test_add_func ("/store/limits/title-alone", test_title_alone);
  return g_test_run ();
}
