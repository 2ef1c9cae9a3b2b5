/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenes of products that ask for something, and of orders. */
#pragma once

#include "tests/ui/fake-counter.h"

void scene_detail_serial (HufuCounter *counter);
void scene_detail_due (HufuCounter *counter);
void scene_detail_order (HufuCounter *counter);
void scene_detail_off (HufuCounter *counter);
void scene_detail_options (HufuCounter *counter);
