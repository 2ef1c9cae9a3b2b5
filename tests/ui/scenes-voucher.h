/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vouchers and coupons: what is known of them, and what came of redeeming. */
#pragma once

#include "tests/ui/fake-counter.h"

void scene_ok (HufuCounter *counter);
void scene_refused (HufuCounter *counter);
void scene_unknown (HufuCounter *counter);
void scene_voucher (HufuCounter *counter);
void scene_cash_voucher (HufuCounter *counter);
void scene_coupon (HufuCounter *counter);
void scene_coupon_short (HufuCounter *counter);
void scene_batch (HufuCounter *counter);
void scene_batch_in_part (HufuCounter *counter);
void scene_redeemed (HufuCounter *counter);
