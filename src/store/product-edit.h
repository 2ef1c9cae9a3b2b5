/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Products as they are changed at this till (core/product.h). The change is in the books, with its
 * event, and is laid over the catalogue: at once, whenever a new one comes whole, and at the start,
 * so that a till that was killed in between has it too. A catalogue that is told of the product
 * again keeps what is later. The books forget a change when the platform's own words have it.
 *
 *   edit = hufu_product_plan (catalog, wish, &fault, error);
 *   hufu_product_edit (books, edit, &edits, &fault, error);
 *   hufu_product_lay (catalog, edits, error);
 */
#pragma once

#include <jansson.h>
#include "core/id.h"
#include "core/product.h"
#include "store/db.h"
#include "store/store.h"

typedef struct {
  gint64 product_id;
  json_t *changes;    /* what is different: members of the contract's ProductChanged */
  gint64 after_stamp; /* what is known is not later than it */
  HufuId by;
  HufuId approved_by; /* zero: `by` is a manager */
} HufuProductEdit;
void hufu_product_edit_free (HufuProductEdit *edit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuProductEdit, hufu_product_edit_free)

/* ---- in the catalogue ---- */

/* The contract's Product with all members, sold or not; *ret_product NULL: there is none. */
gboolean hufu_product_load (HufuDb *catalog, gint64 product_id, json_t **ret_product,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* By barcode or number, what is not sold too; *ret_product_id 0: there is none. */
gboolean hufu_product_find (HufuDb *catalog, const char *code, gint64 *ret_product_id,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What of the wish is different, `by` not filled in; NULL with a fault or an error. A new product
 * gets its id here, and tax and picture of what sells most in its category. */
HufuProductEdit *hufu_product_plan (HufuDb *catalog, const HufuProductWish *wish,
                                    HufuProductFault *ret_fault,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Lays changes of the books over the catalogue, in one act; those it has, or has later ones of,
 * change nothing. */
gboolean hufu_product_lay (HufuDb *catalog, const json_t *edits,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- in the books ---- */

/* Writes product.changed. *ret_fault: why nothing was done; else *ret_edits is what to lay. */
gboolean hufu_product_edit (HufuDb *books, const HufuProductEdit *edit, json_t **ret_edits,
                            HufuProductFault *ret_fault, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* All that the platform's catalogue may not have yet. */
json_t *hufu_product_list_edits (HufuDb *books, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Inside an act: the platform told of a product (the contract's Product; NULL: it is gone). */
gboolean hufu_product_forget_edits (HufuDb *books, gint64 product_id, const json_t *told,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* From the one to the other; waits, so never on the drawing thread. *ret_any: there were some. */
gboolean hufu_product_lay_all (HufuStore *books, HufuStore *catalog, gboolean *ret_any,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
