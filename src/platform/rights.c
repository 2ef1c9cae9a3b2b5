/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/rights.h"

#include <string.h>

#include "core/token.h"
#include "platform/voucher.h"

#define SELECT_RIGHT                                                                               \
  "SELECT cti, generation, k, r.state, platform_epoch, counter, hop, remaining_minor, "            \
  "terminal_id, "                                                                                  \
  "incarnation, credited FROM \"right\" r "
/* Part of a value, so that the row stays while something is left of it. */
#define IS_CASH "(SELECT type = 'cash' FROM voucher v WHERE v.cti = \"right\".cti)"

static const char *const state_names[] = {
    [HUFU_RIGHT_AVAILABLE] = "available",
    [HUFU_RIGHT_LEASED] = "leased",
    [HUFU_RIGHT_USED] = "used",
    [HUFU_RIGHT_QUARANTINED] = "quarantined",
    [HUFU_RIGHT_WRITTEN_OFF] = "written_off",
};

const char *
hufu_right_state_name (HufuOwnerState state)
{
  g_assert ((gsize)state < G_N_ELEMENTS (state_names));
  return state_names[state];
}

static HufuOwnerState
find_state (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (state_names); i++) {
    if (strcmp (name, state_names[i]) == 0)
      return (HufuOwnerState)i;
  }
  g_assert_not_reached ();
}

static void
read_row (sqlite3_stmt *row, HufuRightRow *ret)
{
  memset (ret, 0, sizeof *ret);
  hufu_pdb_id (row, 0, &ret->key.cti);
  ret->key.generation = (guint64)hufu_pdb_int (row, 1);
  ret->key.k = (guint32)hufu_pdb_int (row, 2);
  ret->state = find_state (hufu_pdb_text (row, 3));
  ret->epoch.platform_epoch = (guint64)hufu_pdb_int (row, 4);
  ret->epoch.counter = (guint64)hufu_pdb_int (row, 5);
  ret->hop = (guint64)hufu_pdb_int (row, 6);
  ret->remaining_minor = hufu_pdb_int (row, 7);
  hufu_pdb_id (row, 8, &ret->terminal_id);
  ret->incarnation = (guint32)hufu_pdb_int (row, 9);
  ret->credited = hufu_pdb_int (row, 10) != 0;
}

gboolean
hufu_rights_find (HufuPlatform *platform, const HufuRightKey *key, HufuRightRow *ret_row)
{
  sqlite3_stmt *row =
      hufu_pdb_query (platform->db, SELECT_RIGHT "WHERE cti = ? AND generation = ? AND k = ?",
                      "dii", &key->cti, (gint64)key->generation, (gint64)key->k);

  if (!hufu_pdb_next (platform->db, row))
    return FALSE;
  read_row (row, ret_row);
  hufu_pdb_done (row);
  return TRUE;
}

static GArray *
read_rows (HufuPlatform *platform, sqlite3_stmt *row)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (HufuRightRow));
  HufuRightRow right;

  while (hufu_pdb_next (platform->db, row)) {
    read_row (row, &right);
    g_array_append_val (rows, right);
  }
  return rows;
}

GArray *
hufu_rights_list (HufuPlatform *platform, const HufuId *cti, guint64 generation)
{
  return read_rows (platform,
                    hufu_pdb_query (platform->db,
                                    SELECT_RIGHT "WHERE cti = ? AND generation = ? ORDER BY k",
                                    "di", cti, (gint64)generation));
}

/* --- grants ----------------------------------------------------------------------------------- */

/* Highest random weight (Thaler and Ravishankar 1998): each terminal's weight for the right. */
static guint64
weigh (const HufuRightKey *key, const HufuId *terminal_id)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize size = sizeof digest;
  guint32 k = GUINT32_TO_BE (key->k);
  guint64 weight;

  g_checksum_update (sum, key->cti.bytes, HUFU_ID_BYTES);
  g_checksum_update (sum, (const guint8 *)&k, sizeof k);
  g_checksum_update (sum, terminal_id->bytes, HUFU_ID_BYTES);
  g_checksum_get_digest (sum, digest, &size);
  memcpy (&weight, digest, sizeof weight);
  return GUINT64_FROM_BE (weight);
}

static GArray *
list_peers (HufuPlatform *platform, const HufuHolder *holder)
{
  GArray *peers = g_array_new (FALSE, FALSE, sizeof (HufuId));
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT terminal_id FROM terminal t WHERE store_no = ? AND terminal_id <> ? AND EXISTS "
      "(SELECT 1 FROM incarnation i WHERE i.terminal_id = t.terminal_id AND i.state = 'enrolled')",
      "id", (gint64)holder->store_no, &holder->terminal_id);
  HufuId peer;

  while (hufu_pdb_next (platform->db, row)) {
    hufu_pdb_id (row, 0, &peer);
    g_array_append_val (peers, peer);
  }
  return peers;
}

