/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Taxes on what is sold, by the rules of the place where the store is. Pure: rules and what goods
 * cost in, the tax on each and the split by tax and rate out. It knows no basket and no clock.
 *
 * The rules:
 * 1. Tax is on what is paid for the goods: promotions, discounts and coupons lower it, a cash
 * voucher is a tender and does not.
 * 2. Prices have the taxes in them, or the taxes are added to them.
 * 3. The taxes on a class of goods are rounded together, once for each line or once for the whole
 * receipt, as the rules say (both are lawful and the seller's choice under the Streamlined Sales
 * and Use Tax Agreement, section 324 B), and shared among lines and taxes by largest remainder:
 * the parts are the whole to the unit, and nothing is below nothing.
 * 4. A compound tax is on the price and on the taxes of its class that are not compound.
 * 5. Which rate holds is told by the instant at which the sale began.
 *
 *   hufu_tax_reckon (NULL, utc_s, items, n_items, sums);   // as the catalogue says
 */
#pragma once

#include <glib.h>
#include "core/lang.h"
#include "core/money.h"

#define HUFU_TAX_CLASSES_MAX 8 /* of a jurisdiction */
#define HUFU_TAX_GOODS_MAX 16  /* rates, categories and products, each, that make a class */
#define HUFU_TAXES_MAX 8       /* of a class, over time */
#define HUFU_TAXES_AT_ONCE_MAX 4
#define HUFU_TAX_ID_SIZE 25 /* with the 0 */
#define HUFU_TAX_NAME_SIZE 49
#define HUFU_TAX_RATE_MAX_PPM 1000000 /* also of all taxes of a class together */

typedef struct {
  char id[HUFU_TAX_ID_SIZE];
  char name_en[HUFU_TAX_NAME_SIZE], name_zh[HUFU_TAX_NAME_SIZE];
  gint32 rate_ppm; /* 130000 = 13 % */
  gboolean compound;
  gint64 from_utc_s, until_utc_s; /* the end not included; 0 = no end */
} HufuTax;

/* Goods that are taxed alike. Without goods of its own: all that no other class has. Without a tax:
 * they are exempt. */
typedef struct {
  char id[HUFU_TAX_ID_SIZE];
  gint64 products[HUFU_TAX_GOODS_MAX], categories[HUFU_TAX_GOODS_MAX];
  gint64 rates_ppm[HUFU_TAX_GOODS_MAX]; /* what their catalogue says */
  gsize n_products, n_categories, n_rates;
  HufuTax taxes[HUFU_TAXES_MAX];
  gsize n_taxes;
} HufuTaxClass;

/* Shared and constant once it is made. */
typedef struct {
  gatomicrefcount refs;
  gint64 number;                       /* at this till, 1.. */
  char jurisdiction[HUFU_TAX_ID_SIZE]; /* "CN", "US-WA-033" */
  gboolean added;                      /* to the prices; FALSE: contained in them */
  gboolean by_receipt;                 /* rounded once for all lines; FALSE: for each */
  HufuRounding rounding;
  HufuTaxClass classes[HUFU_TAX_CLASSES_MAX];
  gsize n_classes;
} HufuTaxRules;

/* Empty, to be filled. Where rules are NULL below, goods are taxed at the rate of their catalogue:
 * contained, half even, line by line. */
HufuTaxRules *hufu_tax_rules_new (void);
HufuTaxRules *hufu_tax_rules_ref (HufuTaxRules *rules);
void hufu_tax_rules_unref (HufuTaxRules *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuTaxRules, hufu_tax_rules_unref)
/* FALSE for rules that cannot be: a tax without id, a rate out of range, more at once than fit. */
gboolean hufu_tax_rules_are_good (const HufuTaxRules *rules);

/* Goods of one line. */
typedef struct {
  gint64 product_id, category_id;
  gint32 rate_ppm;   /* of the catalogue */
  gint64 cost_minor; /* >= 0: what they cost after all that is taken off, as their price is given */
  gint64 tax_minor;  /* worked out */
} HufuTaxItem;

#define HUFU_TAX_ID_EXEMPT "exempt" /* of goods without a tax */
#define HUFU_TAX_ID_PLAIN "tax"     /* of the rate of the catalogue */
#define HUFU_TAX_SUMS_MAX 16        /* of a shift or a day, the greatest */

/* What one tax at one rate comes to. */
typedef struct {
  char id[HUFU_TAX_ID_SIZE];
  char name_en[HUFU_TAX_NAME_SIZE], name_zh[HUFU_TAX_NAME_SIZE];
  gint32 rate_ppm;
  gint64 net_minor; /* what it is on, without taxes */
  gint64 tax_minor;
} HufuTaxSum;

/* Works out tax_minor of each item and, in `sums` (HufuTaxSum, emptied first), what each tax and
 * rate comes to, the highest rate first. Items that cost nothing are in no sum. Items that are not
 * told apart by what they are have to be in an order of the caller's that does not depend on how
 * they came. */
void hufu_tax_reckon (const HufuTaxRules *rules, gint64 utc_s, HufuTaxItem *items, gsize n_items,
                      GArray *sums);
/* The tax on one item alone, rounded as a line. */
gint64 hufu_tax_of (const HufuTaxRules *rules, gint64 utc_s, const HufuTaxItem *item);

/* Nothing yet, of the tax of that id, by the name that it has in the rules (NULL: none). */
void hufu_tax_sum_init (HufuTaxSum *ret_sum, const HufuTaxRules *rules, const char *id,
                        gint32 rate_ppm);
/* "VAT 13%", "No tax". Free with g_free. */
char *hufu_tax_sum_say (const HufuTaxSum *sum, HufuLang lang);
/* "13%", "0.125%". Free with g_free. */
char *hufu_tax_say_rate (gint32 rate_ppm);
