/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The counter's visible state as JSON: what hufuctl prints and the tests read. Masked forms only.
 */
#include <jansson.h>

#include "counter/counter-private.h"
#include "counter/product-flow.h"
#include "counter/today-json.h"
#include "counter/paper-flow.h"

#define PRODUCTS_MAX 40 /* of those to choose from that are told: a screen full */

static const char *
screen_name (HufuScreen screen)
{
  static const char *const names[] = {
      [HUFU_SCREEN_STARTING] = "starting",     [HUFU_SCREEN_STOPPED] = "stopped",
      [HUFU_SCREEN_ENROL] = "enrol",           [HUFU_SCREEN_SIGN_IN] = "sign-in",
      [HUFU_SCREEN_OPEN_SHIFT] = "open-shift", [HUFU_SCREEN_SELL] = "sell",
      [HUFU_SCREEN_PRICE] = "price",           [HUFU_SCREEN_TENDER] = "tender",
      [HUFU_SCREEN_DRAWER] = "drawer",         [HUFU_SCREEN_CLOSE_SHIFT] = "close-shift",
  };

  return names[screen];
}

static const char *
panel_name (HufuPanelKind kind)
{
  static const char *const names[] = {
      [HUFU_PANEL_VOUCHER] = "voucher",
      [HUFU_PANEL_VERDICT] = "verdict",
      [HUFU_PANEL_MEMBER] = "member",
      [HUFU_PANEL_PICKUP] = "pickup",
      [HUFU_PANEL_RESERVATION] = "reservation",
      [HUFU_PANEL_REFERRAL] = "referral",
      [HUFU_PANEL_VARIANTS] = "variants",
      [HUFU_PANEL_AMBIGUOUS] = "ambiguous",
      [HUFU_PANEL_SEARCH] = "search",
      [HUFU_PANEL_HELD] = "held",
      [HUFU_PANEL_REPORT] = "report",
      [HUFU_PANEL_DONE] = "done",
      [HUFU_PANEL_PAYMENT] = "payment",
      [HUFU_PANEL_VOID] = "void",
      [HUFU_PANEL_MESSAGE] = "message",
      [HUFU_PANEL_PRICE] = "price",
      [HUFU_PANEL_DEPOSIT] = "deposit",
      [HUFU_PANEL_DETAIL] = "detail",
      [HUFU_PANEL_STOCK] = "stock",
      [HUFU_PANEL_OPTIONS] = "options",
  };

  return names[kind];
}

static json_t *
choice_json (const HufuChoice *choice)
{
  return json_pack ("{s:s s:s s:s s:s}", "act", hufu_act_name (choice->act), "label", choice->label,
                    "hint", choice->hint, "key", choice->key);
}

static json_t *
facts_json (const HufuPanel *panel)
{
  json_t *facts = json_array ();

  for (guint i = 0; i < panel->facts->len; i++) {
    const HufuFact *fact = panel->facts->pdata[i];
    json_array_append_new (facts, json_pack ("{s:s s:s s:s}", "label", fact->label, "value",
                                             fact->value, "hint", fact->hint));
  }
  return facts;
}

static json_t *
lines_json (const HufuPanel *panel)
{
  json_t *lines = json_array ();

  for (guint i = 0; i < panel->lines->len; i++) {
    const HufuFact *line = panel->lines->pdata[i];
    json_array_append_new (lines, json_pack ("{s:s s:s s:s}", "label", line->label, "value",
                                             line->value, "hint", line->hint));
  }
  return lines;
}

static json_t *
steps_json (const HufuPanel *panel)
{
  json_t *steps = json_array ();

  for (guint i = 0; i < panel->steps->len; i++) {
    const HufuStep *step = panel->steps->pdata[i];
    json_array_append_new (steps,
                           json_pack ("{s:s s:s s:b s:b}", "time", step->time, "text", step->text,
                                      "done", step->done, "refused", step->refused));
  }
  return steps;
}

static json_t *
choices_json (const HufuPanel *panel)
{
  json_t *choices = json_array ();

  for (guint i = 0; i < panel->choices->len; i++)
    json_array_append_new (choices, choice_json (panel->choices->pdata[i]));
  return choices;
}

static json_t *
options_json (const HufuPanel *panel)
{
  json_t *options = json_array ();

  for (guint i = 0; i < panel->options->len; i++) {
    const HufuPanelOption *option = panel->options->pdata[i];
    json_array_append_new (options,
                           json_pack ("{s:s s:i s:s s:s s:s s:b}", "group", option->group, "number",
                                      (int)option->number, "id", option->id, "label", option->label,
                                      "price", option->price, "chosen", option->chosen));
  }
  return options;
}

