/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/sync.h"

#include "core/backoff.h"
#include "sync/attention.h"
#include "sync/bell.h"
#include "sync/lan.h"
#include "sync/payments.h"
#include "sync/prepare.h"
#include "sync/round.h"
#include "sync/uses.h"
#include "sync/wire.h"

#define QUESTIONS_MAX 4     /* at a time */
#define PAUSE_MIN_MS 250    /* after a round with a problem */
#define OPEN_FAILED_MS 2000 /* before the key file is tried again */

struct _HufuSync {
  GObject parent_instance;

  HufuWire *wire;
  HufuLan *lan;          /* NULL: there is none */
  GMainContext *context; /* of the signals */
  GThread *round_thread;
  GThread *use_thread;
  GThreadPool *questions; /* GTask: prepares, and what a manager has to look at */
  HufuBell round_bell;
  HufuBell use_bell;
  gint opened;   /* atomic: keys and identity are there */
  gint asked;    /* atomic: a use was asked for by hand */
  gint again;    /* atomic: the platform answers again */
  gint released; /* atomic: no signal any more */
};

enum {
  STATE_CHANGED,
  USE_TRIED,
  USE_SETTLED,
  PAYMENT_CHANGED,
  DATA_CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HufuSync, hufu_sync, G_TYPE_OBJECT)

/* --- signals in the owner's context ---------------------------------------------------------- */

typedef struct {
  HufuSync *sync;
  guint signal;
  HufuSyncData what;
  HufuId use_id;
} Notice;

static void
notice_free (gpointer data)
{
  Notice *notice = data;

  g_object_unref (notice->sync);
  g_free (notice);
}

static gboolean
on_notice (gpointer data)
{
  Notice *notice = data;

  if (g_atomic_int_get (&notice->sync->released))
    return G_SOURCE_REMOVE;
  switch (notice->signal) {
  case STATE_CHANGED:
    g_signal_emit (notice->sync, signals[STATE_CHANGED], 0);
    break;
  case DATA_CHANGED:
    g_signal_emit (notice->sync, signals[DATA_CHANGED], 0, (guint)notice->what);
    break;
  default:
    g_signal_emit (notice->sync, signals[notice->signal], 0, &notice->use_id);
    break;
  }
  return G_SOURCE_REMOVE;
}

static void
tell (HufuSync *self, guint signal, HufuSyncData what, const HufuId *use_id)
{
  Notice *notice = g_new0 (Notice, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  notice->sync = g_object_ref (self);
  notice->signal = signal;
  notice->what = what;
  if (use_id != NULL)
    notice->use_id = *use_id;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_notice, notice, notice_free);
  g_source_attach (source, self->context);
}

static void
on_state_changed (gpointer user_data)
{
  tell (user_data, STATE_CHANGED, 0, NULL);
}

static void
on_data_changed (gpointer user_data, HufuSyncData what)
{
  HufuSync *self = user_data;

  if (self->lan != NULL && (what & (HUFU_SYNC_DATA_ROSTER | HUFU_SYNC_DATA_TERMINAL)) != 0)
    hufu_lan_roster_changed (self->lan);
  tell (self, DATA_CHANGED, what, NULL);
}

static void
on_lan_news (gpointer user_data)
{
  HufuSync *self = user_data;

  hufu_bell_ring (&self->round_bell);
}

static void
on_use_tried (gpointer user_data, const HufuId *use_id)
{
  tell (user_data, USE_TRIED, 0, use_id);
}

static void
on_use_settled (gpointer user_data, const HufuId *use_id)
{
  HufuSync *self = user_data;

  tell (self, USE_SETTLED, 0, use_id);
  /* What was settled is in the journal: up with it. */
  hufu_bell_ring (&self->round_bell);
}

static void
on_payment_changed (gpointer user_data, const HufuId *payment_id, gboolean settled)
{
  HufuSync *self = user_data;

  tell (self, PAYMENT_CHANGED, 0, payment_id);
  if (settled)
    hufu_bell_ring (&self->round_bell);
}

/* --- the worker of the rounds ---------------------------------------------------------------- */

/* rang: an act began the round. What is sold while the link is down does not make the pauses longer
 * that the link needs to come back. */
