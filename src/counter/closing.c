/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shift while it is open, and its end: X, counting, the Z, handing over. */
#include <string.h>

#include "counter/command.h"
#include "counter/counter-private.h"

static const char *
staff_name (HufuCounter *counter, const HufuId *staff_id)
{
  for (guint i = 0; i < counter->staff->len; i++) {
    const HufuStaff *staff = counter->staff->pdata[i];
    if (hufu_id_equal (&staff->staff_id, staff_id))
      return hufu_session_name (counter, staff);
  }
  return ""; /* no longer on the list */
}

static gboolean
is_manager (HufuCounter *counter)
{
  return counter->clerk != NULL && counter->clerk->role == HUFU_ROLE_MANAGER;
}

/* ---- what goes to the books and comes back ---- */

typedef struct {
  HufuClose close;
  HufuClosed closed;
  HufuShiftReport report;
  HufuId job_id;
  HufuReceipt *document; /* to be printed; a Z's own is in `closed` */
  GStringChunk *texts;   /* owns what `close` points to */
} Closing;

static void
closing_free (gpointer data)
{
  Closing *closing = data;

  hufu_closed_clear (&closing->closed);
  hufu_receipt_free (closing->document);
  g_string_chunk_free (closing->texts);
  g_free (closing);
}

static gpointer
answer_or_free (Closing *closing, gboolean done)
{
  if (done)
    return closing;
  closing_free (closing);
  return NULL;
}

static const char *
keep (Closing *closing, const char *text)
{
  return g_string_chunk_insert (closing->texts, text);
}

static Closing *
closing_new (HufuCounter *counter)
{
  g_autofree char *now = hufu_counter_day_text (counter, hufu_counter_now_utc_us (counter));
  g_autofree char *opened = hufu_counter_day_text (counter, counter->shift.opened_utc_us);
  Closing *closing = g_new0 (Closing, 1);

  closing->texts = g_string_chunk_new (512);
  closing->close = (HufuClose){
      .staff_id = counter->clerk->staff_id,
      .count = *hufu_count_pad_get_count (counter->count),
      .handover = hufu_count_pad_get_handover (counter->count),
      .tolerance_minor = counter->policy.cash_tolerance_minor,
      .facts = {.shop_en = keep (closing, counter->policy.shop_en),
                .shop_zh = keep (closing, counter->policy.shop_zh),
                .shift_no = (gint64)counter->shift.shift_no,
                .business_day = keep (closing, counter->shift.business_day),
                .opened_by = keep (closing, staff_name (counter, &counter->shift.staff_id)),
                .opened_time = keep (closing, opened),
                .clerk_label = keep (closing, hufu_session_name (counter, counter->clerk)),
                .local_time = keep (closing, now)},
      .lang = counter->lang,
      .print = counter->printer_uri != NULL,
  };
  return closing;
}

/* ---- X ---- */

static gpointer
load_report (HufuDb *db, gpointer data, GError **error)
{
  Closing *closing = data;

  return answer_or_free (closing, hufu_shift_report_load (db, &closing->report, error));
}

/* The paper, on the screen. */
static void
add_document (HufuPanel *panel, const HufuReceipt *document)
{
  for (guint i = 0; i < document->blocks->len; i++) {
    const HufuBlock *block = document->blocks->pdata[i];
    if (block->kind == HUFU_BLOCK_COLUMNS && block->right[0] != '_')
      hufu_panel_add_line (panel, block->left, block->right);
    else if (block->kind == HUFU_BLOCK_RULE)
      hufu_panel_add_line (panel, "", "");
  }
}

static HufuReceipt *
make_x (HufuCounter *counter)
{
  Closing *closing = closing_new (counter);
  const char *names[HUFU_SHIFT_PARTS_MAX];
  HufuReceipt *document;

  for (gsize i = 0; i < counter->report.n_parts; i++)
    names[i] = staff_name (counter, &counter->report.parts[i].staff_id);
  closing->close.facts.part_names = names;
  document = hufu_receipt_of_shift (&counter->report, &closing->close.facts, counter->lang);
  closing_free (closing);
  return document;
}

