/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/conflict.h"

#include <string.h>

#include "core/claim.h"
#include "platform/rights-row.h"

static HufuClaimClass
find_class (const char *basis, gboolean is_followed)
{
  if (strcmp (basis, "R01") == 0)
    return is_followed ? HUFU_CLAIM_PLATFORM : HUFU_CLAIM_UNLEASED;
  if (strcmp (basis, "R00") == 0)
    return HUFU_CLAIM_HELD;
  if (strcmp (basis, "R02") == 0)
    return HUFU_CLAIM_MOVED;
  return strcmp (basis, "R23") == 0 ? HUFU_CLAIM_OVERRIDE : HUFU_CLAIM_UNLEASED;
}

GArray *
hufu_conflicts_list_claims (HufuPlatform *platform, const HufuRightKey *key)
{
  GArray *claims = g_array_new (FALSE, TRUE, sizeof (HufuClaim));
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT use_id, terminal_id, incarnation, seq, amount_minor, at_utc_s, basis, 1 FROM use "
      "WHERE cti = ?1 AND generation = ?2 AND k = ?3 AND state = 'used' UNION ALL "
      "SELECT use_id, terminal_id, incarnation, seq, amount_minor, at_utc_s, "
      "coalesce (basis, ''), 0 FROM claim c WHERE cti = ?1 AND generation = ?2 AND k = ?3 AND "
      "state = 'used' AND amount_minor IS NOT NULL AND NOT EXISTS (SELECT 1 FROM use u WHERE "
      "u.use_id = c.use_id AND u.k = c.k)",
      "dii", &key->cti, (gint64)key->generation, (gint64)key->k);

  while (hufu_pdb_next (platform->db, row)) {
    HufuClaim claim = {.incarnation = (guint32)hufu_pdb_int (row, 2),
                       .seq = (guint64)hufu_pdb_int (row, 3),
                       .amount_minor = hufu_pdb_int (row, 4),
                       .at_utc_us = hufu_pdb_int (row, 5) * G_USEC_PER_SEC};

    hufu_pdb_id (row, 0, &claim.use_id);
    hufu_pdb_id (row, 1, &claim.terminal_id);
    claim.class = find_class (hufu_pdb_text (row, 6), hufu_pdb_int (row, 7) != 0);
    if (hufu_pdb_int (row, 7) == 0 && strcmp (hufu_pdb_text (row, 6), "R03") == 0)
      claim.state = HUFU_CLAIM_WAITS;
    g_array_append_val (claims, claim);
  }
  return claims;
}

gint64
hufu_conflicts_get_value (HufuPlatform *platform, const HufuRightRow *row)
{
  gboolean is_cash = hufu_right_row_is_cash (platform, &row->key.cti);
  gint64 worth = MAX (hufu_right_row_get_worth (platform, row, is_cash), 0);

  return is_cash || worth == 0 ? worth : HUFU_CLAIMS_WHOLE;
}

/* Decides; the loss, and in *ret_over whether any use is not covered (a coupon may cost nothing).
 */
static gint64
decide (HufuPlatform *platform, const HufuRightRow *row, GArray *claims, gboolean *ret_over)
{
  gboolean is_cash = hufu_right_row_is_cash (platform, &row->key.cti);
  gint64 value_minor = hufu_conflicts_get_value (platform, row);
  gint64 loss_minor =
      hufu_claims_decide ((HufuClaim *)(gpointer)claims->data, claims->len, value_minor);
  guint n_distinct = 0;

  *ret_over = loss_minor > 0;
  for (guint i = 0; i < claims->len; i++)
    n_distinct += i == 0 || !hufu_id_equal (&g_array_index (claims, HufuClaim, i).use_id,
                                            &g_array_index (claims, HufuClaim, 0).use_id);
  if (!is_cash && n_distinct > (value_minor == HUFU_CLAIMS_WHOLE ? 1U : 0U))
    *ret_over = TRUE;
  return loss_minor;
}

void
hufu_conflicts_judge (HufuPlatform *platform, const HufuRightKey *key)
{
  g_autoptr (GArray) claims = hufu_conflicts_list_claims (platform, key);
  gboolean over = FALSE;
  gint64 loss_minor = 0;
  HufuRightRow row;

  if (!hufu_rights_find (platform, key, &row))
    return;
  loss_minor = decide (platform, &row, claims, &over);
  if (!over) {
    hufu_pdb_run (platform->db, "DELETE FROM conflict WHERE cti = ? AND generation = ? AND k = ?",
                  "dii", &key->cti, (gint64)key->generation, (gint64)key->k);
    return;
  }
  hufu_pdb_run (platform->db,
                "INSERT INTO conflict (cti, generation, k, loss_minor, state, found_utc_s) "
                "VALUES (?, ?, ?, ?, 'open', ?) ON CONFLICT DO UPDATE SET "
                "state = CASE WHEN loss_minor = excluded.loss_minor THEN state ELSE 'open' END, "
                "loss_minor = excluded.loss_minor",
                "diiii", &key->cti, (gint64)key->generation, (gint64)key->k, loss_minor,
                hufu_platform_now_s (platform));
}

/* --- telling ------------------------------------------------------------------------------------
 */

