/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/promotion-text.h"

#include <string.h>

#include "core/money.h"
#include "core/note.h"
#include "core/promotion.h"

#define MINUTES_OF_DAY 1440
#define MEMBER_LEVEL_MAX 9

typedef struct {
  GTimeZone *zone;
  HufuGoodsFinder find;
  gpointer user_data;
  HufuFaults *faults;
  const HufuSection *section;
  guint line;
  HufuPromotionKind kind;
  json_t *json; /* what is said, as the contract has it */
} Reader;

/* A value of a line; FALSE: it is wrong, which is said by the sentence of its key. */
typedef gboolean (*Take) (Reader *reader, const char *value);

/* ---- values ---- */

static gboolean
read_number (const char *value, gint64 min, gint64 max, gint64 *ret_number)
{
  return g_ascii_string_to_signed (value, 10, min, max, ret_number, NULL);
}

static gboolean
put_number (Reader *reader, const char *value, const char *name, gint64 min, gint64 max)
{
  gint64 number = 0;
  gboolean good = read_number (value, min, max, &number);

  json_object_set_new (reader->json, name, json_integer (number));
  return good;
}

static gboolean
put_text (Reader *reader, const char *value, const char *name, gsize size)
{
  if (hufu_note_look (value) != HUFU_NOTE_GOOD || strlen (value) >= size)
    return FALSE;
  json_object_set_new (reader->json, name, json_string (value));
  return TRUE;
}

static gboolean
take_kind (Reader *reader, const char *value)
{
  return hufu_promotion_kind_find (value, &reader->kind) &&
         put_text (reader, value, "kind", HUFU_PROMOTION_ID_SIZE);
}

static gboolean
take_name_en (Reader *reader, const char *value)
{
  return put_text (reader, value, "name_en", HUFU_PROMOTION_NAME_SIZE);
}

static gboolean
take_name_zh (Reader *reader, const char *value)
{
  return put_text (reader, value, "name_zh", HUFU_PROMOTION_NAME_SIZE);
}

static gboolean
take_percent (Reader *reader, const char *value)
{
  g_autofree char *bare = g_strdup (value);

  if (g_str_has_suffix (bare, "%"))
    bare[strlen (bare) - 1] = '\0';
  return put_number (reader, g_strstrip (bare), "percent", 1, 100);
}

static gboolean
put_amount (Reader *reader, const char *value, const char *name, gint64 min_minor)
{
  gint64 minor = 0;
  gboolean good = hufu_money_parse (value, &minor) && minor >= min_minor;

  json_object_set_new (reader->json, name, json_integer (minor));
  return good;
}

static gboolean
take_amount (Reader *reader, const char *value)
{
  return put_amount (reader, value, "amount_minor", 0);
}

static gboolean
take_spend (Reader *reader, const char *value)
{
  return put_amount (reader, value, "min_spend_minor", 1);
}

static gboolean
take_buy (Reader *reader, const char *value)
{
  return put_number (reader, value, "buy", 1, HUFU_PROMOTION_PIECES_MAX);
}

static gboolean
take_get (Reader *reader, const char *value)
{
  return put_number (reader, value, "get", 1, HUFU_PROMOTION_PIECES_MAX);
}

static gboolean
take_times (Reader *reader, const char *value)
{
  return put_number (reader, value, "times_max", 1, HUFU_PROMOTION_TIMES_MAX);
}

static gboolean
take_repeats (Reader *reader, const char *value)
{
  gboolean yes = strcmp (value, "yes") == 0;

  json_object_set_new (reader->json, "repeats", json_boolean (yes));
  return yes || strcmp (value, "no") == 0;
}

static gboolean
take_priority (Reader *reader, const char *value)
{
  return put_number (reader, value, "priority", 0, HUFU_PROMOTION_PRIORITY_MAX);
}

static gboolean
take_group (Reader *reader, const char *value)
{
  return put_text (reader, value, "group", HUFU_PROMOTION_GROUP_SIZE);
}

static gboolean
take_members (Reader *reader, const char *value)
{
  gint64 level = 0;

  if (strcmp (value, "all") != 0 && !read_number (value, 0, MEMBER_LEVEL_MAX, &level))
    return FALSE;
  json_object_set_new (reader->json, "min_level", json_integer (level));
  return TRUE;
}

/* ---- when ---- */

static gboolean
take_days (Reader *reader, const char *value)
{
  static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL};
  g_auto (GStrv) words = g_strsplit_set (value, " ,", -1);
  json_t *list = json_array ();
  gboolean good = TRUE;

  json_object_set_new (reader->json, "days", list);
  for (guint i = 0; words[i] != NULL; i++) {
    guint day = 0;

    while (days[day] != NULL && strcmp (days[day], words[i]) != 0)
      day++;
    good &= *words[i] == '\0' || days[day] != NULL;
    if (*words[i] != '\0')
      json_array_append_new (list, json_integer (day + 1));
  }
  return good && json_array_size (list) >= 1 && json_array_size (list) <= 7;
}

