/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/receipt-look.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "core/preparation.h"
#include "counter/counter-private.h"
#include "counter/paper-flow.h"
#include "drivers/printer/preview.h"
#include "drivers/printer/raster.h"

#define PREVIEW_DOTS 576 /* of 80 mm: a logo is looked at in this width */
#define PREPARED 1       /* the category of what is prepared, in the example */

/* ---- the file ---- */

static gboolean
check_logo (const HufuTemplate *template, HufuLang lang, GError **error)
{
  const char *path = hufu_template_get_logo (template);
  g_autoptr (HufuRaster) raster = path != NULL ? hufu_raster_of_image (path, PREVIEW_DOTS) : NULL;

  if (path == NULL || raster != NULL)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               HUFU_WORD (lang,
                          "%s: this is no picture that can be printed. Take a PNG of at most 1 MB "
                          "and 4096 pixels a side.",
                          "%s：这张图片无法打印。请用不超过 1 MB、边长不超过 4096 像素的 PNG。"),
               path);
  return FALSE;
}

HufuTemplate *
hufu_receipt_look_read (const char *path, HufuLang lang, GError **error)
{
  g_autofree char *text = NULL, *folder = g_path_get_dirname (path);
  g_autoptr (HufuTemplate) template = NULL, placed = NULL;
  HufuTemplateFault fault;
  gsize size;
  guint line;

  if (!g_file_get_contents (path, &text, &size, error))
    return NULL;
  template = hufu_template_read (text, size, &fault, &line);
  if (template == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 HUFU_WORD (lang, "%s, line %u: %s", "%s 第 %u 行：%s"), path, line,
                 hufu_template_sentence (fault, lang));
    return NULL;
  }
  placed = hufu_template_at (template, folder);
  return check_logo (placed, lang, error) ? g_steal_pointer (&placed) : NULL;
}

/* The logo first: a template that is there finds it. */
static gboolean
copy_logo (const HufuTemplate *template, const char *data_dir, GError **error)
{
  const char *logo = hufu_template_get_logo (template);
  g_autofree char *name = NULL, *to = NULL, *bytes = NULL;
  gsize size;

  if (logo == NULL)
    return TRUE;
  name = g_path_get_basename (logo);
  to = g_build_filename (data_dir, name, NULL);
  return g_file_get_contents (logo, &bytes, &size, error) &&
         g_file_set_contents (to, bytes, (gssize)size, error);
}

gboolean
hufu_receipt_look_install (const char *path, const char *data_dir, HufuLang lang, GError **error)
{
  g_autoptr (HufuTemplate) template = hufu_receipt_look_read (path, lang, error);
  g_autofree char *to = g_build_filename (data_dir, HUFU_RECEIPT_LOOK_FILE, NULL), *text = NULL;
  gsize size;

  return template != NULL && copy_logo (template, data_dir, error) &&
         g_file_get_contents (path, &text, &size, error) &&
         g_file_set_contents (to, text, (gssize)size, error);
}

gboolean
hufu_receipt_look_remove (const char *data_dir, GError **error)
{
  g_autofree char *path = g_build_filename (data_dir, HUFU_RECEIPT_LOOK_FILE, NULL);

  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", path,
               g_strerror (errno));
  return FALSE;
}

/* ---- what it looks like ---- */

static void
add_example (HufuBasket *basket, gint64 category_id, const char *name_en, const char *name_zh,
             gint64 price_minor, gint64 member_minor, gint64 qty_milli)
{
  g_autoptr (HufuLine) line = hufu_line_new ();
  HufuEdit edit;

  g_free (line->name_en);
  g_free (line->name_zh);
  line->name_en = g_strdup (name_en);
  line->name_zh = g_strdup (name_zh);
  line->product_id = price_minor;
  line->category_id = category_id;
  line->list_price_minor = price_minor;
  line->member_price_minor = member_minor;
  line->qty_milli = qty_milli;
  line->by_weight = qty_milli % 1000 != 0;
  line->tax_ppm = 130000;
  edit = hufu_basket_add (basket, line, NULL);
  g_assert (edit == HUFU_EDIT_OK);
}

