/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/restore.h"

#include <string.h>

#include "platform/conflict.h"
#include "platform/peers.h"
#include "platform/restore-log.h"
#include "platform/rights-drain.h"
#include "platform/rights-row.h"
#include "platform/stake.h"
#include "platform/status.h"
#include "platform/terminals-list.h"
#include "platform/terminals.h"
#include "platform/unleased.h"
#include "platform/voucher-code.h"
#include "platform/voucher-log.h"

/* An incarnation that has ended is not missing if all of its journal is here and it left nothing.
 */
#define IS_MISSING                                                                                 \
  "i.written_off = 0 AND i.reported_epoch < (SELECT platform_epoch FROM platform) AND NOT "        \
  "(i.ended_seq IS NOT NULL AND i.acked_seq >= i.ended_seq AND NOT EXISTS (SELECT 1 FROM "         \
  "\"right\" r WHERE r.terminal_id = i.terminal_id AND r.incarnation = i.incarnation AND "         \
  "r.state IN ('leased', 'quarantined')))"

gboolean
hufu_restore_is_on (HufuPlatform *platform)
{
  return hufu_pdb_get_int (platform->db, 0, "SELECT restoring FROM platform", "") != 0;
}

/* Asked before the restore for a report that has not come. */
#define IS_ASKED                                                                                   \
  "(i.wanted_epoch, i.wanted_counter) > (i.reported_epoch, i.reported_counter) AND "               \
  "i.state = 'enrolled' AND i.life <> 'removed'"

static GArray *
list_missing (HufuPlatform *platform)
{
  return hufu_terminals_read_holders (
      platform, hufu_pdb_query (platform->db,
                                "SELECT i.terminal_id, i.incarnation, store_no, terminal_no FROM "
                                "incarnation i JOIN terminal USING (terminal_id) WHERE " IS_MISSING
                                " ORDER BY store_no, terminal_no, i.incarnation",
                                ""));
}

json_t *
hufu_restore_list_missing (HufuPlatform *platform)
{
  g_autoptr (GArray) missing = list_missing (platform);
  json_t *tills = json_array ();

  for (guint i = 0; i < missing->len && hufu_restore_is_on (platform); i++) {
    const HufuHolder *holder = &g_array_index (missing, HufuHolder, i);

    json_array_append_new (
        tills, hufu_terminals_describe (platform, &holder->terminal_id, holder->incarnation));
  }
  return tills;
}

/* --- following the log --------------------------------------------------------------------------
 */

typedef struct {
  HufuId terminal_id;
  gint64 incarnation;
} Till;

static gboolean
read_till (const json_t *entry, Till *till)
{
  return hufu_pjson_get_id (entry, "terminal_id", &till->terminal_id) &&
         hufu_pjson_get_int (entry, "incarnation", 1, G_MAXUINT32, &till->incarnation);
}

