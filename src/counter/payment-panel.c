/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the work area says about a payment by card or wallet, and the best use of the wait. */
#include "counter/counter-private.h"

/* ---- words ---- */

static gboolean
is_wanted (const HufuPayment *payment)
{
  return payment->in_sale && payment->paid_minor == payment->amount_minor;
}

const char *
hufu_payment_panel_headline (const HufuPayment *payment, HufuLang lang)
{
  gboolean card = payment->kind == HUFU_TENDER_CARD;

  switch (payment->state) {
  case HUFU_PAYMENT_ASKING:
    return card ? HUFU_WORD (lang, "Use the card terminal", "请在刷卡机上操作")
                : HUFU_WORD (lang, "Asking the wallet", "正在询问钱包");
  case HUFU_PAYMENT_PAYING:
    return payment->way == HUFU_PAYMENT_BY_QR
               ? HUFU_WORD (lang, "Customer scans this", "请顾客扫码")
               : HUFU_WORD (lang, "Customer confirms it", "请顾客确认");
  case HUFU_PAYMENT_UNKNOWN:
    return card ? HUFU_WORD (lang, "Not sure if charged", "不确定是否已扣款")
                : HUFU_WORD (lang, "No answer yet", "还没有答复");
  case HUFU_PAYMENT_PAID:
    if (is_wanted (payment))
      return HUFU_WORD (lang, "Paid", "已付款");
    return payment->in_sale ? HUFU_WORD (lang, "Paid twice", "付了两次")
           : card ? HUFU_WORD (lang, "Reverse it at the terminal", "请在刷卡机上撤销")
                  : HUFU_WORD (lang, "Paid, but not wanted", "付款到账但已不需要");
  case HUFU_PAYMENT_REFUSED:
    return HUFU_WORD (lang, "Not paid", "未付款");
  case HUFU_PAYMENT_REVERSING:
    return HUFU_WORD (lang, "Giving it back", "正在退回");
  case HUFU_PAYMENT_REVERSED:
    return payment->in_sale ? HUFU_WORD (lang, "Payment taken back", "付款被撤回")
                            : HUFU_WORD (lang, "Given back", "已退回");
  }
  g_assert_not_reached ();
}

static const char *
say_open (const HufuPayment *payment, HufuLang lang)
{
  gboolean card = payment->kind == HUFU_TENDER_CARD;

  if (payment->state == HUFU_PAYMENT_ASKING)
    return card ? HUFU_WORD (lang,
                             "Key the amount in there, let the customer pay, then say here what it "
                             "shows.",
                             "请在刷卡机输入金额，顾客付款后，在这里选择结果。")
                : HUFU_WORD (lang, "Wait with handing over.", "先不要交付。");
  if (payment->state == HUFU_PAYMENT_PAYING)
    return payment->way == HUFU_PAYMENT_BY_QR
               ? HUFU_WORD (lang, "It is booked here by itself as soon as it is paid.",
                            "付款后会自动入账。")
               : HUFU_WORD (lang, "The phone asks for a PIN or a fingerprint. Wait for it.",
                            "顾客手机正要求输入密码或指纹，请稍等。");
  return card ? HUFU_WORD (lang,
                           "Look at the terminal's last transaction. Do not charge the card again "
                           "before you know.",
                           "请查刷卡机的最后一笔交易。查清之前不要再刷。")
              : HUFU_WORD (lang, "Do not hand over, do not charge again. It is asked by itself.",
                           "先不要交付，也不要再扫。会自动再问。");
}

static const char *
say_paid (const HufuPayment *payment, HufuLang lang)
{
  if (is_wanted (payment))
    return HUFU_WORD (lang, "It pays this sale.", "已用于本单。");
  if (payment->in_sale)
    return HUFU_WORD (lang, "The sale needs it once. Give the rest back.",
                      "本单只需一次。请退回多付的部分。");
  if (payment->kind == HUFU_TENDER_CARD)
    return HUFU_WORD (lang, "Its sale is void. Reverse it there, then confirm it here.",
                      "这一单已作废。请在刷卡机上撤销，再在这里确认。");
  return HUFU_WORD (lang, "It came when nobody waited for it any more. Give it back.",
                    "付款到账时已没人等它。请退回给顾客。");
}

