/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/basket-json.h"

#include <string.h>
#include "core/id.h"
#include "store/json-read.h"
#include "store/option-json.h"
#include "store/promotion-store.h"
#include "store/tax-store.h"

#define TEXT_MAX 240 /* bytes of a name on a line */
#define WORD_MAX 80  /* of a SKU, of an icon */
#define LABEL_MAX 64 /* of a masked number */
#define GTIN_MAX G_GINT64_CONSTANT (99999999999999)
#define DAY_MAX 29991231
#define WEEK_MINUTES (7 * 24 * 60)

void
hufu_basket_parcel_clear (HufuBasketParcel *parcel)
{
  hufu_basket_free (parcel->basket);
  g_clear_pointer (&parcel->promotions, json_decref);
  g_clear_pointer (&parcel->taxes, json_decref);
  *parcel = (HufuBasketParcel){0};
}

/* ---- writing: what is nothing is left out ---- */

static void
add_text (json_t *json, const char *name, const char *text)
{
  if (text != NULL && *text != '\0')
    json_object_set_new (json, name, json_string (text));
}

static void
add_number (json_t *json, const char *name, gint64 number, gint64 nothing)
{
  if (number != nothing)
    json_object_set_new (json, name, json_integer ((json_int_t)number));
}

static void
add_id (json_t *json, const char *name, const HufuId *id)
{
  char text[HUFU_ID_TEXT_SIZE];

  hufu_id_format (id, text);
  if (!hufu_id_is_zero (id))
    json_object_set_new (json, name, json_string (text));
}

static void
add_markdown (json_t *json, const HufuMarkdown *markdown)
{
  json_t *object;

  if (markdown->kind == HUFU_MARKDOWN_NONE)
    return;
  object = json_object ();
  add_text (object, "kind", hufu_markdown_kind_name (markdown->kind));
  add_number (object, "value", markdown->value, 0);
  add_number (object, "base_minor", markdown->base_minor, 0);
  add_text (object, "reason", markdown->reason);
  add_text (object, "note", markdown->note);
  add_id (object, "staff_id", &markdown->staff_id);
  add_id (object, "approved_by", &markdown->approved_by);
  add_text (object, "approved_no", markdown->approved_no);
  json_object_set_new (json, "markdown", object);
}

static json_t *
line_to_json (const HufuLine *line)
{
  json_t *json = json_object ();

  add_number (json, "line_no", line->line_no, 0);
  add_number (json, "product_id", line->product_id, 0);
  add_number (json, "category_id", line->category_id, 0);
  add_number (json, "gtin", (gint64)line->gtin, 0);
  add_text (json, "sku", line->sku);
  add_text (json, "name_en", line->name_en);
  add_text (json, "name_zh", line->name_zh);
  add_text (json, "variant_en", line->variant_en);
  add_text (json, "variant_zh", line->variant_zh);
  add_text (json, "icon", line->icon);
  add_number (json, "by_weight", line->by_weight ? 1 : 0, 0);
  add_number (json, "qty_milli", line->qty_milli, 0);
  add_number (json, "list_price_minor", line->list_price_minor, 0);
  add_number (json, "member_price_minor", line->member_price_minor, -1);
  add_number (json, "label_total_minor", line->label_total_minor, -1);
  add_number (json, "tax_ppm", line->tax_ppm, 0);
  add_text (json, "lot", line->trace.lot);
  add_text (json, "serial", line->trace.serial);
  add_number (json, "expires_day", line->trace.expires_day, 0);
  add_text (json, "asks", hufu_detail_name (line->asks));
  add_number (json, "due_day", line->due.day, 0);
  add_number (json, "due_minute", line->due.minute, -1);
  add_id (json, "left_out_by", &line->left_out_by);
  if (line->options != NULL)
    json_object_set_new (json, "options", json_loads (line->options->text, 0, NULL));
  add_number (json, "chosen", (gint64)line->chosen, 0);
  add_text (json, "note", line->note);
  add_markdown (json, &line->markdown);
  return json;
}

static void
add_member (json_t *json, const HufuBasket *basket)
{
  json_t *member;

  if (!basket->has_member)
    return;
  member = json_object ();
  add_id (member, "member_id", &basket->member_id);
  add_text (member, "label", basket->member_label);
  add_number (member, "points", basket->member_points, 0);
  add_number (member, "level", basket->member_level, 0);
  json_object_set_new (json, "member", member);
}

