/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/sync/proxy.h"

#include <gio/gio.h>
#include <string.h>

#include "sync/sync.h"

#define HEAD_MAX 65536

typedef struct {
  HufuFault fault;
  guint times;
  char *status, *fields, *lie; /* of HUFU_FAULT_LIE */
  char *marker;                /* of HUFU_FAULT_TAMPER */
  guint offset;
} Rule;

struct HufuProxy {
  GSocketService *service;
  guint port;
  GMutex mutex; /* guards what follows */
  guint target;
  GTlsCertificate *certificate; /* NULL: plain HTTP */
  GHashTable *rules;            /* which -> Rule */
  GPtrArray *seen;              /* "METHOD /path" */
  GPtrArray *bodies;            /* of the same place in seen */
};

typedef struct {
  GByteArray *all; /* as it came, and "Connection: close" */
  char *what;      /* "POST /v1/events" */
  char *body;
} Request;

static void
request_clear (Request *request)
{
  g_byte_array_unref (request->all);
  g_free (request->what);
  g_free (request->body);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Request, request_clear)

static void
rule_free (gpointer data)
{
  Rule *rule = data;

  g_free (rule->status);
  g_free (rule->fields);
  g_free (rule->lie);
  g_free (rule->marker);
  g_free (rule);
}

static Rule *
rule_copy (const Rule *rule)
{
  Rule *copy = g_memdup2 (rule, sizeof *rule);

  copy->status = g_strdup (rule->status);
  copy->fields = g_strdup (rule->fields);
  copy->lie = g_strdup (rule->lie);
  copy->marker = g_strdup (rule->marker);
  return copy;
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Rule, rule_free)

/* --- one connection, one request ------------------------------------------------------------- */

static char *
find_end (const GByteArray *bytes)
{
  return bytes->len > 0 ? g_strstr_len ((const char *)bytes->data, bytes->len, "\r\n\r\n") : NULL;
}

static gboolean
read_some (GInputStream *in, GByteArray *bytes)
{
  guint8 chunk[16384];
  gssize n = g_input_stream_read (in, chunk, sizeof chunk, NULL, NULL);

  if (n > 0)
    g_byte_array_append (bytes, chunk, (guint)n);
  return n > 0;
}

static gsize
read_length (const char *head)
{
  g_autofree char *lower = g_ascii_strdown (head, -1);
  const char *field = strstr (lower, "\r\ncontent-length:");

  return field != NULL ? (gsize)g_ascii_strtoull (field + strlen ("\r\ncontent-length:"), NULL, 10)
                       : 0;
}

static gboolean
read_request (GInputStream *in, Request *request)
{
  static const char close_line[] = "Connection: close\r\n";
  g_autoptr (GByteArray) raw = g_byte_array_new ();
  g_autofree char *head = NULL;
  g_auto (GStrv) words = NULL;
  gsize n_head, n_body;
  char *end;

  while ((end = find_end (raw)) == NULL) {
    if (raw->len > HEAD_MAX || !read_some (in, raw))
      return FALSE;
  }
  n_head = (gsize)(end - (char *)raw->data) + 4;
  head = g_strndup ((const char *)raw->data, n_head);
  n_body = read_length (head);
  while (raw->len < n_head + n_body) {
    if (!read_some (in, raw))
      return FALSE;
  }
  words = g_strsplit_set (head, " ?\r", 3);
  request->what = g_strdup_printf ("%s %s", words[0], words[1]);
  request->body = g_strndup ((const char *)raw->data + n_head, n_body);
  g_byte_array_append (request->all, raw->data, (guint)n_head - 2);
  g_byte_array_append (request->all, (const guint8 *)close_line, sizeof close_line - 1);
  g_byte_array_append (request->all, (const guint8 *)"\r\n", 2);
  g_byte_array_append (request->all, raw->data + n_head, (guint)n_body);
  return TRUE;
}

/* The whole answer; NULL if nobody is there or hangs up. */
static GByteArray *
hand_on (HufuProxy *proxy, const Request *request)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) there = NULL;
  g_autoptr (GByteArray) answer = g_byte_array_new ();
  guint target;

  g_mutex_lock (&proxy->mutex);
  target = proxy->target;
  g_mutex_unlock (&proxy->mutex);
  if (target != 0)
    there = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16)target, NULL, NULL);
  if (there == NULL ||
      !g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (there)),
                                  request->all->data, request->all->len, NULL, NULL, NULL))
    return NULL;
  while (read_some (g_io_stream_get_input_stream (G_IO_STREAM (there)), answer))
    continue;
  return answer->len > 0 ? g_steal_pointer (&answer) : NULL;
}

static void
give (GIOStream *here, const guint8 *bytes, gsize size)
{
  g_output_stream_write_all (g_io_stream_get_output_stream (here), bytes, size, NULL, NULL, NULL);
}

