/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vouchers as issued: found by what a customer shows, made and signed for an operator. */
#pragma once

#include "core/reason.h"
#include "core/token.h"
#include "platform/platform.h"

typedef enum {
  HUFU_ISSUED_VALID,
  HUFU_ISSUED_REVOKED,
  HUFU_ISSUED_SUSPENDED,
} HufuIssuedState;

/* The live code by which it was found. */
typedef struct {
  gboolean is_live; /* it was one */
  gboolean is_good; /* its holder made the proof, whenever that was */
  guint64 step;
} HufuShown;

/* One voucher as the platform knows it. */
typedef struct {
  HufuId cti;
  guint64 generation;
  HufuVoucherType type;
  HufuIssuedState state;
  gint64 not_before_utc_s, expires_utc_s;
  guint32 uses, flags;
  gint64 value_minor;
  gboolean has_home;
  guint64 home_store;
  guint64 scope[HUFU_TOKEN_SCOPE_MAX];
  gsize n_scope;
  char *token;
  HufuShown shown;
  json_t *json; /* the contract's Voucher, owned */
} HufuIssued;
void hufu_issued_free (HufuIssued *issued);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuIssued, hufu_issued_free)

/* NULL: there is none. */
HufuIssued *hufu_issued_find_cti (HufuPlatform *platform, const HufuId *cti);
/* request: a Code of the contract. NULL with *ret_reason: R04 for no voucher, R05, R06 for a token
 * that is not ours; with a voucher *ret_reason is R01, or R15 for a token or a typed code of an
 * older generation. A wrong short or platform code is counted against the terminal. */
HufuIssued *hufu_issued_find_code (HufuPlatform *platform, const json_t *request,
                                   const HufuHolder *holder, HufuReason *ret_reason);
/* Seconds until the terminal, which typed too many wrong codes lately, may ask by a typed code
 * again; 0 for a token. */
gint64 hufu_issued_wait_s (HufuPlatform *platform, const HufuHolder *holder, const json_t *request);

/* Issues from an IssueRequest of the contract, in its own transaction unless one is open
 * (in_transaction). Returns the Issued answer; NULL with an INPUT error for a request that breaks a
 * rule. */
json_t *hufu_issued_make (HufuPlatform *platform, const json_t *request, gboolean in_transaction,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The token of this voucher under another generation and its place in a status list, signed anew;
 * free with g_free. */
char *hufu_issued_sign_again (HufuPlatform *platform, const HufuIssued *issued, guint64 generation,
                              guint64 status_list, guint64 status_index);
