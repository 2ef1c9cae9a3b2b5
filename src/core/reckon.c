/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is taken off a basket, step by step, and how the lines share it. */
#include <string.h>

#include "core/basket.h"

static HufuLine *
line_at (const GPtrArray *lines, guint index)
{
  return g_ptr_array_index (lines, index);
}

/* ---- sharing ---- */

#define COMPARE(a, b)                                                                              \
  if ((a) != (b))                                                                                  \
  return (a) < (b) ? -1 : 1

/* Lines that are the same in this order are the same in all that is reckoned, but for their number:
 * so it does not matter which of them an odd cent, or a promotion, falls to. */
static int
compare_lines (const HufuLine *a, const HufuLine *b)
{
  COMPARE (a->product_id, b->product_id);
  COMPARE (a->tax_ppm, b->tax_ppm);
  COMPARE (a->qty_milli, b->qty_milli);
  COMPARE (a->category_id, b->category_id);
  COMPARE (a->list_price_minor, b->list_price_minor);
  COMPARE (a->member_price_minor, b->member_price_minor);
  COMPARE (a->label_total_minor, b->label_total_minor);
  COMPARE (hufu_line_extra_minor (a), hufu_line_extra_minor (b));
  COMPARE (a->markdown.kind, b->markdown.kind);
  COMPARE (a->markdown.value, b->markdown.value);
  COMPARE (a->markdown.base_minor, b->markdown.base_minor);
  COMPARE (hufu_markdown_is_approved (&a->markdown), hufu_markdown_is_approved (&b->markdown));
  COMPARE (a->line_no, b->line_no);
  return 0;
}

static int
compare_places (gconstpointer first, gconstpointer second)
{
  return compare_lines (*(HufuLine *const *)first, *(HufuLine *const *)second);
}

void
hufu_lines_share (GPtrArray *lines, gint64 whole_minor, gboolean member, HufuOff off)
{
  g_autofree gint64 *weights = g_new0 (gint64, lines->len + 1);
  g_autofree gint64 *shares = g_new0 (gint64, lines->len + 1);

  if (whole_minor == 0)
    return;
  g_ptr_array_sort (lines, compare_places);
  for (guint i = 0; i < lines->len; i++)
    weights[i] = hufu_line_net_minor (line_at (lines, i), member);
  hufu_money_share (whole_minor, weights, lines->len, shares);
  for (guint i = 0; i < lines->len; i++)
    line_at (lines, i)->off_minor[off] += shares[i];
}

/* ---- the steps ---- */

static GPtrArray *
find_products (const HufuBasket *basket)
{
  GPtrArray *lines = g_ptr_array_new ();

  for (guint i = 0; i < basket->lines->len; i++)
    if (line_at (basket->lines, i)->kind == HUFU_LINE_PRODUCT)
      g_ptr_array_add (lines, line_at (basket->lines, i));
  return lines;
}

static gint64
sum_net (const GPtrArray *lines, gboolean member)
{
  gint64 sum_minor = 0;

  for (guint i = 0; i < lines->len; i++)
    sum_minor += hufu_line_net_minor (line_at (lines, i), member);
  return sum_minor;
}

static gboolean
can_be_promoted (const HufuLine *line, gboolean member)
{
  return line->markdown.kind != HUFU_MARKDOWN_PRICE && hufu_line_total_minor (line, member) > 0;
}

/* A weighed thing, and one with a label of its own, is one piece. */
static gint64
count_pieces (const HufuLine *line)
{
  return line->by_weight || line->label_total_minor >= 0 ? 1 : line->qty_milli / 1000;
}

/* Of one promotion and line there is one, however many pieces it came from. */
static void
add_promoted (GArray *list, const HufuPromoted *promoted)
{
  for (guint i = 0; i < list->len; i++) {
    HufuPromoted *there = &g_array_index (list, HufuPromoted, i);

    if (there->line_no == promoted->line_no && there->promotion == promoted->promotion) {
      there->off_minor += promoted->off_minor;
      return;
    }
  }
  g_array_append_vals (list, promoted, 1);
}

