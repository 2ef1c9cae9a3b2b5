/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The books of a till that has sold for years: its sales, shifts and sums are written by the acts
 * that write them at a counter, without waiting for the disk.
 *
 *   g_autoptr (HufuBooks) books = hufu_past_sales_open (folder, 1000000, 5);
 */
#pragma once

#include "tests/store/books.h"

/* Opens FOLDER/sales-N.db, which is made unless it is there already and appears whole or not at
 * all: n_sales of n_lines lines, 2,000 a day, each day with its shift, the last one on
 * HUFU_TEST_DAY and open. What is sold in these books stays in the file. */
HufuBooks *hufu_past_sales_open (const char *folder, guint n_sales, guint n_lines);
