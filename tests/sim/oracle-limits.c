/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only grows, what falls only for a reason, and what the lists say of a voucher. */
#include <string.h>
#include "core/live.h"
#include "platform/status.h"
#include "sync/status-lists.h"
#include "tests/sim/oracle.h"
#include "tests/sim/till.h"
#include "tests/sim/unleased.h"

/* --- accepted without the right ------------------------------------------------------------------
 */

/* A report of this incarnation that the platform has confirmed stays confirmed, whatever is sent
 * again. */
static void
note_covered (SimTill *till)
{
  gint64 no = sim_till_count (
      till, "SELECT coalesce (max (journal_no), 0) FROM journal j JOIN terminal t"
            " ON j.incarnation = t.incarnation AND j.seq <= t.acked_seq WHERE kind = "
            "'right.reported'");

  till->covered_no = MAX (till->covered_no, no);
}

void
sim_oracle_look_at_limits (SimWorld *world, SimTill *till)
{
  g_autoptr (HufuRows) rows = NULL;
  g_autoptr (GError) error = NULL;
  gint64 uses, total_minor;

  if (!world->profile.unleased || till->db == NULL)
    return;
  note_covered (till);
  uses = sim_till_count (till, "SELECT unleased_uses FROM terminal");
  total_minor = sim_till_count (till, "SELECT unleased_minor FROM terminal");
  rows = HUFU_QUERY (till->db, &error,
                     "SELECT count(*), coalesce (sum (json_extract (body, '$.amount_minor')), 0)"
                     " FROM journal WHERE kind = 'voucher.redeemed' AND"
                     " json_extract (body, '$.basis') = 'R03' AND journal_no > ?",
                     SQL_INT (till->covered_no));
  if (hufu_rows_next (rows, &error) <= 0 || uses < hufu_rows_int (rows, 0) ||
      total_minor < hufu_rows_int (rows, 1))
    sim_violate (world, "I13", "till %u has forgotten what it accepted: %d uses, %d in all",
                 till->no, (int)uses, (int)total_minor);
  if (uses > SIM_UNLEASED_USES_MAX || total_minor > SIM_UNLEASED_TOTAL_MAX_MINOR)
    sim_violate (world, "I13", "till %u went beyond its limits: %d uses, %d in all", till->no,
                 (int)uses, (int)total_minor);
}

/* --- epochs --------------------------------------------------------------------------------------
 */

void
sim_oracle_forget_epochs (SimWorld *world)
{
  for (guint i = 0; i < world->vouchers->len; i++) {
    SimVoucher *voucher = world->vouchers->pdata[i];

    for (gsize k = 0; k < G_N_ELEMENTS (voucher->seen); k++)
      voucher->seen[k] = (HufuEpoch){0, 0};
  }
}

void
sim_oracle_look_at_epochs (SimWorld *world)
{
  HufuPdb *db = world->platform->lib->db;
  sqlite3_stmt *row =
      hufu_pdb_query (db, "SELECT cti, generation, k, platform_epoch, counter FROM \"right\"", "");

  while (hufu_pdb_next (db, row)) {
    HufuEpoch now = {(guint64)hufu_pdb_int (row, 3), (guint64)hufu_pdb_int (row, 4)};
    guint k = (guint)hufu_pdb_int (row, 2);
    SimVoucher *voucher;
    HufuId cti;

    hufu_pdb_id (row, 0, &cti);
    voucher = sim_world_find_voucher (world, &cti);
    if (hufu_pdb_int (row, 1) != (gint64)voucher->generation)
      continue;
    if (hufu_epoch_compare (&now, &voucher->seen[k]) < 0)
      sim_violate (world, "I6", "the epoch of V%u.%u fell", voucher->no, k);
    voucher->seen[k] = now;
  }
}

/* --- live codes ----------------------------------------------------------------------------------
 */

