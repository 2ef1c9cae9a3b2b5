/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A till of a small shop for stories: books and catalogue in a temporary directory, filled before
 * the counter opens them; the platform is a port where nobody listens.
 *
 *   g_autoptr (HufuShop) shop = hufu_shop_new_selling ();
 *   hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
 *   g_assert_cmpint (hufu_shop_number (shop, "basket.due_minor"), ==, 1290);
 *
 * Every step waits until the counter is idle.
 */
#pragma once

#include "counter/counter.h"
#include "crypto/sign.h"
#include "store/voucher-store.h"
#include "tests/lib/tempdir.h"

#define HUFU_SHOP_PIN "2468"

/* The catalogue. */
#define HUFU_SHOP_CRISPS "6901234567892"  /* 12.90, members 11.90 */
#define HUFU_SHOP_TEA "6901234567908"     /* 5.03 */
#define HUFU_SHOP_SHIRT_S "6901234567915" /* 99.00, two sizes */
#define HUFU_SHOP_SHIRT_L "6901234567922"
#define HUFU_SHOP_CHEESE_12345 "20"   /* price labels of item 12345; by weight, 80.00 a kg */
#define HUFU_SHOP_APPLES_54321 "21"   /* weight labels of item 54321; 10.00 a kg */
#define HUFU_SHOP_PHONE "13800138000" /* of a member of level 1 */
#define HUFU_SHOP_MEMBER_ID "00000000-0000-4000-8000-0000000000e1"

typedef struct {
  HufuTempdir *dir;
  char *data_dir;
  char *printer_uri; /* NULL = none */
  HufuKeyPair *issuer, *phone;
  guint witness_ms;          /* what is held waits so long after a start; 0 = not */
  HufuCounter *counter;      /* NULL = closed */
  gint64 now_utc_s;          /* when it was made */
  GString *notices, *sounds; /* since the last step began: lines, letters i a r ? ! */
  guint restarts;            /* of the window, asked for by the counter */
} HufuShop;

/* The books are filled; nothing is open yet. */
HufuShop *hufu_shop_new (void);
/* Open, signed in, shift opened. */
HufuShop *hufu_shop_new_selling (void);
void hufu_shop_free (HufuShop *shop);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuShop, hufu_shop_free)
void hufu_shop_open (HufuShop *shop);
void hufu_shop_close (HufuShop *shop);
void hufu_shop_sign_in (HufuShop *shop);

/* ---- steps ---- */
void hufu_shop_settle (HufuShop *shop);
void hufu_shop_scan (HufuShop *shop, const char *text);
void hufu_shop_type (HufuShop *shop, const char *text);
void hufu_shop_act (HufuShop *shop, HufuAct act);
/* A label of prefix, five item and five value digits, with its check digit. */
void hufu_shop_scan_label (HufuShop *shop, const char *prefix, const char *item, int value);
/* To the tender, the sum, the primary act. */
void hufu_shop_pay_cash (HufuShop *shop, gint64 received_minor);

/* The platform tells of a promotion (the contract's, as JSON), or (NULL) that it is gone; only
 * while the till is closed. */
void hufu_shop_promote (HufuShop *shop, const char *id, const char *body);

/* ---- what can be seen ---- */
/* A field of hufu_counter_to_json by its path, "basket.rows.0.name"; "" and 0 if it is not there.
 * The text is borrowed until the next call with another path has been made many times (interned).
 */
const char *hufu_shop_text (HufuShop *shop, const char *path);
gint64 hufu_shop_number (HufuShop *shop, const char *path);
guint hufu_shop_count (HufuShop *shop, const char *path); /* of a list */
gboolean hufu_shop_offers (HufuShop *shop, HufuAct act);  /* the panel has this choice */

/* What the books hold, read beside the counter: "journal", "rights", "waiting_prints". */
gint64 hufu_shop_books (HufuShop *shop, const char *what);
/* The journal's chain holds. */
void hufu_shop_assert_whole (HufuShop *shop);

/* ---- vouchers ---- */
typedef struct {
  HufuVoucherType type;
  const char *id;          /* ends the voucher's id: "d1" */
  guint32 uses;            /* 0 = 1 */
  gint64 value_minor;      /* 0 = 30.00 */
  guint64 generation;      /* 0 = 1 */
  gint64 starts_s, ends_s; /* from now; ends_s 0 = in 30 days */
  guint64 scope;           /* 0 = everywhere */
  guint32 flags;           /* more than offline allowed and partial use */
  HufuTokenKind kind;      /* 0 = a voucher */
  HufuCouponTerms terms;   /* of a coupon; takes off value_minor */
  gboolean holder;         /* bound to the shop's member */
  gboolean phone;          /* bound to a phone: needs its live code */
} HufuShopVoucher;
/* The platform recalls the k-th right of a voucher that was granted first of all. */
void hufu_shop_recall (HufuShop *shop, const HufuShopVoucher *voucher, guint32 k);
/* A fork of the till was seen, while it runs. */
void hufu_shop_freeze (HufuShop *shop);
/* The code on the customer's phone, signed by the shop's issuer. Free with g_free. */
char *hufu_shop_make_code (HufuShop *shop, const HufuShopVoucher *voucher);
/* The same by another key under the issuer's key id, or under its own. */
char *hufu_shop_forge_code (HufuShop *shop, const HufuShopVoucher *voucher, gboolean own_kid);
/* What the phone showed of a code that is bound to it, so many seconds ago. Free with g_free. */
char *hufu_shop_make_live (HufuShop *shop, const char *code, gint64 age_s);
/* Grants its rights to this till; only while it is closed. */
void hufu_shop_grant (HufuShop *shop, const HufuShopVoucher *voucher);
