/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/rights-drain.h"

#include <string.h>

#include "platform/rights-move.h"
#include "platform/rights-row.h"
#include "platform/stake.h"
#include "platform/terminals.h"

/* Recalls of the lease as it stands; those of a lease that was ended by signature stay open for its
 * till alone. */
#define IS_PRESENT                                                                                 \
  "EXISTS (SELECT 1 FROM \"right\" r WHERE r.cti = recall.cti AND r.generation = "                 \
  "recall.generation AND r.k = recall.k AND (recall.right_epoch, recall.right_counter) >= "        \
  "(r.platform_epoch, r.counter))"

#define KEPT_S 600 /* for whoever had it recalled to redeem it */

/* --- recalls ------------------------------------------------------------------------------------
 */

static gboolean
is_asked (HufuPlatform *platform, const HufuRightRow *row)
{
  return hufu_pdb_get_int (platform->db, 0,
                           "SELECT 1 FROM recall WHERE cti = ? AND generation = ? AND k = ? AND "
                           "state = 'open' AND terminal_id = ? AND incarnation = ? AND "
                           "(right_epoch, right_counter) >= (?, ?)",
                           "diidiii", &row->key.cti, (gint64)row->key.generation,
                           (gint64)row->key.k, &row->terminal_id, (gint64)row->incarnation,
                           (gint64)row->epoch.platform_epoch, (gint64)row->epoch.counter) != 0;
}

gboolean
hufu_recalls_start (HufuPlatform *platform, const HufuRightRow *row, const char *why)
{
  HufuEpoch number;

  if (row->state != HUFU_RIGHT_LEASED && row->state != HUFU_RIGHT_QUARANTINED)
    return FALSE;
  if (is_asked (platform, row))
    return TRUE;
  number = hufu_platform_next_epoch (platform);
  hufu_pdb_run (platform->db,
                "INSERT INTO recall VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, 0)",
                "iidiiiiditi", (gint64)number.platform_epoch, (gint64)number.counter, &row->key.cti,
                (gint64)row->key.generation, (gint64)row->key.k, (gint64)row->epoch.platform_epoch,
                (gint64)row->epoch.counter, &row->terminal_id, (gint64)row->incarnation, why,
                hufu_platform_now_s (platform));
  return TRUE;
}

/* Why it is asked for; NULL if it is not. The name lives as long as the program. */
static const char *
find_why (HufuPlatform *platform, const HufuRightKey *key)
{
  static const char *const names[] = {"redeem", "operator", "wish"};

  for (gsize i = G_N_ELEMENTS (names); i > 0; i--) {
    if (hufu_pdb_get_int (platform->db, 0,
                          "SELECT 1 FROM recall WHERE cti = ? AND generation = ? AND k = ? AND "
                          "state = 'open' AND why = ? AND " IS_PRESENT,
                          "diit", &key->cti, (gint64)key->generation, (gint64)key->k,
                          names[i - 1]) != 0)
      return names[i - 1];
  }
  return NULL;
}

static void
close_open (HufuPlatform *platform, const HufuRightKey *key)
{
  hufu_pdb_run (platform->db,
                "UPDATE recall SET state = 'moot' WHERE cti = ? AND generation = ? AND k = ? AND "
                "state = 'open' AND " IS_PRESENT,
                "dii", &key->cti, (gint64)key->generation, (gint64)key->k);
}

void
hufu_recalls_follow (HufuPlatform *platform, const HufuRightRow *row)
{
  const char *why = find_why (platform, &row->key);

  if (why == NULL || is_asked (platform, row))
    return;
  close_open (platform, &row->key);
  hufu_recalls_start (platform, row, why);
}

void
hufu_recalls_end (HufuPlatform *platform, const HufuRightKey *key)
{
  hufu_pdb_run (
      platform->db,
      "UPDATE \"right\" SET kept_until_utc_s = ?1 WHERE cti = ?2 AND generation = ?3 AND k = ?4 "
      "AND EXISTS (SELECT 1 FROM recall c WHERE c.cti = ?2 AND c.generation = ?3 AND c.k = ?4 "
      "AND c.why = 'redeem' AND c.state <> 'moot' AND (c.state = 'open' OR "
      "(c.right_epoch, c.right_counter) >= (\"right\".platform_epoch, \"right\".counter)))",
      "idii", hufu_platform_now_s (platform) + KEPT_S, &key->cti, (gint64)key->generation,
      (gint64)key->k);
  close_open (platform, key);
}

