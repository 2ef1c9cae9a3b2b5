/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A till that is not to go on: each of its states has a name, and says what to do. */
#include <string.h>

#include "core/life.h"

static void
test_names (void)
{
  HufuLife found = HUFU_LIFE_LIVE;

  for (HufuLife life = 0; life < HUFU_LIFE_COUNT; life++) {
    g_assert_true (hufu_life_find (hufu_life_name (life), &found));
    g_assert_cmpint (found, ==, life);
  }
  g_assert_false (hufu_life_find ("asleep", &found));
  g_assert_false (hufu_life_find (NULL, &found));
  g_assert_cmpint (found, ==, HUFU_LIFE_COUNT - 1);
}

static void
test_sentences (void)
{
  g_assert_cmpstr (hufu_life_sentence (HUFU_LIFE_LIVE, HUFU_LANG_EN), ==, "");
  for (HufuLife life = HUFU_LIFE_LEAVING; life < HUFU_LIFE_COUNT; life++) {
    g_assert_nonnull (strstr (hufu_life_sentence (life, HUFU_LANG_EN), "et it sync"));
    g_assert_nonnull (strstr (hufu_life_sentence (life, HUFU_LANG_ZH), "让它同步"));
    g_assert_true (g_str_has_suffix (hufu_life_sentence (life, HUFU_LANG_EN), "."));
    g_assert_true (g_str_has_suffix (hufu_life_sentence (life, HUFU_LANG_ZH), "。"));
  }
  g_assert_nonnull (
      strstr (hufu_life_sentence (HUFU_LIFE_LEAVING, HUFU_LANG_EN), "finish its sales"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/life/names", test_names);
  g_test_add_func ("/life/sentences", test_sentences);
  return g_test_run ();
}
