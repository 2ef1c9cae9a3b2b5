/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Terminals come and go (rule 8): added, drained and removed, lost, forked, replaced. Every
 * enrolment and every restored image is a new incarnation. What was held by one that is gone is in
 * quarantine until its own journal gives it back, or somebody signs for it; that waits until every
 * other till of the store has reported since, and until then the exposure is an upper bound.
 */
#pragma once

#include "platform/rights.h"

/* --- inside the caller's transaction ------------------------------------------------------------
 */

/* The next incarnation of a terminal; the one before is over and its rights are in quarantine.
 * key: the request of a till that asks for it itself, or NULL. */
gint64 hufu_terminals_begin_incarnation (HufuPlatform *platform, const HufuId *terminal_id,
                                         const HufuId *key);
/* A journal that does not follow the one stored here: its leases are frozen. */
void hufu_terminals_freeze (HufuPlatform *platform, const HufuId *terminal_id, guint32 incarnation);
/* What is to become of this incarnation, as a till is told ("leaving"); static. */
const char *hufu_terminals_get_life (HufuPlatform *platform, const HufuHolder *holder);
/* Those that are leaving and have given all back are removed now. */
void hufu_terminals_settle (HufuPlatform *platform);
/* TRUE if it may hold rights: the newest incarnation, live. */
gboolean hufu_terminals_is_live (HufuPlatform *platform, const HufuHolder *holder);

/* --- acts ---------------------------------------------------------------------------------------
 */

typedef enum {
  HUFU_TERMINAL_DONE,
  HUFU_TERMINAL_UNKNOWN,
  HUFU_TERMINAL_NOT_NOW, /* *ret_answer says why: the terminal as it is */
} HufuTerminalOutcome;

/* Each answers the terminal's incarnation as it is then (a Till of the contract). FALSE: the
 * environment, nothing is done. incarnation 0: the newest one. */

/* Drains it: it gets nothing more and is asked for a report. */
gboolean hufu_terminals_remove (HufuPlatform *platform, const HufuId *terminal_id,
                                HufuTerminalOutcome *ret_outcome, json_t **ret_answer,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Its rights are in quarantine; every other till of the store is asked for a report. */
gboolean hufu_terminals_lose (HufuPlatform *platform, const HufuId *terminal_id,
                              HufuTerminalOutcome *ret_outcome, json_t **ret_answer,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A lost one is there again. If nobody signed for what it held, it goes on: its rights are its own,
 * and it is asked for a report that gives them back. If somebody did, it is drained as when it is
 * removed: what it did comes as claims, and it may be wiped and enrolled anew. */
gboolean hufu_terminals_find (HufuPlatform *platform, const HufuId *terminal_id,
                              HufuTerminalOutcome *ret_outcome, json_t **ret_answer,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Gives its quarantined rights up, by signature, and what a lost one may have accepted without any
 * (stake.h). NOT_NOW while other tills of the store have not reported since, or if it is not lost,
 * replaced or forked. */
gboolean hufu_terminals_write_off (HufuPlatform *platform, const HufuId *terminal_id,
                                   guint32 incarnation, const char *signed_by,
                                   HufuTerminalOutcome *ret_outcome, json_t **ret_answer,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A till whose database was restored or has forked asks to go on under a new incarnation; the same
 * key is answered the same. The answer is a NewIncarnation of the contract. */
gboolean hufu_terminals_renew (HufuPlatform *platform, const HufuHolder *holder, const HufuId *key,
                               json_t **ret_answer, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All incarnations that are not over and done with, as a list of Till. */
json_t *hufu_terminals_list (HufuPlatform *platform);
/* Those with rights in quarantine. */
json_t *hufu_terminals_list_exposed (HufuPlatform *platform);
