/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/basket.h"

#include <string.h>
#include "core/lang.h"

static gpointer
copy_line (gconstpointer line, gpointer unused)
{
  return hufu_line_copy (line);
}

static gpointer
copy_tender (gconstpointer tender, gpointer unused)
{
  return hufu_tender_copy (tender);
}

static gpointer
copy_discount (gconstpointer discount, gpointer unused)
{
  return hufu_discount_copy (discount);
}

static gpointer
copy_awaited (gconstpointer awaited, gpointer unused)
{
  const HufuAwaited *from = awaited;

  return hufu_awaited_new (&from->use_id, from->label_en, from->label_zh);
}

static void
free_awaited (gpointer awaited)
{
  hufu_awaited_free (awaited);
}

static void
free_discount (gpointer discount)
{
  hufu_discount_free (discount);
}

static void
free_line (gpointer line)
{
  hufu_line_free (line);
}

static void
free_tender (gpointer tender)
{
  hufu_tender_free (tender);
}

HufuAwaited *
hufu_awaited_new (const HufuId *use_id, const char *label_en, const char *label_zh)
{
  HufuAwaited *awaited = g_new (HufuAwaited, 1);

  *awaited = (HufuAwaited){*use_id, g_strdup (label_en), g_strdup (label_zh)};
  return awaited;
}

void
hufu_awaited_free (HufuAwaited *awaited)
{
  if (awaited == NULL)
    return;
  g_free (awaited->label_en);
  g_free (awaited->label_zh);
  g_free (awaited);
}

HufuBasket *
hufu_basket_new (guint32 currency)
{
  HufuBasket *basket = g_new0 (HufuBasket, 1);

  basket->currency = currency;
  basket->next_line_no = 1;
  basket->lines = g_ptr_array_new_with_free_func (free_line);
  basket->tenders = g_ptr_array_new_with_free_func (free_tender);
  basket->discounts = g_ptr_array_new_with_free_func (free_discount);
  basket->promoted = g_array_new (FALSE, FALSE, sizeof (HufuPromoted));
  basket->couponed = g_array_new (FALSE, FALSE, sizeof (HufuCouponed));
  basket->tax_sums = g_array_new (FALSE, FALSE, sizeof (HufuTaxSum));
  basket->awaited = g_ptr_array_new_with_free_func (free_awaited);
  return basket;
}

HufuBasket *
hufu_basket_copy (const HufuBasket *basket)
{
  HufuBasket *copy = g_new (HufuBasket, 1);

  *copy = *basket;
  copy->member_label = g_strdup (basket->member_label);
  copy->hold_name = g_strdup (basket->hold_name);
  copy->lines = g_ptr_array_copy (basket->lines, copy_line, NULL);
  copy->tenders = g_ptr_array_copy (basket->tenders, copy_tender, NULL);
  copy->discounts = g_ptr_array_copy (basket->discounts, copy_discount, NULL);
  copy->promotions =
      basket->promotions == NULL ? NULL : hufu_promotion_set_ref (basket->promotions);
  copy->promoted = g_array_copy (basket->promoted);
  copy->couponed = g_array_copy (basket->couponed);
  copy->taxes = basket->taxes == NULL ? NULL : hufu_tax_rules_ref (basket->taxes);
  copy->tax_sums = g_array_copy (basket->tax_sums);
  copy->awaited = g_ptr_array_copy (basket->awaited, copy_awaited, NULL);
  return copy;
}

void
hufu_basket_free (HufuBasket *basket)
{
  if (basket == NULL)
    return;
  g_free (basket->member_label);
  g_free (basket->hold_name);
  g_ptr_array_unref (basket->lines);
  g_ptr_array_unref (basket->tenders);
  g_ptr_array_unref (basket->discounts);
  hufu_promotion_set_unref (basket->promotions);
  g_array_unref (basket->promoted);
  g_array_unref (basket->couponed);
  hufu_tax_rules_unref (basket->taxes);
  g_array_unref (basket->tax_sums);
  g_ptr_array_unref (basket->awaited);
  g_free (basket);
}

static HufuLine *
line_at (const HufuBasket *basket, guint index)
{
  return g_ptr_array_index (basket->lines, index);
}

static HufuTender *
tender_at (const HufuBasket *basket, guint index)
{
  return g_ptr_array_index (basket->tenders, index);
}

HufuLine *
hufu_basket_find_line (const HufuBasket *basket, guint32 line_no)
{
  for (guint i = 0; i < basket->lines->len; i++)
    if (line_at (basket, i)->line_no == line_no)
      return line_at (basket, i);
  return NULL;
}

