/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The view of today as it is told to `hufuctl counter`. */
#pragma once

#include <jansson.h>

#include "counter/today-view.h"

/* A new reference; NULL before it was ever shown. */
json_t *hufu_today_to_json (HufuTodayView *view);
