/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/rights-row.h"

#include <string.h>

#include "platform/restore.h"
#include "platform/rights-drain.h"
#include "platform/terminals.h"
#include "platform/voucher.h"

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
      "(SELECT 1 FROM incarnation i WHERE i.terminal_id = t.terminal_id AND i.state = 'enrolled' "
      "AND i.life = 'live')",
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
  g_autoptr (GArray) rows = hufu_right_row_read_all (
      platform,
      hufu_pdb_query (platform->db,
                      HUFU_SELECT_RIGHT
                      "WHERE state = 'leased' AND credited = 0 AND hop = 0 AND terminal_id = ? AND "
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
  right->hop = 0;
  hufu_pdb_run (platform->db,
                "UPDATE \"right\" SET state = 'leased', platform_epoch = ?, counter = ?, hop = 0, "
                "terminal_id = ?, incarnation = ?, credited = 0 WHERE rowid = ?",
                "iidii", (gint64)right->epoch.platform_epoch, (gint64)right->epoch.counter,
                &holder->terminal_id, (gint64)holder->incarnation, right->rowid);
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
      HUFU_SELECT_RIGHT
      "CROSS JOIN voucher v USING (cti, generation) WHERE r.state = 'available' AND "
      "v.home_store = ?1 AND v.state = 'valid' AND v.flags & 1 AND v.expires_utc_s > ?2 "
      "AND r.kept_until_utc_s <= ?2 AND NOT EXISTS (SELECT 1 FROM wish w "
      "WHERE w.cti = r.cti AND w.state = 'waiting') ORDER BY r.cti, r.k",
      "ii", (gint64)holder->store_no, hufu_platform_now_s (platform));
  HufuRightRow right;

  while (rows->len < max && hufu_pdb_next (platform->db, row)) {
    hufu_right_row_read (row, &right);
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
  HufuEpoch epoch = {0, 0};

  if (rows->len > 0 && n > 0)
    epoch = hufu_platform_next_epochs (platform, (guint)MIN (rows->len, n));
  for (guint i = 0; i < rows->len && i < n; i++, epoch.counter++) {
    g_array_index (rows, HufuRightRow, i).epoch = epoch;
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
  json_t *recalls, *report;
  guint64 platform_epoch;
  gboolean more;

  hufu_pdb_begin (platform->db);
  platform_epoch = hufu_platform_get_epoch (platform);
  recalls = hufu_recalls_list (platform, holder);
  report = hufu_reports_describe (platform, holder);
  if (!hufu_terminals_is_live (platform, holder) || hufu_restore_is_on (platform))
    room = -1;
  if (room >= 0)
    append_uncredited (platform, holder, after, grants);
  more =
      room >= 0 && (json_array_size (grants) >= HUFU_GRANTS_MAX ||
                    append_new (platform, holder, room - (gint64)json_array_size (grants), grants));
  if (!hufu_pdb_commit (platform->db, error)) {
    json_decref (grants);
    json_decref (recalls);
    json_decref (report);
    return NULL;
  }
  return json_pack ("{s:o, s:b, s:o, s:o, s:I}", "grants", grants, "more", (int)more, "recalls",
                    recalls, "report", report, "platform_epoch", (json_int_t)platform_epoch);
}
