/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finished sales as reported by terminals: rows, stock, and the operator's list of them. */
#pragma once

#include "platform/platform.h"

/* Inside the caller's transaction. body: a SaleFinished of the contract; holder NULL: history from
 * before the terminals. Answers a verdict code: "ok", "bad_body", "duplicate". */
const char *hufu_sales_finish (HufuPlatform *platform, const HufuHolder *holder, guint64 store_no,
                               const json_t *body, const char *text);
/* Marks a sale voided and puts its stock back; an unfinished one was never here: "ok" too. */
const char *hufu_sales_void (HufuPlatform *platform, const json_t *body);
/* price.changed, sale.moved, sale.received: kept as the events that they are. */
const char *hufu_sales_check_price (const json_t *body);
const char *hufu_sales_check_moved (const json_t *body);
const char *hufu_sales_check_received (const json_t *body);

/* The Orders answer. */
json_t *hufu_sales_list (HufuPlatform *platform, gint64 after, gint64 limit,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The Status answer. */
json_t *hufu_sales_status (HufuPlatform *platform, GError **error) G_GNUC_WARN_UNUSED_RESULT;
