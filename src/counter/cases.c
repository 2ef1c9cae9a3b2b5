/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/cases.h"

#include <string.h>

#include "core/money.h"
#include "counter/say.h"

enum {
  PROP_OPEN = 1,
  PROP_ASKING,
  PROP_COUNT,
  PROP_EXPOSURE_TEXT,
  PROP_EXPOSURE_HINT,
  PROP_LIMIT_TEXT,
  PROP_AGE_TEXT,
  PROP_STALE,
  N_PROPS
};

struct _HufuCases {
  GObject parent_instance;
  GValue values[N_PROPS]; /* each of its property's type */
  HufuMatters *matters;
  GPtrArray *cases; /* HufuCase, NULL where none was looked at; as long as the matters */
  HufuLang lang;
  gint64 now_utc_us;
};

static GParamSpec *props[N_PROPS];

static void list_init (GListModelInterface *iface);
G_DEFINE_FINAL_TYPE_WITH_CODE (HufuCases, hufu_cases, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_init))

/* ---- the list ---- */

static GType
get_item_type (GListModel *model)
{
  return HUFU_TYPE_CASE;
}

static guint
get_n_items (GListModel *model)
{
  return HUFU_CASES (model)->cases->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  HufuCases *self = HUFU_CASES (model);

  if (position >= self->cases->len)
    return NULL;
  if (self->cases->pdata[position] == NULL)
    self->cases->pdata[position] =
        hufu_case_new (self->matters->matters->pdata[position], self->lang, self->now_utc_us);
  return g_object_ref (self->cases->pdata[position]);
}

static void
list_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* ---- the object ---- */

static void
hufu_cases_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_copy (&HUFU_CASES (object)->values[id], value);
}

static void
hufu_cases_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HufuCases *self = HUFU_CASES (object);

  if (g_param_values_cmp (pspec, value, &self->values[id]) == 0)
    return;
  g_value_copy (value, &self->values[id]);
  g_object_notify_by_pspec (object, pspec);
}

static void
unref_case (gpointer data)
{
  if (data != NULL)
    g_object_unref (data);
}

static void
hufu_cases_finalize (GObject *object)
{
  HufuCases *self = HUFU_CASES (object);

  for (guint i = 1; i < N_PROPS; i++)
    g_value_unset (&self->values[i]);
  g_ptr_array_unref (self->cases);
  hufu_matters_free (self->matters);
  G_OBJECT_CLASS (hufu_cases_parent_class)->finalize (object);
}

