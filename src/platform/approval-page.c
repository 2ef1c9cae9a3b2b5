/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/approval-page.h"

#include <string.h>

#include "core/lang.h"
#include "platform/approval.h"

#define FIELD_MAX 64 /* bytes of anything typed */

#define STYLE                                                                                      \
  "body{font:18px/1.5 sans-serif;max-width:26em;margin:2em auto;padding:0 1em;color:#1b1b1b;"      \
  "background:#fff}"                                                                               \
  "h1{font-size:1.4em}label{display:block;margin:1em 0 .2em}"                                      \
  "input,select,button{font:inherit;width:100%;box-sizing:border-box;padding:.6em;"                \
  "border:1px solid #595959;border-radius:.4em;background:#fff;color:#1b1b1b}"                     \
  "button{margin-top:1em;font-weight:bold;min-height:3em}"                                         \
  ".yes{background:#0b6b3a;color:#fff}.said{border-left:.3em solid #595959;padding-left:.8em}"     \
  "@media(prefers-color-scheme:dark){body,input,select,button{background:#1b1b1b;color:#f4f4f4}}"

typedef struct {
  HufuLang lang;
  const char *user_code; /* as typed */
  const char *name;      /* of the terminal, NULL if not known */
  const char *said;      /* what became of the form, NULL = nothing yet */
  gboolean is_done;
} Page;

static const char *
pick (const Page *page, const char *english, const char *chinese)
{
  return page->lang == HUFU_LANG_ZH ? chinese : english;
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

static void
add_stores (GString *html, const Page *page, HufuPlatform *platform)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db, "SELECT store_no, name_en, name_zh FROM store ORDER BY store_no", "");

  add (html, "<label for=\"store_no\">%s</label><select id=\"store_no\" name=\"store_no\">",
       pick (page, "Store", "门店"));
  while (hufu_pdb_next (platform->db, row))
    add (html, "<option value=\"%s\">%s</option>", hufu_pdb_text (row, 0),
         pick (page, hufu_pdb_text (row, 1), hufu_pdb_text (row, 2)));
  g_string_append (html, "</select>");
}

static void
add_form (GString *html, const Page *page, HufuPlatform *platform)
{
  g_string_append (html, "<form method=\"post\" action=\"" HUFU_APPROVAL_PATH "\">");
  add (html, "<input type=\"hidden\" name=\"lang\" value=\"%s\">", pick (page, "en", "zh"));
  add (html,
       "<label for=\"user_code\">%s</label><input id=\"user_code\" name=\"user_code\" "
       "autocomplete=\"off\" required value=\"%s\">",
       pick (page, "Code on the terminal", "收银机上的配对码"), page->user_code);
  add_stores (html, page, platform);
  add (html,
       "<label for=\"staff_no\">%s</label><input id=\"staff_no\" name=\"staff_no\" "
       "inputmode=\"numeric\" autocomplete=\"off\" required>",
       pick (page, "Manager's number", "店长工号"));
  add (html,
       "<label for=\"pin\">%s</label><input id=\"pin\" name=\"pin\" type=\"password\" "
       "inputmode=\"numeric\" autocomplete=\"off\" required>",
       pick (page, "Manager's PIN", "店长密码"));
  add (html,
       "<button class=\"yes\" name=\"decision\" value=\"approve\">%s</button>"
       "<button name=\"decision\" value=\"deny\">%s</button></form>",
       pick (page, "Approve this terminal", "批准这台收银机"), pick (page, "Refuse it", "不批准"));
}

static char *
make_html (const Page *page, HufuPlatform *platform)
{
  GString *html = g_string_new ("<!DOCTYPE html>");
  const char *title = pick (page, "Approve a terminal", "批准收银机");

  add (html, "<html lang=\"%s\"><head><meta charset=\"utf-8\">", pick (page, "en", "zh-CN"));
  g_string_append (html, "<meta name=\"viewport\" content=\"width=device-width\"><style>" STYLE
                         "</style>");
  add (html, "<title>%s</title></head><body><h1>%s</h1>", title, title);
  if (page->said != NULL)
    add (html, "<p class=\"said\" role=\"status\">%s</p>", page->said);
  if (!page->is_done) {
    if (page->name != NULL)
      add (html, "<p>%s <b>%s</b></p>",
           pick (page, "Approve only if you stand before it. It calls itself",
                 "请确认人在机旁再批准。它自称"),
           page->name);
    add_form (html, page, platform);
  }
  add (html, "<p><a href=\"" HUFU_APPROVAL_PATH "?lang=%s\">%s</a></p></body></html>",
       pick (page, "zh", "en"), pick (page, "中文", "English"));
  return g_string_free (html, FALSE);
}

/* --- answers ------------------------------------------------------------------------------------
 */

