/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/today-json.h"

static json_t *
bars_json (const GPtrArray *bars)
{
  json_t *list = json_array ();

  for (guint i = 0; i < bars->len; i++) {
    const HufuTodayBar *bar = bars->pdata[i];

    json_array_append_new (list, json_pack ("{s:s s:s s:s s:I s:I s:I}", "label", bar->label,
                                            "amount", bar->amount, "hint", bar->hint, "value_minor",
                                            (json_int_t)bar->value_minor, "voucher_minor",
                                            (json_int_t)bar->voucher_minor, "before_minor",
                                            (json_int_t)bar->before_minor));
  }
  return list;
}

static json_t *
figures_json (const GPtrArray *figures)
{
  json_t *list = json_array ();

  for (guint i = 0; i < figures->len; i++) {
    const HufuFact *fact = figures->pdata[i];

    json_array_append_new (list, json_pack ("{s:s s:s s:s}", "label", fact->label, "value",
                                            fact->value, "hint", fact->hint));
  }
  return list;
}

static json_t *
issues_json (const GPtrArray *issues)
{
  json_t *list = json_array ();

  for (guint i = 0; i < issues->len; i++) {
    const HufuTodayIssue *issue = issues->pdata[i];

    json_array_append_new (list, json_pack ("{s:s s:s s:s}", "title", issue->title, "hint",
                                            issue->hint, "amount", issue->amount));
  }
  return list;
}

json_t *
hufu_today_to_json (HufuTodayView *view)
{
  gboolean whole_store = FALSE;
  json_t *today;

  g_object_get (view, "whole-store", &whole_store, NULL);
  if (!hufu_today_view_is_ready (view))
    return NULL;
  today = json_pack ("{s:b s:s s:s s:o s:o}", "whole_store", (int)whole_store, "day",
                     hufu_today_view_get_day (view), "age", hufu_today_view_get_age (view),
                     "figures", figures_json (hufu_today_view_get_figures (view)), "issues",
                     issues_json (hufu_today_view_get_issues (view)));
  for (HufuPlotKind kind = 0; kind < HUFU_PLOT_COUNT; kind++)
    json_object_set_new (today, hufu_plot_kind_name (kind),
                         bars_json (hufu_today_view_get_bars (view, kind)));
  return today;
}
