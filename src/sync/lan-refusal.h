/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why a message of another till was refused: one closed list, each with its code, HTTP status and
 * title, as problem documents carry them (RFC 9457). Pure; any thread.
 */
#pragma once

#include <glib.h>

typedef enum {
  HUFU_LAN_FINE,
  HUFU_LAN_BAD_REQUEST,
  HUFU_LAN_BAD_SIGNATURE,
  HUFU_LAN_BAD_DIGEST,
  HUFU_LAN_UNKNOWN_DEVICE,  /* no till of this store's roster */
  HUFU_LAN_WRONG_DEVICE,    /* signed by another till than the one TLS has proved */
  HUFU_LAN_OLD_INCARNATION, /* the till has been enrolled anew since */
  HUFU_LAN_STALE_REQUEST,   /* made too long ago or ahead; the answer has a nonce to sign */
  HUFU_LAN_REPLAYED_REQUEST,
  HUFU_LAN_TOO_LARGE,
  HUFU_LAN_TOO_MANY_REQUESTS,
  HUFU_LAN_NOT_FOUND,
  HUFU_LAN_METHOD_NOT_ALLOWED,
  HUFU_LAN_STARTING, /* it awaits its own witnesses: asked again, it answers */
  HUFU_LAN_INTERNAL, /* its books could not be read or written: a full disk, say; asked again too */
} HufuLanRefusal;

#define HUFU_LAN_REFUSAL_COUNT (HUFU_LAN_INTERNAL + 1)

/* "bad_signature"; static. */
const char *hufu_lan_refusal_code (HufuLanRefusal refusal);
const char *hufu_lan_refusal_title (HufuLanRefusal refusal);
guint hufu_lan_refusal_status (HufuLanRefusal refusal);
/* FALSE if there is none of that code. */
gboolean hufu_lan_refusal_find (const char *code, HufuLanRefusal *ret_refusal);
