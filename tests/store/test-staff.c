/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A manager changes the staff in the books of the till, and the platform tells of changes from
 * elsewhere. */
#include <string.h>

#include "crypto/pin.h"
#include "store/change-store.h"
#include "store/sql.h"
#include "tests/store/books.h"

#define MANAGER_ID "00000000-0000-4000-8000-0000000000a1"
#define SECOND_ID "00000000-0000-4000-8000-0000000000a2"

static HufuId
parse (const char *text)
{
  HufuId id;

  g_assert_true (hufu_id_parse (text, &id));
  return id;
}

/* The platform tells of a person; stamps as JSON. */
static void
tell (HufuBooks *books, const char *id, const char *no, const char *name, const char *role,
      const char *stamps)
{
  g_autoptr (GError) error = NULL;
  json_auto_t *changes = json_pack (
      "[{s:s, s:s, s:s, s:{s:s, s:s, s:s, s:s, s:s, s:s, s:o}}]", "kind", "staff", "op", "put",
      "key", id, "data", "staff_id", id, "no", no, "name_en", name, "name_zh", name, "role", role,
      "pin_hash", "$argon2id$told", "stamps", json_loads (stamps, 0, NULL));

  g_assert_true (hufu_change_apply (books->db, changes, "c", &error));
  g_assert_no_error (error);
}

static HufuBooks *
open_books (void)
{
  HufuBooks *books = hufu_books_new (1);

  tell (books, MANAGER_ID, "91", "Manager", "manager", "{}");
  return books;
}

static HufuStaffEdit
begin (const char *id, guint fields)
{
  return (HufuStaffEdit){.staff_id = parse (id),
                         .by = parse (MANAGER_ID),
                         .fields = fields,
                         .no = (char *)(gsize) "06",
                         .name = (char *)(gsize) "Li Wei",
                         .role = HUFU_ROLE_CLERK,
                         .pin_hash = (char *)(gsize) "$argon2id$made-here",
                         .active = TRUE};
}

/* The fault's code, "" if it was done. */
static const char *
edit (HufuBooks *books, HufuStaffEdit wanted)
{
  g_autoptr (GError) error = NULL;
  HufuStaffFault fault;

  g_assert_true (hufu_staff_edit (books->db, &wanted, &fault, &error));
  g_assert_no_error (error);
  return hufu_staff_fault_code (fault);
}

static const HufuStaff *
find (GPtrArray *list, const char *no)
{
  for (guint i = 0; i < list->len; i++)
    if (strcmp (((const HufuStaff *)list->pdata[i])->no, no) == 0)
      return list->pdata[i];
  g_assert_not_reached ();
}

#define events(books)                                                                              \
  hufu_books_count (books, "SELECT count(*) FROM journal WHERE kind = 'staff.changed'")

/* Somebody new, with one event that has no hash that a PIN could be tried on. */
static void
test_add (void)
{
  g_autoptr (HufuBooks) books = open_books ();
  g_autoptr (GPtrArray) list = NULL;
  const HufuStaff *staff;

  g_assert_cmpstr (edit (books, begin (SECOND_ID, HUFU_STAFF_ALL_FIELDS)), ==, "");
  list = hufu_staff_list (books->db, NULL);
  staff = find (list, "06");
  g_assert_cmpstr (staff->name_en, ==, "Li Wei");
  g_assert_cmpint (staff->role, ==, HUFU_ROLE_CLERK);
  g_assert_true (staff->active && !staff->has_rights);
  g_assert_cmpint (events (books), ==, 1);
  g_assert_cmpint (
      hufu_books_count (books, "SELECT count(*) FROM journal WHERE body LIKE '%argon2%'"), ==, 0);
  hufu_books_assert_whole (books->db);
}

/* What is refused leaves the books as they were. */
static void
test_refused (void)
{
  static const struct {
    const char *id;
    guint fields;
    const char *no, *name, *code;
    gboolean by_clerk;
    gint percent;
  } rows[] = {
      {SECOND_ID, HUFU_STAFF_ALL_FIELDS, "91", "Li", "staff_no_taken"},
      {SECOND_ID, HUFU_STAFF_ALL_FIELDS, "6", "Li", "staff_bad_no"},
      {SECOND_ID, HUFU_STAFF_ALL_FIELDS, "06", "", "staff_no_name"},
      {SECOND_ID, HUFU_STAFF_ALL_FIELDS, "06", "\u202eLi", "staff_bad_name"},
      {SECOND_ID, HUFU_STAFF_ALL_FIELDS, "06", "Li", "staff_not_manager", TRUE},
      {SECOND_ID, 1u << HUFU_STAFF_NAME, "06", "Li", "staff_unknown"},
      {MANAGER_ID, 1u << HUFU_STAFF_RIGHTS, "91", "M", "staff_bad_rights", FALSE, 101},
      {MANAGER_ID, 1u << HUFU_STAFF_RIGHTS, "91", "M", "staff_bad_rights", FALSE, -1},
      {MANAGER_ID, 1u << HUFU_STAFF_NAME, "91", "Manager", "staff_same"},
      {MANAGER_ID, 1u << HUFU_STAFF_ROLE, "91", "Manager", "staff_last_manager"},
  };
  g_autoptr (HufuBooks) books = open_books ();
  g_autofree char *before = hufu_books_describe (books->db, NULL);
  g_autofree char *after = NULL;
  HufuStaffEdit leaves = begin (MANAGER_ID, 1u << HUFU_STAFF_ACTIVE);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    HufuStaffEdit wanted = begin (rows[i].id, rows[i].fields);

    wanted.no = (char *)(gsize)rows[i].no;
    wanted.name = (char *)(gsize)rows[i].name;
    wanted.has_rights = rows[i].percent != 0;
    wanted.rights.line_percent = rows[i].percent;
    if (rows[i].by_clerk)
      wanted.by = books->staff_id;
    g_assert_cmpstr (edit (books, wanted), ==, rows[i].code);
  }
  leaves.active = FALSE;
  g_assert_cmpstr (edit (books, leaves), ==, "staff_last_manager");
  after = hufu_books_describe (books->db, NULL);
  g_assert_cmpstr (before, ==, after);
}

