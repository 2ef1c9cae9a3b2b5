/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/stock-book.h"

#include "platform/changes.h"

gboolean
hufu_stock_book_move (HufuPlatform *platform, const HufuStockEntry *entry)
{
  gint64 at_s = entry->at_utc_s > 0 ? entry->at_utc_s : hufu_platform_now_s (platform);

  if (hufu_pdb_run (platform->db,
                    "INSERT OR IGNORE INTO stock_move (source_id, part, product_id, store_no, "
                    "delta_milli, reason, at_utc_s) SELECT ?, ?, id, ?, ?, ?, ? FROM product "
                    "WHERE id = ?",
                    "dtiitii", &entry->source_id, entry->part, entry->store_no, entry->delta_milli,
                    entry->reason, at_s, entry->product_id) == 0)
    return FALSE;
  hufu_pdb_run (platform->db,
                "INSERT INTO stock VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
                "on_hand_milli = on_hand_milli + excluded.on_hand_milli, "
                "at_utc_s = excluded.at_utc_s",
                "iiii", entry->product_id, entry->store_no, entry->delta_milli, at_s);
  hufu_changes_touch_stock (platform, entry->product_id);
  return TRUE;
}

typedef struct {
  gint64 product_id, store_no, delta_milli;
  char *part;
} Back;

static void
back_free (gpointer data)
{
  Back *back = data;

  g_free (back->part);
  g_free (back);
}

void
hufu_stock_book_take_back (HufuPlatform *platform, const HufuId *sale_id)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (back_free);
  sqlite3_stmt *row = hufu_pdb_query (platform->db,
                                      "SELECT product_id, store_no, -delta_milli, part FROM "
                                      "stock_move WHERE source_id = ? AND reason = 'sold'",
                                      "d", sale_id);

  while (hufu_pdb_next (platform->db, row)) {
    Back *back = g_new (Back, 1);

    *back = (Back){hufu_pdb_int (row, 0), hufu_pdb_int (row, 1), hufu_pdb_int (row, 2),
                   g_strconcat ("back-", hufu_pdb_text (row, 3), NULL)};
    g_ptr_array_add (list, back);
  }
  for (guint i = 0; i < list->len; i++) {
    const Back *back = g_ptr_array_index (list, i);

    hufu_stock_book_move (platform,
                          &(HufuStockEntry){*sale_id, back->part, back->product_id, back->store_no,
                                            back->delta_milli, "back", 0});
  }
}

const char *
hufu_stock_book_correct (HufuPlatform *platform, const HufuHolder *holder, const json_t *body)
{
  const char *reason = hufu_pjson_find_text (body, "reason", 40, FALSE);
  HufuStockEntry entry = {.part = "correction", .store_no = (gint64)holder->store_no};
  HufuId staff_id;
  gint64 number;

  if (reason == NULL || hufu_stock_reason_find (reason) == NULL ||
      !hufu_pjson_get_id (body, "correction_id", &entry.source_id) ||
      !hufu_pjson_get_id (body, "staff_id", &staff_id) ||
      !hufu_pjson_get_int (body, "at_utc_us", 0, G_MAXINT64, &number) ||
      !hufu_pjson_get_int (body, "number_milli", 0, HUFU_QTY_MAX_MILLI, &number) ||
      !hufu_pjson_get_int (body, "product_id", 1, G_MAXINT64, &entry.product_id) ||
      !hufu_pjson_get_int (body, "delta_milli", -HUFU_STOCK_MAX_MILLI, HUFU_STOCK_MAX_MILLI,
                           &entry.delta_milli))
    return "bad_body";
  entry.reason = hufu_stock_reason_find (reason)->name;
  hufu_stock_book_move (platform, &entry);
  return "ok";
}

/* --- telling -------------------------------------------------------------------------------------
 */

/* Of the events that a new incarnation brought up for an earlier one, the last that was counted:
 * they come first in its journal, in their order. */
static HufuCounted
find_brought_up (HufuPlatform *platform, const HufuHolder *holder, HufuCounted otherwise)
{
  sqlite3_stmt *row =
      hufu_pdb_query (platform->db,
                      "SELECT json_extract (body, '$.incarnation'), json_extract (body, '$.seq') "
                      "FROM event WHERE terminal_id = ? AND incarnation = ? AND kind = 'branch' "
                      "AND verdict = 'accepted' ORDER BY seq DESC LIMIT 1",
                      "di", &holder->terminal_id, (gint64)holder->incarnation);
  HufuCounted counted = otherwise;

  if (hufu_pdb_next (platform->db, row)) {
    counted = (HufuCounted){hufu_pdb_int (row, 0), hufu_pdb_int (row, 1)};
    hufu_pdb_done (row);
  }
  return counted.incarnation > otherwise.incarnation ||
                 (counted.incarnation == otherwise.incarnation && counted.seq > otherwise.seq)
             ? counted
             : otherwise;
}

