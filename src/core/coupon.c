/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/coupon.h"

#include "core/money.h"

#define ALL_DAYS 0x7fU
#define PERCENT_MAX 99

void
hufu_coupon_terms_init (HufuCouponTerms *ret_terms)
{
  *ret_terms = (HufuCouponTerms){.min_level = -1};
}

static gboolean
is_amount (gint64 minor)
{
  return minor >= 0 && minor <= HUFU_MONEY_MAX_MINOR;
}

static gboolean
is_minute (gint minute)
{
  return minute >= 0 && minute <= HUFU_COUPON_MINUTES;
}

gboolean
hufu_coupon_terms_are_good (const HufuCouponTerms *terms)
{
  return is_amount (terms->off_minor) && is_amount (terms->min_spend_minor) &&
         terms->n_products <= HUFU_COUPON_GOODS_MAX &&
         terms->n_categories <= HUFU_COUPON_GOODS_MAX && (terms->days & ~ALL_DAYS) == 0 &&
         is_minute (terms->from_minute) && is_minute (terms->to_minute) && terms->min_level >= -1 &&
         terms->off_percent >= 0 && terms->off_percent <= PERCENT_MAX;
}

static gboolean
is_among (gint64 id, const gint64 *ids, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (ids[i] == id)
      return TRUE;
  return FALSE;
}

gboolean
hufu_coupon_terms_name_goods (const HufuCouponTerms *terms)
{
  return terms->n_products > 0 || terms->n_categories > 0;
}

gboolean
hufu_coupon_fits (const HufuCouponTerms *terms, gint64 product_id, gint64 category_id)
{
  return !hufu_coupon_terms_name_goods (terms) ||
         is_among (product_id, terms->products, terms->n_products) ||
         is_among (category_id, terms->categories, terms->n_categories);
}

/* Hours that go over midnight belong to the day on which they begin. */
static gboolean
is_after_midnight (const HufuCouponTerms *terms, const HufuCouponSale *sale)
{
  return terms->to_minute < terms->from_minute && sale->minute < terms->to_minute;
}

static gboolean
is_day (const HufuCouponTerms *terms, const HufuCouponSale *sale)
{
  gint weekday = is_after_midnight (terms, sale) ? (sale->weekday + 5) % 7 + 1 : sale->weekday;

  return terms->days == 0 || (terms->days >> (weekday - 1) & 1U) != 0;
}

static gboolean
is_hour (const HufuCouponTerms *terms, const HufuCouponSale *sale)
{
  if (terms->from_minute == terms->to_minute)
    return TRUE;
  if (terms->from_minute < terms->to_minute)
    return sale->minute >= terms->from_minute && sale->minute < terms->to_minute;
  return sale->minute >= terms->from_minute || sale->minute < terms->to_minute;
}

static HufuCouponCondition
find_unmet (const HufuCouponTerms *terms, const HufuCouponSale *sale)
{
  if (sale->has_other && (terms->alone || sale->other_alone))
    return HUFU_COUPON_OTHER;
  if (terms->min_level >= 0 && !sale->has_member)
    return HUFU_COUPON_MEMBER;
  if (terms->min_level >= 0 && sale->member_level < terms->min_level)
    return HUFU_COUPON_LEVEL;
  if (sale->has_time && !is_day (terms, sale))
    return HUFU_COUPON_DAY;
  if (sale->has_time && !is_hour (terms, sale))
    return HUFU_COUPON_TIME;
  if (sale->fitting_minor <= 0 || sale->left_minor <= 0)
    return HUFU_COUPON_GOODS;
  return sale->fitting_minor < terms->min_spend_minor ? HUFU_COUPON_SPEND : HUFU_COUPON_MET;
}

static gint64
take_off (const HufuCouponTerms *terms, gint64 left_minor)
{
  gint64 part_minor;

  if (terms->off_percent == 0)
    return MIN (terms->off_minor, left_minor);
  part_minor = hufu_money_mul_div (left_minor, terms->off_percent, 100, HUFU_ROUND_HALF_UP);
  return MIN (terms->off_minor, MAX (part_minor, 1));
}

void
hufu_coupon_judge (const HufuCouponTerms *terms, const HufuCouponSale *sale,
                   HufuCouponVerdict *ret_verdict)
{
  HufuCouponCondition condition = find_unmet (terms, sale);

  *ret_verdict = (HufuCouponVerdict){.condition = condition};
  if (condition == HUFU_COUPON_MET)
    ret_verdict->off_minor = take_off (terms, sale->left_minor);
  if (condition == HUFU_COUPON_GOODS || condition == HUFU_COUPON_SPEND)
    ret_verdict->missing_minor = MAX (terms->min_spend_minor - sale->fitting_minor, 0);
}

/* ---- words ---- */

