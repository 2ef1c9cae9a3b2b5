/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two tills of a store and the platform agree to the unit on what is on hand, after sales at both
 * that nobody heard of, late and lost answers, kills, another incarnation and a lost catalogue. And
 * before they agree, each till's own number is right by what it has heard.
 */
#include <glib/gstdio.h>

#include "store/change-store.h"
#include "store/people.h"
#include "store/shift.h"
#include "store/stock.h"
#include "tests/sync/till.h"

#define TEA 9
#define SHIRT 20
#define N_TILLS 2
#define AWAIT_MS 60000

typedef struct {
  HufuPlatformProcess *platform;
  HufuProxy *proxy;
  HufuTill *till[N_TILLS];
  gint64 truth_milli[2]; /* of TEA and SHIRT, here */
} Store;

static const gint64 products[] = {TEA, SHIRT};

/* ---- the tills ---- */

typedef struct {
  gint64 product_id, qty_milli;
} Sale;

static gboolean
open_shift (HufuDb *db, HufuShift *ret_shift, const HufuId *staff_id, GError **error)
{
  return hufu_shift_load (db, ret_shift, error) &&
         (ret_shift->open || hufu_shift_open (db, staff_id, "2026-01-05", 0, ret_shift, error));
}

static gpointer
act_sell (HufuDb *db, gpointer data, GError **error)
{
  const Sale *sale = data;
  g_autoptr (GPtrArray) staff = hufu_staff_list (db, error);
  const HufuStaff *clerk = staff->pdata[0];
  g_autoptr (HufuBasket) basket = hufu_basket_new (156);
  g_autoptr (HufuLine) line = hufu_line_new ();
  g_auto (HufuFinished) finished = {0};
  HufuFinish finish = {.staff_id = clerk->staff_id,
                       .business_day = "2026-01-05",
                       .receipt = {.shop_en = "Shop",
                                   .shop_zh = "店",
                                   .clerk_label = "01",
                                   .local_time = "2026-01-05 09:00"}};
  HufuShift shift;

  if (!open_shift (db, &shift, &clerk->staff_id, error))
    return NULL;
  finish.shift_id = shift.shift_id;
  finish.business_day = shift.business_day;
  basket->id = hufu_host_make_id (hufu_db_get_host (db));
  line->product_id = sale->product_id;
  line->qty_milli = sale->qty_milli;
  line->list_price_minor = 1000;
  line->member_price_minor = line->label_total_minor = -1;
  g_assert_cmpint (hufu_basket_add (basket, line, NULL), ==, HUFU_EDIT_OK);
  g_assert_cmpint (hufu_basket_pay_cash (basket, 1000000, 10, HUFU_ROUND_HALF_UP), ==,
                   HUFU_EDIT_OK);
  return hufu_sale_save (db, basket, HUFU_SALE_OPEN, error) &&
                 hufu_sale_finish (db, basket, &finish, &finished, error)
             ? data
             : NULL;
}

static gpointer
act_correct (HufuDb *db, gpointer data, GError **error)
{
  const Sale *move = data;
  g_autoptr (GPtrArray) staff = hufu_staff_list (db, error);
  const HufuStaff *clerk = staff->pdata[0];
  const HufuStockCorrection correction = {
      .product_id = move->product_id,
      .reason = hufu_stock_reason_find (move->qty_milli < 0 ? "damaged" : "received"),
      .number_milli = ABS (move->qty_milli),
      .delta_milli = move->qty_milli,
      .staff_id = clerk->staff_id};

  return hufu_stock_write_correction (db, &correction, error) ? data : NULL;
}

static void
sell (Store *store, guint which, guint product, gint64 pieces)
{
  Sale sale = {products[product], pieces * 1000};

  hufu_till_run (store->till[which], store->till[which]->books, act_sell, &sale);
  store->truth_milli[product] -= sale.qty_milli;
}

