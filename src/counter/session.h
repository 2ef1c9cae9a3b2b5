/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rooms of the people: who stands at the counter, and what a manager changes of the staff. A
 * part of counter-private.h, which includes it. */
#pragma once

#include "counter/counter-private.h"

/* ---- session.c ---- */

void hufu_session_show_people (HufuCounter *counter);
/* Of the sign-in: what somebody has to see to, or that this is a demo. */
void hufu_session_show_note (HufuCounter *counter);
void hufu_session_enter (HufuCounter *counter); /* to sign-in, shift or selling, as things stand */
void hufu_session_sign_in (HufuCounter *counter, const char *staff_no, const char *pin);
void hufu_session_open_shift (HufuCounter *counter, gint64 float_minor, const char *business_day);
void hufu_session_sign_out (HufuCounter *counter);
/* By the number; NULL if there is none. Borrowed. */
const HufuStaff *hufu_session_find (HufuCounter *counter, const char *staff_no);
/* How much somebody may take off alone. */
const HufuPriceRights *hufu_session_rights (HufuCounter *counter, const HufuStaff *staff);
const char *hufu_session_name (HufuCounter *counter, const HufuStaff *staff);
/* Checks a PIN; goes on with `done` if it is right, says so and counts the try if not. */
typedef void (*HufuPinDone) (HufuCounter *counter, const HufuStaff *staff);
void hufu_session_ask_pin (HufuCounter *counter, const char *staff_no, const char *pin,
                           HufuPinDone done);

/* ---- staff-flow.c ---- */
/* The rows of the page as the staff is known now. */
void hufu_staff_flow_show (HufuCounter *counter);
void hufu_staff_flow_open (HufuCounter *counter);
void hufu_staff_flow_edit (HufuCounter *counter, const HufuStaffForm *form);
