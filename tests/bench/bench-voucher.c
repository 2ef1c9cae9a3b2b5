/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A scanned voucher without network: from the text of its QR code to the verdict on the screen, and
 * the act of redeeming it, with and without the sync.
 */
#include <string.h>
#include "core/verdict.h"
#include "crypto/sign.h"
#include "tests/bench/io-count.h"
#include "tests/bench/stats.h"
#include "tests/store/books.h"

#define ISSUER "hufu-demo"
#define VERDICT_GOAL_NS (1000 * 1000)
#define REDEEMED_PER_CHECKPOINT 20

typedef struct {
  HufuBooks *books;
  HufuKeyPair *keys;
  HufuTrustList *trust;
  guint8 kid[HUFU_TOKEN_KID_BYTES];
  GPtrArray *texts; /* of the vouchers' QR codes */
  GArray *ctis;
} Shop;

typedef struct {
  HufuSample *decode, *verdict, *bare, *redeem, *sync;
  HufuIoCount io;
} Result;

static HufuTrustList *
make_trust (const HufuKeyPair *keys, const guint8 *kid)
{
  HufuTrustKey key = {.issuer = ISSUER, .state = HUFU_KEY_ACTIVE};

  memcpy (key.kid, kid, sizeof key.kid);
  memcpy (key.public_key, keys->public_key, sizeof key.public_key);
  return hufu_trust_list_new (1, &key, 1);
}

static void
add_grant (HufuGrants *grants, const HufuId *cti, guint64 counter)
{
  g_autoptr (HufuVoucher) voucher = hufu_books_make_voucher (HUFU_TEST_DEAL);
  HufuRight right = {
      .key = {*cti, 1, 0},
      .epoch = {1, counter},
      .remaining_minor = voucher->value_minor,
  };

  voucher->cti = *cti;
  g_free (voucher->short_code);
  voucher->short_code = g_strdup_printf ("D%09" G_GUINT64_FORMAT, counter);
  hufu_grants_add (grants, voucher, &right);
}

static char *
make_text (const Shop *shop, const HufuId *cti)
{
  HufuClaims claims = {
      .kind = HUFU_TOKEN_VOUCHER,
      .issuer = ISSUER,
      .cti = *cti,
      .not_before_utc_s = HUFU_TEST_START_UTC_S - 100000,
      .expires_utc_s = HUFU_TEST_START_UTC_S + 100 * 86400,
      .deal_number = 1042,
      .uses = 1,
      .value_minor = 9900,
      .currency = 156,
      .has_home = TRUE,
      .home_store = 1,
      .generation = 1,
      .flags = HUFU_VOUCHER_OFFLINE_ALLOWED,
  };

  return hufu_token_encode (&claims, shop->kid, hufu_crypto_sign, shop->keys);
}

