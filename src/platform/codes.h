/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All codes of the demo that can be scanned. */
#pragma once

#include "platform/platform.h"

/* [{label, label_zh, kind, text, ...}] as in sheet.h. */
json_t *hufu_codes_list (HufuPlatform *platform, GError **error) G_GNUC_WARN_UNUSED_RESULT;
