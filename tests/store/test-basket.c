/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Held sales between tills: whole, given once, taken once, whatever gets lost. */
#include <string.h>

#include "store/basket-move.h"
#include "store/change-store.h"
#include "store/option-json.h"
#include "store/promotion-store.h"
#include "store/tax-store.h"
#include "tests/store/street.h"

static void
put (HufuBooks *books, const char *kind, const char *key, const char *body)
{
  g_autoptr (GError) error = NULL;
  json_auto_t *changes = json_pack ("[{s:s, s:s, s:s, s:o}]", "kind", kind, "op", "put", "key", key,
                                    "data", json_loads (body, 0, NULL));

  g_assert_true (hufu_change_apply (books->db, changes, "c", &error));
  g_assert_no_error (error);
}

#define SUGAR                                                                                      \
  "{\"name_en\": \"Sugar\", \"name_zh\": \"糖\", \"least\": 1, \"most\": 1, \"choices\": ["       \
  "{\"id\": \"full\", \"name_en\": \"Full\", \"name_zh\": \"全糖\", \"standard\": true},"        \
  "{\"id\": \"less\", \"name_en\": \"Less\", \"name_zh\": \"少糖\", \"price_minor\": 50}]}"
#define PROMOTION(percent)                                                                         \
  "{\"id\": \"sale\", \"version\": 1, \"kind\": \"percent\", \"name_en\": \"Sale\","               \
  " \"name_zh\": \"促销\", \"percent\": " percent "}"
#define TAXES(rate)                                                                                \
  "{\"jurisdiction\": \"X\", \"prices\": \"exclusive\", \"round\": \"line\","                      \
  " \"rounding\": \"half_up\", \"classes\": [{\"id\": \"all\", \"taxes\": [{\"id\": \"vat\","      \
  " \"name_en\": \"Tax\", \"name_zh\": \"税\", \"rate_ppm\": " rate "}]}]}"

/* As the counter begins a sale by the rules of now. */
static void
begin_by_rules (HufuBooks *books, HufuBasket *basket)
{
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (HufuPromotionSet) set = NULL;
  g_autoptr (HufuTaxRules) taxes = hufu_tax_rules_load (books->db, -1, NULL);
  gint64 list_no;

  g_assert_true (hufu_promotion_get_list_no (books->db, &list_no, NULL));
  list = hufu_promotion_list (books->db, list_no, NULL);
  set = hufu_promotion_set_new (list, list_no, 1000, 61);
  hufu_basket_set_promotions (basket, set);
  if (taxes != NULL)
    hufu_basket_set_taxes (basket, taxes);
}

static void
hold (HufuBooks *books, HufuBasket *basket)
{
  g_autoptr (GError) error = NULL;

  g_free (basket->hold_name);
  basket->hold_name = g_strdup ("Table 7");
  g_assert_true (hufu_sale_save (books->db, basket, HUFU_SALE_HELD, &error));
  g_assert_no_error (error);
}

static HufuId
hold_lines (HufuBooks *books, guint n_lines)
{
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, n_lines);

  hold (books, basket);
  return basket->id;
}

/* Something of everything that a basket may have. */
static HufuBasket *
make_rich (HufuBooks *books)
{
  HufuBasket *basket = hufu_books_make_basket (books, 4);
  const HufuId member = {{9, 9}};
  HufuMarkdown off = {.kind = HUFU_MARKDOWN_PERCENT,
                      .value = 30,
                      .reason = "damaged",
                      .note = "scratched",
                      .staff_id = books->staff_id,
                      .approved_by = {{4, 4}},
                      .approved_no = "01"};
  const HufuMarkdown whole = {
      .kind = HUFU_MARKDOWN_AMOUNT, .value = 100, .reason = "damaged", .staff_id = books->staff_id};
  g_autoptr (HufuLine) weighed = hufu_line_new (), labelled = hufu_line_new (),
                       ordered = hufu_line_new ();

  begin_by_rules (books, basket);
  g_assert_cmpint (hufu_basket_mark_down (basket, 1, &off), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_set_note (basket, 2, "no onions, 不要葱"), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_remove (basket, 3), ==, HUFU_EDIT_OK);
  weighed->product_id = 70;
  weighed->by_weight = TRUE;
  weighed->qty_milli = 355;
  weighed->list_price_minor = 4990;
  weighed->member_price_minor = 4490;
  g_assert_cmpint (hufu_basket_add (basket, weighed, NULL), ==, HUFU_EDIT_OK);
  labelled->product_id = 71;
  labelled->label_total_minor = 1234;
  labelled->trace = (HufuTrace){"L1", "S1", 20270101};
  labelled->asks = HUFU_DETAIL_LOT;
  g_assert_cmpint (hufu_basket_add (basket, labelled, NULL), ==, HUFU_EDIT_OK);
  ordered->product_id = 72;
  ordered->asks = HUFU_DETAIL_DUE;
  ordered->due = (HufuDue){20270101, 9 * 60};
  ordered->left_out_by = books->staff_id;
  ordered->options = hufu_offer_from_text ("[" SUGAR "]");
  ordered->chosen = 2;
  g_assert_cmpint (hufu_basket_add (basket, ordered, NULL), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_set_member (basket, &member, "138****2706", 40), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_mark_down (basket, 0, &whole), ==, HUFU_EDIT_OK);
  return basket;
}

