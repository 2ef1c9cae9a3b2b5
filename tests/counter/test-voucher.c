/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vouchers at the counter, without a platform: held ones, undo, and every refusal that can come. */
#include <string.h>

#include "store/terminal.h"
#include "tests/counter/shop-fill.h"
#include "tests/counter/shop.h"
#include "tests/lib/await.h"

#define sees(path, text) g_assert_cmpstr (hufu_shop_text (shop, path), ==, text)
#define counts(path, n) g_assert_cmpuint (hufu_shop_count (shop, path), ==, n)
#define amounts(path, n) g_assert_cmpint (hufu_shop_number (shop, path), ==, n)

#define DAY 86400

static const HufuShopVoucher deal = {.type = HUFU_VOUCHER_DEAL, .id = "d1"};
static const HufuShopVoucher pass = {.type = HUFU_VOUCHER_PASS, .id = "a1", .uses = 3};
static const HufuShopVoucher cash = {.type = HUFU_VOUCHER_CASH, .id = "c1", .value_minor = 5000};

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
test_deal (void)
{
  g_autofree char *code = NULL;
  g_autoptr (HufuShop) shop = new_with (&deal, &code);

  g_assert_cmpint (hufu_shop_books (shop, "rights"), ==, 1);
  hufu_shop_scan (shop, code);
  sees ("panel.kind", "voucher");
  sees ("panel.title", "Tea for two");
  sees ("panel.note", "Certain: this till holds the right");
  sees ("primary.act", "redeem");
  g_assert_cmpint (hufu_shop_books (shop, "rights"), ==, 1); /* a look takes nothing */
  hufu_shop_act (shop, HUFU_ACT_PRIMARY);
  sees ("panel.reason", "R00");
  sees ("panel.headline", "Redeemed, 1 use");
  sees ("panel.sentence", "Hand over: 2 teas");
  g_assert_cmpstr (shop->sounds->str, ==, "a");
  sees ("basket.rows.0.kind", "prepaid");
  amounts ("basket.due_minor", 0);
  sees ("primary.act", "finish");
  g_assert_cmpint (hufu_shop_books (shop, "rights"), ==, 0);
  hufu_shop_act (shop, HUFU_ACT_VOID); /* a redeemed line leaves only by undo */
  hufu_shop_act (shop, HUFU_ACT_VOID);
  hufu_counter_delete_line (shop->counter, 1);
  hufu_shop_settle (shop);
  counts ("basket.rows", 1);
  hufu_shop_act (shop, HUFU_ACT_UNDO);
  sees ("panel.reason", "R27");
  counts ("basket.rows", 0);
  g_assert_cmpint (hufu_shop_books (shop, "rights"), ==, 1);
  hufu_shop_scan (shop, code); /* as good as before */
  hufu_shop_act (shop, HUFU_ACT_REDEEM);
  sees ("panel.reason", "R00");
  hufu_shop_act (shop, HUFU_ACT_FINISH);
  sees ("panel.kind", "done");
  hufu_shop_scan (shop, code);
  sees ("panel.reason", "R11");
  g_assert_true (hufu_shop_offers (shop, HUFU_ACT_UNDO)); /* the sale is finished, and stands */
  hufu_shop_act (shop, HUFU_ACT_UNDO);
  sees ("panel.reason", "R27");
  g_assert_cmpint (hufu_shop_books (shop, "rights"), ==, 1);
  hufu_shop_assert_whole (shop);
}

/* The till was just started and nobody answers it: a voucher waits, says why, and goes on by
 * itself. What was redeemed before is not undone meanwhile. */
static void
test_just_started (void)
{
  g_autofree char *code = NULL;
  g_autoptr (HufuShop) shop = hufu_shop_new ();

  hufu_shop_grant (shop, &pass);
  code = hufu_shop_make_code (shop, &pass);
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  hufu_shop_scan (shop, code);
  hufu_shop_act (shop, HUFU_ACT_REDEEM);
  hufu_shop_close (shop);
  shop->witness_ms = 3600 * 1000;
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  hufu_counter_input (shop->counter, code, -1, HUFU_INPUT_SCAN);
  hufu_await (strcmp (hufu_shop_text (shop, "panel.headline"), "One moment") == 0, 20000);
  sees ("panel.tone", "ask");
  hufu_counter_select_line (shop->counter, 1);
  hufu_counter_act (shop->counter, HUFU_ACT_UNDO);
  g_assert_nonnull (strstr (shop->notices->str, "This till has just started"));
  g_assert_cmpint (hufu_shop_books (shop, "rights"), ==, 2);
  hufu_counter_act (shop->counter, HUFU_ACT_BACK);
  hufu_shop_settle (shop);
  hufu_shop_close (shop);
  shop->witness_ms = 1500;
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  hufu_shop_scan (shop, code);
  sees ("panel.note", "Certain: this till holds the right");
  hufu_shop_act (shop, HUFU_ACT_REDEEM);
  sees ("panel.reason", "R00");
  hufu_shop_assert_whole (shop);
}

