/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/sim/lives.h"

#include <string.h>
#include "platform/json-util.h"
#include "platform/restore.h"
#include "platform/terminals.h"
#include "platform/wish.h"
#include "store/sql.h"
#include "store/terminal.h"
#include "tests/sim/oracle.h"
#include "tests/sim/server.h"
#include "tests/sim/till.h"

#define TILLS_ADDED_MAX 2

/* --- images of a till ----------------------------------------------------------------------------
 */

gboolean
sim_lives_keep_image (SimWorld *world, SimTill *till)
{
  sim_image_free (till->image);
  till->image = sim_disk_copy (till->machine->disk);
  sim_trace (world, "an image is kept of till %u", till->no);
  return TRUE;
}

/* Its books do not know any more what customers got of it since. */
static void
detach_uses (SimWorld *world, const SimTill *till)
{
  for (guint i = 0; i < world->uses->len; i++) {
    SimUse *use = world->uses->pdata[i];

    if (use->till == till->no)
      use->detached = TRUE;
  }
}

/* A right that the till's books name: one that it ever had or used, or any of a voucher that it
 * asks a neighbour for, who gives the same answer twice. Nothing else can be used twice by a copy.
 */
static void
excuse_named (SimWorld *world, const SimTill *till)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (till->db, &error,
                  "SELECT cti, k FROM entitlement UNION SELECT cti, k FROM credited"
                  " UNION SELECT cti, k FROM voucher_use WHERE cti IS NOT NULL"
                  " UNION SELECT cti, -1 FROM right_request WHERE state = 'open'");

  while (hufu_rows_next (rows, &error) > 0) {
    HufuId cti = hufu_rows_id (rows, 0);
    gint64 k = hufu_rows_int (rows, 1);

    sim_world_find_voucher (world, &cti)->excused |= k < 0 ? G_MAXUINT : 1U << k;
  }
  g_assert_no_error (error);
}

gboolean
sim_lives_bring_back (SimWorld *world, SimTill *till)
{
  /* A till that does not start, or has no room, is looked after. */
  gboolean noticed = sim_random_chance (&world->random, 700) || till->db == NULL ||
                     sim_disk_is_full (till->machine->disk);

  if (till->image == NULL)
    return FALSE;
  sim_count (world, SIM_FAULT);
  if (!noticed)
    excuse_named (world, till);
  g_clear_pointer (&till->db, hufu_db_close);
  sim_disk_restore (till->machine->disk, till->image);
  sim_net_drop (world->net, till->no);
  detach_uses (world, till);
  till->renewing = noticed;
  till->copied = TRUE;
  world->rough = TRUE;
  sim_trace (world, "till %u is brought back from its image%s", till->no,
             noticed ? "" : ", and nobody says so");
  sim_till_open (world, till);
  if (!noticed && till->db != NULL)
    excuse_named (world, till);
  return TRUE;
}

gboolean
sim_lives_notice_fork (SimWorld *world, SimTill *till)
{
  g_autoptr (GError) error = NULL;

  if (!till->copied)
    return FALSE;
  if (sim_till_end_act (world, till, hufu_terminal_freeze (till->db, HUFU_FROZEN_FORKED, &error),
                        &error)) {
    sim_trace (world, "till %u sees that it is a copy", till->no);
    till->renewing = TRUE;
  }
  return TRUE;
}

/* --- incarnations --------------------------------------------------------------------------------
 */

gboolean
sim_lives_ask_renewal (SimWorld *world, SimTill *till)
{
  SimMessage *message = g_new0 (SimMessage, 1);

  if (hufu_id_is_zero (&till->renewal_key))
    till->renewal_key = hufu_host_make_id (&till->machine->host);
  message->from = till->no;
  message->to = SIM_PLATFORM;
  message->verb = SIM_RENEW;
  message->incarnation = till->incarnation;
  message->subject = till->renewal_key;
  sim_trace (world, "till %u asks for another incarnation than %d", till->no,
             (int)till->incarnation);
  sim_net_send (world->net, message, &world->random);
  return TRUE;
}

