/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/unleased.h"

#include <string.h>

#include "core/limits.h"
#include "platform/changes.h"
#include "platform/restore.h"
#include "platform/rights-drain.h"
#include "platform/rights-row.h"

#define SIGNED_PREFIX "HUFUP1"

/* --- the policy --------------------------------------------------------------------------------
 */

/* The text that is signed; NULL if tills would take it for nonsense. */
static char *
write_limits (const json_t *asked, guint64 store_no)
{
  HufuLimits limits;
  json_t *json;
  char *text;

  if (!hufu_pjson_get_int (asked, "voucher_max_minor", 1, G_MAXINT64, &limits.voucher_max_minor) ||
      !hufu_pjson_get_int (asked, "uses_max", 1, G_MAXINT64, &limits.uses_max) ||
      !hufu_pjson_get_int (asked, "total_max_minor", 1, G_MAXINT64, &limits.total_max_minor) ||
      !hufu_pjson_get_int (asked, "status_age_max_s", 1, G_MAXINT64, &limits.status_age_max_s) ||
      hufu_limits_judge (&limits, TRUE) != HUFU_LIMITS_ON)
    return NULL;
  json = json_pack ("{s:I, s:I, s:I, s:I, s:I}", "voucher_max_minor",
                    (json_int_t)limits.voucher_max_minor, "uses_max", (json_int_t)limits.uses_max,
                    "total_max_minor", (json_int_t)limits.total_max_minor, "status_age_max_s",
                    (json_int_t)limits.status_age_max_s, "store_no", (json_int_t)store_no);
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

static json_t *
load_policy (HufuPlatform *platform, guint64 store_no)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT data FROM change WHERE kind = 'policy' AND key = 'store' AND store_no = ?", "i",
      (gint64)store_no);
  json_t *policy;

  if (!hufu_pdb_next (platform->db, row))
    return NULL;
  policy = hufu_pjson_load_object (hufu_pdb_text (row, 0), strlen (hufu_pdb_text (row, 0)));
  hufu_pdb_done (row);
  return policy;
}

gboolean
hufu_unleased_allow (HufuPlatform *platform, guint64 store_no, const json_t *limits,
                     const char **ret_refused, GError **error)
{
  gboolean on = !json_is_null (limits);
  g_autofree char *body = on ? write_limits (limits, store_no) : NULL;
  json_t *policy;

  *ret_refused = on && body == NULL ? "The limits are missing, or above what can be allowed" : NULL;
  if (*ret_refused != NULL)
    return FALSE;
  hufu_pdb_begin (platform->db);
  policy = load_policy (platform, store_no);
  if (policy == NULL) {
    *ret_refused = "There is no such store";
    hufu_pdb_rollback (platform->db);
    return FALSE;
  }
  if (on)
    json_object_set_new (policy, "unleased", sign_limits (platform, body));
  else
    json_object_del (policy, "unleased");
  hufu_changes_put (platform, "policy", "store", (gint64)store_no, policy);
  json_decref (policy);
  return hufu_pdb_commit (platform->db, error);
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

gboolean
hufu_unleased_use (HufuPlatform *platform, const HufuHolder *holder, const HufuRightReport *report)
{
  hufu_reports_want_open (platform, &holder->terminal_id, holder->incarnation);
  if (take (platform, holder, report))
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

void
hufu_unleased_settle (HufuPlatform *platform, const HufuRightKey *key)
{
  g_autoptr (GArray) claims = list_claims (platform, key);

  for (guint i = 0; i < claims->len; i++) {
    const Claim *claim = &g_array_index (claims, Claim, i);

    take (platform, &claim->holder, &claim->report);
  }
}

void
hufu_unleased_settle_all (HufuPlatform *platform)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, TRUE, sizeof (HufuRightKey));
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT DISTINCT cti, generation, k FROM claim c WHERE basis = 'R03' AND state = 'used' "
      "AND cti IS NOT NULL AND NOT EXISTS (SELECT 1 FROM use u WHERE u.use_id = c.use_id) "
      "ORDER BY cti, generation, k",
      "");

  while (hufu_pdb_next (platform->db, row)) {
    HufuRightKey key = {.generation = (guint64)hufu_pdb_int (row, 1),
                        .k = (guint32)hufu_pdb_int (row, 2)};

    hufu_pdb_id (row, 0, &key.cti);
    g_array_append_val (keys, key);
  }
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
      "WHERE ? IN (0, t.store_no) AND e.kind = 'voucher.redeemed' "
      "AND e.seq > i.reported_seq AND json_extract (e.body, '$.basis') = 'R03'",
      "i", (gint64)store_no);
}
