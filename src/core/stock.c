/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/stock.h"

#include <string.h>

/* ---- the tally ---- */

/* What a product has moved since the tally began, up to and with this event. */
typedef struct {
  gint64 event_no, sum_milli;
} Step;

struct _HufuStockTally {
  gint64 begin_no, read_no;
  GHashTable *products; /* gint64 -> GArray of Step, by event */
};

static void
unref_steps (gpointer steps)
{
  g_array_unref (steps);
}

HufuStockTally *
hufu_stock_tally_new (void)
{
  HufuStockTally *tally = g_new0 (HufuStockTally, 1);

  tally->products = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, unref_steps);
  return tally;
}

void
hufu_stock_tally_free (HufuStockTally *tally)
{
  if (tally == NULL)
    return;
  g_hash_table_unref (tally->products);
  g_free (tally);
}

void
hufu_stock_tally_begin (HufuStockTally *tally, gint64 after_no)
{
  g_hash_table_remove_all (tally->products);
  tally->begin_no = tally->read_no = after_no;
}

static GArray *
need_steps (HufuStockTally *tally, gint64 product_id)
{
  GArray *steps = g_hash_table_lookup (tally->products, &product_id);

  if (steps == NULL) {
    steps = g_array_new (FALSE, FALSE, sizeof (Step));
    g_hash_table_insert (tally->products, g_memdup2 (&product_id, sizeof product_id), steps);
  }
  return steps;
}

void
hufu_stock_tally_add (HufuStockTally *tally, const HufuStockMove *move)
{
  GArray *steps;
  Step step = {move->event_no, move->delta_milli};

  if (move->event_no <= tally->read_no)
    return;
  steps = need_steps (tally, move->product_id);
  if (steps->len > 0) {
    Step *last = &g_array_index (steps, Step, steps->len - 1);

    g_assert (last->event_no <= move->event_no);
    step.sum_milli += last->sum_milli;
    if (last->event_no == move->event_no) {
      last->sum_milli = step.sum_milli;
      return;
    }
  }
  g_array_append_val (steps, step);
}

void
hufu_stock_tally_set_read (HufuStockTally *tally, gint64 event_no)
{
  tally->read_no = MAX (tally->read_no, event_no);
}

gint64
hufu_stock_tally_get_read (const HufuStockTally *tally)
{
  return tally->read_no;
}

gint64
hufu_stock_tally_get_begin (const HufuStockTally *tally)
{
  return tally->begin_no;
}

GArray *
hufu_stock_tally_list (const HufuStockTally *tally)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer product_id;

  g_hash_table_iter_init (&iter, tally->products);
  while (g_hash_table_iter_next (&iter, &product_id, NULL))
    g_array_append_vals (list, product_id, 1);
  return list;
}

