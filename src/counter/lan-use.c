/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Vouchers that another till of the store holds. At the scan the others are asked who does, which
 * changes nothing; when the cashier redeems, the right is fetched and used here (R02). A till that
 * was asked for it and has not answered may have given it already: until it is known, the outcome
 * is unknown, and the same request is sent again (sync/lan-move.h).
 */
#include "counter/counter-private.h"

#include "store/right-move.h"
#include "sync/lan-task.h"

#define FIND_MS 300  /* for tills that are silent; the others answer in some milliseconds */
#define FETCH_MS 800 /* then "no answer yet" is shown; the request goes on */

/* Something under way for the voucher of the panel. */
typedef struct {
  HufuCounter *counter; /* a reference */
  guint serial;
} Asking;

static Asking *
asking_new (HufuCounter *counter)
{
  Asking *asking = g_new (Asking, 1);

  *asking = (Asking){g_object_ref (counter), counter->flow.serial};
  hufu_counter_begin_wait (counter);
  return asking;
}

/* What the cashier did meanwhile comes now, after the answer. */
static void
asking_free (Asking *asking)
{
  hufu_counter_end_wait (asking->counter);
  g_object_unref (asking->counter);
  g_free (asking);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asking, asking_free)

/* The answer is for the voucher that is shown. */
static gboolean
asking_goes_on (const Asking *asking)
{
  return !g_cancellable_is_cancelled (asking->counter->cancellable) &&
         asking->counter->flow.serial == asking->serial;
}

/* ---- who holds it ---- */

static void
show_holder (HufuCounter *counter)
{
  HufuVoucherFlow *flow = &counter->flow;
  const HufuLanHolder *holder = flow->holder;
  HufuReason reason = hufu_voucher_flow_check_dates (counter, holder->voucher);

  hufu_voucher_free (flow->voucher);
  flow->voucher = hufu_voucher_copy (holder->voucher);
  flow->uses_left = holder->held;
  flow->uses_there = holder->n_used;
  flow->remaining_minor = holder->remaining_minor;
  flow->begins_utc_s = flow->voucher->not_before_utc_s;
  flow->ends_utc_s = flow->voucher->expires_utc_s;
  if (reason == HUFU_R00_OK_HELD)
    reason = hufu_live_flow_check_holder (counter, holder);
  if (reason != HUFU_R00_OK_HELD) {
    hufu_voucher_flow_refuse (counter, reason);
    return;
  }
  hufu_voucher_flow_show_ready (counter);
  if (flow->again)
    hufu_voucher_flow_redeem (counter);
}

/* What this till and the others used of it is all of it, whoever took the last. */
static gboolean
is_used_up (const HufuVoucherFlow *flow, const HufuLanHolder *holder)
{
  if (flow->voucher == NULL)
    return flow->claims != NULL && flow->claims->uses > 1 && holder->n_used >= flow->claims->uses;
  return flow->voucher->type == HUFU_VOUCHER_CASH
             ? flow->spent_minor + holder->used_minor >= flow->voucher->value_minor
             : flow->uses_spent + holder->n_used >= flow->voucher->uses;
}

/* The platform knows best. Without it, the tills say what they used, and one that used all of the
 * voucher says when it did. */
static void
show_not_held (HufuCounter *counter, const HufuLanHolder *holder)
{
  if ((holder->used_utc_us == 0 && !is_used_up (&counter->flow, holder)) ||
      hufu_voucher_flow_can_ask (counter)) {
    hufu_voucher_flow_elsewhere (counter);
    return;
  }
  counter->flow.used_utc_us = holder->used_utc_us;
  counter->flow.used_terminal_no = holder->used_terminal_no;
  hufu_voucher_flow_refuse (counter, HUFU_R12_ALREADY_REDEEMED_ELSEWHERE);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asking) asking = user_data;
  g_autoptr (HufuLanHolder) holder = hufu_lan_find_finish (result, NULL);
  HufuCounter *counter = asking->counter;

  if (!asking_goes_on (asking) || holder == NULL)
    return;
  if (holder->newer_generation != 0) {
    hufu_voucher_flow_refuse (counter, HUFU_R15_GENERATION_OLD);
    return;
  }
  counter->flow.lan_silent = holder->found == HUFU_LAN_NO_ANSWER ? holder->n_silent : 0;
  if (holder->found != HUFU_LAN_HELD) {
    show_not_held (counter, holder);
    return;
  }
  hufu_lan_holder_free (counter->flow.holder);
  counter->flow.holder = g_steal_pointer (&holder);
  show_holder (counter);
}

