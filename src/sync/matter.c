/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/matter.h"

static void
claim_free (gpointer data)
{
  HufuMatterClaim *claim = data;

  g_free (claim->staff);
  g_free (claim->receipt_no);
  g_free (claim);
}

HufuMatter *
hufu_matter_new (HufuMatterKind kind, const char *id)
{
  HufuMatter *matter = g_new0 (HufuMatter, 1);

  matter->kind = kind;
  matter->id = g_strdup (id);
  matter->subject = g_strdup ("");
  matter->what = g_strdup ("");
  matter->title_en = g_strdup ("");
  matter->title_zh = g_strdup ("");
  matter->code_tail = g_strdup ("");
  matter->detail = g_strdup ("");
  matter->waits_for = g_array_new (FALSE, TRUE, sizeof (HufuPlace));
  matter->claims = g_ptr_array_new_with_free_func (claim_free);
  return matter;
}

void
hufu_matter_free (gpointer data)
{
  HufuMatter *matter = data;

  if (matter == NULL)
    return;
  g_free (matter->id);
  g_free (matter->subject);
  g_free (matter->what);
  g_free (matter->title_en);
  g_free (matter->title_zh);
  g_free (matter->code_tail);
  g_free (matter->detail);
  g_array_unref (matter->waits_for);
  g_ptr_array_unref (matter->claims);
  g_free (matter);
}

void
hufu_matter_set (char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value != NULL ? value : "");
}

HufuMatterClaim *
hufu_matter_add_claim (HufuMatter *matter)
{
  HufuMatterClaim *claim = g_new0 (HufuMatterClaim, 1);

  claim->staff = g_strdup ("");
  claim->receipt_no = g_strdup ("");
  g_ptr_array_add (matter->claims, claim);
  return claim;
}

void
hufu_matter_add_wait (HufuMatter *matter, guint64 store_no, guint64 terminal_no)
{
  const HufuPlace place = {store_no, terminal_no};

  g_array_append_val (matter->waits_for, place);
}

char *
hufu_matter_say_command (const HufuMatter *matter)
{
  char id[HUFU_ID_TEXT_SIZE];

  hufu_id_format (matter->kind == HUFU_MATTER_WISH ? &matter->cti : &matter->terminal_id, id);
  if (matter->kind == HUFU_MATTER_WISH)
    return g_strdup_printf ("hufuctl platform %s %s accepts_risk=true", matter->what, id);
  if (matter->kind == HUFU_MATTER_QUARANTINE && !matter->is_upper_bound)
    return g_strdup_printf ("hufuctl platform write-off %s incarnation=%u", id,
                            matter->incarnation);
  return g_strdup ("");
}

gint64
hufu_matters_get_exposure (const HufuMatters *matters, gboolean *ret_is_upper_bound)
{
  gint64 most_minor = hufu_limits_sum_store (&matters->limits.limits, &matters->limits.used,
                                             matters->limits.n_tills, matters->limits.others_minor);

  *ret_is_upper_bound = matters->is_upper_bound || most_minor > 0;
  return matters->exposure_minor + most_minor;
}

void
hufu_store_day_free (HufuStoreDay *day)
{
  if (day == NULL)
    return;
  hufu_today_free (day->today);
  g_free (day);
}

HufuMatters *
hufu_matters_new (void)
{
  HufuMatters *matters = g_new0 (HufuMatters, 1);

  matters->matters = g_ptr_array_new_with_free_func (hufu_matter_free);
  return matters;
}

void
hufu_matters_free (HufuMatters *matters)
{
  if (matters == NULL)
    return;
  g_ptr_array_unref (matters->matters);
  hufu_store_day_free (matters->store_day);
  g_free (matters);
}
