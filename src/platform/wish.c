/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/wish.h"

#include <string.h>

#include "core/money.h"
#include "platform/conflict.h"
#include "platform/restore-log.h"
#include "platform/restore.h"
#include "platform/rights-drain.h"
#include "platform/rights-row.h"
#include "platform/status.h"
#include "platform/unleased.h"
#include "platform/voucher-code.h"
#include "platform/voucher.h"
#include "platform/wish-wait.h"

static const char *const kind_names[] = {
    [HUFU_WISH_REFUND] = "refund",
    [HUFU_WISH_TRANSFER] = "transfer",
    [HUFU_WISH_HOME] = "home",
};

gboolean
hufu_wish_kind_find (const char *name, HufuWishKind *ret_kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kind_names); i++) {
    if (strcmp (name, kind_names[i]) == 0) {
      *ret_kind = (HufuWishKind)i;
      return TRUE;
    }
  }
  return FALSE;
}

gboolean
hufu_wishes_is_waiting (HufuPlatform *platform, const HufuId *cti)
{
  return hufu_pdb_get_int (platform->db, 0,
                           "SELECT 1 FROM wish WHERE cti = ? AND state = 'waiting'", "d", cti) != 0;
}

/* --- telling ------------------------------------------------------------------------------------
 */

json_t *
hufu_wish_find (HufuPlatform *platform, const HufuId *wish_id)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT w.kind, w.cti, w.generation, w.state, w.since_utc_s, w.refund_minor, w.risk_minor, "
      "v.token, v.generation, v.title_en, v.title_zh, v.short_code FROM wish w JOIN voucher v "
      "USING (cti) WHERE wish_id = ?",
      "d", wish_id);
  gboolean waits, moved;
  guint64 generation;
  json_t *wish;
  HufuId cti;

  if (!hufu_pdb_next (platform->db, row))
    return NULL;
  hufu_pdb_id (row, 1, &cti);
  generation = (guint64)hufu_pdb_int (row, 2);
  waits = strcmp (hufu_pdb_text (row, 3), "waiting") == 0;
  /* The friend's codes, as long as the friend has not given it away. */
  moved = strcmp (hufu_pdb_text (row, 3), "done") == 0 &&
          strcmp (hufu_pdb_text (row, 0), "transfer") == 0 &&
          hufu_pdb_int (row, 8) == (gint64)generation + 1;
  wish = json_pack (
      "{s:o, s:s, s:o, s:s, s:I, s:I, s:I, s:o, s:o, s:s, s:s}", "wish_id", hufu_pjson_id (wish_id),
      "kind", hufu_pdb_text (row, 0), "cti", hufu_pjson_id (&cti), "state", hufu_pdb_text (row, 3),
      "since_utc_s", (json_int_t)hufu_pdb_int (row, 4), "refund_minor",
      (json_int_t)hufu_pdb_int (row, 5), "risk_minor", (json_int_t)hufu_pdb_int (row, 6), "token",
      moved ? json_string (hufu_pdb_text (row, 7)) : json_null (), "short_code",
      moved ? json_string (hufu_pdb_text (row, 11)) : json_null (), "title_en",
      hufu_pdb_text (row, 9), "title_zh", hufu_pdb_text (row, 10));
  hufu_pdb_done (row);
  json_object_set_new (wish, "waits_for",
                       waits ? hufu_wish_list_holders (platform, &cti, generation) : json_array ());
  return wish;
}

static GArray *
read_ids (HufuPlatform *platform, sqlite3_stmt *row)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (HufuId));
  HufuId id;

  while (hufu_pdb_next (platform->db, row)) {
    hufu_pdb_id (row, 0, &id);
    g_array_append_val (ids, id);
  }
  return ids;
}

json_t *
hufu_wishes_list (HufuPlatform *platform, guint64 store_no)
{
  g_autoptr (GArray) ids = read_ids (
      platform,
      hufu_pdb_query (platform->db,
                      "SELECT wish_id FROM wish w WHERE state = 'waiting' AND (?1 = 0 OR EXISTS "
                      "(SELECT 1 FROM voucher v WHERE v.cti = w.cti AND v.home_store = ?1)) "
                      "ORDER BY since_utc_s",
                      "i", (gint64)store_no));
  json_t *wishes = json_array ();

  for (guint i = 0; i < ids->len; i++)
    json_array_append_new (wishes, hufu_wish_find (platform, &g_array_index (ids, HufuId, i)));
  return wishes;
}

/* --- doing --------------------------------------------------------------------------------------
 */

/* What stays of a right of the old generation is worth nothing: a use of it that comes to light is
 * a loss. */
