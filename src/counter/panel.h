/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the work area says about the last scan: one immutable object, drawn by the window and
 * printed by hufuctl from the same fields. All texts are ready in the counter's language.
 */
#pragma once

#include <gio/gio.h>
#include "core/reason.h"

#define HUFU_TYPE_PANEL (hufu_panel_get_type ())
G_DECLARE_FINAL_TYPE (HufuPanel, hufu_panel, HUFU, PANEL, GObject)

/* Everything that a button or key can start without a parameter. */
typedef enum {
  HUFU_ACT_NONE,
  HUFU_ACT_PRIMARY,       /* whatever the primary button says now */
  HUFU_ACT_BACK,          /* Esc: back one step, then clear */
  HUFU_ACT_PAY,           /* F12: to the tender */
  HUFU_ACT_HOLD,          /* F6: hold, next customer */
  HUFU_ACT_SHOW_HELD,     /* F10 */
  HUFU_ACT_VOID,          /* throw the open basket away (asks why: a second VOID does it) */
  HUFU_ACT_REDEEM,        /* use the right that the panel shows */
  HUFU_ACT_REDEEM_AGAIN,  /* one more use of the same pass */
  HUFU_ACT_MORE_USES,     /* F8: of a pass, one more use at once, ten at most */
  HUFU_ACT_LESS_USES,     /* F7: one less */
  HUFU_ACT_UNDO,          /* undo the redemption that the panel shows */
  HUFU_ACT_ASK_AGAIN,     /* F5: ask the platform again, same number */
  HUFU_ACT_PAY_OTHERWISE, /* F7: the customer pays another way; the voucher is given back if it
                             succeeds */
  HUFU_ACT_SHOW_PENDING,  /* the voucher or payment of this sale that has no answer yet */
  HUFU_ACT_PRINT_SLIP,
  HUFU_ACT_REPRINT,      /* the last receipt, marked COPY */
  HUFU_ACT_SELL_INSTEAD, /* F8 on a refusal: add the product of the voucher at the store price */
  HUFU_ACT_REMOVE_MEMBER,
  HUFU_ACT_SIGN_OUT,     /* Ctrl+L: lock; nothing is lost */
  HUFU_ACT_AS_VOUCHER,   /* on an ambiguous code: ask the platform for a voucher of that code */
  HUFU_ACT_FINISH,       /* take the cash shown, or end a sale with nothing due */
  HUFU_ACT_CASH_BACK,    /* the cash that was taken for a part of the sale */
  HUFU_ACT_RETRY,        /* on STOPPED: try to open the books again */
  HUFU_ACT_SHOW_MANAGER, /* F9: today, for managers; again: the cases, and back */
  HUFU_ACT_SHOW_TODAY,   /* the manager's page with today in front */
  HUFU_ACT_TODAY_STORE,  /* today: of the whole store; again: of this till */
  HUFU_ACT_SHOW_STAFF,   /* the manager's page with the staff in front */
  HUFU_ACT_SHOW_STOCK,   /* where there is how much of what is found, or of the selected line */
  HUFU_ACT_SHOW_LOW,     /* the manager's page with the stock in front */
  HUFU_ACT_SHOW_PAPER,   /* the manager's page with what is printed in front */
  HUFU_ACT_EDIT_PRODUCT, /* the page of what is found, or of the selected line */
  HUFU_ACT_NEW_PRODUCT,
  HUFU_ACT_SHOW_DRAWER, /* to cash in and out */
  HUFU_ACT_BOOK_CASH,   /* what the drawer pad has */
  HUFU_ACT_SHOW_X,      /* the sums of the shift so far, for managers */
  HUFU_ACT_PRINT_X,
  HUFU_ACT_CLOSE_SHIFT,  /* to counting the drawer */
  HUFU_ACT_HAND_IN,      /* what is counted is all there is */
  HUFU_ACT_CHANGE_PRICE, /* of the selected line; without one of the whole sale */
  HUFU_ACT_CHANGE_SALE,  /* a discount on the whole sale */
  HUFU_ACT_MARK_DOWN,    /* what the price pad says */
  HUFU_ACT_APPROVE,      /* by a manager, whose PIN goes with hufu_counter_approve_price */
  HUFU_ACT_KEEP_PRICE,   /* the price or discount by hand goes */
  HUFU_ACT_REPRINT_Z,    /* the Z of the last closed shift, marked COPY */
  HUFU_ACT_TAKE_FOUND,   /* Enter: add the product that is selected, or the only one found */
  HUFU_ACT_GIFT,         /* the last sale without prices */
  /* cards and wallets */
  HUFU_ACT_PAY_WALLET,    /* F2: what is typed, or all that is due, by wallet */
  HUFU_ACT_PAY_CARD,      /* F3: the same by the card terminal */
  HUFU_ACT_SHOW_PAY_QR,   /* F7: the customer scans instead of showing a code */
  HUFU_ACT_CARD_APPROVED, /* what the card terminal shows */
  HUFU_ACT_CARD_DECLINED,
  HUFU_ACT_CARD_UNSURE,
  HUFU_ACT_SHOW_PAYMENT, /* the newest card or wallet that has paid for this sale */
  HUFU_ACT_REVERSE,      /* give back what is not wanted of the payment that is shown */
  /* why the sale that is shown is void, or the payment that is shown is reversed */
  HUFU_ACT_REASON_CUSTOMER,
  HUFU_ACT_REASON_MISTAKE,
  HUFU_ACT_REASON_PAYMENT,
  /* what a product asks for */
  HUFU_ACT_SHOW_DETAIL, /* of the selected line */
  HUFU_ACT_LEAVE_OUT,   /* by a manager: it is sold without */
  HUFU_ACT_DUE_TODAY,   /* made to order: ready on that day */
  HUFU_ACT_DUE_TOMORROW,
  HUFU_ACT_DUE_3_DAYS,
  HUFU_ACT_DUE_WEEK,
  /* orders */
  HUFU_ACT_DEPOSIT, /* F7: what is typed, or asked for then, is paid ahead; again: takes it */
  HUFU_ACT_DEPOSIT_FIFTH,
  HUFU_ACT_DEPOSIT_HALF,
  HUFU_ACT_DEPOSIT_WHOLE,
  HUFU_ACT_TAKE_DEPOSIT,
  HUFU_ACT_DEPOSIT_COPY, /* the slip of the order, marked COPY */
  HUFU_ACT_DEPOSIT_NOTE, /* it is paid with the next larger note; change is given */
  HUFU_ACT_KEEP_DEPOSIT, /* by a manager: the order is off, the deposit is not given back */
} HufuAct;

