/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The counter: everything a cashier can do, observable, without a display. The window (ui) and
 * hufuctl (src/ctl) are two views of this one object; neither has a rule of its own. It lives on
 * the main context's thread and never waits: books, platform and devices answer later and the
 * properties change.
 *
 *   HufuCounter *counter = hufu_counter_new (&options);
 *   hufu_counter_start (counter);
 *   hufu_counter_input (counter, "6901234567892", -1, HUFU_INPUT_SCAN);
 *
 * Properties (all notify): "screen" "panel" "primary" "busy" "lang" "selected-line" "camera-on";
 * child objects that do their own notifying: status, basket, cash pad. Signals: "sound"
 * (HufuSound), "restart-ui" (void: the language changed, rebuild the window from the counter's
 * state), "notice" (char *: one sentence for the line under the input, "" clears it), "refused"
 * (char *: the notice before it says why what was asked for was not done).
 */
#pragma once

#include <gio/gio.h>
#include "core/basket.h"
#include "core/lang.h"
#include "counter/cases.h"
#include "counter/basket-model.h"
#include "counter/customer.h"
#include "counter/cut.h"
#include "counter/panel.h"
#include "counter/paper-desk.h"
#include "counter/people-model.h"
#include "counter/product-desk.h"
#include "counter/product-model.h"
#include "counter/staff-desk.h"
#include "counter/status.h"
#include "counter/stock-desk.h"
#include "counter/today-view.h"
#include "core/cash.h"
#include "counter/cash-pad.h"
#include "counter/count-pad.h"
#include "counter/drawer-pad.h"
#include "counter/price-pad.h"

#define HUFU_TYPE_COUNTER (hufu_counter_get_type ())
G_DECLARE_FINAL_TYPE (HufuCounter, hufu_counter, HUFU, COUNTER, GObject)

typedef struct {
  const char *data_dir; /* till.db, catalog.db, device.key; made if missing */
  const char *platform_url;
  const char *ca_path;     /* PEM file of authorities for https; NULL = the system's */
  const char *root_path;   /* file of the pinned root keys of the trust list, a hex line each */
  const char *printer_uri; /* "usb:", "file:/dir", NULL = none */
  const char *slip_printer_uri; /* the same, for preparation slips */
  const char *camera_uri;       /* "v4l2:/dev/video0", "v4l2:", "images:/path", NULL = none */
  const char *camera_child;     /* path of the sandboxed decoder program */
  HufuLang lang;                /* until the stored setting says otherwise */
  const char *lan_listen;       /* "0.0.0.0:8378" for the other tills; NULL = none are answered */
  const char *lan_address;      /* what they are told; NULL = found out */
  const char *link_path;        /* of a demo: file that says what is cut off (counter/cut.h) */
  guint witness_ms;  /* after a start what is held waits for witnesses so long; 0 = not */
  gboolean demo;     /* the sign-in page says that this is a demo */
  gboolean training; /* in data_dir/training, made anew of the till's books in data_dir, which
                      * are only read; without platform, other tills, printer and drawer */
} HufuCounterOptions;

typedef enum {
  HUFU_SCREEN_STARTING,
  HUFU_SCREEN_STOPPED, /* the books cannot be opened: panel says why and what to do */
  HUFU_SCREEN_ENROL,   /* waits for a manager's approval: code and QR in the panel */
  HUFU_SCREEN_SIGN_IN,
  HUFU_SCREEN_OPEN_SHIFT,
  HUFU_SCREEN_SELL, /* basket and work area: tiles, or the panel if there is one */
  HUFU_SCREEN_TENDER,
  HUFU_SCREEN_DRAWER,      /* cash in or out, or the drawer without a sale; the basket stays */
  HUFU_SCREEN_PRICE,       /* a price or a discount by hand is typed; the basket stays */
  HUFU_SCREEN_CLOSE_SHIFT, /* the drawer is counted; the panel says how things stand */
} HufuScreen;