void
sim_oracle_look_at_live (SimWorld *world, const SimTill *till, const HufuId *use_id, guint64 step)
{
  SimUse *use = world->uses->len > 0 ? world->uses->pdata[world->uses->len - 1] : NULL;

  if (use == NULL || !hufu_id_equal (&use->use_id, use_id) || !use->at_till)
    return;
  use->live_step = step;
  if ((step != 0) != (((const SimVoucher *)world->vouchers->pdata[use->voucher])->phone != NULL) ||
      (step != 0 &&
       !hufu_live_is_fresh (step, sim_machine_utc_us (till->machine) / G_USEC_PER_SEC)))
    sim_violate (world, "R17", "till %u took a code for V%u that is not live any more", till->no,
                 use->voucher);
  for (guint i = 0; step != 0 && i + 1 < world->uses->len; i++) {
    const SimUse *other = world->uses->pdata[i];

    if (other->till == till->no && other->voucher == use->voucher && other->live_step == step &&
        !other->detached)
      sim_violate (world, "R17", "till %u took the same live code of V%u twice", till->no,
                   use->voucher);
  }
}

/* --- status lists --------------------------------------------------------------------------------
 */

void
sim_oracle_look_at_refusal (SimWorld *world, const SimTill *till, const SimVoucher *voucher,
                            HufuReason reason)
{
  if (reason == HUFU_R12_ALREADY_REDEEMED_ELSEWHERE ||
      (reason == HUFU_R13_REVOKED &&
       hufu_pdb_get_int (world->platform->lib->db, 0,
                         "SELECT 1 FROM voucher WHERE cti = ? AND state = 'revoked'", "d",
                         &voucher->cti) == 0))
    sim_violate (world, "G4", "till %u holds V%u and refuses it for what a list says: %s", till->no,
                 voucher->no, hufu_reason_code (reason));
}

static GPtrArray *
open_lists (SimWorld *world, const HufuTrustFacts *facts)
{
  GPtrArray *lists = g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_status_list_free);
  g_autoptr (GError) error = NULL;
  json_auto_t *request = json_pack ("{s:[]}", "have");
  json_auto_t *answer = hufu_status_tell (world->platform->lib, request, &error);
  const json_t *told;
  gsize i;

  json_array_foreach (json_object_get (answer, "lists"), i, told)
  {
    HufuTrouble problem;
    gboolean gap;
    HufuStatusList *list = hufu_status_lists_take (told, NULL, facts, &gap, &problem);

    if (list != NULL)
      g_ptr_array_add (lists, list);
  }
  return lists;
}

typedef struct {
  guint n_whole, n_gone;
} Left;

static Left
count_left (SimWorld *world, const SimVoucher *voucher)
{
  Left left = {0};

  for (guint k = 0; k < voucher->uses; k++) {
    HufuRightKey key = {voucher->cti, voucher->generation, k};
    gint64 used = sim_oracle_sum_used (world, voucher, &key, FALSE);

    left.n_whole += used == 0 ? 1 : 0;
    left.n_gone += used >= sim_oracle_get_limit (voucher) ? 1 : 0;
  }
  return left;
}

static void
check_listed (SimWorld *world, const SimVoucher *voucher, const GPtrArray *lists)
{
  Left left = count_left (world, voucher);
  const HufuStatusList *list;
  HufuVoucherStatus status;
  HufuToken token;

  if (hufu_token_decode (voucher->token, strlen (voucher->token), &token) != HUFU_R00_OK_HELD)
    return;
  list = hufu_status_lists_find ((HufuStatusList *const *)lists->pdata, lists->len,
                                 token.claims.issuer, token.claims.status_list);
  if (list == NULL)
    return;
  status = hufu_status_list_get (list, token.claims.status_index);
  if ((status == HUFU_STATUS_REVOKED) != (voucher->refunded != 0) ||
      (status == HUFU_STATUS_USED && left.n_gone < voucher->uses) ||
      (status == HUFU_STATUS_VALID && left.n_whole < voucher->uses))
    sim_violate (world, "G4", "the list says %d of V%u, of whose %u rights %u are whole, %u gone",
                 (int)status, voucher->no, voucher->uses, left.n_whole, left.n_gone);
}

void
sim_oracle_look_at_lists (SimWorld *world)
{
  const SimTill *till = sim_world_get_till (world, 1);
  g_autoptr (GPtrArray) lists = NULL;

  world->now_us += HUFU_STATUS_RENEW_MIN_S * G_USEC_PER_SEC;
  lists = open_lists (world, &till->facts);
  for (guint i = 0; i < world->vouchers->len && !world->rough; i++) {
    const SimVoucher *voucher = world->vouchers->pdata[i];

    /* What somebody signed for, the platform takes as whole; a friend has what was left. */
    if (voucher->excused == 0 && voucher->old_token == NULL)
      check_listed (world, voucher, lists);
  }
}
