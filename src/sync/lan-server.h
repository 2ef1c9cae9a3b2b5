/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What this till answers to the other tills of the store: the questions of sync/lan-json.h, over
 * TLS between keys of the roster (sync/lan-gate.h), each signed by its asker and answered signed
 * (core/http-signature.h). It has a thread of its own, which alone waits for the books; whoever
 * asks too much, twice, or as somebody else is refused with a code of sync/lan-refusal.h.
 */
#pragma once

#include "sync/lan-peers.h"
#include "sync/lan-refusal.h"

#define HUFU_LAN_BODY_MAX 8192 /* bytes of a question */

typedef struct HufuLanServer HufuLanServer;

/* All on the server's thread, whose default main context is its own. */
typedef struct {
  /* It listens at this port, and: it ends soon. */
  void (*ready) (gpointer user_data, guint port);
  void (*ending) (gpointer user_data);
  /* Somebody who is on no roster knocked; once in a while. It may be a till that is new. */
  void (*stranger) (gpointer user_data);
  /* A right went to another till: the journal has news. */
  void (*debited) (gpointer user_data);
  gpointer user_data;
} HufuLanServerObserver;

/* listen: "0.0.0.0:8378"; if that port is taken, any other. Begins to answer soon after this
 * returns; all is borrowed and outlives it. */
HufuLanServer *hufu_lan_server_new (HufuWire *wire, HufuLanPeers *peers,
                                    const HufuCertificate *certificate, const char *listen,
                                    const HufuLanServerObserver *observer);
/* Hangs up on everybody and waits for the thread; NULL-safe. */
void hufu_lan_server_free (HufuLanServer *server);

/* 0 until it listens, and if it cannot. */
guint hufu_lan_server_get_port (HufuLanServer *server);
/* Nobody is let in, as if the cable were out. */
void hufu_lan_server_set_closed (HufuLanServer *server, gboolean closed);
/* How often something was refused for this reason. */
guint hufu_lan_server_count_refused (HufuLanServer *server, HufuLanRefusal refusal);
