/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/operator.h"

#include <string.h>

#include "platform/rights.h"
#include "platform/sales.h"
#include "platform/shifts.h"
#include "platform/stock-book.h"
#include "platform/voucher.h"

#define PAGE_DEFAULT 100

void
hufu_operator_approve_device (HufuCall *call)
{
  const char *code = hufu_pjson_find_text (call->body, "user_code", 16, FALSE);
  gint64 store_no;
  json_t *answer = NULL;
  GError *error = NULL;

  if (code == NULL || !hufu_pjson_get_int (call->body, "store_no", 0, G_MAXINT64, &store_no)) {
    hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST, "user_code and store_no are wanted");
    return;
  }
  if (hufu_devices_approve (call->platform, code, (guint64)store_no, &answer, &error) &&
      answer == NULL)
    hufu_call_refuse (call, HUFU_PROBLEM_NOT_FOUND,
                      "No terminal waits with this code, or no such store");
  else
    hufu_call_answer (call, answer, error);
}

/* A member of an IssueRequest that is not known; NULL: none. What is misspelt is not there, so that
 * the voucher would be another one than was meant. */
static const char *
find_stranger (const json_t *order)
{
  static const char *const known[] = {
      "type",
      "title_en",
      "title_zh",
      "item_en",
      "item_zh",
      "value_minor",
      "paid_minor",
      "min_spend_minor",
      "conditions",
      "member_id",
      "issuer",
      "uses",
      "home_store",
      "scope",
      "not_before_utc_s",
      "offline",
      "expires_utc_s",
      "tax_ppm",
      "icon",
      "platform_code",
      "holder_key",
      "live",
      "tier",
      NULL,
  };
  const char *name;
  json_t *value;

  json_object_foreach ((json_t *)(gsize)order, name,
                       value) if (!g_strv_contains (known, name)) return name;
  return NULL;
}

void
hufu_operator_issue_voucher (HufuCall *call)
{
  const char *stranger = find_stranger (call->body);
  g_autoptr (GError) error = NULL;
  json_t *answer = NULL;

  if (stranger != NULL)
    g_set_error (&error, HUFU_PLATFORM_ERROR, HUFU_PLATFORM_ERROR_INPUT,
                 "The voucher cannot be issued: there is no such thing as %s", stranger);
  else
    answer = hufu_issued_make (call->platform, call->body, FALSE, &error);
  if (answer == NULL && g_error_matches (error, HUFU_PLATFORM_ERROR, HUFU_PLATFORM_ERROR_INPUT))
    hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST, error->message);
  else if (g_error_matches (error, HUFU_PLATFORM_ERROR, HUFU_PLATFORM_ERROR_TAKEN))
    hufu_call_refuse (call, HUFU_PROBLEM_NOT_NOW, error->message);
  else
    hufu_call_answer (call, answer, g_steal_pointer (&error));
}

static json_t *
describe_rights (HufuPlatform *platform, const HufuIssued *issued)
{
  g_autoptr (GArray) rows = hufu_rights_list (platform, &issued->cti, issued->generation);
  json_t *rights = json_array ();

  for (guint i = 0; i < rows->len; i++) {
    const HufuRightRow *row = &g_array_index (rows, HufuRightRow, i);

    json_array_append_new (
        rights,
        json_pack ("{s:I, s:s, s:o, s:I, s:I, s:o, s:o}", "k", (json_int_t)row->key.k, "state",
                   hufu_right_state_name (row->state), "epoch", hufu_pjson_epoch (&row->epoch),
                   "hop", (json_int_t)row->hop, "remaining_minor", (json_int_t)row->remaining_minor,
                   "terminal_id", hufu_pjson_id (&row->terminal_id), "incarnation",
                   row->incarnation > 0 ? json_integer (row->incarnation) : json_null ()));
  }
  return rights;
}

static json_t *
read_use (sqlite3_stmt *row)
{
  HufuId use_id, sale_id, terminal_id, undo_staff_id;

  hufu_pdb_id (row, 0, &use_id);
  hufu_pdb_id (row, 6, &sale_id);
  hufu_pdb_id (row, 7, &terminal_id);
  hufu_pdb_id (row, 8, &undo_staff_id);
  return json_pack ("{s:o, s:I, s:I, s:s, s:s, s:I, s:o, s:o, s:o}", "use_id",
                    hufu_pjson_id (&use_id), "k", (json_int_t)hufu_pdb_int (row, 1), "amount_minor",
                    (json_int_t)hufu_pdb_int (row, 2), "basis", hufu_pdb_text (row, 3), "state",
                    hufu_pdb_text (row, 4), "at_utc_s", (json_int_t)hufu_pdb_int (row, 5),
                    "sale_id", hufu_pjson_id (&sale_id), "terminal_id",
                    hufu_pjson_id (&terminal_id), "undo_staff_id", hufu_pjson_id (&undo_staff_id));
}

/* What was accepted under limits is told as a claim and, once a right covers it, is a use. */
static json_t *
describe_uses (HufuPlatform *platform, const HufuIssued *issued)
{
  json_t *uses = json_array ();
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT use_id, k, amount_minor, basis, state, at_utc_s, sale_id, terminal_id, "
      "undo_staff_id FROM use "
      "WHERE cti = ?1 UNION ALL SELECT use_id, k, coalesce (amount_minor, 0), "
      "coalesce (basis, 'R28'), 'claim', at_utc_s, NULL, terminal_id, NULL FROM claim WHERE cti = "
      "?1 AND use_id IS NOT NULL AND NOT (basis IS 'R03' AND use_id IN (SELECT use_id FROM use)) "
      "ORDER BY at_utc_s",
      "d", &issued->cti);

  while (hufu_pdb_next (platform->db, row))
    json_array_append_new (uses, read_use (row));
  return uses;
}

