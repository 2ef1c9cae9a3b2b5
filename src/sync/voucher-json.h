/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vouchers and grants as the contract writes them. Pure. */
#pragma once

#include <jansson.h>
#include "store/voucher-store.h"

/* NULL if anything breaks the contract. */
HufuVoucher *hufu_voucher_from_json (const json_t *json);
/* The same for another till; a new reference. */
json_t *hufu_voucher_to_json (const HufuVoucher *voucher);
/* The grants of a Grants answer, NULL if anything breaks the contract. */
HufuGrants *hufu_grants_from_json (const json_t *answer);
gboolean hufu_epoch_from_json (const json_t *json, HufuEpoch *ret_epoch) G_GNUC_WARN_UNUSED_RESULT;
