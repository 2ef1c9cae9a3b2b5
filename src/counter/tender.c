/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking the money and finishing the sale. */
#include "counter/detail-flow.h"
#include "counter/counter-private.h"

#include <string.h>

static gint64
due_of (HufuCounter *counter)
{
  HufuTotals totals;

  hufu_basket_get_totals (counter->basket, &totals);
  return totals.due_minor;
}

void
hufu_tender_refresh (HufuCounter *counter)
{
  hufu_cash_pad_ask (counter->pad, due_of (counter), hufu_basket_cash_minor (counter->basket),
                     counter->policy.cash_increment_minor, counter->policy.cash_rounding,
                     counter->lang);
  hufu_primary_refresh (counter);
}

/* ---- finishing ---- */

typedef struct {
  HufuBasket *basket;
  HufuFinish finish;
  char *business_day, *clerk_label, *local_time, *qr_text;
  char *shop_en, *shop_zh, *footer_en, *footer_zh;
  HufuTemplate *look;
  gint64 prepared[HUFU_PREPARED_MAX];
} Finishing;

static void
finishing_free (gpointer data)
{
  Finishing *finishing = data;

  hufu_basket_free (finishing->basket);
  g_free (finishing->business_day);
  g_free (finishing->clerk_label);
  g_free (finishing->local_time);
  g_free (finishing->qr_text);
  g_free (finishing->shop_en);
  g_free (finishing->shop_zh);
  g_free (finishing->footer_en);
  g_free (finishing->footer_zh);
  hufu_template_unref (finishing->look);
  g_free (finishing);
}

static gpointer
finish_sale (HufuDb *db, gpointer data, GError **error)
{
  const Finishing *finishing = data;
  HufuFinished *finished = g_new0 (HufuFinished, 1);

  if (hufu_sale_finish (db, finishing->basket, &finishing->finish, finished, error))
    return finished;
  g_free (finished);
  return NULL;
}

static void
finished_free (gpointer data)
{
  hufu_finished_clear (data);
  g_free (data);
}

static gint64
change_of (const HufuBasket *basket)
{
  gint64 change_minor = 0;

  for (guint i = 0; i < basket->tenders->len; i++)
    change_minor += ((const HufuTender *)basket->tenders->pdata[i])->change_minor;
  return change_minor;
}

static void
show_done (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_DONE);
  gint64 change_minor = counter->last_change_minor;
  char change[HUFU_MONEY_TEXT_SIZE];
  g_autofree char *headline = NULL;

  hufu_money_format_grouped (change_minor, change);
  headline = change_minor > 0 ? HUFU_SAY (counter->lang, "Give back %s", "请找零 %s", change)
                              : HUFU_SAY (counter->lang, "No change to give", "无需找零");
  hufu_panel_set_band (panel, HUFU_MARK_JOINED, HUFU_TONE_OK, headline,
                       HUFU_WORD (counter->lang, "Sale complete.", "收款完成。"));
  hufu_panel_add_fact (panel, HUFU_WORD (counter->lang, "Change", "找零"), change, "");
  hufu_panel_add_fact (panel, HUFU_WORD (counter->lang, "Receipt", "小票号"),
                       counter->last_receipt_no, "");
  hufu_panel_set_note (panel, HUFU_TONE_OK, HUFU_MARK_JOINED,
                       HUFU_WORD (counter->lang, "Stored on this till", "已存入本机"),
                       HUFU_WORD (counter->lang,
                                  "It is sent to the platform by itself, also after an outage.",
                                  "会自动上传平台，断网后也会补传。"));
  if (counter->printer_uri != NULL) {
    hufu_panel_add_choice (panel, HUFU_ACT_REPRINT,
                           HUFU_WORD (counter->lang, "Print again (copy)", "补打小票（副本）"), "",
                           "F7", "printer");
    hufu_panel_add_choice (
        panel, HUFU_ACT_GIFT,
        HUFU_WORD (counter->lang, "Gift receipt, no prices", "礼品小票（无价格）"), "", "F8",
        "receipt");
  }
  hufu_counter_take_redrawn (counter, panel, show_done);
}