static void
give_text (GIOStream *here, const char *status, const char *fields, const char *content)
{
  g_autofree char *text = g_strdup_printf ("HTTP/1.1 %s\r\n%sContent-Length: %" G_GSIZE_FORMAT
                                           "\r\nConnection: close\r\n\r\n%s",
                                           status, fields, strlen (content), content);

  give (here, (const guint8 *)text, strlen (text));
}

static void
give_huge (GIOStream *here)
{
  g_autofree char *content = g_strnfill (HUFU_SYNC_ANSWER_MAX + 1, ' ');

  give_text (here, "200 OK", "Content-Type: application/json\r\n", content);
}

static void
await_hang_up (GIOStream *here)
{
  g_autoptr (GByteArray) rest = g_byte_array_new ();

  while (read_some (g_io_stream_get_input_stream (here), rest))
    continue;
}

/* Another letter or digit at `offset` behind the first `marker`. */
static void
tamper (GByteArray *answer, const Rule *rule)
{
  char *at = memmem (answer->data, answer->len, rule->marker, strlen (rule->marker));

  if (at == NULL)
    return;
  at += strlen (rule->marker) + rule->offset;
  g_assert_true (at < (char *)answer->data + answer->len);
  *at = *at == 'A' ? 'B' : 'A';
}

static void
serve_handed_on (HufuProxy *proxy, GIOStream *here, const Request *request, const Rule *rule)
{
  g_autoptr (GByteArray) answer = hand_on (proxy, request);
  HufuFault fault = rule != NULL ? rule->fault : HUFU_FAULT_NONE;

  if (fault == HUFU_FAULT_DUPLICATE) {
    g_autoptr (GByteArray) second = hand_on (proxy, request);
  }
  if (fault == HUFU_FAULT_LATE)
    await_hang_up (here);
  if (answer == NULL || fault == HUFU_FAULT_CUT || fault == HUFU_FAULT_LATE)
    return;
  if (fault == HUFU_FAULT_GARBAGE)
    give_text (here, "200 OK", "Content-Type: application/json\r\n", "{\"reason\":\"R0");
  else if (fault == HUFU_FAULT_TAMPER)
    tamper (answer, rule);
  if (fault != HUFU_FAULT_GARBAGE)
    give (here, answer->data, fault == HUFU_FAULT_HALF ? answer->len / 2 : answer->len);
}

static void
serve (HufuProxy *proxy, GIOStream *here, const Request *request, const Rule *rule)
{
  switch (rule != NULL ? rule->fault : HUFU_FAULT_NONE) {
  case HUFU_FAULT_REFUSE:
    return;
  case HUFU_FAULT_HTML:
    give_text (here, "200 OK", "Content-Type: text/html\r\n", "<html>Welcome to our Wi-Fi</html>");
    return;
  case HUFU_FAULT_PORTAL:
    give_text (here, "302 Found", "Location: http://127.0.0.1:9/login\r\n", "");
    return;
  case HUFU_FAULT_BUSY:
    give_text (here, "503 Service Unavailable", "Retry-After: 0\r\n", "");
    return;
  case HUFU_FAULT_HUGE:
    give_huge (here);
    return;
  case HUFU_FAULT_LIE:
    give_text (here, rule->status, rule->fields, rule->lie);
    return;
  case HUFU_FAULT_NONE:
  case HUFU_FAULT_CUT:
  case HUFU_FAULT_HALF:
  case HUFU_FAULT_DUPLICATE:
  case HUFU_FAULT_LATE:
  case HUFU_FAULT_GARBAGE:
  case HUFU_FAULT_TAMPER:
    serve_handed_on (proxy, here, request, rule);
    return;
  }
}

/* Notes the request and finds what is to befall it; NULL: nothing. */
static Rule *
take_rule (HufuProxy *proxy, const Request *request)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&proxy->mutex);
  GHashTableIter iter;
  gpointer which, value;
  Rule *best = NULL;
  gsize best_length = 0;

  g_ptr_array_add (proxy->seen, g_strdup (request->what));
  g_ptr_array_add (proxy->bodies, g_strdup (request->body));
  g_hash_table_iter_init (&iter, proxy->rules);
  while (g_hash_table_iter_next (&iter, &which, &value)) {
    Rule *rule = value;

    if (rule->times > 0 && g_str_has_prefix (request->what, which) &&
        strlen (which) >= best_length) {
      best = rule;
      best_length = strlen (which);
    }
  }
  if (best == NULL)
    return NULL;
  if (best->times != G_MAXUINT)
    best->times--;
  return rule_copy (best);
}

/* What is spoken inside TLS, if this proxy has a certificate. */
static GIOStream *
wrap (HufuProxy *proxy, GSocketConnection *here)
{
  g_autoptr (GTlsCertificate) certificate = NULL;

  g_mutex_lock (&proxy->mutex);
  g_set_object (&certificate, proxy->certificate);
  g_mutex_unlock (&proxy->mutex);
  return certificate != NULL ? g_tls_server_connection_new (G_IO_STREAM (here), certificate, NULL)
                             : g_object_ref (G_IO_STREAM (here));
}

