/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/payment.h"

#include <string.h>

#include "core/card-like.h"

static gboolean
find_name (const char *name, const char *const *names, gsize n, guint *ret_index)
{
  for (gsize i = 0; i < n; i++)
    if (strcmp (name, names[i]) == 0) {
      *ret_index = (guint)i;
      return TRUE;
    }
  return FALSE;
}

static const char *const state_names[HUFU_PAYMENT_STATE_COUNT] = {
    [HUFU_PAYMENT_ASKING] = "asking",     [HUFU_PAYMENT_PAYING] = "paying",
    [HUFU_PAYMENT_UNKNOWN] = "unknown",   [HUFU_PAYMENT_PAID] = "paid",
    [HUFU_PAYMENT_REFUSED] = "refused",   [HUFU_PAYMENT_REVERSING] = "reversing",
    [HUFU_PAYMENT_REVERSED] = "reversed",
};

const char *
hufu_payment_state_name (HufuPaymentState state)
{
  g_assert ((gsize)state < G_N_ELEMENTS (state_names));
  return state_names[state];
}

gboolean
hufu_payment_state_find (const char *name, HufuPaymentState *ret_state)
{
  return find_name (name, state_names, G_N_ELEMENTS (state_names), (guint *)ret_state);
}

gboolean
hufu_payment_state_is_open (HufuPaymentState state)
{
  return state == HUFU_PAYMENT_ASKING || state == HUFU_PAYMENT_PAYING ||
         state == HUFU_PAYMENT_UNKNOWN;
}

static const char *const way_names[HUFU_PAYMENT_WAY_COUNT] = {
    [HUFU_PAYMENT_BY_TERMINAL] = "terminal",
    [HUFU_PAYMENT_BY_CODE] = "code",
    [HUFU_PAYMENT_BY_QR] = "qr",
};

const char *
hufu_payment_way_name (HufuPaymentWay way)
{
  g_assert ((gsize)way < G_N_ELEMENTS (way_names));
  return way_names[way];
}

gboolean
hufu_payment_way_find (const char *name, HufuPaymentWay *ret_way)
{
  return find_name (name, way_names, G_N_ELEMENTS (way_names), (guint *)ret_way);
}

static const char *const refusal_names[HUFU_PAYMENT_REFUSAL_COUNT] = {
    [HUFU_PAYMENT_REFUSAL_NONE] = "",
    [HUFU_PAYMENT_REFUSAL_DECLINED] = "declined",
    [HUFU_PAYMENT_REFUSAL_BAD_CODE] = "bad_code",
    [HUFU_PAYMENT_REFUSAL_CLOSED] = "closed",
    [HUFU_PAYMENT_REFUSAL_NO_WALLET] = "no_wallet",
};

const char *
hufu_payment_refusal_name (HufuPaymentRefusal refusal)
{
  g_assert ((gsize)refusal < G_N_ELEMENTS (refusal_names));
  return refusal_names[refusal];
}

gboolean
hufu_payment_refusal_find (const char *name, HufuPaymentRefusal *ret_refusal)
{
  return find_name (name, refusal_names, G_N_ELEMENTS (refusal_names), (guint *)ret_refusal);
}

const char *
hufu_payment_refusal_sentence (HufuPaymentRefusal refusal, HufuLang lang)
{
  static const char *const sentences[HUFU_PAYMENT_REFUSAL_COUNT][HUFU_LANG_COUNT] = {
      [HUFU_PAYMENT_REFUSAL_NONE] = {"Nothing was taken. Take the payment another way.",
                                     "没有扣款。请换一种方式收款。"},
      [HUFU_PAYMENT_REFUSAL_DECLINED] =
          {"It was declined and nothing was taken. Try another card or wallet, or cash.",
           "付款被拒绝，没有扣款。请换卡、换钱包或收现金。"},
      [HUFU_PAYMENT_REFUSAL_BAD_CODE] =
          {"The wallet does not know this code. Ask the customer to open the payment code anew.",
           "钱包不认识这个付款码。请顾客重新打开付款码。"},
      [HUFU_PAYMENT_REFUSAL_CLOSED] =
          {"It was closed before it was paid. Nothing was taken and nothing can be any more.",
           "付款前已关闭。没有扣款，以后也不会扣款。"},
      [HUFU_PAYMENT_REFUSAL_NO_WALLET] =
          {"The platform has no wallet connected. Take the payment by card or in cash.",
           "平台没有接入钱包。请刷卡或收现金。"},
  };

  g_assert ((gsize)refusal < G_N_ELEMENTS (sentences));
  return sentences[refusal][lang];
}

