/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the redeem page says before a voucher is scanned. */
#pragma once

#include <gtk/gtk.h>

#define HUFU_TYPE_GUIDE (hufu_guide_get_type ())
G_DECLARE_FINAL_TYPE (HufuGuide, hufu_guide, HUFU, GUIDE, GtkBox)
