/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A voucher that was issued after a backup: the log beside the database (restore-log.h) has it from
 * the act that issued it, so that a platform that is brought back knows what customers hold. It
 * comes back as it was issued, all of its rights available: what became of them since is in the
 * journals of the tills, as for any voucher of the backup, and nothing is granted or redeemed until
 * all of them have reported (rule 8). Not the key of a phone that this platform played: keys are in
 * no log. Each runs inside the caller's transaction.
 */
#pragma once

#include "platform/platform.h"

/* Notes a voucher that this act issues. */
void hufu_voucher_log_note (HufuPlatform *platform, const HufuId *cti);
/* An entry of the log; nothing if the voucher is known. */
void hufu_voucher_log_follow (HufuPlatform *platform, const json_t *entry);
