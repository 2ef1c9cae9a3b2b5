/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is on hand: a figure, the point up to which it counts this till, and what moved after it. */
#include <string.h>

#include "core/stock.h"

#define TEA 7
#define SHIRT 8
#define NOBODY G_MININT64 /* expected: nobody knows */

/* The till's journal: two sales of tea, one of both, a correction. Incarnations are in the number.
 */
static const HufuStockMove journal[] = {
    {101, TEA, -1000},   {103, TEA, -2000}, {105, TEA, -1000},
    {105, SHIRT, -1000}, {105, TEA, -1000}, {202, TEA, 500},
};

static void
read_journal (HufuStockTally *tally, gint64 last_no)
{
  for (gsize i = 0; i < G_N_ELEMENTS (journal); i++)
    if (journal[i].event_no <= last_no)
      hufu_stock_tally_add (tally, &journal[i]);
  hufu_stock_tally_set_read (tally, last_no);
}

static void
test_on_hand (void)
{
  static const struct {
    const char *story;
    gint64 begin_no, product_id;
    HufuStockFigure figure;
    gint64 expected;
  } rows[] = {
      {"nothing was ever told", 0, TEA, {0, 0, 0}, NOBODY},
      {"none counted", 0, TEA, {20000, 9, 0}, 15500},
      {"the first one", 0, TEA, {19000, 9, 101}, 15500},
      {"up to another event in between", 0, TEA, {19000, 9, 102}, 15500},
      {"the middle", 0, TEA, {17000, 9, 103}, 15500},
      {"both lines of one sale", 0, TEA, {15000, 9, 105}, 15500},
      {"all, in the next incarnation", 0, TEA, {15500, 9, 202}, 15500},
      {"more than is here", 0, TEA, {15500, 9, 900}, 15500},
      {"another till sold two meanwhile", 0, TEA, {17000, 9, 101}, 13500},
      {"another till's sale came after all of ours", 0, TEA, {13500, 9, 202}, 13500},
      {"the platform was restored and knows none", 0, TEA, {20000, 9, 0}, 15500},
      {"sold before it was counted", 0, TEA, {1000, 9, 0}, -3500},
      {"the other product", 0, SHIRT, {5000, 9, 103}, 4000},
      {"the other product, counted", 0, SHIRT, {4000, 9, 105}, 4000},
      {"never sold here", 0, 99, {4000, 9, 0}, 4000},
      {"read from the figure's own point", 103, TEA, {17000, 9, 103}, 15500},
      {"read from before the figure", 101, TEA, {17000, 9, 103}, 15500},
      {"read from after the figure", 104, TEA, {17000, 9, 103}, NOBODY},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (HufuStockTally) tally = hufu_stock_tally_new ();
    gint64 milli = NOBODY;

    hufu_stock_tally_begin (tally, rows[i].begin_no);
    read_journal (tally, 300);
    g_test_message ("%s", rows[i].story);
    g_assert_cmpint (hufu_stock_on_hand (tally, rows[i].product_id, &rows[i].figure, &milli), ==,
                     rows[i].expected != NOBODY);
    g_assert_cmpint (milli, ==, rows[i].expected);
  }
}

/* Read in parts, twice, and again from the start: nothing counts twice. */
static void
test_read_twice (void)
{
  g_autoptr (HufuStockTally) tally = hufu_stock_tally_new ();

  hufu_stock_tally_begin (tally, 0);
  read_journal (tally, 103);
  g_assert_cmpint (hufu_stock_tally_sum (tally, TEA, 0), ==, -3000);
  read_journal (tally, 300);
  read_journal (tally, 300);
  g_assert_cmpint (hufu_stock_tally_sum (tally, TEA, 0), ==, -4500);
  hufu_stock_tally_begin (tally, 0);
  g_assert_cmpint (hufu_stock_tally_sum (tally, TEA, 0), ==, 0);
  read_journal (tally, 300);
  g_assert_cmpint (hufu_stock_tally_sum (tally, TEA, 0), ==, -4500);
  g_assert_cmpint (hufu_stock_tally_get_read (tally), ==, 300);
}

