/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preparation slips: what of a sale is on them, and how. */
#include <string.h>

#include "core/preparation.h"

#define DRINKS 5
#define SNACKS 4

static void
add (HufuBasket *basket, gint64 category_id, const char *name_en, const char *name_zh,
     const char *variant_en, const char *variant_zh, gint64 qty_milli, const char *note)
{
  g_autoptr (HufuLine) line = hufu_line_new ();
  guint32 line_no;
  HufuEdit edit;

  g_free (line->name_en);
  g_free (line->name_zh);
  g_free (line->variant_en);
  g_free (line->variant_zh);
  line->product_id = 1 + basket->lines->len;
  line->category_id = category_id;
  line->name_en = g_strdup (name_en);
  line->name_zh = g_strdup (name_zh);
  line->variant_en = g_strdup (variant_en);
  line->variant_zh = g_strdup (variant_zh);
  line->list_price_minor = 1800;
  line->member_price_minor = -1;
  line->qty_milli = qty_milli;
  line->by_weight = qty_milli % 1000 != 0;
  edit = hufu_basket_add (basket, line, &line_no);
  g_assert_cmpint (edit, ==, HUFU_EDIT_OK);
  edit = hufu_basket_set_note (basket, line_no, note);
  g_assert_cmpint (edit, ==, HUFU_EDIT_OK);
}

static HufuBasket *
make_basket (void)
{
  HufuBasket *basket = hufu_basket_new (156);

  add (basket, 1, "Linen shirt", "亚麻衬衫", "M", "M", 1000, "");
  add (basket, DRINKS, "Cold brew", "冷萃", "large", "大杯", 2000, "less ice");
  add (basket, SNACKS, "Dried mango", "芒果干", "", "", 356, "");
  add (basket, DRINKS, "Soda", "", "", "", 1000, "");
  return basket;
}

static char *
print (const gint64 *categories, gsize n_categories, gboolean copy, HufuLang lang)
{
  g_autoptr (HufuBasket) basket = make_basket ();
  const HufuReceiptFacts facts = {.receipt_no = "001-01-20261122-0007",
                                  .clerk_label = "Chen",
                                  .local_time = "2026-11-22 09:00",
                                  .qr_text = "https://example.org/r/1",
                                  .open_drawer = TRUE,
                                  .copy = copy};
  g_autoptr (HufuReceipt) slip =
      hufu_receipt_of_preparation (basket, categories, n_categories, &facts, lang);

  return slip != NULL ? hufu_receipt_to_text (slip) : NULL;
}

static void
test_drinks (void)
{
  const gint64 drinks[] = {DRINKS};
  g_autofree char *en = print (drinks, 1, FALSE, HUFU_LANG_EN);
  g_autofree char *zh = print (drinks, 1, FALSE, HUFU_LANG_ZH);

  g_assert_cmpstr (en, ==,
                   "text\tcentre\tbl\tTo prepare 0007\t\n"
                   "columns\tstart\t\tReceipt\t001-01-20261122-0007\n"
                   "columns\tstart\t\tTime\t2026-11-22 09:00\n"
                   "columns\tstart\t\tServed by\tChen\n"
                   "rule\tstart\t\t\t\n"
                   "text\tstart\tbl\t2 × Cold brew\t\n"
                   "text\tstart\tl\t  冷萃\t\n"
                   "text\tstart\tl\t  large\t\n"
                   "text\tstart\tl\t  大杯\t\n"
                   "text\tstart\tbl\t» less ice\t\n"
                   "rule\tstart\t\t\t\n"
                   "text\tstart\tbl\t1 × Soda\t\n"
                   "rule\tstart\t\t\t\n"
                   "cut\tstart\t\t\t\n");
  g_assert_true (g_str_has_prefix (zh, "text\tcentre\tbl\t制作单 0007\t\n"));
  g_assert_nonnull (strstr (zh, "2 × 冷萃\t\ntext\tstart\tl\t  Cold brew\t\n"));
  g_assert_nonnull (strstr (zh, "1 × Soda\t\nrule")); /* it has one name */
}