static void
end_right (HufuPlatform *platform, const HufuRightRow *row, gboolean is_cash)
{
  gint64 unheard_minor =
      is_cash ? hufu_right_row_find_unheard (platform, row, row->remaining_minor) : 0;

  hufu_pdb_run (
      platform->db,
      "UPDATE \"right\" SET state = 'written_off', gone = gone + ?, remaining_minor = 0, "
      "unheard_minor = max (? - (SELECT coalesce (sum (owed_minor), 0) FROM late_undo JOIN "
      "use u USING (use_id, k) WHERE u.cti = ?3 AND u.generation = ?4 AND u.k = ?5), 0) "
      "WHERE cti = ?3 AND generation = ?4 AND k = ?5",
      "iidii", is_cash ? row->remaining_minor : 1, unheard_minor, &row->key.cti,
      (gint64)row->key.generation, (gint64)row->key.k);
  hufu_conflicts_judge (platform, &row->key);
}

static gint64
share_minor (HufuPlatform *platform, const HufuIssued *issued, const HufuRightRow *row)
{
  gint64 paid_minor = json_integer_value (json_object_get (issued->json, "paid_minor"));

  if (issued->type != HUFU_VOUCHER_CASH)
    return hufu_right_share_minor (paid_minor, issued->uses, row->key.k);
  if (issued->value_minor == 0)
    return 0;
  return hufu_money_mul_div (paid_minor, row->remaining_minor, issued->value_minor,
                             HUFU_ROUND_FLOOR);
}

/* FALSE: uses came first and left nothing, so the voucher is used, not revoked. */
static gboolean
refund (HufuPlatform *platform, const HufuId *wish_id, const HufuIssued *issued,
        const GArray *rights)
{
  gboolean any = FALSE;
  gint64 refund_minor = 0;

  for (guint i = 0; i < rights->len; i++) {
    const HufuRightRow *row = &g_array_index (rights, HufuRightRow, i);

    if (row->state != HUFU_RIGHT_AVAILABLE)
      continue;
    any = TRUE;
    refund_minor += share_minor (platform, issued, row);
    end_right (platform, row, issued->type == HUFU_VOUCHER_CASH);
  }
  hufu_pdb_run (platform->db, "UPDATE wish SET refund_minor = ? WHERE wish_id = ?", "id",
                refund_minor, wish_id);
  if (any)
    hufu_pdb_run (platform->db, "UPDATE voucher SET state = 'revoked' WHERE cti = ?", "d",
                  &issued->cti);
  return any;
}

/* FALSE: uses came first and left nothing that a friend could get. */
static gboolean
transfer (HufuPlatform *platform, const HufuIssued *issued, const GArray *rights, json_t *entry)
{
  json_t *carried = json_array ();
  gint64 generation = (gint64)issued->generation + 1;
  gboolean is_cash = issued->type == HUFU_VOUCHER_CASH;
  char code[HUFU_SHORT_CODE_SIZE];
  g_autofree char *token = NULL;
  guint64 list_no, index;

  if (!hufu_wish_has_available (rights)) {
    json_decref (carried);
    return FALSE;
  }
  hufu_status_retire (platform, &issued->cti);
  hufu_status_take_place (platform, &list_no, &index);
  token = hufu_issued_sign_again (platform, issued, (guint64)generation, list_no, index);
  for (guint i = 0; i < rights->len; i++) {
    const HufuRightRow *row = &g_array_index (rights, HufuRightRow, i);

    if (row->state != HUFU_RIGHT_AVAILABLE)
      continue;
    hufu_pdb_run (platform->db,
                  "INSERT INTO \"right\" (cti, generation, k, state, remaining_minor, gone) "
                  "VALUES (?, ?, ?, 'available', ?, ?)",
                  "diiii", &row->key.cti, generation, (gint64)row->key.k, row->remaining_minor,
                  is_cash ? issued->value_minor - row->remaining_minor : 0);
    json_array_append_new (
        carried,
        json_pack ("{s:I, s:I, s:I}", "k", (json_int_t)row->key.k, "remaining_minor",
                   (json_int_t)row->remaining_minor, "gone",
                   (json_int_t)(is_cash ? issued->value_minor - row->remaining_minor : 0)));
    end_right (platform, row, is_cash);
  }
  json_object_set_new (entry, "rights", carried);
  json_object_set_new (entry, "token", json_string (token));
  hufu_voucher_code_make (platform, code);
  hufu_voucher_code_change (platform, &issued->cti, code);
  json_object_set_new (entry, "short_code", json_string (code));
  hufu_pdb_run (platform->db,
                "UPDATE voucher SET generation = ?, token = ?, status_list = ?, status_index = ? "
                "WHERE cti = ?",
                "itiid", generation, token, (gint64)list_no, (gint64)index, &issued->cti);
  return TRUE;
}

