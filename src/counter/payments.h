/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rooms of money: how a sale is paid, by cash, card and wallet, and how it is given up. A part
 * of counter-private.h, which includes it. */
#pragma once

#include "counter/counter-private.h"

/* ---- payment-flow.c, payment-after.c, payment-panel.c ---- */

void hufu_payment_flow_clear (HufuCounter *counter);
/* Takes the payment as the one that the panel is about, and draws it; _take with its sound. */
void hufu_payment_flow_draw (HufuCounter *counter, HufuPayment *take_payment);
void hufu_payment_flow_take (HufuCounter *counter, HufuPayment *take_payment);
/* The sale is paid: it is done, without one touch more. */
void hufu_payment_flow_finish_if_paid (HufuCounter *counter);
void hufu_payment_flow_begin_card (HufuCounter *counter);
void hufu_payment_flow_begin_wallet (HufuCounter *counter);
void hufu_payment_flow_show_qr (HufuCounter *counter);
/* A payment code that is scanned now is charged. */
gboolean hufu_payment_flow_wants_code (HufuCounter *counter);
void hufu_payment_flow_scan_code (HufuCounter *counter, const char *code, gsize length);
/* The panel is about a card of which nothing is known yet: what is typed is off its slip. */
gboolean hufu_payment_flow_is_card_open (HufuCounter *counter);
void hufu_payment_flow_type_card (HufuCounter *counter, const char *text, gsize length);
void hufu_payment_flow_card_approved (HufuCounter *counter);
void hufu_payment_flow_card_declined (HufuCounter *counter);
void hufu_payment_flow_card_unsure (HufuCounter *counter);
/* The panel is about a card or wallet. */
gboolean hufu_payment_flow_is_shown (HufuCounter *counter);
void hufu_payment_flow_show (HufuCounter *counter, const HufuPayment *payment);
/* FALSE if the panel is about something else. */
gboolean hufu_payment_flow_ask_again (HufuCounter *counter);
gboolean hufu_payment_flow_pay_otherwise (HufuCounter *counter);
void hufu_payment_flow_reverse (HufuCounter *counter, HufuVoidReason reason);
void hufu_payment_flow_reverse_id (HufuCounter *counter, const HufuId *payment_id,
                                   HufuVoidReason reason);
void hufu_payment_flow_see_id (HufuCounter *counter, const HufuId *payment_id);
/* The sale that the payment belongs to is gone on with, at what it waits for. */
void hufu_payment_flow_open_sale (HufuCounter *counter, const HufuId *payment_id);
void hufu_payment_flow_open (HufuCounter *counter);
void hufu_payment_flow_on_changed (HufuCounter *counter, const HufuId *payment_id);

const char *hufu_payment_panel_headline (const HufuPayment *payment, HufuLang lang);
void hufu_payment_panel_draw (HufuCounter *counter);
void hufu_payment_panel_add_reasons (HufuPanel *panel, HufuLang lang);
/* NULL: that of the basket. */
HufuChoice *hufu_payment_panel_make_primary (HufuCounter *counter);

/* ---- void-flow.c ---- */

void hufu_void_flow_begin (HufuCounter *counter);
/* Of the sale if that is what the panel asks, else of the payment that is shown. */
void hufu_void_flow_because (HufuCounter *counter, HufuVoidReason reason);
/* A card of a sale that is void and is to be reversed by hand, owned; *ret_card stays if there is
 * none. On the owner thread. */
gboolean hufu_void_flow_find_card (HufuDb *db, const HufuId *sale_id, HufuPayment **ret_card,
                                   GError **error);

/* ---- tender.c ---- */

void hufu_tender_begin (HufuCounter *counter);
/* The cash that was taken for a part goes back to the customer. */
void hufu_tender_give_back (HufuCounter *counter);
/* Refuses, TRUE, while there is such cash: it lies on the counter, so the sale stays in sight. */
gboolean hufu_tender_keeps_sale (HufuCounter *counter);
void hufu_tender_refresh (HufuCounter *counter);
void hufu_tender_finish (HufuCounter *counter);
void hufu_tender_reprint (HufuCounter *counter);
void hufu_tender_print_gift (HufuCounter *counter);
