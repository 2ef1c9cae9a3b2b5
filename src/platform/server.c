/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/server.h"

#include <stdlib.h>
#include <string.h>

#include "platform/approval-page.h"
#include "platform/live-page.h"
#include "platform/call.h"
#include "platform/pay-page.h"
#include "platform/receipt-page.h"

struct HufuServer {
  HufuPlatform *platform;
  SoupServer *soup;
  guint port;
};

/* --- answers ------------------------------------------------------------------------------------
 */

static void
send_json (HufuCall *call, guint status, const char *type, json_t *take_value)
{
  char *text = json_dumps (take_value, JSON_COMPACT);

  json_decref (take_value);
  soup_server_message_set_status (call->message, status, NULL);
  g_assert (text != NULL);
  soup_server_message_set_response (call->message, type, SOUP_MEMORY_COPY, text, strlen (text));
  free (text); /* NOLINT: jansson's allocator */
}

static void
send_problem (HufuCall *call, HufuProblem problem, json_t *take_value)
{
  send_json (call, hufu_problem_status (problem), "application/problem+json", take_value);
}

void
hufu_call_refuse_for (HufuCall *call, HufuProblem problem, gint64 wait_s)
{
  g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, wait_s);

  soup_message_headers_replace (soup_server_message_get_response_headers (call->message),
                                "Retry-After", seconds);
  hufu_call_refuse (call, problem, NULL);
}

void
hufu_call_refuse (HufuCall *call, HufuProblem problem, const char *detail)
{
  send_problem (call, problem, hufu_problem_to_json (problem, detail));
}

void
hufu_call_refuse_with (HufuCall *call, HufuProblem problem, const char *detail, const char *name,
                       json_t *value)
{
  json_t *answer = hufu_problem_to_json (problem, detail);

  json_object_set_new (answer, name, value);
  send_problem (call, problem, answer);
}

void
hufu_call_answer (HufuCall *call, json_t *answer, GError *error)
{
  if (answer != NULL) {
    send_json (call, 200, "application/json", answer);
    return;
  }
  if (g_error_matches (error, HUFU_PLATFORM_ERROR, HUFU_PLATFORM_ERROR_RESTORING)) {
    hufu_call_refuse (call, HUFU_PROBLEM_RESTORING, NULL);
    g_error_free (error);
    return;
  }
  g_printerr ("hufu-platform: %s\n", error != NULL ? error->message : "no answer");
  g_clear_error (&error);
  hufu_call_refuse (call, HUFU_PROBLEM_INTERNAL, NULL);
}

gboolean
hufu_call_get_query (HufuCall *call, const char *name, gint64 min, gint64 max, gint64 otherwise,
                     gint64 *ret_value)
{
  const char *text = call->query != NULL ? g_hash_table_lookup (call->query, name) : NULL;

  *ret_value = otherwise;
  if (text == NULL || g_ascii_string_to_signed (text, 10, min, max, ret_value, NULL))
    return TRUE;
  hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST, "a number of the query is out of range");
  return FALSE;
}

/* --- finding the operation ----------------------------------------------------------------------
 */

/* "{}" stands for one id. */
static gboolean
matches (const char *pattern, const char *path, HufuId *ret_id)
{
  const char *hole = strstr (pattern, "{}");
  gsize before = hole != NULL ? (gsize)(hole - pattern) : 0;
  char text[HUFU_ID_TEXT_SIZE];

  if (hole == NULL)
    return strcmp (pattern, path) == 0;
  if (strncmp (pattern, path, before) != 0 || strlen (path) < before + HUFU_ID_TEXT_SIZE - 1)
    return FALSE;
  g_strlcpy (text, path + before, sizeof text);
  return hufu_id_parse (text, ret_id) && strcmp (hole + 2, path + before + sizeof text - 1) == 0;
}

