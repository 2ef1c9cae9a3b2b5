/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/scenes-manager.h"

#include "core/basket.h"

#define MINUTE_US (60 * G_USEC_PER_SEC)
/* 2026-11-22 20:52 UTC: a picture says the same on every day. */
#define NOW_US (G_GINT64_CONSTANT (1795380720) * G_USEC_PER_SEC)

static HufuMatter *
new_matter (HufuMatterKind kind, const char *id, const char *what, gint64 minutes_ago,
            gint64 amount_minor)
{
  HufuMatter *matter = hufu_matter_new (kind, id);
  hufu_matter_set (&matter->what, what);
  matter->since_utc_us = NOW_US - minutes_ago * MINUTE_US;
  matter->amount_minor = amount_minor;
  return matter;
}

static void
name (HufuMatter *matter, const char *zh, const char *en, const char *code_tail)
{
  hufu_matter_set (&matter->title_zh, zh);
  hufu_matter_set (&matter->title_en, en);
  hufu_matter_set (&matter->code_tail, code_tail);
}

static void
add_claim (HufuMatter *matter, guint64 terminal_no, gint64 minutes_ago, HufuClaimClass class,
           guint64 seq, const char *staff, gint64 covered_minor)
{
  HufuMatterClaim *claim = hufu_matter_add_claim (matter);
  claim->place = (HufuPlace){1, terminal_no};
  claim->at_utc_us = NOW_US - minutes_ago * MINUTE_US;
  claim->class = class;
  claim->seq = seq;
  claim->amount_minor = 5000;
  claim->covered_minor = covered_minor;
  claim->accepted = covered_minor == 5000;
  hufu_matter_set (&claim->staff, staff);
  hufu_matter_set (&claim->receipt_no,
                   terminal_no == 1 ? "001-01-20261122-0124" : "001-02-20261122-0088");
}

static HufuMatter *
new_conflict (void)
{
  HufuMatter *matter = new_matter (HUFU_MATTER_CONFLICT, "conflict-1", "", 27, 5000);
  name (matter, "双人下午茶", "Tea for two", "M2X8");
  add_claim (matter, 1, 412, HUFU_CLAIM_HELD, 318, "店员 03 / Clerk 03", 5000);
  add_claim (matter, 2, 415, HUFU_CLAIM_UNLEASED, 207, "收银 02 / Cashier 02", 0);
  return matter;
}

static HufuMatter *
new_quarantine (gboolean bound)
{
  HufuMatter *matter =
      new_matter (HUFU_MATTER_QUARANTINE, bound ? "till-3" : "till-2", bound ? "lost" : "replaced",
                  bound ? 95 : 1500, bound ? 120000 : 45000);
  matter->place = (HufuPlace){1, bound ? 3 : 2};
  matter->n_rights = bound ? 24 : 9;
  matter->is_upper_bound = bound;
  hufu_matter_set (&matter->subject, bound ? "" : "{}");
  if (bound)
    hufu_matter_add_wait (matter, 1, 2);
  return matter;
}

static HufuMatter *
new_unknown (void)
{
  HufuMatter *matter = new_matter (HUFU_MATTER_UNKNOWN, "use-1", "", 7, 10000);
  name (matter, "代金券 100 元", "Cash voucher, 100 yuan", "P9C3");
  matter->place = (HufuPlace){1, 1};
  matter->is_own = TRUE;
  matter->n_tries = 12;
  return matter;
}

/* The next customer was served before anybody said what the card terminal showed. */
static HufuMatter *
new_card (void)
{
  HufuMatter *matter = new_matter (HUFU_MATTER_PAYMENT, "card-1", "unsure", 18, 25900);
  hufu_matter_set (&matter->title_en, hufu_tender_kind_label (HUFU_TENDER_CARD, HUFU_LANG_EN));
  hufu_matter_set (&matter->title_zh, hufu_tender_kind_label (HUFU_TENDER_CARD, HUFU_LANG_ZH));
  hufu_matter_set (&matter->detail, "*4242");
  matter->is_own = TRUE;
  return matter;
}

static HufuMatter *
new_wish (void)
{
  HufuMatter *matter = new_matter (HUFU_MATTER_WISH, "wish-1", "refund", 407, 6800);
  name (matter, "手冲咖啡次卡", "Filter coffee pass", "7KQ4");
  matter->has_cti = TRUE;
  hufu_matter_add_wait (matter, 3, 1);
  hufu_matter_add_wait (matter, 3, 2);
  return matter;
}