/* What no figure asks for is forgotten, and the sums of the rest stay. */
static void
test_drop (void)
{
  g_autoptr (HufuStockTally) tally = hufu_stock_tally_new ();
  g_autoptr (GArray) before = NULL;
  g_autoptr (GArray) after = NULL;

  hufu_stock_tally_begin (tally, 0);
  read_journal (tally, 300);
  before = hufu_stock_tally_list (tally);
  g_assert_cmpuint (before->len, ==, 2);
  hufu_stock_tally_drop (tally, 400); /* not read so far: nothing is known of it */
  g_assert_cmpint (hufu_stock_tally_get_begin (tally), ==, 0);
  hufu_stock_tally_drop (tally, 105);
  g_assert_cmpint (hufu_stock_tally_get_begin (tally), ==, 105);
  g_assert_cmpint (hufu_stock_tally_sum (tally, TEA, 105), ==, 500);
  g_assert_cmpint (hufu_stock_tally_sum (tally, SHIRT, 105), ==, 0);
  after = hufu_stock_tally_list (tally);
  g_assert_cmpuint (after->len, ==, 1);
}

/* --- a shop of two tills and a platform, at random -------------------------------------------- */

#define N_TILLS 2
#define N_PRODUCTS 3
#define N_STEPS 400

typedef struct {
  GArray *moves; /* all of its own, the journal */
  gint64 last_no;
  HufuStockFigure figures[N_PRODUCTS];
} Till;

typedef struct {
  Till tills[N_TILLS];
  gint64 counted_no[N_TILLS]; /* up to where the platform has counted each till */
  gint64 figures[N_PRODUCTS];
  gint64 saved_no[N_TILLS], saved_figures[N_PRODUCTS]; /* its backup */
  gint64 truth[N_PRODUCTS];
} Shop;

static void
sell (Shop *shop, Till *till, GRand *rand)
{
  till->last_no += g_rand_int_range (rand, 1, 4);
  if (g_rand_int_range (rand, 0, 10) == 0)
    till->last_no = (till->last_no / 1000 + 1) * 1000 + 1; /* enrolled again */
  for (int n = g_rand_int_range (rand, 1, 4); n > 0; n--) {
    int product = g_rand_int_range (rand, 0, N_PRODUCTS);
    HufuStockMove move = {till->last_no, product, 1000 * g_rand_int_range (rand, -3, 2)};

    g_array_append_val (till->moves, move);
    shop->truth[product] += move.delta_milli;
  }
}

/* The platform counts some of what it was not told yet; what it was told before changes nothing. */
static void
push (Shop *shop, int at, GRand *rand)
{
  Till *till = &shop->tills[at];
  gint64 up_to_no = g_rand_boolean (rand) ? till->last_no : till->last_no - 2;

  for (guint i = 0; i < till->moves->len; i++) {
    const HufuStockMove *move = &g_array_index (till->moves, HufuStockMove, i);

    if (move->event_no > shop->counted_no[at] && move->event_no <= up_to_no)
      shop->figures[move->product_id] += move->delta_milli;
  }
  shop->counted_no[at] = MAX (shop->counted_no[at], up_to_no);
}

/* A page of figures with their point; pages may be cut off after any product. */
static void
pull (Shop *shop, int at, GRand *rand)
{
  int n = g_rand_boolean (rand) ? N_PRODUCTS : g_rand_int_range (rand, 0, N_PRODUCTS);

  for (int i = 0; i < n; i++)
    shop->tills[at].figures[i] = (HufuStockFigure){shop->figures[i], 1, shop->counted_no[at]};
}

