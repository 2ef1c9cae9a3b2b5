/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/reason.h"

typedef struct {
  const char *code;
  const char *name;
  HufuCertainty certainty;
  gboolean accepts;
  const char *headline[HUFU_LANG_COUNT];
  const char *sentence[HUFU_LANG_COUNT];
  const char *say[HUFU_LANG_COUNT];
} ReasonRow;

#define CERTAIN HUFU_CERTAINTY_CERTAIN
#define AT_RISK HUFU_CERTAINTY_AT_RISK
#define OPEN HUFU_CERTAINTY_OPEN
#define REFUSED HUFU_CERTAINTY_REFUSED

/* Per text: English, then Chinese. A headline that is no yes names the cause after the colon, so
 * that it reads alone from 2 m. Laid out by hand: a row a reason. */
/* clang-format off */
static const ReasonRow rows[HUFU_REASON_COUNT] = {
  [HUFU_R00_OK_HELD] = {
    "R00", "OK_HELD", CERTAIN, TRUE,
    { "Redeemed", "已核销" },
    { "This till held the right. Hand over what the voucher names.",
      "使用权由本机持有。请按券面交付。" },
    { "", "" } },
  [HUFU_R01_OK_ONLINE] = {
    "R01", "OK_ONLINE", CERTAIN, TRUE,
    { "Redeemed", "已核销" },
    { "The platform confirmed it. Hand over what the voucher names.",
      "平台已确认。请按券面交付。" },
    { "", "" } },
  [HUFU_R02_OK_TRANSFERRED] = {
    "R02", "OK_TRANSFERRED", CERTAIN, TRUE,
    { "Redeemed", "已核销" },
    { "The right was moved here from another till. Hand over what the voucher names.",
      "使用权已由另一台收银机转来。请按券面交付。" },
    { "", "" } },
  [HUFU_R03_OK_GRACE] = {
    "R03", "OK_GRACE", AT_RISK, TRUE,
    { "Accepted within the limit", "已按限额接收" },
    { "The platform could not be asked; the shop's limit allows this voucher. Hand over what it names.",
      "暂时问不到平台，店里的限额允许接收。请按券面交付。" },
    { "", "" } },
  [HUFU_R04_BAD_FORMAT] = {
    "R04", "BAD_FORMAT", REFUSED, FALSE,
    { "Refused: not a voucher", "不能核销：认不出券码" },
    { "This code cannot be read as a voucher. Scan the voucher in the customer's order, or type the "
      "code under it.",
      "这个码读不成券。请扫订单里的券，或输入券码下方的短码。" },
    { "I cannot read this code. Please open the voucher in your order, then I will scan it again.",
      "这个码我这里读不出来。请您打开订单里的券，我再扫一次。" } },
  [HUFU_R05_UNKNOWN_KEY] = {
    "R05", "UNKNOWN_KEY", REFUSED, FALSE,
    { "Refused: unknown issuer", "不能核销：未知发券方" },
    { "This till's list does not have the issuer of this voucher. Sync the till and scan again, or ask "
      "the manager.",
      "本机的名单里没有这张券的发券方。请先同步再扫，或请店长处理。" },
    { "We do not know the issuer of this voucher yet. Nothing was taken from it here. Let me ask the manager.",
      "我们还没有这家发券方的资料，本次没有扣券。我请店长来看一下。" } },
  [HUFU_R06_BAD_SIGNATURE] = {
    "R06", "BAD_SIGNATURE", REFUSED, FALSE,
    { "Refused: code not confirmed", "不能核销：券码不符" },
    { "This code is not the one that the issuer signed. Do not hand over; scan the voucher in the "
      "customer's order.",
      "这个码与发券方签发的不一致。先不要交付，请扫订单里的原券。" },
    { "This code does not match the original. Please open the voucher in your order, then I will scan "
      "that.",
      "这个码与原券对不上。请您打开订单里的券，我扫那一张。" } },
  [HUFU_R07_OWNER_UNREACHABLE] = {
    "R07", "OWNER_UNREACHABLE", OPEN, FALSE,
    { "Not now: no connection", "先别交付：暂联系不上" },
    { "Nobody can be asked now. Hand nothing over yet; ask again, or ask the customer to wait.",
      "现在问不到平台。先不要交付，可以再问一次，或请顾客稍等。" },
    { "We cannot reach the system that keeps your voucher now. Nothing was taken from it here; "
      "please wait, or try later.",
      "现在联系不上保管这张券的系统。本次没有扣券，请您稍等或稍后再试。" } },
  [HUFU_R08_NOT_YET] = {
    "R08", "NOT_YET", REFUSED, FALSE,
    { "Refused: not valid yet", "不能核销：还没开始" },
    { "The first day of this voucher is still to come. Do not hand over; show the customer the date.",
      "这张券还没到开始日期。先不要交付，请给顾客看开始日期。" },
    { "This voucher starts later. Your order shows the first day.",
      "这张券还没到使用时间。您打开手机订单，能看到开始日期。" } },
  [HUFU_R09_EXPIRED] = {
    "R09", "EXPIRED", REFUSED, FALSE,
    { "Refused: voucher has ended", "不能核销：已经到期" },
    { "The last day of this voucher has passed. Do not hand over; you can sell at the store price.",
      "这张券已过最后使用日期。先不要交付，可以按门店价销售。" },
    { "This voucher has ended. Your order shows the last day and what happens with the payment.",
      "这张券已经到期。您打开手机订单，能看到最后日期和款项的处理。" } },
  [HUFU_R10_WRONG_SCOPE] = {
    "R10", "WRONG_SCOPE", REFUSED, FALSE,
    { "Refused: not this store", "不能核销：不含本店" },
    { "This store is not among those of this voucher. Do not hand over; the customer's order "
      "lists them.",
      "这张券的适用门店里没有本店。先不要交付，请顾客看订单里的适用门店。" },
    { "This voucher is for other stores. Your order lists them.",
      "这张券在别的门店使用。您打开手机订单，能看到适用门店。" } },
  [HUFU_R11_ALREADY_REDEEMED_HERE] = {
    "R11", "ALREADY_REDEEMED_HERE", REFUSED, FALSE,
    { "Refused: already used here", "不能核销：本店用过" },
    { "This voucher was redeemed in this store before. Do not hand over again; the customer's order "
      "shows when.",
      "这张券之前已在本店核销。不要再次交付，顾客订单里有使用时间。" },
    { "This voucher was used in this store. Your order in the app shows the time.",
      "这张券已在本店用过了。您打开手机订单，能看到使用时间。" } },
  [HUFU_R12_ALREADY_REDEEMED_ELSEWHERE] = {
    "R12", "ALREADY_REDEEMED_ELSEWHERE", REFUSED, FALSE,
    { "Refused: already used", "不能核销：已经用过" },
    { "This voucher was redeemed at another till or store. Do not hand over; the customer's order "
      "shows where.",
      "这张券已在别处核销。先不要交付，顾客订单里有使用门店和时间。" },
    { "This voucher was used before. Your order in the app shows the time and the store.",
      "这张券已经用过了。您打开手机订单，能看到使用时间和门店。" } },
  [HUFU_R13_REVOKED] = {
    "R13", "REVOKED", REFUSED, FALSE,
    { "Refused: voucher withdrawn", "不能核销：已经作废" },
    { "The issuer refunded or withdrew this voucher. Do not hand over; you can sell at the store price.",
      "发券方已退款或作废这张券。先不要交付，可以按门店价销售。" },
    { "This voucher was refunded or withdrawn. Your order shows what happened with the payment.",
      "这张券已退款或作废。您打开手机订单，能看到款项的去向。" } },
  [HUFU_R14_SUSPENDED] = {
    "R14", "SUSPENDED", REFUSED, FALSE,
    { "Refused: voucher on hold", "不能核销：暂停使用" },
    { "The issuer has paused this voucher. Do not hand over; the customer's order shows whom to ask.",
      "发券方暂停了这张券。先不要交付，顾客的订单里有联系办法。" },
    { "This voucher is paused. Nothing was taken from it here. Your order shows whom to ask.",
      "这张券暂停使用，本次没有扣券。您打开手机订单，能看到联系办法。" } },
  [HUFU_R15_GENERATION_OLD] = {
    "R15", "GENERATION_OLD", REFUSED, FALSE,
    { "Refused: newer code exists", "不能核销：已换新码" },
    { "This voucher was given away or issued again, under a newer code. Ask for the newer code and scan "
      "it.",
      "这张券已转赠或重发，换了新码。请让顾客出示新码，再扫一次。" },
    { "This voucher has a newer code. Please open it in the order of whoever holds it now.",
      "这张券换了新码。请在现在持有人的手机订单里打开它。" } },
  [HUFU_R16_PROOF_REQUIRED] = {
    "R16", "PROOF_REQUIRED", REFUSED, FALSE,
    { "Refused: live code needed", "不能核销：要动态码" },
    { "This voucher works only with the live code in the app. Ask for that code and scan it.",
      "这张券只认手机应用里的动态码。请让顾客出示动态码再扫。" },
    { "Please open the voucher in the app: the code there renews itself. A picture of it does not work.",
      "请您在手机应用里打开这张券，那里的码会自动更新，截图不能用。" } },
  [HUFU_R17_PROOF_BAD_OR_STALE] = {
    "R17", "PROOF_BAD_OR_STALE", REFUSED, FALSE,
    { "Refused: live code stale", "不能核销：动态码过时" },
    { "Ask the customer to open the voucher again, then scan it: a screenshot or an old code proves nothing.",
      "请让顾客重新打开这张券，再扫一次。截图和旧码不能用。" },
    { "Please open the voucher again, then I will scan it. The code renews itself; a screenshot is too old.",
      "请您重新打开这张券，我再扫一次。码会自动更新，截图太旧。" } },
  [HUFU_R18_LIMIT_COUNT] = {
    "R18", "LIMIT_COUNT", OPEN, FALSE,
    { "Not now: offline count reached", "先别交付：离线次数满" },
    { "This till has accepted the number of vouchers that the shop allows offline. Scan again when the "
      "network is back.",
      "本机离线接收的张数已到店里的上限。网络恢复后请重扫。" },
    { "We must ask the platform for this voucher and cannot reach it now. Nothing was taken from it.",
      "这张券要问过平台才能用，现在联系不上。本次没有扣券。" } },
  [HUFU_R19_LIMIT_VALUE] = {
    "R19", "LIMIT_VALUE", OPEN, FALSE,
    { "Not now: above offline amount", "先别交付：超离线金额" },
    { "It is more than this till may still accept offline. Scan again when the network is back.",
      "超出本机还能离线接收的金额。网络恢复后请重扫。" },
    { "We must ask the platform for a voucher of this amount and cannot reach it now. Nothing was taken "
      "from it.",
      "这个金额的券要问过平台才能用，现在联系不上。本次没有扣券。" } },
  [HUFU_R20_STATUS_TOO_OLD] = {
    "R20", "STATUS_TOO_OLD", OPEN, FALSE,
    { "Not now: status not known", "先别交付：券状态不明" },
    { "This till has no list of withdrawn vouchers that is new enough for this one. Connect the till, "
      "then scan again.",
      "本机没有足够新的作废券名单来核对这张券。请联网同步后再扫。" },
    { "We must update our list before we can take this voucher. Nothing was taken from it.",
      "我们要先更新名单才能收这张券。本次没有扣券。" } },
  [HUFU_R21_CLOCK_UNTRUSTED] = {
    "R21", "CLOCK_UNTRUSTED", OPEN, FALSE,
    { "Not now: clock in doubt", "先别交付：时间待核对" },
    { "This till is not sure of the time, and this voucher depends on it. Connect the till, then scan "
      "again.",
      "本机时间还没核对，而这张券与时间有关。请联网后再扫。" },
    { "We must check our clock before we can take this voucher. Nothing was taken from it.",
      "我们要先核对时间才能收这张券。本次没有扣券。" } },
  [HUFU_R22_RISK_ACCEPTED] = {
    "R22", "RISK_ACCEPTED", AT_RISK, TRUE,
    { "Accepted: risk approved", "已接收：风险已批准" },
    { "The merchant has signed for the risk. Hand over what the voucher names.",
      "商家已签字承担风险。请按券面交付。" },
    { "", "" } },
  [HUFU_R23_MANAGER_OVERRIDE] = {
    "R23", "MANAGER_OVERRIDE", AT_RISK, TRUE,
    { "Accepted: manager approved", "已接收：店长已批准" },
    { "The manager has approved it; the amount is noted at risk. Hand over what the voucher names.",
      "店长已批准，金额记入今日风险。请按券面交付。" },
    { "", "" } },
  [HUFU_R24_RANDOM_ONLINE] = {
    "R24", "RANDOM_ONLINE", AT_RISK, TRUE,
    { "Accepted: spot check follows", "已接收：稍后抽查" },
    { "Accepted within the limit; the platform will check this one. Hand over what the voucher names.",
      "已按限额接收，平台稍后抽查这一张。请按券面交付。" },
    { "", "" } },
  [HUFU_R25_OVER_REDEEMED] = {
    "R25", "OVER_REDEEMED", REFUSED, FALSE,
    { "Refused: used too often", "不能核销：重复使用" },
    { "The platform has found more uses of this voucher than it has. Do not hand over; ask the manager.",
      "平台发现这张券的使用次数多于应有次数。先不要交付，请店长处理。" },
    { "There are more uses of this voucher than it has. The manager will look at the record with you.",
      "这张券的使用次数多于应有次数。店长会和您一起看使用记录。" } },
  [HUFU_R26_LEASE_LOST_DEVICE] = {
    "R26", "LEASE_LOST_DEVICE", REFUSED, FALSE,
    { "Refused: holding till gone", "不能核销：原机已停用" },
    { "The till that held this right is lost, replaced or was copied. Do not hand over; the manager "
      "can ask the platform to release it.",
      "持有使用权的收银机已丢失、更换或被复制。先不要交付，请店长向平台申请放行。" },
    { "Your voucher must be released by the platform first. It has not been used here; let me ask the "
      "manager.",
      "这张券要先由平台放行，在这里没有被使用。我请店长来处理。" } },
  [HUFU_R27_UNDONE_IN_WINDOW] = {
    "R27", "UNDONE_IN_WINDOW", CERTAIN, FALSE,
    { "Redemption undone", "已撤销核销" },
    { "The voucher can be used again. Take back what was handed over.",
      "这张券可以再次使用。请收回已交付的商品。" },
    { "Your voucher is whole again; you can use it another time.",
      "这张券已恢复，您可以下次再用。" } },
  [HUFU_R28_OUTCOME_UNKNOWN] = {
    "R28", "OUTCOME_UNKNOWN", HUFU_CERTAINTY_UNKNOWN, FALSE,
    { "No answer yet", "还没有答复，请稍等" },
    { "The platform was asked and has not answered. Do not hand over, do not scan again.",
      "已问平台，还没有答复。先不要交付，也不用重扫。" },
    { "I am waiting for the answer. Your voucher cannot be charged twice.",
      "正在等平台答复，这张券不会扣两次，请您稍等。" } },
  [HUFU_R29_CONDITIONS_NOT_MET] = {
    "R29", "CONDITIONS_NOT_MET", REFUSED, FALSE,
    { "Refused: conditions not met", "不能核销：条件未满足" },
    { "This sale does not meet the conditions of the voucher yet. Add what it asks for, then scan again.",
      "本单还不满足这张券的使用条件。补齐后请再扫一次。" },
    { "This voucher has conditions that this purchase does not meet yet. Your order lists them.",
      "这张券有使用条件，本单还没满足。您打开手机订单能看到条件。" } },
  [HUFU_R30_RECALLED] = {
    "R30", "RECALLED", OPEN, FALSE,
    { "Not now: called back", "先别交付：已被收回" },
    { "The platform has called this right back from the till. Connect the till and scan again: the "
      "platform decides.",
      "平台已从本机收回这个使用权。请联网后再扫，由平台答复。" },
    { "We must ask the platform for this voucher now. It has not been used here.",
      "这张券现在要由平台答复，在这里没有被使用。" } },
};
/* clang-format on */

