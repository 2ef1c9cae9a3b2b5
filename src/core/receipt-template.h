/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a shop's receipts are laid out: a text that a manager edits, one block a line from top to
 * bottom, read strictly. What is not a matter of taste is no block: the mark of a copy and the
 * drawer come first, the cut last, whatever the text says. Pure.
 *
 *   hufu-receipt 1
 *   # Lines like this one and empty ones are passed over.
 *   logo: tiger.png
 *   store
 *   text centre bold en: Closed on Mondays
 *   code: https://example.org/club
 *
 * A line is a block, then its options (start, centre, bold, large; en or zh: on receipts of that
 * language alone), then ": " and a text where the block has one.
 */
#pragma once

#include <glib.h>
#include "core/lang.h"
#include "core/receipt.h"

#define HUFU_TEMPLATE_BYTES_MAX 16384
#define HUFU_TEMPLATE_PARTS_MAX 200
#define HUFU_TEMPLATE_TEXT_MAX 200 /* characters of one text */

typedef enum {
  HUFU_PART_LOGO, /* a PNG beside the template, by its name */
  HUFU_PART_STORE,
  HUFU_PART_NUMBER,
  HUFU_PART_TIME,
  HUFU_PART_CLERK,
  HUFU_PART_LINES,    /* and what is taken off the whole sale */
  HUFU_PART_TOTALS,   /* pieces, saved, total; of a gift: how it is exchanged */
  HUFU_PART_PAYMENTS, /* none on a gift receipt, as the four below */
  HUFU_PART_TAX,
  HUFU_PART_MEMBER,
  HUFU_PART_LINK,   /* the QR of this receipt */
  HUFU_PART_FOOTER, /* the platform's words */
  HUFU_PART_THANKS,
  HUFU_PART_RULE,
  HUFU_PART_FEED,
  HUFU_PART_TEXT,
  HUFU_PART_CODE, /* a QR of the shop's own */
} HufuPartKind;
#define HUFU_PART_COUNT 17

typedef struct {
  HufuPartKind kind;
  HufuAlign align;
  gboolean bold, large;
  gboolean in[HUFU_LANG_COUNT]; /* the languages in which it is printed */
  char *text;                   /* "" where the kind has none */
} HufuPart;

/* Immutable and counted: any thread. */
struct _HufuTemplate {
  GPtrArray *parts; /* HufuPart */
};

typedef enum {
  HUFU_TEMPLATE_OK,
  HUFU_TEMPLATE_TOO_LONG, /* in bytes, lines or a text */
  HUFU_TEMPLATE_NOT_TEXT, /* no UTF-8, or control characters */
  HUFU_TEMPLATE_NO_HEADER,
  HUFU_TEMPLATE_NO_SUCH_BLOCK,
  HUFU_TEMPLATE_NO_SUCH_OPTION,
  HUFU_TEMPLATE_TEXT_MISSING,
  HUFU_TEMPLATE_TEXT_UNWANTED,
  HUFU_TEMPLATE_TWICE,
  HUFU_TEMPLATE_FILE_NAME, /* a logo in another folder, or no .png */
  HUFU_TEMPLATE_INCOMPLETE,
} HufuTemplateFault;
#define HUFU_TEMPLATE_FAULT_COUNT 11

/* NULL with the fault and the line it is in, from 1. `size` bytes, any. */
HufuTemplate *hufu_template_read (const char *text, gsize size, HufuTemplateFault *ret_fault,
                                  guint *ret_line);
/* What is wrong and what to do; static; "" for OK. */
const char *hufu_template_sentence (HufuTemplateFault fault, HufuLang lang);
/* The text of the receipt that is printed where no other is set up, to begin with. */
const char *hufu_template_get_default_text (void);
/* The same, read; borrowed. */
const HufuTemplate *hufu_template_get_default (void);

/* A template whose logo is found in this folder; `template` is borrowed. */
HufuTemplate *hufu_template_at (const HufuTemplate *template, const char *folder);
/* NULL-safe, both. */
HufuTemplate *hufu_template_ref (HufuTemplate *template);
void hufu_template_unref (HufuTemplate *template);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuTemplate, hufu_template_unref)
/* The logo's file, borrowed; NULL = none. */
const char *hufu_template_get_logo (const HufuTemplate *template);