static void
follow_incarnation (HufuPlatform *platform, const json_t *entry)
{
  guint8 key[32], zeros[32] = {0};
  gint64 store_no = 0, terminal_no = 0, written_off = 0, ended_seq = -1, enrolled_utc_s = 0;
  HufuId successor_key;
  Till till;

  if (!read_till (entry, &till) ||
      !hufu_pjson_get_bytes (entry, "device_public", key, sizeof key) ||
      !hufu_pjson_get_int (entry, "store_no", 0, G_MAXINT64, &store_no) ||
      !hufu_pjson_get_int (entry, "terminal_no", 0, G_MAXINT64, &terminal_no) ||
      !hufu_pjson_get_int (entry, "written_off", 0, 1, &written_off) ||
      !hufu_pjson_get_int (entry, "ended_seq", -1, G_MAXINT64, &ended_seq) ||
      !hufu_pjson_get_int (entry, "enrolled_utc_s", G_MININT64, G_MAXINT64, &enrolled_utc_s) ||
      !hufu_pjson_get_id_or_null (entry, "successor_key", &successor_key))
    return;
  hufu_pdb_run (platform->db, "INSERT OR IGNORE INTO terminal VALUES (?, ?, ?, ?, ?)", "dbtii",
                &till.terminal_id, key, sizeof key,
                json_string_value (json_object_get (entry, "name")), store_no, terminal_no);
  hufu_pdb_run (platform->db,
                "INSERT OR IGNORE INTO incarnation (terminal_id, incarnation, state, chain_hash, "
                "enrolled_utc_s) VALUES (?, ?, 'enrolled', ?, ?)",
                "dibi", &till.terminal_id, till.incarnation, zeros, sizeof zeros, enrolled_utc_s);
  hufu_pdb_run (platform->db,
                "UPDATE incarnation SET state = ?, life = ?, written_off = ?, "
                "ended_seq = nullif (?, -1), successor_key = ? "
                "WHERE terminal_id = ? AND incarnation = ?",
                "ttiiddi", json_string_value (json_object_get (entry, "state")),
                json_string_value (json_object_get (entry, "life")), written_off, ended_seq,
                hufu_id_is_zero (&successor_key) ? NULL : &successor_key, &till.terminal_id,
                till.incarnation);
}

/* What a till held under a later epoch than this was granted after the signature. An entry without
 * an epoch is of an earlier version: then whatever was granted after the backup counts as later. */
static HufuEpoch
read_epoch_of_signature (const json_t *entry, const HufuRightRow *row)
{
  HufuEpoch epoch;

  if (!hufu_pjson_get_epoch (entry, "epoch", &epoch))
    epoch = (HufuEpoch){row->epoch.platform_epoch, row->epoch.counter + 1};
  return epoch;
}

/* Only what was signed for then is free; what the backup has at this till and was not out any more
 * when it was signed may have been used since. */
static void
follow_write_off (HufuPlatform *platform, const json_t *entry)
{
  const json_t *value;
  HufuHolder holder;
  Till till;
  gsize i;

  if (!read_till (entry, &till))
    return;
  holder = (HufuHolder){.terminal_id = till.terminal_id, .incarnation = (guint32)till.incarnation};
  json_array_foreach (json_object_get (entry, "rights"), i, value)
  {
    json_t *wrapped = json_pack ("{s:O}", "right", value);
    HufuRightKey key;
    HufuRightRow row;

    if (hufu_pjson_get_right (wrapped, "right", &key) && hufu_rights_find (platform, &key, &row) &&
        hufu_right_row_is_holder (&row, &holder) &&
        (row.state == HUFU_RIGHT_LEASED || row.state == HUFU_RIGHT_QUARANTINED)) {
      HufuEpoch epoch = read_epoch_of_signature (entry, &row);

      hufu_right_row_take_from_till (platform, &row, &epoch);
    }
    json_decref (wrapped);
  }
}

static void
follow_undone (HufuPlatform *platform, const json_t *entry)
{
  HufuId use_id;

  if (!hufu_pjson_get_id (entry, "use_id", &use_id))
    return;
  hufu_pdb_run (platform->db, "INSERT OR IGNORE INTO undone_use VALUES (?)", "d", &use_id);
  hufu_rights_follow_undone (platform, &use_id);
}

static void
follow_undo_refused (HufuPlatform *platform, const json_t *entry)
{
  HufuId use_id, terminal_id;
  gint64 attempt;

  if (hufu_pjson_get_id (entry, "use_id", &use_id) &&
      hufu_pjson_get_id (entry, "terminal_id", &terminal_id) &&
      hufu_pjson_get_int (entry, "attempt", 0, G_MAXINT64, &attempt))
    hufu_rights_refuse_undo (platform, &use_id, &terminal_id, attempt);
}