static const HufuOperation *
find_operation (HufuCall *call, const char *path, HufuProblem *ret_problem)
{
  const char *method = soup_server_message_get_method (call->message);

  *ret_problem = HUFU_PROBLEM_NOT_FOUND;
  for (gsize i = 0; i < hufu_n_operations; i++) {
    if (!matches (hufu_operations[i].path, path, &call->path_id))
      continue;
    if (strcmp (hufu_operations[i].method, method) == 0)
      return &hufu_operations[i];
    *ret_problem = HUFU_PROBLEM_METHOD_NOT_ALLOWED;
  }
  return NULL;
}

/* --- who asks -----------------------------------------------------------------------------------
 */

static gboolean
authenticate (HufuCall *call, GUri *uri, HufuProblem *ret_problem)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (call->message);
  const char *digest = soup_message_headers_get_one (headers, "Content-Digest");
  HufuAuthRequest request = {
      .request = {.method = soup_server_message_get_method (call->message),
                  .path = g_uri_get_path (uri),
                  .query = g_uri_get_query (uri),
                  .content_digest = digest != NULL ? digest : "",
                  .idempotency_key = soup_message_headers_get_one (headers, "Idempotency-Key")},
      .input = soup_message_headers_get_one (headers, "Signature-Input"),
      .value = soup_message_headers_get_one (headers, "Signature"),
      .content = call->content,
      .size = call->size,
  };

  return hufu_auth_check (call->platform, &request, &call->sender, ret_problem);
}

static gboolean
is_for (HufuCall *call, HufuAudience audience, HufuProblem *ret_problem)
{
  gboolean is_terminal = call->sender.kind == HUFU_SIGNER_TERMINAL;

  *ret_problem = HUFU_PROBLEM_FORBIDDEN;
  if (audience == HUFU_FOR_OPERATOR || (audience == HUFU_FOR_MANAGER && !is_terminal))
    return !is_terminal;
  if (!is_terminal)
    return FALSE;
  *ret_problem = call->sender.membership == HUFU_MEMBER_FORKED ? HUFU_PROBLEM_FROZEN
                                                               : HUFU_PROBLEM_OLD_INCARNATION;
  return audience == HUFU_FOR_TERMINAL || call->sender.membership == HUFU_MEMBER_ENROLLED;
}

/* The header guards requests whose body is stored before it is sent and never changed. */
static gboolean
is_of_this_epoch (HufuCall *call)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (call->message);
  const char *theirs = soup_message_headers_get_one (headers, "Hufu-Platform-Epoch");
  g_autofree char *ours =
      g_strdup_printf ("%" G_GUINT64_FORMAT, hufu_platform_get_epoch (call->platform));

  soup_message_headers_replace (soup_server_message_get_response_headers (call->message),
                                "Hufu-Platform-Epoch", ours);
  if (theirs == NULL || strcmp (theirs, ours) == 0)
    return TRUE;
  hufu_call_refuse_with (call, HUFU_PROBLEM_PLATFORM_EPOCH, NULL, "platform_epoch",
                         json_integer (g_ascii_strtoll (ours, NULL, 10)));
  return FALSE;
}

/* --- one request --------------------------------------------------------------------------------
 */

static gboolean
load_body (HufuCall *call, const HufuOperation *operation)
{
  if (strcmp (operation->method, "POST") != 0)
    return TRUE;
  call->body = hufu_pjson_load_object ((const char *)call->content, call->size);
  return call->body != NULL;
}

static void
serve (HufuCall *call, GUri *uri)
{
  HufuProblem problem;
  const HufuOperation *operation = find_operation (call, g_uri_get_path (uri), &problem);

  if (operation == NULL) {
    hufu_call_refuse (call, problem, NULL);
    return;
  }
  if (operation->audience != HUFU_FOR_ANYBODY &&
      (!authenticate (call, uri, &problem) || !is_for (call, operation->audience, &problem))) {
    hufu_call_refuse (call, problem, NULL);
    return;
  }
  if (!is_of_this_epoch (call))
    return;
  if (!load_body (call, operation))
    hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST, "a JSON object is wanted");
  else
    operation->answer (call);
}

