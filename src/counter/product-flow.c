/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A product is changed or made: in the books and over the catalogue of this till at once,
 * everywhere else once the platform knows. */
#include "counter/product-flow.h"

#include <string.h>

#include "counter/counter-private.h"
#include "counter/session.h"
#include "counter/shelf-price.h"
#include "store/product-edit.h"

static void
refuse (HufuCounter *counter, HufuProductFault fault)
{
  hufu_counter_refuse (counter, hufu_product_fault_sentence (fault, counter->lang));
}

static void
forget_pending (HufuCounter *counter)
{
  g_clear_pointer (&counter->product_edit, hufu_product_edit_free);
  hufu_product_desk_set_beyond (counter->product, FALSE);
}

/* ---- what the page shows ---- */

static char *
dup_amount (const json_t *minor)
{
  char text[HUFU_MONEY_TEXT_SIZE];

  if (!json_is_integer (minor))
    return g_strdup ("");
  hufu_money_format (json_integer_value (minor), text);
  return g_strdup (text);
}

static char *
join_codes (const json_t *codes)
{
  GString *text = g_string_new ("");

  for (gsize i = 0; i < json_array_size (codes); i++)
    g_string_append_printf (text, "%s%" JSON_INTEGER_FORMAT, i == 0 ? "" : ", ",
                            json_integer_value (json_array_get (codes, i)));
  return g_string_free (text, FALSE);
}

static char *
dup_member (const json_t *product, const char *name)
{
  return g_strdup (json_string_value (json_object_get (product, name)));
}

static HufuProductSheet *
make_sheet (const json_t *product)
{
  HufuProductSheet *sheet = g_new0 (HufuProductSheet, 1);

  sheet->product_id = json_integer_value (json_object_get (product, "id"));
  sheet->sku = dup_member (product, "sku");
  sheet->name_en = dup_member (product, "name_en");
  sheet->name_zh = dup_member (product, "name_zh");
  sheet->price = dup_amount (json_object_get (product, "price_minor"));
  sheet->member_price = dup_amount (json_object_get (product, "member_price_minor"));
  sheet->codes = join_codes (json_object_get (product, "barcodes"));
  sheet->category_id = json_integer_value (json_object_get (product, "category_id"));
  sheet->sold = json_is_true (json_object_get (product, "sold"));
  sheet->asks_price = json_is_integer (json_object_get (product, "open_price_max_minor"));
  return sheet;
}

static void
open_page (HufuCounter *counter, HufuProductSheet *take_sheet)
{
  forget_pending (counter);
  hufu_product_desk_show (counter->product, take_sheet);
  g_object_set (counter->product, "shown", TRUE, NULL);
}

typedef struct {
  char *code;
  gint64 product_id; /* instead of the code; 0 = by the code */
} Question;

static void
question_free (gpointer data)
{
  g_free (((Question *)data)->code);
  g_free (data);
}

static void
unref_json (gpointer json)
{
  json_decref (json);
}

/* JSON's null: there is no such product. */
static gpointer
look (HufuDb *db, gpointer data, GError **error)
{
  const Question *question = data;
  gint64 product_id = question->product_id;
  json_t *product = NULL;

  if (product_id == 0 && !hufu_product_find (db, question->code, &product_id, error))
    return NULL;
  if (!hufu_product_load (db, product_id, &product, error))
    return NULL;
  return product != NULL ? product : json_null ();
}

static void
on_looked (HufuCounter *counter, gpointer answer, const GError *error)
{
  if (error != NULL)
    hufu_counter_show_problem (counter, error);
  else if (json_is_null ((const json_t *)answer))
    refuse (counter, HUFU_PRODUCT_UNKNOWN);
  else
    open_page (counter, make_sheet (answer));
}

static void
ask (HufuCounter *counter, const char *code, gint64 product_id)
{
  Question *question = g_new (Question, 1);

  *question = (Question){g_strdup (code), product_id};
  hufu_counter_ask (counter, counter->catalog, look, question, question_free, unref_json,
                    on_looked);
}

void
hufu_product_flow_show (HufuCounter *counter, const char *code)
{
  ask (counter, code, 0);
}

void
hufu_product_flow_show_meant (HufuCounter *counter)
{
  gint64 product_id = hufu_search_find_meant (counter);

  if (product_id > 0)
    ask (counter, NULL, product_id);
}