static void
draw_x (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_REPORT);
  g_autofree char *title = HUFU_SAY (counter->lang, "X report, shift %" G_GUINT64_FORMAT,
                                     "X 报表 · 班次 %" G_GUINT64_FORMAT, counter->shift.shift_no);
  g_autoptr (HufuReceipt) document = make_x (counter);

  hufu_panel_set_about (panel, "receipt", title,
                        HUFU_WORD (counter->lang, "As it stands now. Nothing changes by looking.",
                                   "截至现在的数字，查看不会改变任何数据。"));
  add_document (panel, document);
  if (counter->printer_uri != NULL)
    hufu_panel_add_choice (panel, HUFU_ACT_PRINT_X, HUFU_WORD (counter->lang, "Print", "打印"), "",
                           "F8", "printer");
  hufu_counter_take_redrawn (counter, panel, draw_x);
}

static void
on_report (HufuCounter *counter, gpointer answer, const GError *error)
{
  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  counter->report = ((const Closing *)answer)->report;
  draw_x (counter);
}

/* It says what the drawer should hold: whoever counts the drawer does not see it before. */
void
hufu_closing_show_x (HufuCounter *counter)
{
  if (!is_manager (counter)) {
    hufu_counter_refuse (counter, HUFU_WORD (counter->lang,
                                             "The X report tells what the drawer should hold: a "
                                             "manager signs in for it.",
                                             "X 报表会显示应有现金，请店长登录查看。"));
    return;
  }
  hufu_voucher_flow_clear (counter);
  hufu_counter_ask (counter, counter->books, load_report, closing_new (counter), NULL, closing_free,
                    on_report);
}

static gpointer
store_document (HufuDb *db, gpointer data, GError **error)
{
  Closing *closing = data;

  return answer_or_free (closing, hufu_print_add (db, closing->document, &closing->job_id, error));
}

static gpointer
reprint (HufuDb *db, gpointer data, GError **error)
{
  Closing *closing = data;

  return answer_or_free (closing,
                         hufu_shift_reprint_last (db, &closing->job_id, &closing->document, error));
}

static void
on_document (HufuCounter *counter, gpointer answer, const GError *error)
{
  const Closing *closing = answer;

  if (g_error_matches (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT))
    hufu_counter_refuse (
        counter, HUFU_WORD (counter->lang, "No shift was closed here yet.", "本机还没有交过班。"));
  else if (error != NULL)
    hufu_counter_show_problem (counter, error);
  else
    hufu_devices_print (counter, &closing->job_id, closing->document);
}

void
hufu_closing_print_x (HufuCounter *counter)
{
  Closing *closing;

  if (!hufu_devices_can_print (counter))
    return;
  closing = closing_new (counter);
  closing->document = make_x (counter);
  hufu_counter_ask (counter, counter->books, store_document, closing, NULL, closing_free,
                    on_document);
}

/* The Z has no secret that is left: its shift is closed. */
void
hufu_closing_reprint_z (HufuCounter *counter)
{
  if (hufu_devices_can_print (counter))
    hufu_counter_ask (counter, counter->books, reprint, closing_new (counter), NULL, closing_free,
                      on_document);
}

/* ---- counting ---- */

/* "2 sales, 1 voucher without an answer, 3 records not sent"; NULL if nothing is left open. */
static char *
say_open_ends (HufuLang lang, gint64 n_sales, gint64 n_unknown, gint64 n_unsent)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (n_sales > 0)
    g_ptr_array_add (parts, HUFU_SAY (lang, "open sales: %" G_GINT64_FORMAT,
                                      "未完成的单 %" G_GINT64_FORMAT " 个", n_sales));
  if (n_unknown > 0)
    g_ptr_array_add (parts, HUFU_SAY (lang, "without an answer: %" G_GINT64_FORMAT,
                                      "未答复的券和付款 %" G_GINT64_FORMAT " 笔", n_unknown));
  if (n_unsent > 0)
    g_ptr_array_add (parts, HUFU_SAY (lang, "records not sent yet: %" G_GINT64_FORMAT,
                                      "未上传记录 %" G_GINT64_FORMAT " 条", n_unsent));
  if (parts->len == 0)
    return NULL;
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (lang == HUFU_LANG_ZH ? "，" : ", ", (char **)parts->pdata);
}

static char *
say_left_open (HufuCounter *counter)
{
  guint n_sales = g_list_model_get_n_items (G_LIST_MODEL (counter->held)) +
                  (counter->basket->lines->len + counter->basket->tenders->len > 0 ? 1 : 0);
  g_autofree char *ends = say_open_ends (counter->lang, n_sales,
                                         counter->link.n_open_uses + counter->link.n_open_payments,
                                         (gint64)counter->link.n_unsent);

  if (ends == NULL)
    return HUFU_SAY (counter->lang, "Nothing is left open.", "没有未完成的事项。");
  return HUFU_SAY (counter->lang, "Stays for the next shift, nothing is lost: %s.",
                   "留给下一班，不会丢失：%s。", ends);
}

