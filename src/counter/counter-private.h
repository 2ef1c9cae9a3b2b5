/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the rooms of the counter share: the object's fields and the calls between them. Each room is
 * one file: session (people, shift), route (the universal input), edit (the basket), voucher-flow,
 * online-use, lan-use, tender, held, devices, link (sync and the strip), primary, to-json.
 *
 * Order: commands of the cashier run one at a time. One that waits for an answer (a lookup, a
 * redemption, a sale being finished) keeps the following ones in the queue; a basket that is being
 * saved does not.
 */
#pragma once

#include "core/best-time.h"
#include "core/host.h"
#include "core/receipt-template.h"
#include "core/recognise.h"
#include "core/status-list.h"
#include "counter/camera-input.h"
#include "counter/cash-pad-private.h"
#include "counter/count-pad-private.h"
#include "counter/drawer-pad-private.h"
#include "counter/counter.h"
#include "counter/found-model.h"
#include "counter/manager.h"
#include "counter/price-pad-private.h"
#include "counter/say.h"
#include "counter/staff-desk.h"
#include "drivers/printer/printer.h"
#include "store/catalog.h"
#include "store/change-store.h"
#include "store/payment.h"
#include "store/people.h"
#include "store/print-store.h"
#include "store/product-edit.h"
#include "store/promotion-store.h"
#include "store/sale.h"
#include "store/shift.h"
#include "store/terminal.h"
#include "store/voucher-store.h"
#include "store/wrong-code.h"
#include "sync/lan.h"
#include "sync/sync.h"

#define HUFU_COMMANDS_MAX                                                                          \
  256 /* waiting scans and touches; further ones are refused with a sound                          \
       */
#define HUFU_UNKNOWN_AFTER_MS                                                                      \
  600                           /* an online redemption that takes longer shows "no answer yet"    \
                                 */
#define HUFU_STOP_BOUND_MS 2000 /* for answers under way when the till stops */
#define HUFU_SHOWN_CODE_MAX 64  /* characters of an unknown code that are shown */

/* Called on the main context with the act's answer (borrowed; NULL allowed) or the error. */
typedef void (*HufuCounterDone) (HufuCounter *counter, gpointer answer, const GError *error);

#define HUFU_BATCH_MAX 10 /* uses of one pass in one go */

/* Several uses of one pass, one after another. */
typedef struct {
  guint wanted, n; /* 0 wanted = 1; n have their answer */
  gboolean over;   /* no more are made: all are, one was refused, or the cashier left it */
  HufuReason reasons[HUFU_BATCH_MAX];
  HufuId last_use_id;   /* of the newest that was redeemed */
  HufuId given_back_id; /* it had no answer and was not waited for; zero if there is none */
} HufuUseBatch;

/* A right that is asked for at another till. */
typedef enum {
  HUFU_FETCH_NONE,
  HUFU_FETCH_ASKED,   /* and its answer comes, or does not, in a moment */
  HUFU_FETCH_WAITING, /* it did not: the books know when it ends */
} HufuFetch;

/* Why a use could not be undone. */
typedef enum {
  HUFU_STANDS_TOO_LATE,
  HUFU_STANDS_GONE_ON,   /* its right is not as it left it */
  HUFU_STANDS_TILL_ANEW, /* accepted without its right by a till that began anew, or is locked */
} HufuStands;

