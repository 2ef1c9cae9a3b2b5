/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The OV2 live code: a token whose holder key (RFC 8747) signs the present quarter of a minute, so
 * that a picture of the code is worth nothing a moment later.
 *
 *   "OV2:" base45 ([bstr COSE_Sign1, uint step, bstr .size 64])
 *   proof = Ed25519 (holder key, "OVP1" || SHA-256 (COSE_Sign1) || u64be (step))
 *
 * hufu_token_decode reads it; what the proof is worth is asked here. Pure.
 */
#pragma once

#include "core/journal.h"
#include "core/token.h"

#define HUFU_LIVE_STEP_S 15
#define HUFU_LIVE_STEPS 2 /* a code is good for so many steps before and after its own */

/* The step of a time; 0 before 1970. */
guint64 hufu_live_step (gint64 utc_s);
/* How old the code of this step is at this time; below 0: it is of a step to come. */
gint64 hufu_live_age_s (guint64 step, gint64 utc_s);

/* TRUE if a code of this step is good at this time. */
gboolean hufu_live_is_fresh (guint64 step, gint64 utc_s);

/* TRUE if the holder key in the token's claims made the proof. FALSE without such a key. */
gboolean hufu_live_verify (const HufuToken *token, HufuVerifyFunc verify, HufuSha256Func sha256);

/* R00; R17 for a proof of another key or token, or of another time; R21 for one of another time
 * that could be right, as the clock is in doubt (core/verdict.h says by how much). The token is
 * live. */
HufuReason hufu_live_check (const HufuToken *token, gint64 now_utc_s, gboolean clock_trusted,
                            HufuVerifyFunc verify, HufuSha256Func sha256);

/* The live text of an "OV1:..." text, as the holder's phone makes it; NULL if that is no token with
 * a holder key, or so long that no live code of it may be. The key is not compared with the
 * token's. Free with g_free. */
char *hufu_live_encode (const char *ov1_text, guint64 step, HufuSha256Func sha256,
                        HufuSignFunc sign, gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;

/* ---- for token.c ---- */

/* TRUE if these bytes are an envelope rather than a COSE_Sign1. */
gboolean hufu_live_is_envelope (const guint8 *bytes, gsize size);
/* Takes the envelope apart, strictly; *ret_token points into it and is not read. */
gboolean hufu_live_read (const guint8 *bytes, gsize size, HufuLiveProof *ret_proof,
                         const guint8 **ret_token, gsize *ret_n_token);
