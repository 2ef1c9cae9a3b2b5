/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who stands at the till: signing in and out, opening the shift. */
#include <string.h>

#include "counter/command.h"
#include "counter/counter-private.h"
#include "counter/product-flow.h"
#include "crypto/pin.h"

const char *
hufu_session_name (HufuCounter *counter, const HufuStaff *staff)
{
  return HUFU_WORD (counter->lang, staff->name_en, staff->name_zh);
}

const HufuPriceRights *
hufu_session_rights (HufuCounter *counter, const HufuStaff *staff)
{
  return staff->has_rights ? &staff->rights : &counter->policy.price_rights[staff->role];
}

static char *
say_person (HufuCounter *counter, const HufuStaff *staff)
{
  g_autofree char *until = hufu_counter_clock_text (counter, staff->locked_until_utc_us, FALSE);

  if (staff->locked_until_utc_us > hufu_host_utc_us (counter->host))
    return HUFU_SAY (counter->lang, "Locked until %s", "锁定至 %s", until);
  if (staff->in_shift)
    return HUFU_SAY (counter->lang, "Shift open", "班次进行中");
  if (staff->role == HUFU_ROLE_MANAGER)
    return HUFU_SAY (counter->lang, "Can approve", "可审批");
  return HUFU_SAY (counter->lang, "Not on shift", "未上班");
}

static HufuPerson *
make_person (HufuCounter *counter, const HufuStaff *staff)
{
  HufuPerson *person = g_object_new (HUFU_TYPE_PERSON, NULL);

  person->no = g_strdup (staff->no);
  person->name = g_strdup (hufu_session_name (counter, staff));
  person->hint = say_person (counter, staff);
  person->manager = staff->role == HUFU_ROLE_MANAGER;
  return person;
}

static gboolean
is_shown (GListModel *people, guint position, const HufuPerson *person)
{
  g_autoptr (HufuPerson) shown = g_list_model_get_item (people, position);

  return shown != NULL && strcmp (shown->no, person->no) == 0 &&
         strcmp (shown->name, person->name) == 0 && strcmp (shown->hint, person->hint) == 0 &&
         shown->manager == person->manager;
}

/* Somebody may be typing a PIN while news of the staff comes in: the list changes only where it
 * differs. */
void
hufu_session_show_people (HufuCounter *counter)
{
  GListModel *people = G_LIST_MODEL (counter->people);
  guint n = 0;

  hufu_staff_flow_show (counter);
  for (guint i = 0; counter->staff != NULL && i < counter->staff->len; i++) {
    const HufuStaff *staff = counter->staff->pdata[i];
    g_autoptr (HufuPerson) person = staff->active ? make_person (counter, staff) : NULL;
    if (person == NULL)
      continue;
    if (!is_shown (people, n, person))
      g_list_store_splice (counter->people, n, n < g_list_model_get_n_items (people) ? 1 : 0,
                           (gpointer *)&person, 1);
    n++;
  }
  while (g_list_model_get_n_items (people) > n)
    g_list_store_remove (counter->people, n);
}

/* What is not the shop's real books says so before anybody signs in. */
static void
draw_unreal (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_MESSAGE);
  const char *title, *sentence;

  if (counter->training) {
    title = HUFU_WORD (counter->lang, "Training", "练习");
    sentence = HUFU_WORD (counter->lang,
                          "Sign in with your own PIN. Nothing here counts, and it is gone "
                          "at the next training.",
                          "请用自己的密码登录。这里的操作都不算数，下次练习时清空。");
  } else {
    title = HUFU_WORD (counter->lang, "Demo store", "演示门店");
    sentence = HUFU_WORD (counter->lang,
                          "Nothing here is real. Everybody's PIN was printed where this "
                          "was started.",
                          "这里的数据都不是真的。各人的密码已显示在启动它的地方。");
  }
  hufu_panel_set_band (panel, HUFU_MARK_NONE, HUFU_TONE_PLAIN, title, sentence);
  hufu_counter_take_redrawn (counter, panel, draw_unreal);
}