/* The payment that covered the sale and brought more than it needs; NULL if none did. */
static HufuPayment *
copy_overpaid (HufuCounter *counter)
{
  const HufuPayment *payment = counter->pay.payment;

  return payment != NULL && hufu_id_equal (&payment->sale_id, &counter->basket->id) &&
                 payment->paid_minor > hufu_payment_wanted_minor (payment)
             ? hufu_payment_copy (payment)
             : NULL;
}

static void
on_finished (HufuCounter *counter, gpointer answer, const GError *error)
{
  const HufuFinished *finished = answer;
  HufuPayment *overpaid;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  overpaid = copy_overpaid (counter);
  hufu_voucher_flow_clear (counter);
  hufu_devices_print (counter, &finished->job_id, finished->document);
  hufu_edit_begin (counter);
  hufu_cash_pad_clear (counter->pad);
  hufu_counter_set_screen (counter, HUFU_SCREEN_SELL);
  g_strlcpy (counter->last_receipt_no, finished->receipt_no, sizeof counter->last_receipt_no);
  show_done (counter);
  hufu_devices_print_slip (counter, &finished->slip_id, finished->slip);
  hufu_stock_flow_on_moved (counter);
  hufu_counter_sound (counter, HUFU_SOUND_ACCEPTED);
  if (overpaid != NULL)
    hufu_payment_flow_take (counter, overpaid);
  hufu_sync_wake (counter->sync);
}

static gboolean
has_cash (const HufuBasket *basket)
{
  for (guint i = 0; i < basket->tenders->len; i++)
    if (((const HufuTender *)basket->tenders->pdata[i])->kind == HUFU_TENDER_CASH)
      return TRUE;
  return FALSE;
}

/* Where the customer finds the receipt online, and asks for an invoice. It follows from the sale's
 * id, which nobody can guess, so it is printed without asking anybody; the page is there as soon as
 * the platform has the sale. */
static char *
make_link (HufuCounter *counter, const HufuId *sale_id)
{
  char id[HUFU_ID_TEXT_SIZE];

  if (counter->training || *counter->policy.public_url == '\0')
    return NULL; /* no page has it, or none that a customer could reach */
  hufu_id_format (sale_id, id);
  return g_strconcat (counter->policy.public_url, "/r/", id, NULL);
}

static Finishing *
make_finishing (HufuCounter *counter, HufuBasket *take_basket)
{
  Finishing *finishing = g_new0 (Finishing, 1);
  g_autoptr (GDateTime) now =
      g_date_time_new_from_unix_local (hufu_counter_now_utc_us (counter) / G_USEC_PER_SEC);
  finishing->basket = take_basket;
  finishing->business_day = g_strdup (counter->shift.business_day);
  finishing->clerk_label =
      g_strdup (HUFU_WORD (counter->lang, counter->clerk->name_en, counter->clerk->name_zh));
  finishing->local_time = g_date_time_format (now, "%Y-%m-%d %H:%M");
  finishing->qr_text = make_link (counter, &take_basket->id);
  finishing->shop_en = g_strdup (counter->policy.shop_en);
  finishing->shop_zh = g_strdup (counter->policy.shop_zh);
  finishing->look = hufu_template_ref (counter->receipt_look);
  finishing->footer_en = g_strdup (counter->policy.footer_en);
  finishing->footer_zh = g_strdup (counter->policy.footer_zh);
  finishing->finish = (HufuFinish){
      .staff_id = counter->clerk->staff_id,
      .shift_id = counter->shift.shift_id,
      .business_day = finishing->business_day,
      .receipt = {.template = finishing->look,
                  .shop_en = finishing->shop_en,
                  .shop_zh = finishing->shop_zh,
                  .clerk_label = finishing->clerk_label,
                  .local_time = finishing->local_time,
                  .qr_text = finishing->qr_text,
                  .footer_en = finishing->footer_en,
                  .footer_zh = finishing->footer_zh,
                  .open_drawer = has_cash (take_basket)},
      .lang = counter->lang,
      .print = counter->printer_uri != NULL,
      .prepared = finishing->prepared,
      .n_prepared = counter->slip_printer_uri != NULL ? counter->policy.n_prepared : 0,
  };
  memcpy (finishing->prepared, counter->policy.prepared, sizeof finishing->prepared);
  return finishing;
}

