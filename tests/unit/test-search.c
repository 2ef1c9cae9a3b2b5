/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/search.h"

#include <string.h>

#include "core/pinyin.h"
#include "core/posting.h"

static void
add_token (const char *token, gsize size, gpointer tokens)
{
  g_hash_table_add (tokens, g_strndup (token, size));
}

static gboolean
has_all (GHashTable *tokens, const HufuSearchTokens *way)
{
  for (gsize i = 0; i < way->n_tokens; i++) {
    if (!g_hash_table_contains (tokens, way->tokens[i]))
      return FALSE;
  }
  return TRUE;
}

/* As the index would say it. */
static gboolean
may_fit (const HufuSearchQuery *query, const char *const *texts, gsize n_texts)
{
  g_autoptr (GHashTable) tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  hufu_search_make_tokens (texts, n_texts, add_token, tokens);
  for (gsize i = 0; i < hufu_search_query_get_n_terms (query); i++) {
    const HufuSearchTerm *term = hufu_search_query_get_term (query, i);
    gboolean any = FALSE;

    for (gsize k = 0; k < term->n_ways; k++)
      any = any || has_all (tokens, &term->ways[k]);
    if (!any)
      return FALSE;
  }
  return TRUE;
}

/* Whoever fits is found by the index, too. */
static gboolean
fits (const char *text, const char *const *texts, gsize n_texts)
{
  g_autoptr (HufuSearchQuery) query = hufu_search_query_new (text);
  gboolean fit = query != NULL && hufu_search_query_matches (query, texts, n_texts);

  g_assert_true (!fit || may_fit (query, texts, n_texts));
  return fit;
}

/* The letters are those of ICU 72's transliterator Han-Latin (uconv -x Han-Latin), but for the last
 * rows: readings of polyphones that it does not choose, as 现代汉语词典 has them. */
static const struct {
  const char *name, *letters;
} readings[] = {
    {"亚麻衬衫", "ymcs"},
    {"长袖连衣裙", "zxlyq"},
    {"重庆小面", "cqxm"},
    {"银行", "yx"},
    {"音乐盒", "ylh"},
    {"行李箱", "xlx"},
    {"藏青", "cq"},
    {"单肩包", "djb"},
    {"茄子", "jz"},
    {"薄荷糖", "bht"},
    {"百褶裙", "bzq"},
    {"丝感T恤", "sgtx"},
    {"阔腿裤", "ktk"},
    {"乐高积木", "lgjm"},
    {"景德镇手绘青花缠枝莲纹盖碗", "jdzshqhczlwgw"},
    {"七喜500ml", "qx500ml"},
    {"长袖连衣裙", "cxlyq"},
    {"银行", "yh"},
    {"音乐盒", "yyh"},
    {"藏青", "zq"},
    {"茄子", "qz"},
    {"重庆小面", "zqxm"},
};

static void
test_readings (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (readings); i++) {
    const char *texts[] = {readings[i].name};

    g_test_message ("%s %s", readings[i].name, readings[i].letters);
    /* From any hanzi on, and to any: as somebody types, and thinks of a later word first. */
    for (const char *from = readings[i].letters; *from != '\0'; from++) {
      for (gsize n = 1; n <= strlen (from); n++) {
        g_autofree char *typed = g_strndup (from, n);

        g_assert_true (fits (typed, texts, 1));
      }
    }
  }
  g_assert_cmpstr (hufu_pinyin_get_initials (0x957f), ==, "cz"); /* 长 */
  g_assert_cmpstr (hufu_pinyin_get_initials (0x886c), ==, "c");  /* 衬 */
  g_assert_cmpstr (hufu_pinyin_get_initials (0x3400 - 1), ==, "");
  g_assert_cmpstr (hufu_pinyin_get_initials (0xa000), ==, "");
  g_assert_cmpstr (hufu_pinyin_get_initials ('x'), ==, "");
}

