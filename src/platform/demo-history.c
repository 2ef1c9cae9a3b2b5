/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fortnight of sales from before the terminals, each balanced to the unit. */
#include "core/money.h"
#include "platform/demo.h"
#include "platform/sales.h"

#define DAYS 14
#define LINES_MAX 4
#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

typedef struct {
  HufuPlatform *platform;
  const json_t *staff_ids;
  gint64 n_products;
  guint32 seed;
} Historian;

static guint32
roll (Historian *historian, guint32 n)
{
  historian->seed = historian->seed * 1664525U + 1013904223U;
  return (historian->seed >> 8) % n;
}

/* One line of a product; returns its amount and adds to the tax. */
static gint64
append_line (Historian *historian, json_t *lines, gint64 *tax_minor)
{
  gint64 id = 1 + (gint64)roll (historian, (guint32)historian->n_products);
  sqlite3_stmt *row =
      hufu_pdb_query (historian->platform->db,
                      "SELECT sku, price_minor, tax_ppm FROM product WHERE id = ?", "i", id);
  gint64 price_minor, total_minor, line_tax_minor;

  if (!hufu_pdb_next (historian->platform->db, row))
    return 0;
  price_minor = hufu_pdb_int (row, 1);
  total_minor = hufu_money_extend (price_minor, 1000);
  line_tax_minor = hufu_money_included_tax (total_minor, (gint32)hufu_pdb_int (row, 2));
  json_array_append_new (lines,
                         json_pack ("{s:I, s:s, s:I, s:s, s:I, s:I, s:I, s:I, s:I}", "line_no",
                                    (json_int_t)json_array_size (lines) + 1, "kind", "product",
                                    "product_id", (json_int_t)id, "sku", hufu_pdb_text (row, 0),
                                    "qty_milli", (json_int_t)1000, "unit_price_minor",
                                    (json_int_t)price_minor, "total_minor", (json_int_t)total_minor,
                                    "tax_ppm", (json_int_t)hufu_pdb_int (row, 2), "tax_minor",
                                    (json_int_t)line_tax_minor));
  hufu_pdb_done (row);
  *tax_minor += line_tax_minor;
  return total_minor;
}

static json_t *
make_posting (const char *account, gint64 debit_minor, gint64 credit_minor)
{
  return json_pack ("{s:s, s:I, s:I}", "account", account, "debit_minor", (json_int_t)debit_minor,
                    "credit_minor", (json_int_t)credit_minor);
}

static json_t *
make_sale (Historian *historian, const char *day, const char *receipt_no, gint64 at_utc_us)
{
  json_t *lines = json_array ();
  gint64 gross_minor = 0, tax_minor = 0;
  gsize who = roll (historian, (guint32)json_array_size (historian->staff_ids));
  HufuId sale_id = hufu_host_make_id (historian->platform->host);

  for (guint n = 1 + roll (historian, LINES_MAX); n > 0; n--)
    gross_minor += append_line (historian, lines, &tax_minor);
  return json_pack (
      "{s:o, s:s, s:s, s:n, s:O, s:i, s:I, s:I, s:i, s:I, s:o, s:[{s:i, s:s, s:I, s:I, s:i, s:i}], "
      "s:[o, o, o]}",
      "sale_id", hufu_pjson_id (&sale_id), "receipt_no", receipt_no, "business_day", day,
      "shift_id", "staff_id", json_array_get (historian->staff_ids, who), "currency", 156,
      "gross_minor", (json_int_t)gross_minor, "tax_minor", (json_int_t)tax_minor, "saved_minor", 0,
      "at_utc_us", (json_int_t)at_utc_us, "lines", lines, "tenders", "tender_no", 1, "kind", "cash",
      "amount_minor", (json_int_t)gross_minor, "received_minor", (json_int_t)gross_minor,
      "change_minor", 0, "rounding_minor", 0, "ledger", make_posting ("cash", gross_minor, 0),
      make_posting ("revenue", 0, gross_minor - tax_minor),
      make_posting ("output_tax", 0, tax_minor));
}

static void
make_day (Historian *historian, gint64 midnight_utc_us)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (midnight_utc_us / G_USEC_PER_SEC);
  g_autofree char *day = g_date_time_format (date, "%Y-%m-%d");
  g_autofree char *compact = g_date_time_format (date, "%Y%m%d");
  guint n = 8 + roll (historian, 8);

  for (guint i = 1; i <= n; i++) {
    g_autofree char *receipt_no = g_strdup_printf ("001-00-%s-%04u", compact, i);
    /* from two in the morning UTC, which is when a shop in China opens */
    gint64 at_utc_us = midnight_utc_us + DAY_US / 12 + (gint64)i * (DAY_US / 2) / (n + 1);
    json_t *sale = make_sale (historian, day, receipt_no, at_utc_us);
    g_autofree char *text = hufu_pjson_dump (sale);

    hufu_sales_finish (historian->platform, NULL, historian->platform->demo_store, sale, text);
    json_decref (sale);
  }
}

void
hufu_demo_make_history (HufuPlatform *platform, const json_t *staff_ids)
{
  Historian historian = {platform, staff_ids,
                         hufu_pdb_get_int (platform->db, 0, "SELECT count(*) FROM product", ""), 7};
  gint64 today_us = hufu_host_utc_us (platform->host) / DAY_US * DAY_US;

  for (gint64 ago = DAYS; ago > 0; ago--)
    make_day (&historian, today_us - ago * DAY_US);
}