static void
on_request (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer user_data)
{
  HufuServer *server = user_data;
  g_autoptr (GBytes) content =
      soup_message_body_flatten (soup_server_message_get_request_body (message));
  HufuCall call = {.platform = server->platform, .message = message, .query = query};

  call.content = g_bytes_get_data (content, &call.size);
  if (strcmp (path, HUFU_APPROVAL_PATH) == 0)
    hufu_approval_page_serve (&call);
  else if (hufu_live_page_is_path (path))
    hufu_live_page_serve (&call, path);
  else if (hufu_pay_page_is_path (path))
    hufu_pay_page_serve (&call, path);
  else if (hufu_receipt_page_is_path (path))
    hufu_receipt_page_serve (&call, path);
  else
    serve (&call, soup_server_message_get_uri (message));
  json_decref (call.body);
}

/* Before the body is read: a larger one is never kept in memory. */
static void
on_headers (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer user_data)
{
  HufuServer *server = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  HufuCall call = {.platform = server->platform, .message = message};

  if (soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CHUNKED &&
      soup_message_headers_get_content_length (headers) <= HUFU_SERVER_BODY_MAX)
    return;
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  hufu_call_refuse (&call, HUFU_PROBLEM_TOO_LARGE, NULL);
}

/* --- the door -----------------------------------------------------------------------------------
 */

static GSocketAddress *
parse_listen (const char *listen, GError **error)
{
  g_autoptr (GSocketConnectable) name = g_network_address_parse (listen, 0, error);
  GSocketAddress *address;

  if (name == NULL)
    return NULL;
  address = g_inet_socket_address_new_from_string (
      g_network_address_get_hostname (G_NETWORK_ADDRESS (name)),
      g_network_address_get_port (G_NETWORK_ADDRESS (name)));
  if (address == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "%s is no address to listen at: give a number and a port, as in 127.0.0.1:8377",
                 listen);
  return address;
}

static gboolean
load_certificate (HufuServer *server, const char *certificate, const char *key, GError **error)
{
  g_autoptr (GTlsCertificate) tls = NULL;

  if (certificate == NULL)
    return TRUE;
  tls = g_tls_certificate_new_from_files (certificate, key, error);
  if (tls == NULL)
    return FALSE;
  soup_server_set_tls_certificate (server->soup, tls);
  return TRUE;
}

static void
learn_address (HufuServer *server)
{
  GSList *uris = soup_server_get_uris (server->soup);
  GUri *uri = uris->data;
  g_autofree char *text = g_uri_to_string (uri);

  server->port = (guint)g_uri_get_port (uri);
  if (g_str_has_suffix (text, "/"))
    text[strlen (text) - 1] = '\0';
  g_free (server->platform->base_url);
  server->platform->base_url = g_steal_pointer (&text);
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
}

HufuServer *
hufu_server_new (HufuPlatform *platform, const char *listen, const char *certificate,
                 const char *key, GError **error)
{
  g_autoptr (HufuServer) server = g_new0 (HufuServer, 1);
  g_autoptr (GSocketAddress) address = parse_listen (listen, error);

  if (address == NULL)
    return NULL;
  server->platform = platform;
  server->soup = soup_server_new ("server-header", "hufu-platform", NULL);
  soup_server_add_early_handler (server->soup, NULL, on_headers, server, NULL);
  soup_server_add_handler (server->soup, NULL, on_request, server, NULL);
  if (!load_certificate (server, certificate, key, error) ||
      !soup_server_listen (server->soup, address,
                           certificate != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0, error))
    return NULL;
  learn_address (server);
  return g_steal_pointer (&server);
}

void
hufu_server_free (HufuServer *server)
{
  if (server == NULL)
    return;
  if (server->soup != NULL)
    soup_server_disconnect (server->soup);
  g_clear_object (&server->soup);
  g_free (server);
}

guint
hufu_server_get_port (const HufuServer *server)
{
  return server->port;
}
