/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The room of those who train: the same counter over books of their own (store/training.h), which
 * nobody else hears of. A part of counter-private.h, which includes it. */
#pragma once

#include "counter/counter-private.h"

/* In the place of the link. */
void hufu_training_start (HufuCounter *counter);
void hufu_training_mark_papers (HufuPolicy *policy);
/* What was found of a voucher by its code alone: it is never used. */
void hufu_training_show_voucher (HufuCounter *counter, HufuCodeKind kind);
/* TRUE and said: products are not changed by who trains. */
gboolean hufu_training_keeps_products (HufuCounter *counter);
/* TRUE and said: it would have to be asked elsewhere. */
gboolean hufu_training_refuses (HufuCounter *counter, HufuAct act);
