/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The books of each till, alone and against the platform's. */
#include <string.h>
#include "store/journal-store.h"
#include "store/terminal.h"
#include "tests/sim/acts.h"
#include "tests/sim/lives.h"
#include "tests/sim/oracle.h"
#include "tests/sim/till.h"
#include "tests/sim/wan.h"

static void
expect_none (SimWorld *world, const SimTill *till, const char *invariant, gint64 n,
             const char *what)
{
  if (n != 0)
    sim_violate (world, invariant, "till %u: %s (%d)", till->no, what, (int)n);
}

/* --- one till ------------------------------------------------------------------------------------
 */

static void
look_at_uses (SimWorld *world, SimTill *till)
{
  for (guint i = 0; i < world->uses->len; i++) {
    const SimUse *use = world->uses->pdata[i];

    if (use->till == till->no)
      sim_oracle_look_at_use (world, till, &use->use_id);
  }
}

/* An act that was under way may have happened although nobody heard its answer. */
static void
look_at_news (SimWorld *world, SimTill *till)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuRows) rows = HUFU_QUERY (till->db, &error,
                                          "SELECT use_id FROM voucher_use WHERE state = 'redeemed'"
                                          " ORDER BY created_utc_us DESC, use_id LIMIT 3");
  HufuId news[3];
  guint n = 0;

  while (hufu_rows_next (rows, &error) > 0)
    news[n++] = hufu_rows_id (rows, 0);
  for (guint i = 0; i < n; i++)
    sim_oracle_look_at_use (world, till, &news[i]);
}

void
sim_oracle_look_at_till (SimWorld *world, SimTill *till)
{
  look_at_uses (world, till);
  look_at_news (world, till);
  expect_none (world, till, "I1",
               sim_till_count (till, "SELECT count(*) FROM (SELECT journal_no FROM ledger_entry"
                                     " GROUP BY journal_no, currency"
                                     " HAVING sum (debit_minor) <> sum (credit_minor))"),
               "a ledger transaction does not balance");
  expect_none (
      world, till, "I2",
      sim_till_count (
          till, "SELECT coalesce ((SELECT sum (credit_minor - debit_minor) FROM ledger_entry"
                " WHERE account = 'voucher_suspense'), 0)"
                " - coalesce ((SELECT sum (t.amount_minor) FROM sale_tender t"
                " JOIN sale s USING (sale_no) JOIN voucher_use u ON u.use_id = t.use_id"
                " WHERE s.state IN ('open', 'held') AND u.state IN ('redeemed', 'undoing')), 0)"),
      "suspense is not what open sales have of vouchers");
  expect_none (world, till, "I12",
               sim_till_count (till, "SELECT count(*) FROM voucher_use u WHERE u.state = 'redeemed'"
                                     " AND u.give_back = 0 AND NOT EXISTS (SELECT 1 FROM journal j"
                                     " WHERE j.journal_no = u.redeemed_no)"),
               "a use is there without its event");
  expect_none (world, till, "I3",
               sim_till_count (till, "SELECT count(*) FROM print_job p WHERE sale_id IS NOT NULL"
                                     " AND NOT EXISTS (SELECT 1 FROM sale s WHERE"
                                     " s.sale_id = p.sale_id AND s.state = 'finished')"),
               "a receipt of no sale is printed");
  sim_oracle_look_at_limits (world, till);
}

void
sim_oracle_look_at_journal (SimWorld *world, SimTill *till)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *what = NULL;
  guint64 rows, bad_seq;

  if (!hufu_journal_verify (till->db, &rows, &bad_seq, &what, &error))
    sim_violate (world, "I9", "till %u: the journal cannot be read: %s", till->no, error->message);
  else if (bad_seq != 0)
    sim_violate (world, "I9", "till %u: its journal is not whole at %d: %s", till->no, (int)bad_seq,
                 what);
}

/* --- against the platform ------------------------------------------------------------------------
 */

