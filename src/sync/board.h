/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is shown of the link, and who is told when it changes. Any thread. */
#pragma once

#include "sync/answer.h"
#include "sync/sync.h"
#include "store/terminal.h"

#define HUFU_LINK_SLOW_US (2 * G_USEC_PER_SEC)

/* Called on worker threads, under no lock. */
typedef struct {
  void (*state_changed) (gpointer user_data);
  void (*data_changed) (gpointer user_data, HufuSyncData what);
  void (*use_tried) (gpointer user_data, const HufuId *use_id);
  void (*use_settled) (gpointer user_data, const HufuId *use_id);
  void (*payment_changed) (gpointer user_data, const HufuId *payment_id, gboolean settled);
  gpointer user_data;
} HufuBoardObserver;

typedef struct HufuBoard HufuBoard;

HufuBoard *hufu_board_new (const HufuBoardObserver *observer);
void hufu_board_free (HufuBoard *board);

/* A copy, the clock left out. */
void hufu_board_get (HufuBoard *board, HufuLinkState *ret_state);

/* How a request went; is_file: it may take its time. */
void hufu_board_note_answer (HufuBoard *board, const HufuAnswer *answer, gboolean is_file);
/* Something was written. Tells nobody: nobody shows it. */
void hufu_board_note_wake (HufuBoard *board);
guint hufu_board_get_wakes (HufuBoard *board);
/* What the books say; wakes: how many there were before they were read. */
void hufu_board_note_terminal (HufuBoard *board, const HufuTerminal *terminal, guint wakes);
/* Something that is worked out when asked for (the clock) is new. */
void hufu_board_note_news (HufuBoard *board);

void hufu_board_show_code (HufuBoard *board, const char *user_code, const char *verification_uri);
/* NONE clears. */
void hufu_board_show_trouble (HufuBoard *board, HufuTrouble trouble);
/* 0: the witnesses have been asked. */
void hufu_board_show_witness (HufuBoard *board, gint64 until_mono_us);
void hufu_board_show_open_uses (HufuBoard *board, guint n_open_uses);
void hufu_board_show_open_payments (HufuBoard *board, guint n_open_payments);

void hufu_board_tell_data (HufuBoard *board, HufuSyncData what);
void hufu_board_tell_tried (HufuBoard *board, const HufuId *use_id);
void hufu_board_tell_settled (HufuBoard *board, const HufuId *use_id);
/* settled: there may be something of it in the journal. */
void hufu_board_tell_payment (HufuBoard *board, const HufuId *payment_id, gboolean settled);