void
hufu_product_flow_show_new (HufuCounter *counter)
{
  HufuProductSheet *sheet = make_sheet (NULL);

  sheet->sold = TRUE;
  open_page (counter, sheet);
}

gboolean
hufu_product_flow_close (HufuCounter *counter)
{
  gboolean shown = hufu_product_desk_is_shown (counter->product);

  forget_pending (counter);
  g_object_set (counter->product, "shown", FALSE, NULL);
  return shown;
}

/* ---- doing it ---- */

/* The product as it is now: what is sold, found and shown follows it. */
static void
on_laid (HufuCounter *counter, gpointer answer, const GError *error)
{
  HufuProductSheet *sheet;
  g_autofree char *sentence = NULL;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  sheet = make_sheet (answer);
  sentence = HUFU_SAY (counter->lang, "Saved here: %s %s. The other tills hear of it online.",
                       "已存本机：%s %s。联网后其他机也会更新。", sheet->sku,
                       HUFU_WORD (counter->lang, sheet->name_en, sheet->name_zh));
  hufu_counter_sound (counter, HUFU_SOUND_ACCEPTED);
  hufu_counter_notice (counter, sentence);
  hufu_product_desk_show (counter->product, sheet);
  hufu_product_desk_tell_saved (counter->product, sentence);
  hufu_shelf_price_check (counter);
  hufu_search_make_ready (counter);
  hufu_stock_on_figures (counter);
  hufu_sync_wake (counter->sync);
}

static gpointer
lay (HufuDb *db, gpointer data, GError **error)
{
  const json_t *edits = data;
  gint64 product_id =
      json_integer_value (json_object_get (json_array_get (edits, 0), "product_id"));
  json_t *product = NULL;

  if (!hufu_product_lay (db, edits, error) || !hufu_product_load (db, product_id, &product, error))
    return NULL;
  return product != NULL ? product : json_null ();
}

typedef struct {
  HufuProductFault fault;
  json_t *edits; /* NULL with a fault */
} Stored;

static void
stored_free (gpointer data)
{
  json_decref (((Stored *)data)->edits);
  g_free (data);
}

static gpointer
store_edit (HufuDb *db, gpointer data, GError **error)
{
  Stored *stored = g_new0 (Stored, 1);

  if (hufu_product_edit (db, data, &stored->edits, &stored->fault, error))
    return stored;
  stored_free (stored);
  return NULL;
}

static void
on_stored (HufuCounter *counter, gpointer answer, const GError *error)
{
  Stored *stored = answer;

  if (error != NULL)
    hufu_counter_show_problem (counter, error);
  else if (stored->fault != HUFU_PRODUCT_OK)
    refuse (counter, stored->fault);
  else
    hufu_counter_ask (counter, counter->catalog, lay, g_steal_pointer (&stored->edits), unref_json,
                      unref_json, on_laid);
}

static void
free_edit (gpointer edit)
{
  hufu_product_edit_free (edit);
}

static void
store (HufuCounter *counter, HufuProductEdit *take_edit)
{
  hufu_product_desk_set_beyond (counter->product, FALSE);
  hufu_counter_ask (counter, counter->books, store_edit, take_edit, free_edit, stored_free,
                    on_stored);
}

/* ---- what was typed ---- */

typedef struct {
  HufuProductWish *wish;
  char *which, *category; /* NULL = none */
  HufuProductFault fault;
  HufuProductEdit *edit; /* NULL with a fault */
} Plan;

static void
plan_free (gpointer data)
{
  Plan *plan = data;

  hufu_product_wish_free (plan->wish);
  g_free (plan->which);
  g_free (plan->category);
  hufu_product_edit_free (plan->edit);
  g_free (plan);
}

static gboolean
is_category (const HufuCategory *category, const char *text)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, category->category_id);

  return strcmp (id, text) == 0 || g_ascii_strcasecmp (category->name_en, text) == 0 ||
         strcmp (category->name_zh, text) == 0;
}

static gboolean
find_category (HufuDb *db, Plan *plan, GError **error)
{
  g_autoptr (GPtrArray) categories = hufu_catalog_list_categories (db, error);

  for (guint i = 0; categories != NULL && i < categories->len; i++)
    if (is_category (categories->pdata[i], plan->category))
      plan->wish->category_id = ((const HufuCategory *)categories->pdata[i])->category_id;
  return categories != NULL;
}