/* Scanned again while its line stands there: no refusal, and nothing to tell the customer. */
static void
test_scanned_again (void)
{
  g_autofree char *code = NULL;
  g_autoptr (HufuShop) shop = new_with (&deal, &code);

  hufu_shop_scan (shop, code);
  hufu_shop_act (shop, HUFU_ACT_REDEEM);
  hufu_shop_scan (shop, code);
  sees ("panel.headline", "Already in this sale");
  sees ("panel.sentence", "Hand over: 2 teas");
  sees ("panel.tone", "plain");
  sees ("panel.say", "");
  sees ("panel.title", "Tea for two");
  sees ("primary.act", "back");
  sees ("panel.choices.0.act", "back");
  g_assert_true (hufu_shop_offers (shop, HUFU_ACT_UNDO));
  g_assert_null (strchr (shop->sounds->str, 'r'));
  counts ("basket.rows", 1);
  hufu_counter_set_lang (shop->counter, HUFU_LANG_ZH);
  hufu_shop_settle (shop);
  sees ("panel.headline", "已在本单");
  sees ("panel.tone", "plain");
  hufu_shop_act (shop, HUFU_ACT_UNDO);
  sees ("panel.reason", "R27");
  counts ("basket.rows", 0);
  hufu_shop_assert_whole (shop);
}

/* The verdict was folded away by the next scan; the use can be undone all the same. */
static void
test_undo_later (void)
{
  g_autofree char *code = NULL;
  g_autoptr (HufuShop) shop = new_with (&deal, &code);

  hufu_shop_scan (shop, code);
  hufu_shop_act (shop, HUFU_ACT_REDEEM);
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_scan (shop, code);
  sees ("panel.headline", "Already in this sale");
  g_assert_true (hufu_shop_offers (shop, HUFU_ACT_UNDO));
  hufu_shop_act (shop, HUFU_ACT_BACK);
  hufu_shop_act (shop, HUFU_ACT_UNDO); /* the selected line is the crisps */
  counts ("basket.rows", 2);
  hufu_counter_select_line (shop->counter, 1);
  hufu_shop_act (shop, HUFU_ACT_UNDO);
  sees ("panel.reason", "R27");
  counts ("basket.rows", 1);
  g_assert_cmpint (hufu_shop_books (shop, "rights"), ==, 1);
}

/* It was used here before it was given away: the friend's code is refused, and what was used under
 * the older generation can only be refunded. */
static void
test_no_undo_of_the_generation_before (void)
{
  HufuShopVoucher friends = deal;
  g_autofree char *code = NULL;
  g_autoptr (HufuShop) shop = new_with (&deal, &code);
  g_autofree char *newer = NULL;

  friends.generation = 2;
  newer = hufu_shop_make_code (shop, &friends);
  hufu_shop_scan (shop, code);
  hufu_shop_act (shop, HUFU_ACT_REDEEM);
  hufu_shop_act (shop, HUFU_ACT_FINISH);
  hufu_shop_scan (shop, newer);
  sees ("panel.reason", "R11");
  g_assert_false (hufu_shop_offers (shop, HUFU_ACT_UNDO));
  hufu_shop_scan (shop, code);
  sees ("panel.reason", "R11");
  g_assert_true (hufu_shop_offers (shop, HUFU_ACT_UNDO));
}

