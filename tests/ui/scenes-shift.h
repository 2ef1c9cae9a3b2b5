/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A shift is opened and closed, cash goes in and out, and what it came to. */
#pragma once

#include "tests/ui/fake-counter.h"

void scene_shift (HufuCounter *counter);
void scene_drawer (HufuCounter *counter);
void scene_close (HufuCounter *counter);
void scene_close_short (HufuCounter *counter);
void scene_x (HufuCounter *counter);
void scene_stock (HufuCounter *counter);
void scene_product (HufuCounter *counter);
void scene_product_new (HufuCounter *counter);
void scene_product_beyond (HufuCounter *counter);