static void
draw_link_note (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_MESSAGE);
  g_autofree char *sentence = NULL;

  g_object_get (counter->status, "link-text", &sentence, NULL);
  hufu_panel_set_band (panel, HUFU_MARK_NONE, HUFU_TONE_ASK,
                       HUFU_WORD (counter->lang, "Needs attention", "需要处理"), sentence);
  hufu_counter_take_redrawn (counter, panel, draw_link_note);
}

void
hufu_session_show_note (HufuCounter *counter)
{
  g_autofree char *sentence = NULL;

  g_object_get (counter->status, "link-text", &sentence, NULL);
  if (sentence != NULL && *sentence != '\0')
    draw_link_note (counter);
  else if (counter->training || counter->demo)
    draw_unreal (counter);
  else
    hufu_counter_take_panel (counter, NULL);
}

void
hufu_session_enter (HufuCounter *counter)
{
  if (!counter->terminal.enrolled || counter->staff->len == 0) {
    hufu_counter_set_screen (counter, HUFU_SCREEN_ENROL);
    hufu_link_show_enrolment (counter);
    return;
  }
  hufu_counter_take_panel (counter, NULL);
  if (counter->clerk == NULL)
    hufu_counter_set_screen (counter, HUFU_SCREEN_SIGN_IN);
  else if (!counter->shift.open)
    hufu_counter_set_screen (counter, HUFU_SCREEN_OPEN_SHIFT);
  else
    hufu_counter_set_screen (counter, HUFU_SCREEN_SELL);
  if (counter->screen == HUFU_SCREEN_SIGN_IN)
    hufu_session_show_note (counter);
  hufu_counter_stir (counter);
}

/* ---- the basket that a killed or locked till left ---- */

static gpointer
load_open_sale (HufuDb *db, gpointer data, GError **error)
{
  return hufu_sale_load_open (db, error);
}

static void
on_open_sale (HufuCounter *counter, gpointer answer, const GError *error)
{
  if (error != NULL)
    hufu_counter_show_problem (counter, error);
  else if (answer != NULL)
    hufu_edit_adopt (counter, hufu_basket_copy (answer));
  else
    hufu_edit_begin (counter);
}

static void
after_sign_in (HufuCounter *counter, gpointer answer, const GError *error)
{
  hufu_session_enter (counter);
  hufu_link_refresh_status (counter);
  hufu_counter_ask (counter, counter->books, load_open_sale, NULL, NULL,
                    (GDestroyNotify)hufu_basket_free, on_open_sale);
}

/* ---- the PIN ---- */

typedef struct {
  HufuId staff_id;
  char *pin, *hash;
  HufuPinDone done; /* NULL: to sign in */
} PinCheck;

static void
pin_check_free (gpointer data)
{
  PinCheck *check = data;

  explicit_bzero (check->pin, strlen (check->pin));
  g_free (check->pin);
  g_free (check->hash);
  g_free (check);
}

/* Hashing a PIN takes long on purpose: neither the drawing nor the owner thread does it. */
static void
check_pin (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const PinCheck *check = data;

  g_task_return_boolean (task, hufu_pin_check (check->pin, check->hash));
}

/* Of a check that is recorded: who, and whether the PIN was right. */
typedef struct {
  HufuId staff_id;
  gboolean right;
} PinRecord;

static gpointer
record_pin (HufuDb *db, gpointer data, GError **error)
{
  const PinRecord *record = data;

  return hufu_staff_record_pin (db, &record->staff_id, record->right, error)
             ? g_memdup2 (record, sizeof *record)
             : NULL;
}

const HufuStaff *
hufu_session_find (HufuCounter *counter, const char *no)
{
  for (guint i = 0; counter->staff != NULL && i < counter->staff->len; i++) {
    const HufuStaff *staff = counter->staff->pdata[i];
    if (g_strcmp0 (staff->no, no) == 0)
      return staff;
  }
  return NULL;
}