/* Which lines are on it, by the categories that are prepared. */
static void
test_categories (void)
{
  static const struct {
    gint64 categories[3];
    gsize n;
    const char *has, *has_not;
  } rows[] = {
      {{DRINKS}, 1, "Cold brew", "Dried mango"},
      {{SNACKS}, 1, "0.356 kg Dried mango", "Cold brew"},
      {{DRINKS, SNACKS}, 2, "Dried mango", "Linen shirt"},
      {{SNACKS, 99, 1}, 3, "Linen shirt", "Soda"},
      {{99}, 1, NULL, NULL},
      {{0}, 0, NULL, NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *slip = print (rows[i].categories, rows[i].n, FALSE, HUFU_LANG_EN);

    if (rows[i].has == NULL) {
      g_assert_null (slip);
      continue;
    }
    g_assert_nonnull (strstr (slip, rows[i].has));
    g_assert_null (strstr (slip, rows[i].has_not));
    g_assert_null (strstr (slip, "18.00"));
    g_assert_null (strstr (slip, "drawer"));
    g_assert_null (strstr (slip, "qr"));
  }
}

static void
test_copy (void)
{
  const gint64 drinks[] = {DRINKS};
  g_autofree char *slip = print (drinks, 1, TRUE, HUFU_LANG_ZH);

  g_assert_true (g_str_has_prefix (slip, "text\tcentre\tbl\t副本\t\n"));
}

/* Made to order: the slip says for when. */
static void
test_due (void)
{
  g_autoptr (HufuBasket) basket = make_basket ();
  const gint64 drinks[] = {DRINKS};
  const HufuReceiptFacts facts = {.receipt_no = "001-01-20261122-0007"};
  HufuLine *line = basket->lines->pdata[1];
  g_autoptr (HufuReceipt) slip = NULL;
  g_autofree char *text = NULL;

  line->asks = HUFU_DETAIL_DUE;
  line->due = (HufuDue){20261124, 15 * 60 + 30};
  slip = hufu_receipt_of_preparation (basket, drinks, 1, &facts, HUFU_LANG_EN);
  text = hufu_receipt_to_text (slip);
  g_assert_nonnull (
      strstr (text, "» less ice\t\ntext\tstart\tbl\t» Ready on 2026-11-24 15:30\t\n"));
}

/* What was chosen stands in both languages, without what it cost; a serial number is said too. */
static void
test_chosen (void)
{
  g_autoptr (HufuBasket) basket = make_basket ();
  const gint64 drinks[] = {DRINKS};
  const HufuReceiptFacts facts = {.receipt_no = "001-01-20261122-0007"};
  HufuLine *line = basket->lines->pdata[1];
  g_autoptr (HufuReceipt) slip = NULL;
  g_autofree char *text = NULL;

  line->options = hufu_offer_new ("");
  line->options->n_options = 3;
  line->options->options[0] = (HufuOption){"less", "Less sugar", "少糖", 0, FALSE};
  line->options->options[1] = (HufuOption){"full", "Full sugar", "全糖", 0, FALSE};
  line->options->options[2] = (HufuOption){"oat", "Oat milk", "燕麦奶", 300, FALSE};
  line->chosen = 5;
  g_strlcpy (line->trace.serial, "SN7", sizeof line->trace.serial);
  slip = hufu_receipt_of_preparation (basket, drinks, 1, &facts, HUFU_LANG_EN);
  text = hufu_receipt_to_text (slip);
  g_assert_nonnull (strstr (text, "» Less sugar, Oat milk\t\ntext\tstart\tl\t  少糖、燕麦奶\t\n"));
  g_assert_nonnull (strstr (text, "» Serial no. SN7\t\n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preparation/drinks", test_drinks);
  g_test_add_func ("/preparation/categories", test_categories);
  g_test_add_func ("/preparation/copy", test_copy);
  g_test_add_func ("/preparation/due", test_due);
  g_test_add_func ("/preparation/chosen", test_chosen);
  return g_test_run ();
}
