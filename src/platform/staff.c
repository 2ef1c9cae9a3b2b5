/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/staff.h"

#include <string.h>

#include "core/staff.h"
#include "crypto/pin.h"
#include "platform/changes.h"
#include "platform/json-util.h"

#define NO_FIRST 1
#define NO_LAST 9999

/* The members of the contract that a field is made of, as events have them. */
static const struct {
  HufuStaffField field;
  const char *told, *kept;
} members[] = {
    {HUFU_STAFF_NO, "no", "no"},
    {HUFU_STAFF_NAME, "name_en", "name_en"},
    {HUFU_STAFF_NAME, "name_zh", "name_zh"},
    {HUFU_STAFF_ROLE, "role", "role"},
    {HUFU_STAFF_PIN, "pin", "pin_hash"},
    {HUFU_STAFF_RIGHTS, "price_rights", "price_rights"},
    {HUFU_STAFF_ACTIVE, "active", "active"},
};

/* ---- what the event says ---- */

static gboolean
is_percent (const json_t *rights, const char *name)
{
  gint64 percent;

  return hufu_pjson_get_int (rights, name, 0, 100, &percent);
}

static gboolean
is_good (const char *name, const json_t *value)
{
  const char *text = json_string_value (value);
  HufuRole role;

  if (strcmp (name, "no") == 0)
    return text != NULL && hufu_staff_check_no (text) == HUFU_STAFF_OK;
  if (strcmp (name, "role") == 0)
    return hufu_role_find (text, &role);
  if (strcmp (name, "pin") == 0)
    return text != NULL;
  if (strcmp (name, "active") == 0)
    return json_is_boolean (value);
  if (strcmp (name, "price_rights") == 0)
    return json_is_null (value) ||
           (is_percent (value, "line_percent") && is_percent (value, "basket_percent") &&
            is_percent (value, "price_percent"));
  return text != NULL && hufu_staff_check_name (text) == HUFU_STAFF_OK;
}

/* The event's members under the names they are kept by; NULL: one is not as the contract says. */
static json_t *
read_members (HufuPlatform *platform, const json_t *body)
{
  json_t *read = json_object ();

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++) {
    json_t *value = json_object_get (body, members[i].told);
    gboolean good = value == NULL || is_good (members[i].told, value);

    if (good && value != NULL && members[i].field == HUFU_STAFF_PIN) {
      guint8 key[32];
      g_autofree char *hash = NULL;

      hufu_platform_make_phone_key (platform, key);
      hash = hufu_pin_open (key, json_string_value (value));
      good = hash != NULL && json_object_set_new (read, members[i].kept, json_string (hash)) == 0;
    } else if (good && value != NULL) {
      json_object_set (read, members[i].kept, value);
    }
    if (!good) {
      json_decref (read);
      return NULL;
    }
  }
  return read;
}

/* ---- what is kept ---- */

/* *ret_store_no: of which the feed tells; -1 = every store. */
static json_t *
load (HufuPlatform *platform, const HufuHolder *holder, const char *key, gint64 *ret_store_no)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT data, ifnull (store_no, -1) FROM change WHERE kind = 'staff' AND key = ? AND "
      "(store_no IS NULL OR store_no = ?) AND data IS NOT NULL",
      "ti", key, (gint64)holder->store_no);
  json_t *person;

  *ret_store_no = (gint64)holder->store_no;
  if (!hufu_pdb_next (platform->db, row))
    return NULL;
  person = hufu_pjson_load_object (hufu_pdb_text (row, 0), strlen (hufu_pdb_text (row, 0)));
  *ret_store_no = hufu_pdb_int (row, 1);
  hufu_pdb_done (row);
  return person;
}

static json_int_t
get_stamp (const json_t *person, HufuStaffField field)
{
  return json_integer_value (
      json_object_get (json_object_get (person, "stamps"), hufu_staff_field_name (field)));
}

static void
set_stamp (json_t *person, HufuStaffField field, json_int_t stamp)
{
  json_t *stamps = json_object_get (person, "stamps");

  if (stamps == NULL) {
    stamps = json_object ();
    json_object_set_new (person, "stamps", stamps);
  }
  json_object_set_new (stamps, hufu_staff_field_name (field), json_integer (stamp));
}

