/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/sales.h"

#include <string.h>

#include "core/tax.h"
#include "platform/day.h"
#include "platform/deposits.h"
#include "platform/payments.h"
#include "platform/rights.h"
#include "platform/stock-book.h"

typedef struct {
  HufuId sale_id, staff_id, member_id;
  const char *receipt_no, *business_day;
  gint64 store_no, gross_minor, tax_minor, saved_minor, at_utc_us;
  const json_t *lines, *tenders;
} Sale;

static gboolean
get_amount (const json_t *object, const char *name, gint64 *ret_minor)
{
  return hufu_pjson_get_int (object, name, -HUFU_MONEY_MAX_MINOR, HUFU_MONEY_MAX_MINOR, ret_minor);
}

static gboolean
read_sale (const json_t *body, Sale *sale)
{
  sale->receipt_no = hufu_pjson_find_text (body, "receipt_no", 200, FALSE);
  sale->business_day = hufu_pjson_find_text (body, "business_day", 10, FALSE);
  sale->lines = json_object_get (body, "lines");
  sale->tenders = json_object_get (body, "tenders");
  return hufu_pjson_get_id (body, "sale_id", &sale->sale_id) &&
         hufu_pjson_get_id_or_null (body, "staff_id", &sale->staff_id) &&
         hufu_pjson_get_id_or_null (body, "member_id", &sale->member_id) &&
         get_amount (body, "gross_minor", &sale->gross_minor) &&
         get_amount (body, "tax_minor", &sale->tax_minor) &&
         get_amount (body, "saved_minor", &sale->saved_minor) &&
         hufu_pjson_get_int (body, "at_utc_us", 0, G_MAXINT64, &sale->at_utc_us) &&
         sale->receipt_no != NULL && sale->business_day != NULL && json_is_array (sale->lines) &&
         json_is_array (sale->tenders);
}

typedef struct {
  gint64 line_no, product_id, qty_milli, total_minor, tax_minor;
  const char *kind;
} Line;

static gboolean
read_line (const json_t *value, Line *line)
{
  line->kind = hufu_pjson_find_text (value, "kind", 40, FALSE);
  line->product_id = -1;
  if (json_integer_value (json_object_get (value, "product_id")) > 0)
    line->product_id = json_integer_value (json_object_get (value, "product_id"));
  return line->kind != NULL && hufu_pjson_get_int (value, "line_no", 1, 100000, &line->line_no) &&
         hufu_pjson_get_int (value, "qty_milli", -HUFU_QTY_MAX_MILLI, HUFU_QTY_MAX_MILLI,
                             &line->qty_milli) &&
         get_amount (value, "total_minor", &line->total_minor) &&
         get_amount (value, "tax_minor", &line->tax_minor);
}

/* A price or a discount by hand; a sale without one is good too. */
static gboolean
is_markdown_good (const json_t *owner)
{
  const json_t *markdown = json_object_get (owner, "markdown");
  const char *kind = hufu_pjson_find_text (markdown, "kind", 10, FALSE);
  HufuId staff_id, approved_by;
  gint64 number;

  if (markdown == NULL)
    return TRUE;
  return kind != NULL &&
         (strcmp (kind, "price") == 0 || strcmp (kind, "percent") == 0 ||
          strcmp (kind, "amount") == 0) &&
         hufu_pjson_get_int (markdown, "value", 0, HUFU_MONEY_MAX_MINOR, &number) &&
         hufu_pjson_get_int (markdown, "base_minor", 0, HUFU_MONEY_MAX_MINOR, &number) &&
         get_amount (markdown, "off_minor", &number) &&
         hufu_pjson_find_text (markdown, "reason", 40, FALSE) != NULL &&
         hufu_pjson_get_id (markdown, "staff_id", &staff_id) &&
         hufu_pjson_get_id_or_null (markdown, "approved_by", &approved_by);
}

