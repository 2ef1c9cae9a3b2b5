/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fetching a right from the till that holds it (rule 3 of the rights). The request is stored before
 * it is sent, and the same one is sent until the owner has answered: a lost answer is never "no".
 * Worker threads only.
 */
#pragma once

#include "sync/lan-client.h"

typedef enum {
  HUFU_LAN_MOVE_HERE,    /* the right is held here now */
  HUFU_LAN_MOVE_NO,      /* the owner does not give it: nothing is under way */
  HUFU_LAN_MOVE_WAITING, /* no answer yet: the request stays, and is sent again */
} HufuLanMove;

typedef struct HufuLanMover HufuLanMover;

typedef struct {
  /* A right came, or a request ended without one. Any worker thread. */
  void (*moved) (gpointer user_data, HufuLanMove move);
  gpointer user_data;
} HufuLanMoverObserver;

HufuLanMover *hufu_lan_mover_new (HufuWire *wire, HufuLanPeers *peers, HufuLanClient *client,
                                  const HufuLanMoverObserver *observer);
void hufu_lan_mover_free (HufuLanMover *mover);

/* Asks this till for a right, within the time. */
HufuLanMove hufu_lan_mover_fetch (HufuLanMover *mover, const HufuId *cti, guint64 generation,
                                  const HufuId *owner_terminal, guint32 owner_incarnation,
                                  guint timeout_ms);
/* Sends every open request again that is due. Until the next is due: G_MAXUINT if none is open. */
guint hufu_lan_mover_ask_due (HufuLanMover *mover);
/* The network is back: all are due now. */
void hufu_lan_mover_make_due (HufuLanMover *mover);