static json_t *
products_json (GListModel *products)
{
  json_t *list = json_array ();

  for (guint i = 0; products != NULL && i < MIN (g_list_model_get_n_items (products), PRODUCTS_MAX);
       i++) {
    g_autoptr (HufuTile) tile = g_list_model_get_item (products, i);
    json_array_append_new (list, json_pack ("{s:I s:s s:s s:s s:b}", "product_id",
                                            (json_int_t)tile->product_id, "name", tile->name,
                                            "variant", tile->variant, "price", tile->price,
                                            "selected", tile->selected));
  }
  return list;
}

static const char *
tone_name (HufuTone tone)
{
  static const char *const names[] = {
      [HUFU_TONE_PLAIN] = "plain",
      [HUFU_TONE_OK] = "ok",
      [HUFU_TONE_ASK] = "ask",
      [HUFU_TONE_NO] = "no",
  };

  return names[tone];
}

static json_t *
panel_json (const HufuPanel *panel)
{
  if (panel == NULL)
    return json_null ();
  return json_pack (
      "{s:s s:s s:s s:s s:s s:s s:s s:s s:s s:s s:s s:s s:o s:o s:o s:o s:o s:o s:I s:i "
      "s:i s:s}",
      "kind", panel_name (panel->kind), "tone", tone_name (panel->tone), "reason",
      panel->has_reason ? hufu_reason_code (panel->reason) : "", "headline", panel->headline,
      "sentence", panel->sentence, "say", panel->say, "title", panel->title, "subtitle",
      panel->subtitle, "use_label", panel->use_label, "use", panel->use_text, "note",
      panel->note_title, "note_text", panel->note_text, "facts", facts_json (panel), "lines",
      lines_json (panel), "steps", steps_json (panel), "choices", choices_json (panel), "options",
      options_json (panel), "products", products_json (panel->products), "undo_until_utc_us",
      (json_int_t)panel->undo_until_utc_us, "uses", (int)panel->uses, "uses_spent",
      (int)panel->uses_spent, "qr", panel->qr_text);
}

static json_t *
row_json (const HufuBasketRow *row)
{
  static const char *const kinds[] = {
      [HUFU_ROW_PRODUCT] = "product",   [HUFU_ROW_PREPAID] = "prepaid",
      [HUFU_ROW_VOUCHER] = "voucher",   [HUFU_ROW_PAYMENT] = "payment",
      [HUFU_ROW_CASH] = "cash",         [HUFU_ROW_PENDING] = "pending",
      [HUFU_ROW_DISCOUNT] = "discount",
  };

  return json_pack ("{s:s s:I s:s s:s s:s s:s s:s s:s s:s s:s s:s s:b}", "kind", kinds[row->kind],
                    "line_no", (json_int_t)row->line_no, "name", row->name, "variant", row->variant,
                    "qty", row->qty, "amount", row->amount, "struck", row->struck, "why", row->why,
                    "detail", row->detail, "new_price", row->new_price, "asks", row->asks, "asking",
                    row->asking);
}

static json_t *
taxes_json (const HufuBasket *basket, HufuLang lang)
{
  json_t *list = json_array ();

  for (guint i = 0; i < basket->tax_sums->len; i++) {
    const HufuTaxSum *sum = &g_array_index (basket->tax_sums, HufuTaxSum, i);
    g_autofree char *name = hufu_tax_sum_say (sum, lang);

    json_array_append_new (list, json_pack ("{s:s s:s s:I s:I s:I}", "id", sum->id, "name", name,
                                            "rate_ppm", (json_int_t)sum->rate_ppm, "net_minor",
                                            (json_int_t)sum->net_minor, "tax_minor",
                                            (json_int_t)sum->tax_minor));
  }
  return list;
}

static json_t *
basket_json (HufuCounter *counter)
{
  GListModel *rows = G_LIST_MODEL (counter->rows);
  json_t *list = json_array ();
  HufuTotals totals;

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++) {
    g_autoptr (HufuBasketRow) row = g_list_model_get_item (rows, i);
    json_array_append_new (list, row_json (row));
  }
  hufu_basket_get_totals (counter->basket, &totals);
  return json_pack (
      "{s:o s:I s:I s:I s:I s:o s:I s:I s:s}", "rows", list, "gross_minor",
      (json_int_t)totals.gross_minor, "due_minor", (json_int_t)totals.due_minor, "saved_minor",
      (json_int_t)totals.saved_minor, "tax_minor", (json_int_t)totals.tax_minor, "taxes",
      taxes_json (counter->basket, counter->lang), "added_minor", (json_int_t)totals.added_minor,
      "pending_minor", (json_int_t)totals.pending_minor, "member",
      counter->basket->has_member ? counter->basket->member_label : "");
}