/* The voucher that the panel is about. */
typedef struct {
  guint serial; /* of the flow: an answer to an older one is not shown */
  HufuCodeKind kind;
  char *code;               /* as sent to the platform; NULL = no flow */
  gboolean online;          /* only the platform may say yes */
  gboolean listed;          /* as used: only if the right is held here is the list out of date */
  HufuReason held_reason;   /* of such a one: what the checks say if it is held here */
  HufuVoucherStatus status; /* of its list; VALID of a typed code */
  gint64 status_utc_s;
  gboolean is_live;     /* a live code was shown, and its proof is good */
  guint64 live_step;    /* of the live code that was shown; 0 = it was none */
  HufuId scan_id;       /* of a good one: what is redeemed by it belongs together */
  gboolean live_old;    /* its proof is the holder's, but of another time */
  gboolean live_spent;  /* something was redeemed by it already */
  gboolean live_taken;  /* it is this scan's, as far as the tills that answered know */
  guint live_silent;    /* those that did not */
  gboolean under_limit; /* nobody can be asked: accepted within the limits of the policy */
  gboolean again;       /* redeem as soon as the state is known */
  HufuVoucher *voucher;
  HufuClaims *claims; /* what a trusted issuer signed; NULL = a typed code, or not believed */
  guint64 generation;
  guint uses_left;    /* rights held here or by the holder, or uses the platform would redeem */
  guint uses_spent;   /* redeemed here */
  gint64 spent_minor; /* cash: what those took */
  guint uses_there;   /* redeemed at other tills, as they told */
  gint64 remaining_minor;
  gint64 room_minor;     /* under_limit: how much of it the limits still allow */
  gint64 accepted_minor; /* refused under limits: what was accepted of it before */
  HufuUseBatch batch;
  HufuCouponVerdict coupon; /* of a coupon: whether it applied when it was last looked at */
  char *prepare_token;
  HufuLanHolder *holder;    /* the till that holds it; NULL = none, or here */
  gboolean insists;         /* the platform is asked though it seems to be away */
  gboolean is_restoring;    /* the platform answered that it waits for reports of its tills */
  gboolean unasked;         /* it seemed to be away when it could have been asked */
  gboolean named;           /* by the platform, and the other tills were asked for it */
  guint lan_silent;         /* tills that did not answer who holds it */
  HufuFetch fetch;          /* from there; NONE = it is here, or not asked for */
  gboolean frozen;          /* this till is, and refused it: the platform was not asked */
  guint64 from_terminal_no; /* it came from there for this use; 0 = it did not */
  HufuId use_id;            /* the newest use of this flow; zero if none */
  gboolean pending;         /* that use has no answer yet */
  gboolean given_back;      /* and the answer that is awaited is that it is taken back */
  gboolean left_unknown;    /* only the platform knows what the use leaves on it */
  gboolean done;            /* that use is redeemed: it can be undone */
  gint64 undo_until_utc_us;
  gboolean refused_online; /* the platform did not undo it */
  HufuStands stands;
  gint64 asked_utc_us;
  guint tries;
  /* what the panel says, for drawing it again in another language */
  HufuReason reason;
  gint64 amount_minor;
  guint64 used_store_no;    /* R11, R12: where and when; R07, R30: who holds it; 0 = unknown */
  guint64 used_terminal_no; /* the same, in this store; 0 = unknown, or another store's */
  gint64 used_utc_us;
  gint64 limited_until_utc_us;     /* too many wrong codes; 0 = not */
  gint64 begins_utc_s, ends_utc_s; /* R08, R09: of its validity; 0 = unknown */
} HufuVoucherFlow;

/* The card or wallet that the panel is about. */
typedef struct {
  HufuPayment *payment; /* as last read; NULL = none is asked for yet */
  gboolean choosing;    /* a wallet is to be charged: the code is awaited */
  gint64 amount_minor;  /* of it */
  char *code;           /* scanned, on its way to be charged */
  HufuCardSlip slip;    /* typed so far, of a card without an answer */
} HufuPaymentFlow;

/* The products of a panel that asks which one is meant. */
typedef struct {
  HufuPanelKind kind;
  char *words; /* that were searched for */
  HufuFoundModel *found;
} HufuProductList;
void hufu_product_list_clear (HufuProductList *list);

typedef struct _HufuHeldElsewhere HufuHeldElsewhere; /* counter/held-elsewhere.c */

struct _HufuCounter {
  GObject parent_instance;

  char *data_dir, *platform_url, *ca_path, *root_path, *printer_uri, *slip_printer_uri, *camera_uri,
      *camera_child;
  guint witness_ms;
  char *lan_listen, *lan_address, *link_path;
  GFileMonitor *link_monitor; /* of a demo */
  GFileMonitor *look_monitor; /* of the receipt's template */
  HufuTemplate *receipt_look; /* NULL = as at first */
  gboolean demo;
  gboolean training; /* data_dir is of its own, till_dir the till's */
  char *till_dir;
  const HufuHost *host;
  GCancellable *cancellable; /* cancelled when stopped */

  HufuStore *books, *catalog;
  HufuSync *sync;
  HufuLinkState link;
  gboolean catalog_damaged; /* and has not come again yet */
  guint8 (*roots)[32];
  gsize n_roots;

  /* observable */
  HufuScreen screen;
  HufuPanel *panel;
  HufuChoice *primary;
  HufuLang lang;
  char *theme, *volume;
  gboolean was_busy;
  guint32 selected_line;
  HufuStatus *status;
  HufuBasketModel *rows;
  HufuCashPad *pad;
  HufuCountPad *count;
  HufuDrawerPad *drawer;
  HufuCustomer *customer;
  HufuPricePad *price;
  gint64 stirred_us; /* monotonic: when somebody last touched the till */
  guint lock_timer;
  HufuProductModel *products;
  GListStore *people, *held, *elsewhere; /* counter/held.h */
  HufuHeldElsewhere *heard;              /* of it; NULL = nothing yet */
  HufuId resumed_id;
  HufuCases *cases;
  HufuTodayView *today;
  HufuStaffDesk *desk;
  struct _HufuStockFlow *stock; /* counter/stock-flow.h */
  struct _HufuPaperFlow *paper; /* counter/paper-flow.h */
  HufuId staff_changed;         /* who was changed last */
  HufuProductDesk *product;
  HufuProductEdit *product_edit; /* waits for a manager's word; NULL = none does */