static void
correct (Store *store, guint which, guint product, gint64 pieces)
{
  Sale move = {products[product], pieces * 1000};

  hufu_till_run (store->till[which], store->till[which]->books, act_correct, &move);
  store->truth_milli[product] += move.qty_milli;
}

static gpointer
act_read_moves (HufuDb *db, gpointer data, GError **error)
{
  HufuStockTally *tally = data;
  gboolean more = TRUE;

  while (more) {
    g_autoptr (HufuStockPage) page =
        hufu_stock_read_moves (db, hufu_stock_tally_get_read (tally), error);

    if (page == NULL)
      return NULL;
    for (guint i = 0; i < page->moves->len; i++)
      hufu_stock_tally_add (tally, &g_array_index (page->moves, HufuStockMove, i));
    hufu_stock_tally_set_read (tally, page->read_no);
    more = page->more;
  }
  return data;
}

static gpointer
act_find (HufuDb *db, gpointer data, GError **error)
{
  return hufu_catalog_find_product (db, *(const gint64 *)data, error);
}

/* As the counter works it out: the figure with its point, and what this till moved after it. */
static gint64
get_on_hand (Store *store, guint which, guint product)
{
  HufuTill *till = store->till[which];
  gint64 product_id = products[product], milli = G_MININT64;
  g_autoptr (HufuProduct) found = hufu_till_run (till, till->catalog, act_find, &product_id);
  HufuStockFigure figure = hufu_product_get_figure (found);
  g_autoptr (HufuStockTally) tally = hufu_stock_tally_new ();

  hufu_stock_tally_begin (tally, figure.counted_no);
  hufu_till_run (till, till->books, act_read_moves, tally);
  hufu_stock_on_hand (tally, product_id, &figure, &milli);
  return milli;
}

static gboolean
has_all (HufuTill *till)
{
  g_auto (HufuTerminal) terminal = {0};

  hufu_till_load (till, &terminal);
  return terminal.synced_utc_us > 0 && terminal.n_unsent == 0;
}

/* ---- the platform ---- */

static gint64
get_figure (Store *store, guint product, gint64 store_no)
{
  g_autofree char *path = g_strdup_printf ("/v1/stock?product=%d", (int)products[product]);
  json_auto_t *answer = hufu_platform_process_call (store->platform, "GET", path, NULL);
  json_t *place;
  gsize i;

  json_array_foreach (json_object_get (answer, "places"), i, place)
  {
    if (json_integer_value (json_object_get (place, "store_no")) == store_no)
      return json_integer_value (json_object_get (place, "on_hand_milli"));
  }
  return G_MININT64;
}

static void
store_begin (Store *store)
{
  store->platform = hufu_platform_process_new (NULL);
  store->proxy = hufu_proxy_new ();
  hufu_proxy_set_target (store->proxy, store->platform->port);
  for (guint i = 0; i < N_TILLS; i++) {
    store->till[i] = hufu_till_new (900 + i, store->platform, hufu_proxy_get_port (store->proxy));
    hufu_till_start (store->till[i]);
    hufu_till_await (store->till[i], has_all (store->till[i]), AWAIT_MS);
  }
  for (guint i = 0; i < G_N_ELEMENTS (products); i++)
    store->truth_milli[i] = get_figure (store, i, 1);
}

static void
store_clear (Store *store)
{
  for (guint i = 0; i < N_TILLS; i++)
    hufu_till_free (store->till[i]);
  hufu_proxy_free (store->proxy);
  hufu_platform_process_free (store->platform);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Store, store_clear)

static void
go_offline (Store *store, guint which)
{
  hufu_till_close (store->till[which]);
  hufu_till_open (store->till[which]);
}

