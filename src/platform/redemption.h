/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Redeeming online. A key (use id) has one final answer for ever: redeemed, refused or given up;
 * what was redeemed may once become undone. Each act is one transaction. Answers are the contract's
 * JSON.
 */
#pragma once

#include "core/reason.h"
#include "platform/platform.h"
#include "platform/rights.h"

#define HUFU_UNDO_WINDOW_S 3600
#define HUFU_PREPARE_LIFE_S 300

/* The Prepared answer. Of a right that is out elsewhere a recall is started: R07 at first, R30
 * while it is under way. Nothing else changes. NULL with a RESTORING error: ask again later. */
json_t *hufu_redemption_prepare (HufuPlatform *platform, const HufuHolder *holder,
                                 const json_t *request, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef enum {
  HUFU_KEY_ANSWERED,
  HUFU_KEY_REUSED,  /* the same key with another body */
  HUFU_KEY_FOREIGN, /* the key belongs to another terminal */
  HUFU_KEY_UNKNOWN,
  HUFU_KEY_RESTORING, /* restore.h: nothing is decided, ask again later */
} HufuKeyOutcome;

/* body: the request's bytes, so that a repetition is told from another request. On ANSWERED
 * *ret_answer is a Redemption. FALSE: the environment, nothing is decided. */
gboolean hufu_redemption_redeem (HufuPlatform *platform, const HufuHolder *holder,
                                 const HufuId *use_id, const json_t *request, const guint8 *body,
                                 gsize size, HufuKeyOutcome *ret_outcome, json_t **ret_answer,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hufu_redemption_find (HufuPlatform *platform, const HufuHolder *holder,
                               const HufuId *use_id, HufuKeyOutcome *ret_outcome,
                               json_t **ret_answer, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Also of a use that a till of the same store had held, once its report covers it. On ANSWERED
 * *ret_answer is an Undo. */
gboolean hufu_redemption_undo (HufuPlatform *platform, const HufuHolder *holder,
                               const HufuUndoOrder *order, HufuKeyOutcome *ret_outcome,
                               json_t **ret_answer, GError **error) G_GNUC_WARN_UNUSED_RESULT;
