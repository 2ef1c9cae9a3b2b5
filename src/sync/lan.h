/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * This till among the tills of its store: it answers them, asks them who holds a right, fetches
 * one, sends requests without an answer again, and keeps what others have seen of its journal. Its
 * parts are the other lan-*.h; sync.c has one.
 */
#pragma once

#include "sync/lan-basket.h"
#include "sync/lan-find.h"
#include "sync/lan-move.h"
#include "sync/lan-refusal.h"

#define HUFU_LAN_WITNESS_S 60 /* between questions to each till whether all is well ... */
#define HUFU_LAN_UNSENT_S 10  /* ... while the platform does not know all of the journal */
#define HUFU_LAN_SILENT_S 3   /* ... and while some of them do not answer */

typedef struct _HufuLan HufuLan;

typedef struct {
  const char *listen;  /* "0.0.0.0:8378" */
  const char *address; /* what others are told; NULL: found out */
  gboolean discover;   /* by mDNS too */
} HufuLanOptions;

typedef struct {
  /* Worker threads: the journal has something to send. */
  void (*has_news) (gpointer user_data);
  gpointer user_data;
} HufuLanObserver;

HufuLan *hufu_lan_new (HufuWire *wire, const HufuLanOptions *options,
                       const HufuLanObserver *observer);
/* Its thread begins; it answers as soon as this till is enrolled. */
void hufu_lan_start (HufuLan *lan);
/* Ends everything within a second; the wire is stopped before. */
void hufu_lan_stop (HufuLan *lan);
/* The tills of the store are asked at once what they know of this one. */
void hufu_lan_ask_witnesses (HufuLan *lan);
/* Whoever asks in another thread has a reference; the last one may go after the end. NULL-safe. */
HufuLan *hufu_lan_ref (HufuLan *lan);
void hufu_lan_unref (HufuLan *lan);

/* Enrolled, or the roster of the books is new. */
void hufu_lan_wake (HufuLan *lan);
void hufu_lan_roster_changed (HufuLan *lan);
/* As if the cable were out: nobody is answered, nobody asked. */
void hufu_lan_set_cut (HufuLan *lan, gboolean cut);

/* Requests without an answer are sent again now. */
void hufu_lan_ask_again (HufuLan *lan);

/* "host:port" where other tills reach this one; NULL if it does not listen. Free with g_free. */
char *hufu_lan_dup_address (HufuLan *lan);
/* The other tills of the store when they were last asked how this one does. */
typedef struct {
  guint n_tills, n_answering;
  guint64 n_vouchers;   /* that those who answered can lend: one that two hold counts twice */
  gint64 asked_mono_us; /* 0 = not yet */
} HufuLanNeighbours;
void hufu_lan_get_neighbours (HufuLan *lan, HufuLanNeighbours *ret_neighbours);
guint hufu_lan_count_refused (HufuLan *lan, HufuLanRefusal refusal);

/* Worker threads. Until it is ready, after the end, for NULL and at a till that is not live: ALONE,
 * and NO. */
HufuLanHolder *hufu_lan_find (HufuLan *lan, const HufuId *cti, guint64 generation,
                              HufuLanHearing hearing, guint timeout_ms);
HufuLanMove hufu_lan_fetch (HufuLan *lan, const HufuId *cti, guint64 generation,
                            const HufuId *owner_terminal, guint32 owner_incarnation,
                            guint timeout_ms);
/* Held sales of the other tills, and one of them taken: sync/lan-basket.h. None, and not answered,
 * in the cases above. */
HufuLanBasketList *hufu_lan_list_baskets (HufuLan *lan, guint timeout_ms);
HufuLanTaken hufu_lan_take_basket (HufuLan *lan, const HufuId *owner_terminal, guint64 owner_no,
                                   const HufuId *sale_id, guint timeout_ms);