  /* known from the books */
  HufuTerminal terminal;
  HufuPolicy policy;
  GPtrArray *promotions; /* HufuPromotion, of the list as it is now */
  gint64 promotion_list_no;
  HufuTaxRules *taxes; /* now; NULL = none */
  HufuTrustList *trust;
  GPtrArray *status_lists; /* HufuStatusList */
  GPtrArray *staff;        /* HufuStaff */
  HufuStaff *clerk;        /* borrowed from staff; NULL = signed out */
  HufuShift shift;
  HufuShiftReport report; /* of the X or Z that is shown */
  gint64 counted_minor;
  char *why, *why_note; /* of what a manager approves; why it is signed, and the case */

  /* the open sale: as shown, and as last stored */
  HufuBasket *basket, *stored;
  gint64 next_qty_milli; /* "*3" before a product; 0 = none */
  HufuVoucherFlow flow;
  HufuPaymentFlow pay;
  guint unknown_timer;
  void (*unless_pending) (HufuCounter *counter); /* goes on if no use of the sale is awaited */
  gint64 last_change_minor;
  char last_receipt_no[40];

  /* Makes the open panel anew, in the language as it is now; NULL = it cannot be made anew. */
  void (*redraw) (HufuCounter *counter);
  gboolean redrawing; /* then there is no sound */
  char *shown_code;   /* of the panels about an unknown code */
  HufuLine *priced;   /* of the panel that asks its price */
  gint64 price_max_minor;
  guint32 asked_line; /* of the panel that asks what its product asks for */
  gint32 expired_day; /* yyyymmdd, of the panel about a piece past its date */
  /* of the panels about an order: what is to be paid now, and what was done last */
  gint64 order_cash_minor, order_received_minor, order_done_minor, order_left_minor;
  char *order_name; /* NULL = none was given */
  char order_no[HUFU_DEPOSIT_NO_SIZE];
  HufuId order_sale;
  gboolean order_kept;
  HufuProductList choosing;
  guint ahead_serial;        /* of the words being typed: an answer to earlier ones is not shown */
  GCancellable *ahead_later; /* of their question; NULL = none */
  gboolean looking_ahead;    /* the products shown are of words still being typed */
  GError *stopped_error;
  GError *problem; /* the last one shown */

  HufuSearchBuild *search_build; /* NULL = not running */
  gboolean search_again;         /* the catalogue changed while it ran */

  GQueue *commands; /* HufuCommand */
  guint n_waiting, n_saving;
  guint n_quiet;         /* answers under way that nobody waits for */
  gint64 cases_asked_us; /* monotonic; 0 = to be asked now */
  guint n_edits;         /* of n_saving: baskets */

  HufuPrinter *printer;
  HufuPrinterStatus printer_status;
  HufuPrinter *slip_printer;
  HufuPrinterStatus slip_status;
  HufuCameraInput *camera;
  gboolean camera_on;
  guint tick;
};

/* ---- counter.c: asking, showing ---- */

/* Runs an act and keeps the following commands waiting until `done` returned. done may be NULL: an
 * error is shown all the same. */
void hufu_counter_ask (HufuCounter *counter, HufuStore *store, HufuStoreAct act, gpointer data,
                       GDestroyNotify free_data, GDestroyNotify free_answer, HufuCounterDone done);
/* product-label.c: asks for the labels of a product: HufuReceipt; NULL: no such product. */
void hufu_counter_make_label (HufuCounter *counter, const char *sku, guint n_copies,
                              HufuCounterDone done);
/* Marks something under way that is no act of the store (a PIN check). */
void hufu_counter_begin_wait (HufuCounter *counter);
void hufu_counter_end_wait (HufuCounter *counter);

void hufu_counter_set_screen (HufuCounter *counter, HufuScreen screen);
/* A page of the sale is open in the place of tiles and panel: the tender, a price. */
gboolean hufu_counter_is_on_page (HufuCounter *counter);
/* Back from it, or from the drawer, to selling. */
void hufu_counter_leave_page (HufuCounter *counter);
/* NULL = no panel. Takes the panel. It is drawn in the work area: a tender gives way to it. */
void hufu_counter_take_panel (HufuCounter *counter, HufuPanel *panel);
/* The same for a panel that `redraw` makes again when the language changes. */
void hufu_counter_take_redrawn (HufuCounter *counter, HufuPanel *panel,
                                void (*redraw) (HufuCounter *counter));
