/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rights to hold, so that vouchers of this store work offline, and those that the platform wants
 * back: recalls and fenced reports. Worker threads only. */
#pragma once

#include "sync/lan.h"
#include "sync/outcome.h"

#define HUFU_RIGHTS_WANTED 100000 /* held at most */

/* Asks until the platform has no more, then gives back what it wants. lan may be NULL.
 * *ret_changed: rights came or went, and the journal has it. */
HufuOutcome hufu_grants_pull (HufuWire *wire, HufuHttp *http, HufuLan *lan, gboolean *ret_changed);
