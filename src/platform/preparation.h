/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which categories of a store's goods are made ready while the customer waits: at a till that has a
 * printer for them, a sale prints a slip of those (core/preparation.h). */
#pragma once

#include "platform/call.h"

/* The operation of the operator; in the table of operations.c. */
void hufu_preparation_put (HufuCall *call);