static const char *
say (const HufuPayment *payment, HufuLang lang)
{
  switch (payment->state) {
  case HUFU_PAYMENT_ASKING:
  case HUFU_PAYMENT_PAYING:
  case HUFU_PAYMENT_UNKNOWN:
    return say_open (payment, lang);
  case HUFU_PAYMENT_PAID:
    return say_paid (payment, lang);
  case HUFU_PAYMENT_REFUSED:
    return hufu_payment_refusal_sentence (payment->refusal, lang);
  case HUFU_PAYMENT_REVERSING:
    return HUFU_WORD (lang, "The wallet has not confirmed it yet. It is asked by itself.",
                      "钱包还没有确认退回。会自动再问。");
  case HUFU_PAYMENT_REVERSED:
    return payment->in_sale
               ? HUFU_WORD (lang,
                            "The wallet took it back after the sale, which stands. Tell a "
                            "manager.",
                            "售后钱包撤回了这笔付款，这一单仍然有效。请告诉店长。")
               : HUFU_WORD (lang, "The customer has it back; it pays for nothing.",
                            "钱已退给顾客，不再用于付款。");
  }
  g_assert_not_reached ();
}

/* ---- looks ---- */

static void
set_band (HufuPanel *panel, const HufuPayment *payment, HufuLang lang)
{
  HufuMark mark = HUFU_MARK_HALF;
  HufuTone tone = HUFU_TONE_ASK;

  if ((payment->state == HUFU_PAYMENT_PAID && is_wanted (payment)) ||
      (payment->state == HUFU_PAYMENT_REVERSED && !payment->in_sale)) {
    mark = HUFU_MARK_JOINED;
    tone = HUFU_TONE_OK;
  } else if (payment->state == HUFU_PAYMENT_REFUSED ||
             (payment->state == HUFU_PAYMENT_REVERSED && payment->in_sale)) {
    mark = HUFU_MARK_APART;
    tone = HUFU_TONE_NO;
  }
  hufu_panel_set_band (panel, mark, tone, hufu_payment_panel_headline (payment, lang),
                       say (payment, lang));
}

static void
add_facts (HufuPanel *panel, HufuCounter *counter, const HufuPayment *payment)
{
  gboolean typed = hufu_payment_state_is_open (payment->state);
  const char *last_four = typed ? counter->pay.slip.last_four : payment->last_four;
  const char *reference = typed                        ? counter->pay.slip.reference
                          : payment->reference != NULL ? payment->reference
                                                       : "";
  char amount[HUFU_MONEY_TEXT_SIZE], paid[HUFU_MONEY_TEXT_SIZE];
  HufuLang lang = counter->lang;

  hufu_money_format_grouped (payment->amount_minor, amount);
  hufu_money_format_grouped (payment->paid_minor, paid);
  hufu_panel_add_fact (panel, HUFU_WORD (lang, "Amount", "金额"), amount, "");
  if (payment->kind == HUFU_TENDER_CARD) {
    hufu_panel_add_fact (panel, HUFU_WORD (lang, "Card", "卡号后四位"),
                         *last_four != '\0' ? last_four : "—", "");
    hufu_panel_add_fact (panel, HUFU_WORD (lang, "Authorisation", "授权码"),
                         *reference != '\0' ? reference : "—", "");
  } else {
    if (payment->paid_minor != payment->amount_minor && payment->paid_minor > 0)
      hufu_panel_add_fact (panel, HUFU_WORD (lang, "Taken", "已收"), paid, "");
    if (*reference != '\0' || !typed)
      hufu_panel_add_fact (
          panel, HUFU_WORD (lang, "Wallet's number", "钱包单号"),
          payment->reference != NULL && *payment->reference != '\0' ? payment->reference : "—", "");
  }
}

