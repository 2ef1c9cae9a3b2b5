/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/live-page.h"

#include <string.h>

#include "core/live.h"
#include "platform/page.h"
#include "platform/phone.h"

static const char *
text_of (const HufuIssued *issued, const char *name)
{
  return json_string_value (json_object_get (issued->json, name));
}

void
hufu_live_page_answer (HufuCall *call)
{
  g_autoptr (HufuIssued) issued = hufu_issued_find_cti (call->platform, &call->path_id);
  g_autofree char *text = issued != NULL ? hufu_phone_show (call->platform, issued) : NULL;

  if (issued == NULL)
    hufu_call_refuse (call, HUFU_PROBLEM_UNKNOWN_VOUCHER, NULL);
  else if (text == NULL)
    hufu_call_refuse (call, HUFU_PROBLEM_NOT_NOW,
                      "This voucher is bound to no phone that this platform plays: it has no live "
                      "code here");
  else
    hufu_call_answer (call, json_pack ("{s:s}", "text", text), NULL);
}

/* --- the pages ----------------------------------------------------------------------------------
 */

static void
send_code (HufuCall *call, const HufuIssued *issued, const char *text)
{
  HufuLang lang = hufu_page_find_lang (call);
  gint64 left_s = HUFU_LIVE_STEP_S - hufu_platform_now_s (call->platform) % HUFU_LIVE_STEP_S;
  GString *html = hufu_page_begin (lang, hufu_page_pick (lang, "Live code", "动态码"), left_s);

  hufu_page_add (
      html, "<h1>%s</h1><p>%s</p>",
      text_of (issued, lang == HUFU_LANG_ZH ? "title_zh" : "title_en"),
      hufu_page_pick (lang, "Hold it before the scanner. The code renews itself every 15 seconds.",
                      "请对准扫码窗口，码每 15 秒自动更新。"));
  hufu_page_add_qr (html, text);
  hufu_page_add (html,
                 "<div class=\"left\" style=\"animation-delay:-%" G_GINT64_FORMAT
                 "s\"></div><code>%s</code>",
                 HUFU_LIVE_STEP_S - left_s, text);
  hufu_page_send (call, html);
}

static void
send_list (HufuCall *call)
{
  HufuLang lang = hufu_page_find_lang (call);
  GString *html = hufu_page_begin (lang, hufu_page_pick (lang, "Live code", "动态码"), 0);
  sqlite3_stmt *row =
      hufu_pdb_query (call->platform->db,
                      "SELECT cti, title_en, title_zh FROM voucher JOIN phone USING (cti) "
                      "ORDER BY voucher.rowid",
                      "");

  hufu_page_add (html, "<h1>%s</h1><ul>",
                 hufu_page_pick (lang, "Vouchers that need a live code", "要用动态码的券"));
  while (hufu_pdb_next (call->platform->db, row)) {
    char id[HUFU_ID_TEXT_SIZE];
    HufuId cti;

    hufu_pdb_id (row, 0, &cti);
    hufu_id_format (&cti, id);
    hufu_page_add (html, "<li><a href=\"" HUFU_LIVE_PATH "/%s\">%s</a></li>", id,
                   hufu_pdb_text (row, lang == HUFU_LANG_ZH ? 2 : 1));
  }
  g_string_append (html, "</ul>");
  hufu_page_send (call, html);
}

gboolean
hufu_live_page_is_path (const char *path)
{
  return g_str_has_prefix (path, HUFU_LIVE_PATH) &&
         (path[strlen (HUFU_LIVE_PATH)] == '\0' || path[strlen (HUFU_LIVE_PATH)] == '/');
}

void
hufu_live_page_serve (HufuCall *call, const char *path)
{
  const char *id = path + strlen (HUFU_LIVE_PATH);
  g_autoptr (HufuIssued) issued = NULL;
  g_autofree char *text = NULL;
  HufuId cti;

  if (strcmp (soup_server_message_get_method (call->message), "GET") != 0) {
    hufu_call_refuse (call, HUFU_PROBLEM_METHOD_NOT_ALLOWED, NULL);
    return;
  }
  if (call->platform->demo && *id == '\0') {
    send_list (call);
    return;
  }
  if (call->platform->demo && *id == '/' && hufu_id_parse (id + 1, &cti))
    issued = hufu_issued_find_cti (call->platform, &cti);
  if (issued != NULL)
    text = hufu_phone_show (call->platform, issued);
  if (text != NULL)
    send_code (call, issued, text);
  else
    hufu_call_refuse (call, HUFU_PROBLEM_NOT_FOUND, NULL);
}
