/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The counter's questions about held sales of the other tills, off the drawing thread. The answers
 * come in the main context of the caller.
 */
#pragma once

#include "sync/lan.h"

/* lan may be NULL: then this till is alone. */
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
