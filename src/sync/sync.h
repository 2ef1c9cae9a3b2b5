/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The link to the platform: enrolment, trust list, catalogue, changes, grants, the outbox, and
 * online redemptions. Nothing here runs on the drawing thread, nothing waits for it. What is not
 * answered is asked again with full jitter (core/backoff.h) until it is known.
 *
 * Three kinds of worker, so that a customer never waits behind a download: one runs the rounds
 * (time -> enrolment -> trust list -> push events -> grants -> changes or the snapshot -> push),
 * one asks the open uses, and each prepare has its own. Signals come in the main context in which
 * the object was made.
 */
#pragma once

#include <gio/gio.h>
#include "core/best-time.h"
#include "core/life.h"
#include "core/limits.h"
#include "core/reason.h"
#include "core/right.h"
#include "store/store.h"
#include "store/voucher-store.h"
#include "sync/trouble.h"

#define HUFU_TYPE_SYNC (hufu_sync_get_type ())
G_DECLARE_FINAL_TYPE (HufuSync, hufu_sync, HUFU, SYNC, GObject)

#define HUFU_SYNC_ROUND_S 15          /* between rounds when all is quiet */
#define HUFU_SYNC_ASK_TIMEOUT_MS 8000 /* of one try of a redemption */
#define HUFU_SYNC_TIMEOUT_MS 30000
#define HUFU_SYNC_WITNESS_MS                                                                       \
  5000 /* after a start: for the platform and the other tills to answer */
#define HUFU_SYNC_ANSWER_MAX (8 * 1024 * 1024) /* bytes of a JSON answer */
#define HUFU_SYNC_SNAPSHOT_MAX (G_GINT64_CONSTANT (2) * 1024 * 1024 * 1024)

typedef enum {
  HUFU_LINK_NOT_ENROLLED, /* waits for a manager's approval: user_code is set */
  HUFU_LINK_OFFLINE,
  HUFU_LINK_SLOW, /* answers take longer than 2 s or the last try timed out */
  HUFU_LINK_ONLINE,
} HufuLink;

typedef struct {
  const char *platform_url;  /* "http://127.0.0.1:8377"; https is checked against CA and pins */
  const char *key_path;      /* device key file, made before the enrolment, never after */
  const char *snapshot_dir;  /* where a snapshot is downloaded to */
  const guint8 (*roots)[32]; /* pinned root keys of the trust list */
  gsize n_roots;             /* 0..2; 0: those that an earlier enrolment pinned */
  gboolean take_roots; /* a demo: if there are none, those that the enrolment names are pinned;
                        * else nobody enrols without one */
  const char *device_name;
  guint ask_timeout_ms; /* of one try of a redemption or prepare; 0 = HUFU_SYNC_ASK_TIMEOUT_MS */
  guint witness_ms; /* the books await their witnesses so long (hufu_witness_await); 0 = they do not
                     */
  const char *ca_file; /* PEM file of authorities for https; NULL = the system's */
  /* The other tills of the store: */
  const char *lan_listen;  /* "0.0.0.0:8378"; NULL: neither answered nor asked */
  const char *lan_address; /* what others are told; NULL: found out */
  gboolean lan_discover;   /* by mDNS too */
} HufuSyncOptions;

/* Reads the root keys to pin, one or two lines of 64 hex digits, as hufu-platform writes to
 * root.pub. Free with g_free. */
guint8 (*hufu_sync_load_roots (const char *path, gsize *ret_n_roots, GError **error))[32];

/* What everybody may know of the link. */
typedef struct {
  HufuLink link;
  const char *user_code; /* while not enrolled; never freed */
  const char *verification_uri;
  guint64 n_unsent;
  gboolean behind; /* more may be unsent: it was woken, and the books have not been read since */
  gint64 oldest_unsent_utc_us;
  guint64 n_attention;
  guint64 n_rights;        /* held here: work offline; 0 while frozen */
  guint64 n_vouchers;      /* of which those are; 0 while frozen */
  HufuFrozen frozen;       /* what it holds is not lent */
  HufuLimitsUsed unleased; /* accepted without its right since the last confirmed report */
  guint n_open_uses;       /* outcome unknown */
  guint n_open_payments;   /* the same of wallets */
  gint64 synced_utc_us;    /* 0 = never */
  gboolean clock_trusted;
  HufuClockState clock_state;
  gint64 best_utc_us_offset; /* best-known time minus the wall clock */
  HufuLife life;             /* what the platform has in mind with this till */
  gint64 witness_mono_us;    /* until then at most it asks whether it is a copy (store/roster.h) and
                              * what is held waits, by g_get_monotonic_time; 0: it has asked */
  HufuTrouble trouble;
  gint64 trouble_mono_us; /* since when it is this one, by g_get_monotonic_time */
  char problem[160];      /* trouble in an English sentence, "" if none; no personal data */
} HufuLinkState;

/* books and catalog are borrowed and must outlive the object. */
HufuSync *hufu_sync_new (HufuStore *books, HufuStore *catalog, const HufuSyncOptions *options);
/* Starts the worker. */
void hufu_sync_start (HufuSync *sync);
/* Ends the worker within a second, whatever is under way; idempotent. */
void hufu_sync_stop (HufuSync *sync);
/* This till among the others of the store (sync/lan-task.h); borrowed, NULL if there is no LAN. */
struct _HufuLan *hufu_sync_get_lan (HufuSync *sync);