static gint64
find_pause (HufuSync *self, const HufuOutcome *outcome, guint enrol_wait_ms, gboolean rang,
            guint *n_failed)
{
  guint64 random;

  if (outcome->problem == HUFU_TROUBLE_NONE) {
    *n_failed = 0;
    return enrol_wait_ms > 0 ? enrol_wait_ms : HUFU_SYNC_ROUND_S * 1000;
  }
  hufu_host_random (hufu_wire_get_host (self->wire), (guint8 *)&random, sizeof random);
  return MAX (hufu_backoff_delay_ms (rang ? *n_failed : (*n_failed)++, random,
                                     (gint64)outcome->retry_after_s * 1000),
              PAUSE_MIN_MS);
}

static void
after_round (HufuSync *self, const HufuOutcome *outcome, gboolean *was_reachable)
{
  gboolean reachable = !outcome->ends_round;

  hufu_wire_refresh (self->wire);
  hufu_board_show_trouble (hufu_wire_get_board (self->wire), outcome->problem);
  if (reachable && !*was_reachable)
    g_atomic_int_set (&self->again, 1);
  /* Whoever cannot be reached is asked again, and an undo waits for the report before it. */
  if (reachable)
    hufu_bell_ring (&self->use_bell);
  *was_reachable = reachable;
}

static void
open_wire (HufuSync *self)
{
  while (!hufu_wire_is_stopped (self->wire)) {
    HufuTrouble problem = hufu_wire_open (self->wire);

    hufu_board_show_trouble (hufu_wire_get_board (self->wire), problem);
    if (problem == HUFU_TROUBLE_NONE) {
      g_atomic_int_set (&self->opened, 1);
      hufu_bell_ring (&self->use_bell);
      if (self->lan != NULL)
        hufu_lan_wake (self->lan);
      return;
    }
    hufu_bell_wait (&self->round_bell, OPEN_FAILED_MS);
  }
}

static gpointer
run_rounds (gpointer data)
{
  HufuSync *self = data;
  HufuHttp *http = hufu_wire_borrow (self->wire);
  HufuRound round = {.wire = self->wire, .lan = self->lan};
  gboolean was_reachable = FALSE, rang = FALSE;
  guint n_failed = 0;

  open_wire (self);
  while (!hufu_wire_is_stopped (self->wire)) {
    guint enrol_wait_ms = 0;
    HufuOutcome outcome = hufu_round_run (&round, http, &enrol_wait_ms);

    if (hufu_wire_is_stopped (self->wire))
      break;
    after_round (self, &outcome, &was_reachable);
    rang = hufu_bell_wait (&self->round_bell,
                           find_pause (self, &outcome, enrol_wait_ms, rang, &n_failed));
    hufu_wire_refresh (self->wire);
  }
  hufu_wire_give (self->wire, http);
  return NULL;
}

/* --- the worker of the uses and payments ----------------------------------------------------- */

static gboolean
is_enrolled (HufuSync *self)
{
  HufuIdentity identity;

  hufu_wire_get_identity (self->wire, &identity);
  return identity.enrolled;
}

static void
make_due (HufuUses *uses, HufuPayments *payments, gboolean by_hand)
{
  hufu_uses_make_due (uses, by_hand);
  hufu_payments_make_due (payments, by_hand);
}

/* Answers how long to wait. A link that has just failed is not tried for the payments as well. */
static guint
ask_due (HufuSync *self, HufuUses *uses, HufuPayments *payments, HufuHttp *http)
{
  guint wait_ms = G_MAXUINT, payment_wait_ms = G_MAXUINT;
  HufuOutcome outcome = hufu_uses_ask_due (uses, http, &wait_ms);

  if (!outcome.ends_round) {
    HufuOutcome other = hufu_payments_ask_due (payments, http, &payment_wait_ms);

    if (other.problem != HUFU_TROUBLE_NONE)
      outcome = other;
  }
  if (outcome.problem != HUFU_TROUBLE_NONE)
    hufu_board_show_trouble (hufu_wire_get_board (self->wire), outcome.problem);
  return MIN (wait_ms, payment_wait_ms);
}

