/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/manager.h"

#include <string.h>

#include "counter/counter-private.h"
#include "counter/flawed.h"
#include "counter/paper-flow.h"
#include "store/journal-store.h"
#include "store/payment.h"
#include "sync/attention.h"

#define ASK_OPEN_S 10                          /* while the page is shown */
#define ASK_CLOSED_S 60                        /* for the numbers of the strip */
#define UNKNOWN_AFTER_US (60 * G_USEC_PER_SEC) /* for the strip; on the page they are at once */
#define TOLD "attention" /* settings: the platform's last answer, and when it came */
#define TOLD_UTC_US "attention_utc_us"

/* ---- what the books know ---- */

typedef struct {
  char *text; /* new from the platform; NULL = as stored */
  guint64 store_no;
  gint64 now_utc_us;
  gint64 unknown_after_us; /* without an answer for that long: something to look at */
  GPtrArray *flawed;       /* HufuFlawed; NULL: the catalogue cannot be read */
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_free (reading->text);
  g_clear_pointer (&reading->flawed, g_ptr_array_unref);
  g_free (reading);
}

static void
name_from_books (HufuDb *db, HufuMatter *matter)
{
  g_auto (HufuVoucherState) state = {0};
  g_autoptr (GError) error = NULL;
  const char *code;

  if (!matter->has_cti || !hufu_voucher_find (db, &matter->cti, &state, &error) ||
      state.voucher == NULL)
    return; /* a case without its voucher's title is still a case */
  code = state.voucher->short_code;
  hufu_matter_set (&matter->code_tail, strlen (code) > 4 ? code + strlen (code) - 4 : code);
  if (*matter->title_en == '\0' && *matter->title_zh == '\0') {
    hufu_matter_set (&matter->title_en, state.voucher->title_en);
    hufu_matter_set (&matter->title_zh, state.voucher->title_zh);
  }
}

/* A person is called by the names that the till knows; the journal has only the id. */
static void
name_staff (const GPtrArray *staff, HufuMatter *matter)
{
  char id[HUFU_ID_TEXT_SIZE];

  for (guint i = 0; i < matter->claims->len; i++) {
    HufuMatterClaim *claim = matter->claims->pdata[i];
    for (guint j = 0; j < staff->len; j++) {
      const HufuStaff *person = staff->pdata[j];
      hufu_id_format (&person->staff_id, id);
      if (strcmp (id, claim->staff) == 0) {
        g_free (claim->staff);
        claim->staff = g_strdup_printf ("%s / %s", person->name_zh, person->name_en);
        break;
      }
    }
  }
}

static gboolean
add_open_uses (HufuDb *db, const Reading *reading, HufuMatters *matters, GError **error)
{
  g_autoptr (GPtrArray) uses = hufu_use_list_open (db, error);

  for (guint i = 0; uses != NULL && i < uses->len; i++) {
    const HufuUse *use = uses->pdata[i];
    char id[HUFU_ID_TEXT_SIZE];
    HufuMatter *matter;

    if (reading->now_utc_us - use->created_utc_us < reading->unknown_after_us)
      continue;
    hufu_id_format (&use->use_id, id);
    matter = hufu_matter_new (HUFU_MATTER_UNKNOWN, id);
    matter->is_own = TRUE;
    matter->has_cti = use->has_cti;
    matter->cti = use->key.cti;
    matter->since_utc_us = use->created_utc_us;
    matter->amount_minor = use->amount_minor;
    matter->n_tries = use->tries;
    g_ptr_array_add (matters->matters, matter);
  }
  return uses != NULL;
}

/* Of a payment in the list of those amiss; NULL while it is too early to speak of it. */
static const char *
judge_payment (const HufuPayment *payment, const Reading *reading)
{
  gint64 wanted_minor = hufu_payment_wanted_minor (payment);

  if (payment->in_sale && payment->paid_minor < wanted_minor)
    return "lost";
  if (hufu_payment_state_is_open (payment->state) || payment->state == HUFU_PAYMENT_REVERSING) {
    if (reading->now_utc_us - payment->created_utc_us < reading->unknown_after_us)
      return NULL;
    return payment->kind == HUFU_TENDER_CARD ? "unsure" : "waiting";
  }
  if (payment->kind == HUFU_TENDER_CARD)
    return "card";
  return payment->in_sale ? "twice" : "late";
}

