/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/pay-page.h"

#include <string.h>

#include "core/money.h"
#include "platform/page.h"
#include "platform/payments.h"
#include "platform/public-url.h"
#include "platform/wallet.h"

static const struct {
  HufuWalletAct act;
  const char *name, *english, *chinese;
} acts[] = {
    {HUFU_WALLET_PAYS, "pay", "Pay", "付款"},
    {HUFU_WALLET_DECLINES, "decline", "Do not pay", "不付"},
    {HUFU_WALLET_TAKES_BACK, "take-back", "Take the money back (a misbehaving wallet)",
     "把钱撤回（模拟钱包出错）"},
};

char *
hufu_pay_page_make_link (HufuPlatform *platform, const HufuId *payment_id)
{
  char id[HUFU_ID_TEXT_SIZE];
  g_autofree char *path = NULL;

  hufu_id_format (payment_id, id);
  path = g_strconcat (HUFU_PAY_PATH, id, NULL);
  return hufu_public_url_link (platform, path);
}

gboolean
hufu_pay_page_is_path (const char *path)
{
  return g_str_has_prefix (path, HUFU_PAY_PATH);
}

static void
add_button (GString *html, HufuLang lang, gsize i)
{
  hufu_page_add (html, "<p><button name=\"act\" value=\"%s\">%s</button></p>", acts[i].name,
                 hufu_page_pick (lang, acts[i].english, acts[i].chinese));
}

static const char *
say_state (HufuLang lang, const char *state, gint64 paid_minor, gint64 amount_minor)
{
  if (paid_minor > amount_minor)
    return hufu_page_pick (lang, "Paid more than once.", "付了不止一次。");
  if (paid_minor == amount_minor)
    return hufu_page_pick (lang, "Paid. You may pay once more to see what the till does.",
                           "已付款。可再付一次，看看收银机怎么处理。");
  if (strcmp (state, "reversed") == 0)
    return hufu_page_pick (lang, "The money is back.", "钱已退回。");
  if (strcmp (state, "refused") == 0)
    return hufu_page_pick (lang, "Closed. It cannot be paid any more.", "已关闭，不能再付。");
  return hufu_page_pick (lang, "The shop asks for this payment.", "商家请您付款。");
}

static void
show (HufuCall *call, const HufuId *payment_id)
{
  HufuLang lang = hufu_page_find_lang (call);
  sqlite3_stmt *row = hufu_pdb_query (
      call->platform->db,
      "SELECT amount_minor, state, paid_minor FROM payment WHERE payment_id = ? AND way = 'qr'",
      "d", payment_id);
  GString *html;
  char amount[HUFU_MONEY_TEXT_SIZE];

  if (!hufu_pdb_next (call->platform->db, row)) {
    hufu_call_refuse (call, HUFU_PROBLEM_NOT_FOUND, NULL);
    return;
  }
  html = hufu_page_begin (lang, hufu_page_pick (lang, "Payment", "付款"), 0);
  hufu_money_format_grouped (hufu_pdb_int (row, 0), amount);
  hufu_page_add (
      html, "<h1>%s</h1><p role=\"status\">%s</p><form method=\"post\">", amount,
      say_state (lang, hufu_pdb_text (row, 1), hufu_pdb_int (row, 2), hufu_pdb_int (row, 0)));
  hufu_pdb_done (row);
  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    add_button (html, lang, i);
  g_string_append (html, "</form>");
  hufu_page_send (call, html);
}

static void
take (HufuCall *call, const HufuId *payment_id)
{
  g_autofree char *body = g_strndup ((const char *)call->content, call->size);
  g_autoptr (GHashTable) form = g_uri_parse_params (body, -1, "&", G_URI_PARAMS_WWW_FORM, NULL);
  const char *name = form != NULL ? g_hash_table_lookup (form, "act") : NULL;
  GError *error = NULL;

  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (acts); i++) {
    if (strcmp (name, acts[i].name) != 0)
      continue;
    hufu_pdb_begin (call->platform->db);
    hufu_wallet_act (call->platform, payment_id, acts[i].act);
    hufu_payments_refresh (call->platform, payment_id);
    if (!hufu_pdb_commit (call->platform->db, &error)) {
      hufu_call_answer (call, NULL, error);
      return;
    }
    show (call, payment_id);
    return;
  }
  hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST, "act is wanted");
}

void
hufu_pay_page_serve (HufuCall *call, const char *path)
{
  const char *method = soup_server_message_get_method (call->message);
  HufuId payment_id;

  if (!call->platform->demo || !hufu_id_parse (path + strlen (HUFU_PAY_PATH), &payment_id))
    hufu_call_refuse (call, HUFU_PROBLEM_NOT_FOUND, NULL);
  else if (strcmp (method, "GET") == 0)
    show (call, &payment_id);
  else if (strcmp (method, "POST") == 0 &&
           hufu_pdb_get_int (call->platform->db, 0, "SELECT 1 FROM wallet WHERE payment_id = ?",
                             "d", &payment_id) != 0)
    take (call, &payment_id);
  else
    hufu_call_refuse (call, HUFU_PROBLEM_NOT_FOUND, NULL);
}