/* A demo's way to be offline: whoever is cut off is not connected to, and what comes from there is
 * hung up on. Any thread. */
typedef enum {
  HUFU_CUT_WAN = 1 << 0, /* the platform */
  HUFU_CUT_LAN = 1 << 1, /* the other tills */
} HufuCut;
void hufu_sync_set_cut (HufuSync *sync, HufuCut cut);

/* There is something to send or ask: begins a round at once. */
void hufu_sync_wake (HufuSync *sync); /* NULL-safe, as the next two: who trains has no link */
/* A copy of the state under its lock. */
void hufu_sync_get_state (HufuSync *sync, HufuLinkState *ret_state);

/* What a scanned voucher, short code or platform code is worth now; changes nothing anywhere. */
typedef struct {
  HufuReason reason;    /* R01: the platform would redeem it; else the refusal; R28: no answer */
  HufuVoucher *voucher; /* owned; NULL if the platform knows none */
  HufuRightKey key;
  gint64 worth_now_minor;
  guint uses_left;
  guint64 used_store_no, used_terminal_no; /* R12: where and when; 0 = unknown */
  gint64 used_utc_us;
  char *prepare_token; /* owned */
  guint wait_s;        /* with R28: too many wrong codes were typed, the platform hears no more for
                        * so long; 0 = it is something else */
  gboolean is_restoring; /* with R28: the platform waits for the reports of its tills */
} HufuPrepared;
void hufu_prepared_free (HufuPrepared *prepared);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuPrepared, hufu_prepared_free)

typedef enum {
  HUFU_CODE_TOKEN, /* OV1 or OV2 text */
  HUFU_CODE_SHORT,
  HUFU_CODE_PLATFORM,
} HufuCodeKind;

void hufu_sync_prepare_async (HufuSync *sync, HufuCodeKind kind, const char *code,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data);
HufuPrepared *hufu_sync_prepare_finish (HufuSync *sync, GAsyncResult *result, GError **error);

/* What the platform has for a manager to look at (sync/attention.h), as text to be kept. decision:
 * NULL asks; else it is sent (hufu_matter_make_decision) and what is left is answered. */
void hufu_sync_attention_async (HufuSync *sync, const char *decision, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
char *hufu_sync_attention_finish (HufuSync *sync, GAsyncResult *result, GError **error);

/* The request text of a redemption, to be stored with hufu_use_ask before anything is sent. Free
 * with g_free. amount_minor: cash vouchers; 0 = one use. */
char *hufu_sync_make_redeem_request (const HufuId *use_id, const HufuId *sale_id, HufuCodeKind kind,
                                     const char *code, gint64 amount_minor,
                                     const char *prepare_token);

/* After hufu_use_ask / hufu_use_undo(UNDOING) / hufu_use_give_back was committed: the worker asks,
 * stores the answer itself (hufu_use_answer / hufu_use_undone) and then emits "use-settled". It
 * also picks up all open uses at start. */
void hufu_sync_ask_use (HufuSync *sync, const HufuId *use_id);

/* After hufu_payment_ask, _abandon or _reverse of a wallet was committed: the worker asks, stores
 * the answer itself (hufu_payment_answer) and then emits "payment-changed". It also picks up all
 * open payments at start. */
void hufu_sync_ask_payments (HufuSync *sync);
/* The request text of a payment, to be stored with hufu_payment_ask before anything is sent. code
 * NULL: by QR. Free with g_free. */
char *hufu_sync_make_payment_request (const HufuId *payment_id, const HufuId *sale_id,
                                      const char *code, gint64 amount_minor);

/*
 * Signals:
 *   "state-changed" (void)              hufu_sync_get_state has news
 *   "use-tried"   (HufuId *use_id)      one more try got no answer (try count is in the store)
 *   "use-settled" (HufuId *use_id)      the platform's answer is stored
 *   "payment-changed" (HufuId *payment_id)  an answer about it is stored, or one more try got none
 *   "data-changed" (guint what)         HufuSyncData bits: staff, policy, catalogue ... are new
 */
typedef enum {
  HUFU_SYNC_DATA_STAFF = 1 << 0,
  HUFU_SYNC_DATA_MEMBERS = 1 << 1,
  HUFU_SYNC_DATA_POLICY = 1 << 2,
  HUFU_SYNC_DATA_CATALOG = 1 << 3,
  HUFU_SYNC_DATA_RIGHTS = 1 << 4,
  HUFU_SYNC_DATA_TRUST = 1 << 5,
  HUFU_SYNC_DATA_TERMINAL = 1 << 6, /* enrolled */
  HUFU_SYNC_DATA_ROSTER = 1 << 7,   /* the other tills of the store */
  HUFU_SYNC_DATA_STATUS = 1 << 8,   /* status lists of vouchers */
  HUFU_SYNC_DATA_STOCK = 1 << 9,    /* figures of what is where */
  HUFU_SYNC_DATA_SALES = 1 << 10,   /* held sales: one came from another till, or went to one */
} HufuSyncData;
