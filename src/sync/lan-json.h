/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What tills of one store say to each other, as JSON: the questions and answers of /lan/v1. Every
 * value is checked for type and range; whether it is true is for the acts of the store. Pure: no
 * network here, so that the simulator speaks the same messages.
 *
 *   GET  /lan/v1/holds?cti=<uuid>&generation=<n>  -> HufuLanHolding; changes nothing
 *   POST /lan/v1/rights  HufuRequest              -> HufuLanDebit; debited before it is answered
 *   GET  /lan/v1/witness[?seq=<n>&hash=<h>]        -> HufuLanWitness: of the asker's own journal,
 *                                                    as known before; then what it says is
 * remembered
 */
#pragma once

#include <jansson.h>
#include "store/right-move.h"
#include "store/roster.h"
#include "core/http-signature.h"
#include "sync/lan-refusal.h"

#define HUFU_LAN_HOLDS "/lan/v1/holds"
#define HUFU_LAN_RIGHTS "/lan/v1/rights"
#define HUFU_LAN_WITNESS "/lan/v1/witness"

/* Who holds it? A right may be gone again when it is asked for. */
typedef struct {
  guint held;
  gint64 remaining_minor; /* cash */
  HufuVoucher *voucher;   /* owned; NULL if held is 0 */
  gint64 used_utc_us;     /* all its uses were used, the last one at this till and then; 0 = no */
  guint used;             /* uses redeemed at this till and not undone; 0 too if it does not tell */
  gint64 used_minor;      /* cash: what those uses took; 0 too if it does not tell */
  /* That this till was granted or given, above the one that is asked for, which has ended; 0: none
   */
  guint64 newer_generation;
  guint64 live_step; /* of the newest live code of it that was taken at this till; 0 = none */
} HufuLanHolding;
void hufu_lan_holding_clear (HufuLanHolding *holding);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HufuLanHolding, hufu_lan_holding_clear)

typedef struct {
  HufuDebitOutcome outcome;
  GBytes *document;     /* owned; NULL unless DEBITED */
  HufuVoucher *voucher; /* owned; NULL unless DEBITED */
  HufuWitness head;     /* the owner's journal with that debit; seq 0 if it does not tell */
} HufuLanDebit;
void hufu_lan_debit_clear (HufuLanDebit *debit);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HufuLanDebit, hufu_lan_debit_clear)

/* What the answering till knows of the asker's journal, and what time it is there. */
typedef struct {
  HufuWitness witness; /* seq 0: it knows nothing */
  guint64 platform_epoch;
  gint64 earliest_utc_us, latest_utc_us;
  guint64 n_vouchers; /* of which the answering till holds rights; 0 if it does not tell */
} HufuLanWitness;

/* "cti=...&generation=...". Free with g_free. */
char *hufu_lan_holds_query (const HufuId *cti, guint64 generation);
gboolean hufu_lan_holds_parse (const char *query, HufuId *ret_cti,
                               guint64 *ret_generation) G_GNUC_WARN_UNUSED_RESULT;

json_t *hufu_request_to_json (const HufuRequest *request);
gboolean hufu_request_from_json (const json_t *json,
                                 HufuRequest *ret_request) G_GNUC_WARN_UNUSED_RESULT;

json_t *hufu_lan_holding_to_json (const HufuLanHolding *holding);
/* FALSE also if it is said to be held and the voucher is another one than asked for. */
gboolean hufu_lan_holding_from_json (const json_t *json, const HufuId *cti, guint64 generation,
                                     HufuLanHolding *ret_holding) G_GNUC_WARN_UNUSED_RESULT;

json_t *hufu_lan_debit_to_json (const HufuLanDebit *debit);
gboolean hufu_lan_debit_from_json (const json_t *json,
                                   HufuLanDebit *ret_debit) G_GNUC_WARN_UNUSED_RESULT;

/* "seq=...&hash=..."; NULL for seq 0. Free with g_free. */
char *hufu_lan_witness_query (const HufuWitness *own);
/* NULL says nothing: seq 0. */
gboolean hufu_lan_witness_parse (const char *query,
                                 HufuWitness *ret_said) G_GNUC_WARN_UNUSED_RESULT;
json_t *hufu_lan_witness_to_json (const HufuLanWitness *witness);
gboolean hufu_lan_witness_from_json (const json_t *json,
                                     HufuLanWitness *ret_witness) G_GNUC_WARN_UNUSED_RESULT;

/* A problem document (RFC 9457); nonce: of a stale request, or NULL. */
json_t *hufu_lan_problem_to_json (HufuLanRefusal refusal, const char *nonce);
/* ret_nonce: "" if there is none. */
gboolean
hufu_lan_problem_from_json (const json_t *json, HufuLanRefusal *ret_refusal,
                            char ret_nonce[HUFU_HTTP_NONCE_SIZE]) G_GNUC_WARN_UNUSED_RESULT;