static void
test_pass (void)
{
  g_autofree char *code = NULL;
  g_autoptr (HufuShop) shop = new_with (&pass, &code);

  hufu_shop_scan (shop, code);
  amounts ("panel.uses", 3);
  amounts ("panel.uses_spent", 0);
  hufu_shop_act (shop, HUFU_ACT_REDEEM);
  g_assert_true (hufu_shop_offers (shop, HUFU_ACT_REDEEM_AGAIN));
  hufu_shop_act (shop, HUFU_ACT_REDEEM_AGAIN);
  sees ("panel.reason", "R00");
  amounts ("panel.uses_spent", 2);
  counts ("basket.rows", 2);
  g_assert_cmpint (hufu_shop_books (shop, "rights"), ==, 1);
  hufu_shop_act (shop, HUFU_ACT_UNDO);
  counts ("basket.rows", 1);
  g_assert_cmpint (hufu_shop_books (shop, "rights"), ==, 2);
  hufu_shop_act (shop, HUFU_ACT_REDEEM); /* no voucher is shown any more */
  counts ("basket.rows", 1);
  g_print ("# %s\n", shop->notices->str);
  g_assert_nonnull (strstr (shop->notices->str, "not offered"));
}

static void
test_cash (void)
{
  g_autofree char *code = NULL;
  g_autoptr (HufuShop) shop = new_with (&cash, &code);

  hufu_shop_scan (shop, code);
  hufu_shop_act (shop, HUFU_ACT_REDEEM);
  g_print ("# %s\n", shop->notices->str);
  g_assert_nonnull (strstr (shop->notices->str, "Scan the products first"));
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_act (shop, HUFU_ACT_PAY); /* it comes out while paying, as it does */
  hufu_shop_scan (shop, code);
  sees ("screen", "sell");
  hufu_shop_act (shop, HUFU_ACT_PRIMARY);
  sees ("panel.reason", "R00");
  sees ("basket.rows.1.kind", "voucher");
  amounts ("basket.due_minor", 0);
  g_assert_cmpint (hufu_shop_books (shop, "rights"), ==, 1); /* 37.10 are left on it */
  hufu_shop_scan (shop, code);
  sees ("panel.facts.0.value", "¥37.10");
  hufu_shop_act (shop, HUFU_ACT_BACK);
  hufu_shop_act (shop, HUFU_ACT_UNDO);
  sees ("panel.reason", "R27");
  amounts ("basket.due_minor", 1290);
  hufu_shop_scan (shop, HUFU_SHOP_SHIRT_S);
  hufu_shop_scan (shop, code);
  sees ("panel.facts.0.value", "¥50.00");
  sees ("panel.facts.0.hint", "Off this sale");
  hufu_shop_act (shop, HUFU_ACT_REDEEM);
  amounts ("basket.due_minor", 1290 + 9900 - 5000);
  g_assert_cmpint (hufu_shop_books (shop, "rights"), ==, 0);
  sees ("panel.facts.0.hint", "Used up");
  sees ("panel.note", "Certain: this till held the right");
  hufu_shop_pay_cash (shop, 10000);
  sees ("panel.kind", "done");
  sees ("panel.facts.0.value", "38.10");
  hufu_shop_assert_whole (shop);
}

/* ---- refusals ---- */

typedef enum {
  AS_IS,
  GRANTED,
  USED,
  NEWER, /* a newer generation is granted here */
  OTHER_KEY,
  FORGED,
} How;

typedef struct {
  const char *code, *about;
  How how;
  HufuShopVoucher voucher;
  const char *title, *worth; /* NULL: a code that nobody vouches for has no name */
} Refusal;

static const Refusal refusals[] = {
    {"R05", "unknown issuer", OTHER_KEY, {.id = "01"}},
    {"R06", "forged", FORGED, {.id = "02"}},
    {"R07", "not held, no network", AS_IS, {.id = "03"}, "Voucher", "¥30.00"},
    {"R08", "not yet", GRANTED, {.id = "04", .starts_s = DAY}, "Tea for two", "¥30.00"},
    {"R09", "expired", GRANTED, {.id = "05", .ends_s = -DAY}, "Tea for two", "¥30.00"},
    {"R10", "other stores", AS_IS, {.id = "06", .scope = 99}, "Voucher", "¥30.00"},
    {"R10", "other stores, known here", GRANTED, {.id = "a6", .scope = 99}, "Tea for two", "¥"},
    {"R11", "used here", USED, {.id = "07"}, "Tea for two", "¥30.00"},
    {"R15", "older code", NEWER, {.id = "08"}, "Tea for two", "¥30.00"},
    {"R16",
     "live code",
     GRANTED,
     {.id = "09", .flags = HUFU_VOUCHER_PROOF_REQUIRED},
     "Tea for two",
     "¥"},
};

