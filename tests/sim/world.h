/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One run: machines, network, customers, and the record that only a god could keep. Everything in
 * it follows from the seed; two runs of one seed are the same bit for bit.
 *
 * A run has two phases. In the first one acts and faults come by chance, as the seed's profile has
 * them. Then everything is healed, and all must drain: journals, messages, open questions. The
 * oracle watches both.
 */
#pragma once

#include "core/basket.h"
#include "core/trust.h"
#include "crypto/sign.h"
#include "platform/platform.h"
#include "store/people.h"
#include "store/shift.h"
#include "sync/trust.h"
#include "tests/sim/machine.h"
#include "tests/sim/net.h"

#define SIM_TILLS_MAX (SIM_MACHINES_MAX - 1)
#define SIM_STORES_MAX 2

/* What counts as an event of a run. */
typedef enum {
  SIM_REDEEM,
  SIM_TRANSFER,
  SIM_UNDO,
  SIM_REFUND,
  SIM_SYNC,
  SIM_CRASH,
  SIM_FAULT,
  SIM_N_COUNTS,
} SimCount;

typedef struct {
  guint steps;            /* of the first phase */
  guint tills, stores;    /* 0: as the seed has it */
  gboolean quiet;         /* a scenario: nothing goes wrong by chance */
  gboolean unleased;      /* what is not held may be accepted; else as the seed has it */
  gboolean live;          /* every voucher needs a live code */
  gboolean trace;         /* each line as it happens */
  gboolean digest, twice; /* say each run's digest; run each twice and compare */
} SimOptions;

/* How wild a run is: drawn from its seed, so that runs differ more than chance alone makes them. */
typedef struct {
  guint tills, stores;
  gboolean unleased; /* what is not held may be accepted, within limits */
  guint act_weights[40];
  guint crash_permille, platform_crash_permille, fault_permille;
  guint loss_permille, copy_permille, arrive_permille;
  gint64 step_us; /* the mean time between two steps */
} SimProfile;

typedef struct {
  guint no; /* its place on the network */
  SimMachine *machine;
  char *path;
  HufuDb *db; /* NULL: it could not be opened (disk full) */
  HufuKeyPair *device;
  HufuId terminal_id;
  guint32 incarnation;
  guint64 platform_epoch; /* as its books have it */
  HufuShift shift;
  guint64 store_no;
  HufuTrustList *trust;
  HufuTrustFacts facts;    /* the platform's keys, of the same list */
  HufuId witness_question; /* the last one; zero: none, or its machine died since */
  guint unheard; /* who it waits for since it was started: a bit for each place on the network */
  guint32 witness_incarnation; /* it asked as this */
  gint64 covered_no;           /* in the journal: the last report that the platform has confirmed */
  HufuBasket *basket;          /* the open sale; NULL if none */
  guint n_sales;
  gboolean gone; /* lost, or removed for good */
  gboolean leaving;
  SimImage *image;    /* of its disk, some time ago; NULL if none */
  gboolean copied;    /* its disk was brought back from the image */
  gboolean renewing;  /* it does nothing until it has another incarnation ... */
  HufuId renewal_key; /* ... which it asks for by this key */
} SimTill;

typedef struct {
  SimMachine *machine;
  char *dir;
  HufuPlatform *lib; /* NULL: it could not be started */
} SimPlatform;

/* A voucher in somebody's pocket. */
typedef struct {
  guint no;
  HufuId cti;
  char *token;
  HufuVoucherType type;
  guint64 generation;
  guint32 uses;
  gint64 value_minor;
  gboolean has_home;
  HufuKeyPair *phone; /* it needs a live code, made by this; NULL: it is enough to show it */
  char *screenshot;   /* of a live code; NULL if nobody made one */
  char *old_token;    /* of the generation before; NULL if there is none */
  gboolean wished;    /* a refund or a transfer was wanted */
  gboolean refunded;
  guint64 given_on;  /* the newest generation that somebody wanted given to a friend */
  HufuEpoch seen[8]; /* of its rights, at the platform */
  guint excused; /* bit k: that right may be used twice: somebody signed for it, or a copy has it */
} SimVoucher;

/* What a customer got, or the platform has said yes to: the god's-eye record of one use. */
typedef struct {
  HufuId use_id;
  guint voucher, till;
  HufuRightKey key;
  gint64 amount_minor;
  guint64 live_step;    /* of the live code that was shown for it; 0: none */
  gboolean at_till;     /* handed over, and not given back */
  gboolean at_platform; /* redeemed online and not undone */
  gboolean unleased;    /* accepted without the right, under limits */
  gboolean detached;    /* its till was brought back from an image: its books do not count */
  gboolean told;        /* the platform has known of it */
  gboolean signed_for;  /* its till is lost, and somebody has signed for what it may have done */
  gboolean taken_back;  /* undone online although a till had used it: its books do not count */
} SimUse;

typedef struct {
  const SimOptions *options;
  guint64 seed;
  SimProfile profile;
  SimRandom random;
  gint64 now_us;
  guint64 step;
  gboolean healing;
  SimPlatform *platform;
  GPtrArray *tills;    /* SimTill */
  GPtrArray *vouchers; /* SimVoucher */
  GPtrArray *uses;     /* SimUse */
  SimNet *net;
  guint64 counts[SIM_N_COUNTS];
  guint64 n_accepted; /* of the redemptions */
  char *folder;
  SimImage *backup; /* of the platform's disk */
  guint n_gone;     /* tills that are lost, or leave */
  gboolean
      rough; /* something was restored or lost: events that nobody can follow are to be expected */
  GChecksum *digest;
  char *violation; /* the first; the run ends with it */
} SimWorld;

/* folder: of this process alone, for lock and key files; its content is made anew. */
SimWorld *sim_world_new (const SimOptions *options, const char *folder, guint64 seed);
void sim_world_free (SimWorld *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimWorld, sim_world_free)
/* Everything is healed and drains, and the oracle looks at the end. */
void sim_world_drain (SimWorld *world);
/* Both phases; FALSE if the oracle saw a violation. */
gboolean sim_world_run (SimWorld *world);

/* One line of the trace; all of them make the digest. */
void sim_trace (SimWorld *world, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The first violation ends the run. invariant: "I4". */
void sim_violate (SimWorld *world, const char *invariant, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
void sim_count (SimWorld *world, SimCount count);

/* The end of an id, for the trace. */
#define SIM_ID_FORMAT "%02x%02x"
#define SIM_ID(id) (id)->bytes[HUFU_ID_BYTES - 2], (id)->bytes[HUFU_ID_BYTES - 1]

/* The till at a place of the network. */
SimTill *sim_world_get_till (const SimWorld *world, guint no);
/* NULL: nobody has this id now. */
SimTill *sim_world_find_till (const SimWorld *world, const HufuId *terminal_id);
/* One of the run's stores, by chance. */
guint64 sim_world_draw_store (SimWorld *world);
SimVoucher *sim_world_find_voucher (const SimWorld *world, const HufuId *cti);