static gboolean
is_rendezvous (const HufuRightKey *key, const HufuHolder *holder, const GArray *peers)
{
  guint64 own = weigh (key, &holder->terminal_id);

  for (guint i = 0; i < peers->len; i++) {
    if (weigh (key, &g_array_index (peers, HufuId, i)) > own)
      return FALSE;
  }
  return TRUE;
}

static void
append_grant (HufuPlatform *platform, json_t *grants, const HufuRightRow *right)
{
  g_autoptr (HufuIssued) issued = hufu_issued_find_cti (platform, &right->key.cti);

  if (issued == NULL)
    return;
  json_array_append_new (
      grants,
      json_pack ("{s:o, s:o, s:I, s:I, s:O}", "epoch", hufu_pjson_epoch (&right->epoch), "right",
                 hufu_pjson_right (&right->key), "hop", (json_int_t)right->hop, "remaining_minor",
                 (json_int_t)right->remaining_minor, "voucher", issued->json));
}

static void
append_uncredited (HufuPlatform *platform, const HufuHolder *holder, const HufuEpoch *after,
                   json_t *grants)
{
  g_autoptr (GArray) rows = read_rows (
      platform, hufu_pdb_query (platform->db,
                                SELECT_RIGHT
                                "WHERE state = 'leased' AND credited = 0 AND terminal_id = ? AND "
                                "incarnation = ? AND (platform_epoch, counter) > (?, ?) "
                                "ORDER BY platform_epoch, counter LIMIT ?",
                                "diiii", &holder->terminal_id, (gint64)holder->incarnation,
                                (gint64)after->platform_epoch, (gint64)after->counter,
                                (gint64)HUFU_GRANTS_MAX));

  for (guint i = 0; i < rows->len; i++)
    append_grant (platform, grants, &g_array_index (rows, HufuRightRow, i));
}

static void
lease (HufuPlatform *platform, const HufuHolder *holder, HufuRightRow *right)
{
  right->epoch = hufu_platform_next_epoch (platform);
  right->hop = 0;
  hufu_pdb_run (platform->db,
                "UPDATE \"right\" SET state = 'leased', platform_epoch = ?, counter = ?, hop = 0, "
                "terminal_id = ?, incarnation = ?, credited = 0 "
                "WHERE cti = ? AND generation = ? AND k = ? AND state = 'available'",
                "iididii", (gint64)right->epoch.platform_epoch, (gint64)right->epoch.counter,
                &holder->terminal_id, (gint64)holder->incarnation, &right->key.cti,
                (gint64)right->key.generation, (gint64)right->key.k);
}

/* At most `max` free rights of this store's vouchers that the rendezvous hash gives to this
 * terminal; the offline flag is bit 0. The rights are the outer loop: it stops as soon as there are
 * enough. */
static GArray *
list_free (HufuPlatform *platform, const HufuHolder *holder, gsize max)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (HufuRightRow));
  g_autoptr (GArray) peers = list_peers (platform, holder);
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      SELECT_RIGHT "CROSS JOIN voucher v USING (cti, generation) WHERE r.state = 'available' AND "
                   "v.home_store = ? AND v.state = 'valid' AND v.flags & 1 AND v.expires_utc_s > ? "
                   "ORDER BY r.cti, r.k",
      "ii", (gint64)holder->store_no, hufu_platform_now_s (platform));
  HufuRightRow right;

  while (rows->len < max && hufu_pdb_next (platform->db, row)) {
    read_row (row, &right);
    if (is_rendezvous (&right.key, holder, peers))
      g_array_append_val (rows, right);
  }
  hufu_pdb_done (row);
  return rows;
}

/* Returns whether more is to be had. */
static gboolean
append_new (HufuPlatform *platform, const HufuHolder *holder, gint64 room, json_t *grants)
{
  gsize n = MIN ((gsize)MAX (room, 0), HUFU_GRANTS_MAX - json_array_size (grants));
  g_autoptr (GArray) rows = list_free (platform, holder, n + 1);

  for (guint i = 0; i < rows->len && i < n; i++) {
    lease (platform, holder, &g_array_index (rows, HufuRightRow, i));
    append_grant (platform, grants, &g_array_index (rows, HufuRightRow, i));
  }
  return rows->len > n && room > (gint64)n;
}

