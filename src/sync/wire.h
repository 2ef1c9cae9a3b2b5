/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the parts of the link share: who this till is, what time it is, the state that is shown, and
 * one signed request to the platform. Thread-safe; every function that asks the platform or the
 * store waits and is for worker threads only.
 */
#pragma once

#include <jansson.h>
#include "crypto/sign.h"
#include "store/terminal.h"
#include "sync/answer.h"
#include "sync/board.h"
#include "sync/sync.h"

typedef struct HufuWire HufuWire;

typedef struct {
  gboolean enrolled;
  HufuFrozen frozen; /* forked: nothing is sent until the next incarnation */
  HufuLife life;
  HufuId terminal_id;
  guint32 incarnation;
  guint64 store_no;
  guint64 platform_epoch;
} HufuIdentity;

/* Who may know whether this till is a copy. */
typedef enum {
  HUFU_WITNESSES_NONE = 0,
  HUFU_WITNESSES_PLATFORM = 1 << 0,
  HUFU_WITNESSES_TILLS = 1 << 1,
  HUFU_WITNESSES_ALL = HUFU_WITNESSES_PLATFORM | HUFU_WITNESSES_TILLS,
} HufuWitnesses;

HufuWire *hufu_wire_new (HufuStore *books, HufuStore *catalog, const HufuSyncOptions *options,
                         const HufuBoardObserver *observer);
void hufu_wire_free (HufuWire *wire);
/* Reads keys and identity; KEY_FILE or STORE if that cannot be done (may be called again). */
HufuTrouble hufu_wire_open (HufuWire *wire);

/* Conversations end with STOPPED from now on. */
void hufu_wire_stop (HufuWire *wire);
gboolean hufu_wire_is_stopped (HufuWire *wire);
/* The platform is not connected to from now on. */
void hufu_wire_set_cut (HufuWire *wire, gboolean cut);
/* One conversation for the calling thread; given back with hufu_wire_give. */
HufuHttp *hufu_wire_borrow (HufuWire *wire);
void hufu_wire_give (HufuWire *wire, HufuHttp *http);

/* --- one request ----------------------------------------------------------------------------- */

typedef struct {
  const char *method;          /* "GET", "POST" */
  const char *path;            /* "/v1/events" */
  const char *query;           /* NULL = none */
  const char *content;         /* JSON text; NULL = none */
  const char *idempotency_key; /* NULL = none */
  gboolean quick;              /* somebody waits: the short time-out */
  gboolean open;               /* the contract wants no signature */
  HufuHttpSink sink;           /* a file; no JSON, no limit of time but low speed */
  gpointer sink_data;
} HufuAsk;

/* Signs, sends, judges; never NULL. A request that the platform calls stale or replayed is signed
 * again with a nonce of the platform's, once. */
HufuAnswer *hufu_wire_ask (HufuWire *wire, HufuHttp *http, const HufuAsk *ask);

/* --- who, when ------------------------------------------------------------------------------- */

void hufu_wire_get_identity (HufuWire *wire, HufuIdentity *ret_identity);
/* Reads identity and counts from the books again; tells observers if anything is new. */
gboolean hufu_wire_refresh (HufuWire *wire);
/* Stores a newer platform epoch and returns TRUE: everything must be sent again. */
gboolean hufu_wire_take_epoch (HufuWire *wire, guint64 platform_epoch);
/* Stores what the platform has in mind with this till; FALSE if that cannot be stored. */
gboolean hufu_wire_take_life (HufuWire *wire, HufuLife life);
/* They were asked since the start, and what they know was compared. Once all were, what the books
 * hold is free: TRUE then. */
gboolean hufu_wire_note_heard (HufuWire *wire, HufuWitnesses who);
gboolean hufu_wire_has_heard (HufuWire *wire, HufuWitnesses who);
void hufu_wire_take_time (HufuWire *wire, gint64 utc_us, gint64 elapsed_us);
gint64 hufu_wire_now_us (HufuWire *wire);

HufuStore *hufu_wire_get_books (HufuWire *wire);
HufuStore *hufu_wire_get_catalog (HufuWire *wire);
const char *hufu_wire_get_snapshot_dir (HufuWire *wire);
const char *hufu_wire_get_device_name (HufuWire *wire);
const HufuHost *hufu_wire_get_host (HufuWire *wire);
void hufu_wire_get_public_key (HufuWire *wire, guint8 ret_key[HUFU_PUBLIC_KEY_BYTES]);
/* Borrowed; set once by hufu_wire_open. */
HufuKeyPair *hufu_wire_get_keys (HufuWire *wire);
/* Between these it is now; as wide as a till that never was anchored can be. */
void hufu_wire_get_time_bounds (HufuWire *wire, gint64 *ret_earliest_utc_us,
                                gint64 *ret_latest_utc_us);
/* There is a root, or the enrolment may bring one. */
gboolean hufu_wire_may_enrol (HufuWire *wire);
/* The pinned roots: of the options, else those of the enrolment. Their number, 0..2. */
gsize hufu_wire_get_roots (HufuWire *wire, guint8 ret_roots[2][32]);
gboolean hufu_wire_store_roots (HufuWire *wire, const guint8 (*roots)[32], gsize n_roots);
gboolean hufu_wire_store_pins (HufuWire *wire, const char *pins);

/* Stores when the last whole round was. */
void hufu_wire_store_synced (HufuWire *wire, gint64 utc_us);

/* --- what is shown --------------------------------------------------------------------------- */

HufuBoard *hufu_wire_get_board (HufuWire *wire);
/* A copy of the board and the clock. */
void hufu_wire_get_state (HufuWire *wire, HufuLinkState *ret_state);
