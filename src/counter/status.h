/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The strip at the bottom: what is always said. Texts are ready; all properties notify. */
#pragma once

#include <gio/gio.h>

#define HUFU_TYPE_STATUS (hufu_status_get_type ())
G_DECLARE_FINAL_TYPE (HufuStatus, hufu_status, HUFU, STATUS, GObject)

typedef enum {
  HUFU_NETWORK_OFFLINE,
  HUFU_NETWORK_SLOW,
  HUFU_NETWORK_ONLINE,
} HufuNetwork;

/* Properties: "network" (HufuNetwork as int) "network-text" "link-text" (what somebody
 * has to see to, in a sentence, "" if nothing) "unsent" (uint64) "oldest-text" ("",
 * "oldest 14 min") "devices-ok" "devices-total" (uint) "devices-text" (worst problem in a sentence,
 * "" if none) "offline-vouchers" (uint64: held here)
 * "store-vouchers" (uint64: those of the tills that answer too) "offline-text" (what that number
 * counts) "offline-hint" (where they are) "unknown" (uint: outcomes without answer) "attention"
 * (uint64) "cases" (uint: on the manager's page) "exposure-text" ("at most 1,250.00", "" = none)
 * "limit-text" ("3/50 · 120.00": accepted
 * here within the limit, "" = nothing) "till-text" ("Store 1 · till 2") "shift-text" "clerk-text"
 * "time-text" "clock-trusted" (boolean) "clock-text" (why not) "synced-text" ("synced 20:51")
 * "tills" "tills-total" (uint: other tills of the store that answer) "demo" "wan-cut" "lan-cut"
 * (boolean: of a demo, what is cut off) "training" (boolean). */
HufuStatus *hufu_status_new (void);