const char *hufu_act_name (HufuAct act); /* "redeem-again"; for hufuctl and tests; static */
gboolean hufu_act_find (const char *name, HufuAct *ret_act);

/* A button: an act, its words and its key. */
typedef struct {
  HufuAct act;
  char *label; /* "Redeem 1 use" */
  char *hint;  /* a second, smaller line; "" if none */
  char *key;   /* "F8", "Enter"; "" if none */
  char *icon;  /* icon name; "" if none */
} HufuChoice;
HufuChoice *hufu_choice_new (HufuAct act, const char *label, const char *hint, const char *key,
                             const char *icon);
void hufu_choice_free (HufuChoice *choice);

/* A choice of a product's, as it stands in the panel. */
typedef struct {
  char *group;              /* of the first of a group: "Sugar"; "" of the others */
  guint number;             /* from 1: typed, it does what a touch does */
  char *id, *label, *price; /* "oat", "Oat milk", "+3.00"; price "" if it costs no more */
  gboolean chosen;
} HufuPanelOption;

typedef enum {
  HUFU_PANEL_VOUCHER, /* can be redeemed: what it is, worth now, how sure; primary redeems */
  HUFU_PANEL_VERDICT, /* accepted, refused or unknown: has a band */
  HUFU_PANEL_MEMBER,
  HUFU_PANEL_PICKUP,
  HUFU_PANEL_RESERVATION,
  HUFU_PANEL_REFERRAL,
  HUFU_PANEL_VARIANTS,  /* choose size and colour: items of `products` */
  HUFU_PANEL_AMBIGUOUS, /* two meanings: two choices */
  HUFU_PANEL_SEARCH,    /* products found for typed words */
  HUFU_PANEL_PRICE,     /* of a product that has none of its own: it is typed */
  HUFU_PANEL_DEPOSIT,   /* how much is paid ahead on what is ordered */
  HUFU_PANEL_OPTIONS,   /* what may be chosen of the product of a line: `options` */
  HUFU_PANEL_DETAIL,    /* what the product of a line asks for: scanned, typed or chosen */
  HUFU_PANEL_HELD,      /* the list of held sales */
  HUFU_PANEL_REPORT,    /* the sums of a shift: `lines` */
  HUFU_PANEL_DONE,      /* sale finished: change to give, receipt number */
  HUFU_PANEL_PAYMENT,   /* a card or wallet: what to do, how it stands */
  HUFU_PANEL_STOCK,     /* how much of a product is where: `facts` here and online, `lines` */
  HUFU_PANEL_VOID,      /* why is the sale to be thrown away */
  HUFU_PANEL_MESSAGE,   /* recognised but not for this screen, unknown code, a problem with its way
                           out */
} HufuPanelKind;