/* The row as it is now: whoever asks again after a restore is told what became of it. */
static void
note_state (HufuPlatform *platform, const HufuId *wish_id)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT kind, cti, generation, coalesce (home_store, -1), state, since_utc_s, "
      "coalesce (done_utc_s, -1), refund_minor, risk_minor, signed_by FROM wish WHERE wish_id = ?",
      "d", wish_id);
  HufuId cti;

  if (!hufu_pdb_next (platform->db, row))
    return;
  hufu_pdb_id (row, 1, &cti);
  hufu_log_note (
      platform, "wish_state",
      json_pack ("{s:o, s:s, s:o, s:I, s:I, s:s, s:I, s:I, s:I, s:I, s:s?}", "wish_id",
                 hufu_pjson_id (wish_id), "wish", hufu_pdb_text (row, 0), "cti",
                 hufu_pjson_id (&cti), "generation", (json_int_t)hufu_pdb_int (row, 2),
                 "home_store", (json_int_t)hufu_pdb_int (row, 3), "state", hufu_pdb_text (row, 4),
                 "since_utc_s", (json_int_t)hufu_pdb_int (row, 5), "done_utc_s",
                 (json_int_t)hufu_pdb_int (row, 6), "refund_minor",
                 (json_int_t)hufu_pdb_int (row, 7), "risk_minor", (json_int_t)hufu_pdb_int (row, 8),
                 "signed_by", hufu_pdb_text (row, 9)));
  hufu_pdb_done (row);
}

static void
complete (HufuPlatform *platform, const HufuId *wish_id)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db, "SELECT cti, kind, coalesce (home_store, -1) FROM wish WHERE wish_id = ?", "d",
      wish_id);
  g_autoptr (HufuIssued) issued = NULL;
  g_autoptr (GArray) rights = NULL;
  HufuWishKind kind = HUFU_WISH_HOME;
  gboolean any_left = TRUE;
  gint64 home_store;
  json_auto_t *entry = NULL;
  HufuId cti;

  if (!hufu_pdb_next (platform->db, row))
    return;
  hufu_pdb_id (row, 0, &cti);
  hufu_wish_kind_find (hufu_pdb_text (row, 1), &kind);
  home_store = hufu_pdb_int (row, 2);
  hufu_pdb_done (row);
  issued = hufu_issued_find_cti (platform, &cti);
  if (issued == NULL)
    return;
  rights = hufu_rights_list (platform, &cti, issued->generation);
  entry = json_pack ("{s:s, s:o, s:I, s:I}", "wish", kind_names[kind], "cti", hufu_pjson_id (&cti),
                     "generation", (json_int_t)issued->generation, "home_store",
                     (json_int_t)home_store);
  switch (kind) {
  case HUFU_WISH_REFUND:
    any_left = refund (platform, wish_id, issued, rights);
    break;
  case HUFU_WISH_TRANSFER:
    any_left = transfer (platform, issued, rights, entry);
    break;
  case HUFU_WISH_HOME:
    hufu_pdb_run (platform->db, "UPDATE voucher SET home_store = nullif (?, -1) WHERE cti = ?",
                  "id", home_store, &cti);
    break;
  }
  if (any_left)
    hufu_log_note (platform, "wish", json_incref (entry));
  hufu_pdb_run (platform->db, "UPDATE wish SET state = ?, done_utc_s = ? WHERE wish_id = ?", "tid",
                any_left ? "done" : "cancelled", hufu_platform_now_s (platform), wish_id);
  note_state (platform, wish_id);
}

static void
recall_all (HufuPlatform *platform, const HufuIssued *issued)
{
  g_autoptr (GArray) rights = hufu_rights_list (platform, &issued->cti, issued->generation);

  for (guint i = 0; i < rights->len; i++)
    hufu_recalls_start (platform, &g_array_index (rights, HufuRightRow, i), "wish");
}

/* A use that a till takes back, or a till that is found again, brings a right out after its voucher
 * was wished for: that one is recalled too. */