static HufuBasket *
make_example (void)
{
  HufuBasket *basket = hufu_basket_new (156);
  const HufuId member = {{1}};
  HufuEdit edit;

  add_example (basket, 0, "Linen shirt, white, M", "亚麻衬衫 白 M", 19900, 17900, 1000);
  add_example (basket, PREPARED, "Cold brew oolong 500 ml", "冷泡乌龙茶 500 ml", 800, -1, 2000);
  add_example (basket, 0, "Dried mango", "芒果干", 2980, -1, 356);
  edit = hufu_basket_set_member (basket, &member, "138****2706", 1240);
  g_assert (edit == HUFU_EDIT_OK);
  edit = hufu_basket_pay_cash (basket, 30000, 10, HUFU_ROUND_FLOOR);
  g_assert (edit == HUFU_EDIT_OK);
  return basket;
}

HufuReceipt *
hufu_receipt_look_example (const HufuTemplate *template, HufuPaper paper, HufuLang lang)
{
  g_autoptr (HufuBasket) basket = make_example ();
  const HufuReceiptFacts facts = {
      .template = template,
      .shop_en = "The name of the shop",
      .shop_zh = "店名",
      .receipt_no = "001-01-20260105-0007",
      .clerk_label = HUFU_WORD (lang, "Clerk", "店员"),
      .local_time = "2026-01-05 09:00",
      .qr_text = "https://example.org/r/001-01-20260105-0007",
      .footer_en = "The words that the platform has for this shop.",
      .footer_zh = "平台为本店设置的页脚。",
  };

  if (paper == HUFU_PAPER_PREPARATION)
    return hufu_receipt_of_preparation (basket, (const gint64[]){PREPARED}, 1, &facts, lang);
  return paper == HUFU_PAPER_GIFT ? hufu_receipt_of_gift (basket, &facts, lang)
                                  : hufu_receipt_of_sale (basket, &facts, lang);
}

gboolean
hufu_receipt_look_preview (const HufuTemplate *template, HufuPaper paper, HufuLang lang,
                           const char *png_path, GError **error)
{
  g_autoptr (HufuReceipt) receipt = hufu_receipt_look_example (template, paper, lang);

  return hufu_preview_write (receipt, NULL, png_path, error);
}

/* ---- the till ---- */

typedef struct {
  char *path;
  HufuLang lang;
} Look;

static void
look_free (gpointer data)
{
  g_free (((Look *)data)->path);
  g_free (data);
}

static void
read_look (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Look *look = data;
  GError *error = NULL;
  HufuTemplate *template = hufu_receipt_look_read (look->path, look->lang, &error);

  if (template != NULL)
    g_task_return_pointer (task, template, (GDestroyNotify)hufu_template_unref);
  else
    g_task_return_error (task, error);
}

static void
on_look (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HufuCounter *counter = HUFU_COUNTER (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuTemplate) template = g_task_propagate_pointer (G_TASK (result), &error);
  gboolean none = g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);

  counter->n_quiet--;
  if (g_cancellable_is_cancelled (counter->cancellable))
    return;
  if (template != NULL || none) {
    g_clear_pointer (&counter->receipt_look, hufu_template_unref);
    counter->receipt_look = g_steal_pointer (&template);
    hufu_paper_on_look (counter, "");
  } else {
    g_message ("receipts look as before: %s", error->message);
    hufu_paper_on_look (counter, error->message);
    hufu_counter_notice (counter, error->message);
  }
}

static void
load (HufuCounter *counter)
{
  g_autoptr (GTask) task = g_task_new (counter, NULL, on_look, NULL);
  Look *look = g_new (Look, 1);

  *look = (Look){g_build_filename (counter->data_dir, HUFU_RECEIPT_LOOK_FILE, NULL), counter->lang};
  counter->n_quiet++;
  g_task_set_task_data (task, look, look_free);
  g_task_run_in_thread (task, read_look);
}

static void
on_changed (GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event,
            HufuCounter *counter)
{
  gboolean whole = event != G_FILE_MONITOR_EVENT_CHANGED && event != G_FILE_MONITOR_EVENT_CREATED &&
                   event != G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED;

  if (whole && !g_cancellable_is_cancelled (counter->cancellable))
    load (counter);
}

void
hufu_receipt_look_start (HufuCounter *counter)
{
  g_autofree char *path = g_build_filename (counter->data_dir, HUFU_RECEIPT_LOOK_FILE, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  counter->look_monitor = g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (counter->look_monitor != NULL)
    g_signal_connect_object (counter->look_monitor, "changed", G_CALLBACK (on_changed), counter, 0);
  load (counter);
}
