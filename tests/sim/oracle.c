/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What customers got, and who may hold what. */
#include "tests/sim/oracle.h"

#include <string.h>
#include "platform/restore.h"
#include "platform/voucher.h"
#include "tests/sim/till.h"

/* --- the record ----------------------------------------------------------------------------------
 */

static SimUse *
find_use (SimWorld *world, const HufuId *use_id)
{
  /* The newest first: that is what is looked at most. */
  for (guint i = world->uses->len; i > 0; i--) {
    SimUse *use = world->uses->pdata[i - 1];

    if (hufu_id_equal (&use->use_id, use_id))
      return use;
  }
  return NULL;
}

static SimUse *
ensure_use (SimWorld *world, const SimTill *till, const HufuId *use_id, const HufuRightKey *key,
            gint64 amount_minor)
{
  SimUse *use = find_use (world, use_id);
  const SimVoucher *voucher = sim_world_find_voucher (world, &key->cti);

  if (use == NULL) {
    use = g_new0 (SimUse, 1);
    use->use_id = *use_id;
    use->till = till->no;
    g_ptr_array_add (world->uses, use);
  }
  g_assert (voucher != NULL);
  use->voucher = voucher->no;
  use->key = *key;
  use->amount_minor = amount_minor;
  return use;
}

static gboolean
is_same_right (const HufuRightKey *a, const HufuRightKey *b)
{
  return a->k == b->k && hufu_id_equal (&a->cti, &b->cti);
}

/* A use that needed no right took one if the platform says so. */
static gboolean
took_right (SimWorld *world, const SimUse *use)
{
  return !use->unleased ||
         (world->platform->lib != NULL &&
          hufu_pdb_get_int (world->platform->lib->db, 0,
                            "SELECT 1 FROM use WHERE use_id = ? AND state = 'used'", "d",
                            &use->use_id) != 0);
}

/* What a lost till accepted under limits and never told took nothing that anybody knows of. */
static gboolean
may_be_known (SimWorld *world, const SimUse *use)
{
  return !use->unleased || use->till == SIM_PLATFORM || world->platform->lib == NULL ||
         !sim_world_get_till (world, use->till)->gone ||
         hufu_pdb_get_int (world->platform->lib->db, 0, "SELECT 1 FROM claim WHERE use_id = ?", "d",
                           &use->use_id) != 0;
}

/* Undone after its voucher was refunded or given on: what a person is told to pay back of it; of
 * other than cash 1. */
static gint64
get_owed (SimWorld *world, const SimUse *use)
{
  const SimVoucher *voucher = world->vouchers->pdata[use->voucher];

  if (use->at_till || use->at_platform || world->platform->lib == NULL)
    return 0;
  return hufu_pdb_get_int (world->platform->lib->db, 0,
                           "SELECT sum (iif (?, e.owed_minor, 1)) FROM claim c JOIN event e USING "
                           "(terminal_id, incarnation, seq) WHERE c.use_id = ? AND "
                           "c.code = 'ended' AND e.code = 'ended'",
                           "id", (gint64)(voucher->type == HUFU_VOUCHER_CASH), &use->use_id);
}

gint64
sim_oracle_sum_used (SimWorld *world, const SimVoucher *voucher, const HufuRightKey *key,
                     gboolean all)
{
  gint64 used = 0;

  for (guint i = world->uses->len; i > 0; i--) {
    const SimUse *use = world->uses->pdata[i - 1];

    if (use->voucher != voucher->no || !is_same_right (&use->key, key))
      continue;
    if (all)
      used += get_owed (world, use);
    if ((use->at_till || use->at_platform) &&
        (all ? may_be_known (world, use) : !use->signed_for && took_right (world, use)))
      used += voucher->type == HUFU_VOUCHER_CASH ? use->amount_minor : 1;
  }
  return used;
}

gint64
sim_oracle_get_limit (const SimVoucher *voucher)
{
  return voucher->type == HUFU_VOUCHER_CASH ? voucher->value_minor : 1;
}

static void
tell_uses (SimWorld *world, const SimVoucher *voucher)
{
  for (guint i = 0; i < world->uses->len; i++) {
    const SimUse *use = world->uses->pdata[i];

    if (use->voucher == voucher->no)
      sim_trace (world, "  use " SIM_ID_FORMAT " of V%u.%u for %d at till %u:%s%s",
                 SIM_ID (&use->use_id), voucher->no, use->key.k, (int)use->amount_minor, use->till,
                 use->at_till ? " handed over" : "", use->at_platform ? " redeemed online" : "");
  }
}

