/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * When each of several things is asked for again: at once after the first lost answers, then with
 * full jitter, by hand at once, and never by itself once it waits for a person. One thread.
 */
#pragma once

#include "core/host.h"
#include "core/id.h"

typedef struct HufuPace HufuPace;

HufuPace *hufu_pace_new (const HufuHost *host);
void hufu_pace_free (HufuPace *pace);

gboolean hufu_pace_is_due (HufuPace *pace, const HufuId *id);
/* Until it is due; G_MAXINT64 if it waits for a person. */
gint64 hufu_pace_get_wait_ms (HufuPace *pace, const HufuId *id);
/* One more try got no answer. */
void hufu_pace_note_failure (HufuPace *pace, const HufuId *id, guint retry_after_s);
/* There was an answer, and it is not the last. */
void hufu_pace_note_wait (HufuPace *pace, const HufuId *id, gint64 wait_ms);
/* Asked again only when somebody says so or the program starts anew. */
void hufu_pace_put_aside (HufuPace *pace, const HufuId *id);
void hufu_pace_forget (HufuPace *pace, const HufuId *id);
/* All are due now that do not wait for a person; by_hand: these too. */
void hufu_pace_make_due (HufuPace *pace, gboolean by_hand);