typedef enum {
  HUFU_INPUT_SCAN,  /* a wedge burst, the camera, `hufuctl counter` scan */
  HUFU_INPUT_TYPED, /* keys of a person, Enter at the end */
} HufuInput;

typedef enum {
  HUFU_SOUND_ITEM,
  HUFU_SOUND_ACCEPTED,
  HUFU_SOUND_REFUSED,
  HUFU_SOUND_ASK,
  HUFU_SOUND_ANSWER,
} HufuSound;

HufuCounter *hufu_counter_new (const HufuCounterOptions *options);
/* Opens the books off this thread; screen leaves STARTING when done. */
void hufu_counter_start (HufuCounter *counter);
/* Stops devices and sync and closes the books; waits for what is under way (< 2 s). */
void hufu_counter_stop (HufuCounter *counter);

gboolean hufu_counter_is_training (HufuCounter *counter);

/* The best-known time, which the machine's own clock may be far from. */
gint64 hufu_counter_now_utc_us (HufuCounter *counter);

HufuScreen hufu_counter_get_screen (HufuCounter *counter);
HufuLang hufu_counter_get_lang (HufuCounter *counter);
void hufu_counter_set_lang (HufuCounter *counter, HufuLang lang);
/* "light", "dark" or "system"; kept over restarts. */
const char *hufu_counter_get_theme (HufuCounter *counter);
void hufu_counter_set_theme (HufuCounter *counter, const char *theme);
/* "off", "low", "normal" or "loud"; kept over restarts. */
const char *hufu_counter_get_volume (HufuCounter *counter);
void hufu_counter_set_volume (HufuCounter *counter, const char *volume);
/* TRUE while the answer to the last act is on its way (inputs are queued, never lost). */
gboolean hufu_counter_get_busy (HufuCounter *counter);

/* ---- the universal input ---- */

/* Whatever was scanned or typed; length -1 = NUL-terminated. Goes where it belongs on this screen.
 */
void hufu_counter_input (HufuCounter *counter, const char *text, gssize length, HufuInput how);

/* While somebody types: the products of the words so far are shown, as long as nothing else is.
 * Adds, sends and sounds nothing, and no command waits for it; "" ends it. */
void hufu_counter_look_ahead (HufuCounter *counter, const char *text);

/* Keys: selects the next (1) or previous (-1) product of those that are shown to choose from. FALSE
 * if none are. */
gboolean hufu_counter_step_found (HufuCounter *counter, int step);

/* ---- acts without parameters: buttons and keys ---- */
/* HufuAct is in counter/panel.h: the primary act, back, hold, undo ... An act that is not offered
 * now does nothing but say so in "notice". */
void hufu_counter_act (HufuCounter *counter, HufuAct act);

/* Of a demo: the internet or the store's network is cut off or healed, for all tills that share its
 * file. */
void hufu_counter_set_cut (HufuCounter *counter, HufuCutSet which, gboolean cut);

/* ---- people and shift ---- */

/* GListModel of HufuPerson for the sign-in page. */
GListModel *hufu_counter_get_people (HufuCounter *counter);
/* pin: 4..8 digits. Wrong: the panel says so and how many tries are left. */
void hufu_counter_sign_in (HufuCounter *counter, const char *staff_no, const char *pin);
/* Somebody is there: a key, a touch. A till that nobody touches for as long as the policy says
 * signs its clerk out. */
void hufu_counter_stir (HufuCounter *counter);
/* business_day NULL = the suggested one (local date). */
void hufu_counter_open_shift (HufuCounter *counter, gint64 float_minor, const char *business_day);

/* What the last shift left in the drawer for the next one, counted; 0 = nothing. */
gint64 hufu_counter_get_left_minor (HufuCounter *counter);

/* ---- the drawer and the end of the shift ---- */

