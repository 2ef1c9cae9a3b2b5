/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/payment-write.h"

#include <string.h>

gboolean
hufu_sale_find (HufuDb *db, const HufuId *sale_id, HufuSaleRow *ret_row, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT sale_no, state = 'held', state IN ('open', 'held')"
                  " FROM sale WHERE sale_id = ?",
                  SQL_ID (sale_id));
  int step = hufu_rows_next (rows, error);

  *ret_row = (HufuSaleRow){0};
  if (step <= 0)
    return step == 0;
  ret_row->no = hufu_rows_int (rows, 0);
  ret_row->state = hufu_rows_int (rows, 1) != 0 ? HUFU_SALE_HELD : HUFU_SALE_OPEN;
  ret_row->unfinished = hufu_rows_int (rows, 2) != 0;
  return TRUE;
}

static gboolean
is_text (HufuRows *rows, int column, const char *text)
{
  return strcmp (hufu_rows_text (rows, column), text == NULL ? "" : text) == 0;
}

static gboolean
is_optional_text (HufuRows *rows, int column, const char *text)
{
  return hufu_rows_is_null (rows, column) == (text == NULL) && is_text (rows, column, text);
}

static gboolean
is_id (HufuRows *rows, int column, const HufuId *id)
{
  HufuId there = hufu_rows_id (rows, column);

  return hufu_id_equal (&there, id);
}

static gint64
list_no_of (const HufuBasket *basket)
{
  return basket->promotions == NULL ? -1 : basket->promotions->number;
}

static gint64
tax_rules_of (const HufuBasket *basket)
{
  return basket->taxes == NULL ? 0 : basket->taxes->number;
}

/* All writes here compare first: what is the same costs no page, and no statement that writes. */
static gboolean
is_sale_row (HufuRows *rows, const HufuBasket *basket, HufuSaleState state)
{
  gboolean held = state == HUFU_SALE_HELD, member = basket->has_member;

  return is_text (rows, 1, held ? "held" : "open") &&
         is_optional_text (rows, 2, held ? basket->hold_name : NULL) &&
         hufu_rows_is_null (rows, 3) != member &&
         (!member || is_id (rows, 3, &basket->member_id)) &&
         is_optional_text (rows, 4, member ? basket->member_label : NULL) &&
         hufu_rows_int (rows, 5) == (member ? basket->member_points : 0) &&
         hufu_rows_int (rows, 6) == basket->next_line_no &&
         hufu_rows_int (rows, 8) == (member ? basket->member_level : 0) &&
         hufu_rows_int (rows, 9) == list_no_of (basket) &&
         hufu_rows_int (rows, 10) == tax_rules_of (basket);
}

static gboolean
insert_sale_row (HufuDb *db, const HufuBasket *basket, HufuSaleState state, gint64 *ret_sale_no,
                 GError **error)
{
  if (!HUFU_RUN (
          db, error,
          "INSERT INTO sale (sale_id, state, hold_name, currency, member_id, member_label,"
          " member_points, next_line_no, created_utc_us, member_level, promotion_list,"
          " priced_utc_s, priced_minute, tax_rules)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          SQL_ID (&basket->id), SQL_TEXT (state == HUFU_SALE_HELD ? "held" : "open"),
          SQL_TEXT (state == HUFU_SALE_HELD ? basket->hold_name : NULL), SQL_INT (basket->currency),
          SQL_ID (basket->has_member ? &basket->member_id : NULL),
          SQL_TEXT (basket->has_member ? basket->member_label : NULL),
          SQL_INT (basket->has_member ? basket->member_points : 0), SQL_INT (basket->next_line_no),
          SQL_INT (hufu_db_now_utc_us (db)),
          SQL_INT (basket->has_member ? basket->member_level : 0), SQL_INT (list_no_of (basket)),
          SQL_INT (basket->promotions == NULL ? 0 : basket->promotions->utc_s),
          SQL_INT (basket->promotions == NULL ? 0 : basket->promotions->minute_of_week),
          SQL_INT (tax_rules_of (basket))))
    return FALSE;
  *ret_sale_no = sqlite3_last_insert_rowid (db->handle);
  return TRUE;
}