/* Its till moves the right by it when it tells it again; if that is lost, reconcile does. */
static void
follow_use (HufuPlatform *platform, const json_t *entry)
{
  const char *basis = json_string_value (json_object_get (entry, "basis"));
  gint64 amount_minor, hop, seq, at_utc_s;
  HufuRightKey key;
  HufuEpoch epoch;
  HufuId use_id;
  Till till;

  if (basis == NULL || !read_till (entry, &till) || !hufu_pjson_get_id (entry, "use_id", &use_id) ||
      !hufu_pjson_get_right (entry, "right", &key) ||
      !hufu_pjson_get_epoch (entry, "epoch", &epoch) ||
      !hufu_pjson_get_int (entry, "amount_minor", 0, G_MAXINT64, &amount_minor) ||
      !hufu_pjson_get_int (entry, "hop", 0, G_MAXINT64, &hop) ||
      !hufu_pjson_get_int (entry, "seq", 0, G_MAXINT64, &seq) ||
      !hufu_pjson_get_int (entry, "at_utc_s", G_MININT64, G_MAXINT64, &at_utc_s))
    return;
  hufu_pdb_run (platform->db,
                "INSERT OR IGNORE INTO use (cti, generation, k, use_id, amount_minor, basis, "
                "terminal_id, incarnation, platform_epoch, counter, hop, seq, at_utc_s, state) "
                "SELECT cti, generation, k, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, CASE WHEN "
                "EXISTS (SELECT 1 FROM undone_use WHERE use_id = ?4) THEN 'undone' ELSE 'used' END "
                "FROM \"right\" WHERE cti = ?1 AND generation = ?2 AND k = ?3",
                "diiditdiiiiii", &key.cti, (gint64)key.generation, (gint64)key.k, &use_id,
                amount_minor, basis, &till.terminal_id, till.incarnation,
                (gint64)epoch.platform_epoch, (gint64)epoch.counter, hop, seq, at_utc_s);
  hufu_conflicts_judge (platform, &key);
}

static void
follow_key (HufuPlatform *platform, const json_t *entry)
{
  const json_t *answer = json_object_get (entry, "answer");
  g_autofree char *text = answer != NULL ? hufu_pjson_dump (answer) : NULL;
  HufuId use_id;
  Till till;

  if (text == NULL || !read_till (entry, &till) || !hufu_pjson_get_id (entry, "use_id", &use_id))
    return;
  hufu_pdb_run (platform->db,
                "INSERT OR REPLACE INTO redemption (use_id, terminal_id, incarnation, state, "
                "reason, answer, at_utc_s) VALUES (?, ?, ?, ?, ?, ?, ?)",
                "ddittti", &use_id, &till.terminal_id, till.incarnation,
                json_string_value (json_object_get (answer, "state")),
                json_string_value (json_object_get (answer, "reason")), text,
                hufu_platform_now_s (platform));
}

/* What the uses that are known by now had left of it: the backup may be of before some. Under the
 * new epoch, so that no till moves it any more by what it was granted before. */
static void
end_generation (HufuPlatform *platform, const HufuId *cti, gint64 generation)
{
  hufu_pdb_run (
      platform->db,
      "UPDATE \"right\" SET state = iif (t.rest > 0, 'written_off', 'used'), gone = gone + t.rest, "
      "remaining_minor = iif (t.is_cash, 0, remaining_minor), terminal_id = NULL, "
      "incarnation = NULL, platform_epoch = (SELECT platform_epoch FROM platform), counter = 0, "
      "hop = 0 FROM (SELECT r.k, v.type = 'cash' AS is_cash, max (iif (v.type = 'cash', "
      "v.value_minor, 1) - r.gone - coalesce ((SELECT sum (iif (v.type = 'cash', u.amount_minor, "
      "1)) FROM use u WHERE u.cti = r.cti AND u.generation = r.generation AND u.k = r.k AND "
      "u.state = 'used'), 0), 0) AS rest FROM \"right\" r JOIN voucher v USING (cti) WHERE "
      "r.cti = ?1 AND r.generation = ?2) t WHERE t.k = \"right\".k AND \"right\".cti = ?1 AND "
      "\"right\".generation = ?2 AND \"right\".state <> 'written_off'",
      "di", cti, generation);
}

