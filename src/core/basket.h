/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A sale in the making and its arithmetic. Taxes as core/tax.h says. Pure: the counter
 * edits a basket, src/store keeps it after every edit, so that a killed till opens with the same
 * basket.
 *
 * What a line costs is the price of a piece, the chosen options (core/option.h) included, times its
 * quantity; a price on a label has the options on top, one by hand is in the place of all. What is
 * taken off, in this order, each off what is left: another price for a line; promotions,
 * but not off a price by hand; a discount on the line; a discount on the whole sale; coupons. What
 * is taken off several lines together is shared by largest remainder, so the parts are the whole to
 * the unit and no line costs less than nothing. The sums do not depend on the order of the lines.
 */
#pragma once

#include <glib.h>
#include "core/detail.h"
#include "core/coupon.h"
#include "core/gs1.h"
#include "core/id.h"
#include "core/lang.h"
#include "core/markdown.h"
#include "core/money.h"
#include "core/option.h"
#include "core/promotion.h"
#include "core/right.h"
#include "core/tax.h"

#define HUFU_BASKET_LINES_MAX 500
#define HUFU_BASKET_TENDERS_MAX 20
/* A hundred of the largest note: nobody gives back more, so it was typed or scanned wrongly. */
#define HUFU_CASH_ABOVE_DUE_MAX_MINOR G_GINT64_CONSTANT (1000000)
#define HUFU_BASKET_DISCOUNTS_MAX 10
#define HUFU_BASKET_LIMITED_MAX 8 /* of the tenders: vouchers that pay for some goods alone */
#define HUFU_NAME_MAX 120         /* bytes of a product, deal or person's name */

typedef enum {
  HUFU_LINE_PRODUCT, /* sold here */
  HUFU_LINE_PREPAID, /* redeemed deal voucher or pass: paid online, nothing due, removed only by
                        undo */
} HufuLineKind;

/* What the catalogue says now of a line's product. */
typedef enum {
  HUFU_SHELF_SAME,    /* as it came, or nobody has looked */
  HUFU_SHELF_CHANGED, /* another price */
  HUFU_SHELF_GONE,    /* it is not sold any more */
} HufuShelf;

/* What takes something off a line. */
typedef enum {
  HUFU_OFF_PROMOTION, /* what promotions take off it */
  HUFU_OFF_LINE,      /* a discount on the line, by hand */
  HUFU_OFF_BASKET,    /* its share of a discount on the sale, by hand */
  HUFU_OFF_COUPON,    /* its share of the coupons */
} HufuOff;
#define HUFU_OFF_COUNT 4

typedef struct {
  guint32 line_no; /* from 1, unique in the basket, never reused */
  HufuLineKind kind;
  gint64 product_id;  /* 0 for a prepaid line */
  gint64 category_id; /* 0 = none */
  guint64 gtin;       /* as scanned; 0 = none */
  char *sku;
  char *name_en, *name_zh;       /* owned, never NULL */
  char *variant_en, *variant_zh; /* owned, "" if none */
  char *icon;                    /* name of a drawing in data/icons/goods, "" if none */
  gboolean by_weight;            /* quantity in kg, shown with three decimals */
  gint64 qty_milli;              /* > 0 */
  gint64 list_price_minor;       /* per 1000 milli */
  gint64 member_price_minor;     /* per 1000 milli; -1 = none */
  gint64 label_total_minor;      /* price read from a label; -1 = none: then qty * price */
  gint32 tax_ppm;
  HufuTrace trace;    /* lot, serial and expiry as scanned or typed */
  HufuDetail asks;    /* what its product asks for */
  HufuDue due;        /* made to order: when it is to be ready */
  HufuOffer *options; /* what was offered to choose when it came, a reference; NULL = nothing */
  guint64 chosen;     /* of it: places, a bit each */
  HufuId left_out_by; /* who let it be sold without; zero = nobody */
  HufuId use_id;      /* prepaid: the use; zero otherwise */
  gint64 paid_online_minor;         /* prepaid: what the customer paid */
  char *note;                       /* owned, "" if none */
  HufuMarkdown markdown;            /* a price or a discount by hand */
  gint64 off_minor[HUFU_OFF_COUNT]; /* worked out by the basket's edits */
  HufuShelf shelf;                  /* news, not stored; the line keeps its price */
  gint64 shelf_price_minor, shelf_member_price_minor; /* if CHANGED, as list and member price */
  gint64 tax_minor;   /* the same: on what the line costs in the end */
  gint64 added_minor; /* the same: of it, what is not in the price */
} HufuLine;