static gboolean
update_sale_row (HufuDb *db, gint64 sale_no, const HufuBasket *basket, HufuSaleState state,
                 GError **error)
{
  return HUFU_RUN (
      db, error,
      "UPDATE sale SET state = ?, hold_name = ?, member_id = ?, member_label = ?,"
      " member_points = ?, next_line_no = ?, member_level = ?, promotion_list = ?,"
      " priced_utc_s = ?, priced_minute = ?, tax_rules = ? WHERE sale_no = ?",
      SQL_TEXT (state == HUFU_SALE_HELD ? "held" : "open"),
      SQL_TEXT (state == HUFU_SALE_HELD ? basket->hold_name : NULL),
      SQL_ID (basket->has_member ? &basket->member_id : NULL),
      SQL_TEXT (basket->has_member ? basket->member_label : NULL),
      SQL_INT (basket->has_member ? basket->member_points : 0), SQL_INT (basket->next_line_no),
      SQL_INT (basket->has_member ? basket->member_level : 0), SQL_INT (list_no_of (basket)),
      SQL_INT (basket->promotions == NULL ? 0 : basket->promotions->utc_s),
      SQL_INT (basket->promotions == NULL ? 0 : basket->promotions->minute_of_week),
      SQL_INT (tax_rules_of (basket)), SQL_INT (sale_no));
}

static gboolean
write_sale_row (HufuDb *db, const HufuBasket *basket, HufuSaleState state, gint64 *ret_sale_no,
                GError **error)
{
  gboolean same;

  {
    g_autoptr (HufuRows) rows =
        HUFU_QUERY (db, error,
                    "SELECT sale_no, state, hold_name, member_id, member_label, member_points,"
                    " next_line_no, state IN ('open', 'held'), member_level, promotion_list,"
                    " tax_rules FROM sale WHERE sale_id = ?",
                    SQL_ID (&basket->id));
    int step = hufu_rows_next (rows, error);

    if (step < 0)
      return FALSE;
    if (step == 0)
      return insert_sale_row (db, basket, state, ret_sale_no, error);
    if (hufu_rows_int (rows, 7) == 0)
      return hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT, "the sale is finished");
    *ret_sale_no = hufu_rows_int (rows, 0);
    same = is_sale_row (rows, basket, state);
  }
  return same || update_sale_row (db, *ret_sale_no, basket, state, error);
}

/*
 * Lines and tenders are rows of values in the order of their table's columns, the number of the
 * sale and their own first.
 */
typedef struct {
  const char *select, *delete, *insert;
  gsize n_columns;
} Part;

#define LINE_COLUMNS                                                                               \
  "sale_no, line_no, kind, product_id, gtin, sku, name_en, name_zh, variant_en, variant_zh, icon," \
  " by_weight, qty_milli, list_price_minor, member_price_minor, label_total_minor, tax_ppm,"       \
  " use_id, paid_online_minor, category_id, lot, serial, expires_day, note,"                       \
  " asks, due_day, due_minute, left_out_by, options, chosen"
static const Part lines_part = {
    "SELECT " LINE_COLUMNS " FROM sale_line WHERE sale_no = ?",
    "DELETE FROM sale_line WHERE sale_no = ? AND line_no = ?",
    "INSERT INTO sale_line (" LINE_COLUMNS ") VALUES"
    " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
    " ?, ?, ?, ?, ?, ?)",
    30,
};

#define TENDER_COLUMNS                                                                             \
  "sale_no, tender_no, kind, state, amount_minor, received_minor, change_minor, rounding_minor,"   \
  " use_id, label_en, label_zh"