static gboolean
read_minute (const char *text, gint64 *ret_minute)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 3);
  gint64 hour, minute;

  if (g_strv_length (parts) != 2 || !read_number (g_strstrip (parts[0]), 0, 24, &hour) ||
      !read_number (g_strstrip (parts[1]), 0, 59, &minute))
    return FALSE;
  *ret_minute = hour * 60 + minute;
  return *ret_minute <= MINUTES_OF_DAY;
}

static gboolean
take_hours (Reader *reader, const char *value)
{
  g_auto (GStrv) ends = g_strsplit (value, "-", 3);
  gint64 from = 0, to = 0;

  if (g_strv_length (ends) != 2 || !read_minute (ends[0], &from) || !read_minute (ends[1], &to))
    return FALSE;
  json_object_set_new (reader->json, "from_minute", json_integer (from));
  json_object_set_new (reader->json, "to_minute", json_integer (to));
  return TRUE;
}

/* A day, or a day and a time; the end of a day is the beginning of the next. */
static gboolean
put_time (Reader *reader, const char *value, const char *name, gint days_on)
{
  gboolean whole_day = strchr (value, ':') == NULL;
  g_autofree char *iso =
      whole_day ? g_strdup_printf ("%s 00:00:00", value) : g_strdup_printf ("%s:00", value);
  g_autoptr (GDateTime) start = g_date_time_new_from_iso8601 (iso, reader->zone), time = NULL;

  if (start == NULL)
    return FALSE;
  time = g_date_time_add_days (start, whole_day ? days_on : 0);
  json_object_set_new (reader->json, name, json_integer (g_date_time_to_unix (time)));
  return g_date_time_to_unix (time) >= 0;
}

static gboolean
take_from (Reader *reader, const char *value)
{
  return put_time (reader, value, "from_utc_s", 0);
}

static gboolean
take_until (Reader *reader, const char *value)
{
  return put_time (reader, value, "until_utc_s", 1);
}

/* ---- goods ---- */

/* "category Drinks" or "sku 101-WH-M": TRUE if it is known and there is room. */
static gboolean
add_goods (Reader *reader, json_t *part, const char *word)
{
  gboolean category = g_str_has_prefix (word, "category ");
  const char *name = category ? word + strlen ("category ") : word + strlen ("sku ");
  const char *member = category ? "categories" : "products";
  json_t *list = json_object_get (part, member);
  gint64 id;

  if (!category && !g_str_has_prefix (word, "sku "))
    return FALSE;
  id = reader->find (reader->user_data, category, name);
  if (id == 0)
    hufu_faults_add (reader->faults, reader->line, "there is no %s %s",
                     category ? "category" : "product", name);
  if (list == NULL) {
    list = json_array ();
    json_object_set_new (part, member, list);
  }
  json_array_append_new (list, json_integer (id));
  return json_array_size (list) <= HUFU_PROMOTION_GOODS_MAX;
}

/* "2 x category Drinks, sku 101" */
static gboolean
take_goods (Reader *reader, const char *value)
{
  g_autofree char *rest = g_strdup (value);
  json_t *parts = json_object_get (reader->json, "parts"), *part = json_object ();
  char *times = strstr (rest, " x ");
  g_auto (GStrv) words = NULL;
  gint64 pieces = 1;

  if (parts == NULL) {
    parts = json_array ();
    json_object_set_new (reader->json, "parts", parts);
  }
  json_array_append_new (parts, part);
  if (times != NULL && g_ascii_isdigit (*rest)) {
    *times = '\0';
    if (!read_number (rest, 1, HUFU_PROMOTION_PIECES_MAX, &pieces))
      return FALSE;
    json_object_set_new (part, "pieces", json_integer (pieces));
    words = g_strsplit (times + strlen (" x "), ",", -1);
  } else {
    words = g_strsplit (rest, ",", -1);
  }
  for (guint i = 0; words[i] != NULL; i++)
    if (strcmp (g_strstrip (words[i]), "all") != 0 && !add_goods (reader, part, words[i]))
      return FALSE;
  return json_array_size (parts) <= HUFU_PROMOTION_PARTS_MAX;
}

/* ---- a section ---- */

