/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include "store/use-write.h"

static const char *const state_names[] = {
    [HUFU_USE_ASKED] = "asked",     [HUFU_USE_REDEEMED] = "redeemed",
    [HUFU_USE_REFUSED] = "refused", [HUFU_USE_UNDOING] = "undoing",
    [HUFU_USE_UNDONE] = "undone",
};

static HufuUseState
read_state (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (state_names); i++)
    if (strcmp (name, state_names[i]) == 0)
      return (HufuUseState)i;
  g_assert_not_reached ();
}

void
hufu_use_free (HufuUse *use)
{
  if (use == NULL)
    return;
  g_free (use->request);
  g_free (use);
}

void
hufu_use_row_clear (HufuUseRow *row)
{
  g_clear_pointer (&row->use.request, g_free);
}

#define SELECT_USE                                                                                 \
  "SELECT use_id, sale_id, state, reason, give_back, cti, generation, k, amount_minor, request,"   \
  " tries, created_utc_us, undo_until_utc_us, staff_id, undo_staff_id, redeemed_no,"               \
  " platform_epoch, counter, hop, emptied,"                                                        \
  " state = 'undoing' AND reason IN ('R00', 'R02') AND EXISTS (SELECT 1 FROM journal"              \
  "  WHERE journal_no > (SELECT incarnation << 32 | acked_seq FROM terminal)"                      \
  "  AND kind IN ('right.reported', 'right.recalled')), undo_attempt FROM voucher_use "

static void
read_use (HufuRows *rows, HufuUse *use)
{
  use->use_id = hufu_rows_id (rows, 0);
  use->sale_id = hufu_rows_id (rows, 1);
  use->state = read_state (hufu_rows_text (rows, 2));
  g_assert (hufu_reason_find (hufu_rows_text (rows, 3), &use->reason));
  use->give_back = hufu_rows_int (rows, 4) != 0;
  use->has_cti = !hufu_rows_is_null (rows, 5);
  use->key.cti = hufu_rows_id (rows, 5);
  use->key.generation = (guint64)hufu_rows_int (rows, 6);
  use->key.k = (guint32)hufu_rows_int (rows, 7);
  use->amount_minor = hufu_rows_int (rows, 8);
  use->request = hufu_rows_dup_text (rows, 9);
  use->tries = (guint)hufu_rows_int (rows, 10);
  use->created_utc_us = hufu_rows_int (rows, 11);
  use->undo_until_utc_us = hufu_rows_int (rows, 12);
  use->staff_id = hufu_rows_id (rows, 13);
  use->undo_staff_id = hufu_rows_id (rows, 14);
  use->waits_for_report = hufu_rows_int (rows, 20) != 0;
  use->undo_attempt = hufu_rows_int (rows, 21);
}

gboolean
hufu_use_load (HufuDb *db, const HufuId *use_id, HufuUseRow *ret_row, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error, SELECT_USE "WHERE use_id = ?", SQL_ID (use_id));
  int step = hufu_rows_next (rows, error);

  *ret_row = (HufuUseRow){0};
  if (step <= 0)
    return step == 0;
  read_use (rows, &ret_row->use);
  ret_row->redeemed_no = hufu_rows_int (rows, 15);
  ret_row->epoch.platform_epoch = (guint64)hufu_rows_int (rows, 16);
  ret_row->epoch.counter = (guint64)hufu_rows_int (rows, 17);
  ret_row->hop = (guint32)hufu_rows_int (rows, 18);
  ret_row->emptied = hufu_rows_int (rows, 19) != 0;
  return TRUE;
}

/* Uses stand in the list of what needs attention under incarnation 0, which no journal has, and a
 * number made of the random end of their id. */
static gint64
find_attention_no (const HufuId *use_id)
{
  guint64 no = 0;

  for (gsize i = HUFU_ID_BYTES - sizeof no; i < HUFU_ID_BYTES; i++)
    no = no << 8 | use_id->bytes[i];
  return (gint64)(no & G_MAXINT64);
}

static gboolean
clear_attention (HufuDb *db, const HufuId *use_id, GError **error)
{
  return HUFU_RUN (db, error, "DELETE FROM attention WHERE incarnation = 0 AND seq = ?",
                   SQL_INT (find_attention_no (use_id)));
}

gboolean
hufu_use_set_attention (HufuDb *db, const HufuId *use_id, const char *code, GError **error)
{
  char id[HUFU_ID_TEXT_SIZE];

  hufu_id_format (use_id, id);
  return code != NULL
             ? HUFU_ACT_RUN (db, error,
                             "INSERT INTO attention (incarnation, seq, code, detail)"
                             " VALUES (0, ?, ?, ?) ON CONFLICT DO UPDATE SET code = excluded.code",
                             SQL_INT (find_attention_no (use_id)), SQL_TEXT (code), SQL_TEXT (id))
             : HUFU_ACT_RUN (db, error, "DELETE FROM attention WHERE incarnation = 0 AND seq = ?",
                             SQL_INT (find_attention_no (use_id)));
}

