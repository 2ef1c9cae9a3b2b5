/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/product.h"

#include <string.h>

#include "core/note.h"

G_STATIC_ASSERT (HUFU_PRODUCT_NAME_MAX <= HUFU_NOTE_MAX);

static const char *const fields[HUFU_PRODUCT_FIELD_COUNT] = {
    [HUFU_PRODUCT_NAME_EN] = "name_en",   [HUFU_PRODUCT_NAME_ZH] = "name_zh",
    [HUFU_PRODUCT_PRICE] = "price_minor", [HUFU_PRODUCT_MEMBER_PRICE] = "member_price_minor",
    [HUFU_PRODUCT_SOLD] = "sold",         [HUFU_PRODUCT_CATEGORY] = "category_id",
};

static const struct {
  const char *code;
  const char *sentences[HUFU_LANG_COUNT];
} faults[HUFU_PRODUCT_FAULT_COUNT] = {
    [HUFU_PRODUCT_OK] = {"", {"", ""}},
    [HUFU_PRODUCT_NO_NAME] = {"product_no_name",
                              {"Type the product's name first.", "请先填写商品名称。"}},
    [HUFU_PRODUCT_BAD_NAME] = {"product_bad_name",
                               {"A name is one line of letters and signs that can be printed, at "
                                "most 100 bytes (33 hanzi), without a card number.",
                                "名称只能是一行可打印的文字，最多 33 个汉字，不能含卡号。"}},
    [HUFU_PRODUCT_BAD_PRICE] = {"product_bad_price",
                                {"A price is an amount from 0.01 to 1000000.00.",
                                 "价格应在 0.01 到 1000000.00 之间。"}},
    [HUFU_PRODUCT_BAD_MEMBER_PRICE] = {"product_bad_member_price",
                                       {"A member price is an amount below the price, or none.",
                                        "会员价应低于售价，也可以不设。"}},
    [HUFU_PRODUCT_ASKED_PRICE] = {"product_asked_price",
                                  {"The price of this product is typed at each sale.",
                                   "这个商品的价格在每次销售时输入。"}},
    [HUFU_PRODUCT_BAD_CODE] = {"product_bad_code",
                               {"This is no barcode with a good check digit. Scan it.",
                                "这不是校验位正确的条码。请扫描输入。"}},
    [HUFU_PRODUCT_CODE_TAKEN] = {"product_code_taken",
                                 {"Another product has this barcode. Scan it to see which.",
                                  "这个条码属于另一个商品。扫描可查看是哪一个。"}},
    [HUFU_PRODUCT_CODES_FULL] = {"product_codes_full",
                                 {"This product has 16 barcodes already.",
                                  "这个商品已有 16 个条码。"}},
    [HUFU_PRODUCT_NOT_ITS_CODE] = {"product_not_its_code",
                                   {"This product does not have that barcode.",
                                    "这个商品没有这个条码。"}},
    [HUFU_PRODUCT_BAD_CATEGORY] = {"product_bad_category",
                                   {"Choose a category in which something is sold.",
                                    "请选择一个已有商品的类别。"}},
    [HUFU_PRODUCT_UNKNOWN] = {"product_unknown",
                              {"No product has this code or number. Look it up by name.",
                               "没有这个条码或货号的商品。请按名称查找。"}},
    [HUFU_PRODUCT_NOT_ALLOWED] = {"product_not_allowed",
                                  {"A manager has to approve this: type number and PIN.",
                                   "需要店长批准：请输入工号和密码。"}},
    [HUFU_PRODUCT_FULL] = {"product_full",
                           {"2000 changes wait for the platform. Go online first.",
                            "已有 2000 处改动等待同步。请先联网。"}},
    [HUFU_PRODUCT_SAME] = {"product_same", {"Nothing is different from before.", "没有改动。"}},
};

const char *
hufu_product_field_name (HufuProductField field)
{
  g_assert ((gsize)field < G_N_ELEMENTS (fields));
  return fields[field];
}

