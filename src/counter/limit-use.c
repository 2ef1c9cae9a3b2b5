/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Vouchers whose right is not held here while neither another till nor the platform can be asked:
 * accepted within the limits of the merchant's signed policy (R03), if it has any. The books check
 * again, and count, when the cashier redeems.
 */
#include "counter/counter-private.h"

#include <string.h>

#include "store/limits-store.h"

/* ---- what its code says of it ---- */

/* Its worth is all that the code tells of what was sold. */
static void
describe_claims (HufuVoucher *voucher, const HufuClaims *claims, gboolean is_cash)
{
  char worth[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format ((gint64)claims->value_minor, worth);
  voucher->title_en = g_strdup_printf ("%s, %s", is_cash ? "Cash voucher" : "Deal voucher", worth);
  voucher->title_zh = g_strdup_printf ("%s，%s", is_cash ? "代金券" : "团购券", worth);
  voucher->item_en = is_cash
                         ? g_strdup ("What the customer's voucher shows")
                         : g_strdup_printf ("Deal of %s, as the customer's voucher shows", worth);
  voucher->item_zh = is_cash ? g_strdup ("顾客券面所示内容")
                             : g_strdup_printf ("值 %s 的团购券，按顾客券面所示", worth);
}

/* A code carries no title and no type. Of what was sold, that which may be used in parts pays, and
 * the rest is handed over; what may be a coupon's is known to nobody here. */
static HufuVoucher *
voucher_from_claims (const HufuClaims *claims)
{
  HufuVoucher *voucher = g_new0 (HufuVoucher, 1);
  gboolean is_cash = (claims->flags & HUFU_VOUCHER_PARTIAL_USE) != 0;

  voucher->cti = claims->cti;
  voucher->generation = claims->generation;
  voucher->type = is_cash            ? HUFU_VOUCHER_CASH
                  : claims->uses > 1 ? HUFU_VOUCHER_PASS
                                     : HUFU_VOUCHER_DEAL;
  describe_claims (voucher, claims, is_cash);
  voucher->icon = g_strdup ("");
  voucher->issuer = g_strdup (claims->issuer);
  voucher->short_code = g_strdup ("");
  voucher->holder_masked = g_strdup ("");
  voucher->not_before_utc_s = claims->not_before_utc_s;
  voucher->expires_utc_s = claims->expires_utc_s;
  voucher->uses = claims->uses;
  voucher->value_minor = (gint64)claims->value_minor;
  voucher->paid_minor = hufu_claims_are_of_sold (claims) ? voucher->value_minor : 0;
  voucher->currency = claims->currency;
  voucher->home_store = claims->has_home ? claims->home_store : 0;
  voucher->flags = claims->flags;
  voucher->has_holder = claims->has_holder;
  memcpy (voucher->holder, claims->holder, sizeof voucher->holder);
  return voucher;
}

/* ---- whether ---- */

typedef struct {
  HufuLimitsAsk ask;
  HufuRedemption *redemption; /* NULL: only a look */
  HufuVoucher *voucher;
  guint used_here;   /* uses of it, of whatever ground */
  gint64 room_minor; /* of one use */
  HufuReason reason;
  HufuBasket *basket;
} Acceptance;

static void
acceptance_free (gpointer data)
{
  Acceptance *acceptance = data;

  hufu_redemption_free (acceptance->redemption);
  hufu_voucher_free (acceptance->voucher);
  hufu_basket_free (acceptance->basket);
  g_free (acceptance);
}

static Acceptance *
acceptance_new (HufuCounter *counter)
{
  const HufuVoucherFlow *flow = &counter->flow;
  Acceptance *acceptance = g_new0 (Acceptance, 1);

  acceptance->voucher = hufu_voucher_copy (flow->voucher);
  acceptance->used_here = flow->uses_spent;
  acceptance->ask = (HufuLimitsAsk){
      .flags = flow->claims->flags,
      .is_live = flow->is_live,
      .status = flow->status,
      .status_utc_s = flow->status_utc_s,
      .now_utc_s = hufu_counter_now_utc_us (counter) / G_USEC_PER_SEC,
      .clock_trusted = counter->link.clock_trusted,
  };
  return acceptance;
}

/* The least that a use would take: what can be paid in parts can be a little. */
static gint64
find_least (const HufuVoucher *voucher, gint64 spent_minor)
{
  if (voucher->type != HUFU_VOUCHER_CASH)
    return voucher->value_minor;
  return (voucher->flags & HUFU_VOUCHER_PARTIAL_USE) != 0 ? 1 : voucher->value_minor - spent_minor;
}

/* What was used otherwise than within limits has its rest elsewhere, nobody here knows how much. */
static gboolean
can_cover (const Acceptance *acceptance)
{
  return hufu_limits_can_cover (acceptance->voucher) &&
         (acceptance->used_here == 0 || acceptance->ask.voucher_spent_minor > 0);
}

/* The amount of a cash voucher is known only when it is redeemed; its room is known now. */
static gpointer
look (HufuDb *db, gpointer data, GError **error)
{
  Acceptance *acceptance = data;
  gint64 *spent_minor = &acceptance->ask.voucher_spent_minor;
  HufuLimitsBook book;

  if (hufu_limits_load (db, &book, error) &&
      hufu_limits_load_spent (db, &acceptance->voucher->cti, spent_minor, error)) {
    acceptance->ask.amount_minor = find_least (acceptance->voucher, *spent_minor);
    acceptance->room_minor = hufu_limits_find_room (&book, *spent_minor);
    acceptance->reason = can_cover (acceptance) ? hufu_limits_check (&book.limits, book.state,
                                                                     &book.used, &acceptance->ask)
                                                : HUFU_R07_OWNER_UNREACHABLE;
    return acceptance;
  }
  acceptance_free (acceptance);
  return NULL;
}

static void
on_look (HufuCounter *counter, gpointer answer, const GError *error)
{
  const Acceptance *acceptance = answer;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
  } else if (acceptance->reason != HUFU_R03_OK_GRACE) {
    counter->flow.accepted_minor = acceptance->ask.voucher_spent_minor;
    hufu_voucher_flow_refuse (counter, acceptance->reason);
  } else {
    counter->flow.under_limit = TRUE;
    hufu_voucher_free (counter->flow.voucher);
    counter->flow.voucher = hufu_voucher_copy (acceptance->voucher);
    counter->flow.uses_left = 1;
    counter->flow.room_minor = acceptance->room_minor;
    counter->flow.remaining_minor =
        acceptance->voucher->value_minor - acceptance->ask.voucher_spent_minor;
    hufu_voucher_flow_show_ready (counter);
  }
}