json_t *
hufu_basket_parcel_to_json (const HufuBasketParcel *parcel)
{
  const HufuBasket *basket = parcel->basket;
  json_t *json = json_object (), *lines = json_array ();

  for (guint i = 0; i < basket->lines->len; i++)
    json_array_append_new (lines, line_to_json (basket->lines->pdata[i]));
  json_object_set_new (json, "lines", lines);
  add_text (json, "name", basket->hold_name);
  add_number (json, "currency", basket->currency, 0);
  add_number (json, "next_line_no", basket->next_line_no, 0);
  add_number (json, "age_s", parcel->age_s, 0);
  add_number (json, "priced_utc_s", parcel->priced_utc_s, 0);
  add_number (json, "priced_minute", parcel->priced_minute, 0);
  add_member (json, basket);
  add_markdown (json, &basket->markdown);
  if (parcel->promotions != NULL)
    json_object_set (json, "promotions", parcel->promotions);
  if (parcel->taxes != NULL)
    json_object_set (json, "taxes", parcel->taxes);
  return json;
}

/* ---- reading ---- */

/* The names that the functions above write. */
static const char *const basket_names[] = {
    "lines",         "name",   "currency", "next_line_no", "age_s", "priced_utc_s",
    "priced_minute", "member", "markdown", "promotions",   "taxes", NULL};
static const char *const line_names[] = {"line_no",
                                         "product_id",
                                         "category_id",
                                         "gtin",
                                         "sku",
                                         "name_en",
                                         "name_zh",
                                         "variant_en",
                                         "variant_zh",
                                         "icon",
                                         "by_weight",
                                         "qty_milli",
                                         "list_price_minor",
                                         "member_price_minor",
                                         "label_total_minor",
                                         "tax_ppm",
                                         "lot",
                                         "serial",
                                         "expires_day",
                                         "asks",
                                         "due_day",
                                         "due_minute",
                                         "left_out_by",
                                         "note",
                                         "markdown",
                                         "options",
                                         "chosen",
                                         NULL};
static const char *const member_names[] = {"member_id", "label", "points", "level", NULL};
static const char *const markdown_names[] = {"kind",        "value",       "base_minor",
                                             "reason",      "note",        "staff_id",
                                             "approved_by", "approved_no", NULL};

static gboolean
has_only (const json_t *json, const char *const *names)
{
  gsize n = 0;

  for (; *names != NULL; names++)
    n += json_object_get (json, *names) != NULL ? 1 : 0;
  return json_is_object (json) && n == json_object_size (json);
}

static gboolean
is_text (const char *text)
{
  for (const char *at = text; *at != '\0'; at += g_utf8_skip[(guchar)*at])
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return FALSE;
  return TRUE;
}

/* *text stays as it is if there is none. */
static gboolean
take_text (const json_t *json, const char *name, gsize max, char **text)
{
  const json_t *value = json_object_get (json, name);
  gsize length = json_string_length (value);

  if (value == NULL)
    return TRUE;
  if (!json_is_string (value) || length > max || strlen (json_string_value (value)) != length ||
      !is_text (json_string_value (value)))
    return FALSE;
  g_free (*text);
  *text = g_strdup (json_string_value (value));
  return TRUE;
}

static gboolean
take_note (const json_t *json, char **note)
{
  HufuNoteKind kind;

  if (!take_text (json, "note", HUFU_NOTE_MAX, note))
    return FALSE;
  kind = hufu_note_look (*note);
  return kind == HUFU_NOTE_GOOD || **note == '\0';
}

static gboolean
take_id (const json_t *json, const char *name, HufuId *ret_id)
{
  const json_t *value = json_object_get (json, name);

  return value == NULL ||
         (json_is_string (value) && hufu_id_parse (json_string_value (value), ret_id));
}

static gboolean
is_markdown_good (const HufuMarkdown *markdown, gboolean of_line)
{
  if (markdown->kind == HUFU_MARKDOWN_NONE || hufu_id_is_zero (&markdown->staff_id) ||
      hufu_markdown_check (markdown) != HUFU_MARKDOWN_OK || !is_text (markdown->approved_no))
    return FALSE;
  return markdown->kind == HUFU_MARKDOWN_PRICE
             ? of_line
             : markdown->kind != HUFU_MARKDOWN_AMOUNT || markdown->value <= markdown->base_minor;
}

