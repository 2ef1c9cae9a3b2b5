/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promotions as a shop writes them: what is read, and what is wrong in which line. */
#include <string.h>

#include "platform/promotion-text.h"

/* Drinks is 5, sku 101 is 7; there is nothing else. */
static gint64
find (gpointer user_data, gboolean category, const char *name)
{
  return category && strcmp (name, "Drinks") == 0 ? 5
         : !category && strcmp (name, "101") == 0 ? 7
                                                  : 0;
}

static json_t *
read_text (const char *text, char **ret_faults)
{
  g_autoptr (GPtrArray) faults = hufu_faults_new ();
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (8 * 3600);
  json_t *list = hufu_promotions_read (text, zone, find, NULL, faults);

  *ret_faults = hufu_faults_say (faults);
  return list;
}

#define NAMED "name_en = Sale\nname_zh = 促销\n"

static void
test_good (void)
{
  static const struct {
    const char *text, *members; /* of the promotion, besides its id and names */
  } rows[] = {
      {"kind = percent\npercent = 10%\n", "{\"kind\": \"percent\", \"percent\": 10}"},
      {"kind = amount\namount = 2.50\n", "{\"kind\": \"amount\", \"amount_minor\": 250}"},
      {"kind=buy-get\nbuy=2\nget=1\npercent=50\ntimes=3\n",
       "{\"kind\": \"buy-get\", \"buy\": 2, \"get\": 1, \"percent\": 50, \"times_max\": 3}"},
      {"kind = bundle\namount = 25\ngoods = 2 x category Drinks\ngoods = sku 101\n",
       "{\"kind\": \"bundle\", \"amount_minor\": 2500,"
       " \"parts\": [{\"pieces\": 2, \"categories\": [5]}, {\"products\": [7]}]}"},
      {"kind = threshold\nspend = 100\namount = 10\nrepeats = yes\n",
       "{\"kind\": \"threshold\", \"min_spend_minor\": 10000, \"amount_minor\": 1000,"
       " \"repeats\": true}"},
      {"kind = percent\npercent = 5\ndays = mon, sun\nhours = 17:00-01:30\n",
       "{\"kind\": \"percent\", \"percent\": 5, \"days\": [1, 7], \"from_minute\": 1020,"
       " \"to_minute\": 90}"},
      /* 2026-01-01 00:00 at +08:00, to the end of the 2nd. */
      {"kind = percent\npercent = 5\nfrom = 2026-01-01\nuntil = 2026-01-02\n",
       "{\"kind\": \"percent\", \"percent\": 5, \"from_utc_s\": 1767196800,"
       " \"until_utc_s\": 1767369600}"},
      {"kind = percent\npercent = 5\nuntil = 2026-01-02 12:30\n",
       "{\"kind\": \"percent\", \"percent\": 5, \"until_utc_s\": 1767328200}"},
      {"kind = percent\npercent = 5\nmembers = all\ngroup = x\npriority = 9\ngoods = all\n",
       "{\"kind\": \"percent\", \"percent\": 5, \"min_level\": 0, \"group\": \"x\","
       " \"priority\": 9, \"parts\": [{}]}"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text =
        g_strconcat (i == 0 ? "\xef\xbb\xbf" : "", "[sale]\n# ours\n" NAMED, rows[i].text, NULL);
    g_autofree char *faults = NULL;
    json_auto_t *list = read_text (text, &faults);
    json_auto_t *expected = json_loads (rows[i].members, 0, NULL);
    json_t *promotion = json_array_get (list, 0);

    g_assert_cmpstr (faults, ==, "");
    g_assert_cmpuint (json_array_size (list), ==, 1);
    g_assert_cmpstr (json_string_value (json_object_get (promotion, "id")), ==, "sale");
    json_object_del (promotion, "id");
    json_object_del (promotion, "name_en");
    json_object_del (promotion, "name_zh");
    g_assert_true (json_equal (promotion, expected));
  }
}

static void
test_faults (void)
{
  static const struct {
    const char *text, *said;
  } rows[] = {
      {"", "line 1: there is no promotion in it"},
      {"kind = percent\n", "line 1: a section comes first: [name]"},
      {"[sale\n" NAMED "kind = percent\npercent = 5",
       "line 1: a section is a name in brackets: [name]"},
      {"[Sale]\n" NAMED "kind = percent\npercent = 5",
       "line 1: a promotion is named by 1 to 40 small letters, digits and hyphens"},
      {"[a]\n" NAMED "kind = percent\npercent = 5\n[a]\n" NAMED "kind = percent\npercent = 5",
       "line 6: [a] is there already, in line 1"},
      {"[a]\nkind = percent\npercent = 5\nname_en = A", "line 1: [a] needs name_zh"},
      {"[a]\nname_en = A\342\200\256B\nname_zh = A\nkind = percent\npercent = 5",
       "line 2: name_en is 1 to 96 bytes that can be printed, what the customer reads"},
      {"[a]\n" NAMED "kind = gift",
       "line 4: kind is one of percent, amount, buy-get, bundle, threshold"},
      {"[a]\n" NAMED "kind = percent\npercent = 101",
       "line 5: percent is a whole number from 1 to 100"},
      {"[a]\n" NAMED "kind = percent", "line 1: [a] needs percent"},
      {"[a]\n" NAMED "kind = amount\namount = -1",
       "line 5: amount is an amount with at most two decimals, as 12.50"},
      {"[a]\n" NAMED "kind = percent\npercent = 5\npercent = 6",
       "line 6: percent is there already"},
      {"[a]\n" NAMED "kind = percent\npercent = 5\ncolour = red",
       "line 6: there is no such thing as colour"},
      {"[a]\n" NAMED "kind = percent\npercent = 5\nred", "line 6: say key = value"},
      {"[a]\n" NAMED "kind = percent\npercent = 5\ndays = mon someday",
       "line 6: days is days of mon tue wed thu fri sat sun"},
      {"[a]\n" NAMED "kind = percent\npercent = 5\nhours = 17:00-25:00",
       "line 6: hours is two times of day, as 17:00-19:30"},
      {"[a]\n" NAMED "kind = percent\npercent = 5\nfrom = 2026-02-30",
       "line 6: from is a day, or a day and a time, as 2026-11-22 or 2026-11-22 17:00"},
      {"[a]\n" NAMED "kind = percent\npercent = 5\nfrom = 2026-02-02\nuntil = 2026-02-01",
       "line 7: until is not after from"},
      {"[a]\n" NAMED "kind = percent\npercent = 5\ngoods = category Hats, sku 9",
       "line 6: there is no category Hats\nline 6: there is no product 9"},
      {"[a]\n" NAMED "kind = percent\npercent = 5\ngoods = Drinks",
       "line 6: goods is \"all\", or \"category NAME\" and \"sku SKU\" with commas, after \"2 x "
       "\""},
      {"[a]\n" NAMED "kind = percent\npercent = 5\ngoods = all\ngoods = all",
       "line 1: [a]: only a bundle has several lines of goods"},
      {"[a]\n" NAMED "kind = threshold\nspend = 0\namount = 1",
       "line 5: spend is an amount above 0 with at most two decimals, as 100.00"},
      {"[a]\n" NAMED "kind = threshold\nspend = 9\namount = 1\npercent = 1",
       "line 1: [a] takes off either a percent or an amount"},
      {"[a]\n" NAMED "kind = buy-get\npercent = 100\nbuy = 0",
       "line 6: buy is a whole number from 1 to 99\nline 1: [a] needs get"},
      {"[a]\n" NAMED "kind = percent\npercent = 5\npriority = 1000",
       "line 6: priority is a whole number from 0 to 999, the highest goes first"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *faults = NULL;
    json_auto_t *list = read_text (rows[i].text, &faults);

    g_assert_nonnull (list);
    g_assert_cmpstr (faults, ==, rows[i].said);
  }
}

/* 64 KB of anything is refused or read, and nothing worse. */
static void
test_any_bytes (void)
{
  g_autofree char *big = g_strnfill (HUFU_SECTION_TEXT_MAX + 1, '[');
  static const char *const texts[] = {
      "\xff\xfe",       "[]",           "=", "[a]\n= b", "[a]\ngoods = 2 x ", "[a]\ngoods = ,,,",
      "[a]\nhours = -", "[a]\nfrom = :"};
  g_autofree char *faults = NULL;
  json_auto_t *list = read_text (big, &faults);

  g_assert_true (g_str_has_prefix (faults, "line 1: the file is longer"));
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *said = NULL;
    json_auto_t *read = read_text (texts[i], &said);

    g_assert_cmpstr (said, !=, "");
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/platform/promotion-text/good", test_good);
  g_test_add_func ("/platform/promotion-text/faults", test_faults);
  g_test_add_func ("/platform/promotion-text/any-bytes", test_any_bytes);
  return g_test_run ();
}
