/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/unleased.h"

#include <string.h>

#include "core/claim.h"
#include "core/limits.h"
#include "platform/changes.h"
#include "platform/conflict.h"
#include "platform/restore-log.h"
#include "platform/restore.h"
#include "platform/rights-drain.h"
#include "platform/rights-row.h"
#include "platform/stake.h"

#define SIGNED_PREFIX "HUFUP1"
/* Accepted under limits since its till's last report. */
#define OPEN_USE                                                                                   \
  "e.kind = 'voucher.redeemed' AND e.seq > i.reported_seq "                                        \
  "AND json_extract (e.body, '$.basis') = 'R03'"

/* --- the policy --------------------------------------------------------------------------------
 */

/* The text that is signed. NULL if tills would take it for nonsense; *ret_refused says which of
 * them is, and what can be allowed. */
static char *
write_limits (const json_t *asked, guint64 store_no, char **ret_refused)
{
  static const struct {
    const char *name;
    gint64 max;
  } limits[] = {
      {"voucher_max_minor", HUFU_LIMITS_VOUCHER_MAX_MINOR},
      {"uses_max", HUFU_LIMITS_USES_MAX},
      {"total_max_minor", HUFU_LIMITS_TOTAL_MAX_MINOR},
      {"status_age_max_s", HUFU_LIMITS_STATUS_AGE_MAX_S},
  };
  json_t *json = json_pack ("{s:I}", "store_no", (json_int_t)store_no);
  const char *names[G_N_ELEMENTS (limits) + 1] = {NULL};
  g_autofree char *unknown = NULL;
  char *text = NULL;
  gint64 value;

  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    names[i] = limits[i].name;
  unknown = hufu_pjson_dup_unknown (asked, names);
  if (unknown != NULL)
    *ret_refused = g_strdup_printf ("%s is no limit: there are %s, %s, %s and %s", unknown,
                                    names[0], names[1], names[2], names[3]);
  for (gsize i = 0; i < G_N_ELEMENTS (limits) && *ret_refused == NULL; i++)
    if (hufu_pjson_get_int (asked, limits[i].name, 1, limits[i].max, &value))
      json_object_set_new (json, limits[i].name, json_integer (value));
    else
      *ret_refused =
          g_strdup_printf ("%s is not there or nonsense: 1 to %" G_GINT64_FORMAT " can be allowed",
                           limits[i].name, limits[i].max);
  if (*ret_refused == NULL)
    text = hufu_pjson_dump (json);
  json_decref (json);
  return text;
}

static json_t *
sign_limits (HufuPlatform *platform, const char *body)
{
  g_autofree char *message = g_strconcat (SIGNED_PREFIX, body, NULL);
  guint8 kid[HUFU_TOKEN_KID_BYTES], signature[HUFU_SIGNATURE_BYTES];

  hufu_token_make_kid (platform->signer->public_key, kid);
  hufu_crypto_sign (platform->signer, (const guint8 *)message, strlen (message), signature);
  return json_pack ("{s:s, s:o, s:o}", "body", body, "kid", hufu_pjson_bytes (kid, sizeof kid),
                    "signature", hufu_pjson_bytes (signature, sizeof signature));
}

gboolean
hufu_unleased_allow (HufuPlatform *platform, guint64 store_no, const json_t *limits,
                     char **ret_refused, GError **error)
{
  gboolean on = !json_is_null (limits);
  g_autofree char *body = on ? write_limits (limits, store_no, ret_refused) : NULL;
  json_t *policy;

  if (*ret_refused != NULL)
    return FALSE;
  hufu_pdb_begin (platform->db);
  policy = hufu_changes_load_policy (platform, store_no);
  if (policy == NULL) {
    *ret_refused = g_strdup ("There is no such store");
    hufu_pdb_rollback (platform->db);
    return FALSE;
  }
  if (on)
    json_object_set_new (policy, "unleased", sign_limits (platform, body));
  else
    json_object_del (policy, "unleased");
  hufu_changes_put (platform, "policy", "store", (gint64)store_no, policy);
  hufu_stake_sign (platform, store_no,
                   json_integer_value (json_object_get (limits, "total_max_minor")));
  json_decref (policy);
  return hufu_pdb_commit (platform->db, error);
}