static void
back_up (Shop *shop, gboolean restore)
{
  memcpy (restore ? shop->counted_no : shop->saved_no, restore ? shop->saved_no : shop->counted_no,
          sizeof shop->saved_no);
  memcpy (restore ? shop->figures : shop->saved_figures,
          restore ? shop->saved_figures : shop->figures, sizeof shop->figures);
}

/* Each till's own view: the figure it has, and its own movements after the figure's point. */
static gint64
get_on_hand (const Till *till, int product, gint64 begin_no)
{
  g_autoptr (HufuStockTally) tally = hufu_stock_tally_new ();
  gint64 milli = NOBODY;

  hufu_stock_tally_begin (tally, begin_no);
  for (guint i = 0; i < till->moves->len; i++)
    hufu_stock_tally_add (tally, &g_array_index (till->moves, HufuStockMove, i));
  hufu_stock_tally_set_read (tally, till->last_no);
  hufu_stock_on_hand (tally, product, &till->figures[product], &milli);
  return milli;
}

/* What a till shows is what there was by the figure, less all that it did itself since. */
static void
check (const Shop *shop, gboolean synced)
{
  for (int at = 0; at < N_TILLS; at++)
    for (int product = 0; product < N_PRODUCTS; product++) {
      const Till *till = &shop->tills[at];
      gint64 begin_no = MIN (till->figures[product].counted_no, shop->saved_no[at]);
      gint64 own_milli = 0;

      for (guint i = 0; i < till->moves->len; i++) {
        const HufuStockMove *move = &g_array_index (till->moves, HufuStockMove, i);

        if (move->product_id == product && move->event_no > till->figures[product].counted_no)
          own_milli += move->delta_milli;
      }
      g_assert_cmpint (get_on_hand (till, product, begin_no), ==,
                       till->figures[product].milli + own_milli);
      if (synced)
        g_assert_cmpint (get_on_hand (till, product, begin_no), ==, shop->truth[product]);
    }
}

static void
sync_all (Shop *shop)
{
  for (int at = 0; at < N_TILLS; at++) {
    for (guint i = 0; i < shop->tills[at].moves->len; i++) {
      const HufuStockMove *move = &g_array_index (shop->tills[at].moves, HufuStockMove, i);

      if (move->event_no > shop->counted_no[at])
        shop->figures[move->product_id] += move->delta_milli;
    }
    shop->counted_no[at] = shop->tills[at].last_no;
  }
  for (int at = 0; at < N_TILLS; at++)
    for (int i = 0; i < N_PRODUCTS; i++)
      shop->tills[at].figures[i] = (HufuStockFigure){shop->figures[i], 1, shop->counted_no[at]};
}

static void
step (Shop *shop, GRand *rand)
{
  int at = g_rand_int_range (rand, 0, N_TILLS);

  switch (g_rand_int_range (rand, 0, 8)) {
  case 0:
    push (shop, at, rand);
    break;
  case 1:
    pull (shop, at, rand);
    break;
  case 2:
    back_up (shop, g_rand_int_range (rand, 0, 4) == 0);
    break;
  default:
    sell (shop, &shop->tills[at], rand);
  }
}

static void
test_any_order (void)
{
  const char *given = g_getenv ("HUFU_TEST_SEED");
  guint32 seed = given != NULL ? (guint32)g_ascii_strtoull (given, NULL, 10) : g_random_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("HUFU_TEST_SEED=%u", seed);
  for (int round = 0; round < 20; round++) {
    Shop shop = {0};

    for (int i = 0; i < N_PRODUCTS; i++)
      shop.truth[i] = shop.figures[i] = shop.saved_figures[i] = 20000;
    for (int at = 0; at < N_TILLS; at++) {
      shop.tills[at].moves = g_array_new (FALSE, FALSE, sizeof (HufuStockMove));
      pull (&shop, at, rand);
      for (int i = 0; i < N_PRODUCTS; i++)
        shop.tills[at].figures[i] = (HufuStockFigure){20000, 1, 0};
    }
    for (int i = 0; i < N_STEPS; i++) {
      step (&shop, rand);
      if (i % 50 == 0)
        check (&shop, FALSE);
    }
    sync_all (&shop);
    check (&shop, TRUE);
    for (int at = 0; at < N_TILLS; at++)
      g_array_unref (shop.tills[at].moves);
  }
}