/* `lines` are in the order that does not depend on how they came. */
static void
reckon_promotions (HufuBasket *basket, const GPtrArray *lines)
{
  gint64 level = basket->has_member ? basket->member_level : -1;
  g_autofree HufuPromotionItem *items = g_new0 (HufuPromotionItem, lines->len + 1);
  g_autofree HufuLine **owners = g_new0 (HufuLine *, lines->len + 1);
  g_autoptr (GArray) shares = NULL;
  gsize n = 0;

  g_array_set_size (basket->promoted, 0);
  if (basket->promotions == NULL || basket->promotions->promotions->len == 0)
    return;
  for (guint i = 0; i < lines->len; i++) {
    HufuLine *line = line_at (lines, i);

    if (!can_be_promoted (line, basket->has_member))
      continue;
    owners[n] = line;
    items[n++] = (HufuPromotionItem){line->product_id, line->category_id, count_pieces (line),
                                     hufu_line_total_minor (line, basket->has_member)};
  }
  shares = hufu_promotions_apply (basket->promotions->promotions, level, items, n);
  for (guint i = 0; i < shares->len; i++) {
    const HufuPromotionShare *share = &g_array_index (shares, HufuPromotionShare, i);
    HufuPromoted promoted = {owners[share->item]->line_no,
                             basket->promotions->promotions->pdata[share->promotion],
                             share->off_minor};

    owners[share->item]->off_minor[HUFU_OFF_PROMOTION] += share->off_minor;
    add_promoted (basket->promoted, &promoted);
  }
}

void
hufu_basket_set_promotions (HufuBasket *basket, HufuPromotionSet *promotions)
{
  hufu_promotion_set_unref (basket->promotions);
  basket->promotions = hufu_promotion_set_ref (promotions);
  hufu_basket_reckon (basket);
}

static void
reckon_lines (GPtrArray *lines, gboolean member)
{
  for (guint i = 0; i < lines->len; i++) {
    HufuLine *line = line_at (lines, i);
    gint64 left_minor = hufu_line_net_minor (line, member);

    line->off_minor[HUFU_OFF_LINE] =
        MIN (hufu_markdown_off_minor (&line->markdown, left_minor), left_minor);
  }
}

/* ---- taxes ---- */

static gint64
priced_utc_s (const HufuBasket *basket)
{
  return basket->promotions == NULL ? 0 : basket->promotions->utc_s;
}

static HufuTaxItem
taxed (const HufuLine *line, gint64 cost_minor)
{
  return (HufuTaxItem){line->product_id, line->category_id, line->tax_ppm, cost_minor, 0};
}

/* `lines` are in the order that does not depend on how they came. */
static void
reckon_taxes (HufuBasket *basket, const GPtrArray *lines)
{
  g_autofree HufuTaxItem *items = g_new (HufuTaxItem, lines->len + 1);
  gboolean added = basket->taxes != NULL && basket->taxes->added;

  for (guint i = 0; i < lines->len; i++)
    items[i] =
        taxed (line_at (lines, i), hufu_line_net_minor (line_at (lines, i), basket->has_member));
  hufu_tax_reckon (basket->taxes, priced_utc_s (basket), items, lines->len, basket->tax_sums);
  for (guint i = 0; i < lines->len; i++) {
    line_at (lines, i)->tax_minor = items[i].tax_minor;
    line_at (lines, i)->added_minor = added ? items[i].tax_minor : 0;
  }
}

void
hufu_basket_set_taxes (HufuBasket *basket, HufuTaxRules *taxes)
{
  hufu_tax_rules_unref (basket->taxes);
  basket->taxes = hufu_tax_rules_ref (taxes);
  hufu_basket_reckon (basket);
}

gint64
hufu_basket_given_minor (const HufuBasket *basket, const HufuLine *line)
{
  gint64 given_minor = hufu_line_by_hand_minor (line, basket->has_member);
  gint64 net_minor = hufu_line_net_minor (line, basket->has_member);
  const HufuTaxItem now = taxed (line, net_minor), before = taxed (line, net_minor + given_minor);

  if (given_minor == 0 || (basket->taxes != NULL && basket->taxes->added))
    return given_minor;
  return given_minor + hufu_tax_of (basket->taxes, priced_utc_s (basket), &now) -
         hufu_tax_of (basket->taxes, priced_utc_s (basket), &before);
}

