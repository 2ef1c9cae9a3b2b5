/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the day of the whole store (sync/matter.h) from what the platform told. */
#pragma once

#include <jansson.h>
#include "sync/matter.h"

/* The contract's StoreDay; NULL if it breaks it. */
HufuStoreDay *hufu_store_day_read (const json_t *data);