static HufuStaff *
find_staff_by_id (HufuCounter *counter, const HufuId *staff_id)
{
  for (guint i = 0; counter->staff != NULL && i < counter->staff->len; i++) {
    HufuStaff *staff = counter->staff->pdata[i];
    if (hufu_id_equal (&staff->staff_id, staff_id))
      return staff;
  }
  return NULL;
}

static void
say_locked (HufuCounter *counter)
{
  hufu_counter_refuse (counter,
                       HUFU_WORD (counter->lang,
                                  "Too many wrong PINs: locked for a minute. Ask the manager, "
                                  "or wait.",
                                  "密码错误次数过多，锁定 1 分钟。请稍候，或找店长。"));
}

static void
say_wrong (HufuCounter *counter, const HufuStaff *staff)
{
  guint left = staff->failed + 1 >= HUFU_PIN_TRIES ? 0 : HUFU_PIN_TRIES - staff->failed - 1;
  g_autofree char *sentence =
      HUFU_SAY (counter->lang, "Wrong PIN. %u tries left.", "密码不对，还可以试 %u 次。", left);

  if (left == 0) {
    say_locked (counter);
    return;
  }
  hufu_counter_refuse (counter, sentence);
}

/* A try that the books did not take counts for nothing, right or wrong: with a full disk there
 * would be no end to trying. */
static void
on_pin_recorded (HufuCounter *counter, gpointer answer, const GError *error)
{
  const PinRecord *record = answer;
  HufuStaff *staff = record == NULL ? NULL : find_staff_by_id (counter, &record->staff_id);

  if (error != NULL) {
    g_message ("%s", error->message);
    hufu_counter_refuse (
        counter, error->domain == HUFU_STORE_ERROR
                     ? hufu_store_error_sentence ((HufuStoreError)error->code, counter->lang)
                     : error->message);
    return;
  }
  if (staff == NULL)
    return;
  if (record->right) {
    counter->clerk = staff;
    hufu_counter_notice (counter, "");
  } else {
    say_wrong (counter, staff);
  }
  hufu_counter_reload (counter, record->right ? after_sign_in : NULL);
}

static void
on_pin_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HufuCounter *counter = HUFU_COUNTER (source);
  const PinCheck *check = g_task_get_task_data (G_TASK (result));
  const PinRecord record = {check->staff_id, g_task_propagate_boolean (G_TASK (result), NULL)};
  const HufuStaff *staff = find_staff_by_id (counter, &check->staff_id);

  if (counter->books != NULL && record.right && check->done != NULL && staff != NULL)
    check->done (counter, staff); /* what it allows is recorded together with who allowed it */
  else if (counter->books != NULL)
    hufu_counter_ask (counter, counter->books, record_pin, g_memdup2 (&record, sizeof record),
                      g_free, g_free, on_pin_recorded);
  hufu_counter_end_wait (counter);
}

void
hufu_session_ask_pin (HufuCounter *counter, const char *staff_no, const char *pin, HufuPinDone done)
{
  const HufuStaff *staff = hufu_session_find (counter, staff_no);
  g_autoptr (GTask) task = NULL;
  PinCheck *check;

  if (staff == NULL || !staff->active || !hufu_staff_is_pin (pin)) {
    HufuStaffFault fault =
        staff == NULL || !staff->active ? HUFU_STAFF_UNKNOWN : HUFU_STAFF_SHORT_PIN;
    hufu_counter_refuse (counter, hufu_staff_fault_sentence (fault, counter->lang));
    return;
  }
  if (staff->locked_until_utc_us > hufu_host_utc_us (counter->host)) {
    say_locked (counter);
    return;
  }
  check = g_new0 (PinCheck, 1);
  *check = (PinCheck){staff->staff_id, g_strdup (pin), g_strdup (staff->pin_hash), done};
  task = g_task_new (counter, NULL, on_pin_checked, NULL);
  g_task_set_task_data (task, check, pin_check_free);
  hufu_counter_begin_wait (counter);
  g_task_run_in_thread (task, check_pin);
}

