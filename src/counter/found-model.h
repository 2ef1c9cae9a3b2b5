/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Products to choose from: what a search found, read on as far as somebody looks; or the variants
 * of one design. One of them may be selected by the keys. */
#pragma once

#include <gio/gio.h>
#include "core/lang.h"
#include "counter/stock-book.h"
#include "store/catalog.h"
#include "store/store.h"

#define HUFU_TYPE_FOUND_MODEL (hufu_found_model_get_type ())
G_DECLARE_FINAL_TYPE (HufuFoundModel, hufu_found_model, HUFU, FOUND_MODEL, GObject)

/* A GListModel of HufuTile; property "selected" (int, -1 = none) also notifies when it is no longer
 * clear which one is meant. catalog is borrowed; words NULL: there is no more than `found`. */
HufuFoundModel *hufu_found_model_new (HufuStore *catalog, HufuStockBook *stock, const char *words,
                                      HufuFound *take_found, HufuLang lang);
void hufu_found_model_set_lang (HufuFoundModel *model, HufuLang lang);
/* Selects the next one, or the one before; from none the first one. */
void hufu_found_model_step (HufuFoundModel *model, int step);
int hufu_found_model_get_selected (HufuFoundModel *model);
/* The product that Enter means: the selected one, or the only one; NULL if it is not clear which.
 * Borrowed. */
const HufuProduct *hufu_found_model_get_meant (HufuFoundModel *model);
/* The first one; NULL if there is none. Borrowed. */
const HufuProduct *hufu_found_model_get_first (HufuFoundModel *model);
/* FALSE: the index is still being made. */
gboolean hufu_found_model_is_ready (HufuFoundModel *model);
