/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/basket-row.h"

#include <string.h>

#include "counter/say.h"
#include "counter/shelf-price.h"

enum {
  ROW_NAME = 1,
  ROW_VARIANT,
  ROW_QTY,
  ROW_AMOUNT,
  ROW_STRUCK,
  ROW_WHY,
  ROW_DETAIL,
  ROW_ICON,
  ROW_NEW_PRICE,
  ROW_ASKS,
  N_ROW_PROPS
};

G_DEFINE_FINAL_TYPE (HufuBasketRow, hufu_basket_row, G_TYPE_OBJECT)

static char **
row_field (HufuBasketRow *self, guint id)
{
  char **fields[N_ROW_PROPS] = {NULL,          &self->name,      &self->variant, &self->qty,
                                &self->amount, &self->struck,    &self->why,     &self->detail,
                                &self->icon,   &self->new_price, &self->asks};

  return fields[id];
}

static void
hufu_basket_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, *row_field (HUFU_BASKET_ROW (object), id));
}

static void
hufu_basket_row_finalize (GObject *object)
{
  for (guint id = 1; id < N_ROW_PROPS; id++)
    g_free (*row_field (HUFU_BASKET_ROW (object), id));
  G_OBJECT_CLASS (hufu_basket_row_parent_class)->finalize (object);
}

