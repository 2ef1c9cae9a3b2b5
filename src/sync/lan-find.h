/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who of the store holds a right of this voucher: all tills are asked at the same time, and whoever
 * has not said yes within the time has not answered. Changes nothing anywhere. Worker threads only.
 */
#pragma once

#include "sync/lan-client.h"
#include "store/voucher-store.h"

#define HUFU_LAN_FINDERS_MAX 32 /* tills asked at a time */

typedef enum {
  HUFU_LAN_HELD,      /* a till says that it holds one */
  HUFU_LAN_NOT_HELD,  /* every till of the store says no */
  HUFU_LAN_NO_ANSWER, /* nobody says yes, and not all have answered */
  HUFU_LAN_ALONE,     /* this store has no other till */
} HufuLanFound;

typedef enum {
  HUFU_LAN_FIRST_YES, /* whoever holds it will do */
  HUFU_LAN_ALL_TILLS, /* what each has to say is wanted, within the time */
} HufuLanHearing;

typedef struct {
  HufuLanFound found;
  guint n_silent; /* tills that have not answered */
  /* NOT_HELD, NO_ANSWER: a till says that it used all of it; 0 = none does */
  guint64 used_terminal_no;
  gint64 used_utc_us;
  guint n_used;             /* uses redeemed at tills that answered */
  gint64 used_minor;        /* cash: what those took */
  guint64 newer_generation; /* that a till knows of: what is asked for has ended; 0: none does */
  guint64 live_step;        /* the newest that a till which answered has taken; 0 = none has */
  /* HELD: */
  HufuId terminal_id;
  guint32 incarnation;
  guint64 terminal_no;
  guint held;
  gint64 remaining_minor; /* cash */
  HufuVoucher *voucher;   /* owned */
} HufuLanHolder;
void hufu_lan_holder_free (HufuLanHolder *holder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuLanHolder, hufu_lan_holder_free)

typedef struct HufuLanFinder HufuLanFinder;

HufuLanFinder *hufu_lan_finder_new (HufuLanClient *client, HufuLanPeers *peers);
/* Waits for those still asked (the client is stopped first). */
void hufu_lan_finder_free (HufuLanFinder *finder);

/* Never NULL. */
HufuLanHolder *hufu_lan_finder_ask (HufuLanFinder *finder, const HufuId *cti, guint64 generation,
                                    HufuLanHearing hearing, guint timeout_ms);
