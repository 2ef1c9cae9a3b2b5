/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the shop may change of a product at the counter, within which bounds, and which of two
 * changes counts. Pure.
 *
 * Each field of a product has a stamp, the hybrid time (core/hlc.h) of its last change, and so has
 * each barcode that was added or taken off. Of two changes of a field the later stamp counts,
 * wherever it is heard of first; barcodes come and go one by one, so that those of two tills are
 * both kept. A product that is made at a till has an id of its own: no catalogue gives numbers from
 * HUFU_PRODUCT_OWN_MIN on.
 *
 *   HufuProductFault fault = hufu_product_check_price (0);   HUFU_PRODUCT_BAD_PRICE
 */
#pragma once

#include "core/lang.h"
#include "core/money.h"

#define HUFU_PRODUCT_NAME_MAX 100                                  /* bytes */
#define HUFU_PRODUCT_PRICE_MAX_MINOR G_GINT64_CONSTANT (100000000) /* of one piece: a million */
#define HUFU_PRODUCT_CODES_MAX 16                                  /* barcodes of one product */
#define HUFU_PRODUCT_EDITS_MAX 2000                                /* that wait for the platform */
#define HUFU_PRODUCT_OWN_MIN (G_GINT64_CONSTANT (1) << 52) /* ids made at tills, below twice it */
#define HUFU_PRODUCT_SKU_SIZE 16                           /* of hufu_product_make_sku */

typedef enum {
  HUFU_PRODUCT_NAME_EN,
  HUFU_PRODUCT_NAME_ZH,
  HUFU_PRODUCT_PRICE,
  HUFU_PRODUCT_MEMBER_PRICE,
  HUFU_PRODUCT_SOLD,
  HUFU_PRODUCT_CATEGORY,
} HufuProductField;
#define HUFU_PRODUCT_FIELD_COUNT 6
/* "name_en" "name_zh" "price_minor" "member_price_minor" "sold" "category_id": members of the
 * contract's Product and keys of its stamps; static. */
const char *hufu_product_field_name (HufuProductField field);

typedef enum {
  HUFU_PRODUCT_OK,
  HUFU_PRODUCT_NO_NAME,
  HUFU_PRODUCT_BAD_NAME,
  HUFU_PRODUCT_BAD_PRICE,
  HUFU_PRODUCT_BAD_MEMBER_PRICE, /* no price, or not below the price */
  HUFU_PRODUCT_ASKED_PRICE,      /* the price is asked at each sale */
  HUFU_PRODUCT_BAD_CODE,
  HUFU_PRODUCT_CODE_TAKEN, /* another product has it */
  HUFU_PRODUCT_CODES_FULL,
  HUFU_PRODUCT_NOT_ITS_CODE, /* of those to be taken off */
  HUFU_PRODUCT_BAD_CATEGORY, /* there is none, or nothing is sold in it */
  HUFU_PRODUCT_UNKNOWN,
  HUFU_PRODUCT_NOT_ALLOWED, /* a manager has to approve it */
  HUFU_PRODUCT_FULL,        /* HUFU_PRODUCT_EDITS_MAX wait */
  HUFU_PRODUCT_SAME,        /* nothing is different */
} HufuProductFault;
#define HUFU_PRODUCT_FAULT_COUNT 15

/* "product_bad_price"; "" for OK; static. */
const char *hufu_product_fault_code (HufuProductFault fault);
/* One sentence: what is the case, what to do; "" for OK; static. */
const char *hufu_product_fault_sentence (HufuProductFault fault, HufuLang lang);

/* One line that can be printed, with no card number in it. */
HufuProductFault hufu_product_check_name (const char *name);
/* Above nothing, up to HUFU_PRODUCT_PRICE_MAX_MINOR. */
HufuProductFault hufu_product_check_price (gint64 price_minor);

/* The id of a product that is made here, of 52 random bits. */
gint64 hufu_product_make_id (guint64 random);
gboolean hufu_product_is_own_id (gint64 product_id);
/* Its number, as unique as the id: "N" and 11 letters and digits that are not mistaken. */
void hufu_product_make_sku (gint64 product_id, char ret_sku[HUFU_PRODUCT_SKU_SIZE]);

/* What somebody wants to be different. */
typedef struct {
  gint64 product_id; /* 0 = a new one: all fields but MEMBER_PRICE and CATEGORY are wanted then */
  guint fields;      /* 1 << HufuProductField: the others are not looked at */
  char *name_en, *name_zh;
  gint64 price_minor, member_price_minor; /* -1 = no member price */
  gboolean sold;
  guint64 code, code_off; /* barcode to be added, and one to be taken off; 0 = none */
  gint64 category_id;     /* also of a new one */
} HufuProductWish;
/* What can be said of it without the catalogue. */
HufuProductFault hufu_product_wish_check (const HufuProductWish *wish);
HufuProductWish *hufu_product_wish_copy (const HufuProductWish *wish);
void hufu_product_wish_free (HufuProductWish *wish);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuProductWish, hufu_product_wish_free)