static json_t *
object_json (GObject *object)
{
  json_t *json = json_object ();
  guint n;
  g_autofree GParamSpec **specs = g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n);

  for (guint i = 0; i < n; i++) {
    g_auto (GValue) value = G_VALUE_INIT;
    g_object_get_property (object, specs[i]->name, &value);
    if (G_VALUE_HOLDS_STRING (&value))
      json_object_set_new (json, specs[i]->name, json_string (g_value_get_string (&value)));
    else if (G_VALUE_HOLDS_BOOLEAN (&value))
      json_object_set_new (json, specs[i]->name, json_boolean (g_value_get_boolean (&value)));
    else if (G_VALUE_HOLDS_INT (&value))
      json_object_set_new (json, specs[i]->name, json_integer (g_value_get_int (&value)));
    else if (G_VALUE_HOLDS_UINT (&value))
      json_object_set_new (json, specs[i]->name, json_integer (g_value_get_uint (&value)));
    else if (G_VALUE_HOLDS_UINT64 (&value))
      json_object_set_new (json, specs[i]->name,
                           json_integer ((json_int_t)g_value_get_uint64 (&value)));
    else if (G_VALUE_HOLDS_INT64 (&value))
      json_object_set_new (json, specs[i]->name, json_integer (g_value_get_int64 (&value)));
  }
  return json;
}

static json_t *
held_json (HufuCounter *counter)
{
  GListModel *held = G_LIST_MODEL (counter->held);
  json_t *list = json_array ();

  for (guint i = 0; i < g_list_model_get_n_items (held); i++) {
    g_autoptr (HufuHeldItem) item = g_list_model_get_item (held, i);
    char id[HUFU_ID_TEXT_SIZE];
    hufu_id_format (&item->sale_id, id);
    json_array_append_new (list, json_pack ("{s:s s:s s:s s:s s:b}", "sale_id", id, "name",
                                            item->name, "amount", item->amount, "hint", item->hint,
                                            "pending", item->pending));
  }
  return list;
}

static json_t *
elsewhere_json (HufuCounter *counter)
{
  static const char *const places[] = {"here", "there", "asked", "left"};
  GListModel *elsewhere = G_LIST_MODEL (counter->elsewhere);
  json_t *list = json_array ();

  for (guint i = 0; i < g_list_model_get_n_items (elsewhere); i++) {
    g_autoptr (HufuHeldItem) item = g_list_model_get_item (elsewhere, i);
    char id[HUFU_ID_TEXT_SIZE];

    hufu_id_format (&item->sale_id, id);
    json_array_append_new (list, json_pack ("{s:s s:s s:s s:s s:s s:s s:I}", "sale_id", id, "name",
                                            item->name, "amount", item->amount, "hint", item->hint,
                                            "place", places[item->place], "giving",
                                            hufu_giving_name (item->giving), "till",
                                            (json_int_t)item->terminal_no));
  }
  return list;
}

static json_t *
people_json (HufuCounter *counter)
{
  GListModel *people = G_LIST_MODEL (counter->people);
  json_t *list = json_array ();

  for (guint i = 0; i < g_list_model_get_n_items (people); i++) {
    g_autoptr (HufuPerson) person = g_list_model_get_item (people, i);
    json_array_append_new (list, json_pack ("{s:s s:s s:s}", "no", person->no, "name", person->name,
                                            "hint", person->hint));
  }
  return list;
}

static json_t *
staff_json (HufuCounter *counter)
{
  GListModel *rows = hufu_staff_desk_get_rows (counter->desk);
  json_t *list = json_array ();

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++) {
    g_autoptr (HufuStaffRow) row = g_list_model_get_item (rows, i);
    json_array_append_new (list, json_pack ("{s:s s:s s:s s:b s:b s:{s:i s:i s:i}}", "no", row->no,
                                            "name", row->name, "role", hufu_role_name (row->role),
                                            "active", row->active, "own_rights", row->has_rights,
                                            "rights", "line_percent", row->rights.line_percent,
                                            "basket_percent", row->rights.basket_percent,
                                            "price_percent", row->rights.price_percent));
  }
  return list;
}

static json_t *
sides_json (const HufuCase *shown)
{
  json_t *sides = json_array ();

  for (guint i = 0; i < shown->sides->len; i++) {
    const HufuCaseSide *side = shown->sides->pdata[i];
    json_t *facts = json_object ();
    for (guint j = 0; j < side->facts->len; j++) {
      const HufuFact *fact = side->facts->pdata[j];
      json_object_set_new (facts, fact->label, json_string (fact->value));
    }
    json_array_append_new (sides, json_pack ("{s:s s:s s:o}", "who", side->title, "badge",
                                             side->badge, "facts", facts));
  }
  return sides;
}

