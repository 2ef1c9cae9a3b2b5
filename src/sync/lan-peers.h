/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The other tills of the store as the LAN sees them: the roster of the books, and where each of
 * them may be reached. Who a till is, its key says; addresses are only worth a try, wherever they
 * come from. Any thread that may wait for the books.
 */
#pragma once

#include "store/roster.h"
#include "sync/wire.h"

typedef struct HufuLanPeers HufuLanPeers;

HufuLanPeers *hufu_lan_peers_new (HufuWire *wire);
void hufu_lan_peers_free (HufuLanPeers *peers);

/* The roster of the books is another one now. */
void hufu_lan_peers_forget (HufuLanPeers *peers);
/* HufuPeer by terminal number: a reference to a list that never changes; empty if the books cannot
 * be read now. */
GPtrArray *hufu_lan_peers_list (HufuLanPeers *peers);
/* Borrowed from the list; NULL if nobody there has this key. */
const HufuPeer *hufu_lan_peers_find_key (const GPtrArray *list,
                                         const guint8 key[HUFU_TOKEN_KEY_BYTES]);
const HufuPeer *hufu_lan_peers_find (const GPtrArray *list, const HufuId *terminal_id);

/* Somebody on the network says that this till is there. */
void hufu_lan_peers_note_found (HufuLanPeers *peers, const HufuId *terminal_id,
                                const char *address);
/* It answered from there, by its key: tried first from now on, after a restart too. */
void hufu_lan_peers_note_worked (HufuLanPeers *peers, const HufuId *terminal_id,
                                 const char *address);
/* "host:port", each once: where it answered last, what the platform says, what the network says.
 * Free with g_strfreev. */
char **hufu_lan_peers_list_addresses (HufuLanPeers *peers, const HufuPeer *peer);
/* TRUE for a number and a port: names are not looked up, so that no LAN can make a till wait. */
gboolean hufu_lan_address_is_good (const char *address);
