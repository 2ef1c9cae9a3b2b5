/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The promotions of the store at this till, and the lists that sales were begun by. */
#pragma once

#include <jansson.h>
#include "core/money.h"
#include "core/promotion.h"
#include "store/db.h"

/* Reads the contract's Promotion; FALSE if it breaks it. */
gboolean hufu_promotion_read (const json_t *data, HufuPromotion *ret_promotion);
/* The number of the list as it is now: 0 before the first change. */
gboolean hufu_promotion_get_list_no (HufuDb *db, gint64 *ret_list_no,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* HufuPromotion of a list, by id. Numbers below -1: of a sale that came from another till. */
GPtrArray *hufu_promotion_list (HufuDb *db, gint64 list_no,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Inside an act: the promotion is another one from now on, or (data NULL) none. */
gboolean hufu_promotion_put (HufuDb *db, const char *id, const json_t *data,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