typedef enum {
  HUFU_TENDER_CASH,
  HUFU_TENDER_VOUCHER, /* cash voucher; removed only by undo */
  HUFU_TENDER_CARD,    /* charged by the card terminal; removed only by a reversal */
  HUFU_TENDER_WALLET,  /* asked through the platform; removed only by a reversal */
  HUFU_TENDER_DEPOSIT, /* paid when the goods were ordered (core/deposit.h); removed only when the
                          order is off */
} HufuTenderKind;

#define HUFU_TENDER_KIND_COUNT 5

/* It is a payment of its own (core/payment.h). */
static inline gboolean
hufu_tender_kind_is_payment (HufuTenderKind kind)
{
  return kind == HUFU_TENDER_CARD || kind == HUFU_TENDER_WALLET;
}

/* "cash": in the books, the contract and exports; static. */
const char *hufu_tender_kind_name (HufuTenderKind kind);
/* The ledger account that is debited when the sale is finished; static. */
const char *hufu_tender_kind_account (HufuTenderKind kind);
/* What X and Z call it; static. */
const char *hufu_tender_kind_label (HufuTenderKind kind, HufuLang lang);
gboolean hufu_tender_kind_find (const char *name, HufuTenderKind *ret_kind);

typedef enum {
  HUFU_TENDER_PENDING, /* a voucher or payment without an answer: not deducted */
  HUFU_TENDER_TAKEN,
} HufuTenderState;

typedef struct {
  guint32 tender_no; /* from 1 */
  HufuTenderKind kind;
  HufuTenderState state;
  gint64 amount_minor;   /* what it pays, change and rounding apart */
  gint64 received_minor; /* cash handed over */
  gint64 change_minor;
  gint64 rounding_minor; /* cash rounding: due + rounding = amount */
  HufuId use_id; /* of a voucher the use, of a card or wallet the payment, of a deposit its own */
  HufuCouponTerms terms; /* voucher: of these the goods that it pays for; none named: all */
  char *label_en, *label_zh;
} HufuTender;

/* A redeemed coupon: less is due, so it is neither a line nor a tender. Removed only by undo. */
typedef struct {
  HufuId use_id;
  HufuTenderState state; /* pending: no answer yet, takes nothing off */
  HufuCouponTerms terms;
  char *label_en, *label_zh; /* owned, never NULL */
  HufuCouponVerdict verdict; /* worked out by the basket's edits; the time of day does not count */
} HufuDiscount;

/* A deal or a use of a pass that was asked for and has no answer yet. It becomes a prepaid line, or
 * goes, by its answer alone. */
typedef struct {
  HufuId use_id;
  char *label_en, *label_zh; /* owned, never NULL */
} HufuAwaited;

/* What a promotion takes off a line. */
typedef struct {
  guint32 line_no;
  const HufuPromotion *promotion; /* of the basket's set */
  gint64 off_minor;
} HufuPromoted;

/* What a coupon takes off a line. */
typedef struct {
  guint32 line_no;
  guint discount; /* its place in the basket's */
  gint64 off_minor;
} HufuCouponed;

typedef struct {
  gint64 list_minor;      /* at list price */
  gint64 gross_minor;     /* what product lines cost in the end, taxes and all */
  gint64 coupon_minor;    /* what coupons take off */
  gint64 promotion_minor; /* what promotions take off */
  gint64 by_hand_minor;   /* what prices and discounts by hand take off */
  gint64 tax_minor;       /* contained in gross */
  gint64 added_minor;     /* of it, what is not in the prices */
  gint64 saved_minor;     /* list - (gross - added) */
  gint64 taken_minor;     /* gross settled by tenders taken: received - change - rounding */
  gint64 due_minor;       /* gross - taken, >= 0 */
  gint64 pending_minor;   /* vouchers and payments without an answer */
  gint64 qty_pieces;      /* pieces; a weighed line counts one */
  gsize n_lines;
} HufuTotals;

