/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Live codes at a counter without a platform. */
#include <string.h>

#include "core/base45.h"
#include "core/base64url.h"
#include "core/token.h"
#include "crypto/host.h"
#include "store/terminal.h"
#include "tests/counter/shop-fill.h"
#include "tests/counter/shop.h"

#define sees(path, text) g_assert_cmpstr (hufu_shop_text (shop, path), ==, text)
#define counts(path, n) g_assert_cmpuint (hufu_shop_count (shop, path), ==, n)
#define amounts(path, n) g_assert_cmpint (hufu_shop_number (shop, path), ==, n)
#define has(path, part) g_assert_nonnull (strstr (hufu_shop_text (shop, path), part))
#define rights(n) g_assert_cmpint (hufu_shop_books (shop, "rights"), ==, n)

#define FRESH (-20) /* of the step to come: good for longer than a busy machine needs */
#define DAY 86400

static const HufuShopVoucher deal = {.type = HUFU_VOUCHER_DEAL, .id = "d1", .phone = TRUE};
static const HufuShopVoucher pass = {
    .type = HUFU_VOUCHER_PASS, .id = "a1", .uses = 5, .phone = TRUE};
static const HufuShopVoucher cash = {.type = HUFU_VOUCHER_CASH, .id = "c1", .phone = TRUE};

static HufuShop *
new_with (const HufuShopVoucher *voucher, char **ret_code)
{
  HufuShop *shop = hufu_shop_new ();

  hufu_shop_grant (shop, voucher);
  *ret_code = hufu_shop_make_code (shop, voucher);
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  return shop;
}

static void
show (HufuShop *shop, const char *code, gint64 age_s)
{
  g_autofree char *live = hufu_shop_make_live (shop, code, age_s);

  hufu_shop_scan (shop, live);
}

static void
test_deal (void)
{
  g_autofree char *code = NULL;
  g_autoptr (HufuShop) shop = new_with (&deal, &code);
  g_autofree char *live = NULL;

  hufu_shop_scan (shop, code); /* printed, or copied */
  sees ("panel.reason", "R16");
  has ("panel.say", "open the voucher");
  rights (1);
  live = hufu_shop_make_live (shop, code, FRESH);
  hufu_shop_scan (shop, live);
  sees ("panel.kind", "voucher");
  sees ("panel.note", "Certain: this till holds the right");
  has ("panel.note_text", "Live code checked.");
  hufu_counter_set_lang (shop->counter, HUFU_LANG_ZH);
  hufu_shop_settle (shop);
  has ("panel.note_text", "动态码已验证。");
  hufu_counter_set_lang (shop->counter, HUFU_LANG_EN);
  hufu_shop_settle (shop);
  hufu_shop_act (shop, HUFU_ACT_REDEEM);
  sees ("panel.reason", "R00");
  has ("panel.note_text", "Live code checked.");
  rights (0);
  hufu_shop_scan (shop, live); /* the scanner read it twice */
  sees ("panel.reason", "R11");
  hufu_shop_assert_whole (shop);
}

/* The link of a web page carries the same bytes. */
static void
test_link (void)
{
  g_autofree char *code = NULL;
  g_autoptr (HufuShop) shop = new_with (&deal, &code);
  g_autofree char *live = hufu_shop_make_live (shop, code, FRESH);
  g_autofree char *fragment = NULL, *link = NULL;
  guint8 bytes[HUFU_TOKEN_BYTES_MAX];
  gsize size;

  g_assert_true (hufu_base45_decode (live + 4, strlen (live) - 4, bytes, sizeof bytes, &size));
  fragment = hufu_base64url_encode (bytes, size);
  link = g_strconcat ("https://shop.example/h#", fragment, NULL);
  hufu_shop_scan (shop, link);
  sees ("panel.kind", "voucher");
  hufu_shop_act (shop, HUFU_ACT_REDEEM);
  sees ("panel.reason", "R00");
}

typedef struct {
  gint64 age_s;
  const char *reason, *sentence;
} Stale;

static void
assert_stale (HufuShop *shop, const char *code, const Stale *rows, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    g_test_message ("%" G_GINT64_FORMAT " s", rows[i].age_s);
    show (shop, code, rows[i].age_s);
    sees ("panel.reason", rows[i].reason);
    has ("panel.sentence", rows[i].sentence);
    hufu_shop_act (shop, HUFU_ACT_REDEEM);
    hufu_shop_act (shop, HUFU_ACT_ASK_AGAIN); /* nobody answers, and no till is asked */
    sees ("panel.kind", "verdict");
    rights (1);
  }
  show (shop, code, FRESH);
  sees ("panel.kind", "voucher");
}

static void
test_stale (void)
{
  static const Stale rows[] = {
      {60, "R17", "seconds old: a screenshot is too old."},
      {600, "R17", "minutes old: a screenshot is too old."},
      {3 * DAY, "R17", "The code is 72 hours old: a screenshot is too old."},
      {-600, "R17", "The phone's clock is "},
  };
  g_autofree char *code = NULL;
  g_autoptr (HufuShop) shop = new_with (&deal, &code);

  assert_stale (shop, code, rows, G_N_ELEMENTS (rows));
}