static gpointer
run_uses (gpointer data)
{
  HufuSync *self = data;
  HufuHttp *http = hufu_wire_borrow (self->wire);
  HufuUses *uses;
  HufuPayments *payments;

  /* Chance, which the pauses need, is known once the books have been read. */
  while (!hufu_wire_is_stopped (self->wire) && !g_atomic_int_get (&self->opened))
    hufu_bell_wait (&self->use_bell, G_MAXUINT);
  uses = hufu_uses_new (self->wire);
  payments = hufu_payments_new (self->wire);
  while (!hufu_wire_is_stopped (self->wire)) {
    guint wait_ms = G_MAXUINT;

    if (g_atomic_int_compare_and_exchange (&self->asked, 1, 0))
      make_due (uses, payments, TRUE);
    if (g_atomic_int_compare_and_exchange (&self->again, 1, 0))
      make_due (uses, payments, FALSE);
    if (is_enrolled (self))
      wait_ms = ask_due (self, uses, payments, http);
    if (!hufu_wire_is_stopped (self->wire))
      hufu_bell_wait (&self->use_bell, wait_ms);
  }
  hufu_payments_free (payments);
  hufu_uses_free (uses);
  hufu_wire_give (self->wire, http);
  return NULL;
}

/* --- prepares -------------------------------------------------------------------------------- */

typedef struct {
  HufuCodeKind kind;
  char *code;
} Code;

static void
code_free (gpointer data)
{
  Code *code = data;

  g_free (code->code);
  g_free (code);
}

static void
run_prepare (HufuSync *self, HufuHttp *http, GTask *task)
{
  const Code *code = g_task_get_task_data (task);

  g_task_return_pointer (task, hufu_prepare_ask (self->wire, http, code->kind, code->code),
                         (GDestroyNotify)hufu_prepared_free);
}

static void
run_attention (HufuSync *self, HufuHttp *http, GTask *task)
{
  GError *error = NULL;
  char *text = hufu_attention_ask (self->wire, http, g_task_get_task_data (task), &error);

  if (text != NULL)
    g_task_return_pointer (task, text, g_free);
  else
    g_task_return_error (task, error);
}

static void
run_question (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  HufuSync *self = user_data;
  HufuHttp *http = hufu_wire_borrow (self->wire);

  if (g_task_get_source_tag (task) == hufu_sync_attention_async)
    run_attention (self, http, task);
  else
    run_prepare (self, http, task);
  hufu_wire_give (self->wire, http);
}

void
hufu_sync_prepare_async (HufuSync *self, HufuCodeKind kind, const char *code,
                         GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Code *copy = g_new0 (Code, 1);

  copy->kind = kind;
  copy->code = g_strdup (code);
  g_task_set_source_tag (task, hufu_sync_prepare_async);
  g_task_set_task_data (task, copy, code_free);
  if (self->questions != NULL && g_atomic_int_get (&self->opened)) {
    g_thread_pool_push (self->questions, task, NULL);
    return;
  }
  {
    HufuPrepared *nothing = g_new0 (HufuPrepared, 1);

    nothing->reason = HUFU_R28_OUTCOME_UNKNOWN;
    g_task_return_pointer (task, nothing, (GDestroyNotify)hufu_prepared_free);
    g_object_unref (task);
  }
}

HufuPrepared *
hufu_sync_prepare_finish (HufuSync *self, GAsyncResult *result, GError **error)
{
  g_assert (g_task_is_valid (result, self));
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
hufu_sync_attention_async (HufuSync *self, const char *decision, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hufu_sync_attention_async);
  g_task_set_task_data (task, g_strdup (decision), g_free);
  if (self->questions != NULL && g_atomic_int_get (&self->opened)) {
    g_thread_pool_push (self->questions, task, NULL);
    return;
  }
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, "not open yet");
  g_object_unref (task);
}

