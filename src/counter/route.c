/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The universal input: whatever was scanned or typed goes where it belongs. Nothing is sent on a
 * guess. */
#include <string.h>

#include "core/base45.h"
#include "core/gtin.h"
#include "core/live.h"
#include "core/short-code.h"
#include "core/verdict.h"
#include "counter/detail-flow.h"
#include "counter/option-flow.h"
#include "counter/command.h"
#include "counter/counter-private.h"
#include "counter/order-flow.h"
#include "counter/product-flow.h"
#include "counter/shown-code.h"
#include "counter/paper-flow.h"
#include "crypto/sha256.h"
#include "crypto/sign.h"

static void
refused_sound (HufuCounter *counter)
{
  hufu_counter_sound (counter, HUFU_SOUND_REFUSED);
}

static void
draw_unknown (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_MESSAGE);
  guint64 gtin;
  gboolean product = hufu_gtin_read (counter->shown_code, strlen (counter->shown_code), &gtin);

  hufu_panel_set_band (
      panel, HUFU_MARK_NONE, HUFU_TONE_ASK, HUFU_WORD (counter->lang, "Unknown code", "不认识的码"),
      product
          ? HUFU_WORD (counter->lang,
                       "A product barcode that is not in the catalogue. Search by name.",
                       "这是商品条码，但商品目录里没有。请按名称搜索。")
          : HUFU_WORD (counter->lang, "Scan again, or search by name. Nothing was opened or sent.",
                       "请重扫，或按名称搜索。没有打开、没有发送任何东西。"));
  hufu_panel_set_about (panel, "barcode", counter->shown_code, "");
  refused_sound (counter);
  hufu_counter_take_redrawn (counter, panel, draw_unknown);
}

static void
keep_shown (HufuCounter *counter, const char *text, gsize length)
{
  g_free (counter->shown_code);
  counter->shown_code = hufu_shown_code (text, length);
}

void
hufu_route_show_unknown (HufuCounter *counter, const char *text, gsize length)
{
  hufu_voucher_flow_clear (counter);
  keep_shown (counter, text, length);
  draw_unknown (counter);
}

/* While a payment is taken it is charged; else it is said where it belongs. */
static void
show_payment_code (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_MESSAGE);

  hufu_voucher_flow_clear (counter);
  hufu_panel_set_band (
      panel, HUFU_MARK_NONE, HUFU_TONE_ASK,
      HUFU_WORD (counter->lang, "Wallet payment code", "付款码"),
      HUFU_WORD (counter->lang,
                 "It belongs to the payment: press F2, then scan it. Nothing was sent.",
                 "付款码在收款时使用：请按 F2，再扫一次。没有发送任何东西。"));
  hufu_panel_set_about (panel, "wallet", "", "");
  hufu_counter_sound (counter, HUFU_SOUND_ASK);
  hufu_counter_take_redrawn (counter, panel, show_payment_code);
}

/* ---- products ---- */

typedef struct {
  guint64 code;
  gboolean in_store; /* a label of the shop's own scales */
  char *text;        /* as scanned, for what is said when it is not found */
  gsize length;
  gint64 qty_milli;         /* 0 = one, or "*n" */
  gint64 label_total_minor; /* -1 = none */
  HufuTrace trace;
  gboolean may_be_voucher;
  HufuProduct *found;
} Lookup;

static void
lookup_free (gpointer data)
{
  Lookup *lookup = data;

  hufu_product_free (lookup->found);
  g_free (lookup->text);
  g_free (lookup);
}

/* The request comes back as its own answer, with what was found. */
static gpointer
find_code (HufuDb *db, gpointer data, GError **error)
{
  Lookup *lookup = data;
  GError *trouble = NULL;

  lookup->found = hufu_catalog_find_code (db, lookup->code, &trouble);
  if (trouble == NULL)
    return lookup;
  g_propagate_error (error, trouble);
  lookup_free (lookup);
  return NULL;
}

