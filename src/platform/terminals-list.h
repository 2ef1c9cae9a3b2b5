/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is told of terminals, and who waits for whom. Each runs inside the caller's transaction. */
#pragma once

#include "platform/rights.h"

/* Rows of terminal_id, incarnation, store_no, terminal_no; HufuHolder elements. */
GArray *hufu_terminals_read_holders (HufuPlatform *platform, sqlite3_stmt *row);
/* The other tills of the store that may hold rights. */
GArray *hufu_terminals_list_others (HufuPlatform *platform, const HufuId *terminal_id);
/* Those of them that have not reported since this one was lost: until they do, what it has given
 * them is not known. */
GArray *hufu_terminals_list_awaited (HufuPlatform *platform, const HufuId *terminal_id,
                                     guint32 incarnation);
/* A Till of the contract; NULL if there is none. */
json_t *hufu_terminals_describe (HufuPlatform *platform, const HufuId *terminal_id,
                                 guint32 incarnation);
