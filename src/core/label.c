/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/label.h"

#include "core/ean.h"
#include "core/money.h"

/* "6901234567892", "96385074"; "" if there is none that has bars. */
static void
format_digits (guint64 gtin, char ret_digits[14])
{
  char modules[HUFU_EAN_MODULES_MAX + 1];
  gboolean is_short = gtin < G_GUINT64_CONSTANT (100000000);

  ret_digits[0] = '\0';
  if (gtin == 0 || gtin >= G_GUINT64_CONSTANT (10000000000000))
    return;
  g_snprintf (ret_digits, 14, is_short ? "%08" G_GUINT64_FORMAT : "%013" G_GUINT64_FORMAT, gtin);
  if (!hufu_ean_draw (ret_digits, modules))
    ret_digits[0] = '\0';
}

static const char *
pick (HufuLang lang, const char *en, const char *zh)
{
  const char *first = lang == HUFU_LANG_EN ? en : zh, *second = lang == HUFU_LANG_EN ? zh : en;

  return *first != '\0' ? first : second;
}

static char *
dup_price (gint64 minor, gboolean by_weight)
{
  char amount[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format (minor, amount);
  return g_strconcat ("¥", amount, by_weight ? "/kg" : "", NULL);
}

static void
add_label (HufuReceipt *label, const HufuLabelFacts *facts, HufuLang lang)
{
  const char *variant = pick (lang, facts->variant_en, facts->variant_zh);
  g_autofree char *price = dup_price (facts->price_minor, facts->by_weight);
  char digits[14];

  format_digits (facts->gtin, digits);
  hufu_receipt_add (label, HUFU_BLOCK_TEXT, HUFU_ALIGN_CENTRE, TRUE, FALSE,
                    pick (lang, facts->name_en, facts->name_zh), NULL);
  if (*variant != '\0')
    hufu_receipt_add (label, HUFU_BLOCK_TEXT, HUFU_ALIGN_CENTRE, FALSE, FALSE, variant, NULL);
  hufu_receipt_add (label, HUFU_BLOCK_TEXT, HUFU_ALIGN_CENTRE, TRUE, TRUE, price, NULL);
  if (facts->member_price_minor >= 0 && facts->member_price_minor < facts->price_minor) {
    g_autofree char *of_members = dup_price (facts->member_price_minor, facts->by_weight);
    g_autofree char *said =
        g_strconcat (lang == HUFU_LANG_EN ? "Members " : "会员价 ", of_members, NULL);

    hufu_receipt_add (label, HUFU_BLOCK_TEXT, HUFU_ALIGN_CENTRE, FALSE, FALSE, said, NULL);
  }
  if (*digits != '\0') {
    hufu_receipt_add (label, HUFU_BLOCK_BARS, HUFU_ALIGN_CENTRE, FALSE, FALSE, digits, NULL);
    hufu_receipt_add (label, HUFU_BLOCK_TEXT, HUFU_ALIGN_CENTRE, FALSE, FALSE, digits, NULL);
  }
  hufu_receipt_add (label, HUFU_BLOCK_TEXT, HUFU_ALIGN_CENTRE, FALSE, FALSE, facts->sku, NULL);
  hufu_receipt_add (label, HUFU_BLOCK_CUT, HUFU_ALIGN_START, FALSE, FALSE, NULL, NULL);
}

HufuReceipt *
hufu_receipt_of_label (const HufuLabelFacts *facts, guint n_copies, HufuLang lang)
{
  HufuReceipt *labels = hufu_receipt_new ();

  g_assert (n_copies >= 1 && n_copies <= HUFU_LABEL_COPIES_MAX);
  for (guint i = 0; i < n_copies; i++)
    add_label (labels, facts, lang);
  return labels;
}
