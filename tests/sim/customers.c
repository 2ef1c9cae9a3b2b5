/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/sim/customers.h"

#include "core/live.h"
#include "core/verdict.h"
#include "crypto/sha256.h"
#include "store/sale.h"
#include "sync/sync.h"
#include "tests/sim/oracle.h"
#include "tests/sim/status.h"
#include "tests/sim/till.h"
#include "tests/sim/unleased.h"

#define DAY "2026-01-05"
#define PRICE_MINOR 900000 /* there is always enough due for a cash voucher */
#define UNDO_WINDOW_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
#define SALE_USES_MAX 10 /* more is no sale but a test of the limits of baskets */
#define POCKET 8         /* vouchers that are about to be used */
#define RECENT_USES 20   /* that somebody may yet want taken back */

SimVoucher *
sim_customers_pick (SimWorld *world)
{
  guint n = world->vouchers->len;
  guint back = sim_random_chance (&world->random, 850)
                   ? sim_random_below (&world->random, MIN (n, POCKET))
                   : sim_random_below (&world->random, n);

  return n == 0 ? NULL : world->vouchers->pdata[n - 1 - back];
}

/* --- the basket ----------------------------------------------------------------------------------
 */

static HufuBasket *
make_basket (const SimTill *till)
{
  HufuBasket *basket = hufu_basket_new (156);
  g_autoptr (HufuLine) line = hufu_line_new ();

  basket->id = hufu_host_make_id (&till->machine->host);
  line->product_id = 1;
  line->qty_milli = 1000;
  line->list_price_minor = PRICE_MINOR;
  line->member_price_minor = -1;
  line->label_total_minor = -1;
  line->tax_ppm = 130000;
  if (hufu_basket_add (basket, line, NULL) != HUFU_EDIT_OK)
    g_assert_not_reached ();
  return basket;
}

/* What is shown at the counter: the voucher, or what it was before somebody gave it away. */
typedef struct {
  const SimVoucher *voucher;
  const char *token;
  guint64 generation, live_step;
} Shown;

static HufuRedemption
make_redemption (SimTill *till, const Shown *shown, gint64 amount_minor)
{
  if (till->basket == NULL)
    till->basket = make_basket (till);
  return (HufuRedemption){
      .use_id = hufu_host_make_id (&till->machine->host),
      .cti = shown->voucher->cti,
      .generation = shown->generation,
      .amount_minor = amount_minor,
      .staff_id = sim_staff_id,
      .now_utc_us = hufu_host_utc_us (&till->machine->host),
      .undo_window_us = UNDO_WINDOW_US,
      .live_step = shown->live_step,
      .scan_id = hufu_host_make_id (&till->machine->host),
      .basket = till->basket,
  };
}

/* --- redeeming -----------------------------------------------------------------------------------
 */

static HufuVerdict
check_token (SimTill *till, const HufuToken *token, const HufuVoucherState *state,
             const GPtrArray *lists)
{
  const guint64 groups[] = {1};
  HufuVerdictContext context = {
      .trust = till->trust,
      .verify = hufu_crypto_verify,
      .sha256 = hufu_sha256,
      .store_no = till->store_no,
      .groups = groups,
      .n_groups = 1,
      .now_utc_s = sim_machine_utc_us (till->machine) / G_USEC_PER_SEC,
      .clock_trusted = TRUE,
      .newest_generation = state->newest_generation,
      .lists = (HufuStatusList *const *)lists->pdata,
      .n_lists = lists->len,
      .held = state->held > 0,
  };

  return hufu_verdict_check (token, &context);
}

static gint64
choose_amount (SimWorld *world, const SimVoucher *voucher, gint64 most_minor)
{
  if (voucher->type != HUFU_VOUCHER_CASH)
    return 0;
  return sim_random_chance (&world->random, 250)
             ? most_minor
             : 100 * (gint64)(1 + sim_random_below (&world->random, 6));
}

static void
redeem_held (SimWorld *world, SimTill *till, const Shown *shown, gint64 amount_minor)
{
  HufuRedemption redemption = make_redemption (till, shown, amount_minor);
  HufuBasket *basket = NULL;
  HufuReason reason = HUFU_R04_BAD_FORMAT;
  g_autoptr (GError) error = NULL;
  gboolean done = hufu_use_redeem_held (till->db, &redemption, &reason, &basket, &error);

  sim_count (world, SIM_REDEEM);
  if (sim_till_end_act (world, till, done, &error)) {
    sim_trace (world, "till %u redeems V%u for %d, use " SIM_ID_FORMAT ": %s", till->no,
               shown->voucher->no, (int)amount_minor, SIM_ID (&redemption.use_id),
               hufu_reason_code (reason));
    world->n_accepted += hufu_reason_accepts (reason) ? 1 : 0;
    sim_till_take_basket (till, basket);
    basket = NULL;
  }
  hufu_basket_free (basket);
  sim_oracle_look_at_use (world, till, &redemption.use_id);
  sim_oracle_look_at_live (world, till, &redemption.use_id, shown->live_step);
}

