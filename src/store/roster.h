/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The other tills of the store: who may ask for a right and answer, under which key, as the
 * platform says in its changes feed (kind "peer"). Who is not on it is a stranger, whatever a
 * certificate or mDNS says. Also the witnesses: how far the journal of each of them is known to
 * have come (rule 8 of the rights).
 *
 *   g_autoptr (HufuPeer) peer = hufu_roster_find (db, &terminal_id, incarnation, &error);
 */
#pragma once

#include "core/journal.h"
#include "core/token.h"
#include "store/db.h"

#define HUFU_PEERS_MAX 200
#define HUFU_PEER_ADDRESS_MAX 255

typedef struct {
  HufuId terminal_id;
  guint32 incarnation;
  guint64 store_no, terminal_no;
  guint8 device_public[HUFU_TOKEN_KEY_BYTES];
  char *address; /* "host:port" as last known; "" if none; never NULL */
} HufuPeer;
void hufu_peer_free (HufuPeer *peer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuPeer, hufu_peer_free)

/* Replaces the whole roster by these (HufuPeer *). Requests that are open at a till which is not on
 * it any more, or under another incarnation, are closed: no answer of it would be believed. This
 * till itself may be among them and is left out. INVALID: more than HUFU_PEERS_MAX, a zero id or
 * incarnation. (Single changes come by hufu_change_apply.) */
gboolean hufu_roster_apply (HufuDb *db, GPtrArray *peers, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* NULL without error: a stranger, or another incarnation of a till of the store. */
HufuPeer *hufu_roster_find (HufuDb *db, const HufuId *terminal_id, guint32 incarnation,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* HufuPeer by terminal number. */
GPtrArray *hufu_roster_list (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Where a journal is known to have been. */
typedef struct {
  guint64 seq; /* 0: nothing known */
  guint8 hash[HUFU_JOURNAL_HASH_BYTES];
} HufuWitness;

/* The furthest that this till knows of a till's journal, from its requests and debits. */
gboolean hufu_witness_find (HufuDb *db, const HufuId *terminal_id, guint32 incarnation,
                            HufuWitness *ret_witness, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Compares what somebody else knows of this till's own journal with it. Only what comes in the
 * answer to a question that was just asked may be passed: a late message is no witness. A journal
 * that others know to be longer or different means that this is a copy: *ret_forked, and the till
 * is frozen in the same act. */
gboolean hufu_witness_compare (HufuDb *db, guint32 incarnation, const HufuWitness *witness,
                               gboolean *ret_forked, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Books that were just opened may be a copy that somebody brought back: what they hold may be used.
 * Until whoever opened them has asked its witnesses, and no longer than wait_us, no right is used,
 * given away or restored here, and nothing is accepted without one. Of this nothing is stored: it
 * ends with the process.
 *
 *   hufu_witness_await (db, 5 * G_USEC_PER_SEC);
 *   ... each answer: hufu_witness_compare
 *   hufu_witness_heard (db);
 */
void hufu_witness_await (HufuDb *db, gint64 wait_us);
/* All that can be asked were asked; what they know was compared. */
void hufu_witness_heard (HufuDb *db);
gboolean hufu_witness_is_awaited (HufuDb *db);

/* How far this till's own journal has come, for others to remember; seq 0 while witnesses are
 * awaited, or after a fork: nobody is to remember the journal of a copy. */
gboolean hufu_witness_get_own (HufuDb *db, HufuWitness *ret_witness,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What is known of a till's journal so far; then what it says of it itself is remembered, if that
 * is further (seq 0: nothing). It was asked by that till in a signed question. */
gboolean hufu_witness_exchange (HufuDb *db, const HufuId *terminal_id, guint32 incarnation,
                                const HufuWitness *said, HufuWitness *ret_known,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