static void
hufu_cases_class_init (HufuCasesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = hufu_cases_get_property;
  object_class->set_property = hufu_cases_set_property;
  object_class->finalize = hufu_cases_finalize;
  props[PROP_OPEN] = g_param_spec_boolean ("open", NULL, NULL, FALSE, flags);
  props[PROP_ASKING] = g_param_spec_boolean ("asking", NULL, NULL, FALSE, flags);
  props[PROP_COUNT] = g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_EXPOSURE_TEXT] = g_param_spec_string ("exposure-text", NULL, NULL, "", flags);
  props[PROP_EXPOSURE_HINT] = g_param_spec_string ("exposure-hint", NULL, NULL, "", flags);
  props[PROP_LIMIT_TEXT] = g_param_spec_string ("limit-text", NULL, NULL, "", flags);
  props[PROP_AGE_TEXT] = g_param_spec_string ("age-text", NULL, NULL, "", flags);
  props[PROP_STALE] = g_param_spec_boolean ("stale", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
hufu_cases_init (HufuCases *self)
{
  for (guint i = 1; i < N_PROPS; i++) {
    g_value_init (&self->values[i], G_PARAM_SPEC_VALUE_TYPE (props[i]));
    g_param_value_set_default (props[i], &self->values[i]);
  }
  self->cases = g_ptr_array_new_with_free_func (unref_case);
}

HufuCases *
hufu_cases_new (void)
{
  return g_object_new (HUFU_TYPE_CASES, NULL);
}

/* ---- what it says ---- */

/* The platform was brought back from a backup and has not heard of every till since. */
static gboolean
is_restored (const HufuMatters *matters)
{
  for (guint i = 0; i < matters->matters->len; i++) {
    const HufuMatter *matter = matters->matters->pdata[i];

    if (matter->kind == HUFU_MATTER_QUARANTINE && strcmp (matter->what, "missing") == 0)
      return TRUE;
  }
  return FALSE;
}

/* The limits of all tills, and what is locked beside them. */
static char *
say_limits_of_store (HufuCases *self)
{
  const HufuLimitsBook *book = &self->matters->limits;
  char max[HUFU_MONEY_TEXT_SIZE], locked[HUFU_MONEY_TEXT_SIZE], others[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format_grouped (book->limits.total_max_minor, max);
  hufu_money_format_grouped (self->matters->exposure_minor, locked);
  if (book->others_minor > (book->n_tills - 1) * book->limits.total_max_minor) {
    hufu_money_format_grouped (MAX (book->limits.total_max_minor, book->used.total_minor), max);
    hufu_money_format_grouped (book->others_minor, others);
    if (is_restored (self->matters))
      return HUFU_SAY (
          self->lang,
          "The platform was restored and no longer knows the limits of tills that have "
          "not reported: %s here, %s at most at those; %s is locked",
          "平台从备份恢复后，不清楚尚未报告的机器用什么限额：本机 %s 元，"
          "那些机最多 %s 元；另有 %s 元被锁定",
          max, others, locked);
    return HUFU_SAY (self->lang,
                     "Until all tills have these limits and report: %s here, %s at others; "
                     "%s is locked",
                     "各机收到新限额并报告之前：本机 %s 元，其他机 %s 元；另有 %s 元被锁定", max,
                     others, locked);
  }
  return HUFU_SAY (self->lang,
                   "Until the next sync: %" G_GINT64_FORMAT
                   " tills may accept %s each within the limit; %s is locked",
                   "下次同步前：本店 %" G_GINT64_FORMAT
                   " 台机各可按限额接收 %s 元；另有 %s 元被锁定",
                   book->n_tills, max, locked);
}

static char *
say_exposure_hint (HufuCases *self)
{
  if (self->matters->limits.state == HUFU_LIMITS_ON || self->matters->limits.others_minor > 0)
    return say_limits_of_store (self);
  if (self->matters->exposure_minor == 0 && self->matters->limits.used.uses > 0)
    return g_strdup (""); /* the next line says what is */
  if (self->matters->exposure_minor == 0)
    return HUFU_SAY (self->lang, "Nothing is at stake now", "目前没有涉及金额");
  if (self->matters->is_upper_bound)
    return HUFU_SAY (self->lang, "An upper bound until every till has reported",
                     "各机都报告之前，这是上限");
  return HUFU_SAY (self->lang, "The most that can be lost now", "目前可能损失的最高金额");
}

/* This till's part of the loss that a policy allows between two reports. */
static char *
say_limit (HufuCases *self)
{
  const HufuLimitsBook *book = &self->matters->limits;
  char sum[HUFU_MONEY_TEXT_SIZE], max[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format_grouped (book->used.total_minor, sum);
  hufu_money_format_grouped (book->limits.total_max_minor, max);
  if (book->state == HUFU_LIMITS_UNSIGNED || book->state == HUFU_LIMITS_NONSENSE)
    return HUFU_SAY (
        self->lang, "The policy's limits are refused (%s): nothing is accepted without its right",
        "政策中的限额无效（%s）：不按限额接收任何券", hufu_limits_state_name (book->state));
  if (book->state == HUFU_LIMITS_ON)
    return HUFU_SAY (self->lang,
                     "Accepted within the limit here: %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT
                     " uses, %s of %s",
                     "本机按限额接收：%" G_GINT64_FORMAT " 次，限 %" G_GINT64_FORMAT
                     " 次；%s 元，限 %s 元",
                     book->used.uses, book->limits.uses_max, sum, max);
  return book->used.uses == 0
             ? g_strdup ("")
             : HUFU_SAY (self->lang,
                         "Accepted within the limit here: %" G_GINT64_FORMAT
                         " uses, %s. The limit is off now",
                         "本机按限额接收：%" G_GINT64_FORMAT " 次，%s 元。现在已停用限额",
                         book->used.uses, sum);
}

static char *
say_age (HufuCases *self)
{
  g_autoptr (GDateTime) time =
      g_date_time_new_from_unix_local (self->matters->as_of_utc_us / G_USEC_PER_SEC);
  gint64 hours = (self->now_utc_us - self->matters->as_of_utc_us) / G_USEC_PER_SEC / 3600;
  g_autofree char *clock = time == NULL
                               ? g_strdup ("")
                               : g_date_time_format (time, hours < 12 ? "%H:%M" : "%Y-%m-%d %H:%M");

  if (self->matters->as_of_utc_us == 0)
    return HUFU_SAY (self->lang, "The platform has not told yet: this till's own books only",
                     "平台还没有提供数据，只有本机账本");
  return HUFU_SAY (self->lang, "As of %s", "截至 %s", clock);
}

static gboolean
is_same (HufuCases *self, guint position, HufuCase *new_case)
{
  HufuCase *shown = self->cases->pdata[position];

  return shown != NULL && shown->kind == new_case->kind && strcmp (shown->id, new_case->id) == 0 &&
         strcmp (shown->title, new_case->title) == 0 && strcmp (shown->hint, new_case->hint) == 0 &&
         strcmp (shown->amount, new_case->amount) == 0 &&
         strcmp (shown->sentence, new_case->sentence) == 0 &&
         strcmp (shown->then, new_case->then) == 0;
}

/* Rows that nobody looked at need no words; those that say the same stay, so that a touch on its
 * way finds them. */
static void
replace_rows (HufuCases *self)
{
  guint old = self->cases->len, new = self->matters->matters->len;
  guint kept = 0;

  while (kept < MIN (old, new) && self->cases->pdata[kept] != NULL) {
    g_autoptr (HufuCase) next =
        hufu_case_new (self->matters->matters->pdata[kept], self->lang, self->now_utc_us);
    if (!is_same (self, kept, next))
      break;
    kept++;
  }
  if (kept == old && kept == new)
    return;
  g_ptr_array_set_size (self->cases, (gint)kept);
  g_ptr_array_set_size (self->cases, (gint) new);
  g_list_model_items_changed (G_LIST_MODEL (self), kept, old - kept, new - kept);
}

void
hufu_cases_show (HufuCases *self, HufuMatters *take_matters, HufuLang lang, gint64 now_utc_us)
{
  g_autoptr (HufuMatters) old = take_matters != NULL ? self->matters : NULL;
  g_autofree char *exposure = NULL, *hint = NULL, *limit = NULL, *age = NULL;
  char sum[HUFU_MONEY_TEXT_SIZE];
  gboolean is_upper_bound;
  gint64 exposure_minor;

  if (take_matters != NULL)
    self->matters = take_matters;
  if (self->matters == NULL)
    return;
  self->lang = lang;
  self->now_utc_us = now_utc_us;
  exposure_minor = hufu_matters_get_exposure (self->matters, &is_upper_bound);
  hufu_money_format_grouped (exposure_minor, sum);
  exposure = is_upper_bound ? HUFU_SAY (lang, "At most %s", "最多 %s", sum) : g_strdup (sum);
  hint = say_exposure_hint (self);
  limit = say_limit (self);
  age = say_age (self);
  replace_rows (self);
  g_object_set (self, "count", self->matters->matters->len, "exposure-text", exposure,
                "exposure-hint", hint, "limit-text", limit, "age-text", age, NULL);
}

const HufuMatters *
hufu_cases_get_matters (HufuCases *self)
{
  return self->matters;
}

HufuCase *
hufu_cases_find (HufuCases *self, const char *id)
{
  for (guint i = 0; i < self->cases->len; i++) {
    const HufuMatter *matter = self->matters->matters->pdata[i];
    if (strcmp (matter->id, id) == 0)
      return get_item (G_LIST_MODEL (self), i);
  }
  return NULL;
}