/* Books cash in or out, or the drawer opened without a sale (amount 0), by the name of the reason
 * (core/cash.h) and a note, "" if none, and opens the drawer. */
void hufu_counter_move_cash (HufuCounter *counter, HufuCashKind kind, gint64 amount_minor,
                             const char *reason, const char *note);
/* The same, typed on a page: HUFU_ACT_SHOW_DRAWER opens it, HUFU_ACT_BOOK_CASH books it. */
HufuDrawerPad *hufu_counter_get_drawer_pad (HufuCounter *counter); /* borrowed, constant */
HufuCountPad *hufu_counter_get_count_pad (HufuCounter *counter);   /* borrowed, constant */
/* Closes the shift with a difference beyond the tolerance: why, and a manager's number and PIN. */
void hufu_counter_approve_count (HufuCounter *counter, const char *reason, const char *note,
                                 const char *staff_no, const char *pin);

/* ---- basket ---- */

HufuBasketModel *hufu_counter_get_basket (HufuCounter *counter); /* borrowed, constant */
guint32 hufu_counter_get_selected_line (HufuCounter *counter);   /* 0 = none */
void hufu_counter_select_line (HufuCounter *counter, guint32 line_no);
void hufu_counter_set_qty (HufuCounter *counter, guint32 line_no, gint64 qty_milli);
void hufu_counter_delete_line (HufuCounter *counter, guint32 line_no);
void hufu_counter_add_product (HufuCounter *counter, gint64 product_id); /* a tile or a choice */
void hufu_counter_hold (HufuCounter *counter, const char *name); /* NULL: the time is its name */
/* GListModel of HufuHeldItem. */
GListModel *hufu_counter_get_held (HufuCounter *counter);
/* The same of the other tills of the store, while HUFU_PANEL_HELD is shown and they answer. */
GListModel *hufu_counter_get_held_elsewhere (HufuCounter *counter);
/* One of either. */
void hufu_counter_resume (HufuCounter *counter, const HufuId *sale_id);

/* The line takes the price that the catalogue has now (its row says which). */
void hufu_counter_take_price (HufuCounter *counter, guint32 line_no);
/* A few words on a line; "" takes them away. */
void hufu_counter_set_note (HufuCounter *counter, guint32 line_no, const char *note);
/* What the line's product asks for (core/detail.h), as it is typed. */
void hufu_counter_answer (HufuCounter *counter, guint32 line_no, const char *text);
/* What may be chosen of it (core/option.h): numbers from 1 on or ids, a space between them; one
 * that is chosen already is taken away. line_no 0 = of the line that the panel shows. */
void hufu_counter_choose (HufuCounter *counter, guint32 line_no, const char *text);

/* ---- prices and discounts by hand ---- */

HufuPricePad *hufu_counter_get_price_pad (HufuCounter *counter); /* borrowed, constant */
/* To the price of a line, or with line_no 0 of the whole sale; HUFU_ACT_MARK_DOWN takes what the
 * pad says, HUFU_ACT_KEEP_PRICE takes away what is there. */
void hufu_counter_change_price (HufuCounter *counter, guint32 line_no);
/* What the pad says is beyond what the clerk may do alone ("beyond"): a manager's number and PIN.
 */
void hufu_counter_approve_price (HufuCounter *counter, const char *staff_no, const char *pin);

/* ---- tender ---- */

HufuCashPad *hufu_counter_get_cash_pad (HufuCounter *counter); /* borrowed, constant */

/* ---- the customer's display ---- */

HufuCustomer *hufu_counter_get_customer (HufuCounter *counter); /* borrowed, constant */

/* ---- the manager's page ---- */