static void
draw_which (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_AMBIGUOUS);
  const char *code = counter->flow.code;

  hufu_panel_set_band (
      panel, HUFU_MARK_NONE, HUFU_TONE_ASK,
      HUFU_WORD (counter->lang, "Product or voucher?", "商品还是券？"),
      hufu_short_code_is_misread (code, strlen (code))
          ? HUFU_WORD (counter->lang,
                       "No product has this code. If it is the code under a voucher's QR, a "
                       "character of it is wrong: type it again. Nothing was sent yet.",
                       "没有这个条码的商品。若是券二维码下方的码，则有一个字符不对，请重新输入。"
                       "还没有发送任何东西。")
          : HUFU_WORD (counter->lang, "No product has this code. Nothing was sent yet.",
                       "没有这个条码的商品。还没有发送任何东西。"));
  hufu_panel_set_about (panel, "barcode", counter->shown_code, "");
  hufu_panel_add_choice (
      panel, HUFU_ACT_AS_VOUCHER, HUFU_WORD (counter->lang, "It is a voucher code", "这是券码"),
      HUFU_WORD (counter->lang, "Asks the platform what it is worth", "向平台查询"), "F7",
      "voucher");
  hufu_counter_sound (counter, HUFU_SOUND_ASK);
  hufu_counter_take_redrawn (counter, panel, draw_which);
}

/* What may be a card's number is sent nowhere. */
void
hufu_route_ask_which (HufuCounter *counter, const char *text, gsize length)
{
  if (hufu_shown_code_is_card (text, length)) {
    hufu_route_show_unknown (counter, text, length);
    return;
  }
  hufu_voucher_flow_clear (counter);
  counter->flow.kind = HUFU_CODE_PLATFORM;
  counter->flow.code = g_strndup (text, length);
  keep_shown (counter, text, length);
  draw_which (counter);
}

void
hufu_route_take_voucher (HufuCounter *counter)
{
  g_autofree char *code = g_strdup (counter->flow.code);

  if (code == NULL)
    return;
  hufu_voucher_flow_clear (counter);
  hufu_voucher_flow_scan (counter, HUFU_CODE_PLATFORM, code, NULL, TRUE);
}

/* What costs the same every time costs that, whatever a code says: anybody can make or type one. A
 * price that is asked keeps its limit. */
static gboolean
takes_label_price (const Lookup *lookup)
{
  const HufuProduct *product = lookup->found;

  if (lookup->label_total_minor == 0)
    return FALSE;
  if (product->open_price_max_minor > 0)
    return lookup->label_total_minor <= product->open_price_max_minor;
  return product->by_weight || lookup->in_store || hufu_gtin_is_variable (lookup->code);
}

/* The weight of what is sold by the piece is only told. */
static void
add_found (HufuCounter *counter, const Lookup *lookup)
{
  gboolean has_price = lookup->label_total_minor >= 0, takes = takes_label_price (lookup);

  if (hufu_line_add (counter, lookup->found, lookup->code,
                     lookup->found->by_weight ? lookup->qty_milli : 0,
                     takes ? lookup->label_total_minor : -1, &lookup->trace) &&
      has_price && !takes)
    hufu_counter_notice (
        counter, HUFU_WORD (counter->lang,
                            "The price in the code does not count: this product has its "
                            "own. For another one, change the price of the line.",
                            "码里的价格不算：此商品有自己的价格。要改价，请在这一行改价。"));
}

static void
on_code (HufuCounter *counter, gpointer answer, const GError *error)
{
  const Lookup *lookup = answer;

  if (error != NULL)
    hufu_counter_show_problem (counter, error);
  else if (lookup->found != NULL)
    add_found (counter, lookup);
  else if (hufu_detail_flow_take_text (counter, lookup->text, lookup->length))
    return; /* the number of the piece, not of a product */
  else if (lookup->may_be_voucher)
    hufu_route_ask_which (counter, lookup->text, lookup->length);
  else
    hufu_route_show_unknown (counter, lookup->text, lookup->length);
}

static void
look_up (HufuCounter *counter, const HufuScan *scan)
{
  Lookup *lookup = g_new0 (Lookup, 1);
  gboolean in_store = scan->kind == HUFU_SCAN_IN_STORE;

  lookup->in_store = in_store;
  lookup->code = in_store ? scan->item : scan->gtin;
  lookup->text = g_strndup (scan->text, scan->text_length);
  lookup->length = scan->text_length;
  lookup->qty_milli = in_store ? MAX (scan->label_weight_milli, 0) : scan->qty_milli;
  lookup->label_total_minor = scan->label_price_minor;
  lookup->trace = scan->trace;
  lookup->may_be_voucher = scan->other == HUFU_SCAN_PLATFORM_CODE;
  hufu_counter_ask (counter, counter->catalog, find_code, lookup, NULL, lookup_free, on_code);
}