char *
hufu_sync_attention_finish (HufuSync *self, GAsyncResult *result, GError **error)
{
  g_assert (g_task_is_valid (result, self));
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- the object ------------------------------------------------------------------------------ */

void
hufu_sync_start (HufuSync *self)
{
  g_assert (self->round_thread == NULL && !hufu_wire_is_stopped (self->wire));
  self->questions = g_thread_pool_new (run_question, self, QUESTIONS_MAX, FALSE, NULL);
  self->round_thread = g_thread_new ("sync-rounds", run_rounds, self);
  self->use_thread = g_thread_new ("sync-uses", run_uses, self);
  if (self->lan != NULL)
    hufu_lan_start (self->lan);
}

void
hufu_sync_stop (HufuSync *self)
{
  g_atomic_int_set (&self->released, 1);
  hufu_wire_stop (self->wire);
  if (self->lan != NULL)
    hufu_lan_stop (self->lan);
  hufu_bell_ring (&self->round_bell);
  hufu_bell_ring (&self->use_bell);
  g_clear_pointer (&self->round_thread, g_thread_join);
  g_clear_pointer (&self->use_thread, g_thread_join);
  if (self->questions != NULL)
    g_thread_pool_free (g_steal_pointer (&self->questions), FALSE, TRUE);
}

void
hufu_sync_wake (HufuSync *self)
{
  if (self == NULL)
    return;
  hufu_board_note_wake (hufu_wire_get_board (self->wire));
  hufu_bell_ring (&self->round_bell);
}

void
hufu_sync_ask_use (HufuSync *self, const HufuId *use_id)
{
  if (self == NULL)
    return;
  g_atomic_int_set (&self->asked, 1);
  hufu_bell_ring (&self->use_bell);
}

void
hufu_sync_ask_payments (HufuSync *self)
{
  if (self == NULL)
    return;
  g_atomic_int_set (&self->asked, 1);
  hufu_bell_ring (&self->use_bell);
}

HufuLan *
hufu_sync_get_lan (HufuSync *self)
{
  return self->lan;
}

void
hufu_sync_set_cut (HufuSync *self, HufuCut cut)
{
  hufu_wire_set_cut (self->wire, (cut & HUFU_CUT_WAN) != 0);
  if (self->lan != NULL)
    hufu_lan_set_cut (self->lan, (cut & HUFU_CUT_LAN) != 0);
  hufu_bell_ring (&self->round_bell);
}

void
hufu_sync_get_state (HufuSync *self, HufuLinkState *ret_state)
{
  hufu_wire_get_state (self->wire, ret_state);
}

HufuSync *
hufu_sync_new (HufuStore *books, HufuStore *catalog, const HufuSyncOptions *options)
{
  HufuSync *self = g_object_new (HUFU_TYPE_SYNC, NULL);
  HufuBoardObserver observer = {.state_changed = on_state_changed,
                                .data_changed = on_data_changed,
                                .use_tried = on_use_tried,
                                .use_settled = on_use_settled,
                                .payment_changed = on_payment_changed,
                                .user_data = self};

  const HufuLanObserver lan_observer = {on_lan_news, self};
  const HufuLanOptions lan = {options->lan_listen, options->lan_address, options->lan_discover};

  self->wire = hufu_wire_new (books, catalog, options, &observer);
  if (options->lan_listen != NULL)
    self->lan = hufu_lan_new (self->wire, &lan, &lan_observer);
  else
    hufu_wire_note_heard (self->wire, HUFU_WITNESSES_TILLS);
  self->context = g_main_context_ref_thread_default ();
  return self;
}

/* The workers take references for their signals, so they end while there still is one to take. */
static void
hufu_sync_dispose (GObject *object)
{
  hufu_sync_stop (HUFU_SYNC (object));
  G_OBJECT_CLASS (hufu_sync_parent_class)->dispose (object);
}

static void
hufu_sync_finalize (GObject *object)
{
  HufuSync *self = HUFU_SYNC (object);

  hufu_lan_unref (self->lan);
  hufu_wire_free (self->wire);
  g_main_context_unref (self->context);
  hufu_bell_clear (&self->round_bell);
  hufu_bell_clear (&self->use_bell);
  G_OBJECT_CLASS (hufu_sync_parent_class)->finalize (object);
}

static void
hufu_sync_class_init (HufuSyncClass *class)
{
  GType type = G_TYPE_FROM_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = hufu_sync_dispose;
  G_OBJECT_CLASS (class)->finalize = hufu_sync_finalize;
  signals[STATE_CHANGED] =
      g_signal_new ("state-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[USE_TRIED] = g_signal_new ("use-tried", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[USE_SETTLED] = g_signal_new ("use-settled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[PAYMENT_CHANGED] = g_signal_new ("payment-changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[DATA_CHANGED] = g_signal_new ("data-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
hufu_sync_init (HufuSync *self)
{
  hufu_bell_init (&self->round_bell);
  hufu_bell_init (&self->use_bell);
}
