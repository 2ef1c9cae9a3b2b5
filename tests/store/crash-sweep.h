/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Exhaustive sweeps over one act of the books. Power fails at each write of it, and the disk keeps
 * what it likes of what was not synced: afterwards the act is wholly there or wholly absent. Then
 * each call to the disk fails, once or from then on, or the disk is full: what failed did not
 * happen, and the books can be used. Then each allocation fails: the same, or the process ends.
 *
 *   static const HufuSweepAct acts[] = {{"save", prepare_nothing, act_save}};
 *   hufu_sweep_add_tests (acts, G_N_ELEMENTS (acts));
 */
#pragma once

#include "store/right-move.h"
#include "tests/store/books.h"

/* What an act works on: a till on a crash disk with an open sale of three lines, and whatever its
 * prepare function adds. */
typedef struct {
  HufuBooks *books;
  HufuBasket *basket;
  HufuId use_id;
  HufuRequest request;
  HufuKeyPair *keys; /* owned */
  GBytes *document;  /* owned */
} HufuScene;

/* An act, and the scene that it needs. It must change the books, in one transaction. */
typedef struct {
  const char *name;
  void (*prepare) (HufuScene *scene);
  gboolean (*act) (HufuScene *scene, GError **error);
} HufuSweepAct;

void hufu_scene_init (HufuScene *scene, const HufuSweepAct *act);
void hufu_scene_clear (HufuScene *scene);
/* Takes the basket as that of the scene; NULL leaves it. */
void hufu_scene_take_basket (HufuScene *scene, HufuBasket *basket);
/* Loads every image that a crash may leave and checks that it is one of the two states; returns
 * their number. */
guint hufu_sweep_images (HufuScene *scene, const HufuCrashRecord *record, const char *before,
                         const char *after);
/* Adds all sweeps of each act as tests. acts must be static. */
void hufu_sweep_add_tests (const HufuSweepAct *acts, gsize n);
