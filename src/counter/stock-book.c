/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/stock-book.h"

#include <string.h>

#include "counter/say.h"
#include "store/stock.h"

#define DECIMALS 3 /* of a quantity in thousandths */

struct _HufuStockBook {
  GObject parent_instance;
  HufuStockTally *tally;
  gint64 low_milli;
};

G_DEFINE_FINAL_TYPE (HufuStockBook, hufu_stock_book, G_TYPE_OBJECT)

static guint changed_signal;

static void
hufu_stock_book_finalize (GObject *object)
{
  hufu_stock_tally_free (HUFU_STOCK_BOOK (object)->tally);
  G_OBJECT_CLASS (hufu_stock_book_parent_class)->finalize (object);
}

static void
hufu_stock_book_class_init (HufuStockBookClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hufu_stock_book_finalize;
  changed_signal = g_signal_new ("changed", HUFU_TYPE_STOCK_BOOK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
hufu_stock_book_init (HufuStockBook *self)
{
  self->tally = hufu_stock_tally_new ();
  self->low_milli = HUFU_STOCK_LOW_MILLI;
}

HufuStockBook *
hufu_stock_book_new (void)
{
  return g_object_new (HUFU_TYPE_STOCK_BOOK, NULL);
}

HufuStockTally *
hufu_stock_book_get_tally (HufuStockBook *book)
{
  return book->tally;
}

void
hufu_stock_book_tell_changed (HufuStockBook *book)
{
  g_signal_emit (book, changed_signal, 0);
}

void
hufu_stock_book_set_low_milli (HufuStockBook *book, gint64 low_milli)
{
  if (book->low_milli == low_milli)
    return;
  book->low_milli = low_milli;
  hufu_stock_book_tell_changed (book);
}

gint64
hufu_stock_book_get_low_milli (HufuStockBook *book)
{
  return book->low_milli;
}

HufuStockKey
hufu_stock_key_of (const HufuProduct *product)
{
  return (HufuStockKey){product->product_id, hufu_product_get_figure (product), product->low_milli};
}

HufuStockState
hufu_stock_book_look (HufuStockBook *book, const HufuStockKey *key)
{
  HufuStockState state = {.low_milli = key->low_milli >= 0 ? key->low_milli : book->low_milli};

  state.known = hufu_stock_on_hand (book->tally, key->product_id, &key->figure, &state.milli);
  state.is_low = state.known && state.milli <= state.low_milli;
  return state;
}

/* ---- words ---- */

char *
hufu_stock_say_milli (gint64 milli)
{
  gint64 size = ABS (milli);
  g_autofree char *text = g_strdup_printf ("%s%" G_GINT64_FORMAT ".%03" G_GINT64_FORMAT,
                                           milli < 0 ? "-" : "", size / 1000, size % 1000);
  gsize length = strlen (text);

  while (text[length - 1] == '0')
    length--;
  if (text[length - 1] == '.')
    length--;
  return g_strndup (text, length);
}

char *
hufu_stock_say_age (gint64 at_utc_s, gint64 now_utc_s, HufuLang lang)
{
  gint64 minutes = (now_utc_s - at_utc_s) / 60;

  if (at_utc_s == 0)
    return HUFU_SAY (lang, "never told", "尚未报来");
  if (minutes < 1)
    return HUFU_SAY (lang, "just now", "刚刚");
  if (minutes < 60)
    return HUFU_SAY (lang, "%" G_GINT64_FORMAT " min ago", "%" G_GINT64_FORMAT " 分钟前", minutes);
  if (minutes < 48 * 60)
    return HUFU_SAY (lang, "%" G_GINT64_FORMAT " h ago", "%" G_GINT64_FORMAT " 小时前",
                     minutes / 60);
  return HUFU_SAY (lang, "%" G_GINT64_FORMAT " days ago", "%" G_GINT64_FORMAT " 天前",
                   minutes / 60 / 24);
}

gboolean
hufu_stock_read_milli (const char *text, gint64 *ret_milli)
{
  gsize n_whole = strspn (text, "0123456789"), n_decimals = 0;
  gint64 milli = 0;

  if (text[n_whole] == '.')
    n_decimals = strspn (text + n_whole + 1, "0123456789");
  if (n_whole == 0 || n_decimals > DECIMALS || (text[n_whole] == '.' && n_decimals == 0) ||
      text[n_whole + n_decimals + (n_decimals > 0 ? 1 : 0)] != '\0')
    return FALSE;
  for (gsize i = 0; i < n_whole && milli <= HUFU_QTY_MAX_MILLI; i++)
    milli = milli * 10 + (text[i] - '0');
  for (gsize i = 0; i < DECIMALS && milli <= HUFU_QTY_MAX_MILLI; i++)
    milli = milli * 10 + (i < n_decimals ? text[n_whole + 1 + i] - '0' : 0);
  *ret_milli = milli;
  return milli <= HUFU_QTY_MAX_MILLI;
}