void
hufu_lan_use_find (HufuCounter *counter, const HufuId *cti, guint64 generation)
{
  hufu_lan_find_async (hufu_sync_get_lan (counter->sync), cti, generation, HUFU_LAN_FIRST_YES,
                       FIND_MS, counter->cancellable, on_found, asking_new (counter));
}

static void
on_codes (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asking) asking = user_data;
  g_autoptr (HufuLanHolder) said = hufu_lan_find_finish (result, NULL);

  if (said != NULL && asking_goes_on (asking))
    hufu_live_flow_hear (asking->counter, said);
}

void
hufu_lan_use_ask_codes (HufuCounter *counter)
{
  const HufuVoucher *voucher = counter->flow.voucher;

  hufu_lan_find_async (hufu_sync_get_lan (counter->sync), &voucher->cti, voucher->generation,
                       HUFU_LAN_ALL_TILLS, FIND_MS, counter->cancellable, on_codes,
                       asking_new (counter));
}

/* The platform counts wrong codes: what it has named was not guessed. */
gboolean
hufu_lan_use_find_named (HufuCounter *counter, const HufuVoucher *voucher)
{
  HufuVoucherFlow *flow = &counter->flow;

  if (flow->named || flow->kind == HUFU_CODE_TOKEN || counter->link.frozen ||
      hufu_live_flow_is_missing (counter, voucher))
    return FALSE;
  flow->named = TRUE;
  flow->online = FALSE;
  hufu_lan_use_find (counter, &voucher->cti, voucher->generation);
  return TRUE;
}

/* ---- no answer yet ---- */

static char *
say_waited (HufuCounter *counter)
{
  gint64 waited_s =
      (hufu_counter_now_utc_us (counter) - counter->flow.asked_utc_us) / G_USEC_PER_SEC;

  return HUFU_SAY (counter->lang,
                   "Till %" G_GUINT64_FORMAT " was asked for it %" G_GINT64_FORMAT
                   " s ago. Do not hand over, do not scan again.",
                   "%" G_GINT64_FORMAT " 号机在 %" G_GINT64_FORMAT
                   " 秒前已被询问。先不要交付，也不用重扫。",
                   counter->flow.holder->terminal_no, MAX (waited_s, 0));
}

/* Of several uses: what is certain already. */
static char *
say_certain (HufuCounter *counter)
{
  const HufuUseBatch *batch = &counter->flow.batch;

  if (batch->n == 0)
    return HUFU_SAY (counter->lang, "It cannot be used twice", "不会重复使用");
  return HUFU_SAY (counter->lang, "%u of %u uses are redeemed; none is used twice",
                   "已核销 %u 次，共 %u 次；不会重复使用", batch->n, batch->wanted);
}

static void
show_waiting (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_VERDICT);
  g_autofree char *sentence = say_waited (counter), *title = say_certain (counter);
  HufuLang lang = counter->lang;
  g_autofree char *say =
      HUFU_SAY (lang,
                "I am waiting for the answer of till %" G_GUINT64_FORMAT
                ". Your voucher cannot be charged twice.",
                "正在等 %" G_GUINT64_FORMAT " 号机答复，这张券不会扣两次，请您稍等。",
                counter->flow.holder->terminal_no);

  counter->flow.reason = HUFU_R28_OUTCOME_UNKNOWN;
  hufu_voucher_panel_name (panel, counter);
  hufu_panel_set_reason (panel, HUFU_R28_OUTCOME_UNKNOWN, lang);
  hufu_panel_set_say (panel, say);
  hufu_panel_set_band (panel, HUFU_MARK_HALF, HUFU_TONE_ASK,
                       hufu_reason_headline (HUFU_R28_OUTCOME_UNKNOWN, lang), sentence);
  hufu_panel_set_note (
      panel, HUFU_TONE_ASK, HUFU_MARK_HALF, title,
      HUFU_WORD (
          lang,
          "The right goes from that till to this one once. When it is here, the use is booked.",
          "使用权只会从那台机转到本机一次；到了本机就自动核销。"));
  hufu_panel_add_choice (panel, HUFU_ACT_ASK_AGAIN, HUFU_WORD (lang, "Ask again now", "现在再问"),
                         "", "F5", "refresh");
  hufu_panel_add_choice (
      panel, HUFU_ACT_PAY_OTHERWISE,
      HUFU_WORD (lang, "Customer pays another way", "顾客换别的方式付"),
      HUFU_WORD (lang, "The voucher is not used; it stays in this store", "券没有被使用，仍在本店"),
      "F7", "wallet");
  hufu_counter_take_redrawn (counter, panel, show_waiting);
}

