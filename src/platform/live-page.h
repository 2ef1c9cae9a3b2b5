/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Live codes of the phones that the embedded platform plays (phone.h): for an operator as an
 * answer, and for anybody at a demo as a page that a phone can show to a till. The page is one
 * document without a script that loads itself anew for each step; outside of a demo there is none.
 */
#pragma once

#include "platform/call.h"

#define HUFU_LIVE_PATH "/live"

/* The operation of the contract; the voucher is the path's id. */
void hufu_live_page_answer (HufuCall *call);

/* TRUE if the path is of these pages: /live lists the vouchers, /live/CTI shows one's code. */
gboolean hufu_live_page_is_path (const char *path);
void hufu_live_page_serve (HufuCall *call, const char *path);