static gboolean
are_lines_good (const Sale *sale)
{
  g_autoptr (GHashTable) numbers =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  json_t *value;
  gsize i;

  json_array_foreach (sale->lines, i, value)
  {
    Line line;

    if (!read_line (value, &line) || !is_markdown_good (value) ||
        !g_hash_table_add (numbers, g_memdup2 (&line.line_no, sizeof line.line_no)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
are_tenders_good (const json_t *tenders)
{
  json_t *tender;
  gint64 minor;
  gsize i;

  json_array_foreach (tenders, i, tender)
  {
    if (hufu_pjson_find_text (tender, "kind", 40, FALSE) == NULL ||
        !get_amount (tender, "amount_minor", &minor))
      return FALSE;
  }
  return TRUE;
}

/* What each tax came to; tills of before it say nothing of it. */
static gboolean
are_taxes_good (const json_t *body, gint64 tax_minor)
{
  const json_t *taxes = json_object_get (body, "taxes");
  gint64 sum_minor = 0, rate_ppm, net_minor, minor;
  json_t *tax;
  gsize i;

  json_array_foreach (taxes, i, tax)
  {
    if (hufu_pjson_find_text (tax, "id", HUFU_TAX_ID_SIZE - 1, FALSE) == NULL ||
        !hufu_pjson_get_int (tax, "rate_ppm", 0, HUFU_TAX_RATE_MAX_PPM, &rate_ppm) ||
        !get_amount (tax, "net_minor", &net_minor) || !get_amount (tax, "tax_minor", &minor))
      return FALSE;
    sum_minor += minor;
  }
  return taxes == NULL || (json_is_array (taxes) && sum_minor == tax_minor);
}

static void
insert_uses (HufuPlatform *platform, const json_t *rows, gint64 order_no)
{
  json_t *value;
  gsize i;

  json_array_foreach (rows, i, value)
  {
    HufuId use_id;

    if (hufu_pjson_get_id (value, "use_id", &use_id))
      hufu_pdb_run (platform->db, "INSERT OR IGNORE INTO sale_use VALUES (?, ?)", "di", &use_id,
                    order_no);
  }
}

static void
sell (HufuPlatform *platform, const Sale *sale, const Line *line)
{
  g_autofree char *part = g_strdup_printf ("%" G_GINT64_FORMAT, line->line_no);

  hufu_stock_book_move (platform, &(HufuStockEntry){sale->sale_id, part, line->product_id,
                                                    sale->store_no, -line->qty_milli, "sold", 0});
}

static void
insert_lines (HufuPlatform *platform, const Sale *sale, gint64 order_no, gboolean moves_stock)
{
  json_t *value;
  gsize i;

  json_array_foreach (sale->lines, i, value)
  {
    Line line;

    if (!read_line (value, &line))
      continue;
    hufu_pdb_run (platform->db, "INSERT INTO sale_line VALUES (?, ?, ?, nullif (?, -1), ?, ?, ?)",
                  "iitiiii", order_no, line.line_no, line.kind, line.product_id, line.qty_milli,
                  line.total_minor, line.tax_minor);
    if (moves_stock && line.product_id >= 0)
      sell (platform, sale, &line);
  }
}

static const HufuId *
or_null (const HufuId *id)
{
  return hufu_id_is_zero (id) ? NULL : id;
}

const char *
hufu_sales_check_price (const json_t *body)
{
  gint64 line_no, at_utc_us;
  HufuId sale_id;

  return hufu_pjson_get_id (body, "sale_id", &sale_id) &&
                 hufu_pjson_get_int (body, "line_no", 0, G_MAXINT32, &line_no) &&
                 hufu_pjson_get_int (body, "at_utc_us", 0, G_MAXINT64, &at_utc_us) &&
                 json_object_get (body, "markdown") != NULL && is_markdown_good (body)
             ? "ok"
             : "bad_body";
}

/* Of a sale that was held and went from till to till. */
static gboolean
is_way_good (const json_t *body, const char *other_sale, const char *other_terminal)
{
  HufuId sale_id, other_id, terminal_id;
  gint64 at_utc_us;

  return hufu_pjson_get_id (body, "sale_id", &sale_id) &&
         hufu_pjson_get_id (body, other_sale, &other_id) &&
         hufu_pjson_get_id (body, other_terminal, &terminal_id) &&
         hufu_pjson_get_int (body, "at_utc_us", 0, G_MAXINT64, &at_utc_us);
}

const char *
hufu_sales_check_moved (const json_t *body)
{
  return is_way_good (body, "to_sale_id", "to_terminal") ? "ok" : "bad_body";
}

const char *
hufu_sales_check_received (const json_t *body)
{
  return is_way_good (body, "from_sale_id", "from_terminal") ? "ok" : "bad_body";
}

const char *
hufu_sales_finish (HufuPlatform *platform, const HufuHolder *holder, guint64 store_no,
                   const json_t *body, const char *text)
{
  Sale sale = {.store_no = (gint64)store_no};
  gint64 order_no;

  if (!read_sale (body, &sale) || !are_lines_good (&sale) || !are_tenders_good (sale.tenders) ||
      !is_markdown_good (body) || !are_taxes_good (body, sale.tax_minor))
    return "bad_body";
  if (hufu_pdb_run (platform->db,
                    "INSERT OR IGNORE INTO sale (sale_id, terminal_id, incarnation, store_no, "
                    "receipt_no, business_day, state, staff_id, member_id, gross_minor, tax_minor, "
                    "saved_minor, at_utc_us, body) "
                    "VALUES (?, ?, nullif (?, 0), ?, ?, ?, 'finished', ?, ?, ?, ?, ?, ?, ?)",
                    "ddiittddiiiit", &sale.sale_id, holder != NULL ? &holder->terminal_id : NULL,
                    (gint64)(holder != NULL ? holder->incarnation : 0), (gint64)store_no,
                    sale.receipt_no, sale.business_day, or_null (&sale.staff_id),
                    or_null (&sale.member_id), sale.gross_minor, sale.tax_minor, sale.saved_minor,
                    sale.at_utc_us, text) == 0)
    return "duplicate";
  order_no = hufu_pdb_last_rowid (platform->db);
  insert_lines (platform, &sale, order_no, holder != NULL);
  insert_uses (platform, sale.lines, order_no);
  insert_uses (platform, sale.tenders, order_no);
  insert_uses (platform, json_object_get (body, "discounts"), order_no);
  hufu_deposits_use (platform, sale.tenders);
  if (holder != NULL)
    hufu_day_add_sale (platform, sale.store_no, body);
  return "ok";
}

const char *
hufu_sales_void (HufuPlatform *platform, const json_t *body)
{
  HufuId sale_id;

  if (!hufu_pjson_get_id (body, "sale_id", &sale_id))
    return "bad_body";
  if (hufu_pdb_run (platform->db,
                    "UPDATE sale SET state = 'voided' WHERE sale_id = ? AND state = 'finished'",
                    "d", &sale_id) > 0)
    hufu_stock_book_take_back (platform, &sale_id);
  return "ok";
}

static json_t *
read_order (sqlite3_stmt *row)
{
  HufuId sale_id, terminal_id;

  hufu_pdb_id (row, 1, &sale_id);
  hufu_pdb_id (row, 2, &terminal_id);
  return json_pack (
      "{s:I, s:o, s:o, s:s, s:s, s:s, s:I, s:I, s:I, s:I, s:o}", "order_no",
      (json_int_t)hufu_pdb_int (row, 0), "sale_id", hufu_pjson_id (&sale_id), "terminal_id",
      hufu_pjson_id (&terminal_id), "receipt_no", hufu_pdb_text (row, 3), "business_day",
      hufu_pdb_text (row, 4), "state", hufu_pdb_text (row, 5), "gross_minor",
      (json_int_t)hufu_pdb_int (row, 6), "tax_minor", (json_int_t)hufu_pdb_int (row, 7),
      "saved_minor", (json_int_t)hufu_pdb_int (row, 8), "at_utc_us",
      (json_int_t)hufu_pdb_int (row, 9), "body", json_loads (hufu_pdb_text (row, 10), 0, NULL));
}

json_t *
hufu_sales_list (HufuPlatform *platform, gint64 after, gint64 limit, GError **error)
{
  json_t *orders = json_array ();
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT order_no, sale_id, terminal_id, receipt_no, business_day, state, gross_minor, "
      "tax_minor, saved_minor, at_utc_us, body FROM sale WHERE order_no > ? ORDER BY order_no "
      "LIMIT ?",
      "ii", after, limit + 1);
  gboolean more = FALSE;

  while (hufu_pdb_next (platform->db, row)) {
    if ((gint64)json_array_size (orders) == limit) {
      more = TRUE;
      continue;
    }
    json_array_append_new (orders, read_order (row));
    after = hufu_pdb_int (row, 0);
  }
  if (!hufu_pdb_check (platform->db, error)) {
    json_decref (orders);
    return NULL;
  }
  return json_pack ("{s:o, s:I, s:b}", "orders", orders, "after", (json_int_t)after, "more",
                    (int)more);
}

static void
count (HufuPlatform *platform, json_t *status, const char *name, const char *sql)
{
  json_object_set_new (status, name, json_integer (hufu_pdb_get_int (platform->db, 0, sql, "")));
}

static json_t *
count_rights (HufuPlatform *platform)
{
  json_t *rights = json_object ();

  for (HufuOwnerState state = HUFU_RIGHT_AVAILABLE; state <= HUFU_RIGHT_WRITTEN_OFF; state++)
    json_object_set_new (rights, hufu_right_state_name (state),
                         json_integer (hufu_pdb_get_int (
                             platform->db, 0, "SELECT count(*) FROM \"right\" WHERE state = ?", "t",
                             hufu_right_state_name (state))));
  return rights;
}

json_t *
hufu_sales_status (HufuPlatform *platform, GError **error)
{
  static const char *const counts[][2] = {
      {"terminals", "SELECT count(*) FROM terminal"},
      {"incarnations", "SELECT count(*) FROM incarnation"},
      {"forked", "SELECT count(*) FROM incarnation WHERE state = 'forked'"},
      {"events", "SELECT count(*) FROM event"},
      {"attention", "SELECT count(*) FROM event WHERE verdict = 'attention'"},
      {"claims", "SELECT count(*) FROM claim"},
      {"orders", "SELECT count(*) FROM sale"},
      {"uses", "SELECT count(*) FROM use WHERE state = 'used'"},
      {"vouchers", "SELECT count(*) FROM voucher"},
      {"products", "SELECT count(*) FROM product"},
      {"members", "SELECT count(*) FROM member"},
  };
  json_t *status = json_object ();

  json_object_set_new (status, "platform_epoch",
                       json_integer ((json_int_t)hufu_platform_get_epoch (platform)));
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    count (platform, status, counts[i][0], counts[i][1]);
  json_object_set_new (status, "rights", count_rights (platform));
  json_object_set_new (status, "payments", hufu_payments_sum (platform));
  json_object_set_new (status, "deposits", hufu_deposits_sum_held (platform, 0));
  if (hufu_pdb_check (platform->db, error))
    return status;
  json_decref (status);
  return NULL;
}