static void
ask_online (SimWorld *world, SimTill *till, const Shown *shown, const HufuVoucher *known)
{
  gint64 amount_minor = choose_amount (world, shown->voucher, shown->voucher->value_minor);
  HufuRedemption redemption = make_redemption (till, shown, amount_minor);
  g_autofree char *request = hufu_sync_make_redeem_request (
      &redemption.use_id, &till->basket->id, HUFU_CODE_TOKEN, shown->token, amount_minor, NULL);
  HufuBasket *basket = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done = hufu_use_ask (till->db, &redemption, known, request, &basket, &error);

  sim_count (world, SIM_REDEEM);
  if (sim_till_end_act (world, till, done, &error)) {
    sim_trace (world, "till %u has not V%u and will ask for %d of it, use " SIM_ID_FORMAT, till->no,
               shown->voucher->no, (int)amount_minor, SIM_ID (&redemption.use_id));
    sim_till_take_basket (till, basket);
    basket = NULL;
  }
  hufu_basket_free (basket);
}

static void
accept_unleased (SimWorld *world, SimTill *till, const Shown *shown, const HufuToken *token,
                 const HufuVerdict *verdict, const HufuVoucher *known)
{
  HufuRedemption redemption = make_redemption (
      till, shown, choose_amount (world, shown->voucher, shown->voucher->value_minor));

  sim_unleased_accept (world, till, &redemption, &token->claims, verdict, known);
}

/* A list that says "used" may be older than an undo: whoever holds it, or the platform, knows. */
static gboolean
is_for_others (HufuReason reason)
{
  return reason == HUFU_R00_OK_HELD || reason == HUFU_R12_ALREADY_REDEEMED_ELSEWHERE;
}

/* Nobody can be asked: that is chance here, as whoever is asked may be cut off. */
static gboolean
is_alone (SimWorld *world, const HufuVerdict *verdict)
{
  return world->profile.unleased && !verdict->online_only &&
         sim_random_chance (&world->random, 300);
}

static void
show (SimWorld *world, SimTill *till, Shown *shown, gboolean online)
{
  g_auto (HufuVoucherState) state = {0};
  g_autoptr (GPtrArray) lists = NULL;
  g_autoptr (GError) error = NULL;
  HufuVerdict verdict;
  HufuToken token;

  if (!sim_till_end_act (world, till,
                         hufu_voucher_find (till->db, &shown->voucher->cti, &state, &error),
                         &error) ||
      hufu_token_decode (shown->token, strlen (shown->token), &token) != HUFU_R00_OK_HELD)
    return;
  lists = sim_status_load (world, till);
  verdict = check_token (till, &token, &state, lists);
  shown->generation = token.claims.generation;
  shown->live_step = token.is_live ? token.proof.step : 0;
  if (verdict.reason != HUFU_R00_OK_HELD)
    sim_trace (world, "till %u refuses V%u: %s", till->no, shown->voucher->no,
               hufu_reason_code (verdict.reason));
  if (verdict.reason != HUFU_R00_OK_HELD && state.held > 0)
    sim_oracle_look_at_refusal (world, till, shown->voucher, verdict.reason);
  else if (state.held > 0)
    redeem_held (world, till, shown, choose_amount (world, shown->voucher, state.remaining_minor));
  else if (verdict.reason == HUFU_R00_OK_HELD && is_alone (world, &verdict))
    accept_unleased (world, till, shown, &token, &verdict, state.voucher);
  else if (is_for_others (verdict.reason) && online)
    ask_online (world, till, shown, state.voucher);
}

/* Now and then somebody shows a picture of the code that was shown the last time. */
static char *
show_live (SimWorld *world, SimVoucher *voucher, const char *token)
{
  char *live;

  if (voucher->screenshot != NULL && sim_random_chance (&world->random, 250))
    return g_strdup (voucher->screenshot);
  live = hufu_live_encode (token, hufu_live_step (world->now_us / G_USEC_PER_SEC), hufu_sha256,
                           hufu_crypto_sign, voucher->phone);
  g_free (voucher->screenshot);
  voucher->screenshot = g_strdup (live);
  return live;
}

void
sim_customers_present (SimWorld *world, SimTill *till, SimVoucher *voucher, gboolean online)
{
  gboolean old = voucher->old_token != NULL && sim_random_chance (&world->random, 200);
  const char *token = old ? voucher->old_token : voucher->token;
  g_autofree char *live = voucher->phone != NULL ? show_live (world, voucher, token) : NULL;
  Shown shown = {voucher, live != NULL ? live : token, 0, 0};

  if (till->basket != NULL && till->basket->lines->len + till->basket->tenders->len > SALE_USES_MAX)
    sim_customers_finish (world, till);
  else
    show (world, till, &shown, online);
}

/* --- taking back ---------------------------------------------------------------------------------
 */