static void
describe_payment (const HufuPayment *payment, HufuMatter *matter)
{
  const char *reference = payment->reference != NULL ? payment->reference : "";
  g_autofree char *detail =
      g_strdup_printf ("%s%s%s", *payment->last_four != '\0' ? "*" : "", payment->last_four,
                       *payment->last_four != '\0' && *reference != '\0' ? " " : "");
  g_autofree char *whole = g_strconcat (detail, reference, NULL);

  hufu_matter_set (&matter->detail, whole);
  hufu_matter_set (&matter->title_en, hufu_tender_kind_label (payment->kind, HUFU_LANG_EN));
  hufu_matter_set (&matter->title_zh, hufu_tender_kind_label (payment->kind, HUFU_LANG_ZH));
}

static gboolean
add_payments (HufuDb *db, const Reading *reading, HufuMatters *matters, GError **error)
{
  g_autoptr (GPtrArray) amiss = hufu_payment_list_amiss (db, error);

  for (guint i = 0; amiss != NULL && i < amiss->len; i++) {
    const HufuPayment *payment = amiss->pdata[i];
    const char *what = judge_payment (payment, reading);
    char id[HUFU_ID_TEXT_SIZE];
    HufuMatter *matter;

    if (what == NULL)
      continue;
    hufu_id_format (&payment->payment_id, id);
    matter = hufu_matter_new (HUFU_MATTER_PAYMENT, id);
    hufu_matter_set (&matter->what, what);
    matter->is_own = TRUE;
    matter->since_utc_us = payment->created_utc_us;
    matter->amount_minor = payment->paid_minor != hufu_payment_wanted_minor (payment)
                               ? ABS (payment->paid_minor - hufu_payment_wanted_minor (payment))
                               : payment->amount_minor;
    matter->n_tries = payment->tries;
    describe_payment (payment, matter);
    g_ptr_array_add (matters->matters, matter);
  }
  return amiss != NULL;
}

/* A manager signs for the own store alone: where another store has a voucher's rights, the loss
 * would be that one's. */
static void
leave_to_operator (HufuMatter *matter, guint64 store_no)
{
  for (guint i = 0; matter->kind == HUFU_MATTER_WISH && i < matter->waits_for->len; i++)
    if (g_array_index (matter->waits_for, HufuPlace, i).store_no != store_no)
      hufu_matter_set (&matter->subject, "");
}

static HufuMatters *
read_told (HufuDb *db, const Reading *reading)
{
  g_autofree char *text = reading->text != NULL ? NULL : hufu_setting_dup (db, TOLD);
  g_autofree char *when = hufu_setting_dup (db, TOLD_UTC_US);
  const char *told = reading->text != NULL ? reading->text : text;
  HufuMatters *matters = told != NULL ? hufu_matters_from_text (told) : NULL;

  if (matters == NULL)
    return hufu_matters_new (); /* never told, or by a version that is not understood */
  matters->as_of_utc_us = when == NULL ? 0 : g_ascii_strtoll (when, NULL, 10);
  return matters;
}

static gboolean
keep_told (HufuDb *db, const Reading *reading, GError **error)
{
  g_autofree char *when = g_strdup_printf ("%" G_GINT64_FORMAT, reading->now_utc_us);

  return reading->text == NULL || (hufu_setting_set (db, TOLD, reading->text, error) &&
                                   hufu_setting_set (db, TOLD_UTC_US, when, error));
}

static gpointer
read_matters (HufuDb *db, gpointer data, GError **error)
{
  const Reading *reading = data;
  g_autoptr (HufuMatters) matters = NULL;
  g_autoptr (GPtrArray) staff = NULL;

  if (!keep_told (db, reading, error) || (staff = hufu_staff_list (db, error)) == NULL)
    return NULL;
  matters = read_told (db, reading);
  if (!add_open_uses (db, reading, matters, error) || !add_payments (db, reading, matters, error) ||
      !hufu_limits_load (db, &matters->limits, error))
    return NULL;
  hufu_flawed_add (reading->flawed, matters);
  for (guint i = 0; i < matters->matters->len; i++) {
    name_from_books (db, matters->matters->pdata[i]);
    name_staff (staff, matters->matters->pdata[i]);
    leave_to_operator (matters->matters->pdata[i], reading->store_no);
  }
  return g_steal_pointer (&matters);
}

