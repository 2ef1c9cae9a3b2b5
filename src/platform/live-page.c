/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/live-page.h"

#include <string.h>

#include "core/lang.h"
#include "core/live.h"
#include "drivers/qr/qr.h"
#include "platform/phone.h"

#define STYLE                                                                                      \
  "body{font:18px/1.5 sans-serif;max-width:26em;margin:1em auto;padding:0 1em;color:#1b1b1b;"      \
  "background:#fff;text-align:center}h1{font-size:1.3em;margin:.2em 0}"                            \
  "svg{width:100%;max-width:24em;background:#fff}li{text-align:left}a{color:inherit}"              \
  ".left{height:.4em;background:#0b6b3a;animation:left 15s linear;margin:.5em 0}"                  \
  "@keyframes left{from{width:100%}to{width:0}}"                                                   \
  "code{font-size:.6em;overflow-wrap:anywhere;user-select:all}"                                    \
  "@media(prefers-color-scheme:dark){body{background:#1b1b1b;color:#f4f4f4}}"

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

static HufuLang
find_lang (HufuCall *call)
{
  const char *wanted = soup_message_headers_get_list (
      soup_server_message_get_request_headers (call->message), "Accept-Language");

  return wanted != NULL && g_ascii_strncasecmp (wanted, "zh", 2) == 0 ? HUFU_LANG_ZH : HUFU_LANG_EN;
}

static const char *
pick (HufuLang lang, const char *english, const char *chinese)
{
  return lang == HUFU_LANG_ZH ? chinese : english;
}

/* Appends the text with its arguments escaped. */
static void G_GNUC_PRINTF (2, 3) add (GString *html, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_markup_vprintf_escaped (format, arguments);
  va_end (arguments);
  g_string_append (html, text);
}

static GString *
begin_html (HufuLang lang, gint64 refresh_s)
{
  GString *html = g_string_new ("<!DOCTYPE html>");

  add (html, "<html lang=\"%s\"><head><meta charset=\"utf-8\">", pick (lang, "en", "zh-CN"));
  if (refresh_s > 0)
    add (html, "<meta http-equiv=\"refresh\" content=\"%" G_GINT64_FORMAT "\">", refresh_s);
  g_string_append (html, "<meta name=\"viewport\" content=\"width=device-width\"><style>" STYLE
                         "</style>");
  add (html, "<title>%s</title></head><body>", pick (lang, "Live code", "动态码"));
  return html;
}

static void
send_html (HufuCall *call, GString *take_html)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (call->message);
  char *text;

  g_string_append (take_html, "</body></html>");
  text = g_string_free (take_html, FALSE);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "Content-Security-Policy",
                                "default-src 'none'; style-src 'unsafe-inline'; "
                                "frame-ancestors 'none'; base-uri 'none'");
  soup_server_message_set_status (call->message, 200, NULL);
  soup_server_message_set_response (call->message, "text/html; charset=utf-8", SOUP_MEMORY_TAKE,
                                    text, strlen (text));
}

/* Each run of dark modules of a row is one rectangle. */
static void
add_qr (GString *html, const char *text)
{
  g_autoptr (HufuQr) qr = hufu_qr_new (text, HUFU_QR_M);
  int size = hufu_qr_get_size (qr), side = size + 2 * HUFU_QR_QUIET_MODULES;

  add (html, "<svg viewBox=\"%d %d %d %d\" shape-rendering=\"crispEdges\" role=\"img\"><path d=\"",
       -HUFU_QR_QUIET_MODULES, -HUFU_QR_QUIET_MODULES, side, side);
  for (int y = 0; y < size; y++) {
    for (int x = 0, run; x < size; x += run) {
      gboolean dark = hufu_qr_get (qr, x, y);

      for (run = 1; x + run < size && hufu_qr_get (qr, x + run, y) == dark; run++)
        ;
      if (dark)
        g_string_append_printf (html, "M%d %dh%dv1h-%dz", x, y, run, run);
    }
  }
  g_string_append (html, "\"/></svg>");
}

static void
send_code (HufuCall *call, const HufuIssued *issued, const char *text)
{
  HufuLang lang = find_lang (call);
  gint64 left_s = HUFU_LIVE_STEP_S - hufu_platform_now_s (call->platform) % HUFU_LIVE_STEP_S;
  GString *html = begin_html (lang, left_s);

  add (html, "<h1>%s</h1><p>%s</p>",
       text_of (issued, lang == HUFU_LANG_ZH ? "title_zh" : "title_en"),
       pick (lang, "Hold it before the scanner. The code renews itself every 15 seconds.",
             "请对准扫码窗口，码每 15 秒自动更新。"));
  add_qr (html, text);
  add (html,
       "<div class=\"left\" style=\"animation-delay:-%" G_GINT64_FORMAT "s\"></div><code>%s</code>",
       HUFU_LIVE_STEP_S - left_s, text);
  send_html (call, html);
}

static void
send_list (HufuCall *call)
{
  HufuLang lang = find_lang (call);
  GString *html = begin_html (lang, 0);
  sqlite3_stmt *row =
      hufu_pdb_query (call->platform->db,
                      "SELECT cti, title_en, title_zh FROM voucher JOIN phone USING (cti) "
                      "ORDER BY voucher.rowid",
                      "");

  add (html, "<h1>%s</h1><ul>", pick (lang, "Vouchers that need a live code", "要用动态码的券"));
  while (hufu_pdb_next (call->platform->db, row)) {
    char id[HUFU_ID_TEXT_SIZE];
    HufuId cti;

    hufu_pdb_id (row, 0, &cti);
    hufu_id_format (&cti, id);
    add (html, "<li><a href=\"" HUFU_LIVE_PATH "/%s\">%s</a></li>", id,
         hufu_pdb_text (row, lang == HUFU_LANG_ZH ? 2 : 1));
  }
  g_string_append (html, "</ul>");
  send_html (call, html);
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