static void
check_used (SimWorld *world, const SimUse *use)
{
  const SimVoucher *voucher = world->vouchers->pdata[use->voucher];
  gint64 used = sim_oracle_sum_used (world, voucher, &use->key, FALSE);

  if ((voucher->excused >> use->key.k & 1) != 0 || used <= sim_oracle_get_limit (voucher))
    return;
  tell_uses (world, voucher);
  sim_violate (world, "I4", "V%u.%u was used for %d of %d, last at till %u", voucher->no,
               use->key.k, (int)used, (int)sim_oracle_get_limit (voucher), use->till);
}

/* --- one use -------------------------------------------------------------------------------------
 */

static void
record_use (SimWorld *world, const SimTill *till, const HufuId *use_id, HufuRows *rows)
{
  const char *state = hufu_rows_text (rows, 0);
  SimUse *use = find_use (world, use_id);
  gboolean handed_over = strcmp (state, "redeemed") == 0 && hufu_rows_int (rows, 5) == 0 &&
                         (use == NULL || !use->taken_back);
  HufuRightKey key = {hufu_rows_id (rows, 1), (guint64)hufu_rows_int (rows, 2),
                      (guint32)hufu_rows_int (rows, 3)};

  if (use == NULL && !handed_over)
    return;
  if (!handed_over) {
    use->at_till = FALSE;
    return;
  }
  use = ensure_use (world, till, use_id, &key, hufu_rows_int (rows, 4));
  use->at_till = TRUE;
  use->unleased = g_strcmp0 (hufu_rows_text (rows, 6), "R03") == 0;
  check_used (world, use);
}

void
sim_oracle_look_at_use (SimWorld *world, const SimTill *till, const HufuId *use_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuRows) rows = NULL;
  SimUse *use;

  use = find_use (world, use_id);
  if (till->db == NULL)
    return;
  rows = HUFU_QUERY (till->db, &error,
                     "SELECT state, cti, generation, k, amount_minor, give_back, reason"
                     " FROM voucher_use WHERE use_id = ?",
                     SQL_ID (use_id));
  if (hufu_rows_next (rows, &error) > 0) {
    /* What a copy undid was given back all the same. */
    if (use == NULL || !use->detached || strcmp (hufu_rows_text (rows, 0), "undone") == 0)
      record_use (world, till, use_id, rows);
    return;
  }
  if (error != NULL)
    sim_violate (world, "I12", "till %u cannot be read: %s", till->no, error->message);
  else if (use != NULL && use->at_till && !use->detached)
    sim_violate (world, "I11", "till %u has forgotten a use of V%u", till->no, use->voucher);
}

void
sim_oracle_look_at_key (SimWorld *world, const SimTill *till, const HufuId *use_id)
{
  sqlite3_stmt *row = hufu_pdb_query (world->platform->lib->db,
                                      "SELECT cti, generation, k, amount_minor, state = 'used', "
                                      "basis = 'R01' FROM use WHERE use_id = ?",
                                      "d", use_id);

  while (hufu_pdb_next (world->platform->lib->db, row)) {
    HufuRightKey key = {.generation = (guint64)hufu_pdb_int (row, 1),
                        .k = (guint32)hufu_pdb_int (row, 2)};
    gboolean used = hufu_pdb_int (row, 4) != 0;
    SimUse *use;

    gboolean online = hufu_pdb_int (row, 5) != 0;

    hufu_pdb_id (row, 0, &key.cti);
    use = ensure_use (world, till, use_id, &key, hufu_pdb_int (row, 3));
    use->at_platform = used && online;
    if (online && !used && use->detached)
      use->at_till = FALSE;
    if (!online && !used) {
      use->taken_back = TRUE;
      use->at_till = FALSE;
    }
    if (use->at_platform)
      check_used (world, use);
  }
}

void
sim_oracle_look_at_online (SimWorld *world)
{
  for (guint i = 0; i < world->uses->len; i++) {
    SimUse *use = world->uses->pdata[i];

    if (use->till == SIM_PLATFORM || !use->at_platform)
      continue;
    use->at_platform = FALSE;
    sim_oracle_look_at_key (world, sim_world_get_till (world, use->till), &use->use_id);
  }
}

void
sim_oracle_look_at_told (SimWorld *world)
{
  for (guint i = 0; i < world->uses->len && world->platform->lib != NULL; i++) {
    SimUse *use = world->uses->pdata[i];

    use->told =
        use->told || hufu_pdb_get_int (world->platform->lib->db, 0,
                                       "SELECT 1 FROM use WHERE use_id = ? AND state = 'used'", "d",
                                       &use->use_id) != 0;
  }
}

