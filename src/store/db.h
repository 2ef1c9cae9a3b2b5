/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One SQLite database of the terminal and its one writing connection: WAL, synchronous=FULL,
 * foreign keys, STRICT tables, numbered migrations, statements prepared once. Not thread-safe: a
 * HufuDb belongs to the thread that uses it (HufuStore's owner thread in the programs; the test
 * itself in tests).
 *
 *   HufuDb *db = hufu_db_open ("/var/lib/hufu/till.db", HUFU_DB_TERMINAL, host, &error);
 *   HufuReason reason;
 *   if (!hufu_use_redeem_held (db, &redemption, &reason, ..., &error)) ...
 *   hufu_db_close (db);
 *
 * All acts (functions of the other headers here that take a HufuDb and change it) are one
 * `BEGIN IMMEDIATE` transaction each: wholly there when they return TRUE, wholly absent when FALSE.
 */
#pragma once

#include <glib.h>
#include "core/host.h"

typedef struct _HufuDb HufuDb;

typedef enum {
  HUFU_DB_TERMINAL, /* data/sql/terminal */
  HUFU_DB_CATALOG,  /* data/sql/catalog */
} HufuDbSchema;

/* The errors of the environment; each message says what is the case and what to do next. */
#define HUFU_STORE_ERROR (hufu_store_error_quark ())
GQuark hufu_store_error_quark (void);
typedef enum {
  HUFU_STORE_ERROR_FULL,            /* the disk is full: free some; the act did not happen */
  HUFU_STORE_ERROR_READ_ONLY,       /* no right to write the file or its folder */
  HUFU_STORE_ERROR_CORRUPT,         /* the file is damaged: it was not touched; restore a backup */
  HUFU_STORE_ERROR_CORRUPT_CATALOG, /* the catalogue's pages are: it is fetched again */
  HUFU_STORE_ERROR_MISSING,         /* the books of a till that has its key: restore them */
  HUFU_STORE_ERROR_NEWER,           /* written by a newer Hufu: update this one */
  HUFU_STORE_ERROR_NEWER_CATALOG,   /* the same of the catalogue */
  HUFU_STORE_ERROR_IN_USE,          /* another Hufu on this machine has it open */
  HUFU_STORE_ERROR_IO,
  HUFU_STORE_ERROR_CONFLICT,    /* the state changed under the caller (sale already finished ...) */
  HUFU_STORE_ERROR_INVALID,     /* data from outside that breaks a stated limit */
  HUFU_STORE_ERROR_TRAINING,    /* books to train with, where a till's own belong */
  HUFU_STORE_ERROR_NO_TRAINING, /* the till has nothing yet that could be trained with */
} HufuStoreError;

/* One sentence for the cashier, static. */
const char *hufu_store_error_sentence (HufuStoreError code, int lang);

/* Opens (and makes or migrates) the database at path. Takes an exclusive lock file beside it; a
 * second instance gets HUFU_STORE_ERROR_IN_USE. host is borrowed and must outlive the db. NULL with
 * error. */
HufuDb *hufu_db_open (const char *path, HufuDbSchema schema, const HufuHost *host,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Opens to read only, without lock or migration: for hufuctl beside a running till. */
HufuDb *hufu_db_open_read_only (const char *path, HufuDbSchema schema, const HufuHost *host,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* NULL-safe. */
void hufu_db_close (HufuDb *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuDb, hufu_db_close)

const HufuHost *hufu_db_get_host (HufuDb *db);

/* From now on it is utc_us at boot_us of the host's clock since boot, whatever the wall clock says.
 */
void hufu_db_set_anchor (HufuDb *db, gint64 utc_us, gint64 boot_us);
/* The best-known time, which is what the books date their acts by: from the anchor on; without one
 * the wall clock's. */
gint64 hufu_db_now_utc_us (const HufuDb *db);
/* A read or write found that the file is damaged, since it was opened or put aside. */
gboolean hufu_db_is_damaged (const HufuDb *db);
/* Renames the file at path, and its log, to NAME-damaged-SECONDS.db, for whoever wants to know what
 * happened to it. Nothing has it open. */
gboolean hufu_db_put_aside (const char *path, const HufuHost *host,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Copies WAL pages back into the file; called by the owner when idle, never on the path of a sale.
 */
void hufu_db_checkpoint (HufuDb *db);
/* Gives the system back what this connection and the whole process have no use for: after an act
 * that took much for once. Some milliseconds. */
void hufu_db_release_memory (HufuDb *db);
/* Pages waiting in the WAL. */
int hufu_db_get_wal_pages (HufuDb *db);
