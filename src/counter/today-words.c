/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/today-words.h"

#include <string.h>

#include "counter/product-model.h"
#include "counter/say.h"
#include "store/people.h"

/* ---- what holds the words ---- */

static void
free_bar (gpointer data)
{
  HufuTodayBar *bar = data;

  g_free (bar->label);
  g_free (bar->amount);
  g_free (bar->hint);
  g_free (bar);
}

static void
free_issue (gpointer data)
{
  HufuTodayIssue *issue = data;

  g_free (issue->icon);
  g_free (issue->title);
  g_free (issue->hint);
  g_free (issue->amount);
  g_free (issue);
}

void
hufu_today_words_init (HufuTodayWords *words)
{
  words->day = g_strdup ("");
  words->age = g_strdup ("");
  words->figures = g_ptr_array_new_with_free_func (hufu_fact_free);
  words->issues = g_ptr_array_new_with_free_func (free_issue);
  for (guint i = 0; i < HUFU_PLOT_COUNT; i++)
    words->plots[i] = (HufuTodayPlot){g_strdup (""), g_strdup (""), g_strdup (""),
                                      g_ptr_array_new_with_free_func (free_bar)};
}

void
hufu_today_words_clear (HufuTodayWords *words)
{
  g_free (words->day);
  g_free (words->age);
  g_ptr_array_unref (words->figures);
  g_ptr_array_unref (words->issues);
  for (guint i = 0; i < HUFU_PLOT_COUNT; i++) {
    g_free (words->plots[i].title);
    g_free (words->plots[i].hint);
    g_free (words->plots[i].sentence);
    g_ptr_array_unref (words->plots[i].bars);
  }
}

const char *
hufu_plot_kind_name (HufuPlotKind kind)
{
  static const char *const names[] = {[HUFU_PLOT_HOURS] = "hours",
                                      [HUFU_PLOT_CLERKS] = "clerks",
                                      [HUFU_PLOT_CATEGORIES] = "categories",
                                      [HUFU_PLOT_TENDERS] = "tenders"};

  return names[kind];
}

