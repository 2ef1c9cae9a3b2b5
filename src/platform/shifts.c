/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/shifts.h"

#include <string.h>

#include "core/money.h"
#include "platform/day.h"
#include "platform/deposits.h"

static gboolean
has_amount (const json_t *object, const char *name)
{
  gint64 minor;

  return hufu_pjson_get_int (object, name, -HUFU_MONEY_MAX_MINOR, HUFU_MONEY_MAX_MINOR, &minor);
}

static gboolean
has_count (const json_t *object, const char *name)
{
  gint64 n;

  return hufu_pjson_get_int (object, name, 0, G_MAXINT32, &n);
}

/* Which shift, who, when. */
static gboolean
is_of_shift (const json_t *body)
{
  HufuId shift_id, staff_id;
  gint64 at_utc_us;

  return hufu_pjson_get_id (body, "shift_id", &shift_id) &&
         hufu_pjson_get_id_or_null (body, "staff_id", &staff_id) &&
         hufu_pjson_get_int (body, "at_utc_us", 0, G_MAXINT64, &at_utc_us);
}

static const HufuId *
or_null (const HufuId *id)
{
  return hufu_id_is_zero (id) ? NULL : id;
}

const char *
hufu_shifts_open (HufuPlatform *platform, const HufuHolder *holder, const json_t *body)
{
  HufuId shift_id, staff_id;
  gint64 float_minor, at_utc_us;

  if (!is_of_shift (body) || !hufu_pjson_get_id (body, "shift_id", &shift_id) ||
      !hufu_pjson_get_id_or_null (body, "staff_id", &staff_id) ||
      !hufu_pjson_get_int (body, "float_minor", 0, HUFU_MONEY_MAX_MINOR, &float_minor) ||
      !hufu_pjson_get_int (body, "at_utc_us", 0, G_MAXINT64, &at_utc_us))
    return "bad_body";
  return hufu_pdb_run (platform->db,
                       "INSERT OR IGNORE INTO shift (shift_id, terminal_id, incarnation, staff_id,"
                       " float_minor, opened_utc_us, business_day) VALUES (?, ?, ?, ?, ?, ?, ?)",
                       "ddidiit", &shift_id, &holder->terminal_id, (gint64)holder->incarnation,
                       or_null (&staff_id), float_minor, at_utc_us,
                       hufu_pjson_find_text (body, "business_day", 10, FALSE)) > 0
             ? "ok"
             : "duplicate";
}

const char *
hufu_shifts_check_counted (const json_t *body)
{
  return is_of_shift (body) && has_amount (body, "counted_minor") &&
                 has_amount (body, "expected_minor")
             ? "ok"
             : "bad_body";
}

const char *
hufu_shifts_check_moved (const json_t *body)
{
  const char *kind = hufu_pjson_find_text (body, "kind", 3, FALSE);
  gint64 amount_minor;

  return is_of_shift (body) && kind != NULL &&
                 (strcmp (kind, "in") == 0 || strcmp (kind, "out") == 0) &&
                 hufu_pjson_find_text (body, "reason", 40, FALSE) != NULL &&
                 hufu_pjson_get_int (body, "amount_minor", 1, HUFU_MONEY_MAX_MINOR, &amount_minor)
             ? "ok"
             : "bad_body";
}

const char *
hufu_shifts_check_drawer (const json_t *body)
{
  return is_of_shift (body) && hufu_pjson_find_text (body, "reason", 40, FALSE) != NULL
             ? "ok"
             : "bad_body";
}

/* ---- the Z ---- */

static const char *const amounts[] = {"counted_minor", "expected_minor", "float_minor",
                                      "gross_minor",   "left_minor",     "rounding_minor",
                                      "saved_minor",   "tax_minor"};
static const char *const counts[] = {"n_held", "n_sales", "n_unknown"};
/* Tills of before deposits say nothing of them. */
static const char *const lists[] = {"moves", "tenders", "uses"};

static gboolean
is_list_good (const json_t *list)
{
  json_t *tally;
  gsize i;

  json_array_foreach (list, i, tally)
  {
    if (hufu_pjson_find_text (tally, "kind", 40, FALSE) == NULL || !has_count (tally, "n") ||
        !has_amount (tally, "amount_minor"))
      return FALSE;
  }
  return json_is_array (list);
}