typedef struct {
  HufuId id;        /* the sale's id, made when the first line comes */
  guint32 currency; /* ISO 4217 numeric */
  gboolean has_member;
  HufuId member_id;
  char *member_label; /* masked, "138****2706"; NULL without member */
  gint64 member_points;
  gint64 member_level;  /* set together with the member */
  char *hold_name;      /* NULL until it is held */
  guint32 next_line_no; /* stored with the basket, so that a number is never given twice */
  GPtrArray *lines;     /* HufuLine, owned, in order */
  GPtrArray *tenders;   /* HufuTender, owned */
  GPtrArray *discounts; /* HufuDiscount, owned, in the order of redemption */
  GPtrArray *awaited;   /* HufuAwaited, owned, as asked for; read from the uses, not stored here */
  HufuPromotionSet *promotions; /* those that were on when the first line came; NULL = none yet */
  GArray *promoted;             /* HufuPromoted, owned; worked out by the basket's edits */
  GArray *couponed;             /* HufuCouponed, owned; the same */
  HufuTaxRules *taxes;          /* of the place when the first line came; NULL = none */
  GArray *tax_sums;             /* HufuTaxSum, owned; worked out by the basket's edits */
  HufuMarkdown markdown;        /* a discount on the whole sale by hand; never a PRICE */
} HufuBasket;

/* A product line of one piece with empty names and no prices; a cash tender of nothing; an empty
 * basket. All copies are deep; all frees take NULL. */
HufuLine *hufu_line_new (void);
HufuLine *hufu_line_copy (const HufuLine *line);
void hufu_line_free (HufuLine *line);
HufuTender *hufu_tender_new (void);
HufuTender *hufu_tender_copy (const HufuTender *tender);
void hufu_tender_free (HufuTender *tender);
HufuDiscount *hufu_discount_new (void);
HufuDiscount *hufu_discount_copy (const HufuDiscount *discount);
void hufu_discount_free (HufuDiscount *discount);
HufuAwaited *hufu_awaited_new (const HufuId *use_id, const char *label_en, const char *label_zh);
void hufu_awaited_free (HufuAwaited *awaited);
HufuBasket *hufu_basket_new (guint32 currency);
HufuBasket *hufu_basket_copy (const HufuBasket *basket);
void hufu_basket_free (HufuBasket *basket);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuLine, hufu_line_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuTender, hufu_tender_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuDiscount, hufu_discount_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuBasket, hufu_basket_free)

/* Why an edit was not made; each has a sentence in both languages. */
typedef enum {
  HUFU_EDIT_OK,
  HUFU_EDIT_TOO_MANY_LINES,
  HUFU_EDIT_QTY_RANGE,
  HUFU_EDIT_TOTAL_RANGE,
  HUFU_EDIT_NO_SUCH_LINE,
  HUFU_EDIT_REDEEMED,    /* a redeemed line or tender leaves only by undo */
  HUFU_EDIT_FIXED_QTY,   /* a labelled or prepaid line has the quantity it has */
  HUFU_EDIT_NOT_COVERED, /* received less than due */
  HUFU_EDIT_EMPTY,
  HUFU_EDIT_PENDING,     /* a voucher or a payment has no answer yet */
  HUFU_EDIT_BELOW_TAKEN, /* the sale would cost less than is already paid (or pending) */
  HUFU_EDIT_OVER_DUE,    /* a tender other than cash would pay more than is due */
  HUFU_EDIT_TOO_MANY_TENDERS,
  HUFU_EDIT_COUPON,         /* a condition of the coupon is not met */
  HUFU_EDIT_CASH_TOO_MUCH,  /* received more than HUFU_CASH_ABOVE_DUE_MAX_MINOR above what is due */
  HUFU_EDIT_SAME_SERIAL,    /* this very piece is in the basket already */
  HUFU_EDIT_NO_PRICE,       /* nothing is due for that line: there is no price to change */
  HUFU_EDIT_OFF_RANGE,      /* a discount of more than there is */
  HUFU_EDIT_APPROVED_QTY,   /* what was approved holds for the quantity of then */
  HUFU_EDIT_NOTE,           /* not one line of text, or like the number of a card */
  HUFU_EDIT_NO_NEW_PRICE,   /* the shelf has no other price for that line */
  HUFU_EDIT_PRICED,         /* the line has a price by hand: no discount beside it */
  HUFU_EDIT_DISCOUNTED,     /* the line has a discount by hand: no price beside it */
  HUFU_EDIT_ONE_PIECE,      /* its product asks for the serial number of each piece */
  HUFU_EDIT_NOT_ASKED,      /* the line asks for no such thing */
  HUFU_EDIT_NO_OPTION,      /* the line offers no such choice */
  HUFU_EDIT_ENOUGH_OPTIONS, /* as many are chosen as may be */
  HUFU_EDIT_APPROVED_OPTION, /* what was approved holds for the choices of then */
  HUFU_EDIT_UNANSWERED,      /* a line asks for something that nobody has said */
  HUFU_EDIT_NO_COIN,         /* there are no coins for that sum */
  HUFU_EDIT_CASH_WAITS,      /* cash was taken for a part: the sale is not left as it is */
} HufuEdit;
/* One sentence: what is the case, what to do; "" for OK. lang: HufuLang. Static. */
const char *hufu_edit_sentence (HufuEdit edit, int lang);

