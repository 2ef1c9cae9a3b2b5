/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Products in the catalogue as the platform tells them and as they are changed here, from inside an
 * act; private to src/store. */
#pragma once

#include "core/product.h"
#include "store/catalog.h"
#include "store/sql.h"

/* The contract's Product: each field by the later stamp, the platform's if they are equal. Its
 * figure counts own events up to counted_no. What breaks the contract is taken as far as
 * core/flaw.h says, and noted. */
gboolean hufu_catalog_put_product (HufuDb *db, const char *key, const json_t *data,
                                   gint64 counted_no, GError **error);
gboolean hufu_catalog_delete_product (HufuDb *db, gint64 product_id, GError **error);

/* The product as the contract says it, sold or not; *ret_product NULL: there is none.
 * *ret_stock_no: own events up to this one are in its figure. */
gboolean hufu_catalog_load_product (HufuDb *db, gint64 product_id, json_t **ret_product,
                                    gint64 *ret_stock_no, GError **error);
/* Replaces it as a whole. */
gboolean hufu_catalog_write_product (HufuDb *db, json_t *data, gint64 counted_no, GError **error);

/* Of the stamps of a product, or of none; 0 = that was never changed. key: a field or a barcode. */
json_int_t hufu_product_get_stamp (const json_t *product, const char *key);
void hufu_product_set_stamp (json_t *product, const char *key, json_int_t stamp);
/* TRUE for the key of a barcode, which is its digits. */
gboolean hufu_product_is_code_key (const char *key, gint64 *ret_code);
gboolean hufu_product_has_code (const json_t *product, gint64 code);
/* Gives it the barcode, or takes it off. */
void hufu_product_set_code (json_t *product, gint64 code, gboolean has);
