/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Staff that changes: by a manager at this till, or as the platform tells. */
#include "core/hlc.h"
#include "crypto/pin.h"
#include "store/change-store.h"
#include "store/journal-write.h"
#include "store/staff-write.h"

/* A person as the row has it, and the stamps of its fields. */
typedef struct {
  HufuId staff_id;
  char *no, *name_en, *name_zh, *role, *pin_hash, *rights;
  gboolean active;
  json_int_t stamps[HUFU_STAFF_FIELD_COUNT];
} Row;

static void
row_clear (Row *row)
{
  g_free (row->no);
  g_free (row->name_en);
  g_free (row->name_zh);
  g_free (row->role);
  g_free (row->pin_hash);
  g_free (row->rights);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Row, row_clear)

static void
set (char **place, const char *text)
{
  g_free (*place);
  *place = g_strdup (text);
}

/* The texts that a field is made of; `active` is none. */
static void
list_texts (Row *row, HufuStaffField field, char **ret_places[2])
{
  char **const texts[HUFU_STAFF_FIELD_COUNT] = {
      [HUFU_STAFF_NO] = &row->no,         [HUFU_STAFF_NAME] = &row->name_en,
      [HUFU_STAFF_ROLE] = &row->role,     [HUFU_STAFF_PIN] = &row->pin_hash,
      [HUFU_STAFF_RIGHTS] = &row->rights,
  };

  ret_places[0] = texts[field];
  ret_places[1] = field == HUFU_STAFF_NAME ? &row->name_zh : NULL;
}

/* Whether the field is another one now. */
static gboolean
copy_field (Row *to, Row *from, HufuStaffField field)
{
  char **to_places[2], **from_places[2];
  gboolean other = field == HUFU_STAFF_ACTIVE && to->active != from->active;

  list_texts (to, field, to_places);
  list_texts (from, field, from_places);
  for (gsize i = 0; i < G_N_ELEMENTS (to_places) && to_places[i] != NULL; i++) {
    other = other || g_strcmp0 (*to_places[i], *from_places[i]) != 0;
    set (to_places[i], *from_places[i]);
  }
  if (field == HUFU_STAFF_ACTIVE)
    to->active = from->active;
  return other;
}

/* Stamps that are none count as none. */
static void
read_stamps (const json_t *stamps, json_int_t ret_stamps[HUFU_STAFF_FIELD_COUNT])
{
  for (gsize i = 0; i < HUFU_STAFF_FIELD_COUNT; i++)
    ret_stamps[i] = MAX (0, json_integer_value (json_object_get (
                                stamps, hufu_staff_field_name ((HufuStaffField)i))));
}

static char *
dump_stamps (const Row *row)
{
  json_auto_t *stamps = json_object ();

  for (gsize i = 0; i < HUFU_STAFF_FIELD_COUNT; i++)
    if (row->stamps[i] > 0)
      json_object_set_new (stamps, hufu_staff_field_name ((HufuStaffField)i),
                           json_integer (row->stamps[i]));
  return json_dumps (stamps, JSON_COMPACT | JSON_SORT_KEYS);
}

/* *ret_found: FALSE leaves the row empty. */
static gboolean
load (HufuDb *db, const HufuId *staff_id, Row *ret_row, gboolean *ret_found, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT no, name_en, name_zh, role, pin_hash, price_rights, active, stamps"
                  " FROM staff WHERE staff_id = ?",
                  SQL_ID (staff_id));
  char **const texts[] = {&ret_row->no,   &ret_row->name_en,  &ret_row->name_zh,
                          &ret_row->role, &ret_row->pin_hash, &ret_row->rights};
  int step = hufu_rows_next (rows, error);
  json_auto_t *stamps = NULL;

  ret_row->staff_id = *staff_id;
  *ret_found = step > 0;
  if (step <= 0)
    return step == 0;
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    *texts[i] = hufu_rows_dup_text (rows, (int)i);
  ret_row->active = hufu_rows_int (rows, 6) != 0;
  stamps = json_loads (hufu_rows_text (rows, 7), 0, NULL);
  read_stamps (stamps, ret_row->stamps);
  return TRUE;
}

/* A new PIN begins with no wrong tries. */
static gboolean
save (HufuDb *db, const Row *row, GError **error)
{
  g_autofree char *stamps = dump_stamps (row);

  return HUFU_RUN (
      db, error,
      "INSERT INTO staff (staff_id, no, name_en, name_zh, role, pin_hash, price_rights, active,"
      " stamps) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (staff_id) DO UPDATE SET"
      " no = excluded.no, name_en = excluded.name_en, name_zh = excluded.name_zh,"
      " role = excluded.role, price_rights = excluded.price_rights, active = excluded.active,"
      " stamps = excluded.stamps,"
      " failed = iif (pin_hash = excluded.pin_hash, failed, 0),"
      " locked_until_utc_us ="
      " iif (pin_hash = excluded.pin_hash, locked_until_utc_us, 0),"
      " pin_hash = excluded.pin_hash",
      SQL_ID (&row->staff_id), SQL_TEXT (row->no), SQL_TEXT (row->name_en), SQL_TEXT (row->name_zh),
      SQL_TEXT (row->role), SQL_TEXT (row->pin_hash), SQL_TEXT (row->rights), SQL_INT (row->active),
      SQL_TEXT (stamps));
}

