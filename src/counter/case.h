/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One case on the manager's page: what is the case, who did what, what is certain, and the one act
 * that resolves it. All texts are ready in the counter's language and never NULL ("" = absent).
 */
#pragma once

#include "counter/panel.h"
#include "sync/matter.h"

typedef enum {
  HUFU_RESOLVE_NONE,      /* it resolves itself, or the merchant signs: `then` says which */
  HUFU_RESOLVE_ASK_AGAIN, /* the platform, with the same number */
  HUFU_RESOLVE_BOOK_LOSS,
  HUFU_RESOLVE_SETTLE,  /* an entry needs no more attention */
  HUFU_RESOLVE_REVERSE, /* a payment that is not wanted, or too much */
  HUFU_RESOLVE_SEE,     /* a loss that cannot be mended */
  HUFU_RESOLVE_OPEN,    /* the sale of a payment: there it is said what became of it */
  HUFU_RESOLVE_SIGN,    /* a manager signs for the loss that may come of it: reason and PIN */
} HufuResolve;

/* One of the journal entries that stand side by side. */
typedef struct {
  char *title, *badge; /* "Till 1, store 1"; "First: stands" */
  HufuTone tone;
  GPtrArray *facts; /* HufuFact: when, who, on what ground, how much, where it is written */
} HufuCaseSide;

#define HUFU_TYPE_CASE (hufu_case_get_type ())
G_DECLARE_FINAL_TYPE (HufuCase, hufu_case, HUFU, CASE, GObject)
struct _HufuCase {
  GObject parent_instance;
  HufuMatterKind kind;
  char *id;
  /* in the list */
  char *icon, *title, *hint, *amount, *badge;
  /* opened */
  char *headline, *sentence;
  HufuMark note_mark;
  HufuTone note_tone;
  char *note_title, *note_text;
  GPtrArray *sides; /* HufuCaseSide */
  char *why;        /* why the first one stands */
  HufuResolve resolve;
  char *act_label, *then; /* the button; what happens then */
  char *command;          /* what the merchant's operator runs to sign; "" = nothing to sign */
};

/* now_utc_us tells ages and today from another day. */
HufuCase *hufu_case_new (const HufuMatter *matter, HufuLang lang, gint64 now_utc_us);
typedef struct _HufuCaseWords HufuCaseWords; /* case-words.h */
void hufu_case_fill_payment (HufuCase *self, const HufuCaseWords *words);
void hufu_case_fill_product (HufuCase *self, const HufuCaseWords *words);
/* Why a manager signs, by the kind of matter; the name is stable and goes to the platform. */
typedef struct {
  HufuMatterKind kind;
  const char *name;
  const char *labels[HUFU_LANG_COUNT];
} HufuSignReason;
/* The i-th of a kind; NULL after the last one. Static. */
const HufuSignReason *hufu_sign_reason_get (HufuMatterKind kind, gsize i);
gboolean hufu_sign_reason_is (HufuMatterKind kind, const char *name);

/* "book-loss"; static. */
const char *hufu_resolve_name (HufuResolve resolve);
const char *hufu_matter_kind_name (HufuMatterKind kind);
