/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page on which a product is changed or made: what it is now, as texts to type over, and
 * whether a manager has to approve what was typed. */
#pragma once

#include <gio/gio.h>

/* A product as it is now: plain and read-only. */
typedef struct {
  gint64 product_id; /* 0 = a new one is made */
  char *sku, *name_en, *name_zh;
  char *price, *member_price; /* "12.50"; "" = none */
  char *codes;                /* barcodes, parted by ", " */
  gint64 category_id;
  gboolean sold;
  gboolean asks_price; /* at each sale: there is none to change */
} HufuProductSheet;
void hufu_product_sheet_free (HufuProductSheet *sheet);

/* Properties (notify): "shown" (boolean: the page is in front), "beyond" (boolean: what was typed
 * waits for a manager's number and PIN), "serial" (uint: the sheet is another one), "saved"
 * (string: a sentence about what was changed last; notifies at each change), "scanned" (string: a
 * barcode that was scanned while the page was in front; notifies at each). */
#define HUFU_TYPE_PRODUCT_DESK (hufu_product_desk_get_type ())
G_DECLARE_FINAL_TYPE (HufuProductDesk, hufu_product_desk, HUFU, PRODUCT_DESK, GObject)

HufuProductDesk *hufu_product_desk_new (void);
/* NULL = none was looked at; borrowed until "serial" notifies. */
const HufuProductSheet *hufu_product_desk_get_sheet (HufuProductDesk *desk);
void hufu_product_desk_show (HufuProductDesk *desk, HufuProductSheet *take_sheet);
gboolean hufu_product_desk_is_shown (HufuProductDesk *desk);
gboolean hufu_product_desk_is_beyond (HufuProductDesk *desk);
void hufu_product_desk_set_beyond (HufuProductDesk *desk, gboolean beyond);
void hufu_product_desk_tell_scanned (HufuProductDesk *desk, const char *code);
void hufu_product_desk_tell_saved (HufuProductDesk *desk, const char *sentence);

/* What somebody typed of a product; what is NULL or FALSE stays as it is. */
typedef struct {
  char *which;             /* barcode or number of the product; NULL = a new one */
  char *name_en, *name_zh; /* of a new one one is enough for both */
  char *price;
  char *member_price; /* "" = none */
  char *code;         /* a barcode to be added */
  char *code_off;     /* one to be taken off */
  char *category;     /* its number or name */
  gboolean sets_sold, sold;
} HufuProductForm;
HufuProductForm *hufu_product_form_copy (const HufuProductForm *form);
void hufu_product_form_free (HufuProductForm *form);
