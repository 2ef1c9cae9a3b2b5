/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `hufuctl label`: the label of a product as a picture, beside a running till. */
#include "core/label.h"

#include "counter/product-label.h"
#include "crypto/host.h"
#include "ctl/ctl.h"
#include "drivers/printer/preview.h"

int
hufu_ctl_label (const HufuOptions *options, int argc, char **argv)
{
  HufuLang lang = g_str_equal (options->lang, "zh") ? HUFU_LANG_ZH : HUFU_LANG_EN;
  g_autofree char *path = g_build_filename (options->data_dir, "catalog.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuReceipt) label = NULL;
  g_autoptr (HufuDb) catalog = NULL;

  if (argc != 2)
    return hufu_ctl_say (HUFU_EXIT_REFUSED, "say: label SKU PNG");
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return hufu_ctl_say (HUFU_EXIT_FAILED,
                         "No till has its catalogue in %s. Name its folder with --data.",
                         options->data_dir);
  catalog = hufu_db_open_read_only (path, HUFU_DB_CATALOG, hufu_crypto_host (), &error);
  if (catalog != NULL)
    label = hufu_product_label (catalog, argv[0], 1, lang, &error);
  if (error == NULL && label == NULL)
    return hufu_ctl_say (HUFU_EXIT_REFUSED, "no product has the number '%s'", argv[0]);
  if (label == NULL || !hufu_preview_write (label, NULL, argv[1], &error))
    return hufu_ctl_say (HUFU_EXIT_FAILED, "%s", error->message);
  return HUFU_EXIT_DONE;
}
