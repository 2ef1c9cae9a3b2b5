/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "store/people.h"
#include "tests/ui/scenes-manager.h"

/* 2026-11-22 20:52 UTC: a picture says the same on every day. */
#define NOW_US (G_GINT64_CONSTANT (1795380720) * G_USEC_PER_SEC)

static const struct {
  guint hour;
  gint64 n, sum_minor, voucher_minor, before_minor;
} hours[] = {
    {9, 3, 41850, 10800, 50200},     {10, 5, 58900, 16300, 63000},
    {11, 7, 90550, 27900, 82000},    {12, 11, 142600, 32500, 135000},
    {13, 13, 184450, 49600, 170500}, {14, 8, 116700, 27000, 123000},
    {15, 7, 99600, 21800, 92000},    {16, 10, 131900, 32100, 120400},
    {17, 14, 204000, 55400, 198000}, {18, 17, 259800, 60200, 228900},
    {19, 18, 296000, 49700, 273300}, {20, 13, 237900, 22000, 219600},
    {21, 0, 0, 0, 117000},
};

static void
add_part (GArray *parts, guint8 no, gint64 n, gint64 sum_minor)
{
  const HufuTodayPart part = {.staff_id.bytes[15] = no, .category_id = no, .tally = {n, sum_minor}};
  hufu_today_add_part (parts, &part);
}

static HufuToday *
make_today (void)
{
  HufuToday *today = hufu_today_new ("2026-11-22");
  for (gsize i = 0; i < G_N_ELEMENTS (hours); i++) {
    today->hours[hours[i].hour] = (HufuTally){hours[i].n, hours[i].sum_minor};
    today->with_voucher[hours[i].hour] = (HufuTally){1, hours[i].voucher_minor};
    today->week_before[hours[i].hour] = (HufuTally){9, hours[i].before_minor};
  }
  today->tenders[HUFU_TENDER_WALLET] = (HufuTally){71, 1124000};
  today->tenders[HUFU_TENDER_CASH] = (HufuTally){31, 340248};
  today->tenders[HUFU_TENDER_CARD] = (HufuTally){12, 210000};
  today->tenders[HUFU_TENDER_VOUCHER] = (HufuTally){22, 190000};
  today->rounding_minor = -2;
  hufu_tax_sum_init (&today->taxes[0], NULL, "tax", 130000);
  today->taxes[0].net_minor = 1600000;
  today->taxes[0].tax_minor = 208000;
  hufu_tax_sum_init (&today->taxes[1], NULL, "tax", 90000);
  today->taxes[1].net_minor = 51600;
  today->taxes[1].tax_minor = 4644;
  hufu_tax_sum_init (&today->taxes[2], NULL, "tax", 60000);
  today->taxes[2].net_minor = 20000;
  today->taxes[2].tax_minor = 1200;
  today->n_taxes = 3;
  today->n_voided = 3;
  today->uses[HUFU_VOUCHER_DEAL] = (HufuTally){52, 298000};
  today->uses[HUFU_VOUCHER_CASH] = (HufuTally){24, 124000};
  today->undone[HUFU_VOUCHER_CASH] = (HufuTally){2, 10000};
  today->differences = (HufuTally){1, -300};
  add_part (today->clerks, 3, 41, 612050);
  add_part (today->clerks, 1, 35, 528400);
  add_part (today->clerks, 5, 29, 431000);
  add_part (today->clerks, 2, 21, 292800);
  for (guint8 i = 0; i < 8; i++)
    add_part (today->categories, i, 90 - i * 11, 700000 - i * i * 12000 - i * 30000);
  hufu_today_sort (today);
  return today;
}

static GPtrArray *
make_staff (void)
{
  GPtrArray *staff = g_ptr_array_new_with_free_func (g_free);
  static struct {
    guint8 no;
    char en[12], zh[12];
  } people[] = {{1, "Clerk 01", "店员 01"},
                {2, "Clerk 02", "店员 02"},
                {3, "Clerk 03", "店员 03"},
                {5, "Clerk 05", "店员 05"}};
  for (gsize i = 0; i < G_N_ELEMENTS (people); i++) {
    HufuStaff *person = g_new0 (HufuStaff, 1);
    person->staff_id.bytes[15] = people[i].no;
    person->name_en = people[i].en;
    person->name_zh = people[i].zh;
    g_ptr_array_add (staff, person);
  }
  return staff;
}

static GListModel *
make_categories (HufuLang lang)
{
  static const char *const zh[] = {"女装", "男装", "零食", "饮品", "日用", "文具", "咖啡"};
  static const char *const en[] = {"Women",     "Men",   "Snacks", "Drinks",
                                   "Household", "Paper", "Coffee"};
  GListStore *store = g_list_store_new (HUFU_TYPE_CATEGORY_ITEM);
  for (guint i = 0; i < G_N_ELEMENTS (zh); i++) {
    g_autoptr (HufuCategoryItem) item = g_object_new (HUFU_TYPE_CATEGORY_ITEM, NULL);
    item->category_id = i + 1;
    item->name = g_strdup (lang == HUFU_LANG_ZH ? zh[i] : en[i]);
    g_list_store_append (store, item);
  }
  return G_LIST_MODEL (store);
}