/* What the merchant's choice costs. */
static void
note_rights (HufuPanel *panel, HufuCounter *counter)
{
  if (counter->policy.returns_rights)
    hufu_panel_set_note (
        panel, HUFU_TONE_ASK, HUFU_MARK_NONE,
        HUFU_WORD (counter->lang, "Vouchers held here go back at closing", "交班后持有的券将归还"),
        HUFU_WORD (counter->lang,
                   "When all cash is handed in. The next day they work once this till has synced; "
                   "without internet that morning they do not.",
                   "现金全部上交后归还。次日本机同步后才能再用；若次日早上断网则不能核销。"));
}

static void
draw_counting (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_MESSAGE);
  g_autofree char *sentence = say_left_open (counter);

  hufu_panel_set_band (panel, HUFU_MARK_NONE, HUFU_TONE_PLAIN,
                       HUFU_WORD (counter->lang, "Count the drawer", "清点钱箱"), sentence);
  note_rights (panel, counter);
  hufu_counter_take_redrawn (counter, panel, draw_counting);
}

static gboolean
may_close (HufuCounter *counter)
{
  return is_manager (counter) ||
         hufu_id_equal (&counter->shift.staff_id, &counter->clerk->staff_id);
}

void
hufu_closing_begin (HufuCounter *counter)
{
  if (!may_close (counter)) {
    const char *name = staff_name (counter, &counter->shift.staff_id);
    g_autofree char *sentence =
        HUFU_SAY (counter->lang, "%s opened this shift: %s or a manager closes it.",
                  "本班由 %s 开班，请 %s 或店长交班。", name, name);

    hufu_counter_refuse (counter, sentence);
    return;
  }
  if (hufu_tender_keeps_sale (counter))
    return;
  hufu_voucher_flow_clear (counter);
  hufu_counter_notice (counter, "");
  hufu_count_pad_set_lang (counter->count, counter->lang);
  hufu_count_pad_clear (counter->count);
  hufu_counter_set_screen (counter, HUFU_SCREEN_CLOSE_SHIFT);
  draw_counting (counter);
}

void
hufu_closing_back (HufuCounter *counter)
{
  hufu_counter_notice (counter, "");
  if (hufu_count_pad_get_beyond (counter->count)) {
    hufu_count_pad_set_beyond (counter->count, FALSE, 0);
    draw_counting (counter);
    hufu_primary_refresh (counter);
    return;
  }
  hufu_counter_take_panel (counter, NULL);
  hufu_counter_set_screen (counter, HUFU_SCREEN_SELL);
}

/* ---- closing ---- */

/* At sign-in, for whoever comes next: what was closed, and what begins. */
static void
draw_closed (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_MESSAGE);
  HufuLang lang = counter->lang;
  const HufuShiftReport *report = &counter->report;
  g_autofree char *difference = hufu_count_pad_say_difference (
      lang, counter->counted_minor - hufu_shift_report_expected_minor (report));
  g_autofree char *ends = say_open_ends (lang, report->n_held, report->n_unknown, report->n_unsent);
  g_autofree char *left =
      ends == NULL ? g_strdup ("")
                   : HUFU_SAY (lang, " Kept for the next shift: %s.", "留给下一班：%s。", ends);
  char counted[HUFU_MONEY_TEXT_SIZE];
  g_autofree char *sentence = NULL;

  hufu_money_format_grouped (counter->counted_minor, counted);
  sentence = counter->shift.left_minor > 0
                 ? HUFU_SAY (lang, "%s: %s counted, %s. The next one signs in and takes it over.%s",
                             "%s：实点 %s，%s。请接班人登录接班。%s", counter->shift.last_z_no,
                             counted, difference, left)
                 : HUFU_SAY (lang, "%s: %s counted, %s. Sign in to open the next shift.%s",
                             "%s：实点 %s，%s。登录后可开下一班。%s", counter->shift.last_z_no,
                             counted, difference, left);
  hufu_panel_set_band (panel, HUFU_MARK_JOINED, HUFU_TONE_OK,
                       HUFU_WORD (lang, "Shift closed", "已交班"), sentence);
  note_rights (panel, counter);
  hufu_counter_take_redrawn (counter, panel, draw_closed);
}

static void
after_closed (HufuCounter *counter, gpointer answer, const GError *error)
{
  hufu_session_sign_out (counter);
  draw_closed (counter);
}

