/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/page.h"

#include <string.h>

#include "drivers/qr/qr.h"

#define STYLE                                                                                      \
  "body{font:18px/1.5 sans-serif;max-width:26em;margin:1em auto;padding:0 1em;color:#1b1b1b;"      \
  "background:#fff;text-align:center}h1{font-size:1.3em;margin:.2em 0}"                            \
  "svg{width:100%;max-width:24em;background:#fff}li{text-align:left}a{color:inherit}"              \
  ".left{height:.4em;background:#0b6b3a;animation:left 15s linear;margin:.5em 0}"                  \
  "@keyframes left{from{width:100%}to{width:0}}"                                                   \
  "code{font-size:.6em;overflow-wrap:anywhere;user-select:all}"                                    \
  "@media(prefers-color-scheme:dark){body{background:#1b1b1b;color:#f4f4f4}}"

HufuLang
hufu_page_find_lang (HufuCall *call)
{
  const char *wanted = soup_message_headers_get_list (
      soup_server_message_get_request_headers (call->message), "Accept-Language");

  return wanted != NULL && g_ascii_strncasecmp (wanted, "zh", 2) == 0 ? HUFU_LANG_ZH : HUFU_LANG_EN;
}

const char *
hufu_page_pick (HufuLang lang, const char *english, const char *chinese)
{
  return lang == HUFU_LANG_ZH ? chinese : english;
}

void
hufu_page_add (GString *html, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_markup_vprintf_escaped (format, arguments);
  va_end (arguments);
  g_string_append (html, text);
}

GString *
hufu_page_begin (HufuLang lang, const char *title, gint64 refresh_s)
{
  GString *html = g_string_new ("<!DOCTYPE html>");

  hufu_page_add (html, "<html lang=\"%s\"><head><meta charset=\"utf-8\">",
                 hufu_page_pick (lang, "en", "zh-CN"));
  if (refresh_s > 0)
    hufu_page_add (html, "<meta http-equiv=\"refresh\" content=\"%" G_GINT64_FORMAT "\">",
                   refresh_s);
  g_string_append (html, "<meta name=\"viewport\" content=\"width=device-width\"><style>" STYLE
                         "</style>");
  hufu_page_add (html, "<title>%s</title></head><body>", title);
  return html;
}

void
hufu_page_send (HufuCall *call, GString *take_html)
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
void
hufu_page_add_qr (GString *html, const char *text)
{
  g_autoptr (HufuQr) qr = hufu_qr_new (text, HUFU_QR_M);
  int size = hufu_qr_get_size (qr), side = size + 2 * HUFU_QR_QUIET_MODULES;

  hufu_page_add (
      html, "<svg viewBox=\"%d %d %d %d\" shape-rendering=\"crispEdges\" role=\"img\"><path d=\"",
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