gboolean
hufu_lan_use_is_waiting (HufuCounter *counter)
{
  return counter->flow.fetch == HUFU_FETCH_WAITING && counter->panel != NULL &&
         counter->panel->has_reason && counter->panel->reason == HUFU_R28_OUTCOME_UNKNOWN;
}

void
hufu_lan_use_on_tick (HufuCounter *counter)
{
  if (hufu_lan_use_is_waiting (counter))
    show_waiting (counter); /* "asked 14 s ago" */
}

void
hufu_lan_use_ask_again (HufuCounter *counter)
{
  HufuLan *lan = hufu_sync_get_lan (counter->sync);

  if (lan != NULL)
    hufu_lan_ask_again (lan);
}

/* The right that may still come is then held here, and nothing was used of it. */
void
hufu_lan_use_leave (HufuCounter *counter)
{
  counter->flow.fetch = HUFU_FETCH_NONE;
  if (hufu_batch_flow_leave (counter))
    return;
  hufu_voucher_flow_clear (counter);
  hufu_counter_take_panel (counter, NULL);
  hufu_counter_notice (counter, HUFU_WORD (counter->lang,
                                           "Take the payment another way; the voucher is not used.",
                                           "请用别的方式收款，券没有被使用。"));
}

/* ---- fetching ---- */

/* It held one a moment ago: if that is used since, it says when. */
static void
ask_why (HufuCounter *counter)
{
  HufuVoucherFlow *flow = &counter->flow;

  flow->again = FALSE; /* what another till holds is shown: it is not asked for on and on */
  if (hufu_voucher_flow_can_ask (counter))
    hufu_voucher_flow_elsewhere (counter);
  else
    hufu_lan_use_find (counter, &flow->voucher->cti, flow->voucher->generation);
}

static void
end_move (HufuCounter *counter, HufuLanMove move)
{
  HufuVoucherFlow *flow = &counter->flow;

  switch (move) {
  case HUFU_LAN_MOVE_HERE:
    flow->fetch = HUFU_FETCH_NONE;
    flow->from_terminal_no = flow->holder->terminal_no;
    if (!hufu_batch_flow_goes_on (counter))
      g_clear_pointer (&flow->holder, hufu_lan_holder_free);
    hufu_voucher_flow_redeem_here (counter, flow->amount_minor);
    break;
  case HUFU_LAN_MOVE_NO:
    flow->fetch = HUFU_FETCH_NONE;
    g_clear_pointer (&flow->holder, hufu_lan_holder_free);
    if (flow->batch.n > 0)
      hufu_voucher_flow_refuse (counter, HUFU_R07_OWNER_UNREACHABLE); /* that ends it */
    else
      ask_why (counter);
    break;
  case HUFU_LAN_MOVE_WAITING:
    flow->fetch = HUFU_FETCH_WAITING;
    hufu_counter_sound (counter, HUFU_SOUND_ASK);
    show_waiting (counter);
    hufu_lan_use_on_rights (counter); /* it may have come before this was said */
    break;
  }
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asking) asking = user_data;
  HufuLanMove move;

  if (hufu_lan_fetch_finish (result, &move, NULL) && asking_goes_on (asking))
    end_move (asking->counter, move);
}

void
hufu_lan_use_redeem (HufuCounter *counter, gint64 amount_minor)
{
  HufuVoucherFlow *flow = &counter->flow;

  flow->fetch = HUFU_FETCH_ASKED;
  flow->amount_minor = amount_minor;
  flow->asked_utc_us = hufu_counter_now_utc_us (counter);
  hufu_lan_fetch_async (hufu_sync_get_lan (counter->sync), flow->holder, FETCH_MS,
                        counter->cancellable, on_fetched, asking_new (counter));
}

/* ---- a request that had no answer ends ---- */

typedef struct {
  HufuId cti;
  guint64 generation;
  HufuLanMove move;
} Ending;

