/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/cash.h"

#include <string.h>

static const struct {
  const char *name, *labels[HUFU_LANG_COUNT];
} kinds[HUFU_CASH_KIND_COUNT] = {
    [HUFU_CASH_IN] = {"in", {"Cash in", "现金存入"}},
    [HUFU_CASH_OUT] = {"out", {"Cash out", "现金取出"}},
    [HUFU_CASH_NO_SALE] = {"no-sale", {"Drawer opened, no sale", "非销售开钱箱"}},
    [HUFU_CASH_DIFFERENCE] = {"difference", {"Difference", "长短款"}},
};

static const HufuCashReason reasons[HUFU_CASH_REASON_COUNT] = {
    {HUFU_CASH_IN, "change", "safe", {"Change brought in", "补充零钱"}, FALSE},
    {HUFU_CASH_IN, "other", "cash_other", {"Other", "其他"}, TRUE},
    {HUFU_CASH_OUT, "safe", "safe", {"To the safe or bank", "上交保险柜或银行"}, FALSE},
    {HUFU_CASH_OUT, "expense", "petty_expense", {"Small expense", "零星开支"}, TRUE},
    {HUFU_CASH_OUT, "other", "cash_other", {"Other", "其他"}, TRUE},
    {HUFU_CASH_NO_SALE, "change", NULL, {"Give change", "换零钱"}, FALSE},
    {HUFU_CASH_NO_SALE, "check", NULL, {"Look into the drawer", "查看钱箱"}, FALSE},
    {HUFU_CASH_NO_SALE, "other", NULL, {"Other", "其他"}, TRUE},
    {HUFU_CASH_DIFFERENCE, "change", "cash_difference", {"Wrong change given", "找零有误"}, FALSE},
    {HUFU_CASH_DIFFERENCE, "false-note", "cash_difference", {"False note", "收到假币"}, FALSE},
    {HUFU_CASH_DIFFERENCE, "unknown", "cash_difference", {"Not known", "原因不明"}, FALSE},
    {HUFU_CASH_DIFFERENCE, "other", "cash_difference", {"Other", "其他"}, TRUE},
};

static const struct {
  const char *code, *sentences[HUFU_LANG_COUNT];
} faults[] = {
    [HUFU_CASH_OK] = {"", {"", ""}},
    [HUFU_CASH_NO_REASON] = {"cash_no_reason",
                             {"Nothing was booked: choose a reason.",
                              "还没有记账：请选一个原因。"}},
    [HUFU_CASH_NO_NOTE] = {"cash_no_note",
                           {"Nothing was booked: this reason needs a few words.",
                            "还没有记账：这个原因需要写几个字说明。"}},
    [HUFU_CASH_BAD_NOTE] = {"cash_bad_note",
                            {"Nothing was booked: say it in one line of 40 characters.",
                             "还没有记账：请用一行、不超过 40 个字说明。"}},
    [HUFU_CASH_CARD_NOTE] = {"cash_card_note",
                             {"Nothing was booked: the note looks like a card number.",
                              "还没有记账：说明像是银行卡号，请换一种写法。"}},
    [HUFU_CASH_BAD_AMOUNT] = {"cash_bad_amount",
                              {"Nothing was booked: type an amount above 0.",
                               "还没有记账：请输入大于 0 的金额。"}},
    [HUFU_CASH_TOO_MUCH] = {"cash_too_much",
                            {"Nothing was booked: at most 1,000,000.00 moves at once. Check the "
                             "amount.",
                             "还没有记账：一次最多 1,000,000.00，请检查金额。"}},
};

const char *
hufu_cash_kind_name (HufuCashKind kind)
{
  g_assert ((gsize)kind < G_N_ELEMENTS (kinds));
  return kinds[kind].name;
}

const char *
hufu_cash_kind_label (HufuCashKind kind, HufuLang lang)
{
  g_assert ((gsize)kind < G_N_ELEMENTS (kinds));
  return kinds[kind].labels[lang];
}

gboolean
hufu_cash_kind_find (const char *name, HufuCashKind *ret_kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (name, kinds[i].name) == 0) {
      *ret_kind = (HufuCashKind)i;
      return TRUE;
    }
  return FALSE;
}

const HufuCashReason *
hufu_cash_reason_get (gsize i)
{
  g_assert (i < G_N_ELEMENTS (reasons));
  return &reasons[i];
}

const HufuCashReason *
hufu_cash_reason_find (HufuCashKind kind, const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (reasons[i].kind == kind && g_strcmp0 (name, reasons[i].name) == 0)
      return &reasons[i];
  return NULL;
}

const char *
hufu_cash_fault_code (HufuCashFault fault)
{
  g_assert ((gsize)fault < G_N_ELEMENTS (faults));
  return faults[fault].code;
}

const char *
hufu_cash_fault_sentence (HufuCashFault fault, HufuLang lang)
{
  g_assert ((gsize)fault < G_N_ELEMENTS (faults));
  return faults[fault].sentences[lang];
}

HufuCashFault
hufu_cash_check (HufuCashKind kind, const HufuCashReason *reason, const char *note,
                 gint64 amount_minor)
{
  static const HufuCashFault faults_of_notes[] = {
      [HUFU_NOTE_GOOD] = HUFU_CASH_OK,
      [HUFU_NOTE_EMPTY] = HUFU_CASH_OK,
      [HUFU_NOTE_BAD] = HUFU_CASH_BAD_NOTE,
      [HUFU_NOTE_CARD] = HUFU_CASH_CARD_NOTE,
  };
  gboolean moves = kind == HUFU_CASH_IN || kind == HUFU_CASH_OUT;
  HufuNoteKind look;

  if (moves && amount_minor <= 0)
    return HUFU_CASH_BAD_AMOUNT;
  if (moves && amount_minor > HUFU_CASH_MOVE_MAX_MINOR)
    return HUFU_CASH_TOO_MUCH;
  if (reason == NULL || reason->kind != kind)
    return HUFU_CASH_NO_REASON;
  look = hufu_note_look (note);
  if (look == HUFU_NOTE_EMPTY && reason->needs_note)
    return HUFU_CASH_NO_NOTE;
  g_assert ((gsize)look < G_N_ELEMENTS (faults_of_notes));
  return faults_of_notes[look];
}

gint64
hufu_cash_count_minor (const HufuCashCount *count)
{
  gint64 sum_minor = 0;

  for (gsize i = 0; i < HUFU_DENOMINATION_COUNT; i++) {
    g_assert (count->pieces[i] <= HUFU_CASH_PIECES_MAX);
    sum_minor += hufu_money_denomination_minor (i) * count->pieces[i];
  }
  return sum_minor;
}
