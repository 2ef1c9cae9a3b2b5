/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue as a ready file: fetched beside the old one, checked, swapped in. Worker threads
 * only. */
#pragma once

#include "sync/trust.h"

#define HUFU_CURSOR_MAX 80

/* On OK the catalogue is the platform's and ret_cursor is where its changes go on. On a problem the
 * old catalogue stays. */
HufuOutcome hufu_snapshot_pull (HufuWire *wire, HufuHttp *http, const HufuTrustFacts *trust,
                                char ret_cursor[HUFU_CURSOR_MAX + 1]);
/* A cursor of the contract: 1..80 of letters, digits, '.', '_', '-'. */
gboolean hufu_cursor_is_good (const char *cursor);