/* The first touch of an empty pad fills in the exact sum, the second takes it: no sale ends by a
 * slip. */
static gboolean
fill_exact (HufuCounter *counter)
{
  gint64 due_minor;

  if (counter->screen != HUFU_SCREEN_TENDER || hufu_cash_pad_get_received_minor (counter->pad) > 0)
    return FALSE;
  g_object_get (counter->pad, "due-minor", &due_minor, NULL);
  if (due_minor == 0)
    return FALSE;
  hufu_cash_pad_set_received (counter->pad, due_minor);
  hufu_primary_refresh (counter);
  return TRUE;
}

/* Less than what is due: a part, and the rest comes another way. */
static void
take_part (HufuCounter *counter, gint64 received_minor)
{
  HufuBasket *basket = hufu_edit_copy (counter);
  HufuEdit edit =
      hufu_basket_pay_part (basket, received_minor, counter->policy.cash_increment_minor);
  g_autofree char *sentence = NULL;

  hufu_edit_commit (counter, basket, edit);
  if (edit != HUFU_EDIT_OK)
    return;
  hufu_cash_pad_clear (counter->pad);
  hufu_tender_refresh (counter);
  hufu_counter_sound (counter, HUFU_SOUND_ACCEPTED);
  g_object_get (counter->pad, "part-text", &sentence, NULL);
  hufu_counter_notice (counter, sentence);
}

void
hufu_tender_give_back (HufuCounter *counter)
{
  HufuBasket *basket = hufu_edit_copy (counter);
  gint64 amount_minor = hufu_basket_give_cash_back (basket);
  char amount[HUFU_MONEY_TEXT_SIZE];
  g_autofree char *sentence = NULL;

  if (amount_minor == 0) {
    hufu_basket_free (basket);
    hufu_counter_refuse (counter, HUFU_WORD (counter->lang, "No cash was taken on this sale.",
                                             "本单没有收过现金。"));
    return;
  }
  hufu_edit_commit (counter, basket, HUFU_EDIT_OK);
  hufu_money_format_grouped (amount_minor, amount);
  sentence = HUFU_SAY (counter->lang, "Give %s back in cash.", "请退回现金 %s。", amount);
  hufu_counter_sound (counter, HUFU_SOUND_ASK);
  hufu_counter_notice (counter, sentence);
}

gboolean
hufu_tender_keeps_sale (HufuCounter *counter)
{
  if (hufu_basket_cash_minor (counter->basket) == 0)
    return FALSE;
  hufu_counter_refuse (counter, hufu_edit_sentence (HUFU_EDIT_CASH_WAITS, (int)counter->lang));
  return TRUE;
}

static void
finish (HufuCounter *counter)
{
  g_autoptr (HufuBasket) basket = NULL;
  gint64 received_minor = hufu_cash_pad_get_received_minor (counter->pad);
  HufuEdit edit;

  if (hufu_detail_flow_stops (counter))
    return;
  if (fill_exact (counter))
    return;
  basket = hufu_edit_copy (counter);
  if (counter->screen != HUFU_SCREEN_TENDER)
    received_minor = 0;
  edit = basket->lines->len == 0
             ? HUFU_EDIT_EMPTY
             : hufu_basket_pay_cash (basket, received_minor, counter->policy.cash_increment_minor,
                                     counter->policy.cash_rounding);
  if (edit == HUFU_EDIT_NOT_COVERED && received_minor > 0) {
    take_part (counter, received_minor);
    return;
  }
  if (edit != HUFU_EDIT_OK) {
    hufu_counter_refuse (counter, hufu_edit_sentence (edit, (int)counter->lang));
    return;
  }
  counter->last_change_minor = change_of (basket);
  hufu_counter_ask (counter, counter->books, finish_sale,
                    make_finishing (counter, g_steal_pointer (&basket)), finishing_free,
                    finished_free, on_finished);
}