static void
add_rights (HufuPlatform *platform, const HufuId *cti, gint64 generation, const json_t *rights)
{
  const json_t *right;
  gsize i;

  json_array_foreach (rights, i, right)
  {
    gint64 k, remaining_minor, gone;

    if (hufu_pjson_get_int (right, "k", 0, 999, &k) &&
        hufu_pjson_get_int (right, "remaining_minor", 0, G_MAXINT64, &remaining_minor) &&
        hufu_pjson_get_int (right, "gone", 0, G_MAXINT64, &gone))
      hufu_pdb_run (platform->db,
                    "INSERT OR IGNORE INTO \"right\" (cti, generation, k, state, "
                    "remaining_minor, gone) VALUES (?, ?, ?, 'available', ?, ?)",
                    "diiii", cti, generation, k, remaining_minor, gone);
  }
}

/* A log of before a transfer changed its short code has none: another is made. */
static void
follow_code (HufuPlatform *platform, const HufuId *cti, const char *short_code)
{
  char code[HUFU_SHORT_CODE_SIZE];

  if (short_code == NULL)
    hufu_voucher_code_make (platform, code);
  hufu_voucher_code_change (platform, cti, short_code != NULL ? short_code : code);
}

static void
follow_wish (HufuPlatform *platform, const json_t *entry)
{
  const char *wish = json_string_value (json_object_get (entry, "wish"));
  gint64 generation = 0, home_store = -1;
  HufuId cti;

  if (wish == NULL || !hufu_pjson_get_id (entry, "cti", &cti) ||
      !hufu_pjson_get_int (entry, "generation", 1, G_MAXINT64, &generation) ||
      !hufu_pjson_get_int (entry, "home_store", -1, G_MAXINT64, &home_store))
    return;
  if (strcmp (wish, "home") == 0) {
    hufu_pdb_run (platform->db, "UPDATE voucher SET home_store = nullif (?, -1) WHERE cti = ?",
                  "id", home_store, &cti);
    return;
  }
  end_generation (platform, &cti, generation);
  if (strcmp (wish, "refund") == 0) {
    hufu_pdb_run (platform->db, "UPDATE voucher SET state = 'revoked' WHERE cti = ?", "d", &cti);
    return;
  }
  hufu_pdb_run (platform->db, "UPDATE voucher SET generation = ?, token = ? WHERE cti = ?", "itd",
                generation + 1, json_string_value (json_object_get (entry, "token")), &cti);
  hufu_status_restore_place (platform, &cti, json_string_value (json_object_get (entry, "token")));
  follow_code (platform, &cti, json_string_value (json_object_get (entry, "short_code")));
  add_rights (platform, &cti, generation + 1, json_object_get (entry, "rights"));
}

/* What waits goes on waiting, what is done is not done again. */
static void
follow_wish_state (HufuPlatform *platform, const json_t *entry)
{
  const char *kind = json_string_value (json_object_get (entry, "wish"));
  const char *state = json_string_value (json_object_get (entry, "state"));
  gint64 generation, home_store, since_utc_s, done_utc_s, refund_minor, risk_minor;
  HufuId wish_id, cti;

  if (kind == NULL || state == NULL || !hufu_pjson_get_id (entry, "wish_id", &wish_id) ||
      !hufu_pjson_get_id (entry, "cti", &cti) ||
      !hufu_pjson_get_int (entry, "generation", 1, G_MAXINT64, &generation) ||
      !hufu_pjson_get_int (entry, "home_store", -1, G_MAXINT64, &home_store) ||
      !hufu_pjson_get_int (entry, "since_utc_s", G_MININT64, G_MAXINT64, &since_utc_s) ||
      !hufu_pjson_get_int (entry, "done_utc_s", -1, G_MAXINT64, &done_utc_s) ||
      !hufu_pjson_get_int (entry, "refund_minor", 0, G_MAXINT64, &refund_minor) ||
      !hufu_pjson_get_int (entry, "risk_minor", 0, G_MAXINT64, &risk_minor))
    return;
  hufu_pdb_run (platform->db,
                "INSERT OR REPLACE INTO wish (wish_id, kind, cti, generation, home_store, state, "
                "since_utc_s, done_utc_s, refund_minor, risk_minor, signed_by) SELECT ?1, ?2, cti, "
                "?4, nullif (?5, -1), ?6, ?7, nullif (?8, -1), ?9, ?10, ?11 FROM voucher "
                "WHERE cti = ?3",
                "dtdiitiiiit", &wish_id, kind, &cti, generation, home_store, state, since_utc_s,
                done_utc_s, refund_minor, risk_minor,
                json_string_value (json_object_get (entry, "signed_by")));
}