static char *
prepare (HufuShop *shop, const Refusal *row)
{
  HufuShopVoucher newer = row->voucher;

  newer.generation = 2;
  if (row->how == GRANTED || row->how == USED)
    hufu_shop_grant (shop, &row->voucher);
  if (row->how == NEWER)
    hufu_shop_grant (shop, &newer);
  if (row->how == OTHER_KEY || row->how == FORGED)
    return hufu_shop_forge_code (shop, &row->voucher, row->how == OTHER_KEY);
  return hufu_shop_make_code (shop, &row->voucher);
}

static void
assert_refused (HufuShop *shop, const Refusal *row, const char *code)
{
  gint64 journal, rights;
  gboolean offline = strcmp (row->code, "R07") == 0;

  if (row->how == USED) {
    hufu_shop_scan (shop, code);
    hufu_shop_act (shop, HUFU_ACT_REDEEM);
    hufu_shop_act (shop, HUFU_ACT_FINISH);
  }
  journal = hufu_shop_books (shop, "journal");
  rights = hufu_shop_books (shop, "rights");
  hufu_shop_scan (shop, code);
  g_test_message ("%s", row->about);
  sees ("panel.title", row->title == NULL ? "" : row->title);
  if (row->worth != NULL)
    g_assert_nonnull (strstr (hufu_shop_text (shop, "panel.subtitle"), row->worth));
  if (row->how == USED)
    g_assert_nonnull (strstr (hufu_shop_text (shop, "panel.sentence"), "Redeemed on this till "));
  sees ("panel.kind", "verdict");
  sees ("panel.reason", row->code);
  sees ("panel.note", "Nothing was charged, no right was used");
  g_assert_cmpuint (strlen (hufu_shop_text (shop, "panel.headline")), >, 0);
  g_assert_cmpuint (strlen (hufu_shop_text (shop, "panel.sentence")), >, 0);
  if (row->voucher.starts_s != 0)
    g_assert_nonnull (strstr (hufu_shop_text (shop, "panel.sentence"), "Valid from 20"));
  if (row->voucher.ends_s != 0)
    g_assert_nonnull (strstr (hufu_shop_text (shop, "panel.sentence"), "It ended at 20"));
  g_assert_cmpuint (strlen (hufu_shop_text (shop, "panel.say")), >, 0);
  sees ("primary.act", "back");
  sees ("panel.tone", offline ? "ask" : "no"); /* offline is never red */
  g_assert_cmpstr (shop->sounds->str, ==, offline ? "?" : "r");
  hufu_shop_act (shop, HUFU_ACT_REDEEM); /* is not offered and does nothing */
  sees ("panel.reason", row->code);
  g_assert_cmpint (hufu_shop_books (shop, "journal"), ==, journal);
  g_assert_cmpint (hufu_shop_books (shop, "rights"), ==, rights);
}

static void
freeze (HufuShop *shop, HufuFrozen frozen)
{
  g_autoptr (HufuDb) db = hufu_shop_open_db (shop, "till.db", HUFU_DB_TERMINAL);
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_terminal_freeze (db, frozen, &error));
  g_assert_no_error (error);
}

static const struct FrozenRow {
  HufuFrozen frozen;
  const char *about, *headline, *headline_zh;
} frozen_rows[] = {
    {HUFU_FROZEN_FORKED, "old image", "Refused: till must sync first", "不能核销：本机待同步"},
    {HUFU_FROZEN_SUPERSEDED, "A copy of this till", "Refused: use another till",
     "不能核销：请用其他机"},
};

/* Restored from an image, or followed by one: what it holds may have been used, and nobody reported
 * it lost. */
