/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/flawed.h"

#define FLAWED_MAX 200 /* are listed: more are one trouble, not many */

gpointer
hufu_flawed_read (HufuDb *catalog, gpointer unused, GError **error)
{
  return hufu_catalog_list_flawed (catalog, FLAWED_MAX, error);
}

static HufuMatter *
make_matter (const HufuFlawed *flawed)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, flawed->product_id);
  g_autofree char *id = g_strconcat ("product-", number, NULL);
  HufuMatter *matter = hufu_matter_new (HUFU_MATTER_PRODUCT, id);

  matter->is_own = TRUE;
  hufu_matter_set (&matter->what, hufu_flaw_code (flawed->flaw));
  hufu_matter_set (&matter->detail, flawed->is_here ? flawed->sku : number);
  if (flawed->is_here) {
    hufu_matter_set (&matter->title_en, flawed->name_en);
    hufu_matter_set (&matter->title_zh, flawed->name_zh);
  }
  return matter;
}

void
hufu_flawed_add (const GPtrArray *flawed, HufuMatters *matters)
{
  for (guint i = 0; flawed != NULL && i < flawed->len; i++)
    g_ptr_array_add (matters->matters, make_matter (flawed->pdata[i]));
}