/* ---- as the platform tells ---- */

static gboolean
read_told (json_t *data, Row *ret_row)
{
  const char *id_text, *no, *name_en, *name_zh, *role, *pin_hash;
  json_t *rights = json_object_get (data, "price_rights"), *stamps = NULL;
  int active = 1;
  HufuPriceRights unused;
  HufuRole unused_role;

  if (json_unpack (data, "{s:s, s:s, s:s, s:s, s:s, s:s, s?b, s?o}", "staff_id", &id_text, "no",
                   &no, "name_en", &name_en, "name_zh", &name_zh, "role", &role, "pin_hash",
                   &pin_hash, "active", &active, "stamps", &stamps) != 0 ||
      (rights != NULL && !json_is_null (rights) && !hufu_price_rights_read (rights, &unused)) ||
      !hufu_id_parse (id_text, &ret_row->staff_id) || !hufu_role_find (role, &unused_role))
    return FALSE;
  set (&ret_row->no, no);
  set (&ret_row->name_en, name_en);
  set (&ret_row->name_zh, name_zh);
  set (&ret_row->role, role);
  set (&ret_row->pin_hash, pin_hash);
  ret_row->rights =
      json_is_object (rights) ? json_dumps (rights, JSON_SORT_KEYS | JSON_COMPACT) : g_strdup ("");
  ret_row->active = active != 0;
  read_stamps (stamps, ret_row->stamps);
  return TRUE;
}

/* What was changed here and is later, stays: the platform hears of it with the journal. */
static void
keep_later (Row *told, Row *here)
{
  for (guint i = 0; i < HUFU_STAFF_FIELD_COUNT; i++)
    if (told->stamps[i] < here->stamps[i]) {
      copy_field (told, here, (HufuStaffField)i);
      told->stamps[i] = here->stamps[i];
    }
}

gboolean
hufu_staff_put (HufuDb *db, json_t *data, GError **error)
{
  g_auto (Row) told = {0};
  g_auto (Row) here = {0};
  gboolean found;

  if (!read_told (data, &told))
    return hufu_store_refuse (error, HUFU_STORE_ERROR_INVALID, "staff");
  if (!load (db, &told.staff_id, &here, &found, error))
    return FALSE;
  if (found)
    keep_later (&told, &here);
  return save (db, &told, error);
}

/* ---- by a manager here ---- */

static void
read_wanted (const HufuStaffEdit *edit, Row *ret_row)
{
  set (&ret_row->no, edit->no);
  set (&ret_row->name_en, edit->name);
  set (&ret_row->name_zh, edit->name);
  set (&ret_row->role, hufu_role_name (edit->role));
  set (&ret_row->pin_hash, edit->pin_hash);
  ret_row->rights = edit->has_rights ? hufu_price_rights_to_text (&edit->rights) : g_strdup ("");
  ret_row->active = edit->active;
}

/* Which fields are other ones now. The stamp is later than all that is known here. */
static guint
apply (HufuDb *db, Row *row, const HufuStaffEdit *edit, json_int_t *ret_stamp, GError **error)
{
  g_auto (Row) wanted = {0};
  gint64 last = 0;
  guint fields = 0;

  if (!HUFU_GET_INT (db, error, 0, &last, "SELECT last_hlc FROM terminal"))
    return 0;
  for (gsize i = 0; i < HUFU_STAFF_FIELD_COUNT; i++)
    last = MAX (last, row->stamps[i]);
  *ret_stamp =
      (json_int_t)hufu_hlc_next ((guint64)last, hufu_db_now_utc_us (db) / G_TIME_SPAN_MILLISECOND);
  read_wanted (edit, &wanted);
  for (guint i = 0; i < HUFU_STAFF_FIELD_COUNT; i++)
    if ((edit->fields & (1u << i)) != 0 && copy_field (row, &wanted, (HufuStaffField)i)) {
      row->stamps[i] = *ret_stamp;
      fields |= 1u << i;
    }
  return fields;
}

static HufuStaffFault
check (const HufuStaffEdit *edit)
{
  HufuStaffFault fault = HUFU_STAFF_OK;

  if ((edit->fields & (1u << HUFU_STAFF_NAME)) != 0)
    fault = hufu_staff_check_name (edit->name);
  if (fault == HUFU_STAFF_OK && (edit->fields & (1u << HUFU_STAFF_NO)) != 0)
    fault = hufu_staff_check_no (edit->no);
  if (fault == HUFU_STAFF_OK && (edit->fields & (1u << HUFU_STAFF_RIGHTS)) != 0 &&
      edit->has_rights && !hufu_price_rights_are_good (&edit->rights))
    fault = HUFU_STAFF_BAD_RIGHTS;
  return fault;
}

