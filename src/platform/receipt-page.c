/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/receipt-page.h"

#include <string.h>

#include "core/basket.h"
#include "core/card-like.h"
#include "core/tax.h"
#include "platform/page.h"

#define TITLE_MAX 100 /* bytes of a buyer's name */
#define TAX_NO_MIN                                                                                 \
  15 /* a unified social credit code has 18 digits and letters, older numbers 15                   \
      */
#define TAX_NO_MAX 20
#define REFRESH_S 30 /* of a receipt that is still on its way */

gboolean
hufu_receipt_page_is_path (const char *path)
{
  return g_str_has_prefix (path, HUFU_RECEIPT_PATH);
}

static void
add_row (GString *html, const char *left, gint64 minor)
{
  char amount[HUFU_MONEY_TEXT_SIZE];

  hufu_money_format_grouped (minor, amount);
  hufu_page_add (html, "<tr><td>%s</td><td style=\"text-align:right\">%s</td></tr>", left, amount);
}

/* What a line is called: the catalogue knows it by its number, the till told the SKU. */
static char *
name_line (HufuPlatform *platform, HufuLang lang, const json_t *line)
{
  sqlite3_stmt *row =
      hufu_pdb_query (platform->db, "SELECT name_en, name_zh FROM product WHERE id = ?", "i",
                      json_integer_value (json_object_get (line, "product_id")));
  const char *sku = json_string_value (json_object_get (line, "sku"));
  char *name = NULL;

  if (hufu_pdb_next (platform->db, row)) {
    name = g_strdup (hufu_pdb_text (row, lang == HUFU_LANG_ZH ? 1 : 0));
    hufu_pdb_done (row);
  }
  if (name == NULL && sku != NULL && *sku != '\0')
    name = g_strdup (sku);
  return name != NULL ? name : g_strdup (hufu_page_pick (lang, "Redeemed voucher", "核销的券"));
}

/* What was chosen of a line, under it; what it costs is in the line's amount. */
static void
add_options (GString *html, HufuLang lang, const json_t *line)
{
  const json_t *option;
  gsize i;

  json_array_foreach (json_object_get (line, "options"), i, option)
  {
    const char *name =
        json_string_value (json_object_get (option, lang == HUFU_LANG_ZH ? "name_zh" : "name_en"));
    gint64 price_minor = json_integer_value (json_object_get (option, "price_minor"));
    char amount[HUFU_MONEY_TEXT_SIZE];

    hufu_money_format_grouped (price_minor, amount);
    hufu_page_add (html, "<tr><td colspan=\"2\">&nbsp; %s%s%s</td></tr>", name != NULL ? name : "",
                   price_minor == 0 ? "" : " +", price_minor == 0 ? "" : amount);
  }
}

static gint64
get_minor (const json_t *object, const char *member)
{
  return json_integer_value (json_object_get (object, member));
}

static void
add_some (GString *html, const char *left, gint64 minor)
{
  if (minor != 0)
    add_row (html, left, minor);
}

/* By what it was paid; of cash also what was given, what came back and what rounding took or left.
 */
static void
add_tenders (GString *html, HufuLang lang, const json_t *body)
{
  const json_t *tender;
  gsize i;

  json_array_foreach (json_object_get (body, "tenders"), i, tender)
  {
    const char *name = json_string_value (json_object_get (tender, "kind"));
    HufuTenderKind kind;

    if (name == NULL || !hufu_tender_kind_find (name, &kind))
      continue;
    add_row (html,
             kind == HUFU_TENDER_DEPOSIT
                 ? hufu_page_pick (lang, "Deposit paid before", "此前已付订金")
                 : hufu_tender_kind_label (kind, lang),
             get_minor (tender, "amount_minor"));
    add_some (html, hufu_page_pick (lang, "Cash rounding", "现金舍入"),
              get_minor (tender, "rounding_minor"));
    if (get_minor (tender, "change_minor") == 0)
      continue;
    add_row (html, hufu_page_pick (lang, "Received", "实收"), get_minor (tender, "received_minor"));
    add_row (html, hufu_page_pick (lang, "Change", "找零"), get_minor (tender, "change_minor"));
  }
}

/* What one costs, where it is more than one, and what was taken off them. */
static void
add_price (GString *html, HufuLang lang, const json_t *line)
{
  gint64 unit_minor = get_minor (line, "unit_price_minor");
  gint64 off_minor = get_minor (line, "discount_minor");
  char unit[HUFU_MONEY_TEXT_SIZE], off[HUFU_MONEY_TEXT_SIZE];
  const json_t *promotion;
  gsize i;

  json_array_foreach (json_object_get (line, "promotions"), i, promotion) off_minor +=
      get_minor (promotion, "amount_minor");
  if (get_minor (line, "qty_milli") == 1000 && off_minor == 0)
    return;
  hufu_money_format_grouped (unit_minor, unit);
  hufu_money_format_grouped (off_minor, off);
  if (off_minor == 0)
    hufu_page_add (html, "<tr><td colspan=\"2\">&nbsp; @ %s</td></tr>", unit);
  else
    hufu_page_add (html, "<tr><td colspan=\"2\">&nbsp; @ %s, %s %s</td></tr>", unit,
                   hufu_page_pick (lang, "saved", "优惠"), off);
}