static void
add_wait (HufuPanel *panel, HufuCounter *counter, const HufuPayment *payment)
{
  HufuLang lang = counter->lang;
  g_autofree char *asked = hufu_counter_clock_text (counter, payment->created_utc_us, TRUE);

  if (payment->state != HUFU_PAYMENT_PAYING || payment->way != HUFU_PAYMENT_BY_QR) {
    hufu_panel_add_step (panel, asked, HUFU_WORD (lang, "Written down on this till", "已记在本机"),
                         TRUE);
    if (payment->tries > 0) {
      g_autofree char *again = HUFU_SAY (lang, "No answer, asked again %u times, same number",
                                         "没有答复，用同一编号又问了 %u 次", payment->tries);
      hufu_panel_add_step (panel, "", again, FALSE);
    }
    hufu_panel_set_note (
        panel, HUFU_TONE_ASK, HUFU_MARK_HALF,
        HUFU_WORD (lang, "The customer cannot be charged twice", "不会重复扣款"),
        HUFU_WORD (lang, "Every try carries the same number. If it was paid, the answer is yes.",
                   "每次询问都用同一编号。若已付款，答复就是“是”。"));
  }
  hufu_panel_add_choice (panel, HUFU_ACT_ASK_AGAIN, HUFU_WORD (lang, "Ask again now", "现在再问"),
                         "", "F5", "refresh");
  hufu_panel_add_choice (panel, HUFU_ACT_PAY_OTHERWISE,
                         HUFU_WORD (lang, "Customer pays another way", "顾客换别的方式付"), "",
                         "F7", "wallet");
}

/* What was typed off the slip says that there is one. */
static gboolean
has_slip (HufuCounter *counter)
{
  return *counter->pay.slip.last_four != '\0' || *counter->pay.slip.reference != '\0';
}

static void
add_card_answers (HufuPanel *panel, HufuCounter *counter, const HufuPayment *payment)
{
  HufuLang lang = counter->lang;

  if (payment->state == HUFU_PAYMENT_UNKNOWN) {
    hufu_panel_add_choice (panel, HUFU_ACT_CARD_APPROVED,
                           HUFU_WORD (lang, "It was charged", "已扣款"), "", "F5", "check");
    hufu_panel_add_choice (panel, HUFU_ACT_CARD_DECLINED,
                           HUFU_WORD (lang, "It was not charged", "没有扣款"), "", "F7", "close");
    return;
  }
  hufu_panel_set_note (
      panel, HUFU_TONE_PLAIN, HUFU_MARK_NONE,
      HUFU_WORD (lang, "Last four digits and authorisation code", "卡号后四位和授权码"),
      HUFU_WORD (lang,
                 "Type them if you like, as in 1234 A1B2C3, and press Enter. "
                 "Never the whole card number.",
                 "可输入，例如 1234 A1B2C3，再按回车。不要输入完整卡号。"));
  if (!has_slip (counter))
    hufu_panel_add_choice (panel, HUFU_ACT_CARD_APPROVED, HUFU_WORD (lang, "Approved", "已批准"),
                           "", "F5", "check");
  hufu_panel_add_choice (panel, HUFU_ACT_CARD_DECLINED, HUFU_WORD (lang, "Declined", "被拒绝"), "",
                         "F7", "close");
  hufu_panel_add_choice (panel, HUFU_ACT_CARD_UNSURE, HUFU_WORD (lang, "Not sure", "不确定"), "",
                         "F8", "hourglass");
}

void
hufu_payment_panel_add_reasons (HufuPanel *panel, HufuLang lang)
{
  static const struct {
    HufuAct act;
    HufuVoidReason reason;
    const char *key;
  } reasons[] = {{HUFU_ACT_REASON_CUSTOMER, HUFU_VOID_CUSTOMER, "F5"},
                 {HUFU_ACT_REASON_MISTAKE, HUFU_VOID_MISTAKE, "F7"},
                 {HUFU_ACT_REASON_PAYMENT, HUFU_VOID_PAYMENT, "F8"}};

  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    hufu_panel_add_choice (panel, reasons[i].act, hufu_void_reason_label (reasons[i].reason, lang),
                           "", reasons[i].key, "");
}

