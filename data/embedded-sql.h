/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The migrations of data/sql as C arrays, made by data/embed-sql.py: element 0 is migration 1, NULL
 * ends the array. */
#pragma once

extern const char *const hufu_sql_terminal[];
extern const char *const hufu_sql_catalog[];
