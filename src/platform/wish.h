/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a merchant wants of a voucher that may be held by a till: refund, transfer to a friend,
 * change of home store (rule 7). Its rights are recalled first; the wish waits for the stores that
 * have them and is done by the act that brings the last one back. Meanwhile nothing is granted or
 * redeemed of it online. Or the merchant signs for the risk (R22): then it is done at once, and
 * what a till has used by then is a loss.
 */
#pragma once

#include "platform/platform.h"

/* Why no wish is done now, to operators and terminals. */
#define HUFU_WISH_RESTORING                                                                        \
  "The platform was brought back from a backup and waits for reports of its tills"

typedef enum {
  HUFU_WISH_REFUND,
  HUFU_WISH_TRANSFER, /* the next generation, with a new token; the old one answers R15 */
  HUFU_WISH_HOME,
} HufuWishKind;
gboolean hufu_wish_kind_find (const char *name, HufuWishKind *ret_kind);

typedef struct {
  HufuWishKind kind;
  HufuId cti;
  guint64 generation;    /* that is meant; 0: the caller does not say */
  gint64 home_store;     /* of HOME; -1 = online only from now on */
  gboolean accepts_risk; /* R22 */
  const char *signed_by;
} HufuWishOrder;

/* The Wish answer of the contract. *ret_refused (static text) and NULL without error: why not. A
 * wish of the same kind that waits is answered again; with accepts_risk it is done now. A refund or
 * a transfer that is done is told again, unless the order names a generation that came of it; so is
 * any wish whose voucher was used up while it waited. */
json_t *hufu_wish_make (HufuPlatform *platform, const HufuWishOrder *order,
                        const char **ret_refused, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The risk of a wish that waits is taken after all (R22). A store may take it for its own vouchers,
 * while its own tills alone have them: the loss is its own; 0: an operator, for all. *ret_found
 * FALSE: there is no such wish. */
gboolean hufu_wish_sign (HufuPlatform *platform, guint64 store_no, const HufuId *wish_id,
                         const char *signed_by, gboolean *ret_found,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
json_t *hufu_wish_find (HufuPlatform *platform, const HufuId *wish_id);
/* Those that wait, oldest first, each with the stores it waits for. */
json_t *hufu_wishes_list (HufuPlatform *platform, guint64 store_no);

/* The rest inside the caller's transaction. */
gboolean hufu_wishes_is_waiting (HufuPlatform *platform, const HufuId *cti);
/* Does the wishes whose rights are all back. */
void hufu_wishes_settle (HufuPlatform *platform);