static void
draw_beyond (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_MESSAGE);
  gint64 difference_minor =
      counter->counted_minor - hufu_shift_report_expected_minor (&counter->report);
  g_autofree char *difference = hufu_count_pad_say_difference (counter->lang, difference_minor);
  gboolean fits = hufu_shift_judge (difference_minor, counter->policy.cash_tolerance_minor) !=
                  HUFU_COUNT_BEYOND;

  hufu_panel_set_band (
      panel, HUFU_MARK_HALF, HUFU_TONE_ASK, difference,
      fits ? HUFU_WORD (counter->lang,
                        "An earlier count of this shift did not fit: choose the reason and let a "
                        "manager approve this one.",
                        "本班之前的清点不符：请选择原因并由店长批准本次清点。")
           : HUFU_WORD (counter->lang,
                        "Count again, or choose the reason and let a manager approve it. This "
                        "count is written down.",
                        "请重新清点，或选择原因并由店长批准。本次清点已记录。"));
  hufu_counter_take_redrawn (counter, panel, draw_beyond);
}

static void
on_closed (HufuCounter *counter, gpointer answer, const GError *error)
{
  const Closing *closing = answer;
  const HufuClosed *closed;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  closed = &closing->closed;
  counter->report = closed->report;
  counter->counted_minor = closed->counted_minor;
  hufu_sync_wake (counter->sync);
  if (!closed->closed) {
    hufu_count_pad_set_beyond (counter->count, TRUE,
                               closed->counted_minor - closed->expected_minor);
    draw_beyond (counter);
    hufu_counter_sound (counter, HUFU_SOUND_ASK);
    return;
  }
  hufu_devices_print (counter, &closed->job_id, closed->document);
  hufu_counter_sound (counter, HUFU_SOUND_ACCEPTED);
  hufu_counter_reload (counter, after_closed);
}

static gpointer
close_shift (HufuDb *db, gpointer data, GError **error)
{
  Closing *closing = data;

  return answer_or_free (closing, hufu_shift_close (db, &closing->close, &closing->closed, error));
}

void
hufu_closing_hand_in (HufuCounter *counter)
{
  if (hufu_count_pad_get_beyond (counter->count))
    hufu_counter_refuse (counter, HUFU_WORD (counter->lang,
                                             "Choose the reason and let a manager type the PIN, or "
                                             "go back and count again.",
                                             "请选择原因并由店长输入密码，或返回重新清点。"));
  else
    hufu_counter_ask (counter, counter->books, close_shift, closing_new (counter), NULL,
                      closing_free, on_closed);
}

/* ---- a manager approves the difference ---- */

static void
on_approved (HufuCounter *counter, const HufuStaff *manager)
{
  Closing *closing = closing_new (counter);

  closing->close.reason = keep (closing, counter->why);
  closing->close.note = keep (closing, counter->why_note);
  closing->close.approved_by = manager->staff_id;
  closing->close.facts.approved_by = keep (closing, hufu_session_name (counter, manager));
  hufu_counter_ask (counter, counter->books, close_shift, closing, NULL, closing_free, on_closed);
}

void
hufu_closing_approve (HufuCounter *counter, const char *reason, const char *note,
                      const char *staff_no, const char *pin)
{
  HufuCashFault fault = hufu_cash_check (
      HUFU_CASH_DIFFERENCE, hufu_cash_reason_find (HUFU_CASH_DIFFERENCE, reason), note, 0);
  const HufuStaff *manager = hufu_session_find (counter, staff_no);

  if (counter->screen != HUFU_SCREEN_CLOSE_SHIFT || !hufu_count_pad_get_beyond (counter->count)) {
    hufu_counter_refuse (counter, HUFU_WORD (counter->lang, "There is nothing to approve now.",
                                             "现在没有要批准的事。"));
  } else if (fault != HUFU_CASH_OK) {
    hufu_counter_refuse (counter, hufu_cash_fault_sentence (fault, counter->lang));
  } else if (manager == NULL || manager->role != HUFU_ROLE_MANAGER) {
    hufu_counter_refuse (
        counter, HUFU_WORD (counter->lang, "A manager has to approve this.", "需要店长批准。"));
  } else {
    g_free (counter->why);
    g_free (counter->why_note);
    counter->why = g_strdup (reason);
    counter->why_note = g_strdup (note != NULL ? note : "");
    hufu_session_ask_pin (counter, staff_no, pin, on_approved);
  }
}
