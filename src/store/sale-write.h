/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sales from inside an act; private to src/store. */
#pragma once

#include "core/json-text.h"
#include "store/sale.h"
#include "store/sql.h"

/* The sale row of an id; no = 0 if there is none. */
typedef struct {
  gint64 no;
  gboolean unfinished;
  HufuSaleState state; /* if unfinished */
} HufuSaleRow;
gboolean hufu_sale_find (HufuDb *db, const HufuId *sale_id, HufuSaleRow *ret_row,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The basket of any sale, finished or not; NULL without error: there is none. */
HufuBasket *hufu_sale_load_any (HufuDb *db, const HufuId *sale_id,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The coupons of a sale: stored as the basket has them; read into it, not yet reckoned. */
gboolean hufu_sale_write_discounts (HufuDb *db, gint64 sale_no, const HufuBasket *basket,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hufu_sale_load_discounts (HufuDb *db, gint64 sale_no, HufuBasket *basket,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The uses that were asked for and are to become lines: read into the basket anew. */
gboolean hufu_sale_load_awaited (HufuDb *db, HufuBasket *basket,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Prices and discounts by hand, of its lines and of the whole: the same. */
gboolean hufu_sale_write_markdowns (HufuDb *db, gint64 sale_no, const HufuBasket *basket,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hufu_sale_load_markdowns (HufuDb *db, gint64 sale_no, HufuBasket *basket,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The one of the line, or with line_no 0 of the whole sale, as "markdown"; nothing if there is
 * none.
 */
void hufu_sale_add_markdown_to_json (HufuJsonText *json, const HufuBasket *basket, guint32 line_no);

/* hufu_sale_void inside an act. */
gboolean hufu_sale_write_void (HufuDb *db, const HufuId *sale_id, const HufuId *staff_id,
                               HufuVoidReason reason, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* hufu_sale_save inside an act. Checks afterwards that the basket and the uses and payments of the
 * sale agree: every redeemed use has its line, tender or discount, every payment that pays the sale
 * its tender, and none has no use or payment. */
gboolean hufu_sale_write (HufuDb *db, const HufuBasket *basket, HufuSaleState state,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