static gpointer
find_product (HufuDb *db, gpointer data, GError **error)
{
  GError *trouble = NULL;
  g_autoptr (HufuProduct) product = hufu_catalog_find_product (db, *(const gint64 *)data, &trouble);

  if (product != NULL)
    return hufu_catalog_list_group (db, product->group_id, error);
  if (trouble != NULL)
    g_propagate_error (error, trouble);
  return NULL;
}

/* One design with several sizes or colours asks which; a variant that was touched there is added.
 */
static void
on_product (HufuCounter *counter, gpointer answer, const GError *error)
{
  GPtrArray *products = answer;
  const HufuProduct *first = products == NULL || products->len == 0 ? NULL : products->pdata[0];

  if (error != NULL)
    hufu_counter_show_problem (counter, error);
  else if (first == NULL)
    hufu_route_show_unknown (counter, "", 0);
  else if (products->len == 1)
    (void)hufu_line_add (counter, first, 0, 0, -1, NULL);
  else {
    HufuFound *variants = g_new (HufuFound, 1);

    *variants = (HufuFound){g_ptr_array_ref (products), -1, TRUE};
    hufu_search_show (counter, HUFU_PANEL_VARIANTS, "", variants);
  }
}

static gpointer
find_one (HufuDb *db, gpointer data, GError **error)
{
  return hufu_catalog_find_product (db, *(const gint64 *)data, error);
}

static void
on_one (HufuCounter *counter, gpointer answer, const GError *error)
{
  if (error != NULL)
    hufu_counter_show_problem (counter, error);
  else if (answer != NULL)
    (void)hufu_line_add (counter, answer, 0, 0, -1, NULL);
}

void
hufu_route_add_product (HufuCounter *counter, gint64 product_id)
{
  gboolean chosen = counter->panel != NULL && (counter->panel->kind == HUFU_PANEL_VARIANTS ||
                                               counter->panel->kind == HUFU_PANEL_SEARCH);
  gint64 *id = g_new (gint64, 1);

  *id = product_id;
  if (chosen)
    hufu_counter_ask (counter, counter->catalog, find_one, id, g_free,
                      (GDestroyNotify)hufu_product_free, on_one);
  else
    hufu_counter_ask (counter, counter->catalog, find_product, id, g_free,
                      (GDestroyNotify)g_ptr_array_unref, on_product);
}

/* ---- tokens ---- */

static void show_kind (HufuCounter *counter, const HufuClaims *claims);

static void
redraw_kind (HufuCounter *counter)
{
  show_kind (counter, counter->flow.claims);
}

static void
show_other (HufuCounter *counter, const char *title)
{
  hufu_counter_sound (counter, HUFU_SOUND_ASK);
  hufu_recognised_show (counter, HUFU_PANEL_REFERRAL, "person-add", title);
  counter->redraw = redraw_kind;
}

static void
show_kind (HufuCounter *counter, const HufuClaims *claims)
{
  HufuLang lang = counter->lang;

  switch (claims->kind) {
  case HUFU_TOKEN_PICKUP:
  case HUFU_TOKEN_RESERVATION:
    hufu_appointment_show (counter, claims);
    break;
  case HUFU_TOKEN_REFERRAL:
    show_other (counter, HUFU_WORD (lang, "Referral code", "推荐码"));
    break;
  case HUFU_TOKEN_VISIT:
  case HUFU_TOKEN_RATING:
    show_other (counter, HUFU_WORD (lang, "Visit or rating code", "到店或评价码"));
    break;
  case HUFU_TOKEN_MEMBER:
    hufu_member_by_subject (counter, claims);
    break;
  case HUFU_TOKEN_VOUCHER:
    g_assert_not_reached ();
  }
}

static HufuVerdict
check_token (HufuCounter *counter, const HufuToken *token, gboolean held)
{
  const HufuVerdictContext context = {
      .trust = counter->trust,
      .verify = hufu_crypto_verify,
      .sha256 = hufu_sha256,
      .store_no = counter->terminal.store_no,
      .groups = counter->terminal.groups,
      .n_groups = counter->terminal.n_groups,
      .now_utc_s = hufu_counter_now_utc_us (counter) / G_USEC_PER_SEC,
      .clock_trusted = counter->link.clock_trusted,
      .lists = (HufuStatusList *const *)counter->status_lists->pdata,
      .n_lists = counter->status_lists->len,
      .held = held,
  };

  return hufu_verdict_check (token, &context);
}

/* A token from a link as the platform and the scanners know it. */
static char *
text_of_bytes (const guint8 *bytes, gsize size, gboolean is_live)
{
  char text[HUFU_BASE45_LENGTH (HUFU_TOKEN_BYTES_MAX) + 1];

  hufu_base45_encode (bytes, size, text);
  return g_strconcat (is_live ? "OV2:" : "OV1:", text, NULL);
}

