/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another price or a discount by hand: within the clerk's rights at once, beyond them with a
 * manager who types the PIN here. Who did what is in the sale, the journal, on the receipt and in
 * the ledger.
 */
#include <string.h>

#include "counter/counter-private.h"

/* Of the line that the pad is about, or of the whole sale; NULL if the line is gone. */
static const HufuMarkdown *
find_marked (HufuCounter *counter)
{
  guint32 line_no = hufu_price_pad_get_line_no (counter->price);
  const HufuLine *line = hufu_basket_find_line (counter->basket, line_no);

  if (line_no == 0)
    return &counter->basket->markdown;
  return line == NULL ? NULL : &line->markdown;
}

/* ---- what would come of it ---- */

typedef struct {
  HufuMarkdown markdown;
  HufuMarkdownFault fault;
  HufuEdit edit;
  HufuBasket *basket; /* with it; owned, NULL unless it can be made */
  gint64 base_minor, off_minor;
} Trial;

static void
trial_clear (Trial *trial)
{
  hufu_basket_free (trial->basket);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Trial, trial_clear)

/* By the rights of somebody who is, or is not, a manager. */
static HufuMarkdownFault
judge (const Trial *trial, guint32 line_no, const HufuPriceRights *rights, gboolean is_manager)
{
  gint percent = hufu_price_rights_percent (rights, trial->markdown.kind, line_no == 0);

  if (trial->off_minor < 0) {
    HufuMarkdownFault fault =
        hufu_price_judge_rise (trial->base_minor, trial->base_minor - trial->off_minor);

    return fault == HUFU_MARKDOWN_ABOVE && is_manager ? HUFU_MARKDOWN_OK : fault;
  }
  if (!hufu_price_rights_allow (percent, trial->base_minor, trial->off_minor))
    return HUFU_MARKDOWN_BEYOND;
  return trial->markdown.kind == HUFU_MARKDOWN_NONE ||
                 hufu_basket_is_within (trial->basket, line_no, rights)
             ? HUFU_MARKDOWN_OK
             : HUFU_MARKDOWN_BEYOND_TOTAL;
}

/* approver NULL: by the rights of the clerk alone. */
static void
try (HufuCounter *counter, const HufuStaff *approver, Trial *ret_trial)
{
  guint32 line_no = hufu_price_pad_get_line_no (counter->price);
  const HufuStaff *who = approver != NULL ? approver : counter->clerk;
  HufuMarkdown *markdown = &ret_trial->markdown;

  *ret_trial = (Trial){0};
  hufu_price_pad_get_markdown (counter->price, markdown);
  ret_trial->fault = hufu_markdown_check (markdown);
  if (ret_trial->fault != HUFU_MARKDOWN_OK)
    return;
  markdown->staff_id = counter->clerk->staff_id;
  if (approver != NULL) {
    markdown->approved_by = approver->staff_id;
    g_strlcpy (markdown->approved_no, approver->no, sizeof markdown->approved_no);
  }
  ret_trial->basket = hufu_edit_copy (counter);
  ret_trial->edit = hufu_basket_mark_down (ret_trial->basket, line_no, markdown);
  if (ret_trial->edit != HUFU_EDIT_OK)
    return;
  ret_trial->base_minor =
      line_no == 0 ? ret_trial->basket->markdown.base_minor
                   : hufu_basket_find_line (ret_trial->basket, line_no)->markdown.base_minor;
  ret_trial->off_minor = hufu_basket_marked_off_minor (ret_trial->basket, line_no);
  ret_trial->fault = judge (ret_trial, line_no, hufu_session_rights (counter, who),
                            who->role == HUFU_ROLE_MANAGER);
  if (approver != NULL && hufu_markdown_fault_asks (ret_trial->fault))
    ret_trial->fault = HUFU_MARKDOWN_BEYOND_APPROVER;
}

