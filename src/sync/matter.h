/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a manager has to look at, as facts without words: plain data that the platform told
 * (sync/attention.h) or the till's own books know. Strings are never NULL ("" = unknown).
 */
#pragma once

#include <glib.h>
#include "core/claim.h"
#include "core/today.h"
#include "store/limits-store.h"

typedef enum {
  HUFU_MATTER_CONFLICT,   /* a right was used for more than it is worth: claims tell who */
  HUFU_MATTER_QUARANTINE, /* rights of a till that is gone */
  HUFU_MATTER_UNKNOWN,    /* a use without an answer (R28) */
  HUFU_MATTER_WISH,       /* a refund, transfer or change of home that waits for a store */
  HUFU_MATTER_EVENT,      /* an entry that the platform could not follow */
  HUFU_MATTER_PAYMENT,    /* a card or wallet that is paid and not wanted, or the reverse */
  HUFU_MATTER_PRODUCT,    /* told otherwise than agreed: `what` is a code of core/flaw.h */
} HufuMatterKind;

/* 0 = unknown. */
typedef struct {
  guint64 store_no, terminal_no;
} HufuPlace;

/* One use of a right that was used too often: its journal entry, and what was decided on it. */
typedef struct {
  HufuPlace place;
  guint64 incarnation, seq; /* seq 0 = the platform's own */
  gint64 at_utc_us;
  HufuClaimClass class;
  char *staff, *receipt_no;
  gint64 amount_minor, covered_minor;
  gboolean accepted;
} HufuMatterClaim;

typedef struct {
  HufuMatterKind kind;
  char *id;      /* unique among the matters; a decision names it */
  char *subject; /* what a decision is about, as the contract says it; "" = nothing to decide */
  HufuId cti, terminal_id;
  gboolean has_cti;
  guint32 incarnation;
  char *what; /* "lost" "forked" "replaced" "leaving" "missing"; "refund" "transfer" "home";
                 "late" "twice" "card" "lost" "unsure" "waiting"; a stable code */
  char *title_en, *title_zh, *code_tail, *detail; /* of a product: its number */
  HufuPlace place;                                /* of the till that it is about */
  gint64 since_utc_us;
  gint64 amount_minor; /* loss, exposure, what is at stake or to be paid back */
  gboolean is_upper_bound;
  gboolean is_own; /* of this till's books: this till can ask again */
  guint n_rights, n_tries;
  GArray *waits_for; /* HufuPlace */
  GPtrArray *claims; /* HufuMatterClaim, first to last */
} HufuMatter;

HufuMatter *hufu_matter_new (HufuMatterKind kind, const char *id);
void hufu_matter_free (gpointer matter);
/* Replaces one of the strings. */
void hufu_matter_set (char **text, const char *value);
/* A new last claim of the matter, to be filled. */
HufuMatterClaim *hufu_matter_add_claim (HufuMatter *matter);
/* What the merchant's operator runs to sign for it; "" = nothing to sign. Free with g_free. */
char *hufu_matter_say_command (const HufuMatter *matter);
void hufu_matter_add_wait (HufuMatter *matter, guint64 store_no, guint64 terminal_no);

/* The last day of the whole store, of what its tills have sent and no more. */
typedef struct {
  HufuToday *today;       /* hours, clerks, categories and tenders alone; hours of the local time */
  gint64 n_tills, n_open; /* that opened the day; those of them that have not closed it */
} HufuStoreDay;

void hufu_store_day_free (HufuStoreDay *day);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuStoreDay, hufu_store_day_free)

/* All of them, and the numbers that stand above them. */
typedef struct {
  gint64 as_of_utc_us; /* when the platform told it; 0 = it never did */
  gint64 exposure_minor;
  gboolean is_upper_bound;
  HufuLimitsBook limits;   /* of this till: accepted without the right */
  HufuStoreDay *store_day; /* NULL = the platform told none */
  GPtrArray *matters;      /* HufuMatter */
} HufuMatters;
/* The most that the store can lose until the next sync: locked rights and limits, one number. */
gint64 hufu_matters_get_exposure (const HufuMatters *matters, gboolean *ret_is_upper_bound);
HufuMatters *hufu_matters_new (void);
void hufu_matters_free (HufuMatters *matters);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuMatters, hufu_matters_free)
