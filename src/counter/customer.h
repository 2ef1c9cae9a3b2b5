/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the customer is shown on a display of their own, beside the lines of the basket. */
#pragma once

#include <gio/gio.h>

#define HUFU_TYPE_CUSTOMER (hufu_customer_get_type ())
G_DECLARE_FINAL_TYPE (HufuCustomer, hufu_customer, HUFU, CUSTOMER, GObject)

typedef enum {
  HUFU_CUSTOMER_AWAY, /* nobody serves here now */
  HUFU_CUSTOMER_IDLE, /* the next one may come: the shop's name and what it has to tell */
  HUFU_CUSTOMER_BUYING,
  HUFU_CUSTOMER_PAYING,
  HUFU_CUSTOMER_THANKS, /* until the next line is scanned */
} HufuCustomerState;

/* Properties (notify), texts in the counter's language, "" if there is nothing to say: "state"
 * (uint: HufuCustomerState), "greeting" (the shop, or the member by a masked number), "label" and
 * "amount" ("To pay" "486.25"; "Change" "13.80"), "note" (one sentence), "saved" ("26.45"), "qr"
 * (the text of a QR that the customer scans to pay). */
HufuCustomer *hufu_customer_new (void);

typedef struct {
  HufuCustomerState state;
  const char *greeting, *label, *amount, *note, *saved; /* borrowed, never NULL */
  const char *qr;                                       /* NULL: none */
} HufuCustomerView;
/* Notifies what changed. */
void hufu_customer_show (HufuCustomer *customer, const HufuCustomerView *view);