static void
follow (HufuPlatform *platform, const json_t *entry)
{
  static const struct {
    const char *kind;
    void (*follow) (HufuPlatform *platform, const json_t *entry);
  } kinds[] = {
      {"incarnation", follow_incarnation},
      {"write_off", follow_write_off},
      {"use", follow_use},
      {"undone", follow_undone},
      {"undo_refused", follow_undo_refused},
      {"key", follow_key},
      {"wish", follow_wish},
      {"wish_state", follow_wish_state},
      {"voucher", hufu_voucher_log_follow},
  };
  const char *kind = json_string_value (json_object_get (entry, "kind"));

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (g_strcmp0 (kinds[i].kind, kind) == 0)
      kinds[i].follow (platform, entry);
  }
}

/* --- beginning and end --------------------------------------------------------------------------
 */

/* Numbers of the old epoch are refused by the tills: what was asked for is asked for anew, of
 * whoever is not missing too (it was signed for, and found), and not of who has left and told all.
 */
static void
ask_anew (HufuPlatform *platform)
{
  g_autoptr (GArray) rows = NULL;
  g_autoptr (GArray) asked = hufu_terminals_read_holders (
      platform, hufu_pdb_query (platform->db,
                                "SELECT i.terminal_id, i.incarnation, store_no, terminal_no FROM "
                                "incarnation i JOIN terminal USING (terminal_id) WHERE (" IS_MISSING
                                ") OR (" IS_ASKED ") ORDER BY store_no, terminal_no, i.incarnation",
                                ""));

  hufu_pdb_run (platform->db, "UPDATE recall SET state = 'moot' WHERE state = 'open'", "");
  hufu_pdb_run (platform->db,
                "UPDATE incarnation SET wanted_epoch = reported_epoch, "
                "wanted_counter = reported_counter WHERE wanted_epoch > reported_epoch OR "
                "(wanted_epoch = reported_epoch AND wanted_counter > reported_counter)",
                "");
  rows = hufu_right_row_read_all (
      platform, hufu_pdb_query (platform->db,
                                HUFU_SELECT_RIGHT
                                "JOIN wish w ON w.cti = r.cti AND w.generation = r.generation "
                                "WHERE w.state = 'waiting' AND r.state = 'leased'",
                                ""));
  for (guint i = 0; i < rows->len; i++)
    hufu_recalls_start (platform, &g_array_index (rows, HufuRightRow, i), "wish");
  for (guint i = 0; i < asked->len; i++) {
    const HufuHolder *holder = &g_array_index (asked, HufuHolder, i);

    hufu_reports_want (platform, &holder->terminal_id, holder->incarnation, HUFU_REPORT_RETURNS);
    hufu_peers_tell (platform, &holder->terminal_id);
  }
}

void
hufu_restore_begin (HufuPlatform *platform, const json_t *entries)
{
  const json_t *entry;
  gsize i;

  json_array_foreach (entries, i, entry) follow (platform, entry);
  hufu_pdb_run (platform->db,
                "UPDATE \"right\" SET state = 'quarantined' WHERE state = 'leased' AND EXISTS "
                "(SELECT 1 FROM incarnation i WHERE i.terminal_id = \"right\".terminal_id AND "
                "i.incarnation = \"right\".incarnation AND "
                "(i.state <> 'enrolled' OR i.life IN ('lost', 'removed')))",
                "");
  hufu_pdb_run (platform->db, "UPDATE platform SET restoring = 1", "");
  hufu_stake_forget (platform);
  ask_anew (platform);
  hufu_restore_settle (platform);
}

