/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manager changes the staff: at this till at once, everywhere else once the platform knows. */
#include <string.h>

#include "counter/command.h"
#include "counter/counter-private.h"
#include "crypto/pin.h"

/* ---- what is shown ---- */

static HufuStaffRow *
make_row (HufuCounter *counter, const HufuStaff *staff)
{
  HufuStaffRow *row = g_object_new (HUFU_TYPE_STAFF_ROW, NULL);
  const char *role = hufu_role_label (staff->role, counter->lang);

  row->no = g_strdup (staff->no);
  row->name = g_strdup (hufu_session_name (counter, staff));
  row->hint =
      staff->active ? g_strdup (role) : HUFU_SAY (counter->lang, "%s · left", "%s · 已离职", role);
  row->role = staff->role;
  row->active = staff->active;
  row->has_rights = staff->has_rights;
  row->rights = *hufu_session_rights (counter, staff);
  return row;
}

void
hufu_staff_flow_show (HufuCounter *counter)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (int left = 0; left <= 1; left++)
    for (guint i = 0; counter->staff != NULL && i < counter->staff->len; i++) {
      const HufuStaff *staff = counter->staff->pdata[i];
      if (staff->active == (left == 0))
        g_ptr_array_add (rows, make_row (counter, staff));
    }
  hufu_staff_desk_show (counter->desk, rows);
}

void
hufu_staff_flow_open (HufuCounter *counter)
{
  hufu_manager_open_today (counter);
  if (!hufu_manager_is_open (counter))
    return;
  hufu_staff_flow_show (counter);
  g_object_set (counter->desk, "shown", TRUE, NULL);
}

/* ---- doing it ---- */

typedef struct {
  HufuStaffEdit edit;
  char *pin; /* NULL: stays */
} Change;

typedef struct {
  HufuId staff_id;
  HufuStaffFault fault;
} Changed;

static void
change_free (gpointer data)
{
  Change *change = data;

  if (change->pin != NULL)
    explicit_bzero (change->pin, strlen (change->pin));
  g_free (change->pin);
  g_free (change->edit.no);
  g_free (change->edit.name);
  g_free (change->edit.pin_hash);
  g_free (change);
}

static void
refuse (HufuCounter *counter, HufuStaffFault fault)
{
  hufu_counter_refuse (counter, hufu_staff_fault_sentence (fault, counter->lang));
}

static gpointer
store_change (HufuDb *db, gpointer data, GError **error)
{
  const Change *change = data;
  Changed changed = {change->edit.staff_id, HUFU_STAFF_OK};

  return hufu_staff_edit (db, &change->edit, &changed.fault, error)
             ? g_memdup2 (&changed, sizeof changed)
             : NULL;
}

static const HufuStaff *
find_by_id (HufuCounter *counter, const HufuId *staff_id)
{
  for (guint i = 0; i < counter->staff->len; i++) {
    const HufuStaff *staff = counter->staff->pdata[i];
    if (hufu_id_equal (&staff->staff_id, staff_id))
      return staff;
  }
  return NULL;
}

static void
after_change (HufuCounter *counter, gpointer answer, const GError *error)
{
  const HufuStaff *staff = find_by_id (counter, &counter->staff_changed);
  g_autofree char *sentence = NULL;

  if (staff == NULL)
    return;
  sentence = HUFU_SAY (counter->lang, "Saved here: %s %s. The other tills hear of it online.",
                       "已存本机：%s %s。联网后其他机也会更新。", staff->no,
                       hufu_session_name (counter, staff));
  hufu_counter_notice (counter, sentence);
  hufu_staff_desk_tell_saved (counter->desk, staff->no);
  hufu_sync_wake (counter->sync);
}

static void
on_changed (HufuCounter *counter, gpointer answer, const GError *error)
{
  const Changed *changed = answer;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
  } else if (changed->fault != HUFU_STAFF_OK) {
    refuse (counter, changed->fault);
  } else {
    counter->staff_changed = changed->staff_id;
    hufu_counter_sound (counter, HUFU_SOUND_ACCEPTED);
    hufu_counter_reload (counter, after_change);
  }
}

static void
store (HufuCounter *counter, Change *take_change)
{
  hufu_counter_ask (counter, counter->books, store_change, take_change, change_free, g_free,
                    on_changed);
}

