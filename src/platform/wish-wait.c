/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/wish-wait.h"

#include "platform/rights-drain.h"

gboolean
hufu_wish_has_available (const GArray *rights)
{
  for (guint i = 0; i < rights->len; i++)
    if (g_array_index (rights, HufuRightRow, i).state == HUFU_RIGHT_AVAILABLE)
      return TRUE;
  return FALSE;
}

static gboolean
may_come_out (HufuPlatform *platform, const GArray *rights, const HufuRightRow *row)
{
  return row->state == HUFU_RIGHT_LEASED || row->state == HUFU_RIGHT_QUARANTINED ||
         (row->state == HUFU_RIGHT_USED && hufu_wish_has_available (rights) &&
          !hufu_rights_has_let_go (platform, row));
}

static json_t *
describe_holder (HufuPlatform *platform, const HufuId *terminal_id, const HufuId *cti,
                 guint64 generation)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT store_no, terminal_no, coalesce ((SELECT min (since_utc_s) FROM recall c WHERE "
      "c.terminal_id = t.terminal_id AND c.cti = ? AND c.generation = ? AND c.state = 'open'), 0) "
      "FROM terminal t WHERE terminal_id = ?",
      "did", cti, (gint64)generation, terminal_id);
  json_t *holder = NULL;

  if (hufu_pdb_next (platform->db, row)) {
    holder = json_pack ("{s:I, s:I, s:i, s:I}", "store_no", (json_int_t)hufu_pdb_int (row, 0),
                        "terminal_no", (json_int_t)hufu_pdb_int (row, 1), "rights", 0,
                        "since_utc_s", (json_int_t)hufu_pdb_int (row, 2));
    hufu_pdb_done (row);
  }
  return holder;
}

json_t *
hufu_wish_list_holders (HufuPlatform *platform, const HufuId *cti, guint64 generation)
{
  g_autoptr (GArray) rights = hufu_rights_list (platform, cti, generation);
  json_auto_t *tills = json_object ();
  json_t *holders = json_array ();

  for (guint i = 0; i < rights->len; i++) {
    const HufuRightRow *row = &g_array_index (rights, HufuRightRow, i);
    char id[HUFU_ID_TEXT_SIZE];
    json_t *holder;

    if (!may_come_out (platform, rights, row))
      continue;
    hufu_id_format (&row->terminal_id, id);
    holder = json_object_get (tills, id);
    if (holder == NULL) {
      holder = describe_holder (platform, &row->terminal_id, cti, generation);
      json_object_set (tills, id, holder);
      json_array_append_new (holders, holder);
    }
    json_object_set_new (
        holder, "rights",
        json_integer (json_integer_value (json_object_get (holder, "rights")) + 1));
  }
  return holders;
}

gboolean
hufu_wish_is_ready (HufuPlatform *platform, const HufuId *wish_id)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db, "SELECT cti, generation, signed_by IS NOT NULL FROM wish WHERE wish_id = ?",
      "d", wish_id);
  g_autoptr (GArray) rights = NULL;
  gboolean is_signed, ready = TRUE;
  guint64 generation;
  HufuId cti;

  if (!hufu_pdb_next (platform->db, row))
    return FALSE;
  hufu_pdb_id (row, 0, &cti);
  generation = (guint64)hufu_pdb_int (row, 1);
  is_signed = hufu_pdb_int (row, 2) != 0;
  hufu_pdb_done (row);
  rights = hufu_rights_list (platform, &cti, generation);
  for (guint i = 0; i < rights->len; i++) {
    const HufuRightRow *right = &g_array_index (rights, HufuRightRow, i);

    if (!may_come_out (platform, rights, right) || (is_signed && right->state == HUFU_RIGHT_USED))
      continue;
    ready = FALSE;
    if (right->state == HUFU_RIGHT_USED)
      hufu_rights_make_let_go (platform, right);
  }
  return ready;
}
