/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Staff as managers change it at their tills. Of two changes of one field of a person the later
 * stamp counts (core/staff.h), whichever comes first; what is told to all tills of the store is
 * what came of it. Two who were given one number at two tills both stay: who comes here second gets
 * the next free one. A store always keeps a manager: what would take the last one is not done. */
#pragma once

#include "platform/platform.h"

/* Inside the caller's transaction. body: a StaffChanged of the contract. Answers a verdict code:
 * "ok", "bad_body". */
const char *hufu_staff_change (HufuPlatform *platform, const HufuHolder *holder,
                               const json_t *body);
