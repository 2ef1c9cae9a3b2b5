/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The operations by which operators let tills in, issue vouchers and read the books; in the table
 * of operations.c. care.h has those that mend. */
#pragma once

#include "platform/call.h"

void hufu_operator_approve_device (HufuCall *call);
void hufu_operator_issue_voucher (HufuCall *call);
void hufu_operator_show_voucher (HufuCall *call);
void hufu_operator_list_orders (HufuCall *call);
void hufu_operator_list_shifts (HufuCall *call);
void hufu_operator_get_day (HufuCall *call);
void hufu_operator_move_stock (HufuCall *call);
void hufu_operator_get_stock (HufuCall *call);
void hufu_operator_get_status (HufuCall *call);