static gpointer
find_ending (HufuDb *db, gpointer data, GError **error)
{
  Ending *ending = data;
  g_autoptr (GPtrArray) open = hufu_request_list_open (db, error);
  g_auto (HufuVoucherState) state = {0};

  if (open == NULL || !hufu_voucher_find (db, &ending->cti, &state, error))
    return NULL;
  ending->move = state.held > 0 ? HUFU_LAN_MOVE_HERE : HUFU_LAN_MOVE_NO;
  for (guint i = 0; i < open->len; i++) {
    const HufuRequest *request = open->pdata[i];

    if (state.held == 0 && hufu_id_equal (&request->cti, &ending->cti) &&
        request->generation == ending->generation)
      ending->move = HUFU_LAN_MOVE_WAITING;
  }
  return ending;
}

static void
on_ending (HufuCounter *counter, gpointer answer, const GError *error)
{
  const Ending *ending = answer;

  if (error != NULL || !hufu_lan_use_is_waiting (counter) ||
      !hufu_id_equal (&ending->cti, &counter->flow.voucher->cti) ||
      ending->move == HUFU_LAN_MOVE_WAITING)
    return;
  hufu_counter_sound (counter, HUFU_SOUND_ANSWER);
  end_move (counter, ending->move);
}

void
hufu_lan_use_on_rights (HufuCounter *counter)
{
  Ending *ending;

  if (!hufu_lan_use_is_waiting (counter))
    return;
  ending = g_new0 (Ending, 1);
  ending->cti = counter->flow.voucher->cti;
  ending->generation = counter->flow.voucher->generation;
  hufu_counter_ask (counter, counter->books, find_ending, ending, NULL, g_free, on_ending);
}

/* ---- what is said ---- */

void
hufu_lan_use_note_ready (HufuPanel *panel, HufuCounter *counter)
{
  g_autofree char *title =
      HUFU_SAY (counter->lang, "Certain: till %" G_GUINT64_FORMAT " holds the right",
                "确定：使用权在 %" G_GUINT64_FORMAT " 号机", counter->flow.holder->terminal_no);

  hufu_panel_set_note (panel, HUFU_TONE_OK, HUFU_MARK_JOINED, title,
                       HUFU_WORD (counter->lang,
                                  "It comes here when you redeem; no internet is needed for it.",
                                  "核销时转到本机，不需要外网。"));
}

void
hufu_lan_use_note_done (HufuPanel *panel, HufuCounter *counter)
{
  guint64 terminal_no = counter->flow.from_terminal_no;
  g_autofree char *title =
      terminal_no == 0 ? HUFU_SAY (counter->lang, "Certain: moved here from another till",
                                   "确定：由另一台收银机转来")
                       : HUFU_SAY (counter->lang, "Certain: moved from till %" G_GUINT64_FORMAT,
                                   "确定：由 %" G_GUINT64_FORMAT " 号机转来", terminal_no);

  hufu_panel_set_note (panel, HUFU_TONE_OK, HUFU_MARK_JOINED, title,
                       HUFU_WORD (counter->lang,
                                  "That till no longer has it; nobody else can use it.",
                                  "那台机已没有这个使用权，别处无法再用。"));
}

/* Nobody can be asked: which ways are closed. With the platform there, it says who holds it. */
void
hufu_lan_use_say_unreachable (HufuPanel *panel, HufuCounter *counter)
{
  guint n_silent = counter->flow.lan_silent;
  g_autofree char *sentence = NULL;

  if (counter->flow.reason != HUFU_R07_OWNER_UNREACHABLE || n_silent == 0 ||
      hufu_voucher_flow_can_ask (counter))
    return;
  sentence =
      n_silent == 1
          ? HUFU_SAY (counter->lang,
                      "The other till does not answer and there is no internet. Hand "
                      "nothing over yet; check the store's network, then ask again.",
                      "另一台收银机没有应答，外网也不通。先不要交付；请检查店内网络后再问。")
          : HUFU_SAY (counter->lang,
                      "%u tills do not answer and there is no internet. Hand nothing over "
                      "yet; check the store's network, then ask again.",
                      "有 %u 台收银机没有应答，外网也不通。先不要交付；请检查店内网络后再问。",
                      n_silent);
  hufu_panel_set_band (panel, panel->mark, panel->tone, panel->headline, sentence);
}
