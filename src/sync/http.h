/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One HTTP conversation by libcurl: bounded in time and size, http and https only, no redirects,
 * stopped from any thread at once. It neither signs nor judges what it carries.
 *
 *   g_autoptr (HufuHttp) http = hufu_http_new (NULL);
 *   HufuHttpCall call = { .method = "GET", .url = url, .timeout_ms = 8000, .max_bytes = 65536 };
 *   g_autoptr (HufuHttpReply) reply = hufu_http_perform (http, &call);
 *
 * A HufuHttp belongs to one thread at a time, which waits in hufu_http_perform; it keeps its
 * connection. Only hufu_http_stop may come from elsewhere.
 */
#pragma once

#include <glib.h>
#include "crypto/certificate.h"
#include "sync/trouble.h"

#define HUFU_HTTP_CONNECT_TIMEOUT_MS 5000
#define HUFU_HTTP_LOW_SPEED_BYTES_S 500 /* slower than this ... */
#define HUFU_HTTP_LOW_SPEED_S 20        /* ... for so long: given up */
#define HUFU_HTTP_HEADERS_MAX 64
#define HUFU_HTTP_HEADER_MAX 4096 /* bytes of one field */
#define HUFU_HTTP_PINS_MAX 256    /* characters of all pins */

typedef struct HufuHttp HufuHttp;

/* Takes content as it comes; FALSE ends the transfer (disk full). Decompressed already. */
typedef gboolean (*HufuHttpSink) (gpointer user_data, const guint8 *bytes, gsize size);

typedef struct {
  const char *method;         /* "GET", "POST" */
  const char *url;            /* with query */
  const char *const *headers; /* "Name: value", NULL-terminated; may be NULL */
  const char *body;           /* NULL = none */
  gsize body_size;
  guint timeout_ms; /* of the whole call; 0 = only the low-speed limit */
  gint64 max_bytes; /* of content, decompressed */
  HufuHttpSink sink;
  gpointer sink_data; /* NULL sink: content is collected; an error answer's always is */
} HufuHttpCall;

typedef struct {
  HufuTrouble problem; /* NONE: an answer came, whatever its status */
  guint status;
  GBytes *content;
  GHashTable *headers; /* lower-case name -> value */
  gint64 elapsed_us;
} HufuHttpReply;

/* ca_file: PEM file of authorities; NULL = the system's. */
HufuHttp *hufu_http_new (const char *ca_file);
/* NULL-safe; never waits for a name that is being resolved. */
void hufu_http_free (HufuHttp *http);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuHttp, hufu_http_free)

/* The platform's key must be one of these ("sha256//...;sha256//..."); NULL or "" = any. */
void hufu_http_set_pins (HufuHttp *http, const char *pins);

/* For a peer that is known by its key alone: no authority is asked, it must have one of the pins,
 * and this side shows its own certificate. Borrowed, and outlives the HufuHttp. */
void hufu_http_set_identity (HufuHttp *http, const HufuCertificate *certificate);

/* Never NULL. Blocks until answered, failed, timed out or stopped. */
HufuHttpReply *hufu_http_perform (HufuHttp *http, const HufuHttpCall *call);
/* What a call is answered by where there is no network. */
HufuHttpReply *hufu_http_reply_unreachable (void);
/* Ends the call under way and all later ones with STOPPED. Any thread. */
void hufu_http_stop (HufuHttp *http);

/* Borrowed; NULL if the answer has no such field. */
const char *hufu_http_reply_header (const HufuHttpReply *reply, const char *lower_case_name);
/* Seconds that Retry-After asks for, said as such or as a date, which counts from the answer's own
 * Date: the clock here may be wrong. 0 if it says nothing. */
gint64 hufu_http_reply_retry_after_s (const HufuHttpReply *reply);
void hufu_http_reply_free (HufuHttpReply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuHttpReply, hufu_http_reply_free)