/* --- wishes --------------------------------------------------------------------------------------
 */

/* Money that came back stands in the record as a use of what was left. */
static void
record_refund (SimWorld *world, const SimVoucher *voucher, guint k, gint64 amount_minor)
{
  SimUse *use = g_new0 (SimUse, 1);

  use->use_id = voucher->cti;
  use->use_id.bytes[0] ^= (guint8)(k + 1);
  use->voucher = voucher->no;
  use->till = SIM_PLATFORM;
  use->key = (HufuRightKey){voucher->cti, voucher->generation, k};
  use->amount_minor = amount_minor;
  use->at_platform = TRUE;
  g_ptr_array_add (world->uses, use);
  check_used (world, use);
}

/* A refund that found all used is done too, and gave nothing back. */
static void
look_at_refund (SimWorld *world, SimVoucher *voucher)
{
  HufuPdb *db = world->platform->lib->db;
  gint64 refund_minor = hufu_pdb_get_int (
      db, -1,
      "SELECT sum (refund_minor) FROM wish WHERE cti = ? AND kind = 'refund' AND state = 'done'",
      "d", &voucher->cti);
  sqlite3_stmt *row;

  if (refund_minor < 0 || voucher->refunded)
    return;
  row = hufu_pdb_query (db,
                        "SELECT k FROM \"right\" WHERE cti = ? AND generation = ? AND "
                        "state = 'written_off'",
                        "di", &voucher->cti, (gint64)voucher->generation);
  while (hufu_pdb_next (db, row)) {
    voucher->refunded = TRUE;
    record_refund (world, voucher, (guint)hufu_pdb_int (row, 0), refund_minor);
  }
  if (voucher->refunded)
    sim_trace (world, "V%u is refunded with %d", voucher->no, (int)refund_minor);
}

static void
look_at_transfer (SimWorld *world, SimVoucher *voucher)
{
  g_autoptr (HufuIssued) issued = hufu_issued_find_cti (world->platform->lib, &voucher->cti);

  if (issued == NULL || issued->generation == voucher->generation)
    return;
  if (issued->generation > voucher->given_on + 1)
    sim_violate (world, "I10", "V%u was given on as generation %d and is %d", voucher->no,
                 (int)voucher->given_on, (int)issued->generation);
  voucher->generation = issued->generation;
  memset (voucher->seen, 0, sizeof voucher->seen);
  g_free (voucher->old_token);
  voucher->old_token = g_steal_pointer (&voucher->token);
  voucher->token = g_strdup (issued->token);
  sim_trace (world, "a friend has V%u now", voucher->no);
}

void
sim_oracle_look_at_wishes (SimWorld *world)
{
  for (guint i = 0; i < world->vouchers->len && world->platform->lib != NULL; i++) {
    SimVoucher *voucher = world->vouchers->pdata[i];

    if (!voucher->wished)
      continue;
    look_at_transfer (world, voucher);
    look_at_refund (world, voucher);
  }
}

/* --- all rights ----------------------------------------------------------------------------------
 */

typedef struct {
  guint holders;
  gint64 worth; /* what they hold; of other than cash, how many */
} Holding;

/* One for each right: vouchers * uses, found by voucher and k. */
static Holding *
find_holding (SimWorld *world, GArray *holdings, const HufuId *cti, gint64 k)
{
  const SimVoucher *voucher = sim_world_find_voucher (world, cti);

  g_assert (voucher != NULL && k >= 0 && k < 8);
  return &g_array_index (holdings, Holding, voucher->no * 8 + (guint)k);
}

static void
add_holder (SimWorld *world, GArray *holdings, const HufuId *cti, gint64 k, gint64 remaining_minor)
{
  const SimVoucher *voucher = sim_world_find_voucher (world, cti);
  Holding *holding = find_holding (world, holdings, cti, k);

  holding->holders++;
  holding->worth += voucher->type == HUFU_VOUCHER_CASH ? remaining_minor : 1;
}

static void
add_till (SimWorld *world, GArray *holdings, SimTill *till)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (till->db, &error, "SELECT cti, k, remaining_minor FROM entitlement");

  while (hufu_rows_next (rows, &error) > 0) {
    HufuId cti = hufu_rows_id (rows, 0);

    add_holder (world, holdings, &cti, hufu_rows_int (rows, 1), hufu_rows_int (rows, 2));
  }
  if (error != NULL)
    sim_violate (world, "I12", "till %u cannot be read: %s", till->no, error->message);
}

