/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/people.h"

#include "store/change-store.h"
#include "store/journal-write.h"

void
hufu_staff_free (HufuStaff *staff)
{
  if (staff == NULL)
    return;
  g_free (staff->no);
  g_free (staff->name_en);
  g_free (staff->name_zh);
  g_free (staff->pin_hash);
  g_free (staff);
}

void
hufu_member_free (HufuMember *member)
{
  if (member == NULL)
    return;
  g_free (member->phone_masked);
  g_free (member->level);
  g_free (member);
}

static HufuRole
read_role (const char *name)
{
  HufuRole role;

  g_assert (hufu_role_find (name, &role));
  return role;
}

static HufuStaff *
read_staff (HufuRows *rows)
{
  HufuStaff *staff = g_new0 (HufuStaff, 1);

  staff->staff_id = hufu_rows_id (rows, 0);
  staff->no = hufu_rows_dup_text (rows, 1);
  staff->name_en = hufu_rows_dup_text (rows, 2);
  staff->name_zh = hufu_rows_dup_text (rows, 3);
  staff->role = read_role (hufu_rows_text (rows, 4));
  staff->pin_hash = hufu_rows_dup_text (rows, 5);
  staff->failed = (guint)hufu_rows_int (rows, 6);
  staff->locked_until_utc_us = hufu_rows_int (rows, 7);
  staff->in_shift = hufu_rows_int (rows, 8) != 0;
  staff->active = hufu_rows_int (rows, 10) != 0;
  staff->has_rights = hufu_price_rights_from_text (hufu_rows_text (rows, 9), &staff->rights);
  return staff;
}

GPtrArray *
hufu_staff_list (HufuDb *db, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_staff_free);
  g_autoptr (HufuRows) rows = HUFU_QUERY (
      db, error,
      "SELECT staff_id, no, name_en, name_zh, role, pin_hash, failed, locked_until_utc_us,"
      " EXISTS (SELECT 1 FROM shift WHERE shift.staff_id = staff.staff_id"
      " AND closed_utc_us IS NULL), price_rights, active FROM staff ORDER BY no, staff_id");
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0)
    g_ptr_array_add (list, read_staff (rows));
  return step < 0 ? NULL : g_steal_pointer (&list);
}

static gboolean
record_right_pin (HufuDb *db, const HufuId *staff_id, GError **error)
{
  json_t *body = json_pack ("{s:o, s:I}", "staff_id", hufu_json_id (staff_id), "at_utc_us",
                            (json_int_t)hufu_db_now_utc_us (db));

  return HUFU_RUN (db, error,
                   "UPDATE staff SET failed = 0, locked_until_utc_us = 0"
                   " WHERE staff_id = ? AND (failed, locked_until_utc_us) <> (0, 0)",
                   SQL_ID (staff_id)) &&
         hufu_journal_append (db, "staff.signed_in", body, NULL, error);
}

/* The last allowed try locks and begins a new count. */
static gboolean
record_wrong_pin (HufuDb *db, const HufuId *staff_id, GError **error)
{
  return HUFU_RUN (db, error,
                   "UPDATE staff SET failed = (failed + 1) % ?2,"
                   " locked_until_utc_us = iif (failed + 1 >= ?2, ?3, locked_until_utc_us)"
                   " WHERE staff_id = ?1",
                   SQL_ID (staff_id), SQL_INT (HUFU_PIN_TRIES),
                   SQL_INT (hufu_host_utc_us (db->host) + HUFU_PIN_LOCK_US));
}

gboolean
hufu_staff_take_approval (HufuDb *db, const HufuId *staff_id, GError **error)
{
  gint64 is_manager = 0;

  if (!HUFU_GET_INT (db, error, 0, &is_manager,
                     "SELECT 1 FROM staff WHERE staff_id = ? AND role = 'manager' AND active",
                     SQL_ID (staff_id)))
    return FALSE;
  if (!is_manager)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_INVALID, "a manager has to approve it");
  return HUFU_RUN (db, error,
                   "UPDATE staff SET failed = 0, locked_until_utc_us = 0 WHERE staff_id = ?",
                   SQL_ID (staff_id));
}

gboolean
hufu_staff_record_pin (HufuDb *db, const HufuId *staff_id, gboolean right, GError **error)
{
  return hufu_act_begin (db, error) && hufu_act_end (db,
                                                     right ? record_right_pin (db, staff_id, error)
                                                           : record_wrong_pin (db, staff_id, error),
                                                     error);
}

static HufuMember *
find_member (HufuRows *take_rows, GError **error)
{
  g_autoptr (HufuRows) rows = take_rows;
  HufuMember *member;

  if (hufu_rows_next (rows, error) <= 0)
    return NULL;
  member = g_new0 (HufuMember, 1);
  member->member_id = hufu_rows_id (rows, 0);
  member->phone_masked = hufu_rows_dup_text (rows, 1);
  member->level = hufu_rows_dup_text (rows, 2);
  member->points = hufu_rows_int (rows, 3);
  return member;
}

#define SELECT_MEMBER "SELECT member_id, phone_masked, level, points FROM member "

HufuMember *
hufu_member_find_by_subject (HufuDb *db, const guint8 *subject, gsize size, GError **error)
{
  return find_member (
      HUFU_QUERY (db, error, SELECT_MEMBER "WHERE code_subject = ?", SQL_BLOB (subject, size)),
      error);
}

HufuMember *
hufu_member_find_by_phone (HufuDb *db, const guint8 phone_index[16], GError **error)
{
  return find_member (
      HUFU_QUERY (db, error, SELECT_MEMBER "WHERE phone_index = ?", SQL_BLOB (phone_index, 16)),
      error);
}