static char *
say_preview (HufuCounter *counter, const Trial *trial)
{
  char before[HUFU_MONEY_TEXT_SIZE], after[HUFU_MONEY_TEXT_SIZE], off[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format (trial->base_minor, before);
  hufu_money_format (trial->base_minor - trial->off_minor, after);
  hufu_money_format (ABS (trial->off_minor), off);
  if (trial->off_minor < 0)
    return HUFU_SAY (counter->lang, "%s becomes %s: %s more", "%s 变为 %s，加 %s", before, after,
                     off);
  return HUFU_SAY (counter->lang, "%s becomes %s: %s less", "%s 变为 %s，减 %s", before, after,
                   off);
}

/* ---- the page ---- */

static char *
say_title (HufuCounter *counter)
{
  const HufuLine *line =
      hufu_basket_find_line (counter->basket, hufu_price_pad_get_line_no (counter->price));

  if (line == NULL)
    return g_strdup (HUFU_WORD (counter->lang, "The whole sale", "整单"));
  return g_strdup_printf ("%s %s", HUFU_WORD (counter->lang, line->name_en, line->name_zh),
                          HUFU_WORD (counter->lang, line->variant_en, line->variant_zh));
}

static char *
say_limit (HufuCounter *counter)
{
  HufuMarkdown markdown;
  gint percent;

  hufu_price_pad_get_markdown (counter->price, &markdown);
  percent = hufu_price_rights_percent (hufu_session_rights (counter, counter->clerk), markdown.kind,
                                       hufu_price_pad_get_line_no (counter->price) == 0);
  if (percent == 0 && markdown.kind == HUFU_MARKDOWN_PRICE)
    return HUFU_SAY (counter->lang, "A manager approves less, and more than twice the price.",
                     "低于原价或超过原价两倍，需要店长批准。");
  if (percent == 0)
    return HUFU_SAY (counter->lang, "A manager approves this.", "需要店长批准。");
  return HUFU_SAY (counter->lang, "Up to %d%% less without a manager.", "%d%% 以内不用店长批准。",
                   percent);
}

void
hufu_price_refresh (HufuCounter *counter)
{
  const HufuMarkdown *marked = find_marked (counter);
  g_autofree char *title = NULL, *preview = NULL, *limit = NULL;
  HufuMarkdown markdown;

  if (counter->screen != HUFU_SCREEN_PRICE || counter->clerk == NULL)
    return;
  if (marked == NULL) {
    hufu_counter_leave_page (counter); /* the line is gone */
    return;
  }
  hufu_price_pad_get_markdown (counter->price, &markdown);
  title = say_title (counter);
  limit = say_limit (counter);
  if (markdown.value >= 0 && *markdown.reason != '\0') {
    g_auto (Trial) trial = {0};

    try (counter, NULL, &trial);
    if (trial.basket != NULL)
      preview = trial.edit == HUFU_EDIT_OK
                    ? say_preview (counter, &trial)
                    : g_strdup (hufu_edit_sentence (trial.edit, (int)counter->lang));
  }
  if (preview == NULL && marked->kind != HUFU_MARKDOWN_NONE)
    preview = hufu_markdown_describe (marked, counter->lang);
  hufu_price_pad_show (counter->price, title, preview, limit, marked->kind != HUFU_MARKDOWN_NONE);
  hufu_primary_refresh (counter);
}

void
hufu_price_begin (HufuCounter *counter, guint32 line_no)
{
  const HufuLine *line = hufu_basket_find_line (counter->basket, line_no);
  HufuEdit edit = counter->basket->lines->len == 0                  ? HUFU_EDIT_EMPTY
                  : line_no > 0 && line == NULL                     ? HUFU_EDIT_NO_SUCH_LINE
                  : line != NULL && line->kind == HUFU_LINE_PREPAID ? HUFU_EDIT_NO_PRICE
                                                                    : HUFU_EDIT_OK;

  if (edit != HUFU_EDIT_OK) {
    hufu_counter_refuse (counter, hufu_edit_sentence (edit, (int)counter->lang));
    return;
  }
  hufu_voucher_flow_clear (counter);
  hufu_counter_take_panel (counter, NULL);
  hufu_counter_notice (counter, "");
  hufu_price_pad_begin (counter->price, line_no,
                        line == NULL ? counter->basket->markdown.kind : line->markdown.kind);
  hufu_counter_set_screen (counter, HUFU_SCREEN_PRICE);
  hufu_price_refresh (counter);
}

void
hufu_price_begin_line (HufuCounter *counter)
{
  hufu_price_begin (counter, counter->selected_line);
}

void
hufu_price_begin_sale (HufuCounter *counter)
{
  hufu_price_begin (counter, 0);
}

/* ---- doing it ---- */

typedef struct {
  HufuBasket *basket;
  guint32 line_no;
} Change;

static void
change_free (gpointer data)
{
  hufu_basket_free (((Change *)data)->basket);
  g_free (data);
}

static gpointer
store_change (HufuDb *db, gpointer data, GError **error)
{
  const Change *change = data;

  return hufu_sale_mark_down (db, change->basket, change->line_no, error)
             ? hufu_basket_copy (change->basket)
             : NULL;
}

static void
on_stored (HufuCounter *counter, gpointer answer, const GError *error)
{
  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  hufu_edit_adopt (counter, hufu_basket_copy (answer));
  hufu_counter_leave_page (counter);
  hufu_counter_notice (counter, "");
  hufu_counter_sound (counter, HUFU_SOUND_ITEM);
  hufu_coupon_flow_drop_lapsed (counter);
  hufu_sync_wake (counter->sync);
}

/* TRUE if it was refused, and said. */
static gboolean
refuse (HufuCounter *counter, const Trial *trial)
{
  if (trial->fault != HUFU_MARKDOWN_OK)
    hufu_counter_refuse (counter, hufu_markdown_fault_sentence (trial->fault, counter->lang));
  else if (trial->edit != HUFU_EDIT_OK)
    hufu_counter_refuse (counter, hufu_edit_sentence (trial->edit, (int)counter->lang));
  else
    return FALSE;
  return TRUE;
}

static void
mark_down (HufuCounter *counter, const HufuStaff *approver)
{
  g_auto (Trial) trial = {0};
  Change *change;

  try (counter, approver, &trial);
  if (hufu_markdown_fault_asks (trial.fault)) {
    hufu_price_pad_set_beyond (counter->price, TRUE);
    hufu_primary_refresh (counter);
    hufu_counter_notice (counter, hufu_markdown_fault_sentence (trial.fault, counter->lang));
    hufu_counter_sound (counter, HUFU_SOUND_ASK);
    return;
  }
  if (refuse (counter, &trial))
    return;
  change = g_new (Change, 1);
  *change = (Change){g_steal_pointer (&trial.basket), hufu_price_pad_get_line_no (counter->price)};
  hufu_counter_ask (counter, counter->books, store_change, change, change_free,
                    (GDestroyNotify)hufu_basket_free, on_stored);
}

void
hufu_price_mark_down (HufuCounter *counter)
{
  if (counter->screen == HUFU_SCREEN_PRICE)
    mark_down (counter, NULL);
}

void
hufu_price_keep (HufuCounter *counter)
{
  HufuBasket *basket = hufu_edit_copy (counter);
  const HufuMarkdown nothing = {0};
  HufuEdit edit;

  if (counter->screen != HUFU_SCREEN_PRICE) {
    hufu_basket_free (basket);
    return;
  }
  edit = hufu_basket_mark_down (basket, hufu_price_pad_get_line_no (counter->price), &nothing);
  hufu_edit_commit (counter, basket, edit);
  if (edit == HUFU_EDIT_OK)
    hufu_counter_leave_page (counter);
}

void
hufu_price_ask_pin (HufuCounter *counter)
{
  hufu_counter_refuse (
      counter, HUFU_WORD (counter->lang, "Let a manager type the PIN.", "请店长输入密码。"));
}

void
hufu_price_approve (HufuCounter *counter, const char *staff_no, const char *pin)
{
  const HufuStaff *manager = hufu_session_find (counter, staff_no);

  if (counter->screen != HUFU_SCREEN_PRICE || !hufu_price_pad_get_beyond (counter->price))
    hufu_counter_refuse (counter, HUFU_WORD (counter->lang, "There is nothing to approve now.",
                                             "现在没有要批准的事。"));
  else if (manager == NULL || manager->role != HUFU_ROLE_MANAGER)
    hufu_counter_refuse (
        counter, HUFU_WORD (counter->lang, "A manager has to approve this.", "需要店长批准。"));
  else
    hufu_session_ask_pin (counter, staff_no, pin, mark_down);
}
