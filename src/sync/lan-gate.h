/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The door of the LAN server: TCP and TLS with certificates on both sides. Who has no key of the
 * store's roster never gets to HTTP. Connections, handshakes and their time are bounded. Everything
 * happens on the thread whose default main context was pushed when it was made; nothing here asks
 * the books.
 */
#pragma once

#include <libsoup/soup.h>
#include "crypto/certificate.h"

#define HUFU_LAN_CONNECTIONS_MAX 64
#define HUFU_LAN_HANDSHAKE_S 3 /* from the connection to the end of TLS */
#define HUFU_LAN_IDLE_S 60     /* without a request */

typedef struct HufuLanGate HufuLanGate;

typedef struct {
  /* TRUE if a till of the store's roster has this key. */
  gboolean (*knows) (gpointer user_data, const guint8 key[HUFU_PUBLIC_KEY_BYTES]);
  /* A peer was turned away: it has a key of nobody, or none at all. */
  void (*turned_away) (gpointer user_data);
  gpointer user_data;
} HufuLanGateKeeper;

/* listen: "192.168.1.7:8378", "0.0.0.0:0". NULL with a sentence if that is no address or is taken.
 * soup is borrowed; it answers what comes in. */
HufuLanGate *hufu_lan_gate_new (const char *listen, const HufuCertificate *certificate,
                                SoupServer *soup, const HufuLanGateKeeper *keeper, GError **error);
void hufu_lan_gate_free (HufuLanGate *gate);

guint hufu_lan_gate_get_port (const HufuLanGate *gate);
/* Closed: whoever connects is hung up on, and those inside as well. */
void hufu_lan_gate_set_closed (HufuLanGate *gate, gboolean closed);
/* Connections now, handshakes among them. */
guint hufu_lan_gate_count (const HufuLanGate *gate);

/* The key that TLS has proved for the sender of this message; its connection counts as used now. */
const guint8 *hufu_lan_gate_find_key (SoupServerMessage *message);