static const Part tenders_part = {
    "SELECT " TENDER_COLUMNS " FROM sale_tender WHERE sale_no = ?",
    "DELETE FROM sale_tender WHERE sale_no = ? AND tender_no = ?",
    "INSERT OR ROLLBACK INTO sale_tender (" TENDER_COLUMNS ") VALUES"
    " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    11,
};

static HufuSqlValue
text_or_empty (const char *text)
{
  return SQL_TEXT (text == NULL ? "" : text);
}

/* HufuSqlValue, part->n_columns a row. */
static GArray *
make_values (const Part *part, guint n_rows)
{
  return g_array_sized_new (FALSE, FALSE, sizeof (HufuSqlValue), (guint)part->n_columns * n_rows);
}

static GArray *
list_lines (gint64 sale_no, const HufuBasket *basket)
{
  GArray *values = make_values (&lines_part, basket->lines->len);

  for (guint i = 0; i < basket->lines->len; i++) {
    const HufuLine *line = g_ptr_array_index (basket->lines, i);
    const HufuSqlValue row[] = {
        SQL_INT (sale_no),
        SQL_INT (line->line_no),
        SQL_TEXT (line->kind == HUFU_LINE_PREPAID ? "prepaid" : "product"),
        SQL_INT (line->product_id),
        SQL_INT (line->gtin),
        text_or_empty (line->sku),
        SQL_TEXT (line->name_en),
        SQL_TEXT (line->name_zh),
        SQL_TEXT (line->variant_en),
        SQL_TEXT (line->variant_zh),
        text_or_empty (line->icon),
        SQL_INT (line->by_weight != 0),
        SQL_INT (line->qty_milli),
        SQL_INT (line->list_price_minor),
        SQL_INT (line->member_price_minor),
        SQL_INT (line->label_total_minor),
        SQL_INT (line->tax_ppm),
        SQL_ID (&line->use_id),
        SQL_INT (line->paid_online_minor),
        SQL_INT (line->category_id),
        SQL_TEXT (line->trace.lot),
        SQL_TEXT (line->trace.serial),
        SQL_INT (line->trace.expires_day),
        SQL_TEXT (line->note),
        SQL_TEXT (hufu_detail_name (line->asks)),
        SQL_INT (line->due.day),
        SQL_INT (line->due.minute),
        SQL_ID (&line->left_out_by),
        SQL_TEXT (line->options == NULL ? "" : line->options->text),
        SQL_INT (line->chosen),
    };

    G_STATIC_ASSERT (G_N_ELEMENTS (row) == 30);
    g_array_append_vals (values, row, G_N_ELEMENTS (row));
  }
  return values;
}

static GArray *
list_tenders (gint64 sale_no, const HufuBasket *basket)
{
  GArray *values = make_values (&tenders_part, basket->tenders->len);

  for (guint i = 0; i < basket->tenders->len; i++) {
    const HufuTender *tender = g_ptr_array_index (basket->tenders, i);
    const HufuSqlValue row[] = {
        SQL_INT (sale_no),
        SQL_INT (tender->tender_no),
        SQL_TEXT (hufu_tender_kind_name (tender->kind)),
        SQL_TEXT (tender->state == HUFU_TENDER_TAKEN ? "taken" : "pending"),
        SQL_INT (tender->amount_minor),
        SQL_INT (tender->received_minor),
        SQL_INT (tender->change_minor),
        SQL_INT (tender->rounding_minor),
        SQL_ID (&tender->use_id),
        text_or_empty (tender->label_en),
        text_or_empty (tender->label_zh),
    };

    G_STATIC_ASSERT (G_N_ELEMENTS (row) == 11);
    g_array_append_vals (values, row, G_N_ELEMENTS (row));
  }
  return values;
}

static const HufuSqlValue *
get_row (const Part *part, const GArray *values, guint row)
{
  return &g_array_index (values, HufuSqlValue, row * part->n_columns);
}

/* Marks the wanted rows that are there as they should be, and lists the numbers of those that are
 * there and should not be, or not so. */