HufuCounted
hufu_stock_book_find_counted (HufuPlatform *platform, const HufuHolder *holder)
{
  HufuCounted counted = {0, 0};
  sqlite3_stmt *row =
      hufu_pdb_query (platform->db,
                      "SELECT incarnation, seq FROM event WHERE terminal_id = ? AND incarnation <= "
                      "? AND kind <> 'branch' AND verdict IS NOT NULL "
                      "ORDER BY incarnation DESC, seq DESC LIMIT 1",
                      "di", &holder->terminal_id, (gint64)holder->incarnation);

  if (hufu_pdb_next (platform->db, row)) {
    counted = (HufuCounted){hufu_pdb_int (row, 0), hufu_pdb_int (row, 1)};
    hufu_pdb_done (row);
  }
  return counted.incarnation == holder->incarnation ? counted
                                                    : find_brought_up (platform, holder, counted);
}

json_t *
hufu_stock_book_tell (HufuPlatform *platform, gint64 product_id)
{
  json_t *places;
  sqlite3_stmt *row;

  if (hufu_pdb_get_int (platform->db, 0, "SELECT 1 FROM product WHERE id = ?", "i", product_id) ==
      0)
    return NULL;
  places = json_array ();
  row = hufu_pdb_query (platform->db,
                        "SELECT store_no, on_hand_milli, at_utc_s FROM stock "
                        "WHERE product_id = ? ORDER BY store_no LIMIT ?",
                        "ii", product_id, (gint64)HUFU_STOCK_PLACES_MAX);
  while (hufu_pdb_next (platform->db, row))
    json_array_append_new (places, json_pack ("{s:I, s:I, s:I}", "store_no",
                                              (json_int_t)hufu_pdb_int (row, 0), "on_hand_milli",
                                              (json_int_t)hufu_pdb_int (row, 1), "at_utc_s",
                                              (json_int_t)hufu_pdb_int (row, 2)));
  return json_pack ("{s:I, s:o}", "product_id", (json_int_t)product_id, "places", places);
}

/* The last event of any of its tills. */
#define HEARD_UTC_S                                                                                \
  "coalesce ((SELECT max ((SELECT stored_utc_us FROM event e WHERE e.terminal_id = t.terminal_id " \
  "ORDER BY incarnation DESC, seq DESC LIMIT 1)) FROM terminal t "                                 \
  "WHERE t.store_no = s.store_no), 0) / 1000000"

json_t *
hufu_stock_book_tell_store (HufuPlatform *platform, gint64 store_no)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db, "SELECT name_en, name_zh, " HEARD_UTC_S " FROM store s WHERE store_no = ?", "i",
      store_no);
  json_t *data;

  if (!hufu_pdb_next (platform->db, row))
    return NULL;
  data = json_pack ("{s:I, s:s, s:s, s:I}", "store_no", (json_int_t)store_no, "name_en",
                    hufu_pdb_text (row, 0), "name_zh", hufu_pdb_text (row, 1), "heard_utc_s",
                    (json_int_t)hufu_pdb_int (row, 2));
  hufu_pdb_done (row);
  return data;
}

json_t *
hufu_stock_book_tell_heard (HufuPlatform *platform)
{
  json_t *heard = json_array ();
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db, "SELECT store_no, " HEARD_UTC_S " FROM store s ORDER BY store_no LIMIT ?", "i",
      (gint64)HUFU_STOCK_PLACES_MAX - 1);

  json_array_append_new (heard, json_pack ("{s:i, s:I}", "store_no", HUFU_STOCK_ONLINE, "at_utc_s",
                                           (json_int_t)hufu_platform_now_s (platform)));
  while (hufu_pdb_next (platform->db, row))
    json_array_append_new (heard,
                           json_pack ("{s:I, s:I}", "store_no", (json_int_t)hufu_pdb_int (row, 0),
                                      "at_utc_s", (json_int_t)hufu_pdb_int (row, 1)));
  return heard;
}

gint64
hufu_stock_book_get (HufuPlatform *platform, gint64 product_id, gint64 store_no,
                     gint64 *ret_at_utc_s)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT on_hand_milli, at_utc_s FROM stock WHERE product_id = ? AND store_no = ?", "ii",
      product_id, store_no);
  gint64 milli = 0;

  *ret_at_utc_s = 0;
  if (hufu_pdb_next (platform->db, row)) {
    milli = hufu_pdb_int (row, 0);
    *ret_at_utc_s = hufu_pdb_int (row, 1);
    hufu_pdb_done (row);
  }
  return milli;
}
