/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verdict: mark, word and colour over the whole width, readable from two metres. */
#pragma once

#include <gtk/gtk.h>
#include "counter/panel.h"

#define HUFU_TYPE_BAND (hufu_band_get_type ())
G_DECLARE_FINAL_TYPE (HufuBand, hufu_band, HUFU, BAND, GtkBox)

/* Hidden if the panel has no band. */
void hufu_band_show (HufuBand *self, const HufuPanel *panel);