static const struct {
  const char *key;
  Take take;
  const char *wanted;
} keys[] = {
    {"kind", take_kind, "one of percent, amount, buy-get, bundle, threshold"},
    {"name_en", take_name_en, "1 to 96 bytes that can be printed, what the customer reads"},
    {"name_zh", take_name_zh, "1 to 96 bytes that can be printed, what the customer reads"},
    {"percent", take_percent, "a whole number from 1 to 100"},
    {"amount", take_amount, "an amount with at most two decimals, as 12.50"},
    {"spend", take_spend, "an amount above 0 with at most two decimals, as 100.00"},
    {"buy", take_buy, "a whole number from 1 to 99"},
    {"get", take_get, "a whole number from 1 to 99"},
    {"times", take_times, "a whole number from 1 to 999"},
    {"repeats", take_repeats, "yes or no"},
    {"priority", take_priority, "a whole number from 0 to 999, the highest goes first"},
    {"group", take_group, "a name of 1 to 24 bytes"},
    {"members", take_members, "all, or the lowest level from 0 to 9"},
    {"days", take_days, "days of mon tue wed thu fri sat sun"},
    {"hours", take_hours, "two times of day, as 17:00-19:30"},
    {"from", take_from, "a day, or a day and a time, as 2026-11-22 or 2026-11-22 17:00"},
    {"until", take_until, "a day (with all of it), or a day and a time"},
    {"goods", take_goods,
     "\"all\", or \"category NAME\" and \"sku SKU\" with commas, after \"2 x \""},
};

static void
take_entry (Reader *reader, const HufuSectionEntry *entry)
{
  reader->line = entry->line;
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    if (strcmp (keys[i].key, entry->key) != 0)
      continue;
    if (keys[i].take != take_goods && hufu_section_find (reader->section, entry->key) != entry)
      hufu_faults_add (reader->faults, entry->line, "%s is there already", entry->key);
    else if (!keys[i].take (reader, entry->value))
      hufu_faults_add (reader->faults, entry->line, "%s is %s", entry->key, keys[i].wanted);
    return;
  }
  hufu_faults_add (reader->faults, entry->line, "there is no such thing as %s", entry->key);
}

static void
need (Reader *reader, const char *key)
{
  if (hufu_section_find (reader->section, key) == NULL)
    hufu_faults_add (reader->faults, reader->section->line, "[%s] needs %s", reader->section->name,
                     key);
}

static void
check_kind (Reader *reader)
{
  gboolean percent = hufu_section_find (reader->section, "percent") != NULL;
  gboolean amount = hufu_section_find (reader->section, "amount") != NULL;

  switch (reader->kind) {
  case HUFU_PROMOTION_PERCENT:
    need (reader, "percent");
    break;
  case HUFU_PROMOTION_AMOUNT:
    need (reader, "amount");
    break;
  case HUFU_PROMOTION_BUY_GET:
    need (reader, "buy");
    need (reader, "get");
    need (reader, "percent");
    break;
  case HUFU_PROMOTION_BUNDLE:
    need (reader, "amount");
    need (reader, "goods");
    break;
  case HUFU_PROMOTION_THRESHOLD:
    need (reader, "spend");
    if (percent == amount)
      hufu_faults_add (reader->faults, reader->section->line,
                       "[%s] takes off either a percent or an amount", reader->section->name);
    break;
  }
  if (reader->kind != HUFU_PROMOTION_BUNDLE &&
      json_array_size (json_object_get (reader->json, "parts")) > 1)
    hufu_faults_add (reader->faults, reader->section->line,
                     "[%s]: only a bundle has several lines of goods", reader->section->name);
}

static void
check_times (Reader *reader)
{
  gint64 from = json_integer_value (json_object_get (reader->json, "from_utc_s"));
  gint64 until = json_integer_value (json_object_get (reader->json, "until_utc_s"));

  if (until != 0 && until <= from)
    hufu_faults_add (reader->faults, hufu_section_find (reader->section, "until")->line,
                     "until is not after from");
}

static json_t *
read_section (Reader *reader)
{
  const char *id = reader->section->name;

  reader->json = json_pack ("{s:s}", "id", id);
  if (*id == '\0' || strlen (id) >= HUFU_PROMOTION_ID_SIZE ||
      id[strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-")] != '\0')
    hufu_faults_add (reader->faults, reader->section->line,
                     "a promotion is named by 1 to 40 small letters, digits and hyphens");
  for (guint i = 0; i < reader->section->entries->len; i++)
    take_entry (reader, reader->section->entries->pdata[i]);
  need (reader, "kind");
  need (reader, "name_en");
  need (reader, "name_zh");
  if (json_object_get (reader->json, "kind") != NULL)
    check_kind (reader);
  check_times (reader);
  return reader->json;
}

json_t *
hufu_promotions_read (const char *text, GTimeZone *zone, HufuGoodsFinder find, gpointer user_data,
                      HufuFaults *faults)
{
  g_autoptr (GPtrArray) sections = hufu_sections_read (text, faults);
  json_t *list = json_array ();

  if (sections->len == 0 && faults->len == 0)
    hufu_faults_add (faults, 1, "there is no promotion in it");
  for (guint i = 0; i < sections->len; i++) {
    Reader reader = {.zone = zone,
                     .find = find,
                     .user_data = user_data,
                     .faults = faults,
                     .section = sections->pdata[i]};

    json_array_append_new (list, read_section (&reader));
  }
  return list;
}
