/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prices and discounts by hand in the books. */
#include <string.h>

#include "store/journal-write.h"
#include "store/people.h"
#include "store/sale-write.h"

/* Of the line, or with 0 of the whole sale; NULL if there is no such line. */
static const HufuMarkdown *
find (const HufuBasket *basket, guint32 line_no)
{
  const HufuLine *line = hufu_basket_find_line (basket, line_no);

  if (line_no == 0)
    return &basket->markdown;
  return line == NULL ? NULL : &line->markdown;
}

static guint
count (const HufuBasket *basket)
{
  guint n = basket->markdown.kind != HUFU_MARKDOWN_NONE ? 1 : 0;

  for (guint i = 0; i < basket->lines->len; i++)
    n += ((const HufuLine *)basket->lines->pdata[i])->markdown.kind != HUFU_MARKDOWN_NONE ? 1 : 0;
  return n;
}

static HufuMarkdown
read_markdown (HufuRows *rows)
{
  HufuMarkdown markdown = {.value = hufu_rows_int (rows, 2),
                           .base_minor = hufu_rows_int (rows, 3),
                           .staff_id = hufu_rows_id (rows, 6),
                           .approved_by = hufu_rows_id (rows, 7)};

  if (!hufu_markdown_kind_find (hufu_rows_text (rows, 1), &markdown.kind))
    g_assert_not_reached (); /* the table allows no other */
  g_strlcpy (markdown.reason, hufu_rows_text (rows, 4), sizeof markdown.reason);
  g_strlcpy (markdown.note, hufu_rows_text (rows, 5), sizeof markdown.note);
  g_strlcpy (markdown.approved_no, hufu_rows_text (rows, 8), sizeof markdown.approved_no);
  return markdown;
}

#define SELECT_MARKDOWNS                                                                           \
  "SELECT line_no, kind, value, base_minor, reason, note, staff_id, approved_by, approved_no"      \
  " FROM sale_markdown WHERE sale_no = ?"

static gboolean
is_markdown (const HufuMarkdown *a, const HufuMarkdown *b)
{
  return a->kind == b->kind && a->value == b->value && a->base_minor == b->base_minor &&
         strcmp (a->reason, b->reason) == 0 && strcmp (a->note, b->note) == 0 &&
         hufu_id_equal (&a->staff_id, &b->staff_id) &&
         hufu_id_equal (&a->approved_by, &b->approved_by) &&
         strcmp (a->approved_no, b->approved_no) == 0;
}

static gboolean
compare (HufuDb *db, gint64 sale_no, const HufuBasket *basket, gboolean *ret_same, GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (db, error, SELECT_MARKDOWNS, SQL_INT (sale_no));
  guint n = 0;
  int step;

  *ret_same = TRUE;
  while ((step = hufu_rows_next (rows, error)) > 0) {
    const HufuMarkdown *here = find (basket, (guint32)hufu_rows_int (rows, 0));
    HufuMarkdown there = read_markdown (rows);

    *ret_same = *ret_same && here != NULL && is_markdown (here, &there);
    n++;
  }
  *ret_same = *ret_same && n == count (basket);
  return step == 0;
}

static gboolean
insert (HufuDb *db, gint64 sale_no, guint32 line_no, const HufuMarkdown *markdown, GError **error)
{
  if (markdown->kind == HUFU_MARKDOWN_NONE)
    return TRUE;
  return HUFU_RUN (db, error,
                   "INSERT INTO sale_markdown (sale_no, line_no, kind, value, base_minor, reason, "
                   "note, staff_id,"
                   " approved_by, approved_no) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   SQL_INT (sale_no), SQL_INT (line_no),
                   SQL_TEXT (hufu_markdown_kind_name (markdown->kind)), SQL_INT (markdown->value),
                   SQL_INT (markdown->base_minor), SQL_TEXT (markdown->reason),
                   SQL_TEXT (markdown->note), SQL_ID (&markdown->staff_id),
                   SQL_ID (&markdown->approved_by), SQL_TEXT (markdown->approved_no));
}

gboolean
hufu_sale_write_markdowns (HufuDb *db, gint64 sale_no, const HufuBasket *basket, GError **error)
{
  gboolean same;

  if (!compare (db, sale_no, basket, &same, error))
    return FALSE;
  if (same)
    return TRUE;
  if (!HUFU_RUN (db, error, "DELETE FROM sale_markdown WHERE sale_no = ?", SQL_INT (sale_no)) ||
      !insert (db, sale_no, 0, &basket->markdown, error))
    return FALSE;
  for (guint i = 0; i < basket->lines->len; i++) {
    const HufuLine *line = basket->lines->pdata[i];

    if (!insert (db, sale_no, line->line_no, &line->markdown, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
hufu_sale_load_markdowns (HufuDb *db, gint64 sale_no, HufuBasket *basket, GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (db, error, SELECT_MARKDOWNS, SQL_INT (sale_no));
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    guint32 line_no = (guint32)hufu_rows_int (rows, 0);
    HufuLine *line = hufu_basket_find_line (basket, line_no);

    if (line_no == 0)
      basket->markdown = read_markdown (rows);
    else if (line != NULL)
      line->markdown = read_markdown (rows);
  }
  return step == 0;
}

void
hufu_sale_add_markdown_to_json (HufuJsonText *json, const HufuBasket *basket, guint32 line_no)
{
  const HufuMarkdown *markdown = find (basket, line_no);

  if (markdown == NULL || markdown->kind == HUFU_MARKDOWN_NONE)
    return;
  hufu_json_text_begin_object (json, "markdown");
  hufu_json_text_add_id (json, "approved_by", &markdown->approved_by);
  hufu_json_text_add_int (json, "base_minor", markdown->base_minor);
  hufu_json_text_add_text (json, "kind", hufu_markdown_kind_name (markdown->kind));
  hufu_json_text_add_text (json, "note", markdown->note);
  hufu_json_text_add_int (json, "off_minor", hufu_basket_marked_off_minor (basket, line_no));
  hufu_json_text_add_text (json, "reason", markdown->reason);
  hufu_json_text_add_id (json, "staff_id", &markdown->staff_id);
  hufu_json_text_add_int (json, "value", markdown->value);
  hufu_json_text_end (json);
}

static gboolean
tell (HufuDb *db, const HufuBasket *basket, guint32 line_no, GError **error)
{
  HufuJsonText json = hufu_json_text_begin ();
  g_autofree char *body = NULL;

  hufu_json_text_add_int (&json, "at_utc_us", hufu_db_now_utc_us (db));
  hufu_json_text_add_int (&json, "line_no", line_no);
  hufu_sale_add_markdown_to_json (&json, basket, line_no);
  hufu_json_text_add_id (&json, "sale_id", &basket->id);
  body = hufu_json_text_finish (&json);
  return hufu_journal_append_text (db, "price.changed", body, NULL, error);
}

static gboolean
mark_down (HufuDb *db, const HufuBasket *basket, guint32 line_no, GError **error)
{
  const HufuMarkdown *markdown = find (basket, line_no);

  g_assert (markdown != NULL && markdown->kind != HUFU_MARKDOWN_NONE);
  return hufu_sale_write (db, basket, HUFU_SALE_OPEN, error) &&
         (!hufu_markdown_is_approved (markdown) ||
          hufu_staff_take_approval (db, &markdown->approved_by, error)) &&
         tell (db, basket, line_no, error);
}

gboolean
hufu_sale_mark_down (HufuDb *db, const HufuBasket *basket, guint32 line_no, GError **error)
{
  return hufu_act_begin (db, error) &&
         hufu_act_end (db, mark_down (db, basket, line_no, error), error);
}