static const ReasonRow *
row_of (HufuReason reason)
{
  g_assert ((gsize)reason < HUFU_REASON_COUNT);
  return &rows[reason];
}

const char *
hufu_reason_code (HufuReason reason)
{
  return row_of (reason)->code;
}

const char *
hufu_reason_name (HufuReason reason)
{
  return row_of (reason)->name;
}

const char *
hufu_reason_headline (HufuReason reason, HufuLang lang)
{
  return row_of (reason)->headline[lang];
}

const char *
hufu_reason_sentence (HufuReason reason, HufuLang lang)
{
  return row_of (reason)->sentence[lang];
}

const char *
hufu_reason_say (HufuReason reason, HufuLang lang)
{
  return row_of (reason)->say[lang];
}

HufuCertainty
hufu_reason_certainty (HufuReason reason)
{
  return row_of (reason)->certainty;
}

gboolean
hufu_reason_accepts (HufuReason reason)
{
  return row_of (reason)->accepts;
}

gboolean
hufu_reason_find (const char *code, HufuReason *ret_reason)
{
  for (gsize i = 0; i < HUFU_REASON_COUNT; i++) {
    if (g_strcmp0 (code, rows[i].code) == 0) {
      *ret_reason = (HufuReason)i;
      return TRUE;
    }
  }
  return FALSE;
}