/* The journal entry behind a claim; an online use may have none yet. */
static json_t *
describe_entry (HufuPlatform *platform, const HufuClaim *claim)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT t.store_no, t.terminal_no, e.kind, e.body FROM terminal t LEFT JOIN event e ON "
      "e.terminal_id = t.terminal_id AND e.incarnation = ? AND e.seq = ? WHERE t.terminal_id = ?",
      "iid", (gint64)claim->incarnation, (gint64)claim->seq, &claim->terminal_id);
  json_t *entry;

  if (!hufu_pdb_next (platform->db, row))
    return json_null ();
  entry = json_pack (
      "{s:I, s:I, s:o, s:I, s:I, s:s, s:s}", "store_no", (json_int_t)hufu_pdb_int (row, 0),
      "terminal_no", (json_int_t)hufu_pdb_int (row, 1), "terminal_id",
      hufu_pjson_id (&claim->terminal_id), "incarnation", (json_int_t)claim->incarnation, "seq",
      (json_int_t)claim->seq, "kind", hufu_pdb_text (row, 2), "body", hufu_pdb_text (row, 3));
  hufu_pdb_done (row);
  return entry;
}

static json_t *
describe_claims (HufuPlatform *platform, const HufuRightRow *row)
{
  static const char *const classes[] = {"platform", "held", "moved", "override", "unleased"};
  g_autoptr (GArray) claims = hufu_conflicts_list_claims (platform, &row->key);
  json_t *list = json_array ();
  gboolean over;

  decide (platform, row, claims, &over);
  for (guint i = 0; i < claims->len; i++) {
    const HufuClaim *claim = &g_array_index (claims, HufuClaim, i);

    json_array_append_new (
        list, json_pack ("{s:o, s:s, s:I, s:I, s:b, s:I, s:o}", "use_id",
                         hufu_pjson_id (&claim->use_id), "class", classes[claim->class],
                         "amount_minor", (json_int_t)claim->amount_minor, "covered_minor",
                         (json_int_t)claim->covered_minor, "accepted", (int)claim->accepted,
                         "at_utc_s", (json_int_t)(claim->at_utc_us / G_USEC_PER_SEC), "entry",
                         describe_entry (platform, claim)));
  }
  return list;
}

static json_t *
describe (HufuPlatform *platform, const HufuRightRow *right)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT v.title_en, v.title_zh, c.loss_minor, c.found_utc_s FROM conflict c JOIN voucher v "
      "USING (cti) WHERE c.cti = ? AND c.generation = ? AND c.k = ?",
      "dii", &right->key.cti, (gint64)right->key.generation, (gint64)right->key.k);
  json_t *conflict;

  if (!hufu_pdb_next (platform->db, row))
    return json_null ();
  conflict = json_pack ("{s:o, s:s, s:s, s:I, s:I}", "right", hufu_pjson_right (&right->key),
                        "title_en", hufu_pdb_text (row, 0), "title_zh", hufu_pdb_text (row, 1),
                        "loss_minor", (json_int_t)hufu_pdb_int (row, 2), "found_utc_s",
                        (json_int_t)hufu_pdb_int (row, 3));
  hufu_pdb_done (row);
  json_object_set_new (conflict, "claims", describe_claims (platform, right));
  return conflict;
}

/* Of the voucher's home, and of every store where it was used; ?1 = 0: of all. */
#define OF_STORE                                                                                   \
  "(?1 = 0 OR EXISTS (SELECT 1 FROM voucher v WHERE v.cti = c.cti AND v.home_store = ?1) OR "      \
  "EXISTS (SELECT 1 FROM (SELECT terminal_id FROM use u WHERE (u.cti, u.generation, u.k) = "       \
  "(c.cti, c.generation, c.k) UNION ALL SELECT terminal_id FROM claim l WHERE "                    \
  "(l.cti, l.generation, l.k) = (c.cti, c.generation, c.k)) JOIN terminal t USING (terminal_id) "  \
  "WHERE t.store_no = ?1)) "

gint64
hufu_conflicts_sum_loss (HufuPlatform *platform, guint64 store_no)
{
  return hufu_pdb_get_int (platform->db, 0,
                           "SELECT sum (loss_minor) FROM conflict c WHERE " OF_STORE, "i",
                           (gint64)store_no);
}

json_t *
hufu_conflicts_list (HufuPlatform *platform, guint64 store_no)
{
  g_autoptr (GArray) rights = hufu_right_row_read_all (
      platform,
      hufu_pdb_query (
          platform->db,
          HUFU_SELECT_RIGHT
          "JOIN conflict c USING (cti, generation, k) WHERE c.state = 'open' AND " OF_STORE
          "ORDER BY c.found_utc_s LIMIT 500",
          "i", (gint64)store_no));
  json_t *conflicts = json_array ();

  for (guint i = 0; i < rights->len; i++)
    json_array_append_new (conflicts,
                           describe (platform, &g_array_index (rights, HufuRightRow, i)));
  return conflicts;
}

gboolean
hufu_conflicts_decide (HufuPlatform *platform, guint64 store_no, const HufuRightKey *key,
                       const char *decision, const char *decided_by)
{
  return hufu_pdb_run (platform->db,
                       "UPDATE conflict AS c SET state = 'decided', decision = ?2, "
                       "decided_by = ?3, decided_utc_s = ?4 WHERE cti = ?5 AND generation = ?6 "
                       "AND k = ?7 AND state = 'open' AND " OF_STORE,
                       "ittidii", (gint64)store_no, decision, decided_by,
                       hufu_platform_now_s (platform), &key->cti, (gint64)key->generation,
                       (gint64)key->k) > 0;
}
