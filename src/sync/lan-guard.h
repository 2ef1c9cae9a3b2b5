/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What keeps the LAN server from being asked twice the same or too much: the nonces of a short
 * while, and a bucket of requests for each till. In memory alone and bounded: what was signed
 * before the program began is stale, whatever its clock says. Not thread-safe; times are
 * parameters.
 *
 * A till whose clock is wrong is not shut out: it is told a nonce, which makes up for its clock.
 */
#pragma once

#include "core/host.h"
#include "core/http-signature.h"
#include "sync/lan-refusal.h"

#define HUFU_LAN_SKEW_S 60        /* between the clocks of two tills */
#define HUFU_LAN_NONCE_LIFE_S 120 /* of a nonce given, and of one remembered */
#define HUFU_LAN_NONCES_MAX 20000 /* remembered; beyond them nothing is answered for a while */
#define HUFU_LAN_GIVEN_MAX 256    /* waiting to be signed */
#define HUFU_LAN_RATE_PER_S 200   /* requests of one till */
#define HUFU_LAN_RATE_BURST 400

typedef struct HufuLanGuard HufuLanGuard;

/* now_utc_s: nothing that was signed before it is answered without a given nonce. */
HufuLanGuard *hufu_lan_guard_new (const HufuHost *host, gint64 now_utc_s);
void hufu_lan_guard_free (HufuLanGuard *guard);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuLanGuard, hufu_lan_guard_free)

/* FINE and remembered, STALE, REPLAYED or TOO_MANY (its memory is full). now_boot_us measures, so
 * that a wall clock that is set changes nothing. */
HufuLanRefusal hufu_lan_guard_use_nonce (HufuLanGuard *guard, const HufuHttpSignature *signature,
                                         gint64 now_utc_s, gint64 now_boot_us);
/* A nonce for one request within HUFU_LAN_NONCE_LIFE_S. FALSE: too many are out. */
gboolean hufu_lan_guard_give_nonce (HufuLanGuard *guard, gint64 now_boot_us,
                                    char ret_nonce[HUFU_HTTP_NONCE_SIZE]);
/* FALSE: this till asks too much. */
gboolean hufu_lan_guard_take_turn (HufuLanGuard *guard, const HufuId *terminal_id,
                                   gint64 now_boot_us);