/* The machine was restarted, and nobody has confirmed the time since: what could be the clock's
 * fault is not put on the customer, what cannot be is. */
static void
test_clock_in_doubt (void)
{
  static const Stale rows[] = {
      {120, "R21", "This till is not sure of the time"},
      {-300, "R21", "This till is not sure of the time"},
      {3 * DAY, "R17", "The code is 72 hours old: a screenshot is too old."},
      {-3 * DAY, "R17", "The phone's clock is 7"},
  };
  g_autofree char *code = NULL;
  g_autoptr (HufuShop) shop = new_with (&deal, &code);
  g_autoptr (HufuDb) db = NULL;

  hufu_shop_close (shop);
  db = hufu_shop_open_db (shop, "till.db", HUFU_DB_TERMINAL);
  g_assert_true (hufu_terminal_set_time_anchor (db, hufu_host_utc_us (hufu_crypto_host ()), 0,
                                                "another boot", NULL));
  g_clear_pointer (&db, hufu_db_close);
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  assert_stale (shop, code, rows, G_N_ELEMENTS (rows));
}

static void
test_wrong_proofs (void)
{
  const HufuShopVoucher bearer = {.type = HUFU_VOUCHER_DEAL, .id = "d2"};
  g_autofree char *code = NULL, *live = NULL;
  g_autoptr (HufuShop) shop = new_with (&deal, &code);
  g_autoptr (HufuKeyPair) own = shop->phone;
  g_autofree char *plain = hufu_shop_make_code (shop, &bearer);

  shop->phone = hufu_key_pair_make ();
  live = hufu_shop_make_live (shop, code, FRESH);
  hufu_shop_scan (shop, live);
  sees ("panel.reason", "R17");
  has ("panel.sentence", "Ask the customer to open the voucher again");
  rights (1);
  hufu_shop_scan (shop, plain); /* nothing is asked of a bearer's voucher */
  sees ("panel.reason", "R07");
}

/* One code is good for what is redeemed in one go. A picture that somebody took of it meanwhile is
 * worth nothing, and the customer shows the next one for more. */
static void
test_pass (void)
{
  g_autofree char *code = NULL;
  g_autoptr (HufuShop) shop = new_with (&pass, &code);
  g_autofree char *first = hufu_shop_make_live (shop, code, FRESH + 15);
  g_autofree char *second = hufu_shop_make_live (shop, code, FRESH);

  hufu_shop_scan (shop, first);
  hufu_shop_act (shop, HUFU_ACT_MORE_USES);
  hufu_shop_act (shop, HUFU_ACT_REDEEM);
  sees ("panel.headline", "Redeemed, 2 uses");
  g_assert_false (hufu_shop_offers (shop, HUFU_ACT_REDEEM_AGAIN));
  rights (3);
  hufu_shop_act (shop, HUFU_ACT_REDEEM_AGAIN);
  rights (3);
  hufu_shop_scan (shop, first);
  sees ("panel.reason", "R17");
  sees ("panel.headline", "Refused: live code used");
  has ("panel.sentence", "This code has been used.");
  has ("panel.say", "the next one");
  hufu_shop_act (shop, HUFU_ACT_REDEEM);
  rights (3);
  hufu_shop_close (shop); /* it is remembered */
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  hufu_shop_scan (shop, first);
  sees ("panel.reason", "R17");
  hufu_shop_scan (shop, second);
  sees ("panel.kind", "voucher");
  hufu_shop_act (shop, HUFU_ACT_REDEEM);
  sees ("panel.reason", "R00");
  rights (2);
  hufu_shop_scan (shop, first); /* an older one is worth no more */
  sees ("panel.reason", "R17");
  hufu_shop_assert_whole (shop);
}

/* Looked at twice before it is used: the second scan is as good as the first. */
static void
test_looked_at_twice (void)
{
  g_autofree char *code = NULL;
  g_autoptr (HufuShop) shop = new_with (&cash, &code);
  g_autofree char *live = hufu_shop_make_live (shop, code, FRESH);

  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_scan (shop, live);
  hufu_shop_act (shop, HUFU_ACT_BACK);
  hufu_shop_scan (shop, live);
  hufu_shop_act (shop, HUFU_ACT_REDEEM);
  sees ("panel.reason", "R00");
  amounts ("basket.due_minor", 0);
  hufu_shop_scan (shop, HUFU_SHOP_TEA);
  hufu_shop_scan (shop, live); /* money is left on it, for the next code */
  sees ("panel.reason", "R17");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live/deal", test_deal);
  g_test_add_func ("/live/link", test_link);
  g_test_add_func ("/live/stale", test_stale);
  g_test_add_func ("/live/clock-in-doubt", test_clock_in_doubt);
  g_test_add_func ("/live/wrong-proofs", test_wrong_proofs);
  g_test_add_func ("/live/pass", test_pass);
  g_test_add_func ("/live/looked-at-twice", test_looked_at_twice);
  return g_test_run ();
}