/* What the books say against it before it is done. */
static gboolean
check_before (HufuDb *db, const HufuStaffEdit *edit, gboolean found, HufuStaffFault *ret_fault,
              GError **error)
{
  gint64 manager = 0, taken = 0, people = 0;

  if (!HUFU_GET_INT (db, error, 0, &manager,
                     "SELECT 1 FROM staff WHERE staff_id = ? AND role = 'manager' AND active",
                     SQL_ID (&edit->by)) ||
      !HUFU_GET_INT (db, error, 0, &taken, "SELECT 1 FROM staff WHERE no = ? AND staff_id <> ?",
                     SQL_TEXT (edit->no), SQL_ID (&edit->staff_id)) ||
      !HUFU_GET_INT (db, error, 0, &people, "SELECT count(*) FROM staff"))
    return FALSE;
  if (!manager)
    *ret_fault = HUFU_STAFF_NOT_MANAGER;
  else if (!found && edit->fields != HUFU_STAFF_ALL_FIELDS)
    *ret_fault = HUFU_STAFF_UNKNOWN;
  else if (!found && people >= HUFU_STAFF_MAX)
    *ret_fault = HUFU_STAFF_FULL;
  else if (taken && (edit->fields & (1u << HUFU_STAFF_NO)) != 0)
    *ret_fault = HUFU_STAFF_NO_TAKEN;
  return TRUE;
}

/* Only what is different is told, so that what two tills changed in different fields is both kept.
 */
static gboolean
append (HufuDb *db, const Row *row, const HufuStaffEdit *edit, guint fields, json_int_t stamp,
        GError **error)
{
  g_auto (HufuPolicy) policy = {0};
  json_t *body = json_pack ("{s:o, s:o, s:I, s:I}", "staff_id", hufu_json_id (&row->staff_id), "by",
                            hufu_json_id (&edit->by), "stamp", stamp, "at_utc_us",
                            (json_int_t)hufu_db_now_utc_us (db));

  if (!hufu_policy_load (db, &policy, error)) {
    json_decref (body);
    return FALSE;
  }
  if ((fields & (1u << HUFU_STAFF_NO)) != 0)
    json_object_set_new (body, "no", json_string (row->no));
  if ((fields & (1u << HUFU_STAFF_NAME)) != 0) {
    json_object_set_new (body, "name_en", json_string (row->name_en));
    json_object_set_new (body, "name_zh", json_string (row->name_zh));
  }
  if ((fields & (1u << HUFU_STAFF_ROLE)) != 0)
    json_object_set_new (body, "role", json_string (row->role));
  if ((fields & (1u << HUFU_STAFF_PIN)) != 0) {
    g_autofree char *sealed = hufu_pin_seal (policy.phone_index_key, row->pin_hash);
    json_object_set_new (body, "pin", json_string (sealed));
  }
  if ((fields & (1u << HUFU_STAFF_RIGHTS)) != 0)
    json_object_set_new (body, "price_rights",
                         *row->rights == '\0' ? json_null () : json_loads (row->rights, 0, NULL));
  if ((fields & (1u << HUFU_STAFF_ACTIVE)) != 0)
    json_object_set_new (body, "active", json_boolean (row->active));
  return hufu_journal_append (db, "staff.changed", body, NULL, error);
}

/* FALSE with a fault or an error: nothing of it stays. */
static gboolean
do_edit (HufuDb *db, const HufuStaffEdit *edit, HufuStaffFault *ret_fault, GError **error)
{
  g_auto (Row) row = {0};
  gboolean found;
  gint64 managers = 0;
  json_int_t stamp = 0;
  g_autoptr (GError) trouble = NULL;
  guint fields;

  if (!load (db, &edit->staff_id, &row, &found, error) ||
      !check_before (db, edit, found, ret_fault, error) || *ret_fault != HUFU_STAFF_OK)
    return FALSE;
  fields = apply (db, &row, edit, &stamp, &trouble);
  if (trouble != NULL) {
    g_propagate_error (error, g_steal_pointer (&trouble));
    return FALSE;
  }
  if (fields == 0) {
    *ret_fault = HUFU_STAFF_SAME;
    return FALSE;
  }
  if (!save (db, &row, error) ||
      !HUFU_GET_INT (db, error, 0, &managers,
                     "SELECT count(*) FROM staff WHERE role = 'manager' AND active"))
    return FALSE;
  if (managers == 0) {
    *ret_fault = HUFU_STAFF_LAST_MANAGER;
    return FALSE;
  }
  return append (db, &row, edit, fields, stamp, error);
}

gboolean
hufu_staff_edit (HufuDb *db, const HufuStaffEdit *edit, HufuStaffFault *ret_fault, GError **error)
{
  gboolean done;

  *ret_fault = check (edit);
  if (*ret_fault != HUFU_STAFF_OK)
    return TRUE;
  if (!hufu_act_begin (db, error))
    return FALSE;
  done = do_edit (db, edit, ret_fault, error);
  if (*ret_fault != HUFU_STAFF_OK) {
    hufu_act_roll_back (db);
    return TRUE;
  }
  return hufu_act_end (db, done, error);
}
