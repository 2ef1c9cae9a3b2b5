/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/redemption.h"

#include <string.h>

#include "platform/proof.h"
#include "platform/restore-log.h"
#include "platform/restore.h"
#include "platform/rights-drain.h"
#include "platform/voucher.h"
#include "platform/wish.h"

/* What stands at the counter: a voucher, its rights, and what is wanted of it. */
typedef struct {
  HufuIssued *issued; /* owned, may be NULL */
  GArray *rights;     /* owned, may be NULL */
  HufuReason reason;
  gint64 worth_minor;
  guint n_available;
  HufuOwnerState state;
  json_t *where; /* owned */
} Case;

static void
case_clear (Case *this)
{
  hufu_issued_free (this->issued);
  g_clear_pointer (&this->rights, g_array_unref);
  json_decref (this->where);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Case, case_clear)

static json_t *
make_where (gint64 store_no, gint64 terminal_no, gint64 at_utc_s)
{
  return json_pack ("{s:o, s:o, s:o}", "store_no",
                    store_no >= 0 ? json_integer (store_no) : json_null (), "terminal_no",
                    terminal_no >= 0 ? json_integer (terminal_no) : json_null (), "at_utc_s",
                    at_utc_s >= 0 ? json_integer (at_utc_s) : json_null ());
}

static gboolean
is_in_scope (HufuPlatform *platform, const HufuIssued *issued, const HufuHolder *holder)
{
  gboolean found = issued->n_scope == 0;

  for (gsize i = 0; i < issued->n_scope && !found; i++)
    found = hufu_pdb_get_int (platform->db, 0,
                              "SELECT 1 FROM store, json_each (store.groups) g "
                              "WHERE store_no = ? AND g.value = ?",
                              "ii", (gint64)holder->store_no, (gint64)issued->scope[i]) != 0;
  return found;
}

/* The checks that do not look at the rights, in the fixed order of the design. */
static HufuReason
check_voucher (HufuPlatform *platform, const HufuIssued *issued, const HufuHolder *holder,
               const json_t *request)
{
  gint64 now_s = hufu_platform_now_s (platform);

  if (!is_in_scope (platform, issued, holder))
    return HUFU_R10_WRONG_SCOPE;
  if (now_s < issued->not_before_utc_s)
    return HUFU_R08_NOT_YET;
  if (now_s >= issued->expires_utc_s)
    return HUFU_R09_EXPIRED;
  if (issued->state == HUFU_ISSUED_REVOKED)
    return HUFU_R13_REVOKED;
  if (issued->state == HUFU_ISSUED_SUSPENDED)
    return HUFU_R14_SUSPENDED;
  if (hufu_wishes_is_waiting (platform, &issued->cti))
    return HUFU_R14_SUSPENDED;
  return hufu_proof_check (platform, holder, request, issued);
}

/* Asks the holders for what stands here (rule 4). R30 while that is under way. */
static HufuReason
recall (HufuPlatform *platform, const Case *this, const HufuHolder *holder)
{
  gboolean asked = hufu_recalls_has_open (platform, &this->issued->cti, this->issued->generation);

  for (guint i = 0; i < this->rights->len; i++) {
    const HufuRightRow *row = &g_array_index (this->rights, HufuRightRow, i);

    /* Whoever holds it asks by mistake: it can redeem it without us. */
    if (row->state == HUFU_RIGHT_LEASED &&
        !(row->incarnation == holder->incarnation &&
          hufu_id_equal (&row->terminal_id, &holder->terminal_id)))
      hufu_recalls_start (platform, row, "redeem");
  }
  return asked ? HUFU_R30_RECALLED : HUFU_R07_OWNER_UNREACHABLE;
}

/* Who has it, if not only the asking till itself, and when that till last reported; NULL if nobody.
 */
static json_t *
find_lease (HufuPlatform *platform, const Case *this, const HufuHolder *holder)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT t.store_no, t.terminal_no, coalesce ((SELECT e.stored_utc_us / 1000000 FROM event e "
      "WHERE e.terminal_id = r.terminal_id AND e.incarnation = r.incarnation ORDER BY e.seq DESC "
      "LIMIT 1), -1) FROM \"right\" r JOIN terminal t USING (terminal_id) WHERE r.cti = ? AND "
      "r.generation = ? AND r.state = 'leased' ORDER BY r.terminal_id = ? LIMIT 1",
      "did", &this->issued->cti, (gint64)this->issued->generation, &holder->terminal_id);
  json_t *where;

  if (!hufu_pdb_next (platform->db, row))
    return NULL;
  where = make_where (hufu_pdb_int (row, 0), hufu_pdb_int (row, 1), hufu_pdb_int (row, 2));
  hufu_pdb_done (row);
  return where;
}

