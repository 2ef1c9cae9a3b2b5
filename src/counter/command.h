/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the cashier asked for, waiting for its turn. */
#pragma once

#include "counter/counter.h"

typedef enum {
  HUFU_COMMAND_INPUT,
  HUFU_COMMAND_ACT,
  HUFU_COMMAND_SIGN_IN,
  HUFU_COMMAND_OPEN_SHIFT,
  HUFU_COMMAND_SET_QTY,
  HUFU_COMMAND_DELETE_LINE,
  HUFU_COMMAND_ADD_PRODUCT,
  HUFU_COMMAND_HOLD,
  HUFU_COMMAND_RESUME,
  HUFU_COMMAND_RESOLVE,
  HUFU_COMMAND_SIGN,
  HUFU_COMMAND_MOVE_CASH,
  HUFU_COMMAND_APPROVE_COUNT,
  HUFU_COMMAND_SET_NOTE,
  HUFU_COMMAND_TAKE_PRICE,
  HUFU_COMMAND_ANSWER,
  HUFU_COMMAND_CHOOSE,
  HUFU_COMMAND_CHANGE_PRICE,
  HUFU_COMMAND_APPROVE_PRICE,
  HUFU_COMMAND_EDIT_STAFF,
  HUFU_COMMAND_SHOW_PRODUCT,
  HUFU_COMMAND_EDIT_PRODUCT,
  HUFU_COMMAND_APPROVE_PRODUCT,
  HUFU_COMMAND_SHOW_STOCK,
  HUFU_COMMAND_SHOW_PAPER,
  HUFU_COMMAND_CORRECT_STOCK,
} HufuCommandKind;

typedef struct {
  HufuCommandKind kind;
  GBytes *text; /* INPUT */
  HufuInput how;
  HufuAct act;
  char *first, *second; /* staff number and PIN; business day; name; case; code and number */
  char *reason, *note;  /* of cash that moves, or a difference; why it is signed, and the case */
  HufuCashKind cash;
  guint32 line_no;
  gint64 number; /* quantity, float, product, amount */
  HufuId sale_id;
  HufuStaffForm *staff;     /* EDIT_STAFF */
  HufuProductForm *product; /* EDIT_PRODUCT */
} HufuCommand;

HufuCommand *hufu_command_new (HufuCommandKind kind);
/* Wipes a PIN. */
void hufu_command_free (gpointer command);
void hufu_command_run (HufuCounter *counter, HufuCommand *command);
/* Says why nothing can be done on this screen. */
void hufu_command_refuse_here (HufuCounter *counter);
/* Queues it; runs it at once if nothing is under way. */
void hufu_counter_post (HufuCounter *counter, HufuCommand *take_command);
