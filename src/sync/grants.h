/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rights to hold, so that vouchers of this store work offline. Worker threads only. */
#pragma once

#include "sync/outcome.h"

#define HUFU_RIGHTS_WANTED 20000 /* held at most */

/* Asks until the platform has no more; *ret_credited counts the new ones. */
HufuOutcome hufu_grants_pull (HufuWire *wire, HufuHttp *http, guint *ret_credited);