void
hufu_operator_show_voucher (HufuCall *call)
{
  static const char *const states[] = {"valid", "revoked", "suspended"};
  g_autoptr (HufuIssued) issued = hufu_issued_find_cti (call->platform, &call->path_id);
  GError *error = NULL;
  json_t *answer;

  if (issued == NULL) {
    hufu_call_refuse (call, HUFU_PROBLEM_UNKNOWN_VOUCHER, NULL);
    return;
  }
  answer =
      json_pack ("{s:O, s:s, s:s, s:o, s:o}", "voucher", issued->json, "token", issued->token,
                 "state", states[issued->state], "rights", describe_rights (call->platform, issued),
                 "uses", describe_uses (call->platform, issued));
  if (!hufu_pdb_check (call->platform->db, &error))
    g_clear_pointer (&answer, json_decref);
  hufu_call_answer (call, answer, error);
}

/* A page of what the tills have told. */
static void
answer_page (HufuCall *call,
             json_t *(*list) (HufuPlatform *platform, gint64 after, gint64 limit, GError **error))
{
  gint64 after, limit;
  GError *error = NULL;
  json_t *answer;

  if (!hufu_call_get_query (call, "after", 0, G_MAXINT64, 0, &after) ||
      !hufu_call_get_query (call, "limit", 1, 500, PAGE_DEFAULT, &limit))
    return;
  answer = list (call->platform, after, limit, &error);
  hufu_call_answer (call, answer, error);
}

void
hufu_operator_list_orders (HufuCall *call)
{
  answer_page (call, hufu_sales_list);
}

void
hufu_operator_list_shifts (HufuCall *call)
{
  answer_page (call, hufu_shifts_list);
}

void
hufu_operator_get_day (HufuCall *call)
{
  const char *day = call->query != NULL ? g_hash_table_lookup (call->query, "day") : NULL;
  gint64 store_no;
  GError *error = NULL;
  json_t *answer;

  if (!hufu_call_get_query (call, "store", 0, G_MAXINT64, -1, &store_no))
    return;
  if (store_no < 0 || day == NULL || strlen (day) != strlen ("2026-01-31")) {
    hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST, "store and day are wanted");
    return;
  }
  answer = hufu_shifts_get_day (call->platform, store_no, day, &error);
  hufu_call_answer (call, answer, error);
}

static gboolean
is_place (HufuPlatform *platform, gint64 store_no)
{
  return store_no == HUFU_STOCK_ONLINE ||
         hufu_pdb_get_int (platform->db, 0, "SELECT 1 FROM store WHERE store_no = ?", "i",
                           store_no) != 0;
}

/* FALSE and answered: it is none. */
static gboolean
read_stock_entry (HufuCall *call, HufuStockEntry *entry)
{
  const char *reason = hufu_pjson_find_text (call->body, "reason", 40, FALSE);

  *entry = (HufuStockEntry){.part = "operator", .reason = reason};
  if (reason != NULL && (strcmp (reason, "sold") == 0 || hufu_stock_reason_find (reason) != NULL) &&
      hufu_pjson_get_id (call->body, "move_id", &entry->source_id) &&
      hufu_pjson_get_int (call->body, "product_id", 1, G_MAXINT64, &entry->product_id) &&
      hufu_pjson_get_int (call->body, "store_no", 0, G_MAXINT64, &entry->store_no) &&
      hufu_pjson_get_int (call->body, "delta_milli", -HUFU_STOCK_MAX_MILLI, HUFU_STOCK_MAX_MILLI,
                          &entry->delta_milli) &&
      is_place (call->platform, entry->store_no))
    return TRUE;
  hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST,
                    "move_id, product_id, store_no, delta_milli and reason are wanted");
  return FALSE;
}

void
hufu_operator_move_stock (HufuCall *call)
{
  HufuStockEntry entry;
  GError *error = NULL;
  json_t *answer;

  if (!read_stock_entry (call, &entry))
    return;
  hufu_pdb_begin (call->platform->db);
  hufu_stock_book_move (call->platform, &entry);
  answer = hufu_stock_book_tell (call->platform, entry.product_id);
  if (!hufu_pdb_commit (call->platform->db, &error))
    g_clear_pointer (&answer, json_decref);
  if (answer == NULL && error == NULL)
    hufu_call_refuse (call, HUFU_PROBLEM_NOT_FOUND, "There is no such product");
  else
    hufu_call_answer (call, answer, error);
}

void
hufu_operator_get_stock (HufuCall *call)
{
  gint64 product_id;
  GError *error = NULL;
  json_t *answer;

  if (!hufu_call_get_query (call, "product", 1, G_MAXINT64, -1, &product_id))
    return;
  answer = hufu_stock_book_tell (call->platform, product_id);
  if (!hufu_pdb_check (call->platform->db, &error))
    g_clear_pointer (&answer, json_decref);
  if (answer == NULL && error == NULL)
    hufu_call_refuse (call, HUFU_PROBLEM_NOT_FOUND, "There is no such product");
  else
    hufu_call_answer (call, answer, error);
}

void
hufu_operator_get_status (HufuCall *call)
{
  GError *error = NULL;
  json_t *answer = hufu_sales_status (call->platform, &error);

  hufu_call_answer (call, answer, error);
}
