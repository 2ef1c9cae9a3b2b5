/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/deposits.h"

#include "core/money.h"

typedef struct {
  HufuId deposit_id, sale_id, shift_id, staff_id;
  gint64 amount_minor, at_utc_us;
} Deposit;

static gboolean
are_tenders_good (const json_t *body, gint64 amount_minor)
{
  const json_t *tenders = json_object_get (body, "tenders");
  gint64 sum_minor = 0, minor;
  json_t *tender;
  gsize i;

  json_array_foreach (tenders, i, tender)
  {
    if (hufu_pjson_find_text (tender, "kind", 40, FALSE) == NULL ||
        !hufu_pjson_get_int (tender, "amount_minor", 1, HUFU_MONEY_MAX_MINOR, &minor))
      return FALSE;
    sum_minor += minor;
  }
  return json_is_array (tenders) && sum_minor == amount_minor;
}

static gboolean
read_deposit (const json_t *body, Deposit *deposit)
{
  return hufu_pjson_get_id (body, "deposit_id", &deposit->deposit_id) &&
         hufu_pjson_get_id (body, "sale_id", &deposit->sale_id) &&
         hufu_pjson_get_id (body, "shift_id", &deposit->shift_id) &&
         hufu_pjson_get_id_or_null (body, "staff_id", &deposit->staff_id) &&
         hufu_pjson_get_int (body, "amount_minor", 1, HUFU_MONEY_MAX_MINOR,
                             &deposit->amount_minor) &&
         hufu_pjson_get_int (body, "at_utc_us", 0, G_MAXINT64, &deposit->at_utc_us);
}

const char *
hufu_interpret_deposit_taken (const HufuSubject *subject)
{
  const char *deposit_no = hufu_pjson_find_text (subject->body, "deposit_no", 40, FALSE);
  gint64 due_day = json_integer_value (json_object_get (subject->body, "due_day"));
  Deposit deposit;

  if (deposit_no == NULL || !read_deposit (subject->body, &deposit) ||
      !are_tenders_good (subject->body, deposit.amount_minor))
    return "bad_body";
  return hufu_pdb_run (subject->platform->db,
                       "INSERT OR IGNORE INTO deposit VALUES (?, ?, ?, ?, ?, ?, nullif (?, 0),"
                       " 'held', ?)",
                       "dtddiiii", &deposit.deposit_id, deposit_no, &deposit.sale_id,
                       &subject->holder->terminal_id, (gint64)subject->holder->store_no,
                       deposit.amount_minor, due_day, deposit.at_utc_us) > 0
             ? "ok"
             : "duplicate";
}

static void
settle (HufuPlatform *platform, const HufuId *deposit_id, const char *state)
{
  hufu_pdb_run (platform->db,
                "UPDATE deposit SET state = ? WHERE deposit_id = ? AND state = 'held'", "td", state,
                deposit_id);
}

const char *
hufu_interpret_deposit_returned (const HufuSubject *subject)
{
  Deposit deposit;

  if (!read_deposit (subject->body, &deposit) ||
      hufu_pjson_find_text (subject->body, "reason", 40, FALSE) == NULL ||
      !are_tenders_good (subject->body, deposit.amount_minor))
    return "bad_body";
  settle (subject->platform, &deposit.deposit_id, "returned");
  return "ok";
}

const char *
hufu_interpret_deposit_kept (const HufuSubject *subject)
{
  Deposit deposit;
  HufuId approved_by;

  if (!read_deposit (subject->body, &deposit) ||
      hufu_pjson_find_text (subject->body, "reason", 40, FALSE) == NULL ||
      !hufu_pjson_get_id (subject->body, "approved_by", &approved_by))
    return "bad_body";
  settle (subject->platform, &deposit.deposit_id, "kept");
  return "ok";
}

void
hufu_deposits_use (HufuPlatform *platform, const json_t *tenders)
{
  json_t *tender;
  gsize i;

  json_array_foreach (tenders, i, tender)
  {
    HufuId deposit_id;

    if (hufu_pjson_get_id (tender, "deposit_id", &deposit_id))
      settle (platform, &deposit_id, "used");
  }
}

json_t *
hufu_deposits_sum_held (HufuPlatform *platform, gint64 store_no)
{
  static const char which[] = " FROM deposit WHERE state = 'held' AND (?1 = 0 OR store_no = ?1)";
  g_autofree char *n = g_strconcat ("SELECT count(*)", which, NULL);
  g_autofree char *sum = g_strconcat ("SELECT coalesce (sum (amount_minor), 0)", which, NULL);

  return json_pack (
      "{s:I, s:I}", "n", (json_int_t)hufu_pdb_get_int (platform->db, 0, n, "i", store_no),
      "amount_minor", (json_int_t)hufu_pdb_get_int (platform->db, 0, sum, "i", store_no));
}