static void
hufu_basket_row_class_init (HufuBasketRowClass *klass)
{
  static const char *const names[N_ROW_PROPS] = {NULL,     "name",      "variant", "qty",
                                                 "amount", "struck",    "why",     "detail",
                                                 "icon",   "new-price", "asks"};
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hufu_basket_row_get_property;
  object_class->finalize = hufu_basket_row_finalize;
  for (guint id = 1; id < N_ROW_PROPS; id++)
    g_object_class_install_property (
        object_class, id,
        g_param_spec_string (names[id], NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
hufu_basket_row_init (HufuBasketRow *self)
{
  self->new_price = g_strdup ("");
  self->asks = g_strdup ("");
}

gboolean
hufu_basket_row_equal (HufuBasketRow *a, HufuBasketRow *b)
{
  for (guint id = 1; id < N_ROW_PROPS; id++)
    if (strcmp (*row_field (a, id), *row_field (b, id)) != 0)
      return FALSE;
  return a->kind == b->kind && a->line_no == b->line_no && hufu_id_equal (&a->use_id, &b->use_id) &&
         a->asking == b->asking && a->has_note == b->has_note &&
         a->can_change_qty == b->can_change_qty && a->can_delete == b->can_delete;
}

static char *
money (gint64 minor)
{
  char text[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format (minor, text);
  return g_strdup (text);
}

static char *
quantity (const HufuLine *line)
{
  return line->by_weight ? g_strdup_printf ("%" G_GINT64_FORMAT ".%03" G_GINT64_FORMAT,
                                            line->qty_milli / 1000, line->qty_milli % 1000)
                         : g_strdup_printf ("%" G_GINT64_FORMAT, line->qty_milli / 1000);
}

/* "10% off, Damaged goods (01)" */
static char *
say_marked (const HufuMarkdown *markdown, HufuLang lang)
{
  g_autofree char *what = hufu_markdown_describe (markdown, lang);
  const char *reason = hufu_markdown_say_reason (markdown, lang);

  return *markdown->approved_no == '\0'
             ? g_strdup_printf (HUFU_WORD (lang, "%s, %s", "%s，%s"), what, reason)
             : HUFU_SAY (lang, "%s, %s, approved by %s", "%s，%s，%s 批准", what, reason,
                         markdown->approved_no);
}

static char *
say_plain_why (const HufuLine *line, gboolean member, HufuLang lang)
{
  gint64 saved_minor = hufu_line_list_total_minor (line) - hufu_line_total_minor (line, member);
  g_autofree char *saved = money (saved_minor);
  g_autofree char *unit = money (hufu_line_unit_price_minor (line, member));
  g_autofree char *qty = quantity (line);

  if (line->label_total_minor >= 0)
    return HUFU_SAY (lang, "Price from the label", "按标签价");
  if (saved_minor > 0)
    return HUFU_SAY (lang, "Member price, saves %s", "会员价，省 %s", saved);
  if (line->by_weight)
    return HUFU_SAY (lang, "%s kg × %s", "%s kg × %s", qty, unit);
  if (line->qty_milli != 1000)
    return g_strdup_printf ("%s × %s", qty, unit);
  if (member && line->member_price_minor < 0)
    return HUFU_SAY (lang, "No member price on this item", "会员价活动不含此款");
  return g_strdup ("");
}

/* "3 for 2, saves 12.90", "3 for 2 and 1 more, save 14.00". */
static char *
say_promoted (const HufuBasket *basket, const HufuLine *line, HufuLang lang)
{
  g_autofree char *saved = money (line->off_minor[HUFU_OFF_PROMOTION]);
  const char *name = NULL;
  gint n = 0;

  for (guint i = 0; i < basket->promoted->len; i++) {
    const HufuPromoted *promoted = &g_array_index (basket->promoted, HufuPromoted, i);

    if (promoted->line_no == line->line_no && n++ == 0)
      name = HUFU_WORD (lang, promoted->promotion->name_en, promoted->promotion->name_zh);
  }
  if (n > 1)
    return HUFU_SAY (lang, "%s and %d more, save %s", "%s，另 %d 项，共省 %s", name, n - 1, saved);
  return n == 0 ? g_strdup ("") : HUFU_SAY (lang, "%s, saves %s", "%s，省 %s", name, saved);
}

static const char *
say_ask (HufuDetail ask, HufuLang lang)
{
  static const char *const words[HUFU_DETAIL_COUNT][HUFU_LANG_COUNT] = {
      [HUFU_DETAIL_NOTHING] = {"", ""},
      [HUFU_DETAIL_SERIAL] = {"Serial no.", "序列号"},
      [HUFU_DETAIL_LOT] = {"Lot", "批号"},
      [HUFU_DETAIL_DUE] = {"Due date", "取货时间"}};

  return words[ask][lang];
}

static char *
say_open (const HufuLine *line, HufuLang lang)
{
  const HufuOptionGroup *open = hufu_offer_find_open (line->options, line->chosen);

  return HUFU_SAY (lang, "%s: not chosen yet", "%s：还没选",
                   HUFU_WORD (lang, open->name_en, open->name_zh));
}

static char *
say_why (const HufuBasket *basket, const HufuLine *line, HufuLang lang)
{
  g_autofree char *why = hufu_shelf_price_say (line, basket->has_member, lang);

  if (why == NULL && hufu_line_is_choosing (line))
    why = say_open (line, lang);
  if (why == NULL && hufu_line_is_asking (line))
    why = HUFU_SAY (lang, "%s: not said yet", "%s：还没填", say_ask (line->asks, lang));
  if (why == NULL)
    why = line->markdown.kind != HUFU_MARKDOWN_NONE ? say_marked (&line->markdown, lang)
          : line->off_minor[HUFU_OFF_PROMOTION] > 0
              ? say_promoted (basket, line, lang)
              : say_plain_why (line, basket->has_member, lang);
  if (*line->note == '\0')
    return g_steal_pointer (&why);
  return *why == '\0' ? g_strdup (line->note) : g_strdup_printf ("%s • %s", line->note, why);
}

static void
add_step (GString *text, const char *words, gint64 minor)
{
  g_autofree char *amount = money (minor);

  if (minor != 0)
    g_string_append_printf (text, "\n%s: %s", words, amount);
}

/* What of the price of a piece is for choices. */
static void
add_choices (GString *text, const HufuLine *line, HufuLang lang)
{
  for (guint i = 0; line->options != NULL && i < line->options->n_options; i++) {
    const HufuOption *option = &line->options->options[i];

    if ((line->chosen >> i & 1) != 0)
      add_step (text, HUFU_WORD (lang, option->name_en, option->name_zh), option->price_minor);
  }
}

/* The arithmetic behind the amount, step by step. */
static char *
say_detail (const HufuBasket *basket, const HufuLine *line, HufuLang lang)
{
  gboolean member = basket->has_member;
  GString *text = g_string_new (NULL);
  g_autofree char *unit = money (hufu_line_unit_price_minor (line, member));
  g_autofree char *list = money (line->list_price_minor);
  g_autofree char *total = money (hufu_line_total_minor (line, member));
  g_autofree char *net = money (hufu_line_net_minor (line, member));
  g_autofree char *qty = quantity (line), *marked = say_marked (&line->markdown, lang);
  gboolean priced = line->markdown.kind == HUFU_MARKDOWN_PRICE;

  if (line->label_total_minor >= 0 && !priced)
    g_string_append_printf (text, HUFU_WORD (lang, "Label %s", "标签 %s"), total);
  else
    g_string_append_printf (
        text, HUFU_WORD (lang, "%s × %s = %s. Store price %s.", "%s × %s = %s。门店价 %s。"), qty,
        unit, total, list);
  if (priced)
    g_string_append_printf (text, "\n%s", marked);
  else
    add_choices (text, line, lang);
  for (guint i = 0; i < basket->promoted->len; i++) {
    const HufuPromoted *promoted = &g_array_index (basket->promoted, HufuPromoted, i);

    if (promoted->line_no == line->line_no)
      add_step (text, HUFU_WORD (lang, promoted->promotion->name_en, promoted->promotion->name_zh),
                -promoted->off_minor);
  }
  add_step (text, marked, -line->off_minor[HUFU_OFF_LINE]);
  add_step (text, HUFU_WORD (lang, "Its share of the discount on the sale", "分摊整单优惠"),
            -line->off_minor[HUFU_OFF_BASKET]);
  for (guint i = 0; i < basket->couponed->len; i++) {
    const HufuCouponed *couponed = &g_array_index (basket->couponed, HufuCouponed, i);
    const HufuDiscount *discount = basket->discounts->pdata[couponed->discount];

    if (couponed->line_no == line->line_no)
      add_step (text, HUFU_WORD (lang, discount->label_en, discount->label_zh),
                -couponed->off_minor);
  }
  if (hufu_line_off_minor (line) > 0)
    g_string_append_printf (text, HUFU_WORD (lang, "\nIn the end %s", "\n最终 %s"), net);
  return g_string_free (text, FALSE);
}

/* "M · Oat milk · Lot A1 · Use by 2026-12-31" */
static char *
say_variant (const HufuLine *line, HufuLang lang)
{
  g_autofree char *chosen = hufu_line_say_choices (line, lang, " · ", FALSE);
  g_autofree char *said = hufu_line_say_answers (line, lang, " · ");
  const char *parts[] = {HUFU_WORD (lang, line->variant_en, line->variant_zh), chosen, said};
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (*parts[i] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", parts[i]);
  return g_string_free (text, FALSE);
}

static HufuBasketRow *
product_row (const HufuBasket *basket, const HufuLine *line, HufuLang lang)
{
  gboolean member = basket->has_member;
  HufuBasketRow *row = g_object_new (HUFU_TYPE_BASKET_ROW, NULL);
  gint64 list_minor = hufu_line_list_total_minor (line);
  gint64 cost_minor = hufu_line_total_minor (line, member) - line->off_minor[HUFU_OFF_PROMOTION] -
                      line->off_minor[HUFU_OFF_LINE];

  row->kind = HUFU_ROW_PRODUCT;
  row->line_no = line->line_no;
  row->name = g_strdup (HUFU_WORD (lang, line->name_en, line->name_zh));
  row->variant = say_variant (line, lang);
  row->qty = quantity (line);
  row->amount = money (cost_minor);
  row->struck = list_minor > cost_minor ? money (list_minor) : g_strdup ("");
  row->why = say_why (basket, line, lang);
  row->detail = say_detail (basket, line, lang);
  row->icon = g_strdup (line->icon);
  g_free (row->new_price);
  row->new_price = hufu_shelf_price_now (line, member);
  g_free (row->asks);
  row->asks = g_strdup (line->options != NULL ? HUFU_WORD (lang, "Options", "选项")
                                              : say_ask (line->asks, lang));
  row->asking = hufu_line_is_choosing (line) || hufu_line_is_asking (line);
  row->has_note = *line->note != '\0';
  row->can_change_qty = line->label_total_minor < 0 && !line->by_weight &&
                        line->trace.serial[0] == '\0' && line->asks != HUFU_DETAIL_SERIAL;
  row->can_delete = TRUE;
  return row;
}

/* A discount by hand on the whole sale: what it takes off is shared by the lines. */
static HufuBasketRow *
sale_row (const HufuBasket *basket, HufuLang lang)
{
  HufuBasketRow *row = g_object_new (HUFU_TYPE_BASKET_ROW, NULL);
  g_autofree char *amount = money (hufu_basket_marked_off_minor (basket, 0));

  row->kind = HUFU_ROW_DISCOUNT;
  row->name = g_strdup (HUFU_WORD (lang, "Discount on the sale", "整单优惠"));
  row->variant = g_strdup ("");
  row->qty = g_strdup ("1");
  row->amount = g_strdup_printf ("−%s", amount);
  row->struck = g_strdup ("");
  row->why = say_marked (&basket->markdown, lang);
  row->detail = g_strdup ("");
  row->icon = g_strdup ("tag");
  return row;
}

static HufuBasketRow *
prepaid_row (const HufuLine *line, HufuLang lang)
{
  HufuBasketRow *row = g_object_new (HUFU_TYPE_BASKET_ROW, NULL);
  g_autofree char *paid = money (line->paid_online_minor);

  row->kind = HUFU_ROW_PREPAID;
  row->line_no = line->line_no;
  row->use_id = line->use_id;
  row->name = g_strdup (HUFU_WORD (lang, line->name_en, line->name_zh));
  row->variant = g_strdup (HUFU_WORD (lang, line->variant_en, line->variant_zh));
  row->qty = quantity (line);
  row->amount = money (0);
  row->struck = g_strdup ("");
  row->why = HUFU_SAY (lang, "Redeemed; %s was paid online", "已核销，线上已付 %s", paid);
  row->detail =
      HUFU_SAY (lang, "Nothing to collect. It leaves the sale only by undoing the redemption.",
                "无需收款。只有撤销核销才能移除这一行。");
  row->icon = g_strdup ("voucher");
  return row;
}

static HufuBasketRow *
tender_row (const HufuTender *tender, HufuLang lang)
{
  HufuBasketRow *row = g_object_new (HUFU_TYPE_BASKET_ROW, NULL);
  g_autofree char *amount = money (tender->amount_minor);
  gboolean taken = tender->state == HUFU_TENDER_TAKEN;
  gboolean deposit = tender->kind == HUFU_TENDER_DEPOSIT;
  gboolean cash = tender->kind == HUFU_TENDER_CASH;
  gboolean payment = deposit || hufu_tender_kind_is_payment (tender->kind);

  row->kind = !taken    ? HUFU_ROW_PENDING
              : payment ? HUFU_ROW_PAYMENT
              : cash    ? HUFU_ROW_CASH
                        : HUFU_ROW_VOUCHER;
  row->use_id = tender->use_id;
  row->name = g_strdup (HUFU_WORD (lang, tender->label_en, tender->label_zh));
  row->variant = g_strdup ("");
  row->qty = g_strdup ("1");
  row->amount = taken ? g_strdup_printf ("−%s", amount) : g_strdup (amount);
  row->struck = g_strdup ("");
  row->why = !taken    ? HUFU_SAY (lang, "Unknown, not deducted yet", "还没有答复，未抵扣")
             : deposit ? HUFU_SAY (lang, "Paid ahead; it leaves only with the order",
                                   "已预付，取消订单才退")
             : payment ? HUFU_SAY (lang, "Paid; it leaves only by a reversal", "已付款，只能撤销")
             : cash ? HUFU_SAY (lang, "Keep it in sight; touch here to give it back",
                                "现金先放一边；点这里可退回")
                    : HUFU_SAY (lang, "Redeemed, deducted from the total", "已核销，已抵扣");
  row->detail = g_strdup ("");
  row->icon = g_strdup (!taken ? "hourglass" : payment ? "wallet" : cash ? "cash" : "voucher");
  return row;
}

static HufuBasketRow *
discount_row (const HufuDiscount *discount, HufuLang lang)
{
  HufuBasketRow *row = g_object_new (HUFU_TYPE_BASKET_ROW, NULL);
  g_autofree char *amount = money (discount->verdict.off_minor);
  g_autofree char *unmet = hufu_coupon_explain (&discount->terms, &discount->verdict, lang);
  gboolean taken = discount->state == HUFU_TENDER_TAKEN;

  row->kind = taken ? HUFU_ROW_VOUCHER : HUFU_ROW_PENDING;
  row->use_id = discount->use_id;
  row->name = g_strdup (HUFU_WORD (lang, discount->label_en, discount->label_zh));
  row->variant = g_strdup ("");
  row->qty = g_strdup ("1");
  row->amount = taken ? g_strdup_printf ("−%s", amount) : g_strdup (amount);
  row->struck = g_strdup ("");
  row->why = !taken ? HUFU_SAY (lang, "Unknown, not deducted yet", "还没有答复，未抵扣")
             : *unmet != '\0'
                 ? HUFU_SAY (lang, "%s, or refund it online", "%s，或到平台退券", unmet)
                 : HUFU_SAY (lang, "Coupon, taken off", "优惠券，已减");
  row->detail = hufu_coupon_describe (&discount->terms, lang);
  row->icon = g_strdup (taken ? "voucher" : "hourglass");
  return row;
}

static HufuBasketRow *
awaited_row (const HufuAwaited *awaited, HufuLang lang)
{
  HufuBasketRow *row = g_object_new (HUFU_TYPE_BASKET_ROW, NULL);

  row->kind = HUFU_ROW_PENDING;
  row->use_id = awaited->use_id;
  row->name = g_strdup (HUFU_WORD (lang, awaited->label_en, awaited->label_zh));
  row->variant = g_strdup ("");
  row->qty = g_strdup ("1");
  row->amount = money (0);
  row->struck = g_strdup ("");
  row->why = HUFU_SAY (lang, "No answer yet", "还没有答复");
  row->detail = g_strdup ("");
  row->icon = g_strdup ("hourglass");
  return row;
}

GPtrArray *
hufu_basket_row_list (const HufuBasket *basket, HufuLang lang)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < basket->lines->len; i++) {
    const HufuLine *line = basket->lines->pdata[i];
    g_ptr_array_add (rows, line->kind == HUFU_LINE_PREPAID ? prepaid_row (line, lang)
                                                           : product_row (basket, line, lang));
  }
  for (guint i = 0; i < basket->awaited->len; i++)
    g_ptr_array_add (rows, awaited_row (basket->awaited->pdata[i], lang));
  if (basket->markdown.kind != HUFU_MARKDOWN_NONE)
    g_ptr_array_add (rows, sale_row (basket, lang));
  for (guint i = 0; i < basket->discounts->len; i++)
    g_ptr_array_add (rows, discount_row (basket->discounts->pdata[i], lang));
  for (guint i = 0; i < basket->tenders->len; i++)
    g_ptr_array_add (rows, tender_row (basket->tenders->pdata[i], lang));
  return rows;
}
