/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Giving rights back to the platform: recalls of single rights (rule 4 of the rights) and fenced
 * reports (rule 5). Time never makes a right safe, these events of the journal do. Each is one act.
 *
 *   hufu_right_recall (db, recalls, n, &error) && hufu_right_report (db, &number, FALSE, &outcome,
 *       &error)
 */
#pragma once

#include "core/right.h"
#include "store/db.h"

typedef struct {
  HufuEpoch number; /* fresh, from the platform's epoch counter */
  HufuRightKey key;
  HufuEpoch epoch; /* the lease that ends */
} HufuRecall;

typedef enum {
  HUFU_RETURN_DONE,
  HUFU_RETURN_KNOWN,          /* this number or a later one is answered: nothing changes */
  HUFU_RETURN_OTHER_PLATFORM, /* of another platform epoch than this till knows: refused */
} HufuReturnOutcome;

/* Answers recalls: what is asked for the right is closed, its offline undo ends, it is dropped if
 * held under that epoch or an older one, and nothing of that epoch is ever credited again. Then the
 * acknowledgement is in the journal. A right that was debited before stays where it went.
 * ret_outcomes: one for each, or NULL. */
gboolean hufu_right_recall (HufuDb *db, const HufuRecall *recalls, gsize n,
                            HufuReturnOutcome *ret_outcomes,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Answers the platform's question for a fenced report: all open requests are closed, each with its
 * event request.closed, every right with an epoch at or below the number is dropped, and no grant
 * at or below it is ever credited. Then the report is in the journal. keeps: the platform does not
 * want the rights back, and those of its epoch stay; each is in the journal as credited, so it
 * knows them. */
gboolean hufu_right_report (HufuDb *db, const HufuEpoch *number, gboolean keeps,
                            HufuReturnOutcome *ret_outcome,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
