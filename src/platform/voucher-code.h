/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a voucher is typed by: its short code, and the opaque code of another platform if it has
 * one. Neither names a generation, so a voucher that is given to a friend leaves both behind
 * (old_code): they go on finding it, as old. Each runs inside the caller's transaction.
 */
#pragma once

#include "core/short-code.h"
#include "platform/platform.h"

/* A short code that no voucher has or had. */
void hufu_voucher_code_make (HufuPlatform *platform, char ret_code[HUFU_SHORT_CODE_SIZE]);
/* A voucher has it, or had it. */
gboolean hufu_voucher_code_is_taken (HufuPlatform *platform, const char *code);
/* FALSE: no voucher had it. */
gboolean hufu_voucher_code_find_old (HufuPlatform *platform, const char *code, HufuId *ret_cti);
/* The voucher has this short code from now on, and no opaque one. */
void hufu_voucher_code_change (HufuPlatform *platform, const HufuId *cti, const char *short_code);
