/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tax rules of the store at this till, and what taxes came to. */
#pragma once

#include <jansson.h>
#include "core/json-text.h"
#include "core/tax.h"
#include "store/db.h"
#include "store/sql.h"

/* Reads the contract's TaxRules; NULL if it breaks it. */
HufuTaxRules *hufu_tax_rules_read (const json_t *data);
/* Those with the number, or (-1) those in force; below: of a sale that came from another till. NULL
 * without error: none. */
HufuTaxRules *hufu_tax_rules_load (HufuDb *db, gint64 number,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Inside an act: these are in force from now on; data NULL: none. */
gboolean hufu_tax_rules_put (HufuDb *db, const json_t *data,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* "exclusive", "receipt": how they are in the contract; static. */
const char *hufu_tax_prices_word (const HufuTaxRules *rules);
const char *hufu_tax_round_word (const HufuTaxRules *rules);
/* As an object of an array that is open. */
void hufu_tax_sum_add_to_json (HufuJsonText *json, const HufuTaxSum *sum);
/* What a tax at a rate is in the sums of a day: "vat 130000". Free with g_free. */
char *hufu_tax_make_item (const char *id, gint32 rate_ppm);
/* Of rows of id, rate_ppm, net_minor, tax_minor, at most HUFU_TAX_SUMS_MAX of them, by the names
 * that taxes have now. */
gboolean hufu_tax_sums_read (HufuDb *db, HufuRows *take_rows, HufuTaxSum *ret_sums, gsize *ret_n,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* How finished sales keep their sums (HufuTaxSum). Free with g_free. */
char *hufu_tax_sums_to_text (const GArray *sums);
