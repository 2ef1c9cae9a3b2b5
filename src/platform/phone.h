/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The customer's phone, played by the embedded platform for the demo and for tests: it keeps the
 * secret half of a voucher's holder key, which with a real platform never leaves the phone, and
 * shows live codes. A voucher that is given away keeps its key: this plays its new holder's phone
 * too, and an old code is of an old generation anyway.
 */
#pragma once

#include "crypto/sign.h"
#include "platform/voucher.h"

typedef struct {
  guint8 seed[HUFU_SEED_BYTES];
  guint8 public_key[HUFU_PUBLIC_KEY_BYTES];
} HufuPhone;
/* A new phone. */
void hufu_phone_make (HufuPlatform *platform, HufuPhone *ret_phone);
/* It is that of this voucher; inside the caller's transaction. */
void hufu_phone_keep (HufuPlatform *platform, const HufuId *cti, const HufuPhone *phone);

/* The live code of the present step; NULL: the voucher is bound to no phone that is played here.
 * Free with g_free. */
char *hufu_phone_show (HufuPlatform *platform, const HufuIssued *issued);