static json_t *
reasons_json (const HufuCase *shown)
{
  const HufuSignReason *reason;
  json_t *names = json_array ();

  for (gsize i = 0; shown->resolve == HUFU_RESOLVE_SIGN &&
                    (reason = hufu_sign_reason_get (shown->kind, i)) != NULL;
       i++)
    json_array_append_new (names, json_string (reason->name));
  return names;
}

static json_t *
cases_json (HufuCounter *counter)
{
  GListModel *cases = G_LIST_MODEL (counter->cases);
  json_t *list = json_array ();

  for (guint i = 0; i < g_list_model_get_n_items (cases); i++) {
    g_autoptr (HufuCase) shown = g_list_model_get_item (cases, i);
    json_array_append_new (
        list, json_pack ("{s:s s:s s:s s:s s:s s:s s:s s:s s:s s:s s:s s:s s:o s:o}", "id",
                         shown->id, "kind", hufu_matter_kind_name (shown->kind), "title",
                         shown->title, "hint", shown->hint, "amount", shown->amount, "headline",
                         shown->headline, "sentence", shown->sentence, "note", shown->note_title,
                         "resolve", hufu_resolve_name (shown->resolve), "label", shown->act_label,
                         "then", shown->then, "command", shown->command, "reasons",
                         reasons_json (shown), "sides", sides_json (shown)));
  }
  return list;
}

static json_t *
manager_json (HufuCounter *counter)
{
  json_t *page = object_json (G_OBJECT (counter->cases));

  json_object_set_new (page, "cases", cases_json (counter));
  return page;
}

static json_t *
shift_json (HufuCounter *counter)
{
  const HufuShift *shift = &counter->shift;

  return json_pack ("{s:b s:I s:s s:s s:I}", "open", shift->open, "shift_no",
                    (json_int_t)shift->shift_no, "business_day", shift->business_day, "last_z_no",
                    shift->last_z_no, "left_minor",
                    (json_int_t)hufu_counter_get_left_minor (counter));
}

static json_t *
count_json (HufuCounter *counter)
{
  json_t *count = object_json (G_OBJECT (counter->count)), *rows = json_array ();

  for (guint i = 0; i < hufu_count_pad_get_n_rows (counter->count); i++) {
    g_autofree char *label = hufu_count_pad_dup_label (counter->count, i);
    json_array_append_new (
        rows, json_pack ("{s:s s:I s:I}", "label", label, "value_minor",
                         (json_int_t)hufu_count_pad_get_value_minor (counter->count, i), "pieces",
                         (json_int_t)hufu_count_pad_get_pieces (counter->count, i)));
  }
  json_object_set_new (count, "rows", rows);
  return count;
}

char *
hufu_counter_to_json (HufuCounter *counter)
{
  json_t *state = json_pack (
      "{s:s s:s s:o s:o s:o s:o s:o s:o s:I}", "screen", screen_name (counter->screen), "lang",
      counter->lang == HUFU_LANG_ZH ? "zh" : "en", "panel", panel_json (counter->panel), "basket",
      basket_json (counter), "status", object_json (G_OBJECT (counter->status)), "cash_pad",
      object_json (G_OBJECT (counter->pad)), "held", held_json (counter), "people",
      people_json (counter), "selected_line", (json_int_t)counter->selected_line);
  json_t *product, *paper;
  char *text;

  g_assert (state != NULL);
  json_object_set_new (state, "manager", manager_json (counter));
  json_object_set_new (state, "held_elsewhere", elsewhere_json (counter));
  if (hufu_manager_is_open (counter) && hufu_today_view_is_ready (counter->today))
    json_object_set_new (state, "today", hufu_today_to_json (counter->today));
  if (counter->clerk != NULL && counter->clerk->role == HUFU_ROLE_MANAGER)
    json_object_set_new (state, "staff", staff_json (counter));
  if (counter->stock->product != NULL)
    json_object_set_new (state, "stock", hufu_stock_to_json (counter));
  if (counter->clerk != NULL && counter->clerk->role == HUFU_ROLE_MANAGER)
    hufu_stock_add_list_to_json (counter, state);
  if ((paper = hufu_paper_to_json (counter)) != NULL)
    json_object_set_new (state, "paper", paper);
  if ((product = hufu_product_flow_to_json (counter)) != NULL)
    json_object_set_new (state, "product", product);
  json_object_set_new (state, "shift", shift_json (counter));
  json_object_set_new (state, "customer", object_json (G_OBJECT (counter->customer)));
  json_object_set_new (state, "drawer", object_json (G_OBJECT (counter->drawer)));
  json_object_set_new (state, "count", count_json (counter));
  json_object_set_new (state, "price", object_json (G_OBJECT (counter->price)));
  json_object_set_new (state, "primary",
                       counter->primary == NULL ? json_null () : choice_json (counter->primary));
  text = json_dumps (state, JSON_COMPACT | JSON_SORT_KEYS);
  json_decref (state);
  return text;
}