/* How many steps there are up to that event. */
static guint
count_steps (const GArray *steps, gint64 event_no)
{
  guint low = 0, high = steps->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (g_array_index (steps, Step, middle).event_no <= event_no)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static gint64
sum_up_to (const GArray *steps, guint n)
{
  return n == 0 ? 0 : g_array_index (steps, Step, n - 1).sum_milli;
}

gint64
hufu_stock_tally_sum (const HufuStockTally *tally, gint64 product_id, gint64 after_no)
{
  const GArray *steps = g_hash_table_lookup (tally->products, &product_id);

  return steps == NULL
             ? 0
             : sum_up_to (steps, steps->len) - sum_up_to (steps, count_steps (steps, after_no));
}

static gboolean
drop_steps (gpointer product_id, gpointer value, gpointer user_data)
{
  GArray *steps = value;
  guint n = count_steps (steps, *(const gint64 *)user_data);
  gint64 gone_milli = sum_up_to (steps, n);

  if (n > 0)
    g_array_remove_range (steps, 0, n);
  for (guint i = 0; i < steps->len; i++)
    g_array_index (steps, Step, i).sum_milli -= gone_milli;
  return steps->len == 0;
}

void
hufu_stock_tally_drop (HufuStockTally *tally, gint64 up_to_no)
{
  if (up_to_no <= tally->begin_no || up_to_no > tally->read_no)
    return;
  g_hash_table_foreach_remove (tally->products, drop_steps, &up_to_no);
  tally->begin_no = up_to_no;
}

gboolean
hufu_stock_on_hand (const HufuStockTally *tally, gint64 product_id, const HufuStockFigure *figure,
                    gint64 *ret_milli)
{
  if (figure->at_utc_s == 0 || figure->counted_no < tally->begin_no)
    return FALSE;
  *ret_milli = figure->milli + hufu_stock_tally_sum (tally, product_id, figure->counted_no);
  return TRUE;
}

/* ---- corrections ---- */

static const HufuStockReason reasons[HUFU_STOCK_REASON_COUNT] = {
    {"counted", HUFU_STOCK_IS, {"Counted", "盘点"}},
    {"received", HUFU_STOCK_MORE, {"Received", "到货"}},
    {"found", HUFU_STOCK_MORE, {"Found", "找到"}},
    {"damaged", HUFU_STOCK_LESS, {"Damaged", "损坏"}},
    {"lost", HUFU_STOCK_LESS, {"Lost", "丢失"}},
    {"used", HUFU_STOCK_LESS, {"Used in the store", "店内自用"}},
};

static const struct {
  const char *code, *sentences[HUFU_LANG_COUNT];
} faults[] = {
    [HUFU_STOCK_OK] = {"", {"", ""}},
    [HUFU_STOCK_NO_REASON] = {"stock_no_reason",
                              {"Nothing was booked: choose a reason.",
                               "还没有记账：请选一个原因。"}},
    [HUFU_STOCK_BAD_NUMBER] = {"stock_bad_number",
                               {"Nothing was booked: type a number of at most 10,000.",
                                "还没有记账：请输入不超过 10000 的数量。"}},
    [HUFU_STOCK_BAD_NOTE] = {"stock_bad_note",
                             {"Nothing was booked: say it in one line of 40 characters.",
                              "还没有记账：请用一行、不超过 40 个字说明。"}},
    [HUFU_STOCK_CARD_NOTE] = {"stock_card_note",
                              {"Nothing was booked: the note looks like a card number.",
                               "还没有记账：说明像是银行卡号，请换一种写法。"}},
    [HUFU_STOCK_NOT_KNOWN] = {"stock_not_known",
                              {"Nothing was booked: how many there should be is not known here "
                               "yet. Book what came or went, or try again after the next sync.",
                               "还没有记账：本机还不知道应有多少。请按到货、损坏等记增减，或同步"
                               "后再试。"}},
    [HUFU_STOCK_NOT_MANAGER] = {"stock_not_manager",
                                {"Nothing was booked: only a manager corrects stock. Sign in as "
                                 "one.",
                                 "还没有记账：只有店长可以更正库存，请由店长登录。"}},
};

const HufuStockReason *
hufu_stock_reason_get (gsize i)
{
  g_assert (i < G_N_ELEMENTS (reasons));
  return &reasons[i];
}

const HufuStockReason *
hufu_stock_reason_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_strcmp0 (reasons[i].name, name) == 0)
      return &reasons[i];
  return NULL;
}

const char *
hufu_stock_fault_code (HufuStockFault fault)
{
  g_assert ((gsize)fault < G_N_ELEMENTS (faults));
  return faults[fault].code;
}

const char *
hufu_stock_fault_sentence (HufuStockFault fault, HufuLang lang)
{
  g_assert ((gsize)fault < G_N_ELEMENTS (faults));
  return faults[fault].sentences[lang];
}

HufuStockFault
hufu_stock_correct (const HufuStockReason *reason, gint64 number_milli, const char *note,
                    gboolean known, gint64 here_milli, gint64 *ret_delta_milli)
{
  HufuNoteKind look = hufu_note_look (note);

  if (reason == NULL)
    return HUFU_STOCK_NO_REASON;
  if (number_milli < (reason->way == HUFU_STOCK_IS ? 0 : 1) || number_milli > HUFU_QTY_MAX_MILLI)
    return HUFU_STOCK_BAD_NUMBER;
  if (look == HUFU_NOTE_CARD)
    return HUFU_STOCK_CARD_NOTE;
  if (look == HUFU_NOTE_BAD)
    return HUFU_STOCK_BAD_NOTE;
  if (reason->way == HUFU_STOCK_IS && !known)
    return HUFU_STOCK_NOT_KNOWN;
  *ret_delta_milli = reason->way == HUFU_STOCK_IS     ? number_milli - here_milli
                     : reason->way == HUFU_STOCK_MORE ? number_milli
                                                      : -number_milli;
  return HUFU_STOCK_OK;
}
