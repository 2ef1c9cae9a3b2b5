/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rights that were used for more than they are worth: found, and decided the same by everybody. */
#include <string.h>
#include "core/claim.h"
#include "tests/sim/oracle.h"

/* The uses of a right that the platform knows of and that a customer really had. */
static GArray *
list_claims (SimWorld *world, const SimVoucher *voucher, guint k)
{
  GArray *claims = g_array_new (FALSE, FALSE, sizeof (HufuClaim));

  for (guint i = 0; i < world->uses->len; i++) {
    const SimUse *use = world->uses->pdata[i];
    HufuClaim claim = {.class = use->at_platform ? HUFU_CLAIM_PLATFORM
                                : use->unleased  ? HUFU_CLAIM_UNLEASED
                                                 : HUFU_CLAIM_HELD,
                       .at_utc_us = (gint64)(i / 2),
                       .incarnation = use->till,
                       .seq = i,
                       .use_id = use->use_id,
                       .amount_minor = use->amount_minor};

    if (use->voucher == voucher->no && use->key.k == k && use->till != SIM_PLATFORM &&
        (use->at_till || use->at_platform) &&
        hufu_pdb_get_int (world->platform->lib->db, 0,
                          "SELECT 1 FROM use WHERE use_id = ?1 AND state = 'used' UNION ALL "
                          "SELECT 1 FROM claim WHERE use_id = ?1 AND state = 'used'",
                          "d", &use->use_id) != 0)
      g_array_append_val (claims, claim);
  }
  return claims;
}

static gint64
sum_amounts (const GArray *claims)
{
  gint64 sum = 0;

  for (guint i = 0; i < claims->len; i++)
    sum += g_array_index (claims, HufuClaim, i).amount_minor;
  return sum;
}

static void
reverse (GArray *claims)
{
  for (guint i = 0; i < claims->len / 2; i++) {
    HufuClaim *a = &g_array_index (claims, HufuClaim, i);
    HufuClaim *b = &g_array_index (claims, HufuClaim, claims->len - 1 - i);
    HufuClaim held = *a;

    *a = *b;
    *b = held;
  }
}

static void
check_order (SimWorld *world, const SimVoucher *voucher, GArray *claims, gint64 value_minor)
{
  g_autoptr (GArray) other = g_array_copy (claims);
  HufuClaim *first = &g_array_index (claims, HufuClaim, 0);
  HufuClaim *second = &g_array_index (other, HufuClaim, 0);
  gboolean same;

  reverse (other);
  same = hufu_claims_decide (first, claims->len, value_minor) ==
         hufu_claims_decide (second, other->len, value_minor);
  for (guint i = 0; i < claims->len; i++)
    same = same && hufu_id_equal (&first[i].use_id, &second[i].use_id) &&
           first[i].accepted == second[i].accepted;
  if (!same)
    sim_violate (world, "I14", "who was first with V%u depends on who came first", voucher->no);
}

static void
look_at_right (SimWorld *world, const SimVoucher *voucher, guint k)
{
  g_autoptr (GArray) claims = list_claims (world, voucher, k);
  gboolean is_cash = voucher->type == HUFU_VOUCHER_CASH;

  if (claims->len < 2)
    return;
  check_order (world, voucher, claims, is_cash ? voucher->value_minor : HUFU_CLAIMS_WHOLE);
  if (is_cash && sum_amounts (claims) <= voucher->value_minor)
    return;
  if (hufu_pdb_get_int (world->platform->lib->db, 0,
                        "SELECT count(*) FROM conflict WHERE cti = ? AND k = ?", "di",
                        &voucher->cti, (gint64)k) == 0)
    sim_violate (world, "I14", "V%u.%u was used twice, both are told, and nobody is", voucher->no,
                 k);
}

void
sim_oracle_look_at_conflicts (SimWorld *world)
{
  for (guint i = 0; i < world->vouchers->len && world->violation == NULL; i++) {
    const SimVoucher *voucher = world->vouchers->pdata[i];

    /* A friend's voucher has a key of its own at the platform. */
    for (guint k = 0; k < voucher->uses && voucher->old_token == NULL; k++)
      look_at_right (world, voucher, k);
  }
}