/* Nothing is free: somebody holds it, or it was used, and then where and when. */
static HufuReason
explain_none (HufuPlatform *platform, Case *this, const HufuHolder *holder)
{
  sqlite3_stmt *row;
  HufuReason reason = HUFU_R12_ALREADY_REDEEMED_ELSEWHERE;
  HufuId terminal_id;

  this->where = find_lease (platform, this, holder);
  if (this->where != NULL)
    return recall (platform, this, holder);
  if (this->state == HUFU_RIGHT_QUARANTINED)
    return HUFU_R26_LEASE_LOST_DEVICE;
  row = hufu_pdb_query (platform->db,
                        "SELECT t.store_no, t.terminal_no, u.at_utc_s, u.terminal_id FROM use u "
                        "JOIN terminal t USING (terminal_id) WHERE u.cti = ? AND u.state = 'used' "
                        "ORDER BY u.at_utc_s DESC LIMIT 1",
                        "d", &this->issued->cti);
  if (hufu_pdb_next (platform->db, row)) {
    this->where = make_where (hufu_pdb_int (row, 0), hufu_pdb_int (row, 1), hufu_pdb_int (row, 2));
    hufu_pdb_id (row, 3, &terminal_id);
    if (hufu_id_equal (&terminal_id, &holder->terminal_id))
      reason = HUFU_R11_ALREADY_REDEEMED_HERE;
    hufu_pdb_done (row);
  }
  return reason;
}

static void
look_at_rights (HufuPlatform *platform, Case *this)
{
  this->rights = hufu_rights_list (platform, &this->issued->cti, this->issued->generation);
  this->state = HUFU_RIGHT_USED;
  for (guint i = 0; i < this->rights->len; i++) {
    const HufuRightRow *row = &g_array_index (this->rights, HufuRightRow, i);

    if (row->state == HUFU_RIGHT_AVAILABLE) {
      this->n_available++;
      this->worth_minor = row->remaining_minor;
    }
    /* The names are in the order of how near a right is to being usable here. */
    if (i == 0 || row->state < this->state)
      this->state = row->state;
  }
}

static void
judge (HufuPlatform *platform, const HufuHolder *holder, const json_t *request, Case *this)
{
  this->issued = hufu_issued_find_code (platform, request, holder, &this->reason);
  if (this->issued == NULL)
    return;
  look_at_rights (platform, this);
  if (this->reason == HUFU_R01_OK_ONLINE)
    this->reason = check_voucher (platform, this->issued, holder, request);
  /* Not that the next code is wanted, where the voucher is used up by the one that is shown. */
  if ((this->reason == HUFU_R01_OK_ONLINE && this->n_available == 0) ||
      (this->reason == HUFU_R17_PROOF_BAD_OR_STALE && this->state == HUFU_RIGHT_USED &&
       hufu_proof_is_repeated (platform, holder, request, this->issued)))
    this->reason = explain_none (platform, this, holder);
}

static json_t *
steal_where (Case *this)
{
  json_t *where = g_steal_pointer (&this->where);

  return where != NULL ? where : make_where (-1, -1, -1);
}

static json_t *
get_voucher (const Case *this)
{
  return this->issued != NULL ? json_incref (this->issued->json) : json_null ();
}

/* --- prepare ------------------------------------------------------------------------------------
 */