static void
recall_late (HufuPlatform *platform)
{
  g_autoptr (GArray) ctis = read_ids (
      platform,
      hufu_pdb_query (platform->db,
                      "SELECT DISTINCT w.cti FROM wish w JOIN \"right\" r USING (cti, generation) "
                      "WHERE w.state = 'waiting' AND r.state IN ('leased', 'quarantined') AND NOT "
                      "EXISTS (SELECT 1 FROM recall c WHERE c.cti = r.cti AND "
                      "c.generation = r.generation AND c.k = r.k AND c.state = 'open')",
                      ""));

  for (guint i = 0; i < ctis->len; i++) {
    g_autoptr (HufuIssued) issued =
        hufu_issued_find_cti (platform, &g_array_index (ctis, HufuId, i));

    if (issued != NULL)
      recall_all (platform, issued);
  }
}

void
hufu_wishes_settle (HufuPlatform *platform)
{
  g_autoptr (GArray) ids = NULL;

  if (hufu_restore_is_on (platform))
    return;
  hufu_unleased_settle_undone (platform);
  ids =
      read_ids (platform, hufu_pdb_query (platform->db,
                                          "SELECT wish_id FROM wish WHERE state = 'waiting'", ""));
  for (guint i = 0; i < ids->len; i++) {
    if (hufu_wish_is_ready (platform, &g_array_index (ids, HufuId, i)))
      complete (platform, &g_array_index (ids, HufuId, i));
  }
  recall_late (platform);
}

/* --- making -------------------------------------------------------------------------------------
 */

/* R22: what is out is taken as not used, under a new epoch. */
static void
take_risk (HufuPlatform *platform, const HufuIssued *issued, const HufuId *wish_id,
           const char *signed_by)
{
  g_autoptr (GArray) rights = hufu_rights_list (platform, &issued->cti, issued->generation);
  HufuEpoch epoch = hufu_platform_next_epoch (platform);
  gint64 risk_minor = 0;

  for (guint i = 0; i < rights->len; i++) {
    const HufuRightRow *row = &g_array_index (rights, HufuRightRow, i);

    if (row->state != HUFU_RIGHT_LEASED && row->state != HUFU_RIGHT_QUARANTINED)
      continue;
    risk_minor += row->remaining_minor;
    hufu_right_row_take_from_till (platform, row, &epoch);
  }
  hufu_pdb_run (platform->db, "UPDATE wish SET risk_minor = ?, signed_by = ? WHERE wish_id = ?",
                "itd", risk_minor, signed_by, wish_id);
}

static gboolean
has_store (HufuPlatform *platform, gint64 store_no)
{
  return hufu_pdb_get_int (platform->db, 0, "SELECT 1 FROM store WHERE store_no = ?", "i",
                           store_no) != 0;
}

static gboolean
is_any_left (HufuPlatform *platform, const HufuIssued *issued)
{
  return hufu_pdb_get_int (platform->db, 0,
                           "SELECT 1 FROM \"right\" WHERE cti = ? AND generation = ? AND "
                           "state NOT IN ('used', 'written_off')",
                           "di", &issued->cti, (gint64)issued->generation) != 0;
}

static const char *
find_refusal (HufuPlatform *platform, const HufuWishOrder *order, const HufuIssued *issued)
{
  if (hufu_restore_is_on (platform))
    return HUFU_WISH_RESTORING;
  if (order->home_store >= 0 && !has_store (platform, order->home_store))
    return "There is no such store";
  if (order->generation != 0 && order->generation != issued->generation)
    return "The voucher has another generation by now";
  if (issued->state == HUFU_ISSUED_REVOKED)
    return "The voucher is revoked or refunded already";
  if (hufu_pdb_get_int (platform->db, 0,
                        "SELECT 1 FROM wish WHERE cti = ? AND state = 'waiting' AND kind <> ?",
                        "dt", &order->cti, kind_names[order->kind]) != 0)
    return "Something else is wanted of this voucher and waits";
  if (!is_any_left (platform, issued))
    return "Nothing is left of this voucher";
  return NULL;
}

static void
open_wish (HufuPlatform *platform, const HufuWishOrder *order, const HufuIssued *issued,
           HufuId *ret_id)
{
  sqlite3_stmt *row =
      hufu_pdb_query (platform->db, "SELECT wish_id FROM wish WHERE cti = ? AND state = 'waiting'",
                      "d", &order->cti);

  if (hufu_pdb_next (platform->db, row)) {
    hufu_pdb_id (row, 0, ret_id);
    hufu_pdb_done (row);
  } else {
    *ret_id = hufu_host_make_id (platform->host);
    hufu_pdb_run (platform->db,
                  "INSERT INTO wish (wish_id, kind, cti, generation, home_store, state, "
                  "since_utc_s) VALUES (?, ?, ?, ?, nullif (?, -1), 'waiting', ?)",
                  "dtdiii", ret_id, kind_names[order->kind], &order->cti,
                  (gint64)issued->generation, order->home_store, hufu_platform_now_s (platform));
    note_state (platform, ret_id);
  }
  if (order->accepts_risk)
    take_risk (platform, issued, ret_id, order->signed_by);
  else
    recall_all (platform, issued);
  hufu_wishes_settle (platform);
}