/* What is signed now, without the store's number; null if nothing is. */
static json_t *
find_limits (const json_t *policy)
{
  const char *body = NULL;
  json_t *limits;

  if (json_unpack ((json_t *)(gsize)policy, "{s:{s:s}}", "unleased", "body", &body) != 0)
    return json_null ();
  limits = hufu_pjson_load_object (body, strlen (body));
  json_object_del (limits, "store_no");
  return limits;
}

static json_t *
describe_store (HufuPlatform *platform, guint64 store_no, gint64 n_uses, gint64 sum_minor)
{
  json_t *policy = hufu_changes_load_policy (platform, store_no);
  json_t *store = json_pack ("{s:I, s:o, s:I, s:I, s:I}", "store_no", (json_int_t)store_no,
                             "limits", find_limits (policy), "uses", (json_int_t)n_uses,
                             "unleased_minor", (json_int_t)sum_minor, "at_stake_minor",
                             (json_int_t)hufu_stake_sum (platform, store_no, NULL));

  json_decref (policy);
  return store;
}

json_t *
hufu_unleased_list (HufuPlatform *platform, GError **error)
{
  json_t *stores = json_array ();
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT s.store_no, count(e.seq), coalesce (sum (json_extract (e.body, '$.amount_minor')), 0)"
      " FROM store s LEFT JOIN terminal t USING (store_no) LEFT JOIN incarnation i"
      " USING (terminal_id) LEFT JOIN event e ON e.terminal_id = i.terminal_id"
      " AND e.incarnation = i.incarnation AND " OPEN_USE " GROUP BY s.store_no ORDER BY 1",
      "");

  while (hufu_pdb_next (platform->db, row))
    json_array_append_new (stores, describe_store (platform, (guint64)hufu_pdb_int (row, 0),
                                                   hufu_pdb_int (row, 1), hufu_pdb_int (row, 2)));
  if (hufu_pdb_check (platform->db, error))
    return json_pack ("{s:o}", "stores", stores);
  json_decref (stores);
  return NULL;
}

/* --- uses --------------------------------------------------------------------------------------
 */

static gboolean
take (HufuPlatform *platform, const HufuHolder *holder, const HufuRightReport *report)
{
  HufuRightReport placed = *report;
  HufuRightRow row;

  if (hufu_restore_is_on (platform) || !hufu_rights_find (platform, &report->key, &row) ||
      row.state != HUFU_RIGHT_AVAILABLE ||
      (report->amount_minor > row.remaining_minor &&
       hufu_right_row_is_cash (platform, &report->key.cti)))
    return FALSE;
  /* Under an epoch of its own: no till's word of before speaks of this right any more. */
  placed.epoch = hufu_platform_next_epoch (platform);
  hufu_pdb_run (platform->db,
                "UPDATE \"right\" SET platform_epoch = ?, counter = ?, hop = 0 "
                "WHERE cti = ? AND generation = ? AND k = ?",
                "iidii", (gint64)placed.epoch.platform_epoch, (gint64)placed.epoch.counter,
                &row.key.cti, (gint64)row.key.generation, (gint64)row.key.k);
  placed.hop = 0;
  hufu_right_row_insert_use (platform, holder, &placed, "used");
  hufu_right_row_take (platform, &report->key, report->amount_minor);
  return TRUE;
}

static void
want_back (HufuPlatform *platform, const HufuRightKey *key)
{
  HufuRightRow row;

  if (hufu_rights_find (platform, key, &row) && row.state == HUFU_RIGHT_LEASED)
    hufu_recalls_start (platform, &row, "operator");
}

