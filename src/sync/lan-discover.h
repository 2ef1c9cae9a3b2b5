/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding the other tills by DNS-SD over mDNS (RFC 6762, RFC 6763), as _hufu._tcp: this till says
 * where it answers, and hears where others do. What is heard is a hint for sync/lan-peers.h and no
 * more: who answers there, its key says. The responder is in the process (avahi-core), so no daemon
 * and no right of root is needed; beside an Avahi daemon both share the port.
 *
 * Everything happens in the thread-default main context of the caller.
 */
#pragma once

#include "core/id.h"

typedef struct HufuLanDiscover HufuLanDiscover;

typedef void (*HufuLanFoundFunc) (gpointer user_data, const HufuId *terminal_id,
                                  const char *address);

/* address: where this till listens, "0.0.0.0" or one address of the machine: then only the network
 * of that address is spoken to. NULL if the network cannot be spoken to. */
HufuLanDiscover *hufu_lan_discover_new (const HufuId *terminal_id, const char *address, guint port,
                                        HufuLanFoundFunc found, gpointer user_data);
void hufu_lan_discover_free (HufuLanDiscover *discover);
