/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be chosen of a product, as the contract tells it and as catalogue and books keep it. */
#pragma once

#include <jansson.h>

#include "core/option.h"

/* Checked; NULL with its fault if it is no good. */
HufuOffer *hufu_offer_from_json (const json_t *groups,
                                 HufuOptionFault *ret_fault) G_GNUC_WARN_UNUSED_RESULT;
/* Of a column: NULL for "" and NULL, and for what is no good, which offers nothing. */
HufuOffer *hufu_offer_from_text (const char *text) G_GNUC_WARN_UNUSED_RESULT;