static HufuBasketRequest
ask (HufuStreet *street, HufuStreetTill asker, HufuStreetTill owner, const HufuId *sale_id)
{
  const HufuId owner_id = hufu_books_terminal_id ((guint8)(owner + 1));
  HufuBasketRequest request;
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_basket_request_open (street->till[asker]->db, &owner_id, owner + 1u, sale_id,
                                           &request, &error));
  g_assert_no_error (error);
  return request;
}

static HufuGiving
give (HufuStreet *street, HufuStreetTill owner, HufuStreetTill asker,
      const HufuBasketRequest *request, HufuGift *ret_gift)
{
  const HufuId asker_id = hufu_books_terminal_id ((guint8)(asker + 1));
  g_autoptr (HufuPeer) taker = hufu_roster_find (street->till[owner]->db, &asker_id, 1, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_basket_give (street->till[owner]->db, taker, &request->request_id,
                                   &request->sale_id, ret_gift, &error));
  g_assert_no_error (error);
  g_assert_cmpint (ret_gift->giving == HUFU_GIVING_MOVED, ==, ret_gift->basket != NULL);
  return ret_gift->giving;
}

static void
receive (HufuStreet *street, HufuStreetTill asker, const HufuBasketRequest *request,
         const HufuGift *gift)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (
      hufu_basket_receive (street->till[asker]->db, &request->request_id, gift->basket, &error));
  g_assert_no_error (error);
}

/* All three steps. */
static HufuGiving
move (HufuStreet *street, HufuStreetTill asker, HufuStreetTill owner, const HufuId *sale_id,
      HufuId *ret_sale_id, HufuGift *ret_gift)
{
  const HufuBasketRequest request = ask (street, asker, owner, sale_id);
  g_autoptr (GError) error = NULL;

  *ret_sale_id = request.request_id;
  if (give (street, owner, asker, &request, ret_gift) == HUFU_GIVING_MOVED)
    receive (street, asker, &request, ret_gift);
  else
    g_assert_true (
        hufu_basket_request_close (street->till[asker]->db, &request.request_id, &error));
  return ret_gift->giving;
}

static guint
count_held (HufuStreet *street, HufuStreetTill till)
{
  g_autoptr (GPtrArray) list = hufu_sale_list_held (street->till[till]->db, NULL);

  return list->len;
}

static gint64
gross (HufuBooks *books, const HufuId *sale_id)
{
  g_autoptr (HufuBasket) basket = hufu_sale_load (books->db, sale_id, NULL);
  HufuTotals totals;

  g_assert_nonnull (basket);
  hufu_basket_get_totals (basket, &totals);
  return totals.gross_minor;
}

