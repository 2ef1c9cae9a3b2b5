/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reckons baskets for the oracle: a JSON object a line in, what comes of it a line out. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "core/basket.h"
#include "store/option-json.h"
#include "store/promotion-store.h"
#include "store/tax-store.h"

static gint64
number (const json_t *object, const char *name, gint64 otherwise)
{
  const json_t *value = json_object_get (object, name);

  return value == NULL ? otherwise : json_integer_value (value);
}

static HufuMarkdown
read_markdown (const json_t *data)
{
  HufuMarkdown markdown = {.value = number (data, "value", 0), .reason = "damaged"};

  g_assert_true (
      hufu_markdown_kind_find (json_string_value (json_object_get (data, "kind")), &markdown.kind));
  return markdown;
}

/* What is offered, and the places that were touched one after the other. */
static void
touch (HufuBasket *basket, guint32 line_no, const json_t *places)
{
  for (gsize i = 0; i < json_array_size (places); i++)
    (void)!hufu_basket_choose (basket, line_no,
                               (guint)json_integer_value (json_array_get (places, i)));
}

static guint32
add_line (HufuBasket *basket, const json_t *data)
{
  g_autoptr (HufuLine) line = hufu_line_new ();
  guint32 line_no = 0;
  HufuOptionFault fault = HUFU_OPTION_OK;

  if (json_object_get (data, "options") != NULL)
    line->options = hufu_offer_from_json (json_object_get (data, "options"), &fault);
  g_assert_cmpint (fault, ==, HUFU_OPTION_OK);
  line->chosen = hufu_offer_standard (line->options);

  line->product_id = number (data, "product", 1);
  line->category_id = number (data, "category", 1);
  line->by_weight = json_is_true (json_object_get (data, "by_weight"));
  line->qty_milli = number (data, "qty_milli", 1000);
  line->list_price_minor = number (data, "price", 0);
  line->member_price_minor = number (data, "member_price", -1);
  line->label_total_minor = number (data, "label", -1);
  line->tax_ppm = (gint32)number (data, "tax_ppm", 0);
  /* Each stands alone, so that it is known which is which. */
  g_free (line->note);
  line->note = g_strdup ("x");
  g_assert_cmpint (hufu_basket_add (basket, line, &line_no), ==, HUFU_EDIT_OK);
  touch (basket, line_no, json_object_get (data, "touch"));
  return line_no;
}

static HufuPromotionSet *
read_promotions (const json_t *array, gint64 utc_s)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < json_array_size (array); i++) {
    HufuPromotion *promotion = g_new (HufuPromotion, 1);

    g_ptr_array_add (list, promotion);
    g_assert_true (hufu_promotion_read (json_array_get (array, i), promotion));
  }
  return hufu_promotion_set_new (list, 0, utc_s, 0);
}

static void
set_taxes (HufuBasket *basket, const json_t *data)
{
  g_autoptr (HufuTaxRules) rules = NULL;

  if (data == NULL)
    return;
  rules = hufu_tax_rules_read (data);
  g_assert_nonnull (rules);
  hufu_basket_set_taxes (basket, rules);
}

/* Vouchers first, then cash for the rest: what that takes, rounds and gives back. */
static json_t *
pay (HufuBasket *basket, const json_t *data)
{
  const json_t *vouchers = json_object_get (data, "vouchers");
  const char *rounding = json_string_value (json_object_get (data, "rounding"));
  HufuRounding mode = HUFU_ROUND_FLOOR;
  const HufuTender *cash;

  for (gsize i = 0; i < json_array_size (vouchers); i++) {
    g_autoptr (HufuTender) voucher = hufu_tender_new ();

    voucher->kind = HUFU_TENDER_VOUCHER;
    voucher->state = HUFU_TENDER_TAKEN;
    voucher->use_id.bytes[0] = (guint8)(i + 1);
    voucher->amount_minor = json_integer_value (json_array_get (vouchers, i));
    if (hufu_basket_add_tender (basket, voucher) != HUFU_EDIT_OK)
      return json_string ("voucher");
  }
  while (strcmp (hufu_rounding_names[mode], rounding) != 0)
    mode++;
  if (hufu_basket_pay_cash (basket, number (data, "received", 0), number (data, "increment", 1),
                            mode) != HUFU_EDIT_OK)
    return json_string ("cash");
  cash = basket->tenders->pdata[basket->tenders->len - 1];
  return json_pack ("[I, I, I]", (json_int_t)cash->amount_minor, (json_int_t)cash->rounding_minor,
                    (json_int_t)cash->change_minor);
}

