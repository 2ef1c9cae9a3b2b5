/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A bad network between a till and the platform: it hands each request on as it is told to.
 *
 *   g_autoptr (HufuProxy) proxy = hufu_proxy_new ();
 *   hufu_proxy_set_target (proxy, port);
 *   hufu_proxy_set_fault (proxy, "POST /v1/redemptions", HUFU_FAULT_CUT, 2);
 */
#pragma once

#include <glib.h>

typedef enum {
  HUFU_FAULT_NONE,
  HUFU_FAULT_REFUSE,    /* hung up before anything was handed on */
  HUFU_FAULT_CUT,       /* handed on, the answer is lost */
  HUFU_FAULT_HALF,      /* handed on, half of the answer arrives */
  HUFU_FAULT_DUPLICATE, /* handed on twice, the first answer arrives */
  HUFU_FAULT_LATE,      /* handed on, the answer comes when nobody listens any more */
  HUFU_FAULT_GARBAGE,   /* handed on, 200 with noise arrives */
  HUFU_FAULT_HTML,      /* not handed on: a captive portal answers 200 */
  HUFU_FAULT_PORTAL,    /* not handed on: a captive portal sends elsewhere */
  HUFU_FAULT_BUSY,      /* not handed on: 503 */
  HUFU_FAULT_HUGE,      /* not handed on: more than any answer may be */
  HUFU_FAULT_LIE,       /* not handed on: the answer that was set */
  HUFU_FAULT_TAMPER,    /* handed on, one byte of the answer is another */
} HufuFault;

typedef struct HufuProxy HufuProxy;

HufuProxy *hufu_proxy_new (void);
void hufu_proxy_free (HufuProxy *proxy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuProxy, hufu_proxy_free)

guint hufu_proxy_get_port (HufuProxy *proxy);
/* The platform's port; 0 = nobody there. */
void hufu_proxy_set_target (HufuProxy *proxy, guint port);
/* The next `times` requests whose "METHOD /path" begins with `which`; G_MAXUINT = until changed.
 * One rule at a time for each `which`; the longest that fits counts. */
void hufu_proxy_set_fault (HufuProxy *proxy, const char *which, HufuFault fault, guint times);
/* What HUFU_FAULT_LIE says to `which`: status "410 Gone", fields each with its "\r\n". */
void hufu_proxy_set_answer (HufuProxy *proxy, const char *which, const char *status,
                            const char *fields, const char *content);
/* The same: 200 with JSON. */
void hufu_proxy_set_lie (HufuProxy *proxy, const char *which, const char *json);
/* HUFU_FAULT_TAMPER from now on: the byte `offset` behind the first `marker` of the answer (its
 * head included) becomes another letter. */
void hufu_proxy_tamper (HufuProxy *proxy, const char *which, const char *marker, guint offset);
/* Speaks TLS with this certificate (PEM files) on connections that come from now on. */
void hufu_proxy_set_certificate (HufuProxy *proxy, const char *certificate_path,
                                 const char *key_path);
/* Requests seen since the start, and how many distinct bodies they had. */
guint hufu_proxy_count (HufuProxy *proxy, const char *which);
guint hufu_proxy_count_bodies (HufuProxy *proxy, const char *which);
