/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/markdown.h"

#include <string.h>

#define SAY(lang, english, chinese, ...)                                                           \
  ((lang) == HUFU_LANG_ZH ? g_strdup_printf (chinese, __VA_ARGS__)                                 \
                          : g_strdup_printf (english, __VA_ARGS__))

static const char *const kind_names[HUFU_MARKDOWN_KIND_COUNT] = {
    [HUFU_MARKDOWN_NONE] = "none",
    [HUFU_MARKDOWN_PRICE] = "price",
    [HUFU_MARKDOWN_PERCENT] = "percent",
    [HUFU_MARKDOWN_AMOUNT] = "amount",
};

static const HufuMarkdownReason reasons[HUFU_MARKDOWN_REASON_COUNT] = {
    {"damaged", {"Damaged goods", "商品有瑕疵"}, FALSE},
    {"expiring", {"Best before soon", "临近保质期"}, FALSE},
    {"tag", {"Wrong price tag", "价签有误"}, FALSE},
    {"match", {"Price match", "比价调整"}, FALSE},
    {"goodwill", {"Goodwill", "客诉补偿"}, FALSE},
    {"other", {"Other", "其他"}, TRUE},
};

static const struct {
  const char *code, *sentences[HUFU_LANG_COUNT];
} faults[] = {
    [HUFU_MARKDOWN_OK] = {"", {"", ""}},
    [HUFU_MARKDOWN_NO_REASON] = {"markdown_no_reason",
                                 {"The price is as it was: choose a reason.",
                                  "价格没有改动：请选一个原因。"}},
    [HUFU_MARKDOWN_NO_NOTE] = {"markdown_no_note",
                               {"The price is as it was: this reason needs a few words.",
                                "价格没有改动：这个原因需要写几个字说明。"}},
    [HUFU_MARKDOWN_BAD_NOTE] = {"markdown_bad_note",
                                {"The price is as it was: say it in one line of 40 characters.",
                                 "价格没有改动：请用一行、不超过 40 个字说明。"}},
    [HUFU_MARKDOWN_CARD_NOTE] = {"markdown_card_note",
                                 {"The price is as it was: the note looks like a card number.",
                                  "价格没有改动：说明像是银行卡号，请换一种写法。"}},
    [HUFU_MARKDOWN_BAD_VALUE] =
        {"markdown_bad_value",
         {"The price is as it was: type a price, 1 to 100 percent, or an "
          "amount above 0.",
          "价格没有改动：请输入价格、1 到 100 的百分比，或大于 0 的金额。"}},
    [HUFU_MARKDOWN_BEYOND] = {"markdown_beyond",
                              {"That is more than you may take off alone: a manager approves it "
                               "with the PIN.",
                               "超出您的优惠权限：请店长输入密码批准。"}},
    [HUFU_MARKDOWN_BEYOND_TOTAL] =
        {"markdown_beyond_total",
         {"With what is taken off already that is more than you may: a manager approves it with "
          "the PIN.",
          "加上已有的优惠，超出您的权限：请店长输入密码批准。"}},
    [HUFU_MARKDOWN_ABOVE] = {"markdown_above",
                             {"That is more than twice the price: a manager approves it with the "
                              "PIN.",
                              "超过原价两倍：请店长输入密码批准。"}},
    [HUFU_MARKDOWN_TOO_DEAR] = {"markdown_too_dear",
                                {"That is more than ten times the price. Check what was typed.",
                                 "超过原价十倍，请核对输入的价格。"}},
    [HUFU_MARKDOWN_BEYOND_APPROVER] = {"markdown_beyond_approver",
                                       {"That is more than this person may approve. Take off less, "
                                        "or ask another manager.",
                                        "超出批准人的权限。请减少优惠，或请其他店长批准。"}},
};

const char *
hufu_markdown_kind_name (HufuMarkdownKind kind)
{
  g_assert ((gsize)kind < G_N_ELEMENTS (kind_names));
  return kind_names[kind];
}

gboolean
hufu_markdown_kind_find (const char *name, HufuMarkdownKind *ret_kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kind_names); i++)
    if (g_strcmp0 (name, kind_names[i]) == 0) {
      *ret_kind = (HufuMarkdownKind)i;
      return TRUE;
    }
  return FALSE;
}

const HufuMarkdownReason *
hufu_markdown_reason_get (gsize i)
{
  g_assert (i < G_N_ELEMENTS (reasons));
  return &reasons[i];
}

const HufuMarkdownReason *
hufu_markdown_reason_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_strcmp0 (name, reasons[i].name) == 0)
      return &reasons[i];
  return NULL;
}

const char *
hufu_markdown_fault_code (HufuMarkdownFault fault)
{
  g_assert ((gsize)fault < G_N_ELEMENTS (faults));
  return faults[fault].code;
}

const char *
hufu_markdown_fault_sentence (HufuMarkdownFault fault, HufuLang lang)
{
  g_assert ((gsize)fault < G_N_ELEMENTS (faults));
  return faults[fault].sentences[lang];
}

