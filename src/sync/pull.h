/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changed at the platform, page by page; the snapshot where there is no cursor or an old one.
 * Worker threads only. */
#pragma once

#include "sync/trust.h"

/* Applies all pages. A page that breaks the contract is not applied at all and stays. */
HufuOutcome hufu_pull_all (HufuWire *wire, HufuHttp *http, const HufuTrustFacts *trust);