json_t *
hufu_redemption_prepare (HufuPlatform *platform, const HufuHolder *holder, const json_t *request,
                         GError **error)
{
  g_auto (Case) this = {0};
  gint64 expires_utc_s = hufu_platform_now_s (platform) + HUFU_PREPARE_LIFE_S;
  g_autofree char *token = NULL;
  const char *state = "unknown";
  gboolean good;

  if (hufu_restore_is_on (platform)) {
    g_set_error (error, HUFU_PLATFORM_ERROR, HUFU_PLATFORM_ERROR_RESTORING,
                 "The platform was brought back from a backup and waits for reports of its tills");
    return NULL;
  }
  hufu_pdb_begin (platform->db);
  judge (platform, holder, request, &this);
  if (!hufu_pdb_commit (platform->db, error))
    return NULL;
  good = this.reason == HUFU_R01_OK_ONLINE;
  if (good)
    token = hufu_proof_make_prepare_token (platform, this.issued, expires_utc_s);
  if (this.issued != NULL)
    state = this.issued->state == HUFU_ISSUED_REVOKED ? "revoked"
            : this.state == HUFU_RIGHT_WRITTEN_OFF    ? "used"
                                                      : hufu_right_state_name (this.state);
  return json_pack (
      "{s:s, s:o, s:s, s:I, s:I, s:o, s:o, s:o}", "reason", hufu_reason_code (this.reason),
      "voucher", get_voucher (&this), "right_state", state, "worth_now_minor",
      (json_int_t)this.worth_minor, "uses_left", (json_int_t)this.n_available, "prepare_token",
      good ? json_string (token) : json_null (), "prepare_expires_utc_s",
      good ? json_integer (expires_utc_s) : json_null (), "detail", steal_where (&this));
}

/* --- redeem -------------------------------------------------------------------------------------
 */

static HufuReason
check_wanted (HufuPlatform *platform, const Case *this, const json_t *request)
{
  gint64 amount_minor = 0, uses = 0;

  if (!hufu_proof_is_prepare_token_good (platform, request, this->issued))
    return HUFU_R29_CONDITIONS_NOT_MET;
  if (this->issued->type == HUFU_VOUCHER_CASH)
    return hufu_pjson_get_int (request, "amount_minor", 1, this->worth_minor, &amount_minor) &&
                   (amount_minor == this->worth_minor ||
                    (this->issued->flags & HUFU_VOUCHER_PARTIAL_USE) != 0)
               ? HUFU_R01_OK_ONLINE
               : HUFU_R29_CONDITIONS_NOT_MET;
  return hufu_pjson_get_int (request, "uses", 1, this->n_available, &uses)
             ? HUFU_R01_OK_ONLINE
             : HUFU_R29_CONDITIONS_NOT_MET;
}

static json_t *
use_rights (HufuPlatform *platform, const HufuHolder *holder, const HufuId *use_id,
            const Case *this, const json_t *request)
{
  json_t *uses = json_array ();
  gboolean is_cash = this->issued->type == HUFU_VOUCHER_CASH;
  gint64 left = is_cash ? 1 : json_integer_value (json_object_get (request, "uses"));
  HufuRightReport report = {
      .use_id = *use_id, .at_utc_s = hufu_platform_now_s (platform), .basis = "R01"};

  if (!hufu_pjson_get_id_or_null (request, "sale_id", &report.sale_id))
    memset (&report.sale_id, 0, sizeof report.sale_id);
  for (guint i = 0; i < this->rights->len && left > 0; i++) {
    const HufuRightRow *row = &g_array_index (this->rights, HufuRightRow, i);

    if (row->state != HUFU_RIGHT_AVAILABLE)
      continue;
    report.key = row->key;
    report.epoch = row->epoch;
    report.amount_minor = is_cash ? json_integer_value (json_object_get (request, "amount_minor"))
                                  : row->remaining_minor;
    hufu_rights_use_online (platform, holder, &report);
    json_array_append_new (uses, json_pack ("{s:I, s:I}", "k", (json_int_t)row->key.k,
                                            "amount_minor", (json_int_t)report.amount_minor));
    left--;
  }
  return uses;
}

static json_t *
make_answer (const HufuId *use_id, const char *state, HufuReason reason, json_t *uses,
             gint64 undo_until_utc_s, json_t *voucher, json_t *where)
{
  return json_pack ("{s:o, s:s, s:s, s:o, s:o, s:o, s:o}", "use_id", hufu_pjson_id (use_id),
                    "reason", hufu_reason_code (reason), "state", state, "uses", uses,
                    "undo_until_utc_s",
                    undo_until_utc_s >= 0 ? json_integer (undo_until_utc_s) : json_null (),
                    "voucher", voucher, "detail", where);
}

/* A key that will never redeem anything, whatever comes back from a backup. */
static void
log_dead_key (HufuPlatform *platform, const HufuHolder *holder, const HufuId *use_id,
              const json_t *answer)
{
  hufu_log_note (platform, "key",
                 json_pack ("{s:o, s:o, s:I, s:o}", "use_id", hufu_pjson_id (use_id), "terminal_id",
                            hufu_pjson_id (&holder->terminal_id), "incarnation",
                            (json_int_t)holder->incarnation, "answer", json_deep_copy (answer)));
}