/* From till to till to till: the third message is the first, so nothing of it was lost. */
static void
test_it_goes_whole (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (HufuBasket) basket = NULL;
  g_auto (HufuGift) first = {0}, second = {0};
  HufuId at_b, at_c;
  HufuTotals totals;

  put (street->till[A], "promotion", "sale", PROMOTION ("10"));
  put (street->till[A], "tax", "store", TAXES ("60000"));
  basket = make_rich (street->till[A]);
  hufu_basket_get_totals (basket, &totals);
  hold (street->till[A], basket);
  g_assert_cmpint (move (street, B, A, &basket->id, &at_b, &first), ==, HUFU_GIVING_MOVED);
  g_assert_cmpint (gross (street->till[B], &at_b), ==, totals.gross_minor);
  g_assert_cmpint (move (street, C, B, &at_b, &at_c, &second), ==, HUFU_GIVING_MOVED);
  g_assert_cmpint (gross (street->till[C], &at_c), ==, totals.gross_minor);
  json_object_del (first.basket, "age_s");
  json_object_del (second.basket, "age_s");
  g_assert_true (json_equal (first.basket, second.basket));
  g_assert_cmpuint (count_held (street, A) + count_held (street, B), ==, 0);
  g_assert_cmpuint (count_held (street, C), ==, 1);
  g_assert_cmpint (hufu_street_events (street, A, "sale.moved"), ==, 1);
  g_assert_cmpint (hufu_street_events (street, C, "sale.received"), ==, 1);
  hufu_street_assert_whole (street);
}

/* It is sold where it is now, under the number of that till. */
static void
test_it_is_sold (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (HufuBasket) basket = NULL;
  g_auto (HufuFinished) finished = {0};
  g_auto (HufuGift) gift = {0};
  g_autoptr (GError) error = NULL;
  HufuId at_a = hold_lines (street->till[A], 3), at_b;

  g_assert_cmpint (move (street, B, A, &at_a, &at_b, &gift), ==, HUFU_GIVING_MOVED);
  basket = hufu_sale_load (street->till[B]->db, &at_b, &error);
  hufu_books_finish (street->till[B], basket, &finished);
  g_assert_cmpstr (finished.receipt_no, ==, "001-02-20260105-0001");
  g_assert_null (hufu_sale_load (street->till[A]->db, &at_a, &error));
  g_assert_no_error (error);
  g_assert_cmpint (hufu_books_count (street->till[A], "SELECT count(*) FROM day_sum"), ==, 0);
  hufu_street_assert_whole (street);
}

/* The same list is the till's own; another one is kept beside, and no new sale begins by it. */
static void
test_rules_go_along (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (street->till[A], 1), here = NULL;
  g_autoptr (HufuTaxRules) now = NULL;
  g_auto (HufuGift) gift = {0}, other = {0};
  HufuId at_b, at_c;

  put (street->till[A], "promotion", "sale", PROMOTION ("10"));
  put (street->till[A], "tax", "store", TAXES ("60000"));
  put (street->till[B], "promotion", "sale", PROMOTION ("50"));
  put (street->till[B], "promotion", "sale", PROMOTION ("10"));
  put (street->till[B], "tax", "store", TAXES ("60000"));
  put (street->till[C], "promotion", "sale", PROMOTION ("50"));
  begin_by_rules (street->till[A], basket);
  hold (street->till[A], basket);
  g_assert_cmpint (move (street, B, A, &basket->id, &at_b, &gift), ==, HUFU_GIVING_MOVED);
  g_assert_cmpint (hufu_books_count (street->till[B], "SELECT promotion_list FROM sale"), ==, 2);
  g_assert_cmpint (hufu_books_count (street->till[B], "SELECT tax_rules FROM sale"), ==, 1);
  g_assert_cmpint (move (street, C, B, &at_b, &at_c, &other), ==, HUFU_GIVING_MOVED);
  g_assert_cmpint (hufu_books_count (street->till[C], "SELECT promotion_list FROM sale"), <, -1);
  hufu_books_reopen (street->till[C]);
  here = hufu_sale_load (street->till[C]->db, &at_c, NULL);
  g_assert_cmpint (gross (street->till[C], &at_c), ==, 1231); /* 12.90 - 1.29, + 6 % */
  now = hufu_tax_rules_load (street->till[C]->db, -1, NULL);
  g_assert_null (now);
}

