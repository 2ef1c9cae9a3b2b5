/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The operations by which operators and managers look after terminals, wishes and conflicts; in the
 * table of operations.c. */
#pragma once

#include "platform/call.h"

void hufu_care_renew_incarnation (HufuCall *call);
void hufu_care_list_terminals (HufuCall *call);
void hufu_care_remove_terminal (HufuCall *call);
void hufu_care_lose_terminal (HufuCall *call);
void hufu_care_find_terminal (HufuCall *call);
void hufu_care_write_off (HufuCall *call);
void hufu_care_make_wish (HufuCall *call);
void hufu_care_recall_voucher (HufuCall *call);
void hufu_care_get_limits (HufuCall *call);
void hufu_care_put_limits (HufuCall *call);
void hufu_care_get_attention (HufuCall *call);
void hufu_care_settle_attention (HufuCall *call);