static gboolean
find_which (HufuDb *db, Plan *plan, GError **error)
{
  if (plan->category != NULL && !find_category (db, plan, error))
    return FALSE;
  if (plan->which == NULL)
    return TRUE;
  if (!hufu_product_find (db, plan->which, &plan->wish->product_id, error))
    return FALSE;
  if (plan->wish->product_id == 0)
    plan->fault = HUFU_PRODUCT_UNKNOWN;
  return TRUE;
}

/* The plan comes back as its own answer. */
static gpointer
make_plan (HufuDb *db, gpointer data, GError **error)
{
  Plan *plan = data;
  GError *trouble = NULL;

  if (find_which (db, plan, &trouble) && plan->fault == HUFU_PRODUCT_OK)
    plan->edit = hufu_product_plan (db, plan->wish, &plan->fault, &trouble);
  if (trouble == NULL)
    return plan;
  g_propagate_error (error, trouble);
  plan_free (plan);
  return NULL;
}

static void
on_planned (HufuCounter *counter, gpointer answer, const GError *error)
{
  Plan *plan = answer;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  if (plan->fault != HUFU_PRODUCT_OK) {
    refuse (counter, plan->fault);
    return;
  }
  plan->edit->by = counter->clerk->staff_id;
  if (counter->clerk->role == HUFU_ROLE_MANAGER) {
    store (counter, g_steal_pointer (&plan->edit));
    return;
  }
  counter->product_edit = g_steal_pointer (&plan->edit);
  hufu_product_desk_set_beyond (counter->product, TRUE);
  hufu_counter_sound (counter, HUFU_SOUND_ASK);
  hufu_counter_notice (counter,
                       hufu_product_fault_sentence (HUFU_PRODUCT_NOT_ALLOWED, counter->lang));
}

static void
want (HufuProductWish *wish, HufuProductField field)
{
  wish->fields |= 1u << field;
}

/* An amount that is none is -2: neither a price nor none. */
static gint64
read_amount (const char *text)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  gint64 minor;

  return hufu_money_parse (trimmed, &minor) ? minor : -2;
}

static HufuProductFault
read_code (HufuCounter *counter, const char *text, guint64 *ret_gtin)
{
  g_autofree HufuScan *scan = g_new (HufuScan, 1);

  hufu_recognise (text, strlen (text), HUFU_ASKING_ANYTHING, counter->policy.layouts,
                  counter->policy.n_layouts, scan);
  *ret_gtin = scan->kind == HUFU_SCAN_GTIN ? scan->gtin : 0;
  return *ret_gtin != 0 ? HUFU_PRODUCT_OK : HUFU_PRODUCT_BAD_CODE;
}

static void
read_names (HufuProductWish *wish, const HufuProductForm *form)
{
  const char *either = form->name_en != NULL ? form->name_en : form->name_zh;

  if (form->name_en != NULL || form->which == NULL)
    want (wish, HUFU_PRODUCT_NAME_EN);
  if (form->name_zh != NULL || form->which == NULL)
    want (wish, HUFU_PRODUCT_NAME_ZH);
  wish->name_en = g_strdup (form->name_en != NULL ? form->name_en : either);
  wish->name_zh = g_strdup (form->name_zh != NULL ? form->name_zh : either);
  if (either != NULL) {
    g_strstrip (wish->name_en);
    g_strstrip (wish->name_zh);
  }
}

static HufuProductFault
read_form (HufuCounter *counter, HufuProductWish *wish, const HufuProductForm *form)
{
  gboolean is_new = form->which == NULL;
  HufuProductFault fault;

  read_names (wish, form);
  if (form->price != NULL || is_new) {
    want (wish, HUFU_PRODUCT_PRICE);
    wish->price_minor = form->price == NULL ? 0 : read_amount (form->price);
  }
  if (form->member_price != NULL) {
    want (wish, HUFU_PRODUCT_MEMBER_PRICE);
    wish->member_price_minor = *form->member_price == '\0' ? -1 : read_amount (form->member_price);
  }
  if (form->sets_sold || is_new) {
    want (wish, HUFU_PRODUCT_SOLD);
    wish->sold = is_new || form->sold;
  }
  if (form->category != NULL && !is_new)
    want (wish, HUFU_PRODUCT_CATEGORY);
  fault = hufu_product_wish_check (wish);
  if (fault == HUFU_PRODUCT_OK && form->code_off != NULL)
    fault = read_code (counter, form->code_off, &wish->code_off);
  if (fault == HUFU_PRODUCT_OK && form->code != NULL)
    fault = read_code (counter, form->code, &wish->code);
  return fault;
}