/* What a trusted key signed; before that, a code says nothing about itself. */
static gboolean
is_believed (HufuReason reason)
{
  return reason != HUFU_R04_BAD_FORMAT && reason != HUFU_R05_UNKNOWN_KEY &&
         reason != HUFU_R06_BAD_SIGNATURE;
}

static void
keep_proof (HufuCounter *counter, const HufuToken *token, HufuReason reason)
{
  counter->flow.live_step = token->proof.step;
  if (reason == HUFU_R00_OK_HELD)
    hufu_live_flow_take (counter, token);
  else if (reason == HUFU_R17_PROOF_BAD_OR_STALE)
    counter->flow.live_old = hufu_live_verify (token, hufu_crypto_verify, hufu_sha256);
}

static void
route_token (HufuCounter *counter, const HufuScan *scan)
{
  g_autofree HufuToken *token = g_new (HufuToken, 1);
  g_autofree char *text = NULL;
  HufuReason reason = scan->token_size > 0
                          ? hufu_token_decode_bytes (scan->token_bytes, scan->token_size, token)
                          : hufu_token_decode (scan->text, scan->text_length, token);
  HufuVerdict verdict = {.reason = reason};

  hufu_voucher_flow_clear (counter);
  if (reason == HUFU_R00_OK_HELD) {
    verdict = check_token (counter, token, FALSE);
    counter->flow.status = verdict.status;
    counter->flow.status_utc_s = verdict.status_utc_s;
    if (verdict.reason == HUFU_R12_ALREADY_REDEEMED_ELSEWHERE) {
      verdict = check_token (counter, token, TRUE);
      counter->flow.listed = TRUE;
      counter->flow.held_reason = verdict.reason;
      verdict.reason = HUFU_R00_OK_HELD;
    }
    counter->flow.begins_utc_s = token->claims.not_before_utc_s;
    counter->flow.ends_utc_s = token->claims.expires_utc_s;
    if (token->is_live)
      keep_proof (counter, token,
                  counter->flow.listed ? counter->flow.held_reason : verdict.reason);
  }
  text = scan->token_size > 0 ? text_of_bytes (scan->token_bytes, scan->token_size, token->is_live)
                              : g_strndup (scan->text, scan->text_length);
  if (is_believed (verdict.reason))
    counter->flow.claims = g_memdup2 (&token->claims, sizeof token->claims);
  if (verdict.reason != HUFU_R00_OK_HELD) {
    if (counter->flow.claims != NULL && token->claims.kind == HUFU_TOKEN_VOUCHER)
      hufu_voucher_flow_refuse_code (counter, text, verdict.reason);
    else
      hufu_voucher_flow_refuse (counter, verdict.reason);
    return;
  }
  if (token->claims.kind != HUFU_TOKEN_VOUCHER) {
    show_kind (counter, &token->claims);
    return;
  }
  hufu_voucher_flow_scan (counter, HUFU_CODE_TOKEN, text, token, verdict.online_only);
}

static void
route_code (HufuCounter *counter, HufuCodeKind kind, const HufuScan *scan)
{
  g_autofree char *code = kind == HUFU_CODE_SHORT ? g_strdup (scan->short_code)
                                                  : g_strndup (scan->text, scan->text_length);

  hufu_voucher_flow_clear (counter);
  hufu_voucher_flow_scan (counter, kind, code, NULL, kind == HUFU_CODE_PLATFORM);
}

/* ---- the switch ---- */

static void
route_quantity (HufuCounter *counter, const HufuScan *scan)
{
  g_autofree char *sentence = NULL;
  g_autofree char *shown = g_strndup (scan->text + 1, scan->text_length - 1);

  if (scan->qty_milli == 0) {
    hufu_counter_refuse (counter, hufu_edit_sentence (HUFU_EDIT_QTY_RANGE, counter->lang));
    return;
  }
  if (counter->selected_line != 0) {
    hufu_edit_set_qty (counter, counter->selected_line, scan->qty_milli);
    return;
  }
  counter->next_qty_milli = scan->qty_milli;
  sentence = HUFU_SAY (counter->lang, "Next product: × %s.", "下一个商品：× %s。", shown);
  hufu_counter_notice (counter, sentence);
}

static void
route_payment_code (HufuCounter *counter, const HufuScan *scan)
{
  if (hufu_payment_flow_wants_code (counter))
    hufu_payment_flow_scan_code (counter, scan->text, scan->text_length);
  else
    show_payment_code (counter);
}