/* Only what a trusted issuer signed for this store. */
void
hufu_limit_use_offer (HufuCounter *counter)
{
  HufuVoucherFlow *flow = &counter->flow;
  Acceptance *acceptance;

  if (flow->claims == NULL || flow->claims->kind != HUFU_TOKEN_VOUCHER || flow->online ||
      flow->fetch != HUFU_FETCH_NONE) {
    hufu_voucher_flow_refuse (counter, HUFU_R07_OWNER_UNREACHABLE);
    return;
  }
  acceptance = acceptance_new (counter);
  if (acceptance->voucher == NULL)
    acceptance->voucher = voucher_from_claims (flow->claims);
  hufu_counter_ask (counter, counter->books, look, acceptance, NULL, acceptance_free, on_look);
}

/* A refusal, or an offer at the store's own risk, that the cashier still looks at. */
static gboolean
is_said_unasked (HufuCounter *counter)
{
  const HufuPanel *panel = counter->panel;

  if (!counter->flow.unasked || panel == NULL)
    return FALSE;
  return panel->kind == HUFU_PANEL_VOUCHER
             ? counter->flow.under_limit
             : panel->has_reason && panel->reason == counter->flow.reason &&
                   !hufu_reason_accepts (panel->reason);
}

void
hufu_limit_use_on_link (HufuCounter *counter)
{
  if (!is_said_unasked (counter) || !hufu_voucher_flow_can_ask (counter))
    return;
  counter->flow.under_limit = FALSE;
  hufu_voucher_flow_elsewhere (counter);
}

