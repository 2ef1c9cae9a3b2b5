/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The manager's view of today in words that are ready: figures, plots and what is open. Each says
 * what it is made of. All texts are never NULL ("" = absent).
 *
 * Properties (notify): "shown" (boolean: it is in front of the cases while the manager's page is
 * open), "whole-store" (boolean: what the platform told of all tills of the store, not of this
 * till; changes with the words). Signal: "changed" (void: the words are new).
 */
#pragma once

#include "core/today.h"
#include "counter/panel.h"
#include "sync/matter.h"

typedef enum {
  HUFU_PLOT_HOURS,
  HUFU_PLOT_CLERKS,
  HUFU_PLOT_CATEGORIES,
  HUFU_PLOT_TENDERS,
} HufuPlotKind;
#define HUFU_PLOT_COUNT 4

#define HUFU_TODAY_BARS_MAX 6 /* of a plot but that of the hours: the last is all the rest */

/* One bar: what is written at it, and how long it is. */
typedef struct {
  char *label, *amount, *hint; /* hint: how many */
  gint64 value_minor;          /* the bar, >= 0 */
  gint64 voucher_minor;        /* the part of it with a voucher */
  gint64 before_minor;         /* where it ended a week before */
} HufuTodayBar;

/* Something that is open: "3 entries not sent" "oldest 14 min" "". */
typedef struct {
  char *icon, *title, *hint, *amount;
  HufuTone tone;
} HufuTodayIssue;

/* What the words are made of besides the sums; all borrowed for the call. */
typedef struct {
  const GPtrArray *staff;     /* HufuStaff */
  GListModel *categories;     /* HufuCategoryItem, in the language; NULL = none known */
  const HufuMatters *matters; /* NULL = not read yet */
  guint64 n_unsent;
  const char *oldest_text;
  gboolean whole_store; /* of what the platform told, where it did */
  HufuLang lang;
  gint64 now_utc_us;
} HufuTodayFacts;

#define HUFU_TYPE_TODAY_VIEW (hufu_today_view_get_type ())
G_DECLARE_FINAL_TYPE (HufuTodayView, hufu_today_view, HUFU, TODAY_VIEW, GObject)

HufuTodayView *hufu_today_view_new (void);
/* NULL today = the same sums in other words. */
void hufu_today_view_show (HufuTodayView *self, HufuToday *take_today, const HufuTodayFacts *facts);
/* FALSE before the first show. */
gboolean hufu_today_view_is_ready (HufuTodayView *self);

/* All borrowed until "changed". */
const char *hufu_today_view_get_day (HufuTodayView *self);          /* "2026-11-22" */
const char *hufu_today_view_get_age (HufuTodayView *self);          /* "As of 20:52" */
const GPtrArray *hufu_today_view_get_figures (HufuTodayView *self); /* HufuFact */
const GPtrArray *hufu_today_view_get_bars (HufuTodayView *self, HufuPlotKind kind);
const GPtrArray *hufu_today_view_get_issues (HufuTodayView *self); /* HufuTodayIssue */
/* The plot's title, what its bars are ("" = as the title says), and all of it as one sentence for
 * who does not see it. */
const char *hufu_today_view_get_title (HufuTodayView *self, HufuPlotKind kind);
const char *hufu_today_view_get_hint (HufuTodayView *self, HufuPlotKind kind);
const char *hufu_today_view_get_sentence (HufuTodayView *self, HufuPlotKind kind);
/* "hours"; static. */
const char *hufu_plot_kind_name (HufuPlotKind kind);
