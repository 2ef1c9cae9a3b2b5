/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Payments by wallet, which tills ask for: the platform asks the wallet and keeps what it says. One
 * id is charged once, whatever is asked how often; what changes later (paid again, taken back) is
 * in a list that tills read on. Beside it what tills have booked, of cards too.
 */
#pragma once

#include "platform/call.h"
#include "platform/interpret-kinds.h"

/* Operations of the contract; the payment is the path's id. */
void hufu_payments_make (HufuCall *call);
void hufu_payments_close (HufuCall *call);
void hufu_payments_give_back (HufuCall *call);
void hufu_payments_list (HufuCall *call);

/* Asks the wallet anew; inside the caller's transaction. */
void hufu_payments_refresh (HufuPlatform *platform, const HufuId *payment_id);

/* Events; each answers a verdict code of the contract. */
const char *hufu_interpret_payment_taken (const HufuSubject *subject);
const char *hufu_interpret_payment_returned (const HufuSubject *subject);
/* payment.refused, payment.reversing, payment.seen: they move nothing. */
const char *hufu_interpret_payment_told (const HufuSubject *subject);

/* What wallets hold, and what tills have booked of wallets and cards: of the Status answer. */
json_t *hufu_payments_sum (HufuPlatform *platform);