static gboolean
is_value (const HufuMarkdown *markdown)
{
  switch (markdown->kind) {
  case HUFU_MARKDOWN_NONE:
    return TRUE;
  case HUFU_MARKDOWN_PRICE:
    return markdown->value >= 0 && hufu_money_in_range (markdown->value);
  case HUFU_MARKDOWN_PERCENT:
    return markdown->value >= 1 && markdown->value <= 100;
  case HUFU_MARKDOWN_AMOUNT:
    return markdown->value >= 1 && hufu_money_in_range (markdown->value);
  }
  g_assert_not_reached ();
}

HufuMarkdownFault
hufu_markdown_check (const HufuMarkdown *markdown)
{
  const HufuMarkdownReason *reason = hufu_markdown_reason_find (markdown->reason);

  if (!is_value (markdown))
    return HUFU_MARKDOWN_BAD_VALUE;
  if (markdown->kind == HUFU_MARKDOWN_NONE)
    return HUFU_MARKDOWN_OK;
  if (reason == NULL)
    return HUFU_MARKDOWN_NO_REASON;
  switch (hufu_note_look (markdown->note)) {
  case HUFU_NOTE_GOOD:
    return HUFU_MARKDOWN_OK;
  case HUFU_NOTE_EMPTY:
    return reason->needs_note ? HUFU_MARKDOWN_NO_NOTE : HUFU_MARKDOWN_OK;
  case HUFU_NOTE_BAD:
    return HUFU_MARKDOWN_BAD_NOTE;
  case HUFU_NOTE_CARD:
    return HUFU_MARKDOWN_CARD_NOTE;
  }
  g_assert_not_reached ();
}

gboolean
hufu_markdown_is_approved (const HufuMarkdown *markdown)
{
  return !hufu_id_is_zero (&markdown->approved_by);
}

gint64
hufu_markdown_off_minor (const HufuMarkdown *markdown, gint64 base_minor)
{
  switch (markdown->kind) {
  case HUFU_MARKDOWN_NONE:
  case HUFU_MARKDOWN_PRICE:
    return 0;
  case HUFU_MARKDOWN_PERCENT:
    if (hufu_markdown_is_approved (markdown))
      base_minor = MIN (base_minor, markdown->base_minor);
    return hufu_money_mul_div (base_minor, markdown->value, 100, HUFU_ROUND_HALF_UP);
  case HUFU_MARKDOWN_AMOUNT:
    if (base_minor >= markdown->base_minor)
      return markdown->value;
    return hufu_money_mul_div (markdown->value, base_minor, markdown->base_minor, HUFU_ROUND_FLOOR);
  }
  g_assert_not_reached ();
}

char *
hufu_markdown_describe (const HufuMarkdown *markdown, HufuLang lang)
{
  char amount[HUFU_MONEY_TEXT_SIZE];

  switch (markdown->kind) {
  case HUFU_MARKDOWN_NONE:
    return g_strdup ("");
  case HUFU_MARKDOWN_PRICE:
    hufu_money_format (markdown->value, amount);
    return SAY (lang, "Price set to %s", "改价为 %s", amount);
  case HUFU_MARKDOWN_PERCENT:
    return SAY (lang, "%d%% off", "减 %d%%", (int)markdown->value);
  case HUFU_MARKDOWN_AMOUNT:
    hufu_money_format (markdown->value, amount);
    return SAY (lang, "%s off", "减 %s", amount);
  }
  g_assert_not_reached ();
}

const char *
hufu_markdown_say_reason (const HufuMarkdown *markdown, HufuLang lang)
{
  const HufuMarkdownReason *reason = hufu_markdown_reason_find (markdown->reason);

  if (reason == NULL || reason->needs_note)
    return markdown->note;
  return reason->labels[lang];
}

gboolean
hufu_markdown_fault_asks (HufuMarkdownFault fault)
{
  return fault == HUFU_MARKDOWN_BEYOND || fault == HUFU_MARKDOWN_BEYOND_TOTAL ||
         fault == HUFU_MARKDOWN_ABOVE;
}

HufuMarkdownFault
hufu_price_judge_rise (gint64 base_minor, gint64 price_minor)
{
  if (price_minor <= base_minor * HUFU_PRICE_RISE_ALONE)
    return HUFU_MARKDOWN_OK;
  return base_minor > 0 && price_minor > base_minor * HUFU_PRICE_RISE_MOST ? HUFU_MARKDOWN_TOO_DEAR
                                                                           : HUFU_MARKDOWN_ABOVE;
}

static gboolean
is_percent (gint number)
{
  return number >= 0 && number <= 100;
}

gboolean
hufu_price_rights_are_good (const HufuPriceRights *rights)
{
  return is_percent (rights->line_percent) && is_percent (rights->basket_percent) &&
         is_percent (rights->price_percent);
}

gint
hufu_price_rights_percent (const HufuPriceRights *rights, HufuMarkdownKind kind,
                           gboolean whole_sale)
{
  if (kind == HUFU_MARKDOWN_PRICE)
    return rights->price_percent;
  return whole_sale ? rights->basket_percent : rights->line_percent;
}

gboolean
hufu_price_rights_allow (gint percent, gint64 base_minor, gint64 off_minor)
{
  return off_minor <= 0 ||
         off_minor <= hufu_money_mul_div (base_minor, percent, 100, HUFU_ROUND_HALF_UP);
}