static void
add_reversal (HufuPanel *panel, const HufuPayment *payment, HufuLang lang)
{
  gboolean card = payment->kind == HUFU_TENDER_CARD;

  if (!is_wanted (payment)) {
    hufu_panel_add_choice (panel, HUFU_ACT_REVERSE,
                           card ? HUFU_WORD (lang, "Reversed at the terminal", "已在刷卡机撤销")
                                : HUFU_WORD (lang, "Give it back", "退回给顾客"),
                           "", "F8", "undo");
    return;
  }
  hufu_panel_set_note (
      panel, HUFU_TONE_PLAIN, HUFU_MARK_NONE,
      HUFU_WORD (lang, "To take it out of the sale, say why", "要撤销这笔付款，请选原因"),
      card ? HUFU_WORD (lang, "Reverse it at the card terminal first.", "请先在刷卡机上撤销。")
           : HUFU_WORD (lang, "The wallet gives it back.", "钱包会退回给顾客。"));
  hufu_payment_panel_add_reasons (panel, lang);
}

static void
draw_choosing (HufuCounter *counter, HufuPanel *panel)
{
  HufuLang lang = counter->lang;
  char amount[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format_grouped (counter->pay.amount_minor, amount);
  hufu_panel_set_band (panel, HUFU_MARK_NONE, HUFU_TONE_PLAIN,
                       HUFU_WORD (lang, "Scan the payment code", "请扫付款码"),
                       HUFU_WORD (lang,
                                  "The customer opens it in the wallet. Nothing is charged yet.",
                                  "请顾客打开钱包的付款码。现在还没有扣款。"));
  hufu_panel_add_fact (panel, HUFU_WORD (lang, "Amount", "金额"), amount, "");
  hufu_panel_add_choice (panel, HUFU_ACT_SHOW_PAY_QR,
                         HUFU_WORD (lang, "Show a QR to the customer", "出示二维码给顾客扫"), "",
                         "F7", "scan");
}

void
hufu_payment_panel_draw (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_PAYMENT);
  const HufuPayment *payment = counter->pay.payment;

  if (payment == NULL) {
    draw_choosing (counter, panel);
    hufu_counter_take_redrawn (counter, panel, hufu_payment_panel_draw);
    return;
  }
  set_band (panel, payment, counter->lang);
  add_facts (panel, counter, payment);
  if (payment->state == HUFU_PAYMENT_PAYING)
    hufu_panel_set_qr (panel, payment->qr_text);
  if (hufu_payment_state_is_open (payment->state) && payment->kind == HUFU_TENDER_CARD)
    add_card_answers (panel, counter, payment);
  else if (hufu_payment_state_is_open (payment->state))
    add_wait (panel, counter, payment);
  else if (payment->state == HUFU_PAYMENT_PAID)
    add_reversal (panel, payment, counter->lang);
  else if (payment->state == HUFU_PAYMENT_REVERSING)
    hufu_panel_add_choice (panel, HUFU_ACT_ASK_AGAIN,
                           HUFU_WORD (counter->lang, "Ask again now", "现在再问"), "", "F5",
                           "refresh");
  hufu_counter_take_redrawn (counter, panel, hufu_payment_panel_draw);
}

HufuChoice *
hufu_payment_panel_make_primary (HufuCounter *counter)
{
  const HufuPayment *payment = counter->pay.payment;
  HufuLang lang = counter->lang;

  if (payment == NULL)
    return hufu_choice_new (HUFU_ACT_SHOW_PAY_QR, HUFU_WORD (lang, "Show a QR", "出示二维码"), "",
                            "F7", "");
  /* A reflex Enter takes no card that was declined. */
  if (payment->kind == HUFU_TENDER_CARD && payment->state == HUFU_PAYMENT_ASKING &&
      !has_slip (counter))
    return hufu_choice_new (HUFU_ACT_NONE, HUFU_WORD (lang, "Enter the result", "请选择刷卡结果"),
                            "", "", "");
  if (payment->kind == HUFU_TENDER_CARD && payment->state == HUFU_PAYMENT_ASKING)
    return hufu_choice_new (HUFU_ACT_CARD_APPROVED, HUFU_WORD (lang, "Approved", "已批准"), "",
                            "Enter", "");
  if (hufu_payment_state_is_open (payment->state))
    return hufu_choice_new (HUFU_ACT_HOLD, HUFU_WORD (lang, "Serve the next one", "先接待下一位"),
                            "", "F6", "");
  return NULL;
}
