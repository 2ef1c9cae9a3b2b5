/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/paper-flow.h"

#include "counter/counter-private.h"
#include "counter/receipt-look.h"
#include "counter/stock-flow.h"
#include "drivers/printer/preview.h"

#define ROWS_MAX 60 /* products that are told as JSON */

struct _HufuPaperFlow *
hufu_paper_flow_new (HufuStockBook *book)
{
  struct _HufuPaperFlow *flow = g_new0 (struct _HufuPaperFlow, 1);

  flow->list = hufu_stock_list_new (book);
  flow->desk = hufu_paper_desk_new (G_LIST_MODEL (flow->list));
  return flow;
}

void
hufu_paper_flow_free (struct _HufuPaperFlow *flow)
{
  g_object_unref (flow->desk);
  g_object_unref (flow->list);
  g_free (flow);
}

static gboolean
is_shown (HufuCounter *counter)
{
  gboolean shown = FALSE;

  g_object_get (counter->paper->desk, "shown", &shown, NULL);
  return shown;
}

/* ---- the picture ---- */

static void draw (HufuCounter *counter);

static void
free_receipt (gpointer receipt)
{
  hufu_receipt_free (receipt);
}

static void
free_bytes (gpointer bytes)
{
  g_bytes_unref (bytes);
}

static void
draw_picture (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  GBytes *picture = hufu_preview_draw (data, NULL, &error);

  if (picture != NULL)
    g_task_return_pointer (task, picture, free_bytes);
  else
    g_task_return_error (task, error);
}

static void
end_drawing (HufuCounter *counter)
{
  struct _HufuPaperFlow *flow = counter->paper;

  flow->drawing = FALSE;
  if (flow->again && !g_cancellable_is_cancelled (counter->cancellable))
    draw (counter);
}

static void
on_picture (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HufuCounter *counter = HUFU_COUNTER (source);
  g_autoptr (GError) error = NULL;
  GBytes *picture = g_task_propagate_pointer (G_TASK (result), &error);

  if (error != NULL)
    g_message ("a picture of what is printed cannot be drawn: %s", error->message);
  hufu_paper_desk_take_picture (counter->paper->desk, picture);
  end_drawing (counter);
  hufu_counter_end_wait (counter);
}

/* The commands that follow wait for the picture. */
static void
draw_document (HufuCounter *counter, HufuReceipt *take_document)
{
  g_autoptr (GTask) task = g_task_new (counter, NULL, on_picture, NULL);

  hufu_counter_begin_wait (counter);
  g_task_set_task_data (task, take_document, free_receipt);
  g_task_run_in_thread (task, draw_picture);
}

static void
on_label (HufuCounter *counter, gpointer answer, const GError *error)
{
  if (error != NULL)
    hufu_counter_show_problem (counter, error);
  if (answer != NULL) {
    draw_document (counter, hufu_receipt_copy (answer));
    return;
  }
  hufu_paper_desk_take_picture (counter->paper->desk, NULL);
  end_drawing (counter);
}

static void
draw (HufuCounter *counter)
{
  struct _HufuPaperFlow *flow = counter->paper;
  HufuPaper kind = hufu_paper_desk_get_kind (flow->desk);

  flow->again = flow->drawing;
  if (flow->drawing)
    return;
  if (kind == HUFU_PAPER_LABEL && *hufu_paper_desk_get_sku (flow->desk) == '\0') {
    hufu_paper_desk_take_picture (flow->desk, NULL);
    return;
  }
  flow->drawing = TRUE;
  if (kind == HUFU_PAPER_LABEL)
    hufu_counter_make_label (counter, hufu_paper_desk_get_sku (flow->desk), 1, on_label);
  else
    draw_document (counter, hufu_receipt_look_example (counter->receipt_look, kind, counter->lang));
}

/* ---- the page ---- */

void
hufu_paper_open (HufuCounter *counter)
{
  hufu_manager_open_today (counter);
  if (!hufu_manager_is_open (counter))
    return;
  g_object_set (counter->paper->desk, "shown", TRUE, NULL);
  draw (counter);
}

static void
on_found (HufuCounter *counter, gpointer answer, const GError *error)
{
  HufuStockQuestion *question = answer;
  HufuPaperDesk *desk = counter->paper->desk;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  if (question->product == NULL && question->found != NULL && question->found->products->len > 0) {
    hufu_stock_list_show (counter->paper->list, question->found->products, counter->lang);
    return;
  }
  if (question->product == NULL) {
    hufu_stock_say_unknown (counter);
    return;
  }
  hufu_paper_desk_look_at (
      desk, question->product->sku,
      HUFU_WORD (counter->lang, question->product->name_en, question->product->name_zh));
  draw (counter);
}

void
hufu_paper_show (HufuCounter *counter, HufuPaper kind, const char *code)
{
  HufuStockQuestion *question;

  if (!is_shown (counter) || !hufu_manager_is_open (counter))
    hufu_paper_open (counter);
  if (!is_shown (counter))
    return;
  hufu_counter_notice (counter, "");
  hufu_paper_desk_choose (counter->paper->desk, kind);
  if (kind != HUFU_PAPER_LABEL || *code == '\0') {
    draw (counter);
    return;
  }
  question = g_new0 (HufuStockQuestion, 1);
  question->code = g_strdup (code);
  question->by_words = TRUE;
  hufu_stock_ask (counter, question, on_found);
}

gboolean
hufu_paper_wants_scan (HufuCounter *counter)
{
  return is_shown (counter) && hufu_manager_is_open (counter) &&
         hufu_paper_desk_get_kind (counter->paper->desk) == HUFU_PAPER_LABEL;
}

void
hufu_paper_on_look (HufuCounter *counter, const char *fault)
{
  hufu_paper_desk_set_fault (counter->paper->desk, fault);
  if (is_shown (counter))
    draw (counter);
}

void
hufu_paper_on_lang (HufuCounter *counter)
{
  if (is_shown (counter))
    draw (counter);
}

/* ---- as JSON ---- */

json_t *
hufu_paper_to_json (HufuCounter *counter)
{
  HufuPaperDesk *desk = counter->paper->desk;
  GListModel *rows = hufu_paper_desk_get_rows (desk);
  GBytes *picture = hufu_paper_desk_get_picture (desk);
  json_t *found = json_array ();

  if (!is_shown (counter)) {
    json_decref (found);
    return NULL;
  }
  for (guint i = 0; i < MIN (g_list_model_get_n_items (rows), ROWS_MAX); i++) {
    g_autoptr (HufuStockRow) row = g_list_model_get_item (rows, i);

    json_array_append_new (found, json_pack ("{s:s s:s}", "sku", row->sku, "name", row->name));
  }
  return json_pack ("{s:s s:s s:s s:s s:I s:o}", "kind",
                    hufu_paper_name (hufu_paper_desk_get_kind (desk)), "sku",
                    hufu_paper_desk_get_sku (desk), "title", hufu_paper_desk_get_title (desk),
                    "fault", hufu_paper_desk_get_fault (desk), "picture_bytes",
                    (json_int_t)(picture != NULL ? g_bytes_get_size (picture) : 0), "found", found);
}