static void
add_taxes (GString *html, HufuLang lang, const json_t *body)
{
  const json_t *tax;
  gsize i;

  json_array_foreach (json_object_get (body, "taxes"), i, tax)
  {
    const char *id = json_string_value (json_object_get (tax, "id"));
    g_autofree char *rate =
        hufu_tax_say_rate ((gint32)json_integer_value (json_object_get (tax, "rate_ppm")));
    g_autofree char *left = NULL;
    char net[HUFU_MONEY_TEXT_SIZE];

    hufu_money_format (json_integer_value (json_object_get (tax, "net_minor")), net);
    left = g_strdup_printf (
        "%s %s, %s %s",
        g_strcmp0 (id, HUFU_TAX_ID_EXEMPT) == 0 ? hufu_page_pick (lang, "No tax", "免税") : id,
        rate, hufu_page_pick (lang, "net", "不含税"), net);
    add_row (html, left, json_integer_value (json_object_get (tax, "tax_minor")));
  }
}

static void
add_lines (GString *html, HufuPlatform *platform, HufuLang lang, const json_t *body)
{
  const json_t *line;
  gsize i;

  g_string_append (html, "<table style=\"width:100%;text-align:left\">");
  json_array_foreach (json_object_get (body, "lines"), i, line)
  {
    g_autofree char *name = name_line (platform, lang, line);
    gint64 qty_milli = json_integer_value (json_object_get (line, "qty_milli"));
    g_autofree char *left = qty_milli % 1000 == 0
                                ? g_strdup_printf ("%s × %" G_GINT64_FORMAT, name, qty_milli / 1000)
                                : g_strdup_printf ("%s × %" G_GINT64_FORMAT ".%03" G_GINT64_FORMAT,
                                                   name, qty_milli / 1000, qty_milli % 1000);

    add_row (html, left, get_minor (line, "total_minor"));
    add_price (html, lang, line);
    add_options (html, lang, line);
  }
  add_row (html, hufu_page_pick (lang, "Total", "合计"), get_minor (body, "gross_minor"));
  add_some (html, hufu_page_pick (lang, "Saved", "已省"), get_minor (body, "saved_minor"));
  add_tenders (html, lang, body);
  add_row (html, hufu_page_pick (lang, "Of which tax", "其中税额"), get_minor (body, "tax_minor"));
  add_taxes (html, lang, body);
  g_string_append (html, "</table>");
}

static void
add_invoice (GString *html, HufuPlatform *platform, HufuLang lang, const HufuId *sale_id,
             const char *said)
{
  gboolean asked =
      hufu_pdb_get_int (platform->db, 0, "SELECT 1 FROM invoice_request WHERE sale_id = ?", "d",
                        sale_id) != 0;

  hufu_page_add (html, "<h1>%s</h1>", hufu_page_pick (lang, "E-invoice", "电子发票"));
  if (said != NULL)
    hufu_page_add (html, "<p role=\"status\">%s</p>", said);
  if (asked) {
    hufu_page_add (html, "<p>%s</p>",
                   hufu_page_pick (lang, "It is asked for. The shop issues it to this buyer.",
                                   "已申请，商家会向该抬头开具。"));
    return;
  }
  hufu_page_add (
      html,
      "<form method=\"post\"><p><label>%s<br><input name=\"title\" maxlength=\"%d\" "
      "required></label></p><p><label>%s<br><input name=\"tax_no\" maxlength=\"%d\"></label></p>"
      "<button>%s</button></form>",
      hufu_page_pick (lang, "Buyer", "发票抬头"), TITLE_MAX,
      hufu_page_pick (lang, "Tax number, for a company", "税号（单位填写）"), TAX_NO_MAX,
      hufu_page_pick (lang, "Ask for the invoice", "申请开票"));
}

static void
show_awaited (HufuCall *call, HufuLang lang)
{
  GString *html = hufu_page_begin (lang, hufu_page_pick (lang, "Receipt", "小票"), REFRESH_S);

  hufu_page_add (
      html, "<h1>%s</h1><p role=\"status\">%s</p>", hufu_page_pick (lang, "Receipt", "小票"),
      hufu_page_pick (lang, "It is on its way from the till. This page looks again by itself.",
                      "收银机正在上传，本页会自动刷新。"));
  hufu_page_send (call, html);
}

