/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Held sales of the other tills of the store: which there are, and one that is taken here. A
 * request that has no answer stays in the books and is sent again until it has. Worker threads
 * only.
 */
#pragma once

#include "store/basket-move.h"
#include "sync/lan-client.h"

#define HUFU_LAN_BASKET_ASKERS_MAX 16 /* tills asked at a time */

/* A held sale of another till. */
typedef struct {
  HufuId terminal_id;
  guint64 terminal_no;
  HufuOfferedBasket offered; /* its name is owned */
} HufuLanBasket;
void hufu_lan_basket_free (HufuLanBasket *basket);

typedef struct {
  guint n_tills, n_silent; /* in the store besides this one; that have not answered in time */
  GPtrArray *baskets;      /* HufuLanBasket, by till and age */
} HufuLanBasketList;
void hufu_lan_basket_list_free (HufuLanBasketList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuLanBasketList, hufu_lan_basket_list_free)

typedef struct {
  HufuTaking taking;
  HufuGiving giving; /* ANSWERED: MOVED, it is held here now, as sale_id; or why not */
  guint64 owner_no, taker_no;
  HufuId sale_id;
} HufuLanTaken;

typedef struct HufuLanBaskets HufuLanBaskets;

typedef struct {
  /* A sale came, or a request ended without one. Any worker thread. */
  void (*settled) (gpointer user_data, const HufuLanTaken *taken);
  gpointer user_data;
} HufuLanBasketObserver;

HufuLanBaskets *hufu_lan_baskets_new (HufuWire *wire, HufuLanPeers *peers, HufuLanClient *client,
                                      const HufuLanBasketObserver *observer);
/* Waits for those still asked (the client is stopped first). */
void hufu_lan_baskets_free (HufuLanBaskets *baskets);

/* Never NULL. */
HufuLanBasketList *hufu_lan_baskets_list (HufuLanBaskets *baskets, guint timeout_ms);
HufuLanTaken hufu_lan_baskets_take (HufuLanBaskets *baskets, const HufuId *owner_terminal,
                                    guint64 owner_no, const HufuId *sale_id, guint timeout_ms);
/* As of rights: sync/lan-move.h. */
guint hufu_lan_baskets_ask_due (HufuLanBaskets *baskets);
void hufu_lan_baskets_make_due (HufuLanBaskets *baskets);