/* Makes the open panel again from what is known now, without a sound. */
void hufu_counter_redraw_panel (HufuCounter *counter);
void hufu_counter_notice (HufuCounter *counter, const char *sentence);
void hufu_counter_sound (HufuCounter *counter, HufuSound sound);
/* What was asked for was not done: the sentence and the sound of it. */
void hufu_counter_refuse (HufuCounter *counter, const char *sentence);
/* An error of the environment: what happened, that nothing was lost, what to do. */
void hufu_counter_show_problem (HufuCounter *counter, const GError *error);
/* "20:52:06" or "20:52" local. Free with g_free. */
char *hufu_counter_clock_text (HufuCounter *counter, gint64 utc_us, gboolean seconds);
/* "2026-01-31 20:52" local. Free with g_free. */
char *hufu_counter_day_text (HufuCounter *counter, gint64 utc_us);
/* Reads everything that may have changed behind the counter's back, then goes on with `then`. */
void hufu_counter_reload (HufuCounter *counter, HufuCounterDone then);

/* ---- the rooms ---- */

/* ---- auto-lock.c ---- */
void hufu_auto_lock_stop (HufuCounter *counter);

/* ---- customer-flow.c ---- */
/* To be called when the basket, the screen or the panel is another one. */
void hufu_customer_refresh (HufuCounter *counter);

/* ---- drawer.c, closing.c ---- */
void hufu_drawer_move (HufuCounter *counter, HufuCashKind kind, gint64 amount_minor,
                       const char *reason, const char *note);
/* To the page of the drawer, and back from it. */
void hufu_drawer_begin (HufuCounter *counter);
void hufu_drawer_back (HufuCounter *counter);
void hufu_drawer_book (HufuCounter *counter);
void hufu_closing_show_x (HufuCounter *counter);
void hufu_closing_print_x (HufuCounter *counter);
void hufu_closing_reprint_z (HufuCounter *counter);
void hufu_closing_begin (HufuCounter *counter);
void hufu_closing_back (HufuCounter *counter);
void hufu_closing_hand_in (HufuCounter *counter);
void hufu_closing_approve (HufuCounter *counter, const char *reason, const char *note,
                           const char *staff_no, const char *pin);

void hufu_route_input (HufuCounter *counter, const char *text, gsize length, HufuInput how);
void hufu_route_add_product (HufuCounter *counter, gint64 product_id);
void hufu_route_ask_which (HufuCounter *counter, const char *text, gsize length);
/* The cashier says that it is a voucher's code; one that nobody knows counts as wrong. */
void hufu_route_take_voucher (HufuCounter *counter);
void hufu_route_show_unknown (HufuCounter *counter, const char *text, gsize length);

void hufu_search_words (HufuCounter *counter, const HufuScan *scan, HufuInput how);
/* A panel of products to choose from; `words` is its title, "" = the first product's name. */
void hufu_search_show (HufuCounter *counter, HufuPanelKind kind, const char *words,
                       HufuFound *take_found);
/* The product that Enter means; NULL if it is not clear. Borrowed. */
const HufuProduct *hufu_search_get_meant (HufuCounter *counter);
/* Its id, or that of the selected line's product; refuses and answers 0 if there is neither. */
gint64 hufu_search_find_meant (HufuCounter *counter);
void hufu_search_take (HufuCounter *counter);

/* ---- today-flow.c ---- */
/* Reads what today came to; in_front: before the cases. The following commands wait for it. */
void hufu_today_flow_open (HufuCounter *counter, gboolean in_front);
/* Reads it again while the manager's page is open. */
void hufu_today_flow_reload (HufuCounter *counter);
/* The same sums in the language as it is now. */
void hufu_today_flow_redraw (HufuCounter *counter);
/* From this till to the whole store, or back. */
void hufu_today_flow_turn (HufuCounter *counter);

/* ---- add-line.c ---- */
/* gtin 0, qty_milli 0 (one, or "*n"), label_total_minor -1 and trace NULL = none. What is past its
 * last day is refused. TRUE if the line was added at once. */
gboolean hufu_line_add (HufuCounter *counter, const HufuProduct *product, guint64 gtin,
                        gint64 qty_milli, gint64 label_total_minor, const HufuTrace *trace);

