/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A product that was found becomes a line, unless its date, its weight or its price is against it.
 */
#include <string.h>

#include "counter/detail-flow.h"
#include "counter/counter-private.h"
#include "counter/manager.h"
#include "counter/shown-code.h"

static gint64
take_next_qty (HufuCounter *counter)
{
  gint64 qty_milli = counter->next_qty_milli > 0 ? counter->next_qty_milli : 1000;

  counter->next_qty_milli = 0;
  return qty_milli;
}

static void
draw_expired (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_MESSAGE);
  gint32 day = counter->expired_day;
  g_autofree char *sentence = HUFU_SAY (
      counter->lang, "Its last day was %04d-%02d-%02d. Take another piece and put this one aside.",
      "有效期到 %04d-%02d-%02d。请换一件，把这件拿开。", day / 10000, day / 100 % 100, day % 100);

  hufu_panel_set_band (panel, HUFU_MARK_APART, HUFU_TONE_NO,
                       HUFU_WORD (counter->lang, "Past its date", "商品已过期"), sentence);
  hufu_panel_set_about (panel, "barcode", counter->shown_code, "");
  hufu_counter_sound (counter, HUFU_SOUND_REFUSED);
  hufu_counter_take_redrawn (counter, panel, draw_expired);
}

typedef struct {
  gint64 product_id;
  HufuFlaw flaw;
} Seen;

static gpointer
note_flaw (HufuDb *db, gpointer data, GError **error)
{
  const Seen *seen = data;

  return hufu_catalog_note_flaw (db, seen->product_id, seen->flaw, error) ? data : NULL;
}

static void
on_noted (HufuCounter *counter, gpointer answer, const GError *error)
{
  if (error != NULL)
    hufu_counter_show_problem (counter, error);
  else
    hufu_manager_reload (counter);
}

static HufuFlaw
find_flaw (const HufuProduct *product, const HufuLine *line)
{
  gboolean offers_badly = *product->options != '\0' && line->options == NULL;

  return offers_badly ? MAX (product->flaw, HUFU_FLAW_OPTIONS) : product->flaw;
}

/* What a catalogue that came whole has is seen here first, and goes on the manager's page. */
static void
tell_flaw (HufuCounter *counter, gint64 product_id, HufuFlaw flaw)
{
  const char *sentence = hufu_flaw_say_selling (flaw, counter->lang);
  Seen *seen;

  if (*sentence == '\0')
    return;
  hufu_counter_notice (counter, sentence);
  seen = g_new (Seen, 1);
  *seen = (Seen){product_id, flaw};
  hufu_counter_ask (counter, counter->catalog, note_flaw, seen, g_free, NULL, on_noted);
}

gboolean
hufu_line_add (HufuCounter *counter, const HufuProduct *product, guint64 gtin, gint64 qty_milli,
               gint64 label_total_minor, const HufuTrace *trace)
{
  HufuFlaw flaw;
  HufuLine *line;

  if (trace != NULL && trace->expires_day > 0 &&
      trace->expires_day < hufu_detail_flow_now (counter).day) {
    const char *name = HUFU_WORD (counter->lang, product->name_en, product->name_zh);

    hufu_voucher_flow_clear (counter);
    g_free (counter->shown_code);
    counter->shown_code = hufu_shown_code (name, strlen (name));
    counter->expired_day = trace->expires_day;
    draw_expired (counter);
    return FALSE;
  }
  if (trace != NULL && hufu_detail_flow_take_trace (counter, product->product_id, trace))
    return TRUE;
  if (product->by_weight && qty_milli <= 0 && label_total_minor < 0) {
    hufu_counter_refuse (counter, HUFU_WORD (counter->lang,
                                             "This is sold by weight: weigh it and scan the label.",
                                             "这是称重商品：请称重后扫标签。"));
    return FALSE;
  }
  if (qty_milli <= 0)
    qty_milli = label_total_minor >= 0 ? 1000 : take_next_qty (counter);
  line = hufu_product_to_line (product, gtin, qty_milli);
  flaw = find_flaw (product, line);
  line->label_total_minor = label_total_minor;
  if (trace != NULL)
    line->trace = *trace;
  if (product->open_price_max_minor > 0 && label_total_minor < 0) {
    hufu_open_price_ask (counter, line, product->open_price_max_minor);
    tell_flaw (counter, product->product_id, flaw);
    return FALSE;
  }
  if (!hufu_edit_add_line (counter, line))
    return FALSE;
  tell_flaw (counter, product->product_id, flaw);
  return TRUE;
}