static void
add_platform (SimWorld *world, GArray *holdings)
{
  HufuPdb *db = world->platform->lib->db;
  sqlite3_stmt *row = hufu_pdb_query (
      db, "SELECT cti, k, remaining_minor FROM \"right\" WHERE state = 'available'", "");
  HufuId cti;

  while (hufu_pdb_next (db, row)) {
    hufu_pdb_id (row, 0, &cti);
    add_holder (world, holdings, &cti, hufu_pdb_int (row, 1), hufu_pdb_int (row, 2));
  }
}

/* A till that began anew told what it had not told before as claims, which free nothing (rule 8): a
 * use that it had undone stays used until a person decides. */
static gboolean
may_wait_for_people (SimWorld *world, const SimVoucher *voucher, guint k)
{
  for (guint i = 0; world->rough && i < world->uses->len; i++) {
    const SimUse *use = world->uses->pdata[i];
    const SimTill *till = use->till == SIM_PLATFORM ? NULL : sim_world_get_till (world, use->till);

    if (use->voucher == voucher->no && use->key.k == k && till != NULL &&
        (till->gone || till->incarnation > 1))
      return TRUE;
  }
  return FALSE;
}

/* Nobody is told to pay back what was not used under limits, or has come back: neither given on nor
 * refunded, or there beside all that was used (if that is not too much). */
static void
check_owed (SimWorld *world, const SimUse *use, const Holding *holding)
{
  const SimVoucher *voucher = world->vouchers->pdata[use->voucher];
  gint64 limit = sim_oracle_get_limit (voucher),
         had = sim_oracle_sum_used (world, voucher, &use->key, TRUE) + holding->worth;

  if (!use->unleased || (!voucher->refunded && voucher->generation == use->key.generation) ||
      (had > limit && (voucher->excused >> use->key.k & 1) == 0 &&
       hufu_pdb_get_int (world->platform->lib->db, 0,
                         "SELECT 1 FROM conflict WHERE cti = ? AND k = ?", "di", &voucher->cti,
                         (gint64)use->key.k) == 0)) {
    tell_uses (world, voucher);
    sim_violate (world, "I10", "use " SIM_ID_FORMAT " of V%u.%u is to be paid back for nothing",
                 SIM_ID (&use->use_id), voucher->no, use->key.k);
  }
}

static void
check_right (SimWorld *world, const SimVoucher *voucher, guint k, const Holding *holding,
             gboolean all)
{
  HufuRightKey key = {voucher->cti, voucher->generation, k};
  gint64 used = sim_oracle_sum_used (world, voucher, &key, FALSE),
         limit = sim_oracle_get_limit (voucher);
  gint64 had = all ? sim_oracle_sum_used (world, voucher, &key, TRUE) : 0;

  if ((voucher->excused >> k & 1) != 0)
    return;
  if (holding->holders > 1 || holding->worth + used > limit ||
      (all && holding->worth + had < limit))
    tell_uses (world, voucher);
  if (holding->holders > 1)
    sim_violate (world, "I5", "V%u.%u has %u holders", voucher->no, k, holding->holders);
  else if (holding->worth + used > limit)
    sim_violate (world, "I4", "V%u.%u: %d used and %d held of %d", voucher->no, k, (int)used,
                 (int)holding->worth, (int)limit);
  else if (all && holding->worth + had < limit && !may_wait_for_people (world, voucher, k))
    sim_violate (world, "I17", "V%u.%u: %d used and %d held of %d, the rest is lost", voucher->no,
                 k, (int)used, (int)holding->worth, (int)limit);
}

void
sim_oracle_look_at_rights (SimWorld *world, gboolean all)
{
  g_autoptr (GArray) holdings = g_array_new (FALSE, TRUE, sizeof (Holding));

  g_array_set_size (holdings, world->vouchers->len * 8);
  for (guint i = 0; i < world->tills->len; i++) {
    SimTill *till = world->tills->pdata[i];

    if (!till->gone && !till->renewing && till->db != NULL)
      add_till (world, holdings, till);
  }
  /* Brought back from a backup it does not say what it knows until it knows it. */
  if (world->platform->lib != NULL && !hufu_restore_is_on (world->platform->lib))
    add_platform (world, holdings);
  for (guint i = 0; i < world->vouchers->len; i++) {
    const SimVoucher *voucher = world->vouchers->pdata[i];

    for (guint k = 0; k < voucher->uses; k++)
      check_right (world, voucher, k, &g_array_index (holdings, Holding, i * 8 + k), all);
  }
  for (guint i = 0; all && i < world->uses->len; i++) {
    const SimUse *use = world->uses->pdata[i];

    if (get_owed (world, use) > 0)
      check_owed (world, use, &g_array_index (holdings, Holding, use->voucher * 8 + use->key.k));
  }
}
