/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a name, a number and a PIN of a member of staff may be. */
#include <string.h>

#include "core/staff.h"

typedef struct {
  const char *what, *text, *code; /* "" = good */
} Row;

static const Row names[] = {
    {"letters", "Li Wei", ""},
    {"hanzi", "王小明", ""},
    {"an initial, a hyphen, an apostrophe", "Anne-Marie O'Neill J.", ""},
    {"a dot between hanzi", "迪丽热巴·迪力木拉提", ""},
    {"Hebrew letters", "דוד לוי", ""},
    {"Arabic letters with marks", "مُحَمَّد", ""},
    {"a digit", "Clerk 06", ""},
    {"20 hanzi", "一二三四五六七八九十一二三四五六七八九十", ""},
    {"nothing", "", "staff_no_name"},
    {"spaces", "   ", "staff_no_name"},
    {"21 hanzi", "一二三四五六七八九十一二三四五六七八九十一", "staff_bad_name"},
    {"a picture", "Li 😀", "staff_bad_name"},
    {"a picture alone", "😀", "staff_bad_name"},
    {"turned to right-to-left", "Li \u202eieW", "staff_bad_name"},
    {"isolated", "\u2067Li\u2069", "staff_bad_name"},
    {"of no width", "Li\u200bWei", "staff_bad_name"},
    {"two lines", "Li\nWei", "staff_bad_name"},
    {"a bell", "Li\aWei", "staff_bad_name"},
    {"no UTF-8", "Li\xff", "staff_bad_name"},
    {"a formula", "=1+1", "staff_bad_name"},
    {"marks alone", "\u0301\u0301", "staff_bad_name"},
    {"space at the end", "Li ", "staff_bad_name"},
    {"two spaces", "Li  Wei", "staff_bad_name"},
    {"markup", "<b>Li</b>", "staff_bad_name"},
};

static const Row numbers[] = {
    {"two digits", "06", ""},
    {"four digits", "1024", ""},
    {"one digit", "6", "staff_bad_no"},
    {"five digits", "12345", "staff_bad_no"},
    {"negative", "-6", "staff_bad_no"},
    {"a letter", "A6", "staff_bad_no"},
    {"digits of another script", "\u0660\u0661", "staff_bad_no"},
    {"nothing", "", "staff_bad_no"},
};

static const Row pins[] = {
    {"four digits", "2468", ""},
    {"eight digits", "19283746", ""},
    {"pairs", "1212", ""},
    {"three digits", "246", "staff_short_pin"},
    {"nine digits", "192837465", "staff_short_pin"},
    {"letters", "abcd", "staff_short_pin"},
    {"nothing", "", "staff_short_pin"},
    {"one digit over and over", "1111", "staff_plain_pin"},
    {"noughts", "00000000", "staff_plain_pin"},
    {"up", "1234", "staff_plain_pin"},
    {"up over nine", "7890", "staff_plain_pin"},
    {"down", "87654321", "staff_plain_pin"},
    {"down over nought", "2109", "staff_plain_pin"},
};

static void
check (const Row *rows, gsize n, HufuStaffFault (*look) (const char *text))
{
  for (gsize i = 0; i < n; i++) {
    g_test_message ("%s", rows[i].what);
    g_assert_cmpstr (hufu_staff_fault_code (look (rows[i].text)), ==, rows[i].code);
  }
}

static void
test_texts (void)
{
  g_autofree char *huge = g_strnfill (10 * 1024, '1');

  check (names, G_N_ELEMENTS (names), hufu_staff_check_name);
  check (numbers, G_N_ELEMENTS (numbers), hufu_staff_check_no);
  check (pins, G_N_ELEMENTS (pins), hufu_staff_check_pin);
  g_assert_cmpint (hufu_staff_check_name (huge), ==, HUFU_STAFF_BAD_NAME);
  g_assert_cmpint (hufu_staff_check_no (huge), ==, HUFU_STAFF_BAD_NO);
  g_assert_cmpint (hufu_staff_check_pin (huge), ==, HUFU_STAFF_SHORT_PIN);
  g_assert_cmpint (hufu_staff_check_name (NULL), ==, HUFU_STAFF_NO_NAME);
}

static void
test_words (void)
{
  for (gint lang = 0; lang < HUFU_LANG_COUNT; lang++)
    for (gint fault = HUFU_STAFF_OK + 1; fault < HUFU_STAFF_FAULT_COUNT; fault++) {
      g_assert_true (g_str_has_prefix (hufu_staff_fault_code ((HufuStaffFault)fault), "staff_"));
      g_assert_cmpuint (strlen (hufu_staff_fault_sentence ((HufuStaffFault)fault, (HufuLang)lang)),
                        >, 4);
    }
  for (gint role = 0; role < HUFU_ROLE_COUNT; role++) {
    HufuRole found;
    g_assert_true (hufu_role_find (hufu_role_name ((HufuRole)role), &found));
    g_assert_cmpint (found, ==, role);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/staff/texts", test_texts);
  g_test_add_func ("/staff/words", test_words);
  return g_test_run ();
}
