/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/begun-rules.h"

#include <string.h>
#include "store/promotion-store.h"
#include "store/sql.h"
#include "store/tax-store.h"

#define OWN_NONE (-1) /* numbers below it are of begun_rules */

char *
hufu_begun_load (HufuDb *db, gint64 number, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error, "SELECT body FROM begun_rules WHERE number = ?", SQL_INT (number));
  int step = hufu_rows_next (rows, error);

  if (step == 0)
    hufu_store_refuse (error, HUFU_STORE_ERROR_CORRUPT, "the rules that a sale was begun by");
  return step > 0 ? hufu_rows_dup_text (rows, 0) : NULL;
}

char *
hufu_begun_promotions_text (HufuDb *db, gint64 list_no, GError **error)
{
  g_autoptr (GString) text = g_string_new ("[");
  g_autoptr (HufuRows) rows = NULL;
  int step;

  if (list_no < OWN_NONE)
    return hufu_begun_load (db, list_no, error);
  rows = HUFU_QUERY (db, error,
                     "SELECT body FROM promotion WHERE since_list <= ?1"
                     " AND (until_list IS NULL OR until_list > ?1) ORDER BY id",
                     SQL_INT (list_no));
  while ((step = hufu_rows_next (rows, error)) > 0)
    g_string_append_printf (text, "%s%s", text->len > 1 ? "," : "", hufu_rows_text (rows, 0));
  g_string_append_c (text, ']');
  return step < 0 ? NULL : g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
hufu_begun_taxes_text (HufuDb *db, gint64 number, char **ret_text, GError **error)
{
  g_autoptr (HufuRows) rows = NULL;
  int step;

  *ret_text = NULL;
  if (number == 0)
    return TRUE;
  if (number < OWN_NONE) {
    *ret_text = hufu_begun_load (db, number, error);
    return *ret_text != NULL;
  }
  rows = HUFU_QUERY (db, error, "SELECT body FROM tax_rules WHERE number = ? AND body <> ''",
                     SQL_INT (number));
  step = hufu_rows_next (rows, error);
  if (step > 0)
    *ret_text = hufu_rows_dup_text (rows, 0);
  return step >= 0;
}

static gboolean
keep (HufuDb *db, const char *text, gint64 *ret_number, GError **error)
{
  return HUFU_RUN (db, error,
                   "INSERT INTO begun_rules (number, body)"
                   " SELECT min (ifnull (min (number), ?2), ?2) - 1, ?1 FROM begun_rules WHERE true"
                   " ON CONFLICT DO NOTHING",
                   SQL_TEXT (text), SQL_INT (OWN_NONE)) &&
         HUFU_GET_INT (db, error, 0, ret_number, "SELECT number FROM begun_rules WHERE body = ?",
                       SQL_TEXT (text));
}

gboolean
hufu_begun_take_promotions (HufuDb *db, HufuBasket *basket, const json_t *promotions, gint64 utc_s,
                            gint minute, GError **error)
{
  g_autofree char *text = NULL, *own = NULL;
  g_autoptr (GPtrArray) list = NULL;
  gint64 number;

  if (promotions == NULL)
    return TRUE;
  text = json_dumps (promotions, JSON_SORT_KEYS | JSON_COMPACT);
  if (!hufu_promotion_get_list_no (db, &number, error))
    return FALSE;
  own = hufu_begun_promotions_text (db, number, error);
  if (own == NULL || (strcmp (own, text) != 0 && !keep (db, text, &number, error)))
    return FALSE;
  list = hufu_promotion_list (db, number, error);
  if (list == NULL)
    return FALSE;
  g_clear_pointer (&basket->promotions, hufu_promotion_set_unref);
  basket->promotions = hufu_promotion_set_new (list, number, utc_s, minute);
  return TRUE;
}

gboolean
hufu_begun_take_taxes (HufuDb *db, HufuBasket *basket, const json_t *taxes, GError **error)
{
  g_autofree char *text = NULL;
  gint64 number = 0;

  if (taxes == NULL)
    return TRUE;
  text = json_dumps (taxes, JSON_SORT_KEYS | JSON_COMPACT);
  if (!HUFU_GET_INT (db, error, 0, &number, "SELECT max (number) FROM tax_rules WHERE body = ?",
                     SQL_TEXT (text)) ||
      (number == 0 && !keep (db, text, &number, error)))
    return FALSE;
  g_clear_pointer (&basket->taxes, hufu_tax_rules_unref);
  basket->taxes = hufu_tax_rules_load (db, number, error);
  return basket->taxes != NULL;
}