/* One that the store signs for itself: its own tills alone have the voucher. */
static HufuMatter *
new_own_wish (void)
{
  HufuMatter *matter = new_matter (HUFU_MATTER_WISH, "wish-2", "refund", 31, 1000);
  name (matter, "两杯茶", "Two teas", "4HT2");
  matter->has_cti = TRUE;
  hufu_matter_add_wait (matter, 1, 3);
  hufu_matter_set (&matter->subject, "{}");
  return matter;
}

static HufuMatter *
new_event (void)
{
  HufuMatter *matter = new_matter (HUFU_MATTER_EVENT, "event-2-118", "unknown_right", 55, 0);
  hufu_matter_set (&matter->detail, "It uses a right that was never granted to this till.");
  return matter;
}

static HufuMatter *
new_product (void)
{
  HufuMatter *matter = new_matter (HUFU_MATTER_PRODUCT, "product-118", "product_options", 55, 0);
  hufu_matter_set (&matter->title_en, "Milk tea");
  hufu_matter_set (&matter->title_zh, "奶茶");
  hufu_matter_set (&matter->detail, "DRK-0118");
  return matter;
}

/* The one that the scene is about stands first, so it is the one that is open. */
static void
show (HufuCounter *counter, HufuMatter *take_first, gint64 exposure_minor, gboolean bound)
{
  HufuMatters *matters = hufu_matters_new ();
  HufuMatter *all[] = {new_conflict (), new_quarantine (TRUE), new_quarantine (FALSE),
                       new_unknown (),  new_wish (),           new_event (),
                       new_product ()};
  matters->as_of_utc_us = NOW_US - 2 * MINUTE_US;
  matters->exposure_minor = exposure_minor;
  matters->is_upper_bound = bound;
  matters->limits =
      (HufuLimitsBook){{20000, 50, 200000, 86400}, HUFU_LIMITS_ON, {3, 12000}, 2, 200000};
  g_ptr_array_add (matters->matters, take_first);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (g_str_equal (all[i]->id, take_first->id))
      hufu_matter_free (all[i]);
    else
      g_ptr_array_add (matters->matters, all[i]);
  hufu_cases_show (hufu_counter_get_cases (counter), matters, hufu_counter_get_lang (counter),
                   NOW_US);
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  g_object_set (hufu_counter_get_cases (counter), "open", TRUE, NULL);
}

void
scene_manager_conflict (HufuCounter *counter)
{
  show (counter, new_conflict (), 187000, TRUE);
}

void
scene_manager_quarantine (HufuCounter *counter)
{
  show (counter, new_quarantine (FALSE), 45000, FALSE);
}

void
scene_manager_card (HufuCounter *counter)
{
  show (counter, new_card (), 187000, TRUE);
}

void
scene_manager_bound (HufuCounter *counter)
{
  show (counter, new_quarantine (TRUE), 165000, TRUE);
}

void
scene_manager_unknown (HufuCounter *counter)
{
  show (counter, new_unknown (), 187000, TRUE);
}

void
scene_manager_wish (HufuCounter *counter)
{
  show (counter, new_wish (), 187000, TRUE);
}

void
scene_manager_sign (HufuCounter *counter)
{
  show (counter, new_own_wish (), 187000, TRUE);
}

void
scene_manager_event (HufuCounter *counter)
{
  show (counter, new_event (), 187000, TRUE);
}

void
scene_manager_product (HufuCounter *counter)
{
  show (counter, new_product (), 187000, TRUE);
}

void
scene_manager_stale (HufuCounter *counter)
{
  show (counter, new_conflict (), 187000, TRUE);
  g_object_set (hufu_counter_get_cases (counter), "stale", TRUE, NULL);
}

void
scene_manager_empty (HufuCounter *counter)
{
  HufuMatters *matters = hufu_matters_new ();
  matters->as_of_utc_us = NOW_US;
  hufu_cases_show (hufu_counter_get_cases (counter), matters, hufu_counter_get_lang (counter),
                   NOW_US);
  fake_counter_set_screen (counter, HUFU_SCREEN_SELL);
  g_object_set (hufu_counter_get_cases (counter), "open", TRUE, NULL);
}
