/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What may be chosen of a product when it is sold: groups of choices, some of which cost more.
 * Pure.
 *
 * A group wants at least `least` of its choices and takes at most `most`. What is chosen is a set
 * of places, so that a line needs the offer as it was when it came and one number: the catalogue
 * may change, the line does not. What the choices cost is part of the price of a piece, of list and
 * member price alike, before promotions, discounts and taxes; a price by hand is in the place of
 * all of it.
 *
 *   chosen = hufu_offer_standard (options);
 *   if (hufu_offer_find_open (options, chosen) == NULL) ...          nothing has to be asked
 */
#pragma once

#include <glib.h>
#include "core/lang.h"

#define HUFU_OPTION_GROUPS_MAX 6 /* of a product */
#define HUFU_OPTION_OF_GROUP_MAX 12
#define HUFU_OPTIONS_MAX 40      /* of a product: places are bits of a number */
#define HUFU_OPTION_ID_SIZE 25   /* with the 0 */
#define HUFU_OPTION_NAME_SIZE 61 /* 60 bytes: 20 hanzi */
#define HUFU_OPTION_PRICE_MAX_MINOR G_GINT64_CONSTANT (100000) /* a thousand, for each piece */

typedef struct {
  char id[HUFU_OPTION_ID_SIZE]; /* of the product's, each once */
  char name_en[HUFU_OPTION_NAME_SIZE], name_zh[HUFU_OPTION_NAME_SIZE];
  gint64 price_minor; /* of each piece */
  gboolean standard;  /* chosen unless somebody says otherwise */
} HufuOption;

typedef struct {
  char name_en[HUFU_OPTION_NAME_SIZE], name_zh[HUFU_OPTION_NAME_SIZE];
  guint least, most;
  guint first, n; /* its choices: places of `options` */
} HufuOptionGroup;

/* Immutable once it was checked. */
typedef struct {
  gatomicrefcount refs;
  char *text; /* owned: as it is kept and told; canonical JSON of the contract */
  guint n_groups, n_options;
  HufuOptionGroup groups[HUFU_OPTION_GROUPS_MAX];
  HufuOption options[HUFU_OPTIONS_MAX];
} HufuOffer;
HufuOffer *hufu_offer_new (const char *text); /* of no groups yet */
HufuOffer *hufu_offer_ref (HufuOffer *options);
void hufu_offer_unref (HufuOffer *options); /* both take NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuOffer, hufu_offer_unref)

typedef enum {
  HUFU_OPTION_OK,
  HUFU_OPTION_SHAPE,    /* not what the contract says */
  HUFU_OPTION_GROUPS,   /* none, or more than HUFU_OPTION_GROUPS_MAX */
  HUFU_OPTION_CHOICES,  /* a group has none or too many, or all have together */
  HUFU_OPTION_NAME,     /* empty, too long, or with signs that cannot be printed */
  HUFU_OPTION_ID,       /* not a word of a to z, 0 to 9 and -, or there twice */
  HUFU_OPTION_PRICE,    /* below nothing, or above HUFU_OPTION_PRICE_MAX_MINOR */
  HUFU_OPTION_COUNT,    /* least and most do not fit each other, or the choices */
  HUFU_OPTION_STANDARD, /* more are chosen from the start than may be */
  HUFU_OPTION_WEIGHED,  /* goods by weight have no pieces to choose for */
} HufuOptionFault;
#define HUFU_OPTION_FAULT_COUNT 10
/* "price"; "" for OK; static. In errors and logs. */
const char *hufu_option_fault_name (HufuOptionFault fault);
/* What is read from outside is looked at before it is used. */
HufuOptionFault hufu_offer_check (const HufuOffer *options);

/* What is chosen from the start. NULL offers nothing. */
guint64 hufu_offer_standard (const HufuOffer *options);
/* It is a set that may be: no group has more than it takes. */
gboolean hufu_offer_is_choice (const HufuOffer *options, guint64 chosen);
/* The first group that wants more; borrowed; NULL = all have what they want. */
const HufuOptionGroup *hufu_offer_find_open (const HufuOffer *options, guint64 chosen);
/* Chooses that place, or takes it away again where it is chosen. Of a group that takes one it goes
 * in the place of the other; what a group wants at least is not taken away, only changed. FALSE,
 * and nothing is changed: the group has as many as it takes. */
gboolean hufu_offer_choose (const HufuOffer *options, guint place, guint64 *chosen);
/* The place of that id; -1 = there is none. */
gint hufu_offer_find (const HufuOffer *options, const char *id);
/* What the choices add to the price of a piece. */
gint64 hufu_offer_extra_minor (const HufuOffer *options, guint64 chosen);