static HufuLine *
find_line_of_use (const HufuBasket *basket, const HufuId *use_id)
{
  for (guint i = 0; i < basket->lines->len; i++)
    if (line_at (basket, i)->kind == HUFU_LINE_PREPAID &&
        hufu_id_equal (&line_at (basket, i)->use_id, use_id))
      return line_at (basket, i);
  return NULL;
}

static HufuTender *
find_tender_of_use (const HufuBasket *basket, const HufuId *use_id)
{
  for (guint i = 0; i < basket->tenders->len; i++)
    if (tender_at (basket, i)->kind != HUFU_TENDER_CASH &&
        hufu_id_equal (&tender_at (basket, i)->use_id, use_id))
      return tender_at (basket, i);
  return NULL;
}

/* No sum here overflows: a line is at most HUFU_MONEY_MAX_MINOR * 10,000, and there are few. */
void
hufu_basket_get_totals (const HufuBasket *basket, HufuTotals *ret_totals)
{
  HufuTotals totals = {.n_lines = basket->lines->len};

  for (guint i = 0; i < basket->lines->len; i++) {
    const HufuLine *line = line_at (basket, i);

    totals.list_minor += hufu_line_list_total_minor (line);
    totals.gross_minor += hufu_line_gross_minor (line, basket->has_member);
    totals.coupon_minor += line->off_minor[HUFU_OFF_COUPON];
    totals.promotion_minor += line->off_minor[HUFU_OFF_PROMOTION];
    totals.by_hand_minor += hufu_line_by_hand_minor (line, basket->has_member);
    totals.tax_minor += line->tax_minor;
    totals.added_minor += line->added_minor;
    totals.qty_pieces += hufu_line_pieces (line);
  }
  for (guint i = 0; i < basket->tenders->len; i++) {
    const HufuTender *tender = tender_at (basket, i);

    if (tender->state == HUFU_TENDER_PENDING)
      totals.pending_minor += tender->amount_minor;
    else
      totals.taken_minor += tender->amount_minor - tender->rounding_minor;
  }
  totals.saved_minor = totals.list_minor - (totals.gross_minor - totals.added_minor);
  totals.due_minor = MAX (totals.gross_minor - totals.taken_minor, 0);
  *ret_totals = totals;
}

/* Of an edit already made, which the caller takes back if the answer is not OK. */
static HufuEdit
check_sums (HufuBasket *basket)
{
  HufuTotals totals;

  hufu_basket_reckon (basket);
  hufu_basket_get_totals (basket, &totals);
  if (totals.list_minor > HUFU_MONEY_MAX_MINOR)
    return HUFU_EDIT_TOTAL_RANGE;
  if (totals.gross_minor < totals.taken_minor + totals.pending_minor ||
      !hufu_basket_is_covered (basket))
    return HUFU_EDIT_BELOW_TAKEN;
  return HUFU_EDIT_OK;
}

static gboolean
is_price (gint64 minor)
{
  return minor >= 0 && minor <= HUFU_MONEY_MAX_MINOR;
}

static HufuEdit
check_line (const HufuLine *line, gint64 qty_milli)
{
  if (qty_milli <= 0 || qty_milli > HUFU_QTY_MAX_MILLI)
    return HUFU_EDIT_QTY_RANGE;
  if (!line->by_weight && qty_milli % 1000 != 0)
    return HUFU_EDIT_QTY_RANGE;
  if (line->asks == HUFU_DETAIL_SERIAL && !line->by_weight && qty_milli != 1000)
    return HUFU_EDIT_ONE_PIECE;
  if (!is_price (hufu_line_list_price_minor (line)) ||
      line->label_total_minor > HUFU_MONEY_MAX_MINOR)
    return HUFU_EDIT_TOTAL_RANGE;
  return HUFU_EDIT_OK;
}

static gboolean
can_join (const HufuLine *a, const HufuLine *b)
{
  return a->options == NULL && b->options == NULL && a->kind == HUFU_LINE_PRODUCT &&
         b->kind == HUFU_LINE_PRODUCT && a->product_id == b->product_id && !a->by_weight &&
         !b->by_weight && *a->note == '\0' && *b->note == '\0' &&
         a->markdown.kind == HUFU_MARKDOWN_NONE && b->markdown.kind == HUFU_MARKDOWN_NONE &&
         a->label_total_minor < 0 && b->label_total_minor < 0 &&
         a->list_price_minor == b->list_price_minor &&
         a->member_price_minor == b->member_price_minor && a->tax_ppm == b->tax_ppm &&
         a->asks == b->asks && a->asks != HUFU_DETAIL_SERIAL && a->due.day == b->due.day &&
         a->due.minute == b->due.minute && hufu_id_equal (&a->left_out_by, &b->left_out_by) &&
         strcmp (a->trace.lot, b->trace.lot) == 0 && a->trace.serial[0] == '\0' &&
         b->trace.serial[0] == '\0' && a->trace.expires_day == b->trace.expires_day;
}

