/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The room of the products that are changed or made at the till. */
#pragma once

#include <jansson.h>
#include "counter/counter.h"

/* What a kill left between the books and the catalogue is laid over it. */
void hufu_product_flow_start (HufuCounter *counter);

/* The page of a product: by a barcode or the product's number; of what is found or selected; of one
 * that is to be made. */
void hufu_product_flow_show (HufuCounter *counter, const char *code);
void hufu_product_flow_show_meant (HufuCounter *counter);
void hufu_product_flow_show_new (HufuCounter *counter);
/* TRUE if it was open. What waits for a manager is forgotten. */
gboolean hufu_product_flow_close (HufuCounter *counter);

/* A scan while the page is open is a barcode for it. FALSE: the page is not open. */
gboolean hufu_product_flow_scan (HufuCounter *counter, const char *text, gsize length);

/* A manager's is done at once; anybody else's waits for a manager's number and PIN. */
void hufu_product_flow_edit (HufuCounter *counter, const HufuProductForm *form);
void hufu_product_flow_approve (HufuCounter *counter, const char *staff_no, const char *pin);

/* The product that was looked at last; NULL: none was. */
json_t *hufu_product_flow_to_json (HufuCounter *counter);