/* Everybody has told all they know: what is left of a right that is here is what was not used of
 * it, in whatever order it was told. */
static void
reconcile (HufuPlatform *platform)
{
  hufu_pdb_run (
      platform->db,
      "UPDATE \"right\" SET terminal_id = NULL, incarnation = NULL, "
      "remaining_minor = max (t.value_minor - \"right\".gone - t.used_minor, 0), "
      "state = CASE WHEN t.value_minor - \"right\".gone > t.used_minor THEN 'available' "
      "ELSE 'used' END FROM (SELECT r.cti, r.generation, r.k, v.value_minor, coalesce ((SELECT "
      "sum (amount_minor) FROM use u WHERE u.cti = r.cti AND u.generation = r.generation AND "
      "u.k = r.k AND u.state = 'used'), 0) AS used_minor FROM \"right\" r JOIN voucher v "
      "USING (cti) WHERE v.type = 'cash') t WHERE t.cti = \"right\".cti AND "
      "t.generation = \"right\".generation AND t.k = \"right\".k AND "
      "\"right\".state IN ('available', 'used')",
      "");
  hufu_pdb_run (platform->db,
                "UPDATE \"right\" SET terminal_id = NULL, incarnation = NULL, "
                "state = CASE WHEN EXISTS (SELECT 1 FROM use u WHERE u.cti = \"right\".cti AND "
                "u.generation = \"right\".generation AND u.k = \"right\".k AND u.state = 'used') "
                "THEN 'used' ELSE 'available' END WHERE state IN ('available', 'used') AND "
                "NOT " HUFU_IS_CASH,
                "");
}

/* What a till could only claim was handed over all the same, and is not given away again (as at a
 * write-off). Uses under limits are settled after this. */
static void
heed_claims (HufuPlatform *platform)
{
#define OPEN_CLAIM                                                                                 \
  "c.state = 'used' AND c.amount_minor IS NOT NULL AND coalesce (c.basis, '') <> 'R03' AND NOT "   \
  "EXISTS (SELECT 1 FROM use u WHERE u.use_id = c.use_id AND u.k = c.k)"
  g_autoptr (GArray) rows = hufu_right_row_read_all (
      platform,
      hufu_pdb_query (platform->db,
                      HUFU_SELECT_RIGHT
                      "WHERE state = 'available' AND (cti, generation, k) IN "
                      "(SELECT c.cti, c.generation, c.k FROM claim c WHERE " OPEN_CLAIM ")",
                      ""));

  for (guint i = 0; i < rows->len; i++) {
    const HufuRightKey *key = &g_array_index (rows, HufuRightRow, i).key;

    hufu_right_row_take (
        platform, key,
        hufu_pdb_get_int (platform->db, 0,
                          "SELECT sum (worth) FROM (SELECT max (amount_minor) AS worth FROM "
                          "claim c WHERE cti = ? AND generation = ? AND k = ? AND " OPEN_CLAIM
                          " GROUP BY use_id)",
                          "dii", &key->cti, (gint64)key->generation, (gint64)key->k));
  }
#undef OPEN_CLAIM
}

void
hufu_restore_settle (HufuPlatform *platform)
{
  g_autoptr (GArray) missing = NULL;

  if (!hufu_restore_is_on (platform))
    return;
  missing = list_missing (platform);
  if (missing->len > 0)
    return;
  hufu_unleased_forget_undone (platform);
  reconcile (platform);
  heed_claims (platform);
  hufu_pdb_run (platform->db, "UPDATE platform SET restoring = 0", "");
  hufu_unleased_settle_all (platform);
}
