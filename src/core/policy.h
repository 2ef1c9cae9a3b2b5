/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Limits of what a merchant sets for a store: the platform asks for them, tills read by them. */
#pragma once

#define HUFU_LAYOUTS_MAX 12                     /* layouts of weight and price labels */
#define HUFU_AUTO_LOCK_MAX_S (24 * 3600)        /* that nobody touches a till */
#define HUFU_UNDO_WINDOW_MAX_S (30 * 24 * 3600) /* after a redemption */