static gboolean
take_markdown (const json_t *json, gboolean of_line, HufuMarkdown *markdown)
{
  const json_t *data = json_object_get (json, "markdown");

  if (data == NULL)
    return TRUE;
  return has_only (data, markdown_names) &&
         hufu_markdown_kind_find (json_string_value (json_object_get (data, "kind")),
                                  &markdown->kind) &&
         hufu_json_take_number (data, "value", HUFU_MONEY_MAX_MINOR, &markdown->value) &&
         hufu_json_take_number (data, "base_minor", HUFU_MONEY_MAX_MINOR, &markdown->base_minor) &&
         hufu_json_take_text (data, "reason", markdown->reason, sizeof markdown->reason) &&
         hufu_json_take_text (data, "note", markdown->note, sizeof markdown->note) &&
         hufu_json_take_text (data, "approved_no", markdown->approved_no,
                              sizeof markdown->approved_no) &&
         take_id (data, "staff_id", &markdown->staff_id) &&
         take_id (data, "approved_by", &markdown->approved_by) &&
         is_markdown_good (markdown, of_line);
}

static gboolean
take_texts (const json_t *data, HufuLine *line)
{
  return take_text (data, "sku", WORD_MAX, &line->sku) &&
         take_text (data, "name_en", TEXT_MAX, &line->name_en) &&
         take_text (data, "name_zh", TEXT_MAX, &line->name_zh) &&
         take_text (data, "variant_en", TEXT_MAX, &line->variant_en) &&
         take_text (data, "variant_zh", TEXT_MAX, &line->variant_zh) &&
         take_text (data, "icon", WORD_MAX, &line->icon) && take_note (data, &line->note) &&
         hufu_json_take_text (data, "lot", line->trace.lot, sizeof line->trace.lot) &&
         hufu_json_take_text (data, "serial", line->trace.serial, sizeof line->trace.serial) &&
         is_text (line->trace.lot) && is_text (line->trace.serial);
}

static gboolean
take_numbers (const json_t *data, HufuLine *line)
{
  gint64 line_no = 0, gtin = 0, by_weight = 0, tax_ppm = 0, expires_day = 0;

  line->qty_milli = 0;
  if (!hufu_json_take_number (data, "line_no", G_MAXUINT32 - 1, &line_no) ||
      !hufu_json_take_number (data, "product_id", G_MAXINT64, &line->product_id) ||
      !hufu_json_take_number (data, "category_id", G_MAXINT64, &line->category_id) ||
      !hufu_json_take_number (data, "gtin", GTIN_MAX, &gtin) ||
      !hufu_json_take_number (data, "by_weight", 1, &by_weight) ||
      !hufu_json_take_number (data, "qty_milli", HUFU_QTY_MAX_MILLI, &line->qty_milli) ||
      !hufu_json_take_number (data, "list_price_minor", HUFU_MONEY_MAX_MINOR,
                              &line->list_price_minor) ||
      !hufu_json_take_number (data, "member_price_minor", HUFU_MONEY_MAX_MINOR,
                              &line->member_price_minor) ||
      !hufu_json_take_number (data, "label_total_minor", HUFU_MONEY_MAX_MINOR,
                              &line->label_total_minor) ||
      !hufu_json_take_number (data, "tax_ppm", HUFU_TAX_RATE_MAX_PPM, &tax_ppm) ||
      !hufu_json_take_number (data, "expires_day", DAY_MAX, &expires_day))
    return FALSE;
  line->line_no = (guint32)line_no;
  line->gtin = (guint64)gtin;
  line->by_weight = by_weight != 0;
  line->tax_ppm = (gint32)tax_ppm;
  line->trace.expires_day = (gint32)expires_day;
  return line->product_id > 0 && line->qty_milli > 0 &&
         (line->by_weight || line->qty_milli % 1000 == 0);
}

/* What its product asks for, and when it is to be ready. */
static gboolean
take_details (const json_t *data, HufuLine *line)
{
  const json_t *asks = json_object_get (data, "asks");
  gint64 day = 0, minute = -1;

  if ((asks != NULL &&
       (!json_is_string (asks) || !hufu_detail_find (json_string_value (asks), &line->asks))) ||
      !hufu_json_take_number (data, "due_day", DAY_MAX, &day) ||
      !hufu_json_take_number (data, "due_minute", 24 * 60 - 1, &minute))
    return FALSE;
  line->due = (HufuDue){(gint32)day, (gint16)minute};
  return take_id (data, "left_out_by", &line->left_out_by);
}

static gboolean
take_options (const json_t *data, HufuLine *line)
{
  const json_t *options = json_object_get (data, "options");
  HufuOptionFault fault = HUFU_OPTION_OK;
  gint64 chosen = 0;

  if (options != NULL)
    line->options = hufu_offer_from_json (options, &fault);
  if (fault != HUFU_OPTION_OK || !hufu_json_take_number (data, "chosen", G_MAXINT64, &chosen))
    return FALSE;
  line->chosen = (guint64)chosen;
  return hufu_offer_is_choice (line->options, line->chosen);
}

