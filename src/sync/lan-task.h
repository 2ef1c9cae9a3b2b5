/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The questions of the counter to the LAN, off the drawing thread: who holds a right of this
 * voucher, and fetch it; which sales are held at the other tills, and take one. The answers come in
 * the main context of the caller. lan may be NULL: then this till is alone.
 *
 *   hufu_lan_find_async (lan, &cti, generation, HUFU_LAN_FIRST_YES, 200, cancellable, on_found,
 *                        counter);
 *   ... holder->found == HUFU_LAN_HELD, the cashier redeems ...
 *   hufu_lan_fetch_async (lan, holder, 1500, cancellable, on_fetched, counter);
 */
#pragma once

#include "sync/lan.h"

void hufu_lan_find_async (HufuLan *lan, const HufuId *cti, guint64 generation,
                          HufuLanHearing hearing, guint timeout_ms, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data);
/* Owned; NULL if cancelled. */
HufuLanHolder *hufu_lan_find_finish (GAsyncResult *result, GError **error);

/* holder: of a find that said HELD; copied. */
void hufu_lan_fetch_async (HufuLan *lan, const HufuLanHolder *holder, guint timeout_ms,
                           GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data);
/* FALSE: cancelled. */
gboolean hufu_lan_fetch_finish (GAsyncResult *result, HufuLanMove *ret_move, GError **error);

void hufu_lan_list_baskets_async (HufuLan *lan, guint timeout_ms, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
/* Owned; NULL if cancelled. */
HufuLanBasketList *hufu_lan_list_baskets_finish (GAsyncResult *result, GError **error);

void hufu_lan_take_basket_async (HufuLan *lan, const HufuId *owner_terminal, guint64 owner_no,
                                 const HufuId *sale_id, guint timeout_ms, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
/* FALSE: cancelled. */
gboolean hufu_lan_take_basket_finish (GAsyncResult *result, HufuLanTaken *ret_taken,
                                      GError **error);
