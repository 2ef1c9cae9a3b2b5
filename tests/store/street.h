/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Three tills of one store in one test, who know each other and exchange documents by hand.
 *
 *   g_autoptr (HufuStreet) street = hufu_street_new ();
 *   hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 1);
 *   g_assert_cmpint (hufu_street_move (street, B, A, HUFU_TEST_DEAL), ==, HUFU_RECEIVE_CREDITED);
 */
#pragma once

#include "store/right-move.h"
#include "store/right-return.h"
#include "store/roster.h"
#include "tests/store/books.h"

typedef enum {
  A,
  B,
  C,
} HufuStreetTill;

#define HUFU_STREET_TILLS 3

typedef struct {
  HufuBooks *till[HUFU_STREET_TILLS];
  HufuKeyPair *keys[HUFU_STREET_TILLS];
  guint32 incarnation[HUFU_STREET_TILLS]; /* as the roster has them */
} HufuStreet;

HufuStreet *hufu_street_new (void);
void hufu_street_free (HufuStreet *street);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuStreet, hufu_street_free)

/* Tells all tills who is in the store: the tills whose bit is set. */
void hufu_street_enlist (HufuStreet *street, guint tills);
#define HUFU_STREET_ALL 7u

/* The asker opens a request at the owner, or finds it. */
HufuRequest hufu_street_ask (HufuStreet *street, HufuStreetTill asker, HufuStreetTill owner,
                             HufuTestVoucher which);
/* What the till answers to a request; *ret_document is NULL unless it is DEBITED. */
HufuDebitOutcome hufu_street_answer (HufuStreet *street, HufuStreetTill owner,
                                     const HufuRequest *request, GBytes **ret_document);
HufuReceiveOutcome hufu_street_receive (HufuStreet *street, HufuStreetTill asker, GBytes *document);
/* All three steps; asserts that the owner gave it. */
HufuReceiveOutcome hufu_street_move (HufuStreet *street, HufuStreetTill asker, HufuStreetTill owner,
                                     HufuTestVoucher which);
/* The first right of the voucher. */
HufuRightKey hufu_street_key (HufuTestVoucher which);
HufuReturnOutcome hufu_street_recall (HufuStreet *street, HufuStreetTill till,
                                      HufuTestVoucher which, guint64 number, guint64 epoch);
HufuReturnOutcome hufu_street_report (HufuStreet *street, HufuStreetTill till, guint64 number);

/* Rights held at a till. */
gint64 hufu_street_held (HufuStreet *street, HufuStreetTill till);
/* Events of a kind in its journal. */
gint64 hufu_street_events (HufuStreet *street, HufuStreetTill till, const char *kind);
/* Every till's books are whole. */
void hufu_street_assert_whole (HufuStreet *street);