/* A role here and a name elsewhere: both stay; the same field: the later one, whichever is heard
 * of last. */
static void
test_merge (void)
{
  g_autoptr (HufuBooks) books = open_books ();
  HufuStaffEdit role = begin (SECOND_ID, 1u << HUFU_STAFF_ROLE);

  g_assert_cmpstr (edit (books, begin (SECOND_ID, HUFU_STAFF_ALL_FIELDS)), ==, "");
  role.role = HUFU_ROLE_CASHIER;
  g_assert_cmpstr (edit (books, role), ==, "");
  tell (books, SECOND_ID, "07", "Wang", "manager", "{\"name\": 9000000000000000000}");
  g_assert_cmpint (
      hufu_books_count (books, "SELECT count(*) FROM staff WHERE no = '06' AND name_en = 'Wang'"
                               " AND role = 'cashier' AND pin_hash LIKE '%made-here'"),
      ==, 1);
  tell (books, SECOND_ID, "07", "Wang", "manager",
        "{\"no\": 9000000000000000000, \"role\": 9000000000000000000, "
        "\"pin\": 9000000000000000000, \"name\": 8}");
  g_assert_cmpint (
      hufu_books_count (books, "SELECT count(*) FROM staff WHERE no = '07' AND name_en = 'Wang'"
                               " AND role = 'manager' AND pin_hash LIKE '%told'"),
      ==, 1);
  /* What is changed after it was heard of is later than it, whatever the clock says. */
  g_assert_cmpstr (edit (books, begin (SECOND_ID, 1u << HUFU_STAFF_NAME)), ==, "");
  tell (books, SECOND_ID, "07", "Wang", "manager", "{\"name\": 9000000000000000000}");
  g_assert_cmpint (hufu_books_count (books, "SELECT count(*) FROM staff WHERE name_en = 'Li Wei'"),
                   ==, 1);
}

/* Who left stays for the names, and neither approves nor counts as a manager; a new PIN forgets
 * wrong tries. */
static void
test_leave (void)
{
  g_autoptr (HufuBooks) books = open_books ();
  HufuStaffEdit second = begin (SECOND_ID, HUFU_STAFF_ALL_FIELDS);
  HufuStaffEdit leaves = begin (MANAGER_ID, 1u << HUFU_STAFF_ACTIVE);
  g_autoptr (GPtrArray) list = NULL;
  HufuId manager = parse (MANAGER_ID);

  second.role = HUFU_ROLE_MANAGER;
  leaves.active = FALSE;
  g_assert_cmpstr (edit (books, second), ==, "");
  g_assert_cmpstr (edit (books, leaves), ==, "");
  list = hufu_staff_list (books->db, NULL);
  g_assert_false (find (list, "91")->active);
  g_assert_true (hufu_act_begin (books->db, NULL));
  g_assert_false (
      hufu_act_end (books->db, hufu_staff_take_approval (books->db, &manager, NULL), NULL));
  g_assert_cmpstr (edit (books, begin (SECOND_ID, 1u << HUFU_STAFF_NAME)), ==, "staff_not_manager");
  hufu_books_tamper (books, "UPDATE staff SET failed = 4 WHERE no = '06'");
  second = begin (SECOND_ID, 1u << HUFU_STAFF_PIN);
  second.by = parse (SECOND_ID);
  second.pin_hash = (char *)(gsize) "$argon2id$another";
  g_assert_cmpstr (edit (books, second), ==, "");
  g_assert_cmpint (hufu_books_count (books, "SELECT failed FROM staff WHERE no = '06'"), ==, 0);
}

static void
test_seal (void)
{
  const guint8 key[32] = {1}, other[32] = {2};
  char hash[HUFU_PIN_HASH_SIZE];
  g_autofree char *sealed = NULL, *opened = NULL, *stranger = NULL;

  hufu_pin_hash ("2468", hash);
  sealed = hufu_pin_seal (key, hash);
  opened = hufu_pin_open (key, sealed);
  stranger = hufu_pin_open (other, sealed);
  g_assert_cmpuint (strlen (sealed), <=, HUFU_PIN_SEALED_MAX);
  g_assert_cmpstr (opened, ==, hash);
  g_assert_null (stranger);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/staff/add", test_add);
  g_test_add_func ("/staff/refused", test_refused);
  g_test_add_func ("/staff/merge", test_merge);
  g_test_add_func ("/staff/leave", test_leave);
  g_test_add_func ("/staff/seal", test_seal);
  return g_test_run ();
}
