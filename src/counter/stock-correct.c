/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Corrections of the stock by a manager: one difference, one event. And how a product is found for
 * them. */
#include <string.h>

#include "counter/counter-private.h"
#include "store/stock.h"

#define FOUND_MAX 60 /* products of some words that are listed: more words find fewer */

/* ---- which product ---- */

void
hufu_stock_question_free (gpointer data)
{
  HufuStockQuestion *question = data;

  g_free (question->code);
  g_free (question->number);
  g_free (question->reason);
  g_free (question->note);
  g_clear_pointer (&question->product, hufu_product_free);
  g_clear_pointer (&question->places, g_ptr_array_unref);
  hufu_found_free (question->found);
  g_free (question);
}

static HufuProduct *
find_by_code (HufuDb *db, const HufuStockQuestion *question, GError **error)
{
  g_autofree char *upper = g_utf8_strup (question->code, -1);
  g_autoptr (GError) trouble = NULL;
  HufuProduct *product = NULL;

  if (question->gtin > 0)
    product = hufu_catalog_find_code (db, question->gtin, &trouble);
  if (product == NULL && trouble == NULL)
    product = hufu_catalog_find_sku (db, question->code, &trouble);
  if (product == NULL && trouble == NULL)
    product = hufu_catalog_find_sku (db, upper, &trouble);
  if (trouble != NULL)
    g_propagate_error (error, g_steal_pointer (&trouble));
  return product;
}

/* The only one that has them is meant. */
static void
find_by_words (HufuDb *db, HufuStockQuestion *question, GError **error)
{
  question->found = hufu_catalog_search (db, question->code, 0, FOUND_MAX, error);
  while (question->found != NULL && question->found->products->len == 0 &&
         question->found->next >= 0) {
    gint64 from = question->found->next;

    hufu_found_free (question->found);
    question->found = hufu_catalog_search (db, question->code, from, FOUND_MAX, error);
  }
  if (question->found != NULL && question->found->products->len == 1 && question->found->next < 0)
    question->product = g_ptr_array_steal_index (question->found->products, 0);
}

/* The question comes back as its own answer. */
static gpointer
find (HufuDb *db, gpointer data, GError **error)
{
  HufuStockQuestion *question = data;
  GError *trouble = NULL;

  question->product = question->product_id > 0
                          ? hufu_catalog_find_product (db, question->product_id, &trouble)
                          : find_by_code (db, question, &trouble);
  if (question->product == NULL && question->by_words && trouble == NULL)
    find_by_words (db, question, &trouble);
  if (question->product != NULL && trouble == NULL)
    question->places = hufu_stock_list_elsewhere (db, question->product->product_id, &trouble);
  if (trouble == NULL)
    return question;
  g_propagate_error (error, trouble);
  hufu_stock_question_free (question);
  return NULL;
}

static void
ask_catalog (HufuCounter *counter)
{
  struct _HufuStockFlow *flow = counter->stock;

  hufu_counter_ask (counter, counter->catalog, find, g_steal_pointer (&flow->question), NULL,
                    hufu_stock_question_free, flow->then);
}

static guint64
read_gtin (HufuCounter *counter, const char *code)
{
  g_autofree HufuScan *scan = g_new0 (HufuScan, 1);
  gsize length = code == NULL ? 0 : strlen (code);

  if (length > 0 && length <= HUFU_SCAN_TEXT_MAX)
    hufu_recognise (code, length, HUFU_ASKING_ANYTHING, counter->policy.layouts,
                    counter->policy.n_layouts, scan);
  return scan->gtin;
}

void
hufu_stock_ask (HufuCounter *counter, HufuStockQuestion *take_question, HufuCounterDone done)
{
  take_question->gtin = read_gtin (counter, take_question->code);
  g_clear_pointer (&counter->stock->question, hufu_stock_question_free);
  counter->stock->question = take_question;
  counter->stock->then = done;
  hufu_stock_flow_catch_up (counter, ask_catalog);
}

void
hufu_stock_say_unknown (HufuCounter *counter)
{
  hufu_counter_refuse (
      counter, HUFU_WORD (counter->lang, "No product has this code or number. Look it up by name.",
                          "没有这个条码或货号的商品。请按名称查找。"));
}

/* ---- a correction ---- */

typedef struct {
  HufuStockCorrection correction;
  char *note;
} Booking;

static void
booking_free (gpointer data)
{
  g_free (((Booking *)data)->note);
  g_free (data);
}

static gpointer
book (HufuDb *db, gpointer data, GError **error)
{
  const Booking *booking = data;

  return hufu_stock_write_correction (db, &booking->correction, error)
             ? g_memdup2 (&booking->correction, sizeof booking->correction)
             : NULL;
}

static void
on_booked (HufuCounter *counter, gpointer answer, const GError *error)
{
  const HufuStockCorrection *correction = answer;
  g_autofree char *difference = NULL, *said = NULL;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  difference = hufu_stock_say_milli (correction->delta_milli);
  said = HUFU_SAY (counter->lang, "%s: %s%s. Booked.", "%s：%s%s。已记账。",
                   correction->reason->labels[counter->lang],
                   correction->delta_milli > 0 ? "+" : "", difference);
  hufu_counter_sound (counter, HUFU_SOUND_ACCEPTED);
  hufu_counter_notice (counter, said);
  hufu_stock_desk_tell_booked (counter->stock->desk, said);
  hufu_stock_show_again (counter);
  hufu_sync_wake (counter->sync);
}

static void
refuse (HufuCounter *counter, HufuStockFault fault)
{
  hufu_counter_refuse (counter, hufu_stock_fault_sentence (fault, counter->lang));
}

static void
on_found (HufuCounter *counter, gpointer answer, const GError *error)
{
  HufuStockQuestion *question = answer;
  HufuStockCorrection correction = {0};
  HufuStockFault fault;
  HufuStockState state;
  HufuStockKey key;
  Booking *booking;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  if (question->product == NULL) {
    hufu_stock_say_unknown (counter);
    return;
  }
  key = hufu_stock_key_of (question->product);
  state = hufu_stock_book_look (counter->stock->book, &key);
  correction.product_id = key.product_id;
  correction.reason = hufu_stock_reason_find (question->reason);
  correction.staff_id = counter->clerk->staff_id;
  fault = correction.reason != NULL &&
                  !hufu_stock_read_milli (question->number, &correction.number_milli)
              ? HUFU_STOCK_BAD_NUMBER
              : hufu_stock_correct (correction.reason, correction.number_milli, question->note,
                                    state.known, state.milli, &correction.delta_milli);
  if (fault != HUFU_STOCK_OK) {
    refuse (counter, fault);
    return;
  }
  booking = g_new (Booking, 1);
  *booking = (Booking){correction, g_steal_pointer (&question->note)};
  booking->correction.note = booking->note;
  hufu_counter_ask (counter, counter->books, book, booking, booking_free, g_free, on_booked);
}

void
hufu_stock_correct_by_hand (HufuCounter *counter, const char *code, const char *number,
                            const char *reason, const char *note)
{
  HufuStockQuestion *question;

  if (counter->clerk == NULL || counter->clerk->role != HUFU_ROLE_MANAGER) {
    refuse (counter, HUFU_STOCK_NOT_MANAGER);
    return;
  }
  question = g_new0 (HufuStockQuestion, 1);
  question->code = g_strdup (code);
  question->number = g_strdup (number);
  question->reason = g_strdup (reason);
  question->note = g_strdup (note);
  hufu_stock_ask (counter, question, on_found);
}
