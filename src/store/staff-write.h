/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Staff as the platform tells it, from inside an act; private to src/store. */
#pragma once

#include <jansson.h>
#include "store/people.h"

/* The contract's Staff: each field by the later stamp, the platform's if they are equal. INVALID if
 * it breaks the contract. */
gboolean hufu_staff_put (HufuDb *db, json_t *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;