/* None of a till of before them. */
static gboolean
are_taxes_good (const json_t *taxes)
{
  json_t *tax;
  gsize i;

  json_array_foreach (taxes, i, tax)
  {
    if (hufu_pjson_find_text (tax, "id", 40, FALSE) == NULL || !has_count (tax, "rate_ppm") ||
        !has_amount (tax, "net_minor") || !has_amount (tax, "tax_minor"))
      return FALSE;
  }
  return taxes == NULL || json_is_array (taxes);
}

static gboolean
is_z_good (const json_t *body)
{
  for (gsize i = 0; i < G_N_ELEMENTS (amounts); i++)
    if (!has_amount (body, amounts[i]))
      return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    if (!has_count (body, counts[i]))
      return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    if (!is_list_good (json_object_get (body, lists[i])))
      return FALSE;
  return are_taxes_good (json_object_get (body, "taxes")) &&
         (json_object_get (body, "deposits") == NULL ||
          is_list_good (json_object_get (body, "deposits"))) &&
         is_of_shift (body) && hufu_pjson_find_text (body, "z_no", 40, FALSE) != NULL &&
         hufu_pjson_find_text (body, "business_day", 10, FALSE) != NULL;
}

const char *
hufu_shifts_close (HufuPlatform *platform, const HufuHolder *holder, const json_t *body,
                   const char *text)
{
  HufuId shift_id;

  if (!is_z_good (body) || !hufu_pjson_get_id (body, "shift_id", &shift_id))
    return "bad_body";
  return hufu_pdb_run (platform->db,
                       "INSERT OR IGNORE INTO z (shift_id, terminal_id, incarnation, store_no,"
                       " business_day, body) VALUES (?, ?, ?, ?, ?, ?)",
                       "ddiitt", &shift_id, &holder->terminal_id, (gint64)holder->incarnation,
                       (gint64)holder->store_no,
                       hufu_pjson_find_text (body, "business_day", 10, FALSE), text) > 0
             ? "ok"
             : "duplicate";
}

/* ---- what an operator asks ---- */

static json_t *
read_z (sqlite3_stmt *row)
{
  HufuId terminal_id;

  hufu_pdb_id (row, 1, &terminal_id);
  return json_pack ("{s:I, s:o, s:I, s:o}", "arrival_no", (json_int_t)hufu_pdb_int (row, 0),
                    "terminal_id", hufu_pjson_id (&terminal_id), "store_no",
                    (json_int_t)hufu_pdb_int (row, 2), "body",
                    json_loads (hufu_pdb_text (row, 3), 0, NULL));
}

json_t *
hufu_shifts_list (HufuPlatform *platform, gint64 after, gint64 limit, GError **error)
{
  json_t *shifts = json_array ();
  gboolean more = FALSE;
  sqlite3_stmt *row =
      hufu_pdb_query (platform->db,
                      "SELECT arrival_no, terminal_id, store_no, body FROM z WHERE arrival_no > ?"
                      " ORDER BY arrival_no LIMIT ?",
                      "ii", after, limit + 1);

  while (hufu_pdb_next (platform->db, row)) {
    if ((gint64)json_array_size (shifts) == limit) {
      more = TRUE;
      continue;
    }
    json_array_append_new (shifts, read_z (row));
    after = hufu_pdb_int (row, 0);
  }
  if (!hufu_pdb_check (platform->db, error)) {
    json_decref (shifts);
    return NULL;
  }
  return json_pack ("{s:o, s:I, s:b}", "shifts", shifts, "after", (json_int_t)after, "more",
                    (int)more);
}

static void
add_number (json_t *sums, const json_t *body, const char *name)
{
  json_int_t sum = json_integer_value (json_object_get (sums, name)) +
                   json_integer_value (json_object_get (body, name));

  json_object_set_new (sums, name, json_integer (sum));
}

static gboolean
is_alike (const json_t *a, const json_t *b, const char *name)
{
  return g_strcmp0 (json_string_value (json_object_get (a, name)),
                    json_string_value (json_object_get (b, name))) == 0;
}

/* The one of the same kind and reason; made if there is none. Borrowed. */
static json_t *
find_tally (json_t *list, const json_t *like)
{
  json_t *tally;
  gsize i;

  json_array_foreach (list, i, tally)
  {
    if (is_alike (tally, like, "kind") && is_alike (tally, like, "reason"))
      return tally;
  }
  tally = json_pack ("{s:O, s:O*}", "kind", json_object_get (like, "kind"), "reason",
                     json_object_get (like, "reason"));
  json_array_append_new (list, tally);
  return tally;
}