static void
tell_strip (HufuCounter *counter)
{
  const HufuMatters *matters = hufu_cases_get_matters (counter->cases);
  char sum[HUFU_MONEY_TEXT_SIZE];
  g_autofree char *text = NULL, *limit = hufu_limit_use_count (&matters->limits);
  gboolean is_upper_bound;
  gint64 exposure_minor = hufu_matters_get_exposure (matters, &is_upper_bound);

  hufu_money_format_grouped (exposure_minor, sum);
  text = exposure_minor == 0 ? g_strdup ("")
         : is_upper_bound    ? HUFU_SAY (counter->lang, "at most %s", "最多 %s", sum)
                             : g_strdup (sum);
  g_object_set (counter->status, "cases", matters->matters->len, "exposure-text", text,
                "limit-text", limit, NULL);
}

/* For whom it is read. */
typedef struct {
  HufuCounter *counter; /* a reference */
  gboolean asked;       /* the platform was, and this is its answer, or that there is none */
  Reading *reading;     /* until the books are asked */
} Reader;

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Reader *reader = user_data;
  g_autoptr (HufuCounter) counter = reader->counter;
  g_autoptr (GError) error = NULL;
  HufuMatters *matters = hufu_store_run_finish (result, &error);

  counter->n_quiet--;
  if (reader->asked) /* not before it is shown */
    g_object_set (counter->cases, "asking", FALSE, NULL);
  if (matters == NULL) {
    g_message ("what needs attention could not be read: %s", error->message);
    return;
  }
  if (g_cancellable_is_cancelled (counter->cancellable)) {
    hufu_matters_free (matters);
    return;
  }
  hufu_cases_show (counter->cases, matters, counter->lang, hufu_counter_now_utc_us (counter));
  tell_strip (counter);
  hufu_today_flow_reload (counter);
}

/* A catalogue that cannot be read is told of elsewhere. The till may be closing by now. */
static void
on_flawed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Reader *reader = user_data;
  Reading *reading = g_steal_pointer (&reader->reading);

  reading->flawed = hufu_store_run_finish (result, NULL);
  if (reader->counter->books != NULL) {
    hufu_store_run_async (reader->counter->books, read_matters, reading, reading_free,
                          (GDestroyNotify)hufu_matters_free, NULL, on_read, reader);
    return;
  }
  reading_free (reading);
  reader->counter->n_quiet--;
  g_object_unref (reader->counter);
  g_free (reader);
}

static void
read_with (HufuCounter *counter, char *take_text, gboolean asked)
{
  Reading *reading = g_new0 (Reading, 1);
  Reader *reader;

  if (counter->books == NULL) {
    g_free (take_text);
    g_free (reading);
    return;
  }
  reader = g_new (Reader, 1);
  *reader = (Reader){g_object_ref (counter), asked, reading};
  reading->text = take_text;
  reading->store_no = counter->terminal.store_no;
  reading->now_utc_us = hufu_counter_now_utc_us (counter);
  reading->unknown_after_us =
      hufu_manager_is_open (counter) ? (gint64)HUFU_UNKNOWN_AFTER_MS * 1000 : UNKNOWN_AFTER_US;
  counter->n_quiet++;
  hufu_store_run_async (counter->catalog, hufu_flawed_read, NULL, NULL,
                        (GDestroyNotify)g_ptr_array_unref, NULL, on_flawed, reader);
}

void
hufu_manager_reload (HufuCounter *counter)
{
  read_with (counter, NULL, FALSE);
}

void
hufu_manager_redraw (HufuCounter *counter)
{
  if (hufu_cases_get_matters (counter->cases) == NULL)
    return;
  hufu_cases_show (counter->cases, NULL, counter->lang, hufu_counter_now_utc_us (counter));
  tell_strip (counter);
  hufu_today_flow_redraw (counter);
}

/* ---- what the platform says ---- */

gboolean
hufu_manager_is_open (HufuCounter *counter)
{
  gboolean open = FALSE;

  g_object_get (counter->cases, "open", &open, NULL);
  return open;
}

typedef struct {
  HufuCounter *counter; /* a reference */
  gboolean decides;
} Question;

static void
on_told (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Question *question = user_data;
  g_autoptr (HufuCounter) counter = question->counter;
  g_autoptr (GError) error = NULL;
  char *text = hufu_sync_attention_finish (HUFU_SYNC (source), result, &error);

  counter->n_quiet--;
  if (g_cancellable_is_cancelled (counter->cancellable)) {
    g_free (text);
    return;
  }
  g_object_set (counter->cases, "stale", text == NULL, NULL);
  if (text == NULL && question->decides)
    hufu_counter_refuse (counter,
                         HUFU_WORD (counter->lang,
                                    "Not done: the platform did not take it. Ask now, then again.",
                                    "没有完成：平台没有接受。请先立即查询，再试一次。"));
  if (text != NULL && question->decides)
    hufu_counter_sound (counter, HUFU_SOUND_ANSWER);
  read_with (counter, text, TRUE);
}