/* Two tills take the same: one gets it, the other hears who has it. */
static void
test_two_take_it (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_auto (HufuGift) first = {0}, again = {0}, other = {0}, twice = {0};
  HufuId at_a = hold_lines (street->till[A], 2);
  HufuBasketRequest of_b = ask (street, B, A, &at_a), of_c = ask (street, C, A, &at_a), of_b_again;
  g_autoptr (HufuMovedBasket) moved = NULL;

  g_assert_cmpint (give (street, A, B, &of_b, &first), ==, HUFU_GIVING_MOVED);
  g_assert_cmpint (give (street, A, C, &of_c, &other), ==, HUFU_GIVING_TAKEN);
  g_assert_cmpuint (other.taker_no, ==, 2);
  hufu_books_reopen (street->till[A]); /* the answer was lost, and power failed */
  hufu_books_reopen (street->till[B]);
  of_b_again = ask (street, B, A, &at_a);
  g_assert_true (hufu_id_equal (&of_b_again.request_id, &of_b.request_id));
  g_assert_cmpint (give (street, A, B, &of_b, &again), ==, HUFU_GIVING_MOVED);
  g_assert_true (json_equal (first.basket, again.basket));
  receive (street, B, &of_b, &first);
  receive (street, B, &of_b, &again);
  g_assert_cmpuint (count_held (street, B), ==, 1);
  g_assert_cmpint (hufu_street_events (street, B, "sale.received"), ==, 1);
  g_assert_cmpint (hufu_street_events (street, A, "sale.moved"), ==, 1);
  moved = hufu_basket_find_moved (street->till[A]->db, &at_a, NULL);
  g_assert_cmpuint (moved->taker_no, ==, 2);
  /* Another's request does not get it by being first in another's name. */
  g_assert_cmpint (give (street, A, C, &of_b, &twice), ==, HUFU_GIVING_TAKEN);
  hufu_street_assert_whole (street);
}

/* ---- what cannot go ---- */

static void
pay_in_part (HufuBooks *books, HufuBasket **basket)
{
  HufuTender *cash = hufu_tender_new ();

  cash->tender_no = 1;
  cash->state = HUFU_TENDER_TAKEN;
  cash->amount_minor = cash->received_minor = 500;
  g_ptr_array_add ((*basket)->tenders, cash);
}

static void
redeem (HufuBooks *books, HufuTestVoucher which, HufuBasket **basket)
{
  hufu_books_grant (books, which, 1);
  g_assert_cmpint (hufu_books_redeem (books, which, 0, basket, NULL), ==, HUFU_R00_OK_HELD);
}

static void
redeem_deal (HufuBooks *books, HufuBasket **basket)
{
  redeem (books, HUFU_TEST_DEAL, basket);
}

static void
redeem_coupon (HufuBooks *books, HufuBasket **basket)
{
  redeem (books, HUFU_TEST_COUPON, basket);
}

static void
give_money_back (HufuBooks *books, HufuBasket **basket)
{
  char sql[400], id[33];

  for (guint i = 0; i < HUFU_ID_BYTES; i++)
    g_snprintf (id + 2 * i, 3, "%02x", (*basket)->id.bytes[i]);
  g_snprintf (sql, sizeof sql,
              "INSERT INTO payment (payment_id, sale_id, staff_id, kind, way, state, amount_minor,"
              " abandoned, created_utc_us) VALUES (randomblob (16), x'%s', randomblob (16),"
              " 'card', 'terminal', 'reversing', 100, 0, 1)",
              id);
  hufu_books_tamper (books, sql);
}

static void
test_what_stays (void)
{
  static const struct {
    const char *what;
    void (*prepare) (HufuBooks *books, HufuBasket **basket);
    HufuGiving giving;
  } rows[] = {
      {"money was received", pay_in_part, HUFU_GIVING_PAID},
      {"a deal was redeemed", redeem_deal, HUFU_GIVING_VOUCHER},
      {"a coupon was redeemed", redeem_coupon, HUFU_GIVING_VOUCHER},
      {"money is on its way back", give_money_back, HUFU_GIVING_PENDING},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (HufuStreet) street = hufu_street_new ();
    g_autoptr (HufuBasket) basket = hufu_books_make_basket (street->till[A], 3);
    g_autoptr (GPtrArray) offered = NULL;
    g_auto (HufuGift) gift = {0};
    HufuId at_b;

    g_test_message ("%s", rows[i].what);
    rows[i].prepare (street->till[A], &basket);
    hold (street->till[A], basket);
    offered = hufu_basket_list_offered (street->till[A]->db, NULL);
    g_assert_cmpint (((HufuOfferedBasket *)offered->pdata[0])->stays, ==, rows[i].giving);
    g_assert_cmpint (move (street, B, A, &basket->id, &at_b, &gift), ==, rows[i].giving);
    g_assert_cmpuint (count_held (street, A), ==, 1);
    g_assert_cmpuint (count_held (street, B), ==, 0);
    for (HufuLang lang = 0; lang < HUFU_LANG_COUNT; lang++) {
      g_autofree char *sentence = hufu_giving_say (gift.giving, 1, 0, lang);

      g_assert_nonnull (strstr (sentence, "1"));
    }
  }
}