gboolean
hufu_use_write (HufuDb *db, const HufuUseRow *row, GError **error)
{
  const HufuUse *use = &row->use;
  gboolean settled = use->state != HUFU_USE_ASKED && use->state != HUFU_USE_UNDOING;
  gboolean was_asked = use->request != NULL || !hufu_id_is_zero (&use->undo_staff_id);

  if (settled && was_asked && !clear_attention (db, &use->use_id, error))
    return FALSE;
  return HUFU_RUN (
      db, error,
      "INSERT INTO voucher_use (use_id, sale_id, state, reason, give_back, cti, generation, k,"
      " amount_minor, request, tries, created_utc_us, undo_until_utc_us, staff_id, undo_staff_id,"
      " redeemed_no, platform_epoch, counter, hop, emptied, settled_utc_us, undo_attempt)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif (?, 0), ?, ?, ?, ?,"
      " nullif (?, 0), ?)"
      " ON CONFLICT (use_id) DO UPDATE SET state = excluded.state, reason = excluded.reason,"
      " give_back = excluded.give_back, cti = excluded.cti, generation = excluded.generation,"
      " k = excluded.k, amount_minor = excluded.amount_minor, tries = excluded.tries,"
      " undo_until_utc_us = excluded.undo_until_utc_us, undo_staff_id = excluded.undo_staff_id,"
      " redeemed_no = excluded.redeemed_no, platform_epoch = excluded.platform_epoch,"
      " counter = excluded.counter, hop = excluded.hop, emptied = excluded.emptied,"
      " settled_utc_us = excluded.settled_utc_us, undo_attempt = excluded.undo_attempt",
      SQL_ID (&use->use_id), SQL_ID (&use->sale_id), SQL_TEXT (state_names[use->state]),
      SQL_TEXT (hufu_reason_code (use->reason)), SQL_INT (use->give_back != 0),
      SQL_ID (use->has_cti ? &use->key.cti : NULL), SQL_INT (use->key.generation),
      SQL_INT (use->key.k), SQL_INT (use->amount_minor), SQL_TEXT (use->request),
      SQL_INT (use->tries), SQL_INT (use->created_utc_us), SQL_INT (use->undo_until_utc_us),
      SQL_ID (&use->staff_id), SQL_ID (&use->undo_staff_id), SQL_INT (row->redeemed_no),
      SQL_INT (row->epoch.platform_epoch), SQL_INT (row->epoch.counter), SQL_INT (row->hop),
      SQL_INT (row->emptied != 0), SQL_INT (settled ? hufu_db_now_utc_us (db) : 0),
      SQL_INT (use->undo_attempt));
}

GPtrArray *
hufu_use_list_open (HufuDb *db, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_use_free);
  g_autoptr (HufuRows) rows = HUFU_QUERY (
      db, error, SELECT_USE "WHERE state IN ('asked', 'undoing') ORDER BY created_utc_us, use_id");
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    HufuUse *use = g_new0 (HufuUse, 1);

    read_use (rows, use);
    g_ptr_array_add (list, use);
  }
  return step < 0 ? NULL : g_steal_pointer (&list);
}

static gboolean
take_first (HufuRows *rows, HufuUse **ret_use, GError **error)
{
  int step = hufu_rows_next (rows, error);

  *ret_use = NULL;
  if (step <= 0)
    return step == 0;
  *ret_use = g_new0 (HufuUse, 1);
  read_use (rows, *ret_use);
  return TRUE;
}

gboolean
hufu_use_find_open (HufuDb *db, const HufuId *cti, HufuUse **ret_use, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  SELECT_USE "WHERE cti = ? AND state IN ('asked', 'undoing')"
                             " ORDER BY created_utc_us DESC, use_id DESC LIMIT 1",
                  SQL_ID (cti));

  return take_first (rows, ret_use, error);
}

gboolean
hufu_use_find_open_of_sale (HufuDb *db, const HufuId *sale_id, HufuUse **ret_use, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  SELECT_USE "WHERE sale_id = ? AND NOT give_back"
                             " AND state IN ('asked', 'undoing')"
                             " ORDER BY created_utc_us DESC, use_id DESC LIMIT 1",
                  SQL_ID (sale_id));

  return take_first (rows, ret_use, error);
}

HufuUse *
hufu_use_find (HufuDb *db, const HufuId *use_id, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error, SELECT_USE "WHERE use_id = ?", SQL_ID (use_id));
  HufuUse *use = NULL;

  return take_first (rows, &use, error) ? use : NULL;
}

gboolean
hufu_use_count_try (HufuDb *db, const HufuId *use_id, GError **error)
{
  return HUFU_ACT_RUN (db, error, "UPDATE voucher_use SET tries = tries + 1 WHERE use_id = ?",
                       SQL_ID (use_id));
}
