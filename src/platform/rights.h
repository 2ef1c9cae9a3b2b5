/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who owns each right. Exactly one party does at any moment; time never moves one, only these acts
 * do. Each runs inside the caller's transaction (hufu_rights_grant opens its own).
 *
 *   available --grant--> leased --use--> used, or leased with less --undo--> leased (same epoch)
 *   leased --debit--> leased elsewhere (hop + 1)    leased --report, recall, closed request-->
 *   available    available --online use--> used, or available with less --online undo--> available
 *   (new epoch)    leased --lost--> quarantined --drained--> available, or written off by signature
 */
#pragma once

#include "platform/platform.h"

#define HUFU_RECALLS_MAX 1000 /* in one answer */

typedef enum {
  HUFU_RIGHT_AVAILABLE,
  HUFU_RIGHT_LEASED,
  HUFU_RIGHT_USED,
  HUFU_RIGHT_QUARANTINED,
  HUFU_RIGHT_WRITTEN_OFF,
} HufuOwnerState;
const char *hufu_right_state_name (HufuOwnerState state);

typedef struct {
  HufuRightKey key;
  HufuOwnerState state;
  HufuEpoch epoch;
  guint64 hop;
  gint64 remaining_minor;
  HufuId terminal_id; /* of the holder; zero if the platform is it */
  guint32 incarnation;
  gboolean credited;
  gint64 request_seq; /* the holder's journal when it asked a neighbour for it; 0 for a grant */
  gint64 gone;        /* left the row without a use: minor units of cash, else 1 */
} HufuRightRow;

gboolean hufu_rights_find (HufuPlatform *platform, const HufuRightKey *key, HufuRightRow *ret_row);
/* All rights of a voucher's generation, by k; HufuRightRow elements. */
GArray *hufu_rights_list (HufuPlatform *platform, const HufuId *cti, guint64 generation);

/* The Grants answer: recalls and report that are wanted of this incarnation; then what is leased to
 * this incarnation above `after` and not yet reported as credited, under the same epochs; then new
 * ones, at most `room`, of valid vouchers at home in the holder's store which the rendezvous hash
 * gives to this terminal. A page (core/right-page.h); `after` is the last epoch of the page
 * before. */
json_t *hufu_rights_grant (HufuPlatform *platform, const HufuHolder *holder, const HufuEpoch *after,
                           gint64 room, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a terminal reports of a right that it held. Each answers a verdict code of the contract:
 * "ok", or why the report moves nothing. */
typedef struct {
  HufuRightKey key;
  HufuEpoch epoch;
  guint64 hop;
  gint64 amount_minor, remaining_minor;
  HufuId use_id, sale_id, staff_id;
  gint64 at_utc_s;
  const char *basis; /* reason code */
  gint64 seq;        /* of its event; 0: no event has come */
} HufuRightReport;
const char *hufu_rights_credit (HufuPlatform *platform, const HufuHolder *holder,
                                const HufuRightReport *report);
const char *hufu_rights_use_held (HufuPlatform *platform, const HufuHolder *holder,
                                  const HufuRightReport *report);
/* A claim that was undone counts no more; it moves nothing either way. FALSE: there is none. */
gboolean hufu_rights_undo_claim (HufuPlatform *platform, const HufuHolder *holder,
                                 const HufuRightReport *report);
const char *hufu_rights_undo_held (HufuPlatform *platform, const HufuHolder *holder,
                                   const HufuRightReport *report);
/* A log of after the backup says that this use was undone. If the backup has the right as the use
 * left it, it is at its till again: what that did next is told by its journal. */
void hufu_rights_follow_undone (HufuPlatform *platform, const HufuId *use_id);
/* This attempt to take a use back, and all before it of that till, stay refused. */
void hufu_rights_refuse_undo (HufuPlatform *platform, const HufuId *use_id,
                              const HufuId *terminal_id, gint64 attempt);

/* Uses an available right online. The caller has checked that it is available and worth it. */
void hufu_rights_use_online (HufuPlatform *platform, const HufuHolder *holder,
                             const HufuRightReport *report);
/* A use that a till wants taken back here. */
typedef struct {
  HufuId use_id;
  HufuId staff_id; /* who takes it back, zero = nobody is named */
  gint64 attempt;  /* >= 0, rises: after a refusal the till counts on the use until a later one */
} HufuUndoOrder;
/* Takes all uses under this id back, each under a new epoch. FALSE and nothing taken back if one of
 * them is not to be taken back now: a cash right that is held by a till; a use by a till whose
 * report or acknowledgement does not cover it yet (the report is asked for). That attempt of the
 * till is refused for ever. */
gboolean hufu_rights_undo_online (HufuPlatform *platform, const HufuHolder *asker,
                                  const HufuUndoOrder *order);
