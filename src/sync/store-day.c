/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/store-day.h"

#include <string.h>

#include "core/money.h"
#include "sync/json.h"

#define PARTS_MAX 1000 /* of one list: more clerks or categories than a store has */
#define DAY_LENGTH 10

typedef gboolean (*AddPart) (const json_t *part, const HufuTally *tally, HufuToday *today);

static gboolean
add_clerk (const json_t *part, const HufuTally *tally, HufuToday *today)
{
  HufuTodayPart clerk = {.tally = *tally};

  if (!json_is_null (json_object_get (part, "staff_id")) &&
      !hufu_json_get_id (part, "staff_id", &clerk.staff_id))
    return FALSE;
  hufu_today_add_part (today->clerks, &clerk);
  return TRUE;
}

static gboolean
add_category (const json_t *part, const HufuTally *tally, HufuToday *today)
{
  HufuTodayPart category = {.tally = *tally};

  if (!hufu_json_get_int (part, "category_id", G_MININT64, G_MAXINT64, &category.category_id))
    return FALSE;
  hufu_today_add_part (today->categories, &category);
  return TRUE;
}

static gboolean
add_quarter (const json_t *part, const HufuTally *tally, HufuToday *today)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 quarter;

  if (!hufu_json_get_int (part, "quarter", 0, G_MAXINT32, &quarter))
    return FALSE;
  hufu_today_add_quarter (today->hours, quarter, tally, zone);
  return TRUE;
}

/* A kind of tender that this till does not know is in no plot, as the platform may be newer. */
static gboolean
add_tender (const json_t *part, const HufuTally *tally, HufuToday *today)
{
  const char *name = hufu_json_get_text (part, "kind", 40);
  HufuTenderKind kind;

  if (name != NULL && hufu_tender_kind_find (name, &kind))
    today->tenders[kind] = *tally;
  return name != NULL;
}

static gboolean
read_parts (const json_t *told, const char *name, AddPart add_part, HufuToday *today)
{
  json_t *parts = hufu_json_get_array (told, name, PARTS_MAX), *part;
  gsize i;

  json_array_foreach (parts, i, part)
  {
    HufuTally tally;

    if (!hufu_json_get_int (part, "n", 0, G_MAXINT32, &tally.n) ||
        !hufu_json_get_int (part, "amount_minor", -HUFU_MONEY_MAX_MINOR, HUFU_MONEY_MAX_MINOR,
                            &tally.sum_minor) ||
        !add_part (part, &tally, today))
      return FALSE;
  }
  return parts != NULL;
}

HufuStoreDay *
hufu_store_day_read (const json_t *data)
{
  g_autoptr (HufuStoreDay) day = g_new0 (HufuStoreDay, 1);
  const json_t *told = json_object_get (data, "told");
  const char *business_day = hufu_json_get_text (data, "business_day", DAY_LENGTH);

  if (business_day == NULL || strlen (business_day) != DAY_LENGTH ||
      !hufu_json_get_int (data, "n_tills", 1, G_MAXINT32, &day->n_tills) ||
      !hufu_json_get_int (data, "n_open", 0, day->n_tills, &day->n_open))
    return NULL;
  day->today = hufu_today_new (business_day);
  if (!read_parts (told, "clerks", add_clerk, day->today) ||
      !read_parts (told, "categories", add_category, day->today) ||
      !read_parts (told, "quarters", add_quarter, day->today) ||
      !read_parts (told, "tenders", add_tender, day->today))
    return NULL;
  hufu_today_sort (day->today);
  return g_steal_pointer (&day);
}