static char *
say_sum (gint64 minor)
{
  char sum[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format_grouped (minor, sum);
  return g_strdup (sum);
}

/* ---- figures ---- */

static void
add_figure (HufuTodayWords *words, const char *label, char *take_value, char *take_hint)
{
  HufuFact *fact = g_new (HufuFact, 1);

  *fact = (HufuFact){.label = g_strdup (label), .value = take_value, .hint = take_hint};
  g_ptr_array_add (words->figures, fact);
}

static void
add_sales (HufuTodayWords *words, const HufuToday *today, HufuLang lang)
{
  HufuTally sales = hufu_today_sum (today->hours, HUFU_TODAY_HOURS);
  HufuTally before = hufu_today_sum (today->week_before, HUFU_TODAY_HOURS);
  g_autofree char *sum = say_sum (sales.sum_minor), *before_sum = say_sum (before.sum_minor);
  g_autofree char *average = say_sum (hufu_today_average_minor (&sales));

  add_figure (words, HUFU_WORD (lang, "Sales", "销售额"), g_strdup (sum),
              before.n == 0 ? HUFU_SAY (lang, "Finished sales, tax included", "已成交，含税")
                            : HUFU_SAY (lang, "%s on that whole day a week before",
                                        "上周同日全天 %s", before_sum));
  add_figure (words, HUFU_WORD (lang, "Number of sales", "成交"),
              HUFU_SAY (lang, "%" G_GINT64_FORMAT, "%" G_GINT64_FORMAT " 单", sales.n),
              sales.n == 0
                  ? g_strdup ("")
                  : HUFU_SAY (lang, "%s on average = %s / %" G_GINT64_FORMAT,
                              "客单价 %s = %s ÷ %" G_GINT64_FORMAT, average, sum, sales.n));
}

#define TAXES_SHOWN_MAX 4

/* "VAT 13%: 59.36", a line each; on what, the Z and the export say. */
static void
add_taxes (HufuTodayWords *words, const HufuToday *today, HufuLang lang)
{
  GString *hint = g_string_new (NULL);
  gint64 sum_minor = 0;

  for (gsize i = 0; i < today->n_taxes; i++) {
    const HufuTaxSum *sum = &today->taxes[i];
    g_autofree char *name = hufu_tax_sum_say (sum, lang), *tax = say_sum (sum->tax_minor);

    sum_minor += sum->tax_minor;
    if (i < TAXES_SHOWN_MAX)
      g_string_append_printf (hint, "%s%s%s%s", i == 0 ? "" : "\n", name,
                              HUFU_WORD (lang, ": ", "："), tax);
  }
  add_figure (words, HUFU_WORD (lang, "Tax", "税额"), say_sum (sum_minor),
              g_string_free (hint, FALSE));
}

static void
add_redeemed (HufuTodayWords *words, const HufuToday *today, HufuLang lang)
{
  HufuTally all = hufu_today_sum (today->uses, HUFU_VOUCHER_TYPE_COUNT);
  HufuTally undone = hufu_today_sum (today->undone, HUFU_VOUCHER_TYPE_COUNT);
  HufuTally left = hufu_today_redeemed (today);
  g_autofree char *worth = say_sum (left.sum_minor);

  add_figure (words, HUFU_WORD (lang, "Vouchers redeemed", "券核销"),
              HUFU_SAY (lang, "%" G_GINT64_FORMAT, "%" G_GINT64_FORMAT " 次", left.n),
              undone.n == 0
                  ? HUFU_SAY (lang, "Worth %s", "价值 %s", worth)
                  : HUFU_SAY (lang,
                              "Worth %s; %" G_GINT64_FORMAT " less %" G_GINT64_FORMAT " undone",
                              "价值 %s；%" G_GINT64_FORMAT " 次减去撤销 %" G_GINT64_FORMAT " 次",
                              worth, all.n, undone.n));
  add_figure (words, HUFU_WORD (lang, "Voided", "作废"),
              HUFU_SAY (lang, "%" G_GINT64_FORMAT, "%" G_GINT64_FORMAT " 单", today->n_voided),
              HUFU_SAY (lang, "Never finished, not in the sum", "没有成交，不计入销售额"));
}

/* ---- bars ---- */

static void
add_bar (HufuTodayPlot *plot, char *take_label, char *take_hint, const HufuTally *tally)
{
  HufuTodayBar *bar = g_new0 (HufuTodayBar, 1);

  bar->label = take_label;
  bar->hint = take_hint;
  bar->amount = say_sum (tally->sum_minor);
  bar->value_minor = MAX (tally->sum_minor, 0);
  g_ptr_array_add (plot->bars, bar);
}

static void
set_plot (HufuTodayPlot *plot, const char *title, const char *hint)
{
  g_free (plot->title);
  g_free (plot->hint);
  plot->title = g_strdup (title);
  plot->hint = g_strdup (hint);
}

static char *
say_sales (gint64 n, HufuLang lang)
{
  return n == 1 ? HUFU_SAY (lang, "1 sale", "1 单")
                : HUFU_SAY (lang, "%" G_GINT64_FORMAT " sales", "%" G_GINT64_FORMAT " 单", n);
}

static void
add_hours (HufuTodayPlot *plot, const HufuToday *today, HufuLang lang)
{
  guint n, first = hufu_today_get_span (today, &n);

  set_plot (plot, HUFU_WORD (lang, "By hour", "每小时"), "");
  for (guint i = 0; i < n; i++) {
    guint hour = (first + i) % HUFU_TODAY_HOURS;
    HufuTodayBar *bar;

    add_bar (plot, g_strdup_printf ("%u", hour), say_sales (today->hours[hour].n, lang),
             &today->hours[hour]);
    bar = plot->bars->pdata[i];
    bar->voucher_minor = today->with_voucher[hour].sum_minor;
    bar->before_minor = today->week_before[hour].sum_minor;
  }
}

static char *
say_clerk (const HufuTodayPart *part, const HufuTodayFacts *facts)
{
  for (guint i = 0; facts->staff != NULL && i < facts->staff->len; i++) {
    const HufuStaff *staff = facts->staff->pdata[i];

    if (hufu_id_equal (&staff->staff_id, &part->staff_id))
      return g_strdup (facts->lang == HUFU_LANG_ZH ? staff->name_zh : staff->name_en);
  }
  return HUFU_SAY (facts->lang, "No longer here", "已离职");
}

static char *
say_category (const HufuTodayPart *part, const HufuTodayFacts *facts)
{
  guint n = facts->categories == NULL ? 0 : g_list_model_get_n_items (facts->categories);

  for (guint i = 0; i < n && part->category_id != 0; i++) {
    g_autoptr (HufuCategoryItem) item = g_list_model_get_item (facts->categories, i);

    if (item->category_id == part->category_id)
      return g_strdup (item->name);
  }
  return HUFU_SAY (facts->lang, "No category", "无品类");
}

/* As many as are shown; what is behind them is the last one, so that the bars are the whole. */
static void
add_parts (HufuTodayPlot *plot, const GArray *parts, const HufuTodayFacts *facts,
           char *(*say) (const HufuTodayPart *part, const HufuTodayFacts *facts))
{
  guint n_shown = parts->len <= HUFU_TODAY_BARS_MAX ? parts->len : HUFU_TODAY_BARS_MAX - 1;
  HufuTally rest = {0};

  for (guint i = 0; i < parts->len; i++) {
    const HufuTodayPart *part = &g_array_index (parts, HufuTodayPart, i);

    if (i < n_shown)
      add_bar (plot, say (part, facts), g_strdup_printf ("%" G_GINT64_FORMAT, part->tally.n),
               &part->tally);
    else
      rest = hufu_today_sum ((HufuTally[]){rest, part->tally}, 2);
  }
  if (n_shown < parts->len)
    add_bar (plot, HUFU_SAY (facts->lang, "%u others", "其余 %u 个", parts->len - n_shown),
             g_strdup_printf ("%" G_GINT64_FORMAT, rest.n), &rest);
}

static void
add_tenders (HufuTodayPlot *plot, const HufuToday *today, HufuLang lang)
{
  g_autofree char *rounding = NULL;
  char sum[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format_signed (today->rounding_minor, sum);
  rounding = today->rounding_minor == 0 ? HUFU_SAY (lang, "times, sum", "笔数、金额")
                                        : HUFU_SAY (lang, "with rounding %s", "含抹零 %s", sum);
  set_plot (plot, HUFU_WORD (lang, "By tender", "付款"), rounding);
  for (guint i = 0; i < HUFU_TENDER_KIND_COUNT; i++)
    if (today->tenders[i].n > 0)
      add_bar (plot, g_strdup (hufu_tender_kind_label ((HufuTenderKind)i, lang)),
               g_strdup_printf ("%" G_GINT64_FORMAT, today->tenders[i].n), &today->tenders[i]);
  for (guint i = 0; i < HUFU_DEPOSIT_STATE_COUNT; i++)
    if (today->deposits[i].n > 0)
      add_bar (plot, g_strdup (hufu_deposit_state_label ((HufuDepositState)i, lang)),
               g_strdup_printf ("%" G_GINT64_FORMAT, today->deposits[i].n), &today->deposits[i]);
}

/* "By clerk: Lin 41, 6,120.50; ..." */
static void
say_plot (HufuTodayPlot *plot, HufuLang lang)
{
  g_autoptr (GString) text = g_string_new (plot->title);

  for (guint i = 0; i < plot->bars->len; i++) {
    const HufuTodayBar *bar = plot->bars->pdata[i];

    g_string_append_printf (text, "%s%s %s",
                            i == 0 ? HUFU_WORD (lang, ": ", "：") : HUFU_WORD (lang, "; ", "；"),
                            bar->label, bar->amount);
    if (*bar->hint != '\0')
      g_string_append_printf (text, " (%s)", bar->hint);
  }
  if (plot->bars->len == 0)
    g_string_append (text, HUFU_WORD (lang, ": nothing sold yet", "：还没有成交"));
  g_free (plot->sentence);
  plot->sentence = g_string_free (g_steal_pointer (&text), FALSE);
}

/* ---- what is open ---- */

static void
add_issue (HufuTodayWords *words, const char *icon, HufuTone tone, char *take_title,
           char *take_hint, gint64 amount_minor)
{
  HufuTodayIssue *issue = g_new (HufuTodayIssue, 1);

  *issue = (HufuTodayIssue){.icon = g_strdup (icon),
                            .title = take_title,
                            .hint = take_hint,
                            .amount = amount_minor == 0 ? g_strdup ("") : say_sum (amount_minor),
                            .tone = tone};
  g_ptr_array_add (words->issues, issue);
}

static HufuTally
sum_matters (const HufuMatters *matters, HufuMatterKind kind)
{
  HufuTally sum = {0};

  for (guint i = 0; matters != NULL && i < matters->matters->len; i++) {
    const HufuMatter *matter = matters->matters->pdata[i];

    if (matter->kind == kind) {
      sum.n++;
      sum.sum_minor += matter->amount_minor;
    }
  }
  return sum;
}

static void
add_matters (HufuTodayWords *words, const HufuMatters *matters, HufuLang lang)
{
  static const struct {
    HufuMatterKind kind;
    HufuTone tone;
    const char *icon, *en, *zh, *hint_en, *hint_zh;
  } rows[] = {
      {HUFU_MATTER_CONFLICT, HUFU_TONE_NO, "question", "Conflicts", "冲突",
       "A right was used more than once", "同一使用权被用了不止一次"},
      {HUFU_MATTER_UNKNOWN, HUFU_TONE_ASK, "hourglass", "Without an answer", "券结果未知",
       "Asked again by itself", "系统自动再问，不用重扫"},
      {HUFU_MATTER_PAYMENT, HUFU_TONE_ASK, "wallet", "Payments to look at", "付款待查",
       "Paid and not wanted, or not known", "多收、误收或结果未知"},
      {HUFU_MATTER_QUARANTINE, HUFU_TONE_NO, "lock", "Tills that are gone", "失联的收银机",
       "What they hold is locked", "其持有的券已锁定"},
      {HUFU_MATTER_WISH, HUFU_TONE_PLAIN, "clock", "Refunds and transfers", "退款或转移",
       "They wait for this store", "等待本店处理"},
      {HUFU_MATTER_EVENT, HUFU_TONE_ASK, "info", "Entries to look at", "待核对的记录",
       "The platform could not follow them", "平台无法对上"},
      {HUFU_MATTER_PRODUCT, HUFU_TONE_ASK, "tag", "Products to look at", "待核对的商品",
       "They were not told as agreed", "平台给的内容不合约定"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    HufuTally sum = sum_matters (matters, rows[i].kind);

    if (sum.n > 0)
      add_issue (words, rows[i].icon, rows[i].tone,
                 HUFU_SAY (lang, "%s: %" G_GINT64_FORMAT, "%s %" G_GINT64_FORMAT " 项",
                           HUFU_WORD (lang, rows[i].en, rows[i].zh), sum.n),
                 g_strdup (HUFU_WORD (lang, rows[i].hint_en, rows[i].hint_zh)), sum.sum_minor);
  }
}

static void
add_own (HufuTodayWords *words, const HufuToday *today, const HufuTodayFacts *facts)
{
  const HufuMatters *matters = facts->matters;
  const HufuTally *off = &today->differences;
  HufuLang lang = facts->lang;

  if (matters != NULL && matters->limits.used.uses > 0)
    add_issue (words, "shield", HUFU_TONE_ASK,
               HUFU_SAY (lang, "Accepted within the limit: %" G_GINT64_FORMAT,
                         "%" G_GINT64_FORMAT " 张券按限额接收", matters->limits.used.uses),
               HUFU_SAY (lang, "Without their rights, until the next report",
                         "未持有使用权，下次报告后结清"),
               matters->limits.used.total_minor);
  if (facts->n_unsent > 0)
    add_issue (words, "arrow-up", HUFU_TONE_PLAIN,
               HUFU_SAY (lang, "Not sent: %" G_GUINT64_FORMAT, "未上传 %" G_GUINT64_FORMAT " 条",
                         facts->n_unsent),
               *facts->oldest_text == '\0'
                   ? HUFU_SAY (lang, "Selling goes on", "不影响营业")
                   : HUFU_SAY (lang, "%s; selling goes on", "%s，不影响营业", facts->oldest_text),
               0);
  if (off->n > 0)
    add_issue (words, "cash", off->sum_minor < 0 ? HUFU_TONE_ASK : HUFU_TONE_PLAIN,
               HUFU_SAY (lang, "Cash differences: %" G_GINT64_FORMAT,
                         "%" G_GINT64_FORMAT " 次现金差异", off->n),
               HUFU_SAY (lang, "Counted less expected, of the shifts closed today",
                         "今日已交班：实点减应有"),
               off->sum_minor);
}

static char *
say_clock (gint64 utc_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (utc_us / G_USEC_PER_SEC);

  return g_date_time_format (time, "%H:%M");
}

static char *
say_age (const HufuTodayFacts *facts)
{
  g_autofree char *clock = say_clock (facts->now_utc_us);

  return HUFU_SAY (facts->lang, "This till · as of %s", "本机 · 截至 %s", clock);
}

static void
add_plots (HufuTodayPlot *plots, const HufuToday *today, const HufuTodayFacts *facts)
{
  HufuLang lang = facts->lang;

  add_hours (&plots[HUFU_PLOT_HOURS], today, lang);
  set_plot (&plots[HUFU_PLOT_CLERKS], HUFU_WORD (lang, "By clerk", "店员"),
            HUFU_WORD (lang, "sales, sum", "单数、金额"));
  add_parts (&plots[HUFU_PLOT_CLERKS], today->clerks, facts, say_clerk);
  set_plot (&plots[HUFU_PLOT_CATEGORIES], HUFU_WORD (lang, "By category", "品类"),
            HUFU_WORD (lang, "lines, sum", "行数、金额"));
  add_parts (&plots[HUFU_PLOT_CATEGORIES], today->categories, facts, say_category);
  add_tenders (&plots[HUFU_PLOT_TENDERS], today, lang);
  for (guint i = 0; i < HUFU_PLOT_COUNT; i++)
    say_plot (&plots[i], lang);
}

static void
set_when (HufuTodayWords *words, const HufuToday *today, char *take_age)
{
  g_free (words->day);
  g_free (words->age);
  words->day = g_strdup (today->business_day);
  words->age = take_age;
}

static void
fill_till (HufuTodayWords *words, const HufuToday *today, const HufuTodayFacts *facts)
{
  set_when (words, today, say_age (facts));
  add_sales (words, today, facts->lang);
  add_redeemed (words, today, facts->lang);
  if (today->n_taxes > 0)
    add_taxes (words, today, facts->lang);
  add_plots (words->plots, today, facts);
}

/* What the tills have sent: one that is cut off is behind, and none says how far. */
static void
fill_store (HufuTodayWords *words, const HufuTodayFacts *facts)
{
  const HufuStoreDay *store = facts->matters->store_day;
  g_autofree char *clock = say_clock (facts->matters->as_of_utc_us);
  HufuLang lang = facts->lang;

  set_when (words, store->today,
            HUFU_SAY (lang, "Whole store · told at %s", "全店 · 平台 %s 告知", clock));
  add_sales (words, store->today, lang);
  add_figure (words, HUFU_WORD (lang, "Tills", "收银机"),
              HUFU_SAY (lang, "%" G_GINT64_FORMAT, "%" G_GINT64_FORMAT " 台", store->n_tills),
              HUFU_SAY (lang, "%" G_GINT64_FORMAT " not closed; what is unsent is not in it",
                        "%" G_GINT64_FORMAT " 台未交班；未上传的不在内", store->n_open));
  add_plots (words->plots, store->today, facts);
}

void
hufu_today_words_fill (HufuTodayWords *words, const HufuToday *today, const HufuTodayFacts *facts)
{
  if (facts->whole_store && facts->matters != NULL && facts->matters->store_day != NULL)
    fill_store (words, facts);
  else
    fill_till (words, today, facts);
  add_matters (words, facts->matters, facts->lang);
  add_own (words, today, facts);
}
