/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/search.h"

#include <string.h>

#include "core/pinyin.h"
#include "core/posting.h"
#include "core/search-table.h"

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

#define WORDS 30000 /* so many that the table grows */

/* Is the number among those of the posting of a token? */
static gboolean
has_number (GHashTable *postings, const char *token, guint number)
{
  gint64 key = hufu_search_key (3, token, strlen (token));
  GBytes *bytes = g_hash_table_lookup (postings, &key);
  HufuPostingSet set = {0};
  gsize size;

  g_assert_nonnull (bytes);
  hufu_posting_read (g_bytes_get_data (bytes, &size), g_bytes_get_size (bytes), &set);
  return hufu_posting_set_next (&set, number) == number;
}

/* Every product has "a", every second "even", each a word of its own, which is told twice. */
static void
fill_table (HufuSearchTable *table)
{
  for (guint i = 0; i < WORDS; i++) {
    g_autofree char *own = g_strdup_printf ("%u", i);

    hufu_search_table_add (table, "a", 1, (guint16)i);
    hufu_search_table_add (table, own, strlen (own), (guint16)i);
    if (i % 2 == 0)
      hufu_search_table_add (table, "even", 4, (guint16)i);
    hufu_search_table_add (table, own, strlen (own), (guint16)i);
  }
}

/* Each token once, in the order of the keys, with all of its numbers and no others. */
static void
test_table (void)
{
  HufuSearchTable *table = hufu_search_table_new ();
  g_autoptr (GHashTable) postings =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify)g_bytes_unref);
  gint64 key, before = hufu_search_key (2, "zzz", 3);

  for (guint round = 0; round < 2; round++) {
    hufu_search_table_clear (table);
    fill_table (table);
  }
  for (guint at = hufu_search_table_next (table, 0); at < hufu_search_table_get_end (table);
       at = hufu_search_table_next (table, at + 1)) {
    guint8 bytes[HUFU_POSTING_BYTES_MAX];
    gsize size = hufu_search_table_write (table, at, 3, &key, bytes);

    g_assert_cmpint (key, >, before);
    before = key;
    g_hash_table_insert (postings, g_memdup2 (&key, sizeof key), g_bytes_new (bytes, size));
  }
  g_assert_cmpint (before, <, hufu_search_key (4, "a", 1));
  g_assert_cmpuint (g_hash_table_size (postings), ==, WORDS + 2);
  for (guint i = 0; i < WORDS; i++) {
    g_autofree char *own = g_strdup_printf ("%u", i);

    g_assert_true (has_number (postings, "a", i) && has_number (postings, own, i));
    g_assert_false (has_number (postings, own, i + 1));
    g_assert_true (has_number (postings, "even", i) == (i % 2 == 0));
  }
  hufu_search_table_free (table);
}

/* They are stored: a till that is updated would find nothing by others. */
static void
test_keys (void)
{
  g_assert_cmpint (hufu_search_key (0, "a", 1), ==, G_GINT64_CONSTANT (122771817193514));
  g_assert_cmpint (hufu_search_key (0, "linen", 5), ==, G_GINT64_CONSTANT (67387149906717));
  g_assert_cmpint (hufu_search_key (0, "衬衫", 6), ==, G_GINT64_CONSTANT (114587672596522));
  g_assert_cmpint (hufu_search_key (1, "keyboard wedge", 14), ==,
                   G_GINT64_CONSTANT (248866943253023));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/readings", test_readings);
  g_test_add_func ("/search/queries", test_queries);
  g_test_add_func ("/search/long", test_long);
  g_test_add_func ("/search/postings", test_postings);
  g_test_add_func ("/search/table", test_table);
  g_test_add_func ("/search/keys", test_keys);
  return g_test_run ();
}