void
hufu_basket_reckon (HufuBasket *basket)
{
  g_autoptr (GPtrArray) lines = find_products (basket);
  gboolean member = basket->has_member;
  gint64 left_minor;

  for (guint i = 0; i < basket->lines->len; i++)
    memset (line_at (basket->lines, i)->off_minor, 0, sizeof line_at (basket->lines, i)->off_minor);
  g_ptr_array_sort (lines, compare_places);
  reckon_promotions (basket, lines);
  reckon_lines (lines, member);
  left_minor = sum_net (lines, member);
  hufu_lines_share (lines,
                    MIN (hufu_markdown_off_minor (&basket->markdown, left_minor), left_minor),
                    member, HUFU_OFF_BASKET);
  hufu_basket_reckon_coupons (basket);
  reckon_taxes (basket, lines);
}

/* ---- prices and discounts by hand ---- */

HufuEdit
hufu_basket_set_note (HufuBasket *basket, guint32 line_no, const char *note)
{
  HufuLine *line = hufu_basket_find_line (basket, line_no);
  HufuNoteKind kind = hufu_note_look (note);

  if (line == NULL)
    return HUFU_EDIT_NO_SUCH_LINE;
  if (kind == HUFU_NOTE_BAD || kind == HUFU_NOTE_CARD)
    return HUFU_EDIT_NOTE;
  g_free (line->note);
  line->note = g_strdup (kind == HUFU_NOTE_EMPTY ? "" : note);
  return HUFU_EDIT_OK;
}

/* What a new one is taken off: the price as it is without any. */
static gint64
find_base (const HufuBasket *basket, const HufuLine *line, HufuMarkdownKind kind)
{
  g_autoptr (GPtrArray) lines = find_products (basket);
  gint64 sum_minor = 0;

  if (line != NULL && kind == HUFU_MARKDOWN_PRICE)
    return hufu_line_plain_total_minor (line, basket->has_member);
  if (line != NULL)
    return hufu_line_net_minor (line, basket->has_member) + line->off_minor[HUFU_OFF_BASKET] +
           line->off_minor[HUFU_OFF_COUPON];
  for (guint i = 0; i < lines->len; i++)
    sum_minor += hufu_line_net_minor (line_at (lines, i), basket->has_member) +
                 line_at (lines, i)->off_minor[HUFU_OFF_COUPON];
  return sum_minor;
}

/* Of what was set already. */
static HufuEdit
check_marked (const HufuBasket *basket, const HufuMarkdown *markdown)
{
  HufuTotals totals;

  if (markdown->kind == HUFU_MARKDOWN_AMOUNT && markdown->value > markdown->base_minor)
    return HUFU_EDIT_OFF_RANGE;
  hufu_basket_get_totals (basket, &totals);
  if (totals.list_minor > HUFU_MONEY_MAX_MINOR)
    return HUFU_EDIT_TOTAL_RANGE;
  return totals.gross_minor < totals.taken_minor + totals.pending_minor ||
                 !hufu_basket_is_covered (basket)
             ? HUFU_EDIT_BELOW_TAKEN
             : HUFU_EDIT_OK;
}

HufuEdit
hufu_basket_take_shelf_price (HufuBasket *basket, guint32 line_no)
{
  HufuLine *line = hufu_basket_find_line (basket, line_no);
  gint64 price_minor;
  HufuEdit edit;
  HufuLine before;

  if (line == NULL)
    return HUFU_EDIT_NO_SUCH_LINE;
  if (hufu_line_get_shelf (line, basket->has_member, &price_minor) != HUFU_SHELF_CHANGED)
    return HUFU_EDIT_NO_NEW_PRICE;
  before = *line;
  line->list_price_minor = line->shelf_price_minor;
  line->member_price_minor = line->shelf_member_price_minor;
  line->shelf = HUFU_SHELF_SAME;
  hufu_basket_reckon (basket);
  edit = check_marked (basket, &line->markdown);
  if (edit != HUFU_EDIT_OK) {
    *line = before;
    hufu_basket_reckon (basket);
  }
  return edit;
}

