/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Payments by card and wallet, and the sale that is to be thrown away. */
#pragma once

#include "tests/ui/fake-counter.h"

void scene_payment_card (HufuCounter *counter);
void scene_payment_qr (HufuCounter *counter);
void scene_payment_unknown (HufuCounter *counter);
void scene_payment_late (HufuCounter *counter);
void scene_void (HufuCounter *counter);