/* The log has it from before a restore. */
static gboolean
is_logged (HufuPlatform *platform, const HufuHolder *holder, const HufuRightReport *report)
{
  return hufu_pdb_run (platform->db,
                       "UPDATE use SET reported = 1 WHERE use_id = ? AND k = ? AND "
                       "terminal_id = ? AND basis = 'R03' AND NOT reported",
                       "did", &report->use_id, (gint64)report->key.k, &holder->terminal_id) > 0;
}

gboolean
hufu_unleased_use (HufuPlatform *platform, const HufuHolder *holder, const HufuRightReport *report)
{
  hufu_reports_want_open (platform, &holder->terminal_id, holder->incarnation, HUFU_REPORT_KEEPS);
  if (is_logged (platform, holder, report) || take (platform, holder, report))
    return FALSE;
  want_back (platform, &report->key);
  return TRUE;
}

typedef struct {
  HufuHolder holder;
  HufuRightReport report;
} Claim;

/* What was told again, under another incarnation, is one use. */
static GArray *
list_claims (HufuPlatform *platform, const HufuRightKey *key)
{
  GArray *claims = g_array_new (FALSE, TRUE, sizeof (Claim));
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT terminal_id, incarnation, use_id, amount_minor, min (at_utc_s), seq FROM claim c "
      "WHERE cti = ? AND generation = ? AND k = ? AND basis = 'R03' AND state = 'used' "
      "AND amount_minor IS NOT NULL AND NOT EXISTS (SELECT 1 FROM use u WHERE u.use_id = c.use_id "
      "AND u.k = c.k) GROUP BY use_id ORDER BY at_utc_s, terminal_id, incarnation, seq",
      "dii", &key->cti, (gint64)key->generation, (gint64)key->k);

  while (hufu_pdb_next (platform->db, row)) {
    Claim claim = {.report = {.key = *key, .basis = "R03"}};

    hufu_pdb_id (row, 0, &claim.holder.terminal_id);
    claim.holder.incarnation = (guint32)hufu_pdb_int (row, 1);
    hufu_pdb_id (row, 2, &claim.report.use_id);
    claim.report.amount_minor = hufu_pdb_int (row, 3);
    claim.report.at_utc_s = hufu_pdb_int (row, 4);
    claim.report.seq = hufu_pdb_int (row, 5);
    g_array_append_val (claims, claim);
  }
  return claims;
}

/* --- undo ---------------------------------------------------------------------------------------
 */

#define OF_RIGHT "u.cti = ? AND u.generation = ? AND u.k = ?"

/* What has not come back, as claims that are undone. */
static GArray *
list_owed (HufuPlatform *platform, const HufuRightKey *key)
{
  GArray *owed = g_array_new (FALSE, TRUE, sizeof (HufuClaim));
  sqlite3_stmt *row =
      hufu_pdb_query (platform->db,
                      "SELECT use_id, owed_minor FROM late_undo JOIN use u USING (use_id, k) "
                      "WHERE " OF_RIGHT " ORDER BY use_id",
                      "dii", &key->cti, (gint64)key->generation, (gint64)key->k);

  while (hufu_pdb_next (platform->db, row)) {
    HufuClaim claim = {.amount_minor = hufu_pdb_int (row, 1), .state = HUFU_CLAIM_UNDONE};

    hufu_pdb_id (row, 0, &claim.use_id);
    g_array_append_val (owed, claim);
  }
  return owed;
}

/* The right is the platform's alone to say of; if it is not, it is asked for. */
static gboolean
is_here (HufuPlatform *platform, const HufuRightRow *row)
{
  if (row->state == HUFU_RIGHT_LEASED)
    hufu_recalls_start (platform, row, "operator");
  return row->state == HUFU_RIGHT_AVAILABLE ||
         (row->state == HUFU_RIGHT_USED && hufu_rights_make_let_go (platform, row));
}