void
sim_lives_take_renewal (SimWorld *world, SimTill *till, const SimMessage *answer)
{
  json_auto_t *body = json_loads (answer->text, 0, NULL);
  gint64 incarnation;
  g_autoptr (GError) error = NULL;

  if (!hufu_id_equal (&answer->subject, &till->renewal_key) ||
      !hufu_pjson_get_int (body, "incarnation", 1, G_MAXINT32, &incarnation) ||
      incarnation <= till->incarnation)
    return;
  if (!sim_till_end_act (
          world, till, hufu_terminal_reincarnate (till->db, (guint32)incarnation, &error), &error))
    return;
  sim_trace (world, "till %u begins incarnation %d", till->no, (int)incarnation);
  till->renewing = FALSE;
  till->copied = FALSE;
  memset (&till->renewal_key, 0, sizeof till->renewal_key);
  sim_till_refresh (world, till);
}

gboolean
sim_lives_enrol_again (SimWorld *world, SimTill *till)
{
  HufuTerminal identity = {0};
  g_autoptr (GError) error = NULL;

  sim_count (world, SIM_FAULT);
  if (!sim_server_enrol (world, till, &identity))
    return TRUE;
  world->rough = TRUE;
  till->renewing = TRUE;
  if (!sim_till_end_act (world, till, hufu_terminal_enrol (till->db, &identity, &error), &error))
    return TRUE;
  till->renewing = FALSE;
  till->copied = FALSE;
  /* What a neighbour was asked of the journal before is no answer for this one. */
  memset (&till->witness_question, 0, sizeof till->witness_question);
  sim_till_refresh (world, till);
  sim_trace (world, "till %u is enrolled again as incarnation %d", till->no,
             (int)till->incarnation);
  return TRUE;
}

/* --- coming and going ----------------------------------------------------------------------------
 */

gboolean
sim_lives_add (SimWorld *world, SimTill *unused)
{
  SimTill *till;

  if (world->tills->len >= world->profile.tills + TILLS_ADDED_MAX ||
      sim_disk_is_full (world->platform->machine->disk))
    return FALSE;
  till = sim_till_new (world, world->folder, world->tills->len + 1);
  g_ptr_array_add (world->tills, till);
  sim_till_enrol (world, till);
  sim_trace (world, "till %u is new", till->no);
  return TRUE;
}

static const char *
get_life (const json_t *till)
{
  const char *life = json_string_value (json_object_get (till, "life"));

  return life != NULL ? life : "unknown";
}

gboolean
sim_lives_remove (SimWorld *world, SimTill *till)
{
  HufuTerminalOutcome outcome = HUFU_TERMINAL_UNKNOWN;
  g_autoptr (GError) error = NULL;
  json_t *answer = NULL;
  gboolean done;

  if (world->n_gone + 2 >= world->profile.tills)
    return FALSE;
  sim_count (world, SIM_FAULT);
  done =
      hufu_terminals_remove (world->platform->lib, &till->terminal_id, &outcome, &answer, &error);
  if (sim_server_end_call (world, done, &error)) {
    sim_trace (world, "till %u is to be removed: %s", till->no, get_life (answer));
    world->n_gone += till->leaving ? 0 : 1;
    till->leaving = TRUE;
  }
  json_decref (answer);
  return TRUE;
}

gboolean
sim_lives_lose (SimWorld *world, SimTill *till)
{
  HufuTerminalOutcome outcome = HUFU_TERMINAL_UNKNOWN;
  g_autoptr (GError) error = NULL;
  json_t *answer = NULL;
  gboolean done;

  /* Whoever lost it tells the platform until that has taken note. */
  if (world->n_gone + 2 >= world->profile.tills ||
      sim_disk_is_full (world->platform->machine->disk))
    return FALSE;
  sim_count (world, SIM_FAULT);
  world->n_gone += till->leaving ? 0 : 1;
  world->rough = TRUE;
  till->gone = TRUE;
  sim_net_drop (world->net, till->no);
  done = hufu_terminals_lose (world->platform->lib, &till->terminal_id, &outcome, &answer, &error);
  if (sim_server_end_call (world, done, &error))
    sim_trace (world, "till %u is lost: %s", till->no, get_life (answer));
  json_decref (answer);
  return TRUE;
}

/* --- signatures ----------------------------------------------------------------------------------
 */

/* What a lost till has used and not told was signed for: nobody else's uses are. */
static void
sign_for_uses (SimWorld *world, guint no)
{
  for (guint i = 0; i < world->uses->len; i++) {
    SimUse *use = world->uses->pdata[i];

    if (use->till == no && !use->told)
      use->signed_for = TRUE;
  }
}

/* A restored platform may not even know what the till had: then all that it used and never told is
 * part of what is signed for. */