static gboolean
find_use_of_sale (const SimTill *till, SimRandom *random, HufuId *ret_use_id)
{
  const HufuBasket *basket = till->basket;
  guint n_lines = basket->lines->len, n = n_lines + basket->tenders->len;
  guint first = sim_random_below (random, MAX (n, 1));

  for (guint i = 0; i < n; i++) {
    guint at = (first + i) % n;

    *ret_use_id = at < n_lines ? ((HufuLine *)basket->lines->pdata[at])->use_id
                               : ((HufuTender *)basket->tenders->pdata[at - n_lines])->use_id;
    if (!hufu_id_is_zero (ret_use_id))
      return TRUE;
  }
  return FALSE;
}

/* Also of a sale that is finished, what was used a while ago, and what a report or a recall has
 * followed since. */
static gboolean
find_recent_use (SimWorld *world, const SimTill *till, HufuId *ret_use_id)
{
  guint n = world->uses->len;
  const SimUse *use =
      n > 0 ? world->uses->pdata[n - 1 - sim_random_below (&world->random, MIN (n, RECENT_USES))]
            : NULL;

  if (use == NULL || use->till != till->no || !use->at_till)
    return FALSE;
  *ret_use_id = use->use_id;
  return TRUE;
}

gboolean
sim_customers_undo (SimWorld *world, SimTill *till)
{
  HufuUndo wanted = {.staff_id = sim_staff_id,
                     .now_utc_us = hufu_host_utc_us (&till->machine->host),
                     .can_ask = TRUE};
  HufuReason reason = HUFU_R04_BAD_FORMAT;
  HufuBasket *basket = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done;

  if (!find_recent_use (world, till, &wanted.use_id) &&
      (till->basket == NULL || !find_use_of_sale (till, &world->random, &wanted.use_id)))
    return FALSE;
  done = hufu_use_undo (till->db, &wanted, &reason, &basket, &error);
  sim_count (world, SIM_UNDO);
  if (sim_till_end_act (world, till, done, &error)) {
    sim_trace (world, "till %u undoes use " SIM_ID_FORMAT ": %s", till->no, SIM_ID (&wanted.use_id),
               hufu_reason_code (reason));
    sim_till_take_basket (till, basket);
    basket = NULL;
  }
  hufu_basket_free (basket);
  sim_oracle_look_at_use (world, till, &wanted.use_id);
  return TRUE;
}

gboolean
sim_customers_give_back (SimWorld *world, SimTill *till)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) open = hufu_use_list_open (till->db, &error);
  HufuBasket *basket = NULL;
  const HufuUse *use;
  gboolean done;

  if (!sim_till_end_act (world, till, open != NULL, &error) || open->len == 0)
    return FALSE;
  use = open->pdata[sim_random_below (&world->random, open->len)];
  done = hufu_use_give_back (till->db, &use->use_id, &basket, &error);
  if (sim_till_end_act (world, till, done, &error)) {
    sim_trace (world, "till %u: the customer pays another way for use " SIM_ID_FORMAT, till->no,
               SIM_ID (&use->use_id));
    sim_till_take_basket (till, basket);
    basket = NULL;
  }
  hufu_basket_free (basket);
  sim_oracle_look_at_use (world, till, &use->use_id);
  return TRUE;
}

/* --- finishing -----------------------------------------------------------------------------------
 */

static HufuFinish
make_finish (const SimTill *till)
{
  return (HufuFinish){
      .staff_id = sim_staff_id,
      .shift_id = till->shift.shift_id,
      .business_day = DAY,
      .receipt =
          {
              .shop_en = "Shop",
              .shop_zh = "店",
              .clerk_label = "03",
              .local_time = "2026-01-05 09:00",
          },
      .lang = HUFU_LANG_EN,
      .print = TRUE,
  };
}

/* A question of the open sale has no answer yet: it cannot be finished. */
static gboolean
is_waiting (SimTill *till)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) open = hufu_use_list_open (till->db, &error);
  gboolean waiting = open == NULL;

  for (guint i = 0; open != NULL && i < open->len; i++)
    waiting |= hufu_id_equal (&((const HufuUse *)open->pdata[i])->sale_id, &till->basket->id) != 0;
  return waiting;
}

gboolean
sim_customers_finish (SimWorld *world, SimTill *till)
{
  HufuFinish finish = make_finish (till);
  g_auto (HufuFinished) finished = {0};
  g_autoptr (HufuBasket) basket = NULL;
  g_autoptr (GError) error = NULL;
  HufuTotals totals;
  gboolean done;

  if (till->basket == NULL || is_waiting (till))
    return FALSE;
  hufu_basket_get_totals (till->basket, &totals);
  basket = hufu_basket_copy (till->basket);
  if (hufu_basket_pay_cash (basket, totals.due_minor + 100, 10, HUFU_ROUND_HALF_UP) != HUFU_EDIT_OK)
    return FALSE;
  done = hufu_sale_finish (till->db, basket, &finish, &finished, &error);
  if (!sim_till_end_act (world, till, done, &error))
    return TRUE;
  sim_trace (world, "till %u finishes sale %s", till->no, finished.receipt_no);
  till->n_sales++;
  g_clear_pointer (&till->basket, hufu_basket_free);
  return TRUE;
}