static void
mark_undone (HufuPlatform *platform, const HufuRightKey *key, const GArray *owed)
{
  for (guint i = 0; i < owed->len; i++)
    hufu_pdb_run (platform->db, "UPDATE use SET state = 'undone' WHERE use_id = ? AND k = ?", "di",
                  &g_array_index (owed, HufuClaim, i).use_id, (gint64)key->k);
}

/* all: nothing is owed any more, whatever came back. */
static void
pay (HufuPlatform *platform, const HufuRightKey *key, const GArray *owed, gint64 free_minor,
     gboolean all)
{
  for (guint i = 0; i < owed->len && (all || free_minor > 0); i++) {
    const HufuClaim *claim = &g_array_index (owed, HufuClaim, i);
    gint64 paid_minor = all ? claim->amount_minor : MIN (claim->amount_minor, free_minor);

    free_minor -= all ? 0 : paid_minor;
    if (paid_minor == claim->amount_minor)
      hufu_pdb_run (platform->db, "DELETE FROM late_undo WHERE use_id = ? AND k = ?", "di",
                    &claim->use_id, (gint64)key->k);
    else
      hufu_pdb_run (platform->db,
                    "UPDATE late_undo SET owed_minor = owed_minor - ? WHERE use_id = ? AND k = ?",
                    "idi", paid_minor, &claim->use_id, (gint64)key->k);
  }
}

/* The one place where what was undone comes back: asked whenever the right is here or another use
 * of it was undone. What cannot come back yet, as another use stands in its place, stays owed. */
static void
settle_undone (HufuPlatform *platform, const HufuRightKey *key)
{
  g_autoptr (GArray) owed = list_owed (platform, key), claims = NULL;
  gboolean is_over, is_whole;
  gint64 value_minor, free_minor = 0;
  HufuRightRow row;

  if (owed->len == 0 || hufu_restore_is_on (platform) || !hufu_rights_find (platform, key, &row))
    return;
  is_over = hufu_right_row_is_ended (platform, &row);
  if (!is_over && !is_here (platform, &row))
    return;
  mark_undone (platform, key, owed);
  value_minor = hufu_conflicts_get_value (platform, &row);
  is_whole = value_minor == HUFU_CLAIMS_WHOLE;
  claims = hufu_conflicts_list_claims (platform, key);
  g_array_append_vals (claims, owed->data, owed->len);
  if (!is_over)
    free_minor = hufu_claims_find_free ((const HufuClaim *)(gpointer)claims->data, claims->len,
                                        value_minor, row.remaining_minor);
  if (free_minor > 0)
    hufu_right_row_free (platform, key, is_whole ? 0 : free_minor);
  /* A whole right that is here owes nobody anything. */
  is_over |= is_whole && (free_minor > 0 || row.state == HUFU_RIGHT_AVAILABLE);
  pay (platform, key, owed, free_minor, is_over);
  hufu_conflicts_judge (platform, key);
}

/* Without what tills have used that they did not tell yet: nobody who waited had that. */
static gint64
find_value_heard_of (HufuPlatform *platform, const HufuRightRow *row)
{
  gint64 value_minor = hufu_conflicts_get_value (platform, row);

  return value_minor == HUFU_CLAIMS_WHOLE
             ? value_minor
             : MAX (value_minor - hufu_pdb_get_int (platform->db, 0,
                                                    "SELECT unheard_minor FROM \"right\" WHERE "
                                                    "cti = ? AND generation = ? AND k = ?",
                                                    "dii", &row->key.cti,
                                                    (gint64)row->key.generation,
                                                    (gint64)row->key.k),
                    0);
}

/* What this leaves of a right that has ended and that nobody else has used: its customer is to be
 * paid that by hand, so it is gone from the right. It may be less than was undone, where another
 * use waited for its part; who undoes that is owed the rest. FALSE: it leaves nothing. */
