/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The page behind the QR of a payment: the wallet's app on the customer's phone, played for the
 * demo and for tests. It pays, pays once more, declines, or takes the money back. Outside of a demo
 * there is none.
 */
#pragma once

#include "platform/call.h"

#define HUFU_PAY_PATH "/pay/"

/* What the till shows as a QR. Free with g_free. */
char *hufu_pay_page_make_link (HufuPlatform *platform, const HufuId *payment_id);
gboolean hufu_pay_page_is_path (const char *path);
/* GET shows it; POST with the field "act" (pay, decline, take-back) does it. */
void hufu_pay_page_serve (HufuCall *call, const char *path);
