/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The public calls: each is a command. */
#include <string.h>

#include "counter/command.h"

void
hufu_counter_input (HufuCounter *counter, const char *text, gssize length, HufuInput how)
{
  HufuCommand *command = hufu_command_new (HUFU_COMMAND_INPUT);

  command->text = g_bytes_new (text, length < 0 ? strlen (text) : (gsize)length);
  command->how = how;
  hufu_counter_post (counter, command);
}

void
hufu_counter_act (HufuCounter *counter, HufuAct act)
{
  HufuCommand *command = hufu_command_new (HUFU_COMMAND_ACT);

  command->act = act;
  hufu_counter_post (counter, command);
}

void
hufu_counter_sign_in (HufuCounter *counter, const char *staff_no, const char *pin)
{
  HufuCommand *command = hufu_command_new (HUFU_COMMAND_SIGN_IN);

  command->first = g_strdup (staff_no);
  command->second = g_strdup (pin);
  hufu_counter_post (counter, command);
}

void
hufu_counter_open_shift (HufuCounter *counter, gint64 float_minor, const char *business_day)
{
  HufuCommand *command = hufu_command_new (HUFU_COMMAND_OPEN_SHIFT);

  command->number = float_minor;
  command->first = g_strdup (business_day);
  hufu_counter_post (counter, command);
}

void
hufu_counter_set_qty (HufuCounter *counter, guint32 line_no, gint64 qty_milli)
{
  HufuCommand *command = hufu_command_new (HUFU_COMMAND_SET_QTY);

  command->line_no = line_no;
  command->number = qty_milli;
  hufu_counter_post (counter, command);
}

void
hufu_counter_delete_line (HufuCounter *counter, guint32 line_no)
{
  HufuCommand *command = hufu_command_new (HUFU_COMMAND_DELETE_LINE);

  command->line_no = line_no;
  hufu_counter_post (counter, command);
}

void
hufu_counter_add_product (HufuCounter *counter, gint64 product_id)
{
  HufuCommand *command = hufu_command_new (HUFU_COMMAND_ADD_PRODUCT);

  command->number = product_id;
  hufu_counter_post (counter, command);
}

void
hufu_counter_hold (HufuCounter *counter, const char *name)
{
  HufuCommand *command = hufu_command_new (HUFU_COMMAND_HOLD);

  command->first = g_strdup (name);
  hufu_counter_post (counter, command);
}

void
hufu_counter_resume (HufuCounter *counter, const HufuId *sale_id)
{
  HufuCommand *command = hufu_command_new (HUFU_COMMAND_RESUME);

  command->sale_id = *sale_id;
  hufu_counter_post (counter, command);
}

void
hufu_counter_resolve (HufuCounter *counter, const char *case_id)
{
  HufuCommand *command = hufu_command_new (HUFU_COMMAND_RESOLVE);

  command->first = g_strdup (case_id);
  hufu_counter_post (counter, command);
}

void
hufu_counter_sign (HufuCounter *counter, const char *case_id, const char *reason,
                   const char *staff_no, const char *pin)
{
  HufuCommand *command = hufu_command_new (HUFU_COMMAND_SIGN);

  command->note = g_strdup (case_id);
  command->reason = g_strdup (reason);
  command->first = g_strdup (staff_no);
  command->second = g_strdup (pin);
  hufu_counter_post (counter, command);
}

void
hufu_counter_move_cash (HufuCounter *counter, HufuCashKind kind, gint64 amount_minor,
                        const char *reason, const char *note)
{
  HufuCommand *command = hufu_command_new (HUFU_COMMAND_MOVE_CASH);

  command->cash = kind;
  command->number = amount_minor;
  command->reason = g_strdup (reason);
  command->note = g_strdup (note);
  hufu_counter_post (counter, command);
}

void
hufu_counter_approve_count (HufuCounter *counter, const char *reason, const char *note,
                            const char *staff_no, const char *pin)
{
  HufuCommand *command = hufu_command_new (HUFU_COMMAND_APPROVE_COUNT);

  command->reason = g_strdup (reason);
  command->note = g_strdup (note);
  command->first = g_strdup (staff_no);
  command->second = g_strdup (pin);
  hufu_counter_post (counter, command);
}

