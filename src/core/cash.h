/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cash that moves without a sale, and cash that is counted: why it may, under which account it is
 * booked, and what is wrong with a move that is not made. Pure.
 *
 *   const HufuCashReason *reason = hufu_cash_reason_find (HUFU_CASH_OUT, "expense");
 *   HufuCashFault fault = hufu_cash_check (HUFU_CASH_OUT, reason, "Tape", 1250);
 */
#pragma once

#include "core/lang.h"
#include "core/money.h"
#include "core/note.h"

typedef enum {
  HUFU_CASH_IN,
  HUFU_CASH_OUT,
  HUFU_CASH_NO_SALE,    /* the drawer was opened and nothing moved */
  HUFU_CASH_DIFFERENCE, /* counted more or less than was expected */
} HufuCashKind;
#define HUFU_CASH_KIND_COUNT 4

/* "in" "out" "no-sale" "difference": in the books, the contract and hufuctl; static. */
const char *hufu_cash_kind_name (HufuCashKind kind);
/* "Cash in"; static. */
const char *hufu_cash_kind_label (HufuCashKind kind, HufuLang lang);
gboolean hufu_cash_kind_find (const char *name, HufuCashKind *ret_kind);

typedef struct {
  HufuCashKind kind;
  const char *name;
  const char *account; /* the other side of the drawer's; NULL = nothing is booked */
  const char *labels[HUFU_LANG_COUNT];
  gboolean needs_note; /* the name alone says too little */
} HufuCashReason;

#define HUFU_CASH_REASON_COUNT 12
/* All reasons, those of a kind together; static. i < HUFU_CASH_REASON_COUNT. */
const HufuCashReason *hufu_cash_reason_get (gsize i);
/* NULL if there is none of that name for that kind. */
const HufuCashReason *hufu_cash_reason_find (HufuCashKind kind, const char *name);

typedef enum {
  HUFU_CASH_OK,
  HUFU_CASH_NO_REASON,
  HUFU_CASH_NO_NOTE,
  HUFU_CASH_BAD_NOTE, /* too long, or with characters that are no text */
  HUFU_CASH_CARD_NOTE,
  HUFU_CASH_BAD_AMOUNT,
  HUFU_CASH_TOO_MUCH, /* for one move, or for a float */
} HufuCashFault;

/* "cash_no_reason"; "" for OK; static. */
const char *hufu_cash_fault_code (HufuCashFault fault);
/* One sentence: what is the case, what to do; "" for OK; static. */
const char *hufu_cash_fault_sentence (HufuCashFault fault, HufuLang lang);

/* 1,000,000.00: more is a slip of the hand, whatever the drawer holds. */
#define HUFU_CASH_MOVE_MAX_MINOR G_GINT64_CONSTANT (100000000)

/* Whether that may be booked: amounts of cash in and out are above 0 and within the maximum; of the
 * other kinds the amount does not count. reason NULL: none that is known. note may be NULL. */
HufuCashFault hufu_cash_check (HufuCashKind kind, const HufuCashReason *reason, const char *note,
                               gint64 amount_minor);

#define HUFU_CASH_PIECES_MAX 99999 /* of one denomination */

/* Pieces counted, by denomination: greatest first, as hufu_money_denomination_minor. */
typedef struct {
  guint32 pieces[HUFU_DENOMINATION_COUNT];
} HufuCashCount;
/* What they are worth; asserts that each number is within HUFU_CASH_PIECES_MAX. */
gint64 hufu_cash_count_minor (const HufuCashCount *count);