/* Hashing takes long on purpose: neither the drawing nor the owner thread does it. */
static void
hash_pin (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Change *change = data;

  change->edit.pin_hash = g_malloc0 (HUFU_PIN_HASH_SIZE);
  hufu_pin_hash (change->pin, change->edit.pin_hash);
  g_task_return_boolean (task, TRUE);
}

static void
on_hashed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HufuCounter *counter = HUFU_COUNTER (source);
  Change *change = user_data;

  if (counter->books != NULL && !g_cancellable_is_cancelled (counter->cancellable))
    store (counter, change);
  else
    change_free (change);
  hufu_counter_end_wait (counter);
}

static void
run_change (HufuCounter *counter, Change *take_change)
{
  g_autoptr (GTask) task = NULL;

  if (take_change->pin == NULL) {
    store (counter, take_change);
    return;
  }
  task = g_task_new (counter, NULL, on_hashed, take_change);
  g_task_set_task_data (task, take_change, NULL);
  hufu_counter_begin_wait (counter);
  g_task_run_in_thread (task, hash_pin);
}

/* ---- what was typed ---- */

static void
want (Change *change, HufuStaffField field)
{
  change->edit.fields |= 1u << field;
}

static HufuStaffFault
read_texts (Change *change, const HufuStaffForm *form)
{
  HufuStaffFault fault = HUFU_STAFF_OK;

  if (form->name != NULL) {
    want (change, HUFU_STAFF_NAME);
    change->edit.name = g_strstrip (g_strdup (form->name));
    fault = hufu_staff_check_name (change->edit.name);
  }
  if (fault == HUFU_STAFF_OK && form->no != NULL) {
    want (change, HUFU_STAFF_NO);
    change->edit.no = g_strstrip (g_strdup (form->no));
    fault = hufu_staff_check_no (change->edit.no);
  }
  if (fault == HUFU_STAFF_OK && form->role != NULL) {
    want (change, HUFU_STAFF_ROLE);
    fault = hufu_role_find (form->role, &change->edit.role) ? HUFU_STAFF_OK : HUFU_STAFF_BAD_ROLE;
  }
  if (fault == HUFU_STAFF_OK && form->pin != NULL) {
    want (change, HUFU_STAFF_PIN);
    change->pin = g_strdup (form->pin);
    fault = hufu_staff_check_pin (form->pin);
  }
  return fault;
}

static HufuStaffFault
read_form (HufuCounter *counter, Change *change, const HufuStaffForm *form)
{
  const HufuStaff *who = form->which == NULL ? NULL : hufu_session_find (counter, form->which);
  HufuStaffFault fault = read_texts (change, form);

  if (form->which != NULL && who == NULL)
    return HUFU_STAFF_UNKNOWN;
  change->edit.by = counter->clerk->staff_id;
  change->edit.active = form->sets_active ? form->active : TRUE;
  if (form->sets_active)
    want (change, HUFU_STAFF_ACTIVE);
  if (form->sets_rights)
    want (change, HUFU_STAFF_RIGHTS);
  if (form->sets_rights && form->rights != NULL) {
    change->edit.has_rights = TRUE;
    change->edit.rights = *form->rights;
  }
  if (who != NULL) {
    change->edit.staff_id = who->staff_id;
    return fault;
  }
  change->edit.staff_id = hufu_host_make_id (counter->host);
  if (fault == HUFU_STAFF_OK)
    fault = form->name == NULL   ? HUFU_STAFF_NO_NAME
            : form->no == NULL   ? HUFU_STAFF_BAD_NO
            : form->role == NULL ? HUFU_STAFF_BAD_ROLE
            : form->pin == NULL  ? HUFU_STAFF_SHORT_PIN
                                 : HUFU_STAFF_OK;
  change->edit.fields = HUFU_STAFF_ALL_FIELDS;
  return fault;
}

void
hufu_staff_flow_edit (HufuCounter *counter, const HufuStaffForm *form)
{
  HufuStaffFault fault;
  Change *change;

  if (counter->clerk == NULL || counter->clerk->role != HUFU_ROLE_MANAGER) {
    refuse (counter, HUFU_STAFF_NOT_MANAGER);
    return;
  }
  change = g_new0 (Change, 1);
  fault = read_form (counter, change, form);
  if (fault == HUFU_STAFF_OK) {
    run_change (counter, change);
    return;
  }
  refuse (counter, fault);
  change_free (change);
}