static void
assert_agreed (Store *store)
{
  for (guint product = 0; product < G_N_ELEMENTS (products); product++) {
    for (guint i = 0; i < N_TILLS; i++)
      hufu_till_await (store->till[i],
                       get_on_hand (store, i, product) == store->truth_milli[product], AWAIT_MS);
    g_assert_cmpint (get_figure (store, product, 1), ==, store->truth_milli[product]);
  }
  for (guint i = 0; i < N_TILLS; i++) {
    hufu_till_await (store->till[i], has_all (store->till[i]), AWAIT_MS);
    hufu_till_assert_whole (store->till[i]);
    for (guint product = 0; product < G_N_ELEMENTS (products); product++)
      g_assert_cmpint (get_on_hand (store, i, product), ==, store->truth_milli[product]);
  }
}

/* ---- stories ---- */

/* Both sell while nobody hears of it, below nothing too; each knows its own at once, and of the
 * other's when both have been heard. */
static void
test_offline_at_both (void)
{
  g_auto (Store) store = {0};
  gint64 start_milli, online_milli;

  store_begin (&store);
  start_milli = store.truth_milli[0];
  online_milli = get_figure (&store, 0, 0);
  for (guint i = 0; i < N_TILLS; i++)
    go_offline (&store, i);
  sell (&store, 0, 0, 3);
  sell (&store, 1, 0, start_milli / 1000);
  correct (&store, 1, 0, -2);
  g_assert_cmpint (get_on_hand (&store, 0, 0), ==, start_milli - 3000);
  g_assert_cmpint (get_on_hand (&store, 1, 0), ==, -2000);
  hufu_till_start (store.till[0]);
  hufu_till_await_synced (store.till[0]);
  g_assert_cmpint (get_on_hand (&store, 0, 0), ==, start_milli - 3000);
  hufu_till_start (store.till[1]);
  assert_agreed (&store);
  g_assert_cmpint (get_on_hand (&store, 0, 0), ==, -5000);
  g_assert_cmpint (get_figure (&store, 0, 0), ==, online_milli);
}

/* The platform has the sale, and its answer is lost; the figures come with the sale in them. The
 * till that does not know that it was heard counts it once. */
static void
test_lost_acknowledgement (void)
{
  g_auto (Store) store = {0};

  store_begin (&store);
  hufu_proxy_set_fault (store.proxy, "POST /v1/events", HUFU_FAULT_CUT, 4);
  sell (&store, 0, 0, 2);
  hufu_till_await (store.till[0], get_figure (&store, 0, 1) == store.truth_milli[0], AWAIT_MS);
  for (guint i = 0; i < 20; i++) {
    hufu_sync_wake (store.till[0]->sync);
    g_assert_cmpint (get_on_hand (&store, 0, 0), ==, store.truth_milli[0]);
  }
  hufu_proxy_set_fault (store.proxy, "POST /v1/events", HUFU_FAULT_NONE, 0);
  assert_agreed (&store);
}

static gpointer
act_begin_anew (HufuDb *db, gpointer data, GError **error)
{
  return hufu_change_begin_anew (db, error) ? db : NULL;
}

/* A catalogue that is gone comes again whole, with the figures and their point in it. */
static void
test_lost_catalogue (void)
{
  g_auto (Store) store = {0};
  g_autofree char *path = NULL;

  store_begin (&store);
  sell (&store, 0, 0, 2);
  sell (&store, 1, 1, 1);
  assert_agreed (&store);
  go_offline (&store, 0);
  sell (&store, 0, 0, 1);
  hufu_till_close (store.till[0]);
  path = hufu_tempdir_build (store.till[0]->dir, "catalog.db");
  g_assert_cmpint (g_unlink (path), ==, 0);
  hufu_till_open (store.till[0]);
  hufu_till_run (store.till[0], store.till[0]->books, act_begin_anew, NULL);
  hufu_till_start (store.till[0]);
  hufu_till_await (store.till[0], hufu_till_count_products (store.till[0]) > 0, AWAIT_MS);
  assert_agreed (&store);
}

static gboolean
is_renewed (Store *store, guint which)
{
  g_auto (HufuTerminal) terminal = {0};

  hufu_till_load (store->till[which], &terminal);
  return terminal.incarnation == 2 && !terminal.frozen;
}

