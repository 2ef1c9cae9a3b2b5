/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What each key means. Keys are caught before any widget sees them, so that a scan is whole
 * whatever has the focus, and a scanner's Enter never presses a button.
 */
#pragma once

#include "ui/hufu-window.h"

typedef struct _HufuKeys HufuKeys;

/* Listens on the window until freed. */
HufuKeys *hufu_keys_new (HufuWindow *window);
void hufu_keys_free (HufuKeys *keys);
