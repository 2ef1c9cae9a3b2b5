/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/detail.h"

#include <string.h>

#include "core/gtin.h"

static const char *const names[HUFU_DETAIL_COUNT] = {"", "serial", "lot", "due"};

const char *
hufu_detail_name (HufuDetail detail)
{
  g_assert ((gsize)detail < HUFU_DETAIL_COUNT);
  return names[detail];
}

gboolean
hufu_detail_find (const char *name, HufuDetail *ret_ask)
{
  for (gsize i = 0; i < HUFU_DETAIL_COUNT; i++)
    if (strcmp (names[i], name) == 0) {
      *ret_ask = (HufuDetail)i;
      return TRUE;
    }
  return FALSE;
}

/* ---- days ---- */

gboolean
hufu_due_is_past (const HufuDue *due, const HufuDue *now)
{
  if (due->day != now->day)
    return due->day < now->day;
  return due->minute >= 0 && due->minute < now->minute;
}

gint32
hufu_day_after (gint32 day, guint days)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay)(day % 100), (GDateMonth)(day / 100 % 100),
                  (GDateYear)(day / 10000));
  g_date_add_days (&date, days);
  return g_date_get_year (&date) * 10000 + (gint32)g_date_get_month (&date) * 100 +
         g_date_get_day (&date);
}

char *
hufu_due_format (const HufuDue *due)
{
  gint32 day = due->day;
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100);
  if (due->minute >= 0)
    g_string_append_printf (text, " %02d:%02d", due->minute / 60, due->minute % 60);
  return g_string_free (text, FALSE);
}

static gboolean
make_day (guint64 year, guint64 month, guint64 day, gint32 *ret_day)
{
  if (year < 2000 || year > 2099 || month < 1 || month > 12 || day < 1 ||
      day > g_date_get_days_in_month ((GDateMonth)month, (GDateYear)year))
    return FALSE;
  *ret_day = (gint32)(year * 10000 + month * 100 + day);
  return TRUE;
}

/* Up to `max` digits, at least one; what follows them is in *text. */
static gboolean
take_number (const char **text, gsize max, guint64 *ret_number)
{
  gsize n = strspn (*text, "0123456789");

  if (n == 0 || n > max)
    return FALSE;
  *ret_number = hufu_gtin_number (*text, n);
  *text += n;
  return TRUE;
}

/* "11-24": the next one, a 29 February within the next eight years. */
static gboolean
find_next (guint64 month, guint64 day, gint32 today, gint32 *ret_day)
{
  for (guint64 year = (guint64)today / 10000; year <= (guint64)today / 10000 + 8; year++)
    if (make_day (year, month, day, ret_day) && *ret_day >= today)
      return TRUE;
  return FALSE;
}

static gboolean
read_parts (const char *text, gint32 today, gint32 *ret_day)
{
  guint64 parts[3];
  gsize n = 0;
  char mark = '\0';

  while (take_number (&text, n == 0 ? 4 : 2, &parts[n])) {
    n++;
    if (*text == '\0')
      return n == 3   ? make_day (parts[0], parts[1], parts[2], ret_day)
             : n == 2 ? find_next (parts[0], parts[1], today, ret_day)
                      : FALSE;
    if (n == G_N_ELEMENTS (parts) || strchr ("-/.", *text) == NULL ||
        (mark != '\0' && *text != mark))
      return FALSE;
    mark = *text++;
  }
  return FALSE;
}

static gboolean
read_day (const char *text, gint32 today, gint32 *ret_day)
{
  guint64 number;
  const char *at = text;

  if (*text == '+') {
    at++;
    if (!take_number (&at, 4, &number) || *at != '\0')
      return FALSE;
    *ret_day = hufu_day_after (today, (guint)number);
    return TRUE;
  }
  if (strlen (text) == 8 && hufu_gtin_is_digits (text, 8)) {
    number = hufu_gtin_number (text, 8);
    return make_day (number / 10000, number / 100 % 100, number % 100, ret_day);
  }
  return read_parts (text, today, ret_day);
}

/* "9:05", "15:30"; 24:00 is the next day. */
static gboolean
read_time (const char *text, gint16 *ret_minute)
{
  guint64 hour, minute;

  if (!take_number (&text, 2, &hour) || *text++ != ':' || strlen (text) != 2 ||
      !take_number (&text, 2, &minute) || *text != '\0' || hour > 23 || minute > 59)
    return FALSE;
  *ret_minute = (gint16)(hour * 60 + minute);
  return TRUE;
}

/* ---- answers ---- */

static HufuDetailFault
read_due (char **words, const HufuDue *now, HufuDue *ret_due)
{
  const char *time = words[1];

  *ret_due = HUFU_DUE_NONE;
  if (strchr (words[0], ':') != NULL) {
    if (time != NULL)
      return HUFU_DETAIL_BAD_DAY;
    time = words[0];
    ret_due->day = now->day;
  } else if (!read_day (words[0], now->day, &ret_due->day)) {
    return HUFU_DETAIL_BAD_DAY;
  }
  if (time != NULL && !read_time (time, &ret_due->minute))
    return HUFU_DETAIL_BAD_DAY;
  if (hufu_due_is_past (ret_due, now))
    return HUFU_DETAIL_PAST;
  return ret_due->day > hufu_day_after (now->day, HUFU_DUE_DAYS_MAX) ? HUFU_DETAIL_TOO_FAR
                                                                     : HUFU_DETAIL_OK;
}

