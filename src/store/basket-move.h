/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Held sales that go from one till of the store to another, each exactly once. The asker stores its
 * request before it is sent; the owner writes down that the sale went to that request, in one act,
 * before it answers, and answers the same request the same for ever; the asker makes a held sale of
 * its own of the answer, once, whose id is the request's.
 *
 *   hufu_basket_request_open (asker, &owner_id, 1, &sale_id, &request, &error);
 *   hufu_basket_give (owner, taker, &request.request_id, &sale_id, &gift, &error);
 *   hufu_basket_receive (asker, &request.request_id, gift.basket, &error);
 */
#pragma once

#include "store/basket-json.h"
#include "store/roster.h"

typedef struct {
  HufuId request_id; /* and of the sale that comes of it */
  HufuId owner_terminal;
  guint64 owner_no;
  HufuId sale_id; /* at the owner */
} HufuBasketRequest;

/* The open request for that sale, or a new one. CONFLICT: this till may not ask. INVALID: it holds
 * and asks for HUFU_BASKETS_MAX already. */
gboolean hufu_basket_request_open (HufuDb *db, const HufuId *owner_terminal, guint64 owner_no,
                                   const HufuId *sale_id, HufuBasketRequest *ret_request,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* HufuBasketRequest, those without an answer. */
GPtrArray *hufu_basket_request_list_open (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The owner said no for good: nothing was given for it, and nothing will be. */
gboolean hufu_basket_request_close (HufuDb *db, const HufuId *request_id,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
  HufuGiving giving;
  guint64 taker_no; /* TAKEN */
  json_t *basket;   /* MOVED: owned */
} HufuGift;
void hufu_gift_clear (HufuGift *gift);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HufuGift, hufu_gift_clear)

/* Gives a held sale to the till that asks, with sale.moved in the journal, or answers again what
 * was given for this request, or says why not, which changes nothing. CONFLICT while this till
 * awaits its witnesses or is frozen: it may be a copy of one that gave it already. */
gboolean hufu_basket_give (HufuDb *db, const HufuPeer *taker, const HufuId *request_id,
                           const HufuId *sale_id, HufuGift *ret_gift,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The answer of the owner becomes a held sale here, with sale.received in the journal; nothing if
 * the request has its answer already. INVALID: it is no basket, or of another currency, or has what
 * this Hufu does not know. */
gboolean hufu_basket_receive (HufuDb *db, const HufuId *request_id, const json_t *basket,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a till tells the others of a held sale. */
typedef struct {
  HufuId sale_id;
  char *name; /* owned */
  guint n_lines;
  gint64 due_minor, age_s;
  HufuGiving stays; /* why it cannot go; MOVED: it can */
} HufuOfferedBasket;
void hufu_offered_basket_free (HufuOfferedBasket *offered);
/* HufuOfferedBasket, the newest HUFU_BASKETS_MAX. */
GPtrArray *hufu_basket_list_offered (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A sale that went from here. */
typedef struct {
  HufuId sale_id;
  char *name; /* owned */
  guint n_lines;
  gint64 gross_minor, moved_utc_us;
  guint64 taker_no;
} HufuMovedBasket;
void hufu_moved_basket_free (HufuMovedBasket *moved);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuMovedBasket, hufu_moved_basket_free)
/* NULL without error: it did not go. */
HufuMovedBasket *hufu_basket_find_moved (HufuDb *db, const HufuId *sale_id,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* HufuMovedBasket of the last HUFU_BASKET_BACK_S whose taker has left the store since: nobody can
 * hear any more whether it had the answer. */
GPtrArray *hufu_basket_list_stranded (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Makes a held sale of one of those again, under a new id, with sale.received in the journal;
 * its old id is answered as gone from then on. *ret_back FALSE: it is none of those. */
gboolean hufu_basket_take_back (HufuDb *db, const HufuId *sale_id, HufuId *ret_sale_id,
                                gboolean *ret_back, GError **error) G_GNUC_WARN_UNUSED_RESULT;