static void
store_answer (HufuPlatform *platform, const HufuHolder *holder, const HufuId *use_id,
              const guint8 body_hash[32], const json_t *answer, gint64 undo_until_utc_s)
{
  g_autofree char *text = hufu_pjson_dump (answer);

  hufu_pdb_run (
      platform->db, "INSERT INTO redemption VALUES (?, ?, ?, ?, ?, ?, ?, ?, nullif (?, -1))",
      "ddibtttii", use_id, &holder->terminal_id, (gint64)holder->incarnation, body_hash,
      (gsize)(body_hash != NULL ? 32 : 0), json_string_value (json_object_get (answer, "state")),
      json_string_value (json_object_get (answer, "reason")), text, hufu_platform_now_s (platform),
      undo_until_utc_s);
  if (strcmp (json_string_value (json_object_get (answer, "state")), "redeemed") != 0)
    log_dead_key (platform, holder, use_id, answer);
}

/* A yes of before a restore, known again by the till's journal: it stays yes. */
static gboolean
find_told (HufuPlatform *platform, const HufuHolder *holder, const HufuId *use_id,
           json_t **ret_answer)
{
  sqlite3_stmt *row = hufu_pdb_query (platform->db,
                                      "SELECT k, amount_minor, cti FROM use WHERE use_id = ? AND "
                                      "terminal_id = ? AND basis = 'R01' AND state = 'used'",
                                      "dd", use_id, &holder->terminal_id);
  json_t *uses = json_array ();
  g_autoptr (HufuIssued) issued = NULL;
  HufuId cti = {{0}};

  while (hufu_pdb_next (platform->db, row)) {
    json_array_append_new (uses, json_pack ("{s:I, s:I}", "k", (json_int_t)hufu_pdb_int (row, 0),
                                            "amount_minor", (json_int_t)hufu_pdb_int (row, 1)));
    hufu_pdb_id (row, 2, &cti);
  }
  if (json_array_size (uses) == 0) {
    json_decref (uses);
    return FALSE;
  }
  issued = hufu_issued_find_cti (platform, &cti);
  *ret_answer = make_answer (use_id, "redeemed", HUFU_R01_OK_ONLINE, uses, -1,
                             issued != NULL ? json_incref (issued->json) : json_null (),
                             make_where (-1, -1, -1));
  return TRUE;
}

static json_t *
decide (HufuPlatform *platform, const HufuHolder *holder, const HufuId *use_id,
        const json_t *request, const guint8 body_hash[32])
{
  g_auto (Case) this = {0};
  gint64 undo_until_utc_s = -1;
  json_t *uses, *answer;
  gboolean good;

  if (find_told (platform, holder, use_id, &answer))
    return answer;
  judge (platform, holder, request, &this);
  if (this.reason == HUFU_R01_OK_ONLINE)
    this.reason = check_wanted (platform, &this, request);
  good = this.reason == HUFU_R01_OK_ONLINE;
  if (good) {
    undo_until_utc_s = hufu_platform_now_s (platform) + HUFU_UNDO_WINDOW_S;
    hufu_proof_take (platform, holder, request, this.issued);
  }
  uses = good ? use_rights (platform, holder, use_id, &this, request) : json_array ();
  answer = make_answer (use_id, good ? "redeemed" : "refused", this.reason, uses, undo_until_utc_s,
                        get_voucher (&this), steal_where (&this));
  store_answer (platform, holder, use_id, body_hash, answer, undo_until_utc_s);
  return answer;
}

typedef struct {
  gboolean found, has_body;
  HufuId terminal_id;
  guint8 body_hash[32];
  char state[16];
  gint64 undo_until_utc_s;
  json_t *answer; /* owned */
} Key;

static void
find_key (HufuPlatform *platform, const HufuId *use_id, Key *ret_key)
{
  sqlite3_stmt *row =
      hufu_pdb_query (platform->db,
                      "SELECT terminal_id, body_hash, state, undo_until_utc_s, answer "
                      "FROM redemption WHERE use_id = ?",
                      "d", use_id);

  memset (ret_key, 0, sizeof *ret_key);
  if (!hufu_pdb_next (platform->db, row))
    return;
  ret_key->found = TRUE;
  hufu_pdb_id (row, 0, &ret_key->terminal_id);
  ret_key->has_body = hufu_pdb_bytes (row, 1, ret_key->body_hash, sizeof ret_key->body_hash);
  g_strlcpy (ret_key->state, hufu_pdb_text (row, 2), sizeof ret_key->state);
  ret_key->undo_until_utc_s = hufu_pdb_int (row, 3);
  ret_key->answer = json_loads (hufu_pdb_text (row, 4), 0, NULL);
  hufu_pdb_done (row);
}

