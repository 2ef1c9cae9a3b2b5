/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A catalogue of any size, the same each time: designs with seven-digit numbers in four sizes,
 * names in two languages, valid EAN-13 codes scattered over the whole range, as a platform would
 * write it.
 */
#pragma once

#include <glib.h>

/* Writes the file unless it is there already; it appears whole or not at all. */
void hufu_catalog_file_make (const char *path, guint n_products);
/* The EAN-13 of product 1 .. n. */
guint64 hufu_catalog_file_code (guint product_id);
