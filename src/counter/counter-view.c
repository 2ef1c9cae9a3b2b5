/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What everybody may see of the counter; borrowed, each of it. */
#include "counter/counter-private.h"
#include "counter/paper-flow.h"

HufuScreen
hufu_counter_get_screen (HufuCounter *counter)
{
  return counter->screen;
}

gboolean
hufu_counter_get_busy (HufuCounter *counter)
{
  return counter->n_waiting > 0 || counter->n_saving > 0 || !g_queue_is_empty (counter->commands);
}

HufuBasketModel *
hufu_counter_get_basket (HufuCounter *counter)
{
  return counter->rows;
}

guint32
hufu_counter_get_selected_line (HufuCounter *counter)
{
  return counter->selected_line;
}

GListModel *
hufu_counter_get_people (HufuCounter *counter)
{
  return G_LIST_MODEL (counter->people);
}

GListModel *
hufu_counter_get_held (HufuCounter *counter)
{
  return G_LIST_MODEL (counter->held);
}

GListModel *
hufu_counter_get_held_elsewhere (HufuCounter *counter)
{
  return G_LIST_MODEL (counter->elsewhere);
}

HufuCases *
hufu_counter_get_cases (HufuCounter *counter)
{
  return counter->cases;
}

HufuTodayView *
hufu_counter_get_today (HufuCounter *counter)
{
  return counter->today;
}

HufuStockDesk *
hufu_counter_get_stock_desk (HufuCounter *counter)
{
  return counter->stock->desk;
}

HufuPaperDesk *
hufu_counter_get_paper_desk (HufuCounter *counter)
{
  return counter->paper->desk;
}

HufuProductDesk *
hufu_counter_get_product_desk (HufuCounter *counter)
{
  return counter->product;
}

HufuStaffDesk *
hufu_counter_get_staff_desk (HufuCounter *counter)
{
  return counter->desk;
}

HufuCashPad *
hufu_counter_get_cash_pad (HufuCounter *counter)
{
  return counter->pad;
}

HufuCustomer *
hufu_counter_get_customer (HufuCounter *counter)
{
  return counter->customer;
}

HufuDrawerPad *
hufu_counter_get_drawer_pad (HufuCounter *counter)
{
  return counter->drawer;
}

HufuPricePad *
hufu_counter_get_price_pad (HufuCounter *counter)
{
  return counter->price;
}

HufuCountPad *
hufu_counter_get_count_pad (HufuCounter *counter)
{
  return counter->count;
}

gint64
hufu_counter_get_left_minor (HufuCounter *counter)
{
  return counter->shift.open ? 0 : counter->shift.left_minor;
}

HufuPanel *
hufu_counter_get_panel (HufuCounter *counter)
{
  return counter->panel;
}

const HufuChoice *
hufu_counter_get_primary (HufuCounter *counter)
{
  return counter->primary;
}

HufuStatus *
hufu_counter_get_status (HufuCounter *counter)
{
  return counter->status;
}

HufuProductModel *
hufu_counter_get_products (HufuCounter *counter)
{
  return counter->products;
}

gboolean
hufu_counter_get_camera_on (HufuCounter *counter)
{
  return counter->camera_on;
}