static HufuKeyOutcome
judge_key (const Key *key, const HufuHolder *holder, const guint8 *body_hash)
{
  if (!key->found)
    return HUFU_KEY_UNKNOWN;
  if (!hufu_id_equal (&key->terminal_id, &holder->terminal_id))
    return HUFU_KEY_FOREIGN;
  if (body_hash != NULL && key->has_body &&
      memcmp (body_hash, key->body_hash, sizeof key->body_hash) != 0)
    return HUFU_KEY_REUSED;
  return HUFU_KEY_ANSWERED;
}

static void
hash_body (const guint8 *body, gsize size, guint8 ret_hash[32])
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize n = 32;

  g_checksum_update (sum, body, (gssize)size);
  g_checksum_get_digest (sum, ret_hash, &n);
}

/* Ends an act: the answer is only given if it is durable. */
static gboolean
finish (HufuPlatform *platform, json_t *answer, HufuKeyOutcome outcome, json_t **ret_answer,
        GError **error)
{
  gboolean committed = hufu_pdb_commit (platform->db, error);

  *ret_answer = NULL;
  if (!committed || outcome != HUFU_KEY_ANSWERED) {
    json_decref (answer);
    return committed;
  }
  *ret_answer = answer;
  return TRUE;
}

gboolean
hufu_redemption_redeem (HufuPlatform *platform, const HufuHolder *holder, const HufuId *use_id,
                        const json_t *request, const guint8 *body, gsize size,
                        HufuKeyOutcome *ret_outcome, json_t **ret_answer, GError **error)
{
  guint8 hash[32];
  Key key;

  hash_body (body, size, hash);
  hufu_pdb_begin (platform->db);
  find_key (platform, use_id, &key);
  *ret_outcome = judge_key (&key, holder, hash);
  if (*ret_outcome == HUFU_KEY_UNKNOWN && hufu_restore_is_on (platform))
    *ret_outcome = HUFU_KEY_RESTORING;
  if (*ret_outcome == HUFU_KEY_UNKNOWN) {
    key.answer = decide (platform, holder, use_id, request, hash);
    *ret_outcome = HUFU_KEY_ANSWERED;
  }
  return finish (platform, key.answer, *ret_outcome, ret_answer, error);
}

gboolean
hufu_redemption_find (HufuPlatform *platform, const HufuHolder *holder, const HufuId *use_id,
                      HufuKeyOutcome *ret_outcome, json_t **ret_answer, GError **error)
{
  Key key;

  hufu_pdb_begin (platform->db);
  find_key (platform, use_id, &key);
  *ret_outcome = judge_key (&key, holder, NULL);
  return finish (platform, key.answer, *ret_outcome, ret_answer, error);
}

/* --- undo and give-up ---------------------------------------------------------------------------
 */

static void
close_key (HufuPlatform *platform, const HufuId *use_id, json_t *answer)
{
  g_autofree char *text = NULL;

  json_object_set_new (answer, "state", json_string ("undone"));
  json_object_set_new (answer, "reason", json_string ("R27"));
  json_object_set_new (answer, "undo_until_utc_s", json_null ());
  text = hufu_pjson_dump (answer);
  hufu_pdb_run (
      platform->db,
      "UPDATE redemption SET state = 'undone', reason = 'R27', answer = ? WHERE use_id = ?", "td",
      text, use_id);
}

static HufuReason
undo_key (HufuPlatform *platform, const HufuHolder *holder, const HufuUndoOrder *order, Key *key,
          const char **ret_state)
{
  *ret_state = key->state;
  if (strcmp (key->state, "undone") == 0 || strcmp (key->state, "given_up") == 0)
    return HUFU_R27_UNDONE_IN_WINDOW;
  *ret_state = "refused";
  if (strcmp (key->state, "redeemed") != 0 ||
      hufu_platform_now_s (platform) > key->undo_until_utc_s)
    return HUFU_R29_CONDITIONS_NOT_MET;
  if (!hufu_rights_undo_online (platform, holder, order))
    return HUFU_R07_OWNER_UNREACHABLE;
  close_key (platform, &order->use_id, key->answer);
  log_dead_key (platform, holder, &order->use_id, key->answer);
  *ret_state = "undone";
  return HUFU_R27_UNDONE_IN_WINDOW;
}