/* It is open there, or finished. What was refused stays refused, however late a copy of the request
 * comes; who asks anew gets it. */
static void
test_refused_for_good (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (street->till[A], 1);
  g_auto (HufuGift) open = {0}, late = {0}, anew = {0}, gone = {0};
  HufuBasketRequest request;
  HufuId at_b;

  g_assert_true (hufu_sale_save (street->till[A]->db, basket, HUFU_SALE_OPEN, NULL));
  request = ask (street, B, A, &basket->id);
  g_assert_cmpint (give (street, A, B, &request, &open), ==, HUFU_GIVING_OPEN);
  g_assert_true (hufu_basket_request_close (street->till[B]->db, &request.request_id, NULL));
  hold (street->till[A], basket);
  g_assert_cmpint (give (street, A, B, &request, &late), ==, HUFU_GIVING_OPEN);
  g_assert_cmpint (move (street, B, A, &basket->id, &at_b, &anew), ==, HUFU_GIVING_MOVED);
  g_assert_cmpint (move (street, B, A, &street->till[A]->staff_id, &at_b, &gone), ==,
                   HUFU_GIVING_GONE);
}

/* A till that holds as many as there may be asks for none more, also while some are on their way;
 * what it asked for before, it asks for again. */
static void
test_no_more_than_can_be_held (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  const HufuId owner = hufu_books_terminal_id (1), one_more = {{3, 3}};
  HufuBasketRequest first, again;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < HUFU_BASKETS_MAX - 1; i++)
    hold_lines (street->till[B], 1);
  first = ask (street, B, A, &street->till[A]->staff_id);
  g_assert_false (
      hufu_basket_request_open (street->till[B]->db, &owner, 1, &one_more, &again, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_INVALID);
  again = ask (street, B, A, &street->till[A]->staff_id);
  g_assert_true (hufu_id_equal (&again.request_id, &first.request_id));
  g_assert_true (hufu_basket_request_close (street->till[B]->db, &first.request_id, NULL));
  ask (street, B, A, &one_more);
}

/* Every outcome of asking has its words, with the till they are about. */
static void
test_words (void)
{
  for (HufuTaking taking = HUFU_TAKING_WAITING; taking <= HUFU_TAKING_ALONE; taking++)
    for (HufuLang lang = 0; lang < HUFU_LANG_COUNT; lang++) {
      g_autofree char *sentence = hufu_taking_say (taking, 7, lang);

      g_assert_nonnull (strstr (sentence, lang == HUFU_LANG_ZH ? "7 号机" : "ill 7"));
    }
}

