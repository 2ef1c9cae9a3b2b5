/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/wrong-code.h"

#include "store/journal-write.h"
#include "store/sql.h"
#include "store/terminal.h"

#define SETTING "wrong_codes" /* "COUNT LAST_UTC_US" */
#define PAUSE_US (HUFU_WRONG_CODES_PAUSE_S * G_USEC_PER_SEC)

typedef struct {
  gint64 n, last_utc_us;
} Count;

/* What is no pair of numbers is no count. */
static Count
load (HufuDb *db)
{
  g_autofree char *text = hufu_setting_dup (db, SETTING);
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", " ", 2);
  Count count = {0};

  if (g_strv_length (parts) != 2 ||
      !g_ascii_string_to_signed (parts[0], 10, 0, HUFU_WRONG_CODES_MAX, &count.n, NULL) ||
      !g_ascii_string_to_signed (parts[1], 10, 0, G_MAXINT64 - PAUSE_US, &count.last_utc_us, NULL))
    return (Count){0};
  return count;
}

static gboolean
store (HufuDb *db, const Count *count, GError **error)
{
  g_autofree char *text =
      g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, count->n, count->last_utc_us);

  return HUFU_RUN (db, error,
                   "INSERT INTO setting (name, value) VALUES (?, ?)"
                   " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                   SQL_TEXT (SETTING), SQL_TEXT (text));
}

static gboolean
write_event (HufuDb *db, gint64 now_utc_us, GError **error)
{
  return hufu_journal_append (db, "code.paused",
                              json_pack ("{s:i, s:i, s:I}", "wrong", HUFU_WRONG_CODES_MAX,
                                         "pause_s", HUFU_WRONG_CODES_PAUSE_S, "at_utc_us",
                                         (json_int_t)now_utc_us),
                              NULL, error);
}

static gboolean
count_one (HufuDb *db, gint64 now_utc_us, GError **error)
{
  Count count = load (db);

  if (now_utc_us >= count.last_utc_us + PAUSE_US)
    count.n = 0;
  count.n = MIN (count.n + 1, HUFU_WRONG_CODES_MAX);
  count.last_utc_us = now_utc_us;
  return store (db, &count, error) &&
         (count.n < HUFU_WRONG_CODES_MAX || write_event (db, now_utc_us, error));
}

gboolean
hufu_wrong_code_count (HufuDb *db, gint64 now_utc_us, GError **error)
{
  return hufu_act_begin (db, error) && hufu_act_end (db, count_one (db, now_utc_us, error), error);
}

gboolean
hufu_wrong_code_check (HufuDb *db, gint64 now_utc_us, gint64 *ret_until_utc_us, GError **error)
{
  Count count = load (db);

  *ret_until_utc_us = 0;
  if (count.n < HUFU_WRONG_CODES_MAX || now_utc_us >= count.last_utc_us + PAUSE_US)
    return TRUE;
  if (now_utc_us < count.last_utc_us) {
    count.last_utc_us = now_utc_us;
    if (!hufu_act_begin (db, error) || !hufu_act_end (db, store (db, &count, error), error))
      return FALSE;
  }
  *ret_until_utc_us = count.last_utc_us + PAUSE_US;
  return TRUE;
}

gboolean
hufu_wrong_code_forget (HufuDb *db, GError **error)
{
  return load (db).n == 0 || hufu_setting_set (db, SETTING, NULL, error);
}