static json_t *
load_sale (HufuPlatform *platform, const HufuId *sale_id)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db, "SELECT body FROM sale WHERE sale_id = ? AND state = 'finished'", "d", sale_id);
  json_t *body = NULL;

  if (hufu_pdb_next (platform->db, row)) {
    body = json_loads (hufu_pdb_text (row, 0), 0, NULL);
    hufu_pdb_done (row);
  }
  return body;
}

/* Where and when. */
static void
add_head (GString *html, HufuPlatform *platform, HufuLang lang, const HufuId *sale_id)
{
  sqlite3_stmt *row = hufu_pdb_query (platform->db,
                                      "SELECT name_en, name_zh, business_day FROM sale "
                                      "JOIN store USING (store_no) WHERE sale_id = ?",
                                      "d", sale_id);

  if (!hufu_pdb_next (platform->db, row))
    return;
  hufu_page_add (html, "<p>%s<br>%s</p>", hufu_pdb_text (row, lang == HUFU_LANG_ZH ? 1 : 0),
                 hufu_pdb_text (row, 2));
  hufu_pdb_done (row);
}

static void
show (HufuCall *call, const HufuId *sale_id, const char *said)
{
  HufuLang lang = hufu_page_find_lang (call);
  json_t *body = load_sale (call->platform, sale_id);
  const char *receipt_no;
  GString *html;

  if (body == NULL) {
    show_awaited (call, lang);
    return;
  }
  receipt_no = json_string_value (json_object_get (body, "receipt_no"));
  html = hufu_page_begin (lang, hufu_page_pick (lang, "Receipt", "小票"), 0);
  hufu_page_add (html, "<h1>%s %s</h1>", hufu_page_pick (lang, "Receipt", "小票"),
                 receipt_no != NULL ? receipt_no : "");
  add_head (html, call->platform, lang, sale_id);
  add_lines (html, call->platform, lang, body);
  add_invoice (html, call->platform, lang, sale_id, said);
  json_decref (body);
  hufu_page_send (call, html);
}

/* ---- the invoice ---- */

static gboolean
is_tax_no (const char *text)
{
  gsize length = strlen (text);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]))
      return FALSE;
  return length == 0 || (length >= TAX_NO_MIN && length <= TAX_NO_MAX);
}

static gboolean
is_title (const char *text)
{
  return *text != '\0' && strlen (text) <= TITLE_MAX && g_utf8_validate (text, -1, NULL) &&
         !hufu_card_like (text, strlen (text));
}

static void
ask (HufuCall *call, const HufuId *sale_id)
{
  g_autofree char *body = g_strndup ((const char *)call->content, call->size);
  g_autoptr (GHashTable) form = g_uri_parse_params (body, -1, "&", G_URI_PARAMS_WWW_FORM, NULL);
  const char *title = form != NULL ? g_hash_table_lookup (form, "title") : NULL;
  const char *tax_no = form != NULL ? g_hash_table_lookup (form, "tax_no") : NULL;
  HufuLang lang = hufu_page_find_lang (call);
  GError *error = NULL;

  if (title == NULL || !is_title (title) || !is_tax_no (tax_no != NULL ? tax_no : "")) {
    show (call, sale_id,
          hufu_page_pick (lang,
                          "Give the buyer's name, and a tax number of 15 to 20 characters or none.",
                          "请填写抬头；税号为 15 至 20 位，或留空。"));
    return;
  }
  hufu_pdb_begin (call->platform->db);
  hufu_pdb_run (call->platform->db,
                "INSERT OR IGNORE INTO invoice_request SELECT sale_id, ?, ?, ? FROM sale"
                " WHERE sale_id = ? AND state = 'finished'",
                "ttid", title, tax_no != NULL ? tax_no : "", hufu_platform_now_s (call->platform),
                sale_id);
  if (hufu_pdb_commit (call->platform->db, &error))
    show (call, sale_id, NULL);
  else
    hufu_call_answer (call, NULL, error);
}

void
hufu_receipt_page_serve (HufuCall *call, const char *path)
{
  const char *method = soup_server_message_get_method (call->message);
  HufuId sale_id;

  if (!hufu_id_parse (path + strlen (HUFU_RECEIPT_PATH), &sale_id))
    hufu_call_refuse (call, HUFU_PROBLEM_NOT_FOUND, NULL);
  else if (strcmp (method, "GET") == 0)
    show (call, &sale_id, NULL);
  else if (strcmp (method, "POST") == 0)
    ask (call, &sale_id);
  else
    hufu_call_refuse (call, HUFU_PROBLEM_METHOD_NOT_ALLOWED, NULL);
}
