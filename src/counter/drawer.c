/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cash in and out of the drawer without a sale; the drawer opened without one. */
#include "counter/counter-private.h"

/* A move on its way to the books, and its slip on the way back. */
typedef struct {
  HufuCashMove move;
  GStringChunk *texts; /* owns what `move` points to */
  HufuId job_id;
  HufuReceipt *slip;
} Moving;

static void
moving_free (gpointer data)
{
  Moving *moving = data;

  hufu_receipt_free (moving->slip);
  g_string_chunk_free (moving->texts);
  g_free (moving);
}

static gpointer
move_cash (HufuDb *db, gpointer data, GError **error)
{
  Moving *moving = data;

  if (hufu_cash_move (db, &moving->move, &moving->job_id, &moving->slip, error))
    return moving;
  moving_free (moving);
  return NULL;
}

static void
on_moved (HufuCounter *counter, gpointer answer, const GError *error)
{
  g_autofree char *said = NULL;
  const Moving *moving = answer;
  const char *what, *why;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  what = hufu_cash_kind_label (moving->move.kind, counter->lang);
  why = hufu_cash_reason_find (moving->move.kind, moving->move.reason)->labels[counter->lang];
  if (moving->move.kind == HUFU_CASH_NO_SALE) {
    said = HUFU_SAY (counter->lang, "%s: %s. It is in the journal.", "%s：%s。已记入日志。", what,
                     why);
  } else {
    char amount[HUFU_MONEY_TEXT_SIZE];

    hufu_money_format_grouped (moving->move.amount_minor, amount);
    said = HUFU_SAY (counter->lang, "%s %s: %s. Booked.", "%s %s：%s。已记账。", what, amount, why);
  }
  hufu_drawer_back (counter);
  hufu_devices_print (counter, &moving->job_id, moving->slip);
  hufu_counter_sound (counter, HUFU_SOUND_ACCEPTED);
  hufu_counter_notice (counter, said);
  hufu_sync_wake (counter->sync);
}

static const char *
keep (Moving *moving, const char *text)
{
  return g_string_chunk_insert (moving->texts, text != NULL ? text : "");
}

static Moving *
make_moving (HufuCounter *counter, HufuCashKind kind, gint64 amount_minor, const char *reason,
             const char *note)
{
  g_autofree char *now = hufu_counter_day_text (counter, hufu_counter_now_utc_us (counter));
  Moving *moving = g_new0 (Moving, 1);

  moving->texts = g_string_chunk_new (256);
  moving->move = (HufuCashMove){
      .staff_id = counter->clerk->staff_id,
      .kind = kind,
      .reason = keep (moving, reason),
      .note = keep (moving, note),
      .amount_minor = amount_minor,
      .slip = {.shop_en = keep (moving, counter->policy.shop_en),
               .shop_zh = keep (moving, counter->policy.shop_zh),
               .clerk_label = keep (moving, hufu_session_name (counter, counter->clerk)),
               .local_time = keep (moving, now)},
      .lang = counter->lang,
      .print = counter->printer_uri != NULL,
  };
  return moving;
}

void
hufu_drawer_move (HufuCounter *counter, HufuCashKind kind, gint64 amount_minor, const char *reason,
                  const char *note)
{
  HufuCashFault fault =
      hufu_cash_check (kind, hufu_cash_reason_find (kind, reason), note, amount_minor);

  if (fault != HUFU_CASH_OK) {
    hufu_counter_refuse (counter, hufu_cash_fault_sentence (fault, counter->lang));
    return;
  }
  hufu_counter_ask (counter, counter->books, move_cash,
                    make_moving (counter, kind, amount_minor, reason, note), NULL, moving_free,
                    on_moved);
}

void
hufu_drawer_begin (HufuCounter *counter)
{
  hufu_voucher_flow_clear (counter);
  hufu_counter_take_panel (counter, NULL);
  hufu_counter_notice (counter, "");
  hufu_drawer_pad_clear (counter->drawer);
  hufu_counter_set_screen (counter, HUFU_SCREEN_DRAWER);
}

void
hufu_drawer_back (HufuCounter *counter)
{
  hufu_counter_notice (counter, "");
  if (counter->screen == HUFU_SCREEN_DRAWER)
    hufu_counter_set_screen (counter, HUFU_SCREEN_SELL);
}

void
hufu_drawer_book (HufuCounter *counter)
{
  g_autofree char *reason = NULL, *note = NULL;
  gint64 amount_minor;
  guint kind;

  g_object_get (counter->drawer, "kind", &kind, "reason", &reason, "note", &note, "amount-minor",
                &amount_minor, NULL);
  hufu_drawer_move (counter, (HufuCashKind)kind, amount_minor, reason, note);
}