/* What was done already is told again, not done again: its answer may have been lost. A transfer of
 * what a friend has got says of which generation it is. Where uses left nothing, what was wished
 * meanwhile is cancelled, and that is told; while anything is
 * left, a use that was undone say, it ends nothing and may be wished anew. */
static gboolean
find_done (HufuPlatform *platform, const HufuWishOrder *order, const HufuIssued *issued,
           HufuId *ret_id)
{
  gboolean revoked, stays_done, used_up;
  sqlite3_stmt *row;

  if (issued == NULL)
    return FALSE;
  revoked = issued->state == HUFU_ISSUED_REVOKED;
  stays_done = order->kind == HUFU_WISH_TRANSFER || (order->kind == HUFU_WISH_REFUND && revoked);
  used_up = !revoked && !is_any_left (platform, issued);
  row = hufu_pdb_query (
      platform->db,
      "SELECT wish_id FROM wish w WHERE cti = ?1 AND kind = ?2 AND "
      "((?4 AND state = 'done') OR (?5 AND generation = ?6)) AND "
      "(?2 <> 'home' OR coalesce (home_store, -1) = ?7) AND ?3 IN (0, generation) AND NOT EXISTS "
      "(SELECT 1 FROM wish o WHERE o.cti = ?1 AND o.state = 'waiting') "
      "ORDER BY generation DESC, done_utc_s DESC LIMIT 1",
      "dtiiiii", &order->cti, kind_names[order->kind], (gint64)order->generation,
      (gint64)stays_done, (gint64)used_up, (gint64)issued->generation, order->home_store);
  if (!hufu_pdb_next (platform->db, row))
    return FALSE;
  hufu_pdb_id (row, 0, ret_id);
  hufu_pdb_done (row);
  return TRUE;
}

json_t *
hufu_wish_make (HufuPlatform *platform, const HufuWishOrder *order, const char **ret_refused,
                GError **error)
{
  g_autoptr (HufuIssued) issued = NULL;
  json_t *answer = NULL;
  HufuId wish_id;

  hufu_pdb_begin (platform->db);
  issued = hufu_issued_find_cti (platform, &order->cti);
  if (find_done (platform, order, issued, &wish_id)) {
    *ret_refused = NULL;
    answer = hufu_wish_find (platform, &wish_id);
  } else {
    *ret_refused =
        issued == NULL ? "There is no such voucher" : find_refusal (platform, order, issued);
    if (*ret_refused == NULL) {
      open_wish (platform, order, issued, &wish_id);
      answer = hufu_wish_find (platform, &wish_id);
    }
  }
  if (hufu_pdb_commit (platform->db, error))
    return answer;
  json_decref (answer);
  *ret_refused = NULL;
  return NULL;
}

static gboolean
find_signable (HufuPlatform *platform, guint64 store_no, const HufuId *wish_id, HufuId *ret_cti)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT cti FROM wish w JOIN voucher v USING (cti) WHERE wish_id = ?1 AND "
      "w.state = 'waiting' AND (?2 = 0 OR (v.home_store = ?2 AND NOT EXISTS (SELECT 1 FROM "
      "\"right\" r JOIN terminal t USING (terminal_id) WHERE r.cti = w.cti AND "
      "r.generation = w.generation AND r.state IN ('leased', 'quarantined') AND "
      "t.store_no <> ?2)))",
      "di", wish_id, (gint64)store_no);

  if (!hufu_pdb_next (platform->db, row))
    return FALSE;
  hufu_pdb_id (row, 0, ret_cti);
  hufu_pdb_done (row);
  return TRUE;
}

gboolean
hufu_wish_sign (HufuPlatform *platform, guint64 store_no, const HufuId *wish_id,
                const char *signed_by, gboolean *ret_found, GError **error)
{
  g_autoptr (HufuIssued) issued = NULL;
  HufuId cti;

  hufu_pdb_begin (platform->db);
  if (!hufu_restore_is_on (platform) && find_signable (platform, store_no, wish_id, &cti))
    issued = hufu_issued_find_cti (platform, &cti);
  *ret_found = issued != NULL;
  if (issued != NULL) {
    take_risk (platform, issued, wish_id, signed_by);
    hufu_wishes_settle (platform);
  }
  return hufu_pdb_commit (platform->db, error);
}