static void
test_frozen (gconstpointer data)
{
  static const HufuShopVoucher held = {.id = "31"}, elsewhere = {.id = "32"};
  const struct FrozenRow *row = data;
  g_autoptr (HufuShop) shop = hufu_shop_new ();
  g_autofree char *code = hufu_shop_make_code (shop, &held);
  g_autofree char *other = hufu_shop_make_code (shop, &elsewhere);
  const char *const codes[] = {code, other};

  hufu_shop_grant (shop, &held);
  freeze (shop, row->frozen);
  hufu_shop_open (shop);
  hufu_await (strstr (hufu_shop_text (shop, "status.link-text"), row->about) != NULL, 20000);
  g_assert_cmpint (hufu_shop_number (shop, "status.offline-vouchers"), ==, 0);
  g_assert_cmpint (hufu_shop_number (shop, "status.store-vouchers"), ==, 0);
  hufu_shop_sign_in (shop);
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++) {
    hufu_shop_scan (shop, codes[i]);
    sees ("panel.kind", "verdict");
    sees ("panel.reason", "R26");
    sees ("panel.headline", row->headline);
    g_assert_nonnull (strstr (hufu_shop_text (shop, "panel.sentence"), row->about));
    g_assert_null (strstr (hufu_shop_text (shop, "panel.sentence"), "lost"));
    hufu_counter_set_lang (shop->counter, HUFU_LANG_ZH);
    hufu_shop_settle (shop);
    sees ("panel.headline", row->headline_zh);
    hufu_counter_set_lang (shop->counter, HUFU_LANG_EN);
    hufu_shop_settle (shop);
  }
  g_assert_cmpint (hufu_shop_books (shop, "rights"), ==, 1);
}

/* It was found out between the scan and the redemption, before the strip says so. */
static void
test_frozen_meanwhile (void)
{
  static const HufuShopVoucher held = {.id = "31"};
  g_autoptr (HufuShop) shop = hufu_shop_new ();
  g_autofree char *code = hufu_shop_make_code (shop, &held);

  hufu_shop_grant (shop, &held);
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  hufu_shop_scan (shop, code);
  sees ("panel.kind", "voucher");
  hufu_shop_freeze (shop);
  hufu_shop_act (shop, HUFU_ACT_REDEEM);
  sees ("panel.reason", "R26");
  sees ("panel.headline", "Refused: till must sync first");
  g_assert_cmpint (hufu_shop_books (shop, "rights"), ==, 1);
}

static void
test_refusals (void)
{
  static const Refusal garbage = {.code = "R04", .about = "no token"};
  g_autoptr (HufuShop) shop = hufu_shop_new ();
  g_autoptr (GPtrArray) codes = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    g_ptr_array_add (codes, prepare (shop, &refusals[i]));
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    assert_refused (shop, &refusals[i], codes->pdata[i]);
  assert_refused (shop, &garbage, "OV1:HELLO");
  hufu_shop_assert_whole (shop);
}

/* The tills of the store are asked meanwhile: what they say comes before what was done since. */
static void
test_left_while_it_is_asked (void)
{
  static const HufuShopVoucher elsewhere = {.id = "33"};
  g_autoptr (HufuShop) shop = hufu_shop_new_selling ();
  g_autofree char *code = hufu_shop_make_code (shop, &elsewhere);

  hufu_shop_scan (shop, code);
  sees ("panel.reason", "R07");
  hufu_counter_input (shop->counter, code, -1, HUFU_INPUT_SCAN);
  hufu_counter_act (shop->counter, HUFU_ACT_BACK);
  hufu_shop_settle (shop);
  sees ("panel.kind", "");
}

static void
test_language (void)
{
  g_autofree char *code = NULL;
  g_autoptr (HufuShop) shop = new_with (&deal, &code);

  hufu_shop_scan (shop, code);
  hufu_counter_set_lang (shop->counter, HUFU_LANG_ZH);
  hufu_shop_settle (shop);
  sees ("panel.title", "双人茶");
  hufu_shop_act (shop, HUFU_ACT_REDEEM);
  sees ("panel.headline", "已核销 1 次");
  g_string_truncate (shop->sounds, 0);
  hufu_counter_set_lang (shop->counter, HUFU_LANG_EN);
  hufu_shop_settle (shop);
  sees ("panel.headline", "Redeemed, 1 use");
  g_assert_true (hufu_shop_offers (shop, HUFU_ACT_UNDO));
  g_assert_cmpstr (shop->sounds->str, ==, ""); /* old news makes no sound */
  hufu_shop_act (shop, HUFU_ACT_FINISH);
  hufu_shop_scan (shop, code);
  sees ("panel.reason", "R11");
  hufu_counter_set_lang (shop->counter, HUFU_LANG_ZH);
  hufu_shop_settle (shop);
  sees ("panel.headline", "不能核销：本店用过");
  g_assert_nonnull (strstr (hufu_shop_text (shop, "panel.sentence"), "已在本机核销"));
}