gboolean
hufu_recalls_has_open (HufuPlatform *platform, const HufuId *cti, guint64 generation)
{
  return hufu_pdb_get_int (platform->db, 0,
                           "SELECT 1 FROM recall WHERE cti = ? AND generation = ? AND "
                           "state = 'open' AND " IS_PRESENT,
                           "di", cti, (gint64)generation) != 0;
}

json_t *
hufu_recalls_list (HufuPlatform *platform, const HufuHolder *holder)
{
  json_t *recalls = json_array ();
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT platform_epoch, counter, cti, generation, k, right_epoch, right_counter FROM recall "
      "WHERE terminal_id = ? AND incarnation = ? AND state = 'open' "
      "ORDER BY platform_epoch, counter LIMIT ?",
      "dii", &holder->terminal_id, (gint64)holder->incarnation, (gint64)HUFU_RECALLS_MAX);

  while (hufu_pdb_next (platform->db, row)) {
    HufuEpoch number = {(guint64)hufu_pdb_int (row, 0), (guint64)hufu_pdb_int (row, 1)};
    HufuEpoch epoch = {(guint64)hufu_pdb_int (row, 5), (guint64)hufu_pdb_int (row, 6)};
    HufuRightKey key = {.generation = (guint64)hufu_pdb_int (row, 3),
                        .k = (guint32)hufu_pdb_int (row, 4)};

    hufu_pdb_id (row, 2, &key.cti);
    json_array_append_new (
        recalls, json_pack ("{s:o, s:o, s:o}", "number", hufu_pjson_epoch (&number), "right",
                            hufu_pjson_right (&key), "epoch", hufu_pjson_epoch (&epoch)));
  }
  return recalls;
}

/* The holder's journal has come past the request by which it asked a neighbour for this right, and
 * has neither the credit nor the end of it. */
static gboolean
is_of_copy (HufuPlatform *platform, const HufuRightRow *row)
{
  return row->hop > 0 && !row->credited &&
         hufu_rights_is_asked_by_copy (platform, &row->terminal_id, row->incarnation,
                                       row->request_seq);
}

const char *
hufu_recalls_acknowledge (HufuPlatform *platform, const HufuHolder *holder, const HufuEpoch *number,
                          const HufuRightKey *key, const HufuEpoch *epoch, gint64 seq)
{
  const char *why = find_why (platform, key);
  HufuRightRow row;

  hufu_pdb_run (platform->db,
                "UPDATE recall SET state = 'acknowledged', seq = ? WHERE platform_epoch = ? AND "
                "counter = ? AND terminal_id = ? AND incarnation = ? AND cti = ? AND "
                "generation = ? AND k = ?",
                "iiididii", seq, (gint64)number->platform_epoch, (gint64)number->counter,
                &holder->terminal_id, (gint64)holder->incarnation, &key->cti,
                (gint64)key->generation, (gint64)key->k);
  if (!hufu_rights_find (platform, key, &row))
    return "unknown_right";
  if (row.state != HUFU_RIGHT_LEASED && row.state != HUFU_RIGHT_QUARANTINED) {
    hufu_recalls_end (platform, key);
    return "ok";
  }
  if (!hufu_right_row_is_holder (&row, holder)) {
    if (why != NULL)
      hufu_recalls_start (platform, &row, why);
  } else if (hufu_epoch_compare (&row.epoch, epoch) <= 0 &&
             (row.hop == 0 || row.request_seq < seq)) {
    if (is_of_copy (platform, &row))
      hufu_terminals_freeze (platform, &holder->terminal_id, holder->incarnation);
    else
      hufu_right_row_release (platform, &row);
  }
  return "ok";
}

/* --- reports ------------------------------------------------------------------------------------
 */

#define IS_OPEN "(wanted_epoch, wanted_counter) > (reported_epoch, reported_counter)"

