/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/day.h"

#include <string.h>

#include "core/today.h"

typedef struct {
  HufuPlatform *platform;
  gint64 store_no;
  const char *business_day;
  char *shift;
} Day;

static void
add (const Day *day, const char *part, const char *item, gint64 amount_minor)
{
  hufu_pdb_run (day->platform->db,
                "INSERT INTO day_sum VALUES (?, ?, ?, ?, ?, 1, ?) ON CONFLICT DO UPDATE SET"
                " n = n + 1, amount_minor = amount_minor + excluded.amount_minor",
                "itttti", day->store_no, day->business_day, day->shift, part, item, amount_minor);
}

static void
add_numbered (const Day *day, const char *part, gint64 item, gint64 amount_minor)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, item);

  add (day, part, text, amount_minor);
}

/* Lower-case digits alone; "" where there is none. Free with g_free. */
static char *
dup_id (const json_t *body, const char *name)
{
  HufuId id;
  char text[HUFU_ID_TEXT_SIZE];
  g_auto (GStrv) digits = NULL;

  if (!hufu_pjson_get_id_or_null (body, name, &id) || hufu_id_is_zero (&id))
    return g_strdup ("");
  hufu_id_format (&id, text);
  digits = g_strsplit (text, "-", -1);
  return g_strjoinv ("", digits);
}

void
hufu_day_add_sale (HufuPlatform *platform, gint64 store_no, const json_t *body)
{
  g_autofree char *shift = dup_id (body, "shift_id"), *staff = dup_id (body, "staff_id");
  const Day day = {platform, store_no, hufu_pjson_find_text (body, "business_day", 10, FALSE),
                   shift};
  gint64 gross_minor = json_integer_value (json_object_get (body, "gross_minor"));
  json_t *at;
  gsize i;

  add (&day, "clerk", staff, gross_minor);
  add_numbered (&day, "quarter",
                hufu_today_quarter (json_integer_value (json_object_get (body, "at_utc_us"))),
                gross_minor);
  json_array_foreach (json_object_get (body, "lines"), i, at)
  {
    if (g_strcmp0 (hufu_pjson_find_text (at, "kind", 40, FALSE), "product") == 0)
      add_numbered (&day, "category", json_integer_value (json_object_get (at, "category_id")),
                    json_integer_value (json_object_get (at, "total_minor")));
  }
  json_array_foreach (json_object_get (body, "tenders"), i, at)
  {
    add (&day, "tender", json_string_value (json_object_get (at, "kind")),
         json_integer_value (json_object_get (at, "amount_minor")));
  }
}

/* The id of a person from its hex digits; null for who is not known. */
static json_t *
make_staff_id (const char *hex)
{
  HufuId id = {{0}};

  for (gsize i = 0; i < sizeof id.bytes && strlen (hex) == 2 * sizeof id.bytes; i++)
    id.bytes[i] =
        (guint8)(g_ascii_xdigit_value (hex[2 * i]) << 4 | g_ascii_xdigit_value (hex[2 * i + 1]));
  return hufu_pjson_id (&id);
}

typedef struct {
  const char *part, *list, *name;
} Part;

static void
add_row (json_t *parts, const Part *part, sqlite3_stmt *row)
{
  const char *item = hufu_pdb_text (row, 1);
  json_t *name;

  if (strcmp (part->part, "clerk") == 0)
    name = make_staff_id (item);
  else if (strcmp (part->part, "tender") == 0)
    name = json_string (item);
  else
    name = json_integer (g_ascii_strtoll (item, NULL, 10));
  json_array_append_new (json_object_get (parts, part->list),
                         json_pack ("{s:o, s:I, s:I}", part->name, name, "n",
                                    (json_int_t)hufu_pdb_int (row, 2), "amount_minor",
                                    (json_int_t)hufu_pdb_int (row, 3)));
}

json_t *
hufu_day_sum (HufuPlatform *platform, gint64 store_no, const char *business_day, gboolean closed)
{
  static const Part kinds[] = {{"clerk", "clerks", "staff_id"},
                               {"category", "categories", "category_id"},
                               {"quarter", "quarters", "quarter"},
                               {"tender", "tenders", "kind"}};
  json_t *parts = json_object ();
  gint64 n_sales = 0, gross_minor = 0;
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT part, item, sum (n), sum (amount_minor) AS amount FROM day_sum"
      " WHERE store_no = ?1 AND business_day = ?2 AND (NOT ?3 OR shift IN"
      " (SELECT lower (hex (shift_id)) FROM z WHERE store_no = ?1 AND business_day = ?2))"
      " GROUP BY part, item ORDER BY part, amount DESC, item",
      "iti", store_no, business_day, (gint64)closed);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    json_object_set_new (parts, kinds[i].list, json_array ());
  while (hufu_pdb_next (platform->db, row)) {
    for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
      if (strcmp (hufu_pdb_text (row, 0), kinds[i].part) == 0)
        add_row (parts, &kinds[i], row);
    if (strcmp (hufu_pdb_text (row, 0), "clerk") == 0) {
      n_sales += hufu_pdb_int (row, 2);
      gross_minor += hufu_pdb_int (row, 3);
    }
  }
  json_object_set_new (parts, "n_sales", json_integer (n_sales));
  json_object_set_new (parts, "gross_minor", json_integer (gross_minor));
  return parts;
}

json_t *
hufu_day_get_last (HufuPlatform *platform, gint64 store_no)
{
  json_t *day = json_null ();
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT business_day, count(DISTINCT terminal_id),"
      " count(DISTINCT terminal_id) FILTER (WHERE shift_id NOT IN (SELECT shift_id FROM z))"
      " FROM shift JOIN terminal USING (terminal_id) WHERE store_no = ?"
      " AND business_day IS NOT NULL GROUP BY business_day ORDER BY business_day DESC LIMIT 1",
      "i", store_no);

  while (hufu_pdb_next (platform->db, row))
    day =
        json_pack ("{s:s, s:I, s:I}", "business_day", hufu_pdb_text (row, 0), "n_tills",
                   (json_int_t)hufu_pdb_int (row, 1), "n_open", (json_int_t)hufu_pdb_int (row, 2));
  if (!json_is_null (day))
    json_object_set_new (day, "told",
                         hufu_day_sum (platform, store_no,
                                       json_string_value (json_object_get (day, "business_day")),
                                       FALSE));
  return day;
}
