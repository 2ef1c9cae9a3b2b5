/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/operator.h"

#include <gio/gio.h>
#include <string.h>
#include "crypto/host.h"
#include "crypto/sign.h"
#include "sync/answer.h"
#include "sync/json.h"
#include "sync/signer.h"

#define TIMEOUT_MS 20000
#define ANSWER_MAX (32 * 1024 * 1024)

/* path may carry a query behind '?'. */
static char **
sign (const HufuKeyPair *keys, const char *method, const char *path, const char *content)
{
  const char *mark = strchr (path, '?');
  g_autofree char *bare = mark != NULL ? g_strndup (path, (gsize)(mark - path)) : g_strdup (path);
  HufuSigning signing = {.host = hufu_crypto_host (),
                         .keys = (HufuKeyPair *)(gsize)keys,
                         .signer = {.kind = HUFU_SIGNER_OPERATOR}};

  signing.created_utc_s = hufu_host_utc_us (signing.host) / G_USEC_PER_SEC;
  return hufu_sign_request (&signing, method, bare, mark != NULL ? mark + 1 : NULL, content,
                            content != NULL ? strlen (content) : 0, NULL);
}

static void
set_error (GError **error, const HufuAnswer *answer)
{
  gboolean more = answer->detail != NULL && g_strcmp0 (answer->detail, answer->title) != 0;

  if (answer->title != NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s%s%s", answer->code, answer->title,
                 more ? ". " : "", more ? answer->detail : "");
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE,
                         hufu_trouble_sentence (answer->problem, HUFU_LANG_EN));
}

json_t *
hufu_operator_call (const char *platform_url, const char *ca_file, const char *key_path,
                    const char *method, const char *path, json_t *body, GError **error)
{
  g_autoptr (HufuKeyPair) keys = hufu_key_pair_load (key_path, error);
  g_autoptr (HufuHttp) http = NULL;
  g_autofree char *content = body != NULL ? hufu_json_format (body) : NULL;
  g_autofree char *url = g_strconcat (platform_url, path, NULL);
  g_auto (GStrv) headers = NULL;
  g_autoptr (HufuAnswer) answer = NULL;
  HufuHttpCall call = {.method = method,
                       .url = url,
                       .body = content,
                       .body_size = content != NULL ? strlen (content) : 0,
                       .timeout_ms = TIMEOUT_MS,
                       .max_bytes = ANSWER_MAX};

  if (keys == NULL)
    return NULL;
  headers = sign (keys, method, path, content);
  call.headers = (const char *const *)headers;
  http = hufu_http_new (ca_file);
  answer = hufu_answer_judge (hufu_http_perform (http, &call), TRUE);
  if (answer->kind != HUFU_ANSWER_OK) {
    set_error (error, answer);
    return NULL;
  }
  return g_steal_pointer (&answer->json);
}
