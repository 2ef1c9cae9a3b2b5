/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the catalogue says now of what is in the basket. A line keeps the price at which it came,
 * says so when the shelf has another one, and takes that when the cashier wants it. */
#include "counter/shelf-price.h"

#include "counter/counter-private.h"

typedef struct {
  guint32 line_no;
  gint64 product_id;
  HufuShelf found; /* CHANGED: there it is; SAME: its price is asked at the till */
  gint64 price_minor, member_price_minor;
} Shelved;

/* What the catalogue has of each line. Both threads have a reference, one after the other. */
typedef struct {
  HufuId sale_id;
  GArray *lines; /* Shelved */
} Look;

static void
look_clear (gpointer data)
{
  g_array_unref (((Look *)data)->lines);
}

static void
look_unref (gpointer look)
{
  g_atomic_rc_box_release_full (look, look_clear);
}

static gpointer
read_shelf (HufuDb *db, gpointer data, GError **error)
{
  Look *look = data;
  GError *trouble = NULL;

  for (guint i = 0; i < look->lines->len && trouble == NULL; i++) {
    Shelved *shelved = &g_array_index (look->lines, Shelved, i);
    g_autoptr (HufuProduct) product = hufu_catalog_find_product (db, shelved->product_id, &trouble);

    shelved->found = product == NULL                     ? HUFU_SHELF_GONE
                     : product->open_price_max_minor > 0 ? HUFU_SHELF_SAME
                                                         : HUFU_SHELF_CHANGED;
    shelved->price_minor = product == NULL ? 0 : product->price_minor;
    shelved->member_price_minor = product == NULL ? -1 : product->member_price_minor;
  }
  if (trouble == NULL)
    return g_atomic_rc_box_acquire (look);
  g_propagate_error (error, trouble);
  return NULL;
}

/* Returns whether it is news to whoever stands there. */
static gboolean
put (HufuLine *line, const Shelved *shelved, gboolean member)
{
  gint64 before_minor, now_minor;
  HufuShelf before = hufu_line_get_shelf (line, member, &before_minor), now;

  line->shelf = shelved->found;
  line->shelf_price_minor = shelved->price_minor;
  line->shelf_member_price_minor = shelved->member_price_minor;
  now = hufu_line_get_shelf (line, member, &now_minor);
  return now != HUFU_SHELF_SAME && (now != before || now_minor != before_minor);
}

static void
tell (HufuCounter *counter, const HufuLine *line, guint n_lines)
{
  HufuLang lang = counter->lang;
  const char *name = HUFU_WORD (lang, line->name_en, line->name_zh);
  g_autofree char *sentence =
      n_lines > 1
          ? HUFU_SAY (lang, "%u lines differ from the catalogue. This sale keeps their prices.",
                      "%u 行商品与目录不同。本单保留原价。", n_lines)
      : line->shelf == HUFU_SHELF_GONE
          ? HUFU_SAY (lang, "%s has left the catalogue. This sale keeps it at its price.",
                      "%s 已从商品目录下架。本单按原价保留。", name)
          : HUFU_SAY (lang,
                      "The price of %s has changed. This sale keeps the old one; see its line.",
                      "%s 的价格已变。本单保留原价，见该行。", name);

  hufu_counter_notice (counter, sentence);
}

/* A catalogue that cannot be read is told elsewhere, and changes no price. */
static void
on_looked (HufuCounter *counter, gpointer answer, const GError *error)
{
  const Look *look = answer;
  const HufuLine *news = NULL;
  guint n_news = 0;

  if (look == NULL || !hufu_id_equal (&counter->basket->id, &look->sale_id))
    return;
  for (guint i = 0; i < look->lines->len; i++) {
    const Shelved *shelved = &g_array_index (look->lines, Shelved, i);
    HufuLine *line = hufu_basket_find_line (counter->basket, shelved->line_no);

    if (line == NULL || !put (line, shelved, counter->basket->has_member))
      continue;
    news = line;
    n_news++;
  }
  hufu_edit_show (counter);
  if (news != NULL)
    tell (counter, news, n_news);
}

void
hufu_shelf_price_check (HufuCounter *counter)
{
  Look *look;

  if (counter->basket == NULL || counter->catalog == NULL || counter->catalog_damaged)
    return;
  look = g_atomic_rc_box_new (Look);
  *look = (Look){counter->basket->id, g_array_new (FALSE, TRUE, sizeof (Shelved))};
  for (guint i = 0; i < counter->basket->lines->len; i++) {
    const HufuLine *line = counter->basket->lines->pdata[i];
    const Shelved shelved = {.line_no = line->line_no, .product_id = line->product_id};

    if (line->kind == HUFU_LINE_PRODUCT)
      g_array_append_val (look->lines, shelved);
  }
  if (look->lines->len > 0)
    hufu_counter_ask (counter, counter->catalog, read_shelf, look, look_unref, look_unref,
                      on_looked);
  else
    look_unref (look);
}

void
hufu_shelf_price_carry (const HufuBasket *from, HufuBasket *to)
{
  for (guint i = 0; i < to->lines->len; i++) {
    HufuLine *line = to->lines->pdata[i];
    const HufuLine *old = hufu_basket_find_line (from, line->line_no);

    if (old == NULL)
      continue;
    line->shelf = old->shelf;
    line->shelf_price_minor = old->shelf_price_minor;
    line->shelf_member_price_minor = old->shelf_member_price_minor;
  }
}

void
hufu_shelf_price_take (HufuCounter *counter, guint32 line_no)
{
  HufuBasket *basket = hufu_edit_copy (counter);

  hufu_edit_commit (counter, basket, hufu_basket_take_shelf_price (basket, line_no));
}

char *
hufu_shelf_price_now (const HufuLine *line, gboolean member)
{
  char now[HUFU_MONEY_TEXT_SIZE] = "";
  gint64 now_minor;

  if (hufu_line_get_shelf (line, member, &now_minor) == HUFU_SHELF_CHANGED)
    hufu_money_format (now_minor, now);
  return g_strdup (now);
}

char *
hufu_shelf_price_say (const HufuLine *line, gboolean member, HufuLang lang)
{
  g_autofree char *now = hufu_shelf_price_now (line, member);
  gint64 now_minor;

  switch (hufu_line_get_shelf (line, member, &now_minor)) {
  case HUFU_SHELF_SAME:
    return NULL;
  case HUFU_SHELF_GONE:
    return g_strdup (
        HUFU_WORD (lang, "No longer in the catalogue; price kept", "商品已下架，按原价保留"));
  case HUFU_SHELF_CHANGED:
  default:
    return HUFU_SAY (lang, "Now %s; this line keeps its price", "现价 %s，本行保留原价", now);
  }
}
