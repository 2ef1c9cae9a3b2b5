/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A till with its two databases and its link, as the program has them, and what stories do with it.
 * Any unexpected error fails the test.
 */
#pragma once

#include "store/catalog.h"
#include "store/roster.h"
#include "store/sale.h"
#include "store/terminal.h"
#include "sync/sync.h"
#include "tests/lib/await.h"
#include "tests/lib/tempdir.h"
#include "tests/lib/test-host.h"
#include "tests/sync/platform-process.h"
#include "tests/sync/proxy.h"

typedef struct {
  HufuTempdir *dir;
  HufuTestHost *world; /* NULL: the machine's own clocks */
  HufuStore *books, *catalog;
  HufuSync *sync;
  guint port; /* where it thinks the platform is */
  guint8 roots[2][32];
  gsize n_roots;
  const char *scheme;     /* "http" */
  const char *ca_file;    /* NULL */
  const char *lan_listen; /* NULL: no LAN */
  guint witness_ms;       /* 0: the books await no witness */
  guint what;             /* bits of data-changed so far */
  guint n_tried, n_settled;
} HufuTill;

/* Books in `dir`; `platform` gives the root to pin. Not started. */
HufuTill *hufu_till_new (guint32 seed, HufuPlatformProcess *platform, guint port);
void hufu_till_free (HufuTill *till);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuTill, hufu_till_free)

void hufu_till_open (HufuTill *till);
/* Starts the link. */
void hufu_till_start (HufuTill *till);
/* Ends link and databases; may be opened and started again. */
void hufu_till_close (HufuTill *till);

HufuLinkState hufu_till_get_state (HufuTill *till);
/* Runs an act on the books and waits for it; asserts that it happened. */
gpointer hufu_till_run (HufuTill *till, HufuStore *store, HufuStoreAct act, gpointer data);
void hufu_till_load (HufuTill *till, HufuTerminal *ret_terminal);
/* n events into the journal. */
void hufu_till_write_events (HufuTill *till, guint n);
HufuUse *hufu_till_find_use (HufuTill *till, const HufuId *use_id);
/* Products that the catalogue shows in its categories. */
gint64 hufu_till_count_products (HufuTill *till);
/* HufuPeer: its roster. */
GPtrArray *hufu_till_list_peers (HufuTill *till);
/* Journal, ledger and rights are whole. */
void hufu_till_assert_whole (HufuTill *till);

/* Until all is enrolled, pulled and pushed. */
void hufu_till_await_synced (HufuTill *till);

/* Wakes the link again and again until `condition` holds. */
#define hufu_till_await(till, condition, bound_ms)                                                 \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 await_start_us = g_get_monotonic_time ();                                               \
    while (!(condition)) {                                                                         \
      hufu_sync_wake ((till)->sync);                                                               \
      hufu_await_step (await_start_us, (bound_ms), __FILE__, __LINE__, #condition);                \
    }                                                                                              \
  }                                                                                                \
  G_STMT_END
