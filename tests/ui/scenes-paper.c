/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manager's page of what is printed. */
#include "core/label.h"
#include "core/receipt-template.h"
#include "drivers/printer/preview.h"
#include "tests/ui/scenes-manager.h"

#define T(zh, en) (hufu_counter_get_lang (counter) == HUFU_LANG_ZH ? (zh) : (en))

static void
show (HufuCounter *counter, HufuPaper kind, const HufuReceipt *document)
{
  HufuPaperDesk *desk = hufu_counter_get_paper_desk (counter);
  g_autoptr (GError) error = NULL;
  GBytes *picture = hufu_preview_draw (document, NULL, &error);

  g_assert_no_error (error);
  hufu_paper_desk_choose (desk, kind);
  hufu_paper_desk_take_picture (desk, picture);
  scene_today_empty (counter);
  g_object_set (desk, "shown", TRUE, NULL);
}

void
scene_paper_receipt (HufuCounter *counter)
{
  g_autoptr (HufuReceipt) receipt = hufu_receipt_new ();

  hufu_receipt_add (receipt, HUFU_BLOCK_TEXT, HUFU_ALIGN_CENTRE, TRUE, TRUE,
                    T ("虎坊小店", "Tiger Lane"), NULL);
  for (int i = 0; i < 24; i++)
    hufu_receipt_add (receipt, HUFU_BLOCK_COLUMNS, HUFU_ALIGN_START, FALSE, FALSE,
                      T ("冷泡乌龙茶 500 ml", "Cold brew oolong 500 ml"), "8.00");
  hufu_receipt_add (receipt, HUFU_BLOCK_COLUMNS, HUFU_ALIGN_START, TRUE, TRUE, T ("合计", "Total"),
                    "192.00");
  hufu_receipt_add (receipt, HUFU_BLOCK_QR, HUFU_ALIGN_CENTRE, FALSE, FALSE,
                    "https://example.org/r/1", NULL);
  show (counter, HUFU_PAPER_RECEIPT, receipt);
}

void
scene_paper_fault (HufuCounter *counter)
{
  g_autofree char *sentence = g_strdup_printf (
      T ("/srv/hufu/till/receipt.template 第 13 行：%s",
         "/srv/hufu/till/receipt.template, line 13: %s"),
      hufu_template_sentence (HUFU_TEMPLATE_NO_SUCH_BLOCK, hufu_counter_get_lang (counter)));

  scene_paper_receipt (counter);
  hufu_paper_desk_set_fault (hufu_counter_get_paper_desk (counter), sentence);
}

void
scene_paper_label (HufuCounter *counter)
{
  const HufuLabelFacts facts = {.name_en = "Linen shirt",
                                .name_zh = "亚麻衬衫",
                                .variant_en = "S, white",
                                .variant_zh = "S 白色",
                                .sku = "TT-101-WH-S",
                                .price_minor = 19900,
                                .member_price_minor = 17900,
                                .gtin = 6901234567892};
  g_autoptr (HufuReceipt) label =
      hufu_receipt_of_label (&facts, 1, hufu_counter_get_lang (counter));

  scene_stock_low (counter);
  hufu_paper_desk_look_at (hufu_counter_get_paper_desk (counter), facts.sku,
                           T (facts.name_zh, facts.name_en));
  show (counter, HUFU_PAPER_LABEL, label);
  g_object_set (hufu_counter_get_stock_desk (counter), "shown", FALSE, NULL);
}