static void
show (HufuCounter *counter, HufuToday *take_today, guint64 n_unsent, const char *oldest)
{
  HufuLang lang = hufu_counter_get_lang (counter);
  g_autoptr (GPtrArray) staff = make_staff ();
  g_autoptr (GListModel) categories = make_categories (lang);
  const HufuTodayFacts facts = {
      .staff = staff,
      .categories = categories,
      .matters = hufu_cases_get_matters (hufu_counter_get_cases (counter)),
      .n_unsent = n_unsent,
      .oldest_text = oldest,
      .lang = lang,
      .now_utc_us = NOW_US,
  };
  hufu_today_view_show (hufu_counter_get_today (counter), take_today, &facts);
  g_object_set (hufu_counter_get_today (counter), "shown", TRUE, NULL);
}

void
scene_today (HufuCounter *counter)
{
  scene_manager_conflict (counter);
  show (counter, make_today (), 4,
        hufu_counter_get_lang (counter) == HUFU_LANG_ZH ? "最早 2 分钟前" : "oldest 2 min");
}

/* What the platform told of three tills. */
void
scene_today_store (HufuCounter *counter)
{
  HufuStoreDay day = {.today = make_today (), .n_tills = 3, .n_open = 2};
  const HufuMatters matters = {
      .as_of_utc_us = NOW_US, .store_day = &day, .matters = g_ptr_array_new ()};
  HufuLang lang = hufu_counter_get_lang (counter);
  g_autoptr (GPtrArray) staff = make_staff ();
  g_autoptr (GListModel) categories = make_categories (lang);
  const HufuTodayFacts facts = {.staff = staff,
                                .categories = categories,
                                .matters = &matters,
                                .oldest_text = "",
                                .whole_store = TRUE,
                                .lang = lang,
                                .now_utc_us = NOW_US};

  memset (day.today->with_voucher, 0, sizeof day.today->with_voucher);
  memset (day.today->week_before, 0, sizeof day.today->week_before);
  scene_manager_empty (counter);
  g_object_set (hufu_counter_get_today (counter), "shown", TRUE, "whole-store", TRUE, NULL);
  hufu_today_view_show (hufu_counter_get_today (counter), hufu_today_new ("2026-11-22"), &facts);
  g_ptr_array_unref (matters.matters);
  hufu_today_free (day.today);
}

void
scene_today_empty (HufuCounter *counter)
{
  scene_manager_empty (counter);
  show (counter, hufu_today_new ("2026-11-22"), 0, "");
}

static void
add_row (GPtrArray *rows, HufuLang lang, const char *no, const char *zh, const char *en,
         HufuRole role, gboolean active)
{
  HufuStaffRow *row = g_object_new (HUFU_TYPE_STAFF_ROW, NULL);
  const char *label = hufu_role_label (role, lang);
  row->no = g_strdup (no);
  row->name = g_strdup (lang == HUFU_LANG_ZH ? zh : en);
  row->hint = g_strconcat (label,
                           active                 ? ""
                           : lang == HUFU_LANG_ZH ? " · 已离职"
                                                  : " · left",
                           NULL);
  row->role = role;
  row->active = active;
  row->has_rights = g_str_equal (no, "05");
  row->rights = (HufuPriceRights){20, 10, 20};
  g_ptr_array_add (rows, row);
}

void
scene_staff (HufuCounter *counter)
{
  HufuLang lang = hufu_counter_get_lang (counter);
  HufuStaffDesk *desk = hufu_counter_get_staff_desk (counter);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  scene_today_empty (counter);
  add_row (rows, lang, "01", "店长 01", "Manager 01", HUFU_ROLE_MANAGER, TRUE);
  add_row (rows, lang, "02", "收银 02", "Cashier 02", HUFU_ROLE_CASHIER, TRUE);
  add_row (rows, lang, "03", "店员 03", "Clerk 03", HUFU_ROLE_CLERK, TRUE);
  add_row (rows, lang, "05", "收银 05", "Cashier 05", HUFU_ROLE_CASHIER, TRUE);
  add_row (rows, lang, "04", "店员 04", "Clerk 04", HUFU_ROLE_CLERK, FALSE);
  hufu_staff_desk_show (desk, rows);
  g_object_set (desk, "shown", TRUE, NULL);
}

void
scene_staff_rights (HufuCounter *counter)
{
  scene_staff (counter);
  hufu_staff_desk_tell_saved (hufu_counter_get_staff_desk (counter), "05");
}