static gboolean
end_undone (HufuPlatform *platform, const HufuRightRow *row, const HufuHolder *holder,
            const HufuRightReport *report, gint64 amount_minor)
{
  HufuClaim undone = {.use_id = report->use_id, .amount_minor = amount_minor};
  g_autoptr (GArray) claims = hufu_conflicts_list_claims (platform, &row->key);
  gint64 value_minor = find_value_heard_of (platform, row);
  gint64 after =
      hufu_claims_sum_covered ((const HufuClaim *)(gpointer)claims->data, claims->len, value_minor);
  gint64 owed;

  g_array_append_val (claims, undone);
  owed = hufu_claims_sum_covered ((const HufuClaim *)(gpointer)claims->data, claims->len,
                                  value_minor) -
         after;
  hufu_pdb_run (platform->db,
                "UPDATE \"right\" SET gone = gone + ? WHERE cti = ? AND generation = ? AND k = ?",
                "idii", owed, &row->key.cti, (gint64)row->key.generation, (gint64)row->key.k);
  hufu_conflicts_judge (platform, &row->key);
  if (owed > 0)
    hufu_pdb_run (platform->db,
                  "UPDATE event SET owed_minor = ? WHERE terminal_id = ? AND incarnation = ? AND "
                  "seq = ?",
                  "idii", value_minor == HUFU_CLAIMS_WHOLE ? amount_minor : owed,
                  &holder->terminal_id, (gint64)holder->incarnation, report->seq);
  return owed > 0;
}

typedef struct {
  gint64 amount_minor;
  gboolean stands; /* it has its part of the right */
} Accepted;

/* As a use, or as a claim. */
static gboolean
find_accepted (HufuPlatform *platform, const HufuHolder *holder, const HufuRightReport *report,
               Accepted *ret)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT amount_minor, state = 'used' FROM use WHERE use_id = ?1 AND cti = ?2 AND "
      "generation = ?3 AND k = ?4 AND terminal_id = ?5 AND basis = 'R03' UNION ALL "
      "SELECT amount_minor, 0 FROM claim WHERE use_id = ?1 AND cti = ?2 AND generation = ?3 AND "
      "k = ?4 AND terminal_id = ?5 AND basis = 'R03' AND amount_minor IS NOT NULL LIMIT 1",
      "ddiid", &report->use_id, &report->key.cti, (gint64)report->key.generation,
      (gint64)report->key.k, &holder->terminal_id);

  if (!hufu_pdb_next (platform->db, row))
    return FALSE;
  *ret = (Accepted){hufu_pdb_int (row, 0), hufu_pdb_int (row, 1) != 0};
  hufu_pdb_done (row);
  return TRUE;
}

static void
note_undone (HufuPlatform *platform, const HufuRightReport *report, gboolean is_owed)
{
  hufu_pdb_run (platform->db, "INSERT OR IGNORE INTO undone_use VALUES (?)", "d", &report->use_id);
  hufu_pdb_run (platform->db,
                is_owed ? "INSERT OR IGNORE INTO late_undo SELECT use_id, k, amount_minor FROM use "
                          "WHERE use_id = ? AND k = ?"
                        : "UPDATE use SET state = 'undone' WHERE use_id = ? AND k = ?",
                "di", &report->use_id, (gint64)report->key.k);
  hufu_log_undone (platform, &report->use_id);
}

const char *
hufu_unleased_undo (HufuPlatform *platform, const HufuHolder *holder, const HufuRightReport *report)
{
  Accepted accepted;
  HufuRightRow row;
  gboolean is_over;

  if (!hufu_rights_find (platform, &report->key, &row) ||
      !find_accepted (platform, holder, report, &accepted))
    return NULL;
  is_over = hufu_right_row_is_ended (platform, &row);
  if (accepted.stands)
    note_undone (platform, report, !is_over);
  hufu_rights_undo_claim (platform, holder, report); /* as it was told at first */
  if (!is_over) {
    hufu_unleased_settle (platform, &report->key);
    return "ok";
  }
  return end_undone (platform, &row, holder, report, accepted.amount_minor) ? "ended" : "ok";
}