/* The line that carries `line` already, or that it joins; NULL if it needs one of its own. */
static HufuLine *
find_home (const HufuBasket *basket, const HufuLine *line)
{
  if (line->kind == HUFU_LINE_PREPAID)
    return find_line_of_use (basket, &line->use_id);
  for (guint i = 0; i < basket->lines->len; i++)
    if (can_join (line_at (basket, i), line))
      return line_at (basket, i);
  return NULL;
}

static HufuEdit
append_line (HufuBasket *basket, const HufuLine *line, guint32 *ret_line_no)
{
  HufuLine *copy;
  HufuEdit edit;

  if (basket->lines->len >= HUFU_BASKET_LINES_MAX)
    return HUFU_EDIT_TOO_MANY_LINES;
  copy = hufu_line_copy (line);
  copy->line_no = basket->next_line_no;
  g_ptr_array_add (basket->lines, copy);
  edit = check_sums (basket);
  if (edit == HUFU_EDIT_TOTAL_RANGE) {
    g_ptr_array_remove_index (basket->lines, basket->lines->len - 1);
    hufu_basket_reckon (basket);
    return edit;
  }
  basket->next_line_no++;
  if (ret_line_no != NULL)
    *ret_line_no = copy->line_no;
  return HUFU_EDIT_OK;
}

HufuEdit
hufu_basket_add (HufuBasket *basket, const HufuLine *line, guint32 *ret_line_no)
{
  HufuEdit edit = check_line (line, line->qty_milli);
  HufuLine *home;

  g_assert (line->kind != HUFU_LINE_PREPAID || !hufu_id_is_zero (&line->use_id));
  if (edit != HUFU_EDIT_OK)
    return edit;
  if (hufu_basket_has_serial (basket, line, line->trace.serial))
    return HUFU_EDIT_SAME_SERIAL;
  home = find_home (basket, line);
  if (home == NULL)
    return append_line (basket, line, ret_line_no);
  if (home->kind == HUFU_LINE_PRODUCT)
    edit = hufu_basket_set_qty (basket, home->line_no, home->qty_milli + line->qty_milli);
  if (edit == HUFU_EDIT_OK && ret_line_no != NULL)
    *ret_line_no = home->line_no;
  return edit;
}

HufuEdit
hufu_basket_set_qty (HufuBasket *basket, guint32 line_no, gint64 qty_milli)
{
  HufuLine *line = hufu_basket_find_line (basket, line_no);
  gint64 before_milli;
  HufuEdit edit;

  if (line == NULL)
    return HUFU_EDIT_NO_SUCH_LINE;
  if (line->kind == HUFU_LINE_PREPAID || line->label_total_minor >= 0 ||
      line->trace.serial[0] != '\0')
    return HUFU_EDIT_FIXED_QTY;
  edit = check_line (line, qty_milli);
  if (edit != HUFU_EDIT_OK)
    return edit;
  before_milli = line->qty_milli;
  if (qty_milli > before_milli && hufu_markdown_is_approved (&line->markdown))
    return HUFU_EDIT_APPROVED_QTY;
  line->qty_milli = qty_milli;
  edit = check_sums (basket);
  /* What raises the total is never the cause of BELOW_TAKEN. */
  if (edit == HUFU_EDIT_BELOW_TAKEN && qty_milli >= before_milli)
    edit = HUFU_EDIT_OK;
  if (edit != HUFU_EDIT_OK) {
    line->qty_milli = before_milli;
    hufu_basket_reckon (basket);
  }
  return edit;
}

HufuEdit
hufu_basket_remove (HufuBasket *basket, guint32 line_no)
{
  HufuLine *line = hufu_basket_find_line (basket, line_no);
  guint index;
  HufuEdit edit;

  if (line == NULL)
    return HUFU_EDIT_NO_SUCH_LINE;
  if (line->kind == HUFU_LINE_PREPAID)
    return HUFU_EDIT_REDEEMED;
  g_ptr_array_find (basket->lines, line, &index);
  g_ptr_array_steal_index (basket->lines, index);
  edit = check_sums (basket);
  if (edit == HUFU_EDIT_OK) {
    hufu_line_free (line);
    return HUFU_EDIT_OK;
  }
  g_ptr_array_insert (basket->lines, (gint)index, line);
  hufu_basket_reckon (basket);
  return edit;
}

