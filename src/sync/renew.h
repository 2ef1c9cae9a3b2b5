/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The next incarnation of a till whose journal has forked, or whose books came from a backup. */
#pragma once

#include "sync/outcome.h"

/* Asks the platform for the next incarnation, with a key that is stored before it is sent, and
 * begins it: nothing is held any more, what was not confirmed goes up as branch events. Worker
 * threads only. */
HufuOutcome hufu_renew (HufuWire *wire, HufuHttp *http);