/* The books come from a backup: what was sold since is at the platform; what is sold now is brought
 * up by the next incarnation. */
static void
test_restored_till (void)
{
  g_auto (Store) store = {0};
  g_autofree char *path = NULL, *wal = NULL, *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  store_begin (&store);
  sell (&store, 0, 0, 1);
  assert_agreed (&store);
  hufu_till_close (store.till[0]);
  path = hufu_tempdir_build (store.till[0]->dir, "till.db");
  g_assert_true (g_file_get_contents (path, &bytes, &size, &error));
  hufu_till_open (store.till[0]);
  hufu_till_start (store.till[0]);
  sell (&store, 0, 0, 2);
  assert_agreed (&store);
  hufu_till_close (store.till[0]);
  wal = g_strconcat (path, "-wal", NULL);
  g_unlink (wal);
  g_assert_true (g_file_set_contents (path, bytes, (gssize)size, &error));
  hufu_till_open (store.till[0]);
  sell (&store, 0, 1, 4);
  hufu_till_start (store.till[0]);
  hufu_till_await (store.till[0], is_renewed (&store, 0), AWAIT_MS);
  sell (&store, 0, 0, 3);
  assert_agreed (&store);
}

/* ---- any order ---- */

static void
step (Store *store, GRand *rand)
{
  static const char *const routes[] = {"POST /v1/events", "GET /v1/changes"};
  guint which = (guint)g_rand_int_range (rand, 0, N_TILLS);
  guint product = (guint)g_rand_int_range (rand, 0, 2);

  switch (g_rand_int_range (rand, 0, 10)) {
  case 0:
    go_offline (store, which);
    break;
  case 1:
    hufu_platform_process_kill (store->platform);
    hufu_platform_process_start (store->platform);
    break;
  case 2:
  case 3:
    hufu_proxy_set_fault (store->proxy, routes[g_rand_int_range (rand, 0, 2)],
                          g_rand_boolean (rand) ? HUFU_FAULT_CUT : HUFU_FAULT_DUPLICATE, 1);
    break;
  case 4:
    correct (store, which, product, g_rand_boolean (rand) ? 5 : -1);
    break;
  default:
    sell (store, which, product, g_rand_int_range (rand, 1, 4));
  }
  for (guint i = 0; i < N_TILLS; i++) {
    if (store->till[i]->sync == NULL && g_rand_int_range (rand, 0, 3) == 0)
      hufu_till_start (store->till[i]);
    if (store->till[i]->sync != NULL)
      hufu_sync_wake (store->till[i]->sync);
  }
}

static void
test_any_order (void)
{
  const char *given = g_getenv ("HUFU_TEST_SEED");
  guint32 seed = given != NULL ? (guint32)g_ascii_strtoull (given, NULL, 10) : g_random_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_auto (Store) store = {0};

  g_test_message ("HUFU_TEST_SEED=%u", seed);
  store_begin (&store);
  for (int round = 0; round < 4; round++) {
    for (int i = 0; i < 25; i++)
      step (&store, rand);
    hufu_proxy_set_fault (store.proxy, "POST /v1/events", HUFU_FAULT_NONE, 0);
    hufu_proxy_set_fault (store.proxy, "GET /v1/changes", HUFU_FAULT_NONE, 0);
    for (guint i = 0; i < N_TILLS; i++)
      if (store.till[i]->sync == NULL)
        hufu_till_start (store.till[i]);
    assert_agreed (&store);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/stock/offline-at-both", test_offline_at_both);
  g_test_add_func ("/sync/stock/lost-acknowledgement", test_lost_acknowledgement);
  g_test_add_func ("/sync/stock/lost-catalogue", test_lost_catalogue);
  g_test_add_func ("/sync/stock/restored-till", test_restored_till);
  g_test_add_func ("/sync/stock/any-order", test_any_order);
  return g_test_run ();
}
