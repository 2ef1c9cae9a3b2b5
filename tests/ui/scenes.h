/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The states of a counter that the gallery shows: those of the design's pictures, and every kind of
 * panel. */
#pragma once

#include "tests/ui/fake-counter.h"

typedef struct {
  const char *name;
  void (*set_up) (HufuCounter *counter);
} Scene;

extern const Scene scenes[];
extern const guint n_scenes;

/* What every scene has: products, categories, people, held sales, the strip. */
void scenes_fill (HufuCounter *counter);
/* The commonest of them, which others begin with: a basket of five lines. */
void scene_counter (HufuCounter *counter);
