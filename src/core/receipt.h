/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A receipt as a document: lines of meaning, not of bytes. drivers/printer turns it into ESC/POS or
 * a picture. User text is data: the encoder, never the document, decides which bytes reach a
 * printer.
 */
#pragma once

#include <glib.h>
#include "core/basket.h"
#include "core/lang.h"

typedef enum {
  HUFU_BLOCK_TEXT,    /* `left`, aligned */
  HUFU_BLOCK_COLUMNS, /* `left` ... `right` on one line; left wraps, right never */
  HUFU_BLOCK_RULE,    /* a line across */
  HUFU_BLOCK_QR,      /* `left` is the content */
  HUFU_BLOCK_FEED,
  HUFU_BLOCK_CUT,
  HUFU_BLOCK_DRAWER, /* kick the cash drawer */
  HUFU_BLOCK_IMAGE,  /* `left` is the path of a PNG */
  HUFU_BLOCK_BARS,   /* `left` is 8 or 13 digits: EAN (core/ean.h) */
} HufuBlockKind;
#define HUFU_BLOCK_COUNT 9

typedef enum {
  HUFU_ALIGN_START,
  HUFU_ALIGN_CENTRE,
} HufuAlign;

typedef struct {
  HufuBlockKind kind;
  HufuAlign align;
  gboolean bold, large;
  char *left, *right; /* UTF-8, owned; NULL where the kind has none */
} HufuBlock;

typedef struct {
  GPtrArray *blocks; /* HufuBlock */
} HufuReceipt;

#define HUFU_PUBLIC_URL_MAX 200 /* bytes; longer ones make a QR that no phone reads off paper */

/* Whether receipts may have links under it: http or https, printable ASCII without a space, not too
 * long. "" is none. */
gboolean hufu_receipt_is_public_url (const char *url);

/* An empty document; a deep copy. */
HufuReceipt *hufu_receipt_new (void);
HufuReceipt *hufu_receipt_copy (const HufuReceipt *receipt);
void hufu_receipt_free (HufuReceipt *receipt);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuReceipt, hufu_receipt_free)
/* Appends a block. A text that the kind has not is dropped, one that is missing is "". */
void hufu_receipt_add (HufuReceipt *receipt, HufuBlockKind kind, HufuAlign align, gboolean bold,
                       gboolean large, const char *left, const char *right);

typedef struct _HufuTemplate HufuTemplate; /* core/receipt-template.h */

/* The facts of a finished sale that are not in its basket. */
typedef struct {
  const HufuTemplate *template; /* how it is laid out; NULL = as the default */
  const char *shop_en, *shop_zh;
  const char *receipt_no;
  const char *clerk_label;           /* "店员 03" */
  const char *local_time;            /* formatted by the caller */
  const char *qr_text;               /* NULL = no QR block */
  const char *footer_en, *footer_zh; /* the shop's own words, a line each; NULL or "" = none */
  gboolean copy;                     /* a reprint: marked COPY */
  gboolean open_drawer;
} HufuReceiptFacts;

/* The receipt of a finished sale; never NULL. The drawer opens first, so that change can be given
 * while paper runs; a copy never opens it. */
HufuReceipt *hufu_receipt_of_sale (const HufuBasket *basket, const HufuReceiptFacts *facts,
                                   HufuLang lang);
/* The same without prices and tenders, for who gets it as a present: no QR either, as that leads to
 * the prices. Never NULL. */
HufuReceipt *hufu_receipt_of_gift (const HufuBasket *basket, const HufuReceiptFacts *facts,
                                   HufuLang lang);
/* The slip of one redemption: title and what was handed over in the cashier's language, the last
 * characters of the code. Never NULL. */
HufuReceipt *hufu_receipt_of_redemption (const char *title, const char *what, const char *code_tail,
                                         const HufuReceiptFacts *facts, HufuLang lang);

/* One line a block: kind, alignment, marks, left and right, tab-separated, texts escaped as in
 * g_strescape. Valid UTF-8 whatever the texts hold; the round trip is exact. Free with g_free. */
char *hufu_receipt_to_text (const HufuReceipt *receipt);
/* NULL if malformed: only what hufu_receipt_to_text writes is read. */
HufuReceipt *hufu_receipt_from_text (const char *text);
