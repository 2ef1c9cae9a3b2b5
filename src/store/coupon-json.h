/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A coupon's terms as JSON: the `conditions` of a voucher in the contract, and in the books. */
#pragma once

#include <jansson.h>
#include "core/coupon.h"

/* All terms, amounts too; keys sorted when dumped. New reference. */
json_t *hufu_coupon_terms_to_json (const HufuCouponTerms *terms);
/* A member that is not there asks for nothing; null is no terms at all. FALSE if a member has no
 * meaning: then *ret_terms is not to be used. */
gboolean hufu_coupon_terms_from_json (const json_t *json,
                                      HufuCouponTerms *ret_terms) G_GNUC_WARN_UNUSED_RESULT;

/* The same as text; "" is no terms. Free with g_free. */
char *hufu_coupon_terms_to_text (const HufuCouponTerms *terms);
gboolean hufu_coupon_terms_from_text (const char *text,
                                      HufuCouponTerms *ret_terms) G_GNUC_WARN_UNUSED_RESULT;
