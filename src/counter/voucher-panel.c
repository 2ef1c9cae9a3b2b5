/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a panel says about the flow's voucher: its name, its worth, how sure, and why it is refused.
 */
#include <string.h>

#include "counter/counter-private.h"

static const char *const icons[] = {
    [HUFU_VOUCHER_DEAL] = "voucher",
    [HUFU_VOUCHER_CASH] = "wallet",
    [HUFU_VOUCHER_PASS] = "voucher",
    [HUFU_VOUCHER_COUPON] = "voucher",
};

static const char *
type_word (HufuVoucherType type, HufuLang lang)
{
  switch (type) {
  case HUFU_VOUCHER_DEAL:
    return HUFU_WORD (lang, "Deal voucher", "团购券");
  case HUFU_VOUCHER_CASH:
    return HUFU_WORD (lang, "Cash voucher", "代金券");
  case HUFU_VOUCHER_PASS:
    return HUFU_WORD (lang, "Multi-visit pass", "次卡");
  case HUFU_VOUCHER_COUPON:
    return HUFU_WORD (lang, "Coupon", "优惠券");
  }
  g_assert_not_reached ();
}

/* "¥58.00 a use": what is at stake, where no fact says it. */
static char *
say_worth (gint64 value_minor, guint uses, HufuLang lang)
{
  char text[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format (value_minor, text);
  return uses > 1 ? HUFU_SAY (lang, " • ¥%s a use", " • 每次 ¥%s", text)
                  : g_strdup_printf (" • ¥%s", text);
}

static char *
say_worth_of (const HufuVoucher *voucher, HufuLang lang)
{
  g_autofree char *part = hufu_coupon_describe_part (&voucher->terms, lang);

  return *part != '\0' ? g_strconcat (" • ", part, NULL)
                       : say_worth (voucher->value_minor, voucher->uses, lang);
}

/* One that another merchant sold says so: it is theirs to answer for. */
static char *
say_issuer (const HufuVoucher *voucher, const char *own, HufuLang lang)
{
  if (*own == '\0' || voucher->issuer == NULL || strcmp (voucher->issuer, own) == 0)
    return g_strdup ("");
  return HUFU_SAY (lang, " • issued by %s", " • 发券方 %s", voucher->issuer);
}

static char *
say_subtitle (const HufuVoucher *voucher, const char *own, const char *worth, HufuLang lang)
{
  gsize length = strlen (voucher->short_code);
  const char *tail = length > 4 ? voucher->short_code + length - 4 : voucher->short_code;
  g_autofree char *code =
      *tail == '\0' ? g_strdup ("") : HUFU_SAY (lang, " • code ending %s", " • 券码尾号 %s", tail);
  g_autofree char *holder =
      *voucher->holder_masked == '\0'
          ? g_strdup ("")
          : HUFU_SAY (lang, " • holder %s", " • 持券人 %s", voucher->holder_masked);
  g_autofree char *issuer = say_issuer (voucher, own, lang);

  return g_strconcat (type_word (voucher->type, lang), worth, issuer, code, holder, NULL);
}

/* Money may well be due beside a cash voucher or a coupon: only what was bought is not collected.
 */
static const char *
worth_hint (HufuVoucherType type, HufuLang lang)
{
  if (type == HUFU_VOUCHER_CASH || type == HUFU_VOUCHER_COUPON)
    return HUFU_WORD (lang, "Off this sale", "从本单中扣减");
  return HUFU_WORD (lang, "Paid online, nothing to collect", "线上已付，不再收款");
}

/* Of this sale it pays for its goods alone. */
static char *
say_part (HufuCounter *counter)
{
  const HufuVoucher *voucher = counter->flow.voucher;
  char part[HUFU_MONEY_TEXT_SIZE];

  if (voucher->type != HUFU_VOUCHER_CASH || !hufu_coupon_terms_name_goods (&voucher->terms))
    return g_strdup (worth_hint (voucher->type, counter->lang));
  hufu_money_format (hufu_voucher_flow_amount (counter), part);
  return HUFU_SAY (counter->lang, "%s off its goods in this sale", "本单适用商品可抵 %s", part);
}

static void
add_worth (HufuPanel *panel, HufuCounter *counter)
{
  g_autofree char *part = say_part (counter);
  HufuLang lang = counter->lang;
  gboolean unknown = counter->flow.left_unknown;
  gboolean cash = counter->flow.voucher->type == HUFU_VOUCHER_CASH && !unknown;
  gint64 worth_minor = unknown ? counter->flow.amount_minor
                       : cash  ? counter->flow.remaining_minor
                               : counter->flow.voucher->value_minor;
  const char *label = !counter->flow.done ? HUFU_WORD (lang, "Worth now", "本次价值")
                      : cash              ? HUFU_WORD (lang, "Left on it", "券内余额")
                                          : HUFU_WORD (lang, "This use was worth", "本次价值");
  char text[HUFU_MONEY_TEXT_SIZE];
  g_autofree char *value = NULL;

  hufu_money_format (worth_minor, text);
  value = g_strdup_printf ("¥%s", text);
  hufu_panel_add_fact (panel, label, value,
                       cash && counter->flow.done && worth_minor > 0
                           ? HUFU_WORD (lang, "Stays on the voucher", "留在券内")
                       : cash && counter->flow.done ? HUFU_WORD (lang, "Used up", "已用完")
                                                    : part);
}

gboolean
hufu_voucher_panel_knows_all (const HufuVoucherFlow *flow)
{
  const HufuVoucher *voucher = flow->voucher;

  return voucher->uses <= 1 || (flow->online && voucher->home_store == 0) ||
         flow->uses_left + flow->uses_spent + flow->uses_there >= voucher->uses;
}

static void
add_known_uses (HufuPanel *panel, HufuCounter *counter)
{
  const HufuVoucherFlow *flow = &counter->flow;
  HufuLang lang = counter->lang;
  guint total = flow->voucher->uses;
  g_autofree char *value =
      flow->uses_left == 0
          ? HUFU_SAY (lang, "None here, of %u", "本机 0 次，共 %u 次", total)
          : HUFU_SAY (lang, "At least %u of %u", "至少 %u 次，共 %u 次", flow->uses_left, total);
  g_autofree char *hint =
      HUFU_SAY (lang, "%u used at this till", "本机已用 %u 次", flow->uses_spent);

  hufu_panel_add_fact (panel, HUFU_WORD (lang, "Uses left", "剩余次数"), value, hint);
}

static void
add_uses (HufuPanel *panel, HufuCounter *counter)
{
  const HufuVoucherFlow *flow = &counter->flow;
  HufuLang lang = counter->lang;
  guint total = MAX (flow->voucher->uses, 1);
  g_autofree char *value = HUFU_SAY (lang, "%u of %u", "%u 次，共 %u 次", flow->uses_left, total);
  gboolean in_parts = (flow->voucher->flags & HUFU_VOUCHER_PARTIAL_USE) != 0;
  g_autofree char *hint = in_parts ? HUFU_SAY (lang, "May be used in parts", "可分次抵扣")
                                   : HUFU_SAY (lang, "%u used so far", "已用 %u 次",
                                               total - MIN (flow->uses_left, total));

  hufu_panel_add_fact (panel, HUFU_WORD (lang, "Uses left", "剩余次数"), value, hint);
}

static void
add_expiry (HufuPanel *panel, HufuCounter *counter)
{
  HufuLang lang = counter->lang;
  gint64 expires_utc_s = counter->flow.voucher->expires_utc_s;
  gint64 days = (expires_utc_s - hufu_counter_now_utc_us (counter) / G_USEC_PER_SEC) / 86400;
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (expires_utc_s);
  g_autofree char *day = time == NULL ? g_strdup ("") : g_date_time_format (time, "%Y-%m-%d");
  g_autofree char *hint = days == 1 ? HUFU_SAY (lang, "1 day left", "还有 1 天")
                                    : HUFU_SAY (lang, "%" G_GINT64_FORMAT " days left",
                                                "还有 %" G_GINT64_FORMAT " 天", MAX (days, 0));

  hufu_panel_add_fact (panel, HUFU_WORD (lang, "Valid until", "有效期至"), day, hint);
}

static void
set_name (HufuPanel *panel, HufuCounter *counter, const char *worth)
{
  const HufuVoucher *voucher = counter->flow.voucher;
  g_autofree char *subtitle = say_subtitle (
      voucher, counter->policy.issuer == NULL ? "" : counter->policy.issuer, worth, counter->lang);

  hufu_panel_set_about (panel, *voucher->icon == '\0' ? icons[voucher->type] : voucher->icon,
                        HUFU_WORD (counter->lang, voucher->title_en, voucher->title_zh), subtitle);
}

/* What it may be used on: what to hand over, what it pays for, or what a coupon asks for. */
static void
set_use (HufuPanel *panel, const HufuVoucher *voucher, HufuLang lang)
{
  static const char *const labels[][HUFU_LANG_COUNT] = {
      [HUFU_VOUCHER_DEAL] = {"Good for", "可兑换"},
      [HUFU_VOUCHER_CASH] = {"Pays for", "可抵扣"},
      [HUFU_VOUCHER_PASS] = {"Each use is good for", "每次可兑换"},
      [HUFU_VOUCHER_COUPON] = {"Asks for", "使用条件"},
  };
  gboolean has_terms =
      voucher->type == HUFU_VOUCHER_COUPON || hufu_coupon_terms_name_goods (&voucher->terms);
  g_autofree char *asks = has_terms ? hufu_coupon_describe (&voucher->terms, lang) : NULL;
  const char *item = HUFU_WORD (lang, voucher->item_en, voucher->item_zh);

  if (asks == NULL)
    asks = g_strdup (item);
  hufu_panel_set_use (panel, labels[voucher->type][lang],
                      *asks != '\0' ? asks
                                    : HUFU_WORD (lang, "Any goods of the store", "全店通用"));
}

static const char *
kind_word (HufuTokenKind kind, HufuLang lang)
{
  switch (kind) {
  case HUFU_TOKEN_VOUCHER:
    return HUFU_WORD (lang, "Voucher", "券");
  case HUFU_TOKEN_MEMBER:
    return HUFU_WORD (lang, "Member code", "会员码");
  case HUFU_TOKEN_PICKUP:
    return HUFU_WORD (lang, "Pick-up order", "取货单");
  case HUFU_TOKEN_RESERVATION:
    return HUFU_WORD (lang, "Reservation", "预约");
  case HUFU_TOKEN_REFERRAL:
    return HUFU_WORD (lang, "Referral code", "推荐码");
  case HUFU_TOKEN_VISIT:
  case HUFU_TOKEN_RATING:
    return HUFU_WORD (lang, "Visit or rating code", "到店或评价码");
  }
  g_assert_not_reached ();
}

/* What the issuer signed carries no title, only who issued it and how much it is worth. */
static void
name_by_claims (HufuPanel *panel, const HufuClaims *claims, HufuLang lang)
{
  g_autofree char *worth = claims->kind == HUFU_TOKEN_VOUCHER
                               ? say_worth ((gint64)claims->value_minor, claims->uses, lang)
                               : g_strdup ("");
  g_autofree char *subtitle =
      HUFU_SAY (lang, "Issued by %s%s", "发券方 %s%s", claims->issuer, worth);

  hufu_panel_set_about (panel, claims->kind == HUFU_TOKEN_VOUCHER ? "voucher" : "barcode",
                        kind_word (claims->kind, lang), subtitle);
}

void
hufu_voucher_panel_name (HufuPanel *panel, HufuCounter *counter)
{
  const HufuVoucher *voucher = counter->flow.voucher;
  g_autofree char *worth = voucher == NULL ? NULL : say_worth_of (voucher, counter->lang);

  if (voucher != NULL)
    set_name (panel, counter, worth);
  else if (counter->flow.claims != NULL)
    name_by_claims (panel, counter->flow.claims, counter->lang);
}

void
hufu_voucher_panel_describe (HufuPanel *panel, HufuCounter *counter)
{
  const HufuVoucher *voucher = counter->flow.voucher;

  if (voucher == NULL)
    return;
  set_name (panel, counter, "");
  if (voucher->type == HUFU_VOUCHER_COUPON)
    hufu_coupon_flow_add_worth (panel, counter);
  else
    add_worth (panel, counter);
  if (!counter->flow.left_unknown && hufu_voucher_panel_knows_all (&counter->flow))
    add_uses (panel, counter);
  else if (!counter->flow.left_unknown)
    add_known_uses (panel, counter);
  add_expiry (panel, counter);
  if (panel->kind == HUFU_PANEL_VOUCHER) /* later the band says what to hand over */
    set_use (panel, voucher, counter->lang);
  if (voucher->uses > 1 && !counter->flow.left_unknown) {
    panel->uses = voucher->uses;
    panel->uses_spent = hufu_voucher_panel_knows_all (&counter->flow)
                            ? voucher->uses - MIN (counter->flow.uses_left, voucher->uses)
                            : counter->flow.uses_spent;
  }
}

void
hufu_voucher_panel_certainty (HufuPanel *panel, HufuReason reason, HufuLang lang)
{
  if (reason == HUFU_R00_OK_HELD && panel->kind == HUFU_PANEL_VERDICT)
    hufu_panel_set_note (
        panel, HUFU_TONE_OK, HUFU_MARK_JOINED,
        HUFU_WORD (lang, "Certain: this till held the right", "确定：使用权原由本机持有"),
        HUFU_WORD (lang, "It is used now; nobody else could use it.",
                   "现已核销，别处无法再用这一次。"));
  else if (reason == HUFU_R00_OK_HELD)
    hufu_panel_set_note (
        panel, HUFU_TONE_OK, HUFU_MARK_JOINED,
        HUFU_WORD (lang, "Certain: this till holds the right", "确定：使用权由本机持有"),
        HUFU_WORD (lang, "Nobody else can use it; it holds without a network too.",
                   "别处无法再用这一次，断网时同样有效。"));
  else if (reason == HUFU_R01_OK_ONLINE)
    hufu_panel_set_note (panel, HUFU_TONE_OK, HUFU_MARK_JOINED,
                         HUFU_WORD (lang, "Certain: confirmed by the platform", "确定：平台已确认"),
                         HUFU_WORD (lang, "The platform says yes to this one use.",
                                    "平台对这一次使用给出了肯定答复。"));
}

/* "today at 14:20", or the day. */
static char *
say_when (HufuCounter *counter, gint64 utc_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (utc_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) now =
      g_date_time_new_from_unix_local (hufu_counter_now_utc_us (counter) / G_USEC_PER_SEC);
  g_autofree char *day = g_date_time_format (time, "%Y-%m-%d");
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *clock = g_date_time_format (time, "%H:%M");

  if (strcmp (day, today) == 0)
    return HUFU_SAY (counter->lang, "today at %s", "今天 %s", clock);
  return HUFU_SAY (counter->lang, "on %s at %s", "%s %s", day, clock);
}

/* Where and when it was used, as far as that is known. */
static void
say_used (HufuPanel *panel, HufuCounter *counter)
{
  const HufuVoucherFlow *flow = &counter->flow;
  HufuLang lang = counter->lang;
  g_autofree char *when = NULL;
  g_autofree char *sentence = NULL;

  if (flow->used_utc_us == 0)
    return;
  when = say_when (counter, flow->used_utc_us);
  if (flow->reason == HUFU_R11_ALREADY_REDEEMED_HERE)
    sentence = HUFU_SAY (lang, "Redeemed on this till %s.", "这张券 %s 已在本机核销。", when);
  else if (flow->reason == HUFU_R12_ALREADY_REDEEMED_ELSEWHERE && flow->used_terminal_no != 0)
    sentence = HUFU_SAY (lang, "Redeemed %s at till %" G_GUINT64_FORMAT " of this store.",
                         "这张券 %s 已在本店 %" G_GUINT64_FORMAT " 号机核销。", when,
                         flow->used_terminal_no);
  else if (flow->reason == HUFU_R12_ALREADY_REDEEMED_ELSEWHERE && flow->used_store_no != 0)
    sentence =
        HUFU_SAY (lang, "Redeemed %s in store %" G_GUINT64_FORMAT ".",
                  "这张券 %s 已在 %" G_GUINT64_FORMAT " 号店核销。", when, flow->used_store_no);
  if (sentence != NULL)
    hufu_panel_set_band (panel, panel->mark, panel->tone, panel->headline, sentence);
}

/* Goods and tables wait in one store, which the code names. */
static void
say_store (HufuPanel *panel, HufuCounter *counter)
{
  const HufuClaims *claims = counter->flow.claims;
  g_autofree char *sentence = NULL;

  if (counter->flow.reason != HUFU_R10_WRONG_SCOPE || claims == NULL ||
      claims->kind == HUFU_TOKEN_VOUCHER || !claims->has_store)
    return;
  sentence = HUFU_SAY (counter->lang, "It waits in store %" G_GUINT64_FORMAT ". Do not hand over.",
                       "在 %" G_GUINT64_FORMAT " 号店办理。先不要交付。", claims->store);
  hufu_panel_set_band (panel, panel->mark, panel->tone, panel->headline, sentence);
}

/* The day that a voucher begins or ended, as far as it is known: the customer is told it. */
static void
say_day (HufuPanel *panel, HufuCounter *counter)
{
  const HufuVoucherFlow *flow = &counter->flow;
  gboolean begins = flow->reason == HUFU_R08_NOT_YET;
  gint64 day_utc_s = begins ? flow->begins_utc_s : flow->ends_utc_s;
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (day_utc_s);
  g_autofree char *day = NULL;
  g_autofree char *sentence = NULL;

  if (day_utc_s == 0 || time == NULL || (!begins && flow->reason != HUFU_R09_EXPIRED))
    return;
  day = g_date_time_format (time, "%Y-%m-%d %H:%M");
  sentence = begins
                 ? HUFU_SAY (counter->lang, "Valid from %s. Do not hand over yet.",
                             "这张券 %s 起可用。先不要交付。", day)
                 : HUFU_SAY (counter->lang,
                             "It ended at %s. Do not hand over; you can sell at the store price.",
                             "这张券 %s 到期。先不要交付，可以按门店价销售。", day);
  hufu_panel_set_band (panel, panel->mark, panel->tone, panel->headline, sentence);
}

static void
say_restoring (HufuPanel *panel, HufuLang lang)
{
  hufu_panel_set_band (
      panel, panel->mark, panel->tone,
      HUFU_WORD (lang, "Not now: platform restored", "先别交付：平台刚恢复"),
      HUFU_WORD (lang,
                 "The platform was restored and waits for its tills to report. Hand nothing over "
                 "yet: switch on all tills, then ask again.",
                 "平台刚从备份恢复，正在等各收银机上报。先不要交付：请打开所有收银机，再问一次。"));
}

/* The line is up, but what came back was no answer. */
static void
say_no_answer (HufuPanel *panel, HufuCounter *counter)
{
  HufuLang lang = counter->lang;

  if (counter->link.link != HUFU_LINK_ONLINE)
    return;
  if (counter->flow.is_restoring) {
    say_restoring (panel, lang);
    return;
  }
  hufu_panel_set_band (
      panel, panel->mark, panel->tone,
      HUFU_WORD (lang, "Not now: no usable answer", "先别交付：答复无效"),
      HUFU_WORD (lang,
                 "The platform's answer cannot be used. Hand nothing over yet; ask again, or ask "
                 "the customer to wait.",
                 "平台的答复无法使用。先不要交付，可以再问一次，或请顾客稍等。"));
}

/* A till of this store holds it and is silent: which, since when, and what to do about it. */
static char *
say_silent_till (HufuCounter *counter)
{
  const HufuVoucherFlow *flow = &counter->flow;
  HufuLang lang = counter->lang;
  g_autofree char *when = flow->used_utc_us != 0 ? say_when (counter, flow->used_utc_us)
                                                 : HUFU_SAY (lang, "never", "从未");

  if (flow->reason == HUFU_R30_RECALLED)
    return HUFU_SAY (lang,
                     "Called back; waits for till %" G_GUINT64_FORMAT
                     " of this store (last report: %s). Switch that till on, then ask again to "
                     "redeem here. If it is lost, the operator reports it lost.",
                     "平台已收回，正等本店 %" G_GUINT64_FORMAT
                     " 号机上报（上次：%s）。请打开那台机，再问一次即可在此核销；若已丢失，"
                     "请联系平台报失。",
                     flow->used_terminal_no, when);
  return HUFU_SAY (lang,
                   "Till %" G_GUINT64_FORMAT
                   " of this store holds the right (last report: %s). Hand nothing over: switch "
                   "that till on, then ask again. If it is lost, the operator reports it lost.",
                   "使用权在本店 %" G_GUINT64_FORMAT
                   " 号机（上次上报：%s）。先不要交付：请打开那台机再问；若已丢失，"
                   "请联系平台报失。",
                   flow->used_terminal_no, when);
}

static char *
say_other_store (HufuCounter *counter)
{
  guint64 store_no = counter->flow.used_store_no;

  if (counter->flow.reason == HUFU_R30_RECALLED)
    return HUFU_SAY (counter->lang,
                     "Called back from store %" G_GUINT64_FORMAT
                     ", which has not reported yet. Do not hand over; ask again later.",
                     "平台已向 %" G_GUINT64_FORMAT " 号店收回，还没有上报。先不要交付，稍后再问。",
                     store_no);
  return HUFU_SAY (counter->lang,
                   "Store %" G_GUINT64_FORMAT " holds the right. Do not hand over; "
                   "that store can redeem it, or ask again later.",
                   "使用权在 %" G_GUINT64_FORMAT " 号店。先不要交付，可在该店核销，或稍后再问。",
                   store_no);
}

/* The platform was asked, and another till has the right. */
static void
say_holder (HufuPanel *panel, HufuCounter *counter)
{
  const HufuVoucherFlow *flow = &counter->flow;
  g_autofree char *sentence = NULL;

  if (flow->reason != HUFU_R07_OWNER_UNREACHABLE && flow->reason != HUFU_R30_RECALLED)
    return;
  if (flow->used_store_no == 0) {
    if (flow->reason == HUFU_R07_OWNER_UNREACHABLE)
      say_no_answer (panel, counter);
    return;
  }
  sentence = flow->used_terminal_no != 0 ? say_silent_till (counter) : say_other_store (counter);
  hufu_panel_set_band (
      panel, panel->mark, panel->tone,
      flow->used_terminal_no != 0 && flow->reason == HUFU_R07_OWNER_UNREACHABLE
          ? HUFU_WORD (counter->lang, "Not now: till does not answer", "先别交付：他机没应答")
          : panel->headline,
      sentence);
}

/* It is this till that lends nothing, and not another one that is gone. */
static void
say_frozen (HufuPanel *panel, HufuCounter *counter)
{
  HufuLang lang = counter->lang;
  gboolean superseded = counter->link.frozen == HUFU_FROZEN_SUPERSEDED;

  if (counter->flow.reason != HUFU_R26_LEASE_LOST_DEVICE || !counter->flow.frozen)
    return;
  hufu_panel_set_band (
      panel, panel->mark, panel->tone,
      superseded ? HUFU_WORD (lang, "Refused: use another till", "不能核销：请用其他机")
                 : HUFU_WORD (lang, "Refused: till must sync first", "不能核销：本机待同步"),
      hufu_link_frozen_sentence (counter->link.frozen, lang));
  hufu_panel_set_say (
      panel, superseded ? HUFU_WORD (lang,
                                     "This till does not redeem any more. Nothing was taken from "
                                     "your voucher here; please come to another till.",
                                     "这台收银机不再核销，本次没有扣券。请到另一台收银机。")
                        : HUFU_WORD (lang,
                                     "This till must sync first. Nothing was taken from your "
                                     "voucher here; please wait, or come to another till.",
                                     "本机要先同步，本次没有扣券。请您稍等，或到另一台收银机。"));
}

/* A part of it was accepted within limits: that is why nothing more of it is. */
static void
say_accepted (HufuPanel *panel, HufuCounter *counter)
{
  const HufuVoucherFlow *flow = &counter->flow;
  char accepted[HUFU_MONEY_TEXT_SIZE];
  g_autofree char *sentence = NULL;

  if (flow->accepted_minor == 0 || flow->reason == HUFU_R11_ALREADY_REDEEMED_HERE)
    return;
  hufu_money_format (flow->accepted_minor, accepted);
  sentence = HUFU_SAY (
      counter->lang,
      "%s of it was accepted here within the limit; no more may be now. The rest "
      "stays on it: use it when the network is back.",
      "券里的 %s 已在本机按限额接收，现在不能再多收。余额仍在券内，网络恢复后可用。", accepted);
  hufu_panel_set_band (panel, panel->mark, panel->tone, panel->headline, sentence);
}

void
hufu_voucher_panel_why (HufuPanel *panel, HufuCounter *counter)
{
  say_accepted (panel, counter);
  say_frozen (panel, counter);
  say_holder (panel, counter);
  say_used (panel, counter);
  say_day (panel, counter);
  say_store (panel, counter);
  hufu_live_flow_say_why (panel, counter);
  hufu_coupon_flow_say_unmet (panel, counter);
  hufu_holder_flow_say_missing (panel, counter);
}

const char *
hufu_voucher_flow_say_nothing_due (HufuCounter *counter)
{
  return hufu_coupon_terms_name_goods (&counter->flow.voucher->terms)
             ? HUFU_WORD (counter->lang, "Scan the goods it pays for", "请先扫它适用的商品")
             : HUFU_WORD (counter->lang, "Scan the products first", "请先扫商品");
}
