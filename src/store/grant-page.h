/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A page of grants as a table of SQL, so that thousands of rows go in by one statement: one for
 * each would take three times as long. Private to src/store.
 *
 *   grant_page (place, cti, generation, k, platform_epoch, counter, remaining_minor, short_code,
 *               not_before_utc_s, expires_utc_s, terms_no, take)
 */
#pragma once

#include "core/right-page.h"
#include "store/sql.h"

struct _HufuGrantPage {
  const HufuGrantItem *items;
  guint n;
  const gint64 *terms_nos; /* by an item's terms */
  guint8 *take;            /* by place: whether it is credited */
};

/* Has grant_page in this database: the rows of db->page, none if that is NULL. */
gboolean hufu_grant_page_register (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
