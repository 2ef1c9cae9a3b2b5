/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A manager approves on the spot: who it is, and the PIN, which never leaves this place as text. */
#pragma once

#include "counter/counter.h"
#include "ui/choices.h"

#define HUFU_APPROVAL_PIN_MAX 8

typedef struct {
  GtkWidget *managers, *dots; /* a box for hufu_choices_add, a label; of the page */
  char pin[HUFU_APPROVAL_PIN_MAX + 1];
} HufuApproval;

/* The managers of now, the first one chosen, and no PIN. */
void hufu_approval_begin (HufuApproval *approval, HufuCounter *counter);
/* The chosen manager's number, "" if there is none; borrowed. */
const char *hufu_approval_get_manager (const HufuApproval *approval);
/* "0".."9", "00", "backspace", "clear"; others are ignored. */
void hufu_approval_press (HufuApproval *approval, const char *key);
/* Wipes the PIN: in dispose, where the dots may be gone. */
void hufu_approval_wipe (HufuApproval *approval);
/* The same, and shows it. */
void hufu_approval_forget (HufuApproval *approval);