void
hufu_counter_set_note (HufuCounter *counter, guint32 line_no, const char *note)
{
  HufuCommand *command = hufu_command_new (HUFU_COMMAND_SET_NOTE);

  command->line_no = line_no;
  command->note = g_strdup (note);
  hufu_counter_post (counter, command);
}

void
hufu_counter_answer (HufuCounter *counter, guint32 line_no, const char *text)
{
  HufuCommand *command = hufu_command_new (HUFU_COMMAND_ANSWER);

  command->line_no = line_no;
  command->note = g_strdup (text);
  hufu_counter_post (counter, command);
}

void
hufu_counter_choose (HufuCounter *counter, guint32 line_no, const char *text)
{
  HufuCommand *command = hufu_command_new (HUFU_COMMAND_CHOOSE);

  command->line_no = line_no;
  command->note = g_strdup (text);
  hufu_counter_post (counter, command);
}

void
hufu_counter_take_price (HufuCounter *counter, guint32 line_no)
{
  HufuCommand *command = hufu_command_new (HUFU_COMMAND_TAKE_PRICE);

  command->line_no = line_no;
  hufu_counter_post (counter, command);
}

void
hufu_counter_change_price (HufuCounter *counter, guint32 line_no)
{
  HufuCommand *command = hufu_command_new (HUFU_COMMAND_CHANGE_PRICE);

  command->line_no = line_no;
  hufu_counter_post (counter, command);
}

void
hufu_counter_approve_price (HufuCounter *counter, const char *staff_no, const char *pin)
{
  HufuCommand *command = hufu_command_new (HUFU_COMMAND_APPROVE_PRICE);

  command->first = g_strdup (staff_no);
  command->second = g_strdup (pin);
  hufu_counter_post (counter, command);
}

void
hufu_counter_edit_staff (HufuCounter *counter, const HufuStaffForm *form)
{
  HufuCommand *command = hufu_command_new (HUFU_COMMAND_EDIT_STAFF);

  command->staff = hufu_staff_form_copy (form);
  hufu_counter_post (counter, command);
}

void
hufu_counter_show_product (HufuCounter *counter, const char *code)
{
  HufuCommand *command = hufu_command_new (HUFU_COMMAND_SHOW_PRODUCT);

  command->first = g_strdup (code);
  hufu_counter_post (counter, command);
}

void
hufu_counter_edit_product (HufuCounter *counter, const HufuProductForm *form)
{
  HufuCommand *command = hufu_command_new (HUFU_COMMAND_EDIT_PRODUCT);

  command->product = hufu_product_form_copy (form);
  hufu_counter_post (counter, command);
}

void
hufu_counter_approve_product (HufuCounter *counter, const char *staff_no, const char *pin)
{
  HufuCommand *command = hufu_command_new (HUFU_COMMAND_APPROVE_PRODUCT);

  command->first = g_strdup (staff_no);
  command->second = g_strdup (pin);
  hufu_counter_post (counter, command);
}

void
hufu_counter_show_paper (HufuCounter *counter, HufuPaper kind, const char *code)
{
  HufuCommand *command = hufu_command_new (HUFU_COMMAND_SHOW_PAPER);

  command->number = (gint64)kind;
  command->first = g_strdup (code);
  hufu_counter_post (counter, command);
}

void
hufu_counter_show_stock (HufuCounter *counter, const char *code)
{
  HufuCommand *command = hufu_command_new (HUFU_COMMAND_SHOW_STOCK);

  command->first = g_strdup (code);
  hufu_counter_post (counter, command);
}

void
hufu_counter_correct_stock (HufuCounter *counter, const char *code, const char *number,
                            const char *reason, const char *note)
{
  HufuCommand *command = hufu_command_new (HUFU_COMMAND_CORRECT_STOCK);

  command->first = g_strdup (code);
  command->second = g_strdup (number);
  command->reason = g_strdup (reason);
  command->note = g_strdup (note);
  hufu_counter_post (counter, command);
}