static gboolean
compare_rows (HufuDb *db, gint64 sale_no, const Part *part, const GArray *wanted,
              gboolean *ret_same, GArray *ret_gone, GError **error)
{
  g_autoptr (HufuRows) rows =
      hufu_sql_query (db, error, part->select, HUFU_SQL_VALUES (SQL_INT (sale_no)));
  guint n = wanted->len / (guint)part->n_columns;
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    gint64 number = hufu_rows_int (rows, 1);
    gboolean found = FALSE;

    for (guint i = 0; i < n && !found; i++)
      if (get_row (part, wanted, i)[1].integer == number)
        found = ret_same[i] = hufu_rows_are (rows, get_row (part, wanted, i), part->n_columns);
    if (!found)
      g_array_append_val (ret_gone, number);
  }
  return step == 0;
}

/* What changed goes and comes again. */
static gboolean
write_rows (HufuDb *db, gint64 sale_no, const Part *part, const GArray *wanted, GError **error)
{
  guint n = wanted->len / (guint)part->n_columns;
  g_autofree gboolean *same = g_new0 (gboolean, n);
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!compare_rows (db, sale_no, part, wanted, same, gone, error))
    return FALSE;
  for (guint i = 0; i < gone->len; i++) {
    const HufuSqlValue key[] = {SQL_INT (sale_no), SQL_INT (g_array_index (gone, gint64, i))};

    if (!hufu_sql_run (db, error, part->delete, key, G_N_ELEMENTS (key)))
      return FALSE;
  }
  for (guint i = 0; i < n; i++)
    if (!same[i] &&
        !hufu_sql_run (db, error, part->insert, get_row (part, wanted, i), part->n_columns))
      return FALSE;
  return TRUE;
}

static gsize
get_size (const HufuSqlValue *value)
{
  if (value->type == HUFU_SQL_INT)
    return sizeof value->integer;
  return value->type == HUFU_SQL_TEXT ? strlen (value->bytes) + 1 : value->size;
}

/* Walks over what is kept: TRUE if it begins with the value. */
static gboolean
skip_kept (const guint8 **kept, const guint8 *end, const HufuSqlValue *value)
{
  const void *bytes = value->type == HUFU_SQL_INT ? &value->integer : value->bytes;
  gsize size = get_size (value);

  if ((gsize)(end - *kept) < 1 + size || **kept != value->type ||
      memcmp (*kept + 1, bytes, size) != 0)
    return FALSE;
  *kept += 1 + size;
  return TRUE;
}

static gboolean
is_kept (HufuDb *db, const HufuId *sale_id, const GArray *values)
{
  const guint8 *kept = db->kept_lines->data, *end = kept + db->kept_lines->len;

  if (!hufu_id_equal (&db->kept_sale, sale_id))
    return FALSE;
  for (guint i = 0; i < values->len; i++)
    if (!skip_kept (&kept, end, &g_array_index (values, HufuSqlValue, i)))
      return FALSE;
  return kept == end;
}

static void
keep (HufuDb *db, const HufuId *sale_id, const GArray *values)
{
  db->kept_sale = *sale_id;
  g_byte_array_set_size (db->kept_lines, 0);
  for (guint i = 0; i < values->len; i++) {
    const HufuSqlValue *value = &g_array_index (values, HufuSqlValue, i);
    guint8 type = (guint8)value->type;

    g_byte_array_append (db->kept_lines, &type, 1);
    g_byte_array_append (db->kept_lines,
                         value->type == HUFU_SQL_INT ? (const guint8 *)&value->integer
                                                     : value->bytes,
                         (guint)get_size (value));
  }
}

/* A sale is saved at each scan, and once more when it is finished, with the lines it had before. */
static gboolean
write_lines (HufuDb *db, gint64 sale_no, const HufuBasket *basket, GError **error)
{
  g_autoptr (GArray) wanted = list_lines (sale_no, basket);

  if (is_kept (db, &basket->id, wanted))
    return TRUE;
  if (!write_rows (db, sale_no, &lines_part, wanted, error))
    return FALSE;
  keep (db, &basket->id, wanted);
  return TRUE;
}

