/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/terminal.h"

#include <jansson.h>
#include <string.h>
#include "core/hlc.h"
#include "store/incarnation-write.h"
#include "store/journal-write.h"

void
hufu_terminal_clear (HufuTerminal *terminal)
{
  g_clear_pointer (&terminal->changes_cursor, g_free);
  g_clear_pointer (&terminal->anchor_boot_id, g_free);
}

static gsize
read_groups (const char *text, guint64 ret_groups[HUFU_GROUPS_MAX])
{
  json_auto_t *array = json_loads (text, 0, NULL);
  gsize n = MIN (json_array_size (array), HUFU_GROUPS_MAX);

  for (gsize i = 0; i < n; i++)
    ret_groups[i] = (guint64)json_integer_value (json_array_get (array, i));
  return n;
}

static char *
groups_to_text (const guint64 *groups, gsize n)
{
  json_auto_t *array = json_array ();
  g_autofree char *text = NULL;

  for (gsize i = 0; i < n; i++)
    json_array_append_new (array, json_integer ((json_int_t)groups[i]));
  text = json_dumps (array, JSON_COMPACT);
  return g_strdup (text);
}

static void
read_terminal (HufuRows *rows, HufuTerminal *terminal)
{
  terminal->enrolled = !hufu_rows_is_null (rows, 0);
  terminal->terminal_id = hufu_rows_id (rows, 0);
  terminal->incarnation = (guint32)hufu_rows_int (rows, 1);
  terminal->store_no = (guint64)hufu_rows_int (rows, 2);
  terminal->terminal_no = (guint64)hufu_rows_int (rows, 3);
  terminal->n_groups = read_groups (hufu_rows_text (rows, 4), terminal->groups);
  terminal->currency = (guint32)hufu_rows_int (rows, 5);
  terminal->platform_epoch = (guint64)hufu_rows_int (rows, 6);
  terminal->last_seq = (guint64)hufu_rows_int (rows, 7);
  terminal->acked_seq = (guint64)hufu_rows_int (rows, 8);
  terminal->fence.platform_epoch = (guint64)hufu_rows_int (rows, 9);
  terminal->fence.counter = (guint64)hufu_rows_int (rows, 10);
  terminal->changes_cursor = hufu_rows_dup_text (rows, 11);
  terminal->synced_utc_us = hufu_rows_int (rows, 12);
  terminal->anchor_utc_us = hufu_rows_int (rows, 13);
  terminal->anchor_boot_us = hufu_rows_int (rows, 14);
  terminal->anchor_boot_id = hufu_rows_dup_text (rows, 15);
  terminal->floor_utc_us = hufu_rows_int (rows, 16);
  terminal->frozen = (HufuFrozen)CLAMP (hufu_rows_int (rows, 17), 0, HUFU_FROZEN_SUPERSEDED);
  terminal->unleased = (HufuLimitsUsed){hufu_rows_int (rows, 18), hufu_rows_int (rows, 19)};
  g_assert (hufu_life_find (hufu_rows_text (rows, 20), &terminal->life));
  terminal->n_unsent = terminal->last_seq - terminal->acked_seq;
}

static gboolean
get_count (HufuDb *db, guint64 *ret_count, const char *sql, GError **error)
{
  gint64 count = 0;

  if (!hufu_sql_get_int (db, error, 0, &count, sql, NULL, 0))
    return FALSE;
  *ret_count = (guint64)count;
  return TRUE;
}

static gboolean
count_held (HufuDb *db, HufuTerminal *terminal, GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (
      db, error,
      "SELECT coalesce (sum (n), 0), count(*) FROM (SELECT count(*) AS n FROM entitlement"
      " GROUP BY cti)");

  if (hufu_rows_next (rows, error) <= 0)
    return FALSE;
  terminal->n_rights = (guint64)hufu_rows_int (rows, 0);
  terminal->n_vouchers = (guint64)hufu_rows_int (rows, 1);
  return TRUE;
}

static gboolean
load_counts (HufuDb *db, HufuTerminal *terminal, GError **error)
{
  gint64 oldest_hlc = 0;

  if (!HUFU_GET_INT (db, error, 0, &oldest_hlc, "SELECT hlc FROM journal WHERE journal_no = ?",
                     SQL_INT (hufu_journal_no (terminal->incarnation, terminal->acked_seq + 1))))
    return FALSE;
  terminal->oldest_unsent_utc_us = hufu_hlc_utc_ms ((guint64)oldest_hlc) * 1000;
  return get_count (db, &terminal->n_attention, "SELECT count(*) FROM attention", error) &&
         count_held (db, terminal, error) &&
         get_count (db, &terminal->n_waiting_prints, "SELECT count(*) FROM print_job", error) &&
         get_count (db, &terminal->n_waiting_slips,
                    "SELECT count(*) FROM print_job WHERE printer = 1", error);
}