void
hufu_unleased_forget_undone (HufuPlatform *platform)
{
#define IS_MADE_UP                                                                                 \
  "EXISTS (SELECT 1 FROM use u JOIN \"right\" r USING (cti, generation, k) WHERE u.use_id = "      \
  "late_undo.use_id AND u.k = late_undo.k AND r.state IN ('available', 'used'))"
  hufu_pdb_run (platform->db,
                "UPDATE use SET state = 'undone' WHERE (use_id, k) IN (SELECT use_id, k FROM "
                "late_undo WHERE " IS_MADE_UP ")",
                "");
  hufu_pdb_run (platform->db, "DELETE FROM late_undo WHERE " IS_MADE_UP, "");
#undef IS_MADE_UP
}

/* --- when it is here again ----------------------------------------------------------------------
 */

void
hufu_unleased_settle (HufuPlatform *platform, const HufuRightKey *key)
{
  g_autoptr (GArray) claims = NULL;

  settle_undone (platform, key);
  claims = list_claims (platform, key);
  for (guint i = 0; i < claims->len; i++) {
    const Claim *claim = &g_array_index (claims, Claim, i);

    take (platform, &claim->holder, &claim->report);
  }
}

static GArray *
read_keys (HufuPlatform *platform, sqlite3_stmt *row)
{
  GArray *keys = g_array_new (FALSE, TRUE, sizeof (HufuRightKey));

  while (hufu_pdb_next (platform->db, row)) {
    HufuRightKey key = {.generation = (guint64)hufu_pdb_int (row, 1),
                        .k = (guint32)hufu_pdb_int (row, 2)};

    hufu_pdb_id (row, 0, &key.cti);
    g_array_append_val (keys, key);
  }
  return keys;
}

void
hufu_unleased_settle_undone (HufuPlatform *platform)
{
  g_autoptr (GArray) keys = read_keys (
      platform,
      hufu_pdb_query (platform->db,
                      /* CROSS: from the few that are owed, never through all uses. */
                      "SELECT DISTINCT cti, generation, k FROM late_undo CROSS JOIN use USING "
                      "(use_id, k) ORDER BY 1, 2, 3",
                      ""));

  for (guint i = 0; i < keys->len; i++)
    hufu_unleased_settle (platform, &g_array_index (keys, HufuRightKey, i));
}

void
hufu_unleased_settle_all (HufuPlatform *platform)
{
  g_autoptr (GArray) keys = read_keys (
      platform,
      hufu_pdb_query (
          platform->db,
          "SELECT DISTINCT cti, generation, k FROM claim c WHERE basis = 'R03' AND state = 'used' "
          "AND cti IS NOT NULL AND NOT EXISTS (SELECT 1 FROM use u WHERE u.use_id = c.use_id) "
          "ORDER BY cti, generation, k",
          ""));

  for (guint i = 0; i < keys->len; i++) {
    const HufuRightKey *key = &g_array_index (keys, HufuRightKey, i);

    hufu_unleased_settle (platform, key);
    want_back (platform, key);
  }
}

gint64
hufu_unleased_sum_open (HufuPlatform *platform, guint64 store_no)
{
  return hufu_pdb_get_int (
      platform->db, 0,
      "SELECT sum (json_extract (e.body, '$.amount_minor')) FROM event e JOIN incarnation i "
      "USING (terminal_id, incarnation) JOIN terminal t USING (terminal_id) "
      "WHERE ? IN (0, t.store_no) AND " OPEN_USE,
      "i", (gint64)store_no);
}

gint64
hufu_unleased_sum_till (HufuPlatform *platform, const HufuId *terminal_id)
{
  return hufu_pdb_get_int (
      platform->db, 0,
      "SELECT sum (json_extract (e.body, '$.amount_minor')) FROM event e JOIN incarnation i "
      "USING (terminal_id, incarnation) WHERE terminal_id = ? AND " OPEN_USE,
      "d", terminal_id);
}
