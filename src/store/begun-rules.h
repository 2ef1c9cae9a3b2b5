/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promotions and taxes of a sale that was begun at another till, as text; private to src/store. */
#pragma once

#include <jansson.h>
#include "core/basket.h"
#include "store/db.h"

/* The canonical text of the array of a list's promotions; NULL on failure. */
char *hufu_begun_promotions_text (HufuDb *db, gint64 list_no, GError **error);
/* The same of tax rules; number 0: none, *ret_text NULL. */
gboolean hufu_begun_taxes_text (HufuDb *db, gint64 number, char **ret_text,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Of a number below -1; NULL on failure. */
char *hufu_begun_load (HufuDb *db, gint64 number, GError **error);
/* Inside an act: sets the basket's promotions, as they were at that instant, and its taxes, either
 * of which may be NULL. What is none of this till's own is kept. */
gboolean hufu_begun_take_promotions (HufuDb *db, HufuBasket *basket, const json_t *promotions,
                                     gint64 utc_s, gint minute,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hufu_begun_take_taxes (HufuDb *db, HufuBasket *basket, const json_t *taxes,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
