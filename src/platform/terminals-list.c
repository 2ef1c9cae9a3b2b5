/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/terminals-list.h"

#include <string.h>

#include "platform/terminals.h"

GArray *
hufu_terminals_read_holders (HufuPlatform *platform, sqlite3_stmt *row)
{
  GArray *holders = g_array_new (FALSE, FALSE, sizeof (HufuHolder));

  while (hufu_pdb_next (platform->db, row)) {
    HufuHolder holder = {.incarnation = (guint32)hufu_pdb_int (row, 1),
                         .store_no = (guint64)hufu_pdb_int (row, 2),
                         .terminal_no = (guint64)hufu_pdb_int (row, 3)};

    hufu_pdb_id (row, 0, &holder.terminal_id);
    g_array_append_val (holders, holder);
  }
  return holders;
}

GArray *
hufu_terminals_list_others (HufuPlatform *platform, const HufuId *terminal_id)
{
  return hufu_terminals_read_holders (
      platform,
      hufu_pdb_query (platform->db,
                      "SELECT i.terminal_id, i.incarnation, t.store_no, t.terminal_no FROM "
                      "incarnation i JOIN terminal t USING (terminal_id) WHERE "
                      "t.store_no = (SELECT store_no FROM terminal WHERE terminal_id = ?1) AND "
                      "i.terminal_id <> ?1 AND "
                      "i.state = 'enrolled' AND i.life IN ('live', 'leaving') "
                      "ORDER BY t.terminal_no",
                      "d", terminal_id));
}

GArray *
hufu_terminals_list_awaited (HufuPlatform *platform, const HufuId *terminal_id, guint32 incarnation)
{
  return hufu_terminals_read_holders (
      platform,
      hufu_pdb_query (
          platform->db,
          "SELECT i.terminal_id, i.incarnation, t.store_no, t.terminal_no FROM incarnation i JOIN "
          "terminal t USING (terminal_id) JOIN incarnation lost ON lost.terminal_id = ?1 AND "
          "lost.incarnation = ?2 WHERE "
          "t.store_no = (SELECT store_no FROM terminal WHERE terminal_id = ?1) AND "
          "i.terminal_id <> ?1 AND i.state = 'enrolled' AND "
          "i.life IN ('live', 'leaving') AND lost.lost_utc_s IS NOT NULL AND "
          "(i.reported_epoch, i.reported_counter) <= (lost.lost_epoch, lost.lost_counter) AND "
          "EXISTS (SELECT 1 FROM \"right\" r WHERE r.terminal_id = ?1 AND r.incarnation = ?2 AND "
          "r.state = 'quarantined') ORDER BY t.terminal_no",
          "di", terminal_id, (gint64)incarnation));
}

static json_t *
name_tills (const GArray *holders)
{
  json_t *names = json_array ();

  for (guint i = 0; i < holders->len; i++) {
    const HufuHolder *holder = &g_array_index (holders, HufuHolder, i);

    json_array_append_new (names, json_pack ("{s:I, s:I}", "store_no", (json_int_t)holder->store_no,
                                             "terminal_no", (json_int_t)holder->terminal_no));
  }
  return names;
}

json_t *
hufu_terminals_describe (HufuPlatform *platform, const HufuId *terminal_id, guint32 incarnation)
{
  g_autoptr (GArray) awaited = hufu_terminals_list_awaited (platform, terminal_id, incarnation);
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT t.store_no, t.terminal_no, t.name, i.state, i.life, i.acked_seq, "
      "coalesce (i.lost_utc_s, 0), i.written_off, i.life = 'removed' AND "
      "i.backed_seq >= i.acked_seq, "
      "(i.wanted_epoch, i.wanted_counter) > (i.reported_epoch, i.reported_counter), "
      "(SELECT count(*) FROM \"right\" r WHERE r.terminal_id = i.terminal_id AND "
      "r.incarnation = i.incarnation AND r.state IN ('leased', 'quarantined')), "
      "(SELECT coalesce (sum (r.remaining_minor), 0) FROM \"right\" r WHERE "
      "r.terminal_id = i.terminal_id AND r.incarnation = i.incarnation AND "
      "r.state = 'quarantined') FROM incarnation i JOIN terminal t USING (terminal_id) "
      "WHERE i.terminal_id = ? AND i.incarnation = ?",
      "di", terminal_id, (gint64)incarnation);
  gboolean quarantined;
  json_t *till;

  if (!hufu_pdb_next (platform->db, row))
    return NULL;
  quarantined = hufu_pdb_int (row, 11) > 0;
  till = json_pack (
      "{s:o, s:I, s:I, s:I, s:s, s:s, s:s, s:I, s:o, s:b, s:b, s:b, s:I, s:I, s:b, s:o}",
      "terminal_id", hufu_pjson_id (terminal_id), "incarnation", (json_int_t)incarnation,
      "store_no", (json_int_t)hufu_pdb_int (row, 0), "terminal_no",
      (json_int_t)hufu_pdb_int (row, 1), "name", hufu_pdb_text (row, 2), "state",
      hufu_pdb_text (row, 3), "life", hufu_pdb_text (row, 4), "acked_seq",
      (json_int_t)hufu_pdb_int (row, 5), "quarantined_since_utc_s",
      quarantined ? json_integer (hufu_pdb_int (row, 6)) : json_null (), "written_off",
      (int)hufu_pdb_int (row, 7), "may_be_wiped", (int)hufu_pdb_int (row, 8), "report_wanted",
      (int)hufu_pdb_int (row, 9), "rights", (json_int_t)hufu_pdb_int (row, 10), "exposure_minor",
      (json_int_t)hufu_pdb_int (row, 11), "is_upper_bound", (int)(awaited->len > 0), "waits_for",
      name_tills (awaited));
  hufu_pdb_done (row);
  return till;
}

static json_t *
describe_all (HufuPlatform *platform, GArray *take_holders)
{
  g_autoptr (GArray) holders = take_holders;
  json_t *tills = json_array ();

  for (guint i = 0; i < holders->len; i++) {
    const HufuHolder *holder = &g_array_index (holders, HufuHolder, i);

    json_array_append_new (
        tills, hufu_terminals_describe (platform, &holder->terminal_id, holder->incarnation));
  }
  return tills;
}

json_t *
hufu_terminals_list (HufuPlatform *platform)
{
  return describe_all (
      platform, hufu_terminals_read_holders (
                    platform, hufu_pdb_query (platform->db,
                                              "SELECT i.terminal_id, incarnation, store_no, "
                                              "terminal_no FROM incarnation i JOIN terminal USING "
                                              "(terminal_id) WHERE state = 'enrolled' OR EXISTS "
                                              "(SELECT 1 FROM \"right\" r WHERE r.terminal_id = "
                                              "i.terminal_id AND r.incarnation = i.incarnation "
                                              "AND r.state = 'quarantined') "
                                              "ORDER BY store_no, terminal_no, incarnation",
                                              "")));
}

json_t *
hufu_terminals_list_exposed (HufuPlatform *platform)
{
  return describe_all (
      platform,
      hufu_terminals_read_holders (
          platform,
          hufu_pdb_query (platform->db,
                          "SELECT DISTINCT r.terminal_id, r.incarnation, store_no, terminal_no "
                          "FROM \"right\" r JOIN terminal USING (terminal_id) WHERE "
                          "r.state = 'quarantined' ORDER BY store_no, terminal_no, r.incarnation",
                          "")));
}