/* A line has one place, and a price is no discount: neither silently undoes the other. */
static HufuEdit
check_place (const HufuMarkdown *there, const HufuMarkdown *markdown)
{
  if (there->kind == HUFU_MARKDOWN_NONE || markdown->kind == HUFU_MARKDOWN_NONE ||
      (there->kind == HUFU_MARKDOWN_PRICE) == (markdown->kind == HUFU_MARKDOWN_PRICE))
    return HUFU_EDIT_OK;
  return there->kind == HUFU_MARKDOWN_PRICE ? HUFU_EDIT_PRICED : HUFU_EDIT_DISCOUNTED;
}

HufuEdit
hufu_basket_mark_down (HufuBasket *basket, guint32 line_no, const HufuMarkdown *markdown)
{
  HufuLine *line = line_no == 0 ? NULL : hufu_basket_find_line (basket, line_no);
  HufuMarkdown *place = line != NULL ? &line->markdown : &basket->markdown;
  const HufuMarkdown before = *place, nothing = {0};
  HufuEdit edit;

  g_assert (hufu_markdown_check (markdown) == HUFU_MARKDOWN_OK);
  g_assert (line_no > 0 || markdown->kind != HUFU_MARKDOWN_PRICE);
  if (line_no > 0 && line == NULL)
    return HUFU_EDIT_NO_SUCH_LINE;
  if (line != NULL && line->kind == HUFU_LINE_PREPAID)
    return HUFU_EDIT_NO_PRICE;
  if (basket->lines->len == 0)
    return HUFU_EDIT_EMPTY;
  edit = check_place (place, markdown);
  if (edit != HUFU_EDIT_OK)
    return edit;
  *place = nothing;
  hufu_basket_reckon (basket);
  if (markdown->kind != HUFU_MARKDOWN_NONE) {
    gint64 base_minor = find_base (basket, line, markdown->kind);

    *place = *markdown;
    place->base_minor = base_minor;
    hufu_basket_reckon (basket);
  }
  edit = check_marked (basket, place);
  if (edit != HUFU_EDIT_OK) {
    *place = before;
    hufu_basket_reckon (basket);
  }
  return edit;
}

static gboolean
is_within (const HufuBasket *basket, const HufuLine *line, const HufuPriceRights *rights)
{
  gint64 off_minor = hufu_line_by_hand_minor (line, basket->has_member);
  gint64 base_minor =
      hufu_line_plain_total_minor (line, basket->has_member) - line->off_minor[HUFU_OFF_PROMOTION];
  gint percent = 0;

  if (line->markdown.kind != HUFU_MARKDOWN_NONE)
    percent = hufu_price_rights_percent (rights, line->markdown.kind, FALSE);
  if (basket->markdown.kind != HUFU_MARKDOWN_NONE)
    percent = MAX (percent, rights->basket_percent);
  return hufu_price_rights_allow (percent, base_minor, off_minor - 1);
}

gboolean
hufu_basket_is_within (const HufuBasket *basket, guint32 line_no, const HufuPriceRights *rights)
{
  g_autoptr (GPtrArray) lines = find_products (basket);

  for (guint i = 0; i < lines->len; i++)
    if ((line_no == 0 || line_at (lines, i)->line_no == line_no) &&
        !is_within (basket, line_at (lines, i), rights))
      return FALSE;
  return TRUE;
}

gint64
hufu_basket_marked_off_minor (const HufuBasket *basket, guint32 line_no)
{
  const HufuLine *line = hufu_basket_find_line (basket, line_no);
  gint64 sum_minor = 0;

  if (line != NULL && line->markdown.kind == HUFU_MARKDOWN_PRICE)
    return line->markdown.base_minor - hufu_line_total_minor (line, basket->has_member);
  if (line != NULL)
    return line->off_minor[HUFU_OFF_LINE];
  for (guint i = 0; i < basket->lines->len; i++)
    sum_minor += line_at (basket->lines, i)->off_minor[HUFU_OFF_BASKET];
  return sum_minor;
}
