/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The manager's page as one observable list: a GListModel of HufuCase, each made when it is first
 * looked at, and the numbers above it. It holds what was last told, however old, and says how old.
 *
 * Properties (all notify): "open" (boolean: the page is shown) "asking" (boolean: the platform is
 * being asked) "count" (uint) "exposure-text" ("At most 1,250.00", "" = not told)
 * "exposure-hint" "limit-text" ("Accepted within the limit here: 3 of 50 uses, 120.00 of 2,000.00",
 * "" = nothing, and off) "age-text" ("As of 14:02") "stale" (boolean: the platform does
 * not answer; what is shown is the last known).
 */
#pragma once

#include "counter/case.h"

#define HUFU_TYPE_CASES (hufu_cases_get_type ())
G_DECLARE_FINAL_TYPE (HufuCases, hufu_cases, HUFU, CASES, GObject)

HufuCases *hufu_cases_new (void);
/* What the list says from now on; NULL matters = the same facts in another language or at another
 * time. The list changes only where its words do. */
void hufu_cases_show (HufuCases *self, HufuMatters *take_matters, HufuLang lang, gint64 now_utc_us);
/* What it shows; borrowed, NULL before the first show. */
const HufuMatters *hufu_cases_get_matters (HufuCases *self);
/* A reference; NULL if there is no such case any more. */
HufuCase *hufu_cases_find (HufuCases *self, const char *id);
