/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/today-view.h"

#include "counter/today-words.h"

enum { PROP_SHOWN = 1, PROP_WHOLE_STORE, N_PROPS };
enum { SIGNAL_CHANGED, N_SIGNALS };

struct _HufuTodayView {
  GObject parent_instance;
  gboolean shown, whole_store;
  HufuToday *today; /* NULL before the first show */
  HufuTodayWords words;
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HufuTodayView, hufu_today_view, G_TYPE_OBJECT)

static void
hufu_today_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HufuTodayView *self = HUFU_TODAY_VIEW (object);

  g_value_set_boolean (value, id == PROP_SHOWN ? self->shown : self->whole_store);
}

static void
hufu_today_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HufuTodayView *self = HUFU_TODAY_VIEW (object);

  gboolean *member = id == PROP_SHOWN ? &self->shown : &self->whole_store;

  if (*member == g_value_get_boolean (value))
    return;
  *member = g_value_get_boolean (value);
  g_object_notify_by_pspec (object, pspec);
}

static void
hufu_today_view_finalize (GObject *object)
{
  HufuTodayView *self = HUFU_TODAY_VIEW (object);

  hufu_today_free (self->today);
  hufu_today_words_clear (&self->words);
  G_OBJECT_CLASS (hufu_today_view_parent_class)->finalize (object);
}

static void
hufu_today_view_class_init (HufuTodayViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hufu_today_view_get_property;
  object_class->set_property = hufu_today_view_set_property;
  object_class->finalize = hufu_today_view_finalize;
  props[PROP_SHOWN] =
      g_param_spec_boolean ("shown", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_WHOLE_STORE] =
      g_param_spec_boolean ("whole-store", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", HUFU_TYPE_TODAY_VIEW, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hufu_today_view_init (HufuTodayView *self)
{
  hufu_today_words_init (&self->words);
}

HufuTodayView *
hufu_today_view_new (void)
{
  return g_object_new (HUFU_TYPE_TODAY_VIEW, NULL);
}

void
hufu_today_view_show (HufuTodayView *self, HufuToday *take_today, const HufuTodayFacts *facts)
{
  if (take_today != NULL) {
    hufu_today_free (self->today);
    self->today = take_today;
  }
  if (self->today == NULL)
    return;
  hufu_today_words_clear (&self->words);
  hufu_today_words_init (&self->words);
  hufu_today_words_fill (&self->words, self->today, facts);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

gboolean
hufu_today_view_is_ready (HufuTodayView *self)
{
  return self->today != NULL;
}

const char *
hufu_today_view_get_day (HufuTodayView *self)
{
  return self->words.day;
}

const char *
hufu_today_view_get_age (HufuTodayView *self)
{
  return self->words.age;
}

const GPtrArray *
hufu_today_view_get_figures (HufuTodayView *self)
{
  return self->words.figures;
}

const GPtrArray *
hufu_today_view_get_bars (HufuTodayView *self, HufuPlotKind kind)
{
  return self->words.plots[kind].bars;
}

const GPtrArray *
hufu_today_view_get_issues (HufuTodayView *self)
{
  return self->words.issues;
}

const char *
hufu_today_view_get_title (HufuTodayView *self, HufuPlotKind kind)
{
  return self->words.plots[kind].title;
}

const char *
hufu_today_view_get_hint (HufuTodayView *self, HufuPlotKind kind)
{
  return self->words.plots[kind].hint;
}

const char *
hufu_today_view_get_sentence (HufuTodayView *self, HufuPlotKind kind)
{
  return self->words.plots[kind].sentence;
}
