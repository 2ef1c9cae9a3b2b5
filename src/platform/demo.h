/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demo store, made from the tables of data/demo with dates relative to now. */
#pragma once

#include "platform/platform.h"

/* Makes the demo store in one transaction if the platform has no store yet; approves enrolments at
 * once from then on. */
gboolean hufu_demo_make (HufuPlatform *platform, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Parts of it, inside the caller's transaction. */
json_t *hufu_demo_load (const char *name); /* "store.json"; a bug of the build asserts */
void hufu_demo_make_products (HufuPlatform *platform, const json_t *store);
void hufu_demo_make_history (HufuPlatform *platform, const json_t *staff_ids);