gboolean
hufu_terminal_load (HufuDb *db, HufuTerminal *ret_terminal, GError **error)
{
  g_auto (HufuTerminal) terminal = {0};
  g_autoptr (HufuRows) rows = HUFU_QUERY (
      db, error,
      "SELECT terminal_id, incarnation, store_no, terminal_no, store_groups, currency,"
      " platform_epoch, last_seq, acked_seq, fence_platform_epoch, fence_counter, changes_cursor,"
      " synced_utc_us, anchor_utc_us, anchor_boot_us, anchor_boot_id, floor_utc_us,"
      " frozen, unleased_uses, unleased_minor, life FROM terminal");

  if (hufu_rows_next (rows, error) <= 0)
    return FALSE;
  read_terminal (rows, &terminal);
  if (!load_counts (db, &terminal, error))
    return FALSE;
  *ret_terminal = terminal;
  memset (&terminal, 0, sizeof terminal);
  return TRUE;
}

static gboolean
write_identity (HufuDb *db, const HufuTerminal *identity, GError **error)
{
  g_autofree char *groups = groups_to_text (identity->groups, identity->n_groups);

  return HUFU_RUN (db, error,
                   "UPDATE terminal SET terminal_id = ?, incarnation = ?, store_no = ?,"
                   " terminal_no = ?, store_groups = ?, currency = ?,"
                   " platform_epoch = max (platform_epoch, ?)",
                   SQL_ID (&identity->terminal_id), SQL_INT (identity->incarnation),
                   SQL_INT (identity->store_no), SQL_INT (identity->terminal_no), SQL_TEXT (groups),
                   SQL_INT (identity->currency), SQL_INT (identity->platform_epoch));
}

static gboolean
set_platform_epoch (HufuDb *db, guint64 platform_epoch, GError **error)
{
  if (!HUFU_RUN (db, error,
                 "UPDATE terminal SET platform_epoch = ?1, acked_seq = 0"
                 " WHERE platform_epoch < ?1",
                 SQL_INT (platform_epoch)))
    return FALSE;
  return hufu_sql_changes (db) == 0 || hufu_incarnation_tell_past (db, error);
}

static gboolean
enrol (HufuDb *db, const HufuTerminal *identity, GError **error)
{
  g_auto (HufuTerminal) old = {0};

  if (!hufu_terminal_load (db, &old, error))
    return FALSE;
  if (old.enrolled && !hufu_id_equal (&old.terminal_id, &identity->terminal_id))
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT, "enrolled as another terminal");
  if (old.enrolled && identity->incarnation < old.incarnation)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT, "an older incarnation");
  /* What was confirmed before a platform was brought back it may not have: that is told again. */
  if (old.enrolled && !set_platform_epoch (db, identity->platform_epoch, error))
    return FALSE;
  if (old.enrolled && identity->incarnation > old.incarnation &&
      !hufu_incarnation_begin (db, identity->incarnation, error))
    return FALSE;
  return write_identity (db, identity, error);
}

gboolean
hufu_terminal_enrol (HufuDb *db, const HufuTerminal *identity, GError **error)
{
  g_assert (!hufu_id_is_zero (&identity->terminal_id) && identity->incarnation > 0);
  g_assert (identity->n_groups <= HUFU_GROUPS_MAX);
  return hufu_act_begin (db, error) && hufu_act_end (db, enrol (db, identity, error), error);
}

gboolean
hufu_terminal_set_platform_epoch (HufuDb *db, guint64 platform_epoch, GError **error)
{
  return hufu_act_begin (db, error) &&
         hufu_act_end (db, set_platform_epoch (db, platform_epoch, error), error);
}

gboolean
hufu_terminal_set_life (HufuDb *db, HufuLife life, GError **error)
{
  return HUFU_ACT_RUN (db, error, "UPDATE terminal SET life = ?", SQL_TEXT (hufu_life_name (life)));
}

gboolean
hufu_terminal_set_time_anchor (HufuDb *db, gint64 utc_us, gint64 boot_us, const char *boot_id,
                               GError **error)
{
  return HUFU_ACT_RUN (db, error,
                       "UPDATE terminal SET anchor_utc_us = ?1, anchor_boot_us = ?2,"
                       " anchor_boot_id = ?3, floor_utc_us = max (floor_utc_us, ?1)",
                       SQL_INT (utc_us), SQL_INT (boot_us), SQL_TEXT (boot_id));
}

gboolean
hufu_terminal_set_synced (HufuDb *db, gint64 utc_us, GError **error)
{
  return HUFU_ACT_RUN (db, error, "UPDATE terminal SET synced_utc_us = ?", SQL_INT (utc_us));
}

gboolean
hufu_setting_set (HufuDb *db, const char *name, const char *value, GError **error)
{
  if (value == NULL)
    return HUFU_ACT_RUN (db, error, "DELETE FROM setting WHERE name = ?", SQL_TEXT (name));
  return HUFU_ACT_RUN (db, error,
                       "INSERT INTO setting (name, value) VALUES (?, ?)"
                       " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                       SQL_TEXT (name), SQL_TEXT (value));
}

char *
hufu_setting_dup (HufuDb *db, const char *name)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, NULL, "SELECT value FROM setting WHERE name = ?", SQL_TEXT (name));

  return hufu_rows_next (rows, NULL) > 0 ? hufu_rows_dup_text (rows, 0) : NULL;
}
