/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The proof of a live code at the platform (core/live.h), and the preparation that remembers it.
 * One scan of a code is good for one act: a redemption, or the uses of a pass that are redeemed
 * under one preparation. A redemption may wait for the network after its preparation, and its code
 * is then as fresh as it was when it was prepared.
 */
#pragma once

#include "platform/voucher.h"

/* Binds a preparation to its voucher and to the live code that was shown: EXPIRY.INDEX, made
 * without a row. Free with g_free. */
char *hufu_proof_make_prepare_token (HufuPlatform *platform, const HufuIssued *issued,
                                     gint64 expires_utc_s);
/* FALSE: the request has the preparation of another voucher or code. TRUE without one. */
gboolean hufu_proof_is_prepare_token_good (HufuPlatform *platform, const json_t *request,
                                           const HufuIssued *issued);

/* R01; R16 if the voucher needs a live code and none was shown; R17 if its proof is bad, stale, or
 * was used in another act. request: of a preparation or a redemption. */
HufuReason hufu_proof_check (HufuPlatform *platform, const HufuHolder *holder,
                             const json_t *request, const HufuIssued *issued);
/* R17 of hufu_proof_check for a code that is good and fresh: another act was done by it, or by a
 * later one. */
gboolean hufu_proof_is_repeated (HufuPlatform *platform, const HufuHolder *holder,
                                 const json_t *request, const HufuIssued *issued);
/* A till redeemed the voucher by a code of this step; in the caller's transaction. A step that is
 * still to come is not believed. */
void hufu_proof_note (HufuPlatform *platform, const HufuHolder *holder, const HufuId *cti,
                      guint64 step);
/* The voucher is redeemed by what was shown; in the caller's transaction. */
void hufu_proof_take (HufuPlatform *platform, const HufuHolder *holder, const json_t *request,
                      const HufuIssued *issued);