/* Opened by HUFU_ACT_SHOW_MANAGER, closed by HUFU_ACT_BACK; borrowed, constant. */
HufuCases *hufu_counter_get_cases (HufuCounter *counter);
/* What today came to, for managers: read while that page is open; borrowed, constant. */
HufuTodayView *hufu_counter_get_today (HufuCounter *counter);
/* The staff, for managers: HUFU_ACT_SHOW_STAFF opens it; borrowed, constant. */
HufuStaffDesk *hufu_counter_get_staff_desk (HufuCounter *counter);
/* Adds or changes a person, for managers. */
void hufu_counter_edit_staff (HufuCounter *counter, const HufuStaffForm *form);
/* A product to be changed or made: HUFU_ACT_EDIT_PRODUCT, HUFU_ACT_NEW_PRODUCT and the next call
 * open its page; borrowed, constant. */
HufuProductDesk *hufu_counter_get_product_desk (HufuCounter *counter);
/* By a barcode or the product's number, what is not sold too. */
void hufu_counter_show_product (HufuCounter *counter, const char *code);
/* Changes it, or makes a new one: a manager's at once, anybody else's when a manager's number and
 * PIN were given ("beyond"). */
void hufu_counter_edit_product (HufuCounter *counter, const HufuProductForm *form);
void hufu_counter_approve_product (HufuCounter *counter, const char *staff_no, const char *pin);
/* What comes out of the printers, for managers: HUFU_ACT_SHOW_PAPER opens it; borrowed, constant.
 */
HufuPaperDesk *hufu_counter_get_paper_desk (HufuCounter *counter);
/* Shows one of them there; of a label code is a product's barcode, number or words. */
void hufu_counter_show_paper (HufuCounter *counter, HufuPaper kind, const char *code);
/* What is short, for managers: HUFU_ACT_SHOW_LOW opens it; borrowed, constant. */
HufuStockDesk *hufu_counter_get_stock_desk (HufuCounter *counter);
/* How much of the product of that barcode or number is where; on the manager's page for that. */
void hufu_counter_show_stock (HufuCounter *counter, const char *code);
/* Books a correction, for managers: number as typed, by the name of the reason (core/stock.h) and a
 * note, "" if none. */
void hufu_counter_correct_stock (HufuCounter *counter, const char *code, const char *number,
                                 const char *reason, const char *note);
/* Does the one act that a case offers. */
void hufu_counter_resolve (HufuCounter *counter, const char *case_id);
/* Signs for a case that wants it (HUFU_RESOLVE_SIGN): why, by name (counter/case.h), and a
 * manager's number and PIN. */
void hufu_counter_sign (HufuCounter *counter, const char *case_id, const char *reason,
                        const char *staff_no, const char *pin);

/* ---- the rest ---- */

/* Whether the platform has acknowledged all that was written until now. */
gboolean hufu_counter_is_sent (HufuCounter *counter);
/* Asks the platform at once, whatever the pause after the last try. */
void hufu_counter_sync_now (HufuCounter *counter);

/* Prints so many labels (1..HUFU_LABEL_COPIES_MAX, core/label.h) of the product of that number. */
void hufu_counter_print_label (HufuCounter *counter, const char *sku, guint n_copies);

HufuPanel *hufu_counter_get_panel (HufuCounter *counter);           /* borrowed; NULL = tiles */
const HufuChoice *hufu_counter_get_primary (HufuCounter *counter);  /* borrowed until notify */
HufuStatus *hufu_counter_get_status (HufuCounter *counter);         /* borrowed, constant */
HufuProductModel *hufu_counter_get_products (HufuCounter *counter); /* the tile grid's model */

/* The camera: on while its preview is shown; a code that it finds is a scan and ends the preview.
 * Frames come as "camera-frame" (GBytes grey, guint width, guint height), news as "camera-state"
 * (char *: one sentence). */
void hufu_counter_set_camera_on (HufuCounter *counter, gboolean on);
gboolean hufu_counter_get_camera_on (HufuCounter *counter);

/* The whole visible state as JSON text (canonical): what `hufuctl counter` prints after each
 * command. */
char *hufu_counter_to_json (HufuCounter *counter);