static HufuDetailFault
read_lot (char **words, const HufuDue *now, HufuTrace *trace)
{
  if (!hufu_gs1_is_trace (words[0], strlen (words[0])))
    return HUFU_DETAIL_BAD_LOT;
  g_strlcpy (trace->lot, words[0], sizeof trace->lot);
  if (words[1] == NULL)
    return HUFU_DETAIL_OK;
  if (!read_day (words[1], now->day, &trace->expires_day))
    return HUFU_DETAIL_BAD_DAY;
  return trace->expires_day < now->day ? HUFU_DETAIL_EXPIRED : HUFU_DETAIL_OK;
}

static HufuDetailFault
read_serial (char **words, HufuTrace *trace)
{
  if (words[1] != NULL || !hufu_gs1_is_trace (words[0], strlen (words[0])))
    return HUFU_DETAIL_BAD_SERIAL;
  g_strlcpy (trace->serial, words[0], sizeof trace->serial);
  return HUFU_DETAIL_OK;
}

static HufuDetailFault
fault_of (HufuDetail detail)
{
  return detail == HUFU_DETAIL_SERIAL ? HUFU_DETAIL_BAD_SERIAL
         : detail == HUFU_DETAIL_LOT  ? HUFU_DETAIL_BAD_LOT
                                      : HUFU_DETAIL_BAD_DAY;
}

HufuDetailFault
hufu_detail_read (HufuDetail detail, const char *text, gsize length, const HufuDue *now,
                  HufuDetails *ret_answer)
{
  char typed[HUFU_ANSWER_MAX + 1];
  char *words[3] = {NULL};
  gsize n = 0;

  *ret_answer = (HufuDetails){.due = HUFU_DUE_NONE};
  if (length > HUFU_ANSWER_MAX || memchr (text, '\0', length) != NULL)
    return fault_of (detail);
  memcpy (typed, text, length);
  typed[length] = '\0';
  for (char *rest = typed, *word; (word = strsep (&rest, " ")) != NULL;) {
    if (*word == '\0')
      continue;
    if (n == 2)
      return fault_of (detail);
    words[n++] = word;
  }
  if (n == 0)
    return fault_of (detail);
  switch (detail) {
  case HUFU_DETAIL_SERIAL:
    return read_serial (words, &ret_answer->trace);
  case HUFU_DETAIL_LOT:
    return read_lot (words, now, &ret_answer->trace);
  case HUFU_DETAIL_DUE:
    return read_due (words, now, &ret_answer->due);
  case HUFU_DETAIL_NOTHING:
    break;
  }
  g_assert_not_reached ();
}

gboolean
hufu_detail_is_answered (HufuDetail detail, const HufuTrace *trace, const HufuDue *due)
{
  switch (detail) {
  case HUFU_DETAIL_NOTHING:
    return TRUE;
  case HUFU_DETAIL_SERIAL:
    return trace->serial[0] != '\0';
  case HUFU_DETAIL_LOT:
    return trace->lot[0] != '\0';
  case HUFU_DETAIL_DUE:
    return due->day != 0;
  }
  g_assert_not_reached ();
}

/* ---- faults ---- */

static const struct {
  const char *code, *sentence[HUFU_LANG_COUNT];
} faults[HUFU_DETAIL_FAULT_COUNT] = {
    [HUFU_DETAIL_OK] = {"", {"", ""}},
    [HUFU_DETAIL_BAD_SERIAL] =
        {"bad_serial",
         {"A serial number has 1 to 20 letters, digits or signs, no spaces. "
          "Scan or type it again.",
          "序列号为 1 至 20 个字母、数字或符号，没有空格。请重扫或重新输入。"}},
    [HUFU_DETAIL_BAD_LOT] =
        {"bad_lot",
         {"A lot has 1 to 20 letters, digits or signs; its last day may stand "
          "behind it: A1 2027-01-31.",
          "批号为 1 至 20 个字母、数字或符号，后面可写有效期：A1 2027-01-31。"}},
    [HUFU_DETAIL_BAD_DAY] =
        {"bad_day",
         {"There is no such day or time. Type it as 2026-11-24 15:30, or 11-24.",
          "没有这个日期或时间。请按 2026-11-24 15:30 或 11-24 输入。"}},
    [HUFU_DETAIL_EXPIRED] =
        {"expired",
         {"That lot is past its date. Take another piece and put this one aside.",
          "这一批已过期。请换一件，把这件拿开。"}},
    [HUFU_DETAIL_PAST] = {"past",
                          {"That is in the past. Choose a later day or time.",
                           "这个时间已经过去。请选更晚的日期或时间。"}},
    [HUFU_DETAIL_TOO_FAR] = {"too_far",
                             {"That is more than a year from now. Choose an earlier day.",
                              "离现在超过一年。请选更早的日期。"}},
};

const char *
hufu_detail_fault_code (HufuDetailFault fault)
{
  g_assert ((gsize)fault < HUFU_DETAIL_FAULT_COUNT);
  return faults[fault].code;
}

const char *
hufu_detail_fault_sentence (HufuDetailFault fault, HufuLang lang)
{
  g_assert ((gsize)fault < HUFU_DETAIL_FAULT_COUNT);
  return faults[fault].sentence[lang];
}