/* The printer is set up and does not answer, so what is printed waits. */
static void
test_slip (void)
{
  g_autofree char *code = NULL;
  g_autoptr (HufuShop) shop = hufu_shop_new ();

  hufu_shop_grant (shop, &deal);
  code = hufu_shop_make_code (shop, &deal);
  shop->printer_uri = g_strdup ("file:/dev/null/nowhere");
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  hufu_shop_act (shop, HUFU_ACT_REPRINT);
  g_print ("# %s\n", shop->notices->str);
  g_assert_nonnull (strstr (shop->notices->str, "no receipt"));
  hufu_shop_scan (shop, code);
  hufu_shop_act (shop, HUFU_ACT_PRINT_SLIP); /* nothing is redeemed yet */
  g_assert_cmpint (hufu_shop_books (shop, "waiting_prints"), ==, 0);
  hufu_shop_act (shop, HUFU_ACT_REDEEM);
  hufu_shop_act (shop, HUFU_ACT_PRINT_SLIP);
  g_assert_cmpint (hufu_shop_books (shop, "waiting_prints"), ==, 1);
  hufu_shop_act (shop, HUFU_ACT_FINISH);
  g_assert_true (hufu_shop_offers (shop, HUFU_ACT_REPRINT));
  hufu_shop_act (shop, HUFU_ACT_REPRINT);
  g_assert_cmpint (hufu_shop_books (shop, "waiting_prints"), ==, 3);
}

/* A till without a printer lets nothing wait: no receipt of today comes out of the printer that is
 * set up tomorrow, but the last one can be asked for. */
static void
test_no_printer (void)
{
  g_autofree char *code = NULL, *first = NULL, *second = NULL;
  g_autoptr (HufuShop) shop = new_with (&deal, &code);

  hufu_shop_scan (shop, code);
  hufu_shop_act (shop, HUFU_ACT_REDEEM);
  g_assert_false (hufu_shop_offers (shop, HUFU_ACT_PRINT_SLIP));
  hufu_shop_act (shop, HUFU_ACT_PRINT_SLIP);
  hufu_shop_act (shop, HUFU_ACT_FINISH);
  sees ("panel.kind", "done");
  g_assert_false (hufu_shop_offers (shop, HUFU_ACT_REPRINT));
  hufu_shop_act (shop, HUFU_ACT_REPRINT);
  g_print ("# %s\n", shop->notices->str);
  g_assert_nonnull (strstr (shop->notices->str, "No printer is set up"));
  g_assert_cmpint (hufu_shop_books (shop, "waiting_prints"), ==, 0);
  hufu_shop_close (shop);
  first = hufu_tempdir_build (shop->dir, "paper/0001.bin");
  second = hufu_tempdir_build (shop->dir, "paper/0002.bin");
  shop->printer_uri = g_strdup_printf ("file:%s/paper", shop->dir->path);
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  hufu_shop_act (shop, HUFU_ACT_REPRINT);
  hufu_await (hufu_shop_books (shop, "waiting_prints") == 0 &&
                  g_file_test (first, G_FILE_TEST_EXISTS),
              20000);
  g_assert_false (g_file_test (second, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/counter/deal", test_deal);
  g_test_add_func ("/counter/just-started", test_just_started);
  g_test_add_func ("/counter/scanned-again", test_scanned_again);
  g_test_add_func ("/counter/undo-later", test_undo_later);
  g_test_add_func ("/counter/undo-of-generation", test_no_undo_of_the_generation_before);
  g_test_add_func ("/counter/pass", test_pass);
  g_test_add_func ("/counter/cash-voucher", test_cash);
  g_test_add_func ("/counter/refusals", test_refusals);
  g_test_add_data_func ("/counter/frozen/forked", &frozen_rows[0], test_frozen);
  g_test_add_data_func ("/counter/frozen/superseded", &frozen_rows[1], test_frozen);
  g_test_add_func ("/counter/frozen-meanwhile", test_frozen_meanwhile);
  g_test_add_func ("/counter/left-while-it-is-asked", test_left_while_it_is_asked);
  g_test_add_func ("/counter/voucher-language", test_language);
  g_test_add_func ("/counter/slip", test_slip);
  g_test_add_func ("/counter/no-printer", test_no_printer);
  return g_test_run ();
}