/* Numbers rise, as they do in a basket that was made line by line. */
static gboolean
take_lines (const json_t *json, HufuBasket *basket)
{
  const json_t *lines = json_object_get (json, "lines");
  guint32 last_no = 0;
  gint64 list_minor = 0;

  if (!json_is_array (lines) || json_array_size (lines) == 0 ||
      json_array_size (lines) > HUFU_BASKET_LINES_MAX)
    return FALSE;
  for (gsize i = 0; i < json_array_size (lines); i++) {
    const json_t *data = json_array_get (lines, i);
    HufuLine *line = hufu_line_new ();

    g_ptr_array_add (basket->lines, line);
    if (!has_only (data, line_names) || !take_numbers (data, line) || line->line_no <= last_no ||
        !take_texts (data, line) || !take_details (data, line) || !take_options (data, line) ||
        !take_markdown (data, TRUE, &line->markdown))
      return FALSE;
    last_no = line->line_no;
    list_minor += hufu_line_list_total_minor (line);
  }
  return list_minor <= HUFU_MONEY_MAX_MINOR && basket->next_line_no > last_no;
}

static gboolean
take_member (const json_t *json, HufuBasket *basket)
{
  const json_t *member = json_object_get (json, "member");

  if (member == NULL)
    return TRUE;
  basket->has_member = TRUE;
  basket->member_label = g_strdup ("");
  return has_only (member, member_names) && take_id (member, "member_id", &basket->member_id) &&
         !hufu_id_is_zero (&basket->member_id) &&
         take_text (member, "label", LABEL_MAX, &basket->member_label) &&
         hufu_json_take_number (member, "points", G_MAXINT32, &basket->member_points) &&
         hufu_json_take_number (member, "level", 9, &basket->member_level);
}

/* By id, each once, as the list of a till is. */
static gboolean
are_promotions_good (const json_t *promotions)
{
  HufuPromotion promotion, before = {0};

  if (!json_is_array (promotions) || json_array_size (promotions) > HUFU_PROMOTIONS_MAX)
    return FALSE;
  for (gsize i = 0; i < json_array_size (promotions); i++) {
    if (!hufu_promotion_read (json_array_get (promotions, i), &promotion) ||
        (i > 0 && strcmp (before.id, promotion.id) >= 0))
      return FALSE;
    before = promotion;
  }
  return TRUE;
}

static gboolean
take_rules (const json_t *json, HufuBasketParcel *parcel)
{
  json_t *promotions = json_object_get (json, "promotions");
  json_t *taxes = json_object_get (json, "taxes");
  g_autoptr (HufuTaxRules) rules = taxes == NULL ? NULL : hufu_tax_rules_read (taxes);

  if ((promotions != NULL && !are_promotions_good (promotions)) || (taxes != NULL && rules == NULL))
    return FALSE;
  parcel->promotions = promotions == NULL ? NULL : json_incref (promotions);
  parcel->taxes = taxes == NULL ? NULL : json_incref (taxes);
  return TRUE;
}

static gboolean
take_parcel (const json_t *json, HufuBasketParcel *parcel)
{
  gint64 currency = 0, next_line_no = 0, minute = 0;

  if (!hufu_json_take_number (json, "currency", 999, &currency) || currency == 0 ||
      !hufu_json_take_number (json, "next_line_no", G_MAXUINT32, &next_line_no) ||
      !hufu_json_take_number (json, "age_s", HUFU_BASKET_AGE_MAX_S, &parcel->age_s) ||
      !hufu_json_take_number (json, "priced_utc_s", G_MAXINT64 / G_USEC_PER_SEC,
                              &parcel->priced_utc_s) ||
      !hufu_json_take_number (json, "priced_minute", WEEK_MINUTES - 1, &minute))
    return FALSE;
  parcel->priced_minute = (gint)minute;
  parcel->basket = hufu_basket_new ((guint32)currency);
  parcel->basket->next_line_no = (guint32)next_line_no;
  return take_text (json, "name", HUFU_NAME_MAX, &parcel->basket->hold_name) &&
         take_lines (json, parcel->basket) && take_member (json, parcel->basket) &&
         take_markdown (json, FALSE, &parcel->basket->markdown) && take_rules (json, parcel);
}

gboolean
hufu_basket_parcel_from_json (const json_t *json, HufuBasketParcel *ret_parcel)
{
  g_auto (HufuBasketParcel) parcel = {0};

  *ret_parcel = (HufuBasketParcel){0};
  if (!has_only (json, basket_names) || !take_parcel (json, &parcel))
    return FALSE;
  *ret_parcel = parcel;
  parcel = (HufuBasketParcel){0};
  return TRUE;
}