/* Of this incarnation: what former ones had to say comes in events of this one. */
static void
compare_journal (SimWorld *world, SimTill *till)
{
  HufuPdb *db = world->platform->lib->db;
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (till->db, &error,
                  "SELECT event_id, hash, body, seq, kind FROM journal"
                  " WHERE incarnation = (SELECT incarnation FROM terminal) ORDER BY seq");
  guint8 hash[HUFU_JOURNAL_HASH_BYTES];

  while (hufu_rows_next (rows, &error) > 0) {
    HufuId event_id = hufu_rows_id (rows, 0);

    hufu_rows_bytes (rows, 1, hash, sizeof hash);
    if (hufu_pdb_get_int (db, 0,
                          "SELECT count(*) FROM event WHERE event_id = ? AND hash = ? AND body = ?",
                          "dbt", &event_id, hash, sizeof hash, hufu_rows_text (rows, 2)) != 1)
      sim_violate (world, "I11", "event %d of till %u (%s) is not at the platform as it is here",
                   (int)hufu_rows_int (rows, 3), till->no, hufu_rows_text (rows, 4));
  }
}

static void
compare_sales (SimWorld *world, SimTill *till)
{
  gint64 here = sim_till_count (till, "SELECT count(*) FROM sale WHERE state = 'finished'");
  gint64 there =
      hufu_pdb_get_int (world->platform->lib->db, 0,
                        "SELECT count(*) FROM sale WHERE terminal_id = ?", "d", &till->terminal_id);

  /* What a lost disk had sold is at the platform alone. */
  if (till->image != NULL ? here > there : here != there)
    sim_violate (world, "I3", "till %u finished %d sales, the platform has %d", till->no, (int)here,
                 (int)there);
}

/* What the platform believes of a right that a till has is what the till has. */
static void
compare_rights (SimWorld *world, SimTill *till)
{
  HufuPdb *db = world->platform->lib->db;
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (till->db, &error,
                  "SELECT cti, generation, k, platform_epoch, counter, hop, remaining_minor"
                  " FROM entitlement");

  while (hufu_rows_next (rows, &error) > 0) {
    HufuId cti = hufu_rows_id (rows, 0);

    if (hufu_pdb_get_int (
            db, 0,
            "SELECT 1 FROM \"right\" WHERE cti = ? AND generation = ? AND k = ? AND "
            "platform_epoch = ? AND counter = ? AND hop = ? AND remaining_minor = ? AND "
            "state = 'leased' AND terminal_id = ? AND incarnation = ?",
            "diiiiiidi", &cti, hufu_rows_int (rows, 1), hufu_rows_int (rows, 2),
            hufu_rows_int (rows, 3), hufu_rows_int (rows, 4), hufu_rows_int (rows, 5),
            hufu_rows_int (rows, 6), &till->terminal_id, (gint64)till->incarnation) != 1)
      sim_violate (world, "I5", "till %u holds V%u.%d, and the platform believes otherwise",
                   till->no, sim_world_find_voucher (world, &cti)->no,
                   (int)hufu_rows_int (rows, 2));
  }
}

/* A refusal is final: the platform has not said yes later under the same key. */
static void
look_at_refused (SimWorld *world, SimTill *till)
{
  for (guint i = 0; i < world->uses->len && !world->rough; i++) {
    const SimUse *use = world->uses->pdata[i];
    g_autoptr (HufuUse) here = NULL;
    g_autoptr (GError) error = NULL;

    if (use->till != till->no || !use->at_platform)
      continue;
    here = hufu_use_find (till->db, &use->use_id, &error);
    if (here != NULL && here->state == HUFU_USE_REFUSED)
      sim_violate (world, "I6", "use " SIM_ID_FORMAT " is refused at till %u and redeemed online",
                   SIM_ID (&use->use_id), till->no);
  }
}

