/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Goods that are ordered: the deposit on them (store/deposit.h), the slip that finds them again,
 * the end of an order that is off. */
#pragma once

#include "counter/counter-private.h"

/* ---- order-panel.c ---- */

/* The open sale without cash that was taken for a part of it before: that is of its deposit. Free
 * with hufu_basket_free. */
HufuBasket *hufu_order_panel_copy_goods (HufuCounter *counter);
/* Of what the customer hands over, what is more than the deposit. */
gint64 hufu_order_panel_change_minor (HufuCounter *counter);
/* The panel is open and its sum can be a deposit; else it was said why not. */
gboolean hufu_order_panel_may_take (HufuCounter *counter);
/* The panel that asks how much; what is typed on the cash pad is the sum already. */
void hufu_order_flow_begin (HufuCounter *counter);
/* A sum for the deposit, "20/50" of a 50 note that is handed over, or a name for the order; FALSE
 * if the panel is about something else. */
gboolean hufu_order_flow_type (HufuCounter *counter, const char *text, gsize length);
/* The suggested sums. */
void hufu_order_flow_fifth (HufuCounter *counter);
void hufu_order_flow_half (HufuCounter *counter);
void hufu_order_flow_whole (HufuCounter *counter);
/* The customer pays it with the next larger note; after the largest one exactly again. */
void hufu_order_flow_next_note (HufuCounter *counter);
/* NULL: that of the basket. */
HufuChoice *hufu_order_flow_make_primary (HufuCounter *counter);

/* ---- order-flow.c ---- */

/* The code of a slip: its order goes on here. FALSE if it is none. */
gboolean hufu_order_flow_scan (HufuCounter *counter, const char *text, gsize length);
void hufu_order_flow_take (HufuCounter *counter);
/* The slip of the order that is open, or was last taken, marked COPY. */
void hufu_order_flow_reprint (HufuCounter *counter);

/* The open sale has a deposit: it is called off by what becomes of that. */
gboolean hufu_order_flow_has_deposit (HufuCounter *counter);
/* Says so on the panel that asks why a sale is thrown away. */
void hufu_order_flow_add_void (HufuCounter *counter, HufuPanel *panel);
void hufu_order_flow_give_back (HufuCounter *counter, HufuVoidReason reason);
/* By a manager who is signed in. */
void hufu_order_flow_keep (HufuCounter *counter);
