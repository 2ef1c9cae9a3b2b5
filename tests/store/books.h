/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The books of a till in a temporary directory, with what a story needs: a till that is enrolled,
 * a clerk, an open shift, vouchers that are held. Any unexpected error aborts the test.
 *
 *   g_autoptr (HufuBooks) books = hufu_books_new (1);
 *   hufu_books_grant (books, HUFU_TEST_DEAL, 1);
 *   HufuBasket *basket = hufu_books_make_basket (books, 3);
 */
#pragma once

#include "crypto/sign.h"
#include "store/journal-store.h"
#include "store/people.h"
#include "store/sale.h"
#include "store/shift.h"
#include "store/terminal.h"
#include "store/voucher-store.h"
#include "tests/store/crash-disk.h"
#include "tests/lib/tempdir.h"
#include "tests/lib/test-host.h"

#define HUFU_TEST_DAY "2026-01-05"

typedef struct {
  HufuTempdir *dir;
  HufuCrashDisk *disk; /* NULL: on the real disk */
  HufuTestHost *world;
  char *path;
  HufuDb *db;
  guint8 terminal_no;
  HufuId staff_id;
  HufuShift shift;
} HufuBooks;

/* Makes the books and all that is said above. */
HufuBooks *hufu_books_new (guint32 seed);
/* The same of terminal number terminal_no of the same store. */
HufuBooks *hufu_books_new_neighbour (guint32 seed, guint8 terminal_no);
/* What a backup of these books has, put on another machine. */
HufuBooks *hufu_books_new_copy (HufuBooks *books, guint32 seed);
/* The same without anything in them. */
HufuBooks *hufu_books_new_empty (guint32 seed);
/* On a crash disk, with everything in them. */
HufuBooks *hufu_books_new_on_crash_disk (guint32 seed);
/* Enrols, adds the clerk and opens the shift. */
void hufu_books_begin (HufuBooks *books);
void hufu_books_free (HufuBooks *books);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuBooks, hufu_books_free)
void hufu_books_reopen (HufuBooks *books);
/* The id of a terminal of the store by its number. */
HufuId hufu_books_terminal_id (guint8 terminal_no);

typedef enum {
  HUFU_TEST_DEAL,   /* paid 88.00 */
  HUFU_TEST_CASH,   /* worth 50.00, may be used in parts */
  HUFU_TEST_PASS,   /* 5 uses, 30.00 each */
  HUFU_TEST_COUPON, /* 5.00 off from 20.00 */
} HufuTestVoucher;

/* The voucher's id, always the same. */
HufuId hufu_books_cti (HufuTestVoucher which);
HufuVoucher *hufu_books_make_voucher (HufuTestVoucher which);
/* Grants all rights of the voucher under epoch (1, counter), counter + 1 ...; returns the number
 * credited. */
guint hufu_books_grant (HufuBooks *books, HufuTestVoucher which, guint64 counter);

/* The trust list names this key as the platform's. */
void hufu_books_trust (HufuBooks *books, const HufuKeyPair *platform);
/* The policy asks for these limits of core/limits.h; signed by this key under its own name, NULL =
 * not at all. */
#define HUFU_TEST_LIMITS                                                                           \
  "{\"status_age_max_s\":86400,\"store_no\":1,\"total_max_minor\":200000,\"uses_max\":50,"         \
  "\"voucher_max_minor\":20000}"
void hufu_books_ask_limits (HufuBooks *books, const char *body, HufuKeyPair *signer);

/* A basket of n product lines of 12.90, not stored. */
HufuBasket *hufu_books_make_basket (HufuBooks *books, guint n_lines);
HufuRedemption hufu_books_make_redemption (HufuBooks *books, HufuTestVoucher which,
                                           gint64 amount_minor, HufuBasket *basket);
/* Redeems a held right on the basket (which is replaced by the answer); returns the reason. */
HufuReason hufu_books_redeem (HufuBooks *books, HufuTestVoucher which, gint64 amount_minor,
                              HufuBasket **basket, HufuId *ret_use_id);
/* To be taken back now; the platform cannot be asked. */
HufuUndo hufu_books_make_undo (HufuBooks *books, const HufuId *use_id);
/* Takes a use back; *basket is the sale as it stands then. */
HufuReason hufu_books_undo (HufuBooks *books, const HufuId *use_id, HufuBasket **basket);
HufuFinish hufu_books_make_finish (HufuBooks *books);
/* Pays the rest in cash and finishes; the caller clears ret_finished. */
void hufu_books_finish (HufuBooks *books, HufuBasket *basket, HufuFinished *ret_finished);

/* One number from SQL over another connection that reads. */
gint64 hufu_books_count (HufuBooks *books, const char *sql);
/* Changes rows behind the program's back. */
void hufu_books_tamper (HufuBooks *books, const char *sql);
/* Balance of an account, debits less credits. */
gint64 hufu_books_balance (HufuBooks *books, const char *account);
/* The journal is whole, the ledger balances, and rights are conserved: fails the test otherwise. */
void hufu_books_assert_whole (HufuDb *db);
/* Everything in the books but some tables (NULL: no exception) as one text: two states are the same
 * if this is. Free with g_free. */
char *hufu_books_describe (HufuDb *db, const char *const *except);