/* ---- what the cashier reads off the card terminal ---- */

/* Spaces and dashes do not hide a card number. */
static gboolean
is_card_number (const char *text, gsize length)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    if (text[i] != ' ' && text[i] != '-')
      g_string_append_c (digits, text[i]);
  return hufu_card_like (digits->str, digits->len);
}

static gboolean
is_last_four (const char *word)
{
  return strlen (word) == 4 && strspn (word, "0123456789") == 4;
}

static gboolean
is_reference (const char *word)
{
  gsize length = strlen (word);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (word[i]))
      return FALSE;
  return length >= HUFU_CARD_REFERENCE_MIN && length <= HUFU_CARD_REFERENCE_MAX;
}

/* FALSE if the word is neither, or comes twice. */
static gboolean
take_word (const char *word, HufuCardSlip *slip)
{
  if (is_last_four (word) && *slip->last_four == '\0' && *slip->reference == '\0') {
    g_strlcpy (slip->last_four, word, sizeof slip->last_four);
    return TRUE;
  }
  if (!is_reference (word) || *slip->reference != '\0')
    return FALSE;
  g_strlcpy (slip->reference, word, sizeof slip->reference);
  return TRUE;
}

HufuCardSlipVerdict
hufu_card_slip_read (const char *text, gsize length, HufuCardSlip *ret_slip)
{
  g_autofree char *copy = g_strndup (text, length);
  g_auto (GStrv) words = g_strsplit (copy, " ", -1);
  HufuCardSlip slip = {0};

  *ret_slip = slip;
  if (is_card_number (text, length))
    return HUFU_CARD_SLIP_NUMBER;
  for (char **word = words; *word != NULL; word++)
    if (hufu_card_like (*word, strlen (*word)))
      return HUFU_CARD_SLIP_NUMBER;
  for (char **word = words; *word != NULL; word++)
    if (**word != '\0' && !take_word (*word, &slip))
      return HUFU_CARD_SLIP_BAD;
  *ret_slip = slip;
  return HUFU_CARD_SLIP_OK;
}

const char *
hufu_card_slip_sentence (HufuCardSlipVerdict verdict, HufuLang lang)
{
  static const char *const sentences[][HUFU_LANG_COUNT] = {
      [HUFU_CARD_SLIP_OK] = {"", ""},
      [HUFU_CARD_SLIP_NUMBER] = {"That is a whole card number; it was not kept. Type the last four "
                                 "digits only.",
                                 "这是完整卡号，没有保存。请只输入后四位。"},
      [HUFU_CARD_SLIP_BAD] = {"Type the last four digits, then the authorisation code, as in 1234 "
                              "A1B2C3. Either may be left out.",
                              "请输入卡号后四位和授权码，例如 1234 A1B2C3，可以只输一项。"},
  };

  g_assert ((gsize)verdict < G_N_ELEMENTS (sentences));
  return sentences[verdict][lang];
}

/* ---- why ---- */

static const char *const void_names[HUFU_VOID_REASON_COUNT] = {
    [HUFU_VOID_CUSTOMER] = "customer",
    [HUFU_VOID_MISTAKE] = "mistake",
    [HUFU_VOID_PAYMENT] = "payment",
    [HUFU_VOID_LATE] = "late",
};

const char *
hufu_void_reason_name (HufuVoidReason reason)
{
  g_assert ((gsize)reason < G_N_ELEMENTS (void_names));
  return void_names[reason];
}

gboolean
hufu_void_reason_find (const char *name, HufuVoidReason *ret_reason)
{
  return find_name (name, void_names, G_N_ELEMENTS (void_names), (guint *)ret_reason);
}

const char *
hufu_void_reason_label (HufuVoidReason reason, HufuLang lang)
{
  static const char *const labels[HUFU_VOID_REASON_COUNT][HUFU_LANG_COUNT] = {
      [HUFU_VOID_CUSTOMER] = {"Customer changed their mind", "顾客改变主意"},
      [HUFU_VOID_MISTAKE] = {"Entered wrongly", "输入有误"},
      [HUFU_VOID_PAYMENT] = {"Paid another way, or cannot pay", "改用别的方式付，或付不了"},
      [HUFU_VOID_LATE] = {"It came too late", "付款到得太晚"},
  };

  g_assert ((gsize)reason < G_N_ELEMENTS (labels));
  return labels[reason][lang];
}
