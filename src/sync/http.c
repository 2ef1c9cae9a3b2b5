/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/http.h"

#include <curl/curl.h>
#include <string.h>
#include "sync/curl-error.h"

#define POLL_MS 500 /* a stop wakes the poll; this only bounds a lost wake-up */
#define ERROR_CONTENT_MAX 65536
#define USER_AGENT "hufu/" HUFU_VERSION

struct HufuHttp {
  CURLM *multi;
  CURL *easy;
  char *ca_file;
  char pins[HUFU_HTTP_PINS_MAX];
  const HufuCertificate *identity; /* NULL: authorities decide */
  gint stopped;                    /* atomic */
};

/* What one call gathers while curl runs. */
typedef struct {
  HufuHttp *http;
  const HufuHttpCall *call;
  GByteArray *content;
  GHashTable *headers;
  gint64 n_bytes;
  gboolean too_large;
} Gather;

static void
ensure_curl (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once)) {
    g_assert (curl_global_init (CURL_GLOBAL_DEFAULT) == CURLE_OK);
    g_once_init_leave (&once, 1);
  }
}

HufuHttp *
hufu_http_new (const char *ca_file)
{
  HufuHttp *http = g_new0 (HufuHttp, 1);

  ensure_curl ();
  http->ca_file = g_strdup (ca_file);
  http->multi = curl_multi_init ();
  http->easy = curl_easy_init ();
  g_assert (http->multi != NULL && http->easy != NULL);
  return http;
}

void
hufu_http_free (HufuHttp *http)
{
  if (http == NULL)
    return;
  curl_easy_cleanup (http->easy);
  curl_multi_cleanup (http->multi);
  g_free (http->ca_file);
  g_free (http);
}

void
hufu_http_set_pins (HufuHttp *http, const char *pins)
{
  g_strlcpy (http->pins, pins != NULL ? pins : "", sizeof http->pins);
}

void
hufu_http_set_identity (HufuHttp *http, const HufuCertificate *certificate)
{
  http->identity = certificate;
}

void
hufu_http_stop (HufuHttp *http)
{
  g_atomic_int_set (&http->stopped, 1);
  curl_multi_wakeup (http->multi);
}

/* --- what comes in --------------------------------------------------------------------------- */

static size_t
on_content (char *bytes, size_t one, size_t size, void *user_data)
{
  Gather *gather = user_data;
  const HufuHttpCall *call = gather->call;
  long status = 0;

  gather->n_bytes += (gint64)size;
  curl_easy_getinfo (gather->http->easy, CURLINFO_RESPONSE_CODE, &status);
  if (gather->n_bytes > (status >= 400 ? ERROR_CONTENT_MAX : call->max_bytes)) {
    gather->too_large = TRUE;
    return 0;
  }
  if (call->sink != NULL && status == 200)
    return call->sink (call->sink_data, (const guint8 *)bytes, size) ? size : 0;
  g_byte_array_append (gather->content, (const guint8 *)bytes, (guint)size);
  return size;
}

static size_t
on_header (char *bytes, size_t one, size_t size, void *user_data)
{
  Gather *gather = user_data;
  g_autofree char *line = g_strndup (bytes, size);
  char *colon = strchr (line, ':');

  /* A status line begins the fields anew (100 Continue came before). */
  if (g_str_has_prefix (line, "HTTP/"))
    g_hash_table_remove_all (gather->headers);
  if (colon == NULL || size > HUFU_HTTP_HEADER_MAX ||
      g_hash_table_size (gather->headers) >= HUFU_HTTP_HEADERS_MAX)
    return size;
  *colon = '\0';
  g_hash_table_insert (gather->headers, g_ascii_strdown (line, -1),
                       g_strdup (g_strstrip (colon + 1)));
  return size;
}

/* --- one call -------------------------------------------------------------------------------- */