#define SAY(lang, english, chinese, ...)                                                           \
  ((lang) == HUFU_LANG_ZH ? g_strdup_printf (chinese, ##__VA_ARGS__)                               \
                          : g_strdup_printf (english, ##__VA_ARGS__))

static const char *
target_of (const HufuCouponTerms *terms, HufuLang lang)
{
  static const char *const unnamed[HUFU_LANG_COUNT] = {"certain goods", "指定商品"};
  const char *target = lang == HUFU_LANG_ZH ? terms->target_zh : terms->target_en;

  if (!hufu_coupon_terms_name_goods (terms))
    return "";
  return *target != '\0' ? target : unnamed[lang];
}

static char *
say_days (guint days, HufuLang lang)
{
  static const char *const names[][HUFU_LANG_COUNT] = {
      {"Mon", "周一"}, {"Tue", "周二"}, {"Wed", "周三"}, {"Thu", "周四"},
      {"Fri", "周五"}, {"Sat", "周六"}, {"Sun", "周日"}};
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if ((days >> i & 1U) != 0)
      g_string_append_printf (text, "%s%s",
                              text->len == 0         ? ""
                              : lang == HUFU_LANG_ZH ? "、"
                                                     : ", ",
                              names[i][lang]);
  return g_string_free (text, FALSE);
}

static char *
say_hours (const HufuCouponTerms *terms, HufuLang lang)
{
  gint from = terms->from_minute, to = terms->to_minute % HUFU_COUPON_MINUTES;

  if (to == 0)
    return SAY (lang, "From %02d:%02d", "%02d:%02d 起可用", from / 60, from % 60);
  return SAY (lang, "From %02d:%02d to %02d:%02d", "%02d:%02d 至 %02d:%02d 可用", from / 60,
              from % 60, to / 60, to % 60);
}

static char *
say_more (const HufuCouponTerms *terms, gint64 missing_minor, HufuLang lang)
{
  const char *target = target_of (terms, lang);
  char amount[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format (missing_minor, amount);
  if (*target == '\0')
    return SAY (lang, "Spend %s more", "再买 %s 元可用", amount);
  return lang == HUFU_LANG_ZH ? g_strdup_printf ("再买%s %s 元可用", target, amount)
                              : g_strdup_printf ("Spend %s more on %s", amount, target);
}

static char *
say_goods (const HufuCouponTerms *terms, gint64 missing_minor, HufuLang lang)
{
  const char *target = target_of (terms, lang);

  if (*target != '\0')
    return SAY (lang, "Only on %s", "仅限%s", target);
  if (missing_minor > 0)
    return say_more (terms, missing_minor, lang);
  return SAY (lang, "Scan the products first", "请先扫商品");
}

char *
hufu_coupon_explain (const HufuCouponTerms *terms, const HufuCouponVerdict *verdict, HufuLang lang)
{
  g_autofree char *days = say_days (terms->days, lang);

  switch (verdict->condition) {
  case HUFU_COUPON_MET:
    return g_strdup ("");
  case HUFU_COUPON_OTHER:
    return SAY (lang, "Not together with another coupon", "不能与其他优惠券同用");
  case HUFU_COUPON_MEMBER:
    return SAY (lang, "For members: scan the member code", "会员专用，请先扫会员码");
  case HUFU_COUPON_LEVEL:
    return SAY (lang, "From member level %d", "会员等级 %d 起可用", terms->min_level);
  case HUFU_COUPON_DAY:
    return SAY (lang, "Only on %s", "仅限%s", days);
  case HUFU_COUPON_TIME:
    return say_hours (terms, lang);
  case HUFU_COUPON_GOODS:
    return say_goods (terms, verdict->missing_minor, lang);
  case HUFU_COUPON_SPEND:
    return say_more (terms, verdict->missing_minor, lang);
  }
  g_assert_not_reached ();
}

static void
append (GString *text, HufuLang lang, char *take_part)
{
  g_autofree char *part = take_part;

  if (*part != '\0')
    g_string_append_printf (text, "%s%s",
                            text->len == 0         ? ""
                            : lang == HUFU_LANG_ZH ? "，"
                                                   : " • ",
                            part);
}

static char *
describe_goods (const HufuCouponTerms *terms, HufuLang lang)
{
  const char *target = target_of (terms, lang);
  char amount[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format (terms->min_spend_minor, amount);
  if (terms->min_spend_minor == 0)
    return *target == '\0' ? g_strdup ("") : SAY (lang, "Only on %s", "仅限%s", target);
  if (*target == '\0')
    return SAY (lang, "From %s", "满 %s 元", amount);
  return lang == HUFU_LANG_ZH ? g_strdup_printf ("%s满 %s 元", target, amount)
                              : g_strdup_printf ("From %s on %s", amount, target);
}

char *
hufu_coupon_describe_part (const HufuCouponTerms *terms, HufuLang lang)
{
  char amount[HUFU_MONEY_TEXT_SIZE];

  if (terms->off_percent == 0)
    return g_strdup ("");
  hufu_money_format (terms->off_minor, amount);
  return SAY (lang, "%d%% off, at most %s", "减 %d%%，最多 %s 元", terms->off_percent, amount);
}

char *
hufu_coupon_describe (const HufuCouponTerms *terms, HufuLang lang)
{
  GString *text = g_string_new (NULL);

  append (text, lang, describe_goods (terms, lang));
  append (text, lang, say_days (terms->days, lang));
  if (terms->from_minute != terms->to_minute)
    append (text, lang, say_hours (terms, lang));
  if (terms->min_level == 0)
    append (text, lang, SAY (lang, "members", "会员专用"));
  if (terms->min_level > 0)
    append (text, lang, SAY (lang, "member level %d or more", "会员等级 %d 起", terms->min_level));
  if (terms->alone)
    append (text, lang, SAY (lang, "no other coupon", "不与其他券同用"));
  return g_string_free (text, FALSE);
}