static gboolean
write_tenders (HufuDb *db, gint64 sale_no, const HufuBasket *basket, GError **error)
{
  g_autoptr (GArray) wanted = list_tenders (sale_no, basket);

  return write_rows (db, sale_no, &tenders_part, wanted, error);
}

/* A use that is redeemed, or redeemed and being undone, has exactly its line or its tender; one
 * that is asked for has at most a pending tender. Nothing else may claim a use. */
static gboolean
claims_use (const HufuBasket *basket)
{
  if (basket->discounts->len > 0)
    return TRUE;
  for (guint i = 0; i < basket->lines->len; i++)
    if (((const HufuLine *)g_ptr_array_index (basket->lines, i))->kind == HUFU_LINE_PREPAID)
      return TRUE;
  for (guint i = 0; i < basket->tenders->len; i++)
    if (((const HufuTender *)g_ptr_array_index (basket->tenders, i))->kind == HUFU_TENDER_VOUCHER)
      return TRUE;
  return FALSE;
}

static gboolean
has_markdown (const HufuBasket *basket)
{
  for (guint i = 0; i < basket->lines->len; i++)
    if (((const HufuLine *)g_ptr_array_index (basket->lines, i))->markdown.kind !=
        HUFU_MARKDOWN_NONE)
      return TRUE;
  return basket->markdown.kind != HUFU_MARKDOWN_NONE;
}

static gboolean
has_payment (const HufuBasket *basket)
{
  for (guint i = 0; i < basket->tenders->len; i++)
    if (hufu_tender_kind_is_payment (
            ((const HufuTender *)g_ptr_array_index (basket->tenders, i))->kind))
      return TRUE;
  return FALSE;
}

static gboolean
check_uses (HufuDb *db, gint64 sale_no, const HufuBasket *basket, GError **error)
{
  const HufuId *sale_id = &basket->id;
  gint64 missing = 0, unbacked = 0;

  if (!HUFU_GET_INT (db, error, 0, &missing,
                     "SELECT count(*) FROM voucher_use u WHERE sale_id = ?1 AND NOT give_back"
                     " AND state IN ('redeemed', 'undoing')"
                     " AND NOT EXISTS (SELECT 1 FROM sale_line l"
                     " WHERE l.sale_no = ?2 AND l.use_id = u.use_id)"
                     " AND NOT EXISTS (SELECT 1 FROM sale_tender t"
                     " WHERE t.sale_no = ?2 AND t.use_id = u.use_id)"
                     " AND NOT EXISTS (SELECT 1 FROM sale_discount d"
                     " WHERE d.sale_no = ?2 AND d.use_id = u.use_id)",
                     SQL_ID (sale_id), SQL_INT (sale_no)))
    return FALSE;
  /* The rows are as the basket is by now. */
  if (claims_use (basket) &&
      !HUFU_GET_INT (
          db, error, 0, &unbacked,
          "SELECT (SELECT count(*) FROM sale_line l LEFT JOIN voucher_use u"
          " ON u.use_id = l.use_id AND u.sale_id = ?1 WHERE l.sale_no = ?2 AND l.kind = 'prepaid'"
          " AND (u.state IS NULL OR u.give_back OR u.state NOT IN ('redeemed', 'undoing')))"
          " + (SELECT count(*) FROM sale_tender t LEFT JOIN voucher_use u"
          " ON u.use_id = t.use_id AND u.sale_id = ?1 WHERE t.sale_no = ?2 AND t.kind = 'voucher'"
          " AND (u.state IS NULL OR u.give_back OR u.amount_minor <> t.amount_minor"
          " OR (t.state = 'taken') <> (u.state = 'redeemed')"
          " OR u.state NOT IN ('asked', 'redeemed', 'undoing')))"
          " + (SELECT count(*) FROM sale_discount d LEFT JOIN voucher_use u"
          " ON u.use_id = d.use_id AND u.sale_id = ?1 WHERE d.sale_no = ?2"
          " AND (u.state IS NULL OR u.give_back"
          " OR (d.state = 'taken') <> (u.state = 'redeemed')"
          " OR u.state NOT IN ('asked', 'redeemed', 'undoing')))",
          SQL_ID (sale_id), SQL_INT (sale_no)))
    return FALSE;
  if (missing > 0)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT, "a redeemed voucher is missing");
  return unbacked == 0 ||
         hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT, "a voucher that is not redeemed");
}