json_t *
hufu_rights_grant (HufuPlatform *platform, const HufuHolder *holder, const HufuEpoch *after,
                   gint64 room, GError **error)
{
  json_t *grants = json_array ();
  guint64 platform_epoch;
  gboolean more;

  hufu_pdb_begin (platform->db);
  platform_epoch = hufu_platform_get_epoch (platform);
  append_uncredited (platform, holder, after, grants);
  more = json_array_size (grants) >= HUFU_GRANTS_MAX ||
         append_new (platform, holder, room - (gint64)json_array_size (grants), grants);
  if (!hufu_pdb_commit (platform->db, error)) {
    json_decref (grants);
    return NULL;
  }
  return json_pack ("{s:o, s:b, s:I}", "grants", grants, "more", (int)more, "platform_epoch",
                    (json_int_t)platform_epoch);
}

/* --- reports of a holder ------------------------------------------------------------------------
 */

static gboolean
is_holder (const HufuRightRow *row, const HufuHolder *holder)
{
  return hufu_id_equal (&row->terminal_id, &holder->terminal_id) &&
         row->incarnation == holder->incarnation;
}

/* "ok" if the report comes from the holder under the present epoch and hop. */
static const char *
check_report (HufuPlatform *platform, const HufuHolder *holder, const HufuRightReport *report,
              HufuRightRow *ret_row)
{
  if (!hufu_rights_find (platform, &report->key, ret_row))
    return "unknown_right";
  if (!is_holder (ret_row, holder))
    return "not_held";
  if (hufu_epoch_compare (&ret_row->epoch, &report->epoch) != 0)
    return "wrong_epoch";
  return ret_row->hop == report->hop ? "ok" : "wrong_hop";
}

const char *
hufu_rights_credit (HufuPlatform *platform, const HufuHolder *holder, const HufuRightReport *report)
{
  HufuRightRow row;
  const char *code = check_report (platform, holder, report, &row);

  if (strcmp (code, "ok") != 0)
    return code;
  hufu_pdb_run (platform->db,
                "UPDATE \"right\" SET credited = 1 WHERE cti = ? AND generation = ? AND k = ?",
                "dii", &row.key.cti, (gint64)row.key.generation, (gint64)row.key.k);
  return "ok";
}

static gboolean
is_use_known (HufuPlatform *platform, const HufuRightReport *report)
{
  return hufu_pdb_get_int (platform->db, 0, "SELECT 1 FROM use WHERE use_id = ? AND k = ?", "di",
                           &report->use_id, (gint64)report->key.k) != 0;
}

/* Only a cash voucher is used by amount; of the others a use is a use. */
static gboolean
is_cash (HufuPlatform *platform, const HufuId *cti)
{
  return hufu_pdb_get_int (platform->db, 0, "SELECT type = 'cash' FROM voucher WHERE cti = ?", "d",
                           cti) != 0;
}

static void
insert_use (HufuPlatform *platform, const HufuHolder *holder, const HufuRightReport *report,
            const char *basis)
{
  hufu_pdb_run (platform->db,
                "INSERT INTO use (use_id, k, cti, generation, amount_minor, basis, state, "
                "terminal_id, incarnation, platform_epoch, counter, sale_id, staff_id, at_utc_s, "
                "reported) VALUES (?, ?, ?, ?, ?, ?, 'used', ?, ?, ?, ?, ?, ?, ?, ?)",
                "didiitdiiiddii", &report->use_id, (gint64)report->key.k, &report->key.cti,
                (gint64)report->key.generation, report->amount_minor, basis, &holder->terminal_id,
                (gint64)holder->incarnation, (gint64)report->epoch.platform_epoch,
                (gint64)report->epoch.counter,
                hufu_id_is_zero (&report->sale_id) ? NULL : &report->sale_id,
                hufu_id_is_zero (&report->staff_id) ? NULL : &report->staff_id, report->at_utc_s,
                (gint64)(strcmp (basis, "R00") == 0));
}

/* Lowers what is left; what has nothing left is used, a holder stays named for an undo. */
static void
take (HufuPlatform *platform, const HufuRightReport *report)
{
  hufu_pdb_run (platform->db,
                "UPDATE \"right\" SET "
                "state = CASE WHEN " IS_CASH
                " AND remaining_minor > ?1 THEN state ELSE 'used' END, "
                "remaining_minor = CASE WHEN " IS_CASH " THEN remaining_minor - ?1 "
                "ELSE remaining_minor END WHERE cti = ?2 AND generation = ?3 AND k = ?4",
                "idii", report->amount_minor, &report->key.cti, (gint64)report->key.generation,
                (gint64)report->key.k);
}

const char *
hufu_rights_use_held (HufuPlatform *platform, const HufuHolder *holder,
                      const HufuRightReport *report)
{
  HufuRightRow row;
  const char *code = check_report (platform, holder, report, &row);

  if (strcmp (code, "ok") != 0)
    return code;
  if (is_use_known (platform, report))
    return "duplicate";
  if (row.state != HUFU_RIGHT_LEASED || !row.credited)
    return "not_held";
  if (report->amount_minor > row.remaining_minor && is_cash (platform, &report->key.cti))
    return "over_value";
  insert_use (platform, holder, report, "R00");
  take (platform, report);
  return "ok";
}

