/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/flaw.h"

#include <string.h>

#define SOLD_AS_BEFORE                                                                             \
  {                                                                                                \
    "The last change of this product cannot be read: it is sold as before. Tell the manager.",     \
        "这件商品的最新改动读不出来，仍按原样销售。请告诉店长。"        \
  }

static const struct {
  const char *code;
  const char *selling[HUFU_LANG_COUNT], *sentence[HUFU_LANG_COUNT];
} flaws[HUFU_FLAW_COUNT] = {
    [HUFU_FLAW_NONE] = {"", {"", ""}, {"", ""}},
    [HUFU_FLAW_STOCK] = {"product_stock",
                         {"", ""},
                         {"Its figure in stock is out of range and was left out.",
                          "库存数字超出范围，没有采用。"}},
    [HUFU_FLAW_NAME] = {"product_name",
                        {"", ""},
                        {"Its name is empty, too long or not to be printed, and was mended.",
                         "名称为空、过长或含无法打印的字符，已作修整。"}},
    [HUFU_FLAW_BARCODE] = {"product_barcode",
                           {"", ""},
                           {"One of its barcodes is none and was left out; the others scan.",
                            "有一个条码不对，没有采用；其余条码可扫。"}},
    [HUFU_FLAW_CATEGORY] = {"product_category",
                            {"", ""},
                            {"Its category is unknown: it stands in one with a number for a name.",
                             "类别未知，暂放在以编号命名的类别里。"}},
    [HUFU_FLAW_ASKS] = {"product_asks",
                        {"What this product asks for is unknown here: it is sold without. Tell the "
                         "manager.",
                         "本机不认识这件商品要登记的内容，先不登记销售。请告诉店长。"},
                        {"What it asks for at the sale is unknown here: it is sold without.",
                         "本机不认识它要登记的内容，销售时不登记。"}},
    [HUFU_FLAW_OPTIONS] = {"product_options",
                           {"The options of this product cannot be read: it is sold without. Tell "
                            "the manager.",
                            "这件商品的选项读不出来，只能不带选项销售。请告诉店长。"},
                           {"Its options cannot be read: it is sold without.",
                            "选项读不出来，销售时没有选项。"}},
    [HUFU_FLAW_TAX] = {"product_tax",
                       SOLD_AS_BEFORE,
                       {"Its tax cannot be read, so nothing of the change was used.",
                        "税率读不出来，这次改动没有采用。"}},
    [HUFU_FLAW_PRICE] = {"product_price",
                         SOLD_AS_BEFORE,
                         {"Its price cannot be read, so nothing of the change was used.",
                          "价格读不出来，这次改动没有采用。"}},
    [HUFU_FLAW_SHAPE] = {"product_shape",
                         SOLD_AS_BEFORE,
                         {"It is not told as agreed, so nothing of the change was used.",
                          "内容不合约定，这次改动没有采用。"}},
};

const char *
hufu_flaw_code (HufuFlaw flaw)
{
  g_assert ((gsize)flaw < G_N_ELEMENTS (flaws));
  return flaws[flaw].code;
}

HufuFlaw
hufu_flaw_find (const char *code)
{
  for (guint i = 0; i < HUFU_FLAW_COUNT; i++)
    if (strcmp (flaws[i].code, code) == 0)
      return (HufuFlaw)i;
  return HUFU_FLAW_SHAPE;
}

gboolean
hufu_flaw_leaves_out (HufuFlaw flaw)
{
  return flaw >= HUFU_FLAW_TAX;
}

const char *
hufu_flaw_say_selling (HufuFlaw flaw, HufuLang lang)
{
  g_assert ((gsize)flaw < G_N_ELEMENTS (flaws));
  return flaws[flaw].selling[lang];
}

const char *
hufu_flaw_say (HufuFlaw flaw, gboolean is_here, HufuLang lang)
{
  static const char *const unsold[HUFU_LANG_COUNT] = {
      "It is new and not told as agreed, so it is not sold here yet.",
      "新商品，内容不合约定，本机暂时不能销售。"};

  g_assert ((gsize)flaw < G_N_ELEMENTS (flaws));
  return hufu_flaw_leaves_out (flaw) && !is_here ? unsold[lang] : flaws[flaw].sentence[lang];
}

char *
hufu_flaw_mend_name (const char *name)
{
  GString *mended = g_string_new ("");
  guint n = 0;

  for (const char *at = name; *at != '\0' && n < HUFU_FLAW_NAME_MAX; n++) {
    gunichar sign = g_utf8_get_char (at);

    g_string_append_unichar (mended, g_unichar_isprint (sign) ? sign : ' ');
    at += g_utf8_skip[(guchar)*at];
  }
  return g_string_free (mended, strcmp (mended->str, name) == 0);
}