/* What most sales have nothing of is asked at once, as it is asked at every save. */
typedef struct {
  gboolean discounts, markdowns, uses, payments;
} Beside;

static gboolean
load_beside (HufuDb *db, gint64 sale_no, const HufuId *sale_id, Beside *ret_beside, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT EXISTS (SELECT 1 FROM sale_discount WHERE sale_no = ?1),"
                  " EXISTS (SELECT 1 FROM sale_markdown WHERE sale_no = ?1),"
                  " EXISTS (SELECT 1 FROM voucher_use WHERE sale_id = ?2),"
                  " EXISTS (SELECT 1 FROM payment WHERE sale_id = ?2)",
                  SQL_INT (sale_no), SQL_ID (sale_id));

  if (hufu_rows_next (rows, error) <= 0)
    return FALSE;
  *ret_beside = (Beside){
      .discounts = hufu_rows_int (rows, 0) != 0,
      .markdowns = hufu_rows_int (rows, 1) != 0,
      .uses = hufu_rows_int (rows, 2) != 0,
      .payments = hufu_rows_int (rows, 3) != 0,
  };
  return TRUE;
}

static gboolean
write_beside (HufuDb *db, gint64 sale_no, const HufuBasket *basket, GError **error)
{
  Beside there;

  return load_beside (db, sale_no, &basket->id, &there, error) &&
         ((!there.discounts && basket->discounts->len == 0) ||
          hufu_sale_write_discounts (db, sale_no, basket, error)) &&
         ((!there.markdowns && !has_markdown (basket)) ||
          hufu_sale_write_markdowns (db, sale_no, basket, error)) &&
         ((!there.uses && !claims_use (basket)) || check_uses (db, sale_no, basket, error)) &&
         ((!there.payments && !has_payment (basket)) ||
          hufu_payment_check_sale (db, sale_no, &basket->id, error));
}

gboolean
hufu_sale_write (HufuDb *db, const HufuBasket *basket, HufuSaleState state, GError **error)
{
  gint64 sale_no = 0;

  g_assert (!hufu_id_is_zero (&basket->id));
  return write_sale_row (db, basket, state, &sale_no, error) &&
         write_lines (db, sale_no, basket, error) && write_tenders (db, sale_no, basket, error) &&
         write_beside (db, sale_no, basket, error);
}

gboolean
hufu_sale_save (HufuDb *db, const HufuBasket *basket, HufuSaleState state, GError **error)
{
  return hufu_act_begin (db, error) &&
         hufu_act_end (db, hufu_sale_write (db, basket, state, error), error);
}

static gboolean
resume (HufuDb *db, const HufuBasket *resumed, const HufuBasket *open, GError **error)
{
  return (open == NULL || hufu_sale_write (db, open, HUFU_SALE_HELD, error)) &&
         hufu_sale_write (db, resumed, HUFU_SALE_OPEN, error);
}

HufuBasket *
hufu_sale_resume (HufuDb *db, const HufuId *sale_id, const HufuBasket *open, GError **error)
{
  g_autoptr (HufuBasket) resumed = hufu_sale_load (db, sale_id, error);

  return resumed != NULL && hufu_act_begin (db, error) &&
                 hufu_act_end (db, resume (db, resumed, open, error), error)
             ? g_steal_pointer (&resumed)
             : NULL;
}
