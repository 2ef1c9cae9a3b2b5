/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A price that a person changed: another price for a line, or something off a line or the whole
 * sale; why, by whom, who approved it, and how far somebody may go alone. Pure.
 *
 *   HufuMarkdown markdown = {.kind = HUFU_MARKDOWN_PERCENT, .value = 10, .reason = "damaged"};
 *   if (hufu_markdown_check (&markdown) == HUFU_MARKDOWN_OK)
 *     edit = hufu_basket_mark_down (basket, line_no, &markdown);
 */
#pragma once

#include <glib.h>
#include "core/id.h"
#include "core/lang.h"
#include "core/money.h"
#include "core/note.h"

typedef enum {
  HUFU_MARKDOWN_NONE,
  HUFU_MARKDOWN_PRICE,   /* of a line alone: what 1000 milli cost */
  HUFU_MARKDOWN_PERCENT, /* off, 1..100, half a cent up */
  HUFU_MARKDOWN_AMOUNT,  /* off */
} HufuMarkdownKind;
#define HUFU_MARKDOWN_KIND_COUNT 4

/* "price" "percent" "amount", "none": in the books, the contract and hufuctl; static. */
const char *hufu_markdown_kind_name (HufuMarkdownKind kind);
gboolean hufu_markdown_kind_find (const char *name, HufuMarkdownKind *ret_kind);

#define HUFU_MARKDOWN_REASON_SIZE 24
#define HUFU_STAFF_NO_SIZE 8

typedef struct {
  HufuMarkdownKind kind;
  gint64 value;
  gint64 base_minor; /* what it was taken off when it was made; set by the basket */
  char reason[HUFU_MARKDOWN_REASON_SIZE];
  char note[HUFU_NOTE_MAX + 1];
  HufuId staff_id;                      /* who made it */
  HufuId approved_by;                   /* zero: within the rights of whoever made it */
  char approved_no[HUFU_STAFF_NO_SIZE]; /* that person's number; "" */
} HufuMarkdown;

typedef struct {
  const char *name;
  const char *labels[HUFU_LANG_COUNT];
  gboolean needs_note; /* the name alone says too little */
} HufuMarkdownReason;
#define HUFU_MARKDOWN_REASON_COUNT 6
/* All reasons; static. i < HUFU_MARKDOWN_REASON_COUNT. */
const HufuMarkdownReason *hufu_markdown_reason_get (gsize i);
/* NULL if there is none of that name. */
const HufuMarkdownReason *hufu_markdown_reason_find (const char *name);

typedef enum {
  HUFU_MARKDOWN_OK,
  HUFU_MARKDOWN_NO_REASON,
  HUFU_MARKDOWN_NO_NOTE,
  HUFU_MARKDOWN_BAD_NOTE,
  HUFU_MARKDOWN_CARD_NOTE,
  HUFU_MARKDOWN_BAD_VALUE,
  HUFU_MARKDOWN_BEYOND,          /* more than the maker may take off alone: a manager approves */
  HUFU_MARKDOWN_BEYOND_TOTAL,    /* with what is taken off there already: the same */
  HUFU_MARKDOWN_ABOVE,           /* a price far above what it was: the same */
  HUFU_MARKDOWN_TOO_DEAR,        /* a price that nobody sets */
  HUFU_MARKDOWN_BEYOND_APPROVER, /* more than the one who was asked may approve */
} HufuMarkdownFault;

/* "markdown_no_reason"; "" for OK; static. */
const char *hufu_markdown_fault_code (HufuMarkdownFault fault);
/* One sentence: what is the case, what to do; "" for OK; static. */
const char *hufu_markdown_fault_sentence (HufuMarkdownFault fault, HufuLang lang);
/* A manager who types the PIN may do it all the same. */
gboolean hufu_markdown_fault_asks (HufuMarkdownFault fault);
/* Whether it is one that can be made: its value, its reason, its note. Not who may make it. */
HufuMarkdownFault hufu_markdown_check (const HufuMarkdown *markdown);
/* What it takes off base_minor; 0 of a PRICE. Of an amount in proportion less, rounded down, if the
 * base is less than it was; of an approved percentage no more than what was approved. */
gint64 hufu_markdown_off_minor (const HufuMarkdown *markdown, gint64 base_minor);
gboolean hufu_markdown_is_approved (const HufuMarkdown *markdown);
/* "10% off", "5.00 off", "Price 12.90". Free with g_free. */
char *hufu_markdown_describe (const HufuMarkdown *markdown, HufuLang lang);
/* "Damaged goods", or what the note says where that needs one; static or the markdown's own. */
const char *hufu_markdown_say_reason (const HufuMarkdown *markdown, HufuLang lang);

/* How much somebody may take off alone, in percent of the price: 0..100. */
typedef struct {
  gint line_percent;   /* off a line */
  gint basket_percent; /* off the whole sale */
  gint price_percent;  /* by another price */
} HufuPriceRights;
#define HUFU_PRICE_RIGHTS_NONE ((HufuPriceRights){0, 0, 0})
#define HUFU_PRICE_RIGHTS_ALL ((HufuPriceRights){100, 100, 100})

/* Each is 0..100. */
gboolean hufu_price_rights_are_good (const HufuPriceRights *rights);

/* Of that kind; whole_sale: off the sale, not a line. */
gint hufu_price_rights_percent (const HufuPriceRights *rights, HufuMarkdownKind kind,
                                gboolean whole_sale);
/* Taking off_minor from base_minor is within `percent`; how much more is for hufu_price_judge_rise.
 */
gboolean hufu_price_rights_allow (gint percent, gint64 base_minor, gint64 off_minor);

#define HUFU_PRICE_RISE_ALONE 2 /* times the price: above it a manager approves */
#define HUFU_PRICE_RISE_MOST 10 /* times the price: nobody sets more, it was typed wrongly */
/* A price of price_minor where it was base_minor: OK, ABOVE, or TOO_DEAR. What cost nothing has no
 * price to compare with: it is ABOVE. */
HufuMarkdownFault hufu_price_judge_rise (gint64 base_minor, gint64 price_minor);