static void
route_unknown (HufuCounter *counter, const HufuScan *scan)
{
  if (scan->other == HUFU_SCAN_PAYMENT_CODE)
    route_payment_code (counter, scan);
  else
    hufu_route_show_unknown (counter, scan->text, scan->text_length);
}

/* "+86 138 0013 8000" is a phone number too. */
static void
route_words (HufuCounter *counter, const HufuScan *scan, HufuInput how)
{
  g_autofree char *phone = hufu_shown_code_dup_phone (scan->text, scan->text_length);

  if (phone != NULL)
    hufu_member_by_phone (counter, phone);
  else if (hufu_shown_code_is_card (scan->text, scan->text_length))
    hufu_route_show_unknown (counter, scan->text, scan->text_length);
  else
    hufu_search_words (counter, scan, how);
}

static void
route_phone (HufuCounter *counter, const HufuScan *scan)
{
  g_autofree char *phone = g_strndup (scan->text, scan->text_length);

  hufu_member_by_phone (counter, phone);
}

static void
route_scan (HufuCounter *counter, const HufuScan *scan, HufuInput how)
{
  switch (scan->kind) {
  case HUFU_SCAN_EMPTY:
    break;
  case HUFU_SCAN_UNKNOWN:
    route_unknown (counter, scan);
    break;
  case HUFU_SCAN_TOKEN:
    route_token (counter, scan);
    break;
  case HUFU_SCAN_SHORT_CODE:
    route_code (counter, HUFU_CODE_SHORT, scan);
    break;
  case HUFU_SCAN_PLATFORM_CODE:
    route_code (counter, HUFU_CODE_PLATFORM, scan);
    break;
  case HUFU_SCAN_GTIN:
  case HUFU_SCAN_IN_STORE:
    look_up (counter, scan);
    break;
  case HUFU_SCAN_PAYMENT_CODE:
    route_payment_code (counter, scan);
    break;
  case HUFU_SCAN_PHONE:
    route_phone (counter, scan);
    break;
  case HUFU_SCAN_QUANTITY:
    route_quantity (counter, scan);
    break;
  case HUFU_SCAN_TEXT:
    route_words (counter, scan, how);
    break;
  }
}

void
hufu_route_input (HufuCounter *counter, const char *text, gsize length, HufuInput how)
{
  g_autofree HufuScan *scan = g_new0 (HufuScan, 1);
  HufuAsking asking =
      hufu_payment_flow_wants_code (counter) ? HUFU_ASKING_TENDER : HUFU_ASKING_ANYTHING;

  counter->looking_ahead = FALSE; /* what is shown for these words stays till their answer */
  if (counter->screen != HUFU_SCREEN_SELL && !hufu_counter_is_on_page (counter)) {
    hufu_command_refuse_here (counter);
    return;
  }
  if (length > HUFU_SCAN_TEXT_MAX) {
    hufu_route_show_unknown (counter, text, length);
    return;
  }
  if (how == HUFU_INPUT_SCAN && hufu_stock_is_desk_shown (counter)) {
    g_autofree char *code = g_utf8_make_valid (text, (gssize)length);

    hufu_stock_show (counter, code);
    return;
  }
  if (how == HUFU_INPUT_SCAN && hufu_paper_wants_scan (counter)) {
    g_autofree char *code = g_utf8_make_valid (text, (gssize)length);

    hufu_paper_show (counter, HUFU_PAPER_LABEL, code);
    return;
  }
  hufu_counter_notice (counter, "");
  if (how == HUFU_INPUT_SCAN && hufu_product_flow_scan (counter, text, length))
    return;
  if (how == HUFU_INPUT_TYPED && length > 0 && hufu_payment_flow_is_card_open (counter)) {
    hufu_payment_flow_type_card (counter, text, length);
    return;
  }
  if (how == HUFU_INPUT_TYPED && hufu_open_price_take (counter, text, length))
    return;
  if (hufu_option_flow_take (counter, text, length, how))
    return;
  hufu_recognise (text, length, asking, counter->policy.layouts, counter->policy.n_layouts, scan);
  if (hufu_order_flow_scan (counter, scan->text, scan->text_length) ||
      (how == HUFU_INPUT_TYPED && hufu_order_flow_type (counter, text, length)))
    return;
  if (!hufu_detail_flow_take (counter, scan, how))
    route_scan (counter, scan, how);
}