/* --- corrections ------------------------------------------------------------------------------ */

static void
test_correct (void)
{
  static const struct {
    const char *reason;
    gint64 number_milli;
    const char *note;
    gboolean known;
    gint64 here_milli;
    HufuStockFault fault;
    gint64 delta_milli;
  } rows[] = {
      {"counted", 7000, "", TRUE, 9000, HUFU_STOCK_OK, -2000},
      {"counted", 0, NULL, TRUE, -2000, HUFU_STOCK_OK, 2000},
      {"counted", 9000, "", TRUE, 9000, HUFU_STOCK_OK, 0},
      {"counted", 9000, "", FALSE, 0, HUFU_STOCK_NOT_KNOWN, 0},
      {"received", 12000, "", FALSE, 0, HUFU_STOCK_OK, 12000},
      {"found", 1000, "", TRUE, 3000, HUFU_STOCK_OK, 1000},
      {"damaged", 1000, "Wet", TRUE, 0, HUFU_STOCK_OK, -1000},
      {"lost", 250, "", TRUE, 3000, HUFU_STOCK_OK, -250},
      {"used", 1000, "", FALSE, 0, HUFU_STOCK_OK, -1000},
      {"used", 0, "", TRUE, 3000, HUFU_STOCK_BAD_NUMBER, 0},
      {"counted", -1, "", TRUE, 3000, HUFU_STOCK_BAD_NUMBER, 0},
      {"lost", HUFU_QTY_MAX_MILLI + 1, "", TRUE, 3000, HUFU_STOCK_BAD_NUMBER, 0},
      {"stolen", 1000, "", TRUE, 3000, HUFU_STOCK_NO_REASON, 0},
      {"", 1000, "", TRUE, 3000, HUFU_STOCK_NO_REASON, 0},
      {"lost", 1000, "two\nlines", TRUE, 3000, HUFU_STOCK_BAD_NOTE, 0},
      {"lost", 1000, "4111 1111 1111 1111", TRUE, 3000, HUFU_STOCK_CARD_NOTE, 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    gint64 delta_milli = 0;

    g_assert_cmpint (hufu_stock_correct (hufu_stock_reason_find (rows[i].reason),
                                         rows[i].number_milli, rows[i].note, rows[i].known,
                                         rows[i].here_milli, &delta_milli),
                     ==, rows[i].fault);
    g_assert_cmpint (delta_milli, ==, rows[i].delta_milli);
  }
}

static void
test_words (void)
{
  for (gsize i = 0; i < HUFU_STOCK_REASON_COUNT; i++)
    for (int lang = 0; lang < HUFU_LANG_COUNT; lang++)
      g_assert_cmpuint (strlen (hufu_stock_reason_get (i)->labels[lang]), >, 3);
  for (int fault = HUFU_STOCK_NO_REASON; fault <= HUFU_STOCK_NOT_MANAGER; fault++) {
    g_assert_true (g_str_has_prefix (hufu_stock_fault_code ((HufuStockFault)fault), "stock_"));
    for (int lang = 0; lang < HUFU_LANG_COUNT; lang++)
      g_assert_cmpuint (strlen (hufu_stock_fault_sentence ((HufuStockFault)fault, (HufuLang)lang)),
                        >, 10);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stock/on-hand", test_on_hand);
  g_test_add_func ("/stock/read-twice", test_read_twice);
  g_test_add_func ("/stock/drop", test_drop);
  g_test_add_func ("/stock/any-order", test_any_order);
  g_test_add_func ("/stock/correct", test_correct);
  g_test_add_func ("/stock/words", test_words);
  return g_test_run ();
}
