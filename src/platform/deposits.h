/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deposits of customers on goods that they take later: what each store owes. */
#pragma once

#include "platform/interpret-kinds.h"

/* Events; each answers a verdict code of the contract. */
const char *hufu_interpret_deposit_taken (const HufuSubject *subject);
const char *hufu_interpret_deposit_returned (const HufuSubject *subject);
const char *hufu_interpret_deposit_kept (const HufuSubject *subject);
/* A finished sale: the deposits among its tenders are used. */
void hufu_deposits_use (HufuPlatform *platform, const json_t *tenders);

/* {n, amount_minor}: what is held by now; store_no 0: of all stores. */
json_t *hufu_deposits_sum_held (HufuPlatform *platform, gint64 store_no);