/* A use that a till told of, by its id; inside the same window as if it had been online. Asked
 * again it answers the same. */
static HufuReason
undo_held (HufuPlatform *platform, const HufuHolder *holder, const HufuUndoOrder *order,
           const char **ret_state)
{
  const HufuId *use_id = &order->use_id;

  *ret_state = "undone";
  if (hufu_pdb_get_int (platform->db, 0, "SELECT 1 FROM use WHERE use_id = ? AND state = 'undone'",
                        "d", use_id) != 0)
    return HUFU_R27_UNDONE_IN_WINDOW;
  *ret_state = "refused";
  if (hufu_pdb_get_int (platform->db, 0,
                        "SELECT 1 FROM use WHERE use_id = ? AND state = 'used' AND at_utc_s >= ?",
                        "di", use_id, hufu_platform_now_s (platform) - HUFU_UNDO_WINDOW_S) == 0)
    return HUFU_R29_CONDITIONS_NOT_MET;
  if (!hufu_rights_undo_online (platform, holder, order))
    return HUFU_R07_OWNER_UNREACHABLE;
  /* Its till tells of it in its journal as well. */
  hufu_pdb_run (platform->db, "INSERT OR IGNORE INTO undone_use VALUES (?)", "d", use_id);
  *ret_state = "undone";
  return HUFU_R27_UNDONE_IN_WINDOW;
}

static gboolean
is_told_use (HufuPlatform *platform, const HufuHolder *holder, const HufuId *use_id)
{
  return hufu_pdb_get_int (platform->db, 0,
                           "SELECT 1 FROM use JOIN terminal USING (terminal_id) WHERE use_id = ? "
                           "AND store_no = ? AND basis <> 'R01'",
                           "di", use_id, (gint64)holder->store_no) != 0;
}

/* A key that was never asked is closed for ever, unless its sale has already come. */
static HufuReason
give_up (HufuPlatform *platform, const HufuHolder *holder, const HufuId *use_id,
         const char **ret_state)
{
  json_t *answer;

  *ret_state = "refused";
  if (hufu_pdb_get_int (platform->db, 0,
                        "SELECT 1 FROM sale_use JOIN sale USING (order_no) "
                        "WHERE use_id = ? AND state = 'finished'",
                        "d", use_id) != 0)
    return HUFU_R29_CONDITIONS_NOT_MET;
  *ret_state = "given_up";
  answer = make_answer (use_id, "given_up", HUFU_R27_UNDONE_IN_WINDOW, json_array (), -1,
                        json_null (), make_where (-1, -1, -1));
  store_answer (platform, holder, use_id, NULL, answer, -1);
  json_decref (answer);
  return HUFU_R27_UNDONE_IN_WINDOW;
}

/* Undone or given up: that is known whatever else is not. */
static gboolean
is_closed (const Key *key)
{
  return key->found && (strcmp (key->state, "undone") == 0 || strcmp (key->state, "given_up") == 0);
}

gboolean
hufu_redemption_undo (HufuPlatform *platform, const HufuHolder *holder, const HufuUndoOrder *order,
                      HufuKeyOutcome *ret_outcome, json_t **ret_answer, GError **error)
{
  const HufuId *use_id = &order->use_id;
  const char *state = "refused";
  HufuReason reason = HUFU_R29_CONDITIONS_NOT_MET;
  Key key;
  json_t *answer;

  hufu_pdb_begin (platform->db);
  find_key (platform, use_id, &key);
  *ret_outcome = judge_key (&key, holder, NULL);
  if (hufu_restore_is_on (platform) && !is_closed (&key))
    *ret_outcome = HUFU_KEY_RESTORING;
  if (*ret_outcome == HUFU_KEY_ANSWERED)
    reason = undo_key (platform, holder, order, &key, &state);
  if (*ret_outcome == HUFU_KEY_UNKNOWN) {
    reason = is_told_use (platform, holder, use_id) ? undo_held (platform, holder, order, &state)
                                                    : give_up (platform, holder, use_id, &state);
    *ret_outcome = HUFU_KEY_ANSWERED;
  }
  answer = json_pack ("{s:o, s:s, s:s}", "use_id", hufu_pjson_id (use_id), "state", state, "reason",
                      hufu_reason_code (reason));
  json_decref (key.answer);
  return finish (platform, answer, *ret_outcome, ret_answer, error);
}