void
hufu_tender_finish (HufuCounter *counter)
{
  hufu_pending_use_check (counter, finish);
}

/* ---- beginning ---- */

static void
begin (HufuCounter *counter)
{
  if (counter->basket->lines->len == 0) {
    hufu_counter_refuse (counter, hufu_edit_sentence (HUFU_EDIT_EMPTY, (int)counter->lang));
    return;
  }
  if (hufu_detail_flow_stops (counter))
    return;
  if (due_of (counter) == 0) {
    finish (counter);
    return;
  }
  hufu_counter_take_panel (counter, NULL);
  hufu_cash_pad_clear (counter->pad);
  hufu_counter_set_screen (counter, HUFU_SCREEN_TENDER);
  hufu_tender_refresh (counter);
}

void
hufu_tender_begin (HufuCounter *counter)
{
  hufu_pending_use_check (counter, begin);
}

/* ---- reprint ---- */

typedef struct {
  HufuId job_id;
  HufuReceipt *document;
} Reprint;

static void
reprint_free (gpointer data)
{
  hufu_receipt_free (((Reprint *)data)->document);
  g_free (data);
}

static gpointer
reprint_last (HufuDb *db, gpointer data, GError **error)
{
  Reprint *reprint = g_new0 (Reprint, 1);

  if (hufu_sale_reprint_last (db, &reprint->job_id, &reprint->document, error))
    return reprint;
  g_free (reprint);
  return NULL;
}

static void
on_reprint (HufuCounter *counter, gpointer answer, const GError *error)
{
  const Reprint *reprint = answer;

  if (g_error_matches (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT))
    hufu_counter_refuse (counter, HUFU_WORD (counter->lang, "There is no receipt to print again.",
                                             "没有可补打的小票。"));
  else if (error != NULL)
    hufu_counter_show_problem (counter, error);
  else
    hufu_devices_print (counter, &reprint->job_id, reprint->document);
}

void
hufu_tender_reprint (HufuCounter *counter)
{
  if (hufu_devices_can_print (counter))
    hufu_counter_ask (counter, counter->books, reprint_last, NULL, NULL, reprint_free, on_reprint);
}

/* ---- for a present ---- */

typedef struct {
  HufuReceiptFacts facts;
  HufuLang lang;
  GStringChunk *texts; /* owns what `facts` points to */
  HufuTemplate *look;  /* and this */
} Gift;

static void
gift_free (gpointer data)
{
  g_string_chunk_free (((Gift *)data)->texts);
  hufu_template_unref (((Gift *)data)->look);
  g_free (data);
}

static gpointer
print_gift (HufuDb *db, gpointer data, GError **error)
{
  const Gift *gift = data;
  Reprint *reprint = g_new0 (Reprint, 1);

  if (hufu_sale_print_gift (db, &gift->facts, gift->lang, &reprint->job_id, &reprint->document,
                            error))
    return reprint;
  g_free (reprint);
  return NULL;
}

void
hufu_tender_print_gift (HufuCounter *counter)
{
  g_autofree char *now = hufu_counter_day_text (counter, hufu_counter_now_utc_us (counter));
  Gift *gift;

  if (!hufu_devices_can_print (counter))
    return;
  gift = g_new0 (Gift, 1);
  gift->texts = g_string_chunk_new (256);
  gift->lang = counter->lang;
  gift->look = hufu_template_ref (counter->receipt_look);
  gift->facts = (HufuReceiptFacts){
      .template = gift->look,
      .shop_en = g_string_chunk_insert (gift->texts, counter->policy.shop_en),
      .shop_zh = g_string_chunk_insert (gift->texts, counter->policy.shop_zh),
      .footer_en = g_string_chunk_insert (gift->texts, counter->policy.footer_en),
      .footer_zh = g_string_chunk_insert (gift->texts, counter->policy.footer_zh),
      .local_time = g_string_chunk_insert (gift->texts, now)};
  hufu_counter_ask (counter, counter->books, print_gift, gift, gift_free, reprint_free, on_reprint);
}
