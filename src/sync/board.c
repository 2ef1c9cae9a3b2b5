/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/board.h"

#include <string.h>

struct HufuBoard {
  HufuBoardObserver observer;
  GMutex mutex; /* guards what follows */
  HufuLinkState state;
  gboolean enrolled;
  guint n_timeouts; /* in a row */
  guint n_wakes;
};

HufuBoard *
hufu_board_new (const HufuBoardObserver *observer)
{
  HufuBoard *board = g_new0 (HufuBoard, 1);

  board->observer = *observer;
  board->state.link = HUFU_LINK_OFFLINE;
  board->state.behind = TRUE;
  g_mutex_init (&board->mutex);
  return board;
}

void
hufu_board_free (HufuBoard *board)
{
  if (board == NULL)
    return;
  g_mutex_clear (&board->mutex);
  g_free (board);
}

void
hufu_board_get (HufuBoard *board, HufuLinkState *ret_state)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&board->mutex);

  *ret_state = board->state;
}

void
hufu_board_note_news (HufuBoard *board)
{
  board->observer.state_changed (board->observer.user_data);
}

/* --- changing it ----------------------------------------------------------------------------- */

static HufuLinkState *
begin (HufuBoard *board, HufuLinkState *ret_before)
{
  g_mutex_lock (&board->mutex);
  *ret_before = board->state;
  return &board->state;
}

/* Tells if anything is new; padding may tell once too often, never too seldom. */
static void
end (HufuBoard *board, const HufuLinkState *before)
{
  gboolean is_new = memcmp (before, &board->state, sizeof *before) != 0;

  g_mutex_unlock (&board->mutex);
  if (is_new)
    hufu_board_note_news (board);
}

/* One late answer makes a link slow; two in a row, or one that was not made, make it down. */
static HufuLink
judge_link (const HufuBoard *board, const HufuAnswer *answer, gboolean is_file)
{
  if (answer->status == 0 && answer->problem != HUFU_TROUBLE_TOO_LARGE)
    return board->n_timeouts == 1 && board->state.link != HUFU_LINK_OFFLINE ? HUFU_LINK_SLOW
                                                                            : HUFU_LINK_OFFLINE;
  if (!board->enrolled)
    return HUFU_LINK_NOT_ENROLLED;
  return !is_file && answer->reply->elapsed_us > HUFU_LINK_SLOW_US ? HUFU_LINK_SLOW
                                                                   : HUFU_LINK_ONLINE;
}

void
hufu_board_note_answer (HufuBoard *board, const HufuAnswer *answer, gboolean is_file)
{
  HufuLinkState before;
  HufuLinkState *state = begin (board, &before);

  if (answer->kind != HUFU_ANSWER_STOPPED) {
    board->n_timeouts = answer->problem == HUFU_TROUBLE_TIMED_OUT ? board->n_timeouts + 1 : 0;
    state->link = judge_link (board, answer, is_file);
  }
  end (board, &before);
}

void
hufu_board_note_wake (HufuBoard *board)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&board->mutex);

  board->n_wakes++;
  board->state.behind = TRUE;
}

guint
hufu_board_get_wakes (HufuBoard *board)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&board->mutex);

  return board->n_wakes;
}

void
hufu_board_note_terminal (HufuBoard *board, const HufuTerminal *terminal, guint wakes)
{
  HufuLinkState before;
  HufuLinkState *state = begin (board, &before);

  state->behind = wakes != board->n_wakes;
  board->enrolled = terminal->enrolled;
  if (terminal->enrolled && state->link == HUFU_LINK_NOT_ENROLLED)
    state->link = HUFU_LINK_ONLINE;
  state->n_unsent = terminal->n_unsent;
  state->oldest_unsent_utc_us = terminal->oldest_unsent_utc_us;
  state->n_attention = terminal->n_attention;
  state->frozen = terminal->frozen;
  state->n_rights = terminal->frozen ? 0 : terminal->n_rights;
  state->n_vouchers = terminal->frozen ? 0 : terminal->n_vouchers;
  state->unleased = terminal->unleased;
  state->life = terminal->life;
  state->synced_utc_us = terminal->synced_utc_us;
  end (board, &before);
}

void
hufu_board_show_code (HufuBoard *board, const char *user_code, const char *verification_uri)
{
  HufuLinkState before;
  HufuLinkState *state = begin (board, &before);

  /* A handful in the life of a till: interned, so that a copy of the state stays good. */
  state->user_code = g_intern_string (user_code);
  state->verification_uri = g_intern_string (verification_uri);
  end (board, &before);
}

void
hufu_board_show_trouble (HufuBoard *board, HufuTrouble trouble)
{
  HufuLinkState before;
  HufuLinkState *state = begin (board, &before);

  if (state->trouble != trouble) {
    state->trouble = trouble;
    state->trouble_mono_us = g_get_monotonic_time ();
    memset (state->problem, 0, sizeof state->problem);
    g_strlcpy (state->problem, hufu_trouble_sentence (trouble, HUFU_LANG_EN),
               sizeof state->problem);
  }
  end (board, &before);
}

void
hufu_board_show_witness (HufuBoard *board, gint64 until_mono_us)
{
  HufuLinkState before;
  HufuLinkState *state = begin (board, &before);

  state->witness_mono_us = until_mono_us;
  end (board, &before);
}

void
hufu_board_show_open_uses (HufuBoard *board, guint n_open_uses)
{
  HufuLinkState before;
  HufuLinkState *state = begin (board, &before);

  state->n_open_uses = n_open_uses;
  end (board, &before);
}

void
hufu_board_show_open_payments (HufuBoard *board, guint n_open_payments)
{
  HufuLinkState before;
  HufuLinkState *state = begin (board, &before);

  state->n_open_payments = n_open_payments;
  end (board, &before);
}

/* --- telling --------------------------------------------------------------------------------- */

void
hufu_board_tell_data (HufuBoard *board, HufuSyncData what)
{
  if (what != 0)
    board->observer.data_changed (board->observer.user_data, what);
}

void
hufu_board_tell_tried (HufuBoard *board, const HufuId *use_id)
{
  board->observer.use_tried (board->observer.user_data, use_id);
}

void
hufu_board_tell_settled (HufuBoard *board, const HufuId *use_id)
{
  board->observer.use_settled (board->observer.user_data, use_id);
}

void
hufu_board_tell_payment (HufuBoard *board, const HufuId *payment_id, gboolean settled)
{
  board->observer.payment_changed (board->observer.user_data, payment_id, settled);
}