gboolean
hufu_product_flow_scan (HufuCounter *counter, const char *text, gsize length)
{
  g_autofree char *code = g_strndup (text, length);
  guint64 gtin;

  if (!hufu_product_desk_is_shown (counter->product))
    return FALSE;
  if (read_code (counter, code, &gtin) == HUFU_PRODUCT_OK)
    hufu_product_desk_tell_scanned (counter->product, code);
  else
    refuse (counter, HUFU_PRODUCT_BAD_CODE);
  return TRUE;
}

void
hufu_product_flow_edit (HufuCounter *counter, const HufuProductForm *form)
{
  Plan *plan;

  if (hufu_training_keeps_products (counter))
    return;
  plan = g_new0 (Plan, 1);
  forget_pending (counter);
  plan->wish = g_new0 (HufuProductWish, 1);
  plan->which = g_strdup (form->which);
  plan->category = g_strdup (form->category);
  plan->fault = read_form (counter, plan->wish, form);
  if (plan->fault == HUFU_PRODUCT_OK) {
    hufu_counter_ask (counter, counter->catalog, make_plan, plan, NULL, plan_free, on_planned);
    return;
  }
  refuse (counter, plan->fault);
  plan_free (plan);
}

/* ---- a manager's word ---- */

static void
on_approved (HufuCounter *counter, const HufuStaff *manager)
{
  HufuProductEdit *edit = g_steal_pointer (&counter->product_edit);

  if (edit == NULL)
    return;
  edit->approved_by = manager->staff_id;
  store (counter, edit);
}

void
hufu_product_flow_approve (HufuCounter *counter, const char *staff_no, const char *pin)
{
  const HufuStaff *manager = hufu_session_find (counter, staff_no);

  if (counter->product_edit == NULL)
    hufu_counter_refuse (counter, HUFU_WORD (counter->lang, "There is nothing to approve now.",
                                             "现在没有要批准的事。"));
  else if (manager == NULL || manager->role != HUFU_ROLE_MANAGER)
    hufu_counter_refuse (
        counter, HUFU_WORD (counter->lang, "A manager has to approve this.", "需要店长批准。"));
  else
    hufu_session_ask_pin (counter, staff_no, pin, on_approved);
}

/* ---- the start ---- */

static gpointer
list_edits (HufuDb *db, gpointer data, GError **error)
{
  return hufu_product_list_edits (db, error);
}

static gpointer
lay_all (HufuDb *db, gpointer data, GError **error)
{
  return hufu_product_lay (db, data, error) ? data : NULL;
}

/* A catalogue that cannot be written is told elsewhere; it comes whole again, and they with it. */
static void
on_all_laid (HufuCounter *counter, gpointer answer, const GError *error)
{
  if (error != NULL)
    g_message ("what was changed of products is not in the catalogue: %s", error->message);
  else
    hufu_stock_on_figures (counter);
}

static void
on_listed (HufuCounter *counter, gpointer answer, const GError *error)
{
  if (error != NULL)
    g_message ("what was changed of products cannot be read: %s", error->message);
  else if (json_array_size (answer) > 0)
    hufu_counter_ask (counter, counter->catalog, lay_all, json_incref (answer), unref_json, NULL,
                      on_all_laid);
}

void
hufu_product_flow_start (HufuCounter *counter)
{
  hufu_counter_ask (counter, counter->books, list_edits, counter, NULL, unref_json, on_listed);
}

/* ---- as JSON ---- */

json_t *
hufu_product_flow_to_json (HufuCounter *counter)
{
  const HufuProductSheet *sheet = hufu_product_desk_get_sheet (counter->product);

  if (sheet == NULL || sheet->product_id == 0)
    return NULL;
  return json_pack ("{s:I s:s s:s s:s s:s s:s s:s s:I s:b s:b s:b}", "product_id",
                    (json_int_t)sheet->product_id, "sku", sheet->sku, "name_en", sheet->name_en,
                    "name_zh", sheet->name_zh, "price", sheet->price, "member_price",
                    sheet->member_price, "barcodes", sheet->codes, "category_id",
                    (json_int_t)sheet->category_id, "sold", sheet->sold, "asks_price",
                    sheet->asks_price, "beyond", hufu_product_desk_is_beyond (counter->product));
}
