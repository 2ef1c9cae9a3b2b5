/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The room of the manager: what the platform and this till's books have for a person to look at,
 * kept fresh and shown (counter/cases.h), and the acts that resolve it. */
#pragma once

#include "counter/counter.h"

/* Reads what was last told from the books, and asks the platform. */
void hufu_manager_start (HufuCounter *counter);
/* Each second: asks again when it is time to. */
void hufu_manager_on_tick (HufuCounter *counter);
/* Something changed here: reads the books again. */
void hufu_manager_reload (HufuCounter *counter);
/* The same facts in the language as it is now. */
void hufu_manager_redraw (HufuCounter *counter);

gboolean hufu_manager_is_open (HufuCounter *counter);
/* Opens the page for a manager, at today; says who may if it is somebody else. While it is open:
 * from today to the cases, and back. */
void hufu_manager_open (HufuCounter *counter);
/* The same, at today. */
void hufu_manager_open_today (HufuCounter *counter);
/* TRUE if it was open. */
gboolean hufu_manager_close (HufuCounter *counter);
/* F5 while the page is open. */
gboolean hufu_manager_ask_now (HufuCounter *counter);
void hufu_manager_resolve (HufuCounter *counter, const char *case_id);
/* With a reason and a manager's PIN, for what is signed. */
void hufu_manager_sign (HufuCounter *counter, const char *case_id, const char *reason,
                        const char *staff_no, const char *pin);