static gboolean
on_run (GThreadedSocketService *service, GSocketConnection *here, GObject *source,
        gpointer user_data)
{
  HufuProxy *proxy = user_data;
  g_auto (Request) request = {.all = g_byte_array_new ()};
  g_autoptr (GIOStream) stream = wrap (proxy, here);

  if (read_request (g_io_stream_get_input_stream (stream), &request)) {
    g_autoptr (Rule) rule = take_rule (proxy, &request);

    serve (proxy, stream, &request, rule);
  }
  g_io_stream_close (stream, NULL, NULL);
  return TRUE;
}

/* --- the proxy ------------------------------------------------------------------------------- */

HufuProxy *
hufu_proxy_new (void)
{
  HufuProxy *proxy = g_new0 (HufuProxy, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  g_mutex_init (&proxy->mutex);
  proxy->rules = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, rule_free);
  proxy->seen = g_ptr_array_new_with_free_func (g_free);
  proxy->bodies = g_ptr_array_new_with_free_func (g_free);
  proxy->service = g_threaded_socket_service_new (64);
  g_socket_listener_add_address (G_SOCKET_LISTENER (proxy->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  proxy->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_signal_connect (proxy->service, "run", G_CALLBACK (on_run), proxy);
  g_socket_service_start (proxy->service);
  return proxy;
}

void
hufu_proxy_free (HufuProxy *proxy)
{
  if (proxy == NULL)
    return;
  g_socket_service_stop (proxy->service);
  g_socket_listener_close (G_SOCKET_LISTENER (proxy->service));
  /* Waits for the connections under way: their threads hold references. */
  while (G_OBJECT (proxy->service)->ref_count > 1)
    g_main_context_iteration (NULL, FALSE);
  g_object_unref (proxy->service);
  g_clear_object (&proxy->certificate);
  g_hash_table_unref (proxy->rules);
  g_ptr_array_unref (proxy->seen);
  g_ptr_array_unref (proxy->bodies);
  g_mutex_clear (&proxy->mutex);
  g_free (proxy);
}

guint
hufu_proxy_get_port (HufuProxy *proxy)
{
  return proxy->port;
}

void
hufu_proxy_set_target (HufuProxy *proxy, guint port)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&proxy->mutex);

  proxy->target = port;
}

static void
set_text (char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

static Rule *
find_rule (HufuProxy *proxy, const char *which)
{
  Rule *rule = g_hash_table_lookup (proxy->rules, which);

  if (rule == NULL) {
    rule = g_new0 (Rule, 1);
    set_text (&rule->status, "200 OK");
    set_text (&rule->fields, "Content-Type: application/json\r\n");
    set_text (&rule->lie, "{}");
    g_hash_table_insert (proxy->rules, g_strdup (which), rule);
  }
  return rule;
}

void
hufu_proxy_set_fault (HufuProxy *proxy, const char *which, HufuFault fault, guint times)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&proxy->mutex);
  Rule *rule = find_rule (proxy, which);

  rule->fault = fault;
  rule->times = times;
}

void
hufu_proxy_set_answer (HufuProxy *proxy, const char *which, const char *status, const char *fields,
                       const char *content)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&proxy->mutex);
  Rule *rule = find_rule (proxy, which);

  set_text (&rule->status, status);
  set_text (&rule->fields, fields);
  set_text (&rule->lie, content);
}

void
hufu_proxy_set_lie (HufuProxy *proxy, const char *which, const char *json)
{
  hufu_proxy_set_answer (proxy, which, "200 OK", "Content-Type: application/json\r\n", json);
}

void
hufu_proxy_tamper (HufuProxy *proxy, const char *which, const char *marker, guint offset)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&proxy->mutex);
  Rule *rule = find_rule (proxy, which);

  set_text (&rule->marker, marker);
  rule->offset = offset;
  rule->fault = HUFU_FAULT_TAMPER;
  rule->times = G_MAXUINT;
}

void
hufu_proxy_set_certificate (HufuProxy *proxy, const char *certificate_path, const char *key_path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate =
      g_tls_certificate_new_from_files (certificate_path, key_path, &error);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&proxy->mutex);

  g_assert_no_error (error);
  g_set_object (&proxy->certificate, certificate);
}

guint
hufu_proxy_count (HufuProxy *proxy, const char *which)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&proxy->mutex);
  guint n = 0;

  for (guint i = 0; i < proxy->seen->len; i++)
    n += g_str_has_prefix (proxy->seen->pdata[i], which) ? 1 : 0;
  return n;
}

guint
hufu_proxy_count_bodies (HufuProxy *proxy, const char *which)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&proxy->mutex);
  g_autoptr (GHashTable) bodies = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < proxy->seen->len; i++) {
    if (g_str_equal (proxy->seen->pdata[i], which))
      g_hash_table_add (bodies, proxy->bodies->pdata[i]);
  }
  return g_hash_table_size (bodies);
}
