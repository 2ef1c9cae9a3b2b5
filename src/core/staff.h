/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who works in the shop: roles, what a name, a number and a PIN may be, and which of two changes of
 * the same person counts. Pure.
 *
 * Each field of a person has a stamp, the hybrid time (core/hlc.h) of its last change. Of two
 * changes of a field the one with the later stamp counts, wherever it is heard of first; so a PIN
 * that is reset at one till and a role that is changed at another are both kept.
 *
 *   HufuStaffFault fault = hufu_staff_check_pin ("1111");   HUFU_STAFF_PLAIN_PIN
 */
#pragma once

#include <glib.h>
#include "core/lang.h"

typedef enum {
  HUFU_ROLE_CASHIER,
  HUFU_ROLE_CLERK,
  HUFU_ROLE_MANAGER,
} HufuRole;
#define HUFU_ROLE_COUNT 3
/* "cashier"; static. */
const char *hufu_role_name (HufuRole role);
gboolean hufu_role_find (const char *name, HufuRole *ret_role);
/* "Cashier"; static. */
const char *hufu_role_label (HufuRole role, HufuLang lang);

#define HUFU_STAFF_MAX 200     /* people of a store, those who left included */
#define HUFU_STAFF_NAME_MAX 60 /* bytes */
#define HUFU_STAFF_NO_MAX 4    /* digits, at least 2 */
#define HUFU_PIN_DIGITS_MIN 4
#define HUFU_PIN_DIGITS_MAX 8

typedef enum {
  HUFU_STAFF_NO,
  HUFU_STAFF_NAME,
  HUFU_STAFF_ROLE,
  HUFU_STAFF_PIN,
  HUFU_STAFF_RIGHTS,
  HUFU_STAFF_ACTIVE,
} HufuStaffField;
#define HUFU_STAFF_FIELD_COUNT 6
#define HUFU_STAFF_ALL_FIELDS ((1u << HUFU_STAFF_FIELD_COUNT) - 1)
/* "no" "name" "role" "pin" "rights" "active": the stamps of the books and the contract; static. */
const char *hufu_staff_field_name (HufuStaffField field);

typedef enum {
  HUFU_STAFF_OK,
  HUFU_STAFF_NO_NAME,
  HUFU_STAFF_BAD_NAME,  /* too long, or with signs that are in no name */
  HUFU_STAFF_BAD_NO,    /* not 2 to 4 digits */
  HUFU_STAFF_NO_TAKEN,  /* somebody has that number */
  HUFU_STAFF_SHORT_PIN, /* not 4 to 8 digits */
  HUFU_STAFF_PLAIN_PIN, /* one that everybody would try first */
  HUFU_STAFF_BAD_ROLE,
  HUFU_STAFF_BAD_RIGHTS,   /* not 0 to 100 percent */
  HUFU_STAFF_UNKNOWN,      /* there is no such person */
  HUFU_STAFF_LAST_MANAGER, /* nobody could approve anything after it */
  HUFU_STAFF_NOT_MANAGER,  /* who wants it is none */
  HUFU_STAFF_FULL,
  HUFU_STAFF_SAME, /* nothing is different */
} HufuStaffFault;
#define HUFU_STAFF_FAULT_COUNT 14

/* "staff_plain_pin"; "" for OK; static. */
const char *hufu_staff_fault_code (HufuStaffFault fault);
/* One sentence: what is the case, what to do; "" for OK; static. */
const char *hufu_staff_fault_sentence (HufuStaffFault fault, HufuLang lang);

/* Letters and digits of any script, single spaces between them, and . ' - · within: no control
 * signs, none that turn the reading direction, no pictures. */
HufuStaffFault hufu_staff_check_name (const char *name);
HufuStaffFault hufu_staff_check_no (const char *no);
/* Of digits, whether it may be anybody's; a new one is not to be guessed at once either: not one
 * digit over and over, not a run up or down. */
gboolean hufu_staff_is_pin (const char *pin);
HufuStaffFault hufu_staff_check_pin (const char *pin);
