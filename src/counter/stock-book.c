/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/stock-book.h"

#include "store/stock.h"

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