typedef enum {
  HUFU_TONE_PLAIN,
  HUFU_TONE_OK,
  HUFU_TONE_ASK,
  HUFU_TONE_NO,
} HufuTone;

typedef enum {
  HUFU_MARK_NONE,
  HUFU_MARK_JOINED,
  HUFU_MARK_JOINED_RISK,
  HUFU_MARK_HALF, /* lower half dashed: unknown */
  HUFU_MARK_APART,
} HufuMark;

typedef enum {
  HUFU_LOOK_PLAIN,
  HUFU_LOOK_OLD, /* told long ago, or never: quiet */
  HUFU_LOOK_LOW, /* short, or below nothing: amber */
} HufuLook;

/* One cell of the facts row: "Worth now" / "15.00" / "Paid online, nothing to collect". */
typedef struct {
  char *label, *value, *hint;
  HufuLook look;
} HufuFact;

/* A GDestroyNotify of lists of facts. */
void hufu_fact_free (gpointer fact);

/* One step of an unknown outcome: "20:51:58" "Written down on this till", done or waiting; or what
 * came of one of several uses, done or refused. */
typedef struct {
  char *time, *text;
  gboolean done, refused;
} HufuStep;

/* Fields are read-only after the panel is shown; strings never NULL ("" = absent). */
struct _HufuPanel {
  GObject parent_instance;

  HufuPanelKind kind;
  /* band */
  gboolean has_band;
  HufuMark mark;
  HufuTone tone;
  gboolean has_reason;
  HufuReason reason;
  char *headline, *sentence;
  /* what it is about */
  char *icon, *title, *subtitle;
  char *use_label, *use_text; /* what it may be used on: "Good for" "2 coffees, any kind" */
  guint uses, uses_spent;     /* dots of a pass; uses 0 = no dots */
  gint fresh_use;             /* index of the dot used just now; -1 = none */
  /* body */
  char *say;          /* what to tell the customer */
  GPtrArray *facts;   /* HufuFact, at most 3 */
  GPtrArray *lines;   /* HufuFact, of a report; label and value "" = a line across */
  GPtrArray *steps;   /* HufuStep */
  HufuTone note_tone; /* "certain: this till holds the right" */
  HufuMark note_mark;
  char *note_title, *note_text;
  GPtrArray *choices;       /* HufuChoice, at most 4: the panel's own buttons */
  GPtrArray *options;       /* OPTIONS: HufuPanelOption */
  GListModel *products;     /* VARIANTS, SEARCH: HufuTile; else NULL */
  gint64 undo_until_utc_us; /* best-known time; 0 = no countdown */
  gint64 undo_window_us;
  char *qr_text; /* ENROL, PAYMENT: to be shown as a QR; "" if none */
};

HufuPanel *hufu_panel_new (HufuPanelKind kind);
void hufu_panel_set_band (HufuPanel *panel, HufuMark mark, HufuTone tone, const char *headline,
                          const char *sentence);
/* Band, code and words to the customer from core/reason.h. */
void hufu_panel_set_reason (HufuPanel *panel, HufuReason reason, HufuLang lang);
void hufu_panel_set_about (HufuPanel *panel, const char *icon, const char *title,
                           const char *subtitle);
/* What a voucher may be used on. */
void hufu_panel_set_use (HufuPanel *panel, const char *label, const char *text);
void hufu_panel_set_note (HufuPanel *panel, HufuTone tone, HufuMark mark, const char *title,
                          const char *text);
/* What is shown as a QR; NULL = nothing. */
void hufu_panel_set_qr (HufuPanel *panel, const char *text);
/* What to tell the customer; "" = nothing. */
void hufu_panel_set_say (HufuPanel *panel, const char *words);
void hufu_panel_add_fact (HufuPanel *panel, const char *label, const char *value, const char *hint);
void hufu_panel_add_line (HufuPanel *panel, const char *label, const char *value);
/* How the fact or line that was added last looks; of a line with a second, quiet value. */
void hufu_panel_set_fact_look (HufuPanel *panel, HufuLook look);
void hufu_panel_set_line_look (HufuPanel *panel, HufuLook look, const char *hint);
void hufu_panel_add_step (HufuPanel *panel, const char *time, const char *text, gboolean done);
void hufu_panel_add_refused_step (HufuPanel *panel, const char *time, const char *text);
void hufu_panel_add_option (HufuPanel *panel, const char *group, guint number, const char *id,
                            const char *label, const char *price, gboolean chosen);
void hufu_panel_add_choice (HufuPanel *panel, HufuAct act, const char *label, const char *hint,
                            const char *key, const char *icon);