/* Adds a copy of `line`, under a new number. Pieces of the same product at the same price join the
 * line that is there; a weighed or labelled line stands alone, as each has its own label, so does a
 * product of which something may be chosen, for each piece may be another, and so does a piece with
 * a serial number, of which there is one (else SAME_SERIAL), and one with a note, another price or
 * a discount of its own. A prepaid line whose use is here already changes nothing. *ret_line_no
 * (may be NULL) is the line that now carries it; untouched if the edit is not made. */
HufuEdit hufu_basket_add (HufuBasket *basket, const HufuLine *line,
                          guint32 *ret_line_no) G_GNUC_WARN_UNUSED_RESULT;
/* Changing and removing product lines. An edit that would leave the sale costing less than what
 * tenders have taken, or may yet take (pending), is BELOW_TAKEN: change is given for cash alone, so
 * a voucher has to be undone first. */
HufuEdit hufu_basket_set_qty (HufuBasket *basket, guint32 line_no,
                              gint64 qty_milli) G_GNUC_WARN_UNUSED_RESULT;
HufuEdit hufu_basket_remove (HufuBasket *basket, guint32 line_no) G_GNUC_WARN_UNUSED_RESULT;
/* The line costs from now on what the shelf says; NO_NEW_PRICE if that is nothing else. */
HufuEdit hufu_basket_take_shelf_price (HufuBasket *basket,
                                       guint32 line_no) G_GNUC_WARN_UNUSED_RESULT;
/* A few words on a line, "" for none. */
HufuEdit hufu_basket_set_note (HufuBasket *basket, guint32 line_no,
                               const char *note) G_GNUC_WARN_UNUSED_RESULT;
/* What the line's product asks for; in the place of what was there. SAME_SERIAL: another line has
 * that piece. Or it is left out, by whom (never a due date: NOT_ASKED). */
HufuEdit hufu_basket_answer (HufuBasket *basket, guint32 line_no,
                             const HufuDetails *answer) G_GNUC_WARN_UNUSED_RESULT;
HufuEdit hufu_basket_leave_out (HufuBasket *basket, guint32 line_no,
                                const HufuId *by) G_GNUC_WARN_UNUSED_RESULT;
/* Chooses that place of what the line offers, or takes it away (hufu_offer_choose). */
HufuEdit hufu_basket_choose (HufuBasket *basket, guint32 line_no,
                             guint place) G_GNUC_WARN_UNUSED_RESULT;
/* Another line than that one has this piece of its product. */
gboolean hufu_basket_has_serial (const HufuBasket *basket, const HufuLine *line,
                                 const char *serial);
/* The first line that has to be told something yet, be it a choice, or, unless now is NULL, is to
 * be ready in the past; borrowed; NULL = none. */
const HufuLine *hufu_basket_find_asking (const HufuBasket *basket, const HufuDue *now);
/* Another price or a discount by hand for the line, or with line_no 0 for the whole sale; it goes
 * in the place of the one that is there, NONE takes that away. A price does not go in the place of
 * a discount (DISCOUNTED), nor a discount in that of a price (PRICED): the line could cost more.
 * Its base_minor is worked out. A bug if hufu_markdown_check has something against it. */
HufuEdit hufu_basket_mark_down (HufuBasket *basket, guint32 line_no,
                                const HufuMarkdown *markdown) G_GNUC_WARN_UNUSED_RESULT;
