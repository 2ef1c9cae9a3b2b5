/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/claim.h"

#include <stdlib.h>
#include <string.h>

#define ORDER(a, b) ((a) < (b) ? -1 : (a) > (b) ? 1 : 0)

/* "Sorted by class, then best-known time, terminal, journal number" (conflicts, in the voucher
 * design). The ids make it a total order: no two different claims are equal. */
static int
compare (const void *left, const void *right)
{
  const HufuClaim *a = left, *b = right;
  const int orders[] = {
      ORDER (a->class, b->class),
      ORDER (a->at_utc_us, b->at_utc_us),
      memcmp (a->terminal_id.bytes, b->terminal_id.bytes, HUFU_ID_BYTES),
      ORDER (a->incarnation, b->incarnation),
      ORDER (a->seq, b->seq),
      memcmp (a->use_id.bytes, b->use_id.bytes, HUFU_ID_BYTES),
      ORDER (a->amount_minor, b->amount_minor),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    if (orders[i] != 0)
      return orders[i];
  return 0;
}

static gboolean
was_told (const HufuClaim *claims, gsize n, const HufuId *use_id)
{
  for (gsize i = 0; i < n; i++)
    if (hufu_id_equal (&claims[i].use_id, use_id))
      return TRUE;
  return FALSE;
}

gint64
hufu_claims_decide (HufuClaim *claims, gsize n, gint64 value_minor)
{
  gint64 left_minor = value_minor, loss_minor = 0;
  gboolean free = TRUE; /* of a whole right: nobody was accepted yet */

  g_assert (value_minor >= HUFU_CLAIMS_WHOLE);
  if (n > 0)
    qsort (claims, n, sizeof *claims, compare);
  for (gsize i = 0; i < n; i++) {
    HufuClaim *claim = &claims[i];
    gboolean whole = value_minor == HUFU_CLAIMS_WHOLE;

    g_assert (claim->amount_minor >= 0);
    claim->covered_minor = 0;
    claim->accepted = FALSE;
    if (was_told (claims, i, &claim->use_id))
      continue;
    claim->covered_minor = !whole ? MIN (left_minor, claim->amount_minor)
                           : free ? claim->amount_minor
                                  : 0;
    claim->accepted = whole ? free : claim->covered_minor == claim->amount_minor;
    left_minor -= claim->covered_minor;
    free = FALSE;
    loss_minor += claim->amount_minor - claim->covered_minor;
  }
  return loss_minor;
}

gint64
hufu_claims_find_free (const HufuClaim *claims, gsize n, gint64 value_minor, gint64 left_minor)
{
  gboolean whole = value_minor == HUFU_CLAIMS_WHOLE;
  gint64 taken = 0, undone = 0;

  g_assert (value_minor >= HUFU_CLAIMS_WHOLE && left_minor >= 0);
  for (gsize i = 0; i < n; i++) {
    gint64 part = whole ? 1 : claims[i].amount_minor;

    if (was_told (claims, i, &claims[i].use_id))
      continue;
    if (claims[i].state == HUFU_CLAIM_STANDS)
      taken += part;
    else if (claims[i].state == HUFU_CLAIM_UNDONE)
      undone += part;
  }
  if (whole)
    return taken == 0 && undone > 0 ? 1 : 0;
  return CLAMP (value_minor - taken - left_minor, 0, undone);
}

gint64
hufu_claims_sum_covered (const HufuClaim *claims, gsize n, gint64 value_minor)
{
  gint64 used = 0;

  g_assert (value_minor >= HUFU_CLAIMS_WHOLE);
  if (value_minor == HUFU_CLAIMS_WHOLE)
    return n > 0 ? 1 : 0;
  for (gsize i = 0; i < n; i++)
    if (!was_told (claims, i, &claims[i].use_id))
      used += claims[i].amount_minor;
  return MIN (used, value_minor);
}