const char *
hufu_product_fault_code (HufuProductFault fault)
{
  g_assert ((gsize)fault < G_N_ELEMENTS (faults));
  return faults[fault].code;
}

const char *
hufu_product_fault_sentence (HufuProductFault fault, HufuLang lang)
{
  g_assert ((gsize)fault < G_N_ELEMENTS (faults));
  return faults[fault].sentences[lang];
}

HufuProductFault
hufu_product_check_name (const char *name)
{
  switch (hufu_note_look (name)) {
  case HUFU_NOTE_EMPTY:
    return HUFU_PRODUCT_NO_NAME;
  case HUFU_NOTE_GOOD:
    return strlen (name) <= HUFU_PRODUCT_NAME_MAX ? HUFU_PRODUCT_OK : HUFU_PRODUCT_BAD_NAME;
  case HUFU_NOTE_BAD:
  case HUFU_NOTE_CARD:
  default:
    return HUFU_PRODUCT_BAD_NAME;
  }
}

HufuProductFault
hufu_product_check_price (gint64 price_minor)
{
  return price_minor > 0 && price_minor <= HUFU_PRODUCT_PRICE_MAX_MINOR ? HUFU_PRODUCT_OK
                                                                        : HUFU_PRODUCT_BAD_PRICE;
}

gint64
hufu_product_make_id (guint64 random)
{
  return HUFU_PRODUCT_OWN_MIN + (gint64)(random % (guint64)HUFU_PRODUCT_OWN_MIN);
}

gboolean
hufu_product_is_own_id (gint64 product_id)
{
  return product_id >= HUFU_PRODUCT_OWN_MIN && product_id < 2 * HUFU_PRODUCT_OWN_MIN;
}

/* Crockford's base 32: no I, L, O, U. */
void
hufu_product_make_sku (gint64 product_id, char ret_sku[HUFU_PRODUCT_SKU_SIZE])
{
  static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  guint64 rest = (guint64)product_id;

  g_assert (hufu_product_is_own_id (product_id));
  rest -= (guint64)HUFU_PRODUCT_OWN_MIN;
  ret_sku[0] = 'N';
  for (int i = 11; i > 0; i--, rest /= 32)
    ret_sku[i] = digits[rest % 32];
  ret_sku[12] = '\0';
}

static gboolean
wants (const HufuProductWish *wish, HufuProductField field)
{
  return (wish->fields & (1u << field)) != 0;
}

HufuProductFault
hufu_product_wish_check (const HufuProductWish *wish)
{
  HufuProductFault fault = HUFU_PRODUCT_OK;

  if (wants (wish, HUFU_PRODUCT_NAME_EN))
    fault = hufu_product_check_name (wish->name_en);
  if (fault == HUFU_PRODUCT_OK && wants (wish, HUFU_PRODUCT_NAME_ZH))
    fault = hufu_product_check_name (wish->name_zh);
  if (fault == HUFU_PRODUCT_OK && wants (wish, HUFU_PRODUCT_PRICE))
    fault = hufu_product_check_price (wish->price_minor);
  if (fault == HUFU_PRODUCT_OK && wants (wish, HUFU_PRODUCT_MEMBER_PRICE) &&
      wish->member_price_minor != -1 &&
      hufu_product_check_price (wish->member_price_minor) != HUFU_PRODUCT_OK)
    fault = HUFU_PRODUCT_BAD_MEMBER_PRICE;
  return fault;
}

HufuProductWish *
hufu_product_wish_copy (const HufuProductWish *wish)
{
  HufuProductWish *copy = g_memdup2 (wish, sizeof *wish);

  copy->name_en = g_strdup (wish->name_en);
  copy->name_zh = g_strdup (wish->name_zh);
  return copy;
}

void
hufu_product_wish_free (HufuProductWish *wish)
{
  if (wish == NULL)
    return;
  g_free (wish->name_en);
  g_free (wish->name_zh);
  g_free (wish);
}