static const struct {
  const char *text;
  gboolean fit;
} queries[] = {
    {"亚", TRUE},
    {"衫", TRUE},
    {"麻衬", TRUE},
    {"亚麻衬衫", TRUE},
    {"亚衬", FALSE}, /* not neighbours */
    {"衬麻", FALSE},
    {"亚麻衬衫裙", FALSE},
    {"亚 衫", TRUE}, /* two words */
    {"亚麻Q", FALSE},
    {"l", TRUE},
    {"LINEN", TRUE},
    {"linen s", TRUE},
    {"shirt linen", TRUE},
    {"inen", FALSE}, /* not the beginning of a word */
    {"shirts", FALSE},
    {"extraord", TRUE},
    {"extraordinarily", TRUE},
    {"extraordinary", FALSE},
    {"café", TRUE},
    {"CAFE", TRUE},
    {"ｃａｆé", TRUE}, /* full width */
    {"tt-101", TRUE},
    {"TT-101-WH-M", TRUE},
    {"101-wh", TRUE},
    {"101wh", FALSE},
    {"tt-102", FALSE},
    {"500", TRUE},
    {"500ml", TRUE},
    {"ml", TRUE},
    {"00ml", FALSE},
    {"ymcs", TRUE},
    {"mcs", TRUE},
    {"ym衬", TRUE},
    {"yc", FALSE},
    {"ymcsb", FALSE}, /* the name ends; white is of another text */
    {"bs", TRUE},
    {"ymcs bs", TRUE},
    {"ymcs hs", FALSE},
    {"lsec", FALSE}, /* first letters are of hanzi alone */
    {"- ' \" *", FALSE},
    {"", FALSE},
    {"\xff\xfe", FALSE},
    {"亚麻\xff衬", TRUE},              /* what is no text parts words */
    {"l l l l l l l l nothing", TRUE}, /* words beyond the eighth are left out */
};

static void
test_queries (void)
{
  static const char *const texts[] = {"亚麻衬衫", "Linen shirt, extraordinarily café 500ml", "白色",
                                      "M · white", "TT-101-WH-M"};

  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++) {
    g_test_message ("%s", queries[i].text);
    g_assert_cmpint (fits (queries[i].text, texts, G_N_ELEMENTS (texts)), ==, queries[i].fit);
  }
}

/* Texts longer than any name, and words longer than any: nothing is written beyond an end. */
static void
test_long (void)
{
  g_autofree char *word = g_strnfill (5000, 'x');
  g_autoptr (GString) hanzi = g_string_new (NULL);
  const char *texts[2];

  for (guint i = 0; i < 2000; i++)
    g_string_append (hanzi, "长");
  texts[0] = hanzi->str;
  texts[1] = word;
  g_assert_true (fits ("长长长长长长长长长长长长", texts, 2));
  g_assert_true (fits ("czczczczczcz", texts, 2));
  g_assert_true (fits (hanzi->str, texts, 2));
  texts[0] = word;
  g_assert_true (fits (word, texts, 2));
}

static void
test_postings (void)
{
  static const guint counts[] = {1, 2, 4095, 4096, 65535, 65536};

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++) {
    HufuPostingSet set = {0}, again = {0};
    guint8 bytes[HUFU_POSTING_BYTES_MAX];
    guint n = 0;
    gsize size;

    for (guint k = 0; k < counts[i]; k++)
      hufu_posting_set_add (&set, k * 40503 % HUFU_POSTING_BLOCK); /* odd: a permutation */
    size = hufu_posting_write (&set, bytes);
    g_assert_cmpuint (size, ==, counts[i] < 4096 ? counts[i] * 2 : HUFU_POSTING_BYTES_MAX);
    hufu_posting_read (bytes, size, &again);
    g_assert_cmpint (memcmp (&set, &again, sizeof set), ==, 0);
    for (guint at = hufu_posting_set_next (&set, 0); at < HUFU_POSTING_BLOCK;
         at = hufu_posting_set_next (&set, at + 1))
      n++;
    g_assert_cmpuint (n, ==, counts[i]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/readings", test_readings);
  g_test_add_func ("/search/queries", test_queries);
  g_test_add_func ("/search/long", test_long);
  g_test_add_func ("/search/postings", test_postings);
  return g_test_run ();
}
