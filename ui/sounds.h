/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The five short sounds. They are played on a thread of their own; without a sound device they are
 * silent and nobody notices. Never the only sign of anything. */
#pragma once

#include "counter/counter.h"

/* Starts the sound and returns at once. */
void hufu_sounds_play (HufuSound sound);
/* "off", "low", "normal", "loud". */
void hufu_sounds_set_volume (const char *volume);
const char *hufu_sounds_get_volume (void);
/* Ends the thread; waits for a sound under way. */
void hufu_sounds_stop (void);