static void
ask_platform (HufuCounter *counter, const char *decision)
{
  Question *question;
  gboolean asking = FALSE;

  g_object_get (counter->cases, "asking", &asking, NULL);
  if (counter->sync == NULL || (asking && decision == NULL))
    return;
  question = g_new (Question, 1);
  *question = (Question){g_object_ref (counter), decision != NULL};
  counter->cases_asked_us = g_get_monotonic_time ();
  counter->n_quiet++;
  g_object_set (counter->cases, "asking", TRUE, NULL);
  hufu_sync_attention_async (counter->sync, decision, counter->cancellable, on_told, question);
}

void
hufu_manager_start (HufuCounter *counter)
{
  hufu_manager_reload (counter);
}

void
hufu_manager_on_tick (HufuCounter *counter)
{
  gint64 pause_us = (hufu_manager_is_open (counter) ? ASK_OPEN_S : ASK_CLOSED_S) * G_USEC_PER_SEC;
  gboolean online = counter->link.link == HUFU_LINK_ONLINE || counter->link.link == HUFU_LINK_SLOW;

  if (!counter->terminal.enrolled || (counter->cases_asked_us != 0 &&
                                      g_get_monotonic_time () - counter->cases_asked_us < pause_us))
    return;
  if (online) {
    ask_platform (counter, NULL);
    return;
  }
  counter->cases_asked_us = g_get_monotonic_time ();
  g_object_set (counter->cases, "stale", TRUE, NULL);
  hufu_manager_reload (counter);
}

/* ---- the page ---- */

/* FALSE: only managers may. */
static gboolean
open_page (HufuCounter *counter)
{
  if (counter->clerk == NULL || counter->clerk->role != HUFU_ROLE_MANAGER) {
    hufu_counter_refuse (counter,
                         HUFU_WORD (counter->lang,
                                    "This page is the manager's. Lock the till with Ctrl+L; a "
                                    "manager signs in and opens it with F9.",
                                    "这一页归店长。请按 Ctrl+L 锁屏，店长登录后按 F9 打开。"));
    return FALSE;
  }
  g_object_set (counter->desk, "shown", FALSE, NULL);
  g_object_set (counter->stock->desk, "shown", FALSE, NULL);
  g_object_set (counter->paper->desk, "shown", FALSE, NULL);
  g_object_set (counter->cases, "open", TRUE, NULL);
  hufu_primary_refresh (counter);
  counter->cases_asked_us = 0;
  hufu_manager_reload (counter);
  hufu_manager_on_tick (counter);
  return TRUE;
}

/* The staff, the stock or what is printed is in front. */
static gboolean
is_desk_shown (HufuCounter *counter)
{
  gboolean staff = FALSE, stock = FALSE, paper = FALSE;

  g_object_get (counter->desk, "shown", &staff, NULL);
  g_object_get (counter->stock->desk, "shown", &stock, NULL);
  g_object_get (counter->paper->desk, "shown", &paper, NULL);
  return staff || stock || paper;
}

void
hufu_manager_open (HufuCounter *counter)
{
  gboolean shown = FALSE;

  if (hufu_manager_is_open (counter))
    g_object_get (counter->today, "shown", &shown, NULL);
  if (is_desk_shown (counter))
    shown = FALSE;
  if (open_page (counter))
    hufu_today_flow_open (counter, !shown);
}

void
hufu_manager_open_today (HufuCounter *counter)
{
  if (open_page (counter))
    hufu_today_flow_open (counter, TRUE);
}

gboolean
hufu_manager_close (HufuCounter *counter)
{
  if (!hufu_manager_is_open (counter))
    return FALSE;
  g_object_set (counter->cases, "open", FALSE, NULL);
  hufu_primary_refresh (counter);
  return TRUE;
}

gboolean
hufu_manager_ask_now (HufuCounter *counter)
{
  if (!hufu_manager_is_open (counter))
    return FALSE;
  ask_platform (counter, NULL);
  hufu_sync_wake (counter->sync);
  return TRUE;
}

