/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manager's page with each kind of case opened. */
#pragma once

#include "tests/ui/fake-counter.h"

void scene_manager_conflict (HufuCounter *counter);
void scene_manager_quarantine (HufuCounter *counter);
void scene_manager_card (HufuCounter *counter);
void scene_manager_bound (HufuCounter *counter);
void scene_manager_unknown (HufuCounter *counter);
void scene_manager_wish (HufuCounter *counter);
void scene_manager_sign (HufuCounter *counter);
void scene_manager_event (HufuCounter *counter);
void scene_manager_product (HufuCounter *counter);
void scene_manager_stale (HufuCounter *counter);
void scene_manager_empty (HufuCounter *counter);
void scene_today (HufuCounter *counter);
void scene_today_store (HufuCounter *counter);
void scene_today_empty (HufuCounter *counter);
void scene_staff (HufuCounter *counter);
void scene_staff_rights (HufuCounter *counter);
void scene_stock_low (HufuCounter *counter);
void scene_stock_product (HufuCounter *counter);
void scene_stock_nothing (HufuCounter *counter);
/* What is printed: a receipt as its template is, one with a fault, labels. */
void scene_paper_receipt (HufuCounter *counter);
void scene_paper_fault (HufuCounter *counter);
void scene_paper_label (HufuCounter *counter);
