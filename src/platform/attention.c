/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/attention.h"

#include "platform/conflict.h"
#include "platform/day.h"
#include "platform/interpret.h"
#include "platform/unleased.h"
#include "platform/restore.h"
#include "platform/stake.h"
#include "platform/terminals.h"
#include "platform/wish.h"

#define LIST_MAX 500
#define UNKNOWN_AFTER_S 600 /* an online use whose event has not come by then */

static json_t *
list_unknown (HufuPlatform *platform, guint64 store_no)
{
  json_t *list = json_array ();
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT u.use_id, u.cti, u.amount_minor, u.at_utc_s, t.store_no, t.terminal_no FROM use u "
      "JOIN terminal t USING (terminal_id) WHERE u.basis = 'R01' AND u.state = 'used' AND "
      "u.reported = 0 AND u.at_utc_s < ? AND ? IN (0, t.store_no) ORDER BY u.at_utc_s LIMIT ?",
      "iii", hufu_platform_now_s (platform) - UNKNOWN_AFTER_S, (gint64)store_no, (gint64)LIST_MAX);

  while (hufu_pdb_next (platform->db, row)) {
    HufuId use_id, cti;

    hufu_pdb_id (row, 0, &use_id);
    hufu_pdb_id (row, 1, &cti);
    json_array_append_new (list, json_pack ("{s:o, s:o, s:I, s:I, s:I, s:I}", "use_id",
                                            hufu_pjson_id (&use_id), "cti", hufu_pjson_id (&cti),
                                            "amount_minor", (json_int_t)hufu_pdb_int (row, 2),
                                            "at_utc_s", (json_int_t)hufu_pdb_int (row, 3),
                                            "store_no", (json_int_t)hufu_pdb_int (row, 4),
                                            "terminal_no", (json_int_t)hufu_pdb_int (row, 5)));
  }
  return list;
}

/* The conflict tells of it, and nothing waits for it. */
#define IS_CLAIM                                                                                   \
  "e.code <> 'ended' AND EXISTS (SELECT 1 FROM claim c JOIN conflict f USING (cti, generation, k)" \
  " WHERE c.terminal_id = e.terminal_id AND c.incarnation = e.incarnation AND c.seq = e.seq) "     \
  "AND NOT EXISTS (SELECT 1 FROM event w WHERE w.terminal_id = e.terminal_id "                     \
  "AND w.incarnation = e.incarnation AND w.seq > e.seq AND w.waiting)"

/* What is to be paid back of a voucher that has ended; NULL: nothing is. */
static json_t *
describe_pay_back (sqlite3_stmt *row, int column)
{
  HufuId cti;

  if (sqlite3_column_type (row, column) == SQLITE_NULL)
    return NULL;
  hufu_pdb_id (row, column, &cti);
  return json_pack ("{s:o, s:s, s:s, s:I}", "cti", hufu_pjson_id (&cti), "title_en",
                    hufu_pdb_text (row, column + 1), "title_zh", hufu_pdb_text (row, column + 2),
                    "amount_minor", (json_int_t)hufu_pdb_int (row, column + 3));
}

static json_t *
describe_event (sqlite3_stmt *row)
{
  json_t *pay_back = describe_pay_back (row, 9), *event;
  HufuId terminal_id;

  hufu_pdb_id (row, 0, &terminal_id);
  event = json_pack ("{s:o, s:I, s:I, s:s, s:s, s:s, s:I, s:I, s:b}", "terminal_id",
                     hufu_pjson_id (&terminal_id), "incarnation", (json_int_t)hufu_pdb_int (row, 1),
                     "seq", (json_int_t)hufu_pdb_int (row, 2), "kind", hufu_pdb_text (row, 3),
                     "code", hufu_pdb_text (row, 4), "detail", hufu_pdb_text (row, 5), "store_no",
                     (json_int_t)hufu_pdb_int (row, 6), "terminal_no",
                     (json_int_t)hufu_pdb_int (row, 7), "holds_up", (int)hufu_pdb_int (row, 8));
  if (pay_back != NULL)
    json_object_set_new (event, "pay_back", pay_back);
  return event;
}

static json_t *
list_events (HufuPlatform *platform, guint64 store_no)
{
  json_t *list = json_array ();
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT e.terminal_id, e.incarnation, e.seq, e.kind, e.code, e.detail, t.store_no, "
      "t.terminal_no, EXISTS (SELECT 1 FROM event w WHERE w.terminal_id = e.terminal_id AND "
      "w.incarnation = e.incarnation AND w.seq > e.seq AND w.waiting), v.cti, v.title_en, "
      "v.title_zh, e.owed_minor FROM event e JOIN terminal t USING (terminal_id) "
      "LEFT JOIN claim p ON p.terminal_id = e.terminal_id AND p.incarnation = e.incarnation AND "
      "p.seq = e.seq AND e.code = 'ended' LEFT JOIN voucher v ON v.cti = p.cti "
      "WHERE e.verdict = 'attention' AND e.settled_by IS NULL "
      "AND ? IN (0, t.store_no) AND NOT (" IS_CLAIM ") ORDER BY e.stored_utc_us LIMIT ?",
      "ii", (gint64)store_no, (gint64)LIST_MAX);

  while (hufu_pdb_next (platform->db, row))
    json_array_append_new (list, describe_event (row));
  return list;
}