void
hufu_limit_use_note (HufuPanel *panel, HufuCounter *counter)
{
  HufuLang lang = counter->lang;
  g_autofree char *limit = NULL, *text = NULL;

  g_object_get (counter->cases, "limit-text", &limit, NULL);
  text = HUFU_SAY (lang,
                   "Nobody can be asked. It was good when the platform last told; it may have been "
                   "used elsewhere since.%s%s%s",
                   "现在无法询问任何一方。平台最近一次告知时券有效，之后可能已在别处使用。%s%s%s",
                   panel->kind == HUFU_PANEL_VOUCHER && lang == HUFU_LANG_EN ? " " : "",
                   panel->kind == HUFU_PANEL_VOUCHER ? limit : "",
                   panel->kind == HUFU_PANEL_VOUCHER ? HUFU_WORD (lang, ".", "。") : "");
  hufu_panel_set_note (panel, HUFU_TONE_ASK, HUFU_MARK_JOINED_RISK,
                       HUFU_WORD (lang, "At your own risk, within a limit", "在限额内自担风险接受"),
                       text);
}

void
hufu_limit_use_set_band (HufuPanel *panel, HufuCounter *counter, const char *sentence)
{
  char amount[HUFU_MONEY_TEXT_SIZE];
  g_autofree char *headline = NULL;

  hufu_money_format (counter->flow.amount_minor, amount);
  headline = HUFU_SAY (counter->lang, "Accepted within the limit: ¥%s", "按限额接收：¥%s", amount);
  hufu_panel_set_band (panel, panel->mark, panel->tone, headline, sentence);
}

char *
hufu_limit_use_count (const HufuLimitsBook *book)
{
  char sum[HUFU_MONEY_TEXT_SIZE];

  if (book->used.uses == 0)
    return g_strdup ("");
  hufu_money_format_grouped (book->used.total_minor, sum);
  return g_strdup_printf ("%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT " · %s", book->used.uses,
                          book->limits.uses_max, sum);
}

/* ---- accepting ---- */

static gpointer
redeem (HufuDb *db, gpointer data, GError **error)
{
  Acceptance *acceptance = data;

  if (hufu_use_redeem_unleased (db, acceptance->redemption, acceptance->voucher, &acceptance->ask,
                                &acceptance->reason, &acceptance->basket, error))
    return acceptance;
  acceptance_free (acceptance);
  return NULL;
}

static void
on_redeemed (HufuCounter *counter, gpointer answer, const GError *error)
{
  Acceptance *acceptance = answer;
  gint64 amount_minor;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  if (acceptance->reason != HUFU_R03_OK_GRACE) {
    counter->flow.frozen = acceptance->reason == HUFU_R26_LEASE_LOST_DEVICE;
    hufu_voucher_flow_refuse (counter, acceptance->reason);
    return;
  }
  amount_minor = hufu_voucher_flow_amount (counter);
  counter->flow.done = TRUE;
  counter->flow.undo_until_utc_us =
      acceptance->redemption->now_utc_us + acceptance->redemption->undo_window_us;
  counter->flow.uses_left = 0;
  counter->flow.remaining_minor -= amount_minor;
  hufu_edit_adopt (counter, g_steal_pointer (&acceptance->basket));
  hufu_voucher_flow_show_redeemed (counter, HUFU_R03_OK_GRACE, amount_minor);
  hufu_manager_reload (counter); /* it counts what was accepted */
  hufu_sync_wake (counter->sync);
}

void
hufu_limit_use_redeem (HufuCounter *counter, gint64 amount_minor)
{
  Acceptance *acceptance = acceptance_new (counter);

  acceptance->redemption = hufu_voucher_flow_make_redemption (counter, amount_minor);
  hufu_counter_ask (counter, counter->books, redeem, acceptance, NULL, acceptance_free,
                    on_redeemed);
}