/* Whether all that is taken off the line by hand, or with line_no 0 off each line, is within the
 * largest of those rights that it was taken off by: what one approved, the next does not enlarge
 * by a smaller right. A unit more is the rounding of shares. */
gboolean hufu_basket_is_within (const HufuBasket *basket, guint32 line_no,
                                const HufuPriceRights *rights);
/* What the one that is there takes off its base_minor; below 0: the price was raised. */
gint64 hufu_basket_marked_off_minor (const HufuBasket *basket, guint32 line_no);
/* Sets the member (label: masked), or none with member_id NULL. Member prices can make the sale
 * cost less: then BELOW_TAKEN as above. */
HufuEdit hufu_basket_set_member (HufuBasket *basket, const HufuId *member_id, const char *label,
                                 gint64 points) G_GNUC_WARN_UNUSED_RESULT;
/* Removes the line or tender of an undone use or a reversed payment, or what awaits its answer;
 * TRUE if there was one. */
gboolean hufu_basket_remove_use (HufuBasket *basket, const HufuId *use_id);
/* Adds a copy of a tender other than cash, taken or pending. Its amount is at most what is due
 * apart from pending ones (else OVER_DUE): only cash gives change. A use or payment that is here
 * already changes nothing. One place is kept for the cash that settles the rest. */
HufuEdit hufu_basket_add_tender (HufuBasket *basket,
                                 const HufuTender *tender) G_GNUC_WARN_UNUSED_RESULT;
/* Gives it the next number and appends it; takes it. */
void hufu_basket_append_tender (HufuBasket *basket, HufuTender *take_tender);
/* The answer came: the pending tender of the use is taken. FALSE if there is no such tender. */
gboolean hufu_basket_take_pending (HufuBasket *basket, const HufuId *use_id);

/* Works out what is taken off and each line's share of it, exact to the unit. Every edit does it;
 * to be called after lines, coupons or the member were set otherwise. */
void hufu_basket_reckon (HufuBasket *basket);
/* The promotions that the sale is reckoned by from now on, to its end; takes a reference. */
void hufu_basket_set_promotions (HufuBasket *basket, HufuPromotionSet *promotions);
/* The tax rules that the sale is reckoned by from now on, at the instant of its promotions; takes a
 * reference. */
void hufu_basket_set_taxes (HufuBasket *basket, HufuTaxRules *taxes);
/* What a discount by hand gave away of the line, without the tax on it. */
gint64 hufu_basket_given_minor (const HufuBasket *basket, const HufuLine *line);
/* Shares whole_minor among n lines of `lines` (HufuLine, product lines alone) by what is left of
 * each, and adds it under `off`. whole_minor is at most what is left of all. */
void hufu_lines_share (GPtrArray *lines, gint64 whole_minor, gboolean member, HufuOff off);

/* ---- vouchers that pay for some goods alone (cover.c) ---- */

/* TRUE if all vouchers, taken and pending, find goods that they may pay for. */
gboolean hufu_basket_is_covered (const HufuBasket *basket);
/* The most that one more voucher of these terms may pay for; 0 if nothing, or beside
 * HUFU_BASKET_LIMITED_MAX others that are limited as well. */
gint64 hufu_basket_find_room (const HufuBasket *basket, const HufuCouponTerms *terms);

/* ---- coupons (discount.c) ---- */

/* Takes off what the coupons do, after all that is taken off before. */
void hufu_basket_reckon_coupons (HufuBasket *basket);

/* Whether one more coupon of these terms would apply now, and how much it would take off. weekday:
 * 1 = Monday; 0 = the time does not count. */
void hufu_basket_judge_coupon (const HufuBasket *basket, const HufuCouponTerms *terms, gint weekday,
                               gint minute, HufuCouponVerdict *ret_verdict);
/* Adds a copy of a coupon that was redeemed, or asked for (pending). A use that is here already
 * changes nothing. COUPON if a condition other than the time is not met. */
HufuEdit hufu_basket_add_discount (HufuBasket *basket,
                                   const HufuDiscount *discount) G_GNUC_WARN_UNUSED_RESULT;
/* Borrowed; NULL if the use is no coupon of this sale. */
HufuDiscount *hufu_basket_find_discount (const HufuBasket *basket, const HufuId *use_id);
/* The first redeemed coupon, after N_SKIP others, whose conditions are no longer met: it takes
 * nothing off and has to be undone; NULL if there is none. Borrowed. */
