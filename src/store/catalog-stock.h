/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stores and figures of the changes, inside the act that applies their page; private to src/store.
 */
#pragma once

#include "core/stock.h"
#include "store/catalog.h"
#include "store/sql.h"

/* The contract's Stock and Store; INVALID if they break it. */
gboolean hufu_catalog_put_stock (HufuDb *db, const json_t *data, const HufuCatalogPage *page,
                                 GError **error);
gboolean hufu_catalog_put_store (HufuDb *db, const json_t *data, GError **error);
/* What the page says of all its figures. */
gboolean hufu_catalog_end_page (HufuDb *db, const HufuCatalogPage *page, GError **error);