static const HufuMatter *
find_matter (HufuCounter *counter, const char *id)
{
  const HufuMatters *matters = hufu_cases_get_matters (counter->cases);

  for (guint i = 0; matters != NULL && i < matters->matters->len; i++) {
    const HufuMatter *matter = matters->matters->pdata[i];
    if (strcmp (matter->id, id) == 0)
      return matter;
  }
  return NULL;
}

static void
decide (HufuCounter *counter, const HufuMatter *matter, const char *decision,
        const HufuId *staff_id)
{
  g_autofree char *body = hufu_matter_make_decision (matter, decision, staff_id);

  if (body != NULL)
    ask_platform (counter, body);
}

static void
refuse_settled (HufuCounter *counter)
{
  hufu_counter_refuse (counter,
                       HUFU_WORD (counter->lang,
                                  "That case has changed or is settled: look at the list again.",
                                  "这一条已变化或已处理，请再看列表。"));
}

void
hufu_manager_resolve (HufuCounter *counter, const char *case_id)
{
  g_autoptr (HufuCase) shown = hufu_cases_find (counter->cases, case_id);
  const HufuMatter *matter = find_matter (counter, case_id);
  HufuId use_id;

  if (!hufu_manager_is_open (counter) || shown == NULL || matter == NULL) {
    refuse_settled (counter);
    return;
  }
  switch (shown->resolve) {
  case HUFU_RESOLVE_NONE:
    hufu_counter_refuse (counter, shown->then);
    break;
  case HUFU_RESOLVE_ASK_AGAIN:
    if (matter->kind == HUFU_MATTER_PAYMENT)
      hufu_sync_ask_payments (counter->sync);
    else if (hufu_id_parse (matter->id, &use_id))
      hufu_sync_ask_use (counter->sync, &use_id);
    break;
  case HUFU_RESOLVE_REVERSE:
    if (hufu_id_parse (matter->id, &use_id))
      hufu_payment_flow_reverse_id (counter, &use_id, HUFU_VOID_LATE);
    break;
  case HUFU_RESOLVE_SEE:
    if (hufu_id_parse (matter->id, &use_id))
      hufu_payment_flow_see_id (counter, &use_id);
    break;
  case HUFU_RESOLVE_OPEN:
    if (hufu_id_parse (matter->id, &use_id))
      hufu_payment_flow_open_sale (counter, &use_id);
    break;
  case HUFU_RESOLVE_BOOK_LOSS:
    decide (counter, matter, "loss", &counter->clerk->staff_id);
    break;
  case HUFU_RESOLVE_SETTLE:
    decide (counter, matter, "settled", &counter->clerk->staff_id);
    break;
  case HUFU_RESOLVE_SIGN:
    hufu_counter_refuse (counter,
                         HUFU_WORD (counter->lang, "Choose the reason and type the PIN to sign.",
                                    "请选择原因并输入密码签字。"));
    break;
  }
}

/* ---- signing ---- */

static void
on_signed (HufuCounter *counter, const HufuStaff *manager)
{
  const HufuMatter *matter = find_matter (counter, counter->why_note);

  if (matter == NULL || !hufu_manager_is_open (counter))
    refuse_settled (counter);
  else
    decide (counter, matter, counter->why, &manager->staff_id);
}

void
hufu_manager_sign (HufuCounter *counter, const char *case_id, const char *reason,
                   const char *staff_no, const char *pin)
{
  g_autoptr (HufuCase) shown = hufu_cases_find (counter->cases, case_id);
  const HufuStaff *manager = hufu_session_find (counter, staff_no);

  if (!hufu_manager_is_open (counter) || shown == NULL || shown->resolve != HUFU_RESOLVE_SIGN) {
    refuse_settled (counter);
  } else if (!hufu_sign_reason_is (shown->kind, reason)) {
    hufu_counter_refuse (counter, HUFU_WORD (counter->lang, "Choose the reason first, then sign.",
                                             "请先选择原因，再签字。"));
  } else if (manager == NULL || manager->role != HUFU_ROLE_MANAGER) {
    hufu_counter_refuse (
        counter, HUFU_WORD (counter->lang, "A manager has to sign this.", "需要店长签字。"));
  } else {
    g_free (counter->why);
    g_free (counter->why_note);
    counter->why = g_strdup (reason);
    counter->why_note = g_strdup (case_id);
    hufu_session_ask_pin (counter, staff_no, pin, on_signed);
  }
}