/* ---- open-price.c ---- */
/* Asks for the price of one product's line, at most max_minor. */
void hufu_open_price_ask (HufuCounter *counter, HufuLine *take_line, gint64 max_minor);
/* TRUE if the typed text was a price that is asked for: then all is done. */
gboolean hufu_open_price_take (HufuCounter *counter, const char *text, gsize length);

/* ---- search-ready.c ---- */
/* Makes the search index ready, or up to date, in small steps behind everything else. */
void hufu_search_make_ready (HufuCounter *counter);

/* Takes the basket as the open sale as stored by an act just done. */
void hufu_edit_adopt (HufuCounter *counter, HufuBasket *take_basket);
/* A new empty basket. */
void hufu_edit_begin (HufuCounter *counter);
/* A copy to edit, with a sale id. */
HufuBasket *hufu_edit_copy (HufuCounter *counter);
/* Shows and stores the edited copy, or says why the edit was not made. */
void hufu_edit_commit (HufuCounter *counter, HufuBasket *take_basket, HufuEdit edit);
void hufu_edit_show (HufuCounter *counter);
/* TRUE if it was added. */
gboolean hufu_edit_add_line (HufuCounter *counter, HufuLine *take_line);
void hufu_edit_set_qty (HufuCounter *counter, guint32 line_no, gint64 qty_milli);
void hufu_edit_set_note (HufuCounter *counter, guint32 line_no, const char *note);
void hufu_edit_delete (HufuCounter *counter, guint32 line_no);
void hufu_edit_set_member (HufuCounter *counter, const HufuMember *member);

void hufu_member_by_phone (HufuCounter *counter, const char *phone);
void hufu_member_by_subject (HufuCounter *counter, const HufuClaims *claims);

/* What this till knows of a pick-up order or reservation. */
void hufu_appointment_show (HufuCounter *counter, const HufuClaims *claims);
void hufu_recognised_show (HufuCounter *counter, HufuPanelKind kind, const char *icon,
                           const char *title);

/* Of a demo: begins to do what the file says is cut off. */
void hufu_counter_watch_cut (HufuCounter *counter);

/* ---- receipt-look.c ---- */

/* Reads the receipt's template, now and whenever it changes. */
void hufu_receipt_look_start (HufuCounter *counter);

/* ---- price.c ---- */
void hufu_price_begin (HufuCounter *counter, guint32 line_no);
void hufu_price_begin_line (HufuCounter *counter);
void hufu_price_begin_sale (HufuCounter *counter);
void hufu_price_mark_down (HufuCounter *counter);
void hufu_price_keep (HufuCounter *counter);
void hufu_price_ask_pin (HufuCounter *counter);
void hufu_price_approve (HufuCounter *counter, const char *staff_no, const char *pin);
/* The basket or what is typed changed. */
void hufu_price_refresh (HufuCounter *counter);

void hufu_devices_start (HufuCounter *counter);
void hufu_devices_stop (HufuCounter *counter);
/* TRUE if a printer is set up, there or not; says so if none is. */
gboolean hufu_devices_can_print (HufuCounter *counter);
void hufu_devices_print (HufuCounter *counter, const HufuId *job_id, const HufuReceipt *document);
/* Where slips are prepared; NULL = none. */
void hufu_devices_print_slip (HufuCounter *counter, const HufuId *job_id, const HufuReceipt *slip);

void hufu_link_start (HufuCounter *counter);
void hufu_link_stop (HufuCounter *counter);
void hufu_link_refresh_status (HufuCounter *counter);
/* Of a till that is frozen: what is the case, and what to do. */
const char *hufu_link_frozen_sentence (HufuFrozen frozen, HufuLang lang);
void hufu_link_show_enrolment (HufuCounter *counter);

void hufu_counter_set_primary (HufuCounter *counter, HufuChoice *take_choice);
/* A setting of this till, kept over restarts; NULL forgets it. Nothing before the books are open.
 */
void hufu_settings_keep (HufuCounter *counter, const char *name, const char *value);
#define HUFU_SETTING_CATALOG_DAMAGED "catalog_damaged"

/* What is under way but does not keep commands waiting: a basket being saved, a question to the
 * platform. */
void hufu_counter_begin_save (HufuCounter *counter);
void hufu_counter_end_save (HufuCounter *counter);
/* Works out the primary button anew and notifies if it changed. */
void hufu_primary_refresh (HufuCounter *counter);

#include "counter/held.h"
#include "counter/payments.h" /* the rooms of money */
#include "counter/session.h"  /* the rooms of the people */
#include "counter/stock-flow.h"
#include "counter/training.h"
#include "counter/vouchers.h" /* the rooms of vouchers */