const char *
hufu_rights_undo_held (HufuPlatform *platform, const HufuHolder *holder,
                       const HufuRightReport *report)
{
  HufuRightReport same_hop = *report;
  HufuRightRow row;
  const char *code;

  if (!hufu_rights_find (platform, &report->key, &row))
    return "unknown_right";
  same_hop.hop = row.hop;
  code = check_report (platform, holder, &same_hop, &row);
  if (strcmp (code, "ok") != 0)
    return code;
  if (row.state != HUFU_RIGHT_LEASED && row.state != HUFU_RIGHT_USED)
    return "not_held";
  if (hufu_pdb_run (
          platform->db,
          "UPDATE use SET state = 'undone' WHERE use_id = ? AND k = ? AND cti = ? AND "
          "terminal_id = ? AND incarnation = ? AND platform_epoch = ? AND counter = ? AND "
          "state = 'used' AND basis = 'R00'",
          "diddiii", &report->use_id, (gint64)report->key.k, &report->key.cti, &holder->terminal_id,
          (gint64)holder->incarnation, (gint64)report->epoch.platform_epoch,
          (gint64)report->epoch.counter) == 0)
    return "unknown_use";
  hufu_pdb_run (
      platform->db,
      "UPDATE \"right\" SET state = 'leased', remaining_minor = CASE WHEN " IS_CASH
      " THEN remaining_minor + (SELECT amount_minor FROM use WHERE use_id = ?1 AND k = ?4) "
      "ELSE remaining_minor END WHERE cti = ?2 AND generation = ?3 AND k = ?4",
      "ddii", &report->use_id, &report->key.cti, (gint64)report->key.generation,
      (gint64)report->key.k);
  return "ok";
}

/* --- online -------------------------------------------------------------------------------------
 */

void
hufu_rights_use_online (HufuPlatform *platform, const HufuHolder *holder,
                        const HufuRightReport *report)
{
  HufuRightRow row;

  if (!hufu_rights_find (platform, &report->key, &row))
    return;
  g_assert (row.state == HUFU_RIGHT_AVAILABLE);
  g_assert (report->amount_minor <= row.remaining_minor);
  insert_use (platform, holder, report, "R01");
  take (platform, report);
}

static gboolean
can_undo (HufuPlatform *platform, const HufuId *use_id)
{
  /* What was used whole is the platform's own until it is taken back; of a cash right there may be
   * a rest, and that must be here. */
  return hufu_pdb_get_int (platform->db, 1,
                           "SELECT count(*) FROM use u JOIN \"right\" r USING (cti, generation, k) "
                           "JOIN voucher v USING (cti) WHERE u.use_id = ? AND u.state = 'used' AND "
                           "(u.basis <> 'R01' OR r.terminal_id IS NOT NULL OR "
                           "r.state NOT IN ('used', 'available') OR v.generation <> u.generation)",
                           "d", use_id) == 0;
}

static void
give_back (HufuPlatform *platform, const HufuRightKey *key, gint64 amount_minor)
{
  HufuEpoch epoch = hufu_platform_next_epoch (platform);

  hufu_pdb_run (platform->db,
                "UPDATE \"right\" SET state = 'available', platform_epoch = ?1, counter = ?2, "
                "hop = 0, credited = 0, remaining_minor = CASE WHEN " IS_CASH
                " THEN remaining_minor + ?3 ELSE remaining_minor END "
                "WHERE cti = ?4 AND generation = ?5 AND k = ?6",
                "iiidii", (gint64)epoch.platform_epoch, (gint64)epoch.counter, amount_minor,
                &key->cti, (gint64)key->generation, (gint64)key->k);
}

gboolean
hufu_rights_undo_online (HufuPlatform *platform, const HufuId *use_id)
{
  sqlite3_stmt *row;

  if (!can_undo (platform, use_id))
    return FALSE;
  row = hufu_pdb_query (platform->db,
                        "SELECT cti, generation, k, amount_minor FROM use "
                        "WHERE use_id = ? AND state = 'used'",
                        "d", use_id);
  while (hufu_pdb_next (platform->db, row)) {
    HufuRightKey key;

    hufu_pdb_id (row, 0, &key.cti);
    key.generation = (guint64)hufu_pdb_int (row, 1);
    key.k = (guint32)hufu_pdb_int (row, 2);
    give_back (platform, &key, hufu_pdb_int (row, 3));
  }
  hufu_pdb_run (platform->db, "UPDATE use SET state = 'undone' WHERE use_id = ?", "d", use_id);
  return TRUE;
}
