/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes of products in the books: who may, one event, and until when they are kept. */
#include "store/product-edit.h"

#include "core/hlc.h"
#include "store/catalog-product.h"
#include "store/journal-write.h"
#include "store/people.h"

/* ---- by somebody here ---- */

static gboolean
check_before (HufuDb *books, const HufuProductEdit *edit, HufuProductFault *ret_fault,
              GError **error)
{
  gint64 is_manager = 0, n_waiting = 0;

  if (!HUFU_GET_INT (books, error, 0, &is_manager,
                     "SELECT 1 FROM staff WHERE staff_id = ? AND role = 'manager' AND active",
                     SQL_ID (&edit->by)) ||
      !HUFU_GET_INT (books, error, 0, &n_waiting, "SELECT count(*) FROM product_edit"))
    return FALSE;
  if (n_waiting >= HUFU_PRODUCT_EDITS_MAX)
    *ret_fault = HUFU_PRODUCT_FULL;
  else if (!is_manager && hufu_id_is_zero (&edit->approved_by))
    *ret_fault = HUFU_PRODUCT_NOT_ALLOWED;
  else if (!hufu_id_is_zero (&edit->approved_by))
    return hufu_staff_take_approval (books, &edit->approved_by, error);
  return TRUE;
}

static void
set (json_t *body, const char *name, json_t *take_value)
{
  g_assert (json_object_set_new (body, name, take_value) == 0);
}

/* The stamp is later than all that is known here. NULL with error. */
static json_t *
make_body (HufuDb *books, const HufuProductEdit *edit, GError **error)
{
  gint64 now_utc_us = hufu_db_now_utc_us (books), last = 0;
  json_t *body;

  if (!HUFU_GET_INT (books, error, 0, &last, "SELECT last_hlc FROM terminal"))
    return NULL;
  last = (gint64)hufu_hlc_next ((guint64)MAX (last, edit->after_stamp),
                                now_utc_us / G_TIME_SPAN_MILLISECOND);
  body = json_copy (edit->changes);
  set (body, "product_id", json_integer (edit->product_id));
  set (body, "stamp", json_integer (last));
  set (body, "by", hufu_json_id (&edit->by));
  if (!hufu_id_is_zero (&edit->approved_by))
    set (body, "approved_by", hufu_json_id (&edit->approved_by));
  set (body, "at_utc_us", json_integer (now_utc_us));
  return body;
}

/* FALSE with a fault or an error: nothing of it stays. */
static gboolean
do_edit (HufuDb *books, const HufuProductEdit *edit, json_t **ret_body, HufuProductFault *ret_fault,
         GError **error)
{
  g_autofree char *text = NULL;

  if (!check_before (books, edit, ret_fault, error) || *ret_fault != HUFU_PRODUCT_OK)
    return FALSE;
  *ret_body = make_body (books, edit, error);
  if (*ret_body == NULL)
    return FALSE;
  text = json_dumps (*ret_body, JSON_COMPACT | JSON_SORT_KEYS);
  g_assert (text != NULL);
  return HUFU_RUN (books, error,
                   "INSERT INTO product_edit (product_id, stamp, body) VALUES (?, ?, ?)",
                   SQL_INT (edit->product_id),
                   SQL_INT (json_integer_value (json_object_get (*ret_body, "stamp"))),
                   SQL_TEXT (text)) &&
         hufu_journal_append_text (books, "product.changed", text, NULL, error);
}

gboolean
hufu_product_edit (HufuDb *books, const HufuProductEdit *edit, json_t **ret_edits,
                   HufuProductFault *ret_fault, GError **error)
{
  json_auto_t *body = NULL;
  gboolean done;

  *ret_edits = NULL;
  *ret_fault = HUFU_PRODUCT_OK;
  if (!hufu_act_begin (books, error))
    return FALSE;
  done = do_edit (books, edit, &body, ret_fault, error);
  if (*ret_fault != HUFU_PRODUCT_OK) {
    hufu_act_roll_back (books);
    return TRUE;
  }
  if (!hufu_act_end (books, done, error))
    return FALSE;
  *ret_edits = json_pack ("[O]", body);
  return TRUE;
}

/* ---- until the platform has it ---- */

json_t *
hufu_product_list_edits (HufuDb *books, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (books, error, "SELECT body FROM product_edit ORDER BY stamp, product_id");
  json_auto_t *list = json_array ();
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0)
    json_array_append_new (list, json_loads (hufu_rows_text (rows, 0), 0, NULL));
  return step < 0 ? NULL : g_steal_pointer (&list);
}

static gboolean
has_codes (const json_t *told, const json_t *codes, json_int_t stamp)
{
  for (gsize i = 0; i < json_array_size (codes); i++) {
    g_autofree char *key =
        g_strdup_printf ("%" JSON_INTEGER_FORMAT, json_integer_value (json_array_get (codes, i)));

    if (hufu_product_get_stamp (told, key) < stamp)
      return FALSE;
  }
  return TRUE;
}

/* Each field is told as it is here, or later. */
static gboolean
has_all (const json_t *told, const json_t *edit, json_int_t stamp)
{
  for (guint i = 0; i < HUFU_PRODUCT_FIELD_COUNT; i++) {
    const char *name = hufu_product_field_name ((HufuProductField)i);

    if (json_object_get (edit, name) != NULL && hufu_product_get_stamp (told, name) < stamp)
      return FALSE;
  }
  return has_codes (told, json_object_get (edit, "barcodes"), stamp) &&
         has_codes (told, json_object_get (edit, "barcodes_off"), stamp);
}

static GArray *
list_known (HufuDb *books, gint64 product_id, const json_t *told, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (books, error, "SELECT stamp, body FROM product_edit WHERE product_id = ?",
                  SQL_INT (product_id));
  g_autoptr (GArray) stamps = g_array_new (FALSE, FALSE, sizeof (gint64));
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    json_auto_t *edit = json_loads (hufu_rows_text (rows, 1), 0, NULL);
    gint64 stamp = hufu_rows_int (rows, 0);

    if (told == NULL || has_all (told, edit, stamp))
      g_array_append_val (stamps, stamp);
  }
  return step < 0 ? NULL : g_steal_pointer (&stamps);
}

gboolean
hufu_product_forget_edits (HufuDb *books, gint64 product_id, const json_t *told, GError **error)
{
  g_autoptr (GArray) stamps = NULL;

  if (told != NULL && json_object_get (told, "stamps") == NULL)
    return TRUE;
  stamps = list_known (books, product_id, told, error);
  for (guint i = 0; stamps != NULL && i < stamps->len; i++)
    if (!HUFU_RUN (books, error, "DELETE FROM product_edit WHERE product_id = ? AND stamp = ?",
                   SQL_INT (product_id), SQL_INT (g_array_index (stamps, gint64, i))))
      return FALSE;
  return stamps != NULL;
}

/* ---- from the books to the catalogue ---- */

static gpointer
list_act (HufuDb *db, gpointer data, GError **error)
{
  return hufu_product_list_edits (db, error);
}

static gpointer
lay_act (HufuDb *db, gpointer data, GError **error)
{
  return hufu_product_lay (db, data, error) ? data : NULL;
}

gboolean
hufu_product_lay_all (HufuStore *books, HufuStore *catalog, gboolean *ret_any, GError **error)
{
  json_auto_t *edits = hufu_store_run_wait (books, list_act, NULL, error);

  *ret_any = json_array_size (edits) > 0;
  return edits != NULL && hufu_store_run_wait (catalog, lay_act, edits, error) != NULL;
}
