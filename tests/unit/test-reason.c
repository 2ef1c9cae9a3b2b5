/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/reason.h"

#define HEADLINE_WORDS_MAX 5
#define HEADLINE_HANZI_MAX 10
/* Two lines of the band at 1366 px. */
#define SENTENCE_EN_CHARS_MAX 130
#define SENTENCE_ZH_CHARS_MAX 50
#define DIGITS "0123456789"

static guint
count_words (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  return g_strv_length (words);
}

static guint
count_hanzi (const char *text)
{
  g_autofree gunichar *chars = g_utf8_to_ucs4_fast (text, -1, NULL);
  guint n = 0;

  for (const gunichar *c = chars; *c != 0; c++)
    n += g_unichar_get_script (*c) == G_UNICODE_SCRIPT_HAN;
  return n;
}

static void
check_english (const char *code, const char *text)
{
  g_test_message ("%s: %s", code, text);
  g_assert_true (g_str_is_ascii (text));
  g_assert_null (strpbrk (text, "!\t\n"));
  g_assert_null (strstr (text, "  "));
  g_assert_true (g_ascii_isupper (text[0]));
}

/* Full-width punctuation, no exclamation mark, a space between hanzi and digits. */
static void
check_chinese (const char *code, const char *text)
{
  g_autofree gunichar *chars = NULL;
  gboolean after_hanzi = FALSE, after_digit = FALSE;

  g_test_message ("%s: %s", code, text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_null (strpbrk (text, "!,.:;?()\t\n"));
  g_assert_null (strstr (text, "！"));
  g_assert_cmpuint (count_hanzi (text), >, 0);
  chars = g_utf8_to_ucs4_fast (text, -1, NULL);
  for (const gunichar *c = chars; *c != 0; c++) {
    gboolean hanzi = g_unichar_get_script (*c) == G_UNICODE_SCRIPT_HAN;
    gboolean digit = g_unichar_isdigit (*c);

    g_assert_false ((hanzi && after_digit) || (digit && after_hanzi));
    after_hanzi = hanzi;
    after_digit = digit;
  }
}

/* What another till or store did is not known: "not used" is said of here alone. */
static void
check_claim (HufuReason reason)
{
  const char *say = hufu_reason_say (reason, HUFU_LANG_EN);
  const char *say_zh = hufu_reason_say (reason, HUFU_LANG_ZH);

  if (strstr (say, "not been used") != NULL)
    g_assert_nonnull (strstr (say, "not been used here"));
  if (strstr (say_zh, "没有被使用") != NULL)
    g_assert_nonnull (strstr (say_zh, "这里没有被使用"));
}

static void
test_texts (void)
{
  for (HufuReason reason = 0; reason < HUFU_REASON_COUNT; reason++) {
    const char *code = hufu_reason_code (reason);
    const char *headline = hufu_reason_headline (reason, HUFU_LANG_EN);
    const char *headline_zh = hufu_reason_headline (reason, HUFU_LANG_ZH);
    const char *sentence = hufu_reason_sentence (reason, HUFU_LANG_EN);
    const char *sentence_zh = hufu_reason_sentence (reason, HUFU_LANG_ZH);

    check_claim (reason);
    g_assert_null (strpbrk (sentence, DIGITS)); /* a limit is one policy's, a reason is of all */
    g_assert_null (strpbrk (sentence_zh, DIGITS));
    check_english (code, headline);
    check_chinese (code, headline_zh);
    g_assert_cmpuint (count_words (headline), <=, HEADLINE_WORDS_MAX);
    g_assert_cmpuint (count_hanzi (headline_zh), <=, HEADLINE_HANZI_MAX);
    check_english (code, sentence);
    check_chinese (code, sentence_zh);
    g_assert_cmpint (g_utf8_strlen (sentence, -1), <=, SENTENCE_EN_CHARS_MAX);
    g_assert_cmpint (g_utf8_strlen (sentence_zh, -1), <=, SENTENCE_ZH_CHARS_MAX);
    g_assert_true (g_str_has_suffix (sentence, "."));
    g_assert_true (g_str_has_suffix (sentence_zh, "。"));
  }
}

/* Whatever is not a plain yes has to be explained to the customer; a yes has not. */
static void
test_say (void)
{
  for (HufuReason reason = 0; reason < HUFU_REASON_COUNT; reason++) {
    const char *code = hufu_reason_code (reason);
    const char *say = hufu_reason_say (reason, HUFU_LANG_EN);
    const char *say_zh = hufu_reason_say (reason, HUFU_LANG_ZH);

    if (hufu_reason_accepts (reason)) {
      g_assert_cmpstr (say, ==, "");
      g_assert_cmpstr (say_zh, ==, "");
    } else {
      check_english (code, say);
      check_chinese (code, say_zh);
    }
  }
}

static void
test_certainty (void)
{
  for (HufuReason reason = 0; reason < HUFU_REASON_COUNT; reason++) {
    HufuCertainty certainty = hufu_reason_certainty (reason);

    switch ((int)reason) {
    case HUFU_R00_OK_HELD:
    case HUFU_R01_OK_ONLINE:
    case HUFU_R02_OK_TRANSFERRED:
      g_assert_cmpint (certainty, ==, HUFU_CERTAINTY_CERTAIN);
      g_assert_true (hufu_reason_accepts (reason));
      break;
    case HUFU_R27_UNDONE_IN_WINDOW:
      g_assert_cmpint (certainty, ==, HUFU_CERTAINTY_CERTAIN);
      g_assert_false (hufu_reason_accepts (reason));
      break;
    case HUFU_R03_OK_GRACE:
    case HUFU_R22_RISK_ACCEPTED:
    case HUFU_R23_MANAGER_OVERRIDE:
    case HUFU_R24_RANDOM_ONLINE:
      g_assert_cmpint (certainty, ==, HUFU_CERTAINTY_AT_RISK);
      g_assert_true (hufu_reason_accepts (reason));
      break;
    case HUFU_R28_OUTCOME_UNKNOWN:
      g_assert_cmpint (certainty, ==, HUFU_CERTAINTY_UNKNOWN);
      g_assert_false (hufu_reason_accepts (reason));
      break;
    case HUFU_R07_OWNER_UNREACHABLE: /* offline is a normal day: never red */
    case HUFU_R18_LIMIT_COUNT:
    case HUFU_R19_LIMIT_VALUE:
    case HUFU_R20_STATUS_TOO_OLD:
    case HUFU_R21_CLOCK_UNTRUSTED:
    case HUFU_R30_RECALLED:
      g_assert_cmpint (certainty, ==, HUFU_CERTAINTY_OPEN);
      g_assert_false (hufu_reason_accepts (reason));
      g_assert_true (g_str_has_prefix (hufu_reason_headline (reason, HUFU_LANG_EN), "Not now: "));
      g_assert_true (g_str_has_prefix (hufu_reason_headline (reason, HUFU_LANG_ZH), "先别交付："));
      break;
    default:
      g_assert_cmpint (certainty, ==, HUFU_CERTAINTY_REFUSED);
      g_assert_false (hufu_reason_accepts (reason));
      g_assert_true (g_str_has_prefix (hufu_reason_headline (reason, HUFU_LANG_EN), "Refused: "));
      g_assert_true (g_str_has_prefix (hufu_reason_headline (reason, HUFU_LANG_ZH), "不能核销："));
    }
  }
}

static void
test_codes (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  HufuReason found;

  for (HufuReason reason = 0; reason < HUFU_REASON_COUNT; reason++) {
    g_autofree char *code = g_strdup_printf ("R%02d", (int)reason);

    g_assert_cmpstr (hufu_reason_code (reason), ==, code);
    g_assert_true (hufu_reason_find (code, &found));
    g_assert_cmpint (found, ==, reason);
    g_assert_true (g_hash_table_add (names, (gpointer)(gsize)hufu_reason_name (reason)));
  }
  g_assert_cmpstr (hufu_reason_name (HUFU_R12_ALREADY_REDEEMED_ELSEWHERE), ==,
                   "ALREADY_REDEEMED_ELSEWHERE");
  g_assert_cmpstr (hufu_reason_name (HUFU_R30_RECALLED), ==, "RECALLED");
  g_assert_false (hufu_reason_find ("R31", &found));
  g_assert_false (hufu_reason_find ("r12", &found));
  g_assert_false (hufu_reason_find ("", &found));
  g_assert_false (hufu_reason_find (NULL, &found));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reason/texts", test_texts);
  g_test_add_func ("/reason/say", test_say);
  g_test_add_func ("/reason/certainty", test_certainty);
  g_test_add_func ("/reason/codes", test_codes);
  return g_test_run ();
}