static void
excuse_untold (SimWorld *world, const HufuHolder *holder)
{
  const SimTill *till = sim_world_find_till (world, &holder->terminal_id);

  for (guint i = 0; i < world->uses->len; i++) {
    const SimUse *use = world->uses->pdata[i];

    if (till != NULL && use->till == till->no)
      ((SimVoucher *)world->vouchers->pdata[use->voucher])->excused |= 1U << use->key.k;
  }
}

static gboolean
has_right (SimWorld *world, const HufuHolder *holder, const HufuRightKey *key)
{
  return hufu_pdb_get_int (
             world->platform->lib->db, 0,
             "SELECT 1 FROM \"right\" WHERE cti = ? AND k = ? AND terminal_id = ? AND "
             "incarnation = ? AND state = 'quarantined'",
             "didi", &key->cti, (gint64)key->k, &holder->terminal_id,
             (gint64)holder->incarnation) != 0;
}

/* A right that a lost till had given to another, which used it and forgot that when it was brought
 * back from an image: the lost one alone knew. */
static void
excuse_forgotten (SimWorld *world, const HufuHolder *holder)
{
  for (guint i = 0; i < world->uses->len; i++) {
    const SimUse *use = world->uses->pdata[i];

    if (use->detached && !use->told && has_right (world, holder, &use->key))
      ((SimVoucher *)world->vouchers->pdata[use->voucher])->excused |= 1U << use->key.k;
  }
}

/* Whoever signs takes the loss: these rights may be used a second time. */
static void
excuse_quarantined (SimWorld *world, const HufuHolder *holder)
{
  HufuPdb *db = world->platform->lib->db;
  sqlite3_stmt *row = hufu_pdb_query (db,
                                      "SELECT cti, k FROM \"right\" WHERE terminal_id = ? AND "
                                      "incarnation = ? AND state = 'quarantined'",
                                      "di", &holder->terminal_id, (gint64)holder->incarnation);
  HufuId cti;

  while (hufu_pdb_next (db, row)) {
    hufu_pdb_id (row, 0, &cti);
    sim_world_find_voucher (world, &cti)->excused |= 1U << hufu_pdb_int (row, 1);
  }
}

static void
sign (SimWorld *world, const HufuHolder *holder)
{
  HufuTerminalOutcome outcome = HUFU_TERMINAL_UNKNOWN;
  g_autoptr (GError) error = NULL;
  json_t *answer = NULL;
  const SimTill *till = sim_world_find_till (world, &holder->terminal_id);
  gboolean is_lost = till != NULL && till->gone, done;

  if (is_lost)
    excuse_forgotten (world, holder);
  else {
    excuse_quarantined (world, holder);
    if (hufu_restore_is_on (world->platform->lib))
      excuse_untold (world, holder);
  }
  done = hufu_terminals_write_off (world->platform->lib, &holder->terminal_id, holder->incarnation,
                                   "operator", &outcome, &answer, &error);
  sim_oracle_look_at_told (world);
  if (is_lost && outcome == HUFU_TERMINAL_DONE)
    sign_for_uses (world, till->no);
  if (sim_server_end_call (world, done, &error))
    sim_trace (world, "somebody signs for till %d.%d: %s", (int)holder->terminal_no,
               (int)holder->incarnation, outcome == HUFU_TERMINAL_DONE ? "done" : "not now");
  json_decref (answer);
}

/* Of those that cannot say it themselves: lost, or a former incarnation of one that is there, which
 * have something or may undo a use that a refund or transfer waits for. What a neighbour tells only
 * after the signature, that it had given them a right, is signed for again.
 */
static GArray *
list_silent (SimWorld *world)
{
  GArray *silent = g_array_new (FALSE, FALSE, sizeof (HufuHolder));
  HufuPdb *db = world->platform->lib->db;
  sqlite3_stmt *row = hufu_pdb_query (
      db,
      "SELECT terminal_id, incarnation, terminal_no FROM incarnation i JOIN terminal t "
      "USING (terminal_id) WHERE (i.state <> 'enrolled' OR i.life = 'lost') AND "
      "(EXISTS (SELECT 1 FROM \"right\" r WHERE r.state = 'quarantined' AND "
      "r.terminal_id = i.terminal_id AND r.incarnation = i.incarnation) OR "
      "(NOT i.written_off AND (?1 OR EXISTS (SELECT 1 FROM \"right\" r JOIN wish w "
      "USING (cti, generation) WHERE w.state = 'waiting' AND r.state = 'used' AND "
      "r.terminal_id = i.terminal_id AND r.incarnation = i.incarnation)))) "
      "ORDER BY terminal_no, incarnation",
      "i", (gint64)hufu_restore_is_on (world->platform->lib));
  HufuHolder holder = {0};

  while (hufu_pdb_next (db, row)) {
    hufu_pdb_id (row, 0, &holder.terminal_id);
    holder.incarnation = (guint32)hufu_pdb_int (row, 1);
    holder.terminal_no = (guint64)hufu_pdb_int (row, 2);
    g_array_append_val (silent, holder);
  }
  return silent;
}