static gboolean
is_wanted (HufuPlatform *platform, const HufuId *terminal_id, guint32 incarnation,
           HufuReportKind most)
{
  return hufu_pdb_get_int (platform->db, 0,
                           "SELECT 1 FROM incarnation WHERE terminal_id = ? AND incarnation = ? "
                           "AND wanted_keeps <= ? AND " IS_OPEN,
                           "dii", terminal_id, (gint64)incarnation, (gint64)most) != 0;
}

void
hufu_reports_want (HufuPlatform *platform, const HufuId *terminal_id, guint32 incarnation,
                   HufuReportKind kind)
{
  gboolean keeps = kind == HUFU_REPORT_KEEPS &&
                   !is_wanted (platform, terminal_id, incarnation, HUFU_REPORT_RETURNS);
  HufuEpoch number = hufu_platform_next_epoch (platform);

  hufu_pdb_run (platform->db,
                "UPDATE incarnation SET wanted_epoch = ?, wanted_counter = ?, wanted_keeps = ? "
                "WHERE terminal_id = ? AND incarnation = ?",
                "iiidi", (gint64)number.platform_epoch, (gint64)number.counter, (gint64)keeps,
                terminal_id, (gint64)incarnation);
  hufu_stake_want (platform, terminal_id);
}

void
hufu_reports_want_open (HufuPlatform *platform, const HufuId *terminal_id, guint32 incarnation,
                        HufuReportKind kind)
{
  if (!is_wanted (platform, terminal_id, incarnation, kind))
    hufu_reports_want (platform, terminal_id, incarnation, kind);
}

void
hufu_reports_describe (HufuPlatform *platform, const HufuHolder *holder, json_t *answer)
{
  sqlite3_stmt *row =
      hufu_pdb_query (platform->db,
                      "SELECT wanted_epoch, wanted_counter, wanted_keeps FROM incarnation WHERE "
                      "terminal_id = ? AND incarnation = ? AND " IS_OPEN,
                      "di", &holder->terminal_id, (gint64)holder->incarnation);
  HufuEpoch number;

  json_object_set_new (answer, "report", json_null ());
  if (!hufu_pdb_next (platform->db, row))
    return;
  number = (HufuEpoch){(guint64)hufu_pdb_int (row, 0), (guint64)hufu_pdb_int (row, 1)};
  json_object_set_new (answer, "report", hufu_pjson_epoch (&number));
  json_object_set_new (answer, "report_keeps", json_boolean (hufu_pdb_int (row, 2) != 0));
  hufu_pdb_done (row);
}

/* All that the till had up to the fence, and all that it had asked a neighbour for and never got:
 * its requests from before the report are closed by it. If it keeps, what it has not credited, and
 * what is of another platform epoch, alone. If a copy of it has asked for one, nothing: the other
 * machine may have all of these. */
static void
release_reported (HufuPlatform *platform, const HufuHolder *holder, const HufuEpoch *up_to,
                  HufuReportKind kind, gint64 seq)
{
  g_autoptr (GArray) rows = hufu_right_row_read_all (
      platform,
      hufu_pdb_query (platform->db,
                      HUFU_SELECT_RIGHT
                      "WHERE terminal_id = ?1 AND incarnation = ?2 AND "
                      "state IN ('leased', 'quarantined') AND (hop = 0 OR request_seq < ?3) AND "
                      "((platform_epoch, counter) <= (?4, ?5) OR (hop > 0 AND credited = 0)) AND "
                      "(?6 = 0 OR credited = 0 OR platform_epoch < ?4)",
                      "diiiii", &holder->terminal_id, (gint64)holder->incarnation, seq,
                      (gint64)up_to->platform_epoch, (gint64)up_to->counter, (gint64)kind));

  for (guint i = 0; i < rows->len; i++) {
    if (!is_of_copy (platform, &g_array_index (rows, HufuRightRow, i)))
      continue;
    hufu_terminals_freeze (platform, &holder->terminal_id, holder->incarnation);
    return;
  }
  for (guint i = 0; i < rows->len; i++)
    hufu_right_row_release (platform, &g_array_index (rows, HufuRightRow, i));
}

