/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One question to one till of the store: TLS to the key of the roster, signed, the answer checked
 * against the same key and bound to this very question. What is not answered so is no answer.
 * Worker threads only.
 */
#pragma once

#include <jansson.h>
#include "sync/lan-peers.h"
#include "sync/lan-refusal.h"

#define HUFU_LAN_ANSWER_MAX 65536

typedef struct HufuLanClient HufuLanClient;

HufuLanClient *hufu_lan_client_new (HufuWire *wire, HufuLanPeers *peers,
                                    const HufuCertificate *certificate);
void hufu_lan_client_free (HufuLanClient *client);
/* Ends the questions under way and all later ones. Any thread. */
void hufu_lan_client_stop (HufuLanClient *client);
/* Nobody is asked, as if the cable were out. Any thread. */
void hufu_lan_client_set_cut (HufuLanClient *client, gboolean cut);

typedef struct {
  const char *method, *path;
  const char *query;   /* NULL = none */
  const char *content; /* JSON text; NULL = none */
  guint timeout_ms;    /* of the whole */
  gint64 answer_max;   /* bytes; 0 = HUFU_LAN_ANSWER_MAX */
} HufuLanAsk;

typedef struct {
  HufuTrouble trouble;    /* NONE: the till answered, and the answer is its own */
  HufuLanRefusal refusal; /* FINE: json is the answer */
  json_t *json;
} HufuLanReply;
void hufu_lan_reply_free (HufuLanReply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuLanReply, hufu_lan_reply_free)

/* Tries its addresses, the best first, within the time. Never NULL. */
HufuLanReply *hufu_lan_client_ask (HufuLanClient *client, const HufuPeer *peer,
                                   const HufuLanAsk *ask);