gboolean
sim_lives_write_off (SimWorld *world)
{
  g_autoptr (GArray) silent = list_silent (world);

  for (guint i = 0; i < silent->len && world->platform->lib != NULL; i++)
    sign (world, &g_array_index (silent, HufuHolder, i));
  return silent->len > 0;
}

/* What is_wanted of acts.c waits for. */
static void
tell_wanted (SimWorld *world)
{
  HufuPdb *db = world->platform->lib->db;
  sqlite3_stmt *row = hufu_pdb_query (
      db,
      "SELECT t.name, r.incarnation, 'has not credited', r.platform_epoch, r.counter, r.hop, r.cti "
      "FROM \"right\" r JOIN terminal t USING (terminal_id) WHERE r.state = 'leased' AND "
      "r.credited = 0 UNION ALL SELECT t.name, c.incarnation, 'has not given back', "
      "c.right_epoch, c.right_counter, 0, c.cti FROM recall c JOIN terminal t USING (terminal_id) "
      "WHERE c.state = 'open' UNION ALL SELECT t.name, i.incarnation, 'has not reported', "
      "i.wanted_epoch, i.wanted_counter, 0, NULL FROM incarnation i JOIN terminal t "
      "USING (terminal_id) WHERE "
      "(wanted_epoch, wanted_counter) > (reported_epoch, reported_counter)",
      "");

  while (hufu_pdb_next (db, row)) {
    const SimVoucher *voucher = NULL;
    HufuId cti;

    if (hufu_pdb_id (row, 6, &cti))
      voucher = sim_world_find_voucher (world, &cti);
    sim_trace (world, "%s.%d %s %d.%d, hop %d, of V%d", hufu_pdb_text (row, 0),
               (int)hufu_pdb_int (row, 1), hufu_pdb_text (row, 2), (int)hufu_pdb_int (row, 3),
               (int)hufu_pdb_int (row, 4), (int)hufu_pdb_int (row, 5),
               voucher != NULL ? (int)voucher->no : -1);
  }
}

void
sim_lives_tell (SimWorld *world)
{
  HufuPlatform *lib = world->platform->lib;
  json_auto_t *missing = hufu_restore_list_missing (lib), *wishes = hufu_wishes_list (lib, 0);
  g_autofree char *missing_text = hufu_pjson_dump (missing);
  g_autofree char *wishes_text = hufu_pjson_dump (wishes);

  sim_trace (world, "after its restore the platform waits for %s", missing_text);
  sim_trace (world, "wishes wait: %s", wishes_text);
  tell_wanted (world);
}

/* --- the platform's backup -----------------------------------------------------------------------
 */

void
sim_lives_keep_backup (SimWorld *world)
{
  sim_image_free (world->backup);
  world->backup = sim_disk_copy (world->platform->machine->disk);
}

gboolean
sim_lives_restore_platform (SimWorld *world, SimTill *unused)
{
  SimPlatform *platform = world->platform;
  g_autoptr (GError) error = NULL;
  guint64 epoch;

  if (world->backup == NULL)
    return FALSE;
  sim_count (world, SIM_FAULT);
  sim_oracle_look_at_wishes (world);
  sim_oracle_look_at_told (world);
  g_clear_pointer (&platform->lib, hufu_platform_close);
  sim_disk_restore (platform->machine->disk, world->backup);
  if (!hufu_platform_renew_epoch (platform->dir, &platform->machine->host, &epoch, &error)) {
    sim_violate (world, "I12", "the backup cannot be brought back: %s", error->message);
    return FALSE;
  }
  world->rough = TRUE;
  sim_trace (world, "the platform is brought back from its backup, as epoch %d", (int)epoch);
  sim_server_start (world);
  sim_oracle_look_at_online (world);
  sim_oracle_forget_epochs (world);
  return TRUE;
}
