/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/peers.h"

#include <string.h>

#include "platform/changes.h"

#define KIND "peer"

static json_t *
describe (HufuPlatform *platform, const HufuId *terminal_id)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT incarnation, store_no, terminal_no, device_public, coalesce (address, '') "
      "FROM terminal JOIN incarnation USING (terminal_id) WHERE terminal_id = ? "
      "AND state = 'enrolled' AND life IN ('live', 'leaving') ORDER BY incarnation DESC",
      "d", terminal_id);
  guint8 key[32];
  json_t *peer;

  if (!hufu_pdb_next (platform->db, row))
    return NULL;
  hufu_pdb_bytes (row, 3, key, sizeof key);
  peer = json_pack ("{s:o, s:I, s:I, s:I, s:o, s:s, s:s}", "terminal_id",
                    hufu_pjson_id (terminal_id), "incarnation", (json_int_t)hufu_pdb_int (row, 0),
                    "store_no", (json_int_t)hufu_pdb_int (row, 1), "terminal_no",
                    (json_int_t)hufu_pdb_int (row, 2), "device_public",
                    hufu_pjson_bytes (key, sizeof key), "address", hufu_pdb_text (row, 4), "state",
                    "enrolled");
  hufu_pdb_done (row);
  return peer;
}

void
hufu_peers_tell (HufuPlatform *platform, const HufuId *terminal_id)
{
  json_t *peer = describe (platform, terminal_id);
  gint64 store_no = hufu_pdb_get_int (
      platform->db, 0, "SELECT store_no FROM terminal WHERE terminal_id = ?", "d", terminal_id);
  char key[HUFU_ID_TEXT_SIZE];

  hufu_id_format (terminal_id, key);
  hufu_changes_put (platform, KIND, key, store_no, peer);
  json_decref (peer);
}

/* One that was enrolled before terminals were told of each other is told now. */
static gboolean
is_told (HufuPlatform *platform, const HufuHolder *holder, const char *address)
{
  char key[HUFU_ID_TEXT_SIZE];

  hufu_id_format (&holder->terminal_id, key);
  return hufu_pdb_get_int (platform->db, 0,
                           "SELECT count(*) FROM incarnation WHERE terminal_id = ? AND "
                           "incarnation = ? AND coalesce (address, '') = ?",
                           "dit", &holder->terminal_id, (gint64)holder->incarnation, address) > 0 &&
         hufu_pdb_get_int (platform->db, 0,
                           "SELECT count(*) FROM change WHERE kind = '" KIND "' AND key = ?", "t",
                           key) > 0;
}

gboolean
hufu_peers_note_address (HufuPlatform *platform, const HufuHolder *holder, const char *address,
                         GError **error)
{
  if (address == NULL)
    address = "";
  if (is_told (platform, holder, address))
    return TRUE;
  hufu_pdb_begin_light (platform->db);
  hufu_pdb_run (platform->db,
                "UPDATE incarnation SET address = nullif (?, '') WHERE terminal_id = ? AND "
                "incarnation = ?",
                "tdi", address, &holder->terminal_id, (gint64)holder->incarnation);
  hufu_peers_tell (platform, &holder->terminal_id);
  return hufu_pdb_commit (platform->db, error);
}
