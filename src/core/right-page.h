/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rights by the thousand, as they travel: what a platform grants, and a till's word of what it has
 * credited. Each is a CBOR array with an array for each right, as base64url text; a hundred
 * thousand rights go over in one sync, where a JSON object for each would cost more than all else.
 * Pure.
 *
 *   rights = [* [cti: bstr .size 16, generation, k, platform_epoch, counter, remaining_minor]]
 *   grants = [* [cti ... remaining_minor, terms, short_code: tstr .size 10,
 *                not_before_utc_s, expires_utc_s]]
 *
 * All else are unsigned integers. The hop of a grant is 0; terms is the place of the voucher's
 * terms in a list that goes beside.
 */
#pragma once

#include "core/right.h"
#include "core/short-code.h"

#define HUFU_GRANTS_MAX 5000      /* in one page */
#define HUFU_GRANT_TERMS_MAX 1000 /* different ones in one page */
/* In one event: as many as its body has room for, whatever the numbers. */
#define HUFU_RIGHTS_MAX 2500
#define HUFU_RIGHT_BYTES 57 /* the longest right */
#define HUFU_GRANT_BYTES 96 /* the longest grant */

typedef struct {
  HufuRight right;
  guint32 terms;
  char short_code[HUFU_SHORT_CODE_SIZE];
  gint64 not_before_utc_s, expires_utc_s;
} HufuGrantItem;

/* At most HUFU_RIGHTS_MAX; free with g_free. */
char *hufu_rights_encode (const HufuRight *rights, gsize n);
/* HufuRight elements; NULL if the text is not exactly that. */
GArray *hufu_rights_decode (const char *text, gsize length);

/* At most HUFU_GRANTS_MAX; free with g_free. */
char *hufu_grants_encode (const HufuGrantItem *grants, gsize n);
/* HufuGrantItem elements; NULL if the text is not exactly that. */
GArray *hufu_grants_decode (const char *text, gsize length);