static void
merge (json_t *person, json_t *told, json_int_t stamp)
{
  gboolean later[HUFU_STAFF_FIELD_COUNT];

  for (gsize i = 0; i < HUFU_STAFF_FIELD_COUNT; i++)
    later[i] = stamp > get_stamp (person, (HufuStaffField)i);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++) {
    json_t *value = json_object_get (told, members[i].kept);

    if (value == NULL || !later[members[i].field])
      continue;
    if (json_is_null (value))
      json_object_del (person, members[i].kept);
    else
      json_object_set (person, members[i].kept, value);
    set_stamp (person, members[i].field, stamp);
  }
}

/* ---- what has to hold for all of a store ---- */

static gboolean
is_taken (HufuPlatform *platform, gint64 store_no, const char *key, const char *no)
{
  return hufu_pdb_get_int (platform->db, 0,
                           "SELECT 1 FROM change WHERE kind = 'staff' AND key <> ? AND "
                           "(store_no IS NULL OR store_no = ?) AND data ->> 'no' = ?",
                           "tit", key, store_no, no) != 0;
}

static void
settle_no (HufuPlatform *platform, gint64 store_no, const char *key, json_t *person,
           json_int_t stamp)
{
  char free_no[8];

  if (!is_taken (platform, store_no, key, json_string_value (json_object_get (person, "no"))))
    return;
  for (int no = NO_FIRST; no <= NO_LAST; no++) {
    g_snprintf (free_no, sizeof free_no, "%02d", no);
    if (is_taken (platform, store_no, key, free_no))
      continue;
    json_object_set_new (person, "no", json_string (free_no));
    set_stamp (person, HUFU_STAFF_NO, MAX (stamp, get_stamp (person, HUFU_STAFF_NO)) + 1);
    return;
  }
}

static gboolean
is_manager (const json_t *person)
{
  const json_t *active = json_object_get (person, "active");

  return g_strcmp0 (json_string_value (json_object_get (person, "role")), "manager") == 0 &&
         (active == NULL || json_is_true (active));
}

static gboolean
has_other_manager (HufuPlatform *platform, gint64 store_no, const char *key)
{
  return hufu_pdb_get_int (platform->db, 0,
                           "SELECT 1 FROM change WHERE kind = 'staff' AND key <> ? AND "
                           "(store_no IS NULL OR store_no = ?) AND data ->> 'role' = 'manager' AND "
                           "ifnull (data ->> 'active', 1)",
                           "ti", key, store_no) != 0;
}

/* Two tills may each have let the other's manager go. */
static void
settle_manager (HufuPlatform *platform, gint64 store_no, const char *key, gboolean was_manager,
                json_t *person, json_int_t stamp)
{
  if (!was_manager || is_manager (person) || has_other_manager (platform, store_no, key))
    return;
  json_object_set_new (person, "role", json_string ("manager"));
  json_object_set_new (person, "active", json_true ());
  set_stamp (person, HUFU_STAFF_ROLE, stamp + 1);
  set_stamp (person, HUFU_STAFF_ACTIVE, stamp + 1);
}

const char *
hufu_staff_change (HufuPlatform *platform, const HufuHolder *holder, const json_t *body)
{
  char key[HUFU_ID_TEXT_SIZE];
  HufuId staff_id, by;
  gint64 stamp, store_no;
  json_t *told, *person;
  gboolean was_manager, whole;

  if (!hufu_pjson_get_id (body, "staff_id", &staff_id) || !hufu_pjson_get_id (body, "by", &by) ||
      !hufu_pjson_get_int (body, "stamp", 1, G_MAXINT64 - 1, &stamp) ||
      (told = read_members (platform, body)) == NULL)
    return "bad_body";
  hufu_id_format (&staff_id, key);
  person = load (platform, holder, key, &store_no);
  was_manager = person != NULL && is_manager (person);
  if (person == NULL)
    person = json_pack ("{s:s}", "staff_id", key);
  merge (person, told, stamp);
  json_decref (told);
  whole = json_object_get (person, "no") != NULL && json_object_get (person, "name_en") != NULL &&
          json_object_get (person, "name_zh") != NULL && json_object_get (person, "role") != NULL &&
          json_object_get (person, "pin_hash") != NULL;
  if (whole) {
    settle_no (platform, (gint64)holder->store_no, key, person, stamp);
    settle_manager (platform, (gint64)holder->store_no, key, was_manager, person, stamp);
    hufu_changes_put (platform, "staff", key, store_no, person);
  }
  json_decref (person);
  return whole ? "ok" : "bad_body";
}
