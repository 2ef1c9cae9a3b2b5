/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels of products, on the printer of the till. */
#include "core/label.h"

#include "counter/command.h"
#include "counter/counter-private.h"
#include "counter/product-label.h"

HufuReceipt *
hufu_product_label (HufuDb *catalog, const char *sku, guint n_copies, HufuLang lang, GError **error)
{
  g_autoptr (HufuProduct) product = hufu_catalog_find_sku (catalog, sku, error);
  guint64 gtin = 0;

  if (product == NULL || !hufu_catalog_find_gtin (catalog, product->product_id, &gtin, error))
    return NULL;
  return hufu_receipt_of_label (&(HufuLabelFacts){.name_en = product->name_en,
                                                  .name_zh = product->name_zh,
                                                  .variant_en = product->variant_en,
                                                  .variant_zh = product->variant_zh,
                                                  .sku = product->sku,
                                                  .price_minor = product->price_minor,
                                                  .member_price_minor = product->member_price_minor,
                                                  .by_weight = product->by_weight,
                                                  .gtin = product->by_weight ? 0 : gtin},
                                n_copies, lang);
}

typedef struct {
  char *sku;
  guint n_copies;
  HufuLang lang;
} Wanted;

static void
wanted_free (gpointer data)
{
  g_free (((Wanted *)data)->sku);
  g_free (data);
}

static gpointer
make_label (HufuDb *db, gpointer data, GError **error)
{
  const Wanted *wanted = data;

  return hufu_product_label (db, wanted->sku, wanted->n_copies, wanted->lang, error);
}

static gpointer
store_label (HufuDb *db, gpointer data, GError **error)
{
  HufuPrintJob *job = g_new0 (HufuPrintJob, 1);

  job->document = hufu_receipt_copy (data);
  if (hufu_print_add (db, job->document, &job->job_id, error))
    return job;
  hufu_print_job_free (job);
  return NULL;
}

static void
tell_printed (HufuCounter *counter, const HufuPrintJob *job)
{
  hufu_devices_print (counter, &job->job_id, job->document);
  hufu_counter_sound (counter, HUFU_SOUND_ACCEPTED);
  hufu_counter_notice (
      counter, HUFU_WORD (counter->lang, "The labels are with the printer.", "标签已交给打印机。"));
}

static void
on_stored (HufuCounter *counter, gpointer answer, const GError *error)
{
  const HufuPrintJob *job = answer;

  if (error != NULL)
    hufu_counter_show_problem (counter, error);
  else
    tell_printed (counter, job);
}

static void
on_made (HufuCounter *counter, gpointer answer, const GError *error)
{
  if (error != NULL)
    hufu_counter_show_problem (counter, error);
  else if (answer == NULL)
    hufu_counter_refuse (counter, HUFU_WORD (counter->lang,
                                             "No product has this number. Look it up, then print "
                                             "its label.",
                                             "没有这个货号的商品。请查到后再打标签。"));
  else
    hufu_counter_ask (counter, counter->books, store_label, hufu_receipt_copy (answer),
                      (GDestroyNotify)hufu_receipt_free, (GDestroyNotify)hufu_print_job_free,
                      on_stored);
}

void
hufu_counter_make_label (HufuCounter *counter, const char *sku, guint n_copies,
                         HufuCounterDone done)
{
  Wanted *wanted = g_new (Wanted, 1);

  *wanted = (Wanted){g_strdup (sku), n_copies, counter->lang};
  hufu_counter_ask (counter, counter->catalog, make_label, wanted, wanted_free,
                    (GDestroyNotify)hufu_receipt_free, done);
}

void
hufu_counter_print_label (HufuCounter *counter, const char *sku, guint n_copies)
{
  if (counter->books == NULL || counter->clerk == NULL) {
    hufu_command_refuse_here (counter);
    return;
  }
  if (!hufu_devices_can_print (counter))
    return;
  hufu_counter_make_label (counter, sku, n_copies, on_made);
}