static void
open_shop (Shop *shop, guint n_vouchers)
{
  g_autoptr (HufuGrants) grants = hufu_grants_new ();
  g_autoptr (GError) error = NULL;
  guint credited = 0;

  shop->books = hufu_books_new (1);
  shop->keys = hufu_key_pair_make ();
  hufu_token_make_kid (shop->keys->public_key, shop->kid);
  shop->trust = make_trust (shop->keys, shop->kid);
  shop->texts = g_ptr_array_new_with_free_func (g_free);
  shop->ctis = g_array_new (FALSE, FALSE, sizeof (HufuId));
  for (guint i = 0; i < n_vouchers; i++) {
    HufuId cti = hufu_host_make_id (hufu_db_get_host (shop->books->db));

    g_array_append_val (shop->ctis, cti);
    add_grant (grants, &cti, i + 1);
    g_ptr_array_add (shop->texts, make_text (shop, &cti));
  }
  g_assert_true (hufu_right_credit (shop->books->db, grants, &credited, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (credited, ==, n_vouchers);
  hufu_db_checkpoint (shop->books->db);
}

static void
close_shop (Shop *shop)
{
  hufu_books_free (shop->books);
  hufu_key_pair_free (shop->keys);
  hufu_trust_list_free (shop->trust);
  g_ptr_array_unref (shop->texts);
  g_array_unref (shop->ctis);
}

static HufuVerdict
judge (const Shop *shop, const HufuToken *token, HufuVoucherState *state)
{
  g_autoptr (GError) error = NULL;
  HufuVerdictContext context = {
      .trust = shop->trust,
      .verify = hufu_crypto_verify,
      .store_no = 1,
      .now_utc_s = HUFU_TEST_START_UTC_S,
      .clock_trusted = TRUE,
  };

  g_assert_true (hufu_voucher_find (shop->books->db, &token->claims.cti, state, &error));
  context.newest_generation = state->newest_generation;
  return hufu_verdict_check (token, &context);
}

/* All that is done between the camera's text and the colour on the screen. */
static void
measure_verdict (const Shop *shop, const char *text, Result *result)
{
  g_auto (HufuVoucherState) state = {0};
  gint64 start_ns = hufu_bench_now_ns (), decoded_ns, judged_ns;
  HufuVerdict verdict;
  HufuToken token;

  g_assert_cmpint (hufu_token_decode (text, strlen (text), &token), ==, HUFU_R00_OK_HELD);
  decoded_ns = hufu_bench_now_ns ();
  verdict = judge (shop, &token, &state);
  judged_ns = hufu_bench_now_ns ();
  g_assert_cmpint (verdict.reason, ==, HUFU_R00_OK_HELD);
  g_assert_false (verdict.online_only);
  g_assert_cmpuint (state.held, ==, 1);
  hufu_sample_add (result->decode, decoded_ns - start_ns);
  hufu_sample_add (result->verdict, judged_ns - decoded_ns);
  start_ns = hufu_bench_now_ns ();
  g_assert_true (hufu_crypto_verify (token.signature, token.signed_bytes, token.n_signed,
                                     shop->keys->public_key));
  hufu_sample_add (result->bare, hufu_bench_now_ns () - start_ns);
}

static void
measure_redeem (const Shop *shop, const HufuId *cti, Result *result)
{
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (shop->books, 0);
  HufuRedemption redemption = hufu_books_make_redemption (shop->books, HUFU_TEST_DEAL, 0, basket);
  g_autoptr (GError) error = NULL;
  HufuBasket *after = NULL;
  g_auto (HufuFinished) finished = {{0}};
  HufuReason reason;
  HufuIoCount io;
  gint64 start_ns;

  redemption.cti = *cti;
  hufu_io_count_reset ();
  start_ns = hufu_bench_now_ns ();
  g_assert_true (hufu_use_redeem_held (shop->books->db, &redemption, &reason, &after, &error));
  start_ns = hufu_bench_now_ns () - start_ns;
  io = hufu_io_count_get ();
  g_assert_cmpint (reason, ==, HUFU_R00_OK_HELD);
  hufu_sample_add (result->redeem, start_ns - io.sync_ns);
  hufu_sample_add (result->sync, io.sync_ns);
  result->io.syncs += io.syncs;
  hufu_books_finish (shop->books, after, &finished);
  hufu_basket_free (after);
}

static void
print_verdict (Result *result, guint rounds)
{
  g_autofree char *measured = hufu_sample_format (result->verdict);
  g_autofree char *decode = hufu_sample_format (result->decode);
  g_autofree char *bare = hufu_sample_format (result->bare);
  g_autofree char *how = g_strdup_printf (
      "p99; signature, trust list, scope, time, generation and the books of %u vouchers; decode"
      " before it %s; the bare signature check in it %s",
      rounds, decode, bare);

  hufu_bench_row ("voucher: verdict offline", measured, "1 ms",
                  hufu_bench_ratio (hufu_sample_get_ns (result->verdict, 990), VERDICT_GOAL_NS),
                  1.0, how);
}

static void
print_redeem (Result *result, guint rounds)
{
  g_autofree char *measured = hufu_sample_format (result->redeem);
  g_autofree char *sync = hufu_sample_format (result->sync);
  g_autofree char *how = g_strdup_printf (
      "p99; hufu_use_redeem_held: right, use, sale line, ledger, journal in one transaction;"
      " %.2f syncs an act, %s",
      (double)result->io.syncs / rounds, sync);

  hufu_bench_row ("voucher: redeem, sync apart", measured, "1 ms",
                  hufu_bench_ratio (hufu_sample_get_ns (result->redeem, 990), VERDICT_GOAL_NS), 1.0,
                  how);
}

int
main (int argc, char **argv)
{
  HufuBenchOptions options = hufu_bench_init (argc, argv);
  guint rounds = hufu_bench_rounds (&options, 1000);
  Result result = {hufu_sample_new (), hufu_sample_new (), hufu_sample_new (), hufu_sample_new (),
                   hufu_sample_new ()};
  HufuSample *samples[] = {result.decode, result.verdict, result.bare, result.redeem, result.sync};
  Shop shop;

  open_shop (&shop, rounds);
  for (guint i = 0; i < rounds; i++) {
    measure_verdict (&shop, g_ptr_array_index (shop.texts, i), &result);
    measure_redeem (&shop, &g_array_index (shop.ctis, HufuId, i), &result);
    if (i % REDEEMED_PER_CHECKPOINT == 0)
      hufu_db_checkpoint (shop.books->db);
  }
  print_verdict (&result, rounds);
  print_redeem (&result, rounds);
  close_shop (&shop);
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    hufu_sample_free (samples[i]);
  return 0;
}