/* A till whose books may be a copy gives nothing. */
static void
test_a_copy_gives_nothing (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  HufuId at_a = hold_lines (street->till[A], 1), b = hufu_books_terminal_id (2);
  HufuBasketRequest request = ask (street, B, A, &at_a);
  g_autoptr (HufuPeer) taker = hufu_roster_find (street->till[A]->db, &b, 1, NULL);
  g_autoptr (GError) error = NULL;
  HufuGift gift;

  hufu_witness_await (street->till[A]->db, G_USEC_PER_SEC);
  g_assert_false (
      hufu_basket_give (street->till[A]->db, taker, &request.request_id, &at_a, &gift, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT);
  hufu_witness_heard (street->till[A]->db);
  g_assert_cmpint (give (street, A, B, &request, &gift), ==, HUFU_GIVING_MOVED);
  hufu_gift_clear (&gift);
}

/* The till that took it is gone from the store: it is taken back, and not given twice. */
static void
test_it_comes_back (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_auto (HufuGift) lost = {0}, late = {0}, other = {0};
  HufuId at_a = hold_lines (street->till[A], 2), home, back, c_has;
  HufuBasketRequest request = ask (street, B, A, &at_a);
  g_autoptr (GPtrArray) none = NULL, stranded = NULL, held = NULL;
  gboolean is_back;

  g_assert_cmpint (give (street, A, B, &request, &lost), ==, HUFU_GIVING_MOVED);
  none = hufu_basket_list_stranded (street->till[A]->db, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_true (hufu_basket_take_back (street->till[A]->db, &at_a, &back, &is_back, NULL));
  g_assert_false (is_back);
  hufu_street_enlist (street, 1u << A | 1u << C);
  stranded = hufu_basket_list_stranded (street->till[A]->db, NULL);
  g_assert_cmpuint (stranded->len, ==, 1);
  g_assert_cmpuint (((HufuMovedBasket *)stranded->pdata[0])->taker_no, ==, 2);
  g_assert_cmpint (((HufuMovedBasket *)stranded->pdata[0])->gross_minor, ==, 2580);
  g_assert_true (hufu_basket_take_back (street->till[A]->db, &at_a, &home, &is_back, NULL));
  g_assert_true (is_back);
  g_assert_cmpint (gross (street->till[A], &home), ==, 2580);
  g_assert_true (hufu_basket_take_back (street->till[A]->db, &at_a, &back, &is_back, NULL));
  g_assert_false (is_back);
  g_assert_cmpuint (count_held (street, A), ==, 1);
  hufu_street_enlist (street, HUFU_STREET_ALL); /* it was found after all */
  g_assert_cmpint (give (street, A, B, &request, &late), ==, HUFU_GIVING_GONE);
  held = hufu_sale_list_held (street->till[A]->db, NULL);
  g_assert_true (hufu_id_equal (&((HufuHeldSale *)held->pdata[0])->sale_id, &home));
  g_assert_cmpint (move (street, C, A, &home, &c_has, &other), ==, HUFU_GIVING_MOVED);
  hufu_street_assert_whole (street);
}

/* ---- what no till would say ---- */

#define LINE                                                                                       \
  "{\"line_no\": 1, \"product_id\": 1, \"name_en\": \"Tea\", \"qty_milli\": 1000,"                 \
  " \"list_price_minor\": 500"
#define BASKET(lines, more)                                                                        \
  "{\"currency\": 156, \"next_line_no\": 9, \"lines\": [" lines "]" more "}"
#define DOWN(more)                                                                                 \
  ", \"markdown\": {\"kind\": \"percent\", \"value\": 10, \"base_minor\": 500,"                    \
  " \"reason\": \"damaged\", \"staff_id\": \"019b8bab-0680-7cdc-a762-0ab660e952d6\"" more "}"

static void
test_bad_messages (void)
{
  static const struct {
    const char *text;
    gboolean good;
  } rows[] = {
      {BASKET (LINE "}", ""), TRUE},
      {BASKET (LINE DOWN ("") "}", ""), TRUE},
      {BASKET (LINE "}", DOWN ("")), TRUE},
      {BASKET ("", ""), FALSE},
      {BASKET ("7", ""), FALSE},
      {BASKET (LINE "}, " LINE "}", ""), FALSE},
      {BASKET (LINE ", \"qty_milli\": 0}", ""), FALSE},
      {BASKET (LINE ", \"qty_milli\": 1500}", ""), FALSE},
      {BASKET (LINE ", \"qty_milli\": 99000000}", ""), FALSE},
      {BASKET (LINE ", \"list_price_minor\": -1}", ""), FALSE},
      {BASKET (LINE ", \"list_price_minor\": 1.5}", ""), FALSE},
      {BASKET (LINE ", \"list_price_minor\": 1000000000000, \"qty_milli\": 2000}", ""), FALSE},
      {BASKET (LINE ", \"product_id\": 0}", ""), FALSE},
      {BASKET (LINE ", \"tax_ppm\": 1000001}", ""), FALSE},
      {BASKET (LINE ", \"name_en\": \"a\\u001bp\"}", ""), FALSE},
      {BASKET (LINE ", \"name_en\": \"a\\u0000p\"}", ""), FALSE},
      {BASKET (LINE ", \"note\": \"4111 1111 1111 1111\"}", ""), FALSE},
      {BASKET (LINE ", \"line_no\": 9}", ""), FALSE},
      {BASKET (LINE ", \"asks\": \"due\", \"due_day\": 20270101, \"due_minute\": 0}", ""), TRUE},
      {BASKET (LINE ", \"asks\": \"photo\"}", ""), FALSE},
      {BASKET (LINE ", \"asks\": 1}", ""), FALSE},
      {BASKET (LINE ", \"due_day\": -1}", ""), FALSE},
      {BASKET (LINE ", \"options\": [" SUGAR "], \"chosen\": 2}", ""), TRUE},
      {BASKET (LINE ", \"options\": [" SUGAR "], \"chosen\": 3}", ""), FALSE}, /* one alone */
      {BASKET (LINE ", \"options\": [" SUGAR "], \"chosen\": 4}", ""), FALSE}, /* no such place */
      {BASKET (LINE ", \"options\": [" SUGAR "], \"chosen\": -1}", ""), FALSE},
      {BASKET (LINE ", \"options\": []}", ""), FALSE},
      {BASKET (LINE ", \"chosen\": 1}", ""), FALSE},
      {BASKET (LINE ", \"due_minute\": 1440}", ""), FALSE},
      {BASKET (LINE ", \"left_out_by\": \"me\"}", ""), FALSE},
      {BASKET (LINE DOWN (", \"value\": 101") "}", ""), FALSE},
      {BASKET (LINE DOWN (", \"reason\": \"whim\"") "}", ""), FALSE},
      {BASKET (LINE DOWN (", \"staff_id\": \"\"") "}", ""), FALSE},
      {BASKET (LINE DOWN (", \"approved_no\": \"123456789\"") "}", ""), FALSE},
      {BASKET (LINE "}", DOWN (", \"kind\": \"price\"")), FALSE},
      {BASKET (LINE "}", DOWN (", \"kind\": \"amount\", \"value\": 501")), FALSE},
      {BASKET (LINE "}", ", \"currency\": 0"), FALSE},
      {BASKET (LINE "}", ", \"currency\": 840"), FALSE}, /* not this till's */
      {BASKET (LINE "}", ", \"age_s\": -1"), FALSE},
      {BASKET (LINE "}", ", \"member\": {}"), FALSE},
      {BASKET (LINE ", \"gift_wrap\": 1}", ""), FALSE}, /* from a Hufu that knows more */
      {BASKET (LINE DOWN (", \"coupon\": 1") "}", ""), FALSE},
      {BASKET (LINE "}", ", \"deposit_minor\": 100"), FALSE},
      {BASKET (LINE "}", ", \"promotions\": [{}]"), FALSE},
      {BASKET (LINE "}", ", \"promotions\": [" PROMOTION ("10") ", " PROMOTION ("20") "]"), FALSE},
      {BASKET (LINE "}", ", \"taxes\": {}"), FALSE},
      {BASKET (LINE "}", ", \"priced_minute\": 10080"), FALSE},
  };
  g_autoptr (HufuStreet) street = hufu_street_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const HufuId sale_id = {{1, (guint8)i}};
    HufuBasketRequest request = ask (street, B, A, &sale_id);
    json_auto_t *json = json_loads (rows[i].text, 0, NULL);
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", rows[i].text);
    g_assert_cmpint (hufu_basket_receive (street->till[B]->db, &request.request_id, json, &error),
                     ==, rows[i].good);
    if (!rows[i].good)
      g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_INVALID);
  }
  g_assert_cmpuint (count_held (street, B), ==, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/basket/goes-whole", test_it_goes_whole);
  g_test_add_func ("/basket/is-sold", test_it_is_sold);
  g_test_add_func ("/basket/rules-go-along", test_rules_go_along);
  g_test_add_func ("/basket/two-take-it", test_two_take_it);
  g_test_add_func ("/basket/what-stays", test_what_stays);
  g_test_add_func ("/basket/refused-for-good", test_refused_for_good);
  g_test_add_func ("/basket/no-more-than-can-be-held", test_no_more_than_can_be_held);
  g_test_add_func ("/basket/words", test_words);
  g_test_add_func ("/basket/a-copy-gives-nothing", test_a_copy_gives_nothing);
  g_test_add_func ("/basket/comes-back", test_it_comes_back);
  g_test_add_func ("/basket/bad-messages", test_bad_messages);
  return g_test_run ();
}