const char *
hufu_reports_take (HufuPlatform *platform, const HufuHolder *holder, const HufuEpoch *number,
                   const HufuEpoch *up_to, HufuReportKind kind, gint64 seq)
{
  gboolean asked =
      hufu_platform_is_past_number (platform, number) ||
      hufu_pdb_get_int (platform->db, 0,
                        "SELECT 1 FROM incarnation WHERE terminal_id = ? AND incarnation = ? AND "
                        "(wanted_epoch, wanted_counter) >= (?, ?)",
                        "diii", &holder->terminal_id, (gint64)holder->incarnation,
                        (gint64)number->platform_epoch, (gint64)number->counter) != 0;

  /* A number that was never asked for is no fence: the till made it up. */
  if (!asked || hufu_epoch_compare (up_to, number) != 0)
    return "wrong_epoch";
  hufu_pdb_run (platform->db,
                "UPDATE incarnation SET reported_seq = max (reported_seq, ?1), "
                "reported_epoch = ?2, reported_counter = ?3 WHERE terminal_id = ?4 AND "
                "incarnation = ?5 AND (reported_epoch, reported_counter) < (?2, ?3)",
                "iiidi", seq, (gint64)number->platform_epoch, (gint64)number->counter,
                &holder->terminal_id, (gint64)holder->incarnation);
  hufu_stake_take_report (platform, holder, number);
  release_reported (platform, holder, up_to, kind, seq);
  return "ok";
}

gboolean
hufu_rights_is_covered (HufuPlatform *platform, const HufuHolder *holder, const HufuRightKey *key,
                        gint64 seq)
{
  return hufu_pdb_get_int (
             platform->db, 0,
             "SELECT 1 FROM incarnation WHERE terminal_id = ?1 AND incarnation = ?2 AND "
             "reported_seq > ?3 UNION ALL SELECT 1 FROM recall WHERE terminal_id = ?1 AND "
             "incarnation = ?2 AND state = 'acknowledged' AND seq > ?3 AND cti = ?4 AND "
             "generation = ?5 AND k = ?6",
             "diidii", &holder->terminal_id, (gint64)holder->incarnation, seq, &key->cti,
             (gint64)key->generation, (gint64)key->k) != 0;
}

HufuOwnerState
hufu_rights_state_at (HufuPlatform *platform, const HufuId *terminal_id, guint32 incarnation)
{
  return hufu_pdb_get_int (platform->db, 0,
                           "SELECT 1 FROM incarnation WHERE terminal_id = ? AND incarnation = ? "
                           "AND state = 'enrolled' AND life IN ('live', 'leaving')",
                           "di", terminal_id, (gint64)incarnation) != 0
             ? HUFU_RIGHT_LEASED
             : HUFU_RIGHT_QUARANTINED;
}

gboolean
hufu_rights_has_let_go (HufuPlatform *platform, const HufuRightRow *row)
{
  const HufuHolder holder = {.terminal_id = row->terminal_id, .incarnation = row->incarnation};
  gint64 last_seq = hufu_pdb_get_int (
      platform->db, 0,
      "SELECT max (seq) FROM use WHERE cti = ? AND generation = ? AND k = ? AND terminal_id = ? "
      "AND incarnation = ? AND basis IN ('R00', 'R02')",
      "diidi", &row->key.cti, (gint64)row->key.generation, (gint64)row->key.k, &row->terminal_id,
      (gint64)row->incarnation);

  return hufu_id_is_zero (&row->terminal_id) ||
         hufu_rights_is_covered (platform, &holder, &row->key, last_seq) ||
         hufu_pdb_get_int (platform->db, 0,
                           "SELECT written_off FROM incarnation WHERE terminal_id = ? AND "
                           "incarnation = ?",
                           "di", &row->terminal_id, (gint64)row->incarnation) != 0;
}

gboolean
hufu_rights_make_let_go (HufuPlatform *platform, const HufuRightRow *row)
{
  if (hufu_rights_has_let_go (platform, row))
    return TRUE;
  hufu_reports_want_open (platform, &row->terminal_id, row->incarnation, HUFU_REPORT_KEEPS);
  return FALSE;
}