void
hufu_session_sign_in (HufuCounter *counter, const char *staff_no, const char *pin)
{
  if (counter->clerk != NULL)
    hufu_counter_refuse (counter,
                         HUFU_WORD (counter->lang, "Somebody is signed in. Sign out first.",
                                    "已有人登录，请先退出登录。"));
  else if (counter->screen != HUFU_SCREEN_SIGN_IN)
    hufu_command_refuse_here (counter);
  else
    hufu_session_ask_pin (counter, staff_no, pin, NULL);
}

/* What is open stays stored as it is: the next one to sign in finds it. */
void
hufu_session_sign_out (HufuCounter *counter)
{
  counter->clerk = NULL;
  hufu_product_flow_close (counter);
  hufu_manager_close (counter);
  hufu_voucher_flow_clear (counter);
  hufu_session_enter (counter);
  hufu_link_refresh_status (counter);
}

/* ---- the shift ---- */

typedef struct {
  HufuId staff_id;
  char *business_day;
  gint64 float_minor;
} ShiftOpening;

static void
shift_opening_free (gpointer data)
{
  g_free (((ShiftOpening *)data)->business_day);
  g_free (data);
}

static gpointer
open_shift (HufuDb *db, gpointer data, GError **error)
{
  const ShiftOpening *opening = data;
  HufuShift shift;

  return GINT_TO_POINTER (hufu_shift_open (db, &opening->staff_id, opening->business_day,
                                           opening->float_minor, &shift, error));
}

static void
after_shift (HufuCounter *counter, gpointer answer, const GError *error)
{
  hufu_session_enter (counter);
}

static void
on_shift_opened (HufuCounter *counter, gpointer answer, const GError *error)
{
  if (error != NULL)
    hufu_counter_show_problem (counter, error);
  else
    hufu_counter_reload (counter, after_shift);
  hufu_sync_wake (counter->sync);
}

static char *
suggest_day (HufuCounter *counter)
{
  g_autoptr (GDateTime) now =
      g_date_time_new_from_unix_local (hufu_counter_now_utc_us (counter) / G_USEC_PER_SEC);

  return g_date_time_format (now, "%Y-%m-%d");
}

static gboolean
is_day (const char *day)
{
  g_autofree char *iso = g_strconcat (day, "T00:00:00Z", NULL);
  g_autoptr (GDateTime) time =
      strlen (day) == strlen ("2026-01-31") ? g_date_time_new_from_iso8601 (iso, NULL) : NULL;

  return time != NULL;
}

void
hufu_session_open_shift (HufuCounter *counter, gint64 float_minor, const char *business_day)
{
  ShiftOpening *opening;

  if (counter->screen != HUFU_SCREEN_OPEN_SHIFT) {
    hufu_counter_refuse (
        counter, HUFU_WORD (counter->lang, "There is no shift to open now.", "现在没有要开的班。"));
    return;
  }
  if (float_minor > HUFU_CASH_MOVE_MAX_MINOR && float_minor != counter->shift.left_minor) {
    hufu_counter_refuse (counter, hufu_cash_fault_sentence (HUFU_CASH_TOO_MUCH, counter->lang));
    return;
  }
  if (float_minor < 0 || (business_day != NULL && !is_day (business_day))) {
    hufu_counter_refuse (counter,
                         HUFU_WORD (counter->lang, "Check the float and the day (like 2026-01-31).",
                                    "请检查备用金和营业日（如 2026-01-31）。"));
    return;
  }
  opening = g_new0 (ShiftOpening, 1);
  opening->staff_id = counter->clerk->staff_id;
  opening->business_day = business_day == NULL ? suggest_day (counter) : g_strdup (business_day);
  opening->float_minor = float_minor;
  hufu_counter_ask (counter, counter->books, open_shift, opening, shift_opening_free, NULL,
                    on_shift_opened);
}