const HufuDiscount *hufu_basket_find_lapsed (const HufuBasket *basket, guint n_skip);

/* ---- cash (basket-cash.c): one tender, in whatever parts it comes ---- */

/* The cash that settles what is due: rounds it, computes change. Nothing is added where nothing is
 * due and nothing received. At most HUFU_CASH_ABOVE_DUE_MAX_MINOR above what is due is received. */
HufuEdit hufu_basket_pay_cash (HufuBasket *basket, gint64 received_minor, gint64 increment_minor,
                               HufuRounding rounding) G_GNUC_WARN_UNUSED_RESULT;
/* Cash for a part of what is due, less than all of it (else OVER_DUE), in coins that there are
 * (else NO_COIN). It waits on the sale: it is booked, and the drawer opened, when the sale is
 * finished. */
HufuEdit hufu_basket_pay_part (HufuBasket *basket, gint64 received_minor,
                               gint64 increment_minor) G_GNUC_WARN_UNUSED_RESULT;
/* What cash pays of the sale so far; of an open sale the part that waits. */
gint64 hufu_basket_cash_minor (const HufuBasket *basket);
/* Takes that part from the sale again; how much it was. */
gint64 hufu_basket_give_cash_back (HufuBasket *basket);
/* TRUE if a line or tender comes from a voucher that is redeemed, or whose answer is awaited: then
 * the basket cannot be thrown away. */
gboolean hufu_basket_has_redeemed (const HufuBasket *basket);

/* Per 1000 milli: the price by hand if there is one; the member price if `member` and there is one,
 * but never above the list price. */
gint64 hufu_line_unit_price_minor (const HufuLine *line, gboolean member);
/* What the line costs before anything is taken off: nothing if prepaid, the label's price if it has
 * one and none was set by hand. */
gint64 hufu_line_total_minor (const HufuLine *line, gboolean member);
/* The same without a price by hand. */
gint64 hufu_line_plain_total_minor (const HufuLine *line, gboolean member);
/* At list price; at the price by hand if that is higher. */
gint64 hufu_line_list_total_minor (const HufuLine *line);
/* All that is taken off the total. */
gint64 hufu_line_off_minor (const HufuLine *line);
/* What the line costs in the end, as its price is given: the total less all that is taken off. */
gint64 hufu_line_net_minor (const HufuLine *line, gboolean member);
/* The same with the taxes that are added to it: what is paid for it. */
gint64 hufu_line_gross_minor (const HufuLine *line, gboolean member);
/* What a price and discounts by hand take off. */
gint64 hufu_line_by_hand_minor (const HufuLine *line, gboolean member);
/* What the catalogue says now that the line does not; nothing of a price by hand or on a label. Of
 * CHANGED the price, as hufu_line_unit_price_minor. */
HufuShelf hufu_line_get_shelf (const HufuLine *line, gboolean member, gint64 *ret_price_minor);
/* Pieces of the line; a weighed line counts one. */
gint64 hufu_line_pieces (const HufuLine *line);
/* What its choices add to the price of a piece. */
gint64 hufu_line_extra_minor (const HufuLine *line);
/* The list price of a piece with its choices. */
gint64 hufu_line_list_price_minor (const HufuLine *line);
/* What is chosen: "Less sugar", with prices "Oat milk +3.00", one after the other; "" if nothing.
 * Free with g_free. */
char *hufu_line_say_choices (const HufuLine *line, HufuLang lang, const char *between,
                             gboolean priced);
/* A group of its options wants more than is chosen. */
gboolean hufu_line_is_choosing (const HufuLine *line);
/* It has to be told yet what its product asks for. */
gboolean hufu_line_is_asking (const HufuLine *line);
/* What it was told: "Serial no. 77", "Lot A1 · Use by 2027-01-31", "Ready on 2026-11-24 15:30"; ""
 * if nothing. Free with g_free. */
char *hufu_line_say_answers (const HufuLine *line, HufuLang lang, const char *between);
/* The sums of the basket as it stands. */
void hufu_basket_get_totals (const HufuBasket *basket, HufuTotals *ret_totals);
/* Borrowed; NULL if there is no such line. */
HufuLine *hufu_basket_find_line (const HufuBasket *basket, guint32 line_no);