/* Those tills that are of the store. */
static json_t *
of_store (json_t *take_tills, guint64 store_no)
{
  json_t *tills = json_array (), *till;
  gsize i;

  json_array_foreach (take_tills, i, till)
  {
    if (store_no == 0 ||
        json_integer_value (json_object_get (till, "store_no")) == (json_int_t)store_no)
      json_array_append (tills, till);
  }
  json_decref (take_tills);
  return tills;
}

/* Of a wish that waits nothing was signed yet: it is told what would be at risk by a signature. */
static json_t *
list_wishes (HufuPlatform *platform, guint64 store_no)
{
  json_t *wishes = hufu_wishes_list (platform, store_no), *wish;
  gsize i;

  json_array_foreach (wishes, i, wish)
  {
    HufuId wish_id;
    gint64 risk_minor;

    if (!hufu_id_parse (json_string_value (json_object_get (wish, "wish_id")), &wish_id))
      continue;
    risk_minor = hufu_pdb_get_int (
        platform->db, 0,
        "SELECT sum (r.remaining_minor) FROM wish w JOIN \"right\" r USING (cti, generation) "
        "WHERE w.wish_id = ? AND r.state IN ('leased', 'quarantined')",
        "d", &wish_id);
    json_object_set_new (wish, "risk_minor", json_integer (risk_minor));
  }
  return wishes;
}

static gint64
sum_exposure (const json_t *tills, gboolean *ret_is_upper_bound)
{
  gint64 exposure_minor = 0;
  const json_t *till;
  gsize i;

  *ret_is_upper_bound = FALSE;
  json_array_foreach (tills, i, till)
  {
    exposure_minor += json_integer_value (json_object_get (till, "exposure_minor"));
    *ret_is_upper_bound |= json_is_true (json_object_get (till, "is_upper_bound"));
  }
  return exposure_minor;
}

json_t *
hufu_attention_list (HufuPlatform *platform, guint64 store_no, const HufuId *asks, GError **error)
{
  json_t *quarantined = of_store (hufu_terminals_list_exposed (platform), store_no);
  gboolean is_upper_bound;
  gint64 exposure_minor = sum_exposure (quarantined, &is_upper_bound);
  json_t *answer = json_pack (
      "{s:I, s:I, s:I, s:b, s:o, s:I, s:o, s:o, s:o, s:o, s:o, s:o}", "unleased_minor",
      (json_int_t)hufu_unleased_sum_open (platform, store_no), "at_stake_minor",
      (json_int_t)hufu_stake_sum (platform, store_no, asks), "exposure_minor",
      (json_int_t)exposure_minor, "is_upper_bound", (int)is_upper_bound, "quarantined", quarantined,
      "loss_minor", (json_int_t)hufu_conflicts_sum_loss (platform, store_no), "conflicts",
      hufu_conflicts_list (platform, store_no), "unknown_outcomes",
      list_unknown (platform, store_no), "wishes", list_wishes (platform, store_no), "events",
      list_events (platform, store_no), "missing",
      of_store (hufu_restore_list_missing (platform), store_no), "today",
      hufu_day_get_last (platform, (gint64)store_no));

  if (hufu_pdb_check (platform->db, error))
    return answer;
  json_decref (answer);
  return NULL;
}

gboolean
hufu_attention_decide_conflict (HufuPlatform *platform, guint64 store_no, const HufuRightKey *key,
                                const char *decision, const char *decided_by, gboolean *ret_found,
                                GError **error)
{
  hufu_pdb_begin (platform->db);
  *ret_found = hufu_conflicts_decide (platform, store_no, key, decision, decided_by);
  return hufu_pdb_commit (platform->db, error);
}

gboolean
hufu_attention_settle_event (HufuPlatform *platform, const HufuHolder *holder, gint64 seq,
                             const char *decided_by, gboolean *ret_found, GError **error)
{
  hufu_pdb_begin (platform->db);
  *ret_found =
      hufu_pdb_run (platform->db,
                    "UPDATE event SET settled_by = ? WHERE terminal_id = ? AND "
                    "incarnation = ? AND seq = ? AND verdict = 'attention' AND "
                    "settled_by IS NULL",
                    "tdii", decided_by, &holder->terminal_id, (gint64)holder->incarnation, seq) > 0;
  /* What waited is interpreted anew, in order. */
  if (*ret_found)
    hufu_pdb_run (platform->db,
                  "UPDATE event SET verdict = NULL, waiting = 0 WHERE terminal_id = ? AND "
                  "incarnation = ? AND waiting",
                  "di", &holder->terminal_id, (gint64)holder->incarnation);
  return hufu_pdb_commit (platform->db, error) && hufu_interpret_open (platform, holder, error);
}