static void
look_at_rest (SimWorld *world, SimTill *till)
{
  expect_none (world, till, "I16",
               sim_till_count (till, "SELECT last_seq - acked_seq FROM terminal"),
               "events are not acknowledged");
  expect_none (
      world, till, "I16",
      sim_till_count (till, "SELECT count(*) FROM voucher_use WHERE state IN ('asked', 'undoing')"),
      "uses have no answer");
  if (!world->rough)
    expect_none (world, till, "I10",
                 sim_till_count (till, "SELECT count(*) FROM attention WHERE code <> 'ended'"),
                 "the platform could not follow events");
}

/* --- everything once more ------------------------------------------------------------------------
 */

static const char *const replayed[] = {
    "SELECT * FROM \"right\" ORDER BY 1, 2, 3",
    "SELECT * FROM use ORDER BY use_id, k",
    "SELECT * FROM claim ORDER BY use_id, k",
    "SELECT * FROM conflict ORDER BY cti, generation, k",
    "SELECT * FROM sale ORDER BY sale_id",
    "SELECT count(*) FROM event",
};

static char *
digest_rows (SimWorld *world, const char *sql)
{
  HufuPdb *db = world->platform->lib->db;
  g_autoptr (GChecksum) digest = g_checksum_new (G_CHECKSUM_SHA256);
  sqlite3_stmt *row = hufu_pdb_query (db, sql, "");

  while (hufu_pdb_next (db, row))
    for (int i = 0; i < sqlite3_column_count (row); i++)
      g_checksum_update (digest, sqlite3_column_blob (row, i), sqlite3_column_bytes (row, i));
  return g_strdup (g_checksum_get_string (digest));
}

static void
send_all_again (SimWorld *world, SimTill *till)
{
  g_autoptr (GError) error = NULL;

  if (!HUFU_RUN (till->db, &error, "UPDATE terminal SET acked_seq = 0"))
    sim_violate (world, "I12", "till %u cannot begin anew: %s", till->no, error->message);
  while (world->violation == NULL && sim_wan_push (world, till))
    while (world->violation == NULL && sim_acts_let_arrive (world))
      continue;
}

/* All that the tills have said since their last enrolment is said again: nothing changes. */
static void
look_at_replay (SimWorld *world)
{
  char *before[G_N_ELEMENTS (replayed)];

  for (gsize i = 0; i < G_N_ELEMENTS (replayed); i++)
    before[i] = digest_rows (world, replayed[i]);
  for (guint i = 0; i < world->tills->len; i++) {
    SimTill *till = world->tills->pdata[i];

    if (!till->gone)
      send_all_again (world, till);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (replayed); i++) {
    g_autofree char *after = digest_rows (world, replayed[i]);

    if (strcmp (before[i], after) != 0)
      sim_violate (world, "I10", "events that came again changed what is there: %s", replayed[i]);
    g_free (before[i]);
  }
}

void
sim_oracle_look_at_end (SimWorld *world)
{
  for (guint i = 0; i < world->tills->len && world->violation == NULL; i++) {
    SimTill *till = world->tills->pdata[i];

    if (till->gone)
      continue;
    sim_oracle_look_at_till (world, till);
    sim_oracle_look_at_journal (world, till);
    look_at_rest (world, till);
    look_at_refused (world, till);
    compare_journal (world, till);
    compare_sales (world, till);
    compare_rights (world, till);
  }
  if (hufu_pdb_get_int (world->platform->lib->db, 0,
                        "SELECT count(*) FROM wish WHERE state = 'waiting'", "") > 0) {
    sim_lives_tell (world);
    sim_violate (world, "I16", "a refund or transfer still waits");
  }
  sim_oracle_look_at_wishes (world);
  if (world->violation == NULL)
    sim_oracle_look_at_rights (world, TRUE);
  sim_oracle_look_at_epochs (world);
  sim_oracle_look_at_conflicts (world);
  if (world->violation == NULL)
    sim_oracle_look_at_lists (world);
  if (world->violation == NULL)
    look_at_replay (world);
}