HufuEdit
hufu_basket_set_member (HufuBasket *basket, const HufuId *member_id, const char *label,
                        gint64 points)
{
  static const HufuId nobody;
  gboolean had_member = basket->has_member;

  basket->has_member = member_id != NULL;
  /* Without member prices the sale costs more, but a coupon for members goes too. */
  if (check_sums (basket) == HUFU_EDIT_BELOW_TAKEN && member_id != NULL) {
    basket->has_member = had_member;
    hufu_basket_reckon (basket);
    return HUFU_EDIT_BELOW_TAKEN;
  }
  basket->member_id = member_id != NULL ? *member_id : nobody;
  g_free (basket->member_label);
  basket->member_label = member_id != NULL ? g_strdup (label) : NULL;
  basket->member_points = member_id != NULL ? points : 0;
  basket->member_level = member_id != NULL ? basket->member_level : 0;
  return HUFU_EDIT_OK;
}

static HufuAwaited *
find_awaited (const HufuBasket *basket, const HufuId *use_id)
{
  for (guint i = 0; i < basket->awaited->len; i++) {
    HufuAwaited *awaited = basket->awaited->pdata[i];
    if (hufu_id_equal (&awaited->use_id, use_id))
      return awaited;
  }
  return NULL;
}

gboolean
hufu_basket_remove_use (HufuBasket *basket, const HufuId *use_id)
{
  HufuAwaited *awaited = find_awaited (basket, use_id);
  HufuLine *line = find_line_of_use (basket, use_id);
  HufuTender *tender = find_tender_of_use (basket, use_id);
  HufuDiscount *discount = hufu_basket_find_discount (basket, use_id);

  if (line != NULL)
    g_ptr_array_remove (basket->lines, line);
  if (tender != NULL)
    g_ptr_array_remove (basket->tenders, tender);
  if (discount != NULL)
    g_ptr_array_remove (basket->discounts, discount);
  if (awaited != NULL)
    g_ptr_array_remove (basket->awaited, awaited);
  hufu_basket_reckon (basket);
  return line != NULL || tender != NULL || discount != NULL || awaited != NULL;
}

void
hufu_basket_append_tender (HufuBasket *basket, HufuTender *take_tender)
{
  guint32 greatest = 0;

  for (guint i = 0; i < basket->tenders->len; i++)
    greatest = MAX (greatest, tender_at (basket, i)->tender_no);
  take_tender->tender_no = greatest + 1;
  g_ptr_array_add (basket->tenders, take_tender);
}

HufuEdit
hufu_basket_add_tender (HufuBasket *basket, const HufuTender *tender)
{
  g_assert (tender->kind != HUFU_TENDER_CASH);
  g_assert (!hufu_id_is_zero (&tender->use_id));
  g_assert (tender->rounding_minor == 0 && tender->change_minor == 0);
  if (find_tender_of_use (basket, &tender->use_id) != NULL)
    return HUFU_EDIT_OK;
  if (basket->tenders->len >= HUFU_BASKET_TENDERS_MAX - 1)
    return HUFU_EDIT_TOO_MANY_TENDERS;
  if (tender->amount_minor <= 0 ||
      tender->amount_minor > hufu_basket_find_room (basket, &tender->terms))
    return HUFU_EDIT_OVER_DUE;
  hufu_basket_append_tender (basket, hufu_tender_copy (tender));
  return HUFU_EDIT_OK;
}

gboolean
hufu_basket_take_pending (HufuBasket *basket, const HufuId *use_id)
{
  HufuTender *tender = find_tender_of_use (basket, use_id);

  if (tender == NULL || tender->state != HUFU_TENDER_PENDING)
    return FALSE;
  tender->state = HUFU_TENDER_TAKEN;
  return TRUE;
}

HufuEdit
hufu_basket_choose (HufuBasket *basket, guint32 line_no, guint place)
{
  HufuLine *line = hufu_basket_find_line (basket, line_no);
  guint64 before;
  HufuEdit edit;

  if (line == NULL)
    return HUFU_EDIT_NO_SUCH_LINE;
  if (line->options == NULL || place >= line->options->n_options)
    return HUFU_EDIT_NO_OPTION;
  if (hufu_markdown_is_approved (&line->markdown))
    return HUFU_EDIT_APPROVED_OPTION;
  before = line->chosen;
  if (!hufu_offer_choose (line->options, place, &line->chosen))
    return HUFU_EDIT_ENOUGH_OPTIONS;
  edit = check_line (line, line->qty_milli);
  if (edit == HUFU_EDIT_OK)
    edit = check_sums (basket);
  if (edit != HUFU_EDIT_OK) {
    line->chosen = before;
    hufu_basket_reckon (basket);
  }
  return edit;
}

gboolean
hufu_basket_has_redeemed (const HufuBasket *basket)
{
  for (guint i = 0; i < basket->lines->len; i++)
    if (line_at (basket, i)->kind == HUFU_LINE_PREPAID)
      return TRUE;
  for (guint i = 0; i < basket->tenders->len; i++)
    if (tender_at (basket, i)->kind == HUFU_TENDER_VOUCHER)
      return TRUE;
  return basket->discounts->len > 0 || basket->awaited->len > 0;
}
