/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What can be wrong with a product as the platform tells it, and what becomes of it then: one bad
 * product keeps no other from being sold, and is itself sold as well as can be. Pure.
 *
 *   STOCK     its figures are left out          taken
 *   NAME      mended: signs and length          taken
 *   BARCODE   that barcode is left out          taken
 *   CATEGORY  it stands in one made for it      taken
 *   ASKS      nothing is asked at the sale      taken, and the cashier is told
 *   OPTIONS   nothing can be chosen             taken, and the cashier is told
 *   TAX, PRICE, SHAPE                           left out whole: sold as before, told; or not here
 *
 * Of several the gravest counts, which is the last of them.
 */
#pragma once

#include <glib.h>
#include "core/lang.h"

typedef enum {
  HUFU_FLAW_NONE,
  HUFU_FLAW_STOCK,    /* a figure beyond HUFU_STOCK_MAX_MILLI, or a limit below nothing */
  HUFU_FLAW_NAME,     /* empty, above HUFU_FLAW_NAME_MAX characters, or not to be printed */
  HUFU_FLAW_BARCODE,  /* not a number of 1 to 14 digits */
  HUFU_FLAW_CATEGORY, /* nobody told of it */
  HUFU_FLAW_ASKS,     /* a word that this till does not know */
  HUFU_FLAW_OPTIONS,  /* core/option.h */
  HUFU_FLAW_TAX,      /* not from 0 to 1,000,000 ppm */
  HUFU_FLAW_PRICE,    /* of price, member price and limit one is out of range */
  HUFU_FLAW_SHAPE,    /* a field is missing, or of another kind */
} HufuFlaw;
#define HUFU_FLAW_COUNT 10
#define HUFU_FLAW_NAME_MAX 200 /* characters, as the contract says */

/* "product_options"; "" for NONE; static. */
const char *hufu_flaw_code (HufuFlaw flaw);
/* SHAPE for a code that is unknown, NONE for "". */
HufuFlaw hufu_flaw_find (const char *code);
/* The product stays as it was. */
gboolean hufu_flaw_leaves_out (HufuFlaw flaw);
/* What the cashier has to know who sells it; "" = nothing; static. */
const char *hufu_flaw_say_selling (HufuFlaw flaw, HufuLang lang);
/* What is the case, for the manager; static. is_here: the till has the product. */
const char *hufu_flaw_say (HufuFlaw flaw, gboolean is_here, HufuLang lang);

/* The name as it can be shown and printed; NULL: it is good as it is. Free with g_free. */
char *hufu_flaw_mend_name (const char *name);
