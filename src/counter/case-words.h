/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words that several kinds of case need (case.h): sums, times, places, vouchers. What is said
 * is owned by the caller and freed with g_free.
 */
#pragma once

#include "counter/case.h"

/* What the words of one case are made from; borrowed. */
struct _HufuCaseWords {
  const HufuMatter *matter;
  HufuLang lang;
  gint64 now_utc_us;
};

char *hufu_case_say_money (gint64 minor);
/* "14:05" today, "2026-11-20 14:05" on another day. */
char *hufu_case_say_time (const HufuCaseWords *words, gint64 utc_us);
char *hufu_case_say_place (const HufuPlace *place, HufuLang lang);
/* Whom the matter waits for: "till 1 of store 3", "till 2 and till 3". A till of a store that is
 * named anyway needs no store. */
char *hufu_case_say_tills (const HufuCaseWords *words, gboolean with_store);
char *hufu_case_say_voucher (const HufuCaseWords *words);
/* "Tea for two, code ending M2X8" */
char *hufu_case_say_voucher_and_code (const HufuCaseWords *words);

void hufu_case_set_note (HufuCase *self, HufuTone tone, HufuMark mark, char *take_title,
                         char *take_text);
void hufu_case_set_act (HufuCase *self, HufuResolve resolve, char *take_label, char *take_then);