static void
send_page (HufuCall *call, guint status, const Page *page)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (call->message);
  char *html = make_html (page, call->platform);

  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "Content-Security-Policy",
                                "default-src 'none'; style-src 'unsafe-inline'; "
                                "form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
  soup_server_message_set_status (call->message, status, NULL);
  soup_server_message_set_response (call->message, "text/html; charset=utf-8", SOUP_MEMORY_TAKE,
                                    html, strlen (html));
}

static void
send_limited (HufuCall *call, Page *page)
{
  gint64 wait_s = MAX (hufu_approval_wait_s (call->platform), 1);
  g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, wait_s);
  g_autofree char *said =
      page->lang == HUFU_LANG_ZH
          ? g_strdup_printf ("错误次数过多，请等 %s 秒再试。", seconds)
          : g_strdup_printf ("Too many wrong tries. Wait %s seconds, then try again.", seconds);

  soup_message_headers_replace (soup_server_message_get_response_headers (call->message),
                                "Retry-After", seconds);
  page->said = said;
  send_page (call, 429, page);
}

static const char *
find_field (GHashTable *fields, const char *name)
{
  const char *value = fields != NULL ? g_hash_table_lookup (fields, name) : NULL;

  return value != NULL && strlen (value) <= FIELD_MAX && g_utf8_validate (value, -1, NULL) ? value
                                                                                           : "";
}

static HufuLang
find_lang (HufuCall *call, GHashTable *fields)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (call->message);
  const char *wanted = soup_message_headers_get_one (headers, "Accept-Language");
  const char *lang = find_field (fields, "lang");

  if (*lang == '\0')
    lang = wanted != NULL ? wanted : "";
  return g_ascii_strncasecmp (lang, "zh", 2) == 0 ? HUFU_LANG_ZH : HUFU_LANG_EN;
}

static void
show_form (HufuCall *call)
{
  Page page = {.lang = find_lang (call, call->query),
               .user_code = find_field (call->query, "user_code")};
  g_autofree char *name = NULL;

  if (hufu_approval_wait_s (call->platform) > 0) {
    send_limited (call, &page);
    return;
  }
  if (*page.user_code != '\0') {
    name = hufu_approval_find_name (call->platform, page.user_code);
    page.name = name;
    if (name == NULL)
      page.said = pick (&page, "No terminal waits with this code. Look at its screen again.",
                        "没有收银机在等这个配对码，请再看一下它的屏幕。");
  }
  send_page (call, 200, &page);
}

static void
show_decision (HufuCall *call, Page *page, HufuApproval approval, const char *name)
{
  g_autofree char *said = NULL;

  switch (approval) {
  case HUFU_APPROVAL_LIMITED:
    send_limited (call, page);
    return;
  case HUFU_APPROVAL_WRONG:
    page->said = pick (page, "The code, the number or the PIN is not right. Nothing was changed.",
                       "配对码、工号或密码不对，没有任何变化。");
    send_page (call, 403, page);
    return;
  case HUFU_APPROVAL_APPROVED:
    said = page->lang == HUFU_LANG_ZH
               ? g_strdup_printf ("已批准“%s”。它会自动开始工作。", name)
               : g_strdup_printf ("%s is approved. It goes on by itself.", name);
    break;
  case HUFU_APPROVAL_DENIED:
    said = page->lang == HUFU_LANG_ZH ? g_strdup_printf ("没有批准“%s”。", name)
                                      : g_strdup_printf ("%s was refused.", name);
    break;
  }
  page->is_done = TRUE;
  page->said = said;
  send_page (call, 200, page);
}

static void
take_form (HufuCall *call)
{
  g_autofree char *text = g_strndup ((const char *)call->content, call->size);
  g_autoptr (GHashTable) fields = soup_form_decode (text);
  const char *decision = find_field (fields, "decision");
  Page page = {.lang = find_lang (call, fields), .user_code = find_field (fields, "user_code")};
  HufuApprovalForm form = {.user_code = page.user_code,
                           .staff_no = find_field (fields, "staff_no"),
                           .pin = find_field (fields, "pin"),
                           .approve = strcmp (decision, "approve") == 0};
  HufuApproval approval;
  g_autofree char *name = NULL;
  GError *error = NULL;

  if ((!form.approve && strcmp (decision, "deny") != 0) ||
      !g_ascii_string_to_signed (find_field (fields, "store_no"), 10, 0, G_MAXINT64, &form.store_no,
                                 NULL))
    hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST, "decision and store_no are wanted");
  else if (!hufu_approval_decide (call->platform, &form, &approval, &name, &error))
    hufu_call_answer (call, NULL, error);
  else
    show_decision (call, &page, approval, name);
}

void
hufu_approval_page_serve (HufuCall *call)
{
  const char *method = soup_server_message_get_method (call->message);

  if (strcmp (method, "POST") == 0)
    take_form (call);
  else if (strcmp (method, "GET") == 0)
    show_form (call);
  else
    hufu_call_refuse (call, HUFU_PROBLEM_METHOD_NOT_ALLOWED, NULL);
}