static void
add_list (json_t *sums, const json_t *body, const char *name)
{
  json_t *list = json_object_get (sums, name), *tally;
  gsize i;

  if (list == NULL) {
    list = json_array ();
    json_object_set_new (sums, name, list);
  }
  json_array_foreach (json_object_get (body, name), i, tally)
  {
    json_t *sum = find_tally (list, tally);

    add_number (sum, tally, "n");
    add_number (sum, tally, "amount_minor");
  }
}

/* Of each tax and rate. */
static void
add_taxes (json_t *sums, const json_t *body)
{
  json_t *list = json_object_get (sums, "taxes"), *tax, *sum;
  gsize i, j;

  if (list == NULL) {
    list = json_array ();
    json_object_set_new (sums, "taxes", list);
  }
  json_array_foreach (json_object_get (body, "taxes"), i, tax)
  {
    json_t *found = NULL;

    json_array_foreach (list, j, sum)
    {
      if (is_alike (sum, tax, "id") &&
          json_equal (json_object_get (sum, "rate_ppm"), json_object_get (tax, "rate_ppm")))
        found = sum;
    }
    if (found == NULL) {
      found = json_pack ("{s:O, s:O}", "id", json_object_get (tax, "id"), "rate_ppm",
                         json_object_get (tax, "rate_ppm"));
      json_array_append_new (list, found);
    }
    add_number (found, tax, "net_minor");
    add_number (found, tax, "tax_minor");
  }
}

static void
add_z (json_t *sums, const json_t *body)
{
  add_taxes (sums, body);
  for (gsize i = 0; i < G_N_ELEMENTS (amounts); i++)
    add_number (sums, body, amounts[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    add_number (sums, body, counts[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    add_list (sums, body, lists[i]);
  add_list (sums, body, "deposits");
}

/* Shifts of the day that no Z has come for. */
static json_t *
list_open (HufuPlatform *platform, gint64 store_no, const char *business_day)
{
  json_t *open = json_array ();
  sqlite3_stmt *row =
      hufu_pdb_query (platform->db,
                      "SELECT shift_id, terminal_id, opened_utc_us FROM shift"
                      " JOIN terminal USING (terminal_id) WHERE store_no = ? AND business_day = ?"
                      " AND shift_id NOT IN (SELECT shift_id FROM z) ORDER BY opened_utc_us",
                      "it", store_no, business_day);

  while (hufu_pdb_next (platform->db, row)) {
    HufuId shift_id, terminal_id;

    hufu_pdb_id (row, 0, &shift_id);
    hufu_pdb_id (row, 1, &terminal_id);
    json_array_append_new (open,
                           json_pack ("{s:o, s:o, s:I}", "shift_id", hufu_pjson_id (&shift_id),
                                      "terminal_id", hufu_pjson_id (&terminal_id), "opened_utc_us",
                                      (json_int_t)hufu_pdb_int (row, 2)));
  }
  return open;
}

json_t *
hufu_shifts_get_day (HufuPlatform *platform, gint64 store_no, const char *business_day,
                     GError **error)
{
  json_t *shifts = json_array (), *sums = json_object (), *answer;
  json_t *nothing = json_object ();
  sqlite3_stmt *row =
      hufu_pdb_query (platform->db,
                      "SELECT arrival_no, terminal_id, store_no, body FROM z"
                      " WHERE store_no = ? AND business_day = ? ORDER BY arrival_no",
                      "it", store_no, business_day);

  add_z (sums, nothing); /* zeros, where no till has closed */
  json_decref (nothing);
  while (hufu_pdb_next (platform->db, row)) {
    json_t *z = read_z (row);

    add_z (sums, json_object_get (z, "body"));
    json_array_append_new (shifts, z);
  }
  answer = json_pack ("{s:I, s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "store_no", (json_int_t)store_no,
                      "business_day", business_day, "sums", sums, "shifts", shifts, "open",
                      list_open (platform, store_no, business_day), "deposits_held",
                      hufu_deposits_sum_held (platform, store_no), "closed",
                      hufu_day_sum (platform, store_no, business_day, TRUE), "told",
                      hufu_day_sum (platform, store_no, business_day, FALSE));
  if (hufu_pdb_check (platform->db, error))
    return answer;
  json_decref (answer);
  return NULL;
}