static gboolean
is_loopback (const char *url)
{
  return g_str_has_prefix (url, "http://127.") || g_str_has_prefix (url, "http://localhost") ||
         g_str_has_prefix (url, "https://127.") || g_str_has_prefix (url, "https://localhost");
}

static void
set_limits (CURL *easy, const HufuHttpCall *call)
{
  curl_easy_setopt (easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt (easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt (easy, CURLOPT_CONNECTTIMEOUT_MS, (long)HUFU_HTTP_CONNECT_TIMEOUT_MS);
  curl_easy_setopt (easy, CURLOPT_TIMEOUT_MS, (long)call->timeout_ms);
  curl_easy_setopt (easy, CURLOPT_LOW_SPEED_LIMIT, (long)HUFU_HTTP_LOW_SPEED_BYTES_S);
  curl_easy_setopt (easy, CURLOPT_LOW_SPEED_TIME, (long)HUFU_HTTP_LOW_SPEED_S);
  curl_easy_setopt (easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (easy, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt (easy, CURLOPT_TCP_KEEPALIVE, 1L);
}

static void
set_identity (CURL *easy, const HufuCertificate *identity)
{
  struct curl_blob certificate = {identity->certificate_pem, strlen (identity->certificate_pem),
                                  CURL_BLOB_NOCOPY};
  struct curl_blob key = {identity->key_pem, strlen (identity->key_pem), CURL_BLOB_NOCOPY};

  curl_easy_setopt (easy, CURLOPT_SSL_VERIFYPEER, 0L);
  curl_easy_setopt (easy, CURLOPT_SSL_VERIFYHOST, 0L);
  curl_easy_setopt (easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_3);
  curl_easy_setopt (easy, CURLOPT_CAINFO, NULL); /* reading authorities costs 30 ms */
  curl_easy_setopt (easy, CURLOPT_CAPATH, NULL);
  curl_easy_setopt (easy, CURLOPT_PROXY, "");
  curl_easy_setopt (easy, CURLOPT_SSLCERT_BLOB, &certificate);
  curl_easy_setopt (easy, CURLOPT_SSLKEY_BLOB, &key);
}

static void
set_tls (CURL *easy, const HufuHttp *http)
{
  curl_easy_setopt (easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt (easy, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt (easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  if (http->ca_file != NULL)
    curl_easy_setopt (easy, CURLOPT_CAINFO, http->ca_file);
  /* Without an authority the pin is all there is. */
  g_assert (http->identity == NULL || http->pins[0] != '\0');
  if (http->identity != NULL)
    set_identity (easy, http->identity);
  if (http->pins[0] != '\0')
    curl_easy_setopt (easy, CURLOPT_PINNEDPUBLICKEY, http->pins);
}

static void
set_call (CURL *easy, const HufuHttpCall *call, struct curl_slist *headers)
{
  curl_easy_setopt (easy, CURLOPT_URL, call->url);
  curl_easy_setopt (easy, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt (easy, CURLOPT_USERAGENT, USER_AGENT);
  curl_easy_setopt (easy, CURLOPT_ACCEPT_ENCODING, "gzip");
  if (is_loopback (call->url))
    curl_easy_setopt (easy, CURLOPT_PROXY, "");
  if (strcmp (call->method, "GET") != 0) {
    curl_easy_setopt (easy, CURLOPT_POST, 1L);
    curl_easy_setopt (easy, CURLOPT_CUSTOMREQUEST, call->method);
    curl_easy_setopt (easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call->body_size);
    curl_easy_setopt (easy, CURLOPT_POSTFIELDS, call->body != NULL ? call->body : "");
  }
}

static struct curl_slist *
make_headers (const HufuHttpCall *call)
{
  /* No waiting for "100 Continue": the bodies are small. */
  struct curl_slist *list = curl_slist_append (NULL, "Expect:");

  if (call->body != NULL)
    list = curl_slist_append (list, "Content-Type: application/json");
  for (gsize i = 0; call->headers != NULL && call->headers[i] != NULL; i++)
    list = curl_slist_append (list, call->headers[i]);
  return list;
}

static gboolean
take_result (HufuHttp *http, CURLcode *ret_code)
{
  int n_left = 0;
  CURLMsg *message;

  while ((message = curl_multi_info_read (http->multi, &n_left)) != NULL) {
    if (message->msg == CURLMSG_DONE) {
      *ret_code = message->data.result;
      return TRUE;
    }
  }
  return FALSE;
}

static CURLcode
run (HufuHttp *http)
{
  CURLcode code = CURLE_FAILED_INIT;
  int n_running = 1;

  if (curl_multi_add_handle (http->multi, http->easy) != CURLM_OK)
    return CURLE_FAILED_INIT;
  while (TRUE) {
    if (g_atomic_int_get (&http->stopped)) {
      code = CURLE_ABORTED_BY_CALLBACK;
      break;
    }
    if (curl_multi_perform (http->multi, &n_running) != CURLM_OK || take_result (http, &code) ||
        n_running == 0)
      break;
    if (curl_multi_poll (http->multi, NULL, 0, POLL_MS, NULL) != CURLM_OK)
      break;
  }
  curl_multi_remove_handle (http->multi, http->easy);
  return code;
}

HufuHttpReply *
hufu_http_perform (HufuHttp *http, const HufuHttpCall *call)
{
  HufuHttpReply *reply = g_new0 (HufuHttpReply, 1);
  struct curl_slist *headers = make_headers (call);
  Gather gather = {.http = http, .call = call, .content = g_byte_array_new ()};
  gint64 start_us = g_get_monotonic_time ();
  long status = 0;

  gather.headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  curl_easy_reset (http->easy);
  set_limits (http->easy, call);
  set_tls (http->easy, http);
  set_call (http->easy, call, headers);
  curl_easy_setopt (http->easy, CURLOPT_WRITEFUNCTION, on_content);
  curl_easy_setopt (http->easy, CURLOPT_WRITEDATA, &gather);
  curl_easy_setopt (http->easy, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt (http->easy, CURLOPT_HEADERDATA, &gather);
  reply->problem = hufu_curl_trouble (run (http));
  if (gather.too_large)
    reply->problem = HUFU_TROUBLE_TOO_LARGE;
  curl_easy_getinfo (http->easy, CURLINFO_RESPONSE_CODE, &status);
  reply->status = (guint)status;
  reply->content = g_byte_array_free_to_bytes (gather.content);
  reply->headers = gather.headers;
  reply->elapsed_us = g_get_monotonic_time () - start_us;
  curl_slist_free_all (headers);
  return reply;
}

HufuHttpReply *
hufu_http_reply_unreachable (void)
{
  HufuHttpReply *reply = g_new0 (HufuHttpReply, 1);

  reply->problem = HUFU_TROUBLE_UNREACHABLE;
  reply->content = g_bytes_new (NULL, 0);
  reply->headers = g_hash_table_new (g_str_hash, g_str_equal);
  return reply;
}

const char *
hufu_http_reply_header (const HufuHttpReply *reply, const char *lower_case_name)
{
  return g_hash_table_lookup (reply->headers, lower_case_name);
}

gint64
hufu_http_reply_retry_after_s (const HufuHttpReply *reply)
{
  const char *text = hufu_http_reply_header (reply, "retry-after");
  const char *date = hufu_http_reply_header (reply, "date");
  guint64 seconds;
  time_t then, now;

  if (text == NULL)
    return 0;
  if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &seconds, NULL))
    return (gint64)seconds;
  then = curl_getdate (text, NULL);
  now = date != NULL ? curl_getdate (date, NULL) : -1;
  return then > now && now >= 0 ? (gint64)(then - now) : 0;
}

void
hufu_http_reply_free (HufuHttpReply *reply)
{
  if (reply == NULL)
    return;
  g_bytes_unref (reply->content);
  g_hash_table_unref (reply->headers);
  g_free (reply);
}