static json_t *
describe_taxes (const HufuBasket *basket)
{
  json_t *taxes = json_array ();

  for (guint i = 0; i < basket->tax_sums->len; i++) {
    const HufuTaxSum *sum = &g_array_index (basket->tax_sums, HufuTaxSum, i);

    json_array_append_new (taxes,
                           json_pack ("[s, I, I, I]", sum->id, (json_int_t)sum->rate_ppm,
                                      (json_int_t)sum->net_minor, (json_int_t)sum->tax_minor));
  }
  return taxes;
}

static void
add_coupon (HufuBasket *basket, const json_t *data, guint8 use)
{
  g_autoptr (HufuDiscount) discount = hufu_discount_new ();

  discount->use_id.bytes[15] = use;
  discount->state = HUFU_TENDER_TAKEN;
  discount->terms.off_minor = number (data, "off", 0);
  discount->terms.off_percent = (gint)number (data, "percent", 0);
  discount->terms.min_spend_minor = number (data, "min_spend", 0);
  (void)!hufu_basket_add_discount (basket, discount);
}

static HufuBasket *
read_basket (const json_t *data, GArray *line_nos)
{
  HufuBasket *basket = hufu_basket_new (156);
  const json_t *lines = json_object_get (data, "lines"),
               *coupons = json_object_get (data, "coupons");
  g_autoptr (HufuPromotionSet) set =
      read_promotions (json_object_get (data, "promotions"), number (data, "utc_s", 0));
  const HufuId member = {.bytes[0] = 1};

  for (gsize i = 0; i < json_array_size (lines); i++) {
    guint32 line_no = add_line (basket, json_array_get (lines, i));

    g_array_append_val (line_nos, line_no);
  }
  if (number (data, "member_level", -1) >= 0) {
    basket->member_level = number (data, "member_level", 0);
    g_assert_cmpint (hufu_basket_set_member (basket, &member, "m", 0), ==, HUFU_EDIT_OK);
  }
  hufu_basket_set_promotions (basket, set);
  set_taxes (basket, json_object_get (data, "taxes"));
  for (gsize i = 0; i < json_array_size (lines); i++) {
    const json_t *markdown = json_object_get (json_array_get (lines, i), "markdown");
    HufuMarkdown made;

    if (markdown == NULL)
      continue;
    made = read_markdown (markdown);
    (void)!hufu_basket_mark_down (basket, g_array_index (line_nos, guint32, i), &made);
  }
  if (json_object_get (data, "markdown") != NULL) {
    HufuMarkdown made = read_markdown (json_object_get (data, "markdown"));

    (void)!hufu_basket_mark_down (basket, 0, &made);
  }
  for (gsize i = 0; i < json_array_size (coupons); i++)
    add_coupon (basket, json_array_get (coupons, i), (guint8)(i + 1));
  return basket;
}

static json_t *
describe (const HufuBasket *basket, const GArray *line_nos)
{
  json_t *lines = json_array ();
  HufuTotals totals;

  for (guint i = 0; i < line_nos->len; i++) {
    const HufuLine *line =
        hufu_basket_find_line (basket, g_array_index (line_nos, const guint32, i));

    json_array_append_new (
        lines, json_pack ("[I, I]", (json_int_t)hufu_line_net_minor (line, basket->has_member),
                          (json_int_t)line->tax_minor));
  }
  hufu_basket_get_totals (basket, &totals);
  return json_pack ("{s:o, s:o, s:I, s:I, s:I, s:I, s:I, s:I}", "taxes", describe_taxes (basket),
                    "lines", lines, "added", (json_int_t)totals.added_minor, "gross",
                    (json_int_t)totals.gross_minor, "tax", (json_int_t)totals.tax_minor,
                    "promotions", (json_int_t)totals.promotion_minor, "by_hand",
                    (json_int_t)totals.by_hand_minor, "coupons", (json_int_t)totals.coupon_minor);
}

int
main (int argc, char **argv)
{
  g_autofree char *line = NULL;
  size_t size = 0;

  while (getline (&line, &size, stdin) > 0) {
    g_autoptr (GArray) line_nos = g_array_new (FALSE, FALSE, sizeof (guint32));
    json_auto_t *data = json_loads (line, 0, NULL), *answer = NULL;
    g_autoptr (HufuBasket) basket = NULL;

    g_assert_nonnull (data);
    basket = read_basket (data, line_nos);
    answer = describe (basket, line_nos);
    if (json_object_get (data, "pay") != NULL)
      json_object_set_new (answer, "paid", pay (basket, json_object_get (data, "pay")));
    json_dumpf (answer, stdout, JSON_COMPACT);
    putchar ('\n');
  }
  return 0;
}
