/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What terminals are told: a feed that holds the last state of each thing once, and the catalogue
 * as a ready SQLite file. A cursor is "DATABASE.SEQ.FLOOR": everything after SEQ, but what is in
 * the snapshot (products, categories, stores, stock) only after FLOOR, which is where it stood.
 */
#pragma once

#include "platform/platform.h"

/* Inside the caller's transaction. store_no -1: for every store; data NULL: deleted. */
void hufu_changes_put (HufuPlatform *platform, const char *kind, const char *key, gint64 store_no,
                       const json_t *data);
/* A product, category, store or figure of the tables was changed. */
void hufu_changes_touch_product (HufuPlatform *platform, gint64 product_id);
void hufu_changes_touch_category (HufuPlatform *platform, gint64 category_id);
void hufu_changes_touch_store (HufuPlatform *platform, gint64 store_no);
void hufu_changes_touch_stock (HufuPlatform *platform, gint64 product_id);

/* The Changes answer after `cursor` (NULL: from the start) for a till. *ret_gone TRUE and NULL: the
 * cursor is not of this database, take a snapshot. */
json_t *hufu_changes_list (HufuPlatform *platform, const HufuHolder *holder, const char *cursor,
                           gint64 limit, gboolean *ret_gone,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a cursor stands at; -1: it is none, or not of this database. */
gint64 hufu_changes_get_seq (HufuPlatform *platform, const char *cursor);

typedef struct {
  char *path; /* the file */
  char *etag; /* with quotes */
  char *cursor;
  char *signature; /* KID ":" signature */
} HufuSnapshot;
void hufu_snapshot_free (HufuSnapshot *snapshot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuSnapshot, hufu_snapshot_free)

/* The ETag of the catalogue as it stands for a till; free with g_free. */
char *hufu_snapshot_make_etag (HufuPlatform *platform, const HufuHolder *holder);
/* Writes the file anew in the platform's directory: what is on hand is that of the till's store. */
HufuSnapshot *hufu_snapshot_make (HufuPlatform *platform, const HufuHolder *holder,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The policy of a store, to be freed; NULL: there is no such store. */
json_t *hufu_changes_load_policy (HufuPlatform *platform, guint64 store_no);
