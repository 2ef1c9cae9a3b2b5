/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The counter's side of the drawer pad. */
#pragma once

#include "counter/drawer-pad.h"

HufuDrawerPad *hufu_drawer_pad_new (void);
/* Nothing typed, nothing chosen, cash in. */
void hufu_drawer_pad_clear (HufuDrawerPad *pad);
